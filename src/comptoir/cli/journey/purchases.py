"""What Jean wants, buys and receives, and when: the figures of the story.

Source: house rule.
"""

from __future__ import annotations

from typing import Final, TypeVar

import attrs
import pendulum

from comptoir.checkout.place import Accepted
from comptoir.checkout.quote import Quote
from comptoir.checkout.refusals import Refused
from comptoir.counter import Counter
from comptoir.facts.baskets import Basket, Buyer, Contract
from comptoir.facts.events import Fact, HandedOver
from comptoir.facts.handovers import Carry, Deliver, Handover, Place
from comptoir.facts.lines import Line
from comptoir.facts.orders import Tender
from comptoir.facts.provenance import Provenance, SavedBasket
from comptoir.values.instants import instant_of
from comptoir.values.quantities import Measured

T = TypeVar("T")

_PARIS: Final = "Europe/Paris"
_JUMPER_BOUGHT: Final = pendulum.datetime(2026, 3, 7, 15, 20, tz=_PARIS)
_SHEETS_BOUGHT: Final = pendulum.datetime(2026, 10, 17, 21, 2, tz=_PARIS)
_SHEETS_DELIVERED: Final = pendulum.datetime(2026, 10, 22, 10, 15, tz=_PARIS)
SAVED: Final = pendulum.datetime(2026, 12, 1, 20, 14, tz=_PARIS)
ORDERED: Final = pendulum.datetime(2026, 12, 4, 18, 5, tz=_PARIS)
_DELIVERED: Final = pendulum.datetime(2026, 12, 10, 11, 30, tz=_PARIS)

MEMBER: Final = "m-81f3"
ORDER: Final = "o-1001"
STORE: Final = "lyon-2"
_HOME: Final = Place("FR", "69003")


def past(till: Counter, web: Counter) -> tuple[Fact, ...]:
    """What he had bought before: in the Lyon store in March, on the web in October."""
    carried = _basket([Line("PULL-MERINOS-M", 1), Line("NAPPE-LIN-250", 1)], Carry(STORE), Contract.IN_STORE)
    jumper = _bought(
        till, (), carried, id_="o-0301", at=_JUMPER_BOUGHT, by=Provenance("till", till="lyon-2-1")
    )
    sent = _basket([Line("DRAP-PERCALE-160", 2)], Deliver(_HOME, "home"), Contract.DISTANCE)
    sheets = _bought(web, jumper, sent, id_="o-0702", at=_SHEETS_BOUGHT, by=Provenance("web"))
    return (*jumper, *sheets, _handed_over("h-0702", "o-0702", _SHEETS_DELIVERED))


def favourites() -> SavedBasket:
    """The dress, put aside on the web."""
    basket = Basket(currency="EUR", lines=[Line("ROBE-LIN-38", 1, ref="fav-1")], buyer=Buyer(member=MEMBER))
    return SavedBasket(
        id=f"favourites:{MEMBER}",
        basket=basket,
        saved_at=instant_of(SAVED),
        provenance=Provenance("web", who=MEMBER),
    )


def in_the_app(saved: Basket) -> Basket:
    """The favourites, some tea, where to, and two hundred points to pay with."""
    return attrs.evolve(
        saved,
        lines=[
            *(attrs.evolve(line, ref="app-7") for line in saved.lines),
            Line("THE-VERT-VRAC", Measured("0.250", "kg"), ref="app-8"),
        ],
        handover=Deliver(_HOME, "home"),
        contract=Contract.DISTANCE,
        points=200,
    )


def as_the_web_lists(basket: Basket) -> Basket:
    """The same basket as another channel holds it: other order, other refs."""
    lines = [attrs.evolve(line, ref=f"web-{i}") for i, line in enumerate(reversed(basket.lines))]
    return attrs.evolve(basket, lines=lines)


def ordered(app: Counter, history: tuple[Fact, ...], quote: Quote) -> Accepted:
    """The order, paid by card where points do not pay."""
    return done(
        app.place(
            quote,
            id=ORDER,
            at=ORDERED,
            tenders=[Tender("card", quote.to_pay, reference="psp-9")],
            provenance=Provenance("app", who=MEMBER),
            history=history,
        )
    )


def delivery_note() -> HandedOver:
    """The carrier has brought the order."""
    return _handed_over("h-1001", ORDER, _DELIVERED)


def done(outcome: T | Refused) -> T:
    """What was done: the story's rulebook refuses nothing of it."""
    match outcome:
        case Refused(reason):
            raise AssertionError(reason)
        case _:
            return outcome


def _basket(lines: list[Line], handover: Handover, contract: Contract) -> Basket:
    return Basket(
        currency="EUR", lines=lines, buyer=Buyer(member=MEMBER), handover=handover, contract=contract
    )


def _bought(
    counter: Counter,
    history: tuple[Fact, ...],
    basket: Basket,
    *,
    id_: str,
    at: pendulum.DateTime,
    by: Provenance,
) -> tuple[Fact, ...]:
    quote = counter.quote(basket, at, standing=counter.standing(MEMBER, history, at))
    tenders = [Tender("card", quote.to_pay)]
    placed = counter.place(quote, id=id_, at=at, tenders=tenders, provenance=by, history=history)
    return done(placed).facts


def _handed_over(id_: str, order: str, at: pendulum.DateTime) -> HandedOver:
    return HandedOver(id=id_, order=order, member=MEMBER, at=instant_of(at), provenance=Provenance("carrier"))
