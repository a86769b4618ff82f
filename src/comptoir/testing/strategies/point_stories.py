"""Strategies for stories about points: what one to three members do with them, in facts built by hand.

Every fact about points occurs, with every way in which points can be given, live, be drawn and go with
goods that come back. Some facts are wrong: a reservation or a reward that nobody knows, an order claimed
twice, one id with two contents. Many fall on the very instant at which something ends.

Source: house rule.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final, TypeVar

import attrs
from hypothesis import strategies as st

from comptoir.facts.events import Fact, HandedOver, OrderPlaced, Settled
from comptoir.facts.handovers import Carry
from comptoir.facts.orders import Order
from comptoir.facts.point_events import (
    AccountsMerged,
    GrantKind,
    PointsFact,
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
    DRAW_ORDER,
    POINTS,
    Accrual,
    BonusTerms,
    CapPer,
    CapTerms,
    Clawback,
    DrawBy,
    Earning,
    Formula,
    LotTerms,
    RateTerms,
    Redemption,
    Shortfall,
    ShortfallTerms,
    Stepping,
)
from comptoir.facts.return_terms import Anchor, ReturnTerms
from comptoir.facts.units import Units, paid_for
from comptoir.testing.point_acts import HOME, TILL, ZONE, bought, given, may_come_back, points
from comptoir.testing.stories import MEMBER, Story, came_back, moved
from comptoir.testing.whole_shop import whole_shop
from comptoir.values.factors import Factor
from comptoir.values.instants import DAY, SECOND, Instant, datetime_of, instant_from_text
from comptoir.values.periods import Period
from comptoir.values.quantities import pieces

T = TypeVar("T")
HOUR: Final = 3600 * SECOND
STARTS: Final = instant_from_text("2026-03-20T11:00:00Z")
"""Ten days before the clocks change."""
ACTS_MAX: Final = 10
MEMBERS: Final = (MEMBER, MEMBER, MEMBER, MEMBER, "m-2", "m-2", "m-3")
GAPS: Final = (DAY, 0, 0, HOUR, 2 * DAY, 3 * DAY, 4 * DAY, 6 * DAY, 10 * DAY, 25 * DAY)
TYPES: Final = (POINTS, POINTS, POINTS, POINTS, POINTS, POINTS, "status")
DRAWS: Final = (
    DRAW_ORDER,
    DRAW_ORDER,
    (DrawBy.EXPIRY,),
    (DrawBy.OLDEST, DrawBy.EXPIRY),
    (DrawBy.PRIORITY,),
    (),
)
CAPS: Final = (
    CapTerms(id="club/day", points=14, per=CapPer.DAY),
    CapTerms(id="club/purchase", points=9, per=CapPer.PURCHASE),
    CapTerms(id="club/month", points=25, per=CapPer.MONTH),
    CapTerms(id="club/year", points=40, per=CapPer.YEAR),
    CapTerms(id="bonus/campaign", points=12, per=CapPer.CAMPAIGN),
)
FORMULAS: Final[tuple[Formula, ...]] = (
    RateTerms(points=1, per=100),
    RateTerms(points=5, per=250, rounding=Stepping.LINEAR, times=[Factor.of("1.5")]),
    RateTerms(points=2, per=300, times=[Factor.of("2"), Factor.of("0.5")]),
    BonusTerms(points=7, minimum=600),
)
SHORTFALLS: Final = tuple(
    ShortfallTerms(steps=steps, points=1, worth=1)
    for steps in (
        (Shortfall.POINTS, Shortfall.DEBT),
        (Shortfall.DEBT,),
        (Shortfall.FORGIVEN,),
        (Shortfall.POINTS, Shortfall.FORGIVEN),
        (Shortfall.VALUE, Shortfall.REFUND, Shortfall.DEBT),
        (Shortfall.REFUND, Shortfall.POINTS, Shortfall.VALUE, Shortfall.FORGIVEN),
    )
)
GRACES: Final = (None, None, None, Period.from_text("5 days"), Period.from_text("1 month"))
IDLES: Final = (None, None, None, Period.from_text("5 days"), Period.from_text("12 days"))
LINES: Final = ((1000, 1), (700, 3), (999, 2), (0, 1), (300, 3))
SPENT: Final = (0, 0, 4, 9, 15, 30)
ACTS: Final = (
    "buy",
    "give_back",
    "buy",
    "reserve",
    "give_back",
    "use",
    "grant",
    "take_reward",
    "buy_for_nobody",
    "give_back",
    "transfer",
    "buy",
    "merge",
    "give_reward_back",
    "claim",
    "end",
    "join",
    "take_off",
    "hand_over",
    "leave",
    "wrong",
)


@attrs.define(kw_only=True)
class Tale:
    """A story as it grows: the facts, and what later ones may speak of."""

    draw: st.DrawFn
    at: Instant = STARTS
    facts: list[Fact] = attrs.field(factory=list)
    pools: tuple[str, ...] = (MEMBER,)
    acts: tuple[str, ...] = ACTS
    graced: bool = True

    def one_of(self, choices: tuple[T, ...]) -> T:
        """One of some things, the first if it does not matter."""
        return self.draw(st.sampled_from(choices))

    def amount(self, least: int, most: int) -> int:
        """A number."""
        return self.draw(st.integers(least, most))

    @property
    def orders(self) -> tuple[Order, ...]:
        """The orders that were placed so far."""
        return tuple(fact.order for fact in self.facts if isinstance(fact, OrderPlaced))

    def named(self, *kinds: type[Fact]) -> tuple[str, ...]:
        """The ids of the facts of some kinds, the last first."""
        found = tuple(fact for fact in reversed(self.facts) if isinstance(fact, kinds))
        nobodys = (fact for fact in found if isinstance(fact, OrderPlaced) and not fact.order.buyer.member)
        return tuple(fact.id for fact in (*nobodys, *found))

    def open(self, who: str, id_: str) -> None:
        """A balance that somebody has from before."""
        accruals = [points(self.amount(5, 30), self.at, lines=()) for _ in range(self.amount(1, 2))]
        self.facts.append(given(id_, self.at, *accruals, member=who, kind=GrantKind.OPENING))

    def go_on(self, number: int) -> None:
        """The next act, a while later or on the instant at which something is due."""
        due = tuple(at for at in self.story(MEMBER).edges if at > self.at)[:3]
        gaps = tuple(Instant(self.at + gap) for gap in GAPS)
        self.at = self.one_of((*gaps, *due))
        self.act(self.one_of(self.acts) if self.orders else self.one_of(("grant", "buy")), number)

    def story(self, member: str) -> Story:
        """What has happened so far, asked about at the last instant."""
        return Story(rulebook=whole_shop(), member=member, facts=tuple(self.facts), at=datetime_of(self.at))

    def act(self, act: str, number: int) -> None:
        """Do it; if there is nothing to do it with, nothing happens."""
        id_, who = f"{act[0]}-{number}", self.one_of(MEMBERS)
        said: dict[str, Any] = {"id": id_, "member": who, "at": self.at, "provenance": TILL}
        match act:
            case "buy":
                self.buy(id_, who)
            case "buy_for_nobody":
                self.buy(id_, None)
                if self.draw(st.booleans()):
                    early = Instant(self.at + self.one_of((0, -DAY, 2 * DAY)))
                    said["at"] = early
                    self.facts.append(PurchaseClaimed(order=id_, **{**said, "id": f"c-{number}"}))
            case "give_back":
                self.give_back(id_)
            case "hand_over":
                order = self.one_of(self.orders)
                self.facts.append(HandedOver(id=id_, order=order.id, at=self.at, provenance=TILL))
            case "grant":
                self.grant(id_, who)
            case "wrong":
                self.be_wrong()
            case _:
                self.facts.append(self.about_points(act, said))

    def about_points(self, act: str, said: dict[str, Any]) -> Fact:
        """A fact that is about points alone."""
        of: dict[str, Any] = {"type": self.one_of(TYPES), "draw": self.one_of(DRAWS)}
        number = self.one_of((6, 3, 12, 20))
        other = next(each for each in (self.one_of(MEMBERS[3:]), "m-4") if each != said["member"])
        match act:
            case "reserve":
                reserving = self.one_of((Reserving.HOLD, Reserving.RIGHT))
                until = Instant(self.at + self.one_of((2 * DAY, HOUR, 7 * DAY)))
                till = "c-9" if reserving is Reserving.RIGHT else None
                fact = PointsReserved
                return fact(reserving=reserving, points=number, until=until, till=till, **of, **said)
            case "take_reward":
                reserved = self.one_of((None, None, *self.named(PointsReserved)[:2]))
                return RewardTaken(reward="tea", points=number, reservation=reserved, sku="THE", **of, **said)
            case "transfer":
                return PointsTransferred(to=other, points=number, **of, **said)
            case "take_off":
                return PointsTakenOff(points=number, rule="error", author="w-7", **of, **said)
            case "merge":
                return AccountsMerged(into=other, **said)
            case "join":
                return PoolJoined(pool=self.one_of(self.pools), **said)
            case "leave":
                return PoolLeft(pool=self.one_of(self.pools), **said)
            case _:
                return self.about_a_fact(act, number, said)

    def about_a_fact(self, act: str, number: int, said: dict[str, Any]) -> Fact:
        """What becomes of an earlier fact, mostly by who it was about."""
        kind, first = {
            "give_reward_back": (RewardTaken, "take_reward"),
            "claim": (OrderPlaced, "take_off"),
        }.get(act, (PointsReserved, "reserve"))
        names = self.named(kind)
        if not names:
            return self.about_points(first, said)
        name = self.one_of((*names, "none"))
        if isinstance(whose := self.whose(name), str) and self.one_of((True, True, False)):
            said = {**said, "member": whose}
        match act:
            case "use":
                return ReservationUsed(reservation=name, points=number, spent_on="meal", **said)
            case "end":
                return ReservationEnded(reservation=name, **said)
            case "give_reward_back":
                return RewardGivenBack(taken=name, **said)
            case "claim":
                return PurchaseClaimed(order=name, **said)
            case _:
                raise AssertionError(act)

    def whose(self, name: str) -> str | None:
        """Who a fact about points was about."""
        found = (fact for fact in self.facts if fact.id == name and isinstance(fact, PointsFact))
        return next((fact.member for fact in found), None)

    def buy(self, id_: str, member: str | None) -> None:
        """An order, which may be paid with points and earn some."""
        lines = tuple(self.one_of(LINES) for _ in range(self.amount(1, 2)))
        fee = self.one_of((0, 0, 200))
        if not sum(charged for charged, _ in lines) + fee:
            fee = 200
        accruals = [self.accrual(lines, fee) for _ in range(self.amount(0, 2))]
        self.facts.append(
            bought(
                id_,
                self.at,
                *lines,
                member=member,
                earns=accruals,
                spends=None if member is None else self.redemption(),
                fee=fee,
                returns=self.rights(len(lines)),
                handover=HOME if fee else Carry("lyon-2"),
            )
        )

    def redemption(self) -> Redemption | None:
        """Points that are spent on an order, now and then of a reservation or with a grace."""
        spent = self.one_of(SPENT)
        if not spent:
            return None
        grace = self.one_of(GRACES) if self.graced else None
        return Redemption(
            spent,
            spent,
            type=self.one_of(TYPES),
            draw=self.one_of(DRAWS),
            reservation=self.one_of((None, None, *self.named(PointsReserved)[:2])),
            grace=grace,
            zone=ZONE if grace is not None else None,
        )

    def rights(self, lines: int) -> list[ReturnTerms]:
        """The rights to give goods back: none, on the first line, or on all by two clocks."""
        anchor = self.one_of((Anchor.PLACED, Anchor.HANDED_OVER, Anchor.LAST_HANDED_OVER))
        rights = [may_come_back(7, *range(1, lines + 1), anchor=anchor), may_come_back(3, 1)]
        return rights[self.amount(0, 2) :]

    def life(self, *, waits: bool) -> tuple[LotTerms, Instant | None, Instant | None]:
        """The terms of a lot, from when it can be spent, and until when."""
        waits = waits and self.one_of((False, False, False, True))
        after = self.one_of((0, 0, 0, 2, 5))
        lasts = self.one_of((None, 4, 12, 40))
        terms = LotTerms(zone=ZONE, after_return_window=waits, idle_after=self.one_of(IDLES))
        until = None if lasts is None else Instant(self.at + (after + lasts) * DAY)
        return terms, None if waits else Instant(self.at + after * DAY), until

    def accrual(self, lines: tuple[tuple[int, int], ...], fee: int) -> Accrual:
        """Points of some lines, by one of the ways in which they go when goods come back."""
        numbers = tuple(range(1, self.amount(1, len(lines)) + 1))
        charged = [lines[number - 1][0] for number in numbers]
        delivery = fee if self.one_of((False, True)) else 0
        basis = sum(charged) + delivery
        terms, since, until = self.life(waits=True)
        formula = self.one_of(FORMULAS)
        parts: tuple[int, ...] = ()
        match self.one_of(tuple(Clawback)):
            case Clawback.VALUE:
                clawback, earned = Clawback.VALUE, self.amount(1, 20)
            case Clawback.KEPT:
                clawback = Clawback.KEPT
                parts = tuple(charged) if self.draw(st.booleans()) else ()
                bases = [*parts, *([delivery] if delivery else [])] if parts else [basis]
                earned = sum(formula.earned(each) for each in bases)
            case Clawback.ITEM:
                clawback = Clawback.ITEM
                parts = tuple(self.amount(0, 8) for _ in numbers)
                earned = sum(parts)
        if not earned:
            clawback, parts, earned = Clawback.VALUE, (), 3
        earning = Earning(
            rule=self.one_of(("club", "club", "bonus")),
            points=earned,
            lines=numbers,
            basis=basis,
            delivery=delivery,
            lot=terms,
            type=self.one_of(TYPES),
            funder=self.one_of((None, None, "brand")),
            priority=self.one_of((0, 0, 1)),
            caps=self.caps(),
            clawback=clawback,
            formula=formula if clawback is Clawback.KEPT else None,
            parts=parts,
            shortfall=self.one_of(SHORTFALLS),
        )
        return Accrual(earning, since, until)

    def caps(self) -> tuple[CapTerms, ...]:
        """None, one, or two."""
        first, second = self.one_of((None, None, *CAPS)), self.one_of((None, *CAPS))
        both = [each for each in (first, second) if first is not None and each is not None]
        return tuple(dict.fromkeys(both))

    def grant(self, id_: str, who: str) -> None:
        """Points for no order, which may have begun to live before."""
        terms, since, until = self.life(waits=False)
        earlier = self.one_of((0, 0, 3 * DAY))
        earning = Earning(
            rule="review",
            points=self.amount(5, 30),
            lot=terms,
            type=self.one_of(TYPES),
            funder=self.one_of((None, "brand")),
            caps=self.caps(),
        )
        accrual = Accrual(earning, Instant((since or self.at) - earlier), until)
        self.facts.append(given(id_, self.at, accrual, member=who, kind=self.one_of(tuple(GrantKind))))

    def give_back(self, id_: str) -> None:
        """Some pieces of an order, or all of it, with what was settled for points that are gone."""
        order = self.one_of(self.orders[::-1])
        fee = sum(each.charged for each in order.deliveries)
        lines = [(line.terms.number, pieces(line.terms.quantity)) for line in order.lines]
        if self.draw(st.booleans()):
            back = [Units(number, 0, count) for number, count in lines]
        else:
            number, count = self.one_of(tuple(lines))
            first = self.amount(0, count - 1)
            back, fee = [Units(number, first, self.amount(1, count - first))], self.one_of((0, fee))
        settled = []
        paid = sum(paid_for(order.lines[each.number - 1].shares, each) for each in back)
        if paid and self.draw(st.booleans()):
            settled = [
                Settled(points=self.amount(1, 5), coupons=["C-1"]),
                Settled(points=self.amount(1, 5), amount=1),
            ]
            settled = settled[: self.amount(1, 2)]
        fact = came_back(order, back, id=id_, at=self.at, delivery=fee, settled=settled)
        self.facts.append(attrs.evolve(fact, gift=self.one_of((False, False, False, True))))

    def be_wrong(self) -> None:
        """One id with two contents, or a return from before its order."""
        if self.draw(st.booleans()):
            self.facts.append(moved(self.one_of(tuple(self.facts)), self.one_of((HOUR, -HOUR, DAY))))
        else:
            order = self.one_of(self.orders)
            early = Instant(order.placed_at - 1)
            self.facts.append(came_back(order, [Units(1, 0, 1)], id=f"early-{order.id}", at=early))


@cache
@st.composite
def point_stories(draw: st.DrawFn, acts_max: int = ACTS_MAX, *, is_graced: bool = True) -> Story:
    """Some acts, the facts that they left in any order, and an instant on an edge or beside it."""
    tale = Tale(draw=draw, graced=is_graced)
    if draw(st.booleans()):  # accounts that are united are in one pool at most
        tale.pools = (MEMBER, "m-2")
        tale.acts = tuple(act for act in ACTS if act != "merge")
    for who in MEMBERS[3 : draw(st.sampled_from((4, 3, 5)))]:
        tale.open(who, f"o-{who}")
    for number in range(draw(st.integers(min(acts_max, 4), acts_max))):
        tale.go_on(number)
    told = tale.story(draw(st.sampled_from(MEMBERS)))
    facts = draw(st.permutations(told.facts)) if draw(st.booleans()) else told.facts
    asked = draw(st.sampled_from([tale.at, *reversed(told.edges)])) + draw(st.sampled_from((0, -1, 1)))
    return attrs.evolve(told, facts=tuple(facts), at=datetime_of(Instant(asked)))
