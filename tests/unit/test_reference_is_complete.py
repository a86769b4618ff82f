"""The reference names every code, kind, limit, refusal and law that there is."""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
import re
from collections.abc import Iterator
from enum import Enum
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

import comptoir
from comptoir.checkout.explanation import Statement
from comptoir.checkout.refusals import RefusalCode
from comptoir.delivery.offered import NotOfferedCode
from comptoir.facts.conflicts import Conflict
from comptoir.loyalty.account import MovementKind
from comptoir.loyalty.rewards import RewardRefusalCode
from comptoir.loyalty.spend import SpendRefusalCode
from comptoir.pricing.priced import OverrideRefusalCode
from comptoir.returns.cancel import CancelRefusalCode
from comptoir.returns.claims.asked import ClaimRefusalCode
from comptoir.returns.exchanges.exchange import ExchangeRefusalCode
from comptoir.returns.reduce import ReduceRefusalCode
from comptoir.returns.refused import ReturnRefusalCode
from comptoir.returns.unproven import UnprovenRefusalCode
from comptoir.returns.withdrawing import DeclareRefusalCode
from comptoir.testing.laws import (
    ACCOUNTING_LAWS,
    CLAIM_LAWS,
    CUT_OFF_LAWS,
    DELIVERY_LAWS,
    EARN_LAWS,
    EXCHANGE_LAWS,
    HISTORY_LAWS,
    LAWS,
    PRICE_LAWS,
    RETURN_LAWS,
    SPENDING_LAWS,
    TIER_LAWS,
    TREE_LAWS,
    WHAT_IF_LAWS,
)
from comptoir.vocabulary import DOCUMENTS, STANDARD
from comptoir.wire import parse

SOURCE = Path(comptoir.__file__).parent
REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
CODE_FIRST = {"Fault", "note"}
"""Functions whose first argument is a code."""
CODE_BY_NAME = {"at", "_check_once"}
"""Functions whose argument ``code`` is one."""
CODE_SOMEWHERE = {"_refuse"}
"""Functions one of whose arguments is a code, the first or the last as the module likes."""
CODE = re.compile(r"[a-z][a-z_0-9]*")
PUT_TOGETHER = re.compile(r"[a-z_*]+")
KINDS = {
    "benefit": "promotion",
    "condition": "promotion",
    "fee": "delivery-rules",
    "limit": "delivery-rules",
    "reason": "return-rules",
}
"""The page of each family of kinds."""
REFUSALS = (
    ("delivery", NotOfferedCode),
    ("override", OverrideRefusalCode),
    ("points", SpendRefusalCode),
    ("reward", RewardRefusalCode),
    ("returns", ReturnRefusalCode),
    ("cancellation", CancelRefusalCode),
    ("reducing", ReduceRefusalCode),
    ("exchange", ExchangeRefusalCode),
    ("claim", ClaimRefusalCode),
    ("unproven-return", UnprovenRefusalCode),
    ("withdrawal", DeclareRefusalCode),
)
EVERY_LAW = [
    (letter, law)
    for laws in (
        LAWS,
        PRICE_LAWS,
        EARN_LAWS,
        SPENDING_LAWS,
        HISTORY_LAWS,
        TIER_LAWS,
        DELIVERY_LAWS,
        RETURN_LAWS,
        CLAIM_LAWS,
        EXCHANGE_LAWS,
        TREE_LAWS,
        CUT_OFF_LAWS,
        ACCOUNTING_LAWS,
        WHAT_IF_LAWS,
    )
    for letter, law in laws.items()
]
JSON_BLOCK = re.compile(r"^```json\n(.*?)^```", re.DOTALL | re.MULTILINE)


@cache
def page(name: str) -> str:
    return (REFERENCE / f"{name}.md").read_text(encoding="utf-8")


def first_cells(name: str, heading: str = "# ") -> set[str]:
    """What stands in backticks in the first cell of a table's row, from a heading on."""
    rows = [line for line in page(name).partition(heading)[2].splitlines() if line.startswith("| ")]
    return {found for row in rows for found in re.findall(r"`([^`]+)`", row.split(" | ")[0])}


