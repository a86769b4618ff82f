"""What pricing is asked: whose basket, where, when, under which rules; what holds then is found once.

Source: house rule (``outcome = f(rulebook, facts, instant)``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Protocol

import attrs

from comptoir.facts.baskets import Buyer
from comptoir.facts.products import Product
from comptoir.facts.tax_terms import PriceBasis
from comptoir.facts.wheres import Spot, Where
from comptoir.pricing.extras import Extra
from comptoir.pricing.floors import Floor
from comptoir.pricing.lookup import AskedPrices, PriceIndex, start_of
from comptoir.pricing.price_lists import CostList
from comptoir.pricing.rules import PricingRules, Promotion
from comptoir.values.instants import Instant
from comptoir.values.moments import Moment
from comptoir.values.money import UnitPrice
from comptoir.values.percentages import Percent
from comptoir.values.policies import Minting
from comptoir.values.windows import Window


class TaxRates(Protocol):
    """What pricing must know of tax: it is handed the rates, and decides none."""

    def percent(self, category: str) -> Percent:
        """The rate inside tax-inclusive prices of a category."""

    def weight(self, category: str, basis: PriceBasis) -> tuple[int, int]:
        """What a minor unit on that basis leaves to pay, as an exact fraction."""

    @property
    def changes(self) -> Iterable[Instant]:
        """Every instant at which a rate may change."""

    def at(self, moment: Moment) -> TaxRates:
        """The rates at another moment."""

    def of_anyone(self) -> TaxRates:
        """The rates of a buyer of whom nothing is known."""


@attrs.frozen(kw_only=True)
class PriceQuestion:
    """A buyer with coupons at a spot, at a moment; prices in the currency of ``minting``."""

    rules: PricingRules
    prices: PriceIndex
    assortment: Mapping[str, Product]
    buyer: Buyer
    coupons: tuple[str, ...]
    spot: Spot
    minting: Minting
    tax: TaxRates
    moment: Moment

    def at(self, instant: Instant) -> PriceQuestion:
        """The same question at another instant."""
        moment = Moment(instant)
        return attrs.evolve(self, moment=moment, tax=self.tax.at(moment))

    @cached_property
    def listed(self) -> AskedPrices:
        """The price lists that are for this buyer, here and now."""
        return self.prices.asked(
            currency=self.minting.currency, buyer=self.buyer, spot=self.spot, moment=self.moment
        )

    @cached_property
    def promotions(self) -> Mapping[str, tuple[Promotion, ...]]:
        """The promotions in force, in the order of the layers and, within one, of their identifiers."""
        by_layer: dict[str, list[Promotion]] = {layer.id: [] for layer in self.rules.layers}
        for promotion in self.rules.in_order:
            if self.moment.is_in(promotion.valid):
                by_layer[promotion.layer].append(promotion)
        return {layer: tuple(promotions) for layer, promotions in by_layer.items()}

    @cached_property
    def payers(self) -> Mapping[str, str]:
        """Who pays for a promotion in the customer's place, by its identifier."""
        funded = ((each.id, each.funding) for each in self.rules.promotions)
        return {id_: funding.payer for id_, funding in funded if funding is not None}

    @cached_property
    def floors(self) -> tuple[Floor, ...]:
        """The floors that hold, in the order of their identifiers."""
        return tuple(
            sorted(
                (each for each in self.rules.floors if self._holds(each.where, each.valid)),
                key=lambda floor: floor.id,
            )
        )

    @cached_property
    def extras(self) -> tuple[Extra, ...]:
        """The extras that hold and are in the currency, in the order of their identifiers."""
        currency = self.minting.currency
        own = (each for each in self.rules.extras if each.amount.currency == currency)
        return tuple(
            sorted((each for each in own if self._holds(each.where, each.valid)), key=lambda extra: extra.id)
        )

    def cost(self, sku: str) -> UnitPrice | None:
        """What a product costs the merchant: by the cost list in force that started last."""
        for each in self._cost_lists:
            if sku in each.costs and self.moment.is_in(each.valid):
                return each.costs[sku]
        return None

    @cached_property
    def _cost_lists(self) -> tuple[CostList, ...]:
        own = (each for each in self.rules.cost_lists if each.currency == self.minting.currency)
        return tuple(sorted(own, key=lambda each: (start_of(each.valid), each.id), reverse=True))

    def _holds(self, where: Where | None, valid: Window) -> bool:
        return (where is None or where.holds(self.spot)) and self.moment.is_in(valid)
