"""A second opinion on claims: each claim a page, each piece a page, each fact a line on them.

It shares no step with the folding of facts, nor with what decides which remedies there are.

Source: house rule (laws CO and MO).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import attrs

from comptoir.facts.claim_events import Claimed, ClaimPassed, ClaimStep, PassedOn
from comptoir.facts.claims import Holder
from comptoir.facts.events import (
    Cancelled,
    Exchanged,
    Fact,
    HandedOver,
    OrderPlaced,
    Reduced,
    Returned,
    Swap,
)
from comptoir.facts.guarantee_terms import Problem, Remedy
from comptoir.facts.handovers import Carry
from comptoir.facts.orders import Order, OrderLine
from comptoir.facts.units import Units
from comptoir.testing.oracles.lives import Key
from comptoir.values.instants import Instant

_EVEN_WHEN_OVER = (
    ClaimStep.PERSISTS,
    ClaimStep.COST_ADVANCED,
    ClaimStep.COST_REPAID,
    ClaimStep.HANDLING,
    ClaimStep.INFORMED,
    ClaimStep.LOAN_BACK,
    ClaimStep.HANDED_BACK,
)
_Its = Claimed | ClaimPassed | PassedOn | HandedOver | Exchanged | Returned | Reduced | Cancelled
"""What is looked at of what can happen to an order."""


@attrs.define(kw_only=True)
class Stayed:
    """Goods were with the seller, from an instant to another."""

    since: Instant
    back: Instant | None = None
    repaired: bool = False


@attrs.define(kw_only=True)
class ClaimPage:
    """All that was written about one claim."""

    id: str
    about: frozenset[Key]
    cured: set[Key] = attrs.field(factory=set)
    last_cure: tuple[Remedy, str] | None = None
    problem: Problem
    wants: Remedy | None
    requested: Instant
    stays: list[Stayed] = attrs.field(factory=list)
    holder: Holder = Holder.CUSTOMER
    place: str | None = None
    repaired: list[Instant] = attrs.field(factory=list)
    repaired_at_home: list[Instant] = attrs.field(factory=list)
    agreed: Remedy | None = None
    refused: set[Remedy] = attrs.field(factory=set)
    agreed_after_all: set[Remedy] = attrs.field(factory=set)
    nothing_was_left: bool = False
    not_repaired: bool = False
    persists: int = 0
    major: bool = False
    minor: bool = False
    lent: list[str] = attrs.field(factory=list)
    talks: list[tuple[Instant, Instant | None]] = attrs.field(factory=list)
    advanced: int = 0
    repaid: int = 0
    handling: int = 0
    settled: tuple[Instant, Remedy, str] | None = None
    closed: Instant | None = None
    rejected: Instant | None = None

    @property
    def over(self) -> bool:
        """Whether nothing more is to be done about it."""
        return not (self.settled is None and self.closed is None and self.rejected is None)

    @property
    def not_given(self) -> set[Remedy]:
        """The remedies that the seller refused, and did not agree to after all."""
        return self.refused - self.agreed_after_all

    @property
    def repair_was_agreed(self) -> bool:
        """Whether a repair was agreed to: what is said not to be done had been."""
        return self.agreed is Remedy.REPAIR or self.not_repaired

    @property
    def staying(self) -> Stayed | None:
        """The stay that has not ended."""
        return self.stays[-1] if self.stays and self.stays[-1].back is None else None


@attrs.define(kw_only=True)
class PiecePage:
    """All that was written about one piece, as far as guarantees look at it.

    Since ``began`` the customer has what was bought, or was taken evenly for it; what replaces it was
    ``replaced`` for each claim.
    """

    handed_over: Instant | None = None
    began: Instant | None = None
    swapped: Instant | None = None
    swapped_for: str | None = None
    taken_over: Instant | None = None
    replaced: dict[str, Instant] = attrs.field(factory=dict)
    last_swap: str | None = None
    later_owner: bool = False
    gone: bool = False


@attrs.define(kw_only=True)
class Pages:
    """The pages of an order, and what did not fit on them: by its fact, what is wrong with it."""

    order: Order
    pieces: Mapping[Key, PiecePage]
    claims: dict[str, ClaimPage] = attrs.field(factory=dict)
    wrong: set[tuple[str, str]] = attrs.field(factory=set)


def pages_of(order_id: str, facts: Iterable[Fact], at: Instant) -> Pages:
    """The pages of an order by the facts of which none is after an instant; no two are of one instant."""
    known = {fact.id: fact for fact in facts}
    placed = known[order_id]
    if not isinstance(placed, OrderPlaced):
        raise AssertionError(placed)  # noqa: TRY004 - a story without its order
    order = placed.order
    pages = Pages(
        order=order,
        pieces={
            (line.terms.number, index): _page(order, line)
            for line in order.lines
            for index in range(sum(share.units for share in line.shares))
        },
    )
    its = [each for each in known.values() if isinstance(each, _Its) and each.order == order_id]
    for fact in sorted(its, key=lambda each: each.at):
        if fact.at <= at:
            _write(pages, fact)
    return pages


def _page(order: Order, line: OrderLine) -> PiecePage:
    carried = order.placed_at if isinstance(order.handover_of(line), Carry) else None
    return PiecePage(handed_over=carried, began=carried)


def _write(pages: Pages, fact: _Its) -> None:  # noqa: C901, PLR0912 - one case a fact
    match fact:
        case Claimed():
            _open(pages, fact)
        case ClaimPassed():
            _pass(pages, fact)
        case PassedOn():
            for _, piece in _named(pages, fact.units):
                piece.later_owner = fact.to is None or fact.to != pages.order.buyer.member
        case HandedOver():
            for _, piece in _named(pages, fact.units):
                if piece.handed_over is None:
                    piece.handed_over = piece.began = fact.at
                elif piece.swapped is not None and piece.taken_over is None:
                    _takes_over(piece, fact.at)
        case Exchanged():
            keys = [key for swap in fact.swaps for key in _swap(pages, fact, swap)]
            _settle(pages, fact, Remedy.REPLACEMENT, keys)
        case Reduced():
            keys = [key for taken in fact.taken for key in _meant(pages, taken.units)]
            _settle(pages, fact, Remedy.REDUCTION, keys)
        case Returned():
            keys = []
            for taken in fact.taken:
                own = _meant(pages, taken.units)
                keys += own
                for key in own:
                    pages.pieces[key].gone = True
            _settle(pages, fact, Remedy.RESCISSION, keys)
            _are_gone(pages, fact.at, keys, came_back=True)
        case Cancelled():
            keys = [key for taken in fact.taken for key, _ in _named(pages, [taken.units])]
            for key in keys:
                pages.pieces[key].gone = True
            _are_gone(pages, fact.at, keys, came_back=False)


def _swap(pages: Pages, fact: Exchanged, swap: Swap) -> list[Key]:
    """The pieces that are swapped: without a claim, rather those of which the same swaps were known."""
    known = [] if fact.claim is not None else _meant(pages, swap.units, after=swap.after)
    keys = known or _meant(pages, swap.units)
    for key in keys:
        piece = pages.pieces[key]
        if piece.last_swap not in (None, swap.after):
            pages.wrong.add((fact.id, "already_swapped"))
        piece.last_swap = fact.id
        piece.swapped, piece.swapped_for = fact.at, fact.claim
        comes_later = fact.store is None or not isinstance(fact.handover, Carry | None)
        piece.taken_over = None
        piece.began = None if fact.claim is None else piece.began
        if not comes_later:
            _takes_over(piece, fact.at)
    return keys


def _meant(pages: Pages, units: Units, *, after: str | None = "any") -> list[Key]:
    """Pieces that are named, if all are there; else the first ones alike; none if those are too few.

    Those that were swapped last by the exchange ``after``, or never.
    """
    line = [
        (piece.handed_over is None, key)
        for key, piece in pages.pieces.items()
        if key[0] == units.number and not piece.gone
        if after == "any" or piece.last_swap in (None, after)
    ]
    named = [key for _, key in line if units.first <= key[1] < units.after]
    if len(named) == units.count:
        return named
    first = [key for _, key in sorted(line)[: units.count]]
    return first if len(first) == units.count else []


def _takes_over(piece: PiecePage, at: Instant) -> None:
    """The customer has what was taken, evenly or for a claim."""
    piece.taken_over = at
    piece.began = piece.began or at
    if piece.swapped_for is not None:
        piece.replaced[piece.swapped_for] = at


def _open(pages: Pages, fact: Claimed) -> None:
    about = frozenset(
        key
        for key, piece in _named(pages, fact.units)
        if fact.units or fact.problem is Problem.MISSING or piece.handed_over is not None
    )
    if not about:
        pages.wrong.add((fact.id, "gone"))
        return
    page = ClaimPage(id=fact.id, about=about, problem=fact.problem, wants=fact.wants, requested=fact.at)
    if fact.problem is Problem.MISSING:
        page.holder = Holder.NOBODY
    if fact.store is not None:
        page.stays.append(Stayed(since=fact.at))
        page.holder, page.place = Holder.STORE, fact.store
    pages.claims[fact.id] = page


def _pass(pages: Pages, fact: ClaimPassed) -> None:  # noqa: C901 - one case a step
    page = pages.claims.get(fact.claim)
    if page is None:
        pages.wrong.add((fact.id, "unknown_claim"))
        return
    is_nothing_left = all(pages.pieces[key].gone for key in page.about)
    if (page.over and fact.step not in _EVEN_WHEN_OVER) or (
        fact.step is ClaimStep.PERSISTS and is_nothing_left
    ):
        pages.wrong.add((fact.id, "claim_over"))
        return
    _moves_goods(pages, page, fact)
    _decides(page, fact)
    page.nothing_was_left = page.nothing_was_left or not _first_remedies(page)
    match fact.step:
        case ClaimStep.LENT:
            page.lent.append(fact.sku or "")
        case ClaimStep.LOAN_BACK if not page.lent:
            pages.wrong.add((fact.id, "no_loan"))
        case ClaimStep.LOAN_BACK:
            page.lent.pop()
        case ClaimStep.TALKS_BEGUN:
            page.talks.append((fact.at, None))
        case ClaimStep.TALKS_ENDED if page.talks and page.talks[-1][1] is None:
            page.talks[-1] = (page.talks[-1][0], fact.at)
        case ClaimStep.COST_ADVANCED if fact.amount is not None:
            page.advanced += fact.amount.minor
        case ClaimStep.COST_REPAID if fact.amount is not None:
            page.repaid += fact.amount.minor
        case ClaimStep.HANDLING if fact.amount is not None:
            page.handling += fact.amount.minor
        case _:
            pass


def _moves_goods(pages: Pages, page: ClaimPage, fact: ClaimPassed) -> None:
    """Where the goods are: with whom, and whether they come back repaired."""
    stay = page.staying
    match fact.step:
        case ClaimStep.HANDED_IN:
            if stay is None:
                page.stays.append(Stayed(since=fact.at))
            page.holder, page.place = Holder.STORE, fact.place
        case ClaimStep.READY:
            page.holder, page.place = Holder.STORE, fact.place
        case ClaimStep.SENT_ON:
            page.holder, page.place = Holder.REPAIRER, fact.place
        case ClaimStep.REPAIRED:
            page.repaired.append(fact.at)
            if stay is None:
                page.repaired_at_home.append(fact.at)
                page.settled = page.settled or (fact.at, Remedy.REPAIR, fact.id)
            else:
                stay.repaired = True
        case ClaimStep.HANDED_BACK if stay is None:
            pages.wrong.add((fact.id, "not_handed_in"))
        case ClaimStep.HANDED_BACK if stay is not None:
            stay.back = fact.at
            page.holder, page.place = Holder.CUSTOMER, None
            if stay.repaired and not page.over:
                page.settled = (fact.at, Remedy.REPAIR, fact.id)
        case _:
            pass


def _decides(page: ClaimPage, fact: ClaimPassed) -> None:
    """What the seller decides, and what the customer says then."""
    match fact.step:
        case ClaimStep.AGREED if fact.remedy is not None:
            page.agreed = fact.remedy
            page.agreed_after_all.add(fact.remedy)
        case ClaimStep.REFUSED if fact.remedy is not None:
            page.refused.add(fact.remedy)
            page.agreed_after_all.discard(fact.remedy)
        case ClaimStep.REJECTED:
            page.rejected = fact.at
        case ClaimStep.NOT_REPAIRED:
            page.not_repaired = True
        case ClaimStep.PERSISTS:
            page.persists += 1
            page.settled = page.closed = None
            page.cured.clear()
            page.holder = Holder.CUSTOMER if page.holder is Holder.SELLER else page.holder
        case ClaimStep.MAJOR:
            page.major = True
        case ClaimStep.MINOR:
            page.minor = True
        case ClaimStep.CLOSED:
            page.closed = fact.at
        case _:
            pass


def _first_remedies(page: ClaimPage) -> set[Remedy]:
    """What puts the goods right and that is not refused; what was not repaired is not counted on."""
    firsts = {Remedy.REPLACEMENT} if page.problem is Problem.MISSING else {Remedy.REPAIR, Remedy.REPLACEMENT}
    return firsts - page.not_given - ({Remedy.REPAIR} if page.not_repaired else set())


def _settle(pages: Pages, fact: Exchanged | Reduced | Returned, remedy: Remedy, taken: Sequence[Key]) -> None:
    """A fact that names a claim cures pieces of it; once all are cured or gone, that settles it."""
    if fact.claim is None:
        return
    page = pages.claims.get(fact.claim)
    if page is None:
        pages.wrong.add((fact.id, "unknown_claim"))
        return
    own = page.about.intersection(taken)
    if own and page.over:
        pages.wrong.add((fact.id, "claim_over"))
    if not own or page.over:
        return
    page.cured |= own
    page.last_cure = remedy, fact.id
    if not _is_done(pages, page):
        return
    page.settled = (fact.at, remedy, fact.id)
    _stays_no_longer(page, fact.at)
    if page.problem is not Problem.MISSING:
        page.holder = Holder.CUSTOMER if remedy is Remedy.REDUCTION else Holder.SELLER
    page.place = None


def _is_done(pages: Pages, page: ClaimPage) -> bool:
    return all(key in page.cured or pages.pieces[key].gone for key in page.about)


def _stays_no_longer(page: ClaimPage, at: Instant) -> None:
    if page.staying is not None:
        page.staying.back = at


def _are_gone(pages: Pages, at: Instant, keys: Sequence[Key], *, came_back: bool) -> None:
    """Pieces came back or were cancelled: of a claim about nothing else nothing more is to be done."""
    for page in pages.claims.values():
        if page.over or not page.about.intersection(keys) or not _is_done(pages, page):
            continue
        if page.last_cure is not None and page.cured:
            page.settled = (at, *page.last_cure)
        else:
            page.closed = at
        _stays_no_longer(page, at)
        if came_back and page.problem is not Problem.MISSING:
            page.holder, page.place = Holder.SELLER, None


def _named(pages: Pages, units: Sequence[Units]) -> Iterator[tuple[Key, PiecePage]]:
    """The pieces that a fact names and that are not gone; all of those, if it names none."""
    named = {(each.number, index) for each in units for index in range(each.first, each.after)}
    for key, piece in pages.pieces.items():
        if not piece.gone and (key in named or not named):
            yield key, piece


@attrs.frozen(kw_only=True)
class Covering:
    """What a guarantee that covers a claim gives: the first remedies and then others, or some at once."""

    is_law: bool
    at_once: frozenset[Remedy] = frozenset()
    attempts: int = 1
    conform_by: date | None = None
    may_reject: bool = False


def remedies_of(page: ClaimPage, covering: Iterable[Covering], today: date) -> dict[Remedy, str]:
    """The remedies that may be asked for on a day, each with the first reason why.

    ``covering`` are the guarantees that were alive on the day of the request.
    """
    if page.rejected is not None:
        return {}
    found = dict[Remedy, str]()
    for each in covering:
        for remedy, why in _of_the_law(page, each, today) if each.is_law else _of_the_shop(page, each):
            found.setdefault(remedy, why)
    return found


def _of_the_law(page: ClaimPage, law: Covering, today: date) -> Iterator[tuple[Remedy, str]]:
    firsts = (Remedy.REPLACEMENT,) if page.problem is Problem.MISSING else (Remedy.REPAIR, Remedy.REPLACEMENT)
    left = [remedy for remedy in firsts if remedy not in page.not_given]
    for remedy in left:
        yield remedy, "chosen"
    whys = {
        "refused": page.nothing_was_left,
        "not_in_time": law.conform_by is not None and today > law.conform_by and page.settled is None,
        "failed": page.persists >= law.attempts,
        "major": page.major,
        "short_term": law.may_reject,
    }
    why = next((why for why, holds in whys.items() if holds), None)
    if why is None:
        return
    if page.problem is not Problem.MISSING and why != "short_term":
        yield Remedy.REDUCTION, why
    if not page.minor:
        yield Remedy.RESCISSION, why
    elif law.may_reject:
        yield Remedy.RESCISSION, "short_term"


def _of_the_shop(page: ClaimPage, policy: Covering) -> Iterator[tuple[Remedy, str]]:
    for remedy in policy.at_once or {Remedy.REPAIR}:
        is_there = page.problem is not Problem.MISSING or remedy not in {Remedy.REPAIR, Remedy.REDUCTION}
        if remedy not in page.not_given and is_there:
            yield remedy, "policy"
