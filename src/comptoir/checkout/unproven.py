"""Goods come back whose purchase nobody can prove: what is credited for them, with the fact to record.

No order is asked for. The price is the lowest that the public paid for one piece at the store, on any of
the rulebook's last days, by the same price lists and promotions that charge; what the same person was
credited before counts against the ceiling, whichever of their references was named then.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from comptoir.checkout.order_read import checked_store
from comptoir.checkout.question import Question
from comptoir.checkout.refusals import Refusal, RefusalCode, Refused
from comptoir.checkout.taxing import paid_for
from comptoir.facts.baskets import Basket
from comptoir.facts.events import Fact, StreamRead
from comptoir.facts.handovers import Carry
from comptoir.facts.history import History
from comptoir.facts.membership import membership_of
from comptoir.facts.orders import Tender
from comptoir.facts.products import Product
from comptoir.facts.provenance import Provenance
from comptoir.facts.return_terms import Means
from comptoir.facts.streams import person_stream
from comptoir.facts.unproven import UnprovenReturned
from comptoir.pricing.announced import PublicPrices, price_of_one
from comptoir.pricing.history import midnight_before
from comptoir.returns.rules import UnprovenRule
from comptoir.returns.unproven import (
    Brought,
    Looked,
    UnprovenRefusalCode,
    UnprovenRefused,
    credit_for,
    is_covered,
    merged,
)
from comptoir.rulebook import Rulebook
from comptoir.texts import amount_text, language_of, say
from comptoir.values.collections import tuple_of
from comptoir.values.errors import NoAnswer, WrongValue, checked_type
from comptoir.values.identifiers import checked_identifier
from comptoir.values.instants import Instant
from comptoir.values.moments import Moment
from comptoir.values.money import Amount, Money, money_of
from comptoir.values.windows import ALWAYS, Window
from comptoir.values.zones import Zone


@attrs.frozen(kw_only=True)
class UnprovenCredit:
    """Goods taken back without proof, for credit: the fact to record, and what must not have changed."""

    facts: tuple[UnprovenReturned, ...]
    reads: tuple[StreamRead, ...]

    @property
    def credit(self) -> Money:
        """What is credited in all."""
        return money_of(self.facts[0].credited, self.facts[0].currency)

    @property
    def pay_out(self) -> tuple[Tender, ...]:
        """The credit to issue; none where the goods cost nothing."""
        fact = self.facts[0]
        return (Tender(Means.CREDIT.value, Amount(fact.credited, fact.currency)),) if fact.credited else ()

    def text(self, language: str) -> str:
        """What the customer is told, in French (``fr``) or English (``en``), a line for each product."""
        spoken, fact = language_of(language), self.facts[0]

        def money(minor: int) -> str:
            return amount_text(Amount(minor, fact.currency), spoken)

        goods = [
            say(
                "unproven_good",
                spoken,
                sku=good.sku,
                quantity=str(good.quantity),
                lowest=money(good.lowest),
                days=str(fact.days),
                credited=money(good.credited),
            )
            for good in fact.goods
        ]
        credited = say("unproven_credited", spoken, credited=money(fact.credited))
        return "\n".join((*goods, credited, say("unproven_conformity", spoken)))


def return_unproven(
    rulebook: Rulebook,
    person: str,
    history: History,
    at: Instant,
    *,
    goods: Iterable[Brought],
    store: str,
    currency: str,
    id: str,
    provenance: Provenance,
) -> UnprovenCredit | Refused:
    """Goods taken back at a store without proof, for credit; or why not.

    Raises ``WrongValue`` for nothing brought, a store that the rulebook does not have, and a currency that is
    not that of its ceilings; ``NoAnswer`` beyond its horizon and for a currency that it does not declare.
    """
    checked_identifier(person, "person")
    checked_type(Provenance, provenance, "provenance", 'pass Provenance("till")')
    checked_store(rulebook, store)
    brought = merged(tuple_of(Brought, goods, "goods"))
    if not brought:
        cure = 'say what is brought, such as [Brought("ROBE-36")]'
        raise WrongValue.at("goods", "found nothing", cure, code="nothing_given")
    streams = [person_stream(each) for each in _references(history, person, at)]
    reads = tuple(StreamRead(stream, history.version(stream)) for stream in streams)
    again = _recorded(history, person, id)
    if again is not None:
        said = again.store, again.currency, tuple(Brought(good.sku, good.quantity) for good in again.goods)
        if said != (store, currency, brought):
            return Refused(Refusal(RefusalCode.ID_TAKEN, name=id))
        return UnprovenCredit(facts=(again,), reads=reads)
    here = Question.of(rulebook, Basket(currency=currency, handover=Carry(store)), at, None)
    rule = rulebook.returns.unproven
    if rule is None:
        return Refused(UnprovenRefused(code=UnprovenRefusalCode.NO_RULE))
    prices = _LowestPrices(here, rulebook.zone, rule)
    looked_at = [prices.look_at(each) for each in brought]
    earlier = list(history.of_streams(streams).known(here.moment))
    before = _credited_before(earlier, rule, currency, here.moment, rulebook.zone)
    found = credit_for(rule, looked_at, currency=currency, credited_before=before)
    if isinstance(found, UnprovenRefused):
        return Refused(found)
    fact = UnprovenReturned(
        id=id,
        person=person,
        at=at,
        store=store,
        currency=currency,
        days=rule.days,
        goods=found,
        provenance=provenance,
    )
    return UnprovenCredit(facts=(fact,), reads=reads)


def _references(history: History, person: str, at: Instant) -> tuple[str, ...]:
    """The references of a person: those of the member's account, if they are one."""
    moment = Moment(at)
    return membership_of(history.of_member(person, moment), moment).references(person)


