"""Laws of delivery: what is promised, what it costs, and that whoever asks is told the same.

A case is a rulebook, a basket, a place and an instant; a way of asking gives the options for it. A case
to which the rulebook has no answer keeps every law.

Source: laws D1 to D4 and DO, and P1 and P4 for the ways of delivery.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Final, Protocol

import attrs

from comptoir.checkout.options import DeliveryOptions
from comptoir.counter import Counter
from comptoir.delivery.offer import Offered
from comptoir.delivery.promise import AfterCutOff
from comptoir.delivery.rules import Basis, Collected, Service, Shipped
from comptoir.facts.baskets import Basket, Deliver, Place
from comptoir.rulebook import Rulebook
from comptoir.testing.cases import LawBroken, ask_counter, expect
from comptoir.testing.oracles import promises
from comptoir.testing.variations import TYPED_OTHERWISE, with_pricing
from comptoir.values.errors import ComptoirError
from comptoir.values.instants import DAY, SECOND, Instant, datetime_of, instant_of
from comptoir.values.money import UnitPrice
from comptoir.values.quantities import pieces
from comptoir.values.zones import Zone

AskDelivery = Callable[[Rulebook, Basket, datetime, Place | None], DeliveryOptions]
"""A way of asking which ways of delivery there are: directly, over a wire, through a till."""

STEPS: Final = (SECOND, 3600 * SECOND, 17 * 3600 * SECOND, DAY, 3 * DAY)
"""How much later the same is asked once more."""
PRICE_FACTORS: Final = (Fraction(0), Fraction(1, 3), Fraction(1), Fraction(5))
"""By what prices are multiplied while nothing else changes."""


@attrs.frozen(kw_only=True)
class DeliveryCase:
    """One question: a rulebook, a basket, an aware instant, and the place to which it is to go."""

    rulebook: Rulebook
    basket: Basket
    at: datetime
    to: Place | None = None

    @property
    def instant(self) -> Instant:
        """The instant as the core keeps it."""
        return instant_of(self.at)

    @property
    def place(self) -> Place | None:
        """The place asked about, or the one of the basket's handover."""
        handover = self.basket.handover
        return self.to or (handover.place if isinstance(handover, Deliver) else None)

    def service(self, id_: str) -> Service:
        """The service of that id."""
        return next(each for each in self.rulebook.delivery.services if each.id == id_)


class DeliveryLaw(Protocol):
    """A law of delivery: it returns if it holds of a case, and raises ``LawBroken`` if not."""

    __name__: str
    __doc__: str | None

    def __call__(self, case: DeliveryCase, ask: AskDelivery = ...) -> None:
        """Try the law on one case."""


def ask_delivery(rulebook: Rulebook, basket: Basket, at: datetime, to: Place | None) -> DeliveryOptions:
    """The plain way of asking: at the counter itself."""
    return Counter(rulebook).delivery(basket, at, to=to)


def options_of(
    case: DeliveryCase, ask: AskDelivery, at: Instant | None = None
) -> DeliveryOptions | ComptoirError:
    """The options of the case, at another instant if one is given; or why there is no answer."""
    try:
        return ask(case.rulebook, case.basket, case.at if at is None else datetime_of(at), case.to)
    except ComptoirError as error:
        return error


def offered(found: DeliveryOptions | ComptoirError) -> Mapping[tuple[str, str | None], Offered]:
    """What is offered, by its service and store."""
    options = found.options if isinstance(found, DeliveryOptions) else ()
    return {(each.service, each.store): each for each in options if isinstance(each, Offered)}


def d1_ordering_later_never_promises_earlier(case: DeliveryCase, ask: AskDelivery = ask_delivery) -> None:
    """D1: of two instants at which a service is offered, the later one has no end of a promise earlier."""
    asked = [(at, offered(options_of(case, ask, at))) for at in _later(case, ask)]
    for (_, sooner), (at, later) in pairwise(asked):
        for key in sooner.keys() & later.keys():
            before, after = (each[key].promise.promised for each in (sooner, later))
            for name in ("earliest", "latest", "ready", "held_until"):
                one, two = getattr(before, name), getattr(after, name)
                expect("D1", one is None or one <= two, f"found {name} {two} at {at}, after {one}: {key}")


def d2_no_end_falls_on_a_day_of_rest(case: DeliveryCase, ask: AskDelivery = ask_delivery) -> None:
    """D2: neither end of a promise falls on a day on which the carrier, destination or store does not work.

    What is collected is ready, and kept until, on a day on which the store opens, in its hours.
    """
    for (id_, store), each in offered(options_of(case, ask)).items():
        way, promised = case.service(id_).way, each.promise.promised
        ends = (promised.earliest, promised.latest)
        if isinstance(way, Shipped):
            if case.place is None:
                raise LawBroken("D2", f"found {id_} offered to no place")
            country = case.rulebook.places.countries[case.place.country]
            for day in ends:
                received = promises.is_received(way, country, day, case.rulebook.almanac)
                expect("D2", received, f"found {id_} promised for {day}, when nothing arrives")
        elif store is not None:
            _is_open(case, store, each)


