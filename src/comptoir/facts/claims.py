"""One claim as it stands: what was asked, where the goods are, what was decided, and what it came to.

Decides nothing: what is derived from it stands beside it.

Source: house rule.
"""

from __future__ import annotations

from enum import Enum

import attrs

from comptoir.facts.guarantee_terms import Problem, Remedy
from comptoir.facts.units import Units
from comptoir.values.instants import Instant


class Holder(Enum):
    """Who has goods about which there is a claim."""

    CUSTOMER = "customer"
    STORE = "store"
    """The place that took them in, or that has them ready."""
    REPAIRER = "repairer"
    """Whoever they were sent on to."""
    SELLER = "seller"
    """They came back for good: replaced, or the contract rescinded."""
    NOBODY = "nobody"
    """They were never there: missing."""


@attrs.frozen(kw_only=True)
class Stay:
    """Goods in the seller's hands: from when they were ``handed_in`` until the customer had them ``back``.

    ``place`` is where that was, ``by`` the fact that proves it; ``repaired`` whether they came back repaired.
    """

    handed_in: Instant
    place: str
    by: str
    back: Instant | None = None
    repaired: bool = False


@attrs.frozen(kw_only=True)
class RefusedRemedy:
    """A remedy that the seller refused, when, and the reasons given in writing.

    ``agreed_after`` is when they agreed to it after all.
    """

    remedy: Remedy
    at: Instant
    said: str
    agreed_after: Instant | None = None

    def stood_at(self, at: Instant) -> bool:
        """Whether it was refused at an instant, by the facts."""
        return self.at <= at and (self.agreed_after is None or at < self.agreed_after)


@attrs.frozen(kw_only=True)
class Loan:
    """What the customer has meanwhile, since when, and when it came back."""

    sku: str
    serial: str | None = None
    since: Instant
    back: Instant | None = None


@attrs.frozen(kw_only=True)
class Talks:
    """Seller and customer negotiated from an instant on, until another."""

    since: Instant
    until: Instant | None = None


@attrs.frozen(kw_only=True)
class Claim:
    """A claim, by the facts about it: all instants are those of the facts.

    ``agreed`` is the remedy that the seller agreed to last, since ``agreed_at``; ``repair_agreed`` when they
    first agreed to a repair, whatever came of it. ``repaired`` are the instants of repairs, wherever they
    were done. ``remedied`` are pieces that had a remedy of their own, until none is left without one.
    ``settled_by`` is the fact that then settled it, ``settled_as`` which remedy that was: a return is a
    rescission, a reduction a reduction, an exchange a replacement, and goods handed back repaired are a
    repair. ``advanced`` and ``repaid`` are costs of the customer, in minor
    units, each with its instant; ``handling`` is by place.
    """

    id: str
    order: str
    by: str | None = None
    units: tuple[Units, ...]
    problem: Problem
    wants: Remedy | None = None
    said: str | None = None
    requested: Instant
    stays: tuple[Stay, ...] = ()
    holder: Holder = Holder.CUSTOMER
    place: str | None = None
    since: Instant
    agreed: Remedy | None = None
    agreed_at: Instant | None = None
    repair_agreed: Instant | None = None
    refused: tuple[RefusedRemedy, ...] = ()
    rejected: Instant | None = None
    rejected_for: str | None = None
    repaired: tuple[Instant, ...] = ()
    not_repaired: Instant | None = None
    ready: Instant | None = None
    informed: Instant | None = None
    persists: tuple[Instant, ...] = ()
    major: Instant | None = None
    minor: Instant | None = None
    loans: tuple[Loan, ...] = ()
    talks: tuple[Talks, ...] = ()
    advanced: tuple[tuple[Instant, int], ...] = ()
    repaid: tuple[tuple[Instant, int], ...] = ()
    handling: tuple[tuple[str, int], ...] = ()
    remedied: tuple[Units, ...] = ()
    settled_by: str | None = None
    settled_as: Remedy | None = None
    settled_at: Instant | None = None
    closed: Instant | None = None

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done about it."""
        return self.settled_at is None and self.closed is None and self.rejected is None

    @property
    def left(self) -> tuple[Units, ...]:
        """The pieces that had no remedy yet."""
        left = self.units
        for gone in self.remedied:
            left = tuple(part for units in left for part in units.without(gone))
        return left

    @property
    def open_stay(self) -> Stay | None:
        """The goods in the seller's hands now; ``None`` if they are not."""
        return self.stays[-1] if self.stays and self.stays[-1].back is None else None

    def open_loan(self, sku: str | None = None, serial: str | None = None) -> Loan | None:
        """The first of what the customer has meanwhile, of a product and a number if they are named."""
        lent = (loan for loan in self.loans if loan.back is None)
        fitting = (loan for loan in lent if sku in {None, loan.sku} and serial in {None, loan.serial})
        return next(fitting, None)
