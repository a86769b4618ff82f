"""Points that had been earned with goods that come back, and are no longer there: what makes up for them.

A pullover of 50.00 EUR earns 50 points, and a point is worth a cent.
"""

from __future__ import annotations

from typing import Any, Final

import attrs
import pytest

from comptoir import (
    Assessment,
    Collect,
    Contract,
    Give,
    HandedOver,
    IssuedCoupon,
    Line,
    RefusalCode,
    Settled,
    Tender,
    WrongValue,
)
from comptoir.facts import events
from comptoir.facts.confidence import Confidence
from comptoir.facts.point_terms import CapPer, Shortfall
from comptoir.loyalty.earn_rules import CapRule, ShortfallRule
from comptoir.loyalty.rules import Programme
from comptoir.loyalty.spend_rules import Reward
from comptoir.returns.refund import Shortage
from comptoir.returns.rules import ReturnPolicy, ReturnRules, StatutoryRule
from comptoir.values.periods import Period
from unit.points_shop import CLUB, JEAN, MARIE, Desk, day, with_programme
from unit.price_shop import TILL

POINTS, VALUE, REFUND = Shortfall.POINTS, Shortfall.VALUE, Shortfall.REFUND
DEBT, FORGIVEN = Shortfall.DEBT, Shortfall.FORGIVEN
RETURNS: Final = ReturnRules(
    policies=[ReturnPolicy(id="sixty", name={"fr": "60 jours"}, period=Period.from_text("60 days"))],
    statutory=[
        StatutoryRule(
            id="wd.fr",
            source="Code de la consommation, article L221-18",
            confidence=Confidence.HIGH,
            countries=["FR"],
            contracts=[Contract.DISTANCE],
            period=Period.from_text("14 days"),
            counting="fr-l221-19",
        )
    ],
)
COUPON: Final = IssuedCoupon(code="TEN-7K3F", series="TEN")


def club(*steps: Shortfall, **fields: Any) -> Programme:
    """The programme, which makes up for missing points in these steps."""
    rule = ShortfallRule(steps=steps, points=1, worth="0.01 EUR")
    reward = Reward(id="ten", name={"fr": "Dix euros"}, points=40, series="TEN")
    return attrs.evolve(CLUB, shortfall=rule, rewards=[reward], **fields)


def spent(*steps: Shortfall, pieces: int = 1, points: int = 50, **fields: Any) -> Desk:
    """Jean bought pullovers on the second and passed points on the day after."""
    desk = with_programme(club(*steps, **fields), returns=RETURNS)
    desk.sells(Line("PULL", pieces), at=day(2), id="o-1")
    if points:
        desk.does("transfer", JEAN, points, at=day(3), id="x-1", to=MARIE)
    return desk


def asked(
    desk: Desk, count: int = 1, *, reason: str = "too_large", on: int = 10, **fields: Any
) -> Assessment:
    return desk.counter.assess(
        "o-1", desk.facts, day(on), give=[Give(1, count, reason=reason)], store="lyon", **fields
    )


def settled(desk: Desk, assessment: Assessment, id: str = "r-1") -> events.Returned:
    """The return done, and recorded."""
    done = desk.counter.settle(assessment, id=id, provenance=TILL)
    assert isinstance(done, Settled)
    desk.facts += done.facts
    return done.facts[0]


def test_points_that_are_still_there_go_and_nothing_is_short() -> None:
    seen = asked(spent(POINTS, REFUND, DEBT, points=0))
    assert (seen.assessed.points_clawed, seen.assessed.shortage) == (50, Shortage())
    assert (str(seen.refund.amount), seen.assessed.refund.kept) == ("50.00", 0)


def test_missing_points_are_taken_of_the_refund_where_the_seller_grants_it() -> None:
    desk = spent(POINTS, REFUND, DEBT)
    seen = asked(desk)
    assert seen.assessed.shortage == Shortage(money=50)
    assert (str(seen.refund.amount), seen.assessed.refund.kept) == ("49.50", 50)
    fact = settled(desk, seen)
    assert fact.tenders == (Tender("card", "49.50 EUR"),)
    assert fact.settled == (events.Settled(points=50, amount=50),)
    found = desk.account(at=day(10))
    assert (found.clawed_back, found.settled, found.debt, found.available) == (50, 50, 0, 0)


def test_other_points_come_first_where_the_terms_say_so() -> None:
    desk = spent(POINTS, REFUND, DEBT)
    desk.gives(JEAN, 30, at=day(4))
    seen = asked(desk)
    assert (seen.assessed.shortage, seen.assessed.refund.kept) == (Shortage(others=30, money=20), 20)
    settled(desk, seen)
    assert (desk.account(at=day(10)).available, desk.account(at=day(10)).settled) == (0, 20)


def test_money_comes_first_where_the_terms_say_so() -> None:
    desk = spent(REFUND, POINTS, DEBT)
    desk.gives(JEAN, 30, at=day(4))
    seen = asked(desk)
    assert seen.assessed.shortage == Shortage(money=50)
    settled(desk, seen)
    assert desk.account(at=day(10)).available == 30


