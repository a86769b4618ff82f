"""What a merchant may write about prices: price lists, floors, overrides, extras, layers, promotions.

Only the shape of each rule is checked here; whether the rules fit each other and the products is
checked where they come together, in the rulebook.

Source: house rule; an offer's words are those of the ARTS/OMG retail model.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from functools import cached_property
from types import MappingProxyType
from typing import Final

import attrs

from comptoir.facts.products import identifiers
from comptoir.facts.terms import EXCHANGE, OVERRIDE, POINTS_OFF
from comptoir.pricing.by_product import ByProduct
from comptoir.pricing.decisions import OverrideRules
from comptoir.pricing.extras import Extra
from comptoir.pricing.floors import Floor
from comptoir.pricing.kinds import (
    Benefit,
    BesideBenefit,
    Charge,
    Condition,
    LineBenefit,
    SetBenefit,
    TogetherBenefit,
    is_touched,
)
from comptoir.pricing.offers import Offers
from comptoir.pricing.price_lists import CostList, PriceList
from comptoir.pricing.prior_price import PriorPriceRule
from comptoir.values.collections import counted, texts, tuple_of
from comptoir.values.errors import WrongType, WrongValue, checked_type, shown
from comptoir.values.identifiers import checked_identifier, checked_names
from comptoir.values.money import Amount, to_amount
from comptoir.values.percentages import Percent, to_percent
from comptoir.values.quantities import QUANTITY_MAX, checked_count
from comptoir.values.selections import EVERYTHING, Selection, checked_selection
from comptoir.values.windows import ALWAYS, Window

SEARCH_STEPS_MAX: Final = 10_000_000
LOCK_HOURS_MAX: Final = 90 * 24
"""Hours for which a quote may be locked."""


class CombineOrder(Enum):
    """In which order the combining offers of a layer follow each other on a line."""

    AMOUNTS_FIRST = "amounts_first"
    """Amounts and fixed prices, then percentages of what they leave."""
    PERCENTAGES_FIRST = "percentages_first"
    """Percentages, then amounts and fixed prices."""


RESERVED_LAYERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        OVERRIDE: "prices decided by people",
        EXCHANGE: "prices at which goods are taken in exchange",
        POINTS_OFF: "what points take off",
    }
)
"""The layers that are not the rulebook's: no layer of it may have their ids."""


@attrs.frozen(kw_only=True)
class Layer:
    """A stage in which promotions compete for units. Layers compound in order.

    A unit takes one promotion of a layer, or those that combine, one after the other in this ``order``.
    """

    id: str
    order: CombineOrder = CombineOrder.AMOUNTS_FIRST

    def __attrs_post_init__(self) -> None:
        checked_type(
            CombineOrder, self.order, "order", "pass CombineOrder.AMOUNTS_FIRST or PERCENTAGES_FIRST"
        )
        if checked_identifier(self.id, "id") in RESERVED_LAYERS:
            cure = f"give the layer another id: this one is that of {RESERVED_LAYERS[self.id]}"
            raise WrongValue.at("id", f"found {self.id}", cure, code="reserved_layer")


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


def _amount(amount: Amount | str | None) -> Amount | None:
    return None if amount is None else to_amount(amount)


@attrs.frozen(kw_only=True)
class AtMost:
    """What a promotion gives to one basket at most; what is left out is not limited.

    ``amount`` limits its whole reduction, ``times`` how often a set applies, ``units`` how many units it
    reduces.
    """

    amount: Amount | None = attrs.field(default=None, converter=_amount)
    times: int | None = None
    units: int | None = None

    def __attrs_post_init__(self) -> None:
        if self.amount is None and self.times is None and self.units is None:
            found = "found no limit"
            raise WrongValue.at("", found, "give amount, times or units", code="limits_nothing")
        if self.amount is not None and self.amount.minor < 1:
            found = f"found {self.amount.to_text()}"
            raise WrongValue.at("amount", found, "use more than nothing", code="amount_not_positive")
        for where, count in (("times", self.times), ("units", self.units)):
            if count is not None:
                checked_count(count, where, 1, QUANTITY_MAX)


def _lists_named(lists: Iterable[str]) -> tuple[str, ...]:
    return identifiers(lists, "not_on_lists")


def _when(when: Iterable[Condition]) -> tuple[Condition, ...]:
    return tuple_of(Condition, when, "when")


def _announced(announced: Percent | str | None) -> Percent | None:
    return None if announced is None else Percent.of(announced, "announced")


