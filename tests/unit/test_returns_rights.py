from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest

from comptoir.facts.baskets import Contract
from comptoir.facts.confidence import Confidence
from comptoir.facts.places import Country, Places
from comptoir.facts.return_terms import Anchor, Bearer, Means, ReturnTerms, Right
from comptoir.facts.units import Units
from comptoir.returns.agree import GoodSold, return_terms
from comptoir.returns.rights import OneRight, best_of, rights_on
from comptoir.returns.rules import Exempt, ReturnPolicy, ReturnRules, StatutoryRule
from comptoir.values.errors import ComptoirError, WrongType, WrongValue
from comptoir.values.instants import Instant
from comptoir.values.moments import Moment
from comptoir.values.percentages import Percent
from comptoir.values.periods import Period
from comptoir.values.selections import Category, Skus, Tag
from comptoir.values.windows import Window
from unit.returns_shop import (
    ALMANAC,
    FINAL,
    HANDED,
    PARIS,
    PLACED,
    PLACES,
    THIRTY_DAYS,
    WITHDRAWAL,
    at,
    dress,
    handed_over,
    held,
    line,
    order,
)

FOURTEEN, THIRTY = Period.from_text("14 days"), Period.from_text("30 days")
LAW = StatutoryRule(
    id="wd.fr",
    source="Code de la consommation, article L221-18",
    confidence=Confidence.HIGH,
    countries=["FR"],
    contracts=[Contract.DISTANCE, Contract.OFF_PREMISES],
    period=FOURTEEN,
    counting="fr-l221-19",
    exempt=[Exempt(Tag("custom"), "article L221-28, 3°")],
)
ORDINARY = ReturnPolicy(id="thirty", name={"fr": "30 jours"}, period=THIRTY)
SALE = ReturnPolicy(id="final", name={"fr": "Ni repris ni échangé"}, on=Category("sale"))


def agreed(
    *products: Any,
    rules: ReturnRules,
    contract: Contract | None = Contract.DISTANCE,
    country: str | None = "FR",
    places: Places = PLACES,
    moment: Moment | None = None,
) -> tuple[ReturnTerms, ...]:
    return return_terms(
        rules,
        [GoodSold(number, product) for number, product in enumerate(products, start=1)],
        contract=contract,
        country=country,
        places=places,
        zone="Europe/London",
        moment=Moment(PLACED) if moment is None else moment,
    )


def of(*terms: ReturnTerms, handed: str, now: str, quantity: int = 1) -> tuple[OneRight, ...]:
    stands = held(
        order(line(1, dress(), quantity, 1000 * quantity), returns=terms), handed_over(when=at(handed))
    )
    return rights_on(stands, stands.runs[0], Moment(at(now)), ALMANAC)


def test_the_law_stands_before_the_policy() -> None:
    statutory, commercial = agreed(dress(), rules=ReturnRules(policies=[ORDINARY], statutory=[LAW]))
    assert statutory == attrs.evolve(WITHDRAWAL, lines=[1])
    assert (commercial.right, commercial.rule, commercial.zone) == (Right.COMMERCIAL, "thirty", PARIS)
    assert (commercial.counting, commercial.calendar, commercial.even_exchange) == (None, None, True)


def test_the_first_policy_that_selects_a_product_is_its_policy() -> None:
    goods = dress("A"), dress("B", category="sale"), dress("C")
    special, general = agreed(*goods, rules=ReturnRules(policies=[SALE, ORDINARY]))
    assert (special.rule, special.lines, special.period) == ("final", (2,), None)
    assert (general.rule, general.lines) == ("thirty", (1, 3))
    [everything] = agreed(*goods, rules=ReturnRules(policies=[ORDINARY, SALE]))
    assert everything.lines == (1, 2, 3)


def test_a_policy_out_of_force_is_passed_over_and_its_edge_is_noted() -> None:
    christmas = ReturnPolicy(
        id="christmas",
        name={"fr": "Noël"},
        period=Period.from_text("60 days"),
        valid=Window(at("2026-11-01")),
    )
    moment = Moment(PLACED)
    [terms] = agreed(dress(), rules=ReturnRules(policies=[christmas, ORDINARY]), moment=moment)
    assert (terms.rule, moment.until) == ("thirty", at("2026-11-01"))


def test_what_is_bought_in_a_store_has_no_statutory_right() -> None:
    rules = ReturnRules(policies=[ORDINARY], statutory=[LAW])
    assert [terms.rule for terms in agreed(dress(), rules=rules, contract=Contract.IN_STORE)] == ["thirty"]
    assert [terms.rule for terms in agreed(dress(), rules=rules, contract=None)] == ["thirty"]


