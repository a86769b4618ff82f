"""Ways of delivery for a basket: every service with its fee and its promise, or why it is not offered.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import ClassVar, Final

import attrs
import pendulum

from comptoir.checkout.answers import answer_digest
from comptoir.checkout.handing_over import check_ways, groups_of
from comptoir.checkout.question import Question, parcel_of
from comptoir.checkout.standing import Standing
from comptoir.delivery.appointments import Slots
from comptoir.delivery.kinds import Parcel
from comptoir.delivery.offer import Asked
from comptoir.delivery.offered import NotOffered, Offered
from comptoir.delivery.rules import Shipped, To
from comptoir.delivery.sourcing import NO_STOCK, Stocks, amount_of
from comptoir.facts.baskets import Basket
from comptoir.facts.bearers import Bearer
from comptoir.facts.delivery_terms import DeliveryTerms, Promised
from comptoir.facts.goods import Goods
from comptoir.facts.handovers import Deliver, Handover, Place
from comptoir.facts.late_terms import LateTerms
from comptoir.facts.spelling import usual_place
from comptoir.facts.stock import Slot
from comptoir.pricing.priced import Priced
from comptoir.rulebook import Rulebook
from comptoir.tax.breakdown import Taxed
from comptoir.values.allocation import spread
from comptoir.values.days import checked_day
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
class OrderBy:
    """The instant before which what is ordered is promised on a ``day`` or earlier, as things stand.

    ``None`` if what is ordered now is not promised by that day.
    """

    service: str
    store: str | None = None
    day: date
    until: Instant | None

    @property
    def moment(self) -> pendulum.DateTime | None:
        """The instant, in UTC."""
        return None if self.until is None else datetime_of(self.until)


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
    asked: Asked = attrs.field(repr=False, eq=False)

    def order_by(self, service: str, day: date, *, store: str | None = None) -> OrderBy:
        """Until when to order what is wanted on a day by a service; in a ``store`` if it is collected.

        Raises ``WrongValue`` for a service or a store that the rulebook does not have, and ``NoAnswer`` for a
        day beyond a table or calendar.
        """
        wanted, until = checked_day(day, "day"), self.asked.order_by(service, day, store)
        return OrderBy(service=service, store=store, day=wanted, until=until)

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
        basket = self.basket.canonical
        document = {
            "rulebook": self.rulebook.digest,
            "basket": codec.write(basket),
            "at": instant_text(self.asked_at),
        }
        if self.to is not None:
            document["to"] = codec.write(usual_place(self.to))
        if self.standing is not None:
            document["standing"] = self.standing.answer
        return digest({QUESTION: document})

    @cached_property
    def answer(self) -> str:
        """The digest of the options: equal on every channel that asked the same."""
        return answer_digest(self.offered, self.rulebook.vocabulary)


@attrs.frozen(kw_only=True)
class Chosen:
    """What becomes of the service by which some goods of a basket are to reach the customer.

    They are the goods of its own ``handover``, or those of the basket's without one.
    """

    handover: Handover | None = None
    option: Offered | NotOffered
    asked: Asked = attrs.field(repr=False)

    @property
    def is_basket(self) -> bool:
        """Whether it is the basket's own way."""
        return self.handover is None

    @property
    def lacks_point(self) -> bool:
        """Whether its goods go to a point or a locker, and it is not said to which."""
        way, to = self._way, self.asked.to
        return way is not None and way.to is not To.DOOR and to is not None and to.point is None

    @property
    def lacks_slot(self) -> bool:
        """Whether its goods are brought by appointment, and none was made."""
        way, to = self._way, self.asked.to
        return way is not None and bool(way.slots) and to is not None and to.slot is None

    @property
    def _way(self) -> Shipped | None:
        """How its goods are sent."""
        ways = (each.way for each in self.asked.rules.services if each.id == self.option.service)
        return next((way for way in ways if isinstance(way, Shipped)), None)

    def terms(
        self, taxed: Iterable[Taxed], late: Callable[[Promised], LateTerms | None]
    ) -> Iterator[DeliveryTerms]:
        """What is agreed of each of its deliveries, from what is paid for it; none if it is not offered."""
        if not isinstance(self.option, Offered):
            return
        deliveries = self.option.deliveries
        standards = self._standards(self.option)
        is_whole = self.is_basket and len(deliveries) == 1
        for delivery, standard, share in zip(deliveries, standards, taxed, strict=True):
            promised = delivery.promise.promised
            yield DeliveryTerms(
                service=self.option.service,
                name=self.option.name,
                handover=self.handover,
                units=() if is_whole else delivery.units,
                sources=delivery.sources,
                fee=delivery.fee,
                surcharges=delivery.surcharges,
                charged=delivery.charged,
                free_by=delivery.free_by,
                reduced_by=delivery.reduced_by,
                free_from=delivery.free_from,
                standard=standard,
                paid=share.paid,
                taxes=share.parts,
                promised=promised,
                late=late(promised),
            )

    def _standards(self, offered: Offered) -> Sequence[int]:
        """Of each delivery, what the least expensive standard service would be charged for it.

        That is asked of all goods that go this way; where it is less, each delivery has its share of it.
        """
        charged = [each.charged for each in offered.deliveries]
        if offered.store is not None:
            return charged
        least = self.asked.standard_fee()
        if least is None or least >= sum(charged):
            return charged
        return spread(least, charged, range(len(charged)))


