"""Goods that are late: by when, by which law, what the customer may do, and what a late refund costs."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest

from comptoir.authoring import example, seal
from comptoir.delivery.late import late_terms
from comptoir.delivery.lateness import HowLate, LateGoods, lateness_of
from comptoir.delivery.law import DeliveryLaw
from comptoir.facts.confidence import Confidence
from comptoir.facts.delivery_terms import Promised
from comptoir.facts.late_terms import AtOnce, LateStep, LateTerms
from comptoir.values.errors import RulebookError, WrongValue
from comptoir.values.moments import Moment
from comptoir.values.percentages import Percent
from comptoir.values.periods import Period
from comptoir.values.rounding import Rounding
from comptoir.values.windows import Window
from unit.delivery_shop import ALMANAC, FRANCE, at, december, rules

PARIS = "Europe/Paris"
LADDER = (
    LateStep(up_to=14, percent=Percent.of("10")),
    LateStep(up_to=30, percent=Percent.of("20")),
    LateStep(percent=Percent.of("50")),
)
FRENCH = DeliveryLaw(
    id="fr-late-delivery",
    source="Code de la consommation, art. L216-1, L216-6, L216-7",
    confidence=Confidence.HIGH,
    countries=["FR"],
    within=Period.from_text("30 days"),
    refund_within=Period.from_text("14 days"),
    counting="eu-1182-71",
    ladder=LADDER,
    ladder_source="Code de la consommation, article L241-4",
)
DIRECTIVE = attrs.evolve(FRENCH, id="eu", countries=["BE"], refund_within=None, ladder=(), ladder_source=None)
PROMISED = Promised(zone=PARIS, earliest=date(2026, 3, 4), latest=date(2026, 3, 5))


def agreed(
    *law: DeliveryLaw,
    country: str = "FR",
    promised: Promised | None = PROMISED,
    moment: Moment | None = None,
) -> LateTerms | None:
    return late_terms(
        attrs.evolve(rules(), law=law),
        country=country,
        days=FRANCE,
        promised=promised,
        moment=moment or Moment(at("2026-03-02T11:00:00Z")),
        almanac=ALMANAC,
    )


def test_the_day_that_was_announced_counts() -> None:
    terms = agreed(FRENCH)
    assert terms is not None
    assert (terms.by, terms.announced, terms.zone, terms.calendar) == (date(2026, 3, 5), True, PARIS, "fr")
    assert (terms.rule, terms.ladder) == ("fr-late-delivery", LADDER)


def test_goods_to_be_collected_carry_no_terms() -> None:
    assert agreed(FRENCH, promised=attrs.evolve(PROMISED, held_until=date(2026, 3, 14))) is None


def test_without_an_announcement_the_law_gives_a_day_that_moves_off_days_of_rest() -> None:
    moment = Moment(at("2026-03-07T22:59:59.999999Z"))  # 30 days later is Easter Monday
    terms = agreed(FRENCH, promised=None, moment=moment)
    assert terms is not None
    assert (terms.by, terms.announced) == (date(2026, 4, 7), False)
    assert moment.until == at("2026-03-07T23:00:00Z")


def test_a_country_or_a_date_without_law_has_no_rule() -> None:
    moment = Moment(at("2026-03-02T11:00:00Z"))
    later = attrs.evolve(FRENCH, valid=Window(at("2026-06-01T00:00:00Z")))
    assert agreed(DIRECTIVE) is None
    assert agreed() is None
    assert agreed(later, moment=moment) is None
    assert moment.until == at("2026-06-01T00:00:00Z")


def test_the_law_in_force_at_the_contract_counts() -> None:
    edge = at("2026-03-02T11:00:00Z")
    old = attrs.evolve(FRENCH, id="old", valid=Window(until=edge))
    new = attrs.evolve(FRENCH, id="new", valid=Window(edge))
    before, after = agreed(old, new, moment=Moment(at("2026-03-02T10:59:59Z"))), agreed(old, new)
    assert before is not None
    assert after is not None
    assert (before.rule, after.rule) == ("old", "new")


def goods(amount: int = 10_005, **changes: Any) -> LateGoods:
    terms = agreed(FRENCH)
    found = LateGoods(order="o-1", currency="EUR", rounding=Rounding.HALF_UP, terms=terms, amount=amount)
    return attrs.evolve(found, **changes)


def late(
    when: str,
    some: LateGoods | None = None,
    *,
    rescinded: date | None = None,
    extra_until: date | None = None,
    at_once: AtOnce | None = None,
    moment: Moment | None = None,
) -> HowLate:
    return lateness_of(
        some or goods(),
        rescinded=rescinded,
        extra_until=extra_until,
        at_once=at_once,
        moment=moment or Moment(at(when)),
        almanac=ALMANAC,
    )


def test_goods_are_late_when_their_last_day_is_over_where_they_go() -> None:
    moment = Moment(at("2026-03-05T22:59:59.999999Z"))
    in_time = late("", moment=moment)
    assert (in_time.days_late, in_time.is_late, in_time.may_rescind_from) == (0, False, None)
    assert moment.until == at("2026-03-05T23:00:00Z")
    moment = Moment(at("2026-03-05T23:00:00Z"))
    too_late = late("", moment=moment)
    assert (too_late.days_late, too_late.is_late) == (1, True)
    assert moment.until == at("2026-03-06T23:00:00Z")


def test_days_are_counted_over_a_change_of_the_clocks() -> None:
    assert late("2026-03-29T21:59:59Z").days_late == 24
    assert late("2026-03-29T22:00:00Z").days_late == 25


def test_a_customer_gives_more_time_before_they_rescind_unless_there_is_a_reason() -> None:
    when = "2026-03-07T12:00:00Z"
    assert late(when).may_rescind_from is None
    assert late(when, extra_until=date(2026, 3, 13)).may_rescind_from == date(2026, 3, 14)
    assert late(when, at_once=AtOnce.ESSENTIAL).may_rescind_from == date(2026, 3, 6)
    assert late(when, at_once=AtOnce.REFUSED).may_rescind_from == date(2026, 3, 6)


def test_goods_that_came_late_were_late_and_nothing_follows() -> None:
    came = late("2026-04-01T12:00:00Z", goods(over=at("2026-03-09T12:00:00Z")), at_once=AtOnce.ESSENTIAL)
    assert (came.days_late, came.may_rescind_from, came.is_awaited) == (4, None, False)


def test_a_refund_is_due_within_fourteen_days_and_grows_by_the_ladder() -> None:
    found = late("2026-03-12T12:00:00Z", rescinded=date(2026, 3, 12))
    assert found.refund_due is not None
    assert found.refund_due.last_day == date(2026, 3, 26)
    assert (found.days_late, found.refund_days_late, found.step) == (7, 0, None)
    assert [(each.first_day, each.last_day, each.added, each.total) for each in found.steps] == [
        (date(2026, 3, 27), date(2026, 4, 9), 1_001, 11_006),  # 10.005 euros, half up
        (date(2026, 4, 10), date(2026, 4, 25), 2_001, 12_006),
        (date(2026, 4, 26), None, 5_003, 15_008),
    ]
    assert {each.source for each in found.steps} == {"Code de la consommation, article L241-4"}


@pytest.mark.parametrize(
    ("when", "days", "percent"),
    [
        ("2026-03-26T22:59:59Z", 0, None),
        ("2026-03-26T23:00:00Z", 1, "10"),
        ("2026-04-09T21:59:59Z", 14, "10"),
        ("2026-04-09T22:00:00Z", 15, "20"),
        ("2026-04-25T21:59:59Z", 30, "20"),
        ("2026-04-25T22:00:00Z", 31, "50"),
        ("2026-10-25T12:00:00Z", 213, "50"),
    ],
)
def test_the_step_of_a_day_begins_and_ends_at_its_midnights(
    when: str, days: int, percent: str | None
) -> None:
    found = late(when, rescinded=date(2026, 3, 12))
    assert found.refund_days_late == days
    assert (None if found.step is None else found.step.percent.to_text()) == percent


def test_a_refund_that_would_end_on_a_day_of_rest_moves_on() -> None:
    found = late("2026-03-23T12:00:00Z", rescinded=date(2026, 3, 23))  # 6 April is Easter Monday
    assert found.refund_due is not None
    assert found.refund_due.last_day == date(2026, 4, 7)
    assert [reason.why for reason in found.refund_due.moved_by] == ["holiday"]
    assert found.steps[0].first_day == date(2026, 4, 8)


def test_a_refund_that_grows_by_the_month_has_a_step_for_each() -> None:
    growing = LateStep(percent=Percent.of("50"), per_month="20", at_most="100", legal_rate=True)
    law = attrs.evolve(FRENCH, ladder=(LADDER[0], growing))
    found = late("2026-05-11T12:00:00Z", goods(terms=agreed(law)), rescinded=date(2026, 3, 12))
    assert [(each.first_day, each.last_day, each.added, each.legal_rate) for each in found.steps] == [
        (date(2026, 3, 27), date(2026, 4, 9), 1_001, False),
        (date(2026, 4, 10), date(2026, 5, 9), 7_004, True),
        (date(2026, 5, 10), date(2026, 6, 9), 9_005, True),
        (date(2026, 6, 10), None, 10_005, True),
    ]
    assert found.step == found.steps[2]
    last = found.text("en").splitlines()[-1]
    assert last.endswith("Interest at the legal rate is due besides; it is not computed here.")


def test_where_the_law_names_no_period_there_is_no_day_and_no_ladder() -> None:
    terms = agreed(DIRECTIVE, country="BE")
    found = late("2026-05-01T12:00:00Z", goods(terms=terms), rescinded=date(2026, 3, 12))
    assert (found.refund_due, found.steps, found.refund_days_late) == (None, (), 0)
    assert "without undue delay" in found.text("en")


def test_without_a_rule_nothing_is_guessed() -> None:
    found = late("2026-05-01T12:00:00Z", goods(terms=None), rescinded=date(2026, 3, 12))
    assert (found.by, found.days_late, found.steps) == (None, 0, ())
    assert found.text("en") == "No rule on late delivery is known for this order."


def test_nobody_rescinds_and_no_more_time_is_given_while_goods_are_in_time() -> None:
    with pytest.raises(WrongValue) as error:
        late("2026-03-12T12:00:00Z", rescinded=date(2026, 3, 5))
    assert [fault.code for fault in error.value.faults] == ["rescinded_in_time"]
    with pytest.raises(WrongValue) as error:
        late("2026-03-12T12:00:00Z", extra_until=date(2026, 3, 5))
    assert [fault.code for fault in error.value.faults] == ["no_extra_time"]


def test_nobody_has_rescinded_on_a_day_that_has_not_begun_where_the_goods_go() -> None:
    with pytest.raises(WrongValue) as caught:
        late("2026-03-09T22:59:00Z", rescinded=date(2026, 3, 10))
    assert [(fault.code, fault.where) for fault in caught.value.faults] == [
        ("not_rescinded_yet", "rescinded")
    ]
    assert late("2026-03-09T23:00:00Z", rescinded=date(2026, 3, 10)).rescinded == date(2026, 3, 10)


def test_it_is_told_in_sentences() -> None:
    source = "Code de la consommation, art. L216-1, L216-6, L216-7"
    ladder = "(Code de la consommation, article L241-4)"
    assert late("2026-03-06T12:00:00Z").text("en").splitlines() == [
        f"To be delivered by 5 March 2026, the day that was announced ({source}).",
        "One day late, since 6 March 2026.",
        (
            "The customer may give reasonable additional time and, if it passes without delivery, rescind "
            "the contract; at once if the day was essential or delivery is refused."
        ),
    ]
    told = late("2026-03-28T12:00:00Z", rescinded=date(2026, 3, 12)).text("fr").replace("\u00a0", " ")
    assert told.splitlines()[1:] == [
        "7 jours de retard, depuis le 6 mars 2026.",
        "Contrat résolu le 12 mars 2026 : 100,05 € à rembourser au plus tard le 26 mars 2026.",
        "2 jours de retard du remboursement.",
        "À rembourser aujourd'hui : 110,06 €.",
        f"Du 27 mars 2026 au 9 avril 2026 : + 10 %, soit 10,01 € de plus, 110,06 € en tout {ladder}.",
        f"Du 10 avril 2026 au 25 avril 2026 : + 20 %, soit 20,01 € de plus, 120,06 € en tout {ladder}.",
        f"À partir du 26 avril 2026 : + 50 %, soit 50,03 € de plus, 150,08 € en tout {ladder}.",
    ]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"countries": []}, "never_applies"),
        ({"ladder_source": None}, "no_source"),
        ({"refund_within": None}, "ladder_without_period"),
        ({"ladder": (LADDER[1], LADDER[0])}, "steps_not_in_order"),
        ({"ladder": (LADDER[2], LADDER[0])}, "steps_not_in_order"),
        ({"counting": "as-you-like"}, "unknown_counting"),
    ],
)
def test_a_law_that_says_nothing_clear_is_refused(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(WrongValue) as error:
        attrs.evolve(FRENCH, **changes)
    assert [fault.code for fault in error.value.faults] == [code]


def test_december_is_no_exception() -> None:
    promised = Promised(zone=PARIS, earliest=december(22), latest=december(24))
    some = goods(terms=agreed(FRENCH, promised=promised, moment=Moment(at("2026-12-20T12:00:00Z"))))
    found = late("2026-12-26T12:00:00Z", some, rescinded=december(26))
    assert found.days_late == 2
    assert found.refund_due is not None
    assert found.refund_due.last_day == date(2027, 1, 11)  # the 9th is a Saturday


def test_a_rulebook_tells_the_law_once_for_each_country_and_day() -> None:
    written = example()
    late = """
[[delivery.law]]
id = "fr-late-delivery"
source = "another"
confidence = "low"
valid = { from = 2026-06-01 }
countries = ["FR", "LU"]
within = "30 days"
counting = "eu-1182-71"
"""
    with pytest.raises(RulebookError) as error:
        seal(written + late)
    found = {(fault.code, fault.where) for fault in error.value.faults}
    assert found == {
        ("duplicate_id", "delivery.law[2].id"),
        ("unknown_country", "delivery.law[2].countries"),
        ("two_laws_at_once", "delivery.law[2].countries"),
    }
