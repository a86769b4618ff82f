"""What users of other systems complain about, each as a question that this one must answer right.

Each test is named by what goes wrong; the thread is cited, and its numbers are used where it gives them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import attrs
import pendulum
import pytest

from comptoir import (
    Basket,
    Buyer,
    Carry,
    Contract,
    Counter,
    Deliver,
    Fact,
    Give,
    HandedOver,
    Line,
    Order,
    Place,
    Product,
    Provenance,
    Rulebook,
    Tender,
)
from comptoir.checkout.after_sales import Settled
from comptoir.checkout.place import Accepted
from comptoir.delivery.fees.flat import FlatFee
from comptoir.delivery.rules import DeliveryRules, Dispatch, FreeFrom, Service, Shipped, Transit
from comptoir.facts.conflicts import AlreadyReturned
from comptoir.facts.events import OrderPlaced, Passage, Passed, Returned
from comptoir.facts.handovers import Handover
from comptoir.facts.refunding import RefundingTerms, TenderOrder
from comptoir.facts.return_terms import Anchor, FreeDelivery, RefundMode
from comptoir.loyalty.rules import LoyaltyRules
from comptoir.pricing.benefits.basket_amount import BasketAmountOff
from comptoir.pricing.benefits.basket_percent import BasketPercentOff
from comptoir.pricing.benefits.percent import PercentOff
from comptoir.pricing.conditions.spend import Spend
from comptoir.pricing.kinds import Benefit
from comptoir.pricing.price_lists import PriceList
from comptoir.pricing.rules import Layer, PricingRules, Promotion
from comptoir.returns.refused import ReturnRefusalCode
from comptoir.returns.rules import ReturnPolicy, ReturnRules
from comptoir.rulebook import COMPUTING, Assortment, Sections, TimeTables
from comptoir.tax.rules import TaxRate, TaxRules
from comptoir.testing.whole_shop import CARRIER, CLOSES, FRANCE, OPENS, PARIS, PLACES, PROGRAMME, RETURNS
from comptoir.values.money import UnitPrice
from comptoir.values.periods import Period
from comptoir.values.times_of_day import TimeOfDay
from comptoir.values.windows import Window

BY = Provenance("desk")
AT = pendulum.datetime(2026, 3, 20, 10, tz="Europe/Paris")
"""A Friday morning."""
IN_STORE = Carry("lyon-2")
AT_HOME = Deliver(Place("FR", "69003"), "home")


def off(benefit: Benefit, *, from_: str | None = None) -> Promotion:
    """An offer on everything, from an amount on."""
    when = [] if from_ is None else [Spend(from_)]
    return Promotion(id="offer", name={"fr": "offre"}, layer="basket", when=when, benefit=benefit)


def policy(period: str | None = "30 days", **fields: Any) -> ReturnPolicy:
    given = None if period is None else Period.from_text(period)
    return ReturnPolicy(id="policy", name={"fr": "retours"}, period=given, **fields)


def service(**fields: Any) -> Service:
    """Sent at home for 4.90 EUR, ordered until two in the afternoon."""
    weekdays = ("monday", "tuesday", "wednesday", "thursday", "friday")
    cut_off = fields.pop("cut_off", dict.fromkeys(weekdays, TimeOfDay.from_text("14:00")))
    dispatch = Dispatch(source="depot", cut_off=cut_off, handling=0)
    way = Shipped(zones=["mainland"], dispatch=[dispatch], carrier="carrier", transit=Transit(1, 1))
    return Service(id="home", name={"fr": "domicile"}, fee=FlatFee("4.90 EUR"), tax="tax", way=way, **fields)


def shop(
    prices: dict[str, str],
    *offers: Promotion,
    currency: str = "EUR",
    tax: str = "20",
    returns: ReturnRules | None = None,
    delivery: Service | None = None,
    **sections: Any,
) -> Rulebook:
    """A shop that sells these products, with these offers, and takes goods back for thirty days."""
    products = [
        Product(sku=sku, name={"fr": sku}, category="goods", tax="tax", model=sku.split("-")[0])
        for sku in prices
    ]
    listed = {sku: UnitPrice.of(price) for sku, price in prices.items()}
    return Rulebook.compose(
        id="shop",
        computing=COMPUTING[-1],
        valid=Window(OPENS, CLOSES),
        zone="Europe/Paris",
        currencies=(currency,),
        sections=Sections(
            products=Assortment(products),
            pricing=PricingRules(
                lists=[PriceList(id="all-year", currency=currency, prices=listed)],
                layers=[Layer(id="basket")],
                promotions=offers,
            ),
            tax=TaxRules(country="FR", rates=[TaxRate(category="tax", percent=tax, source="law")]),
            time=TimeTables(zones=[PARIS], calendars=[FRANCE, CARRIER]),
            places=PLACES,
            returns=returns or ReturnRules(policies=[policy()]),
            delivery=DeliveryRules(services=[] if delivery is None else [delivery]),
            **sections,
        ),
    )


def bought(
    rulebook: Rulebook,
    *lines: Line,
    handover: Handover = IN_STORE,
    member: str | None = None,
    tenders: Sequence[tuple[str, str]] = (),
    facts: Iterable[Fact] = (),
    id_: str = "o-1",
) -> tuple[Order, list[Fact]]:
    """An order for some lines, paid by card or in these tenders, and the facts with it; had at once."""
    contract = Contract.IN_STORE if isinstance(handover, Carry) else Contract.DISTANCE
    currency = next(iter(rulebook.header.currencies))
    basket = Basket(
        currency=currency,
        lines=lines,
        buyer=Buyer(member=member),
        handover=handover,
        contract=contract,
    )
    counter, known = Counter(rulebook), list(facts)
    quote = counter.quote(basket, AT)
    paid = [Tender(means, amount, reference=means) for means, amount in tenders]
    paid = paid or [Tender("card", quote.to_pay, reference="psp-1")]
    found = counter.place(quote, id=id_, at=AT, tenders=paid, provenance=BY, history=known)
    assert isinstance(found, Accepted)
    known += found.facts
    if not isinstance(handover, Carry):
        known.append(HandedOver(id=f"h-{id_}", order=id_, member=member, at=AT.add(days=1), provenance=BY))
    return found.order, known


def back(
    rulebook: Rulebook,
    facts: list[Fact],
    *give: Give,
    order: str = "o-1",
    days: int = 5,
    **asked: Any,
) -> Returned:
    """The goods given back some days later, recorded among the facts."""
    counter = Counter(rulebook)
    found = counter.assess(order, facts, AT.add(days=days), give=give, **asked)
    settled = counter.settle(found, id=f"r-{len(facts)}", provenance=BY)
    assert isinstance(settled, Settled), settled
    [fact] = settled.facts
    facts.append(fact)
    return fact


def refused(
    rulebook: Rulebook, facts: Iterable[Fact], *give: Give, at: datetime | None = None, order: str = "o-1"
) -> list[ReturnRefusalCode]:
    """Why some goods do not come back."""
    found = Counter(rulebook).assess(order, list(facts), at or AT.add(days=5), give=give)
    return [each.code for each in found.refused]


def goods(*facts: Returned) -> list[int]:
    """What each return gave back for goods, in minor units."""
    return [sum(taken.refunded for taken in fact.taken) for fact in facts]


# Amounts on partial returns


def test_the_whole_voucher_is_deducted_from_the_first_return() -> None:
    """PrestaShop/PrestaShop#18319: of 150 and 60 less 20 %, the first gave 108 back instead of 120."""
    rulebook = shop({"A": "150.00", "B": "60.00"}, off(BasketPercentOff("20")))
    _, facts = bought(rulebook, Line("A", 1), Line("B", 1))
    assert goods(back(rulebook, facts, Give(1)), back(rulebook, facts, Give(2))) == [12000, 4800]


