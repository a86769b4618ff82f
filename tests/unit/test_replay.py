from __future__ import annotations

import csv
import json
import lzma
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest
from rich.progress import Progress

from comptoir.checkout.quote import Quote
from comptoir.cli import main
from comptoir.cli.replay.baskets import OPEN_MAX
from comptoir.cli.replay.disagreements import half_even, in_floats, per_basket
from comptoir.cli.replay.lawful import LAWS_TRIED
from comptoir.cli.replay.layouts import LAYOUTS
from comptoir.cli.replay.replaying import replay
from comptoir.cli.replay.report import Report
from comptoir.cli.replay.source import LINE_BYTES_MAX, opened
from comptoir.facts.baskets import Basket
from comptoir.facts.tax_terms import TaxPart
from comptoir.facts.terms import LineTerms
from comptoir.rulebook import Rulebook
from comptoir.testing.laws import Ask, ask_counter
from comptoir.values.money import UnitPrice
from comptoir.values.percentages import Percent

DATA = Path(__file__).parents[1] / "data"
CJ = DATA / "till_excerpt_cj.csv"
UCI = DATA / "till_excerpt_uci.csv"
PLAIN = "basket,at,sku,quantity,price\n"
TEN = Percent.of("10")
CENT = Decimal("0.01")

Reading = Callable[[dict[str, str]], tuple[str, str, Decimal, Decimal] | None]


def report_of(path: Path, *, percent: str = "10", laws: Iterable[str] = (), ask: Ask = ask_counter) -> Report:
    with Progress(disable=True) as progress, opened(str(path)) as source:
        return replay(
            source, percent=Percent.of(percent), limit=None, laws=tuple(laws), progress=progress, ask=ask
        )


