"""What may be written about returns: the merchant's policies, and the law's dated rules.

A policy can add to a customer's rights and never take from them: the law's rules stand beside it, each
with its article and with how sure its author is of it. Only the shape of each rule is checked here.

Source: Directive 2011/83/EU, articles 9 to 16, for what a statutory rule consists of; Directive (EU)
2019/771, articles 10 to 17, for what a guarantee does; schema.org MerchantReturnPolicy for a policy's words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sized
from datetime import date
from enum import Enum
from typing import Final

import attrs

from comptoir.facts.baskets import Contract
from comptoir.facts.confidence import Confidence
from comptoir.facts.exchange_terms import ExchangeTerms
from comptoir.facts.guarantee_terms import Remedy, RemedyLaw, Renewal, RepairExtension
from comptoir.facts.products import identifiers
from comptoir.facts.refunding import RefundingTerms
from comptoir.facts.return_terms import (
    Anchor,
    Bearer,
    Exemption,
    Extension,
    FreeDelivery,
    Grade,
    GradeTerms,
    Lost,
    Means,
    ProofKind,
    RefundLaw,
    RefundMode,
)
from comptoir.facts.unproven import UNPROVEN_DAYS_MAX
from comptoir.facts.wheres import Where, checked_where
from comptoir.values.collections import texts, tuple_of
from comptoir.values.countings import checked_counting
from comptoir.values.days import checked_day
from comptoir.values.errors import WrongValue, checked_type
from comptoir.values.identifiers import checked_identifier, checked_names, checked_text, to_countries
from comptoir.values.money import Amount, checked_not_negative, maybe_amount
from comptoir.values.percentages import Percent, to_percent
from comptoir.values.periods import Period
from comptoir.values.quantities import checked_count
from comptoir.values.selections import EVERYTHING, Selection, checked_selection
from comptoir.values.windows import ALWAYS, Window

_PERIOD_CURE: Final = 'pass Period.from_text("14 days")'
_ANCHOR_CURE: Final = "pass Anchor.PLACED, SHIPPED, HANDED_OVER, …"
_GUARANTEE_CURE: Final = 'pass Period.from_text("2 years")'
_BEARER_CURE: Final = "pass Bearer.BUYER or SELLER"


def _reasons(reasons: Iterable[str]) -> tuple[str, ...]:
    return identifiers(reasons, "reasons")


def _tiers(tiers: Iterable[str]) -> tuple[str, ...]:
    return identifiers(tiers, "tiers")


def _segments(segments: Iterable[str]) -> tuple[str, ...]:
    return identifiers(segments, "segments")


def _seasons(seasons: Iterable[Season]) -> tuple[Season, ...]:
    listed = tuple_of(Season, seasons, "seasons")
    for index, season in enumerate(listed):
        if season.id in {each.id for each in listed[:index]}:
            cure = "give each season an id of its own"
            raise WrongValue.at(f"seasons[{index}].id", f"found {season.id}", cure, code="duplicate_id")
    return listed


def _grades(grades: Iterable[GradeTerms]) -> tuple[GradeTerms, ...]:
    return tuple_of(GradeTerms, grades, "grades")


def _proofs(proofs: Iterable[ProofKind]) -> tuple[ProofKind, ...]:
    return tuple_of(ProofKind, proofs, "proofs")


@attrs.frozen(kw_only=True)
class Season:
    """More time for what is contracted in a season: ``extra`` time, or until the end of a day at least.

    ``contracts`` is when the contract is concluded. Of several seasons, the one that ends last counts.
    """

    id: str
    contracts: Window
    extra: Period | None = None
    last_day: date | None = None

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        checked_type(Window, self.contracts, "contracts", "pass a Window")
        if self.extra is not None:
            checked_type(Period, self.extra, "extra", _PERIOD_CURE)
        if self.last_day is not None:
            checked_day(self.last_day, "last_day")
        if (self.extra is None) is (self.last_day is None):
            found = "found neither" if self.extra is None else "found both"
            cure = 'write either extra = "15 days" or last_day = 2027-01-31'
            raise WrongValue.at("extra", found, cure, code="not_a_season")


@attrs.frozen(kw_only=True)
class ReturnPolicy:
    """What the merchant grants on some products; without a ``period`` they are a final sale.

    It is for goods handed over in a place (``where``), and for buyers of some ``tiers`` or segments, or for
    ``members``; for all without. Days count plainly from the ``anchor``; ``seasons`` give more of them.

    Of what was paid for a piece, a restocking ``fee`` and ``fee_each`` are kept, and what its grade takes off
    by ``grades``. ``carriage`` says who pays for sending goods back, ``label`` what the merchant's own parcel
    label costs then. ``means`` is how money comes back, with a ``bonus`` if the customer takes credit;
    ``mode`` how much it is. With ``even_exchange``, variants are swapped without any money; ``exchange`` says
    what else they are taken for. Only ``reasons`` and ``proofs`` of the purchase are accepted, all if empty.
    Of the policies in force, the first one written that selects a product applies to it.
    """

    id: str
    name: Mapping[str, str] = attrs.field(converter=texts)
    valid: Window = ALWAYS
    on: Selection = EVERYTHING
    where: Where | None = None
    tiers: tuple[str, ...] = attrs.field(default=(), converter=_tiers)
    segments: tuple[str, ...] = attrs.field(default=(), converter=_segments)
    members: bool = False
    period: Period | None = None
    anchor: Anchor = Anchor.HANDED_OVER
    seasons: tuple[Season, ...] = attrs.field(default=(), converter=_seasons)
    fee: Percent = attrs.field(default=Percent(0), converter=to_percent)
    fee_each: Amount | None = attrs.field(default=None, converter=maybe_amount)
    grades: tuple[GradeTerms, ...] = attrs.field(default=(), converter=_grades)
    carriage: Bearer = Bearer.BUYER
    label: Amount | None = attrs.field(default=None, converter=maybe_amount)
    means: Means = Means.ORIGINAL
    bonus: Percent = attrs.field(default=Percent(0), converter=to_percent)
    mode: RefundMode = RefundMode.PRO_RATA
    free_delivery: FreeDelivery = FreeDelivery.KEEP
    even_exchange: bool = True
    exchange: ExchangeTerms | None = None
    reasons: tuple[str, ...] = attrs.field(default=(), converter=_reasons)
    proofs: tuple[ProofKind, ...] = attrs.field(default=(), converter=_proofs)

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        checked_names(self.name)
        checked_type(Window, self.valid, "valid", "pass a Window")
        checked_selection(self.on, "on")
        checked_where(self.where, "where")
        checked_type(bool, self.members, "members", "pass True or False")
        if self.period is not None:
            checked_type(Period, self.period, "period", _PERIOD_CURE)
        elif self.seasons:
            cure = "give it a period, or leave the seasons out: a final sale has no end to move"
            raise WrongValue.at("seasons", "found a final sale with seasons", cure, code="never_applies")
        checked_type(Anchor, self.anchor, "anchor", _ANCHOR_CURE)
        checked_type(Bearer, self.carriage, "carriage", _BEARER_CURE)
        for where, amount in (("fee_each", self.fee_each), ("label", self.label)):
            if amount is not None:
                checked_not_negative(amount, where)
        checked_type(Means, self.means, "means", "pass Means.ORIGINAL or CREDIT")
        checked_type(RefundMode, self.mode, "mode", "pass RefundMode.PRO_RATA or REPRICE_KEPT")
        checked_type(FreeDelivery, self.free_delivery, "free_delivery", "pass FreeDelivery.KEEP or REBILL")
        checked_type(bool, self.even_exchange, "even_exchange", "pass True or False")
        if self.exchange is not None:
            checked_type(ExchangeTerms, self.exchange, "exchange", "pass ExchangeTerms")


@attrs.frozen
class Exempt:
    """Products to which a statutory right does not extend, by a head and the article named as ``source``.

    Some heads take the right away only later: see :class:`~comptoir.facts.return_terms.Exemption`. An
    exception of a nation's own, beyond these heads, has none, and takes it away at once.
    """

    on: Selection
    source: str
    head: Exemption | None = None

    def __attrs_post_init__(self) -> None:
        checked_selection(self.on, "on")
        checked_text(self.source, "source")
        if self.head is not None:
            checked_type(Exemption, self.head, "head", "pass Exemption.PRESS, PERISHABLE, …")

    @property
    def lost(self) -> Lost:
        """When it takes the right away."""
        return Lost.AT_ONCE if self.head is None else self.head.lost


class Selector(Enum):
    """By which instant a dated rule of law is chosen; never by today's."""

    CONTRACT = "contract"
    """The contract's: the rule is frozen on the order."""
    EVENT = "event"
    """That of what the customer does: the rule in force then counts, for older contracts too."""


