"""A member's points, as they are read out: what can be spent until when, what is set aside, what moved.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import attrs

from comptoir.checkout.standing import Standing
from comptoir.cli.voice import PAGE, Sentences, Voice, columns, folded
from comptoir.facts.point_events import Reserving
from comptoir.facts.point_terms import POINTS
from comptoir.loyalty.account import Account, Lot, Movement, MovementKind, Reservation
from comptoir.values.instants import Instant

LATEST: Final = 20
"""Movements that are told; of the others, how many there are."""
_PLACES: Final = frozenset(
    {MovementKind.BECAME_AVAILABLE, MovementKind.HELD, MovementKind.RELEASED, MovementKind.REPAID}
)
"""Movements from one place to another: the member has neither more nor less by them."""
_GIVEN: Final = frozenset({MovementKind.EARNED, MovementKind.GRANTED, MovementKind.TRANSFERRED_IN})

Names = Mapping[str, Mapping[str, str]]
"""What rules and payers are called, by their identifiers and per language."""

_WORDS: Final[Sentences] = {
    "available": {"fr": "Points disponibles", "en": "Points available"},
    "available_of": {"fr": "Points disponibles ({type})", "en": "Points available ({type})"},
    "pending": {"fr": "Points en attente", "en": "Points pending"},
    "held": {"fr": "Points mis de côté", "en": "Points set aside"},
    "debt": {"fr": "Points dus", "en": "Points owed"},
    "lot_until": {"fr": "  {lot}, valables jusqu'au {day}", "en": "  {lot}, until {day}"},
    "lot": {"fr": "  {lot}, sans limite", "en": "  {lot}, without end"},
    "lot_from": {"fr": "  {lot}, à partir du {day}", "en": "  {lot}, from {day}"},
    "lot_waiting": {
        "fr": "  {lot}, quand rien ne pourra plus être rendu",
        "en": "  {lot}, once nothing may come back any more",
    },
    "of": {"fr": "de {source}", "en": "of {source}"},
    "of_rule": {"fr": "de {source} ({rule})", "en": "of {source} ({rule})"},
    "passed_on": {"fr": "{lot}, d'abord de {origin}", "en": "{lot}, first of {origin}"},
    "funded": {"fr": "  dont à la charge de {payer}", "en": "  of which {payer} pays for"},
    "hold": {
        "fr": "  pour un achat ({id}), jusqu'au {until}",
        "en": "  for a purchase ({id}), until {until}",
    },
    "right": {
        "fr": "  pour la caisse {till} ({id}), jusqu'au {until}",
        "en": "  for the till {till} ({id}), until {until}",
    },
    "pool": {
        "fr": "Points du foyer de {pool} ({members})",
        "en": "Points of {pool}'s household ({members})",
    },
    "caps": {"fr": "Plafonds atteints", "en": "Caps reached"},
    "cut": {"fr": "  {source} ({rule}) : non donnés, {per}", "en": "  {source} ({rule}): not given, {per}"},
    "per_purchase": {"fr": "au-delà du plafond par achat", "en": "beyond the cap per purchase"},
    "per_day": {"fr": "au-delà du plafond par jour", "en": "beyond the cap per day"},
    "per_month": {"fr": "au-delà du plafond par mois", "en": "beyond the cap per month"},
    "per_year": {"fr": "au-delà du plafond par an", "en": "beyond the cap per year"},
    "per_campaign": {"fr": "au-delà du plafond en tout", "en": "beyond the cap in all"},
    "movements": {"fr": "Mouvements, les plus récents d'abord", "en": "Movements, the newest first"},
    "earlier": {"fr": "  et {count} plus anciens", "en": "  and {count} earlier ones"},
    "moved": {"fr": "  {day} · {what}", "en": "  {day} · {what}"},
    "by": {"fr": "{what}, par {member}", "en": "{what}, by {member}"},
    "earned": {"fr": "gagnés avec {source}", "en": "earned with {source}"},
    "granted": {"fr": "donnés ({source})", "en": "given ({source})"},
    "transferred_in": {"fr": "reçus d'un autre membre ({source})", "en": "from another member ({source})"},
    "became_available": {"fr": "disponibles, de {source}", "en": "available, of {source}"},
    "held_for": {"fr": "mis de côté ({source})", "en": "set aside ({source})"},
    "released": {"fr": "de nouveau libres ({source})", "en": "free again ({source})"},
    "redeemed": {"fr": "dépensés pour {source}", "en": "spent on {source}"},
    "restored": {"fr": "rendus ({fact}, dépensés pour {source})", "en": "back ({fact}, spent on {source})"},
    "clawed_back": {
        "fr": "repris avec les articles ({fact}, gagnés avec {source})",
        "en": "gone with the goods ({fact}, earned with {source})",
    },
    "forgiven": {"fr": "manquants, non réclamés ({fact})", "en": "missing, not asked for ({fact})"},
    "settled": {"fr": "manquants, réglés autrement ({fact})", "en": "missing, settled otherwise ({fact})"},
    "taken_off": {"fr": "retirés ({source})", "en": "taken off ({source})"},
    "transferred_out": {"fr": "passés à un autre membre ({source})", "en": "to another member ({source})"},
    "expired": {"fr": "expirés, de {source}", "en": "expired, of {source}"},
    "repaid": {"fr": "ont remboursé ce qui était dû pour {source}", "en": "repaid what {source} owed"},
}


def points(standing: Standing, voice: Voice) -> Iterator[str]:
    """The points that can be spent and those that cannot yet, those of other types, and what moved."""
    account = standing.account
    yield from _own(account, standing, voice, voice.say(_WORDS, "available"))
    if account.pool is not None:
        members = ", ".join(account.pool.members)
        pool = voice.say(_WORDS, "pool", pool=account.pool.id, members=members)
        yield from _row(pool, voice.number(account.pool.available))
    for type_, other in standing.accounts.items():
        if type_ != POINTS:
            yield from _own(other, standing, voice, voice.say(_WORDS, "available_of", type=type_))
    yield from _caps(standing.accounts.values(), _names(standing), voice)
    yield from _movements(account.movements, voice)


def _own(account: Account, standing: Standing, voice: Voice, title: str) -> Iterator[str]:
    """One type of points: each lot, by what can be done with it."""
    names = _names(standing)
    pending = [lot for lot in account.lots if not _is_available(lot, standing.asked_at)]
    yield from _row(title, voice.number(account.available))
    for lot in account.lots:
        if lot not in pending:
            yield from _row(_available(lot, names, voice), voice.number(lot.remaining))
    for funded in account.funders:
        if funded.funder is not None and funded.available:
            payer = voice.name(names.get(funded.funder, {})) or funded.funder
            yield from _row(voice.say(_WORDS, "funded", payer=payer), voice.number(funded.available))
    if account.held:
        yield from _row(voice.say(_WORDS, "held"), voice.number(account.held))
    for each in account.reservations:
        if each.ended is None and each.left:
            yield from _row(_reserved(each, voice), voice.number(each.left))
    yield from _row(voice.say(_WORDS, "pending"), voice.number(account.pending))
    for lot in pending:
        yield from _row(_waiting(lot, names, voice), voice.number(lot.remaining))
    if account.debt:
        yield from _row(voice.say(_WORDS, "debt"), voice.number(account.debt))


def _is_available(lot: Lot, at: Instant) -> bool:
    return lot.available_from is not None and lot.available_from <= at


def _names(standing: Standing) -> Names:
    """What a rule or a payer is called; nothing for the programme's own rate, which needs no name."""
    programme = standing.rulebook.loyalty.programme
    if programme is None:
        return {}
    names = {each.id: each.name for each in standing.rulebook.pricing.promotions}
    names |= {each.id: each.name for each in programme.campaigns}
    names |= {each.id: each.name for each in programme.actions}
    names |= {each.id: each.name for each in programme.funders}
    return {**names, programme.id: {}}


