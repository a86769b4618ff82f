"""Planted faults of delivery and returns: for each law, ways of asking that break it.

A law must be able to fail. Each fault here is a mistake that a channel, an adapter or a room could make;
a law that lets one pass is no law.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from types import MappingProxyType
from typing import Any, Final

import attrs

from comptoir.checkout.after_sales import Assessment
from comptoir.checkout.options import DeliveryOptions
from comptoir.delivery.fees.flat import FlatFee
from comptoir.delivery.fees.per_item import PerItemFee
from comptoir.delivery.offered import Delivery, NotOffered, NotOfferedCode, Offered
from comptoir.delivery.rules import Shipped
from comptoir.delivery.steps import AfterCutOff
from comptoir.facts.baskets import Basket
from comptoir.facts.events import Exchanged, Fact, HandedOver, Returned
from comptoir.facts.handovers import Place
from comptoir.facts.orders import Tender
from comptoir.facts.return_terms import Means, Right
from comptoir.returns.assessed import GoodBack
from comptoir.returns.rights import OneRight
from comptoir.rulebook import Rulebook
from comptoir.testing.cases import ask_counter
from comptoir.testing.delivery_cases import AskDelivery, ask_delivery
from comptoir.testing.laws.delivery import ONE_MORE
from comptoir.testing.return_cases import AskReturn, Request, ask_return
from comptoir.testing.stories import moved
from comptoir.testing.variations import with_sections
from comptoir.values.deadlines import Deadline
from comptoir.values.instants import DAY, SECOND, Instant, datetime_of
from comptoir.values.money import Amount
from comptoir.values.quantities import pieces
from comptoir.values.times_of_day import TimeOfDay


def on_the_options(tamper: Callable[[DeliveryOptions], DeliveryOptions]) -> AskDelivery:
    """The counter's options, tampered with."""

    def ask(rulebook: Rulebook, basket: Basket, at: datetime, to: Place | None) -> DeliveryOptions:
        return tamper(ask_delivery(rulebook, basket, at, to))

    return ask


def on_each_offer(tamper: Callable[[Offered, DeliveryOptions], Offered]) -> AskDelivery:
    """The counter's options, each that is offered tampered with."""

    def tampered(found: DeliveryOptions) -> DeliveryOptions:
        options = tuple(tamper(each, found) if isinstance(each, Offered) else each for each in found.options)
        return attrs.evolve(found, offered=attrs.evolve(found.offered, options=options))

    return on_the_options(tampered)


def on_the_times(tamper: Callable[[Rulebook], Rulebook]) -> AskDelivery:
    """The counter's options under rules that were tampered with."""
    remembered = cache(tamper)

    def ask(rulebook: Rulebook, basket: Basket, at: datetime, to: Place | None) -> DeliveryOptions:
        return ask_delivery(remembered(rulebook), basket, at, to)

    return ask


def on_each_delivery(tamper: Callable[[Delivery, DeliveryOptions], Delivery]) -> AskDelivery:
    """The counter's options, each delivery of each that is offered tampered with."""

    def tampered(each: Offered, found: DeliveryOptions) -> Offered:
        return attrs.evolve(each, deliveries=[tamper(delivery, found) for delivery in each.deliveries])

    return on_each_offer(tampered)


def late_orders_jump_the_queue(each: Delivery, found: DeliveryOptions) -> Delivery:
    """D1, D8: what missed its cut-off is promised as if it had been ordered the days before."""
    del found
    late = any(isinstance(step, AfterCutOff) for step in each.promise.trace)
    return _moved(each, -5) if late else each


def evenings_count_from_the_day_before(each: Delivery, found: DeliveryOptions) -> Delivery:
    """D1: in the evening, days are counted from the day that it is elsewhere."""
    return _moved(each, -1) if found.asked_at % DAY >= 18 * 3600 * SECOND else each


