"""Jean's story on the command line, and the questions that can be asked about what happened in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import attrs
import pendulum
import pytest

from comptoir import (
    Accepted,
    Basket,
    Collect,
    Contract,
    Counter,
    Fact,
    Line,
    OrderPlaced,
    Provenance,
    Rulebook,
    Tender,
)
from comptoir.authoring import example, seal
from comptoir.authoring.examples import example_basket
from comptoir.cli import main
from comptoir.cli.facts_files import read_facts
from comptoir.cli.journey.comparing import Compared
from comptoir.cli.journey.story import Story, play
from comptoir.cli.receipt import receipt
from comptoir.cli.statement import conflict_text
from comptoir.cli.voice import Voice
from comptoir.facts.conflicts import (
    AlreadyCancelled,
    AlreadyHandedOver,
    AlreadyReturned,
    AlreadySwapped,
    BeforeItsOrder,
    ClaimOver,
    Conflict,
    HandedOverTwice,
    MoreThanReserved,
    NoLoan,
    NoSuchReservation,
    NoSuchReward,
    NoSuchUnits,
    NotClaimed,
    NotHandedIn,
    NotHandedOver,
    NotMerged,
    NotPaidByReturn,
    NotPooled,
    OtherContent,
    OtherCurrency,
    OtherProduct,
    OverCaptured,
    OverRefunded,
    Overspent,
    ReservationOver,
    ReservationState,
    UnknownClaim,
    UnknownOrder,
)
from comptoir.facts.units import Units
from comptoir.vocabulary import STANDARD
from comptoir.wire import digest

RULE = "-" * 42
SATURDAY = "2026-12-12T16:10:00+01:00"
CALL = "2027-01-05T10:00:00+01:00"


@pytest.fixture(scope="module")
def sealed() -> bytes:
    return seal(example()).sealed()


@pytest.fixture(scope="module")
def story(sealed: bytes) -> Story:
    return play(sealed)


@pytest.fixture
def rules(sealed: bytes, tmp_path: Path) -> str:
    path = tmp_path / "rules.json"
    path.write_bytes(sealed)
    return str(path)


@pytest.fixture
def facts(story: Story, tmp_path: Path) -> str:
    path = tmp_path / "facts.jsonl"
    path.write_bytes(b"\n".join(map(STANDARD.codec.dumps, story.facts)))
    return str(path)


@pytest.fixture
def basket(tmp_path: Path) -> str:
    path = tmp_path / "basket.toml"
    path.write_text(example_basket(), encoding="utf-8")
    return str(path)


@pytest.fixture
def files(facts: str, basket: str) -> dict[str, str]:
    return {"FACTS": facts, "BASKET": basket}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_journey_fits_its_paper_and_ends_with_equal_answers(
    language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["journey", "--language", language]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert all(len(line) <= 80 for line in lines)
    assert [line[:3] for line in lines if line[1:3] == ". "] == [f"{number}. " for number in range(1, 8)]
    assert lines[-1] in {
        "Réponses identiques : au centime, au point et au jour près.",
        "Equal answers: to the cent, to the point, to the day.",
    }


def test_the_receipt_says_what_was_paid_how_what_it_earned_and_what_was_promised(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["journey"]) == 0
    printed = capsys.readouterr().out
    paper = printed[printed.index("MAISON LAVANDE") : printed.index("Why this price?")]
    for line in (
        "  10 EUR off from 100 EUR           -€7.82",
        "  between Thursday 10 December 2026",
        "  and Friday 11 December 2026",
        "TOTAL                               €92.15",
        "200 points                          €10.00",
        "Card psp-9                          €82.15",
        "VAT 5.5% (net €19.02)                €1.05",
        "Points earned                           82",
        "  to spend from 18 December 2026",
        "By law                             14 days",
        "Maison Lavande                     30 days",
    ):
        assert line in paper.splitlines()
    assert max(map(len, paper.splitlines())) == len(RULE)


def test_a_receipt_says_when_goods_are_ready_and_what_comes_back_as_credit(sealed: bytes) -> None:
    counter = Counter(Rulebook.open(sealed))
    at = pendulum.datetime(2026, 12, 23, 18, tz="Europe/Paris")
    basket = Basket(
        currency="EUR",
        lines=[Line("LIVRE-THES-DU-MONDE", 1)],
        handover=Collect("strasbourg"),
        contract=Contract.DISTANCE,
    )
    placed = counter.place(
        counter.quote(basket, at),
        id="o-1",
        at=at,
        tenders=[Tender("points", "29.00 EUR")],  # a means of payment that happens to be called so
        provenance=Provenance("web"),
    )
    assert isinstance(placed, Accepted)
    lines = list(receipt(placed.order, Voice.of("en", counter.rulebook)))
    for line in (
        "Click and collect                    €0.00",
        "  on Thursday 24 December 2026",
        "  at 12:00 (Europe/Paris)",
        "points                              €29.00",
        "Maison Lavande          15 days, as credit",
    ):
        assert line in lines
    assert [line for line in lines if line.startswith("VAT")] == [
        "VAT 5.5% (net €27.49)                €1.51"
    ]


def test_the_exchange_slip_shows_both_layers_of_rights_and_nothing_to_pay(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["journey", "--language", "fr"]) == 0
    printed = capsys.readouterr().out
    slip = printed[printed.index("Échange x-1001") : printed.index("\n5. ")]
    assert max(map(len, slip.splitlines())) == len(RULE)
    in_one_line = " ".join(slip.split())
    for words in (
        "1 × Robe en lin bleu, taille 38 Taille trop grande",
        "Pris en échange 1 × Robe en lin bleu, taille 36",
        "À PAYER 0,00 €",
        "La loi (fr-withdrawal) : 14 jours, jusqu'au jeudi 24 décembre 2026",
        "Le vendeur (thirty-days) : 30 jours, jusqu'au samedi 9 janvier 2027",
    ):
        assert words in in_one_line


def test_the_till_that_was_cut_off_changes_what_head_office_sees_once(story: Story) -> None:
    skus = [
        {good.product.sku for purchase in standing.purchases for good in purchase.goods}
        for standing in (story.before, story.after)
    ]
    assert skus[0] - skus[1] == {"ROBE-LIN-38"}
    assert skus[1] - skus[0] == {"ROBE-LIN-36"}
    assert story.after.conflicts == ()
    assert story.before.account == story.after.account


def test_channels_that_differ_are_told_and_make_the_exit_code_one(
    story: Story, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    apart = Compared(what="price", answers=(("web", "0" * 64), ("app", story.quote.answer)))
    differing = attrs.evolve(story, compared=(apart, *story.compared[1:]))
    monkeypatch.setattr("comptoir.cli.journey.play", lambda _sealed: differing)
    assert main(["journey"]) == 1
    printed = capsys.readouterr().out
    assert "7. The channels contradict each other" in printed
    assert printed.endswith("The answers DIFFER.\n")


def test_the_facts_are_written_one_canonical_document_a_line(tmp_path: Path, story: Story) -> None:
    path = tmp_path / "facts.jsonl"
    assert main(["journey", "--facts", str(path)]) == 0
    lines = path.read_bytes().splitlines()
    assert [next(iter(json.loads(line))) for line in lines] == [fact.document for fact in story.facts]
    assert read_facts(str(path)) == story.facts


def test_a_statement_is_the_same_for_facts_in_any_order_and_repeated(
    rules: str, facts: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], story: Story
) -> None:
    lines = Path(facts).read_bytes().splitlines()
    again = tmp_path / "again.jsonl"
    again.write_bytes(b"\xef\xbb\xbf\n" + b"\r\n\n".join([*lines[::-1], lines[-1]]) + b"\n")
    printed = []
    for path in (facts, str(again)):
        assert main(["standing", rules, path, "--at", CALL]) == 0
        printed.append(capsys.readouterr().out)
    assert printed[0] == printed[1]
    assert printed[0].endswith(f"Answer {story.statement.answer}\n")
    assert "Gold tier, €445.05 more to spend for Platinum" in printed[0]
    assert (
        printed[0].index("o-1001 · app")
        < printed[0].index("o-0702 · web")
        < printed[0].index("o-0301 · till")
    )


@pytest.mark.parametrize(
    ("command", "document"),
    [
        (["standing", "FACTS", "--at", CALL], "standing/1"),
        (["delivery", "BASKET", "--to", "FR 20000", "--at", SATURDAY], "delivery-options/1"),
        (
            ["return", "FACTS", "--order", "o-1001", "--give", "1", "--store", "lyon-2", "--at", SATURDAY],
            "assessment/1",
        ),
        (["return", "FACTS", "--order", "o-1001", "--give", "1", "--at", SATURDAY], "assessment/1"),
        (["delivery", "BASKET", "--at", SATURDAY, "--facts", "FACTS"], "delivery-options/1"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else value,
)
def test_json_has_the_document_whose_digest_is_the_answer(
    command: list[str],
    document: str,
    rules: str,
    files: dict[str, str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    name, *rest = (files.get(word, word) for word in command)
    assert main([name, rules, *rest, "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    *_, key = printed
    assert set(printed) == {"rulebook", "question", "answer", "asked_at", "valid_until", key}
    assert digest({document: printed[key]}) == printed["answer"]
    assert printed["rulebook"] == Rulebook.open(Path(rules).read_bytes()).digest


def test_a_return_shows_what_does_not_fit_in_the_orders_facts(
    rules: str, files: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = Path(files["FACTS"]).read_text(encoding="utf-8")
    [note] = [line for line in told.splitlines() if '"h-1001"' in line]
    twice = tmp_path / "twice.jsonl"
    twice.write_text(f"{told.rstrip()}\n" + note.replace("h-1001", "h-2002") + "\n", encoding="utf-8")
    question = ["return", rules, str(twice), "--order", "o-1001", "--give", "2", "--at", SATURDAY]
    assert main(question) == 0
    printed = capsys.readouterr().out
    assert "To be looked at" in printed
    assert "h-2002 hands over pieces of o-1001 a second time (line 1, 1 piece(s))." in printed


def test_a_quote_with_the_buyers_facts_spends_their_points(
    rules: str, files: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    basket = tmp_path / "basket.toml"
    basket.write_text(f"points = 100\n{example_basket()}", encoding="utf-8")
    question = ["quote", rules, str(basket), "--at", "2027-01-05T10:00:00+01:00"]
    assert main(question) == 2
    assert "[points_without_standing]" in capsys.readouterr().err
    assert main([*question, "--facts", files["FACTS"]]) == 0
    assert "100 points pay €5.00." in capsys.readouterr().out


def test_delivery_says_what_it_costs_when_it_arrives_what_moved_that_and_what_is_not_offered(
    rules: str, basket: str, capsys: pytest.CaptureFixture[str]
) -> None:
    at = "2026-12-23T18:00:00+01:00"
    assert main(["delivery", rules, basket, "--to", "FR 20000", "--at", at]) == 0
    printed = capsys.readouterr().out
    for words in (
        "  arrives between Saturday 2 January 2027 and Tuesday 5 January 2027",
        "  Spend €27.85 more and delivery is free.",
        "    Wednesday 23 December 2026: ordered after 12:00, the cut-off",
        "    Friday 25 December 2026: nothing is dispatched (Noël)",
        '  "Home delivery" does not deliver to this postcode: 20000.',
        "  ready on Thursday 24 December 2026 at 11:30 (Europe/Paris)",
    ):
        assert words in printed.splitlines()
    assert main(["delivery", rules, basket, "--at", at, "--language", "fr"]) == 0
    assert "offert dès 60,00\xa0€ d'achats" in capsys.readouterr().out


def test_a_return_says_by_which_right_what_is_refunded_and_which_points_go(
    rules: str, facts: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["return", rules, facts, "--order", "o-1001", "--at", SATURDAY]
    assert main([*asked, "--give", "app-7:1:too_large", "--store", "lyon-2"]) == 0
    printed = capsys.readouterr().out
    assert "1 × Blue linen dress, size 36: Too large" in printed
    assert "  The law (fr-withdrawal): 14 days, until Thursday 24 December 2026\n" in printed
    assert "  The seller (thirty-days): 30 days, until Saturday 9 January 2027\n" in printed
    assert [line.split()[-1] for line in printed.splitlines() if line.startswith("TO REFUND")] == ["€72.08"]
    assert "156 points given back" in printed
    assert "carriage" not in printed  # nobody sends anything


def test_a_refusal_is_an_answer_and_says_why(
    rules: str, facts: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["return", rules, facts, "--order", "o-1001", "--at", "2026-12-29T16:10:00+01:00"]
    assert main([*asked, "--give", "app-8", "--give", "1:1:faulty", "--language", "fr"]) == 0
    printed = capsys.readouterr().out
    assert "  Le dernier jour était le 24 décembre 2026 (eu-withdrawal)." in printed
    assert "Le renvoi est à notre charge." in printed
    assert "jusqu'au jeudi 24 décembre 2026 : trop tard" in printed


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "which_member"),
        (b"[]", "not_json_lines"),
        (b'\n{"order/1":{}}', "facts.jsonl line 2: found 'order/1'"),
        (b"\n\nnonsense", "facts.jsonl line 3: found no JSON"),
        (b'{"handed-over/1":{"id":"h"}}', "facts.jsonl line 1.handed-over/1: found no order"),
    ],
)
def test_a_wrong_file_of_facts_is_refused_with_its_line(
    content: bytes, code: str, rules: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "facts.jsonl"
    path.write_bytes(content)
    assert main(["standing", rules, str(path), "--at", CALL]) == 2
    assert code in capsys.readouterr().err


def test_of_two_members_one_must_be_named(
    rules: str, story: Story, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "two.jsonl"
    path.write_bytes(b"\n".join(map(STANDARD.codec.dumps, (*story.facts, *_of_another(story.facts)))))
    assert main(["standing", rules, str(path), "--at", CALL]) == 2
    assert "found 2 members in the facts: m-2, m-81f3" in capsys.readouterr().err
    assert main(["standing", rules, str(path), "--member", "m-2", "--at", CALL]) == 0
    assert "Statement of m-2" in capsys.readouterr().out


def _of_another(facts: tuple[Fact, ...]) -> Iterator[Fact]:
    for fact in facts:
        if isinstance(fact, OrderPlaced) and fact.order.redemption is None:
            order = attrs.evolve(
                fact.order, id=f"{fact.id}-2", buyer=attrs.evolve(fact.order.buyer, member="m-2")
            )
            yield OrderPlaced(id=order.id, order=order)


@pytest.mark.parametrize(
    ("arguments", "place"),
    [
        (["return", "FACTS", "--order", "o-2", "--give", "1"], "found no order o-2"),
        (["return", "FACTS", "--order", "o-1001", "--give", "1:0"], "--give.quantity: found 0"),
        (["return", "FACTS", "--order", "o-1001", "--give", "1:1:ugly"], "give[0].reason: found 'ugly'"),
        (["return", "FACTS", "--order", "o-1001", "--give", ""], "--give: found ''"),
        (["return", "FACTS", "--order", "o-1001", "--give", "1", "--store", "paris"], "store: found paris"),
        (["delivery", "nowhere", "--to", "Lyon"], "--to: found 'Lyon'"),
        (["delivery", "nowhere", "--to", "fr 69003"], "--to.country: found 'fr'"),
        (["standing", "nowhere"], "nowhere: no such file"),
    ],
)
def test_bad_input_is_named_with_exit_code_two(
    arguments: list[str], place: str, rules: str, facts: str, capsys: pytest.CaptureFixture[str]
) -> None:
    name, *rest = (facts if word == "FACTS" else word for word in arguments)
    assert main([name, rules, *rest, "--at", SATURDAY]) == 2
    assert place in capsys.readouterr().err


PIECES = Units(1, 0, 2)
CONFLICTS: tuple[Conflict, ...] = (
    OtherContent("returned/1", "r-1"),
    UnknownOrder("r-1", "o-9"),
    NoSuchUnits("r-1", "o-1", PIECES),
    AlreadyReturned("r-2", "o-1", PIECES, "r-1"),
    AlreadySwapped("x-2", "o-1", PIECES, "x-1"),
    AlreadyCancelled("h-1", "o-1", PIECES, "c-1"),
    AlreadyHandedOver("c-1", "o-1", PIECES),
    OtherProduct("r-1", "o-1", PIECES, "ROBE-LIN-38", "ROBE-LIN-36"),
    NotHandedOver("r-1", "o-1", PIECES),
    HandedOverTwice("h-2", "o-1", PIECES),
    BeforeItsOrder("r-1", "o-1"),
    UnknownClaim("p-1", "o-1", "q-9"),
    ClaimOver("p-1", "o-1", "q-1"),
    NotHandedIn("p-1", "o-1", "q-1"),
    NoLoan("p-1", "o-1", "q-1"),
    OverRefunded("r-1", "o-1", 100),
    NotPaidByReturn("o-3", "o-3", 7208),
    OverCaptured("k-1", "o-1", 100),
    OtherCurrency("r-1", "o-1", "CHF"),
    Overspent("o-1", 200),
    NoSuchReservation("u-1", "h-9"),
    *(ReservationOver("u-1", "h-1", ended) for ended in ReservationState),
    MoreThanReserved("u-1", "h-1", 40),
    NoSuchReward("b-1", "t-9"),
    NotClaimed("c-1", "o-1", "m-2"),
    NotMerged("m-1", "m-2"),
    NotPooled("f-1", "m-2"),
)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_conflict_has_a_sentence(language: str, sealed: bytes) -> None:
    assert {type(conflict) for conflict in CONFLICTS} == set(get_args(Conflict))
    voice = Voice.of(language, Rulebook.open(sealed))
    sentences = {conflict_text(conflict, voice) for conflict in CONFLICTS}
    assert len(sentences) == len(CONFLICTS)


def test_a_statement_ends_with_what_is_to_be_looked_at(
    rules: str, story: Story, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "facts.jsonl"
    again = attrs.evolve(story.delivery, id="h-1002")
    path.write_bytes(b"\n".join(map(STANDARD.codec.dumps, (*story.facts, again))))
    assert main(["standing", rules, str(path), "--at", CALL]) == 0
    told_twice = "  h-1002 hands over pieces of o-1001 a second time (line 1, 1 piece(s))."
    assert told_twice in capsys.readouterr().out.splitlines()
