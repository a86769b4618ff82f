"""Laws of delivery: what is promised, and that whoever asks is told the same.

A case is a rulebook, a basket, a place and an instant; a way of asking gives the options for it. A case
to which the rulebook has no answer keeps every law. What it costs, and why it is not offered, is the matter
of ``comptoir.testing.laws.fees``.

Source: laws D1, D2, D4, D7 and D8, and P1 and P4 for the ways of delivery.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

import attrs

from comptoir.checkout.options import DeliveryOptions
from comptoir.delivery.offered import Offered
from comptoir.delivery.rules import Prefer, Service, Shipped
from comptoir.delivery.steps import AfterCutOff
from comptoir.rulebook import Rulebook
from comptoir.testing.cases import LawBroken, expect
from comptoir.testing.delivery_cases import (
    AskDelivery,
    DeliveryCase,
    Key,
    ask_delivery,
    offered,
    options_of,
)
from comptoir.testing.oracles import promises, services
from comptoir.testing.oracles.promises import Road
from comptoir.testing.variations import TYPED_OTHERWISE, with_sections
from comptoir.values.calendars import Calendar, Holiday
from comptoir.values.errors import ComptoirError
from comptoir.values.instants import DAY, SECOND, Instant
from comptoir.values.quantities import Measured
from comptoir.values.zones import Zone

STEPS: Final = (SECOND, 3600 * SECOND, 17 * 3600 * SECOND, DAY, 3 * DAY)
"""How much later the same is asked once more."""
MORE_DAYS: Final = (0, 1, 3)
"""How many days after the last one promised it is asked until when to order."""
ONE_MORE: Final = "one more"
"""The name of a closed day that is added."""


def d1_ordering_later_never_promises_earlier(case: DeliveryCase, ask: AskDelivery = ask_delivery) -> None:
    """D1: of two instants at which a service is offered, the later one has no end of a promise earlier.

    That holds while no rule changes: no season or window of the service begins or ends between them and
    the days promised, and nothing comes in stock. Of several sources, it holds of the last day.
    """
    asked = [(at, offered(options_of(case, ask, at))) for at in _later(case, ask)]
    for (start, sooner), (at, later) in pairwise(asked):
        for key in sooner.keys() & later.keys():
            before, after = sooner[key], later[key]
            if _same_rules(case, key, (before, after), start=start, at=at):
                _expect_later("D1", case, key, (before, after), f"at {at}")


def d2_no_end_falls_on_a_day_of_rest(case: DeliveryCase, ask: AskDelivery = ask_delivery) -> None:
    """D2: no end of a promise falls on a day on which carrier, destination, customer or store does not work.

    What is collected is ready, and kept until, on a day on which the store opens, in its hours.
    """
    for (id_, store), option in offered(options_of(case, ask)).items():
        way = case.service(id_).way
        for each in option.deliveries:
            promised = each.promise.promised
            if isinstance(way, Shipped):
                if case.wanted is None:
                    raise LawBroken("D2", f"found {id_} offered to no place")
                road = services.road_of(case.rulebook, case.wanted, way, way.dispatch[0])
                for day in {promised.earliest, promised.latest, promised.held_until} - {None}:
                    received = day is not None and road.receives(day)
                    expect("D2", received, f"found {id_} promised for {day}, when nothing arrives")
            elif store is not None:
                _is_open(case, store, option)


def d4_a_day_has_one_cut_off_and_cut_offs_increase(
    case: DeliveryCase, ask: AskDelivery = ask_delivery
) -> None:
    """D4: on a local day that exists an order is in time until one instant, and late from it on.

    That instant is the first at which the clock shows the cut-off or later, or the end of its minute, as
    the source has it; and it is later each day. It is seen of services that send what they have from one
    source.
    """
    for service in case.rulebook.delivery.services:
        way = service.way
        if not isinstance(way, Shipped) or len(way.dispatch) > 1 or case.basket.stock or service.lead_times:
            continue
        if case.wanted is None:
            continue
        road = services.road_of(case.rulebook, case.wanted, way, way.dispatch[0])
        zone = case.rulebook.almanac.zone(road.source.zone)
        switches: list[Instant] = []
        for day in _days_around(promises.day_begun(zone, case.instant)):
            switches += _cut_offs(case, ask, service, road, day)
        expect("D4", switches == sorted(set(switches)), f"found cut-offs of {service.id}: {switches}")


def d7_one_more_closed_day_never_promises_earlier(
    case: DeliveryCase, ask: AskDelivery = ask_delivery
) -> None:
    """D7: with one more closed day in a calendar, no end of a promise is earlier, within the same season."""
    before = offered(options_of(case, ask))
    for rulebook, what in _with_closed_days(case, before.values()):
        after = offered(options_of(attrs.evolve(case, rulebook=rulebook), ask))
        for key in before.keys() & after.keys():
            both = before[key], after[key]
            if _same_rules(case, key, both, start=case.instant, at=case.instant):
                _expect_later("D7", case, key, both, what)


def d8_order_by_is_the_last_chance(case: DeliveryCase, ask: AskDelivery = ask_delivery) -> None:
    """D8: goods are promised on or before a day if and only if they are ordered before ``order_by`` says.

    That holds while no rule changes, and of what would arrive that day or earlier if ordered at once. It is
    asked without a slot, of which the day stays as it is.
    """
    if case.to is None and case.wanted is not None:
        basket = attrs.evolve(case.basket, handover=attrs.evolve(case.wanted, slot=None))
        case = attrs.evolve(case, basket=basket)
    found = options_of(case, ask)
    if not isinstance(found, DeliveryOptions):
        return
    for key, each in offered(found).items():
        for more in MORE_DAYS:
            day = each.promise.promised.latest + timedelta(days=more)
            until = found.order_by(key[0], day, store=key[1]).until
            expect("D8", until is not None and until > case.instant, f"found {until} for {key} by {day}")
            if until is not None:
                _last_chance(case, ask, key, each, (day, until))


def p1_typing_changes_no_option(case: DeliveryCase, ask: AskDelivery = ask_delivery) -> None:
    """P1: order of lines, splitting, merging, refs and asking again change no digest of the options."""
    first = _digests(options_of(case, ask))
    expect("P1", _digests(options_of(case, ask)) == first, "found another answer when asked again")
    for how, typed in TYPED_OTHERWISE.items():
        other = _digests(options_of(attrs.evolve(case, basket=typed(case.basket)), ask))
        expect("P1", other == first, f"found {other}, not {first}, when {how}")


def p4_the_options_stay_until_valid_until(case: DeliveryCase, ask: AskDelivery = ask_delivery) -> None:
    """P4: asked at any instant before ``valid_until``, the same is offered, refused and promised."""
    found = options_of(case, ask)
    if not isinstance(found, DeliveryOptions):
        return
    at, until = case.instant, found.until
    expect("P4", at < until, f"found options valid until {until}, asked at {at}")
    for instant in _until(case, at, until):
        later = options_of(case, ask, instant)
        same = isinstance(later, DeliveryOptions) and later.answer == found.answer
        expect("P4", same, f"found other options at {instant}, before {until}")


def _same_rules(
    case: DeliveryCase, key: Key, offers: tuple[Offered, Offered], *, start: Instant, at: Instant
) -> bool:
    """Whether no rule changes from one instant to another, and on the days that are promised then."""
    way = case.service(key[0]).way
    if any(each.from_ is not None and start < each.from_ <= at for each in case.basket.stock):
        return False
    if not isinstance(way, Shipped):
        return True
    days = [promises.day_begun(zone, start) for zone in case.rulebook.time.zones]
    ends = [each.promise.promised.latest for option in offers for each in option.deliveries]
    first, last = min(days), max(ends)
    return not any(first <= edge <= last for season in way.seasons for edge in (season.from_, season.until))


def _expect_later(law: str, case: DeliveryCase, key: Key, offers: tuple[Offered, Offered], when: str) -> None:
    """Each end of the promises of the second is no earlier than that of the first."""
    service = case.service(key[0])
    several = isinstance(service.way, Shipped) and len(service.way.dispatch) > 1
    if several and not _is_monotone(case, service):
        return
    if any(len(each.deliveries) != 1 for each in offers):
        names: tuple[str, ...] = ()
    else:
        names = ("latest",) if several else ("earliest", "latest", "ready", "held_until")
    one, two = (each.promise.promised for each in offers)
    expect(law, one.latest <= two.latest, f"found {two.latest} {when}, after {one.latest}: {key}")
    for name in names:
        first, second = getattr(one, name), getattr(two, name)
        none = first is None or second is None
        expect(law, none or first <= second, f"found {name} {second} {when}, after {first}: {key}")


def _is_monotone(case: DeliveryCase, service: Service) -> bool:
    """Whether the best of several plans is found by what is monotone: not by the list, nor by weight."""
    by_list = service.sourcing.prefer[:1] == (Prefer.LISTED,)
    return not by_list and not any(isinstance(each.quantity, Measured) for each in case.basket.stock)


def _with_closed_days(case: DeliveryCase, found: Iterable[Offered]) -> Iterator[tuple[Rulebook, str]]:
    """The rulebook with one more closed day in a calendar: of all days that are promised, each has one."""
    days = sorted({day for option in found for day in _ends(option)} | {_utc_day(case.instant)})
    time = case.rulebook.time
    for index, calendar in enumerate(time.calendars):
        day = days[index % len(days)]
        if not promises.is_holiday(calendar, day):
            others = [each for each in time.calendars if each is not calendar]
            closed = attrs.evolve(time, calendars=[*others, _closed(calendar, day)])
            yield with_sections(case.rulebook, time=closed), f"with {calendar.id} closed on {day}"


def _ends(option: Offered) -> set[date]:
    promised = option.promise.promised
    return {promised.earliest, promised.latest}


def _closed(calendar: Calendar, day: date) -> Calendar:
    holidays = sorted([*calendar.holidays, Holiday(day, ONE_MORE)], key=lambda each: each.day)
    return attrs.evolve(calendar, holidays=tuple(holidays))


def _utc_day(at: Instant) -> date:
    return promises.EPOCH + timedelta(days=at // DAY)


def _last_chance(
    case: DeliveryCase, ask: AskDelivery, key: Key, now: Offered, found: tuple[date, Instant]
) -> None:
    """Just before the instant the day is kept, at the instant it is not."""
    day, until = found
    for at, kept in ((Instant(until - 1), True), (until, False)):
        then = offered(options_of(case, ask, at)).get(key)
        if then is None or not _same_rules(case, key, (now, then), start=case.instant, at=at):
            continue
        latest = then.promise.promised.latest
        expect("D8", (latest <= day) is kept, f"found {latest} at {at}, for {day} by {until}: {key}")


def _later(case: DeliveryCase, ask: AskDelivery) -> list[Instant]:
    """The case's instant and later ones: either side of the next few instants at which answers change."""
    found = {case.instant, *(Instant(case.instant + step) for step in STEPS)}
    at = case.instant
    for _ in range(4):
        options = options_of(case, ask, at)
        if not isinstance(options, DeliveryOptions) or options.until <= at:
            break
        found |= {Instant(options.until - 1), options.until, Instant(options.until + 1)}
        at = options.until
    return sorted(found)


