"""Comptoir beside its peers in one run, as Markdown tables: ``nox -s peers``."""

from __future__ import annotations

import argparse

from benchmarks.peers import promotions, sets


def main() -> None:
    parser = argparse.ArgumentParser(prog="nox -s peers --", description=__doc__)
    parser.add_argument("table", nargs="?", choices=["promotions", "sets"], help="both if left out")
    parser.add_argument("--rounds", type=int, default=15, help="measurements of each peer (15)")
    asked = parser.parse_args()
    if asked.table != "sets":
        promotions.print_table(asked.rounds)
    if asked.table != "promotions":
        sets.print_table()


if __name__ == "__main__":
    main()
