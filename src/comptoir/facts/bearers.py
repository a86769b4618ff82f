"""Who bears a cost: the buyer or the seller.

Source: house rule.
"""

from __future__ import annotations

from enum import Enum


class Bearer(Enum):
    """Who bears a cost, such as that of sending goods back."""

    BUYER = "buyer"
    SELLER = "seller"
