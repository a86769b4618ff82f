"""What members would have under another programme: what is earned again, and what stays as it was."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pendulum
import pytest

from comptoir import (
    Basket,
    Buyer,
    Carry,
    Contract,
    Counter,
    Fact,
    Line,
    Provenance,
    Rulebook,
    Tender,
    WrongType,
    WrongValue,
)
from comptoir.authoring import example
from comptoir.checkout.place import Accepted
from comptoir.checkout.recorded import Recorded
from comptoir.checkout.what_if import Amounts, WhatIf
from comptoir.cli import main
from comptoir.cli.facts_files import write_facts
from comptoir.loyalty.rules import LoyaltyRules
from comptoir.testing.strategies.what_if import changed
from comptoir.testing.whole_shop import whole_shop
from comptoir.testing.year import MEMBER, a_year

TILL = Provenance("till")
MONDAY = pendulum.datetime(2027, 2, 1, 11, tz="Europe/Paris")
LATER = MONDAY.add(months=2)
DOUBLE = (('per = "1.00 EUR"', 'per = "0.50 EUR"'),)
NO_REVIEWS = (('id = "avis"', 'id = "avis-2028"'),)
_REVIEWS = 'points = 10\nvalid = { from = 2027-01-01 }\nlots = { expires_after = "6 months"'
_A_DAY = 'caps = [{ points = 10, per = "day" }'
REVIEWS_OF_50 = ((_REVIEWS, _REVIEWS.replace("10", "50", 1)), (_A_DAY, _A_DAY.replace("10", "50")))
REVIEWS_LATER = ((_REVIEWS, _REVIEWS.replace("2027-01", "2027-03")),)


@pytest.fixture(scope="module")
def rules() -> Rulebook:
    return changed(())


@pytest.fixture
def counter(rules: Rulebook) -> Counter:
    return Counter(rules)


def bought(
    counter: Counter,
    *lines: Line,
    facts: tuple[Fact, ...] = (),
    member: str | None = "m-1",
    id: str = "o-1",
    at: pendulum.DateTime = MONDAY,
    points: int = 0,
) -> tuple[Fact, ...]:
    """The facts, and a purchase in a store, paid by card."""
    standing = None if member is None else counter.standing(member, facts, at)
    basket = Basket(
        currency="EUR",
        lines=lines,
        buyer=Buyer(member=member),
        handover=Carry("lyon-2"),
        contract=Contract.IN_STORE,
        points=points,
    )
    quote = counter.quote(basket, at, standing=standing)
    done = counter.place(
        quote, id=id, at=at, tenders=[Tender("card", quote.to_pay)], provenance=TILL, history=facts
    )
    assert isinstance(done, Accepted)
    return (*facts, *done.facts)


def done(found: object, facts: tuple[Fact, ...] = ()) -> tuple[Fact, ...]:
    assert isinstance(found, Recorded)
    return (*facts, *found.facts)


def reviewed(counter: Counter, facts: tuple[Fact, ...] = ()) -> tuple[Fact, ...]:
    return done(counter.points.act("m-1", "avis", facts, MONDAY, id="a-1", provenance=TILL), facts)


def asked(counter: Counter, facts: tuple[Fact, ...], *changes: tuple[tuple[str, str], ...]) -> WhatIf:
    return counter.what_if(facts, LATER, under=changed(tuple(each for some in changes for each in some)))


def test_a_purchase_earns_by_the_other_rate(counter: Counter) -> None:
    facts = bought(counter, Line("ROBE-LIN-36", 1))
    found = asked(counter, facts, DOUBLE)
    [member] = found.members
    assert (member.member, member.tier_now, member.tier_then) == ("m-1", "classic", "classic")
    assert (member.now["points"].earned, member.then["points"].earned) == (79, 159)
    assert (member.change(), found.gaining(), found.losing(), found.other_tier) == (80, 1, 0, 0)
    assert (found.state.orders, found.state.grants, found.state.kept) == (1, 0, ())
    assert (found.state.liability_now.points("points"), found.state.liability_then.points("points")) == (
        79,
        159,
    )
    assert found.now().less(found.then()) == Amounts(earned=-80, available=-80)
    assert (found.types, found.valid_until > LATER) == (("points",), True)


def test_the_tier_that_another_purchase_had_reached_counts(counter: Counter) -> None:
    facts = bought(counter, Line("ROBE-LIN-36", 1))
    facts = bought(counter, Line("ROBE-LIN-36", 1), facts=facts, id="o-2", at=MONDAY.add(days=3))
    sooner = (('from = "300.00 EUR"', 'from = "60.00 EUR"'),)
    found = asked(counter, facts, sooner)
    [member] = found.members
    assert (member.tier_now, member.tier_then, found.other_tier) == ("classic", "gold", 1)
    assert member.then["points"].earned == 79 + 118


def test_an_action_gives_what_the_other_programme_gives_for_it(counter: Counter) -> None:
    facts = reviewed(counter)
    for changes, granted in ((REVIEWS_OF_50, 50), (NO_REVIEWS, 0), (REVIEWS_LATER, 0), ((), 10)):
        found = asked(counter, facts, changes)
        assert (found.now().granted, found.then().granted) == (10, granted)
        assert found.state.grants == (granted != 10)


def test_what_a_person_gave_stays_as_it_was(counter: Counter) -> None:
    given = counter.points.adjust(
        "m-1", 30, (), MONDAY, id="g-1", reason="sorry", author="marie", provenance=TILL
    )
    found = asked(counter, done(given), DOUBLE)
    assert (found.now().granted, found.then().granted, found.state.grants) == (30, 30, 0)


def test_what_was_spent_was_spent_and_what_lacks_is_owed(counter: Counter) -> None:
    facts = bought(counter, Line("ROBE-LIN-36", 2))
    facts = bought(
        counter, Line("CHEMISE-LIN-M", 1), facts=facts, id="o-2", at=MONDAY.add(days=40), points=100
    )
    less = (('per = "1.00 EUR"', 'per = "4.00 EUR"'),)
    found = asked(counter, facts, less)
    assert (found.now().redeemed, found.then().redeemed) == (100, 100)
    assert (found.then().earned, found.then().available) == (39 + 10, 0)
    assert (found.now().debt, found.then().debt) == (0, 100 - 39 - 10)
    assert found.then().left == -found.then().debt


def test_two_references_of_one_account_count_once(counter: Counter) -> None:
    facts = bought(counter, Line("ROBE-LIN-36", 1))
    facts = bought(counter, Line("ROBE-LIN-36", 1), facts=facts, id="o-2", member="m-2")
    facts = done(
        counter.points.merge("m-2", facts, MONDAY.add(days=1), into="m-1", id="u-1", provenance=TILL), facts
    )
    found = asked(counter, facts, DOUBLE)
    assert [each.member for each in found.members] == ["m-1"]
    assert (found.now().earned, found.then().earned) == (158, 318)


def test_a_purchase_without_a_card_is_earned_again_for_whoever_claims_it(counter: Counter) -> None:
    facts = bought(counter, Line("ROBE-LIN-36", 1), member=None)
    claimed = counter.points.claim("m-1", "o-1", facts, MONDAY.add(days=2), id="c-1", provenance=TILL)
    facts = done(claimed, facts)
    assert asked(counter, facts, DOUBLE).then().earned == 159
    never = (('claimed_within = "30 days"', ""),)
    assert asked(counter, facts, never).then().earned == 0


def test_a_year_under_its_own_programme_is_what_it_was(counter: Counter, rules: Rulebook) -> None:
    story = a_year(rules, 0)
    found = counter.what_if(story.facts, story.at, under=rules)
    [member] = found.members
    assert (member.member, member.change(), member.now) == (MEMBER, 0, member.then)
    assert (found.state.orders, found.state.grants, found.other_tier) == (0, 0, 0)
    assert found.state.liability_now == found.state.liability_then


def test_the_answer_is_the_same_for_whoever_asks(counter: Counter) -> None:
    facts = bought(counter, Line("ROBE-LIN-36", 1))
    found, again = (asked(counter, each, DOUBLE) for each in (facts, (*facts[::-1], *facts)))
    assert (found.question, found.answer) == (again.question, again.answer)
    other = asked(counter, facts)
    assert found.question != other.question
    assert found.answer != other.answer


def test_what_cannot_be_compared_is_refused(counter: Counter) -> None:
    without = whole_shop(loyalty=LoyaltyRules())
    for here, under, place in ((counter, without, "under"), (Counter(without), counter.rulebook, "rulebook")):
        with pytest.raises(WrongValue, match="no_programme") as refused:
            here.what_if((), LATER, under=under)
        assert str(refused.value).startswith(f"{place}: found no programme")
    no_rulebook: Any = "rules.toml"
    with pytest.raises(WrongType, match="pass a Rulebook"):
        counter.what_if((), LATER, under=no_rulebook)


class TestCommand:
    @pytest.fixture
    def files(self, tmp_path: Path, counter: Counter) -> list[str]:
        rules, other, facts = (tmp_path / name for name in ("rules.toml", "other.toml", "facts.jsonl"))
        rules.write_text(example(), encoding="utf-8")
        before, programme = example().split("[loyalty.programme]")
        for old, new in DOUBLE:
            programme = programme.replace(old, new)
        other.write_text(f"{before}[loyalty.programme]{programme}", encoding="utf-8")
        write_facts(str(facts), bought(counter, Line("ROBE-LIN-36", 1)))
        return [str(rules), str(facts), "--under", str(other), "--at", "2027-04-01T09:00:00Z"]

    @pytest.mark.parametrize(
        ("language", "earned", "liability"), [("en", "earned", "liability"), ("fr", "gagnés", "engagement")]
    )
    def test_a_manager_reads_what_changes(
        self, files: list[str], capsys: pytest.CaptureFixture[str], language: str, earned: str, liability: str
    ) -> None:
        assert main(["what-if", *files, "--members", "--language", language]) == 0
        told = [line.split() for line in capsys.readouterr().out.splitlines()]
        assert [earned, "79", "159", "+80"] in told
        assert [liability, "79", "159", "+80"] in told
        assert ["m-1", "classic", "+80"] in told

    def test_as_json_it_is_the_whole_state(
        self, files: list[str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["what-if", *files, "--json"]) == 0
        found = json.loads(capsys.readouterr().out)
        assert found["what_if"]["orders"] == 1
        assert len(found["answer"]) == 64
