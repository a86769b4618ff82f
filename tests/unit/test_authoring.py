from __future__ import annotations

import functools
import os
import subprocess
import sys
import tomllib
from datetime import datetime
from zoneinfo import ZoneInfo

import pendulum
import pytest

from comptoir import (
    STANDARD,
    Basket,
    Buyer,
    Counter,
    Fault,
    LimitExceeded,
    Line,
    Measured,
    Money,
    NoAnswer,
    Rulebook,
    RulebookError,
    WireError,
    WrongType,
)
from comptoir.authoring import check, example, seal
from comptoir.authoring.examples import example_basket
from comptoir.authoring.zone_tables import TZ_RELEASE
from comptoir.facts.baskets import ANYONE
from comptoir.facts.tax_terms import Treatment
from comptoir.values.instants import instant_text

SMALL = """
id = "small"
computing = "2026-11"
zone = "Europe/Paris"
valid = { from = 2026-01-01, until = 2028-01-01 }

[money]
currencies = ["EUR"]

[calendars.france]
country = "FR"

[tax]
country = "FR"

[[tax.rates]]
category = "standard"
percent = "20"
source = "CGI art. 278"

[[products]]
sku = "ROBE-36"
name = { fr = "Robe" }
category = "fashion/dresses"
tax = "standard"

[[products]]
sku = "ROBE-38"
name = { fr = "Robe" }
category = "fashion/dresses"
tax = "standard"

[[pricing.lists]]
id = "tarif"
currency = "EUR"
prices = { ROBE-36 = "79.90", ROBE-38 = "79.90" }

[[pricing.layers]]
id = "offers"

[[pricing.promotions]]
id = "soldes"
name = { fr = "Soldes" }
layer = "offers"
benefit = { percent = "20" }
"""

IN_FORCE = "2026-12-04T18:05:00"


