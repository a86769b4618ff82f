from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from comptoir.authoring.holiday_calendars import HOLIDAYS_RELEASE, Closure, holiday_calendar
from comptoir.values.calendars import Calendar, Holiday
from comptoir.values.errors import ComptoirError, NoAnswer, RulebookError, WrongType, WrongValue

NEW_YEAR = Holiday(date(2026, 1, 1), "jour de l'An")
EASTER_MONDAY = Holiday(date(2026, 4, 6), "lundi de Pâques")


def calendar(
    *holidays: Holiday,
    since: date = date(2026, 1, 1),
    until: date = date(2027, 1, 1),
    weekend: tuple[int, ...] = (6, 7),
) -> Calendar:
    return Calendar(id="fr", since=since, until=until, weekend=weekend, holidays=holidays)


def authored(country: str, subdivision: str | None = None, *closures: Closure, year: int = 2026) -> Calendar:
    return holiday_calendar(
        id="authored",
        country=country,
        subdivision=subdivision,
        since=date(year, 1, 1),
        until=date(year + 1, 1, 1),
        closures=closures,
    )


def code_of(error: pytest.ExceptionInfo[ComptoirError]) -> str:
    return error.value.faults[0].code


def test_a_holiday_is_not_worked_and_has_a_name() -> None:
    shop = calendar(NEW_YEAR, EASTER_MONDAY)
    assert shop.holiday(date(2026, 4, 6)) == EASTER_MONDAY
    assert not shop.is_working(date(2026, 4, 6))
    assert shop.holiday(date(2026, 4, 7)) is None
    assert shop.is_working(date(2026, 4, 7))


def test_the_weekend_is_not_worked_and_is_no_holiday() -> None:
    shop = calendar()
    assert [shop.is_working(date(2026, 1, day)) for day in (2, 3, 4, 5)] == [True, False, False, True]
    assert shop.holiday(date(2026, 1, 3)) is None


def test_another_weekend_is_the_calendars_own() -> None:
    assert calendar(weekend=(5, 6)).next_working(date(2026, 1, 2)) == date(2026, 1, 4)
    assert calendar(weekend=()).next_working(date(2026, 1, 3)) == date(2026, 1, 3)


def test_the_next_working_day_passes_the_weekend_and_the_holiday_after_it() -> None:
    assert calendar(EASTER_MONDAY).next_working(date(2026, 4, 4)) == date(2026, 4, 7)
    assert calendar(EASTER_MONDAY).next_working(date(2026, 4, 3)) == date(2026, 4, 3)


def test_working_days_are_added_from_the_day_after() -> None:
    shop = calendar(EASTER_MONDAY)
    assert shop.add_working_days(date(2026, 4, 3), 1) == date(2026, 4, 7)
    assert shop.add_working_days(date(2026, 4, 4), 2) == date(2026, 4, 8)
    assert shop.add_working_days(date(2026, 4, 4), 0) == date(2026, 4, 4)


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2027, 1, 1)])
def test_a_day_outside_the_calendar_has_no_answer(day: date) -> None:
    shop = calendar()
    for question in (shop.is_working, shop.holiday, shop.next_working):
        with pytest.raises(NoAnswer, match="2026-01-01 to before 2027-01-01") as error:
            question(day)
        assert code_of(error) == "outside_calendar"
    with pytest.raises(NoAnswer) as error:
        shop.add_working_days(day, 0)
    assert code_of(error) == "outside_calendar"


def test_a_next_working_day_beyond_the_calendar_has_no_answer() -> None:
    with pytest.raises(NoAnswer) as error:
        calendar(until=date(2026, 1, 5)).next_working(date(2026, 1, 3))
    assert code_of(error) == "outside_calendar"


@pytest.mark.parametrize("count", [300, 10**30])
def test_more_working_days_than_the_calendar_has_are_no_answer(count: int) -> None:
    with pytest.raises(NoAnswer) as error:
        calendar().add_working_days(date(2026, 1, 1), count)
    assert code_of(error) == "outside_calendar"


