"""Names that two machines read alike: identifiers, and texts that a receipt may print.

An identifier (SKU, member, promotion, order, reference of a line …) is 1 to 64 characters of
``A-Z a-z 0-9 . _ / : -``. A Cyrillic Т or a zero-width space can therefore never make a second
product out of ``TEA-1``. A channel that has other names turns them into identifiers with one
reversible escape, the same on every channel.

Source: house rule; the look-alikes are Unicode TR 39's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from comptoir.values.collections import tuple_of
from comptoir.values.errors import WrongType, WrongValue, shown

IDENTIFIER_LENGTH_MAX: Final = 64
TEXT_LENGTH_MAX: Final = 500

_IDENTIFIER = re.compile(r"[A-Za-z0-9._/:-]{1,64}", re.ASCII)
_PLAIN = re.compile(r"[A-Za-z0-9_/:-]", re.ASCII)
_ESCAPED = re.compile(r"(?:[A-Za-z0-9_/:-]|\.[0-9a-f]{2})+", re.ASCII)
_COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def checked_identifier(text: str, where: str) -> str:
    """The text itself if it is an identifier, else ``WrongValue`` naming the place."""
    if type(text) is not str:
        raise WrongType.at(where, shown(text), "pass an identifier as text", code="not_an_identifier")
    if not _IDENTIFIER.fullmatch(text):
        raise WrongValue.at(
            where,
            shown(text),
            "use 1 to 64 of A-Z a-z 0-9 . _ / : - (escape_identifier() maps any other name)",
            code="not_an_identifier",
        )
    return text


def checked_text(text: str, where: str) -> str:
    """The text itself if it is 1 to 500 printable characters: no control codes, no lone surrogates.

    Control codes are refused because a receipt printer obeys them: ``ESC p`` opens the drawer. So are
    the codes that turn the direction of writing, which would show a price backwards.
    """
    if type(text) is not str:
        raise WrongType.at(where, shown(text), "pass a text", code="not_a_text")
    if not 1 <= len(text) <= TEXT_LENGTH_MAX or _UNPRINTABLE.search(text):
        raise WrongValue.at(
            where,
            shown(text),
            f"use 1 to {TEXT_LENGTH_MAX} printable characters, no control codes",
            code="not_a_text",
        )
    return text


def checked_names(names: Mapping[str, str], where: str = "name") -> Mapping[str, str]:
    """A text per language, itself, if each language is an identifier and each text printable."""
    for language, text in names.items():
        checked_text(text, f"{where}.{checked_identifier(language, where)}")
    return names


def checked_country(code: str, where: str) -> str:
    """The code itself if it has the form of ISO 3166-1's: two capital letters, such as ``FR``."""
    if type(code) is not str or not _COUNTRY.fullmatch(code):
        cure = "use two capital letters of ISO 3166-1, such as FR"
        raise WrongValue.at(where, shown(code), cure, code="not_a_country")
    return code


def to_countries(codes: Iterable[str]) -> tuple[str, ...]:
    """``countries`` as a set, each once, in order; ``WrongValue`` for what is no code of one."""
    listed = tuple_of(str, codes, "countries")
    return tuple(sorted({checked_country(code, f"countries[{i}]") for i, code in enumerate(listed)}))


def escape_identifier(name: str, where: str = "name") -> str:
    """Any name of a channel as an identifier; two names never become the same one.

    Every character outside ``A-Z a-z 0-9 _ / : -`` (the dot too) becomes, byte by byte of its
    UTF-8, a dot and two hexadecimal digits. Raises ``WrongValue`` if the name is empty, is no
    Unicode text, or is longer than 64 characters once escaped.

    >>> escape_identifier("thé vert 1.5")
    'th.c3.a9.20vert.201.2e5'
    """
    if type(name) is not str:
        raise WrongType.at(where, shown(name), "pass a name as text", code="not_a_text")
    try:
        escaped = "".join(
            char if _PLAIN.fullmatch(char) else "".join(f".{byte:02x}" for byte in char.encode())
            for char in name[: IDENTIFIER_LENGTH_MAX + 1]
        )
    except UnicodeEncodeError:
        raise WrongValue.at(
            where, shown(name), "pass Unicode text without lone surrogates", code="not_a_text"
        ) from None
    if not 1 <= len(escaped) <= IDENTIFIER_LENGTH_MAX:
        raise WrongValue.at(
            where,
            shown(name),
            f"pass a name that is 1 to {IDENTIFIER_LENGTH_MAX} characters long once escaped "
            "(a character that an identifier does not know takes 3 or more)",
            code="name_length",
        )
    return escaped


def unescape_identifier(identifier: str, where: str = "identifier") -> str:
    """The channel's name again; exactly the inverse of :func:`escape_identifier`.

    >>> unescape_identifier("th.c3.a9.20vert.201.2e5")
    'thé vert 1.5'
    """
    if type(identifier) is not str:
        raise WrongType.at(where, shown(identifier), "pass an identifier as text", code="not_an_identifier")
    name = ""
    if len(identifier) <= IDENTIFIER_LENGTH_MAX and _ESCAPED.fullmatch(identifier):
        raw = re.sub(r"\.([0-9a-f]{2})", lambda match: chr(int(match[1], 16)), identifier)
        try:
            name = raw.encode("latin-1").decode()
        except UnicodeDecodeError:
            name = ""
    if not name or escape_identifier(name, where) != identifier:
        raise WrongValue.at(
            where, shown(identifier), "pass what escape_identifier() made", code="not_an_escaped_identifier"
        )
    return name
