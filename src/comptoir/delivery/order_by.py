"""Until when to order what is wanted on a day: promises, asked backwards.

Decides nothing of its own: it looks for the last day of dispatch, or the last step of a store's day, that
the promise says is early enough. Within one interval of rules, an order before that instant is promised
for the day, or sooner.

Source: house rule (law DO).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from datetime import date

from comptoir.delivery.collecting import Desk, Pickup
from comptoir.delivery.dispatching import Departure, last_begun, time_on
from comptoir.delivery.promise import Promise, Trip, sent_promise
from comptoir.values.almanac import Almanac
from comptoir.values.calendars import Calendar
from comptoir.values.days import ONE_DAY
from comptoir.values.errors import NoAnswer
from comptoir.values.instants import Instant
from comptoir.values.moments import Moment


def shipped_order_by(trip: Trip, day: date, moment: Moment, almanac: Almanac) -> Instant | None:
    """The instant before which an order is promised on a day or earlier, at the destination.

    ``None`` if that is past, or nothing ordered now is there so soon. Raises ``NoAnswer`` for a day
    beyond a table or calendar.
    """
    departure = trip.departure(almanac)
    calendars = (
        departure.calendar,
        almanac.calendar(trip.way.carrier),
        almanac.calendar(trip.there.calendar),
    )
    return _last_order(
        departure, lambda sent: sent_promise(trip, departure, sent, almanac), day, calendars, moment
    )


def collected_order_by(pickup: Pickup, day: date, moment: Moment, almanac: Almanac) -> Instant | None:
    """The instant before which an order is promised to be ready on a day or earlier, in the store.

    ``None`` if that is past, or nothing ordered now is ready so soon. Raises ``NoAnswer`` for a day
    beyond a table or calendar.
    """
    desk, brought = Desk.of(pickup, almanac), pickup.brought
    if brought is None:
        desk.calendar.holiday(day)
        return _last_own(desk, day, moment) if desk.lead else _last_step(desk, day, moment)
    departure, transfer = pickup.departure(brought, almanac), brought.transfer
    calendars = departure.calendar, almanac.calendar(transfer.carrier), desk.calendar
    return _last_order(
        departure,
        lambda sent: desk.transferred(transfer, departure, sent, almanac),
        day,
        calendars,
        moment,
    )


def _last_order(
    departure: Departure,
    promised: Callable[[date], Promise | None],
    day: date,
    calendars: tuple[Calendar, ...],
    moment: Moment,
) -> Instant | None:
    """The limit of the last day of dispatch of which the goods are there by a day."""
    for calendar in calendars:
        calendar.holiday(day)
    sent, begun = day, last_begun(departure.zone, moment.at)
    while sent - departure.lead >= begun:
        limit = departure.order_limit(sent)
        if limit is not None:
            if moment.reaches(limit):
                return None
            if _is_there(promised, sent, day):
                return limit
        sent -= ONE_DAY
    return None


def _is_there(promised: Callable[[date], Promise | None], sent: date, day: date) -> bool:
    """Whether what starts on a day, for which all calendars answer, is there by another one like it."""
    try:
        promise = promised(sent)
    except NoAnswer:  # it is there beyond a calendar that answers for the day
        return False
    return promise is not None and promise.promised.latest <= day


def _last_own(desk: Desk, day: date, moment: Moment) -> Instant | None:
    """The end of the last order day of which the store's own goods, made to order, are ready by a day."""
    sent, begun = day, last_begun(desk.zone, moment.at)
    while sent - desk.lead >= begun:
        if _is_there(lambda start: desk.started(start, lambda _: False), sent, day):
            limit = desk.zone.instant_of(sent - desk.lead + ONE_DAY)
            return None if moment.reaches(limit) else limit
        sent -= ONE_DAY
    return None


def _last_step(desk: Desk, day: date, moment: Moment) -> Instant | None:
    """The last step of a store's days from which goods of its own are ready by a day."""
    start, begun = day, last_begun(desk.zone, moment.at)
    while start >= begun:
        steps = desk.steps(start)
        in_time = bisect_left(steps, 1, key=lambda minutes: not _is_ready(desk, start, minutes, day))
        if in_time:
            at = time_on(desk.zone, start, steps[in_time - 1])
            return None if moment.reaches(at) or not desk.is_there(at) else at
        start -= ONE_DAY
    return None


def _is_ready(desk: Desk, start: date, minutes: int, day: date) -> bool:
    return _is_there(lambda each: desk.prepared(each, minutes), start, day)
