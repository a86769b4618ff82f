"""Collections as values keep them: tuples whose every item is checked, mappings in the order of their keys.

Source: house rule (nothing may depend on the order in which a dictionary was filled).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar, overload

from comptoir.values.errors import WrongType, shown

T = TypeVar("T")


class FrozenMapping(Mapping[str, T]):
    """A mapping that never changes: it hashes, copies and travels to another process as a value does.

    >>> FrozenMapping({"fr": "Robe", "en": "Dress"})
    FrozenMapping({'en': 'Dress', 'fr': 'Robe'})
    """

    __slots__ = ("_entries",)

    def __init__(self, entries: Mapping[str, T]) -> None:
        self._entries = dict(sorted(entries.items()))

    @property
    def built(self) -> Mapping[str, T]:
        """The entries that exist as values; of a mapping that is read when asked, none does."""
        return self

    def __getitem__(self, key: str) -> T:
        return self._entries[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __hash__(self) -> int:
        return hash(tuple(self._entries.items()))

    def __repr__(self) -> str:
        return f"FrozenMapping({self._entries})"


class WhenAsked(Sequence[T]):
    """A sequence whose items are made when one of them is asked for: what it is, is settled before.

    It equals, hashes, prints and travels to another process as the tuple of them.

    >>> WhenAsked(lambda: (10 * each for each in (1, 2)))
    (10, 20)
    """

    __slots__ = ("_items", "_make")

    def __init__(self, make: Callable[[], Iterable[T]]) -> None:
        self._make: Callable[[], Iterable[T]] | None = make
        self._items: tuple[T, ...] = ()

    def made(self) -> tuple[T, ...]:
        """All of them."""
        make = self._make
        if make is not None:
            self._items = tuple(make())
            self._make = None
        return self._items

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[T, ...]: ...
    def __getitem__(self, place: int | slice) -> T | tuple[T, ...]:
        return self.made()[place]

    def __iter__(self) -> Iterator[T]:
        return iter(self.made())

    def __len__(self) -> int:
        return len(self.made())

    def __eq__(self, other: object) -> bool:
        if isinstance(other, WhenAsked):
            return self.made() == other.made()
        return self.made() == other if isinstance(other, tuple) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.made())

    def __repr__(self) -> str:
        return repr(self.made())

    def __reduce__(self) -> tuple[type[tuple[T, ...]], tuple[tuple[T, ...]]]:
        return tuple, (self.made(),)


def tuple_of(type_: type[T], items: Iterable[T], where: str) -> tuple[T, ...]:
    """The items as a tuple; ``WrongType`` names the first that is none of that type.

    >>> tuple_of(int, [1, 2], "numbers")
    (1, 2)
    """
    if isinstance(items, str | bytes) or not isinstance(items, Iterable):
        cure = f"pass a sequence of {type_.__name__}"
        raise WrongType.at(where, shown(items), cure, code="not_a_sequence")
    found = tuple(items)
    for index, item in enumerate(found):
        if not isinstance(item, type_):
            cure = f"pass {type_.__name__} values only"
            raise WrongType.at(f"{where}[{index}]", shown(item), cure, code="wrong_item")
    return found


def frozen_mapping(entries: Mapping[str, T], where: str) -> FrozenMapping[T]:
    """A copy that never changes, with its keys in order; what never changes is its own copy."""
    if isinstance(entries, FrozenMapping):
        return entries
    if not isinstance(entries, Mapping):
        raise WrongType.at(where, shown(entries), "pass a mapping from names to values", code="not_a_mapping")
    for key in entries:
        if type(key) is not str:
            raise WrongType.at(where, shown(key), "use texts as keys", code="wrong_key")
    return FrozenMapping(entries)


def built(entries: Mapping[str, T]) -> Mapping[str, T]:
    """The entries to check when a value is made: one that is still to be read is checked when it is."""
    return entries.built if isinstance(entries, FrozenMapping) else entries


def texts(entries: Mapping[str, str]) -> Mapping[str, str]:
    """A mapping of texts, such as a name per language."""
    return frozen_mapping(entries, "")


def counted(what: str) -> Callable[[Collection[object]], str]:
    """For attrs fields: show a long collection as its size, so that a value prints on one line."""
    return lambda items: f"<{len(items)} {what}>"
