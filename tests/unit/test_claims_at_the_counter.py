"""Claims at the counter: a coffee machine bought in the app, and served wherever it is brought."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pendulum
import pytest
from pendulum import DateTime

from comptoir import (
    Accepted,
    Basket,
    Buyer,
    Contract,
    Counter,
    Deliver,
    Fact,
    Give,
    HandedOver,
    Line,
    Order,
    OrderPlaced,
    Place,
    Provenance,
    Refused,
    Settled,
    Tender,
    WrongValue,
)
from comptoir.checkout.claiming import AfterSales, ClaimOpened, ClaimStepped, HandedOn
from comptoir.checkout.exchanging import Swapped
from comptoir.checkout.reducing import PriceReduction
from comptoir.facts.bearers import Bearer
from comptoir.facts.claim_events import ClaimStep
from comptoir.facts.claims import Holder
from comptoir.facts.confidence import Confidence
from comptoir.facts.events import Intercompany, ReduceReason
from comptoir.facts.guarantee_terms import GuaranteeTerms, Problem, Remedy, RemedyLaw, RepairExtension
from comptoir.facts.holdings import holdings_of
from comptoir.facts.late_terms import LateStep
from comptoir.facts.places import Places
from comptoir.facts.point_events import AccountsMerged
from comptoir.facts.products import Product
from comptoir.facts.return_terms import CountsFrom, RefundLaw, Right
from comptoir.facts.units import Units
from comptoir.pricing.price_lists import PriceList
from comptoir.pricing.rules import PricingRules
from comptoir.returns.claims.asked import ClaimRefusalCode, ClaimRefused
from comptoir.returns.claims.found import ClaimFound
from comptoir.returns.claims.guarantee import GuaranteeState
from comptoir.returns.claims.remedies import WhyNot
from comptoir.returns.claims.served import Served
from comptoir.returns.claims.steps import ClaimState, HandIn
from comptoir.returns.kinds import Cause
from comptoir.returns.next_steps import StepCode
from comptoir.returns.reduce import Reduce, ReduceRefusalCode, ReduceRefused
from comptoir.returns.refused import ReturnRefusalCode, ReturnRefused
from comptoir.rulebook import Assortment
from comptoir.testing.whole_shop import PLACES, PRODUCTS, RETURNS, whole_shop
from comptoir.values.instants import instant_of
from comptoir.values.moments import Moment
from comptoir.values.money import Amount, UnitPrice, money_of
from comptoir.values.percentages import Percent
from comptoir.values.periods import Period

DESK = Provenance("desk")
HOME = Deliver(Place("FR", "69003"), "home")
ARTICLE = "Code de la consommation, article "
MONEY_BACK = RefundLaw(
    source=f"{ARTICLE}L217-17", within=Period.from_text("14 days"), counts_from=CountsFrom.BACK
)
ADVANCED = RefundLaw(
    source=f"{ARTICLE}L241-6",
    within=Period.from_text("14 days"),
    ladder=[LateStep(percent=Percent.of("10"))],
    ladder_source=f"{ARTICLE}L241-7",
)
FRENCH = GuaranteeTerms(
    right=Right.STATUTORY,
    rule="fr-guarantee",
    source=f"{ARTICLE}L217-3",
    confidence=Confidence.HIGH,
    lines=[1],
    period=Period.from_text("1 year"),
    zone="Europe/Paris",
    presumed=Period.from_text("6 months"),
    presumed_by=f"{ARTICLE}L217-7",
    suspended_by=f"{ARTICLE}L217-28",
    extension=RepairExtension(
        period=Period.from_text("6 months"), source=f"{ARTICLE}L217-13", confidence=Confidence.HIGH
    ),
    remedies=RemedyLaw(
        source=f"{ARTICLE}L217-8",
        within=Period.from_text("30 days"),
        within_source=f"{ARTICLE}L217-10",
        then_source=f"{ARTICLE}L217-14",
        refund=MONEY_BACK,
        advanced=ADVANCED,
    ),
    transferred_by=f"{ARTICLE}L217-29",
)
MACHINES = tuple(
    Product(
        sku=f"CAFE-{colour}",
        name={"fr": "Machine à café", "en": "Coffee machine"},
        category="kitchen",
        tax="standard",
        model="CAFE",
    )
    for colour in ("ROUGE", "NOIR")
)
PRICES = PricingRules(
    lists=[
        PriceList(
            id="all-year",
            currency="EUR",
            prices={machine.sku: UnitPrice.of("120.00") for machine in MACHINES},
        )
    ]
)
SHOPS = Places(
    zones=PLACES.zones,
    countries=PLACES.countries,
    warehouses=PLACES.warehouses,
    stores=[
        attrs.evolve(store, entity="lyon-sas") if store.id == "lyon-2" else store for store in PLACES.stores
    ],
)
"""Lyon is run by another legal entity than the one that sells in the app."""

BOUGHT = pendulum.datetime(2026, 9, 7, 10, 0, tz="Europe/Paris")
RECEIVED = pendulum.datetime(2026, 9, 10, 11, 20, tz="Europe/Paris")
CLAIMED = pendulum.datetime(2026, 11, 2, 15, 0, tz="Europe/Paris")


class Story:
    """An order and what has happened to it, each thing asked at the counter before it is recorded."""

    def __init__(self, *terms: GuaranteeTerms, pieces: int = 1) -> None:
        self.counter = Counter(
            whole_shop(
                products=Assortment((*PRODUCTS, *MACHINES)),
                pricing=PRICES,
                places=SHOPS,
                returns=attrs.evolve(RETURNS, handling=Amount.from_text("8.00 EUR")),
                entity="seller-sa",
            )
        )
        basket = Basket(
            currency="EUR",
            lines=[Line("CAFE-ROUGE", pieces)],
            buyer=Buyer(member="m-1"),
            handover=HOME,
            contract=Contract.DISTANCE,
        )
        quote = self.counter.quote(basket, BOUGHT)
        done = self.counter.place(
            quote, id="o-1", at=BOUGHT, tenders=[Tender("card", quote.to_pay)], provenance=DESK
        )
        assert isinstance(done, Accepted)
        [fact] = done.facts
        assert isinstance(fact, OrderPlaced)
        order = attrs.evolve(fact.order, guarantees=terms or (FRENCH,))
        self.facts: list[Fact] = [attrs.evolve(fact, order=order)]

    @property
    def order(self) -> Order:
        [placed] = [fact.order for fact in self.facts if isinstance(fact, OrderPlaced)]
        return placed

    def deliver(self, when: DateTime = RECEIVED, *units: Units) -> Story:
        self.facts.append(HandedOver(id="h-1", order="o-1", at=when, units=units, provenance=DESK))
        return self

    def open(self, when: DateTime = CLAIMED, id_: str = "c-1", **asked: Any) -> ClaimOpened | Refused:
        described = {"problem": Problem.FAULTY, "id": id_, "provenance": DESK, **asked}
        opened = self.counter.open_claim("o-1", self.facts, when, **described)
        if isinstance(opened, ClaimOpened):
            self.facts += opened.facts
        return opened

    def pass_on(self, when: DateTime, to: str | None, *units: Units) -> Story:
        passed = self.counter.pass_on(
            "o-1", self.facts, when, units=units or None, to=to, id=f"p-{len(self.facts)}", provenance=DESK
        )
        assert isinstance(passed, HandedOn)
        self.facts += passed.facts
        return self

    def step(self, when: DateTime, step: ClaimStep, **said: Any) -> ClaimStepped | Refused:
        described = {"claim": "c-1", "id": f"s-{len(self.facts)}", "provenance": DESK, **said}
        passed = self.counter.pass_claim("o-1", self.facts, when, step=step, **described)
        if isinstance(passed, ClaimStepped):
            self.facts += passed.facts
        return passed

    def ask(self, when: DateTime, **asked: Any) -> AfterSales:
        return self.counter.claim("o-1", self.facts, when, **asked)

    def claim(self, when: DateTime) -> ClaimFound:
        [found] = self.ask(when, claim="c-1").claims
        return found

    def todo(self, when: DateTime) -> list[tuple[StepCode, Cause]]:
        return [(step.code, step.by) for step in self.claim(when).steps]


def why(refused: object) -> ClaimRefused:
    assert isinstance(refused, Refused)
    assert isinstance(refused.reason, ClaimRefused)
    assert refused.reason.text("fr")
    assert refused.reason.text("en")
    return refused.reason


def delivered(*terms: GuaranteeTerms, **told: Any) -> Story:
    return Story(*terms, **told).deliver()


SOLD_ON = CLAIMED.subtract(days=9)
REFUSED_AT = CLAIMED.add(days=1)
FIRST, SECOND = Units(1, 0, 1), Units(1, 1, 1)


def sold_on(*units: Units, **told: Any) -> Story:
    """Delivered, and passed on to another member since."""
    return delivered(**told).pass_on(SOLD_ON, "m-2", *units)


def refused_to_put_right(story: Story) -> Story:
    """Both remedies that put the goods right are refused in writing: the money is open."""
    for remedy in (Remedy.REPAIR, Remedy.REPLACEMENT):
        assert isinstance(story.step(REFUSED_AT, ClaimStep.REFUSED, remedy=remedy, said="non"), ClaimStepped)
    return story


def test_a_machine_bought_in_the_app_is_claimed_repaired_extended_and_sold_on() -> None:
    story = delivered()
    before = story.ask(CLAIMED, problem=Problem.FAULTY)
    [good] = before.goods
    assert good.remedies is not None
    assert (good.latest, good.proves) == ("fr-guarantee", Bearer.SELLER)
    assert good.guarantees[0].stands.last_day == date(2027, 9, 10)
    assert [each.remedy for each in good.remedies.available] == [Remedy.REPAIR, Remedy.REPLACEMENT]

    opened = story.open(wants=Remedy.REPAIR, said="ne chauffe plus", store="lyon-2")
    assert isinstance(opened, ClaimOpened)
    assert opened.covered
    assert opened.facts[0].member == "m-1"
    claim = story.claim(CLAIMED)
    assert (claim.state, claim.holder, claim.place) == (ClaimState.OPEN, Holder.STORE, "lyon-2")
    assert claim.clocks.requested == claim.clocks.immobilised == instant_of(CLAIMED)
    assert (claim.clocks.conform_by, claim.clocks.days_late) == (date(2026, 12, 2), 0)
    assert claim.clocks.handed_in == HandIn("c-1", "lyon-2", instant_of(CLAIMED))
    assert story.todo(CLAIMED) == [(StepCode.DECIDE, Cause.SELLER)]

    story.step(CLAIMED, ClaimStep.LENT, sku="PRET", serial="9")
    story.step(CLAIMED.add(hours=1), ClaimStep.AGREED, remedy=Remedy.REPAIR)
    assert story.todo(CLAIMED.add(hours=2)) == [(StepCode.REPAIR, Cause.SELLER)]
    away = CLAIMED.add(days=1)
    story.step(away, ClaimStep.SENT_ON, place="atelier")
    assert story.claim(away).holder is Holder.REPAIRER
    assert story.ask(away).goods[0].guarantees[0].stands.state is GuaranteeState.SUSPENDED
    story.step(away.add(days=5), ClaimStep.REPAIRED)
    assert story.todo(away.add(days=5)) == [(StepCode.HAND_BACK, Cause.SELLER)]
    story.step(away.add(days=6), ClaimStep.READY, place="lyon-2")
    assert story.todo(away.add(days=6)) == [(StepCode.INFORM, Cause.SELLER)]
    story.step(away.add(days=6, hours=1), ClaimStep.INFORMED)
    assert story.todo(away.add(days=7)) == [(StepCode.COLLECT, Cause.BUYER)]
    back = pendulum.datetime(2026, 11, 11, 10, 0, tz="Europe/Paris")
    story.step(back, ClaimStep.HANDED_BACK)

    claim = story.claim(back)
    assert (claim.state, claim.settled_as, claim.holder) == (
        ClaimState.SETTLED,
        Remedy.REPAIR,
        Holder.CUSTOMER,
    )
    assert story.todo(back) == [(StepCode.LOAN_BACK, Cause.BUYER)]
    assert claim.settlement == (
        Served("lyon-2", Intercompany(owed_by="seller-sa", owed_to="lyon-sas", amount=800)),
    )
    stands = story.ask(back).goods[0].guarantees[0].stands
    assert (stands.extensions, stands.suspended_days) == (1, 10)
    assert stands.last_day == date(2028, 3, 20)
    story.step(back, ClaimStep.LOAN_BACK)
    assert story.ask(back.add(minutes=1)).claims == ()

    sold = story.counter.pass_on("o-1", story.facts, back.add(days=9), to="m-2", id="p-1", provenance=DESK)
    assert isinstance(sold, HandedOn)
    story.facts += sold.facts
    [later] = story.ask(back.add(days=10), problem=Problem.FAULTY).goods
    assert later.remedies is not None
    assert later.remedies.open_for(Remedy.REPAIR) is not None
    again = story.open(back.add(days=11), id_="c-2")
    assert isinstance(again, ClaimOpened)
    assert again.facts[0].member == "m-2"


def test_the_answer_is_the_same_for_whoever_asks_and_says_until_when() -> None:
    story = delivered()
    story.open(wants=Remedy.REPAIR)
    found = story.ask(CLAIMED)
    again = story.counter.claim(story.order, list(reversed(story.facts)), CLAIMED)
    assert (found.question, found.answer) == (again.question, again.answer)
    assert found.until == instant_of(pendulum.datetime(2026, 12, 3, tz="Europe/Paris"))
    assert story.ask(CLAIMED, problem=Problem.FAULTY, units=[Units(1, 0, 1)], claim="c-1").question not in {
        found.question,
        again.answer,
    }
    assert story.ask(found.valid_until).answer != found.answer
    assert "Garantie légale : jusqu'au 10 septembre 2027 inclus" in found.text("fr")
    assert "Repair, at no cost to the customer: as the customer chooses" in found.text("en")


def test_what_is_late_is_told_with_its_days_and_opens_the_money() -> None:
    story = delivered()
    story.open()
    late = pendulum.datetime(2026, 12, 5, 9, 0, tz="Europe/Paris")
    claim = story.claim(late)
    assert claim.clocks.days_late == 3
    assert story.todo(late) == [(StepCode.CHOOSE, Cause.BUYER)]
    assert "3 days late" in story.ask(late).text("en")
    story.step(late, ClaimStep.AGREED, remedy=Remedy.REPLACEMENT)
    assert story.todo(late) == [(StepCode.REPLACE, Cause.SELLER)]


def test_rescinded_for_a_claim_all_that_was_paid_comes_back() -> None:
    story = delivered()
    story.open(store="lyon-2")
    early = story.counter.assess("o-1", story.facts, CLAIMED, give=[Give(1)], store="lyon-2", claim="c-1")
    [refused] = early.refused
    assert refused.code is ReturnRefusalCode.CLAIM
    assert refused.closed is not None
    assert refused.closed.why is WhyNot.FIRST_THE_GOODS
    assert "possible from 3 December 2026" in refused.text("en")

    later = CLAIMED.add(days=1)
    for remedy in (Remedy.REPAIR, Remedy.REPLACEMENT):
        story.step(later, ClaimStep.REFUSED, remedy=remedy, said="hors de prix")
    found = story.counter.assess("o-1", story.facts, later, give=[Give(1)], claim="c-1")
    [good] = found.goods
    assert (good.cause, good.carriage, good.fee, good.best.last_day) == (
        Cause.SELLER,
        Bearer.SELLER,
        0,
        None,
    )
    [right] = good.rights
    assert (right.terms.rule, right.terms.source) == ("fr-guarantee", f"{ARTICLE}L217-14")
    assert found.refund == story.order.total
    [refund] = found.assessed.steps
    assert (refund.code, refund.last_day, refund.source) == (
        StepCode.REFUND,
        date(2026, 11, 17),
        f"{ARTICLE}L217-17",
    )
    done = story.counter.settle(found, id="r-1", provenance=DESK)
    assert isinstance(done, Settled)
    assert done.facts[0].claim == "c-1"
    story.facts += done.facts
    claim = story.claim(later)
    assert (claim.state, claim.settled_as) == (ClaimState.SETTLED, Remedy.RESCISSION)
    plain = story.counter.assess("o-1", story.facts[:-1], later, give=[Give(1)])
    assert plain.question != found.question


def test_goods_that_no_claim_is_about_do_not_come_back_for_it() -> None:
    story = delivered(pieces=2)
    story.open(units=[Units(1, 1, 1)])
    story.step(CLAIMED, ClaimStep.MAJOR)
    one = story.counter.assess("o-1", story.facts, CLAIMED, give=[Give(1)], claim="c-1")
    assert [good.units for good in one.goods] == [Units(1, 1, 1)]
    both = story.counter.assess("o-1", story.facts, CLAIMED, give=[Give(1, 2)], claim="c-1")
    [refused] = both.refused
    assert (refused.code, refused.claim) == (ReturnRefusalCode.CLAIM, "c-1")
    assert refused.text("fr") == "Cet article n'est pas l'objet de la demande c-1."


def test_replaced_for_a_claim_whatever_the_policy_says() -> None:
    story = delivered()
    story.open(store="lyon-2", wants=Remedy.REPLACEMENT)
    later = CLAIMED.add(days=60)
    at_once = story.counter.assess("o-1", story.facts, later, give=[Give(1)], store="lyon-2")
    assert at_once.refused
    swapped = story.counter.exchange(
        at_once, take=[Line("CAFE-NOIR", 1)], claim="c-1", id="e-1", provenance=DESK
    )
    assert isinstance(swapped, Swapped)
    assert swapped.facts[0].claim == "c-1"
    other = story.counter.exchange(at_once, take=[Line("FOULARD", 1)], claim="c-1", id="e-2", provenance=DESK)
    assert isinstance(other, Refused)
    story.facts += swapped.facts
    claim = story.claim(later)
    assert (claim.settled_as, claim.clocks.days_late) == (Remedy.REPLACEMENT, 30)


def test_a_replacement_that_was_refused_is_not_exchanged() -> None:
    story = delivered()
    story.open()
    story.step(CLAIMED, ClaimStep.REFUSED, remedy=Remedy.REPLACEMENT, said="épuisé")
    found = story.counter.assess("o-1", story.facts, CLAIMED, give=[Give(1)])
    refused = story.counter.exchange(
        found, take=[Line("CAFE-NOIR", 1)], claim="c-1", id="e-1", provenance=DESK
    )
    assert isinstance(refused, Refused)
    assert isinstance(refused.reason, ReturnRefused)
    assert refused.reason.text("en") == "Replacement: refused in writing (“épuisé”)."


def test_kept_for_less_for_a_claim() -> None:
    story = delivered(pieces=2)
    story.open(units=[Units(1, 0, 1)])
    asked: dict[str, Any] = {
        "because": ReduceReason.PRICE_REDUCTION,
        "claim": "c-1",
        "id": "d-1",
        "provenance": DESK,
    }
    off = Reduce(1, 1, off="20.00 EUR")
    refused = story.counter.reduce("o-1", story.facts, CLAIMED, reduce=[off], **asked)
    assert isinstance(refused, Refused)
    assert isinstance(refused.reason, ReduceRefused)
    assert refused.reason.code is ReduceRefusalCode.CLAIM
    assert "put right first" in refused.reason.text("en")
    story.step(CLAIMED, ClaimStep.MAJOR)
    both = story.counter.reduce("o-1", story.facts, CLAIMED, reduce=[Reduce(1, 2, off="20.00 EUR")], **asked)
    assert isinstance(both, Refused)
    assert isinstance(both.reason, ReduceRefused)
    assert both.reason.text("en") == "These goods are not those of the claim c-1."
    done = story.counter.reduce("o-1", story.facts, CLAIMED, reduce=[off], **asked)
    assert isinstance(done, PriceReduction)
    [fact] = done.facts
    assert (fact.claim, fact.refunded) == ("c-1", 2000)
    story.facts += done.facts
    assert story.claim(CLAIMED.add(minutes=1)).settled_as is Remedy.REDUCTION
    again = story.counter.reduce("o-1", story.facts, CLAIMED, reduce=[off], **asked)
    assert isinstance(again, PriceReduction)
    assert again.facts == done.facts


def test_a_claim_about_goods_that_the_customer_has_not() -> None:
    story = Story(pieces=2)
    assert why(story.open()).code is ClaimRefusalCode.NOT_HANDED_OVER
    missing = story.open(problem=Problem.MISSING)
    assert isinstance(missing, ClaimOpened)
    assert story.claim(CLAIMED).holder is Holder.NOBODY
    assert why(story.step(CLAIMED, ClaimStep.HANDED_IN, place="lyon-2")).code is (
        ClaimRefusalCode.NOTHING_THERE
    )


def test_of_a_part_that_came_the_rest_is_not_claimed() -> None:
    story = Story(pieces=2).deliver(RECEIVED, Units(1, 0, 1))
    opened = story.open()
    assert isinstance(opened, ClaimOpened)
    assert opened.facts[0].units == (Units(1, 0, 1),)


def test_what_is_refused_when_a_claim_is_opened() -> None:
    story = delivered()
    assert why(story.open(units=["nowhere"])).code is ClaimRefusalCode.NEVER_BOUGHT
    assert why(story.open(units=[Units(2, 0, 1)])).code is ClaimRefusalCode.NEVER_BOUGHT
    assert why(story.open(problem=Problem.MISSING, store="lyon-2")).code is ClaimRefusalCode.NOTHING_THERE
    too_much = why(story.open(wants=Remedy.RESCISSION))
    assert too_much.code is ClaimRefusalCode.REMEDY_CLOSED
    assert too_much.available == (Remedy.REPAIR, Remedy.REPLACEMENT)
    assert too_much.text("fr").endswith("Possible : Réparation, Remplacement.")
    story.open()
    twice = why(story.open(id_="c-2"))
    assert (twice.code, twice.claim) == (ClaimRefusalCode.CLAIM_OPEN, "c-1")
    with pytest.raises(WrongValue, match="unknown_store"):
        story.open(store="nowhere", id_="c-3")


def test_a_shop_may_be_kind_once_the_guarantee_is_over() -> None:
    story = delivered()
    late = story.open(RECEIVED.add(years=1, days=1), wants=Remedy.RESCISSION)
    assert isinstance(late, ClaimOpened)
    assert not late.covered
    claim = story.claim(RECEIVED.add(years=1, days=2))
    assert not claim.covered
    assert not claim.remedies.available


def test_nothing_is_claimed_of_goods_that_came_back() -> None:
    story = delivered()
    back = story.counter.assess("o-1", story.facts, RECEIVED.add(days=1), give=[Give(1)])
    done = story.counter.settle(back, id="r-1", provenance=DESK)
    assert isinstance(done, Settled)
    story.facts += done.facts
    assert why(story.open()).code is ClaimRefusalCode.NOTHING_LEFT
    gone = why(story.open(units=[Units(1, 0, 1)]))
    assert (gone.code, gone.by) == (ClaimRefusalCode.ALREADY_RETURNED, "r-1")
    assert story.ask(CLAIMED).goods == ()


def test_asked_again_under_its_id_a_claim_is_what_it_was() -> None:
    story = delivered()
    opened = story.open(wants=Remedy.REPAIR)
    assert isinstance(opened, ClaimOpened)
    facts = list(story.facts)
    again = story.open(CLAIMED.add(days=3), wants=Remedy.REPAIR)
    assert isinstance(again, ClaimOpened)
    assert (again.facts, again.covered) == (opened.facts, True)
    story.facts = facts
    other = story.open(wants=Remedy.REPLACEMENT)
    assert isinstance(other, Refused)
    stepped = story.step(CLAIMED, ClaimStep.AGREED, remedy=Remedy.REPAIR, id="s-1")
    assert isinstance(stepped, ClaimStepped)
    same = story.step(CLAIMED.add(days=1), ClaimStep.AGREED, remedy=Remedy.REPAIR, id="s-1")
    assert isinstance(same, ClaimStepped)
    assert same.facts == stepped.facts
    assert isinstance(story.step(CLAIMED, ClaimStep.MAJOR, id="s-1"), Refused)


def test_goods_are_passed_on_once_under_an_id() -> None:
    story = Story()
    asked: dict[str, Any] = {"id": "p-1", "provenance": DESK}
    waiting = story.counter.pass_on("o-1", story.facts, CLAIMED, **asked)
    assert why(waiting).code is ClaimRefusalCode.NOT_HANDED_OVER
    story.deliver()
    sold = story.counter.pass_on("o-1", story.facts, CLAIMED, to="m-2", **asked)
    assert isinstance(sold, HandedOn)
    story.facts += sold.facts
    again = story.counter.pass_on("o-1", story.facts, CLAIMED, to="m-2", **asked)
    assert isinstance(again, HandedOn)
    assert again.facts == sold.facts
    assert isinstance(story.counter.pass_on("o-1", story.facts, CLAIMED, to="m-3", **asked), Refused)


def test_one_claim_is_of_one_owner() -> None:
    story = sold_on(FIRST, pieces=2)
    both: tuple[list[Units] | None, ...] = (None, [FIRST, SECOND], [Units(1, 0, 2)])
    for units in both:
        refused = why(story.open(units=units))
        assert (refused.code, refused.units) == (ClaimRefusalCode.SEVERAL_OWNERS, SECOND)
    assert "name the pieces of one owner" in refused.text("en")
    for own, id_, member in ((FIRST, "c-1", "m-2"), (SECOND, "c-2", "m-1")):
        opened = story.open(id_=id_, units=[own])
        assert isinstance(opened, ClaimOpened)
        assert opened.facts[0].member == member


def test_two_later_owners_make_two_claims() -> None:
    for other, at in (("m-3", SOLD_ON), (None, SOLD_ON), (None, SOLD_ON.add(days=1))):
        story = sold_on(FIRST, pieces=2).pass_on(at, other, SECOND)
        assert why(story.open()).code is ClaimRefusalCode.SEVERAL_OWNERS
    for buyer, at in (("m-2", SOLD_ON.add(days=1)), ("m-2", SOLD_ON)):
        story = sold_on(FIRST, pieces=2).pass_on(at, buyer, SECOND)
        assert isinstance(story.open(), ClaimOpened)


def test_goods_that_came_back_are_no_other_owners() -> None:
    story = sold_on(FIRST, pieces=2).pass_on(SOLD_ON.add(days=1), "m-1", FIRST)
    opened = story.open()
    assert isinstance(opened, ClaimOpened)
    assert opened.facts[0].member == "m-1"


@pytest.mark.parametrize("member", [None, "m-2", "m-1"])
def test_a_later_owners_goods_come_back_for_credit_and_never_to_the_buyers_card(member: str | None) -> None:
    """Its price of 120.00 EUR, whoever brings it; the delivery fee of 4.90 EUR stays with who paid it."""
    story = sold_on()
    story.open()
    refused_to_put_right(story)
    found = story.counter.assess(
        "o-1", story.facts, REFUSED_AT, give=[Give(1)], store="lyon-2", member=member, claim="c-1"
    )
    assert found.refused == ()
    assert found.assessed.gift
    assert {tender.means for tender in found.assessed.refund.tenders} == {"credit"}
    assert sum(tender.amount.minor for tender in found.assessed.refund.tenders) == 12000
    assert (found.assessed.refund.delivery, found.assessed.refund.points) == (0, 0)
    assert found.for_recipient.on_credit
    done = story.counter.settle(found, id="r-1", provenance=DESK)
    assert isinstance(done, Settled)
    [fact] = done.facts
    assert (fact.gift, fact.claim) == (True, "c-1")
    assert {tender.means for tender in done.pay_out} == {"credit"}
    story.facts += done.facts
    assert story.claim(REFUSED_AT).settled_as is Remedy.RESCISSION


def test_somebody_elses_claim_is_nobody_elses_to_rescind() -> None:
    story = sold_on()
    story.open()
    refused_to_put_right(story)
    found = story.counter.assess(
        "o-1", story.facts, REFUSED_AT, give=[Give(1)], store="lyon-2", member="m-3", claim="c-1"
    )
    assert [each.code for each in found.refused] == [ReturnRefusalCode.OTHER_CUSTOMER]


def test_a_later_owner_has_no_say_in_what_is_the_buyers() -> None:
    """The buyer's own claim, or one about goods that are the buyer's again, is not the later owner's."""
    story = sold_on(FIRST, pieces=2)
    story.open(units=[SECOND])
    refused_to_put_right(story)
    again = sold_on()
    again.open()
    refused_to_put_right(again.pass_on(CLAIMED.add(hours=1), "m-1"))
    for each in (story, again):
        found = each.counter.assess(
            "o-1", each.facts, REFUSED_AT, give=[Give(1)], store="lyon-2", member="m-2", claim="c-1"
        )
        assert [refused.code for refused in found.refused] == [ReturnRefusalCode.OTHER_CUSTOMER]
        own = each.counter.assess(
            "o-1", each.facts, REFUSED_AT, give=[Give(1)], store="lyon-2", member="m-1", claim="c-1"
        )
        assert not own.assessed.gift
        assert {tender.means for tender in own.assessed.refund.tenders} == {"card"}


