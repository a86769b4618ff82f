"""Orders and returns of one member, in the few words that the tests of points need: one point, one cent."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, TypeVar

import attrs

from comptoir.facts.baskets import Buyer, Contract
from comptoir.facts.delivery_terms import DeliveryTerms, Promised
from comptoir.facts.events import Fact, OrderPlaced, Returned, Taken
from comptoir.facts.handovers import Carry
from comptoir.facts.held import Held
from comptoir.facts.history import History
from comptoir.facts.holdings import Holdings, holdings_of
from comptoir.facts.orders import Order, OrderLine, Tender
from comptoir.facts.point_events import GrantKind, PointsFact, PointsGranted
from comptoir.facts.point_terms import POINTS, Accrual, Earning, LotTerms, Redemption
from comptoir.facts.products import Product
from comptoir.facts.provenance import Provenance
from comptoir.facts.tax_terms import TaxPart, TaxTerms
from comptoir.facts.terms import LineTerms, Proven
from comptoir.facts.units import Units, charged_for
from comptoir.loyalty.account import NO_POINTS, Account
from comptoir.loyalty.earn_rules import EarnRule, LotRule
from comptoir.loyalty.fold.books import Books, replay
from comptoir.loyalty.fold.timeline import timeline
from comptoir.loyalty.rules import Programme
from comptoir.loyalty.spend_rules import SpendRule
from comptoir.loyalty.tier_rules import TierRule, TierRules
from comptoir.returns.rights import closes
from comptoir.values.almanac import Almanac
from comptoir.values.instants import Instant, instant_from_text
from comptoir.values.moments import Moment
from comptoir.values.money import Amount, UnitPrice
from comptoir.values.percentages import Percent
from comptoir.values.periods import Period
from comptoir.values.selections import Category
from comptoir.values.zones import Change, Zone

PARIS = Zone(
    name="Europe/Paris",
    since=instant_from_text("2024-12-30T00:00:00Z"),
    until=instant_from_text("2031-01-03T00:00:00Z"),
    offset=3600,
    changes=(
        Change(instant_from_text("2025-03-30T01:00:00Z"), 7200),
        Change(instant_from_text("2025-10-26T01:00:00Z"), 3600),
        Change(instant_from_text("2026-03-29T01:00:00Z"), 7200),
        Change(instant_from_text("2026-10-25T01:00:00Z"), 3600),
        Change(instant_from_text("2027-03-28T01:00:00Z"), 7200),
        Change(instant_from_text("2027-10-31T01:00:00Z"), 3600),
    ),
)
ALMANAC = Almanac((PARIS,), ())
DRESS = Product(sku="ROBE-36", name={"fr": "Robe"}, category="mode/robes", tax="standard")
CARD = Product(sku="CADEAU", name={"fr": "Carte cadeau"}, category="cartes", tax="standard")
MEMBER = "m-1"
F = TypeVar("F", bound=PointsFact)
TILL = Provenance("till")
PROGRAMME = Programme(
    id="club",
    name={"fr": "Le Club"},
    zone="Europe/Paris",
    earn=EarnRule(points=1, per="1.00 EUR", on=Category("mode")),
    lots=LotRule(available_after=Period.from_text("14 days"), expires_after=Period.from_text("12 months")),
    spend=SpendRule(points=100, worth="1.00 EUR", step=50, minimum=100, share="50"),
    levels=TierRules(period=Period.from_text("12 months")),
    tiers=[
        TierRule(id="basic", name={"fr": "Base"}, from_="0.00 EUR"),
        TierRule(
            id="gold", name={"fr": "Or"}, from_="500.00 EUR", factor="1.5", free_delivery=["home", "express"]
        ),
        TierRule(id="black", name={"fr": "Noir"}, from_="2000.00 EUR", factor="2", free_delivery=["home"]),
    ],
)


Facts = list[Fact | Order]
"""What happened; an order stands for the fact that it was placed."""


def at(text: str) -> Instant:
    """The instant of ``2026-03-10`` (noon in UTC) or of a whole text with its offset."""
    return instant_from_text(text if "T" in text else f"{text}T12:00:00Z")


def lot(points: int, since: str, until: str | None = None, *, rule: str = "club") -> Accrual:
    """Points that an order earns on its first line, with the life of their lot."""
    earning = Earning(rule=rule, points=points, lines=(1,), basis=points, lot=LotTerms(zone="Europe/Paris"))
    return Accrual(earning, at(since), None if until is None else at(until))


def order(
    id: str,
    on: str,
    *,
    earns: Iterable[Accrual] = (),
    spends: int = 0,
    charged: int = 10_000,
    pieces: int = 1,
    member: str | None = MEMBER,
    currency: str = "EUR",
    fee: int = 0,
) -> Order:
    """One line of some pieces, delivered for a fee if there is one, paid by card and with points."""
    terms = LineTerms(
        number=1,
        sku=DRESS.sku,
        quantity=pieces,
        unit_price=UnitPrice.of(1),
        price_list="2026",
        regular=charged,
        charged=charged,
        paid=charged,
        taxes=(TaxPart(Percent(0), charged, 0),),
    )
    total = charged + fee
    left = total - spends
    return Order(
        id=id,
        placed_at=at(on),
        provenance=TILL,
        buyer=Buyer(member=member),
        contract=Contract.IN_STORE,
        handover=Carry("lyon-2"),
        rulebook="0" * 64,
        question="0" * 64,
        answer="0" * 64,
        computing="2026-11",
        currency=currency,
        lines=[OrderLine(DRESS, terms, tuple(terms.shares()))],
        rule_names={},
        taxes=[TaxTerms(Percent(0), total, 0, total)],
        deliveries=[delivered(fee)] if fee else [],
        total_minor=total,
        redemption=Redemption(spends, spends) if spends else None,
        accruals=earns,
        proof=Proven(),
        tenders=[Tender("card", Amount(left, currency))] if left else [],
    )


def delivered(fee: int) -> DeliveryTerms:
    day = date(2026, 3, 5)
    return DeliveryTerms(
        service="home",
        name={"fr": "À domicile"},
        fee=fee,
        charged=fee,
        standard=fee,
        paid=fee,
        taxes=(TaxPart(Percent(0), fee, 0),),
        promised=Promised(zone="Europe/Paris", earliest=day, latest=day),
    )


def placed(bought: Order) -> OrderPlaced:
    return OrderPlaced(id=bought.id, order=bought)


def returned(
    id: str, bought: Order, on: str, *, first: int = 0, count: int = 1, delivery: int = 0
) -> Returned:
    """Some pieces of an order's line came back; what they cost was refunded, and of the fee what is named."""
    units = Units(1, first, count)
    refunded = charged_for(bought.lines[0].shares, units)
    return Returned(
        id=id,
        order=bought.id,
        member=bought.buyer.member,
        at=at(on),
        store="lyon-2",
        currency=bought.currency,
        taken=[Taken(units=units, sku=DRESS.sku, reason="too_large", refunded=refunded)],
        delivery=delivery,
        tenders=[Tender("card", Amount(refunded + delivery, bought.currency))],
        answer="0" * 64,
        provenance=TILL,
    )


