"""Withdrawing from a contract: whether the law wants an online function for it, and what was declared.

Decides by the dated rules of law that are handed in, the contract, and the rights that are alive on what the
customer still has. May never know who declares: their name and address stay with the channel. A declaration
is never refused because it is late: it is acknowledged, with its date and time, and says whether it was in
time. Where no rule is known, it says so.

Source: Directive 2011/83/EU, articles 11 and 11a; French Code de la consommation, articles L221-21 and
D221-5.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from enum import Enum
from typing import ClassVar, Final

import attrs

from comptoir.facts.baskets import Contract
from comptoir.facts.held import Held, Run
from comptoir.facts.products import Product
from comptoir.facts.return_terms import Right
from comptoir.facts.units import Units, quantity_of
from comptoir.returns.pieces import check_once, named_in, to_named
from comptoir.returns.rights import LawSince, OneRight, latest_of, rights_on
from comptoir.returns.rules import FunctionRule
from comptoir.texts import language_of, name_text, quantity_text, say
from comptoir.texts.languages import Language
from comptoir.texts.writing import clock_text, day_text
from comptoir.values.almanac import Almanac
from comptoir.values.identifiers import checked_text
from comptoir.values.instants import Instant
from comptoir.values.moments import Moment
from comptoir.values.quantities import Quantity
from comptoir.values.zones import Zone


class NoFunction(Enum):
    """Why the law wants no online function for an order now, in order of precedence."""

    NO_RULE = "no_rule"
    """The country is not known, or the rulebook has no rule in force for it: nothing is said for certain."""
    CONTRACT = "contract"
    """The contract was not concluded at a distance."""
    NO_RIGHT = "no_right"
    """No right to withdraw is alive on what the customer still has."""
    DECLARED = "declared"
    """All of that was declared before."""


class AskFor(Enum):
    """What a customer is asked for in the first step, and nothing else."""

    NAME = "name"
    ORDER = "order"
    ADDRESS = "address"
    """Where the acknowledgement is sent: such as an e-mail address."""


class DeclaredWhen(Enum):
    """Whether something was declared in time."""

    IN_TIME = "in_time"
    TOO_LATE = "too_late"
    LOST = "lost"
    """An exception by the nature of the goods had taken the right away."""
    NO_RIGHT = "no_right"
    """The law, as it is known here, gives no right on it."""


class DeclareRefusalCode(Enum):
    """Why nothing is declared, in order of precedence."""

    NEVER_BOUGHT = "never_bought"
    """The order has no such ref or pieces."""
    ALREADY_RETURNED = "already_returned"
    """Some of them have come back."""
    ALREADY_CANCELLED = "already_cancelled"
    """Some of them were cancelled before."""
    NOTHING_LEFT = "nothing_left"
    """The customer has nothing of the order, and awaits nothing of it."""


_PRECEDENCE: Final = tuple(DeclareRefusalCode)


@attrs.frozen(kw_only=True)
class DeclareRefused:
    """Why nothing is declared, and of which pieces, or by which ``ref``; ``by`` is why they are gone."""

    code: DeclareRefusalCode
    ref: str | None = None
    units: Units | None = None
    by: str | None = None

    def text(self, language: str) -> str:
        """The reason as a sentence, in French (``fr``) or English (``en``)."""
        return say(f"declare_{self.code.value}", language_of(language), by=self.by or "")


@attrs.frozen(kw_only=True)
class Withdrawable:
    """Pieces from whose contract the customer may withdraw, until the end of the ``last_day``.

    ``None`` while they were not handed over: the clock has not started.
    """

    units: Units
    quantity: Quantity
    product: Product
    last_day: date | None = None


@attrs.frozen(kw_only=True)
class FunctionFound:
    """The online function that the law wants for an order by a ``rule``, or why not: the answer itself.

    Goods that go to several countries are told by the rule of the first of them.
    """

    document: ClassVar[str] = "withdrawal-function/1"

    order: str
    why_not: NoFunction | None = None
    rule: FunctionRule | None = None
    goods: tuple[Withdrawable, ...] = ()
    asks_for: tuple[AskFor, ...] = ()

    def text(self, language: str) -> str:
        """All of it in sentences, a line each, in French (``fr``) or English (``en``)."""
        return "\n".join(self._sentences(language_of(language)))

    def _sentences(self, spoken: Language) -> Iterator[str]:
        if self.why_not is not None or self.rule is None:
            yield say(f"function_{(self.why_not or NoFunction.NO_RULE).value}", spoken)
            return
        statement, confirm = name_text(self.rule.statement, spoken), name_text(self.rule.confirm, spoken)
        yield say("function_wanted", spoken, statement=statement, confirm=confirm, source=self.rule.source)
        for good in self.goods:
            yield say(
                "function_good" if good.last_day is None else "function_good_until",
                spoken,
                quantity=quantity_text(good.quantity, spoken),
                name=name_text(good.product.name, spoken),
                last_day="" if good.last_day is None else day_text(good.last_day, spoken),
            )


@attrs.frozen(kw_only=True)
class DeclareAsked:
    """From what the customer withdraws, by pieces or refs; without ``units``, from all that is theirs.

    ``statement`` is what they wrote, without their name and address.
    """

    units: tuple[Units | str, ...] | None = attrs.field(default=None, converter=to_named)
    statement: str | None = None

    def __attrs_post_init__(self) -> None:
        if self.statement is not None:
            checked_text(self.statement, "statement")


@attrs.frozen(kw_only=True)
class GoodDeclared:
    """Pieces that a declaration is about, and whether it was in time: by the end of the ``last_day``."""

    units: Units
    quantity: Quantity
    product: Product
    when: DeclaredWhen
    last_day: date | None = None


@attrs.frozen(kw_only=True)
class Acknowledgement:
    """What is sent to the customer at once, on a durable medium: what was declared, and when.

    ``day`` and ``clock`` are what the clocks of the place showed to which the goods go.
    """

    document: ClassVar[str] = "acknowledgement/1"

    id: str
    order: str
    at: Instant
    day: date
    clock: str
    statement: str | None = None
    goods: tuple[GoodDeclared, ...]

    @property
    def in_time(self) -> bool:
        """Whether all of it was declared in time."""
        return all(good.when is DeclaredWhen.IN_TIME for good in self.goods)

    def text(self, language: str) -> str:
        """All of it in sentences, a line each, in French (``fr``) or English (``en``)."""
        return "\n".join(self._sentences(language_of(language)))

    def _sentences(self, spoken: Language) -> Iterator[str]:
        day = day_text(self.day, spoken)
        yield say("acknowledged", spoken, order=self.order, day=day, clock=self.clock, id=self.id)
        if self.statement is not None:
            yield say("acknowledged_statement", spoken, statement=self.statement)
        for good in self.goods:
            quantity, name = quantity_text(good.quantity, spoken), name_text(good.product.name, spoken)
            if good.last_day is None:
                yield say(f"acknowledged_{good.when.value}", spoken, quantity=quantity, name=name)
            else:
                last_day = day_text(good.last_day, spoken)
                code = f"acknowledged_{good.when.value}_until"
                yield say(code, spoken, quantity=quantity, name=name, last_day=last_day)


def function_of(
    held: Held,
    rules: Iterable[FunctionRule],
    country_of: Callable[[int], str | None],
    *,
    moment: Moment,
    almanac: Almanac,
    since: LawSince,
) -> FunctionFound:
    """Whether the law in force at a moment wants an online function for an order, and for what of it.

    ``country_of`` says where a line is handed over, by its number. Raises ``NoAnswer`` for a day outside a
    zone's table or a calendar.
    """
    listed = tuple(rules)
    by_line = {
        line.terms.number: _rule_for(listed, country_of(line.terms.number), moment)
        for line in held.order.lines
    }
    ruled = [rule for rule in by_line.values() if rule is not None]
    order = held.order.id
    if not ruled:
        return FunctionFound(order=order, why_not=NoFunction.NO_RULE)
    if held.order.contract is not Contract.DISTANCE:
        return FunctionFound(order=order, why_not=NoFunction.CONTRACT)
    alive: list[tuple[Run, OneRight]] = []
    for run in held.runs:
        if not run.is_gone and by_line[run.units.number] is not None:
            latest = latest_of(_statutory(rights_on(held, run, moment, almanac, since=since)))
            if latest is not None:
                alive.append((run, latest))
    goods = tuple(
        Withdrawable(
            units=run.units,
            quantity=_quantity(held, run.units),
            product=run.product,
            last_day=latest.last_day,
        )
        for run, latest in alive
        if run.declared is None
    )
    if not goods:
        why_not = NoFunction.DECLARED if alive else NoFunction.NO_RIGHT
        return FunctionFound(order=order, why_not=why_not)
    return FunctionFound(order=order, rule=ruled[0], goods=goods, asks_for=tuple(AskFor))


def declared_goods(
    held: Held, asked: DeclareAsked, *, moment: Moment, almanac: Almanac, since: LawSince
) -> tuple[GoodDeclared, ...] | DeclareRefused:
    """What a declaration of a moment is about, and whether it is in time; or why there is nothing of it.

    Raises ``WrongValue`` for pieces that are named twice, and ``NoAnswer`` for a day outside a zone's table
    or a calendar.
    """
    found = list(_wanted(held, asked))
    refused = [each for each in found if isinstance(each, DeclareRefused)]
    runs = [each for each in found if isinstance(each, Run)]
    refused += filter(None, map(_why_gone, runs))
    if not found:
        refused.append(DeclareRefused(code=DeclareRefusalCode.NOTHING_LEFT))
    if refused:
        return min(refused, key=lambda each: _PRECEDENCE.index(each.code))
    return tuple(_declared(held, run, rights_on(held, run, moment, almanac, since=since)) for run in runs)


def acknowledgement(
    held: Held, goods: Iterable[GoodDeclared], *, id: str, at: Instant, zone: Zone, statement: str | None
) -> Acknowledgement:
    """The acknowledgement of a declaration, its date and time as the clocks of a zone show them."""
    return Acknowledgement(
        id=id,
        order=held.order.id,
        at=at,
        day=zone.local_date(at),
        clock=clock_text(at, zone),
        statement=statement,
        goods=tuple(goods),
    )


def _rule_for(rules: Iterable[FunctionRule], country: str | None, moment: Moment) -> FunctionRule | None:
    """The first rule in force that names a country."""
    naming = (rule for rule in rules if country in rule.countries)
    return next((rule for rule in naming if moment.is_in(rule.valid)), None)


def _statutory(rights: Iterable[OneRight]) -> list[OneRight]:
    return [right for right in rights if right.terms.right is Right.STATUTORY]


def _wanted(held: Held, asked: DeclareAsked) -> Iterator[Run | DeclareRefused]:
    """The pieces that are meant, cut by their fates, in their order; or why there are none."""
    if asked.units is None:
        yield from (run for run in held.runs if not run.is_gone)
        return
    named = [(name, named_in(held.order, name)) for name in asked.units]
    check_once([units for _, units in named if units is not None])
    for name, units in named:
        if units is None:
            ref, pieces = (name, None) if isinstance(name, str) else (None, name)
            yield DeclareRefused(code=DeclareRefusalCode.NEVER_BOUGHT, ref=ref, units=pieces)
        else:
            for run in held.runs:
                common = run.units.common(units)
                if common is not None:
                    yield attrs.evolve(run, units=common)


def _why_gone(run: Run) -> DeclareRefused | None:
    """Why the customer has no use for a declaration about pieces; ``None`` if they have."""
    if run.returned is not None:
        code = DeclareRefusalCode.ALREADY_RETURNED
        return DeclareRefused(code=code, units=run.units, by=run.returned_by)
    if run.cancelled is not None:
        code = DeclareRefusalCode.ALREADY_CANCELLED
        return DeclareRefused(code=code, units=run.units, by=run.cancelled_by)
    return None


def _declared(held: Held, run: Run, rights: Iterable[OneRight]) -> GoodDeclared:
    """Whether a declaration about pieces is in time, by the rights on them."""
    statutory = _statutory(rights)
    latest = latest_of(statutory)
    last_days = [right.last_day for right in statutory if right.last_day is not None]
    if latest is not None:
        when, last_day = DeclaredWhen.IN_TIME, latest.last_day
    elif any(right.lost is not None for right in statutory):
        when, last_day = DeclaredWhen.LOST, None
    elif statutory:
        when, last_day = DeclaredWhen.TOO_LATE, max(last_days, default=None)
    else:
        when, last_day = DeclaredWhen.NO_RIGHT, None
    quantity = _quantity(held, run.units)
    return GoodDeclared(units=run.units, quantity=quantity, product=run.product, when=when, last_day=last_day)


def _quantity(held: Held, units: Units) -> Quantity:
    return quantity_of(held.order.lines[units.number - 1].terms.quantity, units)
