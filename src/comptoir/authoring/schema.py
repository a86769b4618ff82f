"""The JSON Schema of what a retailer writes, so that an editor completes and checks it while typing.

Generated from the same shapes that the reader uses: no rule is written down twice. It describes the
document as editors see it, a TOML date being a text. May never be stricter than the reader; what
only the whole rulebook can tell (names that fit, prices in force) is left to sealing.

Source: JSON Schema, draft 2020-12.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from comptoir.authoring.law_tables import LAW_TABLES
from comptoir.authoring.source import (
    Computing,
    CountryCode,
    CurrencyCode,
    Identifier,
    LawTableName,
    RulebookSource,
    ZoneName,
)
from comptoir.delivery.fees.tiers import UpTo
from comptoir.delivery.kinds import Fee, Limit
from comptoir.pricing.kinds import Benefit, Condition
from comptoir.rulebook import COMPUTING
from comptoir.values.identifiers import IDENTIFIER_LENGTH_MAX
from comptoir.values.instants import Instant
from comptoir.values.money import MINOR_DIGITS, Amount, UnitPrice
from comptoir.values.percentages import Percent
from comptoir.values.quantities import Measured
from comptoir.values.selections import Selection
from comptoir.vocabulary import STANDARD, Vocabulary
from comptoir.wire import (
    Choice,
    Codec,
    Either,
    Entries,
    Flag,
    Lazily,
    Many,
    OneOf,
    Record,
    Scalar,
    Shape,
    Text,
    Whole,
)
from comptoir.wire.canonical import INTEGER_MAX
from comptoir.wire.shapes import Field

SCHEMA_FILE: Final = "rulebook.schema.json"
"""The name of the generated file in this package."""

JsonSchema = dict[str, Any]
"""A schema as ``json`` knows it."""

_IDENTIFIER: Final = rf"^[A-Za-z0-9._/:-]{{1,{IDENTIFIER_LENGTH_MAX}}}$"
_NUMERAL: Final = r"(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?"
_DAY: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCK: Final = r"[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?"

_SCALARS: Final[dict[object, JsonSchema]] = {
    Amount: {"pattern": rf"^-?{_NUMERAL} [A-Z]{{3}}$"},
    Computing: {"enum": list(COMPUTING)},
    CountryCode: {"pattern": "^[A-Z]{2}$"},
    CurrencyCode: {"enum": sorted(MINOR_DIGITS)},
    Identifier: {"pattern": _IDENTIFIER},
    Instant: {
        "pattern": rf"^{_DAY}([Tt ]{_CLOCK}([Zz]|[+-][0-9]{{2}}:[0-9]{{2}})?)?$",
        "description": "A day (midnight), a local time, or a time with its offset; without quotes.",
    },
    LawTableName: {"enum": list(LAW_TABLES)},
    Measured: {"pattern": rf"^{_NUMERAL} [a-z0-9]+$"},
    Percent: {"pattern": rf"^{_NUMERAL}$"},
    UnitPrice: {"pattern": rf"^{_NUMERAL}$"},
    UpTo: {"pattern": rf"^{_NUMERAL} [A-Za-z0-9]+$"},
    ZoneName: {"pattern": r"^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*$"},
    date: {"pattern": rf"^{_DAY}$", "description": "A day, without quotes."},
}
"""What an editor can check of a text. A retailer's own scalar is any text, shown by its example."""


def schema(vocabulary: Vocabulary = STANDARD) -> JsonSchema:
    """The schema of a rulebook's TOML in these kinds, with a definition per table.

    >>> schema()["properties"]["valid"]
    {'$ref': '#/$defs/Horizon'}
    """
    drawing = _Drawing(vocabulary.codec)
    drawing.of(vocabulary.codec.shape(RulebookSource))
    root = drawing.definitions.pop(RulebookSource.__name__)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Comptoir rulebook",
        **root,
        "$defs": dict(sorted(drawing.definitions.items())),
    }


def schema_text(vocabulary: Vocabulary = STANDARD) -> str:
    """The schema as the text that is kept in the package, the same in every run."""
    return json.dumps(schema(vocabulary), indent=2, ensure_ascii=False) + "\n"


