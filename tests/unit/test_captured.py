"""What was really taken of an order's tenders: added up, and never more than they paid."""

from __future__ import annotations

from itertools import permutations

from comptoir.facts.conflicts import Conflict, OtherCurrency, OverCaptured
from comptoir.facts.events import Captured, Fact, OrderPlaced
from comptoir.facts.held import Held
from comptoir.facts.history import History
from comptoir.facts.holdings import holdings_of
from comptoir.facts.orders import Tender, TenderName
from comptoir.values.instants import DAY, Instant
from comptoir.values.moments import Moment
from comptoir.values.money import Amount
from comptoir.vocabulary import STANDARD
from unit.returns_shop import PLACED, TILL, dress, line, order

CARD, GIFT_CARD = TenderName("card", "psp-9"), TenderName("gift-card", "g-1")


def captured(on: int, *tenders: Tender) -> Captured:
    at = Instant(PLACED + on * DAY)
    return Captured(id=f"k-{on}", order="o-1", at=at, tenders=tenders, provenance=TILL)


def card(amount: str) -> Tender:
    return Tender("card", amount, reference="psp-9")


def stands(*facts: Fact) -> tuple[Held, tuple[Conflict, ...]]:
    tenders = [card("20.00 EUR"), Tender("gift-card", "10.00 EUR", reference="g-1")]
    placed = order(line(1, dress(), 3, 3000), tenders=tenders)
    happened = [OrderPlaced(id="o-1", order=placed), *facts]
    found = holdings_of(History.of(happened, STANDARD.codec.dumps), Moment(Instant(PLACED + 90 * DAY)))
    return found.orders["o-1"], found.conflicts


def test_an_order_of_which_nobody_says_so_was_paid_in_full() -> None:
    assert stands()[0].captured is None


def test_captures_add_up_by_tender() -> None:
    facts = [
        captured(1, card("5.00 EUR")),
        captured(3, card("7.50 EUR"), Tender("gift-card", "10.00 EUR", reference="g-1")),
    ]
    for some in permutations(facts):
        held, conflicts = stands(*some, *some)
        assert dict(held.captured or ()) == {CARD: 1250, GIFT_CARD: 1000}
        assert conflicts == ()


def test_an_order_of_which_money_was_captured_can_be_a_key() -> None:
    held, _ = stands(captured(1, card("5.00 EUR")))
    assert {held: 1}[stands(captured(1, card("5.00 EUR")))[0]] == 1


def test_more_than_was_paid_is_named_and_left_out() -> None:
    held, conflicts = stands(captured(1, card("15.00 EUR")), captured(2, card("6.00 EUR")))
    assert held.captured == ((CARD, 2000),)
    assert conflicts == (OverCaptured("k-2", "o-1", 100),)


def test_a_tender_that_the_order_does_not_have_is_named() -> None:
    held, conflicts = stands(captured(1, Tender("card", "15.00 EUR", reference="other")))
    assert held.captured == ()
    assert conflicts == (OverCaptured("k-1", "o-1", 1500),)


def test_money_in_another_currency_does_not_count() -> None:
    held, conflicts = stands(captured(1, Tender("card", Amount(500, "CHF"), reference="psp-9")))
    assert held.captured == ()
    assert conflicts == (OtherCurrency("k-1", "o-1", "CHF"),)


def test_nothing_captured_is_a_capture() -> None:
    held, conflicts = stands(captured(1))
    assert (held.captured, conflicts) == ((), ())


def test_it_travels() -> None:
    fact = captured(1, card("15.00 EUR"))
    assert STANDARD.codec.loads(STANDARD.codec.dumps(fact), Captured) == fact
