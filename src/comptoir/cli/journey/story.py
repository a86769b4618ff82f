"""Jean's story as values: what each channel asked, what it was told, and the facts that came of it.

Nothing is printed here and nothing is computed: each channel has a counter of its own, opened from the
same sealed bytes, and asks it.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import attrs
import pendulum

from comptoir.checkout.after_sales import Assessment
from comptoir.checkout.exchanging import Swapped
from comptoir.checkout.options import DeliveryOptions
from comptoir.checkout.quote import Quote
from comptoir.checkout.standing import Standing
from comptoir.cli.journey.comparing import Compared, all_agree
from comptoir.cli.journey.purchases import (
    MEMBER,
    ORDER,
    ORDERED,
    SAVED,
    STORE,
    as_the_web_lists,
    delivery_note,
    done,
    favourites,
    in_the_app,
    ordered,
    past,
)
from comptoir.counter import Counter
from comptoir.facts.baskets import Basket
from comptoir.facts.events import Fact, HandedOver, OrderPlaced
from comptoir.facts.handovers import Carry
from comptoir.facts.lines import Line
from comptoir.facts.orders import Order
from comptoir.facts.provenance import Provenance, SavedBasket
from comptoir.returns.asked import Give
from comptoir.rulebook import Rulebook
from comptoir.values.instants import datetime_of

_SEEN_ON_THE_WEB: Final = ORDERED.subtract(seconds=5)
_EXCHANGED: Final = pendulum.datetime(2026, 12, 12, 16, 10, tz="Europe/Paris")
_MEANWHILE: Final = pendulum.datetime(2026, 12, 12, 18, 0, tz="Europe/Paris")
_CALLED: Final = pendulum.datetime(2027, 1, 5, 10, 0, tz="Europe/Paris")


@attrs.frozen(kw_only=True)
class Story:
    """The whole story: what is shown in each chapter, all facts, and what the channels compare.

    ``carried`` and ``handed`` are the bytes in which the favourites went to the app, and the order and
    its delivery note to the till. ``before`` and ``after`` are head office's view of one instant: without
    the till's report, and with it; ``arrived`` is how many documents that took.
    """

    shown: Quote
    carried: int
    offered: DeliveryOptions
    quote: Quote
    order: Order
    delivery: HandedOver
    delivered: Standing
    handed: int
    assessment: Assessment
    swapped: Swapped
    before: Standing
    after: Standing
    arrived: int
    statement: Standing
    facts: tuple[Fact, ...]
    compared: tuple[Compared, ...]

    @property
    def agree(self) -> bool:
        """Whether the channels agree on everything."""
        return all_agree(self.compared)


def play(sealed: bytes) -> Story:
    """The story under a rulebook, with one counter for each channel."""
    return _Story(*(Counter(Rulebook.open(sealed)) for _ in range(4))).play()


@attrs.frozen
class _Story:
    """The channels, each with a counter of its own."""

    web: Counter
    app: Counter
    till: Counter
    calls: Counter

    def play(self) -> Story:
        """All that happens, in order."""
        before = past(self.till, self.web)
        saved = favourites()
        standing = self.web.standing(MEMBER, before, SAVED)
        shown = self.web.quote(saved.basket, SAVED, standing=standing)
        codec = self.app.rulebook.vocabulary.codec
        carried = codec.dumps(saved)
        basket = in_the_app(codec.loads(carried, SavedBasket).basket)
        standing = self.app.standing(MEMBER, before, ORDERED)
        offered = self.app.delivery(basket, ORDERED, standing=standing)
        quote = self.app.quote(basket, ORDERED, standing=standing)
        placed = ordered(self.app, before, quote)
        note = delivery_note()
        known = (*before, *placed.facts, note)
        papers = codec.dumps(placed.order), codec.dumps(note)
        assessment = self._at_the_till(before, *papers)
        swapped = self._swapped(assessment)
        facts = (*known, *swapped.facts)
        report: tuple[Fact, ...] = (*swapped.facts, note, *placed.facts)
        arrived: tuple[Fact, ...] = (*known, *report, *report)
        return Story(
            shown=shown,
            carried=len(carried),
            offered=offered,
            quote=quote,
            order=placed.order,
            delivery=note,
            delivered=self.app.standing(MEMBER, known, datetime_of(note.at)),
            handed=sum(map(len, papers)),
            assessment=assessment,
            swapped=swapped,
            before=self.calls.standing(MEMBER, known, _MEANWHILE),
            after=self.calls.standing(MEMBER, arrived, _MEANWHILE),
            arrived=2 * len(report),
            statement=self.calls.standing(MEMBER, arrived, _CALLED),
            facts=facts,
            compared=(
                *self._seen_on_the_web(before, basket, offered, quote),
                *self._told_after(known, assessment, arrived),
            ),
        )

    def _at_the_till(self, before: Iterable[Fact], order: bytes, note: bytes) -> Assessment:
        """The till is cut off: it has the store's own sale, and what Jean's app hands over."""
        codec = self.till.rulebook.vocabulary.codec
        known: list[Fact] = [codec.loads(note, HandedOver)]
        known += (sale for sale in before if isinstance(sale, OrderPlaced) and _was_carried_away(sale.order))
        return self.till.assess(
            codec.loads(order, Order), known, _EXCHANGED, give=_too_large("app-7"), store=STORE
        )

    def _swapped(self, assessment: Assessment) -> Swapped:
        """The next size, for nothing."""
        provenance = Provenance("till", till="lyon-2-3")
        take = [Line("ROBE-LIN-36", 1)]
        return done(self.till.exchange(assessment, take=take, id="x-1001", provenance=provenance))

    def _seen_on_the_web(
        self, before: tuple[Fact, ...], basket: Basket, offered: DeliveryOptions, quote: Quote
    ) -> tuple[Compared, ...]:
        """What the web is told of the same basket: listed in another order, under other names, earlier."""
        listed = as_the_web_lists(basket)
        standing = self.web.standing(MEMBER, before[::-1], _SEEN_ON_THE_WEB)
        seen = self.web.quote(listed, _SEEN_ON_THE_WEB, standing=standing)
        ways = self.web.delivery(listed, _SEEN_ON_THE_WEB, standing=standing)
        return (
            Compared(what="price", answers=(("web", seen.answer), ("app", quote.answer))),
            Compared(what="delivery", answers=(("web", ways.answer), ("app", offered.answer))),
        )

    def _told_after(
        self, known: tuple[Fact, ...], assessment: Assessment, arrived: tuple[Fact, ...]
    ) -> tuple[Compared, ...]:
        """What each channel is told of the same facts, which came late, repeated, each in its own order."""
        by_telephone = self.calls.assess(ORDER, known[::-1], _EXCHANGED, give=_too_large(1), store=STORE)
        by_id = sorted(arrived, key=lambda fact: fact.id)
        told = {
            "web": self.web.standing(MEMBER, arrived[::-1], _CALLED),
            "app": self.app.standing(MEMBER, by_id, _CALLED),
            "till": self.till.standing(MEMBER, arrived * 2, _CALLED),
            "calls": self.calls.standing(MEMBER, arrived, _CALLED),
        }
        return (
            Compared(what="return", answers=(("till", assessment.answer), ("calls", by_telephone.answer))),
            Compared(what="standing", answers=tuple((who, each.answer) for who, each in told.items())),
        )


def _too_large(what: str | int) -> list[Give]:
    return [Give(what, 1, reason="too_large")]


def _was_carried_away(order: Order) -> bool:
    """Whether goods left the till's own store with the customer."""
    return order.handover == Carry(STORE)
