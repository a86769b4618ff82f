"""What a minor unit of each line leaves to pay: more where tax is added, less where it is taken off.

Source: house rule (the best choice is what leaves the customer least to pay).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm  # noqa: TID251 - of integers, exactly

import attrs

from comptoir.facts.tax_terms import PriceBasis
from comptoir.pricing.listing import Listed
from comptoir.pricing.priced import PricedLine
from comptoir.pricing.question import PriceQuestion
from comptoir.values.decimals import MILLION
from comptoir.values.rounding import Rounding, divide


@attrs.frozen
class Weights:
    """By line number, what a minor unit leaves to pay, in units of which ``scale`` make one."""

    by_number: Mapping[int, int]
    scale: int


def weights_of(lines: Sequence[PricedLine], question: PriceQuestion) -> Weights:
    """The weights of lines, as whole numbers."""
    alike: dict[tuple[str, PriceBasis], Fraction] = {}
    exact: dict[int, Fraction] = {}
    for line in lines:
        key = line.product.tax, line.listed.basis
        if line.listed.parts:
            exact[line.good.number] = _weight_of_kit(line.listed, question)
        else:
            if key not in alike:
                alike[key] = Fraction(*question.tax.weight(*key))
            exact[line.good.number] = alike[key]
    scale = lcm(*{weight.denominator for weight in exact.values()})
    return Weights(
        {number: weight.numerator * (scale // weight.denominator) for number, weight in exact.items()}, scale
    )


def _weight_of_kit(kit: Listed, question: PriceQuestion) -> Fraction:
    """The mean of the weights of a kit's parts, to the twelfth decimal."""
    whole, weighed = 0, Fraction(0)
    for part in kit.parts:
        whole += part.weight
        weighed += part.weight * Fraction(*question.tax.weight(part.category, kit.basis))
    parts = divide(weighed.numerator * MILLION**2, weighed.denominator * whole, Rounding.HALF_EVEN)
    return Fraction(parts, MILLION**2)
