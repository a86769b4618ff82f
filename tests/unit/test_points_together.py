from __future__ import annotations

import gc
from random import Random
from weakref import ref

import attrs
from hypothesis import given
from hypothesis import strategies as st

from comptoir.facts.events import Fact
from comptoir.facts.holdings import holdings_of
from comptoir.facts.orders import Order
from comptoir.facts.point_events import (
    AccountsMerged,
    PointsReserved,
    PointsTakenOff,
    PointsTransferred,
    PoolJoined,
    PoolLeft,
    PurchaseClaimed,
    ReservationEnded,
    ReservationUsed,
    Reserving,
    RewardGivenBack,
    RewardTaken,
)
from comptoir.facts.point_terms import Accrual, CapPer, CapTerms, DrawBy, LotTerms, Shortfall, ShortfallTerms
from comptoir.loyalty.account import Account
from comptoir.loyalty.fold.books import Books, replay
from comptoir.loyalty.fold.timeline import timeline
from comptoir.values.instants import DAY, Instant, instant_text
from comptoir.values.moments import Moment
from comptoir.values.periods import Period
from unit.loyalty_shop import (
    ALMANAC,
    Facts,
    agreed,
    at,
    books_at,
    closes_by_law,
    fact,
    gift,
    is_balanced,
    lot,
    order,
    recorded,
    returned,
)

MEMBERS = ("m-1", "m-2", "m-3")
START = at("2026-03-01")


def day(number: int) -> str:
    return instant_text(Instant(START + number * DAY))


DAYS = st.integers(0, 30)
SOME = st.integers(1, 60)
MEMBER = st.sampled_from(MEMBERS)
TERMS = st.builds(
    LotTerms,
    zone=st.just("Europe/Paris"),
    idle_after=st.sampled_from([None, Period.from_text("6 days")]),
)
SHORTFALLS = st.sampled_from(
    [
        ShortfallTerms(),
        ShortfallTerms(steps=[Shortfall.FORGIVEN]),
        ShortfallTerms(steps=[Shortfall.POINTS, Shortfall.FORGIVEN]),
    ]
)
CAPS = st.sampled_from([(), [CapTerms(id="club/year", points=80, per=CapPer.YEAR)]])


@st.composite
def lots(draw: st.DrawFn, placed: int) -> Accrual:
    since = placed + draw(st.integers(0, 5))
    until = draw(st.none() | st.integers(since + 1, since + 12))
    earned = lot(draw(SOME), day(since), None if until is None else day(until))
    return agreed(
        earned,
        lot=draw(TERMS),
        caps=draw(CAPS),
        shortfall=draw(SHORTFALLS),
        funder=draw(st.sampled_from([None, "brand"])),
        priority=draw(st.integers(0, 1)),
    )


@st.composite
def histories(draw: st.DrawFn) -> Facts:
    """A few members who buy, claim, give back, set aside, pass on, and share."""
    orders = []
    for number in range(draw(st.integers(1, 5))):
        placed, pieces = draw(DAYS), draw(st.integers(1, 2))
        orders.append(
            order(
                f"o-{number}",
                day(placed),
                member=draw(MEMBER | st.none()),
                charged=pieces * 100,
                pieces=pieces,
                spends=draw(st.just(0) | SOME),
                earns=draw(st.lists(lots(placed), max_size=2)),
            )
        )
    facts: Facts = list(orders)
    for number in range(draw(st.integers(0, 3))):
        facts.append(
            gift(
                f"g-{number}",
                day(draw(DAYS)),
                draw(SOME),
                day(draw(st.integers(31, 40))),
                member=draw(MEMBER),
            )
        )
    for number in range(draw(st.integers(0, 8))):
        facts.append(draw(happenings(number, orders)))
    for number in range(draw(st.integers(0, 3))):
        back = draw(st.sampled_from(orders))
        count = draw(st.integers(1, back.lines[0].shares[0].units))
        facts.append(returned(f"r-{number}", back, day(draw(st.integers(0, 40))), count=count))
    return facts


