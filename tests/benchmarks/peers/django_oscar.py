"""django-oscar: its own applicator on a saved basket, offers read from the database, ranges in Python.

In Oscar the first offer takes a line, whatever it gives: the greatest percentage has the highest priority
here, so that each line gets its best one. Oscar keeps fractions of a cent on a line: they are rounded here,
as the others round them.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any, Final

from benchmarks.peers.oscar_site import READY

# isort: split
from oscar.apps.basket.models import Basket
from oscar.apps.catalogue.models import Product, ProductClass
from oscar.apps.offer.applicator import Applicator
from oscar.apps.offer.models import Benefit, Condition, ConditionalOffer, Range
from oscar.apps.partner.models import Partner, StockRecord
from oscar.apps.partner.strategy import Default

from benchmarks.peers.rounds import Answer, nanoseconds
from benchmarks.peers.shop import CURRENCY, ITEMS, PIECES, Item, Offer, Shop

assert READY
CENT: Final = Decimal("0.01")
ITEM_OF: Final = {item.sku: item for item in ITEMS}
OFFER_OF: Final[dict[str, Offer]] = {}


class PythonRange:
    """The products of one promotion, as plain data in memory: what Oscar calls a custom range."""

    def __init__(self, offer: Offer) -> None:
        self.offer = offer

    def contains_product(self, product: Any) -> bool:
        return self.offer.selects(ITEM_OF[product.upc])


def __getattr__(name: str) -> Any:
    """The class of a custom range, which Oscar asks this module for by name."""
    if name not in OFFER_OF:
        raise AttributeError(name)
    return lambda: PythonRange(OFFER_OF[name])


@cache
def product_of(item: Item) -> Any:
    """The product as saved, with its price."""
    kind, _ = ProductClass.objects.get_or_create(name="thing", track_stock=False)
    partner, _ = Partner.objects.get_or_create(name="us")
    product = Product.objects.create(upc=item.sku, title=item.sku, product_class=kind)
    StockRecord.objects.create(
        product=product,
        partner=partner,
        partner_sku=item.sku,
        price=Decimal(item.price),
        price_currency=CURRENCY,
    )
    return product


@cache
def offer_of(offer: Offer) -> int:
    """The number of the offer as saved."""
    name = offer.id.replace("-", "_")
    OFFER_OF[name] = offer
    on = Range.objects.create(name=name, proxy_class=f"{__name__}.{name}")
    condition = Condition.objects.create(range=on, type=Condition.COUNT, value=1)
    benefit = Benefit.objects.create(range=on, type=Benefit.PERCENTAGE, value=offer.percent)
    saved = ConditionalOffer.objects.create(
        name=name, condition=condition, benefit=benefit, priority=offer.percent
    )
    return int(saved.pk)


@cache
def saved_basket(bought: tuple[Item, ...]) -> int:
    """The number of the basket as saved."""
    basket = Basket.objects.create()
    basket.strategy = Default()
    for item in bought:
        basket.add_product(product_of(item), PIECES)
    return int(basket.pk)


def total(basket: int) -> int:
    """What the basket costs in cents: read, put under the offers in force, added up."""
    read = Basket.objects.get(pk=basket)
    read.strategy = Default()
    Applicator().apply(read)
    lines = read.all_lines()
    paid = sum(
        line.line_price_excl_tax - Decimal(line.discount_value).quantize(CENT, ROUND_HALF_UP)
        for line in lines
    )
    return int(paid * 100)


class Oscar:
    """The offers of one shop, put in force before it is asked."""

    name = "django-oscar, ranges in Python"

    def __init__(self, shop: Shop) -> None:
        self.basket = saved_basket(shop.basket)
        self.offers = [offer_of(offer) for offer in shop.offers]

    def answer(self) -> Answer:
        self.put_in_force()
        return Answer(total=total(self.basket))

    def nanoseconds(self, times: int) -> int:
        self.put_in_force()
        return nanoseconds(lambda: total(self.basket), times)

    def put_in_force(self) -> None:
        ConditionalOffer.objects.update(status=ConditionalOffer.SUSPENDED)
        ConditionalOffer.objects.filter(pk__in=self.offers).update(status=ConditionalOffer.OPEN)
