"""What promotions on sets give, read the plain way: every application that fits, its units in every slot.

A set of a retailer's own is not known here and is asked itself.

Source: house rule (what the reference says of sets).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import attrs

from comptoir.pricing.benefits.buy_get import BuyGet
from comptoir.pricing.benefits.gift import Gift
from comptoir.pricing.benefits.n_for_m import NForM
from comptoir.pricing.benefits.positions import Positions
from comptoir.pricing.benefits.set import SetOffer
from comptoir.pricing.kinds import SetBenefit, SetUnit, Slot
from comptoir.pricing.rules import Promotion
from comptoir.testing.oracle import rounded
from comptoir.testing.oracles.layers import Stage
from comptoir.testing.oracles.offers import limits, minting, part, taxed_part
from comptoir.testing.oracles.piles import Counts, Given, Pile, TooManyPlansError, Use
from comptoir.testing.oracles.shares import shares_within
from comptoir.testing.readings import selects
from comptoir.values.percentages import Percent
from comptoir.values.policies import PercentBase

APPLICATIONS_MAX = 3_000
"""Applications of one promotion that are still looked at."""


@attrs.frozen(kw_only=True)
class Application:
    """One set, whole: its units in order, what it gives in all, and within which limits it may be spread."""

    counts: Counts
    reduction: int
    amounts: tuple[tuple[int, int, int, int], ...]
    """By the place of a run: how many units, what they cost, and their room."""
    order: tuple[tuple[int, tuple[int, int], int], ...]
    """The units from the dearest to the cheapest."""

    def given(self, reduction: int) -> Given:
        """So much of it, spread in proportion to what its units cost."""
        rooms = [room for _, _, _, room in self.amounts]
        falls = shares_within(reduction, [amount for _, _, amount, _ in self.amounts], rooms)
        return tuple(
            (place, units, fall) for (place, units, _, _), fall in zip(self.amounts, falls, strict=True)
        )


def set_uses(stage: Stage, offer: Promotion, piles: Sequence[Pile]) -> list[Use]:
    """Every way of applying a set once or more often, within its limits."""
    limit = limits(stage, offer)
    found: dict[tuple[Counts, Given], Use] = {}
    known = applications(stage, offer, piles)
    for chosen in _repeated(known, piles, limit.times, limit.units):
        given = _given(chosen, limit.amount)
        counts = tuple(map(sum, zip(*(each.counts for each in chosen), strict=True)))
        found[counts, given] = Use(counts=counts, given=given, worth=set_worth(stage, offer, given))
    return list(found.values())


def set_worth(stage: Stage, offer: Promotion, given: Given) -> Fraction:
    """By how much less is left to pay: what a third party is taxed for is not rounded."""
    share = taxed_part(stage.money, offer)
    weights = [stage.runs[place].weight for place, _, _ in given]
    return sum(
        (fall * (weight - share * (weight - 1)) for (_, _, fall), weight in zip(given, weights, strict=True)),
        Fraction(0),
    )


def applications(stage: Stage, offer: Promotion, piles: Sequence[Pile]) -> list[Application]:
    """Every application that fits, on whatever units."""
    places = stage.taken_by(offer)
    slots = _slots(offer.benefit)
    own = [
        [
            i
            for i, pile in enumerate(piles)
            if pile.place in places and selects(slot.on, stage.runs[pile.place].product)
        ]
        for slot in slots
    ]
    found: dict[tuple[Counts, int], Application] = {}
    for filled in _filled(slots, own, [pile.count for pile in piles]):
        application = _application(stage, offer, piles, filled)
        if application is not None:
            found[application.counts, application.reduction] = application
        if len(found) > APPLICATIONS_MAX:
            raise TooManyPlansError(offer.id)
    return list(found.values())


def _slots(benefit: object) -> tuple[Slot, ...]:
    match benefit:
        case NForM(take=size) | Positions(of=size):
            return (Slot(least=size),)
        case SetOffer(slots=slots):
            return slots
        case BuyGet(buy=buy, get=get):
            return buy, get
        case Gift():
            return (Slot(),)
        case SetBenefit():
            return benefit.slots
        case _:
            raise NotImplementedError(benefit)


def _filled(
    slots: Sequence[Slot], own: Sequence[Sequence[int]], left: Sequence[int]
) -> Iterator[tuple[Counts, ...]]:
    """Each slot's units, by pile."""
    if not slots:
        yield ()
        return
    slot = slots[0]
    for size in range(slot.least, slot.limit + 1):
        for counts in _picked(size, own[0], left):
            rest = [have - count for have, count in zip(left, counts, strict=True)]
            for others in _filled(slots[1:], own[1:], rest):
                yield (counts, *others)


def _picked(size: int, own: Sequence[int], left: Sequence[int]) -> Iterator[Counts]:
    """So many units of these piles, in every way."""
    if not own:
        if size == 0:
            yield (0,) * len(left)
        return
    first, *others = own
    for count in range(min(size, left[first]) + 1):
        for counts in _picked(size - count, others, left):
            yield tuple(count if i == first else each for i, each in enumerate(counts))


