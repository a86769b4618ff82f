"""What a merchant may write about floors: below what no reduction takes a price.

A floor is the house's (a minimum price, a margin, not discountable) or the law's, and then it names its
article: resale at a loss (Code de commerce, article L442-5), the fixed price of books (loi n° 81-766,
article 1: at most 5 % below the publisher's price).

Source: house rule for the shape (law Q2).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import attrs

from comptoir.facts.wheres import Where, checked_where
from comptoir.values.collections import texts
from comptoir.values.errors import WrongType, checked_type, shown
from comptoir.values.identifiers import checked_identifier, checked_names, checked_text
from comptoir.values.money import Amount, checked_not_negative, to_amount
from comptoir.values.percentages import Percent, to_percent
from comptoir.values.selections import EVERYTHING, Selection, checked_selection
from comptoir.values.windows import ALWAYS, Window


@attrs.frozen
class AtLeast:
    """So much per piece (or kilogram, litre …), on the basis that the price list has."""

    kind: ClassVar[str] = "price"
    main: ClassVar[str] = "price"
    price: Amount = attrs.field(converter=to_amount)

    def __attrs_post_init__(self) -> None:
        checked_not_negative(self.price, "price")


@attrs.frozen
class OverCost:
    """What it costs the merchant and ``margin`` of that, compared without tax; ``0`` forbids a loss."""

    kind: ClassVar[str] = "margin"
    main: ClassVar[str] = "margin"
    margin: Percent = attrs.field(converter=to_percent)


@attrs.frozen
class AtMostOff:
    """At most that percentage below the listed price; ``0`` is not discountable."""

    kind: ClassVar[str] = "at_most_off"
    main: ClassVar[str] = "percent"
    percent: Percent = attrs.field(converter=to_percent)


Least = AtLeast | OverCost | AtMostOff
"""What a floor is made of."""


@attrs.frozen(kw_only=True)
class Floor:
    """The least that selected products may be sold for, in force for ``valid``, where it says."""

    id: str
    name: Mapping[str, str] = attrs.field(converter=texts)
    on: Selection = EVERYTHING
    where: Where | None = None
    valid: Window = ALWAYS
    least: Least
    source: str

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        checked_names(self.name)
        checked_selection(self.on, "on")
        checked_where(self.where, "where")
        checked_type(Window, self.valid, "valid", "pass a Window")
        checked_text(self.source, "source")
        if not isinstance(self.least, Least):
            cure = 'pass AtLeast("5.00 EUR"), OverCost("0") or AtMostOff("5")'
            raise WrongType.at("least", shown(self.least), cure, code="wrong_type")
