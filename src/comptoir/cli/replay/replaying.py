"""The replay itself: one pass for the prices, one in which every basket is quoted and examined.

Source: house rule.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from time import perf_counter

import attrs
from rich.progress import Progress

from comptoir.checkout.quote import Quote
from comptoir.cli.replay.admission import Sold, admitted
from comptoir.cli.replay.baskets import Tally, TillBasket, gathered
from comptoir.cli.replay.disagreements import OTHERS
from comptoir.cli.replay.lawful import LOST_LINES, Broken, broken_laws, own_sum_differs
from comptoir.cli.replay.layouts import layout_of, recorded_lines
from comptoir.cli.replay.pricebook import rulebook_for, seen_in
from comptoir.cli.replay.recorded import Layout, extension
from comptoir.cli.replay.report import Report, Speed
from comptoir.cli.replay.skipping import Skip
from comptoir.cli.replay.source import Source
from comptoir.facts.baskets import Basket
from comptoir.facts.lines import Line
from comptoir.rulebook import Rulebook
from comptoir.testing.laws import Ask, Case, ask_counter
from comptoir.values.errors import WireError
from comptoir.values.instants import datetime_of
from comptoir.values.money import MINOR_DIGITS
from comptoir.values.percentages import Percent
from comptoir.values.quantities import millionths


def replay(
    source: Source,
    *,
    percent: Percent,
    limit: int | None,
    laws: tuple[str, ...],
    progress: Progress,
    ask: Ask = ask_counter,
) -> Report:
    """Quote every basket of the data, at the counter or by another way of asking, and report what was found.

    Raises ``WireError`` for data that is not what its layout promises, and where no line can be quoted.
    """
    layout = layout_of(source)
    currency = _currency_of(source, layout)
    started = perf_counter()
    tally = Tally()
    baskets = gathered(_lines(source, layout, currency), tally, limit)
    seen = seen_in(progress.track(baskets, description="reading prices"))
    read = perf_counter()
    if not seen.baskets:
        raise _nothing_to_quote(source, tally)
    rulebook = rulebook_for(seen, currency, percent)
    digest = rulebook.digest
    composed = perf_counter()

    run = _Run(rulebook=rulebook, ask=ask, currency=currency, percent=percent, laws=laws)
    tally = Tally()
    baskets = gathered(_lines(source, layout, currency), tally, limit)
    for basket in progress.track(baskets, total=seen.baskets, description="quoting"):
        run.examine(basket)
    run.broken += _lost_lines(tally, run.lines)
    return Report(
        source=source.name,
        layout=layout.name,
        percent=percent,
        rulebook=digest,
        prices=len(seen.prices),
        currency=currency,
        lines_read=tally.read,
        lines_quoted=run.lines,
        lines_skipped={reason.code: tally.skipped[reason] for reason in Skip if tally.skipped[reason]},
        baskets=run.baskets,
        recorded=run.recorded,
        regular=run.regular,
        charged=run.charged,
        to_the_cent=run.to_the_cent,
        inexact_lines=run.inexact_lines,
        off_by_max=run.off_by_max,
        otherwise={name: run.otherwise[name] for name in OTHERS},
        laws=laws,
        broken=tuple(run.broken),
        speed=Speed(
            reading=read - started, composing=composed - read, quoting=run.quoting, laws=run.trying_laws
        ),
    )


@attrs.define(kw_only=True)
class _Run:
    """The sums of a replay so far."""

    rulebook: Rulebook
    ask: Ask
    currency: str
    percent: Percent
    laws: tuple[str, ...]
    baskets: int = 0
    lines: int = 0
    recorded: int = 0
    regular: int = 0
    charged: int = 0
    to_the_cent: int = 0
    inexact_lines: int = 0
    off_by_max: int = 0
    otherwise: Counter[str] = attrs.field(factory=Counter)
    broken: list[Broken] = attrs.field(factory=list)
    quoting: float = 0.0
    trying_laws: float = 0.0

    def examine(self, basket: TillBasket) -> None:
        """Quote one basket; only the asking itself is timed as quoting."""
        asked = Basket(currency=self.currency, lines=[Line(line.sku, line.quantity) for line in basket.lines])
        at = datetime_of(basket.at)
        started = perf_counter()
        quote = self.ask(self.rulebook, asked, at)
        answered = perf_counter()
        self.broken += own_sum_differs(quote, basket)
        self.broken += broken_laws(Case(self.rulebook, asked, at), self.ask, basket, self.laws)
        self.trying_laws += perf_counter() - answered
        self.quoting += answered - started
        self._add(basket, quote)

    def _add(self, basket: TillBasket, quote: Quote) -> None:
        regular = sum(line.regular for line in quote.terms.lines)
        self.baskets += 1
        self.lines += len(basket.lines)
        self.recorded += basket.recorded
        self.regular += regular
        self.charged += quote.terms.total
        self.to_the_cent += regular == basket.recorded
        self.off_by_max = max(self.off_by_max, abs(regular - basket.recorded))
        self.inexact_lines += sum(not _is_exact(line, self.currency) for line in basket.lines)
        for name, other in OTHERS.items():
            charged = other(quote.terms.lines, self.percent, MINOR_DIGITS[self.currency])
            self.otherwise[name] += charged != quote.terms.total


def _is_exact(line: Sold, currency: str) -> bool:
    return extension(line.price.millionths, millionths(line.quantity), currency) == line.value


def _currency_of(source: Source, layout: Layout) -> str:
    """The currency of the first line that has one."""
    for _, line in recorded_lines(source, layout):
        if not isinstance(line, Skip):
            return line.currency
    return "EUR"  # nothing will be quoted


def _lines(source: Source, layout: Layout, currency: str) -> Iterator[Sold | Skip]:
    for row, line in recorded_lines(source, layout):
        if isinstance(line, Skip):
            yield line
            continue
        if line.currency != currency:
            where = f"{row.source} line {row.line} column currency"
            cure = "replay each currency by itself"
            raise WireError.at(where, f"found {line.currency} after {currency}", cure, code="second_currency")
        yield admitted(line)


def _nothing_to_quote(source: Source, tally: Tally) -> WireError:
    reasons = ", ".join(f"{count} skipped for {reason.value}" for reason, count in tally.skipped.items())
    found = f"found no line that can be quoted among {tally.read}" + (f": {reasons}" if reasons else "")
    return WireError.at(source.name, found, "send till data with sales in it", code="nothing_to_quote")


def _lost_lines(tally: Tally, quoted: int) -> Iterator[Broken]:
    """The lines read are those quoted and those skipped; anything else is a mistake of the replay."""
    skipped = sum(tally.skipped.values())
    if tally.read != quoted + skipped:
        yield Broken("-", LOST_LINES, f"found {tally.read} lines read, {quoted} quoted, {skipped} skipped")
