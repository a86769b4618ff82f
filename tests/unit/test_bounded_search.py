"""The search for the best plan: its bounds hold, its work is counted, and what it finds is never foolish."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import combinations, permutations
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir import Counter, Line, Proven, Quote, Within
from comptoir.pricing.benefits.basket_amount import BasketAmountOff
from comptoir.pricing.benefits.buy_get import BuyGet
from comptoir.pricing.benefits.n_for_m import NForM
from comptoir.pricing.benefits.positions import Positions
from comptoir.pricing.benefits.set import SetOffer
from comptoir.pricing.choosing.bounds import Bounds
from comptoir.pricing.choosing.contenders import FINE, Field, contender_of
from comptoir.pricing.choosing.growth import Growth, Steps
from comptoir.pricing.choosing.plan import Layered, best_plan
from comptoir.pricing.choosing.sweep import Sweep, _fullest
from comptoir.pricing.choosing.taken import Candidate
from comptoir.pricing.choosing.units import UnitGroup, groups_of
from comptoir.pricing.kinds import Charge, SetBenefit, Slot
from comptoir.pricing.rules import AtMost, CombineOrder, Promotion
from comptoir.values.allocation import spread_within
from comptoir.values.policies import Minting
from comptoir.values.rounding import Rounding
from comptoir.values.selections import Skus
from unit.offer_shop import THREE_FOR_TWO, TWO_FOR_ONE, gives, on, sold
from unit.price_shop import AT, basket, price_list, product, promotion, shop

MINTING = Minting("EUR", 2, Rounding.HALF_UP)

# Every way, by hand: units one by one, applications as subsets, the best of all disjoint choices.


class Unit:
    """A piece: its place, what it costs, by how much it may fall, what a minor unit off it is worth."""

    def __init__(self, group: UnitGroup, charge: Charge) -> None:
        self.place, self.unit, self.room = group.place, group.unit, group.room
        self.product, self.number, self.weight = charge.product, charge.number, charge.weight


def application_worth(benefit: SetBenefit, units: Sequence[Unit]) -> int | None:
    """What units, the dearest first, are worth in one application, in the best slots; ``None`` if in none."""
    found = None
    for slots in fillings(benefit, units):
        cut = benefit.constant
        for position, (slot, each) in enumerate(zip(slots, units, strict=True), 1):
            cut += min(max(0, benefit.cut(slot, position, each.unit, MINTING)), each.unit.amount)
        places = sorted({each.place for each in units})
        rooms = [sum(each.room for each in units if each.place == place) for place in places]
        amounts = [sum(each.unit.amount for each in units if each.place == place) for place in places]
        weights = [next(each.weight for each in units if each.place == place) for place in places]
        keys = [(next(each.number for each in units if each.place == place), 0) for place in places]
        reduction = max(0, min(cut, sum(rooms)))
        shares = spread_within(reduction, amounts, rooms, keys)
        worth = sum(share * weight for share, weight in zip(shares, weights, strict=True))
        found = worth if found is None else max(found, worth)
    return found


def fillings(benefit: SetBenefit, units: Sequence[Unit]) -> Sequence[tuple[int, ...]]:
    """The slots of each unit, in every way that fills all slots."""
    ways = []
    for slots in set(_slot_choices(benefit.slots, len(units))):
        fits = all(
            benefit.slots[slot].on.selects(each.product) for slot, each in zip(slots, units, strict=True)
        )
        dearest_got = max((u.unit.amount for s, u in zip(slots, units, strict=True) if s), default=0)
        cheapest_bought = min((u.unit.amount for s, u in zip(slots, units, strict=True) if not s), default=0)
        if fits and (not benefit.in_order or dearest_got <= cheapest_bought):
            ways.append(slots)
    return ways


@cache
def _slot_choices(slots: tuple[Slot, ...], size: int) -> tuple[tuple[int, ...], ...]:
    found: list[tuple[int, ...]] = []

    def fill(number: int, chosen: tuple[int, ...]) -> None:
        if number == len(slots):
            if len(chosen) == size:
                found.extend(set(permutations(chosen)))
            return
        for many in range(slots[number].least, slots[number].limit + 1):
            fill(number + 1, (*chosen, *(number,) * many))

    fill(0, ())
    return tuple(found)


def best_by_hand(groups: Sequence[UnitGroup], charges: Sequence[Charge], sets: Sequence[SetBenefit]) -> int:
    """The most that all units are worth, alone or in applications."""
    units = [Unit(group, charges[group.place]) for group in groups for _ in range(group.count)]
    alone = [group.alone for group in groups for _ in range(group.count)]
    worth_of: dict[int, int] = {}
    for benefit in sets:
        sizes = {sum(slot.least for slot in benefit.slots), sum(slot.limit for slot in benefit.slots)}
        for size in range(min(sizes), min(max(sizes), len(units)) + 1):
            for places in combinations(range(len(units)), size):
                worth = application_worth(benefit, [units[place] for place in places])
                if worth is not None:
                    mask = sum(1 << place for place in places)
                    worth_of[mask] = max(worth, worth_of.get(mask, 0))

    @cache
    def best(left: int) -> int:
        if not left:
            return 0
        first = left & -left
        found = alone[first.bit_length() - 1] + best(left & ~first)
        for mask, worth in worth_of.items():
            if mask & first and mask & left == mask:
                found = max(found, worth + best(left & ~mask))
        return found

    return best((1 << len(units)) - 1)


SKUS = "ABC"
PRODUCTS = {sku: product(sku, "any") for sku in SKUS}


def skus() -> st.SearchStrategy[str]:
    return st.sampled_from(["A", "B", "C", "AB", "BC", "ABC"])


@st.composite
def set_benefits(draw: st.DrawFn) -> SetBenefit:
    """Sets of few units, each kind in turn."""
    kind = draw(st.integers(0, 6))
    percent = str(draw(st.sampled_from([10, 33, 50, 100])))
    if kind == 0:
        take = draw(st.integers(2, 3))
        return NForM(take=take, pay=draw(st.integers(1, take - 1)))
    if kind == 1:
        off = {str(position): percent for position in draw(st.sets(st.integers(1, 3), min_size=1))}
        return Positions(of=3, off=off)
    slots = [on(draw(skus()), least=draw(st.integers(1, 2))) for _ in range(draw(st.integers(1, 2)))]
    if kind == 2:
        return SetOffer(slots=slots, total=f"{draw(st.integers(0, 1500)) / 100:.2f} EUR")
    if kind == 3:
        return SetOffer(slots=slots, amount=f"{draw(st.integers(1, 900)) / 100:.2f} EUR")
    if kind == 4:
        wider = [*slots[:-1], on(draw(skus()), least=1, most=3)]
        return SetOffer(slots=wider, percent=percent)
    if kind == 5 and sum(slot.least for slot in slots) > 1:
        return SetOffer(slots=slots, cheapest_free=1)
    return BuyGet(buy=slots[0], get=on(draw(skus())), percent=percent, lesser=draw(st.booleans()))


@st.composite
def small_layers(draw: st.DrawFn) -> tuple[list[Charge], list[SetBenefit]]:
    """Up to six units of three products, some at floors, some heavier than others; up to three sets."""
    charges = []
    units = 0
    for number, sku in enumerate(SKUS, 1):
        many = draw(st.integers(0, 3))
        if not many or units + many > 6:
            continue
        units += many
        amount = many * draw(st.sampled_from([100, 333, 500, 501, 999])) + draw(st.integers(0, many - 1))
        floor = draw(st.sampled_from([0, 0, 0, amount // 2]))
        charges.append(
            Charge(
                number,
                PRODUCTS[sku],
                many * 1_000_000,
                amount,
                amount,
                floor=floor,
                weight=draw(st.sampled_from([1, 1, 1, 2])),
                units=many,
            )
        )
    benefits = draw(st.lists(set_benefits(), min_size=1, max_size=3))
    return charges, benefits


def candidates_of(charges: Sequence[Charge], benefits: Sequence[SetBenefit]) -> list[Candidate]:
    places = tuple(place for place, charge in enumerate(charges) if charge.room)
    return [Candidate(promotion(f"p{index}", each), places) for index, each in enumerate(benefits)]


def field_of(charges: Sequence[Charge]) -> Field:
    places = [place for place, charge in enumerate(charges) if charge.room]
    groups = groups_of(places, charges, {}, {}, million=1, scale=1)
    return Field(groups=groups, charges=charges, minting=MINTING, scale=1, million=1)


@given(small_layers())
def test_no_plan_is_worth_more_than_its_bound(layer: tuple[list[Charge], list[SetBenefit]]) -> None:
    charges, benefits = layer
    field = field_of(charges)
    contenders = [
        found for each in candidates_of(charges, benefits) if (found := contender_of(each, field)) is not None
    ]
    if not contenders:
        return
    best = best_by_hand(field.groups, charges, benefits)
    bounds = Bounds(field.groups, contenders, Growth(field.groups, contenders, Steps(1_000_000)))
    assert bounds.total >= best * FINE
    sweep = Sweep(
        field=field,
        contenders=contenders,
        bits=[1 << index for index in range(len(contenders))],
        alone_bits=[0] * len(field.groups),
        exclusive=[None] * len(contenders),
    )
    assert sweep.bound >= best
    for reached in (0, best // 2, best):
        bounds.improve(reached, Steps(1_000_000))
        assert bounds.total >= best * FINE


@given(small_layers())
def test_a_proven_plan_is_the_best_of_all_and_another_is_no_further_than_it_says(
    layer: tuple[list[Charge], list[SetBenefit]],
) -> None:
    charges, benefits = layer
    field = field_of(charges)
    best = best_by_hand(field.groups, charges, benefits)
    layered = Layered(
        candidates=[each for each in candidates_of(charges, benefits) if each.places],
        charges=charges,
        minting=MINTING,
        order=CombineOrder.AMOUNTS_FIRST,
        scale=1,
    )
    for steps in (1, 30, 300, 100_000):
        plan = best_plan(layered, steps=steps)
        assert plan.worth <= best <= plan.worth + plan.gap
    assert (plan.worth, plan.gap) == (best, 0)


@given(
    st.lists(st.tuples(st.integers(2, 9), st.integers(0, 60)), min_size=1, max_size=4),
    st.integers(0, 20),
    st.integers(0, 40),
)
def test_the_fullest_of_units_alike_is_what_trying_every_number_finds(
    items: list[tuple[int, int]], alone: int, rest: int
) -> None:
    whole = [(1, alone, 1, -1), *((size, worth, 2 << j, j) for j, (size, worth) in enumerate(items))]
    worth, mask, cycles = _fullest(whole, rest)
    best = [0] * (rest + 1)
    for many in range(1, rest + 1):
        best[many] = max(best[many - size] + each for size, each, *_ in whole if size <= many)
    assert worth == best[rest]
    by_contender = {j: (size, each, bits) for size, each, bits, j in whole}
    used = sum(by_contender[j][0] * times for j, times in cycles)
    assert used <= rest
    assert worth == sum(by_contender[j][1] * times for j, times in cycles) + (rest - used) * alone
    for j, times in cycles:
        assert times > 0
        assert not by_contender[j][1] or mask & by_contender[j][2]


# Cut short


@pytest.mark.parametrize("steps", [1, 2, 10, 100])
def test_a_search_cut_short_gives_a_legal_plan_and_says_by_how_much_it_may_miss(steps: int) -> None:
    # Ten at 10.00 to 10.90. Two for one frees five, the cheaper of each pair: 10.80 + 10.60 + 10.40 + 10.20
    # + 10.00 = 52.00, more than any threes. Each free unit needs one paid, or two.
    prices = {f"S{cents}": f"10.{cents}0" for cents in range(10)}
    quote = sold(TWO_FOR_ONE, THREE_FOR_TWO, prices=prices, rules={"search_steps": steps})
    given = sum(gives(quote).values())
    gap = quote.proof.amount if isinstance(quote.proof, Within) else 0
    assert given <= 5200 <= given + gap
    # A set reduces all of its units: two, or three, for what it frees.
    pairs, threes = (
        sum(any(each.rule == id_ for each in line.adjustments) for line in quote.terms.lines)
        for id_ in ("two", "three")
    )
    assert (pairs % 2, threes % 3) == (0, 0)
    assert pairs + threes <= 10
    assert sum(gives(sold(TWO_FOR_ONE, THREE_FOR_TWO, prices=prices)).values()) == 5200


# Many offers

NAMES = [f"S{number:02}" for number in range(30)]


def many_prices(draw: random.Random) -> dict[str, str]:
    return {sku: f"{draw.randint(100, 5000) / 100:.2f}" for sku in NAMES}


def mixes(many: int, draw: random.Random, **fields: Any) -> list[Promotion]:
    """Mix-and-match offers on overlapping goods."""
    kinds: list[SetBenefit] = [
        NForM(take=3, pay=2),
        NForM(take=2, pay=1),
        Positions(of=2, off={"2": "50"}),
        Positions(of=3, off={"1": "20", "3": "70"}),
        SetOffer(slots=[Slot(least=3, most=5)], percent="30"),
    ]
    return [
        promotion(
            f"w{number:04}", draw.choice(kinds), on=Skus(draw.sample(NAMES, draw.randint(5, 25))), **fields
        )
        for number in range(many)
    ]


def menus(many: int, draw: random.Random, prices: Mapping[str, str]) -> list[Promotion]:
    """Sets of three named products."""
    found = []
    for number in range(many):
        chosen = draw.sample(NAMES, 3)
        cents = sum(round(100 * float(prices[sku])) for sku in chosen) * draw.randint(50, 95) // 100
        slots = [Slot(on=Skus([sku])) for sku in chosen]
        found.append(promotion(f"m{number:04}", SetOffer(slots=slots, total=f"{cents / 100:.2f} EUR")))
    return found


def amounts(many: int, draw: random.Random) -> list[Promotion]:
    """Amounts off overlapping goods together."""
    return [
        promotion(
            f"t{number:04}",
            BasketAmountOff(f"{draw.randint(1, 3000) / 100:.2f} EUR"),
            on=Skus(draw.sample(NAMES, draw.randint(1, 6))),
        )
        for number in range(many)
    ]


@pytest.mark.parametrize("many", [6, 20, 40])
def test_a_plan_gives_no_less_than_any_of_the_offers_by_itself(many: int) -> None:
    draw = random.Random(many)
    prices = many_prices(draw)
    offers = mixes(many, draw)
    best = max(sum(gives(sold(each, prices=prices)).values()) for each in offers)
    assert sum(gives(sold(*offers, prices=prices)).values()) >= best


def test_no_gap_is_larger_than_the_basket() -> None:
    draw = random.Random(3)
    prices = many_prices(draw)
    quote = sold(*amounts(300, draw), prices=prices, rules={"search_steps": 100})
    worth = sum(line.charged for line in quote.terms.lines)
    assert isinstance(quote.proof, Within)
    assert quote.proof.amount <= worth


def calls_of(work: Callable[[], Quote]) -> int:
    """How many Python functions are called: the same on every machine."""
    found = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal found
        del frame, argument
        found += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return found


@pytest.mark.parametrize(
    ("offers", "pieces"),
    [
        (lambda draw, prices: menus(1_000, draw, prices), 1),
        (lambda draw, _: amounts(1_000, draw), 1),
        (lambda draw, _: mixes(200, draw), 1),
        (lambda draw, _: mixes(200, draw), 40),
        (lambda draw, _: mixes(100, draw, at_most=AtMost(amount="20.00 EUR")), 1),
        (lambda draw, _: mixes(2, draw), 1),
    ],
    ids=[
        "1000 menus",
        "1000 amounts",
        "200 mixes",
        "200 mixes of 1200 pieces",
        "100 limited mixes",
        "2 mixes",
    ],
)
def test_work_is_bounded_by_the_counted_steps(
    offers: Callable[[random.Random, Mapping[str, str]], list[Promotion]], pieces: int
) -> None:
    # What is done for each offer once, and then for each step.
    draw = random.Random(1)
    prices = many_prices(draw)
    found = offers(draw, prices)
    products = tuple(product(sku, "any") for sku in prices)
    lines = [Line(sku, pieces) for sku in prices]
    counter = Counter(shop(*found, products=products, lists=[price_list("l", prices)], search_steps=500))
    asked = basket(*lines)
    assert calls_of(lambda: counter.quote(asked, AT)) <= 100_000 + 2_000 * len(found) + 1_000 * 500


def test_an_offer_that_nothing_competes_with_is_proven_at_once() -> None:
    # 200 offers on one product each: 30 contests, settled by what each line has alone.
    draw = random.Random(5)
    prices = many_prices(draw)
    apart = [promotion(f"n{sku}", NForM(take=2, pay=1), on=Skus([sku])) for sku in prices]
    quote = sold(*apart, prices=prices, pieces=dict.fromkeys(prices, 2), rules={"search_steps": 500})
    assert quote.proof == Proven()
    assert sum(gives(quote).values()) == sum(round(100 * float(price)) for price in prices.values())
