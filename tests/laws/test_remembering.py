"""What a counter was asked before changes no answer: what it remembers is what it would find."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any
from unittest.mock import patch

import attrs
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from comptoir.checkout.taxing import TaxedBasket
from comptoir.facts.baskets import Basket, Buyer
from comptoir.facts.goods import Good
from comptoir.facts.handovers import Handover
from comptoir.facts.lines import Line
from comptoir.facts.places import Places
from comptoir.facts.tax_terms import Treatment
from comptoir.facts.terms import LineTerms
from comptoir.facts.wheres import Spot
from comptoir.pricing import plainly
from comptoir.pricing.lookup import PriceIndex, Ranks
from comptoir.pricing.priced import PricedLine
from comptoir.pricing.question import PriceQuestion
from comptoir.rulebook import Rulebook
from comptoir.tax.rates import Rate
from comptoir.tax.rules import TaxRules
from comptoir.testing.cases import ask_counter
from comptoir.testing.strategies.price_cases import price_baskets, price_cases, price_instants
from comptoir.values.errors import ComptoirError
from comptoir.values.moments import Moment
from comptoir.values.percentages import Percent
from comptoir.values.policies import TaxLevel
from comptoir.values.rounding import Rounding
from comptoir.values.windows import Window
from unit.price_shop import AT, DEPOSIT, RATES, basket, instant, quoted, rate, shop

Asked = tuple[Rulebook, Basket, datetime]


def forgetful(rulebook: Rulebook) -> Rulebook:
    """The same rulebook, never asked before."""
    return attrs.evolve(
        rulebook,
        places=attrs.evolve(rulebook.places),
        pricing=attrs.evolve(rulebook.pricing),
        tax=attrs.evolve(rulebook.tax),
    )


def outcome(rulebook: Rulebook, basket: Basket, at: datetime) -> object:
    try:
        quote = ask_counter(rulebook, basket, at)
    except ComptoirError as error:
        return error.faults
    return quote.terms, quote.until


def changes_nothing(asked: Sequence[Asked]) -> bool:
    """Whether each question gets the answer that it would get if it were the first."""
    return all(outcome(*each) == outcome(forgetful(each[0]), *each[1:]) for each in asked)


@st.composite
def at_other_instants(draw: st.DrawFn) -> list[Asked]:
    case = draw(price_cases())
    rulebook = forgetful(case.rulebook)
    baskets = st.sampled_from([case.basket, draw(price_baskets(rulebook, rulebook.products.products))])
    instants = price_instants() | st.just(case.at)
    return [(rulebook, draw(baskets), draw(instants)) for _ in range(draw(st.integers(2, 6)))]


@st.composite
def by_other_buyers(draw: st.DrawFn) -> list[Asked]:
    """The same goods, by others and elsewhere."""
    case = draw(price_cases())
    rulebook = forgetful(case.rulebook)
    others = draw(st.lists(price_baskets(rulebook, rulebook.products.products), min_size=1, max_size=3))
    baskets = [attrs.evolve(case.basket, buyer=each.buyer, handover=each.handover) for each in others]
    return [(rulebook, basket, case.at) for basket in (case.basket, *baskets, case.basket)]


@st.composite
def line_by_line(draw: st.DrawFn) -> list[Asked]:
    """As at a till, and back."""
    case = draw(price_cases())
    rulebook, lines = forgetful(case.rulebook), draw(st.permutations(case.basket.lines))
    baskets = [attrs.evolve(case.basket, lines=lines[:many]) for many in range(1, len(lines) + 1)]
    return [(rulebook, basket, case.at) for basket in (*baskets, *reversed(baskets))]


@st.composite
def under_other_rules(draw: st.DrawFn) -> list[Asked]:
    """Rulebooks that share the rules of prices and promotions, and differ in tax and in rounding."""
    case = draw(price_cases())
    one = forgetful(case.rulebook)
    money = attrs.evolve(one.header.money, rounding=Rounding.DOWN, tax_rounded_per=TaxLevel.LINE)
    other = attrs.evolve(one, header=attrs.evolve(one.header, money=money), tax=halved(one.tax))
    return [(rulebook, case.basket, case.at) for rulebook in (one, other, one)]


def halved(tax: TaxRules) -> TaxRules:
    rates = [attrs.evolve(each, percent=Percent(each.percent.parts_per_million // 2)) for each in tax.rates]
    return attrs.evolve(tax, rates=rates)


@given(at_other_instants() | by_other_buyers() | line_by_line() | under_other_rules())
@settings(max_examples=2 * settings().max_examples)
def test_what_was_asked_before_changes_no_answer(asked: list[Asked]) -> None:
    assert changes_nothing(asked)


# Faults: what must not be remembered


def forever(_: Moment, __: tuple[int, int]) -> bool:
    """What was found once always holds."""
    return True


def unnoted(self: Moment, span: tuple[int, int]) -> bool:
    """What is remembered has no boundaries."""
    return span[0] <= self.at < span[1]


def unnumbered(self: Any, _: Good) -> PricedLine | None:
    """A line keeps the number that it had first."""
    line: PricedLine | None = self.line
    return line


def whoever_buys(self: PriceIndex, currency: str, buyer: Buyer, spot: Spot) -> Ranks:
    """The price lists of the first buyer are everybody's."""
    ranks = next(iter(self._asked.values()), None)
    return RANKS_FOR(self, currency, buyer, spot) if ranks is None else ranks


