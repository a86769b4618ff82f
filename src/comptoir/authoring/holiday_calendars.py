"""The public holidays of a country or a part of it, resolved once, as a calendar.

Decides nothing: it writes down, for a span of days, what the ``holidays`` package says, and adds the
closures that the author names. May never read the machine's locale, from which that package would
otherwise take the language of the names; ``HOLIDAYS_RELEASE`` is sealed beside the calendars, so
that the same source with the same release gives the same digest.

Source: the laws and decrees that each country's file in ``holidays`` lists; ISO 3166 for the codes.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final

import holidays
from holidays.version import __version__ as _release

from comptoir.values.calendars import Calendar, Holiday
from comptoir.values.days import checked_day
from comptoir.values.errors import RulebookError, shown

HOLIDAYS_RELEASE: Final[str] = _release
"""The release of the ``holidays`` package that the calendars are taken from, such as ``0.109``."""

_MERGED: Final[Mapping[tuple[str, str], str]] = {("FR", "67"): "6AE", ("FR", "68"): "6AE"}
"""Subdivisions that the package knows under a later code: ISO 3166-2 merged the two Alsatian ones."""


def holiday_calendar(
    *,
    id: str,
    country: str,
    subdivision: str | None = None,
    since: date,
    until: date,
    weekend: tuple[int, ...] = (6, 7),
    closures: tuple[Holiday, ...] = (),
) -> Calendar:
    """The calendar of a country, or of one of its subdivisions, for the days in ``[since, until)``.

    Public holidays only, with the days given instead of one that falls on a day of rest, under the
    names that they bear in the country. ``country`` is an ISO 3166-1 code of two letters,
    ``subdivision`` the part of an ISO 3166-2 code after the hyphen (FR: ``57``, ``67``, ``68`` or
    ``6AE`` for Alsace-Moselle). A closure on a holiday replaces its name. Raises ``RulebookError``
    for an unknown country or subdivision, with the nearest ones, for years that the package does not
    know, and for a closure outside the span.

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
        if not since <= closure.day < until:
            raise RulebookError.at(
                f"closures[{index}].day",
                f"found {closure.day.isoformat()}",
                f"name a day from {since.isoformat()} to before {until.isoformat()}",
                code="closure_outside_calendar",
            )
        names[closure.day] = closure.name
    return Calendar(
        id=id,
        since=since,
        until=until,
        weekend=weekend,
        holidays=tuple(Holiday(day, name) for day, name in sorted(names.items())),
    )


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
