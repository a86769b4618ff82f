"""Answer every golden question in this process, however it was started, and print the canonical bytes.

Not a test itself: the parity test starts it in hostile circumstances. The arguments name them:
``shuffle=N`` scrambles and splits the basket's lines with the seed N, ``context`` sets a Decimal
context with three digits that rounds down and traps, ``locale`` takes over the environment's locale,
``scan`` reverses the order in which the rulebook's rules are written.
"""

from __future__ import annotations

import decimal
import locale
import random
import sys

import attrs

from comptoir import Basket, Counter, Line, Quote, Rulebook
from comptoir.values.instants import instant_text
from comptoir.vocabulary import STANDARD
from comptoir.wire import canonical
from vectors.rewrite import HERE, read


def scrambled(basket: Basket, seed: int) -> Basket:
    """The same goods, listed in another way."""
    chance = random.Random(seed)
    lines = []
    for line in basket.lines:
        if isinstance(line.quantity, int) and line.quantity > 1:
            first = chance.randint(1, line.quantity - 1)
            lines += [Line(line.sku, first), Line(line.sku, line.quantity - first)]
        else:
            lines.append(Line(line.sku, line.quantity, ref=f"other-{len(lines)}"))
    chance.shuffle(lines)
    return attrs.evolve(basket, lines=lines)


def reversed_rules(rulebook: Rulebook) -> Rulebook:
    """The same rules, written in the opposite order: another rulebook with the same answers."""
    pricing = attrs.evolve(
        rulebook.pricing, lists=rulebook.pricing.lists[::-1], promotions=rulebook.pricing.promotions[::-1]
    )
    products = attrs.evolve(rulebook.products, products=rulebook.products.products[::-1])
    tax = attrs.evolve(rulebook.tax, rates=rulebook.tax.rates[::-1])
    return attrs.evolve(rulebook, pricing=pricing, products=products, tax=tax)


def line_of(quote: Quote) -> bytes:
    """What must be equal everywhere."""
    told = {
        "question": quote.question,
        "answer": quote.answer,
        "until": instant_text(quote.until),
        "fr": quote.explain("fr"),
        "terms": STANDARD.codec.document(quote.terms),
    }
    return canonical(told)


def main(circumstances: list[str]) -> None:
    """Answer them all."""
    given = dict(each.partition("=")[::2] for each in circumstances)
    if "context" in given:
        hostile = decimal.Context(prec=3, rounding=decimal.ROUND_DOWN, Emax=9, Emin=-9)
        hostile.traps[decimal.Inexact] = True
        decimal.setcontext(hostile)
    if "locale" in given:
        locale.setlocale(locale.LC_ALL, "")
    rulebook = Rulebook.open((HERE / "rulebook.json").read_bytes())
    if "scan" in given:
        rulebook = reversed_rules(rulebook)
    counter = Counter(rulebook)
    for path in sorted((HERE / "questions").glob("*.json")):
        _, basket, at = read(path)
        if "shuffle" in given:
            basket = scrambled(basket, int(given["shuffle"]))
        sys.stdout.buffer.write(line_of(counter.quote(basket, at)) + b"\n")


if __name__ == "__main__":
    main(sys.argv[1:])
