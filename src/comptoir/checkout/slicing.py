"""The slice of a rulebook that prices the goods of one question, and any part of them, as all of it does.

Kept is what a price can depend on: the price lists for the buyer there and then, floors, extras, promotions
of which the goods could have something, decided prices, taxes. Left out is what cannot make a difference:
what is not in force, is about other products, or rests on a fact of the buyer or the place that is
otherwise. Delivery, points, returns, prior prices and cash are not asked. Nor are days: countries and
stores stand in the slice under their names, with the clock of the rulebook and no holidays.

Source: house rule (an order carries its terms by value).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain
from typing import Any, Final, TypeVar, cast

import attrs

from comptoir.checkout.question import Question
from comptoir.facts.goods import Goods
from comptoir.facts.handovers import Deliver
from comptoir.facts.places import Country, Places, Store
from comptoir.facts.products import Product
from comptoir.facts.territories import PlaceZone, Territory
from comptoir.facts.wheres import InCountries, InStore, InZone, Where
from comptoir.pricing.conditions.buyer import BirthMonth, FirstOrder, Member, Segment, Tier
from comptoir.pricing.conditions.coupon import Coupon, IssuedCouponOf
from comptoir.pricing.conditions.nested import Nested, every_condition
from comptoir.pricing.conditions.place import HandedOverBy, HandedOverIn
from comptoir.pricing.conditions.tender import PaidWith
from comptoir.pricing.conditions.time import AtHours, InWindow
from comptoir.pricing.floors import OverCost
from comptoir.pricing.kinds import BesideBenefit, Condition, SetBenefit, is_touched
from comptoir.pricing.layers import Asking
from comptoir.pricing.price_lists import CostList, PriceList
from comptoir.pricing.rules import PricingRules, Promotion
from comptoir.rulebook import Assortment, Rulebook, Sections, TimeTables
from comptoir.tax.rules import TaxRate, TaxRules
from comptoir.values.calendars import Calendar
from comptoir.values.days import ONE_DAY
from comptoir.values.instants import DAY, Instant
from comptoir.values.selections import Skus
from comptoir.values.windows import Window
from comptoir.values.zones import Zone

SKUS_KEPT: Final = 20
"""SKUs that a selection may name and still stand as it was written; of more, those of the goods are left."""

_T = TypeVar("_T")
_FRAME: Final = (
    *(AtHours, BirthMonth, Coupon, FirstOrder, HandedOverBy, HandedOverIn, InWindow),
    *(IssuedCouponOf, Member, PaidWith, Segment, Tier),
)
"""The conditions that look at no goods."""
_NO_HOLIDAYS: Final = "none"
_BEFORE: Final = 3 * DAY
_AFTER: Final = 70 * DAY
"""How far a time table reaches: conditions look at today, and at the month's end."""


def slice_of(question: Question, goods: Goods) -> Rulebook:
    """The rulebook that answers for these goods at the question's instant alone.

    ``prices`` of the question are those asked for the buyer's granted tier.
    """
    rulebook, at = question.rulebook, question.moment.at
    header = rulebook.header
    return Rulebook.compose(
        id=header.id,
        seller=header.seller,
        entity=header.entity,
        computing=header.computing,
        valid=Window(at, Instant(at + 1)),
        zone=header.zone,
        currencies=tuple(header.currencies),
        money=attrs.evolve(header.money, cash=()),
        sealed_with=header.sealed_with,
        sections=_Slicing(question, goods).sections,
        vocabulary=rulebook.vocabulary,
    )


