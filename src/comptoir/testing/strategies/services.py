"""Strategies for delivery: services, sources, stores and calendars, in zones whose clocks change that week.

Each drawn thing is plain unless something else is drawn, so that what shrinks says what it is about.

Source: house rule (laws D1 to D10 and DO).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from typing import Final

import attrs
from hypothesis import strategies as st

from comptoir.delivery.fees.flat import FlatFee
from comptoir.delivery.fees.per_item import PerItemFee
from comptoir.delivery.fees.percent import PercentFee
from comptoir.delivery.fees.sizes import SizeClass, SizesFee
from comptoir.delivery.fees.tiers import By, FeeTier, TieredFee
from comptoir.delivery.kinds import Basis, Fee, Limit
from comptoir.delivery.limits.age import AgeLimit
from comptoir.delivery.limits.amount import AmountLimit
from comptoir.delivery.limits.girth import GirthLimit
from comptoir.delivery.limits.length import LengthLimit
from comptoir.delivery.limits.pieces import PiecesLimit
from comptoir.delivery.limits.volume import VolumeLimit
from comptoir.delivery.limits.weight import WeightLimit
from comptoir.delivery.rules import (
    BuyerGroups,
    Collected,
    CutOffMinute,
    Dates,
    DeliveryRules,
    Dispatch,
    FeePer,
    FreeFrom,
    LeadTime,
    Prefer,
    Season,
    Service,
    Shipped,
    SlotRule,
    Sourcing,
    Surcharge,
    To,
    Transfer,
    Transit,
)
from comptoir.facts.baskets import Basket, Buyer
from comptoir.facts.handovers import Deliver, Place, Point
from comptoir.facts.lines import Line
from comptoir.facts.places import Country, Places, Region, SpecialDay, Store, Warehouse
from comptoir.facts.products import Package, Product
from comptoir.facts.stock import Slot, SlotLeft, Stock
from comptoir.facts.territories import PlaceZone, Territory
from comptoir.loyalty.rules import LoyaltyRules
from comptoir.pricing.benefits.delivery import DeliveryOff
from comptoir.pricing.rules import Promotion
from comptoir.returns.rules import ReturnRules
from comptoir.rulebook import Assortment, Rulebook, TimeTables
from comptoir.testing.delivery_cases import DeliveryCase
from comptoir.testing.oracles.promises import MINUTE, NAMES, first_showing
from comptoir.testing.oracles.services import destination, road_of
from comptoir.testing.whole_shop import CLOSES, OPENS, PARIS, PRICING, PRODUCTS, whole_shop
from comptoir.values.calendars import Calendar, Holiday
from comptoir.values.instants import DAY, Instant, datetime_of
from comptoir.values.money import Amount
from comptoir.values.quantities import Measured
from comptoir.values.selections import EVERYTHING, Category, NoneOf, Selection, Skus
from comptoir.values.times_of_day import Hours, Opening, TimeOfDay
from comptoir.values.windows import Window
from comptoir.values.zones import Change, Zone

CHANGE_DAY: Final = date(2026, 10, 25)
"""The local day on whose night clocks change, in some of the zones."""
FIRST_DAY: Final = date(2026, 10, 21)
"""The first of the days on which is asked."""
DAYS: Final = 8
SKUS: Final = ("ROBE-36", "ROBE-38", "FOULARD", "LIVRE", "JOURNAL")
"""What is sold by the piece."""

_OFFSETS: Final = st.sampled_from((60, 0, -210, 345, 630, 840))
_CHANGES: Final = st.sampled_from((-60, 60, -30, 30, 0))
_NIGHT: Final = st.sampled_from((180, 120, 60, 30, 1, 0, 1410))
_TIMES: Final = st.sampled_from((840, 0, 1, 30, 90, 120, 150, 180, 1410, 1439)).map(TimeOfDay)
_SPANS: Final = (
    ((600, 1140),),
    ((0, 1440),),
    ((90, 240),),
    ((130, 170),),
    ((0, 45),),
    ((1380, 1440),),
    ((600, 750), (840, 1140)),
    ((0, 120), (150, 1440)),
)
_OPENINGS: Final = st.sampled_from(_SPANS).map(lambda spans: Opening([Hours(*span) for span in spans]))
_WEEKDAYS: Final = st.sampled_from((NAMES, NAMES[:5], NAMES[5:], NAMES[1:2], NAMES[::2]))
_WEEKENDS: Final = st.sampled_from(((6, 7), (7,), (), (5, 6), (1, 3, 5)))
_CLOSED: Final = st.lists(st.integers(-1, 20), max_size=4, unique=True).map(sorted)
_FEW: Final = st.integers(0, 2)
_PREPARATIONS: Final = st.sampled_from((120, 0, 1, 30, 60, 600, 1500))
_SLOTS: Final = st.sampled_from((30, 15, 60, 45, 1440))
_MADE_ZONES: Final = st.sampled_from(("Made/Here", "Made/There"))
_THRESHOLDS: Final = st.none() | st.builds(
    FreeFrom,
    st.sampled_from((6000, 0, 1, 7990, 9999, 2499)).map(lambda minor: Amount(minor, "EUR")),
    st.sampled_from(Basis),
)
_EDGE: Final = first_showing(PARIS, CHANGE_DAY, 150)
_WINDOWS: Final = st.sampled_from((*[Window()] * 10, Window(None, _EDGE), Window(_EDGE, None)))
_TAKES: Final[st.SearchStrategy[Selection]] = st.sampled_from(
    (*[EVERYTHING] * 4, NoneOf([Category("press")]))
)
_SOME: Final[st.SearchStrategy[Selection]] = st.sampled_from(
    (Category("fashion"), Skus(["LIVRE", "JOURNAL"]), Skus(["ROBE-36", "LIVRE"]), EVERYTHING)
)
_PLACES: Final = st.sampled_from(
    (
        *[Place("FR", "69003")] * 6,
        *[Place("FR", "13001")] * 3,
        *[Place("GB", "BH2 5AB")] * 2,
        Place("FR", "20000"),
        Place("BE", "1000"),
        Place("GB", "bh205ab"),
        Place("GB", "BH20 6XX"),
        Place("DE", "10115"),
    )
)
_SIZES: Final = (SizeClass("small", "3.90 EUR"), SizeClass("large", "12.90 EUR"))
_FEES: Final[st.SearchStrategy[Fee]] = st.sampled_from(
    (
        FlatFee("4.90 EUR"),
        PerItemFee("4.90 EUR", "1.05 EUR"),
        FlatFee("0 EUR"),
        PercentFee(percent="3.3333", currency="EUR"),
        PercentFee(percent="12.5", basis=Basis.REGULAR, minimum="2.00 EUR", maximum="9.99 EUR"),
        PercentFee(percent="5", basis=Basis.PAID_NET, currency="EUR"),
        TieredFee(by=By.AMOUNT, tiers=[FeeTier("6.90 EUR", up_to="49.98 EUR"), FeeTier("2.90 EUR")]),
        TieredFee(by=By.PIECES, tiers=[FeeTier("1.00 EUR", up_to=2), FeeTier("1.90 EUR", up_to=5)]),
        TieredFee(by=By.WEIGHT, tiers=[FeeTier("5.00 EUR", up_to="0.7 kg"), FeeTier("8.00 EUR")]),
        TieredFee(
            by=By.WEIGHT,
            tiers=[FeeTier("5.00 EUR", up_to="600 g"), FeeTier("8.00 EUR", up_to="2 kg")],
            volumetric=5000,
        ),
        TieredFee(by=By.VOLUME, tiers=[FeeTier("5.00 EUR", up_to="3 l"), FeeTier("8.00 EUR", up_to="9 l")]),
        SizesFee(_SIZES),
    )
)
_LIMITS: Final[st.SearchStrategy[Limit]] = st.sampled_from(
    (
        PiecesLimit(at_most=5),
        AmountLimit(at_least="20.00 EUR", at_most="159.80 EUR"),
        AmountLimit(at_most="100.00 EUR", basis=Basis.REGULAR_NET),
        WeightLimit(at_most="1.2 kg"),
        WeightLimit(at_least="121 g", each=True),
        VolumeLimit(at_most="6 l"),
        LengthLimit(at_most="0.3 m"),
        GirthLimit(at_most="0.75 m"),
        AgeLimit(at_least=18, on=Category("books")),
    )
)
_MORE: Final = {"fr": "Supplément"}
_SURCHARGES: Final = st.sampled_from(
    (
        Surcharge(id="more", name=_MORE, on=Category("fashion"), fee=FlatFee("2.50 EUR")),
        Surcharge(
            id="more",
            name=_MORE,
            on=Skus(["LIVRE"]),
            fee=PerItemFee("1.00 EUR", "0.35 EUR"),
            waived=True,
        ),
        Surcharge(
            id="more",
            name=_MORE,
            zones=["south", "two-hours"],
            fee=PercentFee(percent="1.5", currency="EUR"),
        ),
    )
)
_BUYERS: Final = st.sampled_from(
    (
        Buyer(),
        Buyer(segments=["pro"], age=18),
        Buyer(member="m-1", age=17),
        Buyer(tier="gold", member="m-1"),
    )
)
_LESS: Final = st.sampled_from(
    (
        DeliveryOff(percent="33.3333"),
        DeliveryOff(services=["s0"], amount="4.00 EUR"),
        DeliveryOff(services=["s1"], price="0.00 EUR"),
        DeliveryOff(price="4.90 EUR"),
    )
)
_GROUPS: Final = st.sampled_from(
    (*[None] * 10, BuyerGroups(segments=["pro"]), BuyerGroups(segments=["vip"], members=True))
)
_RECEIVES: Final = st.sampled_from(
    (
        {},
        {"tuesday": Hours(480, 720), "saturday": Hours(0, 1440)},
        dict.fromkeys(NAMES, Hours(600, 840)),
        {"sunday": Hours(600, 720)},
    )
)
_SLOT_HOURS: Final = (Hours(480, 600), Hours(600, 720), Hours(840, 1080))
_POINT: Final = Point("p-1", "Tabac", Place("FR", "13001"))


def _sides(*metres: str) -> list[Measured]:
    return [Measured(each, "m") for each in metres]


_MEASURED: Final = {
    "ROBE-36": Package(weight=Measured("0.4005", "kg"), sides=_sides("0.3", "0.2", "0.0501"), size="small"),
    "ROBE-38": Package(weight=Measured("450", "g"), sides=_sides("0.31", "0.2", "0.05"), size="large"),
    "FOULARD": Package(weight=Measured("120.3", "g"), volume=Measured("0.4", "l"), size="small"),
    "LIVRE": Package(weight=Measured("350", "g"), sides=_sides("0.24", "0.16", "0.03"), size="huge"),
    "JOURNAL": Package(weight=Measured("0.2", "kg"), sides=_sides("0.3", "0.22", "0.01"), size="small"),
    "THE": Package(volume=Measured("3.2", "l"), size="small"),
}


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


def _some(draw: st.DrawFn) -> bool:
    """Now and then: not at all in what has been shrunk."""
    return draw(st.sampled_from((False, False, True)))


def _often(draw: st.DrawFn) -> bool:
    """As often as not."""
    return draw(st.booleans())


@cache
@st.composite
def dispatches(draw: st.DrawFn, source: str) -> Dispatch:
    """How a source sends: its cut-off on some days of the week, and whether that minute counts."""
    least = draw(_FEW)
    return Dispatch(
        source=source,
        cut_off={day: draw(_TIMES) for day in draw(_WEEKDAYS)},
        cut_off_minute=CutOffMinute.IN_TIME if _some(draw) else CutOffMinute.LATE,
        handling=draw(_FEW),
        transit=Transit(least, least + draw(_FEW)) if _some(draw) else None,
        zones=draw(st.sampled_from((["mainland", "moors"], ["south"]))) if _some(draw) else (),
    )


@cache
@st.composite
def seasons(draw: st.DrawFn) -> tuple[Season, ...]:
    """No season as a rule, or one that begins or ends in the weeks that are asked about."""
    if not _some(draw):
        return ()
    from_ = FIRST_DAY + timedelta(days=draw(st.integers(-3, 8)))
    cut_off = {day: draw(_TIMES) for day in draw(_WEEKDAYS)} if _some(draw) else {}
    transit = draw(_FEW)
    return (
        Season(
            id="rush",
            name={"fr": "Presse"},
            from_=from_,
            until=from_ + timedelta(days=draw(st.integers(1, 9))),
            cut_off=cut_off,
            handling=draw(_FEW) + (not cut_off and not transit),
            transit=transit,
        ),
    )


@cache
@st.composite
def shipments(draw: st.DrawFn, sources: tuple[str, ...] = ("depot",)) -> Shipped:
    """A shipment from some sources: to the door, to a point, or by appointment."""
    least = draw(_FEW)
    to = draw(st.sampled_from((To.DOOR, To.DOOR, To.DOOR, To.POINT, To.LOCKER)))
    slots = [
        SlotRule(on=draw(_WEEKDAYS), hours=hours)
        for hours in (draw(st.sampled_from((_SLOT_HOURS, _SLOT_HOURS[1:]))) if _some(draw) else ())
    ]
    return Shipped(
        zones=["mainland", "moors", "south"],
        dispatch=[draw(dispatches(source)) for source in sources],
        carrier="carrier",
        transit=Transit(least, least + draw(_FEW)),
        to=to,
        held_days=None if to is To.DOOR else 1 + draw(_FEW),
        delivers_on=draw(st.sampled_from((NAMES[:5], NAMES[1:3]))) if _some(draw) else (),
        slots=slots if to is To.DOOR else (),
        slot_days=draw(st.sampled_from((14, 1, 3))),
        seasons=draw(seasons()),
    )


@cache
@st.composite
def collections(draw: st.DrawFn, stores: tuple[str, ...]) -> Collected:
    """Goods made ready in stores, of their own stock or brought there."""
    own = draw(st.sampled_from((True, True, False)))
    transfer = None
    if not own or _some(draw):
        sent = attrs.evolve(draw(dispatches("depot")), zones=(), transit=None)
        transfer = Transfer(dispatch=sent, carrier="carrier", transit=draw(_FEW))
    return Collected(
        stores=draw(st.lists(st.sampled_from(stores), min_size=1, unique=True)),
        preparation=draw(_PREPARATIONS),
        slot=draw(_SLOTS),
        held_days=1 + draw(_FEW),
        own_stock=own,
        transfer=transfer,
    )


@cache
@st.composite
def stores(draw: st.DrawFn, name: str) -> Store:
    """A store, some of whose hours are those of the night on which clocks change."""
    special = []
    if _some(draw):
        day = FIRST_DAY + timedelta(days=draw(st.integers(0, DAYS)))
        opening = draw(st.none() | _OPENINGS)
        special = [SpecialDay(day=day, opening=opening, closed=None if opening else "stocktaking")]
    return Store(
        id=name,
        name=name,
        place=Place("FR", "69002"),
        zone=draw(_MADE_ZONES),
        calendar="store",
        opening={day: draw(_OPENINGS) for day in draw(_WEEKDAYS)},
        special=special,
    )


@cache
@st.composite
def sourcings(draw: st.DrawFn) -> Sourcing:
    """What is preferred of the ways to divide goods over sources."""
    return Sourcing(
        one_source=_some(draw),
        in_stock=_some(draw),
        prefer=draw(st.permutations(list(Prefer)))[: draw(st.sampled_from((3, 3, 1, 0)))],
        dates=draw(st.sampled_from((*Dates, Dates.AS_READY))),
    )


@cache
@st.composite
def services(draw: st.DrawFn) -> Service:
    """A service: its fee, its threshold, what comes on top, and what it does not take."""
    surcharges = [
        attrs.evolve(draw(_SURCHARGES), id=f"more-{index}")
        for index in range(draw(st.sampled_from((0, 0, 1, 2))))
    ]
    return Service(
        id="home",
        name={"fr": "À domicile", "en": "Home"},
        valid=draw(_WINDOWS),
        on=draw(_TAKES),
        buyers=draw(_GROUPS),
        limits=draw(st.lists(_LIMITS, max_size=2)) if _some(draw) and _often(draw) else (),
        fee=draw(_FEES),
        fee_per=draw(st.sampled_from(FeePer)),
        surcharges=surcharges,
        free_from=draw(_THRESHOLDS),
        tax="standard",
        standard=draw(st.booleans()),
        sourcing=draw(sourcings()),
        lead_times=[LeadTime(on=draw(_SOME), days=1 + draw(_FEW))] if _often(draw) else (),
        way=draw(shipments()),
    )


def _served(
    service: Service, way: Shipped | Collected, id_: str, carrier: Calendar, shops: Sequence[Store]
) -> Service:
    """The service, going that way on days on which its carrier works; by appointment, all goods together.

    What is brought to a store comes on days of the week on which the store opens too.
    """
    sourcing = service.sourcing
    worked = tuple(name for iso, name in enumerate(NAMES, 1) if iso not in carrier.weekend)
    if isinstance(way, Collected) and any(
        store.opening.keys().isdisjoint(worked) for store in shops if store.id in way.stores
    ):
        way = attrs.evolve(way, own_stock=True, transfer=None)
    if isinstance(way, Shipped):
        days = [name for name in way.delivers_on if name in worked]
        slots = [
            attrs.evolve(rule, on=[name for name in rule.on if name in (days or worked)] or days or worked)
            for rule in way.slots
        ]
        way = attrs.evolve(way, delivers_on=days, slots=slots)
    if isinstance(way, Shipped) and way.slots:
        sourcing = attrs.evolve(sourcing, dates=Dates.TOGETHER)
    lead_times = () if isinstance(way, Collected) and way.own_stock else service.lead_times
    return attrs.evolve(service, id=id_, way=way, sourcing=sourcing, lead_times=lead_times)


@cache
@st.composite
def delivering_shops(draw: st.DrawFn) -> Rulebook:
    """The whole shop without its programme, with ways of delivery, places and times of its own."""
    kept = ("one", "two") if draw(st.booleans()) else ("one",)
    sources = draw(st.sampled_from((("depot",), ("depot", "hub"), ("hub", "depot"), ("hub", "one", "depot"))))
    ways: list[Shipped | Collected] = [draw(shipments(sources)), draw(collections(kept))]
    if draw(st.booleans()):
        ways.append(draw(shipments()))
    regions = [Region(of="south", zone=draw(st.none() | _MADE_ZONES), calendar="south")]
    here = Country(zone="Made/Here", calendar="country")
    france = attrs.evolve(here, regions=regions) if _some(draw) else here
    zones = [PARIS, draw(changing_zones("Made/There")), draw(changing_zones("Made/Here"))]
    made = [draw(calendars(name)) for name in ("carrier", "depot", "country", "store", "south", "hub")]
    known = draw(st.sampled_from((frozenset(_MEASURED), frozenset(_MEASURED) - {"JOURNAL", "THE"})))
    warehouses = [
        Warehouse(id=id_, name=id_, place=Place("FR", "69800"), zone=zone, calendar=id_)
        for id_, zone in (("depot", "Made/There"), ("hub", "Made/Here"))
    ]
    shops = [draw(stores(name)) for name in kept]
    less = [
        Promotion(id=f"less-{index}", name={"fr": "Port réduit"}, layer="offers", benefit=draw(_LESS))
        for index in range(draw(st.sampled_from((0, 0, 1, 2))))
    ]
    return whole_shop(
        pricing=attrs.evolve(PRICING, promotions=[*PRICING.promotions, *less]),
        delivery=DeliveryRules(
            services=[_served(draw(services()), way, f"s{i}", made[0], shops) for i, way in enumerate(ways)],
        ),
        loyalty=LoyaltyRules(),
        products=Assortment([_packed(each) if each.sku in known else each for each in PRODUCTS]),
        returns=ReturnRules(),
        places=Places(
            countries={"FR": france, "BE": here, "GB": here},
            stores=shops,
            warehouses=warehouses,
            zones=[
                PlaceZone("mainland", [Territory(country="FR", never=["20"])]),
                PlaceZone("moors", [Territory(country="GB", only=["BH2-BH4", "BH20 6"])]),
                PlaceZone("south", [Territory(country="FR", only=["06", "13000-13999"], never=["13002"])]),
                PlaceZone("two-hours", [Territory(country="FR", only=["69"])], stores=["one"]),
            ],
        ),
        time=TimeTables(zones=zones, calendars=made),
    )


def _packed(product: Product) -> Product:
    package = _MEASURED.get(product.sku)
    return product if package is None else attrs.evolve(product, package=package)


@st.composite
def stocks(draw: st.DrawFn, skus: tuple[str, ...]) -> list[Stock]:
    """What is known of the stock of some products: so much at each source, now or from some day on."""
    found = []
    for sku in draw(st.lists(st.sampled_from(skus), min_size=1, max_size=2, unique=True)):
        sources = draw(st.lists(st.sampled_from(("depot", "hub", "one", "two")), min_size=1, max_size=4))
        found += [draw(_entries(sku, source)) for source in (*sources, "depot")]
    return found


@st.composite
def _entries(draw: st.DrawFn, sku: str, source: str) -> Stock:
    from_ = None
    if _some(draw):
        from_ = _any(FIRST_DAY + timedelta(days=draw(st.integers(0, DAYS + 4))), draw(st.integers(0, 1439)))
    many: int | Measured = draw(st.sampled_from((9, 9, 2, 1, 0)))
    if sku == "THE" and many:
        many = draw(st.sampled_from((Measured("0.8", "kg"), Measured("0.3", "kg"))))
    return Stock(source=source, sku=sku, quantity=many, from_=from_)


@cache
@st.composite
def parcels(draw: st.DrawFn) -> Basket:
    """A basket of a few goods of the whole shop, with what is known of stock."""
    line = st.builds(Line, st.sampled_from(SKUS), st.sampled_from((1, 2, 3, 4, 7))) | st.just(
        Line("THE", Measured("0.532", "kg"))
    )
    lines = draw(st.lists(line, min_size=1, max_size=3))
    skus = tuple(sorted({line.sku for line in lines}))
    stock = () if _some(draw) else draw(stocks(skus))
    return Basket(currency="EUR", lines=lines, buyer=draw(_BUYERS), stock=stock)


@cache
@st.composite
def handovers(draw: st.DrawFn, service: str) -> Deliver:
    """A handover by a service: a point, hours at which somebody is there, a slot that may be free."""
    slot = None
    if _some(draw):
        day = FIRST_DAY + timedelta(days=draw(st.integers(1, DAYS + 6)))
        slot = Slot(day, draw(st.sampled_from(_SLOT_HOURS)))
    place = draw(_PLACES)
    return Deliver(
        place,
        service,
        point=_POINT if place.country == _POINT.place.country and _some(draw) else None,
        receives=draw(_RECEIVES),
        slot=slot,
    )


@cache
@st.composite
def delivery_cases(draw: st.DrawFn) -> DeliveryCase:
    """A question about delivery, often asked on a cut-off, a midnight or a change of the clocks."""
    rulebook = draw(delivering_shops())
    basket = draw(parcels())
    to: Place | None = draw(_PLACES)
    if _often(draw):
        to = None
    if to is None and draw(st.sampled_from((True, True, True, False))):
        handover = draw(handovers("s0"))
        left = []
        if handover.slot is not None and _some(draw):
            left = [SlotLeft(service="s0", slot=handover.slot, left=draw(_FEW))]
        basket = attrs.evolve(basket, handover=handover, slots=left)
    day = FIRST_DAY + timedelta(days=draw(st.integers(0, DAYS - 1)))
    case = DeliveryCase(rulebook=rulebook, basket=basket, at=datetime_of(_any(day, 0)), to=to)
    at = draw(st.sampled_from(_edges(case, day)) | st.integers(0, 1439).map(lambda m: _any(day, m)))
    step = draw(st.sampled_from((0, -1, 1)))
    return attrs.evolve(case, at=datetime_of(Instant(at + step)))


def _any(day: date, minute: int) -> Instant:
    return Instant(((day - date(1970, 1, 1)).days * 1440 + minute) * MINUTE)


def _edges(case: DeliveryCase, day: date) -> list[Instant]:
    """Midnights and cut-offs of a day, every change of the clocks near it, and what comes in stock then."""
    zones = case.rulebook.time.zones
    found = [first_showing(zone, day) for zone in zones]
    found += [change.at for zone in zones for change in zone.changes if abs(change.at - found[0]) < 2 * DAY]
    found += [each.from_ for each in case.basket.stock if each.from_ is not None]
    for service in case.rulebook.delivery.services:
        if not isinstance(service.way, Shipped) or case.wanted is None:
            continue
        if destination(case.wanted, service.way).country in case.rulebook.places.countries:
            for dispatch in service.way.dispatch:
                limit = road_of(case.rulebook, case.wanted, service.way, dispatch).limit(day)
                found += [] if limit is None else [limit]
    return found
