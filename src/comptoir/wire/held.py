"""Long mappings and lists that stay as they were written until something in them is asked for.

A sealed rulebook may price a million products, of which a basket asks for three. Its canonical text has
its keys in order already: so the text itself is kept, with the first key of every page of it, and an
entry is found, read and checked when it is asked for. This is the one place that is written for speed.

Whatever is asked in whatever order gives the same. An entry that is wrong, or not in its one spelling, is
an error that names its place each time it is asked for, and harms no other; ``load`` asks for all. Keys
that are not in order, or there twice, are refused by ``load``; until then one of them may not be found.

Source: house rule.
"""

from __future__ import annotations

import json
import re
from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import Any, Final, TypeVar, overload

import attrs

from comptoir.values.collections import FrozenMapping
from comptoir.values.errors import FAULTS_MAX, ComptoirError, WireError, raise_all, shown
from comptoir.wire.canonical import Document, Unparsed, encode, not_canonical, parse_whole, step
from comptoir.wire.reading import Reading
from comptoir.wire.shapes import Entries, Many, Record, Shape

T = TypeVar("T")

PAGE: Final = 2_048
"""Characters of a mapping that are looked through for one key."""
_ENTRY: Final = re.compile(r'[{,]"([A-Za-z0-9._/:-]{1,64})":', re.ASCII)
_JSON: Final = json.JSONDecoder()


@attrs.frozen
class Reader:
    """How a held text is read: the shape of it all, where it stands, and the error that a fault raises."""

    shape: Entries | Many
    where: str
    error: type[ComptoirError]

    def one(self, text: str, where: str) -> Any:
        """A single entry or item."""
        return self._read(text, self.shape.inner, where)

    def all(self, text: str) -> Any:
        """All of them; every fault (up to 100) together."""
        return self._read(text, self.shape, self.where)

    def _read(self, text: str, shape: Shape, where: str) -> Any:
        raw = text.encode()
        try:
            document = parse_whole(raw)
        except ComptoirError as error:
            raise self.error(*error.under(where).faults) from None
        reading = Reading(error=self.error)
        value = shape.read(document, where, reading)
        raise_all(self.error, reading.faults[:FAULTS_MAX])
        if encode(shape.write(value)) != raw:
            raise not_canonical(self.error, where)
        return value


class Held(ABC):
    """What is read when it is asked for."""

    __slots__ = ()
    _text: str

    @property
    def unparsed(self) -> Unparsed:
        """All of it, as it was written."""
        return Unparsed(self._text)

    @abstractmethod
    def load(self) -> None:
        """Read all of it; raises every fault (up to 100) together."""


@attrs.frozen
class _Pages:
    """The first key of each page of a mapping's text, and where it starts."""

    keys: tuple[str, ...]
    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> _Pages:
        """One key every so many characters."""
        keys: list[str] = []
        starts = [0]
        for at in range(0, len(text), PAGE):
            entry = _ENTRY.search(text, max(at, starts[-1]))
            if entry is not None and (not keys or keys[-1] < entry[1]):
                keys.append(entry[1])
                starts.append(entry.start())
        return cls(tuple(keys), (*starts, len(text)))

    def around(self, key: str) -> tuple[int, int]:
        """From where to where a key would stand."""
        page = bisect_right(self.keys, key)
        return self.starts[page], self.starts[page + 1]


class HeldEntries(FrozenMapping[T], Held):
    """A mapping from identifiers to scalars, in the canonical text of its document."""

    __slots__ = ("_is_loaded", "_pages", "_read", "_reader", "_text")

    def __init__(self, text: str, reader: Reader) -> None:
        self._text = text
        self._reader = reader
        self._pages: _Pages | None = None
        self._read: dict[str, T] = {}
        self._is_loaded = False

    @property
    def built(self) -> Mapping[str, T]:
        """No entry: each is checked when it is read."""
        return {}

    def load(self) -> None:
        """Read all of it; raises every fault (up to 100) together."""
        if not self._is_loaded:
            self._read = self._reader.all(self._text)
            self._is_loaded = True

    def __getitem__(self, key: str) -> T:
        found = self._read.get(key)
        if found is None:
            text = self._text_of(key)
            if text is None:
                raise KeyError(key)
            found = self._read[key] = self._reader.one(text, step(self._reader.where, key))
        return found

    def __iter__(self) -> Iterator[str]:
        self.load()
        return iter(self._read)

    def __len__(self) -> int:
        return self._text.count(',"') + (self._text != "{}")

    def __hash__(self) -> int:
        return hash(FrozenMapping(self))

    def __repr__(self) -> str:
        return f"<{len(self)} entries>"

    def __reduce__(self) -> tuple[Callable[..., Held], tuple[str, Reader]]:
        return HeldEntries, (self._text, self._reader)

    def _text_of(self, key: str) -> str | None:
        """How the value of a key is written; ``None`` if the key is not there."""
        if type(key) is not str or '"' in key:
            return None
        if self._pages is None:
            self._pages = _Pages.of(self._text)
        written = f'"{key}":'
        at = self._text.find(written, *self._pages.around(key))
        if at < 1 or self._text[at - 1] not in "{,":
            return None
        start = at + len(written)
        return self._text[start : _end(self._text, start)]


def _end(text: str, start: int) -> int:
    """Where the value ends that starts there, or the text if there is none."""
    try:
        return _JSON.raw_decode(text, start)[1]
    except (ValueError, RecursionError):
        return len(text)