@pytest.mark.parametrize(("count", "error"), [(-1, WrongValue), (1.0, WrongType), (True, WrongType)])
def test_working_days_are_a_whole_number_from_0(count: int, error: type[ComptoirError]) -> None:
    with pytest.raises(error):
        calendar().add_working_days(date(2026, 1, 1), count)


def test_a_datetime_is_no_day() -> None:
    with pytest.raises(WrongType) as error:
        calendar().is_working(datetime(2026, 1, 1, tzinfo=UTC))
    assert code_of(error) == "not_a_day"


def test_a_calendar_that_is_empty_is_refused() -> None:
    with pytest.raises(WrongValue) as error:
        calendar(until=date(2026, 1, 1))
    assert code_of(error) == "empty_calendar"


def test_a_week_without_a_working_day_is_refused() -> None:
    with pytest.raises(WrongValue) as error:
        calendar(weekend=(1, 2, 3, 4, 5, 6, 7))
    assert code_of(error) == "no_working_day"


@pytest.mark.parametrize("weekend", [(0,), (8,), (7, 6), (6, 6), (True,)])
def test_a_weekend_is_days_of_the_week_in_order(weekend: tuple[int, ...]) -> None:
    with pytest.raises(WrongValue) as error:
        calendar(weekend=weekend)
    assert code_of(error) == "not_weekdays"


@pytest.mark.parametrize(
    "holidays",
    [
        (EASTER_MONDAY, NEW_YEAR),
        (NEW_YEAR, NEW_YEAR),
        (Holiday(date(2025, 12, 25), "Noël"),),
        (Holiday(date(2027, 1, 1), "jour de l'An"),),
    ],
)
def test_holidays_are_in_order_each_once_and_inside(holidays: tuple[Holiday, ...]) -> None:
    with pytest.raises(WrongValue) as error:
        calendar(*holidays)
    assert code_of(error) == "holidays_not_in_order"


def test_a_holiday_needs_a_printable_name() -> None:
    with pytest.raises(WrongValue):
        Holiday(date(2026, 1, 1), "")
    with pytest.raises(WrongValue):
        Holiday(date(2026, 1, 1), "\x1bp")


def test_france_has_eleven_public_holidays() -> None:
    france = authored("FR")
    assert len(france.holidays) == 11
    assert france.holiday(date(2026, 5, 8)) == Holiday(date(2026, 5, 8), "Fête de la Victoire")


@pytest.mark.parametrize("department", ["57", "67", "68", "6AE"])
def test_alsace_and_moselle_rest_on_good_friday_and_26_december(department: str) -> None:
    more = set(authored("FR", department).holidays) - set(authored("FR").holidays)
    assert {holiday.day for holiday in more} == {date(2026, 4, 3), date(2026, 12, 26)}


def test_two_holidays_on_one_day_are_one_with_both_names() -> None:
    ascension = authored("FR", year=2008).holiday(date(2008, 5, 1))
    assert ascension == Holiday(date(2008, 5, 1), "Ascension / Fête du Travail")


def test_scotland_and_england_differ() -> None:
    assert authored("GB", "ENG").holiday(date(2026, 4, 6)) is not None
    assert authored("GB", "SCT").holiday(date(2026, 4, 6)) is None


def test_a_bank_holiday_on_a_weekend_is_given_another_day() -> None:
    assert not authored("GB", "ENG").is_working(date(2026, 12, 28))


def test_a_closure_is_a_holiday_and_its_name_wins() -> None:
    inventory, own = date(2026, 1, 5), date(2026, 1, 1)
    shop = authored("FR", None, Closure(day=inventory, name="Inventaire"), Closure(day=own, name="Fermé"))
    assert shop.holiday(inventory) == Holiday(inventory, "Inventaire")
    assert shop.holiday(own) == Holiday(own, "Fermé")
    assert len(shop.holidays) == 12


