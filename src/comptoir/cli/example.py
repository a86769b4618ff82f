"""Print the example rulebook or the example basket that come with the library, to read and to change.

The rulebook is that of Maison Lavande, an imaginary French retailer, written as documentation.
"""

from __future__ import annotations

import argparse
import sys

from rich.console import Console

from comptoir.authoring import example
from comptoir.authoring.examples import example_basket

HELP = "print an example rulebook or basket"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What is to be printed."""
    parser.add_argument("what", choices=("rulebook", "basket"), help="what to print")


def run(arguments: argparse.Namespace, _console: Console) -> int:
    """Print it as it is."""
    sys.stdout.write(example() if arguments.what == "rulebook" else example_basket())
    return 0
