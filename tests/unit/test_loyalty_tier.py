from __future__ import annotations

import attrs
import pytest

from comptoir.loyalty.granting import grants_of
from comptoir.loyalty.rules import Programme
from comptoir.loyalty.tier import TierStanding, tier_of
from comptoir.values.errors import NoAnswer
from comptoir.values.grants import NO_GRANTS, FreeDelivery
from comptoir.values.instants import instant_text
from comptoir.values.moments import Moment
from comptoir.values.periods import Period
from unit.loyalty_shop import ALMANAC, MEMBER, PROGRAMME, Facts, account, at, held, lot, order, returned


def standing(facts: Facts, on: str, programme: Programme = PROGRAMME) -> TierStanding:
    moment = Moment(at(on))
    return tier_of(programme, MEMBER, held(facts, moment), moment, ALMANAC)


def test_a_member_without_purchases_has_the_first_tier() -> None:
    assert standing([], "2026-03-10") == TierStanding(
        tier="basic", name={"fr": "Base"}, spent=0, currency="EUR", next="gold", missing=50_000
    )


def test_a_tier_is_reached_by_its_very_amount() -> None:
    just: Facts = [order("o-1", "2026-03-01", charged=30_000), order("o-2", "2026-03-02", charged=20_000)]
    found = standing(just, "2026-03-10")
    assert (found.tier, found.spent, found.next, found.missing) == ("gold", 50_000, "black", 150_000)
    short: Facts = [order("o-1", "2026-03-01", charged=49_999)]
    assert (standing(short, "2026-03-10").tier, standing(short, "2026-03-10").missing) == ("basic", 1)


def test_nothing_is_missing_at_the_highest_tier() -> None:
    found = standing([order("o-1", "2026-03-01", charged=200_000)], "2026-03-10")
    assert (found.tier, found.next, found.missing) == ("black", None, None)


def test_only_the_members_own_orders_in_the_programmes_currency_count() -> None:
    facts: Facts = [
        order("o-1", "2026-03-01", charged=60_000, member="m-2"),
        order("o-2", "2026-03-01", charged=60_000, member=None),
        order("o-3", "2026-03-01", charged=60_000, currency="USD"),
    ]
    assert standing(facts, "2026-03-10").spent == 0


def test_what_comes_back_counts_no_longer_from_then_on() -> None:
    bought = order("o-1", "2026-03-01", charged=60_000, pieces=3)
    facts: Facts = [bought, returned("r-1", bought, "2026-03-05", count=2)]
    assert standing(facts, "2026-03-04").tier == "gold"
    assert (standing(facts, "2026-03-05").tier, standing(facts, "2026-03-05").spent) == ("basic", 20_000)


def test_a_purchase_counts_to_the_end_of_the_last_day_of_the_period() -> None:
    bought = order("o-1", "2026-03-29T22:30:00Z", charged=60_000)  # the 30th in Paris
    moment = Moment(at("2027-03-30T21:59:59Z"))
    found = tier_of(PROGRAMME, MEMBER, held([bought], moment), moment, ALMANAC)
    assert found.tier == "gold"
    assert moment.until is not None
    assert instant_text(moment.until) == "2027-03-30T22:00:00Z"
    assert standing([bought], "2027-03-30T22:00:00Z").tier == "basic"


def test_a_purchase_from_before_the_zones_table_is_over_if_that_is_certain() -> None:
    old = order("o-1", "2024-06-01", charged=60_000)
    assert standing([old], "2026-03-10").spent == 0
    long = attrs.evolve(PROGRAMME, tier_period=Period.from_text("3 years"))
    with pytest.raises(NoAnswer):
        standing([old], "2026-03-10", long)


def test_spending_points_changes_no_tier() -> None:
    earned = order("o-1", "2026-03-01", charged=50_000, earns=[lot(500, "2026-03-01")])
    spent = order("o-2", "2026-03-02", charged=500, spends=500)
    assert standing([earned, spent], "2026-03-10").spent == 50_500


def test_a_standing_grants_a_tier_points_and_deliveries_at_no_fee() -> None:
    facts: Facts = [order("o-1", "2026-03-01", charged=60_000, earns=[lot(600, "2026-03-01")])]
    grants = grants_of(PROGRAMME, account(facts, "2026-03-10"), standing(facts, "2026-03-10"))
    assert (grants.tier, grants.points) == ("gold", 600)
    assert grants.free_delivery == (FreeDelivery("express", "club/gold"), FreeDelivery("home", "club/gold"))
    assert grants.free("home") == "club/gold"
    assert grants.free("courier") is None


def test_a_debt_grants_no_points() -> None:
    facts: Facts = [order("o-1", "2026-03-01", spends=100)]
    assert grants_of(PROGRAMME, account(facts, "2026-03-10"), standing(facts, "2026-03-10")).points == 0


def test_without_a_programme_nothing_is_granted() -> None:
    assert grants_of(None, account([], "2026-03-10"), None) == NO_GRANTS
