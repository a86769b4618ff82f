"""The laws of prices, taxes and money, where all their rules meet; their faults; and what they have found."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import attrs
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from comptoir.authoring import example, seal
from comptoir.checkout.page import PriceTag
from comptoir.checkout.place import Accepted
from comptoir.checkout.refusals import RefusalCode, Refused
from comptoir.counter import Counter
from comptoir.facts.baskets import ANYONE, Basket, Buyer, Contract
from comptoir.facts.extras import Empties
from comptoir.facts.handovers import Carry, Deliver, Place
from comptoir.facts.lines import Line
from comptoir.facts.orders import Tender
from comptoir.facts.overrides import Override
from comptoir.facts.products import Product
from comptoir.facts.tax_terms import Treatment
from comptoir.facts.wheres import InCountries
from comptoir.pricing.benefits.basket_percent import BasketPercentOff
from comptoir.pricing.benefits.percent import PercentOff
from comptoir.pricing.floors import Floor, OverCost
from comptoir.pricing.price_lists import CostList, OfMembers, PriceList, Who
from comptoir.pricing.prior_price import PriorPriceRule
from comptoir.pricing.rules import Funding, Layer, PricingRules, Promotion
from comptoir.rulebook import Rulebook
from comptoir.tax.rules import Exemption, Sourcing
from comptoir.testing import laws
from comptoir.testing.cases import Case, LawBroken
from comptoir.testing.laws import PRICE_LAWS
from comptoir.testing.price_faults import PRICE_FAULTS
from comptoir.testing.strategies.offer_cases import offer_cases
from comptoir.testing.strategies.price_cases import (
    decided_cases,
    price_cases,
    rival_cases,
    sale_cases,
    small_shop,
)
from comptoir.testing.strategies.price_world import EDGES, OPENS
from comptoir.testing.tills import BY
from comptoir.testing.variations import with_sections
from comptoir.values.instants import DAY, Instant, datetime_of, instant_from_text
from comptoir.values.money import UnitPrice
from comptoir.values.policies import CashRounding, MoneyPolicy
from comptoir.values.quantities import Measured
from comptoir.values.rounding import Rounding
from comptoir.values.windows import Window

DECIDED = price_cases() | decided_cases()
RIVALS = price_cases() | rival_cases() | offer_cases()
SALES = price_cases() | sale_cases()
OFFERS = price_cases() | offer_cases()
CASES = {
    "P1": OFFERS,
    "P4": SALES,
    "Q2": DECIDED | offer_cases(),
    "Q3": RIVALS,
    "Q4": RIVALS,
    "Q6": RIVALS,
    "Q7": DECIDED,
    "Q9": RIVALS,
    "Q10": SALES,
    "Q14": offer_cases(),
    "Q15": RIVALS,
    "Q16": offer_cases(),
    "Q17": OFFERS,
}
"""Where other cases than those of every rule are looked at, too."""


def cases(letter: str) -> st.SearchStrategy[Case]:
    return CASES.get(letter, price_cases())


@pytest.mark.parametrize("letter", PRICE_LAWS)
def test_the_law_holds(letter: str) -> None:
    @given(case=cases(letter))
    def holds(case: Case) -> None:
        PRICE_LAWS[letter](case)

    holds()


@given(case=OFFERS)
def test_u1_unit_shares_sum_to_their_line(case: Case) -> None:
    laws.u1_unit_shares_sum_to_their_line(case)


@given(case=OFFERS)
def test_e1_verdicts_agree_with_adjustments(case: Case) -> None:
    laws.e1_verdicts_agree_with_adjustments(case)


def test_every_law_has_a_fault() -> None:
    assert set(PRICE_FAULTS) == set(PRICE_LAWS)


@pytest.mark.search
@pytest.mark.parametrize(
    ("letter", "fault"), [(letter, fault) for letter, faults in PRICE_FAULTS.items() for fault in faults]
)
def test_the_law_catches_the_planted_fault(letter: str, fault: str) -> None:
    @settings(max_examples=4000, phases=[Phase.generate])  # the first that breaks it is enough
    @given(case=cases(letter))
    def holds(case: Case) -> None:
        PRICE_LAWS[letter](case, PRICE_FAULTS[letter][fault])

    with pytest.raises(LawBroken, match=f"^{letter}: "):
        holds()


# The example shop


@cache
def maison_lavande() -> Rulebook:
    return seal(example())


LAVANDE = (
    Basket(
        currency="EUR",
        lines=[
            Line("LIMONADE-LAVANDE-75CL", 2, unit="case-6"),
            Line("LIMONADE-LAVANDE-75CL", 5, ref="loose"),
            Line("RUBAN-COTON", Measured("60", "m")),
            Line("THE-VERT-VRAC", Measured("250", "g")),
            Line("COFFRET-PETIT-DEJEUNER", 3),
            Line("CARTE-CADEAU-50", 1),
        ],
        empties=[Empties("consigne-bouteille", 7)],
        coupons=["WELCOME-7K3F"],
        handover=Carry("lyon-2"),
        contract=Contract.IN_STORE,
    ),
    Basket(
        currency="EUR",
        lines=[
            Line("LAMPE-CHEVET", 1),
            Line(
                "ROBE-LIN-36",
                1,
                override=Override(
                    price="60 EUR", reason="article-abime", author="e-1", authority="responsable"
                ),
            ),
            Line("LIVRE-CUISINE-PROVENCE", 1),
            Line("MIEL-LAVANDE-250", 4),
        ],
        buyer=Buyer(member="m-1", tier="gold", segments=["staff"]),
        handover=Carry("lyon-2"),
        contract=Contract.IN_STORE,
    ),
    Basket(
        currency="EUR",
        lines=[Line("DRAP-PERCALE-160", 25), Line("TAIE-PERCALE-65", 3)],
        buyer=Buyer(agreement="hotel-des-alpes", vat_id="BE0123456749"),
        handover=Deliver(Place("BE", "1000")),
        contract=Contract.DISTANCE,
    ),
    Basket(
        currency="EUR",
        lines=[Line("HUILE-OLIVE-50CL", 7), Line("PULL-MERINOS-M", 1)],
        handover=Carry("saint-denis"),
    ),
    Basket(currency="EUR", lines=[Line("PULL-MERINOS-M", 3)], handover=Carry("bruxelles")),
)


@pytest.mark.parametrize("letter", PRICE_LAWS)
def test_the_law_holds_in_the_example_shop(letter: str) -> None:
    for basket in LAVANDE:
        for at in ("2026-10-15T10:00:00+02:00", "2027-01-20T10:00:00+01:00"):
            PRICE_LAWS[letter](Case(maison_lavande(), basket, datetime_of(instant_from_text(at))))


# What the laws have found


def one_product(
    *promotions: Promotion,
    days: int = 30,
    new_days: int | None = None,
    who: Who | None = None,
    floors: Iterable[Floor] = (),
) -> Rulebook:
    product = Product(sku="A", name={"fr": "A"}, category="c", tax="standard")
    pricing = PricingRules(
        lists=[PriceList(id="all", currency="EUR", who=who, prices={"A": UnitPrice.of("10")})],
        cost_lists=[CostList(id="costs", currency="EUR", costs={"A": UnitPrice.of("4.50")})],
        floors=floors,
        prior_prices=[PriorPriceRule(id="prior", days=days, new_days=new_days, source="made up")],
        layers=[Layer(id="only")],
        promotions=promotions,
    )
    return small_shop([product], pricing)


def off(name: str, percent: str, since: Instant | None = None, funding: Funding | None = None) -> Promotion:
    return Promotion(
        id=name,
        name={"fr": name},
        layer="only",
        valid=Window(since, None),
        benefit=PercentOff(percent),
        funding=funding,
    )


def tag_case(rulebook: Rulebook, at: Instant, buyer: Buyer = ANYONE) -> Case:
    return Case(rulebook, Basket(currency="EUR", lines=[Line("A", 1)], buyer=buyer), datetime_of(at))


def test_q10_a_tag_for_members_only_has_no_public_reduction() -> None:
    rulebook = one_product(off("a", "10"), who=OfMembers())
    laws.q10_a_tag_is_what_a_basket_costs(tag_case(rulebook, OPENS, Buyer(member="m-1")))


def test_q10_what_the_public_pays_is_not_chosen_by_the_tax_of_whoever_asks() -> None:
    rulebook = one_product(off("a", "50", EDGES[0]), off("b", "40", EDGES[0], Funding("brand")))
    laws.q10_a_tag_is_what_a_basket_costs(tag_case(rulebook, EDGES[4], Buyer(segments=["embassy"])))


def test_q10_where_everybody_is_exempt_the_public_is() -> None:
    rulebook = one_product(off("a", "50", EDGES[0]), off("b", "40", EDGES[0], Funding("brand")))
    export = Exemption(
        id="export",
        name={"fr": "Exportation"},
        treatment=Treatment.EXPORT,
        where=InCountries(["DE"]),
        source="made up",
    )
    for sourcing in Sourcing:
        tax = attrs.evolve(rulebook.tax, sourcing=sourcing, exemptions=[export])
        case = tag_case(with_sections(rulebook, tax=tax), EDGES[4])
        to_berlin = attrs.evolve(case.basket, handover=Deliver(Place("DE", "10115")))
        laws.q10_a_tag_is_what_a_basket_costs(attrs.evolve(case, basket=to_berlin))


def test_q10_a_floor_over_cost_moves_with_the_rate_of_tax() -> None:
    floor = Floor(id="cost", name={"fr": "cost"}, least=OverCost("0"), source="made up")
    rulebook = one_product(off("a", "50", EDGES[0]), floors=[floor])
    laws.q10_a_tag_is_what_a_basket_costs(tag_case(rulebook, EDGES[4]))


def test_p4_new_goods_do_not_grow_new_again() -> None:
    rulebook = one_product(off("a", "50", EDGES[0]), days=366, new_days=7)
    laws.p4_prices_stay_until_valid_until(tag_case(rulebook, Instant(EDGES[4] + DAY)))


def test_p4_what_is_announced_is_what_everybody_gets_and_no_offer_on_the_whole_basket() -> None:
    over_all = attrs.evolve(off("b", "0.1"), benefit=BasketPercentOff("30"))
    rulebook = one_product(off("a", "20", EDGES[0]), over_all, off("later", "10", EDGES[2]))
    for at in (OPENS, EDGES[1]):
        laws.p4_prices_stay_until_valid_until(tag_case(rulebook, at))
    case = tag_case(rulebook, EDGES[1])
    [tag] = Counter(rulebook).page(["A"], case.at, basket=case.basket).page.tags
    assert isinstance(tag, PriceTag)
    assert tag.paid == 700
    assert tag.announced is not None
    assert (tag.announced.price, tag.announced.prior.price, tag.announced.by) == (800, 1000, ("a",))


@pytest.fixture
def coins() -> Case:
    """10.66 EUR, where cash is rounded to five cents, and change down."""
    policy = CashRounding(
        country="FR", step="0.05 EUR", due=Rounding.HALF_UP, change=Rounding.DOWN, source="made up"
    )
    rulebook = one_product(off("a", "46.7"))
    header = attrs.evolve(rulebook.header, money=MoneyPolicy(cash=[policy]))
    basket = Basket(
        currency="EUR",
        lines=[Line("A", 2)],
        handover=Carry("lyon-2"),
        contract=Contract.IN_STORE,
    )
    return Case(attrs.evolve(rulebook, header=header), basket, datetime_of(OPENS))


def test_q12_change_that_is_rounded_to_nothing_is_kept(coins: Case) -> None:
    laws.q12_only_cash_is_rounded(coins)
    counter = Counter(coins.rulebook)
    quote = counter.quote(coins.basket, coins.at)
    paid = quote.in_cash(given="10.70 EUR")
    assert (quote.due, paid.due.minor, paid.change.minor) == (1066, 1070, 0)
    placed = counter.place(quote, id="o-1", at=coins.at, tenders=[paid.tender], provenance=BY)
    assert isinstance(placed, Accepted)
    assert placed.order.cash_rounding == 4


def test_q12_too_little_cash_is_refused_whatever_was_given(coins: Case) -> None:
    counter = Counter(coins.rulebook)
    quote = counter.quote(coins.basket, coins.at)
    short = Tender("cash", "10.00 EUR", given="10.20 EUR")
    placed = counter.place(quote, id="o-1", at=coins.at, tenders=[short], provenance=BY)
    assert isinstance(placed, Refused)
    assert placed.reason.code is RefusalCode.TENDERS_SHORT
