"""Cases of delivery and returns made by hand, on the shop with everything.

For who runs these laws without Hypothesis, and for the planted faults, each of which is caught on one of
them.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, Final

import attrs

from comptoir.checkout.place import Accepted
from comptoir.counter import Counter
from comptoir.delivery.fees.flat import FlatFee
from comptoir.delivery.limits.pieces import PiecesLimit
from comptoir.delivery.rules import Dates, FeePer, Prefer, Shipped, Sourcing, Surcharge, Way
from comptoir.facts.baskets import Basket, Buyer, Contract
from comptoir.facts.events import Fact, HandedOver, OrderPlaced
from comptoir.facts.handovers import Carry, Deliver, Handover, Place
from comptoir.facts.lines import Line
from comptoir.facts.orders import Order, Tender
from comptoir.facts.provenance import Provenance
from comptoir.facts.return_terms import Anchor, Bearer, Means
from comptoir.facts.stock import Stock
from comptoir.facts.units import Units
from comptoir.loyalty.spend import SpendRefused
from comptoir.returns.asked import Give
from comptoir.returns.rules import ReturnPolicy, ReturnRules
from comptoir.rulebook import Rulebook
from comptoir.testing.delivery_cases import DeliveryCase
from comptoir.testing.return_cases import Request, ReturnCase
from comptoir.testing.whole_shop import DELIVERY, PLACES, RETURNS, whole_shop
from comptoir.values.instants import DAY, Instant, datetime_of, instant_from_text
from comptoir.values.money import Amount
from comptoir.values.periods import Period
from comptoir.values.quantities import Measured
from comptoir.values.selections import Category

MEMBER: Final = "m-1"
BEFORE: Final = instant_from_text("2026-02-20T10:00:00Z")
"""When the member bought something, and earned the points that can be spent later."""
ORDERED: Final = instant_from_text("2026-03-20T10:00:00Z")
"""From here on, a change of the clocks and Easter lie ahead."""
AT_HOME: Final = Deliver(Place("FR", "69003"), "express")
BY: Final = Provenance("web")


def policy(name: str, period: str | None = "30 days", **changes: Any) -> ReturnPolicy:  # noqa: ANN401 - each field has its own type
    """A return policy, in few words."""
    given = None if period is None else Period.from_text(period)
    return ReturnPolicy(id=name, name={"fr": name}, period=given, **changes)


HOUSES: Final = (
    (policy("free"),),
    (policy("dear", fee="12.5"),),
    (policy("books", "15 days", on=Category("books"), means=Means.CREDIT), policy("dear", fee="33.3333")),
    (policy("credit", means=Means.CREDIT, fee="10"),),
    (policy("picky", reasons=("too_large", "too_small"), fee="10"),),
    (policy("short", "7 days", anchor=Anchor.PLACED, carriage=Bearer.SELLER, even_exchange=False),),
    (policy("last", anchor=Anchor.LAST_HANDED_OVER, fee="1"),),
    (policy("final", None),),
)
"""What merchants grant, each beside the law's rights."""


@cache
def shops() -> tuple[Rulebook, ...]:
    """The whole shop, and the same with other policies."""
    return (whole_shop(), *(house(*policies) for policies in HOUSES))


def house(*policies: ReturnPolicy) -> Rulebook:
    """The whole shop with these policies and no other."""
    return whole_shop(returns=ReturnRules(policies=policies, statutory=RETURNS.statutory))


@cache
def points_earned(shop: int) -> tuple[Fact, ...]:
    """The first purchase of the member in one of the shops, which earns points."""
    lines = (Line("ROBE-38", 1), Line("FOULARD", 2))
    basket = ordered(*lines, handover=Carry("lyon-2"), contract=Contract.IN_STORE)
    return placed(shops()[shop], (), "o-0", BEFORE, basket)


def ordered(
    *lines: Line, handover: Handover = AT_HOME, contract: Contract = Contract.DISTANCE, points: int = 0
) -> Basket:
    """The member's basket, each line with a ref of its own, complete."""
    typed = [attrs.evolve(line, ref=f"r{index}") for index, line in enumerate(lines)]
    return Basket(
        currency="EUR",
        lines=typed,
        buyer=Buyer(member=MEMBER),
        handover=handover,
        contract=contract,
        points=points,
    )


Names = Sequence[tuple[str, str | None]]
"""Tenders by their means and references."""
PAID_WITH: Final[Names] = (("gift-card", "gift-card"), ("card", "card"))


