"""The plan of a layer that leaves least to pay: which promotions take which units.

What each charge could have by itself is found first. Charges for whose units no other offer competes are
settled by that. The others fall apart into *contests*, which share neither a charge nor an exclusive
group, and each is searched: which offers take all they select together, and for each such choice a sweep
over the units that are left.

Source: house rule (law Q3).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import attrs

from comptoir.pricing.choosing.alone import Alone, all_alone, best_alone
from comptoir.pricing.choosing.contenders import Field, contender_of
from comptoir.pricing.choosing.growth import Steps
from comptoir.pricing.choosing.strategy import best_given
from comptoir.pricing.choosing.sweep import Given, Sweep, fewest_first
from comptoir.pricing.choosing.taken import Candidate, Taken, exact_weight
from comptoir.pricing.choosing.units import groups_of
from comptoir.pricing.kinds import Charge, LineBenefit, TogetherBenefit
from comptoir.pricing.rules import CombineOrder
from comptoir.values.allocation import spread_within
from comptoir.values.decimals import MILLION
from comptoir.values.policies import Minting


@attrs.frozen(kw_only=True)
class Part:
    """What a charge gives up: by promotion, in the order in which they follow; and what no promotion took."""

    taken: tuple[Taken, ...]
    units_left: int = 0
    amount_left: int = 0

    @property
    def names(self) -> frozenset[str]:
        """The promotions that take something of it."""
        return frozenset(each.promotion for each in self.taken)


@attrs.frozen(kw_only=True)
class Plan:
    """By place, what each charge gives up; by how much the best might be better, in weighted units.

    ``unproven`` are the promotions of a contest whose search ended at its bound. ``uses`` are the
    applications, units or baskets of each promotion that competes.
    """

    parts: Mapping[int, Part]
    worth: int
    gap: int = 0
    unproven: frozenset[str] = frozenset()
    uses: Mapping[str, int] = attrs.field(factory=dict)

    def names(self, places: Iterable[int]) -> frozenset[str]:
        """The promotions that take something at these places."""
        return frozenset().union(*(self.parts[place].names for place in places if place in self.parts))


@attrs.frozen(kw_only=True)
class Layered:
    """What a layer chooses from: its candidates in the order of their identifiers, and what it found."""

    candidates: Sequence[Candidate]
    charges: Sequence[Charge]
    minting: Minting
    order: CombineOrder
    scale: int

    @cached_property
    def simple(self) -> Sequence[Candidate]:
        """Those that take each line by itself, and of which no limit can bind."""
        return [each for each in self.candidates if _is_simple(each, self)]

    @cached_property
    def competing(self) -> Sequence[Candidate]:
        """The others, which compete for units."""
        known = {id_of(each) for each in self.simple}
        return [each for each in self.candidates if id_of(each) not in known]


def best_plan(layer: Layered, *, steps: int) -> Plan:
    """The plan that leaves least to pay, found within ``steps`` counted steps."""
    alone, left = _alone(layer), Steps(steps)
    parts = {place: Part(taken=best.parts) for place, best in alone.items()}
    worth = sum(best.worth for best in alone.values())
    gap, unproven, uses = 0, set[str](), dict[str, int]()
    for contest in _contests_of(layer, alone):
        found = contest.best(left)
        for place in contest.places:
            parts.pop(place, None)
        parts.update(found.parts)
        worth += found.worth - sum(alone[place].worth for place in contest.places if place in alone)
        uses.update(found.uses)
        if found.gap:
            gap += found.gap
            unproven.update(map(id_of, contest.candidates))
    return Plan(parts=parts, worth=worth, gap=gap, unproven=frozenset(unproven), uses=uses)


def _contests_of(layer: Layered, alone: Mapping[int, Alone]) -> list[Contest]:
    """The contests of a layer, given what charges take by themselves."""
    return [
        Contest(
            layer=layer,
            candidates=members,
            places=sorted({place for each in members for place in each.places}),
            alone=alone,
        )
        for members in _contests(layer.competing)
    ]


def lost_with(layer: Layered, promotion: str, *, steps: int) -> int | None:
    """By how much less the best plan in which a promotion takes something is worth, in weighted units.

    ``None`` if it can take nothing worth anything.
    """
    [candidate] = [each for each in layer.candidates if id_of(each) == promotion]
    alone, left = _alone(layer), Steps(steps)
    contests = _contests_of(layer, alone)
    if candidate not in layer.simple:
        [own] = [each for each in contests if promotion in map(id_of, each.candidates)]
        with_it = own.worth_with(promotion, left)
        return None if with_it is None else max(0, own.best(left).worth - with_it)
    at_place = {place: each for each in contests for place in each.places}
    best: dict[int, int] = {}
    losses: list[int] = []
    for place in sorted(candidate.places, key=lambda place: place in at_place):
        taken = _alone_with(layer, candidate, place)
        if taken is None:
            continue
        if place not in at_place:
            losses.append(max(0, alone[place].worth - taken.worth))
        elif left.left > 0:  # where it would have to be what the charge takes by itself
            contest = at_place[place]
            with_it = attrs.evolve(contest, alone={**alone, place: taken}).worth_with(promotion, left)
            first = contest.places[0]
            if first not in best:
                best[first] = contest.best(left).worth
            losses += [] if with_it is None else [max(0, best[first] - with_it)]
    return min(losses, default=None)


def _alone_with(layer: Layered, candidate: Candidate, place: int) -> Alone | None:
    """The best that a charge can have by itself with an offer: that one, or all that combine with it."""
    charge, minting = layer.charges[place], layer.minting
    ways = [[candidate.promotion]]
    if candidate.promotion.combines:
        ways.append(
            [each.promotion for each in layer.simple if each.promotion.combines and place in each.places]
        )
    found = [best_alone(way, charge, minting, scale=layer.scale, order=layer.order) for way in ways]
    own = [each for each in found if each is not None and candidate.promotion.id in each.names]
    return max(own, key=lambda each: each.worth, default=None)


def _alone(layer: Layered) -> Mapping[int, Alone]:
    return all_alone(layer.simple, layer.charges, layer.minting, scale=layer.scale, order=layer.order)


def id_of(candidate: Candidate) -> str:
    """The identifier of a candidate's promotion."""
    return candidate.promotion.id


