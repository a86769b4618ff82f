from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import attrs
import pytest

from comptoir.loyalty.earn_rules import Action
from comptoir.loyalty.granting import grants_of
from comptoir.loyalty.rules import Programme
from comptoir.loyalty.tier import Given, Higher, TierStanding, tier_of
from comptoir.loyalty.tier_rules import Measure, TierClock, TierRule, TierRules
from comptoir.values.errors import NoAnswer, WrongType, WrongValue
from comptoir.values.grants import NO_GRANTS, FreeDelivery
from comptoir.values.instants import instant_text
from comptoir.values.moments import Moment
from comptoir.values.periods import Period
from unit.loyalty_shop import ALMANAC, MEMBER, PROGRAMME, Facts, account, at, held, lot, order, returned

GOLD, BLACK = 50_000, 200_000


def periods(rules: dict[str, Any]) -> dict[str, Any]:
    names = {"period", "lasts", "grace"}
    return {key: Period.from_text(value) if key in names else value for key, value in rules.items()}


def levels(**rules: Any) -> Programme:
    return attrs.evolve(PROGRAMME, levels=TierRules(**periods(rules)))


def asked(
    facts: Facts, moment: Moment, programme: Programme = PROGRAMME, joined: str | None = None
) -> TierStanding:
    orders = held(facts, moment).orders.values()
    own = [each for each in orders if each.order.buyer.member == MEMBER]
    return tier_of(programme, own, moment, ALMANAC, joined=None if joined is None else at(joined))


def standing(
    facts: Facts, on: str, programme: Programme = PROGRAMME, joined: str | None = None
) -> TierStanding:
    return asked(facts, Moment(at(on)), programme, joined)


def tiers(facts: Facts, programme: Programme, *days: str) -> list[str]:
    return [standing(facts, day, programme).tier for day in days]


def until(found: TierStanding) -> str | None:
    return None if found.until is None else instant_text(found.until)


def test_a_member_without_purchases_has_the_first_tier() -> None:
    assert standing([], "2026-03-10") == TierStanding(
        tier="basic",
        name={"fr": "Base"},
        measured=0,
        currency="EUR",
        above=[Higher("gold", GOLD), Higher("black", BLACK)],
    )


def test_a_tier_is_reached_by_its_very_amount() -> None:
    just: Facts = [order("o-1", "2026-03-01", charged=30_000), order("o-2", "2026-03-02", charged=20_000)]
    found = standing(just, "2026-03-10")
    assert (found.tier, found.measured, found.next, found.missing) == ("gold", 50_000, "black", 150_000)
    short: Facts = [order("o-1", "2026-03-01", charged=49_999)]
    assert (standing(short, "2026-03-10").tier, standing(short, "2026-03-10").missing) == ("basic", 1)


def test_nothing_is_missing_at_the_highest_tier() -> None:
    found = standing([order("o-1", "2026-03-01", charged=200_000)], "2026-03-10")
    assert (found.tier, found.next, found.missing) == ("black", None, None)


def test_only_purchases_in_the_programmes_currency_count() -> None:
    assert standing([order("o-3", "2026-03-01", charged=60_000, currency="USD")], "2026-03-10").measured == 0


def test_what_comes_back_counts_no_longer_from_then_on() -> None:
    bought = order("o-1", "2026-03-01", charged=60_000, pieces=3)
    facts: Facts = [bought, returned("r-1", bought, "2026-03-05", count=2)]
    assert standing(facts, "2026-03-04").tier == "gold"
    assert (standing(facts, "2026-03-05").tier, standing(facts, "2026-03-05").measured) == ("basic", 20_000)


def test_a_purchase_counts_to_the_end_of_the_last_day_of_the_period() -> None:
    bought = order("o-1", "2026-03-29T22:30:00Z", charged=60_000)  # the 30th in Paris
    moment = Moment(at("2027-03-30T21:59:59Z"))
    assert asked([bought], moment).tier == "gold"
    assert moment.until is not None
    assert instant_text(moment.until) == "2027-03-30T22:00:00Z"
    assert standing([bought], "2027-03-30T22:00:00Z").tier == "basic"


def test_a_purchase_from_before_the_zones_table_is_over_if_that_is_certain() -> None:
    old = order("o-1", "2024-06-01", charged=60_000)
    assert standing([old], "2026-03-10").measured == 0
    with pytest.raises(NoAnswer):
        standing([old], "2026-03-10", levels(period="3 years"))


