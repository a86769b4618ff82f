"""What pricing is asked: whose basket, where, when, under which rules; what holds then is found once.

Source: house rule (``outcome = f(rulebook, facts, instant)``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, Final, Protocol

import attrs

from comptoir.facts.baskets import Buyer
from comptoir.facts.coupons import IssuedCoupon, Remaining
from comptoir.facts.products import Product
from comptoir.facts.tax_terms import PriceBasis
from comptoir.facts.wheres import Spot
from comptoir.pricing.clocks import WallClocks
from comptoir.pricing.extras import Extra
from comptoir.pricing.floors import Floor
from comptoir.pricing.holding import RulesHere
from comptoir.pricing.lookup import AskedPrices, PriceIndex, Ranks, start_of
from comptoir.pricing.price_lists import CostList
from comptoir.pricing.rules import PricingRules, Promotion
from comptoir.values.almanac import Almanac
from comptoir.values.instants import Instant
from comptoir.values.moments import Findings, Moment
from comptoir.values.money import UnitPrice
from comptoir.values.percentages import Percent
from comptoir.values.policies import Minting


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


_NO_TABLES: Final = Almanac((), ())


@attrs.frozen(kw_only=True, slots=False)
class PriceQuestion:
    """A buyer with coupons at a spot, at a moment; prices in the currency of ``minting``.

    ``tender`` is the means by which it shall be paid and ``handover`` the kind of hand-over, if they are
    known; ``remaining`` is what is left of metered promotions, by their identifiers. Conditions look at
    clocks of the ``zone`` and of the ``almanac``'s other zones.
    """

    rules: PricingRules
    prices: PriceIndex
    assortment: Mapping[str, Product]
    buyer: Buyer
    coupons: tuple[str, ...]
    issued: tuple[IssuedCoupon, ...] = ()
    tender: str | None = None
    spot: Spot
    handover: str | None = None
    remaining: Mapping[str, Remaining] = attrs.field(factory=dict)
    minting: Minting
    tax: TaxRates
    moment: Moment
    almanac: Almanac = _NO_TABLES
    zone: str = "UTC"

    def at(self, instant: Instant) -> PriceQuestion:
        """The same question at another instant."""
        moment = Moment(instant)
        return attrs.evolve(self, moment=moment, tax=self.tax.at(moment))

    @cached_property
    def clock(self) -> WallClocks:
        """The clocks that conditions look at."""
        return WallClocks(self.moment, self.almanac, self.zone)

    @cached_property
    def listed(self) -> AskedPrices:
        """The price lists that are for this buyer, here and now."""
        return AskedPrices(self._ranks, self.moment)

    @property
    def _ranks(self) -> Ranks:
        return self.prices.ranks_for(self.minting.currency, self.buyer, self.spot)

    @cached_property
    def promotions(self) -> Mapping[str, tuple[Promotion, ...]]:
        """The promotions in force, in the order of the layers and, within one, of their identifiers."""
        by_layer: dict[str, list[Promotion]] = {layer.id: [] for layer in self.rules.layers}
        for promotion in self.rules.in_order:
            if self.moment.is_in(promotion.valid):
                by_layer[promotion.layer].append(promotion)
        return {layer: tuple(promotions) for layer, promotions in by_layer.items()}

    @cached_property
    def remembered(self) -> Findings[Any, Any]:
        """Where it is remembered what goods come to, for all who ask these prices at this spot.

        Which floors and extras hold is found once for all goods, and so is no part of what is found for one.
        """
        here = self.prices.ids_here(self.minting.currency, self.spot, self.moment)
        return self.rules.offers.remembered_for((self._ranks, self.spot, *here))

    @cached_property
    def floors(self) -> RulesHere[Floor]:
        """The floors that hold."""
        return self.prices.floors.at(self.spot, self.moment)

    @cached_property
    def extras(self) -> RulesHere[Extra]:
        """The extras that hold and are in the currency."""
        return self.prices.extras_in(self.minting.currency).at(self.spot, self.moment)

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
