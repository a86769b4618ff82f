"""What of an order may be cancelled before it is handed over, for how much, and why not.

Decides which pieces are meant, whether the reason holds at a moment, and what is given back: what was paid
for them, as far as it is left once kept goods were priced again, the fee of a delivery that is not made with
the last of its goods, and those of the others with the last goods of the order, as a return of them would.
May never know which channel asks, nor a rule of today. Nothing of it is a return: no right to one ever
starts. What was asked for is cancelled as a whole or not at all, and reasons to refuse are looked for in the
order of :class:`CancelRefusalCode`.

Source: Directive 2011/83/EU, article 18(2) and (3); French Code de la consommation, articles L216-6 and
L216-7, for goods that are late; the rest is a house rule.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from types import MappingProxyType
from typing import ClassVar, Final, assert_never

import attrs

from comptoir.facts.awaited import Part, late_terms_awaited, parts_of
from comptoir.facts.conflicts import Conflict
from comptoir.facts.events import CancelReason
from comptoir.facts.held import Held
from comptoir.facts.late_terms import AtOnce
from comptoir.facts.products import Product
from comptoir.facts.units import Units, quantity_of
from comptoir.returns.kinds import Reason
from comptoir.returns.pieces import check_once, named_in, to_named
from comptoir.returns.refund import PaidBack, delivery_due, points_taken, refund_of, were_sellers
from comptoir.returns.repriced import less_than_shares
from comptoir.returns.rights import LawSince, no_law_since, were_withdrawn
from comptoir.returns.taxed import taxes_back
from comptoir.texts import language_of, say
from comptoir.texts.writing import day_text
from comptoir.values.almanac import Almanac
from comptoir.values.days import checked_day
from comptoir.values.errors import WrongValue, checked_type
from comptoir.values.moments import Moment
from comptoir.values.quantities import Quantity


class CancelRefusalCode(Enum):
    """Why goods are not cancelled, in order of precedence."""

    NEVER_BOUGHT = "never_bought"
    """The order has no such ref or pieces."""
    ALREADY_RETURNED = "already_returned"
    """Some of them have come back."""
    ALREADY_CANCELLED = "already_cancelled"
    """Some of them were cancelled before."""
    HANDED_OVER = "handed_over"
    """The customer has some of them: they may come back, if at all."""
    NOTHING_AWAITED = "nothing_awaited"
    """Nothing of the order is still to be handed over."""
    NOT_HELD = "not_held"
    """Some of them are not held for the customer to collect."""
    STILL_HELD = "still_held"
    """They are held until the end of a day that is not over."""
    NO_LATE_RULE = "no_late_rule"
    """The order knows no rule of law on goods that are late for any that are awaited."""
    NOT_LATE = "not_late"
    """The last day is not over."""
    NO_MORE_TIME = "no_more_time"
    """The customer has given no more time, and there is no reason to do without."""
    TIME_LEFT = "time_left"
    """The additional time is not over."""


_PRECEDENCE: Final = tuple(CancelRefusalCode)


@attrs.frozen(kw_only=True)
class CancelRefused:
    """Why nothing is cancelled, and for which pieces, or by which ``ref`` they were asked for.

    ``by`` is the fact by which they are gone already, ``last_day`` the day whose end is to be awaited.
    """

    code: CancelRefusalCode
    ref: str | None = None
    units: Units | None = None
    by: str | None = None
    last_day: date | None = None

    def text(self, language: str) -> str:
        """The reason as a sentence, in French (``fr``) or English (``en``)."""
        spoken = language_of(language)
        last_day = "" if self.last_day is None else day_text(self.last_day, spoken)
        return say(f"cancel_{self.code.value}", spoken, by=self.by or "", last_day=last_day)


@attrs.frozen(kw_only=True)
class GoodOff:
    """Pieces that are cancelled, and what was ``charged`` for them, in minor units: it is refunded.

    ``repriced`` is below zero where less is left of what was paid, because kept goods were priced again.
    """

    units: Units
    quantity: Quantity
    product: Product
    charged: int
    repriced: int = 0

    @property
    def refunded(self) -> int:
        """What is refunded for them."""
        return self.charged + self.repriced


@attrs.frozen(kw_only=True)
class Cancelling(PaidBack):
    """What is cancelled of an order, why, and what is given back for it: the answer itself."""

    document: ClassVar[str] = "cancelling/1"

    because: CancelReason
    extra_until: date | None = None
    at_once: AtOnce | None = None
    goods: tuple[GoodOff, ...]

    @property
    def may_keep(self) -> int:
        """Nothing: what was never handed over answers for no missing points."""
        return 0


@attrs.frozen(kw_only=True)
class CancelAsked:
    """What is to be cancelled, by pieces or refs; without ``units``, all that is awaited.

    Of goods that are late, ``extra_until`` is the last day of the additional time that the customer gave, or
    ``at_once`` says why there was none.
    """

    units: tuple[Units | str, ...] | None = attrs.field(default=None, converter=to_named)
    because: CancelReason
    extra_until: date | None = None
    at_once: AtOnce | None = None

    def __attrs_post_init__(self) -> None:
        checked_type(CancelReason, self.because, "because", "pass CancelReason.NOT_COLLECTED, LATE, …")
        if self.extra_until is not None:
            checked_day(self.extra_until, "extra_until")
        if self.at_once is not None:
            checked_type(AtOnce, self.at_once, "at_once", "pass AtOnce.ESSENTIAL or REFUSED")
        is_more_told = self.extra_until is not None or self.at_once is not None
        if self.because is not CancelReason.LATE and is_more_told:
            cure = "leave out what is about goods that are late"
            raise WrongValue.at("because", f"found {self.because.value}", cure, code="not_about_lateness")


def cancel_goods(
    held: Held,
    asked: CancelAsked,
    *,
    moment: Moment,
    almanac: Almanac,
    since: LawSince = no_law_since,
    reasons: Mapping[str, Reason] = MappingProxyType({}),
    conflicts: Iterable[Conflict] = (),
) -> Cancelling | CancelRefused:
    """What becomes of goods that are to be cancelled at a moment; ``since`` is the law of a later day.

    ``reasons`` are those known by which others may have come back before.

    Without units, they are all that is awaited; of goods that nobody collected, all that are held so. Raises
    ``WrongValue`` for pieces that are named twice, and for additional time that does not reach beyond the
    day on which the goods were due; ``NoAnswer`` for a day outside a zone's table.
    """
    parts = list(_wanted(held, asked))
    refused = [each for each in parts if isinstance(each, CancelRefused)]
    wanted = [each for each in parts if isinstance(each, Part)]
    if not parts:
        refused.append(CancelRefused(code=CancelRefusalCode.NOTHING_AWAITED))
    refused += filter(None, map(_why_gone, wanted))
    refused = refused or [*filter(None, _why_not(held, wanted, asked, moment, almanac))]
    if refused:
        return min(refused, key=lambda each: _PRECEDENCE.index(each.code))
    goods = tuple(_within_what_is_left(held, [_good(held, part) for part in wanted]))
    off = [good.units for good in goods]
    delivery = delivery_due(
        held,
        off=off,
        withdrawn=were_withdrawn(held, almanac, since),
        sellers=were_sellers(held, reasons),
    )
    by_line: Counter[int] = Counter()
    for good in goods:
        by_line[good.units.number] += good.refunded
    refund = refund_of(
        held,
        off,
        goods=sum(by_line.values()),
        on_credit=0,
        delivery=delivery,
        taxes=taxes_back(held, by_line, delivery),
    )
    return Cancelling(
        order=held.order.id,
        because=asked.because,
        extra_until=asked.extra_until,
        at_once=asked.at_once,
        goods=goods,
        refund=refund,
        points_clawed=points_taken(held, off, refund.delivery),
        conflicts=tuple(conflicts),
    )


def _wanted(held: Held, asked: CancelAsked) -> Iterator[Part | CancelRefused]:
    """The pieces that are meant, cut by their fates and deliveries, in their order; or why there are none."""
    parts = list(parts_of(held))
    if asked.units is None:
        awaited = [part for part in parts if part.is_awaited]
        if asked.because is CancelReason.NOT_COLLECTED:
            yield from [part for part in awaited if _is_held(part)] or awaited
        else:
            yield from awaited
        return
    named = [(name, named_in(held.order, name)) for name in asked.units]
    check_once([units for _, units in named if units is not None])
    for name, units in named:
        if units is None:
            ref, pieces = (name, None) if isinstance(name, str) else (None, name)
            yield CancelRefused(code=CancelRefusalCode.NEVER_BOUGHT, ref=ref, units=pieces)
        else:
            for part in parts:
                common = part.run.units.common(units)
                if common is not None:
                    yield attrs.evolve(part, run=attrs.evolve(part.run, units=common))


def _why_gone(part: Part) -> CancelRefused | None:
    """Why pieces are not awaited; ``None`` if they are."""
    run = part.run
    if run.returned is not None:
        code = CancelRefusalCode.ALREADY_RETURNED
        return CancelRefused(code=code, units=run.units, by=run.returned_by)
    if run.cancelled is not None:
        code = CancelRefusalCode.ALREADY_CANCELLED
        return CancelRefused(code=code, units=run.units, by=run.cancelled_by)
    if run.handed_over is not None:
        return CancelRefused(code=CancelRefusalCode.HANDED_OVER, units=run.units)
    return None


def _why_not(
    held: Held, wanted: Sequence[Part], asked: CancelAsked, moment: Moment, almanac: Almanac
) -> Iterator[CancelRefused | None]:
    """Why the reason does not hold; nothing, or ``None``, if it does."""
    match asked.because:
        case CancelReason.NOT_COLLECTED:
            goods = [part for part in wanted if part.delivery is not None] or wanted
            yield from (_why_not_uncollected(part, moment, almanac) for part in goods)
        case CancelReason.LATE:
            yield _why_not_late(held, asked, moment, almanac)
        case CancelReason.BY_CUSTOMER | CancelReason.BY_SELLER:
            return
        case _:
            assert_never(asked.because)


def _is_held(part: Part) -> bool:
    return part.delivery is None or part.delivery.promised.held_until is not None


def _why_not_uncollected(part: Part, moment: Moment, almanac: Almanac) -> CancelRefused | None:
    promised = None if part.delivery is None else part.delivery.promised
    if promised is None or promised.held_until is None:
        return CancelRefused(code=CancelRefusalCode.NOT_HELD, units=part.run.units)
    if moment.reaches(almanac.zone(promised.zone).end_of(promised.held_until)):
        return None
    code, last_day = CancelRefusalCode.STILL_HELD, promised.held_until
    return CancelRefused(code=code, units=part.run.units, last_day=last_day)


def _why_not_late(held: Held, asked: CancelAsked, moment: Moment, almanac: Almanac) -> CancelRefused | None:
    """Why the contract may not be rescinded; ``None`` if goods are late, and the time given is over."""
    terms = late_terms_awaited(held)
    if terms is None:
        return CancelRefused(code=CancelRefusalCode.NO_LATE_RULE)
    if not moment.reaches(terms.late_from(almanac)):
        return CancelRefused(code=CancelRefusalCode.NOT_LATE, last_day=terms.by)
    last_day = terms.waits_until(asked.extra_until, asked.at_once)
    if last_day is None:
        return CancelRefused(code=CancelRefusalCode.NO_MORE_TIME, last_day=terms.by)
    if not moment.reaches(almanac.zone(terms.zone).end_of(last_day)):
        return CancelRefused(code=CancelRefusalCode.TIME_LEFT, last_day=last_day)
    return None


def _good(held: Held, part: Part) -> GoodOff:
    line = held.order.lines[part.run.units.number - 1]
    return GoodOff(
        units=part.run.units,
        quantity=quantity_of(line.terms.quantity, part.run.units),
        product=part.run.product,
        charged=held.paid_of(part.run.units),
    )


def _within_what_is_left(held: Held, goods: Sequence[GoodOff]) -> Iterator[GoodOff]:
    """The goods, of which no more comes back than is left of what was paid."""
    charged = [good.charged for good in goods]
    for good, less in zip(goods, less_than_shares(held, charged, charged), strict=True):
        yield attrs.evolve(good, repriced=less) if less else good
