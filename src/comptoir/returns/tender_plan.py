"""To which means of payment a refund goes, and in which parts.

Decides from what each tender of an order paid and what of it came back already. May never know a price, a
right or a channel; only what can be paid out here. ``paid_with`` turns an order's tenders into what each has
left, ``plan`` pays money back by them: what is given back as it was paid takes the tenders first, then what
is given back as credit.

Rounding point: the part captured in another currency, a cumulative share, half up.

Source: Directive 2011/83/EU, article 13(1), for the same means of payment; house rule for the rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import attrs

from comptoir.facts.orders import CASH, OFFSET, RETURNED, Order, Tender, TenderName
from comptoir.facts.places import Store
from comptoir.facts.refunding import RefundingTerms, TenderOrder
from comptoir.facts.return_terms import Means
from comptoir.values.allocation import spread
from comptoir.values.errors import WrongValue, shown
from comptoir.values.money import Amount
from comptoir.values.rounding import Rounding, divide

CREDIT: Final = TenderName(Means.CREDIT.value)
"""Credit with the merchant, which can be given everywhere."""


@attrs.frozen(kw_only=True)
class Paid:
    """One tender of an order: what it paid, and what of it was ``refunded`` so far, in minor units.

    Only ``captured`` of it was really taken; all, if that is ``None``. It may have been taken in another
    currency, as so much of it: ``in_other``.
    """

    name: TenderName
    minor: int
    refunded: int = 0
    captured: int | None = None
    in_other: Amount | None = None

    @property
    def left(self) -> int:
        """What can still be refunded by it."""
        return self.minor - self.refunded

    def released(self, part: int) -> int:
        """What of the next ``part`` was never taken: it is released, and not paid out."""
        never = 0 if self.captured is None else self.minor - self.captured
        return min(self.refunded + part, never) - min(self.refunded, never)

    def was_taken_in(self, name: TenderName, currency: str) -> bool:
        """Whether it is the tender of that name which was taken in another currency, this one."""
        return self.name == name and self.in_other is not None and self.in_other.currency == currency

    def in_other_of(self, part: int) -> Amount | None:
        """The next ``part`` in the currency in which it was taken; ``None`` if that is the order's."""
        if self.in_other is None or not self.minor:
            return None
        cumulative = [
            divide(self.in_other.minor * refunded, self.minor, Rounding.HALF_UP)
            for refunded in (self.refunded, self.refunded + part)
        ]
        return Amount(cumulative[1] - cumulative[0], self.in_other.currency)


@attrs.frozen(kw_only=True)
class PayableHere:
    """What can be paid out where goods come back: by these ``means``, by any if there are none; or by post.

    By post, everything can but cash. What has a reference goes through whoever took it, and credit is the
    merchant's own: both always can.
    """

    is_store: bool
    means: tuple[str, ...] = ()

    @classmethod
    def at(cls, store: Store | None) -> PayableHere:
        """What can be paid out at a store, or (``None``) by post."""
        return cls(is_store=store is not None, means=() if store is None else store.pays_out)

    def pays(self, name: TenderName) -> bool:
        """Whether a tender can be paid out here."""
        if name.means == CREDIT.means:
            return True
        if name.reference is not None:
            return name.means not in {RETURNED, OFFSET}
        if self.is_store:
            return not self.means or name.means in self.means
        return name.means != CASH


@attrs.frozen(kw_only=True)
class MoneyBack:
    """Money to give back, in minor units of the order's currency; ``on_credit`` of it comes as credit.

    What no tender has left goes ``beyond`` them. The customer may ``prefer`` a means. Of a ``gift``, all is
    credit, and none of it by choice.
    """

    money: int
    on_credit: int = 0
    currency: str
    beyond: TenderName = CREDIT
    terms: RefundingTerms = attrs.field(factory=RefundingTerms)
    here: PayableHere
    prefer: str | None = None
    gift: bool = False


@attrs.frozen(kw_only=True)
class Plan:
    """How money is paid back: its ``tenders``, of which ``released`` were never taken."""

    tenders: tuple[Tender, ...]
    released: tuple[Tender, ...]


@attrs.frozen
class _Key:
    """By what parts are told apart: those alike are one tender."""

    pays: TenderName
    stands_for: TenderName
    other: str | None = None


@attrs.frozen
class _Part:
    """A part of the money: by what it is paid, and how much."""

    key: _Key
    minor: int
    in_other: int = 0
    is_released: bool = False


