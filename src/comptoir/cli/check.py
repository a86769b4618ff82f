"""List all the faults of a rulebook, each with its place, what was found there and what would be right.

Exit code 0 if there is none, 1 if there is any.
"""

from __future__ import annotations

import argparse
import re
import tomllib
from typing import Any

from rich.console import Console

from comptoir.authoring import seal
from comptoir.cli.files import add_rulebook, read_bytes
from comptoir.texts import LANGUAGES, moment_text
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
        document = _document(data)
        for fault in error.faults:
            name = _named(fault.where, document)
            console.print(f"{fault} ({name})" if name else str(fault), markup=False)
        count = len(error.faults)
        console.print(f"{count} fault{'s' if count > 1 else ''}", markup=False)
        return 1
    zone = rulebook.zone
    console.print(
        f"{rulebook.header.id}: no fault; {len(rulebook.products.products)} products, "
        f"{len(rulebook.pricing.lists)} price lists, {len(rulebook.pricing.promotions)} promotions, "
        f"answers until {moment_text(rulebook.horizon_instant, zone, LANGUAGES['en'])}",
        markup=False,
    )
    return 0


def _document(data: bytes) -> Any:
    """The TOML as it is, to find names in; nothing where it cannot be read."""
    try:
        return tomllib.loads(data.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        return None


def _named(where: str, document: Any) -> str:
    """The innermost name on the way to a fault: nobody counts to the eighth promotion."""
    name = ""
    for key, index in re.findall(r"([^.\[\]]+)|\[(\d+)\]", where):
        try:
            document = document[key] if key else document[int(index)]
        except (KeyError, IndexError, TypeError):
            break
        if isinstance(document, dict):
            found = document.get("id") or document.get("sku")
            name = found if isinstance(found, str) and found.isprintable() else name
    return name
