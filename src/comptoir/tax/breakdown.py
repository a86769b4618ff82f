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

from collections.abc import Callable, Iterable, Sequence

import attrs

from comptoir.facts.tax_terms import PriceBasis, TaxPart, TaxTerms, Treatment
from comptoir.tax.rates import Rate, Rates
from comptoir.values.allocation import spread
from comptoir.values.percentages import Percent
from comptoir.values.policies import MoneyPolicy, TaxLevel
from comptoir.values.rounding import Rounding


@attrs.frozen
class Taxable:
    """An amount of one category on its basis, in minor units; negative if it is given back.

    ``key`` is its own, and settles who takes an odd minor unit. ``in_base`` is what is taxed besides, on
    the same basis: what a third party pays in the customer's place.
    """

    key: tuple[int, int]
    category: str
    amount: int
    basis: PriceBasis = PriceBasis.INCLUDED
    in_base: int = 0

    @property
    def taxed(self) -> int:
        """All that is taxed, on the basis."""
        return self.amount + self.in_base


@attrs.frozen
class Taxed:
    """What the customer pays for an amount, and its part of a rate: ``part.gross == paid + in_base``.

    Where tax is added, it is paid on top; where the buyer is exempt, the tax inside is taken off.
    """

    paid: int
    part: TaxPart


@attrs.frozen
class Breakdown:
    """Tax per rate and treatment, the highest first, and for each amount in the order given."""

    taxes: tuple[TaxTerms, ...]
    each: tuple[Taxed, ...]


def break_down(rates: Rates, charged: Sequence[Taxable], policy: MoneyPolicy) -> Breakdown:
    """The tax of all that is charged; the order of ``charged`` decides nothing.

    Raises ``NoAnswer`` for a category that has no rate where and when it is asked.
    """
    groups: dict[tuple[Rate, PriceBasis, int | None], list[int]] = {}
    for index, each in enumerate(charged):
        apart = index if policy.tax_rounded_per is TaxLevel.LINE else None
        groups.setdefault((rates.of_category(each.category), each.basis, apart), []).append(index)
    taxed: dict[int, Taxed] = {}
    for (rate, basis, _), indices in groups.items():
        members = [charged[index] for index in indices]
        taxes = _shares(members, _tax_of(rate, basis, policy.rounding))
        for index, member, tax in zip(indices, members, taxes, strict=True):
            taxed[index] = _taxed(member, rate, tax)
    each_one = tuple(taxed[index] for index in range(len(charged)))
    return Breakdown(_per_rate(each.part for each in each_one), each_one)


def _tax_of(rate: Rate, basis: PriceBasis, rounding: Rounding) -> Callable[[int], int]:
    """The rounded tax of an amount: on top of it, or inside it; that of an exempt buyer is taken off."""
    if basis is PriceBasis.ADDED:
        return lambda amount: rate.percent.of_amount(amount, rounding)
    inside = rate.percent if rate.relieved is None else rate.relieved
    return lambda amount: inside.within_gross(amount, rounding)


def _shares(members: Sequence[Taxable], tax_of: Callable[[int], int]) -> list[int]:
    """Each one's share of the tax of all.

    What is given back has the tax of its own sum, the rest has what is left of the whole. As a rounded
    tax never falls, nor grows by more than the amount does, no share exceeds what it is a share of.
    """
    keys = [each.key for each in members]
    taken = [max(each.taxed, 0) for each in members]
    given_back = [max(-each.taxed, 0) for each in members]
    off = tax_of(-sum(given_back))
    due = tax_of(sum(taken) - sum(given_back)) - off
    return [
        more + less
        for more, less in zip(spread(due, taken, keys), spread(off, given_back, keys), strict=True)
    ]


def _taxed(charged: Taxable, rate: Rate, tax: int) -> Taxed:
    """What is paid, and the part; an exempt buyer is relieved of what they pay at most."""
    if charged.basis is PriceBasis.ADDED:
        paid = charged.amount + tax
    elif rate.relieved is None:
        paid = charged.amount
    else:
        paid, tax = charged.amount - min(tax, max(charged.amount, 0)), 0
    return Taxed(paid, TaxPart(rate.percent, paid + charged.in_base, tax, rate.treatment))


def _per_rate(parts: Iterable[TaxPart]) -> tuple[TaxTerms, ...]:
    sums: dict[tuple[Percent, Treatment], tuple[int, int]] = {}
    for part in parts:
        gross, tax = sums.get((part.percent, part.treatment), (0, 0))
        sums[part.percent, part.treatment] = gross + part.gross, tax + part.tax
    return tuple(
        TaxTerms(percent, gross - tax, tax, gross, treatment)
        for (percent, treatment), (gross, tax) in sorted(sums.items(), key=_highest_first)
    )


def _highest_first(entry: tuple[tuple[Percent, Treatment], tuple[int, int]]) -> tuple[int, str]:
    (percent, treatment), _ = entry
    return -percent.parts_per_million, treatment.value
