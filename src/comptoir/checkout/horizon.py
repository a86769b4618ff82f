"""Within which instants a rulebook answers, and until when an answer stays the same.

Source: house rule (laws P3 and P4).
"""

from __future__ import annotations

from comptoir.rulebook import Rulebook
from comptoir.values.errors import NoAnswer
from comptoir.values.instants import Instant, instant_text
from comptoir.values.moments import Moment


def moment_of(rulebook: Rulebook, at: Instant) -> Moment:
    """The moment of a question; ``NoAnswer`` outside the rulebook's window."""
    moment = Moment(at)
    if not moment.is_in(rulebook.header.valid):
        valid = rulebook.header.valid
        edges = " until before ".join(
            instant_text(edge) for edge in (valid.from_, valid.until) if edge is not None
        )
        found = f"found {instant_text(at)}"
        cure = f"ask for an instant from {edges}, or seal a rulebook that reaches further"
        raise NoAnswer.at("at", found, cure, code="beyond_horizon")
    return moment


def until_of(rulebook: Rulebook, moment: Moment) -> Instant:
    """The first instant at which an answer may be another: at the latest, the rulebook's horizon."""
    return moment.until if moment.until is not None else rulebook.horizon_instant
