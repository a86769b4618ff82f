"""Laws of what follows a price: a quote that is locked, and cash that is rounded.

Source: laws Q11 and Q12.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

import attrs

from comptoir.checkout.place import Accepted
from comptoir.checkout.quote import Quote
from comptoir.checkout.refusals import RefusalCode, Refused
from comptoir.facts.agreements import LockedQuote
from comptoir.facts.cash import CashPayment
from comptoir.facts.orders import CASH, Tender
from comptoir.rulebook import Rulebook
from comptoir.testing.cases import Case, answer_of, expect
from comptoir.testing.laws.placing import acceptable
from comptoir.testing.oracle import in_force, rounded
from comptoir.testing.oracles.shops import spot_of
from comptoir.testing.tills import PLAIN, Till
from comptoir.testing.variations import with_pricing
from comptoir.values.instants import Instant, datetime_of
from comptoir.values.money import Amount, UnitPrice
from comptoir.values.policies import CashRounding
from comptoir.values.rounding import Rounding

HOUR: Final = 3_600_000_000
NEAREST: Final = {Rounding.HALF_UP, Rounding.HALF_EVEN, Rounding.HALF_DOWN}
NEVER_PLACED: Final = {
    RefusalCode.EMPTY_BASKET,
    RefusalCode.SERVICE_UNKNOWN,
    RefusalCode.POINT_UNKNOWN,
    RefusalCode.SLOT_UNKNOWN,
    RefusalCode.PRICE_REFUSED,
    RefusalCode.EMPTIES_OVER,
    RefusalCode.TENDER_UNKNOWN,
}
"""Why some quotes are no orders, however they are paid."""


def q11_a_locked_quote_keeps_its_terms(case: Case, till: Till = PLAIN) -> None:
    """Q11: a locked quote, placed before its end, gives the very terms, whatever rulebook is at the counter.

    At its end and later it is refused, and so it is before it was asked.
    """
    whole = acceptable(case)
    quote, kept = answer_of(whole, till.quote), locked(whole, till)
    if quote is None or kept is None:
        return
    if isinstance(kept, Refused):
        expect("Q11", kept.reason.code in NEVER_PLACED, f"found {kept}")
        return
    tenders = _as_intended(quote)
    for rulebook in (whole.rulebook, _another(whole.rulebook)):
        for at in (whole.instant, Instant(kept.until - 1)):
            placed = till.place(rulebook, kept, datetime_of(at), tenders)
            if not isinstance(placed, Accepted):
                expect("Q11", holds=False, found=f"found {placed} at {at}, before {kept.until}")
                continue
            order = placed.order
            expect("Q11", order.terms == quote.terms, f"found {order.terms}, not {quote.terms}")
            expect("Q11", order.answer == quote.answer, f"found {order.answer}, not {quote.answer}")
            expect("Q11", order.parts == quote.lines, f"found {order.parts}, not {quote.lines}")
        for at in (kept.until, Instant(kept.until + HOUR), Instant(kept.asked_at - 1)):
            placed = till.place(rulebook, kept, datetime_of(at), tenders)
            ended = isinstance(placed, Refused) and placed.reason.code is RefusalCode.LOCK_ENDED
            expect("Q11", ended, f"found {placed} at {at}, outside the lock until {kept.until}")


def q12_only_cash_is_rounded(case: Case, till: Till = PLAIN) -> None:
    """Q12: what is due in cash, or its change, is a multiple of the step; nothing else is ever rounded.

    The rounding is less than a step, and to the nearest at most half of one. What is given less the change
    is kept; the order says by how much that rounds what was due. What a card pays is paid to the cent.
    """
    whole = acceptable(case)
    quote = answer_of(whole, till.quote)
    if quote is None or quote.due <= 0:
        return
    policy = _policy(whole)
    card = Tender("card", Amount(max(1, quote.due // 3), quote.terms.currency))
    for besides in ((), (card,) if card.amount.minor < quote.due else ()):
        left = quote.due - sum(each.amount.minor for each in besides)
        for given in (None, *_coins(left, policy)):
            money = None if given is None else Amount(given, quote.terms.currency).money
            payment = quote.in_cash(given=money, besides=besides)
            _is_cash(payment, left, given, policy)
            _is_placed(whole, till, quote, (*besides, payment.tender), payment.rounding.minor)
    _is_placed(whole, till, quote, _by_card(quote.due, quote), 0)
    for other in (-1, 1):
        if quote.due + other > 0:
            placed = till.place(whole.rulebook, quote, whole.at, _by_card(quote.due + other, quote))
            expect(
                "Q12", isinstance(placed, Refused), f"found {placed}, paid by card {other} off {quote.due}"
            )


def locked(case: Case, till: Till) -> LockedQuote | Refused | None:
    """The case's quote, locked for an hour; ``None`` if it has no answer or may not be locked."""
    quote = answer_of(case, till.quote)
    if quote is None or case.rulebook.pricing.lock_hours is None:
        return None
    return till.lock(case.rulebook, quote, datetime_of(Instant(quote.asked_at + HOUR)))


