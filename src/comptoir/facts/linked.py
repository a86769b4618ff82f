"""Which streams are linked by their facts: each group of them can be looked at by itself.

Decides nothing.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable


class LinkedStreams:
    """Streams in groups: two are in one if a fact belongs to both, directly or by way of others."""

    def __init__(self, facts: Iterable[tuple[str, ...]]) -> None:
        """The groups of streams, as the streams of each fact link them."""
        self._leaders: dict[str, str] = {}
        for one, *others in facts:
            for other in others:
                self._leaders[self.group(other)] = self.group(one)

    def group(self, stream: str) -> str:
        """The stream that stands for all those with which one is linked."""
        leaders = self._leaders
        while (to := leaders.setdefault(stream, stream)) != stream:
            leaders[stream] = leaders.setdefault(to, to)
            stream = to
        return stream
