"""Whether the rules of returns fit the places, the reasons, the currencies and the time tables.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from comptoir.facts.guarantee_terms import RemedyLaw
from comptoir.facts.places import Country
from comptoir.loyalty.rules import Programme
from comptoir.returns.rules import FunctionRule, GuaranteeRule, ReturnPolicy, StatutoryRule
from comptoir.rulebook.consistency.known import Known
from comptoir.rulebook.consistency.names import known_currency, twice, unknown
from comptoir.rulebook.consistency.wheres import where_faults
from comptoir.rulebook.sections import Sections
from comptoir.values.errors import Fault
from comptoir.values.money import Amount
from comptoir.values.periods import Period

POLICIES: Final = "returns.policies"
STATUTORY: Final = "returns.statutory"
CONFORMITY: Final = "returns.conformity"
GUARANTEES: Final = "returns.guarantees"

REST: Final = timedelta(days=14)
"""What a period may still grow by over days of rest."""

_LEAP: Final = date(2024, 1, 1)
"""From which lengths are taken: no period in months or years is more than some days longer elsewhere."""


def return_faults(
    sections: Sections,
    known: Known,
    currencies: Collection[str],
    reasons: Collection[str],
    unread: Collection[str] = (),
) -> Iterator[Fault]:
    """Each thing that does not fit: policies, then the law, then what staff may do.

    Nothing is called unknown that may stand in a section that could not be read (``unread``).
    """
    returns = sections.returns
    yield from twice(POLICIES, [policy.id for policy in returns.policies], "id")
    for index, policy in enumerate(returns.policies):
        where = f"{POLICIES}[{index}]"
        if "places" not in unread:
            yield from where_faults(f"{where}.where", policy.where, sections)
        if sections.loyalty.programme is not None:
            yield from _tiers(policy, where, sections.loyalty.programme)
        yield from _amounts(where, currencies, fee_each=policy.fee_each, label=policy.label)
        yield from _reasons(policy, where, reasons)
    dated: tuple[tuple[str, Sequence[StatutoryRule | FunctionRule | GuaranteeRule]], ...] = (
        (STATUTORY, returns.statutory),
        ("returns.functions", returns.functions),
        (CONFORMITY, returns.conformity),
    )
    for place, rules in dated:
        yield from twice(place, [rule.id for rule in rules], "id")
        for index, rule in enumerate(rules):
            for country in rule.countries:
                yield from known.country(f"{place}[{index}].countries", country)
    yield from _guarantees(sections, unread)
    yield from _amounts("returns", currencies, handling=returns.handling)
    yield from twice("returns.exceptions", [each.id for each in returns.exceptions], "id")
    if (unproven := returns.unproven) is not None:
        yield from _amounts("returns.unproven", currencies, each=unproven.each, in_all=unproven.in_all)


def return_periods(sections: Sections) -> Iterator[tuple[str, Period, str, timedelta]]:
    """Every period of returns: its place, whose days it counts, and what it may still grow by.

    One that begins where another ends grows by that one.
    """
    countries = sections.places.countries
    for index, policy in enumerate(sections.returns.policies):
        for country in countries.values():
            yield from _of_policy(policy, f"{POLICIES}[{index}]", country)
    for index, rule in enumerate(sections.returns.statutory):
        for code in rule.countries:
            if code in countries:
                yield from _of_law(rule, f"{STATUTORY}[{index}]", countries[code])
    for index, fault in enumerate(sections.returns.conformity):
        for code in fault.countries:
            if code in countries:
                yield from _of_remedies(fault.remedies, f"{CONFORMITY}[{index}].remedies", countries[code])


def last_days(sections: Sections) -> Iterator[tuple[str, date, str]]:
    """Every last day of a season: its place, the day, and on whose calendar."""
    for index, policy in enumerate(sections.returns.policies):
        for number, season in enumerate(policy.seasons):
            if season.last_day is not None:
                where = f"{POLICIES}[{index}].seasons[{number}].last_day"
                for country in sections.places.countries.values():
                    yield where, season.last_day, country.zone


def _guarantees(sections: Sections, unread: Collection[str]) -> Iterator[Fault]:
    """The merchant's are told apart from each other, and from the law's."""
    returns = sections.returns
    law = {rule.id for rule in returns.conformity}
    yield from twice(GUARANTEES, [guarantee.id for guarantee in returns.guarantees], "id")
    for index, guarantee in enumerate(returns.guarantees):
        if guarantee.id in law:
            cure = "give it an id of its own: a claim names the guarantee by it"
            yield Fault("duplicate_id", f"{GUARANTEES}[{index}].id", f"found {guarantee.id} in the law", cure)
        if "places" not in unread:
            yield from where_faults(f"{GUARANTEES}[{index}].where", guarantee.where, sections)


def _tiers(policy: ReturnPolicy, where: str, programme: Programme) -> Iterator[Fault]:
    known = {tier.id for tier in programme.tiers}
    for tier in policy.tiers:
        cure = "add it under [[loyalty.programme.tiers]]"
        yield from unknown("unknown_tier", f"{where}.tiers", tier, known, cure)


def _amounts(where: str, currencies: Collection[str], **amounts: Amount | None) -> Iterator[Fault]:
    for name, amount in amounts.items():
        if amount is not None:
            yield from known_currency(f"{where}.{name}", amount.currency, currencies)


def _reasons(policy: ReturnPolicy, where: str, reasons: Collection[str]) -> Iterator[Fault]:
    cure = f"use one of {', '.join(sorted(reasons))}"
    for reason in policy.reasons:
        yield from unknown("unknown_reason", f"{where}.reasons", reason, reasons, cure)
    for index, grade in enumerate(policy.grades):
        for reason in grade.reasons:
            yield from unknown("unknown_reason", f"{where}.grades[{index}].reasons", reason, reasons, cure)


def _of_policy(
    policy: ReturnPolicy, where: str, country: Country
) -> Iterator[tuple[str, Period, str, timedelta]]:
    if policy.period is None:
        return
    yield f"{where}.period", policy.period, country.zone, timedelta(0)
    for index, season in enumerate(policy.seasons):
        if season.extra is not None:
            yield f"{where}.seasons[{index}].extra", season.extra, country.zone, _length(policy.period)
    if policy.exchange is not None and policy.exchange.advance is not None:
        yield f"{where}.exchange.advance", policy.exchange.advance, country.zone, _length(policy.period)


def _of_law(
    rule: StatutoryRule, where: str, country: Country
) -> Iterator[tuple[str, Period, str, timedelta]]:
    yield f"{where}.period", rule.period, country.zone, REST
    before = _length(rule.period) + REST
    if rule.extension is not None:
        yield f"{where}.extension.period", rule.extension.period, country.zone, before + REST
        before += _length(rule.extension.period) + REST
    if rule.refund is not None:
        yield f"{where}.refund.within", rule.refund.within, country.zone, before + REST
        if rule.refund.send_back_within is not None:
            yield (
                f"{where}.refund.send_back_within",
                rule.refund.send_back_within,
                country.zone,
                before + REST,
            )


def _of_remedies(
    law: RemedyLaw, where: str, country: Country
) -> Iterator[tuple[str, Period, str, timedelta]]:
    """By when money is due; a guarantee itself may end beyond the tables, and is alive till then."""
    for name, refund in (("refund", law.refund), ("advanced", law.advanced)):
        if refund is not None:
            yield f"{where}.{name}.within", refund.within, country.zone, REST


def _length(period: Period) -> timedelta:
    return period.counted_from(_LEAP) - _LEAP
