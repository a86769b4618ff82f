"""By which rights goods come back, side by side: the law's and the seller's, and why the law gives none.

Source: house rule (law R4: each right stands with its rule).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from comptoir.cli.voice import PAGE, Sentences, Voice, folded
from comptoir.facts.return_terms import Exemption, NoRight, WithoutRight
from comptoir.returns.rights import OneRight
from comptoir.texts.writing import day_text, period_text
from comptoir.values.deadlines import MovedBy, OnHoliday

_WORDS: Final[Sentences] = {
    "statutory": {"fr": "La loi ({rule})", "en": "The law ({rule})"},
    "commercial": {"fr": "Le vendeur ({rule})", "en": "The seller ({rule})"},
    "until": {"fr": "{right} : {period}, jusqu'au {day}", "en": "{right}: {period}, until {day}"},
    "too_late": {
        "fr": "{right} : {period}, jusqu'au {day} : trop tard",
        "en": "{right}: {period}, until {day}: too late",
    },
    "not_begun": {
        "fr": "{right} : {period}, le délai n'a pas commencé",
        "en": "{right}: {period}, the clock has not started",
    },
    "final": {"fr": "{right} : ni repris ni échangé", "en": "{right}: final sale"},
    "swap": {
        "fr": "échange contre une autre variante, sans rien payer",
        "en": "swapped for another variant, with nothing to pay",
    },
    "weekday": {"fr": "pas le {day}, jour non ouvré", "en": "not {day}, which is no working day"},
    "holiday": {"fr": "pas le {day} ({name})", "en": "not {day} ({name})"},
    "two_working_days": {
        "fr": "pas le {day}, moins de deux jours ouvrés",
        "en": "not {day}, fewer than two working days",
    },
    "lost": {
        "fr": "{right} : {period}, perdu : {head} ({source})",
        "en": "{right}: {period}, lost: {head} ({source})",
    },
    "declared": {
        "fr": "{right} : {period}, jusqu'au {day} : annoncé à temps",
        "en": "{right}: {period}, until {day}: declared in time",
    },
    "long_over": {
        "fr": "{right} : {period}, passé depuis longtemps",
        "en": "{right}: {period}, long over",
    },
    "season_extra": {
        "fr": "saison {season} : {period} de plus",
        "en": "season {season}: {period} more",
    },
    "season_until": {
        "fr": "saison {season} : au moins jusqu'au {day}",
        "en": "season {season}: until {day} at least",
    },
    "not_informed": {
        "fr": "client non informé à la vente : jusqu'à {period} de plus ({source})",
        "en": "not told of it at the sale: up to {period} more ({source})",
    },
    "none": {
        "fr": "La loi : aucun droit de rétractation, {why}",
        "en": "The law: no right to withdraw, {why}",
    },
    "no_rule": {
        "fr": "aucune règle connue pour ce pays : rien n'est sûr",
        "en": "no rule is known for this country: nothing is certain",
    },
    "contract": {
        "fr": "pas pour un contrat conclu ainsi",
        "en": "not for a contract concluded this way",
    },
    "exempt": {"fr": "exception : {head} ({source})", "en": "an exception: {head} ({source})"},
    "exempt_by": {"fr": "une exception ({source})", "en": "an exception ({source})"},
    "exempt_besides": {"fr": "exception : {source}", "en": "an exception: {source}"},
}
_HEADS: Final[Sentences] = {
    Exemption.SERVICE_PERFORMED.value: {"fr": "service exécuté", "en": "a service performed"},
    Exemption.MARKET_PRICE.value: {
        "fr": "prix qui suit le marché financier",
        "en": "a price that follows the financial market",
    },
    Exemption.PERSONALISED.value: {"fr": "fait sur mesure", "en": "made to measure"},
    Exemption.PERISHABLE.value: {"fr": "denrée périssable", "en": "perishable goods"},
    Exemption.HYGIENE.value: {
        "fr": "descellé, santé ou hygiène",
        "en": "unsealed, health or hygiene",
    },
    Exemption.MIXED.value: {"fr": "mélangé de façon indissociable", "en": "mixed inseparably"},
    Exemption.ALCOHOL.value: {
        "fr": "boisson alcoolisée livrée plus tard",
        "en": "alcohol delivered later",
    },
    Exemption.URGENT_REPAIR.value: {"fr": "réparation urgente", "en": "an urgent repair"},
    Exemption.MEDIA.value: {
        "fr": "enregistrement ou logiciel descellé",
        "en": "an unsealed recording or software",
    },
    Exemption.PRESS.value: {"fr": "presse", "en": "newspapers and magazines"},
    Exemption.AUCTION.value: {"fr": "enchères publiques", "en": "a public auction"},
    Exemption.DATED_SERVICE.value: {
        "fr": "prestation à une date déterminée",
        "en": "a service on a certain date",
    },
    Exemption.DIGITAL_CONTENT.value: {"fr": "contenu numérique commencé", "en": "digital content begun"},
}


def rights(
    found: Iterable[OneRight], voice: Voice, *, informed: bool = True, width: int = PAGE
) -> Iterator[str]:
    """Each right on some goods, with its last day and what moved it.

    ``informed`` says whether the customer was told of the law's right at the sale.
    """
    for right in found:
        yield from folded(_right(right, voice), indent=2, width=width)
        for line in _moves(right, voice, informed=informed):
            yield from folded(line, indent=4, width=width)
        if right.alive and right.terms.even_exchange:
            yield from folded(voice.say(_WORDS, "swap"), indent=4, width=width)
        if right.terms.source is not None:
            yield from folded(right.terms.source, indent=4, width=width)


def without(why: WithoutRight, voice: Voice) -> Iterator[str]:
    """Why the law gives no right to withdraw."""
    head = "" if why.head is None else voice.say(_HEADS, why.head.value)
    is_of_a_nation = why.why is NoRight.EXEMPT and why.head is None
    code = "exempt_besides" if is_of_a_nation else why.why.value
    said = voice.say(_WORDS, code, head=head, source=why.source or "")
    yield from folded(voice.say(_WORDS, "none", why=said), indent=2)


def _right(right: OneRight, voice: Voice) -> str:
    terms, lost = right.terms, right.lost
    whose = voice.say(_WORDS, terms.right.value, rule=terms.rule)
    if terms.period is None:
        return voice.say(_WORDS, "final", right=whose)
    period = period_text(terms.period, voice.language)
    if lost is not None:
        head = voice.say(_HEADS, lost.head.value)
        return voice.say(_WORDS, "lost", right=whose, period=period, head=head, source=lost.source)
    if right.last_day is None:
        return voice.say(_WORDS, "not_begun" if right.alive else "long_over", right=whose, period=period)
    code = "declared" if right.declared else "until" if right.alive else "too_late"
    return voice.say(_WORDS, code, right=whose, period=period, day=voice.weekday(right.last_day))


def _moves(right: OneRight, voice: Voice, *, informed: bool) -> Iterator[str]:
    """What moved the end of a right: days that are no working days, a season, that nobody told of it."""
    terms = right.terms
    if right.deadline is None:
        return
    for moved in right.deadline.moved_by:
        yield _moved(moved, voice)
    season = terms.season or "·"
    for extra in terms.extra:
        period = period_text(extra, voice.language)
        yield voice.say(_WORDS, "season_extra", season=season, period=period)
    if terms.at_least_until is not None:
        day = day_text(terms.at_least_until, voice.language)
        yield voice.say(_WORDS, "season_until", season=season, day=day)
    if terms.extension is not None and not informed:
        more = period_text(terms.extension.period, voice.language)
        yield voice.say(_WORDS, "not_informed", period=more, source=terms.extension.source)


def _moved(moved: MovedBy, voice: Voice) -> str:
    name = moved.name if isinstance(moved, OnHoliday) else ""
    return voice.say(_WORDS, moved.kind, day=voice.weekday(moved.day), name=name)
