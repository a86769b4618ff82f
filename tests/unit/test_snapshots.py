"""A member's standing that is resumed: what it costs, and that it is the standing of all facts together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs
import pendulum
import pytest

from comptoir import Counter, Fact, Line, Received, Snapshot, WrongType, WrongValue
from comptoir.testing.history_examples import a_year
from comptoir.testing.stories import MEMBER
from comptoir.values.instants import Instant, datetime_of, instant_of
from unit.points_shop import FIRST, JEAN, LEA, MARIE, Desk, day


def is_that_of(desk: Desk, snapshot: Snapshot, facts: Iterable[Fact], at: pendulum.DateTime) -> bool:
    """Whether the snapshot's standing is what all the facts amount to."""
    found, due = snapshot.standing, desk.counter.standing(JEAN, facts, at)
    return (found.question, found.answer, found.until) == (due.question, due.answer, due.until)


def a_december() -> Desk:
    """What a member does with points in a month, one thing a day, in business order."""
    desk = Desk()
    desk.gives(JEAN, 500, at=day(1), id="gift")
    desk.does("act", JEAN, "review", at=day(2), id="review")
    desk.sells(Line("PULL", 1), at=day(3), id="o-1")
    desk.does("reserve", JEAN, 100, at=day(4), id="hold", until=day(20))
    desk.does("take_reward", JEAN, "honey", at=day(5), id="honey")
    desk.does("transfer", JEAN, 20, at=day(6), id="passed-on", to=MARIE)
    desk.sells(Line("PULL", 2), at=day(7), id="o-2")
    desk.does("end", JEAN, "hold", at=day(8), id="void")
    desk.does("give_reward_back", JEAN, "honey", at=day(9), id="honey-back")
    return desk


def one_by_one(desk: Desk, facts: Sequence[Fact]) -> Snapshot:
    """The snapshot resumed with one fact after the other, each at its instant."""
    snapshot = desk.counter.snapshot(JEAN, (), FIRST)
    for done, fact in enumerate(facts, 1):
        at = datetime_of(fact.at)
        snapshot = snapshot.resume([fact], at)
        assert snapshot.carried_on, fact
        assert is_that_of(desk, snapshot, facts[:done], at), fact
    return snapshot


def test_whatever_happens_in_turn_is_carried_on() -> None:
    desk = a_december()
    snapshot = one_by_one(desk, desk.facts)
    assert snapshot.standing.account.available == desk.account(at=day(9)).available


def test_orders_returns_and_exchanges_are_carried_on() -> None:
    play = a_year()
    counter, facts = Counter(play.rulebook), sorted(play.facts, key=lambda fact: fact.at)
    snapshot = counter.snapshot(MEMBER, (), datetime_of(facts[0].at))
    for done, fact in enumerate(facts, 1):
        at = datetime_of(fact.at)
        snapshot = snapshot.resume([fact], at)
        assert snapshot.carried_on, fact
        assert snapshot.standing.answer == counter.standing(MEMBER, facts[:done], at).answer


def test_what_is_due_by_itself_happens() -> None:
    desk = a_december()
    snapshot = desk.counter.snapshot(JEAN, desk.facts[:4], day(4))
    for at in (day(20, 11), day(20), day(1).add(months=12), day(2).add(months=12)):
        snapshot = snapshot.resume((), at)
        assert snapshot.carried_on
        assert is_that_of(desk, snapshot, desk.facts[:4], at)
    assert snapshot.standing.account.expired == 500


def test_a_fact_that_is_known_ahead_happens_when_it_does() -> None:
    desk = a_december()
    ahead = desk.counter.snapshot(JEAN, desk.facts, day(4, 13))
    assert is_that_of(desk, ahead, desk.facts, day(4, 13))
    later = ahead.resume((), day(7, 13))
    assert later.carried_on
    assert is_that_of(desk, later, desk.facts, day(7, 13))


def test_what_is_late_costs_a_fold_of_all() -> None:
    desk = a_december()
    late, *others = desk.facts
    snapshot = desk.counter.snapshot(JEAN, others, day(9)).resume([late], day(9))
    assert not snapshot.carried_on
    assert is_that_of(desk, snapshot, desk.facts, day(9))


def test_an_instant_before_costs_a_fold_of_all() -> None:
    desk = a_december()
    snapshot = desk.counter.snapshot(JEAN, desk.facts, day(9)).resume((), day(5))
    assert not snapshot.carried_on
    assert is_that_of(desk, snapshot, desk.facts, day(5))


