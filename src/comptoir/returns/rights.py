"""Which rights a customer has on goods, until when, and the best of them on each axis.

Decides the last day of each right from the terms that the order carries, and whether it is alive at a
moment. May never know a policy of today, nor who asks. Rights are never mixed into one another: each
stands with its rule, and the best of them is named per axis, so that no axis is worse than the law's.

Source: Directive 2011/83/EU, articles 9 and 10, for the clock of a withdrawal; house rule (law R4).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import assert_never

import attrs

from comptoir.facts.holdings import Held, Run
from comptoir.facts.return_terms import Anchor, Bearer, Means, ReturnTerms, Right
from comptoir.values.almanac import Almanac
from comptoir.values.countings import STANDARD_COUNTINGS
from comptoir.values.deadlines import Deadline, closes_at, ends
from comptoir.values.errors import NoAnswer
from comptoir.values.instants import Instant
from comptoir.values.moments import Moment
from comptoir.values.percentages import Percent
from comptoir.values.periods import Period
from comptoir.values.zones import Zone


@attrs.frozen(kw_only=True)
class OneRight:
    """One right on some goods: its terms, its ``deadline`` with what moved it, and whether it is alive.

    ``closes_at`` is the first instant at which it is too late. Both are ``None`` where the clock has
    not started (nothing was handed over yet as the anchor asks; the right is alive), for a final sale,
    which is never alive, and for a right that was over before the zone's table begins.
    """

    terms: ReturnTerms
    deadline: Deadline | None = None
    closes_at: Instant | None = None
    alive: bool

    @property
    def last_day(self) -> date | None:
        """The last day, whole, on the calendar of the terms' zone."""
        return None if self.deadline is None else self.deadline.last_day

    def accepts(self, reason: str) -> bool:
        """Whether goods may come back under it for a reason."""
        return not self.terms.reasons or reason in self.terms.reasons


@attrs.frozen(kw_only=True)
class Best:
    """Per axis the best for the customer, and the rule that says so.

    ``last_day`` is ``None`` where a clock has not started, which is later than any day.
    """

    last_day: date | None
    last_day_by: str
    fee: Percent
    fee_by: str
    carriage: Bearer
    carriage_by: str
    means: Means
    means_by: str


def rights_on(held: Held, run: Run, moment: Moment, almanac: Almanac) -> tuple[OneRight, ...]:
    """Every right on the pieces of a run, in the order of the order's terms, alive or not.

    Raises ``NoAnswer`` for a day outside a zone's table or a calendar.
    """
    return tuple(
        _right(terms, _anchored_at(terms.anchor, held, run), moment, almanac)
        for terms in held.order.returns
        if run.units.number in terms.lines
    )


def best_of(rights: Iterable[OneRight]) -> Best | None:
    """The best of the rights that are alive; ``None`` if none is. Ties: the law first, then by rule."""
    alive = in_precedence(right for right in rights if right.alive)
    if not alive:
        return None
    latest = latest_of(alive)
    cheapest = min(alive, key=lambda right: right.terms.fee)
    carried = min(alive, key=lambda right: right.terms.carriage is not Bearer.SELLER)
    repaid = min(alive, key=lambda right: right.terms.means is not Means.ORIGINAL)
    return Best(
        last_day=latest.last_day,
        last_day_by=latest.terms.rule,
        fee=cheapest.terms.fee,
        fee_by=cheapest.terms.rule,
        carriage=carried.terms.carriage,
        carriage_by=carried.terms.rule,
        means=repaid.terms.means,
        means_by=repaid.terms.rule,
    )


def closes(held: Held, lines: Collection[int], almanac: Almanac) -> Instant | None:
    """The first instant at which no right is alive on what the customer has of some lines.

    When the order was placed, if there is none; ``None`` while the clock of one has not started, and where
    the zone's table or the calendar does not reach as far as it takes.
    """
    last = held.order.placed_at
    for run in held.runs:
        if run.units.number not in lines or run.is_gone:
            continue
        for terms in held.order.returns:
            if terms.period is None or run.units.number not in terms.lines:
                continue
            event = _anchored_at(terms.anchor, held, run)
            if event is None:
                return None
            try:
                last = max(last, _closes_at(terms, terms.period, event, almanac))
            except NoAnswer:
                return None
    return last


def were_withdrawn(held: Held, almanac: Almanac) -> bool:
    """Whether the law gave a right to all that came back so far, when it did: not to what was cancelled."""
    return all(
        any(
            right.alive and right.terms.right is Right.STATUTORY
            for right in rights_on(held, run, Moment(run.returned), almanac)
        )
        for run in held.runs
        if run.returned is not None
    )


def in_precedence(rights: Iterable[OneRight]) -> list[OneRight]:
    """The rights in the order in which ties are settled: the law's first, then by rule."""
    return sorted(rights, key=lambda right: (right.terms.right is not Right.STATUTORY, right.terms.rule))


def latest_of(rights: Sequence[OneRight]) -> OneRight:
    """The first of the rights (at least one) that end last: after all, one whose clock has not started."""
    return max(rights, key=lambda right: right.last_day or date.max)


def _anchored_at(anchor: Anchor, held: Held, run: Run) -> Instant | None:
    """The instant of the event that starts the clock; ``None`` if it has not happened."""
    match anchor:
        case Anchor.PLACED:
            return held.order.placed_at
        case Anchor.HANDED_OVER:
            return run.handed_over
        case Anchor.LAST_HANDED_OVER:
            return held.last_handed_over
        case _:
            assert_never(anchor)


def _right(terms: ReturnTerms, event: Instant | None, moment: Moment, almanac: Almanac) -> OneRight:
    if terms.period is None:
        return OneRight(terms=terms, alive=False)
    if event is None:
        return OneRight(terms=terms, alive=True)
    zone = almanac.zone(terms.zone)
    if event < zone.since and _was_over(terms, zone, moment, almanac):
        return OneRight(terms=terms, alive=False)
    deadline = _deadline(terms, terms.period, zone.local_date(event), almanac)
    closes = closes_at(deadline, zone)
    return OneRight(terms=terms, deadline=deadline, closes_at=closes, alive=not moment.reaches(closes))


def _closes_at(terms: ReturnTerms, period: Period, event: Instant, almanac: Almanac) -> Instant:
    """When a right is over; one from before the zone's table at the latest when that of its first day is."""
    zone = almanac.zone(terms.zone)
    day = _first_day(terms, zone, almanac) if event < zone.since else zone.local_date(event)
    return closes_at(_deadline(terms, period, day, almanac), zone)


def _was_over(terms: ReturnTerms, zone: Zone, moment: Moment, almanac: Almanac) -> bool:
    """Whether a right from before a zone's table is over: the same right from its first day on is."""
    period, first = terms.period, _first_day(terms, zone, almanac)
    return period is not None and moment.reaches(closes_at(_deadline(terms, period, first, almanac), zone))


def _first_day(terms: ReturnTerms, zone: Zone, almanac: Almanac) -> date:
    """The first day from which a right's days can be counted."""
    first = zone.local_date(zone.since)
    return first if terms.calendar is None else max(first, almanac.calendar(terms.calendar).since)


def _deadline(terms: ReturnTerms, period: Period, day: date, almanac: Almanac) -> Deadline:
    if terms.counting is None or terms.calendar is None:
        last_day = period.counted_from(day)
        return Deadline(last_day=last_day, counted_last_day=last_day, moved_by=())
    return ends(STANDARD_COUNTINGS[terms.counting], period, day, almanac.calendar(terms.calendar))
