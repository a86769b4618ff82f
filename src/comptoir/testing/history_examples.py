"""A few stories made by hand: points spent twice, returned late, owed and repaid; facts that are wrong.

For who runs the laws of histories without Hypothesis, and for the planted faults, each of which is
caught on one of them.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

import attrs

from comptoir.facts.events import Fact, Settled
from comptoir.facts.handovers import Deliver, Place
from comptoir.facts.lines import Line
from comptoir.facts.orders import Order
from comptoir.facts.point_events import (
    AccountsMerged,
    GrantKind,
    PointsReserved,
    PointsTakenOff,
    PointsTransferred,
    PoolJoined,
    PoolLeft,
    PurchaseClaimed,
    ReservationEnded,
    ReservationUsed,
    Reserving,
    RewardGivenBack,
    RewardTaken,
)
from comptoir.facts.point_terms import (
    POINTS,
    Accrual,
    CapPer,
    CapTerms,
    Clawback,
    Earning,
    RateTerms,
    Redemption,
    Shortfall,
    ShortfallTerms,
)
from comptoir.facts.units import Units
from comptoir.returns.asked import Give
from comptoir.testing.point_acts import LIFE, ZONE, bought, given, may_come_back, points
from comptoir.testing.stories import MEMBER, TILL, Play, Story, came_back, moved
from comptoir.testing.whole_shop import whole_shop
from comptoir.values.instants import SECOND, Instant, instant_from_text
from comptoir.values.periods import Period

ALL: Final = 10_000
"""More points than anybody has."""
OPENING: Final = GrantKind.OPENING
FORGIVEN: Final = ShortfallTerms(steps=[Shortfall.VALUE, Shortfall.FORGIVEN], worth=1)


def noon(day: str) -> Instant:
    """Noon in UTC."""
    return instant_from_text(f"{day}T12:00:00Z")


def stories() -> list[Story]:
    """Each story at some of its edges, and its facts in another order."""
    built = [
        attrs.evolve(story, member=member)
        for play in (what_was_agreed(), a_household(), points_set_aside())
        for member in (MEMBER, "m-2")
        for story in _asked(play)
    ]
    played = [a_return_before_its_order(), contradictions(), a_year()]
    return [*built, *(story for play in played for story in _asked(play))]


def a_household() -> Play:
    """Points are held, passed on, shared and claimed; two accounts become one.

    In March a hold is used in part, a till's right times out, and a reward is given back. In April a
    purchase that named nobody is claimed, two members share a pool, of which one spends more than there is,
    and what had earned it comes back. Then a third account is united with the first.
    """
    play = Play(rulebook=whole_shop())
    for fact in (
        given(
            "g-1", noon("2026-03-20"), points(30, noon("2026-03-20"), lines=()), member=MEMBER, kind=OPENING
        ),
        given("g-2", noon("2026-03-20"), _brands(12, "2026-05-01"), member="m-2", kind=OPENING),
        given("g-3", noon("2026-04-01"), _idle(9), member="m-3", kind=GrantKind.ACTION),
        bought("o-1", noon("2026-03-21"), (1000, 2), member=MEMBER, earns=[_until(10, "2026-04-20")]),
        _reserved("h-1", "2026-03-22", "2026-03-25", 12),
        bought(
            "o-2", noon("2026-03-23"), (900, 1), member=MEMBER, spends=Redemption(8, 8, reservation="h-1")
        ),
        _reserved("h-2", "2026-03-23", "2026-03-24", 6, till="c-9"),
        ReservationUsed(reservation="h-2", points=2, spent_on="meal", **_said("u-1", "2026-03-23", "m-1")),
        _reserved("h-3", "2026-03-24", "2026-03-30", 5),
        ReservationEnded(reservation="h-3", **_said("e-1", "2026-03-25", MEMBER)),
        PointsTransferred(to=MEMBER, points=7, **_said("t-1", "2026-03-24", "m-2")),
        RewardTaken(reward="tea", points=6, sku="THE", **_said("w-1", "2026-03-26", MEMBER)),
        RewardGivenBack(taken="w-1", **_said("w-2", "2026-03-28", MEMBER)),
        bought("o-3", noon("2026-03-29"), (700, 1), member=None, earns=[_until(7, "2026-06-01")]),
        PurchaseClaimed(order="o-3", **_said("c-1", "2026-04-01", MEMBER)),
        PurchaseClaimed(order="o-1", **_said("c-2", "2026-04-01", "m-2")),
        PoolJoined(pool=MEMBER, **_said("p-1", "2026-04-02", "m-2")),
        bought("o-4", noon("2026-04-03"), (5000, 1), member="m-2", spends=Redemption(60, 60)),
        PointsTakenOff(points=3, rule="error", author="w-7", **_said("a-1", "2026-04-04", MEMBER)),
        PoolLeft(pool=MEMBER, **_said("p-2", "2026-04-08", "m-2")),
        AccountsMerged(into=MEMBER, **_said("m-1", "2026-04-09", "m-3")),
        AccountsMerged(into="m-3", **_said("m-2", "2026-04-09", MEMBER)),
    ):
        play.record(fact)
    play.record(came_back(play.order("o-1"), [Units(1, 0, 2)], id="r-1", at=noon("2026-04-05")))
    play.record(came_back(play.order("o-4"), [Units(1, 0, 1)], id="r-4", at=noon("2026-04-12")))
    return play


def points_set_aside() -> Play:
    """What tills do with points set aside that are of another type, too few, over, or none at all.

    A hold of nothing is used, and so is one of other points than are spent. One is given up in the instant in
    which it is made. Of holds that were drawn by the names of the lots, one is used beyond what it has, and
    another, of status points, when its time is over. A purchase of nobody's that spent points is claimed.
    """
    play = Play(rulebook=whole_shop())
    first = noon("2026-03-20")
    for fact in (
        _reserved("n-1", "2026-03-20", "2026-03-22", 6, type="status"),
        bought("o-1", first, (1000, 1), member=MEMBER, spends=Redemption(4, 4, reservation="n-1")),
        _reserved("n-2", "2026-03-20", "2026-03-22", 6),
        ReservationUsed(reservation="n-2", points=3, spent_on="meal", **_said("u-1", "2026-03-20", MEMBER)),
        given("g-1", noon("2026-03-21"), _gift(20, "2026-06-01"), member=MEMBER, kind=OPENING),
        given("g-2", noon("2026-03-21"), _gift(15, "2026-05-01"), member=MEMBER, kind=OPENING),
        given("g-3", noon("2026-03-21"), _gift(12, "2026-06-01", "status"), member=MEMBER, kind=OPENING),
        _reserved("h-1", "2026-03-22", "2026-03-25", 5, draw=()),
        ReservationEnded(reservation="h-1", **_said("e-1", "2026-03-22", MEMBER)),
        ReservationEnded(reservation="h-1", **_said("e-2", "2026-03-22", MEMBER)),
        _reserved("h-2", "2026-03-23", "2026-03-25", 2, draw=()),
        ReservationUsed(reservation="h-2", points=6, spent_on="meal", **_said("u-2", "2026-03-24", MEMBER)),
        _reserved("h-3", "2026-03-23", "2026-03-25", 4, type="status", draw=()),
        ReservationUsed(reservation="h-3", points=5, spent_on="meal", **_said("u-3", "2026-03-25", MEMBER)),
        _reserved("h-4", "2026-03-26", "2026-03-28", 3, type="status"),
        RewardTaken(
            reward="tea", points=2, sku="THE", reservation="h-4", **_said("w-1", "2026-03-27", MEMBER)
        ),
        bought("o-2", noon("2026-03-28"), (500, 1), member=None, spends=Redemption(2, 2)),
        PurchaseClaimed(order="o-2", **_said("c-1", "2026-03-29", MEMBER)),
    ):
        play.record(fact)
    play.record(came_back(play.order("o-1"), [Units(1, 0, 1)], id="r-1", at=first))
    return play


def two_of_one_name() -> Play:
    """Two members set points aside under one name, twice over; then their accounts are one.

    The first of the name that is not over is meant, of whichever type; once all are, the last.
    """
    play = Play(rulebook=whole_shop())
    other = "m-2"
    for fact in (
        given("g-1", noon("2026-03-20"), _gift(20, "2026-06-01"), member=MEMBER, kind=OPENING),
        given("g-2", noon("2026-03-20"), _gift(20, "2026-06-01", "status"), member=other, kind=OPENING),
        given("g-3", noon("2026-03-20"), _gift(9, "2026-05-01"), member=other, kind=OPENING),
        _reserved("h", "2026-03-21", "2026-03-30", 5, type="status", member=other),
        _reserved("h", "2026-03-22", "2026-03-28", 6),
        _reserved("k", "2026-03-21", "2026-03-24", 3),
        _reserved("k", "2026-03-22", "2026-03-30", 4, member=other),
        AccountsMerged(into=MEMBER, **_said("m-1", "2026-03-23", other)),
        ReservationUsed(reservation="k", points=2, spent_on="meal", **_said("u-1", "2026-03-25", MEMBER)),
        ReservationUsed(reservation="h", points=4, spent_on="meal", **_said("u-2", "2026-03-25", MEMBER)),
        bought("o-1", noon("2026-03-26"), (900, 1), member=MEMBER, spends=Redemption(3, 3, reservation="h")),
        ReservationUsed(reservation="h", points=1, spent_on="meal", **_said("u-3", "2026-03-27", MEMBER)),
        ReservationEnded(reservation="k", **_said("e-1", "2026-03-31", MEMBER)),
    ):
        play.record(fact)
    return play


def taken_off_in_a_pool() -> Play:
    """A person takes more points off a member of a pool than are the member's own: the others' stay."""
    play = Play(rulebook=whole_shop())
    for fact in (
        given("g-1", noon("2026-03-20"), _gift(20, "2026-06-01"), member="m-2", kind=OPENING),
        given("g-2", noon("2026-03-20"), _gift(5, "2026-06-01"), member=MEMBER, kind=OPENING),
        PoolJoined(pool="m-2", **_said("p-1", "2026-03-21", MEMBER)),
        PointsTakenOff(points=12, rule="error", author="w-7", **_said("a-1", "2026-03-22", MEMBER)),
    ):
        play.record(fact)
    return play


def repaid_by_itself() -> Play:
    """A purchase owes points, and the one that it earns repays a part of them; it comes back line by line.

    By then that point's life is over, and what was paid with it would live on by grace.
    """
    play = Play(rulebook=whole_shop())
    first, until = noon("2026-03-20"), noon("2026-04-01")
    grace = Redemption(10, 10, grace=Period.from_text("5 days"), zone=ZONE)
    earned = points(1, first, until)
    bonus = given("g-1", first, points(4, first, lines=()), member=MEMBER, kind=OPENING)
    order = bought("o-1", first, (1000, 1), (1000, 1), member=MEMBER, earns=[earned], spends=grace)
    play.record(bonus)
    play.record(order)
    for number in (1, 2):
        play.record(came_back(order.order, [Units(number, 0, 1)], id=f"r-{number}", at=until))
    return play


def what_was_agreed() -> Play:
    """Lots of all sorts: capped, waiting for their goods, idle, funded; and every way of taking them back.

    Points that were spent come back after their lot is over, and live on by grace.
    """
    play = Play(rulebook=whole_shop())
    day = CapTerms(id="club/day", points=9, per=CapPer.DAY)
    kept = Earning(
        rule="kept",
        points=6,
        lines=(1,),
        basis=1100,
        lot=LIFE,
        caps=[day],
        clawback=Clawback.KEPT,
        formula=RateTerms(points=3, per=400),
        shortfall=FORGIVEN,
    )
    item = attrs.evolve(kept, rule="item", points=7, clawback=Clawback.ITEM, formula=None, parts=[7])
    waiting = attrs.evolve(
        kept, rule="waiting", points=9, caps=(), lot=attrs.evolve(LIFE, after_return_window=True)
    )
    first, second = noon("2026-03-20"), noon("2026-03-20") + 3600 * SECOND
    orders = (
        bought("o-1", first, (1100, 3), member=MEMBER, earns=[Accrual(kept, first, noon("2026-05-01"))]),
        bought("o-2", Instant(second), (1100, 3), member=MEMBER, earns=[Accrual(item, first)]),
        bought(
            "o-3",
            noon("2026-03-22"),
            (1100, 1),
            member=MEMBER,
            earns=[Accrual(waiting, None), _idle(6)],
            returns=[may_come_back(7, 1)],
        ),
        bought(
            "o-4",
            noon("2026-03-23"),
            (900, 1),
            member=MEMBER,
            spends=Redemption(12, 12, grace=Period.from_text("1 month"), zone=ZONE),
        ),
    )
    for order in orders:
        play.record(order)
    settled = Settled(points=2, coupons=["C-1"])
    play.record(came_back(orders[0].order, [Units(1, 0, 1)], id="r-1", at=noon("2026-03-25")))
    play.record(
        came_back(orders[0].order, [Units(1, 1, 2)], id="r-2", at=noon("2026-03-26"), settled=[settled])
    )
    play.record(came_back(orders[1].order, [Units(1, 0, 2)], id="r-3", at=noon("2026-03-27")))
    play.record(came_back(orders[3].order, [Units(1, 0, 1)], id="r-4", at=noon("2026-05-10")))
    return play


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
    for at in last.edges[3::9]:
        yield play.story(at)
    yield attrs.evolve(last, facts=tuple(_otherwise(last.facts)))


def _otherwise(facts: Iterable[Fact]) -> list[Fact]:
    kept = list(facts)
    return [*kept[1::2], *kept[::2]]


def _done(order: Order | None) -> Order:
    if order is None:
        raise AssertionError(order)
    return order


def _until(number: int, day: str) -> Accrual:
    return points(number, noon("2026-03-20"), noon(day))


def _brands(number: int, day: str) -> Accrual:
    """Points that the brand pays for."""
    accrual = points(number, noon("2026-03-20"), noon(day), lines=())
    return attrs.evolve(accrual, earning=attrs.evolve(accrual.earning, funder="brand"))


def _gift(number: int, day: str, type_: str = POINTS) -> Accrual:
    """Points of a type that no goods stand behind."""
    accrual = points(number, noon("2026-03-20"), noon(day), lines=())
    return attrs.evolve(accrual, earning=attrs.evolve(accrual.earning, type=type_))


def _idle(number: int) -> Accrual:
    """Points that expire for want of activity."""
    accrual = points(number, noon("2026-03-20"), lines=())
    lot = attrs.evolve(LIFE, idle_after=Period.from_text("20 days"))
    return attrs.evolve(accrual, earning=attrs.evolve(accrual.earning, lot=lot))


def _reserved(
    id_: str,
    day: str,
    until: str,
    number: int,
    *,
    till: str | None = None,
    member: str = MEMBER,
    **terms: Any,  # noqa: ANN401 - each its own type
) -> PointsReserved:
    return PointsReserved(
        reserving=Reserving.HOLD if till is None else Reserving.RIGHT,
        points=number,
        until=noon(until),
        till=till,
        **_said(id_, day, member),
        **terms,
    )


def _said(id_: str, day: str, member: str) -> dict[str, Any]:
    return {"id": id_, "member": member, "at": noon(day), "provenance": TILL}
