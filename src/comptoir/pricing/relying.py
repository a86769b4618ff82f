"""On what a promotion relies whose conditions hold: coupons that it uses up, and how it shall be paid.

Source: house rule (where it holds in several ways, the one that uses up least is taken).
"""

from __future__ import annotations

from collections.abc import Iterable

from comptoir.pricing.conditions.coupon import IssuedCouponOf
from comptoir.pricing.conditions.nested import AllMet, AnyMet, Nested
from comptoir.pricing.conditions.tender import PaidWith
from comptoir.pricing.kinds import Asked, Condition


def coupons_relied_on(conditions: Iterable[Condition], asked: Asked) -> tuple[str, ...]:
    """The codes of the issued coupons that conditions which hold rely on, each once, in order.

    Of a series, the first coupon that may be used; of conditions of which one is enough, those of the one
    that relies on the fewest.
    """
    return tuple(sorted({code for condition in conditions for code in _coupons(condition, asked)}))


def relies_on_tender(conditions: Iterable[Condition], asked: Asked) -> bool:
    """Whether conditions which hold would not if it were paid otherwise."""
    return any(_by_tender(condition, asked) for condition in conditions)


def _coupons(condition: Condition, asked: Asked) -> tuple[str, ...]:
    match condition:
        case IssuedCouponOf():
            return tuple(coupon.code for coupon in condition.usable(asked)[:1])
        case AllMet(of=parts):
            return coupons_relied_on(parts, asked)
        case AnyMet(of=parts):
            ways = (_coupons(part, asked) for part in parts if part.unmet(asked) is None)
            return min(ways, key=len, default=())
        case _:
            return ()


def _by_tender(condition: Condition, asked: Asked) -> bool:
    match condition:
        case PaidWith():
            return True
        case AllMet(of=parts):
            return relies_on_tender(parts, asked)
        case AnyMet(of=parts):
            return all(_by_tender(part, asked) for part in parts if part.unmet(asked) is None)
        case Nested(of=parts):  # none of them holds, and one may if it is paid otherwise
            return relies_on_tender(parts, asked)
        case _:
            return False
