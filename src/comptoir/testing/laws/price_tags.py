"""Laws of price tags: what a page says is what a basket costs, and what the public paid before.

Source: law Q10.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence

import attrs

from comptoir.checkout.page import NotPriced, PriceTag
from comptoir.checkout.quote import Quote
from comptoir.facts.baskets import ANYONE, Basket
from comptoir.facts.lines import Line
from comptoir.facts.products import KitPrice, Product
from comptoir.facts.tax_terms import PriceBasis
from comptoir.facts.terms import LineTerms
from comptoir.facts.wheres import narrowness
from comptoir.pricing.announced import Announced
from comptoir.pricing.history import Sold
from comptoir.pricing.prior_price import PriorPriceRule
from comptoir.rulebook import Rulebook
from comptoir.testing.cases import Case, ask_counter, expect, outcome_of
from comptoir.testing.oracles import prior_prices
from comptoir.testing.oracles.shops import holds
from comptoir.testing.readings import selects
from comptoir.testing.tills import PLAIN, Till
from comptoir.testing.variations import edges_of, with_promotions
from comptoir.values.errors import ComptoirError
from comptoir.values.instants import Instant, datetime_of
from comptoir.values.percentages import Percent
from comptoir.values.quantities import PIECE, Measured
from comptoir.values.windows import Window


def q10_a_tag_is_what_a_basket_costs(case: Case, till: Till = PLAIN) -> None:
    """Q10: each tag of a page is the quote of a basket with that one piece, its prior price the oracle's.

    That holds where no delivery service is chosen: its tax may be rounded together with that of the goods.
    """
    products = case.rulebook.products.products
    try:
        page = till.page(case.rulebook, [each.sku for each in products], case.basket, case.at)
    except ComptoirError:
        return
    public = _public(case)
    for product, tag in zip(products, page.tags, strict=True):
        found = outcome_of(attrs.evolve(case, basket=_one(case.basket, product)), till.quote)
        if isinstance(found, Quote):
            _is_tag(tag, found.terms.lines[0])
            if isinstance(tag, PriceTag):
                due = _announced(public, product)
                expect("Q10", _shown(tag.announced) == due, f"found {tag.announced}, not {due}: {tag}")
        else:
            code = found.faults[0].code
            expect("Q10", tag == NotPriced(sku=product.sku, code=code), f"found {tag}, where there is {code}")


def _one(basket: Basket, product: Product) -> Basket:
    """The basket with one piece, or one kilogram, litre …, and nothing else."""
    quantity = 1 if product.unit == PIECE else Measured("1", product.unit)
    return attrs.evolve(basket, lines=[Line(product.sku, quantity)], empties=())


def _is_tag(tag: PriceTag | NotPriced, line: LineTerms) -> None:
    quoted = line.price_list, line.basis, line.regular, line.adjustments, line.charged, line.paid
    shown = (
        (tag.price_list, tag.basis, tag.regular, tag.adjustments, tag.charged, tag.paid)
        if isinstance(tag, PriceTag)
        else None
    )
    expect("Q10", shown == quoted, f"found {tag} for {line}")


def _public(case: Case) -> Case:
    """What is asked by whoever comes in, under the rules as if they had always been in force.

    Offers with conditions are not for everybody, and prices are looked at as far back as there are any.
    """
    rulebook = case.rulebook
    general = with_promotions(rulebook, [each for each in rulebook.pricing.promotions if not each.when])
    ever = attrs.evolve(general.header, valid=Window(_known_since(rulebook), rulebook.horizon_instant))
    basket = attrs.evolve(case.basket, buyer=ANYONE, coupons=())
    return attrs.evolve(case, rulebook=attrs.evolve(general, header=ever), basket=basket)


def _known_since(rulebook: Rulebook) -> Instant:
    """From when on its days are known."""
    return max(zone.since for zone in rulebook.time.zones)


def _announced(public: Case, product: Product) -> tuple[object, ...] | None:
    """The reduction that the public may be told of, as a clerk with a price book finds it."""
    rule = _rule(public, product)
    if rule is None:
        return None
    first = _known_since(public.rulebook)
    later = (Instant(edge) for edge in edges_of(public.rulebook) if first < edge <= public.instant)
    edges = sorted({first, *later})
    tag = _remembered(edges, lambda at: _on_the_tag(public, product, at))
    prior = prior_prices.prior(edges, tag, public.instant, rule, public.rulebook.zone)
    now = tag(public.instant)
    if prior is None or now is None:
        return None
    bears = max(0, (prior.price - now.price) * 10**6 // prior.price) if prior.price else 0
    return now.price, prior.price, prior.since, prior.days, prior.is_partial, rule.id, Percent(bears)


def _shown(announced: Announced | None) -> tuple[object, ...] | None:
    if announced is None:
        return None
    prior = announced.prior
    said = prior.price, prior.since, prior.days, prior.is_partial, prior.rule
    return announced.price, *said, announced.percent


def _rule(case: Case, product: Product) -> PriorPriceRule | None:
    """The rule by which a prior price is found: the narrowest place, then the smallest id."""
    own = [
        each
        for each in case.rulebook.pricing.prior_prices
        if holds(case, each.where, each.valid) and selects(each.on, product)
    ]
    return min(own, key=lambda each: (-narrowness(each.where), each.id), default=None)


def _remembered(
    edges: Sequence[Instant], tag: Callable[[Instant], Sold | None]
) -> Callable[[Instant], Sold | None]:
    """The tag at any instant, asked once between two edges."""
    known: dict[int, Sold | None] = {}

    def remembered(at: Instant) -> Sold | None:
        place = bisect_right(edges, at)
        if place not in known:
            known[place] = tag(at)
        return known[place]

    return remembered


def _on_the_tag(public: Case, product: Product, at: Instant) -> Sold | None:
    """What one piece is quoted at, and whether that is a reduction that everybody sees."""
    try:
        quote = ask_counter(public.rulebook, _one(public.basket, product), datetime_of(at))
    except ComptoirError:
        return None
    [line] = quote.terms.lines
    is_reduced = line.charged < line.regular or _is_shown_as_reduced(public, product, at)
    return Sold(line.charged, reduced=line.basis is PriceBasis.INCLUDED and is_reduced)


def _is_shown_as_reduced(public: Case, product: Product, at: Instant) -> bool:
    """Whether the list that prices it is announced; of a kit that costs its parts, one of theirs."""
    if product.kit is not None and product.kit.priced is KitPrice.PARTS:
        parts = [public.rulebook.assortment[part.sku] for part in product.kit.parts]
        return any(_is_shown_as_reduced(public, part, at) for part in parts)
    quote = ask_counter(public.rulebook, _one(public.basket, product), datetime_of(at))
    lists = {each.id: each for each in public.rulebook.pricing.lists}
    return lists[quote.terms.lines[0].price_list].announced
