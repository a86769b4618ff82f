"""Where till data comes from: a file or standard input, packed with xz or not, as CSV records.

The data is read twice (once for its prices, once to quote it), so that memory does not grow with the
lines; what cannot be read twice is first copied to a temporary file. Knows no columns.

Source: RFC 4180 for CSV; house rule for the limit.
"""

from __future__ import annotations

import csv
import lzma
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

import attrs

from comptoir.values.errors import LimitExceeded, WireError

LINE_BYTES_MAX: Final = 65_536
"""Bytes of one line of text."""
MEMORY_BYTES_MAX: Final = 32 << 20
"""Bytes of standard input that are kept in memory; the rest waits in a temporary file."""

_XZ: Final = b"\xfd7zXZ\x00"
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


@attrs.frozen
class Source:
    """Till data that can be read from its beginning, any number of times."""

    name: str
    handle: IO[bytes]

    def records(self) -> Iterator[tuple[int, list[str]]]:
        """Each record with the number of its line, from 1; ``WireError`` for what is no CSV."""
        reader = csv.reader(self._lines(), strict=True)
        try:
            for cells in reader:
                yield reader.line_num, cells
        except csv.Error as error:
            where = f"{self.name} line {reader.line_num}"
            found = f"found no CSV: {error}"
            raise WireError.at(where, found, "send CSV (RFC 4180)", code="not_csv") from None

    def _lines(self) -> Iterator[str]:
        number = 0
        try:
            for number, line in enumerate(self._raw_lines(), 1):  # noqa: B007 - the last one is named below
                yield line.decode()
        except UnicodeDecodeError:
            found, cure = "found bytes that are no UTF-8", "send CSV in UTF-8"
            raise WireError.at(f"{self.name} line {number}", found, cure, code="not_unicode") from None
        except (lzma.LZMAError, EOFError) as error:
            found = f"found damaged xz data after line {number}: {error}"
            raise WireError.at(self.name, found, "send the whole file again", code="damaged_xz") from None
        except OSError as error:
            raise _unreadable(self.name, error) from None

    def _raw_lines(self) -> Iterator[bytes]:
        self.handle.seek(0)
        packed = self.handle.read(len(_XZ)) == _XZ
        self.handle.seek(0)
        if not packed:
            yield from self._bounded(self.handle)
            return
        with lzma.LZMAFile(self.handle) as unpacked:
            yield from self._bounded(unpacked)

    def _bounded(self, raw: IO[bytes]) -> Iterator[bytes]:
        for number, line in enumerate(iter(lambda: raw.readline(LINE_BYTES_MAX + 1), b""), 1):
            if len(line) > LINE_BYTES_MAX:
                found = f"found a line of more than {LINE_BYTES_MAX} bytes"
                where = f"{self.name} line {number}"
                raise LimitExceeded.at(where, found, "send CSV, a record per line", code="line_too_long")
            yield line.removeprefix(_BYTE_ORDER_MARK) if number == 1 else line


@contextmanager
def opened(name: str) -> Iterator[Source]:
    """The source of that name, ``-`` for standard input; ``WireError`` if it cannot be read."""
    if name == "-":
        with _copied(sys.stdin.buffer, "standard input") as source:
            yield source
        return
    with _readable(name) as handle:
        if handle.seekable():
            yield Source(name, handle)
            return
        with _copied(handle, name) as source:
            yield source


def _readable(name: str) -> IO[bytes]:
    try:
        return Path(name).open("rb")
    except OSError as error:
        raise _unreadable(name, error) from None


@contextmanager
def _copied(stream: IO[bytes], name: str) -> Iterator[Source]:
    with tempfile.SpooledTemporaryFile(MEMORY_BYTES_MAX) as copy:
        try:
            shutil.copyfileobj(stream, copy)
        except OSError as error:
            raise _unreadable(name, error) from None
        yield Source(name, copy)


def _unreadable(name: str, error: OSError) -> WireError:
    found = f"found no file to read: {(error.strerror or str(error)).lower()}"
    return WireError.at(name, found, "name a file of till data, or - for standard input", code="unreadable")
