"""What a customer may ask for goods that are not as they should be, and why not the rest.

Decides, from the guarantees that stood on the day of the request and from what became of the claim, which
remedies there are at a moment: first the goods are put right, then comes the money. May never know what
anything cost, which channel asks, nor a law of today. A guarantee that a merchant adds takes nothing off
what the law gives: of several that give a remedy, the law's is named, then the first by rule.

Source: Directive (EU) 2019/771, articles 13, 14 and 16; French Code de la consommation, articles L217-8 to
L217-14; Consumer Rights Act 2015, sections 20 to 24; house rule for the order of reasons.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from enum import Enum
from typing import Final

import attrs

from comptoir.facts.claims import Claim, RefusedRemedy
from comptoir.facts.guarantee_terms import GuaranteeTerms, Problem, Remedy, RemedyLaw
from comptoir.facts.held import Run
from comptoir.facts.return_terms import Right
from comptoir.returns.claims.guarantee import GuaranteeState, OneGuarantee, day_of, over_at
from comptoir.texts import language_of, say
from comptoir.texts.writing import day_text
from comptoir.values.almanac import Almanac
from comptoir.values.days import ONE_DAY
from comptoir.values.moments import Moment


class WhyRemedy(Enum):
    """Why a remedy may be asked for, in order of precedence."""

    CHOSEN = "chosen"
    """It puts the goods right: the customer chooses how."""
    REFUSED = "refused"
    """The seller refused, in writing, to put the goods right."""
    NOT_IN_TIME = "not_in_time"
    """The goods were not put right in time."""
    FAILED = "failed"
    """It was tried, and the fault is still there."""
    MAJOR = "major"
    """The fault is so serious that the customer need not wait."""
    SHORT_TERM = "short_term"
    """The goods may be rejected at once, for a short time."""
    POLICY = "policy"
    """The merchant promised it."""


class WhyNot(Enum):
    """Why a remedy may not be asked for, in order of precedence."""

    GUARANTEE_OVER = "guarantee_over"
    """Every guarantee on the goods had ended on the day of the request."""
    REFUSED = "refused"
    """The seller refused it, in writing."""
    FIRST_THE_GOODS = "first_the_goods"
    """The goods are put right first."""
    MINOR = "minor"
    """The seller has proven the fault minor: the contract stands."""
    NOT_FOR_MISSING = "not_for_missing"
    """There are no goods with which it could be done."""
    REJECTED = "rejected"
    """The seller refused the claim, in writing; the customer may dispute it."""
    SETTLED = "settled"
    """The claim is settled, or closed."""
    NOT_TRANSFERRED = "not_transferred"
    """The guarantee is the first owner's alone."""
    NO_RULE = "no_rule"
    """No guarantee on the goods gives it, as far as is known."""


@attrs.frozen(kw_only=True)
class RemedyOpen:
    """A remedy that may be asked for: by which ``rule`` and article, why, and ``until`` the end of which day.

    Without a day, it stays open as long as the claim, or its end is not known yet.
    """

    remedy: Remedy
    rule: str
    source: str | None = None
    why: WhyRemedy
    until: date | None = None

    def text(self, language: str) -> str:
        """What may be asked for and why as a sentence, in French (``fr``) or English (``en``)."""
        spoken = language_of(language)
        why = say(f"remedy_why_{self.why.value}", spoken)
        if self.until is not None:
            why = f"{why}, {say('remedy_until', spoken, day=day_text(self.until, spoken))}"
        remedy, by = remedy_text(self.remedy, language), self.source or self.rule
        is_free = self.remedy.is_first and self.why is not WhyRemedy.POLICY
        return say("remedy_open_free" if is_free else "remedy_open", spoken, remedy=remedy, why=why, by=by)


@attrs.frozen(kw_only=True)
class RemedyClosed:
    """A remedy that may not be asked for, and why; from the day ``since`` on it may, if that is known.

    ``said`` are the seller's reasons, ``rule`` the guarantee that decides, and ``last_day`` the last day of
    one that is over.
    """

    remedy: Remedy
    why: WhyNot
    rule: str | None = None
    said: str | None = None
    since: date | None = None
    last_day: date | None = None

    def text(self, language: str) -> str:
        """Why it may not be asked for as a sentence, in French (``fr``) or English (``en``)."""
        spoken = language_of(language)
        code = f"remedy_not_{self.why.value}"
        day = self.since if self.last_day is None else self.last_day
        if day is not None and self.why in {WhyNot.FIRST_THE_GOODS, WhyNot.GUARANTEE_OVER}:
            code += "_day"
        return say(
            code,
            spoken,
            remedy=remedy_text(self.remedy, language),
            said=self.said or "",
            day="" if day is None else day_text(day, spoken),
        )


