"""Say whether the online withdrawal function must be there for an order now, and how it is labelled.

Facts are JSON Lines, as for `standing`. With --declare, it is what the function does: a declaration of
withdrawal, with the acknowledgement that is sent at once. Nothing is recorded: --json has the fact to record.
A refusal is an answer: the exit code is 0.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Final

from rich.console import Console

from comptoir.checkout.withdrawal import Declaration, WithdrawalFunction
from comptoir.cli.answered import add_json, ending, print_json
from comptoir.cli.asked import add_order, read_told
from comptoir.cli.facts_files import add_facts
from comptoir.cli.files import add_at, add_language, add_rulebook
from comptoir.cli.recording import add_id, print_done, verdict
from comptoir.cli.statement import to_be_looked_at
from comptoir.cli.voice import Sentences, Voice, folded, page
from comptoir.facts.provenance import Provenance
from comptoir.values.errors import WrongValue

HELP = "say whether the withdrawal function must be offered, or declare a withdrawal"

_WORDS: Final[Sentences] = {
    "function": {
        "fr": "Commande {order} : fonction de rétractation",
        "en": "Order {order}: withdrawal function",
    },
    "declared": {
        "fr": "Commande {order} : déclaration de rétractation",
        "en": "Order {order}: declaration of withdrawal",
    },
    "acknowledge": {
        "fr": "À envoyer au client, sur un support durable",
        "en": "To be sent to the customer, on a durable medium",
    },
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which rulebook, which facts, which order, what is declared, when, and in which form."""
    add_rulebook(parser)
    add_facts(parser)
    add_order(parser)
    parser.add_argument("--declare", action="store_true", help="the customer declares that they withdraw")
    parser.add_argument(
        "--ref",
        metavar="REF",
        action="append",
        help="a ref of the order from which they withdraw (default: all of it); may be repeated",
    )
    parser.add_argument("--statement", metavar="TEXT", help="what they wrote, without name and address")
    add_id(parser, "d-1")
    add_at(parser)
    add_json(parser)
    add_language(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print what the function shows, or what it sends."""
    _check(arguments)
    counter, facts, at = read_told(arguments)
    if not arguments.declare:
        function = counter.withdrawal_function(arguments.order, facts, at)
        if arguments.json:
            print_json(function, function=counter.rulebook.vocabulary.codec.write(function.found))
        else:
            voice = Voice.of(arguments.language, counter.rulebook)
            lines = [*_function(function, voice), "", *ending(function, voice)]
            console.print(page(lines), markup=False)
        return 0
    declared = counter.declare(
        arguments.order,
        facts,
        at,
        units=arguments.ref,
        statement=arguments.statement,
        id=arguments.id,
        provenance=Provenance("command-line"),
    )
    print_done(
        declared,
        _declared,
        title=lambda voice: voice.say(_WORDS, "declared", order=arguments.order),
        counter=counter,
        arguments=arguments,
        console=console,
    )
    return 0


def _check(arguments: argparse.Namespace) -> None:
    """``WrongValue`` for what only a declaration has."""
    for option, given in (("--ref", arguments.ref), ("--statement", arguments.statement)):
        if given is not None and not arguments.declare:
            raise WrongValue.at(option, "found it alone", "add --declare", code="not_declared")


def _function(function: WithdrawalFunction, voice: Voice) -> Iterator[str]:
    """Whether it must be there, its labels, until when, and what the customer is asked for."""
    title = voice.say(_WORDS, "function", order=function.order.id)
    yield verdict(title, voice, is_yes=function.must_be_offered)
    yield from _indented(function.text(voice.language.code))
    yield from to_be_looked_at(function.conflicts, voice)


def _declared(found: Declaration, voice: Voice) -> Iterator[str]:
    """The acknowledgement."""
    yield ""
    yield voice.say(_WORDS, "acknowledge")
    yield from _indented(found.acknowledgement.text(voice.language.code))


def _indented(text: str) -> Iterator[str]:
    """Lines of a text, each as far to the right as it was, and a little more."""
    for line in text.splitlines():
        yield from folded(line.lstrip(), indent=2 + len(line) - len(line.lstrip()))
