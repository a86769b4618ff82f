"""Draws a_year_of_points.svg, and writes the figures that it shows beside it: `nox -s pictures`.

The drawing names the digest of its figures, so that a test sees when it is no longer theirs.
"""

from __future__ import annotations

import csv
import hashlib
import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from comptoir import Rulebook, Standing
from comptoir.authoring import example, seal
from comptoir.testing.year import a_year, course_of
from comptoir.values.instants import instant_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Points = dict[str, list[int]]

HERE = Path(__file__).parent
FIGURES, PICTURE = HERE / "a_year_of_points.csv", HERE / "a_year_of_points.svg"
SEED = 1
COLUMNS = ("available", "pending", "redeemed", "clawed_back", "expired", "debt", "earned")
INK, PALE = "#33323d", "#85828f"
COLOURS = {
    "redeemed": "#8b82c4",
    "clawed_back": "#dba08a",
    "expired": "#cfccd8",
    "available": "#4c9f74",
    "pending": "#aed8c0",
    "debt": "#bf4335",
}
WORDS = {"redeemed": "#655ba8", "clawed_back": "#b9694c", "expired": PALE, "available": "#37805a"}
TIERS = {"classic": "#e9e4f5", "gold": "#f3dd9b", "platinum": "#c7ced6"}
STYLE = {
    "svg.hashsalt": "a year of points",
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "text.color": INK,
    "axes.edgecolor": PALE,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
}


def figures() -> str:
    """Each instant at which the points or the tier change, as CSV."""
    rulebook = Rulebook.open(seal(example()).sealed())
    day = rulebook.zone.instant_of
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("at", "tier", *COLUMNS))
    before: list[object] = []
    for standing in course_of(a_year(rulebook, SEED), day(date(2026, 1, 1)), day(date(2028, 1, 1))):
        row = _row(standing)
        if row != before:
            writer.writerow([instant_text(standing.asked_at), *row])
        before = row
    return text.getvalue()


def _row(standing: Standing) -> list[object]:
    return [standing.tier.tier, *(getattr(standing.account, column) for column in COLUMNS)]


def digest(text: str) -> str:
    """What the drawing says of its figures."""
    return f"sha256 of the figures: {hashlib.sha256(text.encode()).hexdigest()}"


def draw(text: str) -> None:
    """The picture of the figures; the same bytes each time, for one release of matplotlib."""
    from matplotlib import rc_context  # noqa: PLC0415 - the figures can be checked without it
    from matplotlib.dates import DateFormatter, MonthLocator  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    rows = list(csv.DictReader(io.StringIO(text)))
    rows.append(rows[-1] | {"at": "2028-01-01T00:00:00Z"})
    at = [datetime.fromisoformat(row["at"]) for row in rows]
    points = {column: [int(row[column]) for row in rows] for column in COLUMNS}
    with rc_context(STYLE):
        figure = Figure(figsize=(9.2, 7.6))
        ribbon, now, ever = figure.subplots(
            3, 1, sharex=True, height_ratios=(0.17, 2.1, 3), gridspec_kw={"hspace": 0.17}
        )
        for axes in (now, ever):
            axes.spines[["top", "right"]].set_visible(False)
            axes.grid(axis="y", color="#eceaf2", linewidth=0.8)
            axes.set_axisbelow(True)
        _draw_tiers(ribbon, at, [row["tier"] for row in rows])
        _draw_now(now, at, points)
        _draw_ever(ever, at, points)
        ever.set_xlim(datetime(2026, 1, 1, tzinfo=UTC), at[-1])
        ever.xaxis.set_major_locator(MonthLocator(bymonth=(1, 4, 7, 10)))
        ever.xaxis.set_minor_locator(MonthLocator())
        ever.xaxis.set_major_formatter(DateFormatter("%b %Y"))
        about = {"Date": None, "Creator": None, "Title": "A year of points", "Description": digest(text)}
        figure.savefig(PICTURE, format="svg", bbox_inches="tight", facecolor="white", metadata=about)


