"""Play Jean's story: a dress saved on the web, ordered in the app, received, swapped in a store.

He pays some of it with points, the store's till is cut off from the network and reports later, twice,
and in January the call centre reads him his statement. Each channel has its own counter, opened from
the same sealed rulebook; at the end their answers are compared. Exit code 1 if they differ.
"""

from __future__ import annotations

import argparse

from rich.console import Console

from comptoir.authoring import example, seal
from comptoir.cli.facts_files import write_facts
from comptoir.cli.files import add_language
from comptoir.cli.journey.story import play
from comptoir.cli.journey.telling import chapters
from comptoir.cli.voice import Voice, page

HELP = "play the story of a dress, from favourites to the exchange"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """In which language, and where to write what happened."""
    add_language(parser)
    parser.add_argument("--facts", metavar="FILE", help="write what happened to FILE, as JSON Lines")


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Tell the story; exit code 1 if the channels disagree."""
    rulebook = seal(example())
    story = play(rulebook.sealed())
    voice = Voice.of(arguments.language, rulebook)
    for title, lines in chapters(story, voice):
        console.print(f"\n[bold]{title}[/bold]\n")
        console.print(page(lines), markup=False)
    if arguments.facts:
        write_facts(arguments.facts, story.facts)
    return 0 if story.agree else 1
