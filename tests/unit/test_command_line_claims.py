"""The commands about guarantees, claims and exchanges: what is read out at a service desk, and refusals."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from comptoir.authoring import example, seal
from comptoir.cli import main
from comptoir.cli.facts_files import write_facts
from comptoir.cli.journey.story import play
from comptoir.facts.claim_events import ClaimStep
from comptoir.wire import digest

BEFORE = "2027-03-05T10:00:00+01:00"
DROPPED_OFF = "2027-03-06T10:30:00+01:00"
AWAY = "2027-03-15T18:00:00+01:00"
TOO_LATE = "2027-04-12T10:30:00+02:00"
BACK = "2027-03-24T18:00:00+01:00"
OPEN = ("--open", "--problem", "faulty")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the example rulebook, sealed, and the facts of both stories."""
    folder = tmp_path_factory.mktemp("shop")
    (folder / "rules.toml").write_text(example(), encoding="utf-8")
    assert main(["seal", str(folder / "rules.toml"), "--output", str(folder / "rules.json")]) == 0
    for story in ("dress", "machine"):
        assert main(["journey", "--story", story, "--facts", str(folder / f"{story}.jsonl")]) == 0
    lines = (folder / "machine.jsonl").read_bytes().splitlines(keepends=True)
    (folder / "bought.jsonl").write_bytes(b"".join(lines[:2]))
    (folder / "away.jsonl").write_bytes(b"".join(lines[:6]))
    return folder


