from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.facts.baskets import ANYONE, Buyer, Contract
from comptoir.facts.confidence import Confidence
from comptoir.facts.events import Fact, Informed, Passage, Passed
from comptoir.facts.orders import Order
from comptoir.facts.places import Country
from comptoir.facts.return_terms import (
    Anchor,
    Bearer,
    Exemption,
    Extension,
    Grade,
    GradeTerms,
    LostTerms,
    Means,
    NoRight,
    RefundMode,
    ReturnTerms,
    Right,
    WithoutRight,
)
from comptoir.facts.units import Units
from comptoir.facts.wheres import NOWHERE, Spot
from comptoir.returns.agree import AgreedReturns, GoodSold, Sale, return_terms
from comptoir.returns.asked import Give
from comptoir.returns.deductions import Handed
from comptoir.returns.rights import UNTOLD as UNTOLD_ARTICLE
from comptoir.returns.rights import Best, OneRight, best_of, closes, rights_on
from comptoir.returns.rules import Exempt, ReturnPolicy, ReturnRules, StatutoryRule
from comptoir.values.errors import ComptoirError, WrongType, WrongValue
from comptoir.values.instants import DAY, Instant, instant_from_text
from comptoir.values.moments import Moment
from comptoir.values.periods import Period, PeriodUnit
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
    TILL,
    WITHDRAWAL,
    assessed,
    at,
    dress,
    handed_over,
    held,
    line,
    order,
    returned,
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
    exempt=[Exempt(Tag("custom"), "article L221-28, 3°", Exemption.PERSONALISED)],
)
ORDINARY = ReturnPolicy(id="thirty", name={"fr": "30 jours"}, period=THIRTY)
SALE = ReturnPolicy(id="final", name={"fr": "Ni repris ni échangé"}, on=Category("sale"))


def agreed(
    *products: Any,
    rules: ReturnRules,
    contract: Contract | None = Contract.DISTANCE,
    country: str | None = "FR",
    days: Country | None = PLACES.countries["FR"],
    moment: Moment | None = None,
) -> tuple[ReturnTerms, ...]:
    return sold(*products, rules=rules, contract=contract, country=country, days=days, moment=moment).returns


def sold(
    *products: Any,
    rules: ReturnRules,
    contract: Contract | None = Contract.DISTANCE,
    country: str | None = "FR",
    days: Country | None = PLACES.countries["FR"],
    spot: Spot = NOWHERE,
    buyer: Buyer = ANYONE,
    moment: Moment | None = None,
) -> AgreedReturns:
    goods = [
        GoodSold(number=number, product=product, country=country, days=days, spot=spot)
        for number, product in enumerate(products, start=1)
    ]
    sale = Sale(goods=goods, contract=contract, buyer=buyer, currency="EUR", zone="Europe/London")
    return return_terms(rules, sale, Moment(PLACED) if moment is None else moment)


def of(*terms: ReturnTerms, handed: str, now: str, quantity: int = 1) -> tuple[OneRight, ...]:
    stands = held(
        order(line(1, dress(), quantity, 1000 * quantity), returns=terms), handed_over(when=at(handed))
    )
    return rights_on(stands, stands.runs[0], Moment(at(now)), ALMANAC)


HANDED_IN = Handed(
    line=line(1, dress(), 1, 1000), units=Units(1, 0, 1), grade=Grade.AS_NEW, reason="too_large"
)


def best(rights: Iterable[OneRight], handed: Handed = HANDED_IN) -> Best | None:
    return best_of(rights, handed)


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
    days = Country(zone="Europe/Berlin", calendar="de") if country == "DE" else None
    found = sold(dress(), rules=ReturnRules(statutory=[LAW]), country=country, days=days)
    assert found == AgreedReturns(without_right=(WithoutRight(lines=[1], why=NoRight.NO_RULE),))


