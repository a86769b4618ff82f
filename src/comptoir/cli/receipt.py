"""A receipt, as a till prints it: forty-two columns, from the order's own terms alone.

Whoever prints it, whenever, prints the same: no rulebook is needed.

Source: house rule; the amounts a fiscal receipt must show are the subject of other systems.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from comptoir.cli.voice import Sentences, Voice, columns, folded, spaced
from comptoir.facts.delivery_terms import DeliveryTerms
from comptoir.facts.orders import Order, OrderLine, Tender, TenderName
from comptoir.facts.return_terms import Means, ReturnTerms, Right
from comptoir.facts.tax_terms import TaxTerms, Treatment
from comptoir.facts.terms import OVERRIDE, POINTS_OFF, LineTerms, taxed_besides
from comptoir.returns.claims.guaranteed import notices
from comptoir.texts.writing import number_text, percent_text, period_text, quantity_text, unit_price_text
from comptoir.values.quantities import PIECE

WIDTH: Final = 42
"""Columns of a slip of paper."""
RULE: Final = "-" * WIDTH

_WORDS: Final[Sentences] = {
    "order": {"fr": "Commande {order} · {channel}", "en": "Order {order} · {channel}"},
    "between": {"fr": "entre le {day}", "en": "between {day}"},
    "and": {"fr": "et le {day}", "en": "and {day}"},
    "on": {"fr": "le {day}", "en": "on {day}"},
    "at": {"fr": "à {clock}", "en": "at {clock}"},
    "free": {"fr": "offert", "en": "free"},
    "reduced": {"fr": "réduction", "en": "reduction"},
    "decided": {"fr": "décidé par {author}", "en": "decided by {author}"},
    "including": {"fr": "dont {name} : {amount}", "en": "incl. {name}: {amount}"},
    "added": {"fr": "TVA en sus", "en": "plus VAT"},
    "relieved": {"fr": "TVA non due", "en": "VAT not due"},
    "packs": {
        "fr": "{quantity} × lot de {content} à {price}",
        "en": "{quantity} × pack of {content} at {price}",
    },
    "empties": {"fr": "Vides : {count} × {name}", "en": "Empties: {count} × {name}"},
    "total": {"fr": "TOTAL", "en": "TOTAL"},
    "to_pay": {"fr": "À PAYER", "en": "TO PAY"},
    "rounding": {"fr": "Arrondi des espèces", "en": "Cash rounding"},
    "given": {"fr": "  reçu {given}, rendu {change}", "en": "  given {given}, change {change}"},
    "exempt": {"fr": "Exonéré de TVA", "en": "Exempt from VAT"},
    "outside": {"fr": "Hors champ de la TVA", "en": "Outside the scope of VAT"},
    "reverse_charge": {"fr": "TVA due par le preneur", "en": "VAT due by the buyer"},
    "intra_community": {"fr": "Livraison intracom.", "en": "Intra-Community supply"},
    "export": {"fr": "Exportation", "en": "Export"},
    "points": {"fr": "{points} points", "en": "{points} points"},
    "vat": {"fr": "TVA {percent} (HT {base})", "en": "VAT {percent} (net {base})"},
    "taxed_besides": {
        "fr": "  taxé en plus, payé par {payer}",
        "en": "  taxed besides, paid by {payer}",
    },
    "taxed_before": {
        "fr": "  taxé avant réductions",
        "en": "  taxed before reductions",
    },
    "spent": {"fr": "Points dépensés", "en": "Points spent"},
    "points_off": {"fr": "{name}, points", "en": "{name}, points"},
    "earned": {"fr": "Points gagnés", "en": "Points earned"},
    "claimable": {"fr": "Points à réclamer", "en": "Points to claim"},
    "available": {"fr": "à dépenser dès le {day}", "en": "to spend from {day}"},
    "waiting": {"fr": "à dépenser, le délai de retour passé", "en": "to spend once returns are over"},
    "expires": {"fr": "jusqu'au {day}", "en": "until {day}"},
    "returns": {"fr": "Retours, à compter de la remise", "en": "Returns, counted from the handover"},
    "statutory": {"fr": "La loi", "en": "By law"},
    "as_credit": {"fr": "{period}, en avoir", "en": "{period}, as credit"},
    "less_fee": {"fr": "{period}, moins {percent}", "en": "{period}, less {percent}"},
    "seller": {"fr": "Le vendeur", "en": "The seller"},
    "answer": {"fr": "Réponse {digest}", "en": "Answer {digest}"},
}
_MEANS: Final[Sentences] = {
    "card": {"fr": "Carte", "en": "Card"},
    "cash": {"fr": "Espèces", "en": "Cash"},
    "credit": {"fr": "Avoir", "en": "Credit"},
    "offset": {"fr": "Sur la commande", "en": "To the order"},
    "redeemed-points": {"fr": "Points", "en": "Points"},
    "return": {"fr": "Retour", "en": "Return"},
}


def receipt(order: Order, voice: Voice) -> Iterator[str]:
    """The receipt of an order, lines of at most 42 characters."""
    yield from heading(
        order.seller,
        voice.say(_WORDS, "order", order=order.id, channel=order.provenance.channel),
        voice.moment(order.placed_at),
    )
    for line in order.lines:
        yield from _line(line, order, voice)
    for delivery in order.deliveries:
        yield from _delivery(delivery, order.currency, voice)
    for given in order.empties:
        name = voice.name(given.name) or given.rule
        empties = voice.say(_WORDS, "empties", count=voice.number(given.count), name=name)
        yield _row(empties, given.paid, order, voice)
    yield RULE
    yield from _payment(order, voice)
    if points := list(_points(order, voice)):
        yield RULE
        yield from points
    if any(terms.period is not None for terms in order.returns):
        yield RULE
        yield from _returns(order, voice)
    if told := notices(order, voice.language.code):
        yield RULE
        for notice in told:
            yield from folded(notice, width=WIDTH)
    yield RULE
    yield voice.say(_WORDS, "answer", digest=spaced(order.answer))


def heading(seller: str | None, *lines: str) -> Iterator[str]:
    """The top of a slip: the seller's name, what it is, when it was made."""
    for line in (*(() if seller is None else (seller.upper(),)), *lines):
        yield line.center(WIDTH).rstrip()
    yield RULE


