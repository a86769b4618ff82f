"""A store pays back what another legal entity had sold: who owes whom, and what coins round to."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import attrs
import pendulum
import pytest

from comptoir import (
    Accepted,
    Assessment,
    Basket,
    Carry,
    Closed,
    Contract,
    Counter,
    Give,
    Line,
    OrderPlaced,
    Provenance,
    Returned,
    RulebookError,
    Settled,
    Tender,
)
from comptoir.authoring import check, example, seal
from comptoir.cli.refunds import paid_back
from comptoir.cli.voice import Voice
from comptoir.facts.events import Intercompany
from comptoir.facts.orders import CASH, TenderName
from comptoir.returns.paying_out import PayDesk, still_released
from comptoir.returns.refund import Refund, Surcharge
from comptoir.returns.tender_plan import PayableHere
from comptoir.values.money import Amount
from comptoir.values.percentages import Percent
from comptoir.values.policies import CashRounding

BOUGHT = pendulum.datetime(2026, 11, 10, 11, 0, tz="Europe/Paris")
LATER = BOUGHT.add(days=3)
TILL = Provenance("till")
FR, BE = "lavande-fr", "lavande-be"
SELLER = 'seller = "Maison Lavande"'
BRUSSELS = 'id = "bruxelles"'
COINS = CashRounding(country="BE", step="0.05 EUR", source="…")
DESK = PayDesk(here=PayableHere(is_store=True), cash=COINS, seller=FR, runs=BE)


def written(*, seller: str | None, runs: str | None, pays_out: str = "") -> str:
    text = example()
    for entity in (FR, BE):
        text = re.sub(rf'entity = "{entity}".*\n', "", text)
    if seller is not None:
        text = text.replace(SELLER, f'{SELLER}\nentity = "{seller}"')
    more = "" if runs is None else f'\nentity = "{runs}"'
    return text.replace(BRUSSELS, f"{BRUSSELS}{more}\n{pays_out}")


@cache
def counter(seller: str | None = FR, runs: str | None = BE, pays_out: str = "") -> Counter:
    return Counter(seal(written(seller=seller, runs=runs, pays_out=pays_out)))


def bought(counter: Counter, *tenders: Tender) -> OrderPlaced:
    basket = Basket(
        currency="EUR",
        lines=[Line("ROBE-LIN-36", 2)],
        handover=Carry("lyon-2"),
        contract=Contract.IN_STORE,
    )
    quote = counter.quote(basket, BOUGHT)
    rest = quote.due - sum(tender.amount.minor for tender in tenders)
    paid = [*tenders, Tender(CASH, Amount(rest, "EUR"))]
    accepted = counter.place(quote, id="o-1", at=BOUGHT, tenders=paid, provenance=TILL)
    assert isinstance(accepted, Accepted)
    return accepted.facts[0]


def assessed(counter: Counter, *facts: OrderPlaced, **asked: Any) -> Assessment:
    asked = {"give": [Give(1)], "store": "bruxelles", **asked}
    return counter.assess("o-1", facts, LATER, **asked)


def settled(counter: Counter, assessment: Assessment) -> Returned:
    done = counter.settle(assessment, id="r-1", provenance=TILL)
    assert isinstance(done, Settled)
    return done.facts[0]


def test_the_seller_owes_what_the_store_paid_out_coins_rounded() -> None:
    found = assessed(counter(), bought(counter()))
    money = found.assessed.refund.money
    rounding = found.assessed.refund.cash_rounding
    assert (money + rounding) % 5 == 0
    expected = Intercompany(owed_by=FR, owed_to=BE, amount=money + rounding)
    assert found.assessed.intercompany == expected
    fact = settled(counter(), found)
    assert (fact.intercompany, fact.cash_rounding) == (expected, rounding)


def test_what_goes_through_an_acquirer_is_paid_out_by_the_seller() -> None:
    card = Tender("card", "60.00 EUR", reference="psp-9")
    found = assessed(counter(), bought(counter(), card), give=[Give(1, 2)])
    coins = sum(each.amount.minor for each in found.assessed.refund.tenders if each.reference is None)
    owed = found.assessed.intercompany
    assert owed is not None
    assert owed.amount == coins + found.assessed.refund.cash_rounding < found.assessed.refund.money


@pytest.mark.parametrize(("seller", "runs"), [(FR, None), (FR, FR), (None, None)])
def test_nothing_is_owed_within_one_entity(seller: str | None, runs: str | None) -> None:
    shop = counter(seller, runs)
    placed = bought(shop)
    assert placed.order.entity == seller
    assert assessed(shop, placed).assessed.intercompany is None


def test_by_post_nobody_owes_anything_and_no_coin_is_rounded() -> None:
    found = assessed(counter(), bought(counter()), store=None).assessed
    assert (found.intercompany, found.refund.cash_rounding) == (None, 0)


def test_a_store_that_pays_out_no_coins_owes_and_rounds_nothing() -> None:
    shop = counter(pays_out='pays_out = ["card"]')
    found = assessed(shop, bought(shop)).assessed
    assert (found.intercompany, found.refund.cash_rounding) == (None, 0)
    assert [step.code.value for step in found.steps if step.code.value == "pay_elsewhere"]


def test_a_store_of_another_entity_asks_who_sells() -> None:
    text = written(seller=None, runs=BE)
    [fault] = check(text)
    assert fault.code == "entity_without_seller"
    assert fault.where.endswith(".entity")
    with pytest.raises(RulebookError, match="the legal entity that sells"):
        seal(text)


def test_an_entity_of_the_new_order_that_runs_the_store_is_owed_what_pays_it() -> None:
    placed = bought(counter())
    branch = counter(BE, None)
    back = assessed(branch, placed)
    basket = Basket(
        currency="EUR",
        lines=[Line("MIEL-LAVANDE-250", 1)],
        handover=Carry("bruxelles"),
        contract=Contract.IN_STORE,
    )
    ticket = branch.ticket(branch.quote(basket, LATER), returns=[back])
    done = branch.close(ticket, id="o-9", at=LATER, provenance=TILL)
    assert isinstance(done, Closed)
    fact = done.facts[0]
    assert isinstance(fact, Returned)
    whole = back.assessed.refund.money + done.rounding
    assert fact.intercompany == Intercompany(owed_by=FR, owed_to=BE, amount=whole)


def test_only_coins_are_rounded_and_a_tie_goes_down() -> None:
    assert DESK.rounding([Tender(CASH, "1.02 EUR"), Tender("card", "1.01 EUR")]) == -2
    assert DESK.rounding([Tender(CASH, "1.03 EUR")]) == 2
    assert DESK.rounding([Tender("card", "1.03 EUR")]) == 0


def test_nothing_is_owed_where_nothing_is_paid_out() -> None:
    assert DESK.intercompany([Tender("card", "1.03 EUR", reference="psp-9")]) is None


def test_what_is_kept_of_a_tender_is_released_no_more() -> None:
    card = Tender("card", "10.00 EUR", reference="psp-9")
    assert still_released([card], [Tender("card", "4.00 EUR", reference="psp-9")]) == (
        Tender("card", "4.00 EUR", reference="psp-9"),
    )
    assert still_released([card], []) == ()


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            [
                "TO REFUND €11.00",
                "Credit (instead of Cash) €4.00",
                "Card psp-9 €7.00",
                "which is £6.10 as captured",
                "of which never captured, released €1.00",
                "cash rounding €0.02",
                "kept for the parcel label €3.00",
                "kept: the delivery is free no longer €2.00",
                "BESIDES, AS CREDIT €0.40",
                "BESIDES, FOR BEING LATE (11 d, 5%) €0.80",
            ],
        ),
        ("fr", ["À REMBOURSER 11,00 €", "Avoir (au lieu de : Espèces) 4,00 €"]),
    ],
)
def test_a_refund_is_printed_with_all_that_stands_beside_it(language: str, expected: list[str]) -> None:
    card = Tender("card", "7.00 EUR", reference="psp-9", captured="6.10 GBP")
    refund = Refund(
        goods=1600,
        delivery=0,
        currency="EUR",
        tenders=(Tender("credit", "4.00 EUR", instead_of=TenderName(CASH)), card),
        carriage=300,
        rebilled=200,
        bonus=40,
        cash_rounding=2,
        released=(Tender("card", "1.00 EUR", reference="psp-9"),),
        surcharge=Surcharge(days=11, percent=Percent.from_text("5"), amount=80, source="…"),
    )
    found = attrs.evolve(assessed(counter(), bought(counter())).assessed, refund=refund, points_clawed=0)
    voice = Voice.of(language, counter().rulebook)
    printed = [" ".join(line.replace("\N{NO-BREAK SPACE}", " ").split()) for line in paid_back(found, voice)]
    assert printed[: len(expected)] == expected