def _draw_tiers(axes: Axes, at: list[datetime], names: list[str]) -> None:
    axes.set_axis_off()
    start = 0
    for place in range(1, len(names)):
        if names[place] != names[start] or place == len(names) - 1:
            axes.axvspan(at[start], at[place], color=TIERS[names[start]], linewidth=0)
            if at[place] - at[start] > timedelta(days=45):
                middle = at[start] + (at[place] - at[start]) / 2
                axes.text(middle, 0.46, names[start], ha="center", va="center", fontsize=8.5)
            start = place


def _draw_now(axes: Axes, at: list[datetime], points: Points) -> None:
    available, debt = points["available"], points["debt"]
    both = [a + b for a, b in zip(available, points["pending"], strict=True)]
    owed = [-each for each in debt]
    for lower, upper, name in (
        ([0] * len(at), available, "available"),
        (available, both, "pending"),
        (owed, [0] * len(at), "debt"),
    ):
        axes.fill_between(at, lower, upper, step="post", color=COLOURS[name], linewidth=0)
    axes.axhline(0, color=PALE, linewidth=0.8)
    axes.set_title("What the member has", loc="left", fontsize=10.5, fontweight="bold")
    axes.set_ylim(-620, 1280)
    axes.set_yticks((-500, 0, 500, 1000))
    spring, summer, away, end = (
        datetime(*day, tzinfo=UTC) for day in ((2026, 4, 20), (2026, 8, 24), (2027, 1, 20), (2027, 11, 8))
    )
    axes.text(spring, 590, "pending", ha="center", color="#4c9f74")
    axes.text(away, 540, "available", color="white", fontsize=11)
    axes.text(away, 1180, "from here on, the member stays away", color=PALE)
    axes.text(
        summer,
        -330,
        "two tills that are cut off spend the same points:\n"
        f"{max(debt)} are owed, and repaid by what comes next",
        va="center",
        color=COLOURS["debt"],
    )
    axes.annotate(
        "what is in a lot\nat its end expires",
        (end, 800),
        color=PALE,
        fontsize=8.5,
        va="center",
    )


def _draw_ever(axes: Axes, at: list[datetime], points: Points) -> None:
    order = ("redeemed", "clawed_back", "expired", "available", "pending")
    lower = [0] * len(at)
    for name in order:
        upper = [a + b for a, b in zip(lower, points[name], strict=True)]
        axes.fill_between(at, lower, upper, step="post", color=COLOURS[name], linewidth=0)
        if points[name][-1]:
            _label(
                axes, f"{name.replace('_', ' ')} {points[name][-1]}", (lower[-1] + upper[-1]) / 2, WORDS[name]
            )
        lower = upper
    earned = points["earned"]
    axes.step(at, earned, where="post", color=INK, linewidth=1.3)
    _label(axes, f"earned {earned[-1]}", earned[-1] * 1.025, INK)
    axes.set_title("What became of every point earned", loc="left", fontsize=10.5, fontweight="bold")
    axes.set_ylim(0, max(earned) * 1.06)
    most = points["debt"].index(max(points["debt"]))
    axes.annotate(
        "above the line:\nwhat is owed",
        (at[most], (earned[most] + lower[most]) / 2),
        xytext=(-62, 40),
        textcoords="offset points",
        ha="center",
        fontsize=8.5,
        color=COLOURS["debt"],
        arrowprops={"arrowstyle": "-", "color": COLOURS["debt"], "linewidth": 0.8},
    )


def _label(axes: Axes, text: str, height: float, colour: str) -> None:
    """A word to the right of the picture."""
    axes.annotate(
        text,
        (1, height),
        xycoords=("axes fraction", "data"),
        xytext=(7, 0),
        textcoords="offset points",
        va="center",
        color=colour,
        fontweight="bold" if colour == INK else "normal",
    )


if __name__ == "__main__":
    FIGURES.write_text(written := figures(), encoding="utf-8")
    draw(written)
