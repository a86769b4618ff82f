"""What a customer wants, before it is an order.

The facts of the world on which an answer may depend (where goods are handed over, whether the
contract is concluded at a distance, who buys) are fields here, the same for whoever asks. The
channel that asks is no field: no rule can see it.

Source: Directive 2011/83/EU art. 2(7)-(8) for the kinds of contract; the rest is a house rule.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import Enum
from typing import ClassVar, Final

import attrs

from comptoir.facts.products import identifiers
from comptoir.values.collections import tuple_of
from comptoir.values.errors import LimitExceeded, WrongType, WrongValue, checked_type, shown
from comptoir.values.identifiers import checked_identifier
from comptoir.values.money import checked_currency
from comptoir.values.points import checked_points
from comptoir.values.quantities import Quantity, checked_quantity

LINES_MAX: Final = 2_000
"""Lines of a basket."""
COUPONS_MAX: Final = 20
"""Coupons of a basket."""


class Contract(Enum):
    """Where the contract is concluded."""

    IN_STORE = "in_store"
    DISTANCE = "distance"
    OFF_PREMISES = "off_premises"


@attrs.frozen
class Line:
    """A product and how much of it; ``ref`` is the channel's own name for the line, if it has one.

    >>> Line("ROBE-36", 1, ref="app-7").sku
    'ROBE-36'
    """

    sku: str
    quantity: Quantity
    ref: str | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.sku, "sku")
        checked_quantity(self.quantity)
        if self.ref is not None:
            checked_identifier(self.ref, "ref")


def _segments(segments: Iterable[str]) -> tuple[str, ...]:
    return identifiers(segments, "segments")


@attrs.frozen(kw_only=True)
class Buyer:
    """Who buys, as facts: member number, tier, and the segments that the retailer has put them in."""

    member: str | None = None
    tier: str | None = None
    segments: tuple[str, ...] = attrs.field(default=(), converter=_segments)

    def __attrs_post_init__(self) -> None:
        if self.member is not None:
            checked_identifier(self.member, "member")
        if self.tier is not None:
            checked_identifier(self.tier, "tier")


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


@attrs.frozen(kw_only=True)
class Basket:
    """Lines in one currency, with the facts on which an answer may depend.

    ``handover`` and ``contract`` may be unknown while the basket is only being filled (favourites);
    an order needs both. ``points`` are those with which the customer means to pay.

    >>> Basket(currency="EUR", lines=[Line("THE-VERT", 2)]).buyer
    Buyer(member=None, tier=None, segments=())
    """

    document: ClassVar[str] = "basket/1"

    currency: str
    lines: tuple[Line, ...] = attrs.field(default=(), converter=_lines)
    buyer: Buyer = ANYONE
    coupons: tuple[str, ...] = attrs.field(default=(), converter=_coupons)
    handover: Handover | None = None
    contract: Contract | None = None
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
