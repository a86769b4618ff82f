"""Say how goods of an order stand: guarantees, claims, what may be asked for, and what is to be done.

Facts are JSON Lines, as for `standing`. With --open, a claim is made, and with --store its goods are handed
in at once: the slip that proves it is printed. With --step, a claim goes a step further; with --pass-on,
goods go to a later owner. Nothing is recorded: --json has the fact to record. A refusal is an answer: the
exit code is 0.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeVar

from rich.console import Console

from comptoir.checkout.claiming import AfterSales, ClaimOpened, ClaimStepped, HandedOn
from comptoir.cli.after_sale import at_the_desk, covered
from comptoir.cli.answered import add_json, ending, print_json
from comptoir.cli.asked import add_order, read_told
from comptoir.cli.claims import claim_lines
from comptoir.cli.facts_files import add_facts
from comptoir.cli.files import add_at, add_language, add_rulebook
from comptoir.cli.recording import add_id, print_done
from comptoir.cli.slips import drop_off_slip, hand_back_slip
from comptoir.cli.statement import to_be_looked_at
from comptoir.cli.voice import Sentences, Voice, page
from comptoir.counter import Counter
from comptoir.facts.claim_events import Claimed, ClaimPassed, ClaimStep
from comptoir.facts.events import Fact
from comptoir.facts.guarantee_terms import Problem, Remedy
from comptoir.facts.history import Received
from comptoir.facts.provenance import Provenance
from comptoir.values.errors import WrongValue
from comptoir.values.instants import datetime_of
from comptoir.values.money import Amount

HELP = "say which guarantees and claims there are, open a claim or take it further"

_BELONGS: Final = {
    "wants": ("--open",),
    "store": ("--open",),
    "said": ("--open", "--step"),
    "place": ("--step",),
    "remedy": ("--step",),
    "sku": ("--step",),
    "serial": ("--step",),
    "amount": ("--step",),
    "to": ("--pass-on",),
}
"""Which options belong to which acts."""
_SLIPS: Final = {ClaimStep.HANDED_IN: drop_off_slip, ClaimStep.HANDED_BACK: hand_back_slip}
"""The steps of which the customer gets a slip."""
_PROVENANCE: Final = Provenance("command-line")
_WORDS: Final[Sentences] = {
    "opened": {"fr": "Commande {order} : réclamation {id}", "en": "Order {order}: claim {id}"},
    "stepped": {"fr": "Réclamation {claim} : {step}", "en": "Claim {claim}: {step}"},
    "handed_on": {
        "fr": "Commande {order} : nouveau propriétaire",
        "en": "Order {order}: a later owner",
    },
    "handed_on_to": {
        "fr": "Commande {order} : nouveau propriétaire {to}",
        "en": "Order {order}: the later owner {to}",
    },
    "to_customer": {"fr": "À remettre au client", "en": "To be given to the customer"},
    "persists": {"fr": "le défaut persiste", "en": "the fault persists"},
    "handed_in": {"fr": "article remis", "en": "goods handed in"},
    "lent": {"fr": "article prêté", "en": "goods lent"},
    "talks_begun": {"fr": "discussion ouverte", "en": "talks begun"},
    "talks_ended": {"fr": "discussion close", "en": "talks ended"},
    "agreed": {"fr": "accord du vendeur", "en": "agreed by the seller"},
    "refused": {"fr": "refus motivé d'un remède", "en": "a remedy refused in writing"},
    "major": {"fr": "défaut grave", "en": "a serious fault"},
    "minor": {"fr": "défaut mineur", "en": "a minor fault"},
    "sent_on": {"fr": "article envoyé", "en": "goods sent on"},
    "repaired": {"fr": "article réparé", "en": "goods repaired"},
    "not_repaired": {"fr": "pas réparé", "en": "not repaired"},
    "ready": {"fr": "article prêt", "en": "goods ready"},
    "informed": {"fr": "client prévenu", "en": "customer told"},
    "handed_back": {"fr": "article rendu au client", "en": "goods handed back"},
    "loan_back": {"fr": "prêt rendu", "en": "what was lent is back"},
    "cost_advanced": {"fr": "frais avancés", "en": "a cost advanced"},
    "cost_repaid": {"fr": "frais remboursés", "en": "a cost repaid"},
    "handling": {"fr": "frais du magasin", "en": "a cost of the store"},
    "rejected": {"fr": "refus motivé de la réclamation", "en": "refused in writing"},
    "closed": {"fr": "close", "en": "closed"},
}
"""The steps stand under their own words."""

E = TypeVar("E", Problem, Remedy)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which rulebook, which facts, which goods or claim, what is done, when, and in which form."""
    add_rulebook(parser)
    add_facts(parser)
    add_order(parser)
    parser.add_argument(
        "--ref",
        metavar="REF",
        action="append",
        help="a ref of the order whose goods are meant (default: all that are left); may be repeated",
    )
    parser.add_argument(
        "--problem",
        choices=[each.value for each in Problem],
        help="what is wrong: what could be asked for then",
    )
    parser.add_argument("--claim", metavar="C", help="the claim that is meant")
    doing = parser.add_mutually_exclusive_group()
    doing.add_argument("--open", action="store_true", help="open a claim: add --problem")
    doing.add_argument(
        "--step",
        choices=[each.value for each in ClaimStep],
        help="take a claim further: add --claim",
    )
    doing.add_argument("--pass-on", action="store_true", help="the goods are a later owner's")
    parser.add_argument("--wants", choices=[each.value for each in Remedy], help="what the customer asks for")
    parser.add_argument("--said", metavar="TEXT", help="what is said: by the customer, or why it is refused")
    parser.add_argument("--store", metavar="S", help="where the goods of a new claim are handed in at once")
    parser.add_argument("--place", metavar="P", help="where the goods of a step are, or who serves")
    parser.add_argument("--remedy", choices=[each.value for each in Remedy], help="what is agreed or refused")
    parser.add_argument("--sku", metavar="SKU", help="what is lent")
    parser.add_argument("--serial", metavar="N", help="its serial number")
    parser.add_argument("--amount", metavar="AMOUNT", help='what a cost is, such as "12.50 EUR"')
    parser.add_argument("--to", metavar="M", help="the later owner, if they are a member")
    add_id(parser, "c-1")
    add_at(parser)
    add_json(parser)
    add_language(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print what is read out at the desk, or what was done."""
    _check(arguments)
    if arguments.open:
        _open(arguments, console)
    elif arguments.step is not None:
        _step(arguments, console)
    elif arguments.pass_on:
        _pass_on(arguments, console)
    else:
        _ask(arguments, console)
    return 0


def _check(arguments: argparse.Namespace) -> None:
    """``WrongValue`` for what belongs to something else than is done, and for what is missing for it."""
    done = {
        "--open": arguments.open,
        "--step": arguments.step is not None,
        "--pass-on": arguments.pass_on,
    }
    for name, options in _BELONGS.items():
        if getattr(arguments, name) is not None and not any(done[option] for option in options):
            cure = f"add {' or '.join(options)}"
            raise WrongValue.at(f"--{name}", "found it alone", cure, code="nothing_done")
    for option, name in (("--open", "problem"), ("--step", "claim")):
        if done[option] and getattr(arguments, name) is None:
            raise WrongValue.at(option, "found it alone", f"add --{name}", code="said_too_little")


def _ask(arguments: argparse.Namespace, console: Console) -> None:
    counter, facts, at = read_told(arguments)
    found = counter.claim(
        arguments.order,
        facts,
        at,
        units=arguments.ref,
        problem=_of(Problem, arguments.problem),
        claim=arguments.claim,
    )
    if arguments.json:
        print_json(found, after_sales=counter.rulebook.vocabulary.codec.write(found.found))
        return
    voice = Voice.of(arguments.language, counter.rulebook)
    console.print(page([*at_the_desk(found, voice), "", *ending(found, voice)]), markup=False)


def _open(arguments: argparse.Namespace, console: Console) -> None:
    counter, facts, at = read_told(arguments)
    opened = counter.open_claim(
        arguments.order,
        facts,
        at,
        units=arguments.ref,
        problem=Problem(arguments.problem),
        wants=_of(Remedy, arguments.wants),
        said=arguments.said,
        store=arguments.store,
        id=arguments.id,
        provenance=_PROVENANCE,
    )

    def told(done: ClaimOpened, voice: Voice) -> Iterator[str]:
        after = _after(counter, arguments, facts, done.facts)
        yield from _claim(after, voice)
        if arguments.store is not None:
            yield from _slip(drop_off_slip(after, voice), voice)

    print_done(
        opened,
        told,
        title=lambda voice: voice.say(_WORDS, "opened", order=arguments.order, id=arguments.id),
        counter=counter,
        arguments=arguments,
        console=console,
    )


def _step(arguments: argparse.Namespace, console: Console) -> None:
    counter, facts, at = read_told(arguments)
    step = ClaimStep(arguments.step)
    stepped = counter.pass_claim(
        arguments.order,
        facts,
        at,
        claim=arguments.claim,
        step=step,
        place=arguments.place,
        remedy=_of(Remedy, arguments.remedy),
        said=arguments.said,
        sku=arguments.sku,
        serial=arguments.serial,
        amount=None if arguments.amount is None else Amount.of(arguments.amount, "--amount"),
        id=arguments.id,
        provenance=_PROVENANCE,
    )

    def told(done: ClaimStepped, voice: Voice) -> Iterator[str]:
        after = _after(counter, arguments, facts, done.facts)
        yield from _claim(after, voice)
        slip = _SLIPS.get(step)
        if slip is not None:
            yield from _slip(slip(after, voice), voice)

    print_done(
        stepped,
        told,
        title=lambda voice: voice.say(
            _WORDS, "stepped", claim=arguments.claim, step=voice.say(_WORDS, step.value)
        ),
        counter=counter,
        arguments=arguments,
        console=console,
    )


def _pass_on(arguments: argparse.Namespace, console: Console) -> None:
    counter, facts, at = read_told(arguments)
    handed_on = counter.pass_on(
        arguments.order,
        facts,
        at,
        units=arguments.ref,
        to=arguments.to,
        id=arguments.id,
        provenance=_PROVENANCE,
    )

    def told(done: HandedOn, voice: Voice) -> Iterator[str]:
        after = counter.claim(arguments.order, [*facts, *done.facts], at, units=done.facts[0].units)
        for good in after.goods:
            yield ""
            yield from covered(good, None, voice)

    print_done(
        handed_on,
        told,
        title=lambda voice: voice.say(
            _WORDS,
            "handed_on" if arguments.to is None else "handed_on_to",
            order=arguments.order,
            to=arguments.to or "",
        ),
        counter=counter,
        arguments=arguments,
        console=console,
    )


def _after(
    counter: Counter,
    arguments: argparse.Namespace,
    facts: Iterable[Fact | Received],
    done: Sequence[Claimed | ClaimPassed],
) -> AfterSales:
    """How the claim stands once what was done is recorded."""
    [fact] = done
    claim = fact.claim if isinstance(fact, ClaimPassed) else fact.id
    return counter.claim(arguments.order, [*facts, fact], datetime_of(fact.at), claim=claim)


def _claim(after: AfterSales, voice: Voice) -> Iterator[str]:
    """How a claim stands now."""
    for claim in after.claims:
        yield ""
        yield from claim_lines(claim, after.order, after.rulebook, voice)
    yield from to_be_looked_at(after.conflicts, voice)


def _slip(lines: Iterable[str], voice: Voice) -> Iterator[str]:
    """A slip, under what is done with it."""
    yield ""
    yield voice.say(_WORDS, "to_customer")
    yield ""
    yield from lines


def _of(kind: type[E], text: str | None) -> E | None:
    return None if text is None else kind(text)
