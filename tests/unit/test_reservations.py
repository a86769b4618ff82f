"""Points that are set aside: for one purchase, or for a till that may be offline."""

from __future__ import annotations

import pendulum
import pytest

from comptoir import Accepted, Buyer, Line, LockedQuote, RefusalCode, Tender, WrongType, WrongValue
from comptoir.checkout.recorded import Recorded
from comptoir.facts.conflicts import MoreThanReserved, ReservationOver, ReservationState
from comptoir.facts.point_events import ReservationUsed, Reserving
from unit.points_shop import CLUB, JEAN, MARIE, TEN_OFF, Desk, day
from unit.price_shop import TILL, basket, refusal, shop


def holding(points: int = 300, of: int = 1000) -> Desk:
    """Jean has so many points, some of which are set aside as ``h-1`` for the second of December."""
    desk = Desk()
    desk.gives(JEAN, of)
    desk.does("reserve", JEAN, points, at=day(2), id="h-1", until=day(3))
    return desk


def test_what_is_set_aside_can_be_spent_by_nobody_else() -> None:
    desk = holding()
    found = desk.account(at=day(2))
    assert (found.available, found.held, found.spendable) == (700, 300, 700)
    [hold] = found.reservations
    assert (hold.reserving, hold.points, hold.left, hold.ended) == (Reserving.HOLD, 300, 300, None)
    assert (
        desk.refuses("reserve", JEAN, 701, at=day(2), id="h-2", until=day(3)) is RefusalCode.NOT_ENOUGH_POINTS
    )


def test_a_hold_is_used_once_and_what_is_left_of_it_is_free() -> None:
    desk = holding()
    desk.does("use", JEAN, "h-1", 120, at=day(2, 13), id="u-1", spent_on="ticket-9")
    found = desk.account(at=day(2, 13))
    assert (found.available, found.held, found.redeemed) == (880, 0, 120)
    assert desk.refuses("use", JEAN, "h-1", 10, at=day(2, 14), id="u-2", spent_on="ticket-10") is (
        RefusalCode.ALREADY_USED
    )


def test_a_right_is_spent_bit_by_bit() -> None:
    desk = Desk()
    desk.gives(JEAN, 1000)
    desk.does("reserve", JEAN, 300, at=day(2), id="r-1", until=day(9), till="lyon-3")
    desk.does("use", JEAN, "r-1", 120, at=day(3), id="u-1", spent_on="ticket-9")
    desk.does("use", JEAN, "r-1", 80, at=day(4), id="u-2", spent_on="ticket-10")
    found = desk.account(at=day(4))
    assert (found.available, found.held, found.redeemed) == (700, 100, 200)
    more = desk.asks("use", JEAN, "r-1", 101, at=day(4), id="u-3", spent_on="ticket-11")
    assert (refusal(more).code, refusal(more).points) == (RefusalCode.MORE_THAN_HELD, 100)
    desk.does("end", JEAN, "r-1", at=day(5), id="e-1")
    assert (desk.account(at=day(5)).available, desk.account(at=day(5)).held) == (800, 0)


@pytest.mark.parametrize(
    ("end", "code", "text"),
    [
        ("nothing", "reservation_unknown", "No points were set aside under that name: h-9."),
        ("use", "already_used", "The points set aside have been spent before (h-1)."),
        ("end", "already_ended", "The points set aside have been freed before (h-1)."),
        ("wait", "timed_out", "The points are no longer set aside: their time is over (h-1)."),
    ],
)
def test_each_way_a_reservation_can_be_over_has_a_code_of_its_own(end: str, code: str, text: str) -> None:
    desk = holding()
    if end == "use":
        desk.does("use", JEAN, "h-1", 300, at=day(2, 13), id="u-1", spent_on="ticket-9")
    if end == "end":
        desk.does("end", JEAN, "h-1", at=day(2, 13), id="e-1")
    name, at = "h-9" if end == "nothing" else "h-1", day(3) if end == "wait" else day(2, 14)
    used = desk.asks("use", JEAN, name, 10, at=at, id="u-2", spent_on="ticket-10")
    ended = desk.asks("end", JEAN, name, at=at, id="e-2")
    taken = desk.asks("take_reward", JEAN, "honey", at=at, id="t-2", reservation=name)
    bought = desk.buys(Line("PULL", 1), at=at, id="o-1", points=100, reservation=name)
    for said in (used, ended, taken, bought):
        assert (refusal(said).code.value, refusal(said).text("en")) == (code, text)


