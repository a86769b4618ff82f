from __future__ import annotations

from collections.abc import Callable

import attrs
import pytest

from comptoir.facts.conflicts import (
    MoreThanReserved,
    NoSuchReservation,
    Overspent,
    ReservationOver,
    ReservationState,
)
from comptoir.facts.events import Fact
from comptoir.facts.orders import Order
from comptoir.facts.point_events import (
    AccountsMerged,
    PointsGranted,
    PointsReserved,
    ReservationEnded,
    ReservationUsed,
    Reserving,
    RewardTaken,
)
from comptoir.facts.point_terms import POINTS, Redemption
from comptoir.loyalty.account import Account
from unit.loyalty_shop import MEMBER, Facts, account, agreed, at, fact, gift, is_balanced, left, order

EARNED: Facts = [gift("g-1", "2026-03-01", 60, "2026-04-01"), gift("g-2", "2026-03-01", 60, "2026-06-01")]


def held(id: str, points: int, on: str, until: str, *, till: str | None = None) -> PointsReserved:
    reserving = Reserving.HOLD if till is None else Reserving.RIGHT
    return fact(PointsReserved, id, on, reserving=reserving, points=points, until=at(until), till=till)


def status_held(points: int, on: str, until: str, *, member: str = MEMBER) -> PointsReserved:
    """Points that count for a status set aside, drawn by the names of their lots."""
    return attrs.evolve(held("h", points, on, until), type="status", draw=(), member=member)


def used(id: str, reservation: str, points: int, on: str) -> ReservationUsed:
    return fact(ReservationUsed, id, on, reservation=reservation, points=points, spent_on="cinema")


def status_gift(id: str, points: int, until: str, *, member: str = MEMBER) -> PointsGranted:
    """Points that count for a status, beside those that are spent."""
    given = gift(id, "2026-03-01", points, until, member=member)
    return attrs.evolve(given, accruals=[agreed(each, type="status") for each in given.accruals])


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


def buying(id: str, on: str, reservation: str) -> Order:
    return attrs.evolve(order(id, on, spends=4), redemption=Redemption(4, 4, reservation=reservation))


def taking(id: str, on: str, reservation: str) -> RewardTaken:
    return fact(RewardTaken, id, on, reward="tea", points=4, sku="THE", reservation=reservation)


@pytest.mark.parametrize("spending", [buying, taking])
def test_points_are_not_spent_of_a_reservation_of_another_type(
    spending: Callable[[str, str, str], Order | RewardTaken],
) -> None:
    facts: Facts = [status_held(6, "2026-03-20", "2026-03-22")]
    facts.append(spending("s", "2026-03-20", "h"))
    found, status = (account(facts, "2026-03-20", type=each) for each in (POINTS, "status"))
    assert totals(found) == (0, 0, 4, 4)
    assert found.conflicts == (NoSuchReservation("s", "h"), Overspent("s", 4))
    assert status.reservations[0].ended is None


@pytest.mark.parametrize("on", ["2026-03-21", "2026-03-22"], ids=["in_force", "over"])
def test_what_is_used_beyond_a_reservation_is_of_its_type_and_drawn_in_its_order(on: str) -> None:
    facts: Facts = [status_gift("a", 10, "2026-06-01"), status_gift("b", 10, "2026-04-01")]
    facts += [status_held(3, "2026-03-20", "2026-03-22"), used("u", "h", 5, on)]
    found = account(facts, on, type="status")
    assert totals(found) == (15, 0, 5, 0)
    assert left(found) == {"a": 5, "b": 10}
    assert account(facts, on).spendings == ()


def test_a_hold_of_nothing_is_used_once_and_all_of_it_is_beyond() -> None:
    facts: Facts = [held("h", 6, "2026-03-20", "2026-03-22"), used("u", "h", 4, "2026-03-20")]
    found = account([*facts, used("v", "h", 1, "2026-03-21")], "2026-03-21")
    assert totals(found) == (0, 0, 5, 5)
    assert (found.reservations[0].points, found.reservations[0].ended) == (0, ReservationState.USED)
    assert set(found.conflicts) == {
        *(Overspent("h", 6), MoreThanReserved("u", "h", 4), Overspent("u", 4)),
        *(ReservationOver("v", "h", ReservationState.USED), Overspent("v", 1)),
    }


def test_at_the_instant_in_which_it_is_made_a_reservation_is_used_before_it_is_given_up() -> None:
    facts: Facts = [*EARNED, held("h", 50, "2026-03-02", "2026-03-09", till="till-3")]
    facts += [
        fact(ReservationEnded, "e", "2026-03-02", reservation="h"),
        used("u", "h", 20, "2026-03-02"),
        used("v", "h", 20, "2026-03-02"),
    ]
    found = account(facts, "2026-03-02")
    assert totals(found) == (80, 0, 40, 0)
    assert (found.reservations[0].used, found.conflicts) == (40, ())


def test_of_two_reservations_of_one_name_the_first_that_is_not_over_is_meant() -> None:
    facts: Facts = [*EARNED, status_gift("s", 30, "2026-06-01", member="m-2")]
    facts += [
        held("h", 10, "2026-03-03", "2026-03-20"),
        status_held(20, "2026-03-02", "2026-03-10", member="m-2"),
        fact(AccountsMerged, "m", "2026-03-04", member="m-2", into="m-1"),
        *(used(f"u-{day}", "h", 5, f"2026-03-0{day}") for day in (5, 6, 7)),
    ]
    found, status = (account(facts, "2026-03-07", type=each) for each in (POINTS, "status"))
    assert [each.source for each in status.spendings] == ["u-5"]
    assert [each.source for each in found.spendings] == ["u-6", "u-7"]
    assert found.conflicts == (ReservationOver("u-7", "h", ReservationState.USED),)


def test_once_all_reservations_of_one_name_are_over_the_last_is_meant() -> None:
    facts: Facts = [*EARNED, held("h", 10, "2026-03-03", "2026-03-05")]
    facts += [
        attrs.evolve(held("h", 10, "2026-03-02", "2026-03-20"), member="m-2"),
        fact(ReservationEnded, "e", "2026-03-03", member="m-2", reservation="h"),
        fact(AccountsMerged, "m", "2026-03-04", member="m-2", into="m-1"),
        used("u", "h", 5, "2026-03-06"),
    ]
    found = account(facts, "2026-03-06")
    assert found.conflicts == (Overspent("h", 10), ReservationOver("u", "h", ReservationState.TIMED_OUT))
    meant = found.reservation("h")
    assert meant is not None
    assert meant.ended is ReservationState.TIMED_OUT


def test_two_tills_that_spend_their_rights_never_overspend_together() -> None:
    rights: Facts = [
        held("r-1", 60, "2026-03-02", "2026-03-09", till="till-1"),
        held("r-2", 60, "2026-03-02", "2026-03-09", till="till-2"),
    ]
    offline: Facts = [used("u-1", "r-1", 60, "2026-03-03"), used("u-2", "r-2", 60, "2026-03-03")]
    found = account([*offline, *rights, *EARNED], "2026-03-04")
    assert totals(found) == (0, 0, 120, 0)
    assert found.conflicts == ()
