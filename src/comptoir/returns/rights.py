"""Which rights a customer has on goods, until when, and the best of them on each axis.

Decides the last day of each right from the terms that the order carries, and whether it is alive at a
moment. May never know a policy of today, nor who asks; the law in force since then is handed in. Rights are
never mixed into one another: each stands with its rule, and the best of them is named per axis, so that no
axis is worse than the law's.

Source: Directive 2011/83/EU, articles 9 to 11, for the clock of a withdrawal, and 14(1) for its carriage;
house rule (law R4).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import Final, assert_never

import attrs

from comptoir.facts.held import Held, Run
from comptoir.facts.orders import Order
from comptoir.facts.return_terms import (
    Anchor,
    Bearer,
    Grade,
    Lost,
    LostTerms,
    Means,
    ProofKind,
    RefundMode,
    ReturnTerms,
    Right,
)
from comptoir.returns.deductions import Handed, fee_of, kept_of, wear_of
from comptoir.values.almanac import Almanac
from comptoir.values.countings import STANDARD_COUNTINGS
from comptoir.values.deadlines import Deadline, closes_at, ends
from comptoir.values.errors import NoAnswer
from comptoir.values.instants import EARLIEST, Instant
from comptoir.values.moments import Moment
from comptoir.values.periods import Period
from comptoir.values.windows import ALWAYS, Window
from comptoir.wire import NOT_ON_WIRE

UNTOLD: Final = "Directive 2011/83/EU, article 14(1)"
"""By which article who was never told of the right to withdraw does not bear the carriage."""

LawSince = Callable[[int, Moment], tuple[ReturnTerms, ...]]
"""The rights that the law in force at a moment gives on a line, by its number, whenever it was sold."""


def no_law_since(_number: int, _moment: Moment) -> tuple[ReturnTerms, ...]:
    """That no law of a later day has a say."""
    return ()


LawEver = Callable[[Order, int], Iterable[tuple[ReturnTerms, Window]]]
"""The rights that the law of later days gives on a line of an order, by its number: each with when."""


def no_law_ever(_order: Order, _number: int) -> tuple[tuple[ReturnTerms, Window], ...]:
    """That no law of a later day has a say."""
    return ()


@attrs.frozen(kw_only=True, cache_hash=True)
class OneRight:
    """One right on some goods: its terms, its ``deadline`` with what moved it, and whether it is alive.

    ``closes_at`` is the first instant at which it is too late. Both are ``None`` where the clock has
    not started (nothing was handed over yet as the anchor asks; the right is alive), for a final sale,
    which is never alive, and for a right that was over before the zone's table begins. A right that has not
    ended is not alive if it was ``lost`` by an exception. One that has is alive if it was used before, when
    it was ``declared`` that the goods come back.
    """

    terms: ReturnTerms = attrs.field(metadata=NOT_ON_WIRE)
    deadline: Deadline | None = None
    closes_at: Instant | None = None
    alive: bool
    lost: LostTerms | None = None
    declared: bool = False

    @property
    def last_day(self) -> date | None:
        """The last day, whole, on the calendar of the terms' zone."""
        return None if self.deadline is None else self.deadline.last_day

    def accepts(self, reason: str) -> bool:
        """Whether goods may come back under it for a reason: for any, under the law's."""
        return self._is_legal or not self.terms.reasons or reason in self.terms.reasons

    def is_proven_by(self, proof: ProofKind) -> bool:
        """Whether it takes that proof of the purchase: any, under the law's."""
        return self._is_legal or not self.terms.proofs or proof in self.terms.proofs

    def takes(self, grade: Grade, reason: str) -> bool:
        """Whether goods may come back under it in that condition, for that reason."""
        by = self.terms.on_grade(grade, reason)
        return by is None or not by.refused

    @property
    def _is_legal(self) -> bool:
        return self.terms.right is Right.STATUTORY


@attrs.frozen(kw_only=True)
class Best:
    """Per axis the best for the customer, and the rule that says so.

    ``last_day`` is ``None`` where a clock has not started, which is later than any day, and for an exception
    of staff, which has none. ``fee`` and ``wear`` are in minor units: what is kept of the pieces that it is
    about. ``carriage_source`` is the article by which the seller bears it though the right says otherwise.
    """

    last_day: date | None
    last_day_by: str
    mode: RefundMode = RefundMode.PRO_RATA
    mode_by: str
    fee: int
    fee_by: str
    wear: int = 0
    wear_by: str
    carriage: Bearer
    carriage_by: str
    carriage_source: str | None = None
    means: Means
    means_by: str


