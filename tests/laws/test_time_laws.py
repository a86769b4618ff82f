"""Laws of zones, calendars and periods, each against an oracle written the plain way."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from comptoir.authoring.zone_tables import packaged_zone, zone_table
from comptoir.values.calendars import Calendar, Holiday
from comptoir.values.countings import EU_1182_71, FR_L221_19, UK, Counting
from comptoir.values.days import months_after
from comptoir.values.deadlines import Deadline, closes_at, ends
from comptoir.values.instants import DAY, SECOND, Instant, instant_of
from comptoir.values.periods import COUNT_MAX, Period, PeriodUnit
from comptoir.values.zones import Zone

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ONE_DAY = timedelta(days=1)

# -- zones ------------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Night:
    """A night on which clocks change, second by second, as zoneinfo shows it."""

    zone: Zone
    start: int
    """Seconds since 1970 of ``walls[0]``."""
    walls: tuple[int, ...] = attrs.field(repr=False)
    """What the clock shows at each second, as seconds since 1970 on the same wall."""


def night(name: str, middle: datetime) -> Night:
    """The four hours around an instant."""
    truth = packaged_zone(name)
    since = middle - timedelta(hours=2)
    naive_epoch = EPOCH.replace(tzinfo=None)
    shown = ((since + timedelta(seconds=n)).astimezone(truth).replace(tzinfo=None) for n in range(4 * 3600))
    return Night(
        zone=zone_table(name, instant_of(since - 30 * ONE_DAY), instant_of(since + 30 * ONE_DAY)),
        start=(since - EPOCH) // timedelta(seconds=1),
        walls=tuple((wall - naive_epoch) // timedelta(seconds=1) for wall in shown),
    )


AUTUMN_IN_PARIS = night("Europe/Paris", datetime(2026, 10, 25, 1, tzinfo=UTC))
# Built before any example is drawn: the time that this takes is no example's.
NIGHTS = (
    AUTUMN_IN_PARIS,
    night("Europe/Paris", datetime(2026, 3, 29, 1, tzinfo=UTC)),
    night("Australia/Lord_Howe", datetime(2026, 4, 4, 15, tzinfo=UTC)),
    night("Australia/Lord_Howe", datetime(2026, 10, 3, 15, tzinfo=UTC)),
    night("America/Sao_Paulo", datetime(2018, 2, 18, 2, tzinfo=UTC)),
    night("America/Sao_Paulo", datetime(2018, 11, 4, 3, tzinfo=UTC)),
    night("America/Havana", datetime(2025, 11, 2, 5, tzinfo=UTC)),
    night("Africa/Cairo", datetime(2026, 4, 23, 22, tzinfo=UTC)),
    night("America/St_Johns", datetime(2006, 10, 29, 3, tzinfo=UTC)),
    night("Pacific/Apia", datetime(2011, 12, 30, 10, tzinfo=UTC)),
    night("Pacific/Kwajalein", datetime(1993, 8, 21, 12, tzinfo=UTC)),
    night("Africa/Monrovia", datetime(1972, 1, 7, 0, tzinfo=UTC)),
    night("America/Anchorage", datetime(1983, 10, 30, 12, tzinfo=UTC)),
)

nights = st.sampled_from(NIGHTS)


@st.composite
def seconds_of_nights(draw: st.DrawFn) -> tuple[Night, int]:
    drawn = draw(nights)
    return drawn, draw(st.integers(0, len(drawn.walls) - 1))


@st.composite
def walls_of_nights(draw: st.DrawFn) -> tuple[Night, int]:
    """A wall time that the night shows, repeats or skips."""
    drawn = draw(nights)
    return drawn, draw(st.integers(drawn.walls[0], max(drawn.walls)))


def instant(second: int) -> Instant:
    return Instant(second * SECOND)


def day_of(wall: int) -> date:
    return date(1970, 1, 1) + timedelta(days=wall // 86_400)


@given(seconds_of_nights(), st.integers(0, SECOND - 1))
def test_the_clock_shows_what_zoneinfo_shows(drawn: tuple[Night, int], micros: int) -> None:
    night, n = drawn
    local = night.zone.local(Instant(instant(night.start + n) + micros))
    wall = night.walls[n]
    assert (local.day, local.seconds) == (day_of(wall), wall % 86_400)
    assert local.offset == wall - night.start - n


@given(walls_of_nights())
def test_a_wall_time_is_the_first_second_that_shows_it_or_later(drawn: tuple[Night, int]) -> None:
    night, wall = drawn
    first = next(n for n, shown in enumerate(night.walls) if shown >= wall)
    assert night.zone.instant_of(day_of(wall), wall % 86_400) == instant(night.start + first)


@given(walls_of_nights())
def test_a_wall_time_that_exists_is_zoneinfos_fold_0(drawn: tuple[Night, int]) -> None:
    night, wall = drawn
    found = night.zone.instant_of(day_of(wall), wall % 86_400)
    truth = datetime(1970, 1, 1, tzinfo=packaged_zone(night.zone.name)) + timedelta(seconds=wall)
    if wall in night.walls:
        assert found == instant_of(truth)
    else:
        after_gap = instant_of(truth.replace(fold=1)), instant_of(truth.replace(fold=0))
        assert after_gap[0] < found <= after_gap[1]


@given(seconds_of_nights())
def test_an_instant_is_never_before_the_wall_time_it_shows(drawn: tuple[Night, int]) -> None:
    night, n = drawn
    local = night.zone.local(instant(night.start + n))
    assert night.zone.instant_of(local.day, local.seconds) <= instant(night.start + n)


@given(seconds_of_nights())
def test_midnight_is_the_first_second_after_that_shows_a_later_day(drawn: tuple[Night, int]) -> None:
    night, n = drawn
    today = night.walls[n] // 86_400
    found = night.zone.midnight_after(instant(night.start + n))
    later = [night.start + n + m for m, wall in enumerate(night.walls[n:]) if wall // 86_400 > today]
    if later:
        assert found == instant(later[0])
    else:
        assert found >= instant(night.start + len(night.walls))


@given(seconds_of_nights())
def test_a_day_ends_after_the_last_second_that_shows_it(drawn: tuple[Night, int]) -> None:
    night, n = drawn
    today = night.walls[n] // 86_400
    found = night.zone.end_of(day_of(night.walls[n]))
    last = max(m for m, wall in enumerate(night.walls) if wall // 86_400 <= today)
    if last + 1 < len(night.walls):
        assert found == instant(night.start + last + 1)
    else:
        assert found >= instant(night.start + len(night.walls))


def test_every_second_of_the_autumn_night_in_paris_is_zoneinfos() -> None:
    for n, wall in enumerate(AUTUMN_IN_PARIS.walls):
        local = AUTUMN_IN_PARIS.zone.local(instant(AUTUMN_IN_PARIS.start + n))
        assert (local.day, local.seconds) == (day_of(wall), wall % 86_400)


@st.composite
def instants_of_a_decade(draw: st.DrawFn) -> tuple[Zone, datetime]:
    name = draw(st.sampled_from(["Europe/Paris", "America/New_York", "Africa/Casablanca", "Asia/Tehran"]))
    seconds = draw(st.integers(0, 3652 * 86_400 - 1))
    return decade(name), datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)


@cache
def decade(name: str) -> Zone:
    return zone_table(
        name,
        instant_of(datetime(2020, 1, 1, tzinfo=UTC)),
        instant_of(datetime(2030, 1, 1, tzinfo=UTC)),
    )


@given(instants_of_a_decade())
def test_a_table_misses_no_change_of_its_span(drawn: tuple[Zone, datetime]) -> None:
    zone, moment = drawn
    offset = moment.astimezone(packaged_zone(zone.name)).utcoffset()
    assert timedelta(seconds=zone.offset_at(instant_of(moment))) == offset


# -- calendars --------------------------------------------------------------------------------------

SINCE, UNTIL = date(2026, 1, 1), date(2029, 1, 1)
SPAN = (UNTIL - SINCE).days

event_days = st.integers(0, 400).map(lambda n: SINCE + n * ONE_DAY)


@st.composite
def calendars(draw: st.DrawFn, *, weekend: tuple[int, ...] | None = None) -> Calendar:
    """Calendars with many holidays, some in long runs, but a working month at the end."""
    days: set[int] = draw(st.sets(st.integers(0, SPAN - 32), max_size=40))
    for start, length in draw(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 12)), max_size=20)):
        days.update(range(start, start + length))
    if weekend is None:
        weekend = tuple(sorted(draw(st.sets(st.integers(1, 7), max_size=6))))
    return Calendar(
        id="any",
        since=SINCE,
        until=UNTIL,
        weekend=weekend,
        holidays=tuple(Holiday(SINCE + n * ONE_DAY, f"holiday {n}") for n in sorted(days)),
    )


def plainly_working(calendar: Calendar, day: date) -> bool:
    return day.isoweekday() not in calendar.weekend and all(day != h.day for h in calendar.holidays)


@settings(max_examples=60)
@given(calendars(), event_days, st.integers(0, 12))
def test_working_days_are_added_as_one_walks(calendar: Calendar, day: date, count: int) -> None:
    walked, left = day, count
    while left:
        walked += ONE_DAY
        left -= plainly_working(calendar, walked)
    assert calendar.add_working_days(day, count) == walked


@settings(max_examples=60)
@given(calendars(), event_days)
def test_the_next_working_day_is_the_first_one_walked_to(calendar: Calendar, day: date) -> None:
    walked = day
    while not plainly_working(calendar, walked):
        walked += ONE_DAY
    assert calendar.next_working(day) == walked


@settings(max_examples=60)
@given(calendars(), event_days, st.integers(0, 9), st.integers(0, 9))
def test_working_days_add_up(calendar: Calendar, day: date, first: int, second: int) -> None:
    halfway = calendar.add_working_days(day, first)
    assert calendar.add_working_days(halfway, second) == calendar.add_working_days(day, first + second)


# -- periods ----------------------------------------------------------------------------------------

countings = st.sampled_from([EU_1182_71, FR_L221_19, UK])
short_periods = st.one_of(
    st.builds(Period, st.integers(1, 90), st.just(PeriodUnit.DAYS)),
    st.builds(Period, st.integers(1, 8), st.just(PeriodUnit.WEEKS)),
    st.builds(Period, st.integers(1, 14), st.just(PeriodUnit.MONTHS)),
    st.builds(Period, st.just(1), st.just(PeriodUnit.YEARS)),
)
legal_calendars = calendars(weekend=(6, 7))


def walked_end(period: Period, event_day: date) -> date:
    """The last day counted, one day after another."""
    day = event_day
    match period.unit:
        case PeriodUnit.DAYS:
            for _ in range(period.count):
                day += ONE_DAY
        case PeriodUnit.WEEKS:
            names_seen = 0
            while names_seen < period.count:
                day += ONE_DAY
                names_seen += day.weekday() == event_day.weekday()
        case _:
            months = period.count * (12 if period.unit is PeriodUnit.YEARS else 1)
            while months:
                day += ONE_DAY
                months -= day.day == 1
            while day.day < event_day.day and (day + ONE_DAY).day != 1:
                day += ONE_DAY
    return day


def walked_deadline(counting: Counting, period: Period, event_day: date, calendar: Calendar) -> date:
    day = walked_end(period, event_day)
    if counting is UK:
        return day
    needed = 1 if period == Period(1, PeriodUnit.DAYS) else 2
    while True:
        passed = {event_day + n * ONE_DAY for n in range(1, (day - event_day).days + 1)}
        working = {day for day in passed if day.isoweekday() < 6} - {h.day for h in calendar.holidays}
        if day in working and len(working) >= needed:
            return day
        day += ONE_DAY


@settings(max_examples=150)
@given(countings, short_periods, event_days, legal_calendars)
def test_a_deadline_is_where_one_walks_day_by_day(
    counting: Counting, period: Period, event_day: date, calendar: Calendar
) -> None:
    deadline = ends(counting, period, event_day, calendar)
    assert deadline.counted_last_day == walked_end(period, event_day)
    assert deadline.last_day == walked_deadline(counting, period, event_day, calendar)


@settings(max_examples=150)
@given(st.integers(1, 4), event_days, legal_calendars)
def test_a_period_of_few_days_is_where_one_walks_too(count: int, event_day: date, calendar: Calendar) -> None:
    period = Period(count, PeriodUnit.DAYS)
    found = ends(EU_1182_71, period, event_day, calendar).last_day
    assert found == walked_deadline(EU_1182_71, period, event_day, calendar)


@settings(max_examples=60)
@given(countings, short_periods, event_days, st.integers(0, 40), legal_calendars)
def test_a_later_event_never_ends_a_period_earlier(
    counting: Counting, period: Period, event_day: date, wait: int, calendar: Calendar
) -> None:
    later = ends(counting, period, event_day + wait * ONE_DAY, calendar)
    assert ends(counting, period, event_day, calendar).last_day <= later.last_day


@settings(max_examples=60)
@given(countings, short_periods, event_days, legal_calendars, st.integers(0, 60))
def test_one_holiday_more_never_ends_a_period_earlier(
    counting: Counting, period: Period, event_day: date, calendar: Calendar, near: int
) -> None:
    before = ends(counting, period, event_day, calendar).last_day
    more = {h.day: h for h in calendar.holidays} | {before: Holiday(before, "one more")}
    another = before - near * ONE_DAY
    if another >= SINCE:
        more |= {another: Holiday(another, "another")}
    kinder = attrs.evolve(calendar, holidays=tuple(more[day] for day in sorted(more)))
    assert before <= ends(counting, period, event_day, kinder).last_day


@settings(max_examples=60)
@given(short_periods, event_days, legal_calendars)
def test_the_reasons_of_a_move_are_true(period: Period, event_day: date, calendar: Calendar) -> None:
    for reason in ends(EU_1182_71, period, event_day, calendar).moved_by:
        match reason.why:
            case "saturday" | "sunday":
                assert reason.day.isoweekday() in {6, 7}
            case "holiday":
                assert reason.day in {h.day for h in calendar.holidays}
            case why:
                assert why == "two_working_days"
                assert plainly_working(calendar, reason.day)


@given(st.data(), st.sampled_from(PeriodUnit))
def test_a_period_survives_its_text(data: st.DataObject, unit: PeriodUnit) -> None:
    period = Period(data.draw(st.integers(1, COUNT_MAX[unit])), unit)
    assert Period.from_text(period.to_text()) == period


@given(st.dates(date(1970, 1, 1), date(2199, 12, 31)), st.integers(0, 1200))
def test_months_later_is_the_same_date_or_the_months_last(day: date, months: int) -> None:
    found = months_after(day, months)
    assert (found.year - day.year) * 12 + found.month - day.month == months
    assert found.day == day.day or (found.day < day.day and (found + ONE_DAY).day == 1)


@given(seconds_of_nights())
def test_a_deadline_is_open_through_its_last_day_and_closed_ever_after(drawn: tuple[Night, int]) -> None:
    night, n = drawn
    day = day_of(night.walls[n])
    closes = closes_at(Deadline(last_day=day, counted_last_day=day, moved_by=()), night.zone)
    assert night.zone.local_date(Instant(closes - 1)) <= day
    for later in range(0, 2 * DAY, DAY // 48):
        assert night.zone.local_date(Instant(closes + later)) > day