def test_days_are_those_of_the_country_or_of_the_rulebook() -> None:
    rules = ReturnRules(policies=[ORDINARY])
    assert agreed(dress(), rules=rules)[0].zone == PARIS
    assert agreed(dress(), rules=rules, country=None, days=None)[0].zone == "Europe/London"


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
        (lambda: Exempt(Skus(["A"]), "", Exemption.PRESS), "source", "not_a_text"),
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
    anchors = (Anchor.PLACED, Anchor.HANDED_OVER, Anchor.FIRST_HANDED_OVER, Anchor.LAST_HANDED_OVER)
    terms = [attrs.evolve(THIRTY_DAYS, rule=anchor.value, anchor=anchor) for anchor in anchors]
    placed = order(line(1, dress(), 2, 2000), returns=terms)
    first = handed_over(Units(1, 1, 1), when=at("2026-03-04"))
    second = handed_over(Units(1, 0, 1), when=at("2026-03-10"), id_="h-2")

    def last_days(*facts: Any, piece: int) -> list[date | None]:
        stands = held(placed, *facts)
        [run] = [run for run in stands.runs if run.units.first <= piece < run.units.after]
        return [right.last_day for right in rights_on(stands, run, Moment(at("2026-03-10")), ALMANAC)]

    ordered, early, late = date(2026, 4, 1), date(2026, 4, 3), date(2026, 4, 9)
    assert last_days(piece=0) == [ordered, None, None, None]
    assert last_days(first, piece=0) == [ordered, None, early, None]
    assert last_days(first, piece=1) == [ordered, early, early, None]
    assert last_days(first, second, piece=0) == [ordered, late, early, late]
    assert last_days(first, second, piece=1) == [ordered, early, early, late]


def test_a_clock_that_has_not_started_is_alive_and_a_final_sale_never() -> None:
    stands = held(order(line(1, dress(), 1, 1000), returns=[WITHDRAWAL, FINAL]))
    started, final = rights_on(stands, stands.runs[0], Moment(at("2027-06-01")), ALMANAC)
    assert (started.alive, started.last_day, started.closes_at) == (True, None, None)
    assert (final.alive, final.last_day) == (False, None)


def test_each_axis_takes_the_better_and_names_its_rule() -> None:
    generous = attrs.evolve(THIRTY_DAYS, carriage=Bearer.SELLER, means=Means.CREDIT)
    found = best(of(WITHDRAWAL, generous, handed="2026-03-04", now="2026-03-10"))
    assert found is not None
    assert (found.last_day, found.last_day_by) == (date(2026, 4, 3), "thirty")
    assert (found.fee, found.fee_by) == (0, "wd.fr")
    assert (found.carriage, found.carriage_by) == (Bearer.SELLER, "thirty")
    assert (found.means, found.means_by) == (Means.ORIGINAL, "wd.fr")


def test_a_right_that_has_ended_gives_nothing_any_more() -> None:
    generous = attrs.evolve(THIRTY_DAYS, means=Means.CREDIT)
    found = best(of(WITHDRAWAL, generous, handed="2026-03-04", now="2026-03-25"))
    assert found is not None
    assert (found.fee_by, found.means, found.last_day_by) == ("thirty", Means.CREDIT, "thirty")
    assert best(of(WITHDRAWAL, generous, handed="2026-03-04", now="2026-05-01")) is None
    assert best(()) is None


def test_a_tie_goes_to_the_law_and_then_to_the_smaller_rule() -> None:
    alike = attrs.evolve(THIRTY_DAYS, period=FOURTEEN, fee="0")
    found = best(of(alike, WITHDRAWAL, handed="2026-03-04", now="2026-03-10"))
    assert found is not None
    assert {found.last_day_by, found.fee_by, found.carriage_by, found.means_by} == {"wd.fr"}
    found = best(of(alike, attrs.evolve(alike, rule="a"), handed="2026-03-04", now="2026-03-10"))
    assert found is not None
    assert found.last_day_by == "a"


def test_no_last_day_is_later_than_any() -> None:
    by_order = attrs.evolve(THIRTY_DAYS, anchor=Anchor.PLACED)
    stands = held(order(line(1, dress(), 1, 1000), returns=[WITHDRAWAL, by_order]))
    found = best(rights_on(stands, stands.runs[0], Moment(PLACED), ALMANAC))
    assert found is not None
    assert (found.last_day, found.last_day_by) == (None, "wd.fr")


# what moves the last day

EXTENDED = attrs.evolve(
    WITHDRAWAL, extension=Extension(period=Period.from_text("12 months"), source="article L221-20")
)
UNTOLD = attrs.evolve(order(line(1, dress(), 1, 1000), returns=[EXTENDED]), informed=False)


