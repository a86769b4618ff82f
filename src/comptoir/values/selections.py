"""What a rule applies to: products chosen by what they are, nestable.

A selection looks at a product's own description only: never at a basket, a price or who asks.

Source: house rule; the vocabulary (category tree, brand, tag, attribute) is schema.org's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, ClassVar, Final, Protocol

import attrs

from comptoir.values.collections import tuple_of
from comptoir.values.errors import WrongType, WrongValue, shown
from comptoir.values.identifiers import checked_identifier, checked_text

NESTING_MAX: Final = 8
"""Selections inside selections."""


class Described(Protocol):
    """What a selection may look at."""

    @property
    def sku(self) -> str:
        """The product's identifier."""

    @property
    def category(self) -> str:
        """Its place in the category tree: ``fashion/dresses``."""

    @property
    def brand(self) -> str | None:
        """Its brand, if it has one."""

    @property
    def tags(self) -> tuple[str, ...]:
        """Free marks."""

    @property
    def attributes(self) -> Mapping[str, str]:
        """Named properties: size, colour."""


@attrs.frozen
class Everything:
    """Every product."""

    kind: ClassVar[str] = "everything"
    depth: ClassVar[int] = 1

    def selects(self, _product: Described) -> bool:
        """Always."""
        return True


EVERYTHING: Final = Everything()


def _skus(skus: Iterable[str]) -> tuple[str, ...]:
    listed = tuple_of(str, skus, "skus")
    found = tuple(sorted({checked_identifier(sku, f"skus[{i}]") for i, sku in enumerate(listed)}))
    if not found:
        raise WrongValue.at("skus", "found an empty list", "name at least one", code="selects_nothing")
    return found


@attrs.frozen
class Skus:
    """The products with one of these SKUs."""

    kind: ClassVar[str] = "sku"
    main: ClassVar[str] = "skus"
    depth: ClassVar[int] = 1
    skus: tuple[str, ...] = attrs.field(converter=_skus)

    @cached_property
    def _listed(self) -> frozenset[str]:
        return frozenset(self.skus)

    def selects(self, product: Described) -> bool:
        """Whether the SKU is listed."""
        return product.sku in self._listed


@attrs.frozen
class Category:
    """The products of a category and of all categories below it."""

    kind: ClassVar[str] = "category"
    main: ClassVar[str] = "path"
    depth: ClassVar[int] = 1
    path: str

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.path, "path")

    def selects(self, product: Described) -> bool:
        """Whether the product's category is this one or lies below it."""
        return product.category == self.path or product.category.startswith(f"{self.path}/")


@attrs.frozen
class Brand:
    """The products of a brand."""

    kind: ClassVar[str] = "brand"
    main: ClassVar[str] = "name"
    depth: ClassVar[int] = 1
    name: str

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.name, "name")

    def selects(self, product: Described) -> bool:
        """Whether the product is of that brand."""
        return product.brand == self.name


@attrs.frozen
class Tag:
    """The products that carry a tag."""

    kind: ClassVar[str] = "tag"
    main: ClassVar[str] = "name"
    depth: ClassVar[int] = 1
    name: str

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.name, "name")

    def selects(self, product: Described) -> bool:
        """Whether the product carries the tag."""
        return self.name in product.tags


@attrs.frozen
class Attribute:
    """The products one of whose attributes has a value: size 36."""

    kind: ClassVar[str] = "attribute"
    depth: ClassVar[int] = 1
    name: str
    value: str

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.name, "name")
        checked_text(self.value, "value")

    def selects(self, product: Described) -> bool:
        """Whether the attribute is there with that value."""
        return product.attributes.get(self.name) == self.value


def checked_selection(selection: Selection, where: str) -> Selection:
    """The selection itself, else ``WrongType``."""
    if not isinstance(selection, Selection):
        cure = 'pass a selection, such as Category("fashion")'
        raise WrongType.at(where, shown(selection), cure, code="wrong_type")
    return selection


def _of(of: Iterable[Selection]) -> tuple[Selection, ...]:
    listed: tuple[Any, ...] = tuple_of(object, of, "of")
    parts = tuple(checked_selection(part, f"of[{i}]") for i, part in enumerate(listed))
    if not parts:
        raise WrongValue.at(
            "of", "found an empty list", "name at least one selection", code="selects_nothing"
        )
    if max(part.depth for part in parts) >= NESTING_MAX:
        found = f"found more than {NESTING_MAX} selections inside each other"
        raise WrongValue.at("of", found, "flatten it", code="nested_too_deeply")
    return parts


@attrs.frozen
class Nested:
    """Selections inside a selection."""

    main: ClassVar[str] = "of"
    of: tuple[Selection, ...] = attrs.field(converter=_of)

    @property
    def depth(self) -> int:
        """Selections inside each other."""
        return 1 + max(part.depth for part in self.of)


@attrs.frozen
class AnyOf(Nested):
    """The products in at least one of the selections."""

    kind: ClassVar[str] = "any"

    def selects(self, product: Described) -> bool:
        """Whether any part selects it."""
        return any(part.selects(product) for part in self.of)


@attrs.frozen
class AllOf(Nested):
    """The products in every one of the selections."""

    kind: ClassVar[str] = "all"

    def selects(self, product: Described) -> bool:
        """Whether all parts select it."""
        return all(part.selects(product) for part in self.of)


@attrs.frozen
class NoneOf(Nested):
    """The products in none of the selections."""

    kind: ClassVar[str] = "none"

    def selects(self, product: Described) -> bool:
        """Whether no part selects it."""
        return not any(part.selects(product) for part in self.of)


Selection = Everything | Skus | Category | Brand | Tag | Attribute | AnyOf | AllOf | NoneOf
"""A closed union: what can be selected is part of the language, not of a retailer's rules."""