def changed(text: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def seen(text: str | bytes) -> list[tuple[str, str]]:
    return [(fault.where, fault.code) for fault in check(text)]


def starts(written: str) -> str:
    """The instant at which the promotion starts, when its start is written so."""
    dated = changed(SMALL, ('id = "soldes"', f'id = "soldes"\nvalid = {{ from = {written} }}'))
    start = seal(dated).pricing.promotions[0].valid.from_
    assert start is not None
    return instant_text(start)


@functools.cache
def the_example() -> Rulebook:
    return seal(example())


def quoted_total(
    *lines: Line, at: str = IN_FORCE, buyer: Buyer = ANYONE, coupons: tuple[str, ...] = ()
) -> Money:
    """What a basket comes to under the example, at a time on the clock in Paris."""
    basket = Basket(currency="EUR", lines=lines, buyer=buyer, coupons=coupons)
    when = datetime.fromisoformat(at).replace(tzinfo=ZoneInfo("Europe/Paris"))
    return Counter(the_example()).quote(basket, when).total


# Faults


def test_all_faults_are_listed_at_once_each_at_its_place() -> None:
    faults = check(
        changed(
            SMALL,
            ('zone = "Europe/Paris"', 'zone = "Europe/Pari"'),
            ('currencies = ["EUR"]', 'currencies = ["EUR", "EUO"]'),
            ('country = "FR"', 'country = "FR"\nweekend = ["sunday", "sun"]'),
            ('name = { fr = "Robe" }', 'names = { fr = "Robe" }'),
            ('tax = "standard"\n\n[[pricing', 'tax = "standart"\n\n[[pricing'),
            ('ROBE-36 = "79.90", ROBE-38', "ROBE-36 = 79.90, ROBE-39"),
            ('layer = "offers"', 'layer = "ofers"\nvalid = { from = 08:00:00 }'),
            ('percent = "20" }', 'prozent = "20" }'),
        )
    )
    assert faults == (
        Fault(
            "unknown_zone",
            "zone",
            "found 'Europe/Pari' (str)",
            f"name a zone of the IANA database {TZ_RELEASE}, "
            "such as Europe/Paris, Europe/Madrid, Europe/Zurich",
        ),
        Fault(
            "unknown_currency",
            "money.currencies[1]",
            "found 'EUO' (str)",
            "use a currency code of ISO 4217, such as EUR",
        ),
        Fault(
            "unknown_choice",
            "calendars.france.weekend[1]",
            "found 'sun' (str)",
            "did you mean sunday? known are friday, monday, saturday, sunday, thursday, tuesday, wednesday",
        ),
        Fault(
            "unknown_key",
            "products[0]",
            "found the key 'names'",
            "did you mean name? known are attributes, brand, category, content, gtin, kit, model, name, "
            "nature, package, packs, sku, tags, tax, unit, used",
        ),
        Fault("missing_key", "products[0]", "found no name", "write name, which has no default"),
        Fault(
            "float",
            "pricing.lists[0].prices.ROBE-36",
            "found 79.9 (float)",
            'write it as text, such as "1.799"',
        ),
        Fault(
            "not_an_instant",
            "pricing.promotions[0].valid.from",
            "found 08:00:00",
            "write a day (2026-11-27), a time in the rulebook's zone (2026-11-27T08:00:00) "
            "or one with its offset (2026-11-27T08:00:00+01:00), without quotes",
        ),
        Fault(
            "unknown_kind",
            "pricing.promotions[0].benefit",
            "found the kind 'prozent'",
            "did you mean percent? known are amount, amount_tiers, basket_amount, basket_percent, buy_get, "
            "delivery, gift, n_for_m, percent, points, positions, price, quantity_tiers, set",
        ),
        Fault(
            "unknown_tax_category",
            "products[1].tax",
            "found standart",
            "did you mean standard? Otherwise add it under [[tax.rates]]",
        ),
        Fault(
            "unknown_sku",
            "pricing.lists[0].prices.ROBE-39",
            "found ROBE-39",
            "did you mean ROBE-38? Otherwise add it under [[products]]",
        ),
        Fault(
            "unknown_layer",
            "pricing.promotions[0].layer",
            "found ofers",
            "did you mean offers? Otherwise add it under [[pricing.layers]]",
        ),
    )


def test_nothing_is_called_unknown_because_its_own_entry_has_another_fault() -> None:
    text = changed(
        SMALL,
        ('sku = "ROBE-36"', 'sku = "ROBE-36"\ngtin = "1"'),
        ('category = "standard"\npercent = "20"', 'category = "standard"\npercent = 20'),
        ('id = "offers"', 'id = "offers"\nrank = 1'),
    )
    assert seen(text) == [
        ("products[0].gtin", "not_a_gtin"),
        ("pricing.layers[0]", "unknown_key"),
        ("tax.rates[0].percent", "not_a_text"),
    ]


def test_a_missing_section_is_one_fault_not_one_for_each_name_in_it() -> None:
    start, end = SMALL.index("[tax]"), SMALL.index("[[products]]")
    assert seen(SMALL[:start] + SMALL[end:]) == [("", "missing_key")]
    start, end = SMALL.index("[[products]]"), SMALL.index("[[pricing.lists]]")
    assert seen(SMALL[:start] + SMALL[end:]) == [("", "missing_key")]


def test_a_calendar_that_cannot_be_resolved_does_not_hide_the_rules_faults() -> None:
    text = changed(
        SMALL,
        ('country = "FR"', 'country = "FR"\nclosures = [{ day = 2041-01-01, name = "Inventaire" }]'),
        ('layer = "offers"', 'layer = "ofers"'),
    )
    assert seen(text) == [
        ("calendars.france.closures[0].day", "closure_outside_calendar"),
        ("pricing.promotions[0].layer", "unknown_layer"),
    ]
    assert seen(changed(SMALL, ('country = "FR"', 'country = "FR"\nsubdivision = "99"'))) == [
        ("calendars.france.subdivision", "unknown_subdivision")
    ]
    assert seen(changed(SMALL, ('country = "FR"', 'country = "FRA"'))) == [
        ("calendars.france.country", "unknown_country")
    ]


def test_a_horizon_that_ends_before_it_starts_or_is_missing_is_a_fault() -> None:
    horizon = "{ from = 2026-01-01, until = 2028-01-01 }"
    cases = {
        "{ from = 2028-01-01, until = 2026-01-01 }": ("valid.until", "empty_window"),
        "{ from = 2028-01-01 }": ("valid", "missing_key"),
        "{ from = 2026-01-01, until = 2197-01-01 }": ("valid.until", "horizon_out_of_range"),
        "{ from = 0001-01-01, until = 2026-01-01 }": ("valid.from", "instant_out_of_range"),
        "2026-01-01": ("valid", "not_an_object"),
    }
    for written, fault in cases.items():
        assert seen(changed(SMALL, (horizon, written))) == [fault]


def test_an_unknown_way_of_computing_is_refused_by_name() -> None:
    assert seen(changed(SMALL, ('"2026-11"', '"2025-01"'))) == [("computing", "unknown_computing")]


def test_the_faults_of_a_great_rulebook_are_a_hundred_at_most() -> None:
    prices = "".join(f', MISSING-{number} = "1.00"' for number in range(300))
    text = changed(SMALL, ('ROBE-38 = "79.90"', f'ROBE-38 = "79.90"{prices}'))
    assert len(check(text)) == 100
    assert len(check(changed(text, ('percent = "20" }', "percent = 20 }")))) == 100


def test_the_error_lists_what_check_lists() -> None:
    text = changed(SMALL, ('layer = "offers"', 'layer = "ofers"'))
    with pytest.raises(RulebookError) as raised:
        seal(text)
    assert raised.value.faults == check(text)
    assert check(SMALL) == ()


# Text that is no TOML, or hostile


@pytest.mark.parametrize(
    ("text", "found", "cure"),
    [
        ('id = "a"\nid = "b"', "line 2, column 9: Cannot overwrite a value", "already written above"),
        ('id = "a"\n\ntax = standard', "line 3, column 7: Invalid value", "in quotes"),
        ("percent = 20 %", "line 1, column 14", "one key = value per line"),
        ("prices = [1, 2", "line 1, column 15", "close it with ]"),
        ("[money]\n[money]\n", "line 2, column 7", "[[two brackets]]"),
    ],
)
def test_what_is_no_toml_is_told_with_line_column_and_cure(text: str, found: str, cure: str) -> None:
    [fault] = check(text)
    assert fault.code == "not_toml"
    assert found in fault.found
    assert cure in fault.cure


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (".".join(["a"] * 20_000) + " = 1", "key_too_deep"),
        ('["a".' + ".".join("bcdefghijklmnopqr") + "]", "key_too_deep"),
        ("a = " + "[" * 1000, "nested_too_deeply"),
        (f"a = {'[' * 41}{']' * 41}", "nested_too_deeply"),
        ("a." * 15 + "a = " + "{ b.c.d = " * 12 + "1" + " }" * 12, "nested_too_deeply"),
        ("a = " + "9" * 5_000, "word_too_long"),
        ("a = 0x" + "f" * 5_000, "word_too_long"),
        ('a = "' + "x" * 100_001 + '"', "line_too_long"),
    ],
)
def test_hostile_text_is_refused_by_a_stated_limit(text: str, code: str) -> None:
    with pytest.raises(LimitExceeded) as raised:
        seal(text)
    assert [fault.code for fault in raised.value.faults] == [code]


