"""What was agreed about points: what a purchase earns, the life of its lots, and what was spent.

Points that are earned together and live alike are a *lot*. An accrual is recorded on the order before
caps, with the terms of its caps, of its lot and of what becomes of it when goods come back: no later
rulebook earns it again, and none takes it back otherwise than was agreed.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import ClassVar, Final

import attrs

from comptoir.facts.products import identifiers
from comptoir.values.collections import tuple_of
from comptoir.values.days import checked_day
from comptoir.values.enums import KeyEnum
from comptoir.values.errors import WrongType, WrongValue, checked_type, shown
from comptoir.values.factors import Factor
from comptoir.values.identifiers import checked_identifier
from comptoir.values.instants import Instant, checked_instant, instant_text
from comptoir.values.money import checked_minor
from comptoir.values.periods import Period
from comptoir.values.points import checked_points
from comptoir.values.zones import checked_zone_name

POINTS: Final = "points"
"""The type of the points that can be spent; a programme may count others besides, such as for its tiers."""


class PeriodEnd(Enum):
    """Until the end of what a lot lives on, once its period is over."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@attrs.frozen(kw_only=True)
class LotTerms:
    """The life of a lot, counted from the local day on which it was earned, in ``zone``.

    Points are pending until the start of the day that ``available_after`` counts to or, with
    ``after_return_window``, until no piece of the order may come back any more; else they are available
    at once. They expire at the end of the day that ``expires_after`` counts to, or of the month, quarter
    or year (``until_end_of``) in which that day lies; at the end of the day ``expires_on``; or at the end
    of the day that ``idle_after`` counts to from the member's last activity. The earliest of these
    counts; without any they never expire.
    """

    zone: str
    available_after: Period | None = None
    after_return_window: bool = False
    expires_after: Period | None = None
    until_end_of: PeriodEnd = PeriodEnd.DAY
    expires_on: date | None = None
    idle_after: Period | None = None

    def __attrs_post_init__(self) -> None:
        checked_zone_name(self.zone, "zone")
        checked_type(bool, self.after_return_window, "after_return_window", "pass True or False")
        checked_type(
            PeriodEnd, self.until_end_of, "until_end_of", "pass PeriodEnd.DAY, MONTH, QUARTER or YEAR"
        )
        for where, period in (
            ("available_after", self.available_after),
            ("expires_after", self.expires_after),
            ("idle_after", self.idle_after),
        ):
            if period is not None:
                checked_type(Period, period, where, 'pass Period.from_text("14 days")')
        if self.expires_on is not None:
            checked_day(self.expires_on, "expires_on")
        if self.after_return_window and self.available_after is not None:
            found = f"found {self.available_after.to_text()} beside the return window"
            raise WrongValue.at("available_after", found, "say one of the two", code="two_waits")


class CapPer(KeyEnum):
    """Over what a cap counts the points that a member is awarded."""

    PURCHASE = "purchase"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    CAMPAIGN = "campaign"
    """Over all time: as long as the campaign runs."""


@attrs.frozen(kw_only=True)
class CapTerms:
    """At most so many ``points`` to a member under the cap's ``id``: per purchase, local day, month or year.

    Days are those of the lot's zone on which the points were earned. What was awarded counts, whether or
    not it was clawed back later.
    """

    id: str
    points: int
    per: CapPer

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        checked_points(self.points, "points")
        checked_type(CapPer, self.per, "per", "pass CapPer.PURCHASE, DAY, MONTH, YEAR or CAMPAIGN")


class Stepping(Enum):
    """What becomes of an amount between two steps of a rate."""

    STEP = "step"
    """Only whole steps earn: 5 points per 2.50 EUR are 5 on 3.00 EUR."""
    LINEAR = "linear"
    """Every part of a step earns its part, fractions of a point dropped: 6 on 3.00 EUR."""


def _factors(factors: Iterable[Factor]) -> tuple[Factor, ...]:
    return tuple_of(Factor, factors, "times")