def test_one_account_is_one_owner_whatever_its_references() -> None:
    story = sold_on()
    story.open()
    refused_to_put_right(story)
    united = AccountsMerged(id="u-1", member="m-22", into="m-2", at=instant_of(CLAIMED), provenance=DESK)
    found = story.counter.assess(
        "o-1",
        [*story.facts, united],
        REFUSED_AT,
        give=[Give(1)],
        store="lyon-2",
        member="m-22",
        claim="c-1",
    )
    assert found.refused == ()


def test_what_was_passed_on_after_the_claim_comes_back_piece_by_piece() -> None:
    """Two machines at 120.00 EUR, one of them sold on meanwhile: that one comes back as credit."""
    story = delivered(pieces=2)
    story.open()
    refused_to_put_right(story.pass_on(CLAIMED.add(hours=1), "m-2", SECOND))
    found = story.counter.assess("o-1", story.facts, REFUSED_AT, give=[Give(1, 2)], claim="c-1")
    assert not found.assessed.gift
    paid = {tender.means: tender.amount.minor for tender in found.assessed.refund.tenders}
    assert paid == {"credit": 12000, "card": 12000}


def test_at_a_later_owners_request_goods_are_replaced() -> None:
    story = sold_on()
    story.open()
    for member in ("m-2", None):
        seen = story.counter.assess(
            "o-1", story.facts, REFUSED_AT, give=[Give(1)], store="lyon-2", member=member
        )
        done = story.counter.exchange(
            seen, take=[Line("CAFE-NOIR", 1)], claim="c-1", id="x-1", provenance=DESK
        )
        assert isinstance(done, Swapped), done
    other = story.counter.assess("o-1", story.facts, REFUSED_AT, give=[Give(1)], store="lyon-2", member="m-3")
    refused = story.counter.exchange(
        other, take=[Line("CAFE-NOIR", 1)], claim="c-1", id="x-1", provenance=DESK
    )
    assert isinstance(refused, Refused)
    assert isinstance(refused.reason, ReturnRefused)
    assert refused.reason.code is ReturnRefusalCode.OTHER_CUSTOMER


