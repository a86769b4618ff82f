"""What a service costs, as rates of schema.org: each for the orders whose fee it is, to the cent.

An order's value is what its goods cost after promotions, tax included. A fee that goes by something else is
left out, and a threshold that does is not counted on.

Source: schema.org ShippingConditions, ShippingRateSettings (orderPercentage).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import attrs

from comptoir.adapters.schema_org.spans import Orders, Rate, Span, clipped
from comptoir.adapters.schema_org.unsaid import Notes
from comptoir.delivery.fees.flat import FlatFee
from comptoir.delivery.fees.per_item import PerItemFee
from comptoir.delivery.fees.percent import PercentFee
from comptoir.delivery.fees.sizes import SizesFee
from comptoir.delivery.fees.tiers import By, TieredFee
from comptoir.delivery.kinds import Basis, Fee, Limit, Measure, Parcel, ParcelLine
from comptoir.delivery.limits.age import AgeLimit
from comptoir.delivery.limits.amount import AmountLimit
from comptoir.delivery.limits.girth import GirthLimit
from comptoir.delivery.limits.length import LengthLimit
from comptoir.delivery.limits.pieces import PiecesLimit
from comptoir.delivery.limits.weight import WeightLimit
from comptoir.delivery.rules import Dates, FeePer, Service, Surcharge
from comptoir.facts.baskets import Buyer
from comptoir.facts.products import Product
from comptoir.values.money import AMOUNT_MAX
from comptoir.values.percentages import Percent
from comptoir.values.rounding import Rounding

PIECES_SAID: Final = 10
"""Up to how many pieces a fee that rises with each is told."""

_RATE: Final = "shippingRate"
_ALL: Final = Orders()
_NOBODY: Final = Buyer()
_STANDARD: Final = (FlatFee, PerItemFee, PercentFee, SizesFee, TieredFee)
"""The fees whose limits follow from the orders for which there is a rate."""


class NotSayable(Exception):
    """That a service takes orders, or refuses some, in a way that schema.org cannot say."""


@attrs.frozen(kw_only=True)
class Rates:
    """What one service costs for ``goods``; raises ``NotSayable`` if no word tells which orders it takes.

    A ``perk`` is that of a tier whose members pay no fee.
    """

    service: Service
    goods: Sequence[Product]
    rounding: Rounding
    notes: Notes
    perk: bool = False

    def of(self, surcharges: Sequence[Surcharge]) -> list[Orders]:
        """The orders that it takes, by what they cost with the surcharges of the place."""
        self._check_limits(surcharges)
        orders = self._with_free(self._of_fee(self.service.fee))
        for limit in self._written_limits():
            orders = clipped(orders, self._bounded(limit))
        for surcharge in surcharges:
            orders = self._with(surcharge, orders)
        if not orders:
            why = "no order is within all its limits"
            raise NotSayable(why)
        return orders if any(each.rate is not None for each in orders) else _covers(orders)

    def takes_every_order(self, surcharges: Sequence[Surcharge]) -> bool:
        """Whether none is beyond a limit, where these surcharges are asked."""
        fees = [self.service.fee, *(each.fee for each in surcharges if self.selects(each))]
        within = [each for fee in fees for each in _covers(self._of_fee(fee))]
        return all(each.is_any for each in (*within, *map(self._bounded, self._written_limits())))

    def selects(self, surcharge: Surcharge) -> bool | None:
        """Whether a surcharge is for all goods, or for none; ``None`` if it is for some."""
        found = {surcharge.on.selects(product) for product in self.goods}
        return None if len(found) > 1 else True in found

    def _check_limits(self, surcharges: Sequence[Surcharge]) -> None:
        """``NotSayable`` if one of the goods may be beyond a limit that no order's measure tells."""
        own = (*self.service.limits, *self.service.fee.limits)
        for product in self.goods:
            asked = [(limit, True) for limit in own]
            asked += [
                (limit, surcharge.on.selects(product))
                for surcharge in surcharges
                for limit in surcharge.fee.limits
            ]
            for limit, is_asked in asked:
                beyond = limit.beyond(_one(product), _NOBODY) if is_asked else None
                if beyond is not None and (beyond.found is None or beyond.measure in _OF_A_PIECE):
                    why = f"{product.sku} may be beyond a limit of {beyond.measure.value}"
                    raise NotSayable(why)

    def _written_limits(self) -> tuple[Limit, ...]:
        fee = self.service.fee
        return self.service.limits if isinstance(fee, _STANDARD) else (*self.service.limits, *fee.limits)

    def _bounded(self, limit: Limit) -> Orders:
        """The orders within a limit, or fewer of them."""
        match limit:
            case AmountLimit(basis=Basis.PAID, bounds=bounds):
                return Orders(value=Span(bounds.at_least or 0, bounds.at_most))
            case PiecesLimit(bounds=bounds):
                return Orders(pieces=Span(bounds.at_least or 0, bounds.at_most))
            case WeightLimit(bounds=bounds) if not limit.each or bounds.at_least is None:
                return Orders(weight=Span(bounds.at_least or 0, bounds.at_most))
            case LengthLimit() | GirthLimit() | AgeLimit():  # asked of each product
                return _ALL
            case _:
                why = f"it has a limit by {limit.kind}"
                raise NotSayable(why)

    def _of_fee(self, fee: Fee) -> list[Orders]:
        """The orders that a fee is for, by what it is."""
        match fee:
            case FlatFee():
                return [Orders(rate=fee.fee.minor)]
            case PerItemFee():
                return self._per_item(fee)
            case PercentFee(basis=Basis.PAID):
                return self._percent(fee)
            case TieredFee(by=By.AMOUNT | By.WEIGHT | By.PIECES, basis=Basis.PAID, volumetric=None):
                return _tiers(fee)
            case SizesFee():
                return self._sizes(fee)
            case TieredFee() if len(fee.ends) == len(fee.tiers):
                why = "the last tier of its fee ends by a measure that has no word"
                raise NotSayable(why)
            case _:
                self.notes.say(_RATE, f"the fee is by {fee.kind}, of a measure that has no word: left out")
                return [Orders()]

    def _per_item(self, fee: PerItemFee) -> list[Orders]:
        first, more = fee.first.minor, fee.additional.minor
        if not more:
            return [Orders(rate=first)]
        self.notes.say(_RATE, f"the fee rises with each piece: left out above {PIECES_SAID}")
        said = [Orders(pieces=Span(n, n), rate=first + (n - 1) * more) for n in range(1, PIECES_SAID + 1)]
        return [*said, Orders(pieces=Span(PIECES_SAID + 1))]

    def _percent(self, fee: PercentFee) -> list[Orders]:
        """The share itself, and the two amounts where they are what is asked."""
        least = 0 if fee.minimum is None else fee.minimum.minor
        low = self._last_below(fee.percent, least)
        high = AMOUNT_MAX if fee.maximum is None else self._last_below(fee.percent, fee.maximum.minor - 1)
        found = [Orders(value=Span(0, _end(low)), rate=least)]
        if low < high:
            found.append(Orders(value=Span(low + 1, _end(high)), rate=fee.percent))
        if fee.maximum is not None and max(low, high) < AMOUNT_MAX:
            found.append(Orders(value=Span(max(low, high) + 1), rate=fee.maximum.minor))
        return found

    def _last_below(self, percent: Percent, most: int) -> int:
        """The largest value of which a percentage is not above so much; -1 if even that of nothing is."""
        low, high = -1, AMOUNT_MAX
        while low < high:
            middle = (low + high + 1) // 2
            if percent.of_amount(middle, self.rounding) <= most:
                low = middle
            else:
                high = middle - 1
        return low

    def _sizes(self, fee: SizesFee) -> list[Orders]:
        ranks = {fee.rank(product) for product in self.goods}
        if len(ranks) == 1 and (rank := ranks.pop()) is not None:
            return [Orders(rate=fee.classes[rank].fee.minor)]
        self.notes.say(_RATE, "the fee is by the size of the largest piece: left out")
        return [Orders()]

    def _with_free(self, orders: list[Orders]) -> list[Orders]:
        """What becomes of the fee where a rule makes it nothing."""
        if self.perk:
            return [attrs.evolve(each, rate=0, is_free=True) for each in _covers(orders)]
        threshold = self.service.free_from
        if self._is_split:
            self.notes.say(_RATE, "an order may be several deliveries, each with its fee: left out")
            return [attrs.evolve(each, rate=None) for each in orders]
        if threshold is None:
            return orders
        if threshold.basis.is_net:
            self.notes.say(_RATE, "free delivery goes by prices without tax: the fee is said throughout")
            return orders
        if threshold.basis is Basis.REGULAR:
            self.notes.say(_RATE, "free delivery goes by regular prices: it is said for what is paid")
        least = threshold.at_least.minor
        free = [attrs.evolve(each, rate=0, is_free=True) for each in _covers(orders)]
        below = clipped(orders, Orders(value=Span(0, least - 1))) if least else []
        return [*below, *clipped(free, Orders(value=Span(least)))]

    @property
    def _is_split(self) -> bool:
        """Whether an order may be several deliveries, each of which costs something of its own."""
        if self.service.sourcing.dates is Dates.TOGETHER:
            return False
        return self.service.fee_per is FeePer.DELIVERY or bool(self.service.surcharges)

    def _with(self, surcharge: Surcharge, orders: list[Orders]) -> list[Orders]:
        """The orders with a surcharge of their place; one that is waived still says which it takes."""
        is_for = self.selects(surcharge)
        if is_for is False:
            return orders
        asked = self._of_fee(surcharge.fee)
        [taken] = _covers(asked)
        if is_for is None and not taken.is_any:
            why = f"the surcharge {surcharge.id} takes some orders only, of some goods"
            raise NotSayable(why)
        free = [each for each in orders if each.is_free and surcharge.waived]
        rest = [each for each in orders if each not in free]
        if is_for is None:
            self.notes.say(_RATE, f"the surcharge {surcharge.id} is for some of the goods: left out")
            return [*free, *(attrs.evolve(each, rate=None) for each in rest)]
        dearer = [
            attrs.evolve(both, rate=self._sum(both.rate, more.rate))
            for more in asked
            for both in clipped(rest, more)
        ]
        return [*clipped(free, taken), *dearer]

    def _sum(self, rate: Rate, more: Rate) -> Rate:
        if isinstance(rate, int) and isinstance(more, int):
            return rate + more
        if rate is not None and more is not None:
            self.notes.say(_RATE, "a percentage and another fee are asked together: left out")
        return None


