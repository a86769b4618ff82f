"""Strategies for returns: an order placed at the counter, handed over, and requests to give it back.

Source: house rule (laws R1 to R6).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final

import attrs
from hypothesis import strategies as st

from comptoir.facts.baskets import (
    ANYONE,
    Basket,
    Carry,
    Collect,
    Contract,
    Deliver,
    Handover,
    Line,
    Place,
)
from comptoir.facts.events import Fact
from comptoir.facts.holdings import Held
from comptoir.facts.orders import Order
from comptoir.facts.units import Units
from comptoir.returns.assess import Give
from comptoir.rulebook import Rulebook
from comptoir.testing.laws.returns import Request, ReturnCase
from comptoir.testing.oracles import deadlines
from comptoir.testing.terms_examples import (
    AT_HOME,
    ORDERED,
    arrival,
    last_order,
    ordered,
    placed,
    points_earned,
    shops,
)
from comptoir.values.instants import DAY, SECOND, Instant, datetime_of
from comptoir.values.quantities import Measured, pieces

HOUR: Final = 3600 * SECOND

_REASONS: Final = ("changed_mind", "too_large", "faulty")
_HANDOVERS: Final[st.SearchStrategy[Handover]] = st.sampled_from(
    (
        Deliver(Place("FR", "69003"), "home"),
        AT_HOME,
        Deliver(Place("BE", "1000"), "home"),
        Collect("paris-1"),
        Carry("lyon-2"),
    )
)
_PIECES: Final = st.builds(
    Line,
    st.sampled_from(("ROBE-36", "FOULARD", "LIVRE", "JOURNAL", "ROBE-38", "ROBE-40")),
    st.sampled_from((1, 2, 3, 4)),
)
_LINES: Final = st.lists(_PIECES | st.just(Line("THE", Measured("0.532", "kg"))), min_size=1, max_size=3)


@cache
@st.composite
def return_cases(draw: st.DrawFn) -> ReturnCase:
    """An order with several pieces, handed over whole or in part, and up to three requests."""
    shop = draw(st.integers(0, len(shops()) - 1))
    rulebook, first = shops()[shop], points_earned(shop)
    at = Instant(ORDERED + draw(st.integers(0, 12)) * DAY + draw(st.sampled_from((0, 9, 13))) * HOUR)
    basket = draw(_baskets())
    facts = list(placed(rulebook, first, "o-1", at, basket))
    order = last_order(facts)
    facts += draw(_handed_over(order, at))
    case = ReturnCase(rulebook=rulebook, order="o-1", facts=tuple(facts), requests=())
    held = case.held(facts, datetime_of(Instant(at + 30 * DAY)))
    instants = _instants(held, rulebook, at)
    requests = draw(st.lists(_requests(order, instants), min_size=1, max_size=3))
    requests.sort(key=lambda each: each.at)
    return attrs.evolve(case, requests=tuple(requests))


@cache
@st.composite
def _baskets(draw: st.DrawFn) -> Basket:
    lines = draw(_LINES)
    handover = draw(_HANDOVERS)
    is_member = draw(st.sampled_from((True, True, False)))
    contract = Contract.IN_STORE if isinstance(handover, Carry) else Contract.DISTANCE
    points = draw(st.sampled_from((0, 10, 330, 500, 1000))) if is_member else 0
    basket = ordered(*lines, handover=handover, contract=contract, points=points)
    return basket if is_member else attrs.evolve(basket, buyer=ANYONE)


@st.composite
def _handed_over(draw: st.DrawFn, order: Order, at: Instant) -> Iterable[Fact]:
    """All of it at once; or the first pieces of each line, and the rest later or never."""
    if isinstance(order.handover, Carry):
        return []
    arrives = Instant(at + draw(st.integers(1, 5)) * DAY + draw(st.sampled_from((0, 11 * HOUR + 1))))
    if draw(st.sampled_from((True, True, True, False))):
        return [arrival("h-0", order, (), arrives)]
    counts = {line.terms.number: pieces(line.terms.quantity) for line in order.lines}
    firsts = {number: draw(st.integers(0, count)) for number, count in counts.items()}
    some = tuple(Units(number, 0, count) for number, count in firsts.items() if count)
    rest = tuple(
        Units(number, first, counts[number] - first)
        for number, first in firsts.items()
        if first < counts[number]
    )
    later = Instant(arrives + draw(st.integers(1, 9)) * DAY)
    found = [arrival("h-0", order, some, arrives)] if some else []
    comes = draw(st.booleans())
    if rest and comes:
        found.append(arrival("h-1", order, rest, later))
    return found


def _instants(held: Held, rulebook: Rulebook, at: Instant) -> list[Instant]:
    """Days after the order, and either side of the end of every right."""
    found = {Instant(at + days * DAY + HOUR) for days in (7, 10, 1, 25)}
    for run in held.runs:
        for terms in held.order.returns:
            ended = deadlines.ends(terms, held, run, rulebook.almanac)
            if ended is not None and run.units.number in terms.lines:
                found |= {Instant(ended[1] + step) for step in (-1, 0)}
    return sorted(found)


def _requests(order: Order, instants: list[Instant]) -> st.SearchStrategy[Request]:
    """Goods named by line or by ref, for one reason, in a store or by post."""
    counts: dict[int | str, int] = {
        line.terms.number: pieces(line.terms.quantity) for line in order.lines
    } | {ref.ref: ref.units for ref in order.refs}
    some = [(what, count) for what, most in counts.items() for count in {1, most}]
    whole = [(line.terms.number, pieces(line.terms.quantity)) for line in order.lines]

    def built(at: Instant, gives: list[tuple[int | str, int]], reason: str, store: str | None) -> Request:
        give = tuple(Give(what, quantity, reason=reason) for what, quantity in gives)
        return Request(at=datetime_of(at), give=give, store=store)

    return st.builds(
        built,
        st.sampled_from(instants),
        st.just(whole) | st.lists(st.sampled_from([*some, (1, 2)]), min_size=1, max_size=3),
        st.sampled_from(_REASONS),
        st.sampled_from(("lyon-2", None, "paris-1")),
    )
