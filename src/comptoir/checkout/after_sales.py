"""Goods come back: what may, until when, for how much; and the facts of doing it.

A question (:class:`Assessment`) changes nothing. Doing it gives the facts to record and what must not have
changed when they are committed; it may be done as an exchange, too (:mod:`comptoir.checkout.exchanging`).
Everything is answered from the order's own terms; which channel asks is no input.

Source: house rule (laws R1 to R6).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from typing import Final

import attrs
import pendulum

from comptoir.checkout.answers import answer_digest, facts_digest
from comptoir.checkout.claimed import claim_of
from comptoir.checkout.gift_slip import GiftSlip, gift_slip
from comptoir.checkout.given_up import Recording, returned_of
from comptoir.checkout.horizon import until_of
from comptoir.checkout.order_read import (
    OrderRead,
    check_named,
    checked_store,
    is_of_other,
    is_one_account,
    read_order,
)
from comptoir.checkout.paying_out import paid_out, pay_desk_of
from comptoir.checkout.refusals import Refused
from comptoir.checkout.repricing import KeptPrices
from comptoir.checkout.return_rights import law_since
from comptoir.checkout.shortfall import with_points
from comptoir.facts.conflicts import Conflict
from comptoir.facts.events import GivenUp, Returned, StreamRead
from comptoir.facts.guarantee_terms import Remedy
from comptoir.facts.history import History
from comptoir.facts.orders import Order, Tender
from comptoir.facts.provenance import Provenance
from comptoir.facts.return_terms import Grade, ProofKind
from comptoir.returns.asked import Give, ReturnAsked
from comptoir.returns.assess import assess_goods, with_bonus
from comptoir.returns.assessed import Assessed, GoodBack
from comptoir.returns.claims.back import ClaimBack
from comptoir.returns.exceptional import Staff
from comptoir.returns.paying_out import surcharge_of
from comptoir.returns.pieces import content_of, pieces_meant
from comptoir.returns.refund import without_released
from comptoir.returns.refused import ReturnRefused
from comptoir.returns.repriced import none_alone
from comptoir.rulebook import Rulebook
from comptoir.values.errors import WrongValue, checked_type
from comptoir.values.instants import Instant, datetime_of, instant_text
from comptoir.values.money import Money, money_of
from comptoir.vocabulary import Vocabulary
from comptoir.wire import Document, digest

QUESTION: Final = "return-question/1"


@attrs.frozen(kw_only=True)
class Assessment:
    """Whether goods may come back at an instant: by which rights, for how much, and if not, why.

    ``asked`` is what was asked, the same however it was listed. ``until`` is the first instant at which the
    answer may be another. ``history`` are the facts on which it depends, of all that were ``known``.
    """

    order: Order
    asked: ReturnAsked = attrs.field(repr=False)
    asked_at: Instant
    until: Instant
    assessed: Assessed
    reads: tuple[StreamRead, ...]
    history: History = attrs.field(repr=False)
    known: History = attrs.field(repr=False, eq=False)
    rulebook: Rulebook = attrs.field(repr=False)

    @property
    def store(self) -> str | None:
        """Where the goods would come back; ``None`` if they are sent."""
        return self.asked.store

    @property
    def give(self) -> tuple[Give, ...]:
        """What would come back."""
        return self.asked.give

    @property
    def take_back(self) -> tuple[str, ...]:
        """Coupons that would stand in for points that are no longer there."""
        return self.asked.take_back

    @property
    def goods(self) -> tuple[GoodBack, ...]:
        """The goods that may come back, each with its rights: statutory, commercial, best on each axis."""
        return self.assessed.goods

    @property
    def refused(self) -> tuple[ReturnRefused, ...]:
        """The goods that may not, each with its reason."""
        return self.assessed.refused

    @property
    def for_recipient(self) -> GiftSlip:
        """What whoever gives back a gift may know: nothing of what it cost, nor how it was paid."""
        return gift_slip(self.assessed)

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """What does not fit in the order's facts, for somebody to look at."""
        return self.assessed.conflicts

    @property
    def refund(self) -> Money:
        """All that would be given back for the goods: in money, and as points restored.

        What is kept is not in it: for points that are missing, carriage, a delivery that is free no longer.
        """
        refund = self.assessed.refund
        return money_of(refund.money + refund.worth, self.order.currency)

    @property
    def valid_until(self) -> pendulum.DateTime:
        """The first instant, in UTC, at which the same question may get another answer."""
        return datetime_of(self.until)

    @cached_property
    def question(self) -> str:
        """The digest of the rulebook, the facts, what is given back, where and how, and the instant.

        The facts are the order's and, where it had earned points, those of the member who has it.
        """
        document: dict[str, Document] = {
            "rulebook": self.rulebook.digest,
            "order": self.order.id,
            "facts": facts_digest(self.history, self.rulebook.vocabulary),
            "give": [_meant(self.order, each, self.rulebook.vocabulary) for each in self.give],
            "at": instant_text(self.asked_at),
            **_how(self.asked),
        }
        return digest({QUESTION: document})

    @cached_property
    def answer(self) -> str:
        """The digest of the result: equal on every channel that asked the same."""
        return answer_digest(self.assessed, self.rulebook.vocabulary)


