"""A basket of 20 lines, by promotions in force: Comptoir, and then its peers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from benchmarks.peers import at_the_counter, django_oscar, json_rules, plain_loop, zen_table
from benchmarks.peers.rounds import Contestant, Measured, figures, in_turns, print_row, spoken
from benchmarks.peers.shop import Shop, shop

SIZES: Final = (10, 100, 1_000)
ALONE: Final = 10_000
"""Promotions under which Comptoir is measured alone."""


def print_table(rounds: int) -> None:
    with json_rules.Node() as node:
        contestants = {size: present(shop(size), node) for size in SIZES}
        for size, those in contestants.items():
            check_answers(shop(size), those)
        contestants[ALONE] = [at_the_counter.contestant(shop(ALONE))]
        measured = in_turns(contestants, rounds)
    print(
        "\n20 lines, by promotions in force: median time, and how many times Comptoir's in the same round\n"
    )
    print_row("", *(f"{size:,}" for size in measured))
    print_row("---", *("---:" for _ in measured))
    for row, peer in enumerate(measured[SIZES[0]]):
        print_row(peer.name, *(cell(those, row) for those in measured.values()))


def present(asked: Shop, node: json_rules.Node) -> list[Contestant]:
    return [
        at_the_counter.contestant(asked),
        plain_loop.contestant(asked),
        zen_table.contestant(asked),
        node.contestant(asked),
        django_oscar.Oscar(asked),
    ]


def check_answers(asked: Shop, contestants: Iterable[Contestant]) -> None:
    """Every total is Comptoir's; who adds up nothing finds the promotions that select something."""
    comptoir, *peers = contestants
    total = comptoir.answer().total
    for peer in peers:
        found = peer.answer()
        assert found.total in {None, total}, f"{peer.name} comes to {found.total}, Comptoir to {total}"
        assert found.total or found.matched == asked.touching(), f"{peer.name} finds other promotions"


def cell(those: list[Measured], row: int) -> str:
    if row >= len(those):
        return ""
    beside = f", x {figures(those[row].beside(those[0]), 2)}" if row else ""
    return f"{spoken(those[row].median())}{beside}"
