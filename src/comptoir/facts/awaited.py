"""What of an order is still awaited, and by which of its deliveries: a view of its pieces, without a rule.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from comptoir.facts.delivery_terms import DeliveryTerms
from comptoir.facts.held import Held, Run
from comptoir.facts.late_terms import LateTerms


@attrs.frozen
class Part:
    """Pieces of one fate that go by one delivery; a service that is bought with goods goes by none."""

    run: Run
    delivery: DeliveryTerms | None

    @property
    def is_awaited(self) -> bool:
        """Whether they were neither handed over nor given up."""
        return self.run.handed_over is None and not self.run.is_gone


def parts_of(held: Held) -> Iterator[Part]:
    """The runs of an order, cut where another delivery begins, in the order of their pieces."""
    ways = [(units, each) for each in held.order.deliveries for units in held.order.units_of(each)]
    for run in held.runs:
        left = [run.units]
        parts: list[Part] = []
        for units, delivery in ways:
            common = run.units.common(units)
            if common is not None:
                parts.append(Part(attrs.evolve(run, units=common), delivery))
                left = [rest for each in left for rest in each.without(units)]
        parts += [Part(attrs.evolve(run, units=rest), None) for rest in left]
        yield from sorted(parts, key=lambda part: part.run.units)


def late_terms_awaited(held: Held) -> LateTerms | None:
    """What was agreed for goods that are late, of those awaited that are due first.

    ``None`` if none of those are, or if there is no rule of law on them.
    """
    return _due_first(part for part in parts_of(held) if part.is_awaited)


def late_terms_of(held: Held) -> LateTerms | None:
    """What was agreed for goods that are late, of those awaited that are due first; else of all.

    ``None`` if the law was not known when the order was placed, or knows nothing about such goods.
    """
    return late_terms_awaited(held) or _due_first(parts_of(held))


def _due_first(parts: Iterable[Part]) -> LateTerms | None:
    found = (part.delivery.late for part in parts if part.delivery is not None)
    return min((late for late in found if late is not None), key=lambda late: late.by, default=None)
