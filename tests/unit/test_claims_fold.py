"""What becomes of a claim, of the goods that it is about, and of a later owner: stamped, never decided."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import attrs
import pytest

from comptoir.facts.baskets import Buyer
from comptoir.facts.claim_events import Claimed, ClaimPassed, ClaimStep, PassedOn
from comptoir.facts.claims import Claim, Holder, Loan, RefusedRemedy, Stay, Talks
from comptoir.facts.conflicts import (
    AlreadyCancelled,
    AlreadyReturned,
    AlreadySwapped,
    ClaimOver,
    Conflict,
    HandedOverTwice,
    NoLoan,
    NoSuchUnits,
    NotHandedIn,
    NotHandedOver,
    OtherCurrency,
    UnknownClaim,
)
from comptoir.facts.delivery_terms import Promised
from comptoir.facts.events import (
    Cancelled,
    CancelReason,
    Exchanged,
    Fact,
    HandedOver,
    OrderPlaced,
    Passage,
    Passed,
    Reduced,
    ReduceReason,
    Reducing,
    Refunding,
    Returned,
    Swap,
    Taken,
)
from comptoir.facts.guarantee_terms import Problem, Remedy
from comptoir.facts.handovers import Carry, Deliver, Handover, Place
from comptoir.facts.held import Held, Run
from comptoir.facts.history import History
from comptoir.facts.holdings import holdings_of
from comptoir.facts.orders import Order, Tender
from comptoir.facts.streams import member_stream, order_stream
from comptoir.facts.units import Units, united
from comptoir.values.errors import WrongType, WrongValue
from comptoir.values.instants import DAY, Instant
from comptoir.values.moments import Moment
from comptoir.values.money import Amount
from comptoir.vocabulary import STANDARD
from unit.returns_shop import DIGEST, PLACED, TILL, dress, line, order

HOME = Deliver(Place("FR", "69003"))
FIRST, SECOND, THIRD = (Units(1, piece, 1) for piece in range(3))
ALL = Units(1, 0, 3)
LYON, ATELIER = "lyon-2", "atelier-sud"
OVER_STEPS = {
    ClaimStep.PERSISTS,
    ClaimStep.INFORMED,
    ClaimStep.COST_ADVANCED,
    ClaimStep.COST_REPAID,
    ClaimStep.HANDLING,
}


def day(number: int) -> Instant:
    return Instant(PLACED + number * DAY)


def handed_over(on: int = 1, *units: Units, id: str | None = None) -> HandedOver:
    return HandedOver(id=id or f"h-{on}", order="o-1", at=day(on), units=units, provenance=TILL)


def claimed(on: int = 10, *units: Units, id: str = "q-1", **more: Any) -> Claimed:
    stated: dict[str, Any] = {"problem": Problem.FAULTY, **more}
    return Claimed(id=id, order="o-1", at=day(on), units=units, provenance=TILL, **stated)


def step(way: ClaimStep, on: int, claim: str = "q-1", **more: Any) -> ClaimPassed:
    stated: dict[str, Any] = {
        "claim": claim,
        "step": way,
        "place": LYON,
        "remedy": Remedy.REPAIR,
        "said": "trop cher",
        "sku": "ROBE-36",
        "amount": Amount(500, "EUR"),
        "id": f"{claim}-{way.value}-{on}",
        **more,
    }
    return ClaimPassed(order="o-1", at=day(on), provenance=TILL, **stated)


def back_in(on: int, *units: Units) -> tuple[Fact, ...]:
    return handed_over(), claimed(on, *units, store=LYON)


def returned(on: int, units: Units = ALL, claim: str | None = None) -> Returned:
    refunded = 1000 * units.count
    return Returned(
        id=f"r-{on}",
        order="o-1",
        at=day(on),
        currency="EUR",
        taken=[Taken(units=units, sku="ROBE-36", reason="faulty", refunded=refunded)],
        tenders=[Tender("card", Amount(refunded, "EUR"), reference="psp-9")],
        answer=DIGEST,
        provenance=TILL,
        claim=claim,
    )


def reduced(on: int, units: Units = ALL, claim: str | None = None) -> Reduced:
    return Reduced(
        id=f"e-{on}",
        order="o-1",
        at=day(on),
        currency="EUR",
        taken=[Reducing(units=units, sku="ROBE-36", refunded=300)],
        tenders=[Tender("card", Amount(300, "EUR"), reference="psp-9")],
        because=ReduceReason.PRICE_REDUCTION,
        answer=DIGEST,
        provenance=TILL,
        claim=claim,
    )


def cancelled(on: int, units: Units) -> Cancelled:
    refunded = 1000 * units.count
    return Cancelled(
        id=f"c-{on}",
        order="o-1",
        at=day(on),
        currency="EUR",
        taken=[Refunding(units=units, sku="ROBE-36", refunded=refunded)],
        tenders=[Tender("card", Amount(refunded, "EUR"), reference="psp-9")],
        because=CancelReason.BY_CUSTOMER,
        answer=DIGEST,
        provenance=TILL,
    )


def swapped(on: int, units: Units = FIRST, *, after: str | None = None, **more: Any) -> Exchanged:
    swap = Swap(units=units, sku="ROBE-36", reason="faulty", took=dress("ROBE-36"), after=after)
    return Exchanged(
        id=f"x-{on}", order="o-1", at=day(on), swaps=[swap], answer=DIGEST, provenance=TILL, **more
    )


def passed(passage: Passage, on: int, *units: Units) -> Passed:
    name = f"{passage.value}-{on}"
    return Passed(id=name, order="o-1", at=day(on), passage=passage, units=units, provenance=TILL)


def passed_on(on: int, *units: Units, **more: Any) -> PassedOn:
    return PassedOn(id=f"s-{on}", order="o-1", at=day(on), units=units, provenance=TILL, **more)


def bought(handover: Handover = HOME) -> Order:
    return order(line(1, dress(), 3, 3000), handover=handover)


def stands(*facts: Fact, of: Order | None = None) -> tuple[Held, tuple[Conflict, ...]]:
    happened = [OrderPlaced(id="o-1", order=bought() if of is None else of), *facts]
    random.Random(9).shuffle(happened)
    found = holdings_of(History.of(happened, STANDARD.codec.dumps), Moment(day(900)))
    return found.orders["o-1"], found.conflicts


def the_claim(*facts: Fact) -> Claim:
    held, conflicts = stands(*facts)
    assert conflicts == ()
    [claim] = held.claims
    return claim


def conflicts(*facts: Fact) -> tuple[Conflict, ...]:
    return stands(*facts)[1]


def runs(*facts: Fact) -> tuple[Run, ...]:
    return stands(*facts)[0].runs


def test_a_claim_is_what_was_said() -> None:
    fact = claimed(10, FIRST, wants=Remedy.REPAIR, said="ne chauffe plus", member="m-1")
    assert the_claim(handed_over(), fact) == Claim(
        id="q-1",
        order="o-1",
        by="m-1",
        units=(FIRST,),
        problem=Problem.FAULTY,
        wants=Remedy.REPAIR,
        said="ne chauffe plus",
        requested=day(10),
        since=day(10),
    )


def test_goods_handed_in_with_the_claim_are_in_the_sellers_hands_by_one_fact() -> None:
    claim = the_claim(*back_in(10, FIRST))
    assert claim.stays == (Stay(handed_in=day(10), place=LYON, by="q-1"),)
    assert (claim.holder, claim.place, claim.since) == (Holder.STORE, LYON, day(10))


@pytest.mark.parametrize(
    ("handed", "problem", "units"),
    [
        ([ALL], Problem.FAULTY, (ALL,)),
        ([FIRST, THIRD], Problem.FAULTY, (FIRST, THIRD)),
        ([FIRST], Problem.MISSING, (ALL,)),
        ([], Problem.DAMAGED, (ALL,)),
    ],
)
def test_a_claim_that_names_no_goods_is_about_all_that_it_can_be(
    handed: list[Units], problem: Problem, units: tuple[Units, ...]
) -> None:
    facts = [handed_over(1, *handed)] if handed else []
    assert the_claim(*facts, claimed(problem=problem)).units == units


def test_goods_that_are_gone_are_named_and_a_claim_is_about_the_others() -> None:
    held, found = stands(handed_over(), returned(5, FIRST), claimed(10, ALL))
    assert found == (AlreadyReturned("q-1", "o-1", FIRST, "r-5"),)
    assert held.claims[0].units == (Units(1, 1, 2),)


def test_a_claim_about_goods_that_are_all_gone_is_none() -> None:
    facts = (cancelled(5, FIRST), claimed(10, FIRST), step(ClaimStep.AGREED, 11))
    held, found = stands(*facts)
    assert held.claims == ()
    assert found == (
        AlreadyCancelled("q-1", "o-1", FIRST, "c-5"),
        UnknownClaim("q-1-agreed-11", "o-1", "q-1"),
    )
    nowhere = Units(1, 3, 1)
    assert conflicts(claimed(10, nowhere)) == (NoSuchUnits("q-1", "o-1", nowhere),)


def test_missing_goods_are_nobodys() -> None:
    claim = the_claim(claimed(problem=Problem.MISSING))
    assert (claim.holder, claim.place, claim.stays) == (Holder.NOBODY, None, ())
    replaced = the_claim(claimed(problem=Problem.MISSING), cancelled(20, ALL))
    assert (replaced.holder, replaced.closed, replaced.settled_as) == (Holder.NOBODY, day(20), None)


def test_the_way_of_a_machine() -> None:
    """Dropped off, lent another, sent on, repaired, ready, informed, given back, and the loan back."""
    way = (
        *back_in(10, FIRST),
        step(ClaimStep.LENT, 10, serial="n-77"),
        step(ClaimStep.AGREED, 10),
        step(ClaimStep.SENT_ON, 12, place=ATELIER),
    )
    claim = the_claim(*way)
    assert (claim.holder, claim.place, claim.since) == (Holder.REPAIRER, ATELIER, day(12))
    assert (claim.agreed, claim.agreed_at) == (Remedy.REPAIR, day(10))
    way = (*way, step(ClaimStep.REPAIRED, 21), step(ClaimStep.READY, 24), step(ClaimStep.INFORMED, 24))
    claim = the_claim(*way)
    assert (claim.holder, claim.place, claim.since) == (Holder.STORE, LYON, day(24))
    assert (claim.ready, claim.informed, claim.is_open) == (day(24), day(24), True)
    way = (*way, step(ClaimStep.HANDED_BACK, 28), step(ClaimStep.LOAN_BACK, 28))
    claim = the_claim(*way)
    assert claim.stays == (Stay(handed_in=day(10), place=LYON, by="q-1", back=day(28), repaired=True),)
    assert claim.loans == (Loan(sku="ROBE-36", serial="n-77", since=day(10), back=day(28)),)
    assert (claim.holder, claim.place, claim.since) == (Holder.CUSTOMER, None, day(28))
    assert (claim.settled_by, claim.settled_as) == ("q-1-handed_back-28", Remedy.REPAIR)
    assert (claim.settled_at, claim.is_open) == (day(28), False)
    first, others = runs(*way)
    assert (first.handed_back, others.handed_back) == (day(28), None)


def test_steps_of_one_instant_happened_as_they_can_have() -> None:
    """The ids would have it the other way round."""
    facts = (
        handed_over(),
        claimed(10, FIRST),
        step(ClaimStep.HANDED_IN, 10, id="d"),
        step(ClaimStep.AGREED, 10, id="c"),
        step(ClaimStep.REPAIRED, 10, id="b"),
        step(ClaimStep.HANDED_BACK, 10, id="a"),
    )
    claim = the_claim(*facts)
    assert (claim.agreed, claim.settled_as, claim.stays[0].repaired) == (Remedy.REPAIR, Remedy.REPAIR, True)
    again = the_claim(*facts, step(ClaimStep.PERSISTS, 40, id="z"), step(ClaimStep.HANDED_IN, 40, id="y"))
    assert (again.is_open, again.persists, len(again.stays)) == (True, (day(40),), 2)


def test_a_reduction_of_the_instant_of_its_claim_settles_it() -> None:
    claim = the_claim(handed_over(), claimed(10, FIRST), reduced(10, FIRST, claim="q-1"))
    assert (claim.settled_by, claim.settled_as) == ("e-10", Remedy.REDUCTION)


def test_goods_handed_in_at_a_second_place_began_their_stay_at_the_first() -> None:
    claim = the_claim(*back_in(10), step(ClaimStep.HANDED_IN, 12, place=ATELIER))
    assert claim.stays == (Stay(handed_in=day(10), place=LYON, by="q-1"),)
    assert (claim.holder, claim.place, claim.since) == (Holder.STORE, ATELIER, day(12))


def test_goods_handed_back_unrepaired_settle_nothing() -> None:
    claim = the_claim(*back_in(10), step(ClaimStep.NOT_REPAIRED, 15), step(ClaimStep.HANDED_BACK, 20))
    assert (claim.is_open, claim.not_repaired, claim.stays[0].repaired) == (True, day(15), False)
    assert (claim.stays[0].back, claim.holder) == (day(20), Holder.CUSTOMER)


def test_goods_that_could_be_repaired_after_all_were() -> None:
    claim = the_claim(*back_in(10), step(ClaimStep.NOT_REPAIRED, 15), step(ClaimStep.REPAIRED, 20))
    assert (claim.not_repaired, claim.repaired, claim.is_open) == (day(15), (day(20),), True)


def test_a_repair_at_the_customers_settles_at_once() -> None:
    claim = the_claim(handed_over(), claimed(), step(ClaimStep.REPAIRED, 15))
    assert (claim.settled_by, claim.settled_as) == ("q-1-repaired-15", Remedy.REPAIR)
    assert (claim.stays, claim.repaired, claim.holder) == ((), (day(15),), Holder.CUSTOMER)


def test_a_fault_that_persists_opens_what_was_settled() -> None:
    repaired = (*back_in(10), step(ClaimStep.REPAIRED, 12), step(ClaimStep.HANDED_BACK, 14))
    claim = the_claim(*repaired, step(ClaimStep.PERSISTS, 30), step(ClaimStep.HANDED_IN, 31))
    assert (claim.is_open, claim.persists, claim.settled_by) == (True, (day(30),), None)
    assert [stay.repaired for stay in claim.stays] == [True, False]
    again = the_claim(
        *repaired,
        step(ClaimStep.PERSISTS, 30),
        step(ClaimStep.HANDED_IN, 31),
        step(ClaimStep.HANDED_BACK, 35),
    )
    assert ([stay.repaired for stay in again.stays], again.is_open) == ([True, False], True)
    replaced = the_claim(*back_in(10, FIRST), swapped(20, claim="q-1"), step(ClaimStep.PERSISTS, 30))
    assert (replaced.is_open, replaced.holder) == (True, Holder.CUSTOMER)


def test_a_second_stay_is_announced_anew() -> None:
    said = (step(ClaimStep.READY, 12), step(ClaimStep.INFORMED, 12), step(ClaimStep.HANDED_BACK, 14))
    claim = the_claim(*back_in(10), *said, step(ClaimStep.HANDED_IN, 20))
    assert (claim.ready, claim.informed) == (None, None)


def test_what_the_seller_says_is_kept_with_its_reasons() -> None:
    claim = the_claim(
        handed_over(),
        claimed(),
        step(ClaimStep.REFUSED, 12),
        step(ClaimStep.MAJOR, 13),
        step(ClaimStep.MAJOR, 14),
        step(ClaimStep.MINOR, 15),
        step(ClaimStep.MINOR, 16),
        step(ClaimStep.REJECTED, 17, said="mauvais usage"),
    )
    assert claim.refused == (RefusedRemedy(remedy=Remedy.REPAIR, at=day(12), said="trop cher"),)
    assert (claim.major, claim.minor) == (day(13), day(15))
    assert (claim.rejected, claim.rejected_for, claim.is_open) == (day(17), "mauvais usage", False)


def test_what_was_refused_and_agreed_to_after_all_is_refused_until_then() -> None:
    claim = the_claim(
        handed_over(),
        claimed(),
        step(ClaimStep.REFUSED, 11),
        step(ClaimStep.REFUSED, 12, remedy=Remedy.REPLACEMENT),
        step(ClaimStep.AGREED, 13),
    )
    repair, replacement = claim.refused
    assert (repair.agreed_after, replacement.agreed_after) == (day(13), None)
    stood = [repair.stood_at(day(number)) for number in (10, 11, 12, 13)]
    assert stood == [False, True, True, False]


def test_talks_begin_and_end() -> None:
    begun, ended = ClaimStep.TALKS_BEGUN, ClaimStep.TALKS_ENDED
    claim = the_claim(
        handed_over(),
        claimed(),
        step(ended, 11),
        step(begun, 12),
        step(begun, 13),
        step(ended, 14),
        step(ended, 15),
        step(begun, 16),
    )
    assert claim.talks == (Talks(since=day(12), until=day(14)), Talks(since=day(16)))


def test_costs_are_kept_by_their_day_and_their_place() -> None:
    claim = the_claim(
        handed_over(),
        claimed(),
        step(ClaimStep.COST_ADVANCED, 11),
        step(ClaimStep.CLOSED, 12),
        step(ClaimStep.COST_REPAID, 13, amount=Amount(300, "EUR")),
        step(ClaimStep.HANDLING, 14),
        step(ClaimStep.HANDLING, 15, place=ATELIER),
        step(ClaimStep.HANDLING, 16),
    )
    assert (claim.advanced, claim.repaid) == (((day(11), 500),), ((day(13), 300),))
    assert claim.handling == ((LYON, 1000), (ATELIER, 500))
    cost = step(ClaimStep.COST_ADVANCED, 11, amount=Amount(500, "CHF"))
    held, found = stands(handed_over(), claimed(), cost)
    assert (held.claims[0].advanced, found) == ((), (OtherCurrency(cost.id, "o-1", "CHF"),))


def test_what_was_lent_comes_back_once() -> None:
    lent = (
        step(ClaimStep.LENT, 10, serial="n-1", id="l-1"),
        step(ClaimStep.LENT, 11, serial="n-2", id="l-2"),
    )
    claim = the_claim(handed_over(), claimed(), *lent, step(ClaimStep.LOAN_BACK, 12, serial="n-2"))
    assert [loan.back for loan in claim.loans] == [None, day(12)]
    claim = the_claim(handed_over(), claimed(), *lent, step(ClaimStep.LOAN_BACK, 12, sku=None))
    assert [loan.back for loan in claim.loans] == [day(12), None]
    back = step(ClaimStep.LOAN_BACK, 12)
    assert conflicts(handed_over(), claimed(), back) == (NoLoan(back.id, "o-1", "q-1"),)
    assert conflicts(handed_over(), claimed(), *lent, step(ClaimStep.LOAN_BACK, 12, serial="n-9")) == (
        NoLoan(back.id, "o-1", "q-1"),
    )


def test_a_step_of_a_claim_that_nobody_made() -> None:
    alone = step(ClaimStep.READY, 12, claim="q-9")
    assert conflicts(handed_over(), claimed(), alone) == (UnknownClaim(alone.id, "o-1", "q-9"),)


@pytest.mark.parametrize("way", ClaimStep)
def test_a_claim_that_is_over_stays_so(way: ClaimStep) -> None:
    for over in (
        step(ClaimStep.CLOSED, 11, id="k"),
        step(ClaimStep.REJECTED, 11, id="k"),
        step(ClaimStep.REPAIRED, 11, id="k"),
    ):
        later = step(way, 20)
        held, found = stands(handed_over(), claimed(10, FIRST), over, later)
        [before] = stands(handed_over(), claimed(10, FIRST), over)[0].claims
        if way in OVER_STEPS:
            assert found == ()
            assert held.claims != (before,)
        else:
            misfit = {ClaimStep.HANDED_BACK: NotHandedIn, ClaimStep.LOAN_BACK: NoLoan}.get(way, ClaimOver)
            assert found == (misfit(later.id, "o-1", "q-1"),)
            assert held.claims == (before,)


def test_goods_of_a_rejected_claim_are_handed_back() -> None:
    claim = the_claim(*back_in(10), step(ClaimStep.REJECTED, 15), step(ClaimStep.HANDED_BACK, 20))
    assert (claim.stays[0].back, claim.holder, claim.settled_as) == (day(20), Holder.CUSTOMER, None)
    facts = (step(ClaimStep.REPAIRED, 14), step(ClaimStep.REJECTED, 15), step(ClaimStep.HANDED_BACK, 20))
    claim = the_claim(*back_in(10), *facts)
    assert (claim.stays[0].repaired, claim.settled_as) == (True, None)


def test_what_nobody_took_in_cannot_be_handed_back() -> None:
    twice = (step(ClaimStep.HANDED_BACK, 12), step(ClaimStep.HANDED_BACK, 13))
    found = conflicts(*back_in(10), *twice)
    assert found == (NotHandedIn(twice[1].id, "o-1", "q-1"),)


@pytest.mark.parametrize(
    ("remedy", "holder", "fact"),
    [
        (Remedy.RESCISSION, Holder.SELLER, returned(20, FIRST, claim="q-1")),
        (Remedy.REPLACEMENT, Holder.SELLER, swapped(20, claim="q-1", store=LYON)),
        (Remedy.REDUCTION, Holder.CUSTOMER, reduced(20, FIRST, claim="q-1")),
    ],
)
def test_a_remedy_that_names_its_claim_settles_it(
    remedy: Remedy, holder: Holder, fact: Exchanged | Returned | Reduced
) -> None:
    claim = the_claim(*back_in(10, FIRST), fact)
    assert (claim.settled_by, claim.settled_as, claim.settled_at) == (fact.id, remedy, day(20))
    assert (claim.stays[0].back, claim.stays[0].repaired, claim.holder) == (day(20), False, holder)
    assert claim.closed is None
    nobodys = attrs.evolve(fact, claim="q-9")
    held, found = stands(*back_in(10, FIRST), nobodys)
    assert UnknownClaim(fact.id, "o-1", "q-9") in found
    assert held.claims[0].settled_by is None


def test_a_remedy_for_other_goods_does_not_settle_the_claim() -> None:
    claim = the_claim(*back_in(10, FIRST), swapped(20, SECOND, claim="q-1"))
    assert (claim.is_open, claim.stays[0].back) == (True, None)


def test_a_claim_about_several_pieces_is_settled_once_each_had_its_remedy() -> None:
    facts = (*back_in(10, FIRST, SECOND), swapped(20, claim="q-1", store=LYON))
    claim = the_claim(*facts)
    assert (claim.is_open, claim.remedied, claim.left, claim.settled_as) == (True, (FIRST,), (SECOND,), None)
    assert (claim.holder, claim.stays[0].back) == (Holder.STORE, None)
    refunded = the_claim(*facts, returned(30, SECOND, claim="q-1"))
    assert (refunded.settled_as, refunded.settled_by) == (Remedy.RESCISSION, "r-30")
    assert (refunded.settled_at, refunded.stays[0].back) == (day(30), day(30))
    given_up = the_claim(*facts, returned(30, SECOND))
    assert (given_up.settled_as, given_up.settled_at) == (Remedy.REPLACEMENT, day(30))
    assert given_up.closed is None
    repaired = the_claim(*facts, step(ClaimStep.REPAIRED, 31), step(ClaimStep.HANDED_BACK, 32))
    assert (repaired.settled_as, repaired.settled_at) == (Remedy.REPAIR, day(32))
    again = the_claim(*facts, returned(30, SECOND, claim="q-1"), step(ClaimStep.PERSISTS, 40))
    assert (again.is_open, again.remedied) == (True, ())


def test_a_claim_that_is_over_is_settled_by_nothing_else() -> None:
    facts = (*back_in(10, FIRST), swapped(20, claim="q-1", store=LYON))
    later = returned(30, FIRST, claim="q-1")
    held, found = stands(*facts, later)
    assert found == (ClaimOver("r-30", "o-1", "q-1"),)
    assert (held.claims[0].settled_by, held.claims[0].settled_at) == ("x-20", day(20))
    assert [each.fact for each in held.refunds] == ["r-30"]


def test_two_tills_that_swap_one_piece_for_the_very_same_are_named() -> None:
    for_claims = (swapped(20, claim="q-1", store=LYON), swapped(21, claim="q-2", store=LYON))
    held, found = stands(*back_in(10, FIRST), claimed(11, FIRST, id="q-2"), *for_claims)
    assert found == (AlreadySwapped("x-21", "o-1", FIRST, "x-20"),)
    assert held.runs[0].exchanged_by == ("x-20", "x-21")
    knowing = swapped(21, after="x-20", claim="q-2", store=LYON)
    assert conflicts(*back_in(10, FIRST), claimed(11, FIRST, id="q-2"), for_claims[0], knowing) == ()
    early = swapped(19, after="x-20", store=LYON)
    assert conflicts(handed_over(), early) == ()


def test_of_alike_pieces_that_two_tills_swap_it_is_one_each() -> None:
    held, found = stands(handed_over(), swapped(20, store=LYON), swapped(21, store=LYON))
    assert found == ()
    assert [(run.units.count, run.exchanged_by) for run in held.runs] == [
        (1, ("x-20",)),
        (1, ("x-21",)),
        (1, ()),
    ]


def test_goods_that_are_missing_need_not_have_been_handed_over() -> None:
    missing = claimed(10, FIRST, problem=Problem.MISSING)
    for fact in (swapped(20, claim="q-1", store=LYON), returned(20, FIRST, claim="q-1")):
        held, found = stands(missing, fact)
        assert found == ()
        assert held.claims[0].settled_by == fact.id
    assert conflicts(missing, swapped(20)) == (NotHandedOver("x-20", "o-1", FIRST),)


def test_goods_that_are_given_up_close_the_claims_about_them() -> None:
    facts = (*back_in(10, FIRST), claimed(11, FIRST, SECOND, id="q-2"), returned(20, FIRST))
    first, second = stands(*facts)[0].claims
    assert (first.closed, first.settled_as, first.holder) == (day(20), None, Holder.SELLER)
    assert first.stays[0].back == day(20)
    assert second.is_open
    _, second = stands(*facts, returned(30, SECOND))[0].claims
    assert (second.closed, second.settled_as) == (day(30), None)
    _, second = stands(*facts, returned(30, SECOND, claim="q-2"))[0].claims
    assert (second.closed, second.settled_as, second.settled_by) == (None, Remedy.RESCISSION, "r-30")


def test_no_fault_persists_in_goods_that_are_gone() -> None:
    again = step(ClaimStep.PERSISTS, 30)
    held, found = stands(*back_in(10, FIRST), returned(20, FIRST, claim="q-1"), again)
    assert (found, held.claims[0].persists) == ((ClaimOver(again.id, "o-1", "q-1"),), ())


def test_pieces_handed_back_are_those_that_are_left() -> None:
    facts = (*back_in(10, FIRST, SECOND), returned(12, FIRST), step(ClaimStep.HANDED_BACK, 20))
    gone, back, other = runs(*facts)
    assert (gone.handed_back, back.handed_back, other.handed_back) == (None, day(20), None)


@pytest.mark.parametrize(
    ("store", "handover", "taken_over"),
    [
        (LYON, None, day(20)),
        (LYON, Carry(LYON), day(20)),
        (None, Carry(LYON), day(20)),
        (LYON, HOME, None),
        (None, None, None),
    ],
)
def test_what_is_taken_over_the_counter_is_handed_over_at_once(
    store: str | None, handover: Handover | None, taken_over: Instant | None
) -> None:
    facts = (handed_over(), claimed(10, FIRST), swapped(20, store=store, handover=handover, claim="q-1"))
    first, others = runs(*facts)
    assert (first.swapped, first.swapped_for, first.taken_over) == (day(20), "q-1", taken_over)
    assert (others.swapped, others.swapped_for, others.taken_over) == (None, None, None)
    later = (*facts, handed_over(25, FIRST), handed_over(26, FIRST))
    first, _ = runs(*later)
    assert (first.handed_over, first.taken_over) == (day(1), taken_over or day(25))
    assert conflicts(*later) == ()
    assert conflicts(*facts, handed_over(25, SECOND)) == (HandedOverTwice("h-25", "o-1", SECOND),)


def test_a_second_swap_begins_anew() -> None:
    facts = (
        handed_over(),
        swapped(20, store=LYON, claim="q-9"),
        swapped(30, after="x-20", back_by=date(2027, 1, 1)),
    )
    first, _ = runs(*facts)
    assert (first.swapped, first.swapped_for, first.taken_over) == (day(30), None, None)
    assert (first.back_by, first.exchanged_by) == (date(2027, 1, 1), ("x-20", "x-30"))


def test_what_was_replaced_before_it_was_given_back_is_owed_until_it_is() -> None:
    last = date(2027, 1, 1)
    facts = (handed_over(), claimed(10, FIRST), swapped(20, claim="q-1", store=LYON, back_by=last))
    claim = the_claim(*facts)
    assert (claim.settled_as, claim.holder) == (Remedy.REPLACEMENT, Holder.CUSTOMER)
    on_its_way = (*facts, passed(Passage.SENT_BACK, 22, FIRST))
    first, _ = runs(*on_its_way)
    assert (first.back_by, first.sent_back) == (last, None)
    back = (*on_its_way, passed(Passage.RECEIVED, 24, FIRST))
    first, _ = runs(*back)
    assert (first.back_by, first.received) == (None, None)
    assert (the_claim(*back).holder, the_claim(*back).since) == (Holder.SELLER, day(24))
    first, _ = runs(*back, passed(Passage.RECEIVED, 26, FIRST))
    assert first.received == day(26)


def test_what_is_owed_for_no_claim_is_owed_alike() -> None:
    facts = (handed_over(), swapped(20, back_by=date(2027, 1, 1), claim="q-9"))
    held, found = stands(*facts, passed(Passage.RECEIVED, 24, FIRST))
    assert (held.runs[0].back_by, found) == (None, (UnknownClaim("x-20", "o-1", "q-9"),))
    again = (*facts, claimed(10, FIRST, id="q-9"), step(ClaimStep.PERSISTS, 22, claim="q-9"))
    assert the_claim(*again, passed(Passage.RECEIVED, 24, FIRST)).holder is Holder.CUSTOMER


def test_goods_are_a_later_owners() -> None:
    held, found = stands(handed_over(), passed_on(50, FIRST, to="m-2"), passed_on(60, FIRST))
    first, others = held.runs
    assert found == ()
    assert (first.owner_since, first.owner) == (day(60), None)
    assert (others.owner_since, others.owner) == (None, None)
    assert held.passed_on == (day(50), day(60))
    [all_] = runs(handed_over(), passed_on(50, to="m-2"))
    assert (all_.owner_since, all_.owner) == (day(50), "m-2")


def test_goods_that_are_passed_back_are_the_buyers_again() -> None:
    own = attrs.evolve(bought(), buyer=Buyer(member="m-1"))
    facts = handed_over(), passed_on(50, to="m-2"), passed_on(60, FIRST, to="m-1")
    held, found = stands(*facts, of=own)
    first, others = held.runs
    assert found == ()
    assert (first.owner_since, first.owner) == (None, None)
    assert (others.owner_since, others.owner) == (day(50), "m-2")
    assert held.passed_on == (day(50),)
    assert [first.was_passed_on(day(on)) for on in (49, 50, 59, 60)] == [False, True, True, False]
    assert [others.was_passed_on(day(on)) for on in (49, 50, 60)] == [False, True, True]
    [never_away] = stands(handed_over(), passed_on(50, to="m-1"), of=own)[0].runs
    assert (never_away.owner_since, never_away.owned_before) == (None, ())


def test_of_an_order_that_names_nobody_nothing_is_passed_back() -> None:
    [run] = runs(handed_over(), passed_on(50, to="m-2"), passed_on(60))
    assert (run.owner_since, run.owner) == (day(60), None)
    assert run.was_passed_on(day(55))


def test_goods_that_are_gone_pass_on_to_nobody() -> None:
    held, found = stands(handed_over(), returned(20, FIRST), passed_on(50, ALL, to="m-2"))
    assert found == (AlreadyReturned("s-50", "o-1", FIRST, "r-20"),)
    assert [run.owner for run in held.runs] == [None, "m-2"]
    held, _ = stands(handed_over(), returned(20), passed_on(50, ALL, to="m-2"))
    assert held.passed_on == ()


def test_a_later_owners_stream_leads_to_the_order() -> None:
    placed = OrderPlaced(id="o-1", order=bought())
    sold = passed_on(50, member="m-1", to="m-2")
    assert sold.streams == (order_stream("o-1"), member_stream("m-1"), member_stream("m-2"))
    assert passed_on(50, member="m-1", to="m-1").streams == (order_stream("o-1"), member_stream("m-1"))
    history = History.of([placed, handed_over(), sold], STANDARD.codec.dumps)
    linked = history.linked([member_stream("m-2")], Moment(day(90)))
    assert linked == {order_stream("o-1"), member_stream("m-2")}
    assert history.linked([member_stream("m-2")], Moment(day(40))) == {member_stream("m-2")}


def test_an_order_without_claims_is_what_it_was() -> None:
    held, _ = stands(handed_over(), of=bought(Carry(LYON)))
    assert (held.claims, held.passed_on) == ((), ())


@pytest.mark.parametrize(
    "fact",
    [
        claimed(10, FIRST, wants=Remedy.REPAIR, said="ne chauffe plus", store=LYON, member="m-1"),
        claimed(),
        *(step(way, 12, serial="n-1") for way in ClaimStep),
        passed_on(50, FIRST, to="m-2", member="m-1"),
        returned(20, claim="q-1"),
        reduced(20, claim="q-1"),
        swapped(
            20,
            claim="q-1",
            back_by=date(2027, 1, 1),
            handover=HOME,
            promised=Promised(zone="Europe/Paris", earliest=date(2027, 1, 1), latest=date(2027, 1, 2)),
        ),
    ],
)
def test_facts_are_read_as_they_were_written(fact: Fact) -> None:
    written = STANDARD.codec.dumps(fact)
    assert STANDARD.codec.loads(written, type(fact)) == fact


def test_facts_at_their_defaults_are_written_as_before() -> None:
    for fact in (returned(20), reduced(20), swapped(20)):
        written = STANDARD.codec.dumps(fact)
        assert not any(key in written for key in (b"claim", b"back_by", b"handover", b"promised"))


@pytest.mark.parametrize(
    ("way", "without", "place"),
    [
        (ClaimStep.HANDED_IN, "place", "place: found a claim that was handed_in without one"),
        (ClaimStep.LENT, "sku", "sku: found a claim that was lent without one"),
        (ClaimStep.AGREED, "remedy", "remedy: found a claim that was agreed without one"),
        (ClaimStep.REFUSED, "said", "said: found a claim that was refused without one"),
        (ClaimStep.HANDLING, "amount", "amount: found a claim that was handling without one"),
    ],
)
def test_a_step_says_what_it_cannot_be_without(way: ClaimStep, without: str, place: str) -> None:
    lacking: dict[str, Any] = {without: None}
    with pytest.raises(WrongValue, match=place):
        step(way, 12, **lacking)


@pytest.mark.parametrize(
    ("make", "place"),
    [
        (lambda: claimed(problem="faulty"), "problem"),
        (lambda: claimed(wants="repair"), "wants"),
        (lambda: claimed(store="Lyon 2!"), "store"),
        (lambda: step(ClaimStep.READY, 12, claim="", id="p-1"), "claim"),
        (lambda: step(ClaimStep.READY, 12, step="ready"), "step"),
        (lambda: step(ClaimStep.READY, 12, remedy="repair"), "remedy"),
        (lambda: step(ClaimStep.READY, 12, amount=500), "amount"),
        (lambda: passed_on(12, to=""), "to"),
        (lambda: swapped(12, claim=""), "claim"),
        (lambda: swapped(12, promised="tomorrow"), "promised"),
        (lambda: returned(12, claim=""), "claim"),
        (lambda: reduced(12, claim=""), "claim"),
    ],
)
def test_wrong_input_is_named(make: Any, place: str) -> None:
    with pytest.raises((WrongValue, WrongType), match=f"^{place}: "):
        make()


def test_pieces_that_follow_each_other_are_written_as_one() -> None:
    assert united([THIRD, FIRST, FIRST]) == (FIRST, THIRD)
    assert united([SECOND, FIRST, Units(2, 1, 1), Units(1, 1, 2)]) == (ALL, Units(2, 1, 1))
    assert united([]) == ()


def test_what_is_known_later_is_no_part_of_the_state_yet() -> None:
    facts = [OrderPlaced(id="o-1", order=bought()), *back_in(10, FIRST)]
    moment = Moment(Instant(day(10) - 1))
    found = holdings_of(History.of(facts, STANDARD.codec.dumps), moment)
    assert found.orders["o-1"].claims == ()
    assert moment.until == day(10)
