from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir import ComptoirError, WrongType, WrongValue
from comptoir.values.instants import (
    EARLIEST,
    LATEST,
    SECOND,
    Instant,
    checked_instant,
    datetime_of,
    instant_from_text,
    instant_of,
    instant_text,
)
from comptoir.values.windows import Window

PARIS = ZoneInfo("Europe/Paris")
INSTANTS = st.integers(EARLIEST, LATEST).map(Instant)


def code_of(error: pytest.ExceptionInfo[ComptoirError]) -> str:
    return error.value.faults[0].code


@given(INSTANTS)
def test_an_instant_survives_its_text_and_its_datetime(instant: Instant) -> None:
    assert instant_from_text(instant_text(instant)) == instant
    assert instant_of(datetime_of(instant)) == instant


@given(INSTANTS, INSTANTS)
def test_texts_of_whole_seconds_sort_as_instants_do(one: Instant, other: Instant) -> None:
    first, second = (Instant(each - each % SECOND) for each in (one, other))
    assert (instant_text(first) < instant_text(second)) == (first < second)


@pytest.mark.parametrize(
    "text",
    [
        "2026-12-04T17:05:00Z",
        "2026-12-04T18:05:00+01:00",
        "2026-12-04T17:05:00.000Z",
        "2026-12-04T16:35:00-00:30",
    ],
)
def test_the_same_instant_has_many_spellings_and_one_text(text: str) -> None:
    assert instant_text(instant_from_text(text)) == "2026-12-04T17:05:00Z"


def test_any_aware_datetime_names_an_instant() -> None:
    at = instant_from_text("2026-12-04T17:05:00Z")
    assert instant_of(pendulum.datetime(2026, 12, 4, 18, 5, tz="Europe/Paris")) == at
    assert instant_of(datetime(2026, 12, 4, 18, 5, tzinfo=PARIS)) == at
    assert instant_of(datetime(2026, 12, 4, 17, 5, tzinfo=UTC)) == at
    odd = timezone(-timedelta(hours=4, minutes=56, seconds=2, microseconds=1))
    assert instant_of(datetime(1970, 1, 1, tzinfo=odd)) == (4 * 3600 + 56 * 60 + 2) * SECOND + 1


def test_the_two_half_past_two_of_an_autumn_night_are_an_hour_apart() -> None:
    first = datetime(2026, 10, 25, 2, 30, tzinfo=PARIS)
    second = first.replace(fold=1)
    assert first == second
    assert instant_of(second) - instant_of(first) == 3600 * SECOND


@pytest.mark.parametrize("moment", [datetime(2026, 12, 4), pendulum.naive(2026, 12, 4)])  # noqa: DTZ001
def test_a_naive_datetime_is_refused_never_guessed(moment: datetime) -> None:
    with pytest.raises(WrongValue) as error:
        instant_of(moment)
    assert str(error.value) == (
        "at: found 2026-12-04T00:00:00, which names no time zone; "
        'say whose time it is, such as pendulum.datetime(…, tz="Europe/Paris") [naive_datetime]'
    )


@pytest.mark.parametrize("moment", [date(2026, 12, 4), "2026-12-04T00:00:00Z", 1.5, 1796342400, None, True])
def test_only_a_datetime_names_an_instant(moment: Any) -> None:
    with pytest.raises(WrongType) as error:
        instant_of(moment)
    assert code_of(error) == "not_a_datetime"


@pytest.mark.parametrize(
    "text",
    [
        "2026-12-04",
        "2026-12-04T18:05:00",
        "2026-12-04 18:05:00Z",
        "2026-12-04T18:05Z",
        "20261204T180500Z",
        "2026-12-04T18:05:00z",
        "2026-12-04T18:05:00.Z",
        "2026-12-04T18:05:00.1234567Z",
        "2026-12-04T18:05:00+0100",
        "2026-12-04T18:05:00+24:00",
        "2026-12-04T18:05:00+01:60",
        "\uff12\uff10\uff12\uff16-12-04T18:05:00Z",
        "2026-12-04T18:05:0\u0663Z",
        "2026-12-04T18:05:00Z\n",
        " 2026-12-04T18:05:00Z",
        "now",
        "",
        "9" * 1000,
    ],
)
def test_a_text_in_another_spelling_is_no_instant(text: str) -> None:
    with pytest.raises(WrongValue) as error:
        instant_from_text(text, "valid.from")
    assert (code_of(error), error.value.faults[0].where) == ("not_an_instant", "valid.from")


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-30T00:00:00Z",
        "2026-12-04T24:00:00Z",
        "2026-12-04T18:60:00Z",
        "2026-12-31T23:59:60Z",
        "0000-01-01T00:00:00Z",
    ],
)
def test_a_time_that_no_calendar_has_is_refused(text: str) -> None:
    with pytest.raises(WrongValue) as error:
        instant_from_text(text)
    assert code_of(error) == "no_such_time"


@pytest.mark.parametrize(
    "text", ["1969-12-31T23:59:59Z", "2200-01-01T00:00:00.000001Z", "9999-12-31T23:59:59Z"]
)
def test_an_instant_lies_between_1970_and_2200(text: str) -> None:
    with pytest.raises(WrongValue) as error:
        instant_from_text(text)
    assert code_of(error) == "instant_out_of_range"


@pytest.mark.parametrize("value", [1.5, True, None, "0", datetime_of(EARLIEST)])
def test_inside_an_instant_is_an_int(value: Any) -> None:
    with pytest.raises(WrongType):
        checked_instant(value)
    if value is not None:
        with pytest.raises(WrongType):
            Window(value, None)
        with pytest.raises(WrongType):
            Window(None, value)


def test_an_absurd_instant_is_refused_without_writing_it_out() -> None:
    with pytest.raises(WrongValue):
        checked_instant(10**5000)


def test_a_window_holds_its_first_edge_and_not_its_last() -> None:
    window = Window(Instant(10), Instant(20))
    assert [window.holds(Instant(at)) for at in (9, 10, 19, 20)] == [False, True, True, False]
    assert repr(window) == "Window(from_=1970-01-01T00:00:00.00001Z, until=1970-01-01T00:00:00.00002Z)"
    assert repr(Window()) == "Window(from_=None, until=None)"
    assert Window().holds(EARLIEST)
    assert Window().holds(LATEST)


def test_windows_that_touch_do_not_overlap() -> None:
    one, two = Window(Instant(10), Instant(20)), Window(Instant(20), None)
    assert not one.overlaps(two)
    assert not two.overlaps(one)
    assert Window(Instant(19), Instant(20)).overlaps(one)


@pytest.mark.parametrize("until", [10, 9])
def test_a_window_ends_after_it_starts(until: int) -> None:
    with pytest.raises(WrongValue) as error:
        Window(Instant(10), Instant(until))
    assert code_of(error) == "empty_window"
