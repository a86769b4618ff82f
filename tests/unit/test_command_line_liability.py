"""The accounting of points on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from comptoir.authoring import example
from comptoir.cli import main
from comptoir.cli.facts_files import write_facts
from unit.loyalty_shop import gift
from unit.test_points_accounting import SPRING, TWO_LOTS, facts_of, funded, idle, spends

AT = "2026-03-20T12:00:00Z"
ASSUMED = """
price = "0.01 EUR"
[[periods]]
until = "2026-03-15T00:00:00+01:00"
sales = "100.00 EUR"
expected_percent = "90"
"""


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    rules, facts = tmp_path / "rules.toml", tmp_path / "facts.jsonl"
    rules.write_text(example(), encoding="utf-8")
    happened = [
        *TWO_LOTS,
        funded("g-3", 5, "card"),
        gift("g-4", "2026-03-01", 3, member="m-2"),
        idle("g-5", "2026-03-01", 7),
        spends("r-1", 100, "2026-03-02"),
        spends("r-2", 1, "2026-03-03", member="m-3"),
    ]
    write_facts(str(facts), facts_of(happened))
    return [str(rules), str(facts), "--at", AT]


def assumptions(folder: Path, text: str = ASSUMED) -> list[str]:
    path = folder / "assumptions.toml"
    path.write_text(text, encoding="utf-8")
    return ["--assumptions", str(path)]


def test_an_accountant_reads_rows_that_add_up(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["liability", *files]) == 0
    told = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["the", "merchant's", "own", "0", "35", "0", "35"] in told
    assert ["without", "end", "0", "3", "0", "3"] in told
    assert ["Owed", "by", "members,", "apart", "1"] in told


def test_every_entry_has_two_sides_and_the_sums_are_equal(
    files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["liability", *files, "--journal"]) == 0
    told = capsys.readouterr().out
    _, debit, credit = next(line.split() for line in told.splitlines() if line.startswith("Sum"))
    assert debit == credit
    assert "left, until 1 April 2026, card" in told
    assert max(map(len, told.splitlines()[:-1])) <= 80


def test_since_prints_what_happened_after_it(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["liability", *files, "--since", AT]) == 0
    assert "No entry." in capsys.readouterr().out


def test_with_assumptions_there_is_revenue(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["liability", *files, *assumptions(tmp_path), "--language", "fr"]) == 0
    told = capsys.readouterr().out
    assert "Produit des points (EUR)" in told
    assert "14 mars 2026" in told


def test_as_data_it_has_the_rows_the_entries_and_the_figures(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["liability", *files, "--journal", "--json", *assumptions(tmp_path)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert sum(row["available"] for row in told["liability"]["rows"]) == 35
    assert {entry["kind"] for entry in told["journal"]} >= {"planned", "released"}
    assert [each["redeemed"] for each in told["revenue"]] == [95]


def test_french_and_english_have_the_same_lines(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = []
    for language in ("fr", "en"):
        assert main(["liability", *files, "--journal", *assumptions(tmp_path), "--language", language]) == 0
        told.append(capsys.readouterr().out.splitlines())
    assert len(told[0]) == len(told[1])
    assert told[0][-1].split()[-1] == told[1][-1].split()[-1]


def test_nothing_at_all_is_said_so(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "facts.jsonl").write_text("", encoding="utf-8")
    assert main(["liability", *files, "--journal"]) == 0
    told = capsys.readouterr().out
    assert "No points." in told
    assert "No entry." in told


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("price = ", "not_toml"),
        (ASSUMED.replace("0.01 EUR", "one cent"), "price"),
        (ASSUMED.replace('"90"', "0.9"), "expected_percent"),
        (ASSUMED.replace("expected_percent", "expected_percentage"), "expected_percentage"),
        (ASSUMED.replace('expected_percent = "90"', ""), "expected_once"),
        (ASSUMED.replace("2026-03-15", "2026-04-15"), "period_not_over"),
        (ASSUMED.replace('sales = "100.00 EUR"', ""), "sales"),
    ],
)
def test_wrong_assumptions_are_refused_with_place_and_cure(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, found: str
) -> None:
    assert main(["liability", *files, *assumptions(tmp_path, text)]) == 2
    complaint = capsys.readouterr().err
    assert found in complaint
    assert complaint.startswith("comptoir: ")
    assert "Traceback" not in complaint


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--since", "2026-03-21T12:00:00Z"], "since_after"),
        (["--since", SPRING], "not_an_instant"),
        (["--assumptions", "nowhere.toml"], "nowhere.toml"),
    ],
)
def test_wrong_options_are_refused(
    files: list[str], capsys: pytest.CaptureFixture[str], options: list[str], code: str
) -> None:
    assert main(["liability", *files, *options]) == 2
    assert code in capsys.readouterr().err


def test_facts_and_assumptions_cannot_both_come_from_standard_input(
    files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["liability", files[0], "-", "--assumptions", "-"]) == 2
    assert "standard_input_twice" in capsys.readouterr().err
