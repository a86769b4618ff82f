"""What is agreed about returns when goods are sold: every right under which each may come back.

Decides which policy and which statutory rules apply to which lines, and writes their terms out by
value, to be frozen on the order; and why the law, as far as it is known, gives none on the others. May
never decide whether a right is still alive, and never knows who asks or what was paid. Where the country
is not known, no statutory right is named: nothing is said for certain, and no number of days is guessed.

Source: Directive 2011/83/EU, articles 9, 14(2) and 16; house rule (law R4: the law stands beside the
policy).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from datetime import date
from typing import Final, TypeVar

import attrs

from comptoir.facts.baskets import ANYONE, Buyer, Contract
from comptoir.facts.places import Country
from comptoir.facts.products import Product
from comptoir.facts.return_terms import (
    Exemption,
    Grade,
    GradeTerms,
    Lost,
    LostTerms,
    NoRight,
    ReturnTerms,
    Right,
    WithoutRight,
)
from comptoir.facts.wheres import NOWHERE, Spot
from comptoir.returns.rules import (
    Exempt,
    ReturnPolicy,
    ReturnRules,
    Season,
    Selector,
    StatutoryRule,
    WearRule,
)
from comptoir.values.instants import EARLIEST
from comptoir.values.moments import Moment
from comptoir.values.money import Amount
from comptoir.values.periods import Period, PeriodUnit
from comptoir.values.windows import ALWAYS, Window

K = TypeVar("K", bound=Hashable)

_DAYS: Final = {PeriodUnit.DAYS: (1, 1), PeriodUnit.WEEKS: (7, 7), PeriodUnit.MONTHS: (28, 31)}
"""How many days one of a unit is at least, and at most, wherever it is counted from."""


@attrs.frozen(kw_only=True)
class GoodSold:
    """One line: its canonical ``number``, the ``product`` as it is described, and where it is handed over.

    ``country`` is the code of the country, ``days`` whose days count there, ``None`` where the rulebook does
    not know; ``spot`` is the place as rules look at it.
    """

    number: int
    product: Product
    country: str | None = None
    days: Country | None = None
    spot: Spot = NOWHERE


@attrs.frozen(kw_only=True)
class Sale:
    """How goods are sold: by which ``contract``, to whom, in which currency; ``zone`` is the rulebook's.

    ``buyer`` is of the tier that they are granted.
    """

    goods: Sequence[GoodSold]
    contract: Contract | None
    buyer: Buyer = ANYONE
    currency: str
    zone: str


@attrs.frozen(kw_only=True)
class AgreedReturns:
    """Every right on some goods, and the lines to which the law gives no right to withdraw, and why."""

    returns: tuple[ReturnTerms, ...] = ()
    without_right: tuple[WithoutRight, ...] = ()


NO_RETURNS: Final = AgreedReturns()


def return_terms(rules: ReturnRules, sale: Sale, moment: Moment) -> AgreedReturns:
    """Every right on the goods of a sale: the statutory ones first, then the policies', each by rule.

    ``moment`` is that of the contract. Days are those of the place of hand-over; where it is not known, those
    of the sale's zone. A product has the terms of one policy: the first in force, in the order written, that
    is for it, for the place and for the buyer.
    """
    law = _Law(
        rules=rules, contract=sale.contract, selector=Selector.CONTRACT, moment=moment, without=_Without()
    )
    statutory = [
        terms for place, goods in alike(sale.goods, _place) for terms in law.rights_on(*place, goods)
    ]
    return AgreedReturns(
        returns=(*sorted(statutory, key=_rule), *sorted(_commercial(rules, sale, moment), key=_rule)),
        without_right=law.without.listed(),
    )


def rights_since(
    rules: ReturnRules, contract: Contract, good: GoodSold, moment: Moment
) -> tuple[ReturnTerms, ...]:
    """The rights, by rule, that the law in force at a moment gives on a good, whenever that was sold."""
    law = _Law(rules=rules, contract=contract, selector=Selector.EVENT, moment=moment, without=_Without())
    return tuple(sorted(law.rights_on(*_place(good), [good]), key=_rule))


def rights_ever(
    rules: ReturnRules, contract: Contract, good: GoodSold
) -> Iterator[tuple[ReturnTerms, Window]]:
    """The rights that the law of later days gives on a good, each with when its rule is in force."""
    for rule in rules.statutory:
        if rule.selector is Selector.EVENT:
            always = attrs.evolve(rules, statutory=[attrs.evolve(rule, valid=ALWAYS)])
            for terms in rights_since(always, contract, good, Moment(EARLIEST)):
                yield terms, rule.valid


class _Without:
    """Lines without a right to withdraw, by why, rule and head."""

    def __init__(self) -> None:
        self._found: dict[tuple[NoRight, str | None, Exemption | None], tuple[str | None, list[int]]] = {}

    def add(self, good: GoodSold, why: NoRight, rule: str | None = None, by: Exempt | None = None) -> None:
        """One line more; of several articles of one head, the first is named."""
        head, source = (None, None) if by is None else (by.head, by.source)
        self._found.setdefault((why, rule, head), (source, []))[1].append(good.number)

    def listed(self) -> tuple[WithoutRight, ...]:
        """One entry for each reason, in order of precedence, then by rule and lines."""
        entries = (
            WithoutRight(lines=sorted(lines), why=why, rule=rule, head=head, source=source)
            for (why, rule, head), (source, lines) in self._found.items()
        )
        return tuple(sorted(entries, key=_precedence))


@attrs.frozen(kw_only=True)
class _Law:
    """The law as it is chosen at a moment for a contract; the lines on which it gives nothing are noted."""

    rules: ReturnRules
    contract: Contract | None
    selector: Selector
    moment: Moment
    without: _Without

    def rights_on(
        self, country: str | None, days: Country | None, goods: Sequence[GoodSold]
    ) -> Iterator[ReturnTerms]:
        """The rights on goods that are handed over in one place."""
        naming = [] if days is None or self.contract is None else list(self._naming(country))
        applying = [rule for rule in naming if self.contract in rule.contracts]
        if days is None or not applying:
            for good in goods:
                self.without.add(good, NoRight.CONTRACT if naming else NoRight.NO_RULE)
            return
        under: list[list[GoodSold]] = [[] for _ in applying]
        for good in goods:
            exempt = [_exempt_at_once(rule, good.product) for rule in applying]
            for rule, by, own in zip(applying, exempt, under, strict=True):
                if by is None:
                    own.append(good)
                elif all(exempt):
                    self.without.add(good, NoRight.EXEMPT, rule.id, by)
        for rule, own in zip(applying, under, strict=True):
            yield from _statutory(rule, own, days, self.rules.wear)

    def _naming(self, country: str | None) -> Iterator[StatutoryRule]:
        """The rules in force that name a country."""
        for rule in self.rules.statutory:
            if rule.selector is self.selector and country in rule.countries and self.moment.is_in(rule.valid):
                yield rule


def _exempt_at_once(rule: StatutoryRule, product: Product) -> Exempt | None:
    """The first exception that keeps a right from a product from the beginning."""
    at_once = (exempt for exempt in rule.exempt if exempt.lost is Lost.AT_ONCE)
    return next((exempt for exempt in at_once if exempt.on.selects(product)), None)


def _statutory(
    rule: StatutoryRule, goods: Sequence[GoodSold], days: Country, wear: Sequence[WearRule]
) -> Iterator[ReturnTerms]:
    """A rule as terms: those of goods for which wear is deducted alike are one."""
    deducted = () if rule.diminished is None else wear
    for grades, those in alike(goods, lambda good: _wear(deducted, good.product)):
        yield ReturnTerms(
            right=Right.STATUTORY,
            rule=rule.id,
            source=rule.source,
            lines=[good.number for good in those],
            period=rule.period,
            counting=rule.counting,
            calendar=days.calendar,
            zone=days.zone,
            anchor=rule.anchor,
            extension=rule.extension,
            lost=_lost(rule, those),
            grades=grades,
            carriage=rule.carriage,
            refund=rule.refund,
        )


def _lost(rule: StatutoryRule, goods: Sequence[GoodSold]) -> Iterator[LostTerms]:
    """The exceptions that take the right away only later, with the lines to which that may happen."""
    for exempt in rule.exempt:
        if exempt.head is not None and exempt.lost is not Lost.AT_ONCE:
            lines = [good.number for good in goods if exempt.on.selects(good.product)]
            if lines:
                yield LostTerms(lines=lines, head=exempt.head, source=exempt.source)


def _wear(wear: Sequence[WearRule], product: Product) -> tuple[GradeTerms, ...]:
    """What is deducted of a product by its condition: for each grade, by the first rule that selects it."""
    found: dict[Grade, GradeTerms] = {}
    for rule in wear:
        if rule.grade not in found and rule.on.selects(product):
            found[rule.grade] = GradeTerms(grade=rule.grade, percent=rule.percent)
    return tuple(found.values())


def _commercial(rules: ReturnRules, sale: Sale, moment: Moment) -> Iterator[ReturnTerms]:
    policies = [policy for policy in rules.policies if _is_for(policy, sale.buyer)]
    chosen: dict[tuple[int, str], list[int]] = {}
    for good in sale.goods:
        index = _first_policy(policies, good, moment)
        if index is not None:
            zone = sale.zone if good.days is None else good.days.zone
            chosen.setdefault((index, zone), []).append(good.number)
    for (index, zone), lines in chosen.items():
        yield _granted(policies[index], lines, zone, sale.currency, moment)


def _is_for(policy: ReturnPolicy, buyer: Buyer) -> bool:
    """Whether a buyer is of one of the tiers, of one of the segments, and a member, as far as named."""
    return (
        (not policy.tiers or buyer.tier in policy.tiers)
        and (not policy.segments or not set(policy.segments).isdisjoint(buyer.segments))
        and (not policy.members or buyer.member is not None)
    )


def _first_policy(policies: Sequence[ReturnPolicy], good: GoodSold, moment: Moment) -> int | None:
    """Which is the first in force that is for the good and for the place."""
    for index, policy in enumerate(policies):
        is_here = policy.where is None or policy.where.holds(good.spot)
        if is_here and policy.on.selects(good.product) and moment.is_in(policy.valid):
            return index
    return None


def _granted(
    policy: ReturnPolicy, lines: Sequence[int], zone: str, currency: str, moment: Moment
) -> ReturnTerms:
    seasons = [season for season in policy.seasons if moment.is_in(season.contracts)]
    longer = _longest(seasons)
    later = max((each for each in seasons if each.last_day is not None), key=_last_day, default=None)
    deciding = later or (longer[0] if len(longer) == 1 else None)
    return ReturnTerms(
        right=Right.COMMERCIAL,
        rule=policy.id,
        lines=lines,
        period=policy.period,
        zone=zone,
        anchor=policy.anchor,
        season=None if deciding is None else deciding.id,
        extra=[each.extra for each in longer if each.extra is not None],
        at_least_until=None if later is None else later.last_day,
        fee=policy.fee,
        fee_each=_minor(policy.fee_each, currency),
        grades=policy.grades,
        carriage=policy.carriage,
        label=_minor(policy.label, currency),
        means=policy.means,
        bonus=policy.bonus,
        mode=policy.mode,
        free_delivery=policy.free_delivery,
        even_exchange=policy.even_exchange,
        exchange=policy.exchange,
        reasons=policy.reasons,
        proofs=policy.proofs,
    )


def _longest(seasons: Iterable[Season]) -> list[Season]:
    """The seasons that may give the most time: which one does may depend on the end that it counts from."""
    found: list[Season] = []
    for each in seasons:
        if each.extra is None or any(_is_never_longer(each.extra, other.extra) for other in found):
            continue
        found = [other for other in found if not _is_never_longer(other.extra, each.extra)]
        found.append(each)
    return found


def _is_never_longer(one: Period | None, other: Period | None) -> bool:
    """Whether a period ends no later than another, whatever day both are counted from."""
    if one is None or other is None:
        return one is None
    (count, unit), (other_count, other_unit) = _plain(one), _plain(other)
    if unit is other_unit:
        return count <= other_count
    return count * _DAYS[unit][1] <= other_count * _DAYS[other_unit][0]


def _plain(period: Period) -> tuple[int, PeriodUnit]:
    """A period of years in months."""
    if period.unit is PeriodUnit.YEARS:
        return 12 * period.count, PeriodUnit.MONTHS
    return period.count, period.unit


def _last_day(season: Season) -> date:
    return season.last_day or date.min


def _minor(amount: Amount | None, currency: str) -> int:
    """An amount in a currency; nothing, where it is of another."""
    return 0 if amount is None or amount.currency != currency else amount.minor


def alike(goods: Iterable[GoodSold], key: Callable[[GoodSold], K]) -> Iterable[tuple[K, list[GoodSold]]]:
    """Goods that are alike by a key, together; in the order of the first of each."""
    found: dict[K, list[GoodSold]] = {}
    for good in goods:
        found.setdefault(key(good), []).append(good)
    return found.items()


def _place(good: GoodSold) -> tuple[str | None, Country | None]:
    return good.country, good.days


def _rule(terms: ReturnTerms) -> tuple[str, tuple[int, ...]]:
    return terms.rule, terms.lines


def _precedence(without: WithoutRight) -> tuple[int, str, tuple[int, ...]]:
    return list(NoRight).index(without.why), without.rule or "", without.lines
