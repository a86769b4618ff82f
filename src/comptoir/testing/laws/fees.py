"""Laws of what delivery costs, of what is offered at all, and the comparison with the oracles.

A case is a rulebook, a basket, a place and an instant; a way of asking gives the options for it. A case
to which the rulebook has no answer keeps every law.

Source: laws D3, D5, D6, D9, D10 and DO.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import combinations
from typing import Final

import attrs

from comptoir.checkout.options import DeliveryOptions
from comptoir.delivery.fees.flat import FlatFee
from comptoir.delivery.fees.per_item import PerItemFee
from comptoir.delivery.kinds import Basis
from comptoir.delivery.offered import Delivery, NotOffered, Offered, Option
from comptoir.delivery.rules import Collected, Dates, FeePer, Service
from comptoir.facts.handovers import Collect, Deliver
from comptoir.facts.units import Units
from comptoir.rulebook import Rulebook
from comptoir.testing.cases import ask_counter, expect
from comptoir.testing.delivery_cases import (
    AskDelivery,
    DeliveryCase,
    Key,
    ask_delivery,
    offered,
    options_of,
    wish_of,
)
from comptoir.testing.oracles import delivery_fees, services
from comptoir.testing.oracles.services import Delivered, Offer, Refused
from comptoir.testing.variations import TYPED_OTHERWISE, with_pricing, with_sections
from comptoir.values.errors import ComptoirError
from comptoir.values.money import UnitPrice
from comptoir.vocabulary import STANDARD

PRICE_FACTORS: Final = (Fraction(0), Fraction(1, 3), Fraction(1), Fraction(5))
"""By what prices are multiplied while nothing else changes."""
MINOR: Final = 10_000
"""Millionths in a minor unit of a currency with cents."""


def d3_the_fee_never_rises_with_the_goods(case: DeliveryCase, ask: AskDelivery = ask_delivery) -> None:
    """D3: when only prices change, the fee charged never rises with the worth that its threshold looks at.

    That holds of flat and per-item fees, without surcharges; the regular fee stays as it is.
    """
    asked = []
    for factor in PRICE_FACTORS:
        dearer = attrs.evolve(case, rulebook=_with_prices(case.rulebook, factor))
        found = offered(options_of(dearer, ask))
        if found:
            asked.append((_worths(dearer), found))
    for (one_worth, one), (other_worth, other) in combinations(asked, 2):
        for key in one.keys() & other.keys():
            service = case.service(key[0])
            if not _has_a_fee_by_pieces(service) or service.free_from is None:
                continue
            basis = service.free_from.basis
            cheaper, dearer_ = one[key], other[key]
            if len(cheaper.deliveries) > 1 or len(dearer_.deliveries) > 1:
                continue
            if one_worth[basis] > other_worth[basis]:
                cheaper, dearer_ = dearer_, cheaper
            expect("D3", cheaper.fee == dearer_.fee, f"found the fees {cheaper.fee} and {dearer_.fee}: {key}")
            fell = _left(dearer_) <= _left(cheaper) or one_worth[basis] == other_worth[basis]
            expect("D3", fell, f"found {dearer_.charged} charged, above {cheaper.charged}: {key}")


def d5_a_fee_never_depends_on_the_order_of_lines(case: DeliveryCase, ask: AskDelivery = ask_delivery) -> None:
    """D5: however the lines of the basket are ordered, each delivery costs the same, with its surcharges."""
    first = _costs(options_of(case, ask))
    for how in ("lines reversed", "lines rotated"):
        typed = attrs.evolve(case, basket=TYPED_OTHERWISE[how](case.basket))
        other = _costs(options_of(typed, ask))
        expect("D5", other == first, f"found {other}, not {first}, when {how}")


def d6_fees_of_deliveries_sum_to_the_orders(case: DeliveryCase, ask: AskDelivery = ask_delivery) -> None:
    """D6: what deliveries cost is what the order costs, and a fee for the place is shared to the last cent.

    It is what the terms of a quote ask for them, and, where the fee is for the place, what it would be if
    all goods arrived together.
    """
    options = options_of(case, ask)
    for key, each in offered(options).items():
        quoted = _quoted(case, key)
        if quoted is not None:
            fees, total, goods = quoted
            expect(
                "D6", fees == _terms_due(each), f"found {fees} in the terms, not {_terms_due(each)}: {key}"
            )
            due = goods + sum(charged for _, charged in fees)
            expect("D6", total == due, f"found a total of {total}, not {due}: {key}")
        if case.service(key[0]).fee_per is FeePer.PLACE:
            together = offered(options_of(attrs.evolve(case, rulebook=_together(case, key[0])), ask)).get(key)
            if together is not None:
                one, other = ((option.fee, _left(option)) for option in (each, together))
                expect("D6", one == other, f"found {one} in parts, not {other}: {key}")


def d9_what_is_missing_is_exactly_what_is_short(case: DeliveryCase, ask: AskDelivery = ask_delivery) -> None:
    """D9: goods dearer by exactly what is missing go free; by one minor unit less, they do not."""
    for key, each in offered(options_of(case, ask)).items():
        service, missing = case.service(key[0]), each.deliveries[0].missing
        alone = len(each.deliveries) == 1 or service.fee_per is FeePer.PLACE
        if service.free_from is None or service.free_from.basis.is_net or missing is None or not alone:
            continue
        expect("D9", missing > 0, f"found {missing} missing: {key}")
        for more, free in ((missing, True), (missing - 1, False)):
            rulebook = _dearer(case, more, service.free_from.basis)
            if rulebook is None:
                continue
            then = offered(options_of(attrs.evolve(case, rulebook=rulebook), ask)).get(key)
            if then is not None:
                found = then.deliveries[0]
                by_threshold = found.free_by == service.threshold_rule
                expect(
                    "D9", by_threshold is free, f"found {found.free_by} with {more} of {missing} more: {key}"
                )
                short = None if free else 1
                expect("D9", found.missing == short, f"found {found.missing} missing, not {short}: {key}")


def d10_the_first_reason_is_given(case: DeliveryCase, ask: AskDelivery = ask_delivery) -> None:
    """D10: what is not offered has the first reason against it, in the order of the codes, by the oracle.

    With it stand the products, or what a limit found; and what has no reason against it is offered.
    """
    found = options_of(case, ask)
    if not isinstance(found, DeliveryOptions):
        return
    stores = [
        (service.id, store)
        for service in sorted(case.rulebook.delivery.services, key=lambda each: each.id)
        for store in sorted(service.stores) or (None,)
    ]
    listed = [(each.service, each.store) for each in found.options]
    expect("D10", listed == stores, f"found the options {listed}, not {stores}")
    for each in found.options:
        due = _due(case, each)
        if due is None:
            continue
        if isinstance(each, Offered) or isinstance(due, Offer):
            alike = isinstance(each, Offered) and isinstance(due, Offer)
            expect("D10", alike, f"found {each}, not {due}")
        else:
            _same_reason(each, due)


def do_promises_and_fees_are_what_the_oracle_counts(
    case: DeliveryCase, ask: AskDelivery = ask_delivery
) -> None:
    """DO: what is offered comes from where, arrives when and costs what the oracles count, piece by piece."""
    found = options_of(case, ask)
    if not isinstance(found, DeliveryOptions):
        return
    for each in found.options:
        due = _due(case, each)
        if not isinstance(each, Offered) or not isinstance(due, Offer):
            continue
        key = (each.service, each.store)
        many = len(due.deliveries)
        expect("DO", len(each.deliveries) == many, f"found {each.deliveries}, not {many}: {key}")
        for one, other in zip(each.deliveries, due.deliveries, strict=True):
            for what, is_, should_be in _compared(one, other):
                expect("DO", is_ == should_be, f"found {what} {is_}, not {should_be}: {key}")
        free = tuple((slot.slot, slot.left) for slot in each.free)
        expect("DO", free == due.free, f"found the slots {free}, not {due.free}: {key}")


def _due(case: DeliveryCase, option: Option) -> Offer | Refused | None:
    """What the oracle says of a service; ``None`` if it does not know the kind of a fee or a limit."""
    service = case.service(option.service)
    kinds = {type(each) for each in (*service.fees, *service.limits)}
    if not kinds <= {*STANDARD.fees, *STANDARD.limits}:
        return None
    return services.option(wish_of(case), service, option.store)


def _same_reason(each: NotOffered, due: Refused) -> None:
    key = (each.service, each.store)
    expect("D10", each.code is due.code, f"found {each.code}, not {due.code}: {key}")
    if due.products is not None:
        expect("D10", each.products == due.products, f"found {each.products}, not {due.products}: {key}")
    one, other = (
        None if found is None else found if found.found is not None else (found.measure, found.products)
        for found in (each.beyond, due.beyond)
    )
    expect("D10", one == other, f"found {each.beyond}, not {due.beyond}: {key}")


def _compared(one: Delivery, other: Delivered) -> Iterator[tuple[str, object, object]]:
    """What is compared of a delivery: its name, what was found, and what the oracle counts."""
    yield "the goods", _all(one.units), set(other.pieces)
    yield "the sources", _by_source(one), other.pieces
    charge = other.charge
    yield "a fee of", one.fee, charge.fee
    yield "the surcharges", tuple((each.rule, each.amount) for each in one.surcharges), charge.surcharges
    for name in ("charged", "free_by", "reduced_by", "missing"):
        yield name, getattr(one, name), getattr(charge, name)
    for name in ("zone", "earliest", "latest", "slot", "ready", "held_until"):
        yield name, getattr(one.promise.promised, name), getattr(other.days, name)


def _all(units: tuple[Units, ...]) -> set[tuple[int, int]]:
    return {(each.number, piece) for each in units for piece in range(each.first, each.first + each.count)}


def _by_source(delivery: Delivery) -> dict[tuple[int, int], str]:
    """From where each piece comes."""
    return {piece: each.source for each in delivery.sources for piece in _all(each.units or delivery.units)}


def _has_a_fee_by_pieces(service: Service) -> bool:
    return isinstance(service.fee, FlatFee | PerItemFee) and not service.surcharges


def _left(option: Offered) -> int:
    """What is left of the fees, without surcharges."""
    return option.charged - sum(more.amount for each in option.deliveries for more in each.surcharges)


def _costs(found: DeliveryOptions | ComptoirError) -> Mapping[Key, list[tuple[object, ...]]]:
    return {
        key: [(each.fee, each.surcharges, each.charged, each.missing) for each in option.deliveries]
        for key, option in offered(found).items()
    }


def _terms_due(option: Offered) -> list[tuple[int, int]]:
    return [(each.fee, each.charged) for each in option.deliveries]


def _quoted(case: DeliveryCase, key: Key) -> tuple[list[tuple[int, int]], int, int] | None:
    """A quote by a service: fee and charge of each delivery, its total, and what the goods cost in it."""
    service, store = key
    to = case.wanted
    if store is not None:
        basket = attrs.evolve(case.basket, handover=Collect(store))
    elif isinstance(to, Deliver):
        slot = to.slot if to.service == service else None
        basket = attrs.evolve(case.basket, handover=attrs.evolve(to, service=service, slot=slot))
    else:
        return None
    if store is not None and sum(store in each.stores for each in case.rulebook.delivery.services) > 1:
        return None
    try:
        terms = ask_counter(case.rulebook, basket, case.at).terms
    except ComptoirError:
        return None
    goods = sum(line.paid for line in terms.lines) - sum(each.paid for each in terms.empties)
    return [(each.fee, each.charged) for each in terms.deliveries], terms.total, goods


def _together(case: DeliveryCase, service: str) -> Rulebook:
    """The rulebook with one of its services bringing all goods together."""
    rules = case.rulebook.delivery
    changed = [
        attrs.evolve(each, sourcing=attrs.evolve(each.sourcing, dates=Dates.TOGETHER))
        if each.id == service and not isinstance(each.way, Collected)
        else each
        for each in rules.services
    ]
    return with_sections(case.rulebook, delivery=attrs.evolve(rules, services=changed))


def _with_prices(rulebook: Rulebook, factor: Fraction) -> Rulebook:
    lists = [
        attrs.evolve(
            each,
            prices={sku: UnitPrice(int(price.millionths * factor)) for sku, price in each.prices.items()},
        )
        for each in rulebook.pricing.lists
    ]
    return with_pricing(rulebook, attrs.evolve(rulebook.pricing, lists=lists))


def _dearer(case: DeliveryCase, more: int, basis: Basis) -> Rulebook | None:
    """The rulebook with one product dearer, so that the goods are worth so much more; ``None`` if none is."""
    before = _worths(case)[basis]
    counts: dict[str, int] = {}
    for line in case.basket.lines:
        if isinstance(line.quantity, int):
            counts[line.sku] = counts.get(line.sku, 0) + line.quantity
    for sku, count in counts.items():
        if more % count == 0:
            rulebook = _with_price(case.rulebook, sku, more // count * MINOR)
            if _worths(attrs.evolve(case, rulebook=rulebook))[basis] == before + more:
                return rulebook
    return None


def _with_price(rulebook: Rulebook, sku: str, more: int) -> Rulebook:
    lists = [
        attrs.evolve(each, prices={**each.prices, sku: UnitPrice(each.prices[sku].millionths + more)})
        for each in rulebook.pricing.lists
    ]
    return with_pricing(rulebook, attrs.evolve(rulebook.pricing, lists=lists))


def _worths(case: DeliveryCase) -> Mapping[Basis, int]:
    """What the goods are worth, by each basis, in minor units."""
    pieces = wish_of(case).pieces
    return {basis: delivery_fees.worth(pieces, basis) for basis in Basis}
