"""The days that a promise was moved past, and why: what its trace is made of, and how it is walked.

Decides nothing of a rule: it goes from day to day as long as something speaks against one.

Source: house rule (law D2).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import ClassVar

import attrs

from comptoir.values.calendars import Calendar, Holiday
from comptoir.values.days import ONE_DAY, weekday_name
from comptoir.values.times_of_day import TimeOfDay
from comptoir.values.zones import Zone


@attrs.frozen
class AfterCutOff:
    """On ``day``, the daily limit had been reached: what comes so late, to order or to hand, leaves later.

    ``season`` names the season whose cut-off it was, if it was one's.
    """

    kind: ClassVar[str] = "after_cut_off"

    day: date
    cut_off: TimeOfDay
    season: str | None = None


@attrs.frozen
class MadeToOrder:
    """The goods are made to order, which takes so many ``days``: they can leave on ``day``, not before."""

    kind: ClassVar[str] = "made_to_order"

    day: date
    days: int


@attrs.frozen
class InStockFrom:
    """The goods come in on ``day``; none can leave, nor be made ready, before."""

    kind: ClassVar[str] = "in_stock_from"

    day: date


@attrs.frozen
class InSeason:
    """On ``day``, a ``season`` took more days: so many of ``handling``, or of ``transit`` on the way."""

    kind: ClassVar[str] = "in_season"

    day: date
    season: str
    handling: int = 0
    transit: int = 0


@attrs.frozen
class _NotWorked:
    """A day that is passed over: for the ``holiday`` of that name, else for its day of the week."""

    day: date
    holiday: str | None = None

    @property
    def why(self) -> str:
        """The stable code of the reason: ``holiday``, or a day of the week such as ``sunday``."""
        return weekday_name(self.day) if self.holiday is None else "holiday"


@attrs.frozen
class NotDispatched(_NotWorked):
    """On ``day``, nothing leaves the shipping place."""

    kind: ClassVar[str] = "not_dispatched"


@attrs.frozen
class NotCarried(_NotWorked):
    """On ``day``, the carrier does not work."""

    kind: ClassVar[str] = "not_carried"


@attrs.frozen
class NotDelivered(_NotWorked):
    """On ``day``, the service delivers nothing: a holiday there, or none of its days of the week."""

    kind: ClassVar[str] = "not_delivered"


@attrs.frozen
class NotReceived(_NotWorked):
    """On ``day``, a day of the week on which nobody is there to receive, nothing can be handed over."""

    kind: ClassVar[str] = "not_received"


@attrs.frozen
class NotOpen(_NotWorked):
    """On ``day``, the store is closed."""

    kind: ClassVar[str] = "not_open"


Step = (
    AfterCutOff
    | MadeToOrder
    | InStockFrom
    | InSeason
    | NotDispatched
    | NotCarried
    | NotDelivered
    | NotReceived
    | NotOpen
)
"""Why a promise moved past a day, or why goods could not leave before it."""

Obstacle = Callable[[date], Step | None]
"""What speaks against a day; ``None`` if nothing does."""


def first(day: date, obstacle: Obstacle, zone: Zone) -> tuple[date, list[Step]]:
    """The first day from ``day`` on against which nothing speaks, and what spoke against those before.

    A day that the clocks of the zone skip is none, and nothing needs to speak against it.
    """
    steps: list[Step] = []
    while True:
        if day not in zone.skipped:
            step = obstacle(day)
            if step is None:
                return day, steps
            steps.append(step)
        day += ONE_DAY


def nth_after(day: date, count: int, obstacle: Obstacle, zone: Zone) -> tuple[date, list[Step]]:
    """The ``count``-th such day after ``day``, which itself is not counted; 0 gives the day itself."""
    steps: list[Step] = []
    for _ in range(count):
        day, passed = first(day + ONE_DAY, obstacle, zone)
        steps += passed
    return day, steps


def not_carried(carrier: Calendar, day: date) -> NotCarried | None:
    """What speaks against a day of the carrier: its weekend, or a holiday."""
    return None if carrier.is_working(day) else NotCarried(day, name_of(carrier.holiday(day)))


def name_of(holiday: Holiday | None) -> str | None:
    """The name of a holiday, if there is one."""
    return None if holiday is None else holiday.name
