"""Goods whose purchase nobody can prove: credited at the lowest recent price, within ceilings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import attrs
import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir import (
    STANDARD,
    Brought,
    Counter,
    Fact,
    Money,
    NoAnswer,
    RefusalCode,
    Refused,
    Rulebook,
    Tender,
    UnprovenCredit,
    UnprovenRefused,
    UnprovenReturned,
    WrongValue,
)
from comptoir.facts.point_events import AccountsMerged
from comptoir.facts.streams import person_stream
from comptoir.facts.tax_terms import PriceBasis
from comptoir.facts.unproven import Credited
from comptoir.pricing.benefits.percent import PercentOff
from comptoir.pricing.conditions.buyer import Member
from comptoir.returns.rules import ReturnRules, UnprovenRule
from comptoir.returns.unproven import Looked, UnprovenRefusalCode, credit_for
from comptoir.values.money import Amount
from comptoir.values.periods import Period
from comptoir.values.selections import Category
from comptoir.values.windows import Window
from unit.price_shop import AT, DEPOSIT, TILL, instant, price_list, product, promotion, refusal, shop

RULE = UnprovenRule(days=30)
CAPPED = UnprovenRule(each="20.00 EUR", in_all="50.00 EUR", period=Period.from_text("12 months"))
SOLDES = promotion(
    "soldes",
    PercentOff("40"),
    valid=Window(instant("2026-10-01T00:00:00+02:00"), instant("2026-11-10T00:00:00+01:00")),
)
"""A pullover at 30.00 until the ninth of November."""


def rules(*promotions: Any, rule: UnprovenRule | None = RULE, **fields: Any) -> Rulebook:
    return shop(*promotions, returns=ReturnRules(unproven=rule), **fields)


def brings(
    book: Rulebook,
    *goods: Brought,
    person: str = "p-9",
    facts: Iterable[Fact] = (),
    at: pendulum.DateTime = AT,
    id: str = "u-1",
    **fields: Any,
) -> UnprovenCredit | Refused:
    return Counter(book).return_unproven(
        person,
        facts,
        at,
        goods=goods or [Brought("PULL")],
        id=id,
        **{"store": "lyon", "currency": "EUR", "provenance": TILL, **fields},
    )


def fact_of(found: UnprovenCredit | Refused) -> UnprovenReturned:
    assert isinstance(found, UnprovenCredit), found
    [fact] = found.facts
    return fact


def credited(*args: Any, **fields: Any) -> list[int]:
    return [good.credited for good in fact_of(brings(*args, **fields)).goods]


def code(found: UnprovenCredit | Refused) -> tuple[UnprovenRefusalCode, str | None]:
    assert isinstance(found, Refused)
    assert isinstance(found.reason, UnprovenRefused)
    return found.reason.code, found.reason.sku


def paris(month: int, day: int, hour: int = 12) -> pendulum.DateTime:
    return pendulum.datetime(2026, month, day, hour, tz="Europe/Paris")


def test_what_the_public_pays_is_credited() -> None:
    found = brings(rules(), Brought("PULL", 2), Brought("MIEL"))
    fact = fact_of(found)
    assert [attrs.astuple(good) for good in fact.goods] == [("MIEL", 1, 890, 890), ("PULL", 2, 5_000, 10_000)]
    assert (fact.person, fact.store, fact.currency, fact.days) == ("p-9", "lyon", "EUR", 30)
    assert isinstance(found, UnprovenCredit)
    assert found.pay_out == (Tender("credit", "108.90 EUR"),)
    assert found.credit == Money("108.90", "EUR")
    assert [(read.stream, read.version) for read in found.reads] == [("person:p-9", 0)]


@pytest.mark.parametrize(
    ("at", "price"),
    [
        (paris(9, 30), 5_000),
        (paris(10, 1), 3_000),
        (paris(11, 9, 23), 3_000),
        (paris(11, 10), 3_000),
        (paris(12, 9, 23), 3_000),  # the ninth of November is thirty days before
        (paris(12, 10, 0), 5_000),
    ],
)
def test_the_lowest_price_of_the_last_days_counts(at: pendulum.DateTime, price: int) -> None:
    assert credited(rules(SOLDES), at=at) == [price]


def test_days_are_those_of_the_rule() -> None:
    assert credited(rules(SOLDES, rule=UnprovenRule(days=1)), at=paris(11, 10)) == [3_000]
    assert credited(rules(SOLDES, rule=UnprovenRule(days=1)), at=paris(11, 11)) == [5_000]


def test_an_offer_to_members_or_with_a_coupon_is_not_what_the_public_paid() -> None:
    for_members = promotion("members", PercentOff("40"), when=[Member()])
    assert credited(rules(for_members)) == [5_000]


def test_the_price_is_that_of_the_store_with_its_tax() -> None:
    net = price_list("net", {"PULL": "40.00"}, basis=PriceBasis.ADDED)
    assert credited(rules(lists=[net]), store="lyon") == [4_800]
    assert credited(rules(lists=[net]), store="bruxelles") == [4_840]


def test_what_is_paid_on_top_is_credited_too() -> None:
    book = rules(extras=[DEPOSIT])
    assert credited(book, Brought("LIMO", 2)) == [700]


def test_a_ceiling_for_a_piece() -> None:
    book = rules(rule=UnprovenRule(each="20.00 EUR"))
    assert credited(book, Brought("PULL", 2), Brought("MIEL")) == [890, 4_000]
    assert fact_of(brings(book)).goods == (Credited("PULL", 1, 5_000, 2_000),)


def test_a_ceiling_for_a_person_cuts_what_is_over_it_and_then_refuses() -> None:
    book = rules(rule=CAPPED)
    facts: list[Fact] = [fact_of(brings(book, Brought("PULL", 2)))]
    second = brings(book, facts=facts, id="u-2")
    assert fact_of(second).goods == (Credited("PULL", 1, 5_000, 1_000),)
    assert isinstance(second, UnprovenCredit)
    assert [(read.stream, read.version) for read in second.reads] == [("person:p-9", 1)]
    facts += second.facts
    assert code(brings(book, facts=facts, id="u-3")) == (UnprovenRefusalCode.CEILING_REACHED, None)
    assert credited(book, facts=facts, id="u-3", person="p-10") == [2_000]


@pytest.mark.parametrize(
    ("at", "left"),
    [
        (pendulum.datetime(2027, 12, 4, 23, 59, 59, tz="Europe/Paris"), 1_000),
        (pendulum.datetime(2027, 12, 5, tz="Europe/Paris"), 2_000),
    ],
)
def test_what_was_credited_counts_for_the_period_of_the_rule(at: pendulum.DateTime, left: int) -> None:
    book = rules(rule=CAPPED)
    before = fact_of(brings(book, Brought("PULL", 2)))
    assert credited(book, facts=[before], at=at, id="u-2") == [left]


def test_without_a_period_it_counts_for_ever() -> None:
    book = rules(rule=UnprovenRule(in_all="50.00 EUR"))
    before = fact_of(brings(book, at=paris(1, 2)))
    later = pendulum.datetime(2027, 12, 30, tz="UTC")
    assert code(brings(book, facts=[before], at=later, id="u-2"))[0] is UnprovenRefusalCode.CEILING_REACHED


def test_a_member_is_one_person_under_all_their_references() -> None:
    book = rules(rule=CAPPED)
    before = fact_of(brings(book, Brought("PULL", 2), person="m-old"))
    merged = AccountsMerged(id="x-1", member="m-old", into="m-new", at=paris(11, 1), provenance=TILL)
    found = brings(book, facts=[before, merged], id="u-2", person="m-new")
    assert fact_of(found).credited == 1_000
    assert isinstance(found, UnprovenCredit)
    assert [read.stream for read in found.reads] == ["person:m-new", "person:m-old"]


def test_the_same_however_the_goods_are_listed() -> None:
    book = rules(rule=CAPPED)
    apart = brings(book, Brought("PULL"), Brought("MIEL"), Brought("PULL"))
    together = brings(book, Brought("MIEL"), Brought("PULL", 2))
    assert apart == together
    assert [good.credited for good in fact_of(together).goods] == [890, 4_000]


def test_asked_again_under_an_id_it_gives_what_was_recorded() -> None:
    book = rules(SOLDES, rule=CAPPED)
    first = fact_of(brings(book, Brought("PULL", 2), at=paris(12, 1)))
    again = brings(book, Brought("PULL"), Brought("PULL"), facts=[first], at=paris(12, 20))
    assert fact_of(again) == first
    other = brings(book, Brought("PULL"), facts=[first], at=paris(12, 20))
    assert refusal(other).code is RefusalCode.ID_TAKEN
    assert refusal(brings(book, Brought("PULL", 2), facts=[first], store="malmo")).name == "u-1"


@pytest.mark.parametrize(
    ("book", "goods", "expected"),
    [
        (rules(rule=None), "PULL", (UnprovenRefusalCode.NO_RULE, None)),
        (rules(), "PULLOVER", (UnprovenRefusalCode.UNKNOWN_PRODUCT, "PULLOVER")),
        (rules(rule=UnprovenRule(on=Category("books"))), "PULL", (UnprovenRefusalCode.NOT_COVERED, "PULL")),
        (rules(), "THE", (UnprovenRefusalCode.NOT_COVERED, "THE")),
        (rules(), "CARTE", (UnprovenRefusalCode.NOT_COVERED, "CARTE")),
        (rules(), "OURLET", (UnprovenRefusalCode.NOT_COVERED, "OURLET")),
        (
            rules(lists=[price_list("other", {"MIEL": "1.00"})]),
            "PULL",
            (UnprovenRefusalCode.NO_PRICE, "PULL"),
        ),
        (rules(rule=UnprovenRule(in_all="0.00 EUR")), "PULL", (UnprovenRefusalCode.CEILING_REACHED, None)),
    ],
)
def test_why_not(book: Rulebook, goods: str, expected: tuple[UnprovenRefusalCode, str | None]) -> None:
    found = brings(book, Brought(goods))
    assert code(found) == expected
    assert isinstance(found, Refused)
    assert "par tout moyen" in found.reason.text("fr")
    assert found.reason.text("en").endswith("the purchase may be proven by any means.")


def test_the_first_reason_by_precedence_is_told_and_nothing_is_taken_by_halves() -> None:
    goods = [Brought("PULL"), Brought("THE"), Brought("PULLOVER")]
    assert code(brings(rules(), *goods)) == (UnprovenRefusalCode.UNKNOWN_PRODUCT, "PULLOVER")


@pytest.mark.parametrize(
    ("fields", "error", "expected"),
    [
        ({"store": "nantes"}, WrongValue, "unknown_store"),
        ({"currency": "DKK"}, WrongValue, "other_currency"),
        ({"currency": "USD"}, NoAnswer, "unknown_currency"),
        ({"person": "une personne"}, WrongValue, "not_an_identifier"),
        ({"at": pendulum.datetime(2029, 1, 1, tz="UTC")}, NoAnswer, "beyond_horizon"),
    ],
)
def test_what_makes_no_sense_is_an_error(fields: Any, error: type[Exception], expected: str) -> None:
    with pytest.raises(error) as raised:
        brings(rules(rule=CAPPED), **fields)
    assert raised.value.faults[0].code == expected  # type: ignore[attr-defined]


def test_nothing_brought_is_an_error() -> None:
    with pytest.raises(WrongValue) as raised:
        Counter(rules()).return_unproven(
            "p-9", [], AT, goods=[], store="lyon", currency="EUR", id="u-1", provenance=TILL
        )
    assert raised.value.faults[0].code == "nothing_given"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"days": 0}, "count_out_of_range"),
        ({"days": 367}, "count_out_of_range"),
        ({"each": "-1.00 EUR"}, "amount_negative"),
        ({"each": "20.00 EUR", "in_all": "50.00 DKK"}, "other_currency"),
        ({"period": Period.from_text("1 year")}, "period_without_ceiling"),
    ],
)
def test_a_rule_that_cannot_be_meant(fields: Any, expected: str) -> None:
    with pytest.raises(WrongValue) as raised:
        UnprovenRule(**fields)
    assert raised.value.faults[0].code == expected


def test_the_fact_survives_its_wire_form_and_stands_in_its_persons_stream() -> None:
    fact = fact_of(brings(rules(), Brought("PULL", 2)))
    codec = STANDARD.codec
    assert codec.loads(codec.dumps(fact), UnprovenReturned) == fact
    history = Counter(rules()).history([fact, fact])
    assert history.streams == ("person:p-9",)
    assert history.of_stream(person_stream("p-9")) == [fact]
    assert Counter(rules()).standing("p-9", history, AT).conflicts == ()


def test_what_the_customer_is_told() -> None:
    found = brings(rules(rule=CAPPED), Brought("PULL"))
    assert isinstance(found, UnprovenCredit)
    assert found.text("fr").splitlines() == [
        "1 × PULL, au prix le plus bas des 30 derniers jours, 50,00\u00a0€ : 20,00\u00a0€.",
        "Avoir : 20,00\u00a0€.",
        "Pour la garantie légale de conformité, l'achat se prouve par tout moyen.",
    ]
    assert (
        found.text("en").splitlines()[0]
        == "1 × PULL, at the lowest price of the last 30 days, €50.00: €20.00."
    )


@given(
    lowest=st.lists(st.integers(0, 9_999), min_size=1, max_size=5),
    quantity=st.integers(1, 9),
    each=st.none() | st.integers(0, 9_999),
    in_all=st.none() | st.integers(0, 30_000),
    before=st.integers(0, 30_000),
)
def test_no_ceiling_is_ever_passed(
    lowest: list[int], quantity: int, each: int | None, in_all: int | None, before: int
) -> None:
    rule = UnprovenRule(
        each=None if each is None else Amount(each, "EUR"),
        in_all=None if in_all is None else Amount(in_all, "EUR"),
    )
    looked = [
        Looked(brought=Brought(f"S-{n}", quantity), product=product(f"S-{n}", "x"), lowest=price)
        for n, price in enumerate(lowest)
    ]
    found = credit_for(rule, looked, currency="EUR", credited_before=before)
    if isinstance(found, UnprovenRefused):
        assert in_all is not None
        assert before >= in_all
        return
    total = sum(good.credited for good in found)
    free = sum(quantity * (price if each is None else min(price, each)) for price in lowest)
    assert total == (free if in_all is None else min(free, in_all - before))
    assert all(good.credited <= quantity * good.lowest for good in found)
