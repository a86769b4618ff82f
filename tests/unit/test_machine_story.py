"""The coffee machine's story: its days by hand, one answer on every channel, and what follows a machine."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import attrs
import pytest

from comptoir.authoring import example, seal
from comptoir.checkout.claiming import AfterSales
from comptoir.cli import main
from comptoir.cli.facts_files import read_facts
from comptoir.cli.journey.comparing import Compared
from comptoir.cli.journey.machine import INES, MachineStory, play
from comptoir.facts.claims import Holder
from comptoir.facts.guarantee_terms import Remedy
from comptoir.returns.claims.guarantee import GuaranteeState, OneGuarantee
from comptoir.returns.claims.steps import ClaimState
from comptoir.values.instants import instant_from_text

BOUGHT = date(2026, 9, 10)
"""The day on which it was delivered."""
PUT_RIGHT_BY = date(2027, 4, 5)
"""Thirty days after 6 March: twenty-five to the end of March, and five. Easter Monday moves nothing."""
FRENCH_END = date(2029, 3, 29)
"""10 September 2028, six months later, and nineteen days: 6 to 24 March, both of them included."""
EUROPEAN_END = date(2029, 9, 10)
"""10 September 2028, and twelve months, once."""
MAKERS_END = date(2029, 9, 29)
"""10 September 2029, and nineteen days."""


@pytest.fixture(scope="module")
def story() -> MachineStory:
    return play(seal(example()).sealed())


def stands(found: AfterSales, rule: str) -> OneGuarantee:
    """How one guarantee on the machine stands."""
    [good] = found.goods
    [told] = [told for told in good.guarantees if told.rule == rule]
    return told.stands


def test_one_fact_dates_the_request_the_standstill_and_the_repair_and_proves_the_hand_over(
    story: MachineStory,
) -> None:
    [claim] = story.dropped_off.claims
    at = instant_from_text("2027-03-06T09:30:00Z")
    assert (claim.id, claim.state, claim.wants) == ("c-0306", ClaimState.AGREED, Remedy.REPAIR)
    assert claim.clocks.requested == at
    assert claim.clocks.immobilised == at
    assert (claim.clocks.conform_by, claim.clocks.days_late) == (PUT_RIGHT_BY, 0)
    assert claim.clocks.handed_in is not None
    assert attrs.astuple(claim.clocks.handed_in) == (story.fact.id, "lyon-2", at)
    assert claim.loan is not None


def test_the_call_centre_knows_where_it_is_and_that_guarantees_stand_still(story: MachineStory) -> None:
    [claim] = story.meanwhile.claims
    assert (claim.holder, claim.place) == (Holder.REPAIRER, "atelier-sud")
    french, european = (stands(story.meanwhile, rule) for rule in ("fr-guarantee", "eu-guarantee-2026"))
    assert (french.state, french.last_day) == (GuaranteeState.SUSPENDED, None)
    assert (european.state, european.last_day) == (GuaranteeState.RUNNING, date(2028, 9, 10))


@pytest.mark.parametrize(
    ("rule", "extensions", "days", "last_day"),
    [
        ("fr-guarantee", 1, 19, FRENCH_END),
        ("eu-guarantee-2026", 1, 0, EUROPEAN_END),
        ("machines-trois-ans", 0, 19, MAKERS_END),
    ],
)
def test_once_repaired_each_guarantee_ends_as_counted_by_hand(
    story: MachineStory, rule: str, extensions: int, days: int, last_day: date
) -> None:
    found = stands(story.handed_back, rule)
    assert (found.start, found.extensions, found.suspended_days) == (BOUGHT, extensions, days)
    assert (found.state, found.last_day) == (GuaranteeState.RUNNING, last_day)
    [claim] = story.handed_back.claims
    assert (claim.state, claim.settled_as, claim.loan) == (ClaimState.SETTLED, Remedy.REPAIR, None)


def test_what_follows_the_machine_is_hers_and_what_was_paid_for_it_is_not(story: MachineStory) -> None:
    [owned] = story.hers.later
    [good] = owned.goods
    assert story.hers.purchases == ()
    assert story.hers.account.movements == ()
    assert {told.rule: told.stands.last_day for told in good.guarantees or () if told.stands.alive} == {
        "fr-guarantee": FRENCH_END
    }
    assert stands(story.asked, "fr-guarantee").last_day == FRENCH_END
    written = story.asked.rulebook.vocabulary.codec.write(story.hers.state)
    hers = json.dumps(written)
    assert "c-0306" in hers
    for secret in ("m-81f3", "24900", "23900", "psp-31", "card", "ne chauffe plus", "pret-014"):
        assert secret not in hers


def test_the_purchase_and_its_price_stay_his(story: MachineStory) -> None:
    [purchase] = story.jeans.purchases
    [good] = purchase.goods
    assert (good.owner, good.owner_since) == (INES, instant_from_text("2027-11-15T18:30:00Z"))
    assert (purchase.total, story.jeans.later) == (story.order.total_minor, ())
    assert [claim.id for claim in purchase.claims or ()] == ["c-0306"]


def test_every_channel_is_told_the_same(story: MachineStory) -> None:
    assert [each.what for each in story.compared] == ["away", "back", "sold", "jeans", "hers"]
    assert [len(each.answers) for each in story.compared] == [4] * 5
    assert story.agree
    assert story.hers.conflicts == story.jeans.conflicts == story.asked.conflicts == ()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_story_fits_its_paper_and_ends_with_equal_answers(
    language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["journey", "--story", "machine", "--language", language]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert all(len(line) <= 80 for line in lines)
    assert [line[:3] for line in lines if line[1:3] == ". "] == [f"{number}. " for number in range(1, 9)]
    assert lines[-1] in {
        "Réponses identiques : au centime, au point et au jour près.",
        "Equal answers: to the cent, to the point, to the day.",
    }


def test_its_slips_are_as_wide_as_their_paper(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["journey", "--story", "machine"]) == 0
    printed = capsys.readouterr().out
    for first, last in (("Drop-off receipt", "\n4. "), ("Hand-back note", "\n6. ")):
        slip = printed[printed.index(first) : printed.index(last)]
        assert max(map(len, slip.splitlines())) == 42


def test_an_extension_says_how_sure_its_rule_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["journey", "--story", "machine"]) == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert "+ 6 months, after a repair (Code de la consommation, article L217-13)" in printed
    assert "article 10; read at second hand)" in printed or "article 10; to be verified)" in printed


def test_channels_that_differ_make_the_exit_code_one(
    story: MachineStory, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    apart = Compared(what="away", answers=(("web", "0" * 64), ("app", "1" * 64)))
    differing = attrs.evolve(story, compared=(apart, *story.compared[1:]))
    monkeypatch.setattr("comptoir.cli.journey.play_machine", lambda _sealed: differing)
    assert main(["journey", "--story", "machine"]) == 1
    printed = capsys.readouterr().out
    assert "8. The channels contradict each other" in printed
    assert printed.endswith("The answers DIFFER.\n")


def test_its_facts_are_written(tmp_path: Path, story: MachineStory) -> None:
    path = tmp_path / "facts.jsonl"
    assert main(["journey", "--story", "machine", "--facts", str(path)]) == 0
    assert read_facts(str(path)) == story.facts