@pytest.mark.parametrize("country", [None, "JP", "DE"])
def test_of_a_country_without_a_rule_nothing_is_said(country: str | None) -> None:
    places = Places(countries={**PLACES.countries, "DE": Country(zone="Europe/Berlin", calendar="de")})
    assert agreed(dress(), rules=ReturnRules(statutory=[LAW]), country=country, places=places) == ()


def test_days_are_those_of_the_country_or_of_the_rulebook() -> None:
    rules = ReturnRules(policies=[ORDINARY])
    assert agreed(dress(), rules=rules)[0].zone == PARIS
    assert agreed(dress(), rules=rules, country=None)[0].zone == "Europe/London"


def test_what_the_law_exempts_has_no_statutory_right() -> None:
    custom = dress("SUR-MESURE", tags=["custom"])
    [terms] = agreed(custom, dress(), rules=ReturnRules(statutory=[LAW]))
    assert terms.lines == (2,)
    assert agreed(custom, rules=ReturnRules(statutory=[LAW])) == ()


def test_the_law_in_force_when_the_contract_is_concluded_counts() -> None:
    later = attrs.evolve(LAW, id="wd.later", valid=Window(at("2026-06-19")))
    before = attrs.evolve(LAW, valid=Window(until=at("2026-06-19")))
    rules = ReturnRules(statutory=[later, before])
    assert [terms.rule for terms in agreed(dress(), rules=rules)] == ["wd.fr"]
    assert [terms.rule for terms in agreed(dress(), rules=rules, moment=Moment(at("2026-06-19")))] == [
        "wd.later"
    ]


@pytest.mark.parametrize(
    ("make", "where", "code"),
    [
        (lambda: attrs.evolve(LAW, countries=["fr"]), "countries[0]", "not_a_country"),
        (lambda: attrs.evolve(LAW, countries=[]), "countries", "never_applies"),
        (lambda: attrs.evolve(LAW, contracts=[]), "contracts", "never_applies"),
        (lambda: attrs.evolve(LAW, contracts=["distance"]), "contracts[0]", "wrong_item"),  # type: ignore[list-item]
        (lambda: attrs.evolve(LAW, counting="de"), "counting", "unknown_counting"),
        (lambda: attrs.evolve(LAW, source=""), "source", "not_a_text"),
        (lambda: attrs.evolve(LAW, confidence="high"), "confidence", "wrong_type"),  # type: ignore[arg-type]
        (lambda: attrs.evolve(LAW, period="14 days"), "period", "wrong_type"),  # type: ignore[arg-type]
        (lambda: attrs.evolve(ORDINARY, period="30 days"), "period", "wrong_type"),  # type: ignore[arg-type]
        (lambda: attrs.evolve(ORDINARY, fee="101"), "percent", "percent_out_of_range"),
        (lambda: attrs.evolve(ORDINARY, reasons=["a b"]), "reasons[0]", "not_an_identifier"),
        (lambda: attrs.evolve(ORDINARY, even_exchange=1), "even_exchange", "wrong_type"),  # type: ignore[arg-type]
        (lambda: attrs.evolve(ORDINARY, on="everything"), "on", "wrong_type"),  # type: ignore[arg-type]
        (lambda: attrs.evolve(ORDINARY, name={"fr": ""}), "name.fr", "not_a_text"),
        (lambda: Exempt(Skus(["A"]), ""), "source", "not_a_text"),
        (lambda: ReturnRules(policies=[LAW]), "policies[0]", "wrong_item"),  # type: ignore[list-item]
    ],
)
def test_a_rule_says_what_is_wrong_with_it(make: Any, where: str, code: str) -> None:
    with pytest.raises((WrongValue, WrongType)) as error:
        make()
    assert isinstance(error.value, ComptoirError)
    assert (error.value.faults[0].where, error.value.faults[0].code) == (where, code)


@pytest.mark.parametrize(
    ("handed", "last_day", "why"),
    [
        ("2026-03-04", date(2026, 3, 18), []),
        ("2026-03-07", date(2026, 3, 23), ["saturday", "sunday"]),
        ("2026-04-30", date(2026, 5, 15), ["holiday"]),
    ],
)
def test_a_withdrawal_ends_on_a_working_day(handed: str, last_day: date, why: list[str]) -> None:
    [right] = of(WITHDRAWAL, handed=handed, now=handed)
    assert right.last_day == last_day
    assert right.deadline is not None
    assert [reason.why for reason in right.deadline.moved_by] == why


def test_good_friday_is_a_holiday_in_moselle() -> None:
    moselle = attrs.evolve(WITHDRAWAL, rule="wd.moselle", calendar="fr-57")
    rights = of(WITHDRAWAL, moselle, handed="2026-03-20", now="2026-03-20")
    assert [right.last_day for right in rights] == [date(2026, 4, 3), date(2026, 4, 7)]


