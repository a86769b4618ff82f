"""Print what schema.org can say of a rulebook's delivery services, as JSON-LD: OfferShippingDetails.

What it cannot say is listed on standard error, and until when the document holds: print it again then.
"""

from __future__ import annotations

import argparse
import json
import sys

from rich.console import Console

from comptoir.adapters.schema_org import shipping_details
from comptoir.cli.files import add_at, add_rulebook, read_instant, read_rulebook
from comptoir.values.instants import instant_text

HELP = "print the delivery services as schema.org OfferShippingDetails"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which rulebook, for which products, and when."""
    add_rulebook(parser)
    parser.add_argument("--sku", action="append", help="a product; may be repeated (default: all goods)")
    add_at(parser)


def run(arguments: argparse.Namespace, _console: Console) -> int:
    """Print the document, and what it leaves unsaid."""
    export = shipping_details(
        read_rulebook(arguments.rulebook), read_instant(arguments.at), skus=arguments.sku or ()
    )
    print(json.dumps(export.document, indent=2, ensure_ascii=False))
    for unsaid in export.unsaid:
        print(f"unsaid: {unsaid}", file=sys.stderr)
    print(f"holds until {instant_text(export.until)}", file=sys.stderr)
    return 0
