"""Goods are exchanged: evenly, without any customer money, or with the difference paid on one ticket.

An offer changes nothing; it is done as an even exchange, or as a ticket that is closed. What is taken evenly
and does not go over the counter goes by a delivery service, whose promise stands on the fact, at the seller's
cost; of an uneven exchange, what is taken is an order of its own.

Source: house rule (law R5); a difference is never charged by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

import attrs
import pendulum

from comptoir.checkout.after_sales import Assessment, assess_return, check_assessed
from comptoir.checkout.ask import quote_basket
from comptoir.checkout.horizon import moment_of, until_of
from comptoir.checkout.once_back import standing_once_back
from comptoir.checkout.order_read import read_order
from comptoir.checkout.place import not_placeable, undeliverable
from comptoir.checkout.refusals import Refused
from comptoir.checkout.standing import Standing
from comptoir.checkout.ticket import Ticket, ticket_of
from comptoir.delivery.offered import Offered
from comptoir.facts.baskets import Basket
from comptoir.facts.delivery_terms import Promised
from comptoir.facts.events import Exchanged, StreamRead, Swap
from comptoir.facts.exchange_terms import ExchangePrice, InExchange
from comptoir.facts.guarantee_terms import Remedy
from comptoir.facts.handovers import Carry, Handover, checked_handover
from comptoir.facts.held import Held
from comptoir.facts.lines import Line
from comptoir.facts.provenance import Provenance
from comptoir.facts.stock import SlotLeft, Stock
from comptoir.returns.claims.asked import open_claim_about
from comptoir.returns.exchanges.exchange import (
    Evenly,
    ExchangeRefusalCode,
    ExchangeRefused,
    Unevenly,
    even_exchange,
    not_back_by,
    uneven_exchange,
)
from comptoir.rulebook import Rulebook
from comptoir.values.collections import tuple_of
from comptoir.values.days import checked_day
from comptoir.values.errors import WrongValue
from comptoir.values.instants import Instant, datetime_of
from comptoir.values.moments import Moment
from comptoir.values.money import Money, money_of


@attrs.frozen(kw_only=True)
class Swapped:
    """An even exchange as done: no customer money moves."""

    facts: tuple[Exchanged, ...]
    reads: tuple[StreamRead, ...]
    currency: str

    @property
    def to_pay(self) -> Money:
        """What the customer pays: nothing."""
        return money_of(0, self.currency)

    @property
    def promised(self) -> Promised | None:
        """When what is taken arrives; ``None`` if it goes over the counter, or nobody can say."""
        return self.facts[0].promised


def _stock(stock: Iterable[Stock]) -> tuple[Stock, ...]:
    return tuple_of(Stock, stock, "stock")


def _slots(slots: Iterable[SlotLeft]) -> tuple[SlotLeft, ...]:
    return tuple_of(SlotLeft, slots, "slots")


@attrs.frozen(kw_only=True)
class Handing:
    """How what is taken evenly reaches the customer, and until when they keep what they give.

    Without a ``handover``, it goes over the counter, or by post as the other came. ``stock`` and ``slots``
    are as a basket has them; ``back_by`` is the last day on which the old goods are given back.
    """

    handover: Handover | None = attrs.field(default=None, converter=checked_handover)
    stock: tuple[Stock, ...] = attrs.field(default=(), converter=_stock)
    slots: tuple[SlotLeft, ...] = attrs.field(default=(), converter=_slots)
    back_by: date | None = None

    def __attrs_post_init__(self) -> None:
        if self.back_by is not None:
            checked_day(self.back_by, "back_by")

    @property
    def is_carried(self) -> bool:
        """Whether it is carried away as it is taken."""
        return self.handover is None or isinstance(self.handover, Carry)


@attrs.frozen(kw_only=True)
class ExchangeOffer:
    """What exchanging the goods assessed for a ``basket`` comes to; it changes nothing.

    Either ``even``, to be done by ``exchange()``, or with a ``ticket`` to be closed, at the ``price`` of the
    policy ``rule``. ``promised`` is when what is taken arrives, each delivery in its turn. ``until`` is the
    first instant at which the offer may be another.
    """

    assessment: Assessment
    basket: Basket
    even: Evenly | None = None
    ticket: Ticket | None = None
    rule: str | None = None
    price: ExchangePrice | None = None
    promised: tuple[Promised, ...] = ()
    until: Instant

    @property
    def difference(self) -> Money:
        """What is taken less what is given back: above nothing to pay, and never charged by itself.

        Below nothing, it is paid out as the ticket says. It is money: points that come back stand beside it.
        """
        return money_of(0 if self.ticket is None else self.ticket.net, self.basket.currency)

    @property
    def valid_until(self) -> pendulum.DateTime:
        """The first instant, in UTC, at which the offer may be another."""
        return datetime_of(self.until)


def exchange(
    rulebook: Rulebook,
    assessment: Assessment,
    take: Iterable[Line],
    handing: Handing,
    *,
    claim: str | None = None,
    id: str,
    provenance: Provenance,
) -> Swapped | Refused:
    """The goods assessed as swapped for others, evenly; refused where they may not be.

    Those of a ``claim`` are replaced where it lets them be, whatever a policy says: the assessment may have
    refused them. The fact bears the instant of the assessment. Raises ``NoAnswer`` for goods to be delivered
    that have no price now: what they are worth decides how they may go.
    """
    check_assessed(rulebook, assessment)
    if claim is not None:
        assessment = _for_claim(rulebook, assessment, claim)
        if assessment.refused:
            return Refused(assessment.refused[0])
    lines = tuple_of(Line, take, "take")
    evenly = _even(rulebook, assessment, lines)
    if isinstance(evenly, ExchangeRefused):
        return Refused(evenly)
    if late := _not_in_advance(rulebook, assessment, handing.back_by):
        return Refused(late)
    arrival = _arrival(rulebook, assessment, lines, handing)
    if isinstance(arrival, Refused):
        return arrival
    order = assessment.order
    fact = Exchanged(
        id=id,
        order=order.id,
        member=order.buyer.member,
        at=assessment.asked_at,
        store=assessment.store,
        swaps=evenly.swaps,
        claim=claim,
        back_by=handing.back_by,
        handover=None if handing.is_carried else handing.handover,
        promised=arrival.promised,
        answer=assessment.answer,
        provenance=provenance,
    )
    return Swapped(facts=(fact,), reads=assessment.reads, currency=order.currency)


def _for_claim(rulebook: Rulebook, assessment: Assessment, claim: str) -> Assessment:
    """The same goods, as a claim lets them be replaced."""
    return assess_return(
        rulebook,
        assessment.order,
        assessment.known,
        assessment.asked_at,
        attrs.evolve(assessment.asked, claim=claim),
        remedy=Remedy.REPLACEMENT,
    )


def exchange_offer(
    rulebook: Rulebook, assessment: Assessment, basket: Basket, standing: Standing | None = None
) -> ExchangeOffer | Refused:
    """What exchanging the goods assessed for those of a basket comes to, at the instant of the assessment.

    Even where a policy says so, whatever the goods cost; else with the difference paid, which a policy must
    allow, too. Without a ``standing``, a member's is that which they have once the goods are back. Raises
    what asking for a quote and for a ticket raises.
    """
    check_assessed(rulebook, assessment)
    if basket.exchange is not None:
        cure = "leave it out: the order's policy says it"
        raise WrongValue.at("basket.exchange", "found how it is exchanged", cure, code="exchange_given")
    assessed, assortment = assessment.assessed, rulebook.assortment
    evenly = _even(rulebook, assessment, basket.lines)
    if isinstance(evenly, Evenly):
        handing = Handing(handover=basket.handover, stock=basket.stock, slots=basket.slots)
        arrival = _arrival(rulebook, assessment, basket.lines, handing)
        if isinstance(arrival, Refused):
            return arrival
        promised = () if arrival.promised is None else (arrival.promised,)
        until = min(assessment.until, arrival.until)
        return ExchangeOffer(
            assessment=assessment, basket=basket, even=evenly, promised=promised, until=until
        )
    if evenly.code in {ExchangeRefusalCode.STILL_OWED, ExchangeRefusalCode.CLAIM_OPEN}:
        return Refused(evenly)
    unknown = min((line.sku for line in basket.lines if line.sku not in assortment), default=None)
    if unknown is not None:
        return Refused(ExchangeRefused(ExchangeRefusalCode.UNKNOWN_PRODUCT, unknown))
    unevenly = uneven_exchange(assessed, (assortment[line.sku] for line in basket.lines))
    if isinstance(unevenly, Unevenly):
        return _with_difference(rulebook, assessment, basket, unevenly, standing)
    is_other = unevenly.code is ExchangeRefusalCode.NO_DIFFERENCE
    return Refused(evenly if is_other else unevenly)


def _even(rulebook: Rulebook, assessment: Assessment, lines: Sequence[Line]) -> Evenly | ExchangeRefused:
    """The goods swapped evenly; not while what they were taken for themselves is still to come back.

    What the law gives for a claim does not wait for that. Nor without that claim while it is open: it would
    stay so about goods that are no longer there.
    """
    held = read_order(rulebook, assessment.order, assessment.history, assessment.asked_at).held
    for good in () if assessment.asked.claim is not None else assessment.goods:
        if any(run.back_by is not None for run in held.within(good.units)):
            return ExchangeRefused(ExchangeRefusalCode.STILL_OWED, good.product.sku)
    found = even_exchange(assessment.assessed, lines, rulebook.assortment)
    if isinstance(found, ExchangeRefused):
        return found
    for good in () if assessment.asked.claim is not None else assessment.goods:
        if (claim := open_claim_about(held, good.units)) is not None:
            return ExchangeRefused(ExchangeRefusalCode.CLAIM_OPEN, good.product.sku, claim=claim)
    return Evenly(tuple(_after(swap, held) for swap in found.swaps))


def _after(swap: Swap, held: Held) -> Swap:
    """A swap that says which exchange of its pieces was known, if they had been swapped before."""
    [run, *_] = held.within(swap.units)
    return attrs.evolve(swap, after=run.exchanged_by[-1]) if run.exchanged_by else swap


def _with_difference(
    rulebook: Rulebook,
    assessment: Assessment,
    basket: Basket,
    unevenly: Unevenly,
    standing: Standing | None,
) -> ExchangeOffer | Refused:
    """The basket as it is bought with what is given back."""
    moment = Moment(assessment.asked_at)
    if gone := _not_here(assessment, basket.lines, basket.handover, basket.stock, moment):
        return Refused(gone)
    asked = attrs.evolve(basket, exchange=unevenly.of_order(assessment.order))
    if standing is None:
        standing = standing_once_back(rulebook, assessment, basket.buyer)
    quote = quote_basket(rulebook, asked, assessment.asked_at, standing)
    if refusal := not_placeable(quote):
        return Refused(refusal)
    return ExchangeOffer(
        assessment=assessment,
        basket=asked,
        ticket=ticket_of(rulebook, quote, [assessment]),
        rule=unevenly.rule,
        price=unevenly.terms.price,
        promised=tuple(each.promised for each in quote.terms.deliveries),
        until=min(assessment.until, quote.until, until_of(rulebook, moment)),
    )


@attrs.frozen
class _Arrival:
    """When what is taken evenly arrives, ``None`` if nobody promises it, and until when that holds."""

    promised: Promised | None
    until: Instant


def _arrival(
    rulebook: Rulebook, assessment: Assessment, lines: Sequence[Line], handing: Handing
) -> _Arrival | Refused:
    """When what is taken evenly arrives; or why it does not."""
    if any(line.handover is not None for line in lines):
        cure = "pass handover=, and exchange apart what goes another way"
        raise WrongValue.at("take", "found a line that goes its own way", cure, code="own_handover")
    if handing.is_carried:
        moment = Moment(assessment.asked_at)
        gone = _not_here(assessment, lines, handing.handover, handing.stock, moment)
        return Refused(gone) if gone is not None else _Arrival(None, until_of(rulebook, moment))
    quote = quote_basket(rulebook, _basket(assessment, lines, handing), assessment.asked_at)
    if refusal := undeliverable(quote):
        return Refused(refusal)
    option = quote.delivery
    return _Arrival(option.promise.promised if isinstance(option, Offered) else None, quote.until)


def _basket(assessment: Assessment, lines: Sequence[Line], handing: Handing) -> Basket:
    """What is taken evenly, as a delivery service is asked for it: its delivery is the seller's."""
    order = assessment.order
    rights = (right.terms.rule for good in assessment.goods for right in good.rights if right.alive)
    return Basket(
        currency=order.currency,
        lines=lines,
        buyer=order.buyer,
        handover=handing.handover,
        contract=order.contract,
        stock=handing.stock,
        slots=handing.slots,
        exchange=InExchange(order=order.id, placed_at=order.placed_at, rule=min(rights)),
    )


