"""Amounts, quantities, days and names as a language writes them.

Source: house rule; symbols are those in common use, the code where there is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from comptoir.texts.languages import Language
from comptoir.values.instants import Instant
from comptoir.values.money import MINOR_DIGITS, Amount, UnitPrice
from comptoir.values.percentages import Percent
from comptoir.values.periods import Period
from comptoir.values.quantities import Measured, Quantity
from comptoir.values.zones import Zone

_SYMBOLS: Final[Mapping[str, str]] = {"EUR": "€", "GBP": "£", "USD": "$", "JPY": "¥"}


def amount_text(amount: Amount, language: Language) -> str:
    """``1 234,56 €`` or ``€1,234.56``, with all the currency's decimals."""
    return _money_text(amount.to_text().partition(" ")[0], amount.currency, language)


def unit_price_text(price: UnitPrice, currency: str, language: Language) -> str:
    """A unit price with at least the currency's decimals: ``1,799 €``."""
    whole, _, fraction = price.to_text().partition(".")
    digits = MINOR_DIGITS[currency]
    fraction = fraction.rstrip("0").ljust(digits, "0")
    return _money_text(f"{whole}.{fraction}" if fraction else whole, currency, language)


def number_text(numeral: str, language: Language) -> str:
    """A plain numeral with the language's separators."""
    sign = "-" if numeral.startswith("-") else ""
    whole, _, fraction = numeral.removeprefix("-").partition(".")
    grouped = f"{int(whole):,}".replace(",", language.thousands)
    return f"{sign}{grouped}{language.decimal}{fraction}" if fraction else sign + grouped


def percent_text(percent: Percent, language: Language) -> str:
    """``5,5 %`` or ``5.5%``."""
    return f"{number_text(percent.to_text(), language)}{language.percent}"


def quantity_text(quantity: Quantity, language: Language) -> str:
    """``3``, or ``0,532 kg``."""
    if isinstance(quantity, Measured):
        numeral, _, unit = quantity.to_text().partition(" ")
        return f"{number_text(numeral, language)}\u00a0{unit}"
    return number_text(str(quantity), language)


def moment_text(instant: Instant, zone: Zone, language: Language) -> str:
    """The day and the time that clocks of a zone show: ``4 décembre 2026, 18:05 (Europe/Paris)``."""
    return f"{day_text(zone.local_date(instant), language)}, {clock_text(instant, zone)}"


def clock_text(instant: Instant, zone: Zone) -> str:
    """The time that clocks of a zone show: ``18:05 (Europe/Paris)``."""
    local = zone.local(instant)
    return f"{local.seconds // 3600:02}:{local.seconds // 60 % 60:02} ({zone.name})"


def day_text(day: date, language: Language) -> str:
    """A day of the calendar: ``4 décembre 2026``."""
    number = language.first_of_month if day.day == 1 else str(day.day)
    return f"{number} {language.months[day.month - 1]} {day.year}"


def weekday_text(day: date, language: Language) -> str:
    """A day of the calendar with its name: ``vendredi 4 décembre 2026``."""
    return f"{language.weekdays[day.isoweekday() - 1]} {day_text(day, language)}"


def period_text(period: Period, language: Language) -> str:
    """``14 jours``, or ``14 days``."""
    one, many = language.period_units[period.unit]
    return f"{number_text(str(period.count), language)} {one if period.count == 1 else many}"


def name_text(name: Mapping[str, str], language: Language) -> str:
    """The name in that language, or in the first that there is."""
    return name.get(language.code) or next(iter(name.values()), "")


def _money_text(numeral: str, currency: str, language: Language) -> str:
    symbol = _SYMBOLS.get(currency, currency)
    number = number_text(numeral.removeprefix("-"), language)
    sign = "-" if numeral.startswith("-") else ""
    if language.currency_first:
        gap = "" if len(symbol) == 1 else "\u00a0"
        return f"{sign}{symbol}{gap}{number}"
    return f"{sign}{number}\u00a0{symbol}"
