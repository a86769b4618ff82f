"""What of an order may come back now, for how much, and why not the rest.

Decides, for each thing that a customer gives back, which pieces it is, under which rights it comes
back and what is refunded, from the order's own terms. May never know which channel asks, nor a price
or a policy of today. Reasons to refuse are looked for in the order of :class:`ReturnRefusalCode`, so
that two channels give the same one; what is given is taken as a whole or not at all.

Rounding point: the fee kept of each piece, half up.

Source: Directive 2011/83/EU, articles 13 and 14; Directive (EU) 2019/771, article 14, for goods that
are the seller's fault; house rule (laws R1 to R4).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import Enum
from functools import partial
from typing import ClassVar, Final

import attrs

from comptoir.facts.conflicts import Conflict
from comptoir.facts.holdings import Held, Run
from comptoir.facts.orders import Order, OrderLine
from comptoir.facts.products import Product
from comptoir.facts.return_terms import Bearer, Means, Right
from comptoir.facts.units import Units, paid_for, quantity_of, shares_within
from comptoir.returns.kinds import Cause, Reason
from comptoir.returns.pieces import first_pieces, pieces_meant, without
from comptoir.returns.reasons.changed_mind import ChangedMind
from comptoir.returns.refund import PaidBack, Refund, delivery_due, points_taken, refund_of
from comptoir.returns.rights import Best, OneRight, best_of, in_precedence, rights_on, were_withdrawn
from comptoir.texts import language_of, say
from comptoir.texts.writing import day_text
from comptoir.values.almanac import Almanac
from comptoir.values.collections import tuple_of
from comptoir.values.errors import WrongType, WrongValue, shown
from comptoir.values.identifiers import checked_identifier
from comptoir.values.moments import Moment
from comptoir.values.percentages import Percent
from comptoir.values.quantities import Quantity, checked_quantity, pieces
from comptoir.values.rounding import Rounding
from comptoir.wire import NOT_ON_WIRE


@attrs.frozen
class Give:
    """Pieces given back: ``what`` is the ref that a channel gave their line, or the line's number.

    ``reason`` is the kind of one. What was weighed or measured is one piece. ``sku`` says which product,
    where some pieces of the line were swapped for another.

    >>> Give("app-7", reason="too_large").quantity
    1
    """

    what: str | int
    quantity: int = 1
    reason: str = attrs.field(default=ChangedMind.kind, kw_only=True)
    sku: str | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if isinstance(self.what, str):
            checked_identifier(self.what, "what")
        else:
            _check_positive(self.what, "what", "pass a ref as text, or the number of a line, from 1")
        _check_positive(self.quantity, "quantity", "pass a whole number of pieces, 1 or more")
        checked_quantity(self.quantity)
        checked_identifier(self.reason, "reason")
        if self.sku is not None:
            checked_identifier(self.sku, "sku")


class ReturnRefusalCode(Enum):
    """Why goods may not come back, in order of precedence."""

    NEVER_BOUGHT = "never_bought"
    """The order has no such ref or line."""
    MORE_THAN_BOUGHT = "more_than_bought"
    """There are fewer pieces of it, or other entries of the question take them."""
    ALREADY_RETURNED = "already_returned"
    """Pieces of it have come back before."""
    CANCELLED = "cancelled"
    """Pieces of it were cancelled before they were handed over."""
    NOT_HANDED_OVER = "not_handed_over"
    """The customer does not have them yet."""
    NOT_RETURNABLE = "not_returnable"
    """There is no right on them, or they are a final sale."""
    TOO_LATE = "too_late"
    """Every right has ended."""
    REASON_NOT_ACCEPTED = "reason_not_accepted"
    """No right that is alive accepts the reason."""


_PRECEDENCE: Final = tuple(ReturnRefusalCode)


_WITHOUT_RIGHT: Final = frozenset(
    {
        ReturnRefusalCode.NOT_RETURNABLE,
        ReturnRefusalCode.TOO_LATE,
        ReturnRefusalCode.REASON_NOT_ACCEPTED,
    }
)
"""Refusals after which a seller's fault may still be one for the legal guarantee of conformity."""


