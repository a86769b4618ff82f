"""Laws of earning: how many points, on what, and that placing earns what was told.

Source: laws E2 to E5.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import attrs

from comptoir.checkout.quote import Quote
from comptoir.checkout.refusals import RefusalCode, Refused
from comptoir.facts.orders import Tender
from comptoir.facts.point_terms import POINTS, BonusTerms, Clawback, Earning
from comptoir.loyalty.earn_rules import RoundedPer
from comptoir.loyalty.rules import Programme
from comptoir.testing.cases import Case, answer_of, expect
from comptoir.testing.laws.paying import NEVER_PLACED
from comptoir.testing.laws.placing import acceptable
from comptoir.testing.oracles import earning as oracle
from comptoir.testing.tills import PLAIN, Till
from comptoir.testing.variations import TYPED_OTHERWISE
from comptoir.values.money import Amount
from comptoir.values.points import POINTS_MAX


def e2_points_are_what_the_oracle_counts(case: Case, till: Till = PLAIN) -> None:
    """E2: each rule earns what the oracle counts line by line, on those lines, and no other rule does.

    Points that promotions give are left to the laws of promotions. What is paid for goods is looked at
    where the quote's own lines tell it.
    """
    quote = answer_of(case, till.quote)
    if quote is None:
        return
    programme = oracle.programme_of(case, quote)
    found = {earning.rule: earning for earning in _own(case, quote)}
    if programme is None:
        expect("E2", not found, f"found {found} where nothing is earned")
        return
    if not oracle.is_told(quote, programme):
        return
    zone = case.rulebook.almanac.zone(programme.zone)
    for rule in oracle.rules_of(case, quote, programme, zone):
        earning = found.pop(rule.rule, None)
        points = oracle.points_of(rule, programme, earning)
        if earning is None:
            expect("E2", not points, f"found nothing by {rule.rule}, not {points} points")
            continue
        expect("E2", points in {earning.points, None}, f"found {earning}, not {points} points by {rule}")
        expect("E2", earning.basis == rule.basis, f"found {earning}, not a basis of {rule.basis}")
        expect("E2", earning.lines == rule.lines, f"found {earning}, not on {rule.lines}")
        expect("E2", earning.funder == rule.funder, f"found {earning}, not paid by {rule.funder}")
        expect("E2", earning.lot == rule.lots.terms(programme.zone), f"found {earning}, not {rule.lots}")
        _are_shares(rule, programme, earning)
    expect("E2", not found, f"found {found}, of rules that give nothing")


def e3_typing_changes_no_points(case: Case, till: Till = PLAIN) -> None:
    """E3: splitting, merging and reordering lines changes no earning."""
    quote = answer_of(case, till.quote)
    if quote is None:
        return
    for name, typed in TYPED_OTHERWISE.items():
        other = answer_of(attrs.evolve(case, basket=typed(case.basket)), till.quote)
        earned = None if other is None else other.terms.earnings
        expect(
            "E3", earned == quote.terms.earnings, f"found {earned} with {name}, not {quote.terms.earnings}"
        )


def e4_placing_earns_what_was_told(case: Case, till: Till = PLAIN) -> None:
    """E4: an order earns what its quote said, with the lives that are counted day by day.

    What is to be paid with stored value, as it earns nothing, is paid so, or the order is refused.
    """
    whole = acceptable(case)
    quote = answer_of(whole, till.quote)
    if quote is None:
        return
    told = sum(each.points for each in quote.terms.earnings if each.type == POINTS)
    expect("E4", quote.will_earn == told, f"found {quote.will_earn} points to earn, not {told}")
    value = quote.terms.stored_value
    wanted = 0 if value is None else value.amount
    placed = till.place(whole.rulebook, quote, whole.at, _paid(quote, wanted))
    if isinstance(placed, Refused):
        _may_be_refused(placed, quote, wanted)
        return
    order = placed.order
    earned = tuple(accrual.earning for accrual in order.accruals)
    expect("E4", earned == quote.terms.earnings, f"found {earned} on the order, not {quote.terms.earnings}")
    for accrual in order.accruals:
        zone = whole.rulebook.almanac.zone(accrual.earning.lot.zone)
        since, until = oracle.life(accrual.earning.lot, order.placed_at, zone)
        found = (accrual.available_from, accrual.expires_at)
        expect("E4", found == (since, until), f"found a life of {found}, not {(since, until)}")
    if value is not None and 0 < quote.due != wanted:
        other = till.place(whole.rulebook, quote, whole.at, _paid(quote, quote.due, "gift-card"))
        expect("E4", isinstance(other, Refused), f"found {other}, all of it paid with stored value")


def e5_formulas_give_the_points_again(case: Case, till: Till = PLAIN) -> None:
    """E5: the formula that stands on an earning gives its points again, of its basis, or of each part."""
    quote = answer_of(case, till.quote)
    programme = case.rulebook.loyalty.programme
    if quote is None or programme is None:
        return
    for earning in _own(case, quote):
        again = _again(programme, earning)
        expect("E5", again in {earning.points, None}, f"found {again} points, not those of {earning}")


def _own(case: Case, quote: Quote) -> Iterator[Earning]:
    """What the programme's own rules earn."""
    promotions = {promotion.id for promotion in case.rulebook.pricing.promotions}
    return (earning for earning in quote.terms.earnings if earning.rule not in promotions)


def _again(programme: Programme, earning: Earning) -> int | None:
    """The points by the formula; ``None`` where its parts are not those of the basis."""
    formula = earning.formula
    if formula is None:
        return 0
    if programme.earn.rounded_per is RoundedPer.PURCHASE or isinstance(formula, BonusTerms):
        return min(formula.earned(earning.basis), POINTS_MAX)
    if earning.clawback is Clawback.ITEM:
        return None
    parts = (*earning.parts, earning.delivery)
    return min(sum(map(formula.earned, parts)), POINTS_MAX)


def _are_shares(rule: oracle.Counted, programme: Programme, earning: Earning) -> None:
    """Each part of the basis is the exact share of what counts, within a minor unit."""
    if not earning.parts or programme.clawback is Clawback.ITEM:
        return
    shares = oracle.shares_of(rule)
    parts = {**dict(zip(earning.lines, earning.parts, strict=True)), 0: earning.delivery}
    for number, part in parts.items():
        off = abs(part - shares.get(number, Fraction(0)))
        expect("E2", off < 1, f"found {earning}, of which line {number} is off by {off}")


def _paid(quote: Quote, by_value: int, means: str = "gift-card") -> list[Tender]:
    """So much of a quote with stored value, and the rest as an offer needs it."""
    other = quote.terms.tender or "card"
    amounts = ((means, min(by_value, quote.due)), (other, quote.due - min(by_value, quote.due)))
    return [Tender(each, Amount(amount, quote.terms.currency)) for each, amount in amounts if amount > 0]


def _may_be_refused(placed: Refused, quote: Quote, wanted: int) -> None:
    code = placed.reason.code
    is_torn = quote.terms.tender is not None and code in {
        RefusalCode.TENDER_DIFFERS,
        RefusalCode.STORED_VALUE_DIFFERS,
    }
    is_too_much = wanted > quote.due and code is RefusalCode.STORED_VALUE_DIFFERS
    is_refused = code in {*NEVER_PLACED, RefusalCode.SERVICE_NOT_OFFERED} or is_torn or is_too_much
    expect("E4", is_refused, f"found {placed} for what was told")