def told(on: str) -> Informed:
    return Informed(id="i-1", order="o-1", at=at(on), provenance=TILL)


def passed(passage: Passage, on: str, *units: Units, id_: str | None = None) -> Passed:
    name = passage.value if id_ is None else id_
    return Passed(id=name, order="o-1", at=at(on), passage=passage, units=units, provenance=TILL)


def last_day(placed: Order, *facts: Fact, now: str = "2027-12-01", terms: int = 0) -> date | None:
    stands = held(placed, *facts, when=at(now))
    return rights_on(stands, stands.runs[0], Moment(at(now)), ALMANAC)[terms].last_day


def test_who_was_not_told_has_twelve_months_more() -> None:
    assert last_day(attrs.evolve(UNTOLD, informed=True), handed_over()) == date(2026, 3, 18)
    assert last_day(UNTOLD, handed_over()) == date(2027, 3, 18)


def test_of_two_seasons_the_one_that_ends_last_from_the_end_without_them_counts() -> None:
    """Handed over on 4 March, the end without them is 3 April; handed over on 1 January, it is 31 January."""
    seasons = attrs.evolve(THIRTY_DAYS, extra=[Period.from_text("1 month"), Period.from_text("30 days")])
    placed = attrs.evolve(order(line(1, dress(), 1, 1000), returns=[seasons]), placed_at=at("2026-01-01"))
    assert last_day(placed, handed_over(when=at("2026-03-04"))) == date(2026, 5, 3)
    assert last_day(placed, handed_over(when=at("2026-03-01"))) == date(2026, 4, 30)
    assert last_day(placed, handed_over(when=at("2026-01-01"))) == date(2026, 3, 2)


def test_who_was_never_told_does_not_bear_the_carriage_of_a_withdrawal() -> None:
    """Told in time, they do; told after they declared it, they do not."""
    declared, now = passed(Passage.DECLARED, "2026-03-09"), at("2026-03-12")

    def borne(placed: Order, *facts: Fact) -> tuple[Bearer | None, str, str | None]:
        [good] = assessed(held(placed, handed_over(), *facts, when=now), Give(1), when=now).goods
        return good.carriage, good.best.carriage_by, good.best.carriage_source

    buyers, sellers = (Bearer.BUYER, "wd.fr", None), (Bearer.SELLER, "wd.fr", UNTOLD_ARTICLE)
    assert borne(UNTOLD) == borne(UNTOLD, declared) == sellers
    assert borne(UNTOLD, declared, told("2026-03-10")) == sellers
    assert borne(UNTOLD, told("2026-03-10")) == borne(UNTOLD, told("2026-03-08"), declared) == buyers
    assert borne(attrs.evolve(UNTOLD, informed=True)) == buyers
    free = attrs.evolve(THIRTY_DAYS, lines=[1], carriage=Bearer.SELLER)
    assert borne(attrs.evolve(UNTOLD, returns=[*UNTOLD.returns, free])) == sellers
    own = attrs.evolve(THIRTY_DAYS, lines=[1])
    assert borne(attrs.evolve(UNTOLD, returns=[own])) == (Bearer.BUYER, "thirty", None)


def test_an_extension_ends_on_a_working_day_too() -> None:
    assert last_day(UNTOLD, handed_over(when=at("2026-03-30"))) == date(2027, 4, 13)


@pytest.mark.parametrize(
    ("on", "ends"),
    [
        ("2026-03-03", date(2026, 3, 18)),
        ("2026-03-04", date(2026, 3, 18)),
        ("2026-03-05", date(2026, 3, 19)),
        ("2026-09-01", date(2026, 9, 15)),
        ("2027-03-18", date(2027, 4, 1)),
        ("2027-03-19", date(2027, 3, 18)),
    ],
)
def test_who_was_told_late_has_the_period_from_then(on: str, ends: date) -> None:
    assert last_day(UNTOLD, handed_over(), told(on)) == ends


def test_who_is_told_later_than_now_was_not_told() -> None:
    facts = handed_over(), told("2026-09-01")
    assert last_day(UNTOLD, *facts, now="2026-08-31") == date(2027, 3, 18)


