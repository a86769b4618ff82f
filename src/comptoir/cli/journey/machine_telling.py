"""The chapters of the coffee machine's story, as they are printed.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from comptoir.cli.after_sale import at_the_desk
from comptoir.cli.journey.comparing import side_by_side
from comptoir.cli.journey.machine import MachineStory
from comptoir.cli.receipt import receipt
from comptoir.cli.slips import delivery_note, drop_off_slip, hand_back_slip
from comptoir.cli.statement import statement
from comptoir.cli.voice import Sentences, Voice, folded

_WORDS: Final[Sentences] = {
    "bought": {
        "fr": "1. Dans l'application, Jean achète une machine à café",
        "en": "1. In the app, Jean buys a coffee machine",
    },
    "delivered": {"fr": "2. Elle est livrée", "en": "2. It is delivered"},
    "dropped_off": {
        "fr": "3. Six mois après, elle ne chauffe plus : il la dépose au magasin de Lyon",
        "en": "3. Six months later it no longer heats: he drops it off in the Lyon store",
    },
    "one_fact": {
        "fr": "L'application remet à la caisse la commande et le bon de livraison ({handed} octets). "
        "La caisse écrit un seul fait ({written} octets) : il date la demande, l'immobilisation, le délai "
        "pour réparer, et prouve la remise. Une machine est prêtée.",
        "en": "The app hands the till the order and the delivery note ({handed} bytes). The till writes "
        "one fact ({written} bytes): it dates the request, the standstill and the time to repair, and "
        "proves that the machine was handed in. Another one is lent.",
    },
    "meanwhile": {
        "fr": "4. À l'atelier : Jean appelle, le centre d'appels sait où elle est",
        "en": "4. In the workshop: Jean calls, and the call centre knows where it is",
    },
    "handed_back": {
        "fr": "5. Réparée, elle revient à Jean, garantie plus longtemps",
        "en": "5. Repaired, it is back with Jean, guaranteed for longer",
    },
    "sold": {"fr": "6. Il la vend à Inès : son relevé", "en": "6. He sells it to Inès: his statement"},
    "hers": {
        "fr": "7. Inès appelle : ce qui suit la machine est à elle",
        "en": "7. Inès calls: what follows the machine is hers",
    },
    "no_price": {
        "fr": "Ni le prix, ni les points, ni le droit de rendre : ceux-là restent à Jean.",
        "en": "Neither price, nor points, nor the right to return it: those stay Jean's.",
    },
    "agreed": {
        "fr": "8. Tous les canaux ont répondu la même chose",
        "en": "8. Every channel gave the same answer",
    },
    "apart": {"fr": "8. Les canaux se contredisent", "en": "8. The channels contradict each other"},
    "of_away": {
        "fr": "Où en est la machine, le 15 mars :",
        "en": "Where the machine is, on 15 March:",
    },
    "of_back": {
        "fr": "Jusqu'à quand elle est garantie, une fois réparée :",
        "en": "Until when it is guaranteed, once it was repaired:",
    },
    "of_sold": {
        "fr": "Ce qu'une nouvelle panne donnerait à Inès :",
        "en": "What another fault would give Inès:",
    },
    "of_jeans": {"fr": "Le relevé de Jean :", "en": "Jean's statement:"},
    "of_hers": {"fr": "Le relevé d'Inès :", "en": "Inès's statement:"},
}


def chapters(story: MachineStory, voice: Voice) -> Iterator[tuple[str, Iterator[str]]]:
    """Each chapter: its title and its lines."""
    told = (
        ("bought", receipt(story.order, voice)),
        ("delivered", delivery_note(story.order, story.delivery, story.delivered, voice)),
        ("dropped_off", _dropped_off(story, voice)),
        ("meanwhile", at_the_desk(story.meanwhile, voice)),
        ("handed_back", hand_back_slip(story.handed_back, voice)),
        ("sold", statement(story.jeans, voice)),
        ("hers", _hers(story, voice)),
        (
            "agreed" if story.agree else "apart",
            side_by_side(story.compared, story.asked.rulebook.digest, _WORDS, voice),
        ),
    )
    for code, lines in told:
        yield voice.say(_WORDS, code), lines


def _dropped_off(story: MachineStory, voice: Voice) -> Iterator[str]:
    handed, written = voice.number(story.handed), voice.number(story.written)
    yield from folded(voice.say(_WORDS, "one_fact", handed=handed, written=written))
    yield ""
    yield from drop_off_slip(story.dropped_off, voice)


def _hers(story: MachineStory, voice: Voice) -> Iterator[str]:
    yield from folded(voice.say(_WORDS, "no_price"))
    yield ""
    yield from statement(story.hers, voice)
    yield ""
    yield from at_the_desk(story.asked, voice)
