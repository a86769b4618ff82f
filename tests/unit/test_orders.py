from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import attrs
import pytest

from comptoir import (
    STANDARD,
    ComptoirError,
    Measured,
    Money,
    Order,
    OrderPlaced,
    Tender,
    WireError,
    Within,
    WrongType,
    WrongValue,
)
from comptoir.facts.goods import RefUnits
from comptoir.facts.orders import OrderLine
from comptoir.facts.tax_terms import TaxTerms
from comptoir.values.money import Amount
from comptoir.values.percentages import Percent
from gallery.shop import order

ORDER = order()
DRESSES, TEA = ORDER.lines
[TAXED] = DRESSES.terms.taxes


def code_of(error: pytest.ExceptionInfo[ComptoirError]) -> str:
    return error.value.faults[0].code


def changed(**changes: Any) -> Order:
    return attrs.evolve(ORDER, **changes)


def with_terms(**changes: Any) -> Order:
    dresses = attrs.evolve(DRESSES, terms=attrs.evolve(DRESSES.terms, **changes))
    return changed(lines=[dresses, TEA])


def with_share(**changes: Any) -> Order:
    first, *others = DRESSES.shares
    dresses = attrs.evolve(DRESSES, shares=[attrs.evolve(first, **changes), *others])
    return changed(lines=[dresses, TEA])


def test_an_order_adds_up() -> None:
    assert ORDER.total == Money(ORDER.total_minor, "EUR") / 100
    assert sum(part.paid.amount for part in ORDER.parts) == ORDER.total.amount
    assert STANDARD.codec.digest(ORDER.terms) == ORDER.answer


def test_a_refs_part_is_what_its_units_carry() -> None:
    one, two = ORDER.ref("app-7"), ORDER.ref("app-9")
    assert (one.quantity, two.quantity, ORDER.ref("app-8").quantity) == (1, 2, Measured("0.532", "kg"))
    assert one.paid + two.paid == ORDER.parts[0].paid
    with pytest.raises(WrongValue):
        ORDER.ref("app-1")
    with pytest.raises(WrongType):
        ORDER.ref(7)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("make", "where"),
    [
        (lambda: changed(total_minor=ORDER.total_minor + 1), "total_minor"),
        (lambda: changed(tenders=[]), "total_minor"),
        (lambda: changed(tenders=[Tender("card", "0.01 EUR")]), "total_minor"),
        (lambda: changed(tenders=[*ORDER.tenders, *ORDER.tenders]), "total_minor"),
        (lambda: with_terms(regular=DRESSES.terms.regular + 1), "lines[0].shares"),
        (lambda: with_terms(charged=DRESSES.terms.charged + 1), "lines[0].shares"),
        (lambda: with_terms(taxes=[attrs.evolve(TAXED, tax=TAXED.tax - 1)]), "lines[0].shares"),
        (lambda: with_terms(quantity=4), "lines[0].shares"),
        (lambda: with_terms(adjustments=()), "lines[0].shares[0].adjustments"),
        (lambda: with_share(units=2), "lines[0].shares"),
        (lambda: with_share(units=0), "lines[0].shares[0].units"),
        (lambda: with_share(units=-1), "lines[0].shares[0].units"),
        (lambda: with_share(charged=-1), "lines[0].shares[0].charged"),
        (lambda: with_share(adjustments=()), "lines[0].shares[0].adjustments"),
        (lambda: with_share(adjustments=(0, 0, 0)), "lines[0].shares[0].adjustments"),
        (lambda: with_terms(taxes=[attrs.evolve(TAXED, percent=Percent.of("5.5"))]), "taxes[0]"),
        (lambda: changed(taxes=[]), "taxes"),
        (lambda: changed(taxes=[*ORDER.taxes, ORDER.taxes[0]]), "taxes[2]"),
        (lambda: changed(taxes=[*ORDER.taxes, TaxTerms(Percent.of("10"), 0, 0, 0)]), "taxes[2]"),
        (lambda: changed(taxes=[attrs.evolve(ORDER.taxes[0], tax=0), ORDER.taxes[1]]), "taxes[0].gross"),
    ],
)
def test_an_order_that_does_not_add_up_cannot_exist(make: Callable[[], Order], where: str) -> None:
    with pytest.raises(WrongValue) as error:
        make()
    assert error.value.faults[0].where == where
    assert code_of(error) in {"does_not_sum", "other_rates", "too_small", "other_adjustments"}


def test_tax_moved_from_one_rate_to_another_is_found() -> None:
    first, second = ORDER.taxes
    moved = [
        attrs.evolve(first, tax=first.tax - 1, base=first.base + 1),
        attrs.evolve(second, tax=second.tax + 1, base=second.base - 1),
    ]
    with pytest.raises(WrongValue) as error:
        changed(taxes=moved)
    assert str(error.value) == (
        f"taxes[0].tax: found {first.tax - 1}, while the charges of that rate sum to "
        f"{first.tax}; make them agree [does_not_sum]"
    )


def test_an_order_is_paid_in_its_own_currency() -> None:
    with pytest.raises(WrongValue) as error:
        changed(tenders=[Tender("card", Amount(ORDER.total_minor, "USD"))])
    assert (code_of(error), error.value.faults[0].where) == ("other_currency", "tenders[0].amount")


