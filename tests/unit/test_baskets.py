from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from typing import Any

import attrs
import pytest

from comptoir import (
    Basket,
    Buyer,
    Carry,
    Collect,
    ComptoirError,
    Contract,
    Deliver,
    LimitExceeded,
    Line,
    Measured,
    Place,
    Product,
    Provenance,
    SavedBasket,
    WrongType,
    WrongValue,
)
from comptoir.values.instants import Instant

TEA = Measured("0.532", "kg")


def code_of(error: pytest.ExceptionInfo[ComptoirError]) -> str:
    return error.value.faults[0].code


def test_a_basket_may_know_nothing_yet_but_its_currency() -> None:
    basket = Basket(currency="EUR")
    assert (basket.lines, basket.coupons, basket.handover, basket.contract) == ((), (), None, None)


def test_segments_and_coupons_are_sets_whatever_their_order() -> None:
    one = Basket(currency="EUR", buyer=Buyer(segments=["staff", "vip", "staff"]), coupons=["B", "A"])
    other = Basket(currency="EUR", buyer=Buyer(segments={"vip", "staff"}), coupons=("A", "B"))
    assert one == other
    assert hash(one) == hash(other)


@pytest.mark.parametrize(
    ("make", "where"),
    [
        (lambda value: Basket(currency=value), "currency"),
        (lambda value: Basket(currency="EUR", lines=value), "lines"),
        (lambda value: Basket(currency="EUR", lines=[value]), "lines[0]"),
        (lambda value: Basket(currency="EUR", buyer=value), "buyer"),
        (lambda value: Basket(currency="EUR", coupons=value), "coupons"),
        (lambda value: Basket(currency="EUR", coupons=[value]), "coupons[0]"),
        (lambda value: Basket(currency="EUR", handover=value), "handover"),
        (lambda value: Basket(currency="EUR", contract=value), "contract"),
        (lambda value: Line(value, 1), "sku"),
        (lambda value: Line("A", value), "quantity"),
        (lambda value: Line("A", 1, ref=value), "ref"),
        (lambda value: Measured(value, "kg"), "amount"),
        (lambda value: Measured("1", value), "unit"),
        (lambda value: Buyer(member=value), "member"),
        (lambda value: Buyer(tier=value), "tier"),
        (lambda value: Buyer(segments=value), "segments"),
        (lambda value: Buyer(segments=[value]), "segments[0]"),
        (lambda value: Place(value, "69003"), "country"),
        (lambda value: Place("FR", value), "postcode"),
        (Deliver, "place"),
        (lambda value: Deliver(Place("FR", "69003"), value), "service"),
        (Collect, "store"),
        (Carry, "store"),
        (Provenance, "channel"),
        (lambda value: Provenance("app", till=value), "till"),
        (lambda value: Provenance("app", who=value), "who"),
        (lambda value: product(sku=value), "sku"),
        (lambda value: product(name=value), "name"),
        (lambda value: product(name={"fr": value}), "name.fr"),
        (lambda value: product(name={value: "Robe"}), "name"),
        (lambda value: product(category=value), "category"),
        (lambda value: product(tax=value), "tax"),
        (lambda value: product(brand=value), "brand"),
        (lambda value: product(gtin=value), "gtin"),
        (lambda value: product(tags=value), "tags"),
        (lambda value: product(tags=[value]), "tags[0]"),
        (lambda value: product(attributes=value), "attributes"),
        (lambda value: product(attributes={"size": value}), "attributes.size"),
        (lambda value: product(unit=value), "unit"),
        (lambda value: saved(id=value), "id"),
        (lambda value: saved(basket=value), "basket"),
        (lambda value: saved(saved_at=value), "saved_at"),
        (lambda value: saved(provenance=value), "provenance"),
    ],
)
def test_a_float_is_refused_in_every_place_and_the_place_is_named(
    make: Callable[[Any], object], where: str
) -> None:
    for value in (1.5, True):
        with pytest.raises(WrongType) as error:
            make(value)
        assert isinstance(error.value, TypeError)
        assert [fault.where for fault in error.value.faults] == [where]
        assert error.value.faults[0].found in {"found 1.5 (float)", "found True (bool)"}
        assert error.value.faults[0].cure


