"""What goes wrong at the desk where goods come back: each case with what everybody is told.

What may not come back is refused with its reason; what makes no sense is an error with its place and cure.
"""

from __future__ import annotations

from functools import cache

import attrs
import pendulum
import pytest

from comptoir import (
    Accepted,
    Assessment,
    Brought,
    Carry,
    Contract,
    Counter,
    Deliver,
    Fact,
    Give,
    HandedOver,
    Line,
    Place,
    Provenance,
    Refused,
    Returned,
    Settled,
    Tender,
    UnprovenCredit,
    WrongValue,
)
from comptoir.facts.baskets import Buyer
from comptoir.facts.events import Exceptional
from comptoir.facts.point_events import AccountsMerged, PurchaseClaimed
from comptoir.facts.return_terms import Anchor
from comptoir.facts.units import Units
from comptoir.returns.rules import ReturnPolicy, ReturnRules, StaffException, UnprovenRule
from comptoir.rulebook import Rulebook
from comptoir.values.periods import Period
from unit.price_shop import HOME, TILL, basket, shop

PARIS = "Europe/Paris"
BOUGHT = pendulum.datetime(2026, 12, 4, 18, 5, tz=PARIS)
DELIVERED = pendulum.datetime(2026, 12, 7, 11, 30, tz=PARIS)
BROUGHT = pendulum.datetime(2026, 12, 12, 16, 10, tz=PARIS)
LATER = pendulum.datetime(2026, 12, 15, 9, 0, tz=PARIS)
RULES = ReturnRules(
    policies=[
        ReturnPolicy(
            id="thirty",
            name={"fr": "30 jours"},
            period=Period.from_text("30 days"),
            anchor=Anchor.HANDED_OVER,
        )
    ],
    exceptions=[
        StaffException(
            id="goodwill", name={"fr": "Geste"}, authorities=["manager", "owner"], lifts=["too_late"]
        )
    ],
    unproven=UnprovenRule(days=30, in_all="100.00 EUR"),
)


@cache
def counter() -> Counter:
    return Counter(rules())


@cache
def rules() -> Rulebook:
    return shop(returns=RULES, services=(HOME,))


def bought(member: str | None = "m-jean", *, delivered: bool = True, id: str = "o-1") -> list[Fact]:
    """Two pullovers, sent home."""
    wanted = basket(
        Line("PULL", 2, ref="app-7"),
        handover=Deliver(Place("FR", "69003"), "home"),
        contract=Contract.DISTANCE,
        buyer=Buyer(member=member),
    )
    quote = counter().quote(wanted, BOUGHT)
    placed = counter().place(
        quote, id=id, at=BOUGHT, tenders=[Tender("card", quote.to_pay)], provenance=Provenance("app")
    )
    assert isinstance(placed, Accepted), placed
    handed = HandedOver(id="h-1", order=id, member=member, at=DELIVERED, provenance=TILL)
    return [*placed.facts, handed] if delivered else [*placed.facts]


def assessed(
    *give: Give,
    order: str = "o-1",
    facts: list[Fact] | None = None,
    at: pendulum.DateTime = BROUGHT,
    **asked: object,
) -> Assessment:
    known = bought() if facts is None else facts
    given = give or (Give("app-7"),)
    return counter().assess(order, known, at, give=given, store="lyon", **asked)  # type: ignore[arg-type]


def refusal(found: Assessment) -> tuple[str, str, str]:
    """Why the one thing given is refused; it cannot be settled either."""
    [refused] = found.refused
    assert found.goods == ()
    assert isinstance(counter().settle(found, id="r-9", provenance=TILL), Refused)
    return refused.code.value, refused.text("fr"), refused.text("en")


def returned(*give: Give, facts: list[Fact] | None = None, id: str = "r-1") -> Returned:
    found = counter().settle(assessed(*give, facts=facts), id=id, provenance=TILL)
    assert isinstance(found, Settled), found
    return found.facts[0]


def error(**asked: object) -> str:
    with pytest.raises(WrongValue) as raised:
        assessed(**asked)  # type: ignore[arg-type]
    return str(raised.value)


def test_more_than_was_bought() -> None:
    code, french, english = refusal(assessed(Give("app-7", 3)))
    assert (code, french, english) == (
        "more_than_bought",
        "Il n'en a pas été acheté autant.",
        "Fewer were bought.",
    )
    found = assessed(Give("app-7", 2), Give(1))
    assert [refused.code.value for refused in found.refused] == ["more_than_bought"]


def test_a_unit_that_came_back_before_names_the_return() -> None:
    facts = [*bought(), returned(Give("app-7", 2))]
    assert refusal(assessed(facts=facts, at=LATER)) == (
        "already_returned",
        "Déjà rendu (r-1).",
        "It has come back before (r-1).",
    )


def test_a_return_of_a_return_names_the_order() -> None:
    facts = [*bought(), returned()]
    said = (
        "found r-1, which is a return of goods of the order o-1; name the order o-1 and a line of it: what came "
        "back cannot come back once more [a_return]"
    )
    assert error(order="r-1", facts=facts, at=LATER) == f"order: {said}"
    with pytest.raises(WrongValue) as raised:
        assessed(Give("app-7"), Give("r-1"), facts=facts, at=LATER)
    assert str(raised.value) == f"give[1].what: {said}"


