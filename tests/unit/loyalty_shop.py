"""Orders and returns of one member, in the few words that the tests of points need: one point, one cent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from comptoir.facts.baskets import Buyer, Carry, Contract
from comptoir.facts.delivery_terms import DeliveryTerms, Promised
from comptoir.facts.events import Fact, OrderPlaced, Returned, Taken
from comptoir.facts.history import History
from comptoir.facts.holdings import Holdings, holdings_of
from comptoir.facts.orders import Order, OrderLine, Tender
from comptoir.facts.point_terms import Accrual, Earning, LotTerms, Redemption
from comptoir.facts.products import Product
from comptoir.facts.provenance import Provenance
from comptoir.facts.tax_terms import TaxPart, TaxTerms
from comptoir.facts.terms import LineTerms, Proven
from comptoir.facts.units import Units, charged_for
from comptoir.loyalty.account import Account
from comptoir.loyalty.ledger import account_of
from comptoir.loyalty.rules import EarnRule, LotRule, Programme, SpendRule, TierRule
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
TILL = Provenance("till")
PROGRAMME = Programme(
    id="club",
    name={"fr": "Le Club"},
    zone="Europe/Paris",
    earn=EarnRule(points=1, per="1.00 EUR", on=Category("mode")),
    lots=LotRule(available_after=Period.from_text("14 days"), expires_after=Period.from_text("12 months")),
    spend=SpendRule(points=100, worth="1.00 EUR", step=50, minimum=100, share="50"),
    tier_period=Period.from_text("12 months"),
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
        delivery=delivered(fee) if fee else None,
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


def held(facts: Facts, moment: Moment) -> Holdings:
    """What has become of the orders, at a moment."""
    recorded = [placed(fact) if isinstance(fact, Order) else fact for fact in facts]
    return holdings_of(History.of(recorded, lambda fact: repr(fact).encode()), moment)


def account(facts: Facts, on: str, member: str = MEMBER) -> Account:
    """The member's points on a day, or at an instant."""
    moment = Moment(at(on))
    return account_of(member, held(facts, moment), moment)
