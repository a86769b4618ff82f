"""In which ways a benefit may reduce something: one of several fields, and only one.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable

from comptoir.values.errors import WrongValue
from comptoir.values.money import Amount, checked_not_negative
from comptoir.values.percentages import Percent


def maybe_percent(percent: Percent | str | None) -> Percent | None:
    """A percentage that may be left out; for attrs fields."""
    return None if percent is None else Percent.of(percent)


def checked_one_way(value: object, ways: Iterable[str]) -> None:
    """``WrongValue`` unless exactly one of these fields is given, and it is no negative amount."""
    names = tuple(ways)
    given = [name for name in names if getattr(value, name) is not None]
    if len(given) != 1:
        found = f"found {' and '.join(given) or 'none of them'}"
        raise WrongValue.at("", found, f"give exactly one of {', '.join(names)}", code="not_one_way")
    if isinstance(way := getattr(value, given[0]), Amount):
        checked_not_negative(way, given[0])


def one_currency(amounts: Iterable[Amount | None], where: str) -> str | None:
    """The currency that amounts have in common, ``None`` if there is none; ``WrongValue`` for two."""
    currencies = sorted({amount.currency for amount in amounts if amount is not None})
    if len(currencies) > 1:
        found = f"found {' and '.join(currencies)}"
        raise WrongValue.at(where, found, "write all amounts in one currency", code="several_currencies")
    return currencies[0] if currencies else None
