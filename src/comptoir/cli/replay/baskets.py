"""The lines of till data gathered into baskets, in one pass and with few of them open at a time.

Real data is sorted by time and only nearly by basket: another invoice's lines may stand between two
of one basket. A basket is closed once a hundred others have had a line since its last one; a line that
comes later still is counted as late. A basket's instant is that of its first line.

Source: house rule.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

import attrs

from comptoir.cli.replay.admission import Sold
from comptoir.cli.replay.skipping import Skip
from comptoir.facts.baskets import LINES_MAX
from comptoir.values.instants import Instant
from comptoir.values.quantities import QUANTITY_MAX, pieces

OPEN_MAX: Final = 100
"""Baskets open at a time."""


@attrs.frozen(kw_only=True)
class TillBasket:
    """A basket as the till recorded it."""

    id: str
    at: Instant
    lines: tuple[Sold, ...]

    @property
    def recorded(self) -> int:
        """What the till recorded for it, in minor units, before any reduction of ours."""
        return sum(line.value for line in self.lines)


@attrs.define
class Tally:
    """What became of the lines read: each is quoted, or skipped for a reason."""

    read: int = 0
    skipped: Counter[Skip] = attrs.field(factory=Counter)


@attrs.define
class _Open:
    """A basket to which lines may still come."""

    lines: list[Sold] = attrs.field(factory=list)
    held: Counter[str] = attrs.field(factory=Counter)

    def refuses(self, line: Sold) -> Skip | None:
        """Why the basket has no room for one more line."""
        if len(self.lines) == LINES_MAX:
            return Skip.BASKET_FULL
        if self.held[line.sku] + pieces(line.quantity) > QUANTITY_MAX:
            return Skip.QUANTITY_ABOVE_LIMIT
        return None

    def add(self, line: Sold) -> None:
        """One more line."""
        self.lines.append(line)
        self.held[line.sku] += pieces(line.quantity)

    def closed(self) -> TillBasket:
        """The basket, complete."""
        return TillBasket(id=self.lines[0].basket, at=self.lines[0].at, lines=tuple(self.lines))


def gathered(lines: Iterable[Sold | Skip], tally: Tally, limit: int | None = None) -> Iterator[TillBasket]:
    """Each basket once it is complete; reading stops where one more than ``limit`` would begin."""
    still_open: dict[str, _Open] = {}
    begun: set[str] = set()
    for line in lines:
        if isinstance(line, Sold) and line.basket not in begun and len(begun) == limit:
            break
        tally.read += 1
        if isinstance(line, Skip):
            tally.skipped[line] += 1
            continue
        basket = still_open.pop(line.basket, None)
        if basket is None and line.basket in begun:
            tally.skipped[Skip.LATE_LINE] += 1
            continue
        basket = basket or _Open()
        still_open[line.basket] = basket  # popped and put back: the first one waited longest for a line
        begun.add(line.basket)
        if reason := basket.refuses(line):
            tally.skipped[reason] += 1
        else:
            basket.add(line)
        if len(still_open) > OPEN_MAX:
            yield still_open.pop(next(iter(still_open))).closed()
    for basket in still_open.values():
        yield basket.closed()