def test_the_whole_discount_is_given_back_on_a_partial_refund() -> None:
    """odoo/odoo#286433: one of two pieces came back, and with it all of the order's discount."""
    rulebook = shop({"A": "50.00"}, off(BasketAmountOff("10.00 EUR")))
    _, facts = bought(rulebook, Line("A", 2))
    assert goods(back(rulebook, facts, Give(1, 1)), back(rulebook, facts, Give(1, 1))) == [4500, 4500]


def test_what_came_back_is_offered_for_return_again() -> None:
    """odoo/odoo#199072: of six, two and then one came back, and the two were counted once more."""
    rulebook = shop({"A": "10.00"})
    _, facts = bought(rulebook, Line("A", 6))
    back(rulebook, facts, Give(1, 2))
    back(rulebook, facts, Give(1, 1))
    assert refused(rulebook, facts, Give(1, 4)) == [ReturnRefusalCode.ALREADY_RETURNED]
    assert refused(rulebook, facts, Give(1, 3)) == []


def test_a_refund_is_refunded() -> None:
    """odoo/odoo#271109: a refund could itself be refunded, and its lines be chosen again."""
    rulebook = shop({"A": "10.00"})
    _, facts = bought(rulebook, Line("A", 1))
    first = back(rulebook, facts, Give(1))
    assert refused(rulebook, facts, Give(1)) == [ReturnRefusalCode.ALREADY_RETURNED]
    with pytest.raises(ValueError, match="order"):
        Counter(rulebook).assess(first.id, facts, AT.add(days=6), give=[Give(1)])


