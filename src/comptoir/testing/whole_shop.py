"""A shop with everything: prices, places, a loyalty programme, delivery services and returns.

Its numbers are small, so that within one story tiers change, points become available and expire, and
periods end on nights on which the clocks change. Time zones and holidays are the real ones.

Source: house rule; Directive 2000/84/EC for the nights on which the clocks change, Code du travail
article L3133-1 for the holidays.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any, Final

import attrs

from comptoir.delivery.fees.flat import FlatFee
from comptoir.delivery.fees.per_item import PerItemFee
from comptoir.delivery.rules import (
    Collected,
    DeliveryRules,
    Dispatch,
    FreeFrom,
    Service,
    Shipped,
    Transit,
)
from comptoir.facts.baskets import Contract
from comptoir.facts.confidence import Confidence
from comptoir.facts.handovers import Place
from comptoir.facts.places import Country, Places, Store, Warehouse
from comptoir.facts.point_terms import PeriodEnd
from comptoir.facts.products import Product
from comptoir.facts.return_terms import Exemption, Means
from comptoir.facts.territories import PlaceZone, Territory
from comptoir.loyalty.earn_rules import EarnRule, LotRule
from comptoir.loyalty.rules import LoyaltyRules, Programme
from comptoir.loyalty.spend_rules import SpendRule
from comptoir.loyalty.tier_rules import TierRule, TierRules
from comptoir.pricing.benefits.basket_amount import BasketAmountOff
from comptoir.pricing.benefits.percent import PercentOff
from comptoir.pricing.conditions.buyer import Tier
from comptoir.pricing.conditions.spend import Spend
from comptoir.pricing.price_lists import PriceList
from comptoir.pricing.rules import Layer, PricingRules, Promotion
from comptoir.returns.rules import Exempt, ReturnPolicy, ReturnRules, StatutoryRule
from comptoir.rulebook import COMPUTING, Assortment, Rulebook, Sections, TimeTables
from comptoir.tax.rules import TaxRate, TaxRules
from comptoir.values.calendars import Calendar, Holiday
from comptoir.values.instants import instant_from_text
from comptoir.values.money import UnitPrice
from comptoir.values.periods import Period
from comptoir.values.selections import AnyOf, Category
from comptoir.values.times_of_day import Hours, TimeOfDay
from comptoir.values.windows import Window
from comptoir.values.zones import Change, Zone

OPENS: Final = instant_from_text("2026-01-01T00:00:00Z")
CLOSES: Final = instant_from_text("2028-01-01T00:00:00Z")
CORSICA_SINCE: Final = instant_from_text("2026-02-28T23:00:00Z")
CREDIT_UNTIL: Final = instant_from_text("2027-08-31T22:00:00Z")
CONTRACTS_SINCE: Final = instant_from_text("2014-06-13T22:00:00Z")

PARIS: Final = Zone(
    name="Europe/Paris",
    since=instant_from_text("2025-01-01T00:00:00Z"),
    until=instant_from_text("2030-01-01T00:00:00Z"),
    offset=3600,
    changes=tuple(
        Change(instant_from_text(f"{day}T01:00:00Z"), offset)
        for day, offset in (
            ("2025-03-30", 7200),
            ("2025-10-26", 3600),
            ("2026-03-29", 7200),
            ("2026-10-25", 3600),
            ("2027-03-28", 7200),
            ("2027-10-31", 3600),
            ("2028-03-26", 7200),
            ("2028-10-29", 3600),
            ("2029-03-25", 7200),
            ("2029-10-28", 3600),
        )
    ),
)
"""The last Sundays of March and October, at 01:00 UTC."""

REUNION: Final = Zone(
    name="Indian/Reunion", since=PARIS.since, until=PARIS.until, offset=4 * 3600, changes=()
)
"""Four hours ahead, all year round."""

_YEARS: Final = (2025, 2026, 2027, 2028)
_SAME_EACH_YEAR: Final = (
    (1, 1, "jour de l'An"),
    (5, 1, "fête du Travail"),
    (5, 8, "victoire de 1945"),
    (7, 14, "fête nationale"),
    (8, 15, "Assomption"),
    (11, 1, "Toussaint"),
    (11, 11, "armistice de 1918"),
    (12, 25, "Noël"),
)
_WITH_EASTER: Final = tuple(
    Holiday(date.fromisoformat(day), name)
    for name, days in (
        ("lundi de Pâques", ("2025-04-21", "2026-04-06", "2027-03-29", "2028-04-17")),
        ("Ascension", ("2025-05-29", "2026-05-14", "2027-05-06", "2028-05-25")),
        ("lundi de Pentecôte", ("2025-06-09", "2026-05-25", "2027-05-17", "2028-06-05")),
    )
    for day in days
)
_EACH_YEAR: Final = tuple(
    Holiday(date(year, month, day), name) for year in _YEARS for month, day, name in _SAME_EACH_YEAR
)


def _day(holiday: Holiday) -> date:
    return holiday.day


FRANCE: Final = Calendar(
    id="france",
    since=date(2025, 1, 1),
    until=date(2029, 1, 1),
    holidays=tuple(sorted((*_EACH_YEAR, *_WITH_EASTER), key=_day)),
)
CARRIER: Final = attrs.evolve(FRANCE, id="carrier", weekend=(7,))
"""The carrier works on Saturdays."""

PRODUCTS: Final = (
    *(
        Product(
            sku=f"ROBE-{size}",
            name={"fr": f"Robe, taille {size}", "en": f"Dress, size {size}"},
            category="fashion/dresses",
            tax="standard",
            model="ROBE",
            attributes={"size": size},
        )
        for size in ("36", "38", "40")
    ),
    Product(sku="FOULARD", name={"fr": "Foulard", "en": "Scarf"}, category="fashion/scarves", tax="standard"),
    Product(sku="THE", name={"fr": "Thé", "en": "Tea"}, category="grocery/tea", tax="reduced", unit="kg"),
    Product(sku="LIVRE", name={"fr": "Livre", "en": "Book"}, category="books", tax="reduced"),
    Product(sku="JOURNAL", name={"fr": "Journal", "en": "Paper"}, category="press", tax="press"),
)

ASSORTMENT: Final = Assortment(PRODUCTS)

PRICING: Final = PricingRules(
    lists=[
        PriceList(
            id="all-year",
            currency="EUR",
            prices={
                "ROBE-36": UnitPrice.of("79.90"),
                "ROBE-38": UnitPrice.of("79.90"),
                "ROBE-40": UnitPrice.of("84.90"),
                "FOULARD": UnitPrice.of("24.99"),
                "THE": UnitPrice.of("84.995"),
                "LIVRE": UnitPrice.of("9.99"),
                "JOURNAL": UnitPrice.of("2.50"),
            },
        )
    ],
    layers=[Layer(id="offers"), Layer(id="basket")],
    promotions=[
        Promotion(
            id="winter-sales",
            name={"fr": "Soldes d'hiver", "en": "Winter sales"},
            layer="offers",
            valid=Window(
                instant_from_text("2027-01-06T07:00:00Z"), instant_from_text("2027-02-02T23:00:00Z")
            ),
            on=Category("fashion"),
            benefit=PercentOff("40"),
        ),
        Promotion(
            id="gold-scarf",
            name={"fr": "Or : le foulard à -15 %", "en": "Gold: 15% off scarves"},
            layer="offers",
            on=Category("fashion/scarves"),
            when=[Tier(["gold", "platinum"])],
            benefit=PercentOff("15"),
        ),
        Promotion(
            id="ten-of-hundred",
            name={"fr": "10 € dès 100 €", "en": "10 EUR off from 100 EUR"},
            layer="basket",
            when=[Spend("100.00 EUR")],
            benefit=BasketAmountOff("10.00 EUR"),
        ),
    ],
)

TAX: Final = TaxRules(
    country="FR",
    rates=[
        TaxRate(category="standard", percent="20", source="CGI art. 278"),
        TaxRate(category="reduced", percent="5.5", source="CGI art. 278-0 bis"),
        TaxRate(category="press", percent="2.1", source="CGI art. 298 septies"),
    ],
)

_SATURDAYS_TOO: Final = {
    day: Hours.from_text("10:00-19:00")
    for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
}

PLACES: Final = Places(
    zones=[
        PlaceZone("mainland", [Territory(country="FR", never=["20", "97", "98"]), Territory(country="BE")]),
        PlaceZone("corsica", [Territory(country="FR", only=["20"])]),
    ],
    countries={
        "FR": Country(zone="Europe/Paris", calendar="france"),
        "BE": Country(zone="Europe/Paris", calendar="france"),
    },
    warehouses=[
        Warehouse(
            id="depot",
            name="Saint-Priest",
            place=Place("FR", "69800"),
            zone="Europe/Paris",
            calendar="france",
        )
    ],
    stores=[
        Store(
            id="lyon-2",
            name="Lyon Bellecour",
            place=Place("FR", "69002"),
            zone="Europe/Paris",
            calendar="france",
            opening=_SATURDAYS_TOO,
        ),
        Store(
            id="paris-1",
            name="Paris Rivoli",
            place=Place("FR", "75001"),
            zone="Europe/Paris",
            calendar="france",
            opening={**_SATURDAYS_TOO, "sunday": Hours.from_text("11:00-18:30")},
        ),
    ],
)
"""Belgium keeps the clock and, here, the holidays of France."""

PROGRAMME: Final = Programme(
    id="carnet",
    name={"fr": "Carnet", "en": "Card"},
    zone="Europe/Paris",
    earn=EarnRule(points=1, per="1.00 EUR"),
    lots=LotRule(
        available_after=Period.from_text("14 days"),
        expires_after=Period.from_text("3 months"),
        until_end_of=PeriodEnd.MONTH,
    ),
    spend=SpendRule(points=100, worth="1.00 EUR", step=10),
    levels=TierRules(period=Period.from_text("6 months")),
    tiers=[
        TierRule(id="classic", name={"fr": "Classique", "en": "Classic"}, from_="0.00 EUR"),
        TierRule(id="gold", name={"fr": "Or", "en": "Gold"}, from_="120.00 EUR", factor="1.5"),
        TierRule(
            id="platinum",
            name={"fr": "Platine", "en": "Platinum"},
            from_="300.00 EUR",
            factor="2",
            free_delivery=["home"],
        ),
    ],
)
"""Points that live from the 15th day to the end of the third month after; tiers within two purchases."""

_WORKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday")


def _shipped(zone: str, cut_off: str, transit: Transit, *, handling: int = 1) -> Shipped:
    return Shipped(
        zones=[zone],
        dispatch=[
            Dispatch(
                source="depot",
                cut_off=dict.fromkeys(_WORKDAYS, TimeOfDay.from_text(cut_off)),
                handling=handling,
            )
        ],
        carrier="carrier",
        transit=transit,
    )


DELIVERY: Final = DeliveryRules(
    services=[
        Service(
            id="home",
            name={"fr": "À domicile", "en": "Home"},
            fee=FlatFee("4.90 EUR"),
            free_from=FreeFrom("60.00 EUR"),
            tax="standard",
            way=_shipped("mainland", "14:00", Transit(2, 3)),
        ),
        Service(
            id="express",
            name={"fr": "Express", "en": "Express"},
            fee=PerItemFee("9.90 EUR", "1.00 EUR"),
            tax="standard",
            standard=False,
            way=_shipped("mainland", "16:00", Transit(1, 1), handling=0),
        ),
        Service(
            id="corsica",
            name={"fr": "Corse", "en": "Corsica"},
            valid=Window(CORSICA_SINCE),
            fee=FlatFee("9.90 EUR"),
            tax="standard",
            way=_shipped("corsica", "12:00", Transit(3, 5)),
        ),
        Service(
            id="collect",
            name={"fr": "Retrait", "en": "Collect"},
            fee=FlatFee("0.00 EUR"),
            tax="standard",
            way=Collected(stores=["lyon-2", "paris-1"], preparation=120, held_days=10),
        ),
    ],
)

_AT_A_DISTANCE: Final = (Contract.DISTANCE, Contract.OFF_PREMISES)

RETURNS: Final = ReturnRules(
    policies=[
        ReturnPolicy(
            id="food-and-press",
            name={"fr": "Ni repris ni échangé", "en": "Final sale"},
            on=AnyOf([Category("grocery"), Category("press")]),
        ),
        ReturnPolicy(
            id="books",
            name={"fr": "Avoir sous 15 jours", "en": "Credit within 15 days"},
            valid=Window(until=CREDIT_UNTIL),
            on=Category("books"),
            period=Period.from_text("15 days"),
            means=Means.CREDIT,
            even_exchange=False,
        ),
        ReturnPolicy(
            id="thirty-days",
            name={"fr": "30 jours", "en": "30 days"},
            period=Period.from_text("30 days"),
        ),
    ],
    statutory=[
        StatutoryRule(
            id="fr-withdrawal",
            source="Code de la consommation, articles L221-18 and L221-19",
            confidence=Confidence.HIGH,
            valid=Window(CONTRACTS_SINCE),
            countries=["FR"],
            contracts=_AT_A_DISTANCE,
            period=Period.from_text("14 days"),
            counting="fr-l221-19",
            exempt=[Exempt(Category("press"), "L221-28, 10°", Exemption.PRESS)],
        ),
        StatutoryRule(
            id="eu-withdrawal",
            source="Directive 2011/83/EU, article 9; Regulation 1182/71, article 3",
            confidence=Confidence.HIGH,
            valid=Window(CONTRACTS_SINCE),
            countries=["BE", "FR"],
            contracts=_AT_A_DISTANCE,
            period=Period.from_text("14 days"),
            counting="eu-1182-71",
            exempt=[Exempt(Category("press"), "article 16(j)", Exemption.PRESS)],
        ),
    ],
)


def whole_shop(**changes: Any) -> Rulebook:  # noqa: ANN401 - each section has its own type
    """The shop's rulebook for 2026 and 2027; ``changes`` are sections by name, such as ``loyalty``.

    Besides, the ``entity`` that sells can be named.

    >>> whole_shop(loyalty=LoyaltyRules()).loyalty.programme is None
    True
    """
    entity = changes.pop("entity", None)
    sections = Sections(
        delivery=DELIVERY,
        loyalty=LoyaltyRules(programme=PROGRAMME),
        places=PLACES,
        pricing=PRICING,
        products=ASSORTMENT,
        returns=RETURNS,
        tax=TAX,
        time=TimeTables(zones=[PARIS, REUNION], calendars=[FRANCE, CARRIER]),
    )
    return _composed(attrs.evolve(sections, **changes), entity)


@lru_cache(maxsize=128)  # stories ask for the same shop again and again
def _composed(sections: Sections, entity: str | None) -> Rulebook:
    return Rulebook.compose(
        id="whole-shop",
        seller="Whole Shop",
        entity=entity,
        computing=COMPUTING[-1],
        valid=Window(OPENS, CLOSES),
        zone="Europe/Paris",
        currencies=("EUR",),
        sections=sections,
    )