def d3_the_fee_never_rises_with_the_goods(case: DeliveryCase, ask: AskDelivery = ask_delivery) -> None:
    """D3: when only prices change, the fee charged never rises with the worth that its threshold looks at.

    That holds of flat and per-item fees, without surcharges; the regular fee stays as it is.
    """
    asked = []
    for factor in PRICE_FACTORS:
        dearer = attrs.evolve(case, rulebook=_with_prices(case.rulebook, factor))
        found = offered(options_of(dearer, ask))
        if found:
            asked.append((_worths(dearer), found))
    for (one_worth, one), (other_worth, other) in combinations(asked, 2):
        for key in one.keys() & other.keys():
            service = case.service(key[0])
            if service.free_from is None or promises.fee(service.fee, 1) is None:
                continue
            basis = service.free_from.basis
            cheaper, dearer_ = one[key], other[key]
            if one_worth[basis] > other_worth[basis]:
                cheaper, dearer_ = dearer_, cheaper
            expect("D3", cheaper.fee == dearer_.fee, f"found the fees {cheaper.fee} and {dearer_.fee}: {key}")
            fell = dearer_.charged <= cheaper.charged or one_worth[basis] == other_worth[basis]
            expect("D3", fell, f"found {dearer_.charged} charged, above {cheaper.charged}: {key}")


def d4_a_day_has_one_cut_off_and_cut_offs_increase(
    case: DeliveryCase, ask: AskDelivery = ask_delivery
) -> None:
    """D4: on a local day that exists an order is in time until one instant, and late from it on.

    That instant is the first at which the clock shows the cut-off or later, and it is later each day.
    """
    for service in case.rulebook.delivery.services:
        if isinstance(service.way, Shipped):
            zone = case.rulebook.almanac.zone(service.way.zone)
            switches: list[Instant] = []
            for day in _days_around(promises.day_begun(zone, case.instant)):
                switches += _cut_offs(case, ask, service, zone, day)
            expect("D4", switches == sorted(set(switches)), f"found cut-offs of {service.id}: {switches}")


def do_promises_and_fees_are_what_the_oracle_counts(
    case: DeliveryCase, ask: AskDelivery = ask_delivery
) -> None:
    """DO: promises are what is counted day by day and minute by minute, fees what is counted by pieces.

    A fee of a kind that the oracle does not know is taken as it is; what is missing is what is short.
    """
    found = offered(options_of(case, ask))
    count = sum(pieces(line.quantity) for line in case.basket.lines)
    worths = _worths(case) if found else {}
    for (id_, store), each in found.items():
        service, promised = case.service(id_), each.promise.promised
        promise = (promised.earliest, promised.latest, promised.ready, promised.held_until)
        due = _promise_due(case, service, store)
        expect("DO", promise == due, f"found {promise}, not {due}, promised by {id_} {store or ''}")
        fee = promises.fee(service.fee, count)
        expect("DO", fee in {None, each.fee}, f"found a fee of {each.fee}, not {fee}, for {id_}")
        charge = (each.charged, each.free_by, each.missing)
        due_charge = _charge_due(service, each.fee, worths)
        expect("DO", charge == due_charge, f"found {charge}, not {due_charge}, for {id_}")


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


def _promise_due(
    case: DeliveryCase, service: Service, store: str | None
) -> tuple[date, date, Instant | None, date | None]:
    """By the oracle: the first day and the last, the instant from which it waits, the day until which."""
    almanac, places = case.rulebook.almanac, case.rulebook.places
    match service.way:
        case Shipped() as way if case.place is not None:
            country = places.countries[case.place.country]
            return *promises.shipped(way, country, case.instant, almanac), None, None
        case Collected() as way if store is not None:
            ready = promises.collected(way, places.by_id[store], case.instant, almanac)
            return ready.day, ready.day, ready.at, ready.held_until
        case _:
            raise LawBroken("DO", f"found {service.id} offered to nowhere")


def _charge_due(
    service: Service, fee: int, worths: Mapping[Basis, int]
) -> tuple[int, str | None, int | None]:
    """What is charged, by which rule it is free, and what is missing until it is."""
    if service.free_from is None:
        return fee, None, None
    short = service.free_from.at_least.minor - worths[service.free_from.basis]
    return (fee, None, short) if short > 0 else (0, service.threshold_rule, None)


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
        zone, hours = almanac.zone(store.zone), store.opening[promises.weekday(promised.earliest)]
        opens_at, closes_at = (
            promises.first_showing(zone, promised.earliest, minutes) for minutes in (hours.from_, hours.until)
        )
        inside = opens_at <= promised.ready < closes_at
        expect("D2", inside, f"found goods ready at {promised.ready} in {id_}, which is closed")


def _with_prices(rulebook: Rulebook, factor: Fraction) -> Rulebook:
    lists = [
        attrs.evolve(
            each,
            prices={sku: UnitPrice(int(price.millionths * factor)) for sku, price in each.prices.items()},
        )
        for each in rulebook.pricing.lists
    ]
    return with_pricing(rulebook, attrs.evolve(rulebook.pricing, lists=lists))


def _worths(case: DeliveryCase) -> Mapping[Basis, int]:
    """What the goods are worth, by each basis, in minor units."""
    lines = ask_counter(case.rulebook, attrs.evolve(case.basket, handover=None), case.at).terms.lines
    return {
        Basis.REGULAR: sum(line.regular for line in lines),
        Basis.PAID: sum(line.charged for line in lines),
    }


def _days_around(day: date) -> Iterator[date]:
    return (day + timedelta(days=step) for step in (-1, 0, 1, 2))


def _cut_offs(case: DeliveryCase, ask: AskDelivery, service: Service, zone: Zone, day: date) -> list[Instant]:
    """The instants of a day, as far as it is looked at, from which an order is late; there is one at most."""
    way = service.way
    limit = promises.cut_off(way, day, case.rulebook.almanac) if isinstance(way, Shipped) else None
    late: list[Instant] = []
    was_late = False
    for at in _instants_of(zone, day, limit):
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
