"""What a merchant may write about prices: dated lists, for whom, where, on which basis, by how much.

Of the lists in force that price a product, the most specific decides: first by whom they are for
(an agreement, a tier, a segment, members, anyone), then by where they hold (a store, a zone, countries,
anywhere), then the one that started last. Between lists that are still equal, the lower price
decides, then the smaller id.

Source: house rule; what is published here is what the lookup does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from itertools import pairwise
from typing import ClassVar, Final

import attrs

from comptoir.facts.tax_terms import PriceBasis
from comptoir.facts.wheres import Where, checked_where
from comptoir.values.collections import built, counted, frozen_mapping, tuple_of
from comptoir.values.errors import WrongType, WrongValue, checked_type, shown
from comptoir.values.identifiers import checked_identifier
from comptoir.values.money import UnitPrice, checked_currency, to_unit_price
from comptoir.values.multiples import Multiple, to_multiple
from comptoir.values.quantities import UNITS
from comptoir.values.windows import ALWAYS, Window
from comptoir.wire import LAZY

STEPS_MAX: Final = 20
"""Steps of a scale."""


@attrs.frozen
class OfAgreement:
    """For the business with which this agreement was made."""

    kind: ClassVar[str] = "agreement"
    main: ClassVar[str] = "agreement"
    agreement: str

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.agreement, "agreement")


@attrs.frozen
class OfTier:
    """For members of a tier."""

    kind: ClassVar[str] = "tier"
    main: ClassVar[str] = "tier"
    tier: str

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.tier, "tier")


@attrs.frozen
class OfSegment:
    """For a group of customers."""

    kind: ClassVar[str] = "segment"
    main: ClassVar[str] = "segment"
    segment: str

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.segment, "segment")


@attrs.frozen
class OfMembers:
    """For whoever is a member."""

    kind: ClassVar[str] = "members"


Who = OfAgreement | OfTier | OfSegment | OfMembers
"""For whom a price list is; without one, it is for anyone."""


class Counts(Enum):
    """Which pieces a step's price is for."""

    ALL_UNITS = "all_units"
    """All of the line, once it has reached the step."""
    GRADUATED = "graduated"
    """Those from the step on; the ones below keep theirs."""


@attrs.frozen
class Step:
    """From so many units (that number included), the price of one."""

    from_: Multiple = attrs.field(converter=to_multiple)
    price: UnitPrice = attrs.field(converter=to_unit_price)


def _steps(steps: Iterable[Step]) -> tuple[Step, ...]:
    return tuple_of(Step, steps, "steps")


@attrs.frozen
class Scale:
    """A volume price: the steps above the list's price, by how much of the product the line holds."""

    counts: Counts
    steps: tuple[Step, ...] = attrs.field(converter=_steps)

    def __attrs_post_init__(self) -> None:
        checked_type(Counts, self.counts, "counts", "pass Counts.ALL_UNITS or GRADUATED")
        if not 1 <= len(self.steps) <= STEPS_MAX:
            found = f"found {len(self.steps)} steps"
            raise WrongValue.at("steps", found, f"write 1 to {STEPS_MAX}", code="not_a_scale")
        for index, (step, following) in enumerate(pairwise(self.steps), start=1):
            if following.from_ <= step.from_:
                found = f"found {following.from_.to_text()} after {step.from_.to_text()}"
                cure = "write the steps in rising order"
                raise WrongValue.at(f"steps[{index}].from", found, cure, code="not_a_scale")


def _prices(prices: Mapping[str, UnitPrice]) -> Mapping[str, UnitPrice]:
    return frozen_mapping(prices, "prices")


def _packs(packs: Mapping[str, Mapping[str, UnitPrice]]) -> Mapping[str, Mapping[str, UnitPrice]]:
    by_pack = frozen_mapping(packs, "packs")
    return frozen_mapping(
        {pack: frozen_mapping(prices, f"packs.{pack}") for pack, prices in by_pack.items()}, "packs"
    )


def _scales(scales: Mapping[str, Scale]) -> Mapping[str, Scale]:
    return frozen_mapping(scales, "scales")


def checked_who(who: Who | None, where: str) -> Who | None:
    """For whom, itself, else ``WrongType``."""
    if who is not None and not isinstance(who, Who):
        cure = 'pass OfAgreement("acme"), OfTier("gold"), OfSegment("staff") or OfMembers()'
        raise WrongType.at(where, shown(who), cure, code="wrong_type")
    return who


@attrs.frozen(kw_only=True)
class PriceList:
    """Prices per product in one currency, in force for ``valid``, for ``who`` and ``where`` it says.

    ``basis`` says whether tax is in the prices or comes on top. ``prices`` are per unit of the product;
    ``packs`` are prices of whole packs, where a pack has one of its own; ``scales`` are volume prices.
    ``announced`` says that the list is shown as a reduction of what came before it.
    """

    id: str
    currency: str
    valid: Window = ALWAYS
    basis: PriceBasis = PriceBasis.INCLUDED
    who: Who | None = None
    where: Where | None = None
    announced: bool = False
    prices: Mapping[str, UnitPrice] = attrs.field(converter=_prices, repr=counted("prices"), metadata=LAZY)
    packs: Mapping[str, Mapping[str, UnitPrice]] = attrs.field(
        factory=dict, converter=_packs, repr=counted("packs")
    )
    scales: Mapping[str, Scale] = attrs.field(factory=dict, converter=_scales, repr=counted("scales"))

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        checked_currency(self.currency)
        checked_type(Window, self.valid, "valid", "pass a Window")
        checked_type(PriceBasis, self.basis, "basis", "pass PriceBasis.INCLUDED or ADDED")
        checked_who(self.who, "who")
        checked_where(self.where, "where")
        checked_type(bool, self.announced, "announced", "pass True or False")
        _check_prices(self.prices, "prices")
        for pack, prices in self.packs.items():
            if checked_identifier(pack, "packs") in UNITS:
                cure = "price a unit under prices, and only packs here"
                raise WrongValue.at(f"packs.{pack}", f"found the unit {pack}", cure, code="pack_is_a_unit")
            _check_prices(prices, f"packs.{pack}")
        for sku, scale in self.scales.items():
            checked_type(Scale, scale, f"scales.{checked_identifier(sku, 'scales')}", "pass a Scale")
            if sku not in self.prices:
                found = f"found steps for {sku}, and no price below them"
                cure = f"price {sku} under prices: that is its price below the first step"
                raise WrongValue.at(f"scales.{sku}", found, cure, code="scale_without_price")


def _check_prices(prices: Mapping[str, UnitPrice], where: str) -> None:
    for sku, price in built(prices).items():
        checked_identifier(sku, where)
        checked_type(UnitPrice, price, f"{where}.{sku}", 'pass UnitPrice.of("12.90")')


@attrs.frozen(kw_only=True)
class CostList:
    """What products cost the merchant, per unit and without tax, while it is in force."""

    id: str
    currency: str
    valid: Window = ALWAYS
    costs: Mapping[str, UnitPrice] = attrs.field(converter=_prices, repr=counted("costs"), metadata=LAZY)

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        checked_currency(self.currency)
        checked_type(Window, self.valid, "valid", "pass a Window")
        _check_prices(self.costs, "costs")