def test_a_refund_of_two_orders_ends_up_on_one_of_them() -> None:
    """odoo/odoo#125780, odoo/odoo#214290: goods of two orders, refunded together, broke the invoices."""
    rulebook = shop({"A": "50.00", "B": "20.00"}, off(BasketAmountOff("10.00 EUR"), from_="90.00 EUR"))
    _, facts = bought(rulebook, Line("A", 2))
    _, facts = bought(rulebook, Line("B", 1), facts=facts, id_="o-2")
    both = back(rulebook, facts, Give(1, 2)), back(rulebook, facts, Give(1), order="o-2")
    assert [(fact.order, fact.refunded) for fact in both] == [("o-1", 9000), ("o-2", 2000)]
    assert [sum(each.gross for each in fact.taxes) for fact in both] == [9000, 2000]


def test_the_discount_moves_to_what_the_customer_keeps() -> None:
    """vendurehq/vendure#4811, vendurehq/vendure#3885: of 25.25 paid, 9.90 are due, and the rest later."""
    rulebook = shop({"A": "11.00", "B": "17.06"}, off(PercentOff("10")))
    order, facts = bought(rulebook, Line("A", 1), Line("B", 1))
    assert order.total_minor == 2525
    assert goods(back(rulebook, facts, Give(1)), back(rulebook, facts, Give(2))) == [990, 1535]


@pytest.mark.parametrize(
    ("mode", "due"), [(RefundMode.PRO_RATA, [4500, 4500]), (RefundMode.REPRICE_KEPT, [4000, 5000])]
)
def test_nobody_can_say_which_refund_is_right_when_an_offer_is_lost(mode: RefundMode, due: list[int]) -> None:
    """vendurehq/vendure#1865: half of what earned a discount is taken off: its share, or what is kept?"""
    rules = ReturnRules(policies=[policy(mode=mode)])
    rulebook = shop({"A": "50.00"}, off(BasketAmountOff("10.00 EUR"), from_="100.00 EUR"), returns=rules)
    order, facts = bought(rulebook, Line("A", 2))
    assert {terms.mode for terms in order.returns} == {mode}
    assert goods(back(rulebook, facts, Give(1, 1)), back(rulebook, facts, Give(1, 1))) == due


def test_a_full_refund_exceeds_what_was_paid_by_a_cent() -> None:
    """woocommerce/woocommerce#64668: 179.26 were refunded of 179.25."""
    rulebook = shop({"A": "33.33", "B": "55.01", "C": "39.83"}, off(BasketPercentOff("2.63")))
    order, facts = bought(rulebook, Line("A", 2), Line("B", 2), Line("C", 1), Line("A", 1))
    given = [
        back(rulebook, facts, Give(line.terms.number, 1))
        for line in order.lines
        for _ in range(line.units.count)
    ]
    assert sum(fact.refunded for fact in given) == order.total_minor


