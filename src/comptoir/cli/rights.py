"""By which rights goods come back, side by side: the law's and the seller's, and the best of them.

Source: house rule (law R4: each right stands with its rule).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from comptoir.cli.voice import PAGE, Sentences, Voice, folded
from comptoir.facts.return_terms import Means
from comptoir.returns.assess import GoodBack
from comptoir.returns.kinds import Cause
from comptoir.returns.rights import OneRight
from comptoir.texts.writing import percent_text, period_text
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
    "best_until": {
        "fr": "Le mieux pour le client : jusqu'au {day} ({rule})",
        "en": "Best for the customer: until {day} ({rule})",
    },
    "best": {
        "fr": "Le mieux pour le client : le délai n'a pas commencé ({rule})",
        "en": "Best for the customer: the clock has not started ({rule})",
    },
    "no_fee": {"fr": "sans retenue ({rule})", "en": "no fee ({rule})"},
    "sellers": {
        "fr": "le vendeur est en cause : sans retenue, remboursé par le même moyen de paiement",
        "en": "the seller is at fault: no fee, refunded to the means of payment used",
    },
    "fee": {"fr": "retenue de {percent} ({rule})", "en": "a fee of {percent} ({rule})"},
    "original": {
        "fr": "remboursé par le même moyen de paiement ({rule})",
        "en": "refunded to the means of payment used ({rule})",
    },
    "credit": {"fr": "remboursé en avoir ({rule})", "en": "refunded as credit ({rule})"},
}


def rights(good: GoodBack, voice: Voice, *, width: int = PAGE) -> Iterator[str]:
    """Each right on the goods, with its last day and what moved it."""
    for right in good.rights:
        yield from folded(_right(right, voice), indent=2, width=width)
        if right.deadline is not None:
            for moved in right.deadline.moved_by:
                yield from folded(_moved(moved, voice), indent=4, width=width)
        if right.alive and right.terms.even_exchange:
            yield from folded(voice.say(_WORDS, "swap"), indent=4, width=width)
        if right.terms.source is not None:
            yield from folded(right.terms.source, indent=4, width=width)


def best(good: GoodBack, voice: Voice) -> Iterator[str]:
    """On each axis the best for the customer, with the rule that says so."""
    of = good.best
    if of.last_day is None:
        yield from folded(voice.say(_WORDS, "best", rule=of.last_day_by), indent=2)
    else:
        day = voice.weekday(of.last_day)
        yield from folded(voice.say(_WORDS, "best_until", day=day, rule=of.last_day_by), indent=2)
    if good.cause is Cause.SELLER:
        yield from folded(voice.say(_WORDS, "sellers"), indent=4)
        return
    percent = percent_text(of.fee, voice.language)
    fee = voice.say(_WORDS, "fee" if good.fee else "no_fee", percent=percent, rule=of.fee_by)
    means = voice.say(_WORDS, "original" if of.means is Means.ORIGINAL else "credit", rule=of.means_by)
    yield from folded(f"{fee} · {means}", indent=4)


def _right(right: OneRight, voice: Voice) -> str:
    terms = right.terms
    whose = voice.say(_WORDS, terms.right.value, rule=terms.rule)
    if terms.period is None:
        return voice.say(_WORDS, "final", right=whose)
    period = period_text(terms.period, voice.language)
    if right.last_day is None:
        return voice.say(_WORDS, "not_begun", right=whose, period=period)
    code = "until" if right.alive else "too_late"
    return voice.say(_WORDS, code, right=whose, period=period, day=voice.weekday(right.last_day))


def _moved(moved: MovedBy, voice: Voice) -> str:
    name = moved.name if isinstance(moved, OnHoliday) else ""
    return voice.say(_WORDS, moved.kind, day=voice.weekday(moved.day), name=name)
