"""Net goods that come back with goods that are bought: one amount is left to pay, or to pay out.

Each --order is followed by the --give of what comes back of it, spelled as for `return`. FACTS are those of
the orders and of the buyer: with them, points and tier count. Nothing is recorded. Goods that may not come
back are an answer: the exit code is 0.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

import attrs
from rich.console import Console

from comptoir.checkout.after_sales import Assessment
from comptoir.checkout.quote import Quote
from comptoir.checkout.ticket import Ticket
from comptoir.cli.answered import add_json
from comptoir.cli.facts_files import add_facts, read_facts
from comptoir.cli.files import (
    add_at,
    add_basket,
    add_language,
    add_rulebook,
    read_basket,
    read_instant,
    read_rulebook,
    refuse_standard_input_twice,
)
from comptoir.cli.giving import GIVE, add_give, add_how, how_asked, read_give
from comptoir.cli.one_good import refused, taken_back
from comptoir.cli.receipt import means_text
from comptoir.cli.voice import Sentences, Voice, columns, page
from comptoir.counter import Counter
from comptoir.facts.orders import Tender
from comptoir.returns.asked import Give
from comptoir.values.errors import WrongValue

HELP = "net goods that come back with goods that are bought"

_ORDER: Final = "--order"
_WORDS: Final[Sentences] = {
    "bought": {"fr": "Acheté", "en": "Bought"},
    "delivery": {"fr": "livraison", "en": "delivery"},
    "order": {"fr": "Rendu, de la commande {order}", "en": "Comes back, of the order {order}"},
    "restored": {"fr": "Points rendus", "en": "Points given back"},
    "clawed": {
        "fr": "Points repris (gagnés avec ces articles)",
        "en": "Points taken back (these goods had earned them)",
    },
    "due": {"fr": "À PAYER POUR L'ACHAT", "en": "DUE FOR WHAT IS BOUGHT"},
    "back": {"fr": "RENDU POUR LES RETOURS", "en": "GIVEN BACK FOR WHAT COMES BACK"},
    "offset": {"fr": "  dont payé sur l'achat", "en": "  of which to what is bought"},
    "to_pay": {"fr": "RESTE À PAYER", "en": "LEFT TO PAY"},
    "in_cash": {"fr": "  en espèces", "en": "  in cash"},
    "to_pay_out": {"fr": "RESTE À RENDRE", "en": "LEFT TO PAY OUT"},
    "rounding": {"fr": "  arrondi des espèces", "en": "  cash rounding"},
    "surcharge": {"fr": "EN PLUS, POUR RETARD", "en": "BESIDES, FOR BEING LATE"},
    "bonus": {"fr": "EN PLUS, BONUS", "en": "BESIDES, AS A BONUS"},
    "even": {"fr": "RIEN À PAYER", "en": "NOTHING TO PAY"},
    "refused": {
        "fr": "Rien ne se fait : ce qui ne peut pas être repris est à enlever du ticket.",
        "en": "Nothing is done: leave out of the ticket what may not come back.",
    },
}


@attrs.define
class _Returning:
    """An order and the entries of what comes back of it, as they are named one after the other."""

    order: str
    entries: list[str] = attrs.field(factory=list)


class _Order(argparse.Action):
    """Begins an order: what comes back of it follows."""

    def __call__(self, _parser: Any, namespace: argparse.Namespace, values: Any, _option: Any = None) -> None:
        namespace.orders = [*(namespace.orders or ()), _Returning(values)]


class _OfOrder(argparse.Action):
    """Adds what comes back to the order named last."""

    def __call__(self, _parser: Any, namespace: argparse.Namespace, values: Any, _option: Any = None) -> None:
        if not namespace.orders:
            raise argparse.ArgumentError(self, f"name its order before it, with {_ORDER}")
        namespace.orders[-1].entries.append(values)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which rulebook, what is bought, which facts, what comes back of which orders, how, and when."""
    add_rulebook(parser)
    add_basket(parser)
    add_facts(parser)
    parser.add_argument(
        _ORDER,
        metavar="O",
        action=_Order,
        dest="orders",
        required=True,
        help="an order of which something comes back; may be repeated, each before its --give",
    )
    add_give(parser, action=_OfOrder)
    add_how(parser)
    add_at(parser)
    add_json(parser)
    add_language(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print what is bought, what comes back, and the one amount that is left."""
    refuse_standard_input_twice(RULEBOOK=arguments.rulebook, BASKET=arguments.basket, FACTS=arguments.facts)
    asked = [(each.order, _given(each)) for each in arguments.orders]
    at = read_instant(arguments.at)
    counter = Counter(read_rulebook(arguments.rulebook))
    basket, facts = read_basket(arguments.basket), read_facts(arguments.facts)
    member, how = basket.buyer.member, how_asked(arguments)
    standing = None if member is None else counter.standing(member, facts, at)
    quote = counter.quote(basket, at, standing=standing)
    returns = [counter.assess(order, facts, at, give=give, **how) for order, give in asked]
    ticket = counter.ticket(quote, returns=returns)
    if arguments.json:
        print(json.dumps(as_data(ticket, counter), indent=2, ensure_ascii=False))
    else:
        voice = Voice.of(arguments.language, counter.rulebook)
        console.print(page([*told(ticket, quote, voice)]), markup=False)
    return 0


def _given(returning: _Returning) -> Sequence[Give]:
    if not returning.entries:
        cure = f"say after it what comes back of it, with {GIVE}"
        raise WrongValue.at(_ORDER, f"found {returning.order} alone", cure, code="nothing_given")
    return [read_give(text) for text in returning.entries]


def as_data(ticket: Ticket, counter: Counter) -> dict[str, Any]:
    """The ticket as a JSON object."""
    write = counter.rulebook.vocabulary.codec.write
    return {
        "currency": ticket.currency,
        "due": ticket.due,
        "back": ticket.back,
        "offset": ticket.offset,
        "net": ticket.net,
        "rounding": ticket.rounding,
        "pay_out": [write(tender) for tender in ticket.pay_out],
        "surcharges": [write(tender) for tender in ticket.surcharges],
        "bonuses": [write(tender) for tender in ticket.bonuses],
        "returns": [write(each.assessed) for each in ticket.returns],
    }


def told(ticket: Ticket, quote: Quote, voice: Voice) -> Iterator[str]:
    """The ticket, in lines of at most eighty characters."""
    yield voice.say(_WORDS, "bought")
    for line in quote.terms.lines:
        product = quote.rulebook.assortment[line.sku]
        paid = voice.amount(line.paid, ticket.currency)
        yield columns(f"  {voice.goods(product, line.quantity)}", paid)
    delivery = sum(each.paid for each in quote.terms.deliveries)
    if delivery:
        yield columns(f"  {voice.say(_WORDS, 'delivery')}", voice.amount(delivery, ticket.currency))
    for each in ticket.returns:
        yield ""
        yield from _returned(each, voice)
    yield ""
    yield from _netted(ticket, voice)


def _returned(assessment: Assessment, voice: Voice) -> Iterator[str]:
    yield voice.say(_WORDS, "order", order=assessment.order.id)
    for good in assessment.goods:
        yield from taken_back(good, assessment, voice)
    for each in assessment.refused:
        yield from refused(each, assessment, voice)
    points = assessment.assessed.refund.points, assessment.assessed.points_clawed
    for code, count in zip(("restored", "clawed"), points, strict=True):
        if count:
            yield columns(voice.say(_WORDS, code), voice.number(count))


def _netted(ticket: Ticket, voice: Voice) -> Iterator[str]:
    """What is due, what is given back, and the one amount that is left; nothing if something is refused."""
    if any(each.refused for each in ticket.returns):
        yield voice.say(_WORDS, "refused")
        return
    yield from _one_amount(ticket, voice)
    for code, besides in (("surcharge", ticket.surcharges), ("bonus", ticket.bonuses)):
        for tender in besides:
            yield voice.say(_WORDS, code)
            yield _tender(tender, voice)


def _one_amount(ticket: Ticket, voice: Voice) -> Iterator[str]:
    for code, minor in (("due", ticket.due), ("back", ticket.back), ("offset", ticket.offset)):
        yield columns(voice.say(_WORDS, code), voice.amount(minor, ticket.currency))
    if ticket.net > 0:
        yield columns(voice.say(_WORDS, "to_pay"), voice.money(ticket.to_pay))
        cash = ticket.in_cash()
        if cash.rounding.minor:
            yield columns(voice.say(_WORDS, "in_cash"), voice.amount(cash.due.minor, ticket.currency))
        return
    if not ticket.net:
        yield voice.say(_WORDS, "even")
        return
    yield columns(voice.say(_WORDS, "to_pay_out"), voice.amount(-ticket.net, ticket.currency))
    yield from (_tender(tender, voice) for tender in ticket.pay_out)
    if ticket.rounding:
        yield columns(voice.say(_WORDS, "rounding"), voice.amount(ticket.rounding, ticket.currency))


def _tender(tender: Tender, voice: Voice) -> str:
    return columns(
        f"  {means_text(tender, voice)}", voice.amount(tender.amount.minor, tender.amount.currency)
    )
