"""How sure the author of a rule is of the law that it states.

Source: house rule.
"""

from __future__ import annotations

from enum import Enum


class Confidence(Enum):
    """How sure a statutory rule's author is of it."""

    HIGH = "high"
    """The article itself was read, in a consolidated text."""
    MEDIUM = "medium"
    """It was read in guidance, or in another State's transposition."""
    LOW = "low"
    """It was written from memory: verify it before use."""
