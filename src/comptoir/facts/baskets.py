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
from functools import cached_property
from typing import ClassVar, Final

import attrs

from comptoir.facts.coupons import IssuedCoupon, Remaining
from comptoir.facts.exchange_terms import InExchange
from comptoir.facts.extras import EMPTIES_MAX, Empties
from comptoir.facts.goods import Goods, goods_of
from comptoir.facts.handovers import Handover, checked_handover
from comptoir.facts.lines import Line
from comptoir.facts.products import identifiers
from comptoir.facts.spelling import usual_handover
from comptoir.facts.stock import SLOTS_MAX, STOCK_MAX, SlotLeft, Stock
from comptoir.values.collections import counted, tuple_of
from comptoir.values.errors import LimitExceeded, WrongValue, checked_type, shown
from comptoir.values.identifiers import checked_identifier
from comptoir.values.money import Amount, checked_currency, checked_not_negative, to_amount
from comptoir.values.points import checked_points
from comptoir.values.quantities import Measured, checked_count

LINES_MAX: Final = 2_000
"""Lines of a basket."""
WAYS_MAX: Final = 50
"""Ways other than the basket's own in which its lines are handed over."""
COUPONS_MAX: Final = 20
"""Coupons of a basket, of either sort."""
AGE_MAX: Final = 150
"""Years of a buyer's age."""
REMAINING_MAX: Final = 1_000
"""Metered promotions of which a basket says what is left."""


_VAT_ID: Final = re.compile(r"[A-Z]{2}[A-Z0-9+*]{2,13}", re.ASCII)


class Contract(Enum):
    """Where the contract is concluded."""

    IN_STORE = "in_store"
    DISTANCE = "distance"
    OFF_PREMISES = "off_premises"


def _segments(segments: Iterable[str]) -> tuple[str, ...]:
    return identifiers(segments, "segments")


@attrs.frozen(kw_only=True)
class Buyer:
    """Who buys, as facts: member number, tier, and the segments that the retailer has put them in.

    ``birth_month`` is the month in which they were born (1 to 12), ``age`` their age in whole years as the
    channel has verified it, ``first_order`` that they have bought nothing before. A business has a price
    ``agreement``, if one was made with it, and its ``vat_id``, which the channel has verified.
    """

    member: str | None = None
    tier: str | None = None
    agreement: str | None = None
    vat_id: str | None = None
    segments: tuple[str, ...] = attrs.field(default=(), converter=_segments)
    birth_month: int | None = None
    age: int | None = None
    first_order: bool = False

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
        if self.birth_month is not None:
            checked_count(self.birth_month, "birth_month", 1, 12)
        if self.age is not None:
            checked_count(self.age, "age", 0, AGE_MAX)
        checked_type(bool, self.first_order, "first_order", "pass True or False")


ANYONE: Final = Buyer()


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


def _issued(issued: Iterable[IssuedCoupon]) -> tuple[IssuedCoupon, ...]:
    return tuple(sorted(tuple_of(IssuedCoupon, issued, "issued"), key=lambda coupon: coupon.code))


def _remaining(remaining: Iterable[Remaining]) -> tuple[Remaining, ...]:
    given = tuple_of(Remaining, remaining, "remaining")
    if len(given) > REMAINING_MAX:
        found = f"found {len(given)} promotions"
        cure = f"send at most {REMAINING_MAX}"
        raise LimitExceeded.at("remaining", found, cure, code="too_many_promotions")
    if len({each.promotion for each in given}) < len(given):
        cure = "say once what is left of each"
        raise WrongValue.at("remaining", "found one promotion twice", cure, code="duplicate_promotion")
    return tuple(sorted(given, key=lambda each: each.promotion))


def _stock(stock: Iterable[Stock]) -> tuple[Stock, ...]:
    given = tuple_of(Stock, stock, "stock")
    if len(given) > STOCK_MAX:
        found = f"found {len(given)} entries"
        cure = f"send at most {STOCK_MAX}: what is in stock of the basket's products"
        raise LimitExceeded.at("stock", found, cure, code="too_much_stock")
    return tuple(sorted(given, key=_stock_order))


def _stock_order(entry: Stock) -> tuple[str, str, int, str]:
    quantity = entry.quantity
    amount = quantity.to_text() if isinstance(quantity, Measured) else str(quantity)
    return entry.sku, entry.source, -1 if entry.from_ is None else entry.from_, amount


def _slots(slots: Iterable[SlotLeft]) -> tuple[SlotLeft, ...]:
    given = tuple_of(SlotLeft, slots, "slots")
    if len(given) > SLOTS_MAX:
        found = f"found {len(given)} slots"
        raise LimitExceeded.at("slots", found, f"send at most {SLOTS_MAX}", code="too_many_slots")
    if len({(each.service, each.slot) for each in given}) < len(given):
        cure = "say once what is left of each"
        raise WrongValue.at("slots", "found one slot twice", cure, code="duplicate_slot")
    return tuple(sorted(given, key=lambda each: (each.service, each.slot)))


def _stored_value(amount: Amount | str | None) -> Amount | None:
    return None if amount is None else to_amount(amount)


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


