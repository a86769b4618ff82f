"""Tell a member's standing: tier, points, and the purchases of all channels with what became of them.

Facts are JSON Lines, in any order, even repeated; `journey --facts FILE` writes some. Without --member,
the facts must speak of a single one.
"""

from __future__ import annotations

import argparse

from rich.console import Console

from comptoir.cli.answered import add_json, ending, print_json
from comptoir.cli.facts_files import add_facts, read_facts, the_member
from comptoir.cli.files import (
    add_at,
    add_language,
    add_rulebook,
    read_instant,
    read_rulebook,
    refuse_standard_input_twice,
)
from comptoir.cli.statement import statement
from comptoir.cli.voice import Voice, page
from comptoir.counter import Counter

HELP = "tell a member's points, tier and purchases"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which rulebook, which facts, whose standing, when, and in which form."""
    add_rulebook(parser)
    add_facts(parser)
    parser.add_argument("--member", metavar="M", help="whose standing (default: the only member there is)")
    add_at(parser)
    add_json(parser)
    add_language(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print the statement."""
    refuse_standard_input_twice(RULEBOOK=arguments.rulebook, FACTS=arguments.facts)
    at = read_instant(arguments.at)
    counter = Counter(read_rulebook(arguments.rulebook))
    facts = read_facts(arguments.facts)
    standing = counter.standing(the_member(facts, arguments.member), facts, at)
    if arguments.json:
        print_json(standing, standing=counter.rulebook.vocabulary.codec.write(standing.state))
    else:
        voice = Voice.of(arguments.language, counter.rulebook)
        console.print(page([*statement(standing, voice), "", *ending(standing, voice)]), markup=False)
    return 0
