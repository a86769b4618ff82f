"""Rates by place, date and buyer, and what is paid and taxed at them: by hand, and as laws."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from random import Random
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.facts.baskets import ANYONE, Buyer
from comptoir.facts.extras import EmptiesTerms, ExtraKind
from comptoir.facts.places import Places
from comptoir.facts.tax_terms import PriceBasis, TaxPart, TaxTerms, Treatment
from comptoir.facts.terms import Adjustment, LineTerms, Proven, Terms
from comptoir.facts.territories import PlaceZone, Territory
from comptoir.facts.wheres import NOWHERE, InCountries, InStore, InZone, Spot, Where
from comptoir.pricing.extras import Extra
from comptoir.pricing.rules import PricingRules
from comptoir.rulebook.consistency.taxes import tax_faults, whole_tax_faults
from comptoir.rulebook.sections import Assortment, Sections, TimeTables
from comptoir.tax.breakdown import Breakdown, Taxable, Taxed, break_down
from comptoir.tax.rates import Rate, Rates
from comptoir.tax.rules import Exemption, Sourcing, TaxRate, TaxRules
from comptoir.testing.oracles import en16931
from comptoir.values.errors import NoAnswer
from comptoir.values.instants import Instant
from comptoir.values.moments import Moment
from comptoir.values.money import UnitPrice
from comptoir.values.percentages import Percent
from comptoir.values.policies import MoneyPolicy, TaxLevel
from comptoir.values.rounding import Rounding
from comptoir.values.selections import EVERYTHING
from comptoir.values.windows import ALWAYS, Window

INCLUDED, ADDED = PriceBasis.INCLUDED, PriceBasis.ADDED
TOTAL, LINE = MoneyPolicy(), MoneyPolicy(tax_rounded_per=TaxLevel.LINE)
LYON, AJACCIO = Spot(country="FR"), Spot(country="FR", zones=("corsica",))
SAINT_DENIS, BERLIN = Spot(country="FR", zones=("dom", "reunion")), Spot(country="DE")
GERMANY = InCountries(["DE"])
AT = Instant(1_000)


def rate(
    category: str,
    percent: str,
    *,
    where: Where | None = None,
    treatment: Treatment = Treatment.TAXED,
    valid: Window = ALWAYS,
) -> TaxRate:
    return TaxRate(
        category=category, percent=percent, where=where, treatment=treatment, valid=valid, source="CGI"
    )


def exemption(
    id: str,
    treatment: Treatment,
    *,
    segment: str | None = None,
    foreign_vat_id: bool = False,
    where: Where | None = None,
    valid: Window = ALWAYS,
) -> Exemption:
    return Exemption(
        id=id,
        name={"fr": id},
        treatment=treatment,
        segment=segment,
        foreign_vat_id=foreign_vat_id,
        where=where,
        valid=valid,
        source="CGI",
    )


def france(*rates: TaxRate, exemptions: Iterable[Exemption] = (), destination: bool = False) -> TaxRules:
    sourcing = Sourcing.DESTINATION if destination else Sourcing.ORIGIN
    return TaxRules(country="FR", sourcing=sourcing, rates=rates or FRENCH, exemptions=exemptions)


FRENCH = (
    rate("standard", "20"),
    rate("reduced", "5.5"),
    rate("press", "2.1"),
    rate("zero", "0"),
    rate("deposit", "0", treatment=Treatment.OUTSIDE),
    rate("postage", "0", treatment=Treatment.EXEMPT),
)


def ask(
    rules: TaxRules,
    spot: Spot = LYON,
    *,
    delivered: bool = False,
    buyer: Buyer = ANYONE,
    moment: Moment | None = None,
) -> Rates:
    return Rates.of(rules, spot, delivered=delivered, buyer=buyer, moment=moment or Moment(AT))


def percent_at(rules: TaxRules, spot: Spot, *, delivered: bool = True, category: str = "standard") -> str:
    return ask(rules, spot, delivered=delivered).of_category(category).percent.to_text()


def taxable(
    number: int, category: str, amount: int, basis: PriceBasis = INCLUDED, in_base: int = 0
) -> Taxable:
    return Taxable((number, 0), category, amount, basis, in_base)


def rows(breakdown: Breakdown) -> list[tuple[str, int, int, int]]:
    return [(each.percent.to_text(), each.base, each.tax, each.gross) for each in breakdown.taxes]


def taxes(breakdown: Breakdown) -> list[int]:
    return [each.parts[0].tax for each in breakdown.each]


def paid(breakdown: Breakdown) -> list[int]:
    return [each.paid for each in breakdown.each]


def invoice(
    charged: Sequence[Taxable], breakdown: Breakdown, policy: MoneyPolicy = TOTAL, currency: str = "EUR"
) -> Terms:
    """The answer that these amounts make: a line for each, or empties where they are given back."""
    lines: list[LineTerms] = []
    empties: list[EmptiesTerms] = []
    for each, taxed in zip(charged, breakdown.each, strict=True):
        if each.basis is INCLUDED and (each.amount + each.in_base) < 0:
            empties.append(_empties(taxed))
        else:
            lines.append(_line(len(lines) + 1, each, taxed))
    return Terms(
        computing="2026-11",
        currency=currency,
        money=policy,
        lines=tuple(lines),
        empties=tuple(empties),
        taxes=breakdown.taxes,
        total=sum(each.paid for each in breakdown.each),
        proof=Proven(),
    )


def _line(number: int, charged: Taxable, taxed: Taxed) -> LineTerms:
    reduction = Adjustment("brand", "coupon", -charged.in_base, in_base=charged.in_base)
    return LineTerms(
        number=number,
        sku="ROBE",
        quantity=1,
        unit_price=UnitPrice(0),
        price_list="base",
        basis=charged.basis,
        regular=(charged.amount + charged.in_base),
        adjustments=(reduction,) if charged.in_base else (),
        charged=charged.amount,
        paid=taxed.paid,
        taxes=taxed.parts,
    )


def _empties(taxed: Taxed) -> EmptiesTerms:
    return EmptiesTerms(
        rule="bottle", name={"fr": "Bouteille"}, count=1, each=0, paid=taxed.paid, taxes=taxed.parts
    )


# Which place decides


@pytest.mark.parametrize(
    ("spot", "delivered", "percent"),
    [
        (NOWHERE, True, "20"),
        (NOWHERE, False, "20"),
        (Spot(store="unknown-9"), False, "20"),
        (LYON, True, "20"),
        (BERLIN, True, "20"),
        (BERLIN, False, "19"),
        (AJACCIO, False, "10"),
        (AJACCIO, True, "20"),
    ],
)
def test_below_the_threshold_delivered_goods_follow_the_own_country(
    *, spot: Spot, delivered: bool, percent: str
) -> None:
    rules = france(
        rate("standard", "20"),
        rate("standard", "19", where=GERMANY),
        rate("standard", "10", where=InZone("corsica")),
    )
    assert percent_at(rules, spot, delivered=delivered) == percent


@pytest.mark.parametrize(
    ("spot", "percent"), [(NOWHERE, "20"), (LYON, "20"), (BERLIN, "19"), (AJACCIO, "10")]
)
def test_above_it_they_follow_the_place_to_which_they_go(spot: Spot, percent: str) -> None:
    rules = france(
        rate("standard", "20"),
        rate("standard", "19", where=GERMANY),
        rate("standard", "10", where=InZone("corsica")),
        destination=True,
    )
    assert percent_at(rules, spot) == percent


def test_a_zone_that_does_not_state_a_category_has_its_country_s_rate() -> None:
    rules = france(
        rate("standard", "20"),
        rate("reduced", "5.5"),
        rate("reduced", "2.1", where=InZone("corsica")),
        destination=True,
    )
    assert percent_at(rules, AJACCIO) == "20"
    assert percent_at(rules, AJACCIO, category="reduced") == "2.1"


def test_the_own_country_s_rates_may_name_it() -> None:
    rules = france(rate("standard", "20", where=InCountries(["FR", "MC"])))
    for spot in (NOWHERE, LYON, Spot(country="MC"), BERLIN):
        delivered = spot is BERLIN
        assert percent_at(rules, spot, delivered=delivered) == "20"


@pytest.mark.parametrize("delivered", [True, False])
def test_of_another_country_no_rate_is_guessed(*, delivered: bool) -> None:
    rules = france(destination=True)
    with pytest.raises(NoAnswer) as error:
        ask(rules, BERLIN, delivered=delivered).of_category("standard")
    fault = error.value.faults[0]
    assert fault.code == "no_tax_rate"
    assert fault.found == (
        "found no rate in force for the category standard in DE at 1970-01-01T00:00:00.001Z"
    )


def test_two_zones_around_a_place_must_not_disagree() -> None:
    overseas = rate("standard", "8.5", where=InZone("dom"))
    rules = france(rate("standard", "20"), overseas, rate("standard", "8.5", where=InZone("reunion")))
    assert percent_at(rules, SAINT_DENIS, delivered=False) == "8.5"
    rules = france(rate("standard", "20"), overseas, rate("standard", "2.1", where=InZone("reunion")))
    with pytest.raises(NoAnswer, match=r"found 2\.1 % and 8\.5 % .* in FR") as error:
        percent_at(rules, SAINT_DENIS, delivered=False)
    assert error.value.faults[0].code == "ambiguous_tax_rate"


def test_the_rate_in_force_decides_and_its_end_is_noted() -> None:
    change, later = Instant(2_000), Instant(3_000)
    rules = france(
        rate("standard", "19.6", valid=Window(None, change)),
        rate("standard", "20", valid=Window(change, None)),
        rate("standard", "10", where=InZone("corsica"), valid=Window(later, None)),
    )
    for at, spot, percent, until in (
        (1_999, LYON, "19.6", change),
        (2_000, LYON, "20", None),
        (2_000, AJACCIO, "20", later),
        (3_000, AJACCIO, "10", None),
    ):
        moment = Moment(Instant(at))
        assert ask(rules, spot, moment=moment).of_category("standard").percent == Percent.of(percent)
        assert moment.until == until


def test_a_category_is_resolved_once() -> None:
    rates = ask(france())
    assert rates.of_category("standard") is rates.of_category("standard")


# Who is exempt

EXEMPTIONS = (
    exemption("b-export", Treatment.EXPORT, where=InCountries(["US", "CH"])),
    exemption("c-intra", Treatment.INTRA_COMMUNITY, foreign_vat_id=True, where=GERMANY),
    exemption("d-builders", Treatment.REVERSE_CHARGE, segment="builders"),
    exemption("e-embassy", Treatment.EXEMPT, segment="embassy"),
)


@pytest.mark.parametrize(
    ("buyer", "spot", "applies"),
    [
        (ANYONE, LYON, None),
        (ANYONE, NOWHERE, None),
        (ANYONE, BERLIN, None),
        (ANYONE, Spot(country="US"), "b-export"),
        (Buyer(vat_id="DE811191002"), BERLIN, "c-intra"),
        (Buyer(vat_id="FR23334175221"), BERLIN, None),
        (Buyer(vat_id="DE811191002"), LYON, None),
        (Buyer(segments=["builders"]), LYON, "d-builders"),
        (Buyer(segments=["embassy"]), LYON, "e-embassy"),
        (Buyer(segments=["builders", "embassy"]), LYON, "d-builders"),
    ],
)
def test_an_exemption_applies_if_all_that_it_names_holds(
    buyer: Buyer, spot: Spot, applies: str | None
) -> None:
    for delivered in (True, False):
        rules = france(*FRENCH, rate("standard", "19", where=GERMANY), exemptions=EXEMPTIONS)
        rates = ask(rules, spot, delivered=delivered, buyer=buyer)
        assert rates.exemption == applies
        treatment = next((each.treatment for each in EXEMPTIONS if each.id == applies), Treatment.TAXED)
        assert rates.of_category("standard").treatment is treatment
        assert (rates.of_category("standard").relieved is None) is (applies is None)


@pytest.mark.parametrize(
    ("own", "vat_id", "is_foreign"),
    [
        ("GR", "EL094019245", False),
        ("FR", "EL094019245", True),
        ("GB", "XI123456789", False),
        ("FR", "XI123456789", True),
        ("FR", "FR23334175221", False),
    ],
)
def test_a_number_s_first_letters_are_not_always_the_country_s(
    *, own: str, vat_id: str, is_foreign: bool
) -> None:
    intra = exemption("intra", Treatment.INTRA_COMMUNITY, foreign_vat_id=True)
    rules = TaxRules(country=own, rates=[rate("standard", "24")], exemptions=[intra])
    assert ask(rules, buyer=Buyer(vat_id=vat_id)).exemption == ("intra" if is_foreign else None)


def test_an_exemption_has_its_window() -> None:
    window = Window(Instant(2_000), Instant(3_000))
    rules = france(exemptions=[exemption("vip", Treatment.EXEMPT, segment="vip", valid=window)])
    found = []
    for at in (1_999, 2_000, 3_000):
        moment = Moment(Instant(at))
        found.append((ask(rules, buyer=Buyer(segments=["vip"]), moment=moment).exemption, moment.until))
    assert found == [(None, 2_000), ("vip", 3_000), (None, None)]


def test_what_is_outside_the_scope_stays_there() -> None:
    rules = france(exemptions=EXEMPTIONS)
    rates = ask(rules, buyer=Buyer(segments=["embassy"]))
    assert rates.of_category("deposit") == Rate(Percent(0), Treatment.OUTSIDE)
    assert rates.of_category("postage") == Rate(Percent(0), Treatment.EXEMPT, relieved=Percent(0))


def test_an_exempt_supply_is_relieved_of_the_place_s_rate_else_of_the_own_country_s() -> None:
    rules = france(*FRENCH, rate("standard", "19", where=GERMANY), exemptions=EXEMPTIONS, destination=True)
    buyer = Buyer(vat_id="DE811191002")
    german = ask(rules, BERLIN, delivered=True, buyer=buyer)
    assert german.of_category("standard") == Rate(
        Percent(0), Treatment.INTRA_COMMUNITY, relieved=Percent.of("19")
    )
    assert german.percent("standard") == Percent.of("19")
    american = ask(rules, Spot(country="US"), delivered=True)
    assert american.of_category("standard") == Rate(Percent(0), Treatment.EXPORT, relieved=Percent.of("20"))


def test_what_a_minor_unit_leaves_to_pay() -> None:
    consumer, embassy = ask(france()), ask(france(exemptions=EXEMPTIONS), buyer=Buyer(segments=["embassy"]))
    assert consumer.weight("reduced", INCLUDED) == (1, 1)
    assert consumer.weight("reduced", ADDED) == (1_055_000, 1_000_000)
    assert embassy.weight("reduced", INCLUDED) == (1_000_000, 1_055_000)
    above, below = embassy.weight("reduced", ADDED)
    assert above == below
    assert consumer.percent("reduced") == embassy.percent("reduced") == Percent.of("5.5")


# What is taxed


def broken_down(
    *charged: Taxable, policy: MoneyPolicy = TOTAL, rates: Rates | None = None, currency: str = "EUR"
) -> Breakdown:
    breakdown = break_down(rates or ask(france()), charged, policy)
    assert en16931.faults(invoice(charged, breakdown, policy, currency)) == []
    return breakdown


def test_a_basket_of_three_rates() -> None:
    breakdown = broken_down(
        taxable(1, "reduced", 940),
        taxable(2, "standard", 1290),
        taxable(3, "press", 450),
        taxable(4, "standard", 900),
    )
    assert rows(breakdown) == [("20", 1825, 365, 2190), ("5.5", 891, 49, 940), ("2.1", 441, 9, 450)]
    assert taxes(breakdown) == [49, 215, 9, 150]
    assert paid(breakdown) == [940, 1290, 450, 900]


def test_tax_on_top_is_paid_besides() -> None:
    breakdown = broken_down(taxable(1, "standard", 10_000, ADDED), taxable(2, "reduced", 1_000, ADDED))
    assert rows(breakdown) == [("20", 10_000, 2_000, 12_000), ("5.5", 1_000, 55, 1_055)]
    assert paid(breakdown) == [12_000, 1_055]


def test_both_bases_at_one_rate_are_rounded_apart_and_are_one_rate() -> None:
    breakdown = broken_down(taxable(1, "standard", 999), taxable(2, "standard", 832, ADDED))
    assert rows(breakdown) == [("20", 832 + 832, 167 + 166, 999 + 998)]
    assert taxes(breakdown) == [167, 166]


def test_rounded_per_line_or_once() -> None:
    charged = [taxable(number, "standard", 678, ADDED) for number in (1, 2, 3)]
    german = ask(TaxRules(country="DE", rates=[rate("standard", "19")]), NOWHERE)
    once = broken_down(*charged, rates=german)
    assert rows(once) == [("19", 2034, 386, 2420)]
    assert taxes(once) == [129, 129, 128]
    each = broken_down(*charged, rates=german, policy=LINE)
    assert rows(each) == [("19", 2034, 387, 2421)]
    assert taxes(each) == [129, 129, 129]


def test_the_odd_minor_unit_goes_to_the_smallest_key() -> None:
    charged = [taxable(number, "reduced", 100) for number in (3, 1, 2)]
    assert taxes(broken_down(*charged)) == [5, 6, 5]


def test_two_categories_of_one_rate_are_one_rate() -> None:
    rates = ask(france(rate("books", "5.5"), rate("food", "5.5")))
    breakdown = broken_down(taxable(1, "books", 100), taxable(2, "food", 100), rates=rates)
    assert rows(breakdown) == [("5.5", 190, 10, 200)]


def test_zero_and_the_treatments_stand_apart() -> None:
    breakdown = broken_down(taxable(1, "postage", 116), taxable(2, "zero", 500), taxable(3, "deposit", 25))
    assert [(each.code, each.gross) for each in breakdown.taxes] == [("E", 116), ("O", 25), ("Z", 500)]


@pytest.mark.parametrize(
    ("buyer", "spot", "code"),
    [
        (Buyer(segments=["embassy"]), LYON, "E"),
        (Buyer(segments=["builders"]), LYON, "AE"),
        (ANYONE, Spot(country="US"), "G"),
        (Buyer(vat_id="DE811191002"), BERLIN, "K"),
    ],
)
def test_an_exempt_buyer_does_not_pay_the_tax_inside(buyer: Buyer, spot: Spot, code: str) -> None:
    rates = ask(france(exemptions=EXEMPTIONS), spot, delivered=True, buyer=buyer)
    charged = taxable(1, "standard", 1290), taxable(2, "reduced", 1000), taxable(3, "standard", 500, ADDED)
    breakdown = broken_down(*charged, rates=rates)
    assert paid(breakdown) == [1290 - 215, 1000 - 52, 500]
    assert rows(breakdown) == [("0", 2523, 0, 2523)]
    assert [each.code for each in breakdown.taxes] == [code]


def test_what_a_third_party_pays_is_taxed() -> None:
    """A coupon of 2.00 that the brand pays: 12.00 is taxed, 10.00 is paid."""
    breakdown = broken_down(taxable(1, "standard", 1_000, in_base=200))
    assert rows(breakdown) == [("20", 1_000, 200, 1_200)]
    assert paid(breakdown) == [1_000]
    breakdown = broken_down(taxable(1, "standard", 1_000, ADDED, in_base=200))
    assert rows(breakdown) == [("20", 1_200, 240, 1_440)]
    assert paid(breakdown) == [1_240]


def test_an_exempt_buyer_is_never_paid_for_what_a_third_party_pays() -> None:
    rates = ask(france(exemptions=EXEMPTIONS), buyer=Buyer(segments=["embassy"]))
    breakdown = broken_down(taxable(1, "standard", 1_000, in_base=200), rates=rates)
    assert paid(breakdown) == [800]
    assert rows(breakdown) == [("0", 1_000, 0, 1_000)]
    breakdown = broken_down(taxable(1, "standard", 50, in_base=1_150), rates=rates)
    assert paid(breakdown) == [0]
    assert rows(breakdown) == [("0", 1_150, 0, 1_150)]


def test_empties_take_their_own_tax() -> None:
    breakdown = broken_down(
        taxable(1, "standard", 1_000), taxable(2, "standard", 25), taxable(3, "standard", -75)
    )
    assert rows(breakdown) == [("20", 792, 158, 950)]
    assert taxes(breakdown) == [167, 4, -13]
    only = broken_down(taxable(1, "standard", -25), taxable(2, "standard", -50))
    assert rows(only) == [("20", -62, -13, -75)]
    assert taxes(only) == [-4, -9]


def test_many_small_empties_leave_no_line_more_tax_than_gross() -> None:
    rates = ask(TaxRules(country="FR", rates=[rate("standard", "100")]))
    charged = [taxable(1, "standard", 1), *(taxable(number, "standard", -1) for number in (2, 3, 4))]
    breakdown = broken_down(*charged, rates=rates)
    assert sum(taxes(breakdown)) == breakdown.taxes[0].tax == -1
    assert all(abs(each.parts[0].tax) <= abs(each.parts[0].gross) for each in breakdown.each)


def test_a_currency_without_minor_unit() -> None:
    rates = ask(TaxRules(country="JP", rates=[rate("standard", "10"), rate("food", "8")]), NOWHERE)
    breakdown = broken_down(
        taxable(1, "standard", 105),
        taxable(2, "food", 1080),
        taxable(3, "standard", 105),
        rates=rates,
        currency="JPY",
    )
    assert rows(breakdown) == [("10", 191, 19, 210), ("8", 1000, 80, 1080)]
    assert taxes(breakdown) == [10, 80, 9]


def test_what_is_free_has_its_rate_too_and_nothing_has_none() -> None:
    assert rows(broken_down(taxable(1, "standard", 0))) == [("20", 0, 0, 0)]
    assert break_down(ask(france()), [], TOTAL) == Breakdown((), (), ())


# The laws of any basket

PERCENTS = st.sampled_from(["0", "2.1", "5.5", "8.1", "19", "20", "27", "33.3333", "100"])
CATEGORIES = ("one", "two", "three", "deposit", "postage")


@st.composite
def questions(draw: st.DrawFn) -> Rates:
    rates = [rate(category, draw(PERCENTS)) for category in CATEGORIES[:3]]
    rates += [
        rate("deposit", "0", treatment=Treatment.OUTSIDE),
        rate("postage", "0", treatment=Treatment.EXEMPT),
    ]
    buyer = draw(st.sampled_from([ANYONE, Buyer(segments=["embassy"]), Buyer(segments=["builders"])]))
    return ask(france(*rates, exemptions=EXEMPTIONS), buyer=buyer)


@st.composite
def baskets(draw: st.DrawFn) -> list[Taxable]:
    amounts = st.integers(0, 30) | st.integers(0, 100_000) | st.integers(-300, -1)
    charged = []
    for number in range(draw(st.integers(0, 8))):
        amount = draw(amounts)
        charged.append(
            Taxable(
                (number // 2, number % 2),
                draw(st.sampled_from(CATEGORIES)),
                amount,
                draw(st.sampled_from(PriceBasis)),
                draw(st.just(0) | st.integers(0, 500)) if amount >= 0 else 0,
            )
        )
    return charged


POLICIES = st.builds(
    MoneyPolicy, rounding=st.sampled_from(Rounding), tax_rounded_per=st.sampled_from(TaxLevel)
)


@given(questions(), baskets(), POLICIES)
def test_q1_nothing_is_lost_for_any_mix_of_rates(
    rates: Rates, charged: list[Taxable], policy: MoneyPolicy
) -> None:
    breakdown = break_down(rates, charged, policy)
    for taxed, each in zip(breakdown.each, charged, strict=True):
        rate = rates.of_category(each.category)
        assert taxed.parts[0].gross == taxed.paid + each.in_base
        assert (taxed.parts[0].percent, taxed.parts[0].treatment) == (rate.percent, rate.treatment)
        if rate.relieved is None:
            assert taxed.paid == each.amount + (taxed.parts[0].tax if each.basis is ADDED else 0)
    for total in breakdown.taxes:
        parts = [part for part in parts_of(breakdown) if is_of(part, total)]
        assert total.base + total.tax == total.gross == sum(part.gross for part in parts)
        assert total.tax == sum(part.tax for part in parts)
    stated = [(total.percent, total.treatment) for total in breakdown.taxes]
    assert len(set(stated)) == len(stated)
    assert set(stated) == {(part.percent, part.treatment) for part in parts_of(breakdown)}
    assert stated == sorted(stated, key=lambda each: (-each[0].parts_per_million, each[1].value))


@given(questions(), baskets(), POLICIES)
def test_no_share_of_tax_exceeds_what_it_is_a_share_of(
    rates: Rates, charged: list[Taxable], policy: MoneyPolicy
) -> None:
    for taxed, each in zip(break_down(rates, charged, policy).each, charged, strict=True):
        low, high = sorted((0, (each.amount + each.in_base)))
        assert low <= taxed.parts[0].tax <= high
        assert rates.of_category(each.category).relieved is None or taxed.parts[0].tax == 0
        if each.amount >= 0:
            assert taxed.paid >= 0


@given(questions(), baskets(), POLICIES, st.randoms(use_true_random=False))
def test_the_order_of_what_is_charged_decides_nothing(
    rates: Rates, charged: list[Taxable], policy: MoneyPolicy, random: Random
) -> None:
    shuffled = random.sample(charged, len(charged))
    one, other = break_down(rates, charged, policy), break_down(rates, shuffled, policy)
    assert one.taxes == other.taxes
    assert dict(zip((each.key for each in charged), one.each, strict=True)) == dict(
        zip((each.key for each in shuffled), other.each, strict=True)
    )


@given(questions(), baskets(), POLICIES)
def test_each_sum_is_rounded_once(rates: Rates, charged: list[Taxable], policy: MoneyPolicy) -> None:
    groups: dict[object, list[int]] = {}
    for index, each in enumerate(charged):
        rate = rates.of_category(each.category)
        once = policy.tax_rounded_per is TaxLevel.TOTAL
        groups.setdefault((rate, each.basis) if once else index, []).append(index)
    breakdown = break_down(rates, charged, policy)
    for indices in groups.values():
        first = charged[indices[0]]
        rate, whole = (
            rates.of_category(first.category),
            sum(charged[index].amount + charged[index].in_base for index in indices),
        )
        if first.basis is ADDED:
            due = rate.percent.of_amount(whole, policy.rounding)
        elif rate.relieved is None:
            due = rate.percent.within_gross(whole, policy.rounding)
        elif not any(charged[index].in_base for index in indices):
            relief = rate.relieved.within_gross(whole, policy.rounding)
            assert sum(breakdown.each[index].paid for index in indices) == whole - relief
            continue
        else:
            continue
        assert sum(breakdown.each[index].parts[0].tax for index in indices) == due


@given(PERCENTS, baskets(), POLICIES, st.sampled_from([ANYONE, Buyer(segments=["embassy"])]), st.randoms())
def test_what_is_of_one_category_is_taxed_as_what_is_of_two_at_one_rate(
    percent: str, charged: list[Taxable], policy: MoneyPolicy, buyer: Buyer, random: Random
) -> None:
    rates = ask(france(rate("one", percent), rate("twin", percent), exemptions=EXEMPTIONS), buyer=buyer)
    alike = [each._replace(category="one") for each in charged]
    twins = [each._replace(category=random.choice(("one", "twin"))) for each in charged]
    assert break_down(rates, alike, policy) == break_down(rates, twins, policy)
    included = [each._replace(basis=INCLUDED) for each in alike]
    assert break_down(rates, included, policy) == break_down(
        rates,
        [each._replace(category=twin.category) for each, twin in zip(included, twins, strict=True)],
        policy,
    )


@given(questions(), baskets(), POLICIES)
def test_an_invoice_of_it_keeps_the_rules_of_en_16931(
    rates: Rates, charged: list[Taxable], policy: MoneyPolicy
) -> None:
    assert en16931.faults(invoice(charged, break_down(rates, charged, policy), policy)) == []


def parts_of(breakdown: Breakdown) -> list[TaxPart]:
    return [each.parts[0] for each in breakdown.each]


def is_of(part: TaxPart, total: TaxTerms) -> bool:
    return (part.percent, part.treatment) == (total.percent, total.treatment)


# The oracle can fail


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("BR-CO-13", {"base": 999}),
        ("BR-CO-14", {"tax": 201, "base": 999}),
        ("BR-CO-15", {"gross": 1_201}),
        ("BR-CO-17", {"tax": 203}),
        ("BR-S-1", {"percent": Percent.of("19")}),
        ("BR-S-8", {"base": 1_001}),
        ("BR-Z-9", {"percent": Percent(0)}),
        ("BR-E-5", {"treatment": Treatment.EXEMPT}),
    ],
)
def test_the_oracle_names_a_rule_of_the_rates_that_is_broken(rule: str, change: dict[str, Any]) -> None:
    charged = [taxable(1, "standard", 1_200)]
    right = invoice(charged, broken_down(*charged))
    wrong = attrs.evolve(right, taxes=(attrs.evolve(right.taxes[0], **change),))
    assert rule in {fault.partition(":")[0] for fault in en16931.faults(wrong)}


def test_the_oracle_names_a_sum_that_is_broken() -> None:
    charged = [taxable(1, "standard", 1_000, ADDED)]
    right = invoice(charged, broken_down(*charged))
    wrong = {
        "BR-CO-16": attrs.evolve(right, total=1_199),
        "BR-CO-18": attrs.evolve(right, taxes=()),
        "BR-CO-10": attrs.evolve(right, lines=(attrs.evolve(right.lines[0], paid=1_201),)),
    }
    for rule, terms in wrong.items():
        assert rule in {fault.partition(":")[0] for fault in en16931.faults(terms)}
    dearer = attrs.evolve(right, lines=(attrs.evolve(right.lines[0], regular=1_001),))
    assert en16931.faults(dearer) == ["BR-CO-10: net amount (BT-131) of line 1: found 1000, not 1001"]


# Whether rules fit each other


def sections(tax: TaxRules, *, extra_tax: str = "standard") -> Sections:
    extra = Extra(
        id="bottle",
        name={"fr": "Consigne"},
        kind=ExtraKind.DEPOSIT,
        on=EVERYTHING,
        amount="0.25 EUR",
        tax=extra_tax,
        source="loi",
    )
    zone = PlaceZone("corsica", [Territory(country="FR", only=["20"])])
    return Sections(
        pricing=PricingRules(extras=[extra]),
        products=Assortment(()),
        tax=tax,
        places=Places(zones=[zone]),
        time=TimeTables(zones=()),
    )


def found(tax: TaxRules, **options: str) -> list[tuple[str, str]]:
    return [(fault.code, fault.where) for fault in tax_faults(sections(tax, **options))]


def test_rules_that_fit() -> None:
    rules = france(
        *FRENCH,
        rate("standard", "10", where=InZone("corsica")),
        exemptions=[exemption("embassy", Treatment.EXEMPT, segment="embassy", where=InZone("corsica"))],
    )
    assert found(rules, extra_tax="deposit") == []
    assert list(whole_tax_faults(sections(rules))) == []


def test_places_that_are_not_there() -> None:
    rules = france(
        *FRENCH,
        rate("standard", "10", where=InZone("corsika")),
        rate("standard", "19", where=GERMANY),
        exemptions=[exemption("b", Treatment.EXPORT, where=InStore("lyon-2"))],
    )
    assert found(rules) == [
        ("unknown_place_zone", "tax.rates[6].where"),
        ("unknown_country", "tax.rates[7].where"),
        ("unknown_store", "tax.exemptions[0].where"),
    ]
    assert list(tax_faults(sections(rules), unread={"places"})) == []


def test_rates_that_overlap() -> None:
    first, second = Window(None, Instant(2_000)), Window(Instant(1_999), None)
    benelux, neighbours = InCountries(["BE", "LU", "NL"]), InCountries(["BE", "LU"])
    rules = france(
        rate("standard", "20", valid=first),
        rate("standard", "21", valid=second),
        rate("reduced", "5.5", valid=first),
        rate("reduced", "7", valid=Window(Instant(2_000), None)),
        rate("reduced", "2.1", where=InZone("corsica")),
        rate("reduced", "6", where=benelux),
        rate("reduced", "6", where=neighbours),
        rate("reduced", "5.5", where=InCountries(["FR"])),
    )
    assert [each for each in found(rules) if each[0] == "overlapping_rates"] == [
        ("overlapping_rates", "tax.rates[6]"),
        ("overlapping_rates", "tax.rates[7]"),
        ("overlapping_rates", "tax.rates[3]"),
        ("overlapping_rates", "tax.rates[1]"),
    ]


def test_a_long_window_overlaps_all_that_start_in_it() -> None:
    windows = [(10, 100), (20, 30), (40, 50), (100, 110)]
    rules = france(
        *(rate("standard", "20", valid=Window(Instant(start), Instant(until))) for start, until in windows)
    )
    assert found(rules) == [("overlapping_rates", "tax.rates[1]"), ("overlapping_rates", "tax.rates[2]")]


def test_a_home_country_without_rates_and_exemptions_of_one_name() -> None:
    twin = exemption("twin", Treatment.EXEMPT, segment="embassy")
    rules = france(rate("standard", "10", where=InZone("corsica")), exemptions=[twin, twin])
    assert found(rules, extra_tax="deposits") == [
        ("no_home_rate", "tax.country"),
        ("duplicate_id", "tax.exemptions[1].id"),
        ("unknown_tax_category", "pricing.extras[0].tax"),
    ]
