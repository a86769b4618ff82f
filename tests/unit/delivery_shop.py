"""A small shop of Lyon, for the tests of delivery: two winters and summers of Paris, by hand."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import attrs

from comptoir.delivery.fees.flat import FlatFee
from comptoir.delivery.kinds import Parcel, ParcelLine
from comptoir.delivery.rules import (
    Collected,
    DeliveryRules,
    Dispatch,
    FreeFrom,
    Service,
    Shipped,
    Transit,
)
from comptoir.facts.handovers import Place
from comptoir.facts.places import Country, Places, Store, Warehouse
from comptoir.facts.products import Product
from comptoir.facts.territories import PlaceZone, Territory
from comptoir.values.almanac import Almanac
from comptoir.values.calendars import Calendar, Holiday
from comptoir.values.instants import Instant, instant_from_text
from comptoir.values.moments import Moment
from comptoir.values.times_of_day import Hours, TimeOfDay
from comptoir.values.zones import Change, Zone

PARIS: Final = Zone(
    name="Europe/Paris",
    since=instant_from_text("2025-12-01T00:00:00Z"),
    until=instant_from_text("2027-03-01T00:00:00Z"),
    offset=3600,
    changes=(
        Change(instant_from_text("2026-03-29T01:00:00Z"), 7200),
        Change(instant_from_text("2026-10-25T01:00:00Z"), 3600),
    ),
)
REUNION: Final = Zone(name="Indian/Reunion", since=PARIS.since, until=PARIS.until, offset=14400, changes=())

CHRISTMAS: Final = Holiday(date(2026, 12, 25), "Noël")
NEW_YEAR: Final = Holiday(date(2027, 1, 1), "jour de l'An")
STOCKTAKING: Final = Holiday(date(2026, 12, 28), "inventaire")
SAINT_STEPHEN: Final = Holiday(date(2026, 12, 26), "Saint-Étienne")
EASTER_MONDAY: Final = Holiday(date(2026, 4, 6), "lundi de Pâques")


def calendar(id_: str, *holidays: Holiday, weekend: tuple[int, ...] = (6, 7)) -> Calendar:
    return Calendar(
        id=id_, since=date(2026, 1, 1), until=date(2027, 2, 1), weekend=weekend, holidays=holidays
    )


ALMANAC: Final = Almanac(
    zones=(PARIS, REUNION),
    calendars=(
        calendar("fr", EASTER_MONDAY, CHRISTMAS, NEW_YEAR),
        calendar("fr-57", EASTER_MONDAY, CHRISTMAS, SAINT_STEPHEN, NEW_YEAR),
        calendar("depot", EASTER_MONDAY, CHRISTMAS, STOCKTAKING, NEW_YEAR),
        calendar("carrier", EASTER_MONDAY, CHRISTMAS, NEW_YEAR, weekend=(7,)),
    ),
)

WORKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday")
HOME: Final = Shipped(
    zones=["france"],
    dispatch=[
        Dispatch(source="depot", cut_off={day: TimeOfDay.from_text("14:00") for day in WORKDAYS}),
    ],
    carrier="carrier",
    transit=Transit(1, 2),
)
PICKUP: Final = Collected(stores=["lyon-2"], preparation=120, held_days=3)

LYON: Final = Store(
    id="lyon-2",
    name="Lyon Bellecour",
    place=Place("FR", "69002"),
    zone="Europe/Paris",
    calendar="fr",
    opening={
        **dict.fromkeys(WORKDAYS, Hours.from_text("10:00-19:00")),
        "saturday": Hours.from_text("09:45-12:00"),
    },
)
FRANCE: Final = Country(zone="Europe/Paris", calendar="fr")
MOSELLE: Final = Country(zone="Europe/Paris", calendar="fr-57")
MAINLAND: Final = PlaceZone("france", [Territory(country="FR", never=["20", "97100-98899"])])
DEPOT: Final = Warehouse(
    id="depot", name="Saint-Priest", place=Place("FR", "69800"), zone="Europe/Paris", calendar="depot"
)
PLACES: Final = Places(countries={"FR": FRANCE}, stores=[LYON], warehouses=[DEPOT], zones=[MAINLAND])


def service(id_: str = "home", way: Shipped | Collected = HOME, **changes: Any) -> Service:
    standard = Service(id=id_, name={"fr": id_}, fee=FlatFee("4.90 EUR"), tax="standard", way=way)
    return attrs.evolve(standard, **changes)


def rules(*services: Service) -> DeliveryRules:
    return DeliveryRules(services=services)


FREE_FROM_60: Final = FreeFrom("60.00 EUR")


def parcel(*lines: tuple[str, int, int], category: str = "mode/robes") -> Parcel:
    """Lines of a SKU, its pieces and what they cost, nothing reduced."""
    return Parcel(
        [
            ParcelLine(
                number=number,
                product=Product(sku=sku, name={"fr": sku}, category=category, tax="standard"),
                pieces=pieces,
                regular=charged,
                charged=charged,
            )
            for number, (sku, pieces, charged) in enumerate(lines, 1)
        ]
    )


def at(text: str) -> Instant:
    return instant_from_text(text)


def moment(text: str) -> Moment:
    return Moment(at(text))


def december(day: int) -> date:
    return date(2026, 12, day)