def _contracts(contracts: Iterable[Contract]) -> tuple[Contract, ...]:
    return tuple(sorted(set(tuple_of(Contract, contracts, "contracts")), key=_word))


def _word(contract: Contract) -> str:
    return contract.value


def _exempt(exempt: Iterable[Exempt]) -> tuple[Exempt, ...]:
    return tuple_of(Exempt, exempt, "exempt")


@attrs.frozen(kw_only=True)
class StatutoryRule:
    """A right that the law gives for a ``period``, to those who contract in one of the ``countries``.

    The rule ``valid`` at the instant that the ``selector`` names counts. ``counting`` names the
    jurisdiction's way of counting (see ``comptoir.values.countings``); ``source`` is the article.
    ``extension`` is for customers who were not informed, ``diminished`` the article that lets the seller
    deduct wear, ``refund`` what follows a withdrawal.
    """

    id: str
    source: str
    confidence: Confidence
    valid: Window = ALWAYS
    countries: tuple[str, ...] = attrs.field(converter=to_countries)
    contracts: tuple[Contract, ...] = attrs.field(converter=_contracts)
    period: Period
    counting: str
    anchor: Anchor = Anchor.LAST_HANDED_OVER
    selector: Selector = Selector.CONTRACT
    carriage: Bearer = Bearer.BUYER
    exempt: tuple[Exempt, ...] = attrs.field(default=(), converter=_exempt)
    extension: Extension | None = None
    diminished: str | None = None
    refund: RefundLaw | None = None

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        checked_text(self.source, "source")
        checked_type(Selector, self.selector, "selector", "pass Selector.CONTRACT or EVENT")
        if self.extension is not None:
            checked_type(Extension, self.extension, "extension", "pass an Extension")
        if self.diminished is not None:
            checked_text(self.diminished, "diminished")
        if self.refund is not None:
            checked_type(RefundLaw, self.refund, "refund", "pass a RefundLaw")
        checked_type(Confidence, self.confidence, "confidence", "pass Confidence.HIGH, MEDIUM or LOW")
        checked_type(Window, self.valid, "valid", "pass a Window")
        _check_named(countries=self.countries, contracts=self.contracts)
        checked_type(Period, self.period, "period", _PERIOD_CURE)
        checked_counting(self.counting, "counting")
        checked_type(Anchor, self.anchor, "anchor", _ANCHOR_CURE)
        checked_type(Bearer, self.carriage, "carriage", _BEARER_CURE)