def calendars_without_holidays(rulebook: Rulebook) -> Rulebook:
    """D2: a till with yesterday's calendars, which have no holidays yet."""
    bare = [attrs.evolve(each, holidays=()) for each in rulebook.time.calendars]
    return with_sections(rulebook, time=attrs.evolve(rulebook.time, calendars=bare))


def carriers_without_weekend(rulebook: Rulebook) -> Rulebook:
    """D2: transit counts every day of the week."""
    busy = [attrs.evolve(each, weekend=()) for each in rulebook.time.calendars]
    return with_sections(rulebook, time=attrs.evolve(rulebook.time, calendars=busy))


def kept_for_ten_days_of_any_kind(each: Delivery, found: DeliveryOptions) -> Delivery:
    """D2: goods are kept until a day on which nobody can fetch them."""
    del found
    promised = each.promise.promised
    if promised.held_until is None:
        return each
    sunday = promised.held_until + timedelta(days=7 - promised.held_until.isoweekday())
    return _promised(each, held_until=sunday)


def free_below_the_threshold(each: Delivery, found: DeliveryOptions) -> Delivery:
    """D3: a threshold read the wrong way round."""
    del found
    if each.missing is None and each.free_by is None:
        return each
    return attrs.evolve(each, charged=each.fee if each.free_by else 0)