def product(**changes: Any) -> Product:
    facts = {"sku": "ROBE-36", "name": {"fr": "Robe"}, "category": "mode", "tax": "standard"}
    return Product(**{**facts, **changes})


def saved(**changes: Any) -> SavedBasket:
    facts = {
        "id": "s-1",
        "basket": Basket(currency="EUR"),
        "saved_at": Instant(0),
        "provenance": Provenance("web"),
    }
    return SavedBasket(**{**facts, **changes})


@pytest.mark.parametrize(
    "make",
    [
        lambda: Buyer(segments="staff"),
        lambda: Basket(currency="EUR", coupons="WELCOME"),
        lambda: product(tags="soldes"),
    ],
)
def test_the_letters_of_one_text_are_no_list_of_names(make: Callable[[], object]) -> None:
    with pytest.raises(WrongType) as error:
        make()
    assert code_of(error) == "not_a_sequence"


@pytest.mark.parametrize(
    ("handover", "contract"), [("home", None), (Place("FR", "69003"), None), (None, "distance")]
)
def test_a_text_is_no_handover_and_no_contract(handover: Any, contract: Any) -> None:
    with pytest.raises(WrongType) as error:
        Basket(currency="EUR", handover=handover, contract=contract)
    assert code_of(error) == "wrong_type"


@pytest.mark.parametrize("country", ["fr", "FRA", "F", "\uff26R", "ΓR", "F1", ""])
def test_a_country_is_two_capital_letters(country: str) -> None:
    with pytest.raises(WrongValue) as error:
        Place(country, "69003")
    assert code_of(error) == "not_a_country"


@pytest.mark.parametrize(
    ("country", "postcode"), [("FR", "69003"), ("GB", "SW1A 1AA"), ("PT", "1000-205"), ("KW", "A")]
)
def test_a_postcode_is_written_as_the_country_does(country: str, postcode: str) -> None:
    assert Place(country, postcode).postcode == postcode


@pytest.mark.parametrize("postcode", ["", " ", "-", "6" * 13, "69_003", "٦٩٠٠٣", "69003\n"])
def test_anything_else_is_no_postcode(postcode: str) -> None:
    with pytest.raises(WrongValue) as error:
        Place("FR", postcode)
    assert code_of(error) == "not_a_postcode"


def test_two_thousand_lines_are_a_basket_and_one_more_is_none() -> None:
    lines = [Line("A", 1)] * 2000
    assert len(Basket(currency="EUR", lines=lines).lines) == 2000
    with pytest.raises(LimitExceeded) as error:
        Basket(currency="EUR", lines=[*lines, Line("A", 1)])
    assert str(error.value) == "lines: found 2001 lines; send at most 2000 [too_many_lines]"


def test_twenty_coupons_are_taken_and_one_more_is_not() -> None:
    coupons = [f"C-{number}" for number in range(21)]
    assert len(Basket(currency="EUR", coupons=coupons[:20]).coupons) == 20
    with pytest.raises(LimitExceeded) as error:
        Basket(currency="EUR", coupons=coupons)
    assert str(error.value) == "coupons: found 21 coupons; send at most 20 [too_many_coupons]"


def test_a_coupon_is_named_once() -> None:
    with pytest.raises(WrongValue) as error:
        Basket(currency="EUR", coupons=["A", "B", "A"])
    assert code_of(error) == "duplicate_coupon"


def test_a_ref_names_one_line() -> None:
    with pytest.raises(WrongValue) as error:
        Basket(currency="EUR", lines=[Line("A", 1, ref="x"), Line("B", 1), Line("C", 1, ref="x")])
    assert (code_of(error), error.value.faults[0].where) == ("duplicate_ref", "lines[0].ref")


def test_lines_without_a_ref_are_no_duplicates() -> None:
    assert len(Basket(currency="EUR", lines=[Line("A", 1), Line("A", 1)]).lines) == 2


