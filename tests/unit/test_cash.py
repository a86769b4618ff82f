"""What is paid in cash, to the smallest coin: what is asked, the change, and what an order takes for it."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from comptoir import (
    STANDARD,
    Accepted,
    ComptoirError,
    Counter,
    Line,
    Order,
    Provenance,
    Quote,
    Refused,
    Tender,
    WrongValue,
)
from comptoir.checkout.refusals import Refusal, RefusalCode
from comptoir.facts.cash import in_cash, is_rounded
from comptoir.values.money import Amount
from comptoir.values.policies import CashRounding, MoneyPolicy
from comptoir.values.rounding import Rounding
from comptoir.values.windows import Window
from gallery.shop import AT, basket, rulebook
from unit.price_shop import PRODUCTS, instant, placed, price_list, quoted, refusal, shop

HALVES = CashRounding(country="DK", step="0.50 DKK", source="house rule")


def kroner(minor: int) -> Amount:
    return Amount(minor, "DKK")


@pytest.mark.parametrize(
    ("exact", "given_", "due", "change"),
    [
        (8724, None, 8700, 0),
        (8725, None, 8750, 0),
        (8725, 8750, 8750, 0),
        (8725, 10000, 8750, 1250),
        (8774, 10000, 8750, 1250),
        (8776, 10000, 8800, 1200),
        (24, None, 0, 0),
        (24, 1000, 0, 1000),
    ],
)
def test_either_what_is_due_is_rounded_or_the_change(
    exact: int, given_: int | None, due: int, change: int
) -> None:
    paid = in_cash(HALVES, kroner(exact), None if given_ is None else kroner(given_))
    assert (paid.due, paid.change) == (kroner(due), kroner(change))
    assert paid.rounding == kroner(due - exact)
    assert paid.tender.change == paid.change


def test_without_a_policy_cash_pays_to_the_cent() -> None:
    paid = in_cash(None, kroner(8725), kroner(10000))
    assert (paid.due, paid.rounding, paid.change) == (kroner(8725), kroner(0), kroner(1275))


@pytest.mark.parametrize("less", [Amount(8749, "DKK"), Amount(10000, "EUR")])
def test_what_is_given_is_enough(less: Amount) -> None:
    with pytest.raises(WrongValue) as error:
        in_cash(HALVES, kroner(8725), less)
    assert str(error.value) == (
        f"given: found {less.to_text()}; 87.50 DKK or more is to be given [given_too_little]"
    )


roundings = st.sampled_from(Rounding)
policies = st.none() | st.builds(
    lambda step, due, change: attrs.evolve(HALVES, step=kroner(step), due=due, change=change),
    st.sampled_from([5, 10, 50, 100]),
    roundings,
    roundings,
)


@given(policies, st.integers(1, 3000), st.integers(0, 3000), st.none() | st.integers(0, 6000))
@example(attrs.evolve(HALVES, step=kroner(5)), 1, 0, 4)
def test_an_order_takes_what_a_till_asks_and_not_a_cent_else(
    policy: CashRounding | None, left: int, besides: int, more: int | None
) -> None:
    asked = in_cash(policy, kroner(left), None)
    coins = None if more is None else kroner(asked.due.minor + more)
    paid = in_cash(policy, kroner(left), coins)
    card = [Tender("card", kroner(besides))] if besides else []
    assert is_rounded(policy, left + besides, [paid.tender, *card])
    assert is_rounded(policy, left + besides, [*card, paid.tender])
    for off in (-1, 1):
        if asked.due.minor + off >= 0:
            other = attrs.evolve(asked.tender, amount=kroner(asked.due.minor + off))
            assert not is_rounded(policy, left + besides, [other, *card])


# At the counter

FIVE_CENTS = CashRounding(country="FR", step="0.05 EUR", source="house rule")


def counter() -> Counter:
    """The gallery's shop, where cash is rounded to five cents."""
    header = rulebook().header
    money = attrs.evolve(header.money, cash=[FIVE_CENTS])
    return Counter(attrs.evolve(rulebook(), header=attrs.evolve(header, money=money)))


QUOTE = counter().quote(basket(), AT)
"""226.98 EUR."""


def place(*tenders: Tender) -> Order | RefusalCode:
    placed = counter().place(QUOTE, id="o-1", at=AT, tenders=tenders, provenance=Provenance("till"))
    if isinstance(placed, Refused):
        assert isinstance(placed.reason, Refusal)
        return placed.reason.code
    return placed.order


def ordered(*tenders: Tender) -> Order:
    order = place(*tenders)
    assert isinstance(order, Order)
    return order


def test_cash_alone_is_rounded_and_the_rounding_is_no_price() -> None:
    paid = QUOTE.in_cash(given="250.00 EUR")
    assert (paid.due.to_text(), paid.change.to_text()) == ("227.00 EUR", "23.00 EUR")
    order = ordered(paid.tender)
    assert (order.total_minor, order.cash_rounding) == (22698, 2)
    assert order.terms == QUOTE.terms
    assert STANDARD.codec.loads(STANDARD.codec.dumps(order), Order) == order
    assert ordered(Tender("card", "226.98 EUR")).cash_rounding == 0


