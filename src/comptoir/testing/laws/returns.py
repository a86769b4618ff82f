"""Laws of returns: what is owed is owed once, to the cent, however and wherever goods come back.

A request that is refused keeps every law but those that say that it must not be.

Source: laws R1 to R6 and RF, and P1 and P4 for assessments.
"""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterable, Iterator

import attrs

from comptoir.checkout.after_sales import Assessment, Settled
from comptoir.checkout.exchanging import Swapped
from comptoir.facts.conflicts import AlreadyReturned
from comptoir.facts.events import Exchanged
from comptoir.facts.held import Held
from comptoir.facts.lines import Line
from comptoir.facts.orders import PAID_BY_POINTS, TenderName
from comptoir.facts.products import Product
from comptoir.facts.return_terms import (
    Bearer,
    Grade,
    Means,
    RefundMode,
    ReturnTerms,
    Right,
)
from comptoir.facts.units import Units, paid_for
from comptoir.returns.asked import Give
from comptoir.returns.assessed import GoodBack
from comptoir.returns.refused import ReturnRefusalCode
from comptoir.testing.cases import expect
from comptoir.testing.oracles import deadlines, kept
from comptoir.testing.return_cases import (
    BY,
    AskReturn,
    Done,
    Request,
    ReturnCase,
    accepted,
    all_there,
    answered,
    ask_return,
    brought_in,
    cost_of,
    for_goods,
    keys_of,
    pieces_back,
    settled,
)
from comptoir.values.instants import Instant, datetime_of, instant_of


def r1_any_split_refunds_the_same_for_the_goods(case: ReturnCase, ask: AskReturn = ask_return) -> None:
    """R1: at one instant, any split, order, batching and place of a return refunds the same for the goods.

    So it does where each piece has its share; where what is kept is priced again, it is the largest sum that
    is due to any part of what came back, together with what came back before.
    """
    for request in case.requests:
        done = {how: settled(case, ask, parts) for how, parts in _splits(case, ask, request).items()}
        sums = {how: sum(for_goods(each.fact) for each in all_of) for how, all_of in done.items()}
        expect("R1", len(set(sums.values())) <= 1, f"found {sums} for {request.give}")
    _is_the_most_that_is_due(case, settled(case, ask, case.requests))


def _is_the_most_that_is_due(case: ReturnCase, done: Iterable[Done]) -> None:
    """What came back by what is kept, after each of some returns, is the largest due to any part of it."""
    goods = list[tuple[Done, GoodBack]]()
    by_share = repriced = 0
    for each in done:
        goods += [(each, good) for good in each.assessment.goods if good.mode is RefundMode.REPRICE_KEPT]
        repriced += sum(one.refunded for one in each.fact.taken if one.mode is RefundMode.REPRICE_KEPT)
        by_share += sum(one.refunded for one in each.fact.taken if one.mode is RefundMode.PRO_RATA)
        if not goods:
            continue
        pieces = [piece for one, good in goods for piece in pieces_back(case, one, good)]
        order = each.assessment.order
        counts = {line.terms.number: line.units.count for line in order.lines}
        whole = sum(line.terms.paid for line in order.lines)
        most = kept.most_due(pieces, counts, whole, cost_of(case))
        due = max(0, min(most, whole - by_share))
        expect("R1", repriced == due, f"found {repriced} refunded by what is kept, not {due}")


def r2_no_refund_exceeds_what_was_paid(case: ReturnCase, ask: AskReturn = ask_return) -> None:
    """R2: refunds never exceed what was paid: in all, by any tender that they stand for, or with points.

    Nor do they for any unit whose share comes back. What stands apart (rounding of cash, a bonus, a surcharge
    for a late refund) is not looked at.
    """
    done = settled(case, ask, case.requests)
    if not done:
        return
    order = done[0].assessment.order
    facts = [each.fact for each in done]
    paid, back = Tally[TenderName](), Tally[TenderName]()
    for tender in order.tenders:
        paid[tender.stands_for] += tender.amount.minor
    for fact in facts:
        for tender in fact.tenders:
            back[tender.stands_for] += tender.amount.minor
    if order.redemption is not None:
        paid[PAID_BY_POINTS] += order.redemption.paid
    expect("R2", back <= paid, f"found {back} refunded of {paid}")
    refunded = sum(fact.refunded for fact in facts)
    expect("R2", refunded <= order.value, f"found {refunded} of {order.value}")
    spent = (order.redemption.points, order.redemption.worth) if order.redemption else (0, 0)
    restored = sum(fact.points_restored for fact in facts), sum(fact.points_worth for fact in facts)
    within = restored[0] <= spent[0] and restored[1] <= spent[1]
    expect("R2", within, f"found {restored} points and worth restored of {spent}")
    fee = sum(each.paid for each in order.deliveries)
    delivery = sum(fact.delivery for fact in facts)
    expect("R2", delivery <= fee, f"found {delivery} of a delivery fee of {fee}")
    pieces = Tally[tuple[int, int]]()
    for taken in (each for fact in facts for each in fact.taken):
        charged = paid_for(order.lines[taken.units.number - 1].shares, taken.units)
        sums_up = taken.mode is RefundMode.REPRICE_KEPT or taken.refunded + taken.fee + taken.wear <= charged
        expect("R2", sums_up, f"found {taken}, charged {charged}")
        pieces.update((taken.units.number, piece) for piece in range(taken.units.first, taken.units.after))
    expect("R2", max(pieces.values()) == 1, f"found pieces refunded twice: {pieces}")


