"""Facts in a file: JSON Lines, one canonical document such as ``{"order-placed/1": …}`` a line.

A fact that stands there twice is one fact, and lines may come in any order; blank lines are skipped. When
it was received may stand around it: ``{"received/1": {"at": "2026-12-04T17:05:00Z", "fact": {…}}}``.

Source: https://jsonlines.org; house rule for the documents.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import pendulum

from comptoir.checkout.standing import Standing
from comptoir.cli.files import read_bytes
from comptoir.counter import Counter
from comptoir.facts.baskets import Basket
from comptoir.facts.events import FACT_TYPES, Fact, OrderPlaced
from comptoir.facts.history import Received
from comptoir.facts.terms import TERMS_BYTES_MAX
from comptoir.facts.unproven import UnprovenReturned
from comptoir.values.errors import (
    FAULTS_MAX,
    ComptoirError,
    Fault,
    WireError,
    WrongValue,
    quoted,
    raise_all,
    shown,
)
from comptoir.values.instants import Instant
from comptoir.vocabulary import STANDARD
from comptoir.wire import Document, parse

_TYPES: Final[Mapping[str, type[Fact]]] = {cls.document: cls for cls in FACT_TYPES}
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


def add_facts(parser: argparse.ArgumentParser) -> None:
    """Let the reader name a file of facts."""
    help_ = "facts: JSON Lines, as journey --facts writes them; - reads standard input"
    parser.add_argument("facts", metavar="FACTS", help=help_)


def add_buyers_facts(parser: argparse.ArgumentParser) -> None:
    """Let the reader add what is known of the buyer."""
    help_ = "the buyer's facts, as JSON Lines: with them, points and tier count"
    parser.add_argument("--facts", metavar="FILE", help=help_)


def standing_of_buyer(
    counter: Counter, basket: Basket, path: str | None, at: pendulum.DateTime
) -> Standing | None:
    """The standing of a basket's buyer by the facts of a file; ``None`` without a file or a member."""
    member = basket.buyer.member
    return None if path is None or member is None else counter.standing(member, read_facts(path), at)


def read_facts(path: str) -> tuple[Fact | Received, ...]:
    """The facts of a file, or of standard input for ``-``.

    Raises ``WireError`` with every fault, up to a hundred, each naming its line.
    """
    data = read_bytes(path).removeprefix(_BYTE_ORDER_MARK)
    if data.lstrip().startswith(b"["):
        cure = "write one fact a line, without commas; jq -c '.[]' does it"
        raise WireError.at(path, "found a JSON array", cure, code="not_json_lines")
    facts: list[Fact | Received] = []
    faults: list[Fault] = []
    for number, line in enumerate(data.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            facts.append(_read(parse(line, bytes_max=TERMS_BYTES_MAX)))
        except ComptoirError as error:
            faults += error.under(f"{path} line {number}").faults
        if len(faults) >= FAULTS_MAX:
            break
    raise_all(WireError, faults[:FAULTS_MAX])
    return tuple(facts)


def write_facts(path: str, facts: Iterable[Fact]) -> None:
    """The canonical document of each fact, on a line of its own."""
    Path(path).write_bytes(b"".join(STANDARD.codec.dumps(fact) + b"\n" for fact in facts))


def the_member(facts: Iterable[Fact | Received], wanted: str | None) -> str:
    """The member asked about: the one named, or the only one of whom the facts speak."""
    if wanted is not None:
        return wanted
    members = sorted({member for fact in facts if (member := _member(fact)) is not None})
    if len(members) != 1:
        named = ", ".join(members[:10]) + (" …" if len(members) > 10 else "")
        found = f"found {len(members)} members in the facts: {named}" if members else "found no member"
        cure = "name one of them" if members else "pass the facts of a member, or name one"
        raise WrongValue.at("--member", found, cure, code="which_member")
    return members[0]


def _read(document: Document) -> Fact | Received:
    """A fact, and when it was received if that stands around it."""
    if not isinstance(document, dict) or set(document) != {Received.document}:
        return _fact(document)
    inside = document[Received.document]
    if not isinstance(inside, dict) or set(inside) != {"at", "fact"}:
        cure = "write when it was received, at, and the fact"
        raise WireError.at(Received.document, shown(inside), cure, code="not_a_fact")
    at = STANDARD.codec.read(Instant, inside["at"], where=f"{Received.document}.at")
    try:
        return Received(_fact(inside["fact"]), at)
    except ComptoirError as error:
        raise error.under(f"{Received.document}.fact") from None


def _fact(document: Document) -> Fact:
    names = sorted(document) if isinstance(document, dict) else []
    if len(names) != 1 or names[0] not in _TYPES:
        found = f"found {', '.join(map(quoted, names[:4]))}" if names else shown(document)
        cure = f"write one fact a line: one of {', '.join(sorted(_TYPES))}"
        raise WireError.at("", found, cure, code="not_a_fact")
    [name] = names
    return STANDARD.codec.read(_TYPES[name], document[name], where=name)


def _member(fact: Fact | Received) -> str | None:
    if isinstance(fact, Received):
        return _member(fact.fact)
    if isinstance(fact, UnprovenReturned):
        return None
    return fact.order.buyer.member if isinstance(fact, OrderPlaced) else fact.member