def test_a_text_beyond_the_size_limit_is_refused_unread() -> None:
    with pytest.raises(LimitExceeded, match="document_too_large"):
        seal(b"#" * (64 * 2**20 + 1))


def test_texts_and_comments_may_hold_what_would_be_hostile_outside() -> None:
    brackets, dots = "[" * 99, "." * 99
    strange = f'''
        # {brackets}{dots} "
        name = {{ fr = """{brackets} \\"\\"\\" {dots}""", en = '{brackets}"' }}
    '''
    document = tomllib.loads(strange)
    assert document["name"]["en"] == f'{brackets}"'
    assert check(changed(SMALL, ('name = { fr = "Robe" }', strange))) == ()


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    written = ("\ufeff" + SMALL.replace("\n", "\r\n")).encode()
    assert seal(written).digest == seal(SMALL).digest


def test_bytes_that_are_no_utf8_are_told_with_their_line() -> None:
    [fault] = check('id = "a"\nname = "thé"'.encode("latin-1"))
    assert (fault.code, fault.cure) == ("not_unicode", "save the file as UTF-8")
    assert "line 2" in fault.found


def test_what_is_no_text_is_the_callers_mistake() -> None:
    with pytest.raises(WrongType):
        seal(12)  # type: ignore[arg-type]


