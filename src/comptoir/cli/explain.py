"""Explain a basket: what each promotion did or did not, and why, and what a little more would bring.

The basket is read as for `quote`. What is nearly there was proven by pricing the basket with it.
--promotion tells of that promotion only, in force or not.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from typing import Any, Final

import attrs
from rich.console import Console
from rich.text import Text

from comptoir.checkout.explanation import Statement
from comptoir.checkout.hints import Cliff, Hints, NearMiss
from comptoir.checkout.quote import Quote
from comptoir.cli.answered import add_json, print_json
from comptoir.cli.asked import read_asked, read_when
from comptoir.cli.facts_files import add_buyers_facts
from comptoir.cli.files import (
    add_at,
    add_basket,
    add_language,
    add_rulebook,
)
from comptoir.cli.voice import PAGE, Sentences, Voice, columns, folded
from comptoir.facts.delivery_terms import DeliveryTerms
from comptoir.facts.lines import Line
from comptoir.facts.terms import LineTerms
from comptoir.texts import quantity_text
from comptoir.values.money import Amount
from comptoir.values.quantities import pieces

HELP = "explain a basket: which promotions applied, which did not and why, and what is nearly there"

NARROWEST: Final = 40
"""Columns below which lines are left to the terminal to break."""
_TOOK_PART: Final = {
    "why_applied",
    "why_applied_to_all",
    "why_capped",
    "why_floored",
    "why_delivery",
    "why_points",
}
_WORDS: Final[Sentences] = {
    "leaves": {"fr": "reste", "en": "leaves"},
    "free": {"fr": "offert ({rule})", "en": "free ({rule})"},
    "reduced": {"fr": "réduit ({rule})", "en": "reduced ({rule})"},
    "total": {"fr": "Total", "en": "Total"},
    "applied": {"fr": "Appliquées", "en": "What applied"},
    "not_applied": {"fr": "Pas appliquées, et pourquoi", "en": "What did not, and why"},
    "nearly": {"fr": "Presque", "en": "Nearly there"},
    "cliffs": {"fr": "Plus d'articles, moins à payer", "en": "More for less"},
    "nothing": {"fr": "aucune", "en": "nothing"},
    "and": {"fr": " et ", "en": " and "},
    "add": {
        "fr": "{name}\n  ajoutez {goods} : {more} de plus en tout, {saved} économisés",
        "en": "{name}\n  add {goods}: {more} more in all, {saved} saved",
    },
    "add_free": {
        "fr": "{name}\n  ajoutez {goods} sans payer davantage : {saved} économisés",
        "en": "{name}\n  add {goods} and pay no more: {saved} saved",
    },
    "add_less": {
        "fr": "{name}\n  ajoutez {goods} et payez {more} de moins en tout : {saved} économisés",
        "en": "{name}\n  add {goods} and pay {more} less in all: {saved} saved",
    },
    "spend": {
        "fr": "{name}\n  encore {missing} d'achats, et {saved} sont déduits",
        "en": "{name}\n  spend {missing} more, and {saved} is taken off",
    },
    "cliff": {
        "fr": "{many} × {goods} : {less} de moins en tout que {now}",
        "en": "{many} × {goods} cost {less} less in all than {now}",
    },
    "bounded": {
        "fr": "Tout n'a pas été essayé : il peut y en avoir d'autres.",
        "en": "Not everything was tried: there may be more.",
    },
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which rulebook, which basket, which promotion, when, and in which form."""
    add_rulebook(parser)
    add_basket(parser)
    parser.add_argument("--promotion", metavar="ID", help="tell of this promotion only")
    add_at(parser)
    add_buyers_facts(parser)
    add_json(parser)
    add_language(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print the explanation."""
    at = read_when(arguments)
    counter, basket, standing = read_asked(arguments, at)
    quote = counter.quote(basket, at, standing=standing)
    why = quote.why(arguments.promotion)
    hints = _only(arguments.promotion, counter.hints(quote))
    if arguments.json:
        print_json(
            quote,
            total=Amount(quote.terms.total, basket.currency).to_text(),
            explanation=[statement.as_data() for statement in quote.explanation],
            why=[statement.as_data() for statement in why],
            near_misses=[_near_miss_data(each) for each in hints.near_misses],
            cliffs=[_cliff_data(each) for each in hints.cliffs],
            all_tried=hints.all_tried,
        )
        return 0
    voice = Voice.of(arguments.language, quote.rulebook)
    told = _Told(quote, why, hints, voice, max(NARROWEST, min(console.width, PAGE)))
    for line in told.lines():
        console.print(line)
    return 0


def _only(promotion: str | None, hints: Hints) -> Hints:
    """The hints that are about a promotion, if one is asked about."""
    if promotion is None:
        return hints
    near = tuple(each for each in hints.near_misses if each.promotion == promotion)
    return attrs.evolve(hints, near_misses=near, cliffs=())


def _near_miss_data(each: NearMiss) -> dict[str, Any]:
    missing = each.missing.to_text() if isinstance(each.missing, Amount) else each.missing
    return {
        "promotion": each.promotion,
        "missing": missing,
        "add": [_line_data(line) for line in each.add],
        "more": each.more.to_text(),
        "saved": each.saved.to_text(),
    }


def _cliff_data(each: Cliff) -> dict[str, Any]:
    unit = {} if each.unit is None else {"unit": each.unit}
    return {"sku": each.sku, **unit, "units": each.units, "less": each.less.to_text()}


def _line_data(line: Line) -> dict[str, Any]:
    unit = {} if line.unit is None else {"unit": line.unit}
    return {"sku": line.sku, "quantity": pieces(line.quantity), **unit}


@attrs.frozen
class _Told:
    """An explanation as a page: each part under its heading."""

    quote: Quote
    why: tuple[Statement, ...]
    hints: Hints
    voice: Voice
    width: int

    def lines(self) -> Iterator[Text]:
        """The receipt, then the promotions, then what is near, and how good the choice is."""
        voice, rulebook = self.voice, self.quote.rulebook
        yield _bold(rulebook.header.seller or rulebook.header.id)
        yield Text(voice.moment(self.quote.asked_at))
        yield Text()
        yield from self._receipt()
        took_part = [each for each in self.why if each.code in _TOOK_PART]
        others = [each for each in self.why if each.code not in _TOOK_PART]
        nothing = [] if took_part or not others else [voice.say(_WORDS, "nothing")]
        yield from self._part("applied", [*map(self._said, took_part), *nothing])
        yield from self._part("not_applied", map(self._said, others))
        yield from self._part("nearly", map(self._near_miss, self.hints.near_misses))
        yield from self._part("cliffs", map(self._cliff, self._cliffs()))
        if not self.hints.all_tried:
            yield from self._folded(voice.say(_WORDS, "bounded"))
        yield Text()
        *proof, answer = (
            self._said(each)
            for each in self.quote.explanation
            if each.code in {"proven", "within", "until", "answer"}
        )
        for sentence in proof:
            yield from self._folded(sentence)
        yield Text(answer)

    def _receipt(self) -> Iterator[Text]:
        terms, voice = self.quote.terms, self.voice
        for line in terms.lines:
            yield from self._line(line)
        for given in terms.empties:
            name = voice.name(given.name) or given.rule
            yield self._row(f"{voice.number(given.count)} × {name}", given.paid)
        for delivery in terms.deliveries:
            yield from self._delivery(delivery)
        yield _bold(self._row(voice.say(_WORDS, "total"), terms.total).plain)

    def _line(self, line: LineTerms) -> Iterator[Text]:
        yield self._row(self._goods(line), line.regular)
        reasons = self.quote.rulebook.pricing.overrides.reasons
        decided = {each.id: each.name for each in reasons}
        decided |= {each.id: each.name for each in self.quote.rulebook.returns.policies}
        if (programme := self.quote.rulebook.loyalty.programme) is not None:
            decided[programme.id] = programme.name
        for each in line.adjustments:
            names = decided.get(each.rule) or self._names_of(each.rule)
            yield self._row(f"    {self.voice.name(names) or each.rule}", each.amount)
        if line.adjustments:
            yield self._row(f"    {self.voice.say(_WORDS, 'leaves')}", line.charged)
        for extra in line.extras:
            if not extra.in_price:
                yield self._row(f"    {self.voice.name(extra.name) or extra.rule}", extra.amount)

    def _delivery(self, delivery: DeliveryTerms) -> Iterator[Text]:
        yield self._row(self.voice.name(delivery.name) or delivery.service, delivery.fee)
        if delivery.reduction:
            rule = delivery.free_by or delivery.reduced_by or ""
            name = self.voice.name(self._names_of(rule)) or rule
            word = "reduced" if delivery.reduction < delivery.fee else "free"
            yield self._row(f"    {self.voice.say(_WORDS, word, rule=name)}", -delivery.reduction)
        for each in delivery.surcharges:
            yield self._row(f"    {self.voice.name(each.name) or each.rule}", each.amount)

    def _part(self, heading: str, texts: Iterable[str]) -> Iterator[Text]:
        """Texts under a heading; nothing at all without one."""
        told = list(texts)
        if told:
            yield Text()
            yield _bold(self.voice.say(_WORDS, heading))
        for line in "\n".join(told).splitlines():
            yield from self._folded(line, indent=2)

    def _said(self, statement: Statement) -> str:
        return statement.text(self.voice.zone, self.voice.language)

    def _near_miss(self, each: NearMiss) -> str:
        voice = self.voice
        name = voice.name(self._names_of(each.promotion)) or each.promotion
        saved = voice.amount(each.saved.minor, each.saved.currency)
        if isinstance(each.missing, Amount):
            missing = voice.amount(each.missing.minor, each.missing.currency)
            return voice.say(_WORDS, "spend", missing=missing, saved=saved, name=name)
        goods = voice.say(_WORDS, "and").join(map(self._goods, each.add))
        more = each.more.minor
        code = "add" if more > 0 else "add_less" if more else "add_free"
        amount = voice.amount(abs(more), each.more.currency)
        return voice.say(_WORDS, code, goods=goods, more=amount, saved=saved, name=name)

    def _cliffs(self) -> Iterator[Cliff]:
        """The cliffs that no near miss tells already."""
        told = {(each.sku, each.units) for each in self.hints.near_misses if each.more.minor < 0}
        return (each for each in self.hints.cliffs if (each.sku, each.units) not in told)

    def _cliff(self, each: Cliff) -> str:
        lines = [line for line in self.quote.terms.lines if (line.sku, line.unit) == (each.sku, each.unit)]
        now = sum(pieces(line.quantity) for line in lines)
        product = self.quote.rulebook.assortment[each.sku]
        return self.voice.say(
            _WORDS,
            "cliff",
            many=self.voice.number(now + each.units),
            goods=self.voice.name(product.name) or each.sku,
            less=self.voice.amount(each.less.minor, each.less.currency),
            now=self.voice.number(now),
        )

    def _names_of(self, promotion: str) -> dict[str, str]:
        known = self.quote.rulebook.pricing.by_id.get(promotion)
        return {} if known is None else dict(known.name)

    def _goods(self, line: Line | LineTerms) -> str:
        """So many of a product, or of its packs."""
        quantity = quantity_text(line.quantity, self.voice.language)
        pack = "" if line.unit is None else f" {line.unit}"
        name = self.voice.name(self.quote.rulebook.assortment[line.sku].name) or line.sku
        return f"{quantity}{pack} × {name}"

    def _row(self, left: str, minor: int) -> Text:
        return Text(columns(left, self.voice.amount(minor, self.quote.terms.currency), self.width))

    def _folded(self, line: str, indent: int = 0) -> Iterator[Text]:
        """A line as several that fit, as far to the right as it begins, the others a little more."""
        text = line.lstrip()
        indent += len(line) - len(text)
        first, *others = folded(text, width=self.width - indent - 2)
        yield Text(f"{' ' * indent}{first}")
        for other in others:
            yield Text(f"{' ' * (indent + 2)}{other}")


def _bold(text: str) -> Text:
    return Text(text, style="bold")
