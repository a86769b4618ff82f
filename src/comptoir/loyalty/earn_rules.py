"""What a merchant may write about earning: a rate, its basis, campaigns, actions, the life of lots.

Only the shape of the rules is checked here; whether they fit each other is checked in the programme,
and whether the products and the zone exist where rules come together, in the rulebook.

Source: house rule; a rate is a pair of points and money, since 10 for 100 is not 1 for 10.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum
from typing import Final, Protocol

import attrs

from comptoir.facts.point_terms import (
    OWED,
    POINTS,
    CapPer,
    CapTerms,
    LotTerms,
    PeriodEnd,
    Shortfall,
    ShortfallTerms,
    Stepping,
)
from comptoir.facts.products import identifiers
from comptoir.values.collections import texts, tuple_of
from comptoir.values.errors import WrongValue, checked_type
from comptoir.values.factors import ONCE, Factor, to_factor
from comptoir.values.identifiers import checked_identifier, checked_names
from comptoir.values.money import Amount, checked_positive, to_amount
from comptoir.values.periods import Period
from comptoir.values.points import checked_points
from comptoir.values.selections import EVERYTHING, Selection, checked_selection
from comptoir.values.windows import ALWAYS, Window

_MONTH_STARTS: Final = tuple(date(year, month, 1) for year in range(2025, 2029) for month in range(1, 13))
"""Four years: periods counted from these days are as long, and as short, as they ever are."""

GIFT_CARDS: Final = ("gift-card",)
"""The means of payment that are stored value, unless a programme names others."""


def _means(means: Iterable[str]) -> tuple[str, ...]:
    return identifiers(means, "stored_value_means")


@attrs.frozen(kw_only=True)
class BasisRule:
    """What counts as paid: four switches.

    ``tax`` that is in what the customer pays; the fee of ``delivery``; what is paid with ``stored_value``
    (gift cards and the like, which are tenders, not discounts); what is paid with ``points``. Stored value
    is what is paid by one of the ``stored_value_means``.
    """

    tax: bool = True
    delivery: bool = False
    stored_value: bool = True
    points: bool = False
    stored_value_means: tuple[str, ...] = attrs.field(default=GIFT_CARDS, converter=_means)

    def __attrs_post_init__(self) -> None:
        for where in ("tax", "delivery", "stored_value", "points"):
            checked_type(bool, getattr(self, where), where, "pass True or False")
        if not (self.stored_value or self.stored_value_means):
            cure = 'name the means that earn nothing, such as ["gift-card"]'
            raise WrongValue.at("stored_value_means", "found none", cure, code="no_stored_value_means")


ALL_BUT_POINTS: Final = BasisRule()
"""Goods, tax in, however they are paid, but not what points pay."""


class RoundedPer(Enum):
    """For what a rate is applied by itself, and fractions of a step dropped."""

    PURCHASE = "purchase"
    """Once, for all that the rule is on."""
    LINE = "line"
    """For each line; equal lines are one."""


class Phase(Enum):
    """The steps that follow the rate, in the order that the programme declares."""

    CAMPAIGNS = "campaigns"
    """Campaigns multiply the points of the rate, as there are by then."""
    TIER = "tier"
    """The tier's factor multiplies what there is by then."""
    BONUSES = "bonuses"
    """Fixed points are added."""


class Stacking(Enum):
    """What becomes of goods on which two campaigns multiply the points."""

    ADD = "add"
    """Each gives what it adds to the rate: twice and three times are four times."""
    BEST = "best"
    """The largest factor counts, for each line; ties go by the campaign's id."""


@attrs.frozen(kw_only=True)
class CapRule:
    """At most so many points of a rule ``per`` purchase, local day, month or year, or as long as it runs."""

    points: int
    per: CapPer

    def __attrs_post_init__(self) -> None:
        checked_points(self.points, "points", at_least=1)
        checked_type(CapPer, self.per, "per", "pass CapPer.PURCHASE, DAY, MONTH, YEAR or CAMPAIGN")

    def terms(self, rule: str) -> CapTerms:
        """What an order freezes of it, for what a rule gives: points are counted as ``rule/per``."""
        return CapTerms(id=f"{rule}/{self.per.value}", points=self.points, per=self.per)


def _caps(caps: Iterable[CapRule]) -> tuple[CapRule, ...]:
    return tuple_of(CapRule, caps, "caps")


class Source(Protocol):
    """What every rule has that gives points: their caps, who pays for them, when they are drawn."""

    @property
    def caps(self) -> tuple[CapRule, ...]:
        """How many it gives at most."""

    @property
    def funder(self) -> str | None:
        """Who pays for them; the merchant, if nobody is named."""

    @property
    def priority(self) -> int:
        """When they are drawn, the lowest first."""

    @property
    def type(self) -> str:
        """Which points they are."""


