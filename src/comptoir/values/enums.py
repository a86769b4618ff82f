"""Enumerations whose members are keys of mappings in places where much is looked up.

Source: house rule.
"""

from __future__ import annotations

from enum import Enum


class KeyEnum(Enum):
    """Members are found as themselves, not by their names: there is one of each, and that is quicker."""

    __hash__ = object.__hash__
