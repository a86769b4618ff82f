"""Small immutable mappings, kept in the order of their keys.

Source: house rule (nothing may depend on the order in which a dictionary was filled).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeVar

from comptoir.values.errors import WrongType, shown

T = TypeVar("T")


def frozen_mapping(entries: Mapping[str, T]) -> Mapping[str, T]:
    """A read-only copy with its keys in order; for attrs fields, with ``hash=False``."""
    if not isinstance(entries, Mapping):
        raise WrongType.at("", shown(entries), "pass a mapping from names to values", code="not_a_mapping")
    return MappingProxyType(dict(sorted(entries.items())))
