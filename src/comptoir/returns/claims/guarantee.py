"""How long each guarantee on goods lasts, who proves what meanwhile, and until when they may be rejected.

Decides on the terms that the order carries and on what was recorded about the goods and the claims about
them. May never know a rule of today, nor who asks. Each guarantee has a clock of its own; the customer has
the one that ends last.

Days are counted plainly: an end on a Sunday stays there, for a guarantee is no time within which something
has to be done, and calendars of holidays do not reach years ahead. Months are counted first, then days: the
period from the day of hand-over, then what repairs add, then a day for each on which the clock stood still.
A day counts once, however many claims it belongs to. A fact from before a zone's table counts as one of its
first day.

Source: Directive (EU) 2019/771, articles 10 and 11, as amended by Directive (EU) 2024/1799; French Code de la
consommation, articles L217-7, L217-13, L217-28 and L217-29; Consumer Rights Act 2015, sections 19(14) and 22;
that a claim counts which is made before the end, and the order of months and days, are house rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from enum import Enum
from functools import cached_property
from typing import Final

import attrs

from comptoir.facts.bearers import Bearer
from comptoir.facts.claims import Claim, Stay
from comptoir.facts.guarantee_terms import GuaranteeTerms, Remedy, ShortReject
from comptoir.facts.held import Held, Run
from comptoir.facts.return_terms import Right
from comptoir.values.almanac import Almanac
from comptoir.values.instants import EARLIEST, Instant
from comptoir.values.moments import Moment
from comptoir.values.periods import Period
from comptoir.values.zones import Zone
from comptoir.wire import NOT_ON_WIRE

EXTENSIONS_MAX: Final = 70
"""Repairs that make a guarantee longer: with more, each by a hundred years, days would have no date."""


class GuaranteeState(Enum):
    """How a guarantee stands, in order of precedence."""

    GONE = "gone"
    """The goods are not the customer's any more."""
    NOT_TRANSFERRED = "not_transferred"
    """They are a later owner's, and it does not follow them."""
    NOT_STARTED = "not_started"
    """They were not handed over yet."""
    NO_END = "no_end"
    """The law names no end here."""
    SUSPENDED = "suspended"
    """The clock stands still."""
    RUNNING = "running"
    OVER = "over"


_ALIVE: Final = frozenset(
    {GuaranteeState.NOT_STARTED, GuaranteeState.NO_END, GuaranteeState.SUSPENDED, GuaranteeState.RUNNING}
)


@attrs.frozen(kw_only=True)
class OneGuarantee:
    """One guarantee on some goods at a moment: how it stands, until when, and how that was counted.

    It counts from the day ``start``: ``counted`` is where its period ends, which so many ``extensions`` and
    then so many ``suspended_days`` move to the ``last_day``, whole. While the clock stands still,
    ``suspended_since`` an instant, no last day is known; it is not before ``at_least``. Where goods were
    replaced that were to be repaired, it began anew on the day ``renewed``; if what it was before ends later,
    that is what is counted. All are ``None`` before it has started, and the ends if the law names none.

    ``presumed_until`` is the last day on which a fault is taken to have been there at the hand-over, and
    ``reject_until`` the last on which faulty goods may be rejected at once: ``None`` if that is over or there
    is no such right, and while that clock stands still (``reject_paused``). ``counted_claims`` are those that
    were made while it was alive, ``rejecting_claims`` those of them made while the goods could be rejected.
    """

    terms: GuaranteeTerms = attrs.field(metadata=NOT_ON_WIRE)
    state: GuaranteeState
    start: date | None = None
    counted: date | None = None
    extensions: int = 0
    suspended_days: int = 0
    suspended_since: Instant | None = None
    renewed: date | None = None
    last_day: date | None = None
    at_least: date | None = None
    presumed_until: date | None = None
    reject_until: date | None = None
    reject_paused: bool = False
    counted_claims: tuple[str, ...] = ()
    rejecting_claims: tuple[str, ...] = ()

    @property
    def alive(self) -> bool:
        """Whether whoever has the goods has it."""
        return self.state in _ALIVE


def guarantees_on(held: Held, run: Run, moment: Moment, almanac: Almanac) -> tuple[OneGuarantee, ...]:
    """Every guarantee on the pieces of a run, alive or not, in the order of the order's terms.

    ``held`` is the order as it stands at the moment. A claim is about the run if it is about any of its
    pieces. Raises ``NoAnswer`` if a zone's table is missing.
    """
    claims = sorted(_claims_about(held, run), key=lambda claim: (claim.requested, claim.id))
    return tuple(
        _Reckoning(terms=terms, run=run, claims=claims, zone=almanac.zone(terms.zone)).found(moment)
        for terms in held.order.guarantees
        if run.units.number in terms.lines
    )


