"""A small shop of four countries, for the tests of what a counter says about prices: every figure by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

import attrs
import pendulum

from comptoir import (
    Basket,
    Carry,
    Contract,
    Counter,
    Fact,
    Line,
    LockedQuote,
    Place,
    Product,
    Provenance,
    Quote,
    Refused,
    Rulebook,
    Tender,
)
from comptoir.checkout.place import Accepted
from comptoir.checkout.refusals import Refusal
from comptoir.delivery.fees.flat import FlatFee
from comptoir.delivery.rules import Collected, DeliveryRules, Dispatch, Service, Shipped, Transit
from comptoir.facts.extras import ExtraKind
from comptoir.facts.handovers import Handover
from comptoir.facts.overrides import Override
from comptoir.facts.places import Country, Places, Store, Warehouse
from comptoir.facts.products import Kit, KitPart, Nature
from comptoir.facts.tax_terms import Treatment
from comptoir.facts.terms import LineTerms
from comptoir.facts.territories import PlaceZone, Territory
from comptoir.facts.wheres import InCountries, InZone
from comptoir.loyalty.earn_rules import EarnRule
from comptoir.loyalty.rules import LoyaltyRules, Programme
from comptoir.loyalty.spend_rules import SpendRule
from comptoir.loyalty.tier_rules import TierRule, TierRules
from comptoir.pricing.benefits.percent import PercentOff
from comptoir.pricing.decisions import Limit, OverrideReason, OverrideRules
from comptoir.pricing.extras import Extra
from comptoir.pricing.floors import Floor, Least
from comptoir.pricing.kinds import Benefit
from comptoir.pricing.price_lists import PriceList
from comptoir.pricing.rules import Layer, PricingRules, Promotion
from comptoir.returns.rules import ReturnRules
from comptoir.rulebook import Assortment, Sections, TimeTables
from comptoir.tax.rules import TaxRate, TaxRules
from comptoir.values.calendars import Calendar
from comptoir.values.instants import Instant, instant_from_text
from comptoir.values.money import UnitPrice
from comptoir.values.periods import Period
from comptoir.values.policies import HALF_UP, MoneyPolicy
from comptoir.values.quantities import Measured
from comptoir.values.selections import Category, Tag
from comptoir.values.times_of_day import Hours, TimeOfDay
from comptoir.values.windows import Window
from comptoir.values.zones import Change
from gallery.shop import CLOSES, OPENS
from unit import loyalty_shop

AT: Final = pendulum.datetime(2026, 12, 4, 17, 5, tz="UTC")
"""A Friday, at five past six in the evening in Paris."""
TILL: Final = Provenance("till")


def instant(text: str) -> Instant:
    return instant_from_text(text)


# What is sold


def product(sku: str, category: str, tax: str = "standard", **fields: Any) -> Product:
    return Product(sku=sku, name={"fr": sku, "en": sku}, category=category, tax=tax, **fields)


PRODUCTS: Final = (
    product("PULL", "fashion/knitwear", brand="Ventoux"),
    product("LIVRE", "books", "reduced"),
    product("MIEL", "grocery/spreads", "reduced", content=Measured("250", "g")),
    product("THE", "grocery/tea", "reduced", unit="kg"),
    product("LIMO", "grocery/drinks", "reduced", packs={"case-6": 6}, tags=["bottle"]),
    product("LAMPE", "household/lamps", tags=["electrical"]),
    product("BOITE", "household/gifts"),
    product("COFFRET", "grocery/boxes", "reduced", kit=Kit([KitPart("BOITE"), KitPart("MIEL")])),
    product("OURLET", "services", nature=Nature.SERVICE),
    product("CARTE", "gift-cards", "outside", nature=Nature.GIFT_CARD),
)
PRICES: Final[Mapping[str, str]] = {
    "PULL": "50.00",
    "LIVRE": "24.90",
    "MIEL": "8.90",
    "THE": "85.00",
    "LIMO": "3.20",
    "LAMPE": "49.00",
    "BOITE": "9.00",
    "COFFRET": "15.00",
    "OURLET": "12.00",
    "CARTE": "50.00",
}


def unit_prices(prices: Mapping[str, str]) -> Mapping[str, UnitPrice]:
    return {sku: UnitPrice.of(price) for sku, price in prices.items()}


def price_list(id_: str, prices: Mapping[str, str], currency: str = "EUR", **fields: Any) -> PriceList:
    return PriceList(id=id_, currency=currency, prices=unit_prices(prices), **fields)


EVERYDAY: Final = price_list("everyday", PRICES, packs={"case-6": unit_prices({"LIMO": "17.90"})})


# Where

_DAILY: Final = {
    day: Hours.from_text("10:00-19:00") for day in ("monday", "tuesday", "wednesday", "thursday", "friday")
}


def _store(id_: str, country: str, postcode: str) -> Store:
    return Store(
        id=id_,
        name=id_,
        place=Place(country, postcode),
        zone="Europe/Paris",
        calendar="any",
        opening=_DAILY,
    )


PARIS: Final = attrs.evolve(
    loyalty_shop.PARIS,
    since=instant_from_text("2022-12-30T00:00:00Z"),
    changes=(
        Change(instant_from_text("2023-03-26T01:00:00Z"), 7200),
        Change(instant_from_text("2023-10-29T01:00:00Z"), 3600),
        Change(instant_from_text("2024-03-31T01:00:00Z"), 7200),
        Change(instant_from_text("2024-10-27T01:00:00Z"), 3600),
        *loyalty_shop.PARIS.changes,
    ),
)
"""From three years before the rulebook on, as a sealed one has it."""
PLACES: Final = Places(
    countries={code: Country(zone="Europe/Paris", calendar="any") for code in ("BE", "DK", "FR", "SE")},
    stores=[
        _store("lyon", "FR", "69002"),
        _store("ajaccio", "FR", "20000"),
        _store("bruxelles", "BE", "1000"),
        _store("aarhus", "DK", "8000"),
        _store("malmo", "SE", "211 20"),
    ],
    warehouses=[
        Warehouse(id="depot", name="Depot", place=Place("FR", "69800"), zone="Europe/Paris", calendar="any")
    ],
    zones=[
        PlaceZone("corsica", [Territory(country="FR", only=["20"])]),
        PlaceZone("mainland", [Territory(country="FR", never=["20"])]),
    ],
)
TIME: Final = TimeTables(
    zones=[PARIS],
    calendars=[
        Calendar(
            id="any",
            since=date(2026, 1, 1),
            until=date(2028, 2, 1),
            weekend=(6, 7),
            holidays=(),
        )
    ],
)


# Tax


def rate(category: str, percent: str, where: InCountries | InZone | None = None, **fields: Any) -> TaxRate:
    return TaxRate(category=category, percent=percent, where=where, source="house rule", **fields)


def _of(country: str, **percents: str) -> list[TaxRate]:
    where = InCountries([country])
    outside = rate("outside", "0", where, treatment=Treatment.OUTSIDE)
    return [outside, *(rate(category, percent, where) for category, percent in percents.items())]


RATES: Final = (
    *_of("FR", standard="20", reduced="5.5"),
    rate("reduced", "2.1", InZone("corsica")),
    *_of("BE", standard="21", reduced="6"),
    *_of("DK", standard="25", reduced="25"),
    *_of("SE", standard="25", reduced="12"),
)
TAX: Final = TaxRules(country="FR", rates=RATES)


# Rules in the few words that the tests need


def promotion(id_: str, benefit: Benefit, layer: str = "offers", **fields: Any) -> Promotion:
    return Promotion(id=id_, name={"fr": id_, "en": id_}, layer=layer, benefit=benefit, **fields)


HALF: Final = promotion("half", PercentOff("50"))


def floor(id_: str, least: Least, **fields: Any) -> Floor:
    return Floor(id=id_, name={"fr": id_, "en": id_}, least=least, source="house rule", **fields)


def reason(id_: str, *limits: tuple[str, str], **fields: Any) -> OverrideReason:
    return OverrideReason(
        id=id_,
        name={"fr": id_, "en": id_},
        limits=[Limit(authority, percent) for authority, percent in limits],
        **fields,
    )


OVERRIDES: Final = OverrideRules(
    authorities=["till", "manager", "owner"],
    reasons=[
        reason("damaged", ("till", "10"), ("manager", "50"), on=Category("fashion")),
        reason("match", ("manager", "30"), evidence=True),
        reason("goodwill", ("manager", "40"), promotions=True),
    ],
)


def decided(price: str, reason: str = "damaged", authority: str = "manager", **fields: Any) -> Override:
    return Override(price=price, reason=reason, author="e-114", authority=authority, **fields)


def extra(id_: str, kind: ExtraKind, amount: str, tag: str, **fields: Any) -> Extra:
    return Extra(
        id=id_,
        name={"fr": id_, "en": id_},
        kind=kind,
        on=Tag(tag),
        amount=amount,
        source="house rule",
        **fields,
    )


DEPOSIT: Final = extra("bottle", ExtraKind.DEPOSIT, "0.30 EUR", "bottle", tax="outside")
CONTRIBUTION: Final = extra("eco", ExtraKind.CONTRIBUTION, "0.12 EUR", "electrical", in_price=True)

PROGRAMME: Final = Programme(
    id="club",
    name={"fr": "Le Club"},
    zone="Europe/Paris",
    earn=EarnRule(points=1, per="1.00 EUR"),
    spend=SpendRule(points=100, worth="5.00 EUR", step=100, minimum=100),
    levels=TierRules(period=Period.from_text("12 months")),
    tiers=[
        TierRule(id="basic", name={"fr": "Base"}, from_="0.00 EUR"),
        TierRule(id="gold", name={"fr": "Or"}, from_="100.00 EUR"),
    ],
)

HOME: Final = Service(
    id="home",
    name={"fr": "À domicile", "en": "Home delivery"},
    fee=FlatFee("4.90 EUR"),
    tax="standard",
    way=Shipped(
        zones=["mainland"],
        dispatch=[Dispatch(source="depot", cut_off={"monday": TimeOfDay.from_text("14:00")})],
        carrier="any",
        transit=Transit(1, 2),
    ),
)
PICKUP: Final = Service(
    id="pickup",
    name={"fr": "Retrait", "en": "Pick-up"},
    fee=FlatFee("0.00 EUR"),
    tax="standard",
    way=Collected(stores=["lyon"], preparation=15, held_days=3),
)


def shop(
    *promotions: Promotion,
    money: MoneyPolicy = HALF_UP,
    tax: TaxRules = TAX,
    products: tuple[Product, ...] = PRODUCTS,
    programme: Programme | None = None,
    services: tuple[Service, ...] = (),
    returns: ReturnRules | None = None,
    **pricing: Any,
) -> Rulebook:
    """The shop with these promotions, in the layers ``offers`` and ``basket``, and these rules of pricing."""
    standard = {"lists": [EVERYDAY], "layers": [Layer(id="offers"), Layer(id="basket")]}
    return Rulebook.compose(
        id="price-shop",
        seller="Price Shop",
        computing="2026-11",
        valid=Window(OPENS, CLOSES),
        zone="Europe/Paris",
        currencies=("DKK", "EUR", "SEK"),
        money=money,
        sections=Sections(
            products=Assortment(products),
            pricing=PricingRules(**{**standard, "promotions": promotions, **pricing}),
            tax=tax,
            places=PLACES,
            loyalty=LoyaltyRules(programme=programme),
            delivery=DeliveryRules(services=services),
            returns=returns or ReturnRules(),
            time=TIME,
        ),
    )


# Questions in the few words that the tests need


def basket(*lines: Line, store: str = "lyon", handover: Handover | None = None, **fields: Any) -> Basket:
    """Lines carried away from a store, unless they are handed over otherwise."""
    standard = {"currency": "EUR", "contract": Contract.IN_STORE}
    return Basket(**{**standard, "lines": lines, "handover": handover or Carry(store), **fields})


def quoted(rules: Rulebook, *lines: Line, at: pendulum.DateTime = AT, **fields: Any) -> Quote:
    return Counter(rules).quote(basket(*lines, **fields), at)


def only(quote: Quote, sku: str | None = None) -> LineTerms:
    """The one line of a quote, or the one of a product."""
    [found] = [line for line in quote.terms.lines if sku in {None, line.sku}]
    return found


def charged(rules: Rulebook, *lines: Line, **fields: Any) -> list[int]:
    """What each line comes to after all reductions, in minor units."""
    return [line.charged for line in quoted(rules, *lines, **fields).terms.lines]


def taxes(quote: Quote) -> list[tuple[str, str, int, int]]:
    """Of each rate: its category code, its percentage, its gross and its tax."""
    return [(each.code, each.percent.to_text(), each.gross, each.tax) for each in quote.taxes]


def placed(
    rules: Rulebook,
    quote: Quote | LockedQuote,
    *tenders: Tender,
    at: pendulum.DateTime = AT,
    history: Iterable[Fact] | None = None,
    id: str = "o-1",
) -> Accepted | Refused:
    """The quote placed, by card unless it is said how."""
    paid = tenders or ((Tender("card", quote.to_pay),) if quote.to_pay.amount > 0 else ())
    return Counter(rules).place(quote, id=id, at=at, tenders=paid, provenance=TILL, history=history)


def refusal(refused: object) -> Refusal:
    """Why something is not done."""
    assert isinstance(refused, Refused)
    assert isinstance(refused.reason, Refusal)
    return refused.reason
