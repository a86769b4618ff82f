"""The command line: what a rulebook's author, a newcomer and a maintainer do without writing code.

Each command is a module with ``HELP``, ``add_arguments`` and ``run``. This is the outside: it reads
files, prints, and may look at the clock, but computes nothing itself. Bad input is answered with the
error on standard error and exit code 2, never a traceback.

Source: house rule.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from typing import Final

from comptoir import __version__
from comptoir.values.errors import ComptoirError

try:
    from rich.console import Console
except ImportError as missing:
    raise ImportError('the command line needs an extra: pip install "comptoir[cli]"') from missing

COMMANDS: Final = {
    "journey": "comptoir.cli.journey",
    "example": "comptoir.cli.example",
    "check": "comptoir.cli.check",
    "seal": "comptoir.cli.seal",
    "schema": "comptoir.cli.schema",
    "quote": "comptoir.cli.quote",
    "explain": "comptoir.cli.explain",
    "page": "comptoir.cli.page",
    "delivery": "comptoir.cli.delivery",
    "schema-org": "comptoir.cli.schema_org",
    "standing": "comptoir.cli.standing",
    "liability": "comptoir.cli.liability",
    "what-if": "comptoir.cli.what_if",
    "late": "comptoir.cli.late",
    "cancel": "comptoir.cli.cancel",
    "return": "comptoir.cli.goods_back",
    "return-unproven": "comptoir.cli.unproven",
    "withdraw": "comptoir.cli.withdraw",
    "reduce": "comptoir.cli.reduce",
    "claim": "comptoir.cli.claim",
    "ticket": "comptoir.cli.ticket",
    "exchange": "comptoir.cli.exchange",
    "replay": "comptoir.cli.replay",
}
"""The commands, in the order in which a newcomer meets them, and the module of each."""

_DESCRIPTION = """\
One counter, every channel: prices that are the same at the till, on the web, in the app and on the
telephone, with the reason; and so are points, delivery dates and returns.
"""
_EPILOG = """\
a first walk:
  comptoir journey --facts facts.jsonl    a dress, from favourites to the exchange
  comptoir example rulebook > rules.toml  a complete rulebook to read and to change
  comptoir example basket > basket.toml   a basket to ask about
  comptoir check rules.toml               all its faults, with place and cure
  comptoir seal rules.toml > rules.json   what tills and servers open
  comptoir quote rules.json basket.toml --at 2026-12-04T18:05:00+01:00
  comptoir explain rules.json basket.toml --at 2026-12-04T18:05:00+01:00
  comptoir page rules.json --at 2026-11-27T10:00:00+01:00
  comptoir delivery rules.json basket.toml --at 2026-12-04T18:05:00+01:00
  comptoir standing rules.json facts.jsonl --at 2027-01-05T10:00:00+01:00
  comptoir late rules.json facts.jsonl --order o-1001
  comptoir return rules.json facts.jsonl --order o-1001 \\
      --give app-7:1:too_large --store lyon-2 --at 2027-01-05T10:00:00+01:00
  comptoir journey --story machine --facts machine.jsonl    bought, repaired, sold on
  comptoir claim rules.json machine.jsonl --order o-0907 --at 2027-03-15T18:00:00+01:00

exit codes: 0 done, 1 done and something is wrong (a fault, a broken law), 2 bad input.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is returned, and errors are printed on standard error."""
    parser = _parser()
    arguments = parser.parse_args(argv)
    try:
        code: int = arguments.run(arguments, Console(highlight=False, soft_wrap=True))
        sys.stdout.flush()
    except ComptoirError as error:
        _complain(error)
        return 2
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        print(f"comptoir: {place}{(error.strerror or str(error)).lower()}", file=sys.stderr)
        return 2
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="comptoir",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"comptoir {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, path in COMMANDS.items():
        module = importlib.import_module(path)
        command = commands.add_parser(
            name,
            help=module.HELP,
            description=module.__doc__,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    return parser


def _complain(error: ComptoirError) -> None:
    for fault in error.faults:
        print(f"comptoir: {fault}", file=sys.stderr)
    if len(error.faults) > 1:
        print(f"comptoir: {len(error.faults)} faults, for {error.who} to cure", file=sys.stderr)
