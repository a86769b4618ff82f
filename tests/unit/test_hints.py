"""What a little more would bring: every hint is tried by a quote, and what was not told by brute force."""

from __future__ import annotations

from collections import Counter as Multiset
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, combinations, combinations_with_replacement
from typing import Any, Final

import attrs
import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from comptoir import (
    Basket,
    Cliff,
    Contract,
    Counter,
    Deliver,
    Hints,
    LimitExceeded,
    Line,
    Measured,
    Money,
    NearMiss,
    Place,
    Product,
    Quote,
    Rulebook,
    RulebookError,
    WrongType,
)
from comptoir.checkout.trials import Budget
from comptoir.pricing.benefits.amount import AmountOff
from comptoir.pricing.benefits.basket_amount import BasketAmountOff
from comptoir.pricing.benefits.basket_percent import BasketPercentOff
from comptoir.pricing.benefits.buy_get import BuyGet
from comptoir.pricing.benefits.delivery import DeliveryOff
from comptoir.pricing.benefits.gift import Gift
from comptoir.pricing.benefits.n_for_m import NForM
from comptoir.pricing.benefits.percent import PercentOff
from comptoir.pricing.benefits.positions import Positions
from comptoir.pricing.benefits.set import SetOffer
from comptoir.pricing.benefits.tiers import AmountStep, AmountTiers, QuantityStep, QuantityTiers
from comptoir.pricing.conditions.nested import AnyMet, NoneMet
from comptoir.pricing.conditions.quantity import Quantity
from comptoir.pricing.conditions.spend import Spend
from comptoir.pricing.kinds import SetBenefit, Slot
from comptoir.pricing.price_lists import Counts, Scale, Step
from comptoir.pricing.rules import AtMost, Promotion
from comptoir.pricing.verdicts import Applied, Granted, Incomplete, NotMet
from comptoir.pricing.why import Verdicts
from comptoir.values.money import Amount, UnitPrice
from comptoir.values.quantities import pieces
from comptoir.values.selections import EVERYTHING, Brand, Category, Selection, Skus
from unit.price_shop import (
    AT,
    EVERYDAY,
    HOME,
    PRICES,
    basket,
    product,
    promotion,
    quoted,
    shop,
    unit_prices,
)

GROCERY, BOOKS = Category("grocery"), Category("books")
LYON = Deliver(Place("FR", "69003"), "home")


def hints(*promotions: Promotion, lines: Iterable[Line], among: Iterable[str] = (), **rules: Any) -> Hints:
    quote = quoted(shop(*promotions, **rules), *lines)
    return Counter(quote.rulebook).hints(quote, among=among)


def eur(text: str) -> Amount:
    return Amount.of(f"{text} EUR")


def near(missing: int | str, more: str, saved: str, *add: Line) -> NearMiss:
    """The near miss of the promotion ``p``."""
    return NearMiss(
        promotion="p",
        missing=eur(missing) if isinstance(missing, str) else missing,
        add=add,
        more=eur(more),
        saved=eur(saved),
    )


# Near misses, by hand: LIVRE 24.90, MIEL 8.90, BOITE 9.00, LIMO 3.20, PULL 50.00


def test_the_third_book_is_free() -> None:
    offer = promotion("p", NForM(take=3, pay=2), on=BOOKS)
    [found] = hints(offer, lines=[Line("LIVRE", 2)]).near_misses
    assert found == near(1, "0.00", "24.90", Line("LIVRE", 1))
    assert (found.sku, found.units) == ("LIVRE", 1)


def test_a_set_that_applied_with_units_left_over_is_nearly_there_again() -> None:
    offer = promotion("p", NForM(take=3, pay=2), on=BOOKS)
    assert hints(offer, lines=[Line("LIVRE", 3)]).near_misses == ()  # a whole set is not near
    assert hints(offer, lines=[Line("LIVRE", 5)]).near_misses == (near(1, "0.00", "24.90", Line("LIVRE", 1)),)
    once = attrs.evolve(offer, at_most=AtMost(times=1))
    assert hints(once, lines=[Line("LIVRE", 5)]).near_misses == ()
    few = attrs.evolve(offer, at_most=AtMost(units=5))
    assert hints(few, lines=[Line("LIVRE", 5)]).near_misses == ()


