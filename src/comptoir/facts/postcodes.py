"""The postcodes of countries: which form they have, how they are compared, and which come one after another.

Decides by the letters and digits alone: whether a postcode of the right form was ever given to a place is
not known here, but some are known to be those of another country, whose form is the same. A country that is
not in the table may write its postcodes as it likes.

Source: Universal Postal Union, Postal addressing systems, the sheets of the countries; ISO 3166-1 for which
are countries; the postcodes of the United Kingdom and the islands: BS 7666-5, annex on the postcode.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cached_property
from typing import Final

import attrs

from comptoir.values.errors import WrongValue, shown

POSTCODE_LENGTH_MAX: Final = 12
"""Characters of a postcode as it is written."""

_DIGITS: Final = "0123456789"
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CHARACTERS: Final = {"#": _DIGITS, "@": _LETTERS, "*": _DIGITS + _LETTERS, "~": " " + _LETTERS}
"""What a character of a shape stands for; any other stands for itself."""
_OUTLINE: Final = str.maketrans(_DIGITS + _LETTERS + " ", "#" * len(_DIGITS) + "@" * (len(_LETTERS) + 1))
_BRITISH: Final = re.compile(r"([A-Z]{1,2})(?:(\d{1,2})([A-Z])?(?: ?(\d)([A-Z]{1,2})?)?)?", re.ASCII)
"""Area, district and its letter, sector, unit: ``SW1A 1AA`` is ``SW``, ``1``, ``A``, ``1`` and ``AA``."""

_WRITTEN: Final = re.compile(r"[A-Z0-9]+( [A-Z0-9]+)?", re.ASCII)


def bare(postcode: str) -> str:
    """A postcode as it is compared: capitals, no spaces, no hyphens.

    >>> bare("sw1a 1aa")
    'SW1A1AA'
    """
    return postcode.replace(" ", "").replace("-", "").upper()


@attrs.frozen
class Form:
    """How a country writes its postcodes.

    A *key* is a postcode, or how one begins, spelled so that keys begin alike where postcodes do, and stand
    in the order of the postcodes. ``shapes`` are those of whole keys: ``#`` for a digit, ``@`` for a letter,
    ``*`` for either. A ``prefix`` may be written in front, and says nothing. The ``hyphen`` stands behind so
    many characters, where the country writes one.
    """

    shapes: tuple[str, ...]
    example: str
    prefix: str = attrs.field(default="", kw_only=True)
    hyphen: int = attrs.field(default=0, kw_only=True)
    is_british: bool = attrs.field(default=False, kw_only=True)

    def key(self, text: str) -> str | None:
        """The key of a postcode, or of how one begins; ``None`` if no postcode of this form begins so."""
        key = _british_key(text) if self.is_british else bare(text).removeprefix(self.prefix)
        return key if key and any(_begins(key, places) for places in self._places) else None

    def is_whole(self, key: str) -> bool:
        """Whether a key is that of a postcode, and not only of how one begins."""
        return any(len(places) == len(key) and _begins(key, places) for places in self._places)

    def following(self, key: str) -> str:
        """The characters that may follow in a key."""
        longer = (places for places in self._places if len(places) > len(key) and _begins(key, places))
        return "".join(sorted({character for places in longer for character in places[len(key)]}))

    @cached_property
    def _places(self) -> tuple[tuple[str, ...], ...]:
        """Of each shape, the characters that may stand in each place."""
        return tuple(tuple(_CHARACTERS.get(each, each) for each in shape) for shape in self.shapes)


def _begins(key: str, places: tuple[str, ...]) -> bool:
    """Whether a key begins with characters that may stand in these places."""
    return len(key) <= len(places) and all(map(str.__contains__, places, key))


def _british_key(text: str) -> str | None:
    """``BH2 5`` as ``BH02 5``: an area of two characters, a district of three, a sector and a unit."""
    found, whole = _BRITISH.fullmatch(text.strip().upper()), _BRITISH.fullmatch(bare(text))
    if whole is not None and len(whole[5] or "") == 2:  # however it is spaced
        found = whole
    if found is None:
        return None
    area, number, letter, sector, unit = found.groups(default="")
    if not number:
        return area if len(area) == 2 else f"{area} "
    inside = letter or " " if sector else letter
    return f"{area:2}{number:0>2}{inside}{sector}{unit}"


def _digits(count: int, example: str) -> Form:
    return Form(("#" * count,), example, hyphen=max(example.find("-"), 0))


def _british(areas: str, example: str) -> Form:
    return Form((f"{areas}##~#@@",), example, is_british=True)


_ANY: Final = Form(tuple("*" * length for length in range(1, POSTCODE_LENGTH_MAX + 1)), "")
"""That of a country of which none is known."""

FORMS: Final[Mapping[str, Form]] = {
    "AD": Form(("AD###",), "AD500"),
    "AT": _digits(4, "1010"),
    "AU": _digits(4, "2000"),
    "AX": Form(("22###",), "22100"),
    "BA": _digits(5, "71000"),
    "BE": _digits(4, "1000"),
    "BG": _digits(4, "1000"),
    "BL": Form(("97133", "977##"), "97133"),
    "BR": _digits(8, "01310-100"),
    "CA": Form(("@#@#@#",), "K1A 0B1"),
    "CH": _digits(4, "3000"),
    "CY": _digits(4, "1010"),
    "CZ": _digits(5, "110 00"),
    "DE": _digits(5, "10115"),
    "DK": _digits(4, "1050"),
    "EE": _digits(5, "10111"),
    "ES": _digits(5, "28001"),
    "FI": _digits(5, "00100"),
    "FO": _digits(3, "100"),
    "FR": _digits(5, "69003"),
    "GB": _british("@~", "SW1A 1AA"),
    "GF": Form(("973##",), "97300"),
    "GG": _british("GY", "GY1 1AA"),
    "GI": _british("GX", "GX11 1AA"),
    "GL": Form(("39##",), "3900"),
    "GP": Form(("971##",), "97100"),
    "GR": _digits(5, "105 57"),
    "HR": _digits(5, "10000"),
    "HU": _digits(4, "1051"),
    "IE": Form(("@#*****",), "D02 X285"),
    "IM": _british("IM", "IM1 1AA"),
    "IS": _digits(3, "101"),
    "IT": _digits(5, "00184"),
    "JE": _british("JE", "JE2 3AB"),
    "JP": _digits(7, "100-0001"),
    "LI": Form(tuple(map(str, range(9485, 9499))), "9490"),
    "LT": Form(("#####",), "LT-01100", prefix="LT"),
    "LU": Form(("####",), "1009", prefix="L"),
    "LV": Form(("####",), "LV-1010", prefix="LV"),
    "MC": Form(("980##",), "98000"),
    "ME": _digits(5, "81000"),
    "MF": Form(("97150", "978##"), "97150"),
    "MK": _digits(4, "1000"),
    "MQ": Form(("972##",), "97200"),
    "MT": Form(("@@@##", "@@@###", "@@@####"), "VLT 1117"),
    "MX": _digits(5, "06000"),
    "NC": Form(("988##",), "98800"),
    "NL": Form(("####@@",), "1012 JS"),
    "NO": _digits(4, "0150"),
    "NZ": _digits(4, "6011"),
    "PF": Form(("987##",), "98714"),
    "PL": _digits(5, "00-950"),
    "PM": Form(("975##",), "97500"),
    "PT": _digits(7, "1000-205"),
    "RE": Form(("974##",), "97400"),
    "RO": _digits(6, "010011"),
    "RS": _digits(5, "11000"),
    "SE": _digits(5, "111 29"),
    "SI": _digits(4, "1000"),
    "SK": _digits(5, "811 01"),
    "SM": Form(("4789#",), "47890"),
    "TR": _digits(5, "06100"),
    "UA": _digits(5, "01001"),
    "US": Form(("#####", "#########"), "20500", hyphen=5),
    "VA": Form(("00120",), "00120"),
    "WF": Form(("986##",), "98600"),
    "YT": Form(("976##",), "97600"),
}
"""The countries whose form is known, by their code of ISO 3166-1, each with a postcode of theirs."""


def form_of(country: str) -> Form:
    """The form of a country's postcodes; of any, if its own is not known."""
    return FORMS.get(country, _ANY)


