"""What conditions demand of the buyer, the basket and the clock, and every mistake in writing one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs
import pendulum
import pytest

from comptoir import Basket, Buyer, Carry, Collect, Deliver, LimitExceeded, Line, Place, WrongType, WrongValue
from comptoir.facts.coupons import IssuedCoupon, Remaining
from comptoir.facts.wheres import Spot
from comptoir.pricing.benefits.percent import PercentOff
from comptoir.pricing.clocks import WallClocks
from comptoir.pricing.conditions.buyer import BirthMonth, FirstOrder, Member
from comptoir.pricing.conditions.coupon import Coupon, IssuedCouponOf
from comptoir.pricing.conditions.nested import AllMet, AnyMet, NoneMet, every_condition
from comptoir.pricing.conditions.place import HandedOverBy, HandedOverIn
from comptoir.pricing.conditions.tender import PaidWith
from comptoir.pricing.conditions.time import AtHours, InWindow
from comptoir.pricing.kinds import Asked, Condition
from comptoir.pricing.relying import coupons_relied_on, relies_on_tender
from comptoir.pricing.verdicts import NotMet
from comptoir.values.almanac import Almanac
from comptoir.values.errors import ComptoirError
from comptoir.values.moments import Moment
from comptoir.values.times_of_day import Hours
from comptoir.vocabulary import STANDARD
from unit.price_shop import PARIS, basket, instant, promotion, quoted, shop

EVENING = "2026-12-04T17:05:00Z"
"""A Friday in December, at five past six in the evening in Paris."""
WELCOME = IssuedCouponOf("welcome")
UNUSED = IssuedCoupon(code="W-1", series="welcome")


def asked(at: str = EVENING, **fields: Any) -> Asked:
    clock = WallClocks(Moment(instant(at)), Almanac((PARIS,), ()), "Europe/Paris")
    standard = {"buyer": Buyer(), "coupons": (), "clock": clock, "currency": "EUR", "charges": ()}
    return Asked(**{**standard, **fields})


def unmet(condition: Condition, **fields: Any) -> str | None:
    """The code of what is not met."""
    found = condition.unmet(asked(**fields))
    return None if found is None else found.code


# The buyer


@pytest.mark.parametrize(
    ("condition", "buyer", "code"),
    [
        (FirstOrder(), Buyer(first_order=True), None),
        (FirstOrder(), Buyer(), "first_order"),
        (BirthMonth(), Buyer(birth_month=12), None),
        (BirthMonth(), Buyer(birth_month=11), "birth_month"),
        (BirthMonth(), Buyer(), "birth_month"),
    ],
)
def test_who_buys(condition: Condition, buyer: Buyer, code: str | None) -> None:
    assert unmet(condition, buyer=buyer) == code


def test_a_month_begins_at_midnight_where_the_rulebook_is() -> None:
    born = Buyer(birth_month=12)
    assert unmet(BirthMonth(), at="2026-11-30T22:59:59Z", buyer=born) == "birth_month"
    assert unmet(BirthMonth(), at="2026-11-30T23:00:00Z", buyer=born) is None


def test_a_buyer_of_whom_no_month_is_known_makes_no_answer_shorter() -> None:
    question = asked()
    BirthMonth().unmet(question)
    assert isinstance(question.clock, WallClocks)
    assert question.clock.moment.until is None


# Coupons


@pytest.mark.parametrize(
    ("issued", "code"),
    [
        ([UNUSED], None),
        ([attrs.evolve(UNUSED, left=1)], None),
        ([attrs.evolve(UNUSED, left=0)], "coupon"),
        ([attrs.evolve(UNUSED, member="m-1")], None),
        ([attrs.evolve(UNUSED, member="m-2")], "coupon"),
        ([attrs.evolve(UNUSED, series="other")], "coupon"),
        ([attrs.evolve(UNUSED, left=0), attrs.evolve(UNUSED, code="W-2")], None),
        ([], "coupon"),
    ],
)
def test_a_coupon_of_a_series(issued: list[IssuedCoupon], code: str | None) -> None:
    assert unmet(WELCOME, issued=tuple(issued), buyer=Buyer(member="m-1")) == code


def test_a_personal_coupon_is_for_no_stranger() -> None:
    assert unmet(WELCOME, issued=(attrs.evolve(UNUSED, member="m-1"),)) == "coupon"


def test_nothing_tells_what_is_wrong_with_a_coupon() -> None:
    wrong = [(), (attrs.evolve(UNUSED, left=0),), (attrs.evolve(UNUSED, member="m-2"),)]
    verdicts = {WELCOME.unmet(asked(issued=issued)) for issued in wrong}
    assert verdicts == {Coupon("RIGHT").unmet(asked(coupons=("WRONG", "RIGHTLY")))} == {NotMet("coupon")}


def test_one_code_for_everybody() -> None:
    assert unmet(Coupon("B"), coupons=("A", "B", "C")) is None


# How, where, when


@pytest.mark.parametrize(
    ("tender", "code"), [("card", None), ("gift-card", None), ("cash", "tender"), (None, "tender")]
)
def test_how_it_shall_be_paid(tender: str | None, code: str | None) -> None:
    assert unmet(PaidWith(["gift-card", "card"]), tender=tender) == code


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        (HandedOverIn(store="lyon"), None),
        (HandedOverIn(store="malmo"), "where"),
        (HandedOverIn(zone="mainland"), None),
        (HandedOverIn(zone="corsica"), "where"),
        (HandedOverIn(countries=["SE", "FR"]), None),
        (HandedOverIn(countries=["SE"]), "where"),
        (HandedOverBy(["collect", "carry"]), None),
        (HandedOverBy(["deliver"]), "handover"),
    ],
)
def test_where_and_how_goods_are_handed_over(condition: Condition, code: str | None) -> None:
    spot = Spot(country="FR", zones=("mainland",), store="lyon")
    assert unmet(condition, spot=spot, handover="carry") == code
    assert unmet(condition) == condition.kind  # while it is not known


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        (AtHours(hours=Hours.from_text("18:00-19:00")), None),
        (AtHours(hours=Hours.from_text("18:06-19:00")), "hours"),
        (AtHours(hours=Hours.from_text("17:00-18:05")), "hours"),
        (AtHours(weekdays=["friday", "monday"]), None),
        (AtHours(weekdays=["saturday"]), "hours"),
        (AtHours(weekdays=["friday"], hours=Hours.from_text("00:00-24:00")), None),
        (AtHours(weekdays=["saturday"], hours=Hours.from_text("00:00-24:00")), "hours"),
        (AtHours(hours=Hours.from_text("18:00-19:00"), zone="Europe/Paris"), None),
        (InWindow(from_=instant(EVENING)), None),
        (InWindow(until=instant(EVENING)), "window"),
        (InWindow(from_=instant("2026-12-04T00:00:00Z"), until=instant("2026-12-05T00:00:00Z")), None),
    ],
)
def test_when(condition: Condition, code: str | None) -> None:
    assert unmet(condition) == code


def test_an_answer_holds_until_the_happy_hour_begins_and_until_it_is_over() -> None:
    happy = AtHours(weekdays=["friday"], hours=Hours.from_text("19:00-20:00"))
    rules = shop(promotion("happy", PercentOff("50"), when=[happy]))
    found = []
    at = pendulum.datetime(2026, 12, 4, 17, 5, tz="UTC")
    for _ in range(4):
        quote = quoted(rules, Line("PULL", 1), at=at)
        found.append((quote.terms.total, quote.valid_until.to_iso8601_string()))
        at = quote.valid_until
    assert found == [
        (5000, "2026-12-04T18:00:00Z"),
        (2500, "2026-12-04T19:00:00Z"),
        (5000, "2026-12-04T23:00:00Z"),
        (5000, "2026-12-05T23:00:00Z"),  # a Saturday
    ]


# On what a promotion relies


CARD = PaidWith(["card"])
SPARE = (UNUSED, IssuedCoupon(code="W-2", series="welcome"), IssuedCoupon(code="N-1", series="noel"))


@pytest.mark.parametrize(
    ("when", "codes"),
    [
        ([WELCOME], ("W-1",)),
        ([WELCOME, WELCOME], ("W-1",)),
        ([AllMet([WELCOME, IssuedCouponOf("noel")])], ("N-1", "W-1")),
        ([AnyMet([IssuedCouponOf("gone"), IssuedCouponOf("noel"), WELCOME])], ("N-1",)),
        ([AnyMet([WELCOME, Member()])], ()),
        ([NoneMet([IssuedCouponOf("gone")])], ()),
        ([], ()),
    ],
)
def test_coupons_are_used_up_as_far_as_a_promotion_needs_them(
    when: list[Condition], codes: tuple[str, ...]
) -> None:
    assert coupons_relied_on(when, asked(issued=SPARE, buyer=Buyer(member="m-1"))) == codes


@pytest.mark.parametrize(
    ("when", "relies"),
    [
        ([Member()], False),
        ([Member(), CARD], True),
        ([AllMet([Member(), CARD])], True),
        ([AnyMet([Member(), CARD])], False),
        ([AnyMet([WELCOME, CARD])], True),
        ([NoneMet([PaidWith(["cash"])])], True),
    ],
)
def test_the_tender_counts_where_nothing_else_would_do(when: list[Condition], relies: bool) -> None:  # noqa: FBT001
    assert relies_on_tender(when, asked(tender="card", buyer=Buyer(member="m-1"))) is relies


def test_conditions_inside_conditions_are_all_found() -> None:
    inner = AllMet([WELCOME, AnyMet([CARD])])
    assert list(every_condition([inner, FirstOrder()])) == [
        inner,
        WELCOME,
        AnyMet([CARD]),
        CARD,
        FirstOrder(),
    ]


# Facts


@pytest.mark.parametrize(
    ("make", "where", "code"),
    [
        (lambda: Buyer(birth_month=13), "birth_month", "count_out_of_range"),
        (lambda: Buyer(first_order="yes"), "first_order", "wrong_type"),  # type: ignore[arg-type]
        (lambda: IssuedCoupon(code="é", series="s"), "code", "not_an_identifier"),
        (lambda: IssuedCoupon(code="c", series="s", left=-1), "left", "count_out_of_range"),
        (lambda: IssuedCoupon(code="c", series="s", member=""), "member", "not_an_identifier"),
        (lambda: Remaining(promotion="p", uses=-1), "uses", "count_out_of_range"),
        (lambda: Remaining(promotion="p", amount="-1.00 EUR"), "amount", "amount_negative"),
        (lambda: basket(issued=[UNUSED, UNUSED]), "issued", "duplicate_coupon"),
        (lambda: basket(issued=[UNUSED], coupons=["W-1"]), "issued", "duplicate_coupon"),
        (
            lambda: basket(
                issued=[IssuedCoupon(code=f"c-{i}", series="s") for i in range(20)], coupons=["one-more"]
            ),
            "issued",
            "too_many_coupons",
        ),
        (lambda: basket(tender="à"), "tender", "not_an_identifier"),
        (lambda: basket(remaining=[Remaining(promotion="p")] * 2), "remaining", "duplicate_promotion"),
        (
            lambda: basket(remaining=[Remaining(promotion=f"p-{i}") for i in range(1001)]),
            "remaining",
            "too_many_promotions",
        ),
        (
            lambda: basket(remaining=[Remaining(promotion="p", amount="1.00 SEK")]),
            "remaining[0].amount",
            "other_currency",
        ),
        (lambda: PaidWith([]), "any_of", "never_met"),
        (lambda: HandedOverBy([]), "any_of", "never_met"),
        (lambda: HandedOverBy(["post"]), "any_of", "unknown_choice"),
        (HandedOverIn, "", "not_one_place"),
        (lambda: HandedOverIn(store="lyon", zone="corsica"), "", "not_one_place"),
        (lambda: HandedOverIn(countries=["fr"]), "countries[0]", "not_a_country"),
        (lambda: HandedOverIn(store=""), "store", "not_an_identifier"),
        (AtHours, "", "limits_nothing"),
        (lambda: AtHours(weekdays=["fryday"]), "weekdays[0]", "not_weekdays"),
        (lambda: AtHours(hours="18:00-19:00"), "hours", "wrong_type"),  # type: ignore[arg-type]
        (lambda: AtHours(weekdays=["friday"], zone="Paris!"), "zone", "not_a_zone_name"),
        (InWindow, "", "limits_nothing"),
        (lambda: InWindow(from_=instant(EVENING), until=instant(EVENING)), "until", "empty_window"),
    ],
)
def test_what_cannot_be_meant(make: Callable[[], object], where: str, code: str) -> None:
    with pytest.raises((WrongValue, WrongType, LimitExceeded)) as error:
        make()
    [fault] = error.value.faults
    assert (fault.where, fault.code) == (where, code)


def test_the_order_of_coupons_and_of_what_is_left_is_no_question_of_its_own() -> None:
    remaining = [Remaining(promotion="b", uses=1), Remaining(promotion="a", amount="5.00 EUR")]
    one = basket(Line("PULL", 1), issued=SPARE, remaining=remaining, tender="card")
    other = basket(Line("PULL", 1), issued=SPARE[::-1], remaining=remaining[::-1], tender="card")
    assert one == other
    assert one.canonical.issued == tuple(sorted(SPARE, key=lambda each: each.code))
    codec = STANDARD.codec
    assert codec.loads(codec.dumps(one), Basket) == one


@pytest.mark.parametrize(
    "written",
    [
        {"first_order": True},
        {"birth_month": True},
        {"issued_coupon": "welcome"},
        {"tender": ["card", "gift-card"]},
        {"where": {"store": "lyon"}},
        {"where": {"countries": ["FR"]}},
        {"handover": ["collect"]},
        {"hours": "18:00-19:00"},
        {"hours": {"weekdays": ["friday"], "hours": "18:00-24:00", "zone": "Europe/Paris"}},
        {"window": {"from": "2026-12-04T17:05:00Z"}},
    ],
)
def test_a_condition_is_written_as_it_is_read(written: Any) -> None:
    codec = STANDARD.codec
    condition: Condition = codec.read(Condition, written)
    assert codec.shape(Condition).write(condition) == written


@pytest.mark.parametrize(
    ("handover", "kind"),
    [
        (Carry("lyon"), "carry"),
        (Collect("lyon"), "collect"),
        (Deliver(Place("FR", "69003")), "deliver"),
    ],
)
def test_the_kind_of_hand_over_comes_from_the_basket(handover: Any, kind: str) -> None:
    rules = shop(promotion("there", PercentOff("50"), when=[HandedOverBy([kind])]))
    assert quoted(rules, Line("PULL", 1), handover=handover).terms.total == 2500


def test_a_list_of_one_of_several_wrong_facts_is_a_wrong_type() -> None:
    with pytest.raises(ComptoirError):
        basket(issued=["W-1"])