def delivery_options(
    rulebook: Rulebook, basket: Basket, at: Instant, to: Place | None, standing: Standing | None
) -> DeliveryOptions:
    """The ways of delivery for a basket, to a place: the basket's own if ``to`` is ``None``.

    They are for the goods that go the basket's own way, as in its quote: these are the first that take of
    the stock and of the slots. Raises ``WrongValue`` for goods that go where other prices or taxes hold.
    """
    question = Question.of(rulebook, basket, at, standing)
    deliver = _to(basket.handover) if to is None else Deliver(to)
    goods = basket.goods
    check_ways(question, goods)
    priced = question.priced(goods)
    asked = _asked(question, priced, deliver, _own(goods, parcel_of(question, priced)))
    found = asked.options()
    return DeliveryOptions(
        basket=basket,
        to=None if deliver is None else deliver.place,
        asked_at=at,
        until=question.until,
        offered=OptionsOffered(currency=basket.currency, options=found),
        standing=standing,
        rulebook=rulebook,
        asked=asked,
    )


def chosen_services(question: Question, priced: Priced, goods: Goods) -> tuple[Chosen, ...]:
    """Of each way in which goods reach the customer, what becomes of its service; none where it takes none.

    The basket's own comes first. Lines that are no goods (services, gift cards) need none. What one way
    takes of the stock and of the slots is not there for the next.
    """
    basket = question.basket
    if (basket.handover is None and not goods.apart) or not question.rulebook.delivery.services:
        return ()
    parcel = parcel_of(question, priced)
    if not goods.apart:
        if basket.handover is None or (basket.lines and not parcel.lines):
            return ()
        asked = _asked(question, priced, _to(basket.handover), parcel)
        option = asked.chosen(basket.handover)
        return () if option is None else (Chosen(option=option, asked=asked),)
    return tuple(_chosen_apart(question, priced, goods, parcel))


def _chosen_apart(question: Question, priced: Priced, goods: Goods, parcel: Parcel) -> Iterator[Chosen]:
    """As :func:`chosen_services`, where lines have ways of their own."""
    asked = _asked(question, priced, None, parcel)
    for own, numbers in groups_of(goods):
        handover = question.basket.handover if own is None else own
        part = parcel.only(line for line in parcel.lines if line.number in numbers)
        if handover is None or not part.lines:
            continue
        asked = attrs.evolve(asked, to=_to(handover), parcel=part, where=question.fields[own])
        option = asked.chosen(handover)
        if option is None:
            continue
        yield Chosen(handover=own, option=option, asked=asked)
        if isinstance(option, Offered):
            stock = asked.stock.less(_taken(option, part))
            slots = asked.slots.less(option.service, _booked(option))
            asked = attrs.evolve(asked, stock=stock, slots=slots)


def _own(goods: Goods, parcel: Parcel) -> Parcel:
    """The goods of a parcel that go the basket's own way."""
    if not goods.apart:
        return parcel
    ways = goods.handovers
    return parcel.only(line for line in parcel.lines if ways[line.number - 1] is None)


def _booked(offered: Offered) -> Iterator[Slot]:
    """The slots in which a service brings goods."""
    promised = (each.promise.promised for each in offered.deliveries)
    return (each.slot for each in promised if each.slot is not None)


def _taken(offered: Offered, parcel: Parcel) -> Iterator[tuple[str, str, int]]:
    """What a service takes of the stock: of which product, from which source, how much of it."""
    lines = {line.number: line for line in parcel.lines}
    for delivery in offered.deliveries:
        for each in delivery.sources:
            for units in each.units or delivery.units:
                line = lines[units.number]
                yield line.product.sku, each.source, units.count * amount_of(line)


def _stocks(question: Question, parcel: Parcel) -> Stocks:
    """What is told of the stock of the parcel's products."""
    if not question.basket.stock:
        return NO_STOCK
    return Stocks.of(question.basket.stock, {line.product.sku: line.product for line in parcel.lines})


def _to(handover: Handover | None) -> Deliver | None:
    """Where goods are sent; ``None`` if they are not."""
    return handover if isinstance(handover, Deliver) else None


def _asked(question: Question, priced: Priced, to: Deliver | None, parcel: Parcel) -> Asked:
    """What delivery of a parcel is asked, with what the promotions on the goods reduce of its fees."""
    reduced = [each for each in priced.grants if isinstance(each, ReducedDelivery)]
    exchange = question.basket.exchange
    delivered_by = None if exchange is None or exchange.delivery is Bearer.BUYER else exchange.rule
    return Asked(
        rules=question.rulebook.delivery,
        places=question.rulebook.places,
        to=to,
        parcel=parcel,
        currency=question.basket.currency,
        buyer=question.basket.buyer,
        grants=attrs.evolve(
            question.grants,
            promotions=reduced,
            delivered_by=delivered_by,
        ),
        stock=_stocks(question, parcel),
        slots=Slots.of(question.basket.slots),
        moment=question.moment,
        almanac=question.rulebook.almanac,
    )
