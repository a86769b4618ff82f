"""How many units the slots of a set lack, against Hall's condition on every choice of slots."""

from __future__ import annotations

from collections import Counter
from itertools import chain, combinations

from hypothesis import example, given
from hypothesis import strategies as st

from comptoir.pricing.fitting import Fits, Fitting
from comptoir.pricing.kinds import Slot

SLOTS = st.lists(st.integers(1, 3), min_size=1, max_size=4)
SUPPLIES = st.dictionaries(
    st.lists(st.integers(0, 3), min_size=1, max_size=4, unique=True).map(lambda fits: tuple(sorted(fits))),
    st.integers(1, 9),
    max_size=6,
)


def fitting(least: list[int], supply: dict[Fits, int]) -> Fitting:
    """Slots by how many units they take, and units by the slots that they fill."""
    known: Counter[Fits] = Counter()
    for fits, units in supply.items():
        if inside := tuple(slot for slot in fits if slot < len(least)):
            known[inside] += units
    return Fitting(tuple(Slot(least=each) for each in least), known)


def lacks_by_hall(found: Fitting, times: int) -> int:
    """The largest shortfall of any choice of slots: what they take less the units that fill one of them."""
    numbers = range(len(found.slots))
    choices = chain.from_iterable(combinations(numbers, many) for many in range(1 + len(found.slots)))
    return max(
        sum(times * found.slots[number].least for number in chosen)
        - sum(units for fits, units in found.supply.items() if set(fits) & set(chosen))
        for chosen in choices
    )


@given(SLOTS, SUPPLIES, st.integers(0, 5))
@example([1, 1], {(0, 1): 1, (0,): 1}, 1)  # the first unit makes room for the second
def test_what_is_missing_is_the_largest_shortfall_of_any_slots(
    least: list[int], supply: dict[Fits, int], times: int
) -> None:
    found = fitting(least, supply)
    assert found.lacks(times) == lacks_by_hall(found, times)


def test_a_million_units_are_no_more_work_than_one() -> None:
    # Slot 0 takes 1,000,002 of 1,000,003 units and leaves one to slot 1, which shares others with slot 2.
    found = fitting([2, 1, 1], {(0,): 1_000_000, (0, 1): 3, (1, 2): 999_999})
    assert found.lacks(500_000) == 0
    assert found.lacks(500_001) == 2
