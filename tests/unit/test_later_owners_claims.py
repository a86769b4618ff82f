"""A machine that points had paid in part, sold on and rescinded for a claim: whose is what, points too."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import pendulum
import pytest
from pendulum import DateTime

from comptoir import (
    Accepted,
    Basket,
    Buyer,
    Carry,
    Contract,
    Counter,
    Fact,
    Give,
    Line,
    Provenance,
    Settled,
    Tender,
)
from comptoir.authoring import example, seal
from comptoir.checkout.claiming import ClaimOpened, ClaimStepped, HandedOn
from comptoir.facts.claim_events import ClaimStep
from comptoir.facts.guarantee_terms import Problem, Remedy

JEAN, INES = "m-jean", "m-ines"
LYON = "lyon-2"
TILL = Provenance("till")
EARNED = pendulum.datetime(2026, 10, 1, 11, tz="Europe/Paris")
BOUGHT = pendulum.datetime(2026, 11, 10, 11, tz="Europe/Paris")
SOLD_ON = BOUGHT.add(days=40)
CLAIMED = BOUGHT.add(days=60)
REFUSED = BOUGHT.add(days=61)


@cache
def counter() -> Counter:
    return Counter(seal(example()))


def bought(known: Sequence[Fact], id: str, at: DateTime, line: Line, *, points: int = 0) -> list[Fact]:
    basket = Basket(
        currency="EUR",
        lines=[line],
        buyer=Buyer(member=JEAN),
        handover=Carry(LYON),
        contract=Contract.IN_STORE,
        points=points,
    )
    quote = counter().quote(basket, at, standing=counter().standing(JEAN, known, at))
    paid = [Tender("card", quote.to_pay, reference=id)]
    history = counter().history(known)
    done = counter().place(quote, id=id, at=at, tenders=paid, provenance=TILL, history=history)
    assert isinstance(done, Accepted), done
    return [*known, *done.facts]


@cache
def machine(owner: str | None) -> tuple[Fact, ...]:
    """A machine of 249.00 EUR, less 10.00, paid with 100 points for 5.00 EUR; nobody puts its fault right."""
    facts = bought([], "o-0", EARNED, Line("PULL-MERINOS-M", 2))
    facts = bought(facts, "o-1", BOUGHT, Line("MACHINE-CAFE", 1), points=100)
    if owner is not None:
        sold = counter().pass_on("o-1", facts, SOLD_ON, to=owner, id="p-1", provenance=TILL)
        assert isinstance(sold, HandedOn)
        facts += sold.facts
    opened = counter().open_claim("o-1", facts, CLAIMED, problem=Problem.FAULTY, id="c-1", provenance=TILL)
    assert isinstance(opened, ClaimOpened)
    facts += opened.facts
    for remedy in (Remedy.REPAIR, Remedy.REPLACEMENT):
        step = counter().pass_claim(
            "o-1",
            facts,
            REFUSED,
            claim="c-1",
            step=ClaimStep.REFUSED,
            remedy=remedy,
            said="non",
            id=f"s-{remedy.value}",
            provenance=TILL,
        )
        assert isinstance(step, ClaimStepped)
        facts += step.facts
    return tuple(facts)


@pytest.mark.parametrize(
    ("owner", "money", "points"),
    [(None, [("card", 23400)], 100), (INES, [("credit", 23400), ("credit", 500)], 0)],
)
def test_of_a_later_owners_goods_the_buyer_gets_neither_money_nor_points(
    owner: str | None, money: list[tuple[str, int]], points: int
) -> None:
    """The buyer has the card's part back and the points; a later owner credit for both: 239.00 EUR.

    The 234 points that the card's part had earned go from the buyer's account either way, as with a gift.
    """
    facts = machine(owner)
    seen = counter().assess("o-1", facts, REFUSED, give=[Give(1)], store=LYON, member=owner, claim="c-1")
    refund = seen.assessed.refund
    assert [(tender.means, tender.amount.minor) for tender in refund.tenders] == money
    assert (refund.points, seen.assessed.gift) == (points, owner is not None)
    done = counter().settle(seen, id="r-1", provenance=TILL)
    assert isinstance(done, Settled)
    known = (*facts, *done.facts)
    before, after = (counter().standing(JEAN, each, REFUSED).account for each in (facts, known))
    assert before.redeemed - after.redeemed == points
    assert before.available - after.available == 234 - points
    assert after.conflicts == ()
