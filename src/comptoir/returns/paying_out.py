"""What paying out a refund adds to it: the rounding of coins, and what legal entities owe each other.

Decides on tenders that are settled. May never know what they are given back for.

Rounding point: what is paid out in coins, by the policy of the country, once for all of it.

Source: house rule; the steps of coins and their ties are data of the rulebook, each with its source.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from comptoir.facts.events import Intercompany
from comptoir.facts.orders import Tender
from comptoir.returns.tender_plan import CREDIT, PayableHere, cash_of
from comptoir.values.money import Amount
from comptoir.values.policies import CashRounding


@attrs.frozen(kw_only=True)
class PayDesk:
    """Where money is paid out: by what means, how coins are rounded, and for whom.

    ``seller`` is the legal entity that had sold, ``runs`` the one that runs the store.
    """

    here: PayableHere
    cash: CashRounding | None = None
    seller: str | None = None
    runs: str | None = None

    def coins(self, tenders: Iterable[Tender]) -> int:
        """What of some tenders is paid out in coins, in minor units."""
        return cash_of(tenders, self.here)

    def rounding(self, tenders: Iterable[Tender]) -> int:
        """What rounding adds to what is paid out in coins, or takes off it, in minor units."""
        coins = self.coins(tenders)
        return 0 if self.cash is None else self.cash.rounded_change(coins) - coins

    def intercompany(self, tenders: Iterable[Tender], besides: int = 0) -> Intercompany | None:
        """What the seller owes whoever runs the store: all that the store itself pays out, and ``besides``.

        ``None`` where both are one, or it is not said who they are, or nothing is paid out.
        """
        if self.seller is None or self.runs is None or self.seller == self.runs:
            return None
        own = (tender for tender in tenders if tender.reference is None and self._pays(tender))
        amount = sum(tender.amount.minor for tender in own) + besides
        return Intercompany(owed_by=self.seller, owed_to=self.runs, amount=amount) if amount > 0 else None

    def _pays(self, tender: Tender) -> bool:
        return self.here.is_store and self.here.pays(tender.pays_by)


def surcharge_of(minor: int, currency: str, paid_out: Sequence[Tender]) -> Tender | None:
    """What being late costs, to be paid by the first means of what is paid out; by credit if nothing is.

    ``None`` if it costs nothing.
    """
    by = paid_out[0].pays_by if paid_out else CREDIT
    return Tender(by.means, Amount(minor, currency), reference=by.reference) if minor else None


def still_released(released: Sequence[Tender], tenders: Iterable[Tender]) -> tuple[Tender, ...]:
    """What was never captured, as far as it is still among the tenders."""
    left = {tender.pays_by: tender.amount.minor for tender in tenders if tender.instead_of is None}
    parts = ((each, min(each.amount.minor, left.get(each.pays_by, 0))) for each in released)
    return tuple(
        attrs.evolve(each, amount=Amount(minor, each.amount.currency)) for each, minor in parts if minor
    )
