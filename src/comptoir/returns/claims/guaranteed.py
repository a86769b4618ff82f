"""What is agreed about faults when goods are sold: every guarantee on each of them.

Decides which rules of law and which guarantees of the merchant are on which lines, and writes their terms
out by value, to be frozen on the order; and what its receipt says of them. May never decide whether a
guarantee is still alive, nor what a customer may ask for. Where the country is not known, no guarantee of the
law is named, and none is guessed.

Source: Directive (EU) 2019/771, articles 10, 11 and 17; French Code de la consommation, articles L217-3,
L217-7, L217-28 and D211-6; house rule (law R4: the law stands beside what the merchant grants).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from comptoir.facts.guarantee_terms import GuaranteeTerms, Remedy
from comptoir.facts.orders import Order
from comptoir.facts.places import Country
from comptoir.facts.products import Nature
from comptoir.facts.return_terms import Right
from comptoir.returns.agree import GoodSold, Sale, alike
from comptoir.returns.rules import Guarantee, GuaranteeRule, ReturnRules
from comptoir.texts.languages import Language, language_of
from comptoir.texts.messages import say
from comptoir.texts.writing import name_text, period_text
from comptoir.values.moments import Moment
from comptoir.values.periods import Period
from comptoir.values.selections import Selection

_Place = tuple[str | None, Country | None]
_Laws = Mapping[_Place, Sequence[GuaranteeRule]]


def guarantee_terms(rules: ReturnRules, sale: Sale, moment: Moment) -> tuple[GuaranteeTerms, ...]:
    """Every guarantee on the goods of a sale: the statutory ones first, then the merchant's, each by rule.

    ``moment`` is that of the contract. Days are those of the place of hand-over; where it is not known, those
    of the sale's zone. All that name the place or select the product are on it: none hides another. Services
    and gift cards have none.
    """
    goods = [good for good in sale.goods if good.product.nature is Nature.GOODS]
    places = alike(goods, _place)
    laws = {place: tuple(_naming(rules.conformity, place, moment)) for place, _ in places}
    law = (
        terms
        for place, there in places
        for rule in laws[place]
        for terms in _statutory(rule, there, _zone(place, sale), rules.noticed)
    )
    granted = (
        terms
        for guarantee in rules.guarantees
        for terms in _commercial(guarantee, _guaranteed(guarantee, goods, moment), laws, sale)
    )
    return (*sorted(law, key=_rule), *sorted(granted, key=_rule))


def notices(order: Order, language: str) -> tuple[str, ...]:
    """What the receipt of an order says of how long its legal guarantees are, where an article wants it said.

    ``language`` is a code of ISO 639-1; ``WrongValue`` for one in which there are no texts.
    """
    spoken = language_of(language)
    return tuple(
        say(
            "guarantee_notice",
            spoken,
            goods=", ".join(dict.fromkeys(_names(order, terms, spoken))),
            period=period_text(terms.period, spoken),
            by=terms.notice_by,
        )
        for terms in order.guarantees
        if terms.notice_by is not None and terms.period is not None
    )


def _names(order: Order, terms: GuaranteeTerms, language: Language) -> Iterator[str]:
    for number in terms.lines:
        yield name_text(order.lines[number - 1].product.name, language)


def _naming(conformity: Iterable[GuaranteeRule], place: _Place, moment: Moment) -> Iterator[GuaranteeRule]:
    """The rules of law in force that name a country; none, where it is not known whose days count."""
    country, days = place
    for rule in conformity:
        if days is not None and country in rule.countries and moment.is_in(rule.valid):
            yield rule


def _statutory(
    rule: GuaranteeRule, goods: Sequence[GoodSold], zone: str, noticed: Selection | None
) -> Iterator[GuaranteeTerms]:
    """A rule as terms: goods of which it says the same are one."""

    def said(good: GoodSold) -> tuple[Period | None, Period | None, str | None]:
        is_noticed = noticed is not None and noticed.selects(good.product)
        return *rule.lasts(used=good.product.used), rule.notice_by if is_noticed else None

    for (period, presumed, notice_by), same in alike(goods, said):
        yield GuaranteeTerms(
            right=Right.STATUTORY,
            rule=rule.id,
            source=rule.source,
            confidence=rule.confidence,
            lines=[good.number for good in same],
            period=period,
            zone=zone,
            presumed=presumed,
            presumed_by=rule.presumed_by,
            suspended_by=rule.suspended_by,
            from_request=rule.from_request,
            extension=rule.extension,
            renewal=rule.renewal,
            remedies=rule.remedies,
            transferred_by=rule.transferred_by,
            notice_by=notice_by,
        )


def _guaranteed(guarantee: Guarantee, goods: Iterable[GoodSold], moment: Moment) -> list[GoodSold]:
    """The goods that a guarantee in force is on."""
    where = guarantee.where
    return [
        good
        for good in goods
        if guarantee.on.selects(good.product)
        and (where is None or where.holds(good.spot))
        and moment.is_in(guarantee.valid)
    ]


def _commercial(
    guarantee: Guarantee, goods: Sequence[GoodSold], laws: _Laws, sale: Sale
) -> Iterator[GuaranteeTerms]:
    """A guarantee as terms; its clock stands still as it says itself, else as the law of the place does."""

    def said(good: GoodSold) -> tuple[str, str | None, bool]:
        place = _place(good)
        return _zone(place, sale), *_suspended(guarantee, laws[place])

    for (zone, suspended_by, from_request), same in alike(goods, said):
        yield GuaranteeTerms(
            right=Right.COMMERCIAL,
            rule=guarantee.id,
            lines=[good.number for good in same],
            period=guarantee.period,
            zone=zone,
            suspended_by=suspended_by,
            from_request=from_request,
            extension=guarantee.extension,
            at_once=guarantee.at_once or (Remedy.REPAIR,),
            transferred_by=guarantee.transferred_by,
        )


def _suspended(guarantee: Guarantee, law: Iterable[GuaranteeRule]) -> tuple[str | None, bool]:
    """By what its clock stands still, and whether from the request on."""
    said: Iterable[Guarantee | GuaranteeRule] = (guarantee, *law)
    suspending = next((each for each in said if each.suspended_by is not None), guarantee)
    return suspending.suspended_by, suspending.from_request


def _place(good: GoodSold) -> _Place:
    return good.country, good.days


def _zone(place: _Place, sale: Sale) -> str:
    return sale.zone if place[1] is None else place[1].zone


def _rule(terms: GuaranteeTerms) -> tuple[str, tuple[int, ...]]:
    return terms.rule, terms.lines
