"""The same basket typed otherwise, and the same rulebook with other offers.

What a law compares a case with. Nothing here looks at an answer.

Source: house rule (laws P1, Q4, Q6).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain
from types import MappingProxyType
from typing import Any, Final

import attrs

from comptoir.facts.baskets import LINES_MAX, Basket
from comptoir.facts.lines import Line
from comptoir.pricing.rules import PricingRules, Promotion
from comptoir.rulebook import Rulebook, Sections
from comptoir.rulebook.sealed import Header
from comptoir.values.decimals import MILLION, decimal_text
from comptoir.values.policies import MoneyPolicy
from comptoir.values.quantities import QUANTITY_MAX, Measured
from comptoir.vocabulary import Vocabulary

_SMALL: Final[Mapping[str, str]] = MappingProxyType({"kg": "g", "l": "ml"})
"""Of each main unit, the one of which it holds a thousand."""


def reversed_lines(basket: Basket) -> Basket:
    """Typed the other way round; coupons and segments too."""
    buyer = attrs.evolve(basket.buyer, segments=basket.buyer.segments[::-1])
    return attrs.evolve(basket, lines=basket.lines[::-1], coupons=basket.coupons[::-1], buyer=buyer)


def rotated_lines(basket: Basket) -> Basket:
    """The first line typed last."""
    return attrs.evolve(basket, lines=(*basket.lines[1:], *basket.lines[:1]))


def split_lines(basket: Basket) -> Basket:
    """Whole pieces typed in two lines, one piece and the rest, as far as a basket takes so many."""
    room = LINES_MAX - len(basket.lines)
    firsts = [_first_piece(line) if index < room else line for index, line in enumerate(basket.lines)]
    rests = [_rest(line) for line, first in zip(basket.lines, firsts, strict=True) if first is not line]
    return attrs.evolve(basket, lines=(*firsts, *rests))


def merged_lines(basket: Basket) -> Basket:
    """Whole pieces that are alike typed in one line; what is measured stays apart."""
    whole: dict[Line, Line] = {}
    measured: list[Line] = []
    for line in basket.lines:
        if isinstance(line.quantity, Measured):
            measured.append(line)
            continue
        alike = attrs.evolve(line, quantity=1, ref=None)
        whole[alike] = attrs.evolve(alike, quantity=line.quantity + _whole(whole.get(alike)))
    return attrs.evolve(basket, lines=(*measured, *whole.values()))


def in_small_units(basket: Basket) -> Basket:
    """Kilograms and litres typed in grams and millilitres, as far as a line takes so many."""
    return attrs.evolve(basket, lines=[_in_small_unit(line) for line in basket.lines])


def without_refs(basket: Basket) -> Basket:
    """No line with a name of the channel's."""
    return attrs.evolve(basket, lines=[attrs.evolve(line, ref=None) for line in basket.lines])


def with_every_ref(basket: Basket) -> Basket:
    """Each line with a name of its own, the last typed first in order."""
    count = len(basket.lines)
    lines = [attrs.evolve(line, ref=f"line-{count - i:04}") for i, line in enumerate(basket.lines)]
    return attrs.evolve(basket, lines=lines)


TYPED_OTHERWISE: Final[Mapping[str, Callable[[Basket], Basket]]] = MappingProxyType(
    {
        "lines reversed": reversed_lines,
        "lines rotated": rotated_lines,
        "lines split": split_lines,
        "lines merged": merged_lines,
        "in small units": in_small_units,
        "without refs": without_refs,
        "with every ref": with_every_ref,
    }
)
"""Ways to type the same basket."""


def halves(basket: Basket) -> tuple[Basket, Basket]:
    """Two baskets that hold together what this one holds: every other piece, every other measured line.

    The empties that are given back are in the first.
    """
    one: list[Line] = []
    other: list[Line] = []
    for index, line in enumerate(without_refs(basket).lines):
        if index % 2:
            other.append(line)
        elif isinstance(line.quantity, Measured) or line.quantity == 1:
            one.append(line)
        else:
            half = line.quantity // 2
            one.append(attrs.evolve(line, quantity=line.quantity - half))
            other.append(attrs.evolve(line, quantity=half))
    return attrs.evolve(basket, lines=one), attrs.evolve(basket, lines=other, empties=())


