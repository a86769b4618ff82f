"""A product as every channel knows it: what it is, never what it costs.

Source: GS1 General Specifications for the GTIN; schema.org Product for the words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from comptoir.values.collections import frozen_mapping, tuple_of
from comptoir.values.errors import WrongType, WrongValue, shown
from comptoir.values.identifiers import checked_identifier, checked_text
from comptoir.values.quantities import PIECE, UNITS

_GTIN_LENGTHS = (8, 12, 13, 14)


def identifiers(names: Iterable[str], where: str = "") -> tuple[str, ...]:
    """Identifiers as a set: each once, in order. A single text is refused: its letters are no names."""
    listed = tuple_of(str, names, where)
    return tuple(sorted({checked_identifier(name, f"{where}[{i}]") for i, name in enumerate(listed)}))


def _name(name: Mapping[str, str]) -> Mapping[str, str]:
    return frozen_mapping(name, "name")


def _attributes(attributes: Mapping[str, str]) -> Mapping[str, str]:
    return frozen_mapping(attributes, "attributes")


def _tags(tags: Iterable[str]) -> tuple[str, ...]:
    return identifiers(tags, "tags")


@attrs.frozen(kw_only=True)
class Product:
    """What is sold: the SKU identifies it, ``unit`` says by what it is sold.

    ``name`` has a text per language, ``tax`` is the category whose rate applies, ``category`` its
    place in the tree (``fashion/dresses``). Products of one ``model`` are its variants, such as the
    sizes of a dress.

    >>> Product(sku="ROBE-36", name={"fr": "Robe bleue 36"}, category="fashion/dresses", tax="standard").unit
    'piece'
    """

    sku: str
    name: Mapping[str, str] = attrs.field(converter=_name)
    category: str
    tax: str
    brand: str | None = None
    model: str | None = None
    gtin: str | None = None
    tags: tuple[str, ...] = attrs.field(default=(), converter=_tags)
    attributes: Mapping[str, str] = attrs.field(factory=dict, converter=_attributes)
    unit: str = PIECE

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.sku, "sku")
        checked_identifier(self.category, "category")
        checked_identifier(self.tax, "tax")
        for where, name in (("brand", self.brand), ("model", self.model)):
            if name is not None:
                checked_identifier(name, where)
        for language, text in self.name.items():
            checked_identifier(language, "name")
            checked_text(text, f"name.{language}")
        for attribute, value in self.attributes.items():
            checked_identifier(attribute, "attributes")
            checked_text(value, f"attributes.{attribute}")
        if not self.name:
            raise WrongValue.at("name", "found no name", 'write one, such as { fr = "Robe" }', code="no_name")
        if type(self.unit) is not str:
            raise WrongType.at(
                "unit", shown(self.unit), 'pass a unit as text, such as "kg"', code="not_a_text"
            )
        if self.unit not in UNITS:
            raise WrongValue.at(
                "unit", shown(self.unit), f"use one of {', '.join(UNITS)}", code="unknown_unit"
            )
        if self.gtin is not None:
            _check_gtin(self.gtin)


def _check_gtin(gtin: str) -> None:
    cure = "write the 8, 12, 13 or 14 digits of the barcode as text, check digit included"
    if type(gtin) is not str:
        raise WrongType.at("gtin", shown(gtin), cure, code="not_a_text")
    if not _is_gtin(gtin):
        raise WrongValue.at("gtin", shown(gtin), cure, code="not_a_gtin")


def _is_gtin(text: str) -> bool:
    if len(text) not in _GTIN_LENGTHS or not (text.isascii() and text.isdigit()):
        return False
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(text)))
    return weighted % 10 == 0
