from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

import attrs
import pytest

from comptoir.delivery.availability import Availability, why_not
from comptoir.delivery.fees.flat import FlatFee
from comptoir.delivery.kinds import Beyond, Fee, Limit, Measure, Parcel
from comptoir.delivery.offered import NotOffered, NotOfferedCode
from comptoir.delivery.rules import BuyerGroups, Service, Surcharge
from comptoir.facts.baskets import ANYONE, Buyer
from comptoir.facts.handovers import Place
from comptoir.facts.places import Country, Places
from comptoir.facts.stock import Slot
from comptoir.facts.territories import PlaceZone, Territory
from comptoir.values.selections import Category, NoneOf, Skus
from comptoir.values.times_of_day import Hours
from comptoir.values.windows import Window
from unit.delivery_shop import HOME, LYON, MAINLAND, PICKUP, PLACES, at, moment, parcel, service

AT_LYON = Place("FR", "69003")
ASKED = "2026-12-02T09:00:00+01:00"
DRESS = parcel(("ROBE", 1, 5990))
CORSICA = PlaceZone("corsica", [Territory(country="FR", only=["20"])])
NBSP = "\u00a0"


def asked(to: Place | None = AT_LYON, **changes: Any) -> Availability:
    given: dict[str, Any] = {
        "places": PLACES,
        "to": to,
        "parcel": DRESS,
        "currency": "EUR",
        "buyer": ANYONE,
        "tier": None,
        "moment": moment(ASKED),
    }
    return Availability(**given | changes)


def refused(service_: Service, to: Place | None = AT_LYON, **changes: Any) -> NotOffered:
    found = why_not(asked(to, **changes), service_)
    assert found is not None
    return found


@attrs.frozen
class Finds(Limit):
    """A limit that finds always the same."""

    kind: ClassVar[str] = "finds"
    found: Beyond | None

    def beyond(self, parcel: Parcel, buyer: Buyer) -> Beyond | None:
        del parcel, buyer
        return self.found


@attrs.frozen
class PiecesAtMost(Limit):
    kind: ClassVar[str] = "pieces_at_most"
    at_most: int

    def beyond(self, parcel: Parcel, buyer: Buyer) -> Beyond | None:
        del buyer
        over = parcel.pieces > self.at_most
        return Beyond(measure=Measure.PIECES, found=parcel.pieces, at_most=self.at_most) if over else None


@attrs.frozen
class Bounded(Fee):
    """A fee that is there for so many pieces only."""

    kind: ClassVar[str] = "bounded"
    at_most: int

    @property
    def currency(self) -> str:
        return "EUR"

    @property
    def limits(self) -> tuple[Limit, ...]:
        return (PiecesAtMost(self.at_most),)

    def amount(self, parcel: Parcel) -> int:
        return 100 * parcel.pieces


HEAVY = Beyond(measure=Measure.WEIGHT, found=32_300, at_most=30_000)
LONG = Beyond(measure=Measure.LENGTH, found=1_552, at_most=1_500)
UNKNOWN = Beyond(measure=Measure.VOLUME, at_most=60_000, products=("ROBE",))


@pytest.mark.parametrize(
    ("changes", "to", "code"),
    [
        ({"valid": Window(at("2026-12-02T08:00:00.000001Z"))}, AT_LYON, NotOfferedCode.NOT_IN_FORCE),
        ({"valid": Window(until=at("2026-12-02T08:00:00Z"))}, AT_LYON, NotOfferedCode.NOT_IN_FORCE),
        ({"fee": FlatFee("4.90 GBP")}, AT_LYON, NotOfferedCode.OTHER_CURRENCY),
        ({"buyers": BuyerGroups(members=True)}, AT_LYON, NotOfferedCode.NOT_FOR_BUYER),
        ({"on": Category("epicerie")}, AT_LYON, NotOfferedCode.PRODUCT_EXCLUDED),
        ({}, None, NotOfferedCode.NO_ADDRESS),
        ({}, Place("DE", "10115"), NotOfferedCode.COUNTRY_NOT_SERVED),
        ({}, Place("FR", "20000"), NotOfferedCode.POSTCODE_NOT_SERVED),
        ({"way": attrs.evolve(HOME, zones=["elsewhere"])}, AT_LYON, NotOfferedCode.COUNTRY_NOT_SERVED),
        ({"limits": [Finds(UNKNOWN)]}, AT_LYON, NotOfferedCode.NOT_MEASURED),
        ({"limits": [Finds(HEAVY)]}, AT_LYON, NotOfferedCode.BEYOND_LIMIT),
    ],
)
def test_why_a_service_is_not_offered(
    changes: Mapping[str, Any], to: Place | None, code: NotOfferedCode
) -> None:
    assert refused(service(**changes), to).code is code


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"valid": Window(at("2026-12-02T08:00:00Z"))},
        {"valid": Window(until=at("2026-12-02T08:00:00.000001Z"))},
        {"on": Category("mode")},
        {"limits": [Finds(None), Finds(None)]},
        {"fee": Bounded(1)},
    ],
)
def test_a_service_is_offered(changes: Mapping[str, Any]) -> None:
    assert why_not(asked(), service(**changes)) is None


