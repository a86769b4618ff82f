"""Laws of what is told: verdicts, explanation and order say what the amounts say.

Source: laws E1 and O1; house rule (every outcome explains itself, an order carries its terms).
"""

from __future__ import annotations

from comptoir.checkout.place import Accepted
from comptoir.checkout.quote import Quote
from comptoir.checkout.refusals import RefusalCode, Refused
from comptoir.delivery.offered import NotOffered
from comptoir.facts.handovers import Deliver
from comptoir.facts.orders import Order
from comptoir.facts.terms import OVERRIDE
from comptoir.pricing.verdicts import Applied, Granted, NotInForce
from comptoir.testing import oracle
from comptoir.testing.cases import Ask, Case, answer_of, ask_counter, expect
from comptoir.testing.laws.placing import acceptable, place_quote
from comptoir.values.instants import Instant, datetime_of
from comptoir.values.money import Amount


def e1_verdicts_agree_with_adjustments(case: Case, ask: Ask = ask_counter) -> None:
    """E1: every promotion has a verdict; ``Applied`` by what its adjustments sum to, no other has any.

    It names the lines that have them. What is given beside the goods is ``Granted``.

    The explanation names each adjustment once, with the same amount, and the total.
    """
    quote = answer_of(case, ask)
    if quote is None:
        return
    adjustments = [each for line in quote.terms.lines for each in line.adjustments if each.layer != OVERRIDE]
    known = {each.id: each for each in case.rulebook.pricing.promotions}
    for adjustment in adjustments:
        promotion = known.get(adjustment.rule)
        known_there = promotion is not None and promotion.layer == adjustment.layer
        expect("E1", known_there, f"found {adjustment}, of no promotion of that layer")
    for promotion in known.values():
        verdict = quote.why_not(promotion.id)
        amounts = [each.amount for each in adjustments if each.rule == promotion.id]
        told = verdict.amount.minor if isinstance(verdict, Applied) else 0
        expect("E1", told == sum(amounts), f"found {verdict} of {promotion.id}, which gives {amounts}")
        expect("E1", isinstance(verdict, Applied) == bool(amounts), f"found {verdict} beside {amounts}")
        if isinstance(verdict, Applied):
            lines = tuple(
                line.number
                for line in quote.terms.lines
                if any(each.rule == promotion.id for each in line.adjustments)
            )
            expect("E1", verdict.lines == lines, f"found {verdict}, not of {lines}")
        granted = [each for each in quote.priced.grants if each.rule == promotion.id]
        given = [verdict.grant] if isinstance(verdict, Granted) else []
        expect("E1", given == granted, f"found {verdict} beside {granted}")
        away = not oracle.in_force(promotion.valid, case.instant)
        expect("E1", isinstance(verdict, NotInForce) == away, f"found {verdict} for {promotion.valid}")
    _is_explained(quote)


def o1_an_order_carries_what_was_quoted(case: Case, ask: Ask = ask_counter) -> None:
    """O1: an order placed before ``valid_until`` and paid to the cent carries the quote's very terms.

    Paid a cent less, it is refused; and so it is if its delivery was not chosen or is not offered.
    """
    whole = acceptable(case)
    quote = answer_of(whole, ask)
    if quote is None or not quote.basket.lines:
        return
    if code := _undeliverable(quote):
        placed = place_quote(whole, quote, whole.at)
        refused = isinstance(placed, Refused) and placed.reason.code is code
        expect("O1", refused, f"found {placed}, not {code}")
        return
    for instant in sorted({whole.instant, Instant(quote.until - 1)}):
        at = datetime_of(instant)
        placed = place_quote(whole, quote, at)
        expect("O1", isinstance(placed, Accepted), f"found {placed} at {instant}")
        if isinstance(placed, Accepted):
            _carries(placed.order, quote, whole, instant)
        if quote.due > 0:
            _is_short(place_quote(whole, quote, at, missing=1))


def _undeliverable(quote: Quote) -> RefusalCode | None:
    """Why the goods cannot be handed over as the basket says, if they cannot."""
    if isinstance(quote.delivery, NotOffered):
        return RefusalCode.SERVICE_NOT_OFFERED
    if any(each.lacks_point for each in quote.services):
        return RefusalCode.POINT_UNKNOWN
    if any(each.lacks_slot for each in quote.services):
        return RefusalCode.SLOT_UNKNOWN
    handover = quote.basket.handover
    is_open = isinstance(handover, Deliver) and handover.service is None
    return RefusalCode.SERVICE_UNKNOWN if is_open and quote.rulebook.delivery.services else None


def _carries(order: Order, quote: Quote, case: Case, instant: Instant) -> None:
    codec = case.rulebook.vocabulary.codec
    expect("O1", order.terms == quote.terms, f"found {order.terms}, not {quote.terms}")
    expect("O1", order.answer == quote.answer == codec.digest(order.terms), f"found {order.answer}")
    expect("O1", order.rulebook == case.rulebook.digest, f"found the rulebook {order.rulebook}")
    asked_then = order.question == quote.question or instant != quote.asked_at
    expect("O1", asked_then, f"found the question {order.question}, not {quote.question}")
    expect("O1", order.parts == quote.lines, f"found {order.parts}, not {quote.lines}")
    for line in quote.basket.lines:
        if line.ref is not None:
            one, two = order.ref(line.ref), quote.ref(line.ref)
            expect("O1", one == two, f"found {one}, not {two}, for the ref {line.ref}")


def _is_short(placed: Accepted | Refused) -> None:
    short = isinstance(placed, Refused) and placed.reason.code is RefusalCode.TENDERS_SHORT
    expect("O1", short, f"found {placed}, paid a minor unit less than the total")


def _is_explained(quote: Quote) -> None:
    told = [
        (each.values["name"], each.values["amount"])
        for each in quote.explanation
        if each.code == "adjustment"
    ]
    names = [getattr(name, "id", None) for name, _ in told]
    amounts = [amount for _, amount in told]
    adjustments = [each for line in quote.terms.lines for each in line.adjustments]
    due = [Amount(each.amount, quote.terms.currency) for each in adjustments]
    expect("E1", names == [each.rule for each in adjustments], f"found {names} explained")
    expect("E1", amounts == due, f"found {amounts} explained, not {due}")
    totals = [each.values["amount"] for each in quote.explanation if each.code == "total"]
    expect("E1", totals == [Amount(quote.terms.total, quote.terms.currency)], f"found {totals} explained")