def test_without_a_period_all_that_was_ever_spent_counts() -> None:
    found = standing([order("o-1", "2025-03-01", charged=60_000)], "2029-03-10", levels())
    assert (found.tier, found.until, found.to_keep) == ("gold", None, None)


def test_spending_points_changes_no_tier() -> None:
    earned = order("o-1", "2026-03-01", charged=50_000, earns=[lot(500, "2026-03-01")])
    spent = order("o-2", "2026-03-02", charged=500, spends=500)
    assert standing([earned, spent], "2026-03-10").measured == 50_500


class TestATierLasts:
    def test_to_the_end_of_the_calendar_year_after_the_one_in_which_it_was_reached(self) -> None:
        programme = levels(clock=TierClock.CALENDAR_YEAR, more_periods=1)
        facts: Facts = [order("o-1", "2026-01-15", charged=60_000)]
        days = ("2026-12-31T22:59:59Z", "2027-12-31T22:59:59Z", "2027-12-31T23:00:00Z")
        assert tiers(facts, programme, *days) == ["gold", "gold", "basic"]
        found = standing(facts, "2027-01-10", programme)
        assert (found.measured, until(found), found.to_keep) == (0, "2027-12-31T23:00:00Z", GOLD)

    def test_from_anniversary_to_anniversary_of_having_joined(self) -> None:
        programme = levels(clock=TierClock.ANNIVERSARY)
        facts: Facts = [
            order("o-1", "2026-05-19", charged=30_000),
            order("o-2", "2026-05-21", charged=30_000),
        ]
        assert standing(facts, "2026-06-01", programme, joined="2019-05-21").tier == "basic"
        found = standing(facts, "2026-06-01", programme, joined="2019-05-19")
        assert (found.tier, until(found)) == ("gold", "2027-05-18T22:00:00Z")

    def test_from_anniversary_to_anniversary_of_the_first_purchase_that_was_kept(self) -> None:
        programme = levels(clock=TierClock.ANNIVERSARY)
        kept_not = order("o-0", "2025-02-01")
        facts: Facts = [kept_not, order("o-1", "2025-05-20", charged=60_000)]
        assert until(standing(facts, "2025-06-01", programme)) == "2026-01-31T23:00:00Z"
        facts.append(returned("r-0", kept_not, "2025-06-02"))
        assert until(standing(facts, "2025-06-03", programme)) == "2026-05-19T22:00:00Z"

    def test_to_the_next_of_fixed_days(self) -> None:
        programme = levels(clock=TierClock.FIXED, starts=date(2025, 6, 1), period="6 months")
        early: Facts = [order("o-1", "2025-03-01", charged=60_000)]
        assert until(standing(early, "2025-03-02", programme)) == "2025-05-31T22:00:00Z"
        facts: Facts = [order("o-1", "2026-12-01", charged=60_000)]
        assert until(standing(facts, "2026-12-02", programme)) == "2027-05-31T22:00:00Z"

    def test_for_its_time_from_the_day_on_which_it_was_reached_or_confirmed(self) -> None:
        programme = levels(period="3 months", lasts="1 year")
        facts: Facts = [order("o-1", "2026-01-10", charged=60_000)]
        found = standing(facts, "2026-08-01", programme)
        assert (found.tier, found.measured, until(found)) == ("gold", 0, "2027-01-10T23:00:00Z")
        assert found.to_keep == GOLD
        facts.append(order("o-2", "2026-03-05", charged=1))
        assert until(standing(facts, "2026-08-01", programme)) == "2027-03-05T23:00:00Z"

    def test_and_a_grace_after_its_end_in_which_it_can_be_confirmed(self) -> None:
        programme = levels(clock=TierClock.CALENDAR_YEAR, grace="1 month")
        facts: Facts = [order("o-1", "2026-04-01", charged=60_000)]
        assert tiers(facts, programme, "2027-01-31", "2027-02-01") == ["gold", "basic"]
        assert standing(facts, "2027-01-20", programme).to_keep == GOLD
        facts.append(order("o-2", "2027-01-20", charged=GOLD))
        assert tiers(facts, programme, "2027-02-01", "2028-01-31", "2028-02-01") == ["gold", "gold", "basic"]

    def test_and_then_falls_to_what_the_measure_says(self) -> None:
        programme = levels(clock=TierClock.CALENDAR_YEAR, more_periods=1)
        facts: Facts = [order("o-1", "2026-04-01", charged=BLACK), order("o-2", "2027-04-01", charged=GOLD)]
        assert tiers(facts, programme, "2027-12-31", "2028-01-01", "2029-01-01") == ["black", "gold", "basic"]

    def test_and_then_falls_one_level_which_lasts_as_one_just_reached(self) -> None:
        programme = levels(period="1 year", lasts="1 year", grace="10 days", soft_landing=True)
        facts: Facts = [order("o-1", "2026-04-01", charged=BLACK)]
        days = ("2027-04-11", "2027-04-12", "2028-04-22", "2028-04-23")
        assert tiers(facts, programme, *days) == ["black", "gold", "gold", "basic"]

    def test_as_long_as_if_no_higher_one_had_been_reached_meanwhile(self) -> None:
        programme = levels(period="1 month", lasts="1 year")
        gold: Facts = [order("o-1", "2026-01-10", charged=GOLD), order("o-3", "2026-06-10", charged=GOLD)]
        black = order("o-2", "2026-02-01", charged=BLACK)
        assert tiers([*gold, black], programme, "2027-02-01", "2027-06-10", "2027-06-11") == [
            "black",
            "gold",
            "basic",
        ]

    def test_and_a_return_leaves_no_trace_of_having_confirmed_it(self) -> None:
        programme = levels(period="3 months", lasts="1 year")
        again = order("o-2", "2026-03-05", charged=100)
        facts: Facts = [order("o-1", "2026-01-10", charged=60_000), again]
        assert until(standing(facts, "2026-03-06", programme)) == "2027-03-05T23:00:00Z"
        facts.append(returned("r-2", again, "2026-03-07"))
        assert until(standing(facts, "2026-03-07", programme)) == "2027-01-10T23:00:00Z"


