"""Values to documents and back, for a given set of classes: types in, shapes out.

A codec is immutable once built and is passed to whoever reads or writes; there is no global
registry. It learns a class from its type annotations, which are the only description of the wire
form there is.

Source: house rule.
"""

from __future__ import annotations

import hashlib
import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from enum import Enum
from functools import partial
from typing import Any, Final, TypeVar, Union, get_args, get_origin, get_type_hints

import attrs

from comptoir.values.errors import (
    FAULTS_MAX,
    ComptoirError,
    LimitExceeded,
    WireError,
    WrongType,
    WrongValue,
    quoted,
    raise_all,
    shown,
)
from comptoir.values.instants import Instant, instant_from_text, instant_text
from comptoir.wire.canonical import (
    DOCUMENT_BYTES_MAX,
    Document,
    encode,
    encode_around,
    not_canonical,
    parse,
    parse_around,
)
from comptoir.wire.held import Lazily, cut
from comptoir.wire.reading import UNREAD, Reading
from comptoir.wire.shapes import (
    Choice,
    Either,
    Entries,
    Field,
    Flag,
    Many,
    OneOf,
    Record,
    Scalar,
    Shape,
    Text,
    Whole,
)

T = TypeVar("T")

NOT_ON_WIRE: Final = types.MappingProxyType({"not_on_wire": True})
"""Metadata of a field that is for whoever asked, and no part of the document."""
LAZY: Final = types.MappingProxyType({"lazy": ""})
"""Metadata of a long mapping to scalars: :meth:`Codec.hold` reads its entries when they are asked for."""


def lazy_by(key: str) -> Mapping[str, str]:
    """Metadata of a long list of records, the only field of its class; ``key`` names each of them."""
    return {"lazy": key}


_FACTORY: Any = attrs.Factory  # a class at run time, a function to type checkers