def test_a_basket_cannot_be_changed() -> None:
    basket = Basket(currency="EUR", lines=[Line("A", 1)])
    for value, field in ((basket, "currency"), (basket.lines[0], "sku"), (TEA, "unit")):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(value, field, "USD")
    with pytest.raises(AttributeError):
        basket.channel = "app"  # type: ignore[attr-defined]


def test_the_list_that_was_handed_over_may_change_afterwards() -> None:
    lines = [Line("A", 1)]
    basket = Basket(currency="EUR", lines=lines)
    lines.append(Line("B", 1))
    assert basket.lines == (Line("A", 1),)
    name = {"fr": "Robe"}
    dress = product(name=name)
    name["fr"] = "Sac"
    assert dress.name == {"fr": "Robe"}
    with pytest.raises(TypeError):
        dress.name["fr"] = "Sac"  # type: ignore[index]


def test_a_basket_is_copied_and_sent_to_another_process_whole() -> None:
    basket = Basket(
        currency="EUR",
        lines=[Line("A", 1, ref="x"), Line("THE", TEA)],
        contract=Contract.DISTANCE,
        handover=Deliver(Place("FR", "69003")),
    )
    assert copy.deepcopy(basket) == basket
    assert pickle.loads(pickle.dumps(basket)) == basket  # noqa: S301 - our own bytes


def test_equal_facts_are_equal_and_hash_alike_whatever_order_they_came_in() -> None:
    one = product(name={"fr": "Robe", "en": "Dress"}, attributes={"size": "36", "colour": "bleu"})
    other = product(name={"en": "Dress", "fr": "Robe"}, attributes={"colour": "bleu", "size": "36"})
    assert one == other
    assert hash(one) == hash(other)
    assert list(one.name) == list(other.name) == ["en", "fr"]
    assert one != product(name={"fr": "Robe", "en": "Dress!"}, attributes={"size": "36", "colour": "bleu"})


def test_checks_stay_when_validators_are_switched_off() -> None:
    attrs.validators.set_disabled(True)
    try:
        for make in (
            lambda: Line("A B", 1),
            lambda: Line("A", 0),
            lambda: Basket(currency="EURO"),
            lambda: Measured("0", "kg"),
            lambda: product(gtin="1"),
        ):
            with pytest.raises(WrongValue):
                make()
    finally:
        attrs.validators.set_disabled(False)


@pytest.mark.parametrize("gtin", ["96385074", "036000291452", "3045140105502", "13045140105509", "00000000"])
def test_a_gtin_has_its_check_digit(gtin: str) -> None:
    assert product(gtin=gtin).gtin == gtin


@pytest.mark.parametrize(
    "gtin",
    ["3045140105503", "304514010550", "3045140105520", "", "304514010550X", "9638507\u0664"],
)
def test_a_barcode_that_was_misread_is_refused(gtin: str) -> None:
    with pytest.raises(WrongValue) as error:
        product(gtin=gtin)
    assert code_of(error) == "not_a_gtin"


def test_a_gtin_is_a_text_because_a_number_loses_its_zeros() -> None:
    with pytest.raises(WrongType) as error:
        product(gtin=3045140105502)
    assert str(error.value) == (
        "gtin: found 3045140105502 (int); write the 8, 12, 13 or 14 digits of the barcode as text, "
        "check digit included [not_a_text]"
    )


def test_a_product_has_a_name() -> None:
    with pytest.raises(WrongValue) as error:
        product(name={})
    assert code_of(error) == "no_name"


def test_lines_go_fifty_ways_of_their_own_at_most() -> None:
    lines = [
        Line("PULL", 1, handover=Deliver(Place("FR", f"{69_001 + number}"), "home")) for number in range(51)
    ]
    assert len(Basket(currency="EUR", lines=lines[:50]).lines) == 50
    with pytest.raises(LimitExceeded, match="too_many_ways"):
        Basket(currency="EUR", lines=lines)