def told(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert main(["replay", *arguments, "--json"]) == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


def written(tmp_path: Path, text: str | bytes, name: str = "till.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def plain(*lines: str) -> str:
    return PLAIN + "".join(f"{line}\n" for line in lines)


def second_opinion(path: Path, reading: Reading) -> tuple[Decimal, Decimal]:
    """Recorded value and charge at 10 % off, per product and unit price, in Decimal."""
    recorded = Decimal()
    goods: dict[tuple[str, str, Decimal], Decimal] = defaultdict(Decimal)
    with path.open(newline="", encoding="utf-8") as file:
        for cells in csv.DictReader(file):
            if line := reading(cells):
                basket, product, quantity, value = line
                price = (value / quantity).quantize(Decimal("0.000001"), ROUND_HALF_UP)
                recorded += value
                goods[basket, product, price] += quantity
    regular = [(price * quantity).quantize(CENT, ROUND_HALF_UP) for (_, _, price), quantity in goods.items()]
    return recorded, sum((each - (each / 10).quantize(CENT, ROUND_HALF_UP) for each in regular), Decimal())


def cj_line(cells: dict[str, str]) -> tuple[str, str, Decimal, Decimal] | None:
    value = sum(Decimal(cells[name]) for name in ("sales_value", "retail_disc", "coupon_match_disc"))
    if cells["quantity"] == "0" or not value:
        return None
    return cells["basket_id"], cells["product_id"], Decimal(cells["quantity"]), Decimal(value)


def uci_line(cells: dict[str, str]) -> tuple[str, str, Decimal, Decimal] | None:
    value = Decimal(cells["Quantity"]) * Decimal(cells["UnitPrice"])
    if value <= 0 or cells["StockCode"] == "POST":
        return None
    return cells["InvoiceNo"], cells["StockCode"], Decimal(cells["Quantity"]), value


def test_the_complete_journey_excerpt_has_these_figures() -> None:
    report = report_of(CJ)
    assert (report.layout, report.currency) == ("complete-journey", "USD")
    assert (report.lines_read, report.lines_quoted, report.baskets, report.prices) == (150, 146, 29, 134)
    assert report.lines_skipped == {"no_quantity": 3, "no_price": 1}
    assert (report.recorded, report.regular, report.charged) == (46286, 46287, 41642)
    assert (report.to_the_cent, report.inexact_lines, report.off_by_max) == (28, 1, 1)
    assert report.otherwise == {"per_basket": 10, "half_even": 3, "in_floats": 1}


def test_the_online_retail_excerpt_has_these_figures() -> None:
    report = report_of(UCI)
    assert (report.layout, report.currency) == ("online-retail", "GBP")
    assert (report.lines_read, report.lines_quoted, report.baskets, report.prices) == (79, 74, 11, 63)
    assert report.lines_skipped == {"cancellation": 2, "no_product": 1, "return": 1, "no_price": 1}
    assert (report.recorded, report.regular, report.charged) == (157784, 157784, 142002)
    assert (report.to_the_cent, report.inexact_lines, report.off_by_max) == (11, 0, 0)
    assert report.otherwise == {"per_basket": 3, "half_even": 3, "in_floats": 0}


@pytest.mark.parametrize(("path", "reading"), [(CJ, cj_line), (UCI, uci_line)], ids=["cj", "uci"])
def test_a_second_opinion_in_decimals_comes_to_the_same_totals(path: Path, reading: Reading) -> None:
    report = report_of(path)
    recorded, charged = second_opinion(path, reading)
    assert (Decimal(report.recorded) / 100, Decimal(report.charged) / 100) == (recorded, charged)


@pytest.mark.parametrize("path", [CJ, UCI], ids=["cj", "uci"])
@pytest.mark.parametrize("percent", ["0", "12.5", "100"])
def test_every_line_read_is_quoted_or_skipped_for_a_reason(path: Path, percent: str) -> None:
    report = report_of(path, percent=percent)
    assert report.lines_read == report.lines_quoted + sum(report.lines_skipped.values())
    assert not report.broken


@pytest.mark.parametrize("path", [CJ, UCI], ids=["cj", "uci"])
def test_the_laws_hold_of_real_baskets(path: Path) -> None:
    report = report_of(path, laws=LAWS_TRIED)
    assert (report.laws, report.broken) == (("Q1", "Q2", "Q7", "P1", "P2"), ())


def a_cent_more(rulebook: Rulebook, basket: Basket, at: datetime) -> Quote:
    quote = ask_counter(rulebook, basket, at)
    first, *rest = quote.terms.lines
    return attrs.evolve(
        quote, terms=attrs.evolve(quote.terms, lines=(attrs.evolve(first, regular=first.regular + 1), *rest))
    )


def by_the_first_line(rulebook: Rulebook, basket: Basket, at: datetime) -> Quote:
    quote = ask_counter(rulebook, basket, at)
    is_moody = basket.lines[0].sku == max(line.sku for line in basket.lines)
    return attrs.evolve(quote, terms=attrs.evolve(quote.terms, total=quote.terms.total + is_moody))


def test_a_wrong_sum_is_found_and_named_with_its_basket(tmp_path: Path) -> None:
    path = written(tmp_path, plain("b-7,2026-01-05T09:00:00Z,tea,1,2.00"))
    broken = report_of(path, laws=["Q7"], ask=a_cent_more).broken
    assert [(each.basket, each.law) for each in broken] == [("b-7", "own-sum"), ("b-7", "Q7")]


def test_an_answer_that_depends_on_the_order_of_lines_is_found(tmp_path: Path) -> None:
    path = written(
        tmp_path, plain("b-7,2026-01-05T09:00:00Z,tea,1,2.00", "b-7,2026-01-05T09:00:00Z,coffee,2,3.00")
    )
    assert [each.law for each in report_of(path, laws=["P1"], ask=by_the_first_line).broken] == ["P1"]


def test_the_figures_are_the_same_on_every_run(capsys: pytest.CaptureFixture[str]) -> None:
    first, second = (told([str(CJ), "--laws", "none"], capsys) for _ in range(2))
    assert first.pop("speed").keys() == second.pop("speed").keys()
    assert first == second


def test_the_rulebook_depends_on_the_data_and_the_percentage_only() -> None:
    assert report_of(CJ).rulebook == report_of(CJ).rulebook != report_of(CJ, percent="11").rulebook


def test_packed_data_and_standard_input_are_read_alike(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    packed = written(tmp_path, lzma.compress(UCI.read_bytes()), "till.csv.xz")
    command = [sys.executable, "-m", "comptoir", "replay", "-", "--json", "--laws", "none"]
    run = subprocess.run(command, input=UCI.read_bytes(), capture_output=True, check=True)
    from_input = json.loads(run.stdout)
    from_packed = told([str(packed), "--laws", "none"], capsys)
    from_file = told([str(UCI), "--laws", "none"], capsys)
    for each in (from_input, from_packed, from_file):
        del each["source"], each["speed"]
    assert from_input == from_packed == from_file


def test_a_limit_stops_before_the_next_basket_begins(capsys: pytest.CaptureFixture[str]) -> None:
    whole = told([str(UCI), "--laws", "none"], capsys)
    some = told([str(UCI), "--laws", "none", "--limit", "3"], capsys)
    assert (some["baskets"], some["lines"]) == (3, {"read": 21, "quoted": 21, "skipped": {}})
    assert told([str(UCI), "--laws", "none", "--limit", "99"], capsys)["lines"] == whole["lines"]


def test_the_table_shows_what_was_found(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", str(UCI), "--laws", "none"]) == 0
    table = capsys.readouterr()
    for words in ("1577.84 GBP", "skipped: a cancelled invoice", "laws broken", "rounding per basket"):
        assert words in table.out
    assert not table.err


def test_a_plain_file_takes_pieces_measures_and_a_currency(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "at,basket,currency,price,quantity,sku\n"
        "2026-01-05T09:00:00+01:00,b-1,KWD,1.2345,0.532 kg,thé vert\n"
        "2026-01-05T08:00:00Z,b-1,KWD,1.2345,2,thé vert\n",
    )
    report = report_of(path, laws=LAWS_TRIED)
    assert (report.currency, report.prices, report.baskets) == ("KWD", 2, 1)
    assert report.recorded == report.regular == 657 + 2469
    assert report.charged == (657 - 66) + (2469 - 247)


def test_each_dirty_line_has_its_reason(tmp_path: Path) -> None:
    at = "2026-01-05T09:00:00Z"
    path = written(
        tmp_path,
        plain(
            f"b,{at},tea,-1,2.00",
            f"b,{at},tea,-0.5 kg,2.00",
            f"b,{at},tea,0,2.00",
            f"b,{at},tea,1,-2.00",
            f"b,{at},tea,1,0.00",
            f"b,{at},tea,1,0.004",
            "",
            f"b,{at},tea,1000001,2.00",
            f"b,{at},tea,1,1000000001",
            f"b,{at},{'x' * 65},1,2.00",
            f"b,{at},tea,999999,2.00",
            f"b,{at},tea,2,2.00",
        ),
    )
    report = report_of(path)
    assert report.lines_skipped == {
        "empty_line": 1,
        "return": 2,
        "no_quantity": 1,
        "negative_price": 1,
        "no_price": 2,
        "quantity_above_limit": 2,
        "value_above_limit": 1,
        "unnameable": 1,
    }
    assert (report.lines_read, report.lines_quoted) == (12, 1)


def test_a_basket_may_be_interleaved_with_others_but_not_come_back_after_a_hundred(tmp_path: Path) -> None:
    others = [f"o-{number},2026-01-05T09:00:00Z,tea,1,2.00" for number in range(OPEN_MAX)]
    first = "b,2026-01-05T08:59:00Z,tea,1,2.00"
    near = report_of(written(tmp_path, plain(first, *others[:-1], first)))
    assert (near.baskets, near.lines_quoted, near.lines_skipped) == (OPEN_MAX, OPEN_MAX + 1, {})
    far = report_of(written(tmp_path, plain(first, *others, first)))
    assert (far.baskets, far.lines_skipped) == (OPEN_MAX + 1, {"late_line": 1})


def test_a_basket_takes_no_more_lines_than_the_core_does(tmp_path: Path) -> None:
    path = written(tmp_path, plain(*["b,2026-01-05T09:00:00Z,tea,1,2.00"] * 2001))
    report = report_of(path)
    assert (report.lines_quoted, report.lines_skipped) == (2000, {"basket_full": 1})


def test_products_with_odd_names_never_share_a_price(tmp_path: Path) -> None:
    at = "2026-01-05T09:00:00Z"
    path = written(tmp_path, plain(f"b,{at},a/1.00,1,2.00", f"b,{at},a,1,1.00", f"b,{at},a.2f1,1,2.00"))
    assert report_of(path).prices == 3


GOOD = "b,2026-01-05T09:00:00Z,tea,1,2.00"
BAD = {
    "nothing": (b"", "no_header", "line 1"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00", "not_unicode", "line 1"),
    "other columns": (b"a,b\n1,2\n", "missing_columns", "line 1"),
    "a column missing": (b"basket,at,sku,quantity\n", "missing_columns", "line 1"),
    "a column twice": (b"basket,at,sku,quantity,price,price\n", "duplicate_column", "line 1"),
    "no number": (
        plain(GOOD, "b,2026-01-05T09:00:00Z,tea,one,2.00"),
        "not_a_number",
        "line 3 column quantity",
    ),
    "an exponent": (plain("b,2026-01-05T09:00:00Z,tea,1,1e9"), "not_a_number", "line 2 column price"),
    "half a piece": (plain("b,2026-01-05T09:00:00Z,tea,0.5,2"), "not_a_quantity", "line 2 column quantity"),
    "no zone": (plain("b,2026-01-05T09:00:00,tea,1,2.00"), "not_an_instant", "line 2 column at"),
    "no basket": (plain(",2026-01-05T09:00:00Z,tea,1,2.00"), "empty_cell", "line 2 column basket"),
    "too few cells": (plain(GOOD, "b,2026-01-05T09:00:00Z,tea"), "wrong_cells", "line 3"),
    "an open quote": (plain('b,2026-01-05T09:00:00Z,"tea,1,2.00'), "not_csv", "line 2"),
    "a long line": (plain("x" * LINE_BYTES_MAX), "line_too_long", "line 2"),
    "bytes": (PLAIN.encode() + b"b,2026-01-05T09:00:00Z,th\xe9,1,2.00\n", "not_unicode", "line 2"),
    "returns only": (plain("b,2026-01-05T09:00:00Z,tea,-1,2.00"), "nothing_to_quote", "till.csv"),
    "a header only": (PLAIN, "nothing_to_quote", "till.csv"),
    "half a cent": (
        (
            b"basket_id,product_id,quantity,sales_value,retail_disc,coupon_match_disc,ts_utc\n"
            b"1,2,1,0.505,0.00,0.00,2017-01-01T11:53:26Z\n"
        ),
        "finer_than_minor_unit",
        "line 2 column sales_value",
    ),
    "an American date": (
        b"InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice\n1,2,1,12/1/2010 8:26,1.00\n",
        "not_an_instant",
        "line 2 column InvoiceDate",
    ),
    "two currencies": (
        "basket,at,sku,quantity,price,currency\n" + GOOD + ",EUR\n" + GOOD + ",USD\n",
        "second_currency",
        "line 3 column currency",
    ),
    "no currency": (
        "basket,at,sku,quantity,price,currency\n" + GOOD + ",XXX\n",
        "unknown_currency",
        "line 2 column currency",
    ),
    "damaged xz": (lzma.compress(UCI.read_bytes())[:-40], "damaged_xz", "till.csv"),
}


@pytest.mark.parametrize(("data", "code", "where"), BAD.values(), ids=BAD.keys())
def test_bad_input_is_named_with_its_place(
    data: str | bytes, code: str, where: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, data)
    assert main(["replay", str(path)]) == 2
    said = capsys.readouterr()
    assert f"[{code}]" in said.err
    assert where in said.err
    assert not said.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["missing.csv"], "missing.csv: found no file to read"),
        (["."], "found no file to read"),
        ([str(UCI), "--percent", "101"], "--percent"),
        ([str(UCI), "--percent", "ten"], "--percent"),
    ],
)
def test_bad_arguments_are_named(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["replay", *arguments]) == 2
    assert words in capsys.readouterr().err


def test_a_limit_of_no_baskets_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["replay", str(UCI), "--limit", "0"])
    assert refused.value.code == 2
    assert "say how many baskets" in capsys.readouterr().err


def charged(*lines: tuple[str, int, int]) -> tuple[LineTerms, ...]:
    """Lines at a unit price, a quantity and a regular price in cents, as others are shown them."""
    return tuple(
        LineTerms(
            number=number,
            sku="tea",
            quantity=quantity,
            unit_price=UnitPrice.of(price),
            price_list="all",
            regular=regular,
            charged=regular,
            paid=regular,
            taxes=(TaxPart(Percent.of("0"), regular, 0),),
        )
        for number, (price, quantity, regular) in enumerate(lines, 1)
    )


def test_others_round_the_sum_instead_of_each_line() -> None:
    # 10 % of 0.14 is 0.014, which rounds to 0.01, twice; 10 % of 0.28 is 0.028, which rounds to 0.03.
    assert per_basket(charged(("0.14", 1, 14), ("0.14", 1, 14)), TEN, 2) == 25


def test_others_send_a_tie_to_the_even_cent() -> None:
    # 10 % of 0.45 is 0.045: half up 0.05, half even 0.04; 10 % of 0.35 is 0.035: both 0.04.
    assert half_even(charged(("0.45", 1, 45), ("0.35", 1, 35)), TEN, 2) == 41 + 31


def test_others_lose_a_tie_in_binary() -> None:
    # 10 % of 3.45 is 0.345, which rounds half up to 0.35; in binary it is 0.34500000000000003, alike.
    assert in_floats(charged(("3.45", 1, 345)), TEN, 2) == 345 - 35
    # 10 % of 1.45 is 0.145, which rounds half up to 0.15; the nearest binary number lies below the tie.
    assert in_floats(charged(("1.45", 1, 145)), TEN, 2) == 145 - 14


def test_the_layouts_that_help_names_are_those_that_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["replay", "--help"])
    shown = capsys.readouterr().out
    assert len(LAYOUTS) == 3
    for columns in ("household_id,store_id,basket_id", "InvoiceNo,StockCode", "basket,at,sku,quantity,price"):
        assert columns in shown