@attrs.frozen(kw_only=True)
class RightsAt:
    """The rights on the goods of an order at a moment; how one stands is found once for goods alike."""

    held: Held
    moment: Moment
    almanac: Almanac
    since: LawSince = no_law_since
    _found: dict[tuple[ReturnTerms, _Clock | None], OneRight] = attrs.field(
        factory=dict, init=False, eq=False, repr=False
    )

    def on(self, run: Run, *, unsealed: bool = False) -> tuple[OneRight, ...]:
        """Every right on the pieces of a run, alive or not: those of the order's terms, then later law's.

        ``unsealed`` says that their seal was broken. Where it was declared before that they come back, the
        law of that instant counts, too. Raises ``NoAnswer`` for a day outside a zone's table or a calendar.
        """
        held, number = self.held, run.units.number
        declared = _known(run.declared, self.moment)
        told = EARLIEST if held.order.informed else _known(held.informed, self.moment)
        later = () if declared is None else self.since(number, Moment(declared))
        found: list[OneRight] = []
        for terms in dict.fromkeys((*held.returns_of(number), *later, *self.since(number, self.moment))):
            right = self._right(terms, _clock(terms.anchor, held, run, told, declared))
            lost = _lost(terms, run, unsealed=unsealed) if right.alive else None
            found.append(right if lost is None else attrs.evolve(right, alive=False, lost=lost))
        return tuple(found)

    def was_told(self, run: Run) -> bool:
        """Whether the customer was told of the right to withdraw before they said that goods come back."""
        told = _known(self.held.informed, self.moment)
        used = _known(run.declared, self.moment) or self.moment.at
        return self.held.order.informed or (told is not None and told <= used)

    def _right(self, terms: ReturnTerms, clock: _Clock | None) -> OneRight:
        key = terms, clock
        if key not in self._found:
            self._found[key] = _right(terms, clock, self.moment, self.almanac)
        return self._found[key]


def rights_on(
    held: Held,
    run: Run,
    moment: Moment,
    almanac: Almanac,
    *,
    unsealed: bool = False,
    since: LawSince = no_law_since,
) -> tuple[OneRight, ...]:
    """Every right on the pieces of a run, as :meth:`RightsAt.on` finds them."""
    return RightsAt(held=held, moment=moment, almanac=almanac, since=since).on(run, unsealed=unsealed)


def best_of(rights: Iterable[OneRight], handed: Handed) -> Best | None:
    """The best of the rights that are alive; ``None`` if none is. Ties: the law first, then by rule."""
    alive = _alive(rights)
    latest = latest_of(alive)
    if latest is None:
        return None
    whole = min(alive, key=lambda right: right.terms.mode is not RefundMode.PRO_RATA)
    cheapest = min(alive, key=lambda right: fee_of(right.terms, handed))
    kindest = min(alive, key=lambda right: wear_of(right.terms, handed))
    carried = min(alive, key=lambda right: _bearer(right.terms, handed) is not Bearer.SELLER)
    carriage = _bearer(carried.terms, handed)
    repaid = min(alive, key=lambda right: right.terms.means is not Means.ORIGINAL)
    kept = kept_of(handed, fee_by=cheapest.terms, wear_by=kindest.terms)
    return Best(
        last_day=latest.last_day,
        last_day_by=latest.terms.rule,
        mode=whole.terms.mode,
        mode_by=whole.terms.rule,
        fee=kept.fee,
        fee_by=cheapest.terms.rule,
        wear=kept.wear,
        wear_by=kindest.terms.rule,
        carriage=carriage,
        carriage_by=carried.terms.rule,
        carriage_source=None if carriage is carried.terms.carriage else UNTOLD,
        means=repaid.terms.means,
        means_by=repaid.terms.rule,
    )


def _bearer(terms: ReturnTerms, handed: Handed) -> Bearer:
    """Who bears the carriage under a right: under the law's the seller, if the customer was never told."""
    is_untold = terms.right is Right.STATUTORY and not handed.told
    return Bearer.SELLER if is_untold else terms.carriage


