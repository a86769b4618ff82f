"""Members' purchases under the example's programme, and programmes under which they are earned again.

Source: house rule.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from hypothesis import strategies as st

from comptoir.authoring import example, seal
from comptoir.facts.baskets import Basket, Buyer, Contract
from comptoir.facts.handovers import Carry, Deliver, Handover, Place
from comptoir.facts.lines import Line
from comptoir.rulebook import Rulebook
from comptoir.testing.laws.what_if import WhatIfCase
from comptoir.testing.year import BASKETS, HOME, STORE
from comptoir.values.instants import DAY, Instant, instant_from_text

_FIRST: Final = instant_from_text("2026-12-20T10:00:00Z")
CHANGES: Final = (
    (),
    (('per = "1.00 EUR"', 'per = "0.40 EUR"'),),
    (('per = "1.00 EUR"', 'per = "3.00 EUR"\nbasis = { tax = false, delivery = true, points = true }'),),
    (('from = "300.00 EUR"', 'from = "60.00 EUR"'), ('from = "800.00 EUR"', 'from = "150.00 EUR"')),
    (
        ('factor = "1.5"\nfree_delivery', 'factor = "3"\nfree_delivery'),
        ('from = "300.00 EUR"', 'from = "30.00 EUR"'),
    ),
    (('levels = { period = "12 months" }', 'levels = { period = "12 months", own_order_counts = true }'),),
    (('id = "miel-double-2027"', 'id = "miel-triple"'), ('factor = "2"\nfunder', 'factor = "3"\nfunder')),
    (('claimed_within = "30 days"', ""), ('expires_after = "12 months"', 'expires_after = "3 months"')),
)
"""What another programme says otherwise."""
HANDOVERS: Final[tuple[Handover, ...]] = (Carry(STORE), HOME, Deliver(Place("FR", "20000"), "home"))


@cache
def changed(changes: tuple[tuple[str, str], ...]) -> Rulebook:
    """The example's rulebook with some of its programme written otherwise."""
    before, programme = example().split("[loyalty.programme]")
    for old, new in changes:
        if old not in programme:
            raise AssertionError(old)
        programme = programme.replace(old, new, 1)
    return seal(f"{before}[loyalty.programme]{programme}")


@cache
@st.composite
def what_if_cases(draw: st.DrawFn) -> WhatIfCase:
    """Up to four purchases of one member, some without a card, and another programme."""
    at, bought = _FIRST, list[tuple[Instant, Basket]]()
    for _ in range(draw(st.integers(1, 4))):
        at = Instant(at + draw(st.sampled_from((1, 9, 40, 90))) * DAY)
        handover = draw(st.sampled_from(HANDOVERS))
        lines: tuple[Line, ...] = draw(st.sampled_from(BASKETS))
        bought.append(
            (
                at,
                Basket(
                    currency="EUR",
                    lines=lines,
                    buyer=Buyer(
                        member=draw(st.sampled_from(("m-1", "m-1", "m-1", None))),
                        segments=draw(st.sampled_from((frozenset[str](), frozenset({"carte-provence"})))),
                        first_order=draw(st.booleans()),
                    ),
                    handover=handover,
                    contract=Contract.IN_STORE if isinstance(handover, Carry) else Contract.DISTANCE,
                ),
            )
        )
    under = changed(draw(st.sampled_from(CHANGES)))
    return WhatIfCase(rulebook=changed(()), under=under, bought=tuple(bought))


def by_hand() -> tuple[WhatIfCase, ...]:
    """A member who reaches a tier by the first of two purchases, and somebody without a card."""
    found: list[WhatIfCase] = []
    for changes in CHANGES:
        bought = [
            (
                Instant(_FIRST + 40 * number * DAY),
                Basket(
                    currency="EUR",
                    lines=[Line("ROBE-LIN-36", 5), Line("MIEL-LAVANDE-250", 2)],
                    buyer=Buyer(member=member),
                    handover=HOME,
                    contract=Contract.DISTANCE,
                ),
            )
            for number, member in enumerate(("m-1", "m-1", None))
        ]
        found.append(WhatIfCase(rulebook=changed(()), under=changed(changes), bought=tuple(bought)))
    return tuple(found)
