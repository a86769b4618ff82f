"""What a standing tells of guarantees, claims, exchanges and later owners, to whoever is asked next."""

from __future__ import annotations

import json
from datetime import date
from typing import TypeVar

import attrs
import pendulum
import pytest

from comptoir import (
    Basket,
    Buyer,
    Carry,
    Contract,
    Counter,
    Fact,
    Line,
    OrderPlaced,
    Provenance,
    Tender,
)
from comptoir.authoring import example, seal
from comptoir.checkout.refusals import Refused
from comptoir.checkout.standing import Purchase, Standing
from comptoir.cli.statement import statement
from comptoir.cli.voice import Voice
from comptoir.facts.claim_events import Claimed, ClaimPassed, ClaimStep, PassedOn
from comptoir.facts.claims import Holder
from comptoir.facts.conflicts import AlreadyReturned, UnknownOrder
from comptoir.facts.exchange_terms import ExchangeTerms
from comptoir.facts.guarantee_terms import Problem, Remedy
from comptoir.facts.units import Units
from comptoir.returns.asked import Give
from comptoir.returns.claims.guarantee import GuaranteeState
from comptoir.returns.claims.steps import ClaimState
from comptoir.values.instants import instant_of
from comptoir.values.periods import Period

T = TypeVar("T")

JEAN, INES, PAUL = "m-81f3", "m-22aa", "m-7c10"
TILL = Provenance("till", till="lyon-2-1")
BOUGHT = pendulum.datetime(2026, 9, 10, 11, tz="Europe/Paris")
LATER = pendulum.datetime(2027, 3, 6, 10, 30, tz="Europe/Paris")


@pytest.fixture(scope="module")
def counter() -> Counter:
    return Counter(seal(example()))


def bought(counter: Counter, *skus: str, member: str | None = JEAN, id: str = "o-1") -> tuple[Fact, ...]:
    """An order of one piece each, carried away in the Lyon store."""
    basket = Basket(
        currency="EUR",
        lines=[Line(sku, 1, ref=f"r-{index}") for index, sku in enumerate(skus, 1)],
        buyer=Buyer(member=member),
        handover=Carry("lyon-2"),
        contract=Contract.IN_STORE,
    )
    quote = counter.quote(basket, BOUGHT)
    tenders = [Tender("card", quote.to_pay, reference="psp-1")]
    return done(counter.place(quote, id=id, at=BOUGHT, tenders=tenders, provenance=TILL)).facts


def claimed(
    counter: Counter, known: tuple[Fact, ...], *, id: str = "c-1", at: pendulum.DateTime = LATER
) -> Claimed:
    """The machine is dropped off in Lyon."""
    opened = counter.open_claim(
        "o-1",
        known,
        at,
        units=["r-1"],
        problem=Problem.FAULTY,
        wants=Remedy.REPAIR,
        said="ne chauffe plus",
        store="lyon-2",
        id=id,
        provenance=TILL,
    )
    [fact] = done(opened).facts
    return fact


def passed_on(to: str | None, at: pendulum.DateTime, *, id: str = "p-1", by: str = JEAN) -> PassedOn:
    return PassedOn(
        id=id, order="o-1", member=by, at=at, units=[Units(1, 0, 1)], to=to, provenance=Provenance("app")
    )


def done(outcome: T | Refused) -> T:
    """What was done."""
    assert not isinstance(outcome, Refused)
    return outcome


def only(standing: Standing) -> Purchase:
    [purchase] = standing.purchases
    return purchase


def told(standing: Standing, language: str = "en") -> str:
    """The statement as it is read out, in one line."""
    return " ".join("\n".join(statement(standing, Voice.of(language, standing.rulebook))).split())


# Guarantees


def test_each_good_has_the_guarantee_that_ends_last(counter: Counter) -> None:
    standing = counter.standing(JEAN, bought(counter, "MACHINE-CAFE", "LAMPE-CHEVET"), LATER)
    lamp, machine = only(standing).goods
    assert (machine.guarantee_until, machine.guarantee_by) == (date(2029, 9, 10), "machines-trois-ans")
    assert (lamp.guarantee_until, lamp.guarantee_by) == (date(2028, 9, 10), "eu-guarantee-2026")
    assert "guaranteed until Monday 10 September 2029 (machines-trois-ans)" in told(standing)
    assert "garanti jusqu'au lundi 10 septembre 2029" in told(standing, "fr")


