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
    check_deliveries,
    check_empties,
    check_line,
    check_numbers,
    check_refs,
    check_sum,
    check_taxes,
)
from comptoir.facts.baskets import Buyer, Contract
from comptoir.facts.coupons import Consumed
from comptoir.facts.delivery_terms import DeliveryTerms
from comptoir.facts.extras import EmptiesTerms
from comptoir.facts.goods import RefUnits
from comptoir.facts.guarantee_terms import GuaranteeTerms
from comptoir.facts.handovers import Handover, checked_handover
from comptoir.facts.parts import Part, part_of
from comptoir.facts.point_terms import Accrual, Redemption, StoredValue
from comptoir.facts.products import Nature, Product, identifiers
from comptoir.facts.provenance import Provenance
from comptoir.facts.refunding import RefundingTerms
from comptoir.facts.repricing import Repricing
from comptoir.facts.return_terms import ReturnTerms, WithoutRight
from comptoir.facts.tax_terms import TaxTerms
from comptoir.facts.terms import TERMS_BYTES_MAX, LineTerms, Proof, Share, Terms
from comptoir.facts.units import Units
from comptoir.values.collections import counted, frozen_mapping, texts, tuple_of
from comptoir.values.errors import WrongType, WrongValue, checked_type, shown
from comptoir.values.identifiers import checked_identifier, checked_names, checked_text
from comptoir.values.instants import Instant, checked_instant, datetime_of
from comptoir.values.money import Amount, Money, checked_currency, money_of, to_amount
from comptoir.values.policies import HALF_UP, MoneyPolicy
from comptoir.values.quantities import pieces

_DIGEST: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)


CASH: Final = "cash"
"""The means of payment that is rounded to what coins can pay."""


def _given(given: Amount | Money | str | None) -> Amount | None:
    return None if given is None else Amount.of(given, "given")


def _captured(captured: Amount | Money | str | None) -> Amount | None:
    return None if captured is None else Amount.of(captured, "captured")


@attrs.frozen(order=True)
class TenderName:
    """Which tender of an order: its means, and its reference."""

    means: str
    reference: str | None = None

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.means, "means")
        if self.reference is not None:
            checked_identifier(self.reference, "reference")


RETURNED: Final = "return"
"""The means by which a new order is paid with what is given back for another."""

OFFSET: Final = "offset"
"""The means by which money is given back where it pays a new order."""

PAID_BY_POINTS: Final = TenderName("redeemed-points")
"""What points had paid, as no tender did: what comes back as credit for it stands for this."""


@attrs.frozen
class Tender:
    """A means of payment as used: ``card``, ``cash``, ``gift-card`` …; ``reference`` is the payer's side's.

    ``amount`` is what is kept of what was ``given``; the rest is the change. What was ``captured`` in another
    currency goes back in it, at the same rate. Of a refund, ``instead_of`` is the tender that it stands for,
    where that is another; of an order that a return pays, it is what the return would have been paid out by.

    >>> Tender("card", "63.92 EUR", reference="psp-9").amount.minor
    6392
    """

    means: str
    amount: Amount = attrs.field(converter=to_amount)
    reference: str | None = attrs.field(default=None, kw_only=True)
    given: Amount | None = attrs.field(default=None, kw_only=True, converter=_given)
    captured: Amount | None = attrs.field(default=None, kw_only=True, converter=_captured)
    instead_of: TenderName | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.means, "means")
        if self.given is not None and (
            self.given.currency != self.amount.currency or self.given.minor < self.amount.minor
        ):
            found = f"found {self.given.to_text()} given for {self.amount.to_text()}"
            cure = "let at least the amount be given, in its currency"
            raise WrongValue.at("given", found, cure, code="given_too_little")
        if self.reference is not None:
            checked_identifier(self.reference, "reference")
        if self.captured is not None:
            self._check_captured(self.captured)
        if self.instead_of is not None:
            checked_type(TenderName, self.instead_of, "instead_of", 'pass TenderName("card", "psp-9")')
        if self.amount.minor < (0 if self.means == CASH else 1):  # a few cents round to nothing in coins
            found = f"found {self.amount.to_text()}"
            raise WrongValue.at("amount", found, "pay a positive amount", code="amount_not_positive")

    def _check_captured(self, captured: Amount) -> None:
        if captured.currency == self.amount.currency or captured.minor < 0:
            found = f"found {captured.to_text()} captured for {self.amount.to_text()}"
            cure = "say what was captured in another currency, or leave it out"
            raise WrongValue.at("captured", found, cure, code="captured_alike")

    @property
    def pays_by(self) -> TenderName:
        """Its means and its reference."""
        return TenderName(self.means, self.reference)

    @property
    def stands_for(self) -> TenderName:
        """The tender that it is part of: itself, or the one instead of which it is paid out."""
        return self.instead_of or self.pays_by

    @property
    def change(self) -> Amount:
        """What is given back of what was given."""
        given = self.amount if self.given is None else self.given
        return Amount(given.minor - self.amount.minor, self.amount.currency)


