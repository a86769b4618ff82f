"""How a rulebook wants money treated: one declared value, carried in every outcome.

Source: house rule; half up is what receipts in the European Union commonly do.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Final

import attrs

from comptoir.values.collections import tuple_of
from comptoir.values.decimals import MILLION
from comptoir.values.errors import WrongValue, checked_type
from comptoir.values.identifiers import checked_country, checked_text
from comptoir.values.money import Amount, to_amount
from comptoir.values.rounding import Rounding, divide
from comptoir.values.windows import ALWAYS, Window


class TaxLevel(Enum):
    """Where tax is rounded."""

    TOTAL = "total"
    """Once per rate, on the sum of what has that rate; the lines carry shares of it."""
    LINE = "line"
    """On each line; a rate's tax is the sum of its lines'."""


class DiscountOrder(Enum):
    """What a reduction does to the tax."""

    BEFORE_TAX = "before_tax"
    """What is taxed is what is left after reductions (Directive 2006/112/EC, article 79)."""
    AFTER_TAX = "after_tax"
    """What is taxed is the price before reductions."""


class PercentBase(Enum):
    """Of what a promotion's percentage is taken."""

    REMAINING = "remaining"
    """Of what its layer found: 20 % and then 10 % of 100 leave 72."""
    REGULAR = "regular"
    """Of the regular price: 20 % and then 10 % of 100 leave 70."""


class Allocation(Enum):
    """How an amount for several lines becomes theirs."""

    LARGEST_REMAINDER = "largest_remainder"
    """In proportion to what they cost, exactly; odd minor units by largest remainder, ties by line number."""


@attrs.frozen(kw_only=True)
class CashRounding:
    """To what multiple of ``step`` cash is rounded in a country: what is ``due``, and the ``change`` given.

    Goods handed over in that country are paid there.

    By default a tie of what is due goes up and one of the change goes down: both come to the same.

    >>> denmark = CashRounding(country="DK", step="0.50 DKK", source="…")
    >>> denmark.rounded_due(8725), denmark.rounded_change(10000 - 8725)
    (8750, 1250)
    """

    country: str
    step: Amount = attrs.field(converter=to_amount)
    due: Rounding = Rounding.HALF_UP
    change: Rounding = Rounding.HALF_DOWN
    valid: Window = ALWAYS
    source: str

    def __attrs_post_init__(self) -> None:
        checked_country(self.country, "country")
        checked_type(Rounding, self.due, "due", "pass a Rounding")
        checked_type(Rounding, self.change, "change", "pass a Rounding")
        checked_type(Window, self.valid, "valid", "pass a Window")
        checked_text(self.source, "source")
        if self.step.minor < 1:
            found = f"found {self.step.to_text()}"
            raise WrongValue.at("step", found, "round to a positive step", code="amount_not_positive")

    def rounded_due(self, minor: int) -> int:
        """What is asked in cash for so many minor units."""
        return divide(minor, self.step.minor, self.due) * self.step.minor

    def rounded_change(self, minor: int) -> int:
        """What is given back in cash for so many minor units too many."""
        return divide(minor, self.step.minor, self.change) * self.step.minor


def _cash(cash: Iterable[CashRounding]) -> tuple[CashRounding, ...]:
    return tuple_of(CashRounding, cash, "cash")


@attrs.frozen(kw_only=True)
class MoneyPolicy:
    """Everything that a rulebook declares about treating money, carried in every outcome.

    ``rounding`` is the mode of every named rounding point but cash, which has its own by country.
    """

    rounding: Rounding = Rounding.HALF_UP
    tax_rounded_per: TaxLevel = TaxLevel.TOTAL
    discounts: DiscountOrder = DiscountOrder.BEFORE_TAX
    percent_of: PercentBase = PercentBase.REMAINING
    allocation: Allocation = Allocation.LARGEST_REMAINDER
    cash: tuple[CashRounding, ...] = attrs.field(default=(), converter=_cash)

    def __attrs_post_init__(self) -> None:
        checked_type(Rounding, self.rounding, "rounding", "pass a Rounding")
        checked_type(TaxLevel, self.tax_rounded_per, "tax_rounded_per", "pass TaxLevel.TOTAL or LINE")
        checked_type(DiscountOrder, self.discounts, "discounts", "pass DiscountOrder.BEFORE_TAX or AFTER_TAX")
        checked_type(PercentBase, self.percent_of, "percent_of", "pass PercentBase.REMAINING or REGULAR")
        checked_type(Allocation, self.allocation, "allocation", "pass Allocation.LARGEST_REMAINDER")


HALF_UP: Final = MoneyPolicy()

_IN_MINOR: Final = tuple(MILLION * 10 ** (6 - digits) for digits in range(7))
"""Millionths of a millionth of the major unit in a minor unit, by the digits that it has."""


@attrs.frozen
class Minting:
    """A money policy at work in one currency, ``digits`` being those of its minor unit."""

    currency: str
    digits: int
    rounding: Rounding
    percent_of: PercentBase = PercentBase.REMAINING
    discounts: DiscountOrder = DiscountOrder.BEFORE_TAX

    @classmethod
    def of(cls, policy: MoneyPolicy, currency: str, digits: int) -> Minting:
        """The policy at work in a currency."""
        return cls(currency, digits, policy.rounding, policy.percent_of, policy.discounts)

    def rounded(self, exact: int) -> int:
        """Millionths of a millionth of the major unit, in minor units: the line extension.

        >>> Minting("EUR", 2, Rounding.HALF_UP).rounded(1_799_000 * 40_530_000)
        7291
        """
        return divide(exact, _IN_MINOR[self.digits], self.rounding)
