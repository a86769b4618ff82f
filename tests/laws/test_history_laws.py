"""The laws of histories, on stories played at the counter; each law can fail."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given

from comptoir.testing import history_examples, laws
from comptoir.testing.cases import LawBroken
from comptoir.testing.history_faults import HISTORY_FAULTS
from comptoir.testing.laws import HISTORY_LAWS, HistoryLaw
from comptoir.testing.stories import Story, Tell, tell_counter, told
from comptoir.testing.strategies.point_stories import point_stories
from comptoir.testing.strategies.stories import stories
from comptoir.values.instants import Instant, datetime_of

played_or_built = stories() | point_stories()
"""Played at the counter, or built by hand with all that can happen to points."""


@given(played_or_built)
def test_l1_however_facts_come_the_standing_is_the_same(story: Story) -> None:
    laws.l1_however_facts_come_the_standing_is_the_same(story)


@given(played_or_built)
def test_l2_points_are_conserved(story: Story) -> None:
    laws.l2_points_are_conserved(story)


@given(played_or_built)
def test_l3_a_lot_is_drawn_within_its_life_only(story: Story) -> None:
    laws.l3_a_lot_is_drawn_within_its_life_only(story)


@given(played_or_built)
def test_l4_folding_can_stop_anywhere_and_go_on(story: Story) -> None:
    laws.l4_folding_can_stop_anywhere_and_go_on(story)


@given(played_or_built)
def test_l5_a_return_leaves_what_was_there_before(story: Story) -> None:
    laws.l5_a_return_leaves_what_was_there_before(story)


@given(point_stories())
def test_l6_united_accounts_add_up(story: Story) -> None:
    laws.l6_united_accounts_add_up(story)


@given(point_stories())
def test_l7_no_more_is_awarded_than_a_cap_lets_through(story: Story) -> None:
    laws.l7_no_more_is_awarded_than_a_cap_lets_through(story)


@given(point_stories())
def test_l8_what_is_set_aside_is_used_or_released_once(story: Story) -> None:
    laws.l8_what_is_set_aside_is_used_or_released_once(story)


@given(point_stories())
def test_l9_what_is_undone_never_lives_longer(story: Story) -> None:
    laws.l9_what_is_undone_never_lives_longer(story)


@given(point_stories())
def test_l10_points_that_are_passed_on_keep_their_life(story: Story) -> None:
    laws.l10_points_that_are_passed_on_keep_their_life(story)


@given(point_stories())
def test_l11_who_a_member_is_changes_no_sum(story: Story) -> None:
    laws.l11_who_a_member_is_changes_no_sum(story)


@given(point_stories())
def test_l12_a_claimed_purchase_is_as_if_it_had_named_its_member(story: Story) -> None:
    laws.l12_a_claimed_purchase_is_as_if_it_had_named_its_member(story)


@given(played_or_built)
def test_l13_a_snapshot_saves_time_and_changes_nothing(story: Story) -> None:
    laws.l13_a_snapshot_saves_time_and_changes_nothing(story)


@given(played_or_built)
def test_lo_the_standing_is_what_the_oracles_count(story: Story) -> None:
    laws.lo_the_standing_is_what_the_oracles_count(story)


@given(played_or_built)
def test_p1_where_facts_were_recorded_changes_no_points(story: Story) -> None:
    laws.p1_where_facts_were_recorded_changes_no_points(story)


@given(played_or_built)
def test_p2_facts_survive_their_wire_form(story: Story) -> None:
    laws.p2_facts_survive_their_wire_form(story)


@given(played_or_built)
def test_p4_the_standing_stays_until_valid_until(story: Story) -> None:
    laws.p4_the_standing_stays_until_valid_until(story)


@cache
def hand_made() -> list[Story]:
    return history_examples.stories()


def breaks(law: HistoryLaw, story: Story, tell: Tell) -> bool:
    try:
        law(story, tell)
    except LawBroken:
        return True
    return False


def test_every_law_of_histories_has_faults() -> None:
    assert {letter: len(faults) >= 2 for letter, faults in HISTORY_FAULTS.items()} == dict.fromkeys(
        HISTORY_LAWS, True
    )


@pytest.mark.parametrize("letter", HISTORY_LAWS)
def test_the_law_holds_of_every_story_made_by_hand(letter: str) -> None:
    for story in hand_made():
        HISTORY_LAWS[letter](story)


@pytest.mark.parametrize(
    ("letter", "fault"), [(letter, fault) for letter, faults in HISTORY_FAULTS.items() for fault in faults]
)
def test_the_law_catches_the_planted_fault(letter: str, fault: str) -> None:
    assert any(breaks(HISTORY_LAWS[letter], story, HISTORY_FAULTS[letter][fault]) for story in hand_made())


def test_l3_leaves_out_a_return_that_waits_for_the_order_which_it_looks_at() -> None:
    play = history_examples.a_return_before_its_order()
    story = play.story(at=history_examples.noon("2026-02-10"))
    assert any(fact.at < order.placed_at for fact in story.facts for order in story.history.orders.values())
    laws.l3_a_lot_is_drawn_within_its_life_only(story)


def test_l3_holds_of_points_taken_off_in_a_pool_of_which_few_are_the_members_own() -> None:
    story = history_examples.taken_off_in_a_pool().story(at=history_examples.noon("2026-03-22"))
    laws.l3_a_lot_is_drawn_within_its_life_only(story)
    laws.lo_the_standing_is_what_the_oracles_count(story)


def test_lo_holds_of_two_reservations_of_one_name() -> None:
    play = history_examples.two_of_one_name()
    laws.lo_the_standing_is_what_the_oracles_count(play.story(at=history_examples.noon("2026-04-01")))


def test_l5_holds_of_a_purchase_that_repaid_itself_with_a_point_that_would_live_on_by_grace() -> None:
    story = history_examples.repaid_by_itself().story(at=history_examples.noon("2026-04-01"))
    laws.l5_a_return_leaves_what_was_there_before(story)
    laws.lo_the_standing_is_what_the_oracles_count(story)


@given(stories())
def test_expiry_needs_no_fact_and_keeps_to_its_schedule(story: Story) -> None:
    known = [fact for fact in story.facts if fact.at <= story.instant]
    now = told(story, tell_counter, facts=known).account
    last = Instant(story.rulebook.horizon_instant - 1)
    later = told(story, tell_counter, last, known).account
    if not now.debt:
        due = sum(each.points for each in now.expiring if each.at <= last)
        assert later.expired - now.expired == due
        assert later.available + later.pending == now.available + now.pending - due
    assert (later.earned, later.redeemed, later.clawed_back) == (now.earned, now.redeemed, now.clawed_back)


@given(stories())
def test_what_happens_later_changes_no_earlier_standing(story: Story) -> None:
    known = [fact for fact in story.facts if fact.at <= story.instant]
    one, other = told(story, tell_counter), told(story, tell_counter, facts=known)
    assert one.state == other.state


def test_a_story_is_told_the_same_by_its_history() -> None:
    story = hand_made()[-1]
    told_by_history = tell_counter(
        story.rulebook, story.member, story.history.facts, datetime_of(story.instant)
    )
    assert told_by_history.account == told(story, tell_counter).account
