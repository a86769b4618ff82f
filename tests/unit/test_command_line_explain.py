"""``comptoir explain``: the page as it is printed, on wide and narrow terminals, and as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import attrs
import pytest

from comptoir import Counter
from comptoir.authoring import example, seal
from comptoir.authoring.examples import example_basket
from comptoir.cli import main
from comptoir.cli.files import read_basket
from comptoir.pricing.benefits.n_for_m import NForM
from comptoir.pricing.benefits.set import SetOffer
from comptoir.pricing.benefits.tiers import QuantityStep, QuantityTiers
from comptoir.pricing.conditions.spend import Spend
from comptoir.pricing.kinds import Slot
from comptoir.pricing.rules import AtMost
from comptoir.rulebook import Rulebook
from comptoir.texts import LANGUAGES
from comptoir.values.instants import datetime_of, instant_from_text
from comptoir.values.selections import Category, Skus
from unit.price_shop import DEPOSIT, HALF, price_list, product, promotion, shop

AT = "2026-12-04T18:05:00+01:00"
MORE_LINES = """
[[lines]]
sku = "TORCHON-LIN"
quantity = 2
"""
CARRIED = 'currency = "EUR"\ncontract = "in_store"\nhandover = { carry = "lyon" }\n'


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("rules") / "rules.json"
    path.write_bytes(seal(example()).sealed())
    return str(path)


@pytest.fixture
def basket(tmp_path: Path) -> str:
    path = tmp_path / "basket.toml"
    path.write_text(example_basket() + MORE_LINES, encoding="utf-8")
    return str(path)


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    assert main(["explain", *arguments]) == 0
    return capsys.readouterr().out.replace("\u00a0", " ").splitlines()


def of(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    rulebook: Rulebook,
    *lines: tuple[str, int, str | None],
) -> list[str]:
    """The page of a basket at the small shop."""
    book, asked = tmp_path / "shop.json", tmp_path / "asked.toml"
    book.write_bytes(rulebook.sealed())
    text = CARRIED
    for sku, quantity, unit in lines:
        text += f'[[lines]]\nsku = "{sku}"\nquantity = {quantity}\n'
        text += "" if unit is None else f'unit = "{unit}"\n'
    asked.write_text(text, encoding="utf-8")
    return printed(capsys, str(book), str(asked), "--at", AT)


def part(page: list[str], heading: str) -> list[str]:
    """What stands under a heading."""
    start = page.index(heading) + 1
    return page[start : page.index("", start)]


def test_the_whole_page(rules: str, basket: str, capsys: pytest.CaptureFixture[str]) -> None:
    page = printed(capsys, rules, basket, "--at", AT)
    answer = page.pop()
    assert answer.startswith("Answer ")
    assert len(answer) == len("Answer ") + 64
    assert page == [
        "Maison Lavande",
        "4 December 2026, 18:05 (Europe/Paris)",
        "",
        "1 × Blue linen dress, size 38                                             €79.90",
        "    10 EUR off from 100 EUR                                               -€6.24",
        "    leaves                                                                €73.66",
        "0.25 kg × Sencha green tea, loose                                         €22.25",
        "    10 EUR off from 100 EUR                                               -€1.74",
        "    leaves                                                                €20.51",
        "2 × Striped linen tea towel                                               €25.80",
        "    10 EUR off from 100 EUR                                               -€2.02",
        "    leaves                                                                €23.78",
        "Home delivery                                                              €4.90",
        "    free (home/free_from)                                                 -€4.90",
        "Total                                                                    €117.95",
        "",
        "What applied",
        "  10 EUR off from 100 EUR",
        "    -€10.00 on all goods",
        "",
        "What did not, and why",
        "  Welcome: 5 EUR off",
        "    it takes a coupon that is good",
        "  Two teas or more: 10% off",
        "    1 more to add (category grocery/tea)",
        "  Grocery: 10% off from 40 EUR",
        "    €17.75 more to spend (category grocery)",
        "  Gold members: Sencha at 75 EUR a kilogram",
        "    only for tier Gold / Platinum",
        "  Staff discount: 25%",
        "    only for the group staff",
        "  Three tea towels or more: 9.90 EUR each",
        "    1 more to add (Striped linen tea towel)",
        "  Other promotions in force, on nothing in this basket: 1",
        "",
        "Nearly there",
        "  Three tea towels or more: 9.90 EUR each",
        "    add 1 × Striped linen tea towel: €3.90 more in all, €9.00 saved",
        "",
        "Promotions: in each layer the best choice for the customer, proven.",
        "Holds until 5 December 2026, 00:00 (Europe/Paris).",
    ]


def test_in_french_on_a_narrow_terminal(
    rules: str, basket: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "44")
    page = printed(capsys, rules, basket, "--at", AT, "--language", "fr")
    assert max(map(len, page[:-1])) <= 44
    assert part(page, "Presque") == [
        "  Dès trois torchons : 9,90 € pièce",
        "    ajoutez 1 × Torchon en lin rayé :",
        "      3,90 € de plus en tout, 9,00 €",
        "      économisés",
    ]
    assert part(page, "Appliquées") == ["  10 € offerts dès 100 €", "    -10,00 € sur tous les articles"]
    monkeypatch.setenv("COLUMNS", "20")
    assert max(map(len, printed(capsys, rules, basket, "--at", AT)[:-1])) <= 40


def test_headings_are_bold_where_it_can_be_seen(
    rules: str, basket: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    assert "\x1b[1mWhat applied\x1b[0m" in printed(capsys, rules, basket, "--at", AT)


def test_of_one_promotion_in_force_or_not(
    rules: str, basket: str, capsys: pytest.CaptureFixture[str]
) -> None:
    page = printed(capsys, rules, basket, "--at", AT, "--promotion", "soldes-hiver-2027")
    assert part(page, "What applied") == ["  nothing"]
    assert part(page, "What did not, and why") == [
        "  Winter sales: 40% off",
        "    from 6 January 2027, 08:00 (Europe/Paris) on",
    ]
    assert "Nearly there" not in page
    towels = printed(capsys, rules, basket, "--at", AT, "--promotion", "trois-torchons")
    assert len(part(towels, "Nearly there")) == 2


def test_packs_and_deposits_and_what_it_costs_less(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tiers = QuantityTiers(steps=[QuantityStep(from_=2, percent="60")])
    rulebook = shop(promotion("p", tiers), extras=[DEPOSIT])
    page = of(tmp_path, capsys, rulebook, ("LIMO", 1, "case-6"))
    assert page[3:6] == [
        "1 case-6 × LIMO                                                           €17.90",
        "    bottle                                                                 €1.80",
        "Total                                                                     €19.70",
    ]
    # Two cases are 35.80 less 21.48, and 3.60 of deposits: 17.92.
    assert part(page, "Nearly there") == [
        "  p",
        "    add 1 case-6 × LIMO and pay €1.78 less in all: €21.48 saved",
    ]
    assert "More for less" not in page


def test_a_cliff_that_no_near_miss_tells(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tiers = QuantityTiers(steps=[QuantityStep(from_=2, percent="60")])
    offer = promotion("p", tiers, when=[Spend("18.00 EUR")])
    page = of(tmp_path, capsys, shop(offer), ("MIEL", 2, None))
    # 17.80; three are 26.70 less 16.02.
    assert part(page, "More for less") == ["  3 × MIEL cost €7.12 less in all than 2"]
    assert part(page, "Nearly there") == ["  p", "    spend €0.20 more, and €10.68 is taken off"]


def test_what_costs_nothing_more_and_several_products(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    free = shop(promotion("p", NForM(take=2, pay=1)))
    assert part(of(tmp_path, capsys, free, ("LIVRE", 1, None)), "Nearly there") == [
        "  p",
        "    add 1 × LIVRE and pay no more: €24.90 saved",
    ]
    slots = [Slot(on=Category("books")), Slot(on=Skus(["LIMO"])), Slot(on=Skus(["BOITE"]), least=2)]
    menu = shop(promotion("p", SetOffer(slots=slots, amount="10.00 EUR")))
    assert part(of(tmp_path, capsys, menu, ("LIVRE", 1, None)), "Nearly there") == [
        "  p",
        "    add 1 × LIMO and 2 × BOITE: €11.20 more in all, €10.00 saved",
    ]


def test_what_could_not_give_more_says_so_beneath(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    once = attrs.evolve(HALF, on=Category("books"), at_most=AtMost(units=1))
    page = of(tmp_path, capsys, shop(once), ("LIVRE", 2, None), ("MIEL", 1, None))
    assert part(page, "What applied") == [
        "  half",
        "    -€12.45 on LIVRE",
        "    no more: its own limit is reached",
    ]


def test_that_not_everything_was_tried(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    skus = [f"B-{number:02}" for number in range(66)]
    rules: dict[str, Any] = {
        "products": tuple(product(sku, "books", "reduced") for sku in skus),
        "lists": [price_list("books", dict.fromkeys(skus, "10.00"))],
    }
    for many, is_said in ((64, False), (66, True)):
        rulebook = shop(promotion("p", NForM(take=2, pay=1), on=Skus(skus[:many])), **rules)
        page = of(tmp_path, capsys, rulebook, (skus[0], 1, None))
        assert ("Not everything was tried: there may be more." in page) == is_said


def test_as_json(rules: str, basket: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", rules, basket, "--at", AT, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert list(told) == [
        "rulebook",
        "question",
        "answer",
        "asked_at",
        "valid_until",
        "total",
        "explanation",
        "why",
        "near_misses",
        "cliffs",
        "all_tried",
    ]
    assert (told["total"], told["cliffs"], told["all_tried"]) == ("117.95 EUR", [], True)
    assert told["near_misses"] == [
        {
            "promotion": "trois-torchons",
            "missing": 1,
            "add": [{"sku": "TORCHON-LIN", "quantity": 1}],
            "more": "3.90 EUR",
            "saved": "9.00 EUR",
        }
    ]
    assert told["why"][0] == {
        "says": "why_applied_to_all",
        "name": "dix-euros-des-cent",
        "amount": "-10.00 EUR",
        "goods": "ROBE-LIN-38 THE-VERT-VRAC TORCHON-LIN",
    }
    assert told["why"][-1] == {"says": "why_others", "count": 1}
    rulebook = Rulebook.open(Path(rules).read_bytes())
    quote = Counter(rulebook).quote(read_basket(basket), datetime_of(instant_from_text(AT)))
    assert (quote.answer, quote.question) == (told["answer"], told["question"])
    assert [each.as_data() for each in quote.why()] == told["why"]


def test_as_json_packs_and_amounts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book, asked = tmp_path / "shop.json", tmp_path / "asked.toml"
    offer = promotion("p", QuantityTiers(steps=[QuantityStep(from_=2, percent="60")]))
    dear = promotion("q", HALF.benefit, when=[Spend("20.00 EUR")])
    book.write_bytes(shop(offer, dear).sealed())
    line = '[[lines]]\nsku = "LIMO"\nquantity = 1\nunit = "case-6"\n'
    asked.write_text(CARRIED + line, encoding="utf-8")
    assert main(["explain", str(book), str(asked), "--at", AT, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["near_misses"][0]["add"] == [{"sku": "LIMO", "quantity": 1, "unit": "case-6"}]
    assert told["near_misses"][1] == {
        "promotion": "q",
        "missing": "2.10 EUR",
        "add": [],
        "more": "-6.85 EUR",
        "saved": "8.95 EUR",
    }
    assert told["cliffs"] == [{"sku": "LIMO", "unit": "case-6", "units": 1, "less": "3.58 EUR"}]


def test_both_languages_say_the_same_parts(
    rules: str, basket: str, capsys: pytest.CaptureFixture[str]
) -> None:
    pages = [printed(capsys, rules, basket, "--at", AT, "--lang", language) for language in LANGUAGES]
    assert len({page.count("") for page in pages}) == 1
    assert len({page[-1].split()[-1] for page in pages}) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-", "-"), "BASKET: found - twice; read one of them from a file [standard_input_twice]"),
        (
            ("{rules}", "{basket}", "--at", AT, "--promotion", "nothing"),
            "promotion: found 'nothing'; name a promotion of the rulebook [unknown_promotion]",
        ),
        (
            ("{rules}", "{basket}", "--at", "2029-01-01T00:00:00Z"),
            (
                "at: found 2029-01-01T00:00:00Z; ask for an instant from 2025-12-31T23:00:00Z until before "
                "2027-12-31T23:00:00Z, or seal a rulebook that reaches further [beyond_horizon]"
            ),
        ),
        (("{rules}", "nowhere.toml"), "nowhere.toml: no such file or directory"),
    ],
)
def test_what_makes_no_sense_is_answered_with_its_cure(
    arguments: tuple[str, ...], said: str, rules: str, basket: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = (each.replace("{rules}", rules).replace("{basket}", basket) for each in arguments)
    assert main(["explain", *given]) == 2
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", f"comptoir: {said}\n")