def _as_intended(quote: Quote) -> list[Tender]:
    """What pays a quote: by the means for which an offer was given, if there was one."""
    means = quote.terms.tender
    if means is None or quote.due <= 0:
        return _by_card(quote.due, quote)
    if means == CASH:
        return [quote.in_cash().tender]
    return [Tender(means, Amount(quote.due, quote.terms.currency))]


def _by_card(due: int, quote: Quote) -> list[Tender]:
    return [Tender("card", Amount(due, quote.terms.currency))] if due > 0 else []


def _another(rulebook: Rulebook) -> Rulebook:
    """A rulebook of other prices, without promotions, floors or extras."""
    dearer = [
        attrs.evolve(
            each, prices={sku: UnitPrice(price.millionths + 10**6) for sku, price in each.prices.items()}
        )
        for each in rulebook.pricing.lists
    ]
    bare = attrs.evolve(rulebook.pricing, lists=dearer, promotions=(), floors=(), extras=(), lock_hours=None)
    return with_pricing(rulebook, bare)


def _policy(case: Case) -> CashRounding | None:
    """How cash is rounded, where and when the case is asked."""
    country = spot_of(case).country
    return next(
        (
            each
            for each in case.rulebook.header.money.cash
            if each.country == country
            and each.step.currency == case.basket.currency
            and in_force(each.valid, case.instant)
        ),
        None,
    )


def _coins(left: int, policy: CashRounding | None) -> Iterator[int]:
    """What somebody may give: some multiples of the step, not below what is due."""
    step = 1 if policy is None else policy.step.minor
    above = -(-left // step) * step
    yield from (above, above + step, above + 7 * step, above + 1_000 * step)


def _is_cash(payment: CashPayment, left: int, given: int | None, policy: CashRounding | None) -> None:
    change, kept = payment.change.minor, payment.due.minor
    found = f"found {payment} for {left} by {policy}"
    expect("Q12", payment.rounding.minor == kept - left, found)
    expect("Q12", change == (0 if given is None else given - kept), found)
    if policy is None:
        expect("Q12", kept == left, found)
        return
    step, off = policy.step.minor, abs(kept - left)
    asked = step * rounded(Fraction(left, step), policy.due)
    is_change = given is not None and given > asked
    mode = policy.change if is_change else policy.due
    expect("Q12", 2 * off <= step if mode in NEAREST else off < step, found)
    if given is not None and is_change:
        expect("Q12", change == step * rounded(Fraction(given - left, step), mode), found)
    else:
        expect("Q12", kept == asked, found)


def _is_placed(case: Case, till: Till, quote: Quote, tenders: Sequence[Tender], rounding: int) -> None:
    placed = till.place(case.rulebook, quote, case.at, tenders)
    if isinstance(placed, Refused):
        wanted = quote.terms.tender
        differs = wanted is not None and any(tender.means != wanted for tender in tenders)
        never = NEVER_PLACED | ({RefusalCode.TENDER_DIFFERS} if differs else set())
        expect("Q12", placed.reason.code in never, f"found {placed} for {tenders}")
        return
    found = placed.order.cash_rounding
    expect("Q12", found == rounding, f"found a rounding of {found}, not {rounding}, for {tenders}")
