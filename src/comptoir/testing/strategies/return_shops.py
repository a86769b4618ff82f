"""Strategies for what may be written about returns: policies, the law's rules, wear, and how money goes back.

The rest is the whole shop, with offers of which a part that comes back takes something away.

Source: house rule (laws R1 to R6 and RO).
"""

from __future__ import annotations

from datetime import date
from typing import Final

import attrs
from hypothesis import strategies as st

from comptoir.facts.refunding import MayGoTo, RefundingTerms, TenderOrder
from comptoir.facts.return_terms import (
    Anchor,
    Bearer,
    Exemption,
    Extension,
    FreeDelivery,
    Grade,
    GradeTerms,
    Means,
    ProofKind,
    RefundMode,
)
from comptoir.facts.wheres import InCountries, InStore, InZone
from comptoir.pricing.benefits.n_for_m import NForM
from comptoir.pricing.benefits.positions import Positions
from comptoir.pricing.rules import PricingRules, Promotion
from comptoir.returns.rules import (
    Exempt,
    ReturnPolicy,
    ReturnRules,
    Season,
    StaffException,
    WearRule,
)
from comptoir.rulebook import Rulebook
from comptoir.testing.variations import with_money
from comptoir.testing.whole_shop import PLACES, PRICING, RETURNS, whole_shop
from comptoir.values.instants import instant_from_text
from comptoir.values.money import Amount
from comptoir.values.percentages import Percent
from comptoir.values.periods import Period
from comptoir.values.policies import CashRounding, MoneyPolicy
from comptoir.values.selections import EVERYTHING, Category, Selection, Skus
from comptoir.values.windows import Window

IN_LENT: Final = Window(instant_from_text("2026-03-22T23:00:00Z"), instant_from_text("2026-03-27T23:00:00Z"))
SPRING: Final = Window(instant_from_text("2026-03-01T00:00:00Z"), instant_from_text("2026-03-29T00:00:00Z"))

_PERIODS: Final = tuple(Period.from_text(text) for text in ("30 days", "7 days", "3 weeks", "2 months"))
_SEASONS: Final = (
    (),
    (Season(id="lent", contracts=IN_LENT, extra=Period.from_text("15 days")),),
    (Season(id="easter", contracts=SPRING, last_day=date(2026, 5, 3)),),
    (
        Season(id="lent", contracts=IN_LENT, extra=Period.from_text("1 month")),
        Season(id="spring", contracts=SPRING, extra=Period.from_text("5 days")),
        Season(id="easter", contracts=SPRING, last_day=date(2026, 4, 20)),
    ),
)
_GRADES: Final = (
    (),
    (
        GradeTerms(grade=Grade.OPENED, percent="10"),
        GradeTerms(grade=Grade.USED, reasons=("too_large",), refused=True),
        GradeTerms(grade=Grade.USED, percent="33.3333"),
    ),
    (GradeTerms(grade=Grade.USED, percent="50"), GradeTerms(grade=Grade.OPENED, refused=True)),
)
_SELECTED: Final[tuple[Selection, ...]] = (
    EVERYTHING,
    Category("fashion"),
    Category("books"),
    Skus(["FOULARD"]),
)
_WHERES: Final = (None, None, InCountries(["BE"]), InZone("mainland"), InStore("lyon-2"))

OFFERS: Final = PricingRules(
    lists=PRICING.lists,
    layers=PRICING.layers,
    promotions=[
        *PRICING.promotions,
        Promotion(
            id="three-for-two",
            name={"fr": "3 pour 2", "en": "3 for 2"},
            layer="offers",
            on=Category("fashion/scarves"),
            benefit=NForM(take=3, pay=2),
        ),
        Promotion(
            id="second-half",
            name={"fr": "Le 2e à -50 %", "en": "Half off the second"},
            layer="offers",
            on=Category("fashion/dresses"),
            benefit=Positions(of=2, off={"2": "50"}),
        ),
    ],
)

STORES: Final = tuple(
    attrs.evolve(store, pays_out=["card", "gift-card", "cash"])
    if store.id == "lyon-2"
    else attrs.evolve(store, entity="rivoli-sas", pays_out=["gift-card", "voucher"])
    for store in PLACES.stores
)


