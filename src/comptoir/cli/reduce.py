"""Say whether less may be paid for goods that the customer keeps, or is still to get, and what is given back.

Facts are JSON Lines, as for `standing`. --take names a ref of the order, or the number of a line, then how
many pieces, and what is to say of them, such as app-7,off=4.00 EUR. Nothing is recorded: --json has the fact
to record. A refusal is an answer: the exit code is 0.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from typing import Final

from rich.console import Console

from comptoir.checkout.reducing import PriceReduction
from comptoir.cli.answered import add_json
from comptoir.cli.asked import add_order, read_told
from comptoir.cli.entries import read_entry
from comptoir.cli.facts_files import add_facts
from comptoir.cli.files import add_at, add_language, add_rulebook
from comptoir.cli.recording import add_id, print_done, recorded_before
from comptoir.cli.refunds import paid_back
from comptoir.cli.statement import to_be_looked_at
from comptoir.cli.voice import Sentences, Voice, columns, folded
from comptoir.facts.events import ReduceReason
from comptoir.facts.provenance import Provenance
from comptoir.returns.reduce import GoodReduced, Reduce
from comptoir.texts import quantity_text
from comptoir.values.errors import ComptoirError, WrongValue
from comptoir.values.money import Amount
from comptoir.values.quantities import Measured

HELP = "say whether less may be paid for goods, and what is given back"

_TAKE: Final = "--take"
_EXAMPLE: Final = "app-7,off=4.00 EUR"
_KEYS: Final = ("off", "to", "took", "picked", "sku")
_WORDS: Final[Sentences] = {
    "picked_less": {"fr": "Commande {order} : moins préparé", "en": "Order {order}: picked less"},
    "substituted": {"fr": "Commande {order} : remplacé", "en": "Order {order}: substituted"},
    "price_reduction": {
        "fr": "Commande {order} : réduction du prix",
        "en": "Order {order}: reduction of the price",
    },
    "goodwill": {"fr": "Commande {order} : geste commercial", "en": "Order {order}: goodwill"},
    "paid": {"fr": "payé jusqu'ici", "en": "paid so far"},
    "refunded": {"fr": "rendu", "en": "given back"},
    "took": {"fr": "remplace : {product}", "en": "in place of: {product}"},
    "picked": {"fr": "préparé : {quantity}", "en": "picked: {quantity}"},
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which rulebook, which facts, which goods, why, when, and in which form."""
    add_rulebook(parser)
    add_facts(parser)
    add_order(parser)
    parser.add_argument("--because", choices=[each.value for each in ReduceReason], required=True)
    parser.add_argument(
        _TAKE,
        metavar="WHAT[:COUNT][,DETAIL…]",
        action="append",
        required=True,
        help=f"what costs less, such as {_EXAMPLE}; may be repeated. Details: off=AMOUNT taken off or "
        "to=AMOUNT in all, took=SKU picked in their place, picked=0.532 kg of what is sold by measure, sku=S",
    )
    parser.add_argument("--claim", metavar="C", help="the claim for which the price is reduced")
    add_id(parser, "m-1")
    add_at(parser)
    add_json(parser)
    add_language(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print what a person at the desk says and does."""
    reduce = [_reduce(text) for text in arguments.take]
    counter, facts, at = read_told(arguments)
    because = ReduceReason(arguments.because)
    found = counter.reduce(
        arguments.order,
        facts,
        at,
        reduce=reduce,
        because=because,
        claim=arguments.claim,
        id=arguments.id,
        provenance=Provenance("command-line"),
    )
    print_done(
        found,
        _told,
        title=lambda voice: voice.say(_WORDS, because.value, order=arguments.order),
        counter=counter,
        arguments=arguments,
        console=console,
    )
    return 0


def _reduce(text: str) -> Reduce:
    """The goods that an entry of ``--take`` names."""
    entry = read_entry(text, _TAKE, _EXAMPLE, keys=_KEYS)
    if entry.reason is not None:
        cure = "say with --because why less is paid"
        raise WrongValue.at(_TAKE, f"found a reason, {entry.reason}", cure, code="not_goods")
    details = entry.details
    try:
        return Reduce(
            entry.what,
            entry.quantity,
            off=_amount(details, "off"),
            to=_amount(details, "to"),
            took=details.get("took"),
            picked=_measured(details.get("picked")),
            sku=details.get("sku"),
        )
    except ComptoirError as error:
        raise error.under(_TAKE) from None


def _amount(details: Mapping[str, str], key: str) -> Amount | None:
    return Amount.of(details[key], key) if key in details else None


def _measured(text: str | None) -> Measured | None:
    if text is None:
        return None
    try:
        return Measured.from_text(text)
    except ComptoirError as error:
        raise error.under("picked") from None


def _told(found: PriceReduction, voice: Voice) -> Iterator[str]:
    """What was decided, in lines of at most eighty characters."""
    if found.lowering is None:
        yield from recorded_before(voice)
        return
    for good in found.lowering.goods:
        yield from _good(good, found.lowering.refund.currency, voice)
    yield ""
    yield from paid_back(found.lowering, voice)
    yield from to_be_looked_at(found.lowering.conflicts, voice)


def _good(good: GoodReduced, currency: str, voice: Voice) -> Iterator[str]:
    """Pieces at their new price: what they cost before, and what is given back of it."""
    yield f"  {voice.goods(good.product, good.quantity)}"
    if good.took is not None:
        yield from folded(voice.say(_WORDS, "took", product=good.sku), indent=4)
    if good.picked is not None:
        picked = quantity_text(good.picked, voice.language)
        yield from folded(voice.say(_WORDS, "picked", quantity=picked), indent=4)
    for code, minor in (("paid", good.paid), ("refunded", good.refunded)):
        yield columns(f"    {voice.say(_WORDS, code)}", voice.amount(minor, currency))