def test_no_price_falls_for_a_later_owner() -> None:
    story = sold_on()
    story.open()
    refused_to_put_right(story)
    asked: dict[str, Any] = {
        "because": ReduceReason.PRICE_REDUCTION,
        "claim": "c-1",
        "id": "e-1",
        "provenance": DESK,
    }
    found = story.counter.reduce("o-1", story.facts, REFUSED_AT, reduce=[Reduce(1, off="20.00 EUR")], **asked)
    assert isinstance(found, Refused)
    assert isinstance(found.reason, ReduceRefused)
    assert found.reason.code is ReduceRefusalCode.LATER_OWNER
    assert "agreed with the buyer" in found.reason.text("en")
    assert "acheteur" in found.reason.text("fr")


def test_of_a_claim_about_both_the_buyers_pieces_cost_less() -> None:
    story = delivered(pieces=2)
    story.open()
    refused_to_put_right(story.pass_on(CLAIMED.add(hours=1), "m-2", FIRST))
    asked: dict[str, Any] = {
        "because": ReduceReason.PRICE_REDUCTION,
        "claim": "c-1",
        "id": "e-1",
        "provenance": DESK,
    }
    one = story.counter.reduce(
        "o-1", story.facts, REFUSED_AT, reduce=[Reduce(1, 1, off="20.00 EUR")], **asked
    )
    assert isinstance(one, PriceReduction)
    assert [each.units for each in one.facts[0].taken] == [SECOND]
    for both in (Reduce(1, 2, off="20.00 EUR"), Reduce(1, off="20.00 EUR")):
        found = story.counter.reduce("o-1", story.facts, REFUSED_AT, reduce=[both], **asked)
        assert isinstance(found, Refused)
        assert isinstance(found.reason, ReduceRefused)
        assert found.reason.code is ReduceRefusalCode.LATER_OWNER


