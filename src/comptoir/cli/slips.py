"""Slips beside the receipt: what was delivered, and what was swapped; forty-two columns.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from comptoir.checkout.after_sales import Assessment
from comptoir.checkout.standing import Purchased, Standing
from comptoir.cli.receipt import RULE, WIDTH, counted_name, heading
from comptoir.cli.rights import rights
from comptoir.cli.voice import Sentences, Voice, columns, folded, spaced
from comptoir.facts.events import Exchanged, HandedOver
from comptoir.facts.orders import Order
from comptoir.values.money import Money

_WORDS: Final[Sentences] = {
    "note": {"fr": "Bon de livraison {fact} · {order}", "en": "Delivery note {fact} · {order}"},
    "exchange": {"fr": "Échange {fact} · {order}", "en": "Exchange {fact} · {order}"},
    "until": {"fr": "peut être rendu jusqu'au", "en": "may come back until"},
    "anytime": {"fr": "peut être rendu", "en": "may come back"},
    "never": {"fr": "ne peut pas être rendu", "en": "may not come back"},
    "back": {"fr": "Rendu", "en": "Came back"},
    "taken": {"fr": "Pris en échange", "en": "Taken in exchange"},
    "to_pay": {"fr": "À PAYER", "en": "TO PAY"},
    "kept": {
        "fr": "Prix, points et délais restent ceux de la commande.",
        "en": "Price, points and deadlines stay those of the order.",
    },
    "why": {"fr": "Pourquoi c'est possible", "en": "Why it is allowed"},
    "answer": {"fr": "Réponse {digest}", "en": "Answer {digest}"},
}


def delivery_note(order: Order, handed: HandedOver, standing: Standing, voice: Voice) -> Iterator[str]:
    """What the carrier leaves: the goods of an order, and until when each may come back."""
    title = voice.say(_WORDS, "note", fact=handed.id, order=order.id)
    yield from heading(order.seller, title, voice.moment(handed.at))
    [purchase] = (each for each in standing.purchases if each.order == order.id)
    for line in order.lines:
        yield counted_name(line, voice)[:WIDTH]
        for good in purchase.goods:
            if good.units.number == line.terms.number:
                yield from _until(good, voice)
    yield RULE


def _until(good: Purchased, voice: Voice) -> Iterator[str]:
    """Until when some goods may come back, at the latest."""
    if good.last_day is None:
        yield f"  {voice.say(_WORDS, 'anytime' if good.may_come_back else 'never')}"
        return
    yield f"  {voice.say(_WORDS, 'until')}"
    yield f"  {voice.weekday(good.last_day)}"


def exchange_slip(assessment: Assessment, done: Exchanged, to_pay: Money, voice: Voice) -> Iterator[str]:
    """What the till prints for an even exchange: what came back, what was taken, and by which right."""
    order, rulebook = assessment.order, assessment.rulebook
    title = voice.say(_WORDS, "exchange", fact=done.id, order=order.id)
    where = () if done.store is None else (rulebook.places.by_id[done.store].name,)
    yield from heading(order.seller, *where, title, voice.moment(done.at))
    yield voice.say(_WORDS, "back")
    for good in assessment.goods:
        reason = voice.name(rulebook.vocabulary.reason[good.reason].names)
        yield f"  {voice.goods(good.product, good.quantity)}"[:WIDTH]
        yield f"    {reason}"[:WIDTH]
    yield voice.say(_WORDS, "taken")
    for swap in done.swaps:
        yield f"  {voice.goods(swap.took, swap.units.count)}"[:WIDTH]
    yield RULE
    yield columns(voice.say(_WORDS, "to_pay"), voice.money(to_pay), WIDTH)
    yield from folded(voice.say(_WORDS, "kept"), width=WIDTH)
    yield RULE
    yield voice.say(_WORDS, "why")
    for good in assessment.goods:
        yield from rights(good.rights, voice, informed=order.informed, width=WIDTH)
    yield RULE
    yield voice.say(_WORDS, "answer", digest=spaced(assessment.answer))