def test_the_cheapest_product_that_the_caller_shows_is_added() -> None:
    offer = promotion("p", NForM(take=3, pay=2))
    lines = [Line("LIVRE", 1), Line("MIEL", 1)]
    # The third unit is free, and the least is paid when it is not MIEL at 8.90: LIMO costs 3.20.
    assert hints(offer, lines=lines).near_misses == (near(1, "0.00", "8.90", Line("MIEL", 1)),)
    shown = hints(offer, lines=lines, among=["LIMO", "NOWHERE", "THE", "CARTE"])
    assert shown.near_misses == (near(1, "0.00", "8.90", Line("MIEL", 1)),)
    # Without MIEL: 24.90 twice and a unit of 3.20 for nothing.
    [found] = hints(offer, lines=[Line("LIVRE", 2)], among=["LIMO"]).near_misses
    assert found == near(1, "0.00", "24.90", Line("LIVRE", 1))


def test_every_slot_gets_the_cheapest_product_that_fills_it() -> None:
    slots = [Slot(on=Skus(["MIEL", "LIMO"])), Slot(on=Skus(["BOITE"]), least=2), Slot(on=BOOKS)]
    offer = promotion("p", SetOffer(slots=slots, amount="10.00 EUR"))
    # LIMO 3.20 and two BOITE at 9.00 are 21.20, less 10.00.
    [found] = hints(offer, lines=[Line("LIVRE", 1)]).near_misses
    assert found == near(3, "11.20", "10.00", Line("LIMO", 1), Line("BOITE", 2))
    assert (found.sku, found.units) == (None, 3)


def test_of_slots_that_share_goods_the_one_that_is_cheaper_to_fill_lacks_units() -> None:
    slots = [Slot(on=Skus(["LIVRE", "LIMO"])), Slot(on=BOOKS)]
    offer = promotion("p", SetOffer(slots=slots, percent="50"))
    # LIVRE fills either slot: LIMO beside it costs 3.20, half of both is 14.05 and 10.85 less is paid.
    [found] = hints(offer, lines=[Line("LIVRE", 1)]).near_misses
    assert found == near(1, "-10.85", "14.05", Line("LIMO", 1))


def test_what_is_got_free_is_added() -> None:
    offer = promotion("p", BuyGet(buy=Slot(on=BOOKS), get=Slot(on=Skus(["MIEL", "BOITE"]))))
    # Nothing more is paid for either: the dearer one saves more.
    assert hints(offer, lines=[Line("LIVRE", 1)]).near_misses == (near(1, "0.00", "9.00", Line("BOITE", 1)),)


def test_a_gift_not_chosen_yet_is_told_with_the_dearest() -> None:
    offer = promotion("p", Gift(), on=Skus(["MIEL", "BOITE", "LIMO"]), when=[Spend("20.00 EUR")])
    assert hints(offer, lines=[Line("LIVRE", 1)]).near_misses == (near(1, "0.00", "9.00", Line("BOITE", 1)),)
    assert hints(offer, lines=[Line("LIVRE", 1), Line("LIMO", 1)]).near_misses == ()  # chosen
    dear = attrs.evolve(offer, when=[Spend("25.00 EUR")])
    assert hints(dear, lines=[Line("LIVRE", 1)]).near_misses == ()


def test_a_gift_in_a_layer_of_its_own_sees_what_the_layers_before_have_left() -> None:
    gift = promotion("p", Gift(), layer="basket", on=Skus(["BOITE"]), when=[Spend("20.00 EUR")])
    half = promotion("half", PercentOff("50"), on=BOOKS)
    assert hints(gift, half, lines=[Line("LIVRE", 1)]).near_misses == ()  # 12.45
    quote = quoted(shop(gift, half), Line("LIVRE", 1))
    assert quote.why_not("p") == NotMet("spend", eur("7.55"))
    assert hints(gift, half, lines=[Line("LIVRE", 2)]).near_misses != ()  # 24.90


def test_pieces_that_a_condition_counts_are_missing() -> None:
    offer = promotion("p", PercentOff("50"), on=GROCERY, when=[Quantity(3, GROCERY)])
    # Three times 8.90 are 26.70; half of each line is 13.35: 4.45 less than the 17.80 of two.
    found = hints(offer, lines=[Line("MIEL", 2)])
    assert found.near_misses == (near(1, "-4.45", "13.35", Line("MIEL", 1)),)
    assert found.cliffs == (Cliff(sku="MIEL", units=1, less=eur("4.45")),)
    assert (
        hints(attrs.evolve(offer, when=[NoneMet([Quantity(1)])]), lines=[Line("MIEL", 2)]).near_misses == ()
    )