class HeldItems(Sequence[T], Held):
    """A list of records, in the canonical text of its document; each has a name of its own in one field.

    The text is not parsed to find where a record starts and how it is named. So nothing inside a record may
    begin with the keys with which a record begins, and nothing behind its name may hold the name's key.
    """

    __slots__ = ("_key", "_numbers", "_read", "_reader", "_starts", "_text")

    def __init__(self, text: str, reader: Reader, key: str) -> None:
        self._text = text
        self._reader = reader
        self._key = key
        record: Record = reader.shape.inner  # type: ignore[assignment] # only lists of records are held
        self._starts = _starts(text, record)
        self._numbers = _numbers(text, self._starts, key)
        self._read: dict[int, T] = {}

    @property
    def by_key(self) -> Mapping[str, T]:
        """The records by name."""
        return _ByKey(self, self._numbers)

    def named(self, name: str) -> T:
        """The record of that name; ``KeyError`` if there is none."""
        item = self[self._numbers[name]]
        if getattr(item, self._key) != name:  # another record has no name, which loading them tells
            self.load()
            raise KeyError(name)
        return item

    def load(self) -> None:
        """Read all of it; raises every fault (up to 100) together."""
        if len(self._read) < len(self):
            self._read = dict(enumerate(self._reader.all(self._text)))

    @overload
    def __getitem__(self, number: int) -> T: ...
    @overload
    def __getitem__(self, number: slice) -> tuple[T, ...]: ...
    def __getitem__(self, number: int | slice) -> T | tuple[T, ...]:
        if isinstance(number, slice):
            return tuple(self)[number]
        place = range(len(self))[number]
        found = self._read.get(place)
        if found is None:
            text = self._text[self._starts[place] : self._starts[place + 1] - 1]
            found = self._read[place] = self._reader.one(text, f"{self._reader.where}[{place}]")
        return found

    def __iter__(self) -> Iterator[T]:
        self.load()
        return (self._read[place] for place in range(len(self)))

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, HeldItems | tuple) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"<{len(self)} items>"

    def __reduce__(self) -> tuple[Callable[..., Held], tuple[str, Reader, str]]:
        return HeldItems, (self._text, self._reader, self._key)


class _ByKey(Mapping[str, T]):
    """The records of a held list by name."""

    __slots__ = ("_items", "_numbers")

    def __init__(self, items: HeldItems[T], numbers: Mapping[str, int]) -> None:
        self._items = items
        self._numbers = numbers

    def __getitem__(self, key: str) -> T:
        return self._items.named(key)

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)


def _starts(text: str, record: Record) -> tuple[int, ...]:
    """Where each record of a list starts, and where one after the last would."""
    if text == "[]":
        return (len(text),)
    firsts: list[str] = []
    for field in sorted(record.fields, key=lambda each: each.key):
        firsts.append(field.key)
        if field.is_required:
            break
    boundary = re.compile(rf'}},(?={{"(?:{"|".join(firsts)})":)')
    return (1, *map(re.Match.end, boundary.finditer(text)), len(text))


def _numbers(text: str, starts: Sequence[int], key: str) -> Mapping[str, int]:
    """The position of each record by its name: the last in a record that has others inside."""
    records = len(starts) - 1
    name = re.compile(rf'"{key}":"([^"]*)"')
    names = name.findall(text)
    if len(names) > records:
        names = [(name.findall(text, start, end) or [""])[-1] for start, end in pairwise(starts)]
    found = dict(zip(names, range(records), strict=False))
    if len(found) < records:
        cure = f"give each a {key} of its own"
        raise WireError.at("", f"found a {key} missing or twice", cure, code=f"duplicate_{key}")
    return found


@attrs.frozen
class Lazily:
    """What is read when it is asked for, where it was cut out of a text; ``by`` names the items of a list."""

    shape: Entries | Many
    key: str
    by: str

    def write(self, value: Any) -> Document:
        """The text that is still held, or what the values are as a document."""
        return value.unparsed if isinstance(value, Held) else self.shape.write(value)

    def read(self, document: Document, where: str, reading: Reading) -> Any:
        """The text, held, or the values of a document that has been parsed."""
        if not isinstance(document, Unparsed):
            return self.shape.read(document, where, reading)
        reader = Reader(self.shape, where, reading.error)
        if isinstance(self.shape, Entries):
            return HeldEntries(document.text, reader)
        return reading.build(partial(HeldItems, document.text, reader, self.by), where)


def cut(text: str, keys: Collection[str]) -> tuple[list[str], list[Unparsed]]:
    """A canonical text in pieces, and what stood between them: the tables and lists under these keys.

    A table ends with its first brace, for it holds scalars; a list with the text's last bracket.
    """
    pieces: list[str] = []
    unparsed: list[Unparsed] = []
    done = 0
    under = re.compile(rf'"(?:{"|".join(keys)})":([{{\[])')
    while keys and (found := under.search(text, done)):
        start = found.start(1)
        end = 1 + (text.find("}", start) if found[1] == "{" else text.rfind("]"))
        if end <= start:
            raise WireError.at("", shown(found[0]), "end what is begun", code="not_json")
        pieces.append(text[done:start])
        unparsed.append(Unparsed(text[start:end]))
        done = end
    return [*pieces, text[done:]], unparsed
