"""Strategies for baskets: lines typed twice or split, refs, buyers, coupons, handovers.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from hypothesis import strategies as st

from comptoir.facts.baskets import Basket, Buyer, Contract
from comptoir.facts.coupons import IssuedCoupon
from comptoir.facts.handovers import Carry, Collect, Deliver, Handover, Place
from comptoir.facts.lines import Line
from comptoir.facts.products import Product
from comptoir.facts.provenance import Provenance, SavedBasket
from comptoir.testing.strategies.flavours import PLAUSIBLE, Flavour
from comptoir.testing.strategies.names import identifiers
from comptoir.testing.strategies.numbers import currencies, measured, quantities
from comptoir.testing.strategies.times import instants
from comptoir.values.quantities import PIECE, QUANTITY_MAX, Measured


@cache
def places() -> st.SearchStrategy[Place]:
    """A place of delivery."""
    return st.sampled_from((Place("FR", "69003"), Place("GB", "SW1A 1AA"), Place("KW", "00000")))


@cache
def handovers() -> st.SearchStrategy[Handover]:
    """How the goods reach the customer."""
    return st.one_of(
        st.sampled_from((Carry("lyon-2"), Collect("lyon-2"))),
        st.builds(Deliver, places(), st.sampled_from((None, "home", "relay"))),
    )


@cache
def buyers(flavour: Flavour = PLAUSIBLE) -> st.SearchStrategy[Buyer]:
    """Who buys: anyone, or a member with a tier and segments that promotions ask for."""
    words = st.sampled_from(flavour.words)
    return st.builds(
        Buyer, member=st.none() | words, tier=st.none() | words, segments=st.lists(words, max_size=2)
    )


@cache
def lines(flavour: Flavour = PLAUSIBLE, product: Product | None = None) -> st.SearchStrategy[Line]:
    """A line: of a product as it is sold, or of anything; its ref is one of few."""
    refs = st.sampled_from((None, "app-7", "r.20", "0", "z", "A"))
    if product is None:
        return st.builds(Line, st.sampled_from(flavour.skus), quantities(flavour), ref=refs)
    quantity = _whole(flavour) if product.unit == PIECE else measured(flavour, product.unit)
    return st.builds(Line, st.just(product.sku), quantity, ref=refs)


@st.composite
def baskets(
    draw: st.DrawFn,
    flavour: Flavour = PLAUSIBLE,
    *,
    products: Sequence[Product] = (),
    currency: str | None = None,
) -> Basket:
    """A basket, mostly of these products; some lines come twice, some with refs."""
    typed: list[Line] = []
    for _ in range(draw(_counts(flavour))):
        stray = flavour.gaps and draw(st.integers(0, 99)) == 99
        product = None if stray or not products else draw(st.sampled_from(products))
        line = draw(lines(flavour, product))
        typed += [line, line] if draw(st.booleans()) else [line]
    return Basket(
        currency=draw(currencies(flavour)) if currency is None else currency,
        lines=list(_within_limits(typed)),
        buyer=draw(buyers(flavour)),
        coupons=draw(_coupons(flavour)),
        issued=draw(_issued(flavour)),
        tender=draw(st.sampled_from((None, *flavour.words[:2]))),
        handover=draw(st.none() | handovers()),
        contract=draw(st.sampled_from((None, *Contract))),
    )


@cache
def provenances() -> st.SearchStrategy[Provenance]:
    """Where a fact was recorded."""
    return st.builds(Provenance, identifiers(), till=st.none() | identifiers(), who=st.none() | identifiers())


@cache
def saved_baskets(flavour: Flavour = PLAUSIBLE) -> st.SearchStrategy[SavedBasket]:
    """A basket put aside."""
    return st.builds(
        SavedBasket,
        id=identifiers(),
        basket=baskets(flavour),
        saved_at=instants(),
        provenance=provenances(),
    )


@cache
def _whole(flavour: Flavour) -> st.SearchStrategy[int]:
    return st.sampled_from(flavour.pieces) | st.integers(1, 20)


@cache
def _counts(flavour: Flavour) -> st.SearchStrategy[int]:
    return st.sampled_from((*range(1, flavour.lines_max + 1), 0))


@cache
def _coupons(flavour: Flavour) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(flavour.words), max_size=2, unique=True)


@cache
def _issued(flavour: Flavour) -> st.SearchStrategy[list[IssuedCoupon]]:
    coupon = st.builds(
        IssuedCoupon,
        code=st.just("issued-1"),
        series=st.sampled_from(flavour.words),
        left=st.sampled_from((None, 0, 1)),
        member=st.none() | st.sampled_from(flavour.words),
    )
    return st.lists(coupon, max_size=1)


def _within_limits(typed: Iterable[Line]) -> Iterator[Line]:
    """The lines, each ref once, and no more pieces of a product than a basket takes."""
    refs: set[str] = set()
    pieces: dict[str, int] = {}
    for line in typed:
        if not isinstance(line.quantity, Measured):
            pieces[line.sku] = pieces.get(line.sku, 0) + line.quantity
            if pieces[line.sku] > QUANTITY_MAX:
                pieces[line.sku] -= line.quantity
                continue
        yield line if line.ref not in refs else Line(line.sku, line.quantity)
        refs |= {line.ref} if line.ref is not None else set()
