"""What a reason is: the open kind of returns.

A retailer adds one by writing a class like those in ``reasons/`` and listing it in the vocabulary. A
reason says on whose side it lies, and nothing else: it may never know which goods or whose order.

Source: schema.org MerchantReturnPolicy, which tells a customer's remorse from a defect of the item.
"""

from __future__ import annotations

from abc import ABC
from collections.abc import Mapping
from enum import Enum
from typing import ClassVar


class Cause(Enum):
    """On whose side a reason lies: who bears the carriage, and whether a fee may be kept."""

    BUYER = "buyer"
    SELLER = "seller"


class Reason(ABC):
    """Why goods come back; a fact records it by its ``kind``, ``names`` has a text per language."""

    kind: ClassVar[str]
    names: ClassVar[Mapping[str, str]]
    cause: ClassVar[Cause]