def test_a_line_that_bears_the_name_of_a_return_is_a_line() -> None:
    facts = [*bought(), returned(id="app-7")]
    assert assessed(Give("app-7"), facts=facts, at=LATER).refused == ()


def test_another_customers_order() -> None:
    assert refusal(assessed(member="m-marie")) == (
        "other_customer",
        "Cette commande est celle d'un autre client.",
        "This is another customer's order.",
    )
    assert assessed(member="m-jean").refused == ()
    assert assessed().refused == ()


def test_whose_an_order_is_follows_claims_and_united_accounts() -> None:
    nobodys = bought(member=None)
    assert assessed(facts=nobodys, member="m-marie").refused == ()
    claim = PurchaseClaimed(id="c-1", member="m-jean", order="o-1", at=DELIVERED, provenance=TILL)
    claimed = [*nobodys, claim]
    assert refusal(assessed(facts=claimed, member="m-marie"))[0] == "other_customer"
    assert assessed(facts=claimed, member="m-jean").refused == ()
    merged = AccountsMerged(id="x-1", member="m-marie", into="m-jean", at=LATER, provenance=TILL)
    assert refusal(assessed(facts=[*bought(), merged], member="m-marie"))[0] == "other_customer"
    assert assessed(facts=[*bought(), merged], member="m-marie", at=LATER).refused == ()


def test_of_a_gift_nobody_asks_whose_it_is() -> None:
    assert assessed(member="m-marie", gift=True).refused == ()


def test_a_unit_that_was_never_delivered() -> None:
    expected = (
        "not_handed_over",
        "Pas encore remis au client : à annuler, s'il y a lieu.",
        "Not handed over to the customer yet: it may be cancelled.",
    )
    assert refusal(assessed(facts=bought(delivered=False))) == expected
    [placed] = bought(delivered=False)
    one = HandedOver(
        id="h-1", order="o-1", member="m-jean", at=DELIVERED, units=[Units(1, 0, 1)], provenance=TILL
    )
    assert assessed(facts=[placed, one]).refused == ()
    assert refusal(assessed(Give("app-7", 2), facts=[placed, one])) == expected


def test_a_receipt_of_another_system_is_no_order_here_and_says_what_to_do() -> None:
    assert error(order="caisse-4711") == (
        "history: found no order caisse-4711 placed by then; pass the facts of this order, its placing among "
        "them; with the receipt of another system, look for the purchase by card, account or serial number, or "
        "take the goods back by return_unproven [unknown_order]"
    )
    found = counter().return_unproven(
        "caisse-4711",
        (),
        BROUGHT,
        goods=[Brought("PULL")],
        store="lyon",
        currency="EUR",
        id="u-1",
        provenance=TILL,
    )
    assert isinstance(found, UnprovenCredit)
    assert found.facts[0].credited == 5_000


def test_a_clock_of_a_till_that_is_before_the_purchase() -> None:
    assert error(at=BOUGHT.subtract(days=1)) == (
        "at: found 2026-12-03T17:05:00Z, before the order o-1 was placed, at 2026-12-04T17:05:00Z; set the clock "
        "of the till right, and ask again [before_the_purchase]"
    )
    carried = [attrs.evolve(fact) for fact in bought()]
    assert refusal(assessed(facts=carried, at=BOUGHT))[0] == "not_handed_over"


def test_a_store_that_there_is_not() -> None:
    with pytest.raises(WrongValue) as raised:
        counter().assess("o-1", bought(), BROUGHT, give=[Give("app-7")], store="nantes")
    assert str(raised.value) == (
        "store: found nantes; use a store of the rulebook: aarhus, ajaccio, bruxelles, lyon, malmo [unknown_store]"
    )


def test_an_exception_by_somebody_without_the_authority() -> None:
    late = pendulum.datetime(2027, 2, 1, tz=PARIS)
    cashier = Exceptional(rule="goodwill", author="e-9", authority="till")
    with pytest.raises(WrongValue) as raised:
        assessed(Give("app-7", exception=cashier), at=late)
    assert str(raised.value) == (
        "give[0].exception.authority: found till; let it be decided by one of manager, owner [without_authority]"
    )
    manager = attrs.evolve(cashier, authority="manager")
    found = assessed(Give("app-7", exception=manager), at=late)
    done = counter().settle(found, id="r-1", provenance=TILL)
    assert isinstance(done, Settled)
    assert done.facts[0].taken[0].exception == manager
    assert [(tender.means, tender.amount.minor) for tender in done.pay_out] == [("credit", 5_000)]


def test_what_was_carried_away_needs_no_delivery() -> None:
    quote = counter().quote(basket(Line("PULL", 1), handover=Carry("lyon")), BOUGHT)
    placed = counter().place(
        quote, id="o-2", at=BOUGHT, tenders=[Tender("card", quote.to_pay)], provenance=TILL
    )
    assert isinstance(placed, Accepted)
    found = counter().assess("o-2", placed.facts, BOUGHT, give=[Give(1)], store="lyon")
    assert found.refused == ()
