from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.values.instants import Instant
from comptoir.values.moments import Findings, Moment
from comptoir.values.windows import Window

INSTANTS = st.integers(0, 20).map(Instant)
EDGES = st.none() | INSTANTS


def test_a_boundary_is_reached_at_its_very_instant() -> None:
    moment = Moment(Instant(10))
    assert moment.reaches(Instant(9))
    assert moment.reaches(Instant(10))
    assert moment.until is None
    assert not moment.reaches(Instant(11))
    assert moment.until == 11


def test_the_nearest_boundary_ahead_is_kept() -> None:
    moment = Moment(Instant(10))
    for boundary in (30, 20, 25, 5):
        moment.reaches(Instant(boundary))
    assert (moment.at, moment.until) == (10, 20)


def test_of_a_window_ahead_its_start_counts_and_not_its_end() -> None:
    moment = Moment(Instant(10))
    assert not moment.is_in(Window(Instant(15), Instant(18)))
    assert moment.until == 15


def test_of_a_window_that_holds_the_instant_its_end_counts() -> None:
    moment = Moment(Instant(10))
    assert moment.is_in(Window(Instant(10), Instant(18)))
    assert moment.until == 18


def test_a_window_that_is_over_is_no_boundary_any_more() -> None:
    moment = Moment(Instant(10))
    assert not moment.is_in(Window(Instant(5), Instant(10)))
    assert moment.until is None


@given(INSTANTS, st.lists(st.tuples(EDGES, EDGES), max_size=5))
def test_until_the_noted_boundary_every_window_answers_alike(
    at: Instant, edges: list[tuple[Instant | None, Instant | None]]
) -> None:
    windows = [Window(start, end) for start, end in edges if start is None or end is None or start < end]
    moment = Moment(at)
    answers = [moment.is_in(window) for window in windows]
    assert answers == [window.holds(at) for window in windows]
    for later in range(at, moment.until if moment.until is not None else 25):
        assert [window.holds(Instant(later)) for window in windows] == answers


def windows_of(edges: list[tuple[Instant | None, Instant | None]]) -> list[Window]:
    return [Window(start, end) for start, end in edges if start is None or end is None or start < end]


def answers(windows: list[Window], moment: Moment) -> list[bool]:
    return [moment.is_in(each) for each in windows]


@given(
    st.lists(st.lists(st.tuples(EDGES, EDGES), max_size=3).map(windows_of), min_size=1, max_size=3),
    st.lists(st.tuples(INSTANTS, st.integers(0, 2)), min_size=1, max_size=12),
    st.integers(1, 3),
)
def test_what_is_remembered_is_what_would_be_found_and_notes_the_same_boundaries(
    rules: list[list[Window]], asked: list[tuple[Instant, int]], most: int
) -> None:
    findings: Findings[int, list[bool]] = Findings(most)
    for at, number in asked:
        key = number % len(rules)
        moment, fresh = Moment(at), Moment(at)
        found = findings.at(moment, key, partial(answers, rules[key]))
        assert found == [fresh.is_in(each) for each in rules[key]]
        assert (moment.since, moment.until) == (fresh.since, fresh.until)


@given(
    st.lists(st.lists(st.tuples(EDGES, EDGES), max_size=3).map(windows_of), min_size=1, max_size=4),
    st.lists(st.tuples(INSTANTS, st.integers(0, 3)), max_size=8),
    INSTANTS,
)
def test_what_is_known_of_many_keys_is_what_each_of_them_would_be_found_to_be(
    rules: list[list[Window]], asked: list[tuple[Instant, int]], at: Instant
) -> None:
    findings: Findings[int, list[bool]] = Findings(10)
    for before, number in asked:
        key = number % len(rules)
        findings.at(Moment(before), key, partial(answers, rules[key]))
    moment, fresh = Moment(at), Moment(at)
    for found, windows in zip(findings.known(moment, range(len(rules))), rules, strict=True):
        assert found is None or found == answers(windows, fresh)
    assert (moment.since, moment.until) == (fresh.since, fresh.until)


def test_what_was_just_found_is_known() -> None:
    findings: Findings[str, str] = Findings(5)
    for key in ("a", "b"):
        findings.at(Moment(Instant(10)), key, lambda _, key=key: key.upper())  # type: ignore[misc]
    assert findings.known(Moment(Instant(12)), ("b", "c", "a")) == ["B", None, "A"]


def test_what_was_found_is_not_looked_for_again_until_the_next_boundary() -> None:
    looked: list[Instant] = []

    def find(own: Moment) -> bool:
        looked.append(own.at)
        return own.is_in(Window(Instant(10), Instant(20)))

    findings: Findings[str, bool] = Findings(5)
    asked = [Instant(at) for at in (10, 19, 15, 20, 9)]
    assert [findings.at(Moment(at), "a", find) for at in asked] == [True, True, True, False, False]
    assert looked == [10, 20, 9]


def test_what_cannot_be_found_is_not_kept_and_its_boundaries_are_noted() -> None:
    def find(own: Moment) -> int:
        if own.reaches(Instant(20)):
            return 1
        raise LookupError

    findings: Findings[str, int] = Findings(5)
    for _ in range(2):
        moment = Moment(Instant(10))
        with pytest.raises(LookupError):
            findings.at(moment, "a", find)
        assert moment.until == 20
    assert findings.at(Moment(Instant(20)), "a", find) == 1


def test_of_more_than_may_be_kept_all_is_forgotten() -> None:
    looked: list[int] = []
    findings: Findings[int, None] = Findings(2)
    for key in (1, 2, 1, 3, 1):
        findings.at(Moment(Instant(10)), key, lambda _: looked.append(key))  # noqa: B023 - called at once
    assert looked == [1, 2, 3, 1]
