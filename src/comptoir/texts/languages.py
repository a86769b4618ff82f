"""The languages spoken, and how each writes numbers and days.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import attrs

from comptoir.values.errors import WrongValue, shown
from comptoir.values.periods import PeriodUnit


@attrs.frozen(kw_only=True)
class Language:
    """How a language writes: separators, the place of the currency, days, months and periods."""

    code: str
    decimal: str
    thousands: str
    currency_first: bool
    first_of_month: str
    percent: str
    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    period_units: Mapping[PeriodUnit, tuple[str, str]]


# A no-break space, not the narrow one: no receipt printer has U+202F.
_FRENCH = Language(
    code="fr",
    decimal=",",
    thousands="\u00a0",
    currency_first=False,
    first_of_month="1er",
    percent="\u00a0%",
    months=(
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ),
    weekdays=("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    period_units={
        PeriodUnit.DAYS: ("jour", "jours"),
        PeriodUnit.WEEKS: ("semaine", "semaines"),
        PeriodUnit.MONTHS: ("mois", "mois"),
        PeriodUnit.YEARS: ("an", "ans"),
    },
)
_ENGLISH = Language(
    code="en",
    decimal=".",
    thousands=",",
    currency_first=True,
    first_of_month="1",
    percent="%",
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    period_units={
        PeriodUnit.DAYS: ("day", "days"),
        PeriodUnit.WEEKS: ("week", "weeks"),
        PeriodUnit.MONTHS: ("month", "months"),
        PeriodUnit.YEARS: ("year", "years"),
    },
)

LANGUAGES: Final[Mapping[str, Language]] = {each.code: each for each in (_FRENCH, _ENGLISH)}
"""The languages by their code."""


def language_of(code: str) -> Language:
    """The language of that code; ``WrongValue`` for one that is not spoken."""
    found = LANGUAGES.get(code) if isinstance(code, str) else None
    if found is None:
        cure = f"use one of {', '.join(sorted(LANGUAGES))}"
        raise WrongValue.at("language", shown(code), cure, code="unknown_language")
    return found