def _recorded(history: History, person: str, id_: str) -> UnprovenReturned | None:
    """What was recorded of the person under an id."""
    facts = history.of_stream(person_stream(person))
    return next((fact for fact in facts if isinstance(fact, UnprovenReturned) and fact.id == id_), None)


def _credited_before(
    earlier: Iterable[Fact], rule: UnprovenRule, currency: str, moment: Moment, zone: Zone
) -> int:
    """What a person was credited on the days of the rule's period before, or ever, in minor units."""
    return sum(
        fact.credited
        for fact in earlier
        if isinstance(fact, UnprovenReturned)
        and fact.currency == currency
        and (
            rule.period is None
            or not moment.reaches(zone.end_of(rule.period.counted_from(zone.local_date(fact.at))))
        )
    )


class _LowestPrices:
    """What the public paid at least for one piece of a product at a store, in the last days of a rule."""

    def __init__(self, here: Question, zone: Zone, rule: UnprovenRule) -> None:
        self._here = here
        self._rule = rule
        self._public = PublicPrices.of(here.prices, zone)
        now = here.moment.at
        self._looked_at = Window(_midnight_before(now, rule.days, zone), Instant(now + 1))

    def look_at(self, brought: Brought) -> Looked:
        """Some goods, with their lowest price; it is not looked for where they are not covered."""
        product = self._here.rulebook.assortment.get(brought.sku)
        if product is None or not is_covered(self._rule, product):
            return Looked(brought=brought, product=product, lowest=None)
        return Looked(brought=brought, product=product, lowest=self._lowest(product))

    def _lowest(self, product: Product) -> int | None:
        """The lowest, of all instants at which it may have changed; ``None`` if it was not on sale at any."""
        instants = self._public.changes(product, ALWAYS, within=self._looked_at)
        prices = (self._paid(product, instant) for instant in instants)
        return min((price for price in prices if price is not None), default=None)

    def _paid(self, product: Product, at: Instant) -> int | None:
        """What the public paid for one piece at an instant, tax included; ``None`` if it could not."""
        moment = Moment(at)
        prices = self._public.at(at).question
        then = attrs.evolve(self._here, moment=moment, rates=self._here.rates.at(moment), prices=prices)
        try:
            return paid_for(then, price_of_one(prices, product))
        except NoAnswer:
            return None


def _midnight_before(now: Instant, days: int, zone: Zone) -> Instant:
    """The first instant of the day so many days before; that of the zone's table, if it begins later."""
    try:
        return midnight_before(now, days, zone)
    except NoAnswer:
        return zone.since
