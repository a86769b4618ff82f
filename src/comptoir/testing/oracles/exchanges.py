"""A second opinion on exchanges, written the plain way: a shop of a few numbers, and a purse of parts.

An order is what each of its pieces cost, and the parts of money that paid for it, each with its means. What
is taken costs what a list of numbers says. It is told which pieces were given, and never looks at a quote,
an order or a ticket.

Source: house rule (laws XP, XT and XD); Directive 2011/83/EU, articles 9 and 13, for withdrawals.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

import attrs

from comptoir.facts.bearers import Bearer
from comptoir.facts.exchange_terms import ExchangePrice
from comptoir.facts.orders import TenderName
from comptoir.facts.return_terms import Means
from comptoir.testing.exchange_cases import Piece, Visited
from comptoir.testing.exchange_shops import Percentage, TreeShop, season_of
from comptoir.testing.oracles.deadlines import day_shown
from comptoir.testing.oracles.shares import even, shares
from comptoir.testing.whole_shop import FRANCE, PARIS
from comptoir.values.instants import DAY, Instant

PER_MILLE: Final = {"ROBE-36": 200, "ROBE-38": 200, "ROBE-40": 200, "FOULARD": 200, "LIVRE": 55}
"""The tax on each product."""
FEE: Final = 490
FREE_FROM: Final = 6000
"""What sending goods home costs, and from which worth of them on it is free."""
WITHDRAWALS: Final = ("eu-withdrawal", "fr-withdrawal")
NOBODY: Final = TenderName("nobody")
"""By whom what was never paid is paid out: no counter does."""
CREDIT: Final = TenderName(Means.CREDIT.value)

Goods = Sequence[tuple[str, int]]
"""Products, and how many pieces of each; a product may be named several times."""
Part = tuple[TenderName, int]
"""So many minor units of one means."""


def half_up(amount: int, of: int) -> int:
    """A fraction as the nearest whole number, the upper one of two."""
    return (2 * amount + of) // (2 * of)


def line_price(shop: TreeShop, season: int, sku: str, count: int) -> int | None:
    """What so many pieces cost in a season; ``None`` if they had no price then."""
    each = shop.prices[season].get(sku)
    if each is None:
        return None
    left = each * count
    for is_after in (False, True):
        for off in shop.percentages:
            if _is_for(off, sku, season) and off.after is is_after:
                left -= half_up(left * off.percent, 100)
    return left


def _is_for(off: Percentage, sku: str, season: int) -> bool:
    return off.sku == sku and season in off.seasons


def counted(goods: Goods) -> Counter[str]:
    """How many pieces of each product."""
    counts = Counter[str]()
    for sku, count in goods:
        counts[sku] += count
    return counts


def price_of(shop: TreeShop, counts: Counter[str], now: int, then: int | None = None) -> dict[str, int]:
    """What each product is charged now; taken for goods that were bought ``then``, at the shop's price."""
    found = dict[str, int]()
    for sku, count in counts.items():
        today = line_price(shop, now, sku, count)
        if today is None:
            raise AssertionError(sku)
        was = today if then is None else line_price(shop, then, sku, count)
        if was is None or shop.price is ExchangePrice.TODAY:
            was = today
        found[sku] = min(was, today) if shop.price is ExchangePrice.PROTECTED else was
    return found


def with_tax(shop: TreeShop, charged: Mapping[str, int]) -> dict[str, int]:
    """What is paid for each product: where tax is added, with its share of that of its rate, rounded once."""
    if not shop.added:
        return {**charged}
    paid = {**charged}
    for rate in {PER_MILLE[sku] for sku in charged}:
        skus = sorted(sku for sku in charged if PER_MILLE[sku] == rate)
        nets = [charged[sku] for sku in skus]
        for sku, tax in zip(skus, shares(half_up(sum(nets) * rate, 1000), nets), strict=True):
            paid[sku] += tax
    return paid


def is_even(given: Iterable[str], taken: Goods) -> bool:
    """Whether as many pieces of each model are taken as are given."""
    wanted = Counter[str]()
    for sku, count in taken:
        wanted[_model(sku)] += count
    return Counter(map(_model, given)) == wanted


def _model(sku: str) -> str:
    return sku.split("-", maxsplit=1)[0]