_OF_A_PIECE: Final = frozenset({Measure.LENGTH, Measure.GIRTH})


def _end(value: int) -> int | None:
    return None if value == AMOUNT_MAX else value


def _tiers(fee: TieredFee) -> list[Orders]:
    starts = (0, *(end + 1 for end in fee.ends))
    spans = (Span(start, end) for start, end in zip(starts, (*fee.ends, None), strict=True))
    tiers = zip(fee.tiers, spans, strict=False)  # where the last one ends, there is none above it
    match fee.by:
        case By.AMOUNT:
            return [Orders(value=span, rate=tier.fee.minor) for tier, span in tiers]
        case By.WEIGHT:
            return [Orders(weight=span, rate=tier.fee.minor) for tier, span in tiers]
        case By.PIECES:
            return [Orders(pieces=span, rate=tier.fee.minor) for tier, span in tiers]
        case By.VOLUME:
            raise AssertionError(fee)  # it has no word


def _covers(orders: list[Orders]) -> list[Orders]:
    """The same orders in one span, if along one measure each begins where another ends."""
    first, last = orders[0], orders[-1]
    together = Orders(
        value=Span(first.value.least, last.value.most),
        pieces=Span(first.pieces.least, last.pieces.most),
        weight=Span(first.weight.least, last.weight.most),
    )
    return [together]


def _one(product: Product) -> Parcel:
    """One piece of a product, or one unit of what is measured, for nothing."""
    line = ParcelLine(number=1, product=product, pieces=1, regular=0, charged=0, regular_net=0, charged_net=0)
    return Parcel([line])