def test_passed_back_to_the_buyer_goods_have_the_guarantee_that_is_the_buyers_alone() -> None:
    story = delivered(attrs.evolve(FRENCH, transferred_by=None))
    story.pass_on(SOLD_ON, "m-2")
    [away] = story.ask(SOLD_ON.add(days=1)).goods
    assert away.guarantees[0].stands.state is GuaranteeState.NOT_TRANSFERRED
    story.pass_on(SOLD_ON.add(days=2), "m-1")
    [back] = story.ask(CLAIMED, problem=Problem.FAULTY).goods
    assert back.guarantees[0].stands.state is GuaranteeState.RUNNING
    assert back.remedies is not None
    assert back.remedies.open_for(Remedy.REPAIR) is not None
    opened = story.open()
    assert isinstance(opened, ClaimOpened)
    assert opened.covered


def test_a_claim_is_covered_by_whose_the_goods_were_on_the_day_of_the_request() -> None:
    """The later owner's was not, and is not once the goods are the buyer's again, or went further."""
    for to in ("m-1", "m-3"):
        story = delivered(attrs.evolve(FRENCH, transferred_by=None)).pass_on(SOLD_ON, "m-2")
        story.open()
        assert not story.claim(CLAIMED).covered
        story.pass_on(CLAIMED.add(days=2), to)
        assert not story.claim(CLAIMED.add(days=3)).covered


