"""Whether an order adds up: numbers of lines, shares, taxes and refs, each with its place if it does not.

An order is read from documents that others wrote, and money is refunded on its word: what it says
must agree with itself before it exists. It knows no prices and no rules.

Source: house rule (an order that does not add up cannot exist); law Q1 for the taxes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from comptoir.facts.delivery_terms import DeliveryTerms
from comptoir.facts.extras import EmptiesTerms, ExtraTerms
from comptoir.facts.goods import RefUnits
from comptoir.facts.guarantee_terms import GuaranteeTerms
from comptoir.facts.point_terms import Accrual
from comptoir.facts.products import Product
from comptoir.facts.return_terms import ReturnTerms, WithoutRight
from comptoir.facts.tax_terms import TaxPart, TaxTerms, Treatment
from comptoir.facts.terms import LineTerms, Share
from comptoir.values.errors import WrongType, WrongValue, checked_type, quoted, shown
from comptoir.values.identifiers import checked_identifier
from comptoir.values.quantities import checked_quantity, pieces


def check_line(product: Product, terms: LineTerms, shares: Sequence[Share], number: int, where: str) -> None:
    """The line has that number, its own product, and shares that sum to every amount of it."""
    checked_type(Product, product, f"{where}.product", "pass the Product as it was described")
    checked_type(LineTerms, terms, f"{where}.terms", "pass the LineTerms that were agreed")
    if terms.number != number or terms.sku != product.sku:
        found = f"found line {quoted(terms.number)} for {quoted(terms.sku)}"
        cure = f"number lines from 1 and describe their own product (here line {number}, {product.sku})"
        raise WrongValue.at(where, found, cure, code="lines_not_in_order")
    checked_quantity(terms.quantity, f"{where}.terms.quantity")
    checked_identifier(terms.price_list, f"{where}.terms.price_list")
    for amount, name in ((terms.regular, "regular"), (terms.charged, "charged"), (terms.paid, "paid")):
        _check_whole(amount, f"{where}.terms.{name}", at_least=0)
    for index, adjustment in enumerate(terms.adjustments):
        place = f"{where}.terms.adjustments[{index}]"
        checked_identifier(adjustment.layer, f"{place}.layer")
        checked_identifier(adjustment.rule, f"{place}.rule")
        _check_whole(adjustment.amount, f"{place}.amount")
        _check_whole(adjustment.in_base, f"{place}.in_base", at_least=0)
        _check_whole(adjustment.funded, f"{place}.funded", at_least=0)
        if adjustment.payer is not None:
            checked_identifier(adjustment.payer, f"{place}.payer")
        if max(adjustment.in_base, adjustment.funded) > max(0, -adjustment.amount):
            found = f"found {adjustment.funded} funded and {adjustment.in_base} taxed of {-adjustment.amount}"
            cure = "let no more be funded, or taxed, than is taken off"
            raise WrongValue.at(place, found, cure, code="more_than_the_reduction")
    _check_extras(terms.extras, f"{where}.terms.extras")
    _check_parts(terms.taxes, f"{where}.terms.taxes")
    check_sum(
        f"{where}.terms.taxes",
        terms.paid + terms.in_base,
        (part.gross for part in terms.taxes),
        "the gross amounts of its rates",
    )
    _check_shares(terms, shares, f"{where}.shares")
    changes = [adjustment.amount for adjustment in terms.adjustments]
    check_sum(
        f"{where}.terms.charged", terms.charged, (terms.regular, *changes), "regular price and adjustments"
    )


def check_deliveries(deliveries: Sequence[DeliveryTerms], lines: Sequence[LineTerms]) -> None:
    """No amount is negative, none is charged too much, and no unit is delivered twice.

    No more than the fee and the surcharges is charged, and a rule says why if it is less.
    """
    for index, delivery in enumerate(deliveries):
        _check_delivery(delivery, f"deliveries[{index}]")
    named = [
        (units, f"deliveries[{index}].units[{place}]")
        for index, delivery in enumerate(deliveries)
        for place, units in enumerate(delivery.units)
    ]
    free = [
        (units, f"deliveries[{index}].free_from.units[{place}]")
        for index, delivery in enumerate(deliveries)
        for place, units in enumerate(() if delivery.free_from is None else delivery.free_from.units)
    ]
    for units, where in (*named, *free):
        if units.number > len(lines) or units.after > pieces(lines[units.number - 1].quantity):
            cure = "name units that the order's lines have"
            raise WrongValue.at(where, shown(units), cure, code="no_such_units")
    for (units, _), (other, where) in pairwise(sorted(named)):
        if units.common(other) is not None:
            found = f"found units of line {other.number} that another delivery has too"
            raise WrongValue.at(where, found, "deliver each unit once", code="delivered_twice")


def _check_delivery(delivery: DeliveryTerms, where: str) -> None:
    for name in ("fee", "charged", "standard", "paid"):
        _check_whole(getattr(delivery, name), f"{where}.{name}", at_least=0)
    for place, surcharge in enumerate(delivery.surcharges):
        _check_whole(surcharge.amount, f"{where}.surcharges[{place}].amount", at_least=0)
    _check_parts(delivery.taxes, f"{where}.taxes")
    gross = (part.gross for part in delivery.taxes)
    check_sum(f"{where}.paid", delivery.paid, gross, "the gross amounts of its rates")
    off, is_free = delivery.reduction, delivery.reduction == delivery.fee
    rule = delivery.reduced_by or (delivery.free_by if is_free else None)
    if not 0 <= off <= delivery.fee or (off and rule is None):
        found = f"found {delivery.charged} charged of a fee of {delivery.fee + delivery.surcharged}"
        cure = "charge the fee, or less by a rule that is named: reduced_by, or free_by for nothing"
        raise WrongValue.at(f"{where}.charged", found, cure, code="does_not_sum")


def check_numbers(
    count: int,
    *,
    accruals: Sequence[Accrual],
    returns: Sequence[ReturnTerms],
    without_right: Sequence[WithoutRight],
    guarantees: Sequence[GuaranteeTerms],
    deliveries: Sequence[DeliveryTerms],
) -> None:
    """Whatever is agreed about some lines, and what made a delivery free, speaks of lines of the order."""
    named = [
        *((f"accruals[{i}].earning.lines", each.earning.lines) for i, each in enumerate(accruals)),
        *((f"returns[{i}].lines", each.lines) for i, each in enumerate(returns)),
        *(
            (f"returns[{i}].lost[{j}].lines", lost.lines)
            for i, each in enumerate(returns)
            for j, lost in enumerate(each.lost)
        ),
        *((f"without_right[{i}].lines", each.lines) for i, each in enumerate(without_right)),
        *((f"guarantees[{i}].lines", each.lines) for i, each in enumerate(guarantees)),
        *(
            (f"deliveries[{i}].free_from.lines", each.free_from.lines)
            for i, each in enumerate(deliveries)
            if each.free_from is not None
        ),
    ]
    for where, numbers in named:
        seen: set[int] = set()
        for index, number in enumerate(numbers):
            _check_whole(number, f"{where}[{index}]")
            if not 1 <= number <= count:
                cure = f"name lines from 1 to {count}"
                raise WrongValue.at(f"{where}[{index}]", shown(number), cure, code="no_such_line")
            if number in seen:
                cure = "name each line once"
                raise WrongValue.at(f"{where}[{index}]", shown(number), cure, code="line_named_twice")
            seen.add(number)


def check_empties(empties: Iterable[EmptiesTerms]) -> None:
    """Each brings what one container brings, so many times."""
    for index, each in enumerate(empties):
        where = f"empties[{index}]"
        checked_identifier(each.rule, f"{where}.rule")
        _check_whole(each.count, f"{where}.count", at_least=1)
        _check_whole(each.each, f"{where}.each", at_least=0)
        _check_whole(each.paid, f"{where}.paid")
        _check_parts(each.taxes, f"{where}.taxes", at_least=None)
        gross = (part.gross for part in each.taxes)
        check_sum(f"{where}.paid", each.paid, gross, "the gross amounts of its rates")


def check_taxes(taxes: Sequence[TaxTerms], parts: Iterable[TaxPart]) -> None:
    """Per rate, stated once: base and tax are the gross, and all that has that rate sums to both."""
    gross: dict[tuple[int, Treatment], int] = {}
    tax: dict[tuple[int, Treatment], int] = {}
    for part in parts:
        rate = part.percent.parts_per_million, part.treatment
        gross[rate] = gross.get(rate, 0) + part.gross
        tax[rate] = tax.get(rate, 0) + part.tax
    for index, each in enumerate(taxes):
        where = f"taxes[{index}]"
        for amount, name in ((each.base, "base"), (each.tax, "tax"), (each.gross, "gross")):
            _check_whole(amount, f"{where}.{name}")
        check_sum(f"{where}.gross", each.gross, (each.base, each.tax), "base and tax")
        rate = each.percent.parts_per_million, each.treatment
        if rate not in gross:
            found = f"found {each.percent.to_text()} %"
            raise WrongValue.at(where, found, "state each rate of the lines, once", code="other_rates")
        check_sum(f"{where}.gross", each.gross, (gross.pop(rate),), "the charges of that rate")
        check_sum(f"{where}.tax", each.tax, (tax[rate],), "the charges of that rate")
    if gross:
        found = f"found no tax for {len(gross)} of the lines' rates"
        raise WrongValue.at("taxes", found, "state each rate of the lines, once", code="other_rates")


def check_refs(refs: Sequence[RefUnits], lines: Sequence[LineTerms]) -> None:
    """Each ref stands for units that its line has, and no unit is two refs' own."""
    names: set[str] = set()
    for index, units in enumerate(refs):
        where = f"refs[{index}]"
        if checked_identifier(units.ref, f"{where}.ref") in names:
            cure = "give each line a ref of its own"
            raise WrongValue.at(f"{where}.ref", shown(units.ref), cure, code="duplicate_ref")
        names.add(units.ref)
        for number, name in ((units.number, "number"), (units.first, "first"), (units.units, "units")):
            _check_whole(number, f"{where}.{name}")
        if not (
            1 <= units.number <= len(lines)
            and units.first >= 0
            and units.units >= 1
            and units.first + units.units <= pieces(lines[units.number - 1].quantity)
        ):
            cure = "name units that the order's lines have"
            raise WrongValue.at(where, shown(units), cure, code="no_such_units")
    taken = sorted((units.number, units.first, units.units, index) for index, units in enumerate(refs))
    for (line, first, units_, _), (other, start, _, index) in pairwise(taken):
        if line == other and start < first + units_:
            found = f"found units of line {line} that another ref has too"
            raise WrongValue.at(f"refs[{index}]", found, "give each unit to one ref", code="overlapping_refs")


