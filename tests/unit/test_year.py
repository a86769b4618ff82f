"""The generated year of a member: the same for a seed, and as rich as it is meant to be."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from comptoir.authoring import example, seal
from comptoir.facts.conflicts import Overspent
from comptoir.facts.events import Exchanged, HandedOver, OrderPlaced, Returned
from comptoir.rulebook import Rulebook
from comptoir.testing.laws.loyalty import (
    l1_however_facts_come_the_standing_is_the_same,
    l2_points_are_conserved,
)
from comptoir.testing.stories import Story, tell_counter
from comptoir.testing.year import a_year, course_of
from comptoir.values.instants import DAY, Instant, instant_of


@cache
def maison_lavande() -> Rulebook:
    return Rulebook.open(seal(example()).sealed())


@cache
def year(seed: int) -> Story:
    return a_year(maison_lavande(), seed)


def test_a_seed_gives_one_year_and_another_seed_another() -> None:
    assert a_year(maison_lavande(), 1).facts == year(1).facts
    assert year(1).facts != year(2).facts


def test_all_kinds_of_facts_on_all_channels_happen_and_points_are_spent_twice() -> None:
    facts = year(1).facts
    orders = [fact.order for fact in facts if isinstance(fact, OrderPlaced)]
    assert {type(fact) for fact in facts} == {OrderPlaced, HandedOver, Returned, Exchanged}
    assert {order.provenance.channel for order in orders} == {"till", "web", "app"}
    standing = tell_counter(year(1).rulebook, year(1).member, facts, year(1).at)
    assert [type(conflict) for conflict in standing.conflicts] == [Overspent]


def test_a_year_keeps_the_laws() -> None:
    l1_however_facts_come_the_standing_is_the_same(year(1))
    l2_points_are_conserved(year(1))


def test_a_course_holds_every_change_and_nothing_between() -> None:
    story = year(1)
    until = instant_of(story.at)
    since = Instant(until - 60 * DAY)
    course = list(course_of(story, since, until))
    assert course[0].asked_at == since
    assert course[-1].until >= until
    for standing, following in pairwise(course):
        assert standing.until == following.asked_at
        last = tell_counter(
            story.rulebook, story.member, story.facts, standing.valid_until.subtract(microseconds=1)
        )
        assert last.answer == standing.answer