def _date_from_text(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise WrongValue.at("", shown(text), "write a day as 2026-12-04", code="not_a_date")
    return day


_SCALARS: dict[object, Scalar] = {
    Instant: Scalar(Instant, instant_text, instant_from_text, "2026-12-04T17:05:00Z"),
    date: Scalar(date, date.isoformat, _date_from_text, "2026-12-04"),
}

_SIMPLE: dict[object, Shape] = {str: Text(), int: Whole(), bool: Flag()}


class Codec:
    """Reads and writes values of known classes.

    ``documents`` are the classes that may stand alone, each with a ``document`` name such as
    ``basket/1``. ``kinds`` lists, for each open class (a benefit, a condition), the kinds known.
    """

    def __init__(
        self, documents: Iterable[type] = (), kinds: Mapping[type, Iterable[type]] | None = None
    ) -> None:
        self._documents: dict[str, type] = {cls.document: cls for cls in documents}  # type: ignore[attr-defined]
        self._kinds = {base: tuple(members) for base, members in (kinds or {}).items()}
        self._shapes: dict[Any, Shape] = {}

    def shape(self, hint: Any) -> Shape:
        """How a type looks as a document."""
        found = self._shapes.get(hint)
        if found is None:
            found = self._shapes[hint] = self._shape(hint)
        return found

    def write(self, value: Any) -> Document:
        """The value as a document, without its name."""
        return self.shape(type(value)).write(value)

    def read(
        self,
        type_: type[T],
        document: Document,
        *,
        where: str = "",
        spellings: Mapping[object, Callable[[Document, str], Any]] | None = None,
        error: type[ComptoirError] = WireError,
    ) -> T:
        """The document as a value of that class; ``error`` is raised with all faults together."""
        reading = Reading(spellings or {}, error=error)
        value = self.shape(type_).read(document, where, reading)
        raise_all(error, reading.faults[:FAULTS_MAX])
        if value is UNREAD:  # a shape that notes no fault has read something
            raise AssertionError(type_)
        return value  # type: ignore[no-any-return]

    def hold(self, type_: type[T], raw: bytes, *, where: str, error: type[ComptoirError]) -> T:
        """The value in its canonical bytes, whose fields marked ``LAZY`` are read when they are asked for.

        What is not held is read at once: ``error`` is raised with all its faults, or if it is not in its
        one spelling.
        """
        pieces, unparsed = cut(raw.decode(), self._lazy_keys(type_))
        value = self.read(type_, parse_around(pieces, unparsed), where=where, error=error)
        if encode_around(self.write(value)) != "{}".join(pieces).encode():
            raise not_canonical(error, where)
        return value

    def dumps(self, value: Any) -> bytes:
        """The canonical bytes of a value, under its document's name.

        Raises ``LimitExceeded`` for what could not be read again.
        """
        written = encode(self.document(value))
        if len(written) > (bytes_max := _bytes_max(type(value))):
            found = f"found {type(value).__name__} of {len(written)} bytes"
            cure = f"keep it within {bytes_max} bytes: what is longer could not be read again"
            raise LimitExceeded.at("", found, cure, code="document_too_large")
        return written

    def document(self, value: Any) -> Document:
        """The value as a document, under its name: ``{"basket/1": { … }}``."""
        return {self._name(type(value), value): self.write(value)}

    def digest(self, value: Any) -> str:
        """SHA-256 of the canonical bytes."""
        return hashlib.sha256(self.dumps(value)).hexdigest()

    def digest_under(self, name: str, value: Any) -> str:
        """SHA-256 of the canonical bytes of a value of any known class, under a name."""
        return hashlib.sha256(encode({name: self.write(value)})).hexdigest()

    def loads(self, data: bytes | str, type_: type[T]) -> T:
        """The value in ``data``, which must be a document of that class.

        It may have as many bytes as the class says in ``bytes_max``, or 1 MiB. Raises ``WireError``
        with every fault (up to 100), or ``LimitExceeded``.
        """
        name = self._name(type_, type_)
        document = parse(data, bytes_max=_bytes_max(type_))
        if not isinstance(document, dict) or set(document) != {name}:
            found = shown(document)
            if isinstance(document, dict):
                found = f"found {', '.join(map(quoted, sorted(document)[:4])) or 'an empty table'}"
            raise WireError.at("", found, f'send {{"{name}": {{ … }}}}', code="other_document")
        return self.read(type_, document[name], where=name)

    def _name(self, cls: type, found: object) -> str:
        if cls not in self._documents.values():
            known = ", ".join(sorted(each.__name__ for each in self._documents.values()))
            raise WrongType.at("", shown(found), f"a document is one of {known}", code="no_document")
        return cls.document  # type: ignore[attr-defined,no-any-return]

    def _shape(self, hint: Any) -> Shape:
        if hint in _SCALARS:
            return _SCALARS[hint]
        if hint in _SIMPLE:
            return _SIMPLE[hint]
        if hint in self._kinds:
            return OneOf(self._record(kind) for kind in self._kinds[hint])
        origin, arguments = get_origin(hint), get_args(hint)
        if origin is Sequence or (origin is tuple and arguments[1:] == (Ellipsis,)):
            return Many(self.shape(arguments[0]))
        if origin is tuple:
            raise AssertionError(hint)  # its parts have no names: make them a class
        if origin in {Mapping, dict}:
            return Entries(self.shape(arguments[1]))
        if origin in {Union, types.UnionType}:
            return self._union(tuple(part for part in arguments if part is not type(None)))
        if isinstance(hint, type) and issubclass(hint, Enum):
            return Choice(hint)
        if hasattr(hint, "from_text"):
            return Scalar(hint, hint.to_text, hint.from_text, hint.example)
        return self._record(hint)

    def _union(self, parts: tuple[Any, ...]) -> Shape:
        if len(parts) == 1:
            return self.shape(parts[0])
        if int in parts:
            [other] = (self.shape(part) for part in parts if part is not int)
            if isinstance(other, Scalar):
                return Either(other)
        return OneOf(self._record(part) for part in parts)

    def _record(self, cls: type) -> Record:
        found = self._shapes.get((Record, cls))
        if found is None:
            found = self._shapes[(Record, cls)] = Record(cls, partial(self._fields, cls))
        return found  # type: ignore[return-value]

    def _field_shape(self, field: attrs.Attribute[Any], hint: Any) -> Shape:
        shape = self.shape(hint)
        by = field.metadata.get("lazy")
        if by is not None and isinstance(shape, Entries | Many):
            return Lazily(shape, field.name.rstrip("_"), by)
        return shape

    def _lazy_keys(self, type_: type) -> set[str]:
        """The keys, in the documents of that class, under which stands what is read when it is asked for."""
        found: set[str] = set()
        pending: list[Shape] = [self.shape(type_)]
        seen: set[Shape] = set()
        for shape in pending:  # grows as it is walked
            if shape in seen:
                continue
            seen.add(shape)
            match shape:
                case Lazily(key=key):
                    found.add(key)
                case Record():
                    pending += (field.shape for field in shape.fields)
                case OneOf():
                    pending += shape.records.values()
                case Many() | Entries():
                    pending.append(shape.inner)
                case _:
                    pass
        return found

    def _fields(self, cls: type) -> tuple[Field, ...]:
        hints = get_type_hints(cls)
        return tuple(
            Field(
                key=field.name.rstrip("_"),
                attribute=field.name,
                argument=field.alias or field.name,
                shape=self._field_shape(field, hints[field.name]),
                is_required=field.default is attrs.NOTHING and type(None) not in get_args(hints[field.name]),
                default=_default(field, hints[field.name]),
            )
            for field in attrs.fields(cls)
            if field.init and not field.metadata.get("not_on_wire", False)
        )


def _default(field: attrs.Attribute[Any], hint: Any) -> Any:
    """What a key that is left out means: the field's default; ``None`` where that may stand there."""
    default: Any = field.default
    if default is attrs.NOTHING and type(None) in get_args(hint):
        return None
    made = default.factory() if isinstance(default, _FACTORY) else default
    if callable(field.converter) and made is not None and made is not attrs.NOTHING:
        return field.converter(made)
    return made


def _bytes_max(cls: type) -> int:
    bytes_max: int = getattr(cls, "bytes_max", DOCUMENT_BYTES_MAX)
    return bytes_max
