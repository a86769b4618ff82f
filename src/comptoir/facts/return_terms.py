"""What was agreed about returns: each right under which goods may come back, by value.

Two layers stand side by side: *statutory* rights, which the law gives, and *commercial* ones, which
the merchant adds. Both are frozen on the order; the answer to a later question is, on each axis, the
better for the customer.

Source: Directive 2011/83/EU, articles 9 to 16, for what a right of withdrawal consists of; house rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import Final

import attrs

from comptoir.facts.bearers import Bearer as Bearer  # noqa: PLC0414 - read here by all who read about returns
from comptoir.facts.exchange_terms import ExchangeTerms
from comptoir.facts.late_terms import LateStep, check_refund, to_ladder
from comptoir.facts.products import identifiers
from comptoir.values.collections import tuple_of
from comptoir.values.countings import checked_counting
from comptoir.values.days import checked_day
from comptoir.values.errors import WrongValue, checked_type, shown
from comptoir.values.identifiers import checked_identifier, checked_text
from comptoir.values.money import checked_minor
from comptoir.values.percentages import Percent, to_percent
from comptoir.values.periods import Period
from comptoir.values.zones import checked_zone_name


class Right(Enum):
    """Who gives the right."""

    STATUTORY = "statutory"
    COMMERCIAL = "commercial"


class Anchor(Enum):
    """The event from whose day a period counts."""

    PLACED = "placed"
    """The contract was concluded."""
    SHIPPED = "shipped"
    """This good left for the customer; where nothing says so, it was handed over."""
    HANDED_OVER = "handed_over"
    """This good was handed over: delivered, or collected."""
    FIRST_HANDED_OVER = "first_handed_over"
    """The first good of the order was handed over: for regular deliveries."""
    LAST_HANDED_OVER = "last_handed_over"
    """The last good of the order was handed over."""
    HANDED_BACK = "handed_back"
    """This good was given back after its last repair; if it never was repaired, it was handed over."""


class Means(Enum):
    """How money comes back, the better for the customer first."""

    ORIGINAL = "original"
    """As it was paid."""
    CREDIT = "credit"
    """As credit with the merchant."""


class RefundMode(Enum):
    """How much is refunded for goods that come back, the better for the customer first."""

    PRO_RATA = "pro_rata"
    """What was paid for them: each piece's share of every amount of the order."""
    REPRICE_KEPT = "reprice_kept"
    """What was paid for the order, less what the goods kept would have cost under the rules of the sale."""


class FreeDelivery(Enum):
    """What becomes of a delivery that was free from an amount which the goods kept no longer reach."""

    KEEP = "keep"
    """It stays free."""
    REBILL = "rebill"
    """What had been saved is kept of the refund."""


class Grade(Enum):
    """In which condition goods come back, as a person at the desk sees it."""

    AS_NEW = "as_new"
    OPENED = "opened"
    USED = "used"
    """Handled more than it takes to know what they are and how they work."""
    DAMAGED = "damaged"
    INCOMPLETE = "incomplete"
    WRONG_ITEM = "wrong_item"
    """Not what was sold: no right is about it."""


class ProofKind(Enum):
    """By what a purchase is proven, whichever way the order was found."""

    RECEIPT = "receipt"
    ACCOUNT = "account"
    CARD = "card"
    SERIAL = "serial"


class Lost(Enum):
    """When an exception by the nature of the goods takes the right away."""

    AT_ONCE = "at_once"
    UNSEALED = "unsealed"
    """Once the seal is broken after they were handed over."""
    PERFORMED = "performed"
    """Once the service was performed, or the content begun: when it was handed over."""


class Exemption(Enum):
    """The thirteen exceptions to the right of withdrawal: Directive 2011/83/EU, article 16 (a) to (m)."""

    SERVICE_PERFORMED = "service_performed"
    MARKET_PRICE = "market_price"
    PERSONALISED = "personalised"
    PERISHABLE = "perishable"
    HYGIENE = "hygiene"
    MIXED = "mixed"
    ALCOHOL = "alcohol"
    URGENT_REPAIR = "urgent_repair"
    MEDIA = "media"
    PRESS = "press"
    AUCTION = "auction"
    DATED_SERVICE = "dated_service"
    DIGITAL_CONTENT = "digital_content"

    @property
    def lost(self) -> Lost:
        """When it takes the right away."""
        return _LOST.get(self, Lost.AT_ONCE)


_LOST: Final = {
    Exemption.SERVICE_PERFORMED: Lost.PERFORMED,
    Exemption.HYGIENE: Lost.UNSEALED,
    Exemption.MEDIA: Lost.UNSEALED,
    Exemption.DIGITAL_CONTENT: Lost.PERFORMED,
}


class NoRight(Enum):
    """Why the law, as the rulebook knows it, gives no right to withdraw, in order of precedence."""

    NO_RULE = "no_rule"
    """The country is not known, or the rulebook has no rule in force for it: nothing is said for certain."""
    CONTRACT = "contract"
    """The law gives none for a contract concluded this way."""
    EXEMPT = "exempt"
    """An exception by the nature of the goods, by the article named."""


