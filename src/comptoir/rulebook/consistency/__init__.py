"""Whether the rules of a rulebook fit each other, the products and the time it is made for.

Every fault is listed with its place in the rulebook; none is repaired by guessing. ``goods`` looks at
products, prices and taxes, ``terms`` at places, loyalty, delivery and returns.
"""

from comptoir.rulebook.consistency.goods import goods_faults
from comptoir.rulebook.consistency.terms import terms_faults
from comptoir.rulebook.consistency.whole import inconsistencies

__all__ = ["goods_faults", "inconsistencies", "terms_faults"]