def test_what_came_back_is_guaranteed_no_more(counter: Counter) -> None:
    known = bought(counter, "MACHINE-CAFE")
    assessed = counter.assess("o-1", known, BOUGHT.add(days=2), give=[Give("r-1")], store="lyon-2")
    facts = done(counter.settle(assessed, id="t-1", provenance=TILL)).facts
    [good] = only(counter.standing(JEAN, (*known, *facts), LATER)).goods
    assert (good.guaranteed, good.guarantee_until) == (False, None)


def test_an_order_of_another_clock_does_not_keep_a_member_from_their_points(counter: Counter) -> None:
    [placed] = bought(counter, "MACHINE-CAFE")
    assert isinstance(placed, OrderPlaced)
    elsewhere = [attrs.evolve(each, zone="Asia/Tokyo") for each in placed.order.guarantees]
    known = (OrderPlaced(id="o-1", order=attrs.evolve(placed.order, guarantees=elsewhere)),)
    standing = counter.standing(JEAN, (*known, claimed(counter, (placed,))), LATER)
    [good] = only(standing).goods
    assert (good.guaranteed, good.guarantee_until, only(standing).claims) == (None, None, None)
    assert standing.account.earned == 239
    assert "guarantee unknown" in told(standing)
    assert "claims unknown" in told(standing)


# Claims


def test_a_claim_is_told_with_its_clocks_and_who_has_the_goods(counter: Counter) -> None:
    known = bought(counter, "MACHINE-CAFE", "LAMPE-CHEVET")
    standing = counter.standing(JEAN, (*known, claimed(counter, known)), LATER.add(days=3))
    [claim] = only(standing).claims or ()
    lamp, machine = only(standing).goods
    assert (claim.state, claim.holder, claim.place) == (ClaimState.OPEN, Holder.STORE, "lyon-2")
    assert claim.clocks.conform_by == date(2027, 4, 5)
    assert (machine.guarantee_suspended, machine.guarantee_until) == (True, None)
    assert not lamp.guarantee_suspended
    for words in (
        "Claim c-1 OPEN",
        'fault · 6 March 2027 · "ne chauffe plus"',
        "With Maison Lavande Lyon Bellecour since 6 March 2027",
        "the guarantee stands still (fr-guarantee)",
    ):
        assert words in told(standing)


def test_a_claim_that_is_over_is_told_too(counter: Counter) -> None:
    known = (*(start := bought(counter, "MACHINE-CAFE")), claimed(counter, start))
    for at, step in ((LATER.add(days=5), ClaimStep.REPAIRED), (LATER.add(days=18), ClaimStep.HANDED_BACK)):
        known += done(
            counter.pass_claim(
                "o-1", known, at, claim="c-1", step=step, id=f"s-{step.value}", provenance=TILL
            )
        ).facts
    standing = counter.standing(JEAN, known, LATER.add(days=100))
    [claim] = only(standing).claims or ()
    assert (claim.settled_as, claim.ended) == (Remedy.REPAIR, instant_of(LATER.add(days=18)))
    assert "SETTLED on 24 March 2027: repair" in told(standing)
    assert only(standing).goods[0].guarantee_until == date(2029, 9, 29)


def test_what_does_not_fit_a_claim_is_told(counter: Counter) -> None:
    known = bought(counter, "MACHINE-CAFE")
    strayed = ClaimPassed(
        id="s-1",
        order="o-1",
        member=JEAN,
        at=LATER,
        claim="c-9",
        step=ClaimStep.REPAIRED,
        provenance=TILL,
    )
    assert "s-1 speaks of the claim c-9 about o-1, which nobody has made." in told(
        counter.standing(JEAN, (*known, strayed), LATER)
    )


# Exchanges


def test_an_order_in_exchange_and_the_one_that_it_is_for_name_each_other(counter: Counter) -> None:
    known = bought(counter, "LAMPE-CHEVET")
    at = BOUGHT.add(days=2)
    basket = Basket(
        currency="EUR",
        lines=[Line("MACHINE-CAFE", 1)],
        buyer=Buyer(member=JEAN),
        handover=Carry("lyon-2"),
        contract=Contract.IN_STORE,
    )
    quote = counter.quote(basket, at)
    back = counter.assess("o-1", known, at, give=[Give("r-1")], store="lyon-2")
    ticket = counter.ticket(quote, returns=[back])
    closed = counter.close(ticket, id="o-2", at=at, tenders=[Tender("card", ticket.to_pay)], provenance=TILL)
    facts: tuple[Fact, ...] = (*known, *done(closed).facts)
    standing = counter.standing(JEAN, facts, LATER)
    first, second = standing.purchases
    assert (first.exchanged_into, first.exchange_of) == (("o-2",), ())
    assert (second.exchange_of, second.exchanged_into) == (("o-1",), ())
    assert "exchanged for o-2" in told(standing)
    assert "échange de o-1" in told(standing, "fr")
    before = counter.standing(JEAN, facts, at.subtract(hours=1))
    assert only(before).exchanged_into == ()


