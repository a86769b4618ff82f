from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from itertools import pairwise

import pytest

from comptoir.authoring.zone_tables import TZ_RELEASE, packaged_zone, zone_table
from comptoir.testing.oracles.promises import exists
from comptoir.values.errors import ComptoirError, NoAnswer, RulebookError, WrongType, WrongValue
from comptoir.values.instants import DAY, EARLIEST, LATEST, SECOND, Instant, instant_from_text, instant_text
from comptoir.values.zones import Change, LocalTime, Zone

HOUR = 3600 * SECOND


def at(text: str) -> Instant:
    return instant_from_text(text)


@cache
def table(name: str, year: int, years: int = 1) -> Zone:
    return zone_table(name, at(f"{year}-01-01T00:00:00Z"), at(f"{year + years}-01-01T00:00:00Z"))


def small(
    *, name: str = "Test/Zone", until: int = 10 * DAY, offset: int = 0, changes: tuple[Change, ...] = ()
) -> Zone:
    return Zone(name=name, since=Instant(0), until=Instant(until), offset=offset, changes=changes)


def code_of(error: pytest.ExceptionInfo[ComptoirError]) -> str:
    return error.value.faults[0].code


def test_a_summer_evening_in_paris_is_two_hours_ahead() -> None:
    local = table("Europe/Paris", 2026).local(at("2026-07-01T22:30:15.999999Z"))
    assert local == LocalTime(day=date(2026, 7, 2), seconds=30 * 60 + 15, offset=7200)


def test_before_1970_in_local_time_is_still_a_day() -> None:
    zone = zone_table("America/New_York", EARLIEST, Instant(DAY))
    assert zone.local(EARLIEST) == LocalTime(day=date(1969, 12, 31), seconds=19 * 3600, offset=-18000)
    assert zone.local_date(EARLIEST) == date(1969, 12, 31)


def test_an_offset_with_seconds_is_kept() -> None:
    assert table("Africa/Monrovia", 1971, 2).offset_at(at("1971-06-01T00:00:00Z")) == -2670


def test_a_change_counts_from_its_very_instant() -> None:
    zone = table("Europe/Paris", 2026)
    change = at("2026-03-29T01:00:00Z")
    assert (zone.offset_at(Instant(change - 1)), zone.offset_at(change)) == (3600, 7200)


def test_a_time_that_spring_skips_is_the_first_instant_after_the_gap() -> None:
    zone = table("Europe/Paris", 2026)
    assert zone.instant_of(date(2026, 3, 29), 2 * 3600 + 1800) == at("2026-03-29T01:00:00Z")
    assert zone.instant_of(date(2026, 3, 29), 3 * 3600) == at("2026-03-29T01:00:00Z")


def test_a_time_that_autumn_repeats_is_the_earlier_one() -> None:
    zone = table("Europe/Paris", 2026)
    assert zone.instant_of(date(2026, 10, 25), 2 * 3600 + 1800) == at("2026-10-25T00:30:00Z")
    assert zone.instant_of(date(2026, 10, 25), 3 * 3600) == at("2026-10-25T02:00:00Z")


def test_lord_howe_moves_its_clocks_by_half_an_hour() -> None:
    zone = table("Australia/Lord_Howe", 2026)
    assert [change.offset for change in zone.changes] == [37800, 39600]
    assert zone.instant_of(date(2026, 10, 4), 2 * 3600 + 60) == at("2026-10-03T15:30:00Z")
    assert zone.instant_of(date(2026, 4, 5), 3600 + 1800) == at("2026-04-04T14:30:00Z")


def test_a_day_without_midnight_starts_at_one_in_the_morning() -> None:
    zone = table("America/Sao_Paulo", 2018)
    start = at("2018-11-04T03:00:00Z")
    assert zone.instant_of(date(2018, 11, 4)) == start
    assert zone.midnight_after(at("2018-11-03T12:00:00Z")) == start
    assert zone.end_of(date(2018, 11, 3)) == start
    assert zone.local(start) == LocalTime(day=date(2018, 11, 4), seconds=3600, offset=-7200)


def test_cairo_starts_its_summer_by_skipping_midnight() -> None:
    zone = table("Africa/Cairo", 2026)
    start = zone.midnight_after(at("2026-04-23T12:00:00Z"))
    assert zone.local(start) == LocalTime(day=date(2026, 4, 24), seconds=3600, offset=10800)


def test_clocks_set_back_at_midnight_make_the_day_an_hour_longer() -> None:
    zone = table("America/Sao_Paulo", 2018)
    ends = at("2018-02-18T03:00:00Z")
    assert zone.midnight_after(at("2018-02-18T01:30:00Z")) == ends
    assert zone.midnight_after(at("2018-02-18T02:30:00Z")) == ends
    assert zone.end_of(date(2018, 2, 17)) == zone.instant_of(date(2018, 2, 18)) == ends


