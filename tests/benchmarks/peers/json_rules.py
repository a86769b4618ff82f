"""json-rules-engine: a process of node on this machine that is asked in turn and times itself."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any, Final, Self

from benchmarks.peers.rounds import Answer
from benchmarks.peers.shop import Shop

SCRIPT: Final = Path(__file__).with_suffix(".cjs")


class Node:
    """The process: closed when the block ends."""

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(
            ["node", SCRIPT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(self, *_: object) -> None:
        self.process.communicate()

    def told(self, **order: Any) -> Any:
        """Its answer to an order."""
        assert self.process.stdin
        assert self.process.stdout
        print(json.dumps(order), file=self.process.stdin, flush=True)
        return json.loads(self.process.stdout.readline())

    def contestant(self, shop: Shop) -> JsonRules:
        size = len(shop.offers)
        offers = [{"id": each.id, "skus": sorted(each.skus), "shelf": each.shelf} for each in shop.offers]
        bought = {
            "skus": [each.sku for each in shop.basket],
            "shelves": sorted({each.shelf for each in shop.basket}),
        }
        self.told(size=size, shop={"offers": offers, **bought})
        return JsonRules(self, size)


class JsonRules:
    """The rules of one shop."""

    name = "json-rules-engine, matching only"

    def __init__(self, node: Node, size: int) -> None:
        self.node, self.size = node, size

    def answer(self) -> Answer:
        return Answer(matched=frozenset(self.node.told(size=self.size, times=1)["matched"]))

    def nanoseconds(self, times: int) -> int:
        return int(self.node.told(size=self.size, times=times)["nanoseconds"])
