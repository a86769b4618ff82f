"""``comptoir page``: price tags as they are printed, in both languages and as JSON."""

from __future__ import annotations

import io
import json
import re
import sys
from pathlib import Path

import pytest

from comptoir import Basket, Buyer, Counter, Deliver, Place, Rulebook
from comptoir.authoring import example, seal
from comptoir.authoring.examples import example_basket
from comptoir.checkout.page import PageTags
from comptoir.cli import main
from comptoir.values.instants import datetime_of, instant_from_text
from comptoir.vocabulary import STANDARD
from comptoir.wire import digest

DECEMBER = "2026-12-04T18:05:00+01:00"
BLACK_FRIDAY = "2026-11-28T12:00:00+01:00"
HOTEL = 'currency = "EUR"\nbuyer = { agreement = "hotel-des-alpes" }\n'
STAFF = 'currency = "EUR"\nbuyer = { member = "m-1", segments = ["staff"] }\n'


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("rules") / "rules.json"
    path.write_bytes(seal(example()).sealed())
    return str(path)


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    """The lines of a page without its digest; what separates a name from its price is `` | ``."""
    assert main(["page", *arguments]) == 0
    *lines, answer = capsys.readouterr().out.replace("\u00a0", " ").replace("\u202f", " ").splitlines()
    assert len(answer.split()[-1]) == 64
    return [re.sub(" {3,}", " | ", line) for line in lines]


def test_prices_with_the_one_before_a_reduction(rules: str, capsys: pytest.CaptureFixture[str]) -> None:
    # 39.00 is left out of Black Friday; 59.90 less 20 % is 47.92.
    skus = ("--sku", "ECHARPE-LAINE", "--sku", "CHEMISE-LIN-M")
    assert printed(capsys, rules, *skus, "--at", BLACK_FRIDAY) == [
        "Lavender wool scarf | €39.00",
        "White linen shirt, size M | €47.92",
        "  Black Friday: 20% off",
        "  lowest price of the 30 days before: €59.90, that is 20% off",
        "",
        "Holds until 30 November 2026, 00:00 (Europe/Paris).",
    ]


def test_in_french(rules: str, capsys: pytest.CaptureFixture[str]) -> None:
    asked = (rules, "--sku", "CHEMISE-LIN-M", "--at", BLACK_FRIDAY, "--language", "fr")
    assert printed(capsys, *asked) == [
        "Chemise en lin blanc, taille M | 47,92 €",
        "  Black Friday : -20 %",
        "  prix le plus bas des 30 jours avant : 59,90 €, soit -20 %",
        "",
        "Valable jusqu'au 30 novembre 2026, 00:00 (Europe/Paris).",
    ]


def test_what_stands_beside_a_price(rules: str, capsys: pytest.CaptureFixture[str]) -> None:
    # Ribbon by the metre; a bottle of 0.75 l at 3.20 is 4.27 a litre, and 3.50 with its deposit.
    skus = ("--sku", "RUBAN-COTON", "--sku", "LIMONADE-LAVANDE-75CL", "--sku", "ROBE-LIN-99")
    assert printed(capsys, rules, *skus, "--at", DECEMBER)[:6] == [
        "Cotton ribbon, by the metre | €1.20 / m",
        "Lavender lemonade, 75 cl | €3.20",
        "  €4.27 / l",
        "  €3.50 to pay in all",
        "ROBE-LIN-99 | no price (unknown_sku)",
        "",
    ]


