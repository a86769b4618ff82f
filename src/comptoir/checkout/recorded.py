"""The facts that a channel passes, and those that it records once something was decided about points.

Source: house rule (law L1; decisions that spend are guarded).
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from comptoir.facts.events import Fact, StreamRead
from comptoir.facts.history import History, Received
from comptoir.facts.point_events import PointsFact
from comptoir.rulebook import Rulebook
from comptoir.values.errors import WrongType
from comptoir.values.instants import Instant
from comptoir.values.moments import Moment

Facts = History | Iterable[Fact | Received]
"""Facts in any order, even repeated, each as :class:`Received` if somebody noted when; or their history."""


@attrs.frozen(kw_only=True)
class Recorded:
    """What was decided about points: the facts to record, and what must not have changed by then."""

    facts: tuple[PointsFact, ...]
    reads: tuple[StreamRead, ...]


def history_of(rulebook: Rulebook, facts: Facts, known_at: Instant | None = None) -> History:
    """The facts as a set, in business order, without those received after ``known_at``."""
    if not isinstance(facts, History):
        return History.of(facts, rulebook.vocabulary.codec.dumps, known_at=known_at)
    if known_at is not None:
        cure = "pass the facts themselves, as they were received"
        raise WrongType.at("facts", "found a history, which keeps no such instants", cure, code="a_history")
    return facts


def reads_of(history: History, streams: Iterable[str], at: Instant) -> tuple[StreamRead, ...]:
    """Some streams and all those to which they led by then, as they were read."""
    linked = history.linked(streams, Moment(at))
    return tuple(StreamRead(stream, history.version(stream)) for stream in sorted(linked))