def _check_named(**listed: Sized) -> None:
    """``WrongValue`` for a list without which a rule never applies."""
    for where, names in listed.items():
        if not names:
            raise WrongValue.at(where, "found an empty list", "name at least one", code="never_applies")


def _at_once(at_once: Iterable[Remedy]) -> tuple[Remedy, ...]:
    return tuple_of(Remedy, at_once, "at_once")


@attrs.frozen(kw_only=True)
class GuaranteeRule:
    """The legal guarantee of conformity on goods that are handed over in one of the ``countries``.

    The rule ``valid`` at the instant of the contract counts, whatever the contract's kind. Without a
    ``period`` the law names no end. A fault that shows while it is ``presumed`` was there at the hand-over,
    unless the seller proves otherwise. Second-hand goods have ``used_period`` and ``used_presumed`` instead,
    where written. ``suspended_by`` is the article by which the clock stands still while goods cannot be used,
    the merchant's guarantees with it; ``transferred_by`` that by which a later owner has it; ``notice_by``
    that by which the receipt of some goods says how long it is.
    """

    id: str
    source: str
    confidence: Confidence
    valid: Window = ALWAYS
    countries: tuple[str, ...] = attrs.field(converter=to_countries)
    period: Period | None = None
    presumed: Period | None = None
    presumed_by: str | None = None
    used_period: Period | None = None
    used_presumed: Period | None = None
    suspended_by: str | None = None
    from_request: bool = True
    extension: RepairExtension | None = None
    renewal: Renewal | None = None
    remedies: RemedyLaw
    transferred_by: str | None = None
    notice_by: str | None = None

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        checked_text(self.source, "source")
        checked_type(Confidence, self.confidence, "confidence", "pass Confidence.HIGH, MEDIUM or LOW")
        checked_type(Window, self.valid, "valid", "pass a Window")
        _check_named(countries=self.countries)
        for where, period in (
            ("period", self.period),
            ("presumed", self.presumed),
            ("used_period", self.used_period),
            ("used_presumed", self.used_presumed),
        ):
            if period is not None:
                checked_type(Period, period, where, _GUARANTEE_CURE)
        _check_articles(
            presumed_by=self.presumed_by,
            suspended_by=self.suspended_by,
            transferred_by=self.transferred_by,
            notice_by=self.notice_by,
        )
        if (self.presumed is None) is not (self.presumed_by is None):
            cure = "write both, or neither: a presumption has its article"
            raise WrongValue.at("presumed_by", "found one without the other", cure, code="no_source")
        if self.used_presumed is not None and self.presumed is None:
            cure = "write what is presumed of new goods, or leave it out"
            raise WrongValue.at("used_presumed", "found it without a presumption", cure, code="never_applies")
        if self.used_period is not None and self.period is None:
            cure = "write the period of new goods, or leave it out"
            raise WrongValue.at("used_period", "found it without a period", cure, code="never_applies")
        checked_type(bool, self.from_request, "from_request", "pass True or False")
        if self.extension is not None:
            checked_type(RepairExtension, self.extension, "extension", "pass a RepairExtension")
        if self.renewal is not None:
            checked_type(Renewal, self.renewal, "renewal", "pass a Renewal")
        checked_type(RemedyLaw, self.remedies, "remedies", "pass a RemedyLaw")

    def lasts(self, *, used: bool) -> tuple[Period | None, Period | None]:
        """Its period and its presumption, for goods that are new or second-hand."""
        if not used:
            return self.period, self.presumed
        return self.used_period or self.period, self.used_presumed or self.presumed


