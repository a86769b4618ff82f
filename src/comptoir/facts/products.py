"""A product as every channel knows it: what it is, never what it costs.

Source: GS1 General Specifications for the GTIN; schema.org Product for the words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Final

import attrs

from comptoir.values.collections import frozen_mapping, tuple_of
from comptoir.values.decimals import MILLION
from comptoir.values.errors import WrongType, WrongValue, checked_type, shown
from comptoir.values.identifiers import checked_identifier, checked_names, checked_text
from comptoir.values.multiples import SINGLE, Multiple
from comptoir.values.quantities import PIECE, UNITS, Measured, measure_alike

KIT_PARTS_MAX: Final = 50
"""Products in a kit."""
KIT_COUNT_MAX: Final = 1_000
"""Pieces of one product in a kit."""
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


class Nature(Enum):
    """What kind of thing is sold."""

    GOODS = "goods"
    """Something that is handed over."""
    SERVICE = "service"
    """Something that is done: it needs no parcel."""
    GIFT_CARD = "gift_card"
    """Money for later: no promotion touches it, and it earns no points."""


@attrs.frozen
class KitPart:
    """So many pieces of a product inside a kit."""

    sku: str
    count: int = 1

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.sku, "sku")
        if type(self.count) is not int:
            raise WrongType.at("count", shown(self.count), "pass whole pieces as int", code="not_an_int")
        if not 1 <= self.count <= KIT_COUNT_MAX:
            cure = f"use 1 to {KIT_COUNT_MAX} pieces"
            raise WrongValue.at("count", shown(self.count), cure, code="quantity_out_of_range")


class KitPrice(Enum):
    """Where the price of a kit comes from."""

    WHOLE = "whole"
    """The price lists price the kit itself."""
    PARTS = "parts"
    """It is the sum of what its parts cost in the price lists."""


def _kit_parts(parts: Iterable[KitPart]) -> tuple[KitPart, ...]:
    listed = tuple_of(KitPart, parts, "parts")
    if not 1 <= len(listed) <= KIT_PARTS_MAX:
        found = f"found {len(listed)} parts"
        raise WrongValue.at("parts", found, f"name 1 to {KIT_PARTS_MAX} products", code="not_a_kit")
    if len({part.sku for part in listed}) < len(listed):
        raise WrongValue.at("parts", "found a product twice", "count its pieces", code="duplicate_part")
    return tuple(sorted(listed, key=lambda part: part.sku))


@attrs.frozen
class Kit:
    """Several products sold as one. Its tax is that of its parts, by what these cost by themselves."""

    parts: tuple[KitPart, ...] = attrs.field(converter=_kit_parts)
    priced: KitPrice = KitPrice.WHOLE


def _sides(sides: Iterable[Measured]) -> tuple[Measured, ...]:
    listed = tuple_of(Measured, sides, "sides")
    for index, side in enumerate(listed):
        if side.unit != "m":
            cure = 'write lengths in metres, such as "0.6 m"'
            raise WrongValue.at(f"sides[{index}]", shown(side.to_text()), cure, code="not_a_length")
    if len(listed) not in {0, 3}:
        found = f"found {len(listed)} lengths"
        raise WrongValue.at("sides", found, "write length, width and height", code="not_three_sides")
    return tuple(sorted(listed, key=lambda side: -side.millionths))


@attrs.frozen(kw_only=True)
class Package:
    """What one piece weighs and measures as it is sent; of what is sold by measure, what one unit does.

    ``weight`` is in kilograms or grams, ``sides`` are its three lengths in metres, the longest first;
    ``volume`` is in litres or millilitres where the sides are not known. ``size`` is a class of the
    retailer's own, such as ``bulky``. What is left out is not known.
    """

    weight: Measured | None = None
    sides: tuple[Measured, ...] = attrs.field(default=(), converter=_sides)
    volume: Measured | None = None
    size: str | None = None

    def __attrs_post_init__(self) -> None:
        for where, measure, unit in (("weight", self.weight, "kg"), ("volume", self.volume, "l")):
            if measure is not None and not measure_alike(measure.unit, unit):
                cure = f'write it in {unit}, such as "1.2 {unit}"'
                raise WrongValue.at(where, shown(measure.to_text()), cure, code="other_unit")
        if self.volume is not None and self.sides:
            cure = "leave the volume out: it follows from the sides"
            raise WrongValue.at("volume", "found a volume beside sides", cure, code="volume_twice")
        if self.size is not None:
            checked_identifier(self.size, "size")


def _packs(packs: Mapping[str, Multiple | str | int]) -> Mapping[str, Multiple]:
    found = frozen_mapping(packs, "packs")
    return frozen_mapping({name: Multiple.of(many, f"packs.{name}") for name, many in found.items()}, "packs")


@attrs.frozen(kw_only=True)
class Product:
    """What is sold: the SKU identifies it, ``unit`` says by what it is sold.

    ``name`` has a text per language, ``tax`` is the category whose rate applies, ``category`` its
    place in the tree (``fashion/dresses``). Products of one ``model`` are its variants, such as the
    sizes of a dress. ``packs`` says how many units are in each pack by which it is also sold;
    ``content`` is what is in one piece, for the price per kilogram, litre or metre; ``package`` is what
    it weighs and measures as it is sent. What is second-hand is ``used``.

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
    packs: Mapping[str, Multiple] = attrs.field(factory=dict, converter=_packs)
    content: Measured | None = None
    nature: Nature = Nature.GOODS
    kit: Kit | None = None
    package: Package | None = None
    used: bool = False

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.sku, "sku")
        checked_identifier(self.category, "category")
        checked_identifier(self.tax, "tax")
        for where, name in (("brand", self.brand), ("model", self.model)):
            if name is not None:
                checked_identifier(name, where)
        checked_names(self.name)
        for attribute, value in self.attributes.items():
            checked_identifier(attribute, "attributes")
            checked_text(value, f"attributes.{attribute}")
        if not self.name:
            raise WrongValue.at("name", "found no name", 'write one, such as { fr = "Robe" }', code="no_name")
        _check_unit(self.unit)
        if self.gtin is not None:
            _check_gtin(self.gtin)
        for pack, many in self.packs.items():
            _check_pack(pack, many, self.unit)
        if self.content is not None:
            checked_type(Measured, self.content, "content", 'pass Measured("250", "g")')
        checked_type(Nature, self.nature, "nature", "pass Nature.GOODS, SERVICE or GIFT_CARD")
        if self.kit is not None:
            _check_kit(self.kit, self.unit)
        if self.package is not None:
            checked_type(Package, self.package, "package", 'pass Package(weight=Measured("1.2", "kg"))')
        checked_type(bool, self.used, "used", "pass True or False")

    def content_of(self, pack: str | None) -> Multiple | None:
        """How many units one pack is, or one unit without a pack; ``None`` if there is no such pack."""
        return SINGLE if pack is None else self.packs.get(pack)


def _check_unit(unit: str) -> None:
    if type(unit) is not str:
        raise WrongType.at("unit", shown(unit), 'pass a unit as text, such as "kg"', code="not_a_text")
    if unit not in UNITS:
        raise WrongValue.at("unit", shown(unit), f"use one of {', '.join(UNITS)}", code="unknown_unit")


def _check_kit(kit: Kit, unit: str) -> None:
    checked_type(Kit, kit, "kit", 'pass Kit([KitPart("THE-VERT"), KitPart("TASSE", 2)])')
    if unit != PIECE:
        raise WrongValue.at(
            "unit", f"found a kit by the {unit}", "sell a kit by the piece", code="measured_kit"
        )


def _check_pack(pack: str, many: Multiple, unit: str) -> None:
    if checked_identifier(pack, "packs") in UNITS:
        cure = 'give a pack a name of its own, such as "pack-6"'
        raise WrongValue.at(f"packs.{pack}", f"found the unit {pack}", cure, code="pack_is_a_unit")
    if unit == PIECE and many.millionths % MILLION:
        cure = "count whole pieces in a pack of what is sold by the piece"
        raise WrongValue.at(f"packs.{pack}", f"found {many.to_text()} pieces", cure, code="pack_not_whole")


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
