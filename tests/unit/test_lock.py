"""A locked quote at the counter: for how long it may be held, and that it is placed as it was agreed."""

from __future__ import annotations

from typing import Any

import attrs
import pendulum
import pytest

from comptoir import (
    STANDARD,
    Accepted,
    Buyer,
    Collect,
    ComptoirError,
    Counter,
    Deliver,
    Fact,
    Line,
    LockedQuote,
    Money,
    Order,
    Place,
    Quote,
    RefusalCode,
    Rulebook,
    SpendRefused,
    Tender,
    WrongType,
    WrongValue,
)
from comptoir.facts.extras import Empties
from comptoir.loyalty.spend import SpendRefusalCode
from comptoir.pricing.rules import LOCK_HOURS_MAX
from comptoir.values.policies import CashRounding, MoneyPolicy
from unit.price_shop import (
    AT,
    DEPOSIT,
    HALF,
    HOME,
    OVERRIDES,
    PICKUP,
    PRICES,
    PRODUCTS,
    PROGRAMME,
    TILL,
    basket,
    decided,
    placed,
    price_list,
    quoted,
    refusal,
    shop,
)


def locking(*promotions: Any, **changes: Any) -> Rulebook:
    """The shop, in which a quote may be locked for ten days."""
    return shop(*promotions, **{"lock_hours": 240, **changes})


def locked(rules: Rulebook, quote: Quote, until: pendulum.DateTime) -> LockedQuote:
    found = Counter(rules).lock(quote, until=until)
    assert isinstance(found, LockedQuote)
    return found


def too_late(rules: Rulebook, quote: Quote, until: pendulum.DateTime) -> str:
    with pytest.raises(WrongValue) as error:
        Counter(rules).lock(quote, until=until)
    return str(error.value)


# For how long


def test_no_longer_than_the_rulebook_lets() -> None:
    rules = locking()
    quote = quoted(rules, Line("PULL", 1))
    assert locked(rules, quote, AT.add(days=10)).locked_until == AT.add(days=10)
    assert too_late(rules, quote, AT.add(days=10, microseconds=1)) == (
        "until: found 2026-12-14T17:05:00.000001Z; lock it until after 2026-12-04T17:05:00Z, at the latest "
        "2026-12-14T17:05:00Z [lock_out_of_range]"
    )


def test_no_longer_than_until_the_first_day_on_which_it_may_arrive() -> None:
    # Ordered on Friday evening, dispatched on Monday the 7th, there from Tuesday the 8th on: its first
    # instant in Paris is eleven in the evening of Monday in UTC.
    rules = locking(services=(HOME,))
    quote = quoted(rules, Line("PULL", 1), handover=Deliver(Place("FR", "69003"), "home"))
    latest = pendulum.datetime(2026, 12, 7, 23, tz="UTC")
    assert locked(rules, quote, latest).locked_until == latest
    assert too_late(rules, quote, latest.add(microseconds=1)) == (
        "until: found 2026-12-07T23:00:00.000001Z; lock it until after 2026-12-04T17:05:00Z, at the latest "
        "2026-12-07T23:00:00Z [lock_out_of_range]"
    )


def test_no_longer_than_until_goods_are_to_be_ready() -> None:
    # Five past six on Friday: a quarter of an hour from half past six on, in Paris.
    rules = locking(services=(PICKUP,))
    quote = quoted(rules, Line("PULL", 1), handover=Collect("lyon"))
    ready = pendulum.datetime(2026, 12, 4, 17, 45, tz="UTC")
    assert locked(rules, quote, ready).locked_until == ready
    assert "at the latest 2026-12-04T17:45:00Z" in too_late(rules, quote, ready.add(seconds=1))


def test_an_hour_at_least_and_ninety_days_at_most() -> None:
    assert LOCK_HOURS_MAX == 90 * 24
    for hours in (1, LOCK_HOURS_MAX):
        rules = locking(lock_hours=hours)
        quote = quoted(rules, Line("PULL", 1))
        locked(rules, quote, AT.add(hours=hours))
        too_late(rules, quote, AT.add(hours=hours, seconds=1))