def test_lines_are_numbered_in_order_and_describe_their_own_product() -> None:
    for lines in ([TEA, DRESSES], [DRESSES, DRESSES], [attrs.evolve(DRESSES, product=TEA.product), TEA]):
        with pytest.raises(WrongValue) as error:
            changed(lines=lines)
        assert code_of(error) == "lines_not_in_order"


@pytest.mark.parametrize(
    ("refs", "code"),
    [
        ([RefUnits("a", 3, 0, 1)], "no_such_units"),
        ([RefUnits("a", 0, 0, 1)], "no_such_units"),
        ([RefUnits("a", 1, 0, 4)], "no_such_units"),
        ([RefUnits("a", 1, 3, 1)], "no_such_units"),
        ([RefUnits("a", 1, -1, 1)], "no_such_units"),
        ([RefUnits("a", 1, 0, 0)], "no_such_units"),
        ([RefUnits("a b", 1, 0, 1)], "not_an_identifier"),
        ([RefUnits("a", 1, 0, 1), RefUnits("a", 1, 1, 1)], "duplicate_ref"),
        ([RefUnits("a", 1, 0, 2), RefUnits("b", 1, 1, 1)], "overlapping_refs"),
    ],
)
def test_refs_name_units_that_there_are_each_once(refs: list[RefUnits], code: str) -> None:
    with pytest.raises(WrongValue) as error:
        changed(refs=refs)
    assert code_of(error) == code


@pytest.mark.parametrize("field", ["rulebook", "question", "answer"])
@pytest.mark.parametrize("digest", ["", "0" * 63, "0" * 65, "G" * 64, "A" * 64, "0" * 63 + "\n"])
def test_a_digest_is_64_hexadecimal_digits(field: str, digest: str) -> None:
    with pytest.raises(WrongValue) as error:
        changed(**{field: digest})
    assert (code_of(error), error.value.faults[0].where) == ("not_a_digest", field)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", 1.5),
        ("placed_at", 1.5),
        ("placed_at", ORDER.placed),
        ("provenance", "app"),
        ("buyer", "m-1"),
        ("contract", "distance"),
        ("handover", "home"),
        ("rulebook", 1.5),
        ("computing", 2026.11),
        ("currency", 1.5),
        ("lines", 1.5),
        ("lines", DRESSES),
        ("lines", [1.5]),
        ("lines", [OrderLine("ROBE-36", DRESSES.terms, DRESSES.shares)]),  # type: ignore[arg-type]
        ("lines", [OrderLine(DRESSES.product, 1.5, DRESSES.shares)]),  # type: ignore[arg-type]
        ("rule_names", 1.5),
        ("rule_names", {"soldes": 1.5}),
        ("rule_names", {"soldes": {"fr": 1.5}}),
        ("refs", [1.5]),
        ("taxes", [1.5]),
        ("tenders", [1.5]),
        ("tenders", ORDER.tenders[0]),
    ],
)
def test_every_part_of_an_order_has_its_type(field: str, value: Any) -> None:
    with pytest.raises(WrongType) as error:
        changed(**{field: value})
    assert error.value.faults[0].where.startswith(field)


@pytest.mark.parametrize("name", ["regular", "charged", "paid"])
def test_an_amount_inside_is_an_int(name: str) -> None:
    with pytest.raises(WrongType):
        with_terms(**{name: float(getattr(DRESSES.terms, name))})
    with pytest.raises(WrongType):
        with_share(**{name: float(getattr(DRESSES.shares[0], name))})


def test_a_tax_inside_is_an_int() -> None:
    with pytest.raises(WrongType):
        with_terms(taxes=[attrs.evolve(TAXED, tax=float(TAXED.tax))])  # type: ignore[arg-type]
    with pytest.raises(WrongType):
        with_share(tax=float(DRESSES.shares[0].tax))


def test_the_fact_that_an_order_was_placed_holds_an_order() -> None:
    with pytest.raises(WrongType):
        OrderPlaced(id="p-1", order="o-1")  # type: ignore[arg-type]
    with pytest.raises(WrongValue):
        OrderPlaced(id="", order=ORDER)


def test_a_bound_on_what_may_be_missed_is_positive() -> None:
    assert Within(1).amount == 1
    with pytest.raises(WrongValue):
        Within(0)
    with pytest.raises(WrongType):
        Within(1.0)  # type: ignore[arg-type]


def test_an_order_cannot_be_changed_and_hashes_as_its_content() -> None:
    again = STANDARD.codec.loads(STANDARD.codec.dumps(ORDER), Order)
    assert again == ORDER
    assert hash(again) == hash(ORDER)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        ORDER.total_minor = 0  # type: ignore[misc]


def test_an_order_from_a_document_is_checked_as_one_that_is_built() -> None:
    document = json.loads(STANDARD.codec.dumps(ORDER))
    document["order/1"]["total_minor"] += 100
    document["order/1"]["tenders"][0]["amount"] = Amount(ORDER.total_minor + 100, "EUR").to_text()
    with pytest.raises(WireError) as error:
        STANDARD.codec.loads(json.dumps(document), Order)
    assert str(error.value) == (
        f"order/1.total_minor: found {ORDER.total_minor + 100}, while lines, empties and delivery sum to "
        f"{ORDER.total_minor}; make them agree [does_not_sum]"
    )
