"""What is left of an order after the sale, as somebody at a service desk reads it out.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from comptoir.checkout.claiming import AfterSales
from comptoir.cli.claims import claim_lines, problem_text, proves_text, remedies_told
from comptoir.cli.guarantees import guarantees
from comptoir.cli.statement import to_be_looked_at
from comptoir.cli.voice import PAGE, Sentences, Voice, columns, folded
from comptoir.facts.guarantee_terms import Problem
from comptoir.returns.claims.found import GoodCovered

_WORDS: Final[Sentences] = {
    "order": {"fr": "Commande {order} du {day}", "en": "Order {order} of {day}"},
    "nothing": {"fr": "Le client n'a plus rien de cette commande.", "en": "Nothing is left of this order."},
    "covered_until": {"fr": "GARANTIE jusqu'au {day}", "en": "GUARANTEED until {day}"},
    "covered": {"fr": "GARANTIE", "en": "GUARANTEED"},
    "not_covered": {"fr": "PAS DE GARANTIE", "en": "NO GUARANTEE"},
    "no_guarantee": {
        "fr": "Aucune garantie n'est connue sur cet article.",
        "en": "No guarantee on it is known.",
    },
    "earlier": {"fr": "Réclamations passées : {claims}", "en": "Earlier claims: {claims}"},
    "if": {"fr": "Si le problème est : {problem}", "en": "If the problem is: {problem}"},
}


def at_the_desk(found: AfterSales, voice: Voice) -> Iterator[str]:
    """What is left of an order, with its guarantees and claims, in lines of at most eighty characters."""
    order = found.order
    yield voice.say(_WORDS, "order", order=order.id, day=voice.day(order.placed_at))
    yield from folded(voice.moment(found.asked_at))
    if not found.goods:
        yield ""
        yield from folded(voice.say(_WORDS, "nothing"))
    for good in found.goods:
        yield ""
        yield from covered(good, found.asked.problem, voice)
    if earlier := _earlier(found):
        yield ""
        yield from folded(voice.say(_WORDS, "earlier", claims=", ".join(earlier)))
    for claim in found.claims:
        yield ""
        yield from claim_lines(claim, order, found.rulebook, voice)
    yield from to_be_looked_at(found.conflicts, voice)


def _earlier(found: AfterSales) -> list[str]:
    """The claims that moved the end of some guarantee and are not told here."""
    told = {claim.id for claim in found.claims}
    counted = (id_ for good in found.goods for one in good.guarantees for id_ in one.stands.counted_claims)
    return [id_ for id_ in dict.fromkeys(counted) if id_ not in told]


def covered(good: GoodCovered, problem: Problem | None, voice: Voice) -> Iterator[str]:
    """Goods with all guarantees on them, and what a new claim could ask for."""
    latest = next((told.stands for told in good.guarantees if told.rule == good.latest), None)
    if latest is None:
        verdict = voice.say(_WORDS, "not_covered")
    elif latest.last_day is None:
        verdict = voice.say(_WORDS, "covered")
    else:
        verdict = voice.say(_WORDS, "covered_until", day=voice.weekday(latest.last_day))
    pieces = voice.goods(good.product, good.quantity)
    if len(pieces) + len(verdict) < PAGE:
        yield columns(pieces, verdict)
    else:
        yield from folded(pieces)
        yield verdict.rjust(PAGE)
    if not good.guarantees:
        yield from folded(voice.say(_WORDS, "no_guarantee"), indent=2)
    yield from guarantees((told.stands for told in good.guarantees), voice)
    if good.proves is not None:
        yield from folded(proves_text(good.proves, voice), indent=2)
    if good.remedies is not None and problem is not None:
        yield from folded(voice.say(_WORDS, "if", problem=problem_text(problem, voice)), indent=2)
        yield from remedies_told(good.remedies, voice)