def test_of_several_tenders_the_cash_is_rounded() -> None:
    card = Tender("card", "200.01 EUR")
    paid = QUOTE.in_cash(besides=[card])
    assert (paid.due.to_text(), paid.rounding.to_text()) == ("26.95 EUR", "-0.02 EUR")
    assert ordered(card, paid.tender).cash_rounding == -2


@pytest.mark.parametrize(
    ("tender", "code"),
    [
        (Tender("cash", "226.98 EUR"), RefusalCode.CASH_NOT_ROUNDED),
        (Tender("cash", "226.95 EUR"), RefusalCode.TENDERS_SHORT),
        (Tender("cash", "226.90 EUR", given="226.92 EUR"), RefusalCode.TENDERS_SHORT),
        (Tender("cash", "227.05 EUR"), RefusalCode.TENDERS_OVER),
        (Tender("card", "227.00 EUR"), RefusalCode.TENDERS_OVER),
        (Tender("card", "226.95 EUR"), RefusalCode.TENDERS_SHORT),
    ],
)
def test_nothing_else_pays_it(tender: Tender, code: RefusalCode) -> None:
    assert place(tender) is code


def test_nothing_is_asked_in_cash_of_what_is_paid() -> None:
    with pytest.raises(WrongValue) as error:
        QUOTE.in_cash(besides=[Tender("card", QUOTE.total)])
    assert str(error.value) == "besides: found nothing left to pay; leave something to be paid in cash [paid]"


# In several countries: the step and what becomes of its half are those of the country of the hand-over

BELGIUM = CashRounding(country="BE", step="0.05 EUR", source="Code de droit économique, article VI.7/1")
DENMARK = CashRounding(
    country="DK", step="0.50 DKK", due=Rounding.HALF_DOWN, change=Rounding.HALF_UP, source="house rule"
)
SWEDEN = CashRounding(
    country="SE", step="1.00 SEK", due=Rounding.HALF_UP, change=Rounding.HALF_DOWN, source="house rule"
)


def at_the_till(price: str, store: str, currency: str, *policies: CashRounding) -> Quote:
    """A jumper at a price, in a store."""
    rules = shop(
        products=PRODUCTS[:1],
        lists=[price_list("everyday", {"PULL": price}, currency)],
        money=MoneyPolicy(cash=policies or [BELGIUM, DENMARK, SWEDEN]),
    )
    return quoted(rules, Line("PULL", 1), store=store, currency=currency)


@pytest.mark.parametrize(
    ("price", "store", "given_", "due", "change"),
    [
        ("8.92 EUR", "bruxelles", None, "8.90", "0.00"),
        ("8.93 EUR", "bruxelles", None, "8.95", "0.00"),
        ("8.92 EUR", "bruxelles", "10.00", "8.90", "1.10"),  # 1.08 is nearer to 1.10
        ("8.92 EUR", "lyon", None, "8.92", "0.00"),
        ("87.25 DKK", "aarhus", None, "87.00", "0.00"),  # a tie of what is due goes down
        ("87.26 DKK", "aarhus", None, "87.50", "0.00"),
        ("87.75 DKK", "aarhus", None, "87.50", "0.00"),
        ("87.75 DKK", "aarhus", "100.00", "87.50", "12.50"),  # and one of the change, 12.25, up
        ("87.25 DKK", "aarhus", "87.00", "87.00", "0.00"),
        ("87.50 SEK", "malmo", None, "88.00", "0.00"),  # here it is the other way round
        ("87.50 SEK", "malmo", "100.00", "88.00", "12.00"),
        ("87.49 SEK", "malmo", "100.00", "87.00", "13.00"),
        ("0.49 SEK", "malmo", None, "0.00", "0.00"),  # a few öre round to nothing
        ("0.49 SEK", "malmo", "1.00", "0.00", "1.00"),
        ("0.50 SEK", "malmo", None, "1.00", "0.00"),
    ],
)
def test_cash_is_rounded_as_in_the_country_of_the_store(
    price: str, store: str, given_: str | None, due: str, change: str
) -> None:
    number, currency = price.split()
    quote = at_the_till(number, store, currency)
    paid = quote.in_cash(given=None if given_ is None else f"{given_} {currency}")
    assert (paid.due.to_text(), paid.change.to_text()) == (f"{due} {currency}", f"{change} {currency}")
    accepted = placed(quote.rulebook, quote, paid.tender)
    assert isinstance(accepted, Accepted)
    order = accepted.order
    assert Amount(order.total_minor, currency).to_text() == price
    assert order.total_minor + order.cash_rounding == paid.due.minor
    assert order.tenders[0].change == paid.change
    assert STANDARD.codec.loads(STANDARD.codec.dumps(order), Order) == order


def test_a_card_pays_to_the_cent_everywhere() -> None:
    quote = at_the_till("8.92", "bruxelles", "EUR")
    accepted = placed(quote.rulebook, quote)
    assert isinstance(accepted, Accepted)
    assert accepted.order.cash_rounding == 0
    assert (
        refusal(placed(quote.rulebook, quote, Tender("card", "8.90 EUR"))).code is RefusalCode.TENDERS_SHORT
    )


