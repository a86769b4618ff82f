"""The same questions, asked in processes that have nothing in common, get the same bytes."""

from __future__ import annotations

import json
import locale
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def ask(
    *circumstances: str, flags: Sequence[str] = (), environment: Mapping[str, str] | None = None
) -> bytes:
    inherited = {
        key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "PYTHON"))
    }
    paths = os.pathsep.join([str(HERE.parent), *filter(None, sys.path)])
    done = subprocess.run(
        [sys.executable, *flags, str(HERE / "ask_in_this_process.py"), *circumstances],
        env=inherited | {"PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8"} | dict(environment or {}),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@pytest.fixture(scope="module")
def plain() -> bytes:
    return ask(environment={"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8"})


CIRCUMSTANCES = {
    "another hash seed, a till in Auckland, a French locale": (
        ("locale",),
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Auckland", "LC_ALL": "fr_FR.UTF-8"},
    ),
    "a random hash seed, a till in St John's, a German locale": (
        ("locale",),
        {"PYTHONHASHSEED": "random", "TZ": "America/St_Johns", "LC_ALL": "de_DE.UTF-8"},
    ),
    "no time zone files, the C locale": (
        ("locale",),
        {"PYTHONTZPATH": "", "TZ": "nowhere", "LC_ALL": "C"},
    ),
    "a hostile Decimal context": (("context",), {}),
    "pendulum without its Rust part": ((), {"PENDULUM_EXTENSIONS": "0"}),
    "lines scrambled and split": (("shuffle=1",), {}),
    "lines scrambled otherwise": (("shuffle=2",), {"PYTHONHASHSEED": "7"}),
}
"""Each costs a process; those that cannot hide each other share one."""


@pytest.mark.parametrize(("arguments", "environment"), CIRCUMSTANCES.values(), ids=CIRCUMSTANCES.keys())
def test_circumstances_change_no_byte(
    arguments: tuple[str, ...], environment: dict[str, str], plain: bytes
) -> None:
    if "locale" in arguments and not _is_installed(environment["LC_ALL"]):
        arguments = ()  # the variable alone must change nothing either
    assert ask(*arguments, environment=environment) == plain


def test_optimised_bytecode_changes_no_byte(plain: bytes) -> None:
    assert ask(flags=("-OO",)) == plain


def test_isolated_from_warnings_filters_and_development_checks(plain: bytes) -> None:
    assert ask(flags=("-X", "dev", "-W", "error")) == plain


def test_the_order_in_which_rules_are_written_changes_no_answer(plain: bytes) -> None:
    """The question names another rulebook; the answers are the same."""
    expected = [told for line in plain.splitlines() if "terms" in (told := json.loads(line))]
    found = [json.loads(line) for line in ask("scan").splitlines()]
    assert [each["terms"] for each in found] == [each["terms"] for each in expected]
    assert [each["until"] for each in found] == [each["until"] for each in expected]


def test_the_comparison_can_fail(plain: bytes) -> None:
    assert plain.replace(b'"total":', b'"total":1', 1) != plain
    assert len(plain.splitlines()) > 10


def _is_installed(name: str) -> bool:
    before = locale.setlocale(locale.LC_ALL)
    try:
        locale.setlocale(locale.LC_ALL, name)
    except locale.Error:
        return False
    finally:
        locale.setlocale(locale.LC_ALL, before)
    return True