def _check_source(rule: Source) -> None:
    for index, cap in enumerate(rule.caps):
        if cap.per in {other.per for other in rule.caps[:index]}:
            found = f"found a second cap per {cap.per.value}"
            raise WrongValue.at(f"caps[{index}].per", found, "write one of each", code="duplicate_cap")
    if rule.funder is not None:
        checked_identifier(rule.funder, "funder")
    checked_points(rule.priority, "priority")
    checked_identifier(rule.type, "type")


@attrs.frozen(kw_only=True)
class EarnRule:
    """``points`` per amount paid for the goods that it is ``on``.

    >>> EarnRule(points=1, per="1.00 EUR").rounding
    <Stepping.STEP: 'step'>
    """

    points: int
    per: Amount = attrs.field(converter=to_amount)
    rounding: Stepping = Stepping.STEP
    rounded_per: RoundedPer = RoundedPer.PURCHASE
    on: Selection = EVERYTHING
    basis: BasisRule = ALL_BUT_POINTS
    caps: tuple[CapRule, ...] = attrs.field(default=(), converter=_caps)
    funder: str | None = None
    priority: int = 0

    def __attrs_post_init__(self) -> None:
        checked_points(self.points, "points", at_least=1)
        checked_positive(self.per, "per")
        checked_type(Stepping, self.rounding, "rounding", "pass Stepping.STEP or LINEAR")
        checked_type(RoundedPer, self.rounded_per, "rounded_per", "pass RoundedPer.PURCHASE or LINE")
        checked_selection(self.on, "on")
        checked_type(BasisRule, self.basis, "basis", "pass a BasisRule")
        _check_source(self)

    @property
    def type(self) -> str:
        """Which points they are: those that can be spent."""
        return POINTS


@attrs.frozen(kw_only=True)
class LotRule:
    """The life of points earned together, in the words of ``LotTerms``; the programme adds the zone.

    >>> LotRule(expires_after=Period.from_text("12 months")).terms("Europe/Paris").until_end_of.value
    'day'
    """

    available_after: Period | None = None
    after_return_window: bool = False
    expires_after: Period | None = None
    until_end_of: PeriodEnd = PeriodEnd.DAY
    expires_on: date | None = None
    idle_after: Period | None = None

    def __attrs_post_init__(self) -> None:
        self.terms("Etc/UTC")  # refuses what no terms may say
        if self.expires_after is None and self.until_end_of is not PeriodEnd.DAY:
            found = f"found {self.until_end_of.value} for points that never expire"
            cure = "say after which period they expire, or leave it out"
            raise WrongValue.at("until_end_of", found, cure, code="end_without_period")
        for where, life in (("expires_after", self.expires_after), ("idle_after", self.idle_after)):
            self._check_life(where, life)

    def _check_life(self, where: str, life: Period | None) -> None:
        pending = self.available_after
        if pending is None or life is None:
            return
        if any(pending.counted_from(day) > life.counted_from(day) for day in _MONTH_STARTS):
            found = f"found {life.to_text()}, while points are available after {pending.to_text()}"
            cure = "let the points expire after they become available"
            raise WrongValue.at(where, found, cure, code="lot_without_life")

    def terms(self, zone: str) -> LotTerms:
        """What an order freezes of it."""
        return LotTerms(
            zone=zone,
            available_after=self.available_after,
            after_return_window=self.after_return_window,
            expires_after=self.expires_after,
            until_end_of=self.until_end_of,
            expires_on=self.expires_on,
            idle_after=self.idle_after,
        )


FOREVER: Final = LotRule()
"""The life of points that are available at once and never expire."""


def _tiers(tiers: Iterable[str]) -> tuple[str, ...]:
    return identifiers(tiers, "tiers")


def _segments(segments: Iterable[str]) -> tuple[str, ...]:
    return identifiers(segments, "segments")


def _amount(amount: Amount | str | None) -> Amount | None:
    return None if amount is None else to_amount(amount)


def _steps(steps: Iterable[Shortfall]) -> tuple[Shortfall, ...]:
    return tuple_of(Shortfall, steps, "steps")


@attrs.frozen(kw_only=True)
class ShortfallRule:
    """What makes up for points that are to go with goods and are no longer there, in turn: ``steps``.

    The last step takes all that is left. Where value or money stands in, ``points`` are ``worth`` an amount.

    >>> ShortfallRule(steps=[Shortfall.REFUND, Shortfall.DEBT], points=100, worth="5.00 EUR").terms.worth
    500
    """

    steps: tuple[Shortfall, ...] = attrs.field(default=OWED.steps, converter=_steps)
    points: int = 1
    worth: Amount | None = attrs.field(default=None, converter=_amount)

    def __attrs_post_init__(self) -> None:
        if self.worth is not None:
            checked_positive(self.worth, "worth")
        _ = self.terms  # it checks the steps

    @property
    def terms(self) -> ShortfallTerms:
        """What an order freezes of it."""
        worth = 0 if self.worth is None else self.worth.minor
        return ShortfallTerms(steps=self.steps, points=self.points, worth=worth)


