"""One decision about a member's points, as it is asked for: whose, on which facts, when, under which id.

Whoever asks makes the id before asking. Asked again with the same id and the same content, a decision is
the one that was recorded, whatever happened since; with another content it is refused.

Source: house rule (a decision is asked for once, however often it is sent).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar

import attrs

from comptoir.checkout.recorded import Recorded, reads_of
from comptoir.checkout.refusals import Refusal, RefusalCode, Refused
from comptoir.checkout.standing import Standing, standing_of
from comptoir.facts.events import StreamRead
from comptoir.facts.history import History
from comptoir.facts.membership import membership_of
from comptoir.facts.point_events import PointsFact
from comptoir.facts.point_terms import DRAW_ORDER, DrawBy
from comptoir.facts.provenance import Provenance
from comptoir.facts.streams import member_stream
from comptoir.loyalty.account import Account, Reservation
from comptoir.loyalty.rules import Programme
from comptoir.rulebook import Rulebook
from comptoir.values.errors import checked_type
from comptoir.values.identifiers import checked_identifier
from comptoir.values.instants import Instant
from comptoir.values.moments import Moment

F = TypeVar("F", bound=PointsFact)


@attrs.frozen(kw_only=True, slots=False)
class Asked:
    """A decision about the points of a ``member`` at an instant, by the facts of a history."""

    rulebook: Rulebook
    member: str
    history: History = attrs.field(repr=False)
    at: Instant
    id: str
    provenance: Provenance

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.member, "member")
        checked_identifier(self.id, "id")
        checked_type(Provenance, self.provenance, "provenance", 'pass Provenance("app")')

    @property
    def programme(self) -> Programme | None:
        """The loyalty programme, if the rulebook has one."""
        return self.rulebook.loyalty.programme

    @property
    def draw(self) -> tuple[DrawBy, ...]:
        """The order in which lots are drawn."""
        return DRAW_ORDER if self.programme is None else self.programme.draw

    @cached_property
    def standing(self) -> Standing:
        """The member's standing."""
        return self.standing_of(self.member)

    @property
    def account(self) -> Account:
        """The member's points that can be spent."""
        return self.standing.account

    def standing_of(self, member: str) -> Standing:
        """The standing of another member, by the same facts."""
        return standing_of(self.rulebook, member, self.history, self.at)

    def reservation(self, id: str) -> Reservation | None:
        """The reservation of that name, over or not; ``None`` if the member has none."""
        return self.account.reservation(checked_identifier(id, "reservation"))

    def is_one_with(self, other: str, where: str) -> bool:
        """Whether another reference, given as the argument ``where``, names the same account."""
        return checked_identifier(other, where) in self.members

    @cached_property
    def members(self) -> tuple[str, ...]:
        """The references that name the member's account."""
        return membership_of(self._own, Moment(self.at)).references(self.member)

    @cached_property
    def events(self) -> tuple[PointsFact, ...]:
        """What has happened to the member's points apart from orders, in business order."""
        known = self._own.known(Moment(self.at))
        return tuple(fact for fact in known if isinstance(fact, PointsFact) and fact.member in self.members)

    @cached_property
    def _own(self) -> History:
        return self.history.of_member(self.member, Moment(self.at))

    def repeated(
        self, fact_type: type[F], content: Callable[[F], object], asked: object
    ) -> Recorded | Refused | None:
        """What was recorded under the id if it is what is ``asked``; refused if it is something else.

        ``content`` is what of a fact was asked for, and not decided then. ``None`` if the id is new.
        """
        known = [fact for fact in self.history.of_stream(member_stream(self.member)) if fact.id == self.id]
        for fact in known:
            if isinstance(fact, fact_type) and fact.member == self.member and content(fact) == asked:
                return Recorded(facts=(fact,), reads=self._reads(fact))
        return self.refused(RefusalCode.ID_TAKEN, name=self.id) if known else None

    def record(self, fact_type: type[PointsFact], **fields: Any) -> Recorded:  # noqa: ANN401 - each its own type
        """The fact of the decision; it depends on the standing of every member that it names."""
        fact = fact_type(id=self.id, member=self.member, at=self.at, provenance=self.provenance, **fields)
        return Recorded(facts=(fact,), reads=self._reads(fact))

    def refused(self, code: RefusalCode, **said: Any) -> Refused:  # noqa: ANN401 - each has its own type
        """Why not."""
        return Refused(Refusal(code, **said))

    def _reads(self, fact: PointsFact) -> tuple[StreamRead, ...]:
        return reads_of(self.history, fact.streams, self.at)
