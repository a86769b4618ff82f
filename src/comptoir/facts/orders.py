"""An order: a quote that was accepted, with everything that was agreed frozen on it by value.

A question about a two-year-old order needs no two-year-old rulebook: products as described, prices,
each unit's share of every amount, taxes and tenders stand here. Its provenance is for people; no
rule reads it.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

import attrs
import pendulum

from comptoir.facts.baskets import Buyer, Contract, Handover
from comptoir.facts.goods import RefUnits
from comptoir.facts.parts import Part, part_of
from comptoir.facts.products import Product
from comptoir.facts.provenance import Provenance
from comptoir.facts.terms import LineTerms, Proof, Share, TaxTerms, Terms
from comptoir.values.collections import frozen_mapping, texts, tuple_of
from comptoir.values.errors import WrongValue
from comptoir.values.identifiers import checked_identifier
from comptoir.values.instants import Instant, datetime_of
from comptoir.values.money import Amount, Money, money_of, to_amount
from comptoir.values.quantities import pieces


@attrs.frozen
class Tender:
    """A means of payment as used: ``card``, ``cash``, ``gift-card`` …; ``reference`` is the payer's side's.

    >>> Tender("card", "63.92 EUR", reference="psp-9").amount.minor
    6392
    """

    means: str
    amount: Amount = attrs.field(converter=to_amount)
    reference: str | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.means, "means")
        if self.reference is not None:
            checked_identifier(self.reference, "reference")
        if self.amount.minor <= 0:
            found = f"found {self.amount.to_text()}"
            raise WrongValue.at("amount", found, "pay a positive amount", code="amount_not_positive")


def _shares(shares: Iterable[Share]) -> tuple[Share, ...]:
    return tuple_of(Share, shares, "shares")


@attrs.frozen
class OrderLine:
    """One line of an order: the product as it was described, the terms, and each unit's share of them."""

    product: Product
    terms: LineTerms
    shares: tuple[Share, ...] = attrs.field(converter=_shares)


def _lines(lines: Iterable[OrderLine]) -> tuple[OrderLine, ...]:
    return tuple_of(OrderLine, lines, "lines")


def _names(names: Mapping[str, Mapping[str, str]]) -> Mapping[str, Mapping[str, str]]:
    return frozen_mapping({key: texts(name) for key, name in names.items()}, "promotion_names")


def _refs(refs: Iterable[RefUnits]) -> tuple[RefUnits, ...]:
    return tuple_of(RefUnits, refs, "refs")


def _taxes(taxes: Iterable[TaxTerms]) -> tuple[TaxTerms, ...]:
    return tuple_of(TaxTerms, taxes, "taxes")


def _tenders(tenders: Iterable[Tender]) -> tuple[Tender, ...]:
    return tuple_of(Tender, tenders, "tenders")