# Dates


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("2026-11-27", "2026-11-26T23:00:00Z"),
        ("2026-07-14", "2026-07-13T22:00:00Z"),
        ("2027-01-06T08:00:00", "2027-01-06T07:00:00Z"),
        ("2027-01-06 08:00:00", "2027-01-06T07:00:00Z"),
        ("2026-06-24T08:00:00", "2026-06-24T06:00:00Z"),
        ("2026-06-24T08:00:00-04:00", "2026-06-24T12:00:00Z"),
        ("2026-06-24T08:00:00.5Z", "2026-06-24T08:00:00.5Z"),
        ('"2026-06-24T08:00:00Z"', "2026-06-24T08:00:00Z"),
    ],
)
def test_a_day_a_wall_time_and_a_time_with_offset_name_an_instant(written: str, instant: str) -> None:
    assert starts(written) == instant


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("2026-03-29T02:30:00", "2026-03-29T01:00:00Z"),
        ("2026-10-25T02:30:00", "2026-10-25T00:30:00Z"),
        ("2026-10-25T02:30:00+01:00", "2026-10-25T01:30:00Z"),
    ],
)
def test_a_wall_time_that_is_skipped_or_shown_twice_means_the_first_instant(
    written: str, instant: str
) -> None:
    assert starts(written) == instant


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("08:00:00", "not_an_instant"),
        ("20260624", "not_an_instant"),
        ("2026.5", "not_an_instant"),
        ('"2026-06-24"', "not_an_instant"),
        ('"2026-06-24T08:00:00"', "not_an_instant"),
        ("2026-06-24T08:00:00.5", "fraction_of_a_second"),
        ("9999-12-31", "instant_out_of_range"),
    ],
)
def test_what_names_no_instant_is_a_fault_there(written: str, code: str) -> None:
    text = changed(SMALL, ('id = "soldes"', f'id = "soldes"\nvalid = {{ from = {written} }}'))
    assert seen(text) == [("pricing.promotions[0].valid.from", code)]


def test_a_closure_is_a_day_without_a_time() -> None:
    for written in ("2026-12-24T08:00:00", "08:00:00", '"24/12/2026"', "20261224"):
        closure = f'country = "FR"\nclosures = [{{ day = {written}, name = "Inventaire" }}]'
        assert seen(changed(SMALL, ('country = "FR"', closure))) == [
            ("calendars.france.closures[0].day", "not_a_date")
        ]


# Sealing


def test_sealing_what_is_sealed_changes_nothing() -> None:
    sealed = seal(SMALL).sealed()
    assert seal(sealed).sealed() == sealed
    assert seal(sealed.decode()).sealed() == sealed
    assert Rulebook.open(sealed).sealed() == sealed


def test_a_damaged_sealed_rulebook_is_the_senders_fault_not_toml() -> None:
    with pytest.raises(WireError):
        seal(b'{"rulebook/1": {}}')


def test_the_sealed_bytes_are_the_same_in_every_run_and_process() -> None:
    program = (
        "import sys; from comptoir.authoring import example, seal; sys.stdout.write(seal(example()).digest)"
    )
    elsewhere = {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)} | elsewhere,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    assert done.stdout == the_example().digest == seal(example()).digest


def test_the_order_of_zones_and_calendars_does_not_matter() -> None:
    one = changed(
        SMALL,
        ('zone = "Europe/Paris"', 'zone = "Europe/Paris"\nzones = ["Indian/Reunion", "America/Cayenne"]'),
        ("[calendars.france]", '[calendars.belgium]\ncountry = "BE"\n[calendars.france]'),
    )
    other = changed(
        SMALL,
        (
            'zone = "Europe/Paris"',
            'zone = "Europe/Paris"\nzones = ["America/Cayenne", "Europe/Paris", "Indian/Reunion"]',
        ),
        ("[tax]", '[calendars.belgium]\ncountry = "BE"\nweekend = ["sunday", "saturday"]\n[tax]'),
    )
    assert seal(one).digest == seal(other).digest


def test_tables_reach_three_years_back_and_three_beyond_the_horizon() -> None:
    rulebook = seal(SMALL)
    [calendar] = rulebook.time.calendars
    assert (calendar.since.isoformat(), calendar.until.isoformat()) == ("2023-01-01", "2031-01-01")
    [zone] = rulebook.time.zones
    assert instant_text(zone.since) < "2023-01-01T00:00:00Z"
    assert instant_text(zone.until) > "2031-01-01T00:00:00Z"
    assert set(rulebook.header.sealed_with) == {"holidays", "tzdata"}


