from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from comptoir import Product
from comptoir.facts.wheres import InCountries, InZone, Spot
from comptoir.pricing.floors import AtMostOff, Floor
from comptoir.pricing.holding import DatedRules
from comptoir.testing.strategies.flavours import PLAUSIBLE
from comptoir.testing.strategies.products import products
from comptoir.testing.strategies.selections import selections
from comptoir.values.instants import Instant
from comptoir.values.moments import Moment
from comptoir.values.windows import Window

SPOTS = [Spot(), Spot(country="FR"), Spot(country="FR", zones=("corsica",))]
WINDOWS = st.tuples(st.integers(0, 9), st.integers(1, 9)).map(
    lambda edges: Window(Instant(edges[0]), Instant(edges[0] + edges[1]))
)


@st.composite
def floors(draw: st.DrawFn) -> list[Floor]:
    count = draw(st.integers(0, 6))
    wheres = st.sampled_from((None, InCountries(["FR"]), InZone("corsica")))
    return [
        Floor(
            id=f"f-{number}",
            name={"en": "floor"},
            on=draw(selections(PLAUSIBLE)),
            where=draw(wheres),
            valid=draw(WINDOWS),
            least=AtMostOff("5"),
            source="house",
        )
        for number in draw(st.permutations(range(count)))
    ]


@given(
    floors(),
    st.lists(products(PLAUSIBLE), min_size=1, max_size=3),
    st.lists(st.tuples(st.integers(0, 20).map(Instant), st.sampled_from(SPOTS)), min_size=1, max_size=6),
)
def test_it_finds_what_looking_at_each_rule_finds(
    rules: list[Floor], sold: list[Product], asked: list[tuple[Instant, Spot]]
) -> None:
    dated = DatedRules(rules)
    for at, spot in asked:
        moment, fresh = Moment(at), Moment(at)
        here = dated.at(spot, moment)
        holding = [
            rule
            for rule in sorted(rules, key=lambda rule: rule.id)
            if (rule.where is None or rule.where.holds(spot)) and fresh.is_in(rule.valid)
        ]
        assert list(here.rules) == holding
        assert moment.until == fresh.until
        for product in sold:
            assert list(here.selecting(product)) == [rule for rule in holding if rule.on.selects(product)]
