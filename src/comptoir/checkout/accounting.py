"""The accounting of points: what they come to at an instant, the journal, and the revenue that follows.

Of any number of members, all accounts: the liability is that of each of them, summed. Nothing in it says who
they are: entries name orders and facts.

Source: house rule (laws A1 to A3).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import ClassVar

import attrs

from comptoir.checkout.answers import Answer
from comptoir.checkout.folded import books_under
from comptoir.checkout.horizon import moment_of, until_of
from comptoir.checkout.told import Told
from comptoir.facts.history import History
from comptoir.facts.holdings import holdings_of
from comptoir.loyalty.assumptions import PointAssumptions
from comptoir.loyalty.breakage import BreakageEntry, journal_of, united
from comptoir.loyalty.fold.books import Books, replay
from comptoir.loyalty.fold.ledger import Purse
from comptoir.loyalty.fold.pages import Origin, Use
from comptoir.loyalty.fold.timeline import Event, apart, timeline
from comptoir.loyalty.liability import LiabilityRow, LiabilityState, liability_of
from comptoir.loyalty.revenue import PeriodRevenue, PointsSoFar, revenue_of
from comptoir.rulebook import Rulebook
from comptoir.texts import language_of, say
from comptoir.texts.writing import day_text, number_text
from comptoir.values.errors import WrongValue
from comptoir.values.instants import Instant, instant_text
from comptoir.values.moments import Moment


@attrs.frozen(kw_only=True)
class Liability(Told):
    """What all points come to at an instant.

    Its journal has what happened after ``since``, up to and with that instant.
    """

    question_document: ClassVar[str] = "liability-question/1"

    since: Instant | None
    state: LiabilityState

    @property
    def rows(self) -> tuple[LiabilityRow, ...]:
        """What is left, by type, funder and end."""
        return self.state.rows

    @cached_property
    def journal(self) -> tuple[BreakageEntry, ...]:
        """The entries that lead from what there was at ``since``, or from nothing, to what there is."""
        moment = Moment(self.asked_at)
        entries = (
            entry
            for events in apart(self.history, _events(self.history, moment))
            for entry in journal_of(events, books_under(self.rulebook), moment)
            if self.since is None or entry.at > self.since
        )
        return united(entries)

    def _answered(self) -> Answer:
        return self.state

    def text(self, language: str = "en") -> str:
        """Each row as a line, then what members owe."""
        voice, zone = language_of(language), self.rulebook.zone
        lines = []
        for row in self.rows:
            values = {
                "points": number_text(str(row.points), voice),
                "type": row.type,
                "funder": "" if row.funder is None else f" ({row.funder})",
            }
            if row.expires_at is None:
                lines.append(say("liability_ever", voice, **values))
            else:
                day = day_text(zone.local_date(Instant(row.expires_at - 1)), voice)
                lines.append(say("liability_until", voice, day=day, **values))
        for owed in self.state.owed:
            points = number_text(str(owed.points), voice)
            lines.append(say("liability_owed", voice, points=points, type=owed.type))
        return "\n".join(lines or [say("liability_none", voice)])


@attrs.frozen(kw_only=True)
class PointsRevenue:
    """The revenue of points, period by period, from assumptions and the books of all members."""

    asked_at: Instant
    assumptions: PointAssumptions
    periods: tuple[PeriodRevenue, ...]

    @property
    def liability(self) -> int:
        """The contract liability at the end of the last period, in minor units."""
        return self.periods[-1].liability


def liability_at(rulebook: Rulebook, history: History, at: Instant, since: Instant | None) -> Liability:
    """What all points of a history come to at an instant."""
    if since is not None and since > at:
        found = f"found {instant_text(since)}, after {instant_text(at)}"
        raise WrongValue.at("since", found, "name an earlier instant", code="since_after")
    moment = moment_of(rulebook, at)
    state = liability_of(_purses(rulebook, history, moment))
    until = until_of(rulebook, moment)
    return Liability(asked_at=at, since=since, until=until, state=state, history=history, rulebook=rulebook)


def points_revenue(
    rulebook: Rulebook, history: History, at: Instant, assumptions: PointAssumptions
) -> PointsRevenue:
    """The revenue of points in each period declared, by the facts known at an instant."""
    moment = moment_of(rulebook, at)
    for place, period in enumerate(assumptions.periods):
        if period.until > at:
            found = f"found {instant_text(period.until)}, after {instant_text(at)}"
            cure = "declare the periods that are over by the instant asked about"
            raise WrongValue.at(f"periods[{place}].until", found, cure, code="period_not_over")
    ends = [period.until for period in assumptions.periods]
    points = _so_far(_events(history, moment), books_under(rulebook), ends, assumptions.type)
    return PointsRevenue(asked_at=at, assumptions=assumptions, periods=revenue_of(assumptions, tuple(points)))


def _purses(rulebook: Rulebook, history: History, moment: Moment) -> Iterator[Purse]:
    """The points of all accounts at a moment; those of a part are gone before the next is folded."""
    for events in apart(history, _events(history, moment)):
        books = replay(events, books_under(rulebook))
        books.close(moment)
        yield from books.purses()


def _events(history: History, moment: Moment) -> tuple[Event, ...]:
    return timeline(history, holdings_of(history, moment), moment)


def _so_far(
    events: Sequence[Event], books: Books, ends: Iterable[Instant], type_: str
) -> Iterator[PointsSoFar]:
    """The merchant's points right before each of some instants."""
    done = 0
    for end in ends:
        first = done
        while done < len(events) and events[done].at < end:
            done += 1
        replay(events[first:done], books)
        books.close(Moment(Instant(end - 1)))
        yield _points_of([purse for purse in books.purses() if purse.type == type_])


def _points_of(purses: Iterable[Purse]) -> PointsSoFar:
    """The points for which the merchant pays."""
    earned = granted = redeemed = left = 0
    for purse in purses:
        sums = purse.page.sums_of(None)
        returned = sum(
            lot.returned for lot in purse.given if lot.origin is Origin.EARNED and lot.funder is None
        )
        earned += sums.given[Origin.EARNED] - returned
        granted += sums.given[Origin.GRANTED]
        redeemed += sums.used[Use.SPENT]
        left += sums.pending + sums.available + sums.used[Use.HELD]
    return PointsSoFar(earned=earned, given=earned + granted, redeemed=redeemed, left=left)
