"""What is agreed about faults at a sale: which guarantees, of the law and of the merchant, on which lines."""

from __future__ import annotations

from typing import Any

import attrs
import pendulum
import pytest

from comptoir import STANDARD, Counter
from comptoir.authoring import check, example, seal
from comptoir.checkout.place import Accepted
from comptoir.cli.receipt import WIDTH, receipt
from comptoir.cli.voice import Voice
from comptoir.facts.baskets import Basket, Contract
from comptoir.facts.confidence import Confidence
from comptoir.facts.guarantee_terms import GuaranteeTerms, Remedy, RemedyLaw, Renewal, RepairExtension
from comptoir.facts.handovers import Carry
from comptoir.facts.lines import Line
from comptoir.facts.orders import Order, Tender
from comptoir.facts.places import Country
from comptoir.facts.products import Nature, Product
from comptoir.facts.provenance import Provenance
from comptoir.facts.return_terms import Right
from comptoir.facts.wheres import InCountries, InStore, Spot
from comptoir.returns.agree import GoodSold, Sale
from comptoir.returns.claims.guaranteed import guarantee_terms, notices
from comptoir.returns.rules import Guarantee, GuaranteeRule, ReturnRules
from comptoir.values.errors import WrongType, WrongValue
from comptoir.values.moments import Moment
from comptoir.values.money import Amount
from comptoir.values.periods import Period
from comptoir.values.selections import Skus, Tag
from comptoir.values.windows import Window
from unit.returns_shop import PARIS, PLACED, at, dress

FRANCE = Country(zone=PARIS, calendar="fr")
BELGIUM = Country(zone="Europe/Brussels", calendar="be")
REMEDIES = RemedyLaw(source="articles 13 and 14", then_source="article 16")
LAW = GuaranteeRule(
    id="fr-guarantee",
    source="article L217-3",
    confidence=Confidence.HIGH,
    countries=["FR"],
    period=Period.from_text("2 years"),
    presumed=Period.from_text("24 months"),
    presumed_by="article L217-7",
    used_presumed=Period.from_text("12 months"),
    suspended_by="article L217-28",
    extension=RepairExtension(
        period=Period.from_text("6 months"), source="article L217-13", confidence=Confidence.HIGH
    ),
    renewal=Renewal(period=Period.from_text("2 years"), source="article L217-13"),
    remedies=REMEDIES,
    transferred_by="article L217-29",
    notice_by="article D211-6",
)
EUROPE = GuaranteeRule(
    id="eu-guarantee",
    source="article 10",
    confidence=Confidence.MEDIUM,
    countries=["BE", "FR"],
    period=Period.from_text("2 years"),
    used_period=Period.from_text("1 year"),
    presumed=Period.from_text("1 year"),
    presumed_by="article 11",
    remedies=REMEDIES,
)
MAKER = Guarantee(id="three-years", name={"fr": "3 ans"}, period=Period.from_text("3 years"))


def good(number: int, product: Product | None = None, **changes: Any) -> GoodSold:
    where = {"country": "FR", "days": FRANCE, **changes}
    return GoodSold(number=number, product=dress() if product is None else product, **where)


def agreed(
    rules: ReturnRules,
    *goods: GoodSold,
    contract: Contract | None = Contract.DISTANCE,
    when: Moment | None = None,
) -> tuple[GuaranteeTerms, ...]:
    sale = Sale(goods=goods or (good(1),), contract=contract, currency="EUR", zone="Europe/London")
    return guarantee_terms(rules, sale, Moment(PLACED) if when is None else when)


def named(found: tuple[GuaranteeTerms, ...]) -> list[tuple[str, tuple[int, ...]]]:
    return [(each.rule, each.lines) for each in found]


# the law


def test_a_rule_is_frozen_with_all_that_it_says() -> None:
    [terms] = agreed(ReturnRules(conformity=[LAW]))
    assert terms == GuaranteeTerms(
        right=Right.STATUTORY,
        rule="fr-guarantee",
        source="article L217-3",
        confidence=Confidence.HIGH,
        lines=[1],
        period=LAW.period,
        zone=PARIS,
        presumed=LAW.presumed,
        presumed_by="article L217-7",
        suspended_by="article L217-28",
        extension=LAW.extension,
        renewal=LAW.renewal,
        remedies=REMEDIES,
        transferred_by="article L217-29",
    )


@pytest.mark.parametrize("contract", [*Contract, None])
def test_the_law_is_about_every_contract(contract: Contract | None) -> None:
    assert named(agreed(ReturnRules(conformity=[LAW]), contract=contract)) == [("fr-guarantee", (1,))]


