"""The law tables of the package: read, cut to a rulebook's countries, and listed in the reference."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from importlib import resources
from pathlib import Path

import pytest

from comptoir import STANDARD, RulebookError
from comptoir.authoring import check, example, seal
from comptoir.authoring.law_tables import LAW_TABLES, LawTable, TableRule, law_table
from comptoir.authoring.written_dates import WallClock
from comptoir.delivery.law import DeliveryLaw
from comptoir.facts.baskets import Contract
from comptoir.facts.confidence import Confidence
from comptoir.facts.guarantee_terms import RemedyLaw
from comptoir.facts.late_terms import LateStep
from comptoir.facts.return_terms import Anchor, CountsFrom, Exemption, RefundLaw
from comptoir.returns.rules import FunctionRule, GuaranteeRule, Selector
from comptoir.values.countings import STANDARD_COUNTINGS, Counting
from comptoir.values.periods import Period
from comptoir.values.windows import Window

CLOCK = WallClock("Europe/Paris")
PAGE = Path(__file__).parents[2] / "docs" / "reference" / "law-table.md"
MEMBER_STATES = {
    *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
    *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
}
HEADS = [each["head"] for each in tomllib.loads(example())["returns"]["exempt"]]
OWN = """
[[returns.statutory]]
id = "{id}"
source = "an article of its own"
confidence = "low"
countries = ["{country}"]
contracts = ["distance"]
period = "20 days"
counting = "eu-1182-71"
"""


def table(name: str = "2026-11") -> LawTable:
    return law_table(name, STANDARD.codec, CLOCK)


def rule(id_: str) -> TableRule:
    return next(each for each in table().statutory if each.id == id_)


def conformity(id_: str) -> GuaranteeRule:
    return next(each for each in table().conformity if each.id == id_)


def changed(*changes: tuple[str, str]) -> str:
    text = example()
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    return text


def country(code: str, zone: str) -> tuple[tuple[str, str], ...]:
    """What is written to sell to one country more."""
    return (
        ("zones = [\n", f'zones = [\n  "{zone}",\n'),
        ("[calendars.belgium]", f'[calendars.more]\ncountry = "{code}"\n\n[calendars.belgium]'),
        (
            "[places.countries.BE]",
            f'[places.countries.{code}]\nzone = "{zone}"\ncalendar = "more"\n\n[places.countries.BE]',
        ),
    )


BRITAIN = country("GB", "Europe/London")


# The data


def test_every_table_of_the_package_is_named_and_can_be_read() -> None:
    files = (resources.files("comptoir.authoring") / "law").iterdir()
    assert sorted(file.name for file in files) == [f"{name}.toml" for name in LAW_TABLES]
    for name in LAW_TABLES:
        assert table(name).statutory


def test_every_rule_names_its_article_and_is_chosen_by_the_contract() -> None:
    for each in table().statutory:
        assert each.source
        assert each.selector is Selector.CONTRACT
        assert each.contracts == (Contract.DISTANCE, Contract.OFF_PREMISES)
        assert each.anchor is Anchor.LAST_HANDED_OVER
        assert each.period.to_text() == "14 days"
        assert each.extension is not None
        assert each.extension.period.to_text() == "12 months"


@pytest.mark.parametrize(
    ("id_", "since", "countries", "counting", "confidence"),
    [
        ("fr-withdrawal", "2014-06-14", {"FR"}, "fr-l221-19", Confidence.HIGH),
        ("eu-withdrawal", "2014-06-13", MEMBER_STATES, "eu-1182-71", Confidence.HIGH),
        ("gb-withdrawal", "2014-06-13", {"GB"}, "uk", Confidence.MEDIUM),
        ("ie-withdrawal", "2022-11-29", {"IE"}, "eu-1182-71", Confidence.MEDIUM),
    ],
)
def test_since_when_and_where_each_rule_holds(
    id_: str, since: str, countries: set[str], counting: str, confidence: Confidence
) -> None:
    found = rule(id_)
    assert day_of(found.valid) == since
    assert set(found.countries) == set(countries)
    assert (found.counting, found.confidence) == (counting, confidence)


def test_a_late_refund_grows_by_a_ladder_in_france_only() -> None:
    with_ladder = [each.id for each in table().statutory if each.refund is not None and each.refund.ladder]
    assert with_ladder == ["fr-withdrawal"]
    refund = rule("fr-withdrawal").refund
    assert refund is not None
    assert [(step.up_to, step.percent.to_text()) for step in refund.ladder] == [
        (10, "0"),
        (20, "5"),
        (30, "10"),
        (60, "20"),
        (90, "50"),
        (None, "50"),
    ]
    assert [step.legal_rate for step in refund.ladder] == [True, False, False, False, False, True]


def test_a_british_refund_counts_from_the_goods() -> None:
    refund = rule("gb-withdrawal").refund
    assert refund is not None
    assert refund.counts_from is CountsFrom.BACK
    assert refund.send_back_within is None


def test_the_thirteen_exceptions_have_an_article_in_every_member_state() -> None:
    every = {head.value for head in Exemption}
    assert {each.id: set(each.heads) for each in table().statutory} == {
        "fr-withdrawal": every,
        "eu-withdrawal": every,
        "gb-withdrawal": set(),
        "ie-withdrawal": every,
    }
    letters = [rule("eu-withdrawal").heads[head.value][-2] for head in Exemption]
    assert letters == list("abcdefghijklm")


def test_an_online_function_is_wanted_in_every_member_state_and_nowhere_else() -> None:
    french, others = table().functions
    assert {*french.countries, *others.countries} == MEMBER_STATES
    assert not {*french.countries} & {*others.countries}
    assert (french.confidence, others.confidence) == (Confidence.HIGH, Confidence.MEDIUM)
    assert day_of(french.valid) == day_of(others.valid) == "2026-06-19"
    assert french.statement["en"] == "withdraw from contract here"
    assert french.confirm["en"] == "confirm withdrawal"


@pytest.mark.parametrize(
    ("id_", "valid", "countries", "period", "presumed", "confidence"),
    [
        ("fr-guarantee", "from 2022-01-01", {"FR"}, "2 years", "24 months", Confidence.HIGH),
        (
            "eu-guarantee",
            "from 2022-01-01 until 2026-07-31",
            MEMBER_STATES,
            "2 years",
            "1 year",
            Confidence.MEDIUM,
        ),
        ("eu-guarantee-2026", "from 2026-07-31", MEMBER_STATES, "2 years", "1 year", Confidence.MEDIUM),
        ("gb-conformity", "from 2015-10-01", {"GB"}, None, "6 months", Confidence.MEDIUM),
        ("ie-conformity", "from 2022-11-29", {"IE"}, None, "12 months", Confidence.HIGH),
    ],
)
def test_since_when_where_and_how_long_each_guarantee_holds(
    *,
    id_: str,
    valid: str,
    countries: set[str],
    period: str | None,
    presumed: str,
    confidence: Confidence,
) -> None:
    found = conformity(id_)
    assert window(found.valid) == valid
    assert set(found.countries) == set(countries)
    assert (found.period and found.period.to_text()) == period
    assert found.presumed is not None
    assert (found.presumed.to_text(), found.confidence) == (presumed, confidence)


def test_second_hand_goods_have_less_in_france_and_by_the_directive() -> None:
    less = {
        each.id: [period and period.to_text() for period in (each.used_period, each.used_presumed)]
        for each in table().conformity
    }
    assert less == {
        "fr-guarantee": [None, "12 months"],
        "eu-guarantee": ["1 year", None],
        "eu-guarantee-2026": ["1 year", None],
        "gb-conformity": [None, None],
        "ie-conformity": [None, None],
    }


def test_a_repair_makes_a_guarantee_longer_each_time_in_france_and_once_by_the_directive() -> None:
    longer = {
        each.id: (each.extension.period.to_text(), each.extension.once, each.extension.confidence)
        for each in table().conformity
        if each.extension is not None
    }
    assert longer == {
        "fr-guarantee": ("6 months", False, Confidence.HIGH),
        "eu-guarantee-2026": ("12 months", True, Confidence.MEDIUM),
    }
    renewed = [each.id for each in table().conformity if each.renewal is not None]
    suspended = [each.id for each in table().conformity if each.suspended_by is not None]
    followed = [each.id for each in table().conformity if each.transferred_by is not None]
    noticed = [each.id for each in table().conformity if each.notice_by is not None]
    assert renewed == suspended == followed == noticed == ["fr-guarantee"]


def test_costs_that_a_customer_advanced_grow_by_a_ladder_in_france_only() -> None:
    french, *others = (each.remedies for each in table().conformity)
    assert french.advanced is not None
    assert [(step.up_to, step.percent.to_text()) for step in french.advanced.ladder] == [
        (14, "10"),
        (30, "20"),
        (None, "50"),
    ]
    assert french.advanced.within.to_text() == "14 days"
    assert all(each.advanced is None and each.within is None for each in others)
    assert french.within is not None
    assert french.within.to_text() == "30 days"


def test_goods_may_be_rejected_at_once_in_the_united_kingdom_and_in_ireland() -> None:
    rejects = {
        each.id: (reject.period.to_text(), reject.days_after)
        for each in table().conformity
        if (reject := each.remedies.reject) is not None
    }
    assert rejects == {"gb-conformity": ("30 days", 7), "ie-conformity": ("30 days", 0)}


# Sealing


def test_a_rulebook_has_the_rules_of_its_own_countries() -> None:
    rulebook = seal(example())
    assert [(each.id, each.countries) for each in rulebook.returns.statutory] == [
        ("fr-withdrawal", ("FR",)),
        ("eu-withdrawal", ("BE", "DE", "FR")),
    ]
    assert [(each.id, each.countries) for each in rulebook.returns.functions] == [
        ("fr-withdrawal-function", ("FR",)),
        ("eu-withdrawal-function", ("BE", "DE")),
    ]
    assert [(each.id, each.countries) for each in rulebook.returns.conformity] == [
        ("fr-guarantee", ("FR",)),
        ("eu-guarantee", ("BE", "DE", "FR")),
        ("eu-guarantee-2026", ("BE", "DE", "FR")),
    ]
    assert rulebook.header.sealed_with["law"] == "2026-11"
    assert type(rulebook.returns.statutory[0]).__name__ == "StatutoryRule"


def test_each_exception_of_its_products_has_the_article_of_each_rule() -> None:
    french, european = seal(example()).returns.statutory
    for rule_ in (french, european):
        assert [each.head for each in rule_.exempt] == [Exemption(head) for head in HEADS]
    assert [each.source for each in french.exempt[:2]] == [
        "Code de la consommation, article L221-28, 10°",
        "Code de la consommation, article L221-28, 1°",
    ]
    assert [each.source for each in european.exempt[:2]] == [
        "Directive 2011/83/EU, article 16(j)",
        "Directive 2011/83/EU, article 16(a)",
    ]


def test_a_rule_of_its_own_stands_beside_those_of_the_table() -> None:
    text = example() + OWN.format(id="de-better", country="DE")
    assert [each.id for each in seal(text).returns.statutory] == [
        "de-better",
        "fr-withdrawal",
        "eu-withdrawal",
    ]


def test_a_rule_of_its_own_replaces_the_one_of_its_id() -> None:
    statutory = seal(example() + OWN.format(id="eu-withdrawal", country="DE")).returns.statutory
    assert [(each.id, each.countries) for each in statutory] == [
        ("eu-withdrawal", ("DE",)),
        ("fr-withdrawal", ("FR",)),
    ]
    assert statutory[0].period.to_text() == "20 days"


def test_a_guarantee_of_its_own_replaces_the_one_of_its_id() -> None:
    own = """