@attrs.frozen(kw_only=True)
class Guarantee:
    """What the merchant, or the maker, guarantees beyond the law, on products and in a place (``where``).

    It lasts for a ``period`` from the hand-over, longer by an ``extension`` after repairs. ``suspended_by``
    and ``from_request`` say when its clock stands still, as the law of the place does if left out, and
    ``transferred_by`` by what a later owner has it: its own terms, or an article. ``at_once`` are the
    remedies that it gives without the steps of the law: a repair, if none is named. All guarantees in force
    that select a product are on it.
    """

    id: str
    name: Mapping[str, str] = attrs.field(converter=texts)
    valid: Window = ALWAYS
    on: Selection = EVERYTHING
    where: Where | None = None
    period: Period
    suspended_by: str | None = None
    from_request: bool = True
    extension: RepairExtension | None = None
    at_once: tuple[Remedy, ...] = attrs.field(default=(), converter=_at_once)
    transferred_by: str | None = None

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        checked_names(self.name)
        checked_type(Window, self.valid, "valid", "pass a Window")
        checked_selection(self.on, "on")
        checked_where(self.where, "where")
        checked_type(Period, self.period, "period", _GUARANTEE_CURE)
        _check_articles(suspended_by=self.suspended_by, transferred_by=self.transferred_by)
        checked_type(bool, self.from_request, "from_request", "pass True or False")
        if self.extension is not None:
            checked_type(RepairExtension, self.extension, "extension", "pass a RepairExtension")


def _check_articles(**articles: str | None) -> None:
    for where, article in articles.items():
        if article is not None:
            checked_text(article, where)