def test_all_rules_that_name_the_country_stand_side_by_side_by_their_names() -> None:
    goods = good(1), good(2, country="BE", days=BELGIUM), good(3)
    found = agreed(ReturnRules(conformity=[LAW, EUROPE]), *goods)
    assert named(found) == [("eu-guarantee", (1, 3)), ("eu-guarantee", (2,)), ("fr-guarantee", (1, 3))]
    assert [each.zone for each in found] == [PARIS, "Europe/Brussels", PARIS]


def test_where_the_country_is_not_known_no_law_is_named() -> None:
    for where in ({"country": None, "days": None}, {"country": "FR", "days": None}, {"country": "BR"}):
        assert agreed(ReturnRules(conformity=[LAW, EUROPE]), good(1, **where)) == ()


def test_the_rule_in_force_at_the_contract_counts_and_its_end_is_noted() -> None:
    later = attrs.evolve(LAW, valid=Window(at("2026-06-19")))
    moment = Moment(PLACED)
    assert agreed(ReturnRules(conformity=[later]), when=moment) == ()
    assert moment.until == at("2026-06-19")


def test_a_rule_for_other_countries_moves_nothing() -> None:
    later = attrs.evolve(LAW, countries=["DE"], valid=Window(at("2026-06-19")))
    moment = Moment(PLACED)
    assert agreed(ReturnRules(conformity=[later]), when=moment) == ()
    assert moment.until is None


@pytest.mark.parametrize("nature", [Nature.SERVICE, Nature.GIFT_CARD])
def test_only_goods_have_a_guarantee(nature: Nature) -> None:
    rules = ReturnRules(conformity=[LAW], guarantees=[MAKER])
    found = agreed(rules, good(1, dress(nature=nature)), good(2))
    assert named(found) == [("fr-guarantee", (2,)), ("three-years", (2,))]


def test_second_hand_goods_have_the_periods_written_for_them() -> None:
    found = agreed(ReturnRules(conformity=[LAW, EUROPE]), good(1, dress(used=True)), good(2))
    lasts = [
        (each.rule, each.lines, *(p and p.to_text() for p in (each.period, each.presumed))) for each in found
    ]
    assert lasts == [
        ("eu-guarantee", (1,), "1 year", "1 year"),
        ("eu-guarantee", (2,), "2 years", "1 year"),
        ("fr-guarantee", (1,), "2 years", "12 months"),
        ("fr-guarantee", (2,), "2 years", "24 months"),
    ]


def test_second_hand_goods_of_which_a_rule_says_nothing_else_are_like_new_ones() -> None:
    rule = attrs.evolve(LAW, used_presumed=None)
    found = agreed(ReturnRules(conformity=[rule]), good(1, dress(used=True)), good(2))
    assert named(found) == [("fr-guarantee", (1, 2))]


def test_only_noticed_goods_name_the_article_of_the_receipt() -> None:
    rules = ReturnRules(conformity=[LAW, EUROPE], noticed=Tag("electrical"))
    found = agreed(rules, good(1, dress(tags=["electrical"])), good(2))
    assert [(each.rule, each.lines, each.notice_by) for each in found] == [
        ("eu-guarantee", (1, 2), None),
        ("fr-guarantee", (1,), "article D211-6"),
        ("fr-guarantee", (2,), None),
    ]


# the merchant's


def test_the_merchants_guarantees_add_up_and_follow_the_law() -> None:
    own = attrs.evolve(MAKER, id="a-year", period=Period.from_text("1 year"))
    found = agreed(ReturnRules(conformity=[LAW], guarantees=[MAKER, own]))
    assert named(found) == [("fr-guarantee", (1,)), ("a-year", (1,)), ("three-years", (1,))]
    assert [each.right for each in found[1:]] == [Right.COMMERCIAL, Right.COMMERCIAL]


def test_a_guarantee_without_remedies_repairs_at_once() -> None:
    [terms] = agreed(ReturnRules(guarantees=[MAKER]))
    assert terms.at_once == (Remedy.REPAIR,)
    swaps = attrs.evolve(MAKER, at_once=[Remedy.REPLACEMENT, Remedy.REPAIR])
    assert agreed(ReturnRules(guarantees=[swaps]))[0].at_once == (Remedy.REPLACEMENT, Remedy.REPAIR)


