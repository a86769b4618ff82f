"""What stands beside a mixed ticket, and what of a captured currency goes through it: figures by hand."""

from __future__ import annotations

from functools import cache
from typing import Any

import pendulum
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comptoir import (
    Accepted,
    Carry,
    Closed,
    Contract,
    Counter,
    Deliver,
    Fact,
    Give,
    HandedOver,
    Line,
    Passage,
    Passed,
    Place,
    Quote,
    Returned,
    Tender,
    Ticket,
)
from comptoir.cli.ticket import told
from comptoir.cli.voice import Voice
from comptoir.facts.orders import TenderName
from comptoir.facts.refunding import RefundingTerms, TenderOrder
from comptoir.returns.rules import ReturnPolicy, ReturnRules
from comptoir.returns.tender_plan import paid_with, part_due
from comptoir.values.money import Amount
from comptoir.values.periods import Period
from unit.price_shop import HOME, TILL, basket, shop
from unit.test_late_refunds import RULES

SOLD = pendulum.datetime(2026, 3, 2, 12, tz="Europe/Paris")
SOON = SOLD.add(days=3)
LATE = pendulum.datetime(2026, 3, 30, 12, tz="Europe/Paris")
"""Eleven days late, for what was declared and back by the fifth of March."""

PAID_IN_DOLLARS = Tender("card", "104.90 EUR", reference="psp-1", captured="110.00 USD")
BONUS = ReturnPolicy(id="ours", name={"fr": "30 jours"}, period=Period.from_text("30 days"), bonus="10")


@cache
def late_counter() -> Counter:
    return Counter(shop(returns=RULES, services=(HOME,)))


@cache
def counter(order: TenderOrder = TenderOrder.LAST_PAID_FIRST) -> Counter:
    returns = ReturnRules(policies=[BONUS], refunding=RefundingTerms(order=order))
    return Counter(shop(returns=returns, services=(HOME,)))


def sent(*tenders: Tender) -> list[Fact]:
    """Two pullovers of 50.00, sent for 4.90, declared as coming back and back on the next day but two."""
    wanted = basket(
        Line("PULL", 2), handover=Deliver(Place("FR", "69003"), "home"), contract=Contract.DISTANCE
    )
    placed = late_counter().place(
        late_counter().quote(wanted, SOLD), id="o-1", at=SOLD, tenders=tenders, provenance=TILL
    )
    assert isinstance(placed, Accepted), placed
    return [
        *placed.facts,
        HandedOver(id="h-1", order="o-1", at=SOLD.add(days=1), provenance=TILL),
        Passed(id="d-1", order="o-1", at=SOON, passage=Passage.DECLARED, provenance=TILL),
        Passed(id="b-1", order="o-1", at=SOON, passage=Passage.RECEIVED, provenance=TILL),
    ]


def bought(*tenders: Tender, count: int = 2, id: str = "o-1", shop: Counter | None = None) -> list[Fact]:
    """Pullovers of 50.00, carried away."""
    desk = shop or counter()
    quote = desk.quote(basket(Line("PULL", count)), SOLD)
    placed = desk.place(
        quote, id=id, at=SOLD, tenders=tenders or [Tender("card", quote.to_pay)], provenance=TILL
    )
    assert isinstance(placed, Accepted), placed
    return list(placed.facts)


def wanted(desk: Counter, count: int, at: pendulum.DateTime) -> Quote:
    return desk.quote(basket(Line("PULL", count), handover=Carry("lyon")), at)


def closed(desk: Counter, ticket: Ticket, at: pendulum.DateTime, *tenders: Tender) -> Closed:
    found = desk.close(ticket, id="o-9", at=at, tenders=tenders, provenance=TILL)
    assert isinstance(found, Closed), found
    return found