@attrs.frozen
class Remedies:
    """What may be asked for and what may not, in the order of the law: every remedy is in one of them."""

    available: tuple[RemedyOpen, ...]
    refused: tuple[RemedyClosed, ...]

    def open_for(self, remedy: Remedy) -> RemedyOpen | None:
        """How a remedy may be asked for; ``None`` if it may not."""
        return next((each for each in self.available if each.remedy is remedy), None)

    def closed_for(self, remedy: Remedy) -> RemedyClosed | None:
        """Why a remedy may not be asked for; ``None`` if it may."""
        return next((each for each in self.refused if each.remedy is remedy), None)


@attrs.frozen(kw_only=True)
class Fault:
    """What is wrong with the pieces of a ``run``: a claim about it, or what a new one would say.

    ``guarantees`` are those on them as they stand.
    """

    problem: Problem
    run: Run
    guarantees: tuple[OneGuarantee, ...]
    claim: Claim | None = None

    @property
    def covering(self) -> list[OneGuarantee]:
        """The guarantees that were alive on the day of the request, in order of precedence.

        The law's first, of these the one that says by when goods are put right, then by rule.
        """
        return sorted((one for one in self.guarantees if self._is_covered_by(one)), key=_precedence)

    def _is_covered_by(self, one: OneGuarantee) -> bool:
        if self.claim is None:
            return one.alive
        is_others = one.terms.transferred_by is None and self.run.was_passed_on(self.claim.requested)
        return self.claim.id in one.counted_claims and not is_others

    def may_reject(self, one: OneGuarantee) -> bool:
        """Whether a guarantee let the customer reject the goods at once on the day of the request."""
        if one.terms.remedies is None or one.terms.remedies.reject is None:
            return False
        if self.claim is not None:
            return self.claim.id in one.rejecting_claims
        is_awaited = one.state is GuaranteeState.NOT_STARTED
        return is_awaited or one.reject_paused or one.reject_until is not None

    @property
    def firsts(self) -> tuple[Remedy, ...]:
        """What puts the goods right."""
        if self.problem is Problem.MISSING:
            return (Remedy.REPLACEMENT,)
        return (Remedy.REPAIR, Remedy.REPLACEMENT)

    def refusal(self, remedy: Remedy) -> RefusedRemedy | None:
        """That the seller refuses a remedy; ``None`` if they did not, or agreed to it after all."""
        refused = () if self.claim is None else self.claim.refused
        standing = (each for each in reversed(refused) if each.agreed_after is None)
        return next((each for each in standing if each.remedy is remedy), None)


def _precedence(one: OneGuarantee) -> tuple[bool, bool, str]:
    law = one.terms.remedies
    return one.terms.right is not Right.STATUTORY, law is None or law.within is None, one.terms.rule


def remedies_of(fault: Fault, moment: Moment, almanac: Almanac) -> Remedies:
    """What may be asked for at a moment of goods that are not as they should be."""
    bench = _Bench(fault, moment, almanac)
    found = [bench.decide(remedy) for remedy in Remedy]
    return Remedies(
        tuple(each for each in found if isinstance(each, RemedyOpen)),
        tuple(each for each in found if isinstance(each, RemedyClosed)),
    )


def common_of(each: Sequence[Remedies]) -> Remedies:
    """What may be asked for of all of several goods at once; what may not of one, as of the first such."""
    first, *_ = each
    refused: dict[Remedy, RemedyClosed] = {}
    for one in each:
        for closed in one.refused:
            refused.setdefault(closed.remedy, closed)
    return Remedies(
        tuple(one for one in first.available if one.remedy not in refused),
        tuple(refused[remedy] for remedy in Remedy if remedy in refused),
    )


@attrs.frozen
class ConformBy:
    """By the end of which day, in which ``zone``, goods are put right, and by which article."""

    last_day: date
    source: str
    zone: str


