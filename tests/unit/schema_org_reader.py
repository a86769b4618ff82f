"""A reader of schema.org's shipping details, as a search engine may write one: it knows no rulebook."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

import attrs

Json = dict[str, Any]
WEEK: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@attrs.frozen(kw_only=True)
class Order:
    """A country and a postcode, what the goods are worth, how many they are, what they weigh."""

    country: str
    postcode: str
    cents: int
    pieces: int = 1
    grams: int = 1


def lies_in(order: Order, regions: list[Json]) -> bool:
    return any(_is_there(order, region) for region in regions)


def _is_there(order: Order, region: Json) -> bool:
    if region["addressCountry"] != order.country:
        return False
    ranges, prefixes = region.get("postalCodeRange"), region.get("postalCodePrefix")
    if ranges is not None:
        return any(
            _plain(each["postalCodeBegin"]) <= _plain(order.postcode) <= _plain(each["postalCodeEnd"])
            for each in ranges
        )
    return prefixes is None or any(order.postcode.startswith(prefix) for prefix in prefixes)


def _plain(postcode: str) -> str:
    return "".join(character for character in postcode if character.isalnum())


def conditions(details: Json, order: Order) -> list[Json]:
    """The conditions that an order meets, all of each."""
    return [each for each in details["hasShippingService"]["shippingConditions"] if _meets(order, each)]


def _meets(order: Order, condition: Json) -> bool:
    return (
        lies_in(order, condition["shippingDestination"])
        and _within(Decimal(order.cents).scaleb(-2), condition.get("orderValue", {}))
        and _within(Decimal(order.pieces), condition.get("numItems", {}))
        and _within(Decimal(order.grams), condition.get("weight", {}))
    )


def _within(found: Decimal, bounds: Json) -> bool:
    least, most = bounds.get("minValue", "-1"), bounds.get("maxValue", "Infinity")
    return Decimal(least) <= found <= Decimal(most)


def cost(condition: Json, order: Order) -> int | None:
    """What it costs, in cents; ``None`` where nothing is said."""
    rate = condition.get("shippingRate")
    if rate is None:
        return None
    if "orderPercentage" in rate:
        share = Decimal(rate["orderPercentage"]) * order.cents
        return int(share.to_integral_value(ROUND_HALF_UP))
    return int(Decimal(rate.get("value", rate.get("maxValue"))).scaleb(2))


def latest_days(details: Json, condition: Json, at: datetime) -> Iterator[date]:
    """The latest day on which an order of ``at`` arrives, by each of the two forms, where they say so."""
    handling = details["hasShippingService"].get("handlingTime")
    transit = condition.get("transitTime")
    if handling is not None and transit is not None:
        leaves = _count(_first(handling["cutoffTime"], at), handling["businessDays"], handling["duration"])
        yield _count(leaves, transit["businessDays"], transit["duration"], starts=True)
    whole = details.get("deliveryTime")
    if whole is not None:
        days = whole["businessDays"]["dayOfWeek"]
        leaves = _count(_first(whole["cutoffTime"], at), days, whole["handlingTime"])
        yield _count(leaves, days, whole["transitTime"], starts=True)


def _first(cut_off: str, at: datetime) -> date:
    """The day whose cut-off an order is before, if it is a business day."""
    limit = time.fromisoformat(cut_off)
    there = at.astimezone(limit.tzinfo or UTC)
    return there.date() + timedelta(days=int(there.time() >= limit.replace(tzinfo=None)))


def _count(day: date, business_days: list[str], duration: Json, *, starts: bool = False) -> date:
    """The most business days after a day, which is moved to one first, unless it ``starts`` the count."""
    names = {each.rpartition("/")[2] for each in business_days}
    left = duration["maxValue"]
    while not starts and WEEK[day.weekday()] not in names:
        day += timedelta(days=1)
    while left:
        day += timedelta(days=1)
        left -= WEEK[day.weekday()] in names
    return day


def names(words: str | list[str]) -> set[str]:
    """The last parts of the terms of schema.org."""
    return {each.rpartition("/")[2] for each in ([words] if isinstance(words, str) else words)}


def return_day(policy: Json, bought: datetime, delivered: date) -> date | None:
    """The last day on which goods may come back; ``None`` where none is said."""
    if names(policy["returnPolicyCategory"]) != {"MerchantReturnFiniteReturnWindow"}:
        return None
    seasons = [each for each in policy.get("returnPolicySeasonalOverride", []) if _is_in(each, bought)]
    return max(_return_day(each["merchantReturnDays"], delivered) for each in (policy, *seasons))


def _is_in(season: Json, bought: datetime) -> bool:
    starts, ends = (season.get(key) for key in ("startDate", "endDate"))
    return (starts is None or datetime.fromisoformat(starts) <= bought) and (
        ends is None or bought < datetime.fromisoformat(ends) + timedelta(seconds=1)
    )


def _return_day(days: int | str, delivered: date) -> date:
    return date.fromisoformat(days) if isinstance(days, str) else delivered + timedelta(days=days)


def given_back(policy: Json, paid: int) -> int | None:
    """What comes back of so many cents for a piece that is as new; ``None`` where it is not said."""
    if "RestockingFees" not in names(policy["returnFees"]):
        return paid if "FullRefund" in names(policy.get("refundType", [])) else None
    fee = policy.get("restockingFee")
    if fee is None:
        return None
    if isinstance(fee, str):
        return paid - int((Decimal(fee) * paid / 100).to_integral_value(ROUND_HALF_UP))
    return max(0, paid - int(Decimal(fee["value"]).scaleb(2)))
