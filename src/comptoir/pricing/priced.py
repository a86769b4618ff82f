"""What pricing comes out with: each line's price, what changed it, and what became of each offer.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from functools import cached_property
from typing import Final, Protocol

import attrs

from comptoir.facts.coupons import Consumed
from comptoir.facts.extras import ExtraTerms
from comptoir.facts.goods import Good
from comptoir.facts.overrides import Override
from comptoir.facts.products import Product
from comptoir.facts.tax_terms import PriceBasis, TaxPart, Treatment
from comptoir.facts.terms import Adjustment, LineTerms, Proof
from comptoir.pricing.choosing.plan import Layered, Plan
from comptoir.pricing.choosing.taken import Candidate
from comptoir.pricing.listing import Listed
from comptoir.pricing.verdicts import Verdict
from comptoir.texts import amount_text, language_of, say
from comptoir.values.grants import PromotionGrant
from comptoir.values.money import Amount
from comptoir.values.percentages import Percent

AGREED_REMEMBERED: Final = 8
"""Shares of the tax for which it is remembered what is agreed of a line: odd cents fall here or there."""


@attrs.frozen
class FloorAt:
    """The floor of a line, by its rule: ``amount`` minor units, on the basis of its price."""

    rule: str
    source: str
    amount: int


@attrs.frozen
class TaxedExtra:
    """An extra of a line, and its own tax category; ``None`` follows the goods."""

    terms: ExtraTerms
    tax: str | None


class OverrideRefusalCode(Enum):
    """Why a price that a person decided does not hold, in the order in which reasons are looked for."""

    UNKNOWN_REASON = "unknown_reason"
    """The rulebook has no such reason."""
    NOT_FOR_PRODUCT = "not_for_product"
    """The reason is not for this product."""
    UNKNOWN_AUTHORITY = "unknown_authority"
    """The rulebook has no such authority."""
    NO_EVIDENCE = "no_evidence"
    """The reason demands to be told the rival's offer."""
    ABOVE_PRICE = "above_price"
    """It is above the price in force."""
    BEYOND_AUTHORITY = "beyond_authority"
    """The authority may not go that far."""
    BELOW_FLOOR = "below_floor"
    """A floor stands above it."""


@attrs.frozen(kw_only=True)
class OverrideRefused:
    """A price decided by a person that does not hold: the line stays at its listed price.

    ``least`` is the lowest amount for the line that the authority or the floor allows, ``rule`` the floor.
    """

    code: OverrideRefusalCode
    number: int
    sku: str
    override: Override
    least: Amount | None = None
    rule: str | None = None

    def text(self, language: str) -> str:
        """The reason as a sentence, in French (``fr``) or English (``en``)."""
        spoken = language_of(language)
        return say(
            f"override_{self.code.value}",
            spoken,
            sku=self.sku,
            price=amount_text(self.override.price, spoken),
            reason=self.override.reason,
            authority=self.override.authority,
            least="" if self.least is None else amount_text(self.least, spoken),
            rule=self.rule or "",
        )


LineCharge = tuple[str, PriceBasis, int, int]
"""What a line charges: tax category, basis, amount, and what of it is taxed besides."""


class TaxRate(Protocol):
    """A rate that tax applies to a line."""

    @property
    def percent(self) -> Percent:
        """How much of what is taxed."""

    @property
    def treatment(self) -> Treatment:
        """Why it is taxed, or why it is not."""


@attrs.frozen(slots=False)  # built for every line: without slots, its fields are set three times as fast
class PricedLine:
    """One good: its listed price, what goes with it, what changed the price, and what is left of it.

    ``known`` is what was agreed of it before, if it charges one amount, and at which rate, by the sum of
    what is paid and of tax: at one rate, no two shares of it have the same sum.
    """

    good: Good
    listed: Listed
    charged: int
    extras: tuple[TaxedExtra, ...] = ()
    override: Override | None = None
    floor: FloorAt | None = None
    adjustments: tuple[Adjustment, ...] = ()
    known: dict[int, tuple[TaxRate, LineTerms]] = attrs.field(factory=dict, init=False, eq=False, repr=False)

    @cached_property
    def charge(self) -> LineCharge | None:
        """What it charges, if that is one amount, as nearly always: it is no kit, and has no extra."""
        listed = self.listed
        if listed.parts or self.extras:
            return None
        return listed.product.tax, listed.basis, self.charged, self.in_base

    @cached_property
    def at_most(self) -> int:
        """What it would come to with nothing off and every extra, in minor units."""
        return self.regular + sum(each.terms.amount for each in self.extras if not each.terms.in_price)

    @property
    def in_base(self) -> int:
        """What is taxed although the customer does not pay it, in minor units."""
        return sum([each.in_base for each in self.adjustments]) if self.adjustments else 0

    @property
    def product(self) -> Product:
        """What is sold."""
        return self.listed.product

    @property
    def regular(self) -> int:
        """The rounded line extension, in minor units."""
        return self.listed.regular

    @property
    def in_price(self) -> int:
        """What of the price no promotion touches, in minor units: contributions inside it."""
        return min(self.regular, sum(each.terms.amount for each in self.extras if each.terms.in_price))

    def agreed(self, paid: int, taxes: tuple[TaxPart, ...]) -> LineTerms:
        """What is agreed of it, once it is known what the customer pays and what of it is tax."""
        good, listed = self.good, self.listed
        return LineTerms(  # by position, as this is done for every line: names would take twice as long
            good.number,
            good.sku,
            good.quantity,
            listed.unit_price,
            listed.list,
            listed.regular,
            self.charged,
            paid,
            taxes,
            good.unit,
            listed.basis,
            listed.graduated,
            self.override,
            self.adjustments,
            tuple([extra.terms for extra in self.extras]) if self.extras else (),
        )

    def agreed_at(self, rate: TaxRate, paid: int, tax: int) -> LineTerms:
        """As :meth:`agreed`, of a line that charges one amount, at that rate; it is ``known`` from then on.

        It is what is ``paid``, and how much of what is taxed is ``tax``.
        """
        agreed = self.agreed(paid, (TaxPart(rate.percent, paid + self.in_base, tax, rate.treatment),))
        if len(self.known) >= AGREED_REMEMBERED:
            self.known.clear()
        self.known[paid + tax] = rate, agreed
        return agreed


@attrs.frozen(kw_only=True)
class Pass:
    """How the goods went through a layer: what it chose from, and its plan."""

    layer: str
    chosen_from: Layered
    plan: Plan

    @property
    def candidates(self) -> Sequence[Candidate]:
        """The promotions whose conditions held, and what they could have had."""
        return self.chosen_from.candidates


@attrs.frozen(kw_only=True, slots=False)
class Priced:
    """The goods as priced, how good the choice is known to be, and what promotions give beside the goods.

    ``consumed`` is what it takes of promotions that are counted over all baskets, ``relied_on`` the codes
    of issued coupons without which a promotion would not apply; ``by_tender`` says that one would not if
    it were paid otherwise. ``verdicts`` tell what became of every promotion in force, found when asked for.
    """

    lines: tuple[PricedLine, ...]
    proof: Proof
    grants: tuple[PromotionGrant, ...] = ()
    consumed: tuple[Consumed, ...] = ()
    relied_on: tuple[str, ...] = ()
    by_tender: bool = False
    refused: tuple[OverrideRefused, ...] = ()
    verdicts: Mapping[str, Verdict] = attrs.field(repr=False, eq=False)
