"""A second opinion on tax, written the plain way: every rate read again, every amount a fraction.

It shares no step with ``comptoir.tax`` beyond the values that a merchant writes.

Source: house rule (laws Q2, Q3 and Q7; what the reference says of tax).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

import attrs

from comptoir.facts.handovers import Deliver
from comptoir.facts.tax_terms import PriceBasis, Treatment
from comptoir.facts.wheres import InCountries, InZone, Spot
from comptoir.tax.rules import Exemption, Sourcing, TaxRate
from comptoir.testing.cases import Case
from comptoir.testing.oracle import in_force, rounded
from comptoir.testing.oracles.shops import holds, spot_of
from comptoir.values.percentages import Percent
from comptoir.values.policies import TaxLevel

COUNTRIES: Final = {"EL": "GR", "XI": "GB"}


@attrs.frozen
class Rate:
    """A rate, why it is, and the rate of which an exempt buyer is relieved."""

    percent: Percent
    treatment: Treatment
    relieved: Percent | None = None


@attrs.frozen
class Due:
    """An amount on its basis, with its category; ``in_base`` is taxed besides."""

    line: int
    category: str
    amount: int
    basis: PriceBasis = PriceBasis.INCLUDED
    in_base: int = 0

    @property
    def taxed(self) -> int:
        """All that is taxed."""
        return self.amount + self.in_base


@attrs.frozen
class Found:
    """The tax per rate, and what is paid by line: off by less than one for each of its ``shares``."""

    taxes: Mapping[tuple[Percent, Treatment], int]
    paid: Mapping[int, Fraction]
    shares: Mapping[int, int]


def rate(case: Case, category: str) -> Rate:
    """What applies to a category that has a rate."""
    exemption = _exemption(case)
    places = [_deciding(case)] + ([_home(case)] if exemption is not None else [])
    stated = next(found for place in places if (found := _stated(case, category, place)) is not None)
    if exemption is None or stated.treatment is Treatment.OUTSIDE:
        return Rate(stated.percent, stated.treatment)
    return Rate(Percent(0), exemption.treatment, stated.percent)


def part(percent: Percent) -> Fraction:
    """A percentage as a part of one."""
    return Fraction(percent.parts_per_million, 10**6)


def weight(case: Case, category: str, basis: PriceBasis) -> Fraction:
    """What one minor unit on a basis leaves to pay."""
    found = rate(case, category)
    if basis is PriceBasis.ADDED:
        return 1 + part(found.percent)
    return Fraction(1) if found.relieved is None else 1 / (1 + part(found.relieved))


def inside(case: Case, category: str) -> Fraction:
    """The rate inside tax-inclusive prices, whoever buys."""
    found = rate(case, category)
    return part(found.percent if found.relieved is None else found.relieved)


def taxes(case: Case, charged: Iterable[Due]) -> Found:
    """The tax of all that is charged."""
    sums: Counter[tuple[Percent, Treatment]] = Counter()
    paid: defaultdict[int, Fraction] = defaultdict(Fraction)
    shares: Counter[int] = Counter()
    for members in _rounded_together(case, charged):
        applied = rate(case, members[0].category)
        taxed = _shares(case, members, applied)
        sums[applied.percent, applied.treatment] += 0 if applied.relieved else int(sum(taxed))
        for due, share in zip(members, taxed, strict=True):
            left = _left(due, applied, share)
            paid[due.line] += left
            shares[due.line] += len(members) > 1 and left != due.amount
    return Found(sums, paid, shares)


def _rounded_together(case: Case, charged: Iterable[Due]) -> Iterator[list[Due]]:
    """What is rounded as one sum: all that has one rate and basis, or each amount by itself."""
    if case.rulebook.header.money.tax_rounded_per is TaxLevel.LINE:
        yield from ([due] for due in charged)
        return
    groups: defaultdict[tuple[Rate, PriceBasis], list[Due]] = defaultdict(list)
    for due in charged:
        groups[rate(case, due.category), due.basis].append(due)
    yield from groups.values()


def _shares(case: Case, members: Sequence[Due], applied: Rate) -> list[Fraction]:
    """Each one's part of the rounded tax of all; what is given back has that of its own sum."""
    is_added = members[0].basis is PriceBasis.ADDED
    percent = part(applied.percent if is_added or applied.relieved is None else applied.relieved)
    taken, back = (sum(max(sign * due.taxed, 0) for due in members) for sign in (1, -1))

    def tax_of(amount: int) -> int:
        exact = amount * percent if is_added else amount * percent / (1 + percent)
        return rounded(exact, case.rulebook.header.money.rounding)

    off = tax_of(-back)
    more = tax_of(taken - back) - off
    return [
        Fraction(more * due.taxed, taken) if due.taxed > 0 else Fraction(off * -due.taxed, back or 1)
        for due in members
    ]


def _left(due: Due, applied: Rate, share: Fraction) -> Fraction:
    """What is paid of an amount."""
    if due.basis is PriceBasis.ADDED:
        return due.amount + share
    if applied.relieved is None:
        return Fraction(due.amount)
    return due.amount - min(share, Fraction(max(due.amount, 0)))


def _deciding(case: Case) -> Spot:
    """The place whose rates count."""
    spot, tax = spot_of(case), case.rulebook.tax
    stays = isinstance(case.basket.handover, Deliver) and tax.sourcing is Sourcing.ORIGIN
    return _home(case) if spot.country is None or stays else spot


def _home(case: Case) -> Spot:
    return Spot(country=case.rulebook.tax.country)


def _stated(case: Case, category: str, spot: Spot) -> TaxRate | None:
    """The rate in force at a place: that of a zone before that of a country."""
    tax = case.rulebook.tax
    own = [each for each in tax.rates if each.category == category and in_force(each.valid, case.instant)]
    of_zones = [each for each in own if isinstance(each.where, InZone) and each.where.zone in spot.zones]
    of_countries = [
        each
        for each in own
        if (spot.country == tax.country if each.where is None else spot.country in _countries(each))
    ]
    return next(iter(of_zones + of_countries), None)


def _countries(stated: TaxRate) -> tuple[str, ...]:
    return stated.where.countries if isinstance(stated.where, InCountries) else ()


def _exemption(case: Case) -> Exemption | None:
    """What exempts the buyer: of several, the smallest id."""
    applying = [each for each in case.rulebook.tax.exemptions if _exempts(case, each)]
    return min(applying, key=lambda each: each.id, default=None)


def _exempts(case: Case, exemption: Exemption) -> bool:
    buyer = case.basket.buyer
    prefix = (buyer.vat_id or case.rulebook.tax.country)[:2]
    return (
        holds(case, exemption.where, exemption.valid)
        and (not exemption.delivered or isinstance(case.basket.handover, Deliver))
        and (exemption.segment is None or exemption.segment in buyer.segments)
        and (not exemption.foreign_vat_id or COUNTRIES.get(prefix, prefix) != case.rulebook.tax.country)
    )