def wherever(self: Places, handover: Handover | None, home: str) -> Spot:
    """All goods are handed over where the first were."""
    known = next(iter(self._spots.values()), None)
    return SPOT_OF(self, handover, home) if known is None else known


def whatever_holds(self: PriceQuestion) -> object:
    """Goods come to the same whichever extras hold."""
    assert self.extras is not None
    return self.rules.offers.remembered_for(
        (self.prices.ranks_for(self.minting.currency, self.buyer, self.spot), self.spot)
    )


def shared(tax: TaxedBasket, lines: Sequence[PricedLine]) -> Iterator[tuple[PricedLine, Rate, int, int]]:
    """Each line with its rate, what is paid for it, and its tax."""
    return zip(lines, tax.breakdown.rates, tax.paid, tax.breakdown.due, strict=True)


def whatever_is_tax(self: TaxedBasket, lines: Sequence[PricedLine]) -> tuple[LineTerms, ...]:
    """What is agreed of a line stays, as long as what is paid does."""
    return tuple(
        next((known for _, known in line.known.values() if known.paid == paid), None)
        or line.agreed_at(rate, paid, tax)
        for line, rate, paid, tax in shared(self, lines)
    )


def whatever_the_treatment(self: TaxedBasket, lines: Sequence[PricedLine]) -> tuple[LineTerms, ...]:
    """What is agreed of a line stays, as long as what is paid and its tax do."""
    return tuple(
        line.known[paid + tax][1] if paid + tax in line.known else line.agreed_at(rate, paid, tax)
        for line, rate, paid, tax in shared(self, lines)
    )


RANKS_FOR, SPOT_OF = PriceIndex.ranks_for, Places.spot_of
CHANGE = instant("2026-12-05T00:00:00Z")
FROM_THEN_ON = Window(CHANGE, None)
LATER = AT.add(days=1)


def one_line_more() -> list[Asked]:
    """The second line was the first one before."""
    rules = shop()
    return [(rules, basket(*lines), AT) for lines in ([Line("PULL", 1)], [Line("BOITE", 1), Line("PULL", 1)])]


def odd_cents() -> list[Asked]:
    """Of the tax of a line that stays, an odd cent falls elsewhere."""
    rules = shop()
    return [(rules, basket(Line(sku, 1), Line("PULL", 2)), AT) for sku in ("BOITE", "LAMPE")]


def no_tax_for_another_reason() -> list[Asked]:
    """What was exempt is taxed at 0 % from then on."""
    rates = [
        rate("standard", "0", treatment=Treatment.EXEMPT, valid=Window(None, CHANGE)),
        rate("standard", "0", valid=FROM_THEN_ON),
        *(each for each in RATES if each.category != "standard"),
    ]
    rules = shop(tax=TaxRules(country="FR", rates=rates))
    return [(rules, basket(Line("PULL", 1)), at) for at in (AT, LATER)]


def a_deposit_from_then_on() -> list[Asked]:
    rules = shop(extras=[attrs.evolve(DEPOSIT, valid=FROM_THEN_ON)])
    return [(rules, basket(Line("LIMO", 1)), at) for at in (AT, LATER)]


BY_HAND = (one_line_more, odd_cents, no_tax_for_another_reason, a_deposit_from_then_on)


@pytest.mark.parametrize("asked", BY_HAND)
def test_what_was_asked_before_changes_no_answer_that_is_known_by_hand(
    asked: Callable[[], list[Asked]],
) -> None:
    assert changes_nothing(asked())


def test_without_goods_it_is_not_looked_at_what_goes_with_them() -> None:
    rules = shop(extras=[attrs.evolve(DEPOSIT, valid=FROM_THEN_ON)])
    assert quoted(rules).until == rules.horizon_instant
    assert quoted(rules, Line("PULL", 1)).until == CHANGE


@pytest.mark.parametrize(
    ("asked", "owner", "name", "fault"),
    [
        (at_other_instants(), Moment, "shares", forever),
        (at_other_instants(), Moment, "shares", unnoted),
        (by_other_buyers(), PriceIndex, "ranks_for", whoever_buys),
        (by_other_buyers(), Places, "spot_of", wherever),
        (st.builds(one_line_more), plainly._Found, "as_line", unnumbered),  # noqa: SLF001 - it has the numbers
        (st.builds(odd_cents), TaxedBasket, "agreed", whatever_is_tax),
        (st.builds(no_tax_for_another_reason), TaxedBasket, "agreed", whatever_the_treatment),
        (st.builds(a_deposit_from_then_on), PriceQuestion, "remembered", property(whatever_holds)),
    ],
)
def test_the_law_catches_what_must_not_be_remembered(
    asked: st.SearchStrategy[list[Asked]], owner: type, name: str, fault: object
) -> None:
    search = settings(max_examples=1_000, phases=[Phase.generate], database=None)
    with patch.object(owner, name, fault):
        assert find(asked, lambda each: not changes_nothing(each), settings=search)
