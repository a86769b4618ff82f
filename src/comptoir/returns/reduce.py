"""For which goods of an order less is paid, though the customer keeps them or is still to get them.

Decides which pieces are meant, what each cost so far, and what is given back of it: because less was picked
of what is sold by measure, because another product was, or because the seller lets them go for less. May
never know which channel asks, nor a price of today. Nobody ever pays more than was agreed: what was picked in
place of something, or more of it than was ordered, costs at most the same. What was asked for is done as a
whole or not at all, and reasons to refuse are looked for in the order of :class:`ReduceRefusalCode`.

Rounding point: the price of a part of what was ordered by measure, half up.

Source: Directive (EU) 2019/771, articles 13(4) and 15, for the reduction of a price; the rest is a house
rule.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from typing import ClassVar, Final

import attrs

from comptoir.facts.conflicts import Conflict
from comptoir.facts.events import ReduceReason, Reducing
from comptoir.facts.held import Held, Run
from comptoir.facts.products import Product
from comptoir.facts.units import Units, paid_for, quantity_of, shares_within
from comptoir.returns.asked import checked_what
from comptoir.returns.claims.back import ClaimBack
from comptoir.returns.claims.remedies import RemedyClosed
from comptoir.returns.pieces import first_pieces, pieces_meant, without
from comptoir.returns.refund import PaidBack, refund_of
from comptoir.returns.repriced import left_for_shares
from comptoir.returns.taxed import taxes_back
from comptoir.texts import language_of, say
from comptoir.values.allocation import spread
from comptoir.values.collections import tuple_of
from comptoir.values.errors import WrongValue, checked_type, shown
from comptoir.values.identifiers import checked_identifier
from comptoir.values.money import Amount, checked_alike, checked_not_negative, checked_positive, maybe_amount
from comptoir.values.quantities import QUANTITY_MAX, Measured, Quantity, checked_count, millionths, unit_of
from comptoir.values.rounding import Rounding, divide

_PICKING: Final = frozenset({ReduceReason.PICKED_LESS, ReduceReason.SUBSTITUTED})
"""What becomes of goods before they are handed over."""


class ReduceRefusalCode(Enum):
    """Why nothing is taken off a price, in order of precedence."""

    NEVER_BOUGHT = "never_bought"
    """The order has no such ref or line."""
    MORE_THAN_BOUGHT = "more_than_bought"
    """There are fewer pieces of it, or other entries of the question take them."""
    ALREADY_RETURNED = "already_returned"
    """Pieces of it have come back before."""
    ALREADY_CANCELLED = "already_cancelled"
    """Pieces of it were cancelled before."""
    HANDED_OVER = "handed_over"
    """The customer has them already: nothing is picked any more."""
    UNKNOWN_PRODUCT = "unknown_product"
    """What was picked in their place is no product of the rulebook."""
    NOT_BY_MEASURE = "not_by_measure"
    """They are not sold by the measure in which they were picked."""
    NOTHING_OFF = "nothing_off"
    """They would cost as much as before, or more."""
    MORE_THAN_PAID = "more_than_paid"
    """More would be taken off than was paid, or than is left of it once kept goods were priced again."""
    CLAIM = "claim"
    """The claim gives no lower price, or is not about them."""
    LATER_OWNER = "later_owner"
    """They are a later owner's, by whose claim no price falls: it was agreed with the buyer."""


_PRECEDENCE: Final = tuple(ReduceRefusalCode)


@attrs.frozen
class Reduce:
    """Pieces for which less is paid: ``what`` is the ref that a channel gave their line, or its number.

    Without a ``quantity``, all of them that are not given up. They cost ``to`` in all from now on, or so much
    ``off``. ``took`` is the SKU of what was picked in their place, ``picked`` how much there was of what is
    sold by measure: its price follows from it, where none is named. ``sku`` says which product, where some
    pieces of the line were swapped for another.

    >>> Reduce("app-7", off="4.00 EUR").off.minor
    400
    """

    what: str | int
    quantity: int | None = None
    to: Amount | None = attrs.field(default=None, kw_only=True, converter=maybe_amount)
    off: Amount | None = attrs.field(default=None, kw_only=True, converter=maybe_amount)
    took: str | None = attrs.field(default=None, kw_only=True)
    picked: Measured | None = attrs.field(default=None, kw_only=True)
    sku: str | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        checked_what(self.what)
        if self.quantity is not None:
            checked_count(self.quantity, "quantity", 1, QUANTITY_MAX)
        if self.picked is not None:
            checked_type(Measured, self.picked, "picked", 'pass Measured("0.532", "kg")')
        for where, sku in (("took", self.took), ("sku", self.sku)):
            if sku is not None:
                checked_identifier(sku, where)
        self._check_amounts()

    def _check_amounts(self) -> None:
        if self.to is not None:
            checked_not_negative(self.to, "to")
        if self.off is not None:
            checked_positive(self.off, "off")
        if self.to is not None and self.off is not None:
            cure = "say what they cost now, or what is taken off"
            raise WrongValue.at("off", "found both", cure, code="reduced_twice")


