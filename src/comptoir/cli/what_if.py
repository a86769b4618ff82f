"""Tell what members would have under the programme of another rulebook: a page to read before a launch.

Facts are those of all members, as JSON Lines. Everything is earned again by the rules of --under, for what
was really paid; nothing is recorded. With --members, a line for each member whose points or tier change.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Final

from rich.console import Console

from comptoir.checkout.what_if import Amounts, MemberWhatIf, WhatIf
from comptoir.cli.answered import add_json, ending, print_json
from comptoir.cli.asked import read_told
from comptoir.cli.facts_files import add_facts
from comptoir.cli.files import (
    add_at,
    add_language,
    add_rulebook,
    read_rulebook,
    refuse_standard_input_twice,
)
from comptoir.cli.voice import Sentences, Voice, columns, page
from comptoir.facts.point_terms import POINTS

HELP = "tell what members would have under another programme"

_WORDS: Final[Sentences] = {
    "title": {"fr": "Avec un autre programme", "en": "Under another programme"},
    "members": {"fr": "Membres", "en": "Members"},
    "gaining": {"fr": "  avec plus de points", "en": "  with more points"},
    "losing": {"fr": "  avec moins de points", "en": "  with fewer points"},
    "other_tier": {"fr": "  à un autre niveau", "en": "  of another tier"},
    "orders": {"fr": "Commandes qui rapportent autre chose", "en": "Orders that earn something else"},
    "grants": {"fr": "Actions qui rapportent autre chose", "en": "Actions that earn something else"},
    "kept": {"fr": "Inchangés, hors programme : {rules}", "en": "As they were, not the programme's: {rules}"},
    "is": {"fr": "maintenant", "en": "now"},
    "would": {"fr": "alors", "en": "then"},
    "change": {"fr": "écart", "en": "change"},
    "type": {"fr": "Points {type}", "en": "Points {type}"},
    "earned": {"fr": "gagnés", "en": "earned"},
    "granted": {"fr": "donnés", "en": "granted"},
    "pending": {"fr": "en attente", "en": "pending"},
    "available": {"fr": "disponibles", "en": "available"},
    "held": {"fr": "de côté", "en": "set aside"},
    "redeemed": {"fr": "dépensés", "en": "redeemed"},
    "expired": {"fr": "expirés", "en": "expired"},
    "debt": {"fr": "dus par les membres", "en": "owed by members"},
    "left": {"fr": "engagement", "en": "liability"},
    "unchanged": {"fr": "Aucun membre n'a autre chose.", "en": "No member has anything else."},
}
_COLUMN: Final = 12
_ROWS: Final = ("earned", "granted", "redeemed", "expired", "pending", "available", "held", "debt", "left")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which rulebook, which facts, under which other rulebook, when, and in which form."""
    add_rulebook(parser)
    add_facts(parser)
    parser.add_argument("--under", metavar="RULEBOOK", required=True, help="has the other programme")
    add_at(parser)
    parser.add_argument("--members", action="store_true", help="print who would have something else")
    add_json(parser)
    add_language(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print what a loyalty manager reads."""
    refuse_standard_input_twice(
        RULEBOOK=arguments.rulebook, FACTS=arguments.facts, **{"--under": arguments.under}
    )
    counter, facts, at = read_told(arguments)
    found = counter.what_if(facts, at, under=read_rulebook(arguments.under))
    if arguments.json:
        print_json(found, what_if=counter.rulebook.vocabulary.codec.write(found.state))
        return 0
    voice = Voice.of(arguments.language, counter.rulebook)
    lines = list(told(found, voice))
    if arguments.members:
        lines += ["", *members(found, voice)]
    console.print(page([*lines, "", *ending(found, voice)]), markup=False)
    return 0


def told(found: WhatIf, voice: Voice) -> Iterator[str]:
    """What all members have and would have, in lines of at most eighty characters."""
    yield columns(voice.say(_WORDS, "title"), voice.moment(found.asked_at))
    yield ""
    yield columns(voice.say(_WORDS, "members"), voice.number(len(found.members)))
    yield columns(voice.say(_WORDS, "gaining"), voice.number(found.gaining()))
    yield columns(voice.say(_WORDS, "losing"), voice.number(found.losing()))
    yield columns(voice.say(_WORDS, "other_tier"), voice.number(found.other_tier))
    yield columns(voice.say(_WORDS, "orders"), voice.number(found.state.orders))
    yield columns(voice.say(_WORDS, "grants"), voice.number(found.state.grants))
    if found.state.kept:
        yield voice.say(_WORDS, "kept", rules=", ".join(found.state.kept))
    for type_ in found.types or (POINTS,):
        yield ""
        yield from _table(found.now(type_), found.then(type_), type_, voice)


def _table(now: Amounts, then: Amounts, type_: str, voice: Voice) -> Iterator[str]:
    heads = (voice.say(_WORDS, head) for head in ("is", "would", "change"))
    title = "" if type_ == POINTS else voice.say(_WORDS, "type", type=type_)
    yield columns(title, "".join(f"{head:>{_COLUMN}}" for head in heads))
    change = then.less(now)
    for row in _ROWS:
        figures = (getattr(each, row) for each in (now, then))
        numbers = [*map(voice.number, figures), _signed(_of(change, now, then, row), voice)]
        yield columns(voice.say(_WORDS, row), "".join(f"{number:>{_COLUMN}}" for number in numbers))


def _of(change: Amounts, now: Amounts, then: Amounts, row: str) -> int:
    return then.left - now.left if row == "left" else int(getattr(change, row))


def _signed(number: int, voice: Voice) -> str:
    return f"+{voice.number(number)}" if number > 0 else voice.number(number)


def members(found: WhatIf, voice: Voice) -> Iterator[str]:
    """Each member who would have something else: the reference, both tiers, and the change."""
    others = [each for each in found.members if each.change() or each.tier_now != each.tier_then]
    if not others:
        yield voice.say(_WORDS, "unchanged")
    for each in others:
        yield columns(_tiers(each), _signed(each.change(), voice))


def _tiers(each: MemberWhatIf) -> str:
    if each.tier_now == each.tier_then:
        return f"{each.member}  {each.tier_now or ''}".rstrip()
    return f"{each.member}  {each.tier_now or '-'} > {each.tier_then or '-'}"
