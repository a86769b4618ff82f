"""What members would have under another programme: everything that they earned, earned again by its rules.

A question that changes nothing: it is asked before a programme is launched. What was spent was spent; what
could then not have been drawn is owed, and shows as debt.

Source: house rule (law W1: under the same programme, nothing is other than it is).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar, Final

import attrs

from comptoir.checkout.accounting import liability_at
from comptoir.checkout.answers import Answer
from comptoir.checkout.earned_again import earned_again
from comptoir.checkout.horizon import moment_of
from comptoir.checkout.standing import Standing, standing_of
from comptoir.checkout.told import Told
from comptoir.facts.history import History
from comptoir.facts.membership import membership_of
from comptoir.facts.point_terms import POINTS
from comptoir.facts.terms import TERMS_BYTES_MAX
from comptoir.loyalty.account import NO_POINTS, Account
from comptoir.loyalty.liability import LiabilityState
from comptoir.loyalty.rules import Programme
from comptoir.rulebook import Rulebook
from comptoir.values.errors import WrongValue, checked_type
from comptoir.values.instants import Instant
from comptoir.wire import Document

_MEMBER: Final = "member:"


@attrs.frozen(kw_only=True)
class Amounts:
    """What the points of one type of a member, or of all members, come to."""

    earned: int = 0
    granted: int = 0
    pending: int = 0
    available: int = 0
    held: int = 0
    redeemed: int = 0
    expired: int = 0
    debt: int = 0

    @classmethod
    def of(cls, account: Account) -> Amounts:
        """Those of one account."""
        return cls(**{field.name: getattr(account, field.name) for field in attrs.fields(cls)})

    def plus(self, other: Amounts) -> Amounts:
        """The sum of both."""
        return Amounts(
            **{field.name: getattr(self, field.name) + getattr(other, field.name) for field in _FIELDS}
        )

    def less(self, other: Amounts) -> Amounts:
        """What this is more than the other."""
        return Amounts(
            **{field.name: getattr(self, field.name) - getattr(other, field.name) for field in _FIELDS}
        )

    @property
    def left(self) -> int:
        """What can still be used, now or later, less what is owed."""
        return self.pending + self.available + self.held - self.debt


_FIELDS: Final = attrs.fields(Amounts)


@attrs.frozen(kw_only=True)
class MemberWhatIf:
    """A member by one opaque reference: the tier and the points, by type, ``now`` and ``then``."""

    member: str
    tier_now: str | None
    tier_then: str | None
    now: Mapping[str, Amounts]
    then: Mapping[str, Amounts]

    def change(self, type_: str = POINTS) -> int:
        """How many points of a type the member would have more (below nothing: fewer), debt taken off."""
        return self.then.get(type_, Amounts()).left - self.now.get(type_, Amounts()).left


@attrs.frozen(kw_only=True)
class WhatIfState:
    """The answer itself: every account, and what all of them come to, now and then.

    So many ``orders`` and ``grants`` earn something else. ``kept`` are rules whose points stayed as they
    were: those of promotions, and of what neither programme has.
    """

    document: ClassVar[str] = "what-if/1"
    bytes_max: ClassVar[int] = TERMS_BYTES_MAX

    members: tuple[MemberWhatIf, ...]
    orders: int
    grants: int
    kept: tuple[str, ...] = ()
    liability_now: LiabilityState
    liability_then: LiabilityState


@attrs.frozen(kw_only=True)
class WhatIf(Told):
    """What members have at an instant, and what they would have ``under`` another rulebook's programme."""

    question_document: ClassVar[str] = "what-if-question/1"

    state: WhatIfState
    under: Rulebook = attrs.field(repr=False)

    @property
    def members(self) -> tuple[MemberWhatIf, ...]:
        """Every account, by its first reference."""
        return self.state.members

    @property
    def types(self) -> tuple[str, ...]:
        """The types of points that there are, now or then."""
        return tuple(sorted({type_ for each in self.members for type_ in (*each.now, *each.then)}))

    def now(self, type_: str = POINTS) -> Amounts:
        """What the points of a type come to, of all members together."""
        return _sum(each.now.get(type_, Amounts()) for each in self.members)

    def then(self, type_: str = POINTS) -> Amounts:
        """What they would come to."""
        return _sum(each.then.get(type_, Amounts()) for each in self.members)

    def gaining(self, type_: str = POINTS) -> int:
        """How many members would have more points."""
        return sum(each.change(type_) > 0 for each in self.members)

    def losing(self, type_: str = POINTS) -> int:
        """How many members would have fewer points."""
        return sum(each.change(type_) < 0 for each in self.members)

    @property
    def other_tier(self) -> int:
        """How many members would be of another tier."""
        return sum(each.tier_now != each.tier_then for each in self.members)

    def _asked_about(self) -> Iterator[tuple[str, Document]]:
        yield "under", self.under.digest

    def _answered(self) -> Answer:
        return self.state


