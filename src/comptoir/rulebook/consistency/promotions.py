"""Whether promotions fit each other, the goods, and what they name of other sections.

A promotion that pays the customer is no fault to look for: every reduction ends at nothing, or at the
line's floor.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import attrs

from comptoir.facts.products import Product
from comptoir.pricing.benefits.delivery import DeliveryOff
from comptoir.pricing.benefits.gift import Gift
from comptoir.pricing.benefits.points import BonusPoints
from comptoir.pricing.by_product import ByProduct
from comptoir.pricing.conditions.nested import every_condition
from comptoir.pricing.conditions.place import HandedOverIn
from comptoir.pricing.conditions.spend import Spend
from comptoir.pricing.conditions.time import AtHours
from comptoir.pricing.kinds import BesideBenefit, SetBenefit, Slot, is_touched
from comptoir.pricing.rules import PricingRules, Promotion
from comptoir.rulebook.consistency.names import known_currency, suggestion, twice, unknown
from comptoir.rulebook.consistency.wheres import where_faults
from comptoir.rulebook.sections import Sections
from comptoir.values.errors import Fault
from comptoir.values.selections import EVERYTHING, AllOf, AnyOf, Category, Selection
from comptoir.values.windows import Window


def promotion_faults(
    sections: Sections, currencies: Collection[str], valid: Window, unread: Collection[str] = ()
) -> Iterator[Fault]:
    """Each thing that does not fit, without looking at a single product.

    Nothing is called unknown that may stand in a section that could not be read (``unread``).
    """
    pricing = sections.pricing
    yield from twice("pricing.promotions", [each.id for each in pricing.promotions], "id")
    layers = {layer.id for layer in pricing.layers}
    lists = {each.id for each in pricing.lists}
    reasons = {reason.id for reason in pricing.overrides.reasons}
    for index, promotion in enumerate(pricing.promotions):
        where = f"pricing.promotions[{index}]"
        cure = "add it under [[pricing.layers]]"
        yield from unknown("unknown_layer", f"{where}.layer", promotion.layer, layers, cure)
        if not promotion.valid.overlaps(valid):
            found = "found a window wholly outside the rulebook's own"
            cure = "move it into valid.from … valid.until, or remove the promotion"
            yield Fault("never_in_force", f"{where}.valid", found, cure)
        if promotion.id in reasons:
            found = f"found {promotion.id}, which is a reason for overrides too"
            yield Fault("duplicate_id", f"{where}.id", found, "give one of them another id")
        for name in promotion.not_on_lists:
            cure = "add it under [[pricing.lists]]"
            yield from unknown("unknown_list", f"{where}.not_on_lists", name, lists, cure)
        yield from _currencies(promotion, where, currencies)
        yield from _limits(promotion, where)
        yield from _conditions(promotion, where, sections, unread)
        yield from _beside(promotion, where, sections, unread)
    yield from _groups(pricing)


def unreachable_faults(sections: Sections) -> Iterator[Fault]:
    """Each slot of a set that no product can fill: all products are read.

    A promotion of another kind may wait for goods that are still to come: it needs no partner for them.
    """
    index = ByProduct(tuple(_wanted(sections.pricing)))
    left = {each.where: each for each in index.rules}
    for product in sections.products.products:
        for each in index.selecting(product):
            if each.takes(product):
                left.pop(each.where, None)
        if 2 * len(left) <= len(index.rules):  # most are found soon
            index = ByProduct(tuple(left.values()))
        if not left:
            return
    categories = {way for product in sections.products.products for way in _ways_to(product.category)}
    for where, each in left.items():
        cure = "add the product, or select others: the set can never be complete"
        unheard = (path for path in (*_named(each.on), *_named(each.besides)) if path not in categories)
        if (path := next(unheard, None)) is not None:
            cure = suggestion(path, categories, cure)
        yield Fault("unreachable_slot", where, "found no product that can fill it", cure)


def _ways_to(category: str) -> Iterator[str]:
    """A category, and those above it."""
    while category:
        yield category
        category = category.rpartition("/")[0]


def _named(selection: Selection) -> Iterator[str]:
    """The categories of which a selection wants products."""
    if isinstance(selection, Category):
        yield selection.path
    elif isinstance(selection, AnyOf | AllOf):
        for part in selection.of:
            yield from _named(part)


@attrs.frozen(eq=False)
class _Wanted:
    """Some product that is ``on`` a slot, and selected by its promotion ``besides``."""

    where: str
    on: Selection
    besides: Selection

    def takes(self, product: Product) -> bool:
        """Whether the product is one; a gift card is none."""
        return is_touched(product, self.on) and self.besides.selects(product)


def _wanted(pricing: PricingRules) -> Iterator[_Wanted]:
    for index, promotion in enumerate(pricing.promotions):
        if isinstance(promotion.benefit, SetBenefit):
            where = f"pricing.promotions[{index}]"
            for number, slot in enumerate(promotion.benefit.slots):
                place = "on" if slot.on == EVERYTHING else _place_of(slot, number, promotion.benefit)
                yield _Wanted(f"{where}.{place}", slot.on, promotion.on)


def _place_of(slot: Slot, number: int, benefit: SetBenefit) -> str:
    """Where a slot is written: as a field of its own, or in a list."""
    cls: type = type(benefit)
    keys = (field.name for field in attrs.fields(cls))
    key = next((key for key in keys if getattr(benefit, key) is slot), f"slots[{number}]")
    return f"benefit.{key}"


def _currencies(promotion: Promotion, where: str, currencies: Collection[str]) -> Iterator[Fault]:
    if (currency := promotion.benefit.currency) is not None:
        yield from known_currency(f"{where}.benefit", currency, currencies)
    if promotion.at_most is not None and promotion.at_most.amount is not None:
        yield from known_currency(f"{where}.at_most", promotion.at_most.amount.currency, currencies)
    for condition in every_condition(promotion.when):
        if isinstance(condition, Spend):
            yield from known_currency(f"{where}.when", condition.at_least.currency, currencies)


def _limits(promotion: Promotion, where: str) -> Iterator[Fault]:
    """Limits under which a promotion could never apply."""
    limits, currency = promotion.at_most, promotion.benefit.currency
    if limits is None:
        return
    if limits.amount is not None and currency is not None and limits.amount.currency != currency:
        found = f"found {limits.amount.to_text()} for what is given in {currency}"
        yield Fault("other_currency", f"{where}.at_most.amount", found, f"write it in {currency}")
    if limits.units is not None and isinstance(promotion.benefit, SetBenefit):
        least = sum(slot.least for slot in promotion.benefit.slots)
        if limits.units < least:
            found = f"found {limits.units} units for a set of {least}"
            yield Fault("set_above_limit", f"{where}.at_most.units", found, f"allow {least} units or more")


def _conditions(
    promotion: Promotion, where: str, sections: Sections, unread: Collection[str]
) -> Iterator[Fault]:
    """Conditions on places and clocks that are not there, and a gift that everybody would get."""
    zones = {zone.name for zone in sections.time.zones}
    for condition in every_condition(promotion.when):
        if isinstance(condition, HandedOverIn) and "places" not in unread:
            yield from where_faults(f"{where}.when", condition.where, sections)
        if isinstance(condition, AtHours) and condition.zone is not None and zones:
            cure = "list it under zones, at the top"
            yield from unknown("unknown_zone", f"{where}.when", condition.zone, zones, cure)
    if isinstance(promotion.benefit, Gift) and not promotion.when:
        found = "found a gift without a condition, for whoever puts it into the basket"
        cure = 'say when it is given, such as when = [{ spend = "50.00 EUR" }]'
        yield Fault("gift_without_condition", f"{where}.when", found, cure)


def _beside(promotion: Promotion, where: str, sections: Sections, unread: Collection[str]) -> Iterator[Fault]:
    """What is given beside the goods where there is nothing of it."""
    benefit = promotion.benefit
    if isinstance(benefit, BonusPoints) and "loyalty" not in unread and sections.loyalty.programme is None:
        found = "found points, and no loyalty programme"
        yield Fault("no_programme", f"{where}.benefit", found, "add [loyalty.programme]")
    if isinstance(benefit, DeliveryOff) and "delivery" not in unread:
        services = {service.id for service in sections.delivery.services}
        for name in benefit.services:
            cure = "add it under [[delivery.services]]"
            yield from unknown("unknown_service", f"{where}.benefit.services", name, services, cure)


def _groups(pricing: PricingRules) -> Iterator[Fault]:
    """Exclusive groups over several layers: in which layer one is taken must not decide for another."""
    layers: dict[str, str] = {}
    for index, promotion in enumerate(pricing.promotions):
        if promotion.group is None or isinstance(promotion.benefit, BesideBenefit):
            continue
        layer = layers.setdefault(promotion.group, promotion.layer)
        if promotion.layer != layer:
            found = f"found it in {promotion.layer}, and another of the group in {layer}"
            cure = "put all members of a group into one layer"
            yield Fault("contradictory_exclusivity", f"pricing.promotions[{index}].group", found, cure)
