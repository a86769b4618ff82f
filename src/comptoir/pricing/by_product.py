"""Which rules select a product, without asking each of them.

Rules are found by the words of their selections: a SKU, a category, a brand, a tag, an attribute. Those that
name no word (everything, none of …) are asked every time. What was found for a product is remembered, within
a bound. May never know what the rules are about.

Source: house rule (ten thousand rules cost a product as much as those that may be about it).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Final, Generic, Protocol, TypeVar

import attrs

from comptoir.facts.products import Product
from comptoir.values.selections import AllOf, AnyOf, Attribute, Brand, Category, Selection, Skus, Tag

PRODUCTS_REMEMBERED: Final = 16_384
"""Products of which it is remembered which rules select them."""
RULES_REMEMBERED: Final = 256
"""Rules that are remembered for one product; a longer answer is found again, as whoever asks reads it all."""


class Selecting(Protocol):
    """A rule about selected products."""

    @property
    def on(self) -> Selection:
        """What it applies to."""


R = TypeVar("R", bound=Selecting)

_Word = tuple[str, ...]
"""A kind of word, and the word as both a selection and a product say it."""
_SHARPEST_FIRST: Final = (Skus.kind, Attribute.kind, Tag.kind, Brand.kind, Category.kind)
"""The kinds of words, those that few products share before those that many do."""


@attrs.frozen(eq=False)
class ByProduct(Generic[R]):
    """Rules in the order given, to be asked which of them select a product."""

    rules: tuple[R, ...] = attrs.field(converter=tuple)
    _found: dict[str, tuple[Product, tuple[R, ...]]] = attrs.field(factory=dict, init=False, repr=False)

    def selecting(self, product: Product) -> tuple[R, ...]:
        """The rules that select a product, in their order."""
        known = self._found.get(product.sku)
        if known is not None and known[0] is product:
            return known[1]
        found = tuple(rule for rule in self._possible(product) if rule.on.selects(product))
        if len(found) <= RULES_REMEMBERED:
            if len(self._found) >= PRODUCTS_REMEMBERED:
                self._found.clear()
            self._found[product.sku] = product, found
        return found

    def _possible(self, product: Product) -> Iterator[R]:
        """The rules that share a word with a product, and those without one."""
        by_word, others = self._places
        places = set(others).union(*(by_word.get(word, ()) for word in _words_of(product)))
        return (self.rules[place] for place in sorted(places))

    @cached_property
    def _places(self) -> tuple[Mapping[_Word, list[int]], list[int]]:
        """The places of the rules by each word that a product may have to share, and of the other rules."""
        by_word: dict[_Word, list[int]] = {}
        others: list[int] = []
        for place, rule in enumerate(self.rules):
            words = _words(rule.on)
            for word in words or ():
                by_word.setdefault(word, []).append(place)
            if words is None:
                others.append(place)
        return by_word, others


def _words(selection: Selection) -> frozenset[_Word] | None:
    """Words one of which every selected product has; ``None`` if the selection names no such words."""
    match selection:
        case Skus(skus):
            return frozenset((Skus.kind, sku) for sku in skus)
        case Category(path):
            return frozenset([(Category.kind, path)])
        case Brand(name):
            return frozenset([(Brand.kind, name)])
        case Tag(name):
            return frozenset([(Tag.kind, name)])
        case Attribute(name, value):
            return frozenset([(Attribute.kind, name, value)])
        case AnyOf(of):
            named = [_words(part) for part in of]
            known = [words for words in named if words is not None]
            return frozenset().union(*known) if len(known) == len(named) else None
        case AllOf(of):
            named = [_words(part) for part in of]
            return min((words for words in named if words is not None), key=_breadth, default=None)
        case _:
            return None


def _breadth(words: frozenset[_Word]) -> tuple[int, int]:
    """How many products may share the words: by the kind that the most do, then by their number."""
    return max(_SHARPEST_FIRST.index(kind) for kind, *_ in words), len(words)


def _words_of(product: Product) -> Iterator[_Word]:
    """Each word of a product: of its category, those above it too."""
    yield Skus.kind, product.sku
    yield Category.kind, product.category
    for end, letter in enumerate(product.category):
        if letter == "/":
            yield Category.kind, product.category[:end]
    if product.brand is not None:
        yield Brand.kind, product.brand
    for tag in product.tags:
        yield Tag.kind, tag
    for name, value in product.attributes.items():
        yield Attribute.kind, name, value
