"""Strategies for questions to a shop with everything: places, points, delivery services and returns.

Source: house rule.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import attrs
from hypothesis import strategies as st

from comptoir.facts.baskets import Buyer, Contract
from comptoir.facts.handovers import Carry, Collect, Deliver, Handover, Place
from comptoir.testing.cases import Case
from comptoir.testing.strategies.baskets import baskets
from comptoir.testing.strategies.flavours import PLAUSIBLE
from comptoir.testing.whole_shop import CLOSES, OPENS, whole_shop
from comptoir.values.instants import DAY, SECOND, Instant, datetime_of

HANDOVERS: Final[tuple[Handover | None, ...]] = (
    None,
    Deliver(Place("FR", "69003"), "home"),
    Deliver(Place("FR", "20200"), "corsica"),
    Deliver(Place("BE", "1000"), "express"),
    Deliver(Place("FR", "97400"), "home"),
    Deliver(Place("FR", "69003")),
    Collect("lyon-2"),
    Collect("nowhere"),
    Carry("paris-1"),
)
"""Served and not served, chosen and not chosen."""

HOURS: Final = (0, 7, 9, 11, 12, 13, 14, 15, 23)
"""Hours of UTC that are midnight, an opening or a cut-off in Paris, in summer or in winter."""


@cache
@st.composite
def whole_cases(draw: st.DrawFn) -> Case:
    """A question that mostly has an answer, asked on such an edge, or a microsecond before or after."""
    rulebook = whole_shop()
    basket = draw(baskets(PLAUSIBLE, products=rulebook.products.products, currency="EUR"))
    asked = attrs.evolve(
        basket,
        buyer=draw(st.sampled_from((Buyer(), Buyer(member="m-1"), Buyer(member="m-1", tier="platinum")))),
        handover=draw(st.sampled_from(HANDOVERS)),
        contract=draw(st.sampled_from((None, *Contract))),
    )
    edge = OPENS + draw(st.integers(0, 729)) * DAY + draw(st.sampled_from(HOURS)) * 3600 * SECOND
    at = min(max(edge + draw(st.sampled_from((0, 1, -1))), OPENS), CLOSES - 1)
    return Case(rulebook, asked, datetime_of(Instant(at)))
