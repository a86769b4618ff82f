"""Print the JSON Schema of a rulebook written as TOML: editors complete and check with it.

Name it in the first line of the rulebook: #:schema ./rulebook.schema.json
"""

from __future__ import annotations

import argparse
import sys

from rich.console import Console

from comptoir.authoring import schema_text

HELP = "print the JSON Schema of a rulebook, for editors"


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""


def run(_arguments: argparse.Namespace, _console: Console) -> int:
    """Print it as it is."""
    sys.stdout.write(schema_text())
    return 0
