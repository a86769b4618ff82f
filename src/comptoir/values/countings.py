"""Each jurisdiction's way of counting legal periods, as data with its source.

Source: Regulation (EEC, Euratom) No 1182/71, articles 2 and 3 (and CJEU C-171/03, Toeters, for the
day that has the same name or date as the event's); article L221-19 of the French Code de la
consommation; for the United Kingdom regulation 30 of the Consumer Contracts Regulations 2013 and
section 22 of the Consumer Rights Act 2015. Not legal advice.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import attrs

from comptoir.values.days import checked_weekdays
from comptoir.values.errors import WrongValue, shown
from comptoir.values.identifiers import checked_identifier, checked_text


@attrs.frozen(kw_only=True)
class Counting:
    """How a jurisdiction counts: does an end on a day of rest move on, and on which days.

    ``rolls``: an end on a holiday, or on one of ``rolled_weekdays`` (ISO, in order), moves to the
    next day that is neither. ``two_working_days``: a period of two days or more holds at least two
    of those. ``source`` names the law. Without ``rolls`` the other two are empty and false.
    """

    id: str
    rolls: bool
    rolled_weekdays: tuple[int, ...]
    two_working_days: bool
    source: str

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        checked_text(self.source, "source")
        if len(checked_weekdays(self.rolled_weekdays, "rolled_weekdays")) == 7:
            raise WrongValue.at(
                "rolled_weekdays",
                "found all seven days of the week",
                "leave at least one day of the week on which a period may end",
                code="no_working_day",
            )
        if not self.rolls and (self.rolled_weekdays or self.two_working_days):
            raise WrongValue.at(
                "rolls",
                "found rolled_weekdays or two_working_days in a counting that does not roll",
                "let it roll, or leave both out",
                code="counting_does_not_roll",
            )


EU_1182_71: Final = Counting(
    id="eu-1182-71",
    rolls=True,
    rolled_weekdays=(6, 7),
    two_working_days=True,
    source="Regulation (EEC, Euratom) No 1182/71, articles 2 and 3",
)
"""The European Union: Saturdays, Sundays and public holidays roll; two working days at least."""

FR_L221_19: Final = Counting(
    id="fr-l221-19",
    rolls=True,
    rolled_weekdays=(6, 7),
    two_working_days=True,
    source="Code de la consommation, article L221-19",
)
"""France, withdrawal: as Regulation 1182/71, which the article applies; days *chômés* roll as well,
so the calendar may list them."""

UK: Final = Counting(
    id="uk",
    rolls=False,
    rolled_weekdays=(),
    two_working_days=False,
    source="Consumer Contracts Regulations 2013, regulation 30; Consumer Rights Act 2015, section 22",
)
"""The United Kingdom: calendar days, and the last one stays where it falls."""

STANDARD_COUNTINGS: Final[Mapping[str, Counting]] = MappingProxyType(
    {counting.id: counting for counting in (EU_1182_71, FR_L221_19, UK)}
)
"""The countings that a rulebook may name, by their id."""


def checked_counting(id_: str, where: str) -> str:
    """The id itself if it names one of the standard countings, else ``WrongValue`` naming them.

    >>> checked_counting("uk", "counting")
    'uk'
    """
    if id_ not in STANDARD_COUNTINGS:
        cure = f"use one of {', '.join(STANDARD_COUNTINGS)}"
        raise WrongValue.at(where, shown(id_), cure, code="unknown_counting")
    return id_