@attrs.frozen(kw_only=True)
class ReturnRefused:
    """What is not taken back, and why; ``units`` are the pieces among which it would have been.

    Where it is late, the ``last_day`` and its ``rule`` (without a day if that lies before the zone's
    table); where a rule excludes it, that rule; where it came back before or was cancelled, the fact ``by``
    which it was.
    """

    give: Give = attrs.field(metadata=NOT_ON_WIRE)
    code: ReturnRefusalCode
    units: Units | None = None
    cause: Cause = Cause.BUYER
    last_day: date | None = None
    rule: str | None = None
    by: str | None = None

    def text(self, language: str) -> str:
        """The reason as a sentence, in French (``fr``) or English (``en``)."""
        spoken = language_of(language)
        is_long_ago = self.code is ReturnRefusalCode.TOO_LATE and self.last_day is None
        said = say(
            "return_long_ago" if is_long_ago else f"return_{self.code.value}",
            spoken,
            last_day="" if self.last_day is None else day_text(self.last_day, spoken),
            rule=self.rule or "",
            by=self.by or "",
        )
        has_guarantee = self.cause is Cause.SELLER and self.code in _WITHOUT_RIGHT
        return f"{said} {say('return_conformity', spoken)}" if has_guarantee else said


@attrs.frozen(kw_only=True)
class GoodBack:
    """Pieces of one fate that are taken back, as the ``product`` that the customer has now.

    ``rights`` are those that accept the reason, alive or not, and ``best`` the best of the living ones
    on each axis. Amounts are in minor units: ``fee`` is kept of what had been ``charged``, and ``means``
    is how the rest comes back. Where the ``cause`` lies with the seller, no fee is kept, the money comes
    back as it was paid and the seller bears the carriage. Nobody bears the ``carriage`` of what is
    brought to a store.
    """

    give: Give = attrs.field(metadata=NOT_ON_WIRE)
    reason: str
    units: Units
    quantity: Quantity
    product: Product
    rights: tuple[OneRight, ...]
    best: Best
    cause: Cause
    charged: int
    fee: int
    means: Means
    carriage: Bearer | None

    @property
    def refunded(self) -> int:
        """What is refunded for them."""
        return self.charged - self.fee

    @property
    def is_withdrawal(self) -> bool:
        """Whether the law gives a right to it, whatever the policy says."""
        return any(right.alive and right.terms.right is Right.STATUTORY for right in self.rights)


@attrs.frozen(kw_only=True)
class Assessed(PaidBack):
    """What is taken back of an order and what is not, and what is given back for it: the answer itself."""

    document: ClassVar[str] = "assessment/1"

    goods: tuple[GoodBack, ...]
    refused: tuple[ReturnRefused, ...]

    @property
    def may_keep(self) -> int:
        """What of the refund may be kept for missing points, in minor units: not what the law orders."""
        granted = [good for good in self.goods if not good.is_withdrawal and good.cause is Cause.BUYER]
        return min(sum(good.refunded for good in granted), self.refund.money)


