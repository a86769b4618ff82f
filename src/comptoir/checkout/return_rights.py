"""How goods are sold, as rules of return look at it, and what law of a later day gives on them.

Source: house rule (law R4).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, partial

from comptoir.facts.handovers import Handover
from comptoir.facts.orders import Order
from comptoir.facts.places import Country
from comptoir.facts.products import Product
from comptoir.facts.return_terms import ReturnTerms
from comptoir.facts.wheres import Spot
from comptoir.returns.agree import GoodSold, rights_ever, rights_since
from comptoir.returns.rights import LawEver, LawSince, no_law_ever, no_law_since
from comptoir.returns.rules import Selector
from comptoir.rulebook import Rulebook
from comptoir.values.moments import Moment
from comptoir.values.windows import Window

Sold = tuple[int, Product, Handover | None]
"""A line's canonical number, what is sold, and how it is handed over, as far as that is known."""


def goods_sold(rulebook: Rulebook, lines: Iterable[Sold]) -> list[GoodSold]:
    """Lines with the place where each is handed over; what is known of a place is looked up once."""
    place_of = cache(partial(_place_of, rulebook))
    sold = ((number, product, *place_of(handover)) for number, product, handover in lines)
    return [
        GoodSold(number=number, product=product, country=country, days=days, spot=spot)
        for number, product, country, days, spot in sold
    ]


def _place_of(rulebook: Rulebook, handover: Handover | None) -> tuple[str | None, Country | None, Spot]:
    """The country of a hand-over, whose days count there, and the place as rules look at it."""
    places = rulebook.places
    spot = places.spot_of(handover, rulebook.tax.country)
    if handover is None:
        return None, None, spot
    return places.country_of(handover), places.public_days_of(handover), spot


def law_since(rulebook: Rulebook, order: Order) -> LawSince:
    """What the rulebook's law gives on the lines of an order, by a later instant than the contract's."""
    return partial(_since, rulebook, order) if _has_law_by_event(rulebook) else no_law_since


def law_ever(rulebook: Rulebook) -> LawEver:
    """What the rulebook's law gives on the lines of orders, by any later instant than the contract's."""
    return partial(_ever, rulebook) if _has_law_by_event(rulebook) else no_law_ever


def _has_law_by_event(rulebook: Rulebook) -> bool:
    return any(rule.selector is Selector.EVENT for rule in rulebook.returns.statutory)


def _since(rulebook: Rulebook, order: Order, number: int, moment: Moment) -> tuple[ReturnTerms, ...]:
    return rights_since(rulebook.returns, order.contract, _sold(rulebook, order, number), moment)


def _ever(rulebook: Rulebook, order: Order, number: int) -> Iterator[tuple[ReturnTerms, Window]]:
    return rights_ever(rulebook.returns, order.contract, _sold(rulebook, order, number))


def _sold(rulebook: Rulebook, order: Order, number: int) -> GoodSold:
    line = order.lines[number - 1]
    [sold] = goods_sold(rulebook, [(number, line.product, order.handover_of(line))])
    return sold
