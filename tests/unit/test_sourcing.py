from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import product
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.delivery.kinds import Parcel, ParcelLine
from comptoir.delivery.promise import Promise
from comptoir.delivery.rules import Dates, LeadTime, Prefer, Sourcing
from comptoir.delivery.sourcing import Lacking, Part, Stocks, Supply, deliveries, joined, sourced
from comptoir.facts.delivery_terms import Promised, Sourced
from comptoir.facts.products import Product
from comptoir.facts.stock import Stock
from comptoir.facts.units import Units
from comptoir.values.decimals import MILLION
from comptoir.values.errors import NoAnswer, WrongValue
from comptoir.values.instants import DAY, Instant
from comptoir.values.moments import Moment
from comptoir.values.quantities import Measured
from comptoir.values.selections import Skus

FIRST = date(2026, 12, 1)
NOW = Instant(1_800_000_000_000_000)
DAYS = {"near": 1, "far": 3, "store": 2}
"""How many days goods travel from each source."""


def later(days: int) -> Instant:
    return Instant(NOW + days * DAY)


def arrives(source: str, ready: Instant | None, lead: int) -> Promise | None:
    """Goods travel as long as their source is far, from when they are there and made."""
    waited = 0 if ready is None else (ready - NOW) // DAY
    day = FIRST + timedelta(days=DAYS[source] + waited + lead)
    return Promise(promised=Promised(zone="Europe/Paris", earliest=day, latest=day))


def goods(*lines: tuple[str, int], unit: str = "piece", amount: int | None = None) -> Parcel:
    """Lines of a SKU and its pieces."""
    return Parcel(
        [
            ParcelLine(
                number=number,
                product=Product(sku=sku, name={"fr": sku}, category="mode", tax="standard", unit=unit),
                pieces=pieces,
                amount=amount,
                regular=100 * pieces,
                charged=100 * pieces,
            )
            for number, (sku, pieces) in enumerate(lines, 1)
        ]
    )


def stock(source: str, sku: str, quantity: int | Measured, days: int | None = None) -> Stock:
    return Stock(source=source, sku=sku, quantity=quantity, from_=None if days is None else later(days))


def told(entries: Iterable[Stock], parcel: Parcel) -> Stocks:
    ordered = sorted(entries, key=lambda each: (each.source, -1 if each.from_ is None else each.from_))
    return Stocks.of(ordered, {line.product.sku: line.product for line in parcel.lines})


def supply(parcel: Parcel, *entries: Stock, **changes: Any) -> Supply:
    standard = Supply(
        parcel=parcel,
        sources=["far", "near", "store"],
        sourcing=Sourcing(),
        lead_times=(),
        stocks=told(entries, parcel),
        arrives=arrives,
    )
    return attrs.evolve(standard, **changes)


def found(parcel: Parcel, *entries: Stock, **changes: Any) -> list[tuple[str, int, int, int]]:
    """By part: its source, its line, its pieces, and the day of arrival, counted from the first."""
    parts = supply(parcel, *entries, **changes).parts()
    assert not isinstance(parts, Lacking)
    return [
        (part.source, part.units.number, part.units.count, (part.promise.promised.latest - FIRST).days)
        for part in parts
    ]


def test_what_is_not_told_is_everywhere_and_comes_from_where_it_is_first() -> None:
    assert found(goods(("ROBE", 3), ("SAC", 1))) == [("near", 1, 3, 1), ("near", 2, 1, 1)]
    listed = Sourcing(prefer=[Prefer.LISTED])
    assert found(goods(("ROBE", 3)), sourcing=listed) == [("far", 1, 3, 3)]


def test_what_is_told_is_only_there() -> None:
    parcel = goods(("ROBE", 3), ("SAC", 1))
    assert found(parcel, stock("store", "ROBE", 3)) == [("store", 1, 3, 2), ("store", 2, 1, 2)]
    assert supply(parcel, stock("store", "ROBE", 2)).parts() == Lacking(("ROBE",))
    assert supply(parcel, stock("elsewhere", "ROBE", 9), stock("near", "SAC", 0)).parts() == Lacking(
        ("ROBE", "SAC")
    )


def test_fewer_sources_come_before_earlier_ones_unless_it_is_said_otherwise() -> None:
    entries = [stock("far", "ROBE", 2), stock("near", "ROBE", 1), stock("store", "ROBE", 1)]
    assert found(goods(("ROBE", 2)), *entries) == [("far", 1, 2, 3)]
    early = Sourcing(prefer=[Prefer.EARLIEST])
    assert found(goods(("ROBE", 2)), *entries, sourcing=early) == [("near", 1, 1, 1), ("store", 1, 1, 2)]


