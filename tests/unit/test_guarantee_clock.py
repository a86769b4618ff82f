"""How long guarantees last, what moves their end, and who proves what: each rule with a day found by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest

from comptoir.authoring.zone_tables import zone_table
from comptoir.facts.bearers import Bearer
from comptoir.facts.claim_events import Claimed, ClaimPassed, ClaimStep
from comptoir.facts.claims import Claim, Stay, Talks
from comptoir.facts.confidence import Confidence
from comptoir.facts.guarantee_terms import (
    GuaranteeTerms,
    Problem,
    Remedy,
    RemedyLaw,
    Renewal,
    RepairExtension,
    ShortReject,
)
from comptoir.facts.held import Held, Run, Swapped
from comptoir.facts.return_terms import Right
from comptoir.facts.units import Units
from comptoir.returns.claims.guarantee import (
    GuaranteeState,
    OneGuarantee,
    guarantees_on,
    latest_guarantee,
    who_proves,
)
from comptoir.values.almanac import Almanac
from comptoir.values.errors import NoAnswer
from comptoir.values.instants import Instant, instant_from_text
from comptoir.values.moments import Moment
from comptoir.values.periods import Period
from unit.returns_shop import ALMANAC, PARIS, TILL, at, dress, handed_over, held, line, order

LONG = Almanac(
    (
        zone_table(
            PARIS, instant_from_text("2020-01-01T00:00:00Z"), instant_from_text("2040-01-01T00:00:00Z")
        ),
    ),
    (),
)
"""Twenty years of Paris."""

HALF_A_YEAR = RepairExtension(
    period=Period.from_text("6 months"),
    source="Code de la consommation, article L217-13",
    confidence=Confidence.HIGH,
)
ONE_YEAR_ONCE = RepairExtension(
    period=Period.from_text("12 months"),
    source="Directive (EU) 2019/771, article 10(2a)",
    confidence=Confidence.MEDIUM,
    once=True,
)
FRENCH = GuaranteeTerms(
    right=Right.STATUTORY,
    rule="fr-guarantee",
    source="Code de la consommation, article L217-3",
    lines=[1],
    period=Period.from_text("2 years"),
    zone=PARIS,
    presumed=Period.from_text("24 months"),
    presumed_by="Code de la consommation, article L217-7",
    suspended_by="Code de la consommation, article L217-28",
    extension=HALF_A_YEAR,
    renewal=Renewal(period=Period.from_text("2 years"), source="Code de la consommation, article L217-13"),
    transferred_by="Code de la consommation, article L217-29",
)
EUROPEAN = GuaranteeTerms(
    right=Right.STATUTORY,
    rule="eu-guarantee-2026",
    source="Directive (EU) 2019/771, article 10",
    lines=[1],
    period=Period.from_text("2 years"),
    zone=PARIS,
    presumed=Period.from_text("1 year"),
    extension=ONE_YEAR_ONCE,
)
MAKERS = GuaranteeTerms(
    right=Right.COMMERCIAL,
    rule="maker",
    lines=[1],
    period=Period.from_text("3 years"),
    zone=PARIS,
    suspended_by="Code de la consommation, article L217-28",
    from_request=False,
)
BRITISH = GuaranteeTerms(
    right=Right.STATUTORY,
    rule="gb-conformity",
    lines=[1],
    zone=PARIS,
    presumed=Period.from_text("6 months"),
    remedies=RemedyLaw(
        source="Consumer Rights Act 2015, section 23",
        then_source="Consumer Rights Act 2015, section 24",
        reject=ShortReject(
            period=Period.from_text("30 days"),
            days_after=7,
            source="Consumer Rights Act 2015, sections 20 and 22",
            confidence=Confidence.MEDIUM,
        ),
    ),
)
MACHINE = Units(1, 0, 1)
HANDED = at("2026-09-10T11:20:00+02:00")
LATER = at("2027-12-02")


def a_run(**changes: Any) -> Run:
    return Run(**{"units": MACHINE, "product": dress(), "handed_over": HANDED, **changes})


def a_claim(requested: Instant | str, *stays: Stay, **changes: Any) -> Claim:
    asked = at(requested) if isinstance(requested, str) else requested
    described = {"id": "c-1", "order": "o-1", "units": (MACHINE,), "problem": Problem.FAULTY, "since": asked}
    return Claim(**{**described, "requested": asked, "stays": stays, **changes})


def stay(handed_in: str, back: str | None = None, *, repaired: bool = False) -> Stay:
    return Stay(
        handed_in=at(handed_in),
        place="lyon-2",
        by="f-1",
        back=None if back is None else at(back),
        repaired=repaired,
    )


def found(
    terms: GuaranteeTerms,
    *claims: Claim,
    run: Run | None = None,
    moment: Moment | None = None,
    almanac: Almanac = LONG,
) -> OneGuarantee:
    goods = a_run() if run is None else run
    stands = Held(
        order=attrs.evolve(order(line(1, dress(), 3, 9_000)), guarantees=(terms,)),
        runs=(goods,),
        claims=claims,
    )
    (one,) = guarantees_on(stands, goods, Moment(LATER) if moment is None else moment, almanac)
    return one


REPAIRED = a_claim(
    "2027-03-06T10:30:00+01:00",
    stay("2027-03-06T10:30:00+01:00", "2027-03-24T17:45:00+01:00", repaired=True),
    repaired=(at("2027-03-17"),),
    wants=Remedy.REPAIR,
)
"""The coffee machine: nineteen days in the seller's hands, from the sixth to the twenty-fourth of March."""


