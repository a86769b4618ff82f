"""What a service or a policy keeps and schema.org has no word for.

Source: house rule (an export never claims more than the till keeps).
"""

from __future__ import annotations

import attrs


@attrs.frozen
class Unsaid:
    """What of a service or a policy, a ``rule`` by its id, could not be said.

    ``what`` is a term of schema.org, ``why`` a sentence. The term is left out there, or has
    the cautious value that the sentence tells.
    """

    rule: str
    what: str
    why: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.what}: {self.why}"


@attrs.define
class Notes:
    """Takes down what could not be said of one service or policy, each thing once."""

    rule: str
    found: list[Unsaid] = attrs.field(factory=list)

    def say(self, what: str, why: str) -> None:
        """Take down one thing."""
        note = Unsaid(self.rule, what, why)
        if note not in self.found:
            self.found.append(note)
