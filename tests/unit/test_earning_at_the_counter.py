"""What counts as paid (tax, delivery, stored value), who earns without a card, what an order keeps of it."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from comptoir.checkout.place import Accepted
from comptoir.checkout.quote import Quote
from comptoir.checkout.refusals import RefusalCode
from comptoir.counter import Counter
from comptoir.facts.baskets import Basket, Buyer
from comptoir.facts.handovers import Deliver, Place
from comptoir.facts.lines import Line
from comptoir.facts.orders import Tender
from comptoir.facts.point_events import GrantKind, PointsGranted
from comptoir.facts.point_terms import Accrual, Earning, LotTerms, SpendAs, StoredValue
from comptoir.facts.tax_terms import PriceBasis
from comptoir.loyalty.earn_rules import ALL_BUT_POINTS, BasisRule, Campaign, EarnRule, RoundedPer
from comptoir.loyalty.rules import Programme
from comptoir.loyalty.spend_rules import SpendRule
from comptoir.loyalty.tier_rules import Measure, TierRule, TierRules
from comptoir.pricing.price_lists import OfAgreement
from comptoir.rulebook import Rulebook
from comptoir.values.errors import ComptoirError
from comptoir.values.instants import DAY, Instant, instant_of
from comptoir.values.periods import Period
from unit.price_shop import (
    AT,
    DEPOSIT,
    EVERYDAY,
    HOME,
    PROGRAMME,
    TILL,
    placed,
    price_list,
    quoted,
    refusal,
    shop,
)

MEMBER = Buyer(member="m-1")
BY_POST = Deliver(Place("FR", "69003"), "home")
CARD_EARNS_NOTHING = BasisRule(stored_value=False)


def club(basis: BasisRule = ALL_BUT_POINTS, **fields: Any) -> Programme:
    return attrs.evolve(PROGRAMME, earn=EarnRule(points=1, per="1.00 EUR", basis=basis), **fields)


def earned(rules: Rulebook, *lines: Line, buyer: Buyer = MEMBER, **fields: Any) -> tuple[int, int]:
    """The basis, in minor units, and the points that a member earns on it."""
    quote = quoted(rules, *lines, buyer=buyer, **fields)
    return sum(each.basis for each in quote.terms.earnings), quote.will_earn


WITHOUT_TAX = BasisRule(tax=False)


@pytest.mark.parametrize(("counted", "basis"), [(ALL_BUT_POINTS, 5000), (WITHOUT_TAX, 4167)])
def test_tax_counts_or_not(counted: BasisRule, basis: int) -> None:
    rules = shop(programme=club(counted))
    assert earned(rules, Line("PULL", 1)) == (basis, basis // 100)


@pytest.mark.parametrize(("counted", "basis"), [(ALL_BUT_POINTS, 4800), (WITHOUT_TAX, 4000)])
def test_tax_that_is_added_counts_or_not(counted: BasisRule, basis: int) -> None:
    agreed = price_list("acme", {"PULL": "40.00"}, basis=PriceBasis.ADDED, who=OfAgreement("acme"))
    rules = shop(programme=club(counted), lists=[EVERYDAY, agreed])
    business = Buyer(member="m-1", agreement="acme")
    assert earned(rules, Line("PULL", 1), buyer=business) == (basis, basis // 100)


@pytest.mark.parametrize(("counted", "basis"), [(ALL_BUT_POINTS, 640), (WITHOUT_TAX, 607)])
def test_a_deposit_on_top_of_a_price_earns_nothing(counted: BasisRule, basis: int) -> None:
    rules = shop(programme=club(counted), extras=[DEPOSIT])
    assert earned(rules, Line("LIMO", 2)) == (basis, 6)


def test_the_fee_of_delivery_counts_if_the_programme_says_so() -> None:
    for basis, worth, of_fee in (
        (BasisRule(), 5000, 0),
        (BasisRule(delivery=True), 5490, 490),
        (BasisRule(delivery=True, tax=False), 4575, 408),
    ):
        rules = shop(programme=club(basis), services=(HOME,))
        quote = quoted(rules, Line("PULL", 1), buyer=MEMBER, handover=BY_POST)
        [earning] = quote.terms.earnings
        assert (earning.basis, earning.delivery, quote.will_earn) == (worth, of_fee, worth // 100)


def test_a_campaign_gives_nothing_for_the_fee_of_delivery() -> None:
    double = Campaign(id="double", name={"fr": "Double"}, factor="2")
    rules = shop(programme=club(BasisRule(delivery=True), campaigns=[double]), services=(HOME,))
    quote = quoted(rules, Line("PULL", 1), buyer=MEMBER, handover=Deliver(Place("FR", "69003"), "home"))
    assert [(each.rule, each.basis) for each in quote.terms.earnings] == [("club", 5490), ("double", 5000)]


def test_goods_are_rounded_line_by_line_if_the_programme_says_so() -> None:
    lines = Line("LIVRE", 1), Line("MIEL", 1)
    for scope, points in ((RoundedPer.PURCHASE, 3), (RoundedPer.LINE, 2)):
        earn = EarnRule(points=1, per="10.00 EUR", rounded_per=scope)
        assert earned(shop(programme=attrs.evolve(PROGRAMME, earn=earn)), *lines) == (3380, points)


# Stored value


def with_gift_card(amount: str | None, basis: BasisRule = CARD_EARNS_NOTHING, **fields: Any) -> Quote:
    rules = shop(programme=club(basis), **fields)
    return quoted(rules, Line("PULL", 1), Line("CARTE", 1), buyer=MEMBER, stored_value=amount)


def test_what_a_gift_card_pays_earns_nothing_and_a_gift_card_bought_neither() -> None:
    assert with_gift_card(None).will_earn == 50
    assert with_gift_card("30.00 EUR").will_earn == 20
    assert with_gift_card("80.00 EUR").will_earn == 0
    assert with_gift_card("30.00 EUR", BasisRule()).will_earn == 50


def test_what_was_to_be_paid_by_gift_card_is_paid_so_to_the_cent() -> None:
    quote = with_gift_card("30.00 EUR")
    rules = quote.rulebook
    told = Tender("gift-card", "30.00 EUR"), Tender("card", "70.00 EUR")
    accepted = placed(rules, quote, *told)
    assert isinstance(accepted, Accepted)
    assert accepted.order.stored_value == StoredValue(["gift-card"], 3000)
    assert accepted.order.terms == quote.terms
    for tenders in ((), (Tender("gift-card", "30.01 EUR"), Tender("card", "69.99 EUR"))):
        assert refusal(placed(rules, quote, *tenders)).code is RefusalCode.STORED_VALUE_DIFFERS
    assert refusal(placed(rules, quote)).text("en") == (
        "Points are counted with €30.00 paid by gift card, not €0.00."
    )


def test_a_gift_card_of_which_nothing_was_said_is_refused_where_it_would_earn() -> None:
    quote = with_gift_card(None)
    half = Tender("gift-card", "50.00 EUR"), Tender("card", "50.00 EUR")
    assert refusal(placed(quote.rulebook, quote, *half)).code is RefusalCode.STORED_VALUE_DIFFERS
    free = with_gift_card(None, BasisRule())
    assert isinstance(placed(free.rulebook, free, *half), Accepted)
    nobody = quoted(quote.rulebook, Line("CARTE", 2))
    assert isinstance(placed(quote.rulebook, nobody, *half), Accepted)


def test_a_locked_quote_keeps_how_much_is_paid_by_gift_card() -> None:
    quote = with_gift_card("30.00 EUR", lock_hours=24)
    locked = Counter(quote.rulebook).lock(quote, until=AT.add(hours=1))
    told = Tender("gift-card", "30.00 EUR"), Tender("card", "70.00 EUR")
    assert isinstance(placed(shop(), locked, *told), Accepted)  # type: ignore[arg-type]
    found = refusal(placed(shop(), locked, Tender("card", "100.00 EUR")))  # type: ignore[arg-type]
    assert found.code is RefusalCode.STORED_VALUE_DIFFERS


@pytest.mark.parametrize(
    ("amount", "code"), [("30.00 DKK", "other_currency"), ("-1.00 EUR", "amount_negative"), (30.0, "float")]
)
def test_stored_value_that_cannot_be_meant_is_refused(amount: Any, code: str) -> None:
    with pytest.raises(ComptoirError) as error:
        Basket(currency="EUR", stored_value=amount)
    assert error.value.faults[0].code == code


def test_stored_value_that_earns_nothing_has_means() -> None:
    with pytest.raises(ComptoirError) as error:
        BasisRule(stored_value=False, stored_value_means=[])
    assert (error.value.faults[0].where, error.value.faults[0].code) == (
        "stored_value_means",
        "no_stored_value_means",
    )


# Without a card


def test_a_purchase_without_a_card_earns_for_whoever_claims_it_at_the_first_tier() -> None:
    programme = club(claimed_within=Period.from_text("30 days"))
    rules = shop(programme=attrs.evolve(programme, tiers=_with_factor(programme, "2")))
    assert earned(rules, Line("PULL", 1), buyer=Buyer(tier="gold"))[1] == 50
    assert earned(rules, Line("PULL", 1), buyer=Buyer(member="m-1", tier="gold"))[1] == 100
    quote = quoted(rules, Line("PULL", 1))
    accepted = placed(rules, quote)
    assert isinstance(accepted, Accepted)
    assert [accrual.earning.points for accrual in accepted.order.accruals] == [50]
    assert accepted.order.buyer.member is None


def test_a_purchase_without_a_card_earns_nothing_where_none_can_be_claimed() -> None:
    assert earned(shop(programme=club()), Line("PULL", 1), buyer=Buyer())[1] == 0


def _with_factor(programme: Programme, factor: str) -> list[Any]:
    return [programme.tiers[0], attrs.evolve(programme.tiers[1], factor=factor)]


def test_an_order_names_the_campaigns_that_gave_it_points() -> None:
    double = Campaign(id="double", name={"fr": "Points doubles", "en": "Double points"}, factor="2")
    rules = shop(programme=club(campaigns=[double]))
    accepted = placed(rules, quoted(rules, Line("PULL", 1), buyer=MEMBER))
    assert isinstance(accepted, Accepted)
    assert accepted.order.rule_names["double"] == double.name


def test_points_of_another_type_are_earned_beside_and_not_counted_among_those_to_spend() -> None:
    status = Campaign(id="status", name={"fr": "Statut"}, factor="2", type="status")
    quote = quoted(shop(programme=club(campaigns=[status])), Line("PULL", 1), buyer=MEMBER)
    assert [(each.type, each.points) for each in quote.terms.earnings] == [("points", 50), ("status", 50)]
    assert quote.will_earn == 50


@pytest.mark.parametrize(
    ("levels", "reached", "points"),
    [
        ({}, {"from_": "100.00 EUR"}, 150),
        ({"own_order_counts": True}, {"from_": "100.00 EUR"}, 300),
        ({"own_order_counts": True}, {"from_": "150.01 EUR"}, 150),
        ({"own_order_counts": True, "measure": Measure.PURCHASES}, {"purchases": 1}, 300),
        ({"own_order_counts": True, "measure": Measure.POINTS}, {"points": 150}, 300),
        ({"own_order_counts": True, "measure": Measure.POINTS}, {"points": 151}, 150),
    ],
)
def test_a_purchase_counts_for_the_tier_it_earns_by_if_the_programme_says_so(
    levels: dict[str, Any], reached: dict[str, Any], points: int
) -> None:
    key = next(iter(reached))
    start: dict[str, Any] = {key: "0.00 EUR" if key == "from_" else 0}
    tiers = [
        TierRule(id="basic", name={"fr": "Base"}, **start),
        TierRule(id="gold", name={"fr": "Or"}, factor="2", **reached),
    ]
    counter = Counter(shop(programme=club(levels=TierRules(**levels), tiers=tiers)))
    basket = Basket(currency="EUR", lines=[Line("PULL", 3)], buyer=MEMBER)
    standing = counter.standing("m-1", (), AT)
    assert counter.quote(basket, AT, standing=standing).will_earn == points


# Points that pay, or are taken off before


@pytest.mark.parametrize("spent_as", SpendAs)
@pytest.mark.parametrize(("counted", "basis"), [(False, 4500), (True, 5000)])
def test_what_points_pay_or_take_off_counts_if_the_programme_says_so(
    spent_as: SpendAs, *, counted: bool, basis: int
) -> None:
    spend = SpendRule(points=100, worth="5.00 EUR", step=100, spent_as=spent_as)
    counter = Counter(shop(programme=club(BasisRule(points=counted), spend=spend)))
    asked = Basket(currency="EUR", lines=[Line("PULL", 1)], buyer=MEMBER, points=100)
    quote = counter.quote(asked, AT, standing=counter.standing("m-1", [granted(100)], AT))
    assert [earning.basis for earning in quote.terms.earnings] == [basis]


@pytest.mark.parametrize(("counted", "basis"), [(False, 3750), (True, 4167)])
def test_without_tax_what_points_take_off_counts_without_its_tax(*, counted: bool, basis: int) -> None:
    spend = SpendRule(points=100, worth="5.00 EUR", step=100, spent_as=SpendAs.DISCOUNT)
    counter = Counter(shop(programme=club(BasisRule(points=counted, tax=False), spend=spend)))
    asked = Basket(currency="EUR", lines=[Line("PULL", 1)], buyer=MEMBER, points=100)
    quote = counter.quote(asked, AT, standing=counter.standing("m-1", [granted(100)], AT))
    assert [earning.basis for earning in quote.terms.earnings] == [basis]


def granted(points: int) -> PointsGranted:
    at = instant_of(AT)
    earning = Earning(rule="opening", points=points, lot=LotTerms(zone="Europe/Paris"))
    return PointsGranted(
        id="g-1",
        member="m-1",
        at=AT.subtract(days=1),
        provenance=TILL,
        grant=GrantKind.OPENING,
        rule="opening",
        accruals=[Accrual(earning, Instant(at - DAY))],
    )
