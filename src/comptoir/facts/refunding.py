"""To which means of payment a refund goes: in which order, and what may go where instead.

Frozen on the order with its terms. The same means is the rule; another needs the table and, where the law
gives the right, that the customer agreed to it, which is recorded.

Source: Directive 2011/83/EU, article 13(1), for the same means; house rule for the rest.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

import attrs

from comptoir.values.collections import tuple_of
from comptoir.values.errors import WrongValue, checked_type
from comptoir.values.identifiers import checked_identifier


class TenderOrder(Enum):
    """Which of several tenders is refunded first."""

    LAST_PAID_FIRST = "last_paid_first"
    FIRST_PAID_FIRST = "first_paid_first"
    PROPORTIONAL = "proportional"
    """All of them, in proportion to what each paid: cumulative, odd units by largest remainder."""


def _to(to: Iterable[str]) -> tuple[str, ...]:
    listed = tuple_of(str, to, "to")
    for index, means in enumerate(listed):
        checked_identifier(means, f"to[{index}]")
        if means in listed[:index]:
            cure = "name each means once, the preferred one first"
            raise WrongValue.at(f"to[{index}]", f"found {means} a second time", cure, code="duplicate_means")
    return listed


@attrs.frozen
class MayGoTo:
    """What was paid by ``means`` may come back by itself, or by one of these, the preferred ones first."""

    means: str
    to: tuple[str, ...] = attrs.field(converter=_to)

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.means, "means")
        if not self.to or self.means in self.to:
            found = f"found {self.means} among them" if self.to else "found none"
            cure = "name other means; without an entry it comes back by the same"
            raise WrongValue.at("to", found, cure, code="no_other_means")


def _may_go_to(may_go_to: Iterable[MayGoTo]) -> tuple[MayGoTo, ...]:
    listed = tuple_of(MayGoTo, may_go_to, "may_go_to")
    if len({each.means for each in listed}) < len(listed):
        cure = "write one entry for each means"
        raise WrongValue.at("may_go_to", "found a means twice", cure, code="duplicate_means")
    return tuple(sorted(listed, key=_means))


def _means(each: MayGoTo) -> str:
    return each.means


@attrs.frozen(kw_only=True)
class RefundingTerms:
    """The order in which tenders are refunded, and what may go where; the same means without an entry."""

    order: TenderOrder = TenderOrder.LAST_PAID_FIRST
    may_go_to: tuple[MayGoTo, ...] = attrs.field(default=(), converter=_may_go_to)

    def __attrs_post_init__(self) -> None:
        checked_type(TenderOrder, self.order, "order", "pass TenderOrder.LAST_PAID_FIRST, …")

    def destinations(self, means: str) -> tuple[str, ...]:
        """The means by which it may come back otherwise, the preferred ones first."""
        return next((each.to for each in self.may_go_to if each.means == means), ())
