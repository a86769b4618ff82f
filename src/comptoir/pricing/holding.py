"""Floors and extras that hold somewhere for a time: which of them hold at a spot, and which select a product.

What holds at a spot is found once, and holds until the next of its windows opens or closes. May never know
what the rules are about.

Source: house rule (a thousand rules cost a basket what those cost that are about its products).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Final, Generic, Protocol, TypeVar

import attrs

from comptoir.facts.products import Product
from comptoir.facts.wheres import Spot, Where
from comptoir.pricing.by_product import ByProduct, Selecting
from comptoir.values.moments import Findings, Moment
from comptoir.values.windows import Window

SPOTS_REMEMBERED: Final = 32
"""Spots of which it is remembered what holds there."""


class Dated(Selecting, Protocol):
    """A rule about selected products that holds somewhere, for a time."""

    @property
    def id(self) -> str:
        """Its identifier."""

    @property
    def where(self) -> Where | None:
        """Where it holds; ``None`` is anywhere."""

    @property
    def valid(self) -> Window:
        """When it holds."""


R = TypeVar("R", bound=Dated)


def _by_id(rules: Iterable[R]) -> ByProduct[R]:
    return ByProduct(sorted(rules, key=lambda rule: rule.id))


def _remembered() -> Findings[Spot, frozenset[str]]:
    return Findings(SPOTS_REMEMBERED)


@attrs.frozen(eq=False)
class DatedRules(Generic[R]):
    """Rules in the order of their identifiers, wherever and whenever they hold."""

    by_product: ByProduct[R] = attrs.field(converter=_by_id)
    _found: Findings[Spot, frozenset[str]] = attrs.field(factory=_remembered, init=False, repr=False)

    def __bool__(self) -> bool:
        return bool(self.by_product.rules)

    def at(self, spot: Spot, moment: Moment) -> RulesHere[R]:
        """Those that hold at a spot at a moment."""
        return RulesHere(self.by_product, self.ids(spot, moment))

    def ids(self, spot: Spot, moment: Moment) -> frozenset[str]:
        """The identifiers of those that hold at a spot at a moment."""
        if not self:
            return frozenset()
        return self._found.at(moment, spot, partial(self._find, spot))

    def _find(self, spot: Spot, moment: Moment) -> frozenset[str]:
        here = (rule for rule in self.by_product.rules if rule.where is None or rule.where.holds(spot))
        return frozenset(rule.id for rule in here if moment.is_in(rule.valid))


@attrs.frozen(eq=False)
class RulesHere(Generic[R]):
    """The rules that hold at a spot at a moment, by their ``ids``."""

    by_product: ByProduct[R]
    ids: frozenset[str]

    @property
    def rules(self) -> tuple[R, ...]:
        """All of them, in the order of their identifiers."""
        return tuple(rule for rule in self.by_product.rules if rule.id in self.ids)

    def selecting(self, product: Product) -> tuple[R, ...]:
        """Those that select a product, in the order of their identifiers."""
        if not self.ids:
            return ()
        return tuple([rule for rule in self.by_product.selecting(product) if rule.id in self.ids])
