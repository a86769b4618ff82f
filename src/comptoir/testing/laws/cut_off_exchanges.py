"""The law of exchanges at tills that know nothing of each other: what was given once pays once.

Pieces that are alike stand for each other: they are given twice if there are not enough of them, and then
all that the second till took counts as nothing.

Source: law XC.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, Protocol

import attrs

from comptoir.checkout.after_sales import Assessment, Settled
from comptoir.checkout.exchanging import ExchangeOffer
from comptoir.checkout.ticket import Closed, Ticket
from comptoir.counter import Counter as Desk
from comptoir.facts.baskets import Basket, Buyer, Contract
from comptoir.facts.conflicts import AlreadyReturned, OverRefunded
from comptoir.facts.events import Fact, OrderPlaced
from comptoir.facts.handovers import Carry
from comptoir.facts.holdings import holdings_of
from comptoir.facts.lines import Line
from comptoir.facts.orders import RETURNED, Order, Tender, TenderName
from comptoir.returns.asked import Give
from comptoir.returns.tender_plan import CREDIT
from comptoir.testing.cases import expect
from comptoir.testing.exchange_cases import CARD, STORE, done_as
from comptoir.testing.exchange_shops import TreeShop
from comptoir.testing.return_cases import BY
from comptoir.testing.terms_examples import ORDERED, Names, ordered, placed
from comptoir.values.instants import DAY, SECOND, Instant, datetime_of
from comptoir.values.moments import Moment
from comptoir.values.money import Amount

Goods = tuple[tuple[str, int], ...]
"""Products, and how many pieces of each."""
TILLS: Final = ("o-2", "o-3")
"""What is done at the first till, and at the second."""
AGAIN: Final = "o-4"
MINUTE: Final = 60 * SECOND


@attrs.frozen(kw_only=True)
class CutOffCase:
    """Some pieces bought once, ``give`` of them given at each of two tills that do not hear of each other.

    They are of the first product that was ``bought``. Others are taken for them (``takes``), or nothing: then
    money is paid out. The second till is ``later`` by so many minutes, or earlier. What was taken there is
    given for ``again``, unless that is empty: while it is still cut off, or once they are ``joined``. Then
    what was kept comes back, and after it the orders ``back``.
    """

    shop: TreeShop
    bought: Goods
    means: Names = (CARD,)
    give: int = 1
    takes: tuple[Goods, Goods]
    later: int = 10
    again: Goods = ()
    joined: bool = False
    back: tuple[str, ...] = (*TILLS, AGAIN)


@attrs.frozen(kw_only=True)
class CutOffPlayed:
    """What each order was ``paid`` by the customer's own means, and what each fact paid out.

    ``is_twice`` says that both tills together took more pieces than there were; ``named`` are facts that
    are said to have taken what was gone. So many minor units are told as paid out too ``many``, for a piece
    or by a means. ``is_all_back`` says that the customer has nothing any more.
    """

    paid: Mapping[str, Mapping[TenderName, int]]
    paid_out: Mapping[str, Mapping[TenderName, int]]
    is_twice: bool
    named: tuple[str, ...]
    many: int = 0
    is_all_back: bool


PlayCutOff = Callable[[CutOffCase], CutOffPlayed]
"""A way of playing a case."""


class CutOffLaw(Protocol):
    """A law of tills that are cut off: it returns if it holds of a case, and raises ``LawBroken`` if not."""

    __name__: str
    __doc__: str | None

    def __call__(self, case: CutOffCase, play: PlayCutOff = ...) -> None:
        """Try the law on one case."""


def play_cut_off(case: CutOffCase) -> CutOffPlayed:
    """The plain way of playing: at the counter itself."""
    return _Play(case).played()


def xc_what_was_given_once_pays_once(case: CutOffCase, play: PlayCutOff = play_cut_off) -> None:
    """XC: given at two tills, goods pay once, one conflict is named, and no means gets more than it paid.

    Nor less, once all is back. What the second till paid out while it was cut off is gone: it is left out of
    the sum, and told by the conflict. Where pieces that are alike stood in for each other, what went to one
    means instead of another is told, and so are odd minor units. Of credit, the sum of all orders counts.
    """
    played = play(case)
    is_named = len(played.named) == played.is_twice
    expect("XC", is_named, f"found {played.named} named, {'' if played.is_twice else 'not '}given twice")
    is_after = TILLS[1] in played.named and not case.joined
    gone = {*played.named, AGAIN} if is_after else {*played.named}
    put_in, taken_out = Counter[TenderName](), Counter[TenderName]()
    for own in played.paid.values():
        put_in.update(own)
    for fact, out in played.paid_out.items():
        taken_out.update({} if fact in gone else out)
    found = f"found {dict(taken_out)} paid out of {dict(put_in)}"
    many = 0 if played.is_twice else played.many
    expect("XC", taken_out.total() <= put_in.total() + min(many, case.give), found)
    for name in taken_out.keys() - {CREDIT}:
        expect("XC", taken_out[name] <= put_in[name] + many, f"{found}: too much by {name}")
    is_clear = played.is_all_back and AGAIN not in gone & played.paid_out.keys()
    expect("XC", not is_clear or put_in.total() <= taken_out.total(), f"{found}: too little")


class _Play:
    """A case as it is played: all facts, whoever knows of them."""

    def __init__(self, case: CutOffCase) -> None:
        self._case = case
        self._desk = Desk(case.shop.rulebook())
        self._facts: tuple[Fact, ...] = ()
        self._paid_out: dict[str, Counter[TenderName]] = {}

    def played(self) -> CutOffPlayed:
        """The purchase, the two tills, and what comes back once they are joined."""
        case = self._case
        bought = placed(self._desk.rulebook, (), "o-1", ORDERED, _basket(case.bought), names=case.means)
        order = _order(bought, "o-1")
        self._facts = bought
        line = next(each for each in order.lines if each.product.sku == case.bought[0][0])
        mine = [key for key in _all(order) if key[0] == line.terms.number]
        given = mine[: case.give]
        is_twice = 2 * len(given) > len(mine)
        gone = len(given) if is_twice else 2 * len(given)
        for id_, take, minutes in zip(TILLS, case.takes, (0, case.later), strict=True):
            at = Instant(ORDERED + 2 * DAY + minutes * MINUTE)
            alone = self._till(order, given, bought, at=at, id_=id_, take=take)
            if id_ == TILLS[1] and take and not case.joined:
                alone += self._again((*bought, *alone), Instant(at + 60 * MINUTE))
            self._facts += alone
        if case.joined and case.takes[1]:
            self._facts += self._again(self._facts, Instant(ORDERED + 3 * DAY))
        kept = [key for key in _all(order) if key not in mine[:gone]]
        return self._joined(kept, is_twice=is_twice)

    def _again(self, known: Sequence[Fact], at: Instant) -> tuple[Fact, ...]:
        """What was taken at the second till, given for something else."""
        if not self._case.again:
            return ()
        order = _order(known, TILLS[1])
        return self._till(order, _all(order), known, at=at, id_=AGAIN, take=self._case.again)

    def _joined(self, kept: Sequence[tuple[int, int]], *, is_twice: bool) -> CutOffPlayed:
        """All comes back that is asked for, each knowing of everything before; what is refused does not."""
        placed_ids = [fact.id for fact in self._facts if isinstance(fact, OrderPlaced)]
        has = [id_ for id_ in placed_ids[1:] if id_ != TILLS[1] or AGAIN not in placed_ids]
        for number, id_ in enumerate(["o-1", *(each for each in self._case.back if each in has)]):
            order = _order(self._facts, id_)
            keys = kept if id_ == "o-1" else _all(order)
            at = Instant(ORDERED + 4 * DAY + number * MINUTE)
            if keys:
                self._facts += self._till(order, keys, self._facts, at=at, id_=f"r-{id_}", take=())
        conflicts = holdings_of(self._desk.history(self._facts), Moment(Instant(ORDERED + 5 * DAY))).conflicts
        return CutOffPlayed(
            paid={fact.id: _own(fact.order) for fact in self._facts if isinstance(fact, OrderPlaced)},
            paid_out=self._paid_out,
            is_twice=is_twice,
            named=tuple(each.fact for each in conflicts if isinstance(each, AlreadyReturned)),
            many=sum(each.amount for each in conflicts if isinstance(each, OverRefunded)),
            is_all_back=set(has) <= set(self._case.back),
        )

    def _till(
        self,
        order: Order,
        keys: Sequence[tuple[int, int]],
        known: Sequence[Fact],
        *,
        at: Instant,
        id_: str,
        take: Goods,
    ) -> tuple[Fact, ...]:
        """What a till does that knows some facts: it takes goods back, for others or for money."""
        counts = Counter(number for number, _ in keys)
        give = [Give(number, count) for number, count in counts.items()]
        seen = self._desk.assess(order.id, known, datetime_of(at), give=give, store=STORE)
        if not take:
            settled = self._desk.settle(seen, id=id_, provenance=BY)
            if not isinstance(settled, Settled):
                return ()
            self._pay_out(id_, settled.pay_out)
            return settled.facts
        return self._exchanged(seen, take, known, id_)

    def _exchanged(self, seen: Assessment, take: Goods, known: Sequence[Fact], id_: str) -> tuple[Fact, ...]:
        offer = done_as(ExchangeOffer, self._desk.exchange_offer(seen, _basket(take)))
        ticket = done_as(Ticket, offer.ticket)
        to_pay = max(0, ticket.net)
        own = [Tender("card", Amount(to_pay, "EUR"), reference=f"psp-{id_}")] if to_pay else []
        closed = self._desk.close(
            ticket,
            id=id_,
            at=datetime_of(seen.asked_at),
            tenders=own,
            provenance=BY,
            history=self._desk.history(known),
        )
        done = done_as(Closed, closed)
        self._pay_out(id_, done.pay_out)
        return done.facts

    def _pay_out(self, id_: str, tenders: Iterable[Tender]) -> None:
        """Money that a till really gives to the customer."""
        own = self._paid_out[id_] = Counter()
        for tender in tenders:
            own[tender.pays_by] += tender.amount.minor


def _basket(goods: Goods) -> Basket:
    lines = (Line(sku, count) for sku, count in goods)
    basket = ordered(*lines, handover=Carry(STORE), contract=Contract.IN_STORE)
    return attrs.evolve(basket, buyer=Buyer())


def _order(facts: Iterable[Fact], id_: str) -> Order:
    return next(fact.order for fact in facts if isinstance(fact, OrderPlaced) and fact.id == id_)


def _all(order: Order) -> list[tuple[int, int]]:
    return [(line.terms.number, index) for line in order.lines for index in range(line.units.count)]


def _own(order: Order) -> Mapping[TenderName, int]:
    """What the customer paid by means of their own."""
    found = Counter[TenderName]()
    for tender in order.tenders:
        if tender.means != RETURNED:
            found[tender.pays_by] += tender.amount.minor
    return found