def latest_of(rights: Iterable[OneRight]) -> OneRight | None:
    """The first of the living rights that end last: after all, one whose clock has not started."""
    return max(_alive(rights), key=lambda right: right.last_day or date.max, default=None)


def closes(
    held: Held, lines: Collection[int], almanac: Almanac, ever: LawEver = no_law_ever
) -> Instant | None:
    """The first instant at which no right is alive on what the customer has of some lines.

    When the order was placed, if there is none; ``None`` while the clock of one has not started, after it was
    said in time that goods come back, and where the zone's table or the calendar does not reach as far as it
    takes. ``ever`` is the law of later days.
    """
    last = held.order.placed_at
    told = EARLIEST if held.order.informed else held.informed
    for run in held.runs:
        number = run.units.number
        if number not in lines or run.is_gone:
            continue
        frozen = ((terms, ALWAYS) for terms in held.returns_of(number))
        for terms, valid in (*frozen, *ever(held.order, number)):
            if terms.period is None or _lost(terms, run, unsealed=False) is not None:
                continue
            clock = _clock(terms.anchor, held, run, told, run.declared)
            if clock is None:
                return None
            try:
                over = _closes_at(terms, terms.period, clock, almanac)
            except NoAnswer:
                return None
            if clock.declared is not None and clock.declared < over and valid.holds(clock.declared):
                return None
            if valid.from_ is None or valid.from_ < over:
                last = max(last, over if valid.until is None else min(over, valid.until))
    return last


def were_withdrawn(held: Held, almanac: Almanac, since: LawSince = no_law_since) -> bool:
    """Whether the law gave a right to all that came back so far, when it did: not to what was cancelled.

    Where that was not recorded, it is as if no seal had been broken.
    """

    def was_withdrawn(run: Run, then: Instant) -> bool:
        if run.withdrawn is not None:
            return run.withdrawn
        rights = rights_on(held, run, Moment(then), almanac, since=since)
        return any(right.alive and right.terms.right is Right.STATUTORY for right in rights)

    return all(was_withdrawn(run, run.returned) for run in held.runs if run.returned is not None)


def in_precedence(rights: Iterable[OneRight]) -> list[OneRight]:
    """The rights in the order in which ties are settled: the law's first, then by rule."""
    return sorted(rights, key=lambda right: (right.terms.right is not Right.STATUTORY, right.terms.rule))


def _alive(rights: Iterable[OneRight]) -> list[OneRight]:
    return in_precedence(right for right in rights if right.alive)


def _known(at: Instant | None, moment: Moment) -> Instant | None:
    """When something happened, if it has by now."""
    return at if at is not None and moment.reaches(at) else None


def _clock(
    anchor: Anchor, held: Held, run: Run, told: Instant | None, declared: Instant | None = None
) -> _Clock | None:
    """The clock of a right on the pieces of a run; ``None`` if it has not started.

    That they come back counts as said once the customer has them; before, while the clock has not started.
    """
    event = _anchored_at(anchor, held, run)
    if event is None:
        return None
    had_them = run.handed_over is not None and declared is not None and declared >= run.handed_over
    counts = declared is not None and (had_them or declared < event)
    return _Clock(event=event, told=told, declared=declared if counts else None)


def _lost(terms: ReturnTerms, run: Run, *, unsealed: bool) -> LostTerms | None:
    """The exception by which a right on some pieces is lost by now, if one is."""
    for lost in terms.lost:
        if run.units.number in lost.lines:
            is_performed = lost.head.lost is Lost.PERFORMED and run.handed_over is not None
            if is_performed or (lost.head.lost is Lost.UNSEALED and unsealed):
                return lost
    return None


def _anchored_at(anchor: Anchor, held: Held, run: Run) -> Instant | None:
    """The instant of the event that starts the clock; ``None`` if it has not happened."""
    match anchor:
        case Anchor.PLACED:
            return held.order.placed_at
        case Anchor.SHIPPED:
            return run.handed_over if run.shipped is None else run.shipped
        case Anchor.HANDED_OVER:
            return run.handed_over
        case Anchor.FIRST_HANDED_OVER:
            return held.first_handed_over
        case Anchor.LAST_HANDED_OVER:
            return held.last_handed_over
        case Anchor.HANDED_BACK:
            return run.handed_over if run.handed_back is None else run.handed_back
        case _:
            assert_never(anchor)


