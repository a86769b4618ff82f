"""Who is one with whom, and who spends with whom: a plain second opinion on united accounts and pools.

Source: law L6, in the words of ``comptoir.facts.point_events``.
"""

from __future__ import annotations


class Members:
    """References that are one account, and accounts that spend from one pool; nobody else stands here."""

    def __init__(self) -> None:
        self._same: list[set[str]] = []
        self._pools: dict[str, set[str]] = {}

    def account(self, member: str) -> set[str]:
        """The references that are one account with a member's."""
        return next((each for each in self._same if member in each), {member})

    def pool_of(self, member: str) -> str | None:
        """The name of the pool that a member is in."""
        own = self.account(member)
        return next((pool for pool, members in self._pools.items() if members & own), None)

    def together(self, member: str) -> set[str]:
        """The references of all from whose lots a member spends."""
        pool = self.pool_of(member)
        among = {member} if pool is None else self._pools[pool]
        return {each for one in among for each in self.account(one)}

    def unite(self, member: str, into: str) -> bool:
        """Make two accounts one; whether they were two."""
        if into in self.account(member):
            return False
        one = self.account(member) | self.account(into)
        self._same = [one, *(each for each in self._same if not each & one)]
        self._end_lonely_pools()
        return True

    def join(self, member: str, pool: str) -> bool:
        """Put a member in a pool, with who opened it if they are the first; whether they were free to be."""
        if self.pool_of(member) is not None:
            return False
        for name, members in self._pools.items():
            if name in self.account(pool):
                members.add(member)
                return True
        if self.pool_of(pool) is not None or member in self.account(pool):
            return False
        self._pools[pool] = {pool, member}
        return True

    def leave(self, member: str, pool: str) -> bool:
        """Take a member out of a pool; whether they were in it."""
        if self.pool_of(member) != pool:
            return False
        self._pools[pool] -= self.account(member)
        self._end_lonely_pools()
        return True

    def _end_lonely_pools(self) -> None:
        """A pool of one is none."""
        for pool, members in list(self._pools.items()):
            if len({frozenset(self.account(each)) for each in members}) == 1:
                del self._pools[pool]