def test_steps_that_do_not_fit_are_refused_with_their_reason() -> None:
    story = delivered()
    story.open()
    for step, said, code in (
        (ClaimStep.HANDED_BACK, {}, ClaimRefusalCode.NOT_HANDED_IN),
        (ClaimStep.SENT_ON, {"place": "atelier"}, ClaimRefusalCode.NOT_HANDED_IN),
        (ClaimStep.LOAN_BACK, {}, ClaimRefusalCode.NO_LOAN),
        (ClaimStep.TALKS_ENDED, {}, ClaimRefusalCode.NO_TALKS),
        (
            ClaimStep.COST_REPAID,
            {"amount": Amount.from_text("5.00 EUR")},
            ClaimRefusalCode.MORE_THAN_ADVANCED,
        ),
        (ClaimStep.MAJOR, {"claim": "c-9"}, ClaimRefusalCode.UNKNOWN_CLAIM),
    ):
        assert why(story.step(CLAIMED, step, **said)).code is code
    story.step(CLAIMED, ClaimStep.REJECTED, said="chute")
    rejected = why(story.step(CLAIMED, ClaimStep.REPAIRED))
    assert rejected.code is ClaimRefusalCode.CLAIM_REJECTED
    claim = story.claim(CLAIMED)
    assert (claim.state, claim.steps) == (ClaimState.REJECTED, ())
    with pytest.raises(WrongValue, match="other_currency"):
        story.step(CLAIMED, ClaimStep.COST_ADVANCED, amount=Amount.from_text("5.00 USD"))


