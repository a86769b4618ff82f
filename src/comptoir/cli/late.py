"""Say whether goods of an order are late, what the customer may do, and what a late refund costs.

Facts are JSON Lines, as for `standing`. The answer is that of the order's own terms: an order that was placed
without a rule of law says so. Without --rescinded, the contract is rescinded if a fact says so. Nothing is
recorded.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Final

from rich.console import Console

from comptoir.checkout.lateness import Lateness
from comptoir.cli.answered import add_json, ending, print_json
from comptoir.cli.asked import add_order, add_time_given, read_at_once, read_day, read_told
from comptoir.cli.facts_files import add_facts
from comptoir.cli.files import add_at, add_language, add_rulebook
from comptoir.cli.statement import to_be_looked_at
from comptoir.cli.voice import Sentences, Voice, columns, folded, page

HELP = "say whether goods are late, and what the law gives then"

_WORDS: Final[Sentences] = {
    "order": {"fr": "Commande {order} du {day}", "en": "Order {order} of {day}"},
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which rulebook, which facts, which order, what the customer did, when, and in which form."""
    add_rulebook(parser)
    add_facts(parser)
    add_order(parser)
    parser.add_argument("--rescinded", metavar="DAY", help="the day on which the customer rescinded")
    add_time_given(parser)
    add_at(parser)
    add_json(parser)
    add_language(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print what a person at the desk reads out."""
    counter, facts, at = read_told(arguments)
    late = counter.lateness(
        arguments.order,
        facts,
        at,
        rescinded=read_day(arguments.rescinded, "--rescinded"),
        extra_until=read_day(arguments.extra_until, "--extra-until"),
        at_once=read_at_once(arguments),
    )
    if arguments.json:
        print_json(late, lateness=counter.rulebook.vocabulary.codec.write(late.found))
    else:
        voice = Voice.of(arguments.language, counter.rulebook)
        console.print(page([*told(late, voice), "", *ending(late, voice)]), markup=False)
    return 0


def told(late: Lateness, voice: Voice) -> Iterator[str]:
    """The answer, in lines of at most eighty characters."""
    order = voice.say(_WORDS, "order", order=late.order.id, day=voice.day(late.order.placed_at))
    yield columns(order, voice.money(late.order.total))
    yield from folded(voice.moment(late.asked_at))
    yield ""
    for line in late.text(voice.language.code).splitlines():
        yield from folded(line)
    yield from to_be_looked_at(late.conflicts, voice)
