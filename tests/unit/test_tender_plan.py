"""To which means of payment money goes back, against an oracle that pays it back cent by cent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.facts.handovers import Place
from comptoir.facts.orders import CASH, Tender, TenderName
from comptoir.facts.places import Store
from comptoir.facts.refunding import MayGoTo, RefundingTerms, TenderOrder
from comptoir.returns.tender_plan import (
    CREDIT,
    MoneyBack,
    Paid,
    PayableHere,
    Plan,
    beyond_tenders,
    bonus_base_of,
    cash_of,
    paid_with,
    part_due,
    plan,
)
from comptoir.values.errors import WrongValue
from comptoir.values.money import Amount
from comptoir.values.times_of_day import Opening
from unit.returns_shop import dress, line, order

POST, STORE = PayableHere(is_store=False), PayableHere(is_store=True)
GIFT_CARD = Tender("gift-card", "5.00 EUR", reference="gc-1")
CARD = Tender("card", "20.00 EUR", reference="psp-9")
COINS = Tender("cash", "5.00 EUR")
LAST, FIRST, SHARED = TenderOrder.LAST_PAID_FIRST, TenderOrder.FIRST_PAID_FIRST, TenderOrder.PROPORTIONAL


def planned(
    tenders: Sequence[Tender],
    money: int,
    *,
    refunded: dict[TenderName, int] | None = None,
    captured: dict[TenderName, int] | None = None,
    terms: RefundingTerms | None = None,
    here: PayableHere = STORE,
    on_credit: int = 0,
    prefer: str | None = None,
    gift: bool = False,
    beyond: TenderName = CREDIT,
) -> Plan:
    """Money of an order paid like that as it is given back."""
    agreed = terms or RefundingTerms()
    paid = paid_with(tenders, refunded=refunded or {}, captured=captured, order=agreed.order)
    return plan(
        paid,
        MoneyBack(
            money=money,
            on_credit=on_credit,
            currency="EUR",
            beyond=beyond,
            terms=agreed,
            here=here,
            prefer=prefer,
            gift=gift,
        ),
    )


def written(tenders: Sequence[Tender]) -> list[str]:
    """Tenders as a person reads them."""
    return [
        " ".join(
            [each.means, each.reference or "-", str(each.amount.minor)]
            + (["for", each.instead_of.means] if each.instead_of is not None else [])
        )
        for each in tenders
    ]


def elsewhere(found: Plan, here: PayableHere = STORE) -> tuple[Tender, ...]:
    """What of the money cannot be paid out here."""
    return tuple(each for each in found.tenders if not here.pays(each.pays_by))


@pytest.mark.parametrize(
    ("order_", "expected"),
    [
        (LAST, ["cash - 500", "card psp-9 500"]),
        (FIRST, ["gift-card gc-1 500", "card psp-9 500"]),
        (SHARED, ["gift-card gc-1 167", "card psp-9 667", "cash - 166"]),
    ],
)
def test_the_order_says_which_tender_is_refunded_first(order_: TenderOrder, expected: list[str]) -> None:
    found = planned([GIFT_CARD, CARD, COINS], 1000, terms=RefundingTerms(order=order_))
    assert written(found.tenders) == expected


def test_what_came_back_before_is_not_there_again() -> None:
    found = planned([CARD, COINS], 700, refunded={TenderName("cash"): 400})
    assert written(found.tenders) == ["cash - 100", "card psp-9 600"]


def test_credit_of_an_old_fact_stands_for_no_tender() -> None:
    found = planned([CARD, COINS], 700, refunded={CREDIT: 400})
    assert written(found.tenders) == ["cash - 500", "card psp-9 200"]


def test_what_no_tender_has_left_goes_beyond_them() -> None:
    assert written(planned([CARD], 2100).tenders) == ["card psp-9 2000", "credit - 100"]
    assert written(planned([COINS], 502, beyond=TenderName(CASH)).tenders) == ["cash - 502"]
    assert written(planned([], 300).tenders) == ["credit - 300"]


def test_beyond_is_the_last_tender_and_in_coins_where_coins_were_rounded() -> None:
    placed = order(line(1, dress(), 1, 1000))
    assert beyond_tenders(placed) == TenderName("card", "psp-9")
    rounded = attrs.evolve(placed, tenders=[Tender("cash", "9.98 EUR")], cash_rounding=-2)
    assert beyond_tenders(rounded) == TenderName(CASH)


def test_credit_says_for_which_tender_it_stands() -> None:
    found = planned([GIFT_CARD, CARD], 1200, on_credit=700)
    assert written(found.tenders) == ["card psp-9 500", "credit - 700 for card"]
    assert bonus_base_of(found.tenders, None, gift=False) == 0


def test_a_store_that_cannot_pay_out_a_means_pays_by_the_first_that_it_can() -> None:
    terms = RefundingTerms(may_go_to=[MayGoTo("cheque", ["transfer", "gift-card", "cash"])])
    tenders = [Tender("cheque", "20.00 EUR")]
    here = PayableHere(is_store=True, means=("card", "cash"))
    found = planned(tenders, 800, terms=terms, here=here)
    assert (written(found.tenders), elsewhere(found, here)) == (["cash - 800 for cheque"], ())


def test_what_cannot_be_paid_out_here_is_paid_elsewhere_by_the_same_means() -> None:
    found = planned([COINS, CARD], 2200, here=POST)
    assert written(found.tenders) == ["card psp-9 2000", "cash - 200"]
    assert (written(elsewhere(found, POST)), cash_of(found.tenders, POST)) == (["cash - 200"], 0)
    only_cards = PayableHere(is_store=True, means=("card",))
    assert written(elsewhere(planned([COINS], 200, here=only_cards), only_cards)) == ["cash - 200"]


def test_a_tender_with_a_reference_goes_through_whoever_took_it() -> None:
    only_coins = PayableHere(is_store=True, means=("cash",))
    assert elsewhere(planned([CARD], 200, here=only_coins), only_coins) == ()


def test_what_another_return_had_paid_goes_back_to_what_stood_behind_it() -> None:
    offset = Tender("return", "20.00 EUR", reference="o-0", instead_of=TenderName("card", "psp-1"))
    assert written(planned([offset], 800).tenders) == ["card psp-1 800"]
    unknown = Tender("return", "20.00 EUR", reference="o-0")
    assert written(elsewhere(planned([unknown], 800))) == ["return o-0 800"]


def test_the_customer_may_prefer_credit_and_has_the_bonus_for_what_it_replaces() -> None:
    found = planned([Tender("credit", "4.00 EUR"), CARD], 2200, prefer="credit")
    assert written(found.tenders) == ["credit - 2000 for card", "credit - 200"]
    assert bonus_base_of(found.tenders, "credit", gift=False) == 2000


def test_the_customer_may_prefer_what_the_table_allows_or_their_own_means() -> None:
    terms = RefundingTerms(may_go_to=[MayGoTo("gift-card", ["cash"])])
    tenders = [CARD, GIFT_CARD]
    coins = planned(tenders, 800, terms=terms, prefer="cash")
    assert written(coins.tenders) == ["cash - 500 for gift-card", "card psp-9 300"]
    assert written(planned(tenders, 800, terms=terms, prefer="card").tenders) == [
        "gift-card gc-1 500",
        "card psp-9 300",
    ]


def test_a_preferred_means_that_nothing_may_go_to_is_named_with_those_that_may() -> None:
    terms = RefundingTerms(may_go_to=[MayGoTo("gift-card", ["cash"])])
    with pytest.raises(WrongValue, match="gift-card or cash or credit or card") as caught:
        planned([CARD, GIFT_CARD], 800, terms=terms, prefer="voucher")
    assert caught.value.faults[0].code == "means_not_allowed"
    with pytest.raises(WrongValue, match="let it come back by credit"):
        planned([CARD], 800, on_credit=800, prefer="card")
    assert planned([CARD], 0, prefer="voucher").tenders == ()


def test_a_gift_comes_back_as_credit_without_a_bonus() -> None:
    found = planned([CARD], 800, prefer="credit", gift=True)
    assert written(found.tenders) == ["credit - 800 for card"]
    assert bonus_base_of(found.tenders, "credit", gift=True) == 0


def test_what_was_never_captured_is_released_first_and_stays_by_its_means() -> None:
    found = planned([CARD], 800, captured={TenderName("card", "psp-9"): 1500}, prefer="credit")
    assert written(found.tenders) == ["card psp-9 500", "credit - 300 for card"]
    assert written(found.released) == ["card psp-9 500"]
    assert bonus_base_of(found.tenders, "credit", gift=False) == 300
    again = planned(
        [CARD],
        800,
        captured={TenderName("card", "psp-9"): 1500},
        refunded={TenderName("card", "psp-9"): 300},
    )
    assert (written(again.tenders), written(again.released)) == (["card psp-9 800"], ["card psp-9 200"])


def test_coins_are_never_released() -> None:
    assert planned([COINS], 300, captured={}).released == ()


def test_what_was_captured_in_another_currency_goes_back_in_it_to_the_cent() -> None:
    tender = Tender("card", "10.00 EUR", reference="psp-9", captured="9.37 GBP")
    parts = [
        planned([tender], 333, refunded={TenderName("card", "psp-9"): before}).tenders[0].captured
        for before in (0, 333, 666)
    ]
    assert [each and each.minor for each in parts] == [312, 312, 312]
    last = planned([tender], 1, refunded={TenderName("card", "psp-9"): 999}).tenders[0].captured
    assert last == Amount(1, "GBP")


def test_a_part_of_a_tender_has_what_is_due_by_then_of_what_was_captured() -> None:
    tender = Tender("card", "10.00 EUR", reference="psp-9", captured="9.37 GBP")
    paid = paid_with([tender], refunded={})
    part = part_due(tender, 333, paid, LAST)
    assert (part.amount, part.captured) == (Amount(333, "EUR"), Amount(312, "GBP"))
    assert part_due(tender, 334, paid, LAST, after=333).captured == Amount(313, "GBP")  # 625 of 667


def test_where_so_little_is_nothing_in_the_other_currency_the_next_part_has_it() -> None:
    tender = Tender("card", "1000 JPY", reference="psp-9", captured="6.00 EUR")
    for before, back in ((0, 1), (1, 0), (2, 1)):  # 0.6, 1.2 and 1.8 cents: 1, 1 and 2 by then
        paid = paid_with([tender], refunded={TenderName("card", "psp-9"): before})
        [part] = plan(paid, MoneyBack(money=1, currency="JPY", here=STORE)).tenders
        assert part == Tender("card", "1 JPY", reference="psp-9", captured=Amount(back, "EUR"))


def test_only_coins_paid_out_at_a_store_are_rounded() -> None:
    tenders = [COINS, CARD]
    assert cash_of(tenders, STORE) == 500
    assert cash_of(tenders, POST) == 0
    assert cash_of(tenders, PayableHere(is_store=True, means=("card",))) == 0


def test_a_store_says_what_it_pays_out() -> None:
    assert PayableHere.at(None) == POST
    store = attrs.evolve(A_STORE, pays_out=["cash"])
    assert PayableHere.at(store) == PayableHere(is_store=True, means=("cash",))


A_STORE = Store(
    id="lyon-1",
    name="Lyon",
    place=Place("FR", "69002"),
    zone="Europe/Paris",
    calendar="fr",
    opening={"monday": Opening.from_text("10:00-19:00")},
)

NAMES = st.sampled_from(["card", "cash", "gift-card", "cheque"])
PAID = st.lists(
    st.tuples(NAMES, st.sampled_from([None, "a", "b"]), st.integers(1, 40)), min_size=1, max_size=5
)


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Tender], list[int], TenderOrder]:
    tenders = [
        Tender(means, Amount(minor, "EUR"), reference=reference) for means, reference, minor in draw(PAID)
    ]
    left = sum(each.amount.minor for each in tenders)
    refunds: list[int] = []
    while left and len(refunds) < 5:
        refunds.append(draw(st.integers(1, left)))
        left -= refunds[-1]
    return tenders, refunds, draw(st.sampled_from([LAST, FIRST]))


@given(cases())
def test_each_cent_goes_back_to_the_tender_whose_turn_it_is(
    case: tuple[list[Tender], list[int], TenderOrder],
) -> None:
    tenders, refunds, order_ = case
    cents = [each.stands_for for each in tenders for _ in range(each.amount.minor)]
    if order_ is LAST:
        cents = [each.stands_for for each in reversed(tenders) for _ in range(each.amount.minor)]
    so_far: Counter[TenderName] = Counter()
    for money in refunds:
        expected = Counter(cents[:money])
        cents = cents[money:]
        found = planned(tenders, money, refunded=dict(so_far), terms=RefundingTerms(order=order_))
        back = Counter({each.stands_for: each.amount.minor for each in found.tenders})
        assert back == expected
        so_far += back


@given(cases(), st.integers(0, 100), st.sampled_from([STORE, POST]), st.sampled_from([None, "credit"]))
def test_the_parts_sum_to_the_money_whatever_is_asked(
    case: tuple[list[Tender], list[int], TenderOrder], percent: int, here: PayableHere, prefer: str | None
) -> None:
    tenders, refunds, _ = case
    for order_ in TenderOrder:
        so_far: Counter[TenderName] = Counter()
        for money in refunds:
            found = planned(
                tenders,
                money,
                refunded=dict(so_far),
                terms=RefundingTerms(order=order_),
                here=here,
                on_credit=money * percent // 100,
                prefer=prefer,
            )
            assert sum(each.amount.minor for each in found.tenders) == money
            for each in found.tenders:
                so_far[each.stands_for] += each.amount.minor
        for name, minor in so_far.items():
            assert minor <= sum(each.amount.minor for each in tenders if each.stands_for == name)


@given(cases())
def test_in_proportion_no_tender_is_a_cent_from_its_share(
    case: tuple[list[Tender], list[int], TenderOrder],
) -> None:
    tenders, refunds, _ = case
    tenders = [attrs.evolve(each, reference=f"r-{place}") for place, each in enumerate(tenders)]
    whole, so_far = sum(each.amount.minor for each in tenders), Counter[TenderName]()
    for money in refunds:
        found = planned(tenders, money, refunded=dict(so_far), terms=RefundingTerms(order=SHARED))
        so_far.update({each.stands_for: each.amount.minor for each in found.tenders})
        for each in tenders:
            exact = Fraction(each.amount.minor * so_far.total(), whole)
            assert abs(so_far[each.stands_for] - exact) < 2


def test_what_is_left_of_a_tender() -> None:
    assert Paid(name=CREDIT, minor=500, refunded=200).left == 300
