"""What `comptoir delivery` tells a customer of the example: slots, limits, sources, until when."""

from __future__ import annotations

from pathlib import Path

import pytest

from comptoir.authoring import example, seal
from comptoir.cli import main

HONEY = 'lines = [{ sku = "MIEL-LAVANDE-250", quantity = 2 }]'
EVENING = "2026-12-23T20:00:00+01:00"


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("delivery") / "rules.json"
    path.write_bytes(seal(example()).sealed())
    return str(path)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (
            (HONEY, "FR 69003", EVENING, "en"),
            [
                "    on Thursday 31 December 2026, 08:00-12:00",
                "    and 12 more, until Wednesday 13 January 2027",
                "  if ordered before Monday 28 December 2026, 14:00 (Europe/Paris)",
                "  on that day if ordered before Thursday 24 December 2026, 16:30 (Europe/Paris)",
                "  sent from Entrepôt de Saint-Priest",
                '  "Insured" is not possible: €18.80, at least €150.00.',
            ],
        ),
        (
            (HONEY, "DE 25980", EVENING, "fr"),
            [
                "  dont Îles : 14,00 €",
                "  Encore 131,20 € d'achats et il n'en reste que 14,00 € à payer.",
                "  si commandé avant le lundi 28 décembre 2026, 14:00 (Europe/Berlin)",
            ],
        ),
        (
            (
                'lines = [{ sku = "BANC-CHENE-140", quantity = 1 }]',
                "FR 57000",
                "2026-12-10T10:00:00+01:00",
                "en",
            ),
            [
                "  of it East of France: €10.00",
                "    Friday 11 December 2026: Before Christmas, 2 days more of handling",
                '  "Home delivery" is not possible: length and girth 312 cm, at most 300.',
                '  "Express" is not possible: 32 kg, at most 20.',
            ],
        ),
        (
            (
                'buyer = { age = 17 }\nlines = [{ sku = "VIN-ROSE-75CL", quantity = 1 }]',
                "FR 69003",
                EVENING,
                "fr",
            ),
            [
                "  « À domicile » n'est pas possible : 17 ans, 18 au moins.",
                "  « Consigne automatique » n'est pas possible pour : Vin rosé de Provence, 75",
            ],
        ),
        (
            (
                f'{HONEY}\nstock = [{{ source = "lyon-2", sku = "MIEL-LAVANDE-250", quantity = 9 }}]',
                "FR 69003",
                EVENING,
                "en",
            ),
            [
                "  sent from Maison Lavande Lyon Bellecour",
                '  "Home delivery" is not possible, out of stock: Lavender honey, 250 g.',
                '  "Click and collect, Maison Lavande Strasbourg" is not possible, out of stock:',
            ],
        ),
        (
            (HONEY, "PT 1000-001", EVENING, "en"),
            ['  "Express" does not deliver to this country: PT.'],
        ),
    ],
    ids=["light", "island", "bench", "wine", "store's stock", "unknown country"],
)
def test_delivery_tells_a_customer_what_to_choose_until_when_and_why_not(
    asked: tuple[str, str, str, str],
    told: list[str],
    rules: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    basket, to, at, language = asked
    file = tmp_path / "basket.toml"
    file.write_text(f'currency = "EUR"\n{basket}\n', encoding="utf-8")
    assert main(["delivery", rules, str(file), "--to", to, "--at", at, "--language", language]) == 0
    printed = capsys.readouterr().out.replace("\xa0", " ").splitlines()
    assert [line for line in told if line not in printed] == []


def test_a_slot_that_was_chosen_is_what_is_promised(
    rules: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "basket.toml"
    file.write_text(
        f'currency = "EUR"\n{HONEY}\n'
        '[handover.deliver]\nservice = "appointment"\nplace = { country = "FR", postcode = "69003" }\n'
        'slot = { day = "2027-01-12", hours = "08:00-12:00" }\n',
        encoding="utf-8",
    )
    assert main(["delivery", rules, str(file), "--at", EVENING]) == 0
    printed = capsys.readouterr().out
    assert "  on Tuesday 12 January 2027, 08:00-12:00\n" in printed
    assert "  if ordered before Friday 8 January 2027, 14:00 (Europe/Paris)\n" in printed
    assert "Slots to choose from" not in printed