def _is_open(case: DeliveryCase, id_: str, each: Offered) -> None:
    almanac, store = case.rulebook.almanac, case.rulebook.places.by_id[id_]
    promised = each.promise.promised
    for day in (promised.earliest, promised.latest, promised.held_until):
        opens = day is not None and promises.is_open(store, day, almanac)
        expect("D2", opens, f"found {day} promised in {id_}, which is closed")
    if promised.ready is not None:
        zone = almanac.zone(store.zone)
        inside = any(
            promises.first_showing(zone, promised.earliest, begins)
            <= promised.ready
            < promises.first_showing(zone, promised.earliest, ends)
            for begins, ends in promises.intervals(store, promised.earliest, almanac)
        )
        expect("D2", inside, f"found goods ready at {promised.ready} in {id_}, which is closed")


def _days_around(day: date) -> Iterator[date]:
    return (day + timedelta(days=step) for step in (-1, 0, 1, 2))


def _cut_offs(case: DeliveryCase, ask: AskDelivery, service: Service, road: Road, day: date) -> list[Instant]:
    """The instants of a day, as far as it is looked at, from which an order is late; there is one at most."""
    limit = road.limit(day)
    late: list[Instant] = []
    was_late = False
    for at in _instants_of(case.rulebook.almanac.zone(road.source.zone), day, limit):
        found = offered(options_of(case, ask, at)).get((service.id, None))
        if found is None:
            continue
        is_late = any(isinstance(step, AfterCutOff) and step.day == day for step in found.promise.trace)
        due = limit is not None and at >= limit
        expect("D4", is_late == due, f"found {found.promise} at {at}, where {limit} ends {day}")
        expect("D4", is_late or not was_late, f"found {day} in time again at {at}")
        late += [at] if is_late and not was_late else []
        was_late = is_late
    return late


