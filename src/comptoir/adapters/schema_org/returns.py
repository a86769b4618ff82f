"""The return policies of a rulebook: documents for search engines, and what they could not say.

Decides by the merchant's policies alone, for what is contracted now. May never know the law's days: a right
of the law stands beside a policy, and is listed. Where the law gives one, nothing is said to be final.

Source: schema.org MerchantReturnPolicy, MerchantReturnPolicySeasonalOverride.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Final

import attrs

from comptoir.adapters.schema_org.export import Export, goods_of
from comptoir.adapters.schema_org.tiers import name_document, tier_document, tiers_for
from comptoir.adapters.schema_org.unsaid import Notes, Unsaid
from comptoir.checkout.horizon import moment_of, until_of
from comptoir.facts.baskets import Contract
from comptoir.facts.products import Product
from comptoir.facts.return_terms import Anchor, Bearer, FreeDelivery, Grade, Lost, Means, RefundMode
from comptoir.facts.wheres import InCountries, InZone, Where
from comptoir.loyalty.tier_rules import TierRule
from comptoir.returns.kinds import Cause
from comptoir.returns.rules import ReturnPolicy, Season, StatutoryRule
from comptoir.rulebook import Rulebook
from comptoir.values.collections import tuple_of
from comptoir.values.decimals import decimal_text
from comptoir.values.instants import SECOND, Instant, instant_of, instant_text
from comptoir.values.moments import Moment
from comptoir.values.money import MINOR_DIGITS, Amount
from comptoir.values.periods import Period
from comptoir.wire.canonical import Document

_POLICY: Final = "MerchantReturnPolicy"
_SCHEMA: Final = "https://schema.org/"
_SAID: Final = {
    Anchor.HANDED_OVER: None,
    Anchor.LAST_HANDED_OVER: "it counts from the last hand-over of the order, which may be later",
    Anchor.HANDED_BACK: "after a repair it counts anew",
}
"""From what the days count that may be said to count from the delivery, and with what caution."""
_CONDITIONS: Final = {
    Grade.AS_NEW: "NewCondition",
    Grade.USED: "UsedCondition",
    Grade.DAMAGED: "DamagedCondition",
}
_FOUR_YEARS: Final = 1461
"""Days in which every length of a month and of a year begins."""


def return_policies(rulebook: Rulebook, at: datetime, *, skus: Iterable[str] = ()) -> Export:
    """What schema.org can say of the policies of return, for what is contracted at an instant.

    With ``skus``, it is said of these products only; without, of all goods. Raises ``NoAnswer`` beyond the
    rulebook's horizon and for a product that it does not have.
    """
    moment = moment_of(rulebook, instant_of(at))
    goods = goods_of(rulebook, tuple_of(str, skus, "skus"))
    policies: list[Document] = []
    unsaid: list[Unsaid] = []
    for policy in rulebook.returns.policies:
        if moment.is_in(policy.valid):
            notes = Notes(policy.id)
            policies += _Writer(
                rulebook=rulebook, policy=policy, goods=goods, moment=moment, notes=notes
            ).all()
            unsaid += notes.found
    return Export(details=policies, unsaid=unsaid, until=until_of(rulebook, moment))


@attrs.frozen(kw_only=True)
class _Writer:
    """Writes one policy, once for the countries in which it says all, and once for those of the law's."""

    rulebook: Rulebook
    policy: ReturnPolicy
    goods: tuple[Product, ...]
    moment: Moment
    notes: Notes

    def all(self) -> Iterator[Document]:
        """The policy where it can be said; countries whose law lets nothing be final stand apart."""
        tiers = self._tiers()
        if tiers is None or not self._takes_all():
            return
        countries = self._countries()
        legal = {country: self._law(country) for country in countries}
        self._tell_law(list(dict.fromkeys(rule.id for rules in legal.values() for rule in rules)))
        if self.policy.period is not None:
            apart = [countries]
        else:
            apart = [
                [each for each in countries if bool(legal[each]) is has_law] for has_law in (False, True)
            ]
        for group in apart:
            if group:
                yield self._document(group, tiers, has_law=bool(legal[group[0]]))

    def _takes_all(self) -> bool:
        taken = {self.policy.on.selects(product) for product in self.goods}
        if taken != {True}:
            some = "only some" if True in taken else "none"
            self.notes.say(_POLICY, f"it is for {some} of the goods: left out")
        return taken == {True}

    def _tiers(self) -> list[TierRule] | None:
        """The tiers that it is for; none if it is for everybody, and ``None`` if it is for no tier."""
        policy = self.policy
        if not (policy.members or policy.tiers or policy.segments):
            return []
        programme = self.rulebook.loyalty.programme
        found = tiers_for(programme, members=policy.members and not policy.tiers, tiers=policy.tiers)
        if policy.segments or not found:
            self.notes.say("validForMemberTier", "it is for buyers of segments, or for no tier: left out")
            return None
        return found

    def _countries(self) -> list[str]:
        """The countries in all of which it applies, to all of the goods, before any other for everybody."""
        found: list[str] = []
        left_out: dict[str, list[str]] = {}
        for country in sorted(self.rulebook.places.countries):
            holds, before = self._holds(self.policy.where, country), self._before(country)
            if holds is True and before is None:
                found.append(country)
            elif holds is not False:
                why = "it is for a part" if before is None else f"{before.id} comes before it"
                left_out.setdefault(why, []).append(country)
        for why, countries in left_out.items():
            self.notes.say("applicableCountry", f"{why}: left out for {', '.join(countries)}")
        return found

    def _before(self, country: str) -> ReturnPolicy | None:
        """A policy written before that takes some of the goods there from everybody."""
        for other in self.rulebook.returns.policies:
            if other.id == self.policy.id:
                return None
            is_for_all = not (other.members or other.tiers or other.segments)
            takes_some = any(other.on.selects(product) for product in self.goods)
            if (
                is_for_all
                and takes_some
                and self.moment.is_in(other.valid)
                and self._holds(other.where, country) is not False
            ):
                return other
        return None

    def _holds(self, where: Where | None, country: str) -> bool | None:
        """Whether a place has all of a country; ``None`` if it has a part of it."""
        if where is None:
            return True
        if isinstance(where, InCountries):
            return country in where.countries
        places = self.rulebook.places
        if isinstance(where, InZone):
            zones = (zone for zone in places.zones if zone.id == where.zone)
            touched = {each.country for zone in zones for each in zone.territories}
        else:
            touched = {store.place.country for store in places.stores if store.id == where.store}
        return None if country in touched else False

    def _law(self, country: str) -> list[StatutoryRule]:
        """The law's rules in force there that give a right on some of the goods, if bought at a distance."""
        return [
            rule
            for rule in self.rulebook.returns.statutory
            if country in rule.countries
            and Contract.DISTANCE in rule.contracts
            and self.moment.is_in(rule.valid)
            and any(not self._is_exempt(rule, product) for product in self.goods)
        ]

    @staticmethod
    def _is_exempt(rule: StatutoryRule, product: Product) -> bool:
        return any(each.lost is Lost.AT_ONCE and each.on.selects(product) for each in rule.exempt)

    def _tell_law(self, ids: Sequence[str]) -> None:
        for rule in self.rulebook.returns.statutory:
            if rule.id in ids:
                law = f"{rule.id}, {rule.source}"
                self.notes.say(_POLICY, f"the law gives {rule.period.to_text()} besides: {law}")
                self.notes.say(
                    "merchantReturnDays",
                    f"days of {rule.id} are counted as by {rule.counting}, with its holidays: not said",
                )

    def _document(self, countries: list[str], tiers: Sequence[TierRule], *, has_law: bool) -> Document:
        found: dict[str, Document] = {
            "@type": _POLICY,
            "name": name_document(self.policy.name),
            "applicableCountry": list(countries),
        }
        if self.policy.period is None:
            if has_law:
                self.notes.say("returnPolicyCategory", "a final sale, but for the law's right: unspecified")
            found["returnPolicyCategory"] = _word("Unspecified" if has_law else "NotPermitted", _RETURN)
        else:
            found |= self._window(self.policy.period)
            found |= self._costs()
            found |= self._kept()
            self._tell_rest()
        if tiers:
            programme = self.rulebook.loyalty.programme
            found["validForMemberTier"] = [tier_document(tier, programme) for tier in tiers]
        return found

    def _window(self, period: Period) -> dict[str, Document]:
        """How many days there are from the delivery on, and the seasons that give more."""
        if self.policy.anchor not in _SAID:
            self.notes.say(
                "merchantReturnDays",
                f"it counts from {self.policy.anchor.value}, not from the delivery: none",
            )
            return {"returnPolicyCategory": _word("Unspecified", _RETURN)}
        caution = _SAID[self.policy.anchor]
        if caution is not None:
            self.notes.say("merchantReturnDays", caution)
        days = self._days(period)
        if not period.to_text().endswith(("day", "days", "week", "weeks")):
            self.notes.say("merchantReturnDays", f"{period.to_text()} are {days} days at least")
        found: dict[str, Document] = {
            "returnPolicyCategory": _word("FiniteReturnWindow", _RETURN),
            "merchantReturnDays": days,
        }
        seasons = [each for each in self.policy.seasons if not self._is_over(each)]
        if seasons:
            found["returnPolicySeasonalOverride"] = [self._season(each, period) for each in seasons]
            self.notes.say(
                "returnPolicySeasonalOverride", "its dates are those of the contract, not of the return"
            )
        return found

    def _days(self, *periods: Period) -> int:
        """How many days periods last at least, counted one after the other, from some day soon."""
        first = self.rulebook.zone.local_date(self.moment.at)
        return min(
            (_after(day, periods) - day).days
            for day in (first + timedelta(days=n) for n in range(_FOUR_YEARS))
        )

    def _is_over(self, season: Season) -> bool:
        return season.contracts.until is not None and self.moment.reaches(season.contracts.until)

    def _season(self, season: Season, period: Period) -> Document:
        found: dict[str, Document] = {"@type": "MerchantReturnPolicySeasonalOverride", "name": season.id}
        if season.contracts.from_ is not None:
            found["startDate"] = instant_text(season.contracts.from_)
        if season.contracts.until is not None:
            found["endDate"] = instant_text(Instant(season.contracts.until - SECOND))
        found["returnPolicyCategory"] = _word("FiniteReturnWindow", _RETURN)
        if season.extra is not None:
            found["merchantReturnDays"] = self._days(period, season.extra)
        elif season.last_day is not None:
            found["merchantReturnDays"] = season.last_day.isoformat()
            self.notes.say(
                "merchantReturnDays", f"in the season {season.id}, whoever bought late has until later"
            )
        return found

    def _costs(self) -> dict[str, Document]:
        """What it costs to change one's mind, and what it costs where the seller is at fault: nothing."""
        policy, found = self.policy, dict[str, Document]()
        causes = self._causes()
        fees = list(self._fees())
        if Cause.BUYER in causes:
            found["returnFees"] = fees
            found["customerRemorseReturnFees"] = fees
            found |= self._amounts()
            self._tell_carriage()
        if Cause.SELLER in causes:
            found["itemDefectReturnFees"] = _word("FreeReturn")
        if policy.carriage is Bearer.BUYER and policy.label is None and Cause.BUYER in causes:
            found["returnLabelSource"] = _word("ReturnLabelCustomerResponsibility")
        else:
            self.notes.say("returnLabelSource", "how the seller's own label comes is not known")
        return found

    def _tell_carriage(self) -> None:
        """What of the fees depends on how goods come back, and how much is kept."""
        if self.policy.carriage is Bearer.BUYER and self._has_stores:
            self.notes.say("returnFees", "what is brought to a store costs no carriage")
        if self.policy.free_delivery is FreeDelivery.REBILL:
            self.notes.say("returnFees", "a delivery that was free may be asked for again")

    def _fees(self) -> Iterator[str]:
        policy = self.policy
        if self._has_fee:
            yield _word("RestockingFees")
        if policy.carriage is Bearer.BUYER:
            if policy.label is None:
                yield _word("ReturnFeesCustomerResponsibility")
            else:
                yield _word("ReturnShippingFees")
        elif not self._has_fee:
            yield _word("FreeReturn")

    def _amounts(self) -> dict[str, Document]:
        """The amounts of a restocking fee and of a parcel label."""
        policy, found = self.policy, dict[str, Document]()
        has_percent, each = bool(policy.fee.parts_per_million), policy.fee_each
        if has_percent and each is not None:
            self.notes.say("restockingFee", "a percentage and an amount are both kept: neither is said")
        elif has_percent:
            found["restockingFee"] = policy.fee.to_text()
        elif each is not None and each.minor:
            found["restockingFee"] = _money(each)
        if policy.carriage is Bearer.BUYER and policy.label is not None:
            found["returnShippingFeesAmount"] = _money(policy.label)
            self.notes.say("returnFees", "it is for the seller's label; without it, the buyer pays a carrier")
        return found

    def _causes(self) -> set[Cause]:
        """Who may be the cause of a return under it."""
        reasons = self.rulebook.vocabulary.reason
        if self.policy.reasons:
            accepted = ", ".join(self.policy.reasons)
            self.notes.say(_POLICY, f"it is for some reasons only: {accepted}")
        return {reasons[kind].cause for kind in self.policy.reasons or reasons}

    def _kept(self) -> dict[str, Document]:
        """How and where goods come back, in which condition, and what is given for them."""
        policy = self.policy
        types = ["StoreCreditRefund"] if policy.means is Means.CREDIT else []
        is_full = not self._has_fee and policy.mode is RefundMode.PRO_RATA
        if policy.means is Means.ORIGINAL and is_full:
            types.append("FullRefund")
        if policy.even_exchange:
            types.append("ExchangeRefund")
        found: dict[str, Document] = {
            "returnMethod": [
                _word(each) for each in ("ReturnByMail", *(("ReturnInStore",) if self._has_stores else ()))
            ],
            "itemCondition": [
                _word(condition) for grade, condition in _CONDITIONS.items() if self._takes(grade)
            ],
        }
        if types:
            found["refundType"] = [_word(each) for each in types]
        if not is_full:
            why = (
                "a fee is kept: not said to be in full"
                if policy.mode is RefundMode.PRO_RATA
                else "what is kept is priced again: not said to be in full"
            )
            self.notes.say("refundType", why)
        return found

    def _takes(self, grade: Grade) -> bool:
        return not any(each.grade is grade and each.refused for each in self.policy.grades)

    def _tell_rest(self) -> None:
        """What there is no word for."""
        policy = self.policy
        for each in policy.grades:
            if each.percent.parts_per_million:
                kept = each.percent.to_text()
                self.notes.say("itemCondition", f"of goods that are {each.grade.value}, {kept}% is kept")
        for grade in (Grade.OPENED, Grade.INCOMPLETE):
            if not self._takes(grade):
                self.notes.say("itemCondition", f"goods that are {grade.value} are not taken back")
        if policy.proofs:
            proofs = ", ".join(each.value for each in policy.proofs)
            self.notes.say(_POLICY, f"the purchase is proven by one of {proofs}")
        if policy.bonus.parts_per_million:
            percent = policy.bonus.to_text()
            self.notes.say("refundType", f"who takes credit instead is given {percent}% more")

    @property
    def _has_fee(self) -> bool:
        each = self.policy.fee_each
        return bool(self.policy.fee.parts_per_million) or (each is not None and each.minor > 0)

    @property
    def _has_stores(self) -> bool:
        return bool(self.rulebook.places.stores)


_RETURN: Final = "MerchantReturn"


def _word(name: str, prefix: str = "") -> str:
    return f"{_SCHEMA}{prefix}{name}"


def _after(day: date, periods: Iterable[Period]) -> date:
    for period in periods:
        day = period.counted_from(day)
    return day


def _money(amount: Amount) -> Document:
    digits = MINOR_DIGITS[amount.currency]
    value = decimal_text(amount.minor, digits, at_least=digits)
    return {"@type": "MonetaryAmount", "currency": amount.currency, "value": value}
