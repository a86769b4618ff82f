"""What the command line says, in one language: sentences, amounts and days, folded to eighty columns.

Each module that prints has its sentences in a table of its own, by code and language.

Source: house rule.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

import attrs

from comptoir.facts.products import Product
from comptoir.rulebook import Rulebook
from comptoir.texts import LANGUAGES, Language, amount_text, moment_text, name_text, quantity_text
from comptoir.texts.writing import clock_text, day_text, number_text, weekday_text
from comptoir.values.instants import Instant
from comptoir.values.money import Amount, Money
from comptoir.values.quantities import Quantity
from comptoir.values.zones import Zone

PAGE: Final = 80
"""Columns of a page."""

Sentences = Mapping[str, Mapping[str, str]]
"""A table of sentences, by code and language."""


@attrs.frozen
class Voice:
    """One language, and the zone on whose clock instants are told."""

    language: Language
    zone: Zone

    @classmethod
    def of(cls, code: str, rulebook: Rulebook) -> Voice:
        """The voice of a language's code, on the rulebook's clock."""
        return cls(LANGUAGES[code], rulebook.zone)

    def say(self, sentences: Sentences, code: str, **values: str) -> str:
        """The sentence of that code, with its values filled in."""
        return sentences[code][self.language.code].format(**values)

    def amount(self, minor: int, currency: str) -> str:
        """Minor units as money."""
        return amount_text(Amount(minor, currency), self.language)

    def money(self, money: Money) -> str:
        """Money as a language writes it."""
        return amount_text(Amount.of(money), self.language)

    def number(self, number: int) -> str:
        """A whole number, such as points."""
        return number_text(str(number), self.language)

    def name(self, names: Mapping[str, str]) -> str:
        """A name in the language, or in the first that there is."""
        return name_text(names, self.language)

    def moment(self, instant: Instant) -> str:
        """The day, the time and the zone."""
        return moment_text(instant, self.zone, self.language)

    def clock(self, instant: Instant) -> str:
        """The time and the zone."""
        return clock_text(instant, self.zone)

    def day(self, instant: Instant) -> str:
        """The local day of an instant."""
        return day_text(self.zone.local_date(instant), self.language)

    def day_before(self, instant: Instant) -> str:
        """The last day of what ends before an instant."""
        return self.day(Instant(instant - 1))

    def weekday(self, day: date) -> str:
        """A day with its name."""
        return weekday_text(day, self.language)

    def goods(self, product: Product, quantity: Quantity) -> str:
        """So much of a product: ``2 × …``, ``0.25 kg × …``."""
        return f"{quantity_text(quantity, self.language)} × {self.name(product.name)}"


def folded(text: str, *, indent: int = 0, width: int = PAGE) -> Iterator[str]:
    """A text as lines that fit, every one indented."""
    margin = " " * indent
    yield from textwrap.wrap(
        text,
        width,
        initial_indent=margin,
        subsequent_indent=margin,
        break_on_hyphens=False,
    )


def columns(left: str, right: str, width: int = PAGE) -> str:
    """Two texts at the two edges, the left one cut where it would touch the right one."""
    room = width - len(right) - 1
    kept = left if len(left) <= room else f"{left[: room - 1]}…"
    return f"{kept}{' ' * (width - len(kept) - len(right))}{right}"


def page(lines: Iterable[str]) -> str:
    """Lines as one text."""
    return "\n".join(lines)


def spaced(digest: str) -> str:
    """The first sixteen digits of a digest, in fours: enough to read to somebody on the telephone."""
    return " ".join(digest[start : start + 4] for start in range(0, 16, 4))
