"""Which layout till data has: told by the columns of its header, never guessed from the rows.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from comptoir.cli.replay.complete_journey import COMPLETE_JOURNEY
from comptoir.cli.replay.online_retail import ONLINE_RETAIL
from comptoir.cli.replay.plain import PLAIN
from comptoir.cli.replay.recorded import Layout, Recorded
from comptoir.cli.replay.row import Row
from comptoir.cli.replay.skipping import Skip
from comptoir.cli.replay.source import Source
from comptoir.values.errors import WireError, shown

LAYOUTS: Final = (COMPLETE_JOURNEY, ONLINE_RETAIL, PLAIN)
"""What can be replayed."""


def layout_of(source: Source) -> Layout:
    """The layout whose columns the header has.

    Raises ``WireError`` for a header that lacks a column, naming those missing from the nearest layout.
    """
    line, header = next(source.records(), (1, []))
    where = f"{source.name} line {line}"
    if not header:
        cure = "send CSV with a header; comptoir replay --help shows the layouts"
        raise WireError.at(where, "found no header", cure, code="no_header")
    if twice := sorted({name for name in header if header.count(name) > 1}):
        cure = "give each column a name of its own"
        raise WireError.at(where, f"{shown(twice[0])} twice in the header", cure, code="duplicate_column")
    nearest = min(LAYOUTS, key=lambda layout: len(_missing(layout, header)) / len(layout.columns))
    if missing := _missing(nearest, header):
        is_near = len(missing) < len(nearest.columns)
        found = f"found no {', '.join(missing)} in the header" if is_near else shown(",".join(header))
        near = (nearest,) if is_near else LAYOUTS
        cure = "; ".join(f"the layout {layout.name} needs {', '.join(layout.columns)}" for layout in near)
        raise WireError.at(where, found, cure, code="missing_columns")
    return nearest


def recorded_lines(source: Source, layout: Layout) -> Iterator[tuple[Row, Recorded | Skip]]:
    """Each row after the header, and what the layout reads in it.

    Raises ``WireError`` naming line and column for what is no number, no time, or too few cells.
    """
    records = source.records()
    _, header = next(records)
    for line, cells in records:
        if not cells:
            yield Row(source.name, line, {}), Skip.EMPTY_LINE
            continue
        if len(cells) != len(header):
            found = f"found {len(cells)} cells under {len(header)} columns"
            cure = "write a cell for each column, in quotes if it holds a comma"
            raise WireError.at(f"{source.name} line {line}", found, cure, code="wrong_cells")
        row = Row(source.name, line, dict(zip(header, cells, strict=True)))
        yield row, layout.read(row)


def _missing(layout: Layout, header: Sequence[str]) -> list[str]:
    return [name for name in layout.columns if name not in header]