def assess_goods(
    held: Held,
    give: Iterable[Give],
    *,
    reasons: Mapping[str, Reason],
    store: str | None,
    moment: Moment,
    almanac: Almanac,
    conflicts: Iterable[Conflict] = (),
) -> Assessed:
    """What becomes of goods that are given back at a moment, in a ``store`` or (``None``) by post.

    ``reasons`` are those known, by their kind; ``conflicts`` what does not fit in the order's facts.
    Entries are looked at in the order of what they mean, however they were listed, and pieces that one
    of them takes are not there for the next. Raises ``WrongValue`` for an unknown reason, and
    ``NoAnswer`` where a right needs a day outside a zone's table or a calendar.
    """
    given = tuple_of(Give, give, "give")
    _check_reasons(given, reasons)
    desk = _Desk(held=held, reasons=reasons, is_store=store is not None, moment=moment, almanac=almanac)
    left: dict[int, list[Run]] = {}
    for run in held.runs:
        if not run.is_gone:
            left.setdefault(run.units.number, []).append(run)
    goods: list[GoodBack] = []
    refused: list[ReturnRefused] = []
    for each in sorted(given, key=lambda each: content_of(held.order, each)):
        found = desk.look_at(each, left)
        if isinstance(found, ReturnRefused):
            refused.append(found)
            continue
        for good in found:
            left[good.units.number] = list(without(left[good.units.number], good.units))
        goods += found
    refund = _refund(held, goods, almanac)
    return Assessed(
        order=held.order.id,
        goods=tuple(goods),
        refused=tuple(refused),
        refund=refund,
        points_clawed=points_taken(held, [good.units for good in goods], refund.delivery),
        conflicts=tuple(conflicts),
    )


@attrs.frozen(kw_only=True)
class _Desk:
    """One order, at one moment, on the desk of whoever takes goods back."""

    held: Held
    reasons: Mapping[str, Reason]
    is_store: bool
    moment: Moment
    almanac: Almanac
    _may_not: dict[tuple[Units, str], bool] = attrs.field(factory=dict, init=False)

    def look_at(self, give: Give, left: Mapping[int, Sequence[Run]]) -> list[GoodBack] | ReturnRefused:
        """The goods that one entry is, of those ``left`` of each line; or why it is refused, as a whole."""
        meant = pieces_meant(self.held.order, give.what)
        if meant is None:
            return ReturnRefused(give=give, code=ReturnRefusalCode.NEVER_BOUGHT)
        there = [run for run in left.get(meant.number, ()) if give.sku in {None, run.product.sku}]
        runs = first_pieces(there, meant, give.quantity, partial(self._preference, give))
        if sum(run.units.count for run in runs) < give.quantity:
            return self._too_few(give, meant)
        goods: list[GoodBack] = []
        refused: list[ReturnRefused] = []
        for run in runs:
            found = self._take(give, run)
            if isinstance(found, GoodBack):
                goods.append(found)
            else:
                refused.append(found)
        return min(refused, key=lambda each: _PRECEDENCE.index(each.code)) if refused else goods

    def _preference(self, give: Give, run: Run) -> tuple[bool, bool]:
        """Of pieces that are alike, those that the customer has and that may come back are meant first."""
        key = run.units, give.reason
        if key not in self._may_not:
            self._may_not[key] = not isinstance(self._take(give, run), GoodBack)
        return run.handed_over is None, self._may_not[key]

    def _too_few(self, give: Give, meant: Units) -> ReturnRefused:
        """Whether there was never so much, some of it is gone already, or other entries take it."""
        runs = [run for run in self.held.of_line(meant.number) if run.units.common(meant) is not None]
        left = sum(
            common.count
            for run in runs
            if not run.is_gone and (common := run.units.common(meant)) is not None
        )
        if give.quantity > meant.count or left >= give.quantity:
            return ReturnRefused(give=give, code=ReturnRefusalCode.MORE_THAN_BOUGHT, units=meant)
        back = next((run.returned_by for run in runs if run.returned_by is not None), None)
        if back is not None:
            return ReturnRefused(give=give, code=ReturnRefusalCode.ALREADY_RETURNED, units=meant, by=back)
        gone = next((run.cancelled_by for run in runs if run.cancelled_by is not None), None)
        if gone is not None:
            return ReturnRefused(give=give, code=ReturnRefusalCode.CANCELLED, units=meant, by=gone)
        return ReturnRefused(give=give, code=ReturnRefusalCode.MORE_THAN_BOUGHT, units=meant)

    def _take(self, give: Give, run: Run) -> GoodBack | ReturnRefused:
        """The pieces of one run, on the best terms there are for them."""
        if run.handed_over is None:
            return ReturnRefused(give=give, code=ReturnRefusalCode.NOT_HANDED_OVER, units=run.units)
        rights = rights_on(self.held, run, self.moment, self.almanac)
        accepting = tuple(right for right in rights if right.accepts(give.reason))
        best = best_of(accepting)
        if best is None:
            refused = _without_right(give, run.units, in_precedence(rights))
            return attrs.evolve(refused, cause=self.reasons[give.reason].cause)
        line = self.held.order.lines[run.units.number - 1]
        cause = self.reasons[give.reason].cause
        is_sellers = cause is Cause.SELLER
        carriage = Bearer.SELLER if is_sellers else best.carriage
        return GoodBack(
            give=give,
            reason=give.reason,
            units=run.units,
            quantity=quantity_of(line.terms.quantity, run.units),
            product=run.product,
            rights=accepting,
            best=best,
            cause=cause,
            means=Means.ORIGINAL if is_sellers else best.means,
            charged=paid_for(line.shares, run.units),
            fee=0 if is_sellers else _fee(line, run.units, best.fee),
            carriage=None if self.is_store else carriage,
        )