def test_beyond_the_horizon_there_is_an_error_and_no_answer() -> None:
    with pytest.raises(NoAnswer):
        quoted_total(Line("ROBE-LIN-36", 1), at="2028-01-01T00:00:00")


def test_a_kind_that_the_vocabulary_lacks_is_refused_when_sealing() -> None:
    poorer = type(STANDARD)(
        benefits=STANDARD.benefits[1:],
        conditions=STANDARD.conditions,
        fees=STANDARD.fees,
        limits=STANDARD.limits,
        reasons=STANDARD.reasons,
    )
    [fault] = check(SMALL, vocabulary=poorer)
    assert (fault.where, fault.code) == ("pricing.promotions[0].benefit", "unknown_kind")


# The example


def test_the_example_has_no_fault_and_uses_every_standard_kind() -> None:
    rulebook = the_example()
    kinds = {name for name in STANDARD.names if not name.startswith("reason.")}
    assert kinds <= set(rulebook.header.kinds) <= STANDARD.names
    assert len(rulebook.products.products) >= 20
    at_home = [rate for rate in rulebook.tax.rates if rate.where is None]
    taxed = [rate for rate in at_home if rate.treatment is Treatment.TAXED]
    assert {rate.percent.to_text() for rate in taxed} == {"20", "10", "5.5", "2.1"}


def test_the_example_basket_is_priced_by_the_example() -> None:
    basket = STANDARD.codec.read(Basket, tomllib.loads(example_basket()))
    quote = Counter(the_example()).quote(basket, pendulum.datetime(2026, 12, 4, 18, 5, tz="Europe/Paris"))
    # 79.90 + 0.250 kg at 89.00 (22.25) is 102.15, and 10.00 off from 100.00
    assert quote.total == Money("92.15", "EUR")


@pytest.mark.parametrize(
    ("at", "total"),
    [
        ("2026-11-26T23:59:59", "79.90"),
        ("2026-11-27T00:00:00", "63.92"),
        ("2026-11-29T23:59:59", "63.92"),
        ("2026-11-30T00:00:00", "79.90"),
    ],
)
def test_the_examples_black_friday_begins_and_ends_at_midnight_in_paris(at: str, total: str) -> None:
    assert quoted_total(Line("ROBE-LIN-36", 1), at=at) == Money(total, "EUR")


def test_the_examples_winter_sales_begin_at_eight_in_the_morning() -> None:
    jumper = Line("PULL-MERINOS-M", 1)
    assert quoted_total(jumper, at="2027-01-06T07:59:59") == Money("89.00", "EUR")
    assert quoted_total(jumper, at="2027-01-06T08:00:00") == Money("53.40", "EUR")


def test_the_examples_offers_reach_whom_they_are_made_for() -> None:
    tea = Line("THE-VERT-VRAC", Measured("0.100", "kg"))
    assert quoted_total(tea) == Money("8.90", "EUR")
    assert quoted_total(tea, buyer=Buyer(member="m-1", tier="gold")) == Money("7.50", "EUR")
    assert quoted_total(tea, buyer=Buyer(segments=("staff",))) == Money("6.67", "EUR")
    assert quoted_total(Line("TORCHON-LIN", 3)) == Money("29.70", "EUR")
    assert quoted_total(Line("ECHARPE-LAINE", 1), coupons=("WELCOME-7K3F",)) == Money("34.00", "EUR")
    assert quoted_total(Line("RUBAN-COTON", Measured("2.5", "m"))) == Money("2.99", "EUR")
    assert quoted_total(Line("LIVRE-THES-DU-MONDE", 4)) == Money("116.00", "EUR")


# Without the extra


@pytest.mark.parametrize("missing", ["holidays", "tzdata"])
def test_without_the_extra_the_error_says_what_to_install(missing: str) -> None:
    program = f"import sys; sys.modules[{missing!r}] = None; import comptoir; import comptoir.authoring"
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert (
        f'ImportError: comptoir.authoring needs {missing}: pip install "comptoir[authoring]"' in done.stderr
    )


# The terms of what is sold


def example_with(*changes: tuple[str, str]) -> str:
    """The example, each text replaced once."""
    text = example()
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    return text


