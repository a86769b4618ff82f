"""What happens to goods that are not as they should be: a claim, its way, and a later owner. Facts.

A claim is opened by one fact, and what becomes of it are others that name it. A till that was offline
records what it did; what does not fit is named in the state.

Source: house rule; French Code de la consommation, articles L217-8 to L217-14 and L217-28, for the steps.
"""

from __future__ import annotations

from enum import Enum
from typing import ClassVar

import attrs

from comptoir.facts.guarantee_terms import Problem, Remedy
from comptoir.facts.order_event import OrderEvent, to_units
from comptoir.facts.streams import member_stream
from comptoir.facts.units import Units
from comptoir.values.errors import WrongValue, checked_type
from comptoir.values.identifiers import checked_identifier, checked_text
from comptoir.values.money import Amount, checked_positive


@attrs.frozen(kw_only=True)
class Claimed(OrderEvent):
    """The customer says what is wrong with goods; the ``id`` is the claim's. Without ``units``, all of them.

    ``store`` is where they were handed in at once: this one fact is the request, the hand-over, and the proof
    of both. ``wants`` is the remedy that they choose, ``said`` what they say.
    """

    document: ClassVar[str] = "claimed/1"

    units: tuple[Units, ...] = attrs.field(default=(), converter=to_units)
    problem: Problem
    wants: Remedy | None = None
    said: str | None = None
    store: str | None = None

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        checked_type(Problem, self.problem, "problem", "pass Problem.FAULTY, MISSING, WRONG or DAMAGED")
        if self.wants is not None:
            checked_type(Remedy, self.wants, "wants", "pass Remedy.REPAIR, REPLACEMENT, …")
        if self.said is not None:
            checked_text(self.said, "said")
        if self.store is not None:
            checked_identifier(self.store, "store")


class ClaimStep(Enum):
    """What becomes of a claim; steps of one instant happened in this order."""

    PERSISTS = "persists"
    """The fault is there again, or still."""
    HANDED_IN = "handed_in"
    """The goods were handed in at a ``place``, or arrived where they were sent."""
    LENT = "lent"
    """The customer has other goods meanwhile: ``sku``, and their ``serial`` number."""
    TALKS_BEGUN = "talks_begun"
    """Seller and customer negotiate."""
    TALKS_ENDED = "talks_ended"
    AGREED = "agreed"
    """The seller agrees to a ``remedy``."""
    REFUSED = "refused"
    """The seller refuses a ``remedy``, in writing, for the reasons that are ``said``."""
    MAJOR = "major"
    """It is so serious that the customer need not wait."""
    MINOR = "minor"
    """The seller has proven it minor: no reason to rescind."""
    SENT_ON = "sent_on"
    """They went to a ``place``: a workshop, the maker, another store."""
    REPAIRED = "repaired"
    """They were repaired, wherever they are."""
    NOT_REPAIRED = "not_repaired"
    """They could not be, or were not, though that had been agreed."""
    READY = "ready"
    """They wait for the customer at a ``place``."""
    INFORMED = "informed"
    """The customer was told."""
    HANDED_BACK = "handed_back"
    """The customer has them again."""
    LOAN_BACK = "loan_back"
    """What was lent came back."""
    COST_ADVANCED = "cost_advanced"
    """The customer paid an ``amount`` which is the seller's to bear."""
    COST_REPAID = "cost_repaid"
    """Such an ``amount`` was paid back."""
    HANDLING = "handling"
    """The ``place`` that serves had a cost of ``amount``, which is the seller's to bear."""
    REJECTED = "rejected"
    """The seller refuses the claim, in writing, for the reasons that are ``said``."""
    CLOSED = "closed"
    """Nothing more is to be done."""


_NEEDS: dict[ClaimStep, tuple[str, ...]] = {
    ClaimStep.HANDED_IN: ("place",),
    ClaimStep.SENT_ON: ("place",),
    ClaimStep.READY: ("place",),
    ClaimStep.LENT: ("sku",),
    ClaimStep.AGREED: ("remedy",),
    ClaimStep.REFUSED: ("remedy", "said"),
    ClaimStep.REJECTED: ("said",),
    ClaimStep.COST_ADVANCED: ("amount",),
    ClaimStep.COST_REPAID: ("amount",),
    ClaimStep.HANDLING: ("place", "amount"),
}
"""What a step cannot be without."""


@attrs.frozen(kw_only=True)
class ClaimPassed(OrderEvent):
    """A claim went a ``step`` further."""

    document: ClassVar[str] = "claim-passed/1"

    claim: str
    step: ClaimStep
    place: str | None = None
    remedy: Remedy | None = None
    said: str | None = None
    sku: str | None = None
    serial: str | None = None
    amount: Amount | None = None

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        checked_identifier(self.claim, "claim")
        checked_type(ClaimStep, self.step, "step", "pass ClaimStep.HANDED_IN, REPAIRED, HANDED_BACK, …")
        for where, name in (("place", self.place), ("sku", self.sku), ("serial", self.serial)):
            if name is not None:
                checked_identifier(name, where)
        if self.remedy is not None:
            checked_type(Remedy, self.remedy, "remedy", "pass Remedy.REPAIR, REPLACEMENT, …")
        if self.said is not None:
            checked_text(self.said, "said")
        if self.amount is not None:
            checked_type(Amount, self.amount, "amount", 'pass Amount.from_text("12.50 EUR")')
            checked_positive(self.amount, "amount")
        for where in _NEEDS.get(self.step, ()):
            if getattr(self, where) is None:
                found = f"found a claim that was {self.step.value} without one"
                raise WrongValue.at(where, found, f"say its {where}", code="step_incomplete")


@attrs.frozen(kw_only=True)
class PassedOn(OrderEvent):
    """Goods were sold or given to a later owner, whose they are now. Without ``units``, all of them.

    ``to`` is their member reference, if they have one; goods that go to the member whom the order names are
    the buyer's again. Guarantees follow the goods where the law says so; the contract, its price and its
    points stay with who bought them.
    """

    document: ClassVar[str] = "passed-on/1"

    units: tuple[Units, ...] = attrs.field(default=(), converter=to_units)
    to: str | None = None

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        if self.to is not None:
            checked_identifier(self.to, "to")

    @property
    def streams(self) -> tuple[str, ...]:
        """The streams it belongs to: the later owner's, too."""
        own = super().streams
        return own if self.to in {None, self.member} else (*own, member_stream(self.to))