def _is_simple(candidate: Candidate, layer: Layered) -> bool:
    """Whether it takes each line by itself, and no limit of it can bind."""
    promotion = candidate.promotion
    if not isinstance(promotion.benefit, LineBenefit) or promotion.group is not None:
        return False
    if candidate.units is not None and candidate.units < sum(
        layer.charges[place].units for place in candidate.places
    ):
        return False
    return candidate.amount is None or candidate.amount >= sum(
        _limited_reduction(candidate, layer.charges[place], layer.minting) for place in candidate.places
    )


def _limited_reduction(candidate: Candidate, charge: Charge, minting: Minting) -> int:
    benefit = candidate.promotion.benefit
    assert isinstance(benefit, LineBenefit)
    return charge.fall(benefit.reduction(charge, minting))


def _contests(candidates: Iterable[Candidate]) -> list[list[Candidate]]:
    """Candidates in groups that share neither a charge nor an exclusive group, in a stable order."""
    found: list[tuple[set[int | str], list[Candidate]]] = []
    for candidate in candidates:
        shared: set[int | str] = set(candidate.places)
        if candidate.promotion.group is not None:
            shared.add(candidate.promotion.group)
        members = [candidate]
        apart = []
        for other in found:
            if other[0].isdisjoint(shared):
                apart.append(other)
            else:
                shared |= other[0]
                members += other[1]
        found = [*apart, (shared, members)]
    in_order = [sorted(members, key=id_of) for _, members in found]
    return sorted(in_order, key=lambda members: id_of(members[0]))


@attrs.frozen
class _Together:
    """An offer on all of its charges, with what it takes of each and what that is worth."""

    candidate: Candidate
    taken: Mapping[int, Taken]
    worth: int
    bit: int