def test_one_source_has_all_or_nothing_is_sent() -> None:
    entries = [stock("far", "ROBE", 1), stock("near", "ROBE", 1), stock("near", "SAC", 1)]
    together = Sourcing(one_source=True)
    parcel = goods(("ROBE", 1), ("SAC", 1))
    assert found(parcel, *entries, sourcing=together) == [("near", 1, 1, 1), ("near", 2, 1, 1)]
    assert supply(goods(("ROBE", 2)), *entries, sourcing=together).parts() == Lacking(("ROBE",))


def test_lines_of_one_product_share_its_stock() -> None:
    entries = [stock("near", "ROBE", 2), stock("store", "ROBE", 2)]
    assert found(goods(("ROBE", 1), ("ROBE", 2)), *entries) == [
        ("near", 1, 1, 1),
        ("near", 2, 1, 1),
        ("store", 2, 1, 2),
    ]
    assert supply(goods(("ROBE", 2), ("ROBE", 3)), *entries).parts() == Lacking(("ROBE",))


def test_what_comes_in_later_is_had_later_unless_it_must_be_there() -> None:
    entries = [stock("near", "ROBE", 1), stock("near", "ROBE", 5, days=4)]
    parcel = goods(("ROBE", 3))
    assert found(parcel, *entries) == [("near", 1, 1, 1), ("near", 1, 2, 5)]
    moment = Moment(NOW)
    there = told(entries, parcel).there(moment)
    assert supply(parcel, stocks=there).parts() == Lacking(("ROBE",))
    assert moment.until == later(4)
    assert found(parcel, stocks=told(entries, parcel).there(Moment(later(4)))) == [("near", 1, 3, 1)]