@attrs.frozen(eq=False, slots=False)
class _Slicing:
    question: Question
    goods: Goods

    @property
    def sections(self) -> Sections:
        places = self.places
        return Sections(
            places=places,
            pricing=self.pricing,
            products=Assortment(self.products.values()),
            tax=self.tax,
            time=self._time(with_days=bool(places.countries or places.stores)),
        )

    @cached_property
    def sold(self) -> tuple[Product, ...]:
        """The products of the lines."""
        assortment = self.question.rulebook.assortment
        return tuple(assortment[sku] for sku in sorted({good.sku for good in self.goods.items}))

    @cached_property
    def products(self) -> Mapping[str, Product]:
        """The products of the lines, and those inside of kits, by SKU."""
        assortment = self.question.rulebook.assortment
        found = {product.sku: product for product in self.sold}
        inside = list(found)
        while inside:
            kit = found[inside.pop()].kit
            for part in () if kit is None else kit.parts:
                if part.sku not in found:
                    found[part.sku] = assortment[part.sku]
                    inside.append(part.sku)
        return dict(sorted(found.items()))

    @cached_property
    def pricing(self) -> PricingRules:
        """The prices of the products, and what changes them."""
        rules, prices = self.question.rulebook.pricing, self.question.prices
        lists = tuple(self._lists())
        floors = self._selecting(prices.floors.rules)
        reasons = {good.override.reason for good in self.goods.items if good.override is not None}
        named = {each.id for each in lists}
        return PricingRules(
            lists=lists,
            cost_lists=self._costs() if any(isinstance(each.least, OverCost) for each in floors) else (),
            floors=floors,
            overrides=attrs.evolve(
                rules.overrides,
                reasons=[
                    _about(each, self.products) for each in rules.overrides.reasons if each.id in reasons
                ],
            ),
            extras=self._selecting(prices.extras.rules),
            layers=rules.layers,
            promotions=[
                attrs.evolve(
                    _about(each, self.products),
                    not_on_lists=[name for name in each.not_on_lists if name in named],
                    announced=None,
                )
                for each in rules.promotions
                if self._may_apply(each)
            ],
            search_steps=rules.search_steps,
        )

    def _lists(self) -> Iterator[PriceList]:
        units = {good.unit for good in self.goods.items}
        for each in self.question.prices.listed.lists:
            prices = _of(each.prices, self.products)
            packs = {unit: _of(own, self.products) for unit, own in each.packs.items() if unit in units}
            packs = {unit: own for unit, own in packs.items() if own}
            if prices or packs:
                scales = _of(each.scales, self.products)
                yield attrs.evolve(each, prices=prices, packs=packs, scales=scales)

    def _costs(self) -> Iterator[CostList]:
        for each in self.question.rulebook.pricing.cost_lists:
            if costs := _of(each.costs, self.products):
                yield attrs.evolve(each, costs=costs)

    def _selecting(self, here: Iterable[Any]) -> tuple[Any, ...]:
        """Floors, or extras, that hold here, about some product: here, they hold everywhere."""
        return tuple(
            attrs.evolve(_about(each, self.products), where=None)
            for each in here
            if any(map(each.on.selects, self.products.values()))
        )

    def _may_apply(self, promotion: Promotion) -> bool:
        """Whether some of the goods could have something of a promotion, in a basket of any of them."""
        question, benefit = self.question.prices, promotion.benefit
        if isinstance(benefit, BesideBenefit) or not question.moment.is_in(promotion.valid):
            return False
        if any(currency != question.minting.currency for currency in promotion.currencies):
            return False
        selected = [product for product in self.sold if is_touched(product, promotion.on)]
        if not selected:
            return False
        if isinstance(benefit, SetBenefit) and not all(
            any(map(slot.on.selects, selected)) for slot in benefit.slots
        ):
            return False
        asked = Asking(question, ()).asked(promotion)
        return all(each.unmet(asked) is None for each in promotion.when if is_of_frame(each))

    @cached_property
    def tax(self) -> TaxRules:
        """The rates of the products and extras, there and at home, and the exemption of the buyer."""
        rules, rates = self.question.rulebook.tax, self.question.rates
        categories = {product.tax for product in self.products.values()}
        categories |= {each.tax for each in self.pricing.extras if each.tax is not None}
        kept = [
            each
            for each in rules.rates
            if each.category in categories
            and self.question.moment.is_in(each.valid)
            and (_is_home(each, rules) or (each.where is not None and each.where.holds(rates.spot)))
        ]
        missing = sorted(categories - {each.category for each in kept})
        kept += [next(each for each in rules.rates if each.category == name) for name in missing]
        if not any(_is_home(each, rules) for each in kept):
            kept += [each for each in rules.rates if _is_home(each, rules)][:1]
        exempted = () if rates.exempted is None else (rates.exempted,)
        return attrs.evolve(rules, rates=kept, exemptions=exempted)

    @property
    def places(self) -> Places:
        """The zones, stores and countries that the rules name, and the store of the hand-over."""
        places = self.question.rulebook.places
        named = set(self._wheres)
        zones = [self._zone(each) for each in places.zones if InZone(each.id) in named]
        ids = {each.store for each in named if isinstance(each, InStore)}
        ids |= {store for zone in zones for store in zone.stores}
        if self.question.spot.store is not None:
            ids.add(self.question.spot.store)
        stores = [self._without_days(each) for each in places.stores if each.id in ids]
        countries = {store.place.country for store in stores}
        countries |= {territory.country for zone in zones for territory in zone.territories}
        countries |= {code for each in named if isinstance(each, InCountries) for code in each.countries}
        days = Country(zone=self.question.rulebook.header.zone, calendar=_NO_HOLIDAYS)
        return Places(countries=dict.fromkeys(sorted(countries), days), stores=stores, zones=zones)

    @property
    def _wheres(self) -> Iterator[Where]:
        pricing, tax = self.pricing, self.tax
        wheres = chain(
            (each.where for each in pricing.lists),
            (each.where for each in tax.rates),
            (each.where for each in tax.exemptions),
        )
        yield from (where for where in wheres if where is not None)
        for condition in every_condition(chain.from_iterable(each.when for each in pricing.promotions)):
            if isinstance(condition, HandedOverIn):
                yield condition.where

    def _zone(self, zone: PlaceZone) -> PlaceZone:
        """A zone with one part: in which goods are handed over, if they are in it; else any."""
        spot, handover = self.question.spot, self.question.basket.handover
        if zone.id not in spot.zones:
            return PlaceZone(zone.id, zone.territories[:1], () if zone.territories else zone.stores[:1])
        if isinstance(handover, Deliver):
            return PlaceZone(zone.id, [Territory(country=handover.place.country)])
        return PlaceZone(zone.id, stores=() if spot.store is None else [spot.store])

    def _without_days(self, store: Store) -> Store:
        zone = self.question.rulebook.header.zone
        return attrs.evolve(store, zone=zone, calendar=_NO_HOLIDAYS, special=())

    def _time(self, *, with_days: bool) -> TimeTables:
        rulebook, at = self.question.rulebook, self.question.moment.at
        today = rulebook.zone.local_date(at)
        calendar = Calendar(id=_NO_HOLIDAYS, since=today, until=today + 7 * ONE_DAY)
        return TimeTables(
            zones=[_around(zone, at) for zone in rulebook.time.zones],
            calendars=[calendar] if with_days else (),
        )


