"""Which bytes of a sealed document are its header, and which are each section.

They are found without parsing, by the keys that stand before them in the one spelling. Whether they were
found rightly, the digests of the sections decide: bytes that have the digest in the header are the section.

Source: house rule (law P3).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from comptoir.rulebook.sections import SECTIONS
from comptoir.values.errors import WireError

NAME: Final = "rulebook/1"
"""The name under which a rulebook stands in its document."""

_BEGIN: Final = b'{"%b":{"header":' % NAME.encode()
_END: Final = b"}}}"


def slices(raw: bytes) -> dict[str, bytes]:
    """The bytes of the ``header`` and of each section.

    Raises ``WireError`` if the keys are not where they belong.
    """
    if not (raw.startswith(_BEGIN) and raw.endswith(_END)):
        raise _not_found("document")
    edges = [(len(_BEGIN), len(_BEGIN))]
    for name, mark in _marks():
        end = raw.find(mark, edges[-1][1])
        if end < 0:
            raise _not_found(name)
        edges.append((end, end + len(mark) - 1))
    edges.append((len(raw) - len(_END), len(raw)))
    return {
        name: raw[start:end]
        for name, ((_, start), (end, _)) in zip(("header", *SECTIONS), pairwise(edges), strict=True)
    }


def _marks() -> Iterator[tuple[str, bytes]]:
    """What stands before each section, and the brace with which it begins."""
    before = b',"sections":{'
    for name in SECTIONS:
        yield name, b'%b"%b":{' % (before, name.encode())
        before = b","


def _not_found(what: str) -> WireError:
    return WireError.at(
        "", f"found no {what} in its place", "send what `comptoir seal` wrote", code="not_canonical"
    )
