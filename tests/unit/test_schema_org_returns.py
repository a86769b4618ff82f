"""Return policies of schema.org: they never claim more than the counter keeps."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import attrs
import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir import Accepted, Basket, Counter, Give, HandedOver, Line, Rulebook, Tender
from comptoir.adapters.schema_org import Export, return_policies
from comptoir.authoring import example
from comptoir.cli import main
from comptoir.facts.baskets import Contract
from comptoir.facts.confidence import Confidence
from comptoir.facts.handovers import Deliver, Place
from comptoir.facts.places import Store
from comptoir.facts.return_terms import (
    Anchor,
    Bearer,
    Exemption,
    FreeDelivery,
    Grade,
    GradeTerms,
    Means,
    ProofKind,
    RefundMode,
)
from comptoir.facts.wheres import InCountries, InStore, InZone
from comptoir.returns.rules import Exempt, ReturnPolicy, ReturnRules, Season, StatutoryRule
from comptoir.testing.whole_shop import PLACES, PROGRAMME, whole_shop
from comptoir.values.errors import NoAnswer
from comptoir.values.instants import instant_from_text
from comptoir.values.periods import Period
from comptoir.values.selections import Category, Skus
from comptoir.values.windows import Window
from unit.price_shop import TILL
from unit.schema_org_reader import Json, given_back, names, return_day

PARIS: Final = "Europe/Paris"
AT: Final = pendulum.datetime(2026, 12, 4, 18, 5, tz=PARIS)
DRESS: Final = "ROBE-36"
HOME: Final = Deliver(Place("FR", "69003"), "home")
NAMES: Final = {"fr": "Retours", "en": "Returns"}
WITHDRAWAL: Final = StatutoryRule(
    id="wd",
    source="L221-18",
    confidence=Confidence.HIGH,
    countries=["FR"],
    contracts=[Contract.DISTANCE],
    period=Period.from_text("14 days"),
    counting="eu-1182-71",
)


def policy(**changes: Any) -> ReturnPolicy:
    plain = ReturnPolicy(id="thirty", name=NAMES, period=Period.from_text("30 days"), even_exchange=False)
    return attrs.evolve(plain, **changes)


def rules(*policies: ReturnPolicy, statutory: Any = (), **sections: Any) -> Rulebook:
    return whole_shop(returns=ReturnRules(policies=policies, statutory=statutory), **sections)


def exported(*policies: ReturnPolicy, **sections: Any) -> Export:
    return return_policies(rules(*policies, **sections), AT)


def only(*policies: ReturnPolicy, **sections: Any) -> Json:
    [found] = exported(*policies, **sections).details
    assert isinstance(found, dict)
    return found


def unsaid(*policies: ReturnPolicy, **sections: Any) -> list[tuple[str, str]]:
    return [(each.what, each.why) for each in exported(*policies, **sections).unsaid]


# What is said


def test_a_policy_is_said_with_its_days_from_the_delivery() -> None:
    found = only(policy())
    assert found["@type"] == "MerchantReturnPolicy"
    assert found["name"] == [
        {"@language": "en", "@value": "Returns"},
        {"@language": "fr", "@value": "Retours"},
    ]
    assert names(found["returnPolicyCategory"]) == {"MerchantReturnFiniteReturnWindow"}
    assert found["merchantReturnDays"] == 30
    assert found["applicableCountry"] == sorted(PLACES.countries)
    assert names(found["refundType"]) == {"FullRefund"}
    assert names(found["itemCondition"]) == {"NewCondition", "UsedCondition", "DamagedCondition"}
    assert names(found["returnMethod"]) == {"ReturnByMail", "ReturnInStore"}


def test_who_changes_their_mind_pays_the_carriage_and_who_has_a_defect_pays_nothing() -> None:
    found = only(policy())
    assert names(found["returnFees"]) == {"ReturnFeesCustomerResponsibility"}
    assert found["customerRemorseReturnFees"] == found["returnFees"]
    assert names(found["itemDefectReturnFees"]) == {"FreeReturn"}
    assert names(found["returnLabelSource"]) == {"ReturnLabelCustomerResponsibility"}
    free = only(policy(carriage=Bearer.SELLER))
    assert names(free["returnFees"]) == {"FreeReturn"}
    assert "returnLabelSource" not in free


def test_the_sellers_label_has_its_price() -> None:
    found = only(policy(label="4.90 EUR"))
    assert names(found["returnFees"]) == {"ReturnShippingFees"}
    assert found["returnShippingFeesAmount"]["value"] == "4.90"
    assert "returnLabelSource" not in found


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"fee": "5.5"}, "5.5"),
        ({"fee_each": "3.00 EUR"}, {"@type": "MonetaryAmount", "currency": "EUR", "value": "3.00"}),
        ({"fee": "5", "fee_each": "3.00 EUR"}, None),
    ],
)
def test_a_restocking_fee_is_a_percentage_or_an_amount_and_no_refund_in_full(
    changes: dict[str, Any], said: object
) -> None:
    found = only(policy(carriage=Bearer.SELLER, **changes))
    assert names(found["returnFees"]) == {"RestockingFees"}
    assert found.get("restockingFee") == said
    assert "refundType" not in found
    assert ("refundType", "a fee is kept: not said to be in full") in unsaid(policy(**changes))


def test_credit_and_an_even_exchange_are_kinds_of_refund() -> None:
    found = only(policy(means=Means.CREDIT, even_exchange=True))
    assert names(found["refundType"]) == {"StoreCreditRefund", "ExchangeRefund"}


def test_a_refused_condition_is_not_accepted() -> None:
    refused = [GradeTerms(grade=grade, refused=True) for grade in (Grade.USED, Grade.OPENED)]
    found = only(policy(grades=refused))
    assert names(found["itemCondition"]) == {"NewCondition", "DamagedCondition"}
    assert ("itemCondition", "goods that are opened are not taken back") in unsaid(policy(grades=refused))


def test_a_season_is_an_override_for_what_is_contracted_in_it() -> None:
    window = Window(
        instant_from_text("2026-10-31T23:00:00Z"),
        instant_from_text("2026-12-31T23:00:00Z"),
    )
    over = Window(until=instant_from_text("2026-11-30T23:00:00Z"))
    seasons = [
        Season(id="noel", contracts=window, last_day=date(2027, 1, 31)),
        Season(id="more", contracts=window, extra=Period.from_text("15 days")),
        Season(id="over", contracts=over, extra=Period.from_text("90 days")),
    ]
    noel, more = only(policy(seasons=seasons))["returnPolicySeasonalOverride"]
    assert (noel["startDate"], noel["endDate"]) == ("2026-10-31T23:00:00Z", "2026-12-31T22:59:59Z")
    assert (noel["merchantReturnDays"], more["merchantReturnDays"]) == ("2027-01-31", 45)


def test_a_policy_for_tiers_names_them() -> None:
    tier = PROGRAMME.tiers[0]
    found = only(policy(tiers=[tier.id]))
    [said] = found["validForMemberTier"]
    assert (said["identifier"], said["isTierOf"]["identifier"]) == (tier.id, PROGRAMME.id)
    every = only(policy(members=True))["validForMemberTier"]
    assert [each["identifier"] for each in every] == [each.id for each in PROGRAMME.tiers]


def test_months_are_as_many_days_as_the_shortest_of_them_have() -> None:
    assert only(policy(period=Period.from_text("1 month")))["merchantReturnDays"] == 28
    assert only(policy(period=Period.from_text("2 weeks")))["merchantReturnDays"] == 14


def test_a_final_sale_is_not_permitted_where_the_law_gives_no_right() -> None:
    final = policy(period=None)
    permitted, legal = exported(final, statutory=[WITHDRAWAL]).details
    assert isinstance(permitted, dict)
    assert isinstance(legal, dict)
    assert permitted["applicableCountry"] == sorted({*PLACES.countries} - {"FR"})
    assert names(permitted["returnPolicyCategory"]) == {"MerchantReturnNotPermitted"}
    assert legal["applicableCountry"] == ["FR"]
    assert names(legal["returnPolicyCategory"]) == {"MerchantReturnUnspecified"}
    everything = Exempt(on=Category("fashion"), source="L221-28", head=Exemption.PERSONALISED)
    exempt = rules(final, statutory=[attrs.evolve(WITHDRAWAL, exempt=[everything])])
    [found] = return_policies(exempt, AT, skus=[DRESS]).details
    assert isinstance(found, dict)
    assert found["applicableCountry"] == sorted(PLACES.countries)


# What is not said


@pytest.mark.parametrize("anchor", [Anchor.PLACED, Anchor.SHIPPED, Anchor.FIRST_HANDED_OVER])
def test_days_that_begin_before_the_delivery_are_not_said(anchor: Anchor) -> None:
    found = only(policy(anchor=anchor))
    assert names(found["returnPolicyCategory"]) == {"MerchantReturnUnspecified"}
    assert "merchantReturnDays" not in found


@pytest.mark.parametrize(
    ("changes", "what", "why"),
    [
        (
            {"anchor": Anchor.LAST_HANDED_OVER},
            "merchantReturnDays",
            "it counts from the last hand-over of the order, which may be later",
        ),
        ({"anchor": Anchor.HANDED_BACK}, "merchantReturnDays", "after a repair it counts anew"),
        (
            {"anchor": Anchor.PLACED},
            "merchantReturnDays",
            "it counts from placed, not from the delivery: none",
        ),
        ({"period": Period.from_text("1 month")}, "merchantReturnDays", "1 month are 28 days at least"),
        (
            {"mode": RefundMode.REPRICE_KEPT},
            "refundType",
            "what is kept is priced again: not said to be in full",
        ),
        ({"bonus": "10"}, "refundType", "who takes credit instead is given 10% more"),
        (
            {"free_delivery": FreeDelivery.REBILL},
            "returnFees",
            "a delivery that was free may be asked for again",
        ),
        (
            {"label": "4.90 EUR"},
            "returnFees",
            "it is for the seller's label; without it, the buyer pays a carrier",
        ),
        ({}, "returnFees", "what is brought to a store costs no carriage"),
        (
            {"carriage": Bearer.SELLER},
            "returnLabelSource",
            "how the seller's own label comes is not known",
        ),
        (
            {"fee": "5", "fee_each": "3.00 EUR"},
            "restockingFee",
            "a percentage and an amount are both kept: neither is said",
        ),
        (
            {"grades": [GradeTerms(grade=Grade.USED, percent="20")]},
            "itemCondition",
            "of goods that are used, 20% is kept",
        ),
        (
            {"proofs": [ProofKind.RECEIPT, ProofKind.CARD]},
            "MerchantReturnPolicy",
            "the purchase is proven by one of receipt, card",
        ),
        (
            {"reasons": ["too_large"]},
            "MerchantReturnPolicy",
            "it is for some reasons only: too_large",
        ),
        (
            {"on": Category("fashion")},
            "MerchantReturnPolicy",
            "it is for only some of the goods: left out",
        ),
        (
            {"segments": ["staff"]},
            "validForMemberTier",
            "it is for buyers of segments, or for no tier: left out",
        ),
    ],
)
def test_what_there_is_no_word_for_is_listed(changes: dict[str, Any], what: str, why: str) -> None:
    assert (what, why) in unsaid(policy(**changes))


def test_the_law_stands_beside_it_and_its_counting_is_not_said() -> None:
    told = unsaid(policy(), statutory=[WITHDRAWAL])
    assert ("MerchantReturnPolicy", "the law gives 14 days besides: wd, L221-18") in told
    rolled = "days of wd are counted as by eu-1182-71, with its holidays: not said"
    assert ("merchantReturnDays", rolled) in told


def test_only_reasons_of_the_seller_leave_out_what_remorse_costs() -> None:
    found = only(policy(reasons=["faulty"]))
    assert "returnFees" not in found
    assert "returnLabelSource" not in found
    assert names(found["itemDefectReturnFees"]) == {"FreeReturn"}
    assert "itemDefectReturnFees" not in only(policy(reasons=["too_large"]))


def test_a_country_of_which_a_policy_has_a_part_is_said_of_none() -> None:
    zone = PLACES.zones[1]
    countries = {each.country for each in zone.territories}
    some = policy(id="some", where=InZone(zone.id), period=Period.from_text("5 days"))
    export = exported(some, policy())
    [found] = export.details
    assert isinstance(found, dict)
    assert found["applicableCountry"] == sorted({*PLACES.countries} - countries)
    told = [str(each) for each in export.unsaid]
    listed = ", ".join(sorted(countries))
    assert f"some: applicableCountry: it is for a part: left out for {listed}" in told
    assert f"thirty: applicableCountry: some comes before it: left out for {listed}" in told


def test_a_store_is_a_part_of_its_country() -> None:
    store: Store = PLACES.stores[0]
    in_store = policy(id="store", where=InStore(store.id))
    [found] = exported(in_store, policy()).details
    assert isinstance(found, dict)
    assert store.place.country not in found["applicableCountry"]


def test_countries_have_policies_of_their_own() -> None:
    french = policy(id="french", where=InCountries(["FR"]), period=Period.from_text("60 days"))
    found = exported(french, policy()).details
    assert [each["applicableCountry"] for each in found] == [
        ["FR"],
        sorted({*PLACES.countries} - {"FR"}),
    ]


def test_a_policy_of_tomorrow_is_not_said_and_bounds_how_long_it_holds() -> None:
    tomorrow = instant_from_text("2026-12-05T23:00:00Z")
    export = exported(policy(id="later", valid=Window(tomorrow)), policy())
    assert [each["name"] for each in export.details] == [only(policy())["name"]]
    assert export.until == tomorrow


def test_an_unknown_product_is_named() -> None:
    with pytest.raises(NoAnswer, match="unknown_sku"):
        return_policies(rules(policy()), AT, skus=["ROBE-99"])


# The counter keeps what is said


PERIODS = st.sampled_from(["1 day", "14 days", "30 days", "2 weeks", "1 month", "3 months", "1 year"])
SEASON = Window(instant_from_text("2026-11-30T23:00:00Z"), instant_from_text("2026-12-25T23:00:00Z"))


@st.composite
def policies(draw: st.DrawFn) -> ReturnPolicy:
    seasons = [
        Season(id="extra", contracts=SEASON, extra=Period.from_text("10 days")),
        Season(id="until", contracts=SEASON, last_day=date(2027, 1, 15)),
    ]
    return policy(
        period=Period.from_text(draw(PERIODS)),
        anchor=draw(st.sampled_from(list(Anchor))),
        seasons=draw(st.lists(st.sampled_from(seasons), unique=True)),
        fee=draw(st.sampled_from(["0", "7", "33.3"])),
        fee_each=draw(st.sampled_from([None, "2.50 EUR"])),
        means=draw(st.sampled_from(list(Means))),
    )


@given(
    policies(),
    st.integers(0, 30),
    st.integers(0, 5),
)
def test_no_claim_is_better_than_the_counter(wanted: ReturnPolicy, bought_after: int, took: int) -> None:
    rulebook = rules(wanted)
    counter = Counter(rulebook)
    bought = AT.add(days=bought_after)
    [claim] = return_policies(rulebook, bought).details
    store = PLACES.stores[0].id
    quote = counter.quote(
        Basket(currency="EUR", lines=[Line(DRESS, 1)], handover=HOME, contract=Contract.DISTANCE),
        bought,
    )
    placed = counter.place(
        quote, id="o-1", at=bought, tenders=[Tender("card", quote.to_pay, reference="psp")], provenance=TILL
    )
    assert isinstance(placed, Accepted)
    delivered = bought.add(days=took)
    handed = HandedOver(id="h-1", order="o-1", at=delivered, provenance=TILL)
    found = counter.assess("o-1", (*placed.facts, handed), delivered, give=[Give(1)], store=store)
    [good] = found.goods
    assert isinstance(claim, dict)
    day = return_day(claim, bought, delivered.date())
    assert day is None or (good.best.last_day is not None and day <= good.best.last_day)
    back = given_back(claim, good.charged)
    assert back is None or back <= good.refunded
    if day is not None and wanted.period is not None and wanted.period.to_text().endswith("days"):
        assert good.best.last_day is not None
        assert good.best.last_day - day <= timedelta(days=0 if not wanted.seasons else 400)


# The command


def test_the_command_prints_policies_alone_and_what_they_leave_unsaid(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(example(), encoding="utf-8")
    arguments = ["schema-org", str(path), "--sku", "ROBE-LIN-38", "--only", "returns"]
    assert main([*arguments, "--at", "2026-12-04T18:05:00+01:00"]) == 0
    told = capsys.readouterr()
    found = json.loads(told.out)["@graph"][-1]
    assert (found["@type"], found["merchantReturnDays"]) == ("MerchantReturnPolicy", 30)
    assert "unsaid: thirty-days: MerchantReturnPolicy: the law gives 14 days besides" in told.err


def test_the_sku_of_a_policy_for_some_products_is_said() -> None:
    clothes = policy(id="clothes", on=Skus([DRESS]), period=Period.from_text("60 days"))
    [found] = return_policies(rules(clothes, policy()), AT, skus=[DRESS]).details
    assert isinstance(found, dict)
    assert found["merchantReturnDays"] == 60