def test_a_pack_counts_with_the_pieces_inside() -> None:
    offer = promotion("p", PercentOff("50"), when=[Quantity(7, GROCERY)])
    # A case of six at 17.90 in the basket, and another: half of 35.80 is what the one costs.
    [found] = hints(offer, lines=[Line("LIMO", 1, unit="case-6")]).near_misses
    assert found == near(1, "0.00", "17.90", Line("LIMO", 1, unit="case-6"))


def test_of_conditions_of_which_one_is_enough_the_cheaper_to_meet_is_told() -> None:
    offer = promotion("p", PercentOff("50"), when=[AnyMet([Spend("60.00 EUR"), Quantity(2, BOOKS)])])
    # 35.10 more and 12.45 off are 22.65; a second book at half price, with the first, costs nothing.
    assert hints(offer, lines=[Line("LIVRE", 1)]).near_misses == (near(1, "0.00", "24.90", Line("LIVRE", 1)),)


def test_an_amount_that_is_missing_names_no_product() -> None:
    offer = promotion("p", PercentOff("10"), when=[Spend("30.00 EUR")])
    [found] = hints(offer, lines=[Line("LIVRE", 1)]).near_misses
    assert found == near("5.10", "2.61", "2.49")
    assert (found.sku, found.units) == (None, 0)


def test_the_next_step_of_tiers() -> None:
    steps = [AmountStep(from_="20.00 EUR", percent="5"), AmountStep(from_="60.00 EUR", percent="30")]
    # 49.80: 2.49 off now, 14.94 off from 60.00 on.
    assert hints(promotion("p", AmountTiers(steps=steps)), lines=[Line("LIVRE", 2)]).near_misses == (
        near("10.20", "-2.25", "12.45"),
    )
    counted = [QuantityStep(from_=2, percent="5"), QuantityStep(from_=10, percent="50")]
    # Nine are 80.10 less 4.01 (4.005); ten are 89.00 less 44.50.
    found = hints(promotion("p", QuantityTiers(steps=counted)), lines=[Line("MIEL", 9)])
    assert found.near_misses == (near(1, "-31.59", "40.49", Line("MIEL", 1)),)
    assert found.cliffs == (Cliff(sku="MIEL", units=1, less=eur("31.59")),)
    last = hints(promotion("p", QuantityTiers(steps=counted)), lines=[Line("MIEL", 10)])
    assert last.near_misses == ()


def test_delivery_for_less_is_saved_where_it_is_delivered() -> None:
    rules = shop(promotion("p", DeliveryOff(percent="100"), when=[Spend("30.00 EUR")]), services=(HOME,))
    sent = quoted(rules, Line("LIVRE", 1), handover=LYON, contract=Contract.DISTANCE)
    assert Counter(rules).hints(sent).near_misses == (near("5.10", "0.20", "4.90"),)
    assert Counter(rules).hints(quoted(rules, Line("LIVRE", 1))).near_misses == ()


def test_nothing_is_told_of_what_would_be_beaten_or_is_on_nothing_there() -> None:
    offer = promotion("p", NForM(take=3, pay=2), on=BOOKS)
    better = promotion("half", PercentOff("50"))
    assert hints(offer, better, lines=[Line("LIVRE", 2)]).near_misses == ()
    assert hints(offer, lines=[Line("MIEL", 2)], among=["LIVRE"]).near_misses == ()
    assert hints(offer, lines=[]).near_misses == ()


def test_what_was_weighed_is_not_added() -> None:
    offer = promotion("p", NForM(take=2, pay=1), on=Category("grocery/tea"))
    assert hints(offer, lines=[Line("THE", Measured("0.25", "kg"))]) == Hints(near_misses=(), cliffs=())


