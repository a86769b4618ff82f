"""Laws of guarantees: what moves their ends, and that nothing shortens them.

Source: laws GO and G1 to G5, and P4 for guarantees and claims.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import attrs

from comptoir.facts.claim_events import Claimed, ClaimPassed
from comptoir.facts.claims import Claim
from comptoir.facts.events import Exchanged, Fact
from comptoir.facts.guarantee_terms import GuaranteeTerms, Remedy
from comptoir.facts.return_terms import Right
from comptoir.returns.claims.guarantee import OneGuarantee, latest_guarantee
from comptoir.returns.rights import OneRight
from comptoir.testing.cases import expect
from comptoir.testing.claim_cases import ClaimCase, ClaimsTold, TellClaims, tell_claims, tell_with_rights
from comptoir.testing.oracles.deadlines import day_shown
from comptoir.testing.oracles.guarantees import Walked, walk
from comptoir.values.instants import Instant
from comptoir.values.periods import Period, PeriodUnit
from comptoir.values.zones import Zone

_ENDING = ("suspended", "running", "over")
"""The states of a guarantee that started and has an end."""


def go_guarantees_are_what_the_oracle_walks(case: ClaimCase, tell: TellClaims = tell_claims) -> None:
    """GO: how each guarantee on each piece stands is what the oracle finds, walking day by day."""
    told, pages = tell(case), case.pages
    for key, found in told.pieces.items():
        covering = [each for each in case.placed.guarantees if key[0] in each.lines]
        rules = [one.terms.rule for one in found]
        expect("GO", rules == [each.rule for each in covering], f"found {rules} on {key}")
        for one in found:
            zone = case.rulebook.almanac.zone(one.terms.zone)
            walked = walk(one.terms, key, pages, case.at, zone)
            stands = _as_walked(one, walked)
            expect("GO", stands == walked, f"found {stands} of {one.terms.rule} on {key}, not {walked}")


def g1_the_end_moves_by_the_days_of_all_suspensions(case: ClaimCase, tell: TellClaims = tell_claims) -> None:
    """G1: months first, then days: the end is moved by repairs, then by each day without the goods, once."""
    told = tell(case)
    for one, zone in _running(case, told):
        if one.renewed is not None or one.counted is None or one.last_day is None:
            continue
        end = one.counted
        if one.terms.extension is not None and one.extensions:
            end = one.terms.extension.period.later(end, one.extensions)
        moved = (one.last_day - end).days
        expect("G1", moved == one.suspended_days, f"found {one}, which moves by {moved} days")
        counting = [claim for claim in told.claims if claim.id in one.counted_claims]
        days = set(_days_without(one, counting, zone)) if one.terms.suspended_by else set()
        those = [day for day in days if one.start is not None and one.start <= day <= one.last_day]
        is_all = moved == len(those) or _stood_apart(days, one.last_day)
        expect("G1", is_all, f"found {moved} days moved for {sorted(those)}")


def g2_a_claim_shortens_no_right(case: ClaimCase, tell: TellClaims = tell_with_rights) -> None:
    """G2: with a claim and all that became of it, no guarantee ends before it would have ended without.

    Nor does a right to give goods back: of the law, or of the merchant.
    """
    told = tell(case)
    for id_ in [fact.id for fact in case.facts if isinstance(fact, Claimed) and fact.at <= case.at]:
        facts = tuple(fact for fact in case.facts if not _is_of(fact, id_))
        if any(isinstance(fact, Exchanged) and fact.claim == id_ for fact in case.facts):
            continue  # without the claim it would have been an exchange of another kind
        without = tell(attrs.evolve(case, facts=facts))
        for key, found in told.pieces.items():
            for one, other in zip(found, without.pieces[key], strict=True):
                is_no_worse = _ends(one) >= _ends(other) or one.state.value == "gone"
                expect("G2", is_no_worse, f"found {one} on {key}, {other} without {id_}")
        expect("G2", set(told.rights) == set(without.rights), f"found rights on {set(told.rights)}")
        for key, rights in told.rights.items():
            ends = ([_right_ends(right) for right in each] for each in (rights, without.rights[key]))
            for mine, others in zip(*ends, strict=True):
                expect("G2", mine >= others, f"found {rights} on {key}, {without.rights[key]} without {id_}")


def g3_the_latest_ends_no_earlier_than_any(case: ClaimCase, tell: TellClaims = tell_claims) -> None:
    """G3: the guarantee that is told as the latest is alive, and no other that is alive ends later."""
    told = tell(case)
    for key, found in told.pieces.items():
        latest, alive = told.latest[key], [one for one in found if one.alive]
        expect("G3", (latest is None) is (not alive), f"found {latest} of {found} on {key}")
        for one in alive:
            is_last = latest is not None and latest.alive and _ends(latest) >= _ends(one)
            expect("G3", is_last, f"found {latest}, before {one}")


def g4_a_kinder_guarantee_shortens_none(case: ClaimCase, tell: TellClaims = tell_claims) -> None:
    """G4: one more guarantee of the merchant, or a longer one, makes no piece's latest end earlier."""
    terms = case.placed.guarantees
    kinder = [(*terms, MORE), tuple(_longer(each) for each in terms)]
    told = tell(case)
    for changed in kinder:
        other = tell(case.under(changed))
        for key, found in told.pieces.items():
            before, after = latest_guarantee(found), latest_guarantee(other.pieces[key])
            if before is None:
                continue
            is_kinder = after is not None and _ends(after) >= _ends(before)
            expect("G4", is_kinder, f"found {after} on {key}, {before} with less")