class Desk:
    """Runs `comptoir claim` on the machine's order."""

    def __init__(self, shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.shop = shop
        self.capsys = capsys

    def runs(self, facts: str, at: str, *arguments: str, code: int = 0) -> str:
        """What it prints, in one line; the error if the ``code`` is not 0."""
        self.capsys.readouterr()
        files = [str(self.shop / "rules.json"), str(self.shop / f"{facts}.jsonl")]
        assert main(["claim", *files, "--order", "o-0907", "--at", at, *arguments]) == code
        printed = self.capsys.readouterr()
        assert "--json" in arguments or all(len(line) <= 80 for line in printed.out.splitlines())
        return " ".join((printed.err if code else printed.out).split())

    def data(self, facts: str, at: str, *arguments: str) -> dict[str, Any]:
        """What it prints as JSON."""
        return dict(json.loads(self.runs(facts, at, *arguments, "--json")))

    def records(self, facts: str, at: str, *arguments: str) -> str:
        """A file in which what was done is recorded, too."""
        done = self.data(facts, at, *arguments)["facts"]
        told = (self.shop / f"{facts}.jsonl").read_text(encoding="utf-8").rstrip()
        lines = [told, *(json.dumps(fact) for fact in done)]
        name = f"{facts}-{len(list(self.shop.iterdir()))}"
        (self.shop / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        return name


@pytest.fixture
def desk(shop: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(shop, capsys)


def has(printed: str, sentences: Sequence[str]) -> None:
    for sentence in sentences:
        assert sentence in printed


# What is read out


def test_the_desk_reads_which_guarantees_there_are_until_when_and_who_proves(desk: Desk) -> None:
    has(
        desk.runs("bought", BEFORE),
        (
            "1 × Espresso machine GUARANTEED until Monday 10 September 2029",
            "The law (fr-guarantee): 2 years, until Sunday 10 September 2028",
            "a fault that appears by 10 September 2027 counts as there from the start (Directive (EU)",
            "follows the goods to a later owner (Code de la consommation, article L217-29)",
            "If there is a fault, the seller must prove that it was not there at the handover.",
        ),
    )


def test_of_a_problem_it_reads_what_may_be_asked_for_and_why_not_the_rest(desk: Desk) -> None:
    printed = desk.runs("bought", BEFORE, "--problem", "faulty")
    before, after = printed.split("Not now")
    has(before, ("If the problem is: fault", "Repair, at no cost", "Replacement, at no cost"))
    has(after, ("Price reduction: the goods are put right first.", "Rescission of the contract: "))
    printed = desk.runs("bought", BEFORE, "--problem", "missing", "--language", "fr")
    has(printed, ("Si le problème est : article manquant", "Remplacement, sans frais"))


def test_of_a_claim_it_reads_the_four_clocks_who_has_it_and_what_is_to_be_done(desk: Desk) -> None:
    has(
        desk.runs("away", AWAY),
        (
            "Claim c-0306 AGREED: repair 1 × Espresso machine: fault",
            'The customer says: "ne chauffe plus" The customer asks for: repair',
            "1 Asked 6 March 2027, 10:30 (Europe/Paris)",
            "2 Cannot be used since 6 March 2027",
            "3 To be put right by the end of Monday 5 April 2027 Code de la consommation, article L217-10",
            "4 Proof of hand-over c-0306 6 March 2027, 10:30 (Europe/Paris) Maison Lavande Lyon Bellecour",
            "At atelier-sud since 8 March 2027",
            "Lent to the customer since 6 March 2027: Espresso machine, no. pret-014",
            "STANDS STILL since 6 March 2027, ends on Sunday 10 September 2028 at the earliest",
            "To do The seller repairs the goods by 5 April 2027 (Code de la consommation, article L217-10).",
        ),
    )
    has(
        desk.runs("away", AWAY, "--language", "fr"),
        (
            "Réclamation c-0306 ACCORDÉE : réparation",
            "3 À mettre en conformité au plus tard lundi 5 avril 2027",
            "En réparation chez atelier-sud depuis le 8 mars 2027",
            "SUSPENDUE depuis le 6 mars 2027, finira au plus tôt le dimanche 10 septembre 2028",
        ),
    )


def test_a_repair_that_takes_too_long_lets_the_customer_have_the_money(desk: Desk) -> None:
    printed = desk.runs("away", TOO_LATE)
    before, _ = printed.split("To do")
    assert "3 LATE by 7 d: it was due on Monday 5 April 2027" in before
    assert "Rescission of the contract: the goods were not put right in time" in before


def test_a_claim_that_is_over_is_named_and_told_when_it_is_asked_about(desk: Desk) -> None:
    assert "Earlier claims: c-0306" in desk.runs("machine", "2027-05-01T10:00:00+02:00")
    has(
        desk.runs("machine", BACK, "--claim", "c-0306"),
        (
            "Claim c-0306 SETTLED on 24 March 2027: repair",
            "+ 19 d on which the goods could not be used (Code de la consommation, article L217-28)",
            "+ 6 months, after a repair (Code de la consommation, article L217-13)",
            "With the customer since 24 March 2027 · repaired on 17 March 2027 · ready since 20 March 2027",
        ),
    )


def test_as_data_it_is_the_answer_whose_digest_is_told(desk: Desk) -> None:
    data = desk.data("away", AWAY)
    assert set(data) == {"rulebook", "question", "answer", "asked_at", "valid_until", "after_sales"}
    assert digest({"after-sales/1": data["after_sales"]}) == data["answer"]


# What is done


def test_a_claim_is_opened_where_the_goods_are_dropped_off_with_a_slip_that_proves_it(desk: Desk) -> None:
    asked = (*OPEN, "--wants", "repair", "--said", "ne chauffe plus", "--store", "strasbourg", "--id", "c-9")
    has(
        desk.runs("bought", DROPPED_OFF, *asked),
        (
            "Order o-0907: claim c-9 YES Claim c-9 OPEN",
            "To be given to the customer MAISON LAVANDE Maison Lavande Strasbourg Drop-off receipt c-9",
            "We have received 1 × Espresso machine ne chauffe plus You ask for: repair",
            "4 Proof of hand-over c-9 6 March 2027, 10:30 (Europe/Paris) Maison Lavande Strasbourg",
            "The guarantee stands still until you have it again",
        ),
    )
    assert [next(iter(fact)) for fact in desk.data("bought", DROPPED_OFF, *asked)["facts"]] == ["claimed/1"]
    recorded = desk.records("bought", DROPPED_OFF, *asked)
    assert "Order o-0907: claim c-10 NO" in desk.runs(recorded, AWAY, *OPEN, "--id", "c-10")


def test_without_a_store_there_is_no_slip(desk: Desk) -> None:
    printed = desk.runs("bought", DROPPED_OFF, *OPEN)
    assert "4 Not handed in yet" in printed
    assert "To be given to the customer" not in printed


def test_what_may_not_be_asked_for_is_refused_with_what_may(desk: Desk) -> None:
    printed = desk.runs("bought", DROPPED_OFF, *OPEN, "--wants", "rescission")
    has(printed, ("Order o-0907: claim c-1 NO", "the goods are put right first"))
    refused = desk.data("bought", DROPPED_OFF, *OPEN, "--wants", "rescission")["refused"]
    assert refused["code"] == "remedy_closed"


def test_handing_goods_back_prints_until_when_they_are_guaranteed_now(desk: Desk) -> None:
    facts = desk.records("away", AWAY, "--step", "repaired", "--claim", "c-0306", "--id", "s-1")
    has(
        desk.runs(facts, BACK, "--step", "handed_back", "--claim", "c-0306", "--language", "fr"),
        (
            "Réclamation c-0306 : article rendu au client OUI",
            "Bon de remise c-0306 · o-0907",
            "Réglé : réparation Réparé le 15 mars 2027",
            "La loi (fr-guarantee) : 2 ans, jusqu'au jeudi 29 mars 2029",
            "Le client rapporte ce qui lui a été prêté",
        ),
    )


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("refused", ("--remedy", "replacement", "--said", "plus en stock")),
        ("agreed", ("--remedy", "replacement")),
        ("ready", ("--place", "lyon-2")),
        ("handling", ("--place", "strasbourg", "--amount", "8.00 EUR")),
        ("talks_begun", ()),
        ("loan_back", ()),
        ("closed", ()),
    ],
)
def test_a_claim_goes_on_step_by_step(step: str, said: tuple[str, ...], desk: Desk) -> None:
    printed = desk.runs("away", AWAY, "--step", step, "--claim", "c-0306", "--id", f"s-{step}", *said)
    assert printed.startswith("Claim c-0306: ")
    assert " YES Claim c-0306 " in printed


def test_every_step_has_its_words_in_each_language(desk: Desk) -> None:
    said = ("--remedy", "repair", "--said", "x", "--place", "p", "--sku", "s", "--amount", "1.00 EUR")
    for step in ClaimStep:
        asked = ("--step", step.value, "--claim", "c-7", *said)
        french, english = (desk.runs("bought", AWAY, *asked, "--language", each) for each in ("fr", "en"))
        assert french.startswith("Réclamation c-7 : ")
        assert english.startswith("Claim c-7: ")


def test_a_refusal_in_writing_is_told_and_may_be_disputed(desk: Desk) -> None:
    step = ("--step", "rejected", "--claim", "c-0306", "--said", "mal utilisée", "--id", "s-1")
    facts = desk.records("away", AWAY, *step)
    has(
        desk.runs(facts, BACK),
        (
            "Claim c-0306 REFUSED on 15 March 2027",
            'Refused in writing: "mal utilisée". The customer may dispute it.',
        ),
    )


def test_what_the_customer_advanced_and_stores_did_is_owed(desk: Desk) -> None:
    opened = (*OPEN, "--store", "bruxelles", "--id", "c-9")
    facts = desk.records("bought", DROPPED_OFF, *opened)
    cost = ("--step", "cost_advanced", "--claim", "c-9", "--amount", "12.50 EUR", "--id", "s-1")
    facts = desk.records(facts, "2027-03-07T10:30:00+01:00", *cost)
    has(
        desk.runs(facts, TOO_LATE),
        (
            "Advanced by the customer on 7 March 2027 €12.50",
            "besides, for being late (22 d, 20%) €2.50",
            "lavande-fr owes lavande-be (Maison Lavande Bruxelles Sablon) €8.00",
        ),
    )


def test_goods_are_passed_on_and_what_follows_them_is_told(desk: Desk) -> None:
    has(
        desk.runs("bought", AWAY, "--pass-on", "--to", "m-22aa"),
        (
            "Order o-0907: the later owner m-22aa YES",
            "GUARANTEED until Sunday 10 September 2028",
            "The law (eu-guarantee-2026): does not follow the goods to a later owner",
        ),
    )
    assert "Order o-0907: a later owner YES" in desk.runs("bought", AWAY, "--pass-on")
    [fact] = desk.data("bought", AWAY, "--pass-on", "--to", "m-22aa")["facts"]
    assert next(iter(fact)) == "passed-on/1"


def test_the_same_under_an_id_that_is_recorded_is_told_again(desk: Desk) -> None:
    asked = (*OPEN, "--store", "lyon-2", "--id", "c-9")
    facts = desk.records("bought", DROPPED_OFF, *asked)
    assert desk.data(facts, AWAY, *asked)["facts"] == desk.data("bought", DROPPED_OFF, *asked)["facts"]
    assert "Claim c-9 OPEN" in desk.runs(facts, AWAY, *asked)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("--open",), "--open: found it alone; add --problem [said_too_little]"),
        (("--step", "ready"), "--step: found it alone; add --claim [said_too_little]"),
        (("--store", "lyon-2"), "--store: found it alone; add --open [nothing_done]"),
        (("--said", "x"), "--said: found it alone; add --open or --step [nothing_done]"),
        (("--pass-on", "--sku", "S"), "--sku: found it alone; add --step [nothing_done]"),
        (("--to", "m-1"), "--to: found it alone; add --pass-on [nothing_done]"),
        (("--claim", "c-7"), "[unknown_claim]"),
        (("--ref", "app-9"), "[no_such_line]"),
        ((*OPEN, "--store", "paris"), "[unknown_store]"),
        (("--step", "ready", "--claim", "c-0306"), "[step_incomplete]"),
        (("--step", "handling", "--claim", "c-0306", "--place", "p", "--amount", "8"), "--amount"),
    ],
)
def test_what_is_said_wrongly_is_an_error_with_its_cure(
    arguments: tuple[str, ...], error: str, desk: Desk
) -> None:
    assert error in desk.runs("away", AWAY, *arguments, code=2)


