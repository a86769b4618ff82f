"""Which price lists decide: of those for this buyer, here and now, the most specific that prices a product.

By whom a list is for, then by where it holds, then by its start. Lists that are equal in all of this are
handed back together: which of their prices is the lowest depends on the quantity, which is not known
here. May never know promotions, nor compute an amount.

Lists are found by their buyers and places, and asked for one product: what they hold besides is neither
counted nor read, so that a million prices cost as much as a thousand.

Source: house rule; the order is published with the price lists.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from heapq import merge
from itertools import groupby
from operator import attrgetter
from typing import Final, assert_never

import attrs

from comptoir.facts.baskets import Buyer
from comptoir.facts.tax_terms import PriceBasis
from comptoir.facts.wheres import InCountries, InStore, InZone, Spot, Where
from comptoir.pricing.extras import Extra
from comptoir.pricing.floors import Floor
from comptoir.pricing.holding import DatedRules
from comptoir.pricing.price_lists import OfAgreement, OfMembers, OfSegment, OfTier, PriceList, Scale, Who
from comptoir.values.instants import EARLIEST, Instant
from comptoir.values.moments import Findings, Moment
from comptoir.values.money import UnitPrice
from comptoir.values.windows import Window

PRICES_REMEMBERED: Final = 16_384
"""Prices that are remembered for the same lists."""
RANKS_REMEMBERED: Final = 16
"""Sets of lists of which it is remembered what they price: those of so many different kinds of buyers."""
BUYERS_REMEMBERED: Final = 256
"""Kinds of buyers at a spot of whom it is remembered which set of lists is theirs."""


def start_of(window: Window) -> Instant:
    """When a window starts; an open one, at the earliest instant that can be named."""
    return window.from_ if window.from_ is not None else EARLIEST


@attrs.frozen(kw_only=True)
class ListedPrice:
    """What a price list says: the price of one unit, or of one whole pack where that has its own.

    A ``scale`` is on top of the price of one unit only.
    """

    list: str
    basis: PriceBasis
    announced: bool
    price: UnitPrice
    scale: Scale | None
    per_pack: bool


@attrs.frozen
class _Entry:
    """A price on a shelf, and when its list is in force."""

    start: Instant
    valid: Window
    listed: ListedPrice


@attrs.frozen(eq=False)
class _Shelf:
    """The lists in one currency for the same buyers at the same place, the latest start first."""

    lists: tuple[PriceList, ...]
    _found: dict[tuple[str, str | None], tuple[_Entry, ...]] = attrs.field(factory=dict, init=False)

    def entries(self, sku: str, pack: str | None) -> tuple[_Entry, ...]:
        """What the lists say of a product, whenever they are in force; what was found is remembered."""
        found = self._found.get((sku, pack))
        if found is None:
            found = tuple(_entries(self.lists, sku, pack))
            if found:
                self._found[sku, pack] = found
        return found


def _entries(lists: Iterable[PriceList], sku: str, pack: str | None) -> Iterator[_Entry]:
    for each in lists:
        whole = None if pack is None else each.packs.get(pack, {}).get(sku)
        price = each.prices.get(sku) if whole is None else whole
        if price is not None:
            listed = ListedPrice(
                list=each.id,
                basis=each.basis,
                announced=each.announced,
                price=price,
                scale=each.scales.get(sku) if whole is None else None,
                per_pack=whole is not None,
            )
            yield _Entry(start_of(each.valid), each.valid, listed)


def _remembered() -> Findings[tuple[str, str | None, str | None], tuple[ListedPrice, ...]]:
    return Findings(PRICES_REMEMBERED)


@attrs.frozen(eq=False)
class Ranks:
    """Shelves, the most specific first; those of a rank stand together. What was found is remembered."""

    shelves: tuple[tuple[_Shelf, ...], ...]
    prices: Findings[tuple[str, str | None, str | None], tuple[ListedPrice, ...]] = attrs.field(
        factory=_remembered, init=False, repr=False
    )

    def find(self, sku: str, pack: str | None, basis: str | None, moment: Moment) -> tuple[ListedPrice, ...]:
        """The prices in force of a product at a moment."""
        for shelves in self.shelves:
            for tied in _by_start(shelf.entries(sku, pack) for shelf in shelves):
                own = (each for each in tied if basis in {None, each.listed.basis.value})
                if found := [each.listed for each in own if moment.is_in(each.valid)]:
                    return tuple(sorted(found, key=attrgetter("list")))
        return ()


@attrs.frozen(eq=False)
class AskedPrices:
    """The lists for one buyer at one spot, at a moment."""

    ranks: Ranks
    moment: Moment

    @property
    def lists(self) -> tuple[PriceList, ...]:
        """The lists in force, the most specific first."""
        every = (each for shelves in self.ranks.shelves for shelf in shelves for each in shelf.lists)
        return tuple(each for each in every if self.moment.is_in(each.valid))

    def of(
        self, sku: str, pack: str | None = None, basis: PriceBasis | None = None
    ) -> tuple[ListedPrice, ...]:
        """The price in force of a product, or of a pack of it; empty if no list in force has any.

        With a ``basis``, only lists on it are looked at.

        There are several only if equally specific lists in force started at the same instant: the
        lowest decides, then the first. They are in the order of their lists' ids.
        """
        key = sku, pack, None if basis is None else basis.value
        return self.ranks.prices.at(self.moment, key, partial(self.ranks.find, *key))


def _by_start(shelves: Iterable[Iterable[_Entry]]) -> Iterator[Iterator[_Entry]]:
    """What the shelves hold, the latest start first; entries that start together stand together."""
    start = attrgetter("start")
    for _, tied in groupby(merge(*shelves, key=start, reverse=True), key=start):
        yield tied


@attrs.frozen(order=True)
class Ambiguous:
    """A product, or a pack of it, that two lists price for the same buyers and place from one instant on."""

    sku: str
    pack: str | None
    one: str
    other: str


_Name = tuple[str, str | None]
"""A kind of buyers or of places, and which; the kind alone for anyone and anywhere."""
_Shelves = Mapping[_Name, Mapping[_Name, _Shelf]]
_ANY: Final = ("any", None)
_NO_EXTRAS: Final[DatedRules[Extra]] = DatedRules(())


@attrs.frozen(eq=False)
class PriceIndex:
    """All lists of a rulebook by currency, by whom they are for and by where they hold.

    Beside them stands what else is looked up for each product: floors, and extras by their currency.
    """

    lists: tuple[PriceList, ...]
    _by_currency: Mapping[str, _Shelves]
    floors: DatedRules[Floor]
    _extras: Mapping[str, DatedRules[Extra]]
    _found: dict[tuple[tuple[_Shelf, ...], ...], Ranks] = attrs.field(factory=dict, init=False, repr=False)
    _asked: dict[Hashable, Ranks] = attrs.field(factory=dict, init=False, repr=False)

    @classmethod
    def of(
        cls, lists: Iterable[PriceList], floors: Iterable[Floor] = (), extras: Iterable[Extra] = ()
    ) -> PriceIndex:
        """The index of these lists and rules; no price is read."""
        listed = tuple(lists)
        found: dict[str, dict[_Name, dict[_Name, list[PriceList]]]] = {}
        for each in sorted(listed, key=lambda each: start_of(each.valid), reverse=True):
            by_where = found.setdefault(each.currency, {}).setdefault(_who(each.who), {})
            for where in _where(each.where):
                by_where.setdefault(where, []).append(each)
        return cls(
            listed,
            {
                currency: {
                    who: {where: _Shelf(tuple(own)) for where, own in by_where.items()}
                    for who, by_where in by_who.items()
                }
                for currency, by_who in found.items()
            },
            DatedRules(floors),
            _by_currency(extras),
        )

    def extras_in(self, currency: str) -> DatedRules[Extra]:
        """The extras in a currency."""
        return self._extras.get(currency, _NO_EXTRAS)

    def ids_here(self, currency: str, spot: Spot, moment: Moment) -> tuple[frozenset[str], ...]:
        """The identifiers of the floors and of the extras in a currency that hold; nothing, if none exist."""
        extras = self._extras.get(currency)
        if extras is None and not self.floors:
            return ()
        return self.floors.ids(spot, moment), self.extras_in(currency).ids(spot, moment)

    def ranks_for(self, currency: str, buyer: Buyer, spot: Spot) -> Ranks:
        """The lists in a currency for a buyer at a spot, whether they are in force or not."""
        whom = currency, buyer.agreement, buyer.tier, buyer.segments, buyer.member is None, spot
        ranks = self._asked.get(whom)
        if ranks is None:
            if len(self._asked) >= BUYERS_REMEMBERED:
                self._asked.clear()
            self._asked[whom] = ranks = self._ranks(self._close(currency, buyer, spot))
        return ranks

    def _close(self, currency: str, buyer: Buyer, spot: Spot) -> tuple[tuple[_Shelf, ...], ...]:
        """The shelves in a currency for a buyer at a spot, rank by rank."""
        shelves = self._by_currency.get(currency, {})
        close = [[shelves[who] for who in whos if who in shelves] for whos in _whos(buyer)]
        narrow = _wheres(spot)
        ranks = [
            tuple([by_where[where] for by_where in known for where in wheres if where in by_where])
            for known in close
            if known
            for wheres in narrow
        ]
        return tuple([rank for rank in ranks if rank])

    def _ranks(self, shelves: tuple[tuple[_Shelf, ...], ...]) -> Ranks:
        """The shelves with what is remembered of them: all buyers for whom they are share it."""
        if shelves not in self._found:
            if len(self._found) >= RANKS_REMEMBERED:
                self._found.clear()
                self._asked.clear()
            self._found[shelves] = Ranks(shelves)
        return self._found[shelves]

    def ambiguous(self) -> Iterator[Ambiguous]:
        """Each product, and each pack, that equally specific lists price from the same instant on.

        Reads the names of all that is priced.
        """
        alike: dict[object, list[PriceList]] = {}
        for each in sorted(self.lists, key=attrgetter("id")):
            alike.setdefault((each.currency, each.who, each.where, start_of(each.valid)), []).append(each)
        for lists in alike.values():
            if len(lists) > 1:
                yield from _priced_twice(lists)


def _by_currency(extras: Iterable[Extra]) -> Mapping[str, DatedRules[Extra]]:
    own: dict[str, list[Extra]] = {}
    for extra in extras:
        own.setdefault(extra.amount.currency, []).append(extra)
    return {currency: DatedRules(each) for currency, each in own.items()}


def _priced_twice(lists: Sequence[PriceList]) -> Iterator[Ambiguous]:
    first: dict[tuple[str, str | None], str] = {}
    for each in lists:
        for sku, pack in _priced(each):
            one = first.setdefault((sku, pack), each.id)
            if one != each.id:
                yield Ambiguous(sku, pack, one, each.id)


def _priced(price_list: PriceList) -> Iterator[tuple[str, str | None]]:
    yield from ((sku, None) for sku in price_list.prices)
    for pack, prices in price_list.packs.items():
        yield from ((sku, pack) for sku in prices)


def _who(who: Who | None) -> _Name:
    match who:
        case OfAgreement(name) | OfTier(name) | OfSegment(name):
            return who.kind, name
        case OfMembers():
            return who.kind, None
        case None:
            return _ANY
        case _:
            assert_never(who)


def _where(where: Where | None) -> tuple[_Name, ...]:
    """A list for several countries stands on the shelf of each."""
    match where:
        case InCountries(countries):
            return tuple((where.kind, country) for country in countries)
        case InZone(name) | InStore(name):
            return ((where.kind, name),)
        case None:
            return (_ANY,)
        case _:
            assert_never(where)


def _whos(buyer: Buyer) -> list[Sequence[_Name]]:
    """For whom a list for this buyer may be, the closest first."""
    return [
        () if buyer.agreement is None else ((OfAgreement.kind, buyer.agreement),),
        () if buyer.tier is None else ((OfTier.kind, buyer.tier),),
        [(OfSegment.kind, segment) for segment in buyer.segments],
        () if buyer.member is None else ((OfMembers.kind, None),),
        (_ANY,),
    ]


def _wheres(spot: Spot) -> list[Sequence[_Name]]:
    """Where a list that holds at this spot may hold, the narrowest first."""
    return [
        () if spot.store is None else ((InStore.kind, spot.store),),
        [(InZone.kind, zone) for zone in spot.zones],
        () if spot.country is None else ((InCountries.kind, spot.country),),
        (_ANY,),
    ]
