"""Laws of the small values, each against an oracle written the plain way."""

from __future__ import annotations

import decimal
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from comptoir import STANDARD, ComptoirError
from comptoir.facts.tax_terms import TaxPart
from comptoir.facts.terms import Adjustment, LineTerms
from comptoir.pricing.rules import Promotion
from comptoir.testing.laws.sums import shares_sum
from comptoir.testing.oracle import rounded
from comptoir.testing.strategies import (
    NASTY,
    amounts,
    any_windows,
    datetimes,
    identifiers,
    instants,
    measured,
    money,
    names,
    percents,
    promotions,
    saved_baskets,
    tenders,
    texts,
    unit_prices,
    zones,
)
from comptoir.testing.strategies.products import gtins
from comptoir.values.allocation import EqualParts, runs, spread, spread_within
from comptoir.values.decimals import DIGITS_MAX, decimal_text, millionths_of
from comptoir.values.identifiers import (
    checked_identifier,
    checked_text,
    escape_identifier,
    unescape_identifier,
)
from comptoir.values.instants import (
    LATEST,
    Instant,
    datetime_of,
    instant_from_text,
    instant_of,
    instant_text,
)
from comptoir.values.moments import Moment
from comptoir.values.money import AMOUNT_MAX, MINOR_DIGITS, Amount, Money, UnitPrice
from comptoir.values.percentages import Percent
from comptoir.values.quantities import QUANTITY_MAX, Measured
from comptoir.values.rounding import Rounding, divide
from comptoir.values.windows import Window
from comptoir.values.zones import Zone

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NEAR = st.integers(0, 12).map(Instant)
NEAR_WINDOWS = st.builds(
    lambda a, b: Window(*sorted((a, b))) if a != b else Window(a, None), NEAR, NEAR
) | st.builds(Window, st.none() | NEAR)

# -- spreading --------------------------------------------------------------------------------------

weights = st.lists(st.integers(0, 50) | st.integers(0, AMOUNT_MAX), min_size=1, max_size=8)


@given(st.integers(-200, 200) | st.integers(-AMOUNT_MAX, AMOUNT_MAX), weights)
def test_a_spread_amount_loses_nothing_and_each_part_is_within_one_of_its_exact_share(
    amount: int, weights: list[int]
) -> None:
    assume(sum(weights))
    parts = spread(amount, weights, range(len(weights)))
    assert sum(parts) == amount
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(amount * weight, sum(weights))) < 1


@given(st.integers(0, 10**6), weights)
def test_no_part_exceeds_its_weight(amount: int, weights: list[int]) -> None:
    assume(sum(weights))
    amount = min(amount, sum(weights))
    parts = spread(amount, weights, range(len(weights)))
    assert all(0 <= part <= weight for part, weight in zip(parts, weights, strict=True))


@given(st.integers(-300, 300), weights, st.randoms(use_true_random=False))
def test_the_order_of_the_parts_is_no_input(amount: int, weights: list[int], chance: st.DataObject) -> None:
    assume(sum(weights))
    keys = list(range(len(weights)))
    order = keys.copy()
    chance.shuffle(order)  # type: ignore[attr-defined]
    shuffled = spread(amount, [weights[i] for i in order], order)
    assert spread(amount, weights, keys) == [shuffled[order.index(i)] for i in keys]


small = st.integers(0, 20)
large = st.integers(0, AMOUNT_MAX)
places = st.lists(st.tuples(small, small) | st.tuples(large, large), max_size=8)
"""What each part weighs, and the most that it takes."""


@given(st.integers(0, 100) | large, places)
def test_what_is_spread_within_rooms_fills_them_before_anything_is_lost(
    amount: int, places: list[tuple[int, int]]
) -> None:
    weights, rooms = [weight for weight, _ in places], [room for _, room in places]
    parts = spread_within(amount, weights, rooms, range(len(places)))
    assert sum(parts) == min(amount, sum(room for weight, room in places if weight))
    assert all(0 <= part <= room for part, room in zip(parts, rooms, strict=True))
    assert all(weight or not part for part, weight in zip(parts, weights, strict=True))