def what_if(rulebook: Rulebook, history: History, at: Instant, *, under: Rulebook) -> WhatIf:
    """What members would have at an instant if the programme of another rulebook had been in force.

    ``history`` has the facts of all members. Raises ``WrongValue`` where one of the rulebooks has no
    programme, or the two are of different currencies, and ``NoAnswer`` where a table of time of the other
    rulebook does not reach back to the first of the facts.
    """
    checked_type(Rulebook, under, "under", "pass a Rulebook")
    programme, by = _programme(rulebook, "rulebook"), _programme(under, "under")
    if programme.currency != by.currency:
        found = f"found {by.currency}, not {programme.currency}"
        raise WrongValue.at(
            "under.loyalty", found, "compare programmes of one currency", code="other_currency"
        )
    again = earned_again(history, programme, at, under=under, by=by)
    untils: list[Instant] = []

    def told(of: Rulebook, member: str, facts: History) -> Standing:
        found = standing_of(of, member, facts, at)
        untils.append(found.until)
        return found

    members = tuple(
        _member(member, told(rulebook, member, history), told(under, member, again.history))
        for member in _accounts(history, rulebook, at)
    )
    now, then = (
        liability_at(of, facts, at, None) for of, facts in ((rulebook, history), (under, again.history))
    )
    state = WhatIfState(
        members=members,
        orders=again.orders,
        grants=again.grants,
        kept=again.kept,
        liability_now=now.state,
        liability_then=then.state,
    )
    return WhatIf(
        asked_at=at,
        until=min([now.until, then.until, *untils]),
        state=state,
        history=history,
        rulebook=rulebook,
        under=under,
    )


def _programme(rulebook: Rulebook, where: str) -> Programme:
    if rulebook.loyalty.programme is None:
        cure = "pass a rulebook with a loyalty programme"
        raise WrongValue.at(where, "found no programme", cure, code="no_programme")
    return rulebook.loyalty.programme


def _accounts(history: History, rulebook: Rulebook, at: Instant) -> Iterator[str]:
    """Each account once, by the first of its references."""
    moment = moment_of(rulebook, at)
    membership = membership_of(history, moment)
    seen: set[str] = set()
    for stream in history.streams:
        member = stream.removeprefix(_MEMBER)
        if stream.startswith(_MEMBER) and member not in seen:
            seen.update(membership.references(member))
            yield member


def _member(member: str, now: Standing, then: Standing) -> MemberWhatIf:
    return MemberWhatIf(
        member=member,
        tier_now=None if now.tier is None else now.tier.tier,
        tier_then=None if then.tier is None else then.tier.tier,
        now=_amounts(now),
        then=_amounts(then),
    )


def _amounts(standing: Standing) -> Mapping[str, Amounts]:
    """By type, what a member's own points come to; those of a household are its members' own."""
    accounts = {POINTS: standing.state.account, **standing.state.others}
    return {type_: Amounts.of(account) for type_, account in accounts.items() if account != NO_POINTS}


def _sum(amounts: Iterator[Amounts]) -> Amounts:
    total = Amounts()
    for each in amounts:
        total = total.plus(each)
    return total