def conform_by(fault: Fault, almanac: Almanac) -> ConformBy | None:
    """By when the goods are put right: the first day that a law on them names; ``None`` if none does."""
    days = [
        ConformBy(last_day, law.within_source, one.terms.zone)
        for one in fault.covering
        if (law := one.terms.remedies) is not None and law.within_source is not None
        if (last_day := _conform_by(one.terms, law, fault.claim, almanac)) is not None
    ]
    return min(days, key=_last_day, default=None)


def remedy_text(remedy: Remedy, language: str) -> str:
    """What a remedy is called, in French (``fr``) or English (``en``)."""
    return say(f"remedy_{remedy.value}", language_of(language))


@attrs.frozen
class _Bench:
    """Goods with a fault, at one moment, before whoever decides what may be asked for."""

    fault: Fault
    moment: Moment
    almanac: Almanac

    def decide(self, remedy: Remedy) -> RemedyOpen | RemedyClosed:
        """Whether a remedy may be asked for, or why not.

        By the guarantee that gives it for the longest time, the law's before a merchant's; then by the first.
        """
        claim, covering = self.fault.claim, self.fault.covering
        if not covering:
            return _without_guarantee(self.fault, remedy)
        if claim is not None and claim.rejected is not None:
            return RemedyClosed(remedy=remedy, why=WhyNot.REJECTED, said=claim.rejected_for)
        if claim is not None and not claim.is_open:
            return RemedyClosed(remedy=remedy, why=WhyNot.SETTLED)
        found = [self._by(one, remedy) for one in covering]
        given = [each for each in found if isinstance(each, RemedyOpen)]
        if given:
            by_law = [each for each in given if each.why is not WhyRemedy.POLICY]
            return max(by_law or given, key=lambda each: each.until or date.max)
        whys = [each for each in found if isinstance(each, RemedyClosed)]
        return min(whys, key=lambda each: (_WHY_NOT.index(each.why), each.since or date.max))

    def _by(self, one: OneGuarantee, remedy: Remedy) -> RemedyOpen | RemedyClosed:
        """What one guarantee says of a remedy."""
        terms, law = one.terms, one.terms.remedies
        if terms.right is Right.COMMERCIAL:
            return _promised(one, remedy, self.fault)
        if law is None:
            return RemedyClosed(remedy=remedy, why=WhyNot.NO_RULE, rule=terms.rule)
        if remedy.is_first:
            return _first(one, law, remedy, self.fault)
        found = self._then(one, law, remedy)
        if isinstance(found, RemedyOpen) or remedy is not Remedy.RESCISSION or law.reject is None:
            return found
        if not self.fault.may_reject(one):
            return found
        return RemedyOpen(
            remedy=remedy,
            rule=terms.rule,
            source=law.reject.source,
            why=WhyRemedy.SHORT_TERM,
            until=one.reject_until if self.fault.claim is None else None,
        )

    def _then(self, one: OneGuarantee, law: RemedyLaw, remedy: Remedy) -> RemedyOpen | RemedyClosed:
        """The money, once the goods were not put right, or need not be first."""
        rule, claim = one.terms.rule, self.fault.claim
        why = None if claim is None else next(self._whys(one, law, claim), None)
        if remedy is Remedy.REDUCTION and self.fault.problem is Problem.MISSING:
            return RemedyClosed(remedy=remedy, why=WhyNot.NOT_FOR_MISSING, rule=rule)
        if why is None:
            last_day = _conform_by(one.terms, law, claim, self.almanac)
            since = None if last_day is None else last_day + ONE_DAY
            return RemedyClosed(remedy=remedy, why=WhyNot.FIRST_THE_GOODS, rule=rule, since=since)
        if remedy is Remedy.RESCISSION and claim is not None and claim.minor is not None:
            return RemedyClosed(remedy=remedy, why=WhyNot.MINOR, rule=rule)
        return RemedyOpen(remedy=remedy, rule=rule, source=law.then_source, why=why)

    def _whys(self, one: OneGuarantee, law: RemedyLaw, claim: Claim) -> Iterator[WhyRemedy]:
        """Why the goods need not be put right first, in order of precedence."""
        if _was_all_refused(claim, self.fault.firsts):
            yield WhyRemedy.REFUSED
        last_day = _conform_by(one.terms, law, claim, self.almanac)
        if last_day is not None and self.moment.reaches(over_at(last_day, self.almanac.zone(one.terms.zone))):
            yield WhyRemedy.NOT_IN_TIME
        if len(claim.persists) >= law.attempts:
            yield WhyRemedy.FAILED
        if claim.major is not None:
            yield WhyRemedy.MAJOR


