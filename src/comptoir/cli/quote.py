"""Quote a basket: what it costs at an instant under a rulebook, and why.

The basket is JSON in its wire form ({"basket/1": {...}}) or TOML with the same keys; - reads it from
standard input. Without --at, it is asked as of now.
"""

from __future__ import annotations

import argparse

from rich.console import Console

from comptoir.cli.answered import add_json, print_json
from comptoir.cli.asked import read_asked, read_when
from comptoir.cli.facts_files import add_buyers_facts
from comptoir.cli.files import (
    add_at,
    add_basket,
    add_language,
    add_rulebook,
)

HELP = "quote a basket, with the reason of every amount"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which rulebook, which basket, when, and in which form."""
    add_rulebook(parser)
    add_basket(parser)
    add_at(parser)
    add_buyers_facts(parser)
    add_json(parser)
    add_language(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print the quote."""
    at = read_when(arguments)
    counter, basket, standing = read_asked(arguments, at)
    quote = counter.quote(basket, at, standing=standing)
    if arguments.json:
        codec = quote.rulebook.vocabulary.codec
        print_json(
            quote,
            terms=codec.write(quote.terms),
            refs=[codec.write(ref) for ref in quote.goods.refs],
            explanation=[statement.as_data() for statement in quote.explanation],
        )
    else:
        console.print(quote.explain(arguments.language), markup=False)
    return 0
