"""The commands about goods that come back, cost less or are withdrawn from: what they print, and refuse."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from comptoir.authoring import example
from comptoir.authoring.examples import example_basket
from comptoir.cli import main
from comptoir.cli.entries import read_entry
from comptoir.cli.giving import read_give
from comptoir.cli.goods_back import at_the_desk
from comptoir.cli.voice import Voice
from comptoir.facts.return_terms import Grade
from comptoir.returns.asked import Give
from comptoir.testing.return_cases import ReturnCase, answered, ask_return
from comptoir.testing.strategies.returns import return_cases
from comptoir.values.errors import WrongValue

AT = ("--at", "2026-12-15T10:00:00+01:00")
LATE = ("--at", "2027-01-20T10:00:00+01:00")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the example rulebook, sealed, its basket, and the facts of the story."""
    folder = tmp_path_factory.mktemp("shop")
    (folder / "rules.toml").write_text(example(), encoding="utf-8")
    (folder / "basket.toml").write_text(example_basket(), encoding="utf-8")
    assert main(["seal", str(folder / "rules.toml"), "--output", str(folder / "rules.json")]) == 0
    assert main(["journey", "--facts", str(folder / "facts.jsonl")]) == 0
    return folder


class Desk:
    """Runs commands on the files of a shop."""

    def __init__(self, shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.shop = shop
        self.capsys = capsys

    def runs(self, command: str, *arguments: str, order: str | None = "o-1001") -> str:
        """What a command prints when it is done."""
        self.capsys.readouterr()
        assert main([command, *self._files(command), *_of(order), *arguments]) == 0
        return self.capsys.readouterr().out

    def refuses(self, command: str, *arguments: str, order: str | None = "o-1001") -> str:
        """The error that a command prints."""
        self.capsys.readouterr()
        assert main([command, *self._files(command), *_of(order), *arguments]) == 2
        return self.capsys.readouterr().err.strip()

    def _files(self, command: str) -> Iterator[str]:
        basket = ["basket.toml"] if command == "ticket" else []
        return (str(self.shop / name) for name in ("rules.json", *basket, "facts.jsonl"))


def _of(order: str | None) -> list[str]:
    return [] if order is None else ["--order", order]


@pytest.fixture
def desk(shop: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(shop, capsys)


# How goods are named


def test_what_comes_back_is_named_with_all_that_is_said_of_it() -> None:
    assert read_give("app-7") == Give("app-7")
    assert read_give("1:2") == Give(1, 2)
    assert read_give("app-7:1:too_large,grade=opened,unsealed,sku=ROBE-36") == Give(
        "app-7", 1, reason="too_large", sku="ROBE-36", grade=Grade.OPENED, unsealed=True
    )
    exception = read_give("app-7,exception=geste,author=anna,authority=manager,note=à sa demande").exception
    assert exception is not None
    assert (exception.rule, exception.author, exception.authority) == ("geste", "anna", "manager")
    assert exception.note == "à sa demande"


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", r"--give: found ''.*not_goods"),
        ("app-7,", r"--give: found 'app-7,'.*not_goods"),
        ("app-7,grade=new", r"--give\.grade: found 'new'.*use as_new, opened, used.*unknown_grade"),
        ("app-7,colour=red", r"--give: found 'colour=red'.*use grade=…, sku=…, unsealed.*not_a_detail"),
        ("app-7,unsealed=yes", r"--give: found 'unsealed=yes'.*not_a_detail"),
        ("app-7,grade", r"--give: found 'grade'.*not_a_detail"),
        ("app-7,sku=", r"--give: found 'sku='.*not_a_detail"),
        ("app-7,unsealed,unsealed", r"--give: found unsealed twice.*said_twice"),
        ("app-7,exception=geste", r"found only exception; add author=…, authority=….*not_an_exception"),
        ("app-7,note=x", r"found only note; add exception=…, author=….*not_an_exception"),
        ("app-7:0", r"--give\.quantity: found 0.*too_small"),
        ("app 7", r"--give\.what: found 'app 7'.*not_an_identifier"),
    ],
)
def test_goods_that_are_named_wrongly_are_told_where(text: str, error: str) -> None:
    with pytest.raises(WrongValue, match=error):
        read_give(text)


def test_goods_without_details_take_none() -> None:
    with pytest.raises(WrongValue, match="leave it out"):
        read_entry("ROBE,grade=used", "--bring", "ROBE:2")


# What a cashier reads


