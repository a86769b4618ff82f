"""Ways to ask for prices that make no sense: what was written, and what the person who wrote it is told.

The texts are compared exactly: they are part of the product. Baskets are asked for on the command line, whose
exit code is 2; orders and locks, which it does not place, at the counter.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest

from comptoir import (
    STANDARD,
    Basket,
    ComptoirError,
    Counter,
    Empties,
    Line,
    LockedQuote,
    RefusalCode,
    Tender,
)
from comptoir.authoring import example, seal
from comptoir.cli import main
from comptoir.facts.products import Kit, KitPart
from comptoir.pricing.floors import AtLeast
from comptoir.values.multiples import Multiple
from comptoir.values.percentages import Percent
from unit.price_shop import (
    AT,
    DEPOSIT,
    OVERRIDES,
    decided,
    floor,
    placed,
    price_list,
    product,
    quoted,
    refusal,
    shop,
)

QUOTED_AT = "2026-12-04T18:05:00+01:00"
HEAD = 'currency = "EUR"\ncontract = "in_store"\nhandover = { carry = "lyon-2" }\n'
DRESS = 'sku = "ROBE-LIN-38"\nquantity = '
LEMONADE = 'sku = "LIMONADE-LAVANDE-75CL"\nquantity = '
TEA = 'sku = "THE-VERT-VRAC"\nquantity = '
OVERRIDE = '{ price = "39.00 EUR", reason = "article-abime", author = "e-114", authority = "vendeur" }'
KINDS = ", ".join(f'{{ extra = "kind-{number}", count = 1 }}' for number in range(51))


def line(written: str, head: str = HEAD) -> str:
    return f"{head}\n[[lines]]\n{written}\n"


def overridden(right: str, wrong: str) -> str:
    return line(f"{DRESS}1\noverride = {OVERRIDE.replace(right, wrong)}")


def bottles(count: object) -> str:
    back = f'empties = [{{ extra = "consigne-bouteille", count = {count} }}]\n'
    return line(f"{LEMONADE}1", HEAD + back)


def buyer(written: str) -> str:
    return line(f"{DRESS}1", f"{HEAD}buyer = {{ {written} }}\n")


BASKETS = {
    "a billion pieces": (
        line(DRESS + "1000000000"),
        [
            "basket.lines[0].quantity: found 1000000000 (int); a quantity is 1 to 1000000 pieces; goods given back are a return [quantity_out_of_range]"
        ],
    ),
    "a million pieces, twice": (
        HEAD + "".join("\n[[lines]]\n" + DRESS + "1000000\n" for _ in range(2)),
        [
            "lines: found 2000000 of ROBE-LIN-38 in all; a basket holds at most 1000000 of a product [quantity_out_of_range]"
        ],
    ),
    "a billion kilograms": (
        line(TEA + '"1000000000 kg"'),
        [
            "basket.lines[0].quantity.amount: found 1000000000; a measured quantity is above 0 and at most 1000000; goods given back are a return [quantity_out_of_range]"
        ],
    ),
    "an exponent bomb in a weight": (
        line(TEA + '"1e1000000 kg"'),
        [
            'basket.lines[0].quantity.amount: found \'1e1000000\' (str); pass Measured("0.532", "kg"), the number as text (at most 16 digits and 6 decimals, no exponent) [not_a_number]'
        ],
    ),
    "a weight that is no number": (
        line(TEA + '"NaN kg"'),
        [
            'basket.lines[0].quantity.amount: found \'NaN\' (str); pass Measured("0.532", "kg"), the number as text (at most 16 digits and 6 decimals, no exponent) [not_a_number]'
        ],
    ),
    "a weight below nothing": (
        line(TEA + '"-0.250 kg"'),
        [
            "basket.lines[0].quantity.amount: found -0.25; a measured quantity is above 0 and at most 1000000; goods given back are a return [quantity_out_of_range]"
        ],
    ),
    "a weight as a float": (
        line(TEA + "nan"),
        [
            'basket.lines[0].quantity: found nan (float); write a whole number, or a text such as "0.532 kg" [float]'
        ],
    ),
    "a weight in litres": (
        line(TEA + '"0.250 l"'),
        [
            'lines: found THE-VERT-VRAC by the l; THE-VERT-VRAC is sold by the kg: pass Measured("…", "kg") [other_unit]'
        ],
    ),
    "a weight finer than can be sold": (
        line(TEA + '"0.0001 g"'),
        [
            "lines: found 0.0001 g of THE-VERT-VRAC; THE-VERT-VRAC is sold by the kg: pass at most six decimals of it [finer_than_unit]"
        ],
    ),
    "a weight of what is sold by the piece": (
        line(DRESS + '"0.250 kg"'),
        [
            "lines: found ROBE-LIN-38 by the kg; ROBE-LIN-38 is sold by the piece: pass whole pieces [other_unit]"
        ],
    ),
    "cases that there are not": (
        line(LEMONADE + '2\nunit = "case-12"'),
        [
            "lines: found LIMONADE-LAVANDE-75CL by the 'case-12'; leave the unit out, or use one of its packs: case-6 [unknown_pack]"
        ],
    ),
    "cases of what is sold by the piece alone": (
        line(DRESS + '2\nunit = "case-6"'),
        ["lines: found ROBE-LIN-38 by the 'case-6'; leave the unit out [unknown_pack]"],
    ),
    "cases that were measured": (
        line(LEMONADE + '"2 l"\nunit = "case-6"'),
        [
            "basket.lines[0].unit: found 2 l by the case-6; count packs in whole pieces, or leave the unit out [measured_packs]"
        ],
    ),
    "bottles called by their unit": (
        line(LEMONADE + '2\nunit = "piece"'),
        [
            "lines: found LIMONADE-LAVANDE-75CL by the 'piece'; leave the unit out, or use one of its packs: case-6 [unknown_pack]"
        ],
    ),
    "kilograms called a pack": (
        line(TEA + '1\nunit = "kg"'),
        ["lines: found THE-VERT-VRAC by the 'kg'; leave the unit out [unknown_pack]"],
    ),
    "a look-alike of a pack": (
        line(LEMONADE + '2\nunit = "\u0441ase-6"'),
        [
            "basket.lines[0].unit: found '\\u0441ase-6' (str); use 1 to 64 of A-Z a-z 0-9 . _ / : - (escape_identifier() maps any other name) [not_an_identifier]"
        ],
    ),
    "too many cases": (
        line(LEMONADE + '200000\nunit = "case-6"'),
        [
            "lines: found 1200000 pieces of LIMONADE-LAVANDE-75CL; a line holds at most 1000000 units of a product [quantity_out_of_range]"
        ],
    ),
    "a decided price in another currency": (
        overridden("39.00 EUR", "39.00 CHF"),
        ["basket.lines[0].override.price: found 39.00 CHF; price it in EUR [other_currency]"],
    ),
    "a decided price without a currency": (
        overridden('"39.00 EUR"', '"39.00"'),
        [
            "basket.lines[0].override.price: found '39.00' (str); write an amount with its currency, such as \"12.90 EUR\" [not_an_amount]"
        ],
    ),
    "a decided price as a float": (
        overridden('"39.00 EUR"', "39.0"),
        ['basket.lines[0].override.price: found 39.0 (float); write it as text, such as "12.90 EUR" [float]'],
    ),
    "a decided price that is no number": (
        overridden('"39.00 EUR"', '"NaN EUR"'),
        [
            "basket.lines[0].override.price: found 'NaN' (str); write an amount with its currency, such as \"12.90 EUR\" (at most 16 digits and 6 decimals, no exponent) [not_a_number]"
        ],
    ),
    "an exponent bomb in a decided price": (
        overridden("39.00 EUR", "1e1000000 EUR"),
        [
            "basket.lines[0].override.price: found '1e1000000' (str); write an amount with its currency, such as \"12.90 EUR\" (at most 16 digits and 6 decimals, no exponent) [not_a_number]"
        ],
    ),
    "a decided price below nothing": (
        overridden("39.00 EUR", "-39.00 EUR"),
        [
            "basket.lines[0].override.price: found -39.00 EUR; write an amount of zero or more [amount_negative]"
        ],
    ),
    "a decided price finer than a cent": (
        overridden("39.00 EUR", "39.005 EUR"),
        [
            "basket.lines[0].override.price: found 39.005 EUR; EUR has 2 decimals; say which amount is meant [finer_than_minor_unit]"
        ],
    ),
    "a price that nobody decided": (
        overridden(', author = "e-114"', ""),
        ["basket.lines[0].override: found no author; write author, which has no default [missing_key]"],
    ),
    "a price decided for a sentence": (
        overridden('"article-abime"', '"the hem is torn"'),
        [
            "basket.lines[0].override.reason: found 'the hem is torn' (str); use 1 to 64 of A-Z a-z 0-9 . _ / : - (escape_identifier() maps any other name) [not_an_identifier]"
        ],
    ),
    "evidence in a thousand lines": (
        overridden('authority = "vendeur"', 'authority = "vendeur", evidence = "%s"' % ("x" * 2001)),
        [
            "basket.lines[0].override.evidence: found 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx… (str); use 1 to 500 printable characters, no control codes [not_a_text]"
        ],
    ),
    "a misspelt key of an override": (
        overridden("author =", "autor ="),
        [
            "basket.lines[0].override: found the key 'autor'; did you mean author? known are author, authority, evidence, price, reason [unknown_key]",
            "basket.lines[0].override: found no author; write author, which has no default [missing_key]",
            "2 faults, for the sender of the document to cure",
        ],
    ),
    "no empties": (
        bottles(0),
        ["basket.empties[0].count: found 0 (int); give back 1 to 1000000 pieces [quantity_out_of_range]"],
    ),
    "half a bottle": (
        bottles("0.5"),
        ["basket.empties[0].count: found 0.5 (float); write a whole number [not_an_integer]"],
    ),
    "a billion bottles": (
        bottles(10**9),
        [
            "basket.empties[0].count: found 1000000000 (int); give back 1 to 1000000 pieces [quantity_out_of_range]"
        ],
    ),
    "empties of another shop": (
        bottles(2).replace("consigne-bouteille", "consigne-casier"),
        [
            "empties: found consigne-casier, which is no deposit in force here; use one of consigne-bouteille [unknown_deposit]"
        ],
    ),
    "empties of what is no deposit": (
        bottles(2).replace("consigne-bouteille", "eco-participation"),
        [
            "empties: found eco-participation, which is no deposit in force here; use one of consigne-bouteille [unknown_deposit]"
        ],
    ),
    "empties without a name": (
        bottles(2).replace('extra = "consigne-bouteille", ', ""),
        ["basket.empties[0]: found no extra; write extra, which has no default [missing_key]"],
    ),
    "51 kinds of empties": (
        line(
            LEMONADE + "1",
            HEAD + "empties = [" + KINDS + "]\n",
        ),
        ["basket.empties: found 51 kinds of empties; send at most 50 [too_many_empties]"],
    ),
    "ten thousand lines": (
        HEAD + "".join("\n[[lines]]\n" + DRESS + "1\n" for _ in range(10_000)),
        ["basket.lines: found 10000 lines; send at most 2000 [too_many_lines]"],
    ),
    "a VAT number with spaces": (
        buyer('vat_id = "BE 0123 456 789"'),
        [
            "basket.buyer.vat_id: found 'BE 0123 456 789' (str); use the country's two letters and 2 to 13 capital letters or digits, no spaces [not_a_vat_id]"
        ],
    ),
    "a VAT number in small letters": (
        buyer('vat_id = "be0123456789"'),
        [
            "basket.buyer.vat_id: found 'be0123456789' (str); use the country's two letters and 2 to 13 capital letters or digits, no spaces [not_a_vat_id]"
        ],
    ),
    "a VAT number as a number": (
        buyer("vat_id = 123456789"),
        ["basket.buyer.vat_id: found 123456789 (int); write a text [not_a_text]"],
    ),
    "an agreement that is a sentence": (
        buyer('agreement = "Hôtel des Alpes"'),
        [
            "basket.buyer.agreement: found 'H\\xf4tel des Alpes' (str); use 1 to 64 of A-Z a-z 0-9 . _ / : - (escape_identifier() maps any other name) [not_an_identifier]"
        ],
    ),
    "a store that there is not": (
        line(DRESS + "1", HEAD.replace("lyon-2", "lyon-3")),
        [
            "handover.store: found lyon-3; use a store of the rulebook: bruxelles, lyon-2, saint-denis, strasbourg [unknown_store]"
        ],
    ),
    "a currency in which nothing is priced": (
        line(DRESS + "1", HEAD.replace("EUR", "USD")),
        ["currency: found USD; use one of EUR [unknown_currency]"],
    ),
    "a country without its taxes": (
        line(
            DRESS + "1",
            HEAD.replace(
                '{ carry = "lyon-2" }', '{ deliver = { place = { country = "NL", postcode = "1012 JS" } } }'
            ),
        ),
        [
            "tax.rates: found no rate in force for the category standard in NL at 2026-12-04T17:05:00Z; add one under [[tax.rates]] that holds there, and whose window holds that instant [no_tax_rate]"
        ],
    ),
    "points without a standing": (
        line(DRESS + "1", HEAD + "points = 100\n"),
        [
            "points: found 100 points to spend, and no standing; pass the member's standing, which says how many there are [points_without_standing]"
        ],
    ),
}


@pytest.fixture(scope="module")
def rulebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    sealed = tmp_path_factory.mktemp("rules") / "rules.json"
    sealed.write_bytes(seal(example()).sealed())
    return sealed


@pytest.mark.parametrize(("written", "said"), BASKETS.values(), ids=BASKETS.keys())
def test_a_wrong_basket_is_answered_with_place_and_cure(
    written: str, said: list[str], rulebook: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    basket = tmp_path / "basket.toml"
    basket.write_text(written, encoding="utf-8")
    assert main(["quote", str(rulebook), str(basket), "--at", QUOTED_AT]) == 2
    printed = capsys.readouterr()
    assert printed.err == "".join(f"comptoir: {text}\n" for text in said)
    assert not printed.out


# At the counter


def asked(written: Line, **fields: Any) -> Callable[[], object]:
    return lambda: quoted(shop(overrides=OVERRIDES, extras=[DEPOSIT]), written, **fields)


def read(type_: type, document: str) -> Callable[[], object]:
    return lambda: STANDARD.codec.loads(document, type_)


def override_document(price: str) -> str:
    written = f'{{"price": {price}, "reason": "damaged", "author": "e-114", "authority": "till"}}'
    return f'{{"basket/1": {{"currency": "EUR", "lines": [{{"sku": "A", "quantity": 1, "override": {written}}}]}}}}'


def locked(hours: int | None) -> object:
    rules = shop(lock_hours=hours)
    return Counter(rules).lock(quoted(rules, Line("PULL", 1)), until=AT.add(hours=2))


def huge() -> str:
    return '{"locked-quote/1": ' + '"' + "x" * (8 << 20) + '"}'


SENT: dict[str, tuple[Callable[[], object], str]] = {
    "a product that nobody sells": (
        asked(Line("JUPE", 1)),
        "lines: found the SKU JUPE, which the rulebook does not know; sell a product of the rulebook, or add it under [[products]] [unknown_sku]",
    ),
    "a look-alike of a product": (
        lambda: Line("\u0422HE", 1),
        "sku: found '\\u0422HE' (str); use 1 to 64 of A-Z a-z 0-9 . _ / : - (escape_identifier() maps any other name) [not_an_identifier]",
    ),
    "a currency in which nothing is priced": (
        asked(Line("PULL", 1), currency="SEK"),
        "lines: found no price in SEK in force for PULL at 2026-12-04T17:05:00Z; add it to a price list whose window holds that instant: nothing is priced at zero by default [no_price]",
    ),
    "a decided price in a currency of its own": (
        asked(Line("PULL", 1, override=decided("45.00 DKK"))),
        "lines[0].override.price: found 45.00 DKK; price it in EUR [other_currency]",
    ),
    "a decided price as a float": (
        lambda: decided(45.0),  # type: ignore[arg-type]
        'amount: found 45.0 (float); pass Money("12.90", "EUR"), or the text "12.90 EUR" [float]',
    ),
    "a decided price as a float in a document": (
        read(Basket, override_document("45.0")),
        'basket/1.lines[0].override.price: found the number 45.0; send a decimal number as text, such as "1.10": a float is never exact [float]',
    ),
    "a decided price that is no number in a document": (
        read(Basket, override_document("NaN")),
        'basket/1.lines[0].override.price: found the number NaN; send a decimal number as text, such as "1.10": a float is never exact [float]',
    ),
    "an exponent bomb in a document": (
        read(Basket, override_document('"1e1000000 EUR"')),
        "basket/1.lines[0].override.price: found '1e1000000' (str); write an amount with its currency, such as \"12.90 EUR\" (at most 16 digits and 6 decimals, no exponent) [not_a_number]",
    ),
    "an exponent bomb in a number of a document": (
        read(Basket, override_document("1e1000000")),
        'basket/1.lines[0].override.price: found the number 1e1000000; send a decimal number as text, such as "1.10": a float is never exact [float]',
    ),
    "a price of ten digits more than there are": (
        read(Basket, override_document('"99999999999999999.00 EUR"')),
        "basket/1.lines[0].override.price: found '99999999999999999.00' (str); write an amount with its currency, such as \"12.90 EUR\" (at most 16 digits and 6 decimals, no exponent) [not_a_number]",
    ),
    "an exponent bomb in a pack": (
        lambda: Multiple.of("1e1000000"),
        "multiple: found '1e1000000' (str); write how many units, above 0 and at most 1000000, as text, such as \"6\" (at most 16 digits and 6 decimals, no exponent) [not_a_number]",
    ),
    "a pack as a float": (
        lambda: product("A", "any", packs={"case": 6.0}),
        'packs.case: found 6.0 (float); a float is never exact; write how many units, above 0 and at most 1000000, as text, such as "6" [float]',
    ),
    "an exponent bomb in a percentage": (
        lambda: Percent.of("1e1000000"),
        "percent: found '1e1000000' (str); write a percentage from 0 to 100 as text, such as \"5.5\" (at most 16 digits and 6 decimals, no exponent) [not_a_number]",
    ),
    "a floor as a float": (
        lambda: AtLeast(5.0),  # type: ignore[arg-type]
        'amount: found 5.0 (float); pass Money("12.90", "EUR"), or the text "12.90 EUR" [float]',
    ),
    "a floor without a source": (
        lambda: attrs.evolve(floor("f", AtLeast("5.00 EUR")), source=""),
        "source: found '' (str); use 1 to 500 printable characters, no control codes [not_a_text]",
    ),
    "a kit of nothing": (lambda: Kit([]), "parts: found 0 parts; name 1 to 50 products [not_a_kit]"),
    "a kit of 51 products": (
        lambda: Kit([KitPart(f"P-{number}") for number in range(51)]),
        "parts: found 51 parts; name 1 to 50 products [not_a_kit]",
    ),
    "a kit by the kilogram": (
        lambda: product("A", "any", unit="kg", kit=Kit([KitPart("B")])),
        "unit: found a kit by the kg; sell a kit by the piece [measured_kit]",
    ),
    "kits inside each other": (
        lambda: shop(
            products=(
                product("A", "any", kit=Kit([KitPart("B")])),
                product("B", "any", kit=Kit([KitPart("A")])),
            ),
            lists=[price_list("everyday", {"A": "1.00", "B": "1.00"})],
        ),
        "products[0].kit: found A inside itself, or around a kit that is; let no kit hold itself, nor a kit that holds it [circular_kit]\nproducts[1].kit: found B inside itself, or around a kit that is; let no kit hold itself, nor a kit that holds it [circular_kit]",
    ),
    "a basket worth more than there is money": (
        lambda: quoted(shop(lists=[price_list("everyday", {"PULL": "1000000000"})]), Line("PULL", 1_000_000)),
        "lines: found a basket worth more than 2^53-1 minor units; split the basket [amount_too_large]",
    ),
    "a lock where none is let": (
        lambda: locked(None),
        "lock: found a rulebook that lets no quote be locked; write lock_hours under [pricing] [no_lock]",
    ),
    "a lock for too long": (
        lambda: locked(1),
        "until: found 2026-12-04T19:05:00Z; lock it until after 2026-12-04T17:05:00Z, at the latest 2026-12-04T18:05:00Z [lock_out_of_range]",
    ),
    "a lock that is no document": (
        read(LockedQuote, '{"locked-quote/1": {}}'),
        "locked-quote/1: found no agreed; write agreed, which has no default [missing_key]\nlocked-quote/1: found no asked_at; write asked_at, which has no default [missing_key]\nlocked-quote/1: found no until; write until, which has no default [missing_key]",
    ),
    "a huge document": (
        read(LockedQuote, huge()),
        "found a document of 8388630 bytes or more; send at most 8388608 bytes [document_too_large]",
    ),
    "half a bottle": (
        lambda: Empties("bottle", 0.5),  # type: ignore[arg-type]
        "count: found 0.5 (float); pass whole pieces as int [not_an_int]",
    ),
    "a sentence for a reason": (
        lambda: decided("45.00 EUR", "the hem is torn"),
        "reason: found 'the hem is torn' (str); use 1 to 64 of A-Z a-z 0-9 . _ / : - (escape_identifier() maps any other name) [not_an_identifier]",
    ),
    "a basket in place of a product": (
        lambda: Counter(shop()).page([Line("PULL", 1)], AT, basket=Basket(currency="EUR")),  # type: ignore[list-item]
        "skus[0]: found Line(sku='PULL', quantity=1, ref=None, unit=None, override=None, handover=None) (Line); pass str values only [wrong_item]",
    ),
    "coins for less than is due": (
        lambda: quoted(shop(), Line("PULL", 1)).in_cash(given="49.99 EUR"),
        "given: found 49.99 EUR; 50.00 EUR or more is to be given [given_too_little]",
    ),
    "coins of another country": (
        lambda: quoted(shop(), Line("PULL", 1)).in_cash(given="500.00 DKK"),
        "given: found 500.00 DKK; 50.00 EUR or more is to be given [given_too_little]",
    ),
    "coins for what is paid": (
        lambda: quoted(shop(), Line("PULL", 1)).in_cash(besides=[Tender("card", "50.00 EUR")]),
        "besides: found nothing left to pay; leave something to be paid in cash [paid]",
    ),
    "change of what was not given": (
        lambda: Tender("cash", "10.00 EUR", given="5.00 EUR"),
        "given: found 5.00 EUR given for 10.00 EUR; let at least the amount be given, in its currency [given_too_little]",
    ),
    "a reading of JSON as an override": (
        lambda: Line("PULL", 1, override=json.loads("{}")),
        "override: found {} (dict); pass an Override [wrong_type]",
    ),
}


@pytest.mark.parametrize(("send", "said"), SENT.values(), ids=SENT.keys())
def test_what_makes_no_sense_is_refused_with_place_and_cure(send: Callable[[], object], said: str) -> None:
    with pytest.raises(ComptoirError) as error:
        send()
    assert str(error.value) == said


# What is not done, as it is said to whoever stands at the counter

PULLS = floor("plancher", AtLeast("30.00 EUR"))
REFUSED = {
    "a price decided for no reason that there is": (
        Line("PULL", 1, override=decided("45.00 EUR", "mystery")),
        "PULL reste à son prix : le motif mystery n'existe pas.",
    ),
    "a price decided for something else": (
        Line("LIVRE", 1, override=decided("20.00 EUR")),
        "LIVRE reste à son prix : le motif damaged ne le concerne pas.",
    ),
    "a price decided for a gift card": (
        Line("CARTE", 1, override=decided("45.00 EUR", "goodwill")),
        "CARTE reste à son prix : le motif goodwill ne le concerne pas.",
    ),
    "a price decided by nobody in particular": (
        Line("PULL", 1, override=decided("45.00 EUR", authority="intern")),
        "PULL reste à son prix : le niveau intern n'existe pas.",
    ),
    "a price match without a match": (
        Line("PULL", 1, override=decided("45.00 EUR", "match")),
        "PULL reste à son prix : match demande l'offre du concurrent.",
    ),
    "a decided price that is dearer": (
        Line("PULL", 1, override=decided("50.01 EUR")),
        "PULL reste à son prix : 50,01 € serait plus cher.",
    ),
    "a price decided too low for a till": (
        Line("PULL", 2, override=decided("44.99 EUR", authority="till")),
        "PULL reste à son prix : till ne va pas sous 90,00 € pour la ligne (damaged).",
    ),
    "a price decided below a floor": (
        Line("PULL", 2, override=decided("29.99 EUR")),
        "PULL reste à son prix : pas moins de 60,00 € pour la ligne (plancher).",
    ),
}


@pytest.mark.parametrize(("written", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_a_writtenprice_that_does_not_hold_is_refused_with_its_reason(written: Line, said: str) -> None:
    rules = shop(overrides=OVERRIDES, floors=[PULLS])
    reason = refusal(placed(rules, quoted(rules, written)))
    assert reason.code is RefusalCode.PRICE_REFUSED
    assert reason.text("fr").replace("\u00a0", " ").replace("\u202f", " ") == said


def test_more_empties_than_goods_are_refused_with_what_is_too_many() -> None:
    rules = shop(extras=[DEPOSIT])
    quote = quoted(rules, Line("LIMO", 1), empties=[Empties("bottle", 20)])
    reason = refusal(placed(rules, quote))
    assert reason.code is RefusalCode.EMPTIES_OVER
    # 20 x 0.30 less 3.20 and 0.30.
    assert reason.text("fr").replace("\u00a0", " ").replace("\u202f", " ") == (
        "Les consignes rendues dépassent le total de 2,50 € : remboursez-les à part."
    )


def test_the_largest_line_that_can_be_sold_is_sold() -> None:
    rules = shop(extras=[DEPOSIT])
    quote = quoted(rules, Line("LIMO", 166_666, unit="case-6"))
    assert quote.terms.total == 166_666 * (1790 + 6 * 30)
