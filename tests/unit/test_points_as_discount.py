"""Points that take something off the goods before tax, and points that pay: every figure by hand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import attrs
import pytest

from comptoir import Accepted, Basket, Counter, Fact, Line, Quote, Rulebook
from comptoir.checkout.after_sales import Settled
from comptoir.checkout.agreed import agreed_of, order_of
from comptoir.checkout.trials import Budget, Trials
from comptoir.cli.receipt import receipt
from comptoir.cli.voice import Voice
from comptoir.facts.agreements import LockedQuote
from comptoir.facts.baskets import Buyer
from comptoir.facts.events import OrderPlaced
from comptoir.facts.giving_back import points_restored
from comptoir.facts.handovers import Deliver, Place
from comptoir.facts.held import Held
from comptoir.facts.history import History
from comptoir.facts.holdings import holdings_of
from comptoir.facts.orders import Order, Tender
from comptoir.facts.point_events import Reserving
from comptoir.facts.point_terms import Funded, Redemption, SpendAs
from comptoir.facts.tax_terms import PriceBasis
from comptoir.facts.terms import Adjustment
from comptoir.facts.units import Units
from comptoir.loyalty.account import Account, Drawn, Lot, Pool, Reservation
from comptoir.loyalty.spend import SpendRefusalCode, SpendRefused
from comptoir.loyalty.spend_rules import Funder, FunderKind, Residue, SpendRule
from comptoir.pricing.floors import AtMostOff
from comptoir.pricing.rules import Layer
from comptoir.returns.asked import Give
from comptoir.returns.refund import refund_of
from comptoir.returns.rules import ReturnPolicy, ReturnRules
from comptoir.testing.spending_cases import standing_with
from comptoir.values.errors import WrongValue
from comptoir.values.instants import instant_of
from comptoir.values.moments import Moment
from comptoir.values.periods import Period
from comptoir.values.selections import Category
from unit.price_shop import (
    AT,
    CONTRIBUTION,
    DEPOSIT,
    HALF,
    HOME,
    OVERRIDES,
    PROGRAMME,
    TILL,
    basket,
    decided,
    floor,
    instant,
    only,
    placed,
    price_list,
    quoted,
    shop,
    taxes,
)

NOW = instant_of(AT)
VOICE = Voice.of("fr", shop())
OFF = SpendRule(points=1, worth="0.01 EUR", spent_as=SpendAs.DISCOUNT)
"""A point takes a cent off."""
FUNDERS = (
    Funder(id="bank", name={"fr": "La Banque"}, pays_as=FunderKind.THIRD_PARTY),
    Funder(id="brand", name={"fr": "La Marque"}, pays_as=FunderKind.SUPPLIER),
)


def with_points(*promotions: Any, spend: SpendRule = OFF, **rules: Any) -> Rulebook:
    """The shop, with a programme that spends points by that rule."""
    programme = attrs.evolve(PROGRAMME, spend=spend, funders=FUNDERS)
    return shop(*promotions, programme=programme, **rules)


def lot(points: int, funder: str | None = None, *, source: str = "o-0", **fields: Any) -> Lot:
    return Lot(
        source=source,
        number=0,
        rule="club",
        earned=points,
        remaining=points,
        funder=funder,
        **{"available_from": instant("2026-11-01T00:00:00Z"), **fields},
    )


def spending(
    rules: Rulebook,
    points: int,
    *lines: Line,
    lots: Iterable[Lot] = (lot(10_000),),
    reservations: Iterable[Reservation] = (),
    **fields: Any,
) -> Quote:
    """The quote for a member who has these lots and spends points."""
    wished: Basket = basket(*lines, buyer=Buyer(member="m-1"), points=points, **fields)
    return Counter(rules).quote(wished, AT, standing=standing_with(rules, NOW, lots, reservations))


def off(quote: Quote) -> dict[str, list[int]]:
    """By product, what points take off it, by who pays for them."""
    return {
        line.sku: [each.amount for each in line.adjustments if each.layer == "points"]
        for line in quote.terms.lines
    }


def ordered(quote: Quote) -> Order:
    """The quote as an order paid by card."""
    tenders = (Tender("card", quote.to_pay),) if quote.due else ()
    return order_of(
        agreed_of(quote),
        id="o-1",
        at=NOW,
        provenance=TILL,
        tenders=tenders,
        almanac=quote.rulebook.almanac,
    )


def held(order: Order) -> Held:
    history = History.of([OrderPlaced(id=order.id, order=order)], lambda fact: repr(fact).encode())
    return holdings_of(history, Moment(NOW)).orders[order.id]


def refused(quote: Quote) -> tuple[SpendRefusalCode, int]:
    assert isinstance(quote.redeemed, SpendRefused)
    assert quote.terms.redemption is None
    return quote.redeemed.code, quote.redeemed.most


# Before tax, or after it


def test_points_off_lower_what_is_taxed() -> None:
    """50.00 less 10.00 leaves 40.00, of which 40 x 20 / 120 = 6.67 are tax."""
    quote = spending(with_points(), 1000, Line("PULL", 1))
    assert (quote.terms.total, quote.due, off(quote)) == (4000, 4000, {"PULL": [-1000]})
    assert taxes(quote) == [("S", "20", 4000, 667)]
    assert quote.terms.redemption == Redemption(1000, 1000, spent_as=SpendAs.DISCOUNT)


def test_points_that_pay_leave_the_tax_as_it_is() -> None:
    pay = attrs.evolve(OFF, spent_as=SpendAs.TENDER)
    quote = spending(with_points(spend=pay), 1000, Line("PULL", 1))
    assert (quote.terms.total, quote.due, off(quote)) == (5000, 4000, {"PULL": []})
    assert taxes(quote) == [("S", "20", 5000, 833)]


def test_points_off_a_net_price_take_its_tax_off_too() -> None:
    """50.00 net less 10.00 is 40.00, and 48.00 with its tax: 12.00 less to pay than 60.00."""
    net = price_list("net", {"PULL": "50.00"}, basis=PriceBasis.ADDED)
    quote = spending(with_points(lists=[net]), 1000, Line("PULL", 1))
    assert (quote.terms.total, only(quote).charged, taxes(quote)) == (4800, 4000, [("S", "20", 4800, 800)])


# Over the goods


def test_points_are_spread_over_the_goods_by_what_they_are_charged() -> None:
    """10.00 over 25.00 (half price), 24.90 and 8.90 of 58.80: 4.2517, 4.2347 and 1.5136."""
    goods = attrs.evolve(HALF, on=Category("fashion"))
    quote = spending(with_points(goods), 1000, Line("PULL", 1), Line("LIVRE", 1), Line("MIEL", 1))
    assert off(quote) == {"LIVRE": [-424], "MIEL": [-151], "PULL": [-425]}
    assert sum(line.charged for line in quote.terms.lines) == 5880 - 1000


def test_an_odd_cent_of_equal_goods_is_settled_by_what_they_are() -> None:
    rules = with_points(lists=[price_list("all", {"LIVRE": "10.00", "MIEL": "10.00"})])
    quote = spending(rules, 1, Line("MIEL", 1), Line("LIVRE", 1))
    again = spending(rules, 1, Line("LIVRE", 1), Line("MIEL", 1))
    assert (off(quote), quote.answer) == ({"LIVRE": [-1], "MIEL": []}, again.answer)


def test_no_points_are_taken_off_a_gift_card() -> None:
    quote = spending(with_points(), 5000, Line("CARTE", 1), Line("PULL", 1))
    assert (off(quote), quote.terms.total, quote.most_points) == ({"CARTE": [], "PULL": [-5000]}, 5000, 5000)
    assert refused(spending(with_points(), 1, Line("CARTE", 1))) == (SpendRefusalCode.ABOVE_SHARE, 0)


def test_no_points_go_below_a_floor_and_others_take_what_it_does_not_let_through() -> None:
    """A book of 24.90 may be reduced by 1.24, to 23.66; 10.00 over it and 8.90 would take 7.37 of it."""
    rules = with_points(floors=[floor("books", AtMostOff("5"), on=Category("books"))])
    lines = Line("LIVRE", 1), Line("MIEL", 1)
    assert off(spending(rules, 1000, *lines)) == {"LIVRE": [-124], "MIEL": [-876]}
    assert refused(spending(rules, 1015, *lines)) == (SpendRefusalCode.BELOW_FLOOR, 1014)


def test_no_points_touch_a_contribution_inside_a_price_or_a_deposit_on_top() -> None:
    rules = with_points(extras=[CONTRIBUTION, DEPOSIT])
    quote = spending(rules, 4900 - 12 + 320, Line("LAMPE", 1), Line("LIMO", 1))
    assert (off(quote), quote.terms.total) == ({"LAMPE": [-4888], "LIMO": [-320]}, 12 + 30)
    assert quote.most_points == 4888 + 320


def test_points_may_be_taken_off_a_price_that_was_decided() -> None:
    line = Line("PULL", 1, override=decided("40.00 EUR"))
    quote = spending(with_points(overrides=OVERRIDES), 4000, line)
    assert (off(quote), quote.terms.total) == ({"PULL": [-4000]}, 0)


def test_the_fee_of_delivery_looks_at_no_points_and_none_pay_it() -> None:
    rules = with_points(services=(HOME,))
    home = Deliver(Place("FR", "69003"), service="home")
    quote = spending(rules, 5000, Line("PULL", 1), handover=home)
    assert (quote.terms.total, quote.most_points) == (490, 5000)
    paying = with_points(services=(HOME,), spend=attrs.evolve(OFF, spent_as=SpendAs.TENDER))
    assert spending(paying, 1, Line("PULL", 1), handover=home).most_points == 5490


def test_the_share_is_one_of_what_points_may_reduce() -> None:
    half = attrs.evolve(OFF, share="50")
    lines = Line("PULL", 1), Line("CARTE", 1)
    assert spending(with_points(spend=half), 2500, *lines).terms.total == 7500
    assert refused(spending(with_points(spend=half), 2501, *lines)) == (SpendRefusalCode.ABOVE_SHARE, 2500)


def test_where_the_residue_is_kept_as_many_as_may_be_are_spent_and_the_rest_is_named() -> None:
    kept = attrs.evolve(OFF, residue=Residue.KEPT, step=40, points=4, worth="0.04 EUR")
    quote = spending(with_points(spend=kept), 9000, Line("PULL", 1))
    assert quote.terms.redemption == Redemption(5000, 5000, spent_as=SpendAs.DISCOUNT)
    assert "4,000 of the points wished cannot be spent here, and stay." in quote.explain("en")
    assert ordered(quote).redemption == quote.terms.redemption


# Whose points


def test_what_a_supplier_pays_lowers_the_tax_and_what_a_third_party_pays_does_not() -> None:
    """Of 10.00, 3.00 are the brand's and 2.00 the bank's: 40.00 are paid, and 42.00 taxed (7.00)."""
    lots = [lot(300, "brand"), lot(200, "bank"), lot(9000)]
    quote = spending(with_points(), 1000, Line("PULL", 1), lots=lots)
    assert only(quote).adjustments == (
        Adjustment("points", "club", -500),
        Adjustment("points", "club", -200, payer="bank", funded=200, in_base=200),
        Adjustment("points", "club", -300, payer="brand", funded=300),
    )
    assert (quote.terms.total, taxes(quote)) == (4000, [("S", "20", 4200, 700)])
    assert quote.terms.redemption is not None
    assert quote.terms.redemption.funded == (
        Funded(None, 500, 500),
        Funded("bank", 200, 200),
        Funded("brand", 300, 300),
    )


def test_an_order_that_spends_points_of_the_merchant_and_of_another_survives_its_wire_form() -> None:
    rules = with_points()
    order = ordered(spending(rules, 1000, Line("PULL", 1), lots=[lot(300, "brand"), lot(9000)]))
    codec = rules.vocabulary.codec
    assert codec.loads(codec.dumps(order), Order) == order


def test_each_line_takes_its_part_of_each_funders_points() -> None:
    """7.00 over 50.00 and 8.90: 5.94 and 1.06, of which the bank pays 1.00 by the same parts."""
    quote = spending(with_points(), 700, Line("PULL", 1), Line("MIEL", 1), lots=[lot(100, "bank"), lot(900)])
    assert off(quote) == {"MIEL": [-91, -15], "PULL": [-509, -85]}


def test_a_funder_of_whom_the_programme_says_nothing_pays_what_stays_taxed() -> None:
    quote = spending(with_points(), 1000, Line("PULL", 1), lots=[lot(1000, "gone")])
    assert (quote.terms.total, taxes(quote)) == (4000, [("S", "20", 5000, 833)])


def test_points_are_the_funders_of_the_lots_that_can_be_drawn_now() -> None:
    lots = [
        lot(50, "late", source="o-1", available_from=instant("2027-01-01T00:00:00Z")),
        lot(50, "waits", source="o-2", available_from=None),
        lot(30, "bank", source="o-3"),
        lot(50, "brand", source="o-4"),
    ]
    quote = spending(with_points(), 50, Line("PULL", 1), lots=lots)
    assert quote.terms.redemption is not None
    assert quote.terms.redemption.funded == (Funded("bank", 30, 30), Funded("brand", 20, 20))


def test_points_of_a_pool_are_those_of_whoever_has_them() -> None:
    rules, own = with_points(), Account(available=10, lots=(lot(10),))
    drawn = tuple(
        Drawn(member=member, source="o-1", number=0, points=points, funder=funder)
        for member, points, funder in (("m-2", 40, "bank"), ("m-1", 10, None))
    )
    pooled = attrs.evolve(own, pool=Pool(id="m-2", members=("m-1", "m-2"), available=50, lots=drawn))
    standing = standing_with(rules, NOW, [])
    standing = attrs.evolve(standing, state=attrs.evolve(standing.state, account=pooled))
    wished = basket(Line("PULL", 1), buyer=Buyer(member="m-1"), points=45)
    quote = Counter(rules).quote(wished, AT, standing=standing)
    assert quote.terms.redemption is not None
    assert quote.terms.redemption.funded == (Funded(None, 5, 5), Funded("bank", 40, 40))


def reservation(points: int, *drawn: tuple[int, str | None]) -> Reservation:
    return Reservation(
        id="hold-1",
        reserving=Reserving.HOLD,
        points=points,
        left=points,
        drawn=tuple(Drawn(member="m-1", source="o-0", number=0, points=n, funder=each) for n, each in drawn),
        until=instant("2027-01-01T00:00:00Z"),
    )


def test_what_is_set_aside_is_spent_by_its_own_funders_and_no_further() -> None:
    held = reservation(300, (200, "bank"), (100, None))
    bought: dict[str, Any] = {"lots": [lot(50)], "reservations": [held], "reservation": "hold-1"}
    quote = spending(with_points(), 250, Line("PULL", 1), **bought)
    assert quote.terms.redemption is not None
    assert quote.terms.redemption.reservation == "hold-1"
    assert quote.terms.redemption.funded == (Funded(None, 50, 50), Funded("bank", 200, 200))
    assert quote.most_points == 300
    more = spending(with_points(), 301, Line("PULL", 1), **bought)
    assert refused(more) == (SpendRefusalCode.NOT_ENOUGH_POINTS, 300)
    other = spending(with_points(), 50, Line("PULL", 1), **{**bought, "reservation": "hold-2"})
    assert (refused(other), other.most_points) == ((SpendRefusalCode.NOT_RESERVED, 0), 0)


# Orders, and what comes back


def test_an_order_says_what_points_took_off_by_value_and_earns_on_the_rest() -> None:
    quote = spending(with_points(), 1000, Line("PULL", 1))
    order = ordered(quote)
    assert (order.total_minor, [tender.amount.minor for tender in order.tenders]) == (4000, [4000])
    assert [(accrual.earning.points, accrual.earning.basis) for accrual in order.accruals] == [(40, 4000)]
    assert order.rule_names["club"] == {"fr": "Le Club"}
    assert order.terms == quote.terms


def test_points_come_back_with_the_goods_that_they_were_taken_off() -> None:
    """10.00 off three jumpers of 50.00 leave 46.67, 46.67 and 46.66: 3.33, 3.33 and 3.34 points back."""
    order = ordered(spending(with_points(), 1000, Line("PULL", 3)))
    at_once = refund_of(held(order), [Units(1, 0, 3)], goods=14_000, on_credit=0, delivery=0)
    assert (at_once.points, at_once.worth) == (1000, 0)
    assert [tender.amount.minor for tender in at_once.tenders] == [14_000]
    first = refund_of(held(order), [Units(1, 0, 1)], goods=4667, on_credit=0, delivery=0)
    assert (first.points, first.worth, [each.amount.minor for each in first.tenders]) == (333, 0, [4667])
    back = [points_restored(order, 0, [Units(1, 0, count)]) for count in (1, 2, 3)]
    assert back == [333, 666, 1000]


def test_points_that_took_everything_off_come_back_although_nothing_is_refunded() -> None:
    order = ordered(spending(with_points(), 5000, Line("PULL", 1)))
    assert (order.total_minor, order.tenders) == (0, ())
    refund = refund_of(held(order), [Units(1, 0, 1)], goods=0, on_credit=0, delivery=0)
    assert (refund.points, refund.total, refund.tenders) == (5000, 0, ())


def test_points_off_some_goods_do_not_come_back_with_others() -> None:
    order = ordered(spending(with_points(), 5000, Line("PULL", 1), Line("CARTE", 1)))
    [pull] = [line.terms.number for line in order.lines if line.product.sku == "PULL"]
    assert points_restored(order, 5000, [Units(3 - pull, 0, 1)]) == 0
    assert points_restored(order, 0, [Units(pull, 0, 1)]) == 5000


def test_a_locked_quote_may_spend_fewer_points_than_were_wished_and_no_others() -> None:
    kept = attrs.evolve(OFF, residue=Residue.KEPT)
    agreed = agreed_of(spending(with_points(spend=kept), 9000, Line("PULL", 1)))
    assert LockedQuote(agreed=agreed, asked_at=NOW, until=instant("2027-01-01T00:00:00Z")).to_pay.amount == 0
    for points in (0, 4999):
        with pytest.raises(WrongValue, match="other_basket"):
            attrs.evolve(agreed, basket=attrs.evolve(agreed.basket, points=points))


def test_spent_placed_and_given_back_piece_by_piece_everything_is_as_it_was() -> None:
    """A hundred points take 1.00 off three jumpers: 49.67, 49.67 and 49.66 are paid, and come back."""
    kept = ReturnPolicy(id="month", name={"fr": "Un mois"}, period=Period.from_text("30 days"))
    rules = with_points(returns=ReturnRules(policies=[kept]))
    counter, member = Counter(rules), Buyer(member="m-1")
    earlier = placed(
        rules, quoted(rules, Line("PULL", 2), at=AT.subtract(days=1), buyer=member), at=AT, id="o-0"
    )
    assert isinstance(earlier, Accepted)
    facts: list[Fact] = [*earlier.facts]
    before = counter.standing("m-1", facts, AT.add(hours=1)).account
    wished = basket(Line("PULL", 3), buyer=member, points=100)
    asked = AT.add(hours=1)
    quote = counter.quote(wished, asked, standing=counter.standing("m-1", facts, asked))
    bought = placed(rules, quote, at=asked, history=facts)
    assert isinstance(bought, Accepted)
    facts += bought.facts
    spent = counter.standing("m-1", facts, asked).account
    assert (before.available, spent.redeemed, spent.available) == (100, 100, 149)
    back, paid = [], []
    for piece in range(3):
        at = AT.add(days=1 + piece)
        assessment = counter.assess("o-1", facts, at, give=[Give(1)], store="lyon")
        settled = counter.settle(assessment, id=f"r-{piece}", provenance=TILL)
        assert isinstance(settled, Settled)
        [fact] = settled.facts
        facts.append(fact)
        back.append((fact.points_restored, fact.points_worth))
        paid.append(fact.refunded)
    assert (back, paid) == ([(33, 0), (33, 0), (34, 0)], [4967, 4967, 4966])
    after = counter.standing("m-1", facts, AT.add(days=4)).account
    assert (after.available, after.redeemed, after.clawed_back, after.debt) == (100, 0, 149, 0)


# As a person reads it


def test_the_explanation_says_what_points_took_off_and_who_pays_for_them() -> None:
    lots = [lot(300, "brand"), lot(200, "bank"), lot(9000)]
    quote = spending(with_points(), 1000, Line("PULL", 1), lots=lots)
    told = quote.explain("fr").replace("\u202f", " ").replace("\u00a0", " ").splitlines()
    assert told[:9] == [
        "PULL",
        "  1 × 50,00 € (everyday) = 50,00 €",
        "  Le Club, points : -5,00 €",
        "  Le Club, points : -2,00 €",
        "  dont 2,00 € à la charge de bank",
        "  dont 2,00 € restent taxés",
        "  Le Club, points : -3,00 €",
        "  dont 3,00 € à la charge de brand",
        "  reste 40,00 €",
    ]
    assert told[11:15] == [
        "  taxé en plus, payé par bank : 2,00 €",
        "1 000 points réduisent les articles de 10,00 €.",
        "  dont 200 à la charge de La Banque : 2,00 €",
        "  dont 300 à la charge de La Marque : 3,00 €",
    ]


def test_the_explanation_says_how_many_points_could_be_spent_where_none_are() -> None:
    quote = spending(with_points(), 0, Line("PULL", 1))
    assert "Up to 5,000 points can be spent here." in quote.explain("en")


def printed(order: Order) -> list[str]:
    """The receipt in French, from the first line of goods to the last about points."""
    lines = [line.replace("\u202f", " ").replace("\u00a0", " ") for line in receipt(order, VOICE)]
    return lines[4:-2]


def test_the_receipt_shows_what_points_took_off_and_how_many_they_were() -> None:
    order = ordered(spending(with_points(), 1000, Line("PULL", 1), lots=[lot(300, "bank"), lot(9000)]))
    assert printed(order) == [
        "PULL",
        "  1 × 50,00 €                      50,00 €",
        "  Le Club, points                 -10,00 €",
        "------------------------------------------",
        "TOTAL                              40,00 €",
        "Carte                              40,00 €",
        "TVA 20 % (HT 35,83 €)               7,17 €",
        "  taxé en plus, payé par bank       3,00 €",
        "------------------------------------------",
        "Points dépensés                      1 000",
        "Points gagnés                           40",
        "  à dépenser dès le 4 décembre 2026",
    ]


def test_the_receipt_shows_what_points_paid() -> None:
    pay = attrs.evolve(OFF, spent_as=SpendAs.TENDER)
    assert printed(ordered(spending(with_points(spend=pay), 1000, Line("PULL", 1))))[2:6] == [
        "------------------------------------------",
        "TOTAL                              50,00 €",
        "1 000 points                       10,00 €",
        "Carte                              40,00 €",
    ]


# What a little more would bring


def test_a_changed_basket_costs_what_its_quote_says_with_as_many_points() -> None:
    rules = with_points(HALF)
    bought = [Line("PULL", 1), Line("MIEL", 1)]
    more = Line("LIVRE", 1)
    found = Trials(spending(rules, 700, *bought)).with_more([more], Budget())
    assert found is not None
    assert found.total == spending(rules, 700, *bought, more).terms.total


# What is wrong


def test_a_layer_of_the_rulebook_is_not_called_points() -> None:
    with pytest.raises(WrongValue, match="found points; give the layer another id: this one is that of what"):
        Layer(id="points")
