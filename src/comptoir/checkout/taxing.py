"""What is taxed of a basket, and which part of the tax is whose: lines, extras, empties, delivery.

Tax is handed amounts with their categories and knows nothing else of the goods; here its parts are
put back where they belong.

Source: house rule (law Q1).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import attrs

from comptoir.checkout.question import Question
from comptoir.delivery.offer import Offered
from comptoir.facts.extras import EmptiesTerms, ExtraKind
from comptoir.facts.tax_terms import PriceBasis, TaxPart, TaxTerms, Treatment
from comptoir.pricing.extras import Extra
from comptoir.pricing.priced import Priced, PricedLine
from comptoir.tax.breakdown import Breakdown, Taxable, Taxed, break_down
from comptoir.values.allocation import spread
from comptoir.values.errors import LimitExceeded, NoAnswer
from comptoir.values.money import AMOUNT_MAX
from comptoir.values.percentages import Percent


@attrs.frozen
class Paid:
    """What is paid of something, and its parts per rate."""

    paid: int
    taxes: tuple[TaxPart, ...]


@attrs.frozen(kw_only=True)
class TaxedBasket:
    """The tax per rate, and what is paid for each line, for the empties, and for delivery."""

    taxes: tuple[TaxTerms, ...]
    lines: tuple[Paid, ...]
    empties: tuple[EmptiesTerms, ...]
    delivery: Paid | None

    @property
    def total(self) -> int:
        """What the customer pays, in minor units."""
        delivery = 0 if self.delivery is None else self.delivery.paid
        goods = sum(line.paid for line in self.lines)
        return goods + sum(each.paid for each in self.empties) + delivery


def taxed(question: Question, priced: Priced, delivery: Offered | None) -> TaxedBasket:
    """All that is charged, with its tax.

    Raises ``NoAnswer`` for a category without a rate in force, and for empties whose deposit the
    rulebook does not have.
    """
    lines = [tuple(_of_line(line)) for line in priced.lines]
    extras = _deposits(question)
    given_back = [
        Taxable((len(lines) + index, 0), extra.tax or "", -count * extra.amount.minor)
        for index, (extra, count) in enumerate(extras, start=1)
    ]
    fee = (
        ()
        if delivery is None
        else (Taxable((len(lines) + len(extras) + 1, 0), delivery.tax, delivery.charged),)
    )
    groups: Sequence[Sequence[Taxable]] = (*lines, given_back, fee)
    breakdown = break_down(
        question.rates, [each for group in groups for each in group], question.rulebook.header.money
    )
    _check_amounts(breakdown)
    each = iter(breakdown.each)
    shares = [[next(each) for _ in group] for group in groups]
    return TaxedBasket(
        taxes=breakdown.taxes,
        lines=tuple(_paid(share) for share in shares[: len(lines)]),
        empties=tuple(
            EmptiesTerms(
                rule=extra.id,
                name=extra.name,
                count=count,
                each=extra.amount.minor,
                paid=share.paid,
                taxes=(share.part,),
            )
            for (extra, count), share in zip(extras, shares[-2], strict=True)
        ),
        delivery=_paid(shares[-1]) if fee else None,
    )


def _check_amounts(breakdown: Breakdown) -> None:
    """``LimitExceeded`` for a basket of which an amount could not be written."""
    amounts = [abs(taxed.paid) for taxed in breakdown.each]
    amounts += [abs(rate.gross) for rate in breakdown.taxes]
    if sum(amounts) > 2 * AMOUNT_MAX or max(amounts, default=0) > AMOUNT_MAX:
        found = "found a basket worth more than 2^53-1 minor units"
        raise LimitExceeded.at("lines", found, "split the basket", code="amount_too_large")


def paid_for(question: Question, line: PricedLine) -> int:
    """What is paid for one line by itself, in minor units.

    Where tax is inside every price, that is the prices: the tax need not be found to know it.
    """
    charged = list(_of_line(line))
    if question.rates.exemption is None and line.listed.basis is PriceBasis.INCLUDED:
        for each in charged:
            question.rates.of_category(each.category)  # without a rate there is no answer
        return sum(each.amount for each in charged)
    money = question.rulebook.header.money
    return _paid(break_down(question.rates, charged, money).each).paid


def _of_line(line: PricedLine) -> Iterator[Taxable]:
    """What a line charges, by tax category: its goods, then the extras on top of them."""
    number, basis = line.good.number, line.listed.basis
    in_base = sum(adjustment.in_base for adjustment in line.adjustments)
    parts = line.listed.parts
    if not parts:
        yield Taxable((number, 0), line.product.tax, line.charged, basis, in_base)
    else:
        weights, keys = [part.weight for part in parts], range(len(parts))
        charged, taxed_besides = (spread(amount, weights, keys) for amount in (line.charged, in_base))
        for index, part in enumerate(parts):
            yield Taxable((number, index), part.category, charged[index], basis, taxed_besides[index])
    for index, extra in enumerate(line.extras, start=max(1, len(parts))):
        if not extra.terms.in_price:
            category = line.product.tax if extra.tax is None else extra.tax
            yield Taxable((number, index), category, extra.terms.amount)


def _deposits(question: Question) -> list[tuple[Extra, int]]:
    """The deposits that are given back, each with how many containers."""
    known = {extra.id: extra for extra in question.prices.extras if extra.kind is ExtraKind.DEPOSIT}
    for each in question.basket.empties:
        if each.extra not in known:
            found = f"found {each.extra}, which is no deposit in force here"
            names = ", ".join(known)
            cure = f"use one of {names}" if known else "give none back: the rulebook has no deposits here"
            raise NoAnswer.at("empties", found, cure, code="unknown_deposit")
    return [(known[each.extra], each.count) for each in question.basket.empties]


def _paid(each: Iterable[Taxed]) -> Paid:
    """What is paid of several amounts, with the parts of one rate together."""
    members = list(each)
    if len(members) == 1:
        return Paid(members[0].paid, (members[0].part,))
    by_rate: dict[tuple[Percent, Treatment], TaxPart] = {}
    for part in (member.part for member in members):
        rate = part.percent, part.treatment
        before = by_rate.get(rate, TaxPart(part.percent, 0, 0, part.treatment))
        by_rate[rate] = attrs.evolve(before, gross=before.gross + part.gross, tax=before.tax + part.tax)
    return Paid(sum(member.paid for member in members), tuple(by_rate.values()))
