"""What `comptoir standing` and `comptoir return` say about points, line by line, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs
import pytest

from comptoir import Line
from comptoir.checkout.giving import OpeningLot
from comptoir.checkout.standing import Standing
from comptoir.cli import points as said_of_points
from comptoir.cli.goods_back import at_the_desk
from comptoir.cli.statement import statement
from comptoir.cli.voice import PAGE, Voice
from comptoir.facts.point_terms import CapPer, Shortfall
from comptoir.loyalty.account import Award, Cut, Lot, Movement, MovementKind
from comptoir.loyalty.earn_rules import Action, CapRule, LotRule
from comptoir.loyalty.spend_rules import Funder, FunderKind
from comptoir.values.periods import Period
from unit.points_shop import JEAN, MARIE, Desk, day, with_programme
from unit.test_shortfall_at_returns import RETURNS, asked, club, settled, spent, with_coupon


def told(lines: Iterator[str]) -> list[str]:
    """The lines with their spaces as one, none wider than a page."""
    found = list(lines)
    assert max(map(len, found)) <= PAGE
    return [" ".join(line.split()) for line in found]


def a_household() -> Desk:
    """Points of all sorts: taken over, given, earned, set aside, passed on, pooled, cut by a cap."""
    programme = attrs.evolve(
        club(Shortfall.POINTS, Shortfall.DEBT),
        funders=[
            Funder(id="bank", name={"fr": "La Banque", "en": "The Bank"}, pays_as=FunderKind.THIRD_PARTY)
        ],
        actions=[
            Action(
                id="review",
                name={"fr": "Avis", "en": "Review"},
                points=50,
                caps=[CapRule(points=80, per=CapPer.DAY)],
                lots=LotRule(),
            ),
            Action(id="visit", name={"fr": "Visite", "en": "Visit"}, points=3, type="status", lots=LotRule()),
        ],
        lots=LotRule(
            available_after=Period.from_text("14 days"), expires_after=Period.from_text("12 months")
        ),
    )
    desk = with_programme(programme, returns=RETURNS)
    desk.does(
        "open_account",
        JEAN,
        [OpeningLot(points=500, available_from=day(1), funder="bank", expires_at=day(1).add(years=1))],
        at=day(1),
        id="open-1",
        system="old-club",
    )
    desk.does("act", JEAN, "review", at=day(2), id="a-1")
    desk.does("act", JEAN, "review", at=day(2), id="a-2")
    desk.does("act", JEAN, "visit", at=day(2), id="v-1")
    desk.sells(Line("PULL", 1), at=day(2), id="o-1")
    desk.does("reserve", JEAN, 60, at=day(3), id="h-1", until=day(8))
    desk.does("reserve", JEAN, 100, at=day(3), id="r-1", until=day(9), till="lyon-3")
    desk.does("use", JEAN, "r-1", 40, at=day(4), id="u-1", spent_on="ticket-8")
    desk.gives(MARIE, 70)
    desk.does("transfer", MARIE, 20, at=day(4), id="x-1", to=JEAN)
    desk.does("join_pool", MARIE, at=day(4), id="f-1", pool=JEAN)
    return desk


def test_a_statement_says_what_can_be_spent_and_what_is_set_aside() -> None:
    desk = a_household()
    lines = told(statement(desk.standing(at=day(5)), Voice.of("en", desk.rules)))
    for line in (
        "Points available 440",
        "of x-1 (welcome), first of gift, until 1 December 2027 20",
        "of open-1 (old-club), until 1 December 2027 340",
        "of a-1 (Review), without end 50",
        "of which The Bank pays for 340",
        "Points set aside 120",
        "for a purchase (h-1), until 8 December 2026, 13:00 (Europe/Paris) 60",
        "for the till lyon-3 (r-1), until 9 December 2026, 13:00 (Europe/Paris) 60",
        "Points pending 50",
        "of o-1, from 16 December 2026 50",
        "Points of m-jean's household (m-jean, m-marie) 490",
        "Points available (status) 3",
        "Caps reached",
        "a-2 (Review): not given, beyond the cap per day 20",
    ):
        assert line in lines
    start = lines.index("Movements, the newest first")
    assert lines[start + 1 : start + 10] == [
        "4 December 2026 · from another member (x-1) +20",
        "4 December 2026 · spent on u-1 -40",
        "3 December 2026 · set aside (r-1) (100)",
        "3 December 2026 · set aside (h-1) (60)",
        "2 December 2026 · earned with o-1 +50",
        "2 December 2026 · given (a-2) +30",
        "2 December 2026 · given (a-1) +50",
        "1 December 2026 · given (open-1) +500",
        "",
    ]


def test_the_same_statement_in_french() -> None:
    desk = a_household()
    lines = told(statement(desk.standing(at=day(5)), Voice.of("fr", desk.rules)))
    for line in (
        "Points disponibles 440",
        "de x-1 (welcome), d'abord de gift, valables jusqu'au 1er décembre 2027 20",
        "de a-1 (Avis), sans limite 50",
        "dont à la charge de La Banque 340",
        "Points mis de côté 120",
        "pour un achat (h-1), jusqu'au 8 décembre 2026, 13:00 (Europe/Paris) 60",
        "pour la caisse lyon-3 (r-1), jusqu'au 9 décembre 2026, 13:00 (Europe/Paris) 60",
        "Points du foyer de m-jean (m-jean, m-marie) 490",
        "a-2 (Avis) : non donnés, au-delà du plafond par jour 20",
        "3 décembre 2026 · mis de côté (h-1) (60)",
    ):
        assert line in lines


def with_account(standing: Standing, **changes: Any) -> Standing:
    state = attrs.evolve(standing.state, account=attrs.evolve(standing.account, **changes))
    return attrs.evolve(standing, state=state)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_movement_and_every_cap_has_a_phrase(language: str) -> None:
    desk = Desk()
    at = desk.standing(at=day(5)).asked_at
    movements = [
        Movement(at=at, kind=kind, points=7, source=f"o-{index}", fact="r-1", by=MARIE)
        for index, kind in enumerate(MovementKind)
    ]
    awards = [
        Award(source="o-1", number=0, rule="club", points=0, cuts=(Cut(f"club/{per.value}", 5),))
        for per in CapPer
    ]
    standing = with_account(desk.standing(at=day(5)), movements=tuple(movements), awards=tuple(awards))
    lines = told(statement(standing, Voice.of(language, desk.rules)))
    today = {"fr": "5 décembre 2026 ·", "en": "5 December 2026 ·"}[language]
    moved = [line for line in lines if line.startswith(today)]
    assert len(set(moved)) == len(MovementKind)
    assert all(line.endswith(("7", "(7)")) for line in moved)
    assert len([line for line in lines if line.startswith("o-1 (club)")]) == len(CapPer)


def test_of_a_long_history_the_latest_movements_are_told() -> None:
    desk = Desk()
    for number in range(25):
        desk.gives(JEAN, 1, at=day(1, number % 24).add(days=number), id=f"gift-{number}")
    lines = told(statement(desk.standing(at=day(28)), Voice.of("en", desk.rules)))
    start = lines.index("Movements, the newest first")
    assert lines[start + 1].endswith("given (gift-24) +1")
    assert lines[start + 1 + said_of_points.LATEST] == "and 5 earlier ones"


def test_points_that_wait_until_nothing_may_come_back_say_so() -> None:
    desk = with_programme(
        attrs.evolve(club(Shortfall.POINTS, Shortfall.DEBT), lots=LotRule(after_return_window=True)),
        returns=RETURNS,
    )
    desk.sells(Line("PULL", 1), at=day(2), id="o-1")
    lot = Lot(source="o-9", number=0, rule="club", earned=5, remaining=5, available_from=None)
    standing = desk.standing(at=day(3))
    shown = with_account(standing, lots=(*standing.account.lots, lot))
    assert "of o-9, once nothing may come back any more 5" in told(
        statement(shown, Voice.of("en", desk.rules))
    )


def test_points_owed_stand_on_the_statement() -> None:
    desk = spent(Shortfall.POINTS, Shortfall.DEBT)
    settled(desk, asked(desk))
    lines = told(statement(desk.standing(at=day(10)), Voice.of("en", desk.rules)))
    assert "Points owed 50" in lines
    assert "10 December 2026 · gone with the goods (r-1, earned with o-1) -50" in lines


def test_a_return_says_what_makes_up_for_points_already_spent() -> None:
    desk = with_coupon(Shortfall.POINTS, Shortfall.VALUE, Shortfall.REFUND, Shortfall.DEBT)
    desk.does("transfer", JEAN, 10, at=day(4), id="x-1", to=MARIE)
    desk.gives(JEAN, 4, at=day(5))
    seen = asked(desk, take_back=["TEN-7K3F"])
    lines = told(at_the_desk(seen, Voice.of("en", desk.rules)))
    first = lines.index("TO REFUND €49.94")
    assert lines[first : first + 9] == [
        "TO REFUND €49.94",
        "Card €49.94",
        "after €0.06 kept for 6 points already spent",
        "VAT 20% (net €41.67) €8.33",
        "Points taken back (these goods had earned them) 50",
        "of which already spent 50",
        "taken of other points 4",
        "for coupons taken back (TEN-7K3F) 40",
        "kept of the refund 6",
    ]
    french = told(at_the_desk(seen, Voice.of("fr", desk.rules)))
    assert "après 0,06 € retenus pour 6 points déjà dépensés" in french
    for steps, line in (
        ((Shortfall.DEBT,), "owed, taken of the next points 50"),
        ((Shortfall.FORGIVEN,), "not asked for 50"),
    ):
        other = spent(*steps)
        assert line in told(at_the_desk(asked(other), Voice.of("en", other.rules)))
