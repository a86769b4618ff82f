"""What is agreed about returns at a sale: which law and which policy, and why there is no right."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.facts.baskets import ANYONE, Buyer, Contract
from comptoir.facts.confidence import Confidence
from comptoir.facts.places import Country
from comptoir.facts.products import Product
from comptoir.facts.return_terms import (
    CountsFrom,
    Exemption,
    Extension,
    FreeDelivery,
    Grade,
    GradeTerms,
    Lost,
    LostTerms,
    Means,
    NoRight,
    ProofKind,
    RefundLaw,
    RefundMode,
    ReturnTerms,
    Right,
    WithoutRight,
)
from comptoir.facts.wheres import NOWHERE, InCountries, InStore, InZone, Spot
from comptoir.returns.agree import AgreedReturns, GoodSold, Sale, return_terms, rights_since
from comptoir.returns.rules import (
    Exempt,
    ReturnPolicy,
    ReturnRules,
    Season,
    Selector,
    StatutoryRule,
    WearRule,
)
from comptoir.values.moments import Moment
from comptoir.values.money import Amount
from comptoir.values.percentages import Percent
from comptoir.values.periods import Period
from comptoir.values.selections import Category, Tag
from comptoir.values.windows import Window
from unit.returns_shop import PARIS, PLACED, at, dress

FRANCE = Country(zone=PARIS, calendar="fr")
MOSELLE = Country(zone=PARIS, calendar="fr-57")
DAYS_14 = Period.from_text("14 days")
LAW = StatutoryRule(
    id="wd.fr",
    source="article L221-18",
    confidence=Confidence.HIGH,
    countries=["FR"],
    contracts=[Contract.DISTANCE],
    period=DAYS_14,
    counting="fr-l221-19",
)
POLICY = ReturnPolicy(id="thirty", name={"fr": "30 jours"}, period=Period.from_text("30 days"))


def good(number: int, product: Product | None = None, **changes: Any) -> GoodSold:
    where = {"country": "FR", "days": FRANCE, **changes}
    return GoodSold(number=number, product=dress() if product is None else product, **where)


def agreed(
    rules: ReturnRules,
    *goods: GoodSold,
    contract: Contract | None = Contract.DISTANCE,
    buyer: Buyer = ANYONE,
    currency: str = "EUR",
    when: Moment | None = None,
) -> AgreedReturns:
    sale = Sale(
        goods=goods or (good(1),), contract=contract, buyer=buyer, currency=currency, zone="Europe/London"
    )
    return return_terms(rules, sale, Moment(PLACED) if when is None else when)


def exempting(head: Exemption, on: Any = Tag("custom"), source: str = "16") -> StatutoryRule:  # noqa: B008
    return attrs.evolve(LAW, exempt=[Exempt(on, source, head)])


def chosen(rules: ReturnRules, *goods: GoodSold, **asked: Any) -> list[str]:
    return [terms.rule for terms in agreed(rules, *goods, **asked).returns]


# why there is no right


def test_a_country_that_nobody_knows_has_no_rule() -> None:
    for where in ({"country": None, "days": None}, {"country": "FR", "days": None}, {"country": "BR"}):
        found = agreed(ReturnRules(statutory=[LAW]), good(1, **where), good(2, **where))
        assert found == AgreedReturns(without_right=(WithoutRight(lines=[1, 2], why=NoRight.NO_RULE),))


def test_a_rule_that_is_not_in_force_says_nothing() -> None:
    later = attrs.evolve(LAW, valid=Window(at("2026-06-19")))
    moment = Moment(PLACED)
    found = agreed(ReturnRules(statutory=[later]), when=moment)
    assert found.without_right == (WithoutRight(lines=[1], why=NoRight.NO_RULE),)
    assert moment.until == at("2026-06-19")


def test_a_contract_that_no_rule_names_has_no_right() -> None:
    found = agreed(ReturnRules(statutory=[LAW]), contract=Contract.IN_STORE)
    assert found.without_right == (WithoutRight(lines=[1], why=NoRight.CONTRACT),)


def test_of_a_contract_that_is_not_known_nothing_is_said() -> None:
    found = agreed(ReturnRules(statutory=[LAW]), contract=None)
    assert found.without_right == (WithoutRight(lines=[1], why=NoRight.NO_RULE),)


def test_an_exception_names_its_rule_head_and_article() -> None:
    rule = exempting(Exemption.PERSONALISED, source="article L221-28, 3°")
    found = agreed(ReturnRules(statutory=[rule]), good(1), good(2, dress(tags=["custom"])))
    assert [terms.lines for terms in found.returns] == [(1,)]
    assert found.without_right == (
        WithoutRight(
            lines=[2],
            why=NoRight.EXEMPT,
            rule="wd.fr",
            head=Exemption.PERSONALISED,
            source="article L221-28, 3°",
        ),
    )


def test_an_exception_of_a_nation_s_own_has_no_head_and_takes_the_right_away_at_once() -> None:
    rule = attrs.evolve(LAW, exempt=[Exempt(Tag("custom"), "article 103 m) TRLGDCU")])
    found = agreed(ReturnRules(statutory=[rule]), good(1), good(2, dress(tags=["custom"])))
    assert [terms.lines for terms in found.returns] == [(1,)]
    why = WithoutRight(lines=[2], why=NoRight.EXEMPT, rule="wd.fr", source="article 103 m) TRLGDCU")
    assert found.without_right == (why,)


def test_what_one_rule_exempts_may_have_another_right() -> None:
    other = attrs.evolve(LAW, id="wd.other")
    found = agreed(
        ReturnRules(statutory=[exempting(Exemption.PRESS), other]), good(1, dress(tags=["custom"]))
    )
    assert ([terms.rule for terms in found.returns], found.without_right) == (["wd.other"], ())


def test_each_rule_that_exempts_it_is_named() -> None:
    one, two = exempting(Exemption.PRESS), attrs.evolve(exempting(Exemption.MIXED), id="a")
    found = agreed(ReturnRules(statutory=[one, two]), good(1, dress(tags=["custom"])))
    assert [(each.rule, each.head) for each in found.without_right] == [
        ("a", Exemption.MIXED),
        ("wd.fr", Exemption.PRESS),
    ]


def test_lines_of_one_reason_are_one_entry() -> None:
    custom = dress(tags=["custom"])
    rules = ReturnRules(statutory=[exempting(Exemption.PERSONALISED)])
    found = agreed(rules, good(3, custom), good(1, custom), good(2, country="BR"))
    assert [(each.why, each.lines) for each in found.without_right] == [
        (NoRight.NO_RULE, (2,)),
        (NoRight.EXEMPT, (1, 3)),
    ]


# exceptions that take the right away only later


@pytest.mark.parametrize("head", [head for head in Exemption if head.lost is not Lost.AT_ONCE])
def test_an_exception_that_comes_later_stands_in_the_terms(head: Exemption) -> None:
    rules = ReturnRules(statutory=[exempting(head)])
    found = agreed(rules, good(1), good(2, dress(tags=["custom"])))
    [terms] = found.returns
    assert (terms.lines, found.without_right) == ((1, 2), ())
    assert terms.lost == (LostTerms(lines=[2], head=head, source="16"),)


def test_an_exception_that_is_about_none_of_the_goods_is_left_out() -> None:
    assert agreed(ReturnRules(statutory=[exempting(Exemption.MEDIA)])).returns[0].lost == ()


# wear, extension, refund


def test_wear_is_deducted_only_where_the_law_lets() -> None:
    wear = [WearRule(grade=Grade.USED, percent="25")]
    without = agreed(ReturnRules(statutory=[LAW], wear=wear))
    assert without.returns[0].grades == ()
    diminished = attrs.evolve(LAW, diminished="L221-23")
    [terms] = agreed(ReturnRules(statutory=[diminished], wear=wear)).returns
    assert terms.grades == (GradeTerms(grade=Grade.USED, percent="25"),)


def test_goods_of_other_wear_have_terms_of_their_own() -> None:
    rules = ReturnRules(
        statutory=[attrs.evolve(LAW, diminished="L221-23")],
        wear=[
            WearRule(on=Category("bulky"), grade=Grade.USED, percent="50"),
            WearRule(grade=Grade.USED, percent="25"),
            WearRule(grade=Grade.DAMAGED, percent="75"),
        ],
    )
    found = agreed(rules, good(1), good(2, dress(category="bulky")), good(3)).returns
    assert [(terms.lines, [each.percent for each in terms.grades]) for terms in found] == [
        ((1, 3), [Percent.of("25"), Percent.of("75")]),
        ((2,), [Percent.of("50"), Percent.of("75")]),
    ]


def test_the_extension_and_the_refund_are_frozen_with_the_right() -> None:
    extension = Extension(period=Period.from_text("12 months"), source="L221-20")
    refund = RefundLaw(source="L221-24", within=DAYS_14, counts_from=CountsFrom.DECLARED)
    rule = attrs.evolve(LAW, extension=extension, refund=refund)
    [terms] = agreed(ReturnRules(statutory=[rule])).returns
    assert (terms.extension, terms.refund) == (extension, refund)


# law by the event


def test_a_rule_by_event_is_not_frozen() -> None:
    rule = attrs.evolve(LAW, selector=Selector.EVENT)
    found = agreed(ReturnRules(statutory=[rule]))
    assert found == AgreedReturns(without_right=(WithoutRight(lines=[1], why=NoRight.NO_RULE),))


def test_a_rule_by_event_reaches_older_contracts() -> None:
    since = at("2026-06-19")
    rule = attrs.evolve(LAW, selector=Selector.EVENT, valid=Window(since))
    rules = ReturnRules(statutory=[LAW, rule])
    before, after = Moment(at("2026-06-18")), Moment(since)
    assert rights_since(rules, Contract.DISTANCE, good(7), before) == ()
    assert before.until == since
    [terms] = rights_since(rules, Contract.DISTANCE, good(7), after)
    assert (terms.rule, terms.lines, terms.right) == ("wd.fr", (7,), Right.STATUTORY)
    assert rights_since(rules, Contract.IN_STORE, good(7), after) == ()


# policies


@pytest.mark.parametrize(
    ("limits", "buyer", "applies"),
    [
        ({"tiers": ["gold"]}, Buyer(member="m-1", tier="gold"), True),
        ({"tiers": ["gold"]}, Buyer(member="m-1", tier="silver"), False),
        ({"tiers": ["gold"]}, ANYONE, False),
        ({"segments": ["pro", "staff"]}, Buyer(segments=["staff"]), True),
        ({"segments": ["pro"]}, Buyer(segments=["staff"]), False),
        ({"members": True}, Buyer(member="m-1"), True),
        ({"members": True}, ANYONE, False),
        ({"tiers": ["gold"], "segments": ["pro"]}, Buyer(member="m-1", tier="gold"), False),
        ({"members": True, "segments": ["pro"]}, Buyer(segments=["pro"]), False),
        ({"members": True, "segments": ["pro"]}, Buyer(member="m-1", segments=["pro"]), True),
    ],
)
def test_a_policy_may_be_for_some_buyers(limits: dict[str, Any], buyer: Buyer, *, applies: bool) -> None:
    special = attrs.evolve(POLICY, id="special", **limits)
    found = chosen(ReturnRules(policies=[special, POLICY]), buyer=buyer)
    assert found == ["special" if applies else "thirty"]


@pytest.mark.parametrize(
    ("where", "spot", "holds"),
    [
        (InCountries(["FR"]), Spot(country="FR"), True),
        (InCountries(["BE"]), Spot(country="FR"), False),
        (InCountries(["FR"]), NOWHERE, False),
        (InZone("corsica"), Spot(country="FR", zones=("corsica",)), True),
        (InStore("lyon-2"), Spot(country="FR", store="lyon-2"), True),
        (InStore("lyon-2"), Spot(country="FR", store="lille"), False),
    ],
)
def test_a_policy_may_be_for_some_places(where: Any, spot: Spot, *, holds: bool) -> None:
    here = attrs.evolve(POLICY, id="here", where=where)
    assert chosen(ReturnRules(policies=[here]), good(1, spot=spot)) == (["here"] if holds else [])


def test_goods_of_one_basket_may_be_handed_over_in_several_places() -> None:
    here = attrs.evolve(POLICY, id="here", where=InStore("lyon-2"))
    taken, sent = good(1, spot=Spot(country="FR", store="lyon-2")), good(2, days=MOSELLE)
    found = agreed(ReturnRules(policies=[here, POLICY], statutory=[LAW]), taken, sent).returns
    assert [(terms.rule, terms.lines, terms.calendar) for terms in found] == [
        ("wd.fr", (1,), "fr"),
        ("wd.fr", (2,), "fr-57"),
        ("here", (1,), None),
        ("thirty", (2,), None),
    ]


def test_all_that_a_policy_says_is_frozen() -> None:
    policy = attrs.evolve(
        POLICY,
        fee="10",
        fee_each="2.00 EUR",
        label="4.90 EUR",
        grades=[GradeTerms(grade=Grade.USED, refused=True)],
        means=Means.CREDIT,
        bonus="5",
        mode=RefundMode.REPRICE_KEPT,
        free_delivery=FreeDelivery.REBILL,
        even_exchange=False,
        reasons=["too_large"],
        proofs=[ProofKind.RECEIPT],
    )
    [terms] = agreed(ReturnRules(policies=[policy])).returns
    assert terms == ReturnTerms(
        right=Right.COMMERCIAL,
        rule="thirty",
        lines=[1],
        period=Period.from_text("30 days"),
        zone=PARIS,
        anchor=policy.anchor,
        fee="10",
        fee_each=200,
        label=490,
        grades=[GradeTerms(grade=Grade.USED, refused=True)],
        means=Means.CREDIT,
        bonus="5",
        mode=RefundMode.REPRICE_KEPT,
        free_delivery=FreeDelivery.REBILL,
        reasons=["too_large"],
        proofs=[ProofKind.RECEIPT],
    )


def test_an_amount_in_another_currency_keeps_nothing() -> None:
    policy = attrs.evolve(POLICY, fee_each="2.00 EUR", label="4.90 EUR")
    [terms] = agreed(ReturnRules(policies=[policy]), currency="GBP").returns
    assert (terms.fee_each, terms.label) == (0, 0)


# seasons


def season(id_: str, *, since: str = "2026-01-01", until: str = "2027-01-01", **more: Any) -> Season:
    return Season(id=id_, contracts=Window(at(since), at(until)), **more)


LONG, LONGER = Period.from_text("15 days"), Period.from_text("1 month")
THIRTY, THIRTY_ONE = Period.from_text("30 days"), Period.from_text("31 days")
YEAR, MONTHS = Period.from_text("1 year"), Period.from_text("12 months")


@pytest.mark.parametrize(
    ("seasons", "extra", "last_day", "named"),
    [
        ([season("a", extra=LONG)], [LONG], None, "a"),
        ([season("a", extra=LONG), season("b", extra=LONGER)], [LONGER], None, "b"),
        ([season("a", extra=LONGER), season("b", extra=LONG)], [LONGER], None, "a"),
        ([season("a", last_day=date(2027, 1, 31))], [], date(2027, 1, 31), "a"),
        (
            [season("a", last_day=date(2027, 1, 15)), season("b", last_day=date(2027, 1, 31))],
            [],
            date(2027, 1, 31),
            "b",
        ),
        (
            [season("a", last_day=date(2027, 1, 15)), season("b", extra=LONG)],
            [LONG],
            date(2027, 1, 15),
            "a",
        ),
        ([season("a", extra=THIRTY), season("b", extra=LONGER)], [THIRTY, LONGER], None, None),
        ([season("a", extra=LONGER), season("b", extra=THIRTY_ONE)], [THIRTY_ONE], None, "b"),
        ([season("a", extra=YEAR), season("b", extra=MONTHS), season("c", extra=LONG)], [YEAR], None, "a"),
        ([season("a", since="2026-11-01", extra=LONG)], [], None, None),
        ([season("a", until="2026-03-02", extra=LONG)], [], None, None),
    ],
)
def test_a_season_is_that_of_the_contract(
    seasons: list[Season], extra: list[Period], last_day: date | None, named: str | None
) -> None:
    [terms] = agreed(ReturnRules(policies=[attrs.evolve(POLICY, seasons=seasons)])).returns
    assert (terms.extra, terms.at_least_until, terms.season) == (tuple(extra), last_day, named)


def test_the_edges_of_a_season_are_noted() -> None:
    policy = attrs.evolve(POLICY, seasons=[season("a", since="2026-11-01", extra=LONG)])
    moment = Moment(PLACED)
    agreed(ReturnRules(policies=[policy]), when=moment)
    assert moment.until == at("2026-11-01")


# properties


@given(
    tagged=st.lists(st.sets(st.sampled_from("abc")), min_size=1, max_size=5),
    exempt=st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(Exemption)), max_size=4),
    contract=st.sampled_from([None, *Contract]),
    country=st.sampled_from([None, "FR", "BR"]),
)
def test_each_line_has_a_right_or_a_reason_and_never_both(
    tagged: list[set[str]],
    exempt: list[tuple[str, Exemption]],
    contract: Contract | None,
    country: str | None,
) -> None:
    rule = attrs.evolve(LAW, exempt=[Exempt(Tag(tag), head.value, head) for tag, head in exempt])
    goods = [
        good(number, dress(tags=sorted(tags)), country=country) for number, tags in enumerate(tagged, start=1)
    ]
    found = agreed(ReturnRules(statutory=[rule]), *goods, contract=contract)
    with_right = {number for terms in found.returns for number in terms.lines}
    without = {number for each in found.without_right for number in each.lines}
    assert with_right | without == {each.number for each in goods}
    assert not with_right & without
    at_once = {tag for tag, head in exempt if head.lost is Lost.AT_ONCE}
    if contract is Contract.DISTANCE and country == "FR":
        assert without == {each.number for each in goods if at_once & set(each.product.tags)}
    else:
        assert not with_right


@given(
    categories=st.lists(st.sampled_from("abc"), min_size=1, max_size=6),
    selected=st.lists(st.sampled_from("abcd"), min_size=1, max_size=4, unique=True),
)
def test_a_line_has_the_terms_of_one_policy_the_first_that_selects_it(
    categories: list[str], selected: list[str]
) -> None:
    policies = [attrs.evolve(POLICY, id=f"p-{name}", on=Category(name)) for name in selected]
    goods = [good(number, dress(category=name)) for number, name in enumerate(categories, start=1)]
    found = {
        number: terms.rule
        for terms in agreed(ReturnRules(policies=policies), *goods).returns
        for number in terms.lines
    }
    assert found == {
        each.number: f"p-{each.product.category}" for each in goods if each.product.category in selected
    }


def test_an_amount_is_in_the_smallest_unit_of_its_currency() -> None:
    policy = attrs.evolve(POLICY, fee_each=Amount(200, "JPY"))
    [terms] = agreed(ReturnRules(policies=[policy]), currency="JPY").returns
    assert terms.fee_each == 200
