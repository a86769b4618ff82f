"""Laws of returns: what is owed is owed once, to the cent, however and wherever goods come back.

A case is an order with what has happened to it, and requests to give goods back; a way of asking gives
the assessment of one. A request that is refused keeps every law but those that say that it must not be.

Source: laws R1 to R6 and RO, and P1 and P4 for assessments.
"""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final, Protocol

import attrs

from comptoir.checkout.after_sales import Assessment, Settled, Swapped
from comptoir.counter import Counter
from comptoir.facts.baskets import Line
from comptoir.facts.conflicts import AlreadyReturned
from comptoir.facts.events import Exchanged, Fact, Returned
from comptoir.facts.holdings import Held, Holdings, Run, holdings_of
from comptoir.facts.products import Product
from comptoir.facts.provenance import Provenance
from comptoir.facts.return_terms import Bearer, Means, ReturnTerms, Right
from comptoir.facts.units import Units, paid_for
from comptoir.returns.assess import Give, GoodBack, ReturnRefusalCode
from comptoir.returns.kinds import Cause
from comptoir.rulebook import Rulebook
from comptoir.testing.cases import expect
from comptoir.testing.oracles import deadlines, refunds
from comptoir.values.errors import ComptoirError
from comptoir.values.instants import Instant, datetime_of, instant_of
from comptoir.values.moments import Moment
from comptoir.values.percentages import Percent

BY: Final = Provenance("law", till="till-2")


@attrs.frozen(kw_only=True)
class Request:
    """Goods given back at an instant, in a store or (``None``) by post."""

    at: datetime
    give: tuple[Give, ...]
    store: str | None = None


AskReturn = Callable[[Rulebook, str, Sequence[Fact], Request], Assessment]
"""A way of asking whether goods may come back: directly, over a wire, at a till."""


@attrs.frozen(kw_only=True)
class ReturnCase:
    """An order under a rulebook, the facts about it, and requests in the order of their instants."""

    rulebook: Rulebook
    order: str
    facts: tuple[Fact, ...] = attrs.field(repr=False)
    requests: tuple[Request, ...]

    @property
    def counter(self) -> Counter:
        """The counter at which returns are settled."""
        return Counter(self.rulebook)

    def holdings(self, facts: Sequence[Fact], at: datetime) -> Holdings:
        """What has become of every order by an instant."""
        return holdings_of(self.counter.history(facts), Moment(instant_of(at)))

    def held(self, facts: Sequence[Fact], at: datetime) -> Held:
        """The order as it stands at an instant."""
        return self.holdings(facts, at).orders[self.order]


class ReturnLaw(Protocol):
    """A law of returns: it returns if it holds of a case, and raises ``LawBroken`` if not."""

    __name__: str
    __doc__: str | None

    def __call__(self, case: ReturnCase, ask: AskReturn = ...) -> None:
        """Try the law on one case."""


@attrs.frozen
class Done:
    """A request as it was settled: the assessment, and the fact recorded."""

    assessment: Assessment
    fact: Returned


def ask_return(rulebook: Rulebook, order: str, facts: Sequence[Fact], request: Request) -> Assessment:
    """The plain way of asking: at the counter itself."""
    return Counter(rulebook).assess(order, facts, request.at, give=request.give, store=request.store)


def settled(case: ReturnCase, ask: AskReturn, requests: Iterable[Request]) -> list[Done]:
    """Requests settled one after the other, each knowing those before; what is refused is left out."""
    facts, done = list(case.facts), list[Done]()
    for index, request in enumerate(requests):
        taken = _accepted(case, ask, facts, request)
        if taken is None:
            continue
        found = case.counter.settle(taken, id=f"r-{index:03}", provenance=BY)
        if isinstance(found, Settled):
            facts += found.facts
            done += [Done(taken, fact) for fact in found.facts]
    return done


def r1_any_split_refunds_the_same_for_the_goods(case: ReturnCase, ask: AskReturn = ask_return) -> None:
    """R1: at one instant, any split, order, batching and place of a return refunds the same for the goods."""
    for request in case.requests:
        sums = {
            how: sum(each.assessment.assessed.refund.goods for each in settled(case, ask, parts))
            for how, parts in _splits(case, ask, request).items()
        }
        expect("R1", len(set(sums.values())) <= 1, f"found {sums} for {request.give}")


