"""Half-open windows of time: from an instant on, until just before another.

Source: house rule (``[from, until)`` everywhere, so that two windows that touch neither overlap
nor leave a gap).
"""

from __future__ import annotations

from typing import Final

import attrs

from comptoir.values.errors import WrongValue
from comptoir.values.instants import Instant, checked_instant, instant_text


def _edge_text(edge: Instant | None) -> str:
    return "None" if edge is None else instant_text(edge)


@attrs.frozen
class Window:
    """``[from, until)``; a missing edge is open. In documents the keys are ``from`` and ``until``.

    >>> Window(until=Instant(0))
    Window(from_=None, until=1970-01-01T00:00:00Z)
    """

    from_: Instant | None = attrs.field(default=None, repr=_edge_text)
    until: Instant | None = attrs.field(default=None, repr=_edge_text)

    def __attrs_post_init__(self) -> None:
        for where, edge in (("from", self.from_), ("until", self.until)):
            if edge is not None:
                checked_instant(edge, where)
        if self.from_ is not None and self.until is not None and self.from_ >= self.until:
            raise WrongValue.at(
                "until",
                f"found {instant_text(self.until)}, which is not after {instant_text(self.from_)}",
                "let the window end after it starts (until is the first instant outside)",
                code="empty_window",
            )

    def holds(self, at: Instant) -> bool:
        """Whether the instant lies inside: the first edge does, the last does not."""
        return (self.from_ is None or self.from_ <= at) and (self.until is None or at < self.until)

    def overlaps(self, other: Window) -> bool:
        """Whether some instant lies in both."""
        return (self.until is None or other.from_ is None or other.from_ < self.until) and (
            other.until is None or self.from_ is None or self.from_ < other.until
        )

    @property
    def edges(self) -> tuple[Instant, ...]:
        """The edges that it has, the first before the last."""
        return tuple(edge for edge in (self.from_, self.until) if edge is not None)


ALWAYS: Final = Window()
"""No edge on either side."""
