"""What is credited for goods whose purchase nobody can prove, and why not.

Decides on the merchant's rule and on the lowest recent prices that it is handed: so much a piece, within
ceilings for a piece and for a person. May never know an order, nor how a price came about. It takes nothing
from the legal guarantee of conformity: there, any proof of the purchase counts, and no receipt is needed.

Source: house rule; Directive (EU) 2019/771, article 11, for what stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum
from typing import Final

import attrs

from comptoir.facts.products import Nature, Product
from comptoir.facts.unproven import Credited
from comptoir.returns.rules import UnprovenRule
from comptoir.texts import language_of, say
from comptoir.values.errors import WrongValue
from comptoir.values.identifiers import checked_identifier
from comptoir.values.quantities import PIECE, QUANTITY_MAX, checked_count


class UnprovenRefusalCode(Enum):
    """Why goods are not taken back without proof, in order of precedence."""

    NO_RULE = "no_rule"
    """The rulebook says nothing of goods whose purchase nobody can prove."""
    UNKNOWN_PRODUCT = "unknown_product"
    """It is not of the assortment."""
    NOT_COVERED = "not_covered"
    """The rule does not select it, or it is no good that is sold by the piece."""
    NO_PRICE = "no_price"
    """It was not on sale to the public in the days looked at."""
    CEILING_REACHED = "ceiling_reached"
    """The person was credited before all that they can be."""


_PRECEDENCE: Final = tuple(UnprovenRefusalCode)


@attrs.frozen(kw_only=True)
class UnprovenRefused:
    """What is not taken back without proof, and why; the ``sku`` where it is about one product."""

    code: UnprovenRefusalCode
    sku: str | None = None

    def text(self, language: str) -> str:
        """The reason as a sentence, and what counts for the legal guarantee, in ``fr`` or ``en``."""
        spoken = language_of(language)
        said = say(f"unproven_{self.code.value}", spoken, sku=self.sku or "")
        return f"{said} {say('unproven_conformity', spoken)}"


@attrs.frozen
class Brought:
    """So many pieces of a product that somebody brings, without a proof that they were bought.

    >>> Brought("ROBE-36").quantity
    1
    """

    sku: str
    quantity: int = 1

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.sku, "sku")
        checked_count(self.quantity, "quantity", 1, QUANTITY_MAX)


@attrs.frozen(kw_only=True)
class Looked:
    """What was found of goods that were ``brought``: the product, if it is known, and its lowest price.

    The price is that of one piece, in minor units; ``None`` if it was not on sale.
    """

    brought: Brought
    product: Product | None
    lowest: int | None


def merged(brought: Iterable[Brought]) -> tuple[Brought, ...]:
    """The goods, each product once, by SKU: the same however they are listed."""
    pieces: dict[str, int] = {}
    for each in brought:
        pieces[each.sku] = pieces.get(each.sku, 0) + each.quantity
    return tuple(Brought(sku, pieces[sku]) for sku in sorted(pieces))


def is_covered(rule: UnprovenRule, product: Product) -> bool:
    """Whether goods can come back without proof at all: what a rule selects, and is sold by the piece."""
    is_good = product.nature is Nature.GOODS and product.unit == PIECE
    return is_good and rule.on.selects(product)


def credit_for(
    rule: UnprovenRule, looked_at: Sequence[Looked], *, currency: str, credited_before: int
) -> tuple[Credited, ...] | UnprovenRefused:
    """What is credited for goods, all or nothing; a ceiling for a person cuts the last ones, by SKU.

    ``credited_before`` is what the person was credited within the rule's period, in minor units of the
    ``currency``. Raises ``WrongValue`` if the rule's ceilings are in another one.
    """
    ceiling = rule.each or rule.in_all
    if ceiling is not None and ceiling.currency != currency:
        cure = f"ask in {ceiling.currency}: the ceilings of the rulebook are in it"
        raise WrongValue.at("currency", f"found {currency}", cure, code="other_currency")
    refused = [found for each in looked_at if (found := _refused(rule, each)) is not None]
    if refused:
        return min(refused, key=lambda found: _PRECEDENCE.index(found.code))
    left = None if rule.in_all is None else max(0, rule.in_all.minor - credited_before)
    if left == 0:
        return UnprovenRefused(code=UnprovenRefusalCode.CEILING_REACHED)
    credited: list[Credited] = []
    for each in looked_at:
        lowest = each.lowest or 0
        most = lowest if rule.each is None else min(lowest, rule.each.minor)
        amount = each.brought.quantity * most
        if left is not None:
            amount = min(amount, left)
            left -= amount
        credited.append(Credited(each.brought.sku, each.brought.quantity, lowest, amount))
    return tuple(credited)


def _refused(rule: UnprovenRule, looked: Looked) -> UnprovenRefused | None:
    sku = looked.brought.sku
    if looked.product is None:
        return UnprovenRefused(code=UnprovenRefusalCode.UNKNOWN_PRODUCT, sku=sku)
    if not is_covered(rule, looked.product):
        return UnprovenRefused(code=UnprovenRefusalCode.NOT_COVERED, sku=sku)
    if looked.lowest is None:
        return UnprovenRefused(code=UnprovenRefusalCode.NO_PRICE, sku=sku)
    return None
