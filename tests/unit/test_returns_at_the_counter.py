"""Rights of return at the counter: frozen on the order with why there is none, and what later law adds."""

from __future__ import annotations

from typing import Any

import attrs
import pendulum
import pytest
from pendulum import DateTime

from comptoir import (
    Accepted,
    Basket,
    Buyer,
    Carry,
    Collect,
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
    RulebookError,
    Tender,
)
from comptoir.facts.events import Passage, Passed
from comptoir.facts.places import Country, Region
from comptoir.facts.refunding import RefundingTerms, TenderOrder
from comptoir.facts.return_terms import Exemption, NoRight, WithoutRight
from comptoir.facts.territories import PlaceZone, Territory
from comptoir.facts.wheres import InStore, InZone
from comptoir.returns.rules import ReturnPolicy, ReturnRules, Season, Selector
from comptoir.testing.whole_shop import PLACES, RETURNS, whole_shop
from comptoir.values.instants import instant_of
from comptoir.values.periods import Period
from comptoir.values.windows import Window

ORDERED = pendulum.datetime(2026, 11, 9, 10, 0, tz="Europe/Paris")
RECEIVED, CHANGED = ORDERED.add(days=2), ORDERED.add(days=30)
DESK = Provenance("desk")
HOME = Deliver(Place("FR", "69003"), "home")
EU = next(rule for rule in RETURNS.statutory if rule.id == "eu-withdrawal")
LATER = attrs.evolve(
    EU,
    id="eu-later",
    selector=Selector.EVENT,
    valid=Window(instant_of(CHANGED)),
    period=Period.from_text("60 days"),
)
POLICY = ReturnPolicy(id="here", name={"fr": "Ici"}, period=Period.from_text("10 days"))


def counter(rules: ReturnRules = RETURNS, **sections: Any) -> Counter:
    return Counter(whole_shop(returns=rules, **sections))


def placed(desk: Counter, *skus: str, **asked: Any) -> Order:
    basket = Basket(
        currency="EUR",
        lines=[Line(sku, 1) for sku in skus or ("ROBE-36",)],
        **{"handover": HOME, "contract": Contract.DISTANCE, **asked},
    )
    quote = desk.quote(basket, ORDERED)
    done = desk.place(quote, id="o-1", at=ORDERED, tenders=[Tender("card", quote.to_pay)], provenance=DESK)
    assert isinstance(done, Accepted)
    [fact] = done.facts
    assert isinstance(fact, OrderPlaced)
    return fact.order


def rules_alive(desk: Counter, order: Order, at: DateTime, *facts: Fact) -> list[str]:
    handed = HandedOver(id="h-1", order=order.id, at=RECEIVED, provenance=DESK)
    found = desk.assess(order, [handed, *facts], at, give=[Give(1)])
    return [right.terms.rule for good in found.goods for right in good.rights if right.alive]


def test_why_there_is_no_right_is_frozen_on_the_order() -> None:
    desk = counter()
    assert placed(desk).without_right == ()
    in_store = placed(desk, handover=Carry("lyon-2"), contract=Contract.IN_STORE)
    assert in_store.without_right == (WithoutRight(lines=[1], why=NoRight.CONTRACT),)
    paper = placed(desk, "JOURNAL")
    assert [(each.why, each.rule, each.head) for each in paper.without_right] == [
        (NoRight.EXEMPT, "eu-withdrawal", Exemption.PRESS),
        (NoRight.EXEMPT, "fr-withdrawal", Exemption.PRESS),
    ]


def test_what_is_collected_and_was_paid_online_is_a_distance_contract() -> None:
    desk = counter()
    online = placed(desk, handover=Collect("lyon-2"))
    assert {terms.rule for terms in online.returns} == {"eu-withdrawal", "fr-withdrawal", "thirty-days"}
    reserved = placed(desk, handover=Collect("lyon-2"), contract=Contract.IN_STORE)
    assert {terms.rule for terms in reserved.returns} == {"thirty-days"}


def test_that_a_customer_was_not_told_is_frozen_on_the_order() -> None:
    desk = counter()
    assert (placed(desk).informed, placed(desk, informed=False).informed) == (True, False)


def test_in_which_order_tenders_are_refunded_is_frozen_on_the_order() -> None:
    refunding = RefundingTerms(order=TenderOrder.PROPORTIONAL)
    assert placed(counter(attrs.evolve(RETURNS, refunding=refunding))).refunding == refunding


