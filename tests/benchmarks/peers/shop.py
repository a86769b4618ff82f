"""A shop as plain data: what Comptoir and each of its peers build their own products and promotions from.

A thousand products stand on a hundred shelves. A promotion takes a percentage off four products or off a
shelf. One in ten of them selects something of the basket, a hundred at most: a shop with ten times the
promotions has more products, and not ten times the promotions on each.
"""

from __future__ import annotations

import random
from functools import cache
from typing import Final, NamedTuple

PRODUCTS: Final = 1_000
SHELF: Final = 10
"""Products on a shelf."""
CHOSEN: Final = 4
"""Products that a promotion names one by one."""
TOUCHING_ONE_IN: Final = 10
TOUCHING_AT_MOST: Final = 100
PIECES: Final = 2
CURRENCY: Final = "EUR"


class Item(NamedTuple):
    """A product: its shelf is its category, its price has two decimals."""

    sku: str
    shelf: str
    price: str


class Offer(NamedTuple):
    """So many whole percent off the products named, or off a shelf: one of the two is empty."""

    id: str
    percent: int
    skus: frozenset[str]
    shelf: str

    def selects(self, item: Item) -> bool:
        return item.sku in self.skus or item.shelf == self.shelf


class Shop(NamedTuple):
    """Everything that a price depends on: ``PIECES`` of each product of the basket are bought."""

    items: tuple[Item, ...]
    offers: tuple[Offer, ...]
    basket: tuple[Item, ...]

    def touching(self) -> frozenset[str]:
        """The promotions that select something of the basket."""
        return frozenset(
            offer.id for offer in self.offers if any(offer.selects(item) for item in self.basket)
        )


def item(number: int) -> Item:
    shelf = number // SHELF
    return Item(
        f"P-{number:04}", f"all/aisle-{shelf // SHELF}/shelf-{shelf % SHELF}", f"{number % 90 + 1}.99"
    )


ITEMS: Final = tuple(item(number) for number in range(PRODUCTS))
BASKET: Final = ITEMS[::50]
"""Twenty products, each from another shelf: two from each aisle."""
SHELVES: Final = frozenset(each.shelf for each in BASKET)
ELSEWHERE: Final = tuple(each for each in ITEMS if each.shelf not in SHELVES)


def offer(number: int) -> Offer:
    chance = random.Random(number)
    nth, rest = divmod(number, TOUCHING_ONE_IN)
    touching = rest == 0 and nth < TOUCHING_AT_MOST
    name, percent = f"offer-{number}", chance.randrange(1, 41)
    first, *others = chance.sample(ELSEWHERE, CHOSEN)
    if touching:
        first = chance.choice(BASKET)
    if (nth if touching else number) % 2:
        return Offer(name, percent, frozenset(), first.shelf)
    return Offer(name, percent, frozenset(each.sku for each in (first, *others)), "")


@cache
def shop(promotions: int) -> Shop:
    """Twenty lines, and so many promotions in force: the first ones of a shop that has more."""
    return Shop(ITEMS, tuple(offer(number) for number in range(promotions)), BASKET)


@cache
def crowded_shop(candidates: int) -> Shop:
    """Twenty lines, and so many promotions on each of them, none of which selects another."""
    offers = (
        Offer(f"offer-{line}-{nth}", nth % 40 + 1, frozenset({each.sku}), "")
        for line, each in enumerate(BASKET)
        for nth in range(candidates)
    )
    return Shop(ITEMS, tuple(offers), BASKET)