def _without_right(give: Give, units: Units, rights: Sequence[OneRight]) -> ReturnRefused:
    """Why none of the rights lets the goods come back."""
    alive = [right for right in rights if right.alive]
    if alive:
        code = ReturnRefusalCode.REASON_NOT_ACCEPTED
        return ReturnRefused(give=give, code=code, units=units, rule=alive[0].terms.rule)
    ended = [right for right in rights if right.terms.period is not None]
    if ended:
        last = max(ended, key=lambda right: right.last_day or date.min)
        code = ReturnRefusalCode.TOO_LATE
        return ReturnRefused(give=give, code=code, units=units, last_day=last.last_day, rule=last.terms.rule)
    final = rights[0].terms.rule if rights else None
    return ReturnRefused(give=give, code=ReturnRefusalCode.NOT_RETURNABLE, units=units, rule=final)


def _fee(line: OrderLine, units: Units, percent: Percent) -> int:
    """The fee kept of what was paid for each piece: rounded by piece, it is the same however they come.

    Nothing is kept of extras on top: a deposit comes back whole.
    """
    extras = line.terms.on_top // pieces(line.terms.quantity)
    return sum(
        count * percent.of_amount(max(0, share.paid - extras), Rounding.HALF_UP)
        for count, share in shares_within(line.shares, units)
    )


def _refund(held: Held, goods: Sequence[GoodBack], almanac: Almanac) -> Refund:
    withdrawn = all(good.is_withdrawal for good in goods) and were_withdrawn(held, almanac)
    back = [good.units for good in goods]
    return refund_of(
        held,
        back,
        goods=sum(good.refunded for good in goods),
        on_credit=sum(good.refunded for good in goods if good.means is Means.CREDIT),
        delivery=delivery_due(held, back=back, withdrawn=withdrawn),
    )


def content_of(order: Order, give: Give) -> tuple[object, ...]:
    """What an entry means, the same for whoever names it: the order in which entries are looked at.

    Entries for some pieces of a line come before those for the whole line, which leave them their own.
    """
    meant = pieces_meant(order, give.what)
    rest = give.sku or "", give.reason, give.quantity
    if meant is None:
        return len(order.lines) + 1, False, 0, str(give.what), *rest
    return meant.number, meant == pieces_meant(order, meant.number), meant.first, "", *rest


def _check_reasons(given: Sequence[Give], reasons: Mapping[str, Reason]) -> None:
    for index, give in enumerate(given):
        if give.reason not in reasons:
            cure = f"use one of {', '.join(sorted(reasons))}"
            raise WrongValue.at(f"give[{index}].reason", shown(give.reason), cure, code="unknown_reason")


def _check_positive(number: int, where: str, cure: str) -> None:
    if type(number) is not int:
        raise WrongType.at(where, shown(number), cure, code="not_an_int")
    if number < 1:
        raise WrongValue.at(where, shown(number), cure, code="too_small")
