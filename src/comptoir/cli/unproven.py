"""Say what is credited for goods whose purchase nobody can prove, or why they are not taken back.

Facts are JSON Lines, as for `standing`: what the person was credited before counts. --bring names a product
and how many of it, such as ROBE-LIN-36:2. Nothing is recorded: --json has the fact to record. A refusal is
an answer: the exit code is 0.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Final

from rich.console import Console

from comptoir.checkout.unproven import UnprovenCredit
from comptoir.cli.answered import add_json
from comptoir.cli.asked import read_told
from comptoir.cli.entries import read_entry
from comptoir.cli.facts_files import add_facts
from comptoir.cli.files import add_at, add_language, add_rulebook
from comptoir.cli.recording import add_id, print_done
from comptoir.cli.voice import Sentences, Voice, folded
from comptoir.facts.provenance import Provenance
from comptoir.returns.unproven import Brought
from comptoir.values.errors import ComptoirError, WrongValue

HELP = "say what is credited for goods without a proof of their purchase"

_BRING: Final = "--bring"
_EXAMPLE: Final = "ROBE-LIN-36:2"
_WORDS: Final[Sentences] = {
    "title": {"fr": "Retour sans preuve d'achat, {person}", "en": "Return without proof, {person}"},
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which rulebook, which facts, who brings what, where, when, and in which form."""
    add_rulebook(parser)
    add_facts(parser)
    parser.add_argument("--person", metavar="P", required=True, help="who brings it: a member, or another id")
    parser.add_argument("--store", metavar="S", required=True, help="where it is brought")
    parser.add_argument(
        _BRING,
        metavar="SKU[:COUNT]",
        action="append",
        required=True,
        help=f"what is brought, such as {_EXAMPLE}; may be repeated",
    )
    parser.add_argument("--currency", metavar="C", help="of the credit (default: the rulebook's first one)")
    add_id(parser, "u-1")
    add_at(parser)
    add_json(parser)
    add_language(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print what a person at the desk says and does."""
    brought = [_brought(text) for text in arguments.bring]
    counter, facts, at = read_told(arguments)
    found = counter.return_unproven(
        arguments.person,
        facts,
        at,
        goods=brought,
        store=arguments.store,
        currency=arguments.currency or next(iter(counter.rulebook.header.currencies)),
        id=arguments.id,
        provenance=Provenance("command-line"),
    )
    print_done(
        found,
        _told,
        title=lambda voice: voice.say(_WORDS, "title", person=arguments.person),
        counter=counter,
        arguments=arguments,
        console=console,
    )
    return 0


def _brought(text: str) -> Brought:
    """The goods that an entry of ``--bring`` names."""
    entry = read_entry(text, _BRING, _EXAMPLE)
    if entry.reason is not None:
        raise WrongValue.at(_BRING, f"found a reason, {entry.reason}", f"write {_EXAMPLE}", code="not_goods")
    try:
        return Brought(str(entry.what), 1 if entry.quantity is None else entry.quantity)
    except ComptoirError as error:
        raise error.under(_BRING) from None


def _told(found: UnprovenCredit, voice: Voice) -> Iterator[str]:
    """What is credited, in lines of at most eighty characters."""
    for each in found.text(voice.language.code).splitlines():
        yield from folded(each, indent=2)
