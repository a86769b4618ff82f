"""Say whether goods may be cancelled before they are handed over, and what is refunded; or why not.

Facts are JSON Lines, as for `standing`. Without --ref, it is all of the order that is still awaited. Nothing
is recorded: --json has the fact to record. A refusal is an answer: the exit code is 0.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Final

from rich.console import Console

from comptoir.checkout.cancelling import Cancellation
from comptoir.cli.answered import add_json
from comptoir.cli.asked import add_order, add_time_given, read_at_once, read_day, read_told
from comptoir.cli.facts_files import add_facts
from comptoir.cli.files import add_at, add_language, add_rulebook
from comptoir.cli.recording import add_id, print_done, recorded_before
from comptoir.cli.refunds import paid_back
from comptoir.cli.statement import to_be_looked_at
from comptoir.cli.voice import Sentences, Voice, columns
from comptoir.facts.events import CancelReason
from comptoir.facts.provenance import Provenance

HELP = "say whether goods not handed over may be cancelled, and what is refunded"

_WORDS: Final[Sentences] = {
    "not_collected": {"fr": "Commande {order} : non retirée", "en": "Order {order}: not collected"},
    "late": {"fr": "Commande {order} : en retard", "en": "Order {order}: late"},
    "by_customer": {
        "fr": "Commande {order} : annulée par le client",
        "en": "Order {order}: cancelled by the customer",
    },
    "by_seller": {
        "fr": "Commande {order} : annulée par le vendeur",
        "en": "Order {order}: cancelled by the seller",
    },
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which rulebook, which facts, which goods, why, when, and in which form."""
    add_rulebook(parser)
    add_facts(parser)
    add_order(parser)
    parser.add_argument("--because", choices=[each.value for each in CancelReason], required=True)
    parser.add_argument(
        "--ref",
        metavar="REF",
        action="append",
        help="a ref of the order (default: all that is awaited); may be repeated",
    )
    add_time_given(parser)
    add_id(parser, "c-1")
    add_at(parser)
    add_json(parser)
    add_language(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print what a person at the desk says and does."""
    counter, facts, at = read_told(arguments)
    because = CancelReason(arguments.because)
    found = counter.cancel(
        arguments.order,
        facts,
        at,
        units=arguments.ref,
        because=because,
        extra_until=read_day(arguments.extra_until, "--extra-until"),
        at_once=read_at_once(arguments),
        id=arguments.id,
        provenance=Provenance("command-line"),
    )
    print_done(
        found,
        _told,
        title=lambda voice: voice.say(_WORDS, because.value, order=arguments.order),
        counter=counter,
        arguments=arguments,
        console=console,
    )
    return 0


def _told(found: Cancellation, voice: Voice) -> Iterator[str]:
    """What was decided, in lines of at most eighty characters."""
    if found.cancelling is None:
        yield from recorded_before(voice)
        return
    for good in found.cancelling.goods:
        charged = voice.amount(good.refunded, found.cancelling.refund.currency)
        yield columns(f"  {voice.goods(good.product, good.quantity)}", charged)
    yield ""
    yield from paid_back(found.cancelling, voice)
    yield from to_be_looked_at(found.cancelling.conflicts, voice)