def _reduce(reduce: Iterable[Reduce]) -> tuple[Reduce, ...]:
    entries = tuple_of(Reduce, reduce, "reduce")
    if not entries:
        cure = 'say what costs less, such as [Reduce("app-7", off="4.00 EUR")]'
        raise WrongValue.at("reduce", "found nothing", cure, code="nothing_given")
    return entries


@attrs.frozen(kw_only=True)
class ReduceAsked:
    """What costs less, and why; each entry says what the reason takes. It may be for a ``claim``."""

    reduce: tuple[Reduce, ...] = attrs.field(converter=_reduce)
    because: ReduceReason
    claim: str | None = None

    def __attrs_post_init__(self) -> None:
        checked_type(ReduceReason, self.because, "because", "pass ReduceReason.PICKED_LESS, …")
        if self.claim is not None:
            checked_identifier(self.claim, "claim")
            if self.because is not ReduceReason.PRICE_REDUCTION:
                cure = "pass ReduceReason.PRICE_REDUCTION: that is what a claim gives"
                raise WrongValue.at("because", shown(self.because.value), cure, code="reduced_otherwise")
        for index, each in enumerate(self.reduce):
            self._check(each, f"reduce[{index}]")

    def _check(self, each: Reduce, where: str) -> None:
        is_substituted = self.because is ReduceReason.SUBSTITUTED
        if (each.took is not None) is not is_substituted:
            cure = "name the product that was picked" if is_substituted else "leave the product out"
            raise WrongValue.at(f"{where}.took", shown(each.took), cure, code="reduced_otherwise")
        if each.picked is not None and self.because not in _PICKING:
            cure = "leave it out: it is for what was picked"
            raise WrongValue.at(f"{where}.picked", shown(each.picked), cure, code="reduced_otherwise")
        if self.because is ReduceReason.PICKED_LESS and each.picked is None:
            cure = 'say how much was picked, such as picked=Measured("0.532", "kg")'
            raise WrongValue.at(f"{where}.picked", "found nothing", cure, code="reduced_otherwise")
        if self.because is not ReduceReason.PICKED_LESS and each.to is None and each.off is None:
            cure = 'say what they cost now, such as to="3.20 EUR", or off="1.00 EUR"'
            raise WrongValue.at(f"{where}.to", "found no amount", cure, code="no_reduction")


@attrs.frozen(kw_only=True)
class ReduceRefused:
    """Why nothing is taken off, and for what: the ``what`` of the entry, and pieces where they are known.

    Of entries that are too much together, ``what`` names all, with commas between. ``by`` is the fact by
    which they are gone already. Where a ``claim`` gives no lower price, ``closed`` says why.
    """

    code: ReduceRefusalCode
    what: str
    units: Units | None = None
    by: str | None = None
    claim: str | None = None
    closed: RemedyClosed | None = None

    def text(self, language: str) -> str:
        """The reason as a sentence, in French (``fr``) or English (``en``)."""
        if self.closed is not None:
            return self.closed.text(language)
        return say(
            f"reduce_{self.code.value}", language_of(language), by=self.by or "", claim=self.claim or ""
        )


@attrs.frozen(kw_only=True)
class GoodReduced:
    """Pieces that cost the same and are kept for less, in minor units: what was ``paid``, what is given back.

    ``product`` is what they are: what was picked in place of something, if it was. ``sku`` is what they were.
    """

    units: Units
    quantity: Quantity
    product: Product
    sku: str
    paid: int
    refunded: int
    took: Product | None = None
    picked: Measured | None = None


@attrs.frozen(kw_only=True)
class Lowering(PaidBack):
    """What is kept of an order for less, why, and what is given back for it: the answer itself."""

    document: ClassVar[str] = "reduction/1"

    because: ReduceReason
    claim: str | None = None
    goods: tuple[GoodReduced, ...]

    @property
    def may_keep(self) -> int:
        """What of the refund may be kept for missing points: of what is given as a favour, all."""
        is_favour = self.because is ReduceReason.GOODWILL
        return self.refund.money if is_favour else 0

    @property
    def taken(self) -> Iterator[Reducing]:
        """The pieces as a fact says them."""
        for good in self.goods:
            yield Reducing(
                units=good.units,
                sku=good.sku,
                refunded=good.refunded,
                took=good.took,
                picked=good.picked,
            )