class TestTheStart:
    def test_the_day_of_hand_over_is_that_of_the_zone_and_is_not_counted(self) -> None:
        late = a_run(handed_over=at("2026-09-10T22:30:00Z"))
        one = found(FRENCH, run=late)
        assert (one.state, one.start) == (GuaranteeState.RUNNING, date(2026, 9, 11))
        assert (one.counted, one.last_day) == (date(2028, 9, 11), date(2028, 9, 11))

    def test_an_end_on_a_sunday_stays_there(self) -> None:
        assert found(FRENCH).last_day == date(2028, 9, 10)
        assert date(2028, 9, 10).isoweekday() == 7

    @pytest.mark.parametrize(
        ("handed", "last_day"),
        [
            ("2028-02-29", date(2030, 2, 28)),
            ("2026-02-28", date(2028, 2, 28)),
            ("2026-12-31", date(2028, 12, 31)),
        ],
    )
    def test_month_ends_and_leap_years(self, handed: str, last_day: date) -> None:
        assert (
            found(FRENCH, run=a_run(handed_over=at(handed)), moment=Moment(at("2028-03-01"))).last_day
            == last_day
        )

    def test_before_the_hand_over_it_has_not_started_and_lives(self) -> None:
        one = found(FRENCH, run=a_run(handed_over=None))
        assert (one.state, one.alive) == (GuaranteeState.NOT_STARTED, True)
        assert (one.start, one.last_day, one.presumed_until) == (None, None, None)

    def test_what_was_taken_evenly_begins_when_it_was_handed_over(self) -> None:
        swapped = a_run(swapped=at("2026-10-01"), taken_over=at("2026-10-05"))
        assert found(FRENCH, run=swapped).last_day == date(2028, 10, 5)
        awaited = attrs.evolve(swapped, taken_over=None)
        assert found(FRENCH, run=awaited).state is GuaranteeState.NOT_STARTED

    def test_what_was_missing_and_replaced_begins_when_it_came(self) -> None:
        came = a_run(
            handed_over=None, swapped=at("2026-10-01"), swapped_for="c-1", taken_over=at("2026-10-02")
        )
        missing = a_claim("2026-09-20", problem=Problem.MISSING)
        assert found(FRENCH, missing, run=came).last_day == date(2028, 10, 2)

    def test_only_the_guarantees_of_the_line_are_found(self) -> None:
        placed = attrs.evolve(
            order(line(1, dress(), 1, 9_000), line(2, dress("ROBE-38"), 1, 9_000)),
            guarantees=(FRENCH, attrs.evolve(EUROPEAN, lines=[1, 2])),
        )
        other = a_run(units=Units(2, 0, 1))
        stands = Held(order=placed, runs=(a_run(), other))
        rules = [one.terms.rule for one in guarantees_on(stands, other, Moment(LATER), LONG)]
        assert rules == ["eu-guarantee-2026"]


