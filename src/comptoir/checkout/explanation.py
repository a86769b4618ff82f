"""Why each amount is what it is: as statements, and as text in a language.

Source: house rule (every outcome explains itself).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from typing import Any, Protocol, assert_never

import attrs

from comptoir.facts.cash import CashPayment
from comptoir.facts.delivery_terms import DeliveryTerms
from comptoir.facts.point_terms import SpendAs
from comptoir.facts.return_terms import ReturnTerms
from comptoir.facts.tax_terms import Treatment
from comptoir.facts.terms import (
    OVERRIDE,
    POINTS_OFF,
    Adjustment,
    LineTerms,
    Proven,
    Terms,
    Within,
    taxed_besides,
)
from comptoir.facts.units import Units, quantity_of
from comptoir.loyalty.rules import Programme
from comptoir.pricing.priced import Priced, PricedLine
from comptoir.pricing.verdicts import Incomplete, NotMet
from comptoir.pricing.why import Verdicts
from comptoir.rulebook import Rulebook
from comptoir.texts import Language, amount_text, language_of, moment_text, name_text, quantity_text, say
from comptoir.texts.writing import day_text, percent_text, period_text, unit_price_text
from comptoir.values.collections import frozen_mapping
from comptoir.values.instants import Instant, instant_text
from comptoir.values.money import Amount, UnitPrice
from comptoir.values.percentages import Percent
from comptoir.values.periods import Period
from comptoir.values.quantities import Measured, Quantity
from comptoir.values.zones import Zone


@attrs.frozen
class Named:
    """Something with an identifier, and a name per language."""

    id: str
    name: Mapping[str, str]

    def data(self) -> str:
        """Its identifier."""
        return self.id

    def written(self, _zone: Zone, language: Language) -> str:
        """Its name."""
        return name_text(self.name, language) or self.id


@attrs.frozen
class Several:
    """Several such things, with a ``mark`` between them."""

    named: tuple[Named, ...]
    mark: str = ", "

    def data(self) -> str:
        """Their identifiers."""
        return " ".join(each.id for each in self.named)

    def written(self, zone: Zone, language: Language) -> str:
        """Their names."""
        return self.mark.join(each.written(zone, language) for each in self.named)


@attrs.frozen
class PerUnit:
    """A unit price in its currency."""

    price: UnitPrice
    currency: str

    def data(self) -> str:
        """Number and currency."""
        return f"{self.price.to_text()} {self.currency}"

    def written(self, _zone: Zone, language: Language) -> str:
        """As a price tag has it."""
        return unit_price_text(self.price, self.currency, language)


@attrs.frozen
class When:
    """An instant."""

    instant: Instant

    def data(self) -> str:
        """Its canonical text."""
        return instant_text(self.instant)

    def written(self, zone: Zone, language: Language) -> str:
        """What clocks of the zone show."""
        return moment_text(self.instant, zone, language)


@attrs.frozen
class On:
    """A day of the calendar."""

    day: date

    def data(self) -> str:
        """Its canonical text."""
        return self.day.isoformat()

    def written(self, _zone: Zone, language: Language) -> str:
        """The day as people write it."""
        return day_text(self.day, language)


class Spoken(Protocol):
    """A refusal: a code, and a sentence in each language."""

    @property
    def code(self) -> Enum:
        """Which one."""

    def text(self, language: str) -> str:
        """The sentence."""


@attrs.frozen
class Told:
    """A refusal, in its own words."""

    refusal: Spoken

    def data(self) -> str:
        """Its code."""
        return str(self.refusal.code.value)

    def written(self, _zone: Zone, language: Language) -> str:
        """Its sentence."""
        return self.refusal.text(language.code)


class Phrase(ABC):
    """Something else that can be said."""

    @abstractmethod
    def data(self) -> str:
        """Its canonical text."""

    @abstractmethod
    def written(self, zone: Zone, language: Language) -> str:
        """In words."""


@attrs.frozen
class Counted(Phrase):
    """How much of which products."""

    goods: tuple[tuple[Quantity, str], ...]

    def data(self) -> str:
        """Their quantities and SKUs."""
        return ", ".join(f"{_data(quantity)} {sku}" for quantity, sku in self.goods)

    def written(self, _zone: Zone, language: Language) -> str:
        """``2 × ROBE-36, 0,532 kg × THE-VERT``."""
        return ", ".join(f"{quantity_text(quantity, language)} × {sku}" for quantity, sku in self.goods)


Value = str | Named | Several | Amount | PerUnit | Percent | Quantity | When | On | Period | Told | Phrase
"""What a statement can speak of."""


def _values(values: Mapping[str, Value]) -> Mapping[str, Value]:
    return frozen_mapping(values, "values")


@attrs.frozen
class Statement:
    """One step of an explanation: what is said (``code``), of which values."""

    code: str
    values: Mapping[str, Value] = attrs.field(converter=_values)

    def as_data(self) -> dict[str, Any]:
        """The statement as a JSON object: amounts, numbers and instants as canonical text."""
        return {"says": self.code} | {key: _data(value) for key, value in self.values.items()}

    def text(self, zone: Zone, language: Language) -> str:
        """The statement as a sentence."""
        values = {key: _written(value, zone, language) for key, value in self.values.items()}
        return say(self.code, language, **values)


def explanation(
    terms: Terms,
    priced: Priced,
    rulebook: Rulebook,
    *,
    until: Instant,
    answer: str,
    exemption: str | None = None,
    cash: CashPayment | None = None,
    refused: Iterable[Spoken] = (),
    wished: int = 0,
    most: int = 0,
    is_members: bool = True,
) -> tuple[Statement, ...]:
    """The statements that lead from the list prices to the total.

    ``exemption`` is why the buyer owes no tax, ``cash`` what would be asked in coins if that is another
    amount, ``refused`` what is not granted, ``wished`` how many points were to be
    spent, ``most`` how many could be; ``is_members`` that it names a member, who earns its points.
    """
    said = [Statement("refused", {"reason": Told(each)}) for each in refused]
    found = _statements(
        terms,
        priced,
        rulebook,
        until=until,
        answer=answer,
        exemption=exemption,
        cash=cash,
        wished=wished,
        most=most,
        is_members=is_members,
    )
    return (*said, *found)


def explain(statements: Iterable[Statement], zone: Zone, language: str) -> str:
    """The statements as text, a line each; ``WrongValue`` for a language that is not spoken."""
    spoken = language_of(language)
    return "\n".join(statement.text(zone, spoken) for statement in statements)


def _statements(
    terms: Terms,
    priced: Priced,
    rulebook: Rulebook,
    *,
    until: Instant,
    answer: str,
    exemption: str | None,
    cash: CashPayment | None,
    wished: int,
    most: int,
    is_members: bool,
) -> Iterator[Statement]:
    pricing = rulebook.pricing
    promotions = {each.id: Named(each.id, each.name) for each in pricing.promotions}
    rules = {each.id: Named(each.id, each.name) for each in pricing.floors}
    rules |= {each.id: Named(each.id, each.name) for each in pricing.overrides.reasons}
    rules |= {each.id: Named(each.id, each.name) for each in rulebook.returns.policies}
    if (programme := rulebook.loyalty.programme) is not None:
        rules[programme.id] = Named(programme.id, programme.name)
    currency = terms.currency
    for line, origin in zip(terms.lines, priced.lines, strict=True):
        yield from _of_line(line, origin, rules | promotions, currency)
    for given in terms.empties:
        back: dict[str, Value] = {
            "count": given.count,
            "name": Named(given.rule, given.name),
            "amount": Amount(given.paid, currency),
        }
        yield Statement("empties", back)
    for delivery in terms.deliveries:
        yield from _of_delivery(delivery, terms, rulebook)
    yield Statement("total", {"amount": Amount(terms.total, currency)})
    yield from _of_exemption(rulebook, exemption)
    for tax in sorted(terms.taxes, key=lambda tax: tax.treatment is not Treatment.TAXED):
        amounts = {"base": tax.base, "tax": tax.tax, "gross": tax.gross}
        written = {key: Amount(amount, currency) for key, amount in amounts.items()}
        code = "tax" if tax.treatment is Treatment.TAXED else f"tax_{tax.treatment.value}"
        yield Statement(code, {"percent": tax.percent, **written})
    yield from _taxed_besides(terms.lines, currency)
    if cash is not None:
        yield Statement("cash", {"due": cash.due, "rounding": cash.rounding})
    yield from _of_points(terms, rulebook.loyalty.programme, currency, wished)
    yield from _of_earnings(terms, rulebook.loyalty.programme, currency, is_members=is_members)
    if most and not wished:
        yield Statement("points_could_be_spent", {"points": most})
    yield from _of_returns(terms.returns, priced.lines)
    match terms.proof:
        case Proven():
            yield Statement("proven", {})
        case Within(amount):
            yield Statement("within", {"amount": Amount(amount, currency)})
        case _:
            assert_never(terms.proof)
    yield from _near_misses(priced, rulebook, promotions)
    yield Statement("until", {"moment": When(until)})
    yield Statement("answer", {"digest": answer})


def _taxed_besides(lines: Iterable[LineTerms], currency: str) -> Iterator[Statement]:
    """What the sums of the taxes hold beyond the total, and who pays it."""
    for payer, amount in taxed_besides(lines):
        values: dict[str, Value] = {"amount": Amount(amount, currency)}
        if payer is None:
            yield Statement("taxed_before", values)
        else:
            yield Statement("taxed_besides", {"payer": payer, **values})


def _of_delivery(delivery: DeliveryTerms, terms: Terms, rulebook: Rulebook) -> Iterator[Statement]:
    currency = terms.currency
    yield Statement(
        "delivery", {"name": Named(delivery.service, delivery.name), "amount": Amount(delivery.fee, currency)}
    )
    if delivery.units:
        yield Statement("delivery_of", {"goods": _counted(delivery.units, terms)})
    if delivery.free_by is not None:
        yield Statement("delivery_free", {"rule": delivery.free_by})
    if delivery.reduced_by is not None:
        left = Amount(delivery.fee - delivery.reduction, currency)
        yield Statement("delivery_reduced", {"rule": delivery.reduced_by, "amount": left})
    for each in delivery.surcharges:
        more = Amount(each.amount, currency)
        yield Statement("delivery_surcharge", {"name": Named(each.rule, each.name), "amount": more})
    yield from _of_tax(delivery.paid, delivery.paid - delivery.charged, currency)
    if len(delivery.sources) > 1 or len(terms.deliveries) > 1:
        for source in delivery.sources:
            known = rulebook.places.sources.get(source.source)
            name = source.source if known is None else known.name
            if units := source.units or delivery.units:
                yield Statement("delivery_from", {"source": name, "goods": _counted(units, terms)})
            else:
                yield Statement("delivery_from_one", {"source": name})
    promised = delivery.promised
    if promised.slot is not None:
        day, hours = On(promised.slot.day), promised.slot.hours.to_text()
        yield Statement("promised_slot", {"day": day, "hours": hours})
    elif promised.ready is not None:
        yield Statement("ready", {"moment": When(promised.ready)})
    else:
        yield Statement("promised", {"earliest": On(promised.earliest), "latest": On(promised.latest)})


def _counted(units: Iterable[Units], terms: Terms) -> Counted:
    lines = ((each, terms.lines[each.number - 1]) for each in units)
    return Counted(tuple((quantity_of(line.quantity, each), line.sku) for each, line in lines))


def _of_points(terms: Terms, programme: Programme | None, currency: str, wished: int) -> Iterator[Statement]:
    if (spent := terms.redemption) is not None:
        code = "points_spent" if spent.spent_as is SpendAs.TENDER else "points_taken_off"
        yield Statement(code, {"points": spent.points, "worth": Amount(spent.worth, currency)})
        names = {} if programme is None else {each.id: each.name for each in programme.funders}
        for each in spent.funded:
            if each.funder is not None:
                payer = Named(each.funder, names.get(each.funder, {}))
                worth = Amount(each.worth, currency)
                yield Statement("points_of_funder", {"payer": payer, "points": each.points, "worth": worth})
        if kept := wished - spent.points:
            yield Statement("points_kept", {"kept": kept})


def _of_earnings(
    terms: Terms, programme: Programme | None, currency: str, *, is_members: bool
) -> Iterator[Statement]:
    """The points that it earns; of a purchase that names nobody, those that it earns whoever claims it."""
    campaigns = () if programme is None else programme.campaigns
    names = {each.id: Named(each.id, each.name) for each in campaigns}
    for earning in terms.earnings:
        values: dict[str, Value] = {
            "points": earning.points,
            "basis": Amount(earning.basis, currency),
            "rule": names.get(earning.rule, earning.rule),
        }
        yield Statement("points_earned" if is_members else "points_to_claim", values)


def _of_returns(rights: Iterable[ReturnTerms], lines: Sequence[PricedLine]) -> Iterator[Statement]:
    """Each right, with the goods that it is on unless it is on all of them."""
    for terms in rights:
        of = [lines[number - 1] for number in terms.lines]
        names = {line.good.sku: Named(line.good.sku, line.product.name) for line in of}
        goods = Several(tuple(names.values()))
        if terms.period is None:
            yield Statement("final_sale", {"goods": goods, "rule": terms.rule})
            continue
        values: dict[str, Value] = {
            "period": terms.period,
            "rule": terms.rule,
            "source": terms.source or "",
        }
        code = f"right_{terms.right.value}"
        if len(of) == len(lines):
            yield Statement(code, values)
        else:
            yield Statement(f"{code}_on", {"goods": goods, **values})


def _near_misses(priced: Priced, rulebook: Rulebook, promotions: Mapping[str, Named]) -> Iterator[Statement]:
    """What is missing for the offers that something in the basket could have, told without any search."""
    offers, verdicts = rulebook.pricing.offers, priced.verdicts
    near = {promotion.id for line in priced.lines for promotion in offers.of(line.product).others}
    for promotion in sorted(near):
        if promotion not in verdicts or not isinstance(verdicts, Verdicts):
            continue
        name = promotions[promotion]
        match verdicts.seen(promotion).lacking:
            case NotMet("spend" | "quantity" as code, Amount() | int() as missing):
                yield Statement(f"missing_{code}", {"missing": missing, "name": name})
            case Incomplete(missing):
                yield Statement("missing_units", {"missing": missing, "name": name})
            case _:
                pass


def _of_line(
    line: LineTerms, origin: PricedLine, rules: Mapping[str, Named], currency: str
) -> Iterator[Statement]:
    values: dict[str, Value] = {
        "name": Named(line.sku, origin.product.name),
        "quantity": line.quantity,
        "unit_price": PerUnit(line.unit_price, currency),
        "price_list": line.price_list,
        "regular": Amount(line.regular, currency),
    }
    if line.unit is None:
        yield Statement("line", values)
    else:
        yield Statement("line_of_packs", {**values, "unit": line.unit})
    for part in line.graduated:
        price = PerUnit(part.unit_price, currency)
        yield Statement("graduated", {"quantity": part.quantity, "unit_price": price})
    for each in line.adjustments:
        yield from _of_adjustment(each, line, rules, currency)
    if origin.floor is not None and line.charged == origin.floor.amount:
        floor = origin.floor
        amount = Amount(floor.amount, currency)
        yield Statement("floor", {"amount": amount, "rule": rules[floor.rule], "source": floor.source})
    if line.adjustments:
        yield Statement("charged", {"amount": Amount(line.charged, currency)})
    for extra in line.extras:
        name = Named(extra.rule, extra.name)
        code = "extra_in_price" if extra.in_price else "extra"
        yield Statement(code, {"name": name, "amount": Amount(extra.amount, currency)})
    yield from _of_tax(line.paid, line.paid - line.charged - line.on_top, currency)


def _of_tax(paid: int, tax: int, currency: str) -> Iterator[Statement]:
    """What is paid, where tax comes on top of a price or is taken out of it."""
    if tax:
        code = "paid_with_tax" if tax > 0 else "paid_without_tax"
        yield Statement(code, {"amount": Amount(paid, currency)})


def _of_adjustment(
    each: Adjustment, line: LineTerms, rules: Mapping[str, Named], currency: str
) -> Iterator[Statement]:
    amount = Amount(each.amount, currency)
    name = rules.get(each.rule, Named(each.rule, {}))  # a policy is that of another sale, and may be gone
    changed: dict[str, Value] = {"layer": each.layer, "name": name, "amount": amount}
    yield Statement("adjustment_by_points" if each.layer == POINTS_OFF else "adjustment", changed)
    if line.override is not None and each.layer == OVERRIDE:
        decided = line.override
        said: dict[str, Value] = {
            "price": decided.price,
            "author": decided.author,
            "authority": decided.authority,
        }
        yield Statement("decided", said)
        if decided.evidence is not None:
            yield Statement("evidence", {"evidence": decided.evidence})
    if each.payer is not None:
        yield Statement("funded", {"payer": each.payer, "amount": Amount(each.funded, currency)})
    if each.in_base:
        yield Statement("in_base", {"amount": Amount(each.in_base, currency)})


def _of_exemption(rulebook: Rulebook, exemption: str | None) -> Iterator[Statement]:
    for each in rulebook.tax.exemptions:
        if each.id == exemption:
            yield Statement("exempt", {"name": Named(each.id, each.name), "source": each.source})


def _data(value: Value) -> str | int:
    match value:
        case str() | int():
            return value
        case Named() | Several() | PerUnit() | When() | On() | Told() | Phrase():
            return value.data()
        case Amount() | Percent() | Measured() | Period():
            return value.to_text()
        case _:
            assert_never(value)


def _written(value: Value, zone: Zone, language: Language) -> str:
    match value:
        case str():
            return value
        case Named() | Several() | PerUnit() | When() | On() | Told() | Phrase():
            return value.written(zone, language)
        case Amount():
            return amount_text(value, language)
        case Period():
            return period_text(value, language)
        case Percent():
            return percent_text(value, language)
        case int() | Measured():
            return quantity_text(value, language)
        case _:
            assert_never(value)
