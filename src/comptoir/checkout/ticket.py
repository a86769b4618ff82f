"""A mixed ticket: goods come back and others are bought, and one amount is left to pay or to pay out.

What is given back pays what is bought, as far as it goes, in the order of the returned orders and of their
tenders. The rest is paid out, or the customer pays the rest. Each side stays what it is: a return on the
terms of its order, an order on the terms of its quote. All of it is recorded, or nothing.

Source: house rule (decisions are guarded; all or nothing).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Final

import attrs

from comptoir.checkout.after_sales import Assessment, assess_return
from comptoir.checkout.given_up import Recording, returned_of
from comptoir.checkout.horizon import moment_of
from comptoir.checkout.order_read import read_order
from comptoir.checkout.paying_out import pay_desk_of
from comptoir.checkout.place import place_order
from comptoir.checkout.quote import Quote
from comptoir.checkout.refusals import Refused
from comptoir.facts.agreements import LockedQuote
from comptoir.facts.cash import CashPayment, cash_for
from comptoir.facts.events import OrderPlaced, Returned, StreamRead
from comptoir.facts.exchange_terms import InExchange
from comptoir.facts.history import History
from comptoir.facts.orders import OFFSET, RETURNED, Order, Tender
from comptoir.facts.provenance import Provenance
from comptoir.facts.refunding import TenderOrder
from comptoir.facts.terms import Terms
from comptoir.returns.assess import with_bonus
from comptoir.returns.assessed import Assessed
from comptoir.returns.exchanges.exchange import Unevenly, uneven_exchange
from comptoir.returns.paying_out import PayDesk, surcharge_of
from comptoir.returns.refund import paid_by
from comptoir.returns.tender_plan import CREDIT, Paid, part_due
from comptoir.rulebook import Rulebook
from comptoir.values.collections import tuple_of
from comptoir.values.errors import WrongType, WrongValue, shown
from comptoir.values.instants import Instant
from comptoir.values.money import Amount, Money, money_of

_TRIED: Final = Provenance("trial")


@attrs.frozen(kw_only=True)
class Netted:
    """What becomes of the money of one return: ``offset`` pays the new order, ``pay_out`` is paid out.

    The tenders of ``offset`` are those by which it would have been paid out; ``rest`` is all the others, what
    is released of them included. Beside it are paid what being late costs (``surcharge``) and a ``bonus`` for
    credit that is left.
    """

    order: str
    offset: tuple[Tender, ...]
    pay_out: tuple[Tender, ...]
    rest: tuple[Tender, ...]
    surcharge: Tender | None = None
    bonus: Tender | None = None


@attrs.frozen(kw_only=True, slots=False)
class Ticket:
    """Goods that come back and goods that are bought, as one: what is left to pay, or to pay out.

    ``returns`` are assessed one after the other, in the order of their orders. ``rounding`` is what coins add
    to what is paid out, or take off it, in minor units. Nothing is recorded yet.
    """

    quote: Quote | LockedQuote
    returns: tuple[Assessment, ...]
    netted: tuple[Netted, ...]
    rounding: int = 0

    @property
    def _terms(self) -> Terms:
        return self.quote.terms if isinstance(self.quote, Quote) else self.quote.agreed.terms

    @property
    def entity(self) -> str | None:
        """The legal entity that sells what is bought."""
        quote = self.quote
        return quote.rulebook.header.entity if isinstance(quote, Quote) else quote.agreed.entity

    @property
    def currency(self) -> str:
        """The currency of all of it."""
        return self._terms.currency

    @property
    def due(self) -> int:
        """What is to pay for what is bought, once points have paid their part, in minor units."""
        return self._terms.due

    @cached_property
    def back(self) -> int:
        """What is given back in money for what comes back, in minor units."""
        return sum(_sum(each.offset) + _sum(each.pay_out) for each in self.netted)

    @cached_property
    def offset(self) -> int:
        """What of it pays what is bought, in minor units."""
        return sum(_sum(each.offset) for each in self.netted)

    @property
    def net(self) -> int:
        """What the customer pays (above nothing) or is paid (below nothing), before coins are rounded."""
        return self.due - self.back

    @property
    def to_pay(self) -> Money:
        """What is left for the customer to pay."""
        return money_of(max(0, self.net), self.currency)

    @property
    def pay_out(self) -> tuple[Tender, ...]:
        """What is left to pay out, by means of payment; ``rounding`` is added to its coins."""
        return tuple(tender for each in self.netted for tender in each.pay_out)

    def in_cash(self, *, given: Money | str | None = None, besides: Iterable[Tender] = ()) -> CashPayment:
        """What is asked in cash for what the tenders ``besides`` do not pay, and the change of what is given.

        Rounded as the country of the hand-over does. Raises ``WrongValue`` for less than is due, or if
        nothing is.
        """
        return cash_for(self._terms, given, (*self.paid_by_returns, *tuple_of(Tender, besides, "besides")))

    @property
    def surcharges(self) -> tuple[Tender, ...]:
        """What being late costs, paid beside all of it: of each return by what is paid out of it first."""
        return tuple(each.surcharge for each in self.netted if each.surcharge is not None)

    @property
    def bonuses(self) -> tuple[Tender, ...]:
        """What is added, beside all of it, to credit that is left: none to what pays for what is bought."""
        return tuple(each.bonus for each in self.netted if each.bonus is not None)

    @property
    def paid_by_returns(self) -> tuple[Tender, ...]:
        """The tenders by which what comes back pays what is bought, in the order of the returned orders."""
        return tuple(
            Tender(
                RETURNED,
                tender.amount,
                reference=each.order,
                captured=tender.captured,
                instead_of=tender.pays_by,
            )
            for each in self.netted
            for tender in each.offset
        )


@attrs.frozen(kw_only=True)
class Closed:
    """A mixed ticket as done: the new order, all facts to record, and what must not have changed.

    ``pay_out`` is the money to pay out, by means of payment; ``rounding`` is added to its coins. Beside it
    are paid ``surcharges``, for being late, and ``bonuses``, for credit that is left.
    """

    order: Order
    facts: tuple[Returned | OrderPlaced, ...]
    reads: tuple[StreamRead, ...]
    pay_out: tuple[Tender, ...]
    rounding: int = 0
    surcharges: tuple[Tender, ...] = ()
    bonuses: tuple[Tender, ...] = ()


def ticket_of(rulebook: Rulebook, quote: Quote | LockedQuote, returns: Iterable[Assessment]) -> Ticket:
    """What comes back and what is bought as one ticket: what is left to pay, or to pay out.

    Each return is assessed again after those before it, as points that one takes are not there for the next.
    Raises ``WrongValue`` if there is none, for two of one order, for one in another currency than the quote,
    at another place than the others, or under another rulebook.
    """
    if not isinstance(quote, Quote | LockedQuote):
        cure = "pass what quote() or lock() returned"
        raise WrongType.at("quote", shown(quote), cure, code="wrong_type")
    terms = quote.terms if isinstance(quote, Quote) else quote.agreed.terms
    listed = _checked(rulebook, tuple_of(Assessment, returns, "returns"), terms.currency)
    in_turn = _in_turn(rulebook, sorted(listed, key=_order_id))
    netted = tuple(_netted(rulebook, in_turn, max(0, terms.due)))
    rounding = _pay_desk(rulebook, in_turn[0]).rounding(tender for each in netted for tender in each.pay_out)
    return Ticket(quote=quote, returns=in_turn, netted=netted, rounding=rounding)


def close_ticket(
    rulebook: Rulebook,
    ticket: Ticket,
    *,
    id: str,
    at: Instant,
    tenders: Iterable[Tender],
    provenance: Provenance,
    history: History | None = None,
) -> Closed | Refused:
    """All of a ticket as done, under one ``id``: that of the new order and of each return's fact.

    ``tenders`` pay what is left to pay. Refused as a whole where goods may not come back, or the order may
    not be placed. Raises ``WrongValue`` for an id that a returned order has, an instant before one of the
    returns, facts read at different times, and what placing an order raises.
    """
    _check_closing(ticket, id, at)
    refused = next((each.refused[0] for each in ticket.returns if each.refused), None)
    if refused is not None:
        return Refused(refused)
    returned = _facts(rulebook, ticket, id, provenance)
    accepted = place_order(
        rulebook,
        ticket.quote,
        id=id,
        at=at,
        tenders=(*ticket.paid_by_returns, *tuple_of(Tender, tenders, "tenders")),
        provenance=provenance,
        history=None if history is None else _with(rulebook, history, returned),
        exchanges=tuple(_exchanges(ticket)),
    )
    if isinstance(accepted, Refused):
        return accepted
    reads = [*(read for each in ticket.returns for read in each.reads), *_as_read(accepted.reads, history)]
    return Closed(
        order=accepted.order,
        facts=(*returned, *accepted.facts),
        reads=tuple(_one_each(reads)),
        pay_out=ticket.pay_out,
        rounding=ticket.rounding,
        surcharges=ticket.surcharges,
        bonuses=ticket.bonuses,
    )


def _checked(rulebook: Rulebook, returns: Sequence[Assessment], currency: str) -> Sequence[Assessment]:
    if not returns:
        cure = "pass what assess() returned, or place the order without a ticket"
        raise WrongValue.at("returns", "found no returns", cure, code="nothing_returned")
    for index, each in enumerate(returns):
        where = f"returns[{index}]"
        if each.rulebook.digest != rulebook.digest:
            cure = "settle it at the counter that assessed it"
            raise WrongValue.at(where, "found it under another rulebook", cure, code="other_rulebook")
        if each.order.id in {before.order.id for before in returns[:index]}:
            cure = "assess all that comes back of an order at once"
            raise WrongValue.at(where, f"found {each.order.id} a second time", cure, code="duplicate_order")
        if each.order.currency != currency:
            found = f"found {each.order.currency}"
            cure = f"settle it by itself: what is bought is in {currency}"
            raise WrongValue.at(where, found, cure, code="other_currency")
        if each.store != returns[0].store:
            found = f"found {each.store or 'the post'} and {returns[0].store or 'the post'}"
            cure = "put on one ticket what comes back at one place"
            raise WrongValue.at(where, found, cure, code="other_store")
    return returns


def _check_closing(ticket: Ticket, id_: str, at: Instant) -> None:
    for index, each in enumerate(ticket.returns):
        if each.order.id == id_:
            cure = "give the new order an id of its own"
            raise WrongValue.at("id", f"found {id_}, which comes back", cure, code="id_taken")
        if at < each.asked_at:
            cure = "place the order when the goods come back, or later"
            raise WrongValue.at(f"returns[{index}]", "found it after the order", cure, code="after_order")


def _exchanges(ticket: Ticket) -> Iterator[InExchange]:
    """How what is bought may be priced and delivered, as it is taken for goods that come back."""
    quote = ticket.quote
    taken = (
        [line.product for line in quote.priced.lines] if isinstance(quote, Quote) else quote.agreed.products
    )
    for each in ticket.returns:
        found = uneven_exchange(each.assessed, taken)
        if isinstance(found, Unevenly):
            yield found.of_order(each.order)


def _order_id(assessment: Assessment) -> str:
    return assessment.order.id


def _in_turn(rulebook: Rulebook, returns: Iterable[Assessment]) -> tuple[Assessment, ...]:
    """Each return as it is assessed once those before it are recorded."""
    found: list[Assessment] = []
    facts: list[Returned] = []
    for each in returns:
        is_alone = not facts or not each.order.accruals
        found.append(each if is_alone else _again(rulebook, each, facts))
        if not found[-1].refused:
            facts.append(_fact(found[-1], found[-1].assessed, f"ticket-{len(facts)}", _TRIED))
    return tuple(found)


def _again(rulebook: Rulebook, assessment: Assessment, facts: Iterable[Returned]) -> Assessment:
    """The same question once these facts are recorded; it depends on what was read without them."""
    again = assess_return(
        rulebook,
        assessment.order,
        _with(rulebook, assessment.history, facts),
        assessment.asked_at,
        assessment.asked,
    )
    return attrs.evolve(again, reads=assessment.reads)


def _netted(rulebook: Rulebook, returns: Iterable[Assessment], due: int) -> Iterator[Netted]:
    """The money of each return, what is bought paid first."""
    left = due
    for each in returns:
        refund = each.assessed.refund
        released = {tender.pays_by: tender.amount.minor for tender in refund.released}
        late = 0 if refund.surcharge is None else refund.surcharge.amount
        cut = _Cut.of(rulebook, each)
        offset: list[Tender] = []
        pay_out: list[Tender] = []
        rest: list[Tender] = []
        for tender in refund.tenders:
            whole = tender.amount.minor
            never = 0 if tender.instead_of is not None else released.pop(tender.pays_by, 0)
            part = min(left, whole - never)
            left -= part
            offset += cut.parts(tender, part, after=never)
            pay_out += cut.parts(tender, whole - never - part, after=never + part)
            rest += cut.besides(tender, part, after=never)
        yield Netted(
            order=each.order.id,
            offset=tuple(offset),
            pay_out=tuple(pay_out),
            rest=tuple(rest),
            surcharge=surcharge_of(late, refund.currency, pay_out or offset or rest),
            bonus=_bonus(each, pay_out),
        )


@attrs.frozen
class _Cut:
    """How the tenders of a refund are divided: by what the order was ``paid`` with, and in what ``order``."""

    paid: Sequence[Paid]
    order: TenderOrder

    @classmethod
    def of(cls, rulebook: Rulebook, assessment: Assessment) -> _Cut:
        held = read_order(rulebook, assessment.order, assessment.history, assessment.asked_at).held
        return cls(paid_by(held), held.order.refunding.order)

    def parts(self, tender: Tender, minor: int, *, after: int) -> Iterator[Tender]:
        """So many minor units of it once others came back, if that is any."""
        if minor:
            yield part_due(tender, minor, self.paid, self.order, after=after)

    def besides(self, tender: Tender, minor: int, *, after: int) -> Iterator[Tender]:
        """All the others, if there are any."""
        left = tender.amount.minor - minor
        if not left:
            return
        for part in self.parts(tender, minor, after=after):
            if tender.captured is not None and part.captured is not None:
                captured = tender.captured.minor - part.captured.minor
                tender = attrs.evolve(tender, captured=Amount(captured, tender.captured.currency))
        yield attrs.evolve(tender, amount=Amount(left, tender.amount.currency))


def _bonus(assessment: Assessment, pay_out: Iterable[Tender]) -> Tender | None:
    """What is added to the credit of a return that is paid out."""
    assessed = assessment.assessed
    left = attrs.evolve(assessed, refund=attrs.evolve(assessed.refund, tenders=tuple(pay_out)))
    bonus = with_bonus(left, assessment.asked.prefer).bonus
    return Tender(CREDIT.means, Amount(bonus, assessment.order.currency)) if bonus else None


def _facts(rulebook: Rulebook, ticket: Ticket, id_: str, provenance: Provenance) -> tuple[Returned, ...]:
    """The returns as they are recorded, with what of their money pays the new order."""
    facts: list[Returned] = []
    rounding = ticket.rounding
    for each, netted in zip(ticket.returns, ticket.netted, strict=True):
        desk = _pay_desk(rulebook, each)
        has_coins = bool(desk.coins(netted.pay_out))
        own, rounding = (rounding, 0) if has_coins else (0, rounding)
        besides = _sum(netted.offset) if ticket.entity == desk.runs else 0
        refund = attrs.evolve(
            each.assessed.refund,
            tenders=(*_offset(netted, id_), *netted.rest),
            bonus=0 if netted.bonus is None else netted.bonus.amount.minor,
            cash_rounding=own,
        )
        owed = desk.intercompany(netted.pay_out, own + besides)
        assessed = attrs.evolve(each.assessed, refund=refund, intercompany=owed)
        facts.append(_fact(each, assessed, id_, provenance))
    return tuple(facts)


def _fact(assessment: Assessment, assessed: Assessed, id_: str, provenance: Provenance) -> Returned:
    """A return of which nothing is refused, as it is recorded; its answer is that of the assessment."""
    recording = Recording(
        id=id_,
        order=assessment.order,
        at=assessment.asked_at,
        answer=assessment.answer,
        provenance=provenance,
    )
    return returned_of(assessed, recording, assessment.store)


def _offset(netted: Netted, id_: str) -> Iterator[Tender]:
    return (
        attrs.evolve(tender, means=OFFSET, reference=id_, instead_of=tender.stands_for)
        for tender in netted.offset
    )


def _pay_desk(rulebook: Rulebook, assessment: Assessment) -> PayDesk:
    moment = moment_of(rulebook, assessment.asked_at)
    return pay_desk_of(rulebook, assessment.order, assessment.store, moment)


def _with(rulebook: Rulebook, history: History, facts: Iterable[Returned]) -> History:
    return History.of((*history.facts, *facts), rulebook.vocabulary.codec.dumps)


def _as_read(reads: Iterable[StreamRead], history: History | None) -> Iterator[StreamRead]:
    """Reads of a history that had the ticket's own returns, as they are without these."""
    for read in reads:
        yield (
            read
            if history is None or not read.version
            else StreamRead(read.stream, history.version(read.stream))
        )


def _one_each(reads: Iterable[StreamRead]) -> Iterator[StreamRead]:
    """One read of each stream; ``WrongValue`` where one was read at different times."""
    versions: dict[str, int] = {}
    for read in reads:
        if versions.setdefault(read.stream, read.version) != read.version:
            found = f"found {read.stream} read with {versions[read.stream]} facts and with {read.version}"
            cure = "assess and quote again, all on the same facts"
            raise WrongValue.at("returns", found, cure, code="other_facts")
    return (StreamRead(stream, version) for stream, version in sorted(versions.items()))


def _sum(tenders: Iterable[Tender]) -> int:
    return sum(tender.amount.minor for tender in tenders)
