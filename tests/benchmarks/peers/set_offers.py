"""Offers on sets of products that compete for the same units, as plain data with fixed seeds.

Each application of an offer takes ``size`` units of the products that it selects; no unit is taken twice; the
whole reduction is to be as great as possible.
"""

from __future__ import annotations

import random
from enum import StrEnum
from typing import Final, NamedTuple

PRODUCTS: Final = 12
UNITS: Final = 35
UNITS_MOST: Final = 5
"""Of one product."""
PRICES: Final = (
    *(99, 149, 199, 249, 299, 399, 499, 599, 699, 799, 899, 999),
    *(1249, 1499, 1999, 2499, 2999, 3999, 4999),
)


class Kind(StrEnum):
    """What an application of an offer gives."""

    CHEAPEST_OFF = "so many percent off its cheapest unit, rounded half up"
    EACH_OFF = "so many percent off each unit, each rounded half up"
    FIXED_TOTAL = "the units together for so many cents, if that is less"


class Stocked(NamedTuple):
    """A product of the basket: its price in cents, and how many units are bought."""

    sku: str
    cents: int
    units: int


class SetOffer(NamedTuple):
    """An offer on sets: ``value`` is a percentage, or the total in cents."""

    id: str
    kind: Kind
    size: int
    value: int
    skus: frozenset[str]


class Instance(NamedTuple):
    """A basket and the offers that compete for it."""

    basket: tuple[Stocked, ...]
    offers: tuple[SetOffer, ...]


class Chosen(NamedTuple):
    """The reduction found, whether it is proven the greatest, and by how much it may fall short; in cents."""

    reduction: int
    proven: bool
    gap: int


PATTERNS: Final = (
    (Kind.CHEAPEST_OFF, 3, (100,)),  # 3 for the price of 2
    (Kind.CHEAPEST_OFF, 4, (100,)),  # 4 for the price of 3
    (Kind.CHEAPEST_OFF, 2, (50,)),  # the second at half price
    (Kind.EACH_OFF, 2, (10, 15, 20)),  # any 2 with 20 % off
    (Kind.FIXED_TOTAL, 3, (1_500, 2_000, 2_500)),  # any 3 for 25.00
)


def percent_of(cents: int, percent: int) -> int:
    """So many percent of an amount, rounded half up."""
    return (cents * percent * 2 + 100) // 200


def instance(offers: int, seed: int) -> Instance:
    """So many offers, each on a random half of twelve products, of which 35 units are bought."""
    chance = random.Random(1_000 * offers + seed)
    skus = [f"P-{number:02}" for number in range(PRODUCTS)]
    units = dict.fromkeys(skus, 1)
    while sum(units.values()) < UNITS:
        units[chance.choice([sku for sku in skus if units[sku] < UNITS_MOST])] += 1
    basket = tuple(Stocked(sku, chance.choice(PRICES), units[sku]) for sku in skus)
    return Instance(basket, tuple(set_offer(number, skus, chance) for number in range(offers)))


def set_offer(number: int, skus: list[str], chance: random.Random) -> SetOffer:
    kind, size, values = PATTERNS[number % len(PATTERNS)]
    selected = frozenset(chance.sample(skus, len(skus) // 2))
    return SetOffer(f"set-{number}", kind, size, chance.choice(values), selected)
