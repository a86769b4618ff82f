"""A gift comes back from whom it was given to: credit for what it cost, and not a word of how much."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import attrs
import pendulum
from hypothesis import given
from hypothesis import strategies as st

from comptoir import (
    Accepted,
    Assessment,
    Contract,
    Counter,
    Deliver,
    Fact,
    GiftSlip,
    Give,
    HandedOver,
    Line,
    Order,
    Place,
    Settled,
    Tender,
)
from comptoir.facts.baskets import Buyer
from comptoir.facts.confidence import Confidence
from comptoir.facts.return_terms import Anchor
from comptoir.pricing.benefits.percent import PercentOff
from comptoir.returns.rules import ReturnPolicy, ReturnRules, StatutoryRule
from comptoir.rulebook import Rulebook
from comptoir.values.money import Amount
from comptoir.values.periods import Period
from comptoir.values.selections import Category
from unit.price_shop import HOME, TILL, basket, promotion, shop

PARIS = "Europe/Paris"
BOUGHT = pendulum.datetime(2026, 12, 4, 18, 5, tz=PARIS)
DELIVERED = pendulum.datetime(2026, 12, 7, 11, 30, tz=PARIS)
AFTER_CHRISTMAS = pendulum.datetime(2026, 12, 28, 10, 0, tz=PARIS)
RULES = ReturnRules(
    policies=[
        ReturnPolicy(
            id="books",
            name={"fr": "Livres"},
            on=Category("books"),
            period=Period.from_text("10 days"),
            anchor=Anchor.HANDED_OVER,
        ),
        ReturnPolicy(
            id="sixty",
            name={"fr": "60 jours"},
            period=Period.from_text("60 days"),
            anchor=Anchor.HANDED_OVER,
            fee="7",
        ),
    ],
    statutory=[
        StatutoryRule(
            id="wd",
            source="L221-18",
            confidence=Confidence.HIGH,
            countries=["FR"],
            contracts=[Contract.DISTANCE],
            period=Period.from_text("30 days"),
            counting="eu-1182-71",
        )
    ],
)


@cache
def rules() -> Rulebook:
    off = promotion("off", PercentOff("13"), on=Category("fashion"))
    return shop(off, returns=RULES, services=(HOME,))


@cache
def bought() -> tuple[Order, tuple[Fact, ...]]:
    """Two pullovers and a book, for Jean, sent home and paid with a card and a gift card."""
    counter = Counter(rules())
    wanted = basket(
        Line("PULL", 2, ref="app-7"),
        Line("LIVRE", 1, ref="app-8"),
        handover=Deliver(Place("FR", "69003"), "home"),
        contract=Contract.DISTANCE,
        buyer=Buyer(member="m-jean"),
    )
    quote = counter.quote(wanted, BOUGHT)
    total = quote.terms.total
    tenders = [
        Tender("gift-card", Amount(1_777, "EUR"), reference="gc-31415"),
        Tender("card", Amount(total - 1_777, "EUR"), reference="psp-92653"),
    ]
    placed = counter.place(quote, id="o-1", at=BOUGHT, tenders=tenders, provenance=TILL)
    assert isinstance(placed, Accepted), placed
    handed = HandedOver(id="h-1", order="o-1", member="m-jean", at=DELIVERED, provenance=TILL)
    return placed.order, (*placed.facts, handed)


def assessed(*give: Give, gift: bool = True, **asked: Any) -> Assessment:
    return Counter(rules()).assess(
        "o-1", bought()[1], AFTER_CHRISTMAS, give=give, store="lyon", gift=gift, **asked
    )


def inside(value: object) -> Iterator[object]:
    """A value, and everything that can be reached from it."""
    yield value
    if attrs.has(type(value)):
        for field in attrs.fields(type(value)):  # type: ignore[arg-type]
            yield from inside(getattr(value, field.name))
    elif isinstance(value, tuple | list | set | frozenset):
        for each in value:
            yield from inside(each)
    elif hasattr(value, "items"):
        for key, each in value.items():
            yield from inside(key)
            yield from inside(each)


def amounts_of(order: Order) -> set[int]:
    """Every amount of an order, in minor units, by itself and in all, and what goods of it cost."""
    found: set[int] = set()
    for value in inside(order):
        if isinstance(value, Amount):
            found.add(value.minor)
        elif type(value) is int and not isinstance(value, bool):
            found.add(value)
    shares = [share.paid for line in order.lines for share in line.shares]
    return {amount for amount in (*found, *shares) if amount >= 100}


def numbers_in(text: str) -> set[int]:
    """Every number that a text shows, with and without its decimals."""
    plain = text.replace("\u00a0", "").replace("\u202f", "")
    return {int(re.sub(r"[.,]", "", each)) for each in re.findall(r"\d+(?:[.,]\d+)*", plain)}


def test_the_recipient_is_told_what_until_when_and_that_it_is_credit() -> None:
    found = assessed(Give("app-7", 2), Give("app-8"))
    slip = found.for_recipient
    assert [(good.sku, good.quantity, str(good.last_day)) for good in slip.goods] == [
        ("PULL", 2, "2027-02-05")
    ]
    assert [refused.code.value for refused in slip.refused] == ["too_late"]
    assert slip.on_credit
    assert slip.text("en").splitlines() == [
        "2 × PULL: taken back until 5 February 2027.",
        "app-8: not taken back. The last day was 17 December 2026 (books).",
        "You are given credit for it.",
    ]
    assert slip.text("fr").splitlines()[0] == "2 × PULL : repris jusqu'au 5 février 2027."


def test_no_amount_of_the_order_stands_anywhere_on_it() -> None:
    order, _ = bought()
    for give in ([Give("app-7", 2), Give("app-8")], [Give("app-7")], [Give("app-8"), Give("app-9")]):
        found = assessed(*give)
        slip = found.for_recipient
        refund = found.assessed.refund
        secret = amounts_of(order) | {
            refund.goods,
            refund.total,
            refund.money,
            *(g.charged for g in found.goods),
        }
        secret -= {0}
        assert {5_000, 4_350, 1_777} <= secret
        reached = list(inside(slip))
        assert not {each for each in reached if type(each) is int} & secret
        assert not any(isinstance(each, Amount | Tender | Order) for each in reached)
        texts = [each for each in reached if isinstance(each, str)]
        for text in (*texts, repr(slip), slip.text("fr"), slip.text("en")):
            assert not numbers_in(text) & (secret - set(range(2026, 2029)))
            assert "EUR" not in text
            assert "€" not in text
            for reference in ("gc-31415", "psp-92653", "gift-card", "m-jean", "points"):
                assert reference not in text.lower()


def test_it_has_nothing_but_goods_refusals_and_whether_it_is_credit() -> None:
    assert [field.name for field in attrs.fields(GiftSlip)] == ["goods", "refused", "on_credit"]
    assert {field.name for field in attrs.fields(type(assessed(Give("app-7")).for_recipient.goods[0]))} == {
        "sku",
        "name",
        "quantity",
        "last_day",
    }


def test_only_what_the_merchant_grants_counts_and_it_comes_back_as_credit() -> None:
    [as_buyer] = assessed(Give("app-7"), gift=False).goods
    found = assessed(Give("app-7"))
    [as_gift] = found.goods
    assert (as_buyer.fee, as_buyer.is_withdrawal) == (0, True)
    assert (as_gift.charged, as_gift.fee, as_gift.is_withdrawal) == (4_350, 305, False)
    done = Counter(rules()).settle(found, id="r-1", provenance=TILL)
    assert isinstance(done, Settled)
    assert [(tender.means, tender.amount.minor) for tender in done.pay_out] == [("credit", 4_045)]
    assert done.facts[0].gift


def test_whoever_brings_it_their_membership_is_not_looked_at() -> None:
    assert assessed(Give("app-7"), member="m-marie").refused == ()
    assert assessed(Give("app-7"), gift=False, member="m-marie").goods == ()


def test_where_nothing_comes_back_no_credit_is_promised() -> None:
    slip = assessed(Give("app-8")).for_recipient
    assert (slip.goods, slip.on_credit) == ((), False)
    assert "credit" not in slip.text("en")


@given(quantity=st.integers(1, 3), unsealed=st.booleans(), reason=st.sampled_from(["faulty", "too_large"]))
def test_it_says_no_more_than_the_answer_does(quantity: int, unsealed: bool, reason: str) -> None:  # noqa: FBT001
    found = assessed(Give("app-7", quantity, reason=reason, unsealed=unsealed))
    slip = found.for_recipient
    assert sum(int(str(good.quantity)) for good in slip.goods) == (quantity if quantity < 3 else 0)
    assert slip.refused == found.refused
    assert slip.on_credit is bool(found.goods)
