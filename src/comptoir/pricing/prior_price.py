"""What may be written about the price before a reduction: how many days, and each country's options.

Source: Directive 98/6/EC, article 6a; Commission guidance 2021/C 526/02; CJEU C-330/23.
"""

from __future__ import annotations

from typing import Final

import attrs

from comptoir.facts.wheres import Where, checked_where
from comptoir.values.errors import WrongType, WrongValue, checked_type, shown
from comptoir.values.identifiers import checked_identifier, checked_text
from comptoir.values.selections import EVERYTHING, Selection, checked_selection
from comptoir.values.windows import ALWAYS, Window

PRIOR_DAYS_MAX: Final = 366
"""Days before a reduction that may be looked at."""


@attrs.frozen(kw_only=True)
class PriorPriceRule:
    """How the prior price of selected products is found, in force for ``valid``, where it says.

    It is the lowest price applied in the ``days`` before the reduction. With ``progressive``, a
    reduction that only grows, without a break, keeps the prior price of its first step. ``new_days``
    is for goods that came on sale within the ``days``: the lowest price of that many days. ``exempt``
    goods (perishable ones) need none. Of several rules that select a product, the narrowest place
    decides, then the smaller id.
    """

    id: str
    on: Selection = EVERYTHING
    where: Where | None = None
    valid: Window = ALWAYS
    days: int = 30
    progressive: bool = False
    new_days: int | None = None
    exempt: bool = False
    source: str

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        checked_selection(self.on, "on")
        checked_where(self.where, "where")
        checked_type(Window, self.valid, "valid", "pass a Window")
        checked_type(bool, self.progressive, "progressive", "pass True or False")
        checked_type(bool, self.exempt, "exempt", "pass True or False")
        checked_text(self.source, "source")
        _check_days(self.days, "days")
        if self.new_days is not None:
            _check_days(self.new_days, "new_days")


def _check_days(days: int, where: str) -> None:
    if type(days) is not int:
        raise WrongType.at(where, shown(days), "pass whole days as int", code="not_an_int")
    if not 1 <= days <= PRIOR_DAYS_MAX:
        raise WrongValue.at(where, shown(days), f"use 1 to {PRIOR_DAYS_MAX} days", code="days_out_of_range")