def test_what_never_arrived_is_sent_again_or_refunded_for_its_claim() -> None:
    story = Story()
    story.open(problem=Problem.MISSING)
    give = [Give(1, reason="faulty")]
    plainly = story.counter.assess("o-1", story.facts, CLAIMED, give=give)
    assert [each.code for each in plainly.refused] == [ReturnRefusalCode.NOT_HANDED_OVER]
    again = story.counter.exchange(
        plainly, take=[Line("CAFE-ROUGE", 1)], claim="c-1", id="x-1", provenance=DESK
    )
    assert isinstance(again, Swapped)
    held = holdings_of(story.counter.history([*story.facts, *again.facts]), Moment(instant_of(CLAIMED)))
    assert held.conflicts == ()
    [claim] = held.orders["o-1"].claims
    assert (claim.settled_as, claim.holder) == (Remedy.REPLACEMENT, Holder.NOBODY)

    late = CLAIMED.add(days=40)
    back = story.counter.assess("o-1", story.facts, late, give=give, claim="c-1")
    assert back.refused == ()
    assert back.refund == money_of(story.order.value, "EUR")
    assert StepCode.SEND_BACK not in [step.code for step in back.assessed.steps]
    done = story.counter.settle(back, id="r-1", provenance=DESK)
    assert isinstance(done, Settled)
    held = holdings_of(story.counter.history([*story.facts, *done.facts]), Moment(instant_of(late)))
    assert (held.conflicts, held.orders["o-1"].claims[0].settled_as) == ((), Remedy.RESCISSION)


