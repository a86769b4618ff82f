"""The laws of delivery, on shops whose clocks change while they sell."""

from __future__ import annotations

from datetime import date

import attrs
import pytest
from hypothesis import given

from comptoir.checkout.options import DeliveryOptions
from comptoir.delivery.offered import NotOffered, NotOfferedCode, Offered, Option
from comptoir.delivery.rules import Collected, DeliveryRules, Service, Shipped, Transit
from comptoir.facts.baskets import Basket
from comptoir.facts.handovers import Deliver, Place
from comptoir.facts.lines import Line
from comptoir.facts.stock import Slot
from comptoir.loyalty.rules import LoyaltyRules
from comptoir.testing.cases import LawBroken
from comptoir.testing.delivery_cases import DeliveryCase, ask_delivery, offered, options_of
from comptoir.testing.laws import DELIVERY_LAWS, fees
from comptoir.testing.laws import delivery as laws
from comptoir.testing.oracles import promises
from comptoir.testing.strategies.services import delivery_cases
from comptoir.testing.terms_examples import delivery_cases as hand_made
from comptoir.testing.terms_faults import DELIVERY_FAULTS
from comptoir.testing.whole_shop import DELIVERY, PARIS, PLACES, whole_shop
from comptoir.values.instants import datetime_of, instant_from_text, instant_text
from comptoir.values.times_of_day import Hours, TimeOfDay
from comptoir.values.windows import Window
from comptoir.values.zones import Change, Zone

cases = given(case=delivery_cases())


@cases
def test_d1_ordering_later_never_promises_earlier(case: DeliveryCase) -> None:
    laws.d1_ordering_later_never_promises_earlier(case)


@cases
def test_d2_no_end_falls_on_a_day_of_rest(case: DeliveryCase) -> None:
    laws.d2_no_end_falls_on_a_day_of_rest(case)


@cases
def test_d3_the_fee_never_rises_with_the_goods(case: DeliveryCase) -> None:
    fees.d3_the_fee_never_rises_with_the_goods(case)


@cases
def test_d4_a_day_has_one_cut_off_and_cut_offs_increase(case: DeliveryCase) -> None:
    laws.d4_a_day_has_one_cut_off_and_cut_offs_increase(case)


@cases
def test_d5_a_fee_never_depends_on_the_order_of_lines(case: DeliveryCase) -> None:
    fees.d5_a_fee_never_depends_on_the_order_of_lines(case)


@cases
def test_d6_fees_of_deliveries_sum_to_the_orders(case: DeliveryCase) -> None:
    fees.d6_fees_of_deliveries_sum_to_the_orders(case)


@cases
def test_d7_one_more_closed_day_never_promises_earlier(case: DeliveryCase) -> None:
    laws.d7_one_more_closed_day_never_promises_earlier(case)


@cases
def test_d8_order_by_is_the_last_chance(case: DeliveryCase) -> None:
    laws.d8_order_by_is_the_last_chance(case)


@cases
def test_d9_what_is_missing_is_exactly_what_is_short(case: DeliveryCase) -> None:
    fees.d9_what_is_missing_is_exactly_what_is_short(case)


@cases
def test_d10_the_first_reason_is_given(case: DeliveryCase) -> None:
    fees.d10_the_first_reason_is_given(case)


@cases
def test_do_promises_and_fees_are_what_the_oracle_counts(case: DeliveryCase) -> None:
    fees.do_promises_and_fees_are_what_the_oracle_counts(case)


@cases
def test_p1_typing_changes_no_option(case: DeliveryCase) -> None:
    laws.p1_typing_changes_no_option(case)


@cases
def test_p4_the_options_stay_until_valid_until(case: DeliveryCase) -> None:
    laws.p4_the_options_stay_until_valid_until(case)


@cases
def test_every_service_is_offered_or_refused_with_a_reason(case: DeliveryCase) -> None:
    found = options_of(case, ask_delivery)
    assert isinstance(found, DeliveryOptions)
    for each in found.options:
        if isinstance(each, NotOffered):
            assert each.products or each.code is not NotOfferedCode.PRODUCT_EXCLUDED
            assert each.text("fr") != each.text("en")


def test_every_law_has_two_faults() -> None:
    assert set(DELIVERY_FAULTS) == set(DELIVERY_LAWS)
    assert all(len(faults) >= 2 for faults in DELIVERY_FAULTS.values())


@pytest.mark.parametrize("letter", DELIVERY_LAWS)
def test_the_law_holds_on_every_case_made_by_hand(letter: str) -> None:
    for case in hand_made():
        DELIVERY_LAWS[letter](case)


