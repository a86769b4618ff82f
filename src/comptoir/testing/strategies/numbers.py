"""Strategies for numbers that mean something: money, prices, percentages, quantities, tenders.

Source: house rule; limits are those of the values.
"""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

from comptoir.facts.orders import Tender
from comptoir.testing.strategies.flavours import PLAUSIBLE, Flavour
from comptoir.testing.strategies.names import identifiers
from comptoir.values.decimals import MILLION, decimal_text
from comptoir.values.money import AMOUNT_MAX, MINOR_DIGITS, UNIT_PRICE_MAX, Amount, Money, UnitPrice
from comptoir.values.percentages import Percent
from comptoir.values.quantities import QUANTITY_MAX, UNITS, Measured, Quantity
from comptoir.values.rounding import Rounding


@cache
def currencies(flavour: Flavour | None = None) -> st.SearchStrategy[str]:
    """A currency of the flavour, or any of ISO 4217."""
    return st.sampled_from(flavour.currencies if flavour else sorted(MINOR_DIGITS))


@cache
def amounts(
    flavour: Flavour | None = None, currency: str | None = None, *, minor_min: int = -AMOUNT_MAX
) -> st.SearchStrategy[Amount]:
    """An amount: of the flavour and never negative, or any from ``minor_min`` on."""
    minor = (
        st.sampled_from(flavour.amounts) | st.integers(0, 9_999)
        if flavour
        else st.integers(minor_min, AMOUNT_MAX)
    )
    return st.builds(Amount, minor, st.just(currency) if currency else currencies(flavour))


@cache
def money(currency: str | None = None) -> st.SearchStrategy[Money]:
    """Any amount as ``Money``."""
    return amounts(currency=currency).map(lambda amount: amount.money)


@cache
def unit_prices(flavour: Flavour | None = None) -> st.SearchStrategy[UnitPrice]:
    """A unit price, often finer than the minor unit."""
    if flavour is None:
        return st.integers(0, UNIT_PRICE_MAX * MILLION).map(UnitPrice)
    odd = st.integers(1, 20_000).map(lambda cents: cents * 10_000)
    return (st.sampled_from(flavour.prices) | odd).map(UnitPrice)


@cache
def percents(flavour: Flavour | None = None) -> st.SearchStrategy[Percent]:
    """A percentage: of the flavour, or any."""
    parts = st.integers(0, MILLION)
    return (st.sampled_from(flavour.percents) | parts if flavour else parts).map(Percent)


@cache
def measured(flavour: Flavour | None = None, unit: str | None = None) -> st.SearchStrategy[Measured]:
    """A measured quantity."""
    amount = st.sampled_from(flavour.measures) if flavour else st.integers(1, QUANTITY_MAX * MILLION)
    units = st.just(unit) if unit else st.sampled_from(UNITS[1:])
    return st.builds(Measured, amount.map(lambda millionths: decimal_text(millionths, 6)), units)


@cache
def quantities(flavour: Flavour = PLAUSIBLE) -> st.SearchStrategy[Quantity]:
    """Whole pieces, or one measured piece."""
    return st.sampled_from(flavour.pieces) | st.integers(1, 20) | measured(flavour)


@cache
def roundings() -> st.SearchStrategy[Rounding]:
    """A rounding mode."""
    return st.sampled_from(Rounding)


@cache
def tenders(currency: str | None = None) -> st.SearchStrategy[Tender]:
    """A means of payment, as used."""
    paid = amounts(currency=currency, minor_min=1)
    return st.builds(Tender, identifiers(), paid, reference=st.none() | identifiers())
