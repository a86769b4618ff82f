"""The customer no longer wants it.

Source: Directive 2011/83/EU, article 9: a withdrawal needs no reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import attrs

from comptoir.returns.kinds import Cause, Reason
from comptoir.values.collections import texts


@attrs.frozen
class ChangedMind(Reason):
    """The customer no longer wants it, and need not say why."""

    kind: ClassVar[str] = "changed_mind"
    names: ClassVar[Mapping[str, str]] = texts({"fr": "Changement d'avis", "en": "Change of mind"})
    cause: ClassVar[Cause] = Cause.BUYER
