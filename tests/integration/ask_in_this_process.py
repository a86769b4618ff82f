"""Answer every golden question, a journey and a year of facts in this process, however it was started.

What is printed are canonical bytes. Not a test itself: the parity test starts it in hostile
circumstances. The arguments name them: ``shuffle=N`` scrambles and splits the basket's lines, and
repeats and scrambles facts, with the seed N; ``context`` sets a Decimal context with three digits that
rounds down and traps; ``locale`` takes over the environment's locale; ``scan`` reverses the order in
which the rulebook's rules are written.
"""

from __future__ import annotations

import decimal
import locale
import random
import sys
from collections.abc import Iterator
from typing import TypeVar

import attrs
import pendulum

from comptoir import Basket, Counter, Quote, Rulebook
from comptoir.cli.journey.story import play
from comptoir.testing.year import a_year
from comptoir.values.instants import instant_text
from comptoir.vocabulary import STANDARD
from comptoir.wire import canonical
from vectors.rewrite import HERE, read

T = TypeVar("T")


def scrambled(basket: Basket, seed: int) -> Basket:
    """The same goods, listed in another way."""
    chance = random.Random(seed)
    lines = []
    for line in basket.lines:
        if isinstance(line.quantity, int) and line.quantity > 1:
            first = chance.randint(1, line.quantity - 1)
            lines += [
                attrs.evolve(line, quantity=quantity, ref=None) for quantity in (first, line.quantity - first)
            ]
        else:
            lines.append(attrs.evolve(line, ref=f"other-{len(lines)}"))
    chance.shuffle(lines)
    return attrs.evolve(basket, lines=lines)


def reversed_rules(rulebook: Rulebook) -> Rulebook:
    """The same rules, written in the opposite order: another rulebook with the same answers."""
    places = _reversed(rulebook.places, "stores", "zones")
    pricing = _reversed(
        rulebook.pricing, "lists", "cost_lists", "floors", "extras", "prior_prices", "promotions"
    )
    products = _reversed(rulebook.products, "products")
    tax = _reversed(rulebook.tax, "rates", "exemptions")
    return attrs.evolve(rulebook, places=places, pricing=pricing, products=products, tax=tax)


def _reversed(rules: T, *names: str) -> T:
    """The same rules, those of these names listed the other way round."""
    return attrs.evolve(rules, **{name: getattr(rules, name)[::-1] for name in names})  # type: ignore[misc]


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


def lines_of_a_journey(sealed: bytes, seed: int | None) -> Iterator[bytes]:
    """Points, delivery and returns of the journey and of a year, from facts in any order."""
    story = play(sealed)
    yield told(delivery=story.offered.answer, assessment=story.assessment.answer)
    counter = Counter(Rulebook.open(sealed))
    year = a_year(counter.rulebook, 1)
    for member, facts in ((story.statement.member, story.facts), (year.member, year.facts)):
        listed = list(facts)
        if seed is not None:
            listed += listed[::2]
            random.Random(seed).shuffle(listed)
        for month in range(1, 13):
            standing = counter.standing(member, listed, pendulum.datetime(2027, month, 1, tz="UTC"))
            yield told(question=standing.question, answer=standing.answer, until=instant_text(standing.until))


def told(**texts: str) -> bytes:
    """Some texts that must be equal everywhere."""
    return canonical(dict(texts))


def main(circumstances: list[str]) -> None:
    """Answer them all."""
    given = dict(each.partition("=")[::2] for each in circumstances)
    if "context" in given:
        hostile = decimal.Context(prec=3, rounding=decimal.ROUND_DOWN, Emax=9, Emin=-9)
        hostile.traps[decimal.Inexact] = True
        decimal.setcontext(hostile)
    if "locale" in given:
        locale.setlocale(locale.LC_ALL, "")
    sealed = (HERE / "rulebook.json").read_bytes()
    rulebook = Rulebook.open(sealed)
    if "scan" in given:
        rulebook = reversed_rules(rulebook)
    counter = Counter(rulebook)
    for path in sorted((HERE / "questions").glob("*.json")):
        _, basket, at = read(path)
        if "shuffle" in given:
            basket = scrambled(basket, int(given["shuffle"]))
        sys.stdout.buffer.write(line_of(counter.quote(basket, at)) + b"\n")
    if "scan" not in given:  # facts name the digest of the rulebook under which they came about
        for line in lines_of_a_journey(sealed, int(given["shuffle"]) if "shuffle" in given else None):
            sys.stdout.buffer.write(line + b"\n")


if __name__ == "__main__":
    main(sys.argv[1:])
