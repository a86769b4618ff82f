"""The rules of a sale, as far as it takes to price again what is kept of it. Frozen on the order.

``rules`` is a sealed rulebook that answers for the instant of the sale and for its goods alone: their
prices, the promotions that they, or some of them, could have, the taxes and the places where these hold.
``basket`` is what was asked, in canonical order, as far as prices depend on it: without points, services
and stock, and with the tier that the buyer had.

Source: house rule (an order carries its terms by value).
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final

import attrs

from comptoir.facts.baskets import Basket
from comptoir.values.errors import LimitExceeded, checked_type

RULES_BYTES_MAX: Final = 2 << 20
"""Bytes of the rules that an order may carry (2 MiB); on the order, its quotation marks take two each."""


@attrs.frozen(kw_only=True, slots=False)
class Repricing:
    """What is asked again, and under which sealed ``rules``: canonical JSON."""

    basket: Basket
    rules: str = attrs.field(repr=False)

    def __attrs_post_init__(self) -> None:
        checked_type(Basket, self.basket, "basket", "pass a Basket")
        checked_type(str, self.rules, "rules", "pass the sealed rules as text")
        size = len(self.rules.encode())
        if size > RULES_BYTES_MAX:
            found = f"found {size} bytes of rules by which what is kept would be priced"
            cure = f"carry at most {RULES_BYTES_MAX}: split the basket, or let the policy refund pro rata"
            raise LimitExceeded.at("rules", found, cure, code="rules_too_large")

    @cached_property
    def opened(self) -> dict[str, Any]:
        """What whoever prices by these rules has found, to be found once."""
        return {}
