"""What differs between two standings of one member, such as before and after a fact that came late.

Each change names the facts on account of which it is so: those without which it would be otherwise, told
by folding once more without each. A receipt that a till printed while it was cut off can thus be justified
later, and a late fact yields an explained difference instead of a past that has quietly changed.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import Final, TypeVar

import attrs

from comptoir.checkout.standing import Standing, standing_of
from comptoir.facts.conflicts import Conflict
from comptoir.facts.events import Fact
from comptoir.facts.history import History
from comptoir.loyalty.account import Award, Spending
from comptoir.loyalty.tier import TierStanding
from comptoir.loyalty.tier_rules import Measure
from comptoir.texts import Language, amount_text, language_of, name_text, say
from comptoir.texts.writing import number_text
from comptoir.values.errors import WrongValue, checked_type
from comptoir.values.money import Amount

FACTS_MAX: Final = 100
"""Of more new facts than these, it is not told which of them made a change."""


K = TypeVar("K", bound=tuple[str | int, ...])
V = TypeVar("V")


class Total(Enum):
    """A total of an account; its value is its name there."""

    AVAILABLE = "available"
    PENDING = "pending"
    HELD = "held"
    DEBT = "debt"
    EARNED = "earned"
    GRANTED = "granted"
    REDEEMED = "redeemed"
    EXPIRED = "expired"
    CLAWED_BACK = "clawed_back"
    FORGIVEN = "forgiven"
    SETTLED = "settled"
    TAKEN_OFF = "taken_off"
    TRANSFERRED_IN = "transferred_in"
    TRANSFERRED_OUT = "transferred_out"


_TOTALS: Final = tuple(Total)


@attrs.frozen(kw_only=True)
class OtherAward:
    """A rule gave more or fewer points of a ``type``, or a cap cut off more or fewer of them.

    ``before`` or ``after`` is ``None`` where it gave none at all.
    """

    type: str
    before: Award | None
    after: Award | None
    facts: tuple[Fact, ...] = ()

    def text(self, language: Language) -> Iterator[str]:
        """What it gave and gives, and what each cap cut off."""
        award = _either(self.before, self.after)
        was, is_ = (0 if each is None else each.points for each in (self.before, self.after))
        yield say(
            "change_award",
            language,
            source=award.source,
            rule=award.rule,
            before=_number(was, language),
            after=_number(is_, language),
        )
        cut_before, cut_after = _cuts(self.before), _cuts(self.after)
        for cap in sorted({*cut_before, *cut_after}):
            was, is_ = cut_before.get(cap, 0), cut_after.get(cap, 0)
            if was != is_:
                yield say(
                    "change_cut",
                    language,
                    cap=cap,
                    before=_number(was, language),
                    after=_number(is_, language),
                )


@attrs.frozen(kw_only=True)
class OtherTotal:
    """Another total of points of a ``type``."""

    type: str
    total: Total
    before: int
    after: int
    facts: tuple[Fact, ...] = ()

    def text(self, language: Language) -> Iterator[str]:
        """What it was and is."""
        yield say(
            f"total_{self.total.value}",
            language,
            before=_number(self.before, language),
            after=_number(self.after, language),
        )


@attrs.frozen(kw_only=True)
class DrawnOtherwise:
    """A spending drew points from other lots, more of them or fewer, or owes others."""

    type: str
    before: Spending | None
    after: Spending | None
    facts: tuple[Fact, ...] = ()

    def text(self, language: Language) -> Iterator[str]:
        """Of which lots it was and is drawn."""
        spending = _either(self.before, self.after)
        before, after = _drawn(self.before, language), _drawn(self.after, language)
        yield say("change_drawn", language, source=spending.source, before=before, after=after)


@attrs.frozen(kw_only=True)
class OtherTier:
    """Another tier, or another progress towards one."""

    before: TierStanding | None
    after: TierStanding | None
    facts: tuple[Fact, ...] = ()

    def text(self, language: Language) -> Iterator[str]:
        """What it was and is, and what was measured for it."""
        before, after = _tier(self.before, language), _tier(self.after, language)
        yield say("change_tier", language, before=before, after=after)


@attrs.frozen(kw_only=True)
class OtherConflict:
    """A conflict that is new, or that is none any more."""

    conflict: Conflict
    is_new: bool
    facts: tuple[Fact, ...] = ()

    def text(self, language: Language) -> Iterator[str]:
        """Its name, and the fact that it is about."""
        code = "change_conflict" if self.is_new else "change_conflict_gone"
        yield say(code, language, conflict=self.conflict.kind, fact=self.conflict.fact)


Change = OtherTier | OtherTotal | OtherAward | DrawnOtherwise | OtherConflict
"""A closed union: what can differ."""


@attrs.frozen(kw_only=True)
class Changes:
    """What differs between two standings of a member: the facts that are new, and all that they changed.

    ``facts`` are those on which the later standing rests and the earlier one does not, ``gone`` those of
    which another content counts now. The changes come in the order tier, totals, awards, spendings,
    conflicts.
    """

    member: str
    facts: tuple[Fact, ...]
    gone: tuple[Fact, ...]
    changes: tuple[Change, ...]

    def text(self, language: str) -> str:
        """All of it as lines, in French (``fr``) or English (``en``)."""
        return "\n".join(self.lines(language_of(language)))

    def lines(self, language: Language) -> Iterator[str]:
        """What is new, then each change with the facts that made it."""
        if not self.changes:
            yield say("change_none", language)
        for change in self.changes:
            first, *others = change.text(language)
            yield f"{first}{_because(change.facts, language)}"
            yield from (f"  {other}" for other in others)


def changes_between(before: Standing, after: Standing) -> Changes:
    """What differs between two standings of one member.

    They may be of two instants, or by two sets of facts. Of up to a hundred new facts, each change names
    those without which it would not be so, or all of them if none is needed by itself. Raises
    ``WrongValue`` for standings of two members.
    """
    checked_type(Standing, before, "before", "pass what standing() returned")
    checked_type(Standing, after, "after", "pass what standing() returned")
    if before.member != after.member:
        found = f"found the standing of {after.member} after that of {before.member}"
        raise WrongValue.at("after", found, "pass two of one member", code="other_member")
    known, now = _happened(before), _happened(after)
    new = tuple(fact for fact in now if fact not in known)
    gone = tuple(fact for fact in known if fact not in now)
    told = new if len(new) <= FACTS_MAX else ()
    without = tuple((fact, _Parts.of(_standing_without(after, fact))) for fact in told)
    changes = _Compared(_Parts.of(before), _Parts.of(after), without, new).changes()
    return Changes(member=after.member, facts=new, gone=gone, changes=tuple(changes))


def _happened(standing: Standing) -> Sequence[Fact]:
    """The facts that had happened when a standing was asked for."""
    return [fact for fact in standing.history.facts if fact.at <= standing.asked_at]


def _standing_without(standing: Standing, fact: Fact) -> Standing:
    """What the standing would be if a fact were not known."""
    history = standing.history
    others = History(tuple(each for each in history.facts if each is not fact), history.contradictions)
    return standing_of(standing.rulebook, standing.member, others, standing.asked_at)


@attrs.frozen
class _Parts:
    """What a standing says of points and tier, piece by piece."""

    tier: TierStanding | None
    totals: Mapping[tuple[str, Total], int]
    awards: Mapping[tuple[str, str, int], Award]
    spendings: Mapping[tuple[str, str], Spending]
    conflicts: Sequence[Conflict]

    @classmethod
    def of(cls, standing: Standing) -> _Parts:
        """The pieces of a standing."""
        accounts = standing.accounts.items()
        return cls(
            standing.tier,
            {(type_, total): getattr(account, total.value) for type_, account in accounts for total in Total},
            {
                (type_, each.source, each.number): each
                for type_, account in accounts
                for each in account.awards
            },
            {(type_, each.source): each for type_, account in accounts for each in account.spendings},
            standing.conflicts,
        )


@attrs.frozen
class _Compared:
    """Two standings, and what the later one would be without each of the ``new`` facts."""

    was: _Parts
    is_: _Parts
    without: Sequence[tuple[Fact, _Parts]]
    new: tuple[Fact, ...]

    def changes(self) -> Iterator[Change]:
        """What differs, each with the facts on account of which it does."""
        was, is_ = self.was, self.is_
        if was.tier != is_.tier:
            facts = self._because([other.tier for _, other in self.without], is_.tier)
            yield OtherTier(before=was.tier, after=is_.tier, facts=facts)
        for total in sorted({*was.totals, *is_.totals}, key=_place):
            before, after = was.totals.get(total, 0), is_.totals.get(total, 0)
            if before != after:
                facts = self._because([other.totals.get(total, 0) for _, other in self.without], after)
                yield OtherTotal(type=total[0], total=total[1], before=before, after=after, facts=facts)
        for lot in _differing(was.awards, is_.awards):
            award = is_.awards.get(lot)
            facts = self._because([other.awards.get(lot) for _, other in self.without], award)
            yield OtherAward(type=lot[0], before=was.awards.get(lot), after=award, facts=facts)
        for by in _differing(was.spendings, is_.spendings):
            spending = is_.spendings.get(by)
            facts = self._because([other.spendings.get(by) for _, other in self.without], spending)
            yield DrawnOtherwise(type=by[0], before=was.spendings.get(by), after=spending, facts=facts)
        for conflict in (*is_.conflicts, *was.conflicts):
            is_new = conflict not in was.conflicts
            if is_new or conflict not in is_.conflicts:
                facts = self._because([conflict in other.conflicts for _, other in self.without], is_new)
                yield OtherConflict(conflict=conflict, is_new=is_new, facts=facts)

    def _because(self, otherwise: Sequence[object], now: object) -> tuple[Fact, ...]:
        """The facts without each of which it would be otherwise than now; all, if none does it by itself."""
        needed = tuple(fact for (fact, _), other in zip(self.without, otherwise, strict=True) if other != now)
        return needed or self.new


def _place(total: tuple[str, Total]) -> tuple[str, int]:
    return total[0], _TOTALS.index(total[1])


def _differing(was: Mapping[K, object], is_: Mapping[K, object]) -> list[K]:
    """What is not the same in both, in order."""
    return [key for key in sorted({*was, *is_}) if was.get(key) != is_.get(key)]


def _either(before: V | None, after: V | None) -> V:
    """What is there now, or was."""
    found = before if after is None else after
    if found is None:
        raise AssertionError
    return found


def _number(number: int, language: Language) -> str:
    return number_text(str(number), language)


def _cuts(award: Award | None) -> Mapping[str, int]:
    """What each cap cut off."""
    cuts: dict[str, int] = {}
    for cut in () if award is None else award.cuts:
        cuts[cut.cap] = cuts.get(cut.cap, 0) + cut.points
    return cuts


def _drawn(spending: Spending | None, language: Language) -> str:
    """Of which lots a spending is drawn, in words."""
    if spending is None or not spending.points:
        return say("drawn_none", language)
    parts = [
        say("drawn_of", language, points=_number(each.points, language), source=each.source)
        for each in spending.drawn
    ]
    if spending.owed:
        parts.append(say("drawn_owed", language, points=_number(spending.owed, language)))
    return ", ".join(parts)


def _tier(tier: TierStanding | None, language: Language) -> str:
    """A tier and what was measured for it, in words."""
    if tier is None:
        return say("tier_none", language)
    measured = _number(tier.measured, language)
    if tier.measure is Measure.SPENT:
        measured = amount_text(Amount(tier.measured, tier.currency), language)
    code = f"tier_by_{tier.measure.value}"
    return say(code, language, tier=name_text(tier.name, language), measured=measured)


def _because(facts: Sequence[Fact], language: Language) -> str:
    """The facts that made a change, by their ids."""
    if not facts:
        return ""
    return say("change_because", language, facts=", ".join(fact.id for fact in facts))