def test_what_a_card_leaves_is_rounded_by_itself() -> None:
    # 8.92, 5.00 by card: 3.92 are left, 3.90 in coins; of a note of 5.00, 1.08 would be due back: 1.10.
    quote = at_the_till("8.92", "bruxelles", "EUR")
    card = Tender("card", "5.00 EUR")
    for coins in (None, "5.00 EUR"):
        paid = quote.in_cash(given=coins, besides=[card])
        assert (paid.due.to_text(), paid.rounding.to_text()) == ("3.90 EUR", "-0.02 EUR")
        accepted = placed(quote.rulebook, quote, card, paid.tender)
        assert isinstance(accepted, Accepted)
        assert accepted.order.cash_rounding == -2


def test_what_a_card_leaves_may_round_to_nothing() -> None:
    quote = at_the_till("8.92", "bruxelles", "EUR")
    card = Tender("card", "8.90 EUR")
    paid = quote.in_cash(besides=[card])
    assert (paid.due.minor, paid.rounding.minor) == (0, -2)
    accepted = placed(quote.rulebook, quote, card, paid.tender)
    assert isinstance(accepted, Accepted)
    assert refusal(placed(quote.rulebook, quote, card)).missing == Amount(2, "EUR")


@pytest.mark.parametrize(
    ("given_", "text"),
    [
        ("87.00 DKK", "given: found 87.00 DKK; 87.50 DKK or more is to be given [given_too_little]"),
        ("100.00 EUR", "given: found 100.00 EUR; 87.50 DKK or more is to be given [given_too_little]"),
    ],
)
def test_too_little_is_not_enough(given_: str, text: str) -> None:
    with pytest.raises(WrongValue) as error:
        at_the_till("87.26", "aarhus", "DKK").in_cash(given=given_)
    assert str(error.value) == text


def test_what_is_missing_at_the_till_is_told() -> None:
    quote = at_the_till("87.26", "aarhus", "DKK")
    reason = refusal(placed(quote.rulebook, quote, Tender("cash", "87.00 DKK")))
    assert (reason.code, reason.missing) == (RefusalCode.TENDERS_SHORT, Amount(26, "DKK"))
    reason = refusal(placed(quote.rulebook, quote, Tender("cash", "88.00 DKK")))
    assert (reason.code, reason.missing) == (RefusalCode.TENDERS_OVER, Amount(74, "DKK"))


def test_a_rounding_of_another_currency_or_country_does_not_count() -> None:
    quote = at_the_till("8.92", "aarhus", "EUR")
    assert (quote.cash, quote.in_cash().due.to_text()) == (None, "8.92 EUR")
    assert at_the_till("8.92", "malmo", "EUR", DENMARK).cash is None


def test_a_rounding_has_its_window_and_its_end_is_the_end_of_the_answer() -> None:
    change = instant("2027-01-01T00:00:00Z")
    before = attrs.evolve(BELGIUM, valid=Window(None, change))
    after = attrs.evolve(BELGIUM, step="0.10 EUR", valid=Window(change, None))
    quote = at_the_till("8.95", "bruxelles", "EUR", after, before)
    assert (quote.in_cash().due.to_text(), quote.until) == ("8.95 EUR", change)
    later = Counter(quote.rulebook).quote(quote.basket, quote.valid_until)
    assert later.in_cash().due.to_text() == "9.00 EUR"


def test_a_quote_says_what_would_be_asked_in_coins() -> None:
    said = at_the_till("8.92", "bruxelles", "EUR").explain("en")
    assert "€8.90" in said
    assert "€8.90" not in at_the_till("8.92", "lyon", "EUR").explain("en")
    assert "€8.95" in at_the_till("8.95", "bruxelles", "EUR").explain("en")


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"step": "0 EUR"}, "step: found 0.00 EUR; round to a positive step [amount_not_positive]"),
        ({"step": "-0.05 EUR"}, "step: found -0.05 EUR; round to a positive step [amount_not_positive]"),
        ({"country": "Belgium"}, "country: found 'Belgium' (str); "),
        ({"due": "half_up"}, "due: found 'half_up' (str); pass a Rounding [wrong_type]"),
        ({"source": ""}, "source: found '' (str); "),
    ],
)
def test_a_rounding_is_to_positive_steps_in_a_country(change: dict[str, Any], text: str) -> None:
    with pytest.raises(ComptoirError) as error:
        attrs.evolve(BELGIUM, **change)
    assert str(error.value).startswith(text)


def test_two_tenders_in_cash_are_one_amount_in_coins() -> None:
    quote = at_the_till("8.92", "bruxelles", "EUR")
    twice = [Tender("cash", "5.00 EUR"), Tender("cash", "3.90 EUR")]
    accepted = placed(quote.rulebook, quote, *twice)
    assert isinstance(accepted, Accepted)
    assert accepted.order.cash_rounding == -2