@pytest.mark.parametrize(
    ("change", "where", "code"),
    [
        (
            ('carrier = "carrier"', 'carrier = "carier"'),
            "delivery.services[0].way.shipped.carrier",
            "unknown_calendar",
        ),
        (
            ('zones = ["mainland"]', 'zones = ["main"]'),
            "delivery.services[0].way.shipped.zones",
            "unknown_place_zone",
        ),
        (
            ('stores = ["lyon-2", ', 'stores = ["lyon-3", '),
            "delivery.services[11].way.collected.stores",
            "unknown_store",
        ),
        (
            ('free_delivery = ["home", ', 'free_delivery = ["hoem", '),
            "loyalty.programme.tiers[2].free_delivery",
            "unknown_service",
        ),
        (('tier = ["gold", ', 'tier = ["golden", '), "pricing.promotions[6].when", "unknown_tier"),
        (
            ('calendar = "belgium"', 'calendar = "belgique"'),
            "places.countries.BE.calendar",
            "unknown_calendar",
        ),
        (
            ('territories = [{ country = "BE" }]', 'territories = [{ country = "NL" }]'),
            "places.zones[11].territories[0].country",
            "unknown_country",
        ),
        (
            (
                'head = "press"\n',
                (
                    'head = "press"\n\n[[returns.statutory]]\nid = "own"\nsource = "an article"\n'
                    'confidence = "low"\ncountries = ["BE", "NL"]\ncontracts = ["distance"]\n'
                    'period = "14 days"\ncounting = "eu-1182-71"\n'
                ),
            ),
            "returns.statutory[0].countries",
            "unknown_country",
        ),
        (
            ('reasons = ["changed_mind", ', 'reasons = ["changed_minds", '),
            "returns.policies[1].reasons",
            "unknown_reason",
        ),
        (
            ('levels = { period = "12 months" }', 'levels = { period = "5 years" }'),
            "loyalty.programme.levels",
            "outlives_tables",
        ),
        (
            ('claimed_within = "30 days"', 'claimed_within = "10 years"'),
            "loyalty.programme.claimed_within",
            "outlives_tables",
        ),
        (
            ('expires_after = "6 months" }', "expires_on = 2027-03-30 }"),
            "loyalty.programme.campaigns[0].lots.expires_on",
            "lot_without_life",
        ),
        (
            ('expires_after = "6 months" }', "expires_on = 2040-01-01 }"),
            "loyalty.programme.campaigns[0].lots.expires_on",
            "outlives_tables",
        ),
        (
            ("valid = { from = 2027-03-01, until = 2027-04-01 }\non", "valid = { from = 2028-01-01 }\non"),
            "loyalty.programme.campaigns[0].valid",
            "never_in_force",
        ),
        (
            ('id = "points-bienvenue"', 'id = "bienvenue"'),
            "loyalty.programme.campaigns[3].id",
            "duplicate_id",
        ),
        (
            ('sku = "SALON-GOUTER"\n\n\n# Delivery', 'sku = "SALON"\n\n\n# Delivery'),
            "loyalty.programme.rewards[1].sku",
            "unknown_product",
        ),
        (
            ('series = "printemps-2027"', 'series = "automne-2027"'),
            "loyalty.programme.rewards[0].series",
            "unknown_series",
        ),
        (('period = "30 days"', 'period = "10 years"'), "returns.policies[6].period", "outlives_tables"),
        (("[places.countries.BE]", "[places.countries.be]"), "places.countries.be", "not_a_country"),
    ],
)
def test_rules_that_do_not_fit_are_named_at_their_place(
    change: tuple[str, str], where: str, code: str
) -> None:
    assert (where, code) in {(fault.where, fault.code) for fault in check(example_with(change))}


def test_a_value_that_cannot_be_read_hides_no_other_sections_references() -> None:
    faults = check(
        example_with(
            ('period = "30 days"', 'period = "30 jours"'),
            ('carrier = "carrier"', 'carrier = "carier"'),
            ('free_delivery = ["home", ', 'free_delivery = ["hoem", '),
        )
    )
    assert [(fault.where, fault.code) for fault in faults] == [
        ("returns.policies[6].period", "not_a_period"),
        ("loyalty.programme.tiers[2].free_delivery", "unknown_service"),
        ("delivery.services[0].way.shipped.carrier", "unknown_calendar"),
    ]


def test_nothing_is_unknown_that_may_stand_in_a_section_that_could_not_be_read() -> None:
    faults = check(example_with(("preparation = 120", 'preparation = "two hours"')))
    assert [fault.where for fault in faults] == ["delivery.services[11].way.collected.preparation"]