def _shares(shares: Iterable[Share]) -> tuple[Share, ...]:
    return tuple_of(Share, shares, "shares")


@attrs.frozen
class OrderLine:
    """One line of an order: the product as it was described, the terms, and each unit's share of them.

    ``handover`` is how it reaches the customer, if otherwise than the order.
    """

    product: Product
    terms: LineTerms
    shares: tuple[Share, ...] = attrs.field(converter=_shares)
    handover: Handover | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        checked_handover(self.handover)

    @property
    def units(self) -> Units:
        """All its pieces."""
        return Units(self.terms.number, 0, pieces(self.terms.quantity))


def _lines(lines: Iterable[OrderLine]) -> tuple[OrderLine, ...]:
    return tuple_of(OrderLine, lines, "lines")


def checked_rule_names(names: Mapping[str, Mapping[str, str]]) -> Mapping[str, Mapping[str, str]]:
    """By rule, its name per language; for attrs fields."""
    by_rule = frozen_mapping(names, "rule_names")
    for rule, name in by_rule.items():
        checked_identifier(rule, "rule_names")
        where = f"rule_names.{rule}"
        checked_names(frozen_mapping(name, where), where)
    return frozen_mapping({key: texts(name) for key, name in by_rule.items()}, "rule_names")


def _refs(refs: Iterable[RefUnits]) -> tuple[RefUnits, ...]:
    return tuple_of(RefUnits, refs, "refs")


def _taxes(taxes: Iterable[TaxTerms]) -> tuple[TaxTerms, ...]:
    return tuple_of(TaxTerms, taxes, "taxes")


def _empties(empties: Iterable[EmptiesTerms]) -> tuple[EmptiesTerms, ...]:
    return tuple_of(EmptiesTerms, empties, "empties")


def _deliveries(deliveries: Iterable[DeliveryTerms]) -> tuple[DeliveryTerms, ...]:
    return tuple_of(DeliveryTerms, deliveries, "deliveries")


def _tenders(tenders: Iterable[Tender]) -> tuple[Tender, ...]:
    return tuple_of(Tender, tenders, "tenders")


def _accruals(accruals: Iterable[Accrual]) -> tuple[Accrual, ...]:
    return tuple_of(Accrual, accruals, "accruals")


def _coupons(coupons: Iterable[str]) -> tuple[str, ...]:
    return identifiers(coupons, "coupons")


def _consumed(consumed: Iterable[Consumed]) -> tuple[Consumed, ...]:
    return tuple_of(Consumed, consumed, "consumed")


def _without_right(without: Iterable[WithoutRight]) -> tuple[WithoutRight, ...]:
    return tuple_of(WithoutRight, without, "without_right")


def _returns(returns: Iterable[ReturnTerms]) -> tuple[ReturnTerms, ...]:
    return tuple_of(ReturnTerms, returns, "returns")


def _guarantees(guarantees: Iterable[GuaranteeTerms]) -> tuple[GuaranteeTerms, ...]:
    return tuple_of(GuaranteeTerms, guarantees, "guarantees")


