"""One order of a history, as it stands at an instant: what every question after the sale begins with.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

import attrs

from comptoir.checkout.horizon import moment_of
from comptoir.facts.conflicts import Conflict, NotPaidByReturn
from comptoir.facts.events import OrderPlaced, Returned
from comptoir.facts.held import Held
from comptoir.facts.history import History
from comptoir.facts.holdings import holdings_of
from comptoir.facts.membership import membership_of
from comptoir.facts.order_event import OrderEvent
from comptoir.facts.orders import Order
from comptoir.facts.streams import member_stream, order_stream
from comptoir.returns.asked import Give
from comptoir.returns.exchanges.tree import exchange_of
from comptoir.returns.pieces import pieces_meant
from comptoir.rulebook import Rulebook
from comptoir.values.errors import WrongValue
from comptoir.values.identifiers import checked_identifier
from comptoir.values.instants import Instant, instant_text
from comptoir.values.moments import Moment

F = TypeVar("F", bound=OrderEvent)


@attrs.frozen(kw_only=True)
class OrderRead:
    """An order that is ``held`` at a moment, with all facts that were ``known``, and its ``own``.

    ``streams`` are those on which it depends: its own, and those of orders with whose goods it was paid.
    """

    known: History = attrs.field(repr=False)
    own: History = attrs.field(repr=False)
    moment: Moment
    held: Held
    conflicts: tuple[Conflict, ...]
    streams: tuple[str, ...]

    def recorded(self, kind: type[F], id_: str) -> F | None:
        """The fact of a kind that was recorded of the order under an id, if there is one."""
        order = self.held.order.id
        same = (fact for fact in self.known.of_stream(order_stream(order)) if isinstance(fact, kind))
        return next((fact for fact in same if fact.order == order and fact.id == id_), None)


def read_order(rulebook: Rulebook, order: str | Order, history: History, at: Instant) -> OrderRead:
    """An order, by its id or itself, at an instant.

    Raises ``WrongValue`` if the history does not know it, if the id is that of goods that came back, and if
    it was placed after the instant: then a clock is wrong.
    """
    id_ = order.id if isinstance(order, Order) else checked_identifier(order, "order")
    known = _with(history, order, rulebook)
    own = known.of_order(id_)
    moment = moment_of(rulebook, at)
    holdings = holdings_of(own, moment)
    held = holdings.orders.get(id_)
    if held is None:
        raise _not_placed(id_, known, at)
    conflicts, streams = holdings.conflicts, tuple(_streams(held.order, known))
    if len(streams) > 1:
        everything = holdings_of(known.of_streams(streams), moment)
        told = (each for each in everything.conflicts if isinstance(each, NotPaidByReturn))
        held = everything.orders[id_]
        conflicts = (*conflicts, *(each for each in told if each.order == id_))
    return OrderRead(known=known, own=own, moment=moment, held=held, conflicts=conflicts, streams=streams)


def _streams(order: Order, known: History) -> Iterator[str]:
    """The stream of an order, and those of the orders with whose goods it was paid, and theirs in turn."""
    found: dict[str, None] = {}
    waiting = [order.id]
    while waiting:
        id_ = waiting.pop()
        if id_ not in found:
            found[id_] = None
            placed = order if id_ == order.id else known.orders.get(id_)
            waiting += () if placed is None else exchange_of(placed)
    return map(order_stream, found)


def is_of_other(read: OrderRead, member: str) -> bool:
    """Whether an order is another's than of the account of a member; one that named nobody is nobody's.

    Whoever claimed it since has it, and all references of an account are one.
    """
    id_ = read.held.order.id
    streams = read.known.linked([order_stream(id_), member_stream(member)], read.moment)
    membership = membership_of(read.known.of_streams(streams), read.moment)
    return membership.owner(id_) is not None and not membership.owns(member, id_)


def is_one_account(read: OrderRead, member: str, other: str) -> bool:
    """Whether two member references are one account, by all facts that were known."""
    if member == other:
        return True
    streams = read.known.linked([member_stream(member), member_stream(other)], read.moment)
    return membership_of(read.known.of_streams(streams), read.moment).are_one(member, other)


def check_named(read: OrderRead, given: Iterable[Give]) -> None:
    """``WrongValue`` for goods that are named by a return of them instead of by their line."""
    for index, give in enumerate(given):
        if isinstance(give.what, str) and pieces_meant(read.held.order, give.what) is None:
            back = _return_of(give.what, read.known)
            if back is not None:
                raise _is_a_return(f"give[{index}].what", back)


def checked_store(rulebook: Rulebook, store: str) -> str:
    """A store itself, if it is one of the rulebook's; ``WrongValue`` if not."""
    if checked_identifier(store, "store") not in rulebook.places.by_id:
        stores = ", ".join(sorted(rulebook.places.by_id)) or "none"
        cure = f"use a store of the rulebook: {stores}"
        raise WrongValue.at("store", f"found {store}", cure, code="unknown_store")
    return store


def _not_placed(id_: str, known: History, at: Instant) -> WrongValue:
    """Why there is no order of that name at the instant."""
    placed = known.orders.get(id_)
    if placed is not None:
        then = instant_text(placed.placed_at)
        found = f"found {instant_text(at)}, before the order {id_} was placed, at {then}"
        cure = "set the clock of the till right, and ask again"
        return WrongValue.at("at", found, cure, code="before_the_purchase")
    back = _return_of(id_, known)
    if back is not None:
        return _is_a_return("order", back)
    cure = (
        "pass the facts of this order, its placing among them; with the receipt of another system, look for "
        "the purchase by card, account or serial number, or take the goods back by return_unproven"
    )
    return WrongValue.at("history", f"found no order {id_} placed by then", cure, code="unknown_order")


def _return_of(id_: str, known: History) -> Returned | None:
    """The return that was recorded under an id, if there is one."""
    return next((fact for fact in known.facts if isinstance(fact, Returned) and fact.id == id_), None)


def _is_a_return(where: str, back: Returned) -> WrongValue:
    found = f"found {back.id}, which is a return of goods of the order {back.order}"
    cure = f"name the order {back.order} and a line of it: what came back cannot come back once more"
    return WrongValue.at(where, found, cure, code="a_return")


def _with(history: History, order: str | Order, rulebook: Rulebook) -> History:
    """The facts, the placing of an order among them where the order itself was passed."""
    if isinstance(order, str):
        return history
    known = history.orders.get(order.id)
    if known is not None and known != order:
        cure = "pass the order as it was placed"
        raise WrongValue.at(
            "order", f"found {order.id} with other content than in the history", cure, code="other_content"
        )
    if known is not None:
        return history
    return History.of(
        (*history.facts, OrderPlaced(id=order.id, order=order)), rulebook.vocabulary.codec.dumps
    )
