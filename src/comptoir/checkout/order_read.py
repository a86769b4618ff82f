"""One order of a history, as it stands at an instant: what every question after the sale begins with.

Source: house rule.
"""

from __future__ import annotations

import attrs

from comptoir.checkout.horizon import moment_of
from comptoir.facts.conflicts import Conflict
from comptoir.facts.events import OrderPlaced
from comptoir.facts.history import History
from comptoir.facts.holdings import Held, holdings_of
from comptoir.facts.orders import Order
from comptoir.rulebook import Rulebook
from comptoir.values.errors import WrongValue
from comptoir.values.identifiers import checked_identifier
from comptoir.values.instants import Instant
from comptoir.values.moments import Moment


@attrs.frozen(kw_only=True)
class OrderRead:
    """An order that is ``held`` at a moment, with all facts that were ``known``, and its ``own``."""

    known: History = attrs.field(repr=False)
    own: History = attrs.field(repr=False)
    moment: Moment
    held: Held
    conflicts: tuple[Conflict, ...]


def read_order(rulebook: Rulebook, order: str | Order, history: History, at: Instant) -> OrderRead:
    """An order, by its id or itself, at an instant; ``WrongValue`` if the history does not know it."""
    id_ = order.id if isinstance(order, Order) else checked_identifier(order, "order")
    known = _with(history, order, rulebook)
    own = known.of_order(id_)
    moment = moment_of(rulebook, at)
    holdings = holdings_of(own, moment)
    held = holdings.orders.get(id_)
    if held is None:
        cure = "pass the facts of this order, its placing among them"
        raise WrongValue.at("history", f"found no order {id_} placed by then", cure, code="unknown_order")
    return OrderRead(known=known, own=own, moment=moment, held=held, conflicts=holdings.conflicts)


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