@attrs.frozen(kw_only=True)
class PaidOut:
    """Goods given up: the fact to record, what must not have changed, and the money to pay out.

    What of its tenders was never taken is ``released``, and not paid out.
    """

    facts: tuple[GivenUp, ...]
    reads: tuple[StreamRead, ...]
    released: tuple[Tender, ...] = ()

    @property
    def pay_out(self) -> tuple[Tender, ...]:
        """The money, by means of payment."""
        return tuple(without_released(self.facts[0].tenders, self.released))


@attrs.frozen(kw_only=True)
class Settled(PaidOut):
    """A return as done: the fact to record, what must not have changed, and the money to pay out."""

    facts: tuple[Returned, ...]

    @property
    def surcharge(self) -> Tender | None:
        """What being late costs, to be paid beside that by the first means of it; by credit if there is none.

        ``None`` if it costs nothing.
        """
        fact = self.facts[0]
        return surcharge_of(fact.surcharge, fact.currency, self.pay_out)


def assess_return(
    rulebook: Rulebook,
    order: str | Order,
    history: History,
    at: Instant,
    asked: ReturnAsked,
    *,
    remedy: Remedy = Remedy.RESCISSION,
) -> Assessment:
    """Whether goods of an order may come back at an instant, as it is asked.

    Of a claim, they come back for the ``remedy``: for good, or to be replaced.
    What makes up for points that are to go and are no longer there is decided by
    :mod:`comptoir.checkout.shortfall`. Raises ``WrongValue`` for an order of which the history knows
    nothing, a store that the rulebook does not have, a reason, an exception or a claim that is not known, a
    means of payment that may not be preferred, or a coupon that cannot be taken back.
    """
    read = read_order(rulebook, order, history, at)
    if asked.store is not None:
        checked_store(rulebook, asked.store)
    check_named(read, asked.give)
    sold, moment = read.held.order, read.moment
    claim = claim_of(rulebook, read, asked.claim, remedy)
    desk = pay_desk_of(rulebook, sold, asked.store, moment)
    kept = _kept_prices(sold, rulebook.vocabulary)
    assessed = assess_goods(
        read.held,
        asked,
        reasons=rulebook.vocabulary.reason,
        moment=moment,
        almanac=rulebook.almanac,
        here=desk.here,
        since=law_since(rulebook, sold),
        staff=Staff(rulebook.returns.exceptions, rulebook.header.zone),
        is_of_other=not asked.gift and _is_others(read, asked) and not _is_their_claim(read, claim, asked),
        cost=None if kept is None else lambda pieces: kept().cost(pieces),
        alone=none_alone if kept is None else lambda: kept().alone(),
        claim=claim,
        conflicts=read.conflicts,
    )

    def draft(tried: Assessed, id_: str) -> Returned:
        return returned_of(tried, Recording(id=id_, order=sold, at=at), asked.store)

    told = with_points(rulebook, read, assessed, draft, asked.take_back)
    paid = paid_out(attrs.evolve(told.paid, refund=with_bonus(told.paid, asked.prefer)), desk)
    given = tuple(sorted(asked.give, key=lambda each: content_of(sold, each)))
    return Assessment(
        order=sold,
        asked=attrs.evolve(asked, give=given),
        asked_at=at,
        until=until_of(rulebook, moment),
        assessed=paid,
        reads=told.reads,
        history=told.history,
        known=read.known,
        rulebook=rulebook,
    )