def placed(
    rulebook: Rulebook,
    facts: tuple[Fact, ...],
    id_: str,
    at: Instant,
    basket: Basket,
    *,
    names: Names = PAID_WITH,
) -> tuple[Fact, ...]:
    """The facts with one more order, paid to the cent in some tenders; without points that are refused."""
    counter, when = Counter(rulebook), datetime_of(at)
    member = basket.buyer.member
    standing = None if member is None else counter.standing(member, facts, when)
    quote = counter.quote(basket, when, standing=standing)
    if isinstance(quote.redeemed, SpendRefused):
        return placed(rulebook, facts, id_, at, attrs.evolve(basket, points=0), names=names)
    firsts = [quote.due // 3 for _ in names[1:]]
    parts = (*firsts, quote.due - sum(firsts))
    tenders = [
        Tender(means, Amount(part, "EUR"), reference=reference)
        for (means, reference), part in zip(names, parts, strict=True)
        if part
    ]
    found = counter.place(quote, id=id_, at=when, tenders=tenders, provenance=BY, history=facts)
    match found:
        case Accepted(facts=more):
            return (*facts, *more)
        case _:
            raise AssertionError(found)


def last_order(facts: Iterable[Fact]) -> Order:
    """The order placed last."""
    *_, last = (fact for fact in facts if isinstance(fact, OrderPlaced))
    return last.order


def arrival(id_: str, order: Order, units: Iterable[Units], at: Instant) -> HandedOver:
    """The fact that pieces, or all of them, reached the customer."""
    return HandedOver(
        id=id_, order=order.id, member=order.buyer.member, at=at, units=tuple(units), provenance=BY
    )


@cache
def delivery_cases() -> tuple[DeliveryCase, ...]:
    """Baskets on cut-offs, before holidays, and on the nights on which clocks change; goods in two places."""
    shop, sending = whole_shop(), sending_shop()
    baskets = (
        Basket(currency="EUR", lines=[Line("ROBE-36", 1), Line("LIVRE", 2, ref="a"), Line("ROBE-36", 1)]),
        Basket(currency="EUR", lines=[Line("LIVRE", 2), Line("FOULARD", 1), Line("JOURNAL", 1)]),
        Basket(currency="EUR", lines=[Line("THE", Measured("0.532", "kg"))]),
    )
    instants = (
        "2026-12-11T12:59:59.999999Z",
        "2026-12-11T13:00:00Z",
        "2026-12-23T17:00:00Z",
        "2026-05-06T13:30:00Z",
        "2026-10-22T11:59:59.999999Z",
        "2026-10-24T22:30:00Z",
        "2026-10-25T00:30:00Z",
        "2026-10-25T01:30:00Z",
        "2026-03-29T00:59:59Z",
    )
    places = (Place("FR", "69003"), Place("FR", "20000"), Place("BE", "1000"))
    asked = [datetime_of(instant_from_text(at)) for at in instants]
    turns = [(shop, at, baskets[turn % 3], places[turn // 3 % 3]) for turn, at in enumerate(asked)]
    always = [(shop, at, baskets[0], places[0]) for at in asked]
    stocked = [attrs.evolve(basket, stock=STOCK) for basket in (*baskets, LACKING)]
    sent = [(sending, at, basket, places[0]) for at in asked[:2] for basket in (baskets[1], *stocked)]
    return tuple(
        DeliveryCase(rulebook=rulebook, basket=basket, at=at, to=place)
        for rulebook, at, basket, place in [*always, *turns, *sent]
    )


LACKING: Final = Basket(currency="EUR", lines=[Line("FOULARD", 9)])
STOCK: Final = (
    Stock(source="depot", sku="LIVRE", quantity=1),
    Stock(source="hub", sku="LIVRE", quantity=4),
    Stock(source="hub", sku="FOULARD", quantity=2),
)
"""Books in two places, scarves in one."""


@cache
def sending_shop() -> Rulebook:
    """The whole shop with a second warehouse: what is in two places comes on two days, for one fee."""
    [home, express, *others] = DELIVERY.services
    way = _from_two_places(home.way)
    sourcing = Sourcing(prefer=[Prefer.EARLIEST], dates=Dates.AS_READY)
    surcharge = Surcharge(id="books", name={"fr": "Livres"}, on=Category("books"), fee=FlatFee("0.50 EUR"))
    split = attrs.evolve(
        home,
        way=way,
        sourcing=sourcing,
        fee_per=FeePer.PLACE,
        fee=FlatFee("4.97 EUR"),
        surcharges=[surcharge],
    )
    [warehouse] = PLACES.warehouses
    places = attrs.evolve(PLACES, warehouses=[warehouse, attrs.evolve(warehouse, id="hub")])
    services = [split, attrs.evolve(express, limits=[PiecesLimit(at_most=3)]), *others]
    return whole_shop(delivery=attrs.evolve(DELIVERY, services=services), places=places)


def _from_two_places(way: Way) -> Way:
    match way:
        case Shipped(dispatch=(depot,)):
            hub = attrs.evolve(depot, source="hub", handling=3)
            return attrs.evolve(way, dispatch=(depot, hub))
        case _:
            raise AssertionError(way)


@cache
def return_cases() -> tuple[ReturnCase, ...]:
    """One order under every policy, given back whole, in part, soon and late, at a store and by post."""
    cases = []
    for shop, rulebook in enumerate(shops()):
        points = 330 if shop % 4 == 0 else 0
        basket = ordered(Line("ROBE-36", 2), Line("FOULARD", 3), Line("LIVRE", 1), points=points)
        facts = placed(rulebook, points_earned(shop), "o-1", ORDERED, basket)
        order = last_order(facts)
        facts = (*facts, arrival("h-1", order, (), Instant(ORDERED + 2 * DAY)))
        cases.append(
            ReturnCase(
                rulebook=rulebook, order=order.id, facts=facts, requests=_requests(order), basket=basket
            )
        )
    return tuple(cases)


def _requests(order: Order) -> tuple[Request, ...]:
    dresses = next(line.terms.number for line in order.lines if line.product.model)
    some = (
        (Instant(ORDERED + 4 * DAY), (Give(dresses, 1, reason="too_large"),), "lyon-2"),
        (Instant(ORDERED + 5 * DAY), (Give("r1", 2), Give("r0", 1)), None),
        (Instant(ORDERED + 10 * DAY), tuple(_all_of(order)), "paris-1"),
        (Instant(ORDERED + 25 * DAY), tuple(_all_of(order)), None),
    )
    return tuple(Request(at=datetime_of(at), give=give, store=store) for at, give, store in some)


def _all_of(order: Order) -> Iterable[Give]:
    for line in order.lines:
        count = sum(share.units for share in line.shares)
        yield Give(line.terms.number, count, reason="too_large")