def postcode_key(country: str, postcode: str) -> str:
    """The key of a whole postcode; ``WrongValue`` for one that has not the form of its country.

    >>> postcode_key("FR", "69 003"), postcode_key("GB", "bh2 5xx")
    ('69003', 'BH02 5XX')
    """
    form = form_of(country)
    key = form.key(postcode)
    if key is None or not form.is_whole(key):
        found = f"{shown(postcode)}, which no postcode of {country} looks like"
        cure = f"write it as in {form.example}"
        raise WrongValue.at("postcode", found, cure, code="postcode_of_another_form")
    other = _other_country(country, key, key)
    if other is not None:
        found = f"{shown(postcode)}, a postcode of {other}"
        cure = f"write {other} as the country"
        raise WrongValue.at("postcode", found, cure, code="postcode_of_another_country")
    return key


@attrs.frozen
class Stretch:
    """The postcodes that begin with a key from ``first`` to ``last``, both included, of the same length.

    Digits and letters stand where they stand in both: from ``D01`` to ``D24`` there is no ``D6W``.
    """

    first: str
    last: str

    @property
    def is_beginning(self) -> bool:
        """Whether they all begin with one key."""
        return self.first == self.last

    @property
    def common(self) -> str:
        """The key with which they all begin."""
        pairs = zip(self.first, self.last, strict=True)
        length = next((at for at, (first, last) in enumerate(pairs) if first != last), len(self.first))
        return self.first[:length]

    def covers(self, key: str) -> bool:
        """Whether every postcode that begins with a key is among them."""
        start = key[: len(self.first)]
        return (
            len(start) == len(self.first)
            and self.first <= start <= self.last
            and outline(start) == outline(self.first)
        )

    def touches(self, key: str) -> bool:
        """Whether some postcode that begins with a key may be among them."""
        length = min(len(key), len(self.first))
        return Stretch(self.first[:length], self.last[:length]).covers(key)


