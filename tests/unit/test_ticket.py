"""Goods come back and others are bought on one ticket, against an oracle that nets it cent by cent."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import attrs
import pendulum
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pendulum import DateTime

from comptoir import (
    Accepted,
    Assessment,
    Basket,
    Buyer,
    Carry,
    Closed,
    Contract,
    Counter,
    Fact,
    Give,
    Line,
    LockedQuote,
    OrderPlaced,
    Provenance,
    Quote,
    Refusal,
    Refused,
    Returned,
    ReturnRefused,
    StreamRead,
    Tender,
    Ticket,
    WrongType,
    WrongValue,
)
from comptoir.authoring import example, seal
from comptoir.cli.receipt import receipt
from comptoir.cli.voice import Voice
from comptoir.facts.holdings import holdings_of
from comptoir.facts.orders import TenderName
from comptoir.facts.streams import order_stream
from comptoir.values.instants import instant_of
from comptoir.values.moments import Moment
from comptoir.values.money import Amount, money_of

BOUGHT = pendulum.datetime(2026, 11, 10, 11, 0, tz="Europe/Paris")
LATER = BOUGHT.add(days=3)
TILL = Provenance("till", till="lyon-2-3")
LYON, BRUSSELS = "lyon-2", "bruxelles"
DRESS, JUMPER, HONEY = "ROBE-LIN-36", "PULL-MERINOS-M", "MIEL-LAVANDE-250"


@cache
def counter() -> Counter:
    return Counter(seal(example()))


@cache
def other_counter() -> Counter:
    return Counter(seal(example().replace('seller = "Maison Lavande"', 'seller = "Another"')))


def quoted(*lines: Line, store: str = LYON, at: DateTime = LATER, member: str | None = None) -> Quote:
    basket = Basket(
        currency="EUR",
        lines=lines,
        handover=Carry(store),
        contract=Contract.IN_STORE,
        buyer=Buyer(member=member),
    )
    return counter().quote(basket, at)


def bought(
    *lines: Line,
    id: str = "o-1",
    store: str = LYON,
    tenders: Sequence[Tender] | None = None,
    member: str | None = None,
) -> OrderPlaced:
    quote = quoted(*lines, store=store, at=BOUGHT, member=member)
    paid = [Tender("card", quote.to_pay, reference="psp-9")] if tenders is None else tenders
    accepted = counter().place(quote, id=id, at=BOUGHT, tenders=paid, provenance=TILL)
    assert isinstance(accepted, Accepted), accepted
    return accepted.facts[0]


def assessed(*facts: Fact, order: str = "o-1", give: Sequence[Give] = (Give(1),), **asked: Any) -> Assessment:
    asked = {"store": LYON, **asked}
    return counter().assess(order, facts, LATER, give=give, **asked)


def closed(ticket: Ticket, *tenders: Tender, id: str = "o-9", at: DateTime = LATER) -> Closed:
    found = counter().close(ticket, id=id, at=at, tenders=tenders, provenance=TILL)
    assert isinstance(found, Closed), found
    return found


def written(tenders: Sequence[Tender]) -> list[str]:
    return [
        " ".join(
            [each.means, each.reference or "-", str(each.amount.minor)]
            + (["for", each.instead_of.means] if each.instead_of is not None else [])
        )
        for each in tenders
    ]


def test_the_customer_pays_what_is_left() -> None:
    facts = bought(Line(HONEY, 1), Line(JUMPER, 1))
    back = assessed(facts, give=[Give(2)])
    quote = quoted(Line(DRESS, 2))
    ticket = counter().ticket(quote, returns=[back])
    refund = back.assessed.refund.money
    assert (ticket.due, ticket.back, ticket.offset) == (quote.due, refund, refund)
    assert ticket.net == quote.due - refund > 0
    assert (ticket.pay_out, ticket.to_pay) == ((), money_of(ticket.net, "EUR"))
    done = closed(ticket, Tender("card", ticket.to_pay, reference="psp-10"))
    assert written(done.order.tenders) == [f"return o-1 {refund} for card", f"card psp-10 {ticket.net}"]
    returned = next(fact for fact in done.facts if isinstance(fact, Returned))
    assert written(returned.tenders) == [f"offset o-9 {refund} for card"]
    assert (returned.id, returned.answer, returned.cash_rounding) == ("o-9", back.answer, 0)


def test_the_customer_is_paid_what_is_left() -> None:
    facts = bought(Line(DRESS, 2))
    back = assessed(facts, give=[Give(1, 2)])
    quote = quoted(Line(HONEY, 1))
    ticket = counter().ticket(quote, returns=[back])
    left = back.assessed.refund.money - quote.due
    assert (ticket.net, ticket.to_pay) == (-left, money_of(0, "EUR"))
    assert written(ticket.pay_out) == [f"card psp-9 {left}"]
    done = closed(ticket)
    assert written(done.order.tenders) == [f"return o-1 {quote.due} for card"]
    returned = next(fact for fact in done.facts if isinstance(fact, Returned))
    assert written(returned.tenders) == [f"offset o-9 {quote.due} for card", f"card psp-9 {left}"]
    assert done.pay_out == ticket.pay_out


def test_what_comes_to_the_same_moves_no_money() -> None:
    facts = bought(Line(DRESS, 1))
    ticket = counter().ticket(quoted(Line(DRESS, 1)), returns=[assessed(facts)])
    assert (ticket.net, ticket.pay_out) == (0, ())
    assert closed(ticket).pay_out == ()


def test_returned_orders_pay_in_the_order_of_their_ids() -> None:
    first, second = bought(Line(DRESS, 1), id="o-1"), bought(Line(JUMPER, 1), id="o-2")
    backs = [assessed(second, order="o-2"), assessed(first, order="o-1")]
    quote = quoted(Line(JUMPER, 1))
    ticket = counter().ticket(quote, returns=backs)
    assert [each.order for each in ticket.netted] == ["o-1", "o-2"]
    assert ticket == counter().ticket(quote, returns=backs[::-1])
    done = closed(ticket)
    assert [fact.id for fact in done.facts] == ["o-9"] * 3
    assert [type(fact) for fact in done.facts] == [Returned, Returned, OrderPlaced]


def test_the_facts_are_sound_and_depend_on_what_was_read() -> None:
    facts = bought(Line(DRESS, 2), member="m-1")
    back = assessed(facts)
    done = closed(counter().ticket(quoted(Line(HONEY, 1)), returns=[back]))
    reads = {read.stream: read.version for read in done.reads}
    assert reads[order_stream("o-9")] == 0
    assert reads[order_stream("o-1")] == 1
    assert set(back.reads) <= set(done.reads)
    history = counter().history([facts, *done.facts])
    held = holdings_of(history, Moment(instant_of(LATER)))
    assert held.conflicts == ()
    assert held.orders["o-1"].refunded == back.assessed.refund.total


def test_what_a_return_had_paid_goes_back_to_the_means_behind_it() -> None:
    facts = bought(Line(DRESS, 1))
    done = closed(counter().ticket(quoted(Line(DRESS, 1)), returns=[assessed(facts)]))
    again = counter().assess("o-9", [facts, *done.facts], LATER.add(hours=1), give=[Give(1)], store=LYON)
    assert written(again.assessed.refund.tenders) == [f"card psp-9 {done.order.total_minor}"]


def test_credit_pays_and_comes_back_as_credit() -> None:
    facts = bought(Line(JUMPER, 1))
    back = assessed(facts, prefer="credit")
    done = closed(counter().ticket(quoted(Line(JUMPER, 1)), returns=[back]))
    returned = next(fact for fact in done.facts if isinstance(fact, Returned))
    assert written(returned.tenders) == [f"offset o-9 {done.order.total_minor} for card"]
    assert done.order.tenders[0].stands_for == TenderName("credit")


def test_coins_are_rounded_once_for_what_is_left_to_pay() -> None:
    facts = bought(Line(HONEY, 1), Line(JUMPER, 1), store=BRUSSELS, tenders=None)
    back = assessed(facts, store=BRUSSELS, give=[Give(2)])
    quote = quoted(Line(DRESS, 2), Line(HONEY, 1), store=BRUSSELS)
    ticket = counter().ticket(quote, returns=[back])
    coins = ticket.in_cash(given="500.00 EUR")
    assert coins.due.minor % 5 == 0
    assert coins.due.minor == ticket.net + coins.rounding.minor
    done = closed(ticket, coins.tender)
    assert done.order.cash_rounding == coins.rounding.minor


def in_coins(*lines: Line, id: str = "o-1") -> OrderPlaced:
    """Bought in Brussels, and paid in coins."""
    paid = quoted(*lines, store=BRUSSELS, at=BOUGHT).in_cash()
    return bought(*lines, id=id, store=BRUSSELS, tenders=[paid.tender])


def test_coins_are_rounded_once_for_what_is_left_to_pay_out() -> None:
    facts = [in_coins(Line(DRESS, 2)), in_coins(Line(JUMPER, 1), id="o-2")]
    backs = [
        assessed(facts[0], store=BRUSSELS, give=[Give(1, 2)]),
        assessed(facts[1], store=BRUSSELS, order="o-2"),
    ]
    ticket = counter().ticket(quoted(Line(HONEY, 1), store=BRUSSELS), returns=backs)
    coins = sum(tender.amount.minor for tender in ticket.pay_out)
    assert (coins + ticket.rounding) % 5 == 0
    assert abs(ticket.rounding) <= 2
    done = closed(ticket)
    returned = [fact for fact in done.facts if isinstance(fact, Returned)]
    assert sum(fact.cash_rounding for fact in returned) == done.rounding == ticket.rounding


def test_a_locked_quote_may_be_on_a_ticket() -> None:
    facts = bought(Line(DRESS, 1))
    quote = quoted(Line(JUMPER, 1))
    locked = counter().lock(quote, until=LATER.add(hours=2))
    assert isinstance(locked, LockedQuote)
    ticket = counter().ticket(locked, returns=[assessed(facts)])
    assert (ticket.due, ticket.currency) == (quote.due, "EUR")
    assert isinstance(closed(ticket, *_rest(ticket)), Closed)


def _rest(ticket: Ticket) -> list[Tender]:
    return [Tender("card", ticket.to_pay, reference="psp-10")] if ticket.net > 0 else []


def test_nothing_is_done_where_goods_may_not_come_back() -> None:
    facts = bought(Line(HONEY, 1))
    ticket = counter().ticket(quoted(Line(DRESS, 1)), returns=[assessed(facts)])
    found = counter().close(ticket, id="o-9", at=LATER, tenders=_rest(ticket), provenance=TILL)
    assert isinstance(found, Refused)
    assert isinstance(found.reason, ReturnRefused)


def test_nothing_is_done_where_the_order_may_not_be_placed() -> None:
    facts = bought(Line(JUMPER, 1))
    ticket = counter().ticket(quoted(Line(DRESS, 2)), returns=[assessed(facts)])
    found = counter().close(ticket, id="o-9", at=LATER, provenance=TILL)
    assert isinstance(found, Refused)
    assert isinstance(found.reason, Refusal)
    assert found.reason.missing == Amount(ticket.net, "EUR")


def test_two_returns_of_one_member_are_assessed_one_after_the_other() -> None:
    first, second = bought(Line(DRESS, 1), member="m-1"), bought(Line(JUMPER, 1), id="o-2", member="m-1")
    backs = [assessed(first, second), assessed(first, second, order="o-2")]
    ticket = counter().ticket(quoted(Line(HONEY, 1)), returns=backs)
    assert [each.assessed.points_clawed for each in ticket.returns] == [
        each.assessed.points_clawed for each in backs
    ]
    done = closed(ticket)
    versions = {read.stream: read.version for read in done.reads}
    history = counter().history([first, second])
    assert all(history.version(stream) == version for stream, version in versions.items())


def test_facts_read_at_different_times_are_told_apart() -> None:
    first, second = bought(Line(DRESS, 1), member="m-1"), bought(Line(JUMPER, 1), id="o-2", member="m-1")
    backs = [assessed(first), assessed(first, second, order="o-2")]
    ticket = counter().ticket(quoted(Line(HONEY, 1)), returns=backs)
    with pytest.raises(WrongValue, match="assess and quote again"):
        counter().close(ticket, id="o-9", at=LATER, provenance=TILL)


@pytest.mark.parametrize("code", ["nothing_returned", "duplicate_order", "other_store", "other_rulebook"])
def test_what_does_not_fit_on_one_ticket(code: str) -> None:
    facts = bought(Line(DRESS, 1), Line(JUMPER, 1))
    back = assessed(facts)
    returns = {
        "nothing_returned": [],
        "duplicate_order": [back, assessed(facts, give=[Give(2)])],
        "other_store": [back, assessed(bought(Line(DRESS, 1), id="o-2"), order="o-2", store=None)],
        "other_rulebook": [attrs.evolve(back, rulebook=other_counter().rulebook)],
    }[code]
    with pytest.raises(WrongValue) as caught:
        counter().ticket(quoted(Line(HONEY, 1)), returns=returns)
    assert caught.value.faults[0].code == code


def test_what_is_bought_in_another_currency_is_settled_by_itself() -> None:
    quote = quoted(Line(HONEY, 1))
    other = attrs.evolve(quote, terms=attrs.evolve(quote.terms, currency="CHF"))
    with pytest.raises(WrongValue) as caught:
        counter().ticket(other, returns=[assessed(bought(Line(DRESS, 1)))])
    assert caught.value.faults[0].code == "other_currency"


def test_what_is_no_quote_no_assessment_and_no_ticket() -> None:
    back = assessed(bought(Line(DRESS, 1)))
    with pytest.raises(WrongType):
        counter().ticket("quote", returns=[back])  # type: ignore[arg-type]
    with pytest.raises(WrongType):
        counter().ticket(quoted(Line(HONEY, 1)), returns=["r"])  # type: ignore[list-item]
    with pytest.raises(WrongType):
        counter().close("ticket", id="o-9", at=LATER, provenance=TILL)  # type: ignore[arg-type]


def test_the_new_order_has_an_id_and_an_instant_of_its_own() -> None:
    ticket = counter().ticket(quoted(Line(HONEY, 1)), returns=[assessed(bought(Line(DRESS, 1)))])
    for id_, at, code in (("o-1", LATER, "id_taken"), ("o-9", LATER.subtract(hours=1), "after_order")):
        with pytest.raises(WrongValue) as caught:
            counter().close(ticket, id=id_, at=at, provenance=TILL)
        assert caught.value.faults[0].code == code


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 3), st.integers(0, 2)), min_size=1, max_size=3),
    st.integers(1, 4),
)
def test_the_net_is_that_of_single_cents(orders: list[tuple[int, int]], wanted: int) -> None:
    placed, backs = [], []
    for number, (count, gift_cards) in enumerate(orders):
        whole = quoted(Line(JUMPER, count), at=BOUGHT).due
        part = whole * gift_cards // 3
        tenders = [Tender("gift-card", Amount(part, "EUR"), reference=f"gc-{number}")] if part else []
        tenders.append(Tender("card", Amount(whole - part, "EUR"), reference=f"psp-{number}"))
        placed.append(bought(Line(JUMPER, count), id=f"o-{number}", tenders=tenders))
        backs.append(assessed(placed[-1], order=f"o-{number}"))
    quote = quoted(Line(HONEY, wanted))
    ticket = counter().ticket(quote, returns=backs)
    cents = [
        (each.order.id, tender.pays_by)
        for each in backs
        for tender in each.assessed.refund.tenders
        for _ in range(tender.amount.minor)
    ]
    used, left = cents[: quote.due], cents[quote.due :]
    by_returns = [
        (str(tender.reference), tender.stands_for)
        for tender in ticket.paid_by_returns
        for _ in range(tender.amount.minor)
    ]
    assert by_returns == used
    assert [
        (each.order, tender.pays_by)
        for each in ticket.netted
        for tender in each.pay_out
        for _ in range(tender.amount.minor)
    ] == left
    assert ticket.net == quote.due - len(cents)
    done = closed(ticket, *_rest(ticket))
    assert sum(each.amount.minor for each in done.order.tenders) == quote.due
    for fact, back in zip(done.facts, backs, strict=False):
        assert isinstance(fact, Returned)
        assert fact.refunded == back.assessed.refund.total
    assert StreamRead(order_stream("o-9"), 0) in done.reads


def test_the_receipt_names_the_return_that_pays() -> None:
    facts = bought(Line(DRESS, 1))
    done = closed(counter().ticket(quoted(Line(DRESS, 1)), returns=[assessed(facts)]))
    voice = Voice.of("en", counter().rulebook)
    assert any(line.startswith("Return o-1") for line in receipt(done.order, voice))