def reduce_goods(
    held: Held,
    asked: ReduceAsked,
    *,
    assortment: Mapping[str, Product],
    claim: ClaimBack | None = None,
    conflicts: Iterable[Conflict] = (),
) -> Lowering | ReduceRefused:
    """What becomes of the price of goods that the customer keeps, or is still to get.

    Entries are looked at as they are listed, and pieces that one of them takes are not there for the next.
    ``assortment`` has the products that can have been picked, by SKU; with a ``claim``, goods of it alone
    cost less. Raises ``WrongValue`` for an amount in another currency than the order's.
    """
    if claim is not None and claim.right is None:
        return _not_by_claim(asked.reduce[0], claim)
    desk = _Desk(held, asked.because, assortment, claim)
    left = {line.terms.number: list(held.of_line(line.terms.number)) for line in held.order.lines}
    goods: list[GoodReduced] = []
    refused: list[ReduceRefused] = []
    for index, each in enumerate(asked.reduce):
        _check_currency(held, each, f"reduce[{index}]")
        found = desk.look_at(each, left)
        if isinstance(found, ReduceRefused):
            refused.append(found)
            continue
        for good in found:
            number = good.units.number
            left[number] = list(without(left[number], good.units))
        goods += found
    if refused:
        return min(refused, key=lambda each: _PRECEDENCE.index(each.code))
    most = left_for_shares(held)
    if most is not None and sum(good.refunded for good in goods) > most:
        return _too_much(held, asked)
    by_line: Counter[int] = Counter()
    for good in goods:
        by_line[good.units.number] += good.refunded
    return Lowering(
        order=held.order.id,
        because=asked.because,
        claim=asked.claim,
        goods=tuple(goods),
        refund=refund_of(
            held,
            (),
            goods=sum(by_line.values()),
            on_credit=0,
            delivery=0,
            taxes=taxes_back(held, by_line, 0),
        ),
        points_clawed=0,
        conflicts=tuple(conflicts),
    )


def units_meant(held: Held, asked: ReduceAsked) -> tuple[tuple[Reduce, Units | None], ...]:
    """Each entry, with the pieces among which its own are."""
    return tuple((each, pieces_meant(held.order, each.what)) for each in asked.reduce)


