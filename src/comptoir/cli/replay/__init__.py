"""Replay real till data: quote every basket of a file, and see whether the laws hold of it.

FILE is CSV, plain or packed with xz; - reads standard input. Three layouts are told by the header:

  household_id,store_id,basket_id,product_id,...    the "Complete Journey" transactions (USD)
  InvoiceNo,StockCode,Description,Quantity,...      the UCI "Online Retail" invoices (GBP)
  basket,at,sku,quantity,price[,currency]           one line per row, the price of one piece or unit;
                                                    at with its offset, quantity as 2 or 0.532 kg,
                                                    currency EUR unless there is a column for it

Such data has no price list, and sells a product at several prices a day: each product and unit price
becomes a SKU of a rulebook with one offer, --percent off everything. Lines that no basket can hold
are counted by reason. The report compares totals with those recorded, tries the laws on each basket,
and counts the baskets that other ways of rounding would have charged otherwise. Exit code 1 if a law
is broken.
"""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import ExitStack

from rich.console import Console
from rich.progress import Progress

from comptoir.cli.replay.lawful import LAWS_TRIED
from comptoir.cli.replay.printing import print_report
from comptoir.cli.replay.replaying import replay
from comptoir.cli.replay.source import opened
from comptoir.values.percentages import Percent

HELP = "quote every basket of real till data, and try the laws on it"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which data, which offer, how much of it, and in which form."""
    parser.add_argument("file", metavar="FILE", help="till data: .csv or .csv.xz; - reads standard input")
    parser.add_argument("--percent", default="10", metavar="P", help="off everything (default: 10)")
    parser.add_argument("--limit", type=_count, metavar="N", help="stop after N baskets (default: all)")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    laws = f"try the laws {', '.join(LAWS_TRIED)} on each basket, or none (default: all)"
    parser.add_argument("--laws", choices=("all", "none"), default="all", help=laws)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print the report; exit code 1 if a law is broken or a line lost."""
    percent = Percent.of(arguments.percent, "--percent")
    laws = LAWS_TRIED if arguments.laws == "all" else ()
    shown = Console(stderr=True)
    with ExitStack() as stack:
        progress = Progress(console=shown, transient=True)
        if shown.is_terminal:
            stack.enter_context(progress)
        source = stack.enter_context(opened(arguments.file))
        report = replay(source, percent=percent, limit=arguments.limit, laws=laws, progress=progress)
    if arguments.json:
        json.dump(report.as_data(), sys.stdout, indent=2)
        print()
    else:
        print_report(report, console)
    return 1 if report.broken else 0


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and int(text)):
        message = f"found {text[:20]!a}; say how many baskets, such as 1000"
        raise argparse.ArgumentTypeError(message)
    return int(text)
