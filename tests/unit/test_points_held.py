from __future__ import annotations

import pytest

from comptoir.facts.conflicts import (
    MoreThanReserved,
    NoSuchReservation,
    Overspent,
    ReservationOver,
    ReservationState,
)
from comptoir.facts.events import Fact
from comptoir.facts.point_events import PointsReserved, ReservationEnded, ReservationUsed, Reserving
from comptoir.loyalty.account import Account
from unit.loyalty_shop import Facts, account, at, fact, gift, is_balanced, left

EARNED: Facts = [gift("g-1", "2026-03-01", 60, "2026-04-01"), gift("g-2", "2026-03-01", 60, "2026-06-01")]


def held(id: str, points: int, on: str, until: str, *, till: str | None = None) -> PointsReserved:
    reserving = Reserving.HOLD if till is None else Reserving.RIGHT
    return fact(PointsReserved, id, on, reserving=reserving, points=points, until=at(until), till=till)


def used(id: str, reservation: str, points: int, on: str) -> ReservationUsed:
    return fact(ReservationUsed, id, on, reservation=reservation, points=points, spent_on="cinema")


def totals(found: Account) -> tuple[int, int, int, int]:
    assert is_balanced(found)
    return found.available, found.held, found.redeemed, found.debt


def test_points_set_aside_can_still_be_used_when_their_lots_are_over() -> None:
    facts: Facts = [*EARNED, held("h", 100, "2026-03-02", "2026-04-20")]
    assert totals(account(facts, "2026-03-02")) == (20, 100, 0, 0)
    facts.append(used("u", "h", 100, "2026-04-10"))
    found = account(facts, "2026-04-10")
    assert totals(found) == (20, 0, 100, 0)
    assert found.reservations[0].ended is ReservationState.USED


def test_of_a_hold_that_is_used_in_part_the_rest_is_free_where_it_came_from() -> None:
    facts: Facts = [*EARNED, held("h", 100, "2026-03-02", "2026-03-09"), used("u", "h", 50, "2026-03-03")]
    found = account(facts, "2026-03-03")
    assert totals(found) == (70, 0, 50, 0)
    assert left(found) == {"g-1": 10, "g-2": 60}
    assert [each.points for each in found.spendings[0].drawn] == [50]


def test_what_is_free_again_after_its_lot_ended_has_expired() -> None:
    facts: Facts = [*EARNED, held("h", 100, "2026-03-02", "2026-04-20")]
    before, after = account(facts, "2026-04-20T11:59:59Z"), account(facts, "2026-04-20")
    assert (totals(before), before.expired) == ((20, 100, 0, 0), 0)
    assert (totals(after), after.expired) == ((60, 0, 0, 0), 60)
    assert after.reservations[0].ended is ReservationState.TIMED_OUT


def test_a_right_is_used_bit_by_bit_and_given_back() -> None:
    facts: Facts = [*EARNED, held("h", 100, "2026-03-02", "2026-03-09", till="till-3")]
    facts += [used(f"u-{number}", "h", 20, "2026-03-03") for number in range(3)]
    assert totals(account(facts, "2026-03-03")) == (20, 40, 60, 0)
    facts.append(fact(ReservationEnded, "e", "2026-03-04", reservation="h"))
    found = account(facts, "2026-03-04")
    assert totals(found) == (60, 0, 60, 0)
    assert (found.reservations[0].used, found.reservations[0].ended) == (60, ReservationState.ENDED)


def test_fewer_points_than_wished_are_set_aside_and_nothing_is_owed() -> None:
    found = account([*EARNED, held("h", 200, "2026-03-02", "2026-03-09")], "2026-03-02")
    assert totals(found) == (0, 120, 0, 0)
    assert (found.reservations[0].points, found.conflicts) == (120, (Overspent("h", 80),))


ENDED = fact(ReservationEnded, "e", "2026-03-03", reservation="h")


@pytest.mark.parametrize(
    ("before", "on", "conflict"),
    [
        ([used("v", "h", 1, "2026-03-03")], "2026-03-04", ReservationOver("u", "h", ReservationState.USED)),
        ([ENDED], "2026-03-04", ReservationOver("u", "h", ReservationState.ENDED)),
        ([], "2026-03-09", ReservationOver("u", "h", ReservationState.TIMED_OUT)),
    ],
)
def test_a_hold_that_is_over_in_one_of_three_ways_is_spent_as_if_there_were_none(
    before: list[Fact], on: str, conflict: ReservationOver
) -> None:
    spent = sum(isinstance(each, ReservationUsed) for each in before)
    facts: Facts = [*EARNED, held("h", 50, "2026-03-02", "2026-03-09"), *before, used("u", "h", 50, on)]
    found = account(facts, on)
    assert found.conflicts == (conflict,)
    assert totals(found) == (70 - spent, 0, 50 + spent, 0)


def test_what_is_used_beyond_a_reservation_is_a_plain_spending() -> None:
    facts: Facts = [*EARNED, held("h", 50, "2026-03-02", "2026-03-09"), used("u", "h", 150, "2026-03-03")]
    found = account(facts, "2026-03-03")
    assert totals(found) == (0, 0, 150, 30)
    assert found.conflicts == (MoreThanReserved("u", "h", 100), Overspent("u", 30))


def test_a_reservation_that_nobody_knows_is_a_plain_spending() -> None:
    found = account([*EARNED, used("u", "h", 50, "2026-03-03")], "2026-03-03")
    assert totals(found) == (70, 0, 50, 0)
    assert found.conflicts == (NoSuchReservation("u", "h"),)


def test_two_tills_that_spend_their_rights_never_overspend_together() -> None:
    rights: Facts = [
        held("r-1", 60, "2026-03-02", "2026-03-09", till="till-1"),
        held("r-2", 60, "2026-03-02", "2026-03-09", till="till-2"),
    ]
    offline: Facts = [used("u-1", "r-1", 60, "2026-03-03"), used("u-2", "r-2", 60, "2026-03-03")]
    found = account([*offline, *rights, *EARNED], "2026-03-04")
    assert totals(found) == (0, 0, 120, 0)
    assert found.conflicts == ()
