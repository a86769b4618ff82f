from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs
import pytest

from comptoir.facts.point_terms import Earning, LotTerms, PeriodEnd, Stepping
from comptoir.loyalty.earn import EarningLine, Paid, Purchase, accruals, earnings
from comptoir.loyalty.earn_rules import EarnRule, LotRule
from comptoir.loyalty.rules import LoyaltyRules, Programme
from comptoir.loyalty.spend_rules import SpendRule
from comptoir.loyalty.tier_rules import TierRule
from comptoir.values.errors import ComptoirError
from comptoir.values.instants import Instant, instant_text
from comptoir.values.moments import Moment
from comptoir.values.money import Amount
from comptoir.values.periods import Period
from comptoir.vocabulary import STANDARD
from unit.loyalty_shop import ALMANAC, CARD, DRESS, PROGRAMME, at


def points_for(
    *charged: int, programme: Programme = PROGRAMME, tier: str | None = None, redeemed: int = 0
) -> int:
    lines = [EarningLine(number, DRESS, Paid(amount)) for number, amount in enumerate(charged, 1)]
    return sum(each.points for each in earned(lines, programme=programme, tier=tier, redeemed=redeemed))


def earned(
    lines: list[EarningLine],
    *,
    programme: Programme | None = PROGRAMME,
    tier: str | None = None,
    redeemed: int = 0,
    currency: str = "EUR",
) -> tuple[Earning, ...]:
    purchase = Purchase(currency=currency, lines=lines, points=redeemed)
    return earnings(programme, purchase, tier=tier, moment=Moment(at("2026-03-10")), almanac=ALMANAC)


def with_rate(points: int, per: str, rounding: Stepping) -> Programme:
    return attrs.evolve(PROGRAMME, earn=EarnRule(points=points, per=per, rounding=rounding))


def life(placed: str, **terms: Any) -> tuple[str | None, str | None]:
    """From when until when points are spendable that were earned at an instant."""
    lot = LotRule(**terms).terms("Europe/Paris")
    earning = Earning(rule="club", points=1, lines=(1,), basis=100, lot=lot)
    [accrual] = accruals([earning], at(placed), ALMANAC)
    return text_of(accrual.available_from), text_of(accrual.expires_at)


def text_of(at: Instant | None) -> str | None:
    return None if at is None else instant_text(at)


def test_whole_steps_earn_and_parts_of_one_do_not() -> None:
    assert points_for(300, programme=with_rate(5, "2.50 EUR", Stepping.STEP)) == 5
    assert points_for(300, programme=with_rate(5, "2.50 EUR", Stepping.LINEAR)) == 6
    assert points_for(249, programme=with_rate(5, "2.50 EUR", Stepping.STEP)) == 0


def test_a_line_split_in_two_earns_the_same() -> None:
    assert points_for(150, 150) == points_for(300) == 3


def test_an_earning_names_its_rule_its_lines_and_its_basis() -> None:
    lines = [
        EarningLine(1, DRESS, Paid(1250)),
        EarningLine(2, CARD, Paid(5000)),
        EarningLine(3, DRESS, Paid(2000)),
    ]
    [earning] = earned(lines)
    assert (earning.rule, earning.lines, earning.basis, earning.points) == ("club", (1, 3), 3250, 32)
    assert earning.lot == LotTerms(
        zone="Europe/Paris",
        available_after=Period.from_text("14 days"),
        expires_after=Period.from_text("12 months"),
    )


def test_what_is_not_selected_earns_nothing() -> None:
    assert earned([EarningLine(1, CARD, Paid(5000))]) == ()


@pytest.mark.parametrize(
    ("tier", "points"), [("gold", 10), ("black", 14), ("basic", 7), (None, 7), ("gone", 7)]
)
def test_a_tier_multiplies_points_and_fractions_are_dropped(tier: str | None, points: int) -> None:
    assert points_for(750, tier=tier) == points


def test_no_point_is_earned_on_what_points_paid() -> None:
    assert points_for(2000, redeemed=500) == 15
    assert points_for(2000, redeemed=2000) == 0
    assert points_for(2000, redeemed=2490) == 0


