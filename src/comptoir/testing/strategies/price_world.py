"""The world of the shops in which all rules of prices meet: what is sold, where, and values that collide.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

import attrs
from hypothesis import strategies as st

from comptoir.facts.handovers import Place
from comptoir.facts.places import Country, Places, Store
from comptoir.facts.products import Kit, KitPart, KitPrice, Nature, Product
from comptoir.facts.tax_terms import Treatment
from comptoir.facts.territories import PlaceZone, Territory
from comptoir.facts.wheres import InCountries, InStore, InZone, Where
from comptoir.pricing.price_lists import (
    OfAgreement,
    OfMembers,
    OfSegment,
    OfTier,
    Who,
)
from comptoir.testing.whole_shop import PARIS
from comptoir.values.instants import Instant, instant_from_text
from comptoir.values.money import Amount, UnitPrice
from comptoir.values.percentages import Percent
from comptoir.values.quantities import Measured
from comptoir.values.selections import EVERYTHING, Category, NoneOf, Selection, Skus, Tag
from comptoir.values.times_of_day import Hours
from comptoir.values.windows import ALWAYS, Window
from comptoir.values.zones import Change

OPENS: Final = instant_from_text("2026-01-01T00:00:00Z")
CLOSES: Final = instant_from_text("2028-01-01T00:00:00Z")
EDGES: Final = tuple(
    instant_from_text(text)
    for text in (
        "2026-03-29T01:00:00Z",
        "2026-06-01T22:00:00Z",
        "2026-06-24T06:00:00Z",
        "2026-06-24T06:00:00.000001Z",
        "2026-07-08T06:00:00Z",
        "2026-07-21T22:00:00Z",
        "2026-10-25T01:00:00Z",
        "2027-01-01T00:00:00Z",
    )
)
"""The few instants at which rules begin and end: steps of a sale, and nights on which clocks change."""
ZONE: Final = attrs.evolve(
    PARIS,
    since=Instant(0),
    changes=(
        Change(instant_from_text("2024-03-31T01:00:00Z"), 7200),
        Change(instant_from_text("2024-10-27T01:00:00Z"), 3600),
        *PARIS.changes,
    ),
)
"""The clock of Paris, as far back as anybody looks for a prior price."""

_OPENING: Final = {day: Hours.from_text("10:00-19:00") for day in ("monday", "saturday")}
PLACES: Final = Places(
    countries={code: Country(zone=ZONE.name, calendar="france") for code in ("BE", "DE", "FR")},
    stores=[
        Store(
            id=id_,
            name=id_,
            place=Place(country, postcode),
            zone=ZONE.name,
            calendar="france",
            opening=_OPENING,
        )
        for id_, country, postcode in (("lyon-2", "FR", "69002"), ("bruxelles", "BE", "1000"))
    ],
    zones=[
        PlaceZone("corsica", [Territory(country="FR", only=["20"])]),
        PlaceZone("lyon", [Territory(country="FR", only=["69"])]),
        PlaceZone("shops", stores=["lyon-2", "bruxelles"]),
    ],
)
CATEGORIES: Final = ("standard", "reduced", "zero")
"""Tax categories of goods; ``outside`` is that of deposits and of gift cards."""
SEGMENTS: Final = ("staff", "hotels")
COUPON: Final = "WELCOME"
SERIES: Final = "birthday"
TENDER: Final = "gift-card"
REASONS: Final = ("damaged", "matched")
AUTHORITIES: Final = ("clerk", "manager")


def _product(sku: str, category: str, *tags: str, **facts: object) -> Product:
    return Product(sku=sku, name={"fr": sku}, category=category, tax="standard", tags=tags, **facts)  # type: ignore[arg-type]


CATALOGUE: Final = tuple(
    sorted(
        (
            _product("BOOK", "books", "a"),
            _product("LAMP", "house/lamps", "b", "electrical"),
            _product("BOTTLE", "food/drinks", "a", "bottle", packs={"case": "6", "pair": "2"}),
            _product("SOAP", "house/soap", "a", "b", content=Measured("150", "g")),
            _product("TEA", "food/tea", "a", unit="kg", packs={"bag": "0.25"}),
            _product("SPICE", "food/spices", "b", unit="g", packs={"jar": "40"}),
            _product("OIL", "food/oils", unit="l"),
            _product("SCENT", "house/scents", "b", unit="ml"),
            _product("RIBBON", "house/ribbons", unit="m", packs={"roll": "2.5"}),
            _product("REPAIR", "services", nature=Nature.SERVICE),
            attrs.evolve(_product("CARD", "cards", "a", nature=Nature.GIFT_CARD), tax="outside"),
            _product(
                "BOX",
                "kits",
                "a",
                packs={"pair": "2"},
                kit=Kit([KitPart("BOOK"), KitPart("BOTTLE", 2), KitPart("SOAP", 3)]),
            ),
            _product("SET", "kits", "b", kit=Kit([KitPart("LAMP"), KitPart("BOTTLE")], KitPrice.PARTS)),
        ),
        key=lambda product: product.sku,
    )
)
"""What may be sold: by the piece, by measure, by packs; services, gift cards and kits."""
BY_SKU: Final[Mapping[str, Product]] = {product.sku: product for product in CATALOGUE}
WHOS: Final[tuple[Who, ...]] = (
    OfMembers(),
    *map(OfSegment, SEGMENTS),
    OfTier("gold"),
    OfAgreement("acme"),
)
WHERES: Final[tuple[Where, ...]] = (
    InCountries(["BE", "DE"]),
    InCountries(["FR"]),
    InZone("corsica"),
    InZone("lyon"),
    InZone("shops"),
    InStore("lyon-2"),
)
TREATMENTS: Final = (Treatment.EXEMPT, Treatment.INTRA_COMMUNITY, Treatment.EXPORT)


@cache
def price_windows() -> st.SearchStrategy[Window]:
    """A window with the shared edges, half of the time an open one."""
    some = [
        Window(from_, until)
        for from_ in (None, *EDGES)
        for until in (None, *EDGES)
        if from_ is None or until is None or from_ < until
    ]
    return st.just(ALWAYS) | (st.just(ALWAYS) | st.sampled_from(some))


@cache
def wheres() -> st.SearchStrategy[Where | None]:
    """Anywhere, or one of the few places."""
    return st.none() | (st.none() | st.sampled_from(WHERES))


@cache
def unit_prices() -> st.SearchStrategy[UnitPrice]:
    """A price, often finer than a minor unit or one that ends in half of it."""
    odd = (9_990_000, 10_000_000, 1_799_000, 1_005_000, 333_333, 12_500, 10_000, 0, 84_995_000, 5_000_000)
    return (st.sampled_from(odd) | st.integers(1, 9_999).map(lambda cents: cents * 10_000)).map(UnitPrice)


@cache
def percents() -> st.SearchStrategy[Percent]:
    """A percentage, often one that leaves half a minor unit."""
    return st.sampled_from(("20", "10", "50", "5.5", "33.3333", "12.5", "100", "0")).map(Percent.of)


@cache
def minor_amounts(currency: str) -> st.SearchStrategy[Amount]:
    """A small amount."""
    minor = st.sampled_from((100, 1, 333, 50, 7, 999, 2_500, 0)) | st.integers(1, 3_000)
    return minor.map(lambda each: Amount(each, currency))


@cache
def selections() -> st.SearchStrategy[Selection]:
    """Everything, some products, or what has a tag or a category."""
    skus = st.lists(st.sampled_from(sorted(BY_SKU)), min_size=1, max_size=4).map(Skus)
    words = (Tag("a"), Tag("b"), Category("food"), NoneOf([Tag("b")]))
    return st.just(EVERYTHING) | (st.just(EVERYTHING) | skus | st.sampled_from(words))


def selections_of(products: Sequence[Product]) -> st.SearchStrategy[Selection]:
    """The same of what is sold: each selects some of it that is no gift card."""
    goods = sorted(each.sku for each in products if each.nature is not Nature.GIFT_CARD)
    skus = st.lists(st.sampled_from(goods), min_size=1, max_size=4, unique=True).map(Skus)
    return st.just(EVERYTHING) | (st.just(EVERYTHING) | skus | st.sampled_from(_words_of(tuple(products))))


@cache
def _words_of(products: tuple[Product, ...]) -> tuple[Selection, ...]:
    goods = [each for each in products if each.nature is not Nature.GIFT_CARD]
    words = (Tag("a"), Tag("b"), Category("food"), NoneOf([Tag("b")]))
    found = tuple(word for word in words if any(word.selects(each) for each in goods))
    return found or (EVERYTHING,)
