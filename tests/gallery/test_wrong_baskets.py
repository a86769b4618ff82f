"""Ways to write a wrong basket, as a newcomer meets them: what was written, and what `comptoir quote` says.

The texts are compared exactly: they are part of the product. The exit code is 2, and there is no traceback.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from comptoir.authoring import example, seal
from comptoir.authoring.examples import example_basket
from comptoir.cli import main

AT = "2026-12-04T18:05:00+01:00"

GALLERY = {
    "a weight as a number": (
        ('quantity = "0.250 kg"', "quantity = 0.250"),
        'basket.lines[1].quantity: found 0.25 (float); write a whole number, or a text such as "0.532 kg" [float]',
    ),
    "a weight without its unit": (
        ('quantity = "0.250 kg"', 'quantity = "0.250"'),
        "basket.lines[1].quantity: found '0.250' (str); write a measured quantity as text, such as \"0.532 kg\" [not_a_quantity]",
    ),
    "whole pieces of what is weighed": (
        ('quantity = "0.250 kg"', "quantity = 3"),
        (
            'lines: found THE-VERT-VRAC by the piece; THE-VERT-VRAC is sold by the kg: pass Measured("…", "kg") '
            "[other_unit]"
        ),
    ),
    "nothing of a product": (
        ("quantity = 1", "quantity = 0"),
        (
            "basket.lines[0].quantity: found 0 (int); a quantity is 1 to 1000000 pieces; goods given back are a return "
            "[quantity_out_of_range]"
        ),
    ),
    "goods given back": (
        ("quantity = 1", "quantity = -1"),
        (
            "basket.lines[0].quantity: found -1 (int); a quantity is 1 to 1000000 pieces; goods given back are a return "
            "[quantity_out_of_range]"
        ),
    ),
    "a product that nobody sells": (
        ("ROBE-LIN-38", "ROBE-LIN-99"),
        (
            "lines: found the SKU ROBE-LIN-99, which the rulebook does not know; sell a product of the rulebook, or add "
            "it under [[products]] [unknown_sku]"
        ),
    ),
    "a look-alike of a product": (
        ("THE-VERT", "ТHE-VERT"),
        (
            "basket.lines[1].sku: found '\\u0422HE-VERT-VRAC' (str); use 1 to 64 of A-Z a-z 0-9 . _ / : - "
            "(escape_identifier() maps any other name) [not_an_identifier]"
        ),
    ),
    "a currency that the rulebook does not have": (
        ('currency = "EUR"', 'currency = "CHF"'),
        "currency: found CHF; use one of EUR [unknown_currency]",
    ),
    "one ref for two lines": (
        ('ref = "app-8"', 'ref = "app-7"'),
        (
            "basket.lines[0].ref: found 'app-7' (str); give each line a ref of its own: it is how its share is found "
            "again [duplicate_ref]"
        ),
    ),
    "a misspelt key": (
        ("buyer = ", "byuer = "),
        (
            "basket: found the key 'byuer'; did you mean buyer? known are buyer, contract, coupons, currency, empties, "
            "exchange, handover, informed, issued, lines, points, remaining, reservation, slots, stock, stored_value, tender [unknown_key]"
        ),
    ),
    "a contract of another kind": (
        ('contract = "distance"', 'contract = "online"'),
        "basket.contract: found 'online' (str); use one of distance, in_store, off_premises [unknown_choice]",
    ),
    "a postcode in another country's form": (
        ('postcode = "69003"', 'postcode = "SW1A 1AA"'),
        (
            "basket.handover.deliver.place.postcode: found 'SW1A 1AA' (str), which no postcode of FR looks like; "
            "write it as in 69003 [postcode_of_another_form]"
        ),
    ),
    "a handover of another kind": (
        ("handover = { deliver", "handover = { delivery"),
        (
            "basket.handover: found the kind 'delivery'; did you mean deliver? known are carry, collect, deliver "
            "[unknown_kind]"
        ),
    ),
}


@pytest.fixture(scope="module")
def rulebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    sealed = tmp_path_factory.mktemp("rules") / "rules.json"
    sealed.write_bytes(seal(example()).sealed())
    return sealed


@pytest.mark.parametrize(("edit", "said"), GALLERY.values(), ids=GALLERY.keys())
def test_a_wrong_basket_is_answered_with_place_and_cure(
    edit: tuple[str, str], said: str, rulebook: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    right, wrong = edit
    assert right in example_basket()
    basket = tmp_path / "basket.toml"
    basket.write_text(example_basket().replace(right, wrong, 1), encoding="utf-8")
    assert main(["quote", str(rulebook), str(basket), "--at", AT]) == 2
    printed = capsys.readouterr()
    assert printed.err == f"comptoir: {said}\n"
    assert not printed.out


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (
            "2026-12-04T18:05:00",
            (
                "--at: found '2026-12-04T18:05:00' (str); write an instant with its offset, such as "
                "2026-12-04T18:05:00+01:00 or …T17:05:00Z [not_an_instant]"
            ),
        ),
        (
            "2026-02-30T12:00:00Z",
            "--at: found '2026-02-30T12:00:00Z' (str); name a day and a time that exist [no_such_time]",
        ),
        (
            "2036-12-04T18:05:00+01:00",
            (
                "at: found 2036-12-04T17:05:00Z; ask for an instant from 2025-12-31T23:00:00Z until before "
                "2027-12-31T23:00:00Z, or seal a rulebook that reaches further [beyond_horizon]"
            ),
        ),
    ],
)
def test_a_wrong_instant_is_answered_with_its_cure(
    at: str, said: str, rulebook: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    basket = tmp_path / "basket.toml"
    basket.write_text(example_basket(), encoding="utf-8")
    assert main(["quote", str(rulebook), str(basket), "--at", at]) == 2
    assert capsys.readouterr().err == f"comptoir: {said}\n"
