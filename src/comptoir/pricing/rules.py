"""What a merchant may write about prices: dated price lists, layers, promotions.

Only the shape of each rule is checked here; whether the rules fit each other and the products is
checked where they come together, in the rulebook.

Source: house rule; an offer's words are those of the ARTS/OMG retail model.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import attrs

from comptoir.pricing.kinds import Benefit, Condition
from comptoir.values.errors import WrongValue, shown
from comptoir.values.identifiers import checked_identifier, checked_text
from comptoir.values.mappings import frozen_mapping
from comptoir.values.money import UnitPrice, checked_currency
from comptoir.values.selections import Everything, Selection
from comptoir.values.windows import Window

ALWAYS: Final = Window()
SEARCH_STEPS_MAX: Final = 1_000_000


@attrs.frozen(kw_only=True)
class PriceList:
    """Prices per product in one currency, tax included, in force for ``valid``.

    Of several lists in force that price a product, the one that started last decides; two that start
    at the same instant and price the same product are a fault of the rulebook.
    """

    id: str
    currency: str
    valid: Window = ALWAYS
    prices: Mapping[str, UnitPrice] = attrs.field(converter=frozen_mapping, hash=False)

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        checked_currency(self.currency)
        for sku in self.prices:
            checked_identifier(sku, f"prices.{sku}")


@attrs.frozen(kw_only=True)
class Layer:
    """A stage in which promotions compete: a unit takes at most one of them. Layers compound in order."""

    id: str

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")


@attrs.frozen(kw_only=True)
class Promotion:
    """An offer: in force for ``valid``, ``when`` all its conditions hold, ``on`` what, with what benefit."""

    id: str
    name: Mapping[str, str] = attrs.field(converter=frozen_mapping, hash=False)
    layer: str
    valid: Window = ALWAYS
    on: Selection = Everything()
    when: tuple[Condition, ...] = attrs.field(default=(), converter=tuple)
    benefit: Benefit

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        checked_identifier(self.layer, "layer")
        for language, text in self.name.items():
            checked_text(text, f"name.{language}")


@attrs.frozen(kw_only=True)
class PricingRules:
    """All that is written about prices.

    ``search_steps`` bounds, in counted steps per layer, the search for the best combination.
    """

    lists: tuple[PriceList, ...] = attrs.field(default=(), converter=tuple)
    layers: tuple[Layer, ...] = attrs.field(default=(), converter=tuple)
    promotions: tuple[Promotion, ...] = attrs.field(default=(), converter=tuple)
    search_steps: int = 10_000

    def __attrs_post_init__(self) -> None:
        if not 1 <= self.search_steps <= SEARCH_STEPS_MAX:
            cure = f"use 1 to {SEARCH_STEPS_MAX} steps"
            raise WrongValue.at("search_steps", shown(self.search_steps), cure, code="steps_out_of_range")