def test_a_window_notes_its_next_edge() -> None:
    question = asked()
    ends = at("2026-12-24T00:00:00Z")
    assert why_not(question, service(valid=Window(until=ends))) is None
    assert question.moment.until == ends


def test_the_first_reason_in_the_published_order_is_given() -> None:
    """Each cure uncovers the next reason."""
    worst = service(
        valid=Window(until=at("2026-12-01T00:00:00Z")),
        fee=FlatFee("4.90 GBP"),
        buyers=BuyerGroups(segments=["pro"]),
        on=Category("vin"),
        limits=[Finds(HEAVY), Finds(UNKNOWN)],
    )
    codes = [refused(worst, None).code]
    for cure in (
        {"valid": Window()},
        {"fee": FlatFee("4.90 EUR")},
        {"buyers": None},
        {"on": Category("mode")},
    ):
        worst = attrs.evolve(worst, **cure)
        codes.append(refused(worst, None).code)
    codes += [refused(worst, to).code for to in (Place("BE", "1000"), Place("FR", "20000"), AT_LYON)]
    codes.append(refused(attrs.evolve(worst, limits=worst.limits[:1])).code)
    assert why_not(asked(), attrs.evolve(worst, limits=[])) is None
    listed = list(NotOfferedCode)
    before_stock = listed[: listed.index(NotOfferedCode.OUT_OF_STOCK)]
    assert codes == [each for each in before_stock if each is not NotOfferedCode.UNKNOWN_STORE]


@pytest.mark.parametrize(
    ("groups", "buyer", "tier", "is_offered"),
    [
        (BuyerGroups(segments=["pro", "staff"]), Buyer(segments=["staff"]), None, True),
        (BuyerGroups(segments=["pro"]), Buyer(segments=["staff"]), None, False),
        (BuyerGroups(segments=["pro"]), ANYONE, None, False),
        (BuyerGroups(tiers=["gold"]), ANYONE, "gold", True),
        (BuyerGroups(tiers=["gold"]), ANYONE, "silver", False),
        (BuyerGroups(tiers=["gold"]), Buyer(tier="gold"), None, False),
        (BuyerGroups(members=True), Buyer(member="m-1"), None, True),
        (BuyerGroups(members=True), ANYONE, "gold", False),
        (BuyerGroups(segments=["pro"], members=True), Buyer(member="m-1"), None, True),
        (BuyerGroups(segments=["pro"], tiers=["gold"]), ANYONE, "gold", True),
    ],
)
def test_a_service_is_for_some_buyers(
    groups: BuyerGroups,
    buyer: Buyer,
    tier: str | None,
    is_offered: bool,  # noqa: FBT001
) -> None:
    found = why_not(asked(buyer=buyer, tier=tier), service(buyers=groups))
    assert (found is None) is is_offered


def test_a_country_without_a_calendar_is_not_served() -> None:
    nowhere = Places(stores=[LYON], zones=[MAINLAND])
    assert refused(service(), places=nowhere).code is NotOfferedCode.COUNTRY_NOT_SERVED
    elsewhere = Places(countries={"BE": Country(zone="Europe/Paris", calendar="fr")}, zones=[MAINLAND])
    assert refused(service(), Place("BE", "1000"), places=elsewhere).code is NotOfferedCode.COUNTRY_NOT_SERVED


def test_one_of_the_zones_of_a_service_is_enough() -> None:
    places = attrs.evolve(PLACES, zones=[MAINLAND, CORSICA])
    both = service(way=attrs.evolve(HOME, zones=["corsica", "france"]))
    for code, to_corsica in (("20200", True), ("69003", False)):
        question = asked(Place("FR", code), places=places)
        assert why_not(question, both) is None
        assert question.zones == {"corsica" if to_corsica else "france"}
        only = service(way=attrs.evolve(HOME, zones=["corsica"]))
        assert (why_not(question, only) is None) is to_corsica


def test_a_store_is_one_of_the_service_and_of_the_places() -> None:
    pick = service("pick", PICKUP)
    assert why_not(asked(None), pick, "lyon-2") is None
    gone = service("pick", attrs.evolve(PICKUP, stores=["lyon-2", "closed-9"]))
    for written, store in ((gone, "closed-9"), (pick, "paris-1")):
        found = why_not(asked(None), written, store)
        assert found is not None
        assert (found.code, found.store) == (NotOfferedCode.UNKNOWN_STORE, store)


def test_a_refusal_names_what_it_is_about() -> None:
    no_wine = service(on=NoneOf([Category("vin")]))
    wine = parcel(("VIN-2", 1, 10), ("VIN-1", 1, 10), ("VIN-1", 1, 10), category="vin/rouge")
    mixed = Parcel([*wine.lines, *DRESS.lines])
    assert refused(no_wine, parcel=mixed).products == ("VIN-1", "VIN-2")
    corsica = Place("FR", "20000")
    assert refused(service(), corsica) == NotOffered(
        service="home", name={"fr": "home"}, code=NotOfferedCode.POSTCODE_NOT_SERVED, place=corsica
    )
    assert refused(service(limits=[Finds(UNKNOWN)])).products == ("ROBE",)


