"""Tell what the points of all members come to: by funder and end, with the journal and the revenue of sales.

Facts are those of any number of members, as JSON Lines. With --journal, the balanced entries of what happened
since --since, or ever. With --assumptions, a TOML file of what a point is worth and how many are expected to
be spent, when points become revenue (IFRS 15).
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from rich.console import Console

from comptoir.authoring.toml_documents import toml_document
from comptoir.checkout.accounting import Liability, PointsRevenue
from comptoir.cli.answered import add_json, ending, print_json
from comptoir.cli.asked import read_told
from comptoir.cli.facts_files import add_facts
from comptoir.cli.files import (
    add_at,
    add_language,
    add_rulebook,
    read_bytes,
    read_instant,
    refuse_standard_input_twice,
)
from comptoir.cli.voice import PAGE, Sentences, Voice, columns, page
from comptoir.facts.point_terms import POINTS
from comptoir.loyalty.assumptions import PointAssumptions
from comptoir.loyalty.breakage import BreakageEntry, Post, Side
from comptoir.loyalty.liability import LiabilityRow
from comptoir.values.errors import ComptoirError
from comptoir.values.instants import Instant
from comptoir.vocabulary import STANDARD

HELP = "tell what all points come to, what lapses, and when they become revenue"

_WORDS: Final[Sentences] = {
    "title": {"fr": "Points en circulation", "en": "Points outstanding"},
    "none": {"fr": "Aucun point.", "en": "No points."},
    "type": {"fr": "Type {type}", "en": "Type {type}"},
    "pending": {"fr": "en attente", "en": "pending"},
    "available": {"fr": "disponibles", "en": "available"},
    "held": {"fr": "de côté", "en": "set aside"},
    "all": {"fr": "total", "en": "all"},
    "merchant": {"fr": "à la charge du commerçant", "en": "the merchant's own"},
    "funder": {"fr": "à la charge de {funder}", "en": "paid for by {funder}"},
    "until": {"fr": "jusqu'au {day}", "en": "until {day}"},
    "ever": {"fr": "sans fin", "en": "without end"},
    "owed": {"fr": "Dus par des membres, à part", "en": "Owed by members, apart"},
    "journal": {"fr": "Journal", "en": "Journal"},
    "journal_since": {"fr": "Journal depuis le {moment}", "en": "Journal since {moment}"},
    "no_entry": {"fr": "Aucune écriture.", "en": "No entry."},
    "debit": {"fr": "débit", "en": "debit"},
    "credit": {"fr": "crédit", "en": "credit"},
    "by_time": {"fr": "terme échu", "en": "time alone"},
    "planned": {"fr": "prévu", "en": "planned"},
    "released": {"fr": "dégagé", "en": "released"},
    "reopened": {"fr": "rouvert", "en": "reopened"},
    "moved": {"fr": "reporté", "en": "moved"},
    "realised": {"fr": "réalisé", "en": "realised"},
    "given": {"fr": "donnés", "en": "given"},
    "left": {"fr": "restants", "en": "left"},
    "used": {"fr": "utilisés", "en": "used"},
    "lapsed": {"fr": "expirés", "en": "lapsed"},
    "sum": {"fr": "Somme", "en": "Sum"},
    "revenue": {"fr": "Produit des points ({currency})", "en": "Revenue of points ({currency})"},
    "period": {"fr": "jusqu'au", "en": "until"},
    "issued": {"fr": "émis", "en": "issued"},
    "expected": {"fr": "attendus", "en": "expected"},
    "redeemed": {"fr": "dépensés", "en": "redeemed"},
    "allocated": {"fr": "alloué", "en": "allocated"},
    "recognised": {"fr": "produit", "en": "revenue"},
    "liability": {"fr": "passif", "en": "liability"},
}
_COLUMN: Final = 12
_KINDS: Final = 10
"""Columns of a number, and of what kind an entry is."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which rulebook, which facts, when, since when, by which assumptions, and in which form."""
    add_rulebook(parser)
    add_facts(parser)
    add_at(parser)
    parser.add_argument("--since", metavar="INSTANT", help="the journal begins after this instant")
    parser.add_argument("--journal", action="store_true", help="print the entries")
    parser.add_argument("--assumptions", metavar="FILE", help="what a point is worth: TOML")
    add_json(parser)
    add_language(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print what an accountant reads."""
    refuse_standard_input_twice(
        RULEBOOK=arguments.rulebook, FACTS=arguments.facts, **{"--assumptions": arguments.assumptions}
    )
    counter, facts, at = read_told(arguments)
    history = counter.history(facts)
    since = None if arguments.since is None else read_instant(arguments.since, "--since")
    found = counter.liability(history, at, since=since)
    revenue = None
    if arguments.assumptions is not None:
        revenue = counter.points_revenue(history, at, read_assumptions(arguments.assumptions))
    is_told = arguments.journal or since is not None
    if arguments.json:
        write = counter.rulebook.vocabulary.codec.write
        parts = {"liability": write(found.state)}
        if is_told:
            parts["journal"] = [write(entry) for entry in found.journal]
        if revenue is not None:
            parts["revenue"] = [write(period) for period in revenue.periods]
        print_json(found, **parts)
        return 0
    voice = Voice.of(arguments.language, counter.rulebook)
    lines = list(outstanding(found, voice))
    if is_told:
        lines += ["", *journal(found, voice)]
    if revenue is not None:
        lines += ["", *recognised(revenue, voice)]
    console.print(page([*lines, "", *ending(found, voice)]), markup=False)
    return 0


def read_assumptions(path: str) -> PointAssumptions:
    """The assumptions in a TOML file, or on standard input for ``-``."""
    try:
        return STANDARD.codec.read(PointAssumptions, toml_document(read_bytes(path)), where="")
    except ComptoirError as error:
        raise error.under(path) from None


def outstanding(found: Liability, voice: Voice) -> Iterator[str]:
    """What is left, by type, funder and end; then what members owe."""
    yield columns(voice.say(_WORDS, "title"), voice.moment(found.asked_at))
    types = sorted({row.type for row in found.rows} | {each.type for each in found.state.owed})
    if not types:
        yield ""
        yield voice.say(_WORDS, "none")
    for type_ in types:
        yield ""
        if type_ != POINTS:
            yield voice.say(_WORDS, "type", type=type_)
        rows = [row for row in found.rows if row.type == type_]
        yield _figures("", [voice.say(_WORDS, each) for each in ("pending", "available", "held", "all")])
        for funder, some in groupby(rows, key=lambda row: row.funder):
            yield from _of_funder(funder, list(some), voice)
        yield columns(voice.say(_WORDS, "owed"), voice.number(found.state.debt(type_)))


def journal(found: Liability, voice: Voice) -> Iterator[str]:
    """The entries, group by group, a line for each side; at the end, the sums of both."""
    if found.since is None:
        title = voice.say(_WORDS, "journal")
    else:
        title = voice.say(_WORDS, "journal_since", moment=voice.moment(found.since))
    yield title
    if not found.journal:
        yield voice.say(_WORDS, "no_entry")
        return
    yield _figures("", [voice.say(_WORDS, "debit"), voice.say(_WORDS, "credit")])
    for (at, source), group in groupby(found.journal, key=lambda entry: (entry.at, entry.source)):
        by = voice.say(_WORDS, "by_time") if source is None else source
        yield f"{voice.day(Instant(at))} · {by}"
        for entry in group:
            yield from _sides(entry, voice)
    total = voice.number(sum(entry.points for entry in found.journal))
    yield _figures(voice.say(_WORDS, "sum"), [total, total])


def recognised(revenue: PointsRevenue, voice: Voice) -> Iterator[str]:
    """The figures of each period, and what is owed at its end."""
    currency = revenue.assumptions.price.currency
    yield voice.say(_WORDS, "revenue", currency=currency)
    heads = ("issued", "expected", "redeemed", "allocated", "recognised", "liability")
    yield _figures(voice.say(_WORDS, "period"), [voice.say(_WORDS, each) for each in heads], width=10)
    for each in revenue.periods:
        counted = [voice.number(points) for points in (each.issued, each.expected, each.redeemed)]
        amounts = (each.allocated, each.revenue, each.liability)
        figures = [*counted, *(voice.amount(minor, currency) for minor in amounts)]
        yield _figures(voice.day_before(each.until), figures, width=10)


def _of_funder(funder: str | None, rows: Sequence[LiabilityRow], voice: Voice) -> Iterator[str]:
    title = voice.say(_WORDS, "merchant" if funder is None else "funder", funder=funder or "")
    sums = [sum(each) for each in zip(*(_places(row) for row in rows), strict=True)]
    yield _figures(title, [voice.number(each) for each in sums])
    for row in rows:
        yield _figures(f"  {_end(row.expires_at, voice)}", [voice.number(each) for each in _places(row)])


def _places(row: LiabilityRow) -> tuple[int, int, int, int]:
    return row.pending, row.available, row.held, row.points


def _sides(entry: BreakageEntry, voice: Voice) -> Iterator[str]:
    points = voice.number(entry.points)
    kind = voice.say(_WORDS, entry.kind.value)
    yield _figures(f"  {kind:<{_KINDS}}{_account(entry.debit, entry, voice)}", [points, ""])
    yield _figures(f"  {'':<{_KINDS}}{_account(entry.credit, entry, voice)}", ["", points])


def _account(post: Post, entry: BreakageEntry, voice: Voice) -> str:
    """An account by its name, of what is left with its end; whose and which points, if not the usual."""
    name = voice.say(_WORDS, post.side.value)
    parts = [name, _end(post.expires_at, voice)] if post.side is Side.LEFT else [name]
    parts += [entry.type] if entry.type != POINTS else []
    parts += [entry.funder] if entry.funder is not None else []
    return ", ".join(parts)


def _end(end: Instant | None, voice: Voice) -> str:
    if end is None:
        return voice.say(_WORDS, "ever")
    return voice.say(_WORDS, "until", day=voice.day_before(end))


def _figures(left: str, figures: Sequence[str], *, width: int = _COLUMN) -> str:
    """A text and numbers in columns at the right edge, none of them ever cut."""
    right = "".join(f"{each:>{width}}" for each in figures)
    room = PAGE - len(right)
    return f"{left if len(left) <= room else f'{left[: room - 1]}…':<{room}}{right}".rstrip()
