"""Which goods of an order are taken back, under which rights, and why the others are not.

Decides, for each thing that a customer gives back, which pieces it is, and on which terms they come back.
May never know how a refund is paid. Reasons to refuse are looked for in the order of
:class:`~comptoir.returns.refused.ReturnRefusalCode`, so that two channels give the same one; what is given
is taken as a whole or not at all.

Source: Directive 2011/83/EU, articles 13 and 14; Directive (EU) 2019/771, article 14, for goods that
are the seller's fault; house rule (laws R3 and R4).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

import attrs

from comptoir.facts.held import Held, Run
from comptoir.facts.orders import OrderLine
from comptoir.facts.return_terms import Bearer, Grade, Means, Right
from comptoir.facts.units import Units, quantity_of
from comptoir.returns.asked import Give, ReturnAsked
from comptoir.returns.assessed import GoodBack
from comptoir.returns.claims.back import ClaimBack
from comptoir.returns.deductions import Handed, part_of
from comptoir.returns.exceptional import NotTaken, Staff, best_by, claimed_of
from comptoir.returns.kinds import Cause, Reason
from comptoir.returns.pieces import content_of, first_pieces, pieces_meant, without
from comptoir.returns.rebilled import is_rebilled
from comptoir.returns.refused import PRECEDENCE, ReturnRefusalCode, ReturnRefused
from comptoir.returns.rights import Best, OneRight, RightsAt, best_of, in_precedence
from comptoir.values.instants import Instant


@attrs.frozen
class Came:
    """A good that is taken back, and the run of the order whose pieces it is."""

    good: GoodBack
    run: Run


@attrs.frozen(kw_only=True)
class Desk:
    """One order, at one moment, on the desk of whoever takes goods back.

    ``reasons`` are those known, by their kind. ``staff`` is who may take back what no right lets come back;
    ``is_of_other`` says that the order is another customer's. With a ``claim``, goods of it alone come back,
    by the right that it gives.
    """

    rights: RightsAt
    asked: ReturnAsked
    reasons: Mapping[str, Reason]
    staff: Staff
    is_of_other: bool
    claim: ClaimBack | None = None
    _ranks: dict[tuple[object, ...], tuple[bool, bool]] = attrs.field(factory=dict, init=False)

    @property
    def held(self) -> Held:
        """The order as it stands."""
        return self.rights.held

    def take(self) -> tuple[list[Came], list[ReturnRefused]]:
        """All that is asked for: what is taken back, and what is refused.

        Entries are looked at in the order of what they mean, however they were listed, and pieces that one of
        them takes are not there for the next.
        """
        left: dict[int, list[Run]] = {}
        runs = self.held.runs if self.claim is None else self.claim.within(self.held.runs)
        for run in runs:
            if not run.is_gone:
                left.setdefault(run.units.number, []).append(run)
        came: list[Came] = []
        refused: list[ReturnRefused] = []
        for give in sorted(self.asked.give, key=partial(content_of, self.held.order)):
            found = self._look_at(give, left)
            if isinstance(found, ReturnRefused):
                refused.append(found)
                continue
            for each in found:
                units = each.good.units
                left[units.number] = list(without(left[units.number], units))
            came += found
        return came, refused

    def _look_at(self, give: Give, left: Mapping[int, Sequence[Run]]) -> list[Came] | ReturnRefused:
        """The goods that one entry is, of those ``left`` of each line; or why it is refused, as a whole."""
        meant = pieces_meant(self.held.order, give.what)
        if meant is None:
            return ReturnRefused(give=give, code=ReturnRefusalCode.NEVER_BOUGHT)
        if self.is_of_other:
            return ReturnRefused(give=give, code=ReturnRefusalCode.OTHER_CUSTOMER)
        if self.claim is not None and self.claim.right is None:
            return self._not_by_claim(give, meant, self.claim)
        there = [run for run in left.get(meant.number, ()) if give.sku in {None, run.product.sku}]
        runs = first_pieces(there, meant, give.quantity, partial(self._preference, give))
        if sum(run.units.count for run in runs) < give.quantity:
            return self._too_few(give, meant)
        came: list[Came] = []
        refused: list[ReturnRefused] = []
        for run in runs:
            found = self._take(give, run)
            if isinstance(found, GoodBack):
                came.append(Came(found, run))
            else:
                refused.append(found)
        return min(refused, key=lambda each: PRECEDENCE.index(each.code)) if refused else came

    def _preference(self, give: Give, run: Run) -> tuple[bool, ...]:
        """Of pieces that are alike, those that the customer has and that may come back are meant first.

        Under a right before those by an exception.
        """
        key = run.units, give.reason, give.grade, give.unsealed, give.exception
        if key not in self._ranks:
            found = self._take(give, run)
            by_exception = isinstance(found, GoodBack) and found.exception is not None
            self._ranks[key] = not isinstance(found, GoodBack), by_exception
        return run.handed_over is None, *self._ranks[key]

    def _too_few(self, give: Give, meant: Units) -> ReturnRefused:
        """Whether there was never so much, some of it is gone already, or other entries take it."""
        runs = [run for run in self.held.of_line(meant.number) if run.units.common(meant) is not None]
        left = sum(
            common.count
            for run in runs
            if not run.is_gone and (common := run.units.common(meant)) is not None
        )
        is_other = self.claim is None and left >= give.quantity
        if give.quantity > meant.count or is_other:
            return ReturnRefused(give=give, code=ReturnRefusalCode.MORE_THAN_BOUGHT, units=meant)
        back = next((run.returned_by for run in runs if run.returned_by is not None), None)
        if back is not None:
            return ReturnRefused(give=give, code=ReturnRefusalCode.ALREADY_RETURNED, units=meant, by=back)
        gone = next((run.cancelled_by for run in runs if run.cancelled_by is not None), None)
        if gone is not None:
            return ReturnRefused(give=give, code=ReturnRefusalCode.CANCELLED, units=meant, by=gone)
        if self.claim is not None:
            return self._not_by_claim(give, meant, self.claim)
        return ReturnRefused(give=give, code=ReturnRefusalCode.MORE_THAN_BOUGHT, units=meant)

    def _take(self, give: Give, run: Run) -> GoodBack | ReturnRefused:
        """The pieces of one run, on the best terms there are for them."""
        is_missing = self.claim is not None and self.claim.is_of_missing
        if run.handed_over is None and not is_missing:
            return ReturnRefused(give=give, code=ReturnRefusalCode.NOT_HANDED_OVER, units=run.units)
        if give.grade is Grade.WRONG_ITEM and self.claim is None:
            return ReturnRefused(give=give, code=ReturnRefusalCode.WRONG_ITEM, units=run.units)
        rights = self._rights_on(run, unsealed=give.unsealed)
        accepting = tuple(right for right in rights if self._is_accepted(right, give))
        line = self.held.order.lines[run.units.number - 1]
        cause = self._cause(give)
        best = best_of(accepting, self._handed(give, run, line))
        if best is None:
            refused = self._without_right(give, run.units, in_precedence(rights))
            refused = attrs.evolve(refused, cause=cause, rights=rights)
            if run.handed_over is None:
                return refused
            return self._by_exception(refused, run, run.handed_over, accepting)
        good = self._good(give, run, best, accepting)
        if cause is Cause.SELLER:
            return good
        rebills = not self.asked.gift and is_rebilled(accepting)
        return attrs.evolve(good, mode=best.mode, wear=best.wear, rebills=rebills)

    def _good(self, give: Give, run: Run, best: Best, accepting: tuple[OneRight, ...]) -> GoodBack:
        """The pieces on the best terms; at the seller's fault, without a fee and back as they were paid."""
        line = self.held.order.lines[run.units.number - 1]
        cause = self._cause(give)
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
            charged=self.held.paid_of(run.units),
            grade=give.grade,
            fee=0 if is_sellers else best.fee,
            means=self._means(run) if is_sellers else best.means,
            carriage=None if self._is_store else carriage,
        )

    def _means(self, run: Run) -> Means:
        """How money comes back for the seller's fault: as it was paid; to a later owner, as credit."""
        is_others = self.claim is not None and run.owner_since is not None
        return Means.CREDIT if is_others else Means.ORIGINAL

    def _not_by_claim(self, give: Give, units: Units, by: ClaimBack) -> ReturnRefused:
        """That a claim does not let them come back; or is about others."""
        code = ReturnRefusalCode.CLAIM
        return ReturnRefused(give=give, code=code, units=units, claim=by.claim.id, closed=by.closed)

    def _by_exception(
        self,
        refused: ReturnRefused,
        run: Run,
        handed_over: Instant,
        accepting: tuple[OneRight, ...],
    ) -> GoodBack | ReturnRefused:
        """The pieces that no right takes, by the exception that a person claims; or who may make one."""
        give, line = refused.give, self.held.order.lines[run.units.number - 1]
        not_taken = NotTaken(
            code=refused.code.value, product=run.product, rights=refused.rights, handed_over=handed_over
        )
        lifting = self.staff.lifting(not_taken, self.rights.moment, self.rights.almanac)
        exception = claimed_of(lifting, give.exception)
        if exception is None:
            return attrs.evolve(refused, exceptions=tuple(each.id for each in lifting))
        is_sellers = refused.cause is Cause.SELLER
        best = best_by(exception, 0 if is_sellers else part_of(exception.fee, self._handed(give, run, line)))
        return attrs.evolve(self._good(give, run, best, accepting), exception=give.exception)

    def _cause(self, give: Give) -> Cause:
        """On whose side it lies that they come back: a claim lies on the seller's."""
        return Cause.SELLER if self.claim is not None else self.reasons[give.reason].cause

    def _rights_on(self, run: Run, *, unsealed: bool) -> tuple[OneRight, ...]:
        """Every right on the pieces; of a gift, those alone that the merchant gives to whoever has it.

        With a claim, the right that it gives.
        """
        if self.claim is not None and self.claim.right is not None:
            return (self.claim.right,)
        rights = self.rights.on(run, unsealed=unsealed)
        if not self.asked.gift:
            return rights
        return tuple(right for right in rights if right.terms.right is Right.COMMERCIAL)

    def _is_accepted(self, right: OneRight, give: Give) -> bool:
        """Whether goods may come back under a right, as far as their reason, proof and condition go."""
        return (
            right.accepts(give.reason)
            and right.is_proven_by(self.asked.proof)
            and right.takes(give.grade, give.reason)
        )

    def _handed(self, give: Give, run: Run, line: OrderLine) -> Handed:
        return Handed(
            line=line,
            units=run.units,
            grade=give.grade,
            reason=give.reason,
            reduced=run.reduced,
            informed=self.held.order.informed,
            told=self.rights.was_told(run),
        )

    def _without_right(self, give: Give, units: Units, rights: Sequence[OneRight]) -> ReturnRefused:
        """Why none of the rights, in order of precedence, lets the goods come back."""
        refused = partial(ReturnRefused, give=give, units=units)
        alive = [right for right in rights if right.alive]
        if alive:
            return refused(code=self._why_not(give, alive), rule=alive[0].terms.rule)
        lost = next((right for right in rights if right.lost is not None), None)
        if lost is not None:
            return refused(code=ReturnRefusalCode.RIGHT_LOST, rule=lost.terms.rule, lost=lost.lost)
        ended = [right for right in rights if right.terms.period is not None]
        if ended:
            last = max(ended, key=lambda right: right.last_day or date.min)
            code = ReturnRefusalCode.TOO_LATE
            return refused(code=code, last_day=last.last_day, rule=last.terms.rule)
        final = rights[0].terms.rule if rights else None
        return refused(code=ReturnRefusalCode.NOT_RETURNABLE, rule=final)

    def _why_not(self, give: Give, alive: Sequence[OneRight]) -> ReturnRefusalCode:
        """What none of the living rights accepts: the reason, else the proof, else the condition."""
        fitting = [right for right in alive if right.accepts(give.reason)]
        if not fitting:
            return ReturnRefusalCode.REASON_NOT_ACCEPTED
        is_proven = any(right.is_proven_by(self.asked.proof) for right in fitting)
        return ReturnRefusalCode.CONDITION if is_proven else ReturnRefusalCode.NOT_PROVEN

    @property
    def _is_store(self) -> bool:
        return self.asked.store is not None
