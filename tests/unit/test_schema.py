from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date, datetime, time
from importlib import resources
from typing import Any, ClassVar

import attrs
import pytest
from jsonschema import Draft202012Validator

from comptoir import STANDARD
from comptoir.authoring import example, schema, schema_text
from comptoir.pricing.conditions.coupon import Coupon
from comptoir.pricing.kinds import Asked, Condition
from comptoir.pricing.verdicts import NotMet

VALIDATOR = Draft202012Validator(schema())


def as_editors_see_it(document: Any) -> Any:
    """A TOML document as JSON: editors hand dates and times to the schema as texts."""
    match document:
        case dict():
            return {key: as_editors_see_it(item) for key, item in document.items()}
        case list():
            return [as_editors_see_it(item) for item in document]
        case date() | datetime() | time():
            return document.isoformat()
        case _:
            return document


def the_example() -> Any:
    return as_editors_see_it(tomllib.loads(example()))


def test_the_schema_itself_is_valid() -> None:
    Draft202012Validator.check_schema(schema())


def test_the_file_in_the_package_is_current() -> None:
    file = resources.files("comptoir.authoring") / "rulebook.schema.json"
    assert file.read_text(encoding="utf-8") == schema_text(), "write schema_text() into it again"


def test_the_example_names_the_file_and_is_valid() -> None:
    assert example().splitlines()[0] == "#:schema ../rulebook.schema.json"
    assert list(VALIDATOR.iter_errors(the_example())) == []


def promotion(document: Any) -> Any:
    return document["pricing"]["promotions"][0]


@pytest.mark.parametrize(
    ("spoil", "path"),
    [
        (lambda doc: doc.pop("zone"), []),
        (lambda doc: doc.update(curency="EUR"), []),
        (lambda doc: doc.update(computing="2025-01"), ["computing"]),
        (lambda doc: doc.update(valid={"from": "2026-01-01"}), ["valid"]),
        (lambda doc: doc["money"].update(rounding="half-up"), ["money", "rounding"]),
        (lambda doc: doc["money"].update(currencies=["EURO"]), ["money", "currencies", 0]),
        (
            lambda doc: doc["calendars"]["france"].update(weekend=["sun"]),
            ["calendars", "france", "weekend", 0],
        ),
        (lambda doc: doc["products"][0].pop("tax"), ["products", 0]),
        (
            lambda doc: doc["pricing"]["lists"][0]["prices"].update({"ROBE-LIN-36": 79.9}),
            ["pricing", "lists", 0, "prices", "ROBE-LIN-36"],
        ),
        (
            lambda doc: promotion(doc).update(benefit={"percent": 30}),
            ["pricing", "promotions", 0, "benefit", "percent"],
        ),
        (
            lambda doc: promotion(doc).update(benefit={"prozent": "30"}),
            ["pricing", "promotions", 0, "benefit"],
        ),
        (
            lambda doc: promotion(doc).update(benefit={"percent": "30", "amount": "1.00 EUR"}),
            ["pricing", "promotions", 0, "benefit"],
        ),
        (
            lambda doc: promotion(doc).update(when=[{"member": False}]),
            ["pricing", "promotions", 0, "when", 0, "member"],
        ),
        (
            lambda doc: promotion(doc)["valid"].update({"from": "27/11/2026"}),
            ["pricing", "promotions", 0, "valid", "from"],
        ),
    ],
)
def test_a_wrong_document_is_refused_at_its_place(
    spoil: Callable[[Any], object], path: list[str | int]
) -> None:
    document = the_example()
    spoil(document)
    assert [list(error.absolute_path) for error in VALIDATOR.iter_errors(document)] == [path]


def test_a_kind_is_written_as_its_main_field_as_a_table_or_as_true() -> None:
    document = the_example()
    promotion(document)["when"] = [
        {"spend": "50.00 EUR"},
        {"spend": {"at_least": "50.00 EUR", "on": {"category": "fashion"}}},
        {"quantity": 3},
        {"member": True},
        {"any": [{"member": {}}, {"none": [{"segment": "staff"}]}]},
    ]
    assert list(VALIDATOR.iter_errors(document)) == []


def test_every_table_and_kind_is_described_in_words() -> None:
    definitions = schema()["$defs"]
    assert [name for name, drawn in definitions.items() if not drawn["description"].strip()] == []
    kinds = [
        kind
        for name in ("Benefit", "Condition", "Selection")
        for kind in definitions[name]["properties"].values()
    ]
    assert [kind for kind in kinds if not kind["description"].strip()] == []


@attrs.frozen
class FullMoon(Condition):
    """The moon is full."""

    kind: ClassVar[str] = "full_moon"

    def unmet(self, asked: Asked) -> NotMet | None:
        del asked
        return None


def test_a_retailers_own_kind_is_in_the_schema_of_its_vocabulary() -> None:
    own = schema(STANDARD.with_kinds(conditions=[FullMoon]))
    assert "full_moon" in own["$defs"]["Condition"]["properties"]
    assert "full_moon" not in schema()["$defs"]["Condition"]["properties"]
    document = the_example()
    promotion(document)["when"] = [{"full_moon": True}, {Coupon.kind: "MOON"}]
    assert list(Draft202012Validator(own).iter_errors(document)) == []
