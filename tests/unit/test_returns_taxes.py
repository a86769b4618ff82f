"""Base, tax and gross of refunds: at the rates of the sale, and exact however goods come back."""

from __future__ import annotations

from itertools import pairwise

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.facts.orders import Order, OrderLine, Tender
from comptoir.facts.tax_terms import TaxPart, TaxTerms, Treatment
from comptoir.facts.terms import Adjustment
from comptoir.returns.asked import Give
from comptoir.returns.assessed import Assessed
from comptoir.returns.taxed import parts_within, taxes_back
from comptoir.values.instants import Instant
from comptoir.values.percentages import Percent
from unit.returns_shop import THIRTY_DAYS, at, delivery, dress, held, in_turn, line, order, tea

SOON, LATER = at("2026-03-10"), at("2026-03-25")
NORMAL, REDUCED = Percent.of("20"), Percent.of("5.5")


def taxed(each: OrderLine, *parts: TaxPart) -> OrderLine:
    terms = attrs.evolve(each.terms, taxes=parts)
    return attrs.evolve(each, terms=terms, shares=terms.shares())


def sold(*lines: OrderLine, fee: int = 0) -> Order:
    """An order of these lines, its taxes summed by rate."""
    fees = None if not fee else attrs.evolve(delivery(fee, fee), taxes=(TaxPart(NORMAL, fee, fee // 6),))
    plain = order(
        *(taxed(each, TaxPart(Percent(0), each.terms.paid, 0)) for each in lines),
        delivery=None if fees is None else delivery(fee, fee),
    )
    sums: dict[tuple[Percent, Treatment], list[int]] = {}
    parts = [part for each in lines for part in each.terms.taxes]
    for part in (*parts, *(() if fees is None else fees.taxes)):
        gross_tax = sums.setdefault((part.percent, part.treatment), [0, 0])
        gross_tax[0] += part.gross
        gross_tax[1] += part.tax
    return attrs.evolve(
        plain,
        lines=lines,
        deliveries=() if fees is None else (fees,),
        taxes=[
            TaxTerms(percent, gross - tax, tax, gross, treatment)
            for (percent, treatment), (gross, tax) in sums.items()
        ],
    )


BUNDLE = taxed(line(1, dress(), 3, 1000), TaxPart(NORMAL, 701, 117), TaxPart(REDUCED, 299, 16))
BOX = taxed(line(2, tea(), 2, 777), TaxPart(REDUCED, 777, 41))


def test_tax_and_gross_of_the_first_piece_are_its_part_of_each_rate() -> None:
    [found] = in_turn(sold(BUNDLE), [Give(1)], when=SOON)
    assert found.refund.goods == 334
    assert found.refund.taxes == (
        TaxTerms(NORMAL, 195, 39, 234),
        TaxTerms(REDUCED, 95, 5, 100),
    )


def test_what_is_kept_of_a_refund_is_not_in_its_taxes() -> None:
    placed = sold(taxed(line(1, dress(), 1, 1200), TaxPart(NORMAL, 1200, 200)))
    [found] = in_turn(
        attrs.evolve(placed, returns=[attrs.evolve(THIRTY_DAYS, lines=[1])]), [Give(1)], when=SOON
    )
    assert found.refund.taxes == (TaxTerms(NORMAL, 900, 180, 1080),)


def test_a_delivery_that_comes_back_has_its_own_tax() -> None:
    [found] = in_turn(sold(BUNDLE, fee=600), [Give(1, 3)], when=SOON)
    assert found.refund.delivery == 600
    assert sum(each.tax for each in found.refund.taxes) == 117 + 16 + 100
    assert found.refund.taxes[0] == TaxTerms(NORMAL, 1301 - 217, 217, 1301)


def test_what_was_exempt_or_outside_stays_so() -> None:
    deposit = taxed(
        line(1, dress(), 2, 500), TaxPart(NORMAL, 300, 50), TaxPart(Percent(0), 200, 0, Treatment.OUTSIDE)
    )
    [found] = in_turn(sold(deposit), [Give(1)], when=SOON)
    assert found.refund.taxes == (
        TaxTerms(NORMAL, 125, 25, 150),
        TaxTerms(Percent(0), 100, 0, 100, Treatment.OUTSIDE),
    )


def test_money_for_a_line_that_had_cost_nothing_is_taxed_as_the_other_lines_were() -> None:
    gift = taxed(line(2, tea(), 1, 100, off=100))
    stands = held(sold(BUNDLE, gift))
    assert taxes_back(stands, {2: 1000}, 0) == (
        TaxTerms(NORMAL, 584, 117, 701),
        TaxTerms(REDUCED, 283, 16, 299),
    )


def test_what_a_third_party_funds_is_not_given_back_nor_is_the_tax_on_it() -> None:
    """A dress of 50.00 EUR, 20 % tax in it, of which a brand pays half: its tax stays on the whole."""
    half = Adjustment("offers", "half", -2500, payer="brand", funded=2500, in_base=2500)
    plain = line(1, dress(), 1, 5000, off=2500)
    terms = attrs.evolve(plain.terms, adjustments=(half,), taxes=(TaxPart(NORMAL, 5000, 833),))
    funded = attrs.evolve(plain, terms=terms, shares=terms.shares())
    placed = attrs.evolve(order(plain), lines=[funded], taxes=[TaxTerms(NORMAL, 4167, 833, 5000)])
    assert taxes_back(held(placed), {1: 2500}, 0) == (TaxTerms(NORMAL, 2083, 417, 2500),)


def test_nothing_given_back_bears_no_tax() -> None:
    assert taxes_back(held(sold(BUNDLE)), {1: 0}, 0) == ()


PLACED = attrs.evolve(
    sold(BUNDLE, BOX, fee=600), tenders=[Tender("card", "20.00 EUR"), Tender("cash", "3.77 EUR")]
)


@st.composite
def splits(draw: st.DrawFn) -> list[list[Give]]:
    left = {1: 3, 2: 2}
    requests: list[list[Give]] = []
    while any(left.values()):
        number = draw(st.sampled_from([number for number, count in left.items() if count]))
        quantity = draw(st.integers(1, left[number]))
        left[number] -= quantity
        requests.append([Give(number, quantity)])
    return requests


@given(splits())
@pytest.mark.parametrize("when", [SOON, LATER])
def test_however_a_return_is_split_its_taxes_come_to_those_of_the_whole(
    when: Instant, requests: list[list[Give]]
) -> None:
    def summed(found: list[Assessed]) -> dict[Percent, tuple[int, int, int]]:
        sums: dict[Percent, tuple[int, int, int]] = {}
        for each in found:
            for tax in each.refund.taxes:
                base, own, gross = sums.get(tax.percent, (0, 0, 0))
                sums[tax.percent] = base + tax.base, own + tax.tax, gross + tax.gross
            assert sum(tax.gross for tax in each.refund.taxes) == each.refund.total
            assert all(tax.base + tax.tax == tax.gross for tax in each.refund.taxes)
        return sums

    whole = in_turn(PLACED, [Give(1, 3), Give(2, 2)], when=when)
    assert summed(in_turn(PLACED, *requests, when=when)) == summed(whole)
    if when == SOON:
        assert summed(whole) == {each.percent: (each.base, each.tax, each.gross) for each in PLACED.taxes}


def test_a_cent_more_takes_nothing_off_any_of_three_rates() -> None:
    three = [TaxPart(NORMAL, 6, 1), TaxPart(REDUCED, 6, 0), TaxPart(Percent(0), 2, 0)]
    parts = [parts_within(three, amount) for amount in range(15)]
    assert [each.gross for each in parts[10]] == [5, 4, 1]
    assert [each.gross for each in parts[11]] == [5, 5, 1]
    assert [each.gross for each in parts[14]] == [6, 6, 2]


@given(
    st.lists(st.tuples(st.integers(0, 5_000), st.integers(0, 20)), min_size=1, max_size=5).filter(
        lambda parts: any(gross for gross, _ in parts)
    ),
    st.data(),
)
def test_no_part_ever_gives_back_less_than_nothing_or_more_than_it_was(
    grosses: list[tuple[int, int]], data: st.DataObject
) -> None:
    listed = [TaxPart(Percent.of(str(each)), gross, gross * each // 100) for gross, each in grosses]
    whole = sum(part.gross for part in listed)
    amounts = sorted({0, whole, *data.draw(st.lists(st.integers(0, whole), max_size=6))})
    cumulative = [parts_within(listed, amount) for amount in amounts]
    assert [sum(part.gross for part in parts) for parts in cumulative] == amounts
    assert cumulative[-1] == listed
    for earlier, later in pairwise(cumulative):
        for part, then, now in zip(listed, earlier, later, strict=True):
            assert 0 <= then.gross <= now.gross <= part.gross
            assert 0 <= then.tax <= now.tax <= part.tax
            assert now.tax - then.tax <= now.gross - then.gross + 1