def test_a_season_adds_days_and_waits_for_its_last() -> None:
    longer = attrs.evolve(THIRTY_DAYS, extra=[Period.from_text("1 month")], season="christmas")
    later = attrs.evolve(THIRTY_DAYS, at_least_until=date(2026, 4, 30), season="easter")
    both = attrs.evolve(longer, at_least_until=date(2026, 5, 31))
    earlier = attrs.evolve(THIRTY_DAYS, at_least_until=date(2026, 3, 31))
    placed = order(line(1, dress(), 1, 1000), returns=[THIRTY_DAYS, longer, later, both, earlier])
    ends = [last_day(placed, handed_over(), terms=index) for index in range(5)]
    assert ends == [
        date(2026, 4, 3),
        date(2026, 5, 3),
        date(2026, 4, 30),
        date(2026, 5, 31),
        date(2026, 4, 3),
    ]


def test_the_clock_starts_when_goods_leave_or_come_back_from_repair() -> None:
    shipped = attrs.evolve(THIRTY_DAYS, anchor=Anchor.SHIPPED)
    repaired = attrs.evolve(THIRTY_DAYS, anchor=Anchor.HANDED_BACK)
    placed = order(line(1, dress(), 1, 1000), returns=[shipped, repaired])
    left, back = passed(Passage.SHIPPED, "2026-03-03"), passed(Passage.HANDED_BACK, "2026-03-20")
    again = passed(Passage.HANDED_BACK, "2026-04-20", id_="again")

    def both(*facts: Fact) -> list[date | None]:
        return [last_day(placed, *facts, terms=index) for index in range(2)]

    assert both() == [None, None]
    assert both(left) == [date(2026, 4, 2), None]
    assert both(handed_over()) == [date(2026, 4, 3), date(2026, 4, 3)]
    assert both(left, handed_over(), back) == [date(2026, 4, 2), date(2026, 4, 19)]
    assert both(left, handed_over(), back, again) == [date(2026, 4, 2), date(2026, 5, 20)]


# declared


def standing(now: str, *facts: Fact, returns: Iterable[ReturnTerms] = (WITHDRAWAL,)) -> tuple[OneRight, ...]:
    stands = held(order(line(1, dress(), 1, 1000), returns=returns), *facts, when=at(now))
    return rights_on(stands, stands.runs[0], Moment(at(now)), ALMANAC)


@pytest.mark.parametrize(
    ("on", "now", "alive", "declared"),
    [
        ("2026-03-18", "2026-03-18", True, False),
        ("2026-03-18", "2026-06-01", True, True),
        ("2026-03-18T23:59:59+01:00", "2026-03-19", True, True),
        ("2026-03-19T00:00:00+01:00", "2026-03-19", False, False),
        ("2026-03-25", "2026-06-01", False, False),
    ],
)
def test_what_was_declared_in_time_is_in_time(on: str, now: str, *, alive: bool, declared: bool) -> None:
    [right] = standing(now, handed_over(), passed(Passage.DECLARED, on))
    assert (right.alive, right.declared) == (alive, declared)


def test_a_declaration_counts_before_the_clock_has_started_and_not_before_the_goods_are_there() -> None:
    by_contract = attrs.evolve(THIRTY_DAYS, anchor=Anchor.PLACED)
    facts = passed(Passage.DECLARED, "2026-03-03"), handed_over()
    law, policy = standing("2026-06-01", *facts, returns=[WITHDRAWAL, by_contract])
    assert (law.alive, law.declared, policy.alive) == (True, True, False)


def test_a_declaration_later_than_now_is_none() -> None:
    [right] = standing("2026-03-20", handed_over(), passed(Passage.DECLARED, "2026-03-21"))
    assert not right.alive


# lost


def exempted(head: Exemption) -> ReturnTerms:
    return attrs.evolve(WITHDRAWAL, lost=[LostTerms(lines=[1], head=head, source="16")])


def test_what_is_unsealed_loses_the_right_and_says_by_what() -> None:
    terms = exempted(Exemption.MEDIA)
    stands = held(order(line(1, dress(), 1, 1000), returns=[terms]), handed_over())
    sealed, opened = (
        rights_on(stands, stands.runs[0], Moment(at("2026-03-10")), ALMANAC, unsealed=unsealed)
        for unsealed in (False, True)
    )
    assert [(right.alive, right.lost) for right in sealed] == [(True, None)]
    assert [(right.alive, right.lost) for right in opened] == [(False, terms.lost[0])]


