"""The tax inside what is charged: one rounding per rate, then shares per line.

Per rate, ``base + tax = gross`` exactly, because the base is what the rounded tax leaves of the
gross; the lines' shares of the tax are spread by largest remainder and sum to it.

Source: house rule; law Q1. Prices include tax, so the tax is found inside the gross: base x rate, which
EN 16931 BR-CO-17 looks at, can differ from it by one minor unit.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from comptoir.facts.terms import TaxTerms
from comptoir.tax.rules import TaxRules
from comptoir.values.allocation import spread
from comptoir.values.errors import NoAnswer
from comptoir.values.instants import instant_text
from comptoir.values.moments import Moment
from comptoir.values.percentages import Percent
from comptoir.values.rounding import Rounding


@attrs.frozen
class Taxable:
    """What is charged for one good, tax included, and its tax category."""

    number: int
    category: str
    charged: int


@attrs.frozen
class TaxShare:
    """The rate of one good and its share of that rate's tax."""

    percent: Percent
    tax: int


@attrs.frozen
class Breakdown:
    """Tax per rate, the highest first, and per good in the order given."""

    taxes: tuple[TaxTerms, ...]
    shares: tuple[TaxShare, ...]


def break_down(rules: TaxRules, charged: Sequence[Taxable], rounding: Rounding, moment: Moment) -> Breakdown:
    """The tax within each rate's gross, rounded once per rate.

    Raises ``NoAnswer`` naming a category without a rate in force.
    """
    percents = {category: _rate(rules, category, moment) for category in {each.category for each in charged}}
    taxes: list[TaxTerms] = []
    shares: dict[int, TaxShare] = {}
    for percent in sorted(set(percents.values()), reverse=True):
        members = [each for each in charged if percents[each.category] == percent]
        gross = sum(each.charged for each in members)
        tax = percent.within_gross(gross, rounding)
        taxes.append(TaxTerms(percent, gross - tax, tax, gross))
        parts = spread(tax, [each.charged for each in members], [each.number for each in members])
        shares.update(
            {each.number: TaxShare(percent, part) for each, part in zip(members, parts, strict=True)}
        )
    return Breakdown(tuple(taxes), tuple(shares[each.number] for each in charged))


def _rate(rules: TaxRules, category: str, moment: Moment) -> Percent:
    found = [rate.percent for rate in rules.rates if rate.category == category and moment.is_in(rate.valid)]
    if not found:
        raise NoAnswer.at(
            "tax.rates",
            f"found no rate in force for the category {category} at {instant_text(moment.at)}",
            "add one under [[tax.rates]] whose window holds that instant",
            code="no_tax_rate",
        )
    return found[0]
