"""Whether a promotion announces more than the prior prices of its products bear.

Looked at where it starts and wherever a price changes while it is in force, in each country that the
rulebook serves, as the public would buy one piece.

Source: Directive 98/6/EC, article 6a; CJEU C-330/23: an announced percentage is that of the prior price.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

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
from comptoir.values.instants import Instant, instant_text
from comptoir.values.moments import Moment
from comptoir.values.money import MINOR_DIGITS, Amount
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
    products = {product.sku: product for product in sections.products.products}
    public = [
        _public(sections, products, spot, code, money, zone)
        for code in sorted(currencies)
        for spot in _spots(sections)
    ]
    for index, promotion in announcing:
        broken = (
            fault
            for each in public
            for product in products.values()
            if promotion.on.selects(product)
            for fault in _broken(promotion, f"pricing.promotions[{index}].announced", product, each, valid)
        )
        yield from [fault for fault in [next(broken, None)] if fault is not None]


def _public(
    sections: Sections,
    products: Mapping[str, Product],
    spot: Spot,
    currency: str,
    money: MoneyPolicy,
    zone: str,
) -> PublicPrices:
    moment = Moment(Instant(0))
    question = PriceQuestion(
        rules=sections.pricing,
        prices=PriceIndex.of(sections.pricing.lists),
        assortment=products,
        buyer=ANYONE,
        coupons=(),
        spot=spot,
        minting=Minting.of(money, currency, MINOR_DIGITS[currency]),
        tax=Rates.of(sections.tax, spot, delivered=False, buyer=ANYONE, moment=moment),
        moment=moment,
    )
    return PublicPrices.of(question, sections.time.almanac.zone(zone))


def _spots(sections: Sections) -> Iterator[Spot]:
    for country in sorted({sections.tax.country, *sections.places.countries}):
        yield Spot(country=country)


def _broken(
    promotion: Promotion, where: str, product: Product, public: PublicPrices, valid: Window
) -> Iterator[Fault]:
    announced = promotion.announced
    for at in public.changes(product, promotion.valid, within=valid):
        asked = public.at(at)
        try:
            found = asked.announced(product)
        except NoAnswer:  # nothing is sold of it then, there
            continue
        if announced is None or found is None or promotion.id not in found.by:
            continue
        minting = asked.question.minting
        if breaks(announced, found.prior.price, found.price, minting.rounding):
            prior, price = (
                Amount(each, minting.currency).to_text() for each in (found.prior.price, found.price)
            )
            most = found.percent.to_text()
            yield Fault(
                "announces_too_much",
                where,
                f"found {announced.to_text()} % on {product.sku} at {instant_text(at)}: {price} after a prior "
                f"price of {prior}",
                f"announce at most {most} %, or leave the product out",
            )