def with_promotions(
    rulebook: Rulebook, promotions: Iterable[Promotion], *, search_steps: int | None = None
) -> Rulebook:
    """The rulebook with these promotions and no other."""
    pricing = attrs.evolve(rulebook.pricing, promotions=tuple(promotions))
    if search_steps is not None:
        pricing = attrs.evolve(pricing, search_steps=search_steps)
    return with_pricing(rulebook, pricing)


def with_pricing(rulebook: Rulebook, pricing: PricingRules) -> Rulebook:
    """The rulebook with other pricing rules, composed anew.

    It has no rewards, of whose coupons the other rules may know nothing; they decide no price.
    """
    loyalty = rulebook.loyalty
    if loyalty.programme is not None:
        loyalty = attrs.evolve(loyalty, programme=attrs.evolve(loyalty.programme, rewards=()))
    return with_sections(rulebook, pricing=pricing, loyalty=loyalty)


def with_money(rulebook: Rulebook, money: MoneyPolicy) -> Rulebook:
    """The rulebook with another money policy."""
    return attrs.evolve(rulebook, header=attrs.evolve(rulebook.header, money=money))


def with_sections(rulebook: Rulebook, **changes: Any) -> Rulebook:  # noqa: ANN401 - each section has its own type
    """The rulebook with other sections, by their names, composed anew."""
    return _composed(rulebook.header, attrs.evolve(rulebook.sections, **changes), rulebook.vocabulary)


@lru_cache(maxsize=128)  # a law looks at many cases of one shop, and asks for the same variations of it
def _composed(header: Header, sections: Sections, vocabulary: Vocabulary) -> Rulebook:
    return Rulebook.compose(
        id=header.id,
        seller=header.seller,
        entity=header.entity,
        computing=header.computing,
        valid=header.valid,
        zone=header.zone,
        currencies=tuple(header.currencies),
        money=header.money,
        sealed_with=header.sealed_with,
        sections=sections,
        vocabulary=vocabulary,
    )


def of_layer(rulebook: Rulebook, layer: str) -> tuple[Promotion, ...]:
    """The promotions of a layer."""
    return tuple(each for each in rulebook.pricing.promotions if each.layer == layer)


def edges_of(rulebook: Rulebook) -> Iterator[int]:
    """Every instant at which some rule begins or ends, the rulebook's own window included."""
    pricing, tax = rulebook.pricing, rulebook.tax
    windows = chain(
        [rulebook.header.valid],
        (each.valid for each in rulebook.header.money.cash),
        (each.valid for each in pricing.lists),
        (each.valid for each in pricing.cost_lists),
        (each.valid for each in pricing.floors),
        (each.valid for each in pricing.extras),
        (each.valid for each in pricing.prior_prices),
        (each.valid for each in pricing.promotions),
        (each.valid for each in tax.rates),
        (each.valid for each in tax.exemptions),
        (each.valid for each in rulebook.delivery.services),
        (each.valid for each in rulebook.returns.policies),
        (each.valid for each in rulebook.returns.statutory),
    )
    for window in windows:
        yield from (edge for edge in (window.from_, window.until) if edge is not None)


def _first_piece(line: Line) -> Line:
    if isinstance(line.quantity, Measured) or line.quantity == 1:
        return line
    return attrs.evolve(line, quantity=1)


def _rest(line: Line) -> Line:
    return attrs.evolve(line, quantity=_whole(line) - 1, ref=None)


def _in_small_unit(line: Line) -> Line:
    quantity = line.quantity
    if not isinstance(quantity, Measured) or quantity.unit not in _SMALL:
        return line
    many = quantity.millionths * 1000
    if many > QUANTITY_MAX * MILLION:
        return line
    return attrs.evolve(line, quantity=Measured(decimal_text(many, 6), _SMALL[quantity.unit]))


def _whole(line: Line | None) -> int:
    return line.quantity if line is not None and isinstance(line.quantity, int) else 0
