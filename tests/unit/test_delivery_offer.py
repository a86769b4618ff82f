from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs
import pytest

from comptoir.delivery.collecting import Pickup, collected_promise
from comptoir.delivery.fees.flat import FlatFee
from comptoir.delivery.fees.per_item import PerItemFee
from comptoir.delivery.kinds import Basis, Fee, Limit, Parcel
from comptoir.delivery.offer import Asked
from comptoir.delivery.offered import Delivery, NotOffered, NotOfferedCode, Offered, Option
from comptoir.delivery.promise import Trip, shipped_promise
from comptoir.delivery.rules import DeliveryRules, FreeFrom, Service
from comptoir.facts.delivery_terms import Sourced
from comptoir.facts.handovers import Carry, Collect, Deliver, Handover, Place
from comptoir.facts.places import Country, Places
from comptoir.facts.units import Units
from comptoir.values.errors import LimitExceeded, WrongType, WrongValue
from comptoir.values.grants import NO_GRANTS, FreeDelivery, Grants
from comptoir.values.instants import instant_text
from comptoir.values.money import AMOUNT_MAX, Amount
from comptoir.values.selections import Category, NoneOf
from comptoir.values.windows import Window
from comptoir.wire import Codec
from unit.delivery_shop import (
    ALMANAC,
    DEPOT,
    FREE_FROM_60,
    HOME,
    LYON,
    PICKUP,
    PLACES,
    at,
    moment,
    parcel,
    rules,
    service,
)

AT_LYON = Place("FR", "69003")
ASKED = "2026-12-02T09:00:00+01:00"
DRESS = parcel(("ROBE", 1, 5990))
PICK = service("pick", PICKUP, fee=FlatFee("0.00 EUR"))


def context(**changes: Any) -> dict[str, Any]:
    given = {
        "parcel": DRESS,
        "currency": "EUR",
        "grants": NO_GRANTS,
        "moment": moment(ASKED),
        "almanac": ALMANAC,
    }
    return given | changes


def offers(
    written: DeliveryRules, to: Place | None = AT_LYON, places: Places = PLACES, **changes: Any
) -> tuple[Option, ...]:
    deliver = None if to is None else Deliver(to)
    return Asked(rules=written, places=places, to=deliver, **context(**changes)).options()


def only(service_: Service, to: Place | None = AT_LYON, **changes: Any) -> Option:
    [found] = offers(rules(service_), to, **changes)
    return found


def offered(service_: Service, **changes: Any) -> Offered:
    found = only(service_, **changes)
    assert isinstance(found, Offered)
    return found


def delivery(service_: Service, **changes: Any) -> Delivery:
    [found] = offered(service_, **changes).deliveries
    return found


def refused(service_: Service, to: Place | None = AT_LYON, **changes: Any) -> NotOffered:
    found = only(service_, to, **changes)
    assert isinstance(found, NotOffered)
    return found


def standard_fee(written: DeliveryRules, **changes: Any) -> int | None:
    return Asked(rules=written, places=PLACES, to=Deliver(AT_LYON), **context(**changes)).standard_fee()


def choice(handover: Handover, written: DeliveryRules, **changes: Any) -> Option | None:
    to = handover if isinstance(handover, Deliver) else None
    return Asked(rules=written, places=PLACES, to=to, **context(**changes)).chosen(handover)


def test_a_service_to_a_place_with_its_fee_and_promise() -> None:
    home = service("home", tax="reduced", standard=False)
    trip = Trip(way=HOME, dispatch=HOME.dispatch[0], source=DEPOT, there=PLACES.countries["FR"])
    promise = shipped_promise(trip, moment(ASKED), ALMANAC)
    assert promise is not None
    assert offered(home) == Offered(
        service="home",
        name={"fr": "home"},
        tax="reduced",
        standard=False,
        deliveries=[
            Delivery(
                units=(Units(1, 0, 1),),
                sources=(Sourced(source="depot"),),
                fee=490,
                charged=490,
                promise=promise,
            )
        ],
    )


def test_a_service_in_a_store() -> None:
    found = offered(PICK)
    assert (found.store, found.fee, found.charged) == ("lyon-2", 0, 0)
    [at_once] = found.deliveries
    assert (at_once.free_by, at_once.sources) == (None, (Sourced(source="lyon-2"),))
    assert at_once.promise == collected_promise(Pickup(way=PICKUP, store=LYON), moment(ASKED), ALMANAC)