def test_a_day_that_apia_skipped_has_no_length() -> None:
    zone = table("Pacific/Apia", 2011, 2)
    change = at("2011-12-30T10:00:00Z")
    assert zone.local_date(Instant(change - 1)) == date(2011, 12, 29)
    assert zone.local(change) == LocalTime(day=date(2011, 12, 31), seconds=0, offset=14 * 3600)
    assert zone.midnight_after(Instant(change - 1)) == change
    assert zone.instant_of(date(2011, 12, 30), 12 * 3600) == change
    assert zone.end_of(date(2011, 12, 29)) == zone.end_of(date(2011, 12, 30)) == change


def test_the_days_that_a_zone_skips_are_those_that_start_where_the_next_one_does() -> None:
    assert table("Pacific/Apia", 2011, 2).skipped == {date(2011, 12, 30)}
    assert table("Pacific/Kwajalein", 1993).skipped == {date(1993, 8, 21)}
    assert table("Europe/Paris", 2026, 2).skipped == set()
    wild = small(
        until=20 * DAY,
        offset=-24 * 3600,
        changes=(
            Change(Instant(4 * DAY + HOUR), 24 * 3600),
            Change(Instant(8 * DAY), -24 * 3600),
            Change(Instant(9 * DAY), 26 * 3600),
            Change(Instant(12 * DAY), -26 * 3600),
            Change(Instant(13 * DAY), 0),
        ),
    )
    days = [date(1970, 1, 1 + number) for number in range(18)]
    short = {day for day, later in pairwise(days) if wild.instant_of(day) == wild.instant_of(later)}
    assert wild.skipped == short
    assert short == {day for day in days[:-1] if not exists(wild, day)}
    assert date(1970, 1, 5) in short


def test_a_day_shown_twice_ends_with_its_second_time() -> None:
    zone = table("America/St_Johns", 2006)
    first, second = at("2006-10-29T02:30:00Z"), at("2006-10-29T03:30:00Z")
    assert zone.midnight_after(at("2006-10-29T01:00:00Z")) == first
    assert zone.instant_of(date(2006, 10, 29)) == first
    assert zone.local_date(Instant(second - 1)) == date(2006, 10, 28)
    assert zone.end_of(date(2006, 10, 28)) == zone.midnight_after(Instant(second - 1)) == second


def test_a_midnight_shown_twice_ends_the_day_before_with_the_first() -> None:
    zone = table("America/Havana", 2025)
    first = at("2025-11-02T04:00:00Z")
    assert zone.local(Instant(first + HOUR)) == LocalTime(day=date(2025, 11, 2), seconds=0, offset=-18000)
    assert zone.end_of(date(2025, 11, 1)) == zone.instant_of(date(2025, 11, 2)) == first


def test_midnight_itself_is_followed_by_the_next_one() -> None:
    zone = table("Europe/Paris", 2026)
    midnight = zone.instant_of(date(2026, 3, 29))
    assert zone.midnight_after(midnight) == midnight + 23 * HOUR


@pytest.mark.parametrize("instant", [Instant(at("2026-01-01T00:00:00Z") - 1), at("2027-01-01T00:00:00Z")])
def test_an_instant_outside_the_table_has_no_answer(instant: Instant) -> None:
    zone = table("Europe/Paris", 2026)
    for question in (zone.offset_at, zone.local, zone.local_date, zone.midnight_after):
        with pytest.raises(NoAnswer, match="Europe/Paris") as error:
            question(instant)
        assert code_of(error) == "outside_zone_table"
        assert "2026-01-01T00:00:00Z to before 2027-01-01T00:00:00Z" in str(error.value)


def test_a_day_that_reaches_outside_the_table_has_no_answer() -> None:
    zone = small(offset=3600)
    assert zone.instant_of(date(1970, 1, 1), 3600) == 0
    assert zone.instant_of(date(1970, 1, 11), 3599) == 10 * DAY - SECOND
    assert zone.end_of(date(1970, 1, 10)) == 10 * DAY - HOUR
    for day, seconds in ((date(1970, 1, 1), 3599), (date(1970, 1, 11), 3600), (date(2400, 1, 1), 0)):
        with pytest.raises(NoAnswer) as error:
            zone.instant_of(day, seconds)
        assert code_of(error) == "outside_zone_table"
    for day in (date(1969, 12, 31), date(1970, 1, 11), date(1900, 1, 1)):
        with pytest.raises(NoAnswer) as error:
            zone.end_of(day)
        assert code_of(error) == "outside_zone_table"
    with pytest.raises(NoAnswer) as error:
        zone.midnight_after(Instant(10 * DAY - HOUR))
    assert code_of(error) == "outside_zone_table"


def test_a_bound_of_the_table_itself_is_no_answer() -> None:
    zone = small()
    with pytest.raises(NoAnswer):
        zone.end_of(date(1970, 1, 10))
    with pytest.raises(NoAnswer):
        zone.end_of(date(1969, 12, 31))
    with pytest.raises(NoAnswer):
        zone.midnight_after(Instant(9 * DAY))


@pytest.mark.parametrize(
    ("seconds", "error"),
    [(-1, WrongValue), (86_400, WrongValue), (1.0, WrongType), (True, WrongType)],
)
def test_a_time_that_no_clock_shows_is_refused(seconds: int, error: type[ComptoirError]) -> None:
    with pytest.raises(error):
        small().instant_of(date(1970, 1, 2), seconds)


