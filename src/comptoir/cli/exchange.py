"""Say what exchanging goods for others comes to: evenly, or with the difference paid, and why not.

BASKET is what is taken, FACTS those of the order and of the buyer; --give is spelled as for `return`. An even
exchange moves no money, and --json has the fact to record; else what is left to pay, or to pay out, is told,
and nothing is charged. Nothing is recorded. A refusal is an answer: the exit code is 0.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from typing import Final

from rich.console import Console

from comptoir.checkout.exchanging import ExchangeOffer, Swapped
from comptoir.checkout.quote import Quote
from comptoir.checkout.refusals import Refused
from comptoir.checkout.ticket import Ticket
from comptoir.cli.answered import add_json
from comptoir.cli.asked import add_order, read_day
from comptoir.cli.facts_files import add_facts, read_facts
from comptoir.cli.files import (
    add_at,
    add_basket,
    add_language,
    add_rulebook,
    read_basket,
    read_instant,
    read_rulebook,
    refuse_standard_input_twice,
)
from comptoir.cli.giving import add_give, add_how, how_asked, read_give
from comptoir.cli.recording import add_id, print_done, verdict
from comptoir.cli.slips import exchange_slip
from comptoir.cli.ticket import as_data
from comptoir.cli.ticket import told as ticket_told
from comptoir.cli.voice import Sentences, Voice, folded, page
from comptoir.counter import Counter
from comptoir.facts.delivery_terms import Promised
from comptoir.facts.provenance import Provenance
from comptoir.values.errors import WrongValue

HELP = "say what exchanging goods for others comes to"

_WORDS: Final[Sentences] = {
    "title": {"fr": "Commande {order} : échange", "en": "Order {order}: exchange"},
    "today": {"fr": "Au prix d'aujourd'hui ({rule})", "en": "At the price of today ({rule})"},
    "original": {
        "fr": "Au prix du jour de l'achat ({rule})",
        "en": "At the price of the day of the purchase ({rule})",
    },
    "protected": {
        "fr": "Au prix le plus bas, d'aujourd'hui ou du jour de l'achat ({rule})",
        "en": "At the lower of the prices of today and of the day of the purchase ({rule})",
    },
    "even": {"fr": "Échange sans rien payer", "en": "Exchanged, with nothing to pay"},
    "back_by": {
        "fr": "L'article échangé est à rendre au plus tard le {day}.",
        "en": "What is exchanged is to be given back by {day}.",
    },
    "promised": {
        "fr": "Ce qui est pris arrive entre le {earliest} et le {latest}.",
        "en": "What is taken arrives between {earliest} and {latest}.",
    },
    "promised_on": {
        "fr": "Ce qui est pris arrive le {latest}.",
        "en": "What is taken arrives on {latest}.",
    },
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which rulebook, what is taken, which facts, what is given of which order, how, and when."""
    add_rulebook(parser)
    add_basket(parser)
    add_facts(parser)
    add_order(parser)
    add_give(parser, action="append")
    add_how(parser)
    parser.add_argument("--back-by", metavar="DAY", help="the last day on which what is exchanged comes back")
    add_id(parser, "x-1")
    add_at(parser)
    add_json(parser)
    add_language(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print what the exchange comes to, or why there is none."""
    refuse_standard_input_twice(RULEBOOK=arguments.rulebook, BASKET=arguments.basket, FACTS=arguments.facts)
    give = [read_give(text) for text in arguments.give]
    back_by = read_day(arguments.back_by, "--back-by")
    at = read_instant(arguments.at)
    counter = Counter(read_rulebook(arguments.rulebook))
    basket, facts = read_basket(arguments.basket), read_facts(arguments.facts)
    assessment = counter.assess(arguments.order, facts, at, give=give, **how_asked(arguments))
    offer = counter.exchange_offer(assessment, basket)
    if isinstance(offer, ExchangeOffer) and offer.ticket is not None:
        if back_by is not None:
            cure = "leave it out: only what is exchanged evenly is given back later"
            raise WrongValue.at("--back-by", "found a difference to pay", cure, code="not_even")
        _print_uneven(offer, offer.ticket, counter, arguments, console)
        return 0
    swapped: Swapped | Refused = (
        offer
        if isinstance(offer, Refused)
        else counter.exchange(
            assessment,
            take=basket.lines,
            handover=basket.handover,
            stock=basket.stock,
            slots=basket.slots,
            back_by=back_by,
            id=arguments.id,
            provenance=Provenance("command-line"),
        )
    )

    def told(done: Swapped, voice: Voice) -> Iterator[str]:
        [fact] = done.facts
        yield from _folded(_beside(done, voice))
        yield ""
        yield from exchange_slip(assessment, fact, done.to_pay, voice)

    print_done(
        swapped,
        told,
        title=lambda voice: voice.say(_WORDS, "title", order=arguments.order),
        counter=counter,
        arguments=arguments,
        console=console,
    )
    return 0


def _print_uneven(
    offer: ExchangeOffer, ticket: Ticket, counter: Counter, arguments: argparse.Namespace, console: Console
) -> None:
    """The ticket on which what is given pays what is taken, and by which price."""
    quote = ticket.quote
    if offer.price is None or not isinstance(quote, Quote):
        raise AssertionError(offer)
    if arguments.json:
        data = {"rule": offer.rule, "price": offer.price.value, "ticket": as_data(ticket, counter)}
        print(json.dumps(data, indent=2, ensure_ascii=False))
        return
    voice = Voice.of(arguments.language, counter.rulebook)
    title = voice.say(_WORDS, "title", order=arguments.order)
    price = voice.say(_WORDS, offer.price.value, rule=offer.rule or "")
    said = _folded([price, *(_promised(each, voice) for each in offer.promised)])
    lines = [verdict(title, voice, is_yes=True), *said, "", *ticket_told(ticket, quote, voice)]
    console.print(page(lines), markup=False)


def _beside(done: Swapped, voice: Voice) -> Iterator[str]:
    """That nothing is to pay, when what is taken arrives, and until when the other comes back."""
    yield voice.say(_WORDS, "even")
    if done.promised is not None:
        yield _promised(done.promised, voice)
    back_by = done.facts[0].back_by
    if back_by is not None:
        yield voice.say(_WORDS, "back_by", day=voice.weekday(back_by))


def _promised(promised: Promised, voice: Voice) -> str:
    code = "promised_on" if promised.earliest == promised.latest else "promised"
    earliest, latest = voice.weekday(promised.earliest), voice.weekday(promised.latest)
    return voice.say(_WORDS, code, earliest=earliest, latest=latest)


def _folded(sentences: Iterable[str]) -> Iterator[str]:
    for sentence in sentences:
        yield from folded(sentence, indent=2)
