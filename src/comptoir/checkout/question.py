"""A question about a basket, in the form in which the domains are asked one after the other.

Source: house rule (``outcome = f(rulebook, facts, instant)``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

import attrs

from comptoir.checkout.coins import coins_of
from comptoir.checkout.horizon import moment_of, until_of
from comptoir.checkout.standing import Standing
from comptoir.delivery.kinds import Parcel, ParcelLine
from comptoir.facts.baskets import Basket
from comptoir.facts.goods import Goods
from comptoir.facts.handovers import Carry, Deliver, Handover
from comptoir.facts.products import Nature
from comptoir.facts.spelling import usual_handover
from comptoir.facts.tax_terms import PriceBasis
from comptoir.facts.wheres import Spot
from comptoir.pricing.exchanging import exchanged_goods
from comptoir.pricing.price import price_goods
from comptoir.pricing.priced import Priced, PricedLine
from comptoir.pricing.question import PriceQuestion
from comptoir.rulebook import Rulebook
from comptoir.tax.rates import Rates
from comptoir.values.allocation import spread
from comptoir.values.errors import NoAnswer, WrongValue
from comptoir.values.grants import NO_GRANTS, Grants
from comptoir.values.instants import Instant
from comptoir.values.moments import Moment
from comptoir.values.policies import CashRounding, Minting, MoneyPolicy
from comptoir.values.quantities import pieces


@attrs.frozen(kw_only=True, slots=False)
class Question:
    """A basket under a rulebook at a moment, with what the buyer's standing grants.

    ``prices`` is what pricing is asked, for the buyer's tier.
    """

    rulebook: Rulebook
    basket: Basket
    moment: Moment
    rates: Rates
    grants: Grants
    prices: PriceQuestion
    standing: Standing | None = None

    @classmethod
    def of(cls, rulebook: Rulebook, basket: Basket, at: Instant, standing: Standing | None) -> Question:
        """The question; ``NoAnswer`` beyond the horizon and for a currency that is not declared."""
        moment = moment_of(rulebook, at)
        check_store(rulebook, basket.handover)
        minting = rulebook.minting(basket.currency)
        if minting is None:
            cure = f"use one of {', '.join(rulebook.header.currencies)}"
            raise NoAnswer.at("currency", f"found {basket.currency}", cure, code="unknown_currency")
        if standing is not None:
            grants = standing.granted(rulebook, basket.buyer, moment)
        elif basket.points:
            found = f"found {basket.points} points to spend, and no standing"
            cure = "pass the member's standing, which says how many there are"
            raise WrongValue.at("points", found, cure, code="points_without_standing")
        else:
            grants = NO_GRANTS if basket.buyer.tier is None else Grants(tier=basket.buyer.tier)
        spot = rulebook.places.spot_of(basket.handover, rulebook.tax.country)
        delivered = isinstance(basket.handover, Deliver)
        buyer = basket.buyer
        rates = Rates.of(rulebook.tax, spot, delivered=delivered, buyer=buyer, moment=moment)
        return cls(
            rulebook=rulebook,
            basket=basket,
            moment=moment,
            rates=rates,
            grants=grants,
            prices=PriceQuestion(
                rules=rulebook.pricing,
                prices=rulebook.prices,
                assortment=rulebook.assortment,
                buyer=buyer if buyer.tier == grants.tier else attrs.evolve(buyer, tier=grants.tier),
                coupons=basket.coupons,
                issued=basket.issued,
                tender=basket.tender,
                spot=spot,
                handover=None if basket.handover is None else basket.handover.kind,
                remaining={each.promotion: each for each in basket.remaining},
                minting=minting,
                tax=rates,
                moment=moment,
                almanac=rulebook.almanac,
                zone=rulebook.header.zone,
            ),
            standing=standing,
        )

    @property
    def minting(self) -> Minting:
        """How money of the basket's currency is rounded."""
        return self.prices.minting

    @property
    def spot(self) -> Spot:
        """Where the basket is handed over."""
        return self.prices.spot

    @property
    def until(self) -> Instant:
        """The first instant at which what was looked at so far may be otherwise."""
        return until_of(self.rulebook, self.moment)

    @cached_property
    def fields(self) -> Mapping[Handover | None, str]:
        """The field of the basket that names a hand-over first: of each of the lines' own, and its own."""
        fields: dict[Handover | None, str] = {None: "handover"}
        for index, line in enumerate(self.basket.lines):
            if line.handover is not None:
                fields.setdefault(usual_handover(line.handover), f"lines[{index}].handover")
        return fields

    @property
    def cash(self) -> CashRounding | None:
        """How cash is rounded where goods are handed over; ``None`` if it is not."""
        return coins_of(self.rulebook, self.spot.country, self.basket.currency, self.moment)

    @property
    def money(self) -> MoneyPolicy:
        """The policy that is carried in the answer: with the cash rounding that holds here, and no other."""
        policy = self.rulebook.header.money
        if not policy.cash:
            return policy
        here = self.cash
        cash = () if here is None else (here,)
        return policy if policy.cash == cash else attrs.evolve(policy, cash=cash)

    def priced(self, goods: Goods) -> Priced:
        """The goods at their prices; those taken in exchange at the price that was agreed for it.

        Nothing had a price before the rulebook's window.
        """
        priced, exchange = price_goods(self.prices, goods), self.basket.exchange
        if exchange is None or not Moment(exchange.placed_at).is_in(self.rulebook.header.valid):
            return priced
        return exchanged_goods(self.prices, goods, priced, exchange)