def test_a_policy_is_that_of_the_place_where_each_line_is_handed_over() -> None:
    here = attrs.evolve(POLICY, where=InStore("lyon-2"))
    desk = counter(attrs.evolve(RETURNS, policies=[here, *RETURNS.policies]))
    basket = Basket(
        currency="EUR",
        lines=[Line("ROBE-36", 1), Line("FOULARD", 1, handover=Carry("lyon-2"))],
        handover=HOME,
        contract=Contract.DISTANCE,
    )
    terms = desk.quote(basket, ORDERED).terms
    skus = {line.number: line.sku for line in terms.lines}
    assert {each.rule: [skus[number] for number in each.lines] for each in terms.returns} == {
        "eu-withdrawal": ["FOULARD", "ROBE-36"],
        "fr-withdrawal": ["FOULARD", "ROBE-36"],
        "here": ["FOULARD"],
        "thirty-days": ["ROBE-36"],
    }


def test_a_policy_may_be_for_members() -> None:
    special = attrs.evolve(POLICY, members=True)
    desk = counter(attrs.evolve(RETURNS, policies=[special, *RETURNS.policies]))
    assert placed(desk, buyer=Buyer(member="m-1")).returns[-1].rule == "here"
    assert placed(desk).returns[-1].rule == "thirty-days"


def test_holidays_are_those_of_the_region_not_of_the_store() -> None:
    moselle = PlaceZone("moselle", [Territory(country="FR", only=["57"])])
    country = Country(
        zone="Europe/Paris", calendar="france", regions=[Region(of="moselle", calendar="carrier")]
    )
    places = attrs.evolve(
        PLACES, zones=[*PLACES.zones, moselle], countries={**PLACES.countries, "FR": country}
    )
    desk = counter(places=places)
    there = placed(desk, handover=Deliver(Place("FR", "57000"), "home"))
    assert [terms.calendar for terms in there.returns] == ["carrier", "carrier", None]
    assert [terms.calendar for terms in placed(desk).returns] == ["france", "france", None]


def test_law_of_a_later_day_reaches_an_older_order() -> None:
    old = counter()
    order = placed(old)
    new = counter(attrs.evolve(RETURNS, statutory=[*RETURNS.statutory, LATER]))
    assert rules_alive(old, order, CHANGED) == ["thirty-days"]
    assert rules_alive(new, order, CHANGED.subtract(seconds=1)) == ["thirty-days"]
    assert rules_alive(new, order, CHANGED) == ["thirty-days", "eu-later"]
    assert rules_alive(new, order, CHANGED.add(days=20)) == ["eu-later"]


def test_when_law_begins_is_noted() -> None:
    desk = counter(attrs.evolve(RETURNS, statutory=[*RETURNS.statutory, LATER]))
    order = placed(desk)
    handed = HandedOver(id="h-1", order=order.id, at=RECEIVED, provenance=DESK)
    asked = desk.assess(order, [handed], CHANGED.subtract(days=1), give=[Give(1)])
    assert asked.valid_until == CHANGED


def test_a_declaration_keeps_the_law_of_its_day() -> None:
    ending = attrs.evolve(LATER, valid=Window(until=instant_of(CHANGED)))
    desk = counter(attrs.evolve(RETURNS, statutory=[*RETURNS.statutory, ending]))
    order = placed(desk)
    said = Passed(id="d-1", order=order.id, at=ORDERED.add(days=5), passage=Passage.DECLARED, provenance=DESK)
    late = CHANGED.add(days=20)
    assert rules_alive(desk, order, late) == []
    assert rules_alive(desk, order, late, said) == [
        "eu-withdrawal",
        "fr-withdrawal",
        "thirty-days",
        "eu-later",
    ]


SEASON = Season(id="late", contracts=Window(), last_day=pendulum.date(2190, 1, 1))


@pytest.mark.parametrize(
    ("changes", "where", "code"),
    [
        ({"where": InStore("rome")}, "returns.policies[0].where", "unknown_store"),
        ({"where": InZone("moon")}, "returns.policies[0].where", "unknown_place_zone"),
        ({"tiers": ["diamond"]}, "returns.policies[0].tiers", "unknown_tier"),
        ({"fee_each": "2.00 CHF"}, "returns.policies[0].fee_each", "unknown_currency"),
        ({"label": "2.00 CHF"}, "returns.policies[0].label", "unknown_currency"),
        ({"seasons": [SEASON]}, "returns.policies[0].seasons[0].last_day", "outlives_tables"),
        (
            {"seasons": [attrs.evolve(SEASON, last_day=None, extra=Period.from_text("9 years"))]},
            "returns.policies[0].seasons[0].extra",
            "outlives_tables",
        ),
    ],
)
def test_a_policy_that_does_not_fit_the_rulebook_is_a_fault_of_its_author(
    changes: dict[str, Any], where: str, code: str
) -> None:
    with pytest.raises(RulebookError) as error:
        counter(attrs.evolve(RETURNS, policies=[attrs.evolve(POLICY, **changes)]))
    assert [(fault.where, fault.code) for fault in error.value.faults] == [(where, code)]
