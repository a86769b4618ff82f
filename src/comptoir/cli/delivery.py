"""Show every way of delivery for a basket: its fee, the dates promised and what moved them, or why not.

The basket is read as for `quote`; --to names a country and a postcode, such as "FR 69003". Without it,
the place is the one of the basket's own handover.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
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
from comptoir.delivery.offer import NotOffered, Offered
from comptoir.delivery.promise import AfterCutOff, Step
from comptoir.facts.baskets import Place
from comptoir.facts.delivery_terms import Promised
from comptoir.rulebook import Rulebook
from comptoir.values.errors import WrongValue, shown

HELP = "show the ways of delivery for a basket, with fees and dates"

_WORDS: Final[Sentences] = {
    "to": {"fr": "Livraison : {place}, {moment}", "en": "Delivery: {place}, {moment}"},
    "somewhere": {"fr": "adresse inconnue", "en": "address unknown"},
    "free": {"fr": "offert", "en": "free"},
    "free_from": {"fr": "offert dès {amount} d'achats", "en": "free from {amount} of goods"},
    "free_by": {"fr": "offert ({rule})", "en": "free ({rule})"},
    "reduced_by": {"fr": "{amount} ({rule})", "en": "{amount} ({rule})"},
    "missing": {
        "fr": "Encore {amount} d'achats et la livraison est offerte.",
        "en": "Spend {amount} more and delivery is free.",
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
    to = offered.to
    place = voice.say(_WORDS, "somewhere") if to is None else f"{to.country} {to.postcode}"
    yield from folded(voice.say(_WORDS, "to", place=place, moment=voice.moment(offered.asked_at)))
    if not offered.options:
        yield voice.say(_WORDS, "nothing")
    for option in offered.options:
        if isinstance(option, Offered):
            yield ""
            yield from _offered(option, offered, voice)
    if refused := [option for option in offered.options if isinstance(option, NotOffered)]:
        yield ""
        yield voice.say(_WORDS, "not_offered")
        for option in refused:
            yield from folded(option.text(voice.language.code), indent=2)


def _offered(option: Offered, offered: DeliveryOptions, voice: Voice) -> Iterator[str]:
    rulebook = offered.rulebook
    currency = offered.basket.currency
    name = voice.name(option.name) or option.service
    if option.store is not None:
        name = f"{name}, {rulebook.places.by_id[option.store].name}"
    yield columns(name, _fee(option, currency, rulebook, voice))
    promised = option.promise.promised
    there = attrs.evolve(voice, zone=rulebook.almanac.zone(promised.zone))
    for sentence in _promised(promised, there):
        yield from folded(sentence, indent=2)
    if option.missing:
        amount = voice.amount(option.missing, currency)
        yield from folded(voice.say(_WORDS, "missing", amount=amount), indent=2)
    for step in option.promise.trace:
        yield from folded(_step(step, voice), indent=4)


def _promised(promised: Promised, voice: Voice) -> Iterator[str]:
    latest = voice.weekday(promised.latest)
    if promised.ready is not None:
        yield voice.say(_WORDS, "ready", day=latest, clock=voice.clock(promised.ready))
    elif promised.earliest == promised.latest:
        yield voice.say(_WORDS, "arrives", latest=latest)
    else:
        earliest = voice.weekday(promised.earliest)
        yield voice.say(_WORDS, "arrives_between", earliest=earliest, latest=latest)
    if promised.held_until is not None:
        yield voice.say(_WORDS, "held", day=voice.weekday(promised.held_until))


def _fee(option: Offered, currency: str, rulebook: Rulebook, voice: Voice) -> str:
    if option.charged:
        charged = voice.amount(option.charged, currency)
        if option.reduced_by is None:
            return charged
        return voice.say(_WORDS, "reduced_by", amount=charged, rule=option.reduced_by)
    if option.free_by is None:
        return voice.say(_WORDS, "free")
    for service in rulebook.delivery.services:
        if service.free_from is not None and service.threshold_rule == option.free_by:
            at_least = service.free_from.at_least
            return voice.say(_WORDS, "free_from", amount=voice.amount(at_least.minor, at_least.currency))
    return voice.say(_WORDS, "free_by", rule=option.free_by)


def _step(step: Step, voice: Voice) -> str:
    day = voice.weekday(step.day)
    if isinstance(step, AfterCutOff):
        return voice.say(_WORDS, step.kind, day=day, cut_off=step.cut_off.to_text())
    holiday = "" if step.holiday is None else f" ({step.holiday})"
    return voice.say(_WORDS, step.kind, day=day) + holiday


def _place(text: str) -> Place:
    country, _, postcode = text.strip().partition(" ")
    if not postcode:
        cure = 'write a country and a postcode, such as "FR 69003"'
        raise WrongValue.at("--to", shown(text), cure, code="not_a_place")
    try:
        return Place(country, postcode.strip())
    except WrongValue as error:
        raise error.under("--to") from None
