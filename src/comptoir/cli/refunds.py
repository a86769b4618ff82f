"""What is given back for goods that the customer keeps no longer, and what becomes of their points.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from comptoir.cli.receipt import means_text, name_text, tax_text
from comptoir.cli.voice import Sentences, Voice, columns, folded
from comptoir.facts.orders import Tender
from comptoir.returns.refund import PaidBack, Refund, Shortage
from comptoir.texts.writing import percent_text

_WORDS: Final[Sentences] = {
    "refund": {"fr": "À REMBOURSER", "en": "TO REFUND"},
    "delivery": {"fr": "  dont frais de livraison", "en": "  of which the delivery fee"},
    "restored": {"fr": "  {points} points rendus", "en": "  {points} points given back"},
    "clawed": {
        "fr": "Points repris (gagnés avec ces articles)",
        "en": "Points taken back (these goods had earned them)",
    },
    "instead_of": {"fr": "  {means} (au lieu de : {paid})", "en": "  {means} (instead of {paid})"},
    "captured": {"fr": "    soit {amount} débités", "en": "    which is {amount} as captured"},
    "released": {
        "fr": "    dont jamais débités, libérés",
        "en": "    of which never captured, released",
    },
    "carriage": {"fr": "  retenu pour l'étiquette de renvoi", "en": "  kept for the parcel label"},
    "rebilled": {
        "fr": "  retenu : la livraison n'est plus offerte",
        "en": "  kept: the delivery is free no longer",
    },
    "rounding": {"fr": "  arrondi des espèces", "en": "  cash rounding"},
    "bonus": {"fr": "EN PLUS, EN AVOIR", "en": "BESIDES, AS CREDIT"},
    "surcharge": {
        "fr": "EN PLUS, POUR RETARD ({days} j, {percent})",
        "en": "BESIDES, FOR BEING LATE ({days} d, {percent})",
    },
    "legal_rate": {
        "fr": "  et les intérêts au taux légal, non calculés ici",
        "en": "  and interest at the legal rate, not computed here",
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
    yield columns(voice.say(_WORDS, "refund"), voice.amount(refund.money + refund.worth, currency))
    if refund.delivery:
        yield columns(voice.say(_WORDS, "delivery"), voice.amount(refund.delivery, currency))
    for tender in refund.tenders:
        yield from _tender(tender, refund, voice)
    if refund.cash_rounding:
        yield columns(voice.say(_WORDS, "rounding"), voice.amount(refund.cash_rounding, currency))
    if refund.points:
        restored = voice.say(_WORDS, "restored", points=voice.number(refund.points))
        yield columns(restored, voice.amount(refund.worth, currency)) if refund.worth else restored
    for code, minor in (("carriage", refund.carriage), ("rebilled", refund.rebilled)):
        if minor:
            yield columns(voice.say(_WORDS, code), voice.amount(minor, currency))
    if refund.kept:
        missing = voice.number(paid.shortage.money)
        kept = voice.amount(refund.kept, currency)
        yield from folded(voice.say(_WORDS, "kept", amount=kept, points=missing), indent=2)
    yield from _taxes(refund, voice)
    yield from _besides(refund, voice)
    if paid.points_clawed:
        yield columns(voice.say(_WORDS, "clawed"), voice.number(paid.points_clawed))
    yield from _shortage(paid.shortage, voice)


def _tender(tender: Tender, refund: Refund, voice: Voice) -> Iterator[str]:
    """One means of payment: for which it stands, what was captured of it, and what never was."""
    said = f"  {means_text(tender, voice)}"
    if tender.instead_of is not None:
        own, paid = means_text(tender, voice), name_text(tender.instead_of, voice)
        said = voice.say(_WORDS, "instead_of", means=own, paid=paid)
    yield columns(said, voice.amount(tender.amount.minor, refund.currency))
    if tender.captured is not None:
        captured = voice.amount(tender.captured.minor, tender.captured.currency)
        yield voice.say(_WORDS, "captured", amount=captured)
    for each in refund.released:
        if tender.instead_of is None and each.pays_by == tender.pays_by:
            yield columns(voice.say(_WORDS, "released"), voice.amount(each.amount.minor, refund.currency))


def _taxes(refund: Refund, voice: Voice) -> Iterator[str]:
    """The tax of what is given back, per rate."""
    for tax in refund.taxes:
        if tax.gross:
            said, amount = tax_text(tax, refund.currency, voice)
            yield columns(f"  {said}", voice.amount(amount, refund.currency))


def _besides(refund: Refund, voice: Voice) -> Iterator[str]:
    """What is paid beside the refund."""
    if refund.bonus:
        yield columns(voice.say(_WORDS, "bonus"), voice.amount(refund.bonus, refund.currency))
    late = refund.surcharge
    if late is not None:
        percent = percent_text(late.percent, voice.language)
        said = voice.say(_WORDS, "surcharge", days=voice.number(late.days), percent=percent)
        yield columns(said, voice.amount(late.amount, refund.currency))
        if late.legal_rate:
            yield voice.say(_WORDS, "legal_rate")
        yield from folded(late.source, indent=2)


def _shortage(shortage: Shortage, voice: Voice) -> Iterator[str]:
    """What becomes of points that are to go and are no longer there; nothing if all are."""
    if not shortage.points:
        return
    yield columns(voice.say(_WORDS, "short"), voice.number(shortage.points))
    for code in ("others", "value", "money", "owed", "forgiven"):
        if points := getattr(shortage, code):
            said = voice.say(_WORDS, code, coupons=", ".join(shortage.coupons))
            yield columns(said, voice.number(points))
