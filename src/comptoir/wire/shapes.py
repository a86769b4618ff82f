"""How a Python type looks as a document: a small algebra of shapes.

Each shape can ``write`` a value and ``read`` a document; reading notes *every* fault with its path
instead of stopping at the first, so that a rulebook's author sees them all at once. Nothing is
coerced: 1.9, true and null never become 1, 1 and "None".

=========  ==========================================================================
shape      as a document
=========  ==========================================================================
Text       a string
Whole      an integer
Flag       true or false
Scalar     a string with one canonical spelling (``"12.90 EUR"``, ``"2026-12-04"``)
Choice     a string, one of an enumeration
Either     an integer or a scalar (``3`` or ``"0.532 kg"``)
Many       an array
Entries    an object whose keys are identifiers
Record     an object with a key per field; a field at its default is left out
OneOf      an object with one key, the kind, and that kind's record (or its main field)
=========  ==========================================================================

Source: house rule.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from enum import Enum
from functools import partial
from typing import Any, Protocol

import attrs

from comptoir.values.errors import ComptoirError, LimitExceeded, WrongType, quoted, shown
from comptoir.values.identifiers import checked_identifier
from comptoir.wire.canonical import INTEGER_MAX, Document, step
from comptoir.wire.reading import UNREAD, Reading

_SURROGATE = re.compile("[\ud800-\udfff]")


class Shape(Protocol):
    """How one type looks as a document."""

    def write(self, value: Any) -> Document:
        """The value as a document."""

    def read(self, document: Document, where: str, reading: Reading) -> Any:
        """The document as a value, or ``UNREAD`` with the faults noted."""


@attrs.frozen
class Text:
    """A string without lone surrogates."""

    def write(self, value: str) -> Document:
        """The text itself."""
        if type(value) is not str:
            raise WrongType.at("", shown(value), "pass a text", code="not_a_text")
        return value

    def read(self, document: Document, where: str, reading: Reading) -> Any:
        """The text itself."""
        if type(document) is not str:
            return reading.note("not_a_text", where, shown(document), "write a text")
        if _SURROGATE.search(document):
            return reading.note("not_unicode", where, shown(document), "send Unicode text")
        return document


@attrs.frozen
class Whole:
    """An integer within ±(2^53-1)."""

    def write(self, value: int) -> Document:
        """The integer itself."""
        if type(value) is not int:
            raise WrongType.at("", shown(value), "pass a whole number as int", code="not_an_int")
        if not -INTEGER_MAX <= value <= INTEGER_MAX:
            raise LimitExceeded.at("", shown(value), "stay within ±(2^53-1)", code="integer_too_large")
        return value

    def read(self, document: Document, where: str, reading: Reading) -> Any:
        """The integer itself; ``true`` is none."""
        if type(document) is not int:
            return reading.note("not_an_integer", where, shown(document), "write a whole number")
        if abs(document) > INTEGER_MAX:
            return reading.note("integer_too_large", where, shown(document), "stay within ±(2^53-1)")
        return document


@attrs.frozen
class Flag:
    """True or false."""

    def write(self, value: bool) -> Document:  # noqa: FBT001 - a shape's value stands alone
        """The flag itself."""
        if type(value) is not bool:
            raise WrongType.at("", shown(value), "pass True or False", code="not_a_flag")
        return value

    def read(self, document: Document, where: str, reading: Reading) -> Any:
        """The flag itself; 0 and 1 are none."""
        if type(document) is not bool:
            return reading.note("not_a_flag", where, shown(document), "write true or false")
        return document


@attrs.frozen
class Scalar:
    """A value with one canonical text."""

    type: Any
    to_text: Callable[[Any], str]
    from_text: Callable[[str], Any]
    example: str

    def write(self, value: Any) -> Document:
        """The canonical text."""
        expected = getattr(self.type, "__supertype__", self.type)
        if not isinstance(value, expected) or isinstance(value, bool):
            raise WrongType.at("", shown(value), f"pass {_name_of(self.type)}", code="wrong_type")
        return self.to_text(value)

    def read(self, document: Document, where: str, reading: Reading) -> Any:
        """The value of the text, or of another spelling accepted in this reading."""
        if spelling := reading.spellings.get(self.type):
            return reading.build(lambda: spelling(document, ""), where)
        if type(document) is not str:
            cure = f'write it as text, such as "{self.example}"'
            code = "float" if isinstance(document, float) else "not_a_text"
            return reading.note(code, where, shown(document), cure)
        return reading.build(lambda: self.from_text(document), where)


@attrs.frozen
class Choice:
    """One of an enumeration, by its value."""

    type: type[Enum]

    def write(self, value: Enum) -> Document:
        """The enumeration's value."""
        if not isinstance(value, self.type):
            cure = f"pass one of {', '.join(str(member) for member in self.type)}"
            raise WrongType.at("", shown(value), cure, code="wrong_type")
        return value.value

    def read(self, document: Document, where: str, reading: Reading) -> Any:
        """The member of that value."""
        known = {member.value: member for member in self.type}
        if type(document) is not str or document not in known:
            return reading.note("unknown_choice", where, shown(document), _one_of(document, known))
        return known[document]


