"""Whether a rulebook's rules fit each other: every fault, in one order.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import chain

from comptoir.rulebook.consistency.announcements import announcement_faults
from comptoir.rulebook.consistency.goods import goods_faults
from comptoir.rulebook.consistency.money import money_faults
from comptoir.rulebook.consistency.places import entity_faults
from comptoir.rulebook.consistency.terms import terms_faults
from comptoir.rulebook.sections import Sections, TimeTables
from comptoir.values.errors import Fault, quoted
from comptoir.values.policies import MoneyPolicy
from comptoir.values.windows import Window


def inconsistencies(
    sections: Sections,
    *,
    currencies: Collection[str],
    zone: str,
    valid: Window,
    money: MoneyPolicy,
    reasons: Collection[str],
    entity: str | None = None,
    of_all: bool = True,
) -> Iterator[Fault]:
    """Each thing that does not fit: time, then goods, then the terms of what is sold, then announcements.

    ``reasons`` are the return reasons that the vocabulary has, ``entity`` is the legal entity that sells.
    Unless ``of_all``, no product and no price is read, and what does not fit between single ones is not
    looked for. What is announced is looked at once all the rest fits: it takes prices to judge it.
    """
    is_whole = of_all
    found = _between_rules(sections, currencies, zone, valid, reasons, of_all=of_all)
    for fault in chain(
        money_faults(money, sections, currencies), entity_faults(entity, sections.places), found
    ):
        is_whole = False
        yield fault
    if is_whole:
        yield from announcement_faults(sections, currencies, money, zone, valid)


def _between_rules(
    sections: Sections,
    currencies: Collection[str],
    zone: str,
    valid: Window,
    reasons: Collection[str],
    *,
    of_all: bool,
) -> Iterator[Fault]:
    if zone not in {each.name for each in sections.time.zones}:
        cure = "seal the rulebook again: its zone table is missing"
        yield Fault("unknown_zone", "zone", f"found {quoted(zone)}", cure)
    yield from _short_tables(sections.time, valid)
    yield from goods_faults(sections, currencies, valid, of_all=of_all)
    yield from terms_faults(sections, currencies, reasons, valid)


def _short_tables(time: TimeTables, valid: Window) -> Iterator[Fault]:
    for index, zone in enumerate(time.zones):
        starts = valid.from_ is None or zone.since <= valid.from_
        if not (starts and (valid.until is None or valid.until < zone.until)):
            found = f"found a table of {zone.name} that does not reach over the rulebook's window"
            cure = "seal the rulebook again: the table must hold its last instant and more"
            yield Fault("zone_table_too_short", f"time.zones[{index}]", found, cure)
