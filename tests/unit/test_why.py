"""Why each promotion applied or did not, in words: every verdict, every condition, in both languages."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from comptoir import Buyer, Deliver, Line, Measured, Place, Quote, WrongValue
from comptoir.checkout.explanation import Statement, explain
from comptoir.checkout.reasons import Reasons
from comptoir.facts.coupons import Remaining
from comptoir.pricing.benefits.basket_amount import BasketAmountOff
from comptoir.pricing.benefits.delivery import DeliveryOff
from comptoir.pricing.benefits.n_for_m import NForM
from comptoir.pricing.benefits.percent import PercentOff
from comptoir.pricing.benefits.points import BonusPoints
from comptoir.pricing.conditions.buyer import BirthMonth, FirstOrder, Member, Segment, Tier
from comptoir.pricing.conditions.coupon import Coupon
from comptoir.pricing.conditions.nested import AllMet, AnyMet, NoneMet
from comptoir.pricing.conditions.place import HandedOverBy, HandedOverIn
from comptoir.pricing.conditions.quantity import Quantity
from comptoir.pricing.conditions.spend import Spend
from comptoir.pricing.conditions.tender import PaidWith
from comptoir.pricing.conditions.time import AtHours, InWindow
from comptoir.pricing.floors import AtMostOff
from comptoir.pricing.kinds import Condition
from comptoir.pricing.rules import AtMost
from comptoir.pricing.verdicts import Barrier, Beaten, Blocked, NotMet, NotReached, OtherCurrency, Verdict
from comptoir.values.money import Amount
from comptoir.values.selections import (
    AllOf,
    AnyOf,
    Attribute,
    Brand,
    Category,
    NoneOf,
    Selection,
    Skus,
    Tag,
)
from comptoir.values.times_of_day import Hours
from comptoir.values.windows import Window
from unit.price_shop import (
    OVERRIDES,
    PRODUCTS,
    PROGRAMME,
    decided,
    floor,
    instant,
    price_list,
    promotion,
    quoted,
    shop,
)

BOOKS = Category("books")
HALF = PercentOff("50")
BOOK_LIST = price_list("books", {"LIVRE": "24.90"})


def said(quote: Quote, *, language: str = "en", **asked: Any) -> list[str]:
    """The lines of why, with plain spaces."""
    text = explain(quote.why(**asked), quote.rulebook.zone, language)
    return text.replace("\u00a0", " ").splitlines()


def of(*conditions: Condition, lines: tuple[Line, ...] = (Line("LIVRE", 1),), **fields: Any) -> list[str]:
    """What is said of a promotion under conditions, without its name: in English, then in French."""
    rules = shop(promotion("p", HALF, when=conditions), programme=PROGRAMME)
    quote = quoted(rules, *lines, **fields)
    found = [said(quote, language=language) for language in ("en", "fr")]
    assert [each[0] for each in found] == ["p", "p"]
    return [each[1].strip() for each in found]


# Conditions


def test_what_is_missing_and_of_which_goods() -> None:
    assert of(Spend("30.00 EUR")) == ["€5.10 more to spend", "encore 5,10 € d'achats"]
    assert of(Spend("30.00 EUR", Category("books"))) == [
        "€5.10 more to spend (category books)",
        "encore 5,10 € d'achats (catégorie books)",
    ]
    assert of(Quantity(3)) == ["2 more to add", "encore 2 à ajouter"]
    assert of(Quantity(3, BOOKS)) == [
        "2 more to add (category books)",
        "encore 2 à ajouter (catégorie books)",
    ]
    assert of(Spend("30.00 SEK")) == ["in another currency (SEK)", "dans une autre monnaie (SEK)"]


@pytest.mark.parametrize(
    ("selection", "english"),
    [
        (Skus(["MIEL", "THE"]), "MIEL or THE"),
        (Skus(["A", "B", "C", "D", "E"]), "A or B or C or D or …"),
        (Brand("Ventoux"), "brand Ventoux"),
        (Tag("bottle"), "marked bottle"),
        (Attribute("size", "36"), "size 36"),
        (AnyOf([Brand("V"), Tag("t")]), "brand V or marked t"),
        (AllOf([Brand("V"), AnyOf([Tag("t"), Tag("u")])]), "brand V and (marked t or marked u)"),
        (NoneOf([Tag("t"), Skus(["MIEL"])]), "all but marked t or MIEL"),
    ],
)
def test_goods_are_told_in_words(selection: Selection, english: str) -> None:
    rules = shop(promotion("p", HALF, when=[Quantity(9, selection)]))
    [statement] = quoted(rules, Line("LIVRE", 1)).why()
    assert statement.code == "why_quantity_on"
    assert statement.as_data()["goods"] == english


def test_products_are_called_by_their_names_and_a_condition_of_ones_own_by_its_code() -> None:
    named = attrs.evolve(PRODUCTS[1], name={"fr": "Le livre", "en": "The book"})
    rules = shop(
        promotion("p", HALF, when=[Quantity(9, Skus(["LIVRE"]))]), products=(named,), lists=[BOOK_LIST]
    )
    quote = quoted(rules, Line("LIVRE", 1))
    assert said(quote) == ["p", "  8 more to add (The book)"]
    assert said(quote, language="fr") == ["p", "  encore 8 à ajouter (Le livre)"]
    assert rare(NotMet("full_moon")) == ["p", "  a condition is not met (full_moon)"]


@pytest.mark.parametrize(
    ("condition", "english", "french"),
    [
        (
            Member(),
            "only for members of the loyalty programme",
            "réservé aux membres du programme de fidélité",
        ),
        (Tier(["basic", "gold"]), "only for tier Base / Or", "réservé au niveau Base / Or"),
        (Segment("staff"), "only for the group staff", "réservé au groupe staff"),
        (FirstOrder(), "only for a first order", "réservé à une première commande"),
        (BirthMonth(), "only in the month of the birthday", "réservé au mois de l'anniversaire"),
        (Coupon("WELCOME"), "it takes a coupon that is good", "il y faut un bon valable"),
        (PaidWith(["gift-card"]), "to be paid by gift-card", "à payer ainsi : gift-card"),
        (
            AtHours(weekdays=["monday"], hours=Hours.from_text("17:00-19:00")),
            "only Monday, 17:00-19:00",
            "seulement : lundi, 17:00-19:00",
        ),
        (
            InWindow(until=instant("2026-12-01T00:00:00Z")),
            "at another time",
            "à un autre moment",
        ),
        (
            HandedOverIn(store="ajaccio"),
            "for goods handed over elsewhere (ajaccio)",
            "pour des articles remis ailleurs (ajaccio)",
        ),
        (
            HandedOverIn(countries=["BE", "DK"]),
            "for goods handed over elsewhere (BE, DK)",
            "pour des articles remis ailleurs (BE, DK)",
        ),
        (HandedOverBy(["deliver"]), "for goods delivered", "pour des articles livrés"),
        (
            HandedOverBy(["deliver", "collect"]),
            "for goods handed over in another way",
            "pour des articles remis autrement",
        ),
        (NoneMet([Quantity(1)]), "a case that it excludes", "un cas que l'offre exclut"),
        (AnyMet([Segment("staff"), Member()]), "only for the group staff", "réservé au groupe staff"),
        (AllMet([Quantity(1), FirstOrder()]), "only for a first order", "réservé à une première commande"),
    ],
)
def test_every_condition_has_a_sentence(condition: Condition, english: str, french: str) -> None:
    assert of(condition) == [english, french]


def test_carried_and_collected_goods() -> None:
    sent = Deliver(Place("FR", "69003"))
    assert of(HandedOverBy(["carry"]), handover=sent)[0] == "for goods carried away from a store"
    assert of(HandedOverBy(["collect"]), handover=sent)[0] == "for goods collected in a store"


def test_a_metered_promotion_of_which_nothing_is_left() -> None:
    rules = shop(promotion("p", HALF, metered=True))
    for remaining in ((), (Remaining(promotion="p", uses=0),)):
        assert said(quoted(rules, Line("LIVRE", 1), remaining=remaining)) == [
            "p",
            "  used up, or the basket does not say what is left of it",
        ]


# Verdicts


def test_what_applied_says_on_what_and_what_kept_it_from_more() -> None:
    rules = shop(promotion("p", HALF, on=BOOKS, at_most=AtMost(units=1)))
    assert said(quoted(rules, Line("LIVRE", 2), Line("MIEL", 1))) == [
        "p",
        "  -€12.45 on LIVRE",
        "  no more: its own limit is reached",
    ]
    everything = quoted(shop(promotion("p", HALF)), Line("LIVRE", 1), Line("MIEL", 1))
    assert said(everything) == ["p", "  -€16.90 on all goods"]
    assert said(everything, language="fr") == ["p", "  -16,90 € sur tous les articles"]


def test_one_that_took_part_stands_before_those_that_did_not() -> None:
    rules = shop(
        promotion("a", PercentOff("10")),
        promotion("b", HALF),
        promotion("free", DeliveryOff(percent="100")),
        promotion("more", BonusPoints(1_200)),
        promotion("z", PercentOff("5"), on=Category("fashion")),
        programme=PROGRAMME,
    )
    assert said(quoted(rules, Line("LIVRE", 1), buyer=Buyer(member="m-1"))) == [
        "b",
        "  -€12.45 on all goods",
        "free",
        "  delivery for less",
        "more",
        "  1,200 points more",
        "a",
        "  €9.96 more to pay than with b",
        "Other promotions in force, on nothing in this basket: 1",
    ]


def test_every_promotion_is_told_of_if_so_asked_and_one_by_itself() -> None:
    rules = shop(
        promotion("here", NForM(take=2, pay=1), on=BOOKS),
        promotion("there", HALF, on=Category("fashion")),
        promotion("soon", HALF, valid=Window(instant("2026-12-24T00:00:00Z"), None)),
        promotion("over", HALF, valid=Window(None, instant("2026-12-01T00:00:00Z"))),
    )
    quote = quoted(rules, Line("LIVRE", 1))
    assert said(quote, every=True) == [
        "here",
        "  1 more to make it complete",
        "there",
        "  nothing to reduce in this basket",
    ]
    assert said(quote, promotion="there") == ["there", "  nothing to reduce in this basket"]
    assert said(quote, promotion="soon") == ["soon", "  from 24 December 2026, 01:00 (Europe/Paris) on"]
    assert said(quote, promotion="over", language="fr") == [
        "over",
        "  jusqu'au 1er décembre 2026, 01:00 (Europe/Paris)",
    ]
    with pytest.raises(WrongValue, match="unknown_promotion"):
        quote.why("nowhere")


def test_a_tie_and_a_group_and_an_exclusive_one() -> None:
    tied = shop(promotion("a", HALF), promotion("b", HALF))
    assert said(quoted(tied, Line("LIVRE", 1)))[2:] == ["b", "  no better than a"]
    group = shop(promotion("a", HALF, group="g"), promotion("b", PercentOff("10"), group="g"))
    assert said(quoted(group, Line("LIVRE", 1)))[-2:] == [
        "b",
        "  only one of the group: a leaves €9.96 less to pay",
    ]
    same = shop(promotion("a", HALF, group="g"), promotion("b", HALF, group="g"))
    assert said(quoted(same, Line("LIVRE", 1)))[-1] == "  only one of the group: a"
    alone = shop(promotion("a", HALF, exclusive=True), promotion("b", PercentOff("10"), layer="basket"))
    assert said(quoted(alone, Line("LIVRE", 1)))[-2:] == [
        "b",
        "  a excludes all others, and leaves €9.96 less to pay",
    ]


def test_goods_that_are_reduced_or_at_a_list_are_left_alone() -> None:
    after = promotion("b", HALF, layer="basket", not_on_reduced=True)
    rules = shop(promotion("a", PercentOff("10")), after)
    assert said(quoted(rules, Line("LIVRE", 1)))[-2:] == [
        "b",
        "  only on what nothing has reduced: not after a",
    ]
    decisions = shop(after, overrides=OVERRIDES)
    line = Line("LIVRE", 1, override=decided("20.00 EUR", "goodwill"))
    assert said(quoted(decisions, line))[-1] == "  only on what nothing has reduced"
    listed = shop(promotion("p", HALF, not_on_lists=["everyday"]))
    quote = quoted(listed, Line("LIVRE", 1))
    assert said(quote) == ["p", "  not on goods of the price list everyday"]
    assert said(quote, language="fr") == ["p", "  pas sur des articles au tarif everyday"]


def test_only_the_lists_of_the_goods_that_it_is_on_are_named() -> None:
    lists = [price_list("everyday", {"MIEL": "8.90"}), BOOK_LIST]
    rules = shop(promotion("p", HALF, on=BOOKS, not_on_lists=["books", "everyday"]), lists=lists)
    assert said(quoted(rules, Line("LIVRE", 1), Line("MIEL", 1))) == [
        "p",
        "  not on goods of the price list books",
    ]


def test_a_floor_keeps_it_from_more_or_from_all() -> None:
    rules = shop(promotion("p", HALF), floors=[floor("f", AtMostOff("5"), on=BOOKS)])
    assert said(quoted(rules, Line("LIVRE", 1))) == [
        "p",
        "  -€1.24 on all goods",
        "  no more: a floor is reached",
    ]
    after = shop(promotion("p", HALF), promotion("q", HALF, layer="basket"), floors=rules.pricing.floors)
    assert said(quoted(after, Line("LIVRE", 1)))[-2:] == ["q", "  all that it is on stands at its floor"]


def rare(verdict: Verdict) -> list[str]:
    """What is said of a verdict that a small shop does not come to."""
    quote = quoted(shop(promotion("p", HALF)), Line("LIVRE", 1))
    statements = Reasons(quote.priced, quote.rulebook, quote.asked_at).of("p", verdict)
    return explain(statements, quote.rulebook.zone, "en").splitlines()


def test_verdicts_that_are_rare() -> None:
    assert rare(NotReached()) == ["p", "  the search ended before it was tried"]
    assert rare(OtherCurrency("SEK")) == ["p", "  in another currency (SEK)"]
    assert rare(Beaten((), Amount(0, "EUR"))) == ["p", "  nothing to reduce in this basket"]
    assert rare(Blocked(Barrier.EXCLUSIVE, ("p",))) == ["p", "  p excludes all others"]


def test_a_thousand_promotions_on_other_goods_are_only_counted() -> None:
    others = [promotion(f"p-{number:04}", PercentOff("5"), on=Category("fashion")) for number in range(1_000)]
    quote = quoted(shop(*others), Line("LIVRE", 1))
    assert quote.why() == (Statement("why_others", {"count": 1_000}),)


# What a quote's own explanation says of it


def test_an_explanation_says_what_is_missing_for_offers_on_goods_of_the_basket() -> None:
    rules = shop(
        promotion("a", HALF, when=[Spend("30.00 EUR")]),
        promotion("b", HALF, on=BOOKS, when=[Quantity(3, BOOKS)]),
        promotion("c", NForM(take=2, pay=1), on=BOOKS),
        promotion("d", HALF, on=Category("fashion"), when=[Quantity(3)]),
        promotion("e", HALF, when=[Member()]),
        promotion("f", NForM(take=2, pay=1), on=Category("grocery/tea")),
        promotion("g", BasketAmountOff("5.00 EUR"), when=[Spend("20.00 EUR")]),
    )
    quote = quoted(rules, Line("LIVRE", 1))
    told = [each.as_data() for each in quote.explanation if each.code.startswith("missing_")]
    assert told == [
        {"says": "missing_spend", "missing": "5.10 EUR", "name": "a"},
        {"says": "missing_quantity", "missing": 2, "name": "b"},
        {"says": "missing_units", "missing": 1, "name": "c"},
    ]
    assert 'Add 1 more to complete "c".' in quote.explain("en")
    assert "Encore 1 pour compléter « c »." in quote.explain("fr")
    tea = quoted(rules, Line("THE", Measured("0.2", "kg")), buyer=Buyer(member="m"))
    assert 'Add 1 more to complete "f".' in tea.explain("en")
