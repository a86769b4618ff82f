from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest

from comptoir.facts.baskets import Contract
from comptoir.facts.goods import RefUnits
from comptoir.facts.handovers import Carry
from comptoir.facts.held import Held
from comptoir.facts.orders import Order
from comptoir.facts.return_terms import Bearer, ReturnTerms
from comptoir.facts.units import Units
from comptoir.returns.asked import GIVES_MAX, Give, ReturnAsked
from comptoir.returns.assessed import Assessed
from comptoir.returns.refused import ReturnRefusalCode as Code
from comptoir.returns.refused import ReturnRefused
from comptoir.values.errors import LimitExceeded, WrongType, WrongValue
from comptoir.values.moments import Moment
from comptoir.values.quantities import Measured
from unit.returns_shop import (
    FINAL,
    HANDED,
    THIRTY_DAYS,
    WITHDRAWAL,
    assessed,
    at,
    dress,
    handed_over,
    held,
    in_turn,
    line,
    order,
    returned,
    tea,
)

SOON, LATER, TOO_LATE = at("2026-03-10"), at("2026-03-25"), at("2026-05-01")


def dresses(quantity: int = 3, **changes: Any) -> Order:
    return order(line(1, dress(), quantity, 1000 * quantity), **changes)


def with_customer(*terms: ReturnTerms, quantity: int = 3, **changes: Any) -> Held:
    return held(dresses(quantity, returns=terms or (WITHDRAWAL, THIRTY_DAYS), **changes), handed_over())


def refusal(found: Assessed) -> ReturnRefused:
    assert found.goods == ()
    assert (found.refund.total, found.points_clawed) == (0, 0)
    [refused] = found.refused
    return refused


def test_a_withdrawal_gives_back_all_that_was_charged() -> None:
    found = assessed(with_customer(), Give(1, 2, reason="too_large"), when=SOON)
    [good] = found.goods
    assert (good.units, good.product, found.refused) == (Units(1, 0, 2), dress(), ())
    assert (good.charged, good.fee, good.refunded, good.carriage) == (2000, 0, 2000, Bearer.BUYER)
    assert (good.best.last_day_by, good.best.fee_by, good.is_withdrawal) == ("thirty", "wd.fr", True)
    assert (found.order, found.refund.total) == ("o-1", 2000)


def test_after_the_withdrawal_the_policy_keeps_its_fee() -> None:
    [good] = assessed(with_customer(), Give(1, 2), when=LATER).goods
    assert (good.fee, good.refunded, good.best.fee_by, good.is_withdrawal) == (200, 1800, "thirty", False)
    assert [right.alive for right in good.rights] == [False, True]


def test_each_right_stands_once_in_the_answer_with_the_goods_that_come_back_by_it() -> None:
    """And not once more for each of the goods: the document grows with them."""
    apart = [handed_over(Units(1, 0, 1)), handed_over(Units(2, 0, 1), id_="h-2", when=SOON)]
    sold = order(line(1, dress(), 1, 1000), line(2, tea(), 1, 500), returns=(WITHDRAWAL, THIRTY_DAYS))
    found = assessed(held(sold, *apart), Give(1), Give(2), when=LATER)
    assert len(found.goods) == 2
    law, house = found.rights
    assert (law.terms, house.terms) == (WITHDRAWAL, THIRTY_DAYS)
    assert [(each.goods, each.right.last_day) for each in law.stands] == [((0, 1), date(2026, 3, 24))]
    assert [(each.goods, each.right.last_day) for each in house.stands] == [
        ((0,), date(2026, 4, 3)),
        ((1,), date(2026, 4, 9)),
    ]
    for place, good in enumerate(found.goods):
        by = [each.right for told in found.rights for each in told.stands if place in each.goods]
        assert tuple(by) == good.rights


def test_what_is_the_sellers_fault_costs_the_buyer_nothing() -> None:
    for reason in ("faulty", "not_as_described"):
        [good] = assessed(with_customer(), Give(1, reason=reason), when=LATER).goods
        assert (good.fee, good.refunded, good.carriage) == (0, 1000, Bearer.SELLER)


def test_in_a_store_nobody_bears_a_carriage() -> None:
    for reason in ("changed_mind", "faulty"):
        [good] = assessed(with_customer(), Give(1, reason=reason), when=SOON, store="lyon-2").goods
        assert good.carriage is None


