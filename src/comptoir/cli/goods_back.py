"""Say whether goods may come back: by which right and until when, and what is refunded; or why not.

Facts are JSON Lines, as for `standing`. --give names a ref of the order, or the number of a line, then
how many pieces and the reason, such as app-7:1:too_large. Nothing is recorded. A refusal is an answer:
the exit code is 0.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from typing import Final

from rich.console import Console

from comptoir.checkout.after_sales import Assessment
from comptoir.cli.answered import add_json, ending, print_json
from comptoir.cli.asked import add_order, read_told
from comptoir.cli.facts_files import add_facts
from comptoir.cli.files import add_at, add_language, add_rulebook
from comptoir.cli.refunds import paid_back
from comptoir.cli.rights import best, rights
from comptoir.cli.statement import to_be_looked_at
from comptoir.cli.voice import Sentences, Voice, columns, folded, page
from comptoir.facts.return_terms import Bearer
from comptoir.returns.assess import Give, GoodBack, ReturnRefused
from comptoir.values.errors import ComptoirError, WrongValue, shown

HELP = "say whether goods may come back, and what is refunded"

_GIVE: Final = re.compile(r"(?P<what>.+?)(?::(?P<quantity>[0-9]{1,9}))?(?::(?P<reason>[a-z][a-z0-9_-]*))?")
_WORDS: Final[Sentences] = {
    "order": {"fr": "Commande {order} du {day}", "en": "Order {order} of {day}"},
    "store": {"fr": "Rendu à {store}", "en": "Brought to {store}"},
    "post": {"fr": "Renvoyé", "en": "Sent back"},
    "good": {"fr": "{pieces} : {reason}", "en": "{pieces}: {reason}"},
    "yes": {"fr": "OUI", "en": "YES"},
    "no": {"fr": "NON", "en": "NO"},
    "paid": {"fr": "Payé", "en": "Paid"},
    "fee": {"fr": "Retenue", "en": "Fee kept"},
    "carriage_buyer": {"fr": "Le renvoi est à la charge du client.", "en": "The buyer pays the carriage."},
    "carriage_seller": {"fr": "Le renvoi est à notre charge.", "en": "We pay the carriage."},
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which rulebook, which facts, which goods, where, when, and in which form."""
    add_rulebook(parser)
    add_facts(parser)
    add_order(parser)
    parser.add_argument(
        "--give",
        metavar="WHAT[:COUNT][:REASON]",
        action="append",
        required=True,
        help="what comes back, such as app-7, 1:2 or app-7:1:too_large; may be repeated",
    )
    parser.add_argument("--store", metavar="S", help="where it comes back (default: by post)")
    parser.add_argument(
        "--take-back",
        metavar="CODE",
        action="append",
        default=[],
        help="a coupon that was issued for points and makes up for those already spent; may be repeated",
    )
    add_at(parser)
    add_json(parser)
    add_language(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print what a cashier says and does."""
    give = [_give(text) for text in arguments.give]
    counter, facts, at = read_told(arguments)
    assessment = counter.assess(
        arguments.order, facts, at, give=give, store=arguments.store, take_back=arguments.take_back
    )
    if arguments.json:
        print_json(assessment, assessment=counter.rulebook.vocabulary.codec.write(assessment.assessed))
    else:
        voice = Voice.of(arguments.language, counter.rulebook)
        console.print(page([*at_the_desk(assessment, voice), "", *ending(assessment, voice)]), markup=False)
    return 0


def at_the_desk(assessment: Assessment, voice: Voice) -> Iterator[str]:
    """The assessment, in lines of at most eighty characters."""
    order, rulebook = assessment.order, assessment.rulebook
    where = (
        voice.say(_WORDS, "post")
        if assessment.store is None
        else voice.say(_WORDS, "store", store=rulebook.places.by_id[assessment.store].name)
    )
    yield voice.say(_WORDS, "order", order=order.id, day=voice.day(order.placed_at))
    yield from folded(f"{where}, {voice.moment(assessment.asked_at)}")
    for good in assessment.goods:
        yield ""
        yield from _good(good, assessment, voice)
    for refused in assessment.refused:
        yield ""
        yield from _refused(refused, voice)
    if assessment.goods:
        yield ""
        yield from paid_back(assessment.assessed, voice)
    yield from to_be_looked_at(assessment.conflicts, voice)


def _good(good: GoodBack, assessment: Assessment, voice: Voice) -> Iterator[str]:
    currency = assessment.order.currency
    reason = voice.name(assessment.rulebook.vocabulary.reason[good.reason].names)
    pieces = voice.goods(good.product, good.quantity)
    yield columns(voice.say(_WORDS, "good", pieces=pieces, reason=reason), voice.say(_WORDS, "yes"))
    yield from rights(good, voice)
    yield from best(good, voice)
    if good.carriage is not None:
        code = "carriage_seller" if good.carriage is Bearer.SELLER else "carriage_buyer"
        yield from folded(voice.say(_WORDS, code), indent=2)
    yield columns(f"  {voice.say(_WORDS, 'paid')}", voice.amount(good.charged, currency))
    if good.fee:
        yield columns(f"  {voice.say(_WORDS, 'fee')}", voice.amount(-good.fee, currency))


def _refused(refused: ReturnRefused, voice: Voice) -> Iterator[str]:
    yield columns(str(refused.give.what), voice.say(_WORDS, "no"))
    yield from folded(refused.text(voice.language.code), indent=2)


def _give(text: str) -> Give:
    parts = _GIVE.fullmatch(text)
    if parts is None:
        cure = "write what comes back, such as app-7 or app-7:1:too_large"
        raise WrongValue.at("--give", shown(text), cure, code="not_goods")
    what = parts["what"]
    reason = {} if parts["reason"] is None else {"reason": parts["reason"]}
    try:
        return Give(int(what) if _is_number(what) else what, int(parts["quantity"] or 1), **reason)
    except ComptoirError as error:
        raise error.under("--give") from None


def _is_number(what: str) -> bool:
    """Whether it is the number of a line: no order has more than four digits of them."""
    return what.isascii() and what.isdigit() and len(what) <= 4