def test_what_was_exchanged_in_advance_is_owed_back(counter: Counter) -> None:
    [placed] = bought(counter, "ROBE-LIN-38")
    assert isinstance(placed, OrderPlaced)
    advance = ExchangeTerms(advance=Period.from_text("14 days"))
    returns = [
        attrs.evolve(each, exchange=advance) if each.even_exchange else each for each in placed.order.returns
    ]
    known = (OrderPlaced(id="o-1", order=attrs.evolve(placed.order, returns=returns)),)
    at = BOUGHT.add(days=2)
    assessed = counter.assess("o-1", known, at, give=[Give("r-1", reason="too_large")])
    by = date(2026, 9, 20)
    swapped = counter.exchange(assessed, take=[Line("ROBE-LIN-36", 1)], back_by=by, id="x-1", provenance=TILL)
    facts: tuple[Fact, ...] = (*known, *done(swapped).facts)
    [owed] = only(counter.standing(JEAN, facts, at.add(days=1))).owed_back
    assert (owed.back_by, owed.is_over, owed.by) == (by, False, "x-1")
    late = counter.standing(JEAN, facts, LATER)
    [owed] = only(late).owed_back
    assert (owed.is_over, owed.amount) == (True, 7990)
    assert "€79.90 may be charged." in told(late)


# Later owners


def test_a_later_owner_has_the_goods_and_what_follows_them(counter: Counter) -> None:
    known = bought(counter, "MACHINE-CAFE", "SALON-GOUTER")
    sold = LATER.add(months=8)
    standing = counter.standing(INES, (*known, passed_on(INES, sold)), sold.add(days=1))
    [owned] = standing.later
    [good] = owned.goods
    assert (owned.order, good.product.sku, good.since) == ("o-1", "MACHINE-CAFE", instant_of(sold))
    assert {told.rule: told.stands.state for told in good.guarantees or ()} == {
        "eu-guarantee-2026": GuaranteeState.NOT_TRANSFERRED,
        "fr-guarantee": GuaranteeState.RUNNING,
        "machines-trois-ans": GuaranteeState.NOT_TRANSFERRED,
    }
    assert (standing.purchases, standing.conflicts, standing.account.lots) == ((), (), ())
    assert "Bought by somebody else o-1 1 × Espresso machine since 6 November 2027" in told(standing)


@pytest.mark.parametrize("secret", [JEAN, "psp-1", "24900", "23900", "card", "accruals", "ne chauffe plus"])
def test_a_later_owner_learns_nothing_of_the_contract(counter: Counter, secret: str) -> None:
    known = bought(counter, "MACHINE-CAFE")
    facts = (*known, claimed(counter, known), passed_on(INES, LATER.add(days=40)))
    standing = counter.standing(INES, facts, LATER.add(days=50))
    [owned] = standing.later
    assert [claim.id for claim in owned.claims or ()] == ["c-1"]
    assert secret not in json.dumps(counter.rulebook.vocabulary.codec.write(standing.state))
    assert secret not in told(standing)


def test_claims_since_are_the_later_owners_and_not_the_buyers(counter: Counter) -> None:
    known = (*bought(counter, "MACHINE-CAFE"), passed_on(INES, LATER.subtract(days=1)))
    facts = (*known, claimed(counter, known))
    hers, his = (counter.standing(member, facts, LATER) for member in (INES, JEAN))
    [claim] = hers.later[0].claims or ()
    assert (claim.said, only(his).claims) == ("ne chauffe plus", ())
    assert hers.conflicts == his.conflicts == ()


def test_goods_that_went_further_are_the_last_owners(counter: Counter) -> None:
    sold = passed_on(INES, LATER)
    again = passed_on(PAUL, LATER.add(days=9), id="p-2", by=INES)
    facts = (*bought(counter, "MACHINE-CAFE"), sold, again)
    his, hers, pauls = (counter.standing(each, facts, LATER.add(days=10)) for each in (JEAN, INES, PAUL))
    assert (hers.later, hers.conflicts, his.conflicts, pauls.conflicts) == ((), (), (), ())
    assert pauls.later[0].goods[0].since == again.at
    assert only(his).goods[0].owner == PAUL
    assert f"passed on to {PAUL} on 15 March 2027" in told(his)


