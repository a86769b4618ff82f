"""What a selection selects, in words: ``category grocery``, ``Honey or Sencha``.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, assert_never

from comptoir.texts.languages import Language
from comptoir.texts.messages import say
from comptoir.values.selections import (
    AllOf,
    AnyOf,
    Attribute,
    Brand,
    Category,
    Everything,
    NoneOf,
    Selection,
    Skus,
    Tag,
)

PARTS_TOLD: Final = 4
"""Products or selections of a list that are told; of the others, that there are some."""


def selection_text(selection: Selection, name: Callable[[str], str], language: Language) -> str:
    """The goods of a selection; ``name`` is what a product is called, by its SKU."""
    match selection:
        case Everything():
            return say("goods_any", language)
        case Skus(skus):
            return _joined("goods_or", map(name, skus), language)
        case Category(word) | Brand(word) | Tag(word):
            return say(f"goods_{selection.kind}", language, name=word)
        case Attribute(attribute, value):
            return say("goods_attribute", language, name=attribute, value=value)
        case AnyOf(parts):
            return _joined("goods_or", (_inside(part, name, language) for part in parts), language)
        case AllOf(parts):
            return _joined("goods_and", (_inside(part, name, language) for part in parts), language)
        case NoneOf(parts):
            left_out = _joined("goods_or", (_inside(part, name, language) for part in parts), language)
            return say("goods_none", language, goods=left_out)
        case _:
            assert_never(selection)


def _inside(part: Selection, name: Callable[[str], str], language: Language) -> str:
    """A part of another selection, in brackets if it has parts of its own."""
    text = selection_text(part, name, language)
    return f"({text})" if isinstance(part, AnyOf | AllOf) and len(part.of) > 1 else text


def _joined(word: str, parts: Iterable[str], language: Language) -> str:
    told = list(parts)
    kept = [*told[:PARTS_TOLD], "…"] if len(told) > PARTS_TOLD else told
    return f" {say(word, language)} ".join(kept)