def test_for_a_business_without_tax(rules: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hotel = tmp_path / "hotel.toml"
    hotel.write_text(HOTEL, encoding="utf-8")
    asked = (rules, "--sku", "TAIE-PERCALE-65", "--basket", str(hotel), "--at", DECEMBER)
    assert printed(capsys, *asked)[:2] == [
        "Percale pillowcase, 65 x 65 cm | €13.50",
        "  without tax; €16.20 to pay",
    ]


def test_a_basket_says_for_whom_and_its_lines_are_not_looked_at(
    rules: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    staff, filled = tmp_path / "staff.toml", tmp_path / "filled.toml"
    staff.write_text(STAFF, encoding="utf-8")
    filled.write_text(example_basket(), encoding="utf-8")
    # 25 % off 12.90 are 3.225: 3.23, and 9.67 are left.
    assert printed(capsys, rules, "--sku", "TORCHON-LIN", "--basket", str(staff), "--at", DECEMBER)[:2] == [
        "Striped linen tea towel | €9.67",
        "  Staff discount: 25%",
    ]
    alone = printed(capsys, rules, "--sku", "TORCHON-LIN", "--basket", str(filled), "--at", DECEMBER)
    assert alone[0] == "Striped linen tea towel | €12.90"


def test_without_sku_it_is_every_product(rules: str, capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(capsys, rules, "--at", DECEMBER)
    tags = [line for line in lines[: lines.index("")] if not line.startswith(" ")]
    rulebook = Rulebook.open(Path(rules).read_bytes())
    assert len(tags) >= len(rulebook.assortment)
    assert tags[0].startswith("Blue linen dress, size 36")


def test_as_json_it_is_the_page_and_its_digests(rules: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["page", rules, "--sku", "MIEL-LAVANDE-250", "--at", DECEMBER, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert digest({PageTags.document: told["page"]}) == told["answer"]
    assert (told["asked_at"], told["valid_until"]) == ("2026-12-04T17:05:00Z", "2027-01-06T07:00:00Z")
    [tag] = told["page"]["tags"]
    assert tag["tag"]["charged"] == 940
    counter = Counter(Rulebook.open(Path(rules).read_bytes()))
    at = datetime_of(instant_from_text(DECEMBER))
    page = counter.page(["MIEL-LAVANDE-250"], at, basket=Basket(currency="EUR"))
    assert (page.question, page.answer) == (told["question"], told["answer"])
    read = STANDARD.codec.read(PageTags, told["page"], where="page")
    assert read == page.page


def test_a_rulebook_of_toml_is_sealed_on_the_way_and_one_may_come_from_standard_input(
    rules: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    written = tmp_path / "rules.toml"
    written.write_text(example(), encoding="utf-8")
    asked = ("--sku", "TORCHON-LIN", "--at", DECEMBER)
    expected = printed(capsys, rules, *asked)
    assert printed(capsys, str(written), *asked) == expected
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(Path(rules).read_bytes())))
    assert printed(capsys, "-", *asked) == expected


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("-", "--basket", "-"),
            "--basket: found - twice; read one of them from a file [standard_input_twice]",
        ),
        (
            ("{rules}", "--at", DECEMBER, "--sku", "ROBE LIN"),
            (
                "skus[0]: found 'ROBE LIN' (str); use 1 to 64 of A-Z a-z 0-9 . _ / : - "
                "(escape_identifier() maps any other name) [not_an_identifier]"
            ),
        ),
        (
            ("{rules}", "--at", "2029-01-01T00:00:00Z"),
            (
                "at: found 2029-01-01T00:00:00Z; ask for an instant from 2025-12-31T23:00:00Z until before "
                "2027-12-31T23:00:00Z, or seal a rulebook that reaches further [beyond_horizon]"
            ),
        ),
    ],
)
def test_what_makes_no_sense_is_answered_with_its_cure(
    arguments: tuple[str, ...], said: str, rules: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["page", *(each.replace("{rules}", rules) for each in arguments)]) == 2
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", f"comptoir: {said}\n")


def test_a_page_of_the_command_line_is_that_of_the_counter(
    rules: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    business = tmp_path / "business.toml"
    business.write_text(
        'currency = "EUR"\nbuyer = { vat_id = "BE0123456789" }\n'
        'handover = { deliver = { place = { country = "BE", postcode = "1000" } } }\n',
        encoding="utf-8",
    )
    assert main(["page", rules, "--basket", str(business), "--at", DECEMBER, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    rulebook = Rulebook.open(Path(rules).read_bytes())
    asked = Basket(currency="EUR", buyer=Buyer(vat_id="BE0123456789"), handover=Deliver(Place("BE", "1000")))
    page = Counter(rulebook).page(rulebook.assortment, datetime_of(instant_from_text(DECEMBER)), basket=asked)
    assert (page.question, page.answer) == (told["question"], told["answer"])