def test_a_claim_stays_that_of_whoever_made_it_wherever_the_goods_go(counter: Counter) -> None:
    known = (*bought(counter, "MACHINE-CAFE"), passed_on(INES, LATER.subtract(days=1)))
    made = (*known, claimed(counter, known))
    facts = (*made, passed_on(PAUL, LATER.add(days=9), id="p-2", by=INES))
    his, pauls = (counter.standing(each, facts, LATER.add(days=10)) for each in (JEAN, PAUL))
    assert only(his).claims == ()
    [claim] = pauls.later[0].claims or ()
    assert (claim.id, claim.said) == ("c-1", None)


def test_a_claim_of_nobody_named_is_that_of_whoever_had_the_goods(counter: Counter) -> None:
    known = bought(counter, "MACHINE-CAFE")
    fact = attrs.evolve(claimed(counter, known), member=None)
    before, after = LATER.subtract(days=1), LATER.add(days=1)
    for sold, whose in ((before, INES), (after, JEAN)):
        facts = (*known, fact, passed_on(INES, sold))
        his, hers = (counter.standing(each, facts, LATER.add(days=2)) for each in (JEAN, INES))
        assert [claim.said for claim in only(his).claims or ()] == ["ne chauffe plus"] * (whose == JEAN)
        [claim] = hers.later[0].claims or ()
        assert (claim.said is not None) is (whose == INES)


def test_of_a_later_owners_claim_the_buyer_who_has_the_goods_again_learns_nothing(counter: Counter) -> None:
    known = (*bought(counter, "MACHINE-CAFE"), passed_on(INES, LATER.subtract(days=1)))
    back = passed_on(JEAN, LATER.add(days=9), id="p-2")
    for said_by in (INES, None):
        facts = (*known, attrs.evolve(claimed(counter, known), member=said_by), back)
        his, hers = (counter.standing(each, facts, LATER.add(days=10)) for each in (JEAN, INES))
        [claim] = only(his).claims or ()
        assert (claim.id, claim.said) == ("c-1", None)
        assert only(his).goods[0].owner_since is None
        assert (hers.later, hers.conflicts, his.conflicts) == ((), (), ())


def test_the_buyers_own_claim_stays_whole_once_the_goods_are_back(counter: Counter) -> None:
    known = bought(counter, "MACHINE-CAFE")
    there, back = passed_on(INES, LATER.add(days=2)), passed_on(JEAN, LATER.add(days=9), id="p-2")
    facts = (*known, claimed(counter, known), there, back)
    [claim] = only(counter.standing(JEAN, facts, LATER.add(days=10))).claims or ()
    assert claim.said == "ne chauffe plus"


def test_an_owner_without_a_card_is_told_as_one(counter: Counter) -> None:
    standing = counter.standing(JEAN, (*bought(counter, "MACHINE-CAFE"), passed_on(None, LATER)), LATER)
    [good] = only(standing).goods
    assert (good.owner, good.owner_since) == (None, instant_of(LATER))
    assert "passed on on 6 March 2027" in told(standing)


def test_goods_of_an_order_without_a_card_are_passed_on_too(counter: Counter) -> None:
    known = bought(counter, "MACHINE-CAFE", member=None)
    fact = attrs.evolve(passed_on(INES, LATER), member=None)
    standing = counter.standing(INES, (*known, fact), LATER)
    assert [owned.order for owned in standing.later] == ["o-1"]
    assert standing.conflicts == ()


def test_what_does_not_fit_of_it_is_told_to_the_later_owner(counter: Counter) -> None:
    known = bought(counter, "MACHINE-CAFE")
    assessed = counter.assess("o-1", known, BOUGHT.add(days=2), give=[Give("r-1")], store="lyon-2")
    returned = done(counter.settle(assessed, id="t-1", provenance=TILL)).facts
    standing = counter.standing(INES, (*known, *returned, passed_on(INES, LATER)), LATER)
    assert standing.conflicts == (AlreadyReturned("p-1", "o-1", Units(1, 0, 1), "t-1"),)
    assert counter.standing(INES, [passed_on(INES, LATER)], LATER).conflicts == (UnknownOrder("p-1", "o-1"),)


def test_before_it_was_passed_on_nothing_is_theirs(counter: Counter) -> None:
    facts = (*bought(counter, "MACHINE-CAFE"), passed_on(INES, LATER))
    standing = counter.standing(INES, facts, LATER.subtract(seconds=1))
    assert (standing.later, standing.conflicts) == ((), ())
    assert standing.until <= instant_of(LATER)