def test_two_acts_at_once_are_one_too_many(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        desk.runs("away", AWAY, *OPEN, "--pass-on")
    assert "not allowed with argument" in capsys.readouterr().err


# Exchanges


def basket(shop: Path, sku: str, extra: str = "") -> str:
    path = shop / f"take-{sku}.toml"
    path.write_text(
        f'currency = "EUR"\n{extra}lines = [{{ sku = "{sku}", quantity = 1 }}]\n', encoding="utf-8"
    )
    return str(path)


def exchange(shop: Path, take: str, *arguments: str) -> int:
    files = [str(shop / "rules.json"), take, str(shop / "dress.jsonl")]
    at = ("--at", "2026-12-20T10:00:00+01:00")
    return main(["exchange", *files, "--order", "o-1001", "--store", "lyon-2", *at, *arguments])


def test_an_even_exchange_moves_no_money_and_has_its_slip(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    take = basket(shop, "ROBE-LIN-40")
    assert exchange(shop, take, "--give", "app-7:1:too_small") == 0
    printed = " ".join(capsys.readouterr().out.split())
    has(printed, ("Order o-1001: exchange YES Exchanged, with nothing to pay", "Exchange x-1 · o-1001"))
    assert exchange(shop, take, "--give", "app-7:1:too_small", "--json") == 0
    [fact] = json.loads(capsys.readouterr().out)["facts"]
    assert next(iter(fact)) == "exchanged/1"


def test_what_is_not_exchanged_is_refused_with_the_reason(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exchange(shop, basket(shop, "ROBE-LIN-40"), "--give", "app-8", "--language", "fr") == 0
    printed = capsys.readouterr().out
    assert "Commande o-1001 : échange" in printed
    assert "NON" in printed
    assert "THE-VERT-VRAC" in printed


def test_an_uneven_exchange_tells_its_price_and_what_is_left(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    named = 'id = "thirty-days"\n'
    rules = example().replace(
        named, f'{named}exchange = {{ scope = "anything", price = "protected", advance = "14 days" }}\n'
    )
    rulebook = seal(rules)
    (tmp_path / "rules.json").write_bytes(rulebook.sealed())
    write_facts(str(tmp_path / "dress.jsonl"), play(rulebook.sealed()).facts)
    handed = 'handover = { carry = { store = "lyon-2" } }\ncontract = "in_store"\n'
    take = basket(tmp_path, "PULL-MERINOS-M", handed)
    asked = ("--give", "app-7:1:too_small")
    assert exchange(tmp_path, take, *asked) == 0
    has(
        " ".join(capsys.readouterr().out.split()),
        (
            "Order o-1001: exchange YES At the lower of the prices of today and of the day of the purchase",
            "1 × Grey merino jumper, size M",
            "GIVEN BACK FOR WHAT COMES BACK",
        ),
    )
    assert exchange(tmp_path, take, *asked, "--json") == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["rule"], data["price"], data["ticket"]["currency"]) == ("thirty-days", "protected", "EUR")
    assert exchange(tmp_path, take, *asked, "--back-by", "2026-12-30") == 2
    assert "[not_even]" in capsys.readouterr().err
    even = basket(tmp_path, "ROBE-LIN-40", handed)
    assert exchange(tmp_path, even, *asked, "--back-by", "2026-12-30") == 0
    assert "given back by Wednesday 30 December 2026" in " ".join(capsys.readouterr().out.split())


def test_whoever_brings_what_was_sold_on_is_told_no_amount(
    desk: Desk, shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = desk.records("bought", BEFORE, "--pass-on", "--to", "m-ines", "--id", "p-1")
    name = desk.records(name, DROPPED_OFF, *OPEN, "--store", "lyon-2", "--id", "c-9")
    for remedy in ("repair", "replacement"):
        refusal = ("--step", "refused", "--remedy", remedy, "--said", "hors de prix", "--id", f"c-9-{remedy}")
        name = desk.records(name, AWAY, "--claim", "c-9", *refusal)
    files = [str(shop / "rules.json"), str(shop / f"{name}.jsonl")]
    asked = ["--order", "o-0907", "--give", "1", "--store", "lyon-2", "--claim", "c-9", "--at", AWAY]
    assert main(["return", *files, *asked]) == 0
    told = capsys.readouterr().out
    assert "Espresso machine: taken back." in told
    assert "You are given credit for it." in told
    assert not any(letter.isdigit() for letter in told.replace("1 ×", ""))
