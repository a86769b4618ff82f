"""Late and cancelled orders at the counter: what it answers, what it records, and what points do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pendulum
import pytest
from pendulum import DateTime

from comptoir import (
    Accepted,
    AtOnce,
    Basket,
    Buyer,
    Cancellation,
    Cancelled,
    CancelReason,
    CancelRefused,
    Collect,
    Contract,
    Counter,
    Deliver,
    Fact,
    Give,
    HandedOver,
    Lateness,
    Line,
    Place,
    Provenance,
    Refused,
    StreamRead,
    Tender,
    Units,
    WrongValue,
)
from comptoir.authoring import example, seal
from comptoir.cli import main
from comptoir.cli.facts_files import write_facts

PARIS = "Europe/Paris"
ORDERED = pendulum.datetime(2026, 11, 9, 10, 0, tz=PARIS)
SOON = ORDERED.add(hours=2)
DESK = Provenance("desk")
HOME = Deliver(Place("FR", "69003"), "home")
STORE = Collect("lyon-2")


@cache
def counter() -> Counter:
    return Counter(seal(example()))


@cache
def placed(handover: Deliver | Collect = HOME, *, member: str | None = "m-1") -> Accepted:
    basket = Basket(
        currency="EUR",
        lines=(Line("ROBE-LIN-36", 2, ref="app-7"), Line("PULL-MERINOS-M", 1, ref="app-8")),
        buyer=Buyer(member=member),
        handover=handover,
        contract=Contract.DISTANCE,
    )
    quote = counter().quote(basket, ORDERED)
    tenders = [Tender("card", quote.to_pay)]
    found = counter().place(quote, id="o-1", at=ORDERED, tenders=tenders, provenance=Provenance("app"))
    assert isinstance(found, Accepted)
    return found


def by(accepted: Accepted) -> date:
    return accepted.order.deliveries[0].promised.latest


def days_after(day: date, days: int) -> DateTime:
    return pendulum.datetime(day.year, day.month, day.day, 12, tz=PARIS).add(days=days)


def cancelled(
    *units: Units | str,
    facts: Iterable[Fact] | None = None,
    at: DateTime = SOON,
    because: CancelReason = CancelReason.BY_CUSTOMER,
    id: str = "c-1",
    **more: Any,
) -> Cancellation | Refused:
    known = placed().facts if facts is None else facts
    named = units or None
    return counter().cancel("o-1", known, at, units=named, because=because, id=id, provenance=DESK, **more)


def done(*units: Units | str, **more: Any) -> Cancellation:
    found = cancelled(*units, **more)
    assert isinstance(found, Cancellation)
    return found


def lateness(at: DateTime, *facts: Fact, accepted: Accepted | None = None, **more: Any) -> Lateness:
    order = accepted or placed()
    return counter().lateness("o-1", (*order.facts, *facts), at, **more)


def test_the_law_stands_on_the_order_by_value() -> None:
    [terms] = placed().order.deliveries
    assert terms.late is not None
    assert (terms.late.rule, terms.late.by, terms.late.announced) == ("fr-late-delivery", by(placed()), True)
    assert [step.percent.to_text() for step in terms.late.ladder] == ["10", "20", "50"]


def test_an_order_is_late_from_the_day_after_the_one_announced() -> None:
    last = by(placed())
    assert lateness(days_after(last, 0)).days_late == 0
    found = lateness(days_after(last, 3))
    assert (found.days_late, found.by, found.may_rescind_from, found.steps) == (3, last, None, ())
    assert found.amount == placed().order.total
    assert found.valid_until == pendulum.instance(days_after(last, 4)).start_of("day")


def test_a_question_about_lateness_has_digests() -> None:
    last = by(placed())
    one, same = lateness(days_after(last, 3)), lateness(days_after(last, 3))
    given = lateness(days_after(last, 3), extra_until=days_after(last, 9).date())
    refused = lateness(days_after(last, 3), at_once=AtOnce.REFUSED)
    assert (one.question, one.answer) == (same.question, same.answer)
    assert len({one.question, given.question, refused.question}) == 3
    assert len({one.answer, given.answer, refused.answer}) == 3


def test_a_contract_that_was_rescinded_is_refunded_within_fourteen_days_or_for_more() -> None:
    last = by(placed())
    when = days_after(last, 9)
    off = done(at=when, because=CancelReason.LATE, at_once=AtOnce.ESSENTIAL)
    assert off.refund == placed().order.total
    told = lateness(when.add(days=40), *off.facts)
    asked = lateness(when.add(days=40), rescinded=when.date())
    assert told.found.refund_due == asked.found.refund_due
    assert (told.steps, told.amount) == (asked.steps, asked.amount)
    assert told.found.step == told.steps[1]
    assert told.days_late == 9


def test_a_late_order_is_cancelled_after_the_time_that_was_given() -> None:
    last = by(placed())
    extra = days_after(last, 7).date()
    early = cancelled(at=days_after(last, 5), because=CancelReason.LATE, extra_until=extra)
    assert isinstance(early, Refused)
    assert isinstance(early.reason, CancelRefused)
    assert early.reason.last_day == extra
    off = done(at=days_after(last, 8), because=CancelReason.LATE, extra_until=extra)
    [fact] = off.facts
    assert (fact.because, fact.extra_until, fact.at_once) == (CancelReason.LATE, extra, None)


def test_what_nobody_collected_is_cancelled_when_it_is_held_no_longer() -> None:
    accepted = placed(STORE)
    until = accepted.order.deliveries[0].promised.held_until
    assert until is not None
    still = cancelled(facts=accepted.facts, at=days_after(until, 0), because=CancelReason.NOT_COLLECTED)
    assert isinstance(still, Refused)
    off = done(facts=accepted.facts, at=days_after(until, 1), because=CancelReason.NOT_COLLECTED)
    assert off.refund == accepted.order.total
    assert off.pay_out == (Tender("card", off.refund),)


def test_points_go_with_goods_that_are_cancelled_as_with_those_that_come_back() -> None:
    at = ORDERED.add(days=20)
    off = done("app-7", at=at)
    handed = HandedOver(id="h-1", order="o-1", member="m-1", at=at, provenance=DESK)
    back = counter().assess("o-1", (*placed().facts, handed), at, give=[Give("app-7", 2)])
    assert off.facts[0].points_clawed == back.assessed.points_clawed > 0
    before = counter().standing("m-1", placed().facts, at)
    after = counter().standing("m-1", (*placed().facts, *off.facts), at)
    earned = [each.account.pending + each.account.available for each in (before, after)]
    assert earned[0] - earned[1] == off.facts[0].points_clawed
    [purchase] = after.purchases
    assert sorted(good.cancelled is not None for good in purchase.goods) == [False, True]
    assert purchase.refunded == off.facts[0].refunded


def test_an_order_of_nobody_moves_no_points() -> None:
    accepted = placed(member=None)
    off = done(facts=accepted.facts)
    assert off.facts[0].points_clawed == 0
    assert off.reads == (StreamRead("order:o-1", 1),)


def test_it_reads_the_order_and_the_member_who_has_its_points() -> None:
    assert done().reads == (StreamRead("member:m-1", 1), StreamRead("order:o-1", 1))


def test_asked_again_under_its_id_it_is_the_same() -> None:
    off = done("app-7")
    known: tuple[Fact, ...] = (*placed().facts, *off.facts)
    again = done("app-7", facts=known, at=ORDERED.add(days=2))
    assert again.facts == off.facts
    assert again.reads == (StreamRead("member:m-1", 2), StreamRead("order:o-1", 2))
    for other in (
        cancelled("app-8", facts=known),
        cancelled("app-9", facts=known),
        cancelled(Units(1, 0, 1), facts=known),
        cancelled("app-7", facts=known, because=CancelReason.BY_SELLER),
    ):
        assert isinstance(other, Refused)
        assert other.reason.code.value == "id_taken"


def test_an_order_that_is_not_known_is_no_order() -> None:
    for ask in (lambda: cancelled(facts=()), lambda: counter().lateness("o-2", placed().facts, ORDERED)):
        with pytest.raises(WrongValue) as error:
            ask()
        assert [fault.code for fault in error.value.faults] == ["unknown_order"]


def test_channels_that_ask_the_same_get_the_same_bytes() -> None:
    one, other = done(), done(facts=tuple(reversed(placed().facts)))
    codec = counter().rulebook.vocabulary.codec
    assert codec.dumps(one.facts[0]) == codec.dumps(other.facts[0])
    assert codec.loads(codec.dumps(one.facts[0]), Cancelled) == one.facts[0]


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    rulebook, facts = tmp_path / "rules.json", tmp_path / "facts.jsonl"
    rulebook.write_bytes(counter().rulebook.sealed())
    write_facts(str(facts), placed().facts)
    return str(rulebook), str(facts)


def told(capsys: pytest.CaptureFixture[str], command: str, *arguments: str) -> str:
    assert main([command, *arguments]) == 0
    return capsys.readouterr().out


def test_the_desk_reads_out_how_late_it_is(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    when = days_after(by(placed()), 60)
    options = ["--order", "o-1", "--at", when.isoformat()]
    rescinded = ["--rescinded", days_after(by(placed()), 9).date().isoformat()]
    said = told(capsys, "late", *files, *options, *rescinded)
    assert "60 days late" not in said
    assert "9 days late" in said
    assert "+50%" in said
    assert all(len(line) <= 80 for line in said.splitlines()[:-1])
    assert '"refund_days_late": ' in told(capsys, "late", *files, *options, *rescinded, "--json")
    assert "retard" in told(capsys, "late", *files, *options, "--language", "fr")


def test_the_desk_cancels(files: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--order", "o-1", "--at", ORDERED.add(hours=1).isoformat()]
    said = told(capsys, "cancel", *files, *options, "--because", "by_customer", "--ref", "app-7")
    assert "TO REFUND" in said
    assert "YES" in said
    assert '"cancelled/1"' in told(capsys, "cancel", *files, *options, "--because", "by_seller", "--json")
    refused = told(capsys, "cancel", *files, *options, "--because", "late", "--at-once", "refused")
    assert "Not late" in refused
    data = told(capsys, "cancel", *files, *options, "--because", "not_collected", "--json")
    assert '"code": "not_held"' in data


def test_a_day_is_written_as_a_day(files: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--order", "o-1", "--at", ORDERED.isoformat(), "--rescinded", "tomorrow"]
    assert main(["late", *files, *options]) == 2
    assert "--rescinded" in capsys.readouterr().err