class TestProgress:
    def test_the_answer_holds_until_the_tier_ends(self) -> None:
        moment = Moment(at("2027-02-01"))
        asked(
            [order("o-1", "2026-01-15", charged=60_000)],
            moment,
            levels(clock=TierClock.CALENDAR_YEAR, more_periods=1),
        )
        assert moment.until == at("2027-12-31T23:00:00Z")

    def test_nothing_more_keeps_a_tier_in_the_period_in_which_it_was_reached(self) -> None:
        programme, moment = levels(clock=TierClock.CALENDAR_YEAR, more_periods=1), Moment(at("2026-02-01"))
        assert asked([order("o-1", "2026-01-15", charged=60_000)], moment, programme).to_keep is None
        assert moment.until == at("2026-12-31T23:00:00Z")

    def test_what_keeps_a_rolling_tier_replaces_what_will_count_no_longer(self) -> None:
        facts: Facts = [
            order("o-1", "2026-01-10", charged=40_000),
            order("o-2", "2026-02-10", charged=30_000),
        ]
        found = standing(facts, "2026-06-01")
        assert (found.measured, until(found), found.to_keep) == (70_000, "2027-01-10T23:00:00Z", 20_000)

    def test_one_more_purchase_keeps_what_it_would_confirm(self) -> None:
        programme = levels(period="1 year", lasts="1 year")
        facts: Facts = [order("o-1", "2026-01-10", charged=60_000)]
        assert standing(facts, "2026-01-10", programme).to_keep is None
        assert standing(facts, "2026-01-11", programme).to_keep == 1

    def test_with_more_says_which_tier_a_purchase_would_reach(self) -> None:
        found = standing([order("o-1", "2026-01-10", charged=40_000)], "2026-02-01")
        assert [found.with_more(more) for more in (9_999, 10_000, 160_000)] == ["basic", "gold", "black"]


