"""From where the goods of a parcel come: which pieces from which source, by what is had where and when.

Decides by the stock that is told, the sources that reach the place, and the service's preferences. A way to
serve a parcel is a set of sources, each of which is used; in it, each piece is taken from where it arrives
first, of a product the larger packs before the smaller, and then line by line. May never know prices, nor
who asks; when goods arrive is asked for.

A product of which no stock is told is at every source now. A pack is taken whole, and so is what is weighed
or measured: from one source, even if that gets it bit by bit.

Source: house rule (order routing, as other shops have it: what must be, then what is preferred).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import combinations, groupby
from operator import attrgetter, itemgetter
from typing import Final

import attrs

from comptoir.delivery.kinds import Parcel, ParcelLine
from comptoir.delivery.promise import Promise
from comptoir.delivery.rules import PREFERENCES, Dates, LeadTime, Prefer, Sourcing
from comptoir.facts.delivery_terms import Promised, Sourced
from comptoir.facts.products import Product
from comptoir.facts.stock import Stock
from comptoir.facts.units import Units
from comptoir.values.decimals import MILLION
from comptoir.values.errors import NoAnswer, WrongValue
from comptoir.values.instants import Instant
from comptoir.values.moments import Moment
from comptoir.values.quantities import Measured, millionths_in

Arrives = Callable[[str, Instant | None, int], Promise | None]
"""What is promised of goods from a source, had from an instant on or now, so many days made to order.

``None`` where nobody is there to receive them.
"""

_Entry = tuple[Instant | None, int]
"""From when something is had, and how much of it, in millionths of the product's unit."""
_Entries = tuple[_Entry, ...]


@attrs.frozen(kw_only=True)
class Part:
    """Pieces of one line that come from one ``source`` and arrive together."""

    units: Units
    source: str
    promise: Promise


@attrs.frozen
class Lacking:
    """Why there is no way to serve a parcel: ``products`` (SKUs) that are not to be had.

    Without any, nobody is there to receive it.
    """

    products: tuple[str, ...] = ()


def lead_days(lead_times: Iterable[LeadTime], product: Product) -> int:
    """The days of the calendar before a product can be dispatched; 0 if it is not made to order."""
    return max((each.days for each in lead_times if each.on.selects(product)), default=0)


@attrs.frozen
class Had:
    """Something is to be had ``from_`` an instant on; now without one."""

    from_: Instant | None = None


@attrs.frozen
class Stocks:
    """What is where of products of which something is told, by SKU and source: what is there now first."""

    entries: Mapping[str, Mapping[str, _Entries]]

    @classmethod
    def of(cls, stock: Iterable[Stock], products: Mapping[str, Product]) -> Stocks:
        """The stock of some products, from a basket's in its order.

        Raises ``WrongValue`` for an entry that is not counted or measured as the product is sold.
        """
        found: dict[str, dict[str, list[_Entry]]] = {}
        for each in stock:
            if each.sku in products:
                entry = each.from_, _millionths(each, products[each.sku].unit)
                found.setdefault(each.sku, {}).setdefault(each.source, []).append(entry)
        return cls(
            {
                sku: {source: tuple(entries) for source, entries in by_source.items()}
                for sku, by_source in found.items()
            }
        )

    def there(self, moment: Moment) -> Stocks:
        """Only what is there at a moment."""
        return Stocks(
            {
                sku: {
                    source: tuple(
                        (None, there) for from_, there in entries if from_ is None or moment.reaches(from_)
                    )
                    for source, entries in by_source.items()
                }
                for sku, by_source in self.entries.items()
            }
        )

    def less(self, taken: Iterable[tuple[str, str, int]]) -> Stocks:
        """What is left once so much of a product, in millionths, was taken from a source, each in turn."""
        entries = dict(self.entries)
        for sku, source, amount in taken:
            by_source = entries.get(sku, {})
            if source in by_source:
                entries[sku] = {**by_source, source: _without(by_source[source], amount)}
        return Stocks(entries)

    def instants(self) -> set[Instant]:
        """When more is to be had than before, at any source."""
        return {
            from_
            for by_source in self.entries.values()
            for entries in by_source.values()
            for from_, _ in entries
            if from_ is not None
        }

    def whole(self, source: str, parcel: Parcel) -> Had | None:
        """From when one source has all of a parcel; ``None`` if it never has."""
        wanted: dict[str, int] = {}
        for line in parcel.lines:
            if (sku := line.product.sku) in self.entries:
                wanted[sku] = wanted.get(sku, 0) + line.pieces * amount_of(line)
        found = [_had(self.entries[sku].get(source, ()), amount) for sku, amount in wanted.items()]
        last = Had()
        for each in found:
            if each is None:
                return None
            last = max(last, each, key=_from)
        return last

    def lacks(self, source: str, parcel: Parcel) -> tuple[str, ...]:
        """The products of a parcel (SKUs) of which one source has not enough."""
        alone = {
            line.product.sku: Parcel([each for each in parcel.lines if each.product.sku == line.product.sku])
            for line in parcel.lines
        }
        return tuple(sorted(sku for sku, each in alone.items() if self.whole(source, each) is None))


