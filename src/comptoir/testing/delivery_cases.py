"""A case for a law of delivery: rules, a basket, a place and an instant; and the ways of asking.

Source: house rule (``outcome = f(rulebook, facts, instant)``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from fractions import Fraction
from math import floor
from typing import Protocol

import attrs

from comptoir.checkout.options import DeliveryOptions
from comptoir.counter import Counter
from comptoir.delivery.kinds import Basis
from comptoir.delivery.offered import Offered
from comptoir.delivery.rules import Service
from comptoir.facts.baskets import Basket
from comptoir.facts.handovers import Deliver, Place
from comptoir.facts.products import Nature
from comptoir.facts.terms import LineTerms
from comptoir.pricing.benefits.delivery import DeliveryOff
from comptoir.rulebook import Rulebook
from comptoir.testing.cases import ask_counter
from comptoir.testing.oracles.delivery_fees import Piece
from comptoir.testing.oracles.services import Wish
from comptoir.values.errors import ComptoirError
from comptoir.values.instants import Instant, datetime_of, instant_of
from comptoir.values.quantities import Measured, millionths, pieces

AskDelivery = Callable[[Rulebook, Basket, datetime, Place | None], DeliveryOptions]
"""A way of asking which ways of delivery there are: directly, over a wire, through a till."""

Key = tuple[str, str | None]
"""A service, and the store in which it is collected."""


@attrs.frozen(kw_only=True)
class DeliveryCase:
    """One question: a rulebook, a basket, an aware instant, and the place to which it is to go."""

    rulebook: Rulebook
    basket: Basket
    at: datetime
    to: Place | None = None

    @property
    def instant(self) -> Instant:
        """The instant as the core keeps it."""
        return instant_of(self.at)

    @property
    def wanted(self) -> Deliver | None:
        """How it is wanted: at the place asked about, else by the basket's own handover."""
        handover = self.basket.handover if isinstance(self.basket.handover, Deliver) else None
        return handover if self.to is None else Deliver(self.to)

    def service(self, id_: str) -> Service:
        """The service of that id."""
        return next(each for each in self.rulebook.delivery.services if each.id == id_)


class DeliveryLaw(Protocol):
    """A law of delivery: it returns if it holds of a case, and raises ``LawBroken`` if not."""

    __name__: str
    __doc__: str | None

    def __call__(self, case: DeliveryCase, ask: AskDelivery = ...) -> None:
        """Try the law on one case."""


def ask_delivery(rulebook: Rulebook, basket: Basket, at: datetime, to: Place | None) -> DeliveryOptions:
    """The plain way of asking: at the counter itself."""
    return Counter(rulebook).delivery(basket, at, to=to)


def options_of(
    case: DeliveryCase, ask: AskDelivery, at: Instant | None = None
) -> DeliveryOptions | ComptoirError:
    """The options of the case, at another instant if one is given; or why there is no answer."""
    try:
        return ask(case.rulebook, case.basket, case.at if at is None else datetime_of(at), case.to)
    except ComptoirError as error:
        return error


def offered(found: DeliveryOptions | ComptoirError) -> Mapping[Key, Offered]:
    """What is offered, by its service and store."""
    options = found.options if isinstance(found, DeliveryOptions) else ()
    return {(each.service, each.store): each for each in options if isinstance(each, Offered)}


def wish_of(case: DeliveryCase, at: Instant | None = None) -> Wish:
    """What the oracles are asked: the goods of the case, piece by piece, as a quote prices them."""
    instant = case.instant if at is None else at
    return Wish(
        rulebook=case.rulebook,
        at=instant,
        currency=case.basket.currency,
        buyer=case.basket.buyer,
        to=case.wanted,
        pieces=tuple(pieces_of(case, instant)),
        stock=case.basket.stock,
        slots=case.basket.slots,
        reduced=tuple(
            each.benefit.granted(each.id, ())
            for each in case.rulebook.pricing.promotions
            if isinstance(each.benefit, DeliveryOff)
        ),
    )


def pieces_of(case: DeliveryCase, at: Instant) -> list[Piece]:
    """The goods of a case, each piece with its part of what they are worth, without any delivery."""
    handover = case.basket.handover
    if isinstance(handover, Deliver):
        handover = Deliver(handover.place)
    basket = attrs.evolve(case.basket, handover=handover, stock=(), slots=())
    lines = ask_counter(case.rulebook, basket, datetime_of(at)).terms.lines
    found = []
    for line in lines:
        product = case.rulebook.assortment[line.sku]
        if product.nature is not Nature.GOODS:
            continue
        many = pieces(line.quantity)
        worths = _worths(line)
        found += [
            Piece(
                number=line.number,
                piece=piece,
                product=product,
                amount=_amount(line, many),
                worth={basis: _part(worth, many, piece) for basis, worth in worths.items()},
            )
            for piece in range(many)
        ]
    return found


def _amount(line: LineTerms, many: int) -> int:
    """How much of the product's unit one piece is, in millionths."""
    quantity = line.quantity
    return quantity.millionths if isinstance(quantity, Measured) else millionths(quantity) // many


def _worths(line: LineTerms) -> Mapping[Basis, int]:
    [part] = line.taxes
    within = Fraction(1_000_000, 1_000_000 + part.percent.parts_per_million)
    return {
        Basis.REGULAR: line.regular,
        Basis.PAID: line.charged,
        Basis.REGULAR_NET: line.regular - floor(line.regular * (1 - within) + Fraction(1, 2)),
        Basis.PAID_NET: line.charged - floor(line.charged * (1 - within) + Fraction(1, 2)),
    }


def _part(worth: int, many: int, piece: int) -> int:
    """The part of one of so many pieces, the first ones taking the odd units."""
    each, odd = divmod(worth, many)
    return each + (piece < odd)
