"""What of a basket goes by a delivery service, and what it is worth, weighs and measures there."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from comptoir import Line, Place
from comptoir.checkout.question import Question, parcel_of
from comptoir.delivery.fees.tiers import By, FeeTier, TieredFee
from comptoir.delivery.kinds import Basis, Measure, Parcel
from comptoir.delivery.limits.weight import WeightLimit
from comptoir.delivery.rules import FreeFrom, Service
from comptoir.facts.baskets import Buyer
from comptoir.facts.handovers import Deliver
from comptoir.facts.products import Package
from comptoir.facts.tax_terms import PriceBasis, Treatment
from comptoir.rulebook import Rulebook
from comptoir.tax.rules import Exemption
from comptoir.values.quantities import Measured
from unit.price_shop import EVERYDAY, HALF, HOME, PRODUCTS, TAX, basket, instant, shop

NETS = attrs.evolve(HOME, free_from=FreeFrom("60.00 EUR", Basis.PAID_NET))
ADDED = attrs.evolve(EVERYDAY, basis=PriceBasis.ADDED)


def goods(rules: Rulebook, *lines: Line, **fields: Any) -> Parcel:
    to = Deliver(Place("FR", "69003"))
    asked = Question.of(rules, basket(*lines, handover=to, **fields), instant("2026-12-04T17:05:00Z"), None)
    return parcel_of(asked, asked.priced(asked.basket.goods))


def worths(found: Parcel) -> list[int | None]:
    """Before and after promotions, with tax and without."""
    [line] = found.lines
    return [line.regular, line.charged, line.regular_net, line.charged_net]


def free(service: Service, **pricing: Any) -> Rulebook:
    return shop(HALF, services=(service,), **pricing)


def test_a_net_worth_is_found_where_a_rule_looks_at_it() -> None:
    assert worths(goods(free(NETS), Line("PULL", 1))) == [5_000, 2_500, 4_167, 2_083]
    assert worths(goods(free(HOME), Line("PULL", 1))) == [5_000, 2_500, None, None]


def test_where_tax_comes_on_top_the_worth_has_it() -> None:
    assert worths(goods(free(NETS, lists=[ADDED]), Line("PULL", 1))) == [6_000, 3_000, 5_000, 2_500]
    assert worths(goods(free(HOME, lists=[ADDED]), Line("LIVRE", 1))) == [2_627, 1_313, None, None]


def test_the_worth_of_a_kit_has_the_tax_of_its_parts() -> None:
    """Of 15.00, 7.54 at 20 % and 7.46 at 5.5 %: 1.26 and 0.39 of tax."""
    found = goods(shop(services=(NETS,)), Line("COFFRET", 1))
    assert worths(found) == [1_500, 1_500, 1_335, 1_335]


def test_a_buyer_who_is_exempt_is_not_charged_the_tax_on_top() -> None:
    exempt = attrs.evolve(
        TAX,
        exemptions=[
            Exemption(
                id="pro", name={"fr": "Pro"}, segment="pro", treatment=Treatment.EXEMPT, source="house rule"
            )
        ],
    )
    buyer = Buyer(segments=["pro"])
    added = shop(services=(NETS,), tax=exempt, lists=[ADDED])
    assert worths(goods(added, Line("PULL", 1), buyer=buyer)) == [5_000, 5_000, 5_000, 5_000]
    included = shop(services=(NETS,), tax=exempt)
    assert worths(goods(included, Line("PULL", 1), buyer=buyer)) == [5_000, 5_000, 4_167, 4_167]


def test_what_is_done_and_money_for_later_need_no_parcel() -> None:
    found = goods(shop(services=(HOME,)), Line("PULL", 1), Line("OURLET", 1), Line("CARTE", 1))
    assert [line.product.sku for line in found.lines] == ["PULL"]


@pytest.mark.parametrize(
    ("line", "pieces", "grams"),
    [
        (Line("THE", Measured("0.532", "kg")), 1, 532),
        (Line("LIMO", 2, unit="case-6"), 2, 13_200),
        (Line("LIMO", 2), 2, 2_200),
        (Line("PULL", 1), 1, None),
    ],
)
def test_packs_are_counted_by_what_is_in_them(line: Line, pieces: int, grams: int | None) -> None:
    bottle = Package(weight=Measured("1.1", "kg"))
    products = tuple(attrs.evolve(each, package=bottle) if each.sku == "LIMO" else each for each in PRODUCTS)
    heavy = attrs.evolve(HOME, limits=[WeightLimit(at_most="30 kg")])
    found = goods(shop(services=(heavy,), products=products), line)
    assert (found.pieces, found.measured(Measure.WEIGHT)) == (pieces, grams)


def test_a_rulebook_names_the_kinds_of_its_fees_and_limits() -> None:
    tiers = TieredFee(by=By.PIECES, tiers=[FeeTier("4.90 EUR", 5)])
    sold = shop(services=(attrs.evolve(HOME, fee=tiers, limits=[WeightLimit(at_most="30 kg")]),))
    assert {"fee.tiers", "limit.weight"} <= {*sold.header.kinds}
    assert Rulebook.open(sold.sealed()).delivery == sold.delivery
