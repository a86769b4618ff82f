"""Laws of prices, taxes and money on shops in which all their rules meet: who, where, packs, kits, floors.

Those of parity, of taxes and of windows are those of every quote, and more of them. The list prices, the
floors and the taxes are compared with slow second opinions, the oracles.

Source: laws P1 to P4, Q1, Q2, Q5, Q7, Q8 and Q13.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

import attrs

from comptoir.checkout.page import Page
from comptoir.checkout.quote import Quote
from comptoir.facts.agreements import LockedQuote
from comptoir.facts.baskets import Basket
from comptoir.facts.lines import Line
from comptoir.facts.products import Nature, Product
from comptoir.facts.terms import OVERRIDE, POINTS_OFF, LineTerms
from comptoir.pricing.benefits.basket_percent import BasketPercentOff
from comptoir.pricing.benefits.percent import PercentOff
from comptoir.pricing.kinds import LineBenefit
from comptoir.pricing.rules import Promotion
from comptoir.rulebook import Rulebook
from comptoir.testing.cases import Case, LawBroken, after_a_trip, answer_of, expect, outcome_of
from comptoir.testing.laws import choice, parity, sums
from comptoir.testing.laws.paying import locked
from comptoir.testing.laws.placing import acceptable
from comptoir.testing.oracle import rounded
from comptoir.testing.oracles import en16931, floors, taxes
from comptoir.testing.oracles.list_prices import NoPriceError, Reading
from comptoir.testing.oracles.passes import Passed
from comptoir.testing.oracles.shares import even, shares
from comptoir.testing.oracles.shops import extras_of, inside, read, split_of
from comptoir.testing.tills import PLAIN, Till
from comptoir.testing.variations import TYPED_OTHERWISE, edges_of, with_promotions
from comptoir.values.decimals import decimal_text
from comptoir.values.errors import ComptoirError
from comptoir.values.instants import Instant, datetime_of
from comptoir.values.policies import DiscountOrder
from comptoir.values.quantities import PIECE, QUANTITY_MAX, Measured, Quantity

ALL_OF_IT: Final = (PercentOff("100"), BasketPercentOff("100"))
"""Benefits that leave nothing of a price."""


def p1_typing_changes_no_price(case: Case, till: Till = PLAIN) -> None:
    """P1: order of lines, splitting, merging, refs, asking again and small units change no price.

    250 g cost what 0.25 kg cost. A page is the same for whatever lines the basket holds.
    """
    parity.p1_order_splitting_and_refs_change_nothing(case, till.quote)
    first = _page_answer(case, till)
    for typed in TYPED_OTHERWISE.values():
        other = _page_answer(attrs.evolve(case, basket=typed(case.basket)), till)
        expect("P1", other == first, f"found the page {other}, not {first}, for the same typed otherwise")


def p2_what_is_agreed_survives_its_wire_form(case: Case, till: Till = PLAIN) -> None:
    """P2: basket, terms, order, its fact and a locked quote are equal, byte for byte, after a wire's trip."""
    parity.p2_a_value_survives_its_wire_form(case, till.quote)
    kept = locked(acceptable(case), till)
    if isinstance(kept, LockedQuote):
        after_a_trip("P2", case.rulebook, kept)


def p3_sealing_changes_no_price(case: Case, till: Till = PLAIN) -> None:
    """P3: a rulebook opened from its sealed form seals to the same bytes, with the same quote and page."""
    parity.p3_sealing_changes_nothing(case, till.quote)
    opened = Rulebook.open(case.rulebook.sealed(), case.rulebook.vocabulary)
    one, two = (_page_answer(attrs.evolve(case, rulebook=each), till) for each in (case.rulebook, opened))
    expect("P3", one == two, f"found the page {two}, not {one}, from the opened")


