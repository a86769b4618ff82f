"""What was found in facts, as it is told: until when it holds, in which words, and its two digests.

Decides nothing: each question about facts that changes nothing is told in this way.

Source: house rule (two channels that asked the same compare one string).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import ClassVar, Protocol

import attrs
import pendulum

from comptoir.checkout.answers import Answer, answer_digest, facts_digest
from comptoir.facts.conflicts import Conflict
from comptoir.facts.history import History
from comptoir.facts.orders import Order
from comptoir.rulebook import Rulebook
from comptoir.values.instants import Instant, datetime_of, instant_text
from comptoir.wire import Document, digest


class Found(Answer, Protocol):
    """An answer that can be said in words."""

    def text(self, language: str) -> str:
        """All of it in sentences."""
        ...


@attrs.frozen(kw_only=True)
class Told:
    """What facts came to at an instant; ``until`` is the first at which they may come to something else."""

    question_document: ClassVar[str]
    """The name of the document of which the digest is the question."""

    asked_at: Instant
    until: Instant
    history: History = attrs.field(repr=False)
    rulebook: Rulebook = attrs.field(repr=False)

    @property
    def valid_until(self) -> pendulum.DateTime:
        """The first instant, in UTC, at which the same question may get another answer."""
        return datetime_of(self.until)

    @cached_property
    def question(self) -> str:
        """The digest of the rulebook, the facts, what was asked about, and the instant."""
        document: dict[str, Document] = {
            "rulebook": self.rulebook.digest,
            "facts": facts_digest(self.history, self.rulebook.vocabulary),
            "at": instant_text(self.asked_at),
        }
        return digest({self.question_document: document | dict(self._asked_about())})

    @cached_property
    def answer(self) -> str:
        """The digest of what was found: equal on every channel that asked the same of the same facts."""
        return answer_digest(self._answered(), self.rulebook.vocabulary)

    def _asked_about(self) -> Iterator[tuple[str, Document]]:
        """What was asked about, by name; what is as ever is left out."""
        return iter(())

    def _answered(self) -> Answer:
        """The answer itself."""
        raise NotImplementedError


@attrs.frozen(kw_only=True)
class OrderTold(Told):
    """What was ``found`` about an order at an instant.

    ``conflicts`` is what does not fit in its facts, for somebody to look at.
    """

    order: Order
    found: Found
    conflicts: tuple[Conflict, ...]

    def _asked_about(self) -> Iterator[tuple[str, Document]]:
        yield "order", self.order.id

    def _answered(self) -> Answer:
        return self.found

    def text(self, language: str) -> str:
        """All of it in sentences, a line each, in French (``fr``) or English (``en``)."""
        return self.found.text(language)
