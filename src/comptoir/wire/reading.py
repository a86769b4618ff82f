"""One pass over a document: faults are noted, not thrown, so that none hides behind the first.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, Final

import attrs

from comptoir.values.errors import FAULTS_MAX, ComptoirError, Fault, WireError
from comptoir.wire.canonical import Document


class Unread(Enum):
    """What reading gives where a fault was noted instead."""

    UNREAD = "unread"


UNREAD: Final = Unread.UNREAD


@attrs.frozen
class Reading:
    """One pass over a document: the faults so far (at most 100), and how some scalars are read here.

    ``spellings`` lets the authoring side accept more than the canonical text of a scalar, for
    example a TOML date where the sealed form has an instant. ``error`` is raised for what is read later.
    """

    spellings: Mapping[object, Callable[[Document, str], Any]] = attrs.field(factory=dict)
    faults: list[Fault] = attrs.field(factory=list)
    error: type[ComptoirError] = WireError

    @property
    def is_full(self) -> bool:
        """Whether so many faults were noted that nothing more is worth reading."""
        return len(self.faults) >= FAULTS_MAX

    def note(self, code: str, where: str, found: str, cure: str) -> Unread:
        """Note a fault; what would have been read there is missing."""
        self.faults.append(Fault(code, where, found, cure))
        return UNREAD

    def build(self, make: Callable[[], Any], where: str) -> Any:
        """What ``make`` builds, or its faults noted under the path."""
        try:
            return make()
        except ComptoirError as error:
            self.faults.extend(error.under(where).faults)
            return UNREAD
