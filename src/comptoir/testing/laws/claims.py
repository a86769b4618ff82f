"""Laws of claims: what becomes of them, what may be asked for, and that goods are told piece by piece.

Source: laws CO, CR and CG, and R5 for replacements.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from comptoir.facts.claims import Claim
from comptoir.facts.conflicts import AlreadySwapped, ClaimOver, NoLoan, NotHandedIn, UnknownClaim
from comptoir.facts.guarantee_terms import GuaranteeTerms, Remedy
from comptoir.facts.return_terms import Right
from comptoir.testing.cases import expect
from comptoir.testing.claim_cases import (
    ClaimCase,
    TellClaims,
    tell_at_the_counter,
    tell_claims,
    tell_with_replacements,
)
from comptoir.testing.oracles.claims import ClaimPage, Covering, Pages, pages_of, remedies_of
from comptoir.testing.oracles.deadlines import counted, day_shown
from comptoir.testing.oracles.guarantees import Walked, walk
from comptoir.testing.oracles.lives import Key
from comptoir.testing.return_cases import keys_of

_CONFLICTS = (UnknownClaim, ClaimOver, NotHandedIn, NoLoan, AlreadySwapped)
_ALIVE = ("running", "suspended", "not_started", "no_end")


def co_claims_are_what_the_oracle_writes(case: ClaimCase, tell: TellClaims = tell_claims) -> None:
    """CO: each claim stands as the oracle writes it, and each fact that does not fit is named."""
    told, pages = tell(case), case.pages
    found = {claim.id: _as_page(claim) for claim in told.claims}
    expect("CO", list(found) == list(pages.claims), f"found the claims {list(found)}")
    for id_, page in pages.claims.items():
        written = _as_page(page)
        expect("CO", found[id_] == written, f"found {found[id_]}, not {written}")
    named = {(each.fact, each.kind) for each in told.conflicts if isinstance(each, _CONFLICTS)}
    wrong = {each for each in pages.wrong if each[1] != "gone"}
    expect("CO", named == wrong, f"found {named} named, not {wrong}")
    for fact, _ in pages.wrong - wrong:
        is_named = any(each.fact == fact for each in told.conflicts if hasattr(each, "fact"))
        expect("CO", is_named, f"found {told.conflicts}, without {fact}")


def cr_remedies_are_what_the_oracle_allows(case: ClaimCase, tell: TellClaims = tell_claims) -> None:
    """CR: what may be asked for under each claim is what the oracle allows, and the rest is refused."""
    told, pages = tell(case), case.pages
    for id_, page in pages.claims.items():
        due = _due(case, pages, page)
        remedies = told.remedies[id_]
        open_ = {each.remedy: each.why.value for each in remedies.available}
        expect("CR", set(open_) == set(due), f"found {open_} for {id_}, not {due}")
        for remedy, whys in due.items():
            expect("CR", open_[remedy] in whys, f"found {remedy} for {id_}, {open_[remedy]}, not by {whys}")
        closed = {each.remedy for each in remedies.refused}
        expect("CR", not closed & set(open_), f"found {closed} both open and refused for {id_}")


def cg_goods_are_told_piece_by_piece(case: ClaimCase, tell: TellClaims = tell_at_the_counter) -> None:
    """CG: what the counter tells of some of several alike pieces is what it tells of each, asked apart."""
    told = tell(case)
    if told.whole is None:
        return
    keys = [key for good in told.whole.goods for key in keys_of(good.units)]
    expect("CG", sorted(keys) == sorted(told.apart), f"found {keys} told, not {list(told.apart)}")
    for good in told.whole.goods:
        for key in keys_of(good.units):
            alone = told.apart[key].goods
            apart = [attrs.evolve(each, units=good.units, quantity=good.quantity) for each in alone]
            expect("CG", apart == [good], f"found {good}, and {alone} of {key} alone")
    for key, found in told.apart.items():
        about = [claim for claim in told.whole.claims if any(key in keys_of(each) for each in claim.units)]
        expect("CG", about == list(found.claims), f"found {about} on {key}, {found.claims} apart")


def r5_a_replacement_for_a_claim_costs_nothing(
    case: ClaimCase, tell: TellClaims = tell_with_replacements
) -> None:
    """R5: goods that are replaced for a claim, by the same, move no money of the customer's."""
    for id_, minor in tell(case).to_pay.items():
        expect("R5", minor == 0, f"found {minor} to pay for a replacement under {id_}")


