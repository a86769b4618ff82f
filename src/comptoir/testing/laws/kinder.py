"""Laws of what is kinder to a customer: nothing of it makes a right end earlier, or a refund smaller.

A policy that gives shares back is neither kinder nor harsher than one that prices again what is kept: of
two pieces at 100 with 10 off from 100, one comes back for its share, 95, or for 190 less 90.

Source: laws RL, RK and RH.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Final

import attrs

from comptoir.checkout.after_sales import Assessment
from comptoir.facts.events import Fact, HandedOver, OrderPlaced
from comptoir.facts.return_terms import (
    Anchor,
    Bearer,
    FreeDelivery,
    Means,
    ReturnTerms,
    Right,
)
from comptoir.returns.assessed import GoodBack
from comptoir.testing.cases import expect
from comptoir.testing.laws.delivery import ONE_MORE
from comptoir.testing.return_cases import (
    AskReturn,
    ReturnCase,
    accepted,
    answered,
    ask_return,
)
from comptoir.testing.variations import with_sections
from comptoir.values.calendars import Calendar, Holiday
from comptoir.values.instants import DAY, Instant, instant_of
from comptoir.values.percentages import Percent
from comptoir.values.periods import Period, PeriodUnit


def rl_later_receipt_never_gives_an_earlier_deadline(case: ReturnCase, ask: AskReturn = ask_return) -> None:
    """RL: had the goods been handed over later, no right on them would end earlier, nor the best of them.

    A right that was used in time lives on because the customer said so then, and what staff take back by
    exception comes back without one: of the best, these are left out.
    """
    for request in case.requests:
        found = accepted(case, ask, case.facts, request)
        for days in (1, 2, 3, 9) if found is not None else ():
            later = [_handed_over_later(fact, days, request.at) for fact in case.facts]
            other = answered(case, ask, later, attrs.evolve(request, give=found.give)) if found else None
            for one, two in _alike(found, other):
                ends = {right.terms: right.last_day for right in two.rights}
                for right in one.rights:
                    is_later = _reaches(ends.get(right.terms, date.min), right.last_day)
                    expect("RL", is_later, f"found {ends} {days} days later, before {right}")
                is_used = one.exception is not None or any(right.declared for right in one.rights)
                is_later = is_used or _reaches(two.best.last_day, one.best.last_day)
                expect("RL", is_later, f"found the last day {two.best.last_day}, before {one.best}")


def rk_a_kinder_policy_never_lowers_a_refund(case: ReturnCase, ask: AskReturn = ask_return) -> None:
    """RK: under a kinder policy, what comes back now comes back, and for the same pieces no less is given.

    Kinder is a longer period, a later event, a lower fee, less for a grade or none refused, more reasons and
    proofs, carriage on the seller, money instead of credit, delivery that stays free: each alone, and all.
    Giving back shares instead of pricing again what is kept is neither kinder nor harsher. Nor is a right, as
    such, where staff would take the goods back by exception: that counts only where no right does.
    """
    for request in case.requests:
        plain = tuple(attrs.evolve(each, exception=None) for each in request.give)
        found = accepted(case, ask, case.facts, attrs.evolve(request, give=plain))
        if found is None:
            continue
        same = attrs.evolve(request, give=found.give)
        for how, kinder in KINDER.items():
            facts = [_under(fact, case.order, kinder) for fact in case.facts]
            other = answered(case, ask, facts, same)
            if other is None:
                continue
            expect("RK", not other.refused, f"found {other.refused} with {how}")
            if [good.units for good in other.goods] != [good.units for good in found.goods]:
                continue  # other pieces of the line may come back as well, and are taken first
            sums = _given(found), _given(other)
            expect("RK", sums[0] <= sums[1], f"found {sums[1]} with {how}, not {sums[0]}")


def rh_an_added_holiday_never_shortens_a_deadline(case: ReturnCase, ask: AskReturn = ask_return) -> None:
    """RH: with one more holiday near the end of a right, no right ends earlier."""
    for request in case.requests:
        found = accepted(case, ask, case.facts, request)
        days = {right.last_day for good in found.goods for right in good.rights} if found else set()
        near = {day + timedelta(days=step) for day in days if day is not None for step in (-1, 0, 2)}
        if found is None or not near:
            continue
        calendars = [_with_holidays(each, near) for each in case.rulebook.time.calendars]
        time = attrs.evolve(case.rulebook.time, calendars=calendars)
        same = attrs.evolve(request, give=found.give)
        other = answered(
            attrs.evolve(case, rulebook=with_sections(case.rulebook, time=time)), ask, case.facts, same
        )
        for one, two in _alike(found, other):
            ends = {right.terms: right.last_day for right in two.rights}
            for right in one.rights:
                is_later = _reaches(ends.get(right.terms, date.min), right.last_day)
                expect("RH", is_later, f"found {ends} with holidays on {near}, before {right}")


def _alike(one: Assessment | None, two: Assessment | None) -> Iterator[tuple[GoodBack, GoodBack]]:
    """Goods of two assessments that are the same pieces."""
    if one is None or two is None:
        return
    by_units = {good.units: good for good in two.goods}
    yield from ((good, by_units[good.units]) for good in one.goods if good.units in by_units)


def _reaches(later: date | None, earlier: date | None) -> bool:
    """Whether a last day is not before another; a clock that has not started is after all."""
    return later is None or (earlier is not None and later >= earlier)


def _handed_over_later(fact: Fact, days: int, at: datetime) -> Fact:
    """The goods as handed over some days later, if that is before an instant."""
    later = Instant(fact.at + days * DAY)
    return attrs.evolve(fact, at=later) if isinstance(fact, HandedOver) and later < instant_of(at) else fact


def _with_holidays(calendar: Calendar, days: Iterable[date]) -> Calendar:
    """A calendar with more holidays, within its years."""
    named = {day: ONE_MORE for day in days if calendar.since <= day < calendar.until}
    named |= {each.day: each.name for each in calendar.holidays}
    holidays = tuple(Holiday(day, name) for day, name in sorted(named.items()))
    return attrs.evolve(calendar, holidays=holidays)


def _given(found: Assessment) -> int:
    """What the customer gets of a refund, in money and as points."""
    refund = found.assessed.refund
    return refund.total - refund.carriage - refund.rebilled


def _under(fact: Fact, order: str, kinder: Callable[[ReturnTerms], ReturnTerms]) -> Fact:
    """The order as if it had been placed under a kinder policy."""
    if not isinstance(fact, OrderPlaced) or fact.id != order:
        return fact
    terms = [kinder(each) if each.right is Right.COMMERCIAL else each for each in fact.order.returns]
    return attrs.evolve(fact, order=attrs.evolve(fact.order, returns=terms))


def _longer(terms: ReturnTerms) -> ReturnTerms:
    period = terms.period
    if period is None:
        return attrs.evolve(terms, period=Period(40, PeriodUnit.DAYS))
    return attrs.evolve(terms, period=Period(2 * period.count, period.unit))


def _later_event(terms: ReturnTerms) -> ReturnTerms:
    is_earlier = terms.anchor in {Anchor.PLACED, Anchor.FIRST_HANDED_OVER, Anchor.HANDED_OVER}
    return attrs.evolve(terms, anchor=Anchor.LAST_HANDED_OVER) if is_earlier else terms


def _cheaper(terms: ReturnTerms) -> ReturnTerms:
    return attrs.evolve(terms, fee=Percent(terms.fee.parts_per_million // 2), fee_each=terms.fee_each // 2)


def _all_grades(terms: ReturnTerms) -> ReturnTerms:
    grades = [
        attrs.evolve(each, refused=False, percent=Percent(each.percent.parts_per_million // 2))
        for each in terms.grades
    ]
    return attrs.evolve(terms, grades=grades)


def _whoever(terms: ReturnTerms) -> ReturnTerms:
    return attrs.evolve(terms, reasons=(), proofs=())


def _carried(terms: ReturnTerms) -> ReturnTerms:
    return attrs.evolve(terms, carriage=Bearer.SELLER, label=0)


def _repaid(terms: ReturnTerms) -> ReturnTerms:
    return attrs.evolve(terms, means=Means.ORIGINAL)


def _stays_free(terms: ReturnTerms) -> ReturnTerms:
    return attrs.evolve(terms, free_delivery=FreeDelivery.KEEP)


def _all_of_it(terms: ReturnTerms) -> ReturnTerms:
    for each in (_longer, _later_event, _cheaper, _all_grades, _whoever, _carried, _repaid, _stays_free):
        terms = each(terms)
    return terms


KINDER: Final[Mapping[str, Callable[[ReturnTerms], ReturnTerms]]] = MappingProxyType(
    {
        "a longer period": _longer,
        "a later event": _later_event,
        "a lower fee": _cheaper,
        "milder grades": _all_grades,
        "any reason and proof": _whoever,
        "carriage on the seller": _carried,
        "money instead of credit": _repaid,
        "delivery that stays free": _stays_free,
        "all of it": _all_of_it,
    }
)
"""Ways in which a merchant's policy is kinder, by name: each makes the terms of an order so."""
