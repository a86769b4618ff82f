"""Goods are exchanged at the counter, by post and in another store: every figure derived by hand.

On Black Friday fashion costs 20 % less: a linen dress 63.92 EUR instead of 79.90, a jumper 71.20 instead of
89.00. The exchanges are made on the Wednesday after, when nothing is reduced.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

import attrs
import pendulum
import pytest
from pendulum import DateTime

from comptoir import (
    Accepted,
    Assessment,
    Basket,
    Buyer,
    Carry,
    Closed,
    Collect,
    Contract,
    Counter,
    Deliver,
    ExchangeOffer,
    ExchangeRefused,
    Fact,
    Give,
    HandedOver,
    Line,
    LockedQuote,
    OrderPlaced,
    Passage,
    Passed,
    Place,
    Provenance,
    Quote,
    Refusal,
    RefusalCode,
    Refused,
    Swapped,
    Tender,
    WrongValue,
)
from comptoir.authoring import example, seal
from comptoir.checkout.after_sales import Settled
from comptoir.checkout.claiming import ClaimOpened, ClaimStepped
from comptoir.delivery.offered import NotOffered
from comptoir.facts.bearers import Bearer
from comptoir.facts.claim_events import ClaimStep
from comptoir.facts.conflicts import AlreadyReturned, AlreadySwapped, NotPaidByReturn
from comptoir.facts.events import Captured
from comptoir.facts.exchange_terms import ExchangePrice, ExchangeScope, ExchangeTerms, InExchange
from comptoir.facts.guarantee_terms import Problem
from comptoir.facts.holdings import holdings_of
from comptoir.facts.orders import TenderName
from comptoir.facts.return_terms import Right
from comptoir.facts.stock import Stock
from comptoir.facts.units import Units
from comptoir.returns.exchanges.exchange import ExchangeRefusalCode as Code
from comptoir.returns.exchanges.owed_back import owed_back
from comptoir.returns.exchanges.tree import exchange_of, exchanged_into
from comptoir.returns.next_steps import StepCode
from comptoir.values.instants import instant_of
from comptoir.values.moments import Moment
from comptoir.values.money import money_of

TENTH = pendulum.datetime(2026, 11, 10, 11, tz="Europe/Paris")
BLACK_FRIDAY = pendulum.datetime(2026, 11, 27, 11, tz="Europe/Paris")
WEDNESDAY = pendulum.datetime(2026, 12, 2, 11, tz="Europe/Paris")
TILL = Provenance("till", till="lyon-2-3")
LYON = "lyon-2"
SMALL, MEDIUM, LARGE = "ROBE-LIN-36", "ROBE-LIN-38", "ROBE-LIN-40"
SHIRT, HONEY, JUMPER = "CHEMISE-LIN-M", "MIEL-LAVANDE-250", "PULL-MERINOS-M"
IN_LYON = Carry(LYON)
CARD, CASH = TenderName("card", "psp-9"), TenderName("cash")
AT_HOME = Deliver(Place("FR", "69003"), "home")

VARIANTS = "{ scope = 'variants' }"
TODAY = "{ scope = 'anything' }"
ORIGINAL = "{ scope = 'anything', price = 'original' }"
PROTECTED = "{ scope = 'anything', price = 'protected' }"
ADVANCE = "{ advance = '14 days' }"
DRESSES_EVENLY = "{ even_on = { category = 'fashion/dresses' } }"
BUYER_PAYS = "{ scope = 'anything', delivery = 'buyer' }"


@cache
def counter(exchange: str | None = None) -> Counter:
    """The counter of the example, whose thirty days exchange for something else on these terms."""
    named = 'id = "thirty-days"\n'
    text = example()
    assert text.count(named) == 1
    return Counter(seal(text if exchange is None else text.replace(named, f"{named}exchange = {exchange}\n")))


def basket(*lines: Line, handover: Any = IN_LYON, **facts: Any) -> Basket:
    contract = Contract.IN_STORE if isinstance(handover, Carry) else Contract.DISTANCE
    return Basket(currency="EUR", lines=lines, handover=handover, contract=contract, **facts)


def bought(
    *lines: Line,
    terms: str | None = None,
    handover: Any = IN_LYON,
    at: DateTime = BLACK_FRIDAY,
    by: TenderName = CARD,
) -> list[Fact]:
    """An order, paid at once, and its goods as handed over three days later, if they were sent."""
    quote = counter(terms).quote(basket(*lines, handover=handover), at)
    tenders = [Tender(by.means, quote.to_pay, reference=by.reference)]
    accepted = counter(terms).place(quote, id="o-1", at=at, tenders=tenders, provenance=TILL)
    assert isinstance(accepted, Accepted), accepted
    facts: list[Fact] = [*accepted.facts]
    if not isinstance(handover, Carry):
        facts.append(HandedOver(id="h-1", order="o-1", at=at.add(days=3), provenance=TILL))
    return facts


JEAN = Buyer(member="m-81f3")


def by_member(*lines: Line, id: str, at: DateTime, known: Sequence[Fact] = ()) -> list[Fact]:
    """What a member bought in the store, with their standing, and all that was known before."""
    assert JEAN.member is not None
    standing = counter(TODAY).standing(JEAN.member, known, at)
    quote = counter(TODAY).quote(basket(*lines, buyer=JEAN), at, standing=standing)
    tenders = [Tender("card", quote.to_pay, reference=id)]
    accepted = counter(TODAY).place(quote, id=id, at=at, tenders=tenders, provenance=TILL)
    assert isinstance(accepted, Accepted), accepted
    return [*known, *accepted.facts]


@cache
def gold() -> tuple[Fact, ...]:
    """247 points to spend, of two jumpers and a dress, and 63 pending, of one that made the member Gold."""
    first = by_member(Line(JUMPER, 2), Line(SMALL, 1), id="o-0", at=TENTH)
    return tuple(by_member(Line(SMALL, 1), id="o-1", at=BLACK_FRIDAY, known=first))


def assessed(
    facts: Sequence[Fact],
    *give: Give,
    terms: str | None = None,
    order: str = "o-1",
    at: DateTime = WEDNESDAY,
    store: str | None = LYON,
) -> Assessment:
    given = give or (Give(1, reason="too_small"),)
    found = counter(terms).assess(order, facts, at, give=given, store=store)
    assert found.refused == ()
    return found


def swapped(
    assessment: Assessment, *skus: str, terms: str | None = None, id: str = "x-1", **handing: Any
) -> Swapped:
    found = counter(terms).exchange(
        assessment, take=[Line(sku, 1) for sku in skus], id=id, provenance=TILL, **handing
    )
    assert isinstance(found, Swapped), found
    return found


def offered(assessment: Assessment, taken: Basket, *, terms: str) -> ExchangeOffer:
    found = counter(terms).exchange_offer(assessment, taken)
    assert isinstance(found, ExchangeOffer), found
    return found


def refused(found: object) -> tuple[Code, str | None]:
    assert isinstance(found, Refused)
    assert isinstance(found.reason, ExchangeRefused)
    assert all(found.reason.text(language) for language in ("fr", "en"))
    return found.reason.code, found.reason.sku


def closed(
    offer: ExchangeOffer, *tenders: Tender, terms: str, at: DateTime = WEDNESDAY, id: str = "o-2"
) -> Closed:
    assert offer.ticket is not None
    found = counter(terms).close(offer.ticket, id=id, at=at, tenders=tenders, provenance=TILL)
    assert isinstance(found, Closed), found
    return found


def euros(minor: int) -> Any:
    return money_of(minor, "EUR")


def written(tenders: Sequence[Tender]) -> list[tuple[str, int, TenderName | None]]:
    return [(each.means, each.amount.minor, each.instead_of) for each in tenders]


class TestEven:
    def test_a_size_is_swapped_in_the_store(self) -> None:
        facts = bought(Line(SMALL, 1))
        done = swapped(assessed(facts), MEDIUM)
        [fact] = done.facts
        assert (fact.store, fact.handover, fact.promised, fact.back_by) == (LYON, None, None, None)
        assert done.to_pay == euros(0)
        again = assessed([*facts, fact], Give(1, sku=MEDIUM))
        assert again.refund == euros(6392)  # what the first one cost on Black Friday
        assert again.goods[0].best == assessed(facts).goods[0].best

    def test_the_other_size_is_sent_home_at_no_fee(self) -> None:
        facts = bought(Line(SMALL, 1), handover=AT_HOME)
        done = swapped(assessed(facts, store=None), MEDIUM, handover=AT_HOME)
        [fact] = done.facts
        assert fact.handover == AT_HOME
        # ordered on Wednesday before two: packed on Thursday, two to three working days on the way
        assert done.promised is not None
        assert (done.promised.earliest, done.promised.latest) == (date(2026, 12, 5), date(2026, 12, 7))

    def test_what_is_not_in_this_store_is_collected_in_another(self) -> None:
        facts = bought(Line(SMALL, 1))
        stock = [
            Stock(source="strasbourg", sku=MEDIUM, quantity=1),
            Stock(source=LYON, sku=MEDIUM, quantity=0),
        ]
        found = counter().exchange(
            assessed(facts), take=[Line(MEDIUM, 1)], stock=stock, id="x-1", provenance=TILL
        )
        assert refused(found) == (Code.OUT_OF_STOCK, MEDIUM)
        done = swapped(assessed(facts), MEDIUM, handover=Collect("strasbourg"), stock=stock)
        assert done.promised is not None
        assert done.promised.ready is not None  # two hours later, as it is there
        assert done.promised.earliest == date(2026, 12, 2)

    def test_what_is_nowhere_in_stock_is_refused_with_the_services_reason(self) -> None:
        facts = bought(Line(SMALL, 1))
        stock = [Stock(source=LYON, sku=MEDIUM, quantity=0)]
        found = counter().exchange(
            assessed(facts), take=[Line(MEDIUM, 1)], handover=AT_HOME, stock=stock, id="x-1", provenance=TILL
        )
        assert isinstance(found, Refused)
        assert isinstance(found.reason, Refusal)
        assert isinstance(found.reason.because, NotOffered)

    def test_stock_of_which_nothing_is_said_is_there(self) -> None:
        facts = bought(Line(SMALL, 1))
        stock = [Stock(source=LYON, sku=LARGE, quantity=0)]
        assert swapped(assessed(facts), MEDIUM, stock=stock).promised is None

    def test_a_policy_names_what_else_is_taken_evenly(self) -> None:
        facts = bought(Line(SMALL, 1), Line(JUMPER, 1), terms=DRESSES_EVENLY)
        assessment = assessed(facts, Give(2), terms=DRESSES_EVENLY)
        swaps = swapped(assessment, LARGE, terms=DRESSES_EVENLY).facts[0].swaps
        assert [(swap.sku, swap.took.sku) for swap in swaps] == [(SMALL, LARGE)]
        found = counter(DRESSES_EVENLY).exchange(assessment, take=[Line(SHIRT, 1)], id="x-1", provenance=TILL)
        assert refused(found) == (Code.OTHER_MODEL, SHIRT)

    def test_two_swaps_in_a_row_keep_the_price_and_the_deadline(self) -> None:
        facts = bought(Line(SMALL, 1))
        once = [*facts, *swapped(assessed(facts), MEDIUM).facts]
        later = WEDNESDAY.add(days=10)
        twice = [*once, *swapped(assessed(once, at=later), LARGE, id="x-2").facts]
        last = assessed(twice, Give(1, sku=LARGE), at=later)
        assert last.refund == euros(6392)
        assert [right.last_day for right in last.goods[0].rights] == [
            right.last_day for right in assessed(facts).goods[0].rights
        ]
        assert counter().assess("o-1", twice, later, give=[Give(1, sku=SMALL)], store=LYON).refused

    def test_an_offer_says_that_it_is_even(self) -> None:
        facts = bought(Line(SMALL, 1), terms=TODAY)
        offer = offered(assessed(facts, terms=TODAY), basket(Line(MEDIUM, 1)), terms=TODAY)
        assert (offer.ticket, offer.difference, offer.price) == (None, euros(0), None)
        assert offer.even is not None
        assert [swap.took.sku for swap in offer.even.swaps] == [MEDIUM]
        sent = offered(assessed(facts, terms=TODAY), basket(Line(MEDIUM, 1), handover=AT_HOME), terms=TODAY)
        assert [promised.latest for promised in sent.promised] == [date(2026, 12, 7)]

    def test_goods_of_an_open_claim_are_replaced_for_it_or_it_is_closed_first(self) -> None:
        facts = bought(Line(SMALL, 1))
        opened = counter().open_claim(
            "o-1", facts, WEDNESDAY, problem=Problem.FAULTY, id="c-1", provenance=TILL
        )
        assert isinstance(opened, ClaimOpened)
        facts += opened.facts
        taken = counter().exchange(assessed(facts), take=[Line(MEDIUM, 1)], id="x-1", provenance=TILL)
        assert refused(taken) == (Code.CLAIM_OPEN, SMALL)
        offer = counter().exchange_offer(assessed(facts), basket(Line(MEDIUM, 1)))
        assert refused(offer) == (Code.CLAIM_OPEN, SMALL)
        replaced = swapped(assessed(facts), SMALL, claim="c-1")
        assert replaced.facts[0].claim == "c-1"
        closing = counter().pass_claim(
            "o-1", facts, WEDNESDAY, claim="c-1", step=ClaimStep.CLOSED, id="s-1", provenance=TILL
        )
        assert isinstance(closing, ClaimStepped)
        assert swapped(assessed([*facts, *closing.facts]), MEDIUM).to_pay == euros(0)

    def test_what_was_swapped_before_is_swapped_as_that_is_known(self) -> None:
        facts = bought(Line(SMALL, 1))
        [first] = swapped(assessed(facts), SMALL).facts
        [second] = swapped(assessed([*facts, first]), SMALL, id="x-2").facts
        assert [first.swaps[0].after, second.swaps[0].after] == [None, "x-1"]
        now = Moment(instant_of(WEDNESDAY))
        assert holdings_of(counter().history([*facts, first, second]), now).conflicts == ()
        [unknowing] = swapped(assessed(facts), SMALL, id="x-2").facts
        conflicts = holdings_of(counter().history([*facts, first, unknowing]), now).conflicts
        assert conflicts == (AlreadySwapped("x-2", "o-1", Units(1, 0, 1), "x-1"),)


class TestAdvance:
    def test_the_old_goods_are_given_back_later(self) -> None:
        facts = bought(Line(SMALL, 1), terms=ADVANCE)
        back_by = date(2026, 12, 16)  # fourteen days after the second
        done = swapped(assessed(facts, terms=ADVANCE), MEDIUM, terms=ADVANCE, back_by=back_by)
        assert done.facts[0].back_by == back_by

    def test_no_later_than_the_policy_lets_them(self) -> None:
        facts = bought(Line(SMALL, 1), terms=ADVANCE)
        found = counter(ADVANCE).exchange(
            assessed(facts, terms=ADVANCE),
            take=[Line(MEDIUM, 1)],
            back_by=date(2026, 12, 17),
            id="x-1",
            provenance=TILL,
        )
        assert refused(found) == (Code.BACK_TOO_LATE, SMALL)
        assert isinstance(found, Refused)
        assert isinstance(found.reason, ExchangeRefused)
        assert found.reason.last_day == date(2026, 12, 16)
        assert "16" in found.reason.text("fr")

    def test_only_if_a_policy_says_so(self) -> None:
        facts = bought(Line(SMALL, 1))
        found = counter().exchange(
            assessed(facts),
            take=[Line(MEDIUM, 1)],
            back_by=date(2026, 12, 3),
            id="x-1",
            provenance=TILL,
        )
        assert refused(found) == (Code.NOT_IN_ADVANCE, SMALL)

    def test_not_before_the_exchange(self) -> None:
        facts = bought(Line(SMALL, 1), terms=ADVANCE)
        with pytest.raises(WrongValue, match="back_by"):
            swapped(assessed(facts, terms=ADVANCE), MEDIUM, terms=ADVANCE, back_by=date(2026, 12, 1))


class TestDifference:
    @pytest.mark.parametrize(
        ("terms", "due"),
        [(TODAY, 8900), (ORIGINAL, 7120), (PROTECTED, 7120)],
        ids=["today", "then", "lesser"],
    )
    def test_what_is_dearer_is_paid(self, terms: str, due: int) -> None:
        facts = bought(Line(SMALL, 1), terms=terms)
        offer = offered(assessed(facts, terms=terms), basket(Line(JUMPER, 1)), terms=terms)
        assert offer.difference == euros(due - 6392)
        assert (offer.rule, offer.even) == ("thirty-days", None)
        done = closed(offer, Tender("card", euros(due - 6392), reference="psp-10"), terms=terms)
        assert done.order.total_minor == due
        assert sum(tax.gross for tax in done.order.taxes) == due
        assert done.pay_out == ()
        [line] = done.order.lines
        assert line.terms.regular == 8900
        expected = [("exchange", "thirty-days", -1780)] if due < 8900 else []
        assert [(each.layer, each.rule, each.amount) for each in line.terms.adjustments] == expected
        if expected:
            assert done.order.rule_names["thirty-days"]["fr"].startswith("Satisfait")
            assert offer.ticket is not None
            assert isinstance(offer.ticket.quote, Quote)
            assert "Satisfait" in offer.ticket.quote.explain("fr")

    def test_what_is_cheaper_is_paid_out_as_it_was_paid(self) -> None:
        facts = bought(Line(SMALL, 1), terms=TODAY)
        offer = offered(assessed(facts, terms=TODAY), basket(Line(SHIRT, 1)), terms=TODAY)
        assert offer.difference == euros(5990 - 6392)
        done = closed(offer, terms=TODAY)
        assert [(each.means, each.reference, each.amount.minor) for each in done.pay_out] == [
            ("card", "psp-9", 402)
        ]

    def test_the_original_price_may_be_above_todays(self) -> None:
        on_monday = BLACK_FRIDAY.subtract(days=4)
        for terms, due in ((TODAY, 7120), (ORIGINAL, 8900), (PROTECTED, 7120)):
            facts = bought(Line(SMALL, 1), terms=terms, at=on_monday)
            assessment = assessed(facts, terms=terms, at=BLACK_FRIDAY)
            offer = offered(assessment, basket(Line(JUMPER, 1)), terms=terms)
            assert offer.difference == euros(due - 7990)

    def test_the_lesser_of_each_line_is_taken(self) -> None:
        """The jumper cost less then, and two jars of honey cost less today: 10 EUR are off from 100 EUR.

        Today 89.00 and 18.80, less 8.26 and 1.74; then 71.20 and 17.80. The dresses had cost 127.84 less 10.
        """
        facts = bought(Line(SMALL, 2), terms=PROTECTED)
        offer = offered(
            assessed(facts, Give(1, 2), terms=PROTECTED),
            basket(Line(JUMPER, 1), Line(HONEY, 2)),
            terms=PROTECTED,
        )
        assert offer.difference == euros(7120 + 1706 - 11784)

    def test_the_price_is_asked_again_when_it_is_closed(self) -> None:
        facts = bought(Line(SMALL, 1), terms=PROTECTED)
        offer = offered(assessed(facts, terms=PROTECTED), basket(Line(JUMPER, 1)), terms=PROTECTED)
        to_pay = Tender("card", euros(7120 - 6392), reference="psp-10")
        assert closed(offer, to_pay, terms=PROTECTED, at=WEDNESDAY.add(hours=3)).order.total_minor == 7120
        assert offer.until <= offer.assessment.until
        assert instant_of(offer.valid_until) == offer.until

    def test_a_price_of_an_exchange_is_for_nobody_else(self) -> None:
        facts = bought(Line(SMALL, 1), terms=PROTECTED)
        offer = offered(assessed(facts, terms=PROTECTED), basket(Line(JUMPER, 1)), terms=PROTECTED)
        assert offer.ticket is not None
        paid = [Tender("card", euros(7120))]
        alone = counter(PROTECTED).place(
            offer.ticket.quote, id="o-3", at=WEDNESDAY, tenders=paid, provenance=TILL
        )
        assert isinstance(alone, Refused)
        assert isinstance(alone.reason, Refusal)
        assert alone.reason.code is RefusalCode.NOT_ON_A_TICKET
        assert "échange" in alone.reason.text("fr")
        assert offer.basket.exchange is not None
        claimed = attrs.evolve(offer.basket.exchange, price=ExchangePrice.ORIGINAL)
        quote = counter(PROTECTED).quote(attrs.evolve(offer.basket, exchange=claimed), WEDNESDAY)
        ticket = counter(PROTECTED).ticket(quote, returns=[offer.assessment])
        other = counter(PROTECTED).close(
            ticket,
            id="o-3",
            at=WEDNESDAY,
            tenders=[Tender("card", euros(728))],
            provenance=TILL,
        )
        assert isinstance(other, Refused)
        assert isinstance(other.reason, Refusal)
        assert other.reason.code is RefusalCode.NOT_ON_A_TICKET

    def test_an_offer_may_be_locked(self) -> None:
        facts = bought(Line(SMALL, 1), terms=PROTECTED)
        assessment = assessed(facts, terms=PROTECTED)
        offer = offered(assessment, basket(Line(JUMPER, 1)), terms=PROTECTED)
        assert offer.ticket is not None
        assert isinstance(offer.ticket.quote, Quote)
        locked = counter(PROTECTED).lock(offer.ticket.quote, until=WEDNESDAY.add(hours=24))
        assert isinstance(locked, LockedQuote)
        done = counter(PROTECTED).close(
            counter(PROTECTED).ticket(locked, returns=[assessment]),
            id="o-2",
            at=WEDNESDAY.add(hours=20),
            tenders=[Tender("card", euros(728))],
            provenance=TILL,
        )
        assert isinstance(done, Closed)
        assert done.order.total_minor == 7120

    def test_what_is_sent_is_the_sellers_to_pay_unless_the_policy_says_otherwise(self) -> None:
        for terms, fee in ((TODAY, 0), (BUYER_PAYS, 490)):
            facts = bought(Line(SMALL, 1), terms=terms)
            taken = basket(Line(SHIRT, 1), handover=AT_HOME)
            offer = offered(assessed(facts, terms=terms), taken, terms=terms)
            assert offer.difference == euros(5990 + fee - 6392)
            assert [promised.earliest for promised in offer.promised] == [date(2026, 12, 5)]

    def test_variants_only(self) -> None:
        facts = bought(Line(SMALL, 1), terms=VARIANTS)
        assessment = assessed(facts, terms=VARIANTS)
        found = counter(VARIANTS).exchange_offer(assessment, basket(Line(JUMPER, 1)))
        assert refused(found) == (Code.OTHER_MODEL, JUMPER)
        two = offered(assessment, basket(Line(MEDIUM, 1), Line(LARGE, 1)), terms=VARIANTS)
        assert two.difference == euros(2 * 7990 - 1000 - 6392)  # 10 EUR are off from 100 EUR

    def test_without_a_policy_there_is_no_difference_to_pay(self) -> None:
        facts = bought(Line(SMALL, 1))
        found = counter().exchange_offer(assessed(facts), basket(Line(JUMPER, 1)))
        assert refused(found) == (Code.OTHER_MODEL, JUMPER)
        two = counter().exchange_offer(assessed(facts), basket(Line(MEDIUM, 2)))
        assert refused(two) == (Code.QUANTITIES_DIFFER, None)

    def test_an_unknown_product_is_named(self) -> None:
        facts = bought(Line(SMALL, 1), terms=TODAY)
        found = counter(TODAY).exchange_offer(
            assessed(facts, terms=TODAY), basket(Line("X", 1), Line("A", 1))
        )
        assert refused(found) == (Code.UNKNOWN_PRODUCT, "A")

    def test_what_cannot_become_an_order_is_refused(self) -> None:
        facts = bought(Line(SMALL, 1), terms=TODAY)
        open_ = attrs.evolve(basket(Line(JUMPER, 1)), contract=None)
        found = counter(TODAY).exchange_offer(assessed(facts, terms=TODAY), open_)
        assert isinstance(found, Refused)
        assert isinstance(found.reason, Refusal)
        assert found.reason.code is RefusalCode.CONTRACT_UNKNOWN
        gone = basket(Line(JUMPER, 1), stock=[Stock(source=LYON, sku=JUMPER, quantity=0)])
        assert refused(counter(TODAY).exchange_offer(assessed(facts, terms=TODAY), gone)) == (
            Code.OUT_OF_STOCK,
            JUMPER,
        )


class TestStanding:
    def test_without_one_it_is_the_members_once_the_goods_are_back(self) -> None:
        """The dress had made the member Gold; the jumper of 89.00 EUR earns once, not one and a half times.

        With 100 points, 84.00 EUR are left of it, and as many points.
        """
        before = counter(TODAY).standing("m-81f3", gold(), WEDNESDAY)
        assert before.tier is not None
        assert (before.tier.tier, before.account.available) == ("gold", 247)
        seen = assessed(gold(), terms=TODAY)
        for points, earned in ((0, 89), (100, 84), (200, 79)):
            taken = basket(Line(JUMPER, 1), buyer=JEAN, points=points)
            offer = offered(seen, taken, terms=TODAY)
            assert offer.difference == euros(8900 - 5 * points - 6392)
            assert offer.ticket is not None
            assert isinstance(offer.ticket.quote, Quote)
            assert [each.points for each in offer.ticket.quote.terms.earnings] == [earned]
            done = counter(TODAY).close(
                offer.ticket,
                id="o-2",
                at=WEDNESDAY,
                tenders=[Tender("card", offer.difference)],
                provenance=TILL,
                history=gold(),
            )
            assert isinstance(done, Closed), done
            assert [each.points for each in done.order.terms.earnings] == [earned]

    def test_one_from_before_is_another_when_the_ticket_is_closed(self) -> None:
        before = counter(TODAY).standing("m-81f3", gold(), WEDNESDAY)
        seen, taken = assessed(gold(), terms=TODAY), basket(Line(JUMPER, 1), buyer=JEAN)
        offer = counter(TODAY).exchange_offer(seen, taken, standing=before)
        assert isinstance(offer, ExchangeOffer)
        assert offer.ticket is not None
        done = counter(TODAY).close(
            offer.ticket,
            id="o-2",
            at=WEDNESDAY,
            tenders=[Tender("card", offer.difference)],
            provenance=TILL,
            history=gold(),
        )
        assert isinstance(done, Refused)
        assert isinstance(done.reason, Refusal)
        assert done.reason.code is RefusalCode.ANSWER_CHANGED

    def test_points_that_go_with_the_goods_are_not_there_to_be_spent(self) -> None:
        """77 of the 247 go with the dress of 76.80 EUR: 170 are left, of which one hundred may be spent."""
        seen = assessed(gold(), Give(2), terms=TODAY, order="o-0")
        taken = basket(Line(JUMPER, 1), buyer=JEAN, points=200)
        found = counter(TODAY).exchange_offer(seen, taken)
        assert isinstance(found, Refused)
        assert isinstance(found.reason, Refusal)
        assert found.reason.code is RefusalCode.POINTS_REFUSED
        assert offered(seen, attrs.evolve(taken, points=100), terms=TODAY).difference == euros(8400 - 7680)

    def test_what_was_bought_without_a_card_is_exchanged_by_a_member(self) -> None:
        facts = [*gold(), *map(_as_of_nobody, bought(Line(SMALL, 1), terms=TODAY))]
        seen = assessed(facts, terms=TODAY, order="o-9")
        offer = offered(seen, basket(Line(JUMPER, 1), buyer=JEAN), terms=TODAY)
        assert offer.ticket is not None
        assert isinstance(offer.ticket.quote, Quote)
        assert [each.points for each in offer.ticket.quote.terms.earnings] == [133]  # Gold as before
        done = counter(TODAY).close(
            offer.ticket,
            id="o-2",
            at=WEDNESDAY,
            tenders=[Tender("card", offer.difference)],
            provenance=TILL,
            history=facts,
        )
        assert isinstance(done, Closed), done

    def test_a_basket_that_names_the_tier_is_taken_at_its_word(self) -> None:
        seen = assessed(gold(), terms=TODAY)
        taken = basket(Line(JUMPER, 1), buyer=attrs.evolve(JEAN, tier="gold"))
        offer = offered(seen, taken, terms=TODAY)
        assert offer.ticket is not None
        assert isinstance(offer.ticket.quote, Quote)
        assert offer.ticket.quote.standing is None


def _as_of_nobody(fact: Fact) -> Fact:
    """An order under a name that no other has."""
    assert isinstance(fact, OrderPlaced)
    return attrs.evolve(fact, id="o-9", order=attrs.evolve(fact.order, id="o-9"))


class TestTree:
    def test_the_return_of_the_exchange_goes_back_to_the_card_that_paid_the_first(self) -> None:
        facts = bought(Line(SMALL, 1), terms=PROTECTED)
        offer = offered(assessed(facts, terms=PROTECTED), basket(Line(JUMPER, 1)), terms=PROTECTED)
        done = closed(offer, Tender("card", euros(728), reference="psp-10"), terms=PROTECTED)
        everything = [*facts, *done.facts]
        back = assessed(everything, Give(1), terms=PROTECTED, order="o-2")
        assert back.refund == euros(7120)
        paid = counter(PROTECTED).settle(back, id="r-1", provenance=TILL)
        assert isinstance(paid, Settled)
        assert sorted(
            (each.stands_for.means, each.stands_for.reference, each.amount.minor)
            for each in back.assessed.refund.tenders
        ) == [("card", "psp-10", 728), ("card", "psp-9", 6392)]

    def test_sale_exchange_and_return_of_it_leave_nothing(self) -> None:
        facts = bought(Line(SMALL, 1), terms=TODAY)
        offer = offered(assessed(facts, terms=TODAY), basket(Line(SHIRT, 1)), terms=TODAY)
        done = closed(offer, terms=TODAY)
        paid_out = sum(each.amount.minor for each in done.pay_out)
        back = assessed([*facts, *done.facts], Give(1), terms=TODAY, order="o-2")
        assert 6392 - paid_out - back.assessed.refund.money == 0

    def test_orders_know_what_they_became(self) -> None:
        facts = bought(Line(SMALL, 1), terms=TODAY)
        offer = offered(assessed(facts, terms=TODAY), basket(Line(JUMPER, 1)), terms=TODAY)
        done = closed(offer, Tender("card", euros(8900 - 6392)), terms=TODAY)
        everything = [*facts, *done.facts]
        assert exchange_of(done.order) == ("o-1",)
        assert exchanged_into("o-1", everything) == ("o-2",)
        assert exchanged_into("o-2", everything) == ()
        first = facts[0]
        assert isinstance(first, OrderPlaced)
        assert exchange_of(first.order) == ()

    def test_a_new_distance_order_opens_a_withdrawal_of_its_own(self) -> None:
        facts = bought(Line(SMALL, 1), terms=TODAY)
        first = facts[0]
        assert isinstance(first, OrderPlaced)
        assert not any(terms.right is Right.STATUTORY for terms in first.order.returns)
        taken = basket(Line(JUMPER, 1), handover=AT_HOME)
        done = closed(
            offered(assessed(facts, terms=TODAY), taken, terms=TODAY),
            Tender("card", euros(8900 - 6392)),
            terms=TODAY,
        )
        assert any(terms.right is Right.STATUTORY for terms in done.order.returns)


class TestCutOff:
    """Two tills, each cut off from the other, take the same dress for a jumper each."""

    def exchanged_twice(self, by: TenderName) -> list[Fact]:
        facts = bought(Line(SMALL, 1), terms=TODAY, by=by)
        offer = offered(assessed(facts, terms=TODAY), basket(Line(JUMPER, 1)), terms=TODAY)
        more = Tender("card", euros(8900 - 6392), reference="psp-10")
        one = closed(offer, more, terms=TODAY)
        other = closed(offer, attrs.evolve(more, reference="psp-11"), terms=TODAY, id="o-3")
        return [*facts, *one.facts, *other.facts]

    @pytest.mark.parametrize("by", [CARD, CASH], ids=["card", "cash"])
    def test_what_was_given_once_pays_once(self, by: TenderName) -> None:
        facts = self.exchanged_twice(by)
        conflicts = holdings_of(counter(TODAY).history(facts), Moment(instant_of(WEDNESDAY))).conflicts
        assert conflicts == (
            AlreadyReturned("o-3", "o-1", Units(1, 0, 1), "o-2"),
            NotPaidByReturn("o-3", "o-3", 6392),
        )
        paid_out: dict[str, list[tuple[str, str | None, int]]] = {}
        for order in ("o-2", "o-3"):
            back = assessed(facts, Give(1), terms=TODAY, order=order)
            assert back.refund == euros(8900)
            released = {each.pays_by: each.amount.minor for each in back.assessed.refund.released}
            paid_out[order] = sorted(
                (each.stands_for.means, each.stands_for.reference, left)
                for each in back.assessed.refund.tenders
                if (left := each.amount.minor - released.get(each.stands_for, 0)) > 0
            )
        assert paid_out == {
            "o-2": sorted([("card", "psp-10", 2508), (by.means, by.reference, 6392)]),
            "o-3": [("card", "psp-11", 2508)],
        }

    def test_the_second_is_named_where_its_own_order_is_asked_about(self) -> None:
        facts = self.exchanged_twice(CARD)
        back = assessed(facts, Give(1), terms=TODAY, order="o-3")
        assert back.conflicts == (NotPaidByReturn("o-3", "o-3", 6392),)
        assert {read.stream for read in back.reads} >= {"order:o-1", "order:o-3"}
        assert assessed(facts, Give(1), terms=TODAY, order="o-2").conflicts == ()

    def test_while_the_first_order_is_not_known_it_is_taken_at_its_word(self) -> None:
        facts = [fact for fact in self.exchanged_twice(CARD) if fact.id == "o-3"]
        back = assessed(facts, Give(1), terms=TODAY, order="o-3")
        assert back.assessed.refund.released == ()

    def test_what_a_card_captured_says_nothing_of_goods_given_back(self) -> None:
        facts = self.exchanged_twice(CARD)
        card = Tender("card", euros(2508), reference="psp-10")
        facts.append(Captured(id="k-1", order="o-2", at=WEDNESDAY, tenders=[card], provenance=TILL))
        assert assessed(facts, Give(1), terms=TODAY, order="o-2").assessed.refund.released == ()


class TestOwed:
    def held(self, facts: Sequence[Fact], at: DateTime) -> Any:
        history = counter(ADVANCE).history(facts)
        return holdings_of(history, Moment(instant_of(at))).orders["o-1"]

    def test_until_they_are_back_the_old_goods_are_owed(self) -> None:
        facts = bought(Line(SMALL, 1), terms=ADVANCE)
        done = swapped(assessed(facts, terms=ADVANCE), MEDIUM, terms=ADVANCE, back_by=date(2026, 12, 16))
        everything = [*facts, *done.facts]
        almanac = counter(ADVANCE).rulebook.almanac
        for at, is_over in (
            (pendulum.datetime(2026, 12, 16, 23, 59, tz="Europe/Paris"), False),
            (pendulum.datetime(2026, 12, 17, tz="Europe/Paris"), True),
        ):
            moment = Moment(instant_of(at))
            [owed] = owed_back(self.held(everything, at), moment, almanac)
            assert (owed.back_by, owed.is_over, owed.amount) == (date(2026, 12, 16), is_over, 6392)
            assert all(owed.text(language) for language in ("fr", "en"))
            assert (owed.step.code, owed.step.last_day) == (
                (StepCode.OWED, None) if is_over else (StepCode.SEND_BACK, date(2026, 12, 16))
            )

    def test_nothing_more_is_swapped_until_they_are_back(self) -> None:
        facts = bought(Line(SMALL, 1), terms=ADVANCE)
        done = swapped(assessed(facts, terms=ADVANCE), MEDIUM, terms=ADVANCE, back_by=date(2026, 12, 16))
        later = WEDNESDAY.add(days=1)
        owing = assessed([*facts, *done.facts], terms=ADVANCE, at=later)
        found = counter(ADVANCE).exchange(owing, take=[Line(LARGE, 1)], id="x-2", provenance=TILL)
        assert refused(found) == (Code.STILL_OWED, MEDIUM)
        back = Passed(id="p-1", order="o-1", at=later, passage=Passage.RECEIVED, provenance=TILL)
        everything = [*facts, *done.facts, back]
        assert (
            owed_back(self.held(everything, later), Moment(instant_of(later)), counter().rulebook.almanac)
            == ()
        )
        settled = assessed(everything, terms=ADVANCE, at=later.add(hours=1))
        assert swapped(settled, LARGE, terms=ADVANCE, id="x-2").facts[0].swaps[0].sku == MEDIUM


class TestWrongInput:
    def test_what_goes_its_own_way_is_exchanged_apart(self) -> None:
        facts = bought(Line(SMALL, 1))
        with pytest.raises(WrongValue, match="handover"):
            counter().exchange(
                assessed(facts),
                take=[Line(MEDIUM, 1, handover=Collect("strasbourg"))],
                id="x-1",
                provenance=TILL,
            )

    def test_the_basket_does_not_say_how_it_is_exchanged(self) -> None:
        facts = bought(Line(SMALL, 1), terms=TODAY)
        said = InExchange(order="o-1", placed_at=instant_of(BLACK_FRIDAY), rule="thirty-days")
        with pytest.raises(WrongValue, match="exchange"):
            counter(TODAY).exchange_offer(
                assessed(facts, terms=TODAY), basket(Line(JUMPER, 1), exchange=said)
            )

    def test_another_rulebook_does_not_exchange_it(self) -> None:
        facts = bought(Line(SMALL, 1))
        with pytest.raises(WrongValue, match="another rulebook"):
            counter(TODAY).exchange_offer(assessed(facts), basket(Line(JUMPER, 1)))

    @pytest.mark.parametrize(
        "fields",
        [
            {"scope": "variants"},
            {"price": "today"},
            {"even_on": "fashion"},
            {"advance": "14 days"},
            {"delivery": "seller"},
        ],
    )
    def test_terms_are_of_their_types(self, fields: dict[str, Any]) -> None:
        with pytest.raises(TypeError):
            ExchangeTerms(**fields)

    def test_terms_are_as_plain_as_can_be(self) -> None:
        assert ExchangeTerms() == ExchangeTerms(
            scope=ExchangeScope.VARIANTS, price=ExchangePrice.TODAY, delivery=Bearer.SELLER
        )