def _was_all_refused(claim: Claim, firsts: Sequence[Remedy]) -> bool:
    """Whether at some time nothing was left that puts the goods right: a repair not done is one refused.

    What this opened stays open, whatever the seller agrees to after all.
    """
    instants = [each.at for each in claim.refused]
    if claim.not_repaired is not None:
        instants.append(claim.not_repaired)
    return any(
        all(
            any(each.remedy is remedy and each.stood_at(at) for each in claim.refused)
            or (remedy is Remedy.REPAIR and claim.not_repaired is not None and claim.not_repaired <= at)
            for remedy in firsts
        )
        for at in instants
    )


def _without_guarantee(fault: Fault, remedy: Remedy) -> RemedyClosed:
    """Why nothing may be asked for: of guarantees that are over, by the one that was the last to end."""
    states = {one.state for one in fault.guarantees}
    if GuaranteeState.OVER in states:
        over = [one for one in fault.guarantees if one.state is GuaranteeState.OVER]
        last = max(over, key=lambda one: one.last_day or date.min)
        why, rule, last_day = WhyNot.GUARANTEE_OVER, last.terms.rule, last.last_day
        return RemedyClosed(remedy=remedy, why=why, rule=rule, last_day=last_day)
    is_firsts = GuaranteeState.NOT_TRANSFERRED in states
    return RemedyClosed(remedy=remedy, why=WhyNot.NOT_TRANSFERRED if is_firsts else WhyNot.NO_RULE)


def _first(one: OneGuarantee, law: RemedyLaw, remedy: Remedy, fault: Fault) -> RemedyOpen | RemedyClosed:
    """What puts the goods right: at once, unless the seller refused it or there is nothing to repair."""
    closed = _refused(remedy, fault, one.terms.rule)
    if closed is not None:
        return closed
    return RemedyOpen(
        remedy=remedy,
        rule=one.terms.rule,
        source=law.source,
        why=WhyRemedy.CHOSEN,
        until=_until(one, fault),
    )


def _promised(one: OneGuarantee, remedy: Remedy, fault: Fault) -> RemedyOpen | RemedyClosed:
    """What the merchant gives at once: a repair, where nothing else is said."""
    rule = one.terms.rule
    if remedy not in (one.terms.at_once or (Remedy.REPAIR,)):
        return RemedyClosed(remedy=remedy, why=WhyNot.NO_RULE, rule=rule)
    closed = _refused(remedy, fault, rule)
    if closed is not None:
        return closed
    return RemedyOpen(
        remedy=remedy, rule=rule, source=one.terms.source, why=WhyRemedy.POLICY, until=_until(one, fault)
    )


def _refused(remedy: Remedy, fault: Fault, rule: str) -> RemedyClosed | None:
    """That the seller refused a remedy, or that it needs goods that are not there."""
    refusal = fault.refusal(remedy)
    if refusal is not None:
        return RemedyClosed(remedy=remedy, why=WhyNot.REFUSED, rule=rule, said=refusal.said)
    if fault.problem is Problem.MISSING and remedy in {Remedy.REPAIR, Remedy.REDUCTION}:
        return RemedyClosed(remedy=remedy, why=WhyNot.NOT_FOR_MISSING, rule=rule)
    return None


def _conform_by(terms: GuaranteeTerms, law: RemedyLaw, claim: Claim | None, almanac: Almanac) -> date | None:
    """By the end of which day one law wants the goods of a claim put right; ``None`` if it names none."""
    if law.within is None or claim is None:
        return None
    return law.within.counted_from(day_of(claim.requested, almanac.zone(terms.zone)))


def _until(one: OneGuarantee, fault: Fault) -> date | None:
    """Until when a new claim can be made; one that was made in time stays."""
    return one.last_day if fault.claim is None else None


def _last_day(each: ConformBy) -> date:
    return each.last_day


_WHY_NOT: Final = tuple(WhyNot)
"""The first of these is told where there are several."""
