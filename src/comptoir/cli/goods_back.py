"""Say whether goods may come back: who decides it and until when, what is refunded, what is to be done.

Facts are JSON Lines, as for `standing`. --give names a ref of the order, or the number of a line, then
how many pieces and the reason, such as app-7:1:too_large, and what else is to say, such as
app-7:1:too_large,grade=opened,unsealed. Nothing is recorded. A refusal is an answer: the exit code is 0.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import Final

from rich.console import Console

from comptoir.checkout.after_sales import Assessment, Settled, settle
from comptoir.checkout.gift_slip import GiftSlip
from comptoir.cli.answered import add_json, ending, print_json
from comptoir.cli.asked import add_order, read_told
from comptoir.cli.facts_files import add_facts
from comptoir.cli.files import add_at, add_language, add_rulebook
from comptoir.cli.giving import add_give, add_how, how_asked, read_give
from comptoir.cli.one_good import refused, taken_back
from comptoir.cli.receipt import means_text
from comptoir.cli.refunds import paid_back
from comptoir.cli.statement import to_be_looked_at
from comptoir.cli.voice import Sentences, Voice, columns, folded, page
from comptoir.facts.provenance import Provenance
from comptoir.facts.terms import Within
from comptoir.rulebook import Rulebook

HELP = "say whether goods may come back, and what is refunded"

_TRIED: Final = "trial"
"""The id under which a return is tried, to see what it would pay."""
_WORDS: Final[Sentences] = {
    "order": {"fr": "Commande {order} du {day}", "en": "Order {order} of {day}"},
    "store": {"fr": "Rendu à {store}", "en": "Brought to {store}"},
    "post": {"fr": "Renvoyé", "en": "Sent back"},
    "declared": {"fr": "Annoncé : {moment}", "en": "Declared: {moment}"},
    "kept_cost": {
        "fr": "Ce qui est gardé aurait coûté, seul",
        "en": "What is kept would have cost, by itself",
    },
    "within": {
        "fr": "Compté en partie : {amount} de plus peuvent être dus.",
        "en": "Counted in part: up to {amount} more may be due.",
    },
    "surcharge": {"fr": "  par : {means}", "en": "  by: {means}"},
    "intercompany": {
        "fr": "{owed_by} doit à {owed_to}",
        "en": "{owed_by} owes {owed_to}",
    },
    "steps": {"fr": "À faire", "en": "To do"},
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which rulebook, which facts, which goods, how they come back, when, and in which form."""
    add_rulebook(parser)
    add_facts(parser)
    add_order(parser)
    add_give(parser, action="append")
    add_how(parser)
    parser.add_argument(
        "--gift", action="store_true", help="it was given: print what the recipient may know, and no amount"
    )
    parser.add_argument("--claim", metavar="C", help="the claim for which the contract is rescinded")
    add_at(parser)
    add_json(parser)
    add_language(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print what a cashier says and does; of a gift, what is said to whoever brings it."""
    give = [read_give(text) for text in arguments.give]
    counter, facts, at = read_told(arguments)
    assessment = counter.assess(
        arguments.order,
        facts,
        at,
        give=give,
        gift=arguments.gift,
        claim=arguments.claim,
        **how_asked(arguments),
    )
    if assessment.assessed.gift:
        _print_gift(assessment.for_recipient, arguments, counter.rulebook, console)
    elif arguments.json:
        print_json(assessment, assessment=counter.rulebook.vocabulary.codec.write(assessment.assessed))
    else:
        voice = Voice.of(arguments.language, counter.rulebook)
        console.print(page([*at_the_desk(assessment, voice), "", *ending(assessment, voice)]), markup=False)
    return 0


def _print_gift(slip: GiftSlip, arguments: argparse.Namespace, rulebook: Rulebook, console: Console) -> None:
    """Print all that the recipient of a gift may know, and nothing else."""
    if arguments.json:
        gift = {"gift": rulebook.vocabulary.codec.write(slip)}
        print(json.dumps(gift, indent=2, ensure_ascii=False))
        return
    sentences = slip.text(arguments.language).splitlines()
    console.print(page(line for each in sentences for line in folded(each)), markup=False)


def at_the_desk(assessment: Assessment, voice: Voice) -> Iterator[str]:
    """The assessment, in lines of at most eighty characters."""
    yield from _title(assessment, voice)
    for good in assessment.goods:
        yield ""
        yield from taken_back(good, assessment, voice)
    for each in assessment.refused:
        yield ""
        yield from refused(each, assessment, voice)
    if assessment.goods:
        yield ""
        yield from paid_back(assessment.assessed, voice)
        yield from _beside(assessment, voice)
    if assessment.assessed.steps:
        yield ""
        yield voice.say(_WORDS, "steps")
        for step in assessment.assessed.steps:
            yield from folded(step.text(voice.language.code), indent=2)
    yield from to_be_looked_at(assessment.conflicts, voice)


def _title(assessment: Assessment, voice: Voice) -> Iterator[str]:
    order, rulebook, declared = assessment.order, assessment.rulebook, assessment.assessed.declared
    where = (
        voice.say(_WORDS, "post")
        if assessment.store is None
        else voice.say(_WORDS, "store", store=rulebook.places.by_id[assessment.store].name)
    )
    yield voice.say(_WORDS, "order", order=order.id, day=voice.day(order.placed_at))
    yield from folded(f"{where}, {voice.moment(assessment.asked_at)}")
    if declared is not None:
        yield from folded(voice.say(_WORDS, "declared", moment=voice.moment(declared)))


def _beside(assessment: Assessment, voice: Voice) -> Iterator[str]:
    """By what being late is paid for, what the goods kept would have cost, what an entity owes another."""
    found, currency = assessment.assessed, assessment.order.currency
    settled = settle(assessment.rulebook, assessment, id=_TRIED, provenance=Provenance(_TRIED))
    if isinstance(settled, Settled) and settled.surcharge is not None:
        yield voice.say(_WORDS, "surcharge", means=means_text(settled.surcharge, voice))
    if found.kept_cost is not None:
        yield columns(voice.say(_WORDS, "kept_cost"), voice.amount(found.kept_cost, currency))
    if isinstance(found.proof, Within):
        amount = voice.amount(found.proof.amount, currency)
        yield from folded(voice.say(_WORDS, "within", amount=amount))
    owed = found.intercompany
    if owed is not None:
        said = voice.say(_WORDS, "intercompany", owed_by=owed.owed_by, owed_to=owed.owed_to)
        yield columns(said, voice.amount(owed.amount, currency))
