"""Strategies for shops in which all rules of prices, taxes and money meet.

What is sold, where and to whom is the same in each, so that rules meet it; what is drawn is what it costs,
which rules there are, when, for whom and where they hold.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

import attrs
from hypothesis import strategies as st

from comptoir.facts.extras import ExtraKind
from comptoir.facts.products import KitPrice, Nature, Product
from comptoir.facts.tax_terms import PriceBasis, Treatment
from comptoir.facts.wheres import InCountries, InZone, Where
from comptoir.pricing.benefits.gift import Gift
from comptoir.pricing.conditions.buyer import BirthMonth, FirstOrder, Member, Segment, Tier
from comptoir.pricing.conditions.coupon import Coupon, IssuedCouponOf
from comptoir.pricing.conditions.nested import NoneMet
from comptoir.pricing.conditions.place import HandedOverBy, HandedOverIn
from comptoir.pricing.conditions.quantity import Quantity
from comptoir.pricing.conditions.spend import Spend
from comptoir.pricing.conditions.tender import PaidWith
from comptoir.pricing.conditions.time import AtHours, InWindow
from comptoir.pricing.decisions import Limit, OverrideReason, OverrideRules
from comptoir.pricing.extras import Extra
from comptoir.pricing.floors import AtLeast, AtMostOff, Floor, OverCost
from comptoir.pricing.kinds import Condition
from comptoir.pricing.price_lists import (
    CostList,
    Counts,
    PriceList,
    Scale,
    Step,
)
from comptoir.pricing.prior_price import PriorPriceRule
from comptoir.pricing.rules import CombineOrder, Layer, PricingRules, Promotion
from comptoir.rulebook import COMPUTING, Assortment, Rulebook, Sections, TimeTables
from comptoir.tax.rules import Exemption, Sourcing, TaxRate, TaxRules
from comptoir.testing.strategies.offers import (
    Pools,
    beside_benefits,
    competing,
    has_own_goods,
    line_benefits,
    set_benefits,
    together_benefits,
)
from comptoir.testing.strategies.price_world import (
    AUTHORITIES,
    BY_SKU,
    CATALOGUE,
    CATEGORIES,
    CLOSES,
    COUPON,
    EDGES,
    OPENS,
    PLACES,
    REASONS,
    SERIES,
    TENDER,
    TREATMENTS,
    WHERES,
    WHOS,
    ZONE,
    minor_amounts,
    percents,
    price_windows,
    selections,
    selections_of,
    unit_prices,
    wheres,
)
from comptoir.testing.whole_shop import FRANCE
from comptoir.values.money import Amount, UnitPrice
from comptoir.values.percentages import Percent
from comptoir.values.policies import CashRounding, DiscountOrder, MoneyPolicy, PercentBase, TaxLevel
from comptoir.values.quantities import PIECE
from comptoir.values.rounding import Rounding
from comptoir.values.selections import EVERYTHING, NoneOf, Tag
from comptoir.values.times_of_day import Hours
from comptoir.values.windows import ALWAYS, Window


@st.composite
def assortments(draw: st.DrawFn) -> tuple[Product, ...]:
    """Two to six of the products, with the parts of kits, in any tax category."""
    skus = set(draw(st.lists(st.sampled_from(sorted(BY_SKU)), min_size=2, max_size=6, unique=True)))
    skus |= {"CARD"} if draw(st.booleans()) else set()
    skus |= {part.sku for sku in sorted(skus) if (kit := BY_SKU[sku].kit) for part in kit.parts}
    return tuple(
        each if each.nature is Nature.GIFT_CARD else attrs.evolve(each, tax=draw(st.sampled_from(CATEGORIES)))
        for each in CATALOGUE
        if each.sku in skus
    )


@st.composite
def scales(draw: st.DrawFn, product: Product) -> Scale:
    """One to three steps, of pieces or of measures."""
    numbers = ("2", "3", "6", "12") if product.unit == PIECE else ("0.5", "1", "2.5", "100")
    starts = sorted(draw(st.lists(st.sampled_from(numbers), min_size=1, max_size=3, unique=True)), key=float)
    steps = [Step(start, draw(unit_prices())) for start in starts]
    return Scale(draw(st.sampled_from(Counts)), steps)


@st.composite
def price_lists(
    draw: st.DrawFn, products: Sequence[Product], *, name: str, currency: str, everywhere: bool
) -> PriceList:
    """A list: of all products (seldom of all but one) for anyone, or of some for some people somewhere."""
    priced = [each for each in products if each.kit is None or each.kit.priced is KitPrice.WHOLE]
    missing = draw(st.sampled_from((*(None,) * 9, 0))) if everywhere else None
    own = [each for i, each in enumerate(priced) if i != missing and (everywhere or draw(st.integers(0, 3)))]
    packs: dict[str, dict[str, UnitPrice]] = {}
    for each in own:
        for pack in each.packs:
            if draw(st.integers(0, 3)) == 3:
                packs.setdefault(pack, {})[each.sku] = draw(unit_prices())
    bases = (PriceBasis.INCLUDED, PriceBasis.INCLUDED, PriceBasis.ADDED)
    return PriceList(
        id=name,
        currency=currency,
        basis=draw(st.sampled_from(bases)),
        valid=ALWAYS if everywhere else draw(price_windows()),
        who=None if everywhere else draw(st.none() | st.sampled_from(WHOS)),
        where=None if everywhere else draw(st.none() | st.sampled_from(WHERES)),
        announced=not everywhere and draw(st.booleans()),
        prices={each.sku: draw(unit_prices()) for each in own},
        packs=packs,
        scales={each.sku: draw(scales(each)) for each in own if draw(st.integers(0, 4)) == 4},
    )


def told_apart(lists: Iterable[PriceList]) -> list[PriceList]:
    """The first of those that the published order could not tell apart."""
    found: dict[object, PriceList] = {}
    for each in lists:
        found.setdefault((each.currency, each.who, each.where, each.valid.from_), each)
    return list(found.values())


@st.composite
def promotions(
    draw: st.DrawFn,
    *,
    name: str,
    layer: str,
    currency: str,
    lists: tuple[str, ...] = (),
    products: Sequence[Product] = CATALOGUE,
) -> Promotion:
    """An offer of any kind, sometimes with limits, rivals and somebody else who pays."""
    pools = Pools(amounts=minor_amounts(currency), percents=percents(), selections=selections_of(products))
    lines, together, beside = (of(pools) for of in (line_benefits, together_benefits, beside_benefits))
    benefit = draw(st.one_of(lines, lines, together, together, set_benefits(pools), beside))
    when = draw(st.just([]) | st.just([]) | st.lists(_conditions(pools), min_size=1, max_size=2))
    return Promotion(
        id=name,
        name={"fr": name},
        layer=layer,
        valid=draw(price_windows()),
        on=EVERYTHING if has_own_goods(benefit) else draw(pools.selections),
        when=[Spend(draw(pools.amounts))] if isinstance(benefit, Gift) and not when else when,
        benefit=benefit,
        **draw(competing(pools, benefit, layer=layer, lists=lists) if draw(st.booleans()) else st.just({})),
    )


def _conditions(pools: Pools) -> st.SearchStrategy[Condition]:
    return st.one_of(
        st.sampled_from((Member(), Segment("staff"), Tier(["gold"]), Coupon(COUPON), NoneMet([Member()]))),
        st.sampled_from((FirstOrder(), BirthMonth(), IssuedCouponOf(SERIES), PaidWith([TENDER]))),
        st.sampled_from((HandedOverBy(["deliver"]), HandedOverIn(store="lyon-2"), HandedOverIn(zone="lyon"))),
        st.sampled_from(
            (
                AtHours(weekdays=["sunday"], hours=Hours.from_text("02:00-09:00")),
                AtHours(hours=Hours.from_text("01:30-03:30")),
                InWindow(from_=EDGES[2], until=EDGES[5]),
            )
        ),
        st.builds(Spend, pools.amounts, pools.selections),
        st.builds(Quantity, st.sampled_from((1, 2, 6)), pools.selections),
    )


@st.composite
def floors(draw: st.DrawFn, *, name: str, currency: str) -> Floor:
    """A floor of any of the three kinds."""
    least = st.one_of(
        minor_amounts(currency).map(AtLeast), percents().map(OverCost), percents().map(AtMostOff)
    )
    return Floor(
        id=name,
        name={"fr": name},
        on=draw(selections()),
        where=draw(wheres()),
        valid=draw(price_windows()),
        least=draw(least),
        source="made up",
    )


@st.composite
def extras(draw: st.DrawFn, *, name: str, currency: str) -> Extra:
    """A deposit, a contribution on top, or one inside the price."""
    is_deposit, in_price = draw(st.sampled_from(((True, False), (False, True), (False, False))))
    tax = st.just("outside") | st.just("reduced") if is_deposit else st.none() | st.just("standard")
    return Extra(
        id=name,
        name={"fr": name},
        kind=ExtraKind.DEPOSIT if is_deposit else ExtraKind.CONTRIBUTION,
        on=draw(selections()),
        where=draw(wheres()),
        amount=draw(st.sampled_from((30, 1, 12, 500)).map(lambda minor: Amount(minor, currency))),
        in_price=in_price,
        tax=None if in_price else draw(tax),
        valid=draw(price_windows()),
        source="made up",
    )


@st.composite
def override_rules(draw: st.DrawFn) -> OverrideRules:
    """Two reasons, for what and how far as drawn; one of them demands evidence."""
    return OverrideRules(
        authorities=AUTHORITIES,
        reasons=[
            OverrideReason(
                id=reason,
                name={"fr": reason},
                on=draw(st.just(EVERYTHING) | st.just(NoneOf([Tag("b")]))),
                limits=[
                    Limit(each, draw(st.sampled_from(("100", "95", "100", "50"))))
                    for each in AUTHORITIES[place:]
                ],
                evidence=reason == "matched",
                promotions=draw(st.booleans()),
            )
            for place, reason in enumerate(REASONS)
        ],
    )


@st.composite
def prior_price_rules(draw: st.DrawFn) -> list[PriorPriceRule]:
    """None to two of them, for as many days as a sale has steps in."""
    return [
        PriorPriceRule(
            id=f"prior-{index}",
            on=draw(st.just(EVERYTHING) | selections()),
            where=draw(st.none() | wheres()),
            valid=draw(st.just(ALWAYS) | price_windows()),
            days=draw(st.sampled_from((30, 7, 1, 90, 366))),
            progressive=draw(st.booleans()),
            new_days=draw(st.none() | st.sampled_from((7, 10))),
            exempt=draw(st.integers(0, 5)) == 5,
            source="made up",
        )
        for index in range(draw(st.sampled_from((1, 2, 0))))
    ]


@st.composite
def tax_rules(draw: st.DrawFn) -> TaxRules:
    """A rate of each category at home and in Belgium at any instant, some in Corsica and in Germany."""
    rates = []
    for where in (None, InCountries(["BE"]), InCountries(["DE"]), InZone("corsica")):
        is_complete = where is None or where == InCountries(["BE"])
        for category in CATEGORIES:
            if is_complete or draw(st.booleans()):
                edge = draw(st.none() | st.none() | st.sampled_from(EDGES))
                windows = (ALWAYS,) if edge is None else (Window(None, edge), Window(edge, None))
                rates += [_rate(category, draw(percents()), where, window) for window in windows]
        if not isinstance(where, InZone):
            rates.append(_rate("outside", Percent(0), where, ALWAYS, Treatment.OUTSIDE))
    return TaxRules(
        country="FR",
        sourcing=draw(st.sampled_from(Sourcing)),
        rates=rates,
        exemptions=draw(_exemptions()),
    )


def _rate(
    category: str, percent: Percent, where: Where | None, valid: Window, treatment: Treatment | None = None
) -> TaxRate:
    """A rate; goods in the category ``zero`` are taxed at none."""
    return TaxRate(
        category=category,
        percent=Percent(0) if category == "zero" else percent,
        treatment=treatment or (Treatment.EXEMPT if category == "zero" else Treatment.TAXED),
        where=where,
        valid=valid,
        source="made up",
    )


@st.composite
def _exemptions(draw: st.DrawFn) -> list[Exemption]:
    """Of a segment, of businesses of other countries, of what leaves for Germany."""
    segment, foreign, where = "hotels", True, InCountries(["DE"])
    named = st.sampled_from(((segment, False, None), (None, foreign, None), (None, False, where)))
    return [
        Exemption(
            id=f"exempt-{index}",
            name={"fr": "Exonération"},
            treatment=draw(st.sampled_from(TREATMENTS)),
            segment=of_segment,
            foreign_vat_id=of_foreigners,
            delivered=draw(st.booleans()),
            where=somewhere,
            valid=draw(price_windows()),
            source="made up",
        )
        for index, (of_segment, of_foreigners, somewhere) in enumerate(draw(st.lists(named, max_size=2)))
    ]


@st.composite
def money_policies(draw: st.DrawFn, currency: str) -> MoneyPolicy:
    """Any way of rounding, of taxing reductions and of taking percentages; cash rounded in two countries."""
    modes = st.just(Rounding.HALF_UP) | st.sampled_from(Rounding)
    steps = st.sampled_from((5, 10, 1, 50)).map(lambda minor: Amount(minor, currency))
    return MoneyPolicy(
        rounding=draw(modes),
        tax_rounded_per=draw(st.sampled_from(TaxLevel)),
        discounts=draw(st.just(DiscountOrder.BEFORE_TAX) | st.sampled_from(DiscountOrder)),
        percent_of=draw(st.sampled_from(PercentBase)),
        cash=[
            CashRounding(
                country=country,
                step=draw(steps),
                due=draw(modes),
                change=draw(modes),
                valid=draw(price_windows()),
                source="made up",
            )
            for country in draw(st.sampled_from(((), ("FR",), ("BE", "FR"))))
        ],
    )


@cache
@st.composite
def price_shops(draw: st.DrawFn) -> Rulebook:
    """A rulebook in force from 2026 until 2028, with all that can be written about prices."""
    currency = draw(st.sampled_from(("EUR", "EUR", "JPY", "KWD")))
    products = draw(assortments())
    lists = [draw(price_lists(products, name="base", currency=currency, everywhere=True))]
    lists += [
        draw(price_lists(products, name=f"list-{index}", currency=currency, everywhere=False))
        for index in range(draw(st.sampled_from((2, 1, 3, 4, 0))))
    ]
    layers = [f"layer-{index}" for index in range(draw(st.integers(1, 3)))]
    pricing = PricingRules(
        lists=told_apart(lists),
        cost_lists=[
            CostList(
                id=f"costs-{index}",
                currency=currency,
                valid=window,
                costs={each.sku: draw(unit_prices()) for each in products},
            )
            for index, window in enumerate(draw(_whole_time()))
        ],
        floors=[draw(floors(name=f"floor-{i}", currency=currency)) for i in range(draw(_few()))],
        overrides=draw(override_rules()),
        extras=[draw(extras(name=f"extra-{i}", currency=currency)) for i in range(draw(_few()))],
        prior_prices=draw(prior_price_rules()),
        layers=[Layer(id=each, order=draw(st.sampled_from(CombineOrder))) for each in layers],
        promotions=[
            draw(
                promotions(
                    name=f"offer-{i}",
                    layer=draw(st.sampled_from(layers)),
                    currency=currency,
                    lists=tuple(each.id for each in told_apart(lists)),
                    products=products,
                )
            )
            for i in range(draw(st.sampled_from((3, 2, 4, 1, 5, 0))))
        ],
        search_steps=draw(st.sampled_from((10_000, 10_000, 1, 3))),
        lock_hours=draw(st.sampled_from((72, 1, 24 * 30))),
    )
    return Rulebook.compose(
        id="price-shop",
        computing=COMPUTING[-1],
        valid=Window(OPENS, CLOSES),
        zone=ZONE.name,
        currencies=(currency,),
        money=draw(money_policies(currency)),
        sections=Sections(
            places=PLACES,
            products=Assortment(products),
            pricing=pricing,
            tax=draw(tax_rules()),
            time=TimeTables(zones=[ZONE], calendars=[FRANCE]),
        ),
    )


@cache
def _few() -> st.SearchStrategy[int]:
    return st.sampled_from((0, 1, 2, 3))


@cache
def _whole_time() -> st.SearchStrategy[tuple[Window, ...]]:
    """All time, in one window or in two that touch."""
    cut = st.sampled_from(EDGES).map(lambda edge: (Window(None, edge), Window(edge, None)))
    return st.just((ALWAYS,)) | cut
