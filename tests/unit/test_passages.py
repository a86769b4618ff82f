"""What goods pass through between a sale and the end of their returns: stamped on each, never decided."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from comptoir.facts.conflicts import AlreadyCancelled, AlreadyReturned, Conflict, NoSuchUnits
from comptoir.facts.events import (
    Cancelled,
    CancelReason,
    Exchanged,
    Fact,
    HandedOver,
    Informed,
    OrderPlaced,
    Passage,
    Passed,
    Refunding,
    Returned,
    Swap,
    Taken,
)
from comptoir.facts.handovers import Carry, Deliver, Handover, Place
from comptoir.facts.held import Held, Run
from comptoir.facts.history import History
from comptoir.facts.holdings import holdings_of
from comptoir.facts.orders import Order, Tender
from comptoir.facts.return_terms import Grade
from comptoir.facts.units import Units
from comptoir.values.errors import WrongType, WrongValue
from comptoir.values.instants import DAY, Instant, datetime_of
from comptoir.values.moments import Moment
from comptoir.values.money import Amount
from comptoir.vocabulary import STANDARD
from unit.returns_shop import DIGEST, PLACED, TILL, dress, line, order

HOME = Deliver(Place("FR", "69003"))


def day(number: int) -> Instant:
    return Instant(PLACED + number * DAY)


def bought(count: int = 3, handover: Handover = HOME) -> Order:
    return order(line(1, dress(), count, 1000 * count), handover=handover)


def passed(passage: Passage, on: int, *units: Units, id: str | None = None, **more: Any) -> Passed:
    name = f"{passage.value}-{on}" if id is None else id
    return Passed(id=name, order="o-1", at=day(on), passage=passage, units=units, provenance=TILL, **more)


def handed_over(on: int, *units: Units) -> HandedOver:
    return HandedOver(id=f"h-{on}", order="o-1", at=day(on), units=units, provenance=TILL)


def returned(on: int, first: int, count: int = 1) -> Returned:
    taken = Taken(units=Units(1, first, count), sku="ROBE-36", reason="changed_mind", refunded=1000 * count)
    return Returned(
        id=f"r-{on}",
        order="o-1",
        at=day(on),
        currency="EUR",
        taken=[taken],
        tenders=[Tender("card", Amount(1000 * count, "EUR"), reference="psp-9")],
        answer=DIGEST,
        provenance=TILL,
    )


def cancelled(on: int, first: int) -> Cancelled:
    return Cancelled(
        id=f"c-{on}",
        order="o-1",
        at=day(on),
        currency="EUR",
        taken=[Refunding(units=Units(1, first, 1), sku="ROBE-36", refunded=1000)],
        tenders=[Tender("card", Amount(1000, "EUR"), reference="psp-9")],
        because=CancelReason.BY_CUSTOMER,
        answer=DIGEST,
        provenance=TILL,
    )


def swapped(on: int, first: int) -> Exchanged:
    swap = Swap(units=Units(1, first, 1), sku="ROBE-36", reason="too_small", took=dress("ROBE-38"))
    return Exchanged(id=f"x-{on}", order="o-1", at=day(on), swaps=[swap], answer=DIGEST, provenance=TILL)


def stands(*facts: Fact, of: Order | None = None, until: int = 90) -> tuple[Held, tuple[Conflict, ...]]:
    placed = bought() if of is None else of
    happened = [OrderPlaced(id="o-1", order=placed), *facts]
    found = holdings_of(History.of(happened, STANDARD.codec.dumps), Moment(day(until)))
    return found.orders["o-1"], found.conflicts


def runs(*facts: Fact) -> tuple[Run, ...]:
    return stands(*facts)[0].runs


@pytest.mark.parametrize("passage", Passage)
def test_pieces_bear_when_they_passed_on(passage: Passage) -> None:
    first, others = runs(passed(passage, 2, Units(1, 0, 1)))
    assert (first.units, getattr(first, passage.value)) == (Units(1, 0, 1), day(2))
    assert (others.units, getattr(others, passage.value)) == (Units(1, 1, 2), None)


@pytest.mark.parametrize("passage", [Passage.SHIPPED, Passage.DECLARED, Passage.SENT_BACK, Passage.RECEIVED])
def test_the_first_time_counts(passage: Passage) -> None:
    [run] = runs(passed(passage, 5), passed(passage, 2), passed(passage, 3))
    assert getattr(run, passage.value) == day(2)


def test_of_handing_back_the_last_time_counts_and_the_others_are_kept() -> None:
    times = [passed(Passage.HANDED_BACK, on) for on in (30, 10, 20)]
    for facts in permutations(times):
        [run] = runs(handed_over(1), *facts)
        assert (run.handed_back, run.handed_back_before) == (day(30), (day(10), day(20)))


def test_without_units_it_is_all_that_is_not_gone() -> None:
    held, conflicts = stands(handed_over(1), returned(2, 0), passed(Passage.DECLARED, 3))
    assert [(run.units.first, run.declared) for run in held.runs] == [(0, None), (1, day(3))]
    assert conflicts == ()


def test_what_is_gone_can_pass_through_nothing_any_more() -> None:
    late = passed(Passage.DECLARED, 5, Units(1, 0, 2))
    held, conflicts = stands(handed_over(1), returned(2, 0), late)
    assert conflicts == (AlreadyReturned("declared-5", "o-1", Units(1, 0, 1), "r-2"),)
    assert [run.declared for run in held.runs] == [None, day(5), None]


def test_what_was_cancelled_is_not_sent_off() -> None:
    held, conflicts = stands(cancelled(1, 0), passed(Passage.SHIPPED, 2, Units(1, 0, 1)))
    assert conflicts == (AlreadyCancelled("shipped-2", "o-1", Units(1, 0, 1), "c-1"),)
    assert held.runs[0].shipped is None


def test_goods_that_were_refunded_first_reach_the_seller_later_and_nothing_is_wrong() -> None:
    held, conflicts = stands(
        handed_over(1),
        passed(Passage.DECLARED, 2),
        returned(3, 0, 3),
        passed(Passage.SENT_BACK, 4),
        passed(Passage.RECEIVED, 6),
    )
    [run] = held.runs
    assert (run.returned, run.sent_back, run.received) == (day(3), day(4), day(6))
    assert conflicts == ()


def test_pieces_that_the_order_does_not_have_are_named() -> None:
    _, conflicts = stands(passed(Passage.RECEIVED, 2, Units(1, 2, 2), Units(4, 0, 1)))
    assert conflicts == (
        NoSuchUnits("received-2", "o-1", Units(1, 2, 2)),
        NoSuchUnits("received-2", "o-1", Units(4, 0, 1)),
    )


def test_what_is_handed_back_or_swapped_is_with_the_customer_again() -> None:
    """The repair's way back is not the return's."""
    whole = (passed(Passage.SENT_BACK, 3), passed(Passage.RECEIVED, 5))
    [repaired] = runs(handed_over(1), *whole, passed(Passage.HANDED_BACK, 9))
    assert (repaired.sent_back, repaired.received, repaired.handed_back) == (None, None, day(9))
    exchanged, *_ = runs(handed_over(1), passed(Passage.DECLARED, 2), *whole, swapped(6, 0))
    assert (exchanged.declared, exchanged.sent_back, exchanged.received) == (None, None, None)


def test_what_was_declared_before_a_repair_stays_declared() -> None:
    facts = (passed(Passage.DECLARED, 2), passed(Passage.RECEIVED, 5), passed(Passage.HANDED_BACK, 9))
    [run] = runs(handed_over(1), *facts)
    assert run.declared == day(2)


def test_the_order_in_which_they_are_told_changes_nothing() -> None:
    facts: list[Fact] = [
        handed_over(2),
        passed(Passage.SHIPPED, 1),
        passed(Passage.DECLARED, 3, Units(1, 0, 1)),
        returned(6, 0),
    ]
    expected = stands(*facts)
    for some in permutations(facts):
        assert stands(*some, *some) == expected


def test_a_passage_from_before_its_order_counts_from_the_order_on() -> None:
    [run] = runs(passed(Passage.SHIPPED, -1))
    assert run.shipped == PLACED


def test_what_has_not_happened_yet_is_not_known() -> None:
    held, _ = stands(passed(Passage.SHIPPED, 4), until=3)
    assert held.runs[0].shipped is None


def test_the_customer_was_told_once() -> None:
    told = [Informed(id=f"i-{on}", order="o-1", at=day(on), provenance=TILL) for on in (9, 4)]
    assert stands()[0].informed is None
    assert stands(*told)[0].informed == day(4)


def test_goods_that_were_carried_away_come_back_likewise() -> None:
    held, conflicts = stands(passed(Passage.RECEIVED, 3), of=bought(handover=Carry("lyon-2")))
    assert (held.runs[0].received, conflicts) == (day(3), ())


def test_it_travels() -> None:
    fact = passed(
        Passage.DECLARED,
        3,
        Units(1, 0, 1),
        store="lyon-2",
        reason="changed_mind",
        grade=Grade.OPENED,
        statement="Je me rétracte.",
    )
    assert STANDARD.codec.loads(STANDARD.codec.dumps(fact), Passed) == fact
    told = Informed(id="i-1", order="o-1", at=day(3), provenance=TILL)
    assert STANDARD.codec.loads(STANDARD.codec.dumps(told), Informed) == told


def test_a_wrong_passage_is_none() -> None:
    with pytest.raises(WrongType) as error:
        Passed(id="p-1", order="o-1", at=datetime_of(day(1)), passage="shipped", provenance=TILL)  # type: ignore[arg-type]
    assert error.value.faults[0].where == "passage"
    with pytest.raises(WrongValue):
        passed(Passage.RECEIVED, 1, store="")