@given(st.integers(0, 100), places)
def test_parts_that_are_not_full_are_in_proportion(amount: int, places: list[tuple[int, int]]) -> None:
    """What is left by the full ones is spread over the others as if these were alone."""
    weights, rooms = [weight for weight, _ in places], [room for _, room in places]
    parts = spread_within(amount, weights, rooms, range(len(places)))
    partial = [i for i, part in enumerate(parts) if weights[i] and part < rooms[i]]
    left = sum(parts[i] for i in partial)
    if partial:
        assert [parts[i] for i in partial] == spread(left, [weights[i] for i in partial], partial)


@given(weights, st.integers(0, 10**6))
def test_with_room_for_all_it_is_spread_as_without_rooms(weights: list[int], amount: int) -> None:
    assume(sum(weights))
    keys = range(len(weights))
    assert spread_within(amount, weights, [amount] * len(weights), keys) == spread(amount, weights, keys)


@given(st.integers(0, 100) | large, places, st.randoms(use_true_random=False))
def test_the_order_of_the_rooms_is_no_input(
    amount: int, places: list[tuple[int, int]], chance: st.DataObject
) -> None:
    keys = list(range(len(places)))
    order = keys.copy()
    chance.shuffle(order)  # type: ignore[attr-defined]
    weights, rooms = [weight for weight, _ in places], [room for _, room in places]
    shuffled = spread_within(amount, [weights[i] for i in order], [rooms[i] for i in order], order)
    assert spread_within(amount, weights, rooms, keys) == [shuffled[order.index(i)] for i in keys]


@given(st.integers(-(10**4), 10**4), st.integers(1, 40))
def test_equal_parts_are_the_spread_of_equal_weights(amount: int, count: int) -> None:
    parts = EqualParts.of(amount, count)
    assert [parts.unit(i) for i in range(count)] == spread(amount, [1] * count, range(count))


@given(st.lists(st.integers(-500, 500), max_size=4), st.integers(1, 40))
def test_runs_are_the_longest_stretches_of_equal_units(amounts: list[int], count: int) -> None:
    parts = [EqualParts.of(amount, count) for amount in amounts]
    units = [tuple(part.unit(i) for part in parts) for i in range(count)]
    found = list(runs(count, *parts))
    assert [units[first] for first, length in found for _ in range(length)] == units
    assert all(units[one] != units[other] for (one, _), (other, _) in pairwise(found))