def test_the_seller_may_agree_after_all_to_what_they_refused() -> None:
    story = delivered()
    story.open()
    story.step(CLAIMED, ClaimStep.REFUSED, remedy=Remedy.REPAIR, said="trop cher")
    refused = story.claim(CLAIMED).remedies.closed_for(Remedy.REPAIR)
    assert refused is not None
    assert refused.why is WhyNot.REFUSED
    later = CLAIMED.add(days=1)
    story.step(later, ClaimStep.AGREED, remedy=Remedy.REPAIR)
    claim = story.claim(later)
    assert claim.state is ClaimState.AGREED
    assert claim.remedies.open_for(Remedy.REPAIR) is not None


def test_a_claim_that_is_over_goes_on_only_if_the_fault_is_there_again() -> None:
    story = delivered()
    story.open()
    story.step(CLAIMED, ClaimStep.AGREED, remedy=Remedy.REPAIR)
    assert story.todo(CLAIMED) == [(StepCode.HAND_IN, Cause.BUYER)]
    story.step(CLAIMED.add(days=1), ClaimStep.REPAIRED)
    over = CLAIMED.add(days=2)
    assert why(story.step(over, ClaimStep.AGREED, remedy=Remedy.REPAIR)).code is (ClaimRefusalCode.CLAIM_OVER)
    story.step(over, ClaimStep.PERSISTS)
    assert story.todo(over) == [(StepCode.CHOOSE, Cause.BUYER)]
    assert story.claim(over).remedies.open_for(Remedy.RESCISSION) is not None