@pytest.mark.parametrize(
    ("hours", "text"),
    [
        (0, "lock_hours: found 0 (int); use 1 to 2160 hours [hours_out_of_range]"),
        (2161, "lock_hours: found 2161 (int); use 1 to 2160 hours [hours_out_of_range]"),
        (1.5, "lock_hours: found 1.5 (float); pass whole hours as int [not_an_int]"),
        (True, "lock_hours: found True (bool); pass whole hours as int [not_an_int]"),
    ],
)
def test_hours_are_whole_and_some(hours: Any, text: str) -> None:
    with pytest.raises(ComptoirError) as error:
        locking(lock_hours=hours)
    assert str(error.value) == text


def test_empties_for_more_than_the_goods_cannot_be_locked() -> None:
    rules = locking(extras=[DEPOSIT])
    quote = quoted(rules, Line("LIMO", 1), empties=[Empties("bottle", 12)])
    assert refusal(Counter(rules).lock(quote, until=AT.add(hours=1))).code is RefusalCode.EMPTIES_OVER


def test_a_delivery_by_no_service_cannot_be_locked() -> None:
    rules = locking(services=(HOME,))
    for place, code in (("69003", RefusalCode.SERVICE_UNKNOWN), ("20000", RefusalCode.SERVICE_NOT_OFFERED)):
        service = "home" if code is RefusalCode.SERVICE_NOT_OFFERED else None
        quote = quoted(rules, Line("PULL", 1), handover=Deliver(Place("FR", place), service))
        assert refusal(Counter(rules).lock(quote, until=AT.add(hours=1))).code is code


# Placed as it was agreed


def everything(rules: Rulebook) -> Quote:
    """A decided price, a case with its deposits, a kit with an offer, some empties."""
    return quoted(
        rules,
        Line("PULL", 1, override=decided("40.00 EUR"), ref="torn"),
        Line("LIMO", 1, unit="case-6"),
        Line("COFFRET", 1),
        empties=[Empties("bottle", 2)],
    )


EVERYTHING = locking(HALF, overrides=OVERRIDES, extras=[DEPOSIT])


def test_a_wire_changes_nothing_of_it_nor_of_its_order() -> None:
    quote = everything(EVERYTHING)
    # 40.00; half of 17.90 and 6 x 0.30; half of 15.00; less 2 x 0.30.
    assert quote.terms.total == 4000 + 895 + 180 + 750 - 60
    lock = locked(EVERYTHING, quote, AT.add(days=1))
    again = STANDARD.codec.loads(STANDARD.codec.dumps(lock), LockedQuote)
    assert again == lock
    at_once, later = placed(EVERYTHING, quote), placed(EVERYTHING, again, at=AT.add(hours=23))
    assert isinstance(at_once, Accepted)
    assert isinstance(later, Accepted)
    assert later.order.terms == at_once.order.terms
    assert later.order.rule_names == at_once.order.rule_names
    assert later.order.ref("torn") == quote.ref("torn")
    assert STANDARD.codec.loads(STANDARD.codec.dumps(later.order), Order) == later.order


@pytest.mark.parametrize(
    "changes",
    [
        {"lists": [price_list("everyday", {**PRICES, "PULL": "99.00", "COFFRET": "80.00"})]},
        {"products": PRODUCTS[1:2], "lists": [price_list("everyday", {"LIVRE": "24.90"})]},
        {"lock_hours": None},
        {"lock_hours": 1},
        {"extras": []},
    ],
)
def test_it_holds_under_another_rulebook(changes: dict[str, Any]) -> None:
    quote = everything(EVERYTHING)
    lock = locked(EVERYTHING, quote, AT.add(days=1))
    other = locking(**changes)
    accepted = placed(other, lock, at=AT.add(hours=23))
    assert isinstance(accepted, Accepted)
    assert accepted.order.terms == quote.terms
    assert accepted.order.rulebook == EVERYTHING.digest