OWE_THEM: Final = ShortfallRule()
"""Other points, and what they do not cover is owed."""


@attrs.frozen(kw_only=True)
class Audience:
    """To whom a campaign speaks: what is left out is not asked. All that is said must be so.

    The buyer is of one of the ``tiers`` and in one of the ``segments``; it is their ``first_order``, or
    the month in which they were born (``birth_month``), by the local day of the programme's zone. What is
    not known of a buyer is not so.
    """

    tiers: tuple[str, ...] = attrs.field(default=(), converter=_tiers)
    segments: tuple[str, ...] = attrs.field(default=(), converter=_segments)
    first_order: bool = False
    birth_month: bool = False

    def __attrs_post_init__(self) -> None:
        checked_type(bool, self.first_order, "first_order", "pass True or False")
        checked_type(bool, self.birth_month, "birth_month", "pass True or False")


EVERYBODY: Final = Audience()
"""Nothing is asked of the buyer."""


def _factor(factor: Factor | str | int | None) -> Factor | None:
    return None if factor is None else to_factor(factor)


@attrs.frozen(kw_only=True)
class Campaign:
    """More points for a while: a ``factor`` on those of the rate, or a ``bonus`` of fixed points.

    A bonus needs ``minimum`` paid for the goods it is ``on``; nothing earns it that earns nothing by the
    rate. What a campaign adds is a lot of its own, with its own life (``lots``, the programme's if left
    out), ``funder``, ``type`` and ``caps``.

    >>> Campaign(id="double", name={"en": "Double points"}, factor="2").factor.to_text()
    '2'
    """

    id: str
    name: Mapping[str, str] = attrs.field(converter=texts)
    valid: Window = ALWAYS
    on: Selection = EVERYTHING
    audience: Audience = EVERYBODY
    factor: Factor | None = attrs.field(default=None, converter=_factor)
    bonus: int | None = None
    minimum: Amount | None = attrs.field(default=None, converter=_amount)
    caps: tuple[CapRule, ...] = attrs.field(default=(), converter=_caps)
    lots: LotRule | None = None
    funder: str | None = None
    priority: int = 0
    type: str = POINTS

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        checked_names(self.name)
        checked_type(Window, self.valid, "valid", "pass a Window")
        checked_selection(self.on, "on")
        checked_type(Audience, self.audience, "audience", "pass an Audience")
        if (self.factor is None) == (self.bonus is None):
            found = "found neither" if self.factor is None else "found both"
            raise WrongValue.at("", found, "give exactly one of factor, bonus", code="not_one_way")
        if self.factor is not None and self.factor < ONCE:
            cure = "write 1 or more: a campaign adds to what the rate gives"
            raise WrongValue.at("factor", f"found {self.factor.to_text()}", cure, code="factor_below_one")
        if self.bonus is not None:
            checked_points(self.bonus, "bonus", at_least=1)
        if self.minimum is not None:
            checked_positive(self.minimum, "minimum")
            if self.bonus is None:
                cure = "leave it out: only a bonus has a minimum"
                raise WrongValue.at(
                    "minimum", f"found {self.minimum.to_text()}", cure, code="minimum_without_bonus"
                )
        if self.lots is not None:
            checked_type(LotRule, self.lots, "lots", "pass a LotRule")
        _check_source(self)


@attrs.frozen(kw_only=True)
class Action:
    """Points for what a member does besides buying: a review, a registration, a friend who joins.

    ``caps`` bound how many points it gives. ``lots`` is their life: the programme's if left out, without
    a wait for goods that may come back, as there are none.
    """

    id: str
    name: Mapping[str, str] = attrs.field(converter=texts)
    points: int
    valid: Window = ALWAYS
    caps: tuple[CapRule, ...] = attrs.field(default=(), converter=_caps)
    lots: LotRule | None = None
    funder: str | None = None
    priority: int = 0
    type: str = POINTS

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        checked_names(self.name)
        checked_points(self.points, "points", at_least=1)
        checked_type(Window, self.valid, "valid", "pass a Window")
        if self.lots is not None:
            checked_type(LotRule, self.lots, "lots", "pass a LotRule")
            if self.lots.after_return_window:
                cure = "leave it out, or write available_after: no goods stand behind an action"
                raise WrongValue.at("lots.after_return_window", "found true", cure, code="action_of_goods")
        _check_source(self)
