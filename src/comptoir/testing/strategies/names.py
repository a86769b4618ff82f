"""Strategies for names: identifiers, and texts that a receipt may print.

Source: house rule.
"""

from __future__ import annotations

import string
from functools import cache
from typing import Final

from hypothesis import strategies as st

from comptoir.values.identifiers import IDENTIFIER_LENGTH_MAX, TEXT_LENGTH_MAX

ALPHABET: Final = string.ascii_letters + string.digits + "._/:-"


@cache
def identifiers() -> st.SearchStrategy[str]:
    """Any identifier: 1 to 64 characters of its alphabet."""
    return st.text(ALPHABET, min_size=1, max_size=IDENTIFIER_LENGTH_MAX)


@cache
def texts() -> st.SearchStrategy[str]:
    """Any printable text of 1 to 500 characters."""
    printable = st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\u2028\u2029")
    return st.text(printable, min_size=1, max_size=TEXT_LENGTH_MAX)


@cache
def names() -> st.SearchStrategy[str]:
    """What a channel may call something: any Unicode text but the empty one."""
    return st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=IDENTIFIER_LENGTH_MAX)
