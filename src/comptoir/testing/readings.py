"""What selections mean, written the plain way: the oracles' reading of them.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from comptoir.facts.products import Product
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


def selects(selection: Selection, product: Product) -> bool:
    """Whether a selection holds a product."""
    match selection:
        case Everything():
            return True
        case Skus(skus):
            return product.sku in skus
        case Category(path):
            wanted, found = path.split("/"), product.category.split("/")
            return found[: len(wanted)] == wanted
        case Brand(name):
            return product.brand == name
        case Tag(name):
            return name in product.tags
        case Attribute(name, value):
            attributes: Mapping[str, str] = product.attributes
            return name in attributes and attributes[name] == value
        case AnyOf(of):
            return any(selects(each, product) for each in of)
        case AllOf(of):
            return all(selects(each, product) for each in of)
        case NoneOf(of):
            return not any(selects(each, product) for each in of)
        case _:
            assert_never(selection)