def _named(lot: Lot, names: Names, voice: Voice) -> str:
    rule = voice.name(names.get(lot.rule, {"": lot.rule}))
    said = voice.say(_WORDS, "of_rule" if rule else "of", source=lot.source, rule=rule)
    return said if lot.origin is None else voice.say(_WORDS, "passed_on", lot=said, origin=lot.origin)


def _available(lot: Lot, names: Names, voice: Voice) -> str:
    named = _named(lot, names, voice)
    if lot.expires_at is None:
        return voice.say(_WORDS, "lot", lot=named)
    return voice.say(_WORDS, "lot_until", lot=named, day=voice.day_before(lot.expires_at))


def _waiting(lot: Lot, names: Names, voice: Voice) -> str:
    named = _named(lot, names, voice)
    if lot.available_from is None:
        return voice.say(_WORDS, "lot_waiting", lot=named)
    return voice.say(_WORDS, "lot_from", lot=named, day=voice.day(lot.available_from))


def _reserved(reservation: Reservation, voice: Voice) -> str:
    code = "hold" if reservation.reserving is Reserving.HOLD else "right"
    until = voice.moment(reservation.until)
    return voice.say(_WORDS, code, id=reservation.id, till=reservation.till or "", until=until)


def _caps(accounts: Iterable[Account], names: Names, voice: Voice) -> Iterator[str]:
    """What caps did not let through, the newest last; nothing if they let all through."""
    cut = [(award, each) for account in accounts for award in account.awards for each in award.cuts]
    if cut:
        yield voice.say(_WORDS, "caps")
    for award, each in cut[-LATEST:]:
        rule = voice.name(names.get(award.rule, {})) or award.rule
        per = voice.say(_WORDS, f"per_{each.cap.rpartition('/')[2]}")
        yield from _row(
            voice.say(_WORDS, "cut", source=award.source, rule=rule, per=per), voice.number(each.points)
        )


