"""List all the faults of a rulebook, each with its place, what was found there and what would be right.

Exit code 0 if there is none, 1 if there is any.
"""

from __future__ import annotations

import argparse

from rich.console import Console

from comptoir.authoring import seal
from comptoir.cli.files import add_rulebook, read_bytes
from comptoir.values.errors import ComptoirError

HELP = "list all the faults of a rulebook"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which rulebook."""
    add_rulebook(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print the faults, or what the rulebook holds."""
    data = read_bytes(arguments.rulebook)
    try:
        rulebook = seal(data)
    except ComptoirError as error:
        for fault in error.faults:
            console.print(str(fault), markup=False)
        count = len(error.faults)
        console.print(f"{count} fault{'s' if count > 1 else ''}", markup=False)
        return 1
    console.print(
        f"{rulebook.header.id}: no fault; {len(rulebook.products.products)} products, "
        f"{len(rulebook.pricing.lists)} price lists, {len(rulebook.pricing.promotions)} promotions, "
        f"answers until {rulebook.horizon}",
        markup=False,
    )
    return 0
