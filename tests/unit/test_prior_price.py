"""The price before a reduction, what percentage it bears, and the price per kilogram."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cache

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from comptoir.authoring.zone_tables import zone_table
from comptoir.facts.products import Product
from comptoir.pricing.history import (
    Prior,
    Sold,
    Stretch,
    announced_percent,
    breaks,
    prior_price,
    stretches,
    whole_percent,
)
from comptoir.pricing.measure import MEASURES, PerMeasure, per_measure, per_measure_of
from comptoir.pricing.prior_price import PriorPriceRule
from comptoir.testing.oracles import prior_prices as oracle
from comptoir.values.errors import ComptoirError, NoAnswer, WrongType, WrongValue
from comptoir.values.instants import EARLIEST, SECOND, Instant, instant_from_text
from comptoir.values.money import UnitPrice
from comptoir.values.percentages import Percent
from comptoir.values.policies import Minting
from comptoir.values.quantities import Measured
from comptoir.values.rounding import Rounding
from comptoir.values.zones import Change, Zone

MINUTE = 60 * SECOND
EURO = Minting("EUR", 2, Rounding.HALF_UP)
YEN = Minting("JPY", 0, Rounding.HALF_UP)
Tags = Mapping[Instant, Sold | None]


def on(text: str) -> Instant:
    """An instant by the clock of Paris in summer."""
    return instant_from_text(f"{text}+02:00")


@cache
def table(name: str) -> Zone:
    return zone_table(name, on("2025-01-01T00:00:00"), on("2028-01-01T00:00:00"))


PARIS = table("Europe/Paris")
ABIDJAN = table("Africa/Abidjan")  # no daylight saving time
THIRTY = PriorPriceRule(id="eu", source="Directive 98/6/EC, article 6a")
STEPS = attrs.evolve(THIRTY, id="fr", progressive=True)


def full(price: int) -> Sold:
    return Sold(price, reduced=False)


def cut(price: int) -> Sold:
    """A price that is announced as reduced."""
    return Sold(price, reduced=True)


def tags(*changes: tuple[str, int | None, bool]) -> Tags:
    """What is on the tag from each of these instants on."""
    return {on(at): None if price is None else Sold(price, reduced) for at, price, reduced in changes}


def tag(written: Tags, at: Instant) -> Sold | None:
    """What is on the tag at an instant."""
    past = [edge for edge in written if edge <= at]
    return written[max(past)] if past else None


def timeline(written: Tags, *, since: Instant = EARLIEST) -> tuple[Stretch, ...]:
    return stretches(written, lambda at: tag(written, at), since=since)


def prior(
    written: Tags, at: Instant | str, rule: PriorPriceRule = THIRTY, zone: Zone = PARIS
) -> Prior | None:
    return prior_price(timeline(written), on(at) if isinstance(at, str) else at, rule, zone)


def price(written: Tags, at: str, rule: PriorPriceRule = THIRTY) -> int | None:
    found = prior(written, at, rule)
    return None if found is None else found.price


def code_of(error: pytest.ExceptionInfo[ComptoirError]) -> str:
    return error.value.faults[0].code


# The time line


def test_a_time_line_has_no_gap_and_no_two_equal_neighbours() -> None:
    written = tags(
        ("2026-06-01T00:00:00", 100, False),
        ("2026-06-02T00:00:00", 100, False),
        ("2026-06-03T00:00:00", None, False),
        ("2026-06-04T00:00:00", 80, True),
    )
    assert timeline(written) == (
        Stretch(from_=EARLIEST, until=on("2026-06-01T00:00:00"), sold=None),
        Stretch(from_=on("2026-06-01T00:00:00"), until=on("2026-06-03T00:00:00"), sold=full(100)),
        Stretch(from_=on("2026-06-03T00:00:00"), until=on("2026-06-04T00:00:00"), sold=None),
        Stretch(from_=on("2026-06-04T00:00:00"), sold=cut(80)),
    )


def test_edges_outside_the_time_asked_for_are_not_looked_at() -> None:
    asked: list[Instant] = []

    def sold_at(at: Instant) -> Sold | None:
        asked.append(at)
        return full(at)

    edges = [Instant(at) for at in (9, 3, 5, 5, 4, 10)]
    found = stretches(edges, sold_at, since=Instant(4), until=Instant(9))
    assert asked == [4, 5]
    assert [(each.from_, each.until) for each in found] == [(4, 5), (5, 9)]


def test_a_time_line_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(WrongValue) as error:
        stretches([], lambda _: None, since=Instant(4), until=Instant(4))
    assert code_of(error) == "empty_window"
    with pytest.raises(WrongValue) as error:
        Stretch(from_=Instant(4), until=Instant(3), sold=None)
    assert code_of(error) == "empty_window"


@pytest.mark.parametrize(
    ("minor", "kind", "code"),
    [(-1, WrongValue, "amount_negative"), (1.5, WrongType, "not_an_int"), (True, WrongType, "not_an_int")],
)
def test_a_price_is_minor_units(minor: object, kind: type[ComptoirError], code: str) -> None:
    with pytest.raises(kind) as error:
        Sold(minor, reduced=False)  # type: ignore[arg-type]
    assert code_of(error) == code


# The prior price


def test_the_lowest_price_of_the_thirty_days_before_counts_and_not_the_last() -> None:
    """CJEU C-330/23: bananas "reduced" from 1.69 to 1.29, which they had cost within the thirty days."""
    bananas = tags(
        ("2022-09-01T00:00:00", 129, False),
        ("2022-10-04T00:00:00", 169, False),
        ("2022-10-17T00:00:00", 129, True),
    )
    zone = zone_table("Europe/Berlin", on("2022-01-01T00:00:00"), on("2023-01-01T00:00:00"))
    found = prior(bananas, "2022-10-18T12:00:00", zone=zone)
    assert found == Prior(price=129, since=on("2022-10-17T00:00:00"), days=30, rule="eu", is_partial=False)
    assert breaks(Percent.of("23"), found.price, 129)
    assert announced_percent(found.price, 129) == Percent(0)
    assert not breaks(Percent.of("23"), 169, 129)


def test_a_highlight_above_the_lowest_price_is_no_reduction() -> None:
    """CJEU C-330/23: a claim without a number is measured by the same price."""
    assert breaks(Percent(0), 139, 149)
    assert not breaks(Percent(0), 149, 149)


def test_an_earlier_reduction_within_the_days_is_a_price_like_any_other() -> None:
    written = tags(
        ("2026-01-01T00:00:00", 100, False),
        ("2026-05-20T00:00:00", 70, True),
        ("2026-05-21T00:00:00", 100, False),
        ("2026-06-15T00:00:00", 80, True),
        ("2026-06-16T00:00:00", 100, False),
        ("2026-07-20T00:00:00", 80, True),
    )
    assert price(written, "2026-06-15T12:00:00") == 70
    assert price(written, "2026-07-20T12:00:00") == 100


def test_a_reduction_keeps_its_prior_price_however_long_it_lasts() -> None:
    written = tags(("2026-01-01T00:00:00", 100, False), ("2026-06-15T00:00:00", 80, True))
    found = prior(written, "2026-06-15T00:00:00")
    assert found is not None
    assert found == prior(written, "2026-12-31T00:00:00")


def test_announcing_what_is_already_charged_begins_a_reduction_from_nothing() -> None:
    written = tags(("2026-01-01T00:00:00", 80, False), ("2026-06-15T00:00:00", 80, True))
    assert price(written, "2026-06-20T00:00:00") == 80


@pytest.mark.parametrize(
    ("fell", "found"),
    [
        ("2026-05-16T00:00:00", 90),  # lasted until the first midnight that is looked at, and not beyond
        ("2026-05-16T00:00:01", 70),
    ],
)
def test_the_days_are_whole_ones_by_the_clock_on_the_wall(fell: str, found: int) -> None:
    written = tags(("2026-01-01T00:00:00", 70, False), (fell, 90, False), ("2026-06-15T18:30:00", 80, True))
    assert price(written, "2026-06-15T18:30:00") == found


def test_the_day_on_which_it_began_counts_up_to_then() -> None:
    written = tags(
        ("2026-01-01T00:00:00", 100, False),
        ("2026-06-15T09:00:00", 60, False),
        ("2026-06-15T10:00:00", 100, False),
        ("2026-06-15T18:30:00", 80, True),
    )
    assert price(written, "2026-06-15T19:00:00") == 60


def test_days_are_those_of_the_zone_across_the_change_of_clocks() -> None:
    written = {
        instant_from_text("2026-03-01T00:00:00+01:00"): full(70),
        instant_from_text("2026-03-02T00:00:00+01:00"): full(100),
        instant_from_text("2026-04-01T00:00:00+02:00"): cut(90),
    }
    at = instant_from_text("2026-04-01T00:00:00+02:00")
    assert [found.price for zone in (PARIS, ABIDJAN) if (found := prior(written, at, zone=zone))] == [100, 70]


def test_steps_of_one_reduction_keep_the_first_ones_prior_price_where_the_law_says_so() -> None:
    written = tags(
        ("2026-01-01T00:00:00", 100, False),
        ("2026-06-24T08:00:00", 80, True),
        ("2026-07-01T08:00:00", 70, True),
        ("2026-07-08T08:00:00", 50, True),
    )
    assert price(written, "2026-07-09T00:00:00", STEPS) == 100
    assert price(written, "2026-07-09T00:00:00", THIRTY) == 70
    found = prior(written, "2026-07-09T00:00:00", STEPS)
    assert found is not None
    assert found.since == on("2026-06-24T08:00:00")


@pytest.mark.parametrize(
    "between",
    [(85, True), (None, False), (100, False), (80, False)],
    ids=["dearer", "not on sale", "ended", "not announced"],
)
def test_a_break_between_two_steps_begins_a_new_reduction(between: tuple[int | None, bool]) -> None:
    written = tags(
        ("2026-01-01T00:00:00", 100, False),
        ("2026-06-24T08:00:00", 80, True),
        ("2026-07-01T08:00:00", *between),
        ("2026-07-02T08:00:00", 70, True),
    )
    found = prior(written, "2026-07-03T00:00:00", STEPS)
    assert found is not None
    broken_by_rise = between == (85, True)
    assert found.since == on("2026-07-01T08:00:00" if broken_by_rise else "2026-07-02T08:00:00")
    assert found.price == 80


def test_new_goods_are_measured_by_fewer_days_where_the_law_says_so() -> None:
    written = tags(
        ("2026-06-01T00:00:00", 60, False),
        ("2026-06-04T00:00:00", 100, False),
        ("2026-06-15T00:00:00", 80, True),
    )
    seven = attrs.evolve(THIRTY, id="be", new_days=7)
    at = "2026-06-16T00:00:00"
    begun = on("2026-06-15T00:00:00")
    assert prior(written, at) == Prior(price=60, since=begun, days=30, rule="eu", is_partial=True)
    assert prior(written, at, seven) == Prior(price=100, since=begun, days=7, rule="be", is_partial=False)
    older = {on("2026-05-16T00:00:00"): full(60), **written}
    assert prior(older, at, seven) == Prior(price=60, since=begun, days=30, rule="be", is_partial=False)


def test_a_time_without_sale_within_the_days_is_told() -> None:
    written = tags(
        ("2026-01-01T00:00:00", 100, False),
        ("2026-06-01T00:00:00", None, False),
        ("2026-06-08T00:00:00", 100, False),
        ("2026-06-15T00:00:00", 80, True),
    )
    found = prior(written, "2026-06-16T00:00:00")
    assert found is not None
    assert (found.price, found.is_partial) == (100, True)


def test_a_time_line_that_starts_too_late_is_told() -> None:
    written = tags(("2026-01-01T00:00:00", 100, False), ("2026-06-15T00:00:00", 80, True))
    at = on("2026-06-16T00:00:00")
    for since, is_partial in (("2026-05-16T00:00:00", False), ("2026-05-16T00:00:01", True)):
        found = prior_price(timeline(written, since=on(since)), at, THIRTY, PARIS)
        assert found is not None
        assert found.is_partial is is_partial


@pytest.mark.parametrize(
    ("at", "rule"),
    [
        ("2026-06-10T00:00:00", THIRTY),  # not reduced
        ("2026-07-10T00:00:00", THIRTY),  # not on sale
        ("2025-12-31T00:00:00", THIRTY),  # not yet on sale
        ("2026-06-16T00:00:00", attrs.evolve(THIRTY, exempt=True)),
        ("2026-09-01T00:00:00", THIRTY),  # back after more than thirty days, and reduced at once
    ],
)
def test_there_is_not_always_a_prior_price(at: str, rule: PriorPriceRule) -> None:
    written = tags(
        ("2026-01-01T00:00:00", 100, False),
        ("2026-06-15T00:00:00", 80, True),
        ("2026-07-01T00:00:00", None, False),
        ("2026-09-01T00:00:00", 80, True),
    )
    assert prior(written, at, rule) is None


def test_what_was_never_sold_without_a_reduction_has_no_prior_price() -> None:
    always = {EARLIEST: cut(80)}
    assert prior(always, "2026-06-16T00:00:00", STEPS) is None
    steps = {EARLIEST: cut(80), Instant(EARLIEST + MINUTE): cut(70)}
    assert prior(steps, "2026-06-16T00:00:00", STEPS) is None
    assert prior_price((), on("2026-06-16T00:00:00"), THIRTY, PARIS) is None


def test_days_beyond_the_table_of_the_zone_are_no_answer() -> None:
    written = {
        EARLIEST: full(100),
        instant_from_text("2025-01-10T00:00:00+01:00"): cut(80),
    }
    with pytest.raises(NoAnswer) as error:
        prior(written, "2025-02-01T00:00:00")
    assert code_of(error) == "outside_zone_table"


def test_where_a_day_was_skipped_there_may_be_no_day_before() -> None:
    """Apia went from the 29th to the 31st of December 2011."""
    apia = zone_table("Pacific/Apia", on("2011-01-01T00:00:00"), on("2012-06-01T00:00:00"))
    first = instant_from_text("2011-12-31T00:00:00+14:00")
    written = {on("2011-02-01T00:00:00"): full(100), first: cut(80)}
    assert prior(written, first, attrs.evolve(THIRTY, days=1), apia) is None
    found = prior(written, first, attrs.evolve(THIRTY, days=2), apia)
    assert found is not None
    assert found.price == 100


# Laws

AROUND = (instant_from_text("2026-03-29T01:00:00Z"), instant_from_text("2026-10-25T01:00:00Z"))
"""The nights on which the clocks of Paris change."""
CAIRO = table("Africa/Cairo")  # its clocks change at midnight
MADE = Zone(
    name="Made/By_Hand",
    since=on("2025-01-01T00:00:00"),
    until=on("2028-01-01T00:00:00"),
    offset=-3600,
    changes=(Change(AROUND[0], 9000), Change(AROUND[1], -5400)),
)


@st.composite
def written_tags(draw: st.DrawFn) -> Tags:
    """Tags that change at odd minutes, or at midnight in Paris, around a night on which clocks change."""
    night = draw(st.sampled_from(AROUND))
    minutes = st.integers(-70 * 1440, 30 * 1440) | st.integers(-50, 20).map(lambda day: day * 1440 - 180)
    edges = draw(st.lists(minutes, min_size=1, max_size=9, unique=True).map(sorted))
    sold = st.builds(Sold, st.integers(0, 6), st.booleans())
    shown = draw(st.lists(st.none() | sold | sold | sold, min_size=len(edges), max_size=len(edges)))
    return {Instant(night + minute * MINUTE): each for minute, each in zip(edges, shown, strict=True)}


@st.composite
def reduced_tags(draw: st.DrawFn) -> tuple[Tags, Instant]:
    """Tags and an instant at which a reduction is announced."""
    written = draw(written_tags())
    last = max(written)
    written = {**written, last: cut(draw(st.integers(0, 6)))}
    at = draw(st.sampled_from([edge for edge, sold in written.items() if sold is not None and sold.reduced]))
    later = draw(st.integers(0, 20 * 1440))
    return written, min(Instant(at + later * MINUTE), _last_instant(written, at))


def _last_instant(written: Tags, at: Instant) -> Instant:
    """The last instant of what is on the tag at another."""
    return min((Instant(edge - 1) for edge in written if edge > at), default=Instant(at + 40 * 1440 * MINUTE))


def rules() -> st.SearchStrategy[PriorPriceRule]:
    return st.builds(
        PriorPriceRule,
        id=st.just("rule"),
        days=st.integers(1, 40),
        progressive=st.booleans(),
        new_days=st.none() | st.integers(1, 10),
        source=st.just("test"),
    )


def zones() -> st.SearchStrategy[Zone]:
    return st.sampled_from((PARIS, ABIDJAN, CAIRO, MADE))


def sold_between(written: Tags, since: Instant, until: Instant) -> Iterable[int]:
    """Each price of which some part lies between two instants."""
    looks = [since, *(edge for edge in written if since < edge < until)]
    return [sold.price for look in looks if (sold := tag(written, look)) is not None]


@given(reduced_tags(), rules(), zones())
def test_the_prior_price_is_what_a_clerk_finds_day_by_day(
    case: tuple[Tags, Instant], rule: PriorPriceRule, zone: Zone
) -> None:
    written, at = case
    expected = oracle.prior(written, lambda look: tag(written, look), at, rule, zone)
    found = prior(written, at, rule, zone)
    assert expected == (
        None if found is None else oracle.Found(found.price, found.since, found.days, found.is_partial)
    )


@given(written_tags(), st.integers(-80 * 1440, 60 * 1440), rules())
def test_at_any_instant_the_clerk_agrees(written: Tags, minute: int, rule: PriorPriceRule) -> None:
    at = Instant(AROUND[0] + minute * MINUTE)
    expected = oracle.prior(written, lambda look: tag(written, look), at, rule, PARIS)
    found = prior(written, at, rule)
    assert (expected is None) is (found is None)


@given(reduced_tags(), rules(), zones())
def test_a_prior_price_was_applied_in_the_days_and_nothing_was_lower(
    case: tuple[Tags, Instant], rule: PriorPriceRule, zone: Zone
) -> None:
    written, at = case
    found = prior(written, at, rule, zone)
    assume(found is not None)
    assert found is not None
    full_days = Instant(found.since - found.days * 1440 * MINUTE + 240 * MINUTE)  # whatever the clocks did
    assert all(found.price <= sold for sold in sold_between(written, full_days, found.since))
    wide = Instant(found.since - (found.days + 2) * 1440 * MINUTE)
    assert found.price in sold_between(written, wide, found.since)


@given(reduced_tags(), rules(), zones(), st.integers(0, 30))
def test_more_days_never_raise_the_prior_price(
    case: tuple[Tags, Instant], rule: PriorPriceRule, zone: Zone, more: int
) -> None:
    """Where a law has fewer days for new goods, more days may make goods new ones: it is left out."""
    written, at = case
    short = attrs.evolve(rule, new_days=None)
    found = prior(written, at, short, zone)
    longer = prior(written, at, attrs.evolve(short, days=short.days + more), zone)
    if found is not None:
        assert longer is not None
        assert longer.price <= found.price


@given(reduced_tags(), rules(), zones())
def test_a_rule_for_steps_never_begins_later(
    case: tuple[Tags, Instant], rule: PriorPriceRule, zone: Zone
) -> None:
    written, at = case
    alone = prior(written, at, attrs.evolve(rule, progressive=False), zone)
    steps = prior(written, at, attrs.evolve(rule, progressive=True), zone)
    if alone is not None and steps is not None:
        assert steps.since <= alone.since


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(1, 90), rules(), zones())
def test_of_one_price_before_the_first_reduction_that_is_the_prior_one(
    before: int, after: int, days: int, rule: PriorPriceRule, zone: Zone
) -> None:
    begun = Instant(AROUND[0] + days * 1440 * MINUTE)
    written = {Instant(AROUND[0] - 60 * 1440 * MINUTE): full(before), begun: cut(after)}
    found = prior(written, begun, rule, zone)
    assert found is not None
    assert (found.price, found.since) == (before, begun)


@given(reduced_tags(), rules(), st.lists(st.integers(-70 * 1440, 50 * 1440), max_size=5))
def test_an_edge_at_which_nothing_changes_changes_nothing(
    case: tuple[Tags, Instant], rule: PriorPriceRule, minutes: list[int]
) -> None:
    written, at = case
    idle = {edge: tag(written, edge) for edge in (Instant(AROUND[0] + each * MINUTE) for each in minutes)}
    assert prior({**idle, **written}, at, rule) == prior(written, at, rule)
    pieces = [
        Stretch(from_=from_, until=until, sold=tag(written, from_))
        for from_, until in zip(
            [EARLIEST, *sorted({**idle, **written})], [*sorted({**idle, **written}), None], strict=True
        )
    ]
    assert prior_price(pieces, at, rule, PARIS) == prior(written, at, rule)


# What may be announced


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_what_may_be_announced_is_the_most_that_is_true(prior: int, price: int) -> None:
    most = announced_percent(prior, price)
    exact = Fraction(max(prior - price, 0), prior or 1)
    assert 0 <= exact - Fraction(most.parts_per_million, 10**6) < Fraction(1, 10**6)
    assert 0 <= exact - Fraction(whole_percent(most), 100) < Fraction(1, 100)
    if price <= prior:
        assert not breaks(most, prior, price)
        if prior > 0 and most.parts_per_million < 10**6:
            assert breaks(Percent(most.parts_per_million + 1), prior, price)


@given(
    st.integers(0, 10**6),
    st.integers(0, 10**6),
    st.integers(0, 10**6),
    st.integers(0, 10**6),
    st.sampled_from(Rounding),
)
def test_the_more_is_announced_the_sooner_it_breaks(
    prior: int, price: int, announced: int, more: int, rounding: Rounding
) -> None:
    larger = Percent(min(announced + more, 10**6))
    assert breaks(Percent(announced), prior, price, rounding) <= breaks(larger, prior, price, rounding)
    assert breaks(Percent(announced), prior, price, rounding) <= breaks(
        Percent(announced), prior, price + 1, rounding
    )


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6))
def test_without_a_mode_the_claim_is_compared_exactly(prior: int, price: int, announced: int) -> None:
    claimed = Fraction(announced, 10**6) * prior
    assert breaks(Percent(announced), prior, price) is (prior - price < claimed)


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.sampled_from(Rounding))
def test_a_promotion_never_takes_too_little_for_want_of_half_a_cent(
    prior: int, announced: int, rounding: Rounding
) -> None:
    percent = Percent(announced)
    assert not breaks(percent, prior, prior - percent.of_amount(prior, rounding), rounding)


def test_half_a_cent_is_no_false_claim_unless_it_is_asked_for() -> None:
    """20 % of 9.97 is 1.994: the price becomes 7.98."""
    assert breaks(Percent.of("20"), 997, 798)
    assert not breaks(Percent.of("20"), 997, 798, Rounding.HALF_UP)
    assert breaks(Percent.of("20"), 997, 799, Rounding.HALF_UP)


# The price per measure


def product(unit: str = "piece", content: str | None = None) -> Product:
    return Product(
        sku="SKU",
        name={"fr": "Produit"},
        category="food",
        tax="food",
        unit=unit,
        content=None if content is None else Measured.from_text(content),
    )


@pytest.mark.parametrize(
    ("unit", "content", "price", "found"),
    [
        ("piece", "250 g", "8.90", PerMeasure("kg", 3560)),
        ("piece", "0.25 kg", "8.90", PerMeasure("kg", 3560)),
        ("piece", "750 ml", "10.00", PerMeasure("l", 1333)),
        ("piece", "12 m", "3.50", PerMeasure("m", 29)),
        ("piece", "1.5 m2", "30", PerMeasure("m2", 2000)),
        ("piece", "1 g", "0", PerMeasure("kg", 0)),
        ("kg", None, "89", PerMeasure("kg", 8900)),
        ("g", None, "0.089", PerMeasure("kg", 8900)),
        ("ml", None, "0.0125", PerMeasure("l", 1250)),
        ("l", None, "1.799", PerMeasure("l", 180)),
        ("kg", "250 g", "89", PerMeasure("kg", 8900)),  # what is weighed has its content by weighing it
        ("piece", None, "8.90", None),
    ],
)
def test_the_price_per_measure_is_that_of_the_large_unit(
    unit: str, content: str | None, price: str, found: PerMeasure | None
) -> None:
    assert per_measure(product(unit, content), UnitPrice.of(price), minting=EURO) == found


def test_it_is_rounded_in_the_currency_and_by_the_mode_that_are_asked_for() -> None:
    wine = product(content="750 ml")
    assert per_measure(wine, UnitPrice.of("1000"), minting=YEN) == PerMeasure("l", 1333)
    upwards = Minting("EUR", 2, Rounding.CEILING)
    assert per_measure(wine, UnitPrice.of("10"), minting=upwards) == PerMeasure("l", 1334)


def test_a_pack_and_a_weighed_piece_have_one_too() -> None:
    wine = product(content="750 ml")
    assert per_measure_of(wine, 5000, 6_000_000, minting=EURO) == PerMeasure("l", 1111)
    assert per_measure_of(product("kg"), 4735, 532_000, minting=EURO) == PerMeasure("kg", 8900)
    assert per_measure_of(product(), 4735, 1_000_000, minting=EURO) is None


def test_a_price_that_no_reader_could_hold_is_refused() -> None:
    dust = product(content="0.000001 g")
    with pytest.raises(WrongValue) as error:
        per_measure(dust, UnitPrice.of("1000000000"), minting=EURO)
    assert code_of(error) == "amount_too_large"


@pytest.mark.parametrize(
    ("unit", "amount", "kind", "code"),
    [
        ("g", 1, WrongValue, "unknown_unit"),
        ("piece", 1, WrongValue, "unknown_unit"),
        ("kg", -1, WrongValue, "amount_negative"),
        ("kg", 0.5, WrongType, "not_an_int"),
    ],
)
def test_a_price_per_measure_is_minor_units_of_a_large_unit(
    unit: str, amount: object, kind: type[ComptoirError], code: str
) -> None:
    with pytest.raises(kind) as error:
        PerMeasure(unit, amount)  # type: ignore[arg-type]
    assert code_of(error) == code


@given(
    st.integers(0, 10**9),
    st.integers(1, 10**9),
    st.sampled_from(("kg", "g", "l", "ml", "m", "m2")),
    st.sampled_from(Rounding),
)
def test_it_is_the_exact_quotient_rounded_once(
    millionths: int, content: int, unit: str, rounding: Rounding
) -> None:
    minting = Minting("EUR", 2, rounding)
    held = Measured(f"{content // 10**6}.{content % 10**6:06}", unit)
    found = per_measure(attrs.evolve(product(), content=held), UnitPrice(millionths), minting=minting)
    exact = Fraction(millionths, 10**4) / Fraction(content, 10**9 if unit in {"g", "ml"} else 10**6)
    assert found is not None
    assert found.unit == {"g": "kg", "ml": "l"}.get(unit, unit)
    assert found.unit in MEASURES
    assert abs(found.amount - exact) < 1


@given(st.integers(0, 10**9), st.integers(1, 10**6), st.sampled_from(("250 g", "0.75 l", "3 m")))
def test_both_ways_of_asking_agree(minor: int, pieces: int, content: str) -> None:
    held = product(content=content)
    many = per_measure_of(held, minor * pieces, pieces * 10**6, minting=EURO)
    assert many == per_measure(held, UnitPrice(minor * 10**4), minting=EURO)
