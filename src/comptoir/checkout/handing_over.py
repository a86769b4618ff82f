"""Lines that reach the customer otherwise than their basket: how they are grouped, and where they may go.

The basket's own hand-over decides prices, taxes, offers and rights of return. A line of its own way must
go where no rule of price or tax makes a difference: else it is another basket. So must a point stand
where none makes a difference from the place.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterator

from comptoir.checkout.question import Question, check_store
from comptoir.facts.goods import Goods, to_key
from comptoir.facts.handovers import Collect, Deliver, Handover
from comptoir.facts.wheres import Where
from comptoir.rulebook import Rulebook
from comptoir.tax.rates import Rates
from comptoir.values.errors import WrongValue


def groups_of(goods: Goods) -> Iterator[tuple[Handover | None, frozenset[int]]]:
    """Each way in which goods reach the customer, with the numbers of these, the basket's own first.

    ``None`` stands for the basket's own, which is there even without a good.
    """
    numbers: dict[Handover | None, set[int]] = {None: set()}
    for number, handover in enumerate(goods.handovers, start=1):
        numbers.setdefault(handover, set()).add(number)
    for handover in sorted(numbers, key=to_key):
        yield handover, frozenset(numbers[handover])


def check_ways(question: Question, goods: Goods) -> None:
    """``WrongValue`` for goods that go where a rule of price or tax is another than for their basket.

    They do if a line goes there, or if the point stands there to which it or the basket goes.
    """
    _check_point(question, question.basket.handover, "handover")
    if not goods.apart:
        return
    for handover, numbers in groups_of(goods):
        if handover is None:
            continue
        where = question.fields[handover]
        check_store(question.rulebook, handover, where)
        _check_point(question, handover, where)
        if not (_is_nowhere(question.rulebook, handover) or _is_alike(question, handover)):
            found = f"found {goods.items[min(numbers) - 1].sku} handed over where other prices or taxes hold"
            raise WrongValue.at(where, found, "make two baskets", code="handed_over_elsewhere")


def _check_point(question: Question, handover: Handover | None, where: str) -> None:
    """``WrongValue`` for a point that stands where other prices or taxes hold than at the place."""
    if not isinstance(handover, Deliver) or handover.point is None:
        return
    point, to = handover.point, handover.place
    if not _is_alike(question, Deliver(point.place)):
        found = f"found {point.id} in {point.place.country} {point.place.postcode}"
        found += f", where other prices or taxes hold than in {to.country} {to.postcode}"
        cure = f"choose a point in {to.country}, where the prices and taxes of the place hold"
        raise WrongValue.at(f"{where}.point.place", found, cure, code="handed_over_elsewhere")


def _is_nowhere(rulebook: Rulebook, handover: Handover) -> bool:
    """Whether goods are to be collected in a store that there is not: no service is offered there."""
    collecting = any(service.stores for service in rulebook.delivery.services)
    return collecting and isinstance(handover, Collect) and handover.store not in rulebook.places.by_id


def _is_alike(question: Question, handover: Handover) -> bool:
    """Whether every rule of price and tax holds at a hand-over as it does at the basket's own."""
    rulebook, here, rates = question.rulebook, question.spot, question.rates
    there = rulebook.places.spot_of(handover, rulebook.tax.country)
    taxed = Rates.of(
        rulebook.tax,
        there,
        delivered=isinstance(handover, Deliver),
        buyer=question.basket.buyer,
        moment=question.moment,
    )
    return (
        there.country == here.country
        and all(each.holds(there) is each.holds(here) for each in _wheres_of_prices(rulebook))
        and taxed.exempted == rates.exempted
        and taxed.spot.country == rates.spot.country
        and all(each.holds(taxed.spot) is each.holds(rates.spot) for each in _wheres_of_taxes(rulebook))
    )


def _wheres_of_prices(rulebook: Rulebook) -> set[Where]:
    pricing = rulebook.pricing
    named = [each.where for each in pricing.lists]
    named += [each.where for each in pricing.floors]
    named += [each.where for each in pricing.extras]
    return {where for where in named if where is not None}


def _wheres_of_taxes(rulebook: Rulebook) -> set[Where]:
    return {each.where for each in rulebook.tax.rates if each.where is not None}
