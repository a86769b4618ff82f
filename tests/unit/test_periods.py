from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache

import attrs
import pytest

from comptoir.authoring.holiday_calendars import holiday_calendar
from comptoir.authoring.zone_tables import zone_table
from comptoir.values.calendars import Calendar
from comptoir.values.countings import EU_1182_71, FR_L221_19, STANDARD_COUNTINGS, UK, Counting
from comptoir.values.deadlines import Deadline, OnHoliday, OnWeekday, TooFewWorkingDays, closes_at, ends
from comptoir.values.errors import ComptoirError, NoAnswer, WrongType, WrongValue
from comptoir.values.instants import Instant, instant_from_text
from comptoir.values.periods import Period, PeriodUnit


def period(text: str) -> Period:
    return Period.from_text(text)


@cache
def calendar(country: str = "FR", subdivision: str | None = None) -> Calendar:
    return holiday_calendar(
        id="legal",
        country=country,
        subdivision=subdivision,
        since=date(2025, 1, 1),
        until=date(2031, 1, 1),
    )


def last_day(text: str, event_day: date, subdivision: str | None = None) -> date:
    return ends(EU_1182_71, period(text), event_day, calendar("FR", subdivision)).last_day


def code_of(error: pytest.ExceptionInfo[ComptoirError]) -> str:
    return error.value.faults[0].code


@pytest.mark.parametrize(
    ("text", "count", "unit"),
    [
        ("1 day", 1, PeriodUnit.DAYS),
        ("14 days", 14, PeriodUnit.DAYS),
        ("6 weeks", 6, PeriodUnit.WEEKS),
        ("1 month", 1, PeriodUnit.MONTHS),
        ("2 years", 2, PeriodUnit.YEARS),
    ],
)
def test_a_period_is_written_as_a_law_writes_it(text: str, count: int, unit: PeriodUnit) -> None:
    assert period(text) == Period(count, unit)
    assert Period(count, unit).to_text() == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "14",
        "days",
        "14days",
        "14 Days",
        "014 days",
        "1 days",
        "2 day",
        "-1 days",
        "0 days",
        "14 days ",
        "\u0661 day",
    ],
)
def test_a_period_has_one_spelling(text: str) -> None:
    with pytest.raises(WrongValue) as error:
        Period.from_text(text, "returns.window")
    assert (code_of(error), error.value.faults[0].where) == ("not_a_period", "returns.window")


@pytest.mark.parametrize("text", ["101 years", "1201 months", "5219 weeks", "36526 days"])
def test_a_period_is_a_hundred_years_at_most(text: str) -> None:
    with pytest.raises(WrongValue) as error:
        Period.from_text(text, "returns.window")
    assert (code_of(error), error.value.faults[0].where) == ("period_out_of_range", "returns.window.count")


@pytest.mark.parametrize(("count", "error"), [(0, WrongValue), (1.0, WrongType), (True, WrongType)])
def test_a_count_is_a_whole_number_from_1(count: int, error: type[ComptoirError]) -> None:
    with pytest.raises(error):
        Period(count, PeriodUnit.DAYS)


def test_the_day_of_the_event_is_not_counted() -> None:
    deadline = ends(EU_1182_71, period("14 days"), date(2026, 6, 1), calendar())
    assert deadline == Deadline(last_day=date(2026, 6, 15), counted_last_day=date(2026, 6, 15), moved_by=())


def test_weeks_end_on_the_day_of_the_same_name() -> None:
    assert last_day("1 week", date(2026, 6, 4)) == date(2026, 6, 11)


def test_a_month_after_31_january_ends_with_february() -> None:
    assert last_day("1 month", date(2028, 1, 31)) == date(2028, 2, 29)
    assert period("1 month").counted_from(date(2027, 1, 31)) == date(2027, 2, 28)


def test_a_year_after_29_february_ends_on_the_28th() -> None:
    assert last_day("1 year", date(2028, 2, 29)) == date(2029, 2, 28)
    assert last_day("12 months", date(2028, 2, 29)) == date(2029, 2, 28)