def test_an_unlocked_quote_does_not() -> None:
    rules = locking()
    quote = quoted(rules, Line("PULL", 1))
    dearer = locking(lists=[price_list("everyday", {**PRICES, "PULL": "99.00"})])
    assert refusal(placed(dearer, quote)).code is RefusalCode.ANSWER_CHANGED


def test_it_begins_when_it_was_asked_and_ends_with_its_until() -> None:
    rules = locking()
    lock = locked(rules, quoted(rules, Line("PULL", 1)), AT.add(days=1))
    for at in (AT.subtract(microseconds=1), AT.add(days=1), AT.add(years=1)):
        reason = refusal(placed(rules, lock, at=at))
        assert reason.code is RefusalCode.LOCK_ENDED
        assert reason.text("en") == "The quote no longer holds: ask for a new one."
    for at in (AT, AT.add(days=1).subtract(microseconds=1)):
        assert isinstance(placed(rules, lock, at=at), Accepted)


def test_it_is_paid_as_it_was_agreed() -> None:
    rules = locking()
    lock = locked(rules, quoted(rules, Line("PULL", 1)), AT.add(days=1))
    assert refusal(placed(rules, lock, Tender("card", "49.99 EUR"))).code is RefusalCode.TENDERS_SHORT
    assert refusal(placed(rules, lock, Tender("card", "50.01 EUR"))).code is RefusalCode.TENDERS_OVER


def test_cash_is_rounded_as_it_was_when_it_was_locked() -> None:
    # 8.92 is 8.90 in Belgian coins.
    belgium = CashRounding(country="BE", step="0.05 EUR", source="house rule")
    odd = price_list("everyday", {**PRICES, "MIEL": "8.92"})
    rules = locking(lists=[odd], money=MoneyPolicy(cash=[belgium]))
    quote = quoted(rules, Line("MIEL", 1), store="bruxelles")
    lock = locked(rules, quote, AT.add(days=1))
    without = locking(lists=[odd])
    accepted = placed(without, lock, quote.in_cash().tender)
    assert isinstance(accepted, Accepted)
    assert (accepted.order.total_minor, accepted.order.cash_rounding) == (892, -2)


def test_what_was_changed_on_the_way_is_no_locked_quote() -> None:
    rules = locking()
    lock = locked(rules, quoted(rules, Line("PULL", 1)), AT.add(days=1))
    cheaper = attrs.evolve(
        lock, agreed=attrs.evolve(lock.agreed, terms=attrs.evolve(lock.agreed.terms, total=1))
    )
    with pytest.raises(WrongValue) as error:
        placed(rules, cheaper)
    assert str(error.value) == (
        "quote: found terms of another digest; pass the locked quote as it was kept: its terms were changed "
        "[digest_differs]"
    )


# Points

MEMBER = Buyer(member="m-1")
POINTS = locking(programme=PROGRAMME)


def bought(rules: Rulebook, *lines: Line, id: str, at: pendulum.DateTime) -> tuple[Fact, ...]:
    quote = quoted(rules, *lines, at=at, buyer=MEMBER)
    accepted = placed(rules, quote, at=at, id=id)
    assert isinstance(accepted, Accepted)
    return accepted.facts


def spending(history: tuple[Fact, ...]) -> LockedQuote:
    """A jumper of 50.00, a hundred points of which pay 5.00, locked for a day."""
    counter = Counter(POINTS)
    asked = basket(Line("PULL", 1), buyer=MEMBER, points=100)
    quote = counter.quote(asked, AT, standing=counter.standing("m-1", history, AT))
    assert (quote.terms.total, quote.due) == (5000, 4500)
    return locked(POINTS, quote, AT.add(days=1))


