"""A second opinion on guarantees: walked day by day from the day of hand-over, each day looked at by itself.

It shares no step with ``comptoir.returns``, nor with how facts are folded.

Source: house rule (law GO); French Code de la consommation, articles L217-13 and L217-28, and Consumer Rights
Act 2015, section 22, for what is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import attrs

from comptoir.facts.guarantee_terms import GuaranteeTerms, Remedy, RepairExtension, ShortReject
from comptoir.testing.oracles.claims import ClaimPage, Pages
from comptoir.testing.oracles.deadlines import counted, day_shown
from comptoir.testing.oracles.lives import Key
from comptoir.values.instants import Instant
from comptoir.values.periods import Period
from comptoir.values.zones import Zone

_ONE = timedelta(days=1)


@attrs.frozen(kw_only=True)
class Walked:
    """How one guarantee on one piece stands: a word for it, and the days that were walked to.

    ``stopped`` says whether its clock stands still, ``days`` how long it did so far, by what is over.
    """

    state: str
    start: date | None = None
    renewed: date | None = None
    last_day: date | None = None
    at_least: date | None = None
    extensions: int = 0
    days: int = 0
    presumed_until: date | None = None
    reject_until: date | None = None
    reject_paused: bool = False
    claims: tuple[str, ...] = ()


@attrs.frozen
class Wait:
    """The customer waited from a day to another, both included; without the second, still."""

    first: date
    last: date | None


@attrs.frozen(kw_only=True)
class _Run:
    """The end of one clock by the claims that count."""

    end: date | None
    stopped: bool
    extensions: int
    days: int
    claims: tuple[ClaimPage, ...]


def walk(terms: GuaranteeTerms, key: Key, pages: Pages, at: Instant, zone: Zone) -> Walked:
    """One guarantee on one piece at an instant; ``pages`` hold no fact that is later."""
    piece, today = pages.pieces[key], day_shown(zone, at)
    if piece.gone:
        return Walked(state="gone")
    if piece.later_owner and terms.transferred_by is None:
        return Walked(state="not_transferred")
    if piece.began is None:
        return Walked(state="not_started")
    about = [page for page in pages.claims.values() if key in page.about]
    about.sort(key=lambda page: (page.requested, page.id))
    start = day_shown(zone, piece.began)
    first = _run(terms, terms.period, start, about, zone)
    begun = _renewed(terms, first.claims, key, pages)
    renewed = None if begun is None else day_shown(zone, begun)
    again = None
    if begun is not None and renewed is not None and terms.renewal is not None:
        own = [page for page in about if page in first.claims or day_shown(zone, page.requested) >= renewed]
        again = _run(terms, terms.renewal.period, renewed, own, zone, after=begun)
    presumed = None if terms.presumed is None else counted(terms.presumed, renewed or start)
    reject = _reject(terms, start, first.claims, today, zone) if renewed is None else (None, False)
    ends = [each for each in (first, again) if each is not None]
    latest = max(ends, key=lambda each: (each.stopped, each.end or date.max))
    at_least = max((each.end for each in ends if each.end is not None), default=None)
    stopped = latest.stopped
    if terms.period is None:
        state, at_least = "no_end", None
    elif stopped:
        state = "suspended"
    else:
        state = "running" if at_least is None or today <= at_least else "over"
    return Walked(
        state=state,
        start=start,
        renewed=renewed,
        last_day=None if stopped else at_least,
        at_least=at_least,
        extensions=latest.extensions,
        days=latest.days,
        presumed_until=presumed,
        reject_until=reject[0],
        reject_paused=reject[1],
        claims=tuple(page.id for page in first.claims),
    )


def waits_of(
    page: ClaimPage, zone: Zone, *, from_request: bool, after: Instant | None = None
) -> Iterator[Wait]:
    """From which day to which the customer could not use the goods, or was in talks, unless over before."""
    for since, until in _waits(page, from_request=from_request):
        if after is None or until is None or until > after:
            yield _wait(since, until, zone)


def _waits(page: ClaimPage, *, from_request: bool) -> Iterator[tuple[Instant, Instant | None]]:
    for index, stay in enumerate(page.stays):
        yield page.requested if from_request and index == 0 else stay.since, stay.back
    settled = None if page.settled is None else page.settled[0]
    ends = [each for each in (settled, page.closed, page.rejected) if each is not None]
    if not page.stays and page.repair_was_agreed:
        yield page.requested, min([*page.repaired_at_home[:1], *ends], default=None)
    for since, until in page.talks:
        yield since, until or min(ends, default=None)


def _wait(since: Instant, until: Instant | None, zone: Zone) -> Wait:
    return Wait(day_shown(zone, since), None if until is None else day_shown(zone, until))


def days_waited(waits: Iterable[Wait], start: date) -> list[date]:
    """Each day of waits that are over, once, none of them before a start."""
    days = set[date]()
    for wait in waits:
        day = wait.first
        while wait.last is not None and day <= wait.last:
            days.add(day)
            day += _ONE
    return sorted(day for day in days if day >= start)


def longer(extension: RepairExtension | None, end: date, repairs: int) -> tuple[date, int]:
    """The end after some repairs, all of their periods counted at once; and how many count."""
    if extension is None or not repairs:
        return end, 0
    times = 1 if extension.once else repairs
    period = attrs.evolve(extension.period, count=extension.period.count * times)
    return counted(period, end), times


def _run(
    terms: GuaranteeTerms,
    period: Period | None,
    start: date,
    about: Iterable[ClaimPage],
    zone: Zone,
    *,
    after: Instant | None = None,
) -> _Run:
    """One clock: each claim in turn counts if it was made while the clock, by those before it, ran.

    Of a clock that began anew ``after`` an instant, what was over by then moves nothing.
    """
    run = _counted(terms, period, start, (), zone, after=after)
    for page in about:
        if run.stopped or run.end is None or day_shown(zone, page.requested) <= run.end:
            run = _counted(terms, period, start, (*run.claims, page), zone, after=after)
    return run


def _counted(
    terms: GuaranteeTerms,
    period: Period | None,
    start: date,
    pages: tuple[ClaimPage, ...],
    zone: Zone,
    *,
    after: Instant | None,
) -> _Run:
    repairs = sum(_repairs(page, after) for page in pages)
    if period is None:
        return _Run(end=None, stopped=False, extensions=0, days=0, claims=pages)
    end, times = longer(terms.extension, counted(period, start), repairs)
    if terms.suspended_by is None:
        return _Run(end=end, stopped=False, extensions=times, days=0, claims=pages)
    from_request = terms.from_request
    waits = [wait for page in pages for wait in waits_of(page, zone, from_request=from_request, after=after)]
    moved, days = _moved(end, days_waited(waits, start))
    stopped = any(wait.last is None and wait.first <= moved for wait in waits)
    return _Run(end=moved, stopped=stopped, extensions=times, days=days, claims=pages)


def _moved(end: date, days: list[date]) -> tuple[date, int]:
    """An end moved by a day for each day waited, but for those that begin after it."""
    moved, counts, waited = end, False, 0
    for index, day in enumerate(days):
        if index == 0 or day - days[index - 1] > _ONE:
            counts = day <= moved
            pending = 0
        if counts:
            pending += 1
            waited += 1
        is_last = index + 1 == len(days) or days[index + 1] - day > _ONE
        if is_last and counts:
            moved += timedelta(days=pending)
    return moved, waited


def _repairs(page: ClaimPage, after: Instant | None) -> int:
    """Stays that ended repaired, and repairs outside stays, after an instant."""
    ended = [stay.back for stay in page.stays if stay.back is not None and stay.repaired]
    return sum(after is None or at > after for at in (*ended, *page.repaired_at_home))


def _renewed(terms: GuaranteeTerms, claims: Iterable[ClaimPage], key: Key, pages: Pages) -> Instant | None:
    """When goods were handed over that replace others whose repair was agreed and not done."""
    replaced = pages.pieces[key].replaced
    found = [replaced[page.id] for page in claims if page.id in replaced and _replaces_a_repair(page)]
    return max(found, default=None) if terms.renewal is not None else None


def _replaces_a_repair(page: ClaimPage) -> bool:
    """Whether goods were replaced that were to be repaired, and were not."""
    was_to_be = page.wants is Remedy.REPAIR or page.repair_was_agreed
    is_replaced = page.settled is not None and page.settled[1] is Remedy.REPLACEMENT
    return was_to_be and is_replaced and not page.repaired


def _reject(
    terms: GuaranteeTerms, start: date, claims: Iterable[ClaimPage], today: date, zone: Zone
) -> tuple[date | None, bool]:
    """The last day on which goods may be rejected at once, and whether its clock stands still."""
    right: ShortReject | None = None if terms.remedies is None else terms.remedies.reject
    if right is None:
        return None, False
    end, paused = counted(right.period, start), False
    base, counting = end, list[Wait]()
    for page in claims:
        if not paused and day_shown(zone, page.requested) > end:
            continue
        counting += waits_of(page, zone, from_request=terms.from_request)
        days = days_waited(counting, start)
        end = _moved(base, days)[0]
        if days and days[-1] <= end:
            end = max(end, days[-1] + timedelta(days=right.days_after))
        paused = any(wait.last is None and wait.first <= end for wait in counting)
    if paused:
        return None, True
    return (end, False) if today <= end else (None, False)
