"""What was agreed about faults: each guarantee on the goods, and the law about putting them right, by value.

A guarantee of the law (*statutory*) and one that the merchant or the maker adds (*commercial*) stand side by
side. Both are frozen on the order; each has a clock of its own, and the customer has the better of them.

Source: Directive (EU) 2019/771, articles 10 to 16, for what a legal guarantee consists of; French Code de la
consommation, articles L217-3 to L217-17 and L217-28, for suspension, extension and renewal; Consumer Rights
Act 2015, sections 19 to 24, for the short-term right to reject.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

import attrs

from comptoir.facts.confidence import Confidence
from comptoir.facts.return_terms import RefundLaw, Right
from comptoir.values.collections import tuple_of
from comptoir.values.errors import WrongValue, checked_type
from comptoir.values.identifiers import checked_identifier, checked_text
from comptoir.values.periods import Period
from comptoir.values.quantities import checked_count
from comptoir.values.zones import checked_zone_name


class Problem(Enum):
    """What is wrong with goods."""

    FAULTY = "faulty"
    """They do not work, or are not as was agreed."""
    MISSING = "missing"
    """They were said to be handed over, and are not there."""
    WRONG = "wrong"
    """Other goods came than those that were bought."""
    DAMAGED = "damaged"
    """They were damaged when they came."""


class Remedy(Enum):
    """What puts a fault right, in the order of the law: first the goods, then the money."""

    REPAIR = "repair"
    REPLACEMENT = "replacement"
    REDUCTION = "reduction"
    """The customer keeps them for less."""
    RESCISSION = "rescission"
    """The goods go back, and the money too."""

    @property
    def is_first(self) -> bool:
        """Whether it brings the goods into conformity."""
        return self in {Remedy.REPAIR, Remedy.REPLACEMENT}


@attrs.frozen(kw_only=True)
class RepairExtension:
    """By how much a guarantee is longer once goods were repaired under it: after each repair, or ``once``."""

    period: Period
    source: str
    confidence: Confidence
    once: bool = False

    def __attrs_post_init__(self) -> None:
        checked_type(Period, self.period, "period", 'pass Period.from_text("6 months")')
        checked_text(self.source, "source")
        checked_type(Confidence, self.confidence, "confidence", "pass Confidence.HIGH, MEDIUM or LOW")
        checked_type(bool, self.once, "once", "pass True or False")


@attrs.frozen(kw_only=True)
class Renewal:
    """A new guarantee for goods that replace others whose repair was agreed and not done."""

    period: Period
    source: str

    def __attrs_post_init__(self) -> None:
        checked_type(Period, self.period, "period", 'pass Period.from_text("2 years")')
        checked_text(self.source, "source")


@attrs.frozen(kw_only=True)
class ShortReject:
    """A right to reject faulty goods at once, for a ``period`` from the day after they were handed over.

    The clock stands still while goods are being repaired or replaced; there are ``days_after`` days more at
    least once they are back.
    """

    period: Period
    days_after: int
    source: str
    confidence: Confidence

    def __attrs_post_init__(self) -> None:
        checked_type(Period, self.period, "period", 'pass Period.from_text("30 days")')
        checked_count(self.days_after, "days_after", 0, 365)
        checked_text(self.source, "source")
        checked_type(Confidence, self.confidence, "confidence", "pass Confidence.HIGH, MEDIUM or LOW")


@attrs.frozen(kw_only=True)
class RemedyLaw:
    """How a fault is put right: first repair or replacement, as the customer chooses; then the money.

    The goods are put right ``within`` a period of the claim. The money comes where both are refused, where
    that time is over, where so many ``attempts`` did not help, and where the fault is so serious that nobody
    need wait: by the articles ``then_source``. ``refund`` is the law about what is paid back then, and
    ``advanced`` that about costs which the customer advanced.
    """

    source: str
    within: Period | None = None
    within_source: str | None = None
    attempts: int = 1
    then_source: str
    refund: RefundLaw | None = None
    advanced: RefundLaw | None = None
    reject: ShortReject | None = None

    def __attrs_post_init__(self) -> None:
        checked_text(self.source, "source")
        checked_text(self.then_source, "then_source")
        if self.within is not None:
            checked_type(Period, self.within, "within", 'pass Period.from_text("30 days")')
        if (self.within is None) is not (self.within_source is None):
            cure = "write both, or neither: a time has its article"
            raise WrongValue.at("within_source", "found one without the other", cure, code="no_source")
        if self.within_source is not None:
            checked_text(self.within_source, "within_source")
        checked_count(self.attempts, "attempts", 1, 9)
        for where, law in (("refund", self.refund), ("advanced", self.advanced)):
            if law is not None:
                checked_type(RefundLaw, law, where, "pass a RefundLaw")
        if self.reject is not None:
            checked_type(ShortReject, self.reject, "reject", "pass a ShortReject")


def _lines(lines: Iterable[int]) -> tuple[int, ...]:
    return tuple_of(int, lines, "lines")


def _at_once(at_once: Iterable[Remedy]) -> tuple[Remedy, ...]:
    return tuple_of(Remedy, at_once, "at_once")


@attrs.frozen(kw_only=True, cache_hash=True)
class GuaranteeTerms:
    """One guarantee on some lines: for how long, who proves, what moves its end, and what it gives.

    ``rule`` names the merchant's guarantee or the statutory rule, ``source`` its article. ``period`` counts
    plainly from the day of hand-over, in ``zone``; without one the law names no end here, and nobody guesses
    it. For ``presumed`` from that day a fault is taken to have been there at the hand-over: the seller proves
    otherwise. Where ``suspended_by`` names an article, the clock stands still while the customer cannot use
    the goods, ``from_request`` on or from their being handed in. ``transferred_by`` is the article by which a
    later owner has it. ``at_once`` are remedies that a merchant gives without the steps of the law.
    ``notice_by`` is the article by which the receipt says how long it is.
    """

    right: Right
    rule: str
    source: str | None = None
    confidence: Confidence | None = None
    lines: tuple[int, ...] = attrs.field(converter=_lines)
    period: Period | None = None
    zone: str
    presumed: Period | None = None
    presumed_by: str | None = None
    suspended_by: str | None = None
    from_request: bool = True
    extension: RepairExtension | None = None
    renewal: Renewal | None = None
    remedies: RemedyLaw | None = None
    at_once: tuple[Remedy, ...] = attrs.field(default=(), converter=_at_once)
    transferred_by: str | None = None
    notice_by: str | None = None

    def __attrs_post_init__(self) -> None:
        checked_type(Right, self.right, "right", "pass Right.STATUTORY or COMMERCIAL")
        checked_identifier(self.rule, "rule")
        checked_zone_name(self.zone, "zone")
        checked_type(bool, self.from_request, "from_request", "pass True or False")
        for where, period in (("period", self.period), ("presumed", self.presumed)):
            if period is not None:
                checked_type(Period, period, where, 'pass Period.from_text("2 years")')
        for where, source in (
            ("source", self.source),
            ("presumed_by", self.presumed_by),
            ("suspended_by", self.suspended_by),
            ("transferred_by", self.transferred_by),
            ("notice_by", self.notice_by),
        ):
            if source is not None:
                checked_text(source, where)
        if self.confidence is not None:
            checked_type(Confidence, self.confidence, "confidence", "pass Confidence.HIGH, MEDIUM or LOW")
        for where, expected, found in (
            ("extension", RepairExtension, self.extension),
            ("renewal", Renewal, self.renewal),
            ("remedies", RemedyLaw, self.remedies),
        ):
            if found is not None:
                checked_type(expected, found, where, f"pass a {expected.__name__}")