class TestTheLastDay:
    def test_it_belongs_to_it_whole(self) -> None:
        last = Moment(at("2028-09-10T21:59:59Z"))
        assert found(FRENCH, moment=last).alive
        assert last.until == at("2028-09-10T22:00:00Z")
        over = found(FRENCH, moment=Moment(at("2028-09-10T22:00:00Z")))
        assert (over.state, over.alive, over.last_day) == (GuaranteeState.OVER, False, date(2028, 9, 10))

    def test_beyond_the_table_of_the_zone_it_is_not_over(self) -> None:
        moment = Moment(LATER)
        one = found(FRENCH, moment=moment, almanac=ALMANAC)
        assert (one.state, one.last_day) == (GuaranteeState.RUNNING, date(2028, 9, 10))
        assert moment.until == ALMANAC.zone(PARIS).until

    def test_the_last_day_of_the_table_ends_with_the_table(self) -> None:
        table = zone_table(PARIS, HANDED, instant_from_text("2028-09-10T22:00:00Z"))
        moment = Moment(LATER)
        assert found(FRENCH, moment=moment, almanac=Almanac((table,), ())).alive
        assert moment.until == table.until

    def test_what_happened_before_the_table_counts_as_of_its_first_day(self) -> None:
        early = a_run(handed_over=at("2024-05-02"))
        one = found(FRENCH, run=early, almanac=ALMANAC)
        assert (one.start, one.last_day) == (date(2025, 12, 1), date(2027, 12, 1))
        assert one.state is GuaranteeState.OVER

    def test_without_a_table_there_is_no_answer(self) -> None:
        with pytest.raises(NoAnswer, match="no table of Europe/Paris"):
            found(FRENCH, almanac=Almanac((), ()))

    def test_where_the_law_names_no_end_there_is_none(self) -> None:
        one = found(BRITISH, a_claim("2026-09-12", stay("2026-09-12")), moment=Moment(at("2035-01-01")))
        assert (one.state, one.alive) == (GuaranteeState.NO_END, True)
        assert (one.counted, one.last_day, one.at_least) == (None, None, None)
        assert one.counted_claims == ("c-1",)


class TestTheCoffeeMachine:
    """Handed over on 10 September 2026, repaired in March 2027."""

    def test_the_french_guarantee_is_longer_by_six_months_and_nineteen_days(self) -> None:
        one = found(FRENCH, REPAIRED)
        assert (one.start, one.counted) == (date(2026, 9, 10), date(2028, 9, 10))
        assert (one.extensions, one.suspended_days, one.last_day) == (1, 19, date(2029, 3, 29))
        assert (one.at_least, one.suspended_since, one.counted_claims) == (None, None, ("c-1",))

    def test_that_of_the_directive_by_twelve_months(self) -> None:
        one = found(EUROPEAN, REPAIRED)
        assert (one.extensions, one.suspended_days, one.last_day) == (1, 0, date(2029, 9, 10))

    def test_that_of_the_maker_by_nineteen_days(self) -> None:
        one = found(MAKERS, REPAIRED)
        assert (one.extensions, one.suspended_days, one.last_day) == (0, 19, date(2029, 9, 29))

    def test_the_facts_that_a_till_records_give_the_same_days(self) -> None:
        placed = attrs.evolve(order(line(1, dress(), 1, 9_000)), guarantees=(FRENCH, EUROPEAN, MAKERS))
        passed: dict[str, Any] = {"order": "o-1", "claim": "c-1", "provenance": TILL}
        dropped_off = at("2027-03-06T10:30:00+01:00")
        facts = (
            handed_over(when=HANDED),
            Claimed(
                id="c-1",
                order="o-1",
                at=dropped_off,
                provenance=TILL,
                problem=Problem.FAULTY,
                wants=Remedy.REPAIR,
                store="lyon-2",
            ),
            ClaimPassed(id="p-1", at=at("2027-03-17"), step=ClaimStep.REPAIRED, **passed),
            ClaimPassed(id="p-2", at=at("2027-03-24T17:45:00+01:00"), step=ClaimStep.HANDED_BACK, **passed),
        )

        def days(when: Instant) -> list[date | None]:
            stands = held(placed, *facts, when=when)
            (goods,) = stands.runs
            return [one.last_day for one in guarantees_on(stands, goods, Moment(when), LONG)]

        assert days(dropped_off) == [None, date(2028, 9, 10), None]
        assert days(LATER) == [date(2029, 3, 29), date(2029, 9, 10), date(2029, 9, 29)]

    def test_only_two_follow_it_to_its_next_owner(self) -> None:
        sold = a_run(owner_since=at("2027-11-15"), owner="m-22aa")
        assert found(FRENCH, REPAIRED, run=sold).last_day == date(2029, 3, 29)
        none = found(EUROPEAN, REPAIRED, run=sold)
        assert (none.state, none.alive) == (GuaranteeState.NOT_TRANSFERRED, False)
        named = attrs.evolve(MAKERS, transferred_by="Garantie du fabricant, point 4")
        assert found(named, REPAIRED, run=sold).alive


