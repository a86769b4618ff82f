"""The languages spoken, and how each writes numbers and days.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import attrs

from comptoir.values.errors import WrongValue, shown


@attrs.frozen(kw_only=True)
class Language:
    """How a language writes: separators, the place of the currency, the months."""

    code: str
    decimal: str
    thousands: str
    currency_first: bool
    first_of_month: str
    percent: str
    months: tuple[str, ...]


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