[[returns.conformity]]
id = "eu-guarantee-2026"
source = "BGB, section 438"
confidence = "low"
countries = ["DE"]
period = "2 years"

[returns.conformity.remedies]
source = "BGB, section 439"
then_source = "BGB, section 437"
"""
    found = seal(example() + own).returns.conformity
    assert [(each.id, each.countries) for each in found] == [
        ("eu-guarantee-2026", ("DE",)),
        ("fr-guarantee", ("FR",)),
        ("eu-guarantee", ("BE", "DE", "FR")),
    ]


def test_a_country_of_which_the_table_says_nothing_has_no_rule() -> None:
    text = changed(*country("CH", "Europe/Zurich"))
    returns = seal(text).returns
    assert {code for each in returns.statutory for code in each.countries} == {"FR", "BE", "DE"}
    assert {code for each in returns.functions for code in each.countries} == {"FR", "BE", "DE"}


def test_a_rulebook_without_a_table_has_no_law_and_names_none() -> None:
    text = re.sub(r"\[returns\]\nlaw = .*?(?=# What the house)", "", example(), flags=re.DOTALL)
    rulebook = seal(text)
    assert rulebook.returns.statutory == ()
    assert rulebook.returns.functions == ()
    assert rulebook.returns.conformity == ()
    assert set(rulebook.header.sealed_with) == {"holidays", "tzdata"}


def test_a_table_that_there_is_not_is_named_with_those_that_there_are() -> None:
    [fault] = check(changed(('law = "2026-11"', 'law = "2019-01"')))
    assert (fault.where, fault.code) == ("returns.law", "unknown_law_table")
    assert "2026-11" in fault.cure


def test_exceptions_need_a_table() -> None:
    [fault] = check(changed(('law = "2026-11"\n', "")))
    assert (fault.where, fault.code) == ("returns.exempt", "no_law_table")


def test_an_exception_of_which_the_table_says_nothing_is_not_guessed() -> None:
    text = changed(*BRITAIN)
    faults = check(text)
    expected = [(f"returns.exempt[{index}].head", "no_article") for index in range(len(HEADS))]
    assert [(fault.where, fault.code) for fault in faults] == expected
    assert all("gb-withdrawal" in fault.cure for fault in faults)
    own = seal(text + OWN.format(id="gb-withdrawal", country="GB"))
    assert {each.id for each in own.returns.statutory} == {"gb-withdrawal", "fr-withdrawal", "eu-withdrawal"}


def test_what_the_rules_do_not_say_is_found_beside_other_faults() -> None:
    text = changed(*BRITAIN)
    text = text.replace('tax = "standard"', 'tax = "standrad"', 1)
    codes = {fault.code for fault in check(text)}
    assert {"no_article"} <= codes


def test_a_head_that_there_is_not_is_refused() -> None:
    with pytest.raises(RulebookError, match=r"returns\.exempt\[0\]\.head"):
        seal(changed(('head = "press"', 'head = "flowers"')))


# The reference


def rows_under(heading: str) -> list[str]:
    """The rows of the table under a heading of the page, without its head."""
    text = PAGE.read_text(encoding="utf-8").partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return [line for line in text.splitlines() if line.startswith("| ")][2:]


def day_of(valid: Window) -> str:
    assert valid.from_ is not None
    return CLOCK.local_date(valid.from_).isoformat()


def written(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def window(valid: Window) -> str:
    until = "" if valid.until is None else f" until {CLOCK.local_date(valid.until).isoformat()}"
    return f"from {day_of(valid)}{until}"


def codes(words: Iterable[str]) -> str:
    return ", ".join(words)


def withdrawal_rows() -> Iterator[str]:
    for each in table().statutory:
        yield written(
            f"`{each.id}`",
            each.source,
            window(each.valid),
            codes(each.countries),
            codes(f"`{contract.value}`" for contract in each.contracts),
            f"{each.period.to_text()}, `{each.counting}`, `{each.anchor.value}`",
            f"`{each.selector.value}`",
            each.confidence.value,
        )


def beside_rows() -> Iterator[str]:
    for each in table().statutory:
        assert each.extension is not None
        assert each.refund is not None
        back = each.refund.send_back_within
        yield written(
            f"`{each.id}`",
            f"{each.extension.period.to_text()}: {each.extension.source}",
            each.diminished or "none",
            f"{each.refund.within.to_text()} from `{each.refund.counts_from.value}`: {each.refund.source}",
            "not written" if back is None else back.to_text(),
            ladder(each.refund.ladder, each.refund.ladder_source),
        )


def ladder(steps: Iterable[LateStep], source: str | None) -> str:
    return "none" if source is None else f"{'; '.join(map(step, steps))}: {source}"


def step(each: LateStep) -> str:
    days = "then" if each.up_to is None else f"up to {each.up_to} days"
    more = (
        ""
        if each.at_most is None
        else f" + {each.per_month.to_text()} a month up to {each.at_most.to_text()}"
    )
    legal = ", legal rate" if each.legal_rate else ""
    return f"{days} {each.percent.to_text()}{more} %{legal}"


def exception_rows() -> Iterator[str]:
    for head in Exemption:
        articles = (article(each.heads, head) for each in table().statutory)
        yield written(f"`{head.value}`", f"`{head.lost.value}`", *articles)


def article(heads: Mapping[str, str], head: Exemption) -> str:
    return heads.get(head.value, "not written")


def function_rows() -> Iterator[str]:
    for each in table().functions:
        yield written(
            f"`{each.id}`",
            each.source,
            window(each.valid),
            codes(each.countries),
            labels(each),
            "`event`",
            each.confidence.value,
        )


def labels(each: FunctionRule) -> str:
    return codes(f"{code}: “{each.statement[code]}”, “{each.confirm[code]}”" for code in each.statement)


def guarantee_rows() -> Iterator[str]:
    for each in table().conformity:
        yield written(
            f"`{each.id}`",
            each.source,
            window(each.valid),
            codes(each.countries),
            lasting(each.period, each.used_period),
            f"{lasting(each.presumed, each.used_presumed)}: {each.presumed_by}",
            "`contract`",
            each.confidence.value,
        )


def lasting(period: Period | None, used: Period | None) -> str:
    new = "not written" if period is None else period.to_text()
    return new if used is None else f"{new}, second-hand {used.to_text()}"


def moving_rows() -> Iterator[str]:
    for each in table().conformity:
        suspended = f"from the request: {each.suspended_by}" if each.from_request else each.suspended_by
        yield written(
            f"`{each.id}`",
            "none" if each.suspended_by is None else str(suspended),
            extended(each),
            "none" if each.renewal is None else f"{each.renewal.period.to_text()}: {each.renewal.source}",
            each.transferred_by or "not written",
            each.notice_by or "none",
        )


def extended(each: GuaranteeRule) -> str:
    if each.extension is None:
        return "none"
    times = "once" if each.extension.once else "each time"
    longer = f"{each.extension.period.to_text()} {times}: {each.extension.source}"
    return f"{longer} ({each.extension.confidence.value})"


def remedy_rows() -> Iterator[str]:
    for each in table().conformity:
        law = each.remedies
        within = "no period" if law.within is None else f"{law.within.to_text()}: {law.within_source}"
        yield written(
            f"`{each.id}`",
            law.source,
            within,
            f"{law.attempts}",
            law.then_source,
            refunded(law.refund),
            refunded(law.advanced),
            rejected(law),
        )


def refunded(law: RefundLaw | None) -> str:
    if law is None:
        return "no period"
    return f"{law.within.to_text()} from `{law.counts_from.value}`: {law.source}" + (
        "" if law.ladder_source is None else f"; {ladder(law.ladder, law.ladder_source)}"
    )


def rejected(law: RemedyLaw) -> str:
    if law.reject is None:
        return "none"
    days, after = law.reject.period.to_text(), law.reject.days_after
    more = f", {after} days after the goods are back" if after else ""
    return f"{days}{more}: {law.reject.source} ({law.reject.confidence.value})"


def delivery_rows() -> Iterator[str]:
    for each in seal(example()).delivery.law:
        yield delivery_row(each)


def delivery_row(each: DeliveryLaw) -> str:
    refund = "no period" if each.refund_within is None else each.refund_within.to_text()
    return written(
        f"`{each.id}`",
        each.source,
        window(each.valid),
        codes(each.countries),
        f"{each.within.to_text()}, `{each.counting}`",
        refund,
        ladder(each.ladder, each.ladder_source),
        "`contract`",
        each.confidence.value,
    )


def counting_rows() -> Iterator[str]:
    for each in STANDARD_COUNTINGS.values():
        yield written(f"`{each.id}`", each.source, rolling(each), "yes" if each.two_working_days else "no")


def rolling(each: Counting) -> str:
    days = {6: "Saturdays", 7: "Sundays"}
    return codes(["holidays", *(days[day] for day in each.rolled_weekdays)]) if each.rolls else "nothing"


@pytest.mark.parametrize(
    ("heading", "rows"),
    [
        ("Withdrawal", withdrawal_rows),
        ("What stands beside a right", beside_rows),
        ("Exceptions", exception_rows),
        ("Online withdrawal function", function_rows),
        ("Faults", guarantee_rows),
        ("What moves the end of a guarantee", moving_rows),
        ("What puts a fault right", remedy_rows),
        ("Late delivery", delivery_rows),
        ("Countings", counting_rows),
    ],
)
def test_the_page_lists_every_rule_as_it_is_and_no_other(heading: str, rows: object) -> None:
    assert callable(rows)
    assert rows_under(heading) == list(rows())


def test_the_page_says_that_it_is_no_legal_advice() -> None:
    assert "not legal advice" in PAGE.read_text(encoding="utf-8")