def test_a_coupon_is_spread_again_after_a_refund() -> None:
    """woocommerce/woocommerce#28436: what a coupon took off each line changed when one came back."""
    rulebook = shop({"A": "30.00", "B": "20.00", "C": "10.00"}, off(BasketAmountOff("6.00 EUR")))
    for whole in ((1, 2, 3), (3, 1, 2), (2, 3, 1)):
        _, facts = bought(rulebook, Line("A", 1), Line("B", 1), Line("C", 1))
        due = {number: goods(back(rulebook, facts, Give(number))) for number in whole}
        assert due == {1: [2700], 2: [1800], 3: [900]}


def test_the_tax_of_equal_refunds_differs_by_cents() -> None:
    """magento/magento2#38388: three equal refunds had a tax of 19.00, 19.01 and 18.99."""
    rulebook = shop({"A": "119.00"}, tax="19")
    _, facts = bought(rulebook, Line("A", 3))
    given = [back(rulebook, facts, Give(1, 1)) for _ in range(3)]
    assert [[(each.gross, each.tax) for each in fact.taxes] for fact in given] == [[(11900, 1900)]] * 3


def test_the_taxes_of_parts_do_not_come_to_that_of_the_whole() -> None:
    """magento/magento2#38388, where the tax of the line does not go into three."""
    rulebook = shop({"A": "9.99"}, off(BasketAmountOff("0.01 EUR")), tax="19")
    order, facts = bought(rulebook, Line("A", 3))
    given = [back(rulebook, facts, Give(1, 1)) for _ in range(3)]
    [whole] = order.taxes
    assert sum(each.tax for fact in given for each in fact.taxes) == whole.tax
    assert sum(each.gross for fact in given for each in fact.taxes) == whole.gross == 2996


def test_two_refunds_come_to_more_than_the_payment() -> None:
    """craftcms/commerce#1098: in two steps, more could be refunded than was paid."""
    rulebook = shop({"A": "40.00", "B": "60.00"}, off(BasketAmountOff("10.00 EUR")))
    order, facts = bought(rulebook, Line("A", 1), Line("B", 1))
    given = [back(rulebook, facts, Give(1)), back(rulebook, facts, Give(2))]
    assert sum(tender.amount.minor for fact in given for tender in fact.tenders) == order.total_minor == 9000
    assert refused(rulebook, facts, Give(1), Give(2)) == [ReturnRefusalCode.ALREADY_RETURNED] * 2


def test_the_last_399_cannot_be_refunded() -> None:
    """craftcms/commerce#3213: what was left of a payment was a rounding away from the 3.99 to refund."""
    rulebook = shop({"A": "19.95", "B": "3.99"})
    _, facts = bought(rulebook, Line("A", 1), Line("B", 1))
    given = [back(rulebook, facts, Give(1)), back(rulebook, facts, Give(2))]
    assert [[tender.amount.to_text() for tender in fact.tenders] for fact in given] == [
        ["19.95 EUR"],
        ["3.99 EUR"],
    ]


def test_with_tax_in_the_prices_more_can_be_refunded_than_the_order_came_to() -> None:
    """medusajs/medusa#13883, #14136, #13091: tax was added once more, or a fraction of a cent was missing."""
    rulebook = shop({"A": "14.99", "B": "0.05"}, off(PercentOff("15")), tax="22")
    order, facts = bought(rulebook, Line("A", 3), Line("B", 1))
    whole = back(rulebook, facts, *[Give(line.terms.number, line.units.count) for line in order.lines])
    assert whole.refunded == order.total_minor
    assert [(each.base, each.tax, each.gross) for each in whole.taxes] == [
        (each.base, each.tax, each.gross) for each in order.taxes
    ]


@pytest.mark.parametrize(("currency", "price", "minor"), [("JPY", "1000", 1000), ("KWD", "1.000", 1000)])
def test_a_refund_is_off_by_a_power_of_ten(currency: str, price: str, minor: int) -> None:
    """Adyen/adyen-magento#346: a credit memo was made of a hundred times too much."""
    rulebook = shop({"A": price}, currency=currency)
    _, facts = bought(rulebook, Line("A", 1))
    [tender] = back(rulebook, facts, Give(1)).tenders
    assert (tender.amount.minor, tender.amount.currency) == (minor, currency)


