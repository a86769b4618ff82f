"""What the command line is told of goods that come back: which, in which condition, where and proven how.

Source: house rule.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Any, Final

from comptoir.cli.entries import read_entry
from comptoir.facts.events import Exceptional
from comptoir.facts.return_terms import Grade, ProofKind
from comptoir.returns.asked import Give
from comptoir.returns.reasons.changed_mind import ChangedMind
from comptoir.values.errors import ComptoirError, WrongValue, shown

GIVE: Final = "--give"
_EXAMPLE: Final = "app-7, 1:2 or app-7:1:too_large,grade=opened,unsealed"
_STAFF: Final = ("exception", "author", "authority")
_KEYS: Final = ("grade", "sku", "unsealed?", *_STAFF, "note")


def add_give(parser: argparse.ArgumentParser, **kwargs: Any) -> None:
    """Let the reader name the goods that come back; ``kwargs`` say what is done with each entry."""
    parser.add_argument(
        GIVE,
        metavar="WHAT[:COUNT][:REASON][,DETAIL…]",
        required=True,
        help=f"what comes back, such as {_EXAMPLE}; may be repeated. Details: grade=G (one of "
        f"{', '.join(each.value for each in Grade)}), unsealed, sku=S, and for what staff takes back though "
        "no right lets it: exception=RULE,author=A,authority=R,note=N",
        **kwargs,
    )


def add_how(parser: argparse.ArgumentParser) -> None:
    """Let the reader say how goods come back: where, proven how, paid back by what."""
    parser.add_argument("--store", metavar="S", help="where it comes back (default: by post)")
    parser.add_argument("--member", metavar="M", help="the customer who stands there (default: not known)")
    parser.add_argument(
        "--proof",
        choices=[each.value for each in ProofKind],
        default=ProofKind.RECEIPT.value,
        help="by what the purchase is proven (default: receipt)",
    )
    parser.add_argument("--prefer", metavar="MEANS", help="a means of payment to which the customer agrees")
    parser.add_argument("--label", action="store_true", help="it comes by the seller's own parcel label")
    parser.add_argument(
        "--take-back",
        metavar="CODE",
        action="append",
        default=[],
        help="a coupon that was issued for points and makes up for those already spent; may be repeated",
    )


def how_asked(arguments: argparse.Namespace) -> Mapping[str, Any]:
    """How goods come back, as the counter is asked."""
    return {
        "store": arguments.store,
        "member": arguments.member,
        "proof": ProofKind(arguments.proof),
        "prefer": arguments.prefer,
        "label": arguments.label,
        "take_back": arguments.take_back,
    }


def read_give(text: str) -> Give:
    """The goods that an entry of ``--give`` names."""
    entry = read_entry(text, GIVE, _EXAMPLE, keys=_KEYS)
    try:
        return Give(
            entry.what,
            1 if entry.quantity is None else entry.quantity,
            reason=ChangedMind.kind if entry.reason is None else entry.reason,
            sku=entry.details.get("sku"),
            grade=_grade(entry.details.get("grade")),
            unsealed="unsealed" in entry.details,
            exception=_exception(entry.details),
        )
    except ComptoirError as error:
        raise error.under(GIVE) from None


def _grade(text: str | None) -> Grade:
    if text is None:
        return Grade.AS_NEW
    try:
        return Grade(text)
    except ValueError:
        cure = f"use {', '.join(each.value for each in Grade)}"
        raise WrongValue.at("grade", shown(text), cure, code="unknown_grade") from None


def _exception(details: Mapping[str, str]) -> Exceptional | None:
    """What a person decides; all three of the rule, the person and their authority, or none."""
    said = [key for key in (*_STAFF, "note") if key in details]
    if not said:
        return None
    missing = [key for key in _STAFF if key not in details]
    if missing:
        cure = f"add {', '.join(f'{key}=…' for key in missing)}"
        raise WrongValue.at("exception", f"found only {', '.join(said)}", cure, code="not_an_exception")
    return Exceptional(
        rule=details["exception"],
        author=details["author"],
        authority=details["authority"],
        note=details.get("note"),
    )
