"""The price before a reduction: the lowest one applied in the days before the reduction began.

Decides, on the time line of what one piece cost, which price an announced reduction is measured by, and
what percentage that price bears. May never know price lists, promotions or products: whoever asks has
laid the prices out in time, as consumers pay them.

A reduction began when its price, or its being announced as one, last changed. Under a rule for
progressive reductions it began with its first step, as long as its price has only fallen since, without
a break. The days are civil days of a zone: whole ones, and the part of the day on which it began.

Source: Directive 98/6/EC, article 6a; Commission notice 2021/C 526/02; CJEU C-330/23 (Aldi Süd).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from itertools import pairwise

import attrs

from comptoir.pricing.prior_price import PriorPriceRule
from comptoir.values.decimals import MILLION
from comptoir.values.errors import WrongType, WrongValue, checked_type, shown
from comptoir.values.instants import Instant
from comptoir.values.percentages import Percent
from comptoir.values.rounding import Rounding, divide
from comptoir.values.windows import Window
from comptoir.values.zones import Zone


@attrs.frozen
class Sold:
    """What one piece costs consumers, in minor units, and whether that is announced as reduced."""

    price: int
    reduced: bool

    def __attrs_post_init__(self) -> None:
        if type(self.price) is not int:
            raise WrongType.at("price", shown(self.price), "pass minor units as int", code="not_an_int")
        if self.price < 0:
            cure = "pass minor units of zero or more"
            raise WrongValue.at("price", shown(self.price), cure, code="amount_negative")
        checked_type(bool, self.reduced, "reduced", "pass True or False")


@attrs.frozen(kw_only=True)
class Stretch:
    """A time in which nothing changed: ``[from, until)``, without end if it has none.

    ``sold`` is ``None`` while the product was not on sale.
    """

    from_: Instant
    until: Instant | None = None
    sold: Sold | None

    def __attrs_post_init__(self) -> None:
        Window(self.from_, self.until)

    def holds(self, at: Instant) -> bool:
        """Whether the instant lies in it."""
        return Window(self.from_, self.until).holds(at)


@attrs.frozen(kw_only=True)
class Prior:
    """The price before a reduction, in minor units, and how it was found.

    ``since`` is the instant at which the reduction began, ``days`` how many civil days before it were
    looked at, ``rule`` by whose id. ``is_partial``: the product was not on sale in all that time.
    """

    price: int
    since: Instant
    days: int
    rule: str
    is_partial: bool


def stretches(
    edges: Iterable[Instant],
    sold_at: Callable[[Instant], Sold | None],
    *,
    since: Instant,
    until: Instant | None = None,
) -> tuple[Stretch, ...]:
    """The time from ``since`` to before ``until`` in stretches, in order and without a gap.

    ``edges`` are all instants at which something may have changed, in any order; between two of them
    ``sold_at`` must give the same. It is asked once for ``since`` and once for each edge inside.
    Neighbours that are equal are one stretch. Raises ``WrongValue`` if ``until`` is not after ``since``.

    >>> def sold_at(at: Instant) -> Sold:
    ...     return Sold(90 if at < 7 else 80, reduced=False)
    >>> timeline = stretches([Instant(5), Instant(7)], sold_at, since=Instant(0))
    >>> [(stretch.from_, stretch.until, stretch.sold.price) for stretch in timeline]
    [(0, 7, 90), (7, None, 80)]
    """
    asked = Window(since, until)
    starts = sorted({since, *(edge for edge in edges if asked.holds(edge))})
    found: list[Stretch] = []
    for from_, end in zip(starts, [*starts[1:], until], strict=True):
        sold = sold_at(from_)
        if found and found[-1].sold == sold:
            found[-1] = attrs.evolve(found[-1], until=end)
        else:
            found.append(Stretch(from_=from_, until=end, sold=sold))
    return tuple(found)


def prior_price(timeline: Sequence[Stretch], at: Instant, rule: PriorPriceRule, zone: Zone) -> Prior | None:
    """The prior price of the reduction that is announced at ``at``, by a rule, in the rulebook's zone.

    ``timeline`` is what :func:`stretches` gives; before it, the product counts as not on sale. ``None``
    if nothing is announced as reduced then, if the rule exempts the product, or if it was not on sale in
    the days before: there is no price, then, by which a reduction could be measured. The answer is the
    same until the stretch ends in which ``at`` lies. Raises ``NoAnswer`` if the zone's table does not
    reach back to those days.
    """
    now = next((place for place, stretch in enumerate(timeline) if stretch.holds(at)), None)
    if rule.exempt or now is None or not _is_reduced(timeline[now]):
        return None
    first = _first_step(timeline, now, progressive=rule.progressive)
    on_sale = next((stretch.from_ for stretch in timeline[:first] if stretch.sold is not None), None)
    if on_sale is None:
        return None
    since, days = timeline[first].from_, rule.days
    opens = midnight_before(since, days, zone)
    if rule.new_days is not None and on_sale > opens:
        days = rule.new_days
        opens = midnight_before(since, days, zone)
    looked_at = [before.sold for before, after in pairwise(timeline[: first + 1]) if after.from_ > opens]
    prices = [sold.price for sold in looked_at if sold is not None]
    if not prices:
        return None
    return Prior(
        price=min(prices),
        since=since,
        days=days,
        rule=rule.id,
        is_partial=None in looked_at or timeline[0].from_ > opens,
    )


def announced_percent(prior: int, price: int) -> Percent:
    """The most that may be announced of a reduction to ``price``: rounded down to four decimals.

    Both are minor units, of zero or more. A price that is not below the prior one bears nothing.

    >>> announced_percent(169, 129).to_text(), announced_percent(129, 129).to_text()
    ('23.6686', '0')
    """
    if price >= prior:
        return Percent(0)
    return Percent(divide((prior - price) * MILLION, prior, Rounding.DOWN))


def whole_percent(percent: Percent) -> int:
    """The percentage as it is shown, in whole percents: rounded down, so that it never claims more.

    >>> whole_percent(announced_percent(169, 129))
    23
    """
    return divide(percent.parts_per_million * 100, MILLION, Rounding.DOWN)


def breaks(announced: Percent, prior: int, price: int, rounding: Rounding = Rounding.UP) -> bool:
    """Whether an announcement claims more than the prior price bears (CJEU C-330/23).

    It does if less is taken off the prior price than that percentage of it, rounded to a minor unit:
    with ``UP`` that is the percentage exactly; with the mode by which a promotion rounds, what it takes
    off is never too little for want of half a cent. Of a price above the prior one, nothing is true.

    >>> breaks(Percent.of("23"), 169, 129), breaks(Percent.of("23"), 129, 129)
    (False, True)
    """
    return prior - price < announced.of_amount(prior, rounding)


def _is_reduced(stretch: Stretch) -> bool:
    return stretch.sold is not None and stretch.sold.reduced


def _first_step(timeline: Sequence[Stretch], now: int, *, progressive: bool) -> int:
    """The place of the stretch with which the reduction began that is announced in another."""
    while now and goes_on(timeline[now - 1].sold, timeline[now].sold, progressive=progressive):
        now -= 1
    return now


def goes_on(before: Sold | None, after: Sold | None, *, progressive: bool) -> bool:
    """Whether what is announced after is the same reduction as before, or one more step of it."""
    if before is None or after is None or not before.reduced:
        return False
    return before == after or (progressive and before.price > after.price)


def midnight_before(since: Instant, days: int, zone: Zone) -> Instant:
    """The first instant of the civil day that lies so many days before that of ``since``."""
    return zone.instant_of(zone.local_date(since) - timedelta(days=days))
