"""The online withdrawal function: whether it must be offered for an order, and a declaration made by it.

A question changes nothing; a declaration is a fact to record, with the acknowledgement that follows at once.
Declared again under an id that was recorded, it gives what was, the same acknowledgement included. Which
channel asks is no input: a letter and a button declare alike.

Source: Directive 2011/83/EU, articles 11 and 11a; house rule (facts are never refused).
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

import attrs

from comptoir.checkout.horizon import until_of
from comptoir.checkout.order_read import OrderRead, read_order
from comptoir.checkout.recorded import reads_of
from comptoir.checkout.refusals import Refusal, RefusalCode, Refused
from comptoir.checkout.return_rights import law_since
from comptoir.checkout.told import OrderTold
from comptoir.facts.events import Passage, Passed, StreamRead
from comptoir.facts.history import History
from comptoir.facts.orders import Order
from comptoir.facts.provenance import Provenance
from comptoir.returns.pieces import are_those_named
from comptoir.returns.rules import FunctionRule
from comptoir.returns.withdrawing import (
    Acknowledgement,
    AskFor,
    DeclareAsked,
    DeclareRefused,
    FunctionFound,
    GoodDeclared,
    NoFunction,
    Withdrawable,
    acknowledgement,
    declared_goods,
    function_of,
)
from comptoir.rulebook import Rulebook
from comptoir.values.errors import checked_type
from comptoir.values.instants import Instant
from comptoir.values.zones import Zone


@attrs.frozen(kw_only=True)
class WithdrawalFunction(OrderTold):
    """Whether the law wants an online withdrawal function for an order at an instant, and how it is labelled.

    ``found`` is the answer itself. ``until`` is the first instant at which it may be another.
    """

    question_document: ClassVar[str] = "withdrawal-question/1"

    found: FunctionFound

    @property
    def must_be_offered(self) -> bool:
        """Whether it must be there for the customer now."""
        return self.found.why_not is None

    @property
    def why_not(self) -> NoFunction | None:
        """Why it need not; of a country without a rule, nothing is said for certain."""
        return self.found.why_not

    @property
    def rule(self) -> FunctionRule | None:
        """The rule of law: its article, and per language the labels of its ``statement`` and ``confirm``."""
        return self.found.rule

    @property
    def goods(self) -> tuple[Withdrawable, ...]:
        """What the customer may withdraw from, until the end of which day."""
        return self.found.goods

    @property
    def last_day(self) -> date | None:
        """The last day on which it must be there; ``None`` where a clock has not started, or without it."""
        days = [good.last_day for good in self.goods]
        return None if None in days else max((day for day in days if day is not None), default=None)

    @property
    def asks_for(self) -> tuple[AskFor, ...]:
        """What the customer is asked for, in that order, and nothing else."""
        return self.found.asks_for


@attrs.frozen(kw_only=True)
class Declaration:
    """A withdrawal as declared: the fact to record, what must not have changed, and the acknowledgement."""

    facts: tuple[Passed, ...]
    reads: tuple[StreamRead, ...]
    acknowledgement: Acknowledgement


def withdrawal_function(
    rulebook: Rulebook, order: str | Order, history: History, at: Instant
) -> WithdrawalFunction:
    """Whether the law wants an online withdrawal function for an order at an instant.

    Raises ``WrongValue`` for an order of which the history knows nothing, and ``NoAnswer`` for a day outside
    a zone's table or a calendar.
    """
    read = read_order(rulebook, order, history, at)
    of = read.held.order

    def country_of(number: int) -> str | None:
        country = rulebook.places.country_of(of.handover_of(of.lines[number - 1]))
        return country if country in rulebook.places.countries else None

    found = function_of(
        read.held,
        rulebook.returns.functions,
        country_of,
        moment=read.moment,
        almanac=rulebook.almanac,
        since=law_since(rulebook, of),
    )
    return WithdrawalFunction(
        order=of,
        asked_at=at,
        until=until_of(rulebook, read.moment),
        found=found,
        conflicts=read.conflicts,
        history=read.own,
        rulebook=rulebook,
    )


def declare(
    rulebook: Rulebook,
    order: str | Order,
    history: History,
    at: Instant,
    *,
    asked: DeclareAsked,
    id: str,
    provenance: Provenance,
) -> Declaration | Refused:
    """A withdrawal declared at an instant, with its acknowledgement; or why there is nothing to declare.

    Raises ``WrongValue`` for an order of which the history knows nothing, and for pieces that are named twice
    or none; ``NoAnswer`` for a day outside a zone's table or a calendar.
    """
    checked_type(Provenance, provenance, "provenance", 'pass Provenance("web")')
    read = read_order(rulebook, order, history, at)
    recorded = read.recorded(Passed, id)
    if recorded is not None:
        return _again(rulebook, order, history, recorded, asked)
    goods = _goods(rulebook, read, asked)
    if isinstance(goods, DeclareRefused):
        return Refused(goods)
    fact = Passed(
        id=id,
        order=read.held.order.id,
        member=read.held.order.buyer.member,
        at=at,
        passage=Passage.DECLARED,
        units=[good.units for good in goods],
        statement=asked.statement,
        provenance=provenance,
    )
    return _declaration(rulebook, read, fact, goods)


def _again(
    rulebook: Rulebook, order: str | Order, history: History, fact: Passed, asked: DeclareAsked
) -> Declaration | Refused:
    """What a recorded declaration gave; refused if it is something else that is asked."""
    read = read_order(rulebook, order, history, fact.at)
    is_alike = fact.passage is Passage.DECLARED and fact.statement == asked.statement
    if not is_alike or not are_those_named(read.held.order, asked.units, fact.units):
        return Refused(Refusal(RefusalCode.ID_TAKEN, name=fact.id))
    goods = _goods(rulebook, read, DeclareAsked(units=fact.units or None))
    if isinstance(goods, DeclareRefused):
        return Refused(goods)
    return _declaration(rulebook, read, fact, goods)


def _goods(
    rulebook: Rulebook, read: OrderRead, asked: DeclareAsked
) -> tuple[GoodDeclared, ...] | DeclareRefused:
    """What is declared at the moment of an order that was read."""
    return declared_goods(
        read.held,
        asked,
        moment=read.moment,
        almanac=rulebook.almanac,
        since=law_since(rulebook, read.held.order),
    )


def _declaration(
    rulebook: Rulebook, read: OrderRead, fact: Passed, goods: tuple[GoodDeclared, ...]
) -> Declaration:
    """A declaration with its acknowledgement, by the clock of the place to which its first good goes."""
    return Declaration(
        facts=(fact,),
        reads=reads_of(read.known, fact.streams, read.moment.at),
        acknowledgement=acknowledgement(
            read.held,
            goods,
            id=fact.id,
            at=fact.at,
            zone=_zone(rulebook, read.held.order, goods[0].units.number),
            statement=fact.statement,
        ),
    )


def _zone(rulebook: Rulebook, order: Order, number: int) -> Zone:
    """The zone of the place where a line is handed over; the rulebook's own where that is not known."""
    days = rulebook.places.public_days_of(order.handover_of(order.lines[number - 1]))
    return rulebook.zone if days is None else rulebook.almanac.zone(days.zone)