@pytest.mark.parametrize("reason", ["faulty", "not_as_described"])
def test_of_goods_that_are_the_sellers_fault_nothing_is_kept(reason: str) -> None:
    desk = spent(POINTS, REFUND, DEBT)
    seen = asked(desk, reason=reason)
    assert (str(seen.refund.amount), seen.assessed.shortage) == ("50.00", Shortage(owed=50))
    settled(desk, seen)
    assert desk.account(at=day(10)).debt == 50


def test_of_a_withdrawal_nothing_is_kept() -> None:
    desk = with_programme(club(POINTS, REFUND, FORGIVEN), returns=RETURNS)
    order = desk.sells(
        Line("PULL", 1), at=day(2), id="o-1", handover=Collect("lyon"), contract=Contract.DISTANCE
    )
    desk.facts.append(HandedOver(id="h-1", order=order.id, member=JEAN, at=day(2, 14), provenance=TILL))
    desk.does("transfer", JEAN, 50, at=day(3), id="x-1", to=MARIE)
    withdrawn, granted = asked(desk, on=10), asked(desk, on=30)
    assert (str(withdrawn.refund.amount), withdrawn.assessed.shortage) == ("50.00", Shortage(forgiven=50))
    assert (str(granted.refund.amount), granted.assessed.shortage) == ("49.50", Shortage(money=50))
    settled(desk, withdrawn)
    found = desk.account(at=day(10))
    assert (found.forgiven, found.clawed_back, found.debt) == (50, 50, 0)


def test_of_a_gift_nothing_is_kept_for_an_account_of_the_buyers() -> None:
    desk = spent(POINTS, REFUND, DEBT)
    given = asked(desk, gift=True)
    assert (str(given.refund.amount), given.assessed.refund.kept) == ("50.00", 0)
    assert given.assessed.shortage == Shortage(owed=50)
    assert asked(spent(POINTS, REFUND, FORGIVEN), gift=True).assessed.shortage == Shortage(forgiven=50)


def test_a_return_in_parts_keeps_what_a_whole_one_keeps() -> None:
    rule = ShortfallRule(steps=[REFUND, DEBT], points=100, worth="0.33 EUR")
    thirds = attrs.evolve(club(POINTS, REFUND, DEBT), shortfall=rule)
    whole = with_programme(thirds, returns=RETURNS)
    whole.sells(Line("PULL", 3), at=day(2), id="o-1")
    whole.does("transfer", JEAN, 150, at=day(3), id="x-1", to=MARIE)
    parts = Desk(whole.rules, list(whole.facts))
    kept = [settled(parts, asked(parts, on=10 + n), f"r-{n}").settled for n in range(3)]
    assert [(each.points, each.amount) for [each] in kept] == [(50, 16), (50, 17), (50, 16)]
    assert settled(whole, asked(whole, 3)).settled == (events.Settled(points=150, amount=49),)
    assert parts.account(at=day(20)).settled == whole.account(at=day(20)).settled == 150


def test_no_more_is_kept_than_there_is_to_give_back() -> None:
    dear = attrs.evolve(
        club(REFUND, DEBT), shortfall=ShortfallRule(steps=[REFUND, DEBT], points=1, worth="2.00 EUR")
    )
    desk = with_programme(dear, returns=RETURNS)
    desk.sells(Line("PULL", 1), at=day(2), id="o-1", points=0)
    desk.does("transfer", JEAN, 50, at=day(3), id="x-1", to=MARIE)
    seen = asked(desk)
    assert (str(seen.refund.amount), seen.assessed.shortage) == ("0.00", Shortage(money=25, owed=25))
    assert settled(desk, seen).tenders == ()


def with_coupon(*steps: Shortfall) -> Desk:
    """Jean took a coupon for 40 of the 50 points of his pullover."""
    desk = spent(*steps, points=0)
    desk.does("take_reward", JEAN, "ten", at=day(3), id="t-1", coupon=COUPON)
    return desk


def test_a_coupon_that_was_issued_for_points_stands_in_for_them() -> None:
    desk = with_coupon(POINTS, VALUE, DEBT)
    assert asked(desk).assessed.shortage == Shortage(owed=40)
    seen = asked(desk, take_back=["TEN-7K3F"])
    assert seen.assessed.shortage == Shortage(value=40, coupons=("TEN-7K3F",))
    assert seen.question != asked(desk).question
    assert settled(desk, seen).settled == (events.Settled(points=40, coupons=["TEN-7K3F"]),)
    found = desk.account(at=day(10))
    assert (found.settled, found.clawed_back, found.debt, found.redeemed) == (40, 50, 0, 40)


