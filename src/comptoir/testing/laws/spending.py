"""Laws of spending: what points take off or pay, who pays for them, how many may be spent, what comes back.

A case is a basket of a member who has some lots; a way of asking is given the member's standing. A quote
with points keeps the laws of prices, too.

Source: laws Q1, Q2 and Q7; laws S1 to S4.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import attrs

from comptoir.checkout.agreed import agreed_of, order_of
from comptoir.checkout.quote import Quote
from comptoir.facts.events import OrderPlaced
from comptoir.facts.giving_back import points_restored
from comptoir.facts.held import Held
from comptoir.facts.history import History
from comptoir.facts.holdings import holdings_of
from comptoir.facts.orders import Order, Tender
from comptoir.facts.point_terms import Redemption, SpendAs
from comptoir.facts.terms import POINTS_OFF, Adjustment, LineTerms
from comptoir.facts.units import Units
from comptoir.loyalty.spend_rules import FunderKind, Residue
from comptoir.returns.refund import refund_of
from comptoir.testing.cases import expect
from comptoir.testing.laws import prices
from comptoir.testing.laws.placing import acceptable
from comptoir.testing.oracles import point_discounts
from comptoir.testing.spending_cases import AskSpending, SpendingCase, ask_spending
from comptoir.testing.tills import BY
from comptoir.values.moments import Moment
from comptoir.values.money import Amount
from comptoir.values.quantities import pieces

WISHES: Final = 26
"""As many points are wished one after the other, to see which may be spent."""


def q1_points_leave_the_taxes_those_of_a_sound_invoice(
    case: SpendingCase, ask: AskSpending = ask_spending
) -> None:
    """Q1: with points, grosses are the total and what others pay besides; EN 16931 agrees."""
    prices.q1_taxes_are_those_of_a_sound_invoice(case.case, case.till(ask))


def q2_points_go_below_no_floor(case: SpendingCase, ask: AskSpending = ask_spending) -> None:
    """Q2: points take no line below its floor or zero, nor anything off what is no price."""
    prices.q2_nothing_goes_below_a_floor(case.case, case.till(ask))


def q7_what_points_leave_is_charged_and_taxed(case: SpendingCase, ask: AskSpending = ask_spending) -> None:
    """Q7: with points, extension and adjustments are charged, and taxed as the oracle taxes them."""
    prices.q7_prices_are_what_the_oracles_count(case.case, case.till(ask))


def s1_points_do_what_they_are_worth(case: SpendingCase, ask: AskSpending = ask_spending) -> None:
    """S1: points pay, or take off, exactly what they are worth, by funder as their lots are drawn.

    As a tender they change nothing but what is due. As a discount they come after all adjustments, spread
    over what the lines are charged by exact largest remainder; what a third party pays stays taxed. Points
    that are refused do neither.
    """
    without, found = case.wishing(0).quoted(ask), case.quoted(ask)
    if without is None or found is None:
        return
    spent = found.terms.redemption
    if spent is None:
        expect("S1", found.answer == without.answer, f"found {found.terms} for points that are refused")
        return
    due = int(point_discounts.worth(case, spent.points))
    expect("S1", spent.worth == due, f"found {spent}, worth {due}")
    _is_funded(case, spent)
    if spent.spent_as is SpendAs.TENDER:
        same = attrs.evolve(found.terms, redemption=None, earnings=()) == attrs.evolve(
            without.terms, earnings=()
        )
        expect("S1", same, f"found {found.terms}, not {without.terms} but for points that pay")
        expect("S1", 0 <= found.due == found.terms.total - due, f"found {found.due} due with {spent}")
        return
    expect("S1", found.due == found.terms.total, f"found {found.due} due of {found.terms.total}")
    _is_taken_off(case, without.terms.lines, found, due)


def s2_the_most_points_are_the_most(case: SpendingCase, ask: AskSpending = ask_spending) -> None:
    """S2: the most points that could be spent are the largest wish of all that is granted."""
    asked = case.under(Residue.REFUSED)
    quote = asked.quoted(ask)
    if quote is not None:
        most = max(_granted(asked, ask), default=0)
        expect("S2", quote.most_points == most, f"found {quote.most_points}, while {most} can be spent")


def s3_kept_points_are_those_that_may_not_be_spent(
    case: SpendingCase, ask: AskSpending = ask_spending
) -> None:
    """S3: where the residue is kept, of a wish the largest number is spent that may be; none is refused."""
    asked = case.under(Residue.KEPT)
    quote = asked.quoted(ask)
    if quote is None:
        return
    granted = list(_granted(case.under(Residue.REFUSED), ask_spending))
    due = max((each for each in granted if each <= case.case.basket.points), default=0)
    spent = _points(quote)
    expect("S3", spent == due, f"found {spent} spent of {case.case.basket.points}, not {due}")


def s4_what_was_really_paid_comes_back(case: SpendingCase, ask: AskSpending = ask_spending) -> None:
    """S4: all goods give back all that was paid, and all points, at once or piece by piece.

    Points that took something off come back beside the money, with the goods that they took it off.
    """
    whole = attrs.evolve(case, case=acceptable(case.case))
    quote = whole.quoted(ask)
    if quote is None or quote.terms.redemption is None or quote.terms.total < 0:
        return
    spent, order = quote.terms.redemption, _ordered(quote)
    held, back = _held(order), list(_single(order))
    goods = sum(line.terms.paid for line in order.lines)
    refund = refund_of(held, back, goods=goods, on_credit=0, delivery=0)
    money = sum(tender.amount.minor for tender in refund.tenders)
    expect("S4", money + refund.worth == goods, f"found {refund} for goods of {goods}")
    if spent.spent_as is SpendAs.DISCOUNT:
        expect("S4", (refund.points, refund.worth) == (spent.points, 0), f"found {refund} of {spent}")
        for some in (back, back[::-1], [*back[1::2], *back[::2]]):
            _come_back(order, spent, some)
    elif not order.empties:
        expect("S4", (refund.points, refund.worth) == (spent.points, spent.worth), f"found {refund}")


def _points(quote: Quote) -> int:
    return 0 if quote.terms.redemption is None else quote.terms.redemption.points


def _granted(case: SpendingCase, ask: AskSpending) -> Iterator[int]:
    """Every number of points that is spent when it is wished."""
    for points in range(1, WISHES + 1):
        quote = case.wishing(points).quoted(ask)
        if quote is not None and _points(quote):
            expect("S2", _points(quote) == points, f"found {_points(quote)} spent of {points}")
            yield points


def _is_funded(case: SpendingCase, spent: Redemption) -> None:
    """Who pays is who pays for the lots that are drawn, and their parts come to the whole."""
    points = point_discounts.drawn(case, spent.points)
    worth = point_discounts.worth_by_funder(case, spent.points)
    found = {each.funder: (each.points, each.worth) for each in spent.funded}
    due = {funder: (points[funder], worth[funder]) for funder in worth}
    if due.keys() == {None}:
        due = {}
    expect("S1", found == due, f"found {found} paid by funders, not {due}")


def _is_taken_off(case: SpendingCase, before: Sequence[LineTerms], quote: Quote, worth: int) -> None:
    """Each line has its part of what points take off, after all else, and each funder pays theirs."""
    room = sum(point_discounts.room(case.case, line) for line in before)
    expect("S1", worth <= room, f"found {worth} taken off, where prices may fall by {room}")
    taken = point_discounts.taken_off(case.case, before, worth)
    paid: Counter[str | None] = Counter()
    for line, was, due in zip(quote.terms.lines, before, taken, strict=True):
        count = len(was.adjustments)
        other, own = line.adjustments[:count], line.adjustments[count:]
        expect("S1", (line.regular, other) == (was.regular, was.adjustments), f"found {line}, not {was}")
        off = -sum(each.amount for each in own)
        expect("S1", off == due, f"found {off} taken off, not {due}, in {line}")
        for each in own:
            _is_by_points(case, each)
            paid[each.payer] -= each.amount
    due_paid = {funder: part for funder, part in _worths(case, quote) if part}
    expect("S1", paid == due_paid, f"found {paid} by payers, not {due_paid}")


def _worths(case: SpendingCase, quote: Quote) -> Iterable[tuple[str | None, int]]:
    return point_discounts.worth_by_funder(case, _points(quote)).items()


def _is_by_points(case: SpendingCase, each: Adjustment) -> None:
    """It is the programme's, and taxed if a third party pays it."""
    rule = each.layer, each.rule
    expect("S1", rule == (POINTS_OFF, case.programme.id) and each.amount < 0, f"found {each} by points")
    suppliers = {one.id for one in case.programme.funders if one.pays_as is FunderKind.SUPPLIER}
    funded = 0 if each.payer is None else -each.amount
    in_base = 0 if each.payer in suppliers else funded
    expect("S1", (each.funded, each.in_base) == (funded, in_base), f"found {each}, not {in_base} taxed")


def _ordered(quote: Quote) -> Order:
    tenders = [Tender("card", Amount(quote.due, quote.terms.currency))] if quote.due else []
    return order_of(
        agreed_of(quote),
        id="o-1",
        at=quote.asked_at,
        provenance=BY,
        tenders=tuple(tenders),
        almanac=quote.rulebook.almanac,
    )


def _held(order: Order) -> Held:
    history = History.of([OrderPlaced(id=order.id, order=order)], lambda fact: repr(fact).encode())
    return holdings_of(history, Moment(order.placed_at)).orders[order.id]


def _single(order: Order) -> Iterator[Units]:
    """All goods, piece by piece."""
    for line in order.lines:
        for piece in range(pieces(line.terms.quantity)):
            yield Units(line.terms.number, piece, 1)


def _come_back(order: Order, spent: Redemption, back: Sequence[Units]) -> None:
    """Piece by piece, points come back and never go; all have come back with the last piece."""
    restored = 0
    for count in range(1, len(back) + 1):
        now = points_restored(order, 0, back[:count])
        expect("S4", restored <= now, f"found {now} points back after {restored}")
        restored = now
    expect("S4", restored == spent.points, f"found {restored} of {spent} back, one by one")
