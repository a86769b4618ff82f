from __future__ import annotations

import attrs
import pytest

from comptoir import Changes, Counter, Fact, Line, Rulebook, WrongValue
from comptoir.checkout.changes import DrawnOtherwise, OtherAward, OtherConflict, OtherTier, OtherTotal, Total
from comptoir.facts.point_terms import CapPer
from comptoir.facts.units import Units
from comptoir.loyalty.earn_rules import CapRule, EarnRule
from comptoir.loyalty.rules import LoyaltyRules
from comptoir.testing.history_examples import noon
from comptoir.testing.stories import MEMBER, Play, came_back
from comptoir.testing.whole_shop import PROGRAMME, whole_shop
from comptoir.values.instants import datetime_of

SHOP = whole_shop()


def changed(facts: list[Fact], *late: str, at: str, shop: Rulebook = SHOP) -> Changes:
    """What the facts of these ids change, once they are known too."""
    counter, when = Counter(shop), datetime_of(noon(at))
    known = [fact for fact in facts if fact.id not in late]
    return counter.changes(counter.standing(MEMBER, known, when), counter.standing(MEMBER, facts, when))


def ids(facts: tuple[Fact, ...]) -> list[str]:
    return [fact.id for fact in facts]


def two_dresses() -> Play:
    play = Play(rulebook=SHOP)
    play.buy(Line("ROBE-36", 1), id="o-1", at=noon("2026-01-10"))
    play.buy(Line("ROBE-36", 1), id="o-2", at=noon("2026-01-12"))
    return play


def test_nothing_changes_without_a_new_fact() -> None:
    found = changed(two_dresses().facts, at="2026-02-10")
    assert (found.facts, found.gone, found.changes) == ((), (), ())
    assert found.text("en") == "Nothing has changed."
    assert found.text("fr") == "Rien n'a changé."


def test_a_late_purchase_brings_its_points_and_counts_for_the_tier() -> None:
    found = changed(two_dresses().facts, "o-1", at="2026-02-10")
    assert ids(found.facts) == ["o-1"]
    assert all(ids(change.facts) == ["o-1"] for change in found.changes)
    tier = next(change for change in found.changes if isinstance(change, OtherTier))
    assert tier.before is not None
    assert tier.after is not None
    assert tier.after.measured == 2 * tier.before.measured
    award = next(change for change in found.changes if isinstance(change, OtherAward))
    assert award.before is None
    assert award.after is not None
    assert (award.after.source, award.after.points) == ("o-1", award.after.points)


def test_a_late_purchase_takes_the_room_that_a_cap_had_left_for_another() -> None:
    earn = EarnRule(points=1, per="1.00 EUR", caps=[CapRule(points=50, per=CapPer.MONTH)])
    shop = whole_shop(loyalty=LoyaltyRules(programme=attrs.evolve(PROGRAMME, earn=earn)))
    play = Play(rulebook=shop)
    play.buy(Line("ROBE-36", 1), id="o-1", at=noon("2026-01-10"))
    play.buy(Line("ROBE-36", 1), id="o-2", at=noon("2026-01-12"))
    found = changed(play.facts, "o-1", at="2026-02-10", shop=shop)
    lost = next(each for each in found.changes if isinstance(each, OtherAward) and each.before is not None)
    assert lost.before is not None
    assert lost.after is not None
    assert lost.after.source == "o-2"
    assert lost.after.points < lost.before.points
    assert sum(cut.points for cut in lost.after.cuts) > sum(cut.points for cut in lost.before.cuts)
    assert ids(lost.facts) == ["o-1"]
    assert "the cap carnet/month cuts off" in found.text("en")
    assert "le plafond carnet/month en retient" in found.text("fr")


def test_a_spending_draws_from_the_lot_that_a_late_fact_brought() -> None:
    play = Play(rulebook=SHOP)
    play.buy(Line("ROBE-36", 1), id="o-1", at=noon("2026-01-10"))
    play.buy(Line("ROBE-36", 1), id="o-2", at=noon("2026-02-01"))
    play.buy(Line("FOULARD", 1), id="o-3", at=noon("2026-02-20"), points=30)
    found = changed(play.facts, "o-1", at="2026-02-21")
    drawn = next(each for each in found.changes if isinstance(each, DrawnOtherwise))
    assert drawn.before is not None
    assert drawn.after is not None
    assert [each.source for each in drawn.before.drawn] == ["o-2"]
    assert [each.source for each in drawn.after.drawn] == ["o-1"]
    assert "o-3 draws its points so: 30 of o-1 (before: 30 of o-2), because of o-1" in found.text("en")


def test_each_change_names_only_the_facts_that_made_it() -> None:
    play = two_dresses()
    order = play.facts[1]
    play.buy(Line("FOULARD", 1), id="o-9", at=noon("2026-01-15"))
    play.record(came_back(order.order, [Units(1, 0, 1)], id="r-2", at=noon("2026-01-20")))  # type: ignore[union-attr, arg-type]
    found = changed(play.facts, "o-9", "r-2", at="2026-02-10")
    by_total = {each.total: ids(each.facts) for each in found.changes if isinstance(each, OtherTotal)}
    assert by_total[Total.CLAWED_BACK] == ["r-2"]
    assert by_total[Total.EARNED] == ["o-9"]
    assert by_total[Total.AVAILABLE] == ["o-9", "r-2"]


def test_a_conflict_that_a_late_fact_makes_is_new() -> None:
    play = Play(rulebook=SHOP)
    play.buy(Line("ROBE-36", 1), id="o-1", at=noon("2026-01-10"))
    seen = len(play.facts)
    for till, day in (("a", "2026-02-01"), ("b", "2026-02-02")):
        play.buy(Line("FOULARD", 1), id=f"o-2{till}", at=noon(day), points=10_000, known=seen)
    found = changed(play.facts, "o-2a", at="2026-02-03")
    [conflict] = [each for each in found.changes if isinstance(each, OtherConflict)]
    assert (conflict.is_new, conflict.conflict.kind, ids(conflict.facts)) == (True, "overspent", ["o-2a"])
    back = Counter(SHOP)
    before, after = (
        back.standing(MEMBER, facts, datetime_of(noon("2026-02-03")))
        for facts in (play.facts, play.facts[:1])
    )
    gone = back.changes(before, after)
    assert ids(gone.gone) == ["o-2a", "o-2b"]
    assert "No longer to be looked at" in gone.text("en")


def test_time_alone_changes_what_it_changes() -> None:
    counter, facts = Counter(SHOP), two_dresses().facts
    before, after = (
        counter.standing(MEMBER, facts, datetime_of(noon(day))) for day in ("2026-01-13", "2026-03-01")
    )
    found = counter.changes(before, after)
    assert found.facts == ()
    totals = {each.total for each in found.changes if isinstance(each, OtherTotal)}
    assert totals == {Total.AVAILABLE, Total.PENDING}


def test_two_members_are_not_compared() -> None:
    counter, when = Counter(SHOP), datetime_of(noon("2026-01-13"))
    with pytest.raises(WrongValue, match="pass two of one member"):
        counter.changes(counter.standing(MEMBER, [], when), counter.standing("m-2", [], when))
