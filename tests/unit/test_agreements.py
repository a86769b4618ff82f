"""A locked quote: what it holds, for how long, and that it is the same after a wire."""

from __future__ import annotations

import json
from typing import Any

import attrs
import pendulum
import pytest

from comptoir import (
    STANDARD,
    Accepted,
    ComptoirError,
    Counter,
    Line,
    Measured,
    NoAnswer,
    Provenance,
    Refused,
    Tender,
    WireError,
    WrongType,
    WrongValue,
)
from comptoir.checkout.refusals import Refusal, RefusalCode
from comptoir.facts.agreements import LockedQuote
from comptoir.facts.overrides import Override
from comptoir.facts.point_terms import Redemption
from comptoir.pricing.decisions import Limit, OverrideReason, OverrideRules
from comptoir.rulebook import Rulebook
from comptoir.testing.variations import with_pricing, with_promotions
from comptoir.values.instants import instant_of
from comptoir.values.money import Amount
from gallery.shop import AT, basket, rulebook

BY = Provenance("app")
DAMAGED = Override(
    price="70.00 EUR", reason="damaged", author="e-114", authority="manager", evidence="a stain"
)


def lockable() -> Rulebook:
    """The gallery's shop, in which quotes may be locked for a day, and a manager may decide prices."""
    rules = OverrideRules(
        authorities=["manager"],
        reasons=[
            OverrideReason(
                id="damaged", name={"fr": "Abîmé", "en": "Damaged"}, limits=[Limit("manager", "50")]
            )
        ],
    )
    return with_pricing(rulebook(), attrs.evolve(rulebook().pricing, lock_hours=24, overrides=rules))


COUNTER = Counter(lockable())
ASKED = attrs.evolve(basket(), lines=[*basket().lines, Line("ROBE-36", 1, override=DAMAGED, ref="app-10")])
QUOTE = COUNTER.quote(ASKED, AT)


def locked() -> LockedQuote:
    found = COUNTER.lock(QUOTE, until=AT.add(hours=24))
    assert isinstance(found, LockedQuote)
    return found


LOCKED = locked()


def code_of(error: pytest.ExceptionInfo[ComptoirError]) -> str:
    return error.value.faults[0].code


def place(
    counter: Counter, quote: LockedQuote, at: pendulum.DateTime, *, missing: str = "0 EUR"
) -> Accepted | Refused:
    tenders = [Tender("card", quote.to_pay - Amount.of(missing).money)]
    return counter.place(quote, id="o-1", at=at, tenders=tenders, provenance=BY)


def refused(placed: Accepted | Refused | LockedQuote) -> Refusal:
    assert isinstance(placed, Refused)
    assert isinstance(placed.reason, Refusal)
    return placed.reason


def test_a_locked_quote_is_the_same_after_a_wire() -> None:
    data = STANDARD.codec.dumps(LOCKED)
    again = STANDARD.codec.loads(data, LockedQuote)
    assert again == LOCKED
    assert STANDARD.codec.dumps(again) == data
    assert next(iter(json.loads(data))) == "locked-quote/1"
    assert (again.total, again.to_pay, again.locked_until) == (QUOTE.total, QUOTE.to_pay, AT.add(hours=24))


def test_it_holds_all_that_the_order_is_made_of() -> None:
    agreed = LOCKED.agreed
    assert (agreed.rulebook, agreed.question, agreed.answer) == (
        QUOTE.rulebook.digest,
        QUOTE.question,
        QUOTE.answer,
    )
    assert agreed.terms == QUOTE.terms
    assert STANDARD.codec.digest(agreed.terms) == agreed.answer
    assert [product.sku for product in agreed.products] == [line.sku for line in QUOTE.terms.lines]
    assert set(agreed.rule_names) == {"soldes", "dix", "damaged"}
    assert {units.ref for units in agreed.refs} == {"app-7", "app-8", "app-9", "app-10"}


def test_it_is_placed_as_it_was_locked_whatever_has_changed() -> None:
    dearer = Counter(with_promotions(lockable(), []))
    last = AT.add(hours=24).subtract(microseconds=1)
    again = STANDARD.codec.loads(STANDARD.codec.dumps(LOCKED), LockedQuote)
    for counter, quote in ((COUNTER, LOCKED), (dearer, LOCKED), (dearer, again)):
        placed = place(counter, quote, last)
        assert isinstance(placed, Accepted)
        assert placed.order.terms == QUOTE.terms
        assert placed.order.answer == QUOTE.answer
        assert placed.order.ref("app-7") == QUOTE.ref("app-7")
        assert STANDARD.codec.loads(STANDARD.codec.dumps(placed.order), type(placed.order)) == placed.order