class CountsFrom(Enum):
    """From what the period in which a refund is due counts."""

    DECLARED = "declared"
    """The day on which the customer said that they withdraw."""
    BACK = "back"
    """The day on which the goods were back, or proven to be sent, whichever was first."""


def _lines(lines: Iterable[int]) -> tuple[int, ...]:
    return tuple_of(int, lines, "lines")


def _reasons(reasons: Iterable[str]) -> tuple[str, ...]:
    return identifiers(reasons, "reasons")


@attrs.frozen(kw_only=True)
class WithoutRight:
    """Lines to which the law gives no right to withdraw, and why; of an exception, its ``source``."""

    lines: tuple[int, ...] = attrs.field(converter=_lines)
    why: NoRight
    rule: str | None = None
    head: Exemption | None = None
    source: str | None = None

    def __attrs_post_init__(self) -> None:
        checked_type(NoRight, self.why, "why", "pass NoRight.NO_RULE, CONTRACT or EXEMPT")
        if self.head is not None:
            checked_type(Exemption, self.head, "head", "pass an Exemption")
        if self.rule is not None:
            checked_identifier(self.rule, "rule")
        if self.source is not None:
            checked_text(self.source, "source")


@attrs.frozen(kw_only=True)
class LostTerms:
    """Lines whose right is lost later, by an exception: once unsealed, or once performed."""

    lines: tuple[int, ...] = attrs.field(converter=_lines)
    head: Exemption
    source: str

    def __attrs_post_init__(self) -> None:
        checked_type(Exemption, self.head, "head", "pass an Exemption")
        checked_text(self.source, "source")


@attrs.frozen(kw_only=True)
class GradeTerms:
    """What goods of a ``grade`` come back for: less ``percent`` of what was paid, or not at all.

    For these ``reasons``, all if empty; the first that fits decides, and without any nothing is deducted.
    """

    grade: Grade
    reasons: tuple[str, ...] = attrs.field(default=(), converter=_reasons)
    percent: Percent = attrs.field(default=Percent(0), converter=to_percent)
    refused: bool = False

    def __attrs_post_init__(self) -> None:
        checked_type(Grade, self.grade, "grade", "pass Grade.AS_NEW, OPENED, USED, …")
        checked_type(bool, self.refused, "refused", "pass True or False")
        if self.refused and self.percent.parts_per_million:
            cure = "either refuse them, or take a percentage off"
            raise WrongValue.at("percent", shown(self.percent.to_text()), cure, code="refused_and_deducted")


@attrs.frozen(kw_only=True)
class Extension:
    """By how much a right is longer if the customer was not informed of it, after its first end."""

    period: Period
    source: str

    def __attrs_post_init__(self) -> None:
        checked_type(Period, self.period, "period", 'pass Period.from_text("12 months")')
        checked_text(self.source, "source")


@attrs.frozen(kw_only=True)
class RefundLaw:
    """By when a withdrawal is refunded, until when goods are sent back, and what a late refund costs.

    ``within`` counts from the declaration or from the goods; with ``may_withhold`` nothing is due before they
    are back or proven to be sent. ``send_back_within`` is the customer's time, from the declaration. A refund
    that is later grows by the ``ladder``.
    """

    source: str
    within: Period
    counts_from: CountsFrom = CountsFrom.DECLARED
    may_withhold: bool = True
    send_back_within: Period | None = None
    ladder: tuple[LateStep, ...] = attrs.field(default=(), converter=to_ladder)
    ladder_source: str | None = None

    def __attrs_post_init__(self) -> None:
        checked_text(self.source, "source")
        checked_type(CountsFrom, self.counts_from, "counts_from", "pass CountsFrom.DECLARED or BACK")
        checked_type(bool, self.may_withhold, "may_withhold", "pass True or False")
        if self.send_back_within is not None:
            checked_type(
                Period, self.send_back_within, "send_back_within", 'pass Period.from_text("14 days")'
            )
        check_refund(self.within, self.ladder, self.ladder_source)


def _lost(lost: Iterable[LostTerms]) -> tuple[LostTerms, ...]:
    return tuple_of(LostTerms, lost, "lost")


def _grades(grades: Iterable[GradeTerms]) -> tuple[GradeTerms, ...]:
    return tuple_of(GradeTerms, grades, "grades")


def _proofs(proofs: Iterable[ProofKind]) -> tuple[ProofKind, ...]:
    return tuple_of(ProofKind, proofs, "proofs")


def _extra(extra: Iterable[Period]) -> tuple[Period, ...]:
    return tuple_of(Period, extra, "extra")


