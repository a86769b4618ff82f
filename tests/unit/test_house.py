"""The rules of the house that no off-the-shelf linter sees, checked on the core's syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import comptoir

PACKAGE = Path(comptoir.__file__).parent
OUTSIDE = {"cli", "adapters", "authoring", "testing"}
CORE = sorted(path for path in PACKAGE.rglob("*.py") if path.relative_to(PACKAGE).parts[0] not in OUTSIDE)
BANNED_CALLS = {"open", "print", "input", "hash", "id", "eval", "exec", "globals", "round"}
MAY_NAME_DECIMAL = {
    f"values/{name}.py" for name in ("decimals", "factors", "money", "multiples", "percentages", "quantities")
}


def offences(tree: ast.Module, name: str) -> Iterator[str]:
    """Each place where the core would depend on more than its arguments, or on binary fractions."""
    asked_of_isinstance = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "isinstance"
        for part in ast.walk(node.args[1])
    }
    defines_a_hash = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name == "__hash__"
        for part in ast.walk(node)
    }
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=float() | complex()):
                yield f"line {node.lineno}: a binary fraction"
            case ast.BinOp(op=ast.Div()) | ast.AugAssign(op=ast.Div()):
                yield f"line {node.lineno}: true division makes a float"
            case ast.Name(id="float" | "complex" as word) if id(node) not in asked_of_isinstance:
                yield f"line {node.lineno}: {word}"
            case ast.Call(func=ast.Name(id=word)) if word in BANNED_CALLS and id(node) not in defines_a_hash:
                yield f"line {node.lineno}: {word}()"
            case ast.Global() | ast.Nonlocal():
                yield f"line {node.lineno}: state outside the arguments"
            case ast.ImportFrom(module="decimal") if name not in MAY_NAME_DECIMAL:
                yield f"line {node.lineno}: Decimal arithmetic reads the ambient context"
            case ast.Import(names=names) if any(alias.name == "decimal" for alias in names):
                yield f"line {node.lineno}: Decimal arithmetic reads the ambient context"
            case _:
                pass


@pytest.mark.parametrize("path", CORE, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_the_core_computes_with_its_arguments_and_exactly(path: Path) -> None:
    found = list(offences(ast.parse(path.read_text(encoding="utf-8")), path.relative_to(PACKAGE).as_posix()))
    assert found == []


@pytest.mark.parametrize(
    "code",
    ["x = 0.1", "y = a / b", "a /= 2", "float('1')", "open('f')", "hash(x)", "from decimal import Decimal"],
)
def test_the_check_can_fail(code: str) -> None:
    assert list(offences(ast.parse(code), "pricing/rules.py"))


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.relative_to(PACKAGE).as_posix()
)
def test_every_module_says_what_lives_in_it(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", CORE, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_every_module_of_the_core_names_its_source_or_is_a_room(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    assert "Source:" in docstring or path.name == "__init__.py"
