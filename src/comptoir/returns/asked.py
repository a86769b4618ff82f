"""What a customer brings back, as it is asked: which goods, in which condition, where, proven how.

Facts of the world, the same for whoever asks; which channel asks is none of them.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import attrs

from comptoir.facts.events import Exceptional
from comptoir.facts.products import identifiers
from comptoir.facts.return_terms import Grade, ProofKind
from comptoir.returns.reasons.changed_mind import ChangedMind
from comptoir.values.collections import tuple_of
from comptoir.values.errors import LimitExceeded, WrongType, WrongValue, checked_type, shown
from comptoir.values.identifiers import checked_identifier
from comptoir.values.quantities import checked_quantity

GIVES_MAX: Final = 2_000
"""Entries of one question: as many as a basket has lines."""


@attrs.frozen
class Give:
    """Pieces given back: ``what`` is the ref that a channel gave their line, or the line's number.

    ``reason`` is the kind of one. What was weighed or measured is one piece. ``sku`` says which product,
    where some pieces of the line were swapped for another. ``grade`` is the condition in which they are,
    ``unsealed`` that the seal was broken. ``exception`` is that a person takes them back nevertheless.

    >>> Give("app-7", reason="too_large").quantity
    1
    """

    what: str | int
    quantity: int = 1
    reason: str = attrs.field(default=ChangedMind.kind, kw_only=True)
    sku: str | None = attrs.field(default=None, kw_only=True)
    grade: Grade = attrs.field(default=Grade.AS_NEW, kw_only=True)
    unsealed: bool = attrs.field(default=False, kw_only=True)
    exception: Exceptional | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        checked_what(self.what)
        _check_positive(self.quantity, "quantity", "pass a whole number of pieces, 1 or more")
        checked_quantity(self.quantity)
        checked_identifier(self.reason, "reason")
        if self.sku is not None:
            checked_identifier(self.sku, "sku")
        checked_type(Grade, self.grade, "grade", "pass Grade.AS_NEW, OPENED, USED, …")
        checked_type(bool, self.unsealed, "unsealed", "pass True or False")
        if self.exception is not None:
            checked_type(Exceptional, self.exception, "exception", "pass an Exceptional")


def _give(give: Iterable[Give]) -> tuple[Give, ...]:
    given = tuple_of(Give, give, "give")
    if not given:
        cure = 'say what comes back, such as [Give("app-7", 1, reason="too_large")]'
        raise WrongValue.at("give", "found nothing to give back", cure, code="nothing_given")
    if len(given) > GIVES_MAX:
        found, cure = f"found {len(given)} entries", f"ask about at most {GIVES_MAX} at once"
        raise LimitExceeded.at("give", found, cure, code="too_many_gives")
    return given


def _take_back(take_back: Iterable[str]) -> tuple[str, ...]:
    return identifiers(take_back, "take_back")


@attrs.frozen(kw_only=True)
class ReturnAsked:
    """What is asked: goods given back in a ``store``, or by post.

    ``member`` is the customer who stands there, if they are known: another's order is not theirs to return.
    ``proof`` is how the purchase is proven. A ``gift`` comes back from whom it was given to. ``prefer`` is a
    means of payment that the customer expressly agrees to. ``label`` says that goods come by the seller's
    own parcel label. Coupons to ``take_back`` stand in for points that are no longer there. With a ``claim``,
    goods of it come back because they are not as they should be.
    """

    give: tuple[Give, ...] = attrs.field(converter=_give)
    store: str | None = None
    member: str | None = None
    proof: ProofKind = ProofKind.RECEIPT
    gift: bool = False
    prefer: str | None = None
    label: bool = False
    take_back: tuple[str, ...] = attrs.field(default=(), converter=_take_back)
    claim: str | None = None

    def __attrs_post_init__(self) -> None:
        for where, name in (
            ("store", self.store),
            ("member", self.member),
            ("prefer", self.prefer),
            ("claim", self.claim),
        ):
            if name is not None:
                checked_identifier(name, where)
        checked_type(ProofKind, self.proof, "proof", "pass ProofKind.RECEIPT, ACCOUNT, CARD or SERIAL")
        checked_type(bool, self.gift, "gift", "pass True or False")
        checked_type(bool, self.label, "label", "pass True or False")
        if self.label and self.store is not None:
            cure = "leave the label out: what is brought to a store needs none"
            raise WrongValue.at("label", "found a label and a store", cure, code="label_in_store")


def checked_what(what: str | int) -> str | int:
    """How pieces are named: by the ref that a channel gave their line, or by its number."""
    if isinstance(what, str):
        return checked_identifier(what, "what")
    _check_positive(what, "what", "pass a ref as text, or the number of a line, from 1")
    return what


def _check_positive(number: int, where: str, cure: str) -> None:
    if type(number) is not int:
        raise WrongType.at(where, shown(number), cure, code="not_an_int")
    if number < 1:
        raise WrongValue.at(where, shown(number), cure, code="too_small")