def check_store(rulebook: Rulebook, handover: Handover | None, where: str = "handover") -> None:
    """A store in which goods are carried away is one of the rulebook's, if it has any."""
    stores = rulebook.places.by_id
    if isinstance(handover, Carry) and stores and handover.store not in stores:
        found = f"found {handover.store}"
        cure = f"use a store of the rulebook: {', '.join(sorted(stores))}"
        raise WrongValue.at(f"{where}.store", found, cure, code="unknown_store")


def parcel_of(question: Question, priced: Priced) -> Parcel:
    """The goods as a delivery service looks at them: services and gift cards need no parcel.

    What they are worth includes the tax, also where prices do not; without it, it is found where a rule of
    delivery looks at it. Tax is rounded once for each line and tax category.
    """
    with_nets = any(basis.is_net for basis in question.rulebook.delivery.bases)
    return Parcel(
        lines=tuple(
            _parcel_line(question, line, with_nets=with_nets)
            for line in priced.lines
            if line.product.nature is Nature.GOODS
        ),
        rounding=question.minting.rounding,
    )


def _parcel_line(question: Question, line: PricedLine, *, with_nets: bool) -> ParcelLine:
    regular, charged = line.regular, line.charged
    return ParcelLine(
        number=line.good.number,
        product=line.product,
        pieces=pieces(line.good.quantity),
        amount=line.listed.content,
        regular=_with_tax(question, line, regular),
        charged=_with_tax(question, line, charged),
        regular_net=_without_tax(question, line, regular) if with_nets else None,
        charged_net=_without_tax(question, line, charged) if with_nets else None,
    )


def _with_tax(question: Question, line: PricedLine, amount: int) -> int:
    """What a line is worth with its tax, of an amount on the basis of its price."""
    if line.listed.basis is PriceBasis.INCLUDED:
        return amount
    rates, rounding = question.rates, question.minting.rounding
    return amount + sum(
        rates.of_category(category).percent.of_amount(part, rounding)
        for category, part in _by_category(line, amount)
    )


def _without_tax(question: Question, line: PricedLine, amount: int) -> int:
    """What a line is worth without its tax, of an amount on the basis of its price."""
    if line.listed.basis is PriceBasis.ADDED:
        return amount
    rates, rounding = question.rates, question.minting.rounding
    return amount - sum(
        rates.percent(category).within_gross(part, rounding) for category, part in _by_category(line, amount)
    )


def _by_category(line: PricedLine, amount: int) -> Iterable[tuple[str, int]]:
    """An amount of a line by tax category: that of a kit by the categories of its parts."""
    parts = line.listed.parts
    if not parts:
        return ((line.product.tax, amount),)
    shares = spread(amount, [part.weight for part in parts], range(len(parts)))
    return zip([part.category for part in parts], shares, strict=True)
