"""Strategies for delivery: services, stores and calendars, in zones whose clocks change that very week.

Source: house rule (laws D1 to D4).
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Final

import attrs
from hypothesis import strategies as st

from comptoir.delivery.fees.flat import FlatFee
from comptoir.delivery.fees.per_item import PerItemFee
from comptoir.delivery.rules import (
    Basis,
    Collected,
    DeliveryRules,
    FreeFrom,
    Service,
    Shipped,
    Transit,
)
from comptoir.facts.baskets import Basket, Line, Place
from comptoir.facts.places import Country, Places, Store
from comptoir.facts.territories import PlaceZone, Territory
from comptoir.loyalty.rules import LoyaltyRules
from comptoir.returns.rules import ReturnRules
from comptoir.rulebook import Rulebook, TimeTables
from comptoir.testing.laws.delivery import DeliveryCase
from comptoir.testing.oracles.promises import MINUTE, NAMES, cut_off, first_showing
from comptoir.testing.whole_shop import CLOSES, OPENS, PARIS, whole_shop
from comptoir.values.calendars import Calendar, Holiday
from comptoir.values.instants import DAY, Instant, datetime_of
from comptoir.values.money import Amount
from comptoir.values.quantities import Measured
from comptoir.values.selections import EVERYTHING, Category, NoneOf, Selection
from comptoir.values.times_of_day import Hours, TimeOfDay
from comptoir.values.windows import Window
from comptoir.values.zones import Change, Zone

CHANGE_DAY: Final = date(2026, 10, 25)
"""The local day on whose night clocks change, in some of the zones."""
FIRST_DAY: Final = date(2026, 10, 21)
"""The first of the days on which is asked."""
DAYS: Final = 8

_OFFSETS: Final = st.sampled_from((60, 0, -210, 345, 630, 840))
_CHANGES: Final = st.sampled_from((-60, 60, -30, 30, 0))
_NIGHT: Final = st.sampled_from((180, 120, 60, 30, 1, 0, 1410))
_TIMES: Final = st.sampled_from((840, 0, 1, 30, 90, 120, 150, 180, 1410, 1439)).map(TimeOfDay)
_HOURS: Final = st.sampled_from(((600, 1140), (0, 1440), (90, 240), (130, 170), (0, 45), (1380, 1440)))
_WEEKDAYS: Final = st.sampled_from((NAMES, NAMES[:5], NAMES[5:], NAMES[1:2], NAMES[::2]))
_WEEKENDS: Final = st.sampled_from(((6, 7), (7,), (), (5, 6), (1, 3, 5)))
_CLOSED: Final = st.lists(st.integers(-1, 20), max_size=4, unique=True).map(sorted)
_FEW: Final = st.integers(0, 2)
_PREPARATIONS: Final = st.sampled_from((120, 0, 1, 30, 60, 600, 1500))
_SLOTS: Final = st.sampled_from((30, 15, 60, 45, 1440))
_STORE_ZONES: Final = st.sampled_from(("Made/Here", "Made/There"))
_FEES: Final = st.sampled_from((FlatFee("4.90 EUR"), PerItemFee("4.90 EUR", "1.05 EUR"), FlatFee("0 EUR")))
_THRESHOLDS: Final = st.none() | st.builds(
    FreeFrom,
    st.sampled_from((6000, 0, 1, 7990, 9999, 2499)).map(lambda minor: Amount(minor, "EUR")),
    st.sampled_from(Basis),
)
_EDGE: Final = first_showing(PARIS, CHANGE_DAY, 150)
_WINDOWS: Final = st.sampled_from((Window(), Window(None, _EDGE), Window(_EDGE, None)))
_TAKES: Final[st.SearchStrategy[Selection]] = st.sampled_from((EVERYTHING, NoneOf([Category("press")])))
_PLACES: Final = st.sampled_from((Place("FR", "69003"), Place("FR", "20000"), Place("BE", "1000"), None))


@cache
@st.composite
def changing_zones(draw: st.DrawFn, name: str) -> Zone:
    """A zone whose clocks are put on or back, by half an hour or a whole one, or are not."""
    before = draw(_OFFSETS)
    change = draw(_CHANGES)
    showing = draw(_NIGHT)
    minutes = (CHANGE_DAY - date(1970, 1, 1)).days * 1440 + showing - before
    changes = (Change(Instant(minutes * MINUTE), (before + change) * 60),) if change else ()
    since, until = Instant(OPENS - 30 * DAY), Instant(CLOSES + 400 * DAY)
    return Zone(name=name, since=since, until=until, offset=before * 60, changes=changes)


@cache
@st.composite
def calendars(draw: st.DrawFn, name: str) -> Calendar:
    """A calendar with a weekend and a few holidays in the weeks that are asked about."""
    holidays = tuple(Holiday(FIRST_DAY + timedelta(days=day), "closed") for day in draw(_CLOSED))
    return Calendar(
        id=name, since=date(2025, 12, 1), until=date(2029, 1, 1), weekend=draw(_WEEKENDS), holidays=holidays
    )


@cache
@st.composite
def shipments(draw: st.DrawFn) -> Shipped:
    """A shipment, with a cut-off on some days of the week."""
    least = draw(_FEW)
    return Shipped(
        zones=["mainland"],
        zone="Made/There",
        calendar="depot",
        cut_off={day: draw(_TIMES) for day in draw(_WEEKDAYS)},
        handling=draw(_FEW),
        carrier="carrier",
        transit=Transit(least, least + draw(_FEW)),
    )


@cache
@st.composite
def collections(draw: st.DrawFn, stores: tuple[str, ...]) -> Collected:
    """Goods made ready in stores."""
    return Collected(
        stores=draw(st.lists(st.sampled_from(stores), min_size=1, unique=True)),
        preparation=draw(_PREPARATIONS),
        slot=draw(_SLOTS),
        held_days=1 + draw(_FEW),
    )


@cache
@st.composite
def stores(draw: st.DrawFn, name: str) -> Store:
    """A store, some of whose hours are those of the night on which clocks change."""
    return Store(
        id=name,
        name=name,
        place=Place("FR", "69002"),
        zone=draw(_STORE_ZONES),
        calendar="store",
        opening={day: Hours(*draw(_HOURS)) for day in draw(_WEEKDAYS)},
    )


@cache
@st.composite
def services(draw: st.DrawFn) -> Service:
    """A service: its fee, its threshold, and what it does not take."""
    return Service(
        id="home",
        name={"fr": "À domicile", "en": "Home"},
        valid=draw(_WINDOWS),
        on=draw(_TAKES),
        fee=draw(_FEES),
        free_from=draw(_THRESHOLDS),
        tax="standard",
        standard=draw(st.booleans()),
        way=draw(shipments()),
    )


@cache
@st.composite
def delivering_shops(draw: st.DrawFn) -> Rulebook:
    """The whole shop without its programme, with ways of delivery, places and times of its own."""
    kept = ("one", "two") if draw(st.booleans()) else ("one",)
    ways: list[Shipped | Collected] = [draw(shipments()), draw(collections(kept))]
    if draw(st.booleans()):
        ways.append(draw(shipments()))
    here = Country(zone="Made/Here", calendar="country")
    zones = [PARIS, draw(changing_zones("Made/There")), draw(changing_zones("Made/Here"))]
    made = [draw(calendars(name)) for name in ("depot", "carrier", "country", "store")]
    return whole_shop(
        delivery=DeliveryRules(
            services=[attrs.evolve(draw(services()), id=f"s{i}", way=way) for i, way in enumerate(ways)],
        ),
        loyalty=LoyaltyRules(),
        returns=ReturnRules(),
        places=Places(
            countries={"FR": here, "BE": here},
            stores=[draw(stores(name)) for name in kept],
            zones=[PlaceZone("mainland", [Territory(country="FR", never=["20"])])],
        ),
        time=TimeTables(zones=zones, calendars=made),
    )


@cache
def parcels() -> st.SearchStrategy[Basket]:
    """A basket of a few goods of the whole shop."""
    line = st.builds(
        Line,
        st.sampled_from(("ROBE-36", "ROBE-38", "FOULARD", "LIVRE", "JOURNAL")),
        st.sampled_from((1, 2, 3, 4, 7)),
    ) | st.just(Line("THE", Measured("0.532", "kg")))
    return st.lists(line, min_size=1, max_size=4).map(lambda lines: Basket(currency="EUR", lines=lines))


@cache
@st.composite
def delivery_cases(draw: st.DrawFn) -> DeliveryCase:
    """A question about delivery, often asked on a cut-off, a midnight or a change of the clocks."""
    rulebook = draw(delivering_shops())
    day = FIRST_DAY + timedelta(days=draw(st.integers(0, DAYS - 1)))
    at = draw(st.sampled_from(_edges(rulebook, day)) | st.integers(0, 1439).map(lambda m: _any(day, m)))
    step = draw(st.sampled_from((0, -1, 1)))
    return DeliveryCase(
        rulebook=rulebook, basket=draw(parcels()), at=datetime_of(Instant(at + step)), to=draw(_PLACES)
    )


def _any(day: date, minute: int) -> Instant:
    return Instant(((day - date(1970, 1, 1)).days * 1440 + minute) * MINUTE)


def _edges(rulebook: Rulebook, day: date) -> list[Instant]:
    """Midnights and cut-offs of a day, and every change of the clocks near it."""
    zones = rulebook.time.zones
    found = {first_showing(zone, day) for zone in zones}
    found |= {
        change.at for zone in zones for change in zone.changes if abs(change.at - _any(day, 0)) < 3 * DAY
    }
    for service in rulebook.delivery.services:
        if isinstance(service.way, Shipped):
            limit = cut_off(service.way, day, rulebook.almanac)
            found |= set() if limit is None else {limit}
    return sorted(found)