def test_services_and_their_stores_stand_in_the_order_of_their_ids() -> None:
    both = attrs.evolve(PICKUP, stores=["paris-1", "lyon-2"])
    written = rules(service("z-pick", both), service("home"), service("a-pick", both))
    found = [(option.service, option.store) for option in offers(written)]
    assert found == [
        ("a-pick", "lyon-2"),
        ("a-pick", "paris-1"),
        ("home", None),
        ("z-pick", "lyon-2"),
        ("z-pick", "paris-1"),
    ]


def test_no_rules_offer_nothing() -> None:
    assert offers(DeliveryRules()) == ()


@pytest.mark.parametrize(
    ("charged", "free_by", "missing"),
    [(5999, None, 1), (6000, "home/free_from", None), (6001, "home/free_from", None), (0, None, 6000)],
)
def test_free_from_a_threshold_that_is_included(
    charged: int, free_by: str | None, missing: int | None
) -> None:
    found = delivery(service(free_from=FREE_FROM_60), parcel=parcel(("ROBE", 1, charged)))
    assert (found.free_by, found.missing) == (free_by, missing)
    assert found.charged == (0 if free_by else 490)
    assert found.fee == 490


@pytest.mark.parametrize(("basis", "missing"), [(Basis.PAID, 500), (Basis.REGULAR, None)])
def test_a_threshold_looks_at_what_is_paid_or_at_regular_prices(basis: Basis, missing: int | None) -> None:
    reduced = Parcel([attrs.evolve(DRESS.lines[0], regular=6000, charged=5500)])
    home = service(free_from=FreeFrom("60.00 EUR", basis))
    assert delivery(home, parcel=reduced).missing == missing


@pytest.mark.parametrize(
    ("charged", "free_by"),
    [(5999, "club/gold"), (6000, "home/free_from")],
    ids=["granted", "threshold first"],
)
def test_free_by_a_grant(charged: int, free_by: str) -> None:
    grants = Grants(free_delivery=[FreeDelivery("home", "club/gold"), FreeDelivery("pick", "club/silver")])
    home = service(free_from=FREE_FROM_60)
    found = delivery(home, parcel=parcel(("ROBE", 1, charged)), grants=grants)
    assert (found.fee, found.charged, found.free_by, found.missing) == (490, 0, free_by, None)
    assert delivery(service("express"), grants=grants).free_by is None


def test_a_fee_by_piece() -> None:
    home = service(fee=PerItemFee("4.90 EUR", "1.00 EUR"))
    assert offered(home, parcel=parcel(("ROBE", 2, 100), ("SAC", 1, 35))).fee == 690


def test_a_fee_that_cannot_be_written_is_refused() -> None:
    dear = service(fee=PerItemFee("4.90 EUR", Amount(AMOUNT_MAX, "EUR")))
    with pytest.raises(LimitExceeded):
        only(dear, parcel=parcel(("ROBE", 2, 100)))


@pytest.mark.parametrize(
    ("changes", "to", "code"),
    [
        ({"valid": Window(at("2026-12-02T08:00:00.000001Z"))}, AT_LYON, NotOfferedCode.NOT_IN_FORCE),
        ({"valid": Window(until=at("2026-12-02T08:00:00Z"))}, AT_LYON, NotOfferedCode.NOT_IN_FORCE),
        ({"fee": FlatFee("4.90 GBP")}, AT_LYON, NotOfferedCode.OTHER_CURRENCY),
        ({"on": Category("epicerie")}, AT_LYON, NotOfferedCode.PRODUCT_EXCLUDED),
        ({}, None, NotOfferedCode.NO_ADDRESS),
        ({}, Place("DE", "10115"), NotOfferedCode.COUNTRY_NOT_SERVED),
        ({}, Place("FR", "20000"), NotOfferedCode.POSTCODE_NOT_SERVED),
        ({"way": attrs.evolve(HOME, zones=["elsewhere"])}, AT_LYON, NotOfferedCode.COUNTRY_NOT_SERVED),
        ({"way": attrs.evolve(PICKUP, stores=["closed-9"])}, None, NotOfferedCode.UNKNOWN_STORE),
    ],
)
def test_why_a_service_is_not_offered(
    changes: Mapping[str, Any], to: Place | None, code: NotOfferedCode
) -> None:
    assert refused(service(**changes), to).code is code


