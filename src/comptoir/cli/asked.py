"""What commands about a basket are asked: when, at which counter, for which basket and buyer.

Source: house rule.
"""

from __future__ import annotations

import argparse

import pendulum

from comptoir.checkout.standing import Standing
from comptoir.cli.facts_files import standing_of_buyer
from comptoir.cli.files import read_basket, read_instant, read_rulebook, refuse_standard_input_twice
from comptoir.counter import Counter
from comptoir.facts.baskets import Basket


def read_when(arguments: argparse.Namespace) -> pendulum.DateTime:
    """The instant that is asked for, once no two files are standard input."""
    refuse_standard_input_twice(
        RULEBOOK=arguments.rulebook, BASKET=arguments.basket, **{"--facts": arguments.facts}
    )
    return read_instant(arguments.at)


def read_asked(
    arguments: argparse.Namespace, at: pendulum.DateTime
) -> tuple[Counter, Basket, Standing | None]:
    """The counter of the rulebook, the basket, and what its buyer's facts amount to, if they are given."""
    counter = Counter(read_rulebook(arguments.rulebook))
    basket = read_basket(arguments.basket)
    return counter, basket, standing_of_buyer(counter, basket, arguments.facts, at)