def r2_no_refund_exceeds_what_was_paid(case: ReturnCase, ask: AskReturn = ask_return) -> None:
    """R2: refunds never exceed what was paid: in all, by any tender or with points, or for any unit."""
    done = settled(case, ask, case.requests)
    if not done:
        return
    order = done[0].assessment.order
    facts = [each.fact for each in done]
    paid, back = Tally[tuple[str, str | None]](), Tally[tuple[str, str | None]]()
    for tender in order.tenders:
        paid[tender.means, tender.reference] += tender.amount.minor
    for tender in (each for fact in facts for each in fact.tenders):
        back[tender.means, tender.reference] += tender.amount.minor
    back.pop((Means.CREDIT.value, None), None)
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
        expect("R2", taken.refunded + taken.fee <= charged, f"found {taken}, charged {charged}")
        pieces.update((taken.units.number, piece) for piece in range(taken.units.first, taken.units.after))
    expect("R2", max(pieces.values()) == 1, f"found pieces refunded twice: {pieces}")


def r3_what_is_owed_is_owed_once(case: ReturnCase, ask: AskReturn = ask_return) -> None:
    """R3: what came back is refused a second time, by the fact that took it back.

    A second pay-out, decided by a till that had not heard of the first, is a named conflict and adds
    nothing; nor does a fact that is recorded twice.
    """
    for request in case.requests:
        whole = attrs.evolve(request, give=tuple(_all_there(case, request)))
        taken = _accepted(case, ask, case.facts, whole)
        if taken is not None:
            _is_owed_once(case, ask, attrs.evolve(whole, give=taken.give), taken)


def r4_the_law_is_the_floor(case: ReturnCase, ask: AskReturn = ask_return) -> None:
    """R4: while it is alive the statutory right stays on offer, and no axis of the best is worse than it."""
    for request in case.requests:
        held = case.held(case.facts, request.at)
        for give in _all_there(case, request):
            found = _asked(case, ask, case.facts, attrs.evolve(request, give=(give,)))
            if found is None:
                continue
            for floor in _floors(case, held, give, request):
                expect("R4", not found.refused, f"found {found.refused}, while {floor.rule} is alive")
                for good in found.goods:
                    _is_no_worse(case, held, good, floor)


def r5_an_even_exchange_moves_no_money(case: ReturnCase, ask: AskReturn = ask_return) -> None:
    """R5: an exchange that the policy declares even costs nothing and changes no points and no terms.

    What was taken comes back later for what the original paid, under the original's rights.
    """
    for request in case.requests:
        taken = _accepted(case, ask, case.facts, request)
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


def ro_last_days_and_refunds_are_what_the_oracles_count(
    case: ReturnCase, ask: AskReturn = ask_return
) -> None:
    """RO: last days are what is counted day by day, refunds what is counted piece by piece, to the cent."""
    for request in case.requests:
        found, held = _asked(case, ask, case.facts, request), case.held(case.facts, request.at)
        for good in () if found is None else found.goods:
            _ends_when_due(case, held, good, instant_of(request.at))
    done = settled(case, ask, case.requests)
    if done:
        pile = refunds.Pile(done[0].assessment.order)
        for each in done:
            back = [piece for good in each.assessment.goods for piece in _pieces_back(case, good)]
            _is_refunded_as_due(each.fact, pile.take(back, each.fact.delivery))


def p1_naming_changes_no_assessment(case: ReturnCase, ask: AskReturn = ask_return) -> None:
    """P1: goods named by ref or by number, listed either way round, are assessed alike.

    So they are when the facts come in another order, or twice; the digest of the answer is one.
    """
    for request in case.requests:
        first = _asked(case, ask, case.facts, request)
        if first is None:
            continue
        others = {
            "facts reversed": _asked(case, ask, case.facts[::-1], request),
            "facts repeated": _asked(case, ask, (*case.facts, *case.facts), request),
        }
        listed = attrs.evolve(request, give=request.give[::-1])
        others["listed the other way round"] = _asked(case, ask, case.facts, listed)
        named = tuple(_by_number(give, first) for give in request.give)
        others["named by number"] = _asked(case, ask, case.facts, attrs.evolve(request, give=named))
        for how, other in others.items():
            same = other is not None and other.answer == first.answer
            expect("P1", same, f"found {other}, not {first}, with {how}")


