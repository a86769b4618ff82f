"""It is broken, or does not work.

Source: Directive (EU) 2019/771, article 7: goods are fit for what they are normally used for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import attrs

from comptoir.returns.kinds import Cause, Reason
from comptoir.values.collections import texts


@attrs.frozen
class Faulty(Reason):
    """It is broken, or does not work."""

    kind: ClassVar[str] = "faulty"
    names: ClassVar[Mapping[str, str]] = texts({"fr": "Défectueux", "en": "Faulty"})
    cause: ClassVar[Cause] = Cause.SELLER