def p4_prices_stay_until_valid_until(case: Case, till: Till = PLAIN) -> None:
    """P4: asked at any instant before ``valid_until``, the quote and the page are the same."""
    parity.p4_the_answer_stays_until_valid_until(case, till.quote)
    page = _page(case, till)
    if page is not None:
        for instant in _inside(case.rulebook, case.instant, page.until):
            other = _page(attrs.evolve(case, at=datetime_of(instant)), till)
            same = other is not None and other.page == page.page
            expect("P4", same, f"found other tags at {instant}, before {page.until}: {page}, {other}")


def q1_taxes_are_those_of_a_sound_invoice(case: Case, till: Till = PLAIN) -> None:
    """Q1: per rate base + tax = gross; grosses are the total and what is taxed besides; EN 16931 agrees."""
    sums.q1_taxes_add_up_to_the_total(case, till.quote)
    quote = answer_of(case, till.quote)
    if quote is None:
        return
    for line in quote.terms.lines:
        gross = sum(part.gross for part in line.taxes)
        expect("Q1", gross == line.paid + line.in_base, f"found parts of {gross} in {line}")
    faults = en16931.faults(quote.terms)
    expect("Q1", not faults, f"found {faults} in {quote.terms}")


def q2_nothing_goes_below_a_floor(case: Case, till: Till = PLAIN) -> None:
    """Q2: nothing takes a line below its floor or zero, no promotion what is inside its price and is none.

    No promotion takes more of some units than these can give. None touches a gift card, nor a price that
    was decided without promotions; points may be taken off such a price. No person goes further than their
    authority.
    """
    quote = answer_of(case, till.quote)
    if quote is None:
        return
    for passed in choice.passes_of("Q2", case, quote):
        _units_can_give(passed)
    for line in quote.terms.lines:
        reading = _read("Q2", case, line)
        floor = floors.least(case, line, reading)
        left = line.regular
        for index, each in enumerate(line.adjustments):
            left += each.amount
            expect("Q2", each.amount <= 0, f"found {each}, which raises the charge, in {line}")
            if each.layer == OVERRIDE:
                least: int | None = floors.least_by_authority(case, line)
                expect("Q2", index == 0 and least is not None, f"found {each}, which nobody may, in {line}")
            else:
                least = inside(case, line, reading.content)
                touched = floors.takes_promotions(case, line)
                if each.layer == POINTS_OFF:
                    touched = case.rulebook.assortment[line.sku].nature is not Nature.GIFT_CARD
                expect("Q2", touched, f"found {each} on what no promotion touches, in {line}")
            found = f"found {left} left after {each}, below {floor} or {least}, in {line}"
            expect("Q2", left >= max(floor, least or 0), found)


def _units_can_give(passed: Passed) -> None:
    """Of each run of units, what was taken is no more than the roomiest of them have.

    A line's own promotion takes of all its units evenly, and each of them has its part of the room.
    """
    of_lines = {each.id for each in passed.stage.offers if isinstance(each.benefit, LineBenefit)}
    for place, parts in passed.taken.items():
        run = passed.stage.runs[place]
        for offer, units, fall in parts:
            dearest = even(run.amount, run.units, range(units)) - units * run.unit_floor
            room = even(run.room, run.units, range(units)) if offer in of_lines else dearest
            found = f"found {fall} of {units} units by {offer}, which have room for {room}, in {run}"
            expect(
                "Q2", units <= run.units and fall <= max(0, run.room if units == run.units else room), found
            )
        whole = sum(fall for _, _, fall in parts)
        expect("Q2", whole <= run.room, f"found {whole} of {run}, which has room for {run.room}")


def q5_out_of_its_window_nothing_is_given(case: Case, till: Till = PLAIN) -> None:
    """Q5: outside its window at the quote's instant, edges included, a promotion gives no adjustment."""
    choice.q5_out_of_its_window_an_offer_gives_nothing(case, till.quote)


