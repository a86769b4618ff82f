"""Accounts that become one, and households that spend from one pool.

In a pool each keeps what they earn as their own lots: only drawing looks at the lots of all. A member is in
one pool at a time, and a pool of one is none.

Source: house rule (law L6).
"""

from __future__ import annotations

from comptoir.facts.conflicts import NotPooled
from comptoir.facts.membership import Membership
from comptoir.facts.point_events import AccountsMerged, PoolJoined, PoolLeft
from comptoir.loyalty.fold.ledger import Ledger, OpenPool
from comptoir.loyalty.fold.moves import Moves


class Uniting:
    """The pools of a fold, and the accounts that were united."""

    def __init__(self, moves: Moves, membership: Membership) -> None:
        self._moves = moves
        self._membership = membership
        self._pools: dict[str, OpenPool] = {}

    def merge(self, fact: AccountsMerged) -> None:
        """Two accounts are one: their points, debts and caps; in the pool in which ``into`` is, if any."""
        gone, kept = self._moves.ledger(fact.member), self._moves.ledger(fact.into)
        if conflict := self._membership.merge(fact):
            self._moves.conflict(fact.member, conflict)
            return
        if gone.pool is not None:
            self._unite_pools(fact, gone, gone.pool, kept)
        self._moves.unite(kept, gone, self._membership.references(fact.into))

    def join(self, fact: PoolJoined) -> None:
        """A member spends with the others of a pool from now on.

        Who opened it is in it from the first who joins, until they leave.
        """
        joining, opener = self._moves.ledger(fact.member), self._moves.ledger(fact.pool)
        pool = self._of(fact.pool)
        if joining.pool is not None or (pool is None and (joining is opener or opener.pool is not None)):
            self._moves.conflict(fact.member, NotPooled(fact.id, fact.pool))
            return
        if pool is None:
            pool = self._pools[fact.pool] = OpenPool(fact.pool)
            self._join(opener, pool, fact.pool)
        self._join(joining, pool, fact.member)

    def leave(self, fact: PoolLeft) -> None:
        """A member spends alone from now on."""
        ledger = self._moves.ledger(fact.member)
        if ledger.pool is None or ledger.pool is not self._of(fact.pool):
            self._moves.conflict(fact.member, NotPooled(fact.id, fact.pool))
            return
        self._leave(ledger, ledger.pool)

    def _of(self, opener: str) -> OpenPool | None:
        """The pool that an account opened, by whichever of its references."""
        names = (opener, *self._membership.references(opener))
        return next((self._pools[name] for name in names if name in self._pools), None)

    def _join(self, ledger: Ledger, pool: OpenPool, name: str) -> None:
        ledger.pool = pool
        pool.members[name] = ledger

    def _unite_pools(self, fact: AccountsMerged, gone: Ledger, pool: OpenPool, kept: Ledger) -> None:
        if kept.pool is None:
            kept.pool = pool
            pool.members = {name: kept if each is gone else each for name, each in pool.members.items()}
            return
        if kept.pool is not pool:
            self._moves.conflict(fact.member, NotPooled(fact.id, pool.id))
        self._leave(gone, pool)

    def _leave(self, ledger: Ledger, pool: OpenPool) -> None:
        """Let an account spend alone; a pool of one is none."""
        ledger.pool = None
        pool.members = {name: each for name, each in pool.members.items() if each is not ledger}
        if len(pool.members) < 2:
            for last in pool.members.values():
                last.pool = None
            del self._pools[pool.id]