def test_costs_that_the_customer_advanced_are_to_be_repaid() -> None:
    story = delivered()
    story.open()
    story.step(CLAIMED, ClaimStep.COST_ADVANCED, amount=Amount.from_text("12.50 EUR"))
    story.step(CLAIMED, ClaimStep.CLOSED)
    due = pendulum.datetime(2026, 11, 16, 12, 0, tz="Europe/Paris")
    [cost] = story.claim(due).costs
    assert (cost.left, cost.last_day, cost.surcharge) == (1250, date(2026, 11, 16), None)
    assert story.todo(due) == [(StepCode.REPAY, Cause.SELLER)]
    assert [each.id for each in story.ask(due).claims] == ["c-1"]
    [late] = story.claim(due.add(days=1)).costs
    assert late.surcharge is not None
    assert (late.surcharge.amount, late.total) == (125, 1375)
    story.step(due, ClaimStep.COST_REPAID, amount=Amount.from_text("12.50 EUR"))
    assert story.claim(due).costs == ()
    assert story.ask(due).claims == ()


def test_goods_of_a_claim_that_is_over_are_handed_back() -> None:
    story = delivered()
    story.open(store="lyon-2")
    story.step(CLAIMED, ClaimStep.REJECTED, said="chute")
    assert story.todo(CLAIMED) == [(StepCode.HAND_BACK, Cause.SELLER)]
    for agreed, code in ((Remedy.RESCISSION, StepCode.RESCIND), (Remedy.REDUCTION, StepCode.REDUCE)):
        other = delivered()
        other.open(store="lyon-2")
        other.step(CLAIMED, ClaimStep.AGREED, remedy=agreed)
        assert other.todo(CLAIMED) == [(code, Cause.SELLER)]


def test_who_proves_changes_on_the_day_after_the_presumption() -> None:
    story = delivered()
    last = pendulum.datetime(2027, 3, 10, 23, 0, tz="Europe/Paris")
    assert story.ask(last).goods[0].proves is Bearer.SELLER
    assert story.ask(last.add(hours=1)).goods[0].proves is Bearer.BUYER
    assert "The customer proves" in story.ask(last.add(hours=1)).text("en")


def test_without_a_guarantee_nothing_is_guessed() -> None:
    story = delivered(attrs.evolve(FRENCH, lines=[]))
    found = story.ask(CLAIMED, problem=Problem.FAULTY)
    assert found.goods[0].proves is None
    assert "nothing is said for certain" in found.text("en")
    opened = story.open(wants=Remedy.REPAIR)
    assert isinstance(opened, ClaimOpened)
    assert not opened.covered
    assert story.claim(CLAIMED).clocks.conform_by is None


def test_what_makes_no_sense_is_an_error_with_its_place() -> None:
    story = delivered()
    with pytest.raises(WrongValue, match="unknown_claim"):
        story.ask(CLAIMED, claim="c-1")
    with pytest.raises(WrongValue, match="no_such_line"):
        story.ask(CLAIMED, units=["nowhere"])
    with pytest.raises(WrongValue, match="named_twice"):
        story.ask(CLAIMED, units=[Units(1, 0, 1), Units(1, 0, 1)])
    with pytest.raises(WrongValue, match="unknown_claim"):
        story.counter.assess("o-1", story.facts, CLAIMED, give=[Give(1)], claim="c-1")
    with pytest.raises(WrongValue, match="reduced_otherwise"):
        story.counter.reduce(
            "o-1",
            story.facts,
            CLAIMED,
            reduce=[Reduce(1, off="1.00 EUR")],
            because=ReduceReason.GOODWILL,
            claim="c-1",
            id="d-1",
            provenance=DESK,
        )