@given(
    st.integers(1, 30) | st.just(QUANTITY_MAX) | measured(),
    st.integers(0, 500) | st.integers(0, AMOUNT_MAX),
    st.lists(st.fractions(0, 1), max_size=4),
    st.integers(0, 500),
)
def test_the_shares_of_a_line_sum_to_it(
    quantity: int | Measured, regular: int, cuts: list[Fraction], on_top: int
) -> None:
    left, adjustments = regular, []
    for index, cut in enumerate(cuts):
        change = -int(left * cut)
        adjustments.append(Adjustment("layer", f"p{index}", change))
        left += change
    line = LineTerms(
        number=1,
        sku="A",
        quantity=quantity,
        unit_price=UnitPrice(0),
        price_list="list",
        regular=regular,
        adjustments=tuple(adjustments),
        charged=left,
        paid=left + on_top,
        taxes=(TaxPart(Percent(200_000), left + on_top, left // 6), TaxPart(Percent(0), 0, 0)),
    )
    shares_sum(line, list(line.shares()))


# -- rounding ---------------------------------------------------------------------------------------


@given(st.integers(-99, 99) | st.integers(), st.integers(1, 12) | st.integers(1), st.sampled_from(Rounding))
def test_a_quotient_is_rounded_as_the_fraction_is(numerator: int, denominator: int, mode: Rounding) -> None:
    assert divide(numerator, denominator, mode) == rounded(Fraction(numerator, denominator), mode)


@given(st.integers(-(10**20), 10**20), st.integers(0, 6), st.sampled_from(Rounding))
def test_a_quotient_by_a_power_of_ten_is_rounded_as_decimals_are(
    numerator: int, digits: int, mode: Rounding
) -> None:
    context = decimal.Context(prec=60)
    exact = Decimal(numerator).scaleb(-digits, context)
    rounding = getattr(decimal, f"ROUND_{mode.name}")
    assert divide(numerator, 10**digits, mode) == exact.quantize(Decimal(1), rounding, context)


# -- names ------------------------------------------------------------------------------------------


@given(names() | texts())
def test_an_escaped_name_is_an_identifier_that_gives_the_name_back(name: str) -> None:
    try:
        escaped = escape_identifier(name)
    except ComptoirError:
        assert len(name.encode()) > 21  # a byte becomes three characters, of at most 64
        return
    assert checked_identifier(escaped, "") == escaped
    assert unescape_identifier(escaped) == name


@given(names(), names())
def test_two_names_never_become_one_identifier(one: str, other: str) -> None:
    assume(one != other and max(len(one.encode()), len(other.encode())) <= 21)
    assert escape_identifier(one) != escape_identifier(other)


@given(identifiers())
def test_what_can_be_unescaped_is_what_escaping_made(identifier: str) -> None:
    try:
        name = unescape_identifier(identifier)
    except ComptoirError:
        return
    assert escape_identifier(name) == identifier


@given(texts())
def test_a_text_made_here_is_printable(text: str) -> None:
    assert checked_text(text, "") == text


# -- numerals ---------------------------------------------------------------------------------------


@given(st.integers(1 - 10 ** (DIGITS_MAX + 6), 10 ** (DIGITS_MAX + 6) - 1))
def test_a_numeral_says_its_number(millionths: int) -> None:
    text = decimal_text(millionths, 6)
    assert millionths_of(text, "", cure="") == millionths
    assert Fraction(text) == Fraction(millionths, 10**6)


@given(st.decimals(allow_nan=True, allow_infinity=True) | st.decimals(-100, 100, places=6))
def test_a_decimal_is_read_exactly_or_refused(number: Decimal) -> None:
    try:
        millionths = millionths_of(number, "", cure="")
    except ComptoirError:
        return
    assert Fraction(millionths, 10**6) == Fraction(number)


@given(amounts())
def test_an_amount_survives_its_text(amount: Amount) -> None:
    assert Amount.from_text(amount.to_text()) == amount


def test_the_largest_amount_survives_its_text_in_every_currency() -> None:
    # Found by law U1: a numeral held 15 digits, while the largest amount of yen has 16.
    for currency in MINOR_DIGITS:
        for amount in (Amount(AMOUNT_MAX, currency), Amount(-AMOUNT_MAX, currency)):
            assert Amount.from_text(amount.to_text()) == amount == Amount.of(amount.money)


@given(money(), st.integers(1, 5))
def test_money_is_read_exactly_in_any_decimal_context(money: Money, precision: int) -> None:
    with decimal.localcontext(decimal.Context(prec=precision)):
        amount = Amount.of(money)
        assert amount.money == money
    assert Fraction(amount.minor, 10 ** MINOR_DIGITS[amount.currency]) == Fraction(money.amount)


@given(percents())
def test_a_percentage_survives_its_text(percent: Percent) -> None:
    assert Percent.from_text(percent.to_text()) == percent


@given(unit_prices())
def test_a_unit_price_survives_its_text(price: UnitPrice) -> None:
    assert UnitPrice.from_text(price.to_text()) == price


@given(measured())
def test_a_measured_quantity_survives_its_text(quantity: Measured) -> None:
    assert Measured.from_text(quantity.to_text()) == quantity


@given(unit_prices(), st.integers(1, 10**12), st.integers(0, 4), st.sampled_from(Rounding))
def test_a_line_extension_is_the_rounded_product(
    price: UnitPrice, millionths: int, digits: int, mode: Rounding
) -> None:
    exact = Fraction(price.millionths, 10**6) * Fraction(millionths, 10**6) * 10**digits
    assert price.extend(millionths, digits, mode) == rounded(exact, mode)


@given(percents(), st.integers(0, AMOUNT_MAX), st.sampled_from(Rounding))
def test_tax_within_a_gross_is_what_the_base_would_be_taxed(
    percent: Percent, gross: int, mode: Rounding
) -> None:
    base = Fraction(gross) / (1 + Fraction(percent.parts_per_million, 10**6))
    assert percent.within_gross(gross, mode) == rounded(gross - base, mode)


# -- time -------------------------------------------------------------------------------------------


@given(datetimes())
def test_an_instant_is_the_time_since_1970(moment: datetime) -> None:
    instant = instant_of(moment)
    assert instant == (moment - EPOCH) // timedelta(microseconds=1)
    assert datetime_of(instant) == moment


@given(datetimes())
def test_an_instant_is_read_from_any_offset_as_datetime_reads_it(moment: datetime) -> None:
    assert instant_from_text(moment.isoformat()) == instant_of(moment)


@given(instants())
def test_an_instant_survives_its_text(instant: Instant) -> None:
    text = instant_text(instant)
    assert instant_from_text(text) == instant
    assert datetime.fromisoformat(text) == datetime_of(instant)


@given(NEAR_WINDOWS, NEAR)
def test_a_window_holds_its_first_edge_and_not_its_last(window: Window, at: Instant) -> None:
    first = 0 if window.from_ is None else window.from_
    after = 99 if window.until is None else window.until
    assert window.holds(at) == (at in range(first, after))


@given(NEAR_WINDOWS, NEAR_WINDOWS)
def test_windows_overlap_if_an_instant_lies_in_both(one: Window, other: Window) -> None:
    in_both = any(one.holds(Instant(at)) and other.holds(Instant(at)) for at in range(14))
    assert one.overlaps(other) == other.overlaps(one) == in_both


@given(any_windows())
def test_a_window_overlaps_itself_but_not_the_time_around_it(window: Window) -> None:
    assert window.overlaps(window)
    if window.from_ is not None:
        assert not window.overlaps(Window(None, window.from_))
    if window.until is not None:
        assert not window.overlaps(Window(window.until, None))


@given(st.lists(NEAR_WINDOWS, max_size=4), NEAR)
def test_until_the_noted_boundary_every_comparison_stays_the_same(windows: list[Window], at: Instant) -> None:
    def looked_at(instant: int) -> list[bool]:
        moment = Moment(Instant(instant))
        return [moment.is_in(window) for window in windows]

    moment = Moment(at)
    now = [moment.is_in(window) for window in windows]
    assert now == [window.holds(at) for window in windows]
    end = LATEST if moment.until is None else moment.until
    assert end > at
    assert all(looked_at(later) == now for later in range(at, min(end, 20)))
    if moment.until is not None:
        assert looked_at(end) != now, "a boundary that changes nothing was noted"


# -- the wire ---------------------------------------------------------------------------------------


@given(zones())
def test_a_zone_table_survives_its_wire_form(zone: Zone) -> None:
    codec = STANDARD.codec
    assert codec.read(Zone, codec.write(zone)) == zone


@given(promotions(NASTY))
def test_a_promotion_survives_its_wire_form(promotion: Promotion) -> None:
    codec = STANDARD.codec
    assert codec.read(Promotion, codec.write(promotion)) == promotion


@given(saved_baskets(NASTY), tenders())
def test_a_saved_basket_and_a_tender_survive_their_wire_form(saved: object, tender: object) -> None:
    codec = STANDARD.codec
    assert codec.loads(codec.dumps(saved), type(saved)) == saved
    assert codec.read(type(tender), codec.write(tender)) == tender


@given(gtins())
def test_a_gtin_made_here_has_a_check_digit_that_fits(gtin: str) -> None:
    odd_places = sum(int(digit) for digit in gtin[-1::-2])
    even_places = sum(int(digit) for digit in gtin[-2::-2])
    assert (odd_places + 3 * even_places) % 10 == 0


@pytest.mark.parametrize("mode", Rounding)
def test_a_whole_quotient_is_never_rounded(mode: Rounding) -> None:
    assert [divide(n * 7, 7, mode) for n in (-2, -1, 0, 1, 2)] == [-2, -1, 0, 1, 2]
