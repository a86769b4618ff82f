"""The law of refunds: last days, refusals and every cent are what the oracles count.

Source: law RO.
"""

from __future__ import annotations

from collections import Counter as Tally
from typing import Final

from comptoir.facts.orders import CASH, PAID_BY_POINTS, TenderName
from comptoir.facts.places import Store
from comptoir.facts.return_terms import (
    Means,
    RefundMode,
)
from comptoir.returns.assessed import GoodBack
from comptoir.returns.refused import ReturnRefusalCode, ReturnRefused
from comptoir.testing.cases import expect
from comptoir.testing.oracles import deadlines, refunds
from comptoir.testing.return_cases import (
    AskReturn,
    Done,
    Request,
    ReturnCase,
    answered,
    ask_return,
    brought_in,
    cost_of,
    for_goods,
    keys_of,
    pieces_back,
    settled,
)

_FOR_WANT_OF_A_RIGHT: Final = frozenset(
    {
        ReturnRefusalCode.WRONG_ITEM,
        ReturnRefusalCode.NOT_RETURNABLE,
        ReturnRefusalCode.RIGHT_LOST,
        ReturnRefusalCode.TOO_LATE,
        ReturnRefusalCode.REASON_NOT_ACCEPTED,
        ReturnRefusalCode.NOT_PROVEN,
        ReturnRefusalCode.CONDITION,
    }
)


def ro_last_days_and_refunds_are_what_the_oracles_count(
    case: ReturnCase, ask: AskReturn = ask_return
) -> None:
    """RO: last days are what is counted day by day, refunds what is counted piece by piece, to the cent.

    So are refusals, rights, fees, wear, points, tenders, taxes, and what is kept for delivery.
    """
    for request in case.requests:
        found = answered(case, ask, case.facts, request)
        if found is None:
            continue
        for good in found.goods:
            _ends_when_due(case, request, good)
        for refused in found.refused:
            _is_refused_as_due(case, request, refused)
    done = settled(case, ask, case.requests)
    if done:
        order = done[0].assessment.order
        pile = refunds.Pile(order, None if case.basket is None else cost_of(case))
        taxed = refunds.Taxed(order)
        for each in done:
            back = [piece for good in each.assessment.goods for piece in pieces_back(case, each, good)]
            asked = each.request
            how = refunds.How(
                as_credit=asked.prefer == Means.CREDIT.value, gift=asked.gift, label=asked.label
            )
            _is_refunded_as_due(each, pile.take(back, how))
            _is_paid_out_as_due(case, each)
            _is_taxed_as_due(each, taxed)


def _ends_when_due(case: ReturnCase, request: Request, good: GoodBack) -> None:
    """Each right on some goods ends, and is alive, as the oracle counts; none is missing."""
    brought = brought_in(case, case.facts, request, good.give)
    for key in keys_of(good.units):
        is_due = brought.refusal(key) is None or brought.lifted(key) is not None
        expect("RO", is_due, f"found {good} taken back: {brought.refusal(key)}")
        if brought.lifted(key) is not None:
            continue
        accepting = {each for each in brought.all_on(key) if all(brought.accepts(each))}
        found = {right.terms for right in good.rights}
        expect("RO", found == accepting, f"found the rights {found}, not {accepting}")
        clock = brought.lives.clock(key)
        for right in good.rights:
            due = deadlines.end_of(right.terms, clock, case.rulebook.almanac) or (None, None)
            ended = (right.last_day, right.closes_at)
            expect("RO", ended == due, f"found {ended}, not {due}, as the end of {right.terms.rule}")
            is_alive = right.terms in brought.alive(key)
            expect("RO", right.alive == is_alive, f"found {right} at {request.at}, whose end is {due[1]}")


def _is_refused_as_due(case: ReturnCase, request: Request, refused: ReturnRefused) -> None:
    """What is refused for want of a right has none, and no other reason comes first."""
    if refused.code not in _FOR_WANT_OF_A_RIGHT or refused.units is None:
        return
    brought = brought_in(case, case.facts, request, refused.give)
    for key in keys_of(refused.units):
        due = brought.refusal(key)
        expect("RO", due == refused.code.value, f"found {refused}, not {due}")


