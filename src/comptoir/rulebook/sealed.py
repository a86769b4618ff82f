"""The sealed rulebook: opened from canonical JSON, or composed from values and sealed.

A sealed document has a header and sections. The header states the horizon, the way of computing,
the money policy, the currencies' digits, the kinds used, the releases of the tables it was sealed
with, and the digest of each section; the digest of the header is the rulebook's. Opening refuses
what this package cannot answer for: another way of computing, an unknown kind or section, a digest
that does not fit, a currency whose digits the package reads differently.

Opening reads the rules, and leaves the products and the prices of lists in their bytes until one is asked
for: the bytes have the digest that the header states, so nobody changed them since they were sealed, and
what was sealed was checked in full. ``verify`` reads and checks all, for those who have bytes from elsewhere.

Source: house rule (law P3).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from itertools import chain, islice
from typing import Any, Final

import attrs
import pendulum

from comptoir.delivery.rules import DeliveryRules
from comptoir.facts.places import Places
from comptoir.facts.products import Product
from comptoir.loyalty.rules import LoyaltyRules
from comptoir.pricing.conditions.nested import every_condition
from comptoir.pricing.lookup import PriceIndex
from comptoir.pricing.rules import PricingRules
from comptoir.returns.rules import ReturnRules
from comptoir.rulebook.consistency import inconsistencies
from comptoir.rulebook.sections import SECTIONS, Assortment, Sections, TimeTables
from comptoir.rulebook.slices import NAME, slices
from comptoir.tax.rules import TaxRules
from comptoir.values.almanac import Almanac
from comptoir.values.collections import frozen_mapping, texts, tuple_of
from comptoir.values.errors import (
    FAULTS_MAX,
    ComptoirError,
    Fault,
    RulebookError,
    WireError,
    WrongValue,
    checked_type,
    quoted,
    raise_all,
)
from comptoir.values.identifiers import checked_identifier, checked_text
from comptoir.values.instants import Instant, datetime_of
from comptoir.values.money import MINOR_DIGITS, checked_currency
from comptoir.values.policies import HALF_UP, Minting, MoneyPolicy
from comptoir.values.windows import Window
from comptoir.values.zones import Zone, checked_zone_name
from comptoir.vocabulary import STANDARD, Vocabulary
from comptoir.wire import Document, Held, as_bytes, digest, encode, not_canonical, parse

COMPUTING: Final = ("2026-11",)
"""The ways of computing for which this package answers, the newest last."""
RULEBOOK_BYTES_MAX: Final = 256 << 20
"""Bytes of a sealed rulebook (256 MiB)."""


def _kinds(kinds: Iterable[str]) -> tuple[str, ...]:
    return tuple_of(str, kinds, "kinds")


def _currencies(currencies: Mapping[str, int]) -> Mapping[str, int]:
    return frozen_mapping(currencies, "currencies")


@attrs.frozen(kw_only=True)
class Header:
    """What a rulebook says of itself."""

    id: str
    seller: str | None = None
    entity: str | None = None
    computing: str
    valid: Window
    zone: str
    money: MoneyPolicy = HALF_UP
    currencies: Mapping[str, int] = attrs.field(converter=_currencies)
    kinds: tuple[str, ...] = attrs.field(default=(), converter=_kinds)
    sealed_with: Mapping[str, str] = attrs.field(factory=dict, converter=texts)
    sections: Mapping[str, str] = attrs.field(converter=texts)

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        checked_type(Window, self.valid, "valid", "pass a Window with both edges")
        checked_type(MoneyPolicy, self.money, "money", "pass a MoneyPolicy")
        checked_zone_name(self.zone, "zone")
        if self.seller is not None:
            checked_text(self.seller, "seller")
        if self.entity is not None:
            checked_identifier(self.entity, "entity")
        if self.valid.from_ is None or self.valid.until is None:
            cure = "write valid = { from = …, until = … }: beyond its horizon a rulebook does not answer"
            raise WrongValue.at("valid", "found an open window", cure, code="no_horizon")
        if self.computing not in COMPUTING:
            cure = f"seal it for one of {', '.join(COMPUTING)}, or use a release of comptoir that knows it"
            raise WrongValue.at(
                "computing", f"found {quoted(self.computing)}", cure, code="unknown_computing"
            )
        for code, digits in self.currencies.items():
            if MINOR_DIGITS.get(code) != digits:
                found = f"found {digits} digits for {code}"
                cure = "seal the rulebook again with this release of comptoir"
                raise WrongValue.at(f"currencies.{code}", found, cure, code="other_currency_digits")


@attrs.frozen(kw_only=True)
class Rulebook:
    """All rules of a retailer for a window of time, resolved and immutable.

    Open a sealed one with :meth:`open`; ``comptoir.authoring`` composes one from TOML.
    """

    header: Header
    delivery: DeliveryRules
    loyalty: LoyaltyRules
    places: Places
    pricing: PricingRules
    products: Assortment
    returns: ReturnRules
    tax: TaxRules
    time: TimeTables
    vocabulary: Vocabulary = attrs.field(default=STANDARD, repr=False)

    def __attrs_post_init__(self) -> None:
        raise_all(RulebookError, self._inconsistencies(of_all=not self._held))

    @classmethod
    def open(cls, data: bytes | str, vocabulary: Vocabulary = STANDARD) -> Rulebook:
        """The rulebook in a sealed document.

        Products and prices are read when they are asked for; one that is wrong is then a
        ``RulebookError`` with its place, and harms no other. :meth:`verify` reads them all. A document
        in another spelling than the canonical one is read and verified at once.

        Raises ``WireError`` if the document is damaged or of another kind, ``LimitExceeded`` if it is
        too large, and ``RulebookError`` if its rules cannot be used, with every fault.
        """
        raw = as_bytes(data, RULEBOOK_BYTES_MAX)
        with suppress(ComptoirError, UnicodeDecodeError):  # reading all of it says what is wrong, if anything
            return cls._of_slices(raw, vocabulary)
        return cls._of_document(parse(raw, bytes_max=RULEBOOK_BYTES_MAX), vocabulary)

    @classmethod
    def _of_slices(cls, raw: bytes, vocabulary: Vocabulary) -> Rulebook:
        found = slices(raw)
        codec = vocabulary.codec
        header = codec.hold(Header, found.pop("header"), where="header", error=RulebookError)
        _check_kinds(header.kinds, vocabulary)
        _check_digests(header.sections, {name: _sha256(body) for name, body in found.items()})
        values: dict[str, Any] = {
            name: codec.hold(type_, found[name], where=name, error=RulebookError)
            for name, type_ in SECTIONS.items()
        }
        _check_kinds_used(header, values)
        return cls(header=header, vocabulary=vocabulary, **values)

    @classmethod
    def _of_document(cls, document: Document, vocabulary: Vocabulary) -> Rulebook:
        if not isinstance(document, dict) or set(document) != {NAME}:
            cure = "send what `comptoir seal` wrote (TOML is sealed first)"
            raise WireError.at("", "found no sealed rulebook", cure, code="other_document")
        body = document[NAME]
        if not isinstance(body, dict) or set(body) != {"header", "sections"}:
            cure = "send what `comptoir seal` wrote"
            raise WireError.at(NAME, "found no header and sections", cure, code="other_document")
        codec = vocabulary.codec
        header = codec.read(Header, body["header"], where="header", error=RulebookError)
        _check_kinds(header.kinds, vocabulary)
        sections = body["sections"]
        if not isinstance(sections, dict) or set(sections) != set(SECTIONS):
            raise _other_sections()
        _check_digests(header.sections, {name: digest(each) for name, each in sections.items()})
        values: dict[str, Any] = {
            name: codec.read(type_, sections[name], where=name, error=RulebookError)
            for name, type_ in SECTIONS.items()
        }
        for name, value in values.items():  # sealing what was opened gives the same bytes (law P3)
            if digest(codec.write(value)) != header.sections[name]:
                raise not_canonical(RulebookError, f"sections.{name}")
        _check_kinds_used(header, values)
        return cls(header=header, vocabulary=vocabulary, **values)

    @classmethod
    def compose(
        cls,
        *,
        id: str,
        seller: str | None = None,
        entity: str | None = None,
        computing: str,
        valid: Window,
        zone: str,
        currencies: tuple[str, ...],
        money: MoneyPolicy = HALF_UP,
        sealed_with: Mapping[str, str] | None = None,
        sections: Sections,
        vocabulary: Vocabulary = STANDARD,
    ) -> Rulebook:
        """A rulebook out of values; its digests are computed here."""
        checked_type(Sections, sections, "sections", "pass Sections(products=…, pricing=…, tax=…, time=…)")
        values = {name: getattr(sections, name) for name in SECTIONS}
        for name, type_ in SECTIONS.items():
            checked_type(type_, values[name], name, f"pass {type_.__name__}")
        header = Header(
            id=id,
            seller=seller,
            entity=entity,
            computing=computing,
            valid=valid,
            zone=zone,
            money=money,
            currencies={checked_currency(code, "currencies"): MINOR_DIGITS[code] for code in currencies},
            kinds=_kinds_of(sections),
            sealed_with=sealed_with or {},
            sections={name: _sha256(encode(vocabulary.codec.write(value))) for name, value in values.items()},
        )
        rulebook = cls(header=header, vocabulary=vocabulary, **values)
        rulebook.verify()
        return rulebook

    def verify(self) -> None:
        """Read and check every product and every price, and whether they fit each other and the rules.

        A rulebook that was composed, or sealed from TOML, has been. For one that was opened it costs as
        much as sealing it. Raises ``RulebookError`` with every fault (up to 100).
        """
        if self._held:
            raise_all(RulebookError, islice(chain.from_iterable(map(_faults, self._held)), FAULTS_MAX))
            raise_all(RulebookError, self._inconsistencies(of_all=True))

    @property
    def _held(self) -> tuple[Held, ...]:
        return tuple(self.sections.held)

    def _inconsistencies(self, *, of_all: bool) -> Iterator[Fault]:
        found = inconsistencies(
            self.sections,
            currencies=self.header.currencies,
            zone=self.header.zone,
            valid=self.header.valid,
            money=self.header.money,
            reasons=self.vocabulary.reason,
            entity=self.header.entity,
            of_all=of_all,
        )
        return islice(found, FAULTS_MAX)

    @property
    def sections(self) -> Sections:
        """All its rules."""
        return Sections(**{name: getattr(self, name) for name in SECTIONS})

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the header, which holds the digest of every section."""
        return digest(self.vocabulary.codec.write(self.header))

    @cached_property
    def assortment(self) -> Mapping[str, Product]:
        """The products by SKU."""
        return self.products.by_sku

    @cached_property
    def prices(self) -> PriceIndex:
        """The price lists, floors and extras, as they are looked up for a product."""
        return PriceIndex.of(self.pricing.lists, self.pricing.floors, self.pricing.extras)

    @cached_property
    def almanac(self) -> Almanac:
        """Its time zones and calendars."""
        return self.time.almanac

    @cached_property
    def zone(self) -> Zone:
        """The rulebook's own time zone."""
        return self.almanac.zone(self.header.zone)

    @property
    def computing(self) -> str:
        """The way of computing that it was written for."""
        return self.header.computing

    @property
    def horizon_instant(self) -> Instant:
        """The first instant for which it no longer answers."""
        until = self.header.valid.until
        if until is None:  # refused when the header was built
            raise AssertionError(self.header)
        return until

    @property
    def horizon(self) -> pendulum.DateTime:
        """The first instant for which it no longer answers, in UTC."""
        return datetime_of(self.horizon_instant)

    def minting(self, currency: str) -> Minting | None:
        """How money of a currency is rounded; ``None`` if the rulebook does not declare it."""
        return self._mintings.get(currency)

    @cached_property
    def _mintings(self) -> Mapping[str, Minting]:
        declared = self.header.currencies.items()
        return {currency: Minting.of(self.header.money, currency, digits) for currency, digits in declared}

    def sealed(self) -> bytes:
        """The canonical bytes that every machine opens to this same value."""
        codec = self.vocabulary.codec
        sections = {name: codec.write(getattr(self, name)) for name in SECTIONS}
        return encode({NAME: {"header": codec.write(self.header), "sections": sections}})


