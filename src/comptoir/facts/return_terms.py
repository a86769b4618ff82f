"""What was agreed about returns: each right under which goods may come back, by value.

Two layers stand side by side: *statutory* rights, which the law gives, and *commercial* ones, which
the merchant adds. Both are frozen on the order; the answer to a later question is, on each axis, the
better for the customer.

Source: Directive 2011/83/EU, articles 9 to 16, for what a right of withdrawal consists of; house rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

import attrs

from comptoir.facts.products import identifiers
from comptoir.values.collections import tuple_of
from comptoir.values.countings import checked_counting
from comptoir.values.errors import WrongValue, checked_type, shown
from comptoir.values.identifiers import checked_identifier, checked_text
from comptoir.values.percentages import Percent, to_percent
from comptoir.values.periods import Period
from comptoir.values.zones import checked_zone_name


class Right(Enum):
    """Who gives the right."""

    STATUTORY = "statutory"
    COMMERCIAL = "commercial"


class Anchor(Enum):
    """The event from whose day a period counts."""

    PLACED = "placed"
    """The order was placed."""
    HANDED_OVER = "handed_over"
    """This good was handed over."""
    LAST_HANDED_OVER = "last_handed_over"
    """The last good of the order was handed over."""


class Bearer(Enum):
    """Who bears the cost of sending goods back."""

    BUYER = "buyer"
    SELLER = "seller"


class Means(Enum):
    """How money comes back, the better for the customer first."""

    ORIGINAL = "original"
    """As it was paid."""
    CREDIT = "credit"
    """As credit with the merchant."""


def _lines(lines: Iterable[int]) -> tuple[int, ...]:
    return tuple_of(int, lines, "lines")


def _reasons(reasons: Iterable[str]) -> tuple[str, ...]:
    return identifiers(reasons, "reasons")


@attrs.frozen(kw_only=True)
class ReturnTerms:
    """One right on some lines: for how long, counted how and from what, at what cost, paid back how.

    ``rule`` names the policy or the statutory rule, ``source`` its article. Without a ``period`` the
    goods may not come back under this rule (final sale). ``counting`` names a jurisdiction's way of
    counting and ``calendar`` its holidays; without them the days are counted plainly. Days are those
    of ``zone``. ``fee`` is kept of what was paid; ``reasons`` are those accepted, all if empty.
    """

    right: Right
    rule: str
    source: str | None = None
    lines: tuple[int, ...] = attrs.field(converter=_lines)
    period: Period | None = None
    counting: str | None = None
    calendar: str | None = None
    zone: str
    anchor: Anchor
    fee: Percent = attrs.field(default=Percent(0), converter=to_percent)
    carriage: Bearer = Bearer.BUYER
    means: Means = Means.ORIGINAL
    even_exchange: bool = False
    reasons: tuple[str, ...] = attrs.field(default=(), converter=_reasons)

    def __attrs_post_init__(self) -> None:
        checked_type(Right, self.right, "right", "pass Right.STATUTORY or COMMERCIAL")
        checked_type(Anchor, self.anchor, "anchor", "pass Anchor.PLACED, HANDED_OVER or LAST_HANDED_OVER")
        checked_type(Bearer, self.carriage, "carriage", "pass Bearer.BUYER or SELLER")
        checked_type(Means, self.means, "means", "pass Means.ORIGINAL or CREDIT")
        checked_type(bool, self.even_exchange, "even_exchange", "pass True or False")
        checked_identifier(self.rule, "rule")
        if self.source is not None:
            checked_text(self.source, "source")
        if self.period is not None:
            checked_type(Period, self.period, "period", 'pass Period.from_text("30 days")')
        if self.counting is not None:
            checked_counting(self.counting, "counting")
        if (self.counting is None) != (self.calendar is None):
            cure = "name both, or neither: without them days are counted plainly"
            raise WrongValue.at("calendar", shown(self.calendar), cure, code="counting_without_calendar")
        if self.calendar is not None:
            checked_identifier(self.calendar, "calendar")
        checked_zone_name(self.zone, "zone")
