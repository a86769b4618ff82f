"""The desk for points: what is done with them apart from a basket, the same on every channel.

A façade over one rulebook, as the counter is: it holds no state of its own and no question changes it.

Every decision is asked for with an ``id`` that whoever asks makes before asking. It gives the facts to
record with what must not have changed (:class:`~comptoir.checkout.recorded.Recorded`), or the reason why
not, as a value. Asked again with the same id and content it is answered by the fact that is in the history
already; with another content it is refused (``ID_TAKEN``).

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import attrs

from comptoir.checkout import belonging, giving, reserving, rewarding
from comptoir.checkout.asked import Asked
from comptoir.checkout.giving import OpeningLot
from comptoir.checkout.recorded import Facts, Recorded, history_of
from comptoir.checkout.refusals import Refused
from comptoir.checkout.standing import Standing
from comptoir.facts.coupons import IssuedCoupon
from comptoir.facts.point_terms import POINTS
from comptoir.facts.provenance import Provenance
from comptoir.loyalty.rewards import RewardOffer
from comptoir.rulebook import Rulebook
from comptoir.values.errors import checked_type
from comptoir.values.instants import instant_of


@attrs.frozen
class PointsDesk:
    """What is done with a member's points apart from a basket; reached as ``counter.points``.

    ``member`` is an opaque reference, ``history`` are the member's facts (those of the others, where others
    are named), ``at`` is any aware ``datetime``. A naive one raises ``WrongValue``, one beyond the horizon
    ``NoAnswer``; points that are no whole number from 1 to 10^12 raise ``WrongType`` or ``WrongValue``.
    """

    rulebook: Rulebook

    def reserve(
        self,
        member: str,
        points: int,
        history: Facts,
        at: datetime,
        *,
        id: str,
        until: datetime,
        provenance: Provenance,
        till: str | None = None,
    ) -> Recorded | Refused:
        """Points set aside until an instant, when what is not used of them is free again.

        They are drawn at once: nobody else can spend them, and what expires meanwhile can still be used.
        The ``id`` is the reservation's. Without a ``till`` it is a hold for one purchase, which uses it
        once and frees the rest; with one it is the till's right, spent bit by bit while it is offline.
        Refused: ``NO_PROGRAMME``, ``NOT_ENOUGH_POINTS``. Raises ``WrongValue`` for an end that is not
        after ``at``.
        """
        asked = self._asked(member, history, at, id, provenance)
        return reserving.reserve(asked, points, instant_of(until, "until"), till)

    def use(
        self,
        member: str,
        reservation: str,
        points: int,
        history: Facts,
        at: datetime,
        *,
        id: str,
        spent_on: str,
        provenance: Provenance,
    ) -> Recorded | Refused:
        """Points of a reservation spent on what ``spent_on`` names, an order of another system.

        An order of this library's spends them by ``Basket.reservation``. Of a hold, the rest is free.
        Refused: ``RESERVATION_UNKNOWN``, ``ALREADY_USED``, ``ALREADY_ENDED``, ``TIMED_OUT``,
        ``MORE_THAN_HELD``.
        """
        asked = self._asked(member, history, at, id, provenance)
        return reserving.use(asked, reservation, points, spent_on)

    def end(
        self,
        member: str,
        reservation: str,
        history: Facts,
        at: datetime,
        *,
        id: str,
        provenance: Provenance,
    ) -> Recorded | Refused:
        """What is left of a reservation free again: a hold is void, a till gives its right back.

        Only the till that has a right can end it safely: another one does not know what it has spent.
        Refused: ``RESERVATION_UNKNOWN``, ``ALREADY_USED``, ``ALREADY_ENDED``, ``TIMED_OUT``.
        """
        return reserving.end(self._asked(member, history, at, id, provenance), reservation)

    def rewards(self, standing: Standing) -> tuple[RewardOffer, ...]:
        """The catalogue as a member sees it, in its order: what can be taken now, and why not the others."""
        checked_type(Standing, standing, "standing", "pass what standing() returned")
        return rewarding.offered(standing)

    def take_reward(
        self,
        member: str,
        reward: str,
        history: Facts,
        at: datetime,
        *,
        id: str,
        provenance: Provenance,
        coupon: IssuedCoupon | None = None,
        reservation: str | None = None,
    ) -> Recorded | Refused:
        """A reward of the catalogue taken for its points, of a reservation if one is named.

        A reward that is a coupon is issued before, and passed as ``coupon``. Refused: ``REWARD_REFUSED``
        with the reason, and as :meth:`use` is for a reservation. Raises ``WrongValue`` for a coupon of
        another series or of another member.
        """
        asked = self._asked(member, history, at, id, provenance)
        return rewarding.take(asked, reward, coupon=coupon, reservation=reservation)

    def give_reward_back(
        self, member: str, taken: str, history: Facts, at: datetime, *, id: str, provenance: Provenance
    ) -> Recorded | Refused:
        """A reward given back unused, by the id under which it was ``taken``, and its points with it.

        They go into the lots that they came from, whose life goes on as it was. Whether a coupon was used
        is known from the orders of the history; whoever keeps codes withdraws it. Refused:
        ``REWARD_UNKNOWN``, ``REWARD_GIVEN_BACK``, ``REWARD_USED``.
        """
        return rewarding.give_back(self._asked(member, history, at, id, provenance), taken)

    def act(
        self, member: str, action: str, history: Facts, at: datetime, *, id: str, provenance: Provenance
    ) -> Recorded | Refused:
        """The points of an action that the programme rewards, such as a review.

        Refused: ``NO_PROGRAMME``, ``ACTION_UNKNOWN``, ``ACTION_NOT_NOW``, and ``CAP_REACHED`` where a cap
        leaves nothing; one that leaves some of the points is applied when facts are folded.
        """
        return giving.act(self._asked(member, history, at, id, provenance), action)

    def adjust(
        self,
        member: str,
        points: int,
        history: Facts,
        at: datetime,
        *,
        id: str,
        reason: str,
        author: str,
        provenance: Provenance,
        type: str = POINTS,
        funder: str | None = None,
    ) -> Recorded | Refused:
        """Points that a person gives, or takes off if negative, for a ``reason``; the ``author`` decided it.

        Points given can be spent at once, and live as long as those that the programme gives. What is taken
        off and not there is owed. Refused: ``NO_PROGRAMME``. Raises ``WrongValue`` for 0 points.
        """
        asked = self._asked(member, history, at, id, provenance)
        return giving.adjust(asked, points, reason=reason, author=author, type=type, funder=funder)

    def open_account(
        self,
        member: str,
        lots: Iterable[OpeningLot],
        history: Facts,
        at: datetime,
        *,
        id: str,
        system: str,
        provenance: Provenance,
    ) -> Recorded | Refused:
        """The balance that a member had in another ``system``, lot by lot: taken over once.

        Refused: ``NO_PROGRAMME``, ``ALREADY_OPENED``. Raises ``WrongValue`` for no lot, and for one that
        ends before it begins.
        """
        return giving.open_account(self._asked(member, history, at, id, provenance), lots, system=system)

    def join(
        self, member: str, history: Facts, at: datetime, *, id: str, provenance: Provenance
    ) -> Recorded | Refused:
        """Somebody as a member from now on: years of membership count from here.

        Refused: ``ALREADY_JOINED``.
        """
        return giving.join(self._asked(member, history, at, id, provenance))

    def transfer(
        self,
        member: str,
        points: int,
        history: Facts,
        at: datetime,
        *,
        to: str,
        id: str,
        provenance: Provenance,
    ) -> Recorded | Refused:
        """Points passed on ``to`` another member; they keep their life and their funder.

        Refused: ``ONE_ACCOUNT``, ``NO_PROGRAMME``, ``NOT_ENOUGH_POINTS``.
        """
        return belonging.transfer(self._asked(member, history, at, id, provenance), points, to)

    def merge(
        self, member: str, history: Facts, at: datetime, *, into: str, id: str, provenance: Provenance
    ) -> Recorded | Refused:
        """The account of a member one with that of ``into``: lots, debts, orders and history of both.

        Both references name it from then on. Refused: ``ONE_ACCOUNT``, and ``IN_A_POOL`` if the two are in
        different pools.
        """
        return belonging.merge(self._asked(member, history, at, id, provenance), into)

    def join_pool(
        self, member: str, history: Facts, at: datetime, *, pool: str, id: str, provenance: Provenance
    ) -> Recorded | Refused:
        """A member in the household of another, who names the ``pool``: they spend each other's points.

        Refused: ``ONE_ACCOUNT``, and ``IN_A_POOL`` if one of the two is in another.
        """
        return belonging.join_pool(self._asked(member, history, at, id, provenance), pool)

    def leave_pool(
        self, member: str, history: Facts, at: datetime, *, pool: str, id: str, provenance: Provenance
    ) -> Recorded | Refused:
        """A member out of a ``pool``, with what is left of their own lots.

        Refused: ``NOT_IN_A_POOL``.
        """
        return belonging.leave_pool(self._asked(member, history, at, id, provenance), pool)

    def claim(
        self, member: str, order: str, history: Facts, at: datetime, *, id: str, provenance: Provenance
    ) -> Recorded | Refused:
        """A purchase that named nobody as the member's, with the points that it would have earned.

        ``history`` has the order's facts too. It can be claimed until the end of a day of the programme's
        zone. Refused: ``NO_PROGRAMME``, ``ALREADY_CLAIMED`` (it is somebody's), ``NOT_CLAIMABLE``,
        ``CLAIMED_TOO_LATE``. Raises ``WrongValue`` for an order that was not placed by then.
        """
        return belonging.claim(self._asked(member, history, at, id, provenance), order)

    def _asked(self, member: str, history: Facts, at: datetime, id: str, provenance: Provenance) -> Asked:
        return Asked(
            rulebook=self.rulebook,
            member=member,
            history=history_of(self.rulebook, history),
            at=instant_of(at),
            id=id,
            provenance=provenance,
        )