def test_a_return_says_who_decides_and_what_is_to_be_done(desk: Desk) -> None:
    told = desk.runs("return", "--give", "app-7", "--give", "app-8", *AT)
    assert re.search(r"size 36: Change of mind +YES, by law\n", told)
    for line in (
        "  Condition: as new · proof: receipt\n",
        "  The buyer pays the carriage (eu-withdrawal).\n",
        "  The seller (food-and-press): final sale\n",
        "\nTo do\n",
    ):
        assert line in told
    assert re.search(r"\n  VAT 20% \(net €60.07\) +€12.01\n  VAT 5.5% \(net €19.02\) +€1.05\n", told)
    assert "  The seller pays the refund by 29 December 2026 (Directive 2011/83/EU," in told


def test_a_refusal_names_the_layer_its_rights_and_who_may_make_an_exception(desk: Desk) -> None:
    told = desk.runs("return", "--give", "app-7", *LATE)
    assert re.search(r"app-7: Blue linen dress, size 38 +NO\n", told)
    assert "  Decided by the shop's policy: Thirty days to change your mind\n" in told
    assert "  The seller (thirty-days): 30 days, until Saturday 9 January 2027: too late\n" in told
    assert "Possible by exception (geste-commercial): Goodwill. Who may decide it:" in told


def test_an_exception_says_who_made_it(desk: Desk) -> None:
    give = "app-7,exception=accord-de-la-direction,author=anna,authority=direction,note=client fidèle"
    told = desk.runs("return", "--give", give, *LATE)
    assert re.search(r"Change of mind +YES, by exception\n", told)
    assert "By exception (accord-de-la-direction): decided by anna, direction · client" in told
    assert re.search(r"\n  Fee kept \(accord-de-la-direction\) +-€14.42\n  Given back for it +€57.66\n", told)


def test_what_a_gift_cost_is_nowhere_in_what_its_recipient_is_told(desk: Desk) -> None:
    for language in ("fr", "en"):
        told = desk.runs(
            "return", "--give", "app-7", "--give", "app-8", "--gift", *AT, "--language", language
        )
        assert not re.search(r"€|\d,\d\d|\d\.\d\d|psp|points", told)
        assert len(told.splitlines()) == 3
    data = json.loads(desk.runs("return", "--give", "app-7", "--gift", "--json", *AT))
    assert set(data) == {"gift"}
    assert set(data["gift"]) == {"goods", "refused", "on_credit"}
    assert set(data["gift"]["goods"][0]) == {"sku", "name", "quantity", "last_day"}


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("--store", "lyon-9"), "unknown_store"),
        (("--store", "lyon-2", "--label"), "label_in_store"),
        (("--prefer", "cash"), "means_not_allowed"),
        (("--member", "m 1"), "not_an_identifier"),
        (("--take-back", "NOPE"), "no_such_coupon"),
        (("--give", "app-7:1:nope"), "unknown_reason"),
        (("--give", "app-7,exception=x,author=a,authority=b"), "unknown_exception"),
    ],
)
def test_options_that_do_not_fit_are_told(desk: Desk, arguments: tuple[str, ...], error: str) -> None:
    assert desk.refuses("return", "--give", "app-7", *arguments, *AT).endswith(f"[{error}]")


def test_another_customer_is_not_told_what_was_bought(desk: Desk) -> None:
    told = desk.runs("return", "--give", "app-7", "--member", "m-other", *AT)
    assert re.search(r"\napp-7 +NO\n  This is another customer's order.\n", told)
    assert "dress" not in told


@given(return_cases())
def test_every_return_fits_in_eighty_columns_and_adds_up_in_both_languages(case: ReturnCase) -> None:
    for request in case.requests:
        found = answered(case, ask_return, case.facts, request)
        if found is None:
            continue
        pages = [list(at_the_desk(found, Voice.of(each, case.rulebook))) for each in ("fr", "en")]
        assert all(len(line) <= 80 for page in pages for line in page)
        english, steps = "\n".join(pages[1]), len(found.assessed.steps)
        assert len(
            re.findall(r" YES, by (?:law|the shop's policy|exception)$", english, re.MULTILINE)
        ) == len(found.goods)
        assert len(re.findall(r" NO$", english, re.MULTILINE)) == len(found.refused)
        assert ("\nTo do\n" in english) is bool(steps)
        kept = sum(bool(good.fee or good.wear or good.repriced) for good in found.goods)
        assert english.count("\n  Given back for it") == kept
        assert ("BESIDES, FOR BEING LATE" in english) is (found.assessed.refund.surcharge is not None)
        assert ("owes" in english) is (found.assessed.intercompany is not None)


# Less is paid


def test_a_reduction_says_what_was_paid_and_what_is_given_back(desk: Desk) -> None:
    told = desk.runs("reduce", "--because", "price_reduction", "--take", "app-7,off=4.00 EUR", *AT)
    assert re.match(r"Order o-1001: reduction of the price +YES\n", told)
    assert re.search(r"\n    paid so far +€72.08\n    given back +€4.00\n", told)
    data = json.loads(
        desk.runs("reduce", "--because", "price_reduction", "--take", "app-7,off=4.00 EUR", "--json", *AT)
    )
    assert data["facts"][0]["reduced/1"]["taken"][0]["refunded"] == 400
    no = desk.runs("reduce", "--because", "goodwill", "--take", "app-7,to=90.00 EUR", *AT, "--language", "fr")
    assert no.splitlines()[0].endswith(" NON")