@pytest.mark.parametrize(
    ("steps", "codes", "code"),
    [
        ((POINTS, VALUE, DEBT), ["TEN-0000"], "no_such_coupon"),
        ((POINTS, DEBT), ["TEN-7K3F"], "value_not_taken"),
    ],
)
def test_a_coupon_that_cannot_stand_in_is_named(
    steps: tuple[Shortfall, ...], codes: list[str], code: str
) -> None:
    with pytest.raises(WrongValue, match=code) as caught:
        asked(with_coupon(*steps), take_back=codes)
    assert caught.value.faults[0].where.startswith("take_back")


def test_a_coupon_that_is_worth_more_than_is_short_is_left_to_the_customer() -> None:
    desk = with_coupon(POINTS, VALUE, DEBT)
    desk.gives(JEAN, 10, at=day(4))
    with pytest.raises(WrongValue, match="40 points stand in for 30; leave it out, or give the reward back"):
        asked(desk, take_back=["TEN-7K3F"])


def test_a_coupon_that_was_used_given_back_or_taken_back_is_none() -> None:
    used, given, taken = (with_coupon(POINTS, VALUE, DEBT) for _ in range(3))
    used.sells(Line("LIVRE", 1), at=day(4), id="o-2", issued=[COUPON])
    given.does("give_reward_back", JEAN, "t-1", at=day(4), id="b-1")
    settled(taken, asked(taken, take_back=["TEN-7K3F"]))
    taken.sells(Line("PULL", 1), at=day(11), id="o-3")
    for desk in (used, given):
        with pytest.raises(WrongValue, match="no_such_coupon"):
            asked(desk, take_back=["TEN-7K3F"])
    with pytest.raises(WrongValue, match="no_such_coupon"):
        taken.counter.assess(
            "o-3", taken.facts, day(12), give=[Give(1)], store="lyon", take_back=["TEN-7K3F"]
        )


def test_a_reward_whose_coupon_stood_in_for_points_is_not_given_back_as_well() -> None:
    desk = spent(VALUE, DEBT, points=0)
    desk.does("take_reward", JEAN, "ten", at=day(4), id="t-1", coupon=COUPON)
    settled(desk, asked(desk, take_back=["TEN-7K3F"]))
    assert desk.refuses("give_reward_back", JEAN, "t-1", at=day(11), id="g-1") is RefusalCode.REWARD_USED


def test_a_coupon_of_another_member_does_not_stand_in_and_is_not_named() -> None:
    desk = spent(VALUE, DEBT)
    desk.does("take_reward", MARIE, "ten", at=day(4), id="t-1", coupon=COUPON)
    with pytest.raises(WrongValue, match=r"found OTHER; .* is unused: none \[no_such_coupon\]"):
        asked(desk, take_back=["OTHER"])
    with pytest.raises(WrongValue, match=r"found TEN-7K3F; .* is unused: none \[no_such_coupon\]"):
        asked(desk, take_back=["TEN-7K3F"])


def test_the_points_told_are_those_that_a_cap_let_through() -> None:
    capped = attrs.evolve(CLUB.earn, caps=[CapRule(points=30, per=CapPer.PURCHASE)])
    seen = asked(spent(POINTS, DEBT, points=0, earn=capped))
    assert seen.assessed.points_clawed == 30


def test_a_purchase_that_is_nobodys_takes_no_points_and_a_claimed_one_its_owners() -> None:
    desk = with_programme(club(POINTS, DEBT), returns=RETURNS)
    desk.sells(Line("PULL", 1), at=day(2), id="o-1", member=None)
    assert asked(desk).assessed.points_clawed == 0
    desk.does("claim", JEAN, "o-1", at=day(3), id="c-1")
    assert asked(desk).assessed.points_clawed == 50
    settled(desk, asked(desk))
    assert desk.account(at=day(10)).available == 0


def test_the_answer_relies_on_the_members_facts() -> None:
    desk = spent(POINTS, REFUND, DEBT)
    reads = {read.stream: read.version for read in asked(desk).reads}
    assert reads == {"member:m-jean": 2, "member:m-marie": 1, "order:o-1": 1}


def test_an_answer_holds_until_the_points_that_stand_in_expire() -> None:
    desk = spent(POINTS, DEBT)
    desk.gives(JEAN, 30, at=day(4))
    assert asked(desk).valid_until <= desk.standing(at=day(10)).valid_until


@pytest.mark.parametrize(
    "steps", [(POINTS, REFUND, DEBT), (REFUND, POINTS, DEBT), (POINTS, REFUND, FORGIVEN)]
)
def test_points_for_which_money_was_kept_are_not_drawn_from_a_purchase_of_the_same_instant(
    steps: tuple[Shortfall, ...],
) -> None:
    desk = spent(*steps)
    back = asked(desk)
    settled(desk, back, "r-1")
    desk.sells(Line("PULL", 1), at=day(10), id="o-9")
    account = desk.account(JEAN, at=day(11))
    [taken] = account.taken_back
    assert (taken.settled, taken.others, account.available, account.debt) == (50, 0, 50, 0)
