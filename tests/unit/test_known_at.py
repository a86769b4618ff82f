from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from comptoir import Counter, Fact, Line, Received, Standing, WrongType
from comptoir.cli import main
from comptoir.testing.history_examples import noon
from comptoir.testing.stories import MEMBER, Play, moved
from comptoir.testing.whole_shop import whole_shop
from comptoir.values.instants import SECOND, datetime_of
from comptoir.vocabulary import STANDARD

SHOP = whole_shop()
COUNTER = Counter(SHOP)


def bought(id: str, day: str) -> Fact:
    play = Play(rulebook=SHOP)
    play.buy(Line("ROBE-36", 1), id=id, at=noon(day))
    return play.facts[0]


FIRST, LATE = bought("o-1", "2026-01-10"), bought("o-2", "2026-01-12")


def orders(*facts: Fact | Received, at: str, known_at: str) -> list[str]:
    history = COUNTER.history(facts, known_at=datetime_of(noon(known_at)))
    return [each.order for each in told(history.facts, at).purchases]


def told(facts: tuple[Fact, ...], at: str) -> Standing:
    return COUNTER.standing(MEMBER, facts, datetime_of(noon(at)))


def test_what_was_received_later_was_not_known() -> None:
    facts = (FIRST, Received(LATE, noon("2026-01-20")))
    assert orders(*facts, at="2026-01-15", known_at="2026-01-19") == ["o-1"]
    assert orders(*facts, at="2026-01-15", known_at="2026-01-20") == ["o-1", "o-2"]


def test_a_fact_of_which_nobody_says_when_it_was_received_was_when_it_happened() -> None:
    assert orders(FIRST, LATE, at="2026-01-15", known_at="2026-01-11") == ["o-1"]
    assert orders(FIRST, LATE, at="2026-01-15", known_at="2026-01-12") == ["o-1", "o-2"]


def test_what_was_received_several_times_counts_from_the_first_in_any_order() -> None:
    copies = [Received(LATE, noon(day)) for day in ("2026-01-25", "2026-01-18", "2026-01-30")]
    for facts in permutations(copies):
        assert orders(*facts, at="2026-01-15", known_at="2026-01-18") == ["o-2"]
        assert orders(*facts, at="2026-01-15", known_at="2026-01-17") == []


def test_what_is_known_of_the_future_has_not_happened_yet() -> None:
    ahead = Received(LATE, noon("2026-01-05"))
    assert orders(ahead, at="2026-01-06", known_at="2026-01-06") == []
    assert orders(ahead, at="2026-01-12", known_at="2026-01-06") == ["o-2"]


def test_another_content_counts_from_when_it_was_received() -> None:
    other = Received(moved(FIRST, -3600 * SECOND), noon("2026-01-20"))
    before = COUNTER.history([FIRST, other], known_at=datetime_of(noon("2026-01-19")))
    after = COUNTER.history([FIRST, other], known_at=datetime_of(noon("2026-01-21")))
    assert (before.facts, before.contradictions) == ((FIRST,), ())
    assert (after.facts, len(after.contradictions)) == ((other.fact,), 1)


def test_all_is_known_unless_one_asks() -> None:
    assert COUNTER.history([Received(FIRST, noon("2030-01-01"))]) == COUNTER.history([FIRST])


def test_a_history_does_not_say_when_its_facts_were_received() -> None:
    with pytest.raises(WrongType, match="pass the facts themselves"):
        COUNTER.history(COUNTER.history([FIRST]), known_at=datetime_of(noon("2026-01-20")))


def test_only_a_fact_is_received() -> None:
    with pytest.raises(WrongType, match="pass a fact"):
        Received("o-1", noon("2026-01-20"))  # type: ignore[arg-type]


def line(fact: Fact, at: str | None = None) -> str:
    written = STANDARD.codec.dumps(fact).decode()
    return written if at is None else f'{{"received/1":{{"at":"{at}","fact":{written}}}}}'


@pytest.fixture
def rules(tmp_path: Path) -> str:
    path = tmp_path / "rules.json"
    path.write_bytes(SHOP.sealed())
    return str(path)


def test_the_command_line_tells_what_was_known_and_what_has_changed_since(
    rules: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "facts.jsonl"
    path.write_text(f"{line(FIRST)}\n{line(LATE, '2026-01-20T08:00:00Z')}\n", encoding="utf-8")
    asked = ["standing", rules, str(path), "--at", "2026-01-30T12:00:00Z"]
    assert main([*asked, "--known-at", "2026-01-19T12:00:00Z", "--language", "en"]) == 0
    printed = capsys.readouterr().out
    known, _, since = printed.partition("What the facts received since have changed")
    assert "o-1" in known
    assert "o-2" not in known
    assert "because of o-2" in since
    assert main(asked) == 0
    assert "o-2" in capsys.readouterr().out


def test_the_command_line_names_the_line_of_what_is_no_fact(
    rules: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "facts.jsonl"
    path.write_text('{"received/1":{"at":"2026-01-20T08:00:00Z"}}\n', encoding="utf-8")
    assert main(["standing", rules, str(path), "--at", "2026-01-30T12:00:00Z"]) == 2
    assert "line 1" in capsys.readouterr().err
