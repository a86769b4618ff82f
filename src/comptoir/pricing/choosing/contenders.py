"""How offers that compete for units count what they have open, while units come by from the dearest down.

A contender's state holds no more than the rest of the search depends on. Where every unit of it weighs
alike and no floor or amount binds, that is how many units are open; else it is the units themselves.

Each contender bounds what a unit can be worth to it (``bound``), and what is still to come of what is open
(``ahead``): no plan is worth more than the sum of these, which is what proves a choice.

Source: house rule (law Q3); the bounds are a feasible price for each unit in the linear relaxation.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any, Final

import attrs

from comptoir.pricing.choosing.taken import Candidate, exact_weight
from comptoir.pricing.choosing.units import UnitGroup
from comptoir.pricing.fitting import fits_of
from comptoir.pricing.kinds import Charge, SetBenefit, Slot
from comptoir.values.allocation import spread_within
from comptoir.values.decimals import MILLION
from comptoir.values.policies import Minting
from comptoir.values.selections import Selection

FINE: Final = 5_040
"""Bounds are counted in parts of this many of a worth: what is shared by up to ten units is exact."""
UNLIMITED: Final = 1 << 40
"""More units or applications than a basket holds."""

State = Any
"""What a contender has open and has left; hashable."""
Composition = tuple[tuple[int, int], ...]
"""The units of an application: slot and group of each, the dearest first."""


@attrs.frozen
class Move:
    """A unit more for a contender: its state after it, what that is worth, and what a replay must know."""

    state: State
    worth: int
    note: Any


@attrs.frozen
class Cycles:
    """The note of so many applications that units of one group make by themselves."""

    times: int


@attrs.frozen(kw_only=True)
class Field:
    """What contenders compete for: the groups of units, and how their worth is counted.

    Worth is in parts of a weighted unit, ``million`` of which make one.
    """

    groups: Sequence[UnitGroup]
    charges: Sequence[Charge]
    minting: Minting
    scale: int
    million: int

    def weight(self, candidate: Candidate, place: int) -> int:
        """What a minor unit off a charge is worth by a candidate."""
        exact = exact_weight(candidate.promotion, self.charges[place], self.minting, self.scale)
        return exact if self.million == MILLION else exact // MILLION


@attrs.frozen(kw_only=True)
class Contender(ABC):
    """An offer that competes for single units."""

    candidate: Candidate
    field: Field
    eligible: frozenset[int]
    """The groups of which it may take units."""

    @property
    def id(self) -> str:
        """The promotion's identifier."""
        return self.candidate.promotion.id

    @property
    @abstractmethod
    def start(self) -> State:
        """Nothing taken."""

    @abstractmethod
    def moves(self, state: State, group: int) -> Sequence[Move]:
        """What may become of one more unit of a group."""

    @abstractmethod
    def _bound(self, group: int) -> int:
        """What a unit of a group is worth to it at most, in ``FINE`` parts."""

    @cached_property
    def _bounds(self) -> Mapping[int, int]:
        return {group: self._bound(group) for group in self.eligible}

    def bound(self, group: int) -> int:
        """What a unit of a group that it may take is worth to it at most, in ``FINE`` parts."""
        return self._bounds[group]

    def effort(self, state: State) -> int:
        """How much work it is to look at what may become of a state, in steps."""
        del state
        return 1

    def ahead(self, state: State, group: int) -> int:
        """What of the open applications may still come beyond the bounds of the units to come."""
        del state, group
        return 0

    def is_settled(self, state: State) -> bool:
        """Whether nothing is open."""
        del state
        return True

    def cycle(self, group: int) -> tuple[int, int] | None:
        """How many units of a large group make applications of their own, and what one is worth.

        ``None`` if units of it cannot be given in whole applications without looking at each.
        """
        del group
        return None

    @abstractmethod
    def reductions(self, steps: Sequence[tuple[int, Any]]) -> Mapping[int, int]:
        """By place, what its units in ``steps`` (group, note) come to be reduced by."""

    @abstractmethod
    def uses(self, steps: Sequence[tuple[int, Any]]) -> int:
        """How often it is used by these steps: applications of a set, else units."""

    def worth_of(self, given: Mapping[int, int]) -> int:
        """What reductions by place are worth."""
        return sum(amount * self.field.weight(self.candidate, place) for place, amount in given.items())

    def units_of(self, steps: Sequence[tuple[int, Any]]) -> Mapping[int, int]:
        """By place, how many units it takes in these steps."""
        found: dict[int, int] = {}
        for group, note in steps:
            cycle = self.cycle(group) if isinstance(note, Cycles) else None
            place = self.field.groups[group].place
            found[place] = found.get(place, 0) + (1 if cycle is None else cycle[0] * note.times)
        return found


