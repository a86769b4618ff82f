"""A case for a law of tiers: a programme, what a member bought and gave back, and an instant.

Source: house rule (``outcome = f(rulebook, facts, instant)``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final, Protocol

import attrs

from comptoir.facts.baskets import Buyer, Contract
from comptoir.facts.events import Fact, OrderPlaced, Returned
from comptoir.facts.handovers import Carry
from comptoir.facts.held import Held
from comptoir.facts.history import History
from comptoir.facts.holdings import holdings_of
from comptoir.facts.orders import Order, OrderLine, Tender
from comptoir.facts.point_terms import Redemption
from comptoir.facts.products import Product
from comptoir.facts.tax_terms import TaxPart, TaxTerms
from comptoir.facts.terms import LineTerms, Proven
from comptoir.facts.units import Units
from comptoir.loyalty.rules import Programme
from comptoir.loyalty.tier import TierStanding, tier_of
from comptoir.testing.stories import MEMBER, TILL, came_back
from comptoir.values.almanac import Almanac
from comptoir.values.instants import Instant
from comptoir.values.moments import Moment
from comptoir.values.money import Amount, UnitPrice
from comptoir.values.percentages import Percent
from comptoir.values.zones import Zone

DRESS: Final = Product(sku="ROBE-36", name={"fr": "Robe"}, category="mode/robes", tax="standard")


@attrs.frozen
class Buy:
    """Two pieces bought at an instant for so much together; each may come ``back`` at an instant.

    ``points`` of a minor unit each pay a part.
    """

    at: Instant
    charged: int
    back: tuple[Instant, ...] = ()
    points: int = 0


def _buys(buys: Iterable[Buy]) -> tuple[Buy, ...]:
    return tuple(buys)


@attrs.frozen(kw_only=True)
class TierCase:
    """What a tier is asked of: the rules, the zone of their days, purchases, an instant."""

    programme: Programme
    zone: Zone
    buys: tuple[Buy, ...] = attrs.field(converter=_buys)
    at: Instant
    joined: Instant | None = None

    @property
    def edges(self) -> tuple[Instant, ...]:
        """The instants at which something happens."""
        return tuple(sorted({each for buy in self.buys for each in (buy.at, *buy.back)}))

    def facts(self) -> list[Fact]:
        """What happened, as facts."""
        facts: list[Fact] = []
        for number, buy in enumerate(self.buys):
            order = ordered(buy, f"o-{number}")
            facts.append(OrderPlaced(id=order.id, order=order))
            facts += [_back(order, piece, at) for piece, at in enumerate(buy.back)]
        return facts


@attrs.frozen
class Found:
    """A tier, and the first instant at which it may be another; ``None`` if nothing is in sight."""

    standing: TierStanding
    until: Instant | None


TellTier = Callable[[TierCase], Found]
"""A way of telling a tier."""


class TierLaw(Protocol):
    """A law of tiers: it returns if it holds of a case, and raises ``LawBroken`` if not."""

    __name__: str
    __doc__: str | None

    def __call__(self, case: TierCase, tell: TellTier = ...) -> None:
        """Try the law on one case."""


def tell_tier(case: TierCase) -> Found:
    """The plain way of telling: by the facts of the case."""
    moment = Moment(case.at)
    purchases = held(case, moment)
    almanac = Almanac((case.zone,), ())
    return Found(tier_of(case.programme, purchases, moment, almanac, joined=case.joined), moment.until)


def held(case: TierCase, moment: Moment) -> Sequence[Held]:
    """The purchases of a case as they stand at a moment."""
    history = History.of(case.facts(), lambda fact: repr(fact).encode())
    return list(holdings_of(history, moment).orders.values())


def ordered(buy: Buy, id_: str) -> Order:
    """The order that a purchase is: one line of two pieces, carried away."""
    terms = LineTerms(
        number=1,
        sku=DRESS.sku,
        quantity=2,
        unit_price=UnitPrice.of(1),
        price_list="2026",
        regular=buy.charged,
        charged=buy.charged,
        paid=buy.charged,
        taxes=(TaxPart(Percent(0), buy.charged, 0),),
    )
    left = buy.charged - buy.points
    return Order(
        id=id_,
        placed_at=buy.at,
        provenance=TILL,
        buyer=Buyer(member=MEMBER),
        contract=Contract.IN_STORE,
        handover=Carry("lyon-2"),
        rulebook="0" * 64,
        question="0" * 64,
        answer="0" * 64,
        computing="2026-11",
        currency="EUR",
        lines=[OrderLine(DRESS, terms, tuple(terms.shares()))],
        rule_names={},
        taxes=[TaxTerms(Percent(0), buy.charged, 0, buy.charged)],
        total_minor=buy.charged,
        redemption=Redemption(buy.points, buy.points) if buy.points else None,
        proof=Proven(),
        tenders=[Tender("card", Amount(left, "EUR"))] if left else [],
    )


def _back(order: Order, piece: int, at: Instant) -> Returned:
    return came_back(order, [Units(1, piece, 1)], id=f"r-{order.id}-{piece}", at=at)