@attrs.frozen(kw_only=True)
class Promotion:
    """An offer: in force for ``valid``, ``when`` all its conditions hold, ``on`` what, with what benefit.

    ``at_most`` limits what one basket gets. It ``combines`` with the other such offers of its layer on the
    same line. Of a ``group``, a basket takes one promotion; an ``exclusive`` one is the only promotion of
    the basket. It leaves alone what is reduced already (``not_on_reduced``) or priced by some lists
    (``not_on_lists``). How much is left of a ``metered`` one is counted by the retailer: it applies only as
    far as the basket says. ``funding`` says who else pays for it. ``announced`` is the percentage with which
    it is advertised: it must be no more than what the prior price bears (CJEU C-330/23).
    """

    id: str
    name: Mapping[str, str] = attrs.field(converter=texts)
    layer: str
    valid: Window = ALWAYS
    on: Selection = EVERYTHING
    when: tuple[Condition, ...] = attrs.field(default=(), converter=_when)
    benefit: Benefit
    at_most: AtMost | None = None
    combines: bool = False
    group: str | None = None
    exclusive: bool = False
    not_on_reduced: bool = False
    not_on_lists: tuple[str, ...] = attrs.field(default=(), converter=_lists_named)
    metered: bool = False
    funding: Funding | None = None
    announced: Percent | None = attrs.field(default=None, converter=_announced)

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        checked_identifier(self.layer, "layer")
        checked_names(self.name)
        checked_type(Window, self.valid, "valid", "pass a Window")
        checked_selection(self.on, "on")
        checked_type(Benefit, self.benefit, "benefit", 'pass a benefit, such as PercentOff("20")')
        if self.at_most is not None:
            checked_type(AtMost, self.at_most, "at_most", "pass AtMost(times=2)")
        for where in ("combines", "exclusive", "not_on_reduced", "metered"):
            checked_type(bool, getattr(self, where), where, "pass True or False")
        if self.group is not None:
            checked_identifier(self.group, "group")
        self._check_competition()
        if self.announced is not None and not self.is_public:
            found = "found an announced percentage on an offer under conditions or limits"
            cure = "announce what everybody gets for one piece, or leave announced out"
            raise WrongValue.at("announced", found, cure, code="announced_under_conditions")
        if self.funding is not None:
            checked_type(Funding, self.funding, "funding", 'pass Funding("brand")')

    @cached_property
    def is_plain(self) -> bool:
        """Whether it takes each line by itself, whatever else is in the basket and whoever asks."""
        is_special = self.combines or self.not_on_reduced or self.not_on_lists or self.currencies
        return self.is_public and not is_special

    @property
    def currencies(self) -> tuple[str, ...]:
        """The currencies of its amounts: it applies to no basket in another."""
        capped = None if self.at_most is None or self.at_most.amount is None else self.at_most.amount.currency
        return tuple(each for each in (self.benefit.currency, capped) if each is not None)

    @property
    def is_public(self) -> bool:
        """Whether everybody gets it for one piece, whatever else is in the basket."""
        is_limited = self.at_most is not None or self.group is not None or self.exclusive or self.metered
        return isinstance(self.benefit, LineBenefit) and not self.when and not is_limited

    def takes(self, charge: Charge) -> bool:
        """Whether it may take units of a charge."""
        if self.not_on_reduced and not charge.fresh:
            return False
        return charge.list not in self.not_on_lists and is_touched(charge.product, self.on)

    def _check_competition(self) -> None:
        """``WrongValue`` for ways of competing that contradict each other or the benefit."""
        is_beside = isinstance(self.benefit, BesideBenefit)
        if self.combines and not isinstance(self.benefit, LineBenefit):
            cure = "let it compete, or put it in a layer of its own: layers compound"
            raise WrongValue.at("combines", "found it on more than a line", cure, code="cannot_combine")
        if self.combines and (self.group is not None or self.exclusive or self.at_most or self.metered):
            found = "found it beside group, exclusive, at_most or metered"
            cure = "leave combines out, or put the promotion in a layer of its own"
            raise WrongValue.at("combines", found, cure, code="contradictory_exclusivity")
        if self.exclusive and self.group is not None:
            found = "found it beside exclusive, which excludes every other promotion"
            raise WrongValue.at("group", found, "leave one of them out", code="contradictory_exclusivity")
        if is_beside and (self.exclusive or self.group is not None or self.at_most or self.funding):
            found = "found a limit, a funder or an exclusivity on what is given beside the goods"
            cure = "leave at_most, group, exclusive and funding out"
            raise WrongValue.at("benefit", found, cure, code="cannot_compete")
        if self.at_most is None:
            return
        if self.at_most.times is not None and not isinstance(self.benefit, SetBenefit):
            cure = "limit units or amount: only sets apply several times"
            raise WrongValue.at("at_most.times", "found it on no set", cure, code="not_a_set")
        if self.at_most.units is not None and isinstance(self.benefit, TogetherBenefit):
            cure = "limit the amount: it takes all selected goods together"
            raise WrongValue.at("at_most.units", "found it on goods together", cure, code="takes_all")


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
    search_steps: int = 200_000
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

    @cached_property
    def offers(self) -> Offers[Promotion]:
        """The promotions, to be found by the products that they select."""
        return Offers(ByProduct(self.in_order))

    @cached_property
    def payers(self) -> Mapping[str, str]:
        """Who pays for a promotion in the customer's place, by its identifier."""
        funded = ((each.id, each.funding) for each in self.promotions)
        return {id_: funding.payer for id_, funding in funded if funding is not None}

    @cached_property
    def by_id(self) -> Mapping[str, Promotion]:
        """The promotions by their identifiers."""
        return {promotion.id: promotion for promotion in self.promotions}