def test_of_one_instant_what_comes_before_in_turn_is_late() -> None:
    desk = Desk()
    desk.gives(JEAN, 10, id="b")
    desk.gives(JEAN, 10, id="a")
    [second, first] = desk.facts
    assert not desk.counter.snapshot(JEAN, [second], FIRST).resume([first], FIRST).carried_on
    assert desk.counter.snapshot(JEAN, [first], FIRST).resume([second], FIRST).carried_on


def test_facts_that_led_nowhere_and_now_lead_to_the_member_cost_a_fold_of_all() -> None:
    desk = Desk()
    desk.gives(MARIE, 70, at=day(1), id="hers")
    desk.gives(JEAN, 30, at=day(2), id="his")
    snapshot = desk.counter.snapshot(JEAN, desk.facts, day(2))
    desk.does("merge", MARIE, at=day(3), id="one", into=JEAN)
    merged = snapshot.resume(desk.facts[-1:], day(3))
    assert not merged.carried_on
    assert merged.standing.account.available == 100
    assert is_that_of(desk, merged, desk.facts, day(3))


def test_facts_of_others_cost_nothing() -> None:
    desk = a_december()
    snapshot = desk.counter.snapshot(JEAN, desk.facts, day(9))
    desk.gives(LEA, 10, at=day(2), id="hers")
    again = snapshot.resume(desk.facts[-1:], day(10))
    assert again.carried_on
    assert is_that_of(desk, again, desk.facts, day(10))


def test_what_was_sent_before_changes_nothing() -> None:
    desk = a_december()
    again = desk.counter.snapshot(JEAN, desk.facts, day(9)).resume(desk.facts * 2, day(10))
    assert again.carried_on
    assert is_that_of(desk, again, desk.facts, day(10))


def test_another_content_under_a_known_id_is_told() -> None:
    desk = a_december()
    other = attrs.evolve(desk.facts[0], rule="another")  # type: ignore[call-arg] # a gift has a rule
    snapshot = desk.counter.snapshot(JEAN, desk.facts, day(9)).resume([other], day(10))
    assert not snapshot.carried_on
    assert [each.fact for each in snapshot.standing.conflicts] == ["gift"]
    assert is_that_of(desk, snapshot, [*desk.facts, other], day(10))
    later = snapshot.resume((), day(11))
    assert not later.carried_on
    assert is_that_of(desk, later, [*desk.facts, other], day(11))


def test_a_snapshot_may_be_resumed_twice() -> None:
    desk = a_december()
    first = desk.counter.snapshot(JEAN, desk.facts[:5], day(5))
    one, two = (first.resume(facts, day(9)) for facts in (desk.facts[5:], desk.facts[5:7]))
    assert (one.carried_on, two.carried_on) == (True, False)
    assert is_that_of(desk, one, desk.facts, day(9))
    assert is_that_of(desk, two, desk.facts[:7], day(9))


def test_what_was_told_stays_as_it_was_told() -> None:
    desk = a_december()
    first = desk.counter.snapshot(JEAN, desk.facts[:5], day(5))
    first.resume(desk.facts[5:], day(9))
    assert is_that_of(desk, first, desk.facts[:5], day(5))


def test_when_a_fact_was_received_does_not_matter() -> None:
    desk = a_december()
    received = [Received(fact, Instant(instant_of(day(9)))) for fact in desk.facts]
    assert is_that_of(desk, desk.counter.snapshot(JEAN, received, day(9)), desk.facts, day(9))


def test_what_is_no_fact_is_refused_and_the_snapshot_goes_on() -> None:
    desk = a_december()
    snapshot = desk.counter.snapshot(JEAN, desk.facts, day(9))
    with pytest.raises(WrongType, match=r"facts\[0\]: found 'gift'.* pass the facts that were recorded"):
        snapshot.resume(["gift"], day(10))  # type: ignore[list-item] # wrong on purpose
    with pytest.raises(WrongType, match=r"facts: found .* pass the facts that were recorded, in any order"):
        desk.counter.snapshot(JEAN, desk.counter.history(desk.facts), day(9))  # type: ignore[arg-type] # as well
    with pytest.raises(WrongValue, match="at: "):
        snapshot.resume((), day(10).naive())
    assert snapshot.resume((), day(10)).carried_on
