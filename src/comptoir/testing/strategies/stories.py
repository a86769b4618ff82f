"""Strategies for histories: what one or two members do over some months, played at the counter.

Some acts are decided by a till that was cut off and knows only the first facts; some facts are wrong:
one id with two contents, a return of an order that nobody placed, pieces that were never bought.

Source: house rule.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import attrs
from hypothesis import strategies as st

from comptoir.facts.handovers import Carry, Collect, Deliver, Handover, Place
from comptoir.facts.lines import Line
from comptoir.facts.orders import Order
from comptoir.facts.units import Units
from comptoir.loyalty.earn_rules import LotRule
from comptoir.loyalty.rules import LoyaltyRules
from comptoir.returns.asked import Give
from comptoir.rulebook import Rulebook
from comptoir.testing.stories import MEMBER, Play, Story, came_back, moved
from comptoir.testing.whole_shop import PROGRAMME, whole_shop
from comptoir.values.instants import DAY, SECOND, Instant, instant_from_text
from comptoir.values.periods import Period
from comptoir.values.quantities import Measured, pieces

STARTS: Final = instant_from_text("2026-01-10T11:00:00Z")
ACTS_MAX: Final = 9
MEMBERS: Final = (MEMBER, MEMBER, MEMBER, MEMBER, MEMBER, "m-2")
GAPS: Final = tuple(
    Instant(gap) for gap in (16 * DAY, 0, DAY, 14 * DAY, 3600 * SECOND, 20 * DAY, 35 * DAY, 80 * DAY)
)
"""Between two acts: mostly within the lives of lots, now and then beyond."""
BASKETS: Final = (
    (Line("ROBE-36", 1),),
    (Line("ROBE-38", 3),),
    (Line("FOULARD", 3), Line("LIVRE", 1)),
    (Line("ROBE-40", 2), Line("FOULARD", 1)),
    (Line("THE", Measured("0.25", "kg")), Line("JOURNAL", 2)),
)
WAYS: Final[tuple[Handover, ...]] = (
    Carry("lyon-2"),
    Carry("paris-1"),
    Deliver(Place("FR", "69003"), "home"),
    Collect("paris-1"),
)
ACTS: Final = ("buy", "give_back", "two_tills", "come_back", "buy", "hand_over", "swap", "cancel", "wrong")
UNSEEN: Final = (0, 0, 0, 1, 2, 3)
"""How many of the last facts a till has not seen."""


@cache
def shops() -> tuple[Rulebook, ...]:
    """The whole shop, and one in which points can be spent at once and hardly live longer."""
    brief = LotRule(expires_after=Period.from_text("1 month"))
    return whole_shop(), whole_shop(loyalty=LoyaltyRules(programme=attrs.evolve(PROGRAMME, lots=brief)))


@cache
@st.composite
def stories(draw: st.DrawFn, acts_max: int = ACTS_MAX) -> Story:
    """Some acts, the facts that they left in any order, and an instant on an edge or beside it."""
    play, at = Play(rulebook=draw(st.sampled_from(shops()))), STARTS
    orders: list[Order] = []
    for number in range(draw(st.integers(3, acts_max))):
        at = Instant(at + draw(st.sampled_from(GAPS)))
        act = draw(st.sampled_from(ACTS)) if orders else "buy"
        if act in {"buy", "two_tills"}:
            tills = ("", "b") if act == "two_tills" else ("",)
            seen = _known(draw, play)
            for till in tills:
                orders += _bought(draw, play, f"o-{number}{till}", at, seen)
        else:
            _after(draw, play, act, draw(st.sampled_from(orders)), id_=f"{act[0]}-{number}", at=at)
    told = play.story(at, draw(st.sampled_from(MEMBERS)))
    facts = draw(st.permutations(told.facts)) if draw(st.booleans()) else told.facts
    asked = draw(st.sampled_from([at, *reversed(told.edges)])) + draw(st.sampled_from((0, -1, 1)))
    return attrs.evolve(play.story(Instant(asked), told.member), facts=tuple(facts))


def _known(draw: st.DrawFn, play: Play) -> int:
    """How many facts the till has seen."""
    return max(len(play.facts) - draw(st.sampled_from(UNSEEN)), 0)


def _bought(draw: st.DrawFn, play: Play, id_: str, at: Instant, known: int) -> list[Order]:
    order = play.buy(
        *draw(st.sampled_from(BASKETS)),
        id=id_,
        at=at,
        member=draw(st.sampled_from(MEMBERS)),
        handover=draw(st.sampled_from(WAYS)),
        points=draw(st.sampled_from((0, 10_000, 50, 10_000))),
        known=known,
    )
    return [] if order is None else [order]


def _after(draw: st.DrawFn, play: Play, act: str, order: Order, *, id_: str, at: Instant) -> None:
    line = draw(st.integers(1, len(order.lines)))
    bought = pieces(order.lines[line - 1].terms.quantity)
    count = draw(st.integers(1, bought))
    give = Give(line, count, reason="too_large")
    match act:
        case "give_back":
            store = draw(st.sampled_from(("lyon-2", None)))
            play.give_back(order, give, id=id_, at=at, store=store, known=_known(draw, play))
        case "come_back":
            first = draw(st.integers(0, bought))
            play.record(came_back(order, [Units(line, first, count)], id=id_, at=at))
        case "hand_over":
            units = draw(st.sampled_from(((), (Units(line, 0, count),))))
            play.hand_over(order, *units, id=id_, at=at)
        case "cancel":
            units = draw(st.sampled_from(((), (Units(line, 0, count),))))
            play.cancel(order, *units, id=id_, at=at, known=_known(draw, play))
        case "swap":
            took = draw(st.sampled_from(("ROBE-38", "ROBE-36")))
            play.swap(order, give, took, id=id_, at=at, known=_known(draw, play))
        case _:
            _record_wrongly(draw, play, order, id_=id_, at=at)


def _record_wrongly(draw: st.DrawFn, play: Play, order: Order, *, id_: str, at: Instant) -> None:
    fact = draw(st.sampled_from(play.facts))
    back = came_back(order, [Units(1, 0, 1)], id=id_, at=at)
    wrong = (
        moved(fact, 3600 * SECOND),
        moved(fact, -3600 * SECOND),
        attrs.evolve(back, order="o-lost"),
        attrs.evolve(back, member=None),
        attrs.evolve(back, at=Instant(order.placed_at - 1)),
    )
    play.record(draw(st.sampled_from(wrong)))
