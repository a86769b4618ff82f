"""What a replay found, as a value: figures that are the same on every run, and speed beside them.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from comptoir.cli.replay.lawful import Broken
from comptoir.values.money import Amount
from comptoir.values.percentages import Percent


@attrs.frozen(kw_only=True)
class Speed:
    """Seconds of wall time: reading the data once, composing the rulebook, quoting alone, trying laws."""

    reading: float
    composing: float
    quoting: float
    laws: float

    def per_second(self, baskets: int) -> float:
        """Baskets quoted per second of quoting."""
        return baskets / self.quoting if self.quoting else 0.0


@attrs.frozen(kw_only=True)
class Report:
    """The figures of a replay; amounts are in minor units of ``currency``.

    ``to_the_cent`` counts the baskets whose regular price equals what the till recorded,
    ``inexact_lines`` the lines whose recorded value no unit price of six decimals gives, and
    ``off_by_max`` is the largest difference of a basket. ``otherwise`` counts, for each of the others'
    ways, the baskets that it charges otherwise.
    """

    source: str
    layout: str
    percent: Percent
    rulebook: str
    prices: int
    currency: str
    lines_read: int
    lines_quoted: int
    lines_skipped: Mapping[str, int]
    baskets: int
    recorded: int
    regular: int
    charged: int
    to_the_cent: int
    inexact_lines: int
    off_by_max: int
    otherwise: Mapping[str, int]
    laws: tuple[str, ...]
    broken: tuple[Broken, ...]
    speed: Speed

    def amount(self, minor: int) -> str:
        """An amount as text."""
        return Amount(minor, self.currency).to_text()

    def as_data(self) -> dict[str, Any]:
        """The report as a JSON object; all but ``speed`` is the same on every run."""
        return {
            "source": self.source,
            "layout": self.layout,
            "percent": self.percent.to_text(),
            "rulebook": self.rulebook,
            "prices": self.prices,
            "lines": {
                "read": self.lines_read,
                "quoted": self.lines_quoted,
                "skipped": dict(self.lines_skipped),
            },
            "baskets": self.baskets,
            "recorded": self.amount(self.recorded),
            "regular": self.amount(self.regular),
            "charged": self.amount(self.charged),
            "to_the_cent": self.to_the_cent,
            "inexact_lines": self.inexact_lines,
            "off_by_max": self.amount(self.off_by_max),
            "otherwise": dict(self.otherwise),
            "laws": {"tried": list(self.laws), "broken": [attrs.asdict(each) for each in self.broken]},
            "speed": {
                "seconds": {key: round(value, 3) for key, value in attrs.asdict(self.speed).items()},
                "baskets_per_second": round(self.speed.per_second(self.baskets)),
            },
        }