@attrs.frozen(kw_only=True, cache_hash=True)
class ReturnTerms:
    """One right on some lines: for how long, counted how and from what, at what cost, paid back how.

    ``rule`` names the policy or the statutory rule, ``source`` its article. Without a ``period`` the
    goods may not come back under this rule (final sale). ``counting`` names a jurisdiction's way of
    counting and ``calendar`` its holidays; without them the days are counted plainly. Days are those
    of ``zone``. ``reasons`` are those accepted, and ``proofs`` of the purchase, all if empty.

    The end moves: by an ``extension`` where the customer was not informed; by seasons, ``extra`` time, that
    of them which ends last, and not before the end of the day ``at_least_until``. ``season`` is the one that
    decides, if it is known before the end is. ``lost`` are lines that may lose the right later.

    Of what was paid for a piece, the restocking ``fee`` and ``fee_each`` minor units are kept, and what its
    grade takes off. ``label`` is what the seller's own parcel label costs, in minor units, where the buyer
    bears the carriage. ``bonus`` is added if the customer takes credit. ``refund`` is the law about it. With
    ``even_exchange``, variants are swapped without any money; ``exchange`` says what else they are taken for.
    """

    right: Right
    rule: str
    source: str | None = None
    lines: tuple[int, ...] = attrs.field(converter=_lines)
    period: Period | None = None
    counting: str | None = None
    calendar: str | None = None
    zone: str
    anchor: Anchor
    extension: Extension | None = None
    season: str | None = None
    extra: tuple[Period, ...] = attrs.field(default=(), converter=_extra)
    at_least_until: date | None = None
    lost: tuple[LostTerms, ...] = attrs.field(default=(), converter=_lost)
    fee: Percent = attrs.field(default=Percent(0), converter=to_percent)
    fee_each: int = 0
    grades: tuple[GradeTerms, ...] = attrs.field(default=(), converter=_grades)
    carriage: Bearer = Bearer.BUYER
    label: int = 0
    means: Means = Means.ORIGINAL
    bonus: Percent = attrs.field(default=Percent(0), converter=to_percent)
    mode: RefundMode = RefundMode.PRO_RATA
    free_delivery: FreeDelivery = FreeDelivery.KEEP
    even_exchange: bool = False
    exchange: ExchangeTerms | None = None
    reasons: tuple[str, ...] = attrs.field(default=(), converter=_reasons)
    proofs: tuple[ProofKind, ...] = attrs.field(default=(), converter=_proofs)
    refund: RefundLaw | None = None

    def __attrs_post_init__(self) -> None:
        checked_type(Right, self.right, "right", "pass Right.STATUTORY or COMMERCIAL")
        checked_type(Anchor, self.anchor, "anchor", "pass Anchor.PLACED, SHIPPED, HANDED_OVER, …")
        checked_type(Bearer, self.carriage, "carriage", "pass Bearer.BUYER or SELLER")
        checked_type(Means, self.means, "means", "pass Means.ORIGINAL or CREDIT")
        checked_type(bool, self.even_exchange, "even_exchange", "pass True or False")
        checked_type(RefundMode, self.mode, "mode", "pass RefundMode.PRO_RATA or REPRICE_KEPT")
        checked_type(FreeDelivery, self.free_delivery, "free_delivery", "pass FreeDelivery.KEEP or REBILL")
        if self.exchange is not None:
            checked_type(ExchangeTerms, self.exchange, "exchange", "pass ExchangeTerms")
        if self.refund is not None:
            checked_type(RefundLaw, self.refund, "refund", "pass a RefundLaw")
        checked_minor(self.fee_each, "fee_each")
        checked_minor(self.label, "label")
        if self.season is not None:
            checked_identifier(self.season, "season")
        checked_identifier(self.rule, "rule")
        if self.source is not None:
            checked_text(self.source, "source")
        self._check_floor()
        self._check_clock()

    def _check_clock(self) -> None:
        """What says when it ends."""
        if self.period is not None:
            checked_type(Period, self.period, "period", 'pass Period.from_text("30 days")')
        if self.extension is not None:
            checked_type(Extension, self.extension, "extension", "pass an Extension")
        if self.at_least_until is not None:
            checked_day(self.at_least_until, "at_least_until")
        if self.counting is not None:
            checked_counting(self.counting, "counting")
        if (self.counting is None) != (self.calendar is None):
            cure = "name both, or neither: without them days are counted plainly"
            raise WrongValue.at("calendar", shown(self.calendar), cure, code="counting_without_calendar")
        if self.calendar is not None:
            checked_identifier(self.calendar, "calendar")
        checked_zone_name(self.zone, "zone")

    def on_grade(self, grade: Grade, reason: str) -> GradeTerms | None:
        """What decides about goods in that condition, for that reason; ``None``: nothing is deducted."""
        of_grade = (each for each in self.grades if each.grade is grade)
        return next((each for each in of_grade if not each.reasons or reason in each.reasons), None)

    def _check_floor(self) -> None:
        """What the law gives is never less than what was paid, but for wear."""
        is_less = self.mode is not RefundMode.PRO_RATA or self.fee.parts_per_million or self.fee_each
        if self.right is Right.STATUTORY and (is_less or any(each.refused for each in self.grades)):
            cure = "leave out fees, refused grades and repricing: the law gives back what was paid"
            raise WrongValue.at("right", "found less than the law gives", cure, code="below_the_floor")