def plan(paid: Sequence[Paid], back: MoneyBack) -> Plan:
    """Money as it is paid back.

    Raises ``WrongValue`` for a preferred means by which none of it may come back, naming those by which it
    may.
    """
    parts: list[_Part] = []
    allowed: dict[str, None] = {}
    as_paid = 0 if back.gift else back.money - back.on_credit
    on_credit: list[tuple[Paid, int]] = []
    for each, part in _taken(paid, back):
        by_itself = min(part, as_paid)
        as_paid -= by_itself
        parts += _routed(each, by_itself, back, allowed)
        on_credit.append((attrs.evolve(each, refunded=each.refunded + by_itself), part - by_itself))
    for each, part in on_credit:
        parts += _routed(each, part, back, allowed, is_credit=True)
    if back.prefer is not None and allowed and back.prefer not in allowed:
        cure = f"leave it out, or let it come back by {' or '.join(allowed)}"
        raise WrongValue.at("prefer", shown(back.prefer), cure, code="means_not_allowed")
    released = [part for part in parts if part.is_released]
    return Plan(tenders=_tenders(parts, back.currency), released=_tenders(released, back.currency))


def paid_with(
    tenders: Iterable[Tender],
    *,
    refunded: Mapping[TenderName, int],
    captured: Mapping[TenderName, int] | None = None,
    unpaid: Mapping[int, int] | None = None,
    order: TenderOrder = TenderOrder.LAST_PAID_FIRST,
) -> tuple[Paid, ...]:
    """What each tender of an order paid and has left, in the order in which they were used.

    ``refunded`` is what was given back for each ``Tender.stands_for``, ``captured`` what was really taken, if
    that was said; cash always was, and so was what goods given back paid, less the ``unpaid``, by place.
    Where two tenders have one name, the one refunded first by ``order`` has what was given back.
    """
    given, missing = Counter(refunded), unpaid or {}
    taken = None if captured is None else Counter(captured)
    listed = list(tenders)
    paid: dict[int, Paid] = {}
    for place in _places(len(listed), order):
        tender = listed[place]
        name, minor = tender.stands_for, tender.amount.minor
        back = min(given[name], minor)
        given[name] -= back
        paid[place] = Paid(
            name=name,
            minor=minor,
            refunded=back,
            captured=_taken_of(tender, taken, missing.get(place, 0)),
            in_other=tender.captured,
        )
    return tuple(paid[place] for place in range(len(listed)))


def _taken_of(tender: Tender, captured: Counter[TenderName] | None, unpaid: int) -> int | None:
    """What of a tender was really taken, which is then there no more for the next; ``None`` if all was."""
    name, minor = tender.stands_for, tender.amount.minor
    if tender.means == RETURNED:
        return minor - unpaid if unpaid else None
    if captured is None or name.means == CASH:
        return None
    held = min(captured[name], minor)
    captured[name] -= held
    return held


def beyond_tenders(order: Order) -> TenderName:
    """What is refunded by if no tender has anything left: the last one used.

    What empties paid for, and what the rounding of cash took off, comes back in cash.
    """
    if order.empties or order.cash_rounding < 0:
        return TenderName(CASH)
    return order.tenders[-1].stands_for if order.tenders else CREDIT


def part_due(
    tender: Tender, minor: int, paid: Sequence[Paid], order: TenderOrder, *, after: int = 0
) -> Tender:
    """So many minor units of a tender as a refund has it, once ``after`` others of it came back.

    What was captured in another currency is what is due of it by then, less what was due before: however a
    tender is divided, its parts come to the whole. Of those ``paid`` under one name, each has its turn.
    """
    captured = tender.captured
    if captured is not None:
        name, currency = tender.pays_by, captured.currency
        of_it = [each for each in _in_turn(paid, order) if each.was_taken_in(name, currency)]
        due = _in_other(of_it, after + minor) - _in_other(of_it, after)
        captured = Amount(due, currency)
    return attrs.evolve(tender, amount=Amount(minor, tender.amount.currency), captured=captured)


def cash_of(tenders: Iterable[Tender], here: PayableHere) -> int:
    """What of the tenders is paid out in coins here, in minor units."""
    if not here.is_store or not here.pays(TenderName(CASH)):
        return 0
    return sum(tender.amount.minor for tender in tenders if tender.means == CASH)


def bonus_base_of(tenders: Iterable[Tender], prefer: str | None, *, gift: bool) -> int:
    """What of the tenders is taken as credit by choice, in minor units.

    What credit had paid is not, and of a gift nothing is.
    """
    if gift or prefer != CREDIT.means:
        return 0
    return sum(
        tender.amount.minor
        for tender in tenders
        if tender.means == CREDIT.means and tender.stands_for.means != CREDIT.means
    )