class TestExtensions:
    def test_short_months_are_counted_at_once(self) -> None:
        """Twice six months after 31 August 2028: through February, and yet the thirty-first."""
        twice = a_claim(
            "2027-01-04",
            stay("2027-01-04", "2027-01-04", repaired=True),
            stay("2027-02-01", "2027-02-01", repaired=True),
        )
        handed = a_run(handed_over=at("2026-08-31"))
        free = attrs.evolve(FRENCH, suspended_by=None)
        once = attrs.evolve(twice, stays=twice.stays[:1])
        assert found(free, once, run=handed).last_day == date(2029, 2, 28)
        assert found(free, twice, run=handed).last_day == date(2029, 8, 31)

    def test_once_is_once_however_often_it_was_repaired(self) -> None:
        again = a_claim("2027-06-01", stay("2027-06-01", "2027-06-04", repaired=True), id="c-2")
        assert found(EUROPEAN, REPAIRED, again).last_day == date(2029, 9, 10)
        assert found(EUROPEAN, REPAIRED, again).extensions == 1
        assert found(FRENCH, REPAIRED, again).extensions == 2

    def test_months_come_first_and_days_after(self) -> None:
        """30 August 2028 and six months: 28 February; two days: 2 March. The other order gives 1 March."""
        two_days = a_claim("2027-05-03", stay("2027-05-03", "2027-05-04", repaired=True))
        one = found(FRENCH, two_days, run=a_run(handed_over=at("2026-08-30")))
        assert (one.counted, one.suspended_days) == (date(2028, 8, 30), 2)
        assert one.last_day == date(2029, 3, 2)
        assert HALF_A_YEAR.period.counted_from(date(2028, 9, 1)) == date(2029, 3, 1)

    def test_a_repair_within_a_stay_counts_once_and_when_it_ends(self) -> None:
        open_ = a_claim("2027-03-06", stay("2027-03-06"), repaired=(at("2027-03-17"),))
        assert found(FRENCH, open_).extensions == 0
        assert found(FRENCH, REPAIRED).extensions == 1

    def test_a_repair_at_the_customers_counts(self) -> None:
        there = a_claim("2027-03-06", repaired=(at("2027-03-09"),), settled_as=Remedy.REPAIR)
        one = found(FRENCH, there)
        assert (one.extensions, one.last_day) == (1, date(2029, 3, 10))

    def test_a_thousand_repairs_still_give_a_day(self) -> None:
        """Seventy of them count: 7000 years after 10 September 2028."""
        often = a_claim("2027-03-06", repaired=tuple(Instant(at("2027-03-06") + n) for n in range(1_000)))
        century = attrs.evolve(HALF_A_YEAR, period=Period.from_text("100 years"))
        one = found(attrs.evolve(FRENCH, extension=century), often)
        assert (one.extensions, one.last_day) == (70, date(9028, 9, 10))

    def test_a_stay_that_ended_without_a_repair_extends_nothing(self) -> None:
        one = found(FRENCH, a_claim("2027-03-06", stay("2027-03-06", "2027-03-08")))
        assert (one.extensions, one.last_day) == (0, date(2028, 9, 13))


