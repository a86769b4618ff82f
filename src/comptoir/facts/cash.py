"""What is paid in cash: the rounding of a country, for what is due and for the change.

Only the part that is paid in cash is rounded, once, and the rounding stands by itself: it is no price,
and no tax is in it.

Source: house rule; the steps and their ties are data of the rulebook, each with its source.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from comptoir.facts.orders import CASH, Tender
from comptoir.facts.terms import Terms
from comptoir.values.collections import tuple_of
from comptoir.values.errors import WrongValue
from comptoir.values.money import Amount, Money
from comptoir.values.policies import CashRounding


@attrs.frozen(kw_only=True)
class CashPayment:
    """What a till asks in cash: what is ``due``, with its ``rounding`` of either sign, and the ``change``."""

    due: Amount
    rounding: Amount
    given: Amount | None
    change: Amount

    @property
    def tender(self) -> Tender:
        """The means of payment to place the order with."""
        return Tender(CASH, self.due, given=self.given)


def in_cash(policy: CashRounding | None, exact: Amount, given: Amount | None) -> CashPayment:
    """``exact`` paid in cash, ``given`` by the customer; nothing is rounded without a policy.

    Where more is given, in coins of the step, what is rounded is the change; else, what is due. Raises
    ``WrongValue`` for less than is due.
    """
    currency = exact.currency
    due = exact.minor if policy is None else policy.rounded_due(exact.minor)
    if given is not None:
        if given.currency != currency or given.minor < due:
            found = f"found {given.to_text()}"
            cure = f"{Amount(due, currency).to_text()} or more is to be given"
            raise WrongValue.at("given", found, cure, code="given_too_little")
        if policy is not None and given.minor > due and given.minor % policy.step.minor == 0:
            due = given.minor - policy.rounded_change(given.minor - exact.minor)
    change = 0 if given is None else given.minor - due
    return CashPayment(
        due=Amount(due, currency),
        rounding=Amount(due - exact.minor, currency),
        given=given,
        change=Amount(change, currency),
    )


def cash_for(terms: Terms, given: Money | str | None, besides: Iterable[Tender]) -> CashPayment:
    """What is asked in cash for what the tenders ``besides`` do not pay of some terms.

    Raises ``WrongValue`` for less than is due, or if nothing is.
    """
    others = tuple_of(Tender, besides, "besides")
    left = terms.due - sum(tender.amount.minor for tender in others)
    if left <= 0:
        cure = "leave something to be paid in cash"
        raise WrongValue.at("besides", "found nothing left to pay", cure, code="paid")
    coins = None if given is None else Amount.of(given, "given")
    return in_cash(terms.cash, Amount(left, terms.currency), coins)


def is_rounded(policy: CashRounding | None, exact: int, tenders: Sequence[Tender]) -> bool:
    """Whether tenders pay ``exact`` minor units, up to the rounding of what is paid in cash."""
    over = sum(tender.amount.minor for tender in tenders) - exact
    cash = [tender for tender in tenders if tender.means == CASH]
    if policy is None or not cash:
        return over == 0
    paid = sum(tender.amount.minor for tender in cash)
    if paid <= over:  # nothing was left to be paid in cash
        return over == 0
    given = [tender.given for tender in cash]
    due = Amount(paid - over, cash[0].amount.currency)
    allowed = {in_cash(policy, due, None).due.minor}
    if len(given) == 1 and given[0] is not None and given[0].minor > max(allowed):
        allowed.add(in_cash(policy, due, given[0]).due.minor)
    return paid in allowed
