"""Say what is credited for goods whose purchase nobody can prove, or why they are not taken back.

Facts are JSON Lines, as for `standing`: what the person was credited before counts. --bring names a product
and how many of it, such as ROBE-LIN-36:2. Nothing is recorded: --json has the fact to record. A refusal is
an answer: the exit code is 0.
"""

from __future__ import annotations

import argparse
from typing import Final

from rich.console import Console

from comptoir.checkout.refusals import Refused
from comptoir.cli.answered import add_json
from comptoir.cli.asked import read_told
from comptoir.cli.entries import read_entry
from comptoir.cli.facts_files import add_facts
from comptoir.cli.files import add_at, add_language, add_rulebook
from comptoir.cli.recording import add_id, print_to_record
from comptoir.cli.voice import Sentences, Voice, columns, folded, page
from comptoir.facts.provenance import Provenance
from comptoir.returns.unproven import Brought
from comptoir.values.errors import ComptoirError, WrongValue

HELP = "say what is credited for goods without a proof of their purchase"

_BRING: Final = "--bring"
_EXAMPLE: Final = "ROBE-LIN-36:2"
_WORDS: Final[Sentences] = {
    "title": {"fr": "Retour sans preuve d'achat, {person}", "en": "Return without proof, {person}"},
    "yes": {"fr": "OUI", "en": "YES"},
    "no": {"fr": "NON", "en": "NO"},
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
    if arguments.json:
        print_to_record(found, counter)
        return 0
    voice = Voice.of(arguments.language, counter.rulebook)
    is_refused = isinstance(found, Refused)
    said = found.reason.text if isinstance(found, Refused) else found.text
    title = voice.say(_WORDS, "title", person=arguments.person)
    lines = (line for each in said(arguments.language).splitlines() for line in folded(each, indent=2))
    console.print(
        page([columns(title, voice.say(_WORDS, "no" if is_refused else "yes")), *lines]), markup=False
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
