"""A fee by how much it is: ``{ tiers = { by = "weight", tiers = [{ up_to = "5 kg", fee = … }, …] } }``.

A tier ends with its ``up_to``, that included, and the next begins with the smallest unit above it: a cent,
a gram, a millilitre, a piece. So there is no hole between two, and nothing is in both.

Source: house rule.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from enum import Enum
from itertools import pairwise
from typing import ClassVar, Final

import attrs

from comptoir.delivery.fees.billable import billed_weight
from comptoir.delivery.kinds import Basis, Beyond, Fee, Limit, Measure, Parcel
from comptoir.delivery.measures import GRAM, MILLILITRE, whole
from comptoir.facts.baskets import Buyer
from comptoir.values.collections import tuple_of
from comptoir.values.errors import WrongType, WrongValue, checked_type, shown
from comptoir.values.money import MINOR_DIGITS, Amount, checked_alike, checked_not_negative, to_amount
from comptoir.values.quantities import QUANTITY_MAX, UNITS, Measured, checked_count

TIERS_MAX: Final = 100
"""Tiers of a fee."""
VOLUMETRIC_MAX: Final = 1_000_000
"""Millilitres that count for a kilogram."""


class By(Enum):
    """What the tiers of a fee go by."""

    AMOUNT = "amount"
    """What the goods are worth."""
    WEIGHT = "weight"
    VOLUME = "volume"
    PIECES = "pieces"


@attrs.frozen
class UpTo:
    """The end of a tier, an amount or a measure. Its text is ``50.00 EUR`` or ``5 kg``."""

    example: ClassVar[str] = "5 kg"
    value: Amount | Measured

    @classmethod
    def from_text(cls, text: str) -> UpTo:
        """Read ``50.00 EUR`` or ``5 kg``."""
        cure = 'write a weight, a volume or an amount, such as "5 kg" or "50.00 EUR", and pieces as a number'
        if type(text) is not str:
            raise WrongType.at("", shown(text), cure, code="not_a_text")
        unit = text[:64].partition(" ")[2]
        if unit not in UNITS and unit not in MINOR_DIGITS:
            raise WrongValue.at("", shown(text), cure, code="not_a_quantity")
        return cls(Measured.from_text(text) if unit in UNITS else Amount.from_text(text))

    def to_text(self) -> str:
        """The amount, or the measure."""
        return self.value.to_text()


def _up_to(up_to: int | UpTo | Amount | Measured | str | None) -> int | UpTo | None:
    match up_to:
        case Amount() | Measured():
            return UpTo(up_to)
        case None | int() | UpTo():
            return up_to
        case _:
            return UpTo.from_text(up_to)


@attrs.frozen
class FeeTier:
    """``fee`` for what is above the tier before and ``up_to`` so much, that included; or for all above it.

    >>> FeeTier("6.90 EUR", up_to="5 kg").fee.minor
    690
    """

    fee: Amount = attrs.field(converter=to_amount)
    up_to: int | UpTo | None = attrs.field(default=None, converter=_up_to)

    def __attrs_post_init__(self) -> None:
        checked_not_negative(self.fee, "fee")

    def end(self, by: By) -> int | None:
        """Where it ends, in the smallest unit; ``WrongValue`` unless it is written by that."""
        match by, self.up_to:
            case _, None:
                return None
            case By.PIECES, int(pieces):
                return checked_count(pieces, "up_to", 1, QUANTITY_MAX)
            case By.AMOUNT, UpTo(Amount() as amount):
                checked_not_negative(amount, "up_to")
                return checked_alike(amount, self.fee.currency, "up_to", "the fee").minor
            case By.WEIGHT, UpTo(Measured() as measured):
                return whole(measured, GRAM, "up_to")
            case By.VOLUME, UpTo(Measured() as measured):
                return whole(measured, MILLILITRE, "up_to")
            case _:
                raise WrongValue.at("up_to", f"found {self.up_to_text}", _CURES[by], code="other_unit")

    @property
    def up_to_text(self) -> str:
        """Its end as it is written."""
        return self.up_to.to_text() if isinstance(self.up_to, UpTo) else str(self.up_to)


_CURES: Final = {
    By.AMOUNT: 'write an amount, such as "50.00 EUR"',
    By.WEIGHT: 'write a weight, such as "5 kg"',
    By.VOLUME: 'write a volume, such as "60 l"',
    By.PIECES: "write a number of pieces, such as 5",
}


def _tiers(tiers: Iterable[FeeTier]) -> tuple[FeeTier, ...]:
    return tuple_of(FeeTier, tiers, "tiers")


@attrs.frozen(kw_only=True)
class TieredFee(Fee):
    """The fee of the tier in which a parcel lies, ``by`` its worth on a ``basis``, weight, volume or pieces.

    Only the last tier may go without ``up_to``; if it has one, a parcel beyond it is not taken. By weight,
    ``volumetric`` millilitres may count for a kilogram: the greater of the two weights is billed.
    """

    kind: ClassVar[str] = "tiers"
    by: By
    basis: Basis = Basis.PAID
    tiers: tuple[FeeTier, ...] = attrs.field(converter=_tiers)
    volumetric: int | None = None
    ends: tuple[int, ...] = attrs.field(init=False, eq=False, repr=False)

    @ends.default
    def _ends(self) -> tuple[int, ...]:
        """Where the tiers end, in the smallest unit; the last one may not."""
        checked_type(By, self.by, "by", "pass By.AMOUNT, WEIGHT, VOLUME or PIECES")
        if not 1 <= len(self.tiers) <= TIERS_MAX:
            found = f"found {len(self.tiers)} tiers"
            raise WrongValue.at("tiers", found, f"write 1 to {TIERS_MAX} tiers", code="tiers_out_of_range")
        ends = [_end_of(tier, f"tiers[{index}]", self.by) for index, tier in enumerate(self.tiers)]
        _check_rising(self.tiers, ends)
        return tuple(end for end in ends if end is not None)

    def __attrs_post_init__(self) -> None:
        for index, tier in enumerate(self.tiers):
            checked_alike(tier.fee, self.currency, f"tiers[{index}].fee", "the first tier")
        checked_type(Basis, self.basis, "basis", "pass Basis.PAID, REGULAR, PAID_NET or REGULAR_NET")
        if self.basis is not Basis.PAID and self.by is not By.AMOUNT:
            cure = "leave it out: only tiers by amount look at what the goods are worth"
            raise WrongValue.at("basis", f"found {self.basis.value}", cure, code="basis_not_looked_at")
        if self.volumetric is not None:
            checked_count(self.volumetric, "volumetric", 1, VOLUMETRIC_MAX)
            if self.by is not By.WEIGHT:
                cure = "leave it out: only tiers by weight look at the volume besides"
                raise WrongValue.at("volumetric", f"found {self.volumetric}", cure, code="volumetric_alone")

    @property
    def currency(self) -> str:
        """The currency of the fees."""
        return self.tiers[0].fee.currency

    @property
    def bases(self) -> tuple[Basis, ...]:
        """Its basis, where it goes by what the goods are worth."""
        return (self.basis,) if self.by is By.AMOUNT else ()

    @property
    def limits(self) -> tuple[Limit, ...]:
        """Up to the end of the last tier, and that what is measured is known."""
        return (_WithinTiers(self),)

    def measured(self, parcel: Parcel) -> int | None:
        """By what the tiers go, in the smallest unit; ``None`` if that is not known of all goods."""
        match self.by:
            case By.AMOUNT:
                return parcel.worth(self.basis)
            case By.PIECES:
                return parcel.pieces
            case By.VOLUME:
                return parcel.measured(Measure.VOLUME)
            case By.WEIGHT:
                return billed_weight(parcel, self.volumetric)

    def unmeasured(self, parcel: Parcel) -> Beyond:
        """Of which products it is not known by what the tiers go."""
        measure = Measure(self.by.value)
        products = parcel.unmeasured(measure)
        if not products:  # what they weigh is known, and not what they count for
            measure = Measure.VOLUME
            products = parcel.unmeasured(measure)
        return Beyond(measure=measure, products=products)

    def amount(self, parcel: Parcel) -> int:
        """The fee of the first tier that holds it."""
        found = self.measured(parcel)
        if found is None or not self.holds(found):  # a service is not offered then
            raise AssertionError(parcel)
        return self.tiers[bisect_left(self.ends, found)].fee.minor

    def holds(self, found: int) -> bool:
        """Whether there is a tier for so much."""
        return len(self.ends) < len(self.tiers) or found <= self.ends[-1]


@attrs.frozen
class _WithinTiers(Limit):
    """That there is a tier for a parcel."""

    kind: ClassVar[str] = "tiers"
    fee: TieredFee

    def beyond(self, parcel: Parcel, buyer: Buyer) -> Beyond | None:
        """By what it is more than the last tier holds, or of what that is not known."""
        del buyer
        found = self.fee.measured(parcel)
        if found is None:
            return self.fee.unmeasured(parcel)
        if self.fee.holds(found):
            return None
        return Beyond(measure=Measure(self.fee.by.value), found=found, at_most=self.fee.ends[-1])


def _end_of(tier: FeeTier, where: str, by: By) -> int | None:
    try:
        return tier.end(by)
    except WrongValue as error:
        raise error.under(where) from None


def _check_rising(tiers: tuple[FeeTier, ...], ends: list[int | None]) -> None:
    """``WrongValue`` unless each tier ends after the one before it; only the last may have no end."""
    for index, (before, end) in enumerate(pairwise(ends), 1):
        if before is None:
            found = "found none, and a tier after it"
            cure = "write up_to in every tier but the last"
            raise WrongValue.at(f"tiers[{index - 1}].up_to", found, cure, code="tier_left_open")
        if end is not None and end <= before:
            found = f"found {tiers[index].up_to_text} after {tiers[index - 1].up_to_text}"
            cure = "let each tier end after the one before it: up_to is included"
            raise WrongValue.at(f"tiers[{index}].up_to", found, cure, code="overlapping_tiers")