def a_hundredth_of_the_goods_for_carriage(each: Delivery, found: DeliveryOptions) -> Delivery:
    """D3: a surcharge by worth, hidden in the fee."""
    total = ask_counter(
        found.rulebook, attrs.evolve(found.basket, handover=None), datetime_of(found.asked_at)
    )
    return attrs.evolve(each, charged=each.charged + total.terms.total // 100)


def the_cut_off_itself_is_in_time(
    rulebook: Rulebook, basket: Basket, at: datetime, to: Place | None
) -> DeliveryOptions:
    """D4, D8: an order at the very cut-off is in time."""
    return ask_delivery(rulebook, basket, at - timedelta(microseconds=1), to)


def clocks_that_never_change(rulebook: Rulebook) -> Rulebook:
    """D4: cut-offs by the winter's clock, all year round."""
    fixed = [attrs.evolve(each, changes=()) for each in rulebook.time.zones]
    return with_sections(rulebook, time=attrs.evolve(rulebook.time, zones=fixed))


def cut_offs_a_minute_later(rulebook: Rulebook) -> Rulebook:
    """DO: the minute that is the cut-off is in time, to its end."""
    services = [
        attrs.evolve(each, way=_cut_off_later(each.way)) if isinstance(each.way, Shipped) else each
        for each in rulebook.delivery.services
    ]
    return with_sections(rulebook, delivery=attrs.evolve(rulebook.delivery, services=services))


def _cut_off_later(way: Shipped) -> Shipped:
    dispatch = [
        attrs.evolve(each, cut_off={day: TimeOfDay(limit.minutes + 1) for day, limit in each.cut_off.items()})
        for each in way.dispatch
    ]
    return attrs.evolve(way, dispatch=dispatch)


def christmas_is_forgotten(rulebook: Rulebook) -> Rulebook:
    """DO: one holiday was not entered."""
    calendars = [
        attrs.evolve(each, holidays=tuple(day for day in each.holidays if day.name != "Noël"))
        for each in rulebook.time.calendars
    ]
    return with_sections(rulebook, time=attrs.evolve(rulebook.time, calendars=calendars))


def more_pieces_at_the_fee_of_one(rulebook: Rulebook) -> Rulebook:
    """DO: the fee counts one piece, however many are sent."""
    services = [
        attrs.evolve(each, fee=FlatFee(each.fee.first)) if isinstance(each.fee, PerItemFee) else each
        for each in rulebook.delivery.services
    ]
    return with_sections(rulebook, delivery=attrs.evolve(rulebook.delivery, services=services))


def everything_comes_from_the_depot(each: Delivery, found: DeliveryOptions) -> Delivery:
    """DO: who packs is told that all of it is in the first place there is."""
    del found
    return attrs.evolve(each, sources=tuple(attrs.evolve(source, source="depot") for source in each.sources))


def the_first_typed_line_is_weighed(each: Delivery, found: DeliveryOptions) -> Delivery:
    """D5: what was typed first says what the fee is."""
    return attrs.evolve(each, fee=each.fee + pieces(found.basket.lines[0].quantity))


def carriage_for_the_last_typed_line(each: Delivery, found: DeliveryOptions) -> Delivery:
    """D5: what was typed last is charged once more."""
    return attrs.evolve(each, charged=each.charged + len(found.basket.lines[-1].sku))


def a_cent_for_each_delivery(each: Delivery, found: DeliveryOptions) -> Delivery:
    """D6: each delivery costs a cent more than the order says."""
    del found
    return attrs.evolve(each, charged=each.charged + 1)


def shares_in_round_tens(each: Delivery, found: DeliveryOptions) -> Delivery:
    """D6: what is left of ten cents in a share of the fee is nobody's."""
    del found
    return attrs.evolve(each, fee=each.fee - each.fee % 10)


def closed_days_are_caught_up(each: Delivery, found: DeliveryOptions) -> Delivery:
    """D7: for each holiday in a calendar, goods come a day sooner."""
    return _moved(each, -sum(len(calendar.holidays) for calendar in found.rulebook.time.calendars))


def closed_calendars_have_no_weekend(rulebook: Rulebook) -> Rulebook:
    """D7: a calendar with a day of its own is worked all week."""
    busy = [
        attrs.evolve(each, holidays=(), weekend=())
        if any(holiday.name == ONE_MORE for holiday in each.holidays)
        else each
        for each in rulebook.time.calendars
    ]
    return with_sections(rulebook, time=attrs.evolve(rulebook.time, calendars=busy))


def missing_in_whole_euros(each: Delivery, found: DeliveryOptions) -> Delivery:
    """D9: what is missing is rounded up to a round amount."""
    del found
    return each if each.missing is None else attrs.evolve(each, missing=each.missing + -each.missing % 100)


def a_cent_short_is_free(each: Offered, found: DeliveryOptions) -> Offered:
    """D9: who lacks a single cent is not asked for it."""
    free = found.rulebook.delivery.services[0].threshold_rule
    deliveries = [
        attrs.evolve(delivery, charged=0, free_by=free, missing=None) if delivery.missing == 1 else delivery
        for delivery in each.deliveries
    ]
    return attrs.evolve(each, deliveries=deliveries)


def every_refusal_is_one_of_the_country(found: DeliveryOptions) -> DeliveryOptions:
    """D10: whatever the reason, the country is named."""
    return _refused(found, lambda each: attrs.evolve(each, code=NotOfferedCode.COUNTRY_NOT_SERVED))


def products_are_not_named(found: DeliveryOptions) -> DeliveryOptions:
    """D10: of goods that are not taken, nobody says which they are."""
    return _refused(found, lambda each: attrs.evolve(each, products=()))


def _refused(found: DeliveryOptions, tamper: Callable[[NotOffered], NotOffered]) -> DeliveryOptions:
    options = [tamper(each) if isinstance(each, NotOffered) else each for each in found.options]
    return attrs.evolve(found, offered=attrs.evolve(found.offered, options=tuple(options)))


def a_fee_for_each_typed_line(each: Delivery, found: DeliveryOptions) -> Delivery:
    """P1: the fee counts lines as they were typed."""
    return attrs.evolve(each, fee=each.fee + len(found.basket.lines))


def the_first_typed_line_decides(each: Offered, found: DeliveryOptions) -> Offered:
    """P1: what was typed first says how the fee is taxed."""
    return attrs.evolve(each, tax=found.rulebook.assortment[found.basket.lines[0].sku].tax)


DELIVERY_FAULTS: Final[Mapping[str, Mapping[str, AskDelivery]]] = MappingProxyType(
    {
        "D1": {
            "late_orders_jump_the_queue": on_each_delivery(late_orders_jump_the_queue),
            "evenings_count_from_the_day_before": on_each_delivery(evenings_count_from_the_day_before),
        },
        "D2": {
            "calendars_without_holidays": on_the_times(calendars_without_holidays),
            "carriers_without_weekend": on_the_times(carriers_without_weekend),
            "kept_for_ten_days_of_any_kind": on_each_delivery(kept_for_ten_days_of_any_kind),
        },
        "D3": {
            "free_below_the_threshold": on_each_delivery(free_below_the_threshold),
            "a_hundredth_of_the_goods_for_carriage": on_each_delivery(a_hundredth_of_the_goods_for_carriage),
        },
        "D4": {
            "the_cut_off_itself_is_in_time": the_cut_off_itself_is_in_time,
            "clocks_that_never_change": on_the_times(clocks_that_never_change),
        },
        "D5": {
            "the_first_typed_line_is_weighed": on_each_delivery(the_first_typed_line_is_weighed),
            "carriage_for_the_last_typed_line": on_each_delivery(carriage_for_the_last_typed_line),
        },
        "D6": {
            "a_cent_for_each_delivery": on_each_delivery(a_cent_for_each_delivery),
            "shares_in_round_tens": on_each_delivery(shares_in_round_tens),
        },
        "D7": {
            "closed_days_are_caught_up": on_each_delivery(closed_days_are_caught_up),
            "closed_calendars_have_no_weekend": on_the_times(closed_calendars_have_no_weekend),
        },
        "D8": {
            "the_cut_off_itself_is_in_time": the_cut_off_itself_is_in_time,
            "late_orders_jump_the_queue": on_each_delivery(late_orders_jump_the_queue),
        },
        "D9": {
            "a_cent_short_is_free": on_each_offer(a_cent_short_is_free),
            "missing_in_whole_euros": on_each_delivery(missing_in_whole_euros),
        },
        "D10": {
            "every_refusal_is_one_of_the_country": on_the_options(every_refusal_is_one_of_the_country),
            "products_are_not_named": on_the_options(products_are_not_named),
        },
        "DO": {
            "everything_comes_from_the_depot": on_each_delivery(everything_comes_from_the_depot),
            "cut_offs_a_minute_later": on_the_times(cut_offs_a_minute_later),
            "christmas_is_forgotten": on_the_times(christmas_is_forgotten),
            "more_pieces_at_the_fee_of_one": on_the_times(more_pieces_at_the_fee_of_one),
        },
        "P1": {
            "a_fee_for_each_typed_line": on_each_delivery(a_fee_for_each_typed_line),
            "the_first_typed_line_decides": on_each_offer(the_first_typed_line_decides),
        },
        "P4": {
            "valid_until_the_horizon": on_the_options(
                lambda found: attrs.evolve(found, until=found.rulebook.horizon_instant)
            ),
            "valid_a_microsecond_too_long": on_the_options(
                lambda found: attrs.evolve(found, until=Instant(found.until + 1))
            ),
        },
    }
)
"""For each law of delivery, by its letter, the ways of asking that break it on one of the hand-made cases."""


def on_the_assessment(tamper: Callable[[Assessment], Assessment]) -> AskReturn:
    """The counter's assessment, tampered with."""

    def ask(rulebook: Rulebook, order: str, facts: Sequence[Fact], request: Request) -> Assessment:
        return tamper(ask_return(rulebook, order, facts, request))

    return ask


def on_each_good(tamper: Callable[[GoodBack, Assessment], GoodBack]) -> AskReturn:
    """The counter's assessment, each good tampered with, and the money for it."""

    def tampered(found: Assessment) -> Assessment:
        return _repaid(found, [tamper(good, found) for good in found.goods])

    return on_the_assessment(tampered)


def each_refund_is_cut_off(good: GoodBack, found: Assessment) -> GoodBack:
    """R1: each refund is a share of its line, cut off to whole cents."""
    line = found.order.lines[good.units.number - 1]
    pieces = sum(share.units for share in line.shares)
    return attrs.evolve(good, charged=line.terms.charged * good.units.count // pieces)


def a_cent_is_kept_of_each_return(found: Assessment) -> Assessment:
    """R1: a fee is kept per request, so that two cost more than one."""
    if not found.goods or found.goods[0].refunded < 1:
        return found
    first, *others = found.goods
    return _repaid(found, [attrs.evolve(first, fee=first.fee + 1), *others])


def repaid_at_the_regular_price(good: GoodBack, found: Assessment) -> GoodBack:
    """R2: the price before promotions is refunded."""
    line = found.order.lines[good.units.number - 1]
    pieces = sum(share.units for share in line.shares)
    return attrs.evolve(good, charged=line.terms.regular * good.units.count // pieces, fee=0)


def all_to_the_first_tender(found: Assessment) -> Assessment:
    """R2: money goes back to one tender, however little it paid."""
    money = sum(tender.amount.minor for tender in found.assessed.refund.tenders)
    first = found.order.tenders[0]
    tenders = (attrs.evolve(first, amount=Amount(money, found.order.currency)),) if money else ()
    return _assessed(found, refund=attrs.evolve(found.assessed.refund, tenders=tenders))


def a_till_that_never_heard(
    rulebook: Rulebook, order: str, facts: Sequence[Fact], request: Request
) -> Assessment:
    """R3: what came back elsewhere is taken back again."""
    here = [fact for fact in facts if not isinstance(fact, Returned)]
    return ask_return(rulebook, order, here, request)


def refused_without_the_fact(found: Assessment) -> Assessment:
    """R3: it is not said which return had the goods back."""
    return _assessed(found, refused=tuple(attrs.evolve(each, by=None) for each in found.refused))


def the_policy_alone(good: GoodBack, found: Assessment) -> GoodBack:
    """R4: what the policy says is all that is offered."""
    del found
    rights = tuple(each for each in good.rights if each.terms.right is Right.COMMERCIAL)
    return attrs.evolve(good, rights=rights)


def a_fee_on_a_withdrawal(good: GoodBack, found: Assessment) -> GoodBack:
    """R4: the policy's fee is kept of what the law gives back whole."""
    del found
    return attrs.evolve(good, fee=good.charged // 10, best=attrs.evolve(good.best, fee=good.charged // 10))


def credit_instead_of_money(good: GoodBack, found: Assessment) -> GoodBack:
    """R4: credit is all there is."""
    del found
    return attrs.evolve(good, best=attrs.evolve(good.best, means=Means.CREDIT))


def exchanged_goods_at_another_price(good: GoodBack, found: Assessment) -> GoodBack:
    """R5: what was taken in exchange is refunded at what it costs itself."""
    return attrs.evolve(good, charged=good.charged - 1) if _is_exchanged(good, found) else good


def after_an_exchange(tamper: Callable[[GoodBack, Assessment], GoodBack]) -> AskReturn:
    """The counter's assessment, each good of an order of which some were exchanged tampered with."""

    def ask(rulebook: Rulebook, order: str, facts: Sequence[Fact], request: Request) -> Assessment:
        tampered = any(isinstance(fact, Exchanged) for fact in facts)
        return (on_each_good(tamper) if tampered else ask_return)(rulebook, order, facts, request)

    return ask


def a_cent_for_the_exchange(good: GoodBack, found: Assessment) -> GoodBack:
    """XS: whoever exchanged something pays for the paper."""
    del found
    return attrs.evolve(good, charged=good.charged - 1)


def exchanged_goods_were_not_paid_for(good: GoodBack, found: Assessment) -> GoodBack:
    """XS: what was taken evenly had no price."""
    del found
    return attrs.evolve(good, charged=0, fee=0, wear=0)


def an_exchange_starts_the_clock_again(good: GoodBack, found: Assessment) -> GoodBack:
    """R5: the days count from the exchange."""
    if not _is_exchanged(good, found) or good.best.last_day is None:
        return good
    later: date = good.best.last_day + timedelta(days=30)
    return attrs.evolve(good, best=attrs.evolve(good.best, last_day=later))


def points_rounded_per_return(found: Assessment) -> Assessment:
    """R6: the points of each return are rounded by themselves, up."""
    charged = sum(good.charged for good in found.goods)
    points = sum(
        -(-accrual.earning.points * charged // max(1, accrual.earning.basis))
        for accrual in found.order.accruals
    )
    return _assessed(found, points_clawed=points)


def the_delivery_with_every_return(found: Assessment) -> Assessment:
    """R6: each return gives the delivery fee back."""
    charged = sum(each.charged for each in found.order.deliveries)
    if not found.order.deliveries or found.assessed.refund.delivery or not found.goods:
        return found
    refund = found.assessed.refund
    tenders = _tenders(refund.tenders, charged, found)
    return _assessed(found, refund=attrs.evolve(refund, delivery=charged, tenders=tenders))


def a_slow_carrier_costs_days(
    rulebook: Rulebook, order: str, facts: Sequence[Fact], request: Request
) -> Assessment:
    """RL: what the carrier took is taken off the customer's days."""
    found = ask_return(rulebook, order, facts, request)
    days = _days_on_the_way(found, facts)
    return _with_goods(found, [_ending(good, -2 * days) for good in found.goods])


def the_best_ends_with_the_quickest(
    rulebook: Rulebook, order: str, facts: Sequence[Fact], request: Request
) -> Assessment:
    """RL: of the best right, the days on the way are deducted."""
    found = ask_return(rulebook, order, facts, request)
    days = timedelta(days=2 * _days_on_the_way(found, facts))
    goods = [
        attrs.evolve(good, best=attrs.evolve(good.best, last_day=good.best.last_day - days))
        if good.best.last_day is not None
        else good
        for good in found.goods
    ]
    return _with_goods(found, goods)


def credit_is_worth_a_cent_more(good: GoodBack, found: Assessment) -> GoodBack:
    """RK: who takes credit is given a cent for it, within the refund."""
    del found
    return attrs.evolve(good, charged=good.charged + 1) if good.means is Means.CREDIT else good


def a_fee_is_given_back_twice(good: GoodBack, found: Assessment) -> GoodBack:
    """RK: the sign of a fee is wrong."""
    del found
    return attrs.evolve(good, charged=good.charged + 2 * good.fee)


def holidays_are_not_the_customers(good: GoodBack, found: Assessment) -> GoodBack:
    """RH: for each holiday in a calendar, there is a day less."""
    return _ending(good, -max(len(each.holidays) for each in found.rulebook.time.calendars))


def a_calendar_that_was_changed_is_not_read() -> AskReturn:
    """RH: where a day was entered by hand, the calendar has no other."""
    remembered = cache(closed_calendars_have_no_weekend)

    def ask(rulebook: Rulebook, order: str, facts: Sequence[Fact], request: Request) -> Assessment:
        return attrs.evolve(ask_return(remembered(rulebook), order, facts, request), rulebook=rulebook)

    return ask


def a_point_for_each_fact(
    rulebook: Rulebook, order: str, facts: Sequence[Fact], request: Request
) -> Assessment:
    """RF: what was sent twice is counted twice."""
    found = ask_return(rulebook, order, facts, request)
    return _assessed(found, points_clawed=found.assessed.points_clawed + len(facts))


def only_what_came_first_is_read(
    rulebook: Rulebook, order: str, facts: Sequence[Fact], request: Request
) -> Assessment:
    """RF: of all returns, the one that was received first is known."""
    back = [fact for fact in facts if isinstance(fact, Returned)]
    others = [fact for fact in facts if not isinstance(fact, Returned)]
    return ask_return(rulebook, order, [*others, *back[:1]], request)


def rounded_by_piece_of_the_whole(good: GoodBack, found: Assessment) -> GoodBack:
    """RO: each piece is an equal part of its line, rounded by itself, whatever its share was."""
    line = found.order.lines[good.units.number - 1]
    pieces = sum(share.units for share in line.shares)
    each = (2 * line.terms.charged + pieces) // (2 * pieces)
    return attrs.evolve(good, charged=each * good.units.count)


def the_day_of_handing_over_counts(
    rulebook: Rulebook, order: str, facts: Sequence[Fact], request: Request
) -> Assessment:
    """RO: the days are counted from the one before the goods arrived."""
    earlier = [moved(fact, -DAY) if isinstance(fact, HandedOver) else fact for fact in facts]
    return ask_return(rulebook, order, earlier, request)


def holidays_move_no_last_day() -> AskReturn:
    """RO: the calendars have no holidays yet, and what ends on one ends."""
    remembered = cache(calendars_without_holidays)

    def ask(rulebook: Rulebook, order: str, facts: Sequence[Fact], request: Request) -> Assessment:
        return attrs.evolve(ask_return(remembered(rulebook), order, facts, request), rulebook=rulebook)

    return ask


def a_ref_is_one_piece(rulebook: Rulebook, order: str, facts: Sequence[Fact], request: Request) -> Assessment:
    """P1: what is named by a ref is one piece, whatever was asked."""
    fewer = tuple(
        attrs.evolve(each, quantity=1) if isinstance(each.what, str) else each for each in request.give
    )
    return ask_return(rulebook, order, facts, attrs.evolve(request, give=fewer))


def only_the_first_listed(
    rulebook: Rulebook, order: str, facts: Sequence[Fact], request: Request
) -> Assessment:
    """P1: of what is listed, the first is looked at."""
    return ask_return(rulebook, order, facts, attrs.evolve(request, give=request.give[:1]))


RETURN_FAULTS: Final[Mapping[str, Mapping[str, AskReturn]]] = MappingProxyType(
    {
        "R1": {
            "each_refund_is_cut_off": on_each_good(each_refund_is_cut_off),
            "a_cent_is_kept_of_each_return": on_the_assessment(a_cent_is_kept_of_each_return),
        },
        "R2": {
            "repaid_at_the_regular_price": on_each_good(repaid_at_the_regular_price),
            "all_to_the_first_tender": on_the_assessment(all_to_the_first_tender),
        },
        "R3": {
            "a_till_that_never_heard": a_till_that_never_heard,
            "refused_without_the_fact": on_the_assessment(refused_without_the_fact),
        },
        "R4": {
            "the_policy_alone": on_each_good(the_policy_alone),
            "a_fee_on_a_withdrawal": on_each_good(a_fee_on_a_withdrawal),
            "credit_instead_of_money": on_each_good(credit_instead_of_money),
        },
        "R5": {
            "exchanged_goods_at_another_price": on_each_good(exchanged_goods_at_another_price),
            "an_exchange_starts_the_clock_again": on_each_good(an_exchange_starts_the_clock_again),
        },
        "R6": {
            "points_rounded_per_return": on_the_assessment(points_rounded_per_return),
            "the_delivery_with_every_return": on_the_assessment(the_delivery_with_every_return),
        },
        "XS": {
            "a_cent_for_the_exchange": after_an_exchange(a_cent_for_the_exchange),
            "exchanged_goods_were_not_paid_for": after_an_exchange(exchanged_goods_were_not_paid_for),
        },
        "RL": {
            "a_slow_carrier_costs_days": a_slow_carrier_costs_days,
            "the_best_ends_with_the_quickest": the_best_ends_with_the_quickest,
        },
        "RK": {
            "credit_is_worth_a_cent_more": on_each_good(credit_is_worth_a_cent_more),
            "a_fee_is_given_back_twice": on_each_good(a_fee_is_given_back_twice),
        },
        "RH": {
            "holidays_are_not_the_customers": on_each_good(holidays_are_not_the_customers),
            "a_calendar_that_was_changed_is_not_read": a_calendar_that_was_changed_is_not_read(),
        },
        "RF": {
            "a_point_for_each_fact": a_point_for_each_fact,
            "only_what_came_first_is_read": only_what_came_first_is_read,
        },
        "RO": {
            "rounded_by_piece_of_the_whole": on_each_good(rounded_by_piece_of_the_whole),
            "the_day_of_handing_over_counts": the_day_of_handing_over_counts,
            "holidays_move_no_last_day": holidays_move_no_last_day(),
        },
        "P1": {
            "a_ref_is_one_piece": a_ref_is_one_piece,
            "only_the_first_listed": only_the_first_listed,
        },
        "P4": {
            "valid_until_the_horizon": on_the_assessment(
                lambda found: attrs.evolve(found, until=found.rulebook.horizon_instant)
            ),
            "valid_a_microsecond_too_long": on_the_assessment(
                lambda found: attrs.evolve(found, until=Instant(found.until + 1))
            ),
        },
    }
)
"""For each law of returns, by its letter, the ways of asking that break it on one of the hand-made cases."""


def _moved(each: Delivery, days: int) -> Delivery:
    """A delivery promised so many days later."""
    promised = each.promise.promised
    return _promised(
        each,
        earliest=promised.earliest + timedelta(days=days),
        latest=promised.latest + timedelta(days=days),
    )


def _promised(each: Delivery, **changes: Any) -> Delivery:  # noqa: ANN401 - each field has its own type
    promised = attrs.evolve(each.promise.promised, **changes)
    return attrs.evolve(each, promise=attrs.evolve(each.promise, promised=promised))


def _assessed(found: Assessment, **changes: Any) -> Assessment:  # noqa: ANN401 - each field has its own type
    assessed = attrs.evolve(found.assessed, **changes)
    return attrs.evolve(found, assessed=assessed)


def _days_on_the_way(found: Assessment, facts: Iterable[Fact]) -> int:
    """How many days the goods took to arrive."""
    arrived = [fact.at for fact in facts if isinstance(fact, HandedOver) and fact.order == found.order.id]
    return (max(arrived, default=found.order.placed_at) - found.order.placed_at) // DAY


def _ending(good: GoodBack, days: int) -> GoodBack:
    """Goods whose rights end so many days later."""

    def later(right: OneRight) -> OneRight:
        if right.last_day is None:
            return right
        day = right.last_day + timedelta(days=days)
        return attrs.evolve(right, deadline=Deadline(last_day=day, counted_last_day=day, moved_by=()))

    return attrs.evolve(good, rights=tuple(later(right) for right in good.rights))


def _with_goods(found: Assessment, goods: Iterable[GoodBack]) -> Assessment:
    return _assessed(found, goods=tuple(goods))


def _repaid(found: Assessment, goods: Iterable[GoodBack]) -> Assessment:
    """The assessment with other goods, its refund and tenders in keeping with them."""
    changed = tuple(goods)
    refund = found.assessed.refund
    worth = sum(good.refunded for good in changed)
    tenders = _tenders(refund.tenders, worth - refund.goods, found)
    return _assessed(found, goods=changed, refund=attrs.evolve(refund, goods=worth, tenders=tenders))


def _tenders(tenders: Sequence[Tender], more: int, found: Assessment) -> tuple[Tender, ...]:
    """The tenders with more, or less, on the last of them."""
    currency = found.order.currency
    *others, last = tenders or found.order.tenders[-1:]
    minor = more + (last.amount.minor if tenders else 0)
    return (*others, *([attrs.evolve(last, amount=Amount(minor, currency))] if minor > 0 else []))


def _is_exchanged(good: GoodBack, found: Assessment) -> bool:
    return good.product != found.order.lines[good.units.number - 1].product
