"""Why each promotion in force applied, or did not: as statements, a sentence each in a language.

Those that took part come first, then those that did not; the many that are on nothing in the basket are
counted, and looked at one by one only if they are asked for.

Source: house rule (every outcome explains itself).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import assert_never

import attrs

from comptoir.checkout.explanation import Named, Phrase, Several, Statement, Value, When
from comptoir.facts.products import Product
from comptoir.pricing.conditions.buyer import Segment, Tier
from comptoir.pricing.conditions.nested import AllMet, AnyMet
from comptoir.pricing.conditions.place import HandedOverBy, HandedOverIn
from comptoir.pricing.conditions.quantity import Quantity
from comptoir.pricing.conditions.spend import Spend
from comptoir.pricing.conditions.tender import PaidWith
from comptoir.pricing.conditions.time import AtHours
from comptoir.pricing.kinds import Asked, Condition, is_touched
from comptoir.pricing.priced import Priced
from comptoir.pricing.rules import Promotion
from comptoir.pricing.verdicts import (
    Applied,
    Barrier,
    Beaten,
    Blocked,
    Granted,
    Incomplete,
    NothingToReduce,
    NotInForce,
    NotMet,
    NotReached,
    OtherCurrency,
    Verdict,
)
from comptoir.pricing.why import Verdicts
from comptoir.rulebook import Rulebook
from comptoir.texts import LANGUAGES, Language, name_text
from comptoir.texts.selecting import selection_text
from comptoir.values.days import WEEKDAY_NAMES
from comptoir.values.grants import ExtraPoints
from comptoir.values.instants import Instant
from comptoir.values.selections import EVERYTHING, Selection
from comptoir.values.zones import Zone

_PLAIN = frozenset(
    ("member", "first_order", "birth_month", "coupon", "excluded", "window", "remaining", "handover")
)
"""Codes of conditions of which there is nothing more to say."""


@attrs.frozen
class GoodsOf(Phrase):
    """The goods of a selection, with what products are called."""

    selection: Selection
    products: Mapping[str, Product]

    def data(self) -> str:
        """In English, products by their SKU."""
        return selection_text(self.selection, str, LANGUAGES["en"])

    def written(self, _zone: Zone, language: Language) -> str:
        """In words."""

        def name(sku: str) -> str:
            product = self.products.get(sku)
            return sku if product is None else name_text(product.name, language) or sku

        return selection_text(self.selection, name, language)


@attrs.frozen
class AtTimes(Phrase):
    """Days of the week and hours of the day."""

    condition: AtHours

    def data(self) -> str:
        """The days by their English names, then the hours."""
        return " ".join((*self.condition.weekdays, *self._hours))

    def written(self, _zone: Zone, language: Language) -> str:
        """The days by their names, then the hours."""
        days = (language.weekdays[WEEKDAY_NAMES.index(day)] for day in self.condition.weekdays)
        return ", ".join((*days, *self._hours))

    @property
    def _hours(self) -> tuple[str, ...]:
        return () if self.condition.hours is None else (self.condition.hours.to_text(),)


@attrs.frozen
class Reasons:
    """The promotions of an answer, and why each came out as it did."""

    priced: Priced
    rulebook: Rulebook
    at: Instant

    def all(self, *, every: bool) -> tuple[Statement, ...]:
        """What became of the promotions in force: of ``every`` one, or of those on goods of the basket."""
        verdicts = self.priced.verdicts
        told = list(verdicts) if every else [id_ for id_ in sorted(self._near) if id_ in verdicts]
        took_part = [id_ for id_ in told if isinstance(verdicts[id_], Applied | Granted)]
        others = [id_ for id_ in told if not isinstance(verdicts[id_], Applied | Granted)]
        found = [each for id_ in (*took_part, *others) for each in self.of(id_, verdicts[id_])]
        if count := len(verdicts) - len(told):
            found.append(Statement("why_others", {"count": count}))
        return tuple(found)

    def of(self, promotion: str, verdict: Verdict) -> Iterator[Statement]:
        """What became of one promotion."""
        name = self._named(promotion)
        match verdict:
            case Applied():
                yield from self._applied(name, verdict)
            case Granted(ExtraPoints() as grant):
                yield Statement("why_points", {"name": name, "points": grant.points})
            case Granted():
                yield Statement("why_delivery", {"name": name})
            case NotMet():
                yield self._unmet(self.rulebook.pricing.by_id[promotion], verdict)
            case Beaten():
                yield self._beaten(name, verdict)
            case Blocked():
                yield self._blocked(self.rulebook.pricing.by_id[promotion], verdict)
            case NotInForce():
                yield self._out_of_force(name, verdict)
            case _:
                yield _of_itself(name, verdict)

    @property
    def _near(self) -> set[str]:
        """The promotions that are on goods of the basket."""
        offers = self.rulebook.pricing.offers
        return {promotion.id for line in self.priced.lines for promotion in offers.every(line.product)}

    def _named(self, promotion: str) -> Named:
        return Named(promotion, self.rulebook.pricing.by_id[promotion].name)

    def _several(self, promotions: Iterable[str]) -> Several:
        return Several(tuple(map(self._named, promotions)), "; ")

    def _applied(self, name: Named, verdict: Applied) -> Iterator[Statement]:
        lines = [self.priced.lines[number - 1] for number in verdict.lines]
        names = {line.good.sku: Named(line.good.sku, line.product.name) for line in lines}
        code = "why_applied_to_all" if len(lines) == len(self.priced.lines) else "why_applied"
        goods = Several(tuple(names.values()), "; ")
        yield Statement(code, {"name": name, "amount": verdict.amount, "goods": goods})
        if verdict.capped:
            yield Statement("why_capped", {"name": name})
        if verdict.floored:
            yield Statement("why_floored", {"name": name})

    def _out_of_force(self, name: Named, verdict: NotInForce) -> Statement:
        start, end = verdict.valid.from_, verdict.valid.until
        if end is not None and self.at >= end:
            return Statement("why_over", {"name": name, "moment": When(end)})
        assert start is not None  # else it would be in force
        return Statement("why_not_yet", {"name": name, "moment": When(start)})

    def _beaten(self, name: Named, verdict: Beaten) -> Statement:
        if not verdict.by:
            return Statement("why_nothing", {"name": name})
        values: dict[str, Value] = {"name": name, "by": self._several(verdict.by)}
        if not verdict.amount.minor:
            return Statement("why_tied", values)
        return Statement("why_beaten", {**values, "amount": verdict.amount})

    def _blocked(self, promotion: Promotion, verdict: Blocked) -> Statement:
        name = Named(promotion.id, promotion.name)
        values: dict[str, Value] = {"name": name, "by": self._several(verdict.by)}
        match verdict.barrier:
            case Barrier.LIST:
                return Statement("why_list", {"name": name, "lists": ", ".join(self._left_alone(promotion))})
            case Barrier.REDUCED if not verdict.by:
                return Statement("why_reduced_before", {"name": name})
            case Barrier.REDUCED:
                return Statement("why_reduced", values)
            case Barrier.GROUP | Barrier.EXCLUSIVE as barrier:
                if verdict.amount is None or not verdict.amount.minor:
                    return Statement(f"why_{barrier.value}_tied", values)
                return Statement(f"why_{barrier.value}", {**values, "amount": verdict.amount})
            case _:
                assert_never(verdict.barrier)

    def _left_alone(self, promotion: Promotion) -> Iterable[str]:
        """The price lists of goods in the basket that it would take at another price."""
        lines = [line for line in self.priced.lines if is_touched(line.product, promotion.on)]
        return sorted({line.listed.list for line in lines}.intersection(promotion.not_on_lists))

    def _unmet(self, promotion: Promotion, verdict: NotMet) -> Statement:
        """Which condition does not hold, and by how much."""
        values: dict[str, Value] = {"name": Named(promotion.id, promotion.name)}
        if verdict.missing is not None:
            values["missing"] = verdict.missing
        verdicts = self.priced.verdicts
        asked = verdicts.seen(promotion.id).asked if isinstance(verdicts, Verdicts) else None
        condition = None if asked is None else _first_unmet(promotion.when, asked)
        if isinstance(condition, Spend | Quantity) and verdict.missing is not None:
            if condition.on == EVERYTHING:
                return Statement(f"why_{verdict.code}", values)
            goods = GoodsOf(condition.on, self.rulebook.assortment)
            return Statement(f"why_{verdict.code}_on", {**values, "goods": goods})
        if isinstance(condition, HandedOverBy) and len(condition.any_of) == 1:
            return Statement(f"why_handover_{condition.any_of[0]}", values)
        if (needed := self._needed(condition)) is not None:
            return Statement(f"why_{verdict.code}", {**values, "needed": needed})
        if verdict.code in _PLAIN:
            return Statement(f"why_{verdict.code}", values)
        return Statement("why_condition", {**values, "condition": verdict.code})

    def _needed(self, condition: Condition | None) -> Value | None:
        """What a condition demands, if that is told."""
        match condition:
            case Spend(at_least=at_least):
                return at_least.currency
            case Tier(any_of):
                return self._tiers(any_of)
            case Segment(name):
                return name
            case PaidWith(any_of):
                return ", ".join(any_of)
            case HandedOverIn() as place:
                return place.store or place.zone or ", ".join(place.countries or ())
            case AtHours() as hours:
                return AtTimes(hours)
            case _:
                return None

    def _tiers(self, ids: Iterable[str]) -> Several:
        programme = self.rulebook.loyalty.programme
        names = {} if programme is None else {tier.id: tier.name for tier in programme.tiers}
        return Several(tuple(Named(id_, names.get(id_, {})) for id_ in ids), " / ")


def _of_itself(name: Named, verdict: Incomplete | NotReached | NothingToReduce | OtherCurrency) -> Statement:
    """What became of a promotion whatever others did."""
    match verdict:
        case Incomplete(missing):
            return Statement("why_incomplete", {"name": name, "missing": missing})
        case NotReached():
            return Statement("why_not_reached", {"name": name})
        case NothingToReduce(floored):
            return Statement("why_at_floor" if floored else "why_nothing", {"name": name})
        case OtherCurrency(currency):
            return Statement("why_other_currency", {"name": name, "needed": currency})
        case _:
            assert_never(verdict)


def _first_unmet(conditions: Iterable[Condition], asked: Asked) -> Condition | None:
    """The condition, however deep, of which a verdict speaks."""
    for condition in conditions:
        if condition.unmet(asked) is not None:
            match condition:
                case AllMet(of=parts):
                    return _first_unmet(parts, asked)
                case AnyMet(of=parts):
                    return _first_unmet(parts[:1], asked)
                case _:
                    return condition
    return None
