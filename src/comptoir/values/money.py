"""Money, at the boundary and inside: the one module that touches py-moneyed.

In public signatures money is ``moneyed.Money``. Inside it is an ``int`` of minor units beside a
currency that is stated once, because ``Money`` takes floats, can be changed, rounds with the
process-wide Decimal context and truncates what is finer than a cent. A unit price may be finer
than the minor unit (fuel at 1.799 EUR/l): it is an ``int`` of millionths of the major unit.

Source: ISO 4217, list one as amended to 2026-01-01 (amendment 180) for minor units.
"""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Final

import attrs
from moneyed import CURRENCIES, Currency
from moneyed import Money as Money  # noqa: PLC0414 - the one door to py-moneyed

from comptoir.values.decimals import MILLION, decimal_text, millionths_of
from comptoir.values.errors import WrongType, WrongValue, quoted, shown
from comptoir.values.rounding import Rounding, divide

AMOUNT_MAX: Final = 2**53 - 1
"""The largest amount, in minor units: what every JSON reader can hold."""
UNIT_PRICE_MAX: Final = 10**9
"""The largest unit price, in major units."""

_CURE = 'pass Money("12.90", "EUR"), or the text "12.90 EUR"'
_TEXT_CURE = 'write an amount with its currency, such as "12.90 EUR"'
_MINOR_CURE = 'pass minor units as int, or call Amount.of("12.90 EUR")'
_PRICE_CURE = 'write a price as text, such as "12.90"'

_WITHOUT_MINOR_UNIT = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_WITH_THREE_DIGITS = "BHD IQD JOD KWD LYD OMR TND"
_WITH_FOUR_DIGITS = "CLF UYW"
_WITH_TWO_DIGITS = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF
CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD
GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL
MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR
PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP
TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG
"""

MINOR_DIGITS: Final[dict[str, int]] = {
    code: digits
    for digits, codes in (
        (0, _WITHOUT_MINOR_UNIT),
        (2, _WITH_TWO_DIGITS),
        (3, _WITH_THREE_DIGITS),
        (4, _WITH_FOUR_DIGITS),
    )
    for code in codes.split()
}
"""Digits after the decimal point, by currency code."""


def checked_currency(code: str, where: str = "currency") -> str:
    """The code itself if ISO 4217 lists it as money."""
    if type(code) is not str:
        raise WrongType.at(
            where, shown(code), 'pass a currency code as text, such as "EUR"', code="not_a_text"
        )
    if code not in MINOR_DIGITS:
        raise WrongValue.at(
            where, shown(code), "use a currency code of ISO 4217, such as EUR", code="unknown_currency"
        )
    return code


@attrs.frozen
class Amount:
    """Money as the core keeps it: ``minor`` units of ``currency``. Its text is ``12.90 EUR``."""

    example: ClassVar[str] = "12.90 EUR"

    minor: int
    currency: str

    def __attrs_post_init__(self) -> None:
        checked_currency(self.currency)
        if type(self.minor) is not int:
            raise WrongType.at("minor", shown(self.minor), _MINOR_CURE, code="not_an_int")
        if abs(self.minor) > AMOUNT_MAX:
            raise WrongValue.at("minor", shown(self.minor), "stay within ±(2^53-1)", code="amount_too_large")

    @classmethod
    def of(cls, value: Amount | Money | str, where: str = "amount") -> Amount:
        """Read ``Money`` or the text ``12.90 EUR``, exactly: nothing finer than the minor unit.

        >>> Amount.of(Money("12.90", "EUR"))
        Amount(minor=1290, currency='EUR')
        """
        if isinstance(value, Amount):
            return value
        if isinstance(value, Money):
            return cls.in_major(value.amount, value.currency.code, where)
        if type(value) is str:
            numeral, space, code = value[:64].partition(" ")
            if space:
                return cls.in_major(numeral, code, where)
            raise WrongValue.at(where, shown(value), _TEXT_CURE, code="not_an_amount")
        raise WrongType.at(
            where, shown(value), _CURE, code="float" if isinstance(value, float) else "not_money"
        )

    @classmethod
    def in_major(cls, number: str | int | Decimal, currency: str, where: str = "amount") -> Amount:
        """``number`` major units (12.90) of ``currency``."""
        digits = MINOR_DIGITS[checked_currency(currency, where)]
        millionths = millionths_of(number, where, cure=_TEXT_CURE if type(number) is str else _CURE)
        minor, finer = divmod(millionths, 10 ** (6 - digits))
        if finer:
            raise WrongValue.at(
                where,
                f"found {decimal_text(millionths, 6)} {currency}",
                f"{currency} has {digits} decimals; say which amount is meant",
                code="finer_than_minor_unit",
            )
        if abs(minor) > AMOUNT_MAX:
            raise WrongValue.at(
                where, shown(number), "stay within ±(2^53-1) minor units", code="amount_too_large"
            )
        return cls(minor, currency)

    @property
    def money(self) -> Money:
        """The amount as ``moneyed.Money``."""
        return money_of(self.minor, self.currency)

    @classmethod
    def from_text(cls, text: str) -> Amount:
        """Read ``12.90 EUR``."""
        return cls.of(text, "")

    def to_text(self) -> str:
        """The canonical text, with all the currency's decimals."""
        digits = MINOR_DIGITS[self.currency]
        return f"{decimal_text(self.minor, digits, at_least=digits)} {self.currency}"