def means_text(tender: Tender, voice: Voice) -> str:
    """A means of payment, with the payer's reference."""
    return name_text(tender.pays_by, voice)


def name_text(name: TenderName, voice: Voice) -> str:
    """The name of a tender: its means, with the payer's reference."""
    means = voice.say(_MEANS, name.means) if name.means in _MEANS else name.means
    return f"{means} {name.reference}" if name.reference else means


def tax_text(tax: TaxTerms, currency: str, voice: Voice) -> tuple[str, int]:
    """A rate, or why there is none, and its tax, or what is not taxed, in minor units."""
    if tax.treatment is not Treatment.TAXED:
        return voice.say(_WORDS, tax.treatment.value), tax.base
    percent = percent_text(tax.percent, voice.language)
    return voice.say(_WORDS, "vat", percent=percent, base=voice.amount(tax.base, currency)), tax.tax


def counted_name(line: OrderLine, voice: Voice) -> str:
    """How much of which product, as it was described."""
    return f"{quantity_text(line.terms.quantity, voice.language)} × {voice.name(line.product.name)}"


def _line(line: OrderLine, order: Order, voice: Voice) -> Iterator[str]:
    terms = line.terms
    yield voice.name(line.product.name)[:WIDTH]
    quantity = quantity_text(terms.quantity, voice.language)
    if terms.graduated:
        for part in terms.graduated:
            price = unit_price_text(part.unit_price, order.currency, voice.language)
            yield f"  {quantity_text(part.quantity, voice.language)} × {price}"
        yield _row(f"  = {quantity}", terms.regular, order, voice)
    else:
        price = unit_price_text(terms.unit_price, order.currency, voice.language)
        yield _row(f"  {_counted(line, quantity, price, voice)}", terms.regular, order, voice)
    for each in terms.adjustments:
        if each.layer == POINTS_OFF:
            continue
        yield _row(f"  {_named(each.rule, order, voice)}", each.amount, order, voice)
        if terms.override is not None and each.layer == OVERRIDE:
            yield f"    {voice.say(_WORDS, 'decided', author=terms.override.author)}"[:WIDTH]
    if taken := [each for each in terms.adjustments if each.layer == POINTS_OFF]:
        name = voice.say(_WORDS, "points_off", name=_named(taken[0].rule, order, voice))
        yield _row(f"  {name}", sum(each.amount for each in taken), order, voice)
    yield from _extras(terms, order, voice)


def _named(rule: str, order: Order, voice: Voice) -> str:
    """What a rule is called."""
    return voice.name(order.rule_names.get(rule, {})) or rule


def _counted(line: OrderLine, quantity: str, price: str, voice: Voice) -> str:
    """So many at a price each; of packs, with what is in one."""
    pack = line.product.packs.get(line.terms.unit or "")
    if pack is None:
        return f"{quantity} × {price}"
    unit = "" if line.product.unit == PIECE else f"\u00a0{line.product.unit}"
    content = number_text(pack.to_text(), voice.language) + unit
    return voice.say(_WORDS, "packs", quantity=quantity, content=content, price=price)


def _extras(terms: LineTerms, order: Order, voice: Voice) -> Iterator[str]:
    """What goes with the goods, and the tax that is added to their price or taken off it."""
    for extra in terms.extras:
        name = voice.name(extra.name) or extra.rule
        if extra.in_price:
            amount = voice.amount(extra.amount, order.currency)
            yield f"    {voice.say(_WORDS, 'including', name=name, amount=amount)}"[:WIDTH]
        else:
            yield _row(f"  {name}", extra.amount, order, voice)
    if tax := terms.paid - terms.charged - terms.on_top:
        yield _row(f"  {voice.say(_WORDS, 'added' if tax > 0 else 'relieved')}", tax, order, voice)


