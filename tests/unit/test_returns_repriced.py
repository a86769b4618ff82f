"""Goods that come back under a policy by which what is kept is priced again, as at the sale."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import permutations, product

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.facts.events import CancelReason, Fact, Reduced, ReduceReason, Reducing
from comptoir.facts.orders import Order, OrderLine, Tender
from comptoir.facts.return_terms import Grade, GradeTerms, Means, RefundMode
from comptoir.facts.tax_terms import TaxPart, TaxTerms
from comptoir.facts.terms import POINTS_OFF, PROVEN, Adjustment, Within
from comptoir.facts.units import Units
from comptoir.returns.asked import Give
from comptoir.returns.assessed import Assessed
from comptoir.returns.cancel import CancelAsked, Cancelling, cancel_goods
from comptoir.returns.repriced import LINES_PRICED_MAX, PARTS_MAX, KeptCost, differences
from comptoir.values.errors import NoAnswer
from comptoir.values.instants import Instant
from comptoir.values.moments import Moment
from comptoir.values.percentages import Percent
from unit.returns_shop import (
    ALMANAC,
    DIGEST,
    HANDED,
    THIRTY_DAYS,
    TILL,
    WITHDRAWAL,
    assessed,
    at,
    dress,
    handed_over,
    held,
    line,
    order,
    returned,
)

SOON, LATER = at("2026-03-10"), at("2026-03-25")
AGAIN = attrs.evolve(THIRTY_DAYS, fee="0", mode=RefundMode.REPRICE_KEPT)


def third_free(kept: Mapping[int, int]) -> int:
    """Every third piece of 10.00 EUR is free."""
    return sum(1000 * (count - count // 3) for count in kept.values())


def sold(*counts: int, cost: KeptCost = third_free, **changes: object) -> Order:
    """An order whose lines have so many pieces, at what the offers left of them."""
    lines = []
    for number, count in enumerate(counts, 1):
        off = 1000 * count - cost({number: count})
        lines.append(line(number, dress(f"ROBE-{number}"), count, 1000 * count, off=off))
    returns = [attrs.evolve(AGAIN, lines=list(range(1, len(counts) + 1)))]
    return order(*lines, **{"returns": returns, **changes})  # type: ignore[arg-type]


def one_by_one(placed: Order, *requests: list[Give], cost: KeptCost = third_free) -> list[Assessed]:
    """Requests in turn, each recorded before the next, when the withdrawal is over."""
    facts: list[Fact] = [handed_over()]
    found: list[Assessed] = []
    for index, give in enumerate(requests):
        now = Instant(LATER + index)
        found.append(assessed(held(placed, *facts, when=now), *give, when=now, cost=cost))
        facts.append(returned(found[-1], now, f"r-{index}"))
    return found


def refunds(found: list[Assessed]) -> list[int]:
    return [each.refund.goods for each in found]


def test_what_the_kept_goods_would_have_cost_is_kept_of_what_was_paid() -> None:
    [found] = one_by_one(sold(3), [Give(1)])
    [good] = found.goods
    assert (good.mode, good.charged, good.repriced, good.refunded) == (RefundMode.REPRICE_KEPT, 667, -667, 0)
    assert (found.kept_cost, found.proof, found.refund.total) == (2000, PROVEN, 0)
    assert found.refund.tenders == ()


def test_every_further_piece_brings_what_is_then_due_in_all() -> None:
    assert refunds(one_by_one(sold(3), [Give(1)], [Give(1)], [Give(1)])) == [0, 1000, 1000]
    assert refunds(one_by_one(sold(3), [Give(1, 3)])) == [2000]


def test_while_the_law_gives_a_right_goods_come_back_by_their_share() -> None:
    placed = sold(3, returns=[attrs.evolve(WITHDRAWAL, lines=[1]), attrs.evolve(AGAIN, lines=[1])])
    found = assessed(held(placed, handed_over()), Give(1), when=SOON, cost=third_free)
    assert (found.goods[0].mode, found.refund.goods, found.kept_cost) == (RefundMode.PRO_RATA, 667, None)


def test_goods_that_came_back_by_their_share_count_as_kept_and_are_never_paid_twice() -> None:
    placed = sold(3, returns=[attrs.evolve(WITHDRAWAL, lines=[1]), attrs.evolve(AGAIN, lines=[1])])
    first = assessed(held(placed, handed_over()), Give(1), when=SOON, cost=third_free)
    facts: list[Fact] = [handed_over(), returned(first, SOON, "r-1")]
    then = assessed(held(placed, *facts), Give(1, 2), when=LATER, cost=third_free)
    assert (then.refund.goods, then.kept_cost) == (1000, 1000)


def test_the_sellers_fault_costs_nothing() -> None:
    [found] = one_by_one(sold(3), [Give(1, reason="faulty")])
    assert (found.goods[0].mode, found.refund.goods) == (RefundMode.PRO_RATA, 667)


def ten_off_from_fifty(kept: Mapping[int, int]) -> int:
    """Dresses at 79.90 EUR, 10.00 EUR off from 50.00 EUR."""
    return 7990 * sum(kept.values()) - 1000


TWO_DRESSES = order(line(1, dress(), 2, 15980, off=1000), returns=[attrs.evolve(AGAIN, lines=[1])])


def test_a_share_is_at_most_what_is_left_of_all_that_was_paid() -> None:
    found = one_by_one(TWO_DRESSES, [Give(1)], [Give(1, reason="faulty")], cost=ten_off_from_fifty)
    assert refunds(found) == [7990, 6990]
    [good] = found[1].goods
    assert (good.mode, good.charged, good.repriced) == (RefundMode.PRO_RATA, 7490, -500)
    other_way = one_by_one(TWO_DRESSES, [Give(1, reason="faulty")], [Give(1)], cost=ten_off_from_fifty)
    assert refunds(other_way) == [7490, 7490]


def test_at_once_shares_come_first_and_what_is_priced_again_gets_what_is_left() -> None:
    both = [Give(1), Give(1, reason="faulty")]
    [found] = one_by_one(TWO_DRESSES, both, cost=ten_off_from_fifty)
    assert {good.reason: good.refunded for good in found.goods} == {"changed_mind": 7490, "faulty": 7490}


def test_a_fee_that_was_kept_of_other_goods_takes_nothing_off_a_share() -> None:
    terms = attrs.evolve(AGAIN, lines=[1], fee_each=500)
    placed = order(line(1, dress(), 2, 15980, off=1000), returns=[terms])
    split = one_by_one(placed, [Give(1)], [Give(1, reason="faulty")], cost=ten_off_from_fifty)
    assert refunds(split) == [7490, 7490]
    at_once = one_by_one(placed, [Give(1), Give(1, reason="faulty")], cost=ten_off_from_fifty)
    assert refunds(at_once) == [sum(refunds(split))]


def test_what_is_cancelled_gets_at_most_what_is_left_of_all_that_was_paid() -> None:
    first = handed_over(Units(1, 0, 1))
    back = assessed(held(TWO_DRESSES, first), Give(1), when=LATER, cost=ten_off_from_fifty)
    stands = held(TWO_DRESSES, first, returned(back, LATER, "r-1"))
    asked = CancelAsked(because=CancelReason.BY_CUSTOMER)
    found = cancel_goods(stands, asked, moment=Moment(LATER), almanac=ALMANAC)
    assert isinstance(found, Cancelling)
    assert [(good.charged, good.repriced, good.refunded) for good in found.goods] == [(7490, -500, 6990)]
    assert back.refund.total + found.refund.total == TWO_DRESSES.total_minor


def test_a_line_gives_back_no_more_tax_than_it_bore() -> None:
    """A book at 5 % and a dress at 20 %, 10.00 EUR each, sold as a pair at 6.00 EUR each."""

    def pair(kept: Mapping[int, int]) -> int:
        return 1200 if len(kept) == 2 else 1000 if kept else 0

    lines = [line(1, dress("LIVRE"), 1, 1000, off=400), line(2, dress(), 1, 1000, off=400)]
    placed = at_rates(order(*lines, returns=[attrs.evolve(AGAIN, lines=[1, 2])]), 5, 20)
    first, second = one_by_one(placed, [Give(2)], [Give(1)], cost=pair)
    assert refunds([first, second]) == [200, 1000]
    assert [(each.percent.to_text(), each.gross) for each in first.refund.taxes] == [("20", 200)]
    assert [(each.percent.to_text(), each.gross) for each in second.refund.taxes] == [("20", 400), ("5", 600)]
    assert taxed_back([first, second]) == {each.percent: (each.tax, each.gross) for each in placed.taxes}


def rated(each: OrderLine, percent: int) -> OrderLine:
    """A line whose price has tax of a rate in it."""
    paid = each.terms.paid
    terms = attrs.evolve(
        each.terms, taxes=(TaxPart(Percent.of(str(percent)), paid, paid * percent // (100 + percent)),)
    )
    return attrs.evolve(each, terms=terms, shares=terms.shares())


def at_rates(placed: Order, *percents: int) -> Order:
    """The order with taxes of these rates in its lines, and their sums."""
    lines = [rated(each, percent) for each, percent in zip(placed.lines, percents, strict=True)]
    sums: dict[Percent, tuple[int, int]] = {}
    for part in (part for each in lines for part in each.terms.taxes):
        tax, gross = sums.get(part.percent, (0, 0))
        sums[part.percent] = tax + part.tax, gross + part.gross
    taxes = [TaxTerms(percent, gross - tax, tax, gross) for percent, (tax, gross) in sums.items()]
    return attrs.evolve(placed, lines=lines, taxes=taxes)


def taxed_back(found: list[Assessed]) -> dict[Percent, tuple[int, int]]:
    """Tax and gross that came back, by rate."""
    sums: dict[Percent, tuple[int, int]] = {}
    for each in (tax for one in found for tax in one.refund.taxes):
        tax, gross = sums.get(each.percent, (0, 0))
        sums[each.percent] = tax + each.tax, gross + each.gross
    return sums


def test_a_part_that_is_due_more_than_the_whole_counts() -> None:
    def odd(kept: Mapping[int, int]) -> int:
        """The second line costs 9.00 EUR, and nothing beside the first one."""
        return 1000 * kept.get(1, 0) + (0 if 1 in kept else 900 * kept.get(2, 0))

    placed = order(
        line(1, dress(), 1, 1000),
        line(2, dress("ROBE-38"), 1, 900, off=900),
        returns=[attrs.evolve(AGAIN, lines=[1, 2])],
    )
    assert refunds(one_by_one(placed, [Give(1)], [Give(2)], cost=odd)) == [100, 900]
    assert refunds(one_by_one(placed, [Give(2)], [Give(1)], cost=odd)) == [0, 1000]


def test_money_for_goods_that_had_cost_nothing_is_theirs_where_there_are_no_others() -> None:
    assert differences(900, [0], [0]) == [900]
    assert differences(0, [300, 700], [300, 1000]) == [-300, -700]
    assert differences(500, [300, 700], [300, 700]) == [-150, -350]


def test_fee_and_wear_are_kept_of_the_part_that_is_due() -> None:
    grades = [GradeTerms(grade=Grade.USED, percent="10")]
    terms = attrs.evolve(AGAIN, lines=[1], fee_each=50, grades=grades)
    found = one_by_one(sold(3, returns=[terms]), [Give(1, 2, grade=Grade.USED)], [Give(1, grade=Grade.USED)])
    fee, wear = 50, 67
    assert refunds(found) == [1000 - 2 * (fee + wear), 1000 - (fee + wear)]
    assert [sum(good.refunded for good in each.goods) for each in found] == refunds(found)


def test_what_was_given_back_though_it_is_kept_is_paid_back_once() -> None:
    placed = order(line(1, dress(), 2, 2000), returns=[attrs.evolve(AGAIN, lines=[1])])
    reduced = Reduced(
        id="d-1",
        order="o-1",
        at=HANDED,
        currency="EUR",
        taken=[Reducing(units=Units(1, 0, 1), sku="ROBE-36", refunded=300)],
        tenders=[Tender("card", "3.00 EUR", reference="psp-9")],
        because=ReduceReason.GOODWILL,
        answer=DIGEST,
        provenance=TILL,
    )
    stands = held(placed, handed_over(), reduced)
    first = assessed(stands, Give(1), when=LATER, cost=third_free)
    assert (first.goods[0].units, first.refund.goods, first.kept_cost) == (Units(1, 0, 1), 700, 1000)
    again = held(placed, handed_over(), reduced, returned(first, LATER, "r-1"))
    assert assessed(again, Give(1), when=LATER, cost=third_free).refund.goods == 1000


def test_what_points_took_off_the_kept_goods_is_no_part_of_their_cost() -> None:
    placed = order(line(1, dress(), 2, 2000, off=400), returns=[attrs.evolve(AGAIN, lines=[1])])
    [only] = placed.lines
    terms = attrs.evolve(only.terms, adjustments=(Adjustment(POINTS_OFF, "loyalty", -400),))
    placed = attrs.evolve(placed, lines=[attrs.evolve(only, terms=terms, shares=terms.shares())])
    assert refunds(one_by_one(placed, [Give(1)], [Give(1)])) == [800, 800]


def test_an_order_without_the_rules_of_its_sale_has_no_answer() -> None:
    with pytest.raises(NoAnswer) as caught:
        assessed(held(sold(3), handed_over()), Give(1), when=LATER)
    assert caught.value.faults[0].code == "no_repricing"


def test_what_comes_back_as_credit_does_so_when_it_is_priced_again() -> None:
    terms = attrs.evolve(AGAIN, lines=[1], means=Means.CREDIT)
    [found] = one_by_one(sold(3, returns=[terms]), [Give(1, 2)])
    assert [(each.means, each.amount.minor) for each in found.refund.tenders] == [("credit", 1000)]


def test_a_search_that_reaches_its_bound_says_within_what_it_is_from_the_best() -> None:
    asked: list[Mapping[int, int]] = []

    def cost(kept: Mapping[int, int]) -> int:
        asked.append(kept)
        return sum(800 * count for count in kept.values())

    placed = sold(*([1] * 11), cost=lambda kept: sum(800 * count for count in kept.values()))
    give = [Give(number) for number in range(1, 11)]
    found = assessed(held(placed, handed_over()), *give, when=LATER, cost=cost)
    assert found.refund.goods == 8000
    assert found.proof == Within(800)
    assert len(asked) == PARTS_MAX + 1
    assert asked[0] == {11: 1}


def test_no_part_is_due_more_than_a_bounded_search_says() -> None:
    def dear(kept: Mapping[int, int]) -> int:
        """The fewest goods cost the most, but for eleven of which nobody asks: they cost nothing."""
        return 0 if sum(kept.values()) == 11 else 2000 - 100 * sum(kept.values())

    placed = sold(*([1] * 10), 5, cost=lambda kept: sum(800 * count for count in kept.values()))
    give = [Give(number) for number in range(1, 11)]
    asked: list[int] = []

    def counted(kept: Mapping[int, int]) -> int:
        asked.append(sum(kept.values()))
        return dear(kept)

    found = assessed(held(placed, handed_over()), *give, when=LATER, cost=counted)
    assert 11 not in asked
    assert isinstance(found.proof, Within)
    assert found.refund.goods + found.proof.amount == 12_000


def test_as_many_parts_as_the_bound_are_all_priced() -> None:
    placed = sold(*([1] * 9))
    give = [Give(number) for number in range(1, 10)]
    assert assessed(held(placed, handed_over()), *give, when=LATER, cost=third_free).proof == PROVEN


COUNTS = (3, 2, 1)


@st.composite
def costs(draw: st.DrawFn) -> Callable[[Mapping[int, int]], int]:
    """What any goods of an order of three lines cost, as wildly as rules can have it."""
    table = {
        kept: draw(st.integers(0, 1000 * sum(kept))) for kept in product(*(range(n + 1) for n in COUNTS))
    }

    def cost(kept: Mapping[int, int]) -> int:
        assert all(kept.values())
        return table[kept.get(1, 0), kept.get(2, 0), kept.get(3, 0)]

    return cost


@st.composite
def splits(draw: st.DrawFn) -> list[list[Give]]:
    left = {number: draw(st.integers(0, count)) for number, count in enumerate(COUNTS, 1)}
    requests: list[list[Give]] = []
    while any(left.values()):
        number = draw(st.sampled_from([number for number, count in left.items() if count]))
        quantity = draw(st.integers(1, left[number]))
        left[number] -= quantity
        is_together: bool = draw(st.booleans())
        if requests and is_together:
            requests[-1].append(Give(number, quantity))
        else:
            requests.append([Give(number, quantity)])
    return requests


@given(costs(), splits(), st.sampled_from(["0", "10"]))
def test_however_goods_come_back_the_most_that_is_due_to_a_part_is_paid(
    cost: KeptCost, requests: list[list[Give]], fee: str
) -> None:
    whole = cost(dict(enumerate(COUNTS, 1)))
    paid = [max(1, whole * count // 6) for count in COUNTS[1:]]
    paid = [max(0, whole - sum(paid)), *paid]
    whole = sum(paid)
    lines = [
        line(number, dress(f"ROBE-{number}"), count, 1000 * count, off=1000 * count - amount)
        for number, (count, amount) in enumerate(zip(COUNTS, paid, strict=True), 1)
    ]
    placed = order(*lines, returns=[attrs.evolve(AGAIN, lines=[1, 2, 3], fee=fee)])
    found = one_by_one(placed, *requests, cost=cost)
    back = dict.fromkeys((1, 2, 3), 0)
    for give in (give for each in requests for give in each):
        back[int(give.what)] += give.quantity
    due = 0
    for part in product(*(range(back[number] + 1) for number in (1, 2, 3))):
        kept = {n: COUNTS[n - 1] - part[n - 1] for n in (1, 2, 3) if COUNTS[n - 1] > part[n - 1]}
        due = max(due, whole - (cost(kept) if kept else 0)) if any(part) else due
    total = sum(refunds(found))
    assert 0 <= total <= whole
    assert all(each >= 0 for each in refunds(found))
    if fee == "0":
        assert total == min(due, whole)
    merged = [Give(number, count) for number, count in back.items() if count]
    if merged:
        assert total == sum(refunds(one_by_one(placed, merged, cost=cost)))
    for each in found:
        assert sum(tax.gross for tax in each.refund.taxes) == each.refund.total


@given(costs(), splits(), st.tuples(*[st.sampled_from([0, 5, 20])] * 3), st.sampled_from(list(RefundMode)))
def test_no_rate_gives_back_more_than_was_sold_at_it(
    cost: KeptCost, requests: list[list[Give]], rates: tuple[int, ...], mode: RefundMode
) -> None:
    whole = max(1, cost(dict(enumerate(COUNTS, 1))))
    paid = [whole // 2, whole // 3, whole - whole // 2 - whole // 3]
    lines = [
        line(number, dress(f"ROBE-{number}"), count, 1000 * count, off=1000 * count - amount)
        for number, (count, amount) in enumerate(zip(COUNTS, paid, strict=True), 1)
    ]
    placed = at_rates(order(*lines, returns=[attrs.evolve(AGAIN, lines=[1, 2, 3], mode=mode)]), *rates)
    found = one_by_one(placed, *requests, cost=cost)
    sold_at = {each.percent: (each.tax, each.gross) for each in placed.taxes}
    given_back = taxed_back(found)
    for each in found:
        assert sum(tax.gross for tax in each.refund.taxes) == each.refund.total
        assert all(tax.gross >= 0 and tax.tax >= 0 for tax in each.refund.taxes)
    for percent, (tax, gross) in given_back.items():
        assert tax <= sold_at[percent][0]
        assert gross <= sold_at[percent][1]
    if sum(refunds(found)) == whole:
        assert given_back == {percent: sums for percent, sums in sold_at.items() if sums[1]}


def test_a_million_pieces_of_which_what_is_kept_is_priced_again() -> None:
    asked: list[Mapping[int, int]] = []

    def cost(kept: Mapping[int, int]) -> int:
        asked.append(kept)
        return sum(2 * count for count in kept.values())

    placed = order(line(1, dress(), 1_000_000, 2_000_000), returns=[attrs.evolve(AGAIN, lines=[1])])
    found = assessed(held(placed, handed_over()), Give(1, 999_999), when=LATER, cost=cost)
    assert (found.refund.goods, found.kept_cost) == (1_999_998, 2)
    assert len(asked) <= PARTS_MAX + 1


def test_lines_that_no_promotion_touches_are_not_searched() -> None:
    asked: list[Mapping[int, int]] = []

    def cost(kept: Mapping[int, int]) -> int:
        asked.append(kept)
        return sum(800 * count for count in kept.values())

    placed = sold(*([1] * 11), cost=lambda kept: sum(800 * count for count in kept.values()))
    give = [Give(number) for number in range(1, 11)]
    stands = held(placed, handed_over())
    found = assessed(stands, *give, when=LATER, cost=cost, alone=lambda: range(1, 12))
    assert (found.refund.goods, found.proof) == (8000, PROVEN)
    assert len(asked) <= 3


def test_the_lines_of_all_parts_that_are_priced_are_bounded() -> None:
    asked: list[int] = []

    def cost(kept: Mapping[int, int]) -> int:
        asked.append(len(kept))
        return sum(800 * count for count in kept.values())

    placed = sold(*([1] * 400), cost=lambda kept: sum(800 * count for count in kept.values()))
    give = [Give(number) for number in range(1, 200)]
    found = assessed(held(placed, handed_over()), *give, when=LATER, cost=cost)
    assert found.refund.goods == 199 * 800
    assert sum(asked) <= LINES_PRICED_MAX


def test_a_good_that_brings_little_more_than_its_fee_changes_no_sum_over_a_split() -> None:
    """Dresses by their share, books and a newspaper priced again, for a fee each: it is the same in all."""
    terms = attrs.evolve(AGAIN, lines=[2, 3], fee_each=100)
    own = attrs.evolve(AGAIN, rule="own", lines=[1], mode=RefundMode.PRO_RATA)
    goods = (
        line(1, dress(), 2, 11983, off=840),
        line(2, dress("LIVRE"), 2, 2000, off=142),
        line(3, dress("JOURNAL"), 1, 250, off=18),
    )
    placed = order(*goods, returns=[terms, own])

    def cost(kept: Mapping[int, int]) -> int:
        regular = (11983 * kept.get(1, 0) + 2000 * kept.get(2, 0)) // 2 + 250 * kept.get(3, 0)
        return regular - 1000 if regular >= 10000 else regular

    pieces = (Give(1), Give(1), Give(2), Give(2), Give(3))
    splits = [[list(pieces)], *([[give] for give in split] for split in permutations(pieces))]
    assert len({sum(refunds(one_by_one(placed, *split, cost=cost))) for split in splits}) == 1