def test_what_was_performed_has_lost_the_right_once_handed_over() -> None:
    terms = exempted(Exemption.DIGITAL_CONTENT)
    [before] = standing("2026-03-10", returns=[terms])
    [after] = standing("2026-03-10", handed_over(), returns=[terms])
    assert (before.alive, after.alive, after.lost) == (True, False, terms.lost[0])


def test_a_right_that_has_ended_was_not_lost() -> None:
    [right] = standing("2026-06-01", handed_over(), returns=[exempted(Exemption.DIGITAL_CONTENT)])
    assert (right.alive, right.lost) == (False, None)


def test_only_the_lines_named_lose_it() -> None:
    terms = attrs.evolve(WITHDRAWAL, lost=[LostTerms(lines=[2], head=Exemption.MEDIA, source="16")])
    lines = line(1, dress(), 1, 1000), line(2, dress("B"), 1, 1000)
    stands = held(order(*lines, returns=[terms]), handed_over())
    for run, alive in zip(stands.runs, (True, False), strict=True):
        [right] = rights_on(stands, run, Moment(at("2026-03-10")), ALMANAC, unsealed=True)
        assert right.alive is alive


# law of a later day


def test_later_law_stands_behind_that_of_the_order() -> None:
    longer = attrs.evolve(WITHDRAWAL, rule="wd.new", period=Period.from_text("30 days"))
    since = at("2026-03-25")

    def law(number: int, moment: Moment) -> tuple[ReturnTerms, ...]:
        return (attrs.evolve(longer, lines=[number]),) if moment.reaches(since) else ()

    stands = held(order(line(1, dress(), 1, 1000), returns=[WITHDRAWAL]), handed_over())
    before = Moment(at("2026-03-20"))
    [old] = rights_on(stands, stands.runs[0], before, ALMANAC, since=law)
    assert (old.alive, before.until) == (False, since)
    old, new = rights_on(stands, stands.runs[0], Moment(since), ALMANAC, since=law)
    assert (old.alive, new.alive, new.last_day, new.terms.rule) == (False, True, date(2026, 4, 3), "wd.new")


def test_law_that_was_in_force_when_it_was_declared_counts() -> None:
    def law(number: int, moment: Moment) -> tuple[ReturnTerms, ...]:
        return (
            (attrs.evolve(WITHDRAWAL, lines=[number]),)
            if moment.is_in(Window(until=at("2026-03-15")))
            else ()
        )

    def rights(*facts: Fact) -> tuple[OneRight, ...]:
        stands = held(
            order(line(1, dress(), 1, 1000), returns=[]), handed_over(), *facts, when=at("2026-04-01")
        )
        return rights_on(stands, stands.runs[0], Moment(at("2026-04-01")), ALMANAC, since=law)

    assert rights() == ()
    [right] = rights(passed(Passage.DECLARED, "2026-03-10"))
    assert (right.alive, right.declared) == (True, True)
    assert rights(passed(Passage.DECLARED, "2026-03-16")) == ()


# the best, in money


def handed(grade: Grade = Grade.AS_NEW, *, informed: bool = True, paid: int = 1000) -> Handed:
    return Handed(
        line=line(1, dress(), 1, paid),
        units=Units(1, 0, 1),
        grade=grade,
        reason="changed_mind",
        informed=informed,
    )


def alive(*terms: ReturnTerms) -> list[OneRight]:
    return [OneRight(terms=each, alive=True) for each in terms]


def worn(percent: str, terms: ReturnTerms = THIRTY_DAYS, **more: Any) -> ReturnTerms:
    return attrs.evolve(terms, grades=[GradeTerms(grade=Grade.USED, percent=percent)], **more)


def test_fee_and_wear_are_kept_in_money_each_by_its_own_right() -> None:
    cheap, kind = worn("50", rule="cheap", fee="5"), worn("20", rule="kind", fee="30", fee_each=50)
    found = best(alive(cheap, kind), handed(Grade.USED))
    assert found is not None
    assert (found.fee, found.fee_by, found.wear, found.wear_by) == (50, "cheap", 200, "kind")