def q7_prices_are_what_the_oracles_count(case: Case, till: Till = PLAIN) -> None:
    """Q7: regular is the oracle's list price, charged that and the adjustments, paid what the oracle taxes.

    A decided price is its own extension; extras are those that hold; what is given back has its own tax.
    """
    quote = answer_of(case, till.quote)
    if quote is None:
        return
    for line in quote.terms.lines:
        _is_listed(case, line)
    due = taxes.taxes(case, [*_charged(case, quote), *_given_back(case)])
    stated = {(each.percent, each.treatment): each.tax for each in quote.terms.taxes}
    expect("Q7", stated == due.taxes, f"found {stated}, not {due.taxes}, in {quote.terms}")
    paid = {line.number: line.paid for line in quote.terms.lines}
    paid |= {-place: each.paid for place, each in enumerate(quote.terms.empties, start=1)}
    for number, amount in paid.items():
        off = abs(amount - due.paid[number])
        near = off < due.shares[number] if due.shares[number] else off == 0
        expect("Q7", near, f"found {amount} paid, not {due.paid[number]}, for {number} in {quote.terms}")


def q8_all_of_it_leaves_nothing_to_pay(case: Case, till: Till = PLAIN) -> None:
    """Q8: a promotion of 100 % on goods without a floor leaves exactly nothing to pay for them, and no tax.

    Unless the price holds what is no price, or reductions stay taxed.
    """
    layers = case.rulebook.pricing.layers
    for benefit in ALL_OF_IT if layers else ():
        free = Promotion(id="all-of-it", name={"fr": "Gratuit"}, layer=layers[0].id, benefit=benefit)
        asked = attrs.evolve(case, rulebook=with_promotions(case.rulebook, [free]))
        quote = answer_of(asked, till.quote)
        for line in quote.terms.lines if quote is not None else ():
            reading = _read("Q8", asked, line)
            kept = max(floors.least(asked, line, reading), inside(asked, line, reading.content))
            if not kept and floors.takes_promotions(asked, line):
                _is_free(case, line)


def q13_a_pack_costs_what_its_units_cost(case: Case, till: Till = PLAIN) -> None:
    """Q13: a pack without a price of its own costs, before promotions, exactly what its units cost."""
    for line in case.basket.lines:
        product = case.rulebook.assortment[line.sku]
        if line.unit is None or not isinstance(line.quantity, int) or _is_priced_whole(case, line):
            continue
        loose = _so_much(product, Fraction(product.packs[line.unit].to_text()) * line.quantity)
        if loose is None:
            continue
        packed, single = (
            outcome_of(attrs.evolve(case, basket=_only(case.basket, each)), till.quote)
            for each in (Line(line.sku, line.quantity, unit=line.unit), Line(line.sku, loose))
        )
        if isinstance(packed, Quote):
            found = f"found {packed}, not {single}, as for {loose}"
            expect("Q13", isinstance(single, Quote) and _regular(packed) == _regular(single), found)


def _is_priced_whole(case: Case, line: Line) -> bool:
    """Whether some list prices the pack itself."""
    return any(line.sku in each.packs.get(line.unit or "", {}) for each in case.rulebook.pricing.lists)


def _only(basket: Basket, line: Line) -> Basket:
    return attrs.evolve(basket, lines=[line], empties=())


def _regular(quote: Quote) -> tuple[str, int]:
    [line] = quote.terms.lines
    return line.price_list, line.regular


def _is_listed(case: Case, line: LineTerms) -> None:
    reading = _read("Q7", case, line)
    listed = line.price_list, line.basis, Fraction(line.unit_price.to_text()), line.regular
    due = reading.list, reading.basis, reading.unit_price, reading.regular
    expect("Q7", listed == due, f"found {listed}, not {due}, in {line}")
    if line.graduated:
        exact = sum(
            (_number(each.quantity) * Fraction(each.unit_price.to_text()) for each in line.graduated),
            Fraction(0),
        )
        money = case.rulebook.header.money
        digits = case.rulebook.header.currencies[case.basket.currency]
        whole = rounded(exact * 10**digits, money.rounding)
        expect("Q7", whole == line.regular, f"found parts that come to {whole} in {line}")
    left = line.regular + sum(each.amount for each in line.adjustments)
    expect("Q7", line.charged == left, f"found {line.charged}, not {left}, in {line}")
    if line.override is not None:
        sold = reading.content if line.unit is None else _number(line.quantity)
        decided = rounded(line.override.price.minor * sold, case.rulebook.header.money.rounding)
        found = [each.amount for each in line.adjustments if each.layer == OVERRIDE]
        expect("Q7", found == [decided - line.regular], f"found {found}, not a price of {decided}, in {line}")
    extras = [(each.rule, each.in_price, each.count, each.each, each.amount) for each in line.extras]
    due_extras = [
        (extra.id, extra.in_price, count, extra.amount.minor, count * extra.amount.minor)
        for extra, count in extras_of(case, line, reading.content)
    ]
    expect("Q7", extras == due_extras, f"found {extras}, not {due_extras}, in {line}")


