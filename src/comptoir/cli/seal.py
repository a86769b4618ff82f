"""Seal a rulebook: TOML in, canonical JSON out, with holidays and time zones written out.

Every till and server opens the sealed form; its digest (printed on standard error) says that they
opened the same one. Sealing a sealed rulebook changes nothing.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rich.console import Console

from comptoir.authoring import seal
from comptoir.cli.files import add_rulebook, read_bytes

HELP = "seal a rulebook for tills and servers"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which rulebook, and where to."""
    add_rulebook(parser)
    parser.add_argument("--output", metavar="FILE", help="write to FILE instead of standard output")


def run(arguments: argparse.Namespace, _console: Console) -> int:
    """Write the canonical bytes."""
    rulebook = seal(read_bytes(arguments.rulebook))
    if arguments.output:
        Path(arguments.output).write_bytes(rulebook.sealed())
    else:
        sys.stdout.buffer.write(rulebook.sealed())
    print(f"sealed {rulebook.header.id}: {rulebook.digest}", file=sys.stderr)
    return 0
