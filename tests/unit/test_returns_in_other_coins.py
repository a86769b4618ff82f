"""Returns and tickets by hand: in currencies of no and of three digits, in coins, of what was substituted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs
import pendulum

from comptoir import (
    Accepted,
    Basket,
    Carry,
    Closed,
    Collect,
    Contract,
    Counter,
    Fact,
    Give,
    HandedOver,
    Line,
    PriceReduction,
    Quote,
    Reduce,
    Returned,
    Rulebook,
    Settled,
    Tender,
)
from comptoir.delivery.rules import DeliveryRules
from comptoir.facts.events import Intercompany, ReduceReason
from comptoir.facts.return_terms import RefundMode
from comptoir.pricing.benefits.n_for_m import NForM
from comptoir.pricing.price_lists import PriceList
from comptoir.pricing.rules import Layer, PricingRules
from comptoir.returns.rules import ReturnPolicy, ReturnRules
from comptoir.rulebook import Assortment, Sections
from comptoir.values.money import Amount
from comptoir.values.periods import Period
from comptoir.values.policies import HALF_UP, CashRounding, MoneyPolicy
from comptoir.values.windows import Window
from gallery.shop import CLOSES, OPENS
from unit.price_shop import PICKUP, PLACES, PRODUCTS, TAX, TILL, TIME, promotion, unit_prices

SOLD = pendulum.datetime(2026, 3, 2, 12, tz="Europe/Paris")
BACK = SOLD.add(days=2)
FIVE_CENTS = MoneyPolicy(cash=[CashRounding(country="FR", step="0.05 EUR", source="house rule")])
RUN_BY_ANOTHER = attrs.evolve(
    PLACES,
    stores=[attrs.evolve(each, entity="e-2") if each.id == "lyon" else each for each in PLACES.stores],
)


def counter(
    currency: str,
    prices: Mapping[str, str],
    *,
    money: MoneyPolicy = HALF_UP,
    entity: str | None = None,
    **policy: Any,
) -> Counter:
    """A shop of one currency, where three go for two, with one policy of thirty days."""
    ours = ReturnPolicy(id="ours", name={"fr": "30 jours"}, period=Period.from_text("30 days"), **policy)
    listed = PriceList(id="everyday", currency=currency, prices=unit_prices(prices))
    three = promotion("three", NForM(take=3, pay=2))
    is_repriced = "mode" in policy
    pricing = PricingRules(
        lists=[listed], layers=[Layer(id="offers")], promotions=[three] if is_repriced else []
    )
    return Counter(
        Rulebook.compose(
            id="shop",
            seller="Shop",
            entity=entity,
            computing="2026-11",
            valid=Window(OPENS, CLOSES),
            zone="Europe/Paris",
            currencies=(currency,),
            money=money,
            sections=Sections(
                products=Assortment(PRODUCTS),
                pricing=pricing,
                tax=TAX,
                places=PLACES if entity is None else RUN_BY_ANOTHER,
                delivery=DeliveryRules(services=[PICKUP] if is_repriced else []),
                returns=ReturnRules(policies=[ours]),
                time=TIME,
            ),
        )
    )


def quoted(desk: Counter, currency: str, *lines: Line, at: pendulum.DateTime = SOLD) -> Quote:
    basket = Basket(currency=currency, lines=lines, handover=Carry("lyon"), contract=Contract.IN_STORE)
    return desk.quote(basket, at)


def bought(desk: Counter, quote: Quote, *tenders: Tender, id: str = "o-1") -> list[Fact]:
    done = desk.place(quote, id=id, at=SOLD, tenders=tenders, provenance=TILL)
    assert isinstance(done, Accepted), done
    return list(done.facts)


def closed(desk: Counter, ticket: Any, *tenders: Tender) -> Closed:
    done = desk.close(ticket, id="o-9", at=BACK, tenders=tenders, provenance=TILL)
    assert isinstance(done, Closed), done
    return done


def test_a_currency_of_three_digits() -> None:
    desk = counter("KWD", {"PULL": "19.999"}, fee="10", bonus="10")
    quote = quoted(desk, "KWD", Line("PULL", 3))
    facts = bought(desk, quote, Tender("card", quote.to_pay))
    for number in range(3):
        found = desk.assess("o-1", facts, BACK, give=[Give(1)], store="lyon", prefer="credit")
        refund = found.assessed.refund
        assert (refund.goods, refund.bonus) == (17_999, 1800)  # 10% of 19.999 is 2.000, of 17.999 1.800
        assert [(each.base, each.tax, each.gross) for each in refund.taxes] == [(14_999, 3000, 17_999)]
        done = desk.settle(found, id=f"r-{number}", provenance=TILL)
        assert isinstance(done, Settled)
        facts += done.facts


def test_a_currency_of_no_digits_that_was_captured_in_one_of_two() -> None:
    desk = counter("JPY", {"PULL": "4980", "LIVRE": "1255"}, fee_each="333 JPY")
    card = Tender("card", "10215 JPY", reference="p", captured="67.89 EUR")
    quote = quoted(desk, "JPY", Line("PULL", 2), Line("LIVRE", 1))
    facts = bought(desk, quote, Tender("gift-card", "1000 JPY", reference="g"), card)
    found = desk.assess("o-1", facts, BACK, give=[Give(2)], store="lyon")
    ticket = desk.ticket(quoted(desk, "JPY", Line("LIVRE", 1), at=BACK), returns=[found])
    assert (ticket.back, ticket.net) == (4647, -3392)  # 4980 less 333
    assert [each.captured for each in ticket.paid_by_returns] == [Amount(834, "EUR")]  # of 67.89: 8.3408
    assert [each.captured for each in ticket.pay_out] == [Amount(2254, "EUR")]  # 30.8845 by then
    whole = desk.assess("o-1", facts, BACK, give=[Give(1), Give(2, 2)], store="lyon")
    assert [(each.means, each.amount.minor, each.captured) for each in whole.assessed.refund.tenders] == [
        ("card", 10_215, Amount(6789, "EUR")),
        ("gift-card", 1, None),
    ]


def in_coins(desk: Counter, *lines: Line, id: str) -> list[Fact]:
    quote = quoted(desk, "EUR", *lines)
    return bought(desk, quote, quote.in_cash().tender, id=id)


def test_coins_and_what_an_entity_owes_on_a_ticket_of_two_returns() -> None:
    prices = {"PULL": "50.02", "LIVRE": "24.98", "MIEL": "8.93"}
    desk = counter("EUR", prices, money=FIVE_CENTS, entity="e-1")
    first, second = in_coins(desk, Line("PULL", 2), id="o-1"), in_coins(desk, Line("LIVRE", 1), id="o-2")
    backs = [
        desk.assess("o-1", first, BACK, give=[Give(1)], store="lyon"),
        desk.assess("o-2", second, BACK, give=[Give(1)], store="lyon"),
    ]
    ticket = desk.ticket(quoted(desk, "EUR", Line("MIEL", 1), at=BACK), returns=backs)
    assert (ticket.net, ticket.rounding) == (-6607, -2)
    facts = closed(desk, ticket).facts[:2]
    assert owed(facts) == [(-2, 4107), (0, 2498)]  # 50.02 less 8.93, less two cents
    more = desk.ticket(quoted(desk, "EUR", Line("PULL", 2), at=BACK), returns=backs)
    coins = more.in_cash()
    assert (more.net, coins.due.minor, coins.rounding.minor) == (2504, 2505, 1)
    done = closed(desk, more, coins.tender)
    assert (owed(done.facts[:2]), done.order.cash_rounding) == ([(0, None), (0, None)], 1)
    then = [*first, *second, *done.facts]
    again = desk.assess("o-9", then, BACK.add(hours=1), give=[Give(1, 2)], store="lyon").assessed
    assert (again.refund.money, again.refund.cash_rounding) == (10_004, 1)
    assert again.intercompany == Intercompany(owed_by="e-1", owed_to="e-2", amount=10_005)


def owed(facts: Sequence[Fact]) -> list[tuple[int, int | None]]:
    returned = [each for each in facts if isinstance(each, Returned)]
    return [
        (each.cash_rounding, None if each.intercompany is None else each.intercompany.amount)
        for each in returned
    ]


def test_what_was_substituted_and_then_comes_back_where_the_kept_is_priced_again() -> None:
    desk = counter("EUR", {"PULL": "50.00", "LIVRE": "24.90"}, mode=RefundMode.REPRICE_KEPT)
    wanted = Basket(
        currency="EUR", lines=[Line("PULL", 3)], handover=Collect("lyon"), contract=Contract.IN_STORE
    )
    quote = desk.quote(wanted, SOLD)
    facts = bought(desk, quote, Tender("card", quote.to_pay))
    picked = desk.reduce(
        "o-1",
        facts,
        SOLD.add(hours=1),
        reduce=[Reduce(1, 1, to="24.90 EUR", took="LIVRE")],
        because=ReduceReason.SUBSTITUTED,
        id="s-1",
        provenance=TILL,
    )
    assert isinstance(picked, PriceReduction)
    assert picked.facts[0].refunded == 844  # of a share of 33.34
    facts += [*picked.facts, HandedOver(id="h-1", order="o-1", at=SOLD.add(hours=2), provenance=TILL)]
    # 91.56 are paid; two pullovers cost 100.00, one 50.00, the place of the book 50.00 less 8.44
    for order, expected in (
        (("LIVRE", "PULL", "PULL"), [0, 4156, 5000]),
        (("PULL", "PULL", "LIVRE"), [0, 5000, 4156]),
    ):
        known, refunds = list(facts), []
        for number, sku in enumerate(order):
            at = BACK.add(hours=number)
            found = desk.assess("o-1", known, at, give=[Give(1, sku=sku)], store="lyon")
            refunds.append(found.assessed.refund.goods)
            done = desk.settle(found, id=f"r-{number}", provenance=TILL)
            assert isinstance(done, Settled)
            known += done.facts
        assert refunds == expected
