"""Write the golden vectors anew: the questions below, and what today's code answers.

Run it only when an outcome is meant to change, and say so in the changelog.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pendulum

from comptoir import (
    Basket,
    Buyer,
    Carry,
    Collect,
    Contract,
    Counter,
    Deliver,
    Empties,
    IssuedCoupon,
    Line,
    Measured,
    Override,
    Place,
    Quote,
    Remaining,
    Rulebook,
)
from comptoir.authoring import example, seal
from comptoir.values.instants import datetime_of, instant_from_text, instant_of, instant_text
from comptoir.vocabulary import STANDARD

HERE = Path(__file__).parent
PARIS = "Europe/Paris"

DRESS = Line("ROBE-LIN-36", 1, ref="a-1")
JUMPER = Line("PULL-MERINOS-M", 1, ref="a-3")
TEA = Line("THE-VERT-VRAC", Measured("0.532", "kg"), ref="a-2")
DAMAGED = Override(price="71.91 EUR", reason="article-abime", author="e-114", authority="vendeur")
LYON = Deliver(Place("FR", "69003"), service="home")


def question_of(basket: Basket, *moment: int) -> tuple[Basket, pendulum.DateTime]:
    """A basket and an instant in Paris."""
    year, month, day, hour, minute, second, micros = (*moment, 0, 0, 0)[:7]
    return basket, pendulum.datetime(year, month, day, hour, minute, second, micros, tz=PARIS)


def basket_of(*lines: Line, **facts: Any) -> Basket:
    """A basket in euros."""
    return Basket(currency="EUR", lines=lines, **facts)


QUESTIONS = {
    "empty-basket": question_of(basket_of(), 2026, 6, 1, 9),
    "a-dress": question_of(basket_of(DRESS), 2026, 6, 1, 9),
    "a-dress-in-the-app": question_of(
        basket_of(DRESS, TEA, buyer=Buyer(member="m-81f3"), handover=LYON, contract=Contract.DISTANCE),
        2026, 12, 4, 18, 5,
    ),
    "split-lines": question_of(
        basket_of(Line("ROBE-LIN-36", 2, ref="b"), TEA, Line("ROBE-LIN-36", 1, ref="c"), DRESS),
        2026, 12, 4, 18, 5,
    ),
    "black-friday": question_of(basket_of(DRESS, TEA), 2026, 11, 27, 12),
    "last-microsecond-of-black-friday": question_of(basket_of(DRESS, TEA), 2026, 11, 29, 23, 59, 59, 999_999),
    "winter-sales-open": question_of(basket_of(JUMPER, TEA), 2027, 1, 6, 8),
    "winter-sales-not-open-yet": question_of(basket_of(JUMPER, TEA), 2027, 1, 6, 7, 59, 59, 999_999),
    "staff-in-store": question_of(
        basket_of(
            DRESS, TEA, buyer=Buyer(segments=["staff"]), handover=Carry("lyon-2"), contract=Contract.IN_STORE
        ),
        2026, 12, 4, 18, 5,
    ),
    "five-taxes-deposits-and-a-kit-in-brussels": question_of(
        basket_of(
            Line("ROBE-LIN-38", 1, override=DAMAGED), Line("SALON-GOUTER", 1), Line("JOURNAL-DU-JOUR", 1),
            Line("COFFRET-PETIT-DEJEUNER", 1), Line("LIMONADE-LAVANDE-75CL", 1, unit="case-6"),
            Line("LIMONADE-LAVANDE-75CL", 2), Line("RUBAN-COTON", Measured("12.5", "m")),
            Line("LAMPE-CHEVET", 1), Line("CARTE-CADEAU-50", 1),
            empties=[Empties("consigne-bouteille", 4)],
            handover=Carry("bruxelles"), contract=Contract.IN_STORE,
        ),
        2026, 11, 5, 15,
    ),
    "a-hotel-buys-without-tax-in-the-price": question_of(
        basket_of(
            Line("DRAP-PERCALE-160", 24), Line("TAIE-PERCALE-65", 7), Line("MIEL-LAVANDE-250", 3),
            buyer=Buyer(agreement="hotel-des-alpes"), handover=Carry("lyon-2"), contract=Contract.IN_STORE,
        ),
        2026, 10, 14, 10,
    ),
    "a-belgian-business-declares-the-tax": question_of(
        basket_of(
            DRESS, TEA, buyer=Buyer(vat_id="BE0123456749"),
            handover=Deliver(Place("BE", "1000"), service="home-belgium"), contract=Contract.DISTANCE,
        ),
        2026, 12, 4, 18, 5,
    ),
    "grams-on-reunion-island": question_of(
        basket_of(
            Line("THE-VERT-VRAC", Measured("532", "g")), Line("HUILE-OLIVE-50CL", 2),
            handover=Carry("saint-denis"), contract=Contract.IN_STORE,
        ),
        2026, 12, 4, 18, 5,
    ),
    "half-of-it-is-paid-by-the-brand": question_of(basket_of(JUMPER, DRESS), 2026, 10, 14, 10),
    "gold-member-collects": question_of(
        basket_of(
            DRESS, TEA, Line("ROBE-LIN-38", 3),
            buyer=Buyer(member="m-1", tier="gold"), handover=Collect("lyon-2"), contract=Contract.DISTANCE,
            coupons=["WELCOME-7K3F"],
        ),
        2026, 12, 4, 18, 5,
    ),
    "a-spring-saturday-of-competing-offers": question_of(
        basket_of(
            Line("TORCHON-LIN", 7), Line("NAPPE-LIN-250", 1),
            Line("CHEMISE-LIN-M", 1), Line("CHEMISE-LIN-L", 2),
            DRESS, Line("ECHARPE-LAINE", 1), TEA, Line("MIEL-LAVANDE-250", 3), Line("CONFITURE-FIGUE-320", 2),
            handover=Carry("lyon-2"), contract=Contract.IN_STORE,
        ),
        2027, 3, 13, 11,
    ),
    "a-letter-and-a-gift-for-a-first-order": question_of(
        basket_of(
            DRESS, Line("MIEL-LAVANDE-250", 1), Line("BONBONS-VIOLETTE-150", 2),
            buyer=Buyer(member="m-2", birth_month=4, first_order=True), tender="card",
            issued=[IssuedCoupon(code="7K3FQ9TZ4MXB", series="printemps-2027", left=1, member="m-2")],
            remaining=[Remaining(promotion="cadeau-de-bienvenue", uses=5)],
            handover=LYON, contract=Contract.DISTANCE,
        ),
        2027, 4, 7, 20, 30,
    ),
    "two-plans-for-who-refurnishes": question_of(
        basket_of(Line("NAPPE-LIN-250", 2), Line("DRAP-PERCALE-160", 4), Line("TORCHON-LIN", 6), TEA),
        2027, 3, 13, 11,
    ),
    "five-hundred-dresses": question_of(basket_of(Line("ROBE-LIN-40", 500)), 2026, 12, 4, 18, 5),
}  # fmt: skip


def answer(quote: Quote, at: pendulum.DateTime, basket: Basket) -> dict[str, Any]:
    """One vector: the question, and all that is compared."""
    codec = STANDARD.codec
    return {
        "at": instant_text(instant_of(at)),
        "basket": codec.document(basket),
        "question": quote.question,
        "answer": quote.answer,
        "valid_until": instant_text(quote.until),
        "terms": codec.document(quote.terms),
    }


def read(path: Path) -> tuple[dict[str, Any], Basket, pendulum.DateTime]:
    """A vector as written, and its question as values."""
    vector = json.loads(path.read_text(encoding="utf-8"))
    basket = STANDARD.codec.loads(json.dumps(vector["basket"]), Basket)
    return vector, basket, datetime_of(instant_from_text(vector["at"]))


def main() -> None:
    """Write them."""
    (HERE / "questions").mkdir(exist_ok=True)
    sealed = seal(example()).sealed()
    (HERE / "rulebook.json").write_bytes(sealed)
    counter = Counter(Rulebook.open(sealed))
    for name, (basket, at) in QUESTIONS.items():
        text = json.dumps(
            answer(counter.quote(basket, at), at, basket), indent=1, ensure_ascii=False, sort_keys=True
        )
        (HERE / "questions" / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
