"""What a counter was asked before changes no answer: what it remembers is what it would find."""

from __future__ import annotations

from datetime import datetime

import attrs
from hypothesis import given
from hypothesis import strategies as st

from comptoir.facts.baskets import Basket
from comptoir.rulebook import Rulebook
from comptoir.testing.cases import Case, ask_counter
from comptoir.testing.strategies.price_cases import price_baskets, price_cases, price_instants
from comptoir.values.errors import ComptoirError


def forgetful(rulebook: Rulebook) -> Rulebook:
    """The same rulebook, never asked before."""
    return attrs.evolve(rulebook, tax=attrs.evolve(rulebook.tax), pricing=attrs.evolve(rulebook.pricing))


def outcome(rulebook: Rulebook, basket: Basket, at: datetime) -> object:
    try:
        quote = ask_counter(rulebook, basket, at)
    except ComptoirError as error:
        return error.faults
    return quote.terms, quote.until


@given(price_cases(), st.data())
def test_what_was_asked_before_changes_no_answer(case: Case, data: st.DataObject) -> None:
    baskets = [case.basket, data.draw(price_baskets(case.rulebook, case.rulebook.products.products))]
    asked = [
        (data.draw(st.sampled_from(baskets)), data.draw(price_instants() | st.just(case.at)))
        for _ in range(data.draw(st.integers(2, 6)))
    ]
    for basket, at in asked:
        assert outcome(case.rulebook, basket, at) == outcome(forgetful(case.rulebook), basket, at)