def test_a_policys_days_are_counted_plainly() -> None:
    fourteen = attrs.evolve(THIRTY_DAYS, period=FOURTEEN)
    [right] = of(fourteen, handed="2026-03-07", now="2026-03-07")
    assert right.last_day == date(2026, 3, 21)


def test_the_whole_of_the_last_day_belongs_to_the_period() -> None:
    stands = held(order(line(1, dress(), 1, 1000)), handed_over())
    closes = at("2026-03-19T00:00:00+01:00")
    for moment, alive in ((Moment(Instant(closes - 1)), True), (Moment(closes), False)):
        right, _ = rights_on(stands, stands.runs[0], moment, ALMANAC)
        assert (right.closes_at, right.alive) == (closes, alive)
        assert moment.until == (closes if alive else at("2026-04-04T00:00:00+02:00"))


def test_the_clock_starts_on_the_local_day_of_the_event() -> None:
    stands = held(order(line(1, dress(), 1, 1000)), handed_over(when=at("2026-03-04T23:30:00Z")))
    right, _ = rights_on(stands, stands.runs[0], Moment(HANDED), ALMANAC)
    assert right.last_day == date(2026, 3, 19)


def test_each_anchor_is_an_event_of_its_own() -> None:
    terms = [attrs.evolve(THIRTY_DAYS, rule=anchor.value, anchor=anchor) for anchor in Anchor]
    placed = order(line(1, dress(), 2, 2000), returns=terms)
    first = handed_over(Units(1, 0, 1), when=at("2026-03-04"))
    second = handed_over(Units(1, 1, 1), when=at("2026-03-10"), id_="h-2")

    def last_days(*facts: Any) -> list[date | None]:
        stands = held(placed, *facts)
        return [
            right.last_day for right in rights_on(stands, stands.runs[0], Moment(at("2026-03-10")), ALMANAC)
        ]

    assert last_days() == [date(2026, 4, 1), None, None]
    assert last_days(first) == [date(2026, 4, 1), date(2026, 4, 3), None]
    assert last_days(first, second) == [date(2026, 4, 1), date(2026, 4, 3), date(2026, 4, 9)]


def test_a_clock_that_has_not_started_is_alive_and_a_final_sale_never() -> None:
    stands = held(order(line(1, dress(), 1, 1000), returns=[WITHDRAWAL, FINAL]))
    started, final = rights_on(stands, stands.runs[0], Moment(at("2027-06-01")), ALMANAC)
    assert (started.alive, started.last_day, started.closes_at) == (True, None, None)
    assert (final.alive, final.last_day) == (False, None)


def test_each_axis_takes_the_better_and_names_its_rule() -> None:
    generous = attrs.evolve(THIRTY_DAYS, carriage=Bearer.SELLER, means=Means.CREDIT)
    best = best_of(of(WITHDRAWAL, generous, handed="2026-03-04", now="2026-03-10"))
    assert best is not None
    assert (best.last_day, best.last_day_by) == (date(2026, 4, 3), "thirty")
    assert (best.fee, best.fee_by) == (Percent(0), "wd.fr")
    assert (best.carriage, best.carriage_by) == (Bearer.SELLER, "thirty")
    assert (best.means, best.means_by) == (Means.ORIGINAL, "wd.fr")


def test_a_right_that_has_ended_gives_nothing_any_more() -> None:
    generous = attrs.evolve(THIRTY_DAYS, means=Means.CREDIT)
    best = best_of(of(WITHDRAWAL, generous, handed="2026-03-04", now="2026-03-25"))
    assert best is not None
    assert (best.fee_by, best.means, best.last_day_by) == ("thirty", Means.CREDIT, "thirty")
    assert best_of(of(WITHDRAWAL, generous, handed="2026-03-04", now="2026-05-01")) is None
    assert best_of(()) is None


def test_a_tie_goes_to_the_law_and_then_to_the_smaller_rule() -> None:
    alike = attrs.evolve(THIRTY_DAYS, period=FOURTEEN, fee="0")
    best = best_of(of(alike, WITHDRAWAL, handed="2026-03-04", now="2026-03-10"))
    assert best is not None
    assert {best.last_day_by, best.fee_by, best.carriage_by, best.means_by} == {"wd.fr"}
    best = best_of(of(alike, attrs.evolve(alike, rule="a"), handed="2026-03-04", now="2026-03-10"))
    assert best is not None
    assert best.last_day_by == "a"


def test_no_last_day_is_later_than_any() -> None:
    by_order = attrs.evolve(THIRTY_DAYS, anchor=Anchor.PLACED)
    stands = held(order(line(1, dress(), 1, 1000), returns=[WITHDRAWAL, by_order]))
    best = best_of(rights_on(stands, stands.runs[0], Moment(PLACED), ALMANAC))
    assert best is not None
    assert (best.last_day, best.last_day_by) == (None, "wd.fr")