@attrs.frozen
class _Choice:
    """Offers that take their charges together, what the rest comes to, and the worth and the names of all."""

    worth: int
    used: int
    together: tuple[_Together, ...]
    given: Given | None

    @property
    def key(self) -> tuple[int, tuple[int, tuple[int, ...]]]:
        """The smaller, the better: what it is worth, then the promotions that it uses."""
        return -self.worth, fewest_first(self.used)


@attrs.frozen(kw_only=True)
class Contest:
    """Candidates that compete for the units of some charges, and what each charge could have by itself."""

    layer: Layered
    candidates: Sequence[Candidate]
    places: Sequence[int]
    alone: Mapping[int, Alone]

    @property
    def names(self) -> frozenset[str]:
        """The promotions that may be used in it."""
        found = {id_of(each) for each in self.candidates}
        for place in self.places:
            if place in self.alone:
                found.update(self.alone[place].names)
        return frozenset(found)

    def best(self, steps: Steps) -> Plan:
        """The best plan of the contest."""
        found = _ContestSearch(self, steps, None).best()
        assert found is not None
        return found

    def worth_with(self, promotion: str, steps: Steps) -> int | None:
        """What the best plan is worth that uses a promotion; ``None`` if none can."""
        found = _ContestSearch(self, steps, promotion).best()
        return None if found is None else found.worth


