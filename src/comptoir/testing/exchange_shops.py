"""A plain shop for laws of exchanges: what things cost in three seasons, and the terms.

It is written in few numbers, from which its rulebook is made, so that an oracle can reckon without it.

Source: house rule (laws XP, XT and XD).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import attrs

from comptoir.facts.bearers import Bearer
from comptoir.facts.exchange_terms import ExchangePrice, ExchangeScope, ExchangeTerms
from comptoir.facts.refunding import RefundingTerms, TenderOrder
from comptoir.facts.return_terms import Means
from comptoir.facts.tax_terms import PriceBasis
from comptoir.loyalty.rules import LoyaltyRules
from comptoir.pricing.benefits.percent import PercentOff
from comptoir.pricing.price_lists import PriceList
from comptoir.pricing.rules import Layer, PricingRules, Promotion
from comptoir.returns.rules import ReturnRules
from comptoir.rulebook import Rulebook
from comptoir.testing.terms_examples import ORDERED, policy
from comptoir.testing.whole_shop import PROGRAMME, RETURNS, whole_shop
from comptoir.values.collections import frozen_mapping
from comptoir.values.instants import DAY, Instant
from comptoir.values.money import UnitPrice
from comptoir.values.selections import Skus
from comptoir.values.windows import Window

CHANGES: Final = (Instant(ORDERED + DAY), Instant(ORDERED + 3 * DAY))
"""When prices change: between the purchase and the first visit, and between that and the second."""
HOUSE: Final = "90 days"
"""How long goods may be exchanged and given back."""
NO_TIERS: Final = attrs.evolve(PROGRAMME, tiers=PROGRAMME.tiers[:1])
"""Points to earn and to spend; what comes back changes nobody's tier."""


def season_of(at: Instant) -> int:
    """Which prices are in force."""
    return sum(at >= change for change in CHANGES)


@attrs.frozen(kw_only=True)
class Percentage:
    """So many percent off a product in some seasons; what is ``after`` comes off what others left."""

    sku: str
    percent: int
    seasons: tuple[int, ...] = (0, 1, 2)
    after: bool = False


def _prices(prices: Iterable[Mapping[str, int]]) -> tuple[Mapping[str, int], ...]:
    return tuple(frozen_mapping(each, "prices") for each in prices)


@attrs.frozen(kw_only=True)
class TreeShop:
    """What things cost in minor units in each of three seasons, and on which terms they are exchanged.

    Tax is in the prices, or ``added`` to them. Of what comes back, ``fee`` percent are kept; it is paid as
    it was paid, the last means first or the ``first_paid_first``, or on ``credit``.
    """

    prices: tuple[Mapping[str, int], ...] = attrs.field(converter=_prices)
    percentages: tuple[Percentage, ...] = ()
    added: bool = False
    price: ExchangePrice = ExchangePrice.TODAY
    delivery: Bearer = Bearer.SELLER
    fee: int = 0
    credit: bool = False
    first_paid_first: bool = False

    def rulebook(self, *, programme: bool = False) -> Rulebook:
        """Its rulebook, with the programme in which points are earned and spent, or without."""
        return whole_shop(
            loyalty=LoyaltyRules(programme=NO_TIERS if programme else None),
            pricing=PricingRules(
                lists=[*self._lists()],
                layers=[Layer(id="offers"), Layer(id="more")],
                promotions=[*self._promotions()],
            ),
            returns=self._returns(),
        )

    def _lists(self) -> Iterator[PriceList]:
        for season, prices in enumerate(self.prices):
            yield PriceList(
                id=f"season-{season}",
                currency="EUR",
                valid=_window(season),
                basis=PriceBasis.ADDED if self.added else PriceBasis.INCLUDED,
                prices={
                    sku: UnitPrice.of(f"{minor // 100}.{minor % 100:02}") for sku, minor in prices.items()
                },
            )

    def _promotions(self) -> Iterator[Promotion]:
        for index, each in enumerate(self.percentages):
            for season in each.seasons:
                yield Promotion(
                    id=f"p-{index}-{season}",
                    name={"fr": "Remise"},
                    layer="more" if each.after else "offers",
                    valid=_window(season),
                    on=Skus([each.sku]),
                    benefit=PercentOff(str(each.percent)),
                )

    def _returns(self) -> ReturnRules:
        exchange = ExchangeTerms(scope=ExchangeScope.ANYTHING, price=self.price, delivery=self.delivery)
        house = policy(
            "house",
            HOUSE,
            exchange=exchange,
            fee=str(self.fee),
            means=Means.CREDIT if self.credit else Means.ORIGINAL,
        )
        order = TenderOrder.FIRST_PAID_FIRST if self.first_paid_first else TenderOrder.LAST_PAID_FIRST
        return ReturnRules(
            policies=[house], statutory=RETURNS.statutory, refunding=RefundingTerms(order=order)
        )


def _window(season: int) -> Window:
    edges = (None, *CHANGES, None)
    return Window(edges[season], edges[season + 1])
