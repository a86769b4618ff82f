"""By when a withdrawal is refunded, by when goods are sent back, and what a refund costs that is late.

Decides on the law that the order's rights carry, on when the customer said it and when the goods were back
or proven to be sent. May never know how much is refunded to which means of payment, nor a rule of today.
Where no right carries such a law, no day is guessed.

Rounding point: what the ladder adds to goods and delivery, half up.

Source: Directive 2011/83/EU, articles 13 and 14(1); French Code de la consommation, articles L221-24 and
L242-4.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import attrs

from comptoir.facts.late_terms import rungs_of
from comptoir.facts.return_terms import CountsFrom, RefundLaw, ReturnTerms
from comptoir.returns.refund import Surcharge
from comptoir.returns.rights import counted_end, plain_end
from comptoir.values.almanac import Almanac
from comptoir.values.collections import tuple_of
from comptoir.values.deadlines import Deadline, closes_at
from comptoir.values.instants import Instant
from comptoir.values.moments import Moment
from comptoir.values.rounding import Rounding
from comptoir.values.zones import Zone


def _rights(rights: Iterable[ReturnTerms]) -> tuple[ReturnTerms, ...]:
    return tuple_of(ReturnTerms, rights, "rights")


@attrs.frozen(kw_only=True)
class Withdrawn:
    """Goods from whose contract the customer withdraws, under ``rights`` of the law that are alive.

    ``declared`` is when they said so, ``received`` when the goods were back, ``sent_back`` when it was proven
    that they are on their way; ``None`` where no fact says.
    """

    rights: tuple[ReturnTerms, ...] = attrs.field(converter=_rights)
    declared: Instant | None = None
    received: Instant | None = None
    sent_back: Instant | None = None

    @property
    def sent_or_back(self) -> Instant | None:
        """When they were back or proven to be sent, whichever was first."""
        return min((at for at in (self.received, self.sent_back) if at is not None), default=None)


@attrs.frozen(kw_only=True)
class RefundClock:
    """Until the end of which day a refund is ``due``, by the law of which ``right``, and how late it is.

    ``send_back`` is the last day on which the customer sends goods back, where the law names one: the latest
    of those of their rights. ``others`` are the clocks of their other rights, by which it is due no earlier.
    """

    right: ReturnTerms
    law: RefundLaw
    due: Deadline
    days_late: int = 0
    send_back: Deadline | None = None
    others: tuple[RefundClock, ...] = ()

    def surcharge(self, amount: int) -> Surcharge | None:
        """What is paid beside a refund of so many minor units, which is made on the day of the question.

        The greatest that one of the rights gives, each from its own due day; of equal ones, that of the first
        by rule. ``None`` if none is late, or if no law says anything of it. A refund that is later than the
        last step of a ladder reaches grows by that step.
        """
        clocks = sorted((self, *self.others), key=lambda clock: clock.right.rule)
        found = [own for clock in clocks if (own := clock.own_surcharge(amount)) is not None]
        return max(found, key=lambda own: own.percent.parts_per_million, default=None)

    def own_surcharge(self, amount: int) -> Surcharge | None:
        """What the law of this right alone adds."""
        return late_surcharge(self.law, self.due.last_day, self.days_late, amount)


def late_surcharge(law: RefundLaw, due: date, days_late: int, amount: int) -> Surcharge | None:
    """What a law adds to an amount, in minor units, that was ``due`` by the end of a day so many days ago.

    ``None`` if it is not late, or if the law says nothing of it. Half up.
    """
    if not days_late:
        return None
    day = due + timedelta(days=days_late)
    begun = [rung for rung in rungs_of(law.ladder, due) if rung.first_day <= day]
    if not begun:
        return None
    return Surcharge(
        days=days_late,
        percent=begun[-1].percent,
        amount=begun[-1].percent.of_amount(amount, Rounding.HALF_UP),
        legal_rate=begun[-1].legal_rate,
        source=law.ladder_source or law.source,
    )


def refund_clock(goods: Sequence[Withdrawn], moment: Moment, almanac: Almanac) -> RefundClock | None:
    """By when goods of one question are refunded; ``None`` if no right of theirs carries a law about it.

    If not all was declared before, all is declared now, and goods that no fact says to be back are brought,
    or settled without them, now. Of several rights, the one by which the refund is due first counts, and of
    those due on one day the first by rule; what being late costs is the most that any of them says. Raises
    ``NoAnswer`` for a day outside a zone's table or a calendar.
    """
    concerned = [each for each in goods if any(terms.refund is not None for terms in each.rights)]
    if not concerned:
        return None
    said = _Said.of(concerned, moment)
    rights = {terms.rule: terms for each in concerned for terms in each.rights}
    clocks = [
        _clock(rights[rule], law, said, moment, almanac)
        for rule in sorted(rights)
        if (law := rights[rule].refund) is not None
    ]
    first, *others = sorted(clocks, key=lambda clock: clock.due.last_day)
    until = [clock.send_back for clock in clocks if clock.send_back is not None]
    return attrs.evolve(
        first,
        send_back=max(until, key=lambda deadline: deadline.last_day, default=None),
        others=tuple(others),
    )


@attrs.frozen(kw_only=True)
class _Said:
    """When some goods were declared, and when all were back or proven to be sent; whether one ``is_now``."""

    declared: Instant
    sent_or_back: Instant
    is_now: bool

    @classmethod
    def of(cls, goods: Sequence[Withdrawn], moment: Moment) -> _Said:
        """The first declaration, if all were declared; back or sent, once each of them is."""
        declared = [each.declared for each in goods if each.declared is not None]
        passed = [each.sent_or_back for each in goods]
        said = min(declared) if len(declared) == len(goods) else moment.at
        back = max(moment.at if at is None else at for at in passed)
        return cls(declared=said, sent_or_back=back, is_now=moment.at in {said, back})


def _clock(terms: ReturnTerms, law: RefundLaw, said: _Said, moment: Moment, almanac: Almanac) -> RefundClock:
    """What one right says, whether it is late or not."""
    zone = almanac.zone(terms.zone)
    if said.is_now:
        moment.reaches(zone.midnight_after(moment.at))
    declared, back = zone.local_date(said.declared), zone.local_date(said.sent_or_back)
    counts_from = declared if law.counts_from is CountsFrom.DECLARED else back
    due = counted_end(terms, law.within, counts_from, almanac)
    if law.may_withhold and due.last_day < back:
        due = plain_end(back)
    within = law.send_back_within
    send_back = None if within is None else counted_end(terms, within, declared, almanac)
    days_late = _days_late(due, zone, moment)
    return RefundClock(right=terms, law=law, due=due, days_late=days_late, send_back=send_back)


def _days_late(due: Deadline, zone: Zone, moment: Moment) -> int:
    """How many days after the last one a refund of now is; the day on which that changes is noted."""
    if not moment.reaches(closes_at(due, zone)):
        return 0
    moment.reaches(zone.midnight_after(moment.at))
    return (zone.local_date(moment.at) - due.last_day).days