@pytest.mark.parametrize("at", [AT.add(hours=24), AT.add(days=300), AT.subtract(microseconds=1)])
def test_outside_its_time_it_is_refused(at: pendulum.DateTime) -> None:
    reason = refused(place(COUNTER, LOCKED, at))
    assert reason.code is RefusalCode.LOCK_ENDED
    assert reason.text("fr") != reason.text("en")


def test_it_is_paid_to_the_cent() -> None:
    assert refused(place(COUNTER, LOCKED, AT, missing="0.01 EUR")) == Refusal(
        RefusalCode.TENDERS_SHORT, missing=Amount(1, "EUR")
    )


@pytest.mark.parametrize("until", [AT, AT.subtract(hours=1), AT.add(hours=24, microseconds=1)])
def test_it_is_locked_for_some_time_and_no_longer_than_the_rulebook_lets(until: pendulum.DateTime) -> None:
    with pytest.raises(WrongValue) as error:
        COUNTER.lock(QUOTE, until=until)
    assert (code_of(error), error.value.faults[0].where) == ("lock_out_of_range", "until")


def test_a_rulebook_that_says_nothing_lets_no_quote_be_locked() -> None:
    with pytest.raises(NoAnswer) as error:
        Counter(rulebook()).lock(Counter(rulebook()).quote(basket(), AT), until=AT.add(hours=1))
    assert str(error.value) == (
        "lock: found a rulebook that lets no quote be locked; write lock_hours under [pricing] [no_lock]"
    )


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"lines": []}, "empty_basket"),
        ({"contract": None}, "contract_unknown"),
        ({"handover": None}, "handover_unknown"),
        ({"lines": [Line("ROBE-36", 1, override=attrs.evolve(DAMAGED, price="30.00 EUR"))]}, "price_refused"),
    ],
)
def test_what_could_not_become_an_order_is_not_locked(change: dict[str, Any], code: str) -> None:
    quote = COUNTER.quote(attrs.evolve(ASKED, **change), AT)
    assert refused(COUNTER.lock(quote, until=AT.add(hours=1))).code.value == code


@pytest.mark.parametrize("quote", [LOCKED, ASKED, None])
def test_a_quote_is_locked_and_nothing_else(quote: Any) -> None:
    with pytest.raises(WrongType):
        COUNTER.lock(quote, until=AT.add(hours=1))


def test_a_locked_quote_ends_after_it_starts() -> None:
    with pytest.raises(WrongValue) as error:
        attrs.evolve(LOCKED, until=instant_of(AT))
    assert str(error.value) == (
        "until: found an end before the start; lock it until after it was asked [empty_window]"
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"rulebook": "0" * 63}, "not_a_digest"),
        ({"question": "G" * 64}, "not_a_digest"),
        ({"answer": ""}, "not_a_digest"),
        ({"products": LOCKED.agreed.products[:1]}, "lines_not_in_order"),
    ],
)
def test_what_is_agreed_fits_together(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(WrongValue) as error:
        attrs.evolve(LOCKED.agreed, **changes)
    assert code_of(error) == code


@pytest.mark.parametrize("field", ["basket", "terms", "products", "rule_names"])
def test_what_is_agreed_has_its_types(field: str) -> None:
    wrong: dict[str, Any] = {field: 1.5}
    with pytest.raises(WrongType):
        attrs.evolve(LOCKED.agreed, **wrong)


def test_a_locked_quote_from_a_document_is_checked_as_one_that_is_built() -> None:
    document = json.loads(STANDARD.codec.dumps(LOCKED))
    del document["locked-quote/1"]["agreed"]["products"][0]
    with pytest.raises(WireError) as error:
        STANDARD.codec.loads(json.dumps(document), LockedQuote)
    assert error.value.faults[0].where == "locked-quote/1.agreed.products"


def test_points_that_a_lock_spends_are_asked_for_again() -> None:
    spending = attrs.evolve(
        LOCKED,
        agreed=attrs.evolve(
            LOCKED.agreed,
            basket=attrs.evolve(LOCKED.agreed.basket, points=100),
            terms=attrs.evolve(LOCKED.agreed.terms, redemption=Redemption(100, 100)),
        ),
    )
    with pytest.raises(WrongValue) as error:
        place(COUNTER, spending, AT)
    assert code_of(error) == "points_without_history"


def test_what_is_weighed_is_locked_as_it_was_weighed() -> None:
    [tea] = [line for line in LOCKED.agreed.terms.lines if line.sku == "THE-VRAC"]
    assert tea.quantity == Measured("0.532", "kg")