def test_a_datetime_is_no_day() -> None:
    with pytest.raises(WrongType) as error:
        small().instant_of(datetime(1970, 1, 2, tzinfo=UTC))
    assert code_of(error) == "not_a_day"


def test_a_float_is_no_instant() -> None:
    with pytest.raises(WrongType):
        small().offset_at(1e9)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["", "Europe/", "/Paris", "Europe//Paris", "../etc", "Pâris", "a" * 65])
def test_a_name_that_is_no_zone_name_is_refused(name: str) -> None:
    with pytest.raises(WrongValue) as error:
        small(name=name)
    assert code_of(error) == "not_a_zone_name"


@pytest.mark.parametrize("name", ["UTC", "Europe/Paris", "Etc/GMT+1", "America/Argentina/Buenos_Aires"])
def test_the_names_of_the_database_are_taken(name: str) -> None:
    assert small(name=name).name == name


def test_an_empty_table_is_refused() -> None:
    with pytest.raises(WrongValue) as error:
        small(until=0)
    assert code_of(error) == "empty_zone_table"


@pytest.mark.parametrize("offset", [26 * 3600 + 1, -26 * 3600 - 1])
def test_an_offset_beyond_26_hours_is_refused(offset: int) -> None:
    with pytest.raises(WrongValue):
        small(offset=offset)
    with pytest.raises(WrongValue):
        Change(Instant(0), offset)


def test_an_offset_is_whole_seconds() -> None:
    with pytest.raises(WrongType):
        small(offset=0.5)  # type: ignore[arg-type]


@pytest.mark.parametrize("moments", [(0,), (10 * DAY,), (DAY, DAY), (2 * DAY, DAY)])
def test_changes_out_of_order_or_on_the_bounds_are_refused(moments: tuple[int, ...]) -> None:
    changes = tuple(Change(Instant(moment), 60 * n) for n, moment in enumerate(moments, 1))
    with pytest.raises(WrongValue) as error:
        small(changes=changes)
    assert code_of(error) == "changes_not_in_order"
    assert error.value.faults[0].where == f"changes[{len(changes) - 1}].at"


def test_a_change_that_changes_nothing_is_refused() -> None:
    with pytest.raises(WrongValue) as error:
        small(changes=(Change(Instant(DAY), 60), Change(Instant(2 * DAY), 60)))
    assert code_of(error) == "idle_change"
    assert error.value.faults[0].where == "changes[1].offset"


def test_a_table_of_wild_changes_still_answers_by_its_one_rule() -> None:
    wild = small(
        offset=26 * 3600,
        changes=(
            Change(Instant(3 * DAY), -26 * 3600),
            Change(Instant(3 * DAY + SECOND), 26 * 3600),
            Change(Instant(5 * DAY), 0),
        ),
    )
    assert wild.instant_of(date(1970, 1, 3)) == 2 * DAY - 26 * HOUR
    assert wild.instant_of(date(1970, 1, 5), 7200) == 3 * DAY + SECOND
    assert wild.end_of(date(1970, 1, 3)) == 3 * DAY + SECOND


def test_an_authored_table_has_each_change_of_the_database_to_the_second() -> None:
    zone = table("Europe/Paris", 2026)
    assert [(instant_text(change.at), change.offset) for change in zone.changes] == [
        ("2026-03-29T01:00:00Z", 7200),
        ("2026-10-25T01:00:00Z", 3600),
    ]


def test_an_authored_table_may_start_and_end_on_a_change() -> None:
    spring, autumn = at("2026-03-29T01:00:00Z"), at("2026-10-25T01:00:00Z")
    zone = zone_table("Europe/Paris", spring, autumn)
    assert (zone.offset, zone.changes) == (7200, ())
    wider = zone_table("Europe/Paris", Instant(spring - 1), Instant(autumn + 1))
    assert [change.at for change in wider.changes] == [spring, autumn]


def test_a_split_span_gives_the_same_changes() -> None:
    whole = table("Africa/Casablanca", 2026, 3)
    parts = [table("Africa/Casablanca", year) for year in (2026, 2027, 2028)]
    assert whole.changes == tuple(change for part in parts for change in part.changes)
    assert all(earlier.at < later.at for earlier, later in pairwise(whole.changes))


def test_the_far_future_follows_the_last_known_rule() -> None:
    zone = zone_table("Europe/Paris", at("2199-01-01T00:00:00Z"), LATEST)
    assert [change.offset for change in zone.changes] == [7200, 3600]


@pytest.mark.parametrize("name", ["Europe/Pariss", "europe/paris", "../zones", "", "Mars/Olympus"])
def test_an_unknown_zone_is_a_fault_of_the_author_with_a_cure(name: str) -> None:
    with pytest.raises(RulebookError, match="such as") as error:
        zone_table(name, EARLIEST, LATEST)
    assert code_of(error) == "unknown_zone"


def test_the_nearest_zone_is_proposed() -> None:
    with pytest.raises(RulebookError, match="Europe/Paris"):
        packaged_zone("Europe/Pari")


def test_the_release_is_named() -> None:
    assert TZ_RELEASE[:2] == "20"
