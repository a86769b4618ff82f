"""A small shop for the tests of returns: orders built by hand, and what happens to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import attrs

from comptoir.authoring.holiday_calendars import holiday_calendar
from comptoir.authoring.zone_tables import zone_table
from comptoir.facts.baskets import ANYONE, Contract
from comptoir.facts.delivery_terms import DeliveryTerms, Promised
from comptoir.facts.events import Exchanged, Fact, HandedOver, OrderPlaced, Returned, Settled, Taken
from comptoir.facts.goods import RefUnits
from comptoir.facts.handovers import Deliver, Handover, Place
from comptoir.facts.held import Held
from comptoir.facts.history import History
from comptoir.facts.holdings import holdings_of
from comptoir.facts.orders import Order, OrderLine, Tender
from comptoir.facts.places import Country, Places
from comptoir.facts.point_terms import Accrual, Earning, LotTerms, Redemption
from comptoir.facts.products import Product
from comptoir.facts.provenance import Provenance
from comptoir.facts.return_terms import Anchor, ReturnTerms, Right
from comptoir.facts.tax_terms import TaxPart, TaxTerms
from comptoir.facts.terms import Adjustment, LineTerms, Proven
from comptoir.facts.units import Units
from comptoir.returns.asked import Give, ReturnAsked
from comptoir.returns.assess import assess_goods
from comptoir.returns.assessed import Assessed
from comptoir.returns.exchanges.exchange import Evenly
from comptoir.returns.reasons.changed_mind import ChangedMind
from comptoir.returns.reasons.faulty import Faulty
from comptoir.returns.reasons.not_as_described import NotAsDescribed
from comptoir.returns.reasons.too_large import TooLarge
from comptoir.returns.reasons.too_small import TooSmall
from comptoir.returns.repriced import Alone, KeptCost, none_alone
from comptoir.values.almanac import Almanac
from comptoir.values.instants import Instant, instant_from_text
from comptoir.values.moments import Moment
from comptoir.values.money import Amount, UnitPrice
from comptoir.values.percentages import Percent
from comptoir.values.periods import Period
from comptoir.values.quantities import Quantity

PARIS = "Europe/Paris"
TILL = Provenance("till")
DIGEST = "0" * 64
SINCE, UNTIL = date(2026, 1, 1), date(2028, 1, 1)
ALMANAC = Almanac(
    (
        zone_table(
            PARIS, instant_from_text("2025-12-01T00:00:00Z"), instant_from_text("2028-02-01T00:00:00Z")
        ),
    ),
    (
        holiday_calendar(id="fr", country="FR", since=SINCE, until=UNTIL),
        holiday_calendar(id="fr-57", country="FR", subdivision="57", since=SINCE, until=UNTIL),
    ),
)
PLACES = Places(countries={"FR": Country(zone=PARIS, calendar="fr")})
REASONS = {
    reason.kind: reason for reason in (ChangedMind(), TooLarge(), TooSmall(), NotAsDescribed(), Faulty())
}

WITHDRAWAL = ReturnTerms(
    right=Right.STATUTORY,
    rule="wd.fr",
    source="Code de la consommation, article L221-18",
    lines=[1, 2],
    period=Period.from_text("14 days"),
    counting="fr-l221-19",
    calendar="fr",
    zone=PARIS,
    anchor=Anchor.LAST_HANDED_OVER,
)
THIRTY_DAYS = ReturnTerms(
    right=Right.COMMERCIAL,
    rule="thirty",
    lines=[1, 2],
    period=Period.from_text("30 days"),
    zone=PARIS,
    anchor=Anchor.HANDED_OVER,
    fee="10",
    even_exchange=True,
)
FINAL = ReturnTerms(
    right=Right.COMMERCIAL,
    rule="final",
    lines=[1, 2],
    period=None,
    zone=PARIS,
    anchor=Anchor.HANDED_OVER,
)


def at(text: str) -> Instant:
    """Noon in Paris in winter, on a day; or an instant with its offset."""
    return instant_from_text(text if "T" in text else f"{text}T12:00:00+01:00")


PLACED = at("2026-03-02")
HANDED = at("2026-03-04")


def dress(sku: str = "ROBE-36", **changes: Any) -> Product:
    """A dress, a variant of its model."""
    described = {"name": {"fr": "Robe"}, "category": "mode", "tax": "standard", "model": "ROBE"}
    return Product(sku=sku, **{**described, **changes})


def tea() -> Product:
    """Tea, which is weighed."""
    return Product(sku="THE", name={"fr": "Thé"}, category="epicerie", tax="standard", unit="kg")


def line(number: int, product: Product, quantity: Quantity, regular: int, *, off: int = 0) -> OrderLine:
    """A line that costs so much in all, less what was taken off."""
    terms = LineTerms(
        number=number,
        sku=product.sku,
        quantity=quantity,
        unit_price=UnitPrice.of("1"),
        price_list="2026",
        regular=regular,
        adjustments=(Adjustment("offers", "soldes", -off),) if off else (),
        charged=regular - off,
        paid=regular - off,
        taxes=(TaxPart(Percent(0), regular - off, 0),),
    )
    return OrderLine(product, terms, terms.shares())


def delivery(fee: int, standard: int) -> DeliveryTerms:
    """A delivery by that fee, while the least expensive one was at ``standard``."""
    return DeliveryTerms(
        service="home",
        name={"fr": "À domicile"},
        fee=fee,
        charged=fee,
        standard=standard,
        paid=fee,
        taxes=(TaxPart(Percent(0), fee, 0),),
        promised=Promised(zone=PARIS, earliest=date(2026, 3, 4), latest=date(2026, 3, 5)),
    )


def accrual(points: int, lines: Sequence[int], basis: int) -> Accrual:
    """Points earned with some lines."""
    earning = Earning(rule="base", points=points, lines=lines, basis=basis, lot=LotTerms(zone=PARIS))
    return Accrual(earning, PLACED)


def order(
    *lines: OrderLine,
    returns: Iterable[ReturnTerms] = (WITHDRAWAL, THIRTY_DAYS),
    tenders: Sequence[Tender] | None = None,
    delivery: DeliveryTerms | None = None,
    redemption: Redemption | None = None,
    accruals: Iterable[Accrual] = (),
    refs: Iterable[RefUnits] = (),
    contract: Contract = Contract.DISTANCE,
    handover: Handover = Deliver(Place("FR", "69003")),  # noqa: B008 - a frozen value
) -> Order:
    """An order that adds up; paid by card unless said otherwise. Terms speak of the lines that it has."""
    total = sum(each.terms.charged for each in lines) + (0 if delivery is None else delivery.charged)
    money = total - (0 if redemption is None else redemption.worth)
    numbers = range(1, len(lines) + 1)
    return Order(
        id="o-1",
        placed_at=PLACED,
        provenance=Provenance("app"),
        buyer=ANYONE,
        contract=contract,
        handover=handover,
        rulebook=DIGEST,
        question=DIGEST,
        answer=DIGEST,
        computing="2026-11",
        currency="EUR",
        lines=lines,
        rule_names={},
        refs=refs,
        taxes=[TaxTerms(Percent(0), total, 0, total)],
        deliveries=() if delivery is None else (delivery,),
        total_minor=total,
        redemption=redemption,
        accruals=accruals,
        returns=[_narrowed(terms, numbers) for terms in returns],
        proof=Proven(),
        tenders=[Tender("card", Amount(money, "EUR"), reference="psp-9")] if tenders is None else tenders,
    )


def _narrowed(terms: ReturnTerms, numbers: range) -> ReturnTerms:
    return attrs.evolve(terms, lines=[number for number in terms.lines if number in numbers])


def handed_over(*units: Units, when: Instant = HANDED, id_: str = "h-1") -> HandedOver:
    """The fact that pieces, or all of them, reached the customer."""
    return HandedOver(id=id_, order="o-1", at=when, units=units, provenance=TILL)


def held(placed: Order, *facts: Fact, when: Instant | None = None) -> Held:
    """The order as it stands once these facts have happened."""
    happened = [OrderPlaced(id=placed.id, order=placed), *facts]
    history = History.of(happened, lambda fact: repr(fact).encode())
    last = max(fact.at for fact in happened)
    return holdings_of(history, Moment(last if when is None else when)).orders[placed.id]


def assessed(
    stands: Held,
    *give: Give,
    when: Instant,
    moment: Moment | None = None,
    cost: KeptCost | None = None,
    alone: Alone = none_alone,
    **asked: Any,
) -> Assessed:
    """What becomes of goods given back; ``asked`` is more of the question, such as ``store``."""
    return assess_goods(
        stands,
        ReturnAsked(give=give, **asked),
        reasons=REASONS,
        moment=Moment(when) if moment is None else moment,
        almanac=ALMANAC,
        cost=cost,
        alone=alone,
    )


def returned(found: Assessed, when: Instant, id_: str) -> Returned:
    """An assessment as the fact that a channel records."""
    return Returned(
        id=id_,
        order=found.order,
        at=when,
        currency=found.refund.currency,
        taken=[
            Taken(
                units=good.units,
                sku=good.product.sku,
                reason=good.reason,
                refunded=good.refunded,
                grade=good.grade,
                fee=good.fee,
                wear=good.wear,
                mode=good.mode,
                withdrawn=good.is_withdrawal,
                rebills=good.rebills,
            )
            for good in found.goods
        ],
        carriage=found.refund.carriage,
        rebilled=found.refund.rebilled,
        taxes=found.refund.taxes,
        delivery=found.refund.delivery,
        tenders=found.refund.tenders,
        points_restored=found.refund.points,
        points_worth=found.refund.worth,
        points_clawed=found.points_clawed,
        settled=[Settled(points=1, amount=found.refund.kept)] if found.refund.kept else (),
        answer=DIGEST,
        provenance=TILL,
    )


def exchanged(evenly: Evenly, when: Instant, id_: str) -> Exchanged:
    """An even exchange as the fact that a channel records."""
    return Exchanged(id=id_, order="o-1", at=when, swaps=evenly.swaps, answer=DIGEST, provenance=TILL)


def in_turn(
    placed: Order, *requests: Sequence[Give], when: Instant, store: str | None = None
) -> list[Assessed]:
    """Requests one after the other, each recorded before the next; everything was handed over before."""
    facts: list[Fact] = [handed_over()]
    found: list[Assessed] = []
    for index, give in enumerate(requests):
        now = Instant(when + index)
        found.append(assessed(held(placed, *facts, when=now), *give, when=now, store=store))
        if found[-1].goods:
            facts.append(returned(found[-1], now, f"r-{index}"))
    return found


def paid(*found: Assessed) -> dict[str, int]:
    """What went back to each means of payment."""
    amounts: dict[str, int] = {}
    for each in found:
        for tender in each.refund.tenders:
            amounts[tender.means] = amounts.get(tender.means, 0) + tender.amount.minor
    return amounts