def test_a_service_is_offered_at_either_edge_of_its_window() -> None:
    starts = service(valid=Window(at("2026-12-02T08:00:00Z")))
    ends = service(valid=Window(until=at("2026-12-02T08:00:00.000001Z")))
    assert isinstance(only(starts), Offered)
    assert isinstance(only(ends), Offered)


def test_the_first_reason_in_the_published_order_is_given() -> None:
    """Each cure uncovers the next reason."""
    worst = service(
        valid=Window(until=at("2026-12-01T00:00:00Z")), fee=FlatFee("4.90 GBP"), on=Category("vin")
    )
    codes = [refused(worst, None).code]
    for cure in ({"valid": Window()}, {"fee": FlatFee("4.90 EUR")}, {"on": Category("mode")}):
        worst = attrs.evolve(worst, **cure)
        codes.append(refused(worst, None).code)
    codes += [refused(worst, to).code for to in (Place("BE", "2000"), Place("FR", "20000"))]
    assert codes == [
        NotOfferedCode.NOT_IN_FORCE,
        NotOfferedCode.OTHER_CURRENCY,
        NotOfferedCode.PRODUCT_EXCLUDED,
        NotOfferedCode.NO_ADDRESS,
        NotOfferedCode.COUNTRY_NOT_SERVED,
        NotOfferedCode.POSTCODE_NOT_SERVED,
    ]


def test_a_country_without_a_calendar_is_not_served() -> None:
    nowhere = Places(stores=[LYON])
    assert refused(service(), places=nowhere).code is NotOfferedCode.COUNTRY_NOT_SERVED
    elsewhere = Places(countries={"BE": Country(zone="Europe/Paris", calendar="fr")})
    assert refused(service(), Place("BE", "1000"), places=elsewhere).code is NotOfferedCode.COUNTRY_NOT_SERVED


def test_a_refusal_names_what_it_is_about() -> None:
    no_wine = service(on=NoneOf([Category("vin")]))
    wine = parcel(("VIN-2", 1, 10), ("VIN-1", 1, 10), ("VIN-1", 1, 10), category="vin/rouge")
    mixed = Parcel([*wine.lines, *DRESS.lines])
    assert refused(no_wine, parcel=mixed).products == ("VIN-1", "VIN-2")
    corsica = Place("FR", "20000")
    assert refused(service(), corsica) == NotOffered(
        service="home", name={"fr": "home"}, code=NotOfferedCode.POSTCODE_NOT_SERVED, place=corsica
    )


def test_a_refusal_is_said_in_words() -> None:
    corsica = refused(service(name={"fr": "À domicile", "en": "Home"}), Place("FR", "20000"))
    assert corsica.text("fr") == "« À domicile » ne livre pas à ce code postal : 20000."
    assert corsica.text("en") == '"Home" does not deliver to this postcode: 20000.'


@pytest.mark.parametrize("code", NotOfferedCode)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_refusal_has_its_words(code: NotOfferedCode, language: str) -> None:
    reason = NotOffered(service="home", name={}, code=code, store="lyon-2", place=AT_LYON)
    assert "home" in reason.text(language)


def test_the_basket_chooses_a_service_to_its_place() -> None:
    written = rules(service("home"), service("express", fee=FlatFee("9.90 EUR")), PICK)
    found = choice(Deliver(AT_LYON, "express"), written)
    assert isinstance(found, Offered)
    assert (found.service, found.charged) == ("express", 990)
    away = choice(Deliver(Place("FR", "20000"), "home"), written)
    assert isinstance(away, NotOffered)
    assert away.code is NotOfferedCode.POSTCODE_NOT_SERVED


@pytest.mark.parametrize("wanted", ["Home", "pick"])
def test_a_service_that_ships_nothing_is_an_error_that_names_those_that_do(wanted: str) -> None:
    with pytest.raises(WrongValue, match="express, home") as error:
        choice(Deliver(AT_LYON, wanted), rules(service("home"), service("express"), PICK))
    assert error.value.faults[0].code == "unknown_service"
    with pytest.raises(WrongValue, match="has none"):
        choice(Deliver(AT_LYON, wanted), rules(PICK))