def _application(
    stage: Stage, offer: Promotion, piles: Sequence[Pile], filled: Sequence[Counts]
) -> Application | None:
    """The slots filled like this; ``None`` if what is got is dearer than it may be."""
    units = [
        (slot, piles[i])
        for slot, counts in enumerate(filled)
        for i, count in enumerate(counts)
        for _ in range(count)
    ]
    benefit = offer.benefit
    lesser = (
        benefit.lesser
        if isinstance(benefit, BuyGet)
        else isinstance(benefit, SetBenefit) and benefit.in_order
    )
    if lesser and any(
        pile.amount > before.amount for slot, pile in units for earlier, before in units if earlier < slot
    ):
        return None
    units.sort(key=lambda unit: _dearest_first(stage, unit[1]))
    cuts = [
        min(pile.amount, _cut(stage, offer, slot, (position, len(units)), pile))
        for position, (slot, pile) in enumerate(units, start=1)
    ]
    by_place: dict[int, list[Pile]] = {}
    for _, pile in sorted(units, key=lambda unit: unit[1].place):
        by_place.setdefault(pile.place, []).append(pile)
    amounts = tuple(
        (place, len(own), sum(pile.amount for pile in own), sum(pile.room for pile in own))
        for place, own in by_place.items()
    )
    rooms = sum(room for _, _, _, room in amounts)
    return Application(
        counts=tuple(map(sum, zip(*filled, strict=True))),
        reduction=max(0, min(sum(cuts) + _constant(benefit), rooms)),
        amounts=amounts,
        order=tuple(_dearest_first(stage, pile) for _, pile in units),
    )


def _dearest_first(stage: Stage, pile: Pile) -> tuple[int, tuple[int, int], int]:
    return -pile.amount, stage.runs[pile.place].key, pile.first


def _constant(benefit: object) -> int:
    match benefit:
        case SetOffer(total=total, amount=amount):
            return -total.minor if total is not None else 0 if amount is None else amount.minor
        case NForM() | Positions() | BuyGet() | Gift():
            return 0
        case SetBenefit():
            return benefit.constant
        case _:
            raise NotImplementedError(benefit)


def _cut(stage: Stage, offer: Promotion, slot: int, of: tuple[int, int], pile: Pile) -> int:
    """What a unit is cut by in a slot; it is the first, second … of so many units."""
    position, size = of
    match offer.benefit:
        case NForM(pay=pay):
            return pile.amount if position > pay else 0
        case Positions(off=off):
            return _percent(stage, off[str(position)], pile) if str(position) in off else 0
        case SetOffer(percent=percent, cheapest_free=free) as of_slots:
            if percent is not None:
                return _percent(stage, percent, pile)
            is_free = of_slots.total is not None or (free is not None and position > size - free)
            return pile.amount if is_free else 0
        case BuyGet() as bought:
            return _got(stage, bought, pile) if slot else 0
        case Gift():
            return pile.amount
        case SetBenefit() as own:
            return own.cut(slot, position, SetUnit(pile.amount, pile.regular), minting(stage))
        case _:
            raise NotImplementedError(offer.benefit)


def _got(stage: Stage, benefit: BuyGet, pile: Pile) -> int:
    if benefit.percent is not None:
        return _percent(stage, benefit.percent, pile)
    if benefit.amount is not None:
        return benefit.amount.minor
    return pile.amount if benefit.price is None else max(0, pile.amount - benefit.price.minor)


def _percent(stage: Stage, percent: Percent, pile: Pile) -> int:
    base = pile.regular if stage.money.percent_of is PercentBase.REGULAR else pile.amount
    return rounded(base * part(percent), stage.money.rounding)


def _repeated(
    known: Sequence[Application], piles: Sequence[Pile], times: int | None, units: int | None
) -> Iterator[tuple[Application, ...]]:
    """One application or more, so that no unit is taken twice."""

    def more(
        start: int, left: Sequence[int], chosen: tuple[Application, ...]
    ) -> Iterator[tuple[Application, ...]]:
        if times is not None and len(chosen) == times:
            return
        for index in range(start, len(known)):
            rest = [have - count for have, count in zip(left, known[index].counts, strict=True)]
            grown = (*chosen, known[index])
            is_too_many = units is not None and sum(sum(each.counts) for each in grown) > units
            if min(rest) >= 0 and not is_too_many:
                yield grown
                yield from more(index, rest, grown)

    yield from more(0, [pile.count for pile in piles], ())


def _given(chosen: Sequence[Application], most: int | None) -> Given:
    """What applications give in all: the last ones less, where the whole is limited."""
    left = most
    units: dict[int, int] = {}
    falls: dict[int, int] = {}
    for application in sorted(chosen, key=lambda each: each.order):
        reduction = application.reduction if left is None else min(left, application.reduction)
        left = None if left is None else left - reduction
        for place, count, fall in application.given(reduction):
            units[place] = units.get(place, 0) + count
            falls[place] = falls.get(place, 0) + fall
    return tuple((place, units[place], falls[place]) for place in sorted(units))
