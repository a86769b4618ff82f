"""What a merchant may write about deposits and contributions: what goes with goods and is no price.

Source: Directive 94/62/EC, article 5 (deposits); Directive 2008/98/EC, article 8a (contributions).
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from comptoir.facts.extras import ExtraKind
from comptoir.facts.wheres import Where, checked_where
from comptoir.values.collections import texts
from comptoir.values.errors import WrongValue, checked_type
from comptoir.values.identifiers import checked_identifier, checked_names, checked_text
from comptoir.values.money import Amount, checked_not_negative, to_amount
from comptoir.values.selections import Selection, checked_selection
from comptoir.values.windows import ALWAYS, Window


@attrs.frozen(kw_only=True)
class Extra:
    """So much for each piece of the selected products, tax included, in force for ``valid``.

    A contribution may be ``in_price``: inside the listed price, and shown. No promotion touches an
    extra. ``tax`` is its own tax category, which a deposit needs; a contribution without one follows the
    goods.
    """

    id: str
    name: Mapping[str, str] = attrs.field(converter=texts)
    kind: ExtraKind
    on: Selection
    where: Where | None = None
    amount: Amount = attrs.field(converter=to_amount)
    in_price: bool = False
    tax: str | None = None
    valid: Window = ALWAYS
    source: str

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        checked_names(self.name)
        checked_type(ExtraKind, self.kind, "kind", "pass ExtraKind.DEPOSIT or CONTRIBUTION")
        checked_selection(self.on, "on")
        checked_where(self.where, "where")
        checked_not_negative(self.amount, "amount")
        checked_type(bool, self.in_price, "in_price", "pass True or False")
        if self.tax is not None:
            checked_identifier(self.tax, "tax")
        checked_type(Window, self.valid, "valid", "pass a Window")
        checked_text(self.source, "source")
        if self.kind is ExtraKind.DEPOSIT and self.tax is None:
            cure = "name its tax category: it is given back without the goods"
            raise WrongValue.at("tax", "found a deposit without a tax category", cure, code="no_tax_category")
        if self.in_price and (self.kind is ExtraKind.DEPOSIT or self.tax is not None):
            found = "found a deposit, or a tax category of its own, inside a price"
            cure = (
                "leave in_price and tax out: only a contribution with the tax of the goods is inside a price"
            )
            raise WrongValue.at("in_price", found, cure, code="not_in_price")