class Purse:
    """An order: what each piece had cost, and what is left of the parts of money that paid for it."""

    def __init__(self, shop: TreeShop, visited: Visited, *, then: int | None, parts: Sequence[Part]) -> None:
        self._shop = shop
        self._home = visited.home
        counts = counted(visited.taken)
        charged = price_of(shop, counts, season_of(visited.at), then)
        paid = with_tax(shop, charged)
        self.goods = sum(paid.values())
        bears = then is None or shop.delivery is Bearer.BUYER
        self._fee = FEE if visited.home and bears and self.goods < FREE_FROM else 0
        self._cost = {
            (sku, index): even(minor, counts[sku], range(index, index + 1))
            for sku, minor in paid.items()
            for index in range(counts[sku])
        }
        self._parts = [*parts]
        self._worth = visited.spent
        self._back = self._worth_back = 0
        self._all_withdrawn = True
        self.at = visited.at

    @property
    def due(self) -> int:
        """What all of it costs, delivery included."""
        return self.goods + self._fee

    @property
    def kept(self) -> int:
        """What of it has not come back."""
        return self.due - self._back

    def pay(self, parts: Iterable[Part]) -> None:
        """What is paid beside points."""
        self._parts += parts

    def give(self, pieces: Iterable[Piece], at: Instant) -> tuple[list[Part], int]:
        """What is given back for pieces, part by part in the order in which it is drawn; and as points.

        While they may be withdrawn from, nothing is kept; the fee of delivery comes back with the last ones,
        if all of them were.
        """
        is_withdrawn = self._may_withdraw(at)
        self._all_withdrawn = self._all_withdrawn and is_withdrawn
        now = 0
        for piece in pieces:
            cost = self._cost.pop((piece.sku, piece.index))
            now += cost - (0 if is_withdrawn else half_up(cost * self._shop.fee, 100))
        if not self._cost and self._all_withdrawn:
            now += self._fee
        self._back += now
        worth = half_up(self._worth * self._back, self.due or 1) - self._worth_back
        self._worth_back += worth
        return self._drawn(now - worth, on_credit=self._shop.credit and not is_withdrawn), worth

    def _drawn(self, money: int, *, on_credit: bool) -> list[Part]:
        found = list[Part]()
        turns = range(len(self._parts))
        for place in turns if self._shop.first_paid_first else reversed(turns):
            name, left = self._parts[place]
            part = min(left, money)
            money -= part
            self._parts[place] = name, left - part
            if part:
                found.append((CREDIT if on_credit else name, part))
        return [*found, (NOBODY, money)] if money else found

    def rights(self) -> frozenset[tuple[str, date | None]]:
        """The rights on its pieces, and their last days: even exchanges change nothing of them."""
        last = {("house", self._arrived() + timedelta(days=90))}
        law = {(rule, self._withdrawn_until()) for rule in WITHDRAWALS} if self._home else set()
        return frozenset({*last, *law})

    def _may_withdraw(self, at: Instant) -> bool:
        return self._home and _day(at) <= self._withdrawn_until()

    def _withdrawn_until(self) -> date:
        return _worked(self._arrived() + timedelta(days=14))

    def _arrived(self) -> date:
        """The day on which the customer had it: what is sent is there the day after."""
        return _day(Instant(self.at + DAY) if self._home else self.at)


def _day(at: Instant) -> date:
    return day_shown(PARIS, at)


def _worked(day: date) -> date:
    """The day, or the first after it that is worked."""
    holidays = {each.day for each in FRANCE.holidays}
    while day.isoweekday() in {6, 7} or day in holidays:
        day += timedelta(days=1)
    return day


@attrs.frozen(kw_only=True)
class Expected:
    """What should come of one visit: see ``Visited``."""

    is_even: bool = False
    difference: int = 0
    paid_out: Mapping[TenderName, int] = attrs.field(factory=dict)
    worth: int = 0
    rights: frozenset[tuple[str, date | None]] = frozenset()


class Ledger:
    """All orders of a case as the oracle has them: each visit is told, and gives what should come of it."""

    def __init__(self, shop: TreeShop) -> None:
        self._shop = shop
        self._purses: dict[str, Purse] = {}
        self._swapped: dict[Piece, str] = {}

    @property
    def kept(self) -> int:
        """What of all orders has not come back, in money or as points."""
        return sum(purse.kept for purse in self._purses.values())

    def tell(self, visited: Visited) -> Expected:
        """One visit."""
        if visited.source is None:
            purse = Purse(self._shop, visited, then=None, parts=())
            purse.pay(visited.paid)
            self._purses["o-1"] = purse
            return Expected(difference=purse.due - visited.spent)
        source = self._purses[visited.source]
        now_as = [self._swapped.get(piece, piece.sku) for piece in visited.given]
        rights = source.rights()
        if visited.taken and is_even(now_as, visited.taken):
            self._swap(visited)
            return Expected(is_even=True, rights=rights)
        back, worth = source.give(visited.given, visited.at)
        if not visited.taken:
            return Expected(paid_out=_summed(back), worth=worth, rights=rights)
        return self._exchanged(visited, source, back, Expected(worth=worth, rights=rights))

    def _exchanged(
        self, visited: Visited, source: Purse, back: Sequence[Part], expected: Expected
    ) -> Expected:
        parts, paid_out = list[Part](), list[Part]()
        new = Purse(self._shop, visited, then=season_of(source.at), parts=())
        due = left = new.due - visited.spent
        for name, minor in back:
            part = min(left, minor)
            left -= part
            parts += [(name, part)] if part else []
            paid_out += [(name, minor - part)] if minor > part else []
        new.pay([*parts, *visited.paid])
        if visited.order is not None:
            self._purses[visited.order] = new
        money = sum(minor for _, minor in back)
        return attrs.evolve(expected, difference=due - money, paid_out=_summed(paid_out))

    def _swap(self, visited: Visited) -> None:
        """Variants are taken for each other; which for which changes nothing but what is held."""
        taken = [sku for sku, count in visited.taken for _ in range(count)]
        for piece in visited.given:
            mine = self._swapped.get(piece, piece.sku)
            other = next(sku for sku in taken if _model(sku) == _model(mine))
            taken.remove(other)
            self._swapped[piece] = other


def _summed(parts: Iterable[Part]) -> Mapping[TenderName, int]:
    found = Counter[TenderName]()
    for name, minor in parts:
        found[name] += minor
    return dict(found)