def check_sum(where: str, total: int, parts: Iterable[int], of_what: str) -> None:
    """The parts sum to the total."""
    if (found := sum(parts)) != total:
        raise WrongValue.at(
            where,
            f"found {quoted(total)}, while {of_what} sum to {quoted(found)}",
            "make them agree",
            code="does_not_sum",
        )


def _check_extras(extras: Iterable[ExtraTerms], where: str) -> None:
    """Each amounts to what one piece bears, so many times."""
    for index, extra in enumerate(extras):
        place = f"{where}[{index}]"
        checked_identifier(extra.rule, f"{place}.rule")
        for amount, name in ((extra.count, "count"), (extra.each, "each"), (extra.amount, "amount")):
            _check_whole(amount, f"{place}.{name}", at_least=0)
        check_sum(f"{place}.amount", extra.amount, (extra.count * extra.each,), "the amounts of its pieces")


def _check_parts(parts: Iterable[TaxPart], where: str, *, at_least: int | None = 0) -> None:
    for index, part in enumerate(parts):
        place = f"{where}[{index}]"
        _check_whole(part.gross, f"{place}.gross", at_least=at_least)
        _check_whole(part.tax, f"{place}.tax", at_least=at_least)


def _check_shares(terms: LineTerms, shares: Sequence[Share], where: str) -> None:
    count = len(terms.adjustments)
    for index, share in enumerate(shares):
        place = f"{where}[{index}]"
        _check_whole(share.units, f"{place}.units", at_least=1)
        for name in ("regular", "charged", "paid", "tax"):
            _check_whole(getattr(share, name), f"{place}.{name}", at_least=0)
        if len(share.adjustments) != count:
            found = f"found {len(share.adjustments)} adjustments"
            cure = f"give each unit a share of each of the line's {count}"
            raise WrongValue.at(f"{place}.adjustments", found, cure, code="other_adjustments")
        for i, change in enumerate(share.adjustments):
            _check_whole(change, f"{place}.adjustments[{i}]")
    check_sum(where, pieces(terms.quantity), (share.units for share in shares), "the units of its shares")
    each = [(share.units, share) for share in shares]
    check_sum(where, terms.regular, (n * share.regular for n, share in each), "the shares' regular")
    check_sum(where, terms.charged, (n * share.charged for n, share in each), "the shares' charged")
    check_sum(where, terms.paid, (n * share.paid for n, share in each), "the shares' paid")
    check_sum(where, terms.tax, (n * share.tax for n, share in each), "the shares' tax")
    for i, adjustment in enumerate(terms.adjustments):
        changes = (n * share.adjustments[i] for n, share in each)
        check_sum(where, adjustment.amount, changes, f"the shares' adjustments[{i}]")


def _check_whole(number: int, where: str, *, at_least: int | None = None) -> None:
    if type(number) is not int:
        raise WrongType.at(where, shown(number), "pass a whole number as int", code="not_an_int")
    if at_least is not None and number < at_least:
        raise WrongValue.at(where, shown(number), f"pass {at_least} or more", code="too_small")
