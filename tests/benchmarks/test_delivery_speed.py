"""Speed of delivery options, to be read as ratios within one run: `nox -s benchmarks`.

Nothing here asserts a time. The same fifty services go to as many parts of a country as there are zones:
twenty of them stand beside twenty thousand.
"""

from __future__ import annotations

import tracemalloc
from functools import cache
from typing import Any

import attrs
import pendulum
import pytest

from comptoir import Basket, Counter, Line, Offered, Place, Product
from comptoir.delivery.fees.flat import FlatFee
from comptoir.delivery.rules import DeliveryRules, Dispatch, Service, Shipped, Transit
from comptoir.facts.postal_index import PostalIndex
from comptoir.facts.territories import PlaceZone, Territory
from comptoir.loyalty.rules import LoyaltyRules
from comptoir.pricing.price_lists import PriceList
from comptoir.pricing.rules import PricingRules
from comptoir.rulebook import Assortment
from comptoir.testing.whole_shop import PLACES, whole_shop
from comptoir.values.money import UnitPrice
from comptoir.values.times_of_day import TimeOfDay

Benchmark = Any  # pytest-benchmark has no types

AT = pendulum.datetime(2026, 12, 4, 18, 5, tz="Europe/Paris")
FEW, MANY = 20, 20_000
SERVICES = 50
LINES = 20
LYON = Place("FR", "69003")
NAME = {"en": "delivery"}
WORKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


def sku(number: int) -> str:
    return f"P-{number:02}"


@cache
def zones(count: int) -> tuple[PlaceZone, ...]:
    """Parts of France, most of them far from Lyon: single postcodes, and ranges that leave some out."""
    lyon = PlaceZone("lyon", [Territory(country="FR", only=["69"], never=["69800"])])
    return (lyon, *(PlaceZone(f"zone-{number:05}", [_part(number)]) for number in range(count - 1)))


def _part(number: int) -> Territory:
    code = 10_000 + 2 * number
    if number % 2:
        return Territory(country="FR", only=[str(code)])
    return Territory(country="FR", only=[f"{code}-{code + 3}"], never=[str(code + 2)])


def services(count: int) -> list[Service]:
    """Fifty services, each to its part of the zones; every second one goes to Lyon too."""
    ids = [zone.id for zone in zones(count)[1:]]
    share = max(1, len(ids) // SERVICES)
    return [
        _service(number, [*ids[number * share % len(ids) :][:share], *([] if number % 2 else ["lyon"])])
        for number in range(SERVICES)
    ]


def _service(number: int, to: list[str]) -> Service:
    cut_off = dict.fromkeys(WORKDAYS, TimeOfDay.from_text("14:00"))
    return Service(
        id=f"service-{number:02}",
        name=NAME,
        fee=FlatFee("4.90 EUR"),
        tax="standard",
        way=Shipped(
            zones=to,
            dispatch=[Dispatch(source="depot", cut_off=cut_off, handling=1)],
            carrier="france",
            transit=Transit(1, 3),
        ),
    )


@cache
def counter(count: int) -> Counter:
    """A shop of twenty products that goes to so many zones."""
    products = [
        Product(sku=sku(number), name={"en": sku(number)}, category="other", tax="standard")
        for number in range(LINES)
    ]
    prices = {sku(number): UnitPrice.of("5.90") for number in range(LINES)}
    return Counter(
        whole_shop(
            delivery=DeliveryRules(services=services(count)),
            loyalty=LoyaltyRules(),
            places=attrs.evolve(PLACES, zones=zones(count)),
            pricing=PricingRules(lists=[PriceList(id="standard", currency="EUR", prices=prices)]),
            products=Assortment(products),
        )
    )


def basket() -> Basket:
    return Basket(currency="EUR", lines=[Line(sku(number), 1) for number in range(LINES)])


@pytest.mark.benchmark(group="options of 20 lines, 50 services, by zones")
@pytest.mark.parametrize("count", [FEW, MANY])
def test_options(benchmark: Benchmark, count: int) -> None:
    asked, told = basket(), counter(count)
    told.delivery(asked, AT, to=LYON)  # the index is built once
    options = benchmark.pedantic(
        told.delivery, (asked, AT), {"to": LYON}, rounds=200, warmup_rounds=5
    ).options
    assert len(options) == SERVICES
    assert sum(isinstance(each, Offered) for each in options) == SERVICES // 2


@pytest.mark.benchmark(group="zones around a place")
@pytest.mark.parametrize("count", [FEW, MANY])
def test_zones_around_a_new_place(benchmark: Benchmark, count: int) -> None:
    index = PostalIndex.of(zones(count))
    assert benchmark(index.around, LYON) == {"lyon"}


@pytest.mark.benchmark(group="the index of zones")
@pytest.mark.parametrize("count", [FEW, MANY])
def test_the_index_is_built(benchmark: Benchmark, count: int) -> None:
    written = zones(count)
    assert benchmark(PostalIndex.of, written).around(LYON) == {"lyon"}
    tracemalloc.start()
    index = PostalIndex.of(written)
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert index.zones
    benchmark.extra_info["kilobytes"] = size // 1024
