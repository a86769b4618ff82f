"""What is given back for goods that the customer keeps no longer, and what becomes of their points.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from comptoir.cli.receipt import means_text
from comptoir.cli.voice import Sentences, Voice, columns, folded
from comptoir.returns.refund import PaidBack, Shortage

_WORDS: Final[Sentences] = {
    "refund": {"fr": "À REMBOURSER", "en": "TO REFUND"},
    "delivery": {"fr": "  dont frais de livraison", "en": "  of which the delivery fee"},
    "restored": {"fr": "  {points} points rendus", "en": "  {points} points given back"},
    "clawed": {
        "fr": "Points repris (gagnés avec ces articles)",
        "en": "Points taken back (these goods had earned them)",
    },
    "kept": {
        "fr": "après {amount} retenus pour {points} points déjà dépensés",
        "en": "after {amount} kept for {points} points already spent",
    },
    "short": {"fr": "  dont déjà dépensés", "en": "  of which already spent"},
    "others": {"fr": "    pris d'autres points", "en": "    taken of other points"},
    "value": {"fr": "    contre des bons repris ({coupons})", "en": "    for coupons taken back ({coupons})"},
    "money": {"fr": "    retenus sur le remboursement", "en": "    kept of the refund"},
    "owed": {"fr": "    dus, pris des prochains points", "en": "    owed, taken of the next points"},
    "forgiven": {"fr": "    non réclamés", "en": "    not asked for"},
}


def paid_back(paid: PaidBack, voice: Voice) -> Iterator[str]:
    """All that is given back, by means of payment, and the points that come and go."""
    refund, currency = paid.refund, paid.refund.currency
    yield columns(voice.say(_WORDS, "refund"), voice.amount(refund.total - refund.kept, currency))
    if refund.delivery:
        yield columns(voice.say(_WORDS, "delivery"), voice.amount(refund.delivery, currency))
    for tender in refund.tenders:
        yield columns(f"  {means_text(tender, voice)}", voice.amount(tender.amount.minor, currency))
    if refund.points:
        restored = voice.say(_WORDS, "restored", points=voice.number(refund.points))
        yield columns(restored, voice.amount(refund.worth, currency)) if refund.worth else restored
    if refund.kept:
        missing = voice.number(paid.shortage.money)
        kept = voice.amount(refund.kept, currency)
        yield from folded(voice.say(_WORDS, "kept", amount=kept, points=missing), indent=2)
    if paid.points_clawed:
        yield columns(voice.say(_WORDS, "clawed"), voice.number(paid.points_clawed))
    yield from _shortage(paid.shortage, voice)


def _shortage(shortage: Shortage, voice: Voice) -> Iterator[str]:
    """What becomes of points that are to go and are no longer there; nothing if all are."""
    if not shortage.points:
        return
    yield columns(voice.say(_WORDS, "short"), voice.number(shortage.points))
    for code in ("others", "value", "money", "owed", "forgiven"):
        if points := getattr(shortage, code):
            said = voice.say(_WORDS, code, coupons=", ".join(shortage.coupons))
            yield columns(said, voice.number(points))
