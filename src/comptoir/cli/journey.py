"""Play Jean's story: a dress saved in the favourites on the web, ordered in the app with some tea.

Both channels ask the same counter the same question, each in its own process of thought: other line
order, other refs, another instant within the answer's validity. Their digests agree.
"""

from __future__ import annotations

import argparse
from typing import Final

import attrs
import pendulum
from rich.console import Console

from comptoir.authoring import example, seal
from comptoir.checkout.place import Accepted
from comptoir.checkout.quote import Quote
from comptoir.checkout.refusals import Refused
from comptoir.cli.files import add_language
from comptoir.cli.receipt import WIDTH, columns, receipt, spaced
from comptoir.counter import Counter
from comptoir.facts.baskets import Basket, Buyer, Contract, Deliver, Line, Place
from comptoir.facts.orders import Tender
from comptoir.facts.provenance import Provenance, SavedBasket
from comptoir.rulebook import Rulebook
from comptoir.texts import LANGUAGES, Language, moment_text, name_text
from comptoir.texts.writing import amount_text
from comptoir.values.instants import instant_of
from comptoir.values.money import Amount
from comptoir.values.quantities import Measured
from comptoir.vocabulary import STANDARD

HELP = "play the story of a dress, from favourites to the order"

PARIS: Final = "Europe/Paris"
SAVED: Final = pendulum.datetime(2026, 12, 1, 20, 14, tz=PARIS)
ORDERED: Final = pendulum.datetime(2026, 12, 4, 18, 5, tz=PARIS)
SEEN_ON_THE_WEB: Final = ORDERED.subtract(seconds=5)

_STORY: Final = {
    "saved": {
        "fr": "1. Sur le site, Jean met une robe dans ses favoris",
        "en": "1. On the web, Jean saves a dress in his favourites",
    },
    "ordered": {
        "fr": "2. Dans l'application, il reprend ses favoris, ajoute du thé et commande",
        "en": "2. In the app, he resumes his favourites, adds some tea and orders",
    },
    "agreed": {
        "fr": "3. Le site et l'application ont répondu la même chose",
        "en": "3. The web and the app gave the same answer",
    },
    "handed": {
        "fr": "Le panier a voyagé en {count} octets et rien n'est perdu.",
        "en": "The basket travelled as {count} bytes and lost nothing.",
    },
    "price": {"fr": "Prix affiché", "en": "Price shown"},
    "why": {"fr": "Pourquoi ce prix ?", "en": "Why this price?"},
    "rulebook": {"fr": "règles", "en": "rulebook"},
    "question": {"fr": "question", "en": "question"},
    "answer": {"fr": "réponse", "en": "answer"},
    "web": {"fr": "site", "en": "web"},
    "app": {"fr": "application", "en": "app"},
    "questions": {
        "fr": "Chaque canal a demandé à son instant : les questions diffèrent, la réponse non.",
        "en": "Each channel asked at its own instant: the questions differ, the answer does not.",
    },
    "same": {
        "fr": "Réponses identiques, au centime près, à cinq secondes d'intervalle.",
        "en": "Equal answers, to the cent, asked five seconds apart.",
    },
    "different": {"fr": "Les réponses DIFFÈRENT.", "en": "The answers DIFFER."},
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """In which language."""
    add_language(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Tell the story; exit code 1 if the channels disagree."""
    language = LANGUAGES[arguments.language]
    sealed = seal(example()).sealed()
    say = _Teller(console, language)

    saved = _favourites()
    web = Counter(Rulebook.open(sealed))
    say.title("saved")
    say.price(web.quote(saved.basket, SAVED), Provenance("web"))

    app = Counter(Rulebook.open(sealed))
    carried = STANDARD.codec.dumps(saved)
    basket = _in_the_app(STANDARD.codec.loads(carried, SavedBasket).basket)
    quote = app.quote(basket, ORDERED)
    say.title("ordered")
    say.line("handed", count=str(len(carried)))
    placed = app.place(
        quote,
        id="o-1001",
        at=ORDERED,
        tenders=[Tender("card", quote.total, reference="psp-9")],
        provenance=Provenance("app", who="m-81f3"),
    )
    match placed:
        case Refused(reason):
            console.print(reason.text(language.code), markup=False)
            return 1
        case Accepted(order=order):
            console.print(receipt(order, app.rulebook.zone, language), markup=False)
    say.line("why")
    console.print(quote.explain(language.code), markup=False)

    say.title("agreed")
    on_the_web = web.quote(_as_the_web_lists(basket), SEEN_ON_THE_WEB)
    say.digests({"web": on_the_web, "app": quote})
    agree = on_the_web.answer == quote.answer == order.answer
    say.line("questions")
    say.line("same" if agree else "different")
    return 0 if agree else 1


def _favourites() -> SavedBasket:
    basket = Basket(
        currency="EUR",
        lines=[Line("ROBE-LIN-36", 1, ref="fav-1")],
        buyer=Buyer(member="m-81f3"),
    )
    return SavedBasket(
        id="favourites:m-81f3", basket=basket, saved_at=instant_of(SAVED), provenance=Provenance("web")
    )


def _in_the_app(basket: Basket) -> Basket:
    return attrs.evolve(
        basket,
        lines=[*basket.lines, Line("THE-VERT-VRAC", Measured("0.250", "kg"), ref="app-2")],
        handover=Deliver(Place("FR", "69003"), service="home"),
        contract=Contract.DISTANCE,
    )


def _as_the_web_lists(basket: Basket) -> Basket:
    """The same basket as another channel holds it: other order, other refs."""
    lines = [attrs.evolve(line, ref=f"web-{i}") for i, line in enumerate(reversed(basket.lines))]
    return attrs.evolve(basket, lines=lines)


@attrs.frozen
class _Teller:
    """Prints the story in one language."""

    console: Console
    language: Language

    def title(self, code: str) -> None:
        """Start a chapter."""
        self.console.print(f"\n[bold]{_STORY[code][self.language.code]}[/bold]\n")

    def line(self, code: str, **values: str) -> None:
        """One sentence."""
        self.console.print(_STORY[code][self.language.code].format(**values), markup=False)

    def price(self, quote: Quote, provenance: Provenance) -> None:
        """What a page shows of a saved product."""
        zone = quote.rulebook.zone
        for line in quote.priced.lines:
            self.console.print(name_text(line.product.name, self.language), markup=False)
        total = amount_text(Amount(quote.terms.total, quote.terms.currency), self.language)
        shown = f"{_STORY['price'][self.language.code]} ({_STORY[provenance.channel][self.language.code]})"
        self.console.print(columns(shown, total), markup=False)
        self.console.print(moment_text(quote.asked_at, zone, self.language).rjust(WIDTH), markup=False)

    def digests(self, quotes: dict[str, Quote]) -> None:
        """What two channels compare."""
        for what in ("rulebook", "question", "answer"):
            for channel, quote in quotes.items():
                digest = quote.rulebook.digest if what == "rulebook" else getattr(quote, what)
                named = f"{_STORY[what][self.language.code]} ({_STORY[channel][self.language.code]})"
                self.console.print(columns(named, spaced(digest)), markup=False)