@attrs.frozen(kw_only=True)
class Limited(Contender):
    """A line offer for so many units or up to an amount: each unit is an application of its own.

    A state is what is left of both.
    """

    @property
    def start(self) -> State:
        """Everything is left."""
        candidate = self.candidate
        return (
            UNLIMITED if candidate.units is None else candidate.units,
            UNLIMITED if candidate.amount is None else candidate.amount,
        )

    def moves(self, state: State, group: int) -> Sequence[Move]:
        """The unit's part, or what is left of the amount."""
        units, amount = state
        given = min(self._part(group), amount)
        if not units or not given:
            return ()
        place = self.field.groups[group].place
        after = (
            units if units == UNLIMITED else units - 1,
            amount if amount == UNLIMITED else amount - given,
        )
        return (Move(after, given * self.field.weight(self.candidate, place), given),)

    def _bound(self, group: int) -> int:
        """Its part."""
        place = self.field.groups[group].place
        return self._part(group) * self.field.weight(self.candidate, place) * FINE

    def reductions(self, steps: Sequence[tuple[int, Any]]) -> Mapping[int, int]:
        """The sum of the parts on each charge."""
        found: dict[int, int] = {}
        for group, given in steps:
            place = self.field.groups[group].place
            found[place] = found.get(place, 0) + given
        return found

    def uses(self, steps: Sequence[tuple[int, Any]]) -> int:
        """The units."""
        return len(steps)

    def _part(self, group: int) -> int:
        return self.field.groups[group].parts.get(self.id, 0)


