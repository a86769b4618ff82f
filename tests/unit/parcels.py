"""Parcels for the tests of fees and limits: what is in them, what it weighs, measures and is worth."""

from __future__ import annotations

from typing import Any

import attrs

from comptoir.delivery.kinds import Parcel, ParcelLine
from comptoir.facts.products import Package, Product
from comptoir.values.quantities import Measured


def product(sku: str = "A", package: Package | None = None, **changes: Any) -> Product:
    given = {"name": {"fr": sku}, "category": "maison/objets", "tax": "standard", "package": package}
    return Product(sku=sku, **{**given, **changes})


def package(
    weight: str | None = None, *sides: str, volume: str | None = None, size: str | None = None
) -> Package:
    """``package("1.2 kg", "0.6 m", "0.4 m", "0.1 m")``."""
    return Package(
        weight=None if weight is None else Measured.from_text(weight),
        sides=[Measured.from_text(side) for side in sides],
        volume=None if volume is None else Measured.from_text(volume),
        size=size,
    )


def line(
    sold: Product, pieces: int = 1, charged: int = 1_000, *, number: int = 1, **changes: Any
) -> ParcelLine:
    given = {"pieces": pieces, "regular": charged, "charged": charged}
    return ParcelLine(number=number, product=sold, **{**given, **changes})


def parcel(*lines: ParcelLine) -> Parcel:
    """The lines, numbered from 1."""
    return Parcel([attrs.evolve(each, number=number) for number, each in enumerate(lines, 1)])


def weighing(*grams: int) -> Parcel:
    """One piece of each weight, in grams."""
    return parcel(*(line(product(f"W{each}", package(f"{each} g"))) for each in grams))


def worth(charged: int) -> Parcel:
    """One piece that is paid so much."""
    return parcel(line(product(), charged=charged))