def _of(values: Mapping[str, _T], skus: Iterable[str]) -> dict[str, _T]:
    """What is said of these products."""
    return {sku: value for sku in skus if (value := values.get(sku)) is not None}


def _about(rule: _T, skus: Collection[str]) -> _T:
    """A rule whose long lists of SKUs name no others than these: at least one, or they would select all."""
    found: Any = rule
    if isinstance(found, Skus):
        if len(found.skus) > SKUS_KEPT:
            found = Skus([sku for sku in found.skus if sku in skus] or found.skus[:1])
    elif isinstance(found, tuple):
        found = tuple(_about(part, skus) for part in found)
    elif attrs.has(type(found)):
        fields = [field for field in attrs.fields(type(found)) if field.init]
        old = {field.alias: getattr(found, field.name) for field in fields}
        new = {name: _about(value, skus) for name, value in old.items()}
        changed = {name: value for name, value in new.items() if value != old[name]}
        found = attrs.evolve(found, **changed) if changed else found
    return cast("_T", found)


def is_of_frame(condition: Condition) -> bool:
    """Whether a condition looks at no goods, nor does any inside it."""
    if isinstance(condition, Nested):
        return all(map(is_of_frame, condition.of))
    return isinstance(condition, _FRAME)


def _is_home(rate: TaxRate, rules: TaxRules) -> bool:
    """Whether a rate is stated for the country in which the seller is established."""
    if isinstance(rate.where, InCountries):
        return rules.country in rate.where.countries
    return rate.where is None


def _around(zone: Zone, at: Instant) -> Zone:
    """The table of a time zone, as far as the conditions of one instant look."""
    since, until = max(zone.since, at - _BEFORE), min(zone.until, at + _AFTER)
    return attrs.evolve(
        zone,
        since=Instant(since),
        until=Instant(until),
        offset=zone.offset_at(Instant(since)),
        changes=tuple(each for each in zone.changes if since < each.at < until),
    )
