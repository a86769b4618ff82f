"""TOML text in, a document out; what is hostile or no TOML is refused, with its line.

Decides nothing about rulebooks. The limits are checked before the text is parsed, because the parser
of the standard library takes seconds for one key of twenty thousand parts and exhausts the stack on
nested brackets.

Source: TOML 1.0; the limits are a house rule and tested promises.
"""

from __future__ import annotations

import re
import tomllib
from typing import Any, Final

from comptoir.values.errors import LimitExceeded, RulebookError, WrongType, shown
from comptoir.wire.canonical import NESTING_MAX

TOML_LENGTH_MAX: Final = 64 << 20
"""Bytes, or characters, of a rulebook as people write it (64 Mi)."""
LINE_LENGTH_MAX: Final = 100_000
"""Characters of a line."""
WORD_LENGTH_MAX: Final = 128
"""Characters of a number, a date or a key without quotes."""
KEY_PARTS_MAX: Final = 16
"""Parts of a dotted key or of a table's header."""

_OPAQUE = re.compile(
    r'"""(?:[^"\\]++|\\.?|"{1,2}+(?!"))*+(?:"{3,5}|\Z)'
    r"|'''(?:[^']++|'{1,2}+(?!'))*+(?:'{3,5}|\Z)"
    r'|"(?:[^"\\\n]++|\\[^\n]?)*+"?'
    r"|'[^'\n]*+'?"
    r"|#[^\n]*+",
    re.DOTALL,
)
_LONG_LINE = re.compile(rf"^[^\n]{{{LINE_LENGTH_MAX + 1}}}", re.MULTILINE)
_LONG_WORD = re.compile(rf"(?<![A-Za-z0-9_+:-])[A-Za-z0-9_+:-]{{{WORD_LENGTH_MAX + 1}}}")
_LONG_KEY = re.compile(rf"(?:\.[^.=,\n\[\]{{}}]*+){{{KEY_PARTS_MAX}}}")
_BRACKET = re.compile(r"[\[\]{}]")
_PLACE = re.compile(r" ?\(at (?:line (\d+), column (\d+)|end of document)\)")

_MESSAGE_LENGTH_MAX: Final = 120
_CURES: Final = {
    "Cannot overwrite": "write each key once: it is already written above",
    "Cannot declare": "write each [table] once, and [[two brackets]] for each entry of a list",
    "Cannot mutate": "write each key and [table] once: it is already complete above",
    "Cannot redefine": "write each key and [table] once",
    "Duplicate": "write each key once",
    "Unclosed array": "separate the items of a list with commas and close it with ]",
    "Unclosed inline table": "separate the entries with commas and close the table with }, on one line",
    "Unterminated string": 'close the text with the quote that opened it: "…"',
    "Expected \"'": "close the text with the quote that opened it: '…'",
    "Illegal character": 'close the text on its line with the quote that opened it: "…"',
    "Expected '=' after": "write key = value",
    "Invalid value": 'put a text, a price or a percentage in quotes: tax = "standard"',
    "Invalid date": "write a day that exists, as 2026-11-27",
    "Expected newline": "write one key = value per line, and a text in quotes",
    "Unescaped '\\'": "write a backslash twice, or put the text in 'single quotes'",
}
_CURE: Final = 'write key = value on a line of its own, a text in "quotes", a table as [name]'


def toml_document(text: str | bytes) -> dict[str, Any]:
    """The document in a TOML text; bytes are UTF-8, with or without a byte order mark.

    Raises ``LimitExceeded`` for what is larger than a limit of this module, before parsing, and
    ``RulebookError`` for what is no TOML, with line and column.

    >>> toml_document('zone = "Europe/Paris"')
    {'zone': 'Europe/Paris'}
    """
    if len(_checked_type(text)) > TOML_LENGTH_MAX:
        raise LimitExceeded.at(
            "",
            f"found a text of {len(text)} bytes or characters",
            f"write at most {TOML_LENGTH_MAX}",
            code="document_too_large",
        )
    source = _decoded(text).removeprefix("\ufeff")
    _refuse_hostile(source)
    try:
        document = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise _no_toml(str(error), source) from None
    if _depth(document) > NESTING_MAX:
        raise _too_deep(line=None)
    return document


def _checked_type(text: object) -> str | bytes:
    if isinstance(text, str | bytes):
        return text
    raise WrongType.at("", shown(text), "pass the text of a rulebook, or its bytes", code="not_a_text")


def _decoded(text: str | bytes) -> str:
    if isinstance(text, str):
        return text
    try:
        return text.decode()
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, error.start) + 1
        raise RulebookError.at(
            "", f"found bytes that are no UTF-8 in line {line}", "save the file as UTF-8", code="not_unicode"
        ) from None


def _refuse_hostile(source: str) -> None:
    """Refuse what the parser would take too long for; texts and comments are free within a line."""
    _refuse(_LONG_LINE, source, f"more than {LINE_LENGTH_MAX} characters", "break it", "line_too_long")
    bare = _OPAQUE.sub(lambda opaque: '"' + "\n" * opaque[0].count("\n"), source)
    _refuse(
        _LONG_WORD,
        bare,
        f"a number or a name without quotes of more than {WORD_LENGTH_MAX} characters",
        "shorten it",
        "word_too_long",
    )
    _refuse(
        _LONG_KEY,
        bare,
        f"a dotted key of more than {KEY_PARTS_MAX} parts",
        "shorten it: no key of a rulebook has more than five",
        "key_too_deep",
    )
    depth = 0
    for bracket in _BRACKET.finditer(bare):
        depth += 1 if bracket[0] in "[{" else -1
        if depth > NESTING_MAX:
            raise _too_deep(line=_line(bare, bracket.start()))


def _refuse(pattern: re.Pattern[str], text: str, found: str, cure: str, code: str) -> None:
    if match := pattern.search(text):
        raise LimitExceeded.at("", f"found, in line {_line(text, match.start())}, {found}", cure, code=code)


def _too_deep(line: int | None) -> LimitExceeded:
    where = "" if line is None else f", in line {line},"
    found = f"found{where} more than {NESTING_MAX} tables and lists inside each other"
    return LimitExceeded.at("", found, "write a flatter document", code="nested_too_deeply")


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _no_toml(message: str, source: str) -> RulebookError:
    """The parser's message with its place, and the cure that a merchandiser needs."""
    place = _PLACE.search(message)
    what = _PLACE.sub("", message)[:_MESSAGE_LENGTH_MAX].encode("ascii", "backslashreplace").decode()
    if place and place[1]:
        line, column = place[1], place[2]
    else:
        last = source.rstrip("\n")
        line, column = str(_line(last, len(last))), str(len(last) - last.rfind("\n"))
    cure = next((cure for known, cure in _CURES.items() if known in what), _CURE)
    return RulebookError.at(
        "", f"found no TOML at line {line}, column {column}: {what}", cure, code="not_toml"
    )


def _depth(document: object) -> int:
    """Tables and lists inside each other, counted without recursion; at most one above the limit."""
    depth = 0
    level = [document]
    while level and depth <= NESTING_MAX:
        nested: list[object] = []
        for each in level:
            if isinstance(each, dict):
                nested.extend(each.values())
            elif isinstance(each, list):
                nested.extend(each)
        level = [each for each in nested if isinstance(each, dict | list)]
        depth += 1
    return depth
