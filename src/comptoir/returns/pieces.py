"""Which pieces of an order are meant by what a customer gives back.

Pieces of a line are alike, so the first that the customer still has are taken, by a preference that is
handed in. It knows nothing of rights or money.

Source: house rule (law R3: no piece twice).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

import attrs

from comptoir.facts.held import Run
from comptoir.facts.orders import Order
from comptoir.facts.units import Units
from comptoir.returns.asked import Give
from comptoir.values.collections import tuple_of
from comptoir.values.errors import WrongType, WrongValue, shown
from comptoir.values.identifiers import checked_identifier
from comptoir.values.quantities import pieces


def pieces_meant(order: Order, what: str | int) -> Units | None:
    """The pieces of a channel's ref, or of the line of a number; ``None`` if the order has none."""
    if isinstance(what, str):
        found = next((ref for ref in order.refs if ref.ref == what), None)
        return None if found is None else Units(found.number, found.first, found.units)
    if what > len(order.lines):
        return None
    return Units(what, 0, pieces(order.lines[what - 1].terms.quantity))


def content_of(order: Order, give: Give) -> tuple[object, ...]:
    """What an entry means, the same for whoever names it: the order in which entries are looked at.

    Entries for some pieces of a line come before those for the whole line, which leave them their own.
    """
    meant = pieces_meant(order, give.what)
    by = () if give.exception is None else tuple(part or "" for part in attrs.astuple(give.exception))
    rest = give.sku or "", give.reason, give.quantity, give.grade.value, give.unsealed, by
    if meant is None:
        return len(order.lines) + 1, False, 0, str(give.what), *rest
    is_whole = meant.count == pieces(order.lines[meant.number - 1].terms.quantity)
    return meant.number, is_whole, meant.first, "", *rest


def to_named(units: Iterable[Units | str] | None) -> tuple[Units | str, ...] | None:
    """Pieces, or refs of lines, as they are named in a question; for attrs fields. ``None``: all."""
    if isinstance(units, str | bytes):
        cure = 'pass a sequence of Units or refs, such as [Units(1, 0, 1)] or ["app-7"]'
        raise WrongType.at("units", shown(units), cure, code="not_a_sequence")
    named = None if units is None else tuple_of(object, units, "units")
    if named == ():
        raise WrongValue.at(
            "units", "found no goods", "name some, or leave it out for all", code="nothing_given"
        )
    return None if named is None else tuple(_checked_name(each, index) for index, each in enumerate(named))


def _checked_name(name: object, index: int) -> Units | str:
    where = f"units[{index}]"
    if isinstance(name, str):
        return checked_identifier(name, where)
    if not isinstance(name, Units):
        cure = 'pass Units(1, 0, 1), or a ref such as "app-7"'
        raise WrongType.at(where, shown(name), cure, code="wrong_item")
    return name


def named_in(order: Order, name: Units | str) -> Units | None:
    """The pieces that are named, by themselves or by a ref; ``None`` if the order has not all of them."""
    if isinstance(name, str):
        return pieces_meant(order, name)
    whole = pieces_meant(order, name.number)
    return name if whole is not None and name.after <= whole.after else None


def check_once(named: Sequence[Units]) -> None:
    """``WrongValue`` for pieces that are named twice."""
    for one, other in pairwise(sorted(named)):
        if one.common(other) is not None:
            found = f"found pieces of line {one.number} twice"
            raise WrongValue.at("units", found, "name each piece once", code="named_twice")


def are_those_named(order: Order, names: Sequence[Units | str] | None, taken: Sequence[Units]) -> bool:
    """Whether the pieces that are named are those that a fact took; where none are named, any are."""
    if names is None:
        return True
    named = [units for name in names if (units := named_in(order, name)) is not None]
    common = sum(both.count for one in named for other in taken if (both := one.common(other)) is not None)
    return len(named) == len(names) and common == sum(units.count for units in named) == sum(
        units.count for units in taken
    )


def first_pieces(
    runs: Iterable[Run], within: Units, quantity: int, preference: Callable[[Run], tuple[bool, ...]]
) -> list[Run]:
    """The first so many pieces of some runs that lie within others, by preference; all if there are fewer."""
    found: list[Run] = []
    listed = list(runs)
    if len(listed) > 1:
        listed.sort(key=lambda run: (preference(run), run.units))
    for run in listed:
        common = run.units.common(within)
        if common is not None and quantity:
            count = min(common.count, quantity)
            is_whole = count == run.units.count
            found.append(run if is_whole else attrs.evolve(run, units=attrs.evolve(common, count=count)))
            quantity -= count
    return found


def without(runs: Iterable[Run], gone: Units) -> Iterator[Run]:
    """What is left of some runs."""
    for run in runs:
        for units in run.units.without(gone):
            yield attrs.evolve(run, units=units)
