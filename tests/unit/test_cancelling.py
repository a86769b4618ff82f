"""Goods that are cancelled before they are handed over: for which reason, for how much, and what fits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import permutations
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.facts.conflicts import (
    AlreadyCancelled,
    AlreadyHandedOver,
    AlreadyReturned,
    Conflict,
    NoSuchUnits,
    OtherCurrency,
    OtherProduct,
    OverRefunded,
)
from comptoir.facts.delivery_terms import DeliveryTerms
from comptoir.facts.events import Cancelled, CancelReason, Fact, OrderPlaced, Refunding, Returned, Taken
from comptoir.facts.handovers import Carry
from comptoir.facts.held import Held
from comptoir.facts.history import History
from comptoir.facts.holdings import holdings_of
from comptoir.facts.late_terms import AtOnce, LateTerms
from comptoir.facts.orders import Order, Tender
from comptoir.facts.point_terms import Redemption
from comptoir.facts.return_terms import Right
from comptoir.facts.units import Units
from comptoir.returns.asked import Give
from comptoir.returns.cancel import (
    CancelAsked,
    Cancelling,
    CancelRefusalCode,
    CancelRefused,
    cancel_goods,
)
from comptoir.returns.refund import PaidBack
from comptoir.returns.refused import ReturnRefusalCode
from comptoir.values.errors import WrongType, WrongValue
from comptoir.values.instants import Instant
from comptoir.values.moments import Moment
from comptoir.values.money import Amount
from comptoir.values.periods import Period
from comptoir.values.quantities import Measured
from comptoir.vocabulary import STANDARD
from unit.returns_shop import (
    ALMANAC,
    HANDED,
    PARIS,
    REASONS,
    THIRTY_DAYS,
    TILL,
    WITHDRAWAL,
    accrual,
    assessed,
    at,
    delivery,
    dress,
    handed_over,
    held,
    line,
    order,
    returned,
    tea,
)

LATE = LateTerms(
    rule="fr-late-delivery",
    source="Code de la consommation, art. L216-1, L216-6, L216-7",
    by=date(2026, 3, 5),
    announced=True,
    refund_within=Period.from_text("14 days"),
    counting="eu-1182-71",
    calendar="fr",
    zone=PARIS,
)
HOME = attrs.evolve(delivery(490, 490), late=LATE)
EXPRESS = delivery(990, 490)
SOON = at("2026-03-03")


def held_at_the_store(until: date = date(2026, 3, 14)) -> DeliveryTerms:
    way = delivery(0, 0)
    return attrs.evolve(way, promised=attrs.evolve(way.promised, held_until=until))


def dresses(count: int = 3, **changes: Any) -> Order:
    return order(line(1, dress(), count, 3_001 * count), **changes)


def cancelled(
    found: Held,
    because: CancelReason = CancelReason.BY_CUSTOMER,
    *units: Units | str,
    when: Instant = SOON,
    moment: Moment | None = None,
    **more: Any,
) -> Cancelling | CancelRefused:
    asked = CancelAsked(units=units or None, because=because, **more)
    return cancel_goods(found, asked, moment=moment or Moment(when), almanac=ALMANAC, reasons=REASONS)


def done(found: Held, *units: Units | str, **more: Any) -> Cancelling:
    off = cancelled(found, more.pop("because", CancelReason.BY_CUSTOMER), *units, **more)
    assert isinstance(off, Cancelling)
    return off


def why(found: Held, *units: Units | str, **more: Any) -> CancelRefused:
    off = cancelled(found, more.pop("because", CancelReason.BY_CUSTOMER), *units, **more)
    assert isinstance(off, CancelRefused)
    return off


def fact(off: Cancelling, *, id: str = "c-1", when: Instant = SOON, **changes: Any) -> Cancelled:
    taken = (Refunding(units=each.units, sku=each.product.sku, refunded=each.charged) for each in off.goods)
    decided = Cancelled(
        id=id,
        order=off.order,
        at=when,
        currency=off.refund.currency,
        taken=taken,
        delivery=off.refund.delivery,
        tenders=off.refund.tenders,
        points_restored=off.refund.points,
        points_worth=off.refund.worth,
        points_clawed=off.points_clawed,
        because=off.because,
        answer="0" * 64,
        provenance=TILL,
    )
    return attrs.evolve(decided, **changes)


def came_back(placed: Order, units: Units, *, id: str = "r-1", when: Instant = HANDED) -> Returned:
    return Returned(
        id=id,
        order=placed.id,
        at=when,
        currency="EUR",
        taken=[Taken(units=units, sku="ROBE-36", reason="changed_mind", refunded=0)],
        answer="0" * 64,
        provenance=TILL,
    )


def conflicts(placed: Order, *facts: Fact) -> tuple[Conflict, ...]:
    happened = [OrderPlaced(id=placed.id, order=placed), *facts]
    found = {_conflicts(each) for each in permutations(happened)}
    assert len(found) == 1
    return found.pop()


def _conflicts(facts: Sequence[Fact]) -> tuple[Conflict, ...]:
    history = History.of(facts, STANDARD.codec.dumps)
    return holdings_of(history, Moment(max(each.at for each in facts))).conflicts


# what is given back


def test_all_that_is_awaited_is_paid_back_with_the_fee() -> None:
    off = done(held(dresses(delivery=EXPRESS)))
    assert [(good.units, good.charged) for good in off.goods] == [(Units(1, 0, 3), 9_003)]
    assert (off.refund.goods, off.refund.delivery, off.refund.total) == (9_003, 990, 9_993)
    assert off.refund.tenders == (Tender("card", Amount(9_993, "EUR"), reference="psp-9"),)


def test_the_fee_comes_back_with_the_last_of_its_goods_and_parts_come_to_the_whole() -> None:
    placed = dresses(delivery=HOME)
    first = done(held(placed), Units(1, 0, 1))
    stands = held(placed, fact(first))
    second = done(stands)
    assert [first.refund.delivery, second.refund.delivery] == [0, 490]
    assert first.refund.total + second.refund.total == placed.value
    assert why(held(placed, fact(first), fact(second, id="c-2"))).code is CancelRefusalCode.NOTHING_AWAITED


def test_the_fee_is_not_paid_back_once_some_of_its_goods_came() -> None:
    placed = dresses(delivery=HOME)
    stands = held(placed, handed_over(Units(1, 0, 1), when=SOON))
    assert done(stands).refund.delivery == 0


def test_each_delivery_gives_back_its_own_fee() -> None:
    first = attrs.evolve(EXPRESS, units=[Units(1, 0, 1)])
    second = attrs.evolve(HOME, units=[Units(1, 1, 2)])
    goods = line(1, dress(), 3, 9_003)
    placed = attrs.evolve(
        order(goods),
        deliveries=[first, second],
        total_minor=9_003 + 990 + 490,
        taxes=[attrs.evolve(order(goods).taxes[0], base=10_483, gross=10_483)],
        tenders=[Tender("card", "104.83 EUR")],
    )
    off = done(held(placed), Units(1, 0, 1))
    assert off.refund.delivery == 990
    rest = done(held(placed, fact(off)), Units(1, 1, 2))
    assert rest.refund.delivery == 490
    given = handed_over(Units(1, 1, 2))
    back = assessed(held(placed, fact(off), given), Give(1, 2), when=at("2026-03-06"))
    assert back.refund.delivery == 490  # that of the delivery that was made, not of the other


def two_deliveries(first: int = 2, second: int = 1, **changes: Any) -> Order:
    """Dresses of one line: the first pieces go by express, the others by the standard way."""
    count = first + second
    goods = line(1, dress(), count, 3_001 * count)
    total = 3_001 * count + 990 + 490
    placed = order(goods, **changes)
    return attrs.evolve(
        placed,
        deliveries=[
            attrs.evolve(EXPRESS, units=[Units(1, 0, first)]),
            attrs.evolve(HOME, units=[Units(1, first, second)]),
        ],
        total_minor=total,
        taxes=[attrs.evolve(placed.taxes[0], base=total, gross=total)],
        tenders=[Tender("card", Amount(total, "EUR"))],
    )


def gone(
    placed: Order,
    back: Sequence[Units],
    steps: Sequence[tuple[bool, Units]],
    *,
    day: int = 6,
    reason: str = "changed_mind",
) -> list[PaidBack]:
    """Goods come ``back`` or are cancelled in steps; those that come back were handed over before."""
    facts: list[Fact] = [handed_over(*back)] if back else []
    found: list[PaidBack] = []
    for index, (comes_back, units) in enumerate(steps):
        when = Instant(at(f"2026-03-{day:02}") + index)
        stands = held(placed, *facts, when=when)
        if comes_back:
            returns = assessed(stands, Give(units.number, units.count, reason=reason), when=when)
            assert not returns.refused
            facts.append(returned(returns, when, f"r-{index}"))
            found.append(returns)
        else:
            off = done(stands, units, when=when)
            facts.append(fact(off, id=f"c-{index}", when=when))
            found.append(off)
    return found


def given_back(found: Sequence[PaidBack]) -> tuple[int, int, int]:
    """For goods, for deliveries, and the points that go."""
    return (
        sum(each.refund.goods for each in found),
        sum(each.refund.delivery for each in found),
        sum(each.points_clawed for each in found),
    )


def test_the_fee_of_a_delivery_that_was_made_comes_back_when_the_last_goods_are_cancelled() -> None:
    placed = dresses(2, delivery=EXPRESS)
    came, awaited = Units(1, 0, 1), Units(1, 1, 1)
    last_cancelled = gone(placed, [came], [(True, came), (False, awaited)])
    last_returned = gone(placed, [came], [(False, awaited), (True, came)])
    assert [each.refund.delivery for each in last_cancelled] == [0, 490]
    assert [each.refund.delivery for each in last_returned] == [0, 490]


def test_the_fee_comes_back_whole_if_all_that_was_handed_over_was_faulty_whatever_goes_last() -> None:
    placed = dresses(2, delivery=EXPRESS, returns=[THIRTY_DAYS])
    came, awaited = Units(1, 0, 1), Units(1, 1, 1)
    for steps in ([(True, came), (False, awaited)], [(False, awaited), (True, came)]):
        found = gone(placed, [came], steps, reason="faulty")
        assert [each.refund.delivery for each in found] == [0, 990]


def test_the_fees_of_two_deliveries_come_back_whichever_goes_last() -> None:
    placed = two_deliveries(1, 1)
    came, awaited = Units(1, 0, 1), Units(1, 1, 1)
    last_cancelled = gone(placed, [came], [(True, came), (False, awaited)])
    last_returned = gone(placed, [came], [(False, awaited), (True, came)])
    assert [each.refund.delivery for each in last_cancelled] == [0, 490 + 490]
    assert [each.refund.delivery for each in last_returned] == [490, 490]


def test_cancelling_the_last_goods_gives_no_fee_back_if_some_came_back_by_a_policy_alone() -> None:
    placed = dresses(2, delivery=EXPRESS, returns=[THIRTY_DAYS])
    came, awaited = Units(1, 0, 1), Units(1, 1, 1)
    assert given_back(gone(placed, [came], [(True, came), (False, awaited)]))[1] == 0
    assert given_back(gone(placed, [came], [(False, awaited), (True, came)]))[1] == 0


@st.composite
def ways_to_go(draw: st.DrawFn) -> tuple[Order, list[Units], list[list[tuple[bool, Units]]]]:
    """An order, the pieces of it that were handed over, and two sequences in which all of it goes."""
    first, second = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    count = first + second
    terms = draw(st.sampled_from([(WITHDRAWAL,), (THIRTY_DAYS,), (WITHDRAWAL, THIRTY_DAYS)]))
    accruals = [attrs.evolve(accrual(97, [1], 3_001 * count))]
    placed = draw(
        st.sampled_from(
            [
                two_deliveries(first, second, returns=terms, accruals=accruals),
                dresses(count, delivery=EXPRESS, returns=terms, accruals=accruals),
            ]
        )
    )
    fates = draw(st.lists(st.booleans(), min_size=count, max_size=count))
    pieces = [(comes_back, Units(1, index, 1)) for index, comes_back in enumerate(fates)]
    back = [units for comes_back, units in pieces if comes_back]
    return placed, back, [draw(st.permutations(pieces)), draw(st.permutations(pieces))]


@given(ways_to_go())
def test_any_order_of_returns_and_cancellations_comes_to_the_same_total(
    case: tuple[Order, list[Units], list[list[tuple[bool, Units]]]],
) -> None:
    placed, back, (one, other) = case
    found = given_back(gone(placed, back, one))
    assert found == given_back(gone(placed, back, other))
    came = {units.first for units in back}
    sizes = [(way, placed.units_of(way)) for way in placed.deliveries]
    fees = 0
    for way, units in sizes:
        is_made = any(each.first <= piece < each.after for each in units for piece in came)
        law = placed.returns[0].right is Right.STATUTORY
        fees += way.paid if not is_made else min(way.paid, way.standard) if law else 0
    assert found[1] == fees


def test_the_last_goods_are_cancelled_in_one_go_with_the_fee_of_what_came_back() -> None:
    placed = two_deliveries(2, 1)
    came, rest = Units(1, 0, 1), (Units(1, 1, 1), Units(1, 2, 1))
    back = assessed(held(placed, handed_over(came)), Give(1), when=at("2026-03-06"))
    off = done(
        held(placed, handed_over(came), returned(back, at("2026-03-06"), "r-1")),
        *rest,
        when=at("2026-03-07"),
    )
    assert (back.refund.delivery, off.refund.delivery) == (0, 980)


def test_a_right_starts_when_what_was_awaited_is_cancelled() -> None:
    placed = two_deliveries(2, 1, returns=[WITHDRAWAL])
    came = handed_over(Units(1, 0, 2), when=at("2026-03-04"))
    later = at("2026-03-30")
    off = done(held(placed, came, when=later), when=later)
    stands = held(placed, came, fact(off, when=later))
    assert stands.last_handed_over == later
    back = assessed(stands, Give(1, 2), when=at("2026-04-13T12:00:00+02:00"))
    assert [good.best.last_day for good in back.goods] == [date(2026, 4, 13)]
    early = held(placed, fact(done(held(placed), Units(1, 2, 1))), came)
    assert early.last_handed_over == HANDED


def test_goods_to_be_collected_make_no_order_late() -> None:
    home, store = attrs.evolve(HOME, units=[Units(1, 0, 2)]), held_at_the_store()
    store = attrs.evolve(store, units=[Units(1, 2, 1)])
    placed = attrs.evolve(
        two_deliveries(),
        deliveries=[home, store],
        total_minor=9_003 + 490,
        taxes=[attrs.evolve(two_deliveries().taxes[0], base=9_493, gross=9_493)],
        tenders=[Tender("card", "94.93 EUR")],
    )
    late = {"because": CancelReason.LATE, "at_once": AtOnce.REFUSED, "when": at("2026-03-10")}
    assert done(held(placed), **late).refund.total == placed.value
    came = handed_over(Units(1, 0, 2), when=at("2026-03-09"))
    assert why(held(placed, came), **late).code is CancelRefusalCode.NO_LATE_RULE


def test_points_are_restored_and_clawed_back_as_for_a_return_of_the_same() -> None:
    redemption = Redemption(points=1_000, worth=1_000)
    placed = dresses(delivery=HOME, accruals=[accrual(90, [1], 9_003)], redemption=redemption)
    off = done(held(placed), Units(1, 1, 2))
    back = assessed(held(placed, handed_over()), Give(1, 2), when=at("2026-03-06"))
    assert off.points_clawed == back.points_clawed == 60
    assert (off.refund.points, off.refund.worth) == (back.refund.points, back.refund.worth)
    assert off.may_keep == 0


# which goods


def test_goods_are_named_by_ref_or_by_pieces() -> None:
    placed = dresses(delivery=HOME)
    assert done(held(placed), Units(1, 1, 1)).goods[0].units == Units(1, 1, 1)
    refused = why(held(placed), "app-7")
    assert (refused.code, refused.ref) == (CancelRefusalCode.NEVER_BOUGHT, "app-7")
    assert why(held(placed), Units(1, 2, 2)).code is CancelRefusalCode.NEVER_BOUGHT
    assert why(held(placed), Units(2, 0, 1)).code is CancelRefusalCode.NEVER_BOUGHT


@pytest.mark.parametrize(
    ("facts", "code", "by"),
    [
        ([handed_over(Units(1, 1, 1), when=SOON)], CancelRefusalCode.HANDED_OVER, None),
        ([came_back(dresses(), Units(1, 1, 1), when=SOON)], CancelRefusalCode.ALREADY_RETURNED, "r-1"),
        ([fact(done(held(dresses()), Units(1, 1, 1)))], CancelRefusalCode.ALREADY_CANCELLED, "c-1"),
    ],
)
def test_what_is_gone_is_not_cancelled(facts: list[Fact], code: CancelRefusalCode, by: str | None) -> None:
    refused = why(held(dresses(), *facts), Units(1, 0, 3))
    assert (refused.code, refused.units, refused.by) == (code, Units(1, 1, 1), by)
    left = done(held(dresses(), *facts))
    assert [good.units for good in left.goods] == [Units(1, 0, 1), Units(1, 2, 1)]


def test_what_was_carried_away_is_handed_over() -> None:
    assert why(held(dresses(handover=Carry("lyon-2")))).code is CancelRefusalCode.NOTHING_AWAITED


@pytest.mark.parametrize("units", ["a", b"a"])
def test_one_ref_is_no_list_of_refs(units: Any) -> None:
    with pytest.raises(WrongType) as caught:
        CancelAsked(units=units, because=CancelReason.BY_CUSTOMER)
    assert [fault.code for fault in caught.value.faults] == ["not_a_sequence"]
    assert 'pass a sequence of Units or refs, such as [Units(1, 0, 1)] or ["app-7"]' in str(caught.value)


def test_it_is_asked_clearly() -> None:
    def codes(**asked: Any) -> list[str]:
        with pytest.raises((WrongValue, WrongType)) as error:
            cancelled(held(dresses()), **asked)
        return [fault.code for fault in error.value.faults]

    with pytest.raises(WrongValue):
        done(held(dresses()), Units(1, 0, 2), Units(1, 1, 1))
    assert codes(because="late") == ["wrong_type"]
    assert codes(at_once=AtOnce.REFUSED) == ["not_about_lateness"]
    with pytest.raises(WrongValue):
        CancelAsked(units=[], because=CancelReason.LATE)
    with pytest.raises(WrongType):
        CancelAsked(units=[1], because=CancelReason.LATE)  # type: ignore[list-item]


# which reason


def test_goods_not_collected_are_cancelled_once_their_last_day_is_over() -> None:
    stands = held(dresses(delivery=held_at_the_store()))
    moment = Moment(at("2026-03-14T23:59:59+01:00"))
    refused = why(stands, because=CancelReason.NOT_COLLECTED, moment=moment)
    assert (refused.code, refused.last_day) == (CancelRefusalCode.STILL_HELD, date(2026, 3, 14))
    assert moment.until == at("2026-03-15T00:00:00+01:00")
    off = done(stands, because=CancelReason.NOT_COLLECTED, when=at("2026-03-15T00:00:00+01:00"))
    assert off.refund.total == 9_003


def test_goods_that_are_sent_are_not_held() -> None:
    refused = why(held(dresses(delivery=HOME)), because=CancelReason.NOT_COLLECTED, when=at("2026-05-01"))
    assert refused.code is CancelRefusalCode.NOT_HELD


def test_late_goods_are_cancelled_once_the_time_given_is_over() -> None:
    stands = held(dresses(delivery=HOME))

    def code(when: str, **more: Any) -> CancelRefusalCode | None:
        off = cancelled(stands, CancelReason.LATE, when=at(when), **more)
        return off.code if isinstance(off, CancelRefused) else None

    assert code("2026-03-05T23:59:59+01:00", at_once=AtOnce.ESSENTIAL) is CancelRefusalCode.NOT_LATE
    assert code("2026-03-06T00:00:00+01:00") is CancelRefusalCode.NO_MORE_TIME
    assert code("2026-03-06T00:00:00+01:00", at_once=AtOnce.REFUSED) is None
    given = {"extra_until": date(2026, 3, 12)}
    assert code("2026-03-12T23:59:59+01:00", **given) is CancelRefusalCode.TIME_LEFT
    assert code("2026-03-13T00:00:00+01:00", **given) is None
    with pytest.raises(WrongValue):
        code("2026-03-13T00:00:00+01:00", extra_until=date(2026, 3, 5))


def test_without_a_rule_nobody_says_that_goods_are_late() -> None:
    stands = held(dresses(delivery=EXPRESS))
    refused = why(stands, because=CancelReason.LATE, at_once=AtOnce.REFUSED, when=at("2026-05-01"))
    assert refused.code is CancelRefusalCode.NO_LATE_RULE


@pytest.mark.parametrize("code", CancelRefusalCode)
def test_each_refusal_is_a_sentence(code: CancelRefusalCode) -> None:
    refused = CancelRefused(code=code, by="c-1", last_day=date(2026, 3, 5))
    assert refused.text("fr").endswith(".")
    assert refused.text("en") != refused.text("fr")


# what becomes of them


def test_what_was_cancelled_is_no_return_and_may_not_come_back() -> None:
    placed = dresses(delivery=HOME)
    stands = held(placed, fact(done(held(placed), Units(1, 0, 1))), handed_over(Units(1, 1, 2)))
    back = assessed(stands, Give(1, 3), when=at("2026-03-06"))
    assert [(each.code, each.by) for each in back.refused] == [(ReturnRefusalCode.CANCELLED, "c-1")]
    assert assessed(stands, Give(1, 2), when=at("2026-03-06")).refund.delivery == 490
    assert stands.last_handed_over == HANDED


def test_the_rest_of_an_order_is_handed_over_without_naming_it() -> None:
    placed = dresses()
    off = fact(done(held(placed), Units(1, 0, 1)))
    assert conflicts(placed, off, handed_over()) == ()
    stands = held(placed, off, handed_over())
    assert [run.handed_over for run in stands.runs] == [None, HANDED]


def test_the_same_fact_twice_is_one() -> None:
    placed = dresses()
    off = fact(done(held(placed)))
    assert conflicts(placed, off, off) == ()
    assert held(placed, off, off).refunded == 9_003


# what does not fit


def test_what_was_handed_over_first_stays_with_the_customer() -> None:
    placed = dresses()
    off = fact(done(held(placed)), when=at("2026-03-05"))
    assert conflicts(placed, off, handed_over()) == (AlreadyHandedOver("c-1", "o-1", Units(1, 0, 3)),)
    stands = held(placed, off, handed_over())
    assert (stands.refunded, stands.runs[0].is_gone) == (0, False)


def test_what_was_cancelled_first_is_cancelled() -> None:
    placed = dresses()
    off = fact(done(held(placed)))
    assert conflicts(placed, off, handed_over()) == (AlreadyCancelled("h-1", "o-1", Units(1, 0, 3), "c-1"),)
    assert held(placed, off, handed_over()).refunded == 9_003


def test_two_tills_cancel_other_pieces_alike_and_then_none() -> None:
    placed = dresses(2)
    off = done(held(placed), Units(1, 0, 1))
    twice = fact(off), fact(off, id="c-2", when=HANDED)
    assert conflicts(placed, *twice) == ()
    stands = held(placed, *twice)
    assert [(run.units, run.cancelled_by) for run in stands.runs] == [
        (Units(1, 0, 1), "c-1"),
        (Units(1, 1, 1), "c-2"),
    ]
    third = fact(off, id="c-3", when=at("2026-03-05"))
    assert conflicts(placed, *twice, third) == (AlreadyCancelled("c-3", "o-1", Units(1, 0, 1), "c-1"),)


def test_what_came_back_is_not_cancelled_and_what_is_cancelled_does_not_come_back() -> None:
    placed = dresses(1)
    off = fact(done(held(placed)), when=at("2026-03-05"))
    back = came_back(placed, Units(1, 0, 1))
    assert AlreadyReturned("c-1", "o-1", Units(1, 0, 1), "r-1") in conflicts(placed, off, back)
    late = attrs.evolve(back, at=at("2026-03-06"))
    assert conflicts(placed, off, late) == (AlreadyCancelled("r-1", "o-1", Units(1, 0, 1), "c-1"),)


def test_a_cancelling_that_is_wrong_is_named() -> None:
    placed = dresses(1)
    off = fact(done(held(placed)))
    [taken] = off.taken
    other = attrs.evolve(off, taken=[attrs.evolve(taken, sku="ROBE-38")])
    assert conflicts(placed, other) == (OtherProduct("c-1", "o-1", Units(1, 0, 1), "ROBE-38", "ROBE-36"),)
    beyond = attrs.evolve(off, taken=[attrs.evolve(taken, units=Units(1, 1, 1))])
    assert conflicts(placed, beyond) == (NoSuchUnits("c-1", "o-1", Units(1, 1, 1)),)
    tenders = [Tender("card", "31.01 EUR")]
    more = attrs.evolve(off, taken=[attrs.evolve(taken, refunded=3_101)], tenders=tenders)
    assert conflicts(placed, more) == (OverRefunded("c-1", "o-1", 100),)
    foreign = attrs.evolve(off, currency="GBP", tenders=[Tender("card", "30.01 GBP")])
    assert conflicts(placed, foreign) == (OtherCurrency("c-1", "o-1", "GBP"),)


def test_the_fact_is_written_and_read() -> None:
    off = fact(
        done(held(dresses())),
        because=CancelReason.LATE,
        extra_until=date(2026, 3, 12),
        at_once=AtOnce.REFUSED,
    )
    written = STANDARD.codec.dumps(off)
    assert STANDARD.codec.loads(written, Cancelled) == off
    assert b'"because":"late"' in written


def test_goods_sold_by_weight_are_one_piece() -> None:
    placed = order(line(1, tea(), Measured("0.25", "kg"), 500))
    [good] = done(held(placed)).goods
    assert (good.units, good.quantity, good.charged) == (Units(1, 0, 1), Measured("0.25", "kg"), 500)
