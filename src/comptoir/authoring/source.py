"""What a retailer writes: one description, from which both the reader and the schema are made.

Decides the shape of a rulebook's TOML. Prices, promotions, taxes and products are written in the
wire form of the core's own classes; only what is resolved when sealing (zones by name, holidays by
country, law by its table) has a form of its own here. May never resolve anything itself.

Source: house rule.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from enum import Enum
from typing import ClassVar, Final, Self

import attrs

from comptoir.authoring.holiday_calendars import Closure, holiday_calendar
from comptoir.authoring.law_tables import LAW_TABLES, Exempted, LawTable, law_table, return_rules
from comptoir.authoring.written_dates import WallClock
from comptoir.authoring.zone_tables import packaged_zone
from comptoir.delivery.rules import DeliveryRules
from comptoir.facts.places import Places
from comptoir.facts.products import Product
from comptoir.loyalty.rules import LoyaltyRules
from comptoir.pricing.rules import PricingRules
from comptoir.returns.rules import ReturnRules
from comptoir.rulebook import COMPUTING
from comptoir.tax.rules import TaxRules
from comptoir.values.collections import frozen_mapping, tuple_of
from comptoir.values.errors import Fault, RulebookError, WrongValue, shown
from comptoir.values.identifiers import checked_identifier, checked_text
from comptoir.values.instants import Instant, datetime_of, instant_text
from comptoir.values.money import checked_currency
from comptoir.values.policies import (
    HALF_UP,
    Allocation,
    CashRounding,
    DiscountOrder,
    MoneyPolicy,
    PercentBase,
    TaxLevel,
)
from comptoir.values.rounding import Rounding
from comptoir.values.windows import Window
from comptoir.wire import Codec

HORIZON_YEARS: Final = range(1973, 2196)
"""The years in which a rulebook may start and end: its tables reach further, and must stay in range."""


_SOME_DAY: Final = date(2026, 1, 1)
_NEXT_DAY: Final = date(2026, 1, 2)


@attrs.frozen
class Word(ABC):
    """A text that is checked where it stands, so that its fault names that place."""

    example: ClassVar[str]
    text: str

    @classmethod
    def from_text(cls, text: str) -> Self:
        """The word, if it is one of those known."""
        cls.check(text)
        return cls(text)

    def to_text(self) -> str:
        """The text itself."""
        return self.text

    @staticmethod
    @abstractmethod
    def check(text: str) -> None:
        """Raise a ``ComptoirError`` if the text is none of those known."""


@attrs.frozen
class Identifier(Word):
    """A name of 1 to 64 characters of ``A-Z a-z 0-9 . _ / : -``."""

    example: ClassVar[str] = "maison-lavande-2026"

    @staticmethod
    def check(text: str) -> None:
        """Refuse what is no identifier."""
        checked_identifier(text, "")


@attrs.frozen
class DisplayName(Word):
    """A name that people read, on a receipt: 1 to 500 printable characters."""

    example: ClassVar[str] = "Maison Lavande"

    @staticmethod
    def check(text: str) -> None:
        """Refuse control codes, and what is empty or too long."""
        checked_text(text, "")


@attrs.frozen
class Computing(Word):
    """A way of computing for which this release of comptoir answers."""

    example: ClassVar[str] = COMPUTING[-1]

    @staticmethod
    def check(text: str) -> None:
        """Refuse a way of computing that this release does not know."""
        if text not in COMPUTING:
            cure = f"write one of {', '.join(COMPUTING)}, or use a release of comptoir that knows it"
            raise WrongValue.at("", shown(text), cure, code="unknown_computing")


@attrs.frozen
class LawTableName(Word):
    """A table of dated rules of law that comes with this package."""

    example: ClassVar[str] = LAW_TABLES[-1]

    @staticmethod
    def check(text: str) -> None:
        """Refuse a table that this release does not have, naming those that it has."""
        if text not in LAW_TABLES:
            cure = f"write one of {', '.join(LAW_TABLES)}, or use a release of comptoir that has it"
            raise WrongValue.at("", shown(text), cure, code="unknown_law_table")


@attrs.frozen
class CurrencyCode(Word):
    """A currency by its code of ISO 4217."""

    example: ClassVar[str] = "EUR"

    @staticmethod
    def check(text: str) -> None:
        """Refuse what ISO 4217 does not list as money."""
        checked_currency(text, "")


@attrs.frozen
class ZoneName(Word):
    """A time zone by its name in the IANA database."""

    example: ClassVar[str] = "Europe/Paris"

    @staticmethod
    def check(text: str) -> None:
        """Refuse a name that the database does not have, naming the nearest ones."""
        _at_its_own_place(lambda: packaged_zone(text))


@attrs.frozen
class CountryCode(Word):
    """A country by its code of ISO 3166-1, of two letters."""

    example: ClassVar[str] = "FR"

    @staticmethod
    def check(text: str) -> None:
        """Refuse a country whose holidays are not known, naming the nearest ones."""
        _at_its_own_place(lambda: holiday_calendar(id="any", country=text, since=_SOME_DAY, until=_NEXT_DAY))


class Weekday(Enum):
    """A day of the week."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"

    @property
    def iso(self) -> int:
        """The number of ISO 8601: Monday 1 to Sunday 7."""
        return list(Weekday).index(self) + 1