class _Drawing:
    """One pass over the shapes: each record and each group of kinds is drawn once, under its name."""

    def __init__(self, codec: Codec) -> None:
        self.definitions: dict[str, JsonSchema] = {}
        self._names: dict[int, str] = {}
        self._groups = {
            id(codec.shape(hint)): name
            for hint, name in (
                (Benefit, "Benefit"),
                (Condition, "Condition"),
                (Fee, "Fee"),
                (Limit, "Limit"),
                (Selection, "Selection"),
            )
        }

    def of(self, shape: Shape) -> JsonSchema:
        """The schema of a shape; a reference where it has a definition."""
        match shape:
            case Record():
                return self._defined(shape, shape.type.__name__)
            case OneOf():
                return self._defined(shape, self._groups.get(id(shape), "-or-".join(shape.records)))
            case Many():
                return {"type": "array", "items": self.of(shape.inner)}
            case Entries():
                names = {"pattern": _IDENTIFIER}
                return {
                    "type": "object",
                    "propertyNames": names,
                    "additionalProperties": self.of(shape.inner),
                }
            case Lazily():
                return self.of(shape.shape)
            case Either():
                return {"anyOf": [_plain(Whole()), _plain(shape.scalar)]}
            case _:
                return _plain(shape)

    def _defined(self, shape: Record | OneOf, name: str) -> JsonSchema:
        """A reference to the definition, which is drawn at the first time; recursion ends here."""
        if id(shape) not in self._names:
            if name in self.definitions:  # two classes of one name, in two modules
                name = f"{name}-{1 + sum(known.startswith(name) for known in self.definitions)}"
            self._names[id(shape)] = name
            self.definitions[name] = {}
            self.definitions[name] |= (
                self._record(shape) if isinstance(shape, Record) else self._kinds(shape, name)
            )
        return {"$ref": f"#/$defs/{self._names[id(shape)]}"}

    def _record(self, record: Record) -> JsonSchema:
        required = [field.key for field in record.fields if field.is_required]
        return {
            "description": _first_line(record.type),
            "type": "object",
            "properties": {field.key: self._field(field) for field in record.fields},
            **({"required": required} if required else {}),
            "additionalProperties": False,
        }

    def _field(self, field: Field) -> JsonSchema:
        drawn = self.of(field.shape)
        if field.is_required or field.default is None:
            return drawn
        return {**drawn, "default": field.shape.write(field.default)}

    def _kinds(self, one_of: OneOf, name: str) -> JsonSchema:
        return {
            "description": "One of: " + ", ".join(sorted(one_of.records)) + ".",
            "type": "object",
            "properties": {kind: self._kind(record, name) for kind, record in sorted(one_of.records.items())},
            "minProperties": 1,
            "maxProperties": 1,
            "additionalProperties": False,
        }

    def _kind(self, record: Record, group: str) -> JsonSchema:
        """A kind's value: its main field by itself, its whole table, or ``true`` if nothing is needed."""
        required = {field.key for field in record.fields if field.is_required}
        forms: list[JsonSchema] = []
        if record.main and required <= {record.main_key}:
            forms.append(self.of(record.main.shape))
        forms.append(self._defined(record, f"{group}.{record.kind}"))
        if not required:
            forms.append({"const": True})
        return {"description": _first_line(record.type), "anyOf": forms}


def _plain(shape: Shape) -> JsonSchema:
    """The schema of a shape that has no others inside."""
    match shape:
        case Text():
            return {"type": "string"}
        case Whole():
            return {"type": "integer", "minimum": -INTEGER_MAX, "maximum": INTEGER_MAX}
        case Flag():
            return {"type": "boolean"}
        case Choice():
            return {"enum": [member.value for member in shape.type]}
        case Scalar():
            return {"type": "string", **_SCALARS.get(shape.type, {}), "examples": [shape.example]}
        case _:
            raise AssertionError(shape)


def _first_line(type_: type) -> str:
    """The first line of a class's docstring, which says what it is in shop language."""
    lines: Iterable[str] = (type_.__doc__ or type_.__name__).strip().splitlines()
    return next(iter(lines)).replace("``", "`")