def _authorities(authorities: Iterable[str]) -> tuple[str, ...]:
    return identifiers(authorities, "authorities")


def _lifts(lifts: Iterable[str]) -> tuple[str, ...]:
    return identifiers(lifts, "lifts")


@attrs.frozen(kw_only=True)
class FunctionRule:
    """Since when the law of ``countries`` wants an online function by which consumers withdraw.

    It is chosen by the instant of the declaration. ``statement`` is the label of the first step per
    language, ``confirm`` that of the second.
    """

    id: str
    source: str
    confidence: Confidence
    valid: Window
    countries: tuple[str, ...] = attrs.field(converter=to_countries)
    statement: Mapping[str, str] = attrs.field(converter=texts)
    confirm: Mapping[str, str] = attrs.field(converter=texts)

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        checked_text(self.source, "source")
        checked_type(Confidence, self.confidence, "confidence", "pass Confidence.HIGH, MEDIUM or LOW")
        checked_type(Window, self.valid, "valid", "pass a Window")
        _check_named(countries=self.countries)
        checked_names(self.statement, "statement")
        checked_names(self.confirm, "confirm")


@attrs.frozen(kw_only=True)
class WearRule:
    """How much of what was paid is deducted for goods that come back in a condition, where the law lets one.

    Only beyond what it takes to know the goods, and only from customers who were informed: not of goods that
    are as new, nor of what was never sold.
    """

    on: Selection = EVERYTHING
    grade: Grade
    percent: Percent = attrs.field(converter=to_percent)

    def __attrs_post_init__(self) -> None:
        checked_selection(self.on, "on")
        checked_type(Grade, self.grade, "grade", "pass Grade.OPENED, USED, DAMAGED or INCOMPLETE")
        if self.grade in {Grade.AS_NEW, Grade.WRONG_ITEM}:
            cure = "name a condition that takes something off: opened, used, damaged or incomplete"
            raise WrongValue.at("grade", f"found {self.grade.value}", cure, code="no_wear")


LIFTABLE: Final = (
    "not_returnable",
    "right_lost",
    "too_late",
    "reason_not_accepted",
    "not_proven",
    "condition",
)
"""The codes of the refusals that a person can lift; whether goods were bought, or came back, nobody can."""


@attrs.frozen(kw_only=True)
class StaffException:
    """What staff may take back though no right lets them: ``authorities`` are who may decide it.

    Up to ``within`` after the last right ended (without limit if left out), for refusals of the codes in
    ``lifts``; by ``means``, less a ``fee``.
    """

    id: str
    name: Mapping[str, str] = attrs.field(converter=texts)
    valid: Window = ALWAYS
    on: Selection = EVERYTHING
    authorities: tuple[str, ...] = attrs.field(converter=_authorities)
    lifts: tuple[str, ...] = attrs.field(converter=_lifts)
    within: Period | None = None
    fee: Percent = attrs.field(default=Percent(0), converter=to_percent)
    means: Means = Means.CREDIT

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        checked_names(self.name)
        checked_type(Window, self.valid, "valid", "pass a Window")
        checked_selection(self.on, "on")
        _check_named(authorities=self.authorities, lifts=self.lifts)
        for index, code in enumerate(self.lifts):
            if code not in LIFTABLE:
                cure = f"use one of {', '.join(LIFTABLE)}"
                raise WrongValue.at(f"lifts[{index}]", f"found {code}", cure, code="not_liftable")
        if self.within is not None:
            checked_type(Period, self.within, "within", _PERIOD_CURE)
        checked_type(Means, self.means, "means", "pass Means.ORIGINAL or CREDIT")


