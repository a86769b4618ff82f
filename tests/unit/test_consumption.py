"""What an order uses up and how it must be paid: by value on the order, checked when it is placed."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from comptoir import (
    STANDARD,
    Accepted,
    Counter,
    Line,
    LockedQuote,
    Order,
    Quote,
    RefusalCode,
    Rulebook,
    Tender,
)
from comptoir.facts.consumption import Consumption, consumed_by, coupons_used_by
from comptoir.facts.coupons import Consumed, IssuedCoupon, Remaining
from comptoir.pricing.benefits.amount import AmountOff
from comptoir.pricing.benefits.percent import PercentOff
from comptoir.pricing.conditions.coupon import IssuedCouponOf
from comptoir.pricing.conditions.nested import NoneMet
from comptoir.pricing.conditions.tender import PaidWith
from comptoir.values.errors import WrongType, WrongValue
from unit.price_shop import AT, placed, promotion, quoted, refusal, shop

WELCOME = IssuedCoupon(code="W-1", series="welcome", left=1)
SINGLE = promotion("welcome", PercentOff("10"), when=[IssuedCouponOf("welcome")])
BY_CARD = promotion("by-card", PercentOff("20"), when=[PaidWith(["card"])])
BUDGET = promotion("budget", AmountOff("5.00 EUR"), metered=True)
LEFT = Remaining(promotion="budget", uses=3, amount="100.00 EUR")


def order(rules: Rulebook, *lines: Line, id: str = "o-1", **fields: Any) -> Order:
    accepted = placed(rules, quoted(rules, *lines, **fields), id=id)
    assert isinstance(accepted, Accepted)
    return accepted.order


# Coupons


def test_an_order_names_the_coupon_that_it_used_up() -> None:
    found = order(shop(SINGLE), Line("PULL", 1), issued=[WELCOME])
    assert (found.total_minor, found.coupons) == (4500, ("W-1",))
    assert found.terms.coupons == found.coupons
    assert STANDARD.codec.loads(STANDARD.codec.dumps(found), Order) == found


def test_a_coupon_without_which_it_would_cost_as_much_is_kept() -> None:
    better = promotion("better", PercentOff("30"))
    assert order(shop(SINGLE, better), Line("PULL", 1), issued=[WELCOME]).coupons == ()


def test_a_coupon_that_was_used_meanwhile_changes_the_answer() -> None:
    rules = shop(SINGLE)
    quote = quoted(rules, Line("PULL", 1), issued=[WELCOME])
    used = attrs.evolve(quote, basket=attrs.evolve(quote.basket, issued=[attrs.evolve(WELCOME, left=0)]))
    assert refusal(placed(rules, used)).code is RefusalCode.ANSWER_CHANGED


# Budgets


def test_an_order_says_what_it_took_of_a_budget() -> None:
    found = order(shop(BUDGET), Line("PULL", 2), remaining=[LEFT])
    assert (found.total_minor, found.consumed) == (
        9000,
        (Consumed(promotion="budget", uses=2, amount=1000),),
    )


def test_what_is_counted_elsewhere_does_not_apply_while_nobody_says_what_is_left() -> None:
    assert order(shop(BUDGET), Line("PULL", 2)).consumed == ()


def test_orders_add_up_each_once() -> None:
    one = order(shop(BUDGET, SINGLE), Line("PULL", 2), Line("LIVRE", 1), remaining=[LEFT])
    other = order(shop(SINGLE), Line("PULL", 1), issued=[WELCOME], id="o-2")
    assert consumed_by([one, other, one]) == {"budget": Consumption(uses=3, amounts={"EUR": 1500})}
    assert coupons_used_by([other, one, other]) == {"W-1": 1}
    assert (consumed_by([]), coupons_used_by([])) == ({}, {})
    with pytest.raises(WrongType):
        consumed_by(["o-1"])  # type: ignore[list-item]


@pytest.mark.parametrize("fields", [{"uses": -1}, {"amount": -1}, {"promotion": "é"}])
def test_nobody_gives_back_to_a_budget_by_buying(fields: dict[str, Any]) -> None:
    with pytest.raises(WrongValue) as error:
        Consumed(**{"promotion": "p", "uses": 1, "amount": 1, **fields})
    assert [fault.where for fault in error.value.faults] == list(fields)


# How it must be paid


def paying(*tenders: Tender, tender: str | None = "card", rules: Rulebook | None = None) -> Any:
    rulebook = shop(BY_CARD) if rules is None else rules
    return placed(rulebook, quoted(rulebook, Line("PULL", 1), tender=tender), *tenders)


def test_an_offer_for_a_means_of_payment_is_paid_with_it() -> None:
    accepted = paying(Tender("card", "30.00 EUR"), Tender("card", "10.00 EUR"))
    assert isinstance(accepted, Accepted)
    assert accepted.order.tender == accepted.order.terms.tender == "card"


def test_what_is_paid_otherwise_is_refused() -> None:
    reason = refusal(paying(Tender("card", "30.00 EUR"), Tender("cash", "10.00 EUR")))
    assert (reason.code, reason.tender) == (RefusalCode.TENDER_DIFFERS, "card")
    assert reason.text("en") == "An offer asks for all of it to be paid by card."
    assert reason.text("fr") == "Une offre demande de tout payer ainsi : card."


def test_whoever_gets_nothing_for_it_pays_as_he_likes() -> None:
    accepted = paying(Tender("cash", "50.00 EUR"), tender="cash")
    assert isinstance(accepted, Accepted)
    assert accepted.order.tender is None


def test_an_offer_against_a_means_of_payment_must_know_how_it_is_paid() -> None:
    rules = shop(promotion("not-cash", PercentOff("20"), when=[NoneMet([PaidWith(["cash"])])]))
    reason = refusal(paying(Tender("cash", "40.00 EUR"), tender=None, rules=rules))
    assert reason.code is RefusalCode.TENDER_UNKNOWN
    assert reason.text("en") == "Say how it will be paid: an offer depends on it."
    assert isinstance(paying(Tender("card", "40.00 EUR"), rules=rules), Accepted)


def test_a_locked_quote_is_paid_as_it_was_agreed() -> None:
    rules = shop(BY_CARD, lock_hours=48)
    quote: Quote = quoted(rules, Line("PULL", 1), tender="card")
    locked = Counter(rules).lock(quote, until=AT.add(hours=1))
    assert isinstance(locked, LockedQuote)
    refused = placed(rules, locked, Tender("cash", "40.00 EUR"), at=AT.add(minutes=1))
    assert refusal(refused).code is RefusalCode.TENDER_DIFFERS
    assert isinstance(placed(rules, locked, at=AT.add(minutes=1)), Accepted)