def test_a_guarantee_is_on_what_it_selects_where_it_holds() -> None:
    rules = ReturnRules(
        guarantees=[
            attrs.evolve(MAKER, id="tagged", on=Tag("electrical")),
            attrs.evolve(MAKER, id="in-lyon", where=InStore("lyon-2")),
            attrs.evolve(MAKER, id="in-france", where=InCountries(["FR"])),
        ]
    )
    tagged = good(1, dress(tags=["electrical"]))
    there = good(2, spot=Spot(country="FR", store="lyon-2"))
    assert named(agreed(rules, tagged, there)) == [("in-france", (2,)), ("in-lyon", (2,)), ("tagged", (1,))]


def test_a_guarantee_counts_in_the_rulebooks_zone_where_the_place_is_not_known() -> None:
    [terms] = agreed(ReturnRules(guarantees=[MAKER]), good(1, country=None, days=None))
    assert terms.zone == "Europe/London"


def test_a_guarantee_that_is_not_in_force_is_noted_if_it_selects_something() -> None:
    later = attrs.evolve(MAKER, valid=Window(at("2026-06-19")))
    for on, until in ((Tag("electrical"), None), (Skus([dress().sku]), at("2026-06-19"))):
        moment = Moment(PLACED)
        assert agreed(ReturnRules(guarantees=[attrs.evolve(later, on=on)]), when=moment) == ()
        assert moment.until == until


def test_its_clock_stands_still_as_the_law_of_the_place_does_unless_it_says_itself() -> None:
    handed_in = attrs.evolve(LAW, from_request=False)
    goods = good(1), good(2, country="BE", days=BELGIUM)
    rules = ReturnRules(conformity=[EUROPE, handed_in], guarantees=[MAKER])
    found = [each for each in agreed(rules, *goods) if each.right is Right.COMMERCIAL]
    assert [(each.lines, each.suspended_by, each.from_request) for each in found] == [
        ((1,), "article L217-28", False),
        ((2,), None, True),
    ]
    own = attrs.evolve(MAKER, suspended_by="our terms, 4")
    [terms] = [
        each
        for each in agreed(attrs.evolve(rules, guarantees=[own]), good(1))
        if each.right is Right.COMMERCIAL
    ]
    assert (terms.suspended_by, terms.from_request) == ("our terms, 4", True)


# the shape of the rules


@pytest.mark.parametrize(
    ("wrong", "where", "code"),
    [
        ({"countries": []}, "countries", "never_applies"),
        ({"presumed_by": None}, "presumed_by", "no_source"),
        ({"presumed": None, "used_presumed": None}, "presumed_by", "no_source"),
        ({"presumed": None, "presumed_by": None}, "used_presumed", "never_applies"),
        ({"period": None, "used_period": Period.from_text("1 year")}, "used_period", "never_applies"),
        ({"notice_by": ""}, "notice_by", "not_a_text"),
    ],
)
def test_a_rule_that_contradicts_itself_is_refused(wrong: dict[str, Any], where: str, code: str) -> None:
    with pytest.raises(WrongValue) as caught:
        attrs.evolve(LAW, **wrong)
    [fault] = caught.value.faults
    assert (fault.where, fault.code) == (where, code)


@pytest.mark.parametrize(
    ("built", "wrong", "where"),
    [
        (LAW, {"period": "2 years"}, "period"),
        (LAW, {"from_request": 1}, "from_request"),
        (LAW, {"extension": "6 months"}, "extension"),
        (LAW, {"renewal": "2 years"}, "renewal"),
        (LAW, {"remedies": None}, "remedies"),
        (MAKER, {"period": "3 years"}, "period"),
        (MAKER, {"extension": "6 months"}, "extension"),
        (MAKER, {"from_request": 1}, "from_request"),
        (MAKER, {"on": "electrical"}, "on"),
        (ReturnRules(), {"noticed": "electrical"}, "noticed"),
    ],
)
def test_a_field_of_another_type_is_refused_at_its_place(
    built: GuaranteeRule | Guarantee | ReturnRules, wrong: dict[str, Any], where: str
) -> None:
    with pytest.raises(WrongType) as caught:
        attrs.evolve(built, **wrong)
    assert caught.value.faults[0].where == where


def test_what_a_store_is_granted_is_not_negative() -> None:
    with pytest.raises(WrongValue) as caught:
        ReturnRules(handling=Amount(-1, "EUR"))
    assert caught.value.faults[0].where == "handling"


# in a rulebook


def changed(before: str, after: str) -> str:
    text = example()
    assert before in text
    return text.replace(before, after, 1)


MAKERS = '[[returns.guarantees]]\nid = "machines-trois-ans"\n'