def test_goods_without_a_price_or_of_no_assortment_are_not_added() -> None:
    products = (product("A", "books"), product("B", "books"))
    prices = [attrs.evolve(EVERYDAY, prices={"A": EVERYDAY.prices["LIVRE"]}, packs={})]
    offer = promotion("p", NForM(take=2, pay=1), on=Skus(["A", "B", "C"]))
    found = hints(offer, lines=[Line("A", 1)], products=products, lists=prices)
    assert found.near_misses == (near(1, "0.00", "24.90", Line("A", 1)),)


# Cliffs


def test_ten_cost_less_than_nine() -> None:
    scale = Scale(Counts.ALL_UNITS, [Step("10", "7.00")])
    lists = [attrs.evolve(EVERYDAY, scales={"MIEL": scale})]
    # Nine at 8.90 are 80.10, ten at 7.00 are 70.00; so are eight at 71.20 dearer than ten.
    for many, less in ((9, "10.10"), (8, "1.20")):
        assert hints(lines=[Line("MIEL", many)], lists=lists).cliffs == (
            Cliff(sku="MIEL", units=10 - many, less=eur(less)),
        )
    assert hints(lines=[Line("MIEL", 7)], lists=lists).cliffs == ()
    by_case = hints(lines=[Line("LIMO", 1, unit="case-6")], lists=lists)
    assert by_case.cliffs == ()


def test_the_cliff_of_an_amount() -> None:
    steps = [AmountStep(from_="60.00 EUR", amount="40.00 EUR")]
    # 49.80; with LIVRE once more 74.70 - 40.00 = 34.70; with two MIEL more 67.60 + 8.90 - 40.00.
    found = hints(promotion("p", AmountTiers(steps=steps)), lines=[Line("LIVRE", 2), Line("LIMO", 1)])
    assert found.cliffs == (
        Cliff(sku="LIMO", units=3, less=eur("30.40")),  # 53.00 now; 62.60 - 40.00
        Cliff(sku="LIVRE", units=1, less=eur("15.10")),
    )


# What is asked, and how long it may take


def test_a_counter_takes_quotes_and_as_many_products_as_a_page() -> None:
    quote = quoted(shop(), Line("LIVRE", 1))
    with pytest.raises(WrongType):
        Counter(quote.rulebook).hints("quote")  # type: ignore[arg-type]
    with pytest.raises(LimitExceeded, match="too_many_products"):
        Counter(quote.rulebook).hints(quote, among=["LIVRE"] * 2_001)


def test_the_work_is_counted() -> None:
    budget = Budget(trials=2, lines=5)
    assert [budget.take(3), budget.is_short, budget.take(3), budget.is_short] == [True, False, False, True]
    assert [budget.take(2), budget.take(0)] == [True, False]


def test_what_was_not_tried_is_said() -> None:
    skus = [f"B-{number:03}" for number in range(65)]
    products = tuple(product(sku, "books") for sku in skus)
    prices = [attrs.evolve(EVERYDAY, prices=dict.fromkeys(skus, EVERYDAY.prices["LIVRE"]), packs={})]
    offer = promotion("p", NForM(take=2, pay=1), on=BOOKS)
    rules = {"products": products, "lists": prices}
    assert hints(offer, lines=[Line(skus[0], 1)], among=skus[:64], **rules).all_tried
    found = hints(offer, lines=[Line(skus[0], 1)], among=skus, **rules)
    assert not found.all_tried
    assert found.near_misses == (near(1, "0.00", "24.90", Line(skus[0], 1)),)


def test_a_hint_is_the_same_however_the_lines_were_written() -> None:
    offer = promotion("p", NForM(take=3, pay=2))
    one = hints(offer, lines=[Line("LIVRE", 2), Line("MIEL", 3)])
    assert one == hints(offer, lines=[Line("MIEL", 1), Line("LIVRE", 2, ref="a"), Line("MIEL", 2)])


def test_where_tax_is_added_more_is_what_is_paid() -> None:
    rules = shop(promotion("p", NForM(take=2, pay=1), on=BOOKS))
    quote = quoted(rules, Line("LIVRE", 1))
    [found] = Counter(rules).hints(quote).near_misses
    after = quoted(rules, Line("LIVRE", 1), *found.add)
    assert after.total - quote.total == found.more.money == Money("0.00", "EUR")


# By brute force, in small shops

