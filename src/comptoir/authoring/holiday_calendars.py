"""The public holidays of a country or a part of it, resolved once, as a calendar.

Decides nothing: it writes down, for a span of days, what the ``holidays`` package says, and adds the
closures that the author names. May never read the machine's locale, from which that package would
otherwise take the language of the names; ``HOLIDAYS_RELEASE`` is sealed beside the calendars, so
that the same source with the same release gives the same digest.

Source: the laws and decrees that each country's file in ``holidays`` lists; ISO 3166 for the codes.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Final

import attrs
import holidays
from holidays.version import __version__ as _release

from comptoir.values.calendars import Calendar, Holiday
from comptoir.values.days import ONE_DAY, checked_day
from comptoir.values.errors import RulebookError, WrongValue, shown
from comptoir.values.identifiers import checked_text

HOLIDAYS_RELEASE: Final[str] = _release
"""The release of the ``holidays`` package that the calendars are taken from, such as ``0.109``."""

_MERGED: Final[Mapping[tuple[str, str], str]] = {("FR", "67"): "6AE", ("FR", "68"): "6AE"}
"""Subdivisions that the package knows under a later code: ISO 3166-2 merged the two Alsatian ones."""


@attrs.frozen(kw_only=True)
class Closure:
    """A ``day``, or the days ``[from, until)``, on which nobody works, under the ``name`` that people know.

    >>> [str(day) for day in Closure(from_=date(2027, 8, 2), until=date(2027, 8, 4), name="congés").days]
    ['2027-08-02', '2027-08-03']
    """

    day: date | None = None
    from_: date | None = None
    until: date | None = None
    name: str

    def __attrs_post_init__(self) -> None:
        checked_text(self.name, "name")
        match self.day, self.from_, self.until:
            case (date(), None, None):
                pass
            case (None, date() as first, date() as until):
                if first >= until:
                    found = f"found {until.isoformat()}, which is not after {first.isoformat()}"
                    cure = "let the closure end after it starts (until is the first day worked again)"
                    raise WrongValue.at("until", found, cure, code="empty_closure")
            case _:
                written = {"day": self.day, "from": self.from_, "until": self.until}
                found = f"found {' and '.join(key for key, day in written.items() if day) or 'no day'}"
                raise WrongValue.at("", found, "write either day, or from and until", code="not_a_closure")

    @property
    def edges(self) -> Iterator[tuple[str, date]]:
        """Its first and its last day, under the keys that say them."""
        if self.day is not None:
            yield "day", self.day
        if self.from_ is not None and self.until is not None:
            yield "from", self.from_
            yield "until", self.until - ONE_DAY

    @property
    def days(self) -> Iterator[date]:
        """Its days, in order."""
        edges = [day for _, day in self.edges]
        return _days(edges[0], edges[-1] + ONE_DAY)


def holiday_calendar(
    *,
    id: str,
    country: str,
    subdivision: str | None = None,
    since: date,
    until: date,
    weekend: tuple[int, ...] = (6, 7),
    closures: tuple[Closure, ...] = (),
) -> Calendar:
    """The calendar of a country, or of one of its subdivisions, for the days in ``[since, until)``.

    Public holidays only, with the days given instead of one that falls on a day of rest, under the
    names that they bear in the country. ``country`` is an ISO 3166-1 code of two letters,
    ``subdivision`` the part of an ISO 3166-2 code after the hyphen (FR: ``57``, ``67``, ``68`` or
    ``6AE`` for Alsace-Moselle). A closure on a holiday replaces its name. Raises ``RulebookError``
    for an unknown country or subdivision, with the nearest ones, for years that the package does not
    know, for a closure outside the span, and for closures that leave no day.

    >>> moselle = holiday_calendar(
    ...     id="fr-57", country="FR", subdivision="57", since=date(2026, 4, 1), until=date(2026, 5, 1)
    ... )
    >>> [f"{holiday.day} {holiday.name}" for holiday in moselle.holidays]
    ['2026-04-03 Vendredi saint', '2026-04-06 Lundi de Pâques']
    """
    known = holidays.list_supported_countries(include_aliases=False)
    if country not in known:
        raise _unknown("country", country, known)
    part = None if subdivision is None else _MERGED.get((country, subdivision), subdivision)
    if part is not None and part not in known[country]:
        raise _unknown("subdivision", part, known[country])
    names = _public_holidays(country, part, checked_day(since, "since"), checked_day(until, "until"))
    for index, closure in enumerate(closures):
        for key, day in closure.edges:
            if not since <= day < until:
                raise RulebookError.at(
                    f"closures[{index}].{key}",
                    f"found {day.isoformat()}, as its {'last' if key == 'until' else 'first'} day",
                    f"name days from {since.isoformat()} to before {until.isoformat()}",
                    code="closure_outside_calendar",
                )
        names.update(dict.fromkeys(closure.days, closure.name))
    calendar = Calendar(
        id=id,
        since=since,
        until=until,
        weekend=weekend,
        holidays=tuple(Holiday(day, name) for day, name in sorted(names.items())),
    )
    if closures and not any(map(calendar.is_working, _days(since, until))):
        found = f"found no working day from {since.isoformat()} to before {until.isoformat()}"
        raise RulebookError.at("closures", found, "leave a day that is worked", code="no_working_day")
    return calendar


def _days(since: date, until: date) -> Iterator[date]:
    return (since + ahead * ONE_DAY for ahead in range((until - since).days))


def _public_holidays(country: str, part: str | None, since: date, until: date) -> dict[date, str]:
    """The names of the public holidays by day; two on one day are joined, in alphabetical order."""
    source = holidays.country_holidays(country)
    last = until - timedelta(days=1)
    if since.year < source.start_year or last.year > source.end_year:
        raise RulebookError.at(
            "since" if since.year < source.start_year else "until",
            f"found {since.isoformat()} to {until.isoformat()}",
            f"stay within {source.start_year} to {source.end_year}, "
            f"the years of {country} that holidays {HOLIDAYS_RELEASE} knows",
            code="holidays_unknown",
        )
    found = holidays.country_holidays(
        country,
        subdiv=part,
        years=range(since.year, last.year + 1),
        categories=("public",),
        language=source.default_language or "",
    )
    return {day: " / ".join(sorted(found.get_list(day))) for day in found if since <= day < until}


def _unknown(what: str, found: str, known: Iterable[str]) -> RulebookError:
    codes = sorted(known)
    near = difflib.get_close_matches(str(found), codes, cutoff=0.5) or codes[:20]
    choice = f"use one that holidays {HOLIDAYS_RELEASE} knows, such as {', '.join(near)}"
    cure = choice if near else "leave it out: this country has none"
    return RulebookError.at(what, shown(found), cure, code=f"unknown_{what}")
