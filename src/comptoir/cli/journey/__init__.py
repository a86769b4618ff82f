"""Play a story of Jean's: a dress from favourites to the exchange, or a coffee machine that is repaired.

The dress is saved on the web, ordered in the app, received, and swapped in a store. He pays some of it with
points, the store's till is cut off from the network and reports later, twice, and in January the call centre
reads him his statement. The machine is bought in the app, dropped off in a store, repaired, and sold on; its
guarantees follow it. Each channel has its own counter, opened from the same sealed rulebook; at the end
their answers are compared. Exit code 1 if they differ.
"""

from __future__ import annotations

import argparse

from rich.console import Console

from comptoir.authoring import example, seal
from comptoir.cli.facts_files import write_facts
from comptoir.cli.files import add_language
from comptoir.cli.journey.machine import play as play_machine
from comptoir.cli.journey.machine_telling import chapters as chapters_of_machine
from comptoir.cli.journey.story import play
from comptoir.cli.journey.telling import chapters
from comptoir.cli.voice import Voice, page

HELP = "play the story of a dress, from favourites to the exchange, or that of a coffee machine"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which story, in which language, and where to write what happened."""
    parser.add_argument(
        "--story", choices=("dress", "machine"), default="dress", help="which story (default: dress)"
    )
    add_language(parser)
    parser.add_argument("--facts", metavar="FILE", help="write what happened to FILE, as JSON Lines")


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Tell the story; exit code 1 if the channels disagree."""
    rulebook = seal(example())
    voice = Voice.of(arguments.language, rulebook)
    if arguments.story == "machine":
        machine = play_machine(rulebook.sealed())
        told, facts, agree = chapters_of_machine(machine, voice), machine.facts, machine.agree
    else:
        story = play(rulebook.sealed())
        told, facts, agree = chapters(story, voice), story.facts, story.agree
    for title, lines in told:
        console.print(f"\n[bold]{title}[/bold]\n")
        console.print(page(lines), markup=False)
    if arguments.facts:
        write_facts(arguments.facts, facts)
    return 0 if agree else 1
