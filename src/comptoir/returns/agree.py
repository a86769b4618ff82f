"""What is agreed about returns when goods are sold: every right under which each may come back.

Decides which policy and which statutory rules apply to which lines, and writes their terms out by
value, to be frozen on the order. May never decide whether a right is still alive, and never knows
who asks or what was paid. Where the country is not known, no statutory right is named: nothing is
said for certain, and no number of days is guessed.

Source: Directive 2011/83/EU, articles 9 and 16; house rule (law R4: the law stands beside the policy).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import attrs

from comptoir.facts.baskets import Contract
from comptoir.facts.places import Country, Places
from comptoir.facts.products import Product
from comptoir.facts.return_terms import ReturnTerms, Right
from comptoir.returns.rules import ReturnPolicy, ReturnRules, StatutoryRule
from comptoir.values.moments import Moment


@attrs.frozen
class GoodSold:
    """One line: its canonical ``number``, and the product as it is described."""

    number: int
    product: Product


def return_terms(
    rules: ReturnRules,
    goods: Sequence[GoodSold],
    *,
    contract: Contract | None,
    country: str | None,
    places: Places,
    zone: str,
    moment: Moment,
) -> tuple[ReturnTerms, ...]:
    """Every right on these goods: the statutory ones first, then the policies', each by rule.

    ``country`` is the code of the one in which the goods are handed over, ``moment`` that of the
    contract. Days are those of the country's zone; where it is not known, those of ``zone``. A product
    has the terms of one policy: the first in force, in the order written, that selects it.
    """
    known = None if country is None else places.countries.get(country)
    statutory: list[ReturnTerms] = []
    if country is not None and known is not None and contract is not None:
        applying = (
            rule
            for rule in rules.statutory
            if country in rule.countries and contract in rule.contracts and moment.is_in(rule.valid)
        )
        statutory.extend(_statutory(applying, goods, known))
    commercial = _commercial(rules.policies, goods, zone if known is None else known.zone, moment)
    return (*sorted(statutory, key=_rule), *sorted(commercial, key=_rule))


def _statutory(
    rules: Iterable[StatutoryRule], goods: Sequence[GoodSold], country: Country
) -> Iterator[ReturnTerms]:
    for rule in rules:
        lines = [
            good.number
            for good in goods
            if not any(exempt.on.selects(good.product) for exempt in rule.exempt)
        ]
        if lines:
            yield ReturnTerms(
                right=Right.STATUTORY,
                rule=rule.id,
                source=rule.source,
                lines=lines,
                period=rule.period,
                counting=rule.counting,
                calendar=country.calendar,
                zone=country.zone,
                anchor=rule.anchor,
                carriage=rule.carriage,
            )


def _commercial(
    policies: Iterable[ReturnPolicy], goods: Sequence[GoodSold], zone: str, moment: Moment
) -> Iterator[ReturnTerms]:
    left = list(goods)
    for policy in policies:
        if not left or not moment.is_in(policy.valid):
            continue
        own: list[GoodSold] = []
        others: list[GoodSold] = []
        for good in left:
            (own if policy.on.selects(good.product) else others).append(good)
        left = others
        if own:
            yield ReturnTerms(
                right=Right.COMMERCIAL,
                rule=policy.id,
                lines=[good.number for good in own],
                period=policy.period,
                zone=zone,
                anchor=policy.anchor,
                fee=policy.fee,
                carriage=policy.carriage,
                means=policy.means,
                even_exchange=policy.even_exchange,
                reasons=policy.reasons,
            )


def _rule(terms: ReturnTerms) -> str:
    return terms.rule