@attrs.frozen(kw_only=True)
class Order:
    """What was agreed, when, on what terms and how it was paid.

    ``promotion_names`` has the names, per language, of the promotions that the lines' adjustments
    refer to, so that the receipt can be printed again. ``question`` and ``answer`` are the digests of the quote that was accepted, ``rulebook`` that of
    the rulebook which answered. Sums are checked when it is built: an order that does not add up
    cannot exist.
    """

    document: ClassVar[str] = "order/1"

    id: str
    placed_at: Instant
    provenance: Provenance
    buyer: Buyer
    contract: Contract
    handover: Handover
    rulebook: str
    question: str
    answer: str
    computing: str
    currency: str
    lines: tuple[OrderLine, ...] = attrs.field(converter=_lines)
    promotion_names: Mapping[str, Mapping[str, str]] = attrs.field(converter=_names, hash=False)
    refs: tuple[RefUnits, ...] = attrs.field(default=(), converter=_refs)
    taxes: tuple[TaxTerms, ...] = attrs.field(default=(), converter=_taxes)
    total_minor: int
    proof: Proof
    tenders: tuple[Tender, ...] = attrs.field(default=(), converter=_tenders)

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        for index, line in enumerate(self.lines):
            _check_line(line, index + 1, f"lines[{index}]")
        _check_sum("total_minor", self.total_minor, (line.terms.charged for line in self.lines), "its lines")
        _check_sum("total_minor", self.total_minor, (tax.gross for tax in self.taxes), "its tax rates")
        for index, tax in enumerate(self.taxes):
            _check_sum(f"taxes[{index}].gross", tax.gross, (tax.base, tax.tax), "base and tax")
        for index, tender in enumerate(self.tenders):
            if tender.amount.currency != self.currency:
                found = f"found {tender.amount.to_text()}"
                cure = f"pay in {self.currency}"
                raise WrongValue.at(f"tenders[{index}].amount", found, cure, code="other_currency")
        _check_sum(
            "total_minor", self.total_minor, (each.amount.minor for each in self.tenders), "its tenders"
        )
        for index, ref in enumerate(self.refs):
            _check_ref(ref, self.lines, f"refs[{index}]")

    @property
    def placed(self) -> pendulum.DateTime:
        """When it was placed, in UTC."""
        return datetime_of(self.placed_at)

    @property
    def total(self) -> Money:
        """What the customer paid, tax included."""
        return money_of(self.total_minor, self.currency)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The lines, with their amounts as ``Money``."""
        return tuple(part_of(line.terms, line.shares, self.currency) for line in self.lines)

    @property
    def terms(self) -> Terms:
        """What was agreed, in the form whose digest is ``answer``."""
        return Terms(
            computing=self.computing,
            currency=self.currency,
            lines=tuple(line.terms for line in self.lines),
            taxes=self.taxes,
            total=self.total_minor,
            proof=self.proof,
        )

    def ref(self, ref: str) -> Part:
        """The part that a channel's line has become; ``WrongValue`` if no line had that ref."""
        units = find_ref(self.refs, ref)
        line = self.lines[units.number - 1]
        return part_of(line.terms, line.shares, self.currency, first=units.first, units=units.units)


@attrs.frozen(kw_only=True)
class OrderPlaced:
    """The fact that an order was placed."""

    document: ClassVar[str] = "order-placed/1"

    id: str
    order: Order

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")


@attrs.frozen
class StreamRead:
    """How many facts a decision had read of a stream: to be committed only if there are no more."""

    stream: str
    version: int


def find_ref(refs: Iterable[RefUnits], ref: str) -> RefUnits:
    """Where a channel's ref is found in canonical goods."""
    for units in refs:
        if units.ref == ref:
            return units
    known = ", ".join(sorted(units.ref for units in refs)[:10]) or "none"
    raise WrongValue.at(
        "ref", f"found {ref!a}", f"use a ref of the basket's lines: {known}", code="unknown_ref"
    )


def _check_line(line: OrderLine, number: int, where: str) -> None:
    terms = line.terms
    if terms.number != number or terms.sku != line.product.sku:
        found = f"found line {terms.number} for {terms.sku}"
        cure = f"number lines from 1 and describe their own product (here line {number}, {line.product.sku})"
        raise WrongValue.at(where, found, cure, code="lines_not_in_order")
    _check_sum(
        f"{where}.shares", pieces(terms.quantity), (share.units for share in line.shares), "its shares"
    )
    each = [(share.units, share) for share in line.shares]
    _check_sum(f"{where}.shares", terms.regular, (n * share.regular for n, share in each), "its shares")
    _check_sum(f"{where}.shares", terms.charged, (n * share.charged for n, share in each), "its shares")
    _check_sum(f"{where}.shares", terms.tax, (n * share.tax for n, share in each), "its shares")
    changes = [adjustment.amount for adjustment in terms.adjustments]
    _check_sum(f"{where}.charged", terms.charged, (terms.regular, *changes), "regular price and adjustments")
    for i, change in enumerate(changes):
        parts = (n * share.adjustments[i] for n, share in each if i < len(share.adjustments))
        _check_sum(f"{where}.shares", change, parts, "its shares")


def _check_ref(units: RefUnits, lines: tuple[OrderLine, ...], where: str) -> None:
    if not (
        1 <= units.number <= len(lines)
        and units.first >= 0
        and units.units >= 1
        and units.first + units.units <= pieces(lines[units.number - 1].terms.quantity)
    ):
        cure = "name units that the order's lines have"
        raise WrongValue.at(where, f"found {units}", cure, code="no_such_units")


def _check_sum(where: str, total: int, parts: Iterable[int], of_what: str) -> None:
    if (found := sum(parts)) != total:
        raise WrongValue.at(
            where, f"found {total}, while {of_what} sum to {found}", "make them agree", code="does_not_sum"
        )
