"""Strategies for time: instants and windows that share their edges, and zones made by hand.

Source: house rule.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from functools import cache
from typing import Final

from hypothesis import strategies as st

from comptoir.values.instants import DAY, EARLIEST, LATEST, SECOND, Instant, instant_from_text
from comptoir.values.windows import Window
from comptoir.values.zones import OFFSET_MAX, Change, Zone

OPENS: Final = instant_from_text("2026-01-01T00:00:00Z")
"""The first instant of the rulebooks made here."""
CLOSES: Final = instant_from_text("2028-01-01T00:00:00Z")
"""Their horizon."""
EDGES: Final = tuple(
    instant_from_text(text)
    for text in (
        "2026-06-24T06:00:00Z",
        "2026-06-24T06:00:00.000001Z",
        "2026-06-24T06:00:01Z",
        "2026-10-25T01:00:00Z",
        "2027-01-01T00:00:00Z",
        "2027-12-31T23:59:59.999999Z",
    )
)
"""The few instants at which windows made here begin and end."""


@cache
def instants() -> st.SearchStrategy[Instant]:
    """Any instant that can be named."""
    return st.integers(EARLIEST, LATEST).map(Instant)


@cache
def datetimes(instant: st.SearchStrategy[Instant] | None = None) -> st.SearchStrategy[datetime]:
    """Instants as aware datetimes, each as the clock of some fixed offset shows it."""

    def shown(at: Instant, minutes: int) -> datetime:
        zone = timezone(timedelta(minutes=minutes))
        return datetime.fromtimestamp(at // SECOND, zone).replace(microsecond=at % SECOND)

    offsets = st.sampled_from((0, 60, 120, -210, 345, 14 * 60))
    return st.builds(shown, instants() if instant is None else instant, offsets)


@cache
def near_edges() -> st.SearchStrategy[Instant]:
    """Instants of the rulebooks made here: on an edge, or a microsecond to either side."""
    around = {edge + step for edge in (OPENS, *EDGES, CLOSES) for step in (-1, 0, 1)}
    return st.sampled_from(sorted(Instant(at) for at in around if OPENS <= at < CLOSES))


@cache
def windows() -> st.SearchStrategy[Window]:
    """A window that overlaps those rulebooks' own: its edges are of the few shared ones, or open."""
    some = [
        Window(from_, until)
        for from_ in (None, *EDGES)
        for until in (None, *EDGES)
        if from_ is None or until is None or from_ < until
    ]
    return st.just(Window()) | st.sampled_from(some)


@cache
def any_windows() -> st.SearchStrategy[Window]:
    """Any window at all."""
    edges = st.tuples(st.none() | instants(), st.none() | instants())
    return edges.filter(lambda pair: None in pair or pair[0] != pair[1]).map(_in_order)


def fixed_zone(name: str = "Etc/GMT-1", *, offset: int = 3600) -> Zone:
    """A table with one offset, wide enough for those rulebooks."""
    return Zone(name=name, since=Instant(OPENS - DAY), until=Instant(CLOSES + DAY), offset=offset, changes=())


@st.composite
def zones(draw: st.DrawFn) -> Zone:
    """A zone table made by hand, with up to six changes of its offset."""
    edges = draw(st.lists(instants(), min_size=2, max_size=8, unique=True).map(sorted))
    offsets = draw(st.lists(st.integers(-OFFSET_MAX, OFFSET_MAX), min_size=7, max_size=7))
    changes, before = [], offsets[0]
    for at, offset in zip(edges[1:-1], offsets[1:], strict=False):
        if offset != before:
            changes.append(Change(at, offset))
            before = offset
    return Zone(
        name="Made/By_Hand", since=edges[0], until=edges[-1], offset=offsets[0], changes=tuple(changes)
    )


def cut_in_two(edge: Instant) -> tuple[Window, Window]:
    """All time, as two windows that touch."""
    return Window(None, edge), Window(edge, None)


def _in_order(pair: tuple[Instant | None, Instant | None]) -> Window:
    from_, until = pair
    if from_ is not None and until is not None and until < from_:
        from_, until = until, from_
    return Window(from_, until)
