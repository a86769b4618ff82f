"""Points that are given or taken otherwise than for a purchase: actions, adjustments, opening balances.

Actions are those of the programme, and their caps count when facts are folded: an action that a cap leaves
nothing for is refused. What a person decides has a reason and an author, and is never refused: points that
are taken off and are not there are owed.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import attrs

from comptoir.checkout.asked import Asked
from comptoir.checkout.horizon import moment_of
from comptoir.checkout.recorded import Recorded
from comptoir.checkout.refusals import RefusalCode, Refused
from comptoir.checkout.standing import Standing, standing_of
from comptoir.facts.history import History
from comptoir.facts.point_events import GrantKind, MemberJoined, PointsGranted, PointsTakenOff
from comptoir.facts.point_terms import POINTS, Accrual, Earning, LotTerms
from comptoir.loyalty.earn import accruals, for_action
from comptoir.loyalty.earn_rules import Action
from comptoir.loyalty.rules import Programme
from comptoir.values.collections import tuple_of
from comptoir.values.errors import WrongType, WrongValue
from comptoir.values.identifiers import checked_identifier
from comptoir.values.instants import Instant, to_instant
from comptoir.values.points import checked_points


def _instant(moment: Instant | datetime | None) -> Instant | None:
    return None if moment is None else to_instant(moment)


@attrs.frozen(kw_only=True)
class OpeningLot:
    """Points that a member has in another system, spendable in ``[available_from, expires_at)``.

    Both instants are any aware ``datetime``, and may be past; without an end they never expire.
    """

    points: int
    available_from: Instant = attrs.field(converter=to_instant)
    expires_at: Instant | None = attrs.field(default=None, converter=_instant)
    type: str = POINTS
    funder: str | None = None
    priority: int = 0


def join(asked: Asked) -> Recorded | Refused:
    """Somebody as a member from now on."""
    again = asked.repeated(MemberJoined, lambda fact: fact.member, asked.member)
    if again is not None:
        return again
    if any(isinstance(fact, MemberJoined) for fact in asked.events):
        return asked.refused(RefusalCode.ALREADY_JOINED)
    return asked.record(MemberJoined)


def act(asked: Asked, action: str) -> Recorded | Refused:
    """The points of an action of the programme."""
    checked_identifier(action, "action")
    again = asked.repeated(PointsGranted, lambda fact: (fact.grant, fact.rule), (GrantKind.ACTION, action))
    if again is not None:
        return again
    programme = asked.programme
    if programme is None:
        return asked.refused(RefusalCode.NO_PROGRAMME)
    known = next((each for each in programme.actions if each.id == action), None)
    if known is None:
        return asked.refused(RefusalCode.ACTION_UNKNOWN, name=action)
    if not moment_of(asked.rulebook, asked.at).is_in(known.valid):
        return asked.refused(RefusalCode.ACTION_NOT_NOW, name=action)
    found = asked.record(
        PointsGranted, grant=GrantKind.ACTION, rule=action, accruals=_earned(asked, programme, known)
    )
    if known.caps and not _lets_through(asked, found):
        return asked.refused(RefusalCode.CAP_REACHED, name=action)
    return found


def adjust(
    asked: Asked, points: int, *, reason: str, author: str, type: str, funder: str | None
) -> Recorded | Refused:
    """So many points more, at once and as long as the programme's live; or fewer, if negative."""
    if not checked_points(abs(points) if isinstance(points, int) else points, "points"):
        cure = "pass points to give, or a negative number to take off"
        raise WrongValue.at("points", "found 0", cure, code="nothing_to_adjust")
    checked_identifier(reason, "reason")
    checked_identifier(author, "author")
    programme = asked.programme
    if programme is None:
        return asked.refused(RefusalCode.NO_PROGRAMME)
    if points < 0:
        return _take_off(asked, -points, reason, author, type)
    again = asked.repeated(
        PointsGranted,
        lambda fact: (fact.grant, fact.rule, fact.author, [_given(each.earning) for each in fact.accruals]),
        (GrantKind.ADJUSTMENT, reason, author, [(points, type, funder)]),
    )
    if again is not None:
        return again
    life = programme.lots.terms(programme.zone)
    at_once = attrs.evolve(life, available_after=None, after_return_window=False)
    earning = Earning(rule=reason, points=points, lot=at_once, type=type, funder=funder)
    given = accruals([earning], asked.at, asked.rulebook.almanac)
    return asked.record(PointsGranted, grant=GrantKind.ADJUSTMENT, rule=reason, author=author, accruals=given)


def open_account(asked: Asked, lots: Iterable[OpeningLot], *, system: str) -> Recorded | Refused:
    """The balance that another ``system`` had, lot by lot: taken over once."""
    opened = tuple_of(OpeningLot, lots, "lots")
    if not opened:
        raise WrongValue.at("lots", "found none", "pass the lots that there are", code="no_lots")
    checked_identifier(system, "system")
    programme = asked.programme
    if programme is None:
        return asked.refused(RefusalCode.NO_PROGRAMME)
    given = tuple(_opening(lot, f"lots[{index}]", system, programme) for index, lot in enumerate(opened))
    again = asked.repeated(
        PointsGranted,
        lambda fact: (fact.grant, fact.rule, fact.accruals),
        (GrantKind.OPENING, system, given),
    )
    if again is not None:
        return again
    grants = (fact for fact in asked.events if isinstance(fact, PointsGranted))
    if any(fact.grant is GrantKind.OPENING and fact.rule == system for fact in grants):
        return asked.refused(RefusalCode.ALREADY_OPENED, name=system)
    return asked.record(PointsGranted, grant=GrantKind.OPENING, rule=system, accruals=given)


def _take_off(asked: Asked, points: int, reason: str, author: str, type_: str) -> Recorded | Refused:
    again = asked.repeated(
        PointsTakenOff,
        lambda fact: (fact.points, fact.type, fact.rule, fact.author),
        (points, type_, reason, author),
    )
    if again is not None:
        return again
    return asked.record(
        PointsTakenOff, points=points, type=type_, rule=reason, author=author, draw=asked.draw
    )


def _earned(asked: Asked, programme: Programme, action: Action) -> tuple[Accrual, ...]:
    return accruals([for_action(programme, action)], asked.at, asked.rulebook.almanac)


def _lets_through(asked: Asked, found: Recorded) -> bool:
    """Whether caps leave anything of what was given."""
    written = asked.rulebook.vocabulary.codec.dumps
    history = History.of((*asked.history.facts, *found.facts), written)
    after = standing_of(asked.rulebook, asked.member, history, asked.at)
    return _granted(after) > _granted(asked.standing)


def _granted(standing: Standing) -> int:
    """The points of all types that were given other than for orders."""
    return sum(account.granted for account in standing.accounts.values())


def _opening(lot: OpeningLot, where: str, system: str, programme: Programme) -> Accrual:
    try:
        earning = Earning(
            rule=system,
            points=lot.points,
            lot=LotTerms(zone=programme.zone),
            type=lot.type,
            funder=lot.funder,
            priority=lot.priority,
        )
        return Accrual(earning, lot.available_from, lot.expires_at)
    except (WrongType, WrongValue) as error:
        raise error.under(where) from None


def _given(earning: Earning) -> tuple[int, str, str | None]:
    return earning.points, earning.type, earning.funder