@attrs.frozen(kw_only=True)
class _Clock:
    """What started the clock of a right; when the customer was ``told`` of it, and ``declared`` to use it."""

    event: Instant
    told: Instant | None
    declared: Instant | None = None

    @property
    def was_told_before(self) -> bool:
        """Whether they were told when it started, or before."""
        return self.told is not None and self.told <= self.event


def _right(terms: ReturnTerms, clock: _Clock | None, moment: Moment, almanac: Almanac) -> OneRight:
    """A right as it stands, its clock started or not; one that was used in time stays alive."""
    if terms.period is None:
        return OneRight(terms=terms, alive=False)
    if clock is None:
        return OneRight(terms=terms, alive=True)
    zone = almanac.zone(terms.zone)
    if clock.event < zone.since and _was_over(terms, terms.period, clock, moment, almanac):
        return OneRight(terms=terms, alive=False)
    deadline = _deadline(terms, terms.period, zone.local_date(clock.event), clock, almanac)
    closes = closes_at(deadline, zone)
    is_over = moment.reaches(closes)
    was_used = is_over and clock.declared is not None and clock.declared < closes
    return OneRight(
        terms=terms,
        deadline=deadline,
        closes_at=closes,
        alive=was_used or not is_over,
        declared=was_used,
    )


def _closes_at(terms: ReturnTerms, period: Period, clock: _Clock, almanac: Almanac) -> Instant:
    """When a right is over; one from before the zone's table at the latest when that of its first day is."""
    zone = almanac.zone(terms.zone)
    if clock.event < zone.since:
        return _closes_at_first(terms, period, clock, almanac)
    return closes_at(_deadline(terms, period, zone.local_date(clock.event), clock, almanac), zone)


def _was_over(terms: ReturnTerms, period: Period, clock: _Clock, moment: Moment, almanac: Almanac) -> bool:
    """Whether a right from before a zone's table is over: the same right from its first day on is."""
    closes = _closes_at_first(terms, period, clock, almanac)
    return moment.reaches(closes) and (clock.declared is None or clock.declared >= closes)


def _closes_at_first(terms: ReturnTerms, period: Period, clock: _Clock, almanac: Almanac) -> Instant:
    """When a right is over that began on the first day from which its days can be counted."""
    zone = almanac.zone(terms.zone)
    first = zone.local_date(zone.since)
    if terms.calendar is not None:
        first = max(first, almanac.calendar(terms.calendar).since)
    begun = clock if clock.was_told_before else attrs.evolve(clock, told=None)
    return closes_at(_deadline(terms, period, first, begun, almanac), zone)


def _deadline(terms: ReturnTerms, period: Period, day: date, clock: _Clock, almanac: Almanac) -> Deadline:
    """The end of a right whose clock started on a day.

    It is that of the period, unless the customer was told of it late: then the period is counted again from
    that day; if they were not told before the extension is over, its end is the right's. A season may only
    make it later.
    """
    base = counted_end(terms, period, day, almanac)
    if terms.extension is None or clock.was_told_before:
        return _in_season(terms, base)
    zone = almanac.zone(terms.zone)
    extended = counted_end(terms, terms.extension.period, base.last_day, almanac)
    if clock.told is None or clock.told >= closes_at(extended, zone):
        return _in_season(terms, extended)
    again = counted_end(terms, period, zone.local_date(clock.told), almanac)
    return _in_season(terms, max(base, again, key=_last_day))


def _in_season(terms: ReturnTerms, deadline: Deadline) -> Deadline:
    last_day = deadline.last_day
    last_day = max((extra.counted_from(last_day) for extra in terms.extra), default=last_day)
    if terms.at_least_until is not None:
        last_day = max(last_day, terms.at_least_until)
    return deadline if last_day == deadline.last_day else plain_end(last_day)


def counted_end(terms: ReturnTerms, period: Period, day: date, almanac: Almanac) -> Deadline:
    """The end of a period from the day of an event, counted as a right's periods are."""
    if terms.counting is None or terms.calendar is None:
        return plain_end(period.counted_from(day))
    return ends(STANDARD_COUNTINGS[terms.counting], period, day, almanac.calendar(terms.calendar))


def plain_end(last_day: date) -> Deadline:
    """The end on a day that nothing moved."""
    return Deadline(last_day=last_day, counted_last_day=last_day, moved_by=())


def _last_day(deadline: Deadline) -> date:
    return deadline.last_day
