"""What was done at a person's word, as a page or as data: what is to be recorded; or why it is refused.

As data it is the facts, and what must not have changed.

Source: house rule (nothing is recorded by a command).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final, Protocol, TypeVar

from rich.console import Console

from comptoir.checkout.refusals import Refused
from comptoir.cli.voice import Sentences, Voice, columns, folded, page
from comptoir.counter import Counter
from comptoir.facts.events import Fact, StreamRead

_WORDS: Final[Sentences] = {
    "yes": {"fr": "OUI", "en": "YES"},
    "no": {"fr": "NON", "en": "NO"},
    "recorded": {"fr": "Déjà enregistré sous ce nom.", "en": "It is recorded under this id already."},
}


class ToRecord(Protocol):
    """Something done at the counter, which is recorded by whoever asked."""

    @property
    def facts(self) -> Sequence[Fact]:
        """The facts to record."""

    @property
    def reads(self) -> Sequence[StreamRead]:
        """What must not have changed."""


T = TypeVar("T", bound=ToRecord)


def add_id(parser: argparse.ArgumentParser, default: str) -> None:
    """Let the reader name the fact."""
    parser.add_argument("--id", metavar="ID", default=default, help=f"the fact's id (default: {default})")


def print_done(
    found: T | Refused,
    told: Callable[[T, Voice], Iterable[str]],
    *,
    title: Callable[[Voice], str],
    counter: Counter,
    arguments: argparse.Namespace,
    console: Console,
) -> None:
    """Print yes and what is ``told`` of something done, or no and why; as JSON, what there is to record."""
    if arguments.json:
        print(json.dumps(_as_data(found, counter), indent=2, ensure_ascii=False))
        return
    voice = Voice.of(arguments.language, counter.rulebook)
    if isinstance(found, Refused):
        reason = found.reason.text(voice.language.code)
        lines = [verdict(title(voice), voice, is_yes=False), *folded(reason, indent=2)]
    else:
        lines = [verdict(title(voice), voice, is_yes=True), *told(found, voice)]
    console.print(page(lines), markup=False)


def verdict(title: str, voice: Voice, *, is_yes: bool) -> str:
    """A title, with yes or no."""
    return columns(title, voice.say(_WORDS, "yes" if is_yes else "no"))


def recorded_before(voice: Voice) -> Iterator[str]:
    """That it was done already, and nothing is to be decided any more."""
    return folded(voice.say(_WORDS, "recorded"), indent=2)


def _as_data(found: ToRecord | Refused, counter: Counter) -> dict[str, Any]:
    if isinstance(found, Refused):
        return {"refused": {"code": found.reason.code.value, "text": found.reason.text("en")}}
    codec = counter.rulebook.vocabulary.codec
    return {
        "facts": [codec.document(fact) for fact in found.facts],
        "reads": {each.stream: each.version for each in found.reads},
    }
