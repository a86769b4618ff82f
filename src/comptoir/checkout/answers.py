"""The digest of an answer, which two channels compare, and of the facts that a question was about.

Source: house rule (the answer's digest has no instant in it, and nothing of the channel's).
"""

from __future__ import annotations

from typing import ClassVar, Protocol

from comptoir.facts.history import History
from comptoir.vocabulary import Vocabulary
from comptoir.wire import digest


class Answer(Protocol):
    """A value that is an answer, under the name of its document."""

    document: ClassVar[str]


def answer_digest(answer: Answer, vocabulary: Vocabulary) -> str:
    """SHA-256 of the canonical bytes of an answer."""
    return vocabulary.codec.digest_under(answer.document, answer)


def facts_digest(history: History, vocabulary: Vocabulary) -> str:
    """SHA-256 of the canonical bytes of facts in business order."""
    codec = vocabulary.codec
    contradictions = [codec.write(each) for each in history.contradictions]
    return digest([*(codec.document(fact) for fact in history.facts), *contradictions])
