"""What points cost: a standing by facts about points, one kind after the other, and campaigns in force."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable
from functools import cache, partial

import attrs
import pytest
from pytest_benchmark.fixture import BenchmarkFixture as Benchmark

from comptoir import Accepted, Buyer, Counter, Fact, History, Line, Rulebook, Tender
from comptoir.facts.point_events import (
    GrantKind,
    PointsGranted,
    PointsReserved,
    PointsTransferred,
    RewardTaken,
)
from comptoir.facts.point_terms import Accrual, CapPer, CapTerms, Earning, LotTerms
from comptoir.loyalty.earn_rules import Campaign
from comptoir.values.instants import DAY, Instant, datetime_of, instant_of
from comptoir.values.periods import Period
from comptoir.values.selections import Skus
from unit.points_shop import CLUB, FIRST, JEAN, MARIE, TEN_OFF
from unit.price_shop import TILL, basket, shop

COUNT = 1_000
YEAR = 365 * DAY
KINDS = ("gifts", "gifts under a cap", "gifts for the active", "rewards", "holds", "transfers")


@cache
def rules(campaigns: int = 0) -> Rulebook:
    names = [f"c-{number}" for number in range(campaigns)]
    more = [
        Campaign(id=name, name={"fr": name}, on=Skus(("PULL",) if index % 10 == 0 else (name,)), factor="2")
        for index, name in enumerate(names)
    ]
    return shop(TEN_OFF, programme=attrs.evolve(CLUB, campaigns=more))


def given(at: Instant, id: str, kind: str) -> PointsGranted:
    """Ten points that live for a year."""
    caps = [CapTerms(id="day", points=15, per=CapPer.DAY)] if kind.endswith("cap") else []
    idle = Period.from_text("6 months") if kind.endswith("active") else None
    lot = LotTerms(zone="Europe/Paris", idle_after=idle)
    earning = Earning(rule="review", points=10, lot=lot, caps=caps)
    return PointsGranted(
        id=id,
        member=JEAN,
        at=at,
        provenance=TILL,
        grant=GrantKind.ACTION,
        rule="review",
        accruals=[Accrual(earning, at, Instant(at + YEAR))],
    )


def taken(at: Instant, id: str, kind: str) -> Fact:
    """What is done with nine points."""
    match kind:
        case "rewards":
            return RewardTaken(id=id, member=JEAN, at=at, provenance=TILL, reward="honey", points=9)
        case "holds":
            until = Instant(at + DAY)
            return PointsReserved(id=id, member=JEAN, at=at, provenance=TILL, points=9, until=until)
        case _:
            return PointsTransferred(id=id, member=JEAN, at=at, provenance=TILL, points=9, to=MARIE)


@cache
def facts(kind: str, count: int) -> History:
    """So many facts in a year: gifts, and where the kind says so, what is done with each of them."""
    begins, gap = instant_of(FIRST) - YEAR, YEAR // count
    made: list[Fact] = []
    for number in range(count):
        at = Instant(begins + number * gap)
        if kind.startswith("gifts") or number % 2 == 0:
            made.append(given(at, f"g-{number}", kind))
        else:
            made.append(taken(at, f"t-{number}", kind))
    return Counter(rules()).history(made)


@pytest.mark.benchmark(group="a standing by a thousand facts about points")
@pytest.mark.parametrize("kind", KINDS)
def test_a_standing_by_kind(benchmark: Benchmark, kind: str) -> None:
    standing = benchmark(Counter(rules()).standing, JEAN, facts(kind, COUNT), FIRST)
    assert standing.account.granted


@pytest.mark.benchmark(group="a standing by rewards taken")
@pytest.mark.parametrize("count", [100, 1_000, 10_000])
def test_a_standing_by_facts(benchmark: Benchmark, count: int) -> None:
    history = facts("rewards", count)
    standing = benchmark(Counter(rules()).standing, JEAN, history, FIRST)
    assert standing.account.redeemed == 9 * (count // 2)


@pytest.mark.benchmark(group="a standing by rewards taken")
@pytest.mark.parametrize("count", [100, 1_000, 10_000])
def test_integers_added_up_by_facts(benchmark: Benchmark, count: int) -> None:
    """What the same facts cost if nothing but a balance is kept: no lot, no life, no reason."""
    history = facts("rewards", count)
    balance = benchmark(added_up, history)
    assert balance == {JEAN: (count // 2)}


def added_up(history: History) -> dict[str, int]:
    balance: dict[str, int] = {}
    for fact in history.facts:
        if type(fact) is PointsGranted:
            for accrual in fact.accruals:
                balance[fact.member] = balance.get(fact.member, 0) + accrual.earning.points
        elif type(fact) is RewardTaken:
            balance[fact.member] -= fact.points
    return balance


@pytest.mark.benchmark(group="accounts of a thousand facts, one after the other")
@pytest.mark.parametrize("accounts", [1, 5, 25])
def test_accounts_one_after_the_other(benchmark: Benchmark, accounts: int) -> None:
    """Time grows with the accounts; memory is that of the largest of them, and no collector has to run."""
    counter, history = Counter(rules()), facts("rewards", COUNT)

    def fold(times: int) -> None:
        for _ in range(times):
            assert counter.standing(JEAN, history, FIRST).account.granted

    benchmark(fold, accounts)
    one, all_ = (peak_of(partial(fold, times)) for times in (1, accounts))
    benchmark.extra_info["kilobytes at most"] = all_ // 1_000
    assert all_ < 2 * one  # Python keeps some hundred kilobytes of small tuples for the next time


def peak_of(fold: Callable[[], None]) -> int:
    """The most bytes that it needs at a time, beside what there was, with no garbage collected meanwhile."""
    gc.collect()
    gc.disable()
    tracemalloc.start()
    try:
        fold()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        gc.enable()


@pytest.mark.benchmark(group="what if, by members")
@pytest.mark.parametrize("members", [1, 10, 100])
def test_what_if_by_members(benchmark: Benchmark, members: int) -> None:
    """Two purchases of each member, earned again under a programme that gives twice as much."""
    counter, history = Counter(rules()), purchases(members)
    found = benchmark(
        counter.what_if, history, datetime_of(Instant(instant_of(FIRST) + 2 * DAY)), under=twice()
    )
    assert found.gaining() == members


@cache
def twice() -> Rulebook:
    return shop(
        TEN_OFF, programme=attrs.evolve(CLUB, earn=attrs.evolve(CLUB.earn, points=2 * CLUB.earn.points))
    )


@cache
def purchases(members: int) -> History:
    """Two purchases of each of so many members."""
    counter, made = Counter(rules()), list[Fact]()
    for number in range(members):
        asked = attrs.evolve(basket(Line("PULL", 3)), buyer=Buyer(member=f"m-{number}"))
        for time in range(2):
            at = datetime_of(Instant(instant_of(FIRST) + time * DAY))
            quote = counter.quote(asked, at)
            tenders = [Tender("card", quote.to_pay)]
            placed = counter.place(quote, id=f"o-{number}-{time}", at=at, tenders=tenders, provenance=TILL)
            assert isinstance(placed, Accepted)
            made += placed.facts
    return counter.history(made)


@pytest.mark.benchmark(group="a quote of a member by campaigns in force")
@pytest.mark.parametrize("campaigns", [0, 10, 100])
def test_a_quote_by_campaigns(benchmark: Benchmark, campaigns: int) -> None:
    asked = attrs.evolve(basket(Line("PULL", 3)), buyer=Buyer(member=JEAN))
    quote = benchmark(Counter(rules(campaigns)).quote, asked, FIRST)
    assert quote.will_earn
