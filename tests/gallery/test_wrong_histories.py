"""What goes wrong after a purchase: each case with the answer that everybody gets.

Business refusals are values with a code and a sentence; contradictions between facts are part of the
standing; only what makes no sense as a question is an error, with its place and its cure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import attrs
import pendulum
import pytest

from comptoir import (
    Accepted,
    Assessment,
    Basket,
    Buyer,
    ComptoirError,
    Contract,
    Counter,
    Deliver,
    Fact,
    Give,
    HandedOver,
    Line,
    Measured,
    NotOffered,
    Place,
    Provenance,
    Refused,
    Returned,
    Settled,
    Tender,
)
from comptoir.authoring import example, seal
from comptoir.facts.conflicts import AlreadyReturned, NoSuchUnits, OtherContent, Overspent, UnknownOrder
from comptoir.facts.units import Units

PARIS = "Europe/Paris"
ORDERED = pendulum.datetime(2026, 12, 4, 18, 5, tz=PARIS)
DELIVERED = pendulum.datetime(2026, 12, 10, 11, 30, tz=PARIS)
BROUGHT_BACK = pendulum.datetime(2026, 12, 12, 16, 10, tz=PARIS)
LATER = pendulum.datetime(2026, 12, 15, 9, 0, tz=PARIS)
TILL = Provenance("till", till="lyon-2-3")
LYON = Deliver(Place("FR", "69003"), "home")
LINES = (
    Line("ROBE-LIN-36", 2, ref="app-7"),
    Line("MAGAZINE-JARDINS-12", 1, ref="app-8"),
    Line("THE-VERT-VRAC", Measured("0.250", "kg"), ref="app-9"),
)


@cache
def counter() -> Counter:
    """The counter of the example retailer."""
    return Counter(seal(example()))


def basket(**changes: Any) -> Basket:
    """What is ordered, but for the changes."""
    facts: dict[str, Any] = {
        "currency": "EUR",
        "lines": LINES,
        "buyer": Buyer(member="m-81f3"),
        "handover": LYON,
        "contract": Contract.DISTANCE,
    }
    return Basket(**(facts | changes))


@cache
def placed() -> Accepted:
    """The order."""
    quote = counter().quote(basket(), ORDERED)
    tenders = [Tender("card", quote.to_pay)]
    found = counter().place(quote, id="o-1", at=ORDERED, tenders=tenders, provenance=Provenance("app"))
    assert isinstance(found, Accepted)
    return found


HANDED_OVER = HandedOver(
    id="h-1", order="o-1", member="m-81f3", at=DELIVERED, provenance=Provenance("carrier")
)


def delivered() -> tuple[Fact, ...]:
    """The order, and its delivery."""
    return (*placed().facts, HANDED_OVER)


def assessed(*give: Give, facts: Iterable[Fact] = (), at: pendulum.DateTime = BROUGHT_BACK) -> Assessment:
    """What is said at the counter of the store in Lyon."""
    return counter().assess("o-1", facts or delivered(), at, give=give, store="lyon-2")


def settled(*give: Give, id: str = "r-1", at: pendulum.DateTime = BROUGHT_BACK) -> Returned:
    """A return as recorded, decided on the delivery alone."""
    found = counter().settle(assessed(*give, at=at), id=id, provenance=TILL)
    assert isinstance(found, Settled)
    return found.facts[0]


REFUSED = {
    "something never bought": (
        (Give("app-77"),),
        (),
        BROUGHT_BACK,
        (
            "never_bought",
            "Cette commande ne contient pas cet article.",
            "There is no such item in this order.",
        ),
    ),
    "a line that the order does not have": (
        (Give(9),),
        (),
        BROUGHT_BACK,
        (
            "never_bought",
            "Cette commande ne contient pas cet article.",
            "There is no such item in this order.",
        ),
    ),
    "more than was bought": (
        (Give("app-7", 3),),
        (),
        BROUGHT_BACK,
        ("more_than_bought", "Il n'en a pas été acheté autant.", "Fewer were bought."),
    ),
    "before delivery": (
        (Give("app-7"),),
        placed().facts,
        BROUGHT_BACK,
        (
            "not_handed_over",
            "Pas encore remis au client : à annuler, s'il y a lieu.",
            "Not handed over to the customer yet: it may be cancelled.",
        ),
    ),
    "twice": (
        (Give("app-7"),),
        (*delivered(), settled(Give("app-7", 2))),
        LATER,
        ("already_returned", "Déjà rendu (r-1).", "It has come back before (r-1)."),
    ),
    "a magazine, which the law exempts and the house does not take back": (
        (Give("app-8"),),
        (),
        BROUGHT_BACK,
        (
            "not_returnable",
            "Ni repris ni échangé (food-and-press).",
            "Neither taken back nor exchanged (food-and-press).",
        ),
    ),
    "a day after the last": (
        (Give("app-7"),),
        (),
        pendulum.datetime(2027, 1, 10, 0, 0, tz=PARIS),
        (
            "too_late",
            "Le dernier jour était le 9 janvier 2027 (thirty-days).",
            "The last day was 9 January 2027 (thirty-days).",
        ),
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_may_not_come_back_is_refused_with_its_reason(case: str) -> None:
    give, facts, at, (code, french, english) = REFUSED[case]
    assessment = assessed(*give, facts=facts, at=at)
    [refused] = assessment.refused
    assert (refused.code.value, refused.text("fr"), refused.text("en")) == (code, french, english)
    assert assessment.goods == ()
    for done in (
        counter().settle(assessment, id="r-9", provenance=TILL),
        counter().exchange(assessment, take=[Line("ROBE-LIN-38", 1)], id="x-9", provenance=TILL),
    ):
        assert isinstance(done, Refused)
    assert counter().settle(assessment, id="r-9", provenance=TILL) == Refused(refused)


@pytest.mark.parametrize(
    ("take", "code", "french", "english"),
    [
        ("PULL-MERINOS-M", "other_model", "pas une variante", "not a variant"),
        ("ROBE-36", "unknown_product", "Article inconnu : ROBE-36.", "No such product: ROBE-36."),
    ],
)
def test_what_is_no_even_exchange_is_refused_with_its_reason(
    take: str, code: str, french: str, english: str
) -> None:
    found = counter().exchange(assessed(Give("app-7")), take=[Line(take, 1)], id="x-1", provenance=TILL)
    assert isinstance(found, Refused)
    assert found.reason.code.value == code
    assert french in found.reason.text("fr")
    assert english in found.reason.text("en")


def test_points_that_do_not_exist_are_not_spent() -> None:
    standing = counter().standing("m-81f3", (), ORDERED)
    quote = counter().quote(basket(points=200), ORDERED, standing=standing)
    found = counter().place(
        quote,
        id="o-2",
        at=ORDERED,
        tenders=[Tender("card", quote.to_pay)],
        provenance=Provenance("app"),
        history=(),
    )
    assert isinstance(found, Refused)
    assert found.reason.code.value == "points_refused"
    assert found.reason.text("en") == "There are not enough points: at most 0 can be spent here."
    assert found.reason.text("fr").startswith("Il n'y a pas assez de points")
    assert quote.terms.redemption is None


def test_points_spent_elsewhere_in_the_meantime_are_not_spent_again() -> None:
    earlier = pendulum.datetime(2026, 6, 1, 10, 0, tz=PARIS)
    bought = counter().quote(basket(), earlier)
    first = counter().place(
        bought, id="o-0", at=earlier, tenders=[Tender("card", bought.to_pay)], provenance=TILL
    )
    assert isinstance(first, Accepted)

    def spend(id_: str, known: Iterable[Fact], now: Iterable[Fact]) -> Accepted | Refused:
        standing = counter().standing("m-81f3", known, ORDERED)
        quote = counter().quote(basket(points=100), ORDERED, standing=standing)
        return counter().place(
            quote,
            id=id_,
            at=ORDERED,
            tenders=[Tender("card", quote.to_pay)],
            provenance=TILL,
            history=now,
        )

    once = spend("o-1", first.facts, first.facts)
    assert isinstance(once, Accepted)
    again = spend("o-2", first.facts, (*first.facts, *once.facts))
    assert isinstance(again, Refused)
    assert again.reason.code.value == "points_refused"
    # A till that was cut off sells all the same: the overspend is reported, never hidden.
    offline = spend("o-2", first.facts, first.facts)
    assert isinstance(offline, Accepted)
    standing = counter().standing("m-81f3", (*first.facts, *once.facts, *offline.facts), LATER)
    # 178 points were earned in June; the first order by its id takes 100 of them, the second the rest.
    assert standing.account.conflicts == (Overspent("o-2", 22),)
    assert standing.conflicts == standing.account.conflicts
    assert standing.account.debt == 22


def test_an_address_that_no_service_reaches_is_refused_by_each_with_its_reason() -> None:
    found = counter().delivery(basket(), ORDERED, to=Place("FR", "97400"))
    shipped = [option for option in found.options if option.store is None]
    assert {option.service: option.text("en") for option in shipped if isinstance(option, NotOffered)} == {
        "appointment": '"By appointment" does not deliver to this postcode: 97400.',
        "bulky": '"Two people, to the room of your choice" does not deliver to this postcode: 97400.',
        "express": '"Express" does not deliver to this postcode: 97400.',
        "home": '"Home delivery" does not deliver to this postcode: 97400.',
        "home-belgium": '"Home delivery, Belgium" is not possible for: MAGAZINE-JARDINS-12.',
        "home-corsica": '"Home delivery, Corsica" does not deliver to this postcode: 97400.',
        "home-germany": '"Home delivery, Germany" is not possible for: MAGAZINE-JARDINS-12.',
        "insured": '"Insured" does not deliver to this postcode: 97400.',
        "locker": '"Locker" does not deliver to this postcode: 97400.',
        "overseas": '"Home delivery, overseas" is not possible for: MAGAZINE-JARDINS-12.',
        "pickup-point": '"Pickup point" does not deliver to this postcode: 97400.',
    }
    nowhere = basket(handover=Deliver(Place("FR", "97400"), "home"))
    quote = counter().quote(nowhere, ORDERED)
    refused = counter().place(
        quote, id="o-2", at=ORDERED, tenders=[Tender("card", quote.to_pay)], provenance=Provenance("app")
    )
    assert isinstance(refused, Refused)
    assert refused.reason.code.value == "service_not_offered"
    assert refused.reason.text("fr") == "« À domicile » ne livre pas à ce code postal : 97400."


def test_a_fact_with_the_same_id_and_other_content_is_a_named_conflict() -> None:
    one = settled(Give("app-7"))
    other = settled(Give("app-7", 2), at=LATER)
    expected = OtherContent("returned/1", "r-1")
    answers = set()
    for told in ((one, other), (other, one), (other, one, one, other)):
        standing = counter().standing("m-81f3", (*told, *delivered()), LATER.add(days=1))
        assert standing.conflicts == (expected,)
        answers.add(standing.answer)
    assert len(answers) == 1
    [purchase] = standing.purchases
    assert sum(good.units.count for good in purchase.goods if good.returned) == 1


def test_a_piece_that_came_back_in_two_stores_is_one_return_and_a_named_conflict() -> None:
    one, other = settled(Give("app-7", 2)), settled(Give("app-7", 2), id="r-2", at=LATER)
    standing = counter().standing("m-81f3", (other, one, *delivered()), LATER)
    [line] = {one.taken[0].units.number}
    assert standing.conflicts == (AlreadyReturned("r-2", "o-1", Units(line, 0, 2), "r-1"),)


def test_facts_that_refer_to_nothing_are_kept_and_named() -> None:
    stray = attrs.evolve(settled(Give("app-7")), id="r-7", order="o-77")
    standing = counter().standing("m-81f3", (stray, *delivered()), LATER)
    assert standing.conflicts == (UnknownOrder("r-7", "o-77"),)
    tall = attrs.evolve(HANDED_OVER, id="h-2", units=[Units(1, 0, 1), Units(8, 0, 1)])
    standing = counter().standing("m-81f3", (*placed().facts, tall), LATER)
    assert standing.conflicts == (NoSuchUnits("h-2", "o-1", Units(8, 0, 1)),)


WRONG: dict[str, tuple[Callable[[], object], str]] = {
    "nothing given back": (
        lambda: counter().assess("o-1", delivered(), BROUGHT_BACK, give=[]),
        (
            'give: found nothing to give back; say what comes back, such as [Give("app-7", 1, '
            'reason="too_large")] [nothing_given]'
        ),
    ),
    "an order of which no fact is known": (
        lambda: counter().assess("o-9", delivered(), BROUGHT_BACK, give=[Give(1)]),
        (
            "history: found no order o-9 placed by then; pass the facts of this order, its placing among them; "
            "with the receipt of another system, look for the purchase by card, account or serial number, or "
            "take the goods back by return_unproven [unknown_order]"
        ),
    ),
    "before the order was placed": (
        lambda: counter().assess("o-1", delivered(), ORDERED.subtract(days=1), give=[Give(1)]),
        (
            "at: found 2026-12-03T17:05:00Z, before the order o-1 was placed, at 2026-12-04T17:05:00Z; set the "
            "clock of the till right, and ask again [before_the_purchase]"
        ),
    ),
    "a store that does not exist": (
        lambda: counter().assess("o-1", delivered(), BROUGHT_BACK, give=[Give(1)], store="lyon-9"),
        "store: found lyon-9; use a store of the rulebook: bruxelles, lyon-2, saint-denis, strasbourg [unknown_store]",
    ),
    "a reason that nobody knows": (
        lambda: assessed(Give(1, reason="too_blue")),
        (
            "give[0].reason: found 'too_blue' (str); use one of changed_mind, faulty, not_as_described, "
            "too_large, too_small [unknown_reason]"
        ),
    ),
    "half a piece": (
        lambda: Give("app-7", 0.5),  # type: ignore[arg-type]
        "quantity: found 0.5 (float); pass a whole number of pieces, 1 or more [not_an_int]",
    ),
    "points without a standing": (
        lambda: counter().quote(basket(points=100), ORDERED),
        (
            "points: found 100 points to spend, and no standing; pass the member's standing, which says how many "
            "there are [points_without_standing]"
        ),
    ),
    "negative points": (
        lambda: basket(points=-1),
        "points: found -1 (int); pass 0 to 1000000000000 points [points_out_of_range]",
    ),
    "somebody else's standing": (
        lambda: counter().quote(basket(), ORDERED, standing=counter().standing("m-2", (), ORDERED)),
        "standing: found the standing of m-2 for m-81f3; pass the buyer's own [other_member]",
    ),
    "the standings of two members to compare": (
        lambda: counter().changes(
            counter().standing("m-81f3", (), ORDERED), counter().standing("m-2", (), ORDERED)
        ),
        "after: found the standing of m-2 after that of m-81f3; pass two of one member [other_member]",
    ),
    "what a history knew earlier": (
        lambda: counter().history(counter().history(()), known_at=ORDERED),
        (
            "facts: found a history, which keeps no such instants; pass the facts themselves, as they were "
            "received [a_history]"
        ),
    ),
    "yesterday's standing": (
        lambda: counter().quote(
            basket(), ORDERED, standing=counter().standing("m-81f3", (), ORDERED.add(seconds=1))
        ),
        (
            "standing: found a standing that holds from 2026-12-04T17:05:01Z to 2027-12-31T23:00:00Z; ask for it "
            "again [standing_lapsed]"
        ),
    ),
    "a service that does not exist": (
        lambda: counter().quote(basket(handover=Deliver(Place("FR", "69003"), "hoem")), ORDERED),
        (
            "handover.service: found 'hoem'; choose a service to a place: appointment, bulky, express, home, "
            "home-belgium, home-corsica, home-germany, insured, locker, overseas, pickup-point "
            "[unknown_service]"
        ),
    ),
    "what is no fact": (
        lambda: counter().standing("m-81f3", ["o-1"], LATER),  # type: ignore[list-item]
        (
            "history[0]: found 'o-1' (str); pass the facts that were recorded, such as those of Accepted.facts "
            "[not_a_fact]"
        ),
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_question_that_makes_no_sense_is_answered_with_place_and_cure(case: str) -> None:
    ask, said = WRONG[case]
    with pytest.raises(ComptoirError) as error:
        ask()
    assert str(error.value) == said


def test_however_it_is_listed_a_question_is_the_same_and_another_product_is_another_question() -> None:
    one = assessed(Give("app-7"), Give("app-9"))
    other = assessed(Give("app-9"), Give(one.goods[0].units.number))
    assert (one.question, one.answer) == (other.question, other.answer)
    dress = assessed(Give("app-7", sku="ROBE-LIN-36"))
    assert dress.question != assessed(Give("app-7")).question
    assert [refused.code.value for refused in assessed(Give("app-7", sku="ROBE-LIN-38")).refused] == [
        "more_than_bought"
    ]


def test_an_assessment_reads_the_streams_of_its_order_and_of_the_points_that_go_with_it() -> None:
    alone = counter().assess("o-1", delivered(), BROUGHT_BACK, give=[Give("app-7")])
    order = placed().order
    by_value = counter().assess(order, (HANDED_OVER,), BROUGHT_BACK, give=[Give("app-7")])
    read = [(read.stream, read.version) for read in alone.reads]
    assert read == [("member:m-81f3", 2), ("order:o-1", 2)]
    assert by_value.reads == alone.reads
    again = counter().assess(
        "o-1", (*delivered(), settled(Give("app-7"))), LATER, give=[Give("app-7")], store="lyon-2"
    )
    read = [(read.stream, read.version) for read in again.reads]
    assert read == [("member:m-81f3", 3), ("order:o-1", 3)]


def test_an_assessment_is_settled_at_the_counter_that_made_it() -> None:
    changed = seal(example().replace('id = "maison-lavande-2026"', 'id = "maison-lavande-2027"'))
    with pytest.raises(ComptoirError) as error:
        Counter(changed).settle(assessed(Give("app-7")), id="r-1", provenance=TILL)
    assert str(error.value) == (
        "assessment: found it under another rulebook; settle it at the counter that assessed it "
        "[other_rulebook]"
    )


def test_what_spends_points_reads_every_stream_of_the_member() -> None:
    earlier = pendulum.datetime(2026, 6, 1, 10, 0, tz=PARIS)
    bought = counter().quote(basket(), earlier)
    first = counter().place(
        bought, id="o-0", at=earlier, tenders=[Tender("card", bought.to_pay)], provenance=TILL
    )
    assert isinstance(first, Accepted)
    assert [(read.stream, read.version) for read in first.reads] == [("order:o-0", 0)]
    standing = counter().standing("m-81f3", first.facts, ORDERED)
    quote = counter().quote(basket(points=100), ORDERED, standing=standing)
    second = counter().place(
        quote,
        id="o-1",
        at=ORDERED,
        tenders=[Tender("card", quote.to_pay)],
        provenance=TILL,
        history=first.facts,
    )
    assert isinstance(second, Accepted)
    assert [(read.stream, read.version) for read in second.reads] == [
        ("order:o-1", 0),
        ("member:m-81f3", 1),
        ("order:o-0", 1),
    ]