def on_a_ticket(facts: list[Fact], count: int, **asked: Any) -> tuple[Ticket, Closed]:
    """All that was bought comes back, and so many pullovers are bought."""
    back = counter().assess("o-1", facts, SOON, give=[Give(1, 2)], store="lyon", **asked)
    ticket = counter().ticket(wanted(counter(), count, SOON), returns=[back])
    rest = [Tender("card", ticket.to_pay)] if ticket.net > 0 else []
    return ticket, closed(counter(), ticket, SOON, *rest)


def fact_of(done: Closed) -> Returned:
    fact = done.facts[0]
    assert isinstance(fact, Returned)
    return fact


def in_dollars(tenders: tuple[Tender, ...]) -> list[int | None]:
    return [None if each.captured is None else each.captured.minor for each in tenders]


def test_what_a_return_pays_keeps_the_currency_in_which_it_was_captured() -> None:
    facts = sent(PAID_IN_DOLLARS)
    back = late_counter().assess("o-1", facts, LATE, give=[Give(1, 2)], store="lyon")
    ticket = late_counter().ticket(wanted(late_counter(), 1, LATE), returns=[back])
    done = closed(late_counter(), ticket, LATE)
    assert in_dollars(done.order.tenders) == [5243]  # 5000 of 10490, of 110.00
    assert in_dollars(done.pay_out) == [5757]
    assert in_dollars(fact_of(done).tenders) == [5243, 5757]
    again = late_counter().assess(
        "o-9", [*facts, *done.facts], LATE.add(hours=1), give=[Give(1)], store="lyon"
    )
    assert again.assessed.refund.tenders == (
        Tender("card", "50.00 EUR", reference="psp-1", captured="52.43 USD"),
    )


def test_what_being_late_costs_stands_beside_the_ticket() -> None:
    facts = sent(PAID_IN_DOLLARS)
    back = late_counter().assess("o-1", facts, LATE, give=[Give(1, 2)], store="lyon")
    surcharge = (Tender("card", "5.25 EUR", reference="psp-1"),)  # 5% of 104.90, half up
    for count in (1, 2, 3):  # the rest is paid out, 4.90 of it, or 45.10 are to pay
        ticket = late_counter().ticket(wanted(late_counter(), count, LATE), returns=[back])
        rest = [Tender("card", ticket.to_pay)] if ticket.net > 0 else []
        done = closed(late_counter(), ticket, LATE, *rest)
        assert ticket.net == 5000 * count - 10_490
        assert ticket.surcharges == done.surcharges == surcharge
        assert (ticket.bonuses, done.bonuses) == ((), ())
        assert fact_of(done).surcharge == 525


def test_what_being_late_costs_is_paid_by_what_is_paid_out_first() -> None:
    facts = sent(Tender("cash", "54.90 EUR"), Tender("card", "50.00 EUR", reference="psp-1"))
    back = late_counter().assess("o-1", facts, LATE, give=[Give(1, 2)], store="lyon")
    ticket = late_counter().ticket(wanted(late_counter(), 1, LATE), returns=[back])
    assert [each.pays_by for each in ticket.pay_out] == [TenderName("cash")]
    assert ticket.surcharges == (Tender("cash", "5.25 EUR"),)


@pytest.mark.parametrize(("count", "bonus"), [(1, 500), (2, 0), (3, 0)])
def test_a_bonus_is_only_for_credit_that_is_left(count: int, bonus: int) -> None:
    facts = bought()
    ticket, done = on_a_ticket(facts, count, prefer="credit")
    assert ticket.returns[0].assessed.refund.bonus == 1000
    expected = (Tender("credit", Amount(bonus, "EUR")),) if bonus else ()
    assert ticket.bonuses == done.bonuses == expected
    assert (fact_of(done).bonus, done.surcharges) == (bonus, ())
    assert ticket.net == 5000 * count - 10_000


def test_what_is_left_to_pay_out_otherwise_than_as_credit_has_no_bonus() -> None:
    ticket, done = on_a_ticket(bought(), 1)
    assert (ticket.bonuses, done.bonuses, fact_of(done).bonus) == ((), (), 0)


