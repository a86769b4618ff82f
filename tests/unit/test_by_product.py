from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir import Product
from comptoir.pricing.by_product import PRODUCTS_REMEMBERED, RULES_REMEMBERED, ByProduct
from comptoir.testing.strategies.flavours import PLAUSIBLE
from comptoir.testing.strategies.products import products
from comptoir.testing.strategies.selections import selections
from comptoir.values.selections import (
    EVERYTHING,
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


@attrs.frozen
class Rule:
    id: int
    on: Selection


def rules(*selections: Selection) -> list[Rule]:
    return [Rule(number, selection) for number, selection in enumerate(selections)]


def product(sku: str = "ROBE-36", category: str = "mode/robes") -> Product:
    return Product(
        sku=sku,
        name={"fr": "Robe"},
        category=category,
        tax="standard",
        brand="lin",
        tags=["soldes", "ete"],
        attributes={"size": "36"},
    )


@given(st.lists(selections(PLAUSIBLE), max_size=12), st.lists(products(PLAUSIBLE), min_size=1, max_size=6))
def test_it_finds_what_asking_each_rule_finds(on: list[Selection], asked: list[Product]) -> None:
    every = rules(*on)
    by_product = ByProduct(every)
    for one in (*asked, *asked):
        assert list(by_product.selecting(one)) == [rule for rule in every if rule.on.selects(one)]


@pytest.mark.parametrize("category", ["a", "a/b", "/a", "//", "a//b", "a/", "a/b/c"])
@pytest.mark.parametrize("path", ["a", "a/b", "/a", "/", "a/", "b", "a/b/c"])
def test_a_category_is_found_however_odd_its_path(category: str, path: str) -> None:
    asked = product(category=category)
    assert bool(ByProduct(rules(Category(path))).selecting(asked)) == Category(path).selects(asked)


@attrs.frozen(eq=False)
class Counting:
    """A rule that counts how often it is looked at."""

    selection: Selection
    looked_at: list[Selection] = attrs.field(factory=list)

    @property
    def on(self) -> Selection:
        self.looked_at.append(self.selection)
        return self.selection


@pytest.mark.parametrize(
    "apart",
    [
        Skus(["SAC"]),
        Category("sacs"),
        Brand("soie"),
        Tag("hiver"),
        Attribute("size", "38"),
        AnyOf([Skus(["SAC"]), Brand("soie")]),
        AllOf([EVERYTHING, Category("mode"), Skus(["SAC"])]),
        AllOf([AnyOf([Skus(["SAC"]), Category("mode")]), Tag("hiver")]),
    ],
)
def test_a_rule_about_other_products_is_not_asked(apart: Selection) -> None:
    rule = Counting(apart)
    by_product = ByProduct([rule])
    assert by_product.selecting(product("SANDALE")) == ()
    before = len(rule.looked_at)
    assert by_product.selecting(product("CHAPEAU")) == ()
    assert len(rule.looked_at) == before


@pytest.mark.parametrize("on", [EVERYTHING, NoneOf([Skus(["SAC"])]), AnyOf([Tag("hiver"), EVERYTHING])])
def test_a_rule_that_names_no_word_is_asked_of_every_product(on: Selection) -> None:
    by_product = ByProduct(rules(Skus(["SAC"]), on, Brand("lin")))
    assert [rule.id for rule in by_product.selecting(product())] == [1, 2]


def test_an_answer_is_remembered_for_the_product_itself_and_not_for_its_sku() -> None:
    by_product = ByProduct(rules(Category("mode"), Category("sacs")))
    asked = product()
    assert by_product.selecting(asked) is by_product.selecting(asked)
    assert [rule.id for rule in by_product.selecting(product(category="sacs/lin"))] == [1]
    assert [rule.id for rule in by_product.selecting(asked)] == [0]


def test_what_is_remembered_is_bounded() -> None:
    by_product = ByProduct(rules(*(Brand("lin") for _ in range(RULES_REMEMBERED + 1))))
    asked = product()
    assert len(by_product.selecting(asked)) == RULES_REMEMBERED + 1
    assert by_product.selecting(asked) is not by_product.selecting(asked)
    one = ByProduct(rules(Brand("lin")))
    kept = one.selecting(asked)
    for number in range(PRODUCTS_REMEMBERED):
        one.selecting(attrs.evolve(asked, sku=f"P-{number}"))
    assert one.selecting(asked) == kept
    assert one.selecting(asked) is not kept