def _instants_of(zone: Zone, day: date, limit: Instant | None) -> list[Instant]:
    """Instants of a local day: its ends, either side of its cut-off, and of each change of the clocks."""
    starts, ends = (promises.first_showing(zone, day + timedelta(days=step)) for step in (0, 1))
    edges = {starts, ends, *(change.at for change in zone.changes)} | ({limit} if limit else set())
    around = {edge + step for edge in edges for step in (-1, 0, 1800 * SECOND)}
    return [Instant(at) for at in sorted(around) if starts <= at < ends]


def _until(case: DeliveryCase, at: Instant, until: Instant) -> list[Instant]:
    """Some instants of ``[at, until)``: its ends, its inside, and either side of what a clock shows."""
    inside = {at + 1, (at + until) // 2, at + (until - at) // 7, until - 1}
    for zone in case.rulebook.time.zones:
        midnight = promises.first_showing(zone, promises.day_begun(zone, at) + timedelta(days=1))
        edges = (midnight, *(change.at for change in zone.changes))
        inside |= {edge + step for edge in edges for step in (-1, 0, 1)}
    return [Instant(each) for each in sorted(inside) if at <= each < until]


def _digests(found: DeliveryOptions | ComptoirError) -> tuple[str, ...]:
    if isinstance(found, DeliveryOptions):
        return found.question, found.answer
    return tuple(fault.code for fault in found.faults)
