"""What conditions see of the instant: compared with a clock on the wall that is looked at every minute."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.authoring.zone_tables import zone_table
from comptoir.pricing.clocks import WallClocks
from comptoir.values.almanac import Almanac
from comptoir.values.days import WEEKDAY_NAMES
from comptoir.values.errors import NoAnswer
from comptoir.values.instants import DAY, SECOND, Instant, instant_from_text, instant_text
from comptoir.values.moments import Moment
from comptoir.values.times_of_day import Hours
from comptoir.values.windows import Window
from comptoir.values.zones import Zone

MINUTE = 60 * SECOND
SHOWN = {
    "Europe/Paris": "2026-10-25T01:00:00Z",  # 03:00 is 02:00 once more
    "Europe/Berlin": "2026-03-29T01:00:00Z",  # 02:00 is 03:00
    "America/Havana": "2026-11-01T05:00:00Z",  # 01:00 is 00:00 once more
    "Atlantic/Azores": "2026-10-25T01:00:00Z",  # 01:00 is 00:00 once more
    "America/Scoresbysund": "2023-03-26T01:00:00Z",  # midnight is skipped
    "America/Godthab": "2010-10-31T01:00:00Z",  # the evening before is shown once more
    "Pacific/Apia": "2011-12-30T10:00:00Z",  # a Friday is skipped
}
"""Zones, and an instant at which their clocks change."""


@cache
def table(name: str) -> Zone:
    at = instant_from_text(SHOWN[name])
    return zone_table(name, Instant(at - 40 * DAY), Instant(at + 40 * DAY))


@cache
def shown(name: str) -> tuple[tuple[Instant, date, int], ...]:
    """Of every minute around the change, the latest day and minute that the clock has shown so far."""
    zone, at = table(name), instant_from_text(SHOWN[name])
    seen, latest = [], (date.min, 0)
    for minute in range(-3 * 1440, 3 * 1440):
        instant = Instant(at + minute * MINUTE)
        local = zone.local(instant)
        latest = max(latest, (local.day, local.seconds // 60))
        seen.append((instant, *latest))
    return tuple(seen[1440:])


def clocks(name: str, at: Instant) -> tuple[WallClocks, Moment]:
    moment = Moment(at)
    return WallClocks(moment, Almanac((table(name),), ()), name), moment


def seen_until(name: str, start: int, look: Callable[[WallClocks], object]) -> tuple[object, Instant | None]:
    """What is seen at a minute, and until when nothing else is, as far as was noted."""
    found, moment = clocks(name, shown(name)[start][0])
    return look(found), moment.until


NAMES = st.sampled_from(sorted(SHOWN))
MINUTES = st.integers(0, 2 * 1440)
HOURS = (
    st.tuples(st.integers(0, 96), st.integers(0, 96))
    .filter(lambda edges: edges[0] != edges[1])
    .map(lambda edges: Hours(min(edges) * 15, max(edges) * 15))
)


@given(NAMES, MINUTES, HOURS)
def test_hours_are_those_that_the_clock_has_reached_and_not_passed(
    name: str, start: int, hours: Hours
) -> None:
    within, until = seen_until(name, start, lambda found: found.is_within(hours, None))
    _, _, minute = shown(name)[start]
    assert within == (hours.from_ <= minute < hours.until)
    for at, _, later in shown(name)[start:]:
        if until is not None and at >= until:
            break
        assert (hours.from_ <= later < hours.until) == within, instant_text(at)


@given(NAMES, MINUTES)
def test_a_day_of_the_week_lasts_until_the_next_has_begun(name: str, start: int) -> None:
    weekday, until = seen_until(name, start, lambda found: found.weekday(name))
    _, today, _ = shown(name)[start]
    assert weekday == today.weekday()
    next_day = next(at for at, day, _ in shown(name)[start:] if day != today)
    assert until == next_day


@given(NAMES, MINUTES)
def test_a_month_lasts_until_the_next_has_begun(name: str, start: int) -> None:
    month, until = seen_until(name, start, lambda found: found.month(name))
    at, today, _ = shown(name)[start]
    assert month == today.month
    assert until is not None
    later = clocks(name, until)[0]
    assert later.month(None) == month % 12 + 1
    assert clocks(name, Instant(until - 1))[0].month(None) == month
    assert until > at


def test_a_happy_hour_that_the_clock_shows_twice_is_not_held_twice() -> None:
    hours = Hours.from_text("02:00-02:30")
    inside = [
        instant_text(at)
        for at, *_ in shown("Europe/Paris")
        if clocks("Europe/Paris", at)[0].is_within(hours, None)
    ]
    on_the_day = [text for text in inside if text.startswith("2026-10-25")]
    assert (on_the_day[0], on_the_day[-1], len(on_the_day)) == (
        "2026-10-25T00:00:00Z",
        "2026-10-25T00:29:00Z",
        30,
    )


def test_the_last_day_of_a_year_is_followed_by_january() -> None:
    zone = zone_table(
        "Europe/Paris", instant_from_text("2026-12-01T00:00:00Z"), instant_from_text("2027-03-01T00:00:00Z")
    )
    moment = Moment(instant_from_text("2026-12-31T22:59:59Z"))
    assert WallClocks(moment, Almanac((zone,), ()), "Europe/Paris").month(None) == 12
    assert moment.until == instant_from_text("2026-12-31T23:00:00Z")


def test_a_window_is_looked_at_as_every_other() -> None:
    found, moment = clocks("Europe/Paris", instant_from_text("2026-10-25T00:00:00Z"))
    edge = instant_from_text("2026-10-25T00:30:00Z")
    assert not found.is_in(Window(edge, None))
    assert moment.until == edge


def test_a_zone_without_a_table_has_no_clock() -> None:
    found, _ = clocks("Europe/Paris", instant_from_text("2026-10-25T00:00:00Z"))
    with pytest.raises(NoAnswer):
        found.weekday("Europe/Berlin")


def test_monday_is_the_first_day() -> None:
    found, _ = clocks("Europe/Paris", instant_from_text("2026-10-26T12:00:00Z"))
    assert WEEKDAY_NAMES[found.weekday(None)] == "monday"
