"""One basket in several deliveries: goods that arrive on other days, and lines that go another way."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir import STANDARD, Accepted, Counter, Line, LockedQuote, Order, Place, Quote, Rulebook
from comptoir.checkout.refusals import RefusalCode
from comptoir.cli.receipt import receipt
from comptoir.cli.voice import Voice
from comptoir.delivery.fees.per_item import PerItemFee
from comptoir.delivery.offered import NotOffered, NotOfferedCode, Offered
from comptoir.delivery.rules import (
    Collected,
    Dates,
    Dispatch,
    FeePer,
    FreeFrom,
    LeadTime,
    Shipped,
    SlotRule,
    Sourcing,
    To,
    Transfer,
    Transit,
)
from comptoir.facts.delivery_terms import Sourced
from comptoir.facts.handovers import Carry, Collect, Deliver, Handover, Point
from comptoir.facts.history import History
from comptoir.facts.holdings import holdings_of
from comptoir.facts.spelling import usual_place
from comptoir.facts.stock import Slot, SlotLeft, Stock
from comptoir.facts.units import Units
from comptoir.facts.wheres import InZone
from comptoir.pricing.benefits.delivery import DeliveryOff
from comptoir.values.errors import NoAnswer, WrongValue
from comptoir.values.instants import Instant, instant_of
from comptoir.values.moments import Moment
from comptoir.values.selections import Skus
from comptoir.values.times_of_day import Hours, TimeOfDay
from unit.price_shop import (
    AT,
    EVERYDAY,
    HOME,
    PICKUP,
    basket,
    placed,
    price_list,
    promotion,
    quoted,
    refusal,
    shop,
)

LYON = Deliver(Place("FR", "69003"), "home")
PARIS = Deliver(Place("FR", "75011"), "home")
DAILY = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), TimeOfDay.from_text("14:00"))
WAY = Shipped(
    zones=["mainland"],
    dispatch=[Dispatch(source="depot", cut_off=DAILY), Dispatch(source="ajaccio", cut_off=DAILY)],
    carrier="any",
    transit=Transit(1, 2),
)
READY = attrs.evolve(HOME, way=WAY, sourcing=Sourcing(dates=Dates.AS_READY))
ONCE = attrs.evolve(READY, fee_per=FeePer.PLACE)


def stock(source: str, sku: str, quantity: int, from_: str | None = None) -> Stock:
    day = None if from_ is None else pendulum.parse(from_)
    return Stock(source=source, sku=sku, quantity=quantity, from_=day)  # type: ignore[arg-type]


SOME_LATER = [stock("depot", "PULL", 1), stock("depot", "PULL", 9, "2026-12-10T08:00:00Z")]


def offered(quote: Quote) -> Offered:
    assert isinstance(quote.delivery, Offered)
    return quote.delivery


def ordered(rules: Rulebook, quote: Quote) -> Order:
    accepted = placed(rules, quote)
    assert isinstance(accepted, Accepted)
    return accepted.order


# Goods that are not all there


def test_goods_arrive_as_they_are_ready_for_a_fee_each() -> None:
    rules = shop(services=(READY,))
    quote = quoted(rules, Line("LIVRE", 1), Line("PULL", 3), handover=LYON, stock=SOME_LATER)
    first, second = quote.terms.deliveries
    assert (first.units, second.units) == ((Units(1, 0, 1), Units(2, 0, 1)), (Units(2, 1, 2),))
    assert first.sources == second.sources == (Sourced(source="depot"),)
    assert first.promised.latest < second.promised.latest == date(2026, 12, 14)
    assert (first.charged, second.charged, quote.terms.fees) == (490, 490, 980)
    assert quote.terms.total == 2490 + 15000 + 980
    order = ordered(rules, quote)
    assert STANDARD.codec.loads(STANDARD.codec.dumps(order), Order) == order
    assert [order.units_of(each) for each in order.deliveries] == [first.units, second.units]
    printed = "\n".join(receipt(order, Voice.of("en", rules)))
    assert printed.count("Home delivery") == 2
    assert "for 1 × LIVRE, 1 × PULL" in quote.explain("en")
    assert "de Depot : 2 × PULL" in quote.explain("fr")


def test_goods_that_wait_for_each_other_are_one_delivery() -> None:
    rules = shop(services=(attrs.evolve(READY, sourcing=Sourcing()),))
    quote = quoted(rules, Line("PULL", 3), handover=LYON, stock=SOME_LATER)
    [delivery] = quote.terms.deliveries
    assert (delivery.units, delivery.charged) == ((), 490)
    assert delivery.promised.latest == date(2026, 12, 14)


def test_one_fee_for_a_place_is_shared_by_what_the_goods_cost() -> None:
    rules = shop(services=(ONCE,))
    quote = quoted(rules, Line("PULL", 3), handover=LYON, stock=SOME_LATER)
    assert [(each.fee, each.charged) for each in quote.terms.deliveries] == [(163, 163), (327, 327)]
    free = shop(services=(attrs.evolve(ONCE, fee=PerItemFee("0.00 EUR", "0.00 EUR")),))
    assert quoted(free, Line("PULL", 3), handover=LYON, stock=SOME_LATER).terms.fees == 0


def test_each_source_is_named_with_what_comes_from_it() -> None:
    some = [stock("depot", "PULL", 2), stock("ajaccio", "PULL", 2), stock("ajaccio", "LIVRE", 1)]
    rules = shop(services=(READY,))
    quote = quoted(rules, Line("PULL", 3), Line("LIVRE", 1), handover=LYON, stock=some)
    [delivery] = quote.terms.deliveries
    assert delivery.sources == (
        Sourced(source="depot", units=[Units(2, 0, 2)]),
        Sourced(source="ajaccio", units=[Units(1, 0, 1), Units(2, 2, 1)]),
    )
    short = quoted(rules, Line("PULL", 5), handover=LYON, stock=some)
    assert isinstance(short.delivery, NotOffered)
    assert (short.delivery.code, short.delivery.products) == (NotOfferedCode.OUT_OF_STOCK, ("PULL",))
    assert refusal(placed(rules, short)).because == short.delivery


def test_the_fee_that_a_withdrawal_gives_back_is_shared_too() -> None:
    slow = attrs.evolve(HOME, id="slow", fee=PerItemFee("2.00 EUR", "0.00 EUR"))
    rules = shop(services=(READY, slow))
    quote = quoted(rules, Line("PULL", 3), handover=LYON, stock=SOME_LATER)
    assert [each.standard for each in quote.terms.deliveries] == [100, 100]
    dear = attrs.evolve(slow, fee=PerItemFee("20.00 EUR", "0.00 EUR"))
    quote = quoted(shop(services=(READY, dear)), Line("PULL", 3), handover=LYON, stock=SOME_LATER)
    assert [each.standard for each in quote.terms.deliveries] == [490, 490]


def test_made_to_order_arrives_by_itself() -> None:
    made = attrs.evolve(READY, lead_times=[LeadTime(on=Skus(["LAMPE"]), days=10)])
    quote = quoted(shop(services=(made,)), Line("LAMPE", 1), Line("PULL", 1), handover=LYON)
    soon, late = quote.terms.deliveries
    assert (soon.units, late.units) == ((Units(2, 0, 1),), (Units(1, 0, 1),))
    assert late.promised.latest > soon.promised.latest


# Stores


def test_a_store_gives_what_it_has_or_has_it_brought() -> None:
    brought = Transfer(dispatch=Dispatch(source="depot", cut_off=DAILY), carrier="any", transit=1)
    both = Collected(stores=["lyon"], preparation=15, held_days=3, transfer=brought)
    rules = shop(services=(attrs.evolve(PICKUP, way=both),))
    lines = Line("PULL", 2), Line("LIVRE", 1)

    def sources(*entries: Stock) -> Any:
        quote = quoted(rules, *lines, handover=Collect("lyon"), stock=entries)
        if isinstance(quote.delivery, NotOffered):
            return quote.delivery.products
        return quote.terms.deliveries[0].sources, quote.terms.deliveries[0].promised.latest

    own, there = sources(stock("lyon", "PULL", 2))
    assert own == (Sourced(source="lyon"),)
    assert sources() == (own, there)
    brought_, day = sources(stock("lyon", "PULL", 1), stock("depot", "PULL", 2))
    assert brought_ == (Sourced(source="depot"),)
    assert day > there
    assert sources(stock("lyon", "PULL", 1), stock("depot", "PULL", 1)) == ("PULL",)


# Lines that go another way


def apart(rules: Rulebook, *handovers: Handover | None, **fields: Any) -> Quote:
    """A pullover for each hand-over, of a basket that is sent to Lyon."""
    return quoted(rules, *(Line("PULL", 1, handover=each) for each in handovers), handover=LYON, **fields)


def test_lines_are_grouped_by_the_way_they_go() -> None:
    rules = shop(services=(HOME, PICKUP))
    quote = apart(rules, None, PARIS, Collect("lyon"), Carry("lyon"), PARIS, LYON)
    assert [(line.number, line.quantity) for line in quote.terms.lines] == [(1, 2), (2, 1), (3, 1), (4, 2)]
    assert [(each.service, each.handover) for each in quote.terms.deliveries] == [
        ("home", None),
        ("pickup", Collect("lyon")),
        ("home", PARIS),
    ]
    assert [each.units for each in quote.terms.deliveries] == [(), (Units(3, 0, 1),), (Units(4, 0, 2),)]
    assert [each.service for each in quote.deliveries] == ["home", "pickup", "home"]
    assert quote.delivery is quote.deliveries[0]
    assert quote.terms.total == 6 * 5000 + 490 + 0 + 490
    order = ordered(rules, quote)
    assert [line.handover for line in order.lines] == [None, Carry("lyon"), Collect("lyon"), PARIS]
    assert order.units_of(order.deliveries[0]) == (Units(1, 0, 2),)
    assert STANDARD.codec.loads(STANDARD.codec.dumps(order), Order) == order


def test_a_line_that_is_carried_away_is_handed_over_when_it_is_bought() -> None:
    rules = shop(services=(HOME,))
    accepted = placed(rules, apart(rules, None, Carry("lyon")))
    assert isinstance(accepted, Accepted)
    history = History.of(accepted.facts, lambda fact: fact.id.encode())
    held = holdings_of(history, Moment(Instant(instant_of(AT) + 1))).orders["o-1"]
    assert [run.handed_over for run in held.runs] == [None, instant_of(AT)]


def test_how_it_is_typed_decides_nothing() -> None:
    rules = shop(services=(HOME, PICKUP))
    one = apart(rules, None, PARIS, Carry("lyon"), PARIS)
    other = apart(rules, PARIS, LYON, Carry("lyon"), PARIS)
    assert (one.question, one.answer) == (other.question, other.answer)
    alike, plain = apart(rules, LYON, None), apart(rules, None, None)
    assert not alike.goods.apart
    assert (alike.question, alike.answer) == (plain.question, plain.answer)


def test_of_goods_that_go_two_ways_none_is_promised_twice() -> None:
    rules = shop(services=(HOME,))
    two = apart(rules, None, PARIS, stock=[stock("depot", "PULL", 1)])
    own, other = two.deliveries
    assert isinstance(own, Offered)
    assert isinstance(other, NotOffered)
    assert (other.code, other.products) == (NotOfferedCode.OUT_OF_STOCK, ("PULL",))
    assert refusal(placed(rules, two)).because == other


@pytest.mark.parametrize(
    "elsewhere",
    [Deliver(Place("BE", "1000"), "home"), Carry("bruxelles"), Deliver(Place("FR", "20000"), "home")],
)
def test_a_line_may_not_go_where_other_prices_or_taxes_hold(elsewhere: Handover) -> None:
    lists = [EVERYDAY, price_list("corse", {"LIVRE": "25.90"}, where=InZone("corsica"))]
    with pytest.raises(WrongValue) as error:
        apart(shop(services=(HOME,), lists=lists), None, elsewhere)
    fault = error.value.faults[0]
    assert (fault.where, fault.code) == ("lines[1].handover", "handed_over_elsewhere")


def test_what_goes_nowhere_has_no_answer_or_is_not_placed() -> None:
    rules = shop(services=(HOME, PICKUP))
    for handover, where in (
        (Deliver(Place("FR", "75011"), "express"), "lines[1].handover.service"),
        (Carry("nowhere"), "lines[1].handover.store"),
    ):
        with pytest.raises((WrongValue, NoAnswer)) as error:
            apart(rules, None, handover)
        assert error.value.faults[0].where == where
    undecided = apart(rules, None, Deliver(Place("FR", "75011")))
    assert refusal(placed(rules, undecided)).code.value == "service_unknown"


def test_what_waits_longest_does_not_hold_a_lock_up() -> None:
    rules = shop(services=(READY,), lock_hours=720)
    quote = quoted(rules, Line("PULL", 3), handover=LYON, stock=SOME_LATER)
    first = quote.terms.deliveries[0].promised.earliest
    with pytest.raises(WrongValue):
        Counter(rules).lock(quote, until=AT.add(days=9))
    begins = pendulum.datetime(first.year, first.month, first.day, tz="Europe/Paris")
    locked = Counter(rules).lock(quote, until=begins)
    assert isinstance(locked, LockedQuote)
    accepted = placed(rules, locked)
    assert isinstance(accepted, Accepted)
    assert accepted.order.deliveries == quote.terms.deliveries


# Until when to order


def test_until_when_to_order_what_is_wanted_on_a_day() -> None:
    rules = shop(services=(HOME, PICKUP))
    options = Counter(rules).delivery(basket(Line("PULL", 1), handover=LYON), AT)
    [home] = [each for each in options.options if isinstance(each, Offered) and each.service == "home"]
    by = options.order_by("home", home.promise.promised.latest)
    assert by.moment == pendulum.datetime(2026, 12, 7, 13, tz="UTC")
    assert options.order_by("home", date(2026, 12, 5)).until is None
    ready = options.order_by("pickup", date(2026, 12, 7), store="lyon")
    assert ready.moment is not None
    assert ready.moment.in_timezone("Europe/Paris").to_time_string() == "18:30:00"
    with pytest.raises(WrongValue):
        options.order_by("pickup", date(2026, 12, 7))


@given(st.integers(0, 7), st.integers(0, 6), st.integers(1, 2))
def test_before_it_the_goods_are_promised_in_time_and_from_then_on_they_are_not(
    days: int, hours: int, pieces: int
) -> None:
    noon = dict.fromkeys(DAILY, TimeOfDay.from_text("12:00"))
    way = attrs.evolve(
        WAY, dispatch=[Dispatch(source="depot", cut_off=noon), Dispatch(source="ajaccio", cut_off=DAILY)]
    )
    rules = shop(services=(attrs.evolve(READY, way=way),))
    some = [stock("depot", "PULL", 1), stock("ajaccio", "PULL", 1), stock("depot", "LIVRE", 5)]
    wanted = basket(Line("PULL", pieces), Line("LIVRE", 1), handover=LYON, stock=some)
    at = AT.add(hours=hours)

    def last(at: pendulum.DateTime) -> date:
        [option] = Counter(rules).delivery(wanted, at).options
        assert isinstance(option, Offered)
        return option.promise.promised.latest

    options = Counter(rules).delivery(wanted, at)
    day = last(at) + pendulum.duration(days=days)
    until = options.order_by("home", day).moment
    assert until is not None
    assert last(until.subtract(microseconds=1)) <= day < last(until)


# What one way takes, another has not


BY_APPOINTMENT = attrs.evolve(
    HOME,
    id="slot",
    way=attrs.evolve(
        WAY, dispatch=WAY.dispatch[:1], slots=[SlotRule(on=[*DAILY], hours=Hours.from_text("08:00-12:00"))]
    ),
)
MORNING = Slot(date(2026, 12, 15), Hours.from_text("08:00-12:00"))


def in_the_morning(postcode: str) -> Deliver:
    return Deliver(Place("FR", postcode), "slot", slot=MORNING)


@pytest.mark.parametrize(("left", "code"), [(1, NotOfferedCode.SLOT_FULL), (2, None)])
def test_the_last_slot_is_booked_once(left: int, code: NotOfferedCode | None) -> None:
    lines = Line("PULL", 1), Line("PULL", 1, handover=in_the_morning("75011"))
    some = [SlotLeft(service="slot", slot=MORNING, left=left), SlotLeft(service="home", slot=MORNING, left=1)]
    wanted = quoted(
        shop(services=(BY_APPOINTMENT,)), *lines, handover=in_the_morning("69003"), slots=some
    ).deliveries
    assert [each.code if isinstance(each, NotOffered) else None for each in wanted] == [None, code]


def test_options_are_for_the_goods_that_go_the_baskets_own_way() -> None:
    rules = shop(services=(attrs.evolve(HOME, free_from=FreeFrom("60.00 EUR")), PICKUP))
    lines = Line("PULL", 1), Line("PULL", 1, handover=PARIS), Line("PULL", 1, handover=Carry("lyon"))
    wanted = basket(*lines, handover=LYON, stock=[stock("depot", "PULL", 1)])
    options, quote = Counter(rules).delivery(wanted, AT), Counter(rules).quote(wanted, AT)
    assert options.options[0] == quote.delivery
    assert offered(quote).charged == 490
    apart_ = [attrs.evolve(line, handover=line.handover or PARIS) for line in lines]
    assert offered_units(Counter(rules).delivery(basket(*apart_, handover=LYON), AT).options[0]) == ()
    abroad = basket(*lines, Line("PULL", 1, handover=Deliver(Place("BE", "1000"), "home")), handover=LYON)
    with pytest.raises(WrongValue) as error:
        Counter(rules).delivery(abroad, AT)
    assert error.value.faults[0].code == "handed_over_elsewhere"


def offered_units(option: Offered | NotOffered) -> tuple[Units, ...]:
    assert isinstance(option, Offered)
    return option.deliveries[0].units


# One place, however it is spelled


def test_a_place_spelled_two_ways_is_one() -> None:
    rules = shop(services=(HOME, PICKUP))
    spaced = Deliver(Place("FR", "75 011"), "home")
    one, other = apart(rules, None, PARIS, PARIS), apart(rules, None, PARIS, spaced)
    assert (one.question, one.answer) == (other.question, other.answer)
    assert [each.charged for each in other.terms.deliveries] == [490, 490]
    own, plain = apart(rules, Deliver(Place("FR", "69 003"), "home")), apart(rules, None)
    assert not own.goods.apart
    assert (own.question, own.answer) == (plain.question, plain.answer)
    with pytest.raises(WrongValue) as error:
        apart(rules, None, Deliver(Place("FR", "75 011"), "express"))
    assert error.value.faults[0].where == "lines[1].handover.service"
    to = [
        Counter(rules).delivery(basket(), AT, to=Place("FR", each)).question for each in ("69003", "69 003")
    ]
    assert to[0] == to[1]


@pytest.mark.parametrize(
    ("country", "typed", "usual"),
    [
        ("FR", "69 003", "69003"),
        ("GB", "sw1a1aa", "SW1A 1AA"),
        ("GB", "M1 1AE", "M1 1AE"),
        ("SE", "21120", "211 20"),
        ("LV", "1010", "LV-1010"),
        ("LU", "L-1009", "1009"),
        ("US", "205001234", "20500-1234"),
        ("US", "20500", "20500"),
        ("MT", "vlt1117", "VLT 1117"),
        ("PT", "1000205", "1000-205"),
        ("IN", "110 001", "110001"),
    ],
)
def test_how_a_country_writes_its_postcodes(country: str, typed: str, usual: str) -> None:
    assert usual_place(Place(country, typed)) == Place(country, usual)
    assert usual_place(usual_place(Place(country, typed))) == Place(country, usual)


# Points and stores


TO_A_POINT = attrs.evolve(
    HOME, id="point", way=attrs.evolve(WAY, to=To.POINT, held_days=3, dispatch=WAY.dispatch[:1])
)


def at_a_point(country: str, postcode: str) -> Deliver:
    point = Point("p-1", "Relais", Place(country, postcode))
    return Deliver(Place("FR", "69003"), "point", point=point)


def test_a_point_stands_where_the_prices_and_taxes_of_the_place_hold() -> None:
    lists = [EVERYDAY, price_list("corse", {"LIVRE": "25.90"}, where=InZone("corsica"))]
    rules = shop(services=(HOME, TO_A_POINT), lists=lists)
    for elsewhere in (at_a_point("BE", "1000"), at_a_point("FR", "20000")):
        for lines, own, where in (
            ((Line("PULL", 1),), elsewhere, "handover.point.place"),
            ((Line("PULL", 1, handover=elsewhere),), LYON, "lines[0].handover.point.place"),
        ):
            with pytest.raises(WrongValue) as error:
                quoted(rules, *lines, handover=own)
            fault = error.value.faults[0]
            assert (fault.where, fault.code) == (where, "handed_over_elsewhere")
            assert "choose a point in FR" in fault.cure
    assert isinstance(quoted(rules, Line("PULL", 1), handover=at_a_point("FR", "69002")).delivery, Offered)


def test_a_point_or_a_slot_that_is_not_chosen_is_offered_and_not_placed() -> None:
    rules = shop(services=(HOME, BY_APPOINTMENT, TO_A_POINT))
    for service, code in (("point", RefusalCode.POINT_UNKNOWN), ("slot", RefusalCode.SLOT_UNKNOWN)):
        open_ = Deliver(Place("FR", "69003"), service)
        for quote in (quoted(rules, Line("PULL", 1), handover=open_), apart(rules, None, open_)):
            assert all(isinstance(each, Offered) for each in quote.deliveries)
            refused = refusal(placed(rules, quote))
            assert refused.code is code
            assert refused.text("en").startswith("Choose a ")
    for chosen in (in_the_morning("69003"), at_a_point("FR", "69002")):
        ordered(rules, quoted(rules, Line("PULL", 1), handover=chosen))


def test_a_line_collected_in_a_store_that_there_is_not_is_not_offered() -> None:
    rules = shop(services=(HOME, PICKUP))
    _, there = apart(rules, None, Collect("nowhere")).deliveries
    assert isinstance(there, NotOffered)
    assert (there.code, there.store) == (NotOfferedCode.UNKNOWN_STORE, "nowhere")


# What a promotion takes off, and what is told


@pytest.mark.parametrize(
    ("benefit", "charged"),
    [
        (DeliveryOff(amount="3.01 EUR"), [340, 339]),
        (DeliveryOff(amount="9.00 EUR"), [40, 40]),
        (DeliveryOff(amount="20.00 EUR"), [0, 0]),
        (DeliveryOff(price="1.99 EUR"), [100, 99]),
        (DeliveryOff(percent="50"), [245, 245]),
    ],
)
def test_a_promotion_takes_its_amount_off_several_deliveries_once(
    benefit: DeliveryOff, charged: list[int]
) -> None:
    rules = shop(promotion("less", benefit), services=(READY,))
    quote = quoted(rules, Line("PULL", 3), handover=LYON, stock=SOME_LATER)
    assert [each.charged for each in quote.terms.deliveries] == charged


def test_what_is_free_without_a_promotion_takes_nothing_of_its_amount() -> None:
    service = attrs.evolve(READY, free_from=FreeFrom("100.00 EUR"))
    rules = shop(promotion("less", DeliveryOff(amount="3.00 EUR")), services=(service,))
    first, second = quoted(rules, Line("PULL", 3), handover=LYON, stock=SOME_LATER).terms.deliveries
    assert (first.charged, first.reduced_by) == (190, "less")
    assert (second.charged, second.free_by) == (0, service.threshold_rule)


def test_a_source_of_all_goods_is_told_without_them() -> None:
    rules = shop(services=(HOME, PICKUP))
    explained = apart(rules, None, PARIS).explain("en").splitlines()
    assert [line for line in explained if line.startswith("  from")] == [
        "  from Depot",
        "  from Depot: 1 × PULL",
    ]


@pytest.mark.parametrize("lines", [(), (Line("LIVRE", 1, handover=PARIS),)], ids=["no lines", "all apart"])
@pytest.mark.parametrize(
    "service", [READY, ONCE, attrs.evolve(HOME, way=WAY)], ids=["ready", "once", "together"]
)
def test_without_goods_a_service_promises_what_its_first_source_does(service: Any, lines: Any) -> None:
    options = Counter(shop(services=(service,))).delivery(basket(*lines, handover=LYON), AT)
    [offered] = options.options
    assert isinstance(offered, Offered)
    [delivery] = offered.deliveries
    assert delivery.sources == (Sourced(source="depot"),)


def test_without_goods_and_without_a_source_for_the_place_nothing_is_promised() -> None:
    elsewhere = [attrs.evolve(each, zones=["corsica"]) for each in WAY.dispatch]
    service = attrs.evolve(READY, way=attrs.evolve(WAY, zones=["mainland", "corsica"], dispatch=elsewhere))
    [found] = Counter(shop(services=(service,))).delivery(basket(handover=LYON), AT).options
    assert isinstance(found, NotOffered)
