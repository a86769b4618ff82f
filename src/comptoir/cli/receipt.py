"""A receipt, as a till prints it: forty-two columns, from the order's own terms alone.

Whoever prints it, whenever, prints the same: no rulebook is needed.

Source: house rule; the amounts a fiscal receipt must show are the subject of other systems.
"""

from __future__ import annotations

from collections.abc import Iterator

from comptoir.facts.orders import Order, OrderLine
from comptoir.texts import Language, amount_text, moment_text, name_text, quantity_text
from comptoir.texts.writing import percent_text, unit_price_text
from comptoir.values.money import Amount
from comptoir.values.zones import Zone

WIDTH = 42
_WORDS = {
    "fr": {
        "order": "Commande",
        "total": "TOTAL",
        "vat": "TVA",
        "net": "HT",
        "card": "Carte",
        "answer": "Réponse",
    },
    "en": {
        "order": "Order",
        "total": "TOTAL",
        "vat": "VAT",
        "net": "net",
        "card": "Card",
        "answer": "Answer",
    },
}


def receipt(order: Order, zone: Zone, language: Language) -> str:
    """The receipt of an order, lines of at most 42 characters."""
    return "\n".join(_lines(order, zone, language))


def columns(left: str, right: str) -> str:
    """Two texts at the two edges, the left one cut where it would touch the right one."""
    room = WIDTH - len(right) - 1
    kept = left if len(left) <= room else f"{left[: room - 1]}…"
    return f"{kept}{' ' * (WIDTH - len(kept) - len(right))}{right}"


def _lines(order: Order, zone: Zone, language: Language) -> Iterator[str]:
    words = _WORDS[language.code]
    if order.seller is not None:
        yield order.seller.upper().center(WIDTH).rstrip()
    yield f"{words['order']} {order.id} · {order.provenance.channel}".center(WIDTH).rstrip()
    yield moment_text(order.placed_at, zone, language).center(WIDTH).rstrip()
    yield "-" * WIDTH
    for line in order.lines:
        yield from _order_line(line, order, language)
    yield "-" * WIDTH
    yield columns(words["total"], amount_text(Amount(order.total_minor, order.currency), language))
    for tender in order.tenders:
        means = words.get(tender.means, tender.means)
        named = f"{means} {tender.reference}" if tender.reference else means
        yield columns(named, amount_text(tender.amount, language))
    for tax in order.taxes:
        rate = f"{words['vat']} {percent_text(tax.percent, language)}"
        base = amount_text(Amount(tax.base, order.currency), language)
        yield columns(
            f"{rate} ({words['net']} {base})", amount_text(Amount(tax.tax, order.currency), language)
        )
    yield "-" * WIDTH
    yield f"{words['answer']} {spaced(order.answer)}"


def spaced(digest: str) -> str:
    """The first sixteen digits of a digest, in fours: enough to read to somebody on the telephone."""
    return " ".join(digest[start : start + 4] for start in range(0, 16, 4))


def _order_line(line: OrderLine, order: Order, language: Language) -> Iterator[str]:
    terms = line.terms
    yield name_text(line.product.name, language)[:WIDTH]
    price = unit_price_text(terms.unit_price, order.currency, language)
    quantity = quantity_text(terms.quantity, language)
    yield columns(f"  {quantity} × {price}", amount_text(Amount(terms.regular, order.currency), language))
    for each in terms.adjustments:
        name = name_text(order.promotion_names.get(each.promotion, {}), language) or each.promotion
        yield columns(f"  {name}", amount_text(Amount(each.amount, order.currency), language))