def test_an_offer_on_the_order_is_forgotten_by_the_refund() -> None:
    """solidusio/solidus#512: what came back was refunded at the price of the line."""
    rulebook = shop({"A": "20.00"}, off(BasketPercentOff("50")))
    _, facts = bought(rulebook, Line("A", 1))
    assert goods(back(rulebook, facts, Give(1))) == [1000]


def test_a_cent_is_never_reimbursed() -> None:
    """solidusio-contrib/solidus_product_assembly#43: a third of 290.00, rounded down three times."""
    rulebook = shop({"A": "100.00"}, off(BasketAmountOff("10.00 EUR")))
    _, facts = bought(rulebook, Line("A", 3))
    given = goods(*(back(rulebook, facts, Give(1, 1)) for _ in range(3)))
    assert sorted(given) == [9666, 9667, 9667]


def test_a_later_refund_applies_the_discount_twice() -> None:
    """bagisto/bagisto#1509: the second refund took off again what the first had."""
    rulebook = shop({"A": "50.00", "B": "30.00"}, off(BasketAmountOff("8.00 EUR")))
    _, facts = bought(rulebook, Line("A", 1), Line("B", 1))
    assert goods(back(rulebook, facts, Give(2)), back(rulebook, facts, Give(1))) == [2700, 4500]


def test_the_discount_of_the_line_is_refunded_too() -> None:
    """OCA/rma#289: goods sold at a discount came back at the full price."""
    rulebook = shop({"A": "80.00"}, off(PercentOff("25")))
    _, facts = bought(rulebook, Line("A", 2))
    assert goods(back(rulebook, facts, Give(1, 1))) == [6000]


def test_free_delivery_blocks_a_refund() -> None:
    """Sylius/RefundPlugin#252: with delivery at nothing, nothing could be refunded."""
    rulebook = shop({"A": "80.00"}, delivery=service(free_from=FreeFrom("60.00 EUR")), returns=RETURNS)
    order, facts = bought(rulebook, Line("A", 1), handover=AT_HOME)
    assert order.fees == 0
    fact = back(rulebook, facts, Give(1))
    assert (fact.refunded, fact.delivery) == (8000, 0)


def test_the_estimate_does_not_know_the_totals_of_the_order() -> None:
    """mageme/module-eu-withdrawal#2: an estimate summed the lines, without the discount and delivery."""
    rulebook = shop({"A": "40.00"}, off(BasketAmountOff("10.00 EUR")), delivery=service(), returns=RETURNS)
    order, facts = bought(rulebook, Line("A", 2), handover=AT_HOME)
    told = Counter(rulebook).assess("o-1", facts, AT.add(days=5), give=[Give(1, 2)])
    fact = back(rulebook, facts, Give(1, 2))
    assert told.assessed.refund.total == fact.refunded == order.total_minor == 7000 + 490


@pytest.mark.parametrize(("free_delivery", "kept"), [(FreeDelivery.KEEP, 0), (FreeDelivery.REBILL, 490)])
def test_nobody_knows_whether_free_delivery_is_lost(free_delivery: FreeDelivery, kept: int) -> None:
    """smartlabsAT/sonata-project-ecommerce#177: what is kept is worth too little for free delivery."""
    rules = ReturnRules(policies=[policy(free_delivery=free_delivery)])
    rulebook = shop({"A": "40.00"}, delivery=service(free_from=FreeFrom("60.00 EUR")), returns=rules)
    _, facts = bought(rulebook, Line("A", 2), handover=AT_HOME)
    fact = back(rulebook, facts, Give(1, 1), days=20)
    assert (fact.refunded, fact.rebilled, fact.tenders[0].amount.minor) == (4000, kept, 4000 - kept)