def latest_guarantee(found: Iterable[OneGuarantee]) -> OneGuarantee | None:
    """The living one that ends last; one whose last day is not known is later than any.

    Ties: the law first, then by rule. ``None`` if none is alive.
    """
    alive = sorted(
        (one for one in found if one.alive),
        key=lambda one: (one.terms.right is not Right.STATUTORY, one.terms.rule),
    )
    return max(alive, key=lambda one: one.last_day or date.max, default=None)


def who_proves(found: OneGuarantee, claim: Claim | None, moment: Moment, almanac: Almanac) -> Bearer | None:
    """Who proves whether a fault was there at the hand-over: of a claim, or of one made at the moment.

    The seller up to the last day of the presumption, and before it has begun. ``None`` if the terms do not
    say. Raises ``NoAnswer`` if a zone's table is missing.
    """
    if found.terms.presumed is None:
        return None
    if found.presumed_until is None:
        return Bearer.SELLER
    zone = almanac.zone(found.terms.zone)
    if claim is None:
        is_over = moment.reaches(over_at(found.presumed_until, zone))
    else:
        is_over = day_of(claim.requested, zone) > found.presumed_until
    return Bearer.BUYER if is_over else Bearer.SELLER


def _claims_about(held: Held, run: Run) -> Iterator[Claim]:
    return (
        claim for claim in held.claims if any(units.common(run.units) is not None for units in claim.units)
    )


def day_of(at: Instant, zone: Zone) -> date:
    """The local day of a fact; that of the first instant of the zone's table, if it is from before."""
    return zone.local_date(max(at, zone.since))


def over_at(last_day: date, zone: Zone) -> Instant:
    """The first instant after a day, or that from which on the zone's table does not tell whether it is."""
    return zone.end_of(last_day) if last_day < _last_of(zone) else zone.until


def days_late(last_day: date, zone: Zone, moment: Moment) -> int:
    """How many days after a day it is at a moment, 0 up to that day; when that changes is noted."""
    if not moment.reaches(over_at(last_day, zone)):
        return 0
    today = zone.local_date(moment.at)
    moment.reaches(zone.midnight_after(moment.at) if today < _last_of(zone) else zone.until)
    return (today - last_day).days


def _last_of(zone: Zone) -> date:
    """The last day that a zone's table knows anything of."""
    return zone.local_date(Instant(zone.until - 1))


@attrs.frozen
class _Spell:
    """Days on which a clock stood still, the first and the last included, or since an instant until now."""

    first: date
    last: date | None
    since: Instant


@attrs.frozen(kw_only=True)
class _Reached:
    """How far a clock came: its last day, or that before which it cannot end and since when it stands."""

    last_day: date
    days: int
    since: Instant | None = None

    def includes(self, day: date) -> bool:
        """Whether the clock had not run out on a day."""
        return self.since is not None or day <= self.last_day


def _reached(start: date, end: date, spells: Iterable[_Spell], after: int = 0) -> _Reached:
    """How far a clock comes that would end on a day, with so many days ``after`` each spell at least.

    A spell that begins once it is over adds nothing.
    """
    known = list(spells)
    last_day, days = end, 0
    for block in _blocks(start, known):
        if block.first > last_day:
            break
        if block.last is None:
            closed = (spell for spell in known if spell.last is not None)
            return attrs.evolve(_reached(start, end, closed, after), since=block.since)
        days += (block.last - block.first).days + 1
        last_day = max(end + timedelta(days), block.last + timedelta(after))
    return _Reached(last_day=last_day, days=days)


def _blocks(start: date, spells: Iterable[_Spell]) -> Iterator[_Spell]:
    """The union of spells, of which no day is before the start, in order; one that is open is the last."""
    block: _Spell | None = None
    for spell in sorted(spells, key=lambda spell: (spell.first, spell.since)):
        if spell.last is not None and spell.last < max(start, spell.first):
            continue
        if block is None or (block.last is not None and spell.first > block.last):
            if block is not None:
                yield block
            block = attrs.evolve(spell, first=max(spell.first, start))
        elif block.last is not None:
            is_open = spell.last is None
            last = None if spell.last is None else max(block.last, spell.last)
            block = attrs.evolve(block, last=last, since=spell.since if is_open else block.since)
    if block is not None:
        yield block


