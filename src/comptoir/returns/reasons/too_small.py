"""It is too small for the customer.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import attrs

from comptoir.returns.kinds import Cause, Reason
from comptoir.values.collections import texts


@attrs.frozen
class TooSmall(Reason):
    """It is too small."""

    kind: ClassVar[str] = "too_small"
    names: ClassVar[Mapping[str, str]] = texts({"fr": "Taille trop petite", "en": "Too small"})
    cause: ClassVar[Cause] = Cause.BUYER