def r3_what_is_owed_is_owed_once(case: ReturnCase, ask: AskReturn = ask_return) -> None:
    """R3: what came back is refused a second time, by the fact that took it back.

    A second pay-out, decided by a till that had not heard of the first, is a named conflict and adds
    nothing; nor does a fact that is recorded twice.
    """
    for request in case.requests:
        whole = attrs.evolve(request, give=tuple(all_there(case, request)))
        taken = accepted(case, ask, case.facts, whole)
        if taken is not None:
            _is_owed_once(case, ask, attrs.evolve(whole, give=taken.give), taken)


def r4_the_law_is_the_floor(case: ReturnCase, ask: AskReturn = ask_return) -> None:
    """R4: while it is alive the statutory right stays on offer, and no axis of the best is worse than it.

    It is not for whom the goods were given to, nor for what was never sold.
    """
    for request in case.requests:
        for give in all_there(case, request):
            if request.gift or give.grade is Grade.WRONG_ITEM:
                continue
            asked = attrs.evolve(request, give=(give,))
            found = answered(case, ask, case.facts, asked)
            if found is None:
                continue
            for floor in _floors(case, asked):
                expect("R4", not found.refused, f"found {found.refused}, while {floor.rule} is alive")
                for good in found.goods:
                    _is_no_worse(case, asked, good, floor)


def r5_an_even_exchange_moves_no_money(case: ReturnCase, ask: AskReturn = ask_return) -> None:
    """R5: an exchange that the policy declares even costs nothing and changes no points and no terms.

    What was taken comes back later for what the original paid, under the original's rights.
    """
    for request in case.requests:
        taken = accepted(case, ask, case.facts, request)
        if taken is None or not all(good.product.model for good in taken.goods):
            continue
        for take in (_other, _same):
            lines = [Line(take(case, good.product), good.units.count) for good in taken.goods]
            swapped = case.counter.exchange(taken, take=lines, id="x-1", provenance=BY)
            if isinstance(swapped, Swapped):
                expect("R5", swapped.to_pay.amount == 0, f"found {swapped.to_pay} to pay")
                _moves_nothing(case, ask, request, taken, swapped.facts)


def r6_any_split_takes_the_same_total(case: ReturnCase, ask: AskReturn = ask_return) -> None:
    """R6: at one instant, refund, points clawed back and points restored of a return equal any split's."""
    for request in case.requests:
        sums = {
            how: tuple(
                sum(column)
                for column in zip(*(_triple(each) for each in settled(case, ask, parts)), strict=True)
            )
            for how, parts in _splits(case, ask, request).items()
        }
        expect("R6", len(set(sums.values())) <= 1, f"found {sums} for {request.give}")


def rf_replaying_a_fact_changes_nothing(case: ReturnCase, ask: AskReturn = ask_return) -> None:
    """RF: facts that come twice, and the other way round, change no assessment and nothing that is held."""
    done = settled(case, ask, case.requests)
    facts = [*case.facts, *(each.fact for each in done)]
    at = case.requests[-1].at
    once = case.holdings(facts, at)
    for again in (*([*facts, each] for each in facts), [*facts[::-1], *facts]):
        expect("RF", case.holdings(again, at) == once, f"found another state after {again[-1]}")
    for request in case.requests:
        first, then = (answered(case, ask, each, request) for each in (facts, [*facts[::-1], *facts]))
        same = (None if each is None else each.answer for each in (first, then))
        expect("RF", len(set(same)) == 1, f"found {then}, not {first}, with every fact twice")


def p1_naming_changes_no_assessment(case: ReturnCase, ask: AskReturn = ask_return) -> None:
    """P1: goods named by ref or by number, listed either way round, are assessed alike.

    So they are when the facts come in another order, or twice; the digest of the answer is one.
    """
    for request in case.requests:
        first = answered(case, ask, case.facts, request)
        if first is None:
            continue
        others = {
            "facts reversed": answered(case, ask, case.facts[::-1], request),
            "facts repeated": answered(case, ask, (*case.facts, *case.facts), request),
        }
        listed = attrs.evolve(request, give=request.give[::-1])
        others["listed the other way round"] = answered(case, ask, case.facts, listed)
        named = tuple(_by_number(give, first) for give in request.give)
        others["named by number"] = answered(case, ask, case.facts, attrs.evolve(request, give=named))
        for how, other in others.items():
            same = other is not None and other.answer == first.answer
            expect("P1", same, f"found {other}, not {first}, with {how}")