@attrs.frozen(kw_only=True)
class _Clock:
    """A period from a day on; what ended, or was repaired, by the instant ``since`` moves its end no more."""

    start: date
    since: Instant
    period: Period

    @property
    def counted(self) -> date:
        """Where the period alone ends."""
        return self.period.counted_from(self.start)


@attrs.frozen(kw_only=True)
class _End:
    """Where a clock ends, with so many extensions."""

    clock: _Clock
    extensions: int
    reached: _Reached

    @property
    def order(self) -> tuple[bool, date]:
        """Later ends are greater: one that is not known is later than any day."""
        return self.reached.since is not None, self.reached.last_day

    def told(self, one: OneGuarantee) -> OneGuarantee:
        """A guarantee that has this end."""
        is_known = self.reached.since is None
        return attrs.evolve(
            one,
            start=self.clock.start,
            counted=self.clock.counted,
            extensions=self.extensions,
            suspended_days=self.reached.days,
            suspended_since=self.reached.since,
            last_day=self.reached.last_day if is_known else None,
            at_least=None if is_known else self.reached.last_day,
        )


@attrs.frozen(kw_only=True)
class _Reckoning:
    """One guarantee on the pieces of a run, and the claims about them in the order of their requests."""

    terms: GuaranteeTerms
    run: Run
    claims: Sequence[Claim]
    zone: Zone

    def found(self, moment: Moment) -> OneGuarantee:
        """How it stands."""
        counted = self._made_within(self.claims, self._reached)
        end = self._end(counted)
        renewed = max((clock.start for clock in self._renewals(counted)), default=None)
        reject = None if renewed is not None else self._reject_reached(counted)
        begun = max((day for day in (self.start, renewed) if day is not None), default=None)
        presumed = self.terms.presumed
        one = OneGuarantee(
            terms=self.terms,
            state=self._state(end, moment),
            start=self.start,
            renewed=renewed,
            presumed_until=None if presumed is None or begun is None else presumed.counted_from(begun),
            reject_until=self._reject_until(reject, moment),
            reject_paused=reject is not None and reject.since is not None,
            counted_claims=tuple(claim.id for claim in counted),
            rejecting_claims=tuple(claim.id for claim in self._rejecting(counted)),
        )
        return one if end is None else end.told(one)

    @cached_property
    def begun(self) -> Instant | None:
        """When the goods, or what was taken evenly in their place, were handed over."""
        swaps, first = self.run.swaps, self.run.handed_over
        evenly = max((index for index, swap in enumerate(swaps) if swap.claim is None), default=None)
        if evenly is None and first is not None:
            return first
        return next((swap.taken_over for swap in swaps[evenly:] if swap.taken_over is not None), None)

    @cached_property
    def start(self) -> date | None:
        """The day of it."""
        return None if self.begun is None else day_of(self.begun, self.zone)

    def _made_within(
        self, claims: Iterable[Claim], reached: Callable[[Sequence[Claim]], _Reached | None]
    ) -> list[Claim]:
        """The claims made before a clock ran out that comes as far as it does by those made before each.

        No claim makes it shorter: how far it came by fewer of them is looked at first.
        """
        within: list[Claim] = []
        by, until = 0, reached(within)
        for claim in claims:
            day = day_of(claim.requested, self.zone)
            if until is not None and not until.includes(day) and by < len(within):
                by, until = len(within), reached(within)
            if until is None or until.includes(day):
                within.append(claim)
        return within

    def _state(self, end: _End | None, moment: Moment) -> GuaranteeState:
        if self.run.is_gone:
            return GuaranteeState.GONE
        if self.run.owner_since is not None and self.terms.transferred_by is None:
            return GuaranteeState.NOT_TRANSFERRED
        if self.start is None:
            return GuaranteeState.NOT_STARTED
        if end is None:
            return GuaranteeState.NO_END
        if end.reached.since is not None:
            return GuaranteeState.SUSPENDED
        is_over = moment.reaches(over_at(end.reached.last_day, self.zone))
        return GuaranteeState.OVER if is_over else GuaranteeState.RUNNING

    def _reached(self, counted: Sequence[Claim]) -> _Reached | None:
        """How far it comes by some claims; ``None`` before it has started, and if it has no end."""
        end = self._end(counted)
        return None if end is None else end.reached

    def _end(self, counted: Sequence[Claim]) -> _End | None:
        """The latest end by some claims; ``None`` before it has started, and if there is none."""
        if self.start is None or self.terms.period is None:
            return None
        first = _Clock(start=self.start, since=EARLIEST, period=self.terms.period)
        clocks = (first, *self._renewals(counted))
        return max((self._end_of(clock, counted) for clock in clocks), key=lambda end: end.order)

    def _end_of(self, clock: _Clock, counted: Iterable[Claim]) -> _End:
        """Where one clock ends: months first, then days."""
        extensions = self._extensions(clock, counted)
        longer = self.terms.extension
        end = clock.counted if longer is None else longer.period.later(clock.counted, extensions)
        spells = self._spells(counted, clock.since) if self.terms.suspended_by is not None else ()
        return _End(clock=clock, extensions=extensions, reached=_reached(clock.start, end, spells))

    def _extensions(self, clock: _Clock, counted: Iterable[Claim]) -> int:
        longer = self.terms.extension
        if longer is None:
            return 0
        count = sum(at > clock.since for claim in counted for at in _repairs(claim))
        return min(count, 1 if longer.once else EXTENSIONS_MAX)

    def _renewals(self, counted: Iterable[Claim]) -> Iterator[_Clock]:
        """The new clocks of goods that were replaced, under some claims, instead of being repaired."""
        renewal = self.terms.renewal
        if renewal is None:
            return
        for claim in counted:
            for swap in self.run.swaps:
                is_anew = swap.claim == claim.id and _was_to_be_repaired(claim)
                over = swap.taken_over
                if is_anew and over is not None and not any(at <= swap.at for at in claim.repaired):
                    yield _Clock(start=day_of(over, self.zone), since=over, period=renewal.period)

    def _spells(self, claims: Iterable[Claim], after: Instant = EARLIEST) -> Iterator[_Spell]:
        """The days on which goods cannot be used, or are negotiated about: of what ended after an instant."""
        for claim in claims:
            for since, until in _intervals(claim, from_request=self.terms.from_request):
                if until is None or until > after:
                    last = None if until is None else day_of(until, self.zone)
                    yield _Spell(day_of(since, self.zone), last, since)

    @property
    def _reject(self) -> ShortReject | None:
        return None if self.terms.remedies is None else self.terms.remedies.reject

    def _reject_reached(self, counted: Iterable[Claim]) -> _Reached | None:
        """How far the clock of the short-term right to reject comes by some claims."""
        if self.start is None or self._reject is None:
            return None
        end = self._reject.period.counted_from(self.start)
        return _reached(self.start, end, self._spells(counted), self._reject.days_after)

    def _reject_until(self, reject: _Reached | None, moment: Moment) -> date | None:
        if reject is None or reject.since is not None:
            return None
        return None if moment.reaches(over_at(reject.last_day, self.zone)) else reject.last_day

    def _rejecting(self, counted: Sequence[Claim]) -> list[Claim]:
        """The claims made while the goods could be rejected, or while that clock stood still."""
        if self._reject is None:
            return []
        renewing = (index for index, claim in enumerate(counted, start=1) if list(self._renewals([claim])))
        return self._made_within(counted[: next(renewing, None)], self._reject_reached)


