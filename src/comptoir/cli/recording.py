"""What a command has to record, as data: the facts, and what must not have changed; or why it is refused.

Source: house rule (nothing is recorded by a command).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from typing import Any, Protocol

from comptoir.checkout.refusals import Refused
from comptoir.counter import Counter
from comptoir.facts.events import Fact, StreamRead


class ToRecord(Protocol):
    """Something done at the counter, which is recorded by whoever asked."""

    @property
    def facts(self) -> Sequence[Fact]:
        """The facts to record."""

    @property
    def reads(self) -> Sequence[StreamRead]:
        """What must not have changed."""


def add_id(parser: argparse.ArgumentParser, default: str) -> None:
    """Let the reader name the fact."""
    parser.add_argument("--id", metavar="ID", default=default, help=f"the fact's id (default: {default})")


def print_to_record(found: ToRecord | Refused, counter: Counter) -> None:
    """Print what there is to record, or why it is refused, as JSON."""
    print(json.dumps(_as_data(found, counter), indent=2, ensure_ascii=False))


def _as_data(found: ToRecord | Refused, counter: Counter) -> dict[str, Any]:
    if isinstance(found, Refused):
        return {"refused": {"code": found.reason.code.value, "text": found.reason.text("en")}}
    codec = counter.rulebook.vocabulary.codec
    return {
        "facts": [codec.document(fact) for fact in found.facts],
        "reads": {each.stream: each.version for each in found.reads},
    }
