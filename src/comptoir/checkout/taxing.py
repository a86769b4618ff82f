"""What is taxed of a basket, and which part of the tax is whose: lines, extras, empties, delivery.

Tax is handed amounts with their categories and knows nothing else of the goods; here its parts are
put back where they belong.

Source: house rule (law Q1).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice

import attrs

from comptoir.checkout.question import Question
from comptoir.delivery.offered import Offered
from comptoir.facts.extras import EmptiesTerms, ExtraKind
from comptoir.facts.tax_terms import PriceBasis, TaxPart, TaxTerms, Treatment
from comptoir.facts.terms import LineTerms
from comptoir.pricing.extras import Extra
from comptoir.pricing.listing import TaxWeight
from comptoir.pricing.priced import Priced, PricedLine
from comptoir.tax.breakdown import Breakdown, Charges, Taxable, Taxed, break_down, tax_of_all
from comptoir.values.allocation import spread
from comptoir.values.errors import LimitExceeded, NoAnswer
from comptoir.values.money import AMOUNT_MAX
from comptoir.values.percentages import Percent


@attrs.frozen(slots=False)
class TaxedBasket:
    """The tax of all that is charged, what is ``paid`` for each line, then the empties and deliveries.

    ``parts`` are those of each line, and ``goods`` what is paid for its goods by themselves; ``None`` if
    each line charges one amount, whose part the breakdown has.
    """

    breakdown: Breakdown
    paid: tuple[int, ...]
    parts: tuple[tuple[TaxPart, ...], ...] | None
    empties: tuple[EmptiesTerms, ...] = ()
    deliveries: tuple[Taxed, ...] = ()
    goods: tuple[Taxed, ...] | None = None

    def agreed(self, lines: Sequence[PricedLine]) -> tuple[LineTerms, ...]:
        """What is agreed of each of the lines that were taxed.

        Of most lines of a basket that was asked before, or nearly so, it is known.
        """
        if self.parts is not None:
            return tuple(map(PricedLine.agreed, lines, self.paid, self.parts))
        rates, due = self.breakdown.rates, self.breakdown.due
        each = zip(lines, rates, self.paid, due, strict=False)  # what follows the lines is not theirs
        return tuple(
            [
                known[1]
                if (known := line.known.get(paid + tax)) is not None and known[0] is rate
                else line.agreed_at(rate, paid, tax)
                for line, rate, paid, tax in each
            ]
        )

    @property
    def taxes(self) -> tuple[TaxTerms, ...]:
        """The tax per rate."""
        return self.breakdown.taxes

    @property
    def total(self) -> int:
        """What the customer pays, in minor units."""
        goods = sum(self.paid)
        if not self.empties and not self.deliveries:
            return goods
        return goods + sum(each.paid for each in self.empties) + sum(each.paid for each in self.deliveries)

    @property
    def of_goods(self) -> tuple[Taxed, ...]:
        """What is paid for the goods of each line, without the extras on top of them."""
        return tuple(map(self.breakdown.at, range(len(self.paid)))) if self.goods is None else self.goods


def taxed(question: Question, priced: Priced, services: Sequence[Offered]) -> TaxedBasket:
    """All that is charged, with its tax: the goods, the empties, and each delivery of the services.

    Raises ``NoAnswer`` for a category without a rate in force, and for empties whose deposit the
    rulebook does not have.
    """
    lines, empties = priced.lines, _deposits(question)
    beside = _beside(len(lines), empties, services)
    money = question.rulebook.header.money
    goods = None
    charges = singly(lines, beside)
    if charges is not None:
        breakdown = tax_of_all(question.rates, charges, money)
        paid, parts = breakdown.paid[: len(lines)], None
    else:
        charged = [of_line(line) for line in lines]
        breakdown = break_down(question.rates, [*chain.from_iterable(charged), *beside], money)
        each = iter(breakdown.each)
        own = [list(islice(each, len(amounts))) for amounts in charged]
        paid, parts = zip(*map(_together, own), strict=True)
        goods = tuple(_together(of[: _goods_of(line)]) for line, of in zip(lines, own, strict=True))
    _check_amounts(breakdown, is_given_back=bool(empties))
    if not beside:
        return TaxedBasket(breakdown, paid, parts, goods=goods)
    shares = map(breakdown.at, range(-len(beside), 0))
    given_back = tuple(
        EmptiesTerms(
            rule=extra.id,
            name=extra.name,
            count=count,
            each=extra.amount.minor,
            paid=share.paid,
            taxes=share.parts,
        )
        for (extra, count), share in zip(empties, islice(shares, len(empties)), strict=True)
    )
    return TaxedBasket(breakdown, paid, parts, given_back, tuple(shares), goods)


def singly(lines: Sequence[PricedLine], beside: Sequence[Taxable]) -> Charges | None:
    """What lines that charge one amount each do charge, and what is charged beside them; else ``None``.

    It is what :func:`of_line` says of each, without an object for each: this is done for every quote.
    """
    charges = [line.charge for line in lines]
    if not all(charges):
        return None
    categories, bases, amounts, in_bases = zip(*charges, strict=True) if charges else ((),) * 4
    keys = range(len(lines))  # lines are in the order of their numbers
    charged = Charges(keys, amounts, in_bases, categories, bases)
    return charged.followed_by(beside) if beside else charged


def _beside(
    lines: int, empties: Sequence[tuple[Extra, int]], services: Sequence[Offered]
) -> Sequence[Taxable]:
    """What is charged beside so many lines: empties that are given back, then the fee of each delivery."""
    if not empties and not services:
        return ()
    given_back = [
        Taxable((lines + index, 0), extra.tax or "", -count * extra.amount.minor)
        for index, (extra, count) in enumerate(empties, start=1)
    ]
    fees = [(service.tax, each.charged) for service in services for each in service.deliveries]
    first = lines + len(empties) + 1
    return [*given_back, *[Taxable((key, 0), *fee) for key, fee in enumerate(fees, start=first)]]


def _check_amounts(breakdown: Breakdown, *, is_given_back: bool) -> None:
    """``LimitExceeded`` for a basket of which an amount could not be written.

    If nothing ``is_given_back``, no amount is negative.
    """
    grosses = [rate.gross for rate in breakdown.taxes]
    if not is_given_back and sum(grosses) <= AMOUNT_MAX:
        return  # as nothing is negative, each amount is part of one of them
    amounts = [*breakdown.paid, *grosses]
    in_all = sum(map(abs, amounts))
    if in_all > 2 * AMOUNT_MAX or max(map(abs, amounts)) > AMOUNT_MAX:
        found = "found a basket worth more than 2^53-1 minor units"
        raise LimitExceeded.at("lines", found, "split the basket", code="amount_too_large")


def paid_for(question: Question, line: PricedLine) -> int:
    """What is paid for one line by itself, in minor units.

    Where tax is inside every price, that is the prices: the tax need not be found to know it.
    """
    charged = of_line(line)
    if question.rates.exemption is None and line.listed.basis is PriceBasis.INCLUDED:
        for each in charged:
            question.rates.of_category(each.category)  # without a rate there is no answer
        return sum(each.amount for each in charged)
    money = question.rulebook.header.money
    return sum(break_down(question.rates, charged, money).paid)


def of_line(line: PricedLine) -> Sequence[Taxable]:
    """What a line charges, by tax category: its goods, then the extras on top of them."""
    listed, in_base = line.listed, line.in_base
    if not listed.parts and not line.extras:
        return (Taxable((line.good.number, 0), listed.product.tax, line.charged, listed.basis, in_base),)
    goods = tuple(_of_goods(line, in_base))
    return (*goods, *_of_extras(line, len(goods)))


def _of_goods(line: PricedLine, in_base: int) -> Iterator[Taxable]:
    """What the goods of a line charge: those of a kit by the tax categories of its parts."""
    number, basis = line.good.number, line.listed.basis
    parts = line.listed.parts or (TaxWeight(category=line.product.tax, weight=1),)
    weights, keys = [part.weight for part in parts], range(len(parts))
    charged, taxed_besides = (spread(amount, weights, keys) for amount in (line.charged, in_base))
    for index, part in enumerate(parts):
        yield Taxable((number, index), part.category, charged[index], basis, taxed_besides[index])


def _goods_of(line: PricedLine) -> int:
    """How many amounts the goods of a line charge: one, or one for each tax category of a kit."""
    return max(1, len(line.listed.parts))


def _of_extras(line: PricedLine, first: int) -> Iterator[Taxable]:
    """What the extras on top of a line charge, with the tax inside."""
    for index, extra in enumerate(line.extras, start=first):
        if not extra.terms.in_price:
            category = line.product.tax if extra.tax is None else extra.tax
            yield Taxable((line.good.number, index), category, extra.terms.amount)


def _deposits(question: Question) -> list[tuple[Extra, int]]:
    """The deposits that are given back, each with how many containers."""
    if not question.basket.empties:
        return []
    here = question.prices.extras.rules
    known = {extra.id: extra for extra in here if extra.kind is ExtraKind.DEPOSIT}
    for each in question.basket.empties:
        if each.extra not in known:
            found = f"found {each.extra}, which is no deposit in force here"
            names = ", ".join(known)
            cure = f"use one of {names}" if known else "give none back: the rulebook has no deposits here"
            raise NoAnswer.at("empties", found, cure, code="unknown_deposit")
    return [(known[each.extra], each.count) for each in question.basket.empties]


def _together(members: Sequence[Taxed]) -> Taxed:
    """What is paid of several amounts, with the parts of one rate together."""
    if len(members) == 1:
        return members[0]
    by_rate: dict[tuple[Percent, Treatment], TaxPart] = {}
    for part in (part for member in members for part in member.parts):
        rate = part.percent, part.treatment
        before = by_rate.get(rate, TaxPart(part.percent, 0, 0, part.treatment))
        by_rate[rate] = attrs.evolve(before, gross=before.gross + part.gross, tax=before.tax + part.tax)
    return Taxed(sum(member.paid for member in members), tuple(by_rate.values()))
