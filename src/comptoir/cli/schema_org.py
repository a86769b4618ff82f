"""Print what schema.org can say of a rulebook's delivery services and return policies, as JSON-LD.

These are OfferShippingDetails and MerchantReturnPolicy; --only prints one of the two.

What it cannot say is listed on standard error, and until when the document holds: print it again then.
"""

from __future__ import annotations

import argparse
import json
import sys
from functools import reduce
from typing import Final

from rich.console import Console

from comptoir.adapters.schema_org import Export, return_policies, shipping_details
from comptoir.cli.files import add_at, add_rulebook, read_instant, read_rulebook
from comptoir.values.instants import instant_text

HELP = "print delivery services and return policies in the words of schema.org"

_EXPORTS: Final = {"shipping": shipping_details, "returns": return_policies}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which rulebook, for which products, and when."""
    add_rulebook(parser)
    parser.add_argument("--sku", action="append", help="a product; may be repeated (default: all goods)")
    parser.add_argument("--only", choices=list(_EXPORTS), help="shipping or returns (default: both)")
    add_at(parser)


def run(arguments: argparse.Namespace, _console: Console) -> int:
    """Print the document, and what it leaves unsaid."""
    rulebook, at = read_rulebook(arguments.rulebook), read_instant(arguments.at)
    names = _EXPORTS if arguments.only is None else (arguments.only,)
    first, *others = (_EXPORTS[name](rulebook, at, skus=arguments.sku or ()) for name in names)
    export = reduce(Export.with_also, others, first)
    print(json.dumps(export.document, indent=2, ensure_ascii=False))
    for unsaid in export.unsaid:
        print(f"unsaid: {unsaid}", file=sys.stderr)
    print(f"holds until {instant_text(export.until)}", file=sys.stderr)
    return 0