class TestTheMeasure:
    def test_is_the_purchases_of_which_something_was_kept(self) -> None:
        steps = [TierRule(id=id_, name={"fr": id_}, purchases=least) for id_, least in (("a", 0), ("b", 2))]
        rules = TierRules(measure=Measure.PURCHASES, period=Period.from_text("1 year"))
        programme = attrs.evolve(PROGRAMME, levels=rules, tiers=steps)
        twice = order("o-2", "2026-02-10", pieces=2)
        facts: Facts = [order("o-1", "2026-01-10"), twice, returned("r-2", twice, "2026-02-11")]
        assert standing(facts, "2026-03-01", programme).tier == "b"
        facts.append(returned("r-3", twice, "2026-02-12", first=1))
        found = standing(facts, "2026-03-01", programme)
        assert (found.tier, found.measured, found.missing, found.with_more(1)) == ("a", 1, 1, "b")

    def test_is_the_points_of_its_type_as_they_were_given(self) -> None:
        steps = [TierRule(id=id_, name={"fr": id_}, points=least) for id_, least in (("a", 0), ("b", 100))]
        rules = TierRules(measure=Measure.POINTS, type="status", clock=TierClock.CALENDAR_YEAR)
        review = Action(id="review", name={"fr": "Avis"}, points=60, type="status")
        programme = attrs.evolve(PROGRAMME, levels=rules, tiers=steps, actions=[review])
        given = [Given(at("2026-01-10"), 60, "status"), Given(at("2026-02-10"), 40, "status")]
        found = tier_of(
            programme, [], Moment(at("2026-03-01")), ALMANAC, given=[*given, Given(at("2026-02-11"), 500)]
        )
        assert (found.tier, found.measured, until(found)) == ("b", 100, "2026-12-31T23:00:00Z")


NAME = {"fr": "Or"}


@pytest.mark.parametrize(
    ("make", "where", "code"),
    [
        (lambda: TierRule(id="gold", name=NAME), "from", "tier_without_threshold"),
        (
            lambda: TierRule(id="gold", name=NAME, from_="1.00 EUR", purchases=3),
            "from",
            "tier_without_threshold",
        ),
        (lambda: TierRule(id="gold", name=NAME, points=-1), "points", "points_out_of_range"),
        (lambda: levels(measure=Measure.POINTS), "tiers[0].from", "other_measure"),
        (lambda: levels(type="status"), "type", "type_not_measured"),
        (lambda: levels(clock=TierClock.FIXED, period="6 months"), "starts", "clock_differs"),
        (lambda: levels(starts=date(2026, 1, 1)), "starts", "clock_differs"),
        (lambda: levels(clock=TierClock.FIXED, starts=date(2026, 1, 1)), "period", "clock_differs"),
        (lambda: levels(clock=TierClock.ANNIVERSARY, period="1 year"), "period", "clock_differs"),
        (lambda: levels(more_periods=1), "more_periods", "tier_ends_otherwise"),
        (
            lambda: levels(clock=TierClock.ANNIVERSARY, more_periods=11),
            "more_periods",
            "more_periods_out_of_range",
        ),
        (lambda: levels(clock=TierClock.CALENDAR_YEAR, lasts="1 year"), "lasts", "tier_ends_otherwise"),
        (lambda: levels(grace="1 month"), "period", "tier_without_end"),
        (lambda: levels(period="1 year", soft_landing=True), "lasts", "landing_without_life"),
    ],
)
def test_rules_that_do_not_fit_each_other_are_named(
    make: Callable[[], object], where: str, code: str
) -> None:
    with pytest.raises(WrongValue) as caught:
        make()
    assert (caught.value.faults[0].where, caught.value.faults[0].code) == (where, code)


def test_a_year_and_a_half_more_is_no_number_of_periods() -> None:
    with pytest.raises(WrongType):
        TierRules(clock=TierClock.CALENDAR_YEAR, more_periods=1.5)  # type: ignore[arg-type]


def test_a_standing_grants_a_tier_points_and_deliveries_at_no_fee() -> None:
    facts: Facts = [order("o-1", "2026-03-01", charged=60_000, earns=[lot(600, "2026-03-01")])]
    grants = grants_of(
        PROGRAMME, account(facts, "2026-03-10"), standing(facts, "2026-03-10"), Moment(at("2026-03-10"))
    )
    assert (grants.tier, grants.points) == ("gold", 600)
    assert grants.free_delivery == (FreeDelivery("express", "club/gold"), FreeDelivery("home", "club/gold"))
    assert grants.free("home") == "club/gold"
    assert grants.free("courier") is None


def test_a_debt_grants_no_points() -> None:
    facts: Facts = [order("o-1", "2026-03-01", spends=100)]
    assert (
        grants_of(
            PROGRAMME, account(facts, "2026-03-10"), standing(facts, "2026-03-10"), Moment(at("2026-03-10"))
        ).points
        == 0
    )


def test_without_a_programme_nothing_is_granted() -> None:
    assert grants_of(None, account([], "2026-03-10"), None, Moment(at("2026-03-10"))) == NO_GRANTS
