"""Points that are set aside, given and passed on: one is worth a cent, and a euro earns one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import attrs
import pendulum

from comptoir import Buyer, Counter, Fact, Line, Order, RefusalCode, Refused, Rulebook, Tender
from comptoir.checkout.place import Accepted
from comptoir.checkout.points import PointsDesk
from comptoir.checkout.recorded import Recorded
from comptoir.checkout.standing import Standing
from comptoir.facts.point_events import PointsFact
from comptoir.facts.point_terms import CapPer
from comptoir.loyalty.account import Account
from comptoir.loyalty.earn_rules import Action, CapRule, LotRule
from comptoir.loyalty.rules import Programme
from comptoir.loyalty.spend_rules import Reward, SpendRule
from comptoir.pricing.benefits.basket_amount import BasketAmountOff
from comptoir.pricing.conditions.coupon import IssuedCouponOf
from comptoir.values.periods import Period
from comptoir.values.windows import Window
from unit.price_shop import PROGRAMME, TILL, basket, instant, promotion, refusal, shop

CLUB: Final = attrs.evolve(
    PROGRAMME,
    actions=[
        Action(id="review", name={"fr": "Avis"}, points=50, caps=[CapRule(points=120, per=CapPer.DAY)]),
        Action(
            id="advent",
            name={"fr": "Avent"},
            points=10,
            valid=Window(instant("2026-12-01T00:00:00+01:00"), instant("2026-12-25T00:00:00+01:00")),
        ),
    ],
    lots=LotRule(expires_after=Period.from_text("12 months")),
    claimed_within=Period.from_text("30 days"),
    spend=SpendRule(points=1, worth="0.01 EUR"),
    rewards=[
        Reward(id="honey", name={"fr": "Miel"}, points=200, sku="MIEL", at_most=1),
        Reward(id="ten", name={"fr": "Dix euros"}, points=300, series="TEN"),
    ],
)
TEN_OFF: Final = promotion("ten-off", BasketAmountOff("10.00 EUR"), when=[IssuedCouponOf("TEN")])
"""What a coupon of the series that the catalogue has is good for."""
JEAN, MARIE, LEA = "m-jean", "m-marie", "m-lea"


def day(number: int, hour: int = 12) -> pendulum.DateTime:
    """Noon in UTC, or another hour, of a day of December 2026."""
    return pendulum.datetime(2026, 12, number, hour, tz="UTC")


FIRST: Final = day(1)


@attrs.define
class Desk:
    """A counter with the facts that it has recorded so far: what a test does, one thing after the other."""

    rules: Rulebook = attrs.field(factory=lambda: shop(TEN_OFF, programme=CLUB))
    facts: list[Fact] = attrs.field(factory=list)

    @property
    def counter(self) -> Counter:
        return Counter(self.rules)

    @property
    def points(self) -> PointsDesk:
        return self.counter.points

    def asks(
        self, verb: str, *args: Any, at: pendulum.DateTime, id: str, **fields: Any
    ) -> Recorded | Refused:
        """What the desk says to a verb; nothing is recorded."""
        said = getattr(self.points, verb)(*args, self.facts, at, id=id, provenance=TILL, **fields)
        assert isinstance(said, Recorded | Refused)
        return said

    def does(self, verb: str, *args: Any, at: pendulum.DateTime, id: str, **fields: Any) -> PointsFact:
        """What the desk records."""
        done = self.asks(verb, *args, at=at, id=id, **fields)
        assert isinstance(done, Recorded), done
        self.facts += done.facts
        [fact] = done.facts
        return fact

    def refuses(self, verb: str, *args: Any, at: pendulum.DateTime, id: str, **fields: Any) -> RefusalCode:
        """Why the desk does not do it."""
        return refusal(self.asks(verb, *args, at=at, id=id, **fields)).code

    def gives(self, member: str, points: int, *, at: pendulum.DateTime = FIRST, id: str = "gift") -> None:
        """So many points for a member, at once."""
        self.does("adjust", member, points, at=at, id=id, reason="welcome", author="e-1")

    def standing(self, member: str = JEAN, *, at: pendulum.DateTime) -> Standing:
        return self.counter.standing(member, self.facts, at)

    def account(self, member: str = JEAN, *, at: pendulum.DateTime) -> Account:
        return self.standing(member, at=at).account

    def buys(
        self, *lines: Line, at: pendulum.DateTime, id: str, member: str | None = JEAN, **fields: Any
    ) -> Accepted | Refused:
        """An order, by card for what points do not pay; nothing is recorded."""
        standing = None if member is None else self.standing(member, at=at)
        wanted = basket(*lines, buyer=Buyer(member=member), **fields)
        quote = self.counter.quote(wanted, at, standing=standing)
        tenders = [Tender("card", quote.to_pay)] if quote.to_pay.amount > 0 else []
        return self.counter.place(quote, id=id, at=at, tenders=tenders, provenance=TILL, history=self.facts)

    def sells(
        self, *lines: Line, at: pendulum.DateTime, id: str, member: str | None = JEAN, **fields: Any
    ) -> Order:
        """An order, recorded."""
        done = self.buys(*lines, at=at, id=id, member=member, **fields)
        assert isinstance(done, Accepted), done
        self.facts += done.facts
        return done.order


def with_programme(programme: Programme = CLUB, facts: Iterable[Fact] = (), **rules: Any) -> Desk:
    """The desk of a shop with a programme."""
    return Desk(shop(TEN_OFF, programme=programme, **rules), list(facts))
