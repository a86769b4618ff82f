"""What a merchant may write about prices: dated price lists, layers, promotions.

Only the shape of each rule is checked here; whether the rules fit each other and the products is
checked where they come together, in the rulebook.

Source: house rule; an offer's words are those of the ARTS/OMG retail model.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Final

import attrs

from comptoir.pricing.kinds import Benefit, Condition
from comptoir.values.collections import counted, frozen_mapping, texts, tuple_of
from comptoir.values.errors import WrongType, WrongValue, checked_type, shown
from comptoir.values.identifiers import checked_identifier, checked_text
from comptoir.values.money import UnitPrice, checked_currency
from comptoir.values.selections import EVERYTHING, Selection, checked_selection
from comptoir.values.windows import ALWAYS, Window

SEARCH_STEPS_MAX: Final = 1_000_000


def _prices(prices: Mapping[str, UnitPrice]) -> Mapping[str, UnitPrice]:
    return frozen_mapping(prices, "prices")


@attrs.frozen(kw_only=True)
class PriceList:
    """Prices per product in one currency, tax included, in force for ``valid``.

    Of several lists in force that price a product, the one that started last decides; two that start
    at the same instant and price the same product are a fault of the rulebook.
    """

    id: str
    currency: str
    valid: Window = ALWAYS
    prices: Mapping[str, UnitPrice] = attrs.field(converter=_prices, repr=counted("prices"))

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        checked_currency(self.currency)
        checked_type(Window, self.valid, "valid", "pass a Window")
        for sku, price in self.prices.items():
            checked_identifier(sku, "prices")
            checked_type(UnitPrice, price, f"prices.{sku}", 'pass UnitPrice.of("12.90")')


@attrs.frozen(kw_only=True)
class Layer:
    """A stage in which promotions compete: a unit takes at most one of them. Layers compound in order."""

    id: str

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")


def _when(when: Iterable[Condition]) -> tuple[Condition, ...]:
    return tuple_of(Condition, when, "when")


@attrs.frozen(kw_only=True)
class Promotion:
    """An offer: in force for ``valid``, ``when`` all its conditions hold, ``on`` what, with what benefit."""

    id: str
    name: Mapping[str, str] = attrs.field(converter=texts)
    layer: str
    valid: Window = ALWAYS
    on: Selection = EVERYTHING
    when: tuple[Condition, ...] = attrs.field(default=(), converter=_when)
    benefit: Benefit

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        checked_identifier(self.layer, "layer")
        for language, text in self.name.items():
            checked_text(text, f"name.{checked_identifier(language, 'name')}")
        checked_type(Window, self.valid, "valid", "pass a Window")
        checked_selection(self.on, "on")
        checked_type(Benefit, self.benefit, "benefit", 'pass a benefit, such as PercentOff("20")')


def _lists(lists: Iterable[PriceList]) -> tuple[PriceList, ...]:
    return tuple_of(PriceList, lists, "lists")


def _layers(layers: Iterable[Layer]) -> tuple[Layer, ...]:
    return tuple_of(Layer, layers, "layers")


def _promotions(promotions: Iterable[Promotion]) -> tuple[Promotion, ...]:
    return tuple_of(Promotion, promotions, "promotions")


@attrs.frozen(kw_only=True)
class PricingRules:
    """All that is written about prices.

    ``search_steps`` bounds, in counted steps per layer, the search for the best combination.
    """

    lists: tuple[PriceList, ...] = attrs.field(default=(), converter=_lists, repr=counted("price lists"))
    layers: tuple[Layer, ...] = attrs.field(default=(), converter=_layers)
    promotions: tuple[Promotion, ...] = attrs.field(
        default=(), converter=_promotions, repr=counted("promotions")
    )
    search_steps: int = 10_000

    def __attrs_post_init__(self) -> None:
        if type(self.search_steps) is not int:
            found = shown(self.search_steps)
            raise WrongType.at("search_steps", found, "pass a whole number of steps", code="not_an_int")
        if not 1 <= self.search_steps <= SEARCH_STEPS_MAX:
            cure = f"use 1 to {SEARCH_STEPS_MAX} steps"
            raise WrongValue.at("search_steps", shown(self.search_steps), cure, code="steps_out_of_range")

    @cached_property
    def in_order(self) -> tuple[Promotion, ...]:
        """The promotions in the order of their identifiers, in which ties are settled."""
        return tuple(sorted(self.promotions, key=lambda promotion: promotion.id))