def test_no_more_is_kept_than_was_paid_and_wear_is_cut_first() -> None:
    found = best(alive(worn("80", fee="30", fee_each=50)), handed(Grade.USED))
    assert found is not None
    assert (found.fee, found.wear) == (350, 650)
    found = best(alive(attrs.evolve(THIRTY_DAYS, fee_each=5000)), handed())
    assert found is not None
    assert (found.fee, found.wear) == (1000, 0)


def test_the_law_deducts_wear_only_of_who_was_told() -> None:
    used = worn("25", WITHDRAWAL)
    for informed, wear in ((True, 250), (False, 0)):
        found = best(alive(used), handed(Grade.USED, informed=informed))
        assert found is not None
        assert (found.wear, found.wear_by) == (wear, "wd.fr")


def test_the_policy_deducts_wear_of_whoever_it_is() -> None:
    found = best(alive(worn("25", fee="0")), handed(Grade.USED, informed=False))
    assert found is not None
    assert found.wear == 250


def test_the_first_grade_that_fits_the_reason_decides() -> None:
    terms = attrs.evolve(
        THIRTY_DAYS,
        fee="0",
        grades=[
            GradeTerms(grade=Grade.USED, reasons=["too_large"], percent="10"),
            GradeTerms(grade=Grade.USED, percent="40"),
            GradeTerms(grade=Grade.USED, percent="5"),
        ],
    )
    for reason, wear in (("too_large", 100), ("changed_mind", 400)):
        found = best(alive(terms), attrs.evolve(handed(Grade.USED), reason=reason))
        assert found is not None
        assert found.wear == wear


def test_pro_rata_is_better_than_pricing_again() -> None:
    again = attrs.evolve(THIRTY_DAYS, mode=RefundMode.REPRICE_KEPT)
    for terms, mode, by in (
        ([again], RefundMode.REPRICE_KEPT, "thirty"),
        ([again, WITHDRAWAL], RefundMode.PRO_RATA, "wd.fr"),
        ([again, attrs.evolve(THIRTY_DAYS, rule="z")], RefundMode.PRO_RATA, "z"),
    ):
        found = best(alive(*terms), handed())
        assert found is not None
        assert (found.mode, found.mode_by) == (mode, by)


# properties

TERMS = st.builds(
    attrs.evolve,
    st.sampled_from([WITHDRAWAL, EXTENDED]),
    anchor=st.sampled_from(Anchor),
    period=st.sampled_from([Period.from_text("14 days"), Period.from_text("1 month")]),
)


def day(number: int) -> Instant:
    return Instant(PLACED + number * DAY)


def ends_on(terms: ReturnTerms, received: int, *, informed: int | None, when: int = 600) -> date:
    placed = attrs.evolve(UNTOLD, returns=[attrs.evolve(terms, lines=[1])])
    facts: list[Fact] = [handed_over(when=day(received))]
    if informed is not None:
        facts.append(Informed(id="i-1", order="o-1", at=day(informed), provenance=TILL))
    stands = held(placed, *facts, when=day(when))
    [right] = rights_on(stands, stands.runs[0], Moment(day(when)), ALMANAC)
    assert right.last_day is not None
    return right.last_day


@given(
    terms=TERMS,
    received=st.integers(1, 60),
    later=st.integers(0, 30),
    informed=st.none() | st.integers(0, 90),
)
def test_a_later_receipt_never_gives_an_earlier_deadline(
    terms: ReturnTerms, received: int, later: int, informed: int | None
) -> None:
    if informed is not None and informed <= received + later:
        informed = None  # whoever is told before the goods are there is told: another question
    first = ends_on(terms, received, informed=informed)
    assert first <= ends_on(terms, received + later, informed=informed)


@given(terms=TERMS, received=st.integers(1, 60), informed=st.integers(0, 500))
def test_who_is_told_never_has_less_than_the_period_nor_more_than_it_from_then(
    terms: ReturnTerms, received: int, informed: int
) -> None:
    base = ends_on(attrs.evolve(terms, extension=None), received, informed=None)
    found = ends_on(terms, received, informed=informed)
    assert base <= found <= ends_on(terms, received, informed=None) + timedelta(days=45)


