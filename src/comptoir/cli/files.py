"""Reading what the command line is given: rulebooks, baskets and instants, from a file or ``-``.

Source: house rule.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pendulum

from comptoir.authoring import seal
from comptoir.authoring.seal import is_sealed
from comptoir.authoring.toml_documents import toml_document
from comptoir.facts.baskets import Basket
from comptoir.facts.provenance import SavedBasket
from comptoir.rulebook import Rulebook
from comptoir.texts import LANGUAGES
from comptoir.values.errors import WrongValue
from comptoir.values.instants import datetime_of, instant_from_text
from comptoir.vocabulary import STANDARD


def read_bytes(path: str) -> bytes:
    """The bytes of a file, or of standard input for ``-``."""
    return sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()


def read_rulebook(path: str) -> Rulebook:
    """A rulebook: a sealed one is opened, TOML is sealed on the way."""
    data = read_bytes(path)
    return Rulebook.open(data) if is_sealed(data) else seal(data)


def read_basket(path: str) -> Basket:
    """A basket: its wire form, a saved basket's, or the same keys as TOML."""
    data = read_bytes(path)
    codec = STANDARD.codec
    if not data.lstrip().startswith(b"{"):
        return codec.read(Basket, toml_document(data), where="basket")
    if b'"saved-basket/' in data[:64]:
        return codec.loads(data, SavedBasket).basket
    return codec.loads(data, Basket)


def read_instant(text: str | None, option: str = "--at") -> pendulum.DateTime:
    """The instant of an option, or this one: the only place where the clock is read."""
    if text is None:
        return pendulum.now("UTC")
    return datetime_of(instant_from_text(text, option))


def refuse_standard_input_twice(**paths: str | None) -> None:
    """``WrongValue`` if more than one of the files named is ``-``; the keys are as the help writes them."""
    twice = [name for name, path in paths.items() if path == "-"][1:]
    if twice:
        cure = "read one of them from a file"
        raise WrongValue.at(twice[0], "found - twice", cure, code="standard_input_twice")


def add_at(parser: argparse.ArgumentParser) -> None:
    """Let the reader name an instant."""
    parser.add_argument("--at", metavar="INSTANT", help="such as 2026-12-04T18:05:00+01:00 (default: now)")


def add_basket(parser: argparse.ArgumentParser) -> None:
    """Let the reader name a basket."""
    parser.add_argument("basket", metavar="BASKET", help="a basket: TOML or JSON; - reads standard input")


def add_language(parser: argparse.ArgumentParser) -> None:
    """Let the reader choose the language."""
    parser.add_argument(
        "--language", choices=sorted(LANGUAGES), default="en", help="language of the text (default: en)"
    )


def add_rulebook(parser: argparse.ArgumentParser) -> None:
    """Let the reader name a rulebook."""
    parser.add_argument(
        "rulebook", metavar="RULEBOOK", help="a rulebook: TOML or sealed; - reads standard input"
    )
