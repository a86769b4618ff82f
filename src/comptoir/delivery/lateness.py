"""How late goods are, what the customer may do, and what a refund costs that is late itself.

Decides by what was agreed when the goods were sold, and by the days of its zone: each ends with its
midnight there. May never know which goods they are, how they were paid, nor a rule of today.

Rounding point: what each step of the ladder adds to all that is to be given back, by the order's policy.

Source: Directive 2011/83/EU, article 18; French Code de la consommation, articles L216-1, L216-6, L216-7 and
L241-4.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import ClassVar

import attrs

from comptoir.facts.late_terms import AtOnce, LateTerms, rungs_of
from comptoir.texts import amount_text, language_of, say
from comptoir.texts.writing import day_text, number_text, percent_text
from comptoir.values.almanac import Almanac
from comptoir.values.countings import STANDARD_COUNTINGS
from comptoir.values.days import ONE_DAY
from comptoir.values.deadlines import Deadline, ends
from comptoir.values.errors import WrongValue
from comptoir.values.instants import Instant
from comptoir.values.moments import Moment
from comptoir.values.money import Amount
from comptoir.values.percentages import Percent
from comptoir.values.rounding import Rounding


@attrs.frozen(kw_only=True)
class RefundStep:
    """A refund from the ``first_day`` to the ``last_day`` grows by so many minor units, to a ``total``.

    Without a last day, from the first one on. ``source`` is the article. Where interest at the
    ``legal_rate`` is due besides, it says so: that sum is not computed.
    """

    first_day: date
    last_day: date | None = None
    percent: Percent
    added: int
    total: int
    legal_rate: bool = False
    source: str


@attrs.frozen(kw_only=True)
class LateGoods:
    """What was agreed about goods that may be late, and what has become of them.

    ``over`` is the instant at which their lateness ended: they were handed over, or given up. ``amount`` is
    what is given back if the contract is rescinded, in minor units.
    """

    order: str
    currency: str
    rounding: Rounding
    terms: LateTerms | None
    amount: int
    over: Instant | None = None


@attrs.frozen(kw_only=True)
class HowLate:
    """How late goods of an order are at a moment, and what follows: the answer itself.

    Nothing is known without ``terms``. ``may_rescind_from`` is a day, whole; it is ``None`` while the goods
    are not late, while no more time was given, and once nothing is awaited. If the contract was
    ``rescinded``, ``amount`` is to be refunded, in minor units, until the end of ``refund_due``; ``steps``
    are what follows. ``refund_days_late`` supposes that it has not been refunded yet.
    """

    document: ClassVar[str] = "lateness/1"

    order: str
    currency: str
    terms: LateTerms | None = None
    amount: int = 0
    days_late: int = 0
    may_rescind_from: date | None = None
    is_awaited: bool = False
    rescinded: date | None = None
    refund_due: Deadline | None = None
    refund_days_late: int = 0
    steps: tuple[RefundStep, ...] = ()

    @property
    def by(self) -> date | None:
        """The last day on which the goods were to be delivered, whole."""
        return None if self.terms is None else self.terms.by

    @property
    def is_late(self) -> bool:
        """Whether that day was over."""
        return self.days_late > 0

    @property
    def step(self) -> RefundStep | None:
        """The step of the ladder on which a refund of today stands."""
        if self.refund_due is None:
            return None
        day = self.refund_due.last_day + timedelta(days=self.refund_days_late)
        return next((each for each in reversed(self.steps) if each.first_day <= day), None)

    def text(self, language: str) -> str:
        """All of it in sentences, a line each, in French (``fr``) or English (``en``)."""
        return "\n".join(self._sentences(language))

    def _sentences(self, language: str) -> Iterator[str]:
        spoken, terms = language_of(language), self.terms
        if terms is None:
            yield say("late_no_rule", spoken)
            return
        code = "late_by_announced" if terms.announced else "late_by_law"
        yield say(code, spoken, by=day_text(terms.by, spoken), source=terms.source)
        since = day_text(terms.by + ONE_DAY, spoken)
        days = number_text(str(self.days_late), spoken)
        code = "late_not_yet" if not self.is_late else "late_one_day" if self.days_late == 1 else "late_days"
        yield say(code, spoken, days=days, since=since)
        if self.rescinded is not None:
            yield from self._refund(self.rescinded, language)
        elif self.may_rescind_from is not None:
            yield say("late_rescind_from", spoken, day=day_text(self.may_rescind_from, spoken))
        elif not self.is_awaited:
            yield say("late_no_more", spoken)
        elif self.is_late:
            yield say("late_more_time", spoken)

    def _refund(self, rescinded: date, language: str) -> Iterator[str]:
        spoken = language_of(language)

        def money(minor: int) -> str:
            return amount_text(Amount(minor, self.currency), spoken)

        said = {"rescinded": day_text(rescinded, spoken), "amount": money(self.amount)}
        if self.refund_due is None:
            yield say("late_refund_soon", spoken, **said)
            return
        yield say("late_refund_due", spoken, **said, due=day_text(self.refund_due.last_day, spoken))
        if self.refund_days_late:
            code = "late_refund_one_day" if self.refund_days_late == 1 else "late_refund_days"
            yield say(code, spoken, days=number_text(str(self.refund_days_late), spoken))
        if self.step is not None:
            yield say("late_refund_now", spoken, total=money(self.step.total))
        for step in self.steps:
            said_of = say(
                "late_step_last" if step.last_day is None else "late_step",
                spoken,
                first=day_text(step.first_day, spoken),
                last="" if step.last_day is None else day_text(step.last_day, spoken),
                percent=percent_text(step.percent, spoken),
                added=money(step.added),
                total=money(step.total),
                source=step.source,
            )
            yield f"{said_of} {say('late_step_legal_rate', spoken)}" if step.legal_rate else said_of


def lateness_of(
    goods: LateGoods,
    *,
    rescinded: date | None,
    extra_until: date | None,
    at_once: AtOnce | None,
    moment: Moment,
    almanac: Almanac,
) -> HowLate:
    """How late goods are at a moment, and what follows if the contract was ``rescinded`` on a day.

    Raises ``WrongValue`` for a contract rescinded on a day that has not begun where the goods go, and for one
    rescinded, or additional time that ended, while they were not late; and ``NoAnswer`` for a day outside a
    zone's table or a calendar.
    """
    terms = goods.terms
    if terms is None:
        return HowLate(order=goods.order, currency=goods.currency)
    zone = almanac.zone(terms.zone)
    is_late, is_awaited = moment.reaches(terms.late_from(almanac)), goods.over is None
    today = zone.local_date(moment.at)
    if is_late and (is_awaited or rescinded is not None):
        moment.reaches(zone.midnight_after(moment.at))
    if rescinded is not None:
        _check_rescinded(rescinded, terms.by, today)
    last = today if goods.over is None else zone.local_date(goods.over)
    waits_until = terms.waits_until(extra_until, at_once)
    may_rescind = is_late and is_awaited and rescinded is None
    due = None if rescinded is None else _refund_due(terms, rescinded, almanac)
    return HowLate(
        order=goods.order,
        currency=goods.currency,
        terms=terms,
        amount=goods.amount,
        days_late=max(0, (min(last, rescinded or last) - terms.by).days),
        may_rescind_from=waits_until + ONE_DAY if may_rescind and waits_until else None,
        is_awaited=is_awaited,
        rescinded=rescinded,
        refund_due=due,
        refund_days_late=0 if due is None else max(0, (today - due.last_day).days),
        steps=() if due is None else tuple(_steps(terms, due.last_day, goods)),
    )


def _check_rescinded(rescinded: date, by: date, today: date) -> None:
    """``WrongValue`` for a day on which the goods were not late, or that has not begun."""
    if rescinded <= by:
        found = f"found {rescinded.isoformat()}, while the goods were due by {by.isoformat()}"
        raise WrongValue.at("rescinded", found, "rescind once they are late", code="rescinded_in_time")
    if rescinded > today:
        found = f"found {rescinded.isoformat()}, after {today.isoformat()}, the day that is asked about"
        raise WrongValue.at("rescinded", found, "ask about a day on which it was", code="not_rescinded_yet")


def _refund_due(terms: LateTerms, rescinded: date, almanac: Almanac) -> Deadline | None:
    if terms.refund_within is None:
        return None
    counting, calendar = STANDARD_COUNTINGS[terms.counting], almanac.calendar(terms.calendar)
    return ends(counting, terms.refund_within, rescinded, calendar)


def _steps(terms: LateTerms, due: date, goods: LateGoods) -> Iterator[RefundStep]:
    for rung in rungs_of(terms.ladder, due):
        added = rung.percent.of_amount(goods.amount, goods.rounding)
        yield RefundStep(
            first_day=rung.first_day,
            last_day=rung.last_day,
            percent=rung.percent,
            added=added,
            total=goods.amount + added,
            legal_rate=rung.legal_rate,
            source=terms.ladder_source or terms.source,
        )
