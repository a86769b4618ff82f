"""Laws of exchanges one after the other, even and uneven: what each costs, pays and opens.

Source: laws XP, XT, XD and P4.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from comptoir.facts.orders import TenderName
from comptoir.testing.cases import expect
from comptoir.testing.exchange_cases import PlayTree, TreeCase, TreePlayed, Visited, asking_again, play_tree
from comptoir.testing.oracles.exchanges import CREDIT, Expected, Ledger

play_asking_again: Final = asking_again(-1)
"""At the counter itself, each offer asked for once more at the last instant at which it is the same."""


def xp_a_difference_is_plain_arithmetic(case: TreeCase, play: PlayTree = play_tree) -> None:
    """XP: a difference is what the oracle reckons of lists and percentages, less what the goods give back.

    Told, and moved: an even exchange moves nothing.
    """
    for visited, due in _told(case, play(case)):
        if not visited.taken or not visited.number:
            continue
        where = f"at visit {visited.number}"
        expect("XP", (visited.order is None) is due.is_even, f"found {visited.order} {where}")
        expect(
            "XP",
            visited.difference == due.difference,
            f"found a difference of {visited.difference} {where}, not {due.difference}",
        )
        moved = sum(minor for _, minor in visited.paid) - sum(visited.paid_out.values())
        expect("XP", moved == due.difference, f"found {moved} moved {where}, not {due.difference}")


def xt_whatever_is_exchanged_all_is_paid_back_as_it_was_paid(
    case: TreeCase, play: PlayTree = play_tree
) -> None:
    """XT: exchanged in a row, then given back, goods leave nothing owed, each means paid out its own part.

    At each visit, that is what the oracle draws from it; nothing but credit gets more, over all orders, than
    it had paid. What is left is what is kept: fees of the policy, and of a delivery that was not withdrawn
    from.
    """
    put_in, taken_out = Counter[TenderName](), Counter[TenderName]()
    spent = restored = 0
    ledger = Ledger(case.shop)
    for visited in play(case).visits:
        due = ledger.tell(visited)
        found = dict(visited.paid_out), visited.worth
        wanted = dict(due.paid_out), due.worth
        expect("XT", found == wanted, f"found {found} paid out at visit {visited.number}, not {wanted}")
        spent, restored = spent + visited.spent, restored + visited.worth
        for name, minor in visited.paid:
            put_in[name] += minor
        taken_out.update(visited.paid_out)
    for name, minor in taken_out.items():
        is_within = name == CREDIT or minor <= put_in[name]
        expect("XT", is_within, f"found {minor} paid out by {name}, which had paid {put_in[name]}")
    left = put_in.total() + spent - taken_out.total() - restored
    expect("XT", left == ledger.kept, f"found {left} left, while {ledger.kept} are kept")
    expect("XT", bool(left) or spent == restored, f"found {restored} restored of points worth {spent}")


def xd_only_a_new_contract_opens_new_deadlines(case: TreeCase, play: PlayTree = play_tree) -> None:
    """XD: what is swapped evenly keeps its last days; a withdrawal opens with a new contract at a distance.

    Each right on each piece, by its rule; over the counter, the policy's alone.
    """
    for visited, due in _told(case, play(case)):
        for piece, rights in visited.rights.items():
            wanted = sorted(due.rights)
            found = sorted(rights, key=str)
            expect("XD", found == wanted, f"found {found} on {piece} at visit {visited.number}, not {wanted}")


def p4_an_offer_stays_until_valid_until(case: TreeCase, play: PlayTree = play_asking_again) -> None:
    """P4: asked for exchange at the last instant before `valid_until`, the same is offered."""
    for visited in play(case).visits:
        is_same = visited.told == visited.again
        expect("P4", is_same, f"found {visited.again} at visit {visited.number}, not {visited.told}")


def _told(case: TreeCase, played: TreePlayed) -> Iterator[tuple[Visited, Expected]]:
    """Each visit, and what the oracle expects of it."""
    ledger = Ledger(case.shop)
    return ((visited, ledger.tell(visited)) for visited in played.visits)
