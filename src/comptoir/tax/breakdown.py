"""The tax within what is charged or on top of it, what the customer pays, and whose part of the tax it is.

The money policy says where tax is rounded: once per rate on the sum of what has that rate (and one price
basis), or on each amount. Per rate, ``base + tax == gross`` exactly, because the base is what the rounded
tax leaves of the gross. What is rounded on a sum is spread by largest remainder and sums to it; amounts
that are given back take the tax of their own sum, so that nobody's share exceeds what it is a share of.

May never know prices, promotions, or what the amounts are for.

Source: Directive 2006/112/EC: what is taxed is all that is paid, by the customer or by a third party
(article 73), after reductions (article 79); the sums are those of EN 16931 (BR-CO-13 to 17); law Q1. Where
prices include tax, it is found inside the gross: base x rate, which BR-CO-17 looks at, can differ from it
by one minor unit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import groupby, repeat
from operator import itemgetter
from typing import Any, NamedTuple

from comptoir.facts.tax_terms import PriceBasis, TaxPart, TaxTerms
from comptoir.tax.rates import Rate, Rates
from comptoir.values.allocation import spread, spread_over
from comptoir.values.policies import MoneyPolicy, TaxLevel
from comptoir.values.rounding import Rounding


class Taxable(NamedTuple):
    """An amount of one category on its basis, in minor units; negative if it is given back.

    ``key`` is its own, and settles who takes an odd minor unit. ``in_base`` is what is taxed besides, on
    the same basis: what a third party pays in the customer's place.
    """

    key: tuple[int, int]
    category: str
    amount: int
    basis: PriceBasis = PriceBasis.INCLUDED
    in_base: int = 0


class Charges(NamedTuple):
    """Amounts to tax, in columns: each is a field of :class:`Taxable`, each place one amount."""

    keys: Sequence[Any]
    amounts: Sequence[int]
    in_bases: Sequence[int]
    categories: Sequence[str]
    bases: Sequence[PriceBasis]

    @classmethod
    def of(cls, charged: Sequence[Taxable]) -> Charges:
        """The amounts in columns."""
        if not charged:
            return cls((), (), (), (), ())
        keys, categories, amounts, bases, in_bases = zip(*charged, strict=True)
        return cls(keys, amounts, in_bases, categories, bases)

    def at(self, places: Sequence[int]) -> Charges:
        """Those at some places."""
        return Charges(
            [self.keys[place] for place in places],
            [self.amounts[place] for place in places],
            [self.in_bases[place] for place in places],
            [self.categories[place] for place in places],
            [self.bases[place] for place in places],
        )

    def followed_by(self, more: Sequence[Taxable]) -> Charges:
        """These, then others; the key of each is its place."""
        others = Charges.of(more)
        return Charges(
            range(len(self.keys) + len(more)),
            [*self.amounts, *others.amounts],
            [*self.in_bases, *others.in_bases],
            [*self.categories, *others.categories],
            [*self.bases, *others.bases],
        )


class Taxed(NamedTuple):
    """What the customer pays, and its parts per rate: their gross is what is paid and what is in the base.

    Where tax is added, it is paid on top; where the buyer is exempt, the tax inside is taken off.
    """

    paid: int
    parts: tuple[TaxPart, ...]


class Breakdown(NamedTuple):
    """Tax per rate and treatment, the highest first; and in columns, what became of each amount.

    That is its rate, what is ``paid``, what of it is taxed, and the tax of that.
    """

    taxes: tuple[TaxTerms, ...]
    rates: tuple[Rate, ...] = ()
    paid: tuple[int, ...] = ()
    grosses: tuple[int, ...] = ()
    due: tuple[int, ...] = ()

    @property
    def each(self) -> tuple[Taxed, ...]:
        """What became of each amount, in the order given."""
        return tuple(map(self.at, range(len(self.paid))))

    def at(self, place: int) -> Taxed:
        """What became of the amount at a place."""
        rate = self.rates[place]
        part = TaxPart(rate.percent, self.grosses[place], self.due[place], rate.treatment)
        return Taxed(self.paid[place], (part,))


def break_down(rates: Rates, charged: Sequence[Taxable], policy: MoneyPolicy) -> Breakdown:
    """The tax of all that is charged; the order of ``charged`` decides nothing.

    Raises ``NoAnswer`` for a category that has no rate where and when it is asked.
    """
    return tax_of_all(rates, Charges.of(charged), policy)


def tax_of_all(rates: Rates, charged: Charges, policy: MoneyPolicy) -> Breakdown:
    """As :func:`break_down`, of amounts in columns."""
    if _is_alike(charged):  # the usual basket: nothing is copied
        rate = rates.of_category(charged.categories[0])
        paid, grosses, due = settled = _of_one_rate(rate, charged, policy)
        rates_of_each = (rate,) * len(due)
        return Breakdown((_sum(rate, settled),), rates_of_each, tuple(paid), tuple(grosses), tuple(due))
    sums: list[TaxTerms] = []
    rows: list[tuple[int, Rate, int, int, int]] = []
    for rate, places in _alike(rates, _by_category(charged)):
        settled = _of_one_rate(rate, charged.at(places), policy)
        sums.append(_sum(rate, settled))
        rows += zip(places, repeat(rate), *settled, strict=False)
    rows.sort(key=itemgetter(0))
    return Breakdown(_per_rate(sums), *list(zip(*rows, strict=True))[1:])


_Settled = tuple[Sequence[int], Sequence[int], Sequence[int]]
"""What is paid for each amount, what of it is taxed, and its tax."""
_ByCategory = Mapping[tuple[str, bool], Sequence[int]]
"""The places of what has one category, and one basis: whether the tax is added."""


def _is_alike(charged: Charges) -> bool:
    """Whether all is of one category and on one basis."""
    categories, bases = charged.categories, charged.bases
    size = len(categories)
    return size > 0 and categories.count(categories[0]) == size and bases.count(bases[0]) == size


def _by_category(charged: Charges) -> _ByCategory:
    places: dict[tuple[str, bool], list[int]] = defaultdict(list)
    for place, (category, basis) in enumerate(zip(charged.categories, charged.bases, strict=True)):
        places[category, basis is PriceBasis.ADDED].append(place)
    return places


def _alike(rates: Rates, by_category: _ByCategory) -> Iterator[tuple[Rate, Sequence[int]]]:
    """The places of what has one rate and one basis, of which the tax is rounded together."""
    by_rate: dict[tuple[Rate, bool], list[int]] = defaultdict(list)
    for (category, is_added), places in by_category.items():
        by_rate[rates.of_category(category), is_added] += places
    for (rate, _), alike in by_rate.items():
        yield rate, alike


def _of_one_rate(rate: Rate, charged: Charges, policy: MoneyPolicy) -> _Settled:
    """What is paid for each amount on one basis, what of it is taxed, and its tax."""
    keys, amounts, in_bases, _, all_on = charged
    basis = all_on[0]
    bases = _sums(amounts, in_bases) if any(in_bases) else amounts
    tax_of = _tax_of(rate, basis, policy.rounding)
    if policy.tax_rounded_per is TaxLevel.LINE:
        taxes = [tax_of(amount) for amount in bases]
    else:
        taxes = _shares(bases, keys, tax_of)
    return _settled(amounts, bases, taxes, rate, basis)


def _sum(rate: Rate, settled: _Settled) -> TaxTerms:
    """All that has one rate and one basis."""
    _, grosses, due = settled
    gross, tax = sum(grosses), sum(due)
    return TaxTerms(rate.percent, gross - tax, tax, gross, rate.treatment)


def _tax_of(rate: Rate, basis: PriceBasis, rounding: Rounding) -> Callable[[int], int]:
    """The rounded tax of an amount: on top of it, or inside it; that of an exempt buyer is taken off."""
    if basis is PriceBasis.ADDED:
        return lambda amount: rate.percent.of_amount(amount, rounding)
    inside = rate.percent if rate.relieved is None else rate.relieved
    return lambda amount: inside.within_gross(amount, rounding)


def _shares(amounts: Sequence[int], keys: Sequence[Any], tax_of: Callable[[int], int]) -> list[int]:
    """Each one's share of the tax of all.

    What is given back has the tax of its own sum, the rest has what is left of the whole. As a rounded
    tax never falls, nor grows by more than the amount does, no share exceeds what it is a share of.
    """
    if min(amounts) >= 0:
        in_all = sum(amounts)
        return spread_over(in_all, tax_of(in_all), amounts, keys)
    taken = [max(amount, 0) for amount in amounts]
    given_back = [max(-amount, 0) for amount in amounts]
    off = tax_of(-sum(given_back))
    due = tax_of(sum(amounts)) - off
    return _sums(spread(due, taken, keys), spread(off, given_back, keys))


def _settled(
    amounts: Sequence[int], bases: Sequence[int], taxes: Sequence[int], rate: Rate, basis: PriceBasis
) -> _Settled:
    """What is paid for each amount, what of it is taxed, and its tax.

    An exempt buyer is relieved of what they pay at most.
    """
    if basis is PriceBasis.ADDED:
        return _sums(amounts, taxes), _sums(bases, taxes), taxes
    if rate.relieved is None:
        return amounts, bases, taxes
    off = [-min(tax, max(amount, 0)) for amount, tax in zip(amounts, taxes, strict=True)]
    return _sums(amounts, off), _sums(bases, off), [0] * len(amounts)


def _sums(one: Sequence[int], other: Sequence[int]) -> list[int]:
    return [each + more for each, more in zip(one, other, strict=True)]


def _per_rate(sums: Iterable[TaxTerms]) -> tuple[TaxTerms, ...]:
    """The sums, those of one rate and treatment together."""
    alike = groupby(sorted(sums, key=_highest_first), key=_highest_first)
    return tuple([reduce(_added, own) for _, own in alike])


def _added(one: TaxTerms, other: TaxTerms) -> TaxTerms:
    base, tax = one.base + other.base, one.tax + other.tax
    return TaxTerms(one.percent, base, tax, base + tax, one.treatment)


def _highest_first(taxes: TaxTerms) -> tuple[int, str]:
    return -taxes.percent.parts_per_million, taxes.treatment.value
