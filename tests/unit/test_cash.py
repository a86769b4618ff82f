"""What is paid in cash, to the smallest coin: what is asked, the change, and what an order takes for it."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from comptoir import STANDARD, Counter, Order, Provenance, Refused, Tender, WrongValue
from comptoir.checkout.cash import in_cash, is_rounded
from comptoir.checkout.refusals import Refusal, RefusalCode
from comptoir.values.money import Amount
from comptoir.values.policies import CashRounding
from comptoir.values.rounding import Rounding
from gallery.shop import AT, basket, rulebook

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
        (Tender("cash", "226.98 EUR"), RefusalCode.TENDERS_OVER),
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
    assert str(error.value) == "besides: found nothing left to pay; pay in cash what is left [paid]"
