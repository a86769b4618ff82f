"""Which bytes stand for a document, and which bytes are refused before they cost anything.

A document is JSON without floats, nulls and duplicate keys, with ASCII keys, integers within
±(2^53-1) and bounded nesting. For that subset the canonical bytes equal RFC 8785's.

Source: RFC 8259, RFC 8785; the limits are a house rule and tested promises.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any, Final, NoReturn

from comptoir.values.errors import LimitExceeded, WireError, shown

Document = Any
"""What ``json`` knows: dict, list, str, int, bool."""

DOCUMENT_BYTES_MAX: Final = 1 << 20
"""Bytes of a document of facts (1 MiB)."""
NESTING_MAX: Final = 40
"""Brackets inside brackets."""
INTEGER_MAX: Final = 2**53 - 1
"""What a JSON reader in any language holds exactly."""

_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_BRACKET = re.compile(rb"[\[\]{}]")
_INTEGER_DIGITS_MAX = len(str(INTEGER_MAX))


def canonical(document: Document) -> bytes:
    """The one byte string that stands for a document: sorted keys, no white space, UTF-8."""
    try:
        return json.dumps(
            document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
        ).encode()
    except UnicodeEncodeError:
        raise WireError.at(
            "", "found a lone surrogate in a text", "send Unicode text", code="not_unicode"
        ) from None


def digest(document: Document) -> str:
    """SHA-256 of the canonical bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(document)).hexdigest()


def parse(data: bytes | str, *, bytes_max: int = DOCUMENT_BYTES_MAX) -> Document:
    """The document in ``data``; anything ambiguous or oversized is refused.

    Raises ``LimitExceeded`` (size, nesting, digits of an integer) before parsing, and ``WireError``
    for what is no JSON, a float, a null, a duplicate or non-ASCII key.
    """
    raw = _as_bytes(data, bytes_max)
    _refuse_nesting(raw)
    try:
        return json.loads(
            raw.decode(),
            object_pairs_hook=_object,
            parse_float=_no_float,
            parse_constant=_no_float,
            parse_int=_integer,
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


def _as_bytes(data: bytes | str, bytes_max: int) -> bytes:
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
    return _as_bytes(raw, bytes_max)


def _refuse_nesting(raw: bytes) -> None:
    depth = 0
    for bracket in _BRACKET.finditer(_STRING.sub(b"", raw)):
        depth += 1 if bracket[0] in b"[{" else -1
        if depth > NESTING_MAX:
            raise LimitExceeded.at(
                "",
                f"found more than {NESTING_MAX} brackets inside each other",
                "send a flatter document",
                code="nested_too_deeply",
            )


def _object(pairs: list[tuple[str, Document]]) -> dict[str, Document]:
    found: dict[str, Document] = {}
    for key, value in pairs:
        if key in found:
            raise WireError.at(
                "", f"{shown(key)} twice in one object", "send each key once", code="duplicate_key"
            )
        if not key.isascii():
            raise WireError.at("", f"{shown(key)} as a key", "use ASCII keys", code="key_not_ascii")
        found[key] = value
    return found


def _no_float(text: str) -> NoReturn:
    raise WireError.at(
        "",
        f"found the number {text[:40]}",
        'send a decimal number as text, such as "1.10": a float is never exact',
        code="float",
    )


def _integer(text: str) -> int:
    if len(text) > _INTEGER_DIGITS_MAX + 1 or abs(value := int(text)) > INTEGER_MAX:
        raise LimitExceeded.at(
            "",
            f"found an integer of {len(text)} characters",
            "stay within ±(2^53-1)",
            code="integer_too_large",
        )
    return value