@attrs.frozen
class Either:
    """An integer, or a scalar."""

    scalar: Scalar

    def write(self, value: Any) -> Document:
        """The integer itself, or the scalar's text."""
        return value if type(value) is int else self.scalar.write(value)

    def read(self, document: Document, where: str, reading: Reading) -> Any:
        """By the type of what is there."""
        if type(document) is int:
            return Whole().read(document, where, reading)
        if type(document) is not str:
            cure = f'write a whole number, or a text such as "{self.scalar.example}"'
            code = "float" if isinstance(document, float) else "not_a_quantity"
            return reading.note(code, where, shown(document), cure)
        return self.scalar.read(document, where, reading)


@attrs.frozen
class Many:
    """A tuple of one shape."""

    inner: Shape

    def write(self, value: Iterable[Any]) -> Document:
        """An array."""
        return [self.inner.write(item) for item in value]

    def read(self, document: Document, where: str, reading: Reading) -> Any:
        """A tuple, in the document's order."""
        if not isinstance(document, list):
            return reading.note("not_a_list", where, shown(document), "write a list: [ … ]")
        items = []
        for index, item in enumerate(document):
            if reading.is_full:
                return UNREAD
            items.append(self.inner.read(item, f"{where}[{index}]", reading))
        return UNREAD if any(item is UNREAD for item in items) else tuple(items)


@attrs.frozen
class Entries:
    """A mapping from identifiers to one shape."""

    inner: Shape

    def write(self, value: Mapping[str, Any]) -> Document:
        """An object."""
        return {checked_identifier(key, ""): self.inner.write(item) for key, item in value.items()}

    def read(self, document: Document, where: str, reading: Reading) -> Any:
        """A mapping."""
        if not isinstance(document, dict):
            return reading.note("not_an_object", where, shown(document), "write a table: { name = … }")
        items = {}
        for key, item in document.items():
            if reading.is_full:
                return UNREAD
            place = step(where, key)
            name = reading.build(partial(checked_identifier, key, ""), place)
            items[name] = self.inner.read(item, place, reading)
        return UNREAD if any(part is UNREAD for entry in items.items() for part in entry) else items


@attrs.frozen
class Field:
    """One field of a record: its key, its argument's name, its shape, and its default."""

    key: str
    attribute: str
    argument: str
    shape: Shape
    is_required: bool
    default: Any


