"""What a quote says that caps let through is what the member is awarded."""

from __future__ import annotations

import attrs
import pendulum
from hypothesis import given
from hypothesis import strategies as st

from comptoir import Accepted, Buyer, Counter, Fact, Line, Quote, Rulebook, Tender
from comptoir.facts.point_terms import CapPer
from comptoir.loyalty.earn_rules import Campaign, CapRule
from comptoir.values.factors import Factor
from unit.points_shop import CLUB, FIRST, JEAN, TEN_OFF, Desk, day
from unit.price_shop import TILL, basket, shop


def capped(*caps: CapRule) -> Rulebook:
    """A shop whose campaign doubles the points, up to some caps."""
    campaign = Campaign(id="double", name={"fr": "Double"}, factor=Factor.of("2"), caps=caps)
    return shop(TEN_OFF, programme=attrs.evolve(CLUB, campaigns=[campaign]))


def quoted(rules: Rulebook, pieces: int, facts: list[Fact], at: pendulum.DateTime) -> Quote:
    counter = Counter(rules)
    asked = attrs.evolve(basket(Line("PULL", pieces)), buyer=Buyer(member=JEAN))
    return counter.quote(asked, at, standing=counter.standing(JEAN, facts, at))


def placed(rules: Rulebook, quote: Quote, id: str, at: pendulum.DateTime) -> list[Fact]:
    tenders = [Tender("card", quote.to_pay)]
    done = Counter(rules).place(quote, id=id, at=at, tenders=tenders, provenance=TILL)
    assert isinstance(done, Accepted)
    return [*done.facts]


def told(quote: Quote) -> list[tuple[str, int, tuple[object, ...]]]:
    assert quote.awarded is not None
    return [(each.rule, each.points, each.cuts) for each in quote.awarded]


caps = st.builds(CapRule, points=st.integers(1, 200), per=st.sampled_from([*CapPer]))


@given(
    st.lists(caps, max_size=2, unique_by=lambda cap: cap.per),
    st.lists(st.tuples(st.integers(1, 3), st.integers(0, 40)), min_size=1, max_size=5),
)
def test_what_is_told_is_what_the_standing_has_once_it_is_placed(
    limits: list[CapRule], purchases: list[tuple[int, int]]
) -> None:
    rules, facts, at = capped(*limits), list[Fact](), FIRST
    for number, (pieces, hours) in enumerate(purchases):
        at = at.add(hours=hours, minutes=1)
        quote = quoted(rules, pieces, facts, at)
        facts += placed(rules, quote, f"o-{number}", at)
        awards = Counter(rules).standing(JEAN, facts, at).account.awards
        found = [(each.rule, each.points, each.cuts) for each in awards if each.source == f"o-{number}"]
        assert told(quote) == found
        assert quote.will_be_awarded == sum(points for _, points, _ in found)
        assert quote.will_be_awarded <= quote.will_earn


def test_a_cap_cuts_off_what_was_awarded_before() -> None:
    rules = capped(CapRule(points=60, per=CapPer.DAY))
    first = quoted(rules, 1, [], day(1))
    facts = placed(rules, first, "o-1", day(1))
    second = quoted(rules, 1, facts, day(1, 13))
    assert first.will_earn == second.will_earn == 100
    assert (first.will_be_awarded, second.will_be_awarded) == (100, 60)
    assert quoted(rules, 1, facts, day(2)).will_be_awarded == 100


def test_without_a_standing_nobody_knows_what_a_cap_lets_through() -> None:
    rules = capped(CapRule(points=60, per=CapPer.DAY))
    asked = attrs.evolve(basket(Line("PULL", 1)), buyer=Buyer(member=JEAN))
    quote = Counter(rules).quote(asked, FIRST)
    assert (quote.awarded, quote.will_be_awarded) == (None, None)


def test_without_a_cap_all_is_awarded_and_no_standing_is_needed() -> None:
    desk = Desk()
    asked = attrs.evolve(basket(Line("PULL", 1)), buyer=Buyer(member=JEAN))
    for standing in (None, desk.standing(at=FIRST)):
        quote = desk.counter.quote(asked, FIRST, standing=standing)
        assert quote.will_be_awarded == quote.will_earn == 50
