"""How goods of an order are named on the command line: ``WHAT[:COUNT][:REASON][,KEY=VALUE …]``.

Such as ``app-7:1:too_large,grade=opened,unsealed``. No identifier has a comma or an equals sign. The longest
end that looks like a reason and a count is taken for them; where a ref ends like that, the number of its line
names it.

Source: house rule.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final

import attrs

from comptoir.values.errors import WrongValue, shown

_NAMED: Final = re.compile(
    r"(?P<what>[^,]+?)(?::(?P<quantity>[0-9]{1,9}))?(?::(?P<reason>[a-z][a-z0-9_-]*))?(?P<details>,.+)?",
    re.DOTALL,
)


@attrs.frozen(kw_only=True)
class Entry:
    """Goods as they were named: a ref or the number of a line, how many, why, and what else is said."""

    what: str | int
    quantity: int | None
    reason: str | None
    details: Mapping[str, str]


def read_entry(text: str, option: str, example: str, *, keys: Collection[str] = ()) -> Entry:
    """The goods that the text of an option names; ``keys`` are the details that it may have.

    A key that ends in ``?`` is a word of its own, without a value. Raises ``WrongValue`` for anything else.
    """
    found = _NAMED.fullmatch(text)
    if found is None:
        raise WrongValue.at(option, shown(text), f"write goods as {example}", code="not_goods")
    what, quantity = found["what"], found["quantity"]
    return Entry(
        what=int(what) if _is_number(what) else what,
        quantity=None if quantity is None else int(quantity),
        reason=found["reason"],
        details=_details((found["details"] or "")[1:], option, keys),
    )


def _details(text: str, option: str, keys: Collection[str]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for part in text.split(",") if text else ():
        key, is_valued, value = part.partition("=")
        wanted = key if is_valued else f"{key}?"
        if wanted not in keys or (is_valued and not value):
            forms = [each.removesuffix("?") if each.endswith("?") else f"{each}=…" for each in keys]
            cure = f"use {', '.join(forms)}" if forms else "leave it out"
            raise WrongValue.at(option, shown(part), cure, code="not_a_detail")
        if key in found:
            raise WrongValue.at(option, f"found {key} twice", "say it once", code="said_twice")
        found[key] = value
    return found


def _is_number(what: str) -> bool:
    """Whether it is the number of a line: no order has more than four digits of them."""
    return what.isascii() and what.isdigit() and len(what) <= 4
