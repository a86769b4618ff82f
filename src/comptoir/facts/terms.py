"""What was agreed, by value: a quote's answer, and what an order freezes.

Amounts are ``int`` minor units of the one currency stated in :class:`Terms`. The canonical bytes of
``Terms`` are what two channels compare: no channel's refs, texts, languages or instants stand here.

Source: house rule (an order carries its terms by value).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import ClassVar, Final

import attrs

from comptoir.facts.coupons import Consumed
from comptoir.facts.delivery_terms import DeliveryTerms
from comptoir.facts.extras import EmptiesTerms, ExtraTerms
from comptoir.facts.guarantee_terms import GuaranteeTerms
from comptoir.facts.overrides import Override
from comptoir.facts.point_terms import Earning, Redemption, StoredValue
from comptoir.facts.refunding import RefundingTerms
from comptoir.facts.return_terms import ReturnTerms, WithoutRight
from comptoir.facts.tax_terms import PriceBasis, TaxPart, TaxTerms
from comptoir.values.allocation import EqualParts, runs
from comptoir.values.collections import counted
from comptoir.values.errors import WrongType, WrongValue, shown
from comptoir.values.money import UnitPrice
from comptoir.values.policies import HALF_UP, CashRounding, MoneyPolicy
from comptoir.values.quantities import Quantity, pieces

TERMS_BYTES_MAX: Final = 8 << 20
"""Bytes of a document that holds terms: 4 KiB for each of the lines that a basket may have."""


@attrs.frozen
class Adjustment:
    """One amount changed by one rule: ``amount`` is negative where the customer pays less.

    ``rule`` is a promotion of the ``layer``, the reason of an override, or the programme of points spent.
    ``payer`` is a third party who pays ``funded`` of a reduction in the customer's place; ``in_base`` is
    the part that is still taxed.
    """

    layer: str
    rule: str
    amount: int
    in_base: int = attrs.field(default=0, kw_only=True)
    payer: str | None = attrs.field(default=None, kw_only=True)
    funded: int = attrs.field(default=0, kw_only=True)


OVERRIDE: Final = "override"
"""The layer of what a person decided: it comes before those of the rulebook."""
EXCHANGE: Final = "exchange"
"""The layer of the price at which goods are taken in exchange for others: it stands for all the others."""
POINTS_OFF: Final = "points"
"""The layer of what points take off: it comes after those of the rulebook."""


@attrs.frozen
class Share:
    """What a run of equal ``units`` of a line carries *each*: the parts of every amount of the line.

    ``adjustments`` follow those of the line. The amounts of all units sum to the line's, exactly.
    """

    units: int
    regular: int
    adjustments: tuple[int, ...]
    charged: int
    paid: int
    tax: int


@attrs.frozen
class AtPrice:
    """A part of a line that has its own unit price, by a graduated scale."""

    quantity: Quantity
    unit_price: UnitPrice


@attrs.frozen(slots=False)
class LineTerms:
    """One canonical line: what is sold, at which price, what changed it, and the tax.

    ``unit_price`` is that of one piece, or of one ``unit`` (a pack) where one is named, on the
    ``basis`` that the price list has; ``graduated`` are the parts of the line that have prices of their
    own. ``regular`` is the rounded line extension, ``charged`` what is left of it after the adjustments,
    both on that basis. ``paid`` is what the customer pays: what is charged and the extras on top, with
    the tax that is added, or without the tax that is not due. ``taxes`` are the line's parts per rate;
    their gross is what is paid and what a third party pays in the customer's place.
    """

    number: int
    sku: str
    quantity: Quantity
    unit_price: UnitPrice
    price_list: str
    regular: int
    charged: int
    paid: int
    taxes: tuple[TaxPart, ...]
    unit: str | None = None
    basis: PriceBasis = PriceBasis.INCLUDED
    graduated: tuple[AtPrice, ...] = ()
    override: Override | None = None
    adjustments: tuple[Adjustment, ...] = ()
    extras: tuple[ExtraTerms, ...] = ()

    @property
    def tax(self) -> int:
        """The line's share of the tax, over its rates."""
        return sum(part.tax for part in self.taxes)

    @property
    def on_top(self) -> int:
        """The extras that come on top of the price, in minor units."""
        return sum(extra.amount for extra in self.extras if not extra.in_price)

    @property
    def in_base(self) -> int:
        """What is taxed although the customer does not pay it."""
        return sum(adjustment.in_base for adjustment in self.adjustments)

    def shares(self) -> Iterator[Share]:
        """Each unit's share of every amount, as runs of units that carry the same.

        What is left after each layer is spread over the units evenly, the first units taking the odd
        cents; a unit's share of an adjustment is the difference between two such amounts.
        """
        count = pieces(self.quantity)
        left = [self.regular]
        for adjustment in self.adjustments:
            left.append(left[-1] + adjustment.amount)
        stages = [EqualParts.of(amount, count) for amount in left]
        paid, tax = EqualParts.of(self.paid, count), EqualParts.of(self.tax, count)
        for first, units in runs(count, *stages, paid, tax):
            amounts = [stage.unit(first) for stage in stages]
            changes = tuple(after - before for before, after in pairwise(amounts))
            yield Share(units, amounts[0], changes, amounts[-1], paid.unit(first), tax.unit(first))


