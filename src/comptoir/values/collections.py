"""Collections as values keep them: tuples whose every item is checked, mappings in the order of their keys.

Source: house rule (nothing may depend on the order in which a dictionary was filled).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TypeVar

from comptoir.values.errors import WrongType, shown

T = TypeVar("T")


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


def frozen_mapping(entries: Mapping[str, T], where: str) -> Mapping[str, T]:
    """A read-only copy with its keys in order; for attrs fields, with ``hash=False``."""
    if not isinstance(entries, Mapping):
        raise WrongType.at(where, shown(entries), "pass a mapping from names to values", code="not_a_mapping")
    for key in entries:
        if type(key) is not str:
            raise WrongType.at(where, shown(key), "use texts as keys", code="wrong_key")
    return MappingProxyType(dict(sorted(entries.items())))


def texts(entries: Mapping[str, str]) -> Mapping[str, str]:
    """A read-only mapping of texts, such as a name per language."""
    return frozen_mapping(entries, "")