def _delivery(delivery: DeliveryTerms, currency: str, voice: Voice) -> Iterator[str]:
    name = voice.name(delivery.name) or delivery.service
    yield columns(name, voice.amount(delivery.fee, currency), WIDTH)
    if delivery.reduction:
        word = "reduced" if delivery.reduction < delivery.fee else "free"
        yield columns(f"  {voice.say(_WORDS, word)}", voice.amount(-delivery.reduction, currency), WIDTH)
    for each in delivery.surcharges:
        more = voice.name(each.name) or each.rule
        yield columns(f"  {more}", voice.amount(each.amount, currency), WIDTH)
    promised = delivery.promised
    earliest, latest = voice.weekday(promised.earliest), voice.weekday(promised.latest)
    if earliest == latest:
        yield f"  {voice.say(_WORDS, 'on', day=latest)}"
    else:
        yield f"  {voice.say(_WORDS, 'between', day=earliest)}"
        yield f"  {voice.say(_WORDS, 'and', day=latest)}"
    if promised.ready is not None:
        yield f"  {voice.say(_WORDS, 'at', clock=voice.clock(promised.ready))}"
    if promised.slot is not None:
        yield f"  {promised.slot.hours.to_text()}"


def _payment(order: Order, voice: Voice) -> Iterator[str]:
    yield _row(voice.say(_WORDS, "total"), order.total_minor, order, voice)
    if order.redemption is not None and order.redemption.paid:
        points = voice.number(order.redemption.points)
        yield _row(voice.say(_WORDS, "points", points=points), order.redemption.paid, order, voice)
    if order.cash_rounding:
        yield _row(voice.say(_WORDS, "rounding"), order.cash_rounding, order, voice)
        asked = sum(tender.amount.minor for tender in order.tenders)
        yield _row(voice.say(_WORDS, "to_pay"), asked, order, voice)
    for tender in order.tenders:
        yield _row(means_text(tender, voice), tender.amount.minor, order, voice)
        if tender.given is not None and tender.change.minor:
            given, change = (
                voice.amount(each.minor, order.currency) for each in (tender.given, tender.change)
            )
            yield voice.say(_WORDS, "given", given=given, change=change)
    for tax in sorted(order.taxes, key=lambda tax: tax.treatment is not Treatment.TAXED):
        if not tax.gross:  # of a delivery at no fee
            continue
        said, amount = tax_text(tax, order.currency, voice)
        yield _row(said, amount, order, voice)
    for payer, amount in taxed_besides(line.terms for line in order.lines):
        besides = voice.say(_WORDS, "taxed_before" if payer is None else "taxed_besides", payer=payer or "")
        yield _row(besides, amount, order, voice)


def _points(order: Order, voice: Voice) -> Iterator[str]:
    """The points that took something off, and those that are earned: of several rules, by which."""
    spent = order.redemption
    if spent is not None and not spent.paid:
        yield columns(voice.say(_WORDS, "spent"), voice.number(spent.points), WIDTH)
    word = "earned" if order.buyer.member is not None else "claimable"
    for accrual in order.accruals:
        earning = accrual.earning
        yield columns(voice.say(_WORDS, word), voice.number(earning.points), WIDTH)
        if len(order.accruals) > 1:
            yield f"  {_named(earning.rule, order, voice)}"[:WIDTH]
        if accrual.available_from is None:
            yield f"  {voice.say(_WORDS, 'waiting')}"
        else:
            yield f"  {voice.say(_WORDS, 'available', day=voice.day(accrual.available_from))}"
        if accrual.expires_at is not None:
            yield f"  {voice.say(_WORDS, 'expires', day=voice.day_before(accrual.expires_at))}"


def _returns(order: Order, voice: Voice) -> Iterator[str]:
    """Each right once, with the goods it is on; rights of one giver that say the same are one."""
    yield voice.say(_WORDS, "returns")
    told: set[tuple[str, str, tuple[int, ...]]] = set()
    for terms in order.returns:
        if terms.period is None:
            continue
        whose = _giver(terms, order, voice)
        period = _conditions(terms, period_text(terms.period, voice.language), voice)
        if (whose, period, terms.lines) in told:
            continue
        told.add((whose, period, terms.lines))
        yield columns(whose, period, WIDTH)
        for name in dict.fromkeys(voice.name(order.lines[number - 1].product.name) for number in terms.lines):
            yield f"  {name}"[:WIDTH]


def _conditions(terms: ReturnTerms, period: str, voice: Voice) -> str:
    """For how long, what is kept, and whether it is paid back as credit only."""
    if terms.fee.parts_per_million:
        percent = percent_text(terms.fee, voice.language)
        period = voice.say(_WORDS, "less_fee", period=period, percent=percent)
    if terms.means is Means.CREDIT:
        period = voice.say(_WORDS, "as_credit", period=period)
    return period


def _giver(terms: ReturnTerms, order: Order, voice: Voice) -> str:
    if terms.right is Right.STATUTORY:
        return voice.say(_WORDS, "statutory")
    return order.seller or voice.say(_WORDS, "seller")


def _row(left: str, minor: int, order: Order, voice: Voice) -> str:
    return columns(left, voice.amount(minor, order.currency), WIDTH)
