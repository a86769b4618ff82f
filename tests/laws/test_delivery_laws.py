"""The laws of delivery, on shops whose clocks change while they sell; and promises, against an oracle."""

from __future__ import annotations

from hypothesis import given

from comptoir.delivery.rules import Collected, Shipped
from comptoir.testing.laws import delivery as laws
from comptoir.testing.laws.delivery import DeliveryCase, ask_delivery, offered, options_of
from comptoir.testing.oracles import promises
from comptoir.testing.strategies.services import delivery_cases

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
def test_p1_typing_changes_no_option(case: DeliveryCase) -> None:
    laws.p1_typing_changes_no_option(case)


@cases
def test_p4_the_options_stay_until_valid_until(case: DeliveryCase) -> None:
    laws.p4_the_options_stay_until_valid_until(case)


@cases
def test_a_promise_is_the_oracles(case: DeliveryCase) -> None:
    almanac, places = case.rulebook.almanac, case.rulebook.places
    for (id_, store), each in offered(options_of(case, ask_delivery)).items():
        promised = each.promise.promised
        match case.service(id_).way:
            case Shipped() as way if case.place is not None:
                country = places.countries[case.place.country]
                due = promises.shipped(way, country, case.instant, almanac)
                assert (promised.earliest, promised.latest) == due
            case Collected() as way if store is not None:
                ready = promises.collected(way, places.by_id[store], case.instant, almanac)
                assert promised.ready == ready.at
                assert promised.earliest == promised.latest == ready.day
                assert promised.held_until == ready.held_until
