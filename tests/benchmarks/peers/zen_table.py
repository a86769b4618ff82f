"""zen-engine: one decision table, compiled once, asked in one call a basket for each line's promotions."""

from __future__ import annotations

from typing import Any, Final

import zen

from benchmarks.peers.rounds import Answer, InThisProcess
from benchmarks.peers.shop import Offer, Shop

KEY: Final = "promotions"


def rule(offer: Offer) -> dict[str, str]:
    """A row of the table: an empty cell asks nothing."""
    skus = ", ".join(f'"{sku}"' for sku in sorted(offer.skus))
    shelf = f'"{offer.shelf}"' if offer.shelf else ""
    return {"_id": offer.id, "sku": skus, "shelf": shelf, "offer": f'"{offer.id}"'}


def graph(shop: Shop) -> dict[str, Any]:
    """A decision of one table, asked once for each line."""
    columns = [{"id": name, "name": name, "field": name} for name in ("sku", "shelf")]
    table = {
        "hitPolicy": "collect",
        "inputs": columns,
        "outputs": [{"id": "offer", "name": "offer", "field": "offer"}],
        "rules": [rule(offer) for offer in shop.offers],
        "inputField": "lines",
        "outputPath": "found",
        "executionMode": "loop",
    }
    nodes: list[dict[str, Any]] = [
        {"id": "asked", "type": "inputNode", "name": "asked"},
        {"id": "table", "type": "decisionTableNode", "name": "table", "content": table},
        {"id": "answer", "type": "outputNode", "name": "answer"},
    ]
    edges = [
        {"id": "1", "type": "edge", "sourceId": "asked", "targetId": "table"},
        {"id": "2", "type": "edge", "sourceId": "table", "targetId": "answer"},
    ]
    here: dict[str, Any] = {"position": {"x": 0, "y": 0}}
    return {"nodes": [node | here for node in nodes], "edges": edges}


def contestant(shop: Shop) -> InThisProcess:
    """An engine that holds the decision: of its ways to be asked from Python, the quickest."""
    engine = zen.ZenEngine({"loader": {"type": "static", "content": {KEY: graph(shop)}}})
    asked = {"lines": [{"sku": each.sku, "shelf": each.shelf} for each in shop.basket]}

    def answer() -> Answer:
        found = engine.evaluate(KEY, asked)["result"]["found"]
        return Answer(matched=frozenset(hit["offer"] for line in found for hit in line))

    return InThisProcess("zen-engine, matching only", answer)
