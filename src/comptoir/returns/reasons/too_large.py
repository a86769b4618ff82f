"""It is too large for the customer.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import attrs

from comptoir.returns.kinds import Cause, Reason
from comptoir.values.collections import texts


@attrs.frozen
class TooLarge(Reason):
    """It is too large."""

    kind: ClassVar[str] = "too_large"
    names: ClassVar[Mapping[str, str]] = texts({"fr": "Taille trop grande", "en": "Too large"})
    cause: ClassVar[Cause] = Cause.BUYER