@attrs.frozen
class _Desk:
    """One order on the desk of whoever takes something off its prices."""

    held: Held
    because: ReduceReason
    assortment: Mapping[str, Product]
    claim: ClaimBack | None = None

    def look_at(self, entry: Reduce, left: Mapping[int, Sequence[Run]]) -> list[GoodReduced] | ReduceRefused:
        """The goods that one entry is, of those ``left`` of each line; or why it is refused."""
        meant = pieces_meant(self.held.order, entry.what)
        if meant is None:
            return _refused(entry, ReduceRefusalCode.NEVER_BOUGHT)
        is_picking = self.because in _PICKING
        there = [
            run
            for run in left[meant.number]
            if not run.is_gone
            and entry.sku in {None, run.product.sku}
            and not (is_picking and run.handed_over is not None)
        ]
        if self.claim is not None:
            there = list(self.claim.within(there))
        runs = first_pieces(there, meant, entry.quantity or meant.count, self._preference)
        count = sum(run.units.count for run in runs)
        if not count or (entry.quantity is not None and count < entry.quantity):
            return self._too_few(entry, meant, left)
        if self.claim is not None and any(run.owner_since is not None for run in runs):
            return _refused(entry, ReduceRefusalCode.LATER_OWNER, meant)
        if entry.took is not None and entry.took not in self.assortment:
            return _refused(entry, ReduceRefusalCode.UNKNOWN_PRODUCT, meant)
        ordered = self.held.order.lines[meant.number - 1].terms.quantity
        if entry.took is None and entry.picked is not None and entry.picked.unit != unit_of(ordered):
            return _refused(entry, ReduceRefusalCode.NOT_BY_MEASURE, meant)
        return self._lower(entry, meant, runs)

    def _preference(self, run: Run) -> tuple[bool, ...]:
        """Of pieces that are alike, the buyer's are meant first, where a claim lowers their price."""
        return () if self.claim is None else (run.owner_since is not None,)

    def _too_few(self, entry: Reduce, meant: Units, left: Mapping[int, Sequence[Run]]) -> ReduceRefused:
        """Why there are not enough pieces."""
        runs = [run for run in left[meant.number] if run.units.common(meant) is not None]
        if entry.quantity is not None and entry.quantity > meant.count:
            return _refused(entry, ReduceRefusalCode.MORE_THAN_BOUGHT, meant)
        for run in runs:
            if run.returned_by is not None:
                return _refused(entry, ReduceRefusalCode.ALREADY_RETURNED, meant, run.returned_by)
            if run.cancelled_by is not None:
                return _refused(entry, ReduceRefusalCode.ALREADY_CANCELLED, meant, run.cancelled_by)
        if self.because in _PICKING and any(run.handed_over is not None for run in runs):
            return _refused(entry, ReduceRefusalCode.HANDED_OVER, meant)
        if self.claim is not None:
            return _not_by_claim(entry, self.claim)
        return _refused(entry, ReduceRefusalCode.MORE_THAN_BOUGHT, meant)

    def _lower(self, entry: Reduce, meant: Units, runs: Sequence[Run]) -> list[GoodReduced] | ReduceRefused:
        """The pieces at their new price; each gets its share of what is taken off, by what it cost."""
        alike = [each for run in runs for each in self._alike(run)]
        paid = [each.units.count * left for each, left in alike]
        off = self._off(entry, meant, [run.units for run in runs], sum(paid))
        if off > sum(paid):
            return _refused(entry, ReduceRefusalCode.MORE_THAN_PAID, meant)
        if off <= 0 and self.because not in _PICKING:
            return _refused(entry, ReduceRefusalCode.NOTHING_OFF, meant)
        parts = spread(max(0, off), paid, range(len(paid)))
        took = None if entry.took is None else self.assortment[entry.took]
        quantity = self.held.order.lines[meant.number - 1].terms.quantity
        return [
            GoodReduced(
                units=run.units,
                quantity=quantity_of(quantity, run.units),
                product=took or run.product,
                sku=run.product.sku,
                paid=worth,
                refunded=part,
                took=took,
                picked=entry.picked,
            )
            for (run, _), worth, part in zip(alike, paid, parts, strict=True)
        ]

    def _alike(self, run: Run) -> Iterator[tuple[Run, int]]:
        """The pieces of a run, cut where others cost more or less, with what is left of what each cost."""
        first = run.units.first
        for count, share in shares_within(self.held.order.lines[run.units.number - 1].shares, run.units):
            units = Units(run.units.number, first, count)
            yield attrs.evolve(run, units=units), max(0, share.paid - run.reduced)
            first += count

    def _off(self, entry: Reduce, meant: Units, units: Iterable[Units], paid: int) -> int:
        """What is to be taken off what is left of the price, in minor units; below zero if it went up."""
        if entry.off is not None:
            return entry.off.minor
        if entry.to is not None:
            return paid - entry.to.minor
        line = self.held.order.lines[meant.number - 1]
        assert isinstance(entry.picked, Measured)
        agreed = sum(paid_for(line.shares, each) for each in units)
        goods = max(0, agreed - line.terms.on_top)
        part = divide(goods * entry.picked.millionths, millionths(line.terms.quantity), Rounding.HALF_UP)
        return paid - (agreed - goods + part)


def _refused(
    entry: Reduce, code: ReduceRefusalCode, units: Units | None = None, by: str | None = None
) -> ReduceRefused:
    return ReduceRefused(code=code, what=str(entry.what), units=units, by=by)


def _not_by_claim(entry: Reduce, by: ClaimBack) -> ReduceRefused:
    """That a claim gives no lower price; or is not about those goods."""
    code = ReduceRefusalCode.CLAIM
    return ReduceRefused(code=code, what=str(entry.what), claim=by.claim.id, closed=by.closed)


def _too_much(held: Held, asked: ReduceAsked) -> ReduceRefused:
    """All entries together take off more than is left of what was paid."""
    entries = units_meant(held, asked)
    named = dict.fromkeys(str(entry.what) for entry, _ in entries)
    units = entries[0][1] if len(entries) == 1 else None
    return ReduceRefused(code=ReduceRefusalCode.MORE_THAN_PAID, what=", ".join(named), units=units)


def _check_currency(held: Held, entry: Reduce, where: str) -> None:
    for field, amount in (("to", entry.to), ("off", entry.off)):
        if amount is not None:
            checked_alike(amount, held.order.currency, f"{where}.{field}", "the order")
