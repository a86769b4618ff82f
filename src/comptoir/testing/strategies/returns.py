"""Strategies for returns: an order placed at the counter, handed over, and requests to give it back.

Source: house rule (laws R1 to R6).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final

import attrs
from hypothesis import strategies as st

from comptoir.facts.baskets import ANYONE, Basket, Contract
from comptoir.facts.events import Exceptional, Fact, Informed, Passage, Passed
from comptoir.facts.handovers import Carry, Collect, Deliver, Handover, Place
from comptoir.facts.lines import Line
from comptoir.facts.orders import Order
from comptoir.facts.return_terms import Grade, ProofKind
from comptoir.facts.units import Units
from comptoir.returns.asked import Give
from comptoir.rulebook import Rulebook
from comptoir.testing.oracles import deadlines
from comptoir.testing.oracles.lives import Lives, lives_of
from comptoir.testing.return_cases import Request, ReturnCase
from comptoir.testing.strategies.return_shops import return_shops
from comptoir.testing.terms_examples import (
    AT_HOME,
    BY,
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


_TENDERS: Final = (
    (("gift-card", "gift-1"), ("card", "psp-1")),
    (("card", "psp-1"), ("voucher", None)),
    (("gift-card", "gift-1"), ("voucher", None), ("card", "psp-1")),
    (("card", "psp-1"),),
)


@cache
@st.composite
def return_cases(draw: st.DrawFn) -> ReturnCase:
    """An order with several pieces, handed over whole or in part, and up to three requests."""
    written = draw(st.integers(0, 2 * len(shops()) - 1))
    at = Instant(ORDERED + draw(st.integers(0, 12)) * DAY + draw(st.sampled_from((0, 9, 13))) * HOUR)
    basket = draw(_baskets(is_plain=written < len(shops())))
    if written < len(shops()):
        rulebook, first = shops()[written], points_earned(written)
        facts = list(placed(rulebook, first, "o-1", at, basket))
    else:
        rulebook, first = draw(return_shops()), points_earned(0)
        basket = attrs.evolve(basket, informed=draw(st.sampled_from((True, True, False))))
        facts = list(placed(rulebook, first, "o-1", at, basket, names=draw(st.sampled_from(_TENDERS))))
    order = last_order(facts)
    facts += draw(_handed_over(order, at))
    facts += draw(_passages(order, at)) if written >= len(shops()) else []
    instants = _instants(lives_of("o-1", facts, Instant(at + 60 * DAY)), rulebook, at)
    asked = _requests(order, instants, is_plain=written < len(shops()))
    requests = draw(st.lists(asked, min_size=1, max_size=3))
    requests.sort(key=lambda each: each.at)
    return ReturnCase(
        rulebook=rulebook, order="o-1", facts=tuple(facts), requests=tuple(requests), basket=basket
    )


@cache
@st.composite
def _baskets(draw: st.DrawFn, *, is_plain: bool) -> Basket:
    lines = draw(_LINES)
    handover = draw(_HANDOVERS if is_plain else _HANDOVERS | st.just(Carry("lyon-2")))
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
    some, rest = draw(_parts(order))
    later = Instant(arrives + draw(st.integers(1, 9)) * DAY)
    found = [arrival("h-0", order, some, arrives)] if some else []
    comes = draw(st.booleans())
    if rest and comes:
        found.append(arrival("h-1", order, rest, later))
    return found


@st.composite
def _parts(draw: st.DrawFn, order: Order) -> tuple[tuple[Units, ...], tuple[Units, ...]]:
    """The first pieces of each line, and the others."""
    counts = {line.terms.number: pieces(line.terms.quantity) for line in order.lines}
    firsts = {number: draw(st.integers(0, count)) for number, count in counts.items()}
    some = tuple(Units(number, 0, count) for number, count in firsts.items() if count)
    rest = tuple(
        Units(number, first, counts[number] - first)
        for number, first in firsts.items()
        if first < counts[number]
    )
    return some, rest


@st.composite
def _passages(draw: st.DrawFn, order: Order, at: Instant) -> Iterable[Fact]:
    """Goods that left before they arrived, were announced as coming back, or handed back after a repair.

    And a customer who was told of the right to withdraw only later.
    """
    found: list[Fact] = []
    for index, passage in enumerate(draw(st.lists(st.sampled_from(_PASSAGES), max_size=2, unique=True))):
        when = Instant(at + draw(st.sampled_from(_AFTER[passage])) * DAY + index * HOUR)
        units = draw(_parts(order))[0] if draw(st.booleans()) else ()
        found.append(
            Passed(
                id=f"p-{index}",
                order=order.id,
                member=order.buyer.member,
                at=when,
                passage=passage,
                units=units,
                provenance=BY,
            )
        )
    if not order.informed and draw(st.booleans()):
        told = Instant(at + draw(st.sampled_from((2, 17, 100, 380, 400))) * DAY)
        found.append(Informed(id="i-0", order=order.id, member=order.buyer.member, at=told, provenance=BY))
    return found


_PASSAGES: Final = (Passage.SHIPPED, Passage.DECLARED, Passage.HANDED_BACK)
_AFTER: Final = {Passage.SHIPPED: (0, 1), Passage.DECLARED: (3, 12, 18, 25), Passage.HANDED_BACK: (16, 24)}


def _instants(known: Lives, rulebook: Rulebook, at: Instant) -> list[Instant]:
    """Days after the order, and either side of the end of every right."""
    found = {Instant(at + days * DAY + HOUR) for days in (7, 10, 1, 25)}
    for key in known.pieces:
        clock = known.clock(key)
        for terms in known.order.returns:
            ended = deadlines.end_of(terms, clock, rulebook.almanac)
            if ended is not None and key[0] in terms.lines:
                found |= {Instant(ended[1] + step) for step in (-1, 0)}
    return sorted(found)


@st.composite
def _requests(draw: st.DrawFn, order: Order, instants: list[Instant], *, is_plain: bool) -> Request:
    """Goods named by line or by ref, for one reason and in one condition, in a store or by post."""
    counts: dict[int | str, int] = {
        line.terms.number: pieces(line.terms.quantity) for line in order.lines
    } | {ref.ref: ref.units for ref in order.refs}
    some = [(what, count) for what, most in counts.items() for count in {1, most}]
    whole = [(line.terms.number, pieces(line.terms.quantity)) for line in order.lines]
    gives = draw(st.just(whole) | st.lists(st.sampled_from([*some, (1, 2)]), min_size=1, max_size=3))
    reason, at = draw(st.sampled_from(_REASONS)), datetime_of(draw(st.sampled_from(instants)))
    store = draw(st.sampled_from(("lyon-2", None, "paris-1")))
    if is_plain:
        give = tuple(Give(what, quantity, reason=reason) for what, quantity in gives)
        return Request(at=at, give=give, store=store)
    grade, unsealed = draw(st.sampled_from(_SEEN)), draw(st.sampled_from((False, False, True)))
    exception = draw(st.sampled_from((None, None, None, LIFTED)))
    give = tuple(
        Give(what, quantity, reason=reason, grade=grade, unsealed=unsealed, exception=exception)
        for what, quantity in gives
    )
    return Request(
        at=at,
        give=give,
        store=store,
        proof=draw(st.sampled_from((ProofKind.RECEIPT, ProofKind.RECEIPT, ProofKind.CARD))),
        gift=draw(st.sampled_from((False, False, False, True))),
        prefer=draw(st.sampled_from((None, None, None, "credit"))),
        label=store is None and draw(st.booleans()),
    )


_SEEN: Final = (*(Grade.AS_NEW, Grade.USED, Grade.OPENED) * 2, *Grade)
LIFTED: Final = Exceptional(rule="goodwill", author="e-7", authority="manager")
"""A person who may take back what no right lets come back."""