def _at_its_own_place(look_up: Callable[[], object]) -> None:
    """Look something up; its fault is at the place of the word, not below it."""
    try:
        look_up()
    except RulebookError as error:
        raise RulebookError(*(attrs.evolve(fault, where="") for fault in error.faults)) from None


@attrs.frozen
class Horizon:
    """The window ``[from, until)`` for which the rulebook answers; both edges are written."""

    from_: Instant
    until: Instant

    def __attrs_post_init__(self) -> None:
        for key, edge in (("from", self.from_), ("until", self.until)):
            if datetime_of(edge).year not in HORIZON_YEARS:
                cure = f"write an instant of the years {HORIZON_YEARS.start} to {HORIZON_YEARS.stop - 1}"
                raise WrongValue.at(key, f"found {instant_text(edge)}", cure, code="horizon_out_of_range")
        Window(self.from_, self.until)  # refuses a window that ends before it starts

    @property
    def window(self) -> Window:
        """The same window as the core has it."""
        return Window(self.from_, self.until)


def _currencies(currencies: Iterable[CurrencyCode]) -> tuple[CurrencyCode, ...]:
    return tuple_of(CurrencyCode, currencies, "currencies")


@attrs.frozen(kw_only=True)
class MoneySource:
    """The currencies in which prices are written, and the money policy."""

    currencies: tuple[CurrencyCode, ...] = attrs.field(converter=_currencies)
    rounding: Rounding = HALF_UP.rounding
    tax_rounded_per: TaxLevel = HALF_UP.tax_rounded_per
    discounts: DiscountOrder = HALF_UP.discounts
    percent_of: PercentBase = HALF_UP.percent_of
    allocation: Allocation = HALF_UP.allocation
    cash: tuple[CashRounding, ...] = ()

    def __attrs_post_init__(self) -> None:
        codes = self.codes
        if not codes or len(set(codes)) < len(codes):
            found = f"found {', '.join(codes)}" if codes else "found an empty list"
            cure = 'list each currency once, such as ["EUR"]'
            raise WrongValue.at("currencies", found, cure, code="currencies_not_listed_once")

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the currencies."""
        return tuple(currency.text for currency in self.currencies)

    @property
    def policy(self) -> MoneyPolicy:
        """How the core is to treat money."""
        return MoneyPolicy(
            rounding=self.rounding,
            tax_rounded_per=self.tax_rounded_per,
            discounts=self.discounts,
            percent_of=self.percent_of,
            allocation=self.allocation,
            cash=self.cash,
        )


def _weekend(weekend: Iterable[Weekday]) -> tuple[Weekday, ...]:
    return tuple(sorted(set(tuple_of(Weekday, weekend, "weekend")), key=lambda day: day.iso))


def _closures(closures: Iterable[Closure]) -> tuple[Closure, ...]:
    return tuple_of(Closure, closures, "closures")


@attrs.frozen(kw_only=True)
class CalendarSource:
    """The working days of a country, or of a part of it: public holidays, weekend, own closures.

    ``country`` is a code of ISO 3166-1 (FR), ``subdivision`` what follows the hyphen in a code of
    ISO 3166-2 (57 for Moselle).
    """

    country: CountryCode
    subdivision: str | None = None
    weekend: tuple[Weekday, ...] = attrs.field(default=(Weekday.SATURDAY, Weekday.SUNDAY), converter=_weekend)
    closures: tuple[Closure, ...] = attrs.field(default=(), converter=_closures)

    @property
    def weekend_iso(self) -> tuple[int, ...]:
        """The weekend as days of the week of ISO 8601."""
        return tuple(day.iso for day in self.weekend)


def _zones(zones: Iterable[ZoneName]) -> tuple[ZoneName, ...]:
    return tuple_of(ZoneName, zones, "zones")


def _calendars(calendars: Mapping[str, CalendarSource]) -> Mapping[str, CalendarSource]:
    return frozen_mapping(calendars, "calendars")


def _products(products: Iterable[Product]) -> tuple[Product, ...]:
    return tuple_of(Product, products, "products")


def _exempt(exempt: Iterable[Exempted]) -> tuple[Exempted, ...]:
    return tuple_of(Exempted, exempt, "exempt")


@attrs.frozen(kw_only=True)
class ReturnsSource(ReturnRules):
    """All that is written about returns; ``law`` names a table whose dated rules of law stand beside it.

    ``exempt`` are the products that come under an exception of that law: which those are, nobody else knows.
    """

    law: LawTableName | None = None
    exempt: tuple[Exempted, ...] = attrs.field(default=(), converter=_exempt)

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        if self.exempt and self.law is None:
            cure = f'write law = "{LAW_TABLES[-1]}", or let each of your statutory rules name its own'
            raise WrongValue.at("exempt", "found exceptions without a law table", cure, code="no_law_table")

    def rules(
        self, countries: Collection[str], codec: Codec, clock: WallClock
    ) -> tuple[ReturnRules, tuple[Fault, ...]]:
        """The rules as the core has them, with those of the law table for some countries; and faults."""
        table = LawTable() if self.law is None else law_table(self.law.text, codec, clock)
        return return_rules(self, table, self.exempt, countries)


@attrs.frozen(kw_only=True)
class RulebookSource:
    """All rules of a retailer for a window of time, as people write them.

    ``zone`` is the one in which days and times without an offset are meant; ``zones`` names further
    ones of which rules may speak. ``seller`` is the name that stands on receipts, ``entity`` the legal
    entity that sells.
    """

    id: Identifier
    seller: DisplayName | None = None
    entity: Identifier | None = None
    computing: Computing
    zone: ZoneName
    zones: tuple[ZoneName, ...] = attrs.field(default=(), converter=_zones)
    valid: Horizon
    money: MoneySource
    calendars: Mapping[str, CalendarSource] = attrs.field(factory=dict, converter=_calendars)
    products: tuple[Product, ...] = attrs.field(converter=_products)
    pricing: PricingRules
    tax: TaxRules
    places: Places = attrs.field(factory=Places)
    loyalty: LoyaltyRules = attrs.field(factory=LoyaltyRules)
    delivery: DeliveryRules = attrs.field(factory=DeliveryRules)
    returns: ReturnsSource = attrs.field(factory=ReturnsSource)

    @property
    def zone_names(self) -> tuple[str, ...]:
        """Every zone named, once, in order."""
        return tuple(sorted({self.zone.text, *(zone.text for zone in self.zones)}))
