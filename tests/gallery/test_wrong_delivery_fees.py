"""Ways to write wrong fees, limits and surcharges, as their author meets them, and what `comptoir check` says.

The texts are compared exactly: they are part of the product. Each names the place and the cure.
"""

from __future__ import annotations

import pytest

from comptoir.authoring import check, example

FEE = 'fee = { per_item = { first = "9.90 EUR", additional = "1.00 EUR" } }'
EXPRESS = f"""limits = [
  {{ weight = {{ at_most = "20 kg" }} }},
  {{ age = {{ at_least = 18, on = {{ category = "grocery/wine" }} }} }},
]
{FEE}"""
"""What the example says of its express service, in place of which something else is written."""

GALLERY = {
    "tiers that overlap": (
        'fee = { tiers = { by = "weight", tiers = [{ up_to = "5 kg", fee = "6.90 EUR" }, { up_to = "5 kg", fee = "9.90 EUR" }] } }',
        "fee.tiers.tiers[1].up_to: found 5 kg after 5 kg; let each tier end after the one before it: up_to is included [overlapping_tiers]",
    ),
    "a tier without end before another": (
        'fee = { tiers = { by = "weight", tiers = [{ fee = "6.90 EUR" }, { up_to = "5 kg", fee = "9.90 EUR" }] } }',
        "fee.tiers.tiers[0].up_to: found none, and a tier after it; write up_to in every tier but the last [tier_left_open]",
    ),
    "no tiers": (
        'fee = { tiers = { by = "weight", tiers = [] } }',
        "fee.tiers.tiers: found 0 tiers; write 1 to 100 tiers [tiers_out_of_range]",
    ),
    "a tier list without by": (
        'fee = { tiers = { tiers = [{ fee = "6.90 EUR" }] } }',
        "fee.tiers: found no by; write by, which has no default [missing_key]",
    ),
    "tiers by another word": (
        'fee = { tiers = { by = "distance", tiers = [{ fee = "6.90 EUR" }] } }',
        "fee.tiers.by: found 'distance' (str); use one of amount, pieces, volume, weight [unknown_choice]",
    ),
    "a weight as a number": (
        'fee = { tiers = { by = "weight", tiers = [{ up_to = 5, fee = "6.90 EUR" }] } }',
        'fee.tiers.tiers[0].up_to: found 5; write a weight, such as "5 kg" [other_unit]',
    ),
    "a weight as a binary fraction": (
        'fee = { tiers = { by = "weight", tiers = [{ up_to = 5.5, fee = "6.90 EUR" }] } }',
        'fee.tiers.tiers[0].up_to: found 5.5 (float); write a whole number, or a text such as "5 kg" [float]',
    ),
    "a weight without its unit": (
        'fee = { tiers = { by = "weight", tiers = [{ up_to = "5", fee = "6.90 EUR" }] } }',
        'fee.tiers.tiers[0].up_to: found \'5\' (str); write a weight, a volume or an amount, such as "5 kg" or "50.00 EUR", and pieces as a number [not_a_quantity]',
    ),
    "a weight in pounds": (
        'fee = { tiers = { by = "weight", tiers = [{ up_to = "5 lb", fee = "6.90 EUR" }] } }',
        'fee.tiers.tiers[0].up_to: found \'5 lb\' (str); write a weight, a volume or an amount, such as "5 kg" or "50.00 EUR", and pieces as a number [not_a_quantity]',
    ),
    "tiers in two currencies": (
        'fee = { tiers = { by = "weight", tiers = [{ up_to = "5 kg", fee = "6.90 EUR" }, { fee = "9.90 GBP" }] } }',
        "fee.tiers.tiers[1].fee: found 9.90 GBP; write it in EUR, as the first tier [other_currency]",
    ),
    "a percentage of no currency": (
        'fee = { percent = { percent = "4" } }',
        'fee.percent.currency: found none; write currency = "EUR", or a minimum or a maximum [no_currency]',
    ),
    "a percentage above all": (
        'fee = { percent = { percent = "104", currency = "EUR" } }',
        "fee.percent.percent: found '104' (str); write a percentage from 0 to 100 as text, such as \"5.5\" [percent_out_of_range]",
    ),
    "a maximum below the minimum": (
        'fee = { percent = { percent = "4", minimum = "6.90 EUR", maximum = "1.90 EUR" } }',
        "fee.percent.maximum: found 1.90 EUR; write 6.90 EUR or more [bounds_crossed]",
    ),
    "one class twice": (
        'fee = { sizes = { classes = [{ size = "small", fee = "4.90 EUR" }, { size = "small", fee = "9.90 EUR" }] } }',
        "fee.sizes.classes[1].size: found small twice; name each class once [overlapping_tiers]",
    ),
    "a fee of an unknown kind": (
        'fee = { distance = { per_km = "0.50 EUR" } }',
        "fee: found the kind 'distance'; use one of flat, per_item, percent, sizes, tiers [unknown_kind]",
    ),
    "a fee in a currency that is not declared": (
        'fee = { flat = "9.90 USD" }',
        "fee: found USD; declare it under money.currencies [unknown_currency]",
    ),
    "a limit without a bound": (
        "limits = [{ weight = {} }]",
        "limits[0].weight: found no bound; write at_least, at_most or both [limits_nothing]",
    ),
    "a limit of another measure": (
        'limits = [{ weight = { at_most = "30 l" } }]',
        'limits[0].weight.at_most: found 30 l; write it in kilograms or grams, such as "30 kg" [other_unit]',
    ),
    "bounds that cross": (
        'limits = [{ amount = { at_least = "100.00 EUR", at_most = "50.00 EUR" } }]',
        "limits[0].amount.at_most: found it below at_least; let at_most be at_least or more [bounds_crossed]",
    ),
    "a limit in another currency": (
        'limits = [{ amount = { at_most = "50.00 GBP" } }]',
        "limits[0]: found GBP; write it in EUR, as the fee [other_currency]",
    ),
    "a limit of an unknown kind": (
        'limits = [{ weigth = { at_most = "30 kg" } }]',
        "limits[0]: found the kind 'weigth'; did you mean weight? known are age, amount, girth, length, pieces, volume, weight [unknown_kind]",
    ),
    "a surcharge in a zone that is not there": (
        'surcharges = [{ id = "islands", name = { fr = "Îles" }, zones = ["corsika"], fee = { flat = "6.00 EUR" } }]',
        "surcharges[0].zones: found corsika; did you mean corsica? Otherwise add it under [[places.zones]] [unknown_place_zone]",
    ),
    "a surcharge in another currency": (
        'surcharges = [{ id = "islands", name = { fr = "Îles" }, fee = { flat = "6.00 GBP" } }]',
        "surcharges[0].fee: found GBP; write it in EUR, as the fee [other_currency]",
    ),
    "two surcharges of one id": (
        'surcharges = [{ id = "islands", name = { fr = "Îles" }, fee = { flat = "6.00 EUR" } }, { id = "islands", name = { fr = "Îles" }, fee = { flat = "6.00 EUR" } }]',
        "surcharges[1]: found islands twice; name each once [duplicate_surcharge]",
    ),
    "free from another currency": (
        'free_from = { at_least = "60.00 GBP" }',
        "free_from.at_least: found GBP; write it in EUR, as the fee [other_currency]",
    ),
    "free from an unknown basis": (
        'free_from = { at_least = "60.00 EUR", basis = "net" }',
        "free_from.basis: found 'net' (str); use one of paid, paid_net, regular, regular_net [unknown_choice]",
    ),
}


@pytest.mark.parametrize(("written", "said"), GALLERY.values(), ids=GALLERY)
def test_wrong_rules_of_a_service_are_answered_with_place_and_cure(written: str, said: str) -> None:
    """A fee takes the place of the one of the example; what else is written stands beside it."""
    assert EXPRESS in example()
    rule = written if written.startswith("fee = ") else f"{FEE}\n{written}"
    [fault] = check(example().replace(EXPRESS, rule, 1))
    assert str(fault) == f"delivery.services[1].{said}"