NO_STOCK: Final = Stocks({})


def amount_of(line: ParcelLine) -> int:
    """How much of its product one piece of a line is, in millionths of the product's unit."""
    return line.units // line.pieces


_Run = tuple[Promise | None, int]
"""What is promised of goods that one source has one after the other, and how much that is, in millionths."""


@attrs.define
class _Pile:
    """What is left at a ``source`` of a product: ``gone`` of its ``runs`` are taken, and some of the next."""

    source: int
    runs: Sequence[_Run]
    gone: int = 0
    taken: int = 0

    def promise(self, amount: int) -> Promise | None:
        """What is promised of so much of it; ``None`` if it is not to be had, or nobody receives it."""
        amount += self.taken
        for index in range(self.gone, len(self.runs)):
            promise, there = self.runs[index]
            amount -= there
            if amount <= 0:
                return promise
        return None

    def take(self, pieces: int, amount: int) -> int:
        """Take what is promised alike of some pieces of so much each; how many they are, one at least."""
        many = max(1, min(pieces, (self.runs[self.gone][1] - self.taken) // amount))
        self.taken += many * amount
        while self.gone < len(self.runs) and self.taken >= self.runs[self.gone][1]:
            self.taken -= self.runs[self.gone][1]
            self.gone += 1
        return many


@attrs.frozen(eq=False, slots=False)
class _Want:
    """Lines whose pieces are alike: so many of one ``amount`` each, in millionths, of one product.

    Of a product of which no stock is told, the amount is nothing; then they are alike in what it takes to
    make them.
    """

    lines: list[ParcelLine]
    amount: int

    @cached_property
    def pieces(self) -> int:
        return sum(line.pieces for line in self.lines)

    @cached_property
    def products(self) -> set[str]:
        return {line.product.sku for line in self.lines}


@attrs.frozen
class _Take:
    """So many pieces, the next of those wanted, that come from one source."""

    want: _Want
    pieces: int
    source: int
    promise: Promise


@attrs.frozen(kw_only=True, slots=False)
class Supply:
    """A parcel, and the ``sources`` that can serve it, in the order in which they are listed.

    A source of which there is no answer to when goods arrive does not have them.
    """

    parcel: Parcel
    sources: Sequence[str]
    sourcing: Sourcing
    lead_times: Sequence[LeadTime]
    stocks: Stocks
    arrives: Arrives
    _asked: dict[tuple[int, Instant | None, int], Promise | NoAnswer | None] = attrs.field(
        factory=dict, init=False, repr=False
    )
    _unanswered: dict[str, NoAnswer] = attrs.field(factory=dict, init=False, repr=False)

    def parts(self) -> tuple[Part, ...] | Lacking:
        """The pieces of each line with their sources, line by line, as the preferences have it.

        Raises ``NoAnswer`` if all can be served only by what arrives beyond a table or calendar.
        """
        best = self._best()
        return self._lacking() if best is None else tuple(self._parts(best))

    def _best(self) -> Sequence[_Take] | None:
        """What is taken in the way that is preferred; ``None`` if there is no way to serve the parcel."""
        every = tuple(range(len(self.sources)))
        first = self._from(every)
        if first is not None and len(every) == 1:
            return first
        if first is None and self._is_simple:
            return None
        soonest = _last(first) if first is not None and self._is_simple else None
        for _, alike in groupby(self._choices(every), key=self._before):
            best: Sequence[_Take] | None = None
            for choice in alike:
                found = self._from(choice)
                if found is None or len({each.source for each in found}) < len(choice):
                    continue
                if best is None or _last(found) < _last(best):
                    best = found
                    if _last(best) == soonest:
                        break
            if best is not None:
                return best
        return None

    @cached_property
    def _prefer(self) -> Sequence[Prefer]:
        named = self.sourcing.prefer
        return (*named, *(each for each in PREFERENCES if each not in named))

    def _choices(self, every: Sequence[int]) -> list[tuple[int, ...]]:
        """Every set of sources that may serve the parcel, those first that are preferred whatever arrives."""
        most = 1 if self.sourcing.one_source else len(every)
        sets = (each for count in range(1, most + 1) for each in combinations(every, count))
        return sorted(sets, key=lambda each: (self._before(each), self._after(each)))

    def _before(self, choice: tuple[int, ...]) -> list[int | tuple[int, ...]]:
        """By what is preferred before goods that arrive early."""
        return [_measure(each, choice) for each in self._prefer[: self._prefer.index(Prefer.EARLIEST)]]

    def _after(self, choice: tuple[int, ...]) -> list[int | tuple[int, ...]]:
        """By what is preferred where goods arrive as early."""
        return [_measure(each, choice) for each in self._prefer[self._prefer.index(Prefer.EARLIEST) + 1 :]]

    @cached_property
    def _is_simple(self) -> bool:
        """Whether more sources never serve worse: no product whose stock is told comes in several packs."""
        lines: dict[str, list[ParcelLine]] = {}
        for line in self.parcel.lines:
            if line.product.sku in self.stocks.entries:
                lines.setdefault(line.product.sku, []).append(line)
        return all(
            all(amount_of(line) == MILLION for line in own) or (len(own) == 1 and own[0].pieces == 1)
            for own in lines.values()
        )

    def _from(self, choice: Sequence[int]) -> Sequence[_Take] | None:
        """What is taken of some sources; ``None`` if these cannot serve all."""
        taken: list[_Take] = []
        for wants in self._wants:
            found = [*self._take(wants, choice)]
            if sum(each.pieces for each in found) < sum(want.pieces for want in wants):
                return None
            taken += found
        return taken

    def _take(self, wants: Sequence[_Want], choice: Sequence[int]) -> Iterator[_Take]:
        """What is wanted of a product, each piece from where it arrives first, the larger packs first."""
        piles = [_Pile(source, self._runs(wants, source)) for source in choice]
        for want in wants:
            left = want.pieces
            while left:
                there = [(pile, promise) for pile in piles if (promise := pile.promise(want.amount))]
                if not there:
                    break
                pile, promise = min(there, key=lambda each: (each[1].promised.latest, each[0].source))
                many = pile.take(left, want.amount) if want.amount else left
                yield _Take(want, many, pile.source, promise)
                left -= many

    @cached_property
    def _wants(self) -> Sequence[Sequence[_Want]]:
        """What is wanted of each product, by the amounts of its pieces, the larger first.

        Products of which no stock is told are wanted as one, if they are made in as many days.
        """
        found: dict[str | int, dict[int, list[ParcelLine]]] = {}
        for line in self.parcel.lines:
            is_told = line.product.sku in self.stocks.entries
            key = line.product.sku if is_told else self._lead(line)
            amount = amount_of(line) if is_told else 0
            found.setdefault(key, {}).setdefault(amount, []).append(line)
        return [
            [_Want(lines, amount) for amount, lines in sorted(by_amount.items(), reverse=True)]
            for by_amount in found.values()
        ]

    def _runs(self, wants: Sequence[_Want], source: int) -> Sequence[_Run]:
        """What one source has of a product, at most as much as is wanted, as it comes in."""
        first = wants[0].lines[0]
        key = wants[0].amount and first.product.sku, self._lead(first), source
        if key not in self._had:
            self._had[key] = [*self._every_run(wants, source)]
        return self._had[key]

    def _every_run(self, wants: Sequence[_Want], source: int) -> Iterator[_Run]:
        first = wants[0].lines[0]
        lead, sku = self._lead(first), first.product.sku
        if not wants[0].amount:
            promise = self._arrives(source, None, lead)
            if isinstance(promise, NoAnswer):
                self._unanswered.update((sku, promise) for want in wants for sku in want.products)
            else:
                yield promise, 0
            return
        entries = self.stocks.entries[sku].get(self.sources[source], ())
        answers = ((self._arrives(source, from_, lead), there) for from_, there in entries if there)
        missing = sum(want.pieces * want.amount for want in wants)
        for promise, alike in groupby(answers, key=itemgetter(0)):
            if isinstance(promise, NoAnswer):
                self._unanswered[sku] = promise
                continue
            there = 0
            for _, each in alike:
                there += each
                if there >= missing:
                    break
            yield promise, there
            missing -= there
            if missing <= 0:
                return

    def _parts(self, taken: Sequence[_Take]) -> list[Part]:
        """What is taken as pieces of their lines, in their order."""
        parts = [
            Part(units=units, source=self.sources[each.source], promise=each.promise)
            for want, some in groupby(taken, key=attrgetter("want"))
            for each, units in _shared(want, some)
        ]
        return sorted(parts, key=attrgetter("units"))

    @cached_property
    def _had(self) -> dict[tuple[str | int, int, int], Sequence[_Run]]:
        return {}

    def _lead(self, line: ParcelLine) -> int:
        """The days before goods of a line can be dispatched."""
        return self._leads[line.number]

    @cached_property
    def _leads(self) -> Mapping[int, int]:
        return {line.number: lead_days(self.lead_times, line.product) for line in self.parcel.lines}

    def _arrives(self, source: int, ready: Instant | None, lead: int) -> Promise | NoAnswer | None:
        key = source, ready, lead
        if key not in self._asked:
            try:
                self._asked[key] = self.arrives(self.sources[source], ready, lead)
            except NoAnswer as error:
                self._asked[key] = error
        return self._asked[key]

    def _lacking(self) -> Lacking:
        """What is not to be had: from any source, or all from one where it must be one."""
        lacking = {sku for each in self.lackings() for sku in each}
        lacking = lacking or {line.product.sku for line in self.parcel.lines}
        for sku in sorted(lacking & self._unanswered.keys()):
            raise self._unanswered[sku]
        if self._asked and not any(self._asked.values()):  # nobody is there: would there be enough?
            short = [*attrs.evolve(self, arrives=_received).lackings()]
            return Lacking(tuple(sorted({sku for each in short for sku in each})) if all(short) else ())
        return Lacking(tuple(sorted(lacking)))

    def lackings(self) -> Iterator[frozenset[str]]:
        """The products that are not to be had, for each set of sources that may serve all."""
        every = tuple(range(len(self.sources)))
        for choice in combinations(every, 1) if self.sourcing.one_source else [every]:
            yield frozenset(self._lacking_in(choice))

    def _lacking_in(self, choice: tuple[int, ...]) -> Iterator[str]:
        """The products that a set of sources cannot serve."""
        for wants in self._wants:
            if sum(each.pieces for each in self._take(wants, choice)) < sum(want.pieces for want in wants):
                for want in wants:
                    yield from want.products


def _received(_source: str, _ready: Instant | None, _lead: int) -> Promise:
    """As if somebody were there to receive whatever comes."""
    return Promise(promised=Promised(zone="Etc/UTC", earliest=date.min, latest=date.min))


def deliveries(parts: Sequence[Part], dates: Dates) -> list[tuple[Promise, tuple[Part, ...]]]:
    """What arrives together: all of it, with the last; or what arrives on the same days, in their order."""
    if dates is Dates.TOGETHER:
        return [(_of_all(parts), tuple(parts))]
    by_days = sorted(parts, key=_days)
    return [
        (group[0].promise, tuple(group)) for _, alike in groupby(by_days, key=_days) if (group := [*alike])
    ]


def sourced(parts: Iterable[Part], sources: Sequence[str]) -> tuple[Sourced, ...]:
    """Which of the goods come from which source, in the order in which these are listed."""
    by_source: dict[str, list[Units]] = {}
    for part in parts:
        by_source.setdefault(part.source, []).append(part.units)
    if len(by_source) == 1:
        return tuple(Sourced(source=source) for source in by_source)
    found = sorted(by_source.items(), key=lambda each: sources.index(each[0]))
    return tuple(Sourced(source=source, units=joined(units)) for source, units in found)


def joined(units: Iterable[Units]) -> tuple[Units, ...]:
    """Pieces in the order of their lines, those beside each other as one."""
    found: list[Units] = []
    for each in sorted(units):
        if found and found[-1].number == each.number and found[-1].after == each.first:
            found[-1] = attrs.evolve(found[-1], count=found[-1].count + each.count)
        else:
            found.append(each)
    return tuple(found)


def _of_all(parts: Sequence[Part]) -> Promise:
    """What is promised of parts that wait for each other."""
    promises = [part.promise for part in parts]
    last = max(promises, key=lambda each: (each.promised.latest, each.promised.earliest))
    earliest = max(each.promised.earliest for each in promises)
    if earliest == last.promised.earliest:
        return last
    return attrs.evolve(last, promised=attrs.evolve(last.promised, earliest=earliest))


def _days(part: Part) -> tuple[date, date]:
    return part.promise.promised.latest, part.promise.promised.earliest


def _last(taken: Sequence[_Take]) -> date:
    return max(each.promise.promised.latest for each in taken)


def _shared(want: _Want, taken: Iterable[_Take]) -> Iterator[tuple[_Take, Units]]:
    """The pieces that are taken as pieces of the lines that want them, in their order."""
    lines = iter(want.lines)
    line, first = next(lines), 0
    for each in taken:
        left = each.pieces
        while left:
            if first == line.pieces:
                line, first = next(lines), 0
            many = min(left, line.pieces - first)
            yield each, Units(line.number, first, many)
            first, left = first + many, left - many


def _measure(prefer: Prefer, choice: tuple[int, ...]) -> int | tuple[int, ...]:
    return len(choice) if prefer is Prefer.FEWEST_SOURCES else choice


def _had(entries: _Entries, amount: int) -> Had | None:
    """From when so much is to be had; ``None`` if it never is."""
    for from_, there in entries:
        amount -= there
        if amount <= 0:
            return Had(from_)
    return None


def _from(had: Had) -> int:
    return -1 if had.from_ is None else had.from_


def _without(entries: _Entries, amount: int) -> _Entries:
    """What is left of what is had once so much was taken, what is had first first."""
    for index, (from_, there) in enumerate(entries):
        if there > amount:
            return ((from_, there - amount), *entries[index + 1 :])
        amount -= there
    return ()


def _millionths(stock: Stock, unit: str) -> int:
    found = 0 if stock.quantity == 0 else millionths_in(stock.quantity, unit)
    if found is None:
        many = (
            stock.quantity.to_text() if isinstance(stock.quantity, Measured) else f"{stock.quantity} pieces"
        )
        cure = f"count or measure it as it is sold, by the {unit}"
        raise WrongValue.at("stock", f"found {many} of {stock.sku}", cure, code="other_unit")
    return found
