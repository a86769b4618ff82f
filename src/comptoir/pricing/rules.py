"""What a merchant may write about prices: price lists, floors, overrides, extras, layers, promotions.

Only the shape of each rule is checked here; whether the rules fit each other and the products is
checked where they come together, in the rulebook.

Source: house rule; an offer's words are those of the ARTS/OMG retail model.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Final

import attrs

from comptoir.facts.terms import OVERRIDE
from comptoir.pricing.decisions import OverrideRules
from comptoir.pricing.extras import Extra
from comptoir.pricing.floors import Floor
from comptoir.pricing.kinds import Benefit, Condition
from comptoir.pricing.price_lists import CostList, PriceList
from comptoir.pricing.prior_price import PriorPriceRule
from comptoir.values.collections import counted, texts, tuple_of
from comptoir.values.errors import WrongType, WrongValue, checked_type, shown
from comptoir.values.identifiers import checked_identifier, checked_names
from comptoir.values.percentages import Percent, to_percent
from comptoir.values.selections import EVERYTHING, Selection, checked_selection
from comptoir.values.windows import ALWAYS, Window

SEARCH_STEPS_MAX: Final = 1_000_000
LOCK_HOURS_MAX: Final = 90 * 24
"""Hours for which a quote may be locked."""


@attrs.frozen(kw_only=True)
class Layer:
    """A stage in which promotions compete: a unit takes at most one of them. Layers compound in order."""

    id: str

    def __attrs_post_init__(self) -> None:
        if checked_identifier(self.id, "id") == OVERRIDE:
            cure = "give the layer another id: this one is that of prices decided by people"
            raise WrongValue.at("id", f"found {OVERRIDE}", cure, code="reserved_layer")


@attrs.frozen
class Funding:
    """Who pays for a promotion in the customer's place: ``payer`` bears ``share`` of it.

    Where ``taxed``, that part stays in the taxable base: the seller is paid it by a third party
    (Directive 2006/112/EC, article 73).
    """

    payer: str
    share: Percent = attrs.field(default=Percent(1_000_000), converter=to_percent)
    taxed: bool = True

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.payer, "payer")
        checked_type(bool, self.taxed, "taxed", "pass True or False")


def _when(when: Iterable[Condition]) -> tuple[Condition, ...]:
    return tuple_of(Condition, when, "when")


def _announced(announced: Percent | str | None) -> Percent | None:
    return None if announced is None else Percent.of(announced, "announced")


@attrs.frozen(kw_only=True)
class Promotion:
    """An offer: in force for ``valid``, ``when`` all its conditions hold, ``on`` what, with what benefit.

    ``funding`` says who else pays for it. ``announced`` is the percentage with which it is advertised: it
    must be no more than what the prior price bears (CJEU C-330/23).
    """

    id: str
    name: Mapping[str, str] = attrs.field(converter=texts)
    layer: str
    valid: Window = ALWAYS
    on: Selection = EVERYTHING
    when: tuple[Condition, ...] = attrs.field(default=(), converter=_when)
    benefit: Benefit
    funding: Funding | None = None
    announced: Percent | None = attrs.field(default=None, converter=_announced)

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        checked_identifier(self.layer, "layer")
        checked_names(self.name)
        checked_type(Window, self.valid, "valid", "pass a Window")
        checked_selection(self.on, "on")
        checked_type(Benefit, self.benefit, "benefit", 'pass a benefit, such as PercentOff("20")')
        if self.announced is not None and self.when:
            found = "found an announced percentage on an offer under conditions"
            cure = "announce what everybody gets for one piece, or leave announced out"
            raise WrongValue.at("announced", found, cure, code="announced_under_conditions")
        if self.funding is not None:
            checked_type(Funding, self.funding, "funding", 'pass Funding("brand")')


def _lists(lists: Iterable[PriceList]) -> tuple[PriceList, ...]:
    return tuple_of(PriceList, lists, "lists")


def _cost_lists(costs: Iterable[CostList]) -> tuple[CostList, ...]:
    return tuple_of(CostList, costs, "cost_lists")


def _floors(floors: Iterable[Floor]) -> tuple[Floor, ...]:
    return tuple_of(Floor, floors, "floors")


def _extras(extras: Iterable[Extra]) -> tuple[Extra, ...]:
    return tuple_of(Extra, extras, "extras")


def _prior_prices(rules: Iterable[PriorPriceRule]) -> tuple[PriorPriceRule, ...]:
    return tuple_of(PriorPriceRule, rules, "prior_prices")


def _layers(layers: Iterable[Layer]) -> tuple[Layer, ...]:
    return tuple_of(Layer, layers, "layers")


def _promotions(promotions: Iterable[Promotion]) -> tuple[Promotion, ...]:
    return tuple_of(Promotion, promotions, "promotions")


@attrs.frozen(kw_only=True)
class PricingRules:
    """All that is written about prices.

    ``search_steps`` bounds, in counted steps per layer, the search for the best combination. A quote may
    be locked for ``lock_hours`` at most; without them, none may.
    """

    lists: tuple[PriceList, ...] = attrs.field(default=(), converter=_lists, repr=counted("price lists"))
    cost_lists: tuple[CostList, ...] = attrs.field(
        default=(), converter=_cost_lists, repr=counted("cost lists")
    )
    floors: tuple[Floor, ...] = attrs.field(default=(), converter=_floors, repr=counted("floors"))
    overrides: OverrideRules = attrs.field(factory=OverrideRules)
    extras: tuple[Extra, ...] = attrs.field(default=(), converter=_extras, repr=counted("extras"))
    prior_prices: tuple[PriorPriceRule, ...] = attrs.field(default=(), converter=_prior_prices)
    layers: tuple[Layer, ...] = attrs.field(default=(), converter=_layers)
    promotions: tuple[Promotion, ...] = attrs.field(
        default=(), converter=_promotions, repr=counted("promotions")
    )
    search_steps: int = 10_000
    lock_hours: int | None = None

    def __attrs_post_init__(self) -> None:
        checked_type(OverrideRules, self.overrides, "overrides", "pass OverrideRules(…)")
        if self.lock_hours is not None:
            if type(self.lock_hours) is not int:
                found = shown(self.lock_hours)
                raise WrongType.at("lock_hours", found, "pass whole hours as int", code="not_an_int")
            if not 1 <= self.lock_hours <= LOCK_HOURS_MAX:
                cure = f"use 1 to {LOCK_HOURS_MAX} hours"
                raise WrongValue.at("lock_hours", shown(self.lock_hours), cure, code="hours_out_of_range")
        if type(self.search_steps) is not int:
            found = shown(self.search_steps)
            raise WrongType.at("search_steps", found, "pass a whole number of steps", code="not_an_int")
        if not 1 <= self.search_steps <= SEARCH_STEPS_MAX:
            cure = f"use 1 to {SEARCH_STEPS_MAX} steps"
            raise WrongValue.at("search_steps", shown(self.search_steps), cure, code="steps_out_of_range")

    @cached_property
    def in_order(self) -> tuple[Promotion, ...]:
        """The promotions in the order of their identifiers, in which ties are settled."""
        return tuple(sorted(self.promotions, key=lambda promotion: promotion.id))
