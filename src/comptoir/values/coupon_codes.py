"""Codes of issued coupons: short to type, with a character that finds what was mistyped.

A code is eleven characters drawn at random (55 bits: nobody guesses one of a million in use) and a check
character, in three groups: ``XXXX-XXXX-XXXX``. The alphabet is Crockford's base 32, without I, L, O and U;
typed, they are read as 1, 1 and 0. Every single wrong character is found, and every swap of two.

The check character is Damm's: the characters are digits of GF(32), and each step multiplies the sum so
far by 2. It is nothing secret and no signature: whether a code exists is looked up where codes are kept,
and what comes of that must be the same whatever is wrong with it.

Source: H. M. Damm, *Total anti-symmetrische Quasigruppen* (2004); D. Crockford, *Base 32*; house rule.
"""

from __future__ import annotations

from typing import Final

from comptoir.values.errors import WrongType, WrongValue, shown

RANDOM_BYTES: Final = 7
"""The fewest random bytes that a code is made of."""

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES: Final = {character: value for value, character in enumerate(_ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_BITS: Final = 5
_LENGTH: Final = 12
_GROUP: Final = 4
_POLYNOMIAL: Final = 0b100101
"""x^5 + x^2 + 1, primitive: 2 generates the field."""


def coupon_code(random: bytes) -> str:
    """A code made of random bytes, of which the last 55 bits count.

    Whoever calls draws the bytes, from a source that nobody can foresee: ``secrets.token_bytes(7)``.
    Raises ``WrongType`` for what is no bytes, ``WrongValue`` for fewer than 7.

    >>> coupon_code(bytes(range(1, 8)))
    '0820-C20A-1G7F'
    """
    if not isinstance(random, bytes):
        raise WrongType.at("random", shown(random), "pass random bytes", code="not_bytes")
    if len(random) < RANDOM_BYTES:
        cure = f"pass at least {RANDOM_BYTES} random bytes"
        raise WrongValue.at("random", f"found {len(random)} bytes", cure, code="too_few_bytes")
    number = int.from_bytes(random, "big")
    drawn = [(number >> (_BITS * place)) % len(_ALPHABET) for place in reversed(range(_LENGTH - 1))]
    characters = "".join(_ALPHABET[value] for value in (*drawn, _check(drawn)))
    return _grouped(characters)


def read_coupon_code(text: str) -> str | None:
    """The code that was typed, as it is kept; ``None`` if it is none, or was mistyped.

    Small letters are capital ones, blanks and hyphens do not count, O is 0, I and L are 1.

    >>> read_coupon_code(" 0820 c20a-lg7f ")
    '0820-C20A-1G7F'
    """
    if type(text) is not str:
        raise WrongType.at("text", shown(text), "pass the code as text", code="not_a_text")
    if len(text) > 4 * _LENGTH or not text.isascii():
        return None
    written = text.upper().replace("-", "").replace(" ", "")
    values = [_VALUES[character] for character in written if character in _VALUES]
    if len(written) != _LENGTH or len(values) != _LENGTH or _check(values[:-1]) != values[-1]:
        return None
    return _grouped("".join(_ALPHABET[value] for value in values))


def _check(values: list[int]) -> int:
    """Damm's check digit over GF(32): what makes the sum of all digits nothing."""
    found = 0
    for value in values:
        found = _doubled(found ^ value)
    return found


def _doubled(value: int) -> int:
    doubled = value << 1
    return doubled ^ _POLYNOMIAL if doubled >> _BITS else doubled


def _grouped(characters: str) -> str:
    return "-".join(characters[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))