def test_packs_and_measured_goods_are_whole_bit_by_bit_from_one_source() -> None:
    six = goods(("THE", 2), amount=12 * MILLION)
    entries = [stock("near", "THE", 8), stock("near", "THE", 4, days=2), stock("far", "THE", 5)]
    assert found(six, *entries) == [("near", 1, 1, 1), ("near", 1, 1, 3)]
    tea = goods(("THE", 1), unit="kg", amount=MILLION // 2)
    in_grams = [stock("near", "THE", Measured("300", "g")), stock("far", "THE", Measured("0.5", "kg"))]
    assert found(tea, *in_grams) == [("far", 1, 1, 3)]


def test_stock_is_counted_or_measured_as_the_product_is_sold() -> None:
    with pytest.raises(WrongValue) as error:
        told([stock("near", "THE", 3)], goods(("THE", 1), unit="kg", amount=MILLION))
    assert error.value.faults[0].code == "other_unit"
    assert told([stock("near", "THE", 0)], goods(("THE", 1), unit="kg", amount=MILLION)).entries


def test_what_is_made_to_order_takes_its_days() -> None:
    made = [LeadTime(on=Skus(["ROBE"]), days=7), LeadTime(on=Skus(["ROBE", "SAC"]), days=2)]
    assert found(goods(("GANT", 1), ("ROBE", 1), ("SAC", 1)), lead_times=made) == [
        ("near", 1, 1, 1),
        ("near", 2, 1, 8),
        ("near", 3, 1, 3),
    ]


def test_nobody_receives_it() -> None:
    assert supply(goods(("ROBE", 1)), arrives=lambda *_: None).parts() == Lacking()


def test_what_is_not_there_is_out_of_stock_even_where_nobody_receives_it() -> None:
    wanted = goods(("ROBE", 2))
    scarce = [stock("near", "ROBE", 1), stock("far", "ROBE", 0)]
    asked = supply(wanted, arrives=lambda *_: None, stocks=told(scarce, wanted))
    assert asked.parts() == Lacking(("ROBE",))


def test_what_one_took_is_not_there_for_the_next() -> None:
    entries = [stock("near", "ROBE", 1), stock("near", "ROBE", 2, days=1), stock("far", "ROBE", 1)]
    left = told(entries, goods(("ROBE", 1))).less([("ROBE", "near", 2 * MILLION), ("SAC", "near", MILLION)])
    assert left.entries == {"ROBE": {"near": ((later(1), MILLION),), "far": ((None, MILLION),)}}
    assert left.whole("near", goods(("ROBE", 1))) is not None
    assert left.lacks("near", goods(("ROBE", 2), ("SAC", 9))) == ("ROBE",)


def parts(*given_: tuple[str, int, int, int, int]) -> list[Part]:
    """Parts by source, line, first piece, pieces, and day."""
    return [
        Part(
            units=Units(number, first, count),
            source=source,
            promise=Promise(
                promised=Promised(
                    zone="Europe/Paris",
                    earliest=FIRST + timedelta(days=day),
                    latest=FIRST + timedelta(days=day),
                )
            ),
        )
        for source, number, first, count, day in given_
    ]


def test_goods_wait_for_each_other_or_come_as_they_are_ready() -> None:
    some = parts(("near", 1, 0, 2, 4), ("far", 1, 2, 1, 1), ("far", 2, 0, 1, 4))
    [(together, all_of_them)] = deliveries(some, Dates.TOGETHER)
    assert together.promised.latest == FIRST + timedelta(days=4)
    assert all_of_them == tuple(some)
    days = [
        (promise.promised.latest.day, [part.source for part in of])
        for promise, of in deliveries(some, Dates.AS_READY)
    ]
    assert days == [(2, ["far"]), (5, ["near", "far"])]
    assert sourced(some, ["far", "near"]) == (
        Sourced(source="far", units=[Units(1, 2, 1), Units(2, 0, 1)]),
        Sourced(source="near", units=[Units(1, 0, 2)]),
    )
    assert sourced(some[1:], ["far"]) == (Sourced(source="far"),)


def test_pieces_beside_each_other_are_one_run() -> None:
    assert joined([Units(2, 0, 1), Units(1, 2, 1), Units(1, 0, 2)]) == (Units(1, 0, 3), Units(2, 0, 1))


# Every way to divide a few pieces, tried


SOURCES = ("far", "near", "store")
ENTRIES = st.builds(
    stock,
    st.sampled_from(SOURCES),
    st.sampled_from(("ROBE", "SAC")),
    st.integers(0, 3),
    st.none() | st.integers(1, 3),
)
PARCELS = st.lists(
    st.tuples(st.sampled_from(("ROBE", "SAC", "GANT")), st.integers(1, 2)), min_size=1, max_size=3
)


def ways(parcel: Parcel, entries: Sequence[Stock]) -> Iterator[tuple[int, int]]:
    """Of each way to divide the pieces: how many sources it has, and the last day, from the first."""
    wanted = [line.product.sku for line in parcel.lines for _ in range(line.pieces)]
    known = {each.sku for each in entries}
    for chosen in product(SOURCES, repeat=len(wanted)):
        last, piles = 0, {id(each): each.quantity for each in entries}
        for sku, source in zip(wanted, chosen, strict=True):
            waited = 0
            if sku in known:
                here = [each for each in entries if (each.sku, each.source) == (sku, source)]
                full = [each for each in here if piles[id(each)]]
                if not full:
                    break
                taken = min(full, key=lambda each: NOW if each.from_ is None else each.from_)
                piles[id(taken)] -= 1  # type: ignore[operator]
                waited = 0 if taken.from_ is None else (taken.from_ - NOW) // DAY
            last = max(last, DAYS[source] + waited)
        else:
            yield len(set(chosen)), last


@given(PARCELS, st.lists(ENTRIES, max_size=5), st.permutations((Prefer.FEWEST_SOURCES, Prefer.EARLIEST)))
def test_no_way_to_divide_the_goods_is_better(
    lines: list[tuple[str, int]], entries: list[Stock], prefer: list[Prefer]
) -> None:
    parcel = goods(*lines)
    asked = supply(parcel, *entries, sourcing=Sourcing(prefer=prefer))
    every = list(ways(parcel, entries))
    plan = asked.parts()
    if isinstance(plan, Lacking):
        assert not every
        assert plan.products
        return
    count = {
        line.number: sum(p.units.count for p in plan if p.units.number == line.number)
        for line in parcel.lines
    }
    assert count == {line.number: line.pieces for line in parcel.lines}
    last = max((part.promise.promised.latest - FIRST).days for part in plan)
    measured = len({part.source for part in plan}), last
    if prefer[0] is Prefer.FEWEST_SOURCES:
        assert measured == min(every)
    else:
        assert (last, measured[0]) == min((day, many) for many, day in every)


def test_larger_packs_take_of_the_stock_first() -> None:
    single, case = goods(("THE", 2), amount=2 * MILLION), goods(("THE", 1), amount=6 * MILLION)
    lines = [*single.lines, *(attrs.evolve(line, number=2) for line in case.lines)]
    parcel = attrs.evolve(single, lines=lines)
    entries = [stock("near", "THE", 7), stock("far", "THE", 1)]
    assert found(parcel, *entries) == [("near", 1, 1, 1), ("far", 1, 1, 3), ("near", 2, 1, 1)]


def test_what_arrives_beyond_the_tables_is_not_had_unless_nothing_else_is() -> None:
    def beyond(source: str, ready: Instant | None, lead: int) -> Promise | None:
        if ready == later(99):
            raise NoAnswer.at("at", "found a day", "seal a longer table", code="outside_zone_table")
        return arrives(source, ready, lead)

    entries = [stock("near", "ROBE", 1), stock("far", "ROBE", 9, days=99)]
    assert found(goods(("ROBE", 1)), *entries, arrives=beyond) == [("near", 1, 1, 1)]
    with pytest.raises(NoAnswer):
        supply(goods(("ROBE", 2)), *entries, arrives=beyond).parts()
    assert supply(
        goods(("ROBE", 1), ("SAC", 1)), *entries, stock("near", "SAC", 0), arrives=beyond
    ).parts() == (Lacking(("SAC",)))