def recorded(facts: Facts) -> History:
    """What happened, as a set."""
    found = [placed(fact) if isinstance(fact, Order) else fact for fact in facts]
    return History.of(found, lambda fact: repr(fact).encode())


def held(facts: Facts, moment: Moment) -> Holdings:
    """What has become of the orders, at a moment."""
    return holdings_of(recorded(facts), moment)


def account_at(facts: Facts, moment: Moment, member: str = MEMBER, type: str = POINTS) -> Account:
    """The points of one type of a member at a moment."""
    history = recorded(facts)
    books = books_at(history, moment)
    return books.accounts(member).get(type, NO_POINTS)


def books_at(history: History, moment: Moment) -> Books:
    """The accounts of all members of a history at a moment."""
    books = replay(timeline(history, holdings_of(history, moment), moment), Books(ALMANAC, closes_by_law))
    books.close(moment)
    return books


def closes_by_law(held: Held, lines: Collection[int]) -> Instant | None:
    """When goods may no longer come back, by the order's own terms."""
    return closes(held, lines, ALMANAC)


def account(facts: Facts, on: str, member: str = MEMBER, type: str = POINTS) -> Account:
    """The member's points on a day, or at an instant."""
    return account_at(facts, Moment(at(on)), member, type)


UNMOVED = frozenset({"became_available", "repaid", "held", "released"})
"""The movements that move points from one place to another."""


def is_balanced(found: Account) -> bool:
    """Law L2, for all points and for those of each funder; the movements say the same."""
    kept = found.available + found.pending + found.held - found.debt
    gone = found.redeemed + found.expired + found.clawed_back + found.taken_off + found.transferred_out
    given = found.earned + found.granted + found.transferred_in + found.forgiven + found.settled
    moved = sum(each.points for each in found.movements if each.kind.value not in UNMOVED)
    funded = all(
        each.given
        == each.available
        + each.pending
        + each.held
        + each.redeemed
        + each.expired
        + each.clawed_back
        + each.taken_off
        + each.transferred_out
        for each in found.funders
    )
    return given == kept + gone and moved == kept and funded


def left(found: Account) -> dict[str, int]:
    """What is left of each lot, by its source."""
    return {each.source: each.remaining for each in found.lots}


def fact(type: type[F], id: str, on: str, *, member: str = MEMBER, **fields: Any) -> F:
    """Something that happened to a member's points."""
    return type(id=id, member=member, at=at(on), provenance=TILL, **fields)


def agreed(accrual: Accrual, **changes: Any) -> Accrual:
    """The accrual with other terms of its earning."""
    return attrs.evolve(accrual, earning=attrs.evolve(accrual.earning, **changes))


def gift(id: str, on: str, points: int, until: str | None = None, *, member: str = MEMBER) -> PointsGranted:
    """Points that are given for something else than an order, and are available at once."""
    accrual = agreed(lot(points, on, until), lines=(), basis=0)
    return fact(
        PointsGranted, id, on, member=member, grant=GrantKind.ACTION, rule="review", accruals=[accrual]
    )