class TestSuspension:
    def test_a_day_counts_once_however_many_claims_it_belongs_to(self) -> None:
        one = a_claim("2027-06-01", stay("2027-06-01", "2027-06-10"))
        other = a_claim("2027-06-05", stay("2027-06-05", "2027-06-12"), id="c-2")
        within = a_claim("2027-06-03", stay("2027-06-03", "2027-06-04"), id="c-3")
        assert found(FRENCH, one, other, within).suspended_days == 12
        assert found(FRENCH, one, within).last_day == date(2028, 9, 20)

    def test_stays_that_touch_and_days_between_them(self) -> None:
        touching = a_claim("2027-06-01", stay("2027-06-01", "2027-06-03"), stay("2027-06-03", "2027-06-05"))
        assert found(FRENCH, touching).suspended_days == 5
        apart = a_claim("2027-06-01", stay("2027-06-01", "2027-06-03"), stay("2027-06-08", "2027-06-08"))
        assert found(FRENCH, apart).suspended_days == 4

    def test_a_day_is_that_of_the_zone(self) -> None:
        night = a_claim("2027-03-06T23:30:00Z", stay("2027-03-06T23:30:00Z", "2027-03-07T22:30:00Z"))
        assert found(FRENCH, night).suspended_days == 1

    def test_the_first_stay_counts_from_the_request_where_that_is_better(self) -> None:
        sent = a_claim("2027-03-01", stay("2027-03-06", "2027-03-10"), stay("2027-04-05", "2027-04-06"))
        assert found(FRENCH, sent).suspended_days == 12
        assert found(attrs.evolve(FRENCH, from_request=False), sent).suspended_days == 7

    def test_while_the_goods_are_away_the_clock_stands_still(self) -> None:
        away = a_claim("2028-09-10", stay("2028-09-12T08:00:00+02:00"))
        before = a_claim("2027-06-01", stay("2027-06-01", "2027-06-10", repaired=True), id="c-0")
        one = found(FRENCH, before, away, moment=Moment(at("2032-01-01")))
        assert (one.state, one.alive, one.last_day) == (GuaranteeState.SUSPENDED, True, None)
        assert (one.suspended_days, one.at_least) == (10, date(2029, 3, 20))
        assert one.suspended_since == at("2028-09-10")

    def test_what_is_closed_beside_an_open_stay_counts_for_the_least(self) -> None:
        closed = a_claim("2027-06-01", stay("2027-06-01", "2027-06-10"))
        away = a_claim("2027-06-05", stay("2027-06-05"), id="c-2")
        one = found(FRENCH, closed, away)
        assert (one.suspended_since, one.at_least) == (at("2027-06-05"), date(2028, 9, 20))

    def test_no_day_before_the_hand_over(self) -> None:
        early = a_claim("2026-09-07", stay("2026-09-07", "2026-09-12"))
        assert found(FRENCH, early).suspended_days == 3
        assert found(FRENCH, a_claim("2026-09-07", stay("2026-09-07", "2026-09-08"))).suspended_days == 0

    def test_talks_stop_the_clock(self) -> None:
        talked = a_claim("2027-03-01", talks=(Talks(since=at("2027-03-03"), until=at("2027-03-12")),))
        assert found(FRENCH, talked).last_day == date(2028, 9, 20)
        going_on = a_claim("2027-03-01", talks=(Talks(since=at("2027-03-03")),))
        assert found(FRENCH, going_on).suspended_since == at("2027-03-03")

    def test_talks_are_over_with_the_claim(self) -> None:
        rejected = a_claim("2027-03-01", talks=(Talks(since=at("2027-03-03")),), rejected=at("2027-03-05"))
        assert found(FRENCH, rejected).last_day == date(2028, 9, 13)

    def test_a_repair_that_was_agreed_at_the_customers_stops_it_until_it_is_done(self) -> None:
        asked = a_claim("2027-03-01", repair_agreed=at("2027-03-02"))
        assert found(FRENCH, asked).suspended_since == at("2027-03-01")
        done = attrs.evolve(asked, repaired=(at("2027-03-05"), at("2027-04-05")))
        assert found(FRENCH, done).suspended_days == 5
        closed = attrs.evolve(asked, closed=at("2027-03-03"))
        assert found(FRENCH, closed).last_day == date(2028, 9, 13)

    def test_a_claim_alone_stops_nothing(self) -> None:
        assert found(FRENCH, a_claim("2027-03-01", wants=Remedy.REPAIR)).last_day == date(2028, 9, 10)

    def test_a_guarantee_without_such_an_article_runs_on(self) -> None:
        one = found(EUROPEAN, a_claim("2027-03-06", stay("2027-03-06")))
        assert (one.state, one.last_day) == (GuaranteeState.RUNNING, date(2028, 9, 10))

    def test_claims_about_other_pieces_do_not_count(self) -> None:
        other = attrs.evolve(REPAIRED, units=(Units(1, 1, 1),))
        assert found(FRENCH, other).last_day == date(2028, 9, 10)
        assert found(FRENCH, attrs.evolve(REPAIRED, units=(Units(1, 0, 2),))).extensions == 1


