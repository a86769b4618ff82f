"""Strategies for questions about promotions of every kind, small enough for every plan to be tried.

Few products, prices that tie or round badly, seven units at most, and offers that want the same of them.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Final

from hypothesis import strategies as st

from comptoir.facts.baskets import Basket, Buyer
from comptoir.facts.coupons import IssuedCoupon
from comptoir.facts.lines import Line
from comptoir.facts.overrides import Override
from comptoir.facts.products import Nature, Product
from comptoir.facts.tax_terms import PriceBasis
from comptoir.pricing.benefits.gift import Gift
from comptoir.pricing.conditions.buyer import FirstOrder, Member, Segment
from comptoir.pricing.conditions.coupon import IssuedCouponOf
from comptoir.pricing.conditions.nested import NoneMet
from comptoir.pricing.conditions.quantity import Quantity
from comptoir.pricing.conditions.spend import Spend
from comptoir.pricing.conditions.tender import PaidWith
from comptoir.pricing.conditions.time import AtHours
from comptoir.pricing.decisions import Limit, OverrideReason, OverrideRules
from comptoir.pricing.floors import AtLeast, AtMostOff, Floor
from comptoir.pricing.kinds import Benefit, Condition
from comptoir.pricing.price_lists import OfMembers, PriceList
from comptoir.pricing.rules import CombineOrder, Layer, PricingRules, Promotion
from comptoir.testing.cases import Case
from comptoir.testing.strategies.offers import (
    Pools,
    benefits,
    beside_benefits,
    competing,
    has_own_goods,
    remaining,
)
from comptoir.testing.strategies.price_cases import small_shop
from comptoir.testing.strategies.price_world import EDGES, OPENS
from comptoir.testing.variations import with_money
from comptoir.values.instants import datetime_of
from comptoir.values.money import Amount, UnitPrice
from comptoir.values.percentages import Percent
from comptoir.values.policies import DiscountOrder, MoneyPolicy, PercentBase, TaxLevel
from comptoir.values.quantities import Measured
from comptoir.values.rounding import Rounding
from comptoir.values.selections import EVERYTHING, Selection, Skus
from comptoir.values.times_of_day import Hours
from comptoir.values.windows import ALWAYS, Window

UNITS_MAX: Final = 7
SKUS: Final = ("A", "B", "C", "D")
"""Sold by the piece; ``M`` is sold by weight, ``CARD`` is a gift card."""
PRICES: Final = (5_000_000, 10_000_000, 5_000_000, 9_990_000, 3_333_300, 12_500_000, 255_000, 10_000, 0)
"""In millionths; the fifth leaves odd cents over several units."""
POOLS: Final = Pools(
    amounts=st.sampled_from((100, 500, 1, 333, 750, 1_500, 2_000, 0)).map(lambda cents: Amount(cents, "EUR")),
    percents=st.sampled_from(("50", "20", "10", "33.3333", "100", "25", "5.5")).map(Percent.of),
    selections=st.one_of(
        st.just(EVERYTHING),
        st.lists(st.sampled_from(SKUS[:3]), min_size=1, max_size=2, unique=True).map(Skus),
    ),
)
AT: Final[datetime] = datetime_of(OPENS)


@cache
@st.composite
def offer_cases(draw: st.DrawFn, *, exclusive: bool = True) -> Case:
    """A small shop with one to four promotions of any kind, and a basket of at most seven units."""
    products = _products()
    lists = draw(_lists(products))
    layers = [
        Layer(id=name, order=draw(st.sampled_from(CombineOrder)))
        for name in draw(st.sampled_from((("first",), ("first", "second"))))
    ]
    names = tuple(each.id for each in lists)
    promotions = [
        draw(
            offers(name=f"o{index}", layer=draw(st.sampled_from(layers)).id, lists=names, exclusive=exclusive)
        )
        for index in range(draw(st.sampled_from((3, 2, 4, 1))))
    ]
    rulebook = small_shop(
        products,
        PricingRules(
            lists=lists,
            floors=draw(_floors()),
            overrides=_overrides(),
            layers=layers,
            promotions=promotions,
            search_steps=draw(st.sampled_from((10_000, 10_000, 10_000, 1, 3, 20))),
        ),
    )
    return Case(with_money(rulebook, draw(_money())), draw(offer_baskets(promotions)), AT)


@st.composite
def offers(
    draw: st.DrawFn, *, name: str, layer: str, lists: tuple[str, ...] = (), exclusive: bool = True
) -> Promotion:
    """A promotion of any kind on a few products."""
    benefit: Benefit = draw(st.one_of(*[benefits(POOLS)] * 9, beside_benefits(POOLS)))
    when = draw(st.just([]) | st.just([]) | st.just([]) | st.lists(_conditions(), min_size=1, max_size=2))
    if isinstance(benefit, Gift) and not when:
        when = [Spend(draw(POOLS.amounts))]
    return Promotion(
        id=name,
        name={"fr": name},
        layer=layer,
        valid=draw(st.sampled_from((ALWAYS, ALWAYS, ALWAYS, Window(EDGES[0], None)))),
        on=EVERYTHING if has_own_goods(benefit) else draw(_wide_selections()),
        when=when,
        benefit=benefit,
        **draw(competing(POOLS, benefit, layer=layer, lists=lists, exclusive=exclusive)),
    )


@st.composite
def offer_baskets(draw: st.DrawFn, promotions: Sequence[Promotion]) -> Basket:
    """At most seven units, some at a price that was decided, for somebody with a coupon or without."""
    lines: list[Line] = []
    left = draw(st.sampled_from((5, 4, 6, UNITS_MAX, 3, 1)))
    while left > 0:
        sku = draw(st.sampled_from((*SKUS, *SKUS, *SKUS, "M", "P", "CARD")))
        quantity = 1 if sku == "M" else min(left, draw(st.sampled_from((1, 2, 3))))
        left -= quantity
        if sku == "M":
            lines.append(Line(sku, Measured.from_text(draw(st.sampled_from(("0.532 kg", "1 kg"))))))
        else:
            decided = draw(_decided()) if sku != "CARD" and draw(st.integers(0, 9)) == 9 else None
            lines.append(Line(sku, quantity, unit="pack" if sku == "P" else None, override=decided))
    buyers = (
        Buyer(member="m-1"),
        Buyer(),
        Buyer(member="m-1", segments=["embassy"]),
        Buyer(first_order=True),
    )
    return Basket(
        currency="EUR",
        lines=lines,
        buyer=draw(st.sampled_from(buyers)),
        issued=draw(st.sampled_from(((), (IssuedCoupon(code="ABC", series="welcome", left=1),)))),
        tender=draw(st.sampled_from((None, "gift-card"))),
        remaining=[
            draw(remaining(POOLS, each.id)) for each in promotions if each.metered and draw(st.integers(0, 3))
        ],
    )


def _products() -> list[Product]:
    goods = [
        Product(sku=sku, name={"fr": sku}, category="c", tax="reduced" if sku == "C" else "standard")
        for sku in SKUS
    ]
    weighed = Product(sku="M", name={"fr": "M"}, category="c", tax="reduced", unit="kg")
    packed = Product(sku="P", name={"fr": "P"}, category="c", tax="standard", packs={"pack": "3"})
    card = Product(sku="CARD", name={"fr": "CARD"}, category="c", tax="outside", nature=Nature.GIFT_CARD)
    return [*goods, weighed, packed, card]


@st.composite
def _lists(draw: st.DrawFn, products: Sequence[Product]) -> list[PriceList]:
    """Prices for everybody, some of them without tax for members, and some reduced already."""
    prices = {each.sku: UnitPrice(draw(st.sampled_from(PRICES))) for each in products}
    net = [each for each in prices if each != "CARD" and draw(st.integers(0, 3)) == 3]
    sale = [each for each in SKUS if draw(st.integers(0, 5)) == 5]
    lists = [PriceList(id="all", currency="EUR", prices=prices)]
    if net:
        lists.append(
            PriceList(
                id="net",
                currency="EUR",
                basis=PriceBasis.ADDED,
                who=OfMembers(),
                prices={sku: prices[sku] for sku in net},
            )
        )
    if sale:
        window = Window(OPENS, None)
        lower = {sku: UnitPrice(prices[sku].millionths // 2) for sku in sale}
        lists.append(PriceList(id="sale", currency="EUR", valid=window, announced=True, prices=lower))
    return lists


@st.composite
def _floors(draw: st.DrawFn) -> list[Floor]:
    least: st.SearchStrategy[AtLeast | AtMostOff] = st.sampled_from(
        (AtLeast("1.00 EUR"), AtLeast("4.99 EUR"), AtMostOff("50"), AtMostOff("33.3333"))
    )
    return [
        Floor(
            id=f"f{index}", name={"fr": "f"}, on=draw(POOLS.selections), least=draw(least), source="made up"
        )
        for index in range(draw(st.sampled_from((0, 0, 1))))
    ]


def _overrides() -> OverrideRules:
    """Two reasons: promotions come on top of prices decided for one of them."""
    return OverrideRules(
        authorities=["clerk"],
        reasons=[
            OverrideReason(id=reason, name={"fr": reason}, limits=[Limit("clerk", "100")], promotions=more)
            for reason, more in (("damaged", True), ("agreed", False))
        ],
    )


def _decided() -> st.SearchStrategy[Override]:
    return st.builds(
        Override,
        price=st.sampled_from((400, 1, 0, 333)).map(lambda cents: Amount(cents, "EUR")),
        reason=st.sampled_from(("damaged", "agreed")),
        author=st.just("e-1"),
        authority=st.just("clerk"),
    )


def _conditions() -> st.SearchStrategy[Condition]:
    return st.one_of(
        st.builds(Spend, POOLS.amounts, POOLS.selections),
        st.builds(Quantity, st.integers(1, 4), POOLS.selections),
        st.sampled_from(
            (
                Member(),
                NoneMet([Segment("embassy")]),
                FirstOrder(),
                IssuedCouponOf("welcome"),
                PaidWith(["gift-card"]),
                AtHours(hours=Hours.from_text("00:30-02:00")),
            )
        ),
    )


def _wide_selections() -> st.SearchStrategy[Selection]:
    return st.just(EVERYTHING) | POOLS.selections


def _money() -> st.SearchStrategy[MoneyPolicy]:
    return st.builds(
        MoneyPolicy,
        rounding=st.just(Rounding.HALF_UP) | st.sampled_from(Rounding),
        tax_rounded_per=st.sampled_from(TaxLevel),
        discounts=st.sampled_from((DiscountOrder.BEFORE_TAX, *DiscountOrder)),
        percent_of=st.sampled_from((PercentBase.REMAINING, *PercentBase)),
    )
