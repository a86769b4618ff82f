"""Campaigns, bonuses and actions: who earns more, on what, in which order of phases, as which lot."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs
import pytest

from comptoir.facts.baskets import ANYONE, Buyer
from comptoir.facts.point_terms import (
    BonusTerms,
    CapPer,
    CapTerms,
    Clawback,
    Earning,
    LotTerms,
    RateTerms,
    Shortfall,
)
from comptoir.facts.products import Product
from comptoir.loyalty.earn import EarningLine, Paid, Purchase, accruals, earnings, for_action
from comptoir.loyalty.earn_rules import (
    Action,
    Audience,
    Campaign,
    CapRule,
    EarnRule,
    LotRule,
    Phase,
    RoundedPer,
    ShortfallRule,
    Stacking,
)
from comptoir.loyalty.rules import Programme
from comptoir.loyalty.spend_rules import Funder, FunderKind
from comptoir.loyalty.tier_rules import Measure, TierRules
from comptoir.values.errors import ComptoirError
from comptoir.values.factors import Factor
from comptoir.values.instants import instant_text
from comptoir.values.moments import Moment
from comptoir.values.periods import Period
from comptoir.values.selections import Brand, Category
from comptoir.values.windows import Window
from unit.loyalty_shop import ALMANAC, DRESS, PROGRAMME, at

HONEY = Product(sku="MIEL", name={"fr": "Miel"}, category="mode/miel", tax="standard", brand="rucher")
SPRING = Window(at("2026-03-01"), at("2026-04-01"))
RUCHER = Funder(id="rucher", name={"fr": "Le Rucher"}, pays_as=FunderKind.SUPPLIER)
MONTHS_6 = Period.from_text("6 months")
DAYS_14 = Period.from_text("14 days")


def campaign(id: str = "double", **fields: Any) -> Campaign:
    if fields.keys().isdisjoint({"factor", "bonus"}):
        fields["factor"] = "2"
    return Campaign(id=id, name={"fr": id}, **fields)


def programme(*campaigns: Campaign, **fields: Any) -> Programme:
    return attrs.evolve(PROGRAMME, campaigns=campaigns, funders=[RUCHER], **fields)


def earned(
    rules: Programme,
    *,
    dress: int = 0,
    honey: int = 0,
    tier: str | None = None,
    buyer: Buyer = ANYONE,
    on: str = "2026-03-10",
) -> dict[str, Earning]:
    """By rule, what a dress and some honey earn."""
    lines = [EarningLine(1, DRESS, Paid(dress)), EarningLine(2, HONEY, Paid(honey))]
    purchase = Purchase(currency="EUR", lines=[line for line in lines if line.paid.paid], buyer=buyer)
    found = earnings(rules, purchase, tier=tier, moment=Moment(at(on)), almanac=ALMANAC)
    return {each.rule: each for each in found}


def points(rules: Programme, **asked: Any) -> dict[str, int]:
    return {rule: each.points for rule, each in earned(rules, **asked).items()}


def test_a_campaign_adds_a_lot_of_its_own_with_its_own_life_funder_and_caps() -> None:
    double = campaign(
        on=Brand("rucher"),
        funder="rucher",
        priority=2,
        caps=[CapRule(points=100, per=CapPer.PURCHASE), CapRule(points=300, per=CapPer.CAMPAIGN)],
        lots=LotRule(after_return_window=True, expires_after=MONTHS_6),
    )
    found = earned(programme(double), dress=1000, honey=500)
    assert found["club"].points == 15
    assert found["double"] == Earning(
        rule="double",
        points=5,
        lines=(2,),
        basis=500,
        lot=LotTerms(zone="Europe/Paris", after_return_window=True, expires_after=MONTHS_6),
        funder="rucher",
        priority=2,
        caps=[
            CapTerms(id="double/purchase", points=100, per=CapPer.PURCHASE),
            CapTerms(id="double/campaign", points=300, per=CapPer.CAMPAIGN),
        ],
        formula=RateTerms(points=1, per=100),
    )


def test_caps_stand_on_what_is_earned_and_cut_nothing_yet() -> None:
    earn = attrs.evolve(PROGRAMME.earn, caps=[CapRule(points=5, per=CapPer.DAY)])
    [base] = earned(programme(earn=earn), dress=2000).values()
    assert (base.points, base.caps) == (20, (CapTerms(id="club/day", points=5, per=CapPer.DAY),))


def test_twice_and_three_times_are_four_times_if_campaigns_add() -> None:
    both = [campaign(), campaign("triple", factor="3")]
    assert points(programme(*both), dress=1000) == {"club": 10, "double": 10, "triple": 20}


def test_of_two_campaigns_the_best_counts_for_each_line() -> None:
    rules = programme(campaign(), campaign("triple", factor="3", on=Brand("rucher")), stacking=Stacking.BEST)
    found = earned(rules, dress=1000, honey=500)
    assert {rule: (each.points, each.lines) for rule, each in found.items()} == {
        "club": (15, (1, 2)),
        "double": (10, (1,)),
        "triple": (10, (2,)),
    }


def test_of_two_equal_campaigns_the_first_by_id_counts_wherever_it_is_written() -> None:
    rules = programme(campaign("b"), campaign("a"), stacking=Stacking.BEST)
    assert points(rules, dress=1000) == {"club": 10, "a": 10}


def test_a_campaign_gives_nothing_for_what_earns_nothing_by_the_rate() -> None:
    earn = attrs.evolve(PROGRAMME.earn, on=Category("mode/robes"))
    rules = programme(campaign(on=Brand("rucher")), campaign("gift", bonus=50), earn=earn)
    assert points(rules, honey=500) == {}
    assert points(rules, honey=500, dress=100) == {"club": 1, "gift": 50}


@pytest.mark.parametrize(
    ("phases", "times"),
    [
        ((Phase.CAMPAIGNS, Phase.TIER, Phase.BONUSES), ["0.5", "1.5"]),
        ((Phase.TIER, Phase.CAMPAIGNS, Phase.BONUSES), ["1.5", "0.5"]),
    ],
)
def test_the_order_of_phases_is_that_in_which_fractions_are_dropped(
    phases: tuple[Phase, ...], times: list[str]
) -> None:
    rules = programme(campaign(factor="1.5"), phases=phases)
    more = earned(rules, dress=500, tier="gold")["double"]
    assert more.formula == RateTerms(points=1, per=100, times=map(Factor.of, times))
    assert more.points == 3  # 5, then 2 and 3, or 7 and 3


def test_fractions_that_two_phases_drop_depend_on_their_order() -> None:
    half = campaign(factor="1.5")
    first = programme(half, phases=(Phase.CAMPAIGNS, Phase.TIER, Phase.BONUSES))
    last = programme(half, phases=(Phase.TIER, Phase.CAMPAIGNS, Phase.BONUSES))
    assert points(first, dress=300, tier="black")["double"] == 2  # 3, 1, 2
    assert points(last, dress=300, tier="black")["double"] == 3  # 3, 6, 3


def test_a_bonus_is_multiplied_by_the_tier_only_if_that_comes_after_it() -> None:
    gift = campaign("gift", bonus=50)
    assert points(programme(gift), dress=100, tier="black")["gift"] == 50
    after = programme(gift, phases=(Phase.BONUSES, Phase.CAMPAIGNS, Phase.TIER))
    assert points(after, dress=100, tier="black")["gift"] == 100
    assert points(programme(gift, campaign()), dress=100)["gift"] == 50


def test_a_bonus_needs_its_minimum_paid_for_its_own_goods() -> None:
    rules = programme(campaign("gift", bonus=50, minimum="5.00 EUR", on=Brand("rucher")))
    assert "gift" not in points(rules, dress=5000, honey=499)
    found = earned(rules, dress=5000, honey=500)["gift"]
    assert (found.points, found.basis, found.lines) == (50, 500, (2,))
    assert found.formula == BonusTerms(points=50, minimum=500)


def test_a_campaign_runs_from_its_first_instant_until_just_before_its_last() -> None:
    rules = programme(campaign(valid=SPRING))
    assert "double" not in points(rules, dress=100, on="2026-03-01T11:59:59.999999Z")
    assert "double" in points(rules, dress=100, on="2026-03-01T12:00:00Z")
    assert "double" in points(rules, dress=100, on="2026-04-01T11:59:59.999999Z")
    assert "double" not in points(rules, dress=100, on="2026-04-01T12:00:00Z")


def test_only_a_campaign_that_may_matter_ends_an_answer() -> None:
    rules = programme(campaign(valid=SPRING, on=Brand("rucher"), audience=Audience(segments=["staff"])))

    def until(buyer: Buyer, product: Product) -> str | None:
        moment = Moment(at("2026-03-10"))
        purchase = Purchase(currency="EUR", lines=[EarningLine(1, product, Paid(100))], buyer=buyer)
        earnings(rules, purchase, tier=None, moment=moment, almanac=ALMANAC)
        return None if moment.until is None else instant_text(moment.until)

    assert until(Buyer(segments=["staff"]), HONEY) == "2026-04-01T12:00:00Z"
    assert until(Buyer(segments=["staff"]), DRESS) is None
    assert until(ANYONE, HONEY) is None


@pytest.mark.parametrize(
    ("audience", "buyer", "tier", "rules"),
    [
        (Audience(tiers=["gold", "black"]), ANYONE, "gold", ["club", "double"]),
        (Audience(tiers=["gold", "black"]), ANYONE, None, ["club"]),
        (Audience(tiers=["basic"]), ANYONE, None, ["club", "double"]),
        (Audience(segments=["staff", "press"]), Buyer(segments=["press"]), None, ["club", "double"]),
        (Audience(segments=["staff", "press"]), Buyer(segments=["hotels"]), None, ["club"]),
        (Audience(first_order=True), Buyer(first_order=True), None, ["club", "double"]),
        (Audience(first_order=True), ANYONE, None, ["club"]),
        (Audience(tiers=["gold"], first_order=True), Buyer(first_order=True), None, ["club"]),
    ],
)
def test_a_campaign_speaks_to_whom_all_is_so_that_it_says(
    audience: Audience, buyer: Buyer, tier: str | None, rules: list[str]
) -> None:
    found = points(programme(campaign(audience=audience)), dress=1000, buyer=buyer, tier=tier)
    assert list(found) == rules


def test_a_birthday_lasts_for_the_month_of_the_programmes_zone() -> None:
    rules = programme(campaign(audience=Audience(birth_month=True)))
    born_in_march = Buyer(birth_month=3)
    assert "double" in points(rules, dress=100, buyer=born_in_march, on="2026-02-28T23:00:00Z")
    assert "double" not in points(rules, dress=100, buyer=born_in_march, on="2026-02-28T22:59:59Z")
    assert "double" not in points(rules, dress=100, buyer=born_in_march, on="2026-03-31T22:00:00Z")
    assert "double" not in points(rules, dress=100)


def test_a_birthday_ends_the_answer_with_its_month() -> None:
    rules = programme(campaign(audience=Audience(birth_month=True)))
    moment = Moment(at("2026-03-10"))
    purchase = Purchase(currency="EUR", lines=[EarningLine(1, DRESS, Paid(100))], buyer=Buyer(birth_month=12))
    earnings(rules, purchase, tier=None, moment=moment, almanac=ALMANAC)
    assert moment.until is not None
    assert instant_text(moment.until) == "2026-03-31T22:00:00Z"


# What an order freezes


def test_an_earning_carries_what_happens_when_goods_come_back() -> None:
    owed = ShortfallRule(
        steps=[Shortfall.POINTS, Shortfall.REFUND, Shortfall.FORGIVEN], points=100, worth="5.00 EUR"
    )
    rules = programme(campaign(), clawback=Clawback.KEPT, shortfall=owed)
    for earning in earned(rules, dress=1000, tier="gold").values():
        assert (earning.clawback, earning.shortfall) == (Clawback.KEPT, owed.terms)
        assert earning.formula is not None
        assert earning.formula.earned(earning.basis) == earning.points


def test_a_rate_that_is_rounded_per_line_names_the_part_of_each() -> None:
    earn = attrs.evolve(PROGRAMME.earn, rounded_per=RoundedPer.LINE)
    [base] = earned(programme(earn=earn), dress=199, honey=250).values()
    assert (base.points, base.basis, base.parts) == (3, 449, (199, 250))


def test_by_item_the_points_stand_beside_each_line() -> None:
    rules = programme(campaign("gift", bonus=5), clawback=Clawback.ITEM)
    found = earned(rules, dress=199, honey=250)
    assert (found["club"].points, found["club"].parts) == (4, (2, 2))
    assert (found["gift"].points, found["gift"].parts) == (5, (2, 3))


# Actions


def test_an_action_earns_its_points_with_the_programmes_life_but_waits_for_no_goods() -> None:
    review = Action(id="review", name={"fr": "Avis"}, points=10, caps=[CapRule(points=10, per=CapPer.DAY)])
    rules = programme(actions=[review], lots=LotRule(after_return_window=True, expires_after=MONTHS_6))
    earning = for_action(rules, review)
    assert (earning.rule, earning.points, earning.lines) == ("review", 10, ())
    assert earning.caps == (CapTerms(id="review/day", points=10, per=CapPer.DAY),)
    [accrual] = accruals([earning], at("2026-03-10"), ALMANAC)
    assert accrual.available_from == at("2026-03-10")
    assert accrual.expires_at == at("2026-09-10T22:00:00Z")


def test_of_two_ends_of_a_life_the_earlier_counts() -> None:
    both = LotRule(expires_after=MONTHS_6, expires_on=at_day("2026-06-30")).terms("Europe/Paris")
    [accrual] = accruals([Earning(rule="a", points=1, lot=both)], at("2026-03-10"), ALMANAC)
    assert accrual.expires_at == at("2026-06-30T22:00:00Z")


def at_day(text: str) -> Any:
    return ALMANAC.zone("Europe/Paris").local_date(at(text))


# Rules that cannot be meant


@pytest.mark.parametrize(
    ("make", "where", "code"),
    [
        (lambda: campaign(factor="2", bonus=5), "", "not_one_way"),
        (lambda: Campaign(id="a", name={}), "", "not_one_way"),
        (lambda: campaign(factor="0.5"), "factor", "factor_below_one"),
        (lambda: campaign(factor="2", minimum="1 EUR"), "minimum", "minimum_without_bonus"),
        (lambda: campaign(bonus=0), "bonus", "points_out_of_range"),
        (lambda: campaign(valid="2027"), "valid", "wrong_type"),
        (lambda: campaign(audience="gold"), "audience", "wrong_type"),
        (lambda: campaign(caps=[CapRule(points=1, per=CapPer.DAY)] * 2), "caps[1].per", "duplicate_cap"),
        (lambda: campaign(type="no type"), "type", "not_an_identifier"),
        (lambda: campaign(priority=-1), "priority", "points_out_of_range"),
        (lambda: CapRule(points=0, per=CapPer.DAY), "points", "points_out_of_range"),
        (lambda: CapRule(points=1, per="day"), "per", "wrong_type"),  # type: ignore[arg-type]
        (lambda: Audience(birth_month=3), "birth_month", "wrong_type"),  # type: ignore[arg-type]
        (
            lambda: Action(id="a", name={}, points=1, lots=LotRule(after_return_window=True)),
            "lots.after_return_window",
            "action_of_goods",
        ),
        (lambda: LotRule(after_return_window=True, available_after=DAYS_14), "available_after", "two_waits"),
        (
            lambda: LotRule(available_after=DAYS_14, idle_after=Period.from_text("13 days")),
            "idle_after",
            "lot_without_life",
        ),
        (lambda: EarnRule(points=1, per="1 EUR", rounded_per="line"), "rounded_per", "wrong_type"),  # type: ignore[arg-type]
        (lambda: programme(phases=[Phase.TIER]), "phases", "phases_differ"),
        (lambda: programme(phases=[Phase.TIER, Phase.TIER, Phase.BONUSES]), "phases", "phases_differ"),
        (lambda: programme(campaign(), campaign()), "campaigns[1].id", "duplicate_id"),
        (lambda: programme(campaign("club")), "campaigns[0].id", "duplicate_id"),
        (
            lambda: programme(campaign("a"), actions=[Action(id="a", name={}, points=1)]),
            "actions[0].id",
            "duplicate_id",
        ),
        (lambda: programme(campaign(funder="bank")), "campaigns[0].funder", "unknown_funder"),
        (
            lambda: programme(campaign(audience=Audience(tiers=["silver"]))),
            "campaigns[0].audience.tiers",
            "unknown_tier",
        ),
        (
            lambda: programme(campaign("a" * 60, caps=[CapRule(points=1, per=CapPer.CAMPAIGN)])),
            "campaigns[0].caps[0]",
            "not_an_identifier",
        ),
        (
            lambda: programme(campaign(bonus=1, minimum="1 USD")),
            "campaigns[0].minimum",
            "other_currency",
        ),
        (lambda: programme(claimed_within="30 days"), "claimed_within", "wrong_type"),
        (lambda: programme(clawback="kept"), "clawback", "wrong_type"),
    ],
)
def test_rules_that_cannot_be_meant_are_refused(make: Callable[[], object], where: str, code: str) -> None:
    with pytest.raises(ComptoirError) as error:
        make()
    assert (error.value.faults[0].where, error.value.faults[0].code) == (where, code)


def test_all_names_that_do_not_fit_are_told_at_once_with_their_cures() -> None:
    with pytest.raises(ComptoirError) as error:
        programme(campaign(funder="bank", audience=Audience(tiers=["silver"])), campaign("club", bonus=1))
    assert [fault.cure for fault in error.value.faults][:1] == [
        "give each an id of its own: points are counted by it"
    ]
    assert str(error.value).splitlines()[1:] == [
        "campaigns[0].funder: found bank; add it under [[loyalty.programme.funders]] [unknown_funder]",
        "campaigns[0].audience.tiers: found silver; add it under [[loyalty.programme.tiers]] [unknown_tier]",
    ]


def test_tiers_may_count_points_of_a_type_that_something_gives() -> None:
    levels = TierRules(measure=Measure.POINTS, type="status")
    tiers = [attrs.evolve(PROGRAMME.tiers[0], from_=None, points=0)]
    with pytest.raises(ComptoirError) as error:
        programme(levels=levels, tiers=tiers)
    assert [(fault.where, fault.code) for fault in error.value.faults] == [("levels.type", "unknown_type")]
    rules = programme(campaign("status", type="status"), levels=levels, tiers=tiers)
    assert rules.types == {"points", "status"}