TWO_ALIKE = (
    Tender("card", "60.00 EUR", reference="psp-1", captured="66.66 USD"),
    Tender("card", "40.00 EUR", reference="psp-1", captured="43.21 USD"),
)


@pytest.mark.parametrize(
    ("order", "expected"),
    [(TenderOrder.LAST_PAID_FIRST, 4321 + 1111), (TenderOrder.FIRST_PAID_FIRST, 5555)],
)
def test_of_tenders_with_one_name_each_goes_back_at_its_own_rate(order: TenderOrder, expected: int) -> None:
    paid = paid_with(TWO_ALIKE, refunded={}, order=order)
    tender = Tender("card", "50.00 EUR", reference="psp-1", captured="0.01 USD")
    assert part_due(tender, 5000, paid, order).captured == Amount(expected, "USD")


@settings(max_examples=60, deadline=None)
@given(
    captured=st.integers(1, 30_000),
    other=st.sampled_from(["USD", "JPY", "KWD"]),
    steps=st.lists(st.tuples(st.integers(1, 2), st.integers(0, 2)), min_size=1, max_size=3),
    gift=st.integers(0, 149),
)
def test_what_was_captured_comes_back_by_its_share_however_it_is_split(
    captured: int, other: str, steps: list[tuple[int, int]], gift: int
) -> None:
    card = Tender(
        "card", Amount(24_900 - gift * 100, "EUR"), reference="psp-1", captured=Amount(captured, other)
    )
    more = [Tender("gift-card", Amount(100 + gift * 100, "EUR"), reference="g-1")]
    facts = bought(card, *more, count=5)
    euros = units = 0
    for number, (wish, new) in enumerate(steps):
        count = min(wish, 5 - sum(each for each, _ in steps[:number]))
        if count < 1:
            break
        at = SOON.add(hours=number)
        back = counter().assess("o-1", facts, at, give=[Give(1, count)], store="lyon")
        found: Any = counter().settle(back, id=f"r-{number}", provenance=TILL)
        if new:
            ticket = counter().ticket(wanted(counter(), new, at), returns=[back])
            rest = [Tender("card", ticket.to_pay)] if ticket.net > 0 else []
            found = counter().close(ticket, id=f"n-{number}", at=at, tenders=rest, provenance=TILL)
            assert sum(filter(None, in_dollars(found.order.tenders))) + sum(
                filter(None, in_dollars(found.pay_out))
            ) == sum(filter(None, in_dollars(found.facts[0].tenders)))
        fact = found.facts[0]
        facts.append(fact)
        euros += sum(each.amount.minor for each in fact.tenders if each.stands_for == card.pays_by)
        units += sum(filter(None, in_dollars(fact.tenders)))
        due = (2 * captured * euros + card.amount.minor) // (2 * card.amount.minor)
        assert units == due <= captured


def test_what_stands_beside_a_ticket_is_printed() -> None:
    facts = sent(PAID_IN_DOLLARS)
    back = late_counter().assess("o-1", facts, LATE, give=[Give(1, 2)], store="lyon")
    quote = wanted(late_counter(), 1, LATE)
    ticket = late_counter().ticket(quote, returns=[back])
    assert printed(ticket, quote)[-4:] == [
        "LEFT TO PAY OUT €54.90",
        "Card psp-1 €54.90",
        "BESIDES, FOR BEING LATE",
        "Card psp-1 €5.25",
    ]
    credit, _ = on_a_ticket(bought(), 1, prefer="credit")
    assert printed(credit, wanted(counter(), 1, SOON))[-2:] == ["BESIDES, AS A BONUS", "Credit €5.00"]


def printed(ticket: Ticket, quote: Quote) -> list[str]:
    lines = told(ticket, quote, Voice.of("en", quote.rulebook))
    return [" ".join(line.replace("\N{NO-BREAK SPACE}", " ").split()) for line in lines]
