"""The page that says what there is names every capability, and leads to what exists."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Final, get_args

import attrs
import pytest

from comptoir import Order, Within
from comptoir.authoring import example
from comptoir.checkout.refusals import RefusalCode
from comptoir.delivery.offered import NotOfferedCode
from comptoir.facts.conflicts import Conflict
from comptoir.facts.orders import OrderLine
from comptoir.facts.terms import LineTerms
from comptoir.loyalty.rewards import RewardRefusalCode
from comptoir.loyalty.spend import SpendRefusalCode
from comptoir.pricing import verdicts
from comptoir.pricing.priced import OverrideRefusalCode
from comptoir.returns.cancel import CancelRefusalCode
from comptoir.returns.claims.asked import ClaimRefusalCode
from comptoir.returns.exchanges.exchange import ExchangeRefusalCode
from comptoir.returns.reduce import ReduceRefusalCode
from comptoir.returns.refused import ReturnRefusalCode
from comptoir.returns.unproven import UnprovenRefusalCode
from comptoir.testing.laws import (
    ACCOUNTING_LAWS,
    CLAIM_LAWS,
    CUT_OFF_LAWS,
    DELIVERY_LAWS,
    EARN_LAWS,
    EXCHANGE_LAWS,
    HISTORY_LAWS,
    LAWS,
    PRICE_LAWS,
    RETURN_LAWS,
    SPENDING_LAWS,
    TIER_LAWS,
    TREE_LAWS,
    WHAT_IF_LAWS,
)

ROOT: Final = Path(__file__).parents[2]
PAGE: Final = ROOT / "docs" / "reference" / "what-it-does.md"
MARKS: Final = ("have", "in part", "not yet", "deliberately not")
CAPABILITIES: Final = {
    "Line percent / amount": (17, 0),
    "Basket percent / amount with threshold": (17, 0),
    "Members / segments only": (13, 4),
    "Order discount allocated to lines": (11, 6),
    "Coupons single-use / limits": (16, 0),
    "Trace of what applied": (6, 10),
    "Store / channel / zone price": (10, 5),
    "Buy X get Y": (10, 5),
    "Gift with purchase": (9, 6),
    "Tiered thresholds in one promotion": (8, 7),
    "Customer-group price": (7, 8),
    "Not-discountable flag": (7, 8),
    "Tax-inclusive and exclusive prices": (10, 4),
    "Price lists chosen by context": (8, 6),
    "Volume tiers on price": (8, 6),
    "Exclusive / stackable groups": (8, 6),
    "Budget across customers": (5, 9),
    "Partial return recomputed by rule": (1, 12),
    "N for M, cheapest free": (7, 5),
    "Best for customer: chosen winner": (6, 6),
    "Tie rule defined and documented": (3, 9),
    "Price override with reason / authority": (2, 10),
    "Line fixed price": (9, 2),
    "Bundles / kits": (7, 4),
    "Next item at x %": (7, 4),
    "Cap on the amount of a promotion": (8, 2),
    "Mix-and-match sets at set price": (6, 4),
    "Unit used by one offer only (consumption)": (6, 4),
    "Allocation exact to the cent": (7, 2),
    "Price effective dates": (7, 1),
    "Same code in every channel": (2, 6),
    "Simulation / dry run": (4, 3),
    "Time of day / weekday": (3, 4),
    "Rounding policy configurable": (3, 3),
    "Works on an offline till": (3, 3),
    "Price formula with min / max margin": (1, 5),
    "Unit-of-measure conversion": (4, 1),
    "Weighed items (fractional qty)": (4, 1),
    "Floor price enforced in calculation": (1, 4),
    "Near-miss / upsell hint": (1, 4),
    "Trace of what lost, and why": (0, 4),
    "Cash rounding": (2, 1),
    "Tender-based": (1, 2),
    "Lowest price of last 30 days": (1, 2),
    "Static check of conflicting promotions": (1, 2),
    "Best for customer: true optimum over sets": (1, 0),
    "Unit price (per kg / l)": (1, 0),
    "Price match": (0, 1),
    "Versioned rule set, past result replayable": (0, 1),
    "Allocation independent of basket order": (0, 0),
    "Back-test on past baskets": (0, 0),
}
"""How many of seventeen systems have it, and how many in part."""
POINTS: Final = {
    "Manual adjustment with reason": (19, 0),
    "Lots with own expiry": (17, 1),
    "Expiry kinds": (16, 2),
    "Clawback on return, pro rata": (12, 6),
    "Points to money rate": (11, 5),
    "Non-purchase actions": (13, 0),
    "Category / SKU / brand rules": (11, 2),
    "Tier period kinds": (11, 1),
    "Rewards catalogue": (10, 2),
    'Simulation "you will earn"': (9, 3),
    "Earn per spend with a documented rounding rule": (7, 5),
    "Campaign windows": (10, 1),
    "Idempotency": (3, 8),
    "Pending to available": (9, 1),
    "Tier multipliers": (7, 3),
    "Expiry schedule forecast": (5, 5),
    "Step, min, max, basket share": (4, 6),
    "Restore redeemed points with original expiry": (3, 7),
    "Liability / breakage report": (3, 7),
    "Negative balance policy": (6, 3),
    "Household pool / transfer": (6, 3),
    "Hold, then commit or cancel": (5, 4),
    "Balance as of any date": (4, 5),
    "Consumption order": (8, 0),
    "Separate tier points": (5, 3),
    "Caps (day / transaction / campaign)": (3, 5),
    "Downgrade grace / soft landing": (4, 2),
    "Basis excluding gift cards / redeemed part": (2, 4),
    "Basis excluding delivery": (3, 2),
    "Card linking / anonymous till purchase claimed later": (3, 2),
    "Late / out-of-order events re-valued": (2, 3),
    "Birthday": (2, 2),
    "Basis excluding tax": (2, 1),
    "Mixed tender": (2, 1),
    "Account merge": (2, 1),
    "Receipt text": (1, 2),
    "Fraud limits": (0, 3),
    "Offline till earn": (0, 2),
    "First purchase": (0, 1),
}
"""The same of twenty-three for points, tiers and rewards."""
DELIVERY: Final = {
    "One fee for a service": (11, 0),
    "Less for delivery, apart from the goods": (11, 0),
    "A tax category of its own for delivery": (11, 0),
    "Zones of countries and their parts": (10, 1),
    "What was agreed about delivery stays on the order": (9, 2),
    "No fee from a threshold on": (4, 7),
    "For some markets and groups of buyers": (4, 7),
    "Products that a service does not take": (6, 4),
    "A fee by what the goods cost": (5, 5),
    "Lines that go different ways, each way with its fee": (7, 2),
    "Goods worth enough, and not too much": (6, 3),
    "Ordered here, collected in a store": (6, 3),
    "At which worth of the goods a rule looks": (2, 6),
    "Weight, from and up to": (6, 1),
    "A store's own stock, or brought there": (5, 2),
    "Days on the way, at least and at most": (4, 3),
    "A fee by weight": (3, 4),
    "Postcodes served and left out": (2, 4),
    "Pickup points and lockers": (2, 4),
    "When collected goods are ready": (1, 5),
    "A percentage of what the goods cost": (4, 1),
    "A cut-off": (3, 2),
    "A fee for the first piece and each one more": (2, 3),
    "An earliest and a latest day": (2, 3),
    "What rules mean is published: all limits hold, ends included, none is no limit, what is left out wins": (
        1,
        4,
    ),
    "Working days and public holidays of the source, the carrier and the destination": (1, 4),
    "Days of handling": (3, 1),
    "Whose tax when goods are collected: the store's": (2, 1),
    "From which stock: what must be, and what is preferred": (2, 1),
    "Opening hours, and windows for collecting": (1, 2),
    "On whose clock the cut-off is": (0, 3),
    "Rules with dates, and seasons": (2, 0),
    "When the customer is there to receive": (1, 1),
    "A fee by class of size, or of one's own kind": (1, 1),
    "Tax on delivery in proportion to the rates of the goods": (1, 0),
    "Why a service is not offered": (0, 1),
    "Not collected: an outcome of its own, and no return": (0, 0),
    "A cut-off for each day of the week": (0, 0),
    "Right on the days on which the clocks change": (0, 0),
    "What the law says of goods that are late, and the ladder of the refund": (0, 0),
}
"""The same of twelve for delivery."""
RETURNS: Final = {
    "Back to the means that paid, each no more than it paid": (6, 8),
    "What became of each piece: sent off, announced, received, given back, gone": (8, 5),
    "Reasons, with a kind for each": (9, 3),
    "Net, tax and gross of every refund, at the rates of the sale": (9, 3),
    "A piece's share of what was off the order": (8, 4),
    "Where goods go that came back: shelf, scrap, sender": (5, 7),
    "Delivery back with the last of the goods": (5, 7),
    "Never more than was paid": (9, 2),
    "A return is a record of its own": (8, 3),
    "An exchange as a decision of its own": (6, 5),
    "Store credit, and gift card to gift card": (7, 3),
    "Damaged, incomplete, not what was sold: said when goods come back": (5, 4),
    "The new goods before the old ones are back": (5, 4),
    "A preview that changes nothing, and is what is done then": (7, 1),
    "An exchange with a difference: who owes what": (6, 2),
    "Some of what was announced is received": (5, 3),
    "Bought online, brought to a store": (5, 3),
    "What sending it back costs: a label of the seller's": (4, 4),
    "Which means may go back to which": (2, 5),
    "A claim (faulty, missing, wrong, damaged), apart from a return": (2, 5),
    "The same outcome on every channel": (0, 7),
    "Until when goods may come back": (6, 0),
    "By country, zone or store": (4, 2),
    "A restocking fee in per cent": (4, 2),
    "Binding for customers, open for staff, and who decided is recorded": (0, 6),
    "Final sale": (4, 1),
    "A restocking fee for each piece": (3, 2),
    "Without proof of the purchase": (1, 4),
    "By product and category": (3, 1),
    "The reason decides what is kept, and who pays for sending": (2, 2),
    "From which event it counts": (2, 1),
    "Nothing kept where the seller is at fault": (2, 1),
    "The serial number has to match": (2, 1),
    "A gift, from whom it was given to": (1, 2),
    "A repair: who has the goods, since when, what is lent, by when it is done": (0, 3),
    "More time for presents": (2, 0),
    "By tier of the member": (1, 1),
    "A fee that grows with time": (1, 1),
    "The policy of the day of the purchase": (1, 1),
    "What is kept, priced again by the rules of the sale": (1, 1),
    "The condition changes the amount": (0, 2),
    "A delivery that is free no longer: a declared policy": (0, 2),
    "Refunds in parts come to the whole, to the cent": (0, 2),
    "Earned points go, spent points come back": (0, 2),
    "The last delivery of several": (1, 0),
    "An end moved off weekends and holidays": (1, 0),
    "A bonus for taking credit": (1, 0),
    "The law's floor, apart from the policy": (0, 1),
    "What an online withdrawal function needs": (0, 1),
    "Wear": (0, 1),
    "The clock of a guarantee: its end, standstill, extension, a new one": (0, 1),
    "The rule that decided, in the answer": (0, 1),
    "Exceptions by the nature of the goods": (0, 0),
    "Longer for a customer who was not informed": (0, 0),
    "At most the least expensive standard delivery": (0, 0),
    "What a late refund costs": (0, 0),
    "Two tills take one piece back offline: one refund counts, the conflict is named": (0, 0),
    "In a store of another legal entity": (0, 0),
    "In another currency than was captured": (0, 0),
}
COMPARED: Final = CAPABILITIES | POINTS | DELIVERY | RETURNS
MORE: Final = (
    "Tax by the place of the goods, by country and zone",
    "Buyers who owe no tax",
    "Several rates in one product",
    "Reductions that somebody else pays",
    "Reductions before or after tax",
    "Deposits, empties and contributions",
    "Gift cards that no promotion touches",
    "Floors of the law: resale at a loss, books, press",
    "National options of the prior price",
    "Prices of many products at once",
    "Quotes that hold until an instant",
    "Sums of an electronic invoice",
    "Totals that fall with one piece more",
    "Less for delivery, or points, by promotion",
    "Coupon codes that are hard to guess or to mistype",
    "Fiscal receipts",
    "Verification of VAT numbers",
    "Sales taxes of several jurisdictions on one sale",
    "Rights with which a till spends offline",
    "What does not fit in the facts, by name, in whatever order they come",
    "What was known when, and what a late fact changed",
    "Clawback as the purchase agreed it, returns in parts that add up",
    "What makes up for points that are spent, in steps",
    "Points as a discount before tax, or as a tender",
    "Points that somebody else pays for, and their tax",
    "Terms agreed at the purchase: no later rulebook changes its points",
    "Forgetting who a member is, without changing a sum",
    "Laws and oracles to try another engine with",
    "Points paid out as money",
    "Members replayed under other rules",
    "Several programmes in one rulebook",
    "Accounting of points: revenue, breakage, entries",
    "The very minute of the cut-off: late, or in time",
    "Lead time, cut-off, handling, transit, day of delivery, in one published order",
    "Which cut-off, holiday or season moved a date",
    "Until when to order for a day",
    "The day announced, else the period of the law; more time, and rescission",
    "No law for a country or a date: said, and not guessed",
    "Money back by the means that paid",
    "Goods as they are ready: several deliveries of one order, their fees to the cent",
    "Surcharges for some goods, or somewhere",
    "By appointment: slots, and what is left of them",
    "Goods that are made to order",
    "Volume, length, girth, and light goods billed by their volume",
    "An age that some goods ask for",
    "Regions with holidays and a clock of their own",
    "Delivery in the words of search engines and shopping agents",
    "Windows of hours in which a parcel comes, without an appointment",
    "How goods fit into boxes",
    "Distance from a store",
    "Fees that a carrier is asked for",
    "Stock and slots that are reserved",
    "Goods and money before delivery: less picked, something else, less captured",
    "Returns and new goods as one: one amount",
    "Coins of the country where goods come back",
    "What is to be done, by whom, until when",
    "No rule for a country, a contract or a date: said, and not guessed",
    "The policy in the words of search engines and shopping agents",
    "What may be asked for a fault now, and why not the rest yet",
    "Who has to prove that a fault was there from the start",
    "A later owner: what follows the goods, and what stays the buyer's",
    "What the customer advanced, repaid in time, and what it costs if not",
    "What a store of another legal entity did for a claim",
)
"""Capabilities for which the comparisons have no row."""
LINK: Final = re.compile(r"\[[^\]]+\]\(([^)#]*)#?([^)]*)\)")
EXECUTED: Final = re.compile(r"^```(?:python|console)$", re.MULTILINE)
EVERY_LAW: Final = frozenset(
    letter
    for laws in (
        LAWS,
        PRICE_LAWS,
        EARN_LAWS,
        SPENDING_LAWS,
        HISTORY_LAWS,
        TIER_LAWS,
        DELIVERY_LAWS,
        RETURN_LAWS,
        CLAIM_LAWS,
        EXCHANGE_LAWS,
        TREE_LAWS,
        CUT_OFF_LAWS,
        ACCOUNTING_LAWS,
        WHAT_IF_LAWS,
    )
    for letter in laws
)
CONDITIONS: Final = frozenset(
    {"spend", "quantity", "member", "tier", "segment", "coupon", "hours", "window", "tender"}
)
"""Codes of a verdict on what is missing."""


@attrs.frozen
class Row:
    """One capability as the page has it; ``systems`` is empty where nothing was compared."""

    systems: str
    capability: str
    here: str
    try_it: str
    refused: str
    shown: str


def text() -> str:
    return PAGE.read_text(encoding="utf-8")


@cache
def rows() -> tuple[Row, ...]:
    found = []
    for line in text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and len(cells) in {5, 6} and cells[-4].startswith("*"):
            found.append(Row(*([""] * (6 - len(cells))), *cells))
    return tuple(found)


def quoted(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def slugs(page: Path) -> set[str]:
    """What a link to a page may name: its headings, and the labels before them."""
    written = page.read_text(encoding="utf-8")
    headings = re.findall(r"^#{1,3} (.+)$", written, re.MULTILINE)
    made = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    return made | set(re.findall(r"^\(([\w-]+)\)=$", written, re.MULTILINE))


def refusals() -> Iterator[str]:
    errors = (PAGE.parent / "errors.md").read_text(encoding="utf-8").partition("## Codes")[2]
    for line in errors.splitlines():
        if line.startswith("| "):
            yield from quoted(line.split(" | ")[0])
    codes: tuple[type[Enum], ...] = (
        RefusalCode,
        OverrideRefusalCode,
        SpendRefusalCode,
        RewardRefusalCode,
        NotOfferedCode,
        CancelRefusalCode,
        ClaimRefusalCode,
        ExchangeRefusalCode,
        ReduceRefusalCode,
        ReturnRefusalCode,
        UnprovenRefusalCode,
    )
    for code in codes:
        yield from (each.value for each in code)
    yield from (each.kind for each in get_args(Conflict))
    yield from (name for name in vars(verdicts) if name[0].isupper())
    yield from (Within.__name__, *CONDITIONS)


def test_every_capability_has_its_row_and_the_count_of_systems() -> None:
    expected = {name: f"{whole + part} ({whole})" for name, (whole, part) in COMPARED.items()}
    assert {row.capability: row.systems for row in rows() if row.systems} == expected
    assert tuple(row.capability for row in rows() if not row.systems) == MORE


@pytest.mark.parametrize(
    "compared", [CAPABILITIES, POINTS, DELIVERY, RETURNS], ids=["prices", "points", "delivery", "returns"]
)
def test_rows_stand_by_how_many_systems_have_it(compared: Mapping[str, tuple[int, int]]) -> None:
    ranks = [
        (-sum(compared[row.capability]), -compared[row.capability][0])
        for row in rows()
        if row.capability in compared
    ]
    assert ranks == sorted(ranks)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.capability)
def test_a_row_says_whether_it_is_here_and_what_is_here_can_be_tried(row: Row) -> None:
    mark = row.here.strip("*")
    assert mark in MARKS
    if mark == "have":
        assert row.try_it
        assert row.shown
        return
    _, _, missing = text().partition("## What is missing, and why")
    headings = [f"**{each[0].upper()}{each[1:]}**" for each in MARKS[1:]]
    of_mark = re.split("|".join(map(re.escape, headings)), missing.partition("\n## ")[0])[MARKS.index(mark)]
    assert f"*{row.capability}*" in of_mark or row.capability == "Fiscal receipts"


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.capability)
def test_what_a_row_leads_to_exists_and_is_executed(row: Row) -> None:
    for target, anchor in LINK.findall(row.try_it):
        page = (PAGE.parent / target).resolve() if target else PAGE
        assert not anchor or anchor in slugs(page)
        assert EXECUTED.search(page.read_text(encoding="utf-8"))
    words = set(re.findall(r"[\w-]+", example()))
    assert set(quoted(row.try_it)) <= words


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.capability)
def test_what_a_row_is_refused_with_and_shown_by_exists(row: Row) -> None:
    assert set(quoted(row.refused)) <= set(refusals())
    assert set(re.findall(r"\b[A-Z]+(?:[0-9]+|O)\b", row.shown)) <= EVERY_LAW
    for each in quoted(row.shown):
        if "/" in each:
            assert (ROOT / each).is_file()
        else:
            package = "comptoir.testing" if each == "oracle" else "comptoir.testing.oracles"
            assert importlib.import_module(f"{package}.{each}").__doc__


def test_what_a_fiscal_receipt_needs_is_in_the_order() -> None:
    of = {"terms": LineTerms, "product": OrderLine}
    table = [line for line in text().partition("## Fiscal receipts")[2].splitlines() if line.startswith("| ")]
    named = [each for line in table for each in quoted(line.split(" | ")[1])]
    assert named
    for each in named:
        first, _, field = each.partition(".")
        where: type = of[first] if first in of and field else OrderLine if first in of else Order
        assert (field or first) in {attribute.name for attribute in attrs.fields(where)}
