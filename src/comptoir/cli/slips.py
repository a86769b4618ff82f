"""Slips beside the receipt: delivered, swapped, handed in and handed back; forty-two columns.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from comptoir.checkout.after_sales import Assessment
from comptoir.checkout.claiming import AfterSales
from comptoir.checkout.standing import Purchased, Standing
from comptoir.cli.claims import clocks, pieces_text, place_text, problem_text, product_text
from comptoir.cli.guarantees import guarantees
from comptoir.cli.receipt import RULE, WIDTH, counted_name, heading
from comptoir.cli.rights import rights
from comptoir.cli.voice import Sentences, Voice, columns, folded, spaced
from comptoir.facts.events import Exchanged, HandedOver
from comptoir.facts.orders import Order
from comptoir.returns.claims.found import ClaimFound
from comptoir.returns.claims.guarantee import OneGuarantee
from comptoir.returns.claims.remedies import remedy_text
from comptoir.values.money import Money

_WORDS: Final[Sentences] = {
    "note": {"fr": "Bon de livraison {fact} · {order}", "en": "Delivery note {fact} · {order}"},
    "exchange": {"fr": "Échange {fact} · {order}", "en": "Exchange {fact} · {order}"},
    "until": {"fr": "peut être rendu jusqu'au", "en": "may come back until"},
    "anytime": {"fr": "peut être rendu", "en": "may come back"},
    "never": {"fr": "ne peut pas être rendu", "en": "may not come back"},
    "back": {"fr": "Rendu", "en": "Came back"},
    "taken": {"fr": "Pris en échange", "en": "Taken in exchange"},
    "to_pay": {"fr": "À PAYER", "en": "TO PAY"},
    "kept": {
        "fr": "Prix, points et délais restent ceux de la commande.",
        "en": "Price, points and deadlines stay those of the order.",
    },
    "why": {"fr": "Pourquoi c'est possible", "en": "Why it is allowed"},
    "drop_off": {"fr": "Reçu de dépôt {claim} · {order}", "en": "Drop-off receipt {claim} · {order}"},
    "hand_back": {"fr": "Bon de remise {claim} · {order}", "en": "Hand-back note {claim} · {order}"},
    "received": {"fr": "Nous avons reçu", "en": "We have received"},
    "handed_back": {"fr": "Nous avons rendu", "en": "We have handed back"},
    "wants": {"fr": "Vous demandez : {remedy}", "en": "You ask for: {remedy}"},
    "clocks": {"fr": "Ce qui compte à partir de maintenant", "en": "What counts from now on"},
    "suspended": {
        "fr": "La garantie est suspendue tant que vous n'avez pas l'article ({source}).",
        "en": "The guarantee stands still until you have it again ({source}).",
    },
    "lent": {"fr": "Prêté en attendant", "en": "Lent meanwhile"},
    "keep": {
        "fr": "Ce reçu prouve la remise. Gardez-le.",
        "en": "This proves that you handed it in. Keep it.",
    },
    "settled": {"fr": "Réglé : {remedy}", "en": "Settled: {remedy}"},
    "repaired": {"fr": "Réparé le {day}", "en": "Repaired on {day}"},
    "guaranteed": {"fr": "Garanties", "en": "Guarantees"},
    "answer": {"fr": "Réponse {digest}", "en": "Answer {digest}"},
}


def delivery_note(order: Order, handed: HandedOver, standing: Standing, voice: Voice) -> Iterator[str]:
    """What the carrier leaves: the goods of an order, and until when each may come back."""
    title = voice.say(_WORDS, "note", fact=handed.id, order=order.id)
    yield from heading(order.seller, title, voice.moment(handed.at))
    [purchase] = (each for each in standing.purchases if each.order == order.id)
    for line in order.lines:
        yield counted_name(line, voice)[:WIDTH]
        for good in purchase.goods:
            if good.units.number == line.terms.number:
                yield from _until(good, voice)
    yield RULE


def _until(good: Purchased, voice: Voice) -> Iterator[str]:
    """Until when some goods may come back, at the latest."""
    if good.last_day is None:
        yield f"  {voice.say(_WORDS, 'anytime' if good.may_come_back else 'never')}"
        return
    yield f"  {voice.say(_WORDS, 'until')}"
    yield f"  {voice.weekday(good.last_day)}"


def exchange_slip(assessment: Assessment, done: Exchanged, to_pay: Money, voice: Voice) -> Iterator[str]:
    """What the till prints for an even exchange: what came back, what was taken, and by which right."""
    order, rulebook = assessment.order, assessment.rulebook
    title = voice.say(_WORDS, "exchange", fact=done.id, order=order.id)
    where = () if done.store is None else (rulebook.places.by_id[done.store].name,)
    yield from heading(order.seller, *where, title, voice.moment(done.at))
    yield voice.say(_WORDS, "back")
    for good in assessment.goods:
        reason = voice.name(rulebook.vocabulary.reason[good.reason].names)
        yield f"  {voice.goods(good.product, good.quantity)}"[:WIDTH]
        yield f"    {reason}"[:WIDTH]
    yield voice.say(_WORDS, "taken")
    for swap in done.swaps:
        yield f"  {voice.goods(swap.took, swap.units.count)}"[:WIDTH]
    yield RULE
    yield columns(voice.say(_WORDS, "to_pay"), voice.money(to_pay), WIDTH)
    yield from folded(voice.say(_WORDS, "kept"), width=WIDTH)
    yield RULE
    yield voice.say(_WORDS, "why")
    for good in assessment.goods:
        yield from rights(good.rights, voice, informed=order.informed, width=WIDTH)
    yield RULE
    yield voice.say(_WORDS, "answer", digest=spaced(assessment.answer))


def drop_off_slip(found: AfterSales, voice: Voice) -> Iterator[str]:
    """The proof that goods of the claim asked about were handed in, and what counts from then on."""
    [claim] = found.claims
    yield from _head("drop_off", found, claim, voice)
    yield voice.say(_WORDS, "received")
    yield from _goods(found.order, claim, voice)
    if claim.wants is not None:
        wanted = remedy_text(claim.wants, voice.language.code).lower()
        yield from folded(voice.say(_WORDS, "wants", remedy=wanted), width=WIDTH)
    if claim.loan is not None:
        yield voice.say(_WORDS, "lent")
        lent = product_text(claim.loan.sku, claim.loan.serial, found.rulebook, voice)
        yield from folded(lent, indent=2, width=WIDTH)
    yield RULE
    yield voice.say(_WORDS, "clocks")
    yield from clocks(claim, found.rulebook, voice, width=WIDTH)
    for source in dict.fromkeys(_suspending(found, claim)):
        yield from folded(voice.say(_WORDS, "suspended", source=source), width=WIDTH)
    yield RULE
    yield from folded(voice.say(_WORDS, "keep"), width=WIDTH)
    yield voice.say(_WORDS, "answer", digest=spaced(found.answer))


def hand_back_slip(found: AfterSales, voice: Voice) -> Iterator[str]:
    """What the customer gets with goods of the claim asked about: what was done, and their guarantees."""
    [claim] = found.claims
    yield from _head("hand_back", found, claim, voice)
    yield voice.say(_WORDS, "handed_back")
    yield from _goods(found.order, claim, voice)
    if claim.settled_as is not None:
        settled = remedy_text(claim.settled_as, voice.language.code).lower()
        yield from folded(voice.say(_WORDS, "settled", remedy=settled), width=WIDTH)
    if claim.repaired:
        yield voice.say(_WORDS, "repaired", day=voice.day(claim.repaired[-1]))
    yield RULE
    yield voice.say(_WORDS, "guaranteed")
    yield from guarantees(dict.fromkeys(_guarantees(found, claim)), voice, width=WIDTH)
    yield RULE
    yield voice.say(_WORDS, "answer", digest=spaced(found.answer))


def _head(code: str, found: AfterSales, claim: ClaimFound, voice: Voice) -> Iterator[str]:
    """The top of a slip of a claim; its store is where the goods were handed in."""
    title = voice.say(_WORDS, code, claim=claim.id, order=found.order.id)
    handed_in = claim.clocks.handed_in
    where = () if handed_in is None else (place_text(handed_in.place, found.rulebook),)
    yield from heading(found.order.seller, *where, title, voice.moment(found.asked_at))


def _goods(order: Order, claim: ClaimFound, voice: Voice) -> Iterator[str]:
    """The goods of a claim, and what is wrong with them."""
    for units in claim.units:
        yield from folded(pieces_text(order, units, voice), indent=2, width=WIDTH)
    said = problem_text(claim.problem, voice) if claim.said is None else claim.said
    yield from folded(said, indent=4, width=WIDTH)


def _guarantees(found: AfterSales, claim: ClaimFound) -> Iterator[OneGuarantee]:
    """The guarantees on the goods of a claim."""
    for good in found.goods:
        if any(units.common(good.units) is not None for units in claim.units):
            yield from (told.stands for told in good.guarantees)


def _suspending(found: AfterSales, claim: ClaimFound) -> Iterator[str]:
    """The articles by which guarantees on its goods stand still."""
    for one in _guarantees(found, claim):
        if one.suspended_since is not None and one.terms.suspended_by is not None:
            yield one.terms.suspended_by
