"""Orders and grants built by hand, for stories about points: one line or two, a few points each.

What the counter would refuse can have happened all the same at a till that was cut off.

Source: house rule (facts are never refused).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from comptoir.facts.baskets import Buyer, Contract
from comptoir.facts.delivery_terms import DeliveryTerms, Promised
from comptoir.facts.events import OrderPlaced
from comptoir.facts.handovers import Carry, Deliver, Handover, Place
from comptoir.facts.orders import Order, OrderLine, Tender
from comptoir.facts.point_events import GrantKind, PointsGranted
from comptoir.facts.point_terms import Accrual, Earning, LotTerms, Redemption
from comptoir.facts.provenance import Provenance
from comptoir.facts.return_terms import Anchor, ReturnTerms, Right
from comptoir.facts.tax_terms import TaxPart, TaxTerms
from comptoir.facts.terms import LineTerms, Proven
from comptoir.testing.whole_shop import PRODUCTS
from comptoir.values.instants import Instant
from comptoir.values.money import Amount, UnitPrice
from comptoir.values.percentages import Percent
from comptoir.values.periods import Period

ZONE: Final = "Europe/Paris"
TILL: Final = Provenance("till")
HOME: Final = Deliver(Place("FR", "69003"), "home")
NO_TAX: Final = Percent(0)
LIFE: Final = LotTerms(zone=ZONE)


def bought(
    id: str,
    at: Instant,
    *lines: tuple[int, int],
    member: str | None,
    earns: Iterable[Accrual] = (),
    spends: Redemption | None = None,
    fee: int = 0,
    returns: Iterable[ReturnTerms] = (),
    handover: Handover = Carry("lyon-2"),  # noqa: B008 - frozen
) -> OrderPlaced:
    """An order of lines, each charged so much (minor units, no tax) for so many pieces, and its fee."""
    total = sum(charged for charged, _ in lines) + fee
    left = total - (0 if spends is None else spends.paid)
    order = Order(
        id=id,
        placed_at=at,
        provenance=TILL,
        buyer=Buyer(member=member),
        contract=Contract.IN_STORE if isinstance(handover, Carry) else Contract.DISTANCE,
        handover=handover,
        rulebook="0" * 64,
        question="0" * 64,
        answer="0" * 64,
        computing="2026-11",
        currency="EUR",
        lines=[_line(number, charged, pieces) for number, (charged, pieces) in enumerate(lines, 1)],
        rule_names={},
        taxes=[TaxTerms(NO_TAX, total, 0, total)],
        deliveries=[_delivered(fee)] if fee else [],
        total_minor=total,
        redemption=spends,
        accruals=earns,
        returns=returns,
        proof=Proven(),
        tenders=[Tender("card", Amount(left, "EUR"))] if left else [],
    )
    return OrderPlaced(id=id, order=order)


def points(
    number: int, since: Instant | None, until: Instant | None = None, *, lines: Iterable[int] = (1,)
) -> Accrual:
    """Points of the merchant's own, by share of value."""
    earning = Earning(rule="club", points=number, lines=lines, lot=LIFE)
    return Accrual(earning, since, until)


def given(id: str, at: Instant, *accruals: Accrual, member: str, kind: GrantKind) -> PointsGranted:
    """Points given other than for an order."""
    author = "w-7" if kind is GrantKind.ADJUSTMENT else None
    return PointsGranted(
        id=id,
        member=member,
        at=at,
        provenance=TILL,
        grant=kind,
        rule="kind",
        author=author,
        accruals=accruals,
    )


def may_come_back(days: int, *lines: int, anchor: Anchor = Anchor.PLACED) -> ReturnTerms:
    """The right to give goods of some lines back within so many days."""
    return ReturnTerms(
        right=Right.COMMERCIAL,
        rule="days",
        lines=lines,
        period=Period.from_text(f"{days} days"),
        zone=ZONE,
        anchor=anchor,
    )


def _line(number: int, charged: int, pieces: int) -> OrderLine:
    product = PRODUCTS[number]
    terms = LineTerms(
        number=number,
        sku=product.sku,
        quantity=pieces,
        unit_price=UnitPrice.of(1),
        price_list="all-year",
        regular=charged,
        charged=charged,
        paid=charged,
        taxes=(TaxPart(NO_TAX, charged, 0),),
    )
    return OrderLine(product, terms, tuple(terms.shares()))


def _delivered(fee: int) -> DeliveryTerms:
    day = date(2026, 6, 1)
    return DeliveryTerms(
        service="home",
        name={"fr": "À domicile", "en": "Home"},
        fee=fee,
        charged=fee,
        standard=fee,
        paid=fee,
        taxes=(TaxPart(NO_TAX, fee, 0),),
        promised=Promised(zone=ZONE, earliest=day, latest=day),
    )