SKUS: Final = ("A", "B", "C", "D")
SMALL: Final[tuple[Product, ...]] = (
    product("A", "x", brand="M"),
    product("B", "x", brand="N"),
    product("C", "y", brand="M"),
    product("D", "y", brand="N"),
)
SELECTIONS: Final[tuple[Selection, ...]] = (
    EVERYTHING,
    EVERYTHING,
    Category("x"),
    Category("y"),
    Brand("M"),
    Skus(["A", "D"]),
)


def small_shop(promotions: Iterable[Promotion], prices: Mapping[str, UnitPrice]) -> Rulebook:
    lists = [attrs.evolve(EVERYDAY, prices=dict(prices), packs={})]
    return shop(*promotions, products=SMALL, lists=lists)


def selections() -> st.SearchStrategy[Selection]:
    return st.sampled_from(SELECTIONS)


PERCENTS: Final = st.sampled_from(("10", "25", "50", "100"))
AMOUNTS: Final = st.sampled_from(("0.50 EUR", "2.00 EUR", "5.00 EUR"))
SLOTS: Final = st.builds(Slot, on=selections(), least=st.integers(1, 2))


@st.composite
def sets(draw: st.DrawFn) -> SetBenefit:
    kind = draw(st.sampled_from(("n_for_m", "positions", "set", "buy_get")))
    if kind == "n_for_m":
        take = draw(st.integers(2, 3))
        return NForM(take=take, pay=draw(st.integers(1, take - 1)))
    if kind == "positions":
        return Positions(of=2, off={"2": draw(PERCENTS)})
    if kind == "buy_get":
        return BuyGet(buy=draw(SLOTS), get=draw(SLOTS), lesser=draw(st.booleans()))
    slots = draw(st.lists(SLOTS, min_size=1, max_size=3))
    if draw(st.booleans()):
        return SetOffer(slots=slots, percent=draw(PERCENTS))
    return SetOffer(slots=slots, amount=draw(AMOUNTS))


def others() -> st.SearchStrategy[Any]:
    """Offers that compete without lacking anything."""
    return st.one_of(
        PERCENTS.map(PercentOff),
        AMOUNTS.map(AmountOff),
        PERCENTS.map(BasketPercentOff),
        AMOUNTS.map(BasketAmountOff),
    )


@st.composite
def cases(draw: st.DrawFn, kind: str) -> tuple[Rulebook, Basket]:
    """A small shop with the promotion ``p`` of a kind, perhaps another beside it, and a small basket."""
    fields: dict[str, Any] = {"on": draw(selections())}
    if kind == "set":
        benefit: Any = draw(sets())
        fields["at_most"] = draw(st.none() | st.none() | st.builds(AtMost, times=st.just(1)))
    elif kind == "quantity":
        benefit = draw(others() | sets())
        fields["when"] = [Quantity(draw(st.integers(2, 5)), draw(selections()))]
    elif kind == "spend":
        benefit = draw(others())
        fields["when"] = [Spend(draw(st.sampled_from(("5.00 EUR", "12.00 EUR", "30.00 EUR"))))]
    else:
        first, second = draw(PERCENTS), draw(PERCENTS)
        benefit = QuantityTiers(
            steps=[QuantityStep(from_=2, percent=first), QuantityStep(from_=4, percent=second)]
        )
    rival = draw(st.none() | others() | sets())
    promotions = [promotion("p", benefit, **fields)]
    if rival is not None:
        promotions.append(promotion("rival", rival, on=draw(selections())))
    prices = st.sampled_from(("1.00", "1.99", "3.33", "7.00", "7.00", "9.99"))
    listed = {sku: draw(prices) for sku in SKUS}
    chosen = draw(st.lists(st.sampled_from(SKUS), min_size=1, max_size=2, unique=True))
    lines = [Line(sku, draw(st.integers(1, 3))) for sku in chosen]
    try:
        return small_shop(promotions, unit_prices(listed)), basket(*lines)
    except RulebookError:  # a slot that no product of the promotion fills
        reject()


def ask(rules: Rulebook, asked: Basket, *add: Line) -> Quote:
    return Counter(rules).quote(attrs.evolve(asked, lines=(*asked.lines, *add)), AT)


def given_by_p(quote: Quote) -> int:
    """What the promotion ``p`` gives; for what it gives beside the goods, one."""
    verdict = quote.why_not("p")
    return -verdict.amount.minor if isinstance(verdict, Applied) else int(isinstance(verdict, Granted))


