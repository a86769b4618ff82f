"""A second opinion on which rights take a piece back, and on what terms: right by right, axis by axis.

It shares no step with ``comptoir.returns``; of that, it reads the words of what is asked.

Source: house rule (laws R4 and RO).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import attrs

from comptoir.facts.return_terms import (
    Bearer,
    FreeDelivery,
    Grade,
    GradeTerms,
    Lost,
    Means,
    ProofKind,
    RefundMode,
    ReturnTerms,
    Right,
)
from comptoir.returns.asked import Give
from comptoir.returns.rules import StaffException
from comptoir.testing.oracles import deadlines
from comptoir.testing.oracles.lives import Key, Lives
from comptoir.values.almanac import Almanac
from comptoir.values.instants import Instant
from comptoir.values.percentages import Percent


@attrs.frozen(kw_only=True)
class BroughtBack:
    """A piece that somebody brings: how it is asked, when, and whether the seller is to blame."""

    lives: Lives
    almanac: Almanac
    at: Instant
    give: Give
    proof: ProofKind = ProofKind.RECEIPT
    gift: bool = False
    is_sellers: bool = False
    exceptions: Mapping[str, StaffException] = attrs.field(factory=dict)

    def all_on(self, key: Key) -> list[ReturnTerms]:
        """The rights on a piece, the law's first, then by rule; for whom it was given, the merchant's."""
        found = [each for each in self.lives.order.returns if key[0] in each.lines]
        listed = [each for each in found if not (self.gift and each.right is Right.STATUTORY)]
        return sorted(listed, key=_precedence)

    def lost(self, terms: ReturnTerms, key: Key) -> bool:
        """Whether an exception took the right away since."""
        for each in terms.lost:
            if key[0] not in each.lines:
                continue
            if each.head.lost is Lost.UNSEALED and self.give.unsealed:
                return True
            if each.head.lost is Lost.PERFORMED and self.lives.pieces[key].handed_over is not None:
                return True
        return False

    def in_time(self, terms: ReturnTerms, key: Key) -> bool:
        """Whether the right has not ended, or was used in time."""
        return deadlines.lives(terms, self.lives.clock(key), self.at, self.almanac)

    def alive(self, key: Key) -> list[ReturnTerms]:
        """The rights that stand."""
        return [each for each in self.all_on(key) if self.in_time(each, key) and not self.lost(each, key)]

    def accepts(self, terms: ReturnTerms) -> tuple[bool, bool, bool]:
        """Whether a right takes the reason, the proof and the grade."""
        if terms.right is Right.STATUTORY:
            return True, True, True
        step = self.step(terms)
        return (
            not terms.reasons or self.give.reason in terms.reasons,
            not terms.proofs or self.proof in terms.proofs,
            step is None or not step.refused,
        )

    def step(self, terms: ReturnTerms) -> GradeTerms | None:
        """What a right says of the grade."""
        for each in terms.grades:
            if each.grade is self.give.grade and (not each.reasons or self.give.reason in each.reasons):
                return each
        return None

    def taking(self, key: Key) -> list[ReturnTerms]:
        """The living rights under which the piece comes back."""
        return [each for each in self.alive(key) if all(self.accepts(each))]

    def refusal(self, key: Key) -> str | None:
        """Why the piece does not come back, by the refusal's word; ``None`` if it does."""
        if self.give.grade is Grade.WRONG_ITEM:
            return "wrong_item"
        every, alive = self.all_on(key), self.alive(key)
        if not alive:
            if any(self.in_time(each, key) and self.lost(each, key) for each in every):
                return "right_lost"
            return "too_late" if any(each.period is not None for each in every) else "not_returnable"
        for index, word in enumerate(("reason_not_accepted", "not_proven", "condition")):
            if not any(all(self.accepts(each)[: index + 1]) for each in alive):
                return word
        return None

    def lifted(self, key: Key) -> StaffException | None:
        """The exception by which staff take the piece back, though no right does."""
        word, named = self.refusal(key), self.give.exception
        rule = self.exceptions.get(named.rule) if named is not None else None
        return rule if rule is not None and word in rule.lifts else None

    def piece(self, key: Key) -> Piece:
        """The piece on the best of the living rights, axis by axis."""
        rights, rule = self.taking(key), self.lifted(key)
        if rule is not None:
            fee = 0 if self.is_sellers else _share(rule.fee, _without_extras(self.lives, key))
            by_credit = self.gift or (rule.means is Means.CREDIT and not self.is_sellers)
            return Piece(
                number=key[0],
                index=key[1],
                fee=fee,
                on_credit=by_credit,
                is_sellers=self.is_sellers,
                label=None,
            )
        base, sellers = _without_extras(self.lives, key), self.is_sellers
        fee = min((min(base, _fee(each, base)) for each in rights), default=0)
        wear = min((self._wear(each, base) for each in rights), default=0)
        is_withdrawal = any(each.right is Right.STATUTORY for each in rights)
        by_policy = not sellers and not is_withdrawal
        modes = {each.mode for each in rights}
        return Piece(
            number=key[0],
            index=key[1],
            fee=0 if sellers else fee,
            wear=0 if sellers else min(wear, base - fee),
            is_repriced=by_policy and modes == {RefundMode.REPRICE_KEPT},
            on_credit=self.gift or (not sellers and all(each.means is Means.CREDIT for each in rights)),
            is_withdrawal=is_withdrawal,
            is_sellers=sellers,
            rebills=by_policy
            and not self.gift
            and any(each.free_delivery is FreeDelivery.REBILL for each in rights),
            label=None
            if sellers
            or any(each.carriage is Bearer.SELLER for each in rights)
            or (is_withdrawal and not self.was_told(key))
            else next((each.label for each in rights), 0),
            bonus=max((each.bonus for each in rights), default=Percent(0)),
        )

    def worn(self, terms: ReturnTerms, key: Key) -> int:
        """What a right takes off the piece for its grade."""
        return self._wear(terms, _without_extras(self.lives, key))

    def was_told(self, key: Key) -> bool:
        """Whether the customer had heard of the right before they used it."""
        clock = self.lives.clock(key)
        used = clock.declared if clock.declared is not None and clock.declared <= self.at else self.at
        return clock.is_informed or (clock.informed is not None and clock.informed <= used)

    def _wear(self, terms: ReturnTerms, base: int) -> int:
        step = self.step(terms)
        is_due = terms.right is Right.COMMERCIAL or self.lives.order.informed
        return _share(step.percent, base) if step is not None and is_due else 0


