"""What may be written about returns: the merchant's policies, and the law's dated rules.

A policy can add to a customer's rights and never take from them: the law's rules stand beside it, each
with its article and with how sure its author is of it. Only the shape of each rule is checked here.

Source: Directive 2011/83/EU, articles 9 to 16, for what a statutory rule consists of; schema.org
MerchantReturnPolicy for a policy's words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import attrs

from comptoir.facts.baskets import Contract
from comptoir.facts.confidence import Confidence
from comptoir.facts.products import identifiers
from comptoir.facts.return_terms import Anchor, Bearer, Means
from comptoir.values.collections import texts, tuple_of
from comptoir.values.countings import checked_counting
from comptoir.values.errors import WrongValue, checked_type
from comptoir.values.identifiers import checked_identifier, checked_names, checked_text, to_countries
from comptoir.values.percentages import Percent, to_percent
from comptoir.values.periods import Period
from comptoir.values.selections import EVERYTHING, Selection, checked_selection
from comptoir.values.windows import ALWAYS, Window

_PERIOD_CURE: Final = 'pass Period.from_text("14 days")'
_ANCHOR_CURE: Final = "pass Anchor.PLACED, HANDED_OVER or LAST_HANDED_OVER"
_BEARER_CURE: Final = "pass Bearer.BUYER or SELLER"


def _reasons(reasons: Iterable[str]) -> tuple[str, ...]:
    return identifiers(reasons, "reasons")


@attrs.frozen(kw_only=True)
class ReturnPolicy:
    """What the merchant grants on some products; without a ``period`` they are a final sale.

    Days count plainly from the ``anchor``. ``fee`` is kept of what was paid, ``carriage`` says who pays
    for sending goods back, ``means`` how money comes back. Only ``reasons`` are accepted, all if empty.
    Of the policies in force, the first one written that selects a product applies to it.
    """

    id: str
    name: Mapping[str, str] = attrs.field(converter=texts)
    valid: Window = ALWAYS
    on: Selection = EVERYTHING
    period: Period | None = None
    anchor: Anchor = Anchor.HANDED_OVER
    fee: Percent = attrs.field(default=Percent(0), converter=to_percent)
    carriage: Bearer = Bearer.BUYER
    means: Means = Means.ORIGINAL
    even_exchange: bool = True
    reasons: tuple[str, ...] = attrs.field(default=(), converter=_reasons)

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        checked_names(self.name)
        checked_type(Window, self.valid, "valid", "pass a Window")
        checked_selection(self.on, "on")
        if self.period is not None:
            checked_type(Period, self.period, "period", _PERIOD_CURE)
        checked_type(Anchor, self.anchor, "anchor", _ANCHOR_CURE)
        checked_type(Bearer, self.carriage, "carriage", _BEARER_CURE)
        checked_type(Means, self.means, "means", "pass Means.ORIGINAL or CREDIT")
        checked_type(bool, self.even_exchange, "even_exchange", "pass True or False")


@attrs.frozen
class Exempt:
    """Products to which a statutory right does not extend, by the article named as ``source``."""

    on: Selection
    source: str

    def __attrs_post_init__(self) -> None:
        checked_selection(self.on, "on")
        checked_text(self.source, "source")


def _contracts(contracts: Iterable[Contract]) -> tuple[Contract, ...]:
    return tuple(sorted(set(tuple_of(Contract, contracts, "contracts")), key=_word))


def _word(contract: Contract) -> str:
    return contract.value


def _exempt(exempt: Iterable[Exempt]) -> tuple[Exempt, ...]:
    return tuple_of(Exempt, exempt, "exempt")


@attrs.frozen(kw_only=True)
class StatutoryRule:
    """A right that the law gives for a ``period``, to those who contract in one of the ``countries``.

    The rule ``valid`` at the instant of the contract is the one that counts. ``counting`` names the
    jurisdiction's way of counting (see ``comptoir.values.countings``); ``source`` is the article.
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
    carriage: Bearer = Bearer.BUYER
    exempt: tuple[Exempt, ...] = attrs.field(default=(), converter=_exempt)

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        checked_text(self.source, "source")
        checked_type(Confidence, self.confidence, "confidence", "pass Confidence.HIGH, MEDIUM or LOW")
        checked_type(Window, self.valid, "valid", "pass a Window")
        for where, listed in (("countries", self.countries), ("contracts", self.contracts)):
            if not listed:
                raise WrongValue.at(where, "found an empty list", "name at least one", code="never_applies")
        checked_type(Period, self.period, "period", _PERIOD_CURE)
        checked_counting(self.counting, "counting")
        checked_type(Anchor, self.anchor, "anchor", _ANCHOR_CURE)
        checked_type(Bearer, self.carriage, "carriage", _BEARER_CURE)


def _policies(policies: Iterable[ReturnPolicy]) -> tuple[ReturnPolicy, ...]:
    return tuple_of(ReturnPolicy, policies, "policies")


def _statutory(statutory: Iterable[StatutoryRule]) -> tuple[StatutoryRule, ...]:
    return tuple_of(StatutoryRule, statutory, "statutory")


@attrs.frozen(kw_only=True)
class ReturnRules:
    """All that is written about returns; policies in order of precedence, special ones first."""

    policies: tuple[ReturnPolicy, ...] = attrs.field(default=(), converter=_policies)
    statutory: tuple[StatutoryRule, ...] = attrs.field(default=(), converter=_statutory)