def test_a_final_sale_at_a_distance_still_has_fourteen_days() -> None:
    stands = with_customer(WITHDRAWAL, FINAL)
    [good] = assessed(stands, Give(1), when=SOON).goods
    assert (good.refunded, good.best.last_day, good.best.last_day_by) == (1000, date(2026, 3, 18), "wd.fr")
    late = refusal(assessed(stands, Give(1), when=LATER))
    assert (late.code, late.last_day, late.rule) == (Code.TOO_LATE, date(2026, 3, 18), "wd.fr")


def test_a_final_sale_in_a_store_is_final() -> None:
    stands = held(dresses(returns=[FINAL], contract=Contract.IN_STORE, handover=Carry("lyon-2")))
    refused = refusal(assessed(stands, Give(1), when=SOON))
    assert (refused.code, refused.rule, refused.last_day) == (Code.NOT_RETURNABLE, "final", None)


def test_without_any_right_nothing_comes_back() -> None:
    refused = refusal(assessed(held(dresses(returns=[]), handed_over()), Give(1), when=SOON))
    assert (refused.code, refused.rule) == (Code.NOT_RETURNABLE, None)


def test_too_late_names_the_last_day_and_its_rule() -> None:
    give = Give(1)
    assert refusal(assessed(with_customer(), give, when=TOO_LATE)) == ReturnRefused(
        give=give, code=Code.TOO_LATE, units=Units(1, 0, 1), last_day=date(2026, 4, 3), rule="thirty"
    )


def test_the_answer_stands_until_the_next_right_ends() -> None:
    moment = Moment(SOON)
    assessed(with_customer(), Give(1), when=SOON, moment=moment)
    assert moment.until == at("2026-03-19T00:00:00+01:00")


def test_before_it_is_handed_over_nothing_comes_back() -> None:
    refused = refusal(assessed(held(dresses()), Give(1), when=SOON))
    assert refused.code is Code.NOT_HANDED_OVER


def test_pieces_that_the_customer_has_are_taken_first() -> None:
    stands = held(dresses(), handed_over(Units(1, 2, 1)))
    [good] = assessed(stands, Give(1), when=SOON).goods
    assert good.units == Units(1, 2, 1)
    refused = refusal(assessed(stands, Give(1, 2), when=SOON))
    assert refused.code is Code.NOT_HANDED_OVER


@pytest.mark.parametrize("what", [2, "app-9"])
def test_what_the_order_does_not_have_was_never_bought(what: str | int) -> None:
    assert refusal(assessed(with_customer(), Give(what), when=SOON)).code is Code.NEVER_BOUGHT


def test_more_than_was_bought_does_not_come_back() -> None:
    refs = [RefUnits("app-7", 1, 0, 1), RefUnits("app-8", 1, 1, 2)]
    assert refusal(assessed(with_customer(), Give(1, 4), when=SOON)).code is Code.MORE_THAN_BOUGHT
    stands = with_customer(refs=refs)
    assert refusal(assessed(stands, Give("app-7", 2), when=SOON)).code is Code.MORE_THAN_BOUGHT


def test_a_ref_stands_for_its_own_pieces() -> None:
    refs = [RefUnits("app-7", 1, 0, 1), RefUnits("app-8", 1, 1, 2)]
    found = assessed(with_customer(refs=refs), Give("app-8", 2), Give("app-7"), when=SOON)
    assert [good.units for good in found.goods] == [Units(1, 0, 1), Units(1, 1, 2)]


def test_one_question_takes_no_piece_twice() -> None:
    found = assessed(with_customer(), Give(1, 2), Give(1, 2), Give(1), when=SOON)
    assert [good.units for good in found.goods] == [Units(1, 0, 1), Units(1, 1, 2)]
    assert [refused.code for refused in found.refused] == [Code.MORE_THAN_BOUGHT]


def test_what_came_back_does_not_come_back_again() -> None:
    first = assessed(with_customer(), Give(1, 2), when=SOON)
    stands = held(dresses(), handed_over(), returned(first, SOON, "r-1"))
    again = refusal(assessed(stands, Give(1, 2), when=SOON))
    assert (again.code, again.by) == (Code.ALREADY_RETURNED, "r-1")
    [last] = assessed(stands, Give(1), when=SOON).goods
    assert last.units == Units(1, 2, 1)


def test_a_refused_entry_takes_no_pieces() -> None:
    stands = with_customer(attrs.evolve(THIRTY_DAYS, reasons=["faulty"]), quantity=1)
    found = assessed(stands, Give(1), Give(1, reason="faulty"), when=SOON)
    assert [refused.code for refused in found.refused] == [Code.REASON_NOT_ACCEPTED]
    assert [good.give.reason for good in found.goods] == ["faulty"]