@attrs.frozen(kw_only=True, slots=False)
class Basket:
    """Lines in one currency, with the facts on which an answer may depend.

    ``handover`` and ``contract`` may be unknown while the basket is only being filled (favourites);
    an order needs both. ``empties`` are containers given back for their deposit. ``points`` are those
    with which the customer means to pay, of a ``reservation`` if they were set aside for it; ``tender`` is
    the means by which the rest shall be paid, where an offer depends on it. ``stored_value`` is what of the
    rest shall be paid with gift cards and the like, where a programme gives no points for that. ``coupons``
    are codes as they were handed in; ``issued`` are those that have been looked up where single codes are
    kept. ``informed`` says whether the customer is told of the right to withdraw. ``remaining`` says what is
    left of promotions that are counted over all baskets. ``stock`` says what is where, from when, and
    ``slots`` what is left of delivery slots. In ``exchange``, it is taken for goods given back.

    >>> Basket(currency="EUR", lines=[Line("THE-VERT", 2)]).buyer == Buyer()
    True
    """

    document: ClassVar[str] = "basket/1"

    currency: str
    lines: tuple[Line, ...] = attrs.field(default=(), converter=_lines)
    buyer: Buyer = ANYONE
    coupons: tuple[str, ...] = attrs.field(default=(), converter=_coupons)
    issued: tuple[IssuedCoupon, ...] = attrs.field(default=(), converter=_issued)
    handover: Handover | None = None
    contract: Contract | None = None
    empties: tuple[Empties, ...] = attrs.field(default=(), converter=_empties)
    points: int = 0
    reservation: str | None = None
    tender: str | None = None
    informed: bool = True
    remaining: tuple[Remaining, ...] = attrs.field(default=(), converter=_remaining)
    stored_value: Amount | None = attrs.field(default=None, converter=_stored_value)
    stock: tuple[Stock, ...] = attrs.field(default=(), converter=_stock, repr=counted("entries"))
    slots: tuple[SlotLeft, ...] = attrs.field(default=(), converter=_slots, repr=counted("slots"))
    exchange: InExchange | None = None

    def __attrs_post_init__(self) -> None:
        checked_currency(self.currency)
        checked_type(Buyer, self.buyer, "buyer", 'pass Buyer(member="m-1")')
        checked_handover(self.handover)
        if self.contract is not None:
            checked_type(
                Contract, self.contract, "contract", "pass Contract.DISTANCE, IN_STORE or OFF_PREMISES"
            )
        checked_points(self.points, "points")
        self._check_reservation()
        if self.tender is not None:
            checked_identifier(self.tender, "tender")
        checked_type(bool, self.informed, "informed", "pass True or False")
        if self.exchange is not None:
            checked_type(InExchange, self.exchange, "exchange", "pass an InExchange")
        self._check_stored_value()
        self._check_coupons()
        self._check_remaining()
        self._check_lines()

    @cached_property
    def goods(self) -> Goods:
        """Its goods in canonical order: whatever is asked of the basket is asked of them."""
        return goods_of(self.lines, self.handover)

    @property
    def canonical(self) -> Basket:
        """The part of it that decides: goods in canonical order, no refs, places spelled as usual."""
        handover = None if self.handover is None else usual_handover(self.handover)
        return attrs.evolve(self, lines=self.goods.written, handover=handover)

    def _check_reservation(self) -> None:
        """``WrongValue`` for points that are set aside, none of which are spent."""
        if self.reservation is None:
            return
        checked_identifier(self.reservation, "reservation")
        if not self.points:
            cure = "say how many of them are spent, or leave it out"
            found = f"found {self.reservation} and no points"
            raise WrongValue.at("reservation", found, cure, code="reservation_without_points")

    def _check_stored_value(self) -> None:
        """``WrongValue`` for stored value in another currency, or less than nothing."""
        if self.stored_value is None:
            return
        checked_not_negative(self.stored_value, "stored_value")
        if self.stored_value.currency != self.currency:
            found = f"found {self.stored_value.to_text()}"
            raise WrongValue.at("stored_value", found, f"pay in {self.currency}", code="other_currency")

    def _check_coupons(self) -> None:
        """``WrongValue`` for a coupon that is there twice, ``LimitExceeded`` for too many."""
        codes = [*self.coupons, *(coupon.code for coupon in self.issued)]
        if len(codes) > COUPONS_MAX:
            cure = f"send at most {COUPONS_MAX}"
            raise LimitExceeded.at("issued", f"found {len(codes)} coupons", cure, code="too_many_coupons")
        if len(set(codes)) < len(codes):
            cure = "name each coupon once, among coupons or among issued"
            raise WrongValue.at("issued", "found one coupon twice", cure, code="duplicate_coupon")

    def _check_remaining(self) -> None:
        """``WrongValue`` for what is left in another currency."""
        for index, each in enumerate(self.remaining):
            if each.amount is not None and each.amount.currency != self.currency:
                found = f"found {each.amount.to_text()}"
                cure = f"say what is left in {self.currency}"
                raise WrongValue.at(f"remaining[{index}].amount", found, cure, code="other_currency")

    def _check_lines(self) -> None:
        """``WrongValue`` for lines that cannot stand beside each other, ``LimitExceeded`` for too many."""
        if len(self.lines) > LINES_MAX:
            found = f"found {len(self.lines)} lines"
            raise LimitExceeded.at("lines", found, f"send at most {LINES_MAX}", code="too_many_lines")
        ways = {line.handover for line in self.lines if line.handover is not None}
        if len(ways) > WAYS_MAX:
            found = f"found lines that go {len(ways)} ways of their own"
            cure = f"let them go {WAYS_MAX} ways at most: make several baskets"
            raise LimitExceeded.at("lines", found, cure, code="too_many_ways")
        refs = Counter(line.ref for line in self.lines if line.ref is not None)
        for index, line in enumerate(self.lines):
            if line.ref is not None and refs[line.ref] > 1:
                cure = "give each line a ref of its own: it is how its share is found again"
                raise WrongValue.at(f"lines[{index}].ref", shown(line.ref), cure, code="duplicate_ref")
            if line.override is not None and line.override.price.currency != self.currency:
                found = f"found {line.override.price.to_text()}"
                where = f"lines[{index}].override.price"
                raise WrongValue.at(where, found, f"price it in {self.currency}", code="other_currency")
