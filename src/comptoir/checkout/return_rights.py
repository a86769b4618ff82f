"""How goods are sold, as rules of return look at it, and what law of a later day gives on them.

Source: house rule (law R4).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from comptoir.facts.baskets import Handover
from comptoir.facts.orders import Order
from comptoir.facts.products import Product
from comptoir.facts.return_terms import ReturnTerms
from comptoir.returns.agree import GoodSold, rights_ever, rights_since
from comptoir.returns.rights import LawEver, LawSince, no_law_ever, no_law_since
from comptoir.returns.rules import Selector
from comptoir.rulebook import Rulebook
from comptoir.values.moments import Moment
from comptoir.values.windows import Window


def good_sold(rulebook: Rulebook, number: int, product: Product, handover: Handover | None) -> GoodSold:
    """A line with the place where it is handed over, as far as that is known."""
    places = rulebook.places
    return GoodSold(
        number=number,
        product=product,
        country=None if handover is None else places.country_of(handover),
        days=None if handover is None else places.public_days_of(handover),
        spot=places.spot_of(handover, rulebook.tax.country),
    )


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
    return good_sold(rulebook, number, line.product, order.handover_of(line))