def _is_refunded_as_due(done: Done, due: refunds.Due) -> None:
    """Goods, delivery, points and money are what the oracle counts."""
    fact, repriced = done.fact, 0
    for taken in fact.taken:
        if taken.mode is RefundMode.REPRICE_KEPT:
            repriced += taken.refunded
            continue
        share = sum(due.pieces.get(key, 0) for key in keys_of(taken.units))
        is_due = taken.refunded <= share if due.cut else taken.refunded == share
        expect("RO", is_due, f"found {taken}, not {share}")
    expect("RO", repriced == due.repriced, f"found {repriced} for what is kept, not {due.repriced}")
    expect("RO", for_goods(fact) == due.goods, f"found {for_goods(fact)} for goods, not {due.goods}")
    points = (fact.points_restored, fact.points_worth, fact.points_clawed)
    due_points = (due.points, due.worth, due.clawed)
    expect("RO", points == due_points, f"found the points {points}, not {due_points}")
    expect("RO", fact.delivery == due.delivery, f"found {fact.delivery} of delivery, not {due.delivery}")
    keeps, due_keeps = (fact.carriage, fact.rebilled), (due.label, due.rebilled)
    expect("RO", keeps == due_keeps, f"found {keeps} kept for carriage and delivery, not {due_keeps}")
    money, credit = Tally[TenderName](), 0
    for tender in fact.tenders:
        money[tender.stands_for] += tender.amount.minor
        credit += tender.amount.minor if tender.means == Means.CREDIT.value else 0
    if done.request.gift:
        money.pop(PAID_BY_POINTS, None)
    if due.tenders is not None:
        due_money = Tally({name: minor for name, minor in due.tenders.items() if minor})
        expect("RO", money == due_money, f"found {money} paid out, not {due_money}")
    if not fact.kept and not due.cut:
        expect("RO", credit == due.credit, f"found {credit} as credit, not {due.credit}")
    if not any(good.means is Means.CREDIT for good in done.assessment.goods):
        expect("RO", fact.bonus == due.bonus, f"found a bonus of {fact.bonus}, not {due.bonus}")


def _is_paid_out_as_due(case: ReturnCase, done: Done) -> None:
    """Each part is paid out as it was paid, or by a means that may stand in; cash as coins can pay."""
    fact, order, asked = done.fact, done.assessment.order, done.request
    store = None if asked.store is None else case.rulebook.places.by_id[asked.store]
    pays_out = () if not isinstance(store, Store) else store.pays_out

    def payable(means: str) -> bool:
        return means != CASH if asked.store is None else not pays_out or means in pays_out

    paid = {tender.stands_for: tender for tender in order.tenders}
    for tender in fact.tenders:
        if tender.means == Means.CREDIT.value or tender.stands_for not in paid:
            continue
        original = paid[tender.stands_for]
        to = order.refunding.destinations(original.means)
        due = refunds.means_due(original, payable, to, asked.prefer)
        expect("RO", tender.means == due, f"found {tender}, not by {due}")
        is_own = tender.means == original.means
        expect("RO", is_own == (tender.instead_of is None), f"found {tender} for {original}")
    coins = sum(tender.amount.minor for tender in fact.tenders if tender.means == CASH)
    step = 5 if isinstance(store, Store) and case.rulebook.header.money.cash else 1
    due_coins = -(-(2 * coins - step) // (2 * step)) * step - coins  # a tie of what is given back goes down
    expect("RO", fact.cash_rounding == due_coins, f"found {fact.cash_rounding} of rounding, not {due_coins}")
    owner = store.entity if isinstance(store, Store) else None
    if owner is not None and order.entity is not None and owner != order.entity:
        handed = sum(each.amount.minor for each in fact.tenders if each.reference is None)
        owed = fact.intercompany and (fact.intercompany.owed_by, fact.intercompany.amount)
        due_owed = (order.entity, handed + due_coins) if handed + due_coins else None
        expect("RO", owed in {due_owed, due_owed or (order.entity, 0)}, f"found {owed}, not {due_owed}")


def _is_taxed_as_due(done: Done, taxed: refunds.Taxed) -> None:
    """Gross and tax of the refund by rate, as at the sale; grosses come to the whole."""
    fact = done.fact
    goods = Tally[int]()
    for taken in fact.taken:
        goods[taken.units.number] += taken.refunded
    due = taxed.take(goods, fact.delivery)
    found = {(each.percent, each.treatment): (each.gross, each.tax) for each in fact.taxes}
    if len(done.assessment.order.deliveries) <= 1:
        expect("RO", found == due, f"found the taxes {found}, not {due}")
    gross = sum(each.gross for each in fact.taxes)
    expect("RO", gross == fact.refunded, f"found {gross} taxed of {fact.refunded}")
