"""What a little more would bring: promotions that are nearly there, and totals that fall with more goods.

Every hint is proven: the basket with what it names was priced like the quote itself. Nothing is computed
before it is asked for.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

import attrs

from comptoir.checkout.completions import COMPLETIONS_MAX, Candidates, Completion
from comptoir.checkout.page import PAGE_MAX
from comptoir.checkout.quote import Quote
from comptoir.checkout.trials import Budget, Trials, Tried
from comptoir.facts.lines import Line
from comptoir.facts.products import Nature
from comptoir.pricing.benefits.gift import Gift
from comptoir.pricing.fitting import fits_of
from comptoir.pricing.kinds import is_touched
from comptoir.pricing.lacks import Lack, LacksAmount, LacksSlots, LacksUnits, lacks_of
from comptoir.pricing.priced import PricedLine
from comptoir.pricing.rules import Promotion
from comptoir.pricing.why import Verdicts
from comptoir.values.collections import tuple_of
from comptoir.values.errors import LimitExceeded
from comptoir.values.identifiers import checked_identifier
from comptoir.values.money import Amount
from comptoir.values.quantities import QUANTITY_MAX, Measured, pieces


@attrs.frozen(kw_only=True)
class NearMiss:
    """What brings the next benefit of a promotion: it lacks ``missing`` units, or goods worth so much.

    ``add`` are the goods that bring it at the least; none where any goods do. The customer pays ``more`` in
    all for the basket with them, perhaps less than nothing, and has ``saved`` what they cost by themselves
    without promotions, less that. Where any goods do, ``saved`` is what the promotion takes off what is
    there, and ``more`` is what is missing less that.
    """

    promotion: str
    missing: int | Amount
    add: tuple[Line, ...] = ()
    more: Amount
    saved: Amount

    @property
    def sku(self) -> str | None:
        """The product to add, if it is one."""
        skus = {line.sku for line in self.add}
        return next(iter(skus)) if len(skus) == 1 else None

    @property
    def units(self) -> int:
        """How many pieces or packs to add."""
        return sum(pieces(line.quantity) for line in self.add)


@attrs.frozen(kw_only=True)
class Cliff:
    """``units`` more of a product that is in the basket make it cost ``less`` in all: 10 cost less than 9.

    ``unit`` is the pack, if it is in the basket by the pack.
    """

    sku: str
    unit: str | None = None
    units: int
    less: Amount


@attrs.frozen(kw_only=True)
class Hints:
    """The near misses in the order of their promotions' identifiers, and the cliffs in that of the lines.

    Unless ``all_tried``, the counted work ended before everything was tried: what is told is true, but there
    may be more to tell, or less to pay.
    """

    near_misses: tuple[NearMiss, ...]
    cliffs: tuple[Cliff, ...]
    all_tried: bool = True


def hints_of(quote: Quote, among: Iterable[str] = ()) -> Hints:
    """The near misses and the cliffs of a quote; ``among`` are SKUs that may be added besides.

    Raises ``LimitExceeded`` for more than 2,000 of them.
    """
    skus = tuple(
        checked_identifier(sku, f"among[{i}]") for i, sku in enumerate(tuple_of(str, among, "among"))
    )
    if len(skus) > PAGE_MAX:
        found = f"found {len(skus)} products"
        raise LimitExceeded.at("among", found, f"name at most {PAGE_MAX}", code="too_many_products")
    if not quote.basket.lines:
        return Hints(near_misses=(), cliffs=())
    search = _Search(Trials(quote), skus)
    return search.hints()


@attrs.frozen
class _Search:
    """One search: what each promotion lacks, and what makes up for it."""

    trials: Trials
    among: tuple[str, ...]

    def hints(self) -> Hints:
        """Both kinds of hints, each within its own work."""
        lacking = [(promotion, self._lacks(promotion)) for promotion in self._promotions()]
        for_misses, for_cliffs = Budget(), Budget()
        misses = [self._near_miss(promotion, lacks, for_misses) for promotion, lacks in lacking if lacks]
        every_lack = [lack for _, lacks in lacking for lack in lacks]
        cliffs = [self._cliff(line, every_lack, for_cliffs) for line in self._priced_lines()]
        return Hints(
            near_misses=tuple(each for each in misses if each is not None),
            cliffs=tuple(each for each in cliffs if each is not None),
            all_tried=not (for_misses.is_short or for_cliffs.is_short),
        )

    def _promotions(self) -> list[Promotion]:
        """The promotions in force that may lack something: on goods of the basket, and gifts."""
        question = self.trials.question.prices
        found = {
            each.id: each
            for line in self.trials.now.priced.lines
            for each in question.rules.offers.of(line.product).others
        }
        found |= {each.id: each for each in question.rules.promotions if isinstance(each.benefit, Gift)}
        return [found[id_] for id_ in sorted(found) if question.moment.is_in(found[id_].valid)]

    def _lacks(self, promotion: Promotion) -> tuple[Lack, ...]:
        verdicts = self.trials.now.priced.verdicts
        return lacks_of(promotion, verdicts.seen(promotion.id)) if isinstance(verdicts, Verdicts) else ()

    def _near_miss(self, promotion: Promotion, lacks: Iterable[Lack], budget: Budget) -> NearMiss | None:
        """The completion that costs the least more, of those that save something."""
        candidates = Candidates.of(self.trials, promotion, self.among)
        found: list[NearMiss] = []
        for lack in lacks:
            match lack:
                case LacksAmount():
                    found += self._of_amount(promotion, lack, budget)
                case LacksUnits():
                    found += self._of_goods(promotion, lack, candidates.of_units(lack), budget)
                case LacksSlots():
                    ways = candidates.of_slots(lack, dearest=isinstance(promotion.benefit, Gift))
                    found += self._of_goods(promotion, lack, ways, budget)
        return min(found, key=_cheapest_first, default=None)

    def _of_amount(self, promotion: Promotion, lack: LacksAmount, budget: Budget) -> Iterator[NearMiss]:
        tried = self.trials.relaxed(lack.relaxed, budget)
        if tried is None or not tried.has_more_than(self.trials.now, promotion.id):
            return
        if (saved := self.trials.now.total - tried.total) > 0:
            yield NearMiss(
                promotion=promotion.id,
                missing=lack.missing,
                more=self._amount(lack.missing.minor - saved),
                saved=self._amount(saved),
            )

    def _of_goods(
        self,
        promotion: Promotion,
        lack: LacksUnits | LacksSlots,
        ways: Iterator[Completion],
        budget: Budget,
    ) -> Iterator[NearMiss]:
        for add in islice(ways, COMPLETIONS_MAX):
            tried = self.trials.with_more(add, budget)
            if tried is None or not tried.has_more_than(self.trials.now, promotion.id):
                continue
            more = tried.total - self.trials.now.total
            saved = sum(self.trials.regular(line) or 0 for line in add) - more
            if saved > 0:
                yield NearMiss(
                    promotion=promotion.id,
                    missing=lack.missing,
                    add=add,
                    more=self._amount(more),
                    saved=self._amount(saved),
                )
        budget.is_short |= next(ways, None) is not None

    def _priced_lines(self) -> Iterator[PricedLine]:
        """A line of each product that is sold by whole units, and of each of its packs."""
        told: set[tuple[str, str | None]] = set()
        for line in self.trials.now.priced.lines:
            key = line.good.sku, line.good.unit
            is_whole = not isinstance(line.good.quantity, Measured)
            if is_whole and line.product.nature is not Nature.GIFT_CARD and key not in told:
                told.add(key)
                yield line

    def _cliff(self, line: PricedLine, lacks: Iterable[Lack], budget: Budget) -> Cliff | None:
        """The most that more units of a line's product make the basket cost less."""
        good, now = line.good, self.trials.now
        steps = {*self._to_next_step(line), *(units for lack in lacks for units in _units_for(lack, line))}
        if steps or self._may_fall(line):
            steps.add(1)
        best: tuple[int, int] | None = None
        for units in sorted(step for step in steps if 0 < step <= QUANTITY_MAX):
            tried: Tried | None = self.trials.with_more([Line(good.sku, units, unit=good.unit)], budget)
            if tried is not None and tried.total < (now.total if best is None else best[0]):
                best = tried.total, units
        if best is None:
            return None
        return Cliff(sku=good.sku, unit=good.unit, units=best[1], less=self._amount(now.total - best[0]))

    def _may_fall(self, line: PricedLine) -> bool:
        """Whether a unit more may be paid by a promotion, or by what is charged for delivery."""
        fees = self.trials.quote.terms.fees
        question = self.trials.question.prices
        offers = question.rules.offers.of(line.product).others
        return fees > 0 or any(question.moment.is_in(each.valid) for each in offers)

    def _to_next_step(self, line: PricedLine) -> Iterator[int]:
        """Units up to the next step of the line's volume scale."""
        content = line.product.content_of(line.good.unit)
        for price_list in self.trials.question.rulebook.pricing.lists:
            if price_list.id != line.listed.list or content is None:
                continue
            if (scale := price_list.scales.get(line.good.sku)) is not None:
                ahead = (step.from_.millionths - line.listed.content for step in scale.steps)
                step = next((each for each in ahead if each > 0), None)
                if step is not None:
                    yield -(-step // content.millionths)

    def _amount(self, minor: int) -> Amount:
        return Amount(minor, self.trials.quote.basket.currency)


def _cheapest_first(found: NearMiss) -> tuple[int, int, int, list[tuple[str, str]]]:
    """The least to pay more, then the most saved, then the fewest units."""
    goods = [(line.sku, line.unit or "") for line in found.add]
    return found.more.minor, -found.saved.minor, found.units, goods


def _units_for(lack: Lack, line: PricedLine) -> Iterator[int]:
    """How many units of a line's product make up for what a promotion lacks, if they do."""
    product, unit = line.product, line.good.unit
    match lack:
        case LacksUnits():
            if units := lack.units_of(product, unit):
                yield units
        case LacksSlots():
            fits, units = fits_of(product, lack.fitting.slots), lack.missing
            is_enough = not lack.fitting.with_more({fits: units}).lacks(lack.times)
            if fits and is_touched(product, lack.on) and is_enough:
                yield units
        case LacksAmount() if is_touched(product, lack.on):
            many = pieces(line.good.quantity)
            for amount in {line.regular, line.charged}:  # of what a unit costs there, the bounds
                if amount > 0:
                    yield -(-lack.missing.minor * many // amount)
        case _:
            return
