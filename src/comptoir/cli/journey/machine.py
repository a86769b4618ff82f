"""The coffee machine's story as values: bought in the app, dropped off in a store, repaired, sold on.

Nothing is printed here and nothing is computed: each channel has a counter of its own, opened from the same
sealed bytes, and asks it.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final, Protocol

import attrs
import pendulum

from comptoir.checkout.claiming import AfterSales
from comptoir.checkout.place import Accepted
from comptoir.checkout.standing import Standing
from comptoir.cli.journey.comparing import Compared, all_agree
from comptoir.cli.journey.purchases import done
from comptoir.counter import Counter
from comptoir.facts.baskets import Basket, Buyer, Contract
from comptoir.facts.claim_events import Claimed, ClaimStep
from comptoir.facts.events import Fact, HandedOver
from comptoir.facts.guarantee_terms import Problem, Remedy
from comptoir.facts.handovers import Deliver, Place
from comptoir.facts.lines import Line
from comptoir.facts.orders import Order, Tender
from comptoir.facts.provenance import Provenance
from comptoir.rulebook import Rulebook
from comptoir.values.instants import instant_of

_PARIS: Final = "Europe/Paris"
_ORDERED: Final = pendulum.datetime(2026, 9, 7, 20, 10, tz=_PARIS)
_DELIVERED: Final = pendulum.datetime(2026, 9, 10, 11, 20, tz=_PARIS)
_DROPPED_OFF: Final = pendulum.datetime(2027, 3, 6, 10, 30, tz=_PARIS)
_LENT: Final = pendulum.datetime(2027, 3, 6, 10, 35, tz=_PARIS)
_SENT_ON: Final = pendulum.datetime(2027, 3, 8, 14, 15, tz=_PARIS)
_CALLED: Final = pendulum.datetime(2027, 3, 15, 18, 0, tz=_PARIS)
_REPAIRED: Final = pendulum.datetime(2027, 3, 17, 16, 40, tz=_PARIS)
_READY: Final = pendulum.datetime(2027, 3, 20, 11, 5, tz=_PARIS)
_HANDED_BACK: Final = pendulum.datetime(2027, 3, 24, 17, 45, tz=_PARIS)
_SOLD: Final = pendulum.datetime(2027, 11, 15, 19, 30, tz=_PARIS)
_ASKED: Final = pendulum.datetime(2027, 12, 2, 9, 20, tz=_PARIS)

JEAN: Final = "m-81f3"
INES: Final = "m-22aa"
MACHINE: Final = "MACHINE-CAFE"
_ORDER: Final = "o-0907"
_CLAIM: Final = "c-0306"
_STORE: Final = "lyon-2"
_WORKSHOP: Final = "atelier-sud"
_TILL: Final = Provenance("till", till="lyon-2-1")
_REPAIRER: Final = Provenance("workshop", who=_WORKSHOP)
_SAID: Final = "ne chauffe plus"


@attrs.frozen(kw_only=True)
class _Step:
    """What becomes of the claim, when, and who says so."""

    step: ClaimStep
    at: pendulum.DateTime
    by: Provenance = _TILL
    place: str | None = None
    remedy: Remedy | None = None
    sku: str | None = None
    serial: str | None = None


_AT_ONCE: Final = (
    _Step(step=ClaimStep.AGREED, at=_LENT, remedy=Remedy.REPAIR),
    _Step(step=ClaimStep.LENT, at=_LENT, sku=MACHINE, serial="pret-014"),
)
_AWAY: Final = (_Step(step=ClaimStep.SENT_ON, at=_SENT_ON, place=_WORKSHOP),)
_BACK: Final = (
    _Step(step=ClaimStep.REPAIRED, at=_REPAIRED, by=_REPAIRER),
    _Step(step=ClaimStep.READY, at=_READY, place=_STORE),
    _Step(step=ClaimStep.INFORMED, at=_READY),
    _Step(step=ClaimStep.HANDED_BACK, at=_HANDED_BACK),
    _Step(step=ClaimStep.LOAN_BACK, at=_HANDED_BACK),
)


class _Answered(Protocol):
    """What a counter answers."""

    @property
    def answer(self) -> str:
        """The digest of what was answered."""


@attrs.frozen(kw_only=True)
class MachineStory:
    """The whole story: what is shown in each chapter, all facts, and what the channels compare.

    ``handed`` are the bytes in which Jean's app gave the till his order and the delivery note, ``fact`` is
    the one that it wrote when the machine was dropped off, in ``written`` bytes. ``dropped_off``,
    ``meanwhile`` and ``handed_back`` are the claim at three instants, ``jeans`` and ``hers`` the standings of
    both owners at the last, when ``asked`` is what the call centre tells her of the machine.
    """

    order: Order
    delivery: HandedOver
    delivered: Standing
    handed: int
    fact: Claimed
    written: int
    dropped_off: AfterSales
    meanwhile: AfterSales
    handed_back: AfterSales
    jeans: Standing
    hers: Standing
    asked: AfterSales
    facts: tuple[Fact, ...]
    compared: tuple[Compared, ...]

    @property
    def agree(self) -> bool:
        """Whether the channels agree on everything."""
        return all_agree(self.compared)


def play(sealed: bytes) -> MachineStory:
    """The story under a rulebook, with one counter for each channel."""
    return _Story(*(Counter(Rulebook.open(sealed)) for _ in range(4))).play()


@attrs.frozen
class _Story:
    """The channels, each with a counter of its own."""

    web: Counter
    app: Counter
    till: Counter
    calls: Counter

    def play(self) -> MachineStory:
        """All that happens, in order."""
        placed = self._bought()
        note = HandedOver(
            id="h-0907",
            order=_ORDER,
            member=JEAN,
            at=instant_of(_DELIVERED),
            provenance=Provenance("carrier"),
        )
        bought: tuple[Fact, ...] = (*placed.facts, note)
        codec = self.app.rulebook.vocabulary.codec
        papers = codec.dumps(placed.order), codec.dumps(note)
        fact = self._dropped_off(*papers)
        lent = self._gone_on((*bought, fact), _AT_ONCE)
        away = self._gone_on(lent, _AWAY)
        back = self._gone_on(away, _BACK)
        facts = (*back, *self._sold(back))
        return MachineStory(
            order=placed.order,
            delivery=note,
            delivered=self.app.standing(JEAN, bought, _DELIVERED),
            handed=sum(map(len, papers)),
            fact=fact,
            written=len(codec.dumps(fact)),
            dropped_off=self.till.claim(_ORDER, lent, _LENT, claim=_CLAIM),
            meanwhile=self.calls.claim(_ORDER, away, _CALLED),
            handed_back=self.till.claim(_ORDER, back, _HANDED_BACK, claim=_CLAIM),
            jeans=self.app.standing(JEAN, facts, _ASKED),
            hers=self.calls.standing(INES, facts, _ASKED),
            asked=self.calls.claim(_ORDER, facts, _ASKED, problem=Problem.FAULTY),
            facts=facts,
            compared=self._compared(away, back, facts),
        )

    def _bought(self) -> Accepted:
        """In the app, to be delivered at home, paid by card."""
        basket = Basket(
            currency="EUR",
            lines=[Line(MACHINE, 1, ref="app-1")],
            buyer=Buyer(member=JEAN),
            handover=Deliver(Place("FR", "69003"), "home"),
            contract=Contract.DISTANCE,
        )
        quote = self.app.quote(basket, _ORDERED, standing=self.app.standing(JEAN, (), _ORDERED))
        return done(
            self.app.place(
                quote,
                id=_ORDER,
                at=_ORDERED,
                tenders=[Tender("card", quote.to_pay, reference="psp-31")],
                provenance=Provenance("app", who=JEAN),
                history=(),
            )
        )

    def _dropped_off(self, order: bytes, note: bytes) -> Claimed:
        """The till knows nothing of the order but what Jean's app hands over."""
        codec = self.till.rulebook.vocabulary.codec
        [fact] = done(
            self.till.open_claim(
                codec.loads(order, Order),
                [codec.loads(note, HandedOver)],
                _DROPPED_OFF,
                problem=Problem.FAULTY,
                wants=Remedy.REPAIR,
                said=_SAID,
                store=_STORE,
                id=_CLAIM,
                provenance=_TILL,
            )
        ).facts
        return fact

    def _gone_on(self, known: tuple[Fact, ...], steps: Sequence[_Step]) -> tuple[Fact, ...]:
        """What was known, and what became of the claim, step by step."""
        for step in steps:
            stepped = self.till.pass_claim(
                _ORDER,
                known,
                step.at,
                claim=_CLAIM,
                step=step.step,
                place=step.place,
                remedy=step.remedy,
                sku=step.sku,
                serial=step.serial,
                id=f"{_CLAIM}-{step.step.value.replace('_', '-')}",
                provenance=step.by,
            )
            known = (*known, *done(stepped).facts)
        return known

    def _sold(self, known: tuple[Fact, ...]) -> tuple[Fact, ...]:
        """Jean says in the app that the machine is Inès's now."""
        provenance = Provenance("app", who=JEAN)
        sold = self.app.pass_on(_ORDER, known, _SOLD, to=INES, id="p-1115", provenance=provenance)
        return done(sold).facts

    def _compared(
        self, away: tuple[Fact, ...], back: tuple[Fact, ...], facts: tuple[Fact, ...]
    ) -> tuple[Compared, ...]:
        """What each channel is told of the same facts, repeated, each in an order of its own."""
        return (
            self._by_all("away", lambda counter, known: counter.claim(_ORDER, known, _CALLED), away),
            self._by_all("back", lambda counter, known: counter.claim(_ORDER, known, _HANDED_BACK), back),
            self._by_all(
                "sold",
                lambda counter, known: counter.claim(_ORDER, known, _ASKED, problem=Problem.FAULTY),
                facts,
            ),
            self._by_all("jeans", lambda counter, known: counter.standing(JEAN, known, _ASKED), facts),
            self._by_all("hers", lambda counter, known: counter.standing(INES, known, _ASKED), facts),
        )

    def _by_all(
        self, what: str, ask: Callable[[Counter, Iterable[Fact]], _Answered], facts: tuple[Fact, ...]
    ) -> Compared:
        by_id = sorted(facts, key=lambda fact: fact.id)
        told = (
            ("web", ask(self.web, facts[::-1])),
            ("app", ask(self.app, by_id)),
            ("till", ask(self.till, facts * 2)),
            ("calls", ask(self.calls, facts)),
        )
        return Compared(what=what, answers=tuple((who, each.answer) for who, each in told))
