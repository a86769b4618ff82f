"""Wrong points: what is said to a channel that asks for what cannot be, and what to facts that do not fit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from comptoir import ComptoirError, Fact, IssuedCoupon, Line
from comptoir.checkout.giving import OpeningLot
from comptoir.facts.conflicts import (
    Conflict,
    NoSuchReservation,
    NoSuchReward,
    NotClaimed,
    NotMerged,
    NotPooled,
    Overspent,
    ReservationOver,
    ReservationState,
    UnknownOrder,
)
from comptoir.facts.point_events import (
    AccountsMerged,
    PointsFact,
    PointsTransferred,
    PoolJoined,
    PoolLeft,
    PurchaseClaimed,
    ReservationEnded,
    ReservationUsed,
    RewardGivenBack,
    RewardTaken,
)
from unit.points_shop import JEAN, MARIE, Desk, day
from unit.price_shop import TILL

LONG_AGO = OpeningLot(points=1, available_from=day(2), expires_at=day(2))
FIVE = IssuedCoupon(code="FIVE-1", series="FIVE")


def desk() -> Desk:
    """Jean has 500 points; 100 of them were set aside, and used."""
    found = Desk()
    found.gives(JEAN, 500)
    found.does("reserve", JEAN, 100, at=day(2), id="h-1", until=day(9))
    found.does("use", JEAN, "h-1", 60, at=day(3), id="u-1", spent_on="ticket-8")
    return found


def asking(verb: str, *args: Any, **fields: Any) -> Callable[[], object]:
    return lambda: desk().asks(verb, *args, **{"at": day(5), "id": "x-1", **fields})


MISTAKES = {
    "points beyond what JSON's numbers hold": (
        asking("reserve", JEAN, 2**53, until=day(9)),
        "points: found 9007199254740992 (int); pass 1 to 1000000000000 points [points_out_of_range]",
    ),
    "negative points": (
        asking("transfer", JEAN, -5, to=MARIE),
        "points: found -5 (int); pass 1 to 1000000000000 points [points_out_of_range]",
    ),
    "half a point": (
        asking("use", JEAN, "h-1", 0.5, spent_on="ticket-9"),
        "points: found 0.5 (float); pass a whole number of points as int [float]",
    ),
    "an adjustment by nothing": (
        asking("adjust", JEAN, 0, reason="mistake", author="e-7"),
        "points: found 0; pass points to give, or a negative number to take off [nothing_to_adjust]",
    ),
    "an adjustment by a word": (
        asking("adjust", JEAN, "5", reason="mistake", author="e-7"),
        "points: found '5' (str); pass a whole number of points as int [not_an_int]",
    ),
    "half an opening lot": (
        asking("open_account", JEAN, [OpeningLot(points=0.5, available_from=day(2))], system="old"),  # type: ignore[arg-type]
        "lots[0].points: found 0.5 (float); pass a whole number of points as int [float]",
    ),
    "an action without a name": (
        asking("act", JEAN, None),
        "action: found None (NoneType); pass an identifier as text [not_an_identifier]",
    ),
    "a reward without a name": (
        asking("take_reward", JEAN, 7),
        "reward: found 7 (int); pass an identifier as text [not_an_identifier]",
    ),
    "a reward given back without a name": (
        asking("give_reward_back", JEAN, ["w-1"]),
        "taken: found ['w-1'] (list); pass an identifier as text [not_an_identifier]",
    ),
    "points spent on nothing that has a name": (
        asking("use", JEAN, "h-1", 5, spent_on=""),
        (
            "spent_on: found '' (str); use 1 to 64 of A-Z a-z 0-9 . _ / : - (escape_identifier() maps any "
            "other name) [not_an_identifier]"
        ),
    ),
    "points for a member without a name": (
        asking("transfer", JEAN, 5, to=7),
        "to: found 7 (int); pass an identifier as text [not_an_identifier]",
    ),
    "a till whose clock is beyond the rulebook": (
        asking("act", JEAN, "review", at=day(5).add(years=4)),
        (
            "at: found 2030-12-05T12:00:00Z; ask for an instant from 2026-01-01T00:00:00Z until before "
            "2028-01-01T00:00:00Z, or seal a rulebook that reaches further [beyond_horizon]"
        ),
    ),
    "a clock without a zone": (
        asking("join", JEAN, at=day(5).naive()),
        (
            "at: found 2026-12-05T12:00:00, which names no time zone; say whose time it is, such as "
            'pendulum.datetime(…, tz="Europe/Paris") [naive_datetime]'
        ),
    ),
    "a hold that ends when it begins": (
        asking("reserve", JEAN, 5, until=day(5)),
        (
            "until: found 2026-12-05T12:00:00Z, not after 2026-12-05T12:00:00Z; let it end after it begins "
            "[reservation_without_life]"
        ),
    ),
    "an opening lot without life": (
        asking("open_account", JEAN, [LONG_AGO], system="old"),
        (
            "lots[0].expires_at: found 2026-12-02T12:00:00Z, not after 2026-12-02T12:00:00Z; let the points "
            "expire after they become available [lot_without_life]"
        ),
    ),
    "another coupon than the reward": (
        asking("take_reward", JEAN, "ten", coupon=FIVE),
        "coupon: found one of the series FIVE; pass the coupon that was issued, of the series TEN [other_series]",
    ),
    "a purchase that was never made": (
        asking("claim", JEAN, "o-9"),
        (
            "history: found no order o-9 placed by then; pass the facts of this order, its placing among them "
            "[unknown_order]"
        ),
    ),
    "a reason that is no identifier": (
        asking("adjust", JEAN, 5, reason="a late parcel", author="e-7"),
        (
            "reason: found 'a late parcel' (str); use 1 to 64 of A-Z a-z 0-9 . _ / : - (escape_identifier() "
            "maps any other name) [not_an_identifier]"
        ),
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_what_cannot_be_asked_is_answered_with_place_and_cure(name: str) -> None:
    ask, said = MISTAKES[name]
    with pytest.raises(ComptoirError) as error:
        ask()
    assert str(error.value) == said


def fact(kind: type[PointsFact], id: str = "x-1", **fields: Any) -> Fact:
    """What a till recorded on the fifth, by what it knew."""
    return kind(**{"id": id, "member": JEAN, "at": day(5), "provenance": TILL, **fields})


def used(id: str, reservation: str, points: int = 10) -> Fact:
    return fact(ReservationUsed, id, reservation=reservation, points=points, spent_on="ticket-9")


ODD_FACTS: dict[str, tuple[list[Fact], list[Conflict]]] = {
    "a hold captured twice": ([used("u-2", "h-1")], [ReservationOver("u-2", "h-1", ReservationState.USED)]),
    "a reservation that nobody made": ([used("u-2", "h-9")], [NoSuchReservation("u-2", "h-9")]),
    "a hold that ends twice": (
        [fact(ReservationEnded, "e-2", reservation="h-1")],
        [ReservationOver("e-2", "h-1", ReservationState.USED)],
    ),
    "more points than there were": (
        [fact(RewardTaken, "t-1", reward="car", points=1000)],
        [Overspent("t-1", 560)],
    ),
    "more points passed on than there were": (
        [fact(PointsTransferred, to=MARIE, points=600)],
        [Overspent("x-1", 160)],
    ),
    "a reward that was never taken": ([fact(RewardGivenBack, taken="t-9")], [NoSuchReward("x-1", "t-9")]),
    "a claim of an order that nobody placed": (
        [fact(PurchaseClaimed, order="o-9")],
        [UnknownOrder("x-1", "o-9")],
    ),
    "accounts made one twice": (
        [fact(AccountsMerged, "m-1", member=MARIE, into=JEAN), fact(AccountsMerged, "m-2", into=MARIE)],
        [NotMerged("m-2", MARIE)],
    ),
    "two households": (
        [fact(PoolJoined, "f-1", pool=MARIE), fact(PoolJoined, "f-2", pool="m-lea")],
        [NotPooled("f-2", "m-lea")],
    ),
    "a household that was never joined": ([fact(PoolLeft, pool=MARIE)], [NotPooled("x-1", MARIE)]),
}


@pytest.mark.parametrize("name", ODD_FACTS)
def test_facts_that_do_not_fit_are_kept_and_named(name: str) -> None:
    facts, conflicts = ODD_FACTS[name]
    found = desk()
    standings = [
        found.counter.standing(JEAN, history, day(6))
        for history in ((*found.facts, *facts), (*reversed(facts), *reversed(found.facts), *facts))
    ]
    assert [list(standing.conflicts) for standing in standings] == [conflicts, conflicts]
    assert standings[0].answer == standings[1].answer


def test_two_members_who_claim_one_purchase_are_told_whose_it_is() -> None:
    found = desk()
    found.sells(Line("PULL", 1), at=day(4), id="o-1", member=None)
    found.facts.append(fact(PurchaseClaimed, "c-1", member=MARIE, order="o-1"))
    found.facts.append(fact(PurchaseClaimed, "c-2", order="o-1"))
    assert found.standing(JEAN, at=day(6)).conflicts == (NotClaimed("c-2", "o-1", MARIE),)
    assert found.standing(JEAN, at=day(6)).account.earned == 0


def test_what_a_till_whose_clock_is_a_year_ahead_records_counts_from_then_on() -> None:
    found = desk()
    ahead = day(5).add(years=1)
    before = found.standing(at=day(6))
    found.facts.append(fact(RewardTaken, "t-1", reward="car", points=10, at=ahead))
    now = found.standing(at=day(6))
    assert (now.account.redeemed, now.account.available) == (
        before.account.redeemed,
        before.account.available,
    )
    assert found.account(at=ahead).redeemed == before.account.redeemed + 10
