"""Conditions inside conditions: ``{ any = [ … ] }``, ``{ all = [ … ] }``, ``{ none = [ … ] }``.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar, Final

import attrs

from comptoir.pricing.kinds import Asked, Condition
from comptoir.pricing.verdicts import NotMet
from comptoir.values.collections import tuple_of
from comptoir.values.errors import WrongValue

NESTING_MAX: Final = 8
"""Conditions inside conditions."""


def _of(of: Iterable[Condition]) -> tuple[Condition, ...]:
    parts = tuple_of(Condition, of, "of")
    if not parts:
        raise WrongValue.at("of", "found an empty list", "name at least one condition", code="never_met")
    if max(_depth(part) for part in parts) >= NESTING_MAX:
        found = f"found more than {NESTING_MAX} conditions inside each other"
        raise WrongValue.at("of", found, "flatten it", code="nested_too_deeply")
    return parts


@attrs.frozen
class Nested(Condition):
    """Conditions inside a condition."""

    main: ClassVar[str] = "of"
    of: tuple[Condition, ...] = attrs.field(converter=_of)


@attrs.frozen
class AnyMet(Nested):
    """At least one of the conditions holds."""

    kind: ClassVar[str] = "any"

    def unmet(self, asked: Asked) -> NotMet | None:
        """The first of those that do not hold, if none holds."""
        reasons = [condition.unmet(asked) for condition in self.of]
        return None if None in reasons else reasons[0]


@attrs.frozen
class AllMet(Nested):
    """Every one of the conditions holds."""

    kind: ClassVar[str] = "all"

    def unmet(self, asked: Asked) -> NotMet | None:
        """The first that does not hold."""
        return next((reason for each in self.of if (reason := each.unmet(asked)) is not None), None)


@attrs.frozen
class NoneMet(Nested):
    """None of the conditions holds."""

    kind: ClassVar[str] = "none"

    def unmet(self, asked: Asked) -> NotMet | None:
        """Whether one of them holds."""
        return None if all(each.unmet(asked) is not None for each in self.of) else NotMet("excluded")


def every_condition(conditions: Iterable[Condition]) -> Iterator[Condition]:
    """These conditions, and those inside them, to any depth."""
    for condition in conditions:
        yield condition
        yield from every_condition(getattr(condition, "of", ()))


def _depth(condition: Condition) -> int:
    return 1 + max(_depth(part) for part in condition.of) if isinstance(condition, Nested) else 1