def test_the_time_of_a_hold_is_over_at_its_instant_and_no_sooner() -> None:
    desk = holding()
    before, after = desk.standing(at=day(3).subtract(microseconds=1)), desk.standing(at=day(3))
    assert (before.account.held, before.valid_until) == (300, day(3))
    assert (after.account.held, after.account.available) == (0, 1000)
    [hold] = after.account.reservations
    assert hold.ended is ReservationState.TIMED_OUT


def test_an_order_spends_what_is_set_aside_for_it() -> None:
    desk = holding()
    order = desk.sells(Line("PULL", 1), at=day(2, 13), id="o-1", points=250, reservation="h-1")
    assert order.redemption is not None
    assert (order.redemption.reservation, order.redemption.points) == ("h-1", 250)
    found = desk.account(at=day(2, 13))
    assert (found.held, found.redeemed, found.conflicts) == (0, 250, ())
    assert found.spendings[0].points == 250


def test_more_than_is_set_aside_is_not_spent_of_it() -> None:
    said = holding().buys(Line("PULL", 1), at=day(2, 13), id="o-1", points=301, reservation="h-1")
    assert refusal(said).code is RefusalCode.POINTS_REFUSED
    assert refusal(said).text("en") == "There are not enough points: at most 300 can be spent here."


def test_a_locked_quote_is_refused_by_how_its_reservation_ended() -> None:
    desk = Desk(shop(TEN_OFF, programme=CLUB, lock_hours=48), holding().facts)
    wanted = basket(Line("PULL", 1), buyer=Buyer(member=JEAN), points=100, reservation="h-1")
    quote = desk.counter.quote(wanted, day(2, 13), standing=desk.standing(at=day(2, 13)))
    locked = desk.counter.lock(quote, until=day(4))
    paid = [Tender("card", quote.to_pay)]

    def placed(at: pendulum.DateTime) -> object:
        assert isinstance(locked, LockedQuote)
        return desk.counter.place(locked, id="o-1", at=at, tenders=paid, provenance=TILL, history=desk.facts)

    assert isinstance(placed(day(3).subtract(microseconds=1)), Accepted)
    assert refusal(placed(day(3))).code is RefusalCode.TIMED_OUT


def test_the_same_id_and_content_give_the_same_answer_whatever_happened_since() -> None:
    desk = holding()
    [first] = desk.facts[1:]
    again = desk.asks("reserve", JEAN, 300, at=day(2, 15), id="h-1", until=day(3))
    assert isinstance(again, Recorded)
    assert again.facts == (first,)
    use = desk.does("use", JEAN, "h-1", 300, at=day(2, 16), id="u-1", spent_on="ticket-9")
    repeated = desk.asks("use", JEAN, "h-1", 300, at=day(5), id="u-1", spent_on="ticket-9")
    assert isinstance(repeated, Recorded)
    assert repeated.facts == (use,)
    assert isinstance(desk.asks("reserve", JEAN, 300, at=day(7), id="h-1", until=day(3)), Recorded)


@pytest.mark.parametrize(
    "changed", [{"points": 299}, {"until": day(4)}, {"till": "lyon-3"}], ids=["points", "until", "till"]
)
def test_the_same_id_with_other_content_is_refused(changed: dict[str, object]) -> None:
    asked = {"points": 300, "until": day(3), **changed}
    said = holding().asks("reserve", JEAN, asked.pop("points"), at=day(2), id="h-1", **asked)
    assert refusal(said).code is RefusalCode.ID_TAKEN
    assert refusal(said).text("fr") == (
        "h-1 est déjà enregistré, avec un autre contenu : prenez un autre identifiant."
    )


