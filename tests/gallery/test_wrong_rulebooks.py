"""Ways to write a wrong rulebook, as its author meets them: what was written, and what `comptoir check` says.

The texts are compared exactly: they are part of the product. Each names the place and the cure.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from comptoir.authoring import check, example
from comptoir.cli import main

VENTOUX = "valid = { from = 2026-10-12, until = 2026-10-19 }"
FIVE_OFF = 'benefit = { amount = "5.00 EUR" }'
A_YEAR = 'levels = { period = "12 months" }'
MEMBERS = "when = [{ member = true }]"
THIRTY = 'id = "thirty-days"'
FINAL = 'id = "food-and-press"'
PRESS = '[[returns.policies]]\nid = "food-and-press"'
TWO_TEAS = 'en = "Two teas or more: 10% off" }\nlayer = "offers"'

GALLERY = {
    "a season without an end": (
        (THIRTY, THIRTY + '\nseasons = [{ id = "noel", contracts = { from = 2026-11-01 } }]'),
        [
            'returns.policies[6].seasons[0].extra: found neither; write either extra = "15 days" or last_day = 2027-01-31 [not_a_season] (noel)',
        ],
    ),
    "a final sale in a season": (
        (FINAL, FINAL + '\nseasons = [{ id = "noel", contracts = {}, extra = "15 days" }]'),
        [
            "returns.policies[0].seasons: found a final sale with seasons; give it a period, or leave the seasons out: a final sale has no end to move [never_applies] (food-and-press)",
        ],
    ),
    "a condition that is refused at a price": (
        (THIRTY, THIRTY + '\ngrades = [{ grade = "used", refused = true, percent = "10" }]'),
        [
            "returns.policies[6].grades[0].percent: found '10' (str); either refuse them, or take a percentage off [refused_and_deducted] (thirty-days)",
        ],
    ),
    "a condition of its own": (
        (THIRTY, THIRTY + '\ngrades = [{ grade = "worn", percent = "10" }]'),
        [
            "returns.policies[6].grades[0].grade: found 'worn' (str); use one of as_new, damaged, incomplete, opened, used, wrong_item [unknown_choice] (thirty-days)",
        ],
    ),
    "a policy of a store that there is not": (
        (THIRTY, THIRTY + '\nwhere = { store = "rome" }'),
        [
            "returns.policies[6].where: found rome; add it under [[places.stores]] [unknown_store] (thirty-days)",
        ],
    ),
    "wear of what is as new": (
        (PRESS, '[[returns.wear]]\ngrade = "as_new"\npercent = "10"\n\n' + PRESS),
        [
            "returns.wear[0].grade: found as_new; name a condition that takes something off: opened, used, damaged or incomplete [no_wear]",
        ],
    ),
    "a price with a decimal comma": (
        ('TORCHON-LIN = "12.90"', 'TORCHON-LIN = "12,90"'),
        [
            (
                "pricing.lists[0].prices.TORCHON-LIN: found '12,90' (str); write a price as text, such as \"12.90\" "
                "(at most 16 digits and 6 decimals, no exponent) [not_a_number] (tarif-2026)"
            )
        ],
    ),
    "a price as a number": (
        ('TORCHON-LIN = "12.90"', "TORCHON-LIN = 12.90"),
        [
            (
                'pricing.lists[0].prices.TORCHON-LIN: found 12.9 (float); write it as text, such as "1.799" '
                "[float] (tarif-2026)"
            )
        ],
    ),
    "an amount without its currency": (
        ('benefit = { amount = "5.00 EUR" }', 'benefit = { amount = "5.00" }'),
        [
            (
                "pricing.promotions[3].benefit.amount: found '5.00' (str); write an amount with its currency, such as "
                '"12.90 EUR" [not_an_amount] (membres-linge-de-lit)'
            )
        ],
    ),
    "a limit without its currency": (
        (FIVE_OFF, FIVE_OFF + '\nat_most = { amount = "20.00" }'),
        [
            (
                "pricing.promotions[3].at_most.amount: found '20.00' (str); write an amount with its currency, "
                'such as "12.90 EUR" [not_an_amount] (membres-linge-de-lit)'
            )
        ],
    ),
    "a condition that is turned round": (
        (MEMBERS, "when = [{ member = false }]"),
        [
            (
                "pricing.promotions[3].when[0].member: found False (bool); use { none = [{ member = true }] } "
                "[not_an_object] (membres-linge-de-lit)"
            )
        ],
    ),
    "a condition that takes no words": (
        (MEMBERS, 'when = [{ member = "yes" }]'),
        [
            (
                "pricing.promotions[3].when[0].member: found 'yes' (str); write true [not_an_object] "
                "(membres-linge-de-lit)"
            )
        ],
    ),
    "days of the week as a condition": (
        (MEMBERS, 'when = [{ weekdays = ["saturday"] }]'),
        [
            (
                "pricing.promotions[3].when[0]: found the kind 'weekdays'; write { hours = { weekdays = [ … ] } } "
                "[unknown_kind] (membres-linge-de-lit)"
            )
        ],
    ),
    "days of the week for hours": (
        (MEMBERS, 'when = [{ hours = ["saturday"] }]'),
        [
            (
                "pricing.promotions[3].when[0].hours: found ['saturday'] (list); "
                "write { hours = { weekdays = [ … ] } } [not_an_object] (membres-linge-de-lit)"
            )
        ],
    ),
    "a set that costs as much as its goods": (
        (FIVE_OFF, "benefit = { set = { slots = [{ least = 2 }] } }"),
        [
            (
                "pricing.promotions[3].benefit.set: found a set that costs no less; give exactly one of total, "
                "percent, amount, cheapest_free [not_one_way] (membres-linge-de-lit)"
            )
        ],
    ),
    "as many to pay as to take": (
        (FIVE_OFF, "benefit = { n_for_m = { take = 3, pay = 3 } }"),
        [
            (
                "pricing.promotions[3].benefit.n_for_m.pay: found 3 (int); use 1 to 2, less than take "
                "[count_out_of_range] (membres-linge-de-lit)"
            )
        ],
    ),
    "the fields of a benefit without its kind": (
        (FIVE_OFF, "benefit = { take = 2, pay = 1 }"),
        [
            (
                "pricing.promotions[3].benefit: found 2 keys; write { n_for_m = { take = …, pay = … } } "
                "[not_one_kind] (membres-linge-de-lit)"
            )
        ],
    ),
    "a tier that lasts for periods on a rolling clock": (
        (A_YEAR, 'levels = { period = "12 months", more_periods = 1 }'),
        [
            (
                "loyalty.programme.levels.more_periods: found 1 on a rolling clock; say lasts instead "
                "[tier_ends_otherwise] (carnet-lavande)"
            )
        ],
    ),
    "fixed periods that never start": (
        (A_YEAR, 'levels = { clock = "fixed", period = "6 months" }'),
        [
            (
                "loyalty.programme.levels.starts: found none; name the first day of a period [clock_differs] "
                "(carnet-lavande)"
            )
        ],
    ),
    "amounts for tiers that count purchases": (
        (A_YEAR, 'levels = { clock = "calendar_year", measure = "purchases" }'),
        [
            (
                "loyalty.programme.tiers[0].from: found 0.00 EUR, while tiers measure purchases; "
                "say purchases instead [other_measure] (classic)"
            )
        ],
    ),
    "a percentage above a hundred": (
        ('benefit = { percent = "30" }', 'benefit = { percent = "130" }'),
        [
            (
                "pricing.promotions[0].benefit.percent: found '130' (str); write a percentage from 0 to 100 as text, "
                'such as "5.5" [percent_out_of_range] (soldes-ete-2026)'
            )
        ],
    ),
    "a misspelt key": (
        (VENTOUX, VENTOUX.replace("valid", "vaild")),
        [
            (
                "pricing.promotions[7]: found the key 'vaild'; did you mean valid? known are announced, at_most, benefit, "
                "combines, exclusive, funding, group, id, layer, metered, name, not_on_lists, not_on_reduced, on, "
                "valid, when [unknown_key] (semaine-ventoux)"
            )
        ],
    ),
    "a misspelt kind of benefit": (
        ('benefit = { percent = "30" }', 'benefit = { precent = "30" }'),
        [
            (
                "pricing.promotions[0].benefit: found the kind 'precent'; did you mean percent? known are amount, "
                "amount_tiers, basket_amount, basket_percent, buy_get, delivery, gift, n_for_m, percent, points, "
                "positions, price, quantity_tiers, set [unknown_kind] (soldes-ete-2026)"
            )
        ],
    ),
    "a day that does not exist": (
        (VENTOUX, VENTOUX.replace("2026-10-19", "2026-10-32")),
        ["found no TOML at line {line}, column 42:"],
    ),
    "a window that ends before it starts": (
        (VENTOUX, "valid = { from = 2026-10-19, until = 2026-10-12 }"),
        [
            (
                "pricing.promotions[7].valid.until: found 2026-10-11T22:00:00Z, which is not after 2026-10-18T22:00:00Z; "
                "let the window end after it starts (until is the first instant outside) [empty_window] (semaine-ventoux)"
            )
        ],
    ),
    "a layer that is not declared": (
        (TWO_TEAS, TWO_TEAS.replace("offers", "offer")),
        [
            (
                "pricing.promotions[5].layer: found offer; did you mean offers? Otherwise add it under "
                "[[pricing.layers]] [unknown_layer] (deux-thes)"
            )
        ],
    ),
    "a price for a product that is not sold": (
        ('TORCHON-LIN = "12.90"', 'TORCHON-LINN = "12.90"'),
        [
            (
                "pricing.lists[0].prices.TORCHON-LINN: found TORCHON-LINN; did you mean TORCHON-LIN? Otherwise add it "
                "under [[products]] [unknown_sku] (tarif-2026)"
            )
        ],
    ),
    "a product in an unknown tax category": (
        ('tax = "super-reduced"', 'tax = "superreduced"'),
        [
            (
                "products[21].tax: found superreduced; did you mean super-reduced? Otherwise add it under "
                "[[tax.rates]] [unknown_tax_category] (MAGAZINE-JARDINS-12)"
            )
        ],
    ),
    "one product twice": (
        ('sku = "ROBE-LIN-38"', 'sku = "ROBE-LIN-36"'),
        [
            (
                "products[1].sku: found ROBE-LIN-36 a second time; give each a sku of its own [duplicate_sku] "
                "(ROBE-LIN-36)"
            ),
            (
                "pricing.lists[0].prices.ROBE-LIN-38: found ROBE-LIN-38; did you mean ROBE-LIN-36? Otherwise add it "
                "under [[products]] [unknown_sku] (tarif-2026)"
            ),
        ],
    ),
    "a mistyped barcode": (
        ('gtin = "2000000010106"', 'gtin = "2000000010107"'),
        [
            (
                "products[0].gtin: found '2000000010107' (str); write the 8, 12, 13 or 14 digits of the barcode as "
                "text, check digit included [not_a_gtin] (ROBE-LIN-36)"
            )
        ],
    ),
    "an offer that can never be in force": (
        (VENTOUX, VENTOUX.replace("2026", "2025")),
        [
            (
                "pricing.promotions[7].valid: found a window wholly outside the rulebook's own; move it into valid.from "
                "… valid.until, or remove the promotion [never_in_force] (semaine-ventoux)"
            )
        ],
    ),
    "a quotation mark forgotten": (
        ('category = "tea-room"', 'category = "tea-room'),
        ["found no TOML at line {line}, column 21:"],
    ),
    "no horizon": (
        ("valid = { from = 2026-01-01, until = 2028-01-01 }", "valid = { from = 2026-01-01 }"),
        ["valid: found no until; write until, which has no default [missing_key]"],
    ),
    "two rates of one category at once": (
        ('category = "intermediate" # meals', 'category = "standard" # meals'),
        [
            (
                "tax.rates[1]: found a second rate for standard in FR in an overlapping window; end one where the other "
                "starts [overlapping_rates]"
            )
        ],
    ),
}


@pytest.mark.parametrize(("edit", "said"), GALLERY.values(), ids=GALLERY.keys())
def test_a_wrong_rulebook_is_answered_with_place_and_cure(
    edit: tuple[str, str], said: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    right, wrong = edit
    assert right in example()
    rules = tmp_path / "rules.toml"
    rules.write_text(example().replace(right, wrong, 1), encoding="utf-8")
    line = example()[: example().index(right)].count("\n") + 1
    assert main(["check", str(rules)]) == 1
    *faults, count = capsys.readouterr().out.splitlines()
    assert len(faults) == len(said)
    for fault, text in zip(faults, [text.replace("{line}", str(line)) for text in said], strict=True):
        # What follows the place of a TOML mistake is the parser's own, and differs by version.
        assert fault.startswith(text) if text.endswith(":") else fault == text
    assert count == f"{len(said)} fault{'s' if len(said) > 1 else ''}"


def test_the_example_itself_has_no_fault() -> None:
    assert check(example()) == ()
