"""To which means refunds may go: what a rulebook may say of it."""

from __future__ import annotations

import pytest

from comptoir import Tender, WrongType, WrongValue
from comptoir.facts.orders import TenderName
from comptoir.facts.refunding import MayGoTo, RefundingTerms


def test_the_preferred_means_are_named_first() -> None:
    terms = RefundingTerms(may_go_to=[MayGoTo("cheque", ["transfer", "cash"])])
    assert terms.destinations("cheque") == ("transfer", "cash")
    assert terms.destinations("card") == ()


@pytest.mark.parametrize(
    ("means", "to", "code"),
    [
        ("cheque", [], "no_other_means"),
        ("cheque", ["cash", "cheque"], "no_other_means"),
        ("cheque", ["cash", "cash"], "duplicate_means"),
    ],
)
def test_what_may_not_be_said_of_a_means(means: str, to: list[str], code: str) -> None:
    with pytest.raises(WrongValue) as caught:
        MayGoTo(means, to)
    assert caught.value.faults[0].code == code


def test_a_means_has_one_entry() -> None:
    with pytest.raises(WrongValue, match="one entry for each means"):
        RefundingTerms(may_go_to=[MayGoTo("cheque", ["cash"]), MayGoTo("cheque", ["transfer"])])


@pytest.mark.parametrize("captured", ["9.00 EUR", "-1.00 GBP"])
def test_what_was_captured_is_in_another_currency(captured: str) -> None:
    with pytest.raises(WrongValue) as caught:
        Tender("card", "10.00 EUR", captured=captured)
    assert caught.value.faults[0].code == "captured_alike"


def test_a_tender_stands_for_a_named_one() -> None:
    with pytest.raises(WrongType, match="TenderName"):
        Tender("credit", "10.00 EUR", instead_of="card")  # type: ignore[arg-type]
    credit = Tender("credit", "10.00 EUR", instead_of=TenderName("card", "psp-9"))
    assert (credit.pays_by, credit.stands_for) == (TenderName("credit"), TenderName("card", "psp-9"))
