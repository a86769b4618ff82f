"""What a merchant may write about loyalty: one programme, how points are earned, live and are spent, tiers.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

import attrs

from comptoir.facts.point_terms import DRAW_ORDER, POINTS, Clawback, DrawBy
from comptoir.loyalty.earn_rules import (
    FOREVER,
    OWE_THEM,
    Action,
    Campaign,
    EarnRule,
    LotRule,
    Phase,
    ShortfallRule,
    Source,
    Stacking,
)
from comptoir.loyalty.spend_rules import Funder, Reward, SpendRule
from comptoir.loyalty.tier_rules import TierRule, TierRules, check_rising
from comptoir.values.collections import texts, tuple_of
from comptoir.values.errors import Fault, WrongValue, checked_type, raise_all
from comptoir.values.identifiers import IDENTIFIER_LENGTH_MAX, checked_identifier, checked_names
from comptoir.values.money import Amount
from comptoir.values.periods import Period
from comptoir.values.zones import checked_zone_name

PHASES: Final = (Phase.CAMPAIGNS, Phase.TIER, Phase.BONUSES)
"""After the rate, unless a programme declares another order: bonuses are not multiplied."""

ROLLING: Final = TierRules()
"""What was spent, ever: without a period, no tier ends."""


def _tiers(tiers: Iterable[TierRule]) -> tuple[TierRule, ...]:
    return tuple_of(TierRule, tiers, "tiers")


def _phases(phases: Iterable[Phase]) -> tuple[Phase, ...]:
    return tuple_of(Phase, phases, "phases")


def _campaigns(campaigns: Iterable[Campaign]) -> tuple[Campaign, ...]:
    return tuple_of(Campaign, campaigns, "campaigns")


def _actions(actions: Iterable[Action]) -> tuple[Action, ...]:
    return tuple_of(Action, actions, "actions")


def _rewards(rewards: Iterable[Reward]) -> tuple[Reward, ...]:
    return tuple_of(Reward, rewards, "rewards")


def _funders(funders: Iterable[Funder]) -> tuple[Funder, ...]:
    return tuple_of(Funder, funders, "funders")


@attrs.frozen(kw_only=True)
class Programme:
    """A loyalty programme in one currency: its days are those of ``zone``.

    ``earn`` is the rate that every purchase earns, ``campaigns`` what is added to it for a while, in the
    order of ``phases``; ``actions`` earn otherwise. ``clawback`` and ``shortfall`` say which points go when
    goods come back, and what becomes of those that are no longer there; both stand on each order. Without
    ``spend``, points are collected and cannot be spent; ``rewards`` are taken for points besides. A
    purchase that named no member can be claimed until the end of the day that ``claimed_within`` counts to
    from its own, and never without it.

    ``levels`` say how tiers are reached and lost; ``tiers`` rise, the first from nothing.
    """

    id: str
    name: Mapping[str, str] = attrs.field(converter=texts)
    zone: str
    earn: EarnRule
    phases: tuple[Phase, ...] = attrs.field(default=PHASES, converter=_phases)
    stacking: Stacking = Stacking.ADD
    campaigns: tuple[Campaign, ...] = attrs.field(default=(), converter=_campaigns)
    actions: tuple[Action, ...] = attrs.field(default=(), converter=_actions)
    lots: LotRule = FOREVER
    clawback: Clawback = Clawback.VALUE
    shortfall: ShortfallRule = OWE_THEM
    claimed_within: Period | None = None
    spend: SpendRule | None = None
    rewards: tuple[Reward, ...] = attrs.field(default=(), converter=_rewards)
    funders: tuple[Funder, ...] = attrs.field(default=(), converter=_funders)
    levels: TierRules = ROLLING
    tiers: tuple[TierRule, ...] = attrs.field(converter=_tiers)

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        checked_names(self.name)
        checked_zone_name(self.zone, "zone")
        checked_type(EarnRule, self.earn, "earn", "pass an EarnRule")
        checked_type(Stacking, self.stacking, "stacking", "pass Stacking.ADD or BEST")
        checked_type(LotRule, self.lots, "lots", "pass a LotRule")
        checked_type(Clawback, self.clawback, "clawback", "pass Clawback.VALUE, KEPT or ITEM")
        checked_type(ShortfallRule, self.shortfall, "shortfall", "pass a ShortfallRule")
        if self.claimed_within is not None:
            cure = 'pass Period.from_text("30 days")'
            checked_type(Period, self.claimed_within, "claimed_within", cure)
        if self.spend is not None:
            checked_type(SpendRule, self.spend, "spend", "pass a SpendRule")
        checked_type(TierRules, self.levels, "levels", "pass TierRules")
        self._check_phases()
        self._check_tiers()
        for where, amount in self._amounts():
            if amount.currency != self.currency:
                found = f"found {amount.to_text()} in a programme in {self.currency}"
                raise WrongValue.at(where, found, "write one currency throughout", code="other_currency")
        raise_all(WrongValue, self._faults())

    def _check_phases(self) -> None:
        if sorted(self.phases, key=PHASES.index) != list(PHASES):
            found = f"found {', '.join(phase.value for phase in self.phases) or 'none'}"
            cure = f"write each of {', '.join(phase.value for phase in PHASES)} once"
            raise WrongValue.at("phases", found, cure, code="phases_differ")

    def _check_tiers(self) -> None:
        if not self.tiers:
            cure = 'write the level at which everybody starts, from = "0.00 EUR"'
            raise WrongValue.at("tiers", "found no tier", cure, code="no_tier")
        check_rising(self.levels, self.tiers)
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
        if self.shortfall.worth is not None:
            yield "shortfall.worth", self.shortfall.worth
        if self.spend is not None:
            yield "spend.worth", self.spend.worth
        for index, campaign in enumerate(self.campaigns):
            if campaign.minimum is not None:
                yield f"campaigns[{index}].minimum", campaign.minimum
        for index, tier in enumerate(self.tiers):
            if tier.from_ is not None:
                yield f"tiers[{index}].from", tier.from_

    def _faults(self) -> Iterator[Fault]:
        """Each name that is there twice, and each that is not there at all."""
        yield from _twice([("id", self.id), *((f"{at}.id", rule.id) for at, rule in self._named())])
        yield from _twice([(f"funders[{i}].id", each.id) for i, each in enumerate(self.funders)])
        yield from _twice([(f"rewards[{i}].id", each.id) for i, each in enumerate(self.rewards)])
        funders = {funder.id for funder in self.funders}
        sources: list[tuple[str, str, Source]] = [("earn", self.id, self.earn)]
        sources += [(at, rule.id, rule) for at, rule in self._named()]
        for at, id_, source in sources:
            if source.funder is not None:
                cure = "add it under [[loyalty.programme.funders]]"
                yield from _unknown("funder", f"{at}.funder", [source.funder], funders, cure)
            for number, cap in enumerate(source.caps):
                yield from _long_cap(f"{at}.caps[{number}]", f"{id_}/{cap.per.value}")
        tiers = {tier.id for tier in self.tiers}
        cure = "add it under [[loyalty.programme.tiers]]"
        for index, campaign in enumerate(self.campaigns):
            where = f"campaigns[{index}].audience.tiers"
            yield from _unknown("tier", where, campaign.audience.tiers, tiers, cure)
        for index, reward in enumerate(self.rewards):
            yield from _unknown("tier", f"rewards[{index}].tiers", reward.tiers, tiers, cure)
        if self.levels.type is not None:
            cure = f"count {', '.join(sorted(self.types))}, or let a campaign or an action give it"
            yield from _unknown("type", "levels.type", [self.levels.type], self.types, cure)

    def _named(self) -> Iterator[tuple[str, Campaign | Action]]:
        """What gives points besides the rate, with its place."""
        yield from ((f"campaigns[{index}]", each) for index, each in enumerate(self.campaigns))
        yield from ((f"actions[{index}]", each) for index, each in enumerate(self.actions))

    @property
    def types(self) -> frozenset[str]:
        """The types of points that there are."""
        return frozenset({POINTS, *(rule.type for _, rule in self._named())})

    @property
    def currency(self) -> str:
        """The currency in which points are earned and spent."""
        return self.earn.per.currency

    @property
    def draw(self) -> tuple[DrawBy, ...]:
        """The order in which lots are drawn."""
        return DRAW_ORDER if self.spend is None else self.spend.draw

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


def _twice(names: Iterable[tuple[str, str]]) -> Iterator[Fault]:
    seen: set[str] = set()
    for where, name in names:
        if name in seen:
            cure = "give each an id of its own: points are counted by it"
            yield Fault("duplicate_id", where, f"found {name} a second time", cure)
        seen.add(name)


def _unknown(
    what: str, where: str, names: Iterable[str], known: Collection[str], cure: str
) -> Iterator[Fault]:
    for name in names:
        if name not in known:
            yield Fault(f"unknown_{what}", where, f"found {name}", cure)


def _long_cap(where: str, id_: str) -> Iterator[Fault]:
    if len(id_) > IDENTIFIER_LENGTH_MAX:
        cure = f"shorten the id of its rule, so that the cap's has {IDENTIFIER_LENGTH_MAX} characters at most"
        yield Fault("not_an_identifier", where, f"found the cap {id_}", cure)
