"""The counter: the few questions that a channel asks, the same on every channel.

A façade over one rulebook; it holds no state of its own and no question changes it. None of them takes
a channel.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

import attrs

from comptoir.checkout.accounting import Liability, PointsRevenue, liability_at, points_revenue
from comptoir.checkout.after_sales import Assessment, Settled, assess_return, settle
from comptoir.checkout.ask import quote_basket
from comptoir.checkout.cancelling import Cancellation, cancel
from comptoir.checkout.changes import Changes, changes_between
from comptoir.checkout.claiming import (
    AfterSales,
    ClaimOpened,
    ClaimStepped,
    HandedOn,
    after_sales,
    open_claim,
    pass_claim,
    pass_on,
)
from comptoir.checkout.exchanging import ExchangeOffer, Handing, Swapped, exchange, exchange_offer
from comptoir.checkout.hints import Hints, hints_of
from comptoir.checkout.lateness import Lateness, lateness
from comptoir.checkout.lock import lock_quote
from comptoir.checkout.options import DeliveryOptions, delivery_options
from comptoir.checkout.page import Page, price_page
from comptoir.checkout.place import Accepted, place_order
from comptoir.checkout.points import PointsDesk
from comptoir.checkout.quote import Quote
from comptoir.checkout.recorded import Facts, history_of
from comptoir.checkout.reducing import PriceReduction, reduce_price
from comptoir.checkout.refusals import Refused
from comptoir.checkout.snapshot import Snapshot, snapshot_of
from comptoir.checkout.standing import Standing, standing_of
from comptoir.checkout.ticket import Closed, Ticket, close_ticket, ticket_of
from comptoir.checkout.unproven import UnprovenCredit, return_unproven
from comptoir.checkout.what_if import WhatIf, what_if
from comptoir.checkout.withdrawal import Declaration, WithdrawalFunction, declare, withdrawal_function
from comptoir.facts.agreements import LockedQuote
from comptoir.facts.baskets import Basket
from comptoir.facts.claim_events import ClaimPassed, ClaimStep
from comptoir.facts.events import CancelReason, Fact, ReduceReason
from comptoir.facts.guarantee_terms import Problem, Remedy
from comptoir.facts.handovers import Handover, Place
from comptoir.facts.history import History, Received
from comptoir.facts.late_terms import AtOnce
from comptoir.facts.lines import Line
from comptoir.facts.orders import Order, Tender
from comptoir.facts.provenance import Provenance
from comptoir.facts.return_terms import ProofKind
from comptoir.facts.stock import SlotLeft, Stock
from comptoir.facts.units import Units
from comptoir.loyalty.assumptions import PointAssumptions
from comptoir.returns.asked import Give, ReturnAsked
from comptoir.returns.cancel import CancelAsked
from comptoir.returns.claims.asked import ClaimAsked
from comptoir.returns.reduce import Reduce, ReduceAsked
from comptoir.returns.unproven import Brought
from comptoir.returns.withdrawing import DeclareAsked
from comptoir.rulebook import Rulebook
from comptoir.values.errors import WrongType, checked_type, shown
from comptoir.values.identifiers import checked_identifier
from comptoir.values.instants import instant_of
from comptoir.values.money import Amount


@attrs.frozen
class Counter:
    """One counter, every channel: it answers from its rulebook, the facts and the instant alone."""

    rulebook: Rulebook

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.rulebook, Rulebook):
            cure = "pass Rulebook.open(sealed)"
            raise WrongType.at("rulebook", shown(self.rulebook), cure, code="not_a_rulebook")

    @property
    def points(self) -> PointsDesk:
        """What is done with a member's points apart from a basket: set aside, given, passed on, claimed."""
        return PointsDesk(self.rulebook)

    def quote(self, basket: Basket, at: datetime, *, standing: Standing | None = None) -> Quote:
        """What the basket costs at an instant, what it earns, when it arrives, and why.

        ``at`` is any aware ``datetime``. Amounts are in the basket's currency, tax included. With the
        buyer's ``standing``, prices, delivery and points follow it. Raises ``WrongValue`` for a naive
        ``at`` and for a standing that is another's or no longer holds, and ``NoAnswer`` beyond the
        horizon or for a product, price, currency or tax rate that the rulebook does not have.
        """
        _check_basket(basket)
        return quote_basket(self.rulebook, basket, instant_of(at), _checked_standing(standing))

    def hints(self, quote: Quote, *, among: Iterable[str] = ()) -> Hints:
        """What a little more would bring: promotions that are nearly there, and totals that fall.

        Products to add are those of the basket, those that promotions name by SKU, and those ``among``
        which the customer looks around. It takes as long as some hundreds of quotes. Raises
        ``LimitExceeded`` for more than 2,000 products.
        """
        checked_type(Quote, quote, "quote", "pass what quote() returned")
        return hints_of(quote, among)

    def delivery(
        self, basket: Basket, at: datetime, *, to: Place | None = None, standing: Standing | None = None
    ) -> DeliveryOptions:
        """Every way of delivery for the basket at an instant: its fee and promise, or why it is not offered.

        ``to`` is the place asked about; without it, the one of the basket's handover.
        """
        _check_basket(basket)
        if to is not None:
            checked_type(Place, to, "to", 'pass Place("FR", "69003")')
        return delivery_options(self.rulebook, basket, instant_of(at), to, _checked_standing(standing))

    def lock(self, quote: Quote, *, until: datetime) -> LockedQuote | Refused:
        """The quote with its terms held until an instant, whatever changes; or why it is no order.

        Keep it, and place it as the quote itself. Raises ``NoAnswer`` if the rulebook lets no quote be
        locked, and ``WrongValue`` for an end beyond what it allows.
        """
        checked_type(Quote, quote, "quote", "pass what quote() returned")
        return lock_quote(quote, instant_of(until, "until"))

    def page(
        self, skus: Iterable[str], at: datetime, *, basket: Basket, standing: Standing | None = None
    ) -> Page:
        """What one piece of each product costs, as a category page shows it, in the order given.

        ``basket`` says for whom and where: its buyer, currency and handover; its lines are not looked
        at. A product that has no price says so in its place.
        """
        _check_basket(basket)
        return price_page(self.rulebook, skus, basket, instant_of(at), _checked_standing(standing))

    def place(
        self,
        quote: Quote | LockedQuote,
        *,
        id: str,
        at: datetime,
        tenders: Iterable[Tender],
        provenance: Provenance,
        history: Facts | None = None,
    ) -> Accepted | Refused:
        """The quote as an order, with the facts to record; or the reason why not, as a value.

        The basket is asked again at ``at``; if the answer is no longer the one that was shown, the
        order is refused with both amounts. A locked quote is not asked again. Tenders must come to
        ``quote.to_pay`` exactly, or in cash to what ``quote.in_cash()`` says. The member's ``history`` is
        needed to spend points.
        """
        checked_identifier(id, "id")
        return place_order(
            self.rulebook,
            quote,
            id=id,
            at=instant_of(at),
            tenders=tenders,
            provenance=provenance,
            history=None if history is None else self.history(history),
        )

    def history(self, facts: Facts, *, known_at: datetime | None = None) -> History:
        """The facts as a set, in business order: folded once, it can be asked many times.

        With ``known_at``, those received later are left out: what was known then. Raises ``WrongType`` for
        a history, which does not keep when its facts were received.
        """
        return history_of(
            self.rulebook, facts, None if known_at is None else instant_of(known_at, "known_at")
        )

    def standing(self, member: str, history: Facts, at: datetime) -> Standing:
        """What a member's facts amount to at an instant: points, tier, purchases of all channels."""
        checked_identifier(member, "member")
        return standing_of(self.rulebook, member, self.history(history), instant_of(at))

    def snapshot(self, member: str, facts: Iterable[Fact | Received], at: datetime) -> Snapshot:
        """A member's standing, kept to be resumed: with later facts, it costs these and not all.

        The standing of ``snapshot.resume(facts, at)`` is that of all facts together. Raises ``WrongType`` for
        a history: pass the facts that it was made of.
        """
        checked_identifier(member, "member")
        return snapshot_of(self.rulebook, member, facts, instant_of(at))

    def changes(self, before: Standing, after: Standing) -> Changes:
        """What differs between two standings of one member, each change with the facts that made it.

        Such as what was known when a receipt was printed, ``history(facts, known_at=...)``, and what is
        known now. It folds once more for each new fact, up to a hundred. Raises ``WrongValue`` for
        standings of two members.
        """
        return changes_between(before, after)

    def liability(self, history: Facts, at: datetime, *, since: datetime | None = None) -> Liability:
        """What the points of all members come to at an instant: by type, funder, and when they end.

        ``history`` has the facts of any number of members, all that there are. The ``journal`` of the answer
        has the balanced entries of what happened after ``since``, or ever, up to and with ``at``.
        """
        return liability_at(
            self.rulebook,
            self.history(history),
            instant_of(at),
            None if since is None else instant_of(since, "since"),
        )

    def what_if(self, history: Facts, at: datetime, *, under: Rulebook) -> WhatIf:
        """What members would have at an instant, had the programme of another rulebook been in force.

        ``history`` has the facts of all members. Everything is earned again by the other programme's rules,
        for what was really paid; nothing is recorded, and what was spent was spent. Raises ``WrongValue``
        where a rulebook has no programme, or for programmes of two currencies.
        """
        return what_if(self.rulebook, self.history(history), instant_of(at), under=under)

    def points_revenue(self, history: Facts, at: datetime, assumptions: PointAssumptions) -> PointsRevenue:
        """When points become revenue, period by period: IFRS 15 from declared assumptions.

        Points earned and spent are read from the facts of all members, as known at an instant; the merchant's
        own only. Raises ``WrongValue`` for a period that is not over at ``at``.
        """
        checked_type(
            PointAssumptions, assumptions, "assumptions", "pass PointAssumptions(price=…, periods=…)"
        )
        return points_revenue(self.rulebook, self.history(history), instant_of(at), assumptions)

    def assess(
        self,
        order: str | Order,
        history: Facts,
        at: datetime,
        *,
        give: Iterable[Give],
        store: str | None = None,
        member: str | None = None,
        proof: ProofKind = ProofKind.RECEIPT,
        gift: bool = False,
        prefer: str | None = None,
        label: bool = False,
        take_back: Iterable[str] = (),
        claim: str | None = None,
    ) -> Assessment:
        """Whether goods of an order may come back, until when, and what is refunded; it changes nothing.

        ``store`` is where they come back; without it, they are sent, by the seller's own parcel ``label`` if
        one is asked for. The answer is that of the order's own terms, the better of the statutory and the
        commercial right on each axis. ``member`` is the customer who stands there, ``proof`` how the purchase
        is proven, ``prefer`` a means of payment to which the customer expressly agrees. A ``gift`` comes back
        from whom it was given to: see :attr:`~Assessment.for_recipient`. Points that the order had
        earned go with the goods; where they are no longer there, coupons to ``take_back``, which had been
        issued for points, make up for them if the terms say so. ``history`` has the member's facts for that.
        For a ``claim``, goods of it come back if it lets the contract be rescinded: for all that was paid.
        """
        return assess_return(
            self.rulebook,
            order,
            self.history(history),
            instant_of(at),
            ReturnAsked(
                give=give,
                store=store,
                member=member,
                proof=proof,
                gift=gift,
                prefer=prefer,
                label=label,
                take_back=take_back,
                claim=claim,
            ),
        )

    def settle(self, assessment: Assessment, *, id: str, provenance: Provenance) -> Settled | Refused:
        """The goods assessed as taken back, with the fact to record and the money to pay out."""
        return settle(self.rulebook, assessment, id=checked_identifier(id, "id"), provenance=provenance)

    def exchange(
        self,
        assessment: Assessment,
        *,
        take: Iterable[Line],
        handover: Handover | None = None,
        stock: Iterable[Stock] = (),
        slots: Iterable[SlotLeft] = (),
        back_by: date | None = None,
        claim: str | None = None,
        id: str,
        provenance: Provenance,
    ) -> Swapped | Refused:
        """The goods assessed as swapped evenly for others, with the fact to record.

        With a ``handover``, what is taken is delivered, or collected at another store, at no fee and as the
        service promises it: ``stock`` says what is where, as of a basket, and ``slots`` what is left. Without
        one, it goes over the counter. Where a policy lets them, the old goods are given back by the end of
        the day ``back_by``, instead of now. Those of a ``claim`` are replaced by the same, or by a variant,
        where it lets them be: no policy need say so, and nothing else of the assessment counts.
        """
        checked_identifier(id, "id")
        handing = Handing(handover=handover, stock=stock, slots=slots, back_by=back_by)
        return exchange(self.rulebook, assessment, take, handing, claim=claim, id=id, provenance=provenance)

    def exchange_offer(
        self, assessment: Assessment, basket: Basket, *, standing: Standing | None = None
    ) -> ExchangeOffer | Refused:
        """What exchanging the goods assessed for those of a ``basket`` comes to; it changes nothing.

        Even where the order's policy says so; else at its price (of today, of then, or the lesser of both),
        less what was paid for what is given back. The offer has what :meth:`exchange` takes, or a ticket to
        :meth:`close`; a difference is never charged by itself. A member's ``standing`` is that of the facts
        of the assessment, once the goods are back; pass one that was taken otherwise.
        """
        _check_basket(basket)
        return exchange_offer(self.rulebook, assessment, basket, _checked_standing(standing))

    def ticket(self, quote: Quote | LockedQuote, *, returns: Iterable[Assessment]) -> Ticket:
        """Goods that come back and goods that are bought as one: what is left to pay, or to pay out.

        It changes nothing; :meth:`close` does it. What is given back pays what is bought, as far as it goes,
        in the order of the returned orders and of their tenders. All comes back at one place, and is paid in
        the quote's currency.
        """
        return ticket_of(self.rulebook, quote, returns)

    def close(
        self,
        ticket: Ticket,
        *,
        id: str,
        at: datetime,
        tenders: Iterable[Tender] = (),
        provenance: Provenance,
        history: Facts | None = None,
    ) -> Closed | Refused:
        """All of a ticket as done, with every fact to record; or why nothing of it is.

        ``id`` is that of the new order, and of the fact of each return. ``tenders`` pay what is left to pay,
        ``at`` and ``history`` are as for :meth:`place`. All facts are committed together, if no stream has
        more than was read.
        """
        checked_type(Ticket, ticket, "ticket", "pass what ticket() returned")
        return close_ticket(
            self.rulebook,
            ticket,
            id=checked_identifier(id, "id"),
            at=instant_of(at),
            tenders=tenders,
            provenance=provenance,
            history=None if history is None else self.history(history),
        )

    def withdrawal_function(self, order: str | Order, history: Facts, at: datetime) -> WithdrawalFunction:
        """Whether the law wants an online withdrawal function for an order at an instant, and its labels.

        It is chosen by the instant, not by the order's. Where the rulebook has no rule for the country, it
        says so: nothing is said for certain.
        """
        return withdrawal_function(self.rulebook, order, self.history(history), instant_of(at))

    def declare(
        self,
        order: str | Order,
        history: Facts,
        at: datetime,
        *,
        units: Iterable[Units | str] | None = None,
        statement: str | None = None,
        id: str,
        provenance: Provenance,
    ) -> Declaration | Refused:
        """A withdrawal as declared by the customer, with the fact to record and its acknowledgement.

        ``units`` are pieces, or the refs of lines; without them, it is all that the customer has or awaits.
        ``statement`` is what they wrote; their name and address stay with the channel. One that is late is
        acknowledged, too, as late. Asked again under an ``id`` that was recorded, it gives what was; refused
        for something else.
        """
        return declare(
            self.rulebook,
            order,
            self.history(history),
            instant_of(at),
            asked=DeclareAsked(units=units, statement=statement),
            id=checked_identifier(id, "id"),
            provenance=provenance,
        )

    def return_unproven(
        self,
        person: str,
        history: Facts,
        at: datetime,
        *,
        goods: Iterable[Brought],
        store: str,
        currency: str,
        id: str,
        provenance: Provenance,
    ) -> UnprovenCredit | Refused:
        """Goods taken back at a store whose purchase nobody can prove, for credit; or why not.

        Credited is the lowest price that the public paid there in the last days that the rulebook names,
        within its ceilings for a piece and for the ``person``, a member or another opaque reference, whose
        facts ``history`` has. Asked again under an ``id`` that was recorded, it gives what was; refused for
        something else.
        """
        return return_unproven(
            self.rulebook,
            person,
            self.history(history),
            instant_of(at),
            goods=goods,
            store=store,
            currency=currency,
            id=checked_identifier(id, "id"),
            provenance=provenance,
        )

    def cancel(
        self,
        order: str | Order,
        history: Facts,
        at: datetime,
        *,
        units: Iterable[Units | str] | None = None,
        because: CancelReason,
        extra_until: date | None = None,
        at_once: AtOnce | None = None,
        take_back: Iterable[str] = (),
        id: str,
        provenance: Provenance,
    ) -> Cancellation | Refused:
        """Goods of an order as cancelled before they were handed over; or why not.

        ``units`` are pieces, or the refs of lines; without them, it is all that is still awaited. Goods that
        nobody collected may be cancelled once they are held no longer; goods that are late, once the
        additional time that the customer gave, ``extra_until`` a day, is over, or ``at_once`` for a reason.
        All that was paid for them is given back, and points as at a return, with ``take_back`` as there.
        Asked again under an ``id`` that was recorded, it gives what was; refused for something else.
        """
        return cancel(
            self.rulebook,
            order,
            self.history(history),
            instant_of(at),
            asked=CancelAsked(units=units, because=because, extra_until=extra_until, at_once=at_once),
            take_back=take_back,
            id=checked_identifier(id, "id"),
            provenance=provenance,
        )

    def reduce(
        self,
        order: str | Order,
        history: Facts,
        at: datetime,
        *,
        reduce: Iterable[Reduce],
        because: ReduceReason,
        claim: str | None = None,
        id: str,
        provenance: Provenance,
    ) -> PriceReduction | Refused:
        """Something taken off the price of goods that the customer keeps, or is still to get; or why not.

        Each :class:`Reduce` names pieces and what they cost from now on, or how much is taken off; what was
        picked in their place, or how much of them. Nobody pays more than was agreed. Points go and come back
        with the money, by its share. For a ``claim``, because goods are not as they should be, if it lets
        them. Asked again under an ``id`` that was recorded, it gives what was; refused for something else.
        """
        return reduce_price(
            self.rulebook,
            order,
            self.history(history),
            instant_of(at),
            asked=ReduceAsked(reduce=reduce, because=because, claim=claim),
            id=checked_identifier(id, "id"),
            provenance=provenance,
        )

    def claim(
        self,
        order: str | Order,
        history: Facts,
        at: datetime,
        *,
        units: Iterable[Units | str] | None = None,
        problem: Problem | None = None,
        claim: str | None = None,
    ) -> AfterSales:
        """How goods stand after the sale: guarantees, claims, and what may be asked for; it changes nothing.

        Of ``units``, pieces or the refs of lines, or of all that is not gone. With a ``problem``, it says
        what a new claim about it could ask for; with a ``claim``, how that one stands, be it over, else all
        about which something is to be done. Whose store asks is no input.
        """
        return after_sales(
            self.rulebook,
            order,
            self.history(history),
            instant_of(at),
            units=units,
            problem=problem,
            claim=claim,
        )

    def open_claim(
        self,
        order: str | Order,
        history: Facts,
        at: datetime,
        *,
        units: Iterable[Units | str] | None = None,
        problem: Problem,
        wants: Remedy | None = None,
        said: str | None = None,
        store: str | None = None,
        id: str,
        provenance: Provenance,
    ) -> ClaimOpened | Refused:
        """A claim about goods that are not as they should be, with the fact to record; or why there is none.

        ``units`` are pieces, or the refs of lines; without them, all that the customer has, or that is
        ``MISSING``. With a ``store``, the goods are handed in there at once, whoever sold them. ``wants`` is
        the remedy that the customer chooses. A claim under a guarantee that is over is opened, too: it is not
        ``covered``. Asked again under an ``id`` that was recorded, it gives what was; refused for something
        else.
        """
        return open_claim(
            self.rulebook,
            order,
            self.history(history),
            instant_of(at),
            asked=ClaimAsked(units=units, problem=problem, wants=wants, said=said, store=store),
            id=checked_identifier(id, "id"),
            provenance=provenance,
        )

    def pass_claim(
        self,
        order: str | Order,
        history: Facts,
        at: datetime,
        *,
        claim: str,
        step: ClaimStep,
        place: str | None = None,
        remedy: Remedy | None = None,
        said: str | None = None,
        sku: str | None = None,
        serial: str | None = None,
        amount: Amount | None = None,
        id: str,
        provenance: Provenance,
    ) -> ClaimStepped | Refused:
        """A claim taken a ``step`` further, with the fact to record; or why it is not.

        What else is said depends on the step: see :class:`~comptoir.facts.claim_events.ClaimStep`. Asked
        again under an ``id`` that was recorded, it gives what was; refused for something else.
        """
        fact = ClaimPassed(
            id=id,
            order=order.id if isinstance(order, Order) else order,
            at=instant_of(at),
            claim=claim,
            step=step,
            place=place,
            remedy=remedy,
            said=said,
            sku=sku,
            serial=serial,
            amount=amount,
            provenance=provenance,
        )
        return pass_claim(self.rulebook, order, self.history(history), fact)

    def pass_on(
        self,
        order: str | Order,
        history: Facts,
        at: datetime,
        *,
        units: Iterable[Units | str] | None = None,
        to: str | None = None,
        id: str,
        provenance: Provenance,
    ) -> HandedOn | Refused:
        """Goods as sold or given to a later owner, with the fact to record; or why they are not.

        ``to`` is the later owner's member reference, if they have one. Guarantees follow the goods where the
        law says so. Asked again under an ``id`` that was recorded, it gives what was; refused for something
        else.
        """
        return pass_on(
            self.rulebook,
            order,
            self.history(history),
            instant_of(at),
            units=units,
            to=to,
            id=checked_identifier(id, "id"),
            provenance=provenance,
        )

    def lateness(
        self,
        order: str | Order,
        history: Facts,
        at: datetime,
        *,
        rescinded: date | None = None,
        extra_until: date | None = None,
        at_once: AtOnce | None = None,
    ) -> Lateness:
        """Whether goods of an order are late, what the customer may do, and what a late refund costs.

        ``rescinded`` is the day on which the customer rescinded, if no fact says so; ``extra_until`` and
        ``at_once`` are as for :meth:`cancel`. It changes nothing. Where the order was placed without a rule
        of law, it says so: no number of days is guessed.
        """
        return lateness(
            self.rulebook,
            order,
            self.history(history),
            instant_of(at),
            rescinded=rescinded,
            extra_until=extra_until,
            at_once=at_once,
        )


def _check_basket(basket: Basket) -> None:
    if not isinstance(basket, Basket):
        raise WrongType.at("basket", shown(basket), "pass a Basket", code="not_a_basket")


def _checked_standing(standing: Standing | None) -> Standing | None:
    if standing is not None:
        checked_type(Standing, standing, "standing", "pass what standing() returned")
    return standing
