"""The chapters of Jean's story, as they are printed.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from comptoir.checkout.quote import Quote
from comptoir.checkout.standing import Standing
from comptoir.cli.delivery import ways
from comptoir.cli.journey.comparing import side_by_side
from comptoir.cli.journey.story import Story
from comptoir.cli.receipt import WIDTH, receipt
from comptoir.cli.slips import delivery_note, exchange_slip
from comptoir.cli.statement import statement
from comptoir.cli.voice import Sentences, Voice, columns, folded

_WORDS: Final[Sentences] = {
    "saved": {
        "fr": "1. Sur le site, Jean met une robe dans ses favoris",
        "en": "1. On the web, Jean saves a dress in his favourites",
    },
    "price": {"fr": "Prix affiché", "en": "Price shown"},
    "points": {"fr": "Vos points", "en": "Your points"},
    "ordered": {
        "fr": "2. Dans l'application, il reprend ses favoris, ajoute du thé et commande",
        "en": "2. In the app, he resumes his favourites, adds some tea and orders",
    },
    "carried": {
        "fr": "Ses favoris ont voyagé en {count} octets et rien n'est perdu.",
        "en": "His favourites travelled as {count} bytes and lost nothing.",
    },
    "ways": {
        "fr": "Il choisit parmi les livraisons possibles :",
        "en": "He chooses among the ways of delivery:",
    },
    "paid": {
        "fr": "Il paie, en partie avec ses points. Son reçu :",
        "en": "He pays, some of it with his points. His receipt:",
    },
    "why": {"fr": "Pourquoi ce prix ?", "en": "Why this price?"},
    "delivered": {"fr": "3. Le colis arrive", "en": "3. The parcel arrives"},
    "exchanged": {
        "fr": "4. Trop grande : le magasin le plus proche l'échange, caisse hors réseau",
        "en": "4. Too large: the nearest store swaps it, its till cut off from the network",
    },
    "handed": {
        "fr": "L'application de Jean remet à la caisse la commande et le bon de livraison "
        "({count} octets). La caisse n'a besoin de personne d'autre pour décider.",
        "en": "Jean's app hands the till his order and the delivery note ({count} bytes). "
        "The till needs nobody else to decide.",
    },
    "late": {
        "fr": "5. Le soir, la caisse fait son rapport : en retard, deux fois, dans le désordre",
        "en": "5. In the evening the till reports: late, twice and out of order",
    },
    "before": {"fr": "Le siège voyait", "en": "Head office had seen"},
    "after": {"fr": "Il voit maintenant", "en": "It now sees"},
    "arrived": {
        "fr": "{arrived} documents reçus, {new} fait nouveau, {conflicts} contradiction.",
        "en": "{arrived} documents received, {new} new fact, {conflicts} contradictions.",
    },
    "called": {
        "fr": "6. En janvier, Jean demande son relevé au centre d'appels",
        "en": "6. In January, Jean asks the call centre for his statement",
    },
    "agreed": {
        "fr": "7. Tous les canaux ont répondu la même chose",
        "en": "7. Every channel gave the same answer",
    },
    "apart": {"fr": "7. Les canaux se contredisent", "en": "7. The channels contradict each other"},
    "of_price": {
        "fr": "Le prix, demandé à cinq secondes d'intervalle, lignes dans un autre ordre :",
        "en": "The price, asked five seconds apart, the lines in another order:",
    },
    "of_delivery": {
        "fr": "Les livraisons possibles, frais et dates :",
        "en": "The ways of delivery, fees and dates:",
    },
    "of_return": {
        "fr": "L'échange, par la caisse hors réseau et par le centre d'appels :",
        "en": "The exchange, by the till that was cut off and by the call centre:",
    },
    "of_standing": {
        "fr": "Le relevé, à partir des faits en retard, répétés, chacun dans son ordre :",
        "en": "The statement, from facts that came late, repeated, each in an order of its own:",
    },
}
_REASONS: Final = frozenset({"proven", "within", "missing_spend", "missing_quantity", "until"})
"""Of the explanation, what the receipt does not say."""


def chapters(story: Story, voice: Voice) -> Iterator[tuple[str, Iterator[str]]]:
    """Each chapter: its title and its lines."""
    told = (
        ("saved", _saved(story, voice)),
        ("ordered", _ordered(story, voice)),
        ("delivered", delivery_note(story.order, story.delivery, story.delivered, voice)),
        ("exchanged", _exchanged(story, voice)),
        ("late", _late(story, voice)),
        ("called", statement(story.statement, voice)),
        (
            "agreed" if story.agree else "apart",
            side_by_side(story.compared, story.quote.rulebook.digest, _WORDS, voice),
        ),
    )
    for code, lines in told:
        yield voice.say(_WORDS, code), lines


def _saved(story: Story, voice: Voice) -> Iterator[str]:
    shown = story.shown
    for line in shown.priced.lines:
        yield voice.name(line.product.name)
    yield columns(voice.say(_WORDS, "price"), voice.money(shown.total), WIDTH)
    if shown.standing is not None:
        points = voice.number(shown.standing.account.available)
        yield columns(voice.say(_WORDS, "points"), points, WIDTH)
    yield voice.moment(shown.asked_at).rjust(WIDTH)


def _ordered(story: Story, voice: Voice) -> Iterator[str]:
    yield from folded(voice.say(_WORDS, "carried", count=voice.number(story.carried)))
    yield voice.say(_WORDS, "ways")
    yield ""
    yield from ways(story.offered, voice)
    yield ""
    yield voice.say(_WORDS, "paid")
    yield ""
    yield from receipt(story.order, voice)
    yield ""
    yield voice.say(_WORDS, "why")
    yield from _reasons(story.quote, voice)


def _reasons(quote: Quote, voice: Voice) -> Iterator[str]:
    for statement_ in quote.explanation:
        if statement_.code in _REASONS:
            yield from folded(statement_.text(voice.zone, voice.language), indent=2)


def _exchanged(story: Story, voice: Voice) -> Iterator[str]:
    yield from folded(voice.say(_WORDS, "handed", count=voice.number(story.handed)))
    yield ""
    [done] = story.swapped.facts
    yield from exchange_slip(story.assessment, done, story.swapped.to_pay, voice)


def _late(story: Story, voice: Voice) -> Iterator[str]:
    for code, standing in (("before", story.before), ("after", story.after)):
        yield columns(voice.say(_WORDS, code), _dress(story, standing, voice))
    yield voice.say(
        _WORDS,
        "arrived",
        arrived=voice.number(story.arrived),
        new=voice.number(len(story.swapped.facts)),
        conflicts=voice.number(len(story.after.conflicts)),
    )


def _dress(story: Story, standing: Standing, voice: Voice) -> str:
    """What the dress is, by a standing."""
    [swap] = story.swapped.facts[0].swaps
    [name] = (
        voice.name(good.product.name)
        for purchase in standing.purchases
        if purchase.order == story.order.id
        for good in purchase.goods
        if good.units == swap.units
    )
    return name