def _not_here(
    assessment: Assessment,
    lines: Iterable[Line],
    handover: Handover | None,
    stock: Iterable[Stock],
    moment: Moment,
) -> ExchangeRefused | None:
    """The first product of which too few pieces are in the store where they would be carried away.

    One of which nothing is said is there.
    """
    match handover:
        case None:
            store = assessment.store
        case Carry(store=own):
            store = own
        case _:
            store = None
    if store is None:
        return None
    wanted, here, told = Counter[str](), Counter[str](), set[str]()
    for line in lines:
        if line.unit is None and isinstance(line.quantity, int):
            wanted[line.sku] += line.quantity
    for each in stock:
        told.add(each.sku)
        is_there = each.source == store and (each.from_ is None or moment.reaches(each.from_))
        if is_there and isinstance(each.quantity, int):
            here[each.sku] += each.quantity
    for sku in sorted(told & wanted.keys()):
        if here[sku] < wanted[sku]:
            return ExchangeRefused(ExchangeRefusalCode.OUT_OF_STOCK, sku)
    return None


def _not_in_advance(
    rulebook: Rulebook, assessment: Assessment, back_by: date | None
) -> ExchangeRefused | None:
    """Why the old goods may not be kept until the end of a day; for a claim, the seller may let them be."""
    if back_by is None:
        return None
    moment = moment_of(rulebook, assessment.asked_at)
    today = rulebook.zone.local_date(moment.at)
    if back_by < today:
        cure = f"let them come back on {today.isoformat()} or later"
        raise WrongValue.at("back_by", f"found {back_by.isoformat()}", cure, code="before_exchange")
    if assessment.asked.claim is not None:
        return None
    return not_back_by(assessment.assessed, back_by, moment, rulebook.almanac)
