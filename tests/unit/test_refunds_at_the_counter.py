"""Refunds at the counter: what a sale freezes for them, how they are asked for, and what is recorded."""

from __future__ import annotations

from typing import Any

import attrs
import pendulum
import pytest
from pendulum import DateTime

from comptoir import (
    Accepted,
    Basket,
    Contract,
    Counter,
    Deliver,
    Fact,
    Give,
    HandedOver,
    Line,
    Order,
    OrderPlaced,
    Place,
    Provenance,
    Tender,
)
from comptoir.checkout.after_sales import Assessment, Settled
from comptoir.delivery.rules import FreeFrom
from comptoir.facts.return_terms import FreeDelivery, ProofKind, RefundMode
from comptoir.pricing.benefits.n_for_m import NForM
from comptoir.returns.rules import ReturnPolicy, ReturnRules
from comptoir.values.periods import Period
from unit.price_shop import HOME, promotion, shop

ORDERED = pendulum.datetime(2026, 12, 1, 10, 0, tz="Europe/Paris")
RECEIVED, BACK = ORDERED.add(days=2), ORDERED.add(days=5)
DESK = Provenance("desk")
TO = Deliver(Place("FR", "69003"), "home")
POLICY = ReturnPolicy(id="ours", name={"fr": "Chez nous"}, period=Period.from_text("30 days"))
REBILL = attrs.evolve(POLICY, free_delivery=FreeDelivery.REBILL)
AGAIN = attrs.evolve(POLICY, mode=RefundMode.REPRICE_KEPT)


def counter(policy: ReturnPolicy, *promotions: Any) -> Counter:
    services = (attrs.evolve(HOME, free_from=FreeFrom("60.00 EUR")),)
    return Counter(shop(*promotions, services=services, returns=ReturnRules(policies=[policy])))


def bought(desk: Counter, *lines: Line) -> tuple[Order, list[Fact]]:
    basket = Basket(currency="EUR", lines=lines, handover=TO, contract=Contract.IN_STORE)
    quote = desk.quote(basket, ORDERED)
    done = desk.place(quote, id="o-1", at=ORDERED, tenders=[Tender("card", quote.to_pay)], provenance=DESK)
    assert isinstance(done, Accepted)
    got = HandedOver(id="h-1", order="o-1", at=RECEIVED, provenance=DESK)
    return done.order, [OrderPlaced(id="o-1", order=done.order), got]


def asked(desk: Counter, facts: list[Fact], *give: Give, at: DateTime = BACK, **how: Any) -> Assessment:
    return desk.assess("o-1", facts, at, give=give, **how)


def test_the_threshold_of_a_free_delivery_is_kept_where_a_policy_asks_for_it() -> None:
    kept, _ = bought(counter(POLICY), Line("PULL", 3))
    assert [each.free_from for each in kept.deliveries] == [None]
    order, facts = bought(counter(REBILL), Line("PULL", 3))
    [delivery] = order.deliveries
    assert delivery.free_by == "home/free_from"
    assert delivery.free_from is not None
    [worth] = delivery.free_from.worths
    assert (delivery.free_from.amount, delivery.free_from.lines) == (6000, (1,))
    assert worth == order.lines[0].terms.paid >= 6000
    found = asked(counter(REBILL), facts, Give(1, 2))
    assert found.assessed.refund.rebilled == delivery.fee
    assert found.refund.amount * 100 == found.assessed.refund.total - delivery.fee


def test_what_is_recorded_says_what_was_kept_and_taxed() -> None:
    desk = counter(REBILL)
    _, facts = bought(desk, Line("PULL", 3))
    found = asked(desk, facts, Give(1, 2))
    done = desk.settle(found, id="r-1", provenance=DESK)
    assert isinstance(done, Settled)
    [fact] = done.facts
    assert (fact.rebilled, fact.taxes) == (found.assessed.refund.rebilled, found.assessed.refund.taxes)
    rest = asked(desk, [*facts, fact], Give(1), at=BACK.add(minutes=1)).assessed.refund
    assert (rest.rebilled, rest.money) == (0, rest.total)


def test_kept_goods_are_priced_again_under_the_rules_of_the_sale() -> None:
    desk = counter(AGAIN, promotion("three", NForM(take=3, pay=2)))
    order, facts = bought(desk, Line("PULL", 3))
    piece = order.lines[0].terms.regular // 3
    assert order.repricing is not None
    assert order.lines[0].terms.paid == 2 * piece
    one = asked(desk, facts, Give(1))
    assert (one.assessed.kept_cost, one.assessed.refund.goods) == (2 * piece, 0)
    two = asked(desk, facts, Give(1, 2))
    assert (two.assessed.kept_cost, two.assessed.refund.goods) == (piece, piece)
    assert two.goods[0].mode is RefundMode.REPRICE_KEPT


@pytest.mark.parametrize(
    "how",
    [{"prefer": "credit"}, {"gift": True}, {"label": True}, {"proof": ProofKind.CARD}, {"member": "m-1"}],
)
def test_how_goods_come_back_is_part_of_the_question(how: dict[str, Any]) -> None:
    desk = counter(POLICY)
    _, facts = bought(desk, Line("PULL", 1))
    plain = asked(desk, facts, Give(1))
    assert asked(desk, facts, Give(1), **how).question != plain.question
    same: dict[str, Any] = {
        "prefer": None,
        "gift": False,
        "label": False,
        "proof": ProofKind.RECEIPT,
        "member": None,
    }
    assert asked(desk, facts, Give(1), **same).question == plain.question
