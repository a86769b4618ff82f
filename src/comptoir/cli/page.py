"""Show what one piece of each product costs, as a page of a shop does: price tags, asked at once.

Without --sku, all products of the rulebook. The basket, read as for `quote`, says for whom and where: its
lines are not looked at. Without --basket it is anybody, anywhere, in the rulebook's first currency.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Final

from rich.console import Console

from comptoir.checkout.page import NotPriced, Page, PriceTag
from comptoir.cli.answered import add_json, ending, print_json
from comptoir.cli.files import (
    add_at,
    add_language,
    add_rulebook,
    read_basket,
    read_instant,
    read_rulebook,
    refuse_standard_input_twice,
)
from comptoir.cli.voice import Sentences, Voice, columns, page
from comptoir.counter import Counter
from comptoir.facts.baskets import Basket
from comptoir.facts.tax_terms import PriceBasis
from comptoir.pricing.history import whole_percent
from comptoir.values.quantities import PIECE

HELP = "show the price tags of products, with the price before a reduction"

_WORDS: Final[Sentences] = {
    "per": {"fr": "{amount} / {unit}", "en": "{amount} / {unit}"},
    "prior": {
        "fr": "prix le plus bas des {days} jours avant : {prior}, soit -{percent} %",
        "en": "lowest price of the {days} days before: {prior}, that is {percent}% off",
    },
    "added": {"fr": "hors taxes ; {paid} à payer", "en": "without tax; {paid} to pay"},
    "on_top": {"fr": "{paid} à payer en tout", "en": "{paid} to pay in all"},
    "not_priced": {"fr": "pas de prix ({reason})", "en": "no price ({reason})"},
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which rulebook, which products, for whom, when, and in which form."""
    add_rulebook(parser)
    parser.add_argument("--sku", action="append", help="a product; may be repeated (default: all of them)")
    parser.add_argument("--basket", metavar="BASKET", help="for whom and where: TOML or JSON")
    add_at(parser)
    add_json(parser)
    add_language(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print the price tags."""
    refuse_standard_input_twice(RULEBOOK=arguments.rulebook, **{"--basket": arguments.basket})
    at = read_instant(arguments.at)
    counter = Counter(read_rulebook(arguments.rulebook))
    rulebook = counter.rulebook
    if arguments.basket is None:
        basket = Basket(currency=next(iter(rulebook.header.currencies)))
    else:
        basket = read_basket(arguments.basket)
    found = counter.page(arguments.sku or list(rulebook.assortment), at, basket=basket)
    if arguments.json:
        print_json(found, page=rulebook.vocabulary.codec.write(found.page))
    else:
        voice = Voice.of(arguments.language, rulebook)
        console.print(page([*tags(found, voice), "", *ending(found, voice)]), markup=False)
    return 0


def tags(found: Page, voice: Voice) -> Iterator[str]:
    """Each tag: name and price, then what a tag must say beside it."""
    for each in found.tags:
        product = found.rulebook.assortment.get(each.sku)
        name = each.sku if product is None else voice.name(product.name)
        if isinstance(each, NotPriced):
            yield columns(name, voice.say(_WORDS, "not_priced", reason=each.code))
            continue
        price = voice.amount(each.charged, found.basket.currency)
        if product is not None and product.unit != PIECE:
            price = voice.say(_WORDS, "per", amount=price, unit=product.unit)
        yield columns(name, price)
        for line in _beside(each, found, voice):
            yield f"  {line}"


def _beside(tag: PriceTag, found: Page, voice: Voice) -> Iterator[str]:
    """What stands beside a price: per measure, before the reduction, with tax and extras."""
    currency = found.basket.currency
    product = found.rulebook.assortment[tag.sku]
    if tag.per_measure is not None and product.unit == PIECE:
        amount = voice.amount(tag.per_measure.amount, currency)
        yield voice.say(_WORDS, "per", amount=amount, unit=tag.per_measure.unit)
    if tag.adjustments:
        yield ", ".join(_name_of(adjustment.rule, found, voice) for adjustment in tag.adjustments)
    if tag.announced is not None:  # the one price that may be struck through: not the listed one
        prior = voice.amount(tag.announced.prior.price, currency)
        percent = str(whole_percent(tag.announced.percent))
        days = str(tag.announced.prior.days)
        yield voice.say(_WORDS, "prior", days=days, prior=prior, percent=percent)
    if tag.paid != tag.charged:
        code = "added" if tag.basis is PriceBasis.ADDED else "on_top"
        yield voice.say(_WORDS, code, paid=voice.amount(tag.paid, currency))


def _name_of(promotion: str, found: Page, voice: Voice) -> str:
    names = (each.name for each in found.rulebook.pricing.promotions if each.id == promotion)
    return voice.name(next(names, {})) or promotion