@attrs.frozen(kw_only=True)
class RateTerms:
    """Points for an amount: so many ``points`` per ``per`` minor units, then ``times`` each factor in turn.

    Fractions of a point are dropped after the rate, and again after each factor.

    >>> RateTerms(points=5, per=250, rounding=Stepping.LINEAR, times=[Factor.of("1.5")]).earned(300)
    9
    """

    kind: ClassVar[str] = "rate"

    points: int
    per: int
    rounding: Stepping = Stepping.STEP
    times: tuple[Factor, ...] = attrs.field(default=(), converter=_factors)

    def __attrs_post_init__(self) -> None:
        checked_points(self.points, "points", at_least=1)
        checked_minor(self.per, "per", at_least=1)
        checked_type(Stepping, self.rounding, "rounding", "pass Stepping.STEP or LINEAR")

    def earned(self, basis: int) -> int:
        """The points that ``basis`` minor units earn."""
        match self.rounding:
            case Stepping.STEP:
                points = basis // self.per * self.points
            case Stepping.LINEAR:
                points = basis * self.points // self.per
        for factor in self.times:
            points = factor.times(points)
        return points


@attrs.frozen(kw_only=True)
class BonusTerms:
    """So many ``points`` for an amount of at least ``minimum`` minor units, then ``times`` each factor."""

    kind: ClassVar[str] = "bonus"

    points: int
    minimum: int = 0
    times: tuple[Factor, ...] = attrs.field(default=(), converter=_factors)

    def __attrs_post_init__(self) -> None:
        checked_points(self.points, "points", at_least=1)
        checked_minor(self.minimum, "minimum")

    def earned(self, basis: int) -> int:
        """The points that ``basis`` minor units earn; none for nothing."""
        if basis < self.minimum or not basis:
            return 0
        points = self.points
        for factor in self.times:
            points = factor.times(points)
        return points


Formula = RateTerms | BonusTerms
"""How points follow from an amount; a closed union."""


class Clawback(Enum):
    """Which points go when goods come back."""

    VALUE = "value"
    """The share that the goods have in what was charged for all that earned, half a point up."""
    KEPT = "kept"
    """All that the goods that are kept would not have earned by the formula of then."""
    ITEM = "item"
    """Those that stand beside the goods themselves, spread over the pieces of their line."""


class Shortfall(Enum):
    """What makes up for points that are to go and are no longer there."""

    POINTS = "points"
    """Other points of the member."""
    VALUE = "value"
    """Value that was issued for points and is still unused, where whoever decides names it."""
    REFUND = "refund"
    """Less money back, at the worth of the points; never where the law orders the refund."""
    DEBT = "debt"
    """They are owed, and repaid from the next points."""
    FORGIVEN = "forgiven"
    """Nothing."""


LAST_STEPS: Final = frozenset({Shortfall.DEBT, Shortfall.FORGIVEN})
"""What settles all that is left."""


def _steps(steps: Iterable[Shortfall]) -> tuple[Shortfall, ...]:
    return tuple_of(Shortfall, steps, "steps")


@attrs.frozen(kw_only=True)
class ShortfallTerms:
    """In which order points are made up for that are no longer there; the last step takes all that is left.

    ``points`` are worth ``worth`` minor units where value or money stands in for them.
    """

    steps: tuple[Shortfall, ...] = attrs.field(default=(Shortfall.POINTS, Shortfall.DEBT), converter=_steps)
    points: int = 1
    worth: int = 0

    def __attrs_post_init__(self) -> None:
        if len(set(self.steps)) < len(self.steps):
            raise WrongValue.at("steps", "found a step twice", "name each once", code="duplicate_step")
        if not self.steps or not LAST_STEPS.isdisjoint(self.steps[:-1]) or self.steps[-1] not in LAST_STEPS:
            named = ", ".join(step.value for step in self.steps) or "none"
            cure = "end with debt or forgiven, and name neither before"
            raise WrongValue.at("steps", f"found {named}", cure, code="steps_without_end")
        checked_points(self.points, "points", at_least=1)
        checked_minor(self.worth, "worth")
        if not self.worth and not {Shortfall.VALUE, Shortfall.REFUND}.isdisjoint(self.steps):
            cure = "say what points are worth, or take neither value nor money for them"
            raise WrongValue.at("worth", "found no worth", cure, code="points_without_worth")

    def amount_of(self, points: int) -> int:
        """What so many points are worth, in minor units, fractions dropped: in the customer's favour."""
        return points * self.worth // self.points


OWED: Final = ShortfallTerms()
"""Other points, and what they do not cover is owed."""


