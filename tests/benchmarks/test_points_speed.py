"""What points cost: a standing by facts about points, one kind after the other, and campaigns in force."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable
from functools import cache, partial
from typing import Any

import attrs
import pytest
from pytest_benchmark.fixture import BenchmarkFixture as Benchmark

from benchmarks.plain_points import plain_points
from comptoir import Accepted, Buyer, Counter, Fact, History, Line, Rulebook, Tender
from comptoir.checkout.folded import books_under
from comptoir.facts.holdings import holdings_of
from comptoir.facts.point_events import (
    GrantKind,
    PointsFact,
    PointsGranted,
    PointsReserved,
    PointsTransferred,
    ReservationEnded,
    RewardTaken,
)
from comptoir.facts.point_terms import Accrual, CapPer, CapTerms, Earning, LotTerms
from comptoir.loyalty.earn_rules import Campaign
from comptoir.loyalty.fold.books import replay
from comptoir.loyalty.fold.timeline import apart, timeline
from comptoir.values.instants import DAY, Instant, datetime_of, instant_of
from comptoir.values.moments import Moment
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


@pytest.mark.benchmark(group="a standing resumed with one fact more, by the facts before")
@pytest.mark.parametrize("count", [100, 1_000, 10_000])
def test_a_standing_resumed(benchmark: Any, count: int) -> None:
    """It costs the one fact, and to say again what has not changed: a fold of all stands above."""
    snapshot = Counter(rules()).snapshot(JEAN, facts("rewards", count).facts, FIRST)
    number = 0

    def resume() -> None:
        nonlocal snapshot, number
        number += 1
        at = Instant(instant_of(FIRST) + number)
        snapshot = snapshot.resume([given(at, f"later-{number}", "rewards")], datetime_of(at))

    benchmark.pedantic(resume, rounds=100)
    assert snapshot.carried_on
    assert snapshot.standing.account.granted == 10 * (count // 2 + number)


@pytest.mark.benchmark(group="points of a thousand members, by facts replayed")
@pytest.mark.parametrize("count", [10_000, 100_000])
@pytest.mark.parametrize("fold", ["books", "plain"])
def test_facts_replayed(benchmark: Any, fold: str, count: int) -> None:
    """Gifts, rewards, holds and their ends, by the books and in bare integers: both say what each has."""
    history, at = of_a_thousand(count), instant_of(FIRST)
    folds = {"books": partial(by_books, history, at), "plain": partial(in_integers, history, at)}
    benchmark.pedantic(folds[fold], rounds=3, warmup_rounds=1)
    assert folds["books"]() == folds["plain"]()


def by_books(history: History, at: Instant) -> dict[str, tuple[int, int]]:
    """What each member has available and held: accounts that share no fact one after the other."""
    moment, found = Moment(at), dict[str, tuple[int, int]]()
    for events in apart(history, timeline(history, holdings_of(history, moment), moment)):
        books = replay(events, books_under(rules()))
        books.close(moment)
        for member in {event.member for event in events if isinstance(event, PointsFact)}:
            account = books.accounts(member)["points"]
            found[member] = account.available, account.held
    return found


def in_integers(history: History, at: Instant) -> dict[str, tuple[int, int]]:
    return {
        member: (found.available, found.held) for member, found in plain_points(history.facts, at).items()
    }


MEMBERS = [f"m-{number}" for number in range(1_000)]


@cache
def of_a_thousand(count: int) -> History:
    """So many facts of a thousand members in two years: each does the same things in turn."""
    begins, gap = instant_of(FIRST) - 2 * YEAR, 2 * YEAR // count
    made: list[Fact] = []
    for number in range(count):
        at, turn = Instant(begins + number * gap), number // len(MEMBERS)
        member = MEMBERS[number % len(MEMBERS)]
        named: dict[str, Any] = {"member": member, "at": at, "provenance": TILL}
        match turn % 10:
            case 3 | 7:
                made.append(RewardTaken(id=f"t-{turn}", reward="honey", points=12, **named))
            case 5:
                until = Instant(at + 30 * DAY)
                made.append(PointsReserved(id=f"t-{turn}", points=9, until=until, **named))
            case 9 if turn % 20 == 9:
                made.append(ReservationEnded(id=f"t-{turn}", reservation=f"t-{turn - 4}", **named))
            case _:
                made.append(attrs.evolve(given(at, f"t-{turn}", "gifts"), member=member))
    return Counter(rules()).history(made)


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