@attrs.frozen(kw_only=True)
class Sets(Contender):
    """An offer on units that are taken together."""

    benefit: SetBenefit
    slots: tuple[Slot, ...]
    fills: Mapping[int, tuple[int, ...]]
    """By group, the slots that its units may fill."""

    @cached_property
    def own(self) -> Sequence[int]:
        """The groups of which it may take units, the dearest first."""
        return sorted(self.eligible)

    def slots_of(self, group: int) -> Sequence[int]:
        """The slots whose selection has the product."""
        return self.fills.get(group, ())

    @cached_property
    def times(self) -> int:
        """How often it may apply; a limit that the units do not reach is none."""
        times = self.candidate.times
        return UNLIMITED if times is None or times * self.least >= self._there else times

    @cached_property
    def units(self) -> int:
        """How many units it may take; a limit that there are not enough units for is none."""
        units = self.candidate.units
        return UNLIMITED if units is None or units >= self._there else units

    @cached_property
    def _there(self) -> int:
        """The units of all groups of which it may take."""
        return sum(self.field.groups[group].count for group in self.eligible)

    @cached_property
    def most(self) -> int:
        """The most units of an application."""
        return sum(slot.limit for slot in self.slots)

    @cached_property
    def least(self) -> int:
        """The fewest units of an application."""
        return sum(slot.least for slot in self.slots)

    def cut(self, slot: int, position: int, group: int) -> int:
        """By how much a unit of a group is cut, at most its whole amount."""
        unit = self.field.groups[group].unit
        return min(max(0, self.benefit.cut(slot, position, unit, self.field.minting)), unit.amount)

    def weight(self, group: int) -> int:
        """What a minor unit off a unit of a group is worth."""
        return self.field.weight(self.candidate, self.field.groups[group].place)

    @cached_property
    def heaviest(self) -> int:
        """The most that a minor unit off any of its units is worth."""
        return max(self.weight(group) for group in self.eligible)

    def share(self) -> int:
        """What a unit has of the constant of an application at most, in ``FINE`` parts of a minor unit."""
        constant = self.benefit.constant
        return -(-constant * FINE // (self.least if constant > 0 else self.most))

    def _bound(self, group: int) -> int:
        """The most that it is cut by in any place, with its share of the constant."""
        positions = range(1, self.most + 1) if self.benefit.by_position else (1,)
        cut = max(self.cut(slot, position, group) for slot in self.slots_of(group) for position in positions)
        return max(0, cut * FINE + self.share()) * self.heaviest

    def reductions(self, steps: Sequence[tuple[int, Any]]) -> Mapping[int, int]:
        """What every application gives, spread over its units in proportion to what they cost."""
        found: dict[int, int] = {}
        left = self.candidate.amount
        for times, composition in self.applications(steps):
            given = self.given(composition, left)
            if left is not None:
                left -= times * sum(given.values())
            for place, amount in given.items():
                found[place] = found.get(place, 0) + times * amount
        return found

    def uses(self, steps: Sequence[tuple[int, Any]]) -> int:
        """The applications."""
        return sum(times for times, _ in self.applications(steps))

    @abstractmethod
    def applications(self, steps: Sequence[tuple[int, Any]]) -> Iterator[tuple[int, Composition]]:
        """The applications that steps come to, each with how often; limited ones by an amount one by one."""

    def given(self, composition: Composition, left: int | None) -> Mapping[int, int]:
        """By place, what an application takes off, no more than is ``left``."""
        groups, charges = self.field.groups, self.field.charges
        rooms: dict[int, int] = {}
        amounts: dict[int, int] = {}
        reduction = self.benefit.constant
        for position, (slot, group) in enumerate(composition, start=1):
            place = groups[group].place
            rooms[place] = rooms.get(place, 0) + groups[group].room
            amounts[place] = amounts.get(place, 0) + groups[group].unit.amount
            reduction += self.cut(slot, position, group)
        reduction = max(0, min(reduction, sum(rooms.values()), UNLIMITED if left is None else left))
        places = list(rooms)
        shares = spread_within(
            reduction,
            [amounts[place] for place in places],
            [rooms[place] for place in places],
            [(charges[place].number, not charges[place].fresh) for place in places],
        )
        return dict(zip(places, shares, strict=True))


@attrs.frozen(kw_only=True)
class InTurn(Sets):
    """A set whose applications are filled one after the other: a state counts the units of the open one."""

    @property
    def is_ordered(self) -> bool:
        """Whether the position decides by how much a unit is cut."""
        return self.benefit.by_position or self.benefit.in_order

    def slot_at(self, position: int) -> int:
        """The slot that a position fills: the slots are filled in their order."""
        for number, slot in enumerate(self.slots[:-1]):
            if position <= slot.least:
                return number
            position -= slot.least
        return len(self.slots) - 1

    def cut_at(self, position: int, group: int) -> int:
        """By how much a unit is cut at a position."""
        return self.cut(self.slot_at(position), position, group)

    @property
    def start(self) -> State:
        """Nothing open: units open, applications left, units left."""
        return 0, self.times, self.units

    def moves(self, state: State, group: int) -> Sequence[Move]:
        """The next position of the open application, or the first of a new one."""
        opened, times, units = state
        if not units or (not opened and not times):
            return ()
        worth = self.cut_at(opened + 1, group)
        if not opened:
            times -= times != UNLIMITED
            worth += self.benefit.constant
        worth *= self.weight(group)
        units -= units != UNLIMITED
        opened += 1
        ends = []
        if opened < self.most:
            ends.append(Move((opened, times, units), worth, (self.slot_at(opened), False)))
        if opened >= self.least:
            ends.append(Move((0, times, units), worth, (self.slot_at(opened), True)))
        return ends

    def _bound(self, group: int) -> int:
        """The mean of what it is cut by over the positions, where they decide."""
        if not self.is_ordered:
            return super()._bound(group)
        cuts = sum(self.cut_at(position, group) for position in range(1, self.most + 1))
        return max(0, -(-cuts * FINE // self.most) + self.share()) * self.heaviest

    def ahead(self, state: State, group: int) -> int:
        """What the open units would be worth if the rest cost what a unit of the group costs."""
        opened: int = state[0]
        if not opened:
            return 0
        weight, constant = self.heaviest, self.benefit.constant
        if self.is_ordered:
            last = self.own[bisect_right(self.own, group) - 1]
            done = sum(self.cut_at(position, last) for position in range(1, opened + 1))
            return opened * self.bound(last) - done * weight * FINE
        if constant < 0:
            return -(constant * FINE * (self.most - opened) // self.most) * weight
        return -(constant * FINE * max(0, self.least - opened) // self.least) * weight

    def is_settled(self, state: State) -> bool:
        """Whether no application is open."""
        return not state[0]

    def cycle(self, group: int) -> tuple[int, int] | None:
        """Applications of one group only, if their number is fixed and not limited."""
        is_limited = self.times != UNLIMITED or self.units != UNLIMITED
        if is_limited or self.least != self.most or self.candidate.promotion.group is not None:
            return None
        if group not in self.eligible:
            return None
        cuts = sum(self.cut_at(position, group) for position in range(1, self.most + 1))
        return self.most, (cuts + self.benefit.constant) * self.weight(group)

    def applications(self, steps: Sequence[tuple[int, Any]]) -> Iterator[tuple[int, Composition]]:
        """In the order in which units came; whole applications of one group come with their number."""
        opened: list[tuple[int, int]] = []
        for group, note in steps:
            if isinstance(note, Cycles):
                positions = range(1, self.most + 1)
                yield note.times, tuple((self.slot_at(position), group) for position in positions)
                continue
            slot, is_full = note
            opened.append((slot, group))
            if is_full:
                yield 1, tuple(opened)
                opened = []


@attrs.frozen(kw_only=True)
class Pooled(Sets):
    """A set of several slots of fixed numbers, in which it does not matter which units stand together.

    A state counts, by slot, the units that no complete application has.
    """

    @property
    def start(self) -> State:
        """Nothing open: units by slot, applications left, units left."""
        return (0,) * len(self.slots), self.times, self.units

    def moves(self, state: State, group: int) -> Sequence[Move]:
        """One more unit in each slot that takes it."""
        fills, times, units = state
        if not units:
            return ()
        found = []
        for slot in self.slots_of(group):
            after = list(fills)
            after[slot] += 1
            opens = self._open(after) - self._open(fills)
            if opens and not times:
                continue
            worth, constant = self.cut(slot, 1, group), self.benefit.constant
            if constant < 0:
                worth += constant * opens
            if all(many >= each.least for many, each in zip(after, self.slots, strict=True)):
                after = [many - each.least for many, each in zip(after, self.slots, strict=True)]
                worth += max(0, constant)
            left = times - opens if times != UNLIMITED else times
            state_after = tuple(after), left, units - (units != UNLIMITED)
            found.append(Move(state_after, worth * self.weight(group), slot))
        return found

    def _open(self, fills: Sequence[int]) -> int:
        """How many applications have units and are not complete."""
        return max(-(-many // slot.least) for many, slot in zip(fills, self.slots, strict=True))

    def ahead(self, state: State, group: int) -> int:
        """The constant's shares of the units to come, or of those that are there."""
        del group
        constant = self.benefit.constant
        fills: Sequence[int] = state[0]
        if constant < 0:
            needed = self._open(fills) * self.most - sum(fills)
            return -(constant * FINE * needed // self.most) * self.heaviest
        return -(-constant * FINE * sum(fills) // self.most) * self.heaviest

    def is_settled(self, state: State) -> bool:
        """Whether no application is open."""
        return not any(state[0])

    def applications(self, steps: Sequence[tuple[int, Any]]) -> Iterator[tuple[int, Composition]]:
        """The first units of each slot together, then the next."""
        waiting: list[list[int]] = [[] for _ in self.slots]
        for group, slot in steps:
            waiting[slot].append(group)
        while any(waiting):
            units = []
            for slot, each in enumerate(self.slots):
                units += [(slot, group) for group in waiting[slot][: each.least]]
                del waiting[slot][: each.least]
            yield 1, tuple(sorted(units, key=lambda unit: unit[1]))


@attrs.frozen(kw_only=True)
class Levels(Sets):
    """A set in which it matters how far each application is filled, but not with which units.

    A state is what is left of times and units, and for each open application how full its slots are.
    """

    @property
    def start(self) -> State:
        """Nothing open."""
        return self.times, self.units, ()

    def moves(self, state: State, group: int) -> Sequence[Move]:
        """One more unit in each open application that takes it, or in a new one."""
        times, units, opened = state
        if not units:
            return ()
        units -= units != UNLIMITED
        empty = (0,) * len(self.slots)
        found: list[Move] = []
        for slot in self.slots_of(group):
            if times:
                begun = times - (times != UNLIMITED)
                found += self._filled((begun, units), opened, empty, slot, group)
            for index, fills in enumerate(opened):
                is_first = index == 0 or opened[index - 1] != fills
                if is_first and fills[slot] < self.slots[slot].limit:
                    others = opened[:index] + opened[index + 1 :]
                    found += self._filled((times, units), others, fills, slot, group)
        return found

    def _filled(
        self,
        left: tuple[int, int],
        others: tuple[tuple[int, ...], ...],
        fills: tuple[int, ...],
        slot: int,
        group: int,
    ) -> Iterator[Move]:
        fuller = (*fills[:slot], fills[slot] + 1, *fills[slot + 1 :])
        constant, weight = self.benefit.constant, self.weight(group)
        worth = self.cut(slot, sum(fuller), group)
        if constant < 0 and not any(fills):
            worth += constant
        if any(many < each.limit for many, each in zip(fuller, self.slots, strict=True)):
            yield Move((*left, tuple(sorted((*others, fuller)))), worth * weight, (slot, fills, False))
        if all(many >= each.least for many, each in zip(fuller, self.slots, strict=True)):
            worth += max(0, constant)
            yield Move((*left, others), worth * weight, (slot, fills, True))

    def ahead(self, state: State, group: int) -> int:
        """As if every place that is open were filled with the best unit of all."""
        del group
        opened: Sequence[tuple[int, ...]] = state[2]
        best = self._best + abs(self.benefit.constant) * FINE * self.heaviest
        return best * sum(self.most - sum(fills) for fills in opened)

    @cached_property
    def _best(self) -> int:
        return max(self.bound(group) for group in self.eligible)

    def is_settled(self, state: State) -> bool:
        """Whether no application is open."""
        return not state[2]

    def effort(self, state: State) -> int:
        """A step for each open application."""
        opened: Sequence[object] = state[2]
        return 1 + len(opened)

    def applications(self, steps: Sequence[tuple[int, Any]]) -> Iterator[tuple[int, Composition]]:
        """Those that were completed; a unit joins the first application that is as full as it found one."""
        opened: list[tuple[tuple[int, ...], Composition]] = []
        for group, (slot, fills, is_full) in steps:
            found = next((each for each in opened if each[0] == fills), (fills, ()))
            if found in opened:
                opened.remove(found)
            composition = (*found[1], (slot, group))
            if is_full:
                yield 1, composition
            else:
                opened.append(((*fills[:slot], fills[slot] + 1, *fills[slot + 1 :]), composition))


@attrs.frozen(kw_only=True)
class Open(Sets):
    """A set of which every open unit matters: floors, amounts that may bind, weights, positions.

    A state is what is left of times, units and amount, and the open applications with their units.
    """

    known: dict[Composition, Mapping[int, int]] = attrs.field(factory=dict, repr=False, eq=False)

    @property
    def start(self) -> State:
        """Nothing open."""
        amount = self.candidate.amount
        return self.times, self.units, UNLIMITED if amount is None else amount, ()

    def moves(self, state: State, group: int) -> Sequence[Move]:
        """One more unit in each open application that takes it, or in a new one."""
        times, units, amount, opened = state
        if not units or not amount:
            return ()
        units -= units != UNLIMITED
        found: list[Move] = []
        for slot in self.slots_of(group):
            if times:
                begun = times - (times != UNLIMITED)
                found += self._extended((begun, units, amount), opened, (), slot, group)
            for index, composition in enumerate(opened):
                is_first = index == 0 or opened[index - 1] != composition
                if is_first and self._takes(composition, slot, group):
                    others = opened[:index] + opened[index + 1 :]
                    found += self._extended((times, units, amount), others, composition, slot, group)
        return found

    def _takes(self, composition: Composition, slot: int, group: int) -> bool:
        """Whether a slot has room for a unit that is no dearer than those before."""
        if sum(1 for each, _ in composition if each == slot) >= self.slots[slot].limit:
            return False
        amount = self.field.groups[group].unit.amount
        return not self.benefit.in_order or not any(
            each > slot and self.field.groups[other].unit.amount > amount for each, other in composition
        )

    def _extended(
        self,
        left: tuple[int, int, int],
        others: tuple[Composition, ...],
        composition: Composition,
        slot: int,
        group: int,
    ) -> Iterator[Move]:
        times, units, amount = left
        longer = (*composition, (slot, group))
        filled = [sum(1 for each, _ in longer if each == i) for i in range(len(self.slots))]
        if any(many < each.limit for many, each in zip(filled, self.slots, strict=True)):
            opened = tuple(sorted((*others, longer)))
            yield Move((times, units, amount, opened), 0, None)
        if all(many >= each.least for many, each in zip(filled, self.slots, strict=True)):
            given = self._given(longer, amount)
            rest = amount if amount == UNLIMITED else amount - sum(given.values())
            yield Move((times, units, rest, others), self.worth_of(given), longer)

    def _given(self, composition: Composition, amount: int) -> Mapping[int, int]:
        if amount != UNLIMITED:
            return self.given(composition, amount)
        if composition not in self.known:
            self.known[composition] = self.given(composition, None)
        return self.known[composition]

    def ahead(self, state: State, group: int) -> int:
        """The bounds of the units that are open."""
        del group
        return sum(self.bound(each) for composition in state[3] for _, each in composition)

    def is_settled(self, state: State) -> bool:
        """Whether no application is open."""
        return not state[3]

    def effort(self, state: State) -> int:
        """Several steps for each open unit: what an application gives is found unit by unit."""
        return 8 + 4 * sum(map(len, state[3]))

    def applications(self, steps: Sequence[tuple[int, Any]]) -> Iterator[tuple[int, Composition]]:
        """Those that were completed, in that order."""
        for _, note in steps:
            if note is not None:
                yield 1, note


def contender_of(candidate: Candidate, field: Field) -> Contender | None:
    """How a candidate competes for the units of a field; ``None`` if it can have none of them."""
    promotion, places = candidate.promotion, frozenset(candidate.places)
    benefit = promotion.benefit
    own = [index for index, group in enumerate(field.groups) if group.place in places]
    if not isinstance(benefit, SetBenefit):
        eligible = frozenset(index for index in own if field.groups[index].parts.get(promotion.id))
        return Limited(candidate=candidate, field=field, eligible=eligible) if eligible else None
    slots = benefit.slots if benefit.by_slot else _merged(benefit.slots)
    fills = {
        index: filled
        for index in own
        if (filled := fits_of(field.charges[field.groups[index].place].product, slots))
    }
    if not fills:
        return None
    kind = _kind_of(candidate, benefit, slots, field, fills)
    return kind(
        candidate=candidate,
        field=field,
        eligible=frozenset(fills),
        benefit=benefit,
        slots=slots,
        fills=fills,
    )


def _merged(slots: Sequence[Slot]) -> tuple[Slot, ...]:
    """The slots, those of fixed numbers for the same goods as one."""
    fixed: dict[Selection, int] = {}
    others = []
    for slot in slots:
        if slot.least == slot.limit:
            fixed[slot.on] = fixed.get(slot.on, 0) + slot.least
        else:
            others.append(slot)
    return (*(Slot(on=on, least=least) for on, least in fixed.items()), *others)


def _kind_of(
    candidate: Candidate,
    benefit: SetBenefit,
    slots: Sequence[Slot],
    field: Field,
    fills: Mapping[int, tuple[int, ...]],
) -> Callable[..., Sets]:
    """The least that a state must hold for the search to be exact."""
    groups = [field.groups[index] for index in fills]
    weights = {field.weight(candidate, group.place) for group in groups}
    has_floor = any(group.room < group.unit.amount for group in groups)
    fewest = sum(slot.least for slot in slots)
    cheapest = min(group.unit.amount for group in groups)
    may_exceed = benefit.constant > 0 and benefit.constant > fewest * cheapest
    if len(weights) > 1 or has_floor or may_exceed or candidate.amount is not None:
        return Open
    is_alike = all(slot.on == slots[0].on for slot in slots)
    is_fixed = all(slot.least == slot.limit for slot in slots)
    is_one = len(slots) == 1 or (benefit.in_order and is_alike and is_fixed)
    if (
        (benefit.in_turn or len(slots) < len(benefit.slots))
        and is_one
        and _falls(benefit, groups, field.minting)
    ):
        return InTurn
    if benefit.in_order:
        return Open
    return Pooled if is_fixed and not benefit.by_position else Levels


def _falls(benefit: SetBenefit, groups: Sequence[UnitGroup], minting: Minting) -> bool:
    """Whether a cheaper unit is never cut by more than a dearer one at the same position."""
    if not benefit.by_position and not benefit.in_order:
        return True
    last = sum(slot.least for slot in benefit.slots)
    cuts = [benefit.cut(len(benefit.slots) - 1, last, group.unit, minting) for group in groups]
    return all(first >= second for first, second in pairwise(cuts))