def _means(means: Iterable[str]) -> tuple[str, ...]:
    return identifiers(means, "means")


@attrs.frozen
class StoredValue:
    """How much of an order must be paid by these ``means``, in minor units: it earns no points."""

    means: tuple[str, ...] = attrs.field(converter=_means)
    amount: int = 0

    def __attrs_post_init__(self) -> None:
        checked_minor(self.amount, "amount")


def _numbers(numbers: Iterable[int]) -> tuple[int, ...]:
    return tuple_of(int, numbers, "lines")


def _parts(parts: Iterable[int]) -> tuple[int, ...]:
    return tuple_of(int, parts, "parts")


def _caps(caps: Iterable[CapTerms]) -> tuple[CapTerms, ...]:
    return tuple_of(CapTerms, caps, "caps")


@attrs.frozen(kw_only=True)
class Earning:
    """Points that a rule gives for some lines, before caps; ``basis`` is what was paid, in minor units.

    ``delivery`` is the part of the basis that is the fee of delivery. ``type`` says which points they
    are, ``funder`` who pays for them (the merchant himself, if nobody is named), ``priority`` when they
    are drawn, the lowest first. ``clawback`` says which of them go when goods come back: for ``KEPT``,
    ``formula`` is how they were earned and ``parts`` the basis of each line, if each is rounded by itself
    (else empty); for ``ITEM``, ``parts`` are the points of each line.
    """

    rule: str
    points: int
    lines: tuple[int, ...] = attrs.field(default=(), converter=_numbers)
    basis: int = 0
    delivery: int = 0
    lot: LotTerms
    type: str = POINTS
    funder: str | None = None
    priority: int = 0
    caps: tuple[CapTerms, ...] = attrs.field(default=(), converter=_caps)
    clawback: Clawback = Clawback.VALUE
    formula: Formula | None = None
    parts: tuple[int, ...] = attrs.field(default=(), converter=_parts)
    shortfall: ShortfallTerms = OWED

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.rule, "rule")
        checked_points(self.points, "points", at_least=1)
        self._check_basis()
        checked_type(LotTerms, self.lot, "lot", "pass the LotTerms of the programme")
        checked_identifier(self.type, "type")
        if self.funder is not None:
            checked_identifier(self.funder, "funder")
        checked_points(self.priority, "priority")
        checked_type(Clawback, self.clawback, "clawback", "pass Clawback.VALUE, KEPT or ITEM")
        if self.formula is not None and not isinstance(self.formula, RateTerms | BonusTerms):
            raise WrongType.at(
                "formula", shown(self.formula), "pass RateTerms or BonusTerms", code="wrong_type"
            )
        if self.clawback is Clawback.KEPT and self.formula is None:
            cure = "pass the formula by which they were earned"
            raise WrongValue.at("formula", "found none", cure, code="kept_without_formula")
        if self.clawback is Clawback.ITEM or self.parts:
            self._check_parts()
        checked_type(ShortfallTerms, self.shortfall, "shortfall", "pass ShortfallTerms")

    def _check_basis(self) -> None:
        checked_minor(self.basis, "basis")
        if checked_minor(self.delivery, "delivery") > self.basis:
            found = f"found {self.delivery} of a basis of {self.basis}"
            raise WrongValue.at(
                "delivery", found, "let it be a part of the basis", code="delivery_over_basis"
            )

    def _check_parts(self) -> None:
        if len(self.parts) != len(self.lines):
            found = f"found {len(self.parts)} parts for {len(self.lines)} lines"
            raise WrongValue.at("parts", found, "pass one for each line", code="parts_differ")
        whole = self.points if self.clawback is Clawback.ITEM else self.basis - self.delivery
        if sum(self.parts) != whole or min(self.parts, default=0) < 0:
            found = f"found parts that sum to {sum(self.parts)}, not {whole}"
            raise WrongValue.at("parts", found, "make them agree", code="does_not_sum")


