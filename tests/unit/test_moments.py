from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from comptoir.values.instants import Instant
from comptoir.values.moments import Moment
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
