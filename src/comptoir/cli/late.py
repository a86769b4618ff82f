"""Say whether goods of an order are late, what the customer may do, and what a late refund costs.

Facts are JSON Lines, as for `standing`. The answer is that of the order's own terms: an order that was placed
without a rule of law says so. Without --rescinded, the contract is rescinded if a fact says so. Nothing is
recorded.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date
from typing import Final

from rich.console import Console

from comptoir.checkout.lateness import Lateness
from comptoir.cli.answered import add_json, ending, print_json
from comptoir.cli.facts_files import add_facts, read_facts
from comptoir.cli.files import (
    add_at,
    add_language,
    add_rulebook,
    read_instant,
    read_rulebook,
    refuse_standard_input_twice,
)
from comptoir.cli.statement import to_be_looked_at
from comptoir.cli.voice import Sentences, Voice, columns, folded, page
from comptoir.counter import Counter
from comptoir.facts.late_terms import AtOnce
from comptoir.values.errors import WrongValue, shown

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


def add_order(parser: argparse.ArgumentParser) -> None:
    """Let the reader name an order."""
    parser.add_argument("--order", metavar="O", required=True, help="the order's id")


def add_time_given(parser: argparse.ArgumentParser) -> None:
    """Let the reader say which additional time the customer gave, or why none was needed."""
    parser.add_argument("--extra-until", metavar="DAY", help="the last day of the additional time given")
    parser.add_argument(
        "--at-once", choices=[each.value for each in AtOnce], help="why no additional time is needed"
    )


def read_day(text: str | None, option: str) -> date | None:
    """The day of an option."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongValue.at(option, shown(text), "write a day as 2026-12-04", code="not_a_day") from None


def read_at_once(arguments: argparse.Namespace) -> AtOnce | None:
    """Why no additional time is needed."""
    return None if arguments.at_once is None else AtOnce(arguments.at_once)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print what a person at the desk reads out."""
    refuse_standard_input_twice(RULEBOOK=arguments.rulebook, FACTS=arguments.facts)
    at = read_instant(arguments.at)
    counter = Counter(read_rulebook(arguments.rulebook))
    late = counter.lateness(
        arguments.order,
        read_facts(arguments.facts),
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
