"""What else is wrong in a rulebook of which some parts could not be read.

Whether rules fit each other is judged by the core, of a whole rulebook. So that one typing error does
not hide all of this, the core is handed a skeleton instead: of each entry only the fields by which
entries refer to each other, and something harmless where such a field cannot be read. Nothing is
called unknown, twice or in conflict because of another fault. May never report what the first reading
reported, nor compute anything for a customer.

Source: house rule (a rulebook's faults are listed all at once).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import islice
from typing import Any, Final, TypeVar

import attrs

from comptoir.authoring.source import CalendarSource, Horizon, ReturnsSource, ZoneName
from comptoir.authoring.time_tables import Span
from comptoir.authoring.written_dates import WallClock
from comptoir.delivery.rules import DeliveryRules
from comptoir.facts.extras import ExtraKind
from comptoir.facts.places import Places
from comptoir.facts.products import Product
from comptoir.facts.wheres import InStore, Where
from comptoir.loyalty.rules import LoyaltyRules
from comptoir.pricing.benefits.percent import PercentOff
from comptoir.pricing.decisions import OverrideRules
from comptoir.pricing.extras import Extra
from comptoir.pricing.floors import AtMostOff, Floor
from comptoir.pricing.kinds import Benefit
from comptoir.pricing.price_lists import PriceList, Who
from comptoir.pricing.prior_price import PriorPriceRule
from comptoir.pricing.rules import RESERVED_LAYERS, Layer, PricingRules, Promotion
from comptoir.returns.rules import ReturnRules
from comptoir.rulebook import Assortment, Sections, TimeTables
from comptoir.rulebook.consistency import goods_faults, terms_faults
from comptoir.tax.rules import TaxRate, TaxRules
from comptoir.values.errors import FAULTS_MAX, ComptoirError, Fault
from comptoir.values.identifiers import checked_country, checked_identifier
from comptoir.values.instants import LATEST, Instant
from comptoir.values.money import MINOR_DIGITS, Amount, UnitPrice
from comptoir.values.selections import Category
from comptoir.values.windows import ALWAYS, Window
from comptoir.values.zones import Zone
from comptoir.wire import Codec, Document

T = TypeVar("T")

_ANY: Final = "unreadable/any"
_NAME: Final = {"any": "any"}
_NOWHERE: Final = "ZZ"
_NOTHING: Final = PercentOff("0")
_WHO: Final[Any] = Who
_WHERE: Final[Any] = Where
_TERMS: Final = {
    "delivery": DeliveryRules,
    "loyalty": LoyaltyRules,
    "places": Places,
    "returns": ReturnsSource,
}


@attrs.frozen
class SecondLook:
    """A document that could not be read or resolved as a whole, and how its parts are read."""

    document: Document
    codec: Codec
    clock: WallClock
    reasons: Collection[str]

    def faults(self) -> Iterator[Fault]:
        """The faults of calendars and between rules, at the places where they are written; at most 100."""
        valid = self._read(Horizon, _at(self.document, "valid"))
        yield from self._calendars(valid)
        yield from self._law()[1]
        yield from islice(self._between_rules(valid), FAULTS_MAX)

    def _calendars(self, valid: Horizon | None) -> tuple[Fault, ...]:
        if valid is None:
            return ()
        written = _table(_at(self.document, "calendars"))
        read = {name: self._read(CalendarSource, body) for name, body in written.items()}
        sources = {name: source for name, source in read.items() if source is not None}
        return Span.around(valid, self.clock).calendars(sources)[1]

    def _law(self) -> tuple[ReturnRules, tuple[Fault, ...]]:
        """The rules of returns with those of their law table, and its faults; none where either is unread."""
        returns = self._read(ReturnsSource, _at(self.document, "returns")) or ReturnsSource()
        places = self._read(Places, _at(self.document, "places")) or Places()
        return returns.rules(places.countries, self.codec, self.clock)

    def _between_rules(self, valid: Horizon | None) -> Iterator[Fault]:
        sections = Sections(
            products=Assortment(self._entries("products", self._product)),
            pricing=PricingRules(
                lists=self._entries("pricing.lists", self._price_list),
                floors=self._readable("pricing.floors", Floor, _floor),
                overrides=self._read(OverrideRules, _at(self.document, "pricing.overrides"))
                or OverrideRules(),
                extras=self._readable("pricing.extras", Extra, _extra),
                prior_prices=self._readable("pricing.prior_prices", PriorPriceRule, _prior_price),
                layers=[*self._entries("pricing.layers", self._layer), Layer(id=_ANY)],
                promotions=self._entries("pricing.promotions", self._promotion),
            ),
            tax=TaxRules(
                country=self._country(),
                rates=[*self._entries("tax.rates", self._rate), _rate(_ANY, ALWAYS)],
            ),
            time=TimeTables(zones=()),
        )
        currencies = self._currencies()
        window = ALWAYS if valid is None else valid.window
        unread = frozenset(_TERMS)
        if valid is not None:
            terms, unread = self._terms(valid)
            sections = attrs.evolve(sections, **terms)
        yield from goods_faults(sections, currencies, window, unread | {"products"})
        if valid is not None:
            unread |= {"pricing", "products"}
            yield from terms_faults(sections, currencies, self.reasons, window, unread)

    def _terms(self, valid: Horizon) -> tuple[dict[str, Any], frozenset[str]]:
        """The sections that hold terms, with taxes and tables; and the names of those that are not read."""
        types: dict[str, Any] = {**_TERMS, "tax": TaxRules, "calendars": Mapping[str, CalendarSource]}
        written = {name: _at(self.document, name) for name in types}
        read = {
            name: self._read(type_, {} if written[name] is None else written[name])
            for name, type_ in types.items()
        }
        unread = {name for name, part in read.items() if part is None}
        span = Span.around(valid, self.clock)
        calendars, faults = span.calendars(read.pop("calendars") or {})
        if faults:
            unread.add("calendars")
        terms = {name: part for name, part in read.items() if part is not None}
        if "returns" in terms:
            terms["returns"] = self._law()[0]
        return {
            **terms,
            "time": TimeTables(zones=self._zones(span), calendars=calendars),
        }, frozenset(unread)

    def _zones(self, span: Span) -> tuple[Zone, ...]:
        """The tables of the zones that are named and known."""
        listed = _at(self.document, "zones")
        named = [self._read(ZoneName, zone) for zone in (listed if isinstance(listed, list) else [])]
        return span.zones(sorted({self.clock.zone, *(zone.text for zone in named if zone is not None)}))

    def _product(self, body: Document, own: str, _: int) -> Product:
        tax = _name(body, "tax", _ANY) if self._is_list("tax.rates") else _ANY
        return Product(sku=_name(body, "sku", own), name=_NAME, category=_ANY, tax=tax)

    def _price_list(self, body: Document, own: str, index: int) -> PriceList:
        currencies = self._currencies()
        currency = _at(body, "currency")
        is_known = isinstance(currency, str) and currency in MINOR_DIGITS
        who: Who | None = self._read(_WHO, _at(body, "who"))
        where: Where | None = self._read(_WHERE, _at(body, "where"))
        is_read = _is_read(who, body, "who") and _is_read(where, body, "where")
        return PriceList(
            id=_name(body, "id", own),
            currency=currency if is_known else currencies[0],
            valid=self._valid(body, otherwise=_apart(index)) if is_read else _apart(index),
            who=who,
            where=where,
            prices=self._prices(body) if self._is_list("products") else {},
        )

    def _prices(self, body: Document) -> Mapping[str, UnitPrice]:
        prices = {}
        for sku, price in _table(_at(body, "prices")).items():
            if _is_identifier(sku):
                prices[sku] = self._read(UnitPrice, price) or UnitPrice(0)
        return prices

    def _layer(self, body: Document, own: str, _: int) -> Layer:
        id_ = _name(body, "id", own)
        return Layer(id=own if id_ in RESERVED_LAYERS else id_)

    def _promotion(self, body: Document, own: str, _: int) -> Promotion:
        if (whole := self._read(Promotion, body)) is not None:
            return whole if self._is_list("pricing.lists") else attrs.evolve(whole, not_on_lists=())
        return Promotion(
            id=_name(body, "id", own),
            name=_NAME,
            layer=_name(body, "layer", _ANY),
            valid=self._valid(body, otherwise=ALWAYS),
            benefit=self._read(Benefit, _at(body, "benefit")) or _NOTHING,
        )

    def _rate(self, body: Document, own: str, index: int) -> TaxRate:
        where: Where | None = self._read(_WHERE, _at(body, "where"))
        if isinstance(where, InStore) or not _is_read(where, body, "where"):
            return _rate(_name(body, "category", own), _apart(index))
        return _rate(_name(body, "category", own), self._valid(body, otherwise=_apart(index)), where)

    def _entries(self, path: str, skeleton: Callable[[Document, str, int], T]) -> list[T]:
        """The skeleton of each entry of a list, in its place."""
        written = _at(self.document, path) if self._is_list(path) else []
        return [skeleton(body, f"unreadable/{index}", index) for index, body in enumerate(written)]

    def _readable(self, path: str, type_: type[T], otherwise: Callable[[str, str], T]) -> list[T]:
        """Each entry of a list as it is written, or something harmless of its id where it cannot be read."""
        currency = self._currencies()[0]

        def one(body: Document, own: str, _: int) -> T:
            return self._read(type_, body) or otherwise(_name(body, "id", own), currency)

        return self._entries(path, one)

    def _is_list(self, path: str) -> bool:
        return isinstance(_at(self.document, path), list)

    def _valid(self, body: Document, otherwise: Window) -> Window:
        written = _at(body, "valid")
        return ALWAYS if written is None else self._read(Window, written) or otherwise

    def _country(self) -> str:
        written = _at(self.document, "tax.country")
        return written if _is_country(written) else _NOWHERE

    def _currencies(self) -> list[str]:
        written = _at(self.document, "money.currencies")
        codes = [code for code in written if isinstance(code, str)] if isinstance(written, list) else []
        return codes or list(MINOR_DIGITS)

    def _read(self, type_: type[T], body: Document) -> T | None:
        if body is None:
            return None
        try:
            return self.codec.read(type_, body, spellings=self.clock.spellings)
        except ComptoirError:
            return None


def _at(document: Document, path: str) -> Document:
    for key in path.split("."):
        document = _table(document).get(key)
    return document


def _table(document: Document) -> dict[str, Any]:
    return document if isinstance(document, dict) else {}


def _is_read(value: object, body: Document, key: str) -> bool:
    """Whether what is written under a key could be read, or nothing is written."""
    return (value is None) == (_at(body, key) is None)


def _is_identifier(name: object) -> bool:
    try:
        checked_identifier(name, "")  # type: ignore[arg-type]
    except ComptoirError:
        return False
    return True


def _is_country(code: object) -> bool:
    try:
        checked_country(code, "")  # type: ignore[arg-type]
    except ComptoirError:
        return False
    return True


def _name(body: Document, key: str, otherwise: str) -> str:
    name = _at(body, key)
    return name if _is_identifier(name) else otherwise


def _floor(id_: str, _currency: str) -> Floor:
    return Floor(id=id_, name=_NAME, least=AtMostOff("100"), source=_ANY)


def _extra(id_: str, currency: str) -> Extra:
    return Extra(
        id=id_,
        name=_NAME,
        kind=ExtraKind.CONTRIBUTION,
        on=Category(_ANY),
        amount=Amount(0, currency),
        source=_ANY,
    )


def _prior_price(id_: str, _currency: str) -> PriorPriceRule:
    return PriorPriceRule(id=id_, source=_ANY)


def _rate(category: str, valid: Window, where: Where | None = None) -> TaxRate:
    return TaxRate(category=category, percent="0", where=where, valid=valid, source=_ANY)


def _apart(index: int) -> Window:
    """A window of its own at the end of time: it neither overlaps nor starts with any other."""
    return Window(Instant(LATEST - 2 * index - 2), Instant(LATEST - 2 * index - 1))