def test_what_points_paid_is_spread_over_all_goods_and_rounded_up() -> None:
    [earning] = earned([EarningLine(1, DRESS, Paid(1000)), EarningLine(2, CARD, Paid(2000))], redeemed=100)
    assert earning.basis == 1000 - 34


def test_another_currency_or_no_programme_earns_nothing() -> None:
    lines = [EarningLine(1, DRESS, Paid(1000))]
    assert earned(lines, currency="USD") == ()
    assert earned(lines, programme=None) == ()
    assert earned([]) == ()


def test_a_purchase_earns_a_bounded_number_of_points() -> None:
    assert points_for(2**53 - 1, programme=with_rate(10**12, "0.01 EUR", Stepping.STEP)) == 10**12


def test_points_without_terms_are_available_at_once_and_never_expire() -> None:
    assert life("2026-03-10T09:30:00Z") == ("2026-03-10T09:30:00Z", None)


def test_days_are_those_of_the_programme_and_begin_and_end_at_its_midnight() -> None:
    evening_in_utc = "2026-07-09T22:30:00Z"  # 00:30 on the 10th in Paris
    found = life(
        evening_in_utc,
        available_after=Period.from_text("14 days"),
        expires_after=Period.from_text("1 month"),
    )
    assert found == ("2026-07-23T22:00:00Z", "2026-08-10T22:00:00Z")


def test_a_last_day_on_which_the_clocks_change_ends_at_its_midnight() -> None:
    _, spring = life("2026-02-28", expires_after=Period.from_text("29 days"))
    assert spring == "2026-03-29T22:00:00Z"
    _, autumn = life("2026-09-25", expires_after=Period.from_text("1 month"))
    assert autumn == "2026-10-25T23:00:00Z"


def test_a_month_from_the_31st_ends_with_the_month_that_is_too_short() -> None:
    _, end = life("2027-01-31", expires_after=Period.from_text("1 month"))
    assert end == "2027-02-28T23:00:00Z"


@pytest.mark.parametrize(
    ("until", "end"),
    [
        (PeriodEnd.DAY, "2027-08-15T22:00:00Z"),
        (PeriodEnd.MONTH, "2027-08-31T22:00:00Z"),
        (PeriodEnd.QUARTER, "2027-09-30T22:00:00Z"),
        (PeriodEnd.YEAR, "2027-12-31T23:00:00Z"),
    ],
)
def test_a_life_may_be_drawn_out_to_the_end_of_a_period(until: PeriodEnd, end: str) -> None:
    assert life("2026-08-15", expires_after=Period.from_text("12 months"), until_end_of=until)[1] == end


def test_a_life_that_ends_on_the_last_day_of_a_quarter_is_not_drawn_out() -> None:
    day = {"expires_after": Period.from_text("12 months"), "until_end_of": PeriodEnd.QUARTER}
    assert life("2026-12-31", **day)[1] == "2027-12-31T23:00:00Z"