@pytest.mark.parametrize(
    ("order", "due"),
    [
        (TenderOrder.LAST_PAID_FIRST, {"card": 5000}),
        (TenderOrder.FIRST_PAID_FIRST, {"voucher": 3000, "card": 2000}),
        (TenderOrder.PROPORTIONAL, {"voucher": 1500, "card": 3500}),
    ],
)
def test_nobody_knows_whether_card_or_voucher_is_refunded_first(
    order: TenderOrder, due: dict[str, int]
) -> None:
    """smartlabsAT/sonata-project-ecommerce#193: the card first, or the voucher? As it is declared."""
    rules = ReturnRules(policies=[policy()], refunding=RefundingTerms(order=order))
    rulebook = shop({"A": "50.00"}, returns=rules)
    _, facts = bought(rulebook, Line("A", 2), tenders=[("voucher", "30.00 EUR"), ("card", "70.00 EUR")])
    given = [back(rulebook, facts, Give(1, 1)) for _ in range(2)]
    assert {tender.means: tender.amount.minor for tender in given[0].tenders} == due
    in_all = sum(tender.amount.minor for fact in given for tender in fact.tenders)
    assert in_all == 10000


# Windows, dates, zones


def test_a_shorter_window_hits_orders_that_were_placed_before() -> None:
    """bagisto/bagisto#11100: ten days became five, and older orders could not come back any more."""
    before = shop({"A": "10.00"}, returns=ReturnRules(policies=[policy("10 days")]))
    after = shop({"A": "10.00"}, returns=ReturnRules(policies=[policy("5 days")]))
    _, facts = bought(before, Line("A", 1))
    assert refused(after, facts, Give(1), at=AT.add(days=9)) == []
    assert refused(after, facts, Give(1), at=AT.add(days=11)) == [ReturnRefusalCode.TOO_LATE]


def test_goods_come_back_before_they_were_delivered() -> None:
    """PrestaShop/PrestaShop#30872: a return could be asked for what was still on its way."""
    rulebook = shop({"A": "10.00"}, delivery=service())
    _, facts = bought(rulebook, Line("A", 1), handover=AT_HOME)
    on_the_way = [fact for fact in facts if not isinstance(fact, HandedOver)]
    assert refused(rulebook, on_the_way, Give(1)) == [ReturnRefusalCode.NOT_HANDED_OVER]


@pytest.mark.parametrize("anchor", [Anchor.PLACED, Anchor.HANDED_OVER, Anchor.SHIPPED])
def test_without_a_delivery_slip_the_window_never_ends(anchor: Anchor) -> None:
    """thirtybees/thirtybees#1926: a window that counts from a slip that nobody wrote was never enforced."""
    rulebook = shop({"A": "10.00"}, returns=ReturnRules(policies=[policy("10 days", anchor=anchor)]))
    _, facts = bought(rulebook, Line("A", 1))
    assert refused(rulebook, facts, Give(1), at=AT.add(days=10)) == []
    assert refused(rulebook, facts, Give(1), at=AT.add(days=11)) == [ReturnRefusalCode.TOO_LATE]


def promised(rulebook: Rulebook, at: datetime) -> date:
    """The first day on which goods ordered at an instant arrive."""
    basket = Basket(currency="EUR", lines=[Line("A", 1)], handover=AT_HOME, contract=Contract.DISTANCE)
    [option] = Counter(rulebook).delivery(basket, at).options
    promise: date = option.deliveries[0].promise.promised.earliest  # type: ignore[union-attr]
    return promise


def cut_offs(**by_day: str) -> Rulebook:
    """A shop with these cut-offs."""
    limits = {day: TimeOfDay.from_text(limit) for day, limit in by_day.items()}
    return shop({"A": "10.00"}, delivery=service(cut_off=limits))


def test_one_cut_off_has_to_do_for_every_day() -> None:
    """schemaorg/schemaorg#2755: orders are taken until six, but on Fridays until noon."""
    rulebook = cut_offs(thursday="18:00", friday="12:00", monday="18:00")
    thursday, friday = (pendulum.datetime(2026, 3, day, 15, tz="Europe/Paris") for day in (19, 20))
    assert promised(rulebook, thursday) == date(2026, 3, 20)
    assert promised(rulebook, friday) == date(2026, 3, 24)


