"""A year of one member's life at the example retailer: played at the counter, the same for a seed everywhere.

In 2026 the member buys in a store, on the web and in the app, spends points, gives goods back, swaps
them; once, two tills that are cut off from each other spend the same points. In 2027 the member stays
away, so that points expire and the tier falls with nothing running.

Source: house rule; of Python's generator only ``random()`` is used, the one method whose sequence for a
seed is promised never to change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from random import Random
from typing import Final, TypeVar

import attrs

from comptoir.checkout.standing import Standing
from comptoir.counter import Counter
from comptoir.facts.handovers import Carry, Collect, Deliver, Handover, Place
from comptoir.facts.lines import Line
from comptoir.facts.orders import Order
from comptoir.facts.provenance import Provenance
from comptoir.returns.asked import Give
from comptoir.rulebook import Rulebook
from comptoir.testing.stories import Play, Story
from comptoir.values.days import ONE_DAY, weekday_name
from comptoir.values.instants import SECOND, Instant, datetime_of
from comptoir.values.quantities import Measured
from comptoir.values.zones import Zone

MEMBER: Final = "m-40c7"
STORE: Final = "lyon-2"
HOME: Final = Deliver(Place("FR", "69007"), "home")
FIRST_DAY: Final = date(2026, 1, 3)
YEAR: Final = 2026
ALL: Final = 1_000_000
"""The wish to spend as many points as may be spent."""
SPENDS: Final = (0, 0, 0, 0, 200, ALL)
PLENTY: Final = 300
"""The points that two tills spend twice."""
HOUR: Final = 3600
MINUTE: Final = 60 * SECOND

ACTS: Final = ("store", "web", "app", "store", "web", "collect", "app", "give_back", "swap", "store")
BASKETS: Final = (
    (Line("THE-VERT-VRAC", Measured("0.200", "kg")), Line("INFUSION-LAVANDE-20", 2)),
    (Line("MIEL-LAVANDE-250", 2), Line("HUILE-OLIVE-50CL", 1)),
    (Line("TORCHON-LIN", 3), Line("CONFITURE-FIGUE-320", 2)),
    (Line("LIVRE-THES-DU-MONDE", 1), Line("BONBONS-VIOLETTE-150", 1)),
    (Line("MAGAZINE-JARDINS-12", 1), Line("SALON-GOUTER", 2)),
    (Line("TAIE-PERCALE-65", 2),),
    (Line("CHEMISE-LIN-M", 1),),
    (Line("ROBE-LIN-36", 1),),
    (Line("ECHARPE-LAINE", 1), Line("COFFRET-DECOUVERTE", 1)),
)
HANDOVERS: Final[Mapping[str, Handover]] = {
    "store": Carry(STORE),
    "web": HOME,
    "app": HOME,
    "collect": Collect(STORE),
}
CHANNELS: Final = {"store": "till", "web": "web", "app": "app", "collect": "web"}
SWAPS: Final = {"ROBE-LIN-36": "ROBE-LIN-38", "CHEMISE-LIN-M": "CHEMISE-LIN-L"}
REASONS: Final = ("too_large", "changed_mind", "not_as_described")
T = TypeVar("T")


def a_year(rulebook: Rulebook, seed: int) -> Story:
    """What the member did, asked about when it is over; ``rulebook`` has the example's goods."""
    random = Random(seed)  # noqa: S311 - a story needs no secrets
    life = _Life(rulebook=rulebook, random=random, play=Play(rulebook=rulebook))
    while life.day.year == YEAR:
        life.act()
    return life.play.story(rulebook.zone.instant_of(date(YEAR + 1, 1, 1)), MEMBER)


def course_of(story: Story, since: Instant, until: Instant) -> Iterator[Standing]:
    """The standing at an instant, and again each time that it may have changed, until another instant."""
    counter, history = Counter(story.rulebook), story.history
    at = since
    while at < until:
        standing = counter.standing(story.member, history, datetime_of(at))
        yield standing
        at = standing.until