EARNED = bought(POINTS, Line("PULL", 2), id="o-0", at=AT.subtract(days=1))
"""A hundred points."""


def test_points_that_are_still_there_are_spent() -> None:
    lock = spending(EARNED)
    assert lock.to_pay == Money("45.00", "EUR")
    accepted = placed(POINTS, lock, at=AT.add(hours=5), history=EARNED)
    assert isinstance(accepted, Accepted)
    assert accepted.order.redemption == lock.agreed.terms.redemption
    assert [read.stream for read in accepted.reads] == ["order:o-1", "member:m-1", "order:o-0"]
    later = Counter(POINTS).standing("m-1", [*EARNED, *accepted.facts], AT.add(hours=6))
    assert later.account.available == 45  # of the hundred, none is left; 45.00 earn as many


def test_points_that_are_gone_in_between_are_refused() -> None:
    lock = spending(EARNED)
    other = placed(POINTS, lock, at=AT.add(hours=1), history=EARNED, id="o-2")
    assert isinstance(other, Accepted)
    reason = refusal(placed(POINTS, lock, at=AT.add(hours=2), history=[*EARNED, *other.facts]))
    assert reason.code is RefusalCode.POINTS_REFUSED
    assert isinstance(reason.because, SpendRefused)
    assert reason.because.code is SpendRefusalCode.NOT_ENOUGH_POINTS


def test_points_of_a_lock_are_not_spent_unseen() -> None:
    with pytest.raises(WrongValue) as error:
        placed(POINTS, spending(EARNED))
    assert str(error.value) == (
        "history: found points to spend, and no history; pass history=, the member's facts: they say how "
        "many points there are now [points_without_history]"
    )


def test_a_lock_without_points_needs_no_history() -> None:
    quote = quoted(POINTS, Line("PULL", 1), buyer=MEMBER)
    accepted = placed(POINTS, locked(POINTS, quote, AT.add(days=1)))
    assert isinstance(accepted, Accepted)
    assert [read.stream for read in accepted.reads] == ["order:o-1"]
    assert accepted.order.accruals[0].earning.points == 50


@pytest.mark.parametrize("quote", [None, "o-1", basket(Line("PULL", 1))])
def test_what_is_placed_is_a_quote_or_a_lock(quote: Any) -> None:
    with pytest.raises(WrongType) as error:
        Counter(POINTS).place(quote, id="o-1", at=AT, tenders=[], provenance=TILL)
    assert str(error.value).endswith("; pass what quote() or lock() returned [wrong_type]")


def test_points_that_cannot_be_spent_cannot_be_locked() -> None:
    counter = Counter(POINTS)
    asked = basket(Line("PULL", 1), buyer=MEMBER, points=200)
    quote = counter.quote(asked, AT, standing=counter.standing("m-1", EARNED, AT))
    assert refusal(counter.lock(quote, until=AT.add(days=1))).code is RefusalCode.POINTS_REFUSED


def test_a_quote_that_is_not_locked_asks_for_the_standing_again() -> None:
    counter = Counter(POINTS)
    asked = basket(Line("PULL", 1), buyer=MEMBER, points=100)
    quote = counter.quote(asked, AT, standing=counter.standing("m-1", EARNED, AT))
    other = placed(POINTS, quote, history=EARNED, id="o-2")
    assert isinstance(other, Accepted)
    reason = refusal(placed(POINTS, quote, at=AT.add(hours=1), history=[*EARNED, *other.facts]))
    assert reason.code is RefusalCode.POINTS_REFUSED


def test_tenders_are_in_the_currency_of_what_was_locked() -> None:
    lock = locked(POINTS, quoted(POINTS, Line("PULL", 1)), AT.add(days=1))
    with pytest.raises(WrongValue) as error:
        placed(POINTS, lock, Tender("card", "50.00 EUR"), Tender("cash", "1.00 DKK"))
    assert str(error.value) == "tenders[1].amount: found 1.00 DKK; pay in EUR [other_currency]"
