"""A second opinion on tax: what a buyer's software checks of an invoice, from the words of the standard.

Each rule stands under its name in EN 16931. A line, an empty container and the delivery are invoice lines,
one for each of their rates (an invoice line has one VAT category). What a third party pays in the
customer's place was paid before (BT-113).

The standard lets a tax differ from base x rate by one unit of the currency. This is stricter: it is exact
where tax is added and rounded once, and else differs by no more than its roundings explain. An amount
outside the scope of tax may stand beside taxed ones, as a deposit does: BR-O-11 to 14 are left out.

Source: EN 16931-1:2017, table of business rules (BR-CO, BR-S, BR-Z, BR-E, BR-AE, BR-IC, BR-G, BR-O).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Context, Decimal
from fractions import Fraction
from typing import Final

import attrs

from comptoir.facts.extras import EmptiesTerms
from comptoir.facts.tax_terms import PriceBasis, TaxPart, TaxTerms, Treatment
from comptoir.facts.terms import LineTerms, Terms
from comptoir.values.money import MINOR_DIGITS
from comptoir.values.percentages import Percent
from comptoir.values.policies import TaxLevel
from comptoir.values.rounding import Rounding

RULES: Final = {"S": "S", "Z": "Z", "E": "E", "AE": "AE", "K": "IC", "G": "G", "O": "O"}
"""How the rules of a VAT category begin, by its code."""
LETTERS: Final = {
    Treatment.EXEMPT: "E",
    Treatment.OUTSIDE: "O",
    Treatment.REVERSE_CHARGE: "AE",
    Treatment.INTRA_COMMUNITY: "K",
    Treatment.EXPORT: "G",
}
NEAREST: Final = {Rounding.HALF_UP, Rounding.HALF_EVEN, Rounding.HALF_DOWN}


@attrs.frozen
class InvoiceLine:
    """BG-25, or BG-21 for the delivery: a net amount (BT-131, BT-99), its VAT category and its rate."""

    net: int
    tax: int
    letter: str
    percent: Percent
    is_charge: bool = False


def faults(terms: Terms) -> list[str]:
    """Each rule of the standard that an answer breaks, with the amounts in minor units."""
    lines = list(_invoice_lines(terms))
    return [
        *_sums(terms, lines),
        *(fault for tax in terms.taxes for fault in _category(tax, terms, lines)),
        *_breakdown(terms, lines),
    ]


def _invoice_lines(terms: Terms) -> Iterator[InvoiceLine]:
    for each in _goods(terms):
        yield from (_invoice_line(part) for part in each.taxes)
    for delivery in terms.deliveries:
        yield from (_invoice_line(part, is_charge=True) for part in delivery.taxes)


def _goods(terms: Terms) -> list[LineTerms | EmptiesTerms]:
    return [*terms.lines, *terms.empties]


def _invoice_line(part: TaxPart, *, is_charge: bool = False) -> InvoiceLine:
    letter = _letter(part.percent, part.treatment)
    return InvoiceLine(part.gross - part.tax, part.tax, letter, part.percent, is_charge)


def _letter(percent: Percent, treatment: Treatment) -> str:
    """BT-118 and BT-151."""
    return LETTERS.get(treatment, "S" if percent > Percent(0) else "Z")


def _sums(terms: Terms, lines: list[InvoiceLine]) -> Iterator[str]:
    goods = sum(line.net for line in lines if not line.is_charge)
    charges = sum(line.net for line in lines if line.is_charge)
    tax, in_base = sum(each.tax for each in terms.taxes), _paid_before(terms)
    stated = sum(each.paid - sum(part.tax for part in each.taxes) for each in _goods(terms)) + in_base
    fee = sum(each.paid - sum(part.tax for part in each.taxes) for each in terms.deliveries)
    net, gross = goods + charges, sum(each.gross for each in terms.taxes)
    yield from _equal("BR-CO-10: sum of invoice line net amounts (BT-106)", stated, goods)
    yield from _equal("BR-CO-12: sum of charges (BT-108)", fee, charges)
    yield from _equal("BR-CO-13: total without VAT (BT-109)", sum(each.base for each in terms.taxes), net)
    yield from _equal("BR-CO-14: total VAT (BT-110)", sum(line.tax for line in lines), tax)
    yield from _equal("BR-CO-15: total with VAT (BT-112)", gross, net + tax)
    yield from _equal("BR-CO-16: amount due for payment (BT-115)", terms.total, net + tax - in_base)
    for line in terms.lines:
        if line.basis is PriceBasis.ADDED and all(extra.in_price for extra in line.extras):
            due = line.regular + sum(each.amount + each.in_base for each in line.adjustments)
            net = sum(part.gross - part.tax for part in line.taxes)
            yield from _equal(f"BR-CO-10: net amount (BT-131) of line {line.number}", net, due)


def _paid_before(terms: Terms) -> int:
    """BT-113."""
    return sum(adjustment.in_base for line in terms.lines for adjustment in line.adjustments)


def _category(tax: TaxTerms, terms: Terms, lines: list[InvoiceLine]) -> Iterator[str]:
    """The rules of one VAT breakdown (BG-23)."""
    letter = _letter(tax.percent, tax.treatment)
    name, zero = f"BR-{RULES[letter]}", Percent(0)
    base = sum(line.net for line in lines if (line.letter, line.percent) == (letter, tax.percent))
    yield from _equal(f"{name}-8: taxable amount (BT-116) at {tax.percent.to_text()} %", tax.base, base)
    if (tax.percent > zero) is not (letter == "S"):
        yield f"{name}-5: found {tax.percent.to_text()} % (BT-119) for {letter}"
    if letter != "S":
        yield from _equal(f"{name}-9: VAT amount (BT-117)", tax.tax, 0)
    yield from _base_times_rate(tax, terms)


def _base_times_rate(tax: TaxTerms, terms: Terms) -> Iterator[str]:
    """BR-CO-17: the tax is the taxable amount times the rate, rounded."""
    exact = Fraction(tax.base * tax.percent.parts_per_million, 10**6)
    if _is_added_and_rounded_once(tax, terms):
        rounding = f"ROUND_{terms.money.rounding.value.upper()}"
        context = Context(prec=100, rounding=rounding)
        product = context.multiply(Decimal(tax.base), Decimal(tax.percent.parts_per_million))
        due = int(context.quantize(context.scaleb(product, -6), Decimal(1)))
        yield from _equal(f"BR-CO-17: {tax.base} at {tax.percent.to_text()} %", tax.tax, due)
        return
    if abs(tax.tax - exact) > _allowed(tax, terms):
        yield f"BR-CO-17: found a VAT amount of {tax.tax} for {tax.base} at {tax.percent.to_text()} %"


def _is_added_and_rounded_once(tax: TaxTerms, terms: Terms) -> bool:
    """Whether all that has the rate is priced without tax, so that its tax is base x rate."""
    return (
        terms.money.tax_rounded_per is TaxLevel.TOTAL
        and not any(_has(each.taxes, tax) for each in terms.empties)
        and not any(_has(each.taxes, tax) for each in terms.deliveries)
        and all(
            line.basis is PriceBasis.ADDED and not line.extras
            for line in terms.lines
            if _has(line.taxes, tax)
        )
    )


def _allowed(tax: TaxTerms, terms: Terms) -> int:
    """The minor units by which a tax may differ: two for each rounding, one if it is to the nearest.

    Once per rate there is a rounding for each price basis. On each amount there is one for each of them,
    and what the standard allows if that is more, as an answer does not tell a kit's amounts apart.
    """
    each = 1 if terms.money.rounding in NEAREST else 2
    if terms.money.tax_rounded_per is TaxLevel.TOTAL:
        return 2 * each
    lines = sum(1 + len(line.extras) for line in terms.lines if _has(line.taxes, tax))
    amounts = lines + len(terms.empties) + len(terms.deliveries)
    unit: int = 10 ** MINOR_DIGITS[terms.currency]
    return max(amounts * each, unit)


def _has(parts: tuple[TaxPart, ...], tax: TaxTerms) -> bool:
    return any((part.percent, part.treatment) == (tax.percent, tax.treatment) for part in parts)


def _breakdown(terms: Terms, lines: list[InvoiceLine]) -> Iterator[str]:
    """BR-CO-18, and rule 1 of each category: every category and rate of the lines once, and no other."""
    stated = [(_letter(tax.percent, tax.treatment), tax.percent) for tax in terms.taxes]
    if lines and not stated:
        yield "BR-CO-18: found no VAT breakdown (BG-23)"
    for letter, percent in sorted({*stated, *((line.letter, line.percent) for line in lines)}):
        known = any((line.letter, line.percent) == (letter, percent) for line in lines)
        if stated.count((letter, percent)) != known:
            count = stated.count((letter, percent))
            yield f"BR-{RULES[letter]}-1: found {count} breakdowns of {letter} at {percent.to_text()} %"


def _equal(what: str, found: int, due: int) -> Iterator[str]:
    if found != due:
        yield f"{what}: found {found}, not {due}"