def p4_the_assessment_stays_until_valid_until(case: ReturnCase, ask: AskReturn = ask_return) -> None:
    """P4: asked at any instant before ``valid_until``, the same comes back for the same."""
    for request in case.requests:
        found = answered(case, ask, case.facts, request)
        if found is None:
            continue
        at, until = instant_of(request.at), found.until
        expect("P4", at < until, f"found an assessment valid until {until}, asked at {at}")
        for instant in {Instant(at + 1), Instant((at + until) // 2), Instant(until - 1)}:
            if at <= instant < until:
                later = answered(case, ask, case.facts, attrs.evolve(request, at=datetime_of(instant)))
                same = later is not None and later.answer == found.answer
                expect("P4", same, f"found another answer at {instant}, before {until}")


def _splits(case: ReturnCase, ask: AskReturn, request: Request) -> dict[str, list[Request]]:
    """Ways to give the same goods back at one instant: at once, piece by piece, here and there."""
    taken = accepted(case, ask, case.facts, request)
    if taken is None:
        return {}
    single = list(_piece_by_piece(taken))
    stores = (request.store, None, *case.rulebook.places.by_id)
    batches: dict[str, list[tuple[Give, ...]]] = {
        "at once": [taken.give],
        "piece by piece": [(give,) for give in single],
        "the last piece first": [(give,) for give in single[::-1]],
        "in two": [tuple(single[::2]), tuple(single[1::2])],
        "in two, the other way round": [tuple(single[1::2]), tuple(single[::2])],
    }
    return {
        how: [
            attrs.evolve(request, give=give, store=stores[index % len(stores)], prefer=None, label=False)
            for index, give in enumerate(each for each in parts if each)
        ]
        for how, parts in batches.items()
    }


def _piece_by_piece(taken: Assessment) -> Iterator[Give]:
    """What is taken back, in single pieces.

    A line's number means any of its pieces: where a ref of the line is named too, each goes by its own.
    """
    refs = taken.order.refs
    apart = {ref.number for ref in refs for give in taken.give if give.what == ref.ref}
    for good in taken.goods:
        for piece in range(good.units.first, good.units.after):
            one = Units(good.units.number, piece, 1)
            named = (ref.ref for ref in refs if Units(ref.number, ref.first, ref.units).common(one))
            what = next(named, good.give.what) if good.give.what in apart else good.give.what
            yield attrs.evolve(good.give, what=what, quantity=1)


def _triple(done: Done) -> tuple[int, int, int]:
    return done.fact.refunded, done.fact.points_clawed, done.fact.points_restored


def _is_owed_once(case: ReturnCase, ask: AskReturn, request: Request, taken: Assessment) -> None:
    """A second till settles the same, and it is named; a third, which knows of the first, refuses it."""
    first, second = (
        found.facts
        for id_ in ("r-first", "r-second")
        if isinstance(found := case.counter.settle(taken, id=id_, provenance=BY), Settled)
    )
    once = [*case.facts, *first]
    owed = case.holdings(once, request.at)
    if _are_alike_left(owed.orders[case.order], taken):
        return  # the second till is taken to have meant those
    again = case.holdings([*once, *second, *first], request.at)
    expect("R3", again.orders == owed.orders, f"found {again.orders} after a second pay-out")
    named = {each.fact for each in again.conflicts if isinstance(each, AlreadyReturned)}
    expect("R3", named == {"r-second"}, f"found {again.conflicts}, no conflict")
    third = answered(case, ask, once, request)
    refused = [] if third is None else [(each.code, each.by) for each in third.refused]
    due = [(ReturnRefusalCode.ALREADY_RETURNED, "r-first")] * len(request.give)
    expect("R3", refused == due, f"found {refused}, not {due}")


def _are_alike_left(held: Held, taken: Assessment) -> bool:
    """Whether a line of which pieces were taken has others that have not come back."""
    numbers = {good.units.number for good in taken.goods}
    return any(not run.is_gone and run.units.number in numbers for run in held.runs)


def _floors(case: ReturnCase, request: Request) -> Iterator[ReturnTerms]:
    """The rights that the law gives on all pieces of a line, named by its number, that the customer has."""
    [give] = request.give
    brought = brought_in(case, case.facts, request, give)
    there = [
        key
        for key, life in brought.lives.pieces.items()
        if key[0] == give.what and life.handed_over is not None and not life.is_gone
    ]
    for terms in brought.lives.order.returns:
        is_floor = terms.right is Right.STATUTORY and give.what in terms.lines
        if is_floor and all(terms in brought.alive(key) for key in there):
            yield terms


def _is_no_worse(case: ReturnCase, request: Request, good: GoodBack, floor: ReturnTerms) -> None:
    """The right is on offer, and on each axis the best is at least as good."""
    offered = [each for each in good.rights if each.terms == floor and each.alive]
    expect("R4", bool(offered), f"found {good.rights}, without {floor.rule}")
    brought = brought_in(case, case.facts, request, good.give)
    clock = brought.lives.clock((good.units.number, good.units.first))
    ended = deadlines.end_of(floor, clock, case.rulebook.almanac)
    last = good.best.last_day
    is_later = last is None or (ended is not None and last >= ended[0])
    expect("R4", is_later, f"found the last day {last}, before that of {floor.rule}")
    is_free = good.best.fee == 0 and good.fee == 0
    expect("R4", is_free, f"found a fee of {good.fee}, against {floor.rule}")
    is_whole = good.mode is RefundMode.PRO_RATA and good.refunded == good.charged - good.wear
    expect("R4", is_whole, f"found {good.refunded} refunded of {good.charged}")
    most = sum(brought.worn(floor, key) for key in keys_of(good.units))
    expect("R4", good.wear <= most, f"found a wear of {good.wear}, against {floor.rule}")
    is_borne = floor.carriage is Bearer.BUYER or good.best.carriage is Bearer.SELLER
    expect("R4", is_borne, f"found carriage on the {good.best.carriage}")
    is_paid_out = good.best.means is floor.means is Means.ORIGINAL
    expect("R4", is_paid_out, f"found {good.best.means}, against {floor.rule}")


def _moves_nothing(
    case: ReturnCase, ask: AskReturn, request: Request, taken: Assessment, swap: tuple[Exchanged, ...]
) -> None:
    """The same return, and the same standing, with the exchange as without it."""
    after = [*case.facts, *swap]
    later = attrs.evolve(request, at=datetime_of(Instant(instant_of(request.at) + 1)), give=taken.give)
    plain, swapped = (accepted(case, ask, facts, later) for facts in (case.facts, after))
    if plain is None or swapped is None:
        expect("R5", plain is swapped, f"found {swapped} after the exchange, {plain} without")
        return
    expect("R5", swapped.order == taken.order, "found other terms after the exchange")
    one, two = (dict(_terms_by_piece(each)) for each in (plain, swapped))
    expect("R5", one == two, f"found {two} after the exchange, not {one}")
    one_money, two_money = (_money_by_line(each) for each in (plain, swapped))
    expect("R5", one_money == two_money, f"found {two_money} after the exchange, not {one_money}")
    one_refund, two_refund = (
        (each.assessed.refund, each.assessed.points_clawed) for each in (plain, swapped)
    )
    expect("R5", one_refund == two_refund, f"found {two_refund} after the exchange, not {one_refund}")
    member = taken.order.buyer.member
    if member is not None:
        accounts = [case.counter.standing(member, facts, later.at).account for facts in (case.facts, after)]
        expect("R5", accounts[0] == accounts[1], f"found {accounts[1]} after the exchange")


def _terms_by_piece(assessment: Assessment) -> Iterator[tuple[tuple[int, int], object]]:
    """The rights on each piece, without sums: one line's pieces may be several products after an exchange."""
    for good in assessment.goods:
        best = attrs.evolve(good.best, fee=0, wear=0)
        for piece in range(good.units.first, good.units.after):
            yield (good.units.number, piece), (good.rights, best, good.carriage)


def _money_by_line(assessment: Assessment) -> Tally[tuple[int, str]]:
    """What was charged for the goods of each line, and what is kept of it."""
    money = Tally[tuple[int, str]]()
    for good in assessment.goods:
        money[good.units.number, "charged"] += good.charged
        money[good.units.number, "fee"] += good.fee
        money[good.units.number, "wear"] += good.wear
    return money


def _other(case: ReturnCase, product: Product) -> str:
    """Another variant of a product's model."""
    variants = (each.sku for each in case.rulebook.assortment.values() if each.model == product.model)
    return next((sku for sku in variants if sku != product.sku), product.sku)


def _same(case: ReturnCase, product: Product) -> str:
    """The very same product."""
    del case
    return product.sku


def _by_number(give: Give, found: Assessment) -> Give:
    """A give by the number of its line, where its ref stands for all of it."""
    ref = next((each for each in found.order.refs if each.ref == give.what), None)
    if ref is None or ref.units != sum(share.units for share in found.order.lines[ref.number - 1].shares):
        return give
    return attrs.evolve(give, what=ref.number)
