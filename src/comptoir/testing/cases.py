"""A case for a law: rules, a basket and an instant; and the ways of asking what it costs.

Source: house rule (``outcome = f(rulebook, facts, instant)``).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol, TypeVar

import attrs

from comptoir.checkout.quote import Quote
from comptoir.counter import Counter
from comptoir.facts.baskets import Basket
from comptoir.facts.terms import OVERRIDE, LineTerms
from comptoir.rulebook import Rulebook
from comptoir.values.errors import ComptoirError
from comptoir.values.instants import Instant, datetime_of, instant_of

T = TypeVar("T")

Ask = Callable[[Rulebook, Basket, datetime], Quote]
"""A way of asking: directly, over a wire, through a till."""


class LawBroken(AssertionError):
    """A law does not hold: its letter, and what was found."""

    def __init__(self, law: str, found: str) -> None:
        self.law = law
        self.found = found
        super().__init__(f"{law}: {found}")


@attrs.frozen
class Case:
    """One question: a rulebook, a basket, and an aware instant."""

    rulebook: Rulebook
    basket: Basket
    at: datetime

    @property
    def instant(self) -> Instant:
        """The instant as the core keeps it."""
        return instant_of(self.at)


class Law(Protocol):
    """A law: it returns if it holds of a case, and raises ``LawBroken`` if not."""

    __name__: str
    __doc__: str | None

    def __call__(self, case: Case, ask: Ask = ...) -> None:
        """Try the law on one case."""


def ask_counter(rulebook: Rulebook, basket: Basket, at: datetime) -> Quote:
    """The plain way of asking: at the counter itself."""
    return Counter(rulebook).quote(basket, at)


def ask_at(case: Case, ask: Ask, instant: Instant) -> Quote:
    """The quote of the case at another instant."""
    return ask(case.rulebook, case.basket, datetime_of(instant))


def answer_of(case: Case, ask: Ask) -> Quote | None:
    """The quote of the case, or ``None`` where the rulebook has no answer to it."""
    found = outcome_of(case, ask)
    return found if isinstance(found, Quote) else None


def outcome_of(case: Case, ask: Ask) -> Quote | ComptoirError:
    """The quote of the case, or the error that says why there is none."""
    try:
        return ask(case.rulebook, case.basket, case.at)
    except ComptoirError as error:
        return error


def expect(law: str, holds: bool, found: str) -> None:  # noqa: FBT001 - reads as a sentence
    """Raise ``LawBroken`` unless it holds."""
    if not holds:
        raise LawBroken(law, found)


def after_a_trip(law: str, rulebook: Rulebook, value: T) -> T:
    """What comes out of a wire, which must be the same, byte for byte."""
    codec = rulebook.vocabulary.codec
    try:
        data = codec.dumps(value)
        back = codec.loads(data, type(value))
    except ComptoirError as error:
        raise LawBroken(law, f"found {error} for {value}") from error
    expect(law, back == value, f"found {back} after a trip of {value}")
    expect(law, codec.dumps(back) == data, f"found other bytes after a trip of {value}")
    return back


def left_after(line: LineTerms, layers: tuple[str, ...]) -> int:
    """What is left of a line once only these layers have passed, after what a person decided."""
    return line.regular + sum(each.amount for each in line.adjustments if each.layer in {OVERRIDE, *layers})
