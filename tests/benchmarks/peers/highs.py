"""HiGHS: which applications of competing offers reduce most, as an integer program solved to the cent.

Where an offer's gain depends on which unit is the cheapest, or is rounded for each unit, a column counts the
applications of one composition of units; of equal compositions, the offer that gives most is kept. An offer
of a fixed total needs no compositions: it counts the units that it takes, and its applications. Each product
bounds the units taken. Of seven forms tried (compositions for every subset of the kinds), this was the
quickest; all of them found the same optima.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations_with_replacement
from math import floor
from typing import Any, Final, NamedTuple

import highspy
import numpy as np

from benchmarks.peers.set_offers import Chosen, Instance, Kind, SetOffer, percent_of

BELOW_A_CENT: Final = 0.99


class Column(NamedTuple):
    """A count from nothing to ``most``: what one of it gives, and what one takes of each row."""

    gain: int
    most: int
    takes: dict[int, int]


def gain(offer: SetOffer, cents: list[int]) -> int:
    """What an application to units of these prices gives."""
    match offer.kind:
        case Kind.CHEAPEST_OFF:
            return percent_of(min(cents), offer.value)
        case Kind.EACH_OFF:
            return sum(percent_of(each, offer.value) for each in cents)
        case Kind.FIXED_TOTAL:
            return max(0, sum(cents) - offer.value)


def compositions(instance: Instance) -> Iterator[Column]:
    """A column for each composition that some offer takes."""
    basket = instance.basket
    best: dict[tuple[int, ...], int] = {}
    for offer in instance.offers:
        if offer.kind is not Kind.FIXED_TOTAL:
            eligible = [row for row, each in enumerate(basket) if each.sku in offer.skus]
            for taken in combinations_with_replacement(eligible, offer.size):
                given = gain(offer, [basket[row].cents for row in taken])
                best[taken] = max(given, best.get(taken, 0))
    for taken, given in best.items():
        takes = dict(Counter(taken))
        most = min(basket[row].units // units for row, units in takes.items())
        if most and given:
            yield Column(given, most, takes)


def fixed_total(instance: Instance, offer: SetOffer, row: int) -> Iterator[Column]:
    """A column for each product's units, and one for the applications that the ``row`` ties to them."""
    eligible = [(place, each) for place, each in enumerate(instance.basket) if each.sku in offer.skus]
    for place, each in eligible:
        yield Column(each.cents, each.units, {place: 1, row: 1})
    yield Column(-offer.value, sum(each.units for _, each in eligible) // offer.size, {row: -offer.size})


def program(instance: Instance) -> Any:
    """The integer program, as HiGHS reads it."""
    totals = [offer for offer in instance.offers if offer.kind is Kind.FIXED_TOTAL]
    units = [each.units for each in instance.basket]
    columns = list(compositions(instance))
    for row, offer in enumerate(totals, start=len(units)):
        columns.extend(fixed_total(instance, offer, row))
    filled = [len(column.takes) for column in columns]
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(columns), len(units) + len(totals)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = np.array([column.gain for column in columns], dtype=float)
    lp.col_lower_ = np.zeros(len(columns))
    lp.col_upper_ = np.array([column.most for column in columns], dtype=float)
    lp.row_lower_ = np.zeros(lp.num_row_)
    lp.row_upper_ = np.array([*units, *(0 for _ in totals)], dtype=float)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.cumsum([0, *filled])
    lp.a_matrix_.index_ = np.array([row for column in columns for row in column.takes])
    lp.a_matrix_.value_ = np.array(
        [each for column in columns for each in column.takes.values()], dtype=float
    )
    lp.integrality_ = [highspy.HighsVarType.kInteger] * len(columns)
    return lp


def solved(lp: Any) -> Chosen:
    """The greatest reduction: whatever is less than a cent from the bound is proven."""
    solver = highspy.Highs()
    for option, value in (
        ("output_flag", False),
        ("threads", 1),
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", BELOW_A_CENT),
    ):
        solver.setOptionValue(option, value)
    solver.passModel(lp)
    solver.run()
    found = solver.getInfo()
    reduction, bound = round(found.objective_function_value), floor(found.mip_dual_bound + BELOW_A_CENT)
    proven = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return Chosen(reduction, proven=proven, gap=0 if proven else bound - reduction)