@pytest.mark.parametrize(("day", "utc"), [(19, "16:59"), (2, "15:59")])
def test_a_cut_off_is_compared_in_another_zone(day: int, utc: str) -> None:
    """postnl/postnl-magento2#279, OCA/sale-workflow#1720, #1378: six o'clock was read as if it were UTC."""
    rulebook = cut_offs(thursday="18:00", friday="18:00")
    month = 3 if day == 19 else 4  # before, and after the clocks changed
    at = pendulum.parse(f"2026-{month:02}-{day:02}T{utc}:59Z")
    assert isinstance(at, pendulum.DateTime)
    assert promised(rulebook, at) == date(2026, month, day + 1)
    assert promised(rulebook, at.add(minutes=2)) > date(2026, month, day + 1)


def test_a_cut_off_on_sunday_is_not_read() -> None:
    """myparcelnl/woocommerce#496: who packs on Sundays had said so, in vain."""
    with_sundays, without = cut_offs(sunday="16:00", monday="16:00"), cut_offs(monday="16:00")
    sunday = pendulum.datetime(2026, 3, 22, 15, tz="Europe/Paris")
    assert (promised(with_sundays, sunday), promised(without, sunday)) == (
        date(2026, 3, 23),
        date(2026, 3, 24),
    )


def test_in_the_evening_the_estimate_is_a_day_off() -> None:
    """janavipandole/Cara#7939: an estimate began with the day that it was in Greenwich."""
    rulebook = cut_offs(wednesday="23:59", thursday="23:59", friday="23:59")
    late = pendulum.datetime(2026, 3, 19, 0, 30, tz="Europe/Paris")  # half past eleven on Wednesday in UTC
    assert promised(rulebook, late) == date(2026, 3, 20)


# Exchanges, claims, tenders, points, channels


def test_a_swap_is_charged_for() -> None:
    """medusajs/medusa#3170, #2086, #7653: delivery, a discount or the goods given back were charged again."""
    rulebook = shop(
        {"A-36": "60.00", "A-38": "60.00"}, off(PercentOff("10")), delivery=service(), returns=RETURNS
    )
    _, facts = bought(rulebook, Line("A-36", 1), handover=AT_HOME)
    counter = Counter(rulebook)
    assessed = counter.assess("o-1", facts, AT.add(days=5), give=[Give(1, reason="too_large")])
    swapped = counter.exchange(assessed, take=[Line("A-38", 1)], id="x-1", provenance=BY)
    assert swapped.to_pay.amount == 0  # type: ignore[union-attr]
    facts += swapped.facts  # type: ignore[union-attr]
    assert goods(back(rulebook, facts, Give(1), days=6)) == [5400]


def test_goods_cannot_be_received_without_a_refund() -> None:
    """medusajs/medusa#4052, medusajs/medusa#3361: to book goods in was to pay them out."""
    rulebook = shop({"A": "10.00"})
    order, facts = bought(rulebook, Line("A", 2))
    arrived = Passed(
        id="p-1",
        order="o-1",
        at=AT.add(days=2),
        passage=Passage.RECEIVED,
        units=[attrs.evolve(order.lines[0].units, count=1)],
        provenance=BY,
    )
    found = Counter(rulebook).assess("o-1", [*facts, arrived], AT.add(days=3), give=[Give(1, 2)])
    assert (found.refused, found.assessed.refund.goods) == ((), 2000)


def test_points_stay_after_a_refund_or_go_twice() -> None:
    """odoo/odoo#257854, odoo/odoo#212922, frappe/erpnext#32951: points stayed, or were taken twice."""
    rulebook = shop({"A": "33.50"}, loyalty=LoyaltyRules(programme=PROGRAMME), delivery=service())
    order, facts = bought(rulebook, Line("A", 3), member="m-1")
    [accrual] = order.accruals
    given = [back(rulebook, facts, Give(1, 1)) for _ in range(3)]
    assert sum(fact.points_clawed for fact in given) == accrual.earning.points == 100
    account = Counter(rulebook).standing("m-1", facts, AT.add(days=40)).account
    assert (account.available, account.pending) == (0, 0)


