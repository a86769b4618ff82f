"""Whole plans compared: the goods with all promotions that let others be, and with each that does not.

Source: house rule (law Q3).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs

from comptoir.pricing.layers import Layers, LineInLayers, Passed
from comptoir.pricing.priced import PricedLine
from comptoir.pricing.question import PriceQuestion
from comptoir.pricing.rules import Promotion
from comptoir.pricing.weights import Weights, weights_of


@attrs.frozen(kw_only=True)
class Compared:
    """Whole plans: without promotions that exclude all others (``None``), and with each of these alone.

    ``taken`` names the best. Worth is in weighted units, ``scale`` of which make a minor unit.
    """

    plans: Mapping[str | None, Passed]
    taken: str | None
    scale: int

    @property
    def chosen(self) -> Passed:
        """The best plan."""
        return self.plans[self.taken]

    @property
    def gap(self) -> int:
        """By how many minor units another might be better."""
        hope = max(passed.worth + passed.gap for passed in self.plans.values())
        return -(-(hope - self.chosen.worth) // self.scale)


def compare(question: PriceQuestion, lines: Sequence[PricedLine], *, outdone: bool = False) -> Compared:
    """The goods through the layers, once for each whole plan; of plans alike, the first is taken.

    Promotions that can win nothing, and layers in which none is offered, are looked at only if they are
    asked for, with ``outdone``.
    """
    weights = weights_of(lines, question)
    offered = _offered(question, lines, outdone=outdone or bool(question.remaining))
    together = [each for each in offered if not each.exclusive]
    layers = [layer.id for layer in question.rules.layers] if outdone else []
    plans: dict[str | None, Passed] = {None: _passed(question, together, lines, weights, layers)}
    plans |= {
        each.id: _passed(question, [each], lines, weights, layers) for each in offered if each.exclusive
    }
    taken = max(plans, key=lambda alone: plans[alone].worth)
    return Compared(plans=plans, taken=taken, scale=weights.scale)


def _offered(question: PriceQuestion, lines: Iterable[PricedLine], *, outdone: bool) -> list[Promotion]:
    """The promotions in force that may take some of the goods, in the order of their identifiers."""
    found: dict[str, Promotion] = {}
    offers = question.rules.offers
    for line in lines:
        for promotion in offers.every(line.product) if outdone else offers.of(line.product):
            found[promotion.id] = promotion
    in_force = question.moment.is_in
    return [found[id_] for id_ in sorted(found) if in_force(found[id_].valid)]


def _passed(
    question: PriceQuestion,
    promotions: Sequence[Promotion],
    lines: Sequence[PricedLine],
    weights: Weights,
    layers: Iterable[str],
) -> Passed:
    """The goods through ``layers`` and those of these promotions."""
    by_layer: dict[str, list[Promotion]] = {layer: [] for layer in layers}
    for promotion in promotions:
        by_layer.setdefault(promotion.layer, []).append(promotion)
    going = [LineInLayers.of(line, weights.by_number[line.good.number], question) for line in lines]
    return Layers(question=question, scale=weights.scale).through(going, by_layer)
