"""One record of till data, its cells by column: read exactly, or refused with line and column.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TypeVar

import attrs

from comptoir.values.decimals import MILLION, decimal_text, millionths_of
from comptoir.values.errors import ComptoirError, WireError
from comptoir.values.instants import Instant, instant_from_text

T = TypeVar("T")


@attrs.frozen
class Row:
    """The cells of a record by column, and where it stands."""

    source: str
    line: int
    cells: Mapping[str, str]

    def read(self, column: str, reader: Callable[[str], T]) -> T:
        """A cell as ``reader`` reads it; its error comes back as a ``WireError`` that names the cell."""
        try:
            return reader(self.cells[column])
        except ComptoirError as error:
            where = f"{self.source} line {self.line} column {column}"
            raise WireError(*(fault.under(where) for fault in error.faults)) from None

    def text(self, column: str) -> str:
        """A cell that may not be empty."""
        return self.cells[column] or self.read(column, _refuse_empty)

    def number(self, column: str) -> int:
        """A decimal numeral in millionths."""
        return self.read(column, _millionths)

    def whole(self, column: str) -> int:
        """A whole number."""
        return self.read(column, _whole)

    def instant(self, column: str) -> Instant:
        """An instant with its offset."""
        return self.read(column, _instant)


@lru_cache(maxsize=4096)  # till data repeats 0.00 and 1 without end
def _millionths(text: str) -> int:
    return millionths_of(text, "", cure='write a number such as "12.90"')


@lru_cache(maxsize=4096)
def _whole(text: str) -> int:
    whole, rest = divmod(millionths_of(text, "", cure='write a whole number such as "2"'), MILLION)
    if rest:
        found = f"found {decimal_text(whole * MILLION + rest, 6)}"
        raise WireError.at("", found, "write a whole number", code="not_whole")
    return whole


@lru_cache(maxsize=4096)
def _instant(text: str) -> Instant:
    return instant_from_text(text)


def _refuse_empty(_: str) -> str:
    raise WireError.at("", "found nothing", "write a name or a number", code="empty_cell")