def _movements(movements: Sequence[Movement], voice: Voice) -> Iterator[str]:
    """What moved, the newest first; what changes nothing in all stands in brackets.

    What moved at once for one reason is one line, and that points are available at once needs none.
    """
    moved: dict[Movement, int] = {}
    for each in movements:
        key = attrs.evolve(each, points=0)
        moved[key] = moved.get(key, 0) + each.points
    given = {(each.at, each.source) for each in moved if each.kind in _GIVEN}
    told = [
        (each, points)
        for each, points in moved.items()
        if each.kind is not MovementKind.BECAME_AVAILABLE or (each.at, each.source) not in given
    ]
    if told:
        yield ""
        yield voice.say(_WORDS, "movements")
    for each, points in reversed(told[-LATEST:]):
        said = voice.say(_WORDS, "moved", day=voice.day(each.at), what=_what(each, voice))
        yield from _row(said, _signed(each.kind, points, voice))
    if earlier := len(told[:-LATEST]):
        yield voice.say(_WORDS, "earlier", count=voice.number(earlier))


def _what(movement: Movement, voice: Voice) -> str:
    code = "held_for" if movement.kind is MovementKind.HELD else movement.kind.value
    what = voice.say(_WORDS, code, source=movement.source, fact=movement.fact or movement.source)
    return what if movement.by is None else voice.say(_WORDS, "by", what=what, member=movement.by)


def _signed(kind: MovementKind, points: int, voice: Voice) -> str:
    if kind in _PLACES:
        return f"({voice.number(abs(points))})"
    return f"{'+' if points > 0 else ''}{voice.number(points)}"


def _row(left: str, right: str) -> Iterator[str]:
    """Two texts at the edges of a page, the left one on as many lines as it needs."""
    indent = len(left) - len(left.lstrip())
    first, *others = folded(left.lstrip(), indent=indent, width=PAGE - len(right) - 1)
    yield columns(first, right)
    yield from (f"  {other}" for other in others)
