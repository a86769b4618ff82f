"""Reading what the command line is given: rulebooks, baskets and instants, from a file or ``-``.

Source: house rule.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from pathlib import Path

import pendulum

from comptoir.authoring import seal
from comptoir.facts.baskets import Basket
from comptoir.facts.provenance import SavedBasket
from comptoir.rulebook import Rulebook
from comptoir.texts import LANGUAGES
from comptoir.values.errors import WireError, WrongValue
from comptoir.values.instants import datetime_of, instant_from_text
from comptoir.vocabulary import STANDARD
from comptoir.wire import canonical


def read_bytes(path: str) -> bytes:
    """The bytes of a file, or of standard input for ``-``."""
    return sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()


def read_rulebook(path: str) -> Rulebook:
    """A rulebook, sealed or as TOML; TOML is sealed on the way."""
    return seal(read_bytes(path))


def read_basket(path: str) -> Basket:
    """A basket: its wire form, a saved basket's, or the same keys as TOML."""
    data = read_bytes(path)
    if not data.lstrip().startswith(b"{"):
        data = _from_toml(data)
    codec = STANDARD.codec
    if b'"saved-basket/' in data[:64]:
        return codec.loads(data, SavedBasket).basket
    return codec.loads(data, Basket)


def read_instant(text: str | None) -> pendulum.DateTime:
    """The instant of ``--at``, or this one: the only place where the clock is read."""
    if text is None:
        return pendulum.now("UTC")
    return datetime_of(instant_from_text(text, "--at"))


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


def _from_toml(data: bytes) -> bytes:
    try:
        document = tomllib.loads(data.decode())
    except UnicodeDecodeError:
        cure = "send UTF-8"
        raise WireError.at("basket", "found bytes that are no UTF-8", cure, code="not_unicode") from None
    except tomllib.TOMLDecodeError as fault:
        cure = "write a basket as TOML or JSON; `comptoir example basket` shows one"
        raise WireError.at("basket", f"found no TOML: {fault}", cure, code="not_toml") from None
    try:
        return canonical({Basket.document: document})
    except (TypeError, ValueError):
        cure = 'write decimal numbers as text, such as "0.532 kg"'
        raise WrongValue.at(
            "basket", "found a number or a date that JSON has not", cure, code="float"
        ) from None