def test_a_closure_of_several_days_ends_before_its_last_edge() -> None:
    summer = Closure(from_=date(2026, 8, 3), until=date(2026, 8, 24), name="Congés d'été")
    shop = authored("FR", None, summer)
    assert shop.next_working(date(2026, 8, 3)) == date(2026, 8, 24)
    assert shop.holiday(date(2026, 8, 15)) == Holiday(date(2026, 8, 15), "Congés d'été")
    assert shop.holiday(date(2026, 8, 24)) is None
    assert len(shop.holidays) == 11 + 20


@pytest.mark.parametrize(
    ("changes", "where", "code"),
    [
        ({}, "", "not_a_closure"),
        ({"day": date(2026, 8, 3), "until": date(2026, 8, 4)}, "", "not_a_closure"),
        ({"from_": date(2026, 8, 3)}, "", "not_a_closure"),
        ({"from_": date(2026, 8, 3), "until": date(2026, 8, 3)}, "until", "empty_closure"),
    ],
)
def test_a_closure_is_a_day_or_a_range(changes: dict[str, date], where: str, code: str) -> None:
    with pytest.raises(WrongValue) as error:
        Closure(name="Congés", **changes)
    assert (error.value.faults[0].where, code_of(error)) == (where, code)


def test_a_calendar_in_which_no_day_is_left_is_a_fault_of_the_author() -> None:
    with pytest.raises(RulebookError) as error:
        authored("FR", None, Closure(from_=date(2026, 1, 1), until=date(2027, 1, 1), name="Fermé"))
    assert (error.value.faults[0].where, code_of(error)) == ("closures", "no_working_day")


@pytest.mark.parametrize(
    ("from_", "until", "where"),
    [
        (date(2025, 12, 31), date(2026, 1, 2), "closures[0].from"),
        (date(2026, 12, 31), date(2027, 1, 2), "closures[0].until"),
    ],
)
def test_a_range_is_within_the_span(from_: date, until: date, where: str) -> None:
    with pytest.raises(RulebookError) as error:
        authored("FR", None, Closure(from_=from_, until=until, name="Fermé"))
    assert (error.value.faults[0].where, code_of(error)) == (where, "closure_outside_calendar")


def test_a_closure_outside_the_span_is_a_fault_of_the_author() -> None:
    with pytest.raises(RulebookError) as error:
        authored("FR", None, Closure(day=date(2027, 1, 4), name="Inventaire"))
    assert code_of(error) == "closure_outside_calendar"


def test_the_machines_language_changes_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = set()
    for language in ("en_US", "th", "fr", "C"):
        for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
            monkeypatch.setenv(variable, language)
        seen.add((authored("FR"), authored("GB", "ENG"), authored("AU", "NSW"), authored("CH", "GE")))
    assert len(seen) == 1


def test_an_unknown_country_is_answered_with_the_nearest() -> None:
    with pytest.raises(RulebookError, match="FR") as error:
        authored("FRA")
    assert code_of(error) == "unknown_country"


def test_an_unknown_subdivision_is_answered_with_those_there_are() -> None:
    with pytest.raises(RulebookError, match="6AE") as error:
        authored("FR", "69")
    assert code_of(error) == "unknown_subdivision"
    with pytest.raises(RulebookError, match="leave it out"):
        authored("MC", "01")


def test_years_without_known_holidays_are_no_years_without_holidays() -> None:
    with pytest.raises(RulebookError) as error:
        authored("DE", year=1980)
    assert code_of(error) == "holidays_unknown"
    with pytest.raises(RulebookError):
        authored("FR", year=2101)


def test_an_empty_span_is_refused_as_a_calendar_is() -> None:
    with pytest.raises(WrongValue) as error:
        holiday_calendar(id="fr", country="FR", since=date(2026, 1, 1), until=date(2026, 1, 1))
    assert code_of(error) == "empty_calendar"


def test_the_release_is_named() -> None:
    assert HOLIDAYS_RELEASE.startswith("0.")