class Record:
    """An attrs class; its fields are looked up when first needed, since classes may nest."""

    def __init__(self, type_: type, fields: Callable[[], tuple[Field, ...]]) -> None:
        self.type = type_
        self.kind: str = getattr(type_, "kind", "")
        self.main_key: str = getattr(type_, "main", "")
        self._make_fields = fields
        self._by_key: dict[str, Field] | None = None

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields in the order of the class."""
        return tuple(self._known.values())

    @property
    def _known(self) -> Mapping[str, Field]:
        if self._by_key is None:
            self._by_key = {field.key: field for field in self._make_fields()}
        return self._by_key

    def cure_holding(self, keys: Collection[str]) -> str | None:
        """How these keys are written as its fields; ``None`` unless it has all of them."""
        if not keys or not all(key in self._known for key in keys):
            return None
        written = ", ".join(f"{key} = [ … ]" if key in self.lists else f"{key} = …" for key in keys)
        return f"write {{ {self.kind} = {{ {written} }} }}"

    @property
    def lists(self) -> tuple[str, ...]:
        """The keys of the fields that are lists."""
        return tuple(field.key for field in self.fields if isinstance(field.shape, Many))

    @property
    def main(self) -> Field | None:
        """The field that can stand for the whole record in a ``OneOf``."""
        return self._known.get(self.main_key)

    def write(self, value: Any) -> Document:
        """An object; a field at its default is left out, so that new fields change no old digest."""
        document = {}
        for field in self._known.values():
            item, default = getattr(value, field.attribute), field.default
            if field.is_required or (item is not default and item != default):
                try:
                    document[field.key] = field.shape.write(item)
                except ComptoirError as error:
                    raise error.under(field.key) from None
        return document

    def read(self, document: Document, where: str, reading: Reading) -> Any:
        """An instance, if all its fields could be read and agree."""
        if not isinstance(document, dict):
            keys = ", ".join(list(self._known)[:4])
            return reading.note("not_an_object", where, shown(document), f"write a table with {keys} …")
        known = self._known
        prefix = f"{where}." if where else ""
        before = len(reading.faults)
        for key in document:
            if reading.is_full:
                return UNREAD
            if key not in known:
                reading.note("unknown_key", where, f"found the key {quoted(key)}", _one_of(key, known))
        arguments = {}
        for field in known.values():
            if field.key in document:
                item = document[field.key]
                arguments[field.argument] = field.shape.read(item, prefix + field.key, reading)
            elif field.is_required:
                found = f"found no {field.key}"
                reading.note("missing_key", where, found, f"write {field.key}, which has no default")
            elif field.default is None:
                arguments[field.argument] = None
        if len(reading.faults) > before or any(item is UNREAD for item in arguments.values()):
            return UNREAD
        return reading.build(lambda: self.type(**arguments), where)


class OneOf:
    """One of several records, told apart by a kind: ``{"percent": "20"}``."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.records = {record.kind: record for record in records}
        self._of_type = {record.type: record for record in self.records.values()}

    def write(self, value: Any) -> Document:
        """An object with one key. A record with nothing else set is its main field, or ``true``."""
        record = self._of_type.get(type(value))
        if record is None:
            known = ", ".join(sorted(each.__name__ for each in self._of_type))
            cure = f"pass one of {known}, or use a vocabulary that has the kind"
            raise WrongType.at("", shown(value), cure, code="unknown_kind")
        body = record.write(value)
        if not body:
            return {record.kind: True}
        main = body[record.main_key] if set(body) == {record.main_key} else body
        # A table, or true, would be read as the whole record.
        return {record.kind: body if main is True or isinstance(main, dict) else main}

    def read(self, document: Document, where: str, reading: Reading) -> Any:
        """An instance of the class of that kind."""
        if not isinstance(document, dict) or len(document) != 1:
            known = ", ".join(sorted(self.records))
            found, cure = shown(document), None
            if isinstance(document, dict):
                found = f"found {len(document)} keys"
                cure = self._cure_holding(document)
            cure = cure or f"write one kind and its value, {{ kind = … }}; kinds are {known}"
            return reading.note("not_one_kind", where, found, cure)
        [(kind, body)] = document.items()
        record = self.records.get(kind)
        if record is None:
            cure = self._cure_holding(document) or _one_of(kind, self.records)
            return reading.note("unknown_kind", where, f"found the kind {quoted(kind)}", cure)
        place = f"{where}.{kind}" if where else kind
        if body is True:
            body = {}
        elif not isinstance(body, dict):
            if meant := self._meant(record, body):
                return reading.note("not_an_object", place, shown(body), meant)
            if record.main:
                return _at_main(record, {record.main_key: body}, place, reading)
        return record.read(body, place, reading)

    def _cure_holding(self, keys: Collection[str]) -> str | None:
        """How keys are written that are fields of one kind, and of no other."""
        cures = [cure for record in self.records.values() if (cure := record.cure_holding(keys))]
        return cures[0] if len(cures) == 1 else None

    def _meant(self, record: Record, body: Document) -> str | None:
        """How to write a kind that has no fields, or whose list is not its main field; else ``None``."""
        if not record.fields:
            is_reversible = body is False and "none" in self.records
            return f"use {{ none = [{{ {record.kind} = true }}] }}" if is_reversible else "write true"
        if isinstance(body, list) and record.main and not isinstance(record.main.shape, Many):
            return record.cure_holding(record.lists)
        return None


def _at_main(record: Record, body: Document, place: str, reading: Reading) -> Any:
    """Read a record written as its main field; the faults keep the path that the author wrote."""
    inner = Reading(reading.spellings)
    value = record.read(body, place, inner)
    written = f"{place}.{record.main_key}"
    for fault in inner.faults:
        where = place + fault.where[len(written) :] if fault.where.startswith(written) else fault.where
        reading.faults.append(attrs.evolve(fault, where=where))
    return value


def _one_of(found: object, known: Iterable[str]) -> str:
    names = sorted(known)
    close = difflib.get_close_matches(found[:64], names, n=1) if isinstance(found, str) else []
    listed = ", ".join(names[:30]) + (" …" if len(names) > 30 else "")
    return f"did you mean {close[0]}? known are {listed}" if close else f"use one of {listed}"


def _name_of(type_: object) -> str:
    return getattr(type_, "__name__", repr(type_))