def g5_however_facts_come_it_is_one_state(case: ClaimCase, tell: TellClaims = tell_claims) -> None:
    """G5: facts that come twice, or the other way round, change no guarantee, claim or remedy."""
    told = tell(case)
    ways = {
        "reversed": case.facts[::-1],
        "twice": (*case.facts, *case.facts),
        "the later half first": (*case.facts[len(case.facts) // 2 :], *case.facts),
    }
    for how, facts in ways.items():
        other = tell(attrs.evolve(case, facts=facts))
        expect("G5", other == told, f"found {other}, not {told}, with the facts {how}")


def p4_claims_stay_until_valid_until(case: ClaimCase, tell: TellClaims = tell_claims) -> None:
    """P4: told at any instant before ``until``, the same is told."""
    told = tell(case)
    if told.until is None:
        return
    expect("P4", case.at < told.until, f"found {told.until}, asked at {case.at}")
    for at in {Instant(case.at + 1), Instant((case.at + told.until) // 2), Instant(told.until - 1)}:
        if case.at <= at < told.until:
            later = tell(attrs.evolve(case, at=at))
            expect("P4", later == told, f"found {later} at {at}, {told} before")


MORE = GuaranteeTerms(
    right=Right.COMMERCIAL,
    rule="more",
    lines=(1, 2),
    period=Period(1, PeriodUnit.MONTHS),
    zone="Europe/Paris",
    suspended_by="house",
)
"""One more guarantee of the merchant."""


def _longer(terms: GuaranteeTerms) -> GuaranteeTerms:
    if terms.period is None or terms.right is Right.STATUTORY:
        return terms
    return attrs.evolve(terms, period=attrs.evolve(terms.period, count=terms.period.count + 1))


def _as_walked(one: OneGuarantee, walked: Walked) -> Walked:
    """A guarantee in the oracle's words; what has no meaning in its state as the oracle has it."""
    if one.state.value not in {*_ENDING, "no_end"}:
        return Walked(state=one.state.value)
    is_moved = one.renewed is None
    return Walked(
        state=one.state.value,
        start=one.start if is_moved else walked.start,
        renewed=one.renewed,
        last_day=one.last_day,
        at_least=walked.at_least if one.at_least is None and one.last_day is not None else one.at_least,
        extensions=one.extensions if is_moved else walked.extensions,
        days=one.suspended_days if is_moved else walked.days,
        presumed_until=one.presumed_until,
        reject_until=one.reject_until,
        reject_paused=one.reject_paused,
        claims=one.counted_claims if is_moved else walked.claims,
    )


def _ends(one: OneGuarantee) -> tuple[int, date]:
    """When a guarantee ends, those that have no end yet after all others."""
    if one.state.value in {"gone", "not_transferred"}:
        return (0, date.min)
    return (1, one.last_day) if one.last_day is not None else (2, date.max)


def _right_ends(right: OneRight) -> tuple[bool, date]:
    """Whether a right is alive, and its last day: after all others, before its clock has started."""
    return (right.alive, right.last_day or date.max)


def _running(case: ClaimCase, told: ClaimsTold) -> Iterator[tuple[OneGuarantee, Zone]]:
    for found in told.pieces.values():
        for one in found:
            if one.state.value in _ENDING:
                yield one, case.rulebook.almanac.zone(one.terms.zone)


def _days_without(one: OneGuarantee, claims: Sequence[Claim], zone: Zone) -> Iterator[date]:
    """The days on which the clock stood still for claims, some of them several times."""
    for claim in claims:
        waits = [(stay.handed_in, stay.back) for stay in claim.stays]
        over = [each for each in (claim.settled_at, claim.closed, claim.rejected) if each is not None]
        waits += [(talks.since, talks.until or min(over, default=None)) for talks in claim.talks]
        if waits and claim.stays and one.terms.from_request:
            waits[0] = (claim.requested, waits[0][1])
        was_agreed = claim.agreed is Remedy.REPAIR or claim.not_repaired is not None
        if not claim.stays and was_agreed:
            waits.append((claim.requested, min([*over, *claim.repaired], default=None)))
        for since, until in waits:
            if until is not None:
                first, last = day_shown(zone, since), day_shown(zone, until)
                yield from (first + timedelta(days=number) for number in range((last - first).days + 1))


def _stood_apart(days: set[date], last_day: date) -> bool:
    """Whether some days are after the end, so that it depends on their order which of them count."""
    return any(day > last_day for day in days)


def _is_of(fact: Fact, claim: str) -> bool:
    return (isinstance(fact, Claimed) and fact.id == claim) or (
        isinstance(fact, ClaimPassed) and fact.claim == claim
    )