@st.composite
def policies(draw: st.DrawFn, name: str, *, special: bool) -> ReturnPolicy:
    """A policy; a ``special`` one is for some goods, places or buyers."""
    period = draw(st.sampled_from((*_PERIODS, *_PERIODS[:2], None)))
    return ReturnPolicy(
        id=name,
        name={"fr": name},
        period=period,
        on=draw(st.sampled_from(_SELECTED)) if special else EVERYTHING,
        where=draw(st.sampled_from(_WHERES)) if special else None,
        tiers=draw(st.sampled_from(((), ("gold", "platinum"), ("classic",)))) if special else (),
        members=special and draw(st.booleans()),
        anchor=draw(st.sampled_from(Anchor)),
        seasons=() if period is None else draw(st.sampled_from(_SEASONS)),
        fee=draw(st.sampled_from(("0", "0", "12.5", "33.3333"))),
        fee_each=draw(st.sampled_from((None, Amount(100, "EUR")))),
        grades=draw(st.sampled_from(_GRADES)),
        carriage=draw(st.sampled_from((Bearer.BUYER, Bearer.BUYER, Bearer.SELLER))),
        label=draw(st.sampled_from((None, Amount(450, "EUR")))),
        means=draw(st.sampled_from((Means.ORIGINAL, Means.ORIGINAL, Means.CREDIT))),
        bonus=draw(st.sampled_from(("0", "10"))),
        mode=draw(st.sampled_from((*RefundMode, RefundMode.REPRICE_KEPT))),
        free_delivery=draw(st.sampled_from(FreeDelivery)),
        even_exchange=draw(st.booleans()),
        reasons=draw(st.sampled_from(((), (), ("too_large", "faulty")))),
        proofs=draw(st.sampled_from(((), (), (ProofKind.RECEIPT, ProofKind.ACCOUNT)))),
    )


@st.composite
def return_rules(draw: st.DrawFn) -> ReturnRules:
    """Up to three policies beside the law, in which wear, exceptions and an extension may stand."""
    special = draw(st.integers(0, 2))
    written = [draw(policies(f"special-{index}", special=True)) for index in range(special)]
    written.append(draw(policies("general", special=False)))
    deducts, extends = draw(st.booleans()), draw(st.booleans())
    statutory = [
        attrs.evolve(
            rule,
            diminished="article 14(2)" if deducts else None,
            extension=Extension(period=Period.from_text("12 months"), source="article 10")
            if extends
            else None,
            exempt=[*rule.exempt, Exempt(Category("fashion/scarves"), "article 16(e)", Exemption.HYGIENE)],
        )
        for rule in RETURNS.statutory
    ]
    order = draw(st.sampled_from(TenderOrder))
    to = draw(st.sampled_from(((), (MayGoTo("voucher", ["cash", "gift-card"]), MayGoTo("card", ["cash"])))))
    return ReturnRules(
        policies=written,
        statutory=statutory,
        wear=[
            WearRule(on=Category("fashion"), grade=Grade.USED, percent="25"),
            WearRule(grade=Grade.USED, percent="60"),
            WearRule(grade=Grade.DAMAGED, percent="100"),
        ],
        exceptions=[
            StaffException(
                id="goodwill",
                name={"fr": "Geste commercial"},
                authorities=["manager"],
                lifts=["not_returnable", "right_lost", "too_late", "reason_not_accepted", "condition"],
                fee=Percent(100_000),
            )
        ],
        refunding=RefundingTerms(order=order, may_go_to=to),
    )


@st.composite
def return_shops(draw: st.DrawFn) -> Rulebook:
    """The whole shop with other rules of returns; its stores pay out what they have, some in round coins."""
    places, entity = draw(st.sampled_from(((PLACES, None), (_OWNED, "lavande-sa"))))
    pricing = draw(st.sampled_from((OFFERS, PRICING)))
    shop = whole_shop(entity=entity, returns=draw(return_rules()), places=places, pricing=pricing)
    return with_money(shop, _COINS) if draw(st.booleans()) else shop


_OWNED: Final = attrs.evolve(PLACES, stores=STORES)
_COINS: Final = MoneyPolicy(cash=[CashRounding(country="FR", step="0.05 EUR", source="house rule")])