@st.composite
def happenings(draw: st.DrawFn, number: int, orders: list[Order]) -> Fact:
    id_, on, member, points = f"f-{number}", day(draw(DAYS)), draw(MEMBER), draw(SOME)
    other = draw(st.sampled_from([each for each in MEMBERS if each != member]))
    earlier = f"f-{draw(st.integers(0, 7))}"
    order_ = draw(st.sampled_from([(DrawBy.OLDEST,), (DrawBy.PRIORITY, DrawBy.EXPIRY, DrawBy.OLDEST)]))
    until = Instant(at(on) + draw(st.integers(1, 9)) * DAY)
    till = draw(st.sampled_from([None, "till-1"]))
    return draw(
        st.sampled_from(
            [
                fact(PointsTakenOff, id_, on, member=member, points=points, rule="error", author="nadia"),
                fact(
                    PointsReserved,
                    id_,
                    on,
                    member=member,
                    points=points,
                    until=until,
                    draw=order_,
                    till=till,
                    reserving=Reserving.HOLD if till is None else Reserving.RIGHT,
                ),
                fact(
                    ReservationUsed, id_, on, member=member, reservation=earlier, points=points, spent_on="x"
                ),
                fact(ReservationEnded, id_, on, member=member, reservation=earlier),
                fact(RewardTaken, id_, on, member=member, reward="cup", points=points, draw=order_),
                fact(RewardTaken, id_, on, member=member, reward="cup", points=points, reservation=earlier),
                fact(RewardGivenBack, id_, on, member=member, taken=earlier),
                fact(PointsTransferred, id_, on, member=member, to=other, points=points),
                fact(AccountsMerged, id_, on, member=member, into=other),
                fact(PoolJoined, id_, on, member=member, pool=other),
                fact(PoolLeft, id_, on, member=member, pool=other),
                fact(PurchaseClaimed, id_, on, member=member, order=draw(st.sampled_from(orders)).id),
            ]
        )
    )


def books(facts: Facts, moment: Moment) -> Books:
    history = recorded(facts)
    return books_at(history, moment)


def accounts(facts: Facts, moment: Moment) -> list[Account]:
    found = books(facts, moment)
    return [each for member in MEMBERS for each in found.accounts(member).values()]


@given(histories())
def test_law_l2_points_are_conserved_in_every_account_at_every_instant(facts: Facts) -> None:
    for number in range(0, 45, 3):
        for found in accounts(facts, Moment(at(day(number)))):
            assert is_balanced(found)
            assert found.debt == 0 or found.available == 0
            assert min(attrs.astuple(found, recurse=False)[:14]) >= 0


@given(histories(), st.randoms())
def test_law_l1_the_order_in_which_facts_come_changes_nothing(facts: Facts, random: Random) -> None:
    shuffled = list(facts)
    random.shuffle(shuffled)
    moment = Moment(at(day(45)))
    assert accounts(shuffled, moment) == accounts(facts, moment)


@given(histories(), st.integers(0, 30))
def test_law_l4_folding_up_to_any_cut_and_then_the_rest_is_folding_all(facts: Facts, cut: int) -> None:
    moment = Moment(at(day(45)))
    history = recorded(facts)
    events = timeline(history, holdings_of(history, moment), moment)
    carried_on = replay(events[:cut], onto=Books(ALMANAC, closes_by_law))
    for member in MEMBERS:
        carried_on.accounts(member)  # looking at it changes nothing
    replay(events[cut:], onto=carried_on).close(moment)
    whole = books(facts, moment)
    for member in MEMBERS:
        assert carried_on.accounts(member) == whole.accounts(member)


def test_to_look_at_a_member_of_a_pool_who_has_no_points_gives_them_none() -> None:
    facts: Facts = [
        gift("g", day(0), 10, member="m-2"),
        fact(PoolJoined, "in", day(1), member="m-1", pool="m-2"),
        fact(PoolLeft, "out", day(2), member="m-1", pool="m-2"),
    ]
    joined, left = (Moment(at(day(number))) for number in (1, 2))
    looked_at = books(facts[:2], joined)
    assert looked_at.accounts("m-1")["points"].spendable == 10
    for event in recorded(facts[2:]).facts:
        replay([event], onto=looked_at)  # type: ignore[list-item] # it is about points
    assert looked_at.accounts("m-1") == books(facts, left).accounts("m-1") == {}


@given(histories(), st.integers(0, 44))
def test_law_p4_nothing_changes_before_the_next_boundary(facts: Facts, number: int) -> None:
    moment = Moment(at(day(number)))
    found = accounts(facts, moment)
    last = at(day(90)) if moment.until is None else Instant(moment.until - 1)
    assert accounts(facts, Moment(last)) == found


@given(histories(), MEMBER)
def test_an_account_depends_on_no_facts_but_those_that_lead_to_it(facts: Facts, member: str) -> None:
    moment = Moment(at(day(45)))
    own = recorded(facts).of_member(member, moment)
    found = books_at(own, moment)
    assert found.accounts(member) == books(facts, moment).accounts(member)


@given(histories(), st.integers(0, 45))
def test_books_are_gone_with_whoever_read_them_and_wait_for_no_collector(facts: Facts, number: int) -> None:
    gc.disable()
    try:
        found = books(facts, Moment(at(day(number))))
        watched: list[ref[object]] = [ref(purse) for purse in found.purses()]
        watched += [ref(lot) for purse in found.purses() for lot in purse.lots]
        del found
        assert not any(each() for each in watched)
    finally:
        gc.enable()