@attrs.frozen(order=True)
class UnitPrice:
    """The price of one piece, kilogram or litre, in millionths of the major unit.

    The currency is that of the price list. Its text is the plain numeral: ``1.799``.
    """

    example: ClassVar[str] = "1.799"

    millionths: int

    def __attrs_post_init__(self) -> None:
        if type(self.millionths) is not int:
            cure = 'pass millionths as int, or call UnitPrice.of("12.90")'
            raise WrongType.at("", shown(self.millionths), cure, code="not_an_int")
        if not 0 <= self.millionths <= UNIT_PRICE_MAX * MILLION:
            raise WrongValue.at(
                "",
                f"found {quoted(self.millionths)} millionths",
                f"a price lies between 0 and {UNIT_PRICE_MAX}",
                code="price_out_of_range",
            )

    @classmethod
    def of(cls, value: UnitPrice | Money | str | int | Decimal, where: str = "price") -> UnitPrice:
        """Read a numeral, or ``Money`` (whose currency the caller has compared)."""
        if isinstance(value, UnitPrice):
            return value
        number = value.amount if isinstance(value, Money) else value
        millionths = millionths_of(number, where, cure=_PRICE_CURE)
        if not 0 <= millionths <= UNIT_PRICE_MAX * MILLION:
            cure = f"a price lies between 0 and {UNIT_PRICE_MAX}"
            raise WrongValue.at(where, shown(number), cure, code="price_out_of_range")
        return cls(millionths)

    @classmethod
    def from_text(cls, text: str) -> UnitPrice:
        """Read ``1.799``."""
        return cls.of(text, "")

    def to_text(self) -> str:
        """The shortest numeral with at least two decimals, or none for a whole number of yen."""
        return decimal_text(self.millionths, 6, at_least=2 if self.millionths % MILLION else 0)

    def extend(self, quantity_millionths: int, digits: int, rounding: Rounding) -> int:
        """The price of a quantity (millionths of a piece or unit) in minor units of ``digits``.

        The line extension: one of the few places where money is rounded.

        >>> UnitPrice.of("1.799").extend(40_530_000, 2, Rounding.HALF_UP)
        7291
        """
        return divide(self.millionths * quantity_millionths, MILLION * 10 ** (6 - digits), rounding)

    def money(self, currency: str) -> Money:
        """The unit price as ``Money``, with all its decimals and at least the currency's."""
        return _money(decimal_text(self.millionths, 6, at_least=MINOR_DIGITS[currency]), currency)


def to_unit_price(value: UnitPrice | Money | str | int | Decimal) -> UnitPrice:
    """A public unit price as a value; for attrs fields."""
    return UnitPrice.of(value)


def to_amount(value: Amount | Money | str) -> Amount:
    """Public money as an amount; for attrs fields."""
    return Amount.of(value)


def maybe_amount(value: Amount | Money | str | None) -> Amount | None:
    """Public money that may be left out, as an amount; for attrs fields."""
    return None if value is None else Amount.of(value)


def checked_not_negative(amount: Amount, where: str) -> Amount:
    """The amount itself if it is zero or more."""
    if amount.minor < 0:
        cure = "write an amount of zero or more"
        raise WrongValue.at(where, f"found {amount.to_text()}", cure, code="amount_negative")
    return amount


def checked_positive(amount: Amount, where: str) -> Amount:
    """The amount itself if it is above zero."""
    if amount.minor < 1:
        cure = "write an amount above zero"
        raise WrongValue.at(where, f"found {amount.to_text()}", cure, code="amount_not_positive")
    return amount


def checked_alike(amount: Amount, currency: str, where: str, like: str) -> Amount:
    """The amount itself if it is in that ``currency``, which is the one of what is called ``like``."""
    if amount.currency != currency:
        cure = f"write it in {currency}, as {like}"
        raise WrongValue.at(where, f"found {amount.to_text()}", cure, code="other_currency")
    return amount


def checked_minor(amount: int, where: str, *, at_least: int = 0) -> int:
    """The number itself if it is a whole number of minor units from ``at_least`` on."""
    if type(amount) is not int:
        raise WrongType.at(where, shown(amount), "pass minor units as int", code="not_an_int")
    if amount < at_least:
        code = "amount_not_positive" if at_least else "too_small"
        raise WrongValue.at(where, shown(amount), f"pass {at_least} or more", code=code)
    return amount


def money_of(minor: int, currency: str) -> Money:
    """Minor units as ``moneyed.Money``, exactly, whatever the ambient Decimal context.

    >>> money_of(1290, "EUR")
    Money('12.90', 'EUR')
    """
    return _money(f"{minor}E-{MINOR_DIGITS[currency]}", currency)


def _money(numeral: str, currency: str) -> Money:
    # Codes younger than py-moneyed's last release (XCG, ZWG, XAD) are built without registering them.
    return Money(Decimal(numeral), CURRENCIES.get(currency) or Currency(code=currency))