class TestWhichClaimsCount:
    def test_one_made_on_the_last_day_does_and_one_made_after_it_does_not(self) -> None:
        last = a_claim("2028-09-10T21:59:59Z", stay("2028-09-10T21:59:59Z", "2028-09-19"))
        moment = Moment(at("2029-01-01"))
        assert found(FRENCH, last, moment=moment).last_day == date(2028, 9, 20)
        late = a_claim("2028-09-10T22:00:00Z", stay("2028-09-10T22:00:00Z", "2028-09-19", repaired=True))
        one = found(FRENCH, late, moment=moment)
        assert (one.last_day, one.extensions, one.counted_claims) == (date(2028, 9, 10), 0, ())

    def test_one_made_in_the_time_that_another_added_counts(self) -> None:
        """After the repair it lasts until 29 March 2029; the second claim is made in January of that year."""
        later = a_claim("2029-01-08", stay("2029-01-08", "2029-01-09", repaired=True), id="c-2")
        moment = Moment(at("2029-02-01"))
        one = found(FRENCH, later, REPAIRED, moment=moment)
        assert one.counted_claims == ("c-1", "c-2")
        assert (one.extensions, one.suspended_days, one.last_day) == (2, 21, date(2029, 10, 1))
        assert found(FRENCH, later, moment=moment).counted_claims == ()

    def test_one_made_while_the_goods_of_another_are_away_counts(self) -> None:
        away = a_claim("2028-09-01", stay("2028-09-01"))
        other = a_claim("2031-05-01", id="c-2")
        assert found(FRENCH, away, other, moment=Moment(at("2031-06-01"))).counted_claims == ("c-1", "c-2")

    def test_goods_handed_in_once_it_was_over_move_nothing(self) -> None:
        """Asked on the last day, brought a week later, where only being without the goods counts."""
        terms = attrs.evolve(FRENCH, from_request=False)
        brought = a_claim("2028-09-10", stay("2028-09-17", "2028-09-30"))
        one = found(terms, brought, moment=Moment(at("2028-10-01")))
        assert (one.counted_claims, one.last_day) == (("c-1",), date(2028, 9, 10))
        away = attrs.evolve(brought, stays=(stay("2028-09-17"),))
        assert found(terms, away, moment=Moment(at("2028-10-01"))).state is GuaranteeState.OVER
        assert found(FRENCH, brought, moment=Moment(at("2028-10-01"))).last_day == date(2028, 10, 1)

    def test_they_are_taken_in_the_order_of_their_requests_then_by_id(self) -> None:
        first = a_claim("2027-06-01", id="c-9")
        one, other = a_claim("2027-06-02", id="c-2"), a_claim("2027-06-02", id="c-3")
        assert found(FRENCH, other, one, first).counted_claims == ("c-9", "c-2", "c-3")


REPLACED = a_claim(
    "2027-03-06",
    stay("2027-03-06", "2027-03-24"),
    wants=Remedy.REPAIR,
    settled_by="x-1",
    settled_as=Remedy.REPLACEMENT,
    settled_at=at("2027-03-24"),
)
NEW = a_run(
    swapped=at("2027-03-24"),
    swapped_for="c-1",
    taken_over=at("2027-03-30T12:00:00+02:00"),
)
"""A new machine in place of the one that was to be repaired: handed over on the thirtieth."""


