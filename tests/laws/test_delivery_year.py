"""A year of orders, hour by hour, in three zones whose clocks change: each promise is the oracle's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import islice
from typing import Final

import attrs
import pytest

from comptoir.authoring.zone_tables import zone_table
from comptoir.counter import Counter
from comptoir.delivery.collecting import Pickup, collected_promise
from comptoir.delivery.fees.flat import FlatFee
from comptoir.delivery.offered import Offered
from comptoir.delivery.promise import Trip, shipped_promise
from comptoir.delivery.rules import (
    Collected,
    CutOffMinute,
    DeliveryRules,
    Dispatch,
    LeadTime,
    Season,
    Service,
    Shipped,
    Transit,
)
from comptoir.facts.baskets import Basket
from comptoir.facts.delivery_terms import Promised
from comptoir.facts.handovers import Deliver, Place
from comptoir.facts.lines import Line
from comptoir.facts.places import Country, Places, Store, Warehouse
from comptoir.facts.territories import PlaceZone, Territory
from comptoir.loyalty.rules import LoyaltyRules
from comptoir.returns.rules import ReturnRules
from comptoir.rulebook import Rulebook, TimeTables
from comptoir.testing.oracles import services
from comptoir.testing.oracles.promises import NAMES, Desk, Road
from comptoir.testing.whole_shop import CARRIER, FRANCE, OPENS, PARIS, whole_shop
from comptoir.values.instants import SECOND, Instant, datetime_of
from comptoir.values.moments import Moment
from comptoir.values.selections import Category
from comptoir.values.times_of_day import Hours, Opening, TimeOfDay

ZONES: Final = ("Europe/Paris", "America/New_York", "Australia/Lord_Howe")
"""Clocks change by an hour at 02:00 or 03:00, and by half an hour; in spring, and in the southern spring."""
HOURS: Final = 8_760
HOUR: Final = 3600 * SECOND
HOME: Final = Deliver(Place("FR", "69003"))
SCARF: Final = Basket(currency="EUR", lines=[Line("FOULARD", 1)])
DRESS: Final = Basket(currency="EUR", lines=[Line("ROBE-36", 1)])

_CUT_OFFS: Final = ("14:00", "13:30", "00:00", "23:59", "14:00", "01:30", "02:30")
"""From Monday to Sunday: before, after and on the hour, and in the hours that come twice or not at all."""
_NIGHTS: Final = Opening([Hours(0, 105), Hours(150, 240), Hours(1080, 1440)])


@cache
def shop(zone: str) -> Rulebook:
    """One that sends home every day, slower before Christmas, and is open at night; its dresses are sewn."""
    table = zone_table(zone, PARIS.since, PARIS.until)
    way = Shipped(
        zones=["mainland"],
        dispatch=[
            Dispatch(
                source="depot",
                cut_off=dict(zip(NAMES, map(TimeOfDay.from_text, _CUT_OFFS), strict=True)),
                cut_off_minute=CutOffMinute.IN_TIME,
                handling=1,
            )
        ],
        carrier="carrier",
        transit=Transit(1, 3),
        seasons=[
            Season(
                id="christmas",
                name={"en": "Christmas"},
                from_=date(2026, 12, 1),
                until=date(2026, 12, 24),
                cut_off={"saturday": TimeOfDay.from_text("10:00")},
                handling=1,
                transit=1,
            )
        ],
    )
    pick_up = Collected(stores=["night"], preparation=90, slot=45, held_days=3)
    plain = Service(id="home", name={"en": "Home"}, fee=FlatFee("4.90 EUR"), tax="standard", way=way)
    sewn = LeadTime(on=Category("fashion/dresses"), days=4)
    here = Country(zone=zone, calendar="france")
    there, days = Place("FR", "69800"), FRANCE.id
    depot = Warehouse(id="depot", name="depot", place=there, zone=zone, calendar=days)
    night = Store(
        id="night",
        name="night",
        place=there,
        zone=zone,
        calendar=days,
        opening=dict.fromkeys(NAMES[:6], _NIGHTS),
    )
    return whole_shop(
        delivery=DeliveryRules(
            services=[
                attrs.evolve(plain, lead_times=[sewn]),
                attrs.evolve(plain, id="pick-up", way=pick_up),
            ]
        ),
        loyalty=LoyaltyRules(),
        returns=ReturnRules(),
        places=Places(
            countries={"FR": here},
            warehouses=[depot],
            stores=[night],
            zones=[PlaceZone("mainland", [Territory(country="FR")])],
        ),
        time=TimeTables(zones=[PARIS, *([] if zone == PARIS.name else [table])], calendars=[FRANCE, CARRIER]),
    )


def hours() -> Iterator[Instant]:
    """Every hour of the year 2026, by the clock of Greenwich."""
    return (Instant(OPENS + hour * HOUR) for hour in range(HOURS))


def promised(zone: str, at: Instant) -> dict[str, Promised | None]:
    """What is promised of goods that are there."""
    rulebook, moment = shop(zone), Moment(at)
    sent = shipped_promise(trip(zone), moment, rulebook.almanac)
    ready = collected_promise(pickup(zone), moment, rulebook.almanac)
    return {"home": None if sent is None else sent.promised, "pick-up": ready.promised}


def offered(zone: str, basket: Basket, at: Instant) -> dict[str, Promised | None]:
    """What is offered at the counter."""
    found = Counter(shop(zone)).delivery(basket, datetime_of(at), to=HOME.place).options
    return {each.service: each.promise.promised for each in found if isinstance(each, Offered)}


@cache
def trip(zone: str) -> Trip:
    rulebook, way = shop(zone), shop(zone).delivery.services[0].way
    assert isinstance(way, Shipped)
    places = rulebook.places
    return Trip(
        way=way, dispatch=way.dispatch[0], source=places.sources["depot"], there=places.days_at(HOME.place)
    )


@cache
def pickup(zone: str) -> Pickup:
    return Pickup(way=desk(zone).way, store=desk(zone).store)


@cache
def road(zone: str) -> Road:
    way = shop(zone).delivery.services[0].way
    assert isinstance(way, Shipped)
    return services.road_of(shop(zone), HOME, way, way.dispatch[0])


@cache
def desk(zone: str) -> Desk:
    way, rulebook = shop(zone).delivery.services[1].way, shop(zone)
    assert isinstance(way, Collected)
    return Desk(way=way, store=rulebook.places.by_id["night"], almanac=rulebook.almanac)


def due(zone: str, at: Instant, lead: int) -> dict[str, Promised | None]:
    days, ready = road(zone).promise(at, None, lead), desk(zone).ready(at)
    assert days is not None
    return {
        "home": Promised(zone=zone, earliest=days[0], latest=days[1]),
        "pick-up": Promised(
            zone=zone, earliest=ready.day, latest=ready.day, ready=ready.at, held_until=ready.held_until
        ),
    }


@pytest.mark.parametrize("zone", ZONES)
def test_at_every_hour_of_a_year_the_promise_is_what_the_oracle_counts(zone: str) -> None:
    changes = [change.at for change in shop(zone).almanac.zone(zone).changes]
    assert sum(OPENS < change < OPENS + HOURS * HOUR for change in changes) == 2
    for at in hours():
        assert promised(zone, at) == due(zone, at, 0), datetime_of(at)


@pytest.mark.parametrize("zone", ZONES)
def test_every_week_the_counter_offers_what_the_oracle_counts(zone: str) -> None:
    for at in islice(hours(), 0, None, 7 * 24 + 1):
        assert offered(zone, DRESS, at) == due(zone, at, 4), datetime_of(at)


@pytest.mark.search
@pytest.mark.parametrize(("basket", "lead"), [(SCARF, 0), (DRESS, 4)], ids=["there", "to order"])
@pytest.mark.parametrize("zone", ZONES)
def test_at_every_hour_of_a_year_the_counter_offers_what_the_oracle_counts(
    zone: str, basket: Basket, lead: int
) -> None:
    for at in hours():
        assert offered(zone, basket, at) == due(zone, at, lead), datetime_of(at)