def _charged(case: Case, quote: Quote) -> Iterator[taxes.Due]:
    """What lines charge, by tax category: their goods, and the extras on top of them."""
    extras = {each.id: each for each in case.rulebook.pricing.extras}
    for line in quote.terms.lines:
        split = sorted(split_of(case, line, _read("Q7", case, line)).items())
        weights = [share for _, share in split]
        charged, in_base = (shares(amount, weights) for amount in (line.charged, line.in_base))
        for (category, _), amount, besides in zip(split, charged, in_base, strict=True):
            yield taxes.Due(line.number, category, amount, line.basis, besides)
        for each in line.extras:
            if not each.in_price:
                category = extras[each.rule].tax or case.rulebook.assortment[line.sku].tax
                yield taxes.Due(line.number, category, each.amount)


def _given_back(case: Case) -> Iterator[taxes.Due]:
    """The empties, under numbers below zero."""
    extras = {each.id: each for each in case.rulebook.pricing.extras}
    for place, each in enumerate(case.basket.empties, start=1):
        deposit = extras[each.extra]
        yield taxes.Due(-place, deposit.tax or "", -each.count * deposit.amount.minor)


def _is_free(case: Case, line: LineTerms) -> None:
    expect("Q8", line.charged == 0, f"found {line.charged} charged for {line}, 100 % off")
    if case.rulebook.header.money.discounts is DiscountOrder.AFTER_TAX:
        return
    expect("Q8", line.in_base == 0, f"found {line.in_base} taxed in {line}, 100 % off")
    if line.on_top:
        expect("Q8", line.paid <= line.on_top, f"found {line.paid} paid for {line}, above its extras")
    else:
        paid = line.paid, line.tax
        expect("Q8", paid == (0, 0), f"found {paid} paid and taxed for {line}, 100 % off")


def _read(law: str, case: Case, line: LineTerms) -> Reading:
    """The oracle's list price of a line that has one."""
    try:
        return read(case, line)
    except NoPriceError as error:
        raise LawBroken(law, f"found a price for {line}, where there is none: {error}") from error


def _number(quantity: Quantity) -> Fraction:
    return Fraction(quantity.millionths, 10**6) if isinstance(quantity, Measured) else Fraction(quantity)


def _so_much(product: Product, number: Fraction) -> Quantity | None:
    """So many units of a product, as a line holds them; ``None`` if a line holds no such number."""
    if number > QUANTITY_MAX or number * 10**6 % 1:
        return None
    if product.unit == PIECE:
        return int(number)
    return Measured(decimal_text(int(number * 10**6), 6), product.unit)


def _page(case: Case, till: Till) -> Page | None:
    """The tags of all products, for the buyer and the place of the case; ``None`` if there is no answer."""
    skus = [product.sku for product in case.rulebook.products.products]
    try:
        return till.page(case.rulebook, skus, case.basket, case.at)
    except ComptoirError:
        return None


def _page_answer(case: Case, till: Till) -> str | None:
    page = _page(case, till)
    return None if page is None else page.answer


def _inside(rulebook: Rulebook, at: Instant, until: Instant) -> list[Instant]:
    """Some instants of ``[at, until)``: its inside, its end, and either side of every rule's edge."""
    some = {(at + until) // 2, until - 1, *(edge + step for edge in edges_of(rulebook) for step in (-1, 0))}
    return [Instant(each) for each in sorted(some) if at <= each < until]
