"""What a merchant may write about spending: what points are worth, who pays for them, and rewards.

Only the shape of the rules is checked here; whether the products and the series of coupons exist is
checked where rules come together, in the rulebook.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum

import attrs

from comptoir.facts.point_terms import DRAW_ORDER, DrawBy, SpendAs
from comptoir.facts.products import identifiers
from comptoir.values.collections import texts, tuple_of
from comptoir.values.errors import WrongValue, checked_type
from comptoir.values.identifiers import checked_identifier, checked_names
from comptoir.values.money import Amount, checked_positive, to_amount
from comptoir.values.percentages import Percent, to_percent
from comptoir.values.periods import Period
from comptoir.values.points import checked_points
from comptoir.values.quantities import QUANTITY_MAX, checked_count
from comptoir.values.windows import ALWAYS, Window


class Residue(Enum):
    """What becomes of points that are wished to be spent beyond what may be."""

    REFUSED = "refused"
    """The wish is refused, and the most that could be spent is named."""
    KEPT = "kept"
    """As many as may be are spent of those wished; the others stay where they are."""


def _draw(order: Iterable[DrawBy]) -> tuple[DrawBy, ...]:
    return tuple_of(DrawBy, order, "draw")


@attrs.frozen(kw_only=True)
class SpendRule:
    """``points`` are ``worth`` an amount, and are spent in multiples of ``step``.

    At least ``minimum`` points are spent on a purchase and at most ``maximum``, and they pay at most
    ``share`` of what is to pay; as a discount, of what the goods cost that points may reduce. A step is
    worth whole minor units, so that nothing is rounded when points are spent. Lots are drawn in the order
    ``draw``; points that come back when their lot is over live for ``grace`` more.

    >>> SpendRule(points=100, worth="1.00 EUR", step=50).worth_of(150)
    150
    """

    points: int
    worth: Amount = attrs.field(converter=to_amount)
    step: int = 1
    minimum: int = 0
    maximum: int | None = None
    share: Percent = attrs.field(default=Percent.of("100"), converter=to_percent)
    residue: Residue = Residue.REFUSED
    spent_as: SpendAs = SpendAs.TENDER
    draw: tuple[DrawBy, ...] = attrs.field(default=DRAW_ORDER, converter=_draw)
    grace: Period | None = None

    def __attrs_post_init__(self) -> None:
        checked_points(self.points, "points", at_least=1)
        checked_positive(self.worth, "worth")
        checked_points(self.step, "step", at_least=1)
        checked_points(self.minimum, "minimum")
        checked_type(Residue, self.residue, "residue", "pass Residue.REFUSED or KEPT")
        checked_type(SpendAs, self.spent_as, "spent_as", "pass SpendAs.TENDER or DISCOUNT")
        if self.grace is not None:
            checked_type(Period, self.grace, "grace", 'pass Period.from_text("1 month")')
        if self.step * self.worth.minor % self.points:
            found = f"found {self.step} of {self.points} points that are worth {self.worth.to_text()}"
            cure = f"let a step be worth whole minor units: a step of {self.points} is"
            raise WrongValue.at("step", found, cure, code="worth_not_whole")
        self._check_maximum()
        if len(set(self.draw)) < len(self.draw):
            found = f"found {', '.join(each.value for each in self.draw)}"
            raise WrongValue.at("draw", found, "name each once", code="duplicate_draw")

    def _check_maximum(self) -> None:
        """Some number of points can be spent."""
        if self.maximum is None:
            return
        checked_points(self.maximum, "maximum", at_least=1)
        if not self.largest(self.maximum):
            found = f"found {self.maximum} for at least {self.minimum} points in steps of {self.step}"
            cure = f"let at least {-(-max(self.minimum, 1) // self.step) * self.step} be spent"
            raise WrongValue.at("maximum", found, cure, code="nothing_to_spend")

    def largest(self, points: int) -> int:
        """The largest number of points, up to so many, that may be spent at once; 0 if none may."""
        at_most = points if self.maximum is None else min(points, self.maximum)
        found = at_most // self.step * self.step
        return found if found >= self.minimum else 0

    def worth_of(self, points: int) -> int:
        """What a multiple of ``step`` is worth, in minor units."""
        return points * self.worth.minor // self.points


class FunderKind(Enum):
    """Who pays for points besides the merchant."""

    SUPPLIER = "supplier"
    """A supplier of the goods: a discount of his, which lowers what is taxed."""
    THIRD_PARTY = "third_party"
    """Somebody else, who pays in the customer's place: what is taxed stays."""


@attrs.frozen(kw_only=True)
class Funder:
    """Somebody who pays for points that lots name."""

    id: str
    name: Mapping[str, str] = attrs.field(converter=texts)
    pays_as: FunderKind

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        checked_names(self.name)
        checked_type(FunderKind, self.pays_as, "pays_as", "pass FunderKind.SUPPLIER or THIRD_PARTY")


def _tiers(tiers: Iterable[str]) -> tuple[str, ...]:
    return identifiers(tiers, "tiers")


@attrs.frozen(kw_only=True)
class Reward:
    """One reward of the catalogue, for so many ``points``: a coupon of a ``series``, or a product (``sku``).

    It is taken while it is ``valid``, ``at_most`` so often by a member; ``tiers`` may take it, all if empty.
    """

    id: str
    name: Mapping[str, str] = attrs.field(converter=texts)
    points: int
    valid: Window = ALWAYS
    tiers: tuple[str, ...] = attrs.field(default=(), converter=_tiers)
    at_most: int | None = None
    series: str | None = None
    sku: str | None = None

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        checked_names(self.name)
        checked_points(self.points, "points", at_least=1)
        checked_type(Window, self.valid, "valid", "pass a Window")
        if self.at_most is not None:
            checked_count(self.at_most, "at_most", 1, QUANTITY_MAX)
        for where, name in (("series", self.series), ("sku", self.sku)):
            if name is not None:
                checked_identifier(name, where)
        if (self.series is None) == (self.sku is None):
            found = "found neither a series of coupons nor a product"
            if self.series is not None:
                found = f"found the coupons {self.series} and the product {self.sku}"
            raise WrongValue.at("", found, "give one: series or sku", code="what_reward")
