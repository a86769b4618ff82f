"""What staff may take back though no right lets it come back: by whose authority, for how long, for how much.

Decides whether a rule of the merchant lifts a refusal, on the refusal's code, the goods and the end of their
rights. May never turn a right down: where one lets goods come back, nothing here counts. It is a recorded
decision of a person, not another calculation.

Source: house rule (a staff exception is an override by someone with authority).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import attrs

from comptoir.facts.events import Exceptional
from comptoir.facts.products import Product
from comptoir.facts.return_terms import Bearer, RefundMode
from comptoir.returns.asked import Give
from comptoir.returns.rights import Best, OneRight
from comptoir.returns.rules import LIFTABLE, StaffException
from comptoir.values.almanac import Almanac
from comptoir.values.collections import tuple_of
from comptoir.values.errors import WrongValue
from comptoir.values.instants import Instant
from comptoir.values.moments import Moment


@attrs.frozen(kw_only=True)
class NotTaken:
    """Goods that no right takes back: the ``code`` of the refusal, what they are, and all rights on them."""

    code: str
    product: Product
    rights: tuple[OneRight, ...]
    handed_over: Instant


def _exceptions(exceptions: Iterable[StaffException]) -> tuple[StaffException, ...]:
    return tuple_of(StaffException, exceptions, "exceptions")


@attrs.frozen
class Staff:
    """What staff may decide: the exceptions of today's rulebook, whose days are those of a ``zone``.

    They are none of an order's terms: a person decides now, and it is recorded.
    """

    exceptions: tuple[StaffException, ...] = attrs.field(converter=_exceptions)
    zone: str

    def check(self, given: Sequence[Give]) -> None:
        """``WrongValue`` for an exception that there is not, or in an authority that may not decide it."""
        by_id = {each.id: each for each in self.exceptions}
        for index, give in enumerate(given):
            if give.exception is None:
                continue
            where = f"give[{index}].exception"
            rule = by_id.get(give.exception.rule)
            if rule is None:
                known = ", ".join(sorted(by_id)) or "none"
                cure = f"name an exception of the rulebook: {known}"
                found = f"found {give.exception.rule}"
                raise WrongValue.at(f"{where}.rule", found, cure, code="unknown_exception")
            if give.exception.authority not in rule.authorities:
                cure = f"let it be decided by one of {', '.join(rule.authorities)}"
                found = f"found {give.exception.authority}"
                raise WrongValue.at(f"{where}.authority", found, cure, code="without_authority")

    def lifting(self, not_taken: NotTaken, moment: Moment, almanac: Almanac) -> tuple[StaffException, ...]:
        """The exceptions that would lift a refusal now, in the order in which they are written.

        Raises ``NoAnswer`` for a day outside a zone's table.
        """
        if not_taken.code not in LIFTABLE:
            return ()
        return tuple(
            each
            for each in self.exceptions
            if not_taken.code in each.lifts
            and each.on.selects(not_taken.product)
            and moment.is_in(each.valid)
            and self._is_within(each, not_taken, moment, almanac)
        )

    def _is_within(
        self, exception: StaffException, not_taken: NotTaken, moment: Moment, almanac: Almanac
    ) -> bool:
        """Whether the time is not over that an exception gives after the last right.

        It counts from the last day of that right or, where none ever had one, from the day of the hand-over.
        While a right has no end, there is time; after one that was over before a zone's table begins, none
        is.
        """
        if exception.within is None:
            return True
        timed = [right for right in not_taken.rights if right.terms.period is not None]
        if any(right.alive and right.deadline is None for right in timed):
            return True
        ended = [(right.last_day, right.terms.zone) for right in timed if right.last_day is not None]
        if timed and not ended:
            return False
        if ended:
            day, name = max(ended)
        else:
            name = next((right.terms.zone for right in not_taken.rights), self.zone)
            day = almanac.zone(name).local_date(not_taken.handed_over)
        return not moment.reaches(almanac.zone(name).end_of(exception.within.counted_from(day)))


NOBODY: Final = Staff((), "UTC")
"""Nobody takes back what no right lets come back."""


def claimed_of(lifting: Iterable[StaffException], claimed: Exceptional | None) -> StaffException | None:
    """The exception that a person claims, if it is one of those that lift the refusal."""
    return next((each for each in lifting if claimed is not None and each.id == claimed.rule), None)


def best_by(exception: StaffException, fee: int) -> Best:
    """What an exception gives on each axis, where ``fee`` minor units are kept of the goods."""
    return Best(
        last_day=None,
        last_day_by=exception.id,
        mode=RefundMode.PRO_RATA,
        mode_by=exception.id,
        fee=fee,
        fee_by=exception.id,
        wear=0,
        wear_by=exception.id,
        carriage=Bearer.BUYER,
        carriage_by=exception.id,
        means=exception.means,
        means_by=exception.id,
    )