class TestRenewal:
    def test_goods_replaced_instead_of_repaired_have_a_new_guarantee(self) -> None:
        one = found(FRENCH, REPLACED, run=NEW)
        assert (one.start, one.renewed) == (date(2027, 3, 30), date(2027, 3, 30))
        assert (one.counted, one.last_day) == (date(2029, 3, 30), date(2029, 3, 30))
        assert (one.suspended_days, one.extensions) == (0, 0)
        assert one.presumed_until == date(2029, 3, 30)

    def test_whether_the_customer_chose_a_repair_or_the_seller_agreed_to_it(self) -> None:
        agreed = attrs.evolve(REPLACED, wants=None, repair_agreed=at("2027-03-07"))
        assert found(FRENCH, agreed, run=NEW).renewed == date(2027, 3, 30)
        neither = attrs.evolve(REPLACED, wants=None)
        assert found(FRENCH, neither, run=NEW).renewed is None

    def test_a_replacement_that_was_chosen_goes_on(self) -> None:
        chosen = attrs.evolve(REPLACED, wants=Remedy.REPLACEMENT)
        one = found(FRENCH, chosen, run=NEW)
        assert (one.renewed, one.start, one.last_day) == (None, date(2026, 9, 10), date(2028, 9, 29))

    def test_so_does_one_after_a_repair(self) -> None:
        repaired = attrs.evolve(REPLACED, repaired=(at("2027-03-10"),))
        assert found(FRENCH, repaired, run=NEW).renewed is None

    def test_and_one_where_no_article_says_so(self) -> None:
        assert found(EUROPEAN, REPLACED, run=NEW).last_day == date(2028, 9, 10)

    def test_until_it_is_handed_over_the_old_one_goes_on(self) -> None:
        one = found(FRENCH, REPLACED, run=attrs.evolve(NEW, taken_over=None))
        assert (one.renewed, one.last_day) == (None, date(2028, 9, 29))

    def test_pieces_of_the_claim_that_were_not_replaced_keep_theirs(self) -> None:
        assert found(FRENCH, REPLACED).renewed is None

    def test_it_has_suspensions_and_extensions_of_its_own(self) -> None:
        later = a_claim("2028-05-02", stay("2028-05-02", "2028-05-04", repaired=True), id="c-2")
        one = found(FRENCH, REPLACED, later, run=NEW, moment=Moment(at("2028-06-01")))
        assert (one.extensions, one.suspended_days, one.last_day) == (1, 3, date(2029, 10, 3))

    def test_it_never_shortens_what_there_was(self) -> None:
        """Five years from September 2026 end after two from March 2027."""
        long = attrs.evolve(FRENCH, period=Period.from_text("5 years"))
        one = found(long, REPLACED, run=NEW)
        assert (one.start, one.renewed) == (date(2026, 9, 10), date(2027, 3, 30))
        assert one.last_day == date(2031, 9, 29)

    def test_a_fault_that_is_there_again_takes_it_from_nobody(self) -> None:
        again = attrs.evolve(
            REPLACED, settled_by=None, settled_as=None, settled_at=None, persists=(at("2027-05-01"),)
        )
        assert found(FRENCH, again, run=NEW).last_day == date(2029, 3, 30)
        repaired = attrs.evolve(again, repaired=(at("2027-05-03"),))
        one = found(FRENCH, repaired, run=NEW)
        assert (one.renewed, one.extensions, one.last_day) == (date(2027, 3, 30), 1, date(2029, 9, 30))

    def test_a_second_one_begins_anew_and_another_replacement_does_not(self) -> None:
        again = a_claim("2027-09-01", wants=Remedy.REPAIR, id="c-2")
        new = attrs.evolve(
            NEW,
            swapped_before=NEW.swaps,
            swapped=at("2027-09-08"),
            swapped_for="c-2",
            taken_over=at("2027-09-08"),
        )
        one = found(FRENCH, REPLACED, again, run=new)
        assert (one.renewed, one.last_day) == (date(2027, 9, 8), date(2029, 9, 8))
        chosen = attrs.evolve(again, wants=Remedy.REPLACEMENT)
        assert found(FRENCH, REPLACED, chosen, run=new).last_day == date(2029, 3, 30)

    def test_what_was_taken_evenly_before_a_claim_keeps_its_day(self) -> None:
        """Another size on 24 September; replaced under a claim, by choice, in March."""
        size = Swapped(at("2026-09-22"), None, at("2026-09-24"))
        chosen = attrs.evolve(REPLACED, wants=Remedy.REPLACEMENT, stays=())
        one = found(FRENCH, chosen, run=attrs.evolve(NEW, swapped_before=(size,)))
        assert (one.start, one.last_day) == (date(2026, 9, 24), date(2028, 9, 24))
        never_came = attrs.evolve(size, taken_over=None)
        assert found(FRENCH, chosen, run=attrs.evolve(NEW, swapped_before=(never_came,))).start == date(
            2027, 3, 30
        )


class TestWhoProves:
    @pytest.mark.parametrize(
        ("when", "bearer"),
        [("2027-09-10T21:59:59Z", Bearer.SELLER), ("2027-09-10T22:00:00Z", Bearer.BUYER)],
    )
    def test_the_seller_until_the_last_day_and_the_buyer_after(self, when: str, bearer: Bearer) -> None:
        moment = Moment(at(when))
        one = found(EUROPEAN, moment=moment)
        assert one.presumed_until == date(2027, 9, 10)
        asked = Moment(at(when))
        assert who_proves(one, None, asked, LONG) is bearer
        assert (asked.until is None) is (bearer is Bearer.BUYER)
        assert who_proves(one, a_claim(when), Moment(LATER), LONG) is bearer

    def test_before_the_hand_over_the_seller(self) -> None:
        one = found(EUROPEAN, run=a_run(handed_over=None))
        assert who_proves(one, None, Moment(LATER), LONG) is Bearer.SELLER

    def test_where_the_terms_do_not_say_nobody_is_named(self) -> None:
        assert found(MAKERS).presumed_until is None
        assert who_proves(found(MAKERS), None, Moment(LATER), LONG) is None


