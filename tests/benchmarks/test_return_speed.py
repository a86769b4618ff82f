"""Speed of returns, to be read as ratios within one run: `nox -s benchmarks`.

Nothing here asserts a time. The yardstick of taking a whole order back is quoting it; of many lines and many
facts, few.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import attrs
import pendulum
import pytest

from comptoir import Accepted, Basket, Carry, Contract, Counter, Give, Line, Product, Provenance, Tender
from comptoir.checkout.after_sales import Settled
from comptoir.checkout.repricing import KeptPrices, frozen_rules
from comptoir.facts.events import OrderPlaced
from comptoir.facts.history import History
from comptoir.facts.return_terms import RefundMode
from comptoir.loyalty.rules import LoyaltyRules
from comptoir.pricing.benefits.basket_amount import BasketAmountOff
from comptoir.pricing.benefits.percent import PercentOff
from comptoir.pricing.conditions.spend import Spend
from comptoir.pricing.price_lists import PriceList
from comptoir.pricing.rules import Layer, PricingRules, Promotion
from comptoir.returns.rules import ReturnPolicy, ReturnRules
from comptoir.rulebook import Assortment
from comptoir.testing.whole_shop import RETURNS, whole_shop
from comptoir.values.money import UnitPrice
from comptoir.values.periods import Period
from comptoir.values.selections import Skus

Benchmark = Any  # pytest-benchmark has no types

AT = pendulum.datetime(2026, 12, 4, 18, 5, tz="Europe/Paris")
LATER = AT.add(days=5)
LINES, MANY_LINES = 20, 200
PIECES = 2
TILL = Provenance("till")
NAME = {"en": "any"}


def sku(number: int) -> str:
    return f"P-{number:03}"


@cache
def counter(mode: RefundMode) -> Counter:
    """A shop of two hundred products, ten offers, and a right to bring back what was bought."""
    numbers = range(MANY_LINES)
    offers = [
        Promotion(
            id=f"offer-{n}", name=NAME, layer="offers", on=Skus([sku(n)]), benefit=PercentOff(5 * n + 5)
        )
        for n in range(9)
    ]
    ten = Promotion(
        id="ten", name=NAME, layer="basket", when=[Spend("100.00 EUR")], benefit=BasketAmountOff("10.00 EUR")
    )
    policy = ReturnPolicy(id="thirty", name=NAME, period=Period.from_text("30 days"), mode=mode)
    return Counter(
        whole_shop(
            loyalty=LoyaltyRules(),
            pricing=PricingRules(
                lists=[
                    PriceList(
                        id="list",
                        currency="EUR",
                        prices={sku(n): UnitPrice.of(f"{n % 90 + 1}.99") for n in numbers},
                    )
                ],
                layers=[Layer(id="offers"), Layer(id="basket")],
                promotions=[*offers, ten],
            ),
            products=Assortment(
                Product(sku=sku(n), name={"en": sku(n)}, category="other", tax="standard") for n in numbers
            ),
            returns=ReturnRules(policies=[policy], statutory=RETURNS.statutory),
        )
    )


def basket(lines: int) -> Basket:
    return Basket(
        currency="EUR",
        lines=[Line(sku(n), PIECES) for n in range(lines)],
        handover=Carry("lyon-2"),
        contract=Contract.IN_STORE,
    )


@cache
def placed(mode: RefundMode, lines: int) -> OrderPlaced:
    quote = counter(mode).quote(basket(lines), AT)
    accepted = counter(mode).place(
        quote, id="o-1", at=AT, tenders=[Tender("card", quote.to_pay)], provenance=TILL
    )
    assert isinstance(accepted, Accepted)
    [fact] = accepted.facts
    return fact


def brought_back(mode: RefundMode, lines: int, history: History) -> Settled:
    """All of an order assessed and settled."""
    give = [Give(number, PIECES) for number in range(1, lines + 1)]
    told = counter(mode)
    settled = told.settle(
        told.assess("o-1", history, LATER, give=give, store="lyon-2"), id="r-1", provenance=TILL
    )
    assert isinstance(settled, Settled)
    return settled


def without_what_was_found(fact: OrderPlaced) -> OrderPlaced:
    """The fact as another process reads it: nothing of it was opened yet."""
    order = fact.order
    again = None if order.repricing is None else attrs.evolve(order.repricing)
    return attrs.evolve(fact, order=attrs.evolve(order, repricing=again))


@pytest.mark.benchmark(group="a whole order of 20 lines")
def test_quote(benchmark: Benchmark) -> None:
    asked, told = basket(LINES), counter(RefundMode.PRO_RATA)
    assert benchmark(told.quote, asked, AT).total


@pytest.mark.benchmark(group="a whole order of 20 lines")
def test_quote_with_the_digest_of_its_answer(benchmark: Benchmark) -> None:
    asked, told = basket(LINES), counter(RefundMode.PRO_RATA)
    assert benchmark(lambda: told.quote(asked, AT).answer)


@pytest.mark.benchmark(group="a whole order of 20 lines")
@pytest.mark.parametrize("mode", RefundMode)
def test_assess_and_settle(benchmark: Benchmark, mode: RefundMode) -> None:
    fact = placed(mode, LINES)

    def opened_anew() -> tuple[tuple[RefundMode, int, History], dict[str, Any]]:
        return (mode, LINES, counter(mode).history([without_what_was_found(fact)])), {}

    settled = benchmark.pedantic(brought_back, setup=opened_anew, rounds=50, warmup_rounds=2)
    assert sum(tender.amount.minor for tender in settled.pay_out) == fact.order.total_minor


@pytest.mark.benchmark(group="a whole order, pro rata, by lines")
@pytest.mark.parametrize("lines", [LINES, MANY_LINES])
def test_assess_and_settle_many_lines(benchmark: Benchmark, lines: int) -> None:
    history = counter(RefundMode.PRO_RATA).history([placed(RefundMode.PRO_RATA, lines)])
    assert benchmark(brought_back, RefundMode.PRO_RATA, lines, history)


@pytest.mark.benchmark(group="a whole order of 20 lines, pro rata, by the orders in the history")
@pytest.mark.parametrize("orders", [10, 1_000])
def test_assess_and_settle_among_many_facts(benchmark: Benchmark, orders: int) -> None:
    fact = placed(RefundMode.PRO_RATA, LINES)
    ids = [f"other-{number}" for number in range(orders - 1)]
    others = [attrs.evolve(fact, id=id_, order=attrs.evolve(fact.order, id=id_)) for id_ in ids]
    history = counter(RefundMode.PRO_RATA).history([fact, *others])
    assert benchmark(brought_back, RefundMode.PRO_RATA, LINES, history)


@pytest.mark.benchmark(group="the frozen rules of an order, by lines")
@pytest.mark.parametrize("lines", [LINES, MANY_LINES])
def test_rules_are_frozen(benchmark: Benchmark, lines: int) -> None:
    quote = counter(RefundMode.REPRICE_KEPT).quote(basket(lines), AT)
    repricing = benchmark(frozen_rules, quote)
    benchmark.extra_info["bytes per line"] = len(repricing.rules) // lines


@pytest.mark.benchmark(group="what is kept, by lines")
@pytest.mark.parametrize("lines", [LINES, MANY_LINES])
def test_frozen_rules_are_opened_and_asked(benchmark: Benchmark, lines: int) -> None:
    repricing = frozen_rules(counter(RefundMode.REPRICE_KEPT).quote(basket(lines), AT))
    kept = dict.fromkeys(range(2, lines + 1), PIECES)
    assert benchmark(lambda: KeptPrices.of(attrs.evolve(repricing)).cost(kept))