def settle(
    rulebook: Rulebook, assessment: Assessment, *, id: str, provenance: Provenance
) -> Settled | Refused:
    """The goods assessed as taken back and refunded; refused where one of them may not come back.

    The fact bears the instant of the assessment.
    """
    check_assessed(rulebook, assessment)
    if assessment.refused:
        return Refused(assessment.refused[0])
    recording = Recording(
        id=id,
        order=assessment.order,
        at=assessment.asked_at,
        answer=assessment.answer,
        provenance=provenance,
    )
    fact = returned_of(assessment.assessed, recording, assessment.store)
    released = assessment.assessed.refund.released
    return Settled(facts=(fact,), reads=assessment.reads, released=released)


def check_assessed(rulebook: Rulebook, assessment: Assessment) -> None:
    """``WrongValue`` for an assessment of another rulebook, ``WrongType`` for something else."""
    checked_type(Assessment, assessment, "assessment", "pass what assess() returned")
    if rulebook.digest != assessment.rulebook.digest:
        cure = "settle it at the counter that assessed it"
        raise WrongValue.at("assessment", "found it under another rulebook", cure, code="other_rulebook")


def _is_others(read: OrderRead, asked: ReturnAsked) -> bool:
    """Whether the order is another customer's than the one who stands there, if they are known."""
    return asked.member is not None and is_of_other(read, asked.member)


def _is_their_claim(read: OrderRead, claim: ClaimBack | None, asked: ReturnAsked) -> bool:
    """Whether it is the claim of whoever stands there, and about goods that are a later owner's."""
    if claim is None or claim.claim.by is None or asked.member is None:
        return False
    runs = [run for run in claim.within(read.held.runs) if not run.is_gone]
    is_passed_on = bool(runs) and all(run.owner_since is not None for run in runs)
    return is_passed_on and is_one_account(read, claim.claim.by, asked.member)


def _meant(order: Order, give: Give, vocabulary: Vocabulary) -> Document:
    """An entry of a question, the same however a channel names the pieces."""
    units = pieces_meant(order, give.what)
    what = str(give.what) if units is None else [units.number, units.first, units.count]
    meant: dict[str, Document] = {"what": what, "quantity": give.quantity, "reason": give.reason}
    if give.sku is not None:
        meant["sku"] = give.sku
    if give.grade is not Grade.AS_NEW:
        meant["grade"] = give.grade.value
    if give.unsealed:
        meant["unsealed"] = True
    if give.exception is not None:
        meant["exception"] = vocabulary.codec.write(give.exception)
    return meant


def _how(asked: ReturnAsked) -> dict[str, Document]:
    """How goods come back, as a question has it: what is as ever is left out."""
    named = (
        ("store", asked.store),
        ("member", asked.member),
        ("prefer", asked.prefer),
        ("claim", asked.claim),
    )
    said: dict[str, Document] = {key: name for key, name in named if name is not None}
    if asked.proof is not ProofKind.RECEIPT:
        said["proof"] = asked.proof.value
    said |= {key: True for key, holds in (("gift", asked.gift), ("label", asked.label)) if holds}
    if asked.take_back:
        said["take_back"] = list(asked.take_back)
    return said


def _kept_prices(order: Order, vocabulary: Vocabulary) -> Callable[[], KeptPrices] | None:
    """What kept goods of an order would have cost: its rules are opened where somebody asks."""
    frozen = order.repricing
    return None if frozen is None else partial(KeptPrices.of, frozen, vocabulary)