ALL: Final = Stretch("", "")
"""Every postcode begins with nothing."""

_OTHER_COUNTRIES: Final[Mapping[str, Mapping[str, Stretch]]] = {
    "CH": {"LI": Stretch("9485", "9498")},
    "FI": {"AX": Stretch("22", "22")},
    "FR": {"MC": Stretch("980", "980")},
    "GB": {
        "GG": Stretch("GY", "GY"),
        "GI": Stretch("GX", "GX"),
        "IM": Stretch("IM", "IM"),
        "JE": Stretch("JE", "JE"),
    },
    "IT": {"SM": Stretch("4789", "4789"), "VA": Stretch("00120", "00120")},
}
"""What has the form of a country's postcodes, and is another's."""


def _other_country(country: str, first: str, last: str) -> str | None:
    """The other country whose postcodes all those are that begin with a key from ``first`` to ``last``."""
    for other, stretch in _OTHER_COUNTRIES.get(country, {}).items():
        if stretch.covers(first) and stretch.covers(last):
            return other
    return None


def outline(key: str) -> str:
    """Where a key has digits, and where not."""
    return key.translate(_OUTLINE)


def spelled(text: str, where: str) -> str:
    """A beginning of postcodes, or a range of them, in capitals and without spaces.

    Only the space inside a British one stays: ``BH2 5`` and ``BH25`` are two places.
    """
    ends = [_spelled(end) for end in text.split("-")]
    if len(ends) > 2 or not all(_WRITTEN.fullmatch(end) for end in ends):
        cure = 'write how the postcodes begin ("69"), or a range of them ("97100-97899")'
        raise WrongValue.at(where, shown(text), cure, code="not_postcodes")
    return "-".join(ends)


def _spelled(end: str) -> str:
    words = end.upper().split()
    return (" " if _BRITISH.fullmatch(" ".join(words)) else "").join(words)


def stretch_of(country: str, text: str, where: str) -> Stretch:
    """What an entry that is ``spelled`` stands for in a country; ``WrongValue`` if it stands for nothing."""
    first, _, last = text.partition("-")
    _check_hyphen(form_of(country), first, last, where)
    stretch = Stretch(_begun(country, first, where), _begun(country, last or first, where))
    if stretch.first > stretch.last or outline(stretch.first) != outline(stretch.last):
        cure = "let a range rise between two of one form; write a single postcode without hyphen"
        raise WrongValue.at(where, shown(text), cure, code="not_a_range")
    other = _other_country(country, stretch.first, stretch.last)
    if other is not None:
        found = f"{shown(text)}, with which postcodes of {other} begin"
        cure = f"leave it out of {country}: {other} is a country with territories of its own"
        raise WrongValue.at(where, found, cure, code="postcode_of_another_country")
    return stretch


def _check_hyphen(form: Form, first: str, last: str, where: str) -> None:
    """Refuses what may be a range, and may be how one postcode begins in the country's own spelling."""
    length = max(map(len, form.shapes))
    if not form.hyphen or len(first) != form.hyphen or not 0 < len(last) <= length - form.hyphen:
        return
    cure = f'write "{first}{last}" for how postcodes begin'
    if len(first) == len(last) and first < last:
        cure += f', or both ends in full for a range ("{first:0<{length}}-{last:9<{length}}")'
    raise WrongValue.at(where, shown(f"{first}-{last}"), cure, code="hyphenated_postcode")


def _begun(country: str, text: str, where: str) -> str:
    form = form_of(country)
    key = form.key(text)
    if key is None:
        found = f"{shown(text)}, with which no postcode of {country} begins"
        cure = f"write how postcodes such as {form.example} begin"
        if form.prefix:
            cure = f"write how postcodes such as {form.key(form.example)} begin, without {form.prefix}-"
        raise WrongValue.at(where, found, cure, code="postcode_of_another_form")
    return key


def leave_nothing(country: str, only: Collection[Stretch], never: Collection[Stretch]) -> bool:
    """Whether none of a country's postcodes is in ``only`` (if it is not empty) and not in ``never``."""
    form, others = form_of(country), _OTHER_COUNTRIES.get(country, {}).values()
    outside = [*never, *others]
    return bool(never) and all(_left_out(form, each.common, each, outside) for each in only or (ALL,))


def _left_out(form: Form, key: str, only: Stretch, never: Collection[Stretch]) -> bool:
    """Whether no postcode that begins with a key is in ``only`` and not in ``never``."""
    if not only.touches(key):
        return True
    outside = [each for each in never if each.touches(key)]
    if not outside or any(each.covers(key) for each in outside):
        return bool(outside)
    if form.is_whole(key) and only.covers(key):
        return False
    return all(_left_out(form, key + character, only, outside) for character in form.following(key))
