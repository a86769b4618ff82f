"""An order: a quote that was accepted, with everything that was agreed frozen on it by value.

A question about a two-year-old order needs no two-year-old rulebook: products as described, prices,
each unit's share of every amount, taxes and tenders stand here. Its provenance is for people; no
rule reads it.

Source: house rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import ClassVar, Final

import attrs
import pendulum

from comptoir.facts.adding_up import (
    check_delivery,
    check_line,
    check_numbers,
    check_refs,
    check_sum,
    check_taxes,
)
from comptoir.facts.baskets import Buyer, Contract, Handover
from comptoir.facts.delivery_terms import DeliveryTerms
from comptoir.facts.goods import RefUnits
from comptoir.facts.parts import Part, part_of
from comptoir.facts.point_terms import Accrual, Redemption
from comptoir.facts.products import Product
from comptoir.facts.provenance import Provenance
from comptoir.facts.return_terms import ReturnTerms
from comptoir.facts.terms import TERMS_BYTES_MAX, LineTerms, Proof, Share, TaxTerms, Terms
from comptoir.values.collections import counted, frozen_mapping, texts, tuple_of
from comptoir.values.errors import WrongType, WrongValue, checked_type, shown
from comptoir.values.identifiers import checked_identifier, checked_text
from comptoir.values.instants import Instant, checked_instant, datetime_of
from comptoir.values.money import Amount, Money, checked_currency, money_of, to_amount

_DIGEST: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)


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
    by_promotion = frozen_mapping(names, "promotion_names")
    for promotion, name in by_promotion.items():
        checked_identifier(promotion, "promotion_names")
        where = f"promotion_names.{promotion}"
        for language, text in frozen_mapping(name, where).items():
            checked_text(text, f"{where}.{checked_identifier(language, where)}")
    return frozen_mapping({key: texts(name) for key, name in by_promotion.items()}, "promotion_names")


def _refs(refs: Iterable[RefUnits]) -> tuple[RefUnits, ...]:
    return tuple_of(RefUnits, refs, "refs")


def _taxes(taxes: Iterable[TaxTerms]) -> tuple[TaxTerms, ...]:
    return tuple_of(TaxTerms, taxes, "taxes")


def _tenders(tenders: Iterable[Tender]) -> tuple[Tender, ...]:
    return tuple_of(Tender, tenders, "tenders")


def _accruals(accruals: Iterable[Accrual]) -> tuple[Accrual, ...]:
    return tuple_of(Accrual, accruals, "accruals")


def _returns(returns: Iterable[ReturnTerms]) -> tuple[ReturnTerms, ...]:
    return tuple_of(ReturnTerms, returns, "returns")


@attrs.frozen(kw_only=True)
class Order:
    """What was agreed, when, on what terms and how it was paid.

    ``seller`` is the name on the receipt. ``promotion_names`` has the names, per language, of the
    promotions that the lines' adjustments refer to, so that the receipt can be printed again.
    ``accruals`` are the points that it earned, with the life of their lots; ``returns`` every right
    under which its goods may come back. ``question`` and ``answer`` are the digests of the quote that
    was accepted, ``rulebook`` that of the rulebook which answered. Sums are checked when it is built:
    an order that does not add up cannot exist.
    """

    document: ClassVar[str] = "order/1"
    bytes_max: ClassVar[int] = TERMS_BYTES_MAX

    id: str
    placed_at: Instant
    provenance: Provenance
    seller: str | None = None
    buyer: Buyer
    contract: Contract
    handover: Handover
    rulebook: str
    question: str
    answer: str
    computing: str
    currency: str
    lines: tuple[OrderLine, ...] = attrs.field(converter=_lines, repr=counted("lines"))
    promotion_names: Mapping[str, Mapping[str, str]] = attrs.field(converter=_names)
    refs: tuple[RefUnits, ...] = attrs.field(default=(), converter=_refs)
    taxes: tuple[TaxTerms, ...] = attrs.field(default=(), converter=_taxes)
    delivery: DeliveryTerms | None = None
    total_minor: int
    redemption: Redemption | None = None
    accruals: tuple[Accrual, ...] = attrs.field(default=(), converter=_accruals)
    returns: tuple[ReturnTerms, ...] = attrs.field(default=(), converter=_returns)
    proof: Proof
    tenders: tuple[Tender, ...] = attrs.field(default=(), converter=_tenders)

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        checked_instant(self.placed_at, "placed_at")
        if self.seller is not None:
            checked_text(self.seller, "seller")
        checked_type(Provenance, self.provenance, "provenance", 'pass Provenance("app")')
        checked_type(Buyer, self.buyer, "buyer", 'pass Buyer(member="m-1")')
        checked_type(Contract, self.contract, "contract", "pass Contract.DISTANCE, IN_STORE or OFF_PREMISES")
        if not isinstance(self.handover, Handover):
            cure = 'pass Deliver(Place("FR", "69003")), Collect("lyon-2") or Carry("lyon-2")'
            raise WrongType.at("handover", shown(self.handover), cure, code="wrong_type")
        for where, digest in (
            ("rulebook", self.rulebook),
            ("question", self.question),
            ("answer", self.answer),
        ):
            checked_digest(digest, where)
        checked_identifier(self.computing, "computing")
        checked_currency(self.currency)
        self._check_sums()

    def _check_sums(self) -> None:
        for index, line in enumerate(self.lines):
            check_line(line.product, line.terms, line.shares, index + 1, f"lines[{index}]")
        agreed = [line.terms for line in self.lines]
        fee = 0 if self.delivery is None else self.delivery.charged
        check_sum(
            "total_minor", self.total_minor, (*(terms.charged for terms in agreed), fee), "lines and delivery"
        )
        check_delivery(self.delivery)
        check_taxes(self.taxes, agreed, self.delivery)
        check_numbers(self.accruals, self.returns, len(agreed))
        for index, tender in enumerate(self.tenders):
            if tender.amount.currency != self.currency:
                found = f"found {tender.amount.to_text()}"
                cure = f"pay in {self.currency}"
                raise WrongValue.at(f"tenders[{index}].amount", found, cure, code="other_currency")
        worth = 0 if self.redemption is None else self.redemption.worth
        check_sum(
            "total_minor",
            self.total_minor,
            (*(each.amount.minor for each in self.tenders), worth),
            "tenders and points",
        )
        check_refs(self.refs, agreed)

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
            delivery=self.delivery,
            total=self.total_minor,
            redemption=self.redemption,
            earnings=tuple(accrual.earning for accrual in self.accruals),
            returns=self.returns,
            proof=self.proof,
        )

    def ref(self, ref: str) -> Part:
        """The part that a channel's line has become; ``WrongValue`` if no line had that ref."""
        units = find_ref(self.refs, ref)
        line = self.lines[units.number - 1]
        return part_of(line.terms, line.shares, self.currency, first=units.first, units=units.units)


def find_ref(refs: Iterable[RefUnits], ref: str) -> RefUnits:
    """Where a channel's ref is found in canonical goods."""
    checked_identifier(ref, "ref")
    for units in refs:
        if units.ref == ref:
            return units
    known = ", ".join(sorted(units.ref for units in refs)[:10]) or "none"
    raise WrongValue.at("ref", shown(ref), f"use a ref of the basket's lines: {known}", code="unknown_ref")


def checked_digest(digest: str, where: str) -> str:
    """The digest itself if it is the 64 hexadecimal digits of a SHA-256."""
    if type(digest) is not str:
        raise WrongType.at(where, shown(digest), "pass a digest as text", code="not_a_text")
    if not _DIGEST.fullmatch(digest):
        raise WrongValue.at(
            where, shown(digest), "pass the 64 hexadecimal digits of a SHA-256", code="not_a_digest"
        )
    return digest
