"""The tax rates of one question: by category, at the place that decides, for a buyer who may be exempt.

Goods handed over in a store follow the store. Goods that are delivered follow the rules' sourcing: the
seller's own country, or the place to which they go. A place that is not known yet counts as the seller's
own country, and a rate without a place is that country's. Where several rates hold, that of a zone
decides before that of a country. No rate is guessed: a place for which none is stated has no answer.

May never know prices, promotions or who asks.

Source: Directive 2006/112/EC: the place of supply (articles 31 to 33 and 59c); an exempt supply is one of
the country from which the goods leave (articles 32, 138 and 146), so the tax that its tax-inclusive price
holds is, where the destination states none, that country's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import attrs

from comptoir.facts.baskets import ANYONE, Buyer
from comptoir.facts.tax_terms import PriceBasis, Treatment
from comptoir.facts.wheres import InZone, Spot
from comptoir.tax.rules import Exemption, Sourcing, TaxRate, TaxRules
from comptoir.values.decimals import MILLION
from comptoir.values.errors import NoAnswer
from comptoir.values.instants import Instant, instant_text
from comptoir.values.moments import Moment
from comptoir.values.percentages import Percent

_COUNTRIES: Final[Mapping[str, str]] = {"EL": "GR", "XI": "GB"}
"""The country of a VAT number that does not begin with its code of ISO 3166-1: Greece, Northern Ireland."""


@attrs.frozen(cache_hash=True)  # it is a key for every quote, and found once
class Rate:
    """What applies to a category, where and when it is asked.

    ``relieved`` is the rate that would have applied to an exempt buyer: its tax is taken out of
    tax-inclusive prices. It is ``None`` if the buyer is not exempt.
    """

    percent: Percent
    treatment: Treatment = Treatment.TAXED
    relieved: Percent | None = None


@attrs.frozen(eq=False, slots=False)
class Rates:
    """One question's rates; a category is resolved once.

    ``spot`` is the place that decides on the rates, ``exempted`` what exempts the buyer, if anything does,
    ``exempted_all`` what exempts whoever buys there.
    """

    rules: TaxRules
    spot: Spot
    exempted: Exemption | None
    exempted_all: Exemption | None
    moment: Moment
    _found: dict[str, Rate] = attrs.field(factory=dict, init=False, repr=False)

    @classmethod
    def of(cls, rules: TaxRules, spot: Spot, *, delivered: bool, buyer: Buyer, moment: Moment) -> Rates:
        """The rates for a buyer, for goods handed over at a spot: ``delivered`` there, or in a store."""
        is_at_home = spot.country is None or (delivered and rules.sourcing is Sourcing.ORIGIN)
        exempted = exempted_all = None
        if rules.exemptions:
            exempted = _exempted(rules, spot, buyer, moment, delivered=delivered)
            exempted_all = _exempted(rules, spot, ANYONE, moment, delivered=delivered)
        return cls(rules, _home(rules) if is_at_home else spot, exempted, exempted_all, moment)

    @property
    def exemption(self) -> str | None:
        """The identifier of the exemption that applies."""
        return None if self.exempted is None else self.exempted.id

    @property
    def changes(self) -> Iterable[Instant]:
        """Every instant at which a rate may change."""
        return (edge for rate in self.rules.rates for edge in rate.valid.edges)

    def of_anyone(self) -> Rates:
        """The rates of the same place for a buyer of whom nothing is known."""
        if self.exempted == self.exempted_all:
            return self
        return attrs.evolve(self, exempted=self.exempted_all)

    def at(self, moment: Moment) -> Rates:
        """The rates of the same place and buyer at another moment."""
        return attrs.evolve(self, moment=moment)

    def of_category(self, category: str) -> Rate:
        """What applies to a category.

        Raises ``NoAnswer`` naming the category, the place and the instant if no rate is in force, or if
        two zones around the place state different ones.
        """
        found = self._found.get(category)
        if found is None:
            key = category, self.spot, None if self.exempted is None else self.exempted.treatment.value
            found = self.rules.found.at(self.moment, key, lambda _: self.resolved(category))
            self._found[category] = found
        return found

    def percent(self, category: str) -> Percent:
        """The rate inside tax-inclusive prices of a category, whether the buyer is exempt or not."""
        rate = self.of_category(category)
        return rate.percent if rate.relieved is None else rate.relieved

    def weight(self, category: str, basis: PriceBasis) -> tuple[int, int]:
        """What a minor unit on that basis leaves to pay: an exact numerator and denominator.

        More than one where tax is added, less where the tax inside is not due.
        """
        rate = self.of_category(category)
        if basis is PriceBasis.ADDED:
            return MILLION + rate.percent.parts_per_million, MILLION
        if rate.relieved is not None:
            return MILLION, MILLION + rate.relieved.parts_per_million
        return 1, 1

    def resolved(self, category: str) -> Rate:
        """What applies to a category, looked for in the rules."""
        stated = self._stated(category, self.spot)
        if stated is None and self.exempted is not None:
            stated = self._stated(category, _home(self.rules))
        if stated is None:
            raise NoAnswer.at(
                "tax.rates",
                f"found no rate in force for the category {category} {self._place_and_time()}",
                "add one under [[tax.rates]] that holds there, and whose window holds that instant",
                code="no_tax_rate",
            )
        if self.exempted is None or stated.treatment is Treatment.OUTSIDE:
            return stated
        return Rate(Percent(0), self.exempted.treatment, relieved=stated.percent)

    def _stated(self, category: str, spot: Spot) -> Rate | None:
        """The rate in force at a spot, by its zones, else by its country."""
        is_home = spot.country == self.rules.country
        here = [
            rate
            for rate in self.rules.rates
            if rate.category == category and (is_home if rate.where is None else rate.where.holds(spot))
        ]
        of_zones = [rate for rate in here if isinstance(rate.where, InZone)]
        of_country = [rate for rate in here if not isinstance(rate.where, InZone)]
        return self._in_force(of_zones) or self._in_force(of_country)

    def _in_force(self, stated: Iterable[TaxRate]) -> Rate | None:
        """The one rate in force of those stated for as wide a place."""
        in_force = [rate for rate in stated if self.moment.is_in(rate.valid)]
        found = {Rate(rate.percent, rate.treatment) for rate in in_force}
        if len(found) > 1:
            percents = " and ".join(
                f"{percent.to_text()} %" for percent in sorted(each.percent for each in found)
            )
            raise NoAnswer.at(
                "tax.rates",
                f"found {percents} for the category {in_force[0].category} {self._place_and_time()}",
                "let only one of the zones around a place state a rate of the category",
                code="ambiguous_tax_rate",
            )
        return next(iter(found), None)

    def _place_and_time(self) -> str:
        return f"in {self.spot.country} at {instant_text(self.moment.at)}"


def _home(rules: TaxRules) -> Spot:
    """The seller's own country, as a place."""
    return Spot(country=rules.country)


def _exempted(
    rules: TaxRules, spot: Spot, buyer: Buyer, moment: Moment, *, delivered: bool
) -> Exemption | None:
    """The exemption that applies: of several, the one whose identifier is the smallest."""
    for exemption in sorted(rules.exemptions, key=lambda each: each.id):
        if exemption.delivered and not delivered:
            continue
        if _names(exemption, rules, spot, buyer) and moment.is_in(exemption.valid):
            return exemption
    return None


def _names(exemption: Exemption, rules: TaxRules, spot: Spot, buyer: Buyer) -> bool:
    """Whether all that an exemption names holds."""
    return (
        (exemption.segment is None or exemption.segment in buyer.segments)
        and (not exemption.foreign_vat_id or _has_foreign_vat_id(buyer, rules.country))
        and (exemption.where is None or exemption.where.holds(spot))
    )


def _has_foreign_vat_id(buyer: Buyer, country: str) -> bool:
    if buyer.vat_id is None:
        return False
    prefix = buyer.vat_id[:2]
    return _COUNTRIES.get(prefix, prefix) != country
