"""What a customer wants, before it is an order.

The facts of the world on which an answer may depend (where goods are handed over, whether the
contract is concluded at a distance, who buys) are fields here, the same for whoever asks. The
channel that asks is no field: no rule can see it.

Source: Directive 2011/83/EU art. 2(7)-(8) for the kinds of contract; the rest is a house rule.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from enum import Enum
from typing import ClassVar, Final

import attrs

from comptoir.facts.extras import EMPTIES_MAX, Empties
from comptoir.facts.overrides import Override
from comptoir.facts.products import identifiers
from comptoir.values.collections import tuple_of
from comptoir.values.errors import LimitExceeded, WrongType, WrongValue, checked_type, shown
from comptoir.values.identifiers import checked_identifier
from comptoir.values.money import checked_currency
from comptoir.values.points import checked_points
from comptoir.values.quantities import Measured, Quantity, checked_quantity

LINES_MAX: Final = 2_000
"""Lines of a basket."""
COUPONS_MAX: Final = 20
"""Coupons of a basket."""


_VAT_ID: Final = re.compile(r"[A-Z]{2}[A-Z0-9+*]{2,13}", re.ASCII)


class Contract(Enum):
    """Where the contract is concluded."""

    IN_STORE = "in_store"
    DISTANCE = "distance"
    OFF_PREMISES = "off_premises"


@attrs.frozen
class Line:
    """A product and how much of it; ``ref`` is the channel's own name for the line, if it has one.

    ``unit`` is one of the product's packs, if it is sold by the pack; ``override`` is a price that a
    person decided.

    >>> Line("ROBE-36", 1, ref="app-7").sku
    'ROBE-36'
    """

    sku: str
    quantity: Quantity
    ref: str | None = attrs.field(default=None, kw_only=True)
    unit: str | None = attrs.field(default=None, kw_only=True)
    override: Override | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.sku, "sku")
        checked_quantity(self.quantity)
        if self.unit is not None:
            checked_identifier(self.unit, "unit")
            if isinstance(self.quantity, Measured):
                found = f"found {self.quantity.to_text()} by the {self.unit}"
                cure = "count packs in whole pieces, or leave the unit out"
                raise WrongValue.at("unit", found, cure, code="measured_packs")
        if self.override is not None:
            checked_type(Override, self.override, "override", "pass an Override")
        if self.ref is not None:
            checked_identifier(self.ref, "ref")


def _segments(segments: Iterable[str]) -> tuple[str, ...]:
    return identifiers(segments, "segments")


@attrs.frozen(kw_only=True)
class Buyer:
    """Who buys, as facts: member number, tier, and the segments that the retailer has put them in.

    A business has a price ``agreement``, if one was made with it, and its ``vat_id``, which the channel
    has verified.
    """

    member: str | None = None
    tier: str | None = None
    agreement: str | None = None
    vat_id: str | None = None
    segments: tuple[str, ...] = attrs.field(default=(), converter=_segments)

    def __attrs_post_init__(self) -> None:
        if self.member is not None:
            checked_identifier(self.member, "member")
        if self.tier is not None:
            checked_identifier(self.tier, "tier")
        if self.agreement is not None:
            checked_identifier(self.agreement, "agreement")
        if self.vat_id is not None and not (type(self.vat_id) is str and _VAT_ID.fullmatch(self.vat_id)):
            cure = "use the country's two letters and 2 to 13 capital letters or digits, no spaces"
            raise WrongValue.at("vat_id", shown(self.vat_id), cure, code="not_a_vat_id")


ANYONE: Final = Buyer()


@attrs.frozen
class Place:
    """A place of delivery: country (ISO 3166-1 alpha-2) and postal code as the country writes it."""

    country: str
    postcode: str

    def __attrs_post_init__(self) -> None:
        for where, text in (("country", self.country), ("postcode", self.postcode)):
            checked_type(str, text, where, 'pass texts, such as Place("FR", "69003")')
        if not (
            len(self.country) == 2
            and self.country.isascii()
            and self.country.isalpha()
            and self.country.isupper()
        ):
            cure = "use two capital letters of ISO 3166-1, such as FR"
            raise WrongValue.at("country", shown(self.country), cure, code="not_a_country")
        if (
            not 1 <= len(self.postcode) <= 12
            or not self.postcode.replace(" ", "").replace("-", "").isalnum()
            or not self.postcode.isascii()
        ):
            cure = "use 1 to 12 letters, digits, spaces or hyphens"
            raise WrongValue.at("postcode", shown(self.postcode), cure, code="not_a_postcode")


@attrs.frozen
class Deliver:
    """Handed over at a place, by a delivery service if one was chosen."""

    kind: ClassVar[str] = "deliver"
    place: Place
    service: str | None = None

    def __attrs_post_init__(self) -> None:
        checked_type(Place, self.place, "place", 'pass Place("FR", "69003")')
        if self.service is not None:
            checked_identifier(self.service, "service")


@attrs.frozen
class Collect:
    """Ordered before, handed over in a store."""

    kind: ClassVar[str] = "collect"
    main: ClassVar[str] = "store"
    store: str

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.store, "store")


@attrs.frozen
class Carry:
    """Bought and taken away in a store."""

    kind: ClassVar[str] = "carry"
    main: ClassVar[str] = "store"
    store: str

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.store, "store")


Handover = Deliver | Collect | Carry
"""How the goods reach the customer."""


def _coupons(coupons: Iterable[str]) -> tuple[str, ...]:
    given = tuple_of(str, coupons, "coupons")
    if len(given) > COUPONS_MAX:
        found = f"found {len(given)} coupons"
        raise LimitExceeded.at("coupons", found, f"send at most {COUPONS_MAX}", code="too_many_coupons")
    kept = tuple(sorted(checked_identifier(coupon, f"coupons[{i}]") for i, coupon in enumerate(given)))
    if len(set(kept)) < len(kept):
        raise WrongValue.at(
            "coupons", "found one coupon twice", "name each coupon once", code="duplicate_coupon"
        )
    return kept


def _lines(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple_of(Line, lines, "lines")


def _empties(empties: Iterable[Empties]) -> tuple[Empties, ...]:
    """Each kind once, in order."""
    given = tuple_of(Empties, empties, "empties")
    counts: Counter[str] = Counter()
    for each in given:
        counts[each.extra] += each.count
    if len(counts) > EMPTIES_MAX:
        found = f"found {len(counts)} kinds of empties"
        raise LimitExceeded.at("empties", found, f"send at most {EMPTIES_MAX}", code="too_many_empties")
    return tuple(Empties(extra, count) for extra, count in sorted(counts.items()))


@attrs.frozen(kw_only=True)
class Basket:
    """Lines in one currency, with the facts on which an answer may depend.

    ``handover`` and ``contract`` may be unknown while the basket is only being filled (favourites);
    an order needs both. ``empties`` are containers given back for their deposit. ``points`` are those
    with which the customer means to pay.

    >>> Basket(currency="EUR", lines=[Line("THE-VERT", 2)]).buyer == Buyer()
    True
    """

    document: ClassVar[str] = "basket/1"

    currency: str
    lines: tuple[Line, ...] = attrs.field(default=(), converter=_lines)
    buyer: Buyer = ANYONE
    coupons: tuple[str, ...] = attrs.field(default=(), converter=_coupons)
    handover: Handover | None = None
    contract: Contract | None = None
    empties: tuple[Empties, ...] = attrs.field(default=(), converter=_empties)
    points: int = 0

    def __attrs_post_init__(self) -> None:
        checked_currency(self.currency)
        checked_type(Buyer, self.buyer, "buyer", 'pass Buyer(member="m-1")')
        if self.handover is not None and not isinstance(self.handover, Handover):
            cure = 'pass Deliver(Place("FR", "69003")), Collect("lyon-2") or Carry("lyon-2")'
            raise WrongType.at("handover", shown(self.handover), cure, code="wrong_type")
        if self.contract is not None:
            checked_type(
                Contract, self.contract, "contract", "pass Contract.DISTANCE, IN_STORE or OFF_PREMISES"
            )
        checked_points(self.points, "points")
        if len(self.lines) > LINES_MAX:
            found = f"found {len(self.lines)} lines"
            raise LimitExceeded.at("lines", found, f"send at most {LINES_MAX}", code="too_many_lines")
        refs = Counter(line.ref for line in self.lines if line.ref is not None)
        for index, line in enumerate(self.lines):
            if line.ref is not None and refs[line.ref] > 1:
                cure = "give each line a ref of its own: it is how its share is found again"
                raise WrongValue.at(f"lines[{index}].ref", shown(line.ref), cure, code="duplicate_ref")
            if line.override is not None and line.override.price.currency != self.currency:
                found = f"found {line.override.price.to_text()}"
                where = f"lines[{index}].override.price"
                raise WrongValue.at(where, found, f"price it in {self.currency}", code="other_currency")