@pytest.mark.parametrize(
    ("before", "after", "where", "code"),
    [
        (MAKERS, MAKERS.replace("machines-trois-ans", "fr-guarantee"), "guarantees[0].id", "duplicate_id"),
        (MAKERS, f'{MAKERS}where = {{ store = "lyon-9" }}\n', "guarantees[0].where", "unknown_store"),
        ('handling = "8.00 EUR"', 'handling = "8.00 CHF"', "handling", "unknown_currency"),
    ],
)
def test_what_does_not_fit_the_rulebook_is_named(before: str, after: str, where: str, code: str) -> None:
    [fault] = check(changed(before, after))
    assert (fault.where, fault.code) == (f"returns.{where}", code)


def test_two_guarantees_of_one_name_are_refused() -> None:
    more = (
        '\n[[returns.guarantees]]\nid = "machines-trois-ans"\nname = { fr = "3 ans" }\nperiod = "3 years"\n'
    )
    [fault] = check(example() + more)
    assert (fault.where, fault.code) == ("returns.guarantees[1].id", "duplicate_id")


# at the counter


def sold(basket: Basket, when: str) -> tuple[Order, Counter]:
    counter = Counter(seal(example()))
    at = pendulum.parse(when)
    assert isinstance(at, pendulum.DateTime)
    quote = counter.quote(basket, at)
    placed = counter.place(
        quote, id="o-1", at=at, tenders=[Tender("card", quote.to_pay)], provenance=Provenance("till")
    )
    assert isinstance(placed, Accepted)
    assert placed.order.terms.guarantees == quote.terms.guarantees
    return placed.order, counter


IN_LYON = Basket(
    currency="EUR",
    lines=[Line("MACHINE-CAFE", 1), Line("TORCHON-LIN", 2)],
    contract=Contract.IN_STORE,
    handover=Carry("lyon-2"),
)
IN_BRUSSELS = attrs.evolve(IN_LYON, handover=Carry("bruxelles"))


def test_an_order_has_all_guarantees_by_value() -> None:
    order, _ = sold(IN_LYON, "2026-09-07T20:10:00+02:00")
    machine = next(line.terms.number for line in order.lines if line.product.sku == "MACHINE-CAFE")
    assert named(order.guarantees) == [
        ("eu-guarantee-2026", (1, 2)),
        ("fr-guarantee", (machine,)),
        ("fr-guarantee", (3 - machine,)),
        ("machines-trois-ans", (machine,)),
    ]
    maker = order.guarantees[-1]
    assert (maker.suspended_by, maker.transferred_by) == (
        "Code de la consommation, article L217-28",
        None,
    )


def test_what_is_contracted_before_the_directive_of_2024_has_no_year_more() -> None:
    order, _ = sold(IN_LYON, "2026-07-30T12:00:00+02:00")
    [european] = [each for each in order.guarantees if each.rule.startswith("eu-")]
    assert (european.rule, european.extension) == ("eu-guarantee", None)


def test_an_order_with_guarantees_is_written_and_read_again() -> None:
    order, _ = sold(IN_LYON, "2026-09-07T20:10:00+02:00")
    assert STANDARD.codec.loads(STANDARD.codec.dumps(order), Order) == order


def test_a_guarantee_on_a_line_that_there_is_not_is_refused() -> None:
    order, _ = sold(IN_LYON, "2026-09-07T20:10:00+02:00")
    wrong = [attrs.evolve(order.guarantees[0], lines=[1, 3])]
    with pytest.raises(WrongValue) as caught:
        attrs.evolve(order, guarantees=wrong)
    [fault] = caught.value.faults
    assert (fault.where, fault.code) == ("guarantees[0].lines[1]", "no_such_line")


def test_the_receipt_says_how_long_the_legal_guarantee_of_noticed_goods_is() -> None:
    order, counter = sold(IN_LYON, "2026-09-07T20:10:00+02:00")
    [notice] = notices(order, "en")
    assert notice == (
        "Espresso machine: legal guarantee of conformity, 2 years from the handover on"
        " (Code de la consommation, article D211-6)."
    )
    printed = list(receipt(order, Voice.of("fr", counter.rulebook)))
    first = printed.index("Machine à café expresso : garantie légale")
    assert printed[first : first + 3] == [
        "Machine à café expresso : garantie légale",
        "de conformité, 2 ans à compter de la",
        "remise (Code de la consommation, article",
    ]
    assert all(len(each) <= WIDTH for each in printed)


def test_a_country_whose_law_does_not_want_it_has_no_notice() -> None:
    order, _ = sold(IN_BRUSSELS, "2026-09-07T20:10:00+02:00")
    assert named(order.guarantees)[0][0] == "eu-guarantee-2026"
    assert notices(order, "fr") == ()