def p4_the_assessment_stays_until_valid_until(case: ReturnCase, ask: AskReturn = ask_return) -> None:
    """P4: asked at any instant before ``valid_until``, the same comes back for the same."""
    for request in case.requests:
        found = _asked(case, ask, case.facts, request)
        if found is None:
            continue
        at, until = instant_of(request.at), found.until
        expect("P4", at < until, f"found an assessment valid until {until}, asked at {at}")
        for instant in {Instant(at + 1), Instant((at + until) // 2), Instant(until - 1)}:
            if at <= instant < until:
                later = _asked(case, ask, case.facts, attrs.evolve(request, at=datetime_of(instant)))
                same = later is not None and later.answer == found.answer
                expect("P4", same, f"found another answer at {instant}, before {until}")


def _asked(case: ReturnCase, ask: AskReturn, facts: Sequence[Fact], request: Request) -> Assessment | None:
    """The assessment of a request; ``None`` where there is no answer."""
    try:
        return ask(case.rulebook, case.order, facts, request)
    except ComptoirError:
        return None


def _accepted(case: ReturnCase, ask: AskReturn, facts: Sequence[Fact], request: Request) -> Assessment | None:
    """The assessment of what is taken back of a request; ``None`` if nothing is."""
    found = _asked(case, ask, facts, request)
    if found is not None and found.refused:
        refused = [each.give for each in found.refused]
        give = tuple(each for each in request.give if each not in refused)
        found = _asked(case, ask, facts, attrs.evolve(request, give=give)) if give else None
    return found if found is not None and found.goods and not found.refused else None


def _all_there(case: ReturnCase, request: Request) -> Iterator[Give]:
    """All pieces that the customer has, line by line, for the request's first reason."""
    held = case.held(case.facts, request.at)
    for line in held.order.lines:
        number = line.terms.number
        count = sum(run.units.count for run in held.of_line(number) if _is_there(run))
        if count:
            yield Give(number, count, reason=request.give[0].reason)


def _is_there(run: Run) -> bool:
    return run.handed_over is not None and not run.is_gone


def _splits(case: ReturnCase, ask: AskReturn, request: Request) -> dict[str, list[Request]]:
    """Ways to give the same goods back at one instant: at once, piece by piece, here and there."""
    taken = _accepted(case, ask, case.facts, request)
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
            Request(at=request.at, give=give, store=stores[index % len(stores)])
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
    third = _asked(case, ask, once, request)
    refused = [] if third is None else [(each.code, each.by) for each in third.refused]
    due = [(ReturnRefusalCode.ALREADY_RETURNED, "r-first")] * len(request.give)
    expect("R3", refused == due, f"found {refused}, not {due}")


def _are_alike_left(held: Held, taken: Assessment) -> bool:
    """Whether a line of which pieces were taken has others that have not come back."""
    numbers = {good.units.number for good in taken.goods}
    return any(not run.is_gone and run.units.number in numbers for run in held.runs)


def _floors(case: ReturnCase, held: Held, give: Give, request: Request) -> Iterator[ReturnTerms]:
    """The rights that the law gives on all pieces of a line, named by its number, that the customer has."""
    at, almanac = instant_of(request.at), case.rulebook.almanac
    runs = [run for run in held.runs if run.units.number == give.what and _is_there(run)]
    for terms in held.order.returns:
        is_floor = terms.right is Right.STATUTORY and give.what in terms.lines
        if is_floor and all(deadlines.is_alive(terms, held, run, at, almanac) for run in runs):
            yield terms


def _is_no_worse(case: ReturnCase, held: Held, good: GoodBack, floor: ReturnTerms) -> None:
    """The right is on offer, and on each axis the best is at least as good."""
    offered = [each for each in good.rights if each.terms == floor and each.alive]
    expect("R4", bool(offered), f"found {good.rights}, without {floor.rule}")
    ended = deadlines.ends(floor, held, _run_of("R4", held, good), case.rulebook.almanac)
    last = good.best.last_day
    is_later = last is None or (ended is not None and last >= ended[0])
    expect("R4", is_later, f"found the last day {last}, before that of {floor.rule}")
    is_free = good.best.fee <= floor.fee and good.fee == 0
    expect("R4", is_free, f"found a fee of {good.fee}, against {floor.rule}")
    expect("R4", good.refunded == good.charged, f"found {good.refunded} refunded of {good.charged}")
    is_borne = floor.carriage is Bearer.BUYER or good.best.carriage is Bearer.SELLER
    expect("R4", is_borne, f"found carriage on the {good.best.carriage}")
    is_paid_out = good.best.means is floor.means is Means.ORIGINAL
    expect("R4", is_paid_out, f"found {good.best.means}, against {floor.rule}")


def _ends_when_due(case: ReturnCase, held: Held, good: GoodBack, at: Instant) -> None:
    """Each right on some goods ends, and is alive, as the oracle counts."""
    run, almanac = _run_of("RO", held, good), case.rulebook.almanac
    for right in good.rights:
        due = deadlines.ends(right.terms, held, run, almanac) or (None, None)
        found = (right.last_day, right.closes_at)
        expect("RO", found == due, f"found {found}, not {due}, as the end of {right.terms.rule}")
        is_alive = deadlines.is_alive(right.terms, held, run, at, almanac)
        expect("RO", right.alive == is_alive, f"found {right} at {at}, whose life ends at {due[1]}")


def _pieces_back(case: ReturnCase, good: GoodBack) -> Iterator[refunds.Piece]:
    """Some goods as the oracle takes them: one by one, on the best of the living rights.

    What is the seller's fault comes back without a fee, as it was paid.
    """
    alive = [right.terms for right in good.rights if right.alive]
    expect("RO", bool(alive), f"found {good} taken back without a right")
    is_sellers = case.rulebook.vocabulary.reason[good.give.reason].cause is Cause.SELLER
    fee = Percent(0) if is_sellers else min(terms.fee for terms in alive)
    on_credit = not is_sellers and all(terms.means is Means.CREDIT for terms in alive)
    for index in range(good.units.first, good.units.after):
        yield refunds.Piece(number=good.units.number, index=index, fee=fee, on_credit=on_credit)


def _is_refunded_as_due(fact: Returned, due: refunds.Due) -> None:
    goods = sum(taken.refunded for taken in fact.taken)
    expect("RO", goods == due.goods, f"found {goods} refunded for goods, not {due.goods}")
    points = (fact.points_restored, fact.points_worth, fact.points_clawed)
    due_points = (due.points, due.worth, due.clawed)
    expect("RO", points == due_points, f"found the points {points}, not {due_points}")
    paid = {(tender.means, tender.reference): tender.amount.minor for tender in fact.tenders}
    due_paid = {key: minor for key, minor in due.tenders.items() if minor}
    expect("RO", paid == due_paid, f"found {paid} paid out, not {due_paid}")


def _run_of(law: str, held: Held, good: GoodBack) -> Run:
    """The run in which some goods lie."""
    runs = [run for run in held.of_line(good.units.number) if run.units.common(good.units)]
    expect(law, len(runs) == 1, f"found {good.units} taken back, which are {runs}")
    return runs[0]


def _moves_nothing(
    case: ReturnCase, ask: AskReturn, request: Request, taken: Assessment, swap: tuple[Exchanged, ...]
) -> None:
    """The same return, and the same standing, with the exchange as without it."""
    after = [*case.facts, *swap]
    later = attrs.evolve(request, at=datetime_of(Instant(instant_of(request.at) + 1)), give=taken.give)
    plain, swapped = (_accepted(case, ask, facts, later) for facts in (case.facts, after))
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
    """The rights on each piece; one line's pieces may be several products after an exchange."""
    for good in assessment.goods:
        for piece in range(good.units.first, good.units.after):
            yield (good.units.number, piece), (good.rights, good.best, good.carriage)


def _money_by_line(assessment: Assessment) -> Tally[tuple[int, str]]:
    """What was charged for the goods of each line, and what is kept of it."""
    money = Tally[tuple[int, str]]()
    for good in assessment.goods:
        money[good.units.number, "charged"] += good.charged
        money[good.units.number, "fee"] += good.fee
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