@attrs.frozen
class Accrual:
    """An earning with the life of its lot: spendable in ``[available_from, expires_at)``.

    ``available_from`` is ``None`` where it depends on when goods may no longer come back. A member's last
    activity may end the life earlier (``LotTerms.idle_after``).
    """

    earning: Earning
    available_from: Instant | None = None
    expires_at: Instant | None = None

    def __attrs_post_init__(self) -> None:
        checked_type(Earning, self.earning, "earning", "pass an Earning")
        if self.expires_at is not None:
            checked_instant(self.expires_at, "expires_at")
        if self.available_from is None:
            return
        checked_instant(self.available_from, "available_from")
        if self.expires_at is not None and self.expires_at <= self.available_from:
            found = f"found {instant_text(self.expires_at)}, not after {instant_text(self.available_from)}"
            cure = "let the points expire after they become available"
            raise WrongValue.at("expires_at", found, cure, code="lot_without_life")


class DrawBy(KeyEnum):
    """By what the lots of a member are put in the order in which they are drawn."""

    PRIORITY = "priority"
    """The lowest priority first."""
    EXPIRY = "expiry"
    """What expires first; what never does, last."""
    OLDEST = "oldest"
    """What was first available; then what was first earned."""


def _draw(order: Iterable[DrawBy]) -> tuple[DrawBy, ...]:
    return tuple_of(DrawBy, order, "draw")


DRAW_ORDER: Final = (DrawBy.PRIORITY, DrawBy.EXPIRY, DrawBy.OLDEST)
"""The order unless a programme declares another; what is equal by all of it goes by its business key."""


class SpendAs(Enum):
    """What points do to a purchase."""

    TENDER = "tender"
    """They pay a part of the total, tax and all, and come back by the share of it that is refunded."""
    DISCOUNT = "discount"
    """They take an amount off the goods before tax, and come back with the goods that it was taken off."""


@attrs.frozen
class Funded:
    """What the points of one ``funder`` (the merchant, if ``None``) are worth in a redemption."""

    funder: str | None
    points: int
    worth: int

    def __attrs_post_init__(self) -> None:
        if self.funder is not None:
            checked_identifier(self.funder, "funder")
        checked_points(self.points, "points", at_least=1)
        checked_minor(self.worth, "worth")


def _funded(funded: Iterable[Funded]) -> tuple[Funded, ...]:
    return tuple_of(Funded, funded, "funded")


@attrs.frozen
class Redemption:
    """Points spent on an order, and what they are ``worth`` in minor units.

    They are drawn from the lots in the order ``draw``, of ``reservation`` if they were reserved before.
    ``funded`` says by funder what they are worth, as far as lots were known when the quote was made; it is
    empty where the merchant pays for all. What comes back when its lot is over lives until the end of the
    day that ``grace`` counts to, in ``zone``.
    """

    points: int
    worth: int
    spent_as: SpendAs = attrs.field(default=SpendAs.TENDER, kw_only=True)
    type: str = attrs.field(default=POINTS, kw_only=True)
    draw: tuple[DrawBy, ...] = attrs.field(default=DRAW_ORDER, kw_only=True, converter=_draw)
    reservation: str | None = attrs.field(default=None, kw_only=True)
    funded: tuple[Funded, ...] = attrs.field(default=(), kw_only=True, converter=_funded)
    grace: Period | None = attrs.field(default=None, kw_only=True)
    zone: str | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        checked_points(self.points, "points", at_least=1)
        checked_minor(self.worth, "worth", at_least=1)
        checked_type(SpendAs, self.spent_as, "spent_as", "pass SpendAs.TENDER or DISCOUNT")
        checked_identifier(self.type, "type")
        if self.reservation is not None:
            checked_identifier(self.reservation, "reservation")
        if self.zone is not None:
            checked_zone_name(self.zone, "zone")
        if self.grace is not None and self.zone is None:
            raise WrongValue.at("zone", "found none", "say whose days are counted", code="grace_without_zone")
        self._check_funded()

    def _check_funded(self) -> None:
        """What funders pay for is all that is spent."""
        if not self.funded:
            return
        found = sum(each.points for each in self.funded), sum(each.worth for each in self.funded)
        if found != (self.points, self.worth):
            parts = f"found {found[0]} points worth {found[1]}, not {self.points} worth {self.worth}"
            raise WrongValue.at("funded", parts, "make them agree", code="does_not_sum")

    @property
    def paid(self) -> int:
        """What of the total they pay, in minor units: nothing where they were taken off before."""
        return self.worth if self.spent_as is SpendAs.TENDER else 0