def test_an_exchange_is_taxed_at_another_rate() -> None:
    """ten24/slatwall#2955: what was swapped was taxed as if it were bought today."""
    before, after = (
        shop({"A-36": "60.00", "A-38": "60.00"}, tax=rate, returns=RETURNS, delivery=service())
        for rate in ("20", "21")
    )
    order, facts = bought(before, Line("A-36", 1), handover=AT_HOME)
    counter = Counter(after)
    assessed = counter.assess("o-1", facts, AT.add(days=5), give=[Give(1, reason="too_large")])
    swapped = counter.exchange(assessed, take=[Line("A-38", 1)], id="x-1", provenance=BY)
    facts += swapped.facts  # type: ignore[union-attr]
    fact = back(after, facts, Give(1), days=6)
    assert [(each.percent.to_text(), each.tax) for each in fact.taxes] == [("20", order.taxes[0].tax)]


def test_the_number_is_refunded_in_another_currency() -> None:
    """Automattic/woocommerce-payments#5215: of GBP 1,000, taken as INR 98,633, INR 1,000 came back."""
    rulebook = shop({"A": "500.00"}, currency="GBP")
    order, facts = bought(rulebook, Line("A", 2))
    taken = attrs.evolve(order.tenders[0], captured="98633.00 INR")
    placed = attrs.evolve(order, tenders=[taken])
    facts = [OrderPlaced(id="o-1", order=placed) if fact.id == "o-1" else fact for fact in facts]
    given = [back(rulebook, facts, Give(1, 1)) for _ in range(2)]
    found = [(tender.amount.to_text(), tender.captured) for fact in given for tender in fact.tenders]
    assert [(text, captured and captured.to_text()) for text, captured in found] == [
        ("500.00 GBP", "49316.50 INR"),
        ("500.00 GBP", "49316.50 INR"),
    ]


def test_nobody_knows_to_which_goods_a_refund_belongs() -> None:
    """Adyen/adyen-magento2#2407: several refunds of an order were all tied to the last one."""
    rulebook = shop({"A": "10.00", "B": "20.00"})
    order, facts = bought(rulebook, Line("A", 1), Line("B", 1))
    first, second = back(rulebook, facts, Give(1)), back(rulebook, facts, Give(2))
    assert first.id != second.id
    assert [taken.units for taken in (*first.taken, *second.taken)] == [line.units for line in order.lines]
    found = [(tender.reference, tender.amount.minor) for fact in (first, second) for tender in fact.tenders]
    assert found == [("psp-1", 1000), ("psp-1", 2000)]


def test_two_tills_that_cannot_hear_each_other_refund_one_piece_twice() -> None:
    """odoo/odoo#199072, across channels: what both took back is refunded once, and the conflict is named."""
    rulebook = shop({"A": "10.00"})
    _, facts = bought(rulebook, Line("A", 1))
    one, other = list(facts), list(facts)
    first, second = back(rulebook, one, Give(1), days=2), back(rulebook, other, Give(1), days=3)
    second = attrs.evolve(second, id="r-other")
    both = [second, first, *facts]
    found = Counter(rulebook).assess("o-1", both, AT.add(days=4), give=[Give(1)])
    assert [each.code for each in found.refused] == [ReturnRefusalCode.ALREADY_RETURNED]
    assert [each.fact for each in found.conflicts if isinstance(each, AlreadyReturned)] == ["r-other"]


def test_what_was_collected_is_refunded_with_the_tax_of_another_place() -> None:
    """woocommerce/woocommerce#54932, saleor/saleor#15426: the tax is that of the sale, wherever they go."""
    rulebook = shop({"A": "12.00"})
    order, facts = bought(rulebook, Line("A", 1))
    fact = back(rulebook, facts, Give(1), store="paris-1")
    assert [(each.percent, each.tax) for each in fact.taxes] == [
        (each.percent, each.tax) for each in order.taxes
    ]


def test_goods_come_back_at_todays_price() -> None:
    """DynEntTech/CBKnownIssues#11: what had cost 50 was refunded at today's 75."""
    before, after = shop({"A": "50.00"}), shop({"A": "75.00"})
    _, facts = bought(before, Line("A", 1))
    assert goods(back(after, facts, Give(1))) == [5000]