def _intervals(claim: Claim, *, from_request: bool) -> Iterator[tuple[Instant, Instant | None]]:
    """When the goods of a claim could not be used, or seller and customer negotiated; ``None``: until now."""
    for index, stay in enumerate(claim.stays):
        begins_early = from_request and index == 0
        yield (min(claim.requested, stay.handed_in) if begins_early else stay.handed_in), stay.back
    over = _over(claim)
    if not claim.stays and claim.repair_agreed is not None:
        ends = [at for at in (*claim.repaired[:1], over) if at is not None]
        yield claim.requested, min(ends, default=None)
    for talks in claim.talks:
        yield talks.since, over if talks.until is None else talks.until


def _over(claim: Claim) -> Instant | None:
    """When a claim was settled, closed or rejected, whichever was first."""
    ends = (claim.settled_at, claim.closed, claim.rejected)
    return min((at for at in ends if at is not None), default=None)


def _was_to_be_repaired(claim: Claim) -> bool:
    """Whether the customer chose a repair, or the seller agreed to one."""
    return claim.wants is Remedy.REPAIR or claim.repair_agreed is not None


def _repairs(claim: Claim) -> Iterator[Instant]:
    """When goods were back repaired, and when they were repaired elsewhere than in the seller's hands."""
    for stay in claim.stays:
        if stay.repaired and stay.back is not None:
            yield stay.back
    for at in claim.repaired:
        if not any(_was_within(stay, at) for stay in claim.stays):
            yield at


def _was_within(stay: Stay, at: Instant) -> bool:
    return stay.handed_in <= at and (stay.back is None or at <= stay.back)
