"""The command line: what it prints, where, and with which exit code."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from comptoir import Provenance, Rulebook, SavedBasket, Terms
from comptoir.authoring import example
from comptoir.authoring.examples import example_basket
from comptoir.cli import COMMANDS, main
from comptoir.cli.files import read_basket
from comptoir.values.instants import Instant
from comptoir.vocabulary import STANDARD
from comptoir.wire import digest

AT = "2026-12-04T18:05:00+01:00"


class Piped(io.TextIOWrapper):
    """Standard input as a pipe gives it."""

    def __init__(self, text: str) -> None:
        super().__init__(io.BytesIO(text.encode()), encoding="utf-8")


@pytest.fixture
def rules(tmp_path: Path) -> str:
    path = tmp_path / "rules.toml"
    path.write_text(example(), encoding="utf-8")
    return str(path)


@pytest.fixture
def basket(tmp_path: Path) -> str:
    path = tmp_path / "basket.toml"
    path.write_text(example_basket(), encoding="utf-8")
    return str(path)


def test_a_sealed_rulebook_opens_and_seals_to_itself(
    rules: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    once, twice = tmp_path / "once.json", tmp_path / "twice.json"
    assert main(["seal", rules, "--output", str(once)]) == 0
    assert main(["seal", str(once), "--output", str(twice)]) == 0
    assert once.read_bytes() == twice.read_bytes()
    assert Rulebook.open(once.read_bytes()).digest in capsys.readouterr().err


def test_a_quote_as_json_has_the_digests_and_the_terms(
    rules: str, basket: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["quote", rules, basket, "--at", AT, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert digest({Terms.document: told["terms"]}) == told["answer"]
    assert [ref["ref"] for ref in told["refs"]] == ["app-7", "app-8"]
    assert {each["says"] for each in told["explanation"]} >= {"line", "adjustment", "total", "tax", "proven"}


def test_a_basket_comes_as_toml_as_json_or_as_a_saved_basket_from_standard_input(
    rules: str, basket: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["quote", rules, basket, "--at", AT]) == 0
    expected = capsys.readouterr().out
    from_toml = read_basket(basket)
    saved = SavedBasket(id="b-1", basket=from_toml, saved_at=Instant(0), provenance=Provenance("web"))
    for text in (
        example_basket(),
        STANDARD.codec.dumps(from_toml).decode(),
        STANDARD.codec.dumps(saved).decode(),
    ):
        monkeypatch.setattr(sys, "stdin", Piped(text))
        assert main(["quote", rules, "-", "--at", AT]) == 0
        assert capsys.readouterr().out == expected


def test_french_and_english_say_the_same_of_another_language(
    rules: str, basket: str, capsys: pytest.CaptureFixture[str]
) -> None:
    told = []
    for language in ("fr", "en"):
        assert main(["quote", rules, basket, "--at", AT, "--language", language]) == 0
        told.append(capsys.readouterr().out.splitlines())
    assert len(told[0]) == len(told[1])
    assert told[0][-1].split()[-1] == told[1][-1].split()[-1]


@pytest.mark.parametrize(
    "arguments", [["check", "nowhere.toml"], ["seal", "nowhere.toml"], ["replay", "nowhere.csv"]]
)
def test_a_missing_file_is_named_and_nothing_is_traced(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert "nowhere" in capsys.readouterr().err


def test_two_documents_cannot_both_come_from_standard_input(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["quote", "-", "-"]) == 2
    assert capsys.readouterr().err.endswith("read one of them from a file [standard_input_twice]\n")


@pytest.mark.parametrize("command", COMMANDS)
def test_help_teaches_every_command(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([command, "--help"])
    assert left.value.code == 0
    assert len(capsys.readouterr().out.splitlines()) > 5