class _ContestSearch:
    """One search of a contest: depth first over what takes its charges together, a sweep for the rest."""

    def __init__(self, contest: Contest, steps: Steps, must: str | None) -> None:
        self.contest, self.layer, self.steps, self.must = contest, contest.layer, steps, must
        self.bits = {name: 1 << index for index, name in enumerate(sorted(contest.names))}
        self.million = MILLION if self._counts_fractions() else 1
        self.together = [
            self._together(each)
            for each in contest.candidates
            if isinstance(each.promotion.benefit, TogetherBenefit)
        ]
        self.single = [
            each for each in contest.candidates if not isinstance(each.promotion.benefit, TogetherBenefit)
        ]
        self.numbers = {
            name: number
            for number, name in enumerate(
                sorted({each.promotion.group for each in contest.candidates if each.promotion.group})
            )
        }
        self.most_at = self._most_at()
        self.sweeps: dict[frozenset[int], Sweep] = {}
        self.best_choice: _Choice | None = None
        self.missed = 0

    def best(self) -> Plan | None:
        """The best plan; ``None`` only if the promotion that it must use cannot be used."""
        self._look((), 0, frozenset(self.contest.places), frozenset())
        choice = self.best_choice
        if choice is None:
            return None
        missed = max(0, min(self.missed, self._most()) - choice.worth)
        return self._plan(choice, -(-missed // self.million))

    def _most(self) -> int:
        """What all charges would be worth if nothing of them were left but their floors."""
        charges = (self.layer.charges[place] for place in self.contest.places)
        return self.million * sum(each.room * max(each.weight, self.layer.scale) for each in charges)

    def _counts_fractions(self) -> bool:
        """Whether the worth of a minor unit off a set is no whole number of weighted units."""
        layer = self.layer
        return any(
            exact_weight(each.promotion, layer.charges[place], layer.minting, layer.scale) % MILLION
            for each in self.contest.candidates
            for place in each.places
        )

    def _together(self, candidate: Candidate) -> _Together:
        """What an offer takes off all of its charges, up to its amount."""
        layer, promotion = self.layer, candidate.promotion
        benefit = promotion.benefit
        assert isinstance(benefit, TogetherBenefit)
        selected = [layer.charges[place] for place in candidate.places]
        reductions: Sequence[int] = [
            charge.fall(each)
            for each, charge in zip(benefit.reductions(selected, layer.minting), selected, strict=True)
        ]
        if candidate.amount is not None and sum(reductions) > candidate.amount:
            keys = [(charge.number, not charge.fresh) for charge in selected]
            reductions = spread_within(candidate.amount, reductions, reductions, keys)
        taken = {
            place: Taken.of(promotion, reduction, charge, layer.minting, layer.scale)
            for place, reduction, charge in zip(candidate.places, reductions, selected, strict=True)
        }
        worth = sum(each.worth for each in taken.values()) * self.million
        return _Together(candidate, taken, worth, self.bits[promotion.id])

    def _look(
        self, chosen: tuple[_Together, ...], index: int, places: frozenset[int], taken: frozenset[int]
    ) -> None:
        """Every set of offers from ``index`` on that share neither charges nor exclusive groups."""
        stack = [(chosen, index, places, taken)]
        while stack:
            chosen, index, places, taken = stack.pop()
            worth = sum(each.worth for each in chosen)
            if self.best_choice is not None:
                hope = worth + self._hope(index, places)
                if hope < self.best_choice.worth:
                    continue
                if self.steps.left <= 0:
                    self.missed = max(self.missed, hope)
                    continue
            self.steps.left -= 1 + len(self.together) - index  # a look at each of them
            if index == len(self.together):
                self._rest(chosen, worth, places, taken)
                continue
            stack.append((chosen, index + 1, places, taken))
            offer = self.together[index]
            number = self._number(offer.candidate)
            if offer.worth > 0 and places.issuperset(offer.taken) and number not in taken:
                used = taken if number is None else taken | {number}
                stack.append(((*chosen, offer), index + 1, places.difference(offer.taken), used))

    def _number(self, candidate: Candidate) -> int | None:
        group = candidate.promotion.group
        return None if group is None else self.numbers[group]

    def _hope(self, index: int, places: frozenset[int]) -> int:
        """What is still to come at most: of every charge the most, or of every offer that fits all."""
        more = sum(
            max(0, each.worth - self._alone_worth(each.taken))
            for each in self.together[index:]
            if places.issuperset(each.taken)
        )
        if self.single:
            return more + self._sweep(places).bound
        return min(more + self._alone_worth(places), sum(self.most_at[place] for place in places))

    def _most_at(self) -> dict[int, int]:
        """By place, the most that a charge is worth alone or in an offer together."""
        most = {place: self._alone_worth([place]) for place in self.contest.places}
        for offer in self.together:
            for place, taken in offer.taken.items():
                most[place] = max(most[place], taken.worth * self.million)
        return most

    def _alone_worth(self, places: Iterable[int]) -> int:
        alone = self.contest.alone
        return sum(alone[place].worth for place in places if place in alone) * self.million

    def _rest(
        self, chosen: tuple[_Together, ...], worth: int, places: frozenset[int], taken: frozenset[int]
    ) -> None:
        """The best of what these offers leave, compared with the best so far."""
        used = 0
        for each in chosen:
            used |= each.bit
        must = 0 if self.must is None or used & self.bits[self.must] else self.bits[self.must]
        if not self.single:
            for place in places:
                used |= self._alone_bits(place)
            if not must & ~used:
                self._compare(_Choice(worth + self._alone_worth(places), used, chosen, None))
            return
        sweep = attrs.evolve(self._sweep(places), taken=taken, must=must)
        given = best_given(sweep, self.steps)
        if given is not None:
            self._compare(_Choice(worth + given.worth, used | given.used, chosen, given))

    def _compare(self, choice: _Choice) -> None:
        if self.best_choice is None or choice.key < self.best_choice.key:
            self.best_choice = choice
        if choice.given is not None and choice.given.missed:
            self.missed = max(self.missed, choice.worth + choice.given.missed)

    def _alone_bits(self, place: int) -> int:
        bits = 0
        if place in self.contest.alone:
            for name in self.contest.alone[place].names:
                bits |= self.bits[name]
        return bits

    def _sweep(self, places: frozenset[int]) -> Sweep:
        """The search over the units of these charges: what is looked at again is not built again."""
        if places not in self.sweeps:
            self.sweeps[places] = self._built(places)
        return self.sweeps[places]

    def _built(self, places: frozenset[int]) -> Sweep:
        layer, charges = self.layer, self.layer.charges
        limited = {
            id_of(each): {
                place: _limited_reduction(each, charges[place], layer.minting)
                for place in each.places
                if place in places
            }
            for each in self.single
            if isinstance(each.promotion.benefit, LineBenefit)
        }
        groups = groups_of(
            places, charges, self.contest.alone, limited, million=self.million, scale=layer.scale
        )
        field = Field(
            groups=groups, charges=charges, minting=layer.minting, scale=layer.scale, million=self.million
        )
        contenders = [found for each in self.single if (found := contender_of(each, field)) is not None]
        numbers = [self._number(each.candidate) for each in contenders]
        return Sweep(
            field=field,
            contenders=contenders,
            bits=[self.bits[each.id] for each in contenders],
            alone_bits=[self._alone_bits(group.place) for group in groups],
            exclusive=numbers,
        )

    def _plan(self, choice: _Choice, gap: int) -> Plan:
        """What the choice takes off each charge."""
        parts: dict[int, Part] = {}
        uses: dict[str, int] = {}
        rest = frozenset(self.contest.places)
        for offer in choice.together:
            rest = rest.difference(offer.taken)
            uses[id_of(offer.candidate)] = 1
            parts |= {place: Part(taken=(taken,)) for place, taken in offer.taken.items()}
        if choice.given is None:
            for place in rest:
                if place in self.contest.alone:
                    parts[place] = Part(taken=self.contest.alone[place].parts)
        else:
            shared = _Shared(self, self._sweep(rest), choice.given)
            parts |= shared.parts()
            uses |= shared.uses()
        return Plan(
            parts=parts,
            worth=-(-choice.worth // self.million),
            gap=gap,
            uses=uses,
        )


@attrs.frozen
class _Shared:
    """What a sweep's best gives comes to, by charge."""

    search: _ContestSearch
    sweep: Sweep
    given: Given

    def parts(self) -> Mapping[int, Part]:
        """What each charge gives up, to which promotion."""
        layer = self.search.layer
        by_place: dict[int, list[Taken]] = {}
        for j, steps in sorted(self.given.steps.items()):
            contender = self.sweep.contenders[j]
            units = contender.units_of(steps)
            for place, amount in contender.reductions(steps).items():
                promotion, charge = contender.candidate.promotion, layer.charges[place]
                taken = Taken.of(promotion, amount, charge, layer.minting, layer.scale, units=units[place])
                by_place.setdefault(place, []).append(taken)
        parts = {}
        for place in sorted({group.place for group in self.sweep.field.groups}):
            alone, units_left, amount_left = self._alone(place)
            if every := (*by_place.get(place, ()), *alone):
                parts[place] = Part(taken=every, units_left=units_left, amount_left=amount_left)
        return parts

    def uses(self) -> Mapping[str, int]:
        """How often sets apply, and how many units limited offers take."""
        contenders = self.sweep.contenders
        return {contenders[j].id: contenders[j].uses(steps) for j, steps in self.given.steps.items()}

    def _alone(self, place: int) -> tuple[tuple[Taken, ...], int, int]:
        """What the units of a charge that are left take by themselves; else how many, and what they cost."""
        charge, alone = self.search.layer.charges[place], self.search.contest.alone.get(place)
        left = [
            (group, self.given.alone[index])
            for index, group in enumerate(self.sweep.field.groups)
            if group.place == place and self.given.alone[index]
        ]
        units = sum(many for _, many in left)
        parts = () if alone is None else alone.parts
        sums = [
            [sum(many * group.parts_alone[index][what] for group, many in left) for what in range(3)]
            for index in range(len(parts))
        ]
        taken = tuple(
            Taken(
                promotion=part.promotion,
                amount=amount,
                funded=funded,
                in_base=in_base,
                worth=amount * charge.weight - in_base * (charge.weight - self.search.layer.scale),
                units=units,
            )
            for part, (amount, funded, in_base) in zip(parts, sums, strict=True)
            if amount
        )
        if taken:
            return taken, 0, 0
        return (), units, sum(many * group.unit.amount for group, many in left)
