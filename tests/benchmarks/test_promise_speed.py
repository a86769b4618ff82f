"""Speed of one promise, to be read as ratios within one run: `nox -s benchmarks`.

Nothing here asserts a time. A promise that was found before is looked up; the yardstick is one that is found
for the first time, in tables that have answered nothing yet.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import attrs
import pendulum
import pytest

from comptoir.authoring import example, seal
from comptoir.delivery.collecting import Pickup, collected_promise
from comptoir.delivery.order_by import shipped_order_by
from comptoir.delivery.promise import Trip, shipped_promise
from comptoir.delivery.rules import Collected, Shipped, Way
from comptoir.rulebook import Rulebook
from comptoir.values.instants import SECOND, Instant, instant_of
from comptoir.values.moments import Moment

Benchmark = Callable[..., Any]

MONDAY = instant_of(pendulum.datetime(2026, 12, 14, 9, 5, tz="Europe/Paris"))
BEFORE_CHRISTMAS = instant_of(pendulum.datetime(2026, 12, 23, 18, 5, tz="Europe/Paris"))
CHRISTMAS_EVE = pendulum.date(2026, 12, 24)
MINUTE = 60 * SECOND
ASKED = {"in-time": MONDAY, "before-christmas": BEFORE_CHRISTMAS}


@cache
def rulebook() -> Rulebook:
    return seal(example())


def way_of(service: str) -> Way:
    return next(each.way for each in rulebook().delivery.services if each.id == service)


def trip() -> Trip:
    way, places = way_of("home"), rulebook().places
    assert isinstance(way, Shipped)
    dispatch = way.dispatch[0]
    source = places.sources[dispatch.source]
    return Trip(way=way, dispatch=dispatch, source=source, there=places.countries["FR"])


def pickup() -> Pickup:
    way = way_of("click-and-collect")
    assert isinstance(way, Collected)
    return Pickup(way=way, store=rulebook().places.by_id["lyon-2"])


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("which", ["found-before", "for-the-first-time"])
@pytest.mark.benchmark(group="a promise of goods that are sent")
def test_a_shipped_promise(benchmark: Benchmark, which: str, asked: str) -> None:
    at, almanac, sent = ASKED[asked], rulebook().almanac, trip()
    if which == "found-before":
        benchmark(lambda: shipped_promise(trip(), Moment(at), almanac))
    else:
        benchmark(lambda: shipped_promise(sent, Moment(at), attrs.evolve(almanac)))


@pytest.mark.parametrize("which", ["found-before", "for-the-first-time"])
@pytest.mark.benchmark(group="a promise of goods that are collected")
def test_a_collected_promise(benchmark: Benchmark, which: str) -> None:
    almanac, collected = rulebook().almanac, pickup()
    if which == "found-before":
        benchmark(lambda: collected_promise(pickup(), Moment(MONDAY), almanac))
    else:
        benchmark(lambda: collected_promise(collected, Moment(MONDAY), attrs.evolve(almanac)))


@pytest.mark.benchmark(group="a day of promises, minute by minute")
def test_every_minute_of_a_day(benchmark: Benchmark) -> None:
    almanac, sent = rulebook().almanac, trip()
    moments = [Instant(MONDAY + minutes * MINUTE) for minutes in range(24 * 60)]
    benchmark(lambda: [shipped_promise(sent, Moment(at), almanac) for at in moments])


@pytest.mark.benchmark(group="until when to order")
def test_until_when_to_order(benchmark: Benchmark) -> None:
    almanac, sent = rulebook().almanac, trip()
    benchmark(lambda: shipped_order_by(sent, CHRISTMAS_EVE, Moment(MONDAY), almanac))
