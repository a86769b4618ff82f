"""The rulebook: one immutable, validated, dated, sealed value that answers every question.

``sections`` says what it consists of, ``consistency`` whether its rules fit each other, and
``sealed`` how it is opened and sealed. It knows the rules of all domains and runs none of them.
"""

from comptoir.rulebook.sealed import COMPUTING, Rulebook
from comptoir.rulebook.sections import Assortment, Sections, TimeTables

__all__ = ["COMPUTING", "Assortment", "Rulebook", "Sections", "TimeTables"]
