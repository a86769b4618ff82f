"""A fee by the largest class of size: ``{ sizes = { classes = [{ size = "small", fee = … }, …] } }``.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar, Final

import attrs

from comptoir.delivery.kinds import Beyond, Fee, Limit, Measure, Parcel
from comptoir.facts.baskets import Buyer
from comptoir.facts.products import Product
from comptoir.values.collections import tuple_of
from comptoir.values.errors import WrongValue
from comptoir.values.identifiers import checked_identifier
from comptoir.values.money import Amount, checked_alike, checked_not_negative, to_amount

CLASSES_MAX: Final = 100
"""Classes of size of a fee."""


@attrs.frozen
class SizeClass:
    """What a parcel costs whose largest product is of a ``size``."""

    size: str
    fee: Amount = attrs.field(converter=to_amount)

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.size, "size")
        checked_not_negative(self.fee, "fee")


def _classes(classes: Iterable[SizeClass]) -> tuple[SizeClass, ...]:
    return tuple_of(SizeClass, classes, "classes")


@attrs.frozen
class SizesFee(Fee):
    """The fee of the largest among the products' ``classes``, which stand from the smallest to the largest.

    A product of another class, or of none, is not taken.
    """

    kind: ClassVar[str] = "sizes"
    classes: tuple[SizeClass, ...] = attrs.field(converter=_classes)
    ranks: Mapping[str, int] = attrs.field(init=False, eq=False, repr=False)

    @ranks.default
    def _ranks(self) -> Mapping[str, int]:
        found: dict[str, int] = {}
        for rank, each in enumerate(self.classes):
            found.setdefault(each.size, rank)
        return found

    def __attrs_post_init__(self) -> None:
        if not 1 <= len(self.classes) <= CLASSES_MAX:
            found, cure = f"found {len(self.classes)} classes", f"write 1 to {CLASSES_MAX} classes"
            raise WrongValue.at("classes", found, cure, code="tiers_out_of_range")
        for index, each in enumerate(self.classes):
            checked_alike(each.fee, self.currency, f"classes[{index}].fee", "the first class")
            if self.ranks[each.size] != index:
                where, found = f"classes[{index}].size", f"found {each.size} twice"
                raise WrongValue.at(where, found, "name each class once", code="overlapping_tiers")

    @property
    def currency(self) -> str:
        """The currency of the fees."""
        return self.classes[0].fee.currency

    @property
    def limits(self) -> tuple[Limit, ...]:
        """Every product is of one of the classes."""
        return (_OfTheseSizes(self),)

    def rank(self, product: Product) -> int | None:
        """Which of the classes a product is of, from 0; ``None`` for another, or none."""
        size = None if product.package is None else product.package.size
        return None if size is None else self.ranks.get(size)

    def amount(self, parcel: Parcel) -> int:
        """The fee of the largest class; nothing for an empty parcel."""
        found = [self.rank(line.product) for line in parcel.lines]
        ranks = [rank for rank in found if rank is not None]
        if len(ranks) < len(found):  # a service is not offered then
            raise AssertionError(parcel)
        return self.classes[max(ranks)].fee.minor if ranks else 0


@attrs.frozen
class _OfTheseSizes(Limit):
    """That the products are of the classes of a fee."""

    kind: ClassVar[str] = "sizes"
    fee: SizesFee

    def beyond(self, parcel: Parcel, buyer: Buyer) -> Beyond | None:
        """The products that are of no class of the fee."""
        del buyer
        others = {each.product.sku for each in parcel.lines if self.fee.rank(each.product) is None}
        return Beyond(measure=Measure.SIZE, products=tuple(sorted(others))) if others else None
