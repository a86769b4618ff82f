"""Which bytes stand for a document, and which bytes are refused before they cost anything.

A document is JSON without floats, nulls and duplicate keys, with ASCII keys, integers within
±(2^53-1) and bounded nesting. For that subset the canonical bytes equal RFC 8785's.

Source: RFC 8259, RFC 8785; the limits are a house rule and tested promises.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, islice
from typing import Any, Final

import attrs

from comptoir.values.errors import (
    FAULTS_MAX,
    ComptoirError,
    Fault,
    LimitExceeded,
    WireError,
    WrongType,
    join,
    quoted,
    shown,
)

Document = Any
"""What ``json`` knows: dict, list, str, int, bool."""

DOCUMENT_BYTES_MAX: Final = 1 << 20
"""Bytes of a document of facts (1 MiB)."""
NESTING_MAX: Final = 40
"""Brackets inside brackets."""
INTEGER_MAX: Final = 2**53 - 1
"""What a JSON reader in any language holds exactly."""

_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)
"""A string, or what is left of the document if it never ends: no byte is looked at twice."""
_NO_BRACKETS = bytes(byte for byte in range(256) if byte not in b"[]{}")
_STEPS: Final = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_PATH_KEY = re.compile(r"[A-Za-z0-9._/:-]{1,64}", re.ASCII)
_TOO_LARGE = "integer_too_large"
_INTEGER_DIGITS_MAX = len(str(INTEGER_MAX))
_NUMBER_SHOWN_MAX = 40
_HOLE: Final = "-Infinity"
"""Where a part was cut out of a text: Python's reader takes it for a number, and no document holds it."""
_NO_NUMBERS: Final = ("Infinity", "NaN")


@attrs.frozen
class Unparsed:
    """A part of a document that is still the text in which it came."""

    text: str

    @property
    def document(self) -> Document:
        """The part itself; ``WireError`` if the text is not its one spelling."""
        document = parse_whole(self.text.encode())
        if encode(document) != self.text.encode():
            raise not_canonical(WireError, "")
        return document


def canonical(document: Document) -> bytes:
    """The one byte string that stands for a document: sorted keys, no white space, UTF-8.

    Raises ``WrongType`` for what no document holds: a float, a null, a key that is no ASCII text.
    """
    encoded = encode(document)
    _check_document(document)
    return encoded


def encode(document: Document) -> bytes:
    """The canonical bytes of what a codec wrote: it is known to be a document, and not looked through."""
    return _encode(document, _written_out)


def encode_around(document: Document) -> bytes:
    """The same, with an empty table in the place of each part that is still text."""
    return _encode(document, _left_empty)


def _encode(document: Document, of_unparsed: Callable[[object], Document]) -> bytes:
    try:
        return json.dumps(
            document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=of_unparsed
        ).encode()
    except ComptoirError:
        raise
    except UnicodeEncodeError:
        raise WireError.at(
            "", "found a lone surrogate in a text", "send Unicode text", code="not_unicode"
        ) from None
    except (TypeError, ValueError, RecursionError):
        raise _no_document(document) from None


def _written_out(part: object) -> Document:
    if type(part) is not Unparsed:
        raise TypeError(part)
    return part.document


def _left_empty(part: object) -> Document:
    if type(part) is not Unparsed:
        raise TypeError(part)
    return {}


def not_canonical(error: type[ComptoirError], where: str) -> ComptoirError:
    """The error for what has its meaning, but not its one spelling."""
    cure = "seal it with comptoir: the section has its meaning, but not its one spelling"
    return error.at(where, "found another spelling than the canonical one", cure, code="not_canonical")


def digest(document: Document) -> str:
    """SHA-256 of the canonical bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(document)).hexdigest()


def parse(data: bytes | str, *, bytes_max: int = DOCUMENT_BYTES_MAX) -> Document:
    """The document in ``data``; anything ambiguous or oversized is refused, with its place.

    Raises ``LimitExceeded`` for size and nesting (before anything is parsed) and for integers that are
    too large (before they are converted), and ``WireError`` for what is no JSON, a float, a null, a
    duplicate or non-ASCII key.
    """
    return parse_whole(as_bytes(data, bytes_max))


def parse_around(pieces: Sequence[str], unparsed: Iterable[Unparsed]) -> Document:
    """The document out of whose text parts were cut: each stands, unparsed, between two of the pieces."""
    if any(word in piece for word in _NO_NUMBERS for piece in pieces):
        raise WireError.at("", "found a number that is none", "send integers", code="float")
    return parse_whole(_HOLE.join(pieces).encode(), unparsed)


def parse_whole(raw: bytes, unparsed: Iterable[Unparsed] = ()) -> Document:
    """The document in bytes that are known to be few enough."""
    structure = _STRING.sub(b"", raw)
    _refuse_nesting(structure)
    pass_ = _Pass(unparsed)
    try:
        document = json.loads(
            raw.decode(),
            object_pairs_hook=pass_.table,
            parse_float=pass_.no_float,
            parse_constant=pass_.constant,
            parse_int=pass_.integer,
        )
    except json.JSONDecodeError as fault:
        raise WireError.at(
            "",
            f"found no JSON at line {fault.lineno}, column {fault.colno}: {fault.msg}",
            "send one JSON document",
            code="not_json",
        ) from None
    except UnicodeDecodeError:
        raise WireError.at("", "found bytes that are no UTF-8", "send UTF-8", code="not_unicode") from None
    if pass_.refused or b"null" in structure:
        faults = list(islice(_refusals(document, ""), FAULTS_MAX))
        error = LimitExceeded if any(fault.code == _TOO_LARGE for fault in faults) else WireError
        raise error(*faults)
    return document


def step(where: str, key: str) -> str:
    """One step further down a path, by a key of which nothing is known.

    >>> step("prices", "ROBE-36"), step("prices", "a b")
    ('prices.ROBE-36', "prices['a b']")
    """
    return join(where, key) if _PATH_KEY.fullmatch(key) else f"{where}[{quoted(key)}]"


def as_bytes(data: bytes | str, bytes_max: int) -> bytes:
    """The document's UTF-8; refused if it is neither bytes nor text, or too long."""
    if not isinstance(data, bytes | str):
        raise WrongType.at("", shown(data), "pass the document as bytes or text", code="not_a_document")
    if len(data) > bytes_max:
        raise LimitExceeded.at(
            "",
            f"found a document of {len(data)} bytes or more",
            f"send at most {bytes_max} bytes",
            code="document_too_large",
        )
    if isinstance(data, bytes):
        return data
    try:
        raw = data.encode()
    except UnicodeEncodeError:
        raise WireError.at(
            "", "found a lone surrogate in a text", "send Unicode text", code="not_unicode"
        ) from None
    return as_bytes(raw, bytes_max)


