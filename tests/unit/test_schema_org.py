"""Shipping details of schema.org: they never claim more than the till keeps."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir import Basket, Counter, Line, Measured, Place, Rulebook
from comptoir.adapters.schema_org import Export, Unsaid, shipping_details
from comptoir.authoring import example
from comptoir.cli import main
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
from comptoir.delivery.offered import Offered
from comptoir.delivery.rules import (
    BuyerGroups,
    Collected,
    Dates,
    DeliveryRules,
    Dispatch,
    FeePer,
    FreeFrom,
    LeadTime,
    Season,
    Service,
    Shipped,
    SlotRule,
    Sourcing,
    Surcharge,
    To,
    Transit,
)
from comptoir.facts.places import Country, Places, Store, Warehouse
from comptoir.facts.products import Nature, Package, Product
from comptoir.facts.territories import PlaceZone, Territory
from comptoir.loyalty.rules import LoyaltyRules
from comptoir.pricing.benefits.delivery import DeliveryOff
from comptoir.pricing.price_lists import PriceList
from comptoir.pricing.rules import Layer, PricingRules, Promotion
from comptoir.returns.rules import ReturnRules
from comptoir.rulebook import Assortment, TimeTables
from comptoir.testing.whole_shop import PARIS, PROGRAMME, REUNION, TAX, whole_shop
from comptoir.values.calendars import Calendar, Holiday
from comptoir.values.errors import NoAnswer
from comptoir.values.instants import datetime_of, instant_from_text, instant_text
from comptoir.values.money import UnitPrice
from comptoir.values.selections import EVERYTHING, Category, NoneOf, Selection, Skus
from comptoir.values.times_of_day import Hours, TimeOfDay
from comptoir.values.windows import Window
from unit.schema_org_reader import Json, Order, conditions, cost, latest_days, lies_in

AT: Final = datetime_of(instant_from_text("2026-12-04T18:05:00+01:00"))
WORKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday")
FEATHER: Final = Package(weight=Measured("0.000001", "g"), sides=[Measured("0.1", "m")] * 3, size="small")
CLOTH: Final = Product(
    sku="CLOTH", name={"en": "Cloth"}, category="cloth", tax="standard", unit="m", package=FEATHER
)
LEAD: Final = Product(
    sku="LEAD",
    name={"en": "Lead"},
    category="heavy",
    tax="standard",
    unit="g",
    package=attrs.evolve(FEATHER, weight=Measured("1", "g")),
)
BEAD: Final = Product(sku="BEAD", name={"en": "Bead"}, category="small", tax="standard", package=FEATHER)
GOODS: Final = (CLOTH, LEAD, BEAD)
"""Cloth is worth a cent a centimetre; lead weighs and beads count, for nothing."""

ZONES: Final = (
    PlaceZone("mainland", [Territory(country="FR", never=["20", "97", "98"])]),
    PlaceZone("corsica", [Territory(country="FR", only=["20"])]),
    PlaceZone("alps", [Territory(country="FR", only=["04-05", "38", "73000-74999"], never=["74400"])]),
    PlaceZone("islands", [Territory(country="GB", only=["BT", "IV41-IV56", "KW15-KW17"])]),
    PlaceZone("britain", [Territory(country="GB", never=["BT", "KW15-KW17", "B2"])]),
    PlaceZone("randstad", [Territory(country="NL", only=["1000-1199", "3011AB-3011AD"])]),
    PlaceZone("benelux", [Territory(country="NL"), Territory(country="BE", never=["10"])]),
    PlaceZone("elsewhere", [Territory(country="IN", never=["12"])]),
)
POSTCODES: Final = {
    "FR": ("69003", "20000", "97411", "00000", "99999", "04000", "05999", "73000", "74400", "74401", "38000"),
    "GB": (
        "SW1A 1AA",
        "BT1 1AA",
        "B1 1AA",
        "B2 4QA",
        "B20 1AA",
        "IV41 8AA",
        "IV4 1AA",
        "KW16 3AA",
        "BH2 5XX",
    ),
    "NL": ("1012 JS", "1199 ZZ", "1200 AA", "3011 AB", "3011 AD", "3011 AE", "9999 ZZ"),
    "BE": ("1000", "1099", "1100", "4000"),
    "IN": ("110001", "120001", "120", "12", "1"),
}
PLACES: Final = Places(
    countries={code: Country(zone="Europe/Paris", calendar="open") for code in POSTCODES},
    warehouses=[
        Warehouse(id="lyon", name="Lyon", place=Place("FR", "69007"), zone="Europe/Paris", calendar="open"),
        Warehouse(
            id="reunion", name="Le Port", place=Place("FR", "97420"), zone="Indian/Reunion", calendar="open"
        ),
    ],
    stores=[
        Store(
            id="bellecour",
            name="Bellecour",
            place=Place("FR", "69002"),
            zone="Europe/Paris",
            calendar="open",
            opening=dict.fromkeys(WORKDAYS, Hours.from_text("10:00-19:00")),
        )
    ],
    zones=ZONES,
)
PRICES: Final = PriceList(
    id="prices",
    currency="EUR",
    prices={"CLOTH": UnitPrice.of("1.00"), "LEAD": UnitPrice.of("0"), "BEAD": UnitPrice.of("0")},
)
PRICING: Final = PricingRules(lists=[PRICES])


def calendar(name: str, *holidays: Holiday, weekend: tuple[int, ...] = (6, 7)) -> Calendar:
    return Calendar(
        id=name, since=date(2025, 1, 1), until=date(2029, 1, 1), weekend=weekend, holidays=holidays
    )


OPEN: Final = calendar("open", weekend=())
CARRIER: Final = calendar("carrier", weekend=(7,))


def dispatch(
    source: str = "lyon", cut_off: str = "14:00", days: tuple[str, ...] = WORKDAYS, **more: Any
) -> Dispatch:
    return Dispatch(source=source, cut_off=dict.fromkeys(days, TimeOfDay.from_text(cut_off)), **more)


def shipped(zones: tuple[str, ...] = ("mainland",), **more: Any) -> Shipped:
    given: dict[str, Any] = {"dispatch": [dispatch()], "carrier": "carrier", "transit": Transit(1, 2)}
    return Shipped(zones=zones, **(given | more))


def service(fee: Fee | str = "4.90 EUR", way: Shipped | Collected | None = None, **more: Any) -> Service:
    return Service(
        id="home",
        name={"en": "Home", "fr": "Chez vous"},
        fee=FlatFee(fee) if isinstance(fee, str) else fee,
        tax="standard",
        way=way or shipped(),
        **more,
    )


def shop(*services: Service, **sections: Any) -> Rulebook:
    given: dict[str, Any] = {
        "delivery": DeliveryRules(services=services),
        "loyalty": LoyaltyRules(),
        "places": PLACES,
        "pricing": PRICING,
        "products": Assortment(GOODS),
        "returns": ReturnRules(),
        "tax": TAX,
        "time": TimeTables(zones=[PARIS, REUNION], calendars=[OPEN, CARRIER]),
    }
    return whole_shop(**(given | sections))


def exported(*services: Service, at: datetime = AT, **sections: Any) -> Export:
    return shipping_details(shop(*services, **sections), at)


def only(*services: Service, **sections: Any) -> Json:
    [details] = exported(*services, **sections).details
    found: Json = details
    return found


def conditions_of(details: Json) -> list[Json]:
    found: list[Json] = details["hasShippingService"]["shippingConditions"]
    return found


def money(value: str) -> Json:
    return {"@type": "MonetaryAmount", "currency": "EUR", "value": value}


def unsaid(*services: Service, **sections: Any) -> list[tuple[str, str]]:
    return [(each.what, each.why) for each in exported(*services, **sections).unsaid]


# What is said


def test_a_fee_for_every_order_is_said_twice() -> None:
    details = only(service())
    assert details["shippingRate"] == money("4.90")
    [condition] = conditions_of(details)
    assert condition["shippingRate"] == money("4.90")
    assert condition["shippingDestination"] == details["shippingDestination"]
    assert details["shippingOrigin"]["postalCode"] == "69007"
    assert details["name"] == [
        {"@language": "en", "@value": "Home"},
        {"@language": "fr", "@value": "Chez vous"},
    ]
    assert details["hasShippingService"]["fulfillmentType"] == "https://schema.org/FulfillmentTypeDelivery"


def test_a_threshold_is_the_first_value_that_is_free() -> None:
    details = only(service(free_from=FreeFrom("60.00 EUR")))
    assert details["shippingRate"] == {"@type": "MonetaryAmount", "currency": "EUR", "maxValue": "4.90"}
    below, free = conditions_of(details)
    assert (below["orderValue"]["maxValue"], below["shippingRate"]) == ("59.99", money("4.90"))
    assert (free["orderValue"]["minValue"], free["shippingRate"]) == ("60.00", money("0.00"))
    assert "minValue" not in below["orderValue"]


def test_what_is_always_free_is_said_once() -> None:
    [free] = conditions_of(only(service(free_from=FreeFrom("0.00 EUR"))))
    assert (free["shippingRate"], "orderValue" in free) == (money("0.00"), False)


def test_tiers_by_weight_begin_a_gram_above_the_one_before() -> None:
    fee = TieredFee(by=By.WEIGHT, tiers=[FeeTier("6.90 EUR", "5 kg"), FeeTier("9.90 EUR", "30 kg")])
    details = only(service(fee))
    bounds = [each["weight"] for each in conditions_of(details)]
    assert bounds == [
        {"@type": "QuantitativeValue", "maxValue": 5000, "unitCode": "GRM"},
        {"@type": "QuantitativeValue", "minValue": 5001, "maxValue": 30000, "unitCode": "GRM"},
    ]
    assert "shippingDestination" not in details  # 31 kg are not shipped: nothing is said of every order


def test_a_percentage_is_a_share_between_its_two_amounts() -> None:
    fee = PercentFee(percent="5", minimum="4.90 EUR", maximum="20.00 EUR")
    low, share, high = conditions_of(only(service(fee)))
    # 5 % of 98.09 are 4.9045, rounded 4.90; of 98.10 4.905, rounded 4.91; of 399.89 19.9945, of 399.90 20.00.
    assert (low["orderValue"]["maxValue"], low["shippingRate"]) == ("98.09", money("4.90"))
    assert share["orderValue"] == {
        "@type": "MonetaryAmount",
        "currency": "EUR",
        "minValue": "98.10",
        "maxValue": "399.89",
    }
    assert share["shippingRate"] == {"@type": "ShippingRateSettings", "orderPercentage": "0.05"}
    assert (high["orderValue"]["minValue"], high["shippingRate"]) == ("399.90", money("20.00"))


def test_a_fee_for_each_piece_is_told_for_ten_of_them() -> None:
    details = only(service(PerItemFee("9.90 EUR", "1.00 EUR")))
    said = conditions_of(details)
    assert [each.get("shippingRate", {}).get("value") for each in said] == [
        *(f"{9 + n}.90" for n in range(10)),
        None,
    ]
    assert said[-1]["numItems"] == {"@type": "QuantitativeValue", "minValue": 11}
    assert "shippingRate" not in details


def test_surcharges_of_a_place_split_it_off() -> None:
    alps = Surcharge(id="alps", name={"en": "Alps"}, zones=["alps"], fee=FlatFee("3.00 EUR"))
    details = only(service(surcharges=[alps]))
    plain, higher = sorted(conditions_of(details), key=lambda each: str(each["shippingRate"]["value"]))
    assert (plain["shippingRate"], higher["shippingRate"]) == (money("4.90"), money("7.90"))
    [there] = higher["shippingDestination"]
    ends = [(each["postalCodeBegin"], each["postalCodeEnd"]) for each in there["postalCodeRange"]]
    assert ends == [("04000", "05999"), ("38000", "38999"), ("73000", "74399"), ("74401", "74999")]
    assert details["shippingRate"]["maxValue"] == "7.90"


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        (
            "benelux",
            [
                {"addressCountry": "BE", "postalCodeRange": [("0000", "0999"), ("1100", "9999")]},
                {"addressCountry": "NL"},
            ],
        ),
        (
            "mainland",
            [
                {
                    "addressCountry": "FR",
                    "postalCodeRange": [("00000", "19999"), ("21000", "96999"), ("99000", "99999")],
                }
            ],
        ),
        (
            "randstad",
            [{"addressCountry": "NL", "postalCodePrefix": ["10", "11", "3011 AB", "3011 AC", "3011 AD"]}],
        ),
    ],
)
def test_regions_are_split_around_what_is_left_out(zone: str, expected: list[Json]) -> None:
    found = only(service(way=shipped((zone,))))["shippingDestination"]
    for region in found:
        assert region.pop("@type") == "DefinedRegion"
        if "postalCodeRange" in region:
            ranges = region["postalCodeRange"]
            region["postalCodeRange"] = [(each["postalCodeBegin"], each["postalCodeEnd"]) for each in ranges]
    assert found == expected


def test_a_british_district_is_named_by_its_sectors() -> None:
    [region] = only(service(way=shipped(("islands",))))["shippingDestination"]
    assert {"BT", "IV41 0", "KW15 9"} <= {*region["postalCodePrefix"]}
    assert not {"IV4", "KW1", "IV5"} & {*region["postalCodePrefix"]}


def test_days_and_the_cut_off() -> None:
    way = shipped(dispatch=[dispatch(handling=1)], delivers_on=["tuesday", "friday"])
    details = only(service(way=way))
    handling = details["hasShippingService"]["handlingTime"]
    assert handling["cutoffTime"] == "14:00:00+01:00"
    assert handling["duration"] == {
        "@type": "QuantitativeValue",
        "minValue": 1,
        "maxValue": 1,
        "unitCode": "DAY",
    }
    [condition] = conditions_of(details)
    assert condition["transitTime"]["businessDays"] == [
        "https://schema.org/Tuesday",
        "https://schema.org/Friday",
    ]
    time = details["deliveryTime"]
    assert time["businessDays"]["dayOfWeek"] == ["https://schema.org/Tuesday", "https://schema.org/Friday"]
    assert (time["cutoffTime"], time["transitTime"]["maxValue"]) == ("14:00:00+01:00", 2)


def test_of_several_sources_the_slowest_is_said() -> None:
    sources = [dispatch(), dispatch("reunion", "16:00", WORKDAYS[1:], handling=2, transit=Transit(4, 9))]
    details = only(service(way=shipped(dispatch=sources)))
    handling = details["hasShippingService"]["handlingTime"]
    assert handling["cutoffTime"] == "16:00:00+04:00"  # noon in Paris
    assert handling["businessDays"][0] == "https://schema.org/Tuesday"
    assert handling["duration"]["maxValue"] == 2
    [condition] = conditions_of(details)
    assert condition["transitTime"]["duration"]["maxValue"] == 9
    assert "shippingOrigin" not in condition


def test_by_appointment_no_day_is_claimed() -> None:
    way = shipped(slots=[SlotRule(on=["saturday"], hours=Hours.from_text("08:00-12:00"))])
    details = only(service(way=way))
    assert details["hasShippingService"]["fulfillmentType"].endswith("FulfillmentTypeScheduledDelivery")
    assert "transitTime" not in conditions_of(details)[0]
    assert "deliveryTime" not in details


def test_points_are_collection_points() -> None:
    details = only(service(way=shipped(to=To.POINT, held_days=7)))
    assert details["hasShippingService"]["fulfillmentType"].endswith("FulfillmentTypeCollectionPoint")


def test_a_window_that_ends_is_said_with_the_service_only() -> None:
    details = only(service(valid=Window(until=instant_from_text("2027-01-01T00:00:00Z"))))
    [condition] = conditions_of(details)
    assert condition["seasonalOverride"]["validThrough"] == "2026-12-31T23:59:59Z"
    assert set(details) == {"@type", "name", "hasShippingService"}


def test_a_tier_that_pays_no_fee_has_details_of_its_own() -> None:
    bulky = Surcharge(id="bulky", name={"en": "Bulky"}, fee=FlatFee("9.00 EUR"))
    rulebook = shop(service(surcharges=[bulky]), loyalty=LoyaltyRules(programme=PROGRAMME))
    everybody, platinum = shipping_details(rulebook, AT).details
    assert conditions_of(everybody)[0]["shippingRate"] == money("13.90")
    assert conditions_of(platinum)[0]["shippingRate"] == money("9.00")
    [tier] = platinum["hasShippingService"]["validForMemberTier"]
    assert (tier["identifier"], tier["isTierOf"]["identifier"]) == ("platinum", "carnet")
    assert "shippingRate" not in platinum


def test_a_service_for_tiers_names_them() -> None:
    groups = BuyerGroups(tiers=["gold"], segments=["staff"])
    rulebook = shop(service(buyers=groups), loyalty=LoyaltyRules(programme=PROGRAMME))
    export = shipping_details(rulebook, AT)
    [details] = export.details
    [tier] = details["hasShippingService"]["validForMemberTier"]
    assert tier["identifier"] == "gold"
    assert "shippingDestination" not in details
    assert "validForMemberTier" in {each.what for each in export.unsaid}


# What is not


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"on": NoneOf([Category("heavy")])}, "OfferShippingDetails"),
        ({"on": Category("books")}, "OfferShippingDetails"),
        ({"buyers": BuyerGroups(segments=["staff"])}, "validForMemberTier"),
        ({"limits": [VolumeLimit(at_most="60 l")]}, "shippingConditions"),
        ({"limits": [WeightLimit(at_least="1 kg", each=True)]}, "shippingConditions"),
        ({"limits": [LengthLimit(at_most="0.05 m")]}, "shippingConditions"),
        ({"limits": [AgeLimit(at_least=18)]}, "shippingConditions"),
        ({"limits": [AmountLimit(at_least="20.00 EUR", basis=Basis.PAID_NET)]}, "shippingConditions"),
        (
            {"limits": [AmountLimit(at_least="20.00 EUR"), AmountLimit(at_most="10.00 EUR")]},
            "shippingConditions",
        ),
        ({"way": Collected(stores=["bellecour"], preparation=120, held_days=5)}, "OfferShippingDetails"),
        ({"fee": TieredFee(by=By.VOLUME, tiers=[FeeTier("5 EUR", "60 l")])}, "shippingConditions"),
        ({"fee": SizesFee([SizeClass("large", "9.00 EUR")])}, "shippingConditions"),
    ],
)
def test_a_service_that_takes_what_no_word_tells_is_left_out(changes: dict[str, Any], what: str) -> None:
    export = exported(service(**changes))
    assert export.details == ()
    assert what in {each.what for each in export.unsaid}


@pytest.mark.parametrize(
    "changes",
    [
        {"fee": TieredFee(by=By.VOLUME, tiers=[FeeTier("5 EUR")])},
        {"fee": TieredFee(by=By.WEIGHT, volumetric=5000, tiers=[FeeTier("5 EUR", "3 kg"), FeeTier("9 EUR")])},
        {"fee": PercentFee(percent="5", basis=Basis.PAID_NET, currency="EUR")},
        {"sourcing": Sourcing(dates=Dates.AS_READY)},
        {
            "surcharges": [
                Surcharge(id="heavy", name={"en": "Heavy"}, on=Category("heavy"), fee=FlatFee("9 EUR"))
            ]
        },
    ],
)
def test_a_rate_that_no_word_tells_is_left_out(changes: dict[str, Any]) -> None:
    export = exported(service(**changes))
    [details] = export.details
    assert not any("shippingRate" in each for each in (details, *conditions_of(details)))
    assert "shippingRate" in {each.what for each in export.unsaid}


def test_a_threshold_without_tax_is_not_counted_on() -> None:
    net = service(free_from=FreeFrom("50.00 EUR", Basis.PAID_NET))
    [condition] = conditions_of(only(net))
    assert condition["shippingRate"] == money("4.90")
    assert ("shippingRate", "free delivery goes by prices without tax: the fee is said throughout") in unsaid(
        net
    )


def test_what_is_not_in_force_is_not_there_and_ends_the_export() -> None:
    soon = service(valid=Window(from_=instant_from_text("2026-12-05T00:00:00Z")))
    export = exported(soon)
    assert (export.details, export.unsaid) == ((), ())
    assert instant_text(export.until) == "2026-12-05T00:00:00Z"


def test_until_the_clocks_change() -> None:
    assert instant_text(exported(service()).until) == "2027-03-28T01:00:00Z"


def test_a_season_counts_from_before_it_starts() -> None:
    rush = Season(
        id="rush",
        name={"en": "Rush"},
        from_=date(2026, 12, 10),
        until=date(2026, 12, 28),
        cut_off={"friday": TimeOfDay.from_text("10:00")},
        handling=1,
        transit=2,
    )
    rushed = service(way=shipped(seasons=[rush]))
    near = exported(rushed)
    [details] = near.details
    assert details["deliveryTime"]["cutoffTime"] == "10:00:00+01:00"
    assert details["deliveryTime"]["handlingTime"]["maxValue"] == 1
    assert details["deliveryTime"]["transitTime"]["maxValue"] == 4
    assert instant_text(near.until) == "2026-12-27T23:00:00Z"
    early = exported(rushed, at=datetime_of(instant_from_text("2026-11-01T12:00:00Z")))
    assert early.details[0]["deliveryTime"]["handlingTime"]["maxValue"] == 0
    assert early.until <= instant_from_text("2026-12-09T23:00:00Z")
    after = exported(rushed, at=datetime_of(instant_from_text("2026-12-28T12:00:00Z")))
    assert after.details[0]["deliveryTime"]["transitTime"]["maxValue"] == 2


def test_goods_made_to_order_take_longer_and_of_some_products_it_is_known() -> None:
    made = service(lead_times=[LeadTime(on=Category("cloth"), days=3)])
    rulebook = shop(made)
    [everything] = shipping_details(rulebook, AT).details
    [beads] = shipping_details(rulebook, AT, skus=["BEAD"]).details
    assert everything["deliveryTime"]["handlingTime"] | {"@type": ""} == {
        "@type": "",
        "minValue": 0,
        "maxValue": 3,
        "unitCode": "DAY",
    }
    assert beads["deliveryTime"]["handlingTime"]["maxValue"] == 0


def test_of_products_that_are_named_more_can_be_said() -> None:
    heavy = Surcharge(id="heavy", name={"en": "Heavy"}, on=Category("heavy"), fee=FlatFee("9.00 EUR"))
    rulebook = shop(service(surcharges=[heavy]))
    said = {
        sku: shipping_details(rulebook, AT, skus=[sku]).details[0]["shippingRate"] for sku in ("LEAD", "BEAD")
    }
    assert said == {"LEAD": money("13.90"), "BEAD": money("4.90")}
    with pytest.raises(NoAnswer, match=r"skus\[0\]: found 'NO'; .*unknown_sku"):
        shipping_details(rulebook, AT, skus=["NO"])


def test_services_to_be_done_are_no_goods() -> None:
    sewing = Product(sku="SEW", name={"en": "Sewing"}, category="work", tax="standard", nature=Nature.SERVICE)
    rulebook = shop(service(on=NoneOf([Category("work")])), products=Assortment([*GOODS, sewing]))
    assert len(shipping_details(rulebook, AT).details) == 1
    assert shipping_details(rulebook, AT, skus=["SEW"]).details == ()


def test_holidays_and_promotions_are_told_of() -> None:
    christmas = calendar("carrier", Holiday(date(2026, 12, 25), "Noël"), weekend=(7,))
    gift = Promotion(id="gift", name={"en": "Gift"}, layer="all", benefit=DeliveryOff(percent="100"))
    found = unsaid(
        service(),
        time=TimeTables(zones=[PARIS, REUNION], calendars=[OPEN, christmas]),
        pricing=PricingRules(lists=[PRICES], layers=[Layer(id="all")], promotions=[gift]),
    )
    assert {what for what, _ in found} == {"businessDays", "shippingRate"}


def test_nothing_is_said_beyond_the_horizon() -> None:
    with pytest.raises(NoAnswer, match="beyond_horizon"):
        exported(service(), at=datetime_of(instant_from_text("2029-01-01T00:00:00Z")))


# The law: an order of which something is said is taken, costs what is said, and comes when it is said.

CENTS: Final = st.sampled_from((0, 1, 999, 1000, 2000, 2001, 4999, 5000, 5001, 9999, 10000))
AMOUNTS: Final = st.sampled_from(("0.01 EUR", "10.00 EUR", "20.00 EUR", "50.00 EUR", "100.00 EUR"))
WEIGHTS: Final = st.sampled_from(("0.005 kg", "0.02 kg", "1 kg", "5 kg"))
FEES: Final = st.sampled_from(("0.00 EUR", "4.90 EUR", "9.99 EUR"))
BASES: Final = st.sampled_from((Basis.PAID, Basis.PAID, Basis.REGULAR, Basis.PAID_NET, Basis.REGULAR_NET))


@st.composite
def tiered(draw: st.DrawFn) -> TieredFee:
    by = draw(st.sampled_from(By))
    ends: dict[By, list[str | int]] = {
        By.AMOUNT: ["10.00 EUR", "20.00 EUR", "50.00 EUR"],
        By.WEIGHT: ["0.005 kg", "1 kg", "5 kg"],
        By.VOLUME: ["1 l", "20 l", "60 l"],
        By.PIECES: [1, 3, 12],
    }
    count = draw(st.integers(1, 3))
    tiers = [FeeTier(draw(FEES), end) for end in ends[by][:count]]
    if draw(st.booleans()):
        tiers.append(FeeTier(draw(FEES)))
    basis = draw(BASES) if by is By.AMOUNT else Basis.PAID
    volumetric = draw(st.sampled_from((None, None, 5000))) if by is By.WEIGHT else None
    return TieredFee(by=by, basis=basis, tiers=tiers, volumetric=volumetric)


@st.composite
def shares(draw: st.DrawFn) -> PercentFee:
    least, most = draw(
        st.sampled_from(((None, None), ("4.90 EUR", None), (None, "9.00 EUR"), ("1 EUR", "1 EUR")))
    )
    percent = draw(st.sampled_from(("5", "0", "100", "7.25")))
    return PercentFee(percent=percent, basis=draw(BASES), minimum=least, maximum=most, currency="EUR")


def fees() -> st.SearchStrategy[Fee]:
    sizes = SizesFee([SizeClass("small", "3.00 EUR"), SizeClass("large", "9.00 EUR")])
    return st.one_of(
        FEES.map(FlatFee),
        st.builds(PerItemFee, FEES, FEES),
        shares(),
        tiered(),
        st.just(sizes),
    )


def limits() -> st.SearchStrategy[Limit]:
    return st.one_of(
        st.builds(AmountLimit, at_least=AMOUNTS, basis=BASES),
        st.builds(AmountLimit, at_most=AMOUNTS, basis=BASES),
        st.builds(PiecesLimit, at_least=st.integers(1, 4)),
        st.builds(PiecesLimit, at_most=st.integers(1, 4)),
        st.builds(WeightLimit, at_most=WEIGHTS, each=st.booleans()),
        st.builds(WeightLimit, at_least=WEIGHTS, each=st.booleans()),
        st.sampled_from(
            (
                LengthLimit(at_most="1 m"),
                GirthLimit(at_most="3 m"),
                AgeLimit(at_least=18, on=Category("wine")),
                VolumeLimit(at_most="60 l"),
            )
        ),
    )


SELECTIONS: Final[st.SearchStrategy[Selection]] = st.sampled_from(
    (EVERYTHING, EVERYTHING, Category("heavy"), Skus(["CLOTH"]))
)
ZONE_IDS: Final = st.lists(st.sampled_from([zone.id for zone in ZONES]), min_size=1, max_size=3, unique=True)
DAYS: Final = st.lists(
    st.sampled_from((*WORKDAYS, "saturday", "sunday")), min_size=1, max_size=7, unique=True
).map(tuple)
CUT_OFFS: Final = st.sampled_from(("00:30", "10:00", "14:00", "23:59"))


@st.composite
def surcharges(draw: st.DrawFn, id_: str) -> Surcharge:
    return Surcharge(
        id=id_,
        name={"en": id_},
        on=draw(SELECTIONS),
        zones=draw(st.just(()) | ZONE_IDS),
        fee=draw(fees()),
        waived=draw(st.booleans()),
    )


@st.composite
def ways(draw: st.DrawFn) -> Shipped:
    zones = draw(ZONE_IDS)
    sources = draw(st.sampled_from((("lyon",), ("reunion",), ("lyon", "reunion"))))
    few = st.integers(0, 2)
    entries = [
        dispatch(
            source,
            draw(CUT_OFFS),
            draw(DAYS),
            handling=draw(few),
            zones=draw(st.sampled_from(((), (), zones[:1]))),
            transit=draw(st.none() | st.just(Transit(0, 3))),
        )
        for source in sources
    ]
    least = draw(few)
    season = Season(
        id="rush",
        name={"en": "Rush"},
        from_=date(2026, 12, draw(st.sampled_from((2, 10, 21)))),
        until=date(2026, 12, 24),
        cut_off=dict.fromkeys(draw(DAYS), TimeOfDay.from_text(draw(CUT_OFFS))),
        handling=draw(few),
        transit=draw(few),
    )
    return Shipped(
        zones=zones,
        dispatch=entries,
        carrier="carrier",
        transit=Transit(least, least + draw(few)),
        delivers_on=draw(st.just(()) | DAYS.map(lambda days: (*days, "monday"))),
        seasons=[season] if draw(st.booleans()) else [],
    )


@st.composite
def shops(draw: st.DrawFn) -> Rulebook:
    made = service(
        draw(fees()),
        draw(ways()),
        fee_per=draw(st.sampled_from(FeePer)),
        free_from=draw(st.none() | st.builds(FreeFrom, AMOUNTS, BASES)),
        limits=draw(st.lists(limits(), max_size=2)),
        surcharges=[draw(surcharges(f"s{n}")) for n in range(draw(st.integers(0, 2)))],
        sourcing=Sourcing(dates=draw(st.sampled_from((Dates.TOGETHER, Dates.TOGETHER, Dates.AS_READY)))),
        lead_times=draw(st.sampled_from(((), (), (LeadTime(on=Category("heavy"), days=4),)))),
    )
    return shop(made)


def basket_of(cents: int, pieces: int, grams: int) -> tuple[Basket, Order]:
    """A basket of so much, as nearly as its goods allow, and what it then comes to."""
    lines = [Line("CLOTH", Measured(str(cents // 100) + f".{cents % 100:02}", "m"))] if cents else []
    beside = len(lines)
    if grams > beside or not lines:
        lines.append(Line("LEAD", Measured(str(max(1, grams - beside)), "g")))
    more = pieces - len(lines)
    weighed = max(1, grams - beside) if len(lines) > beside else 0
    if more > 0:
        lines.append(Line("BEAD", more))
    found = Order(
        country="FR",
        postcode="",
        cents=cents,
        pieces=len(lines) - (more > 0) + max(0, more),
        grams=beside + weighed + (more > 0),
    )
    return Basket(currency="EUR", lines=lines), found


def corners(condition: Json) -> set[tuple[int, int, int]]:
    """Orders at the edges of a condition: so many cents, pieces and grams."""
    value, items, weight = (condition.get(key, {}) for key in ("orderValue", "numItems", "weight"))
    return {
        (
            int(str(value.get(end, "30.00")).replace(".", "")),
            max(1, int(items.get(end, 2))),
            max(1, int(weight.get(end, 30))),
        )
        for end in ("minValue", "maxValue")
    }


@st.composite
def asked(draw: st.DrawFn) -> tuple[Rulebook, datetime]:
    """A shop, and an instant of five weeks in which there is a season."""
    minutes = timedelta(minutes=draw(st.integers(0, 35 * 24 * 60)))
    return draw(shops()), datetime_of(instant_from_text("2026-11-20T00:00:00Z")) + minutes


@given(asked())
def test_an_export_never_claims_more_than_the_till_keeps(case: tuple[Rulebook, datetime]) -> None:
    rulebook, at = case
    export = shipping_details(rulebook, at)
    json.dumps(export.document)
    for details in export.details:
        for condition in conditions_of(details):
            there = places_in(condition)
            for wanted in corners(condition):
                check_claims(rulebook, at, export, there[:1], wanted)
        check_claims(rulebook, at, export, places_in({}), (5000, 2, 30))


def places_in(condition: Json) -> list[Place]:
    """The places of these tests that a condition names; all of them, if it names none."""
    regions = condition.get("shippingDestination", [{"addressCountry": country} for country in POSTCODES])
    return [
        Place(country, postcode)
        for country, postcodes in POSTCODES.items()
        for postcode in postcodes
        if lies_in(Order(country=country, postcode=postcode, cents=1), regions)
    ]


def check_claims(
    rulebook: Rulebook, at: datetime, export: Export, places: list[Place], wanted: tuple[int, int, int]
) -> None:
    """What is said of an order to each of the places, if anything is, is what the counter answers."""
    basket, nearly = basket_of(*wanted)
    for place in places:
        order = attrs.evolve(nearly, country=place.country, postcode=place.postcode)
        for details in export.details:
            if conditions(details, order) or lies_in(order, details.get("shippingDestination", [])):
                [option] = Counter(rulebook).delivery(basket, at, to=place).options
                assert isinstance(option, Offered)
                check_claim(option, order, at, details, export)


def check_claim(option: Offered, order: Order, at: datetime, details: Json, export: Export) -> None:
    claimed = conditions(details, order)
    assert len(claimed) <= 1
    for claim in (*claimed, details):
        said = cost(claim, order)
        assert said is None or option.charged <= said
    if claimed and not any("free delivery" in each.why for each in export.unsaid):
        assert cost(claimed[0], order) in {None, option.charged}
    for latest in latest_days(details, claimed[0] if claimed else {}, at):
        assert option.promise.promised.latest <= latest


# The command


def test_the_command_prints_the_document_and_what_it_leaves_unsaid(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(example(), encoding="utf-8")
    assert main(["schema-org", str(path), "--sku", "ROBE-LIN-38", "--at", "2026-12-04T18:05:00+01:00"]) == 0
    told = capsys.readouterr()
    document = json.loads(told.out)
    assert document["@context"] == "https://schema.org"
    kinds = {each["@type"] for each in document["@graph"]}
    assert kinds == {"OfferShippingDetails", "MerchantReturnPolicy"}
    assert "unsaid: click-and-collect: OfferShippingDetails: goods are collected in a store" in told.err
    assert told.err.splitlines()[-1].startswith("holds until 20")


def test_an_unsaid_thing_is_one_line() -> None:
    assert str(Unsaid("home", "cutoffTime", "why")) == "home: cutoffTime: why"