@pytest.mark.parametrize("handover", [Deliver(AT_LYON), Carry("lyon-2")])
def test_nothing_is_chosen_yet_or_ever(handover: Handover) -> None:
    assert choice(handover, rules(service(), PICK)) is None


def test_collecting_takes_the_first_service_that_is_offered_in_the_store() -> None:
    over = Window(until=at("2026-12-01T00:00:00Z"))
    old, new = service("pick-1", PICKUP, valid=over), service("pick-2", PICKUP)
    paris = service("a-pick", attrs.evolve(PICKUP, stores=["paris-1"]))
    found = choice(Collect("lyon-2"), rules(service(), new, old, paris))
    assert isinstance(found, Offered)
    assert (found.service, found.store) == ("pick-2", "lyon-2")
    late = choice(Collect("lyon-2"), rules(old, attrs.evolve(new, valid=over)))
    assert isinstance(late, NotOffered)
    assert (late.service, late.code) == ("pick-1", NotOfferedCode.NOT_IN_FORCE)


def test_collecting_where_no_service_does() -> None:
    assert choice(Collect("paris-1"), rules(service())) is None
    nowhere = choice(Collect("paris-1"), rules(service("z-pick", PICKUP), PICK))
    assert nowhere == NotOffered(
        service="pick", name={"fr": "pick"}, store="paris-1", code=NotOfferedCode.UNKNOWN_STORE
    )


def test_the_least_expensive_standard_delivery() -> None:
    written = rules(
        service("express", fee=FlatFee("9.90 EUR")),
        service("home"),
        service("slow", fee=FlatFee("1.90 EUR"), standard=False),
        service("overseas", fee=FlatFee("0.90 EUR"), on=Category("vin")),
        PICK,
    )
    assert standard_fee(written) == 490
    free = Grants(free_delivery=[FreeDelivery("express", "club/gold")])
    assert standard_fee(written, grants=free) == 0
    assert standard_fee(rules(PICK)) is None


def test_an_answer_holds_until_the_nearest_edge_that_was_looked_at() -> None:
    ending = service("ending", valid=Window(until=at("2026-12-02T10:00:00Z")))
    starting = service("starting", valid=Window(at("2026-12-02T09:00:00Z")))
    asked = {
        (): "2026-12-02T13:00:00Z",
        (ending,): "2026-12-02T10:00:00Z",
        (ending, starting): "2026-12-02T09:00:00Z",
        (ending, starting, PICK): "2026-12-02T09:00:00Z",
    }
    for others, until in asked.items():
        asking = moment(ASKED)
        offers(rules(service(), *others), moment=asking)
        assert asking.until is not None
        assert instant_text(asking.until) == until


def test_rules_and_outcomes_travel_and_come_back() -> None:
    codec = Codec(kinds={Fee: (FlatFee, PerItemFee), Limit: ()})
    written = rules(service(free_from=FREE_FROM_60), PICK)
    assert codec.read(DeliveryRules, codec.write(written)) == written
    for option in (*offers(written), *offers(written, None)):
        shape = codec.shape(Option)
        [(kind, body)] = shape.write(option).items()
        assert kind == option.kind
        assert codec.read(type(option), body) == option


@pytest.mark.parametrize(
    ("changes", "where", "code"),
    [
        ({"free_from": FreeFrom("60.00 GBP")}, "free_from.at_least", "other_currency"),
        ({"id": "x" * 60, "free_from": FREE_FROM_60}, "id", "not_an_identifier"),
        ({"tax": ""}, "tax", "not_an_identifier"),
    ],
)
def test_a_service_that_does_not_fit_itself_is_refused(
    changes: Mapping[str, Any], where: str, code: str
) -> None:
    with pytest.raises(WrongValue) as error:
        service(**changes)
    assert (error.value.faults[0].where, error.value.faults[0].code) == (where, code)


@pytest.mark.parametrize(
    "changes", [{"fee": "4.90 EUR"}, {"way": "shipped"}, {"standard": 1}, {"valid": None}]
)
def test_a_service_is_made_of_rules(changes: Mapping[str, Any]) -> None:
    with pytest.raises(WrongType):
        service(**changes)


def test_a_threshold_is_not_negative() -> None:
    with pytest.raises(WrongValue):
        FreeFrom("-1.00 EUR")