@pytest.mark.parametrize(
    ("letter", "fault"), [(letter, fault) for letter, faults in DELIVERY_FAULTS.items() for fault in faults]
)
def test_the_law_catches_the_planted_fault(letter: str, fault: str) -> None:
    with pytest.raises(LawBroken, match=f"^{letter}: "):  # noqa: PT012 - one of the cases does
        for case in hand_made():
            DELIVERY_LAWS[letter](case, DELIVERY_FAULTS[letter][fault])


def scarf(rulebook_at: str, **sections: object) -> DeliveryCase:
    basket = Basket(currency="EUR", lines=[Line("FOULARD", 1)])
    at = datetime_of(instant_from_text(rulebook_at))
    return DeliveryCase(rulebook=whole_shop(**sections), basket=basket, at=at, to=Place("FR", "69003"))


def test_p4_after_closing_time_the_trace_changes_when_the_closed_day_is_over() -> None:
    # On Saturday evening Lyon has closed until Monday; when Monday begins, Sunday is no longer passed over.
    [collect] = [each for each in DELIVERY.services if each.stores]
    lyon = attrs.evolve(collect, way=Collected(stores=["lyon-2"], preparation=120, held_days=10))
    case = scarf("2026-12-05T18:30:00Z", delivery=DeliveryRules(services=[lyon]), loyalty=LoyaltyRules())
    laws.p4_the_options_stay_until_valid_until(case)
    found = options_of(case, ask_delivery)
    assert isinstance(found, DeliveryOptions)
    assert instant_text(found.until) == "2026-12-06T23:00:00Z"


def test_p4_a_day_shown_twice_begins_once() -> None:
    # At 00:30 on the 25th clocks go back to 23:30 on the 24th, whose cut-off was reached before midnight.
    back = Change(instant_from_text("2026-10-24T23:30:00Z"), 0)
    there = Zone(name="Made/There", since=PARIS.since, until=PARIS.until, offset=3600, changes=(back,))
    home = DELIVERY.services[0]
    assert isinstance(home.way, Shipped)
    every_day = dict.fromkeys(promises.NAMES, TimeOfDay.from_text("14:00"))
    [depot] = home.way.dispatch
    way = attrs.evolve(home.way, dispatch=[attrs.evolve(depot, cut_off=every_day)], transit=Transit(0, 0))
    service: Service = attrs.evolve(home, way=way)
    time = attrs.evolve(whole_shop().time, zones=[PARIS, there])
    [warehouse] = PLACES.warehouses
    places = attrs.evolve(PLACES, warehouses=[attrs.evolve(warehouse, zone="Made/There")])
    delivery = attrs.evolve(DELIVERY, services=[service])
    case = scarf("2026-10-24T23:15:00Z", delivery=delivery, loyalty=LoyaltyRules(), time=time, places=places)
    laws.p4_the_options_stay_until_valid_until(case)
    found = options_of(case, ask_delivery)
    assert isinstance(found, DeliveryOptions)
    assert instant_text(found.until) == "2026-10-25T14:00:00Z"


def test_d8_a_service_that_ends_is_the_last_chance() -> None:
    # The cut-off of Friday would be in time for Tuesday, but the service ends on Thursday night.
    home, ends = DELIVERY.services[0], instant_from_text("2026-12-10T23:00:00Z")
    ending = attrs.evolve(home, valid=Window(until=ends))
    delivery = attrs.evolve(DELIVERY, services=[ending])
    case = scarf("2026-12-10T14:00:00Z", delivery=delivery, loyalty=LoyaltyRules())
    laws.d8_order_by_is_the_last_chance(case)
    found = options_of(case, ask_delivery)
    assert isinstance(found, DeliveryOptions)
    [offer] = offered(found).values()
    assert found.order_by("home", offer.promise.promised.latest).until == ends


def test_d10_a_slot_is_none_of_a_service_without_slots() -> None:
    slot = Slot(date(2026, 12, 15), Hours.from_text("08:00-10:00"))
    case = scarf("2026-12-10T14:00:00Z", loyalty=LoyaltyRules())
    handover = Deliver(Place("FR", "69003"), "home", slot=slot)
    case = attrs.evolve(case, basket=attrs.evolve(case.basket, handover=handover), to=None)
    fees.d10_the_first_reason_is_given(case)
    found = {each.service: each for each in case_options(case)}
    assert isinstance(found["home"], NotOffered)
    assert found["home"].code is NotOfferedCode.SLOT_UNKNOWN
    assert isinstance(found["express"], Offered)


def case_options(case: DeliveryCase) -> tuple[Option, ...]:
    found = options_of(case, ask_delivery)
    assert isinstance(found, DeliveryOptions)
    return found.options