def _places(count: int, order: TenderOrder) -> Sequence[int]:
    """The places of tenders, those refunded first at the beginning."""
    return range(count - 1, -1, -1) if order is TenderOrder.LAST_PAID_FIRST else range(count)


def _in_turn(paid: Sequence[Paid], order: TenderOrder) -> Iterator[Paid]:
    return (paid[place] for place in _places(len(paid), order))


def _in_other(paid: Iterable[Paid], minor: int) -> int:
    """What so many minor units are in another currency, each tender taken as far as it goes."""
    due = 0
    for each in paid:
        part = min(minor, each.left)
        other = each.in_other_of(part)
        due += 0 if other is None else other.minor
        minor -= part
    return due


def _taken(paid: Sequence[Paid], back: MoneyBack) -> Iterator[tuple[Paid, int]]:
    """The tenders by which the money comes back, each with its part; what none has left goes beyond them."""
    order = back.terms.order
    within = min(back.money, sum(each.left for each in paid))
    is_shared = order is TenderOrder.PROPORTIONAL
    parts = _in_proportion(paid, within) if is_shared else _one_by_one(paid, within, order)
    for place in _places(len(paid), order):
        if parts[place]:
            yield paid[place], parts[place]
    if back.money > within:
        yield Paid(name=back.beyond, minor=0), back.money - within


def _one_by_one(paid: Sequence[Paid], money: int, order: TenderOrder) -> list[int]:
    """The part of each tender: all that it has left before the next one's turn."""
    parts = [0] * len(paid)
    for place in _places(len(paid), order):
        parts[place] = min(money, paid[place].left)
        money -= parts[place]
    return parts


def _in_proportion(paid: Sequence[Paid], money: int) -> list[int]:
    """The part of each tender: its share of all that was refunded so far, less what it had before.

    Where a share got less by so much more, the others have the rest in proportion to what they lack.
    """
    if not money:
        return [0] * len(paid)
    so_far = sum(each.refunded for each in paid) + money
    shares = spread(so_far, [each.minor for each in paid], range(len(paid)))
    lacking = [max(0, share - each.refunded) for share, each in zip(shares, paid, strict=True)]
    return spread(money, lacking, range(len(paid)))


def _routed(
    paid: Paid, part: int, back: MoneyBack, allowed: dict[str, None], *, is_credit: bool = False
) -> Iterator[_Part]:
    """A part of a tender by what it is paid out; what was never taken only goes back to where it was.

    The means by which it may come back are added to those ``allowed``.
    """
    own = paid.name
    released = paid.released(part)
    if released:
        other = paid.in_other_of(released)
        yield _part(_Key(own, own), released, other, is_released=True)
        paid, part = attrs.evolve(paid, refunded=paid.refunded + released), part - released
    if not part:
        return
    others = back.terms.destinations(own.means)
    allowed.update(dict.fromkeys((CREDIT.means,) if is_credit else (own.means, *others, CREDIT.means)))
    pays = CREDIT if is_credit else _by(own, others, back)
    if pays.means == own.means:
        pays = own
    yield _part(_Key(pays, own), part, paid.in_other_of(part) if pays == own else None)


def _by(own: TenderName, others: Sequence[str], back: MoneyBack) -> TenderName:
    """By what a part of a tender is paid out."""
    if back.prefer is not None and back.prefer in {own.means, *others, CREDIT.means}:
        return TenderName(back.prefer)
    if back.here.pays(own):
        return own
    payable = (TenderName(means) for means in others)
    return next((name for name in payable if back.here.pays(name)), own)


def _part(key: _Key, minor: int, other: Amount | None, *, is_released: bool = False) -> _Part:
    if other is None:
        return _Part(key, minor, is_released=is_released)
    return _Part(attrs.evolve(key, other=other.currency), minor, other.minor, is_released)


def _tenders(parts: Iterable[_Part], currency: str) -> tuple[Tender, ...]:
    """Parts that are alike as one tender, in the order in which they were found."""
    money: Counter[_Key] = Counter()
    other: Counter[_Key] = Counter()
    for part in parts:
        money[part.key] += part.minor
        other[part.key] += part.in_other
    return tuple(
        Tender(
            key.pays.means,
            Amount(minor, currency),
            reference=key.pays.reference,
            captured=None if key.other is None else Amount(other[key], key.other),
            instead_of=None if key.stands_for == key.pays else key.stands_for,
        )
        for key, minor in money.items()
    )