@given(
    period=st.integers(1, 60),
    received=st.integers(1, 30),
    declared=st.integers(0, 120),
    now=st.integers(0, 150),
)
def test_declaring_takes_no_right_away_and_only_a_declaration_in_time_keeps_one(
    period: int, received: int, declared: int, now: int
) -> None:
    terms = attrs.evolve(WITHDRAWAL, period=Period(period, PeriodUnit.DAYS))
    placed = order(line(1, dress(), 1, 1000), returns=[terms])
    reached = handed_over(when=day(received))
    said = Passed(id="d-1", order="o-1", at=day(declared), passage=Passage.DECLARED, provenance=TILL)
    [quiet], [loud] = (
        rights_on(stands, stands.runs[0], Moment(day(now)), ALMANAC)
        for stands in (held(placed, reached, when=day(now)), held(placed, reached, said, when=day(now)))
    )
    assert loud.alive or not quiet.alive
    assert loud.deadline == quiet.deadline
    if loud.alive and not quiet.alive:
        assert loud.declared
        assert loud.closes_at is not None
        assert day(declared) < loud.closes_at
        assert declared <= now


@given(
    fees=st.tuples(st.integers(0, 100), st.integers(0, 100)),
    each=st.integers(0, 300),
    wears=st.tuples(st.integers(0, 100), st.integers(0, 100)),
    paid=st.integers(0, 2000),
)
def test_a_kinder_right_never_keeps_more(
    fees: tuple[int, int], each: int, wears: tuple[int, int], paid: int
) -> None:
    kinder, harsher = (
        worn(str(wear), fee=str(fee), fee_each=each) for fee, wear in zip(fees, wears, strict=True)
    )
    other = worn("35", rule="other", fee="20")
    given_in = handed(Grade.USED, paid=paid)
    if fees[0] <= fees[1] and wears[0] <= wears[1]:
        kind, harsh = (best(alive(one, other), given_in) for one in (kinder, harsher))
        assert kind is not None
        assert harsh is not None
        assert 0 <= kind.fee + kind.wear <= harsh.fee + harsh.wear <= paid


# when nothing can come back any more


def passing(passage: Passage, when: Instant, *units: Units) -> Passed:
    return Passed(id=f"p-{when}", order="o-1", at=when, passage=passage, units=units, provenance=TILL)


def test_what_was_declared_in_time_can_come_back_until_it_does() -> None:
    placed = order(line(1, dress(), 2, 2000))
    over = closes(held(placed, handed_over()), [1], ALMANAC)
    assert over == instant_from_text("2026-04-03T22:00:00Z")
    one = passing(Passage.DECLARED, at("2026-03-10"), Units(1, 0, 1))
    assert closes(held(placed, handed_over(), one), [1], ALMANAC) is None
    back = returned(
        assessed(held(placed, handed_over(), one), Give(1), when=at("2026-04-20")), at("2026-04-20"), "r"
    )
    assert [taken.units for taken in back.taken] == [Units(1, 0, 1)]
    assert closes(held(placed, handed_over(), one, back), [1], ALMANAC) == over
    late = passing(Passage.DECLARED, at("2026-05-10"), Units(1, 0, 1))
    assert closes(held(placed, handed_over(), late), [1], ALMANAC) == over


def test_a_right_by_the_law_of_a_later_day_is_alive_while_that_is_in_force() -> None:
    placed = order(line(1, dress(), 2, 2000), returns=[WITHDRAWAL])
    longer = attrs.evolve(WITHDRAWAL, rule="wd.later", period=Period.from_text("30 days"), lines=[1])

    def over(*valid: Window) -> Instant | None:
        stands = held(placed, handed_over())
        return closes(stands, [1], ALMANAC, lambda _order, _number: [(longer, each) for each in valid])

    by_contract, by_event = at("2026-03-19T00:00:00+01:00"), at("2026-04-04T00:00:00+02:00")
    assert (over(), over(Window())) == (by_contract, by_event)
    assert over(Window(until=at("2026-03-25"))) == at("2026-03-25")
    assert over(Window(at("2026-05-01"))) == by_contract