def taxed_besides(lines: Iterable[LineTerms]) -> Iterator[tuple[str | None, int]]:
    """What is taxed although the customer does not pay it, in minor units, by who does.

    In the order of the payers; last, for ``None``, what nobody pays: it is taken off after tax.
    """
    by_payer: dict[str, int] = {}
    unpaid = 0
    for adjustment in (each for line in lines for each in line.adjustments if each.in_base):
        paid = 0
        if adjustment.payer is not None:
            paid = min(adjustment.funded, adjustment.in_base)
            by_payer[adjustment.payer] = by_payer.get(adjustment.payer, 0) + paid
        unpaid += adjustment.in_base - paid
    for payer, amount in sorted(by_payer.items()):
        if amount:
            yield payer, amount
    if unpaid:
        yield None, unpaid


@attrs.frozen
class Proven:
    """The promotions chosen are the best for the customer in every layer."""

    kind: ClassVar[str] = "proven"


PROVEN: Final = Proven()


@attrs.frozen
class Within:
    """The search ended at its counted bound; no choice is better by more than ``amount`` minor units."""

    kind: ClassVar[str] = "within"
    main: ClassVar[str] = "amount"
    amount: int

    def __attrs_post_init__(self) -> None:
        if type(self.amount) is not int:
            raise WrongType.at("amount", shown(self.amount), "pass minor units as int", code="not_an_int")
        if self.amount < 1:
            cure = "pass 1 minor unit or more; Proven() says that no choice is better"
            raise WrongValue.at("amount", shown(self.amount), cure, code="amount_not_positive")


Proof = Proven | Within
"""How good the choice of promotions is known to be."""


@attrs.frozen(kw_only=True, slots=False)
class Terms:
    """The whole answer: goods, delivery, taxes, total, points and returns, and how good the choice is.

    ``money`` is the policy by which it was computed. ``total`` is what the customer pays for goods, extras
    and delivery less the ``empties`` given back, tax included; ``redemption`` is the part of it that is paid
    with points, or what points took off before, ``earnings`` the points that the purchase earns, ``returns``
    every right under which goods may come back, ``without_right`` the lines to which the law gives none,
    ``guarantees`` those on faults of the goods, ``refunding`` how tenders would be refunded. ``tender`` is
    the means by which all the rest must be paid, where an offer that applies depends on it, ``stored_value``
    the part that must be paid with stored value, where that earns nothing; ``coupons`` are the issued
    coupons on which offers that apply rely, ``consumed`` is what is taken of those that are counted over all
    baskets.
    """

    document: ClassVar[str] = "terms/1"
    bytes_max: ClassVar[int] = TERMS_BYTES_MAX

    computing: str
    currency: str
    money: MoneyPolicy = HALF_UP
    lines: tuple[LineTerms, ...] = attrs.field(default=(), repr=counted("lines"))
    empties: tuple[EmptiesTerms, ...] = ()
    taxes: tuple[TaxTerms, ...] = ()
    deliveries: tuple[DeliveryTerms, ...] = ()
    total: int
    redemption: Redemption | None = None
    earnings: tuple[Earning, ...] = ()
    returns: tuple[ReturnTerms, ...] = ()
    without_right: tuple[WithoutRight, ...] = ()
    guarantees: tuple[GuaranteeTerms, ...] = ()
    refunding: RefundingTerms = attrs.field(factory=RefundingTerms)
    tender: str | None = None
    stored_value: StoredValue | None = None
    coupons: tuple[str, ...] = ()
    consumed: tuple[Consumed, ...] = ()
    proof: Proof

    @property
    def cash(self) -> CashRounding | None:
        """How cash is rounded where goods are handed over; ``None`` if it is not."""
        return next(iter(self.money.cash), None)

    @property
    def fees(self) -> int:
        """What the customer pays for delivery, in minor units."""
        return sum(each.paid for each in self.deliveries)

    @property
    def due(self) -> int:
        """What is left to pay in money once points have paid their part, in minor units."""
        return self.total - (0 if self.redemption is None else self.redemption.paid)

    @property
    def in_base(self) -> int:
        """What is taxed although the customer does not pay it."""
        return sum(line.in_base for line in self.lines)
