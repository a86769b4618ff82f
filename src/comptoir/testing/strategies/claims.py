"""Strategies for claims: an order under guarantees, and what becomes of its goods and of claims about them.

Source: house rule (laws GO, CO and MO).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any, Final

import attrs
from hypothesis import strategies as st

from comptoir.facts.claim_events import Claimed, ClaimPassed, ClaimStep, PassedOn
from comptoir.facts.confidence import Confidence
from comptoir.facts.events import Exchanged, Fact, OrderPlaced, Returned, Swap
from comptoir.facts.guarantee_terms import (
    GuaranteeTerms,
    Problem,
    Remedy,
    RemedyLaw,
    Renewal,
    RepairExtension,
    ShortReject,
)
from comptoir.facts.lines import Line
from comptoir.facts.orders import Order
from comptoir.facts.return_terms import Right
from comptoir.facts.units import Units
from comptoir.testing.claim_cases import ClaimCase
from comptoir.testing.oracles.claims import pages_of
from comptoir.testing.oracles.deadlines import closes
from comptoir.testing.oracles.guarantees import walk
from comptoir.testing.oracles.lives import Key
from comptoir.testing.return_cases import keys_of
from comptoir.testing.stories import came_back
from comptoir.testing.terms_examples import BY, ORDERED, arrival, ordered, placed
from comptoir.testing.whole_shop import whole_shop
from comptoir.values.instants import DAY, SECOND, Instant
from comptoir.values.money import Amount
from comptoir.values.periods import Period

HOUR: Final = 3600 * SECOND
LAW: Final = "art. 1"

_PERIODS: Final = ("1 month", "2 months", "40 days", "6 weeks", "2 years")
_ZONES: Final = ("Europe/Paris", "Europe/Paris", "Indian/Reunion")
_PIECES: Final = (Units(2, 0, 1), Units(2, 0, 2), Units(2, 1, 1), Units(1, 0, 1))
_GAPS: Final = (1, 5, 23, 24, 24, 49, 96, 240, 480, 960)
"""Hours from a step to the next."""
_SCRIPTS: Final[Sequence[Sequence[ClaimStep]]] = (
    (ClaimStep.HANDED_IN, ClaimStep.REPAIRED, ClaimStep.HANDED_BACK),
    (
        ClaimStep.HANDED_IN,
        ClaimStep.SENT_ON,
        ClaimStep.REPAIRED,
        ClaimStep.READY,
        ClaimStep.INFORMED,
        ClaimStep.HANDED_BACK,
    ),
    (ClaimStep.HANDED_IN, ClaimStep.NOT_REPAIRED, ClaimStep.HANDED_BACK, ClaimStep.MAJOR),
    (ClaimStep.HANDED_IN, ClaimStep.HANDED_BACK, ClaimStep.HANDED_IN, ClaimStep.HANDED_BACK),
    (
        ClaimStep.HANDED_IN,
        ClaimStep.REPAIRED,
        ClaimStep.HANDED_BACK,
        ClaimStep.PERSISTS,
        ClaimStep.HANDED_IN,
        ClaimStep.REPAIRED,
        ClaimStep.HANDED_BACK,
    ),
    (ClaimStep.AGREED, ClaimStep.REPAIRED, ClaimStep.PERSISTS),
    (ClaimStep.AGREED, ClaimStep.NOT_REPAIRED),
    (ClaimStep.AGREED, ClaimStep.CLOSED),
    (ClaimStep.TALKS_BEGUN, ClaimStep.TALKS_ENDED),
    (ClaimStep.REFUSED, ClaimStep.REFUSED, ClaimStep.MINOR),
    (ClaimStep.REFUSED, ClaimStep.NOT_REPAIRED),
    (ClaimStep.REFUSED, ClaimStep.REFUSED, ClaimStep.AGREED),
    (ClaimStep.REFUSED, ClaimStep.AGREED, ClaimStep.REFUSED),
    (ClaimStep.HANDED_IN, ClaimStep.REJECTED, ClaimStep.HANDED_BACK),
    (ClaimStep.LENT, ClaimStep.COST_ADVANCED, ClaimStep.LOAN_BACK, ClaimStep.COST_REPAID),
    (),
)
_NOISE: Final = tuple(step for step in ClaimStep if step not in {ClaimStep.LENT, ClaimStep.TALKS_BEGUN})
"""What may come at any time: some of it does not fit."""


_OF_GOODS: Final = {
    ClaimStep.HANDED_IN,
    ClaimStep.SENT_ON,
    ClaimStep.READY,
    ClaimStep.REPAIRED,
    ClaimStep.HANDED_BACK,
}
"""What happens to goods that are there."""


@cache
def bought() -> tuple[OrderPlaced, ...]:
    """A scarf and two dresses, bought at a distance."""
    basket = ordered(Line("ROBE-36", 2), Line("FOULARD", 1))
    facts = placed(whole_shop(), (), "o-1", ORDERED, basket)
    return tuple(fact for fact in facts if isinstance(fact, OrderPlaced))


@cache
@st.composite
def guarantee_terms(draw: st.DrawFn, rule: str) -> GuaranteeTerms:
    """A guarantee of the law or of the merchant, short enough to end within a story."""
    is_law = draw(st.booleans())
    return GuaranteeTerms(
        right=Right.STATUTORY if is_law else Right.COMMERCIAL,
        rule=rule,
        source=LAW,
        lines=draw(st.sampled_from(((1, 2), (1, 2), (1,), (2,)))),
        period=draw(st.sampled_from((*map(Period.from_text, _PERIODS), None))),
        zone=draw(st.sampled_from(_ZONES)),
        presumed=draw(st.sampled_from((None, Period.from_text("1 month"), Period.from_text("1 year")))),
        presumed_by=LAW,
        suspended_by=draw(st.sampled_from((LAW, LAW, None))),
        from_request=draw(st.booleans()),
        extension=draw(st.sampled_from((None, *_EXTENSIONS))),
        renewal=draw(st.sampled_from((None, Renewal(period=Period.from_text("2 months"), source=LAW)))),
        remedies=draw(_remedy_laws()) if is_law else None,
        at_once=() if is_law else draw(st.sampled_from(((), (Remedy.REPLACEMENT,), (Remedy.RESCISSION,)))),
        transferred_by=draw(st.sampled_from((LAW, None))),
    )


_EXTENSIONS: Final = tuple(
    RepairExtension(period=Period.from_text(period), source=LAW, confidence=Confidence.HIGH, once=once)
    for period in ("1 month", "6 months")
    for once in (False, True)
)


@st.composite
def _remedy_laws(draw: st.DrawFn) -> RemedyLaw | None:
    within = draw(st.sampled_from((None, Period.from_text("30 days"), Period.from_text("5 days"))))
    reject = ShortReject(
        period=Period.from_text("30 days"), days_after=7, source=LAW, confidence=Confidence.MEDIUM
    )
    law = RemedyLaw(
        source=LAW,
        within=within,
        within_source=None if within is None else LAW,
        attempts=draw(st.sampled_from((1, 1, 2))),
        then_source=LAW,
        reject=draw(st.sampled_from((None, reject))),
    )
    return draw(st.sampled_from((law, law, law, None)))


@cache
@st.composite
def claim_cases(draw: st.DrawFn) -> ClaimCase:
    """An order under up to three guarantees, up to three claims about it, and an instant to look at it."""
    rules = draw(st.lists(st.sampled_from("abc"), min_size=1, max_size=3, unique=True))
    guarantees = tuple(draw(guarantee_terms(rule)) for rule in sorted(rules))
    case = ClaimCase(rulebook=whole_shop(), order="o-1", facts=bought(), at=ORDERED).under(guarantees)
    facts: list[Fact] = [*case.facts, *draw(_life(case.placed))]
    for index in range(draw(st.integers(0, 3))):
        facts += draw(_claim(case.placed, index))
    facts.sort(key=lambda fact: fact.at)
    facts = [*_apart(_while_there(facts))]
    if draw(st.sampled_from((True, True, False))):
        facts = [*_knowing(facts)]
    last = facts[-1].at
    at = draw(st.sampled_from(sorted({*_instants(case, facts), last, Instant(last + 5 * DAY)})))
    return attrs.evolve(case, facts=tuple(facts), at=at)


@st.composite
def _life(draw: st.DrawFn, order: Order) -> list[Fact]:
    """The goods arrive, at once or one by one; some may be swapped, change hands and back, or come back."""
    arrives = Instant(ORDERED + 2 * DAY)
    found: list[Fact]
    if draw(st.sampled_from((True, True, False))):
        found = [arrival("h-0", order, (), arrives)]
    else:
        found = [
            arrival("h-0", order, (_PIECES[0],), arrives),
            arrival("h-1", order, (_PIECES[2], _PIECES[3]), Instant(arrives + 9 * DAY + 13 * HOUR)),
        ]
    if draw(st.sampled_from((True, False, False))):
        swap = Instant(ORDERED + 12 * DAY)
        found.append(_swapped("x-0", order, _PIECES[0], swap, store=draw(st.sampled_from(("lyon-2", None)))))
        if draw(st.booleans()):
            found.append(arrival("h-2", order, (_PIECES[0],), Instant(swap + draw(_HOURS) * HOUR)))
    if draw(st.sampled_from((True, False, False))):
        when = Instant(ORDERED + draw(st.sampled_from((20, 60, 120))) * DAY)
        units = draw(st.sampled_from(((), (_PIECES[0],))))
        to = draw(st.sampled_from((None, "m-9")))
        found.append(PassedOn(units=units, to=to, **_said("o-2", order, when)))
        if draw(st.sampled_from((True, True, False))):
            back, units = Instant(when + draw(_WEEKS) * 7 * DAY), draw(st.sampled_from(((), (_PIECES[0],))))
            found.append(PassedOn(units=units, to=order.buyer.member, **_said("o-3", order, back)))
    if draw(st.sampled_from((True, False, False, False))):
        when = Instant(ORDERED + draw(st.sampled_from((25, 70, 130))) * DAY)
        found.append(came_back(order, [draw(st.sampled_from(_PIECES))], id="r-0", at=when))
    return found


_HOURS: Final = st.sampled_from((2, 30, 100))
_WEEKS: Final = st.sampled_from((1, 3, 8))


@st.composite
def _claim(draw: st.DrawFn, order: Order, index: int) -> list[Fact]:
    """A claim and its way: mostly one that makes sense, with a step in between that need not."""
    id_ = f"c-{index}"
    at = Instant(ORDERED + draw(st.integers(13, 110)) * DAY + draw(st.sampled_from((0, 8, 13))) * HOUR)
    problem = draw(st.sampled_from((Problem.FAULTY, Problem.FAULTY, Problem.FAULTY, *Problem)))
    steps = [*draw(st.sampled_from(_SCRIPTS))]
    store = "lyon-2" if steps[:1] == [ClaimStep.HANDED_IN] and draw(st.booleans()) else None
    if store is not None:
        steps = steps[1:]
    if draw(st.sampled_from((True, False, False))):
        steps.insert(draw(st.integers(0, len(steps))), draw(st.sampled_from(_NOISE)))
    steps = steps[: draw(st.integers(0, len(steps)))] if draw(st.booleans()) else steps
    if problem is Problem.MISSING:
        store, steps = None, [step for step in steps if step not in _OF_GOODS]
    units = draw(st.sampled_from(((), *((each,) for each in _PIECES))))
    wants = draw(st.sampled_from((None, *Remedy)))
    found: list[Fact] = [
        Claimed(units=units, problem=problem, wants=wants, store=store, **_said(id_, order, at))
    ]
    remedies = draw(st.permutations((Remedy.REPAIR, Remedy.REPLACEMENT)))
    for number, step in enumerate(steps):
        at = Instant(at + draw(st.sampled_from(_GAPS)) * HOUR)
        found.append(_passed(f"{id_}-{number}", order, id_, at, step=step, remedy=remedies[number % 2]))
    ends = draw(st.sampled_from((None, None, None, "exchange", "return")))
    at = Instant(at + draw(st.sampled_from(_GAPS)) * HOUR)
    given = units or (Units(2, 0, 2), Units(1, 0, 1))
    if draw(st.booleans()):
        given = (attrs.evolve(given[0], count=1),)
    if ends == "exchange":
        by_post = draw(st.sampled_from((True, False, False)))
        swapped = [_swap(order, each) for each in given]
        store = None if by_post else "lyon-2"
        found.append(
            Exchanged(swaps=swapped, store=store, claim=id_, answer=_ANSWER, **_said(f"x-{id_}", order, at))
        )
        if by_post:
            found.append(arrival(f"h-{id_}", order, given, Instant(at + draw(_HOURS) * HOUR)))
    if ends == "return":
        found.append(attrs.evolve(came_back(order, given, id=f"r-{id_}", at=at), claim=id_))
    return found


_ANSWER: Final = "0" * 64


def _passed(
    id_: str, order: Order, claim: str, at: Instant, *, step: ClaimStep, remedy: Remedy
) -> ClaimPassed:
    """A step with all that it needs: what is agreed to is a repair, what is refused either first remedy."""
    return ClaimPassed(
        claim=claim,
        step=step,
        place="lyon-2",
        remedy=Remedy.REPAIR if step is ClaimStep.AGREED else remedy,
        said="written",
        sku="ROBE-38",
        amount=Amount(500, "EUR"),
        **_said(id_, order, at),
    )


def _swapped(id_: str, order: Order, units: Units, at: Instant, *, store: str | None) -> Exchanged:
    return Exchanged(swaps=[_swap(order, units)], store=store, answer=_ANSWER, **_said(id_, order, at))


def _swap(order: Order, units: Units) -> Swap:
    """Pieces for the very same product."""
    product = order.lines[units.number - 1].product
    return Swap(units=units, sku=product.sku, reason="faulty", took=product)


def _said(id_: str, order: Order, at: Instant) -> dict[str, Any]:
    return {"id": id_, "order": order.id, "member": order.buyer.member, "at": at, "provenance": BY}


def _while_there(facts: Sequence[Fact]) -> Iterator[Fact]:
    """The facts up to the first return, and those after it that take no goods."""
    gone = False
    for fact in facts:
        if not gone or not isinstance(fact, Returned | Exchanged):
            yield fact
        gone = gone or isinstance(fact, Returned)


def _knowing(facts: Iterable[Fact]) -> Iterator[Fact]:
    """The facts, each exchange knowing the last one of its first piece: what was one swap stays one."""
    last: dict[Key, str] = {}
    for fact in facts:
        if not isinstance(fact, Exchanged):
            yield fact
            continue
        keys = [list(keys_of(swap.units)) for swap in fact.swaps]
        swaps = [
            attrs.evolve(swap, after=last.get(own[0])) for swap, own in zip(fact.swaps, keys, strict=True)
        ]
        last |= dict.fromkeys((key for own in keys for key in own), fact.id)
        yield attrs.evolve(fact, swaps=swaps)


def _apart(facts: Iterable[Fact]) -> Iterator[Fact]:
    """The facts in order, no two of them of one instant."""
    for index, fact in enumerate(facts):
        yield fact if isinstance(fact, OrderPlaced) else attrs.evolve(fact, at=Instant(fact.at + index))


def _instants(case: ClaimCase, facts: Sequence[Fact]) -> Iterator[Instant]:
    """Either side of midnight on the last day of each guarantee, by all that is known in the end."""
    end = Instant(facts[-1].at + 1)
    pages = pages_of(case.order, facts, end)
    for terms in case.placed.guarantees:
        zone = case.rulebook.almanac.zone(terms.zone)
        for key in pages.pieces:
            if key[0] not in terms.lines:
                continue
            walked = walk(terms, key, pages, end, zone)
            for day in (walked.last_day, walked.reject_until):
                if day is not None:
                    over = closes(day, zone)
                    yield from (Instant(over - 1), over)