@attrs.define(kw_only=True)
class _Life:
    """The member, from one act to the next."""

    rulebook: Rulebook
    random: Random
    play: Play
    day: date = FIRST_DAY
    bought: list[Order] = attrs.field(factory=list)
    has_doubled: bool = False

    def act(self) -> None:
        """The next act, on a day on which the store opens; then some days pass."""
        while not self._opens():
            self.day += ONE_DAY
        what = self._one_of(ACTS) if self.bought else "store"
        if what == "give_back":
            self._give_back()
        elif what == "swap":
            self._swap()
        elif self._has_plenty():
            self._buy_twice()
        else:
            self._buy(what, self._minute(), points=self._one_of(SPENDS))
        self.day += ONE_DAY * (2 + self._below(13))

    def _buy(self, how: str, at: Instant, *, points: int, known: int | None = None) -> None:
        """Goods of one list, and now and then of another; what is not carried away arrives as promised."""
        lines = [*self._one_of(BASKETS), *(self._one_of(BASKETS) if self._below(3) == 0 else ())]
        order = self.play.buy(
            *lines,
            id=f"o-{self._next}",
            at=at,
            member=MEMBER,
            handover=HANDOVERS[how],
            points=points,
            known=known,
            provenance=Provenance(CHANNELS[how]),
        )
        if order is None:
            return
        self.bought.append(order)
        if order.deliveries:
            promised = order.deliveries[-1].promised
            arrived = promised.ready or self._zone.instant_of(promised.latest, 15 * HOUR)
            self.play.hand_over(order, id=f"h-{self._next}", at=arrived)

    def _buy_twice(self) -> None:
        """At two tills of the store that are cut off, each by what it knew before."""
        at, known = self._minute(), len(self.play.facts)
        self.has_doubled = True
        for later in (0, 20):
            self._buy("store", Instant(at + later * MINUTE), points=ALL, known=known)

    def _give_back(self) -> None:
        """One piece of a recent purchase, brought to the store or sent."""
        order = self._one_of(self.bought[-3:])
        line = 1 + self._below(len(order.lines))
        give = Give(line, reason=self._one_of(REASONS))
        store = self._one_of((STORE, STORE, None))
        self.play.give_back(order, give, id=f"r-{self._next}", at=self._minute(), store=store)

    def _swap(self) -> None:
        """One piece of the latest purchase of which there is another size."""
        for order in reversed(self.bought):
            for line in order.lines:
                if other := SWAPS.get(line.product.sku):
                    give = Give(line.terms.number, reason="too_large")
                    self.play.swap(order, give, other, id=f"x-{self._next}", at=self._minute())
                    return

    @property
    def _next(self) -> int:
        """The number of the next fact."""
        return len(self.play.facts) + 1

    @property
    def _zone(self) -> Zone:
        """The clock that the member reads."""
        return self.rulebook.zone

    def _has_plenty(self) -> bool:
        """Whether there are, once, in the second half of the year, points for two to spend."""
        if self.has_doubled or self.day.month <= 6:
            return False
        at = datetime_of(self._zone.instant_of(self.day, 9 * HOUR))
        return Counter(self.rulebook).standing(MEMBER, self.play.facts, at).account.spendable >= PLENTY

    def _opens(self) -> bool:
        """Whether the store opens on the day."""
        store = self.rulebook.places.by_id[STORE]
        holiday = self.rulebook.almanac.calendar(store.calendar).holiday(self.day)
        return holiday is None and weekday_name(self.day) in store.opening

    def _minute(self) -> Instant:
        """A minute of the afternoon, when the store is open."""
        return Instant(self._zone.instant_of(self.day, 14 * HOUR) + self._below(300) * MINUTE)

    def _below(self, count: int) -> int:
        """A whole number from 0 to below ``count``."""
        return int(self.random.random() * count)

    def _one_of(self, things: Sequence[T]) -> T:
        return things[self._below(len(things))]
