"""What an order says of extras, empties, rates and cash agrees with itself, or the order cannot exist."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs
import pytest

from comptoir import STANDARD, Order, Tender, WrongType, WrongValue
from comptoir.facts.delivery_terms import FreeFrom
from comptoir.facts.extras import EmptiesTerms, ExtraKind, ExtraTerms
from comptoir.facts.orders import OrderLine
from comptoir.facts.tax_terms import TaxPart, TaxTerms, Treatment
from comptoir.facts.terms import Adjustment, LineTerms
from comptoir.facts.units import Units
from comptoir.values.percentages import Percent
from unit import returns_shop as shop

STANDARD_RATE, NO_RATE = Percent.of("20"), Percent.of("0")
DEPOSIT = ExtraTerms(
    rule="bottle", name={"fr": "Consigne"}, kind=ExtraKind.DEPOSIT, count=2, each=25, amount=50
)
"""On each of two bottles."""


def bought() -> OrderLine:
    """Two bottles at 10.00 each, 5.00 off of which a brand pays 3.00, and the deposits on top."""
    terms = attrs.evolve(
        shop.line(1, shop.dress("VIN"), 2, 2000).terms,
        adjustments=(Adjustment("offers", "brand", -500, in_base=300, payer="brand", funded=300),),
        charged=1500,
        extras=(DEPOSIT,),
        paid=1550,
        taxes=(
            TaxPart(STANDARD_RATE, 1800, 300),
            TaxPart(NO_RATE, 50, 0, Treatment.OUTSIDE),
        ),
    )
    return OrderLine(shop.dress("VIN"), terms, terms.shares())


LINE = bought()
EMPTIES = EmptiesTerms(
    rule="bottle",
    name={"fr": "Consigne"},
    count=3,
    each=25,
    paid=-75,
    taxes=(TaxPart(NO_RATE, -75, 0, Treatment.OUTSIDE),),
)
DELIVERY = attrs.evolve(shop.delivery(490, 490), taxes=(TaxPart(STANDARD_RATE, 490, 82),))
TOTAL = 1550 - 75 + 490
TAXES = (
    TaxTerms(STANDARD_RATE, 1908, 382, 2290),
    TaxTerms(NO_RATE, -25, 0, -25, Treatment.OUTSIDE),
)
ORDER = attrs.evolve(
    shop.order(shop.line(1, shop.dress("VIN"), 2, TOTAL), returns=[]),
    lines=[LINE],
    rule_names={"brand": {"fr": "La marque offre"}},
    empties=[EMPTIES],
    deliveries=[DELIVERY],
    taxes=TAXES,
)


def with_terms(**changes: Any) -> Order:
    return attrs.evolve(ORDER, lines=[attrs.evolve(LINE, terms=attrs.evolve(LINE.terms, **changes))])


def with_shares(**changes: Any) -> Order:
    return attrs.evolve(
        ORDER, lines=[attrs.evolve(LINE, shares=[attrs.evolve(each, **changes) for each in LINE.shares])]
    )


def with_deposit(**changes: Any) -> Order:
    return with_terms(extras=(attrs.evolve(DEPOSIT, **changes),))


def with_empties(**changes: Any) -> Order:
    return attrs.evolve(ORDER, empties=[attrs.evolve(EMPTIES, **changes)])


def with_delivery(**changes: Any) -> Order:
    return attrs.evolve(ORDER, deliveries=[attrs.evolve(DELIVERY, **changes)])


def parts(line: LineTerms | EmptiesTerms, index: int, **changes: Any) -> tuple[TaxPart, ...]:
    """The parts of a charge, one of them changed."""
    return tuple(
        attrs.evolve(part, **changes) if place == index else part for place, part in enumerate(line.taxes)
    )


def test_extras_empties_rates_and_what_others_pay_add_up() -> None:
    assert ORDER.total_minor == TOTAL
    assert ORDER.value == TOTAL + 75
    assert (LINE.terms.tax, LINE.terms.on_top, LINE.terms.in_base) == (300, 50, 300)
    assert STANDARD.codec.loads(STANDARD.codec.dumps(ORDER), Order) == ORDER


@pytest.mark.parametrize(
    ("make", "text"),
    [
        # what a line's customer pays
        (
            lambda: with_terms(paid=-1),
            "lines[0].terms.paid: found -1 (int); pass 0 or more [too_small]",
        ),
        (
            lambda: with_terms(paid=1551),
            (
                "lines[0].terms.taxes: found 1851, while the gross amounts of its rates sum to 1850; "
                "make them agree [does_not_sum]"
            ),
        ),
        (
            lambda: with_terms(paid=1551, taxes=parts(LINE.terms, 1, gross=51)),
            "lines[0].shares: found 1551, while the shares' paid sum to 1550; make them agree [does_not_sum]",
        ),
        (
            lambda: with_shares(paid=774),
            "lines[0].shares: found 1550, while the shares' paid sum to 1548; make them agree [does_not_sum]",
        ),
        (
            lambda: with_shares(paid=-1),
            "lines[0].shares[0].paid: found -1 (int); pass 0 or more [too_small]",
        ),
        # what others pay in the customer's place
        (
            lambda: with_terms(adjustments=(Adjustment("offers", "brand", -500, in_base=301),)),
            (
                "lines[0].terms.taxes: found 1851, while the gross amounts of its rates sum to 1850; "
                "make them agree [does_not_sum]"
            ),
        ),
        (
            lambda: with_terms(adjustments=(Adjustment("offers", "brand", -500, in_base=-1),)),
            "lines[0].terms.adjustments[0].in_base: found -1 (int); pass 0 or more [too_small]",
        ),
        (
            lambda: with_terms(adjustments=(Adjustment("offers", "brand", -500, in_base=300, funded=-1),)),
            "lines[0].terms.adjustments[0].funded: found -1 (int); pass 0 or more [too_small]",
        ),
        (
            lambda: with_terms(adjustments=(Adjustment("offers", "la marque", -500, in_base=300),)),
            (
                "lines[0].terms.adjustments[0].rule: found 'la marque' (str); "
                "use 1 to 64 of A-Z a-z 0-9 . _ / : - (escape_identifier() maps any other name) "
                "[not_an_identifier]"
            ),
        ),
        # rates of a line
        (
            lambda: with_terms(taxes=()),
            (
                "lines[0].terms.taxes: found 1850, while the gross amounts of its rates sum to 0; "
                "make them agree [does_not_sum]"
            ),
        ),
        (
            lambda: with_terms(taxes=parts(LINE.terms, 0, tax=-1)),
            "lines[0].terms.taxes[0].tax: found -1 (int); pass 0 or more [too_small]",
        ),
        (
            lambda: with_terms(taxes=parts(LINE.terms, 1, gross=-50)),
            "lines[0].terms.taxes[1].gross: found -50 (int); pass 0 or more [too_small]",
        ),
        (
            lambda: with_terms(taxes=parts(LINE.terms, 0, tax=301)),
            "lines[0].shares: found 301, while the shares' tax sum to 300; make them agree [does_not_sum]",
        ),
        # extras
        (
            lambda: with_deposit(amount=51),
            (
                "lines[0].terms.extras[0].amount: found 51, while the amounts of its pieces sum to 50; "
                "make them agree [does_not_sum]"
            ),
        ),
        (
            lambda: with_deposit(count=-2, each=-25),
            "lines[0].terms.extras[0].count: found -2 (int); pass 0 or more [too_small]",
        ),
        (
            lambda: with_deposit(each=-25),
            "lines[0].terms.extras[0].each: found -25 (int); pass 0 or more [too_small]",
        ),
        (
            lambda: with_deposit(amount=-50),
            "lines[0].terms.extras[0].amount: found -50 (int); pass 0 or more [too_small]",
        ),
        (
            lambda: with_deposit(rule=""),
            (
                "lines[0].terms.extras[0].rule: found '' (str); use 1 to 64 of A-Z a-z 0-9 . _ / : - "
                "(escape_identifier() maps any other name) [not_an_identifier]"
            ),
        ),
        # empties given back
        (
            lambda: with_empties(count=0),
            "empties[0].count: found 0 (int); pass 1 or more [too_small]",
        ),
        (
            lambda: with_empties(each=-25),
            "empties[0].each: found -25 (int); pass 0 or more [too_small]",
        ),
        (
            lambda: with_empties(paid=-74, taxes=parts(EMPTIES, 0, gross=-75)),
            (
                "total_minor: found 1965, while lines, empties and delivery sum to 1966; "
                "make them agree [does_not_sum]"
            ),
        ),
        (
            lambda: with_empties(taxes=parts(EMPTIES, 0, gross=-74)),
            (
                "empties[0].paid: found -75, while the gross amounts of its rates sum to -74; "
                "make them agree [does_not_sum]"
            ),
        ),
        (
            lambda: attrs.evolve(ORDER, empties=[]),
            (
                "total_minor: found 1965, while lines, empties and delivery sum to 2040; "
                "make them agree [does_not_sum]"
            ),
        ),
        # delivery
        (
            lambda: with_delivery(paid=-490),
            (
                "total_minor: found 1965, while lines, empties and delivery sum to 985; "
                "make them agree [does_not_sum]"
            ),
        ),
        (
            lambda: with_delivery(free_from=FreeFrom(amount=2000, lines=[1, 9], worths=[1500, 500])),
            (
                "deliveries[0].free_from.lines[1]: found 9 (int); "
                f"name lines from 1 to {len(ORDER.lines)} [no_such_line]"
            ),
        ),
        (
            lambda: with_delivery(
                free_from=FreeFrom(amount=2000, lines=[1], worths=[1500], units=[Units(9, 0, 1)])
            ),
            (
                "deliveries[0].free_from.units[0]: found Units(number=9, first=0, count=1) (Units); "
                "name units that the order's lines have [no_such_units]"
            ),
        ),
        (
            lambda: with_delivery(taxes=()),
            (
                "deliveries[0].paid: found 490, while the gross amounts of its rates sum to 0; "
                "make them agree [does_not_sum]"
            ),
        ),
        (
            lambda: with_delivery(taxes=(TaxPart(STANDARD_RATE, 500, 82), TaxPart(NO_RATE, -10, 0))),
            "deliveries[0].taxes[1].gross: found -10 (int); pass 0 or more [too_small]",
        ),
        (
            lambda: with_delivery(charged=100),
            (
                "deliveries[0].charged: found 100 charged of a fee of 490; "
                "charge the fee, or less by a rule that is named: reduced_by, or free_by for nothing "
                "[does_not_sum]"
            ),
        ),
        (
            lambda: with_delivery(charged=0),
            (
                "deliveries[0].charged: found 0 charged of a fee of 490; "
                "charge the fee, or less by a rule that is named: reduced_by, or free_by for nothing "
                "[does_not_sum]"
            ),
        ),
        # rates of the whole
        (
            lambda: attrs.evolve(ORDER, taxes=[TAXES[0], attrs.evolve(TAXES[1], treatment=Treatment.TAXED)]),
            "taxes[1]: found 0 %; state each rate of the lines, once [other_rates]",
        ),
        (
            lambda: attrs.evolve(ORDER, taxes=TAXES[:1]),
            "taxes: found no tax for 1 of the lines' rates; state each rate of the lines, once [other_rates]",
        ),
        (
            lambda: attrs.evolve(ORDER, taxes=[TAXES[0], TaxTerms(NO_RATE, 50, 0, 50, Treatment.OUTSIDE)]),
            (
                "taxes[1].gross: found 50, while the charges of that rate sum to -25; "
                "make them agree [does_not_sum]"
            ),
        ),
        (
            lambda: attrs.evolve(ORDER, taxes=[TaxTerms(STANDARD_RATE, 1909, 382, 2290), TAXES[1]]),
            "taxes[0].gross: found 2290, while base and tax sum to 2291; make them agree [does_not_sum]",
        ),
        (
            lambda: attrs.evolve(ORDER, taxes=[TaxTerms(STANDARD_RATE, 1909, 381, 2290), TAXES[1]]),
            (
                "taxes[0].tax: found 381, while the charges of that rate sum to 382; "
                "make them agree [does_not_sum]"
            ),
        ),
        # cash
        (
            lambda: attrs.evolve(ORDER, cash_rounding=-1),
            (
                "total_minor: found 1964, while tenders, points and the rounding of cash sum to 1965; "
                "make them agree [does_not_sum]"
            ),
        ),
        (
            lambda: attrs.evolve(ORDER, tenders=[Tender("cash", "19.50 EUR")]),
            (
                "total_minor: found 1965, while tenders, points and the rounding of cash sum to 1950; "
                "make them agree [does_not_sum]"
            ),
        ),
    ],
)
def test_what_does_not_add_up_is_named_with_its_place(make: Callable[[], Order], text: str) -> None:
    with pytest.raises(WrongValue) as error:
        make()
    assert str(error.value) == text


@pytest.mark.parametrize(
    ("make", "where"),
    [
        (lambda: with_terms(taxes=parts(LINE.terms, 0, gross=1800.0)), "lines[0].terms.taxes[0].gross"),
        (lambda: with_terms(taxes=parts(LINE.terms, 0, tax=True)), "lines[0].terms.taxes[0].tax"),
        (lambda: with_deposit(count=2.0), "lines[0].terms.extras[0].count"),
        (lambda: with_empties(count=True), "empties[0].count"),
        (lambda: with_empties(paid=-75.0), "empties[0].paid"),
        (lambda: with_delivery(paid=490.0), "deliveries[0].paid"),
        (lambda: attrs.evolve(ORDER, empties=[1.5]), "empties[0]"),  # type: ignore[list-item]
    ],
)
def test_what_is_no_whole_number_is_named_with_its_place(make: Callable[[], Order], where: str) -> None:
    with pytest.raises(WrongType) as error:
        make()
    assert error.value.faults[0].where == where


def test_what_coins_cannot_pay_stands_by_itself() -> None:
    paid = attrs.evolve(ORDER, cash_rounding=-5, tenders=[Tender("cash", "19.60 EUR", given="20.00 EUR")])
    assert paid.total_minor == TOTAL
    assert paid.taxes == ORDER.taxes
    assert STANDARD.codec.loads(STANDARD.codec.dumps(paid), Order) == paid
