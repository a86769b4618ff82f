"""Guarantees on goods, side by side: until when each lasts, and what moved its end.

Source: house rule (each guarantee stands with its rule).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from comptoir.cli.voice import PAGE, Sentences, Voice, folded
from comptoir.returns.claims.guarantee import GuaranteeState, OneGuarantee
from comptoir.texts.writing import day_text, period_text

_WORDS: Final[Sentences] = {
    "statutory": {"fr": "La loi ({rule})", "en": "The law ({rule})"},
    "commercial": {"fr": "Le vendeur ({rule})", "en": "The seller ({rule})"},
    "gone": {
        "fr": "{whose} : finie, l'article n'est plus au client",
        "en": "{whose}: ended, the goods are not the customer's any more",
    },
    "not_transferred": {
        "fr": "{whose} : ne suit pas l'article chez un nouveau propriétaire",
        "en": "{whose}: does not follow the goods to a later owner",
    },
    "not_started": {
        "fr": "{whose} : {period}, à compter de la remise",
        "en": "{whose}: {period}, from the handover on",
    },
    "not_started_no_end": {
        "fr": "{whose} : à compter de la remise",
        "en": "{whose}: from the handover on",
    },
    "no_end": {
        "fr": "{whose} : sans fin que la loi fixe",
        "en": "{whose}: the law names no end",
    },
    "suspended": {
        "fr": "{whose} : {period}, SUSPENDUE depuis le {since}, finira au plus tôt le {day}",
        "en": "{whose}: {period}, STANDS STILL since {since}, ends on {day} at the earliest",
    },
    "running": {"fr": "{whose} : {period}, jusqu'au {day}", "en": "{whose}: {period}, until {day}"},
    "over": {
        "fr": "{whose} : {period}, finie le {day}",
        "en": "{whose}: {period}, over since {day}",
    },
    "counted": {
        "fr": "comptée du {start} au {end}",
        "en": "counted from {start} to {end}",
    },
    "renewed": {
        "fr": "recommencée le {day}, jour du remplacement ({source})",
        "en": "began anew on {day}, the day of the replacement ({source})",
    },
    "extended_once": {
        "fr": "+ {period}, après une réparation ({source})",
        "en": "+ {period}, after a repair ({source})",
    },
    "extended": {
        "fr": "+ {count} × {period}, après {count} réparations ({source})",
        "en": "+ {count} × {period}, after {count} repairs ({source})",
    },
    "high": {"fr": "{source}", "en": "{source}"},
    "medium": {"fr": "{source} ; lu de seconde main", "en": "{source}; read at second hand"},
    "low": {"fr": "{source} ; à vérifier", "en": "{source}; to be verified"},
    "suspended_days": {
        "fr": "+ {days} j pendant lesquels l'article était immobilisé ({source})",
        "en": "+ {days} d on which the goods could not be used ({source})",
    },
    "presumed": {
        "fr": "un défaut apparu jusqu'au {day} est présumé d'origine ({source})",
        "en": "a fault that appears by {day} counts as there from the start ({source})",
    },
    "reject": {
        "fr": "l'article peut être refusé jusqu'au {day} ({source})",
        "en": "the goods may be rejected until {day} ({source})",
    },
    "reject_paused": {
        "fr": "le délai pour refuser l'article est suspendu ({source})",
        "en": "the time to reject the goods stands still ({source})",
    },
    "transferred": {
        "fr": "suit l'article chez un nouveau propriétaire ({source})",
        "en": "follows the goods to a later owner ({source})",
    },
}


def guarantees(found: Iterable[OneGuarantee], voice: Voice, *, width: int = PAGE) -> Iterator[str]:
    """Each guarantee on some goods, until when it lasts, and what it was counted of."""
    for one in found:
        yield from folded(guarantee_text(one, voice), indent=2, width=width)
        for line in _counted(one, voice):
            yield from folded(line, indent=4, width=width)
        if one.terms.source is not None:
            yield from folded(one.terms.source, indent=4, width=width)


def guarantee_text(one: OneGuarantee, voice: Voice) -> str:
    """One guarantee, how it stands and until when."""
    period = "" if one.terms.period is None else period_text(one.terms.period, voice.language)
    day = one.last_day or one.at_least
    code = one.state.value
    if one.state is GuaranteeState.NOT_STARTED and not period:
        code = "not_started_no_end"
    return voice.say(
        _WORDS,
        code,
        whose=voice.say(_WORDS, one.terms.right.value, rule=one.terms.rule),
        period=period,
        day="" if day is None else voice.weekday(day),
        since="" if one.suspended_since is None else voice.day(one.suspended_since),
    )


def _counted(one: OneGuarantee, voice: Voice) -> Iterator[str]:
    """Of what its end is made up, who proves until when, and what else it gives."""
    if one.state in {GuaranteeState.GONE, GuaranteeState.NOT_TRANSFERRED}:
        return
    if one.counted is not None and one.start is not None:
        start, end = (day_text(day, voice.language) for day in (one.start, one.counted))
        yield voice.say(_WORDS, "counted", start=start, end=end)
    yield from _moved(one, voice)
    terms = one.terms
    if one.presumed_until is not None:
        day = day_text(one.presumed_until, voice.language)
        yield voice.say(_WORDS, "presumed", day=day, source=terms.presumed_by or terms.rule)
    if one.reject_paused or one.reject_until is not None:
        source = terms.remedies.reject.source if terms.remedies and terms.remedies.reject else ""
        code = "reject_paused" if one.reject_until is None else "reject"
        day = "" if one.reject_until is None else voice.weekday(one.reject_until)
        yield voice.say(_WORDS, code, day=day, source=source)
    if terms.transferred_by is not None:
        yield voice.say(_WORDS, "transferred", source=terms.transferred_by)


def _moved(one: OneGuarantee, voice: Voice) -> Iterator[str]:
    """What moved its end: a new beginning, repairs, days on which the clock stood still."""
    terms = one.terms
    if one.renewed is not None and terms.renewal is not None:
        day = day_text(one.renewed, voice.language)
        yield voice.say(_WORDS, "renewed", day=day, source=terms.renewal.source)
    if one.extensions and terms.extension is not None:
        yield voice.say(
            _WORDS,
            "extended_once" if one.extensions == 1 else "extended",
            count=voice.number(one.extensions),
            period=period_text(terms.extension.period, voice.language),
            source=voice.say(_WORDS, terms.extension.confidence.value, source=terms.extension.source),
        )
    if one.suspended_days:
        days = voice.number(one.suspended_days)
        yield voice.say(_WORDS, "suspended_days", days=days, source=terms.suspended_by or "")
