"""The laws of delivery, on shops whose clocks change while they sell; and more closed days."""

from __future__ import annotations

from datetime import timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.checkout.options import DeliveryOptions
from comptoir.delivery.offer import NotOffered, NotOfferedCode
from comptoir.delivery.rules import Collected, DeliveryRules, Service, Shipped, Transit
from comptoir.facts.baskets import Basket, Line, Place
from comptoir.loyalty.rules import LoyaltyRules
from comptoir.testing.cases import LawBroken
from comptoir.testing.laws import DELIVERY_LAWS
from comptoir.testing.laws import delivery as laws
from comptoir.testing.laws.delivery import DeliveryCase, ask_delivery, offered, options_of
from comptoir.testing.oracles import promises
from comptoir.testing.strategies.services import FIRST_DAY, delivery_cases
from comptoir.testing.terms_examples import delivery_cases as hand_made
from comptoir.testing.terms_faults import DELIVERY_FAULTS
from comptoir.testing.variations import with_sections
from comptoir.testing.whole_shop import DELIVERY, PARIS, whole_shop
from comptoir.values.calendars import Calendar, Holiday
from comptoir.values.instants import datetime_of, instant_from_text, instant_text
from comptoir.values.times_of_day import TimeOfDay
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
    laws.d3_the_fee_never_rises_with_the_goods(case)


@cases
def test_d4_a_day_has_one_cut_off_and_cut_offs_increase(case: DeliveryCase) -> None:
    laws.d4_a_day_has_one_cut_off_and_cut_offs_increase(case)


@cases
def test_do_promises_and_fees_are_what_the_oracle_counts(case: DeliveryCase) -> None:
    laws.do_promises_and_fees_are_what_the_oracle_counts(case)


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
    assert [(each.service, each.store) for each in found.options] == [
        (service.id, store)
        for service in case.rulebook.delivery.services
        for store in service.stores or (None,)
    ]
    for each in found.options:
        if isinstance(each, NotOffered):
            assert bool(each.products) == (each.code is NotOfferedCode.PRODUCT_EXCLUDED)
            assert each.text("fr") != each.text("en")


@given(delivery_cases(), st.sampled_from(("depot", "carrier", "country", "store")), st.integers(0, 20))
def test_one_more_closed_day_never_promises_earlier(case: DeliveryCase, id_: str, day: int) -> None:
    time = case.rulebook.time
    closed = [one_more_closed(each, day) if each.id == id_ else each for each in time.calendars]
    rulebook = with_sections(case.rulebook, time=attrs.evolve(time, calendars=closed))
    before = offered(options_of(case, ask_delivery))
    after = offered(options_of(attrs.evolve(case, rulebook=rulebook), ask_delivery))
    assert before.keys() == after.keys()
    for key, each in before.items():
        one, two = each.promise.promised, after[key].promise.promised
        assert (one.earliest, one.latest) <= (two.earliest, two.latest)
        assert one.latest <= two.latest
        assert one.ready is None or two.ready is None or one.ready <= two.ready
        assert one.held_until is None or two.held_until is None or one.held_until <= two.held_until


def one_more_closed(calendar: Calendar, day: int) -> Calendar:
    extra = Holiday(FIRST_DAY + timedelta(days=day), "one more")
    others = [each for each in calendar.holidays if each.day != extra.day]
    return attrs.evolve(calendar, holidays=tuple(sorted([*others, extra], key=lambda each: each.day)))


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
    way = attrs.evolve(home.way, zone="Made/There", cut_off=every_day, transit=Transit(0, 0))
    service: Service = attrs.evolve(home, way=way)
    time = attrs.evolve(whole_shop().time, zones=[PARIS, there])
    delivery = attrs.evolve(DELIVERY, services=[service])
    case = scarf("2026-10-24T23:15:00Z", delivery=delivery, loyalty=LoyaltyRules(), time=time)
    laws.p4_the_options_stay_until_valid_until(case)
    found = options_of(case, ask_delivery)
    assert isinstance(found, DeliveryOptions)
    assert instant_text(found.until) == "2026-10-25T14:00:00Z"