@attrs.frozen(kw_only=True)
class UnprovenRule:
    """What is credited for goods whose purchase nobody can prove: the lowest price of the last ``days``.

    At most ``each`` for a piece, and ``in_all`` for one person within a ``period``: without one, ever.
    """

    on: Selection = EVERYTHING
    days: int = 30
    each: Amount | None = attrs.field(default=None, converter=maybe_amount)
    in_all: Amount | None = attrs.field(default=None, converter=maybe_amount)
    period: Period | None = None

    def __attrs_post_init__(self) -> None:
        checked_selection(self.on, "on")
        checked_count(self.days, "days", 1, UNPROVEN_DAYS_MAX)
        for where, amount in (("each", self.each), ("in_all", self.in_all)):
            if amount is not None:
                checked_not_negative(amount, where)
        if self.each is not None and self.in_all is not None and self.each.currency != self.in_all.currency:
            cure = f"write it in {self.each.currency}"
            raise WrongValue.at("in_all", f"found {self.in_all.to_text()}", cure, code="other_currency")
        if self.period is not None:
            checked_type(Period, self.period, "period", _PERIOD_CURE)
            if self.in_all is None:
                cure = "say what is credited at most within it"
                raise WrongValue.at(
                    "in_all", "found a period without one", cure, code="period_without_ceiling"
                )


def _policies(policies: Iterable[ReturnPolicy]) -> tuple[ReturnPolicy, ...]:
    return tuple_of(ReturnPolicy, policies, "policies")


def _statutory(statutory: Iterable[StatutoryRule]) -> tuple[StatutoryRule, ...]:
    return tuple_of(StatutoryRule, statutory, "statutory")


def _functions(functions: Iterable[FunctionRule]) -> tuple[FunctionRule, ...]:
    return tuple_of(FunctionRule, functions, "functions")


def _conformity(conformity: Iterable[GuaranteeRule]) -> tuple[GuaranteeRule, ...]:
    return tuple_of(GuaranteeRule, conformity, "conformity")


def _guarantees(guarantees: Iterable[Guarantee]) -> tuple[Guarantee, ...]:
    return tuple_of(Guarantee, guarantees, "guarantees")


def _wear(wear: Iterable[WearRule]) -> tuple[WearRule, ...]:
    return tuple_of(WearRule, wear, "wear")


def _exceptions(exceptions: Iterable[StaffException]) -> tuple[StaffException, ...]:
    return tuple_of(StaffException, exceptions, "exceptions")


@attrs.frozen(kw_only=True)
class ReturnRules:
    """All that is written about returns and faults; policies in order of precedence, special ones first.

    ``conformity`` is the law about faults, ``guarantees`` what the merchant adds to it. Of products that are
    ``noticed``, the receipt says how long the legal guarantee is. ``handling`` is what the seller grants a
    store of another legal entity for each claim whose goods are handed in there.
    """

    policies: tuple[ReturnPolicy, ...] = attrs.field(default=(), converter=_policies)
    statutory: tuple[StatutoryRule, ...] = attrs.field(default=(), converter=_statutory)
    functions: tuple[FunctionRule, ...] = attrs.field(default=(), converter=_functions)
    conformity: tuple[GuaranteeRule, ...] = attrs.field(default=(), converter=_conformity)
    guarantees: tuple[Guarantee, ...] = attrs.field(default=(), converter=_guarantees)
    noticed: Selection | None = None
    handling: Amount | None = attrs.field(default=None, converter=maybe_amount)
    wear: tuple[WearRule, ...] = attrs.field(default=(), converter=_wear)
    exceptions: tuple[StaffException, ...] = attrs.field(default=(), converter=_exceptions)
    unproven: UnprovenRule | None = None
    refunding: RefundingTerms = attrs.field(factory=RefundingTerms)

    def __attrs_post_init__(self) -> None:
        if self.noticed is not None:
            checked_selection(self.noticed, "noticed")
        if self.handling is not None:
            checked_not_negative(self.handling, "handling")
        if self.unproven is not None:
            checked_type(UnprovenRule, self.unproven, "unproven", "pass an UnprovenRule")
        checked_type(RefundingTerms, self.refunding, "refunding", "pass RefundingTerms")

    @property
    def has_returns(self) -> bool:
        """Whether anything is written about goods that come back: a policy, or the law."""
        return bool(self.policies or self.statutory)

    @property
    def has_guarantees(self) -> bool:
        """Whether anything is written about faults of goods: the law, or a guarantee of the merchant."""
        return bool(self.conformity or self.guarantees)
