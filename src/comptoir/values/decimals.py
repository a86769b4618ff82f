"""Decimal numerals as scaled integers, read and written one way only.

``1.799`` is 1,799,000 millionths. The numeral is plain ASCII digits, no exponent, no sign but a
minus, no ``1_000``, no full-width digit: whatever is not exactly that is refused before anything
is converted, because ``Decimal("1e1000000")`` takes half a minute to become an integer.

Source: house rule; the hostile forms are tests in ``tests/gallery``.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from comptoir.values.errors import WrongType, WrongValue, shown

MILLION: Final = 1_000_000
DIGITS_MAX: Final = 16
"""Digits before the decimal point."""

_NUMERAL = re.compile(r"(-?)(0|[1-9][0-9]{0,15})(?:\.([0-9]{1,6}))?", re.ASCII)


def millionths_of(value: object, where: str, *, cure: str) -> int:
    """A numeral (text, ``int`` or ``Decimal``) as an integer of millionths; ``cure`` completes the error.

    A ``float`` is a ``WrongType``: 0.1 is not a tenth. Negative zero is zero.

    >>> millionths_of("1.799", "price", cure="")
    1799000
    """
    if isinstance(value, float):
        raise WrongType.at(where, shown(value), f"a float is never exact; {cure}", code="float")
    if type(value) is int:
        text = str(value) if abs(value) < 10**DIGITS_MAX else ""
    elif isinstance(value, Decimal):
        text = _plain(value)
    elif type(value) is str:
        text = value if len(value) <= 2 * DIGITS_MAX else ""
    else:
        raise WrongType.at(where, shown(value), cure, code="not_a_number")
    match = _NUMERAL.fullmatch(text)
    if match is None:
        raise WrongValue.at(
            where,
            shown(value),
            f"{cure} (at most {DIGITS_MAX} digits and 6 decimals, no exponent)",
            code="not_a_number",
        )
    minus, whole, fraction = match.groups()
    scaled = int(whole) * MILLION + int((fraction or "").ljust(6, "0"))
    return -scaled if minus else scaled


def decimal_text(scaled: int, digits: int, *, at_least: int = 0) -> str:
    """``scaled`` units of 10^-digits as the shortest numeral with at least ``at_least`` decimals.

    >>> decimal_text(1799000, 6, at_least=2), decimal_text(500, 2, at_least=2), decimal_text(12, 0)
    ('1.799', '5.00', '12')
    """
    sign = "-" if scaled < 0 else ""
    whole, rest = divmod(abs(scaled), 10**digits)
    fraction = f"{rest:0{digits}}".rstrip("0").ljust(at_least, "0") if digits else ""
    return f"{sign}{whole}.{fraction}" if fraction else f"{sign}{whole}"


def _plain(value: Decimal) -> str:
    """A ``Decimal`` as a plain numeral, without ever expanding an exponent or reading a context."""
    if value.adjusted() > DIGITS_MAX:  # before its digits are listed one by one
        return ""
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int) or len(digits) > 2 * DIGITS_MAX or not -30 <= exponent <= DIGITS_MAX:
        return ""
    scaled = int("".join(map(str, digits)) or "0")
    if exponent >= 0:
        return f"{'-' if sign and scaled else ''}{scaled * 10**exponent}"
    return decimal_text(-scaled if sign else scaled, -exponent)
