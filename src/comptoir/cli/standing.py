"""Tell a member's standing: tier, points, and the purchases of all channels with what became of them.

Facts are JSON Lines, in any order, even repeated; `journey --facts FILE` writes some. Without --member,
the facts must speak of a single one. With --known-at, it is what was known at an earlier instant, and what
the facts received since have changed.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Final

from rich.console import Console

from comptoir.checkout.changes import Changes
from comptoir.cli.answered import add_json, ending, print_json
from comptoir.cli.asked import read_told
from comptoir.cli.facts_files import add_facts, the_member
from comptoir.cli.files import add_at, add_language, add_rulebook, read_instant
from comptoir.cli.statement import statement
from comptoir.cli.voice import Sentences, Voice, folded, page

HELP = "tell a member's points, tier and purchases"


_WORDS: Final[Sentences] = {
    "since": {
        "fr": "Ce que les faits reçus depuis ont changé",
        "en": "What the facts received since have changed",
    }
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which rulebook, which facts, whose standing, when, and in which form."""
    add_rulebook(parser)
    add_facts(parser)
    parser.add_argument("--member", metavar="M", help="whose standing (default: the only member there is)")
    add_at(parser)
    parser.add_argument("--known-at", metavar="K", help="leave out what was received after this instant")
    add_json(parser)
    add_language(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print the statement."""
    counter, facts, at = read_told(arguments)
    member = the_member(facts, arguments.member)
    known_at = None if arguments.known_at is None else read_instant(arguments.known_at, "--known-at")
    standing = counter.standing(member, counter.history(facts, known_at=known_at), at)
    if arguments.json:
        print_json(standing, standing=counter.rulebook.vocabulary.codec.write(standing.state))
    else:
        voice = Voice.of(arguments.language, counter.rulebook)
        lines = list(statement(standing, voice))
        if known_at is not None:
            changes = counter.changes(standing, counter.standing(member, facts, at))
            lines += ["", voice.say(_WORDS, "since"), *_folded(changes, voice)]
        console.print(page([*lines, "", *ending(standing, voice)]), markup=False)
    return 0


def _folded(changes: Changes, voice: Voice) -> Iterator[str]:
    for line in changes.lines(voice.language):
        yield from folded(line, indent=2)
