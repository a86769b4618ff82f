"""Every example of the README and of the documentation is executed, and shows what really happens.

========  =================================================================================
block     what is done with it
========  =================================================================================
python    executed in an empty folder; ``>>>`` lines are compared with what they print
output    compared with what the python block before it printed
console   each ``$`` line is run in a shell, in the same folder, and its output compared; but for the
          README, ``comptoir`` is imported once and forked for each command
toml      added to the example rulebook, which must still seal
json      read by the strict parser
========  =================================================================================
"""

from __future__ import annotations

import contextlib
import doctest
import importlib
import io
import os
import pkgutil
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sybil import Document, Example
from sybil.evaluators.python import PythonEvaluator
from sybil.parsers.markdown import CodeBlockParser
from sybil.parsers.myst import PythonCodeBlockParser
from sybil.typing import Parser

import comptoir
from comptoir.authoring import example as example_rulebook
from comptoir.authoring import seal
from comptoir.wire import parse
from integration.command_server import command_server

ROOT = Path(__file__).parents[2]
PROCESS = f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m comptoir "$@"\n'
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(comptoir.__path__, "comptoir.")
    if not module.name.endswith("__main__")
)


def as_typed(text: str) -> str:
    """The text with plain spaces: nobody types the no-break ones that receipts have."""
    return "\n".join(line.rstrip() for line in text.replace("\u00a0", " ").strip("\n").split("\n"))


def run_python(example: Example) -> None:
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        PythonEvaluator()(example)
    example.namespace["printed"] = printed.getvalue()


def compare_output(example: Example) -> None:
    assert as_typed(example.namespace["printed"]) == as_typed(str(example.parsed))


def run_console(example: Example) -> None:
    for block in f"\n{example.parsed}".split("\n$ ")[1:]:
        command, *shown = block.split("\n")
        while shown and shown[0].startswith("> "):  # the shell asks for the rest of the command
            command += "\n" + shown.pop(0).removeprefix("> ")
        expected = "\n".join(shown)
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=example.namespace["folder"],
            env=os.environ | {"PATH": f"{example.namespace['bin']}:{os.environ['PATH']}", "COLUMNS": "100"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert as_typed(done.stdout) == as_typed(expected), command


def seal_fragment(example: Example) -> None:
    seal(f"{example_rulebook()}\n{example.parsed}")


def read_json(example: Example) -> None:
    parse(str(example.parsed))


class PythonBlocks(PythonCodeBlockParser):
    """Python blocks whose output a following block can name."""

    def __init__(self) -> None:
        super().__init__(doctest_optionflags=doctest.ELLIPSIS)
        self.codeblock_parser = CodeBlockParser("python", run_python)


PARSERS: list[Parser] = [
    PythonBlocks(),
    CodeBlockParser("output", compare_output),
    CodeBlockParser("console", run_console),
    CodeBlockParser("toml", seal_fragment),
    CodeBlockParser("json", read_json),
]


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with command_server(tmp_path_factory.mktemp("server")) as script:
        yield script


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_the_examples_of_a_page_do_what_it_shows(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, served: str
) -> None:
    binaries, folder = tmp_path / "bin", tmp_path / "folder"
    binaries.mkdir()
    folder.mkdir()
    monkeypatch.chdir(folder)
    command = binaries / "comptoir"
    command.write_text(served if page != ROOT / "README.md" else PROCESS, encoding="utf-8")
    command.chmod(0o755)
    document = Document.parse(str(page), *PARSERS)
    document.namespace.update(folder=folder, bin=binaries)
    for example in document.examples():
        example.evaluate()


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_docstring_do_what_they_show(name: str) -> None:
    module = importlib.import_module(name)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    for told in doctest.DocTestFinder().find(module):
        if told.examples:  # most docstrings have none, and running nothing takes time
            assert not runner.run(told).failed
