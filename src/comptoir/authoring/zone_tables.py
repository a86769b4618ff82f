"""The offsets of a time zone, taken once from one named release of the IANA database, as a table.

Decides nothing: it writes down, for a span of time, what the ``tzdata`` package says. May never look
at the machine's own time zone files, which differ from one till to the next; ``TZ_RELEASE`` is
sealed beside the tables, so that the same source with the same release gives the same digest.

Source: IANA time zone database, as packaged in ``tzdata``.
"""

from __future__ import annotations

import difflib
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from importlib import resources
from typing import Final
from zoneinfo import ZoneInfo

import tzdata  # type: ignore[import-untyped]

from comptoir.values.errors import RulebookError, shown
from comptoir.values.instants import SECOND, Instant, checked_instant
from comptoir.values.zones import Change, Zone

TZ_RELEASE: Final[str] = tzdata.IANA_VERSION
"""The release of the IANA database that the tables are taken from, such as ``2026f``."""

_STEP: Final = 6 * 3600
"""Seconds between two looks; no zone has changed its offset and changed it back in less."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@lru_cache(maxsize=256)
def zone_table(name: str, since: Instant, until: Instant) -> Zone:
    """The table of one time zone for ``[since, until)``, exact to the second.

    Raises ``RulebookError`` for a name that the database does not have, with the nearest ones.
    Source: the release ``TZ_RELEASE``.

    >>> from comptoir.values.instants import instant_from_text, instant_text
    >>> span = [instant_from_text(f"{year}-01-01T00:00:00Z") for year in (2026, 2027)]
    >>> [(instant_text(change.at), change.offset) for change in zone_table("Europe/Paris", *span).changes]
    [('2026-03-29T01:00:00Z', 7200), ('2026-10-25T01:00:00Z', 3600)]
    """
    zone = packaged_zone(name)
    start = checked_instant(since, "since") // SECOND
    end = -(-checked_instant(until, "until") // SECOND)
    changes: list[Change] = []
    first = offset = _offset(zone, start)
    at = start
    while at < end - 1:
        ahead = min(at + _STEP, end - 1)
        if _offset(zone, ahead) != offset:
            ahead = _next_change(zone, at, ahead)
            offset = _offset(zone, ahead)
            changes.append(Change(Instant(ahead * SECOND), offset))
        at = ahead
    return Zone(name=name, since=since, until=until, offset=first, changes=tuple(changes))


def packaged_zone(name: str) -> ZoneInfo:
    """The zone as the ``tzdata`` package has it, whatever the machine has.

    Raises ``RulebookError`` for a name that the database does not have, with the nearest ones.

    >>> packaged_zone("Europe/Paris").key
    'Europe/Paris'
    """
    files = resources.files(tzdata)
    names = files.joinpath("zones").read_text(encoding="utf-8").split()
    if name not in names:
        near = difflib.get_close_matches(str(name), names) or ("Europe/Paris",)
        raise RulebookError.at(
            "zone",
            shown(name),
            f"name a zone of the IANA database {TZ_RELEASE}, such as {', '.join(near)}",
            code="unknown_zone",
        )
    with files.joinpath("zoneinfo", *name.split("/")).open("rb") as data:
        return ZoneInfo.from_file(data, key=name)


def _offset(zone: ZoneInfo, second: int) -> int:
    """Seconds ahead of UTC at a second since 1970."""
    ahead = (_EPOCH + timedelta(seconds=second)).astimezone(zone).utcoffset() or timedelta()
    return ahead.days * 86_400 + ahead.seconds


def _next_change(zone: ZoneInfo, before: int, after: int) -> int:
    """The first second of another offset, between a second and a later one whose offset differs."""
    offset = _offset(zone, before)
    while after - before > 1:
        middle = (before + after) // 2
        if _offset(zone, middle) == offset:
            before = middle
        else:
            after = middle
    return after
