"""Strategies for questions about prices: where all rules meet, of rivals, in sales, of decided prices.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Final

import attrs
from hypothesis import strategies as st

from comptoir.facts.baskets import ANYONE, Basket, Buyer, Contract
from comptoir.facts.coupons import IssuedCoupon
from comptoir.facts.extras import Empties, ExtraKind
from comptoir.facts.handovers import Carry, Collect, Deliver, Handover, Place
from comptoir.facts.lines import Line
from comptoir.facts.overrides import Override
from comptoir.facts.products import Nature, Product
from comptoir.facts.tax_terms import PriceBasis, Treatment
from comptoir.pricing.benefits.basket_amount import BasketAmountOff
from comptoir.pricing.benefits.basket_percent import BasketPercentOff
from comptoir.pricing.benefits.percent import PercentOff
from comptoir.pricing.floors import Floor, OverCost
from comptoir.pricing.kinds import Benefit
from comptoir.pricing.price_lists import CostList, OfMembers, PriceList
from comptoir.pricing.rules import Funding, Layer, PricingRules, Promotion
from comptoir.rulebook import COMPUTING, Assortment, Rulebook, Sections, TimeTables
from comptoir.tax.rules import Exemption, TaxRate, TaxRules
from comptoir.testing.cases import Case
from comptoir.testing.strategies.offers import Pools, remaining
from comptoir.testing.strategies.price_shops import (
    extras,
    floors,
    override_rules,
    price_shops,
    prior_price_rules,
    told_apart,
)
from comptoir.testing.strategies.price_world import (
    AUTHORITIES,
    CLOSES,
    COUPON,
    EDGES,
    OPENS,
    PLACES,
    REASONS,
    SERIES,
    TENDER,
    ZONE,
    minor_amounts,
    percents,
)
from comptoir.testing.strategies.times import datetimes
from comptoir.testing.whole_shop import FRANCE
from comptoir.values.instants import DAY, Instant
from comptoir.values.money import Amount, UnitPrice
from comptoir.values.policies import DiscountOrder, MoneyPolicy
from comptoir.values.quantities import PIECE, Measured, Quantity
from comptoir.values.selections import EVERYTHING, Skus
from comptoir.values.windows import ALWAYS, Window

BUYERS: Final = (
    ANYONE,
    Buyer(member="m-1", birth_month=6),
    Buyer(member="m-1", tier="gold", segments=["staff"], first_order=True),
    Buyer(member="m-2", segments=["staff", "hotels"]),
    Buyer(member="m-3", tier="gold", segments=["hotels"], agreement="acme"),
    Buyer(segments=["hotels"], agreement="acme", vat_id="BE0123456749"),
    Buyer(segments=["staff"]),
    Buyer(vat_id="FR40303265045"),
)
HANDOVERS: Final[tuple[Handover | None, ...]] = (
    Carry("lyon-2"),
    Carry("bruxelles"),
    None,
    Collect("lyon-2"),
    Deliver(Place("FR", "69003")),
    Deliver(Place("FR", "20200")),
    Deliver(Place("BE", "1000")),
    Deliver(Place("DE", "10115")),
)
MEASURES: Final = {
    "kg": ("0.25 kg", "250 g", "1 kg", "1.337 kg", "3 g"),
    "g": ("250 g", "0.25 kg", "1 g", "33.3 g", "2.5 kg"),
    "l": ("0.75 l", "750 ml", "1 l", "12.345678 l"),
    "ml": ("100 ml", "0.1 l", "33.3 ml"),
    "m": ("2.5 m", "1 m", "0.333333 m"),
}


@cache
def price_instants() -> st.SearchStrategy[datetime]:
    """An instant on one of the shared edges, a microsecond to either side, or some days after."""
    around = {edge + step for edge in (OPENS, *EDGES, CLOSES) for step in (-1, 0, 1, 3 * DAY, 25 * DAY)}
    return datetimes(st.sampled_from(sorted(Instant(at) for at in around if OPENS <= at < CLOSES)))


@st.composite
def price_lines(draw: st.DrawFn, product: Product, currency: str) -> Line:
    """So many pieces, packs, or so much, sometimes at a price that a person decided."""
    pack = draw(st.sampled_from((*product.packs, *product.packs, None)))
    quantity: Quantity
    if pack is not None or product.unit == PIECE:
        quantity = draw(st.sampled_from((1, 2, 3, 5, 12)) | st.integers(1, 40))
    else:
        quantity = Measured.from_text(draw(st.sampled_from(MEASURES[product.unit])))
    override = draw(_overrides(currency)) if draw(st.integers(0, 2)) == 2 else None
    ref = draw(st.sampled_from((None, "app-7", "r.20", "A")))
    return Line(product.sku, quantity, unit=pack, override=override, ref=ref)


@cache
def _overrides(currency: str) -> st.SearchStrategy[Override]:
    """A decided price: of which many hold, and many do not."""
    return st.builds(
        Override,
        price=st.sampled_from((30, 150, 0, 500, 995)).map(lambda minor: Amount(minor, currency)),
        reason=st.sampled_from((*REASONS * 3, "because")),
        author=st.just("e-114"),
        authority=st.sampled_from((*AUTHORITIES[::-1] * 2, "manager", "boss")),
        evidence=st.sampled_from((*("Chez le voisin : 8 EUR",) * 3, None)),
    )


@st.composite
def price_baskets(draw: st.DrawFn, rulebook: Rulebook, products: Sequence[Product]) -> Basket:
    """A basket of these products for anybody, anywhere; some lines come twice, some empties come back."""
    [currency] = rulebook.header.currencies
    typed: list[Line] = []
    for _ in range(draw(st.sampled_from((2, 1, 3, 4, 5)))):
        line = draw(price_lines(draw(st.sampled_from(products)), currency))
        typed += [line, attrs.evolve(line, ref=None)] if draw(st.integers(0, 3)) == 3 else [line]
    deposits = [
        each.id
        for each in rulebook.pricing.extras
        if each.kind is ExtraKind.DEPOSIT and each.where is None and each.valid == ALWAYS
    ]
    counts = st.integers(1, 9)
    pools = Pools(amounts=minor_amounts(currency), percents=percents(), selections=st.just(EVERYTHING))
    coupon = IssuedCoupon(code="BIRTHDAY-1", series=SERIES, left=draw(st.sampled_from((1, None, 0))))
    return Basket(
        currency=currency,
        lines=_each_ref_once(typed),
        buyer=draw(st.sampled_from(BUYERS)),
        coupons=draw(st.sampled_from(((), (COUPON,)))),
        issued=draw(st.sampled_from(((), (coupon,), (attrs.evolve(coupon, member="m-1"),)))),
        tender=draw(st.sampled_from((None, TENDER))),
        remaining=[
            draw(remaining(pools, each.id))
            for each in rulebook.pricing.promotions
            if each.metered and draw(st.integers(0, 3))
        ],
        handover=draw(st.sampled_from(HANDOVERS)),
        contract=draw(st.sampled_from((None, *Contract))),
        empties=[Empties(each, draw(counts)) for each in deposits if draw(st.booleans())],
    )


def _each_ref_once(typed: Sequence[Line]) -> list[Line]:
    refs: set[str | None] = set()
    found = []
    for line in typed:
        found.append(attrs.evolve(line, ref=None) if line.ref in refs else line)
        refs.add(line.ref)
    return found


@cache
@st.composite
def price_cases(draw: st.DrawFn) -> Case:
    """A question that mostly has an answer, asked on an edge, next to one, or while a sale lasts."""
    rulebook = draw(price_shops())
    basket = draw(price_baskets(rulebook, rulebook.products.products))
    return Case(rulebook, basket, draw(price_instants()))


@cache
@st.composite
def sale_cases(draw: st.DrawFn) -> Case:
    """Reductions that everybody sees and that follow one another, with prior prices of few or many days."""
    skus = ("A", "B")
    products = [Product(sku=sku, name={"fr": sku}, category="c", tax="standard") for sku in skus]
    prices = {sku: UnitPrice(draw(st.integers(50, 99)) * 100_000) for sku in skus}
    costs = {sku: UnitPrice(price.millionths * 45 // 100) for sku, price in prices.items()}
    lists = [
        PriceList(
            id="all",
            currency="EUR",
            valid=Window(draw(_starts()), None),
            who=draw(st.sampled_from((None, None, None, OfMembers()))),
            prices=prices,
        )
    ]
    for start in draw(st.lists(st.sampled_from(EDGES), max_size=3, unique=True)):
        later = {sku: UnitPrice(draw(st.integers(40, 99)) * 100_000) for sku in skus}
        lists.append(
            PriceList(
                id=f"from-{start}",
                currency="EUR",
                valid=Window(start, draw(st.sampled_from((None, *(edge for edge in EDGES if edge > start))))),
                announced=draw(st.booleans()),
                who=draw(st.sampled_from((None, None, OfMembers()))),
                prices=later,
            )
        )
    steps = [
        Promotion(
            id=f"step-{index}",
            name={"fr": "Soldes"},
            layer="first",
            valid=Window(start, draw(st.sampled_from((None, *(edge for edge in EDGES if edge > start))))),
            on=draw(st.just(EVERYTHING) | st.just(Skus(["A"]))),
            benefit=PercentOff(draw(st.sampled_from(("10", "30", "20", "50")))),
            funding=draw(st.sampled_from((None, None, Funding("brand")))),
        )
        for index, start in enumerate(draw(st.lists(st.sampled_from(EDGES), min_size=1, max_size=4)))
    ]
    rulebook = small_shop(
        products,
        PricingRules(
            lists=told_apart(lists),
            cost_lists=[CostList(id="costs", currency="EUR", costs=costs)],
            floors=[
                Floor(id="cost", name={"fr": "cost"}, least=OverCost("0"), source="made up")
                for _ in range(draw(st.sampled_from((0, 0, 1))))
            ],
            prior_prices=draw(prior_price_rules()),
            layers=[Layer(id="first")],
            promotions=steps,
        ),
    )
    buyer = draw(st.sampled_from((ANYONE, Buyer(member="m-1"), Buyer(segments=["embassy"]))))
    basket = Basket(currency="EUR", lines=[Line(sku, 1) for sku in skus], buyer=buyer)
    return Case(rulebook, basket, draw(price_instants()))


@cache
def _starts() -> st.SearchStrategy[Instant | None]:
    return st.none() | st.sampled_from(EDGES[:3])


@cache
@st.composite
def decided_cases(draw: st.DrawFn) -> Case:
    """Prices that people decided, gift cards, and what is inside a price, where everything is reduced."""
    cents = {sku: draw(st.integers(200, 999)) for sku in ("A", "B", "CARD")}
    products = [
        Product(
            sku=sku,
            name={"fr": sku},
            category="c",
            tax="outside" if sku == "CARD" else "standard",
            nature=Nature.GIFT_CARD if sku == "CARD" else Nature.GOODS,
        )
        for sku in cents
    ]
    prices = {sku: UnitPrice(price * 10_000) for sku, price in cents.items()}
    benefits: tuple[st.SearchStrategy[Benefit], ...] = (
        percents().map(PercentOff),
        percents().map(BasketPercentOff),
        minor_amounts("EUR").map(BasketAmountOff),
    )
    rulebook = small_shop(
        products,
        PricingRules(
            lists=[PriceList(id="all", currency="EUR", prices=prices)],
            cost_lists=[CostList(id="costs", currency="EUR", costs=prices)],
            floors=[draw(floors(name="floor", currency="EUR")) for _ in range(draw(st.integers(0, 1)))],
            overrides=draw(override_rules()),
            extras=[draw(extras(name="extra", currency="EUR")) for _ in range(draw(st.integers(0, 1)))],
            layers=[Layer(id="first"), Layer(id="second")],
            promotions=[
                Promotion(id=layer, name={"fr": layer}, layer=layer, benefit=draw(st.one_of(benefits)))
                for layer in draw(st.sampled_from((("first",), ("first", "second"))))
            ],
        ),
    )
    lines = [
        Line(
            sku,
            draw(st.integers(1, 3)),
            override=Override(
                price=Amount(draw(st.integers(0, price)), "EUR"),
                reason=draw(st.sampled_from(REASONS)),
                author="e-114",
                authority=draw(st.sampled_from(AUTHORITIES)),
                evidence="Chez le voisin : moins",
            )
            if draw(st.booleans())
            else None,
        )
        for sku, price in cents.items()
    ]
    return Case(rulebook, Basket(currency="EUR", lines=lines), draw(price_instants()))


@cache
@st.composite
def rival_cases(draw: st.DrawFn) -> Case:
    """Offers that share a few lines which leave unlike taxes to pay: added, included, relieved, retained."""
    skus = "ABCDE"
    products = [
        Product(sku=sku, name={"fr": sku}, category="c", tax=draw(st.sampled_from(("standard", "reduced"))))
        for sku in skus
    ]
    prices = {sku: UnitPrice(draw(st.integers(20, 90)) * 10_000) for sku in skus}
    benefits: tuple[st.SearchStrategy[Benefit], ...] = (
        st.integers(1, 60).map(lambda cents: BasketAmountOff(Amount(cents, "EUR"))),
        st.integers(1, 9).map(lambda tenths: BasketPercentOff(tenths * 10)),
        st.integers(1, 9).map(lambda tenths: PercentOff(tenths * 10)),
    )
    funding = st.none() | st.builds(Funding, st.just("brand"), st.sampled_from(("100", "50")))
    offers = [
        Promotion(
            id=f"o{index}",
            name={"fr": "offre"},
            layer=draw(st.sampled_from(("first", "second"))) if index > 3 else "first",
            on=Skus([sku for place, sku in enumerate(skus) if mask >> place & 1]),
            benefit=draw(st.one_of(benefits)),
            funding=draw(funding),
        )
        for index, mask in enumerate(draw(st.lists(st.integers(1, 31), min_size=2, max_size=7)))
    ]
    added = [sku for sku in skus if draw(st.booleans())]
    rulebook = small_shop(
        products,
        PricingRules(
            lists=[
                PriceList(id="all", currency="EUR", prices=prices),
                PriceList(
                    id="net",
                    currency="EUR",
                    basis=PriceBasis.ADDED,
                    who=OfMembers(),
                    prices={sku: prices[sku] for sku in added},
                ),
            ],
            layers=[Layer(id="first"), Layer(id="second")],
            promotions=offers,
            search_steps=draw(st.sampled_from((10_000, 1, 10_000, 3))),
        ),
        discounts=draw(st.just(DiscountOrder.BEFORE_TAX) | st.sampled_from(DiscountOrder)),
    )
    buyer = draw(st.sampled_from((Buyer(member="m-1"), ANYONE, Buyer(member="m-1", segments=["embassy"]))))
    basket = Basket(currency="EUR", lines=[Line(sku, draw(st.integers(1, 3))) for sku in skus], buyer=buyer)
    return Case(rulebook, basket, draw(price_instants()))


def small_shop(
    products: Sequence[Product], pricing: PricingRules, discounts: DiscountOrder = DiscountOrder.BEFORE_TAX
) -> Rulebook:
    """A shop with two rates of tax, one of which changes, and with buyers who are exempt."""
    before, after = Window(None, EDGES[3]), Window(EDGES[3], None)
    return Rulebook.compose(
        id="small-shop",
        computing=COMPUTING[-1],
        valid=Window(OPENS, CLOSES),
        zone=ZONE.name,
        currencies=("EUR",),
        money=MoneyPolicy(discounts=discounts),
        sections=Sections(
            places=PLACES,
            products=Assortment(products),
            pricing=pricing,
            tax=TaxRules(
                country="FR",
                rates=[
                    TaxRate(category="reduced", percent="5.5", source="made up"),
                    TaxRate(category="outside", percent="0", treatment=Treatment.OUTSIDE, source="made up"),
                    TaxRate(category="standard", percent="100", valid=before, source="made up"),
                    TaxRate(category="standard", percent="80", valid=after, source="made up"),
                ],
                exemptions=[
                    Exemption(
                        id="embassy",
                        name={"fr": "Ambassade"},
                        treatment=Treatment.EXEMPT,
                        segment="embassy",
                        source="made up",
                    )
                ],
            ),
            time=TimeTables(zones=[ZONE], calendars=[FRANCE]),
        ),
    )
