"""Names that refer to each other: one that is there twice, one that is not there at all.

Source: house rule.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from comptoir.values.errors import Fault

SUGGESTED_FROM_MAX: Final = 1_000
"""Names among which the closest is looked for: among twenty thousand it takes seconds for each fault."""


def twice(where: str, names: Sequence[str], key: str) -> Iterator[Fault]:
    """A fault for each name that was there before."""
    seen: set[str] = set()
    for index, name in enumerate(names):
        if name in seen:
            found = f"found {name} a second time"
            cure = f"give each {'an' if key == 'id' else 'a'} {key} of its own"
            yield Fault(f"duplicate_{key}", f"{where}[{index}].{key}", found, cure)
        seen.add(name)


def unknown(code: str, where: str, found: str, known: Collection[str], otherwise: str) -> Iterator[Fault]:
    """A fault if the name found is not among those known, with the closest of them."""
    if found not in known:
        yield Fault(code, where, f"found {found}", suggestion(found, known, otherwise))


def known_currency(where: str, code: str, currencies: Collection[str]) -> Iterator[Fault]:
    """A fault if a currency is not declared."""
    if code not in currencies:
        yield Fault("unknown_currency", where, f"found {code}", "declare it under money.currencies")


def suggestion(found: str, known: Iterable[str], otherwise: str) -> str:
    """A cure that names the closest of what is known."""
    names = sorted(known)
    if len(names) <= SUGGESTED_FROM_MAX and (close := difflib.get_close_matches(found, names, n=1)):
        return f"did you mean {close[0]}? Otherwise {otherwise}"
    return otherwise
