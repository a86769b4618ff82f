"""Competing offers on sets as Comptoir has them."""

from __future__ import annotations

from functools import cache
from typing import assert_never

from benchmarks.peers.at_the_counter import AT, composed, product
from benchmarks.peers.set_offers import Chosen, Instance, Kind, SetOffer
from benchmarks.peers.shop import CURRENCY
from comptoir import Basket, Counter, Line
from comptoir.facts.terms import Proven, Within
from comptoir.pricing.benefits.n_for_m import NForM
from comptoir.pricing.benefits.positions import Positions
from comptoir.pricing.benefits.set import SetOffer as SetBenefit
from comptoir.pricing.kinds import Benefit, Slot
from comptoir.pricing.rules import Promotion
from comptoir.values.selections import Skus


def written(cents: int) -> str:
    whole, rest = divmod(cents, 100)
    return f"{whole}.{rest:02}"


def benefit(offer: SetOffer) -> Benefit:
    size, value = offer.size, offer.value
    match offer.kind:
        case Kind.CHEAPEST_OFF if value == 100:
            return NForM(take=size, pay=size - 1)
        case Kind.CHEAPEST_OFF:
            return Positions(of=size, off={str(size): str(value)})
        case Kind.EACH_OFF:
            return SetBenefit(slots=[Slot(least=size)], percent=str(value))
        case Kind.FIXED_TOTAL:
            return SetBenefit(slots=[Slot(least=size)], total=f"{written(value)} {CURRENCY}")
        case _:
            assert_never(offer.kind)


def promotion(offer: SetOffer) -> Promotion:
    return Promotion(
        id=offer.id,
        name={"en": "an offer"},
        layer="offers",
        on=Skus(sorted(offer.skus)),
        benefit=benefit(offer),
    )


@cache
def prepared(instance: Instance) -> tuple[Counter, Basket]:
    """The rules, composed and validated, and the basket."""
    rules = composed(
        ((product(each.sku, "all/things"), written(each.cents)) for each in instance.basket),
        (promotion(offer) for offer in instance.offers),
    )
    lines = [Line(each.sku, each.units) for each in instance.basket]
    return Counter(rules), Basket(currency=CURRENCY, lines=lines)


def quote_best(instance: Instance) -> Chosen:
    """What the whole quote takes off: every line's price, VAT and reasons are found with it."""
    counter, asked = prepared(instance)
    quote = counter.quote(asked, AT)
    regular = sum(each.cents * each.units for each in instance.basket)
    match quote.proof:
        case Proven():
            gap = 0
        case Within(found):
            gap = found
        case _:
            assert_never(quote.proof)
    return Chosen(regular - quote.total.get_amount_in_sub_unit(), proven=not gap, gap=gap)