class TestTheShortTermRightToReject:
    """Thirty days from 10 September 2026: until 10 October."""

    def test_it_lasts_thirty_days_whatever_day_that_is(self) -> None:
        last = Moment(at("2026-10-10T21:59:59Z"))
        assert found(BRITISH, moment=last).reject_until == date(2026, 10, 10)
        assert last.until == at("2026-10-10T22:00:00Z")
        assert found(BRITISH, moment=Moment(at("2026-10-10T22:00:00Z"))).reject_until is None

    def test_it_stands_still_while_the_goods_are_repaired(self) -> None:
        away = found(BRITISH, a_claim("2026-10-01", stay("2026-10-01")))
        assert (away.reject_paused, away.reject_until) == (True, None)
        back = found(
            BRITISH, a_claim("2026-09-15", stay("2026-09-15", "2026-09-24")), moment=Moment(at("2026-10-01"))
        )
        assert (back.reject_paused, back.reject_until) == (False, date(2026, 10, 20))

    def test_there_are_seven_days_more_at_least(self) -> None:
        """Away on the last day alone: one day more would be the eleventh; seven days after are more."""
        back = found(
            BRITISH, a_claim("2026-10-10", stay("2026-10-10", "2026-10-10")), moment=Moment(at("2026-10-12"))
        )
        assert back.reject_until == date(2026, 10, 17)

    def test_twice_away_counts_together(self) -> None:
        """Ten days and four: 24 October; back on 18 October and seven days: the twenty-fifth."""
        claim = a_claim("2026-09-15", stay("2026-09-15", "2026-09-24"), stay("2026-10-15", "2026-10-18"))
        assert found(BRITISH, claim, moment=Moment(at("2026-10-20"))).reject_until == date(2026, 10, 25)

    def test_goods_handed_in_too_late_bring_nothing_back(self) -> None:
        claim = a_claim("2026-10-11", stay("2026-10-11", "2026-10-20"))
        one = found(BRITISH, claim, moment=Moment(at("2026-10-21")))
        assert (one.reject_until, one.counted_claims, one.rejecting_claims) == (None, ("c-1",), ())

    def test_the_claims_made_in_time_are_named(self) -> None:
        claims = (
            a_claim("2026-09-15", stay("2026-09-15", "2026-09-24")),
            a_claim("2026-10-20", id="c-2"),
            a_claim("2026-10-21", id="c-3"),
        )
        assert found(BRITISH, *claims).rejecting_claims == ("c-1", "c-2")

    def test_there_is_none_after_a_renewal(self) -> None:
        both = attrs.evolve(FRENCH, remedies=BRITISH.remedies)
        now = Moment(at("2027-04-01"))
        one = found(both, REPLACED, a_claim("2027-04-01", id="c-2"), run=NEW, moment=now)
        assert (one.reject_until, one.reject_paused, one.rejecting_claims) == (None, False, ())

    def test_where_the_law_gives_none_there_is_none(self) -> None:
        one = found(FRENCH, REPAIRED)
        assert (one.reject_until, one.reject_paused, one.rejecting_claims) == (None, False, ())


class TestTheLatest:
    def test_it_is_the_living_one_that_ends_last(self) -> None:
        ends = [found(terms, REPAIRED) for terms in (MAKERS, FRENCH, EUROPEAN)]
        assert latest_guarantee(ends) == ends[0]
        sold = a_run(owner_since=at("2027-11-15"))
        follows = [found(terms, REPAIRED, run=sold) for terms in (MAKERS, FRENCH, EUROPEAN)]
        assert latest_guarantee(follows) == follows[1]

    def test_one_whose_end_is_not_known_is_later(self) -> None:
        away = a_claim("2027-11-01", stay("2027-11-01"))
        french, maker = found(FRENCH, away), found(attrs.evolve(MAKERS, suspended_by=None), away)
        assert latest_guarantee([maker, french]) == french

    def test_of_two_that_end_together_the_law_s_then_by_rule(self) -> None:
        alike = attrs.evolve(MAKERS, period=Period.from_text("2 years"), rule="a-maker")
        ends = [found(terms) for terms in (alike, FRENCH, EUROPEAN)]
        assert latest_guarantee(ends) == ends[2]

    def test_there_is_none_where_none_is_alive(self) -> None:
        gone = a_run(returned=at("2027-01-01"))
        one = found(FRENCH, run=gone)
        assert (one.state, one.alive) == (GuaranteeState.GONE, False)
        assert latest_guarantee([one]) is None