def test_months_pass_the_end_of_the_year() -> None:
    assert period("13 months").counted_from(date(2026, 11, 30)) == date(2027, 12, 30)
    assert period("3 months").counted_from(date(2026, 11, 30)) == date(2027, 2, 28)


def test_an_end_on_a_saturday_moves_to_monday_and_says_why() -> None:
    deadline = ends(EU_1182_71, period("14 days"), date(2026, 6, 6), calendar())
    assert deadline.last_day == date(2026, 6, 22)
    assert deadline.counted_last_day == date(2026, 6, 20)
    assert deadline.moved_by == (OnWeekday(date(2026, 6, 20)), OnWeekday(date(2026, 6, 21)))
    assert [reason.why for reason in deadline.moved_by] == ["saturday", "sunday"]


@pytest.mark.parametrize("subdivision", [None, "57"])
def test_14_days_to_easter_sunday_end_on_tuesday(subdivision: str | None) -> None:
    deadline = ends(FR_L221_19, period("14 days"), date(2026, 3, 22), calendar("FR", subdivision))
    assert deadline.last_day == date(2026, 4, 7)
    assert deadline.moved_by == (
        OnWeekday(date(2026, 4, 5)),
        OnHoliday(date(2026, 4, 6), "Lundi de Pâques"),
    )
    assert [reason.why for reason in deadline.moved_by] == ["sunday", "holiday"]


def test_14_days_to_easter_monday_end_on_tuesday() -> None:
    assert last_day("14 days", date(2026, 3, 23)) == date(2026, 4, 7)


def test_good_friday_is_a_day_like_others_in_paris_but_not_in_moselle() -> None:
    assert last_day("14 days", date(2026, 3, 20)) == date(2026, 4, 3)
    moselle = ends(FR_L221_19, period("14 days"), date(2026, 3, 20), calendar("FR", "57"))
    assert moselle.last_day == date(2026, 4, 7)
    assert [reason.why for reason in moselle.moved_by] == ["holiday", "saturday", "sunday", "holiday"]


def test_the_26th_of_december_moves_in_alsace_only() -> None:
    assert last_day("14 days", date(2028, 12, 12)) == date(2028, 12, 26)
    assert last_day("14 days", date(2028, 12, 12), "67") == date(2028, 12, 27)


def test_two_days_over_a_weekend_hold_two_working_days() -> None:
    deadline = ends(EU_1182_71, period("2 days"), date(2026, 6, 5), calendar())
    assert deadline.last_day == date(2026, 6, 9)
    assert [reason.why for reason in deadline.moved_by] == ["sunday", "two_working_days"]


def test_two_days_over_christmas_hold_two_working_days() -> None:
    deadline = ends(EU_1182_71, period("2 days"), date(2025, 12, 24), calendar())
    assert deadline.last_day == date(2025, 12, 29)
    assert deadline.moved_by[0] == TooFewWorkingDays(date(2025, 12, 26))
    assert [reason.why for reason in deadline.moved_by] == ["two_working_days", "saturday", "sunday"]


def test_a_single_day_needs_one_working_day_only() -> None:
    assert last_day("1 day", date(2026, 6, 5)) == date(2026, 6, 8)


def test_the_calendars_own_weekend_is_not_looked_at() -> None:
    every_day = attrs.evolve(calendar(), weekend=())
    assert ends(EU_1182_71, period("14 days"), date(2026, 6, 6), every_day).last_day == date(2026, 6, 22)


def test_the_uk_does_not_roll_even_over_easter() -> None:
    easter = ends(UK, period("14 days"), date(2026, 3, 22), calendar("GB", "ENG"))
    assert easter == Deadline(last_day=date(2026, 4, 5), counted_last_day=date(2026, 4, 5), moved_by=())
    assert ends(UK, period("30 days"), date(2025, 11, 25), calendar("GB")).last_day == date(2025, 12, 25)


