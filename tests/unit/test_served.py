"""What a seller owes the stores of others for a claim, by hand."""

from __future__ import annotations

from typing import Any

from comptoir.facts.claims import Claim, Stay
from comptoir.facts.events import Intercompany
from comptoir.facts.guarantee_terms import Problem
from comptoir.facts.units import Units
from comptoir.returns.claims.served import Served, served_by
from unit.returns_shop import at

ENTITIES = {"lyon-2": "franchise-lyon", "lille-1": "franchise-nord", "paris-1": "maison"}


def claim(*places: str, **changes: Any) -> Claim:
    since = at("2027-03-06")
    stays = tuple(Stay(handed_in=since, place=place, by="f-1", back=since) for place in places)
    return Claim(
        id="c-1",
        order="o-1",
        units=(Units(1, 0, 1),),
        problem=Problem.FAULTY,
        requested=since,
        since=since,
        stays=stays,
        **changes,
    )


def owed(about: Claim, *, seller: str | None = "maison", handling: int = 800) -> tuple[Served, ...]:
    return served_by(about, seller=seller, entities=ENTITIES, handling=handling)


def lyon(amount: int) -> Served:
    return Served("lyon-2", Intercompany(owed_by="maison", owed_to="franchise-lyon", amount=amount))


def test_a_store_that_took_goods_in_has_the_handling_and_its_costs() -> None:
    assert owed(claim("lyon-2")) == (lyon(800),)
    assert owed(claim("lyon-2", handling=(("lyon-2", 1_250),))) == (lyon(2_050),)


def test_the_handling_is_paid_once_for_a_claim() -> None:
    assert owed(claim("lyon-2", "lyon-2")) == (lyon(800),)


def test_a_store_that_only_had_costs_has_those() -> None:
    found = owed(claim("lyon-2", handling=(("lille-1", 300),)))
    nord = Served("lille-1", Intercompany(owed_by="maison", owed_to="franchise-nord", amount=300))
    assert found == (lyon(800), nord)


def test_the_seller_s_own_store_and_a_workshop_are_owed_nothing() -> None:
    assert owed(claim("paris-1", handling=(("atelier-sud", 4_000),))) == ()


def test_nothing_is_owed_where_there_is_nothing_to_pay_or_nobody_said_who_sold() -> None:
    assert owed(claim("lyon-2"), handling=0) == ()
    assert owed(claim("lyon-2"), seller=None) == ()
    assert owed(claim()) == ()