@attrs.frozen(kw_only=True)
class Piece:
    """A piece that comes back: its line, its number from 0, and on which terms.

    ``fee`` and ``wear`` are minor units kept of it; ``label`` is what the parcel label costs, or ``None`` if
    the seller bears it. ``is_sellers`` says that the seller is to blame.
    """

    number: int
    index: int
    fee: int = 0
    wear: int = 0
    is_repriced: bool = False
    on_credit: bool = False
    is_withdrawal: bool = False
    is_sellers: bool = False
    rebills: bool = False
    label: int | None = None
    bonus: Percent = Percent(0)  # noqa: RUF009 - frozen


def _precedence(terms: ReturnTerms) -> tuple[bool, str]:
    return terms.right is not Right.STATUTORY, terms.rule


def _without_extras(lives: Lives, key: Key) -> int:
    """What is left of what was paid for a piece, without the extras on top."""
    line = lives.order.lines[key[0] - 1]
    each = [share.paid for share in line.shares for _ in range(share.units)]
    on_top = sum(extra.amount for extra in line.terms.extras if not extra.in_price)
    return max(0, each[key[1]] - lives.pieces[key].reduced - on_top // len(each))


def _fee(terms: ReturnTerms, base: int) -> int:
    return _share(terms.fee, base) + terms.fee_each


def _share(percent: Percent, of: int) -> int:
    return half_up(Fraction(of * percent.parts_per_million, 10**6))


def half_up(value: Fraction) -> int:
    """The nearest whole number, the upper one of two."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)