@pytest.mark.parametrize(
    ("take", "error"),
    [
        ("app-7,off=4", r"--take\.off: found '4'.*not_an_amount"),
        ("app-7,off=4.00 EUR,to=3.00 EUR", r"--take\.off: found both"),
        ("app-7:1:too_large,off=1.00 EUR", r"found a reason, too_large; say with --because"),
        ("app-7,picked=2,off=1.00 EUR", r"--take\.picked: found '2'"),
        ("app-7,off=4.00 USD", r"write it in EUR"),
        ("app-7", r"found no amount"),
    ],
)
def test_what_is_taken_off_wrongly_is_told_where(desk: Desk, take: str, error: str) -> None:
    assert re.search(error, desk.refuses("reduce", "--because", "goodwill", "--take", take, *AT))


# Nobody can prove the purchase


def test_goods_without_a_proof_are_credited(desk: Desk) -> None:
    who = ("--person", "p-1", "--store", "lyon-2")
    told = desk.runs("return-unproven", *who, "--bring", "ROBE-LIN-36", *AT, order=None)
    assert re.search(r"Return without proof, p-1 +YES\n", told)
    assert "Credit: €50.00." in told
    no = desk.runs("return-unproven", *who, "--bring", "ROBE-99", *AT, order=None)
    assert no.splitlines()[0].endswith(" NO")
    data = json.loads(desk.runs("return-unproven", *who, "--bring", "ROBE-LIN-36", "--json", *AT, order=None))
    assert data["facts"][0]["unproven-returned/1"]["person"] == "p-1"
    for bring, error in (("ROBE-LIN-36:1:late", "not_goods"), ("ROBE-LIN-36:0", "count_out_of_range")):
        refused = desk.refuses("return-unproven", *who, "--bring", bring, *AT, order=None)
        assert refused.endswith(f"[{error}]")


# A ticket of both


def test_a_ticket_leaves_one_amount(desk: Desk) -> None:
    arguments = ("--give", "app-7", "--store", "lyon-2", *AT)
    told = desk.runs("ticket", *arguments)
    amounts = dict(re.findall(r"^([A-Z ]+?) +€([0-9.]+)$", told, re.MULTILINE))
    assert set(amounts) == {"DUE FOR WHAT IS BOUGHT", "GIVEN BACK FOR WHAT COMES BACK", "LEFT TO PAY"}
    data: dict[str, Any] = json.loads(desk.runs("ticket", *arguments, "--json"))
    assert data["net"] == data["due"] - data["back"] > 0
    assert data["offset"] == data["back"]
    refused = desk.runs("ticket", "--give", "app-7", "--give", "app-8", "--store", "lyon-2", *LATE)
    assert refused.splitlines()[-1].startswith("Nothing is done")


def test_what_comes_back_belongs_to_the_order_named_before_it(desk: Desk) -> None:
    again = ("--order", "o-1001", "--give", "app-8")
    assert "a second time" in desk.refuses("ticket", "--give", "app-7", *again, *AT)
    assert "found o-0702 alone" in desk.refuses("ticket", "--give", "app-7", "--order", "o-0702", *AT)
    with pytest.raises(SystemExit):
        desk.runs("ticket", "--give", "app-7", order=None)
    assert "name its order before it, with --order" in desk.capsys.readouterr().err


# The withdrawal function


def test_the_function_is_there_and_acknowledges_what_is_declared(desk: Desk) -> None:
    told = desk.runs("withdraw", *AT)
    assert re.search(r"Order o-1001: withdrawal function +YES\n", told)
    assert "until the end of 24 December 2026" in told
    declared = desk.runs("withdraw", "--declare", "--ref", "app-7", "--statement", "Non merci", *AT)
    assert "To be sent to the customer, on a durable medium" in declared
    assert "Non merci" in declared
    data = json.loads(desk.runs("withdraw", "--declare", "--json", *AT))
    assert data["facts"][0]["passed/1"]["passage"] == "declared"
    assert json.loads(desk.runs("withdraw", "--json", *AT))["function"]
    no = desk.runs("withdraw", "--declare", "--ref", "app-77", *AT)
    assert no.splitlines()[0].endswith(" NO")
    assert all(len(line) <= 80 for text in (told, declared, no) for line in text.splitlines())
    assert desk.refuses("withdraw", "--statement", "x", *AT).endswith("[not_declared]")