@attrs.frozen(kw_only=True)
class Order:
    """What was agreed, when, on what terms and how it was paid.

    ``seller`` is the name on the receipt, ``entity`` the legal entity that sells. ``rule_names`` has the
    names, per language, of the promotions and reasons that the lines' adjustments refer to, so that the
    receipt can be printed again. ``cash_rounding`` is what paying in cash adds to the total, or takes off it.
    ``accruals`` are the points that it earned, with the life of their lots; ``returns`` every right
    under which its goods may come back, ``without_right`` the lines to which the law gives none;
    ``informed`` whether the customer was told of it. ``guarantees`` are those on faults of the goods, the
    law's and the merchant's. ``refunding`` is how tenders are refunded, and ``repricing`` the rules of the
    sale where a policy prices again what is kept. ``coupons`` are the issued coupons that it used up once
    more, ``consumed`` is what it took of offers that are counted over all baskets, ``tender`` how it had to
    be paid for an offer, and ``stored_value`` what had to be paid with stored value, as that earned nothing.
    ``question`` and ``answer`` are the digests of the quote that was accepted, ``rulebook`` that of the
    rulebook which answered. Sums are checked when it is built: an order that does not add up cannot exist.
    """

    document: ClassVar[str] = "order/1"
    bytes_max: ClassVar[int] = TERMS_BYTES_MAX

    id: str
    placed_at: Instant
    provenance: Provenance
    seller: str | None = None
    entity: str | None = None
    buyer: Buyer
    contract: Contract
    handover: Handover
    rulebook: str
    question: str
    answer: str
    computing: str
    currency: str
    money: MoneyPolicy = HALF_UP
    lines: tuple[OrderLine, ...] = attrs.field(converter=_lines, repr=counted("lines"))
    rule_names: Mapping[str, Mapping[str, str]] = attrs.field(converter=checked_rule_names)
    refs: tuple[RefUnits, ...] = attrs.field(default=(), converter=_refs)
    empties: tuple[EmptiesTerms, ...] = attrs.field(default=(), converter=_empties)
    taxes: tuple[TaxTerms, ...] = attrs.field(default=(), converter=_taxes)
    deliveries: tuple[DeliveryTerms, ...] = attrs.field(default=(), converter=_deliveries)
    total_minor: int
    cash_rounding: int = 0
    redemption: Redemption | None = None
    accruals: tuple[Accrual, ...] = attrs.field(default=(), converter=_accruals)
    informed: bool = True
    returns: tuple[ReturnTerms, ...] = attrs.field(default=(), converter=_returns)
    without_right: tuple[WithoutRight, ...] = attrs.field(default=(), converter=_without_right)
    guarantees: tuple[GuaranteeTerms, ...] = attrs.field(default=(), converter=_guarantees)
    refunding: RefundingTerms = attrs.field(factory=RefundingTerms)
    repricing: Repricing | None = None
    tender: str | None = None
    stored_value: StoredValue | None = None
    coupons: tuple[str, ...] = attrs.field(default=(), converter=_coupons)
    consumed: tuple[Consumed, ...] = attrs.field(default=(), converter=_consumed)
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
        if checked_handover(self.handover) is None:
            cure = 'pass Deliver(Place("FR", "69003")), Collect("lyon-2") or Carry("lyon-2")'
            raise WrongType.at("handover", shown(self.handover), cure, code="wrong_type")
        for where, digest in (
            ("rulebook", self.rulebook),
            ("question", self.question),
            ("answer", self.answer),
        ):
            checked_digest(digest, where)
        checked_identifier(self.computing, "computing")
        checked_type(bool, self.informed, "informed", "pass True or False")
        if self.entity is not None:
            checked_identifier(self.entity, "entity")
        checked_currency(self.currency)
        if self.tender is not None:
            checked_identifier(self.tender, "tender")
        self._check_sums()

    def _check_sums(self) -> None:
        for index, line in enumerate(self.lines):
            check_line(line.product, line.terms, line.shares, index + 1, f"lines[{index}]")
        agreed = [line.terms for line in self.lines]
        paid = [*(terms.paid for terms in agreed), *(each.paid for each in self.empties)]
        parts = [part for terms in agreed for part in terms.taxes]
        parts += [part for each in self.empties for part in each.taxes]
        paid += (each.paid for each in self.deliveries)
        parts += (part for each in self.deliveries for part in each.taxes)
        check_sum("total_minor", self.total_minor, paid, "lines, empties and delivery")
        check_deliveries(self.deliveries, agreed)
        check_empties(self.empties)
        check_taxes(self.taxes, parts)
        check_numbers(
            len(agreed),
            accruals=self.accruals,
            returns=self.returns,
            without_right=self.without_right,
            guarantees=self.guarantees,
            deliveries=self.deliveries,
        )
        for index, tender in enumerate(self.tenders):
            if tender.amount.currency != self.currency:
                found = f"found {tender.amount.to_text()}"
                cure = f"pay in {self.currency}"
                raise WrongValue.at(f"tenders[{index}].amount", found, cure, code="other_currency")
        with_points = 0 if self.redemption is None else self.redemption.paid
        check_sum(
            "total_minor",
            self.total_minor + self.cash_rounding,
            (*(each.amount.minor for each in self.tenders), with_points),
            "tenders, points and the rounding of cash",
        )
        if self.stored_value is not None:
            means = self.stored_value.means
            by_it = (each.amount.minor for each in self.tenders if each.means in means)
            check_sum("stored_value.amount", self.stored_value.amount, by_it, "the tenders of its means")
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
    def fees(self) -> int:
        """What the customer paid for delivery, in minor units."""
        return sum(each.paid for each in self.deliveries)

    def handover_of(self, line: OrderLine) -> Handover:
        """How a line reaches the customer: its own way, or the order's."""
        return self.handover if line.handover is None else line.handover

    def units_of(self, delivery: DeliveryTerms) -> tuple[Units, ...]:
        """The goods of one of its deliveries."""
        if delivery.units:
            return delivery.units
        goods = (line for line in self.lines if line.product.nature is Nature.GOODS)
        return tuple(line.units for line in goods if line.handover == delivery.handover)

    @property
    def value(self) -> int:
        """What goods, extras and delivery came to, in minor units: the total, and the empties given back."""
        return self.total_minor - sum(each.paid for each in self.empties)

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
            money=self.money,
            lines=tuple(line.terms for line in self.lines),
            empties=self.empties,
            taxes=self.taxes,
            deliveries=self.deliveries,
            total=self.total_minor,
            redemption=self.redemption,
            earnings=tuple(accrual.earning for accrual in self.accruals),
            returns=self.returns,
            without_right=self.without_right,
            guarantees=self.guarantees,
            refunding=self.refunding,
            tender=self.tender,
            stored_value=self.stored_value,
            coupons=self.coupons,
            consumed=self.consumed,
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