def _kinds_of(sections: Sections) -> tuple[str, ...]:
    services = sections.delivery.services
    found = {f"fee.{fee.kind}" for service in services for fee in service.fees}
    found |= {f"limit.{limit.kind}" for service in services for limit in service.limits}
    found |= {f"reason.{reason}" for policy in sections.returns.policies for reason in policy.reasons}
    for promotion in sections.pricing.promotions:
        found.add(f"benefit.{promotion.benefit.kind}")
        found |= {f"condition.{condition.kind}" for condition in every_condition(promotion.when)}
    return tuple(sorted(found))


def _check_kinds(kinds: tuple[str, ...], vocabulary: Vocabulary) -> None:
    if unknown := sorted(set(kinds) - vocabulary.names):
        cure = "open it with a vocabulary that has them"
        raise RulebookError.at(
            "header.kinds", f"found the kinds {quoted(', '.join(unknown))}", cure, code="unknown_kind"
        )


def _check_digests(expected: Mapping[str, str], found: Mapping[str, str]) -> None:
    if set(expected) != set(SECTIONS):
        raise _other_sections()
    for name, digest_ in found.items():
        if digest_ != expected[name]:
            raise RulebookError.at(
                f"sections.{name}",
                f"found the digest {digest_[:16]}…, while the header says {quoted(expected[name][:16])}…",
                "fetch the section again: it was changed after it was sealed",
                code="digest_differs",
            )


def _other_sections() -> RulebookError:
    cure = f"send the sections {', '.join(sorted(SECTIONS))}"
    return RulebookError.at("sections", "found other sections", cure, code="other_sections")


def _check_kinds_used(header: Header, values: Mapping[str, Any]) -> None:
    if header.kinds != (used := _kinds_of(Sections(**values))):
        found = f"found {quoted(', '.join(header.kinds))}, while {', '.join(used) or 'none'} are used"
        raise RulebookError.at("header.kinds", found, "seal it with comptoir", code="other_kinds")


def _faults(held: Held) -> tuple[Fault, ...]:
    try:
        held.load()
    except RulebookError as error:
        return error.faults
    return ()


def _sha256(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
