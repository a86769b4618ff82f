"""What a later owner has of goods that somebody else had bought: which, their guarantees, their claims.

The contract stays the buyer's: nothing here says what was paid, by which means, for which points, nor by
whom; and of claims that were made before, nothing that the buyer said, was lent, or had paid.

Source: French Code de la consommation, article L217-29, for what follows goods; house rule for the rest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import attrs

from comptoir.facts.claims import Claim
from comptoir.facts.held import Held, Run
from comptoir.facts.products import Product
from comptoir.facts.units import Units, quantity_of
from comptoir.returns.claims.found import ClaimDesk, ClaimFound, GuaranteeTold
from comptoir.values.almanac import Almanac
from comptoir.values.errors import NoAnswer
from comptoir.values.instants import Instant
from comptoir.values.moments import Moment
from comptoir.values.quantities import Quantity


@attrs.frozen(kw_only=True)
class LaterGood:
    """Pieces of a later owner: theirs ``since`` an instant, until they came back for good.

    ``guarantees`` is ``None`` where the rulebook's tables of time do not reach as far as that takes.
    """

    units: Units
    quantity: Quantity
    product: Product
    since: Instant
    returned: Instant | None = None
    guarantees: tuple[GuaranteeTold, ...] | None = ()


@attrs.frozen(kw_only=True)
class LaterOwned:
    """What a later owner has of an ``order`` of somebody else, and the claims about it, earlier ones too.

    ``claims`` is ``None`` where the rulebook's tables of time do not reach as far as that takes.
    """

    order: str
    goods: tuple[LaterGood, ...]
    claims: tuple[ClaimFound, ...] | None = ()


def later_owned(
    orders: Iterable[Held], references: Collection[str], moment: Moment, almanac: Almanac
) -> Iterator[LaterOwned]:
    """What the account of some member references has of orders that are others'."""
    for held in orders:
        runs = [run for run in held.runs if run.owner in references and run.cancelled is None]
        if runs:
            desk = ClaimDesk(held=held, moment=moment, almanac=almanac)
            claims = [claim for claim in held.claims if any(_is_about(claim, run) for run in runs)]
            yield LaterOwned(
                order=held.order.id,
                goods=tuple(_good(desk, run) for run in runs),
                claims=claims_told(
                    desk,
                    (claim if is_later_owners(held, claim, references) else _bare(claim) for claim in claims),
                ),
            )


def is_later_owners(held: Held, claim: Claim, references: Collection[str]) -> bool:
    """Whether a claim is that of a later owner, the account of some references.

    One of which nobody says whose it is, is that of whoever had all of its pieces when it was made.
    """
    if claim.by is not None:
        return claim.by in references
    return all(
        run.owner in references and run.owner_since is not None and run.owner_since <= claim.requested
        for run in held.runs
        if _is_about(claim, run)
    )


def buyers_claims(held: Held, references: Collection[str]) -> Iterator[Claim]:
    """The claims about what the buyer has, the account of some references, and those that the buyer made.

    Of one that a later owner made about goods that are the buyer's again, nothing that these said.
    """
    for claim in held.claims:
        about = [run for run in held.runs if _is_about(claim, run)]
        was_others = all(run.was_passed_on(claim.requested) for run in about)
        if claim.by in references or (claim.by is None and not was_others):
            yield claim
        elif any(run.owner_since is None for run in about):
            yield _bare(claim) if was_others else claim


def claims_told(desk: ClaimDesk, claims: Iterable[Claim]) -> tuple[ClaimFound, ...] | None:
    """Claims as they stand; ``None`` where the tables of time do not reach as far as that takes."""
    try:
        return tuple(desk.claim(claim) for claim in claims)
    except NoAnswer:  # an old order must not keep a member from their points
        return None


def _good(desk: ClaimDesk, run: Run) -> LaterGood:
    quantity = desk.held.order.lines[run.units.number - 1].terms.quantity
    since = desk.held.order.placed_at if run.owner_since is None else run.owner_since
    return LaterGood(
        units=run.units,
        quantity=quantity_of(quantity, run.units),
        product=run.product,
        since=since,
        returned=run.returned,
        guarantees=_guarantees(desk, run),
    )


def _guarantees(desk: ClaimDesk, run: Run) -> tuple[GuaranteeTold, ...] | None:
    try:
        return desk.good(run, None).guarantees
    except NoAnswer:
        return None


def _bare(claim: Claim) -> Claim:
    """A claim without what is its maker's own."""
    return attrs.evolve(claim, by=None, said=None, loans=(), advanced=(), repaid=(), handling=())


def _is_about(claim: Claim, run: Run) -> bool:
    return any(units.common(run.units) is not None for units in claim.units)