def test_a_roll_beyond_the_calendar_has_no_answer() -> None:
    short = Calendar(id="short", since=date(2026, 1, 1), until=date(2026, 6, 21))
    with pytest.raises(NoAnswer) as error:
        ends(EU_1182_71, period("14 days"), date(2026, 6, 6), short)
    assert code_of(error) == "outside_calendar"
    assert ends(UK, period("14 days"), date(2026, 6, 6), short).last_day == date(2026, 6, 20)


def test_a_long_period_needs_the_calendar_of_its_end_only() -> None:
    late = Calendar(id="late", since=date(2028, 5, 1), until=date(2029, 1, 1))
    assert ends(EU_1182_71, period("2 years"), date(2026, 6, 4), late).last_day == date(2028, 6, 5)


def test_a_datetime_is_no_day_of_an_event() -> None:
    with pytest.raises(WrongType) as error:
        ends(UK, period("14 days"), datetime(2026, 6, 6, tzinfo=UTC), calendar())
    assert (code_of(error), error.value.faults[0].where) == ("not_a_day", "event_day")


def test_a_deadline_closes_at_the_next_local_midnight() -> None:
    paris = zone_table(
        "Europe/Paris", instant_from_text("2026-01-01T00:00:00Z"), instant_from_text("2027-01-01T00:00:00Z")
    )
    deadline = ends(EU_1182_71, period("14 days"), date(2026, 6, 1), calendar())
    assert closes_at(deadline, paris) == instant_from_text("2026-06-16T00:00:00+02:00")


def test_a_deadline_on_a_day_that_was_skipped_closes_with_the_day_before() -> None:
    apia = zone_table(
        "Pacific/Apia", instant_from_text("2011-01-01T00:00:00Z"), instant_from_text("2013-01-01T00:00:00Z")
    )
    skipped = Deadline(last_day=date(2011, 12, 30), counted_last_day=date(2011, 12, 30), moved_by=())
    assert closes_at(skipped, apia) == instant_from_text("2011-12-30T10:00:00Z")


def test_a_deadline_beyond_the_zone_table_has_no_answer() -> None:
    paris = zone_table("Europe/Paris", Instant(0), instant_from_text("1970-02-01T00:00:00Z"))
    day = date(1970, 2, 1)
    with pytest.raises(NoAnswer) as error:
        closes_at(Deadline(last_day=day, counted_last_day=day, moved_by=()), paris)
    assert code_of(error) == "outside_zone_table"


def test_a_deadline_gives_a_reason_for_each_day_it_moved() -> None:
    day = date(2026, 6, 20)
    for moved_by in ((), (OnWeekday(day), OnWeekday(day)), (OnWeekday(day),) * 3):
        with pytest.raises(WrongValue) as error:
            Deadline(last_day=day + timedelta(days=2), counted_last_day=day, moved_by=moved_by)
        assert code_of(error) == "deadline_without_reason"
    with pytest.raises(WrongValue):
        Deadline(last_day=day, counted_last_day=day + timedelta(days=1), moved_by=())


def test_the_standard_countings_are_named_and_cannot_be_changed() -> None:
    assert set(STANDARD_COUNTINGS) == {"eu-1182-71", "fr-l221-19", "uk"}
    assert all(counting.id == name and counting.source for name, counting in STANDARD_COUNTINGS.items())
    with pytest.raises(TypeError):
        STANDARD_COUNTINGS["uk"] = EU_1182_71  # type: ignore[index]


@pytest.mark.parametrize(
    ("rolls", "weekdays", "two", "code"),
    [
        (False, (7,), False, "counting_does_not_roll"),
        (False, (), True, "counting_does_not_roll"),
        (True, (1, 2, 3, 4, 5, 6, 7), False, "no_working_day"),
        (True, (7, 6), False, "not_weekdays"),
    ],
)
def test_a_counting_that_contradicts_itself_is_refused(
    *, rolls: bool, weekdays: tuple[int, ...], two: bool, code: str
) -> None:
    with pytest.raises(WrongValue) as error:
        Counting(id="own", rolls=rolls, rolled_weekdays=weekdays, two_working_days=two, source="house rule")
    assert code_of(error) == code
