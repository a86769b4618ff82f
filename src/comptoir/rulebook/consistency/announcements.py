"""Whether a promotion announces more than the prior prices of its products bear.

Looked at where it starts and wherever a price changes while it is in force, in each country that the
rulebook serves, as the public would buy one piece.

Source: Directive 98/6/EC, article 6a; CJEU C-330/23: an announced percentage is that of the prior price.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import chain, islice

from comptoir.facts.baskets import ANYONE
from comptoir.facts.products import Product
from comptoir.facts.wheres import Spot
from comptoir.pricing.announced import PublicPrices
from comptoir.pricing.history import breaks
from comptoir.pricing.lookup import PriceIndex
from comptoir.pricing.question import PriceQuestion
from comptoir.pricing.rules import Promotion
from comptoir.rulebook.sections import Sections
from comptoir.tax.rates import Rates
from comptoir.values.errors import Fault, NoAnswer
from comptoir.values.instants import EARLIEST, instant_text
from comptoir.values.moments import Moment
from comptoir.values.money import MINOR_DIGITS, Amount
from comptoir.values.percentages import Percent
from comptoir.values.policies import Minting, MoneyPolicy
from comptoir.values.windows import Window


def announcement_faults(
    sections: Sections, currencies: Collection[str], money: MoneyPolicy, zone: str, valid: Window
) -> Iterator[Fault]:
    """Each promotion that announces too much, with the first product and instant of which it does.

    Reads every product; asks only about promotions that announce a percentage.
    """
    announcing = [
        (index, promotion)
        for index, promotion in enumerate(sections.pricing.promotions)
        if promotion.announced is not None and promotion.valid.overlaps(valid)
    ]
    if not announcing:
        return
    if not sections.pricing.prior_prices:
        for index, _ in announcing:
            found = "found an announced percentage, and no rule by which a prior price is found"
            cure = "add the country's rule under [[pricing.prior_prices]]"
            yield Fault("no_prior_price_rule", f"pricing.promotions[{index}].announced", found, cure)
        return
    products = {product.sku: product for product in sections.products.products}
    everywhere = [
        PublicPrices.of(
            _asked(sections, products, spot, Minting.of(money, code, MINOR_DIGITS[code])),
            sections.time.almanac.zone(zone),
        )
        for code in sorted(currencies)
        for spot in _spots(sections)
    ]
    for index, promotion in announcing:
        where = f"pricing.promotions[{index}].announced"
        selected = [product for product in products.values() if promotion.on.selects(product)]
        broken = chain.from_iterable(
            _broken(promotion, where, product, public, valid) for public in everywhere for product in selected
        )
        yield from islice(broken, 1)


def _asked(
    sections: Sections, products: Mapping[str, Product], spot: Spot, minting: Minting
) -> PriceQuestion:
    """What the public asks at a spot; the moment is set anew for each instant that is looked at."""
    moment = Moment(EARLIEST)
    rules = sections.pricing
    return PriceQuestion(
        rules=rules,
        prices=PriceIndex.of(rules.lists, rules.floors, rules.extras),
        assortment=products,
        buyer=ANYONE,
        coupons=(),
        spot=spot,
        minting=minting,
        tax=Rates.of(sections.tax, spot, delivered=False, buyer=ANYONE, moment=moment),
        moment=moment,
    )


def _spots(sections: Sections) -> Iterator[Spot]:
    for country in sorted({sections.tax.country, *sections.places.countries}):
        yield Spot(country=country)


def _broken(
    promotion: Promotion, where: str, product: Product, public: PublicPrices, valid: Window
) -> Iterator[Fault]:
    """A fault for each instant at which the promotion, on that product, claims too much."""
    claimed = promotion.announced
    for at in public.changes(product, promotion.valid, within=valid):
        asked = public.at(at)
        try:
            found = asked.announced(product)
        except NoAnswer:  # nothing is sold of it then, there
            continue
        if claimed is None or found is None or promotion.id not in found.by:
            continue
        minting = asked.question.minting
        if breaks(claimed, found.prior.price, found.price, minting.rounding):
            price = Amount(found.price, minting.currency).to_text()
            prior = Amount(found.prior.price, minting.currency).to_text()
            said = f"found {claimed.to_text()} % on {product.sku} at {instant_text(at)}"
            most = (
                f"announce at most {found.percent.to_text()} %"
                if found.percent > Percent(0)
                else "announce no percentage"
            )
            yield Fault(
                "announces_too_much",
                where,
                f"{said}: {price} after a prior price of {prior}",
                f"{most}, or leave the product out",
            )
