"""What went wrong, where, what was found, what would be right, and who must act.

A refusal that a customer can meet (too late, not enough) is a *value* and never stands here. Here
stand mistakes: of the programmer who calls, of the sender of a document, of the author of a
rulebook, and questions that a rulebook cannot answer. Every error carries all the faults that
could be found at once; nothing is guessed and nothing is lost.

Source: house rule (the error gallery in ``tests/gallery`` shows each one).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Self

import attrs

_SHOWN_MAX = 80
"""Characters of a hostile value that a message repeats."""


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


def shown(value: object) -> str:
    """A value as a message repeats it: short, printable ASCII, whatever it holds."""
    text = ascii(value[: _SHOWN_MAX + 1] if isinstance(value, str | bytes) else value)
    kind = type(value).__name__
    if len(text) > _SHOWN_MAX:
        text = text[:_SHOWN_MAX] + "…"
    return f"found {text} ({kind})"


def raise_all(error: type[ComptoirError], faults: Iterable[Fault]) -> None:
    """Raise ``error`` with every fault, or return if there is none."""
    if found := tuple(faults):
        raise error(*found)