def test_a_right_that_does_not_accept_the_reason_does_not_count() -> None:
    picky = attrs.evolve(THIRTY_DAYS, reasons=["faulty"])
    [good] = assessed(with_customer(WITHDRAWAL, picky), Give(1), when=SOON).goods
    assert ([right.terms.rule for right in good.rights], good.best.last_day_by) == (["wd.fr"], "wd.fr")
    refused = refusal(assessed(with_customer(WITHDRAWAL, picky), Give(1), when=LATER))
    assert (refused.code, refused.rule) == (Code.REASON_NOT_ACCEPTED, "thirty")


def test_pieces_of_several_fates_are_several_goods() -> None:
    by_piece = attrs.evolve(THIRTY_DAYS, period=WITHDRAWAL.period)
    first = handed_over(Units(1, 0, 1), when=at("2026-03-04"))
    second = handed_over(Units(1, 1, 2), when=at("2026-03-08"), id_="h-2")
    stands = held(dresses(returns=[by_piece]), first, second)
    found = assessed(stands, Give(1, 3), when=SOON)
    assert [(good.units, good.best.last_day) for good in found.goods] == [
        (Units(1, 0, 1), date(2026, 3, 18)),
        (Units(1, 1, 2), date(2026, 3, 22)),
    ]
    # What is given is taken as a whole or not at all.
    refused = refusal(assessed(stands, Give(1, 3), when=at("2026-03-20")))
    assert (refused.code, refused.last_day) == (Code.TOO_LATE, date(2026, 3, 18))


def test_what_was_weighed_is_one_piece() -> None:
    stands = held(order(line(1, tea(), Measured("0.532", "kg"), 4522)), handed_over())
    [good] = assessed(stands, Give(1), when=SOON).goods
    assert (good.units, good.refunded) == (Units(1, 0, 1), 4522)
    assert refusal(assessed(stands, Give(1, 2), when=SOON)).code is Code.MORE_THAN_BOUGHT


def test_a_fee_is_the_same_however_the_goods_come_back() -> None:
    placed = order(line(1, dress(), 3, 3017), returns=[THIRTY_DAYS])
    whole = in_turn(placed, [Give(1, 3)], when=SOON)
    split = in_turn(placed, [Give(1)], [Give(1, 2)], when=SOON)
    apart = in_turn(placed, [Give(1)], [Give(1)], [Give(1)], when=SOON)
    assert {sum(each.refund.goods for each in found) for found in (whole, split, apart)} == {3017 - 303}


def test_an_unknown_reason_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(WrongValue) as error:
        assessed(with_customer(), Give(1), Give(1, reason="too_blue"), when=SOON)
    assert str(error.value) == (
        "give[1].reason: found 'too_blue' (str); use one of changed_mind, faulty, not_as_described, "
        "too_large, too_small [unknown_reason]"
    )


@pytest.mark.parametrize(
    ("make", "where", "error"),
    [
        (lambda: Give(0), "what", WrongValue),
        (lambda: Give(what=True), "what", WrongType),
        (lambda: Give(1.0), "what", WrongType),  # type: ignore[arg-type]
        (lambda: Give("a b"), "what", WrongValue),
        (lambda: Give(1, 0), "quantity", WrongValue),
        (lambda: Give(1, 1.0), "quantity", WrongType),  # type: ignore[arg-type]
        (lambda: Give(1, reason=""), "reason", WrongValue),
    ],
)
def test_what_is_given_is_a_ref_or_a_line_and_whole_pieces(make: Any, where: str, error: Any) -> None:
    with pytest.raises(error) as raised:
        make()
    assert raised.value.faults[0].where == where


def test_nothing_given_is_no_question() -> None:
    with pytest.raises(WrongValue) as caught:
        assessed(with_customer(), when=HANDED)
    assert caught.value.faults[0].code == "nothing_given"


def test_a_question_about_too_many_entries_is_refused() -> None:
    assert len(ReturnAsked(give=[Give(1)] * GIVES_MAX).give) == GIVES_MAX
    with pytest.raises(LimitExceeded) as caught:
        ReturnAsked(give=[Give(1)] * (GIVES_MAX + 1))
    assert [fault.code for fault in caught.value.faults] == ["too_many_gives"]
