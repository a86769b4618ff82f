"""The report for people: one table, then every law that is broken.

Source: house rule.
"""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from comptoir.cli.replay.disagreements import TITLES
from comptoir.cli.replay.lawful import Broken
from comptoir.cli.replay.report import Report
from comptoir.cli.replay.skipping import Skip


def print_report(report: Report, console: Console) -> None:
    """Print the figures and the findings."""
    table = Table(title=_plain(f"{report.source} ({report.layout})"), title_justify="left", show_header=False)
    table.add_column(justify="left")
    table.add_column(justify="right", no_wrap=True)
    for section in (_lines(report), _money(report), _speed(report), _others(report), _laws(report)):
        for label, figure in section:
            table.add_row(_plain(label), _plain(figure))
        table.add_section()
    console.print(table)
    console.print(_plain(f"rulebook {report.rulebook}"))
    for each in report.broken:
        console.print(_plain(_sentence(each)))


def _lines(report: Report) -> list[tuple[str, str]]:
    skipped = [
        (f"  skipped: {reason.value}", _count(report.lines_skipped[reason.code]))
        for reason in Skip
        if reason.code in report.lines_skipped
    ]
    return [
        ("lines read", _count(report.lines_read)),
        ("  quoted", _count(report.lines_quoted)),
        *skipped,
        ("baskets", _count(report.baskets)),
        ("products at a price", _count(report.prices)),
    ]


def _money(report: Report) -> list[tuple[str, str]]:
    rows = [
        ("recorded by the till", report.amount(report.recorded)),
        ("regular price", report.amount(report.regular)),
        (f"charged at {report.percent.to_text()} % off", report.amount(report.charged)),
        ("baskets at the recorded value, to the cent", _part(report.to_the_cent, report.baskets)),
    ]
    if report.inexact_lines:
        rows += [
            ("lines whose value no unit price of six decimals gives", _count(report.inexact_lines)),
            ("largest difference of a basket", report.amount(report.off_by_max)),
        ]
    return rows


def _speed(report: Report) -> list[tuple[str, str]]:
    speed = report.speed
    return [
        ("baskets quoted per second", _count(round(speed.per_second(report.baskets)))),
        ("  seconds quoting", f"{speed.quoting:.1f}"),
        ("  seconds reading the data once", f"{speed.reading:.1f}"),
        ("  seconds composing the rulebook", f"{speed.composing:.1f}"),
        ("  seconds checking the answers", f"{speed.laws:.1f}"),
    ]


def _others(report: Report) -> list[tuple[str, str]]:
    """How others would have charged: the baskets that come out with another total."""
    return [
        (f"other total by {title}", _part(report.otherwise[name], report.baskets))
        for name, title in TITLES.items()
    ]


def _laws(report: Report) -> list[tuple[str, str]]:
    tried = ", ".join(report.laws) or "none"
    return [(f"laws broken (tried: {tried})", _count(len(report.broken)))]


def _sentence(broken: Broken) -> str:
    return f"basket {broken.basket}: {broken.law} is broken: {broken.found}"


def _count(number: int) -> str:
    return f"{number:,}"


def _part(number: int, whole: int) -> str:
    return f"{number:,} ({100 * number / whole:.1f} %)"


def _plain(text: str) -> Text:
    """Text as it is: no markup, and nothing that a terminal obeys."""
    return Text("".join(char if char.isprintable() else ascii(char)[1:-1] for char in text))
