"""A few stories made by hand: points spent twice, returned late, owed and repaid; facts that are wrong.

For who runs the laws of histories without Hypothesis, and for the planted faults, each of which is
caught on one of them.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import attrs

from comptoir.facts.baskets import Deliver, Line, Place
from comptoir.facts.events import Fact
from comptoir.facts.orders import Order
from comptoir.facts.units import Units
from comptoir.returns.assess import Give
from comptoir.testing.stories import Play, Story, came_back, moved
from comptoir.testing.whole_shop import whole_shop
from comptoir.values.instants import SECOND, Instant, instant_from_text

ALL: Final = 10_000
"""More points than anybody has."""


def noon(day: str) -> Instant:
    """Noon in UTC."""
    return instant_from_text(f"{day}T12:00:00Z")


def stories() -> list[Story]:
    """Each story at some of its edges, and its facts in another order."""
    return [*_asked(a_year()), *_asked(contradictions()), *_asked(a_return_before_its_order())]


def a_return_before_its_order() -> Play:
    """An order is paid with points and comes back, by a clock that is a microsecond behind the order's."""
    play = Play(rulebook=whole_shop())
    play.buy(Line("ROBE-36", 1), id="o-1", at=noon("2026-01-10"))
    dear = _done(play.buy(Line("ROBE-36", 1), id="o-2", at=noon("2026-02-10"), points=70))
    play.record(came_back(dear, [Units(1, 0, 1)], id="r-2", at=Instant(noon("2026-02-10") - 1)))
    return play


def a_year() -> Play:
    """Two tills spend the same points, what had earned them comes back, and a later lot repays them.

    The lot of January is spent in part, gets some points again and expires with April; an order in May
    is paid with other points. What comes back in August had earned points that expired with July.
    """
    play = Play(rulebook=whole_shop())
    dresses = _done(play.buy(Line("ROBE-38", 3), id="o-1", at=noon("2026-01-10")))
    play.buy(Line("ROBE-36", 1), id="o-2", at=noon("2026-01-25"))
    scarves = _done(
        play.buy(Line("FOULARD", 3), Line("LIVRE", 1), id="o-3", at=noon("2026-01-26"), points=100)
    )
    seen = len(play.facts)
    for till, day in (("a", "2026-01-27"), ("b", "2026-01-28")):
        play.buy(Line("ROBE-40", 1), id=f"o-4{till}", at=noon(day), points=ALL, known=seen)
    play.give_back(scarves, Give(1), id="r-1", at=noon("2026-02-01"), store="lyon-2")
    play.give_back(dresses, Give(1, 3), id="r-2", at=noon("2026-02-03"), store="paris-1")
    home = Deliver(Place("FR", "69003"), "home")
    late = _done(play.buy(Line("ROBE-36", 2), id="o-5", at=noon("2026-03-20"), handover=home))
    play.hand_over(late, id="h-5", at=noon("2026-03-24"))
    play.swap(late, Give(1, reason="too_large"), "ROBE-38", id="x-5", at=noon("2026-03-25"))
    spring = _done(play.buy(Line("FOULARD", 2), id="o-6", at=noon("2026-04-20")))
    play.buy(Line("ROBE-40", 2), id="o-7", at=noon("2026-05-10"), points=20)
    play.record(came_back(spring, [Units(1, 0, 1)], id="r-6", at=noon("2026-08-05")))
    return play


def contradictions() -> Play:
    """One id with two contents, an order that nobody placed, pieces that were not there or came back."""
    play = Play(rulebook=whole_shop())
    order = _done(play.buy(Line("FOULARD", 3), id="o-1", at=noon("2026-01-10")))
    play.hand_over(order, id="h-1", at=noon("2026-01-11"))
    play.record(moved(play.facts[1], -3600 * SECOND))
    play.give_back(order, Give(1, 2), id="r-1", at=noon("2026-01-12"), store="lyon-2")
    again = came_back(order, [Units(1, 0, 2)], id="r-2", at=noon("2026-01-13"))
    for wrong in (
        again,
        attrs.evolve(again, id="r-3", order="o-lost"),
        came_back(order, [Units(1, 2, 1)], id="r-1", at=noon("2026-01-14")),
    ):
        play.record(wrong)
    play.buy(Line("ROBE-36", 1), id="o-2", at=noon("2026-02-10"), points=ALL)
    return play


def _asked(play: Play) -> Iterator[Story]:
    last = play.story(Instant(max(fact.at for fact in play.facts)))
    for at in last.edges[2::5]:
        yield play.story(at)
    yield attrs.evolve(last, facts=tuple(_otherwise(last.facts)))


def _otherwise(facts: Iterable[Fact]) -> list[Fact]:
    kept = list(facts)
    return [*kept[1::2], *kept[::2]]


def _done(order: Order | None) -> Order:
    if order is None:
        raise AssertionError(order)
    return order
