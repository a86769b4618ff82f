"""What can be checked, each session running alone: `nox -s laws`, `nox -l` lists them."""

from __future__ import annotations

import os
from pathlib import Path

import nox

nox.needs_version = ">=2024.4.15"
nox.options.default_venv_backend = "uv|venv"
nox.options.error_on_missing_interpreters = False
nox.options.sessions = ["lint", "types", "tests", "docs"]

PROJECT = nox.project.load_toml("pyproject.toml")
PYTHONS = ["3.11", "3.12", "3.13"]
EVERYTHING = ".[cli,testing]"
NODE_PEERS = ["json-rules-engine@7.3.1"]


def group(name: str) -> tuple[str, ...]:
    """The requirements of a dependency group."""
    return nox.project.dependency_groups(PROJECT, name)


def oldest() -> list[str]:
    """The oldest release that each run-time and extra dependency allows."""
    project = PROJECT["project"]
    extras = [each for extra in project["optional-dependencies"].values() for each in extra]
    named = [each for each in [*project["dependencies"], *extras] if not each.startswith("comptoir")]
    return [each.replace(">=", "==") for each in named]


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """The whole test suite, warnings as errors."""
    session.install("-e", EVERYTHING, *group("test"))
    session.run("pytest", "-n", "2", *session.posargs)


@nox.session
def laws(session: nox.Session) -> None:
    """The laws with many examples, at random, and all planted faults: an hour; as `many`, half of it.

    `HYPOTHESIS_PROFILE=many nox -s laws` draws the same examples each time.
    """
    session.install("-e", EVERYTHING, *group("test"))
    profile = os.environ.get("HYPOTHESIS_PROFILE", "thorough")
    session.run(
        "pytest", "-n", "2", "-m", "", "tests/laws", *session.posargs, env={"HYPOTHESIS_PROFILE": profile}
    )


@nox.session
def lowest(session: nox.Session) -> None:
    """The tests with the oldest dependencies that are allowed."""
    session.install(*oldest(), *group("test"))
    session.install("--no-deps", "-e", ".")
    session.run("pytest", "-n", "2", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Style, the ban of clocks and floats from the core, and the one direction of imports."""
    session.install("-e", EVERYTHING, *group("test"), *group("lint"))
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("lint-imports")
    session.run("pytest", "-q", "tests/unit/test_house.py")


@nox.session
def types(session: nox.Session) -> None:
    """Strict static typing of the library, its tests and this file."""
    session.install("-e", EVERYTHING, "nox", *group("test"), *group("types"))
    session.run("mypy", *session.posargs)


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation; a warning is an error. Its examples are executed by the tests."""
    session.install("-e", EVERYTHING, *group("docs"))
    session.run("sphinx-build", "-W", "--keep-going", "-b", "html", "docs", "docs/_build/html")


@nox.session
def pictures(session: nox.Session) -> None:
    """Draw the pictures of the documentation again, and write the figures that they show."""
    session.install("-e", EVERYTHING, *group("pictures"))
    session.run("python", "docs/pictures/a_year_of_points.py")


@nox.session
def benchmarks(session: nox.Session) -> None:
    """Speed, compared within one run: `--benchmark-json FILE` keeps the figures."""
    session.install("-e", EVERYTHING, *group("test"))
    session.run(
        "pytest",
        "tests/benchmarks",
        "--dist=no",
        "--benchmark-enable",
        "--benchmark-only",
        "--benchmark-group-by=group",
        "--benchmark-columns=min,median,rounds",
        *session.posargs,
    )


@nox.session
def peers(session: nox.Session) -> None:
    """Comptoir beside its peers in one run, as Markdown tables: `-- promotions`, `-- sets`. Needs npm."""
    session.install("-e", EVERYTHING, *group("peers"))
    node = Path(session.create_tmp()).resolve()
    session.run(
        "npm", "install", "--no-audit", "--no-fund", "--prefix", os.fspath(node), *NODE_PEERS, external=True
    )
    found = {"NODE_PATH": os.fspath(node / "node_modules"), "PYTHONPATH": "tests"}
    session.run("python", "-m", "benchmarks.peers", *session.posargs, env=found)


@nox.session
def replay(session: nox.Session) -> None:
    """Replay a file of real till data: `nox -s replay -- FILE`."""
    session.install("-e", EVERYTHING)
    session.run("comptoir", "replay", *session.posargs)


@nox.session
def wheel(session: nox.Session) -> None:
    """Build the wheel and the source distribution, and ask the installed wheel a question."""
    session.install("build")
    out = Path(session.create_tmp()).resolve()
    session.run("python", "-m", "build", "--outdir", os.fspath(out))
    [built] = out.glob("*.whl")
    session.install(f"{built}[cli]")
    session.run("comptoir", "journey")
