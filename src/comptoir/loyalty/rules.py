"""What a merchant may write about loyalty: one programme, how points are earned, live and are spent, tiers.

Only the shape of the rules is checked here, and that they fit each other; whether the delivery services
and the zone exist is checked where rules come together, in the rulebook.

Source: house rule; a rate is a pair of points and money, since 10 for 100 is not 1 for 10.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import Enum
from itertools import pairwise
from typing import Final

import attrs

from comptoir.facts.point_terms import LotTerms, PeriodEnd
from comptoir.facts.products import identifiers
from comptoir.values.collections import texts, tuple_of
from comptoir.values.errors import WrongValue, checked_type
from comptoir.values.factors import ONCE, Factor, to_factor
from comptoir.values.identifiers import checked_identifier, checked_names
from comptoir.values.money import Amount, checked_not_negative, to_amount
from comptoir.values.percentages import Percent, to_percent
from comptoir.values.periods import Period
from comptoir.values.points import checked_points
from comptoir.values.selections import EVERYTHING, Selection, checked_selection
from comptoir.values.zones import checked_zone_name

_MONTH_STARTS: Final = tuple(date(year, month, 1) for year in range(2025, 2029) for month in range(1, 13))
"""Four years: periods counted from these days are as long, and as short, as they ever are."""


class Stepping(Enum):
    """What becomes of an amount between two steps of a rate."""

    STEP = "step"
    """Only whole steps earn: 5 points per 2.50 EUR are 5 on 3.00 EUR."""
    LINEAR = "linear"
    """Every part of a step earns its part, fractions of a point dropped: 6 on 3.00 EUR."""


@attrs.frozen(kw_only=True)
class EarnRule:
    """``points`` per amount paid for the goods that it is ``on``.

    >>> EarnRule(points=1, per="1.00 EUR").rounding
    <Stepping.STEP: 'step'>
    """

    points: int
    per: Amount = attrs.field(converter=to_amount)
    rounding: Stepping = Stepping.STEP
    on: Selection = EVERYTHING

    def __attrs_post_init__(self) -> None:
        checked_points(self.points, "points", at_least=1)
        _check_positive(self.per, "per")
        checked_type(Stepping, self.rounding, "rounding", "pass Stepping.STEP or LINEAR")
        checked_selection(self.on, "on")


@attrs.frozen(kw_only=True)
class LotRule:
    """The life of points earned together, in the words of ``LotTerms``; the programme adds the zone.

    >>> LotRule(expires_after=Period.from_text("12 months")).terms("Europe/Paris").until_end_of.value
    'day'
    """

    available_after: Period | None = None
    expires_after: Period | None = None
    until_end_of: PeriodEnd = PeriodEnd.DAY

    def __attrs_post_init__(self) -> None:
        for where, period in (
            ("available_after", self.available_after),
            ("expires_after", self.expires_after),
        ):
            if period is not None:
                checked_type(Period, period, where, 'pass Period.from_text("14 days")')
        checked_type(
            PeriodEnd, self.until_end_of, "until_end_of", "pass PeriodEnd.DAY, MONTH, QUARTER or YEAR"
        )
        if self.expires_after is None and self.until_end_of is not PeriodEnd.DAY:
            found = f"found {self.until_end_of.value} for points that never expire"
            cure = "say after which period they expire, or leave it out"
            raise WrongValue.at("until_end_of", found, cure, code="end_without_period")
        self._check_life()

    def _check_life(self) -> None:
        pending, life = self.available_after, self.expires_after
        if pending is None or life is None:
            return
        if any(pending.counted_from(day) > life.counted_from(day) for day in _MONTH_STARTS):
            found = f"found {life.to_text()}, while points are available after {pending.to_text()}"
            cure = "let the points expire after they become available"
            raise WrongValue.at("expires_after", found, cure, code="lot_without_life")

    def terms(self, zone: str) -> LotTerms:
        """What an order freezes of it."""
        return LotTerms(
            zone=zone,
            available_after=self.available_after,
            expires_after=self.expires_after,
            until_end_of=self.until_end_of,
        )


@attrs.frozen(kw_only=True)
class SpendRule:
    """``points`` are ``worth`` an amount, and are spent in multiples of ``step``.

    At least ``minimum`` points are spent, and they pay at most ``share`` of what is to pay. A step is
    worth whole minor units, so that nothing is rounded when points are spent.

    >>> SpendRule(points=100, worth="1.00 EUR", step=50).worth_of(150)
    150
    """

    points: int
    worth: Amount = attrs.field(converter=to_amount)
    step: int = 1
    minimum: int = 0
    share: Percent = attrs.field(default=Percent.of("100"), converter=to_percent)

    def __attrs_post_init__(self) -> None:
        checked_points(self.points, "points", at_least=1)
        _check_positive(self.worth, "worth")
        checked_points(self.step, "step", at_least=1)
        checked_points(self.minimum, "minimum")
        if self.step * self.worth.minor % self.points:
            found = f"found {self.step} of {self.points} points that are worth {self.worth.to_text()}"
            cure = f"let a step be worth whole minor units: a step of {self.points} is"
            raise WrongValue.at("step", found, cure, code="worth_not_whole")

    def worth_of(self, points: int) -> int:
        """What a multiple of ``step`` is worth, in minor units."""
        return points * self.worth.minor // self.points


def _services(services: Iterable[str]) -> tuple[str, ...]:
    return identifiers(services, "free_delivery")


@attrs.frozen(kw_only=True)
class TierRule:
    """A level: what must have been spent for it (``from``), the ``factor`` on points, free deliveries."""

    id: str
    name: Mapping[str, str] = attrs.field(converter=texts)
    from_: Amount = attrs.field(converter=to_amount)
    factor: Factor = attrs.field(default=ONCE, converter=to_factor)
    free_delivery: tuple[str, ...] = attrs.field(default=(), converter=_services)

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        checked_names(self.name)
        checked_not_negative(self.from_, "from")


def _tiers(tiers: Iterable[TierRule]) -> tuple[TierRule, ...]:
    return tuple_of(TierRule, tiers, "tiers")


@attrs.frozen(kw_only=True)
class Programme:
    """A loyalty programme in one currency: its days are those of ``zone``.

    A purchase counts towards the tiers for ``tier_period`` from its day. ``tiers`` rise, the first
    from nothing spent. Without ``spend``, points are collected and cannot be spent.
    """

    id: str
    name: Mapping[str, str] = attrs.field(converter=texts)
    zone: str
    earn: EarnRule
    lots: LotRule = LotRule()
    spend: SpendRule | None = None
    tier_period: Period
    tiers: tuple[TierRule, ...] = attrs.field(converter=_tiers)

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        checked_names(self.name)
        checked_zone_name(self.zone, "zone")
        checked_type(EarnRule, self.earn, "earn", "pass an EarnRule")
        checked_type(LotRule, self.lots, "lots", "pass a LotRule")
        if self.spend is not None:
            checked_type(SpendRule, self.spend, "spend", "pass a SpendRule")
        checked_type(Period, self.tier_period, "tier_period", 'pass Period.from_text("12 months")')
        self._check_tiers()
        for where, amount in self._amounts():
            if amount.currency != self.currency:
                found = f"found {amount.to_text()} in a programme in {self.currency}"
                raise WrongValue.at(where, found, "write one currency throughout", code="other_currency")

    def _check_tiers(self) -> None:
        if not self.tiers:
            cure = 'write the level at which everybody starts, from = "0.00 EUR"'
            raise WrongValue.at("tiers", "found no tier", cure, code="no_tier")
        if first := self.tiers[0].from_.minor:
            found = f"found a first tier from {Amount(first, self.tiers[0].from_.currency).to_text()}"
            cure = "let the first tier start from nothing spent"
            raise WrongValue.at("tiers[0].from", found, cure, code="tiers_not_rising")
        for index, (lower, higher) in enumerate(pairwise(self.tiers), 1):
            if higher.from_.minor <= lower.from_.minor:
                found = f"found {higher.from_.to_text()} after {lower.from_.to_text()}"
                cure = "list tiers in rising order of what must be spent"
                raise WrongValue.at(f"tiers[{index}].from", found, cure, code="tiers_not_rising")
        ids: set[str] = set()
        for index, tier in enumerate(self.tiers):
            checked_identifier(self.rule_of(tier), f"tiers[{index}].id")
            if tier.id in ids:
                found = f"found {tier.id} a second time"
                raise WrongValue.at(
                    f"tiers[{index}].id", found, "give each an id of its own", code="duplicate_id"
                )
            ids.add(tier.id)

    def _amounts(self) -> Iterator[tuple[str, Amount]]:
        if self.spend is not None:
            yield "spend.worth", self.spend.worth
        for index, tier in enumerate(self.tiers):
            yield f"tiers[{index}].from", tier.from_

    @property
    def currency(self) -> str:
        """The currency in which points are earned and spent."""
        return self.earn.per.currency

    def tier(self, id_: str | None) -> TierRule:
        """The tier of that id; the first for ``None`` and for one that is not, or no longer, there."""
        return next((tier for tier in self.tiers if tier.id == id_), self.tiers[0])

    def rule_of(self, tier: TierRule) -> str:
        """The name under which an outcome refers to what a tier grants."""
        return f"{self.id}/{tier.id}"


@attrs.frozen(kw_only=True)
class LoyaltyRules:
    """All that is written about loyalty: one programme, or none."""

    programme: Programme | None = None

    def __attrs_post_init__(self) -> None:
        if self.programme is not None:
            checked_type(Programme, self.programme, "programme", "pass a Programme")


def _check_positive(amount: Amount, where: str) -> None:
    if amount.minor < 1:
        cure = "write an amount above zero"
        raise WrongValue.at(where, f"found {amount.to_text()}", cure, code="amount_not_positive")
