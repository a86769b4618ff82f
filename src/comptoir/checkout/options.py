"""Ways of delivery for a basket: every service with its fee and its promise, or why it is not offered.

Source: house rule.
"""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar, Final

import attrs
import pendulum

from comptoir.checkout.answers import answer_digest
from comptoir.checkout.question import Question, parcel_of
from comptoir.checkout.standing import Standing
from comptoir.delivery.offer import Asked, NotOffered, Offered
from comptoir.facts.baskets import Basket, Deliver, Place
from comptoir.facts.goods import canonical_basket, goods_of
from comptoir.pricing.priced import Priced
from comptoir.rulebook import Rulebook
from comptoir.values.grants import ReducedDelivery
from comptoir.values.instants import Instant, datetime_of, instant_text
from comptoir.wire import digest

QUESTION: Final = "delivery-question/1"


@attrs.frozen(kw_only=True)
class OptionsOffered:
    """The answer itself, whose digest two channels compare."""

    document: ClassVar[str] = "delivery-options/1"

    currency: str
    options: tuple[Offered | NotOffered, ...]


@attrs.frozen(kw_only=True)
class DeliveryOptions:
    """Every service for a basket and a place, at an instant: what it costs and promises, or why not.

    ``until`` is the first instant at which the answer may be another.
    """

    basket: Basket
    to: Place | None
    asked_at: Instant
    until: Instant
    offered: OptionsOffered
    standing: Standing | None = attrs.field(default=None, repr=False)
    rulebook: Rulebook = attrs.field(repr=False)

    @property
    def options(self) -> tuple[Offered | NotOffered, ...]:
        """The services by their id, and within one by its stores."""
        return self.offered.options

    @property
    def valid_until(self) -> pendulum.DateTime:
        """The first instant, in UTC, at which the same question may get another answer."""
        return datetime_of(self.until)

    @cached_property
    def question(self) -> str:
        """The digest of the rulebook, the basket in canonical form, the place, the standing, the instant."""
        codec = self.rulebook.vocabulary.codec
        basket = canonical_basket(self.basket, goods_of(self.basket))
        document = {
            "rulebook": self.rulebook.digest,
            "basket": codec.write(basket),
            "at": instant_text(self.asked_at),
        }
        if self.to is not None:
            document["to"] = codec.write(self.to)
        if self.standing is not None:
            document["standing"] = self.standing.answer
        return digest({QUESTION: document})

    @cached_property
    def answer(self) -> str:
        """The digest of the options: equal on every channel that asked the same."""
        return answer_digest(self.offered, self.rulebook.vocabulary)


def delivery_options(
    rulebook: Rulebook, basket: Basket, at: Instant, to: Place | None, standing: Standing | None
) -> DeliveryOptions:
    """The ways of delivery for a basket, to a place: the basket's own if ``to`` is ``None``."""
    question = Question.of(rulebook, basket, at, standing)
    place = to if to is not None else _place_of(basket)
    priced = question.priced(goods_of(basket))
    found = _asked(question, priced, place).options()
    return DeliveryOptions(
        basket=basket,
        to=place,
        asked_at=at,
        until=question.until,
        offered=OptionsOffered(currency=basket.currency, options=found),
        standing=standing,
        rulebook=rulebook,
    )


def chosen_delivery(question: Question, priced: Priced) -> Offered | NotOffered | None:
    """The basket's own way of delivery for its goods, as it is offered; ``None`` if there is none.

    Lines that are no goods (services, gift cards) need none.
    """
    if question.basket.handover is None or not question.rulebook.delivery.services:
        return None
    if question.basket.lines and not parcel_of(priced).lines:
        return None
    return _asked(question, priced, _place_of(question.basket)).chosen(question.basket.handover)


def cheapest_standard(question: Question, offered: Offered, priced: Priced) -> int:
    """The least expensive standard delivery beside the one chosen, as it would be charged."""
    if offered.store is not None:
        return offered.charged
    found = _asked(question, priced, _place_of(question.basket)).standard_fee()
    return offered.charged if found is None else min(found, offered.charged)


def _asked(question: Question, priced: Priced, to: Place | None) -> Asked:
    """What delivery is asked, with what the promotions on the goods reduce of its fees."""
    reduced = [each for each in priced.grants if isinstance(each, ReducedDelivery)]
    return Asked(
        rules=question.rulebook.delivery,
        places=question.rulebook.places,
        to=to,
        parcel=parcel_of(priced),
        currency=question.basket.currency,
        grants=attrs.evolve(question.grants, promotions=reduced),
        moment=question.moment,
        almanac=question.rulebook.almanac,
        rounding=question.minting.rounding,
    )


def _place_of(basket: Basket) -> Place | None:
    return basket.handover.place if isinstance(basket.handover, Deliver) else None
