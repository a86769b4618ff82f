"""Show every way of delivery for a basket: its fee, the dates promised and what moved them, or why not.

The basket is read as for `quote`; --to names a country and a postcode, such as "FR 69003". Without it,
the place is the one of the basket's own handover.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from typing import Final

import attrs
from rich.console import Console

from comptoir.checkout.options import DeliveryOptions
from comptoir.cli.answered import add_json, ending, print_json
from comptoir.cli.asked import read_asked, read_when
from comptoir.cli.facts_files import add_buyers_facts
from comptoir.cli.files import (
    add_at,
    add_basket,
    add_language,
    add_rulebook,
)
from comptoir.cli.voice import Sentences, Voice, columns, folded, page
from comptoir.delivery.offered import Delivery, FreeSlot, NotOffered, Offered
from comptoir.delivery.rules import Service, Shipped
from comptoir.delivery.steps import AfterCutOff, InSeason, InStockFrom, MadeToOrder, Step
from comptoir.facts.delivery_terms import Promised, Sourced
from comptoir.facts.handovers import Place
from comptoir.facts.units import Units, quantity_of
from comptoir.rulebook import Rulebook
from comptoir.texts.writing import period_text
from comptoir.values.errors import WrongValue, shown
from comptoir.values.periods import Period, PeriodUnit

SLOTS_SHOWN: Final = 4
"""Slots of a service that are told one by one."""
HELP = "show the ways of delivery for a basket, with fees and dates"

_WORDS: Final[Sentences] = {
    "to": {"fr": "Livraison : {place}, {moment}", "en": "Delivery: {place}, {moment}"},
    "somewhere": {"fr": "adresse inconnue", "en": "address unknown"},
    "free": {"fr": "gratuit", "en": "free"},
    "free_from": {"fr": "offert dès {amount} d'achats", "en": "free from {amount} of goods"},
    "free_by": {"fr": "offert ({rule})", "en": "free ({rule})"},
    "reduced_by": {"fr": "{amount} ({rule})", "en": "{amount} ({rule})"},
    "missing": {
        "fr": "Encore {amount} d'achats et la livraison est offerte.",
        "en": "Spend {amount} more and delivery is free.",
    },
    "missing_but": {
        "fr": "Encore {amount} d'achats et il n'en reste que {left} à payer.",
        "en": "Spend {amount} more and only {left} of it is left to pay.",
    },
    "arrives": {"fr": "arrive le {latest}", "en": "arrives on {latest}"},
    "arrives_between": {
        "fr": "arrive entre le {earliest} et le {latest}",
        "en": "arrives between {earliest} and {latest}",
    },
    "ready": {"fr": "prêt le {day} à {clock}", "en": "ready on {day} at {clock}"},
    "held": {"fr": "gardé jusqu'au {day}", "en": "kept until {day}"},
    "after_cut_off": {
        "fr": "{day} : commandé après {cut_off}, heure limite",
        "en": "{day}: ordered after {cut_off}, the cut-off",
    },
    "not_dispatched": {"fr": "{day} : rien ne part", "en": "{day}: nothing is dispatched"},
    "not_carried": {"fr": "{day} : rien ne roule", "en": "{day}: nothing is on the road"},
    "not_delivered": {"fr": "{day} : rien n'est livré", "en": "{day}: nothing is delivered"},
    "not_received": {"fr": "{day} : personne pour recevoir", "en": "{day}: nobody is there to receive"},
    "made_to_order": {
        "fr": "{day} : fait sur commande en {days}",
        "en": "{day}: made to order in {days}",
    },
    "in_stock_from": {"fr": "{day} : de retour en stock", "en": "{day}: back in stock"},
    "in_season_handling": {
        "fr": "{day} : {season}, {days} de préparation de plus",
        "en": "{day}: {season}, {days} more of handling",
    },
    "in_season_transit": {
        "fr": "{day} : {season}, {days} de route de plus",
        "en": "{day}: {season}, {days} more on the road",
    },
    "surcharge": {"fr": "dont {name} : {amount}", "en": "of it {name}: {amount}"},
    "parcel": {"fr": "Livraison {number} : {goods}", "en": "Delivery {number}: {goods}"},
    "from": {"fr": "départ : {source}", "en": "sent from {source}"},
    "some_from": {"fr": "départ : {source}, {goods}", "en": "sent from {source}: {goods}"},
    "in_slot": {"fr": "le {day}, {hours}", "en": "on {day}, {hours}"},
    "slots": {"fr": "Créneaux au choix :", "en": "Slots to choose from:"},
    "no_slots": {"fr": "aucun créneau libre", "en": "no slot is free"},
    "left": {"fr": "{slot} (encore {left})", "en": "{slot} ({left} left)"},
    "more_slots": {
        "fr": "et encore {count}, jusqu'au {day}",
        "en": "and {count} more, until {day}",
    },
    "order_by": {
        "fr": "si commandé avant le {day}, {clock}",
        "en": "if ordered before {day}, {clock}",
    },
    "order_by_ready": {
        "fr": "ce jour-là si commandé avant le {day}, {clock}",
        "en": "on that day if ordered before {day}, {clock}",
    },
    "not_open": {"fr": "{day} : magasin fermé", "en": "{day}: the store is closed"},
    "not_offered": {"fr": "Pas proposé :", "en": "Not offered:"},
    "nothing": {
        "fr": "Ce recueil de règles n'a pas de livraison.",
        "en": "This rulebook has no delivery service.",
    },
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which rulebook, which basket, where to, when, and in which form."""
    add_rulebook(parser)
    add_basket(parser)
    parser.add_argument("--to", metavar="PLACE", help='country and postcode, such as "FR 69003"')
    add_at(parser)
    add_buyers_facts(parser)
    add_json(parser)
    add_language(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print the ways of delivery."""
    at = read_when(arguments)
    to = None if arguments.to is None else _place(arguments.to)
    counter, basket, standing = read_asked(arguments, at)
    offered = counter.delivery(basket, at, to=to, standing=standing)
    if arguments.json:
        print_json(offered, options=counter.rulebook.vocabulary.codec.write(offered.offered))
    else:
        voice = Voice.of(arguments.language, counter.rulebook)
        console.print(page([*ways(offered, voice), "", *ending(offered, voice)]), markup=False)
    return 0


def ways(offered: DeliveryOptions, voice: Voice) -> Iterator[str]:
    """What a customer reads before choosing: what is offered, then what is not."""
    return _Ways(offered, voice).lines()


@attrs.frozen
class _Ways:
    """The ways of delivery as a customer reads them before choosing."""

    offered: DeliveryOptions
    voice: Voice

    @property
    def rulebook(self) -> Rulebook:
        return self.offered.rulebook

    def lines(self) -> Iterator[str]:
        """What is offered, then what is not."""
        to = self.offered.to
        place = self._say("somewhere") if to is None else f"{to.country} {to.postcode}"
        yield from folded(self._say("to", place=place, moment=self.voice.moment(self.offered.asked_at)))
        if not self.offered.options:
            yield self._say("nothing")
        for option in self.offered.options:
            if isinstance(option, Offered):
                yield ""
                yield from self._offered(option)
        if refused := [option for option in self.offered.options if isinstance(option, NotOffered)]:
            yield ""
            yield self._say("not_offered")
            for option in refused:
                yield from folded(self._refused(option), indent=2)

    def _say(self, code: str, **values: str) -> str:
        return self.voice.say(_WORDS, code, **values)

    def _amount(self, minor: int) -> str:
        return self.voice.amount(minor, self.offered.basket.currency)

    def _name(self, option: Offered | NotOffered) -> str:
        """The name of a service, with the store in which goods are collected."""
        name = self.voice.name(option.name) or option.service
        store = self.rulebook.places.by_id.get(option.store or "")
        return name if store is None else f"{name}, {store.name}"

    def _refused(self, option: NotOffered) -> str:
        """Why a service is not offered; products by the names that customers know."""
        named = attrs.evolve(
            option,
            name={self.voice.language.code: self._name(option)},
            products=self._named(option.products),
            beyond=option.beyond
            and attrs.evolve(option.beyond, products=self._named(option.beyond.products)),
        )
        return named.text(self.voice.language.code)

    def _named(self, products: Iterable[str]) -> tuple[str, ...]:
        """Products by name, as one text: their names may have commas."""
        assortment = self.rulebook.assortment
        return ("; ".join(self.voice.name(assortment[sku].name) or sku for sku in products),)

    def _offered(self, option: Offered) -> Iterator[str]:
        name, several = self._name(option), len(option.deliveries) > 1
        yield columns(name, self._amount(option.charged) if several else self._fee(option.deliveries[0]))
        for number, delivery in enumerate(option.deliveries, start=1):
            if several:
                goods = self._goods(delivery.units)
                part = self._say("parcel", number=self.voice.number(number), goods=goods)
                yield columns(f"  {part}", self._fee(delivery))
            yield from self._delivery(delivery, option)
        yield from self._slots(option)

    def _delivery(self, delivery: Delivery, option: Offered) -> Iterator[str]:
        promised = delivery.promise.promised
        there = attrs.evolve(self.voice, zone=self.rulebook.almanac.zone(promised.zone))
        if promised.slot is not None or not self._is_booked(option):
            yield from folded(_arrival(promised, there), indent=2)
            yield from self._order_by(promised, option, there)
        if promised.held_until is not None:
            day = there.weekday(promised.held_until)
            yield from folded(self._say("held", day=day), indent=2)
        for sourced in delivery.sources:
            if sourced.source != option.store:
                yield from folded(self._source(sourced), indent=2)
        for surcharge in delivery.surcharges:
            name = self.voice.name(surcharge.name) or surcharge.rule
            more = self._amount(surcharge.amount)
            yield from folded(self._say("surcharge", name=name, amount=more), indent=2)
        yield from self._missing(delivery, option)
        for step in delivery.promise.trace:
            yield from folded(self._step(step), indent=4)

    def _order_by(self, promised: Promised, option: Offered, there: Voice) -> Iterator[str]:
        """Until when the same day is promised."""
        until = self.offered.order_by(option.service, promised.latest, store=option.store).until
        if until is not None:
            code = "order_by" if promised.ready is None else "order_by_ready"
            day, clock = there.weekday(there.zone.local_date(until)), there.clock(until)
            yield from folded(self._say(code, day=day, clock=clock), indent=2)

    def _missing(self, delivery: Delivery, option: Offered) -> Iterator[str]:
        """What is missing until the fee is free, and the surcharges that would stay."""
        if not delivery.missing:
            return
        service = self._service(option)
        waived = {service.surcharge_rule(each) for each in service.surcharges if each.waived}
        left = sum(each.amount for each in delivery.surcharges if each.rule not in waived)
        code = "missing_but" if left else "missing"
        amount = self._amount(delivery.missing)
        yield from folded(self._say(code, amount=amount, left=self._amount(left)), indent=2)

    def _slots(self, option: Offered) -> Iterator[str]:
        """The first slots of a service by appointment, as long as none is chosen."""
        if option.promise.promised.slot is not None or not self._is_booked(option):
            return
        yield f"  {self._say('slots' if option.free else 'no_slots')}"
        for free in option.free[:SLOTS_SHOWN]:
            yield from folded(self._slot(free), indent=4)
        if more := option.free[SLOTS_SHOWN:]:
            day = self.voice.weekday(more[-1].slot.day)
            yield from folded(self._say("more_slots", count=self.voice.number(len(more)), day=day), indent=4)

    def _slot(self, free: FreeSlot) -> str:
        day, hours = self.voice.weekday(free.slot.day), free.slot.hours.to_text()
        slot = self._say("in_slot", day=day, hours=hours)
        return slot if free.left is None else self._say("left", slot=slot, left=self.voice.number(free.left))

    def _service(self, option: Offered) -> Service:
        return next(each for each in self.rulebook.delivery.services if each.id == option.service)

    def _is_booked(self, option: Offered) -> bool:
        """Whether goods come by appointment."""
        way = self._service(option).way
        return isinstance(way, Shipped) and bool(way.slots)

    def _source(self, sourced: Sourced) -> str:
        source = self.rulebook.places.sources[sourced.source].name
        if not sourced.units:
            return self._say("from", source=source)
        return self._say("some_from", source=source, goods=self._goods(sourced.units))

    def _goods(self, units: Iterable[Units]) -> str:
        """How much of which products."""
        goods = self.offered.basket.goods.items
        products = self.rulebook.assortment
        named = ((goods[each.number - 1], each) for each in units)
        return ", ".join(
            self.voice.goods(products[good.sku], quantity_of(good.quantity, each)) for good, each in named
        )

    def _fee(self, delivery: Delivery) -> str:
        """What is charged, and what made it less."""
        charged = self._amount(delivery.charged)
        if delivery.reduced_by is not None:
            return self._say("reduced_by", amount=charged, rule=self._rule(delivery.reduced_by))
        if delivery.charged:
            return charged
        if delivery.free_by is None:
            return self._say("free")
        for service in self.rulebook.delivery.services:
            if service.free_from is not None and service.threshold_rule == delivery.free_by:
                at_least = service.free_from.at_least
                return self._say("free_from", amount=self._amount(at_least.minor))
        return self._say("free_by", rule=self._rule(delivery.free_by))

    def _rule(self, rule: str) -> str:
        """The name of a promotion, or of a tier."""
        if (promotion := self.rulebook.pricing.by_id.get(rule)) is not None:
            return self.voice.name(promotion.name) or rule
        if (programme := self.rulebook.loyalty.programme) is not None:
            for tier in programme.tiers:
                if programme.rule_of(tier) == rule:
                    return self.voice.name(tier.name) or rule
        return rule

    def _step(self, step: Step) -> str:
        day = self.voice.weekday(step.day)
        match step:
            case AfterCutOff():
                season = "" if step.season is None else f" ({self._season(step.season)})"
                return self._say(step.kind, day=day, cut_off=step.cut_off.to_text()) + season
            case MadeToOrder():
                return self._say(step.kind, day=day, days=self._days(step.days))
            case InStockFrom():
                return self._say(step.kind, day=day)
            case InSeason():
                code, days = ("handling", step.handling) if step.handling else ("transit", step.transit)
                season, more = self._season(step.season), self._days(days)
                return self._say(f"{step.kind}_{code}", day=day, season=season, days=more)
            case _:
                holiday = "" if step.holiday is None else f" ({step.holiday})"
                return self._say(step.kind, day=day) + holiday

    def _days(self, count: int) -> str:
        return period_text(Period(count, PeriodUnit.DAYS), self.voice.language)

    def _season(self, id_: str) -> str:
        """The name of a season."""
        ways = (service.way for service in self.rulebook.delivery.services)
        seasons = (each for way in ways if isinstance(way, Shipped) for each in way.seasons)
        return next((self.voice.name(each.name) for each in seasons if each.id == id_), None) or id_


def _arrival(promised: Promised, voice: Voice) -> str:
    """When goods arrive, or are ready to be collected."""
    latest = voice.weekday(promised.latest)
    if promised.slot is not None:
        return voice.say(_WORDS, "in_slot", day=latest, hours=promised.slot.hours.to_text())
    if promised.ready is not None:
        return voice.say(_WORDS, "ready", day=latest, clock=voice.clock(promised.ready))
    if promised.earliest == promised.latest:
        return voice.say(_WORDS, "arrives", latest=latest)
    return voice.say(_WORDS, "arrives_between", earliest=voice.weekday(promised.earliest), latest=latest)


def _place(text: str) -> Place:
    country, _, postcode = text.strip().partition(" ")
    if not postcode:
        cure = 'write a country and a postcode, such as "FR 69003"'
        raise WrongValue.at("--to", shown(text), cure, code="not_a_place")
    try:
        return Place(country, postcode.strip())
    except WrongValue as error:
        raise error.under("--to") from None