def uses_of_p(quote: Quote) -> int:
    verdicts = quote.verdicts
    assert isinstance(verdicts, Verdicts)
    return next((each.plan.uses.get("p", 0) for each in verdicts.passes if each.layer == "offers"), 0)


def regular(rules: Rulebook, add: Iterable[Line]) -> int:
    prices = rules.pricing.lists[0].prices
    return sum(prices[line.sku].millionths // 10_000 * pieces(line.quantity) for line in add)


def brings(rules: Rulebook, asked: Basket, add: tuple[Line, ...]) -> tuple[int, int] | None:
    """How much more is paid with these goods, and how much is saved, if ``p`` gives more and it is."""
    before, after = ask(rules, asked), ask(rules, asked, *add)
    more = after.terms.total - before.terms.total
    saved = regular(rules, add) - more
    return (more, saved) if given_by_p(after) > given_by_p(before) and saved > 0 else None


def multisets(units: int) -> Iterator[Multiset[str]]:
    return map(Multiset, combinations_with_replacement(SKUS, units))


def as_lines(added: Mapping[str, int]) -> tuple[Line, ...]:
    return tuple(Line(sku, units) for sku, units in added.items())


def fits(benefit: SetBenefit, on: Selection, units: Mapping[str, int], times: int) -> bool:
    """Whether units fill the slots so often: no slots together want more than there is for them."""
    known = {each.sku: each for each in SMALL}
    for chosen in chain.from_iterable(
        combinations(benefit.slots, many) for many in range(1, 1 + len(benefit.slots))
    ):
        supply = sum(
            many
            for sku, many in units.items()
            if on.selects(known[sku]) and any(slot.on.selects(known[sku]) for slot in chosen)
        )
        if supply < times * sum(slot.least for slot in chosen):
            return False
    return True


def one_product_a_kind(benefit: SetBenefit, on: Selection, added: Iterable[str]) -> bool:
    """Whether all units are of the promotion, and those that fill the same slots are of one product."""
    known, kinds = {each.sku: each for each in SMALL}, set[tuple[bool, ...]]()
    for sku in added:
        kind = tuple(slot.on.selects(known[sku]) for slot in benefit.slots)
        if not on.selects(known[sku]) or not any(kind) or kind in kinds:
            return False
        kinds.add(kind)
    return True


def found_by_force(rules: Rulebook, asked: Basket, completions: Iterable[tuple[Line, ...]]) -> int | None:
    """The least that is paid more with one of the completions; ``None`` if none brings anything."""
    found = [brought[0] for add in completions if (brought := brings(rules, asked, add)) is not None]
    return min(found, default=None)


def told(rules: Rulebook, asked: Basket) -> NearMiss | None:
    """The near miss of ``p``; whatever is told is tried."""
    found = Counter(rules).hints(ask(rules, asked), among=SKUS)
    assert found.all_tried
    for cliff in found.cliffs:
        more = ask(rules, asked, Line(cliff.sku, cliff.units))
        assert ask(rules, asked).terms.total - more.terms.total == cliff.less.minor > 0
    own = next((each for each in found.near_misses if each.promotion == "p"), None)
    if own is not None and own.add:
        assert brings(rules, asked, own.add) == (own.more.minor, own.saved.minor)
    return own


@given(cases("set"))
def test_of_what_completes_a_set_nothing_is_cheaper(case: tuple[Rulebook, Basket]) -> None:
    rules, asked = case
    own, quote = told(rules, asked), ask(rules, asked)
    offer = rules.pricing.by_id["p"]
    assert isinstance(offer.benefit, SetBenefit)
    held = {line.sku: pieces(line.quantity) for line in quote.terms.lines}
    times, size = uses_of_p(quote) + 1, sum(slot.least for slot in offer.benefit.slots)
    is_over = offer.at_most is not None and offer.at_most.times is not None and times > offer.at_most.times
    if is_over or fits(offer.benefit, offer.on, held, times):
        assert own is None
        return
    ways: list[Multiset[str]] = []
    missing = 0
    while not ways and missing < size:
        missing += 1
        ways = [
            each for each in multisets(missing) if fits(offer.benefit, offer.on, each + Multiset(held), times)
        ]
    if missing == size:  # nothing of it is there
        assert own is None
        return
    one = [each for each in ways if one_product_a_kind(offer.benefit, offer.on, each)]
    least = found_by_force(rules, asked, map(as_lines, one))
    assert (own is None) == (least is None)
    if own is not None:
        assert (own.missing, own.units, own.more.minor) == (missing, missing, least)


@given(cases("quantity"))
def test_of_what_meets_a_quantity_nothing_is_cheaper(case: tuple[Rulebook, Basket]) -> None:
    rules, asked = case
    own, verdict = told(rules, asked), ask(rules, asked).why_not("p")
    if not isinstance(verdict, NotMet):
        return
    assert isinstance(verdict.missing, int)
    condition = rules.pricing.by_id["p"].when[0]
    assert isinstance(condition, Quantity)
    offer = rules.pricing.by_id["p"]
    is_there = any(offer.on.selects(each) for each in SMALL for line in asked.lines if line.sku == each.sku)
    counted = [each.sku for each in SMALL if is_there and condition.on.selects(each)]
    least = found_by_force(rules, asked, [(Line(sku, verdict.missing),) for sku in counted])
    assert (own is None) == (least is None)
    if own is not None:
        assert (own.missing, own.more.minor) == (verdict.missing, least)


@given(cases("tiers"))
def test_of_what_reaches_the_next_step_nothing_is_cheaper(case: tuple[Rulebook, Basket]) -> None:
    rules, asked = case
    own, offer = told(rules, asked), rules.pricing.by_id["p"]
    selected = [each.sku for each in SMALL if offer.on.selects(each)]
    units = sum(pieces(line.quantity) for line in asked.lines if line.sku in selected)
    missing = next((start - units for start in (2, 4) if start > units), None)
    ways = [(Line(sku, missing),) for sku in selected] if units and missing else []
    least = found_by_force(rules, asked, ways)
    assert (own is None) == (least is None)
    if own is not None:
        assert (own.missing, own.more.minor) == (missing, least)


@given(cases("spend"))
def test_an_amount_that_is_missing_saves_what_the_offer_gives_without_it(
    case: tuple[Rulebook, Basket],
) -> None:
    rules, asked = case
    own, now = told(rules, asked), ask(rules, asked)
    verdict = now.why_not("p")
    if not isinstance(verdict, NotMet):
        assert own is None
        return
    assert isinstance(verdict.missing, Amount)
    free = [attrs.evolve(each, when=()) if each.id == "p" else each for each in rules.pricing.promotions]
    waived = ask(small_shop(free, rules.pricing.lists[0].prices), asked)
    saved = now.terms.total - waived.terms.total
    assert (own is None) == (saved <= 0)
    if own is not None:
        assert (own.missing, own.saved.minor) == (verdict.missing, saved)
        assert own.more.minor == verdict.missing.minor - saved


@given(st.sampled_from(("set", "quantity", "tiers")).flatmap(cases))
def test_one_more_of_a_line_that_costs_less_in_all_is_a_cliff(case: tuple[Rulebook, Basket]) -> None:
    rules, asked = case
    quote = ask(rules, asked)
    cliffs = {each.sku: each for each in Counter(rules).hints(quote).cliffs}
    for line in asked.lines:
        less = quote.terms.total - ask(rules, asked, Line(line.sku, 1)).terms.total
        if less > 0:
            assert cliffs[line.sku].less.minor >= less


@given(cases("set"))
def test_what_a_set_lacks_is_what_its_verdict_says(case: tuple[Rulebook, Basket]) -> None:
    rules, asked = case
    quote = ask(rules, asked)
    verdict, offer = quote.why_not("p"), rules.pricing.by_id["p"]
    assert isinstance(offer.benefit, SetBenefit)
    if isinstance(verdict, Incomplete):
        held = Multiset({line.sku: pieces(line.quantity) for line in quote.terms.lines})
        for fewer in multisets(verdict.missing - 1):
            assert not fits(offer.benefit, offer.on, held + fewer, 1)
        assert any(line.code == "missing_units" for line in quote.explanation)


def test_the_prices_of_the_examples_are_as_said() -> None:
    told_above = {"LIVRE": "24.90", "MIEL": "8.90", "BOITE": "9.00", "LIMO": "3.20", "PULL": "50.00"}
    assert {sku: PRICES[sku] for sku in told_above} == told_above
