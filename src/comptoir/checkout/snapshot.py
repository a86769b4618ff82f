"""A member's standing, kept with what was folded for it, to be resumed with what comes later.

A snapshot saves time and changes nothing: carried on or folded anew, the standing is that of all facts
together. It is carried on where the facts that came are later than all that it has folded; a late one, or
one that leads to facts which had nothing to do with the member, costs a fold of all.

It is no document. What travels and is stored are facts; a snapshot lives where it was made.

Source: house rule (laws L1 and L4).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import attrs

from comptoir.checkout.folded import Folded
from comptoir.checkout.horizon import moment_of
from comptoir.checkout.recorded import history_of
from comptoir.checkout.standing import Standing, standing_from
from comptoir.facts.events import Fact
from comptoir.facts.history import History, Received, fact_of, name_of
from comptoir.loyalty.fold.timeline import LateError
from comptoir.rulebook import Rulebook
from comptoir.values.errors import WrongType, shown
from comptoir.values.instants import Instant, instant_of
from comptoir.values.moments import Moment


@attrs.define(eq=False)
class _Kept:
    """What was folded for a member, every fact so far by name, and the streams ``apart`` from theirs."""

    folded: Folded
    named: dict[tuple[str, str, str], Fact]
    apart: set[str]

    @classmethod
    def of(cls, rulebook: Rulebook, member: str, facts: Sequence[Fact], moment: Moment) -> _Kept:
        """All facts, folded up to a moment; what happens next is noted."""
        history = history_of(rulebook, facts)
        folded = Folded.of(rulebook, member, history, moment)
        others = [fact for fact in history.facts if folded.streams.isdisjoint(fact.streams)]
        apart = {stream for fact in others for stream in fact.streams}
        return cls(folded, {name_of(fact): fact for fact in facts}, apart)

    def carry_on(self, facts: Iterable[Fact], moment: Moment) -> Sequence[Fact]:
        """Fold what came since, up to a later moment; those that were new.

        Raises ``LateError`` where all is to be folded.
        """
        new: list[Fact] = []
        for fact in facts:
            name = name_of(fact)
            if name not in self.named:
                self.named[name] = fact
                new.append(fact)
            elif self.named[name] != fact:
                raise LateError
        self.folded.carry_on(new, moment, self.apart)
        return new

    def snapshot(
        self, rulebook: Rulebook, member: str, moment: Moment, *, facts: tuple[Fact, ...], carried_on: bool
    ) -> Snapshot:
        """What was folded, as it is told: all of it, before anybody else carries it on."""
        standing = standing_from(rulebook, member, self.folded, moment)
        self.folded.books.settle()
        return Snapshot(standing, carried_on, facts, [self])


@attrs.frozen(eq=False)
class Snapshot:
    """The ``standing`` of a member by some facts at an instant, from which it can go on.

    ``carried_on`` says whether it cost only what came since the snapshot before; else all was folded.
    """

    standing: Standing
    carried_on: bool
    _facts: tuple[Fact, ...] = attrs.field(repr=False)
    _kept: list[_Kept] = attrs.field(repr=False)
    """What was folded, until somebody carries it on."""

    def resume(self, facts: Iterable[Fact | Received], at: datetime) -> Snapshot:
        """The snapshot of all facts so far and those that came since, in any order, at an instant.

        What was folded goes over to it: whoever resumes the same snapshot once more has all folded again.
        ``at`` is any aware ``datetime``. Raises what :meth:`Counter.standing` raises.
        """
        rulebook, member, instant = self.standing.rulebook, self.standing.member, instant_of(at)
        came = _facts_of(facts)
        moment = moment_of(rulebook, instant)
        try:
            kept = self._kept.pop()
            new = kept.carry_on(came, moment)
        except (IndexError, LateError):
            return snapshot_of(rulebook, member, (*self._facts, *came), instant)
        return kept.snapshot(rulebook, member, moment, facts=(*self._facts, *new), carried_on=True)


def snapshot_of(rulebook: Rulebook, member: str, facts: Iterable[Fact | Received], at: Instant) -> Snapshot:
    """A member's standing by some facts at an instant, to be resumed."""
    moment = moment_of(rulebook, at)
    came = _facts_of(facts)
    kept = _Kept.of(rulebook, member, came, moment)
    return kept.snapshot(rulebook, member, moment, facts=came, carried_on=False)


def _facts_of(facts: Iterable[Fact | Received]) -> tuple[Fact, ...]:
    """The facts themselves, whenever they were received."""
    cure = "pass the facts that were recorded, in any order"
    if isinstance(facts, History):
        raise WrongType.at("facts", "found a history, which keeps no other contents", cure, code="a_history")
    if not isinstance(facts, Iterable):
        raise WrongType.at("facts", shown(facts), cure, code="not_a_sequence")
    return tuple(fact_of(each, f"facts[{index}]") for index, each in enumerate(facts))
