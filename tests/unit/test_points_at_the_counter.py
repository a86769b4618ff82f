"""Points apart from a basket: given for what members do, adjusted, taken over, passed on, pooled, claimed."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest

from comptoir import STANDARD, Fact, IssuedCoupon, Line, OrderPlaced, RefusalCode, WrongValue
from comptoir.checkout.giving import OpeningLot
from comptoir.checkout.recorded import Recorded
from comptoir.facts.events import FACT_TYPES
from comptoir.facts.point_events import PointsFact, PointsGranted
from comptoir.loyalty.rewards import RewardRefused
from unit.points_shop import CLUB, JEAN, LEA, MARIE, Desk, day, with_programme
from unit.price_shop import refusal, shop

COUPON = IssuedCoupon(code="TEN-7K3F", series="TEN", left=1, member=JEAN)


# Given


def test_an_action_gives_its_points() -> None:
    desk = Desk()
    desk.does("act", JEAN, "review", at=day(2), id="a-1")
    found = desk.account(at=day(2))
    assert (found.granted, found.available, found.lots[0].rule) == (50, 50, "review")


def test_a_cap_cuts_the_last_action_and_refuses_the_next() -> None:
    desk = Desk()
    for number in range(3):
        desk.does("act", JEAN, "review", at=day(2), id=f"a-{number}")
    assert desk.account(at=day(2)).granted == 120
    said = desk.asks("act", JEAN, "review", at=day(2, 13), id="a-3")
    assert refusal(said).code is RefusalCode.CAP_REACHED
    assert refusal(said).text("en") == "No more points are given for: review."
    assert isinstance(desk.asks("act", JEAN, "review", at=day(3), id="a-3"), Recorded)


@pytest.mark.parametrize(
    ("action", "at", "code"),
    [("dance", day(2), "action_unknown"), ("advent", day(26), "action_not_now")],
)
def test_what_the_programme_does_not_reward_now_gives_nothing(action: str, at: object, code: str) -> None:
    assert Desk().refuses("act", JEAN, action, at=at, id="a-1").value == code  # type: ignore[arg-type]


def test_an_action_asked_for_again_is_the_one_that_was_recorded_even_if_it_is_over() -> None:
    desk = Desk()
    first = desk.does("act", JEAN, "advent", at=day(24), id="a-1")
    again = desk.asks("act", JEAN, "advent", at=day(27), id="a-1")
    assert isinstance(again, Recorded)
    assert again.facts == (first,)
    assert desk.refuses("act", JEAN, "review", at=day(24), id="a-1") is RefusalCode.ID_TAKEN


def test_a_person_gives_points_and_takes_them_off_for_a_reason() -> None:
    desk = Desk()
    desk.does("adjust", JEAN, 100, at=day(2), id="p-1", reason="late-parcel", author="e-7")
    desk.does("adjust", JEAN, -130, at=day(3), id="p-2", reason="mistake", author="e-7")
    found = desk.account(at=day(3))
    assert (found.granted, found.taken_off, found.available, found.debt) == (100, 130, 0, 30)
    assert desk.refuses("adjust", JEAN, -131, at=day(3), id="p-2", reason="mistake", author="e-7") is (
        RefusalCode.ID_TAKEN
    )
    assert isinstance(
        desk.asks("adjust", JEAN, -130, at=day(9), id="p-2", reason="mistake", author="e-7"), Recorded
    )


def test_points_that_a_person_gives_live_as_those_of_the_programme_do() -> None:
    desk = Desk()
    fact = desk.does("adjust", JEAN, 100, at=day(2), id="p-1", reason="late-parcel", author="e-7")
    assert isinstance(fact, PointsGranted)
    [given] = fact.accruals
    assert (given.available_from, given.expires_at) == (fact.at, desk.account(at=day(2)).lots[0].expires_at)
    assert desk.account(at=day(3).add(years=1)).expired == 100


def test_an_adjustment_of_nothing_is_an_error() -> None:
    with pytest.raises(WrongValue, match="negative number to take off"):
        Desk().asks("adjust", JEAN, 0, at=day(2), id="p-1", reason="x", author="e-7")


def test_the_balance_of_another_system_is_taken_over_lot_by_lot_and_once() -> None:
    desk = Desk()
    lots = [
        OpeningLot(points=300, available_from=day(1).subtract(years=1), expires_at=day(20)),
        OpeningLot(points=500, available_from=day(10), funder="bank"),
    ]
    desk.does("open_account", JEAN, lots, at=day(2), id="open-1", system="old")
    found = desk.account(at=day(2))
    assert (found.granted, found.available, found.pending) == (800, 300, 500)
    assert [lot.remaining for lot in desk.account(at=day(21)).lots] == [500]
    assert isinstance(desk.asks("open_account", JEAN, lots, at=day(3), id="open-1", system="old"), Recorded)
    other = desk.asks("open_account", JEAN, lots, at=day(3), id="open-2", system="old")
    assert refusal(other).code is RefusalCode.ALREADY_OPENED
    assert isinstance(desk.asks("open_account", JEAN, lots, at=day(3), id="open-2", system="older"), Recorded)


def test_an_opening_lot_that_cannot_be_is_named() -> None:
    lots = [OpeningLot(points=1, available_from=day(2)), OpeningLot(points=0, available_from=day(2))]
    with pytest.raises(WrongValue, match=r"lots\[1\].points"):
        Desk().asks("open_account", JEAN, lots, at=day(2), id="open-1", system="old")
    with pytest.raises(WrongValue, match="pass the lots that there are"):
        Desk().asks("open_account", JEAN, [], at=day(2), id="open-1", system="old")


def test_somebody_joins_once() -> None:
    desk = Desk()
    desk.does("join", JEAN, at=day(2), id="j-1")
    assert isinstance(desk.asks("join", JEAN, at=day(3), id="j-1"), Recorded)
    assert desk.refuses("join", JEAN, at=day(3), id="j-2") is RefusalCode.ALREADY_JOINED


def test_without_a_programme_nothing_is_done_with_points() -> None:
    desk = Desk(shop())
    lots = [OpeningLot(points=1, available_from=day(2))]
    said = [
        desk.refuses("reserve", JEAN, 1, at=day(2), id="x", until=day(3)),
        desk.refuses("act", JEAN, "review", at=day(2), id="x"),
        desk.refuses("adjust", JEAN, 1, at=day(2), id="x", reason="x", author="x"),
        desk.refuses("open_account", JEAN, lots, at=day(2), id="x", system="x"),
        desk.refuses("transfer", JEAN, 1, at=day(2), id="x", to=MARIE),
    ]
    assert set(said) == {RefusalCode.NO_PROGRAMME}
    assert desk.points.rewards(desk.standing(at=day(2))) == ()


# Rewards


def rich() -> Desk:
    desk = Desk()
    desk.gives(JEAN, 1000)
    return desk


def test_a_reward_is_taken_for_its_points_and_given_back_into_their_lots() -> None:
    desk = rich()
    before = desk.account(at=day(2)).lots
    taken = desk.does("take_reward", JEAN, "ten", at=day(2), id="t-1", coupon=COUPON)
    assert (desk.account(at=day(2)).available, desk.account(at=day(2)).redeemed) == (700, 300)
    assert desk.facts[-1] == taken
    desk.does("give_reward_back", JEAN, "t-1", at=day(3), id="b-1")
    assert desk.account(at=day(3)).lots == before
    assert desk.refuses("give_reward_back", JEAN, "t-1", at=day(4), id="b-2") is RefusalCode.REWARD_GIVEN_BACK
    assert desk.refuses("give_reward_back", JEAN, "t-9", at=day(4), id="b-2") is RefusalCode.REWARD_UNKNOWN


def test_a_coupon_that_an_order_used_is_not_given_back() -> None:
    desk = rich()
    desk.does("take_reward", JEAN, "ten", at=day(2), id="t-1", coupon=COUPON)
    desk.sells(Line("PULL", 1), at=day(3), id="o-1", issued=[COUPON])
    said = desk.asks("give_reward_back", JEAN, "t-1", at=day(4), id="b-1")
    assert (
        refusal(said).text("en")
        == "The coupon TEN-7K3F was used or taken back: it cannot be given back any more."
    )


def test_a_reward_is_refused_with_the_reason_of_the_catalogue() -> None:
    desk = rich()
    desk.does("take_reward", JEAN, "honey", at=day(2), id="t-1")
    said = refusal(desk.asks("take_reward", JEAN, "honey", at=day(3), id="t-2"))
    assert (said.code, isinstance(said.because, RewardRefused)) == (RefusalCode.REWARD_REFUSED, True)
    assert said.text("fr") == "« Miel » ne se prend que 1 fois."
    poor = refusal(desk.asks("take_reward", MARIE, "honey", at=day(3), id="t-3"))
    assert poor.text("en") == '200 points are missing for "Miel".'
    again = desk.asks("take_reward", JEAN, "honey", at=day(9), id="t-1")
    assert isinstance(again, Recorded)


def test_a_reward_is_taken_of_points_that_were_set_aside() -> None:
    desk = rich()
    desk.does("reserve", JEAN, 250, at=day(2), id="h-1", until=day(3))
    desk.does("take_reward", JEAN, "honey", at=day(2, 13), id="t-1", reservation="h-1")
    found = desk.account(at=day(2, 13))
    assert (found.held, found.redeemed, found.available) == (0, 200, 800)


def test_the_catalogue_says_what_a_member_can_take_and_why_not_the_rest() -> None:
    desk = Desk()
    desk.gives(JEAN, 250)
    honey, ten = desk.points.rewards(desk.standing(at=day(2)))
    assert (honey.reward.id, honey.refused) == ("honey", None)
    assert ten.refused is not None
    assert ten.refused.missing == 50
    desk.does("take_reward", JEAN, "honey", at=day(2), id="t-1")
    honey, _ = desk.points.rewards(desk.standing(at=day(2)))
    assert honey.taken == 1


@pytest.mark.parametrize(
    ("coupon", "message"),
    [
        (None, "found none; pass the coupon that was issued, of the series TEN"),
        (attrs.evolve(COUPON, series="FIVE"), "found one of the series FIVE"),
        (attrs.evolve(COUPON, member=MARIE), "issue it to m-jean"),
    ],
)
def test_a_coupon_that_is_not_the_reward_is_an_error(coupon: IssuedCoupon | None, message: str) -> None:
    with pytest.raises(WrongValue, match=message):
        rich().asks("take_reward", JEAN, "ten", at=day(2), id="t-1", coupon=coupon)


# Passed on, pooled, united, claimed


def test_points_passed_on_keep_their_age() -> None:
    desk = rich()
    end = desk.account(at=day(2)).lots[0].expires_at
    desk.does("transfer", JEAN, 400, at=day(5), id="x-1", to=MARIE)
    assert (desk.account(at=day(5)).available, desk.account(at=day(5)).transferred_out) == (600, 400)
    [lot] = desk.account(MARIE, at=day(5)).lots
    assert (lot.remaining, lot.expires_at, lot.origin) == (400, end, "gift")
    said = desk.asks("transfer", JEAN, 601, at=day(6), id="x-2", to=MARIE)
    assert (refusal(said).code, refusal(said).points) == (RefusalCode.NOT_ENOUGH_POINTS, 600)
    assert refusal(said).text("en") == "There are not enough points: 600 can be spent."


def test_a_transfer_relies_on_the_facts_of_both() -> None:
    desk = rich()
    desk.gives(MARIE, 5)
    said = desk.asks("transfer", JEAN, 400, at=day(5), id="x-1", to=MARIE)
    assert isinstance(said, Recorded)
    assert [(each.stream, each.version) for each in said.reads] == [
        ("member:m-jean", 1),
        ("member:m-marie", 1),
    ]


def test_merged_accounts_are_one_under_both_references() -> None:
    desk = rich()
    desk.gives(MARIE, 50)
    desk.does("merge", MARIE, at=day(3), id="m-1", into=JEAN)
    assert desk.account(at=day(3)).available == desk.account(MARIE, at=day(3)).available == 1050
    for verb, named in (("merge", "into"), ("transfer", "to"), ("join_pool", "pool")):
        args = (5,) if verb == "transfer" else ()
        said = desk.refuses(verb, JEAN, *args, at=day(4), id="m-2", **{named: MARIE})
        assert said is RefusalCode.ONE_ACCOUNT


def test_of_two_holds_of_one_name_the_first_that_is_not_over_is_used() -> None:
    desk = Desk()
    for member, points in ((JEAN, 10), (MARIE, 20)):
        desk.gives(member, 100, id=f"gift-{member}")
        desk.does("reserve", member, points, at=day(2), id="h-1", until=day(9))
    desk.does("merge", JEAN, at=day(3), id="m-1", into=MARIE)
    desk.does("use", JEAN, "h-1", 10, at=day(4), id="u-1", spent_on="cinema")
    desk.does("use", JEAN, "h-1", 20, at=day(5), id="u-2", spent_on="cinema")
    found = desk.account(at=day(5))
    assert (found.available, found.held, found.redeemed, found.conflicts) == (170, 0, 30, ())
    assert desk.refuses("use", JEAN, "h-1", 1, at=day(5), id="u-3", spent_on="x") is RefusalCode.ALREADY_USED


def test_a_household_spends_each_others_points() -> None:
    desk = rich()
    desk.does("join_pool", MARIE, at=day(3), id="f-1", pool=JEAN)
    assert desk.account(MARIE, at=day(3)).spendable == 1000
    desk.does("reserve", MARIE, 300, at=day(4), id="h-1", until=day(9))
    assert desk.account(at=day(4)).available == 700
    assert desk.refuses("join_pool", MARIE, at=day(4), id="f-2", pool=LEA) is RefusalCode.IN_A_POOL
    assert desk.refuses("join_pool", LEA, at=day(4), id="f-2", pool=MARIE) is RefusalCode.IN_A_POOL
    assert desk.refuses("leave_pool", LEA, at=day(4), id="f-2", pool=JEAN) is RefusalCode.NOT_IN_A_POOL
    desk.does("end", MARIE, "h-1", at=day(5), id="e-1")
    desk.does("leave_pool", MARIE, at=day(5), id="f-3", pool=JEAN)
    assert desk.account(MARIE, at=day(5)).spendable == 0
    assert desk.account(at=day(5)).available == 1000


def test_accounts_in_two_pools_are_not_made_one() -> None:
    desk = rich()
    desk.does("join_pool", MARIE, at=day(3), id="f-1", pool=JEAN)
    desk.does("join_pool", LEA, at=day(3), id="f-2", pool="m-paul")
    assert desk.refuses("merge", MARIE, at=day(4), id="m-1", into=LEA) is RefusalCode.IN_A_POOL
    assert isinstance(desk.asks("merge", MARIE, at=day(4), id="m-1", into="m-zoe"), Recorded)


def test_a_purchase_without_a_card_is_claimed_later() -> None:
    desk = Desk()
    desk.sells(Line("PULL", 1), at=day(2), id="o-1", member=None)
    assert desk.account(at=day(3)).earned == 0
    desk.does("claim", JEAN, "o-1", at=day(4), id="c-1")
    found = desk.standing(at=day(4))
    assert (found.account.earned, [each.order for each in found.purchases]) == (50, ["o-1"])
    assert isinstance(desk.asks("claim", JEAN, "o-1", at=day(5), id="c-1"), Recorded)
    assert desk.refuses("claim", MARIE, "o-1", at=day(5), id="c-2") is RefusalCode.ALREADY_CLAIMED


def test_a_claim_relies_on_the_facts_of_the_order() -> None:
    desk = Desk()
    desk.sells(Line("PULL", 1), at=day(2), id="o-1", member=None)
    said = desk.asks("claim", JEAN, "o-1", at=day(4), id="c-1")
    assert isinstance(said, Recorded)
    assert [(each.stream, each.version) for each in said.reads] == [("member:m-jean", 0), ("order:o-1", 1)]


def test_a_purchase_can_be_claimed_until_the_end_of_a_day() -> None:
    desk = Desk()
    desk.sells(Line("PULL", 1), at=day(2), id="o-1", member=None)
    end = day(1, 23).add(days=31)  # midnight in Paris
    assert isinstance(desk.asks("claim", JEAN, "o-1", at=end.subtract(microseconds=1), id="c-1"), Recorded)
    said = refusal(desk.asks("claim", JEAN, "o-1", at=end, id="c-1"))
    assert (said.code, said.last_day) == (RefusalCode.CLAIMED_TOO_LATE, date(2027, 1, 1))
    assert said.text("en") == "The last day to claim this purchase was 1 January 2027."


def test_a_programme_that_lets_nothing_be_claimed_says_so() -> None:
    desk = with_programme(attrs.evolve(CLUB, claimed_within=None))
    desk.sells(Line("PULL", 1), at=day(2), id="o-1", member=None)
    assert desk.refuses("claim", JEAN, "o-1", at=day(2), id="c-1") is RefusalCode.NOT_CLAIMABLE


def test_an_order_of_which_nothing_is_known_is_an_error() -> None:
    with pytest.raises(WrongValue, match="found no order o-1 placed by then"):
        Desk().asks("claim", JEAN, "o-1", at=day(2), id="c-1")


# Asked twice


LOTS = [OpeningLot(points=5, available_from=day(1))]
VERBS: dict[str, tuple[tuple[Any, ...], dict[str, Any], tuple[Any, ...], dict[str, Any]]] = {
    "reserve": ((10,), {"until": day(9)}, (11,), {"until": day(9)}),
    "use": (("h-1", 10), {"spent_on": "ticket-8"}, ("h-1", 10), {"spent_on": "ticket-9"}),
    "end": (("h-1",), {}, ("h-2",), {}),
    "take_reward": (("honey",), {}, ("ten",), {}),
    "give_reward_back": (("t-1",), {}, ("t-2",), {}),
    "act": (("review",), {}, ("advent",), {}),
    "adjust": ((10,), {"reason": "late", "author": "e-7"}, (10,), {"reason": "late", "author": "e-8"}),
    "open_account": ((LOTS,), {"system": "old"}, ([*LOTS, *LOTS],), {"system": "old"}),
    "transfer": ((10,), {"to": MARIE}, (10,), {"to": LEA}),
    "merge": ((), {"into": MARIE}, (), {"into": LEA}),
    "join_pool": ((), {"pool": MARIE}, (), {"pool": LEA}),
    "leave_pool": ((), {"pool": "m-paul"}, (), {"pool": LEA}),
    "claim": (("o-1",), {}, ("o-2",), {}),
}


@pytest.mark.parametrize("verb", VERBS)
def test_what_is_asked_twice_is_recorded_once_and_another_content_is_refused(verb: str) -> None:
    args, fields, other_args, other_fields = VERBS[verb]
    desk = rich()
    desk.sells(Line("PULL", 1), at=day(2), id="o-1", member=None)
    desk.does("reserve", JEAN, 50, at=day(2), id="h-1", until=day(20))
    desk.does("take_reward", JEAN, "ten", at=day(2), id="t-1", coupon=COUPON)
    if verb == "leave_pool":
        desk.does("join_pool", JEAN, at=day(2), id="f-1", pool="m-paul")
    first = desk.does(verb, JEAN, *args, at=day(3), id="x-1", **fields)
    desk.does("adjust", JEAN, -2000, at=day(4), id="loss", reason="mistake", author="e-7")
    again = desk.asks(verb, JEAN, *args, at=day(5), id="x-1", **fields)
    assert isinstance(again, Recorded)
    assert again.facts == (first,)
    assert desk.refuses(verb, JEAN, *other_args, at=day(5), id="x-1", **other_fields) is RefusalCode.ID_TAKEN


def test_every_kind_of_fact_is_recorded_at_the_desk_and_survives_its_wire_form() -> None:
    facts, codec = recorded_by_every_verb(), STANDARD.codec
    about_points = {each for each in FACT_TYPES if issubclass(each, PointsFact)}
    assert {type(fact) for fact in facts} == {OrderPlaced, *about_points}
    assert [codec.loads(codec.dumps(fact), type(fact)) for fact in facts] == facts


def recorded_by_every_verb() -> list[Fact]:
    desk = rich()
    desk.sells(Line("PULL", 1), at=day(2), id="o-1", member=None)
    desk.does("join", JEAN, at=day(2), id="j-1")
    desk.does("reserve", JEAN, 50, at=day(2), id="h-1", until=day(20))
    desk.does("use", JEAN, "h-1", 10, at=day(3), id="u-1", spent_on="ticket-8")
    desk.does("reserve", JEAN, 50, at=day(3), id="r-1", until=day(20), till="lyon-3")
    desk.does("end", JEAN, "r-1", at=day(3), id="e-1")
    desk.does("take_reward", JEAN, "ten", at=day(3), id="t-1", coupon=COUPON)
    desk.does("give_reward_back", JEAN, "t-1", at=day(3), id="b-1")
    desk.does("act", JEAN, "review", at=day(3), id="a-1")
    desk.does("adjust", JEAN, -5, at=day(3), id="p-1", reason="mistake", author="e-7")
    desk.does("open_account", JEAN, LOTS, at=day(3), id="open-1", system="old")
    desk.does("transfer", JEAN, 10, at=day(3), id="x-1", to=MARIE)
    desk.does("claim", JEAN, "o-1", at=day(3), id="c-1")
    desk.does("join_pool", JEAN, at=day(3), id="f-1", pool=MARIE)
    desk.does("leave_pool", JEAN, at=day(4), id="f-2", pool=MARIE)
    desk.does("merge", JEAN, at=day(4), id="m-1", into=MARIE)
    return desk.facts
