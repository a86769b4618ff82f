"""When: ``{ hours = { weekdays = ["friday"], hours = "17:00-19:00" } }``, ``{ window = { from = … } }``.

Hours and days are those of a clock on the wall, in the rulebook's zone or in one that is named. A window
in a condition can stand inside ``any`` or ``none``; one for the whole promotion is its ``valid``.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import ClassVar

import attrs

from comptoir.pricing.kinds import Asked, Condition
from comptoir.pricing.verdicts import NotMet
from comptoir.values.collections import tuple_of
from comptoir.values.days import WEEKDAY_NAMES
from comptoir.values.errors import WrongValue, checked_type, quoted
from comptoir.values.instants import Instant
from comptoir.values.times_of_day import Hours
from comptoir.values.windows import Window
from comptoir.values.zones import checked_zone_name


def _weekdays(weekdays: Iterable[str]) -> tuple[str, ...]:
    given = tuple_of(str, weekdays, "weekdays")
    for index, name in enumerate(given):
        if name not in WEEKDAY_NAMES:
            cure = f"use {', '.join(WEEKDAY_NAMES)}"
            raise WrongValue.at(f"weekdays[{index}]", f"found {quoted(name)}", cure, code="not_weekdays")
    return tuple(name for name in WEEKDAY_NAMES if name in given)


@attrs.frozen(kw_only=True)
class AtHours(Condition):
    """It is one of these days of the week, within these hours, or both.

    >>> AtHours(weekdays=["friday"], hours=Hours.from_text("17:00-19:00")).weekdays
    ('friday',)
    """

    kind: ClassVar[str] = "hours"
    main: ClassVar[str] = "hours"
    weekdays: tuple[str, ...] = attrs.field(default=(), converter=_weekdays)
    hours: Hours | None = None
    zone: str | None = None

    def __attrs_post_init__(self) -> None:
        if not self.weekdays and self.hours is None:
            cure = 'name weekdays, or hours such as "17:00-19:00"'
            raise WrongValue.at("", "found neither weekdays nor hours", cure, code="limits_nothing")
        if self.hours is not None:
            checked_type(Hours, self.hours, "hours", 'pass Hours.from_text("17:00-19:00")')
        if self.zone is not None:
            checked_zone_name(self.zone, "zone")

    def unmet(self, asked: Asked) -> NotMet | None:
        """Whether the clock shows such a day and time."""
        if self.weekdays and WEEKDAY_NAMES[asked.clock.weekday(self.zone)] not in self.weekdays:
            return NotMet("hours")
        if self.hours is not None and not asked.clock.is_within(self.hours, self.zone):
            return NotMet("hours")
        return None


@attrs.frozen(kw_only=True)
class InWindow(Condition):
    """The instant lies in ``[from, until)``; one of the edges may be left out."""

    kind: ClassVar[str] = "window"
    from_: Instant | None = None
    until: Instant | None = None

    def __attrs_post_init__(self) -> None:
        if not self.window.edges:
            cure = "give from, until or both"
            raise WrongValue.at("", "found no edge", cure, code="limits_nothing")

    @cached_property
    def window(self) -> Window:
        """The window itself."""
        return Window(self.from_, self.until)

    def unmet(self, asked: Asked) -> NotMet | None:
        """Whether the instant lies inside."""
        return None if asked.clock.is_in(self.window) else NotMet("window")