def _refuse_nesting(structure: bytes) -> None:
    brackets = structure.translate(None, _NO_BRACKETS)
    if max(accumulate(map(_STEPS.__getitem__, brackets)), default=0) > NESTING_MAX:
        raise LimitExceeded.at(
            "",
            f"found more than {NESTING_MAX} brackets inside each other",
            "send a flatter document",
            code="nested_too_deeply",
        )


@attrs.frozen
class _Refused:
    """Stands in a document where something was refused, until its place is known."""

    code: str
    found: str
    cure: str


class _Pass:
    """One pass over a text, which replaces what it refuses, and puts what was cut out into its place."""

    def __init__(self, unparsed: Iterable[Unparsed]) -> None:
        self.refused: list[_Refused] = []
        self._unparsed = iter(unparsed)

    def table(self, pairs: list[tuple[str, Document]]) -> dict[str, Document]:
        found = dict(pairs)
        if len(found) < len(pairs):
            counts = Counter(key for key, _ in pairs)
            cure = "send each key once"
            for key in found:
                if counts[key] > 1:
                    found[key] = self._refuse("duplicate_key", f"found {quoted(key)} twice", cure)
        if not "".join(found).isascii():
            for key in found:
                if not key.isascii():
                    shown_key = f"found {quoted(key)} as a key"
                    found[key] = self._refuse("key_not_ascii", shown_key, "use ASCII keys")
        return found

    def no_float(self, text: str) -> _Refused:
        shortened = text if len(text) <= _NUMBER_SHOWN_MAX else f"{text[:_NUMBER_SHOWN_MAX]}…"
        cure = 'send a decimal number as text, such as "1.10": a float is never exact'
        return self._refuse("float", f"found the number {shortened}", cure)

    def constant(self, text: str) -> Document:
        return next(self._unparsed, None) or self.no_float(text)

    def integer(self, text: str) -> Document:
        if len(text) <= _INTEGER_DIGITS_MAX + 1 and abs(value := int(text)) <= INTEGER_MAX:
            return value
        return self._refuse(
            _TOO_LARGE, f"found an integer of {len(text)} characters", "stay within ±(2^53-1)"
        )

    def _refuse(self, code: str, found: str, cure: str) -> _Refused:
        if len(self.refused) < FAULTS_MAX:
            self.refused.append(_Refused(code, found, cure))
        return self.refused[-1]


def _refusals(document: Document, where: str) -> Iterator[Fault]:
    match document:
        case _Refused(code, found, cure):
            yield Fault(code, where, found, cure)
        case None:
            yield Fault("null", where, "found null", "leave the key out, or send a value")
        case dict():
            for key, item in document.items():
                yield from _refusals(item, step(where, key))
        case list():
            for index, item in enumerate(document):
                yield from _refusals(item, f"{where}[{index}]")
        case _:
            pass


def _check_document(document: Document) -> None:
    """Only what a document holds; ``document`` has been written once and thus is finite."""
    pending = [document]
    for part in pending:  # grows as it is walked
        kind = type(part)
        if kind is dict:
            for key in part:
                if type(key) is not str or not key.isascii():
                    raise WrongType.at("", f"{shown(key)} as a key", "use ASCII keys", code="key_not_ascii")
            pending.extend(part.values())
        elif kind is list:
            pending.extend(part)
        elif not (kind is str or kind is bool or (kind is int and -INTEGER_MAX <= part <= INTEGER_MAX)):
            raise _no_document(part)


def _no_document(part: object) -> WrongType:
    cure = "a document holds texts, integers within ±(2^53-1), flags, lists and tables, and no floats"
    return WrongType.at("", shown(part), cure, code="not_a_document")