def codes_of(tree: ast.Module) -> Iterator[str]:
    """Every code that a module may put into a fault; one that is put together is a pattern."""
    nodes = list(ast.walk(tree))
    named = {
        target.id: node.value
        for node in nodes
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for call in (node for node in nodes if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        given = [each.value for each in call.keywords if each.arg == "code" and name in CODE_BY_NAME]
        given += call.args[:1] if name in CODE_FIRST else call.args if name in CODE_SOMEWHERE else []
        for node in given:
            yield from _texts(named.get(node.id, node) if isinstance(node, ast.Name) else node)


def _texts(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(str() as text) if CODE.fullmatch(text):
            yield text
        case ast.IfExp():
            yield from _texts(node.body)
            yield from _texts(node.orelse)
        case ast.JoinedStr():
            parts = [str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values]
            if PUT_TOGETHER.fullmatch("".join(parts)):
                yield "".join(parts).replace("*", "[a-z_]+")
        case _:
            return


@cache
def every_code() -> list[str]:
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(SOURCE.rglob("*.py"))]
    return sorted({code for tree in trees for code in codes_of(tree)})


def every_limit() -> list[str]:
    modules = [
        importlib.import_module(module.name)
        for module in pkgutil.walk_packages(comptoir.__path__, "comptoir.")
        if not module.name.startswith(("comptoir.cli", "comptoir.testing", "comptoir.__main__"))
    ]
    names = {name for module in modules for name in vars(module)}
    return sorted(name for name in names if re.fullmatch(r"[A-Z]\w*_MAX", name))


@pytest.mark.parametrize("code", every_code())
def test_every_code_of_an_error_stands_in_the_table_of_errors(code: str) -> None:
    assert any(re.fullmatch(code, each) for each in first_cells("errors", "## Codes"))


def test_the_table_of_errors_has_no_code_that_there_is_not() -> None:
    known = "|".join(every_code())
    listed = first_cells("errors", "## Codes")
    assert not {each for each in listed if not re.fullmatch(known, each)}


@pytest.mark.parametrize("kind", sorted(STANDARD.names))
def test_every_kind_stands_in_the_table_of_its_family(kind: str) -> None:
    family, _, name = kind.partition(".")
    assert name in first_cells(KINDS[family])


@pytest.mark.parametrize("limit", every_limit())
def test_every_limit_stands_in_the_table_of_limits(limit: str) -> None:
    assert f"`{limit}`" in page("limits")


def test_refusals_stand_in_their_order_of_precedence() -> None:
    pages = page("place") + page("points-desk")
    rows = re.findall(r"^\| (\d+) \| `(\w+)` \| `(\w+)`", pages, re.MULTILINE)
    assert rows == [(str(place), code.name, code.value) for place, code in enumerate(RefusalCode, 1)]


@pytest.mark.parametrize(("name", "codes"), REFUSALS)
def test_reasons_to_refuse_stand_in_their_order_of_precedence(name: str, codes: type[Enum]) -> None:
    rows = re.findall(r"^\| (\d+) \| `(\w+)` \|", page(name), re.MULTILINE)
    expected = [(str(place), code.value) for place, code in enumerate(codes, 1)]
    assert expected in [rows[start : start + len(expected)] for start in range(len(rows))]


@pytest.mark.parametrize("kind", [each.kind for each in get_args(Conflict)])
def test_every_conflict_stands_in_the_table_of_conflicts(kind: str) -> None:
    assert kind in first_cells("facts-and-history", "## Conflicts")


@pytest.mark.parametrize("kind", list(MovementKind))
def test_every_movement_of_points_stands_in_its_table(kind: MovementKind) -> None:
    assert kind.value in first_cells("standing", "## Account")


@pytest.mark.parametrize(("letter", "law"), EVERY_LAW, ids=[law.__name__ for _, law in EVERY_LAW])
def test_every_law_stands_in_the_table_of_laws_in_its_own_words(letter: str, law: object) -> None:
    sentence = (law.__doc__ or "").split("\n\n", maxsplit=1)[0]
    words = " ".join(sentence.replace("``", "`").split()).removeprefix(f"{letter}: ").rstrip()
    assert f"| `{letter}` | {words}" in page("laws")


@pytest.mark.parametrize("name", sorted(path.stem for path in REFERENCE.glob("*.md")))
def test_a_document_that_is_shown_is_one(name: str) -> None:
    classes = {each.document: each for each in DOCUMENTS}
    for block in JSON_BLOCK.findall(page(name)):
        document = parse(block)
        if isinstance(document, dict) and set(document) <= set(classes):
            for key in document:
                value = STANDARD.codec.loads(json.dumps(document), classes[key])
                assert STANDARD.codec.document(value) == document


@pytest.mark.parametrize("module", ["explanation", "reasons"])
def test_every_statement_stands_in_a_table_of_texts(module: str) -> None:
    tree = ast.parse((SOURCE / "checkout" / f"{module}.py").read_text(encoding="utf-8"))
    calls = [
        node.args[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == Statement.__name__
    ]
    said, listed = {code for part in calls for code in _texts(part)}, first_cells("texts")
    assert said
    assert not {code for code in said if not any(re.fullmatch(code, each) for each in listed)}
