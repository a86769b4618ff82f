"""What went wrong, where, what was found, what would be right, and who must act.

A refusal that a customer can meet (too late, not enough) is a *value* and never stands here. Here
stand mistakes: of the programmer who calls, of the sender of a document, of the author of a
rulebook, and questions that a rulebook cannot answer. Every error carries all the faults that
could be found at once; nothing is guessed and nothing is lost.

Source: house rule (the error gallery in ``tests/gallery`` shows each one).
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import ClassVar, Final, Self, TypeVar

import attrs

T = TypeVar("T")

FAULTS_MAX: Final = 100
"""Faults that reading a document lists; nothing is read beyond them."""
_SHOWN_MAX: Final = 80
"""Characters of a hostile value that a message repeats."""
_SHOWN_ITEMS_MAX: Final = 6
"""Items of a hostile collection that a message repeats."""
_SHOWN_DEPTH_MAX: Final = 3
"""Collections inside collections that a message repeats."""
_SHOWN_BITS_MAX: Final = 256
"""Bits of an integer that a message repeats: Python refuses to write very long ones."""


@attrs.frozen
class Fault:
    """One thing that is wrong: its place, what was found there, and what would be right.

    ``where`` is a path such as ``promotions[3].benefit.percent`` (empty for the whole value).
    ``code`` is stable: programs compare it, never the text.
    """

    code: str
    where: str
    found: str
    cure: str

    def under(self, prefix: str) -> Fault:
        """The same fault, seen from one level further out."""
        return attrs.evolve(self, where=join(prefix, self.where))

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.found}; {self.cure} [{self.code}]"


class ComptoirError(Exception):
    """Base of every error of this library; ``faults`` lists all that was found wrong."""

    who: ClassVar[str] = "somebody"
    """Who must act to cure it."""

    def __init__(self, *faults: Fault) -> None:
        self.faults = faults
        super().__init__(*faults)

    @classmethod
    def at(cls, where: str, found: str, cure: str, *, code: str) -> Self:
        """An error with a single fault."""
        return cls(Fault(code, where, found, cure))

    def under(self, prefix: str) -> Self:
        """The same error, seen from one level further out."""
        return type(self)(*(fault.under(prefix) for fault in self.faults))

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)


class WrongValue(ComptoirError, ValueError):
    """A public call was given a value outside what it takes."""

    who = "the caller"


class WrongType(ComptoirError, TypeError):
    """A public call was given a value of a type it never takes, such as a float."""

    who = "the caller"


class WireError(ComptoirError, ValueError):
    """A document is not what its kind promises."""

    who = "the sender of the document"


class LimitExceeded(ComptoirError, ValueError):
    """Something is larger than the stated limit; it was refused before any work was done."""

    who = "the sender of the document"


class RulebookError(ComptoirError, ValueError):
    """A rulebook cannot be used as it is written; all its faults are listed."""

    who = "the author of the rulebook"


class NoAnswer(ComptoirError, LookupError):
    """The question is well formed, but this rulebook has no answer to it.

    For example a product without a price in force, or an instant beyond the horizon.
    """

    who = "the caller, or the author of the rulebook"


def join(prefix: str, path: str) -> str:
    """One path out of two: ``lines[2]`` and ``sku`` make ``lines[2].sku``."""
    if not prefix or not path or path.startswith("["):
        return prefix + path
    return f"{prefix}.{path}"


def quoted(value: object) -> str:
    r"""A value in short printable ASCII, whatever it holds, however long or deep it is.

    >>> quoted("TEA\x1bp")
    "'TEA\\x1bp'"
    """
    text = _abbreviated(value, _SHOWN_DEPTH_MAX)
    return text if len(text) <= _SHOWN_MAX else text[:_SHOWN_MAX] + "…"


def shown(value: object) -> str:
    """A value as a message repeats it: what was found, and of which type.

    >>> shown(1.5)
    'found 1.5 (float)'
    """
    return f"found {quoted(value)} ({type(value).__name__})"


def checked_type(type_: type[T], value: T, where: str, cure: str) -> T:
    """The value itself if it is of that type, else ``WrongType`` naming the place."""
    if not isinstance(value, type_):
        raise WrongType.at(where, shown(value), cure, code="wrong_type")
    return value


def raise_all(error: type[ComptoirError], faults: Iterable[Fault]) -> None:
    """Raise ``error`` with every fault, or return if there is none."""
    if found := tuple(faults):
        raise error(*found)


def _abbreviated(value: object, depth: int) -> str:
    if isinstance(value, str | bytes):
        return ascii(value[: _SHOWN_MAX + 1])
    if type(value) is int and value.bit_length() > _SHOWN_BITS_MAX:
        return f"an integer of {value.bit_length()} bits"
    if isinstance(value, list | tuple | dict) and type(value) in {list, tuple, dict}:
        return _abbreviated_items(value, depth)
    try:
        return ascii(value)
    except Exception:  # noqa: BLE001 - a value that cannot even describe itself is still reported
        return f"<{type(value).__name__}>"


def _abbreviated_items(value: list[object] | tuple[object, ...] | dict[object, object], depth: int) -> str:
    if not depth:
        return "…"
    items = [_abbreviated(item, depth - 1) for item in islice(value, _SHOWN_ITEMS_MAX)]
    if isinstance(value, dict):
        items = [f"{item}: …" for item in items]
    if len(value) > _SHOWN_ITEMS_MAX:
        items.append("…")
    before, after = "()" if isinstance(value, tuple) else "{}" if isinstance(value, dict) else "[]"
    return f"{before}{', '.join(items)}{after}"
