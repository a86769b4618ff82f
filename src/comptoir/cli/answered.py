"""What every answer ends with: its digests, and until when it holds; as data and as text.

Source: house rule (outcomes prove themselves).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import Any, Protocol

from comptoir.cli.voice import Voice
from comptoir.rulebook import Rulebook
from comptoir.texts import say
from comptoir.values.instants import Instant, instant_text


class Answered(Protocol):
    """An answer of the counter: a quote, delivery options, a standing, an assessment."""

    @property
    def asked_at(self) -> Instant:
        """When it was asked."""

    @property
    def until(self) -> Instant:
        """The first instant at which the answer may be another."""

    @property
    def rulebook(self) -> Rulebook:
        """Which rules answered."""

    @property
    def question(self) -> str:
        """The digest of what was asked."""

    @property
    def answer(self) -> str:
        """The digest of what was answered."""


def as_data(answered: Answered, **parts: Any) -> dict[str, Any]:
    """The answer as a JSON object: digests and instants, then its parts."""
    return {
        "rulebook": answered.rulebook.digest,
        "question": answered.question,
        "answer": answered.answer,
        "asked_at": instant_text(answered.asked_at),
        "valid_until": instant_text(answered.until),
        **parts,
    }


def add_json(parser: argparse.ArgumentParser) -> None:
    """Let the reader have JSON instead of text."""
    parser.add_argument("--json", action="store_true", help="print JSON, digests included")


def print_json(answered: Answered, **parts: Any) -> None:
    """Print the answer as JSON."""
    print(json.dumps(as_data(answered, **parts), indent=2, ensure_ascii=False))


def ending(answered: Answered, voice: Voice) -> Iterator[str]:
    """Until when the answer holds, and the digest to compare."""
    yield say("until", voice.language, moment=voice.moment(answered.until))
    yield say("answer", voice.language, digest=answered.answer)
