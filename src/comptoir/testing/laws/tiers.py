"""Laws of tiers: what reaches them, what keeps them, and what must not change them.

Source: laws T1 to T4, TO and P4.
"""

from __future__ import annotations

import attrs

from comptoir.loyalty.tier import TierStanding
from comptoir.testing.cases import expect
from comptoir.testing.oracles import tiers
from comptoir.testing.tier_cases import Buy, TellTier, TierCase, held, tell_tier
from comptoir.values.instants import LATEST, Instant
from comptoir.values.moments import Moment


def t1_spending_points_changes_no_tier(case: TierCase, tell: TellTier = tell_tier) -> None:
    """T1: a tier is the same whether or not purchases were paid with points."""
    without = attrs.evolve(case, buys=[attrs.evolve(buy, points=0) for buy in case.buys])
    found, due = tell(case), tell(without)
    expect("T1", found == due, f"found {found} with points spent, not {due}")


def t2_one_more_purchase_never_lowers_a_tier(case: TierCase, tell: TellTier = tell_tier) -> None:
    """T2: without any one of the purchases, the tier is no higher, and the same one lasts no longer.

    Years are counted from a day that was recorded: from the first purchase, they are others without it.
    """
    first = min((buy.at for buy in case.buys), default=case.at)
    case = attrs.evolve(case, joined=first if case.joined is None else case.joined)
    found = tell(case).standing
    for number, buy in enumerate(case.buys):
        fewer = attrs.evolve(case, buys=[*case.buys[:number], *case.buys[number + 1 :]])
        due = tell(fewer).standing
        holds = _height(case, due) <= _height(case, found)
        expect("T2", holds, f"found {found}, and {due} without {buy}")


def t3_a_purchase_that_came_back_leaves_no_trace(case: TierCase, tell: TellTier = tell_tier) -> None:
    """T3: after a purchase and its full return, the tier is what it is without both, then and later."""
    for number, buy in enumerate(case.buys):
        back = case.at if len(buy.back) < 2 else max(buy.back)
        whole = attrs.evolve(buy, back=(back, back))
        others = [*case.buys[:number], *case.buys[number + 1 :]]
        ends = tiers.ends(case.programme, buy.at, case.zone, case.joined)
        for at in sorted({back, case.at, *ends}):
            if at >= back >= buy.at and at < case.zone.until:
                both = tell(attrs.evolve(case, buys=[*others, whole], at=at)).standing
                neither = tell(attrs.evolve(case, buys=others, at=at)).standing
                expect("T3", both == neither, f"found {both}, not {neither}, at {at} after {whole}")


def t4_what_keeps_a_tier_is_the_least_that_does(case: TierCase, tell: TellTier = tell_tier) -> None:
    """T4: bought now, what is said to keep a tier makes it last longer, and less does not, in that tier.

    Nor does anything where nothing is said to. What is missing for the next tier reaches it; that may be
    less than what keeps this one, and the next may end before.
    """
    found = tell(case).standing
    if found.missing is not None:
        expect("T4", found.with_more(found.missing) == found.next, f"found {found}")
        expect("T4", found.with_more(found.missing - 1) == found.tier, f"found {found}")
        less = tell(_with(case, found.missing - 1)).standing
        expect("T4", less.tier == found.tier, f"found {less} after {found.missing - 1} more than {found}")
        more = tell(_with(case, found.missing)).standing
        expect("T4", more.tier == found.next, f"found {more} after {found.missing} more than {found}")
    if found.until is None:
        return
    within = [each - 1 for each in (found.missing, found.to_keep) if each is not None]
    enough = min(within, default=case.programme.tiers[-1].threshold)
    less = tell(_with(case, enough)).standing
    expect("T4", less.until == found.until, f"found {less} after {enough} more than {found}")
    if found.to_keep is not None:
        kept = tell(_with(case, found.to_keep)).standing
        holds = kept.tier != found.tier or kept.until is None or kept.until > found.until
        expect("T4", holds, f"found {kept} after {found.to_keep} more than {found}")


def p4_the_tier_stays_until_valid_until(case: TierCase, tell: TellTier = tell_tier) -> None:
    """P4: told at any instant before the nearest boundary that was noted, the tier is the same."""
    found = tell(case)
    end = LATEST if found.until is None else found.until
    expect("P4", case.at < end, f"found a tier valid until {end}, told at {case.at}")
    later = [at for at in (*_instants(case), Instant(end - 1)) if case.at <= at < end]
    for at in later:
        if case.zone.since <= at < case.zone.until:
            other = tell(attrs.evolve(case, at=at)).standing
            expect("P4", other == found.standing, f"found {other} at {at}, not {found.standing}")


def to_the_tier_is_what_the_oracle_counts(case: TierCase, tell: TellTier = tell_tier) -> None:
    """TO: the tier, its measure and its end are what is counted day by day."""
    bought = tiers.measures(case.programme, held(case, Moment(case.at)), case.at)
    due = tiers.standing(case.programme, bought, case.at, case.zone, case.joined)
    seen = seen_as(tell(case).standing)
    expect("TO", seen == due, f"found {seen}, not {due}")


def seen_as(standing: TierStanding) -> tiers.Reached:
    """A tier in the words of the oracle."""
    return tiers.Reached(standing.tier, standing.measured, standing.next, standing.missing, standing.until)


def _height(case: TierCase, standing: TierStanding) -> tuple[int, Instant]:
    place = [tier.id for tier in case.programme.tiers].index(standing.tier)
    return place, LATEST if standing.until is None else standing.until


def _instants(case: TierCase) -> list[Instant]:
    """The case's own instant, what happens, and the ends of tiers, each with the last instant before."""
    ends = {end for buy in case.buys for end in tiers.ends(case.programme, buy.at, case.zone, case.joined)}
    near = {edge + step for edge in (*case.edges, *ends) for step in (-1, 0)} | {case.at}
    return [Instant(at) for at in sorted(near) if case.zone.since <= at < case.zone.until]


def _with(case: TierCase, more: int) -> TierCase:
    """The case with so much more measured at its instant."""
    return attrs.evolve(case, buys=[*case.buys, *_buys(case, more)])


def _buys(case: TierCase, more: int) -> list[Buy]:
    if case.programme.levels.measure.value == "spent":
        return [Buy(case.at, more)] if more else []
    return [Buy(case.at, 2)] * more