def _due(case: ClaimCase, pages: Pages, page: ClaimPage) -> dict[Remedy, set[str]]:
    """What may be asked for of all the pieces of a claim that are left, each remedy with reasons for it."""
    left = sorted(page.about - page.cured) or sorted(page.about)
    keys = [key for key in left if not pages.pieces[key].gone] or left
    found = [dict(_of_piece(case, pages, page, key)) for key in keys]
    common = set(found[0]).intersection(*found[1:])
    return {remedy: set().union(*(each[remedy] for each in found)) for remedy in common}


def _of_piece(case: ClaimCase, pages: Pages, page: ClaimPage, key: Key) -> Iterator[tuple[Remedy, set[str]]]:
    if page.over or pages.pieces[key].gone:
        return
    today: dict[Remedy, set[str]] = {}
    for terms in case.placed.guarantees:
        if key[0] not in terms.lines:
            continue
        covering = _covering(case, terms, page, key)
        if covering is None:
            continue
        day = day_shown(case.rulebook.almanac.zone(terms.zone), case.at)
        for remedy, why in remedies_of(page, [covering], day).items():
            today.setdefault(remedy, set()).add(why)
    yield from today.items()


def _covering(case: ClaimCase, terms: GuaranteeTerms, page: ClaimPage, key: Key) -> Covering | None:
    """What a guarantee gives, if it was alive on the day of the request; ``None`` if it gives nothing."""
    zone = case.rulebook.almanac.zone(terms.zone)
    asked = day_shown(zone, page.requested)
    then = _walked_then(case, terms, page, key)
    if then.state not in _ALIVE:
        return None
    law = terms.remedies
    if terms.right is Right.STATUTORY and law is None:
        return None
    if law is None:
        return Covering(is_law=False, at_once=frozenset(terms.at_once))
    return Covering(
        is_law=True,
        attempts=law.attempts,
        conform_by=None if law.within is None else counted(law.within, asked),
        may_reject=law.reject is not None and (then.reject_paused or then.reject_until is not None),
    )


def _walked_then(case: ClaimCase, terms: GuaranteeTerms, page: ClaimPage, key: Key) -> Walked:
    """How the guarantee stood when the claim was made, by what had happened by then."""
    zone = case.rulebook.almanac.zone(terms.zone)
    return walk(terms, key, pages_of(case.order, case.facts, page.requested), page.requested, zone)


def _as_page(claim: Claim | ClaimPage) -> dict[str, object]:
    """What both ways of writing a claim have in common."""
    if isinstance(claim, ClaimPage):
        settled = claim.settled or (None, None, None)
        return {
            "about": sorted(claim.about),
            "problem": claim.problem,
            "wants": claim.wants,
            "requested": claim.requested,
            "stays": [
                (each.since, each.back, each.repaired and each.back is not None) for each in claim.stays
            ],
            "holder": (claim.holder, claim.place),
            "agreed": claim.agreed,
            "refused": claim.refused,
            "repaired": claim.repaired,
            "persists": claim.persists,
            "flags": (claim.major, claim.minor, claim.not_repaired, claim.rejected),
            "talks": [tuple(each) for each in claim.talks],
            "lent": len(claim.lent),
            "costs": (claim.advanced, claim.repaid, claim.handling),
            "settled": settled,
            "closed": claim.closed,
        }
    return {
        "about": sorted(key for units in claim.units for key in keys_of(units)),
        "problem": claim.problem,
        "wants": claim.wants,
        "requested": claim.requested,
        "stays": [(each.handed_in, each.back, each.repaired) for each in claim.stays],
        "holder": (claim.holder, claim.place),
        "agreed": claim.agreed,
        "refused": {each.remedy for each in claim.refused},
        "repaired": list(claim.repaired),
        "persists": len(claim.persists),
        "flags": (
            claim.major is not None,
            claim.minor is not None,
            claim.not_repaired is not None,
            claim.rejected,
        ),
        "talks": [(each.since, each.until) for each in claim.talks],
        "lent": sum(each.back is None for each in claim.loans),
        "costs": (
            sum(minor for _, minor in claim.advanced),
            sum(minor for _, minor in claim.repaid),
            sum(minor for _, minor in claim.handling),
        ),
        "settled": (claim.settled_at, claim.settled_as, claim.settled_by),
        "closed": claim.closed,
    }