@pytest.mark.parametrize(
    ("make", "where", "code"),
    [
        (lambda: EarnRule(points=0, per="1 EUR"), "points", "points_out_of_range"),
        (lambda: EarnRule(points=1, per="0.00 EUR"), "per", "amount_not_positive"),
        (lambda: EarnRule(points=1, per=1.0), "amount", "float"),  # type: ignore[arg-type]
        (lambda: EarnRule(points=1, per="1 EUR", rounding="step"), "rounding", "wrong_type"),  # type: ignore[arg-type]
        (lambda: EarnRule(points=1, per="1 EUR", on="mode"), "on", "wrong_type"),  # type: ignore[arg-type]
        (lambda: LotRule(expires_after="1 month"), "expires_after", "wrong_type"),  # type: ignore[arg-type]
        (lambda: LotRule(until_end_of=PeriodEnd.YEAR), "until_end_of", "end_without_period"),
        (lambda: SpendRule(points=100, worth="0.00 EUR"), "worth", "amount_not_positive"),
        (lambda: SpendRule(points=100, worth="0.50 EUR"), "step", "worth_not_whole"),
        (lambda: SpendRule(points=100, worth="1 EUR", step=0), "step", "points_out_of_range"),
        (lambda: SpendRule(points=100, worth="1 EUR", minimum=-1), "minimum", "points_out_of_range"),
        (lambda: TierRule(id="a", name={}, from_="-1.00 EUR"), "from", "amount_negative"),
        (lambda: TierRule(id="a", name={"fr": ""}, from_="0 EUR"), "name.fr", "not_a_text"),
        (lambda: attrs.evolve(PROGRAMME, tiers=[]), "tiers", "no_tier"),
        (lambda: attrs.evolve(PROGRAMME, tiers=PROGRAMME.tiers[1:]), "tiers[0].from", "tiers_not_rising"),
        (lambda: attrs.evolve(PROGRAMME, tiers=PROGRAMME.tiers[:1] * 2), "tiers[1].from", "tiers_not_rising"),
        (
            lambda: attrs.evolve(PROGRAMME, tiers=[PROGRAMME.tiers[0], tier("basic", "1 EUR")]),
            "tiers[1].id",
            "duplicate_id",
        ),
        (
            lambda: attrs.evolve(PROGRAMME, tiers=[PROGRAMME.tiers[0], tier("t", "1 USD")]),
            "tiers[1].from",
            "other_currency",
        ),
        (
            lambda: attrs.evolve(PROGRAMME, spend=SpendRule(points=1, worth="0.01 USD")),
            "spend.worth",
            "other_currency",
        ),
        (
            lambda: attrs.evolve(PROGRAMME, tiers=[tier("t" * 60, "0 EUR")]),
            "tiers[0].id",
            "not_an_identifier",
        ),
        (lambda: LoyaltyRules(programme="club"), "programme", "wrong_type"),  # type: ignore[arg-type]
    ],
)
def test_rules_that_cannot_be_meant_are_refused(make: Callable[[], object], where: str, code: str) -> None:
    with pytest.raises(ComptoirError) as error:
        make()
    assert (error.value.faults[0].where, error.value.faults[0].code) == (where, code)


def tier(id: str, spent: str) -> TierRule:
    return TierRule(id=id, name={"fr": "Niveau"}, from_=spent)


@pytest.mark.parametrize(
    ("pending", "life"), [("14 days", "13 days"), ("29 days", "1 month"), ("4 weeks", "27 days")]
)
def test_points_may_not_expire_before_they_are_available(pending: str, life: str) -> None:
    with pytest.raises(ComptoirError) as error:
        LotRule(available_after=Period.from_text(pending), expires_after=Period.from_text(life))
    assert error.value.faults[0].code == "lot_without_life"


@pytest.mark.parametrize(
    ("pending", "life"), [("14 days", "14 days"), ("28 days", "1 month"), ("12 months", "1 year")]
)
def test_points_may_be_available_on_their_last_day_only(pending: str, life: str) -> None:
    rule = LotRule(available_after=Period.from_text(pending), expires_after=Period.from_text(life))
    assert rule.terms("Europe/Paris").expires_after == Period.from_text(life)


def test_the_cure_for_a_step_that_is_not_worth_whole_cents_names_one_that_is() -> None:
    with pytest.raises(ComptoirError) as error:
        SpendRule(points=300, worth="1.00 EUR", step=50)
    assert str(error.value) == (
        "step: found 50 of 300 points that are worth 1.00 EUR; let a step be worth whole minor units: "
        "a step of 300 is [worth_not_whole]"
    )
    assert SpendRule(points=300, worth="1.00 EUR", step=300).worth == Amount(100, "EUR")


def test_loyalty_rules_survive_their_wire_form() -> None:
    rules = LoyaltyRules(programme=PROGRAMME)
    assert STANDARD.codec.read(LoyaltyRules, STANDARD.codec.write(rules)) == rules
    assert STANDARD.codec.read(LoyaltyRules, {}) == LoyaltyRules()
