"""Books carried on step by step: each with its instant, and the fact that made it.

What is due by itself is a step of its own, without a fact. Whoever wants to know what a step did compares
the lots before and after it: nothing has to be written down while facts are folded.

Source: house rule (law L4: folding can stop anywhere and go on).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from comptoir.loyalty.fold.books import Books
from comptoir.loyalty.fold.timeline import CameBack, Event, Purchased, ReachedCustomer
from comptoir.values.instants import Instant
from comptoir.values.moments import Moment


@attrs.frozen
class Step:
    """Something happened at an instant: by the order or fact ``source``, or by itself."""

    at: Instant
    source: str | None


def steps(events: Iterable[Event], books: Books, moment: Moment) -> Iterator[Step]:
    """Each step of some events, in business order; when it is told, the books stand right after it.

    What is due until the moment happens too, and what comes next is noted.
    """
    for event in events:
        while (due := books.next_due()) is not None and due <= event.at:
            books.close(Moment(due))
            yield Step(due, None)
        books.advance(event)
        yield Step(event.at, _source(event))
    while (due := books.next_due()) is not None and moment.reaches(due):
        books.close(Moment(due))
        yield Step(due, None)


def _source(event: Event) -> str:
    match event:
        case Purchased(held=held) | ReachedCustomer(held=held):
            return held.order.id
        case CameBack(held=held, place=place):
            return held.refunds[place].fact
        case _:
            return event.id