def test_an_id_that_any_fact_of_the_member_has_is_taken() -> None:
    desk = holding()
    assert desk.refuses("use", JEAN, "h-1", 10, at=day(2), id="gift", spent_on="x") is RefusalCode.ID_TAKEN
    assert isinstance(desk.asks("adjust", MARIE, 5, at=day(2), id="gift", reason="x", author="e-1"), Recorded)


def test_a_reservation_is_of_its_own_member() -> None:
    desk = holding()
    desk.gives(MARIE, 1000)
    said = desk.refuses("use", MARIE, "h-1", 10, at=day(2, 13), id="u-1", spent_on="x")
    assert said is RefusalCode.RESERVATION_UNKNOWN


def test_what_is_decided_relies_on_all_that_the_member_had_done() -> None:
    desk = holding()
    said = desk.asks("use", JEAN, "h-1", 10, at=day(2, 13), id="u-1", spent_on="x")
    assert isinstance(said, Recorded)
    assert [(read.stream, read.version) for read in said.reads] == [("member:m-jean", 2)]


@pytest.mark.parametrize("points", [0, -1, 2**53])
def test_points_that_are_no_number_of_points_are_an_error(points: int) -> None:
    with pytest.raises(WrongValue, match="points"):
        holding().asks("reserve", JEAN, points, at=day(2), id="h-2", until=day(3))
    with pytest.raises(WrongValue, match="points"):
        holding().asks("use", JEAN, "h-1", points, at=day(2), id="u-2", spent_on="x")


def test_a_fraction_of_a_point_is_an_error() -> None:
    with pytest.raises(WrongType, match="whole number of points"):
        holding().asks("reserve", JEAN, 1.5, at=day(2), id="h-2", until=day(3))


def test_an_end_that_is_not_after_the_start_is_an_error() -> None:
    with pytest.raises(WrongValue, match="let it end after it begins"):
        holding().asks("reserve", JEAN, 10, at=day(3), id="h-2", until=day(3))


def test_a_till_that_used_what_was_over_is_told_and_the_balance_pays() -> None:
    desk = holding()
    desk.facts.append(
        ReservationUsed(
            id="u-1",
            member=JEAN,
            at=day(4),
            provenance=TILL,
            reservation="h-1",
            points=100,
            spent_on="ticket-9",
        )
    )
    found = desk.account(at=day(4))
    assert (found.available, found.redeemed) == (900, 100)
    assert found.conflicts == (ReservationOver("u-1", "h-1", ReservationState.TIMED_OUT),)


def test_a_till_that_used_more_than_it_had_is_told_by_how_much() -> None:
    desk = holding()
    desk.facts.append(
        ReservationUsed(
            id="u-1",
            member=JEAN,
            at=day(2, 13),
            provenance=TILL,
            reservation="h-1",
            points=350,
            spent_on="ticket-9",
        )
    )
    assert desk.account(at=day(2, 13)).conflicts == (MoreThanReserved("u-1", "h-1", 50),)


def test_what_expires_while_it_is_set_aside_can_still_be_used() -> None:
    desk = Desk()
    desk.gives(JEAN, 100)
    end = day(1).add(years=1)
    desk.does("reserve", JEAN, 100, at=end.subtract(hours=2), id="h-1", until=end.add(days=5))
    assert desk.account(at=end.add(days=2)).held == 100
    desk.does("use", JEAN, "h-1", 60, at=end.add(days=2), id="u-1", spent_on="x")
    found = desk.account(at=end.add(days=2))
    assert (found.held, found.redeemed, found.expired, found.available) == (0, 60, 40, 0)


def test_a_reservation_without_points_to_spend_is_an_error() -> None:
    with pytest.raises(WrongValue, match="say how many of them are spent"):
        holding().buys(Line("PULL", 1), at=day(2), id="o-1", reservation="h-1")