def test_limits_speak_in_their_order_and_what_is_not_known_before_all() -> None:
    assert refused(service(limits=[Finds(None), Finds(LONG), Finds(HEAVY)])).beyond == LONG
    assert refused(service(limits=[Finds(HEAVY), Finds(UNKNOWN)])).beyond == UNKNOWN
    assert refused(service(limits=[Finds(HEAVY)], fee=Bounded(0))).beyond == HEAVY


def test_the_limits_of_the_fee_and_of_surcharges_come_after_those_of_the_service() -> None:
    three = parcel(("ROBE", 1, 10), ("SAC", 2, 10))
    assert refused(service(fee=Bounded(2)), parcel=three).beyond == Beyond(
        measure=Measure.PIECES, found=3, at_most=2
    )
    bags = Surcharge(id="bags", name={"fr": "Sacs"}, on=Skus(["SAC"]), fee=Bounded(1))
    found = refused(service(fee=Bounded(3), surcharges=[bags]), parcel=three)
    assert found.beyond == Beyond(measure=Measure.PIECES, found=2, at_most=1)
    assert why_not(asked(parcel=DRESS), service(surcharges=[bags])) is None
    islands = attrs.evolve(bags, zones=["corsica"])
    assert why_not(asked(parcel=three), service(surcharges=[islands])) is None
    here = attrs.evolve(bags, zones=["corsica", "france"])
    assert refused(service(surcharges=[here]), parcel=three).beyond == found.beyond


@pytest.mark.parametrize(
    ("beyond", "french", "english"),
    [
        (HEAVY, f"32,3{NBSP}kg, 30 au plus", f"32.3{NBSP}kg, at most 30"),
        (
            Beyond(measure=Measure.WEIGHT, found=250, at_least=1_000, at_most=5_000),
            f"0,25{NBSP}kg, 1 au moins",
            f"0.25{NBSP}kg, at least 1",
        ),
        (
            Beyond(measure=Measure.VOLUME, found=1_250_500, at_most=60_000),
            f"1{NBSP}250,5{NBSP}l, 60 au plus",
            f"1,250.5{NBSP}l, at most 60",
        ),
        (LONG, f"côté le plus long 155,2{NBSP}cm, 150 au plus", f"longest side 155.2{NBSP}cm, at most 150"),
        (
            Beyond(measure=Measure.GIRTH, found=3_100, at_most=3_000),
            f"longueur et tour 310{NBSP}cm, 300 au plus",
            f"length and girth 310{NBSP}cm, at most 300",
        ),
        (
            Beyond(measure=Measure.PIECES, found=12, at_most=10),
            "nombre d'articles 12, 10 au plus",
            "number of pieces 12, at most 10",
        ),
        (
            Beyond(measure=Measure.AMOUNT, found=1_990, at_least=2_000),
            f"19,90{NBSP}€, 20,00{NBSP}€ au moins",
            "€19.90, at least €20.00",
        ),
        (
            Beyond(measure=Measure.AGE, found=17, at_least=18),
            f"17{NBSP}ans, 18 au moins",
            "17 years old, at least 18",
        ),
        (
            Beyond(measure=Measure.AGE, at_least=18, products=("RHUM",)),
            f"âge à vérifier, 18{NBSP}ans au moins (RHUM)",
            "age to be verified, at least 18 (RHUM)",
        ),
        (UNKNOWN, "volume inconnu (ROBE)", "volume not known (ROBE)"),
    ],
)
def test_limits_are_told_with_their_figures(beyond: Beyond, french: str, english: str) -> None:
    found = refused(service(name={"fr": "Express", "en": "Express"}, limits=[Finds(beyond)]))
    assert found.text("fr") == f"« Express » n'est pas possible : {french}."
    assert found.text("en") == f'"Express" is not possible: {english}.'


def test_a_refusal_is_said_in_words() -> None:
    corsica = refused(service(name={"fr": "À domicile", "en": "Home"}), Place("FR", "20000"))
    assert corsica.text("fr") == "« À domicile » ne livre pas à ce code postal : 20000."
    assert corsica.text("en") == '"Home" does not deliver to this postcode: 20000.'
    slot = Slot(date(2026, 12, 4), Hours.from_text("08:00-12:00"))
    full = NotOffered(service="rdv", name={}, code=NotOfferedCode.SLOT_FULL, slot=slot)
    assert full.text("fr") == "« rdv » est complet pour ce créneau : vendredi 4 décembre 2026, 08:00-12:00."


@pytest.mark.parametrize("measure", Measure)
@pytest.mark.parametrize("code", NotOfferedCode)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_refusal_has_its_words(code: NotOfferedCode, measure: Measure, language: str) -> None:
    found = None if measure is Measure.SIZE else 5
    for beyond in (Beyond(measure=measure, found=found, at_most=1), Beyond(measure=measure, at_least=9)):
        if beyond.found is None and measure in {Measure.AMOUNT, Measure.PIECES}:
            continue
        reason = NotOffered(service="home", name={}, code=code, store="lyon-2", place=AT_LYON, beyond=beyond)
        assert "home" in reason.text(language)
