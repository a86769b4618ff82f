"""A claim as somebody at a service desk reads it out: its clocks, who has the goods, and what is to be done.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from comptoir.cli.voice import PAGE, Sentences, Voice, columns, folded
from comptoir.facts.bearers import Bearer
from comptoir.facts.guarantee_terms import Problem
from comptoir.facts.orders import Order
from comptoir.facts.units import Units, quantity_of
from comptoir.returns.claims.found import ClaimFound
from comptoir.returns.claims.remedies import Remedies, remedy_text
from comptoir.returns.claims.steps import ClaimState
from comptoir.returns.next_steps import NextStep
from comptoir.rulebook import Rulebook
from comptoir.texts import say
from comptoir.texts.writing import percent_text

_WORDS: Final[Sentences] = {
    "proves_seller": {
        "fr": "En cas de défaut, c'est au vendeur de prouver qu'il n'était pas là à la remise.",
        "en": "If there is a fault, the seller must prove that it was not there at the handover.",
    },
    "proves_buyer": {
        "fr": "En cas de défaut, c'est au client de prouver qu'il était là à la remise.",
        "en": "If there is a fault, the buyer must prove that it was there at the handover.",
    },
    "claim": {"fr": "Réclamation {claim}", "en": "Claim {claim}"},
    "about": {"fr": "{goods} : {problem}", "en": "{goods}: {problem}"},
    "quoted": {"fr": "« {said} »", "en": '"{said}"'},
    "said": {"fr": "Le client dit : « {said} »", "en": 'The customer says: "{said}"'},
    "wants": {"fr": "Le client demande : {remedy}", "en": "The customer asks for: {remedy}"},
    "not_covered_claim": {
        "fr": "Aucune garantie ne couvrait l'article ce jour-là.",
        "en": "No guarantee covered the goods on that day.",
    },
    "requested": {"fr": "1 Demandé", "en": "1 Asked"},
    "immobilised": {"fr": "2 Immobilisé depuis", "en": "2 Cannot be used since"},
    "conform_by": {
        "fr": "3 À mettre en conformité au plus tard",
        "en": "3 To be put right by the end of",
    },
    "conform_late": {
        "fr": "3 EN RETARD de {days} j : c'était dû le",
        "en": "3 LATE by {days} d: it was due on",
    },
    "conform_none": {"fr": "3 Aucun délai chiffré par la loi", "en": "3 The law names no number of days"},
    "handed_in": {"fr": "4 Preuve de remise {fact}", "en": "4 Proof of hand-over {fact}"},
    "not_handed_in": {"fr": "4 Pas encore remis au vendeur", "en": "4 Not handed in yet"},
    "customer": {"fr": "Chez le client depuis le {day}", "en": "With the customer since {day}"},
    "store": {"fr": "Chez {place} depuis le {day}", "en": "With {place} since {day}"},
    "repairer": {"fr": "En réparation chez {place} depuis le {day}", "en": "At {place} since {day}"},
    "seller": {"fr": "Repris par le vendeur le {day}", "en": "Back with the seller since {day}"},
    "nobody": {"fr": "Article manquant", "en": "Missing"},
    "repaired": {"fr": "réparé le {day}", "en": "repaired on {day}"},
    "ready": {"fr": "prêt depuis le {day}", "en": "ready since {day}"},
    "informed": {"fr": "client prévenu le {day}", "en": "customer told on {day}"},
    "loan": {
        "fr": "Prêté au client depuis le {day} : {product}",
        "en": "Lent to the customer since {day}: {product}",
    },
    "serial": {"fr": "{product}, n° {serial}", "en": "{product}, no. {serial}"},
    "cost": {"fr": "Avancé par le client le {day}", "en": "Advanced by the customer on {day}"},
    "surcharge": {
        "fr": "  en plus, pour retard ({days} j, {percent})",
        "en": "  besides, for being late ({days} d, {percent})",
    },
    "served": {"fr": "{owed_by} doit à {owed_to} ({store})", "en": "{owed_by} owes {owed_to} ({store})"},
    "disputed": {
        "fr": "Refusée par écrit : « {said} ». Le client peut la contester.",
        "en": 'Refused in writing: "{said}". The customer may dispute it.',
    },
    "available": {"fr": "Le client peut demander", "en": "The customer may ask for"},
    "refused": {"fr": "Pas maintenant", "en": "Not now"},
    "steps": {"fr": "À faire", "en": "To do"},
    "open": {"fr": "OUVERTE", "en": "OPEN"},
    "agreed": {"fr": "ACCORDÉE : {remedy}", "en": "AGREED: {remedy}"},
    "rejected": {"fr": "REFUSÉE le {day}", "en": "REFUSED on {day}"},
    "settled": {"fr": "RÉGLÉE le {day} : {remedy}", "en": "SETTLED on {day}: {remedy}"},
    "closed": {"fr": "CLOSE le {day}", "en": "CLOSED on {day}"},
}


def claim_lines(claim: ClaimFound, order: Order, rulebook: Rulebook, voice: Voice) -> Iterator[str]:
    """One claim: its clocks, who has the goods, what may be asked for, and what is to be done."""
    yield columns(voice.say(_WORDS, "claim", claim=claim.id), claim_state(claim, voice))
    problem = problem_text(claim.problem, voice)
    for units in claim.units:
        goods = pieces_text(order, units, voice)
        yield from folded(voice.say(_WORDS, "about", goods=goods, problem=problem), indent=2)
    if claim.said is not None:
        yield from folded(voice.say(_WORDS, "said", said=claim.said), indent=2)
    if claim.wants is not None:
        wanted = remedy_text(claim.wants, voice.language.code)
        yield from folded(voice.say(_WORDS, "wants", remedy=wanted.lower()), indent=2)
    if not claim.covered:
        yield from folded(voice.say(_WORDS, "not_covered_claim"), indent=2)
    yield from clocks(claim, rulebook, voice)
    yield from folded(whereabouts(claim, rulebook, voice), indent=2)
    if claim.loan is not None:
        yield from folded(_loan(claim, rulebook, voice), indent=2)
    if claim.proves is not None and claim.is_open:
        yield from folded(proves_text(claim.proves, voice), indent=2)
    yield from _money(claim, order.currency, rulebook, voice)
    if claim.state is ClaimState.REJECTED:
        yield from folded(voice.say(_WORDS, "disputed", said=_rejected_for(claim)), indent=2)
    elif claim.ended is None:
        yield from remedies_told(claim.remedies, voice)
    yield from to_do(claim.steps, voice)


def claim_summary(claim: ClaimFound, rulebook: Rulebook, voice: Voice) -> Iterator[str]:
    """One claim in short: what was said and decided, who has the goods, and what is to be done."""
    yield columns(f"  {voice.say(_WORDS, 'claim', claim=claim.id)}", claim_state(claim, voice))
    phrases = [problem_text(claim.problem, voice), voice.day(claim.clocks.requested)]
    if claim.said is not None:
        phrases.append(voice.say(_WORDS, "quoted", said=claim.said))
    yield from folded(" · ".join(phrases), indent=4)
    yield from folded(whereabouts(claim, rulebook, voice), indent=4)
    if claim.loan is not None:
        yield from folded(_loan(claim, rulebook, voice), indent=4)
    for step in claim.steps:
        yield from folded(step.text(voice.language.code), indent=4)


def clocks(claim: ClaimFound, rulebook: Rulebook, voice: Voice, *, width: int = PAGE) -> Iterator[str]:
    """The four clocks of a claim, numbered."""
    found = claim.clocks
    yield from _clock(voice.say(_WORDS, "requested"), voice.moment(found.requested), width)
    if found.immobilised is not None:
        yield from _clock(voice.say(_WORDS, "immobilised"), voice.day(found.immobilised), width)
    if found.conform_by is None:
        yield from folded(voice.say(_WORDS, "conform_none"), indent=2, width=width)
    else:
        code = "conform_late" if found.days_late else "conform_by"
        said = voice.say(_WORDS, code, days=voice.number(found.days_late))
        yield from _clock(said, voice.weekday(found.conform_by), width)
        if found.source is not None:
            yield from folded(found.source, indent=4, width=width)
    if found.handed_in is None:
        yield from folded(voice.say(_WORDS, "not_handed_in"), indent=2, width=width)
        return
    proof = voice.say(_WORDS, "handed_in", fact=found.handed_in.fact)
    yield from _clock(proof, voice.moment(found.handed_in.at), width)
    yield from folded(place_text(found.handed_in.place, rulebook), indent=4, width=width)


def _clock(said: str, when: str, width: int) -> Iterator[str]:
    """A clock and its time at the two edges, or on two lines where they do not fit."""
    if len(said) + len(when) + 4 <= width:
        yield columns(f"  {said}", when, width)
    else:
        yield from folded(said, indent=2, width=width)
        yield from folded(when, indent=4, width=width)


def claim_state(claim: ClaimFound, voice: Voice) -> str:
    """How far a claim is, in a word or two."""
    remedy = claim.settled_as or claim.agreed
    return voice.say(
        _WORDS,
        claim.state.value,
        remedy="" if remedy is None else remedy_text(remedy, voice.language.code).lower(),
        day="" if claim.ended is None else voice.day(claim.ended),
    )


def whereabouts(claim: ClaimFound, rulebook: Rulebook, voice: Voice) -> str:
    """Who has the goods of a claim since when, and how far they are."""
    place = "" if claim.place is None else place_text(claim.place, rulebook)
    phrases = [voice.say(_WORDS, claim.holder.value, place=place, day=voice.day(claim.since))]
    last = claim.repaired[-1] if claim.repaired else None
    for code, at in (("repaired", last), ("ready", claim.ready), ("informed", claim.informed)):
        if at is not None:
            phrases.append(voice.say(_WORDS, code, day=voice.day(at)))
    return " · ".join(phrases)


def pieces_text(order: Order, units: Units, voice: Voice) -> str:
    """Pieces of an order as they were bought: ``2 × …``."""
    line = order.lines[units.number - 1]
    return voice.goods(line.product, quantity_of(line.terms.quantity, units))


def problem_text(problem: Problem, voice: Voice) -> str:
    """What is wrong, in a word."""
    return say(f"problem_{problem.value}", voice.language)


def place_text(place: str, rulebook: Rulebook) -> str:
    """The name of a store of the rulebook; any other place as it was recorded."""
    known = rulebook.places.by_id.get(place)
    return place if known is None else known.name


def product_text(sku: str, serial: str | None, rulebook: Rulebook, voice: Voice) -> str:
    """A product by its name, if the rulebook has it, with its serial number."""
    known = rulebook.assortment.get(sku)
    product = sku if known is None else voice.name(known.name)
    return product if serial is None else voice.say(_WORDS, "serial", product=product, serial=serial)


def to_do(steps: Sequence[NextStep], voice: Voice) -> Iterator[str]:
    """What is to be done, under a heading; nothing if nothing is."""
    if steps:
        yield f"  {voice.say(_WORDS, 'steps')}"
    for step in steps:
        yield from folded(step.text(voice.language.code), indent=4)


def proves_text(by: Bearer, voice: Voice) -> str:
    """Who proves whether a fault was there at the handover."""
    return voice.say(_WORDS, f"proves_{by.value}")


def remedies_told(remedies: Remedies, voice: Voice) -> Iterator[str]:
    """What may be asked for now, and why the rest may not."""
    language = voice.language.code
    yield from _listed("available", [each.text(language) for each in remedies.available], voice)
    yield from _listed("refused", [each.text(language) for each in remedies.refused], voice)


def _listed(code: str, sentences: Iterable[str], voice: Voice) -> Iterator[str]:
    listed = list(sentences)
    if listed:
        yield f"  {voice.say(_WORDS, code)}"
    for sentence in listed:
        yield from folded(sentence, indent=4)


def _loan(claim: ClaimFound, rulebook: Rulebook, voice: Voice) -> str:
    loan = claim.loan
    if loan is None:
        raise AssertionError(claim)
    product = product_text(loan.sku, loan.serial, rulebook, voice)
    return voice.say(_WORDS, "loan", day=voice.day(loan.since), product=product)


def _money(claim: ClaimFound, currency: str, rulebook: Rulebook, voice: Voice) -> Iterator[str]:
    """What the customer advanced and is owed, and what the seller owes the stores that served."""
    for cost in claim.costs:
        said = voice.say(_WORDS, "cost", day=voice.day(cost.at))
        yield columns(f"  {said}", voice.amount(cost.left, currency))
        late = cost.surcharge
        if late is not None:
            percent = percent_text(late.percent, voice.language)
            said = voice.say(_WORDS, "surcharge", days=voice.number(late.days), percent=percent)
            yield columns(f"  {said}", voice.amount(late.amount, currency))
            yield from folded(late.source, indent=6)
    for served in claim.settlement:
        owed, store = served.owed, place_text(served.store, rulebook)
        said = voice.say(_WORDS, "served", owed_by=owed.owed_by, owed_to=owed.owed_to, store=store)
        yield columns(f"  {said}", voice.amount(owed.amount, currency))


def _rejected_for(claim: ClaimFound) -> str:
    """What the seller said when they refused a claim as a whole."""
    return next((each.said for each in claim.remedies.refused if each.said is not None), "")
