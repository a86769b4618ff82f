"""What commands are asked: when, at which counter, about which basket and buyer, or facts and order.

Source: house rule.
"""

from __future__ import annotations

import argparse
from datetime import date

import pendulum

from comptoir.checkout.standing import Standing
from comptoir.cli.facts_files import read_facts, standing_of_buyer
from comptoir.cli.files import read_basket, read_instant, read_rulebook, refuse_standard_input_twice
from comptoir.counter import Counter
from comptoir.facts.baskets import Basket
from comptoir.facts.events import Fact
from comptoir.facts.history import Received
from comptoir.facts.late_terms import AtOnce
from comptoir.values.errors import WrongValue, shown


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


def read_told(
    arguments: argparse.Namespace,
) -> tuple[Counter, tuple[Fact | Received, ...], pendulum.DateTime]:
    """The counter of the rulebook, the facts, and the instant that is asked for."""
    refuse_standard_input_twice(RULEBOOK=arguments.rulebook, FACTS=arguments.facts)
    at = read_instant(arguments.at)
    counter = Counter(read_rulebook(arguments.rulebook))
    return counter, read_facts(arguments.facts), at


def add_order(parser: argparse.ArgumentParser) -> None:
    """Let the reader name an order."""
    parser.add_argument("--order", metavar="O", required=True, help="the order's id")


def add_time_given(parser: argparse.ArgumentParser) -> None:
    """Let the reader say which additional time the customer gave, or why none was needed."""
    parser.add_argument("--extra-until", metavar="DAY", help="the last day of the additional time given")
    parser.add_argument(
        "--at-once", choices=[each.value for each in AtOnce], help="why no additional time is needed"
    )


def read_day(text: str | None, option: str) -> date | None:
    """The day of an option."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongValue.at(option, shown(text), "write a day as 2026-12-04", code="not_a_day") from None


def read_at_once(arguments: argparse.Namespace) -> AtOnce | None:
    """Why no additional time is needed."""
    return None if arguments.at_once is None else AtOnce(arguments.at_once)
