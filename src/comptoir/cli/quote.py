"""Quote a basket: what it costs at an instant under a rulebook, and why.

The basket is JSON in its wire form ({"basket/1": {...}}) or TOML with the same keys; - reads it from
standard input. Without --at, it is asked as of now.
"""

from __future__ import annotations

import argparse
import json
from typing import Any

from rich.console import Console

from comptoir.checkout.quote import Quote
from comptoir.cli.files import add_language, add_rulebook, read_basket, read_instant, read_rulebook
from comptoir.counter import Counter
from comptoir.values.errors import WrongValue
from comptoir.values.instants import instant_text

HELP = "quote a basket, with the reason of every amount"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which rulebook, which basket, when, and in which form."""
    add_rulebook(parser)
    parser.add_argument("basket", metavar="BASKET", help="a basket: TOML or JSON; - reads standard input")
    parser.add_argument("--at", metavar="INSTANT", help="such as 2026-12-04T18:05:00+01:00 (default: now)")
    parser.add_argument("--json", action="store_true", help="print the quote as JSON, digests included")
    add_language(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print the quote."""
    if arguments.rulebook == arguments.basket == "-":
        cure = "read one of them from a file"
        raise WrongValue.at("BASKET", "found - twice", cure, code="standard_input_twice")
    at = read_instant(arguments.at)
    counter = Counter(read_rulebook(arguments.rulebook))
    quote = counter.quote(read_basket(arguments.basket), at)
    if arguments.json:
        print(json.dumps(as_data(quote), indent=2, ensure_ascii=False))
    else:
        console.print(quote.explain(arguments.language), markup=False)
    return 0


def as_data(quote: Quote) -> dict[str, Any]:
    """The quote as a JSON object."""
    codec = quote.rulebook.vocabulary.codec
    return {
        "rulebook": quote.rulebook.digest,
        "question": quote.question,
        "answer": quote.answer,
        "asked_at": instant_text(quote.asked_at),
        "valid_until": instant_text(quote.until),
        "terms": codec.write(quote.terms),
        "refs": [codec.write(ref) for ref in quote.goods.refs],
        "explanation": [statement.as_data() for statement in quote.explanation],
    }
