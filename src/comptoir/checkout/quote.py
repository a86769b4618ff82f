"""The quote: a basket's answer, its proof and its explanation.

Two channels that ask the same compare one string, ``answer``. Where it differs, ``question`` says
whether they asked the same, and ``rulebook.digest`` whether they asked the same rules.

Source: house rule (laws P1, P4, Q1, Q7).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Final

import attrs
import pendulum

from comptoir.checkout.awarding import Awarded, awarded
from comptoir.checkout.explanation import Statement, explain, explanation
from comptoir.checkout.options import Chosen
from comptoir.checkout.reasons import Reasons
from comptoir.checkout.spending import payable_with_points
from comptoir.checkout.standing import Standing
from comptoir.delivery.offered import NotOffered, Offered
from comptoir.facts.baskets import Basket
from comptoir.facts.cash import CashPayment, cash_for, in_cash
from comptoir.facts.goods import Goods
from comptoir.facts.handovers import Deliver
from comptoir.facts.orders import Tender, find_ref
from comptoir.facts.parts import Part, part_of
from comptoir.facts.point_terms import POINTS, Redemption
from comptoir.facts.tax_terms import TaxTerms
from comptoir.facts.terms import Proof, Terms
from comptoir.loyalty.spend import SpendRefused, most_spendable
from comptoir.pricing.priced import Priced
from comptoir.pricing.verdicts import NotInForce, Verdict
from comptoir.rulebook import Rulebook
from comptoir.values.errors import WrongValue
from comptoir.values.instants import Instant, datetime_of, instant_text
from comptoir.values.money import Amount, Money, money_of
from comptoir.values.policies import CashRounding
from comptoir.wire import digest

QUESTION: Final = "question/1"


@attrs.frozen(kw_only=True, slots=False)
class Quote:
    """What a basket costs at an instant under a rulebook, and why.

    Amounts are ``Money`` in the basket's currency, tax included. ``until`` is the first instant at
    which the answer may be another: at the latest, the rulebook's horizon.
    """

    basket: Basket
    asked_at: Instant
    until: Instant
    terms: Terms
    priced: Priced = attrs.field(repr=False)
    rulebook: Rulebook = attrs.field(repr=False)
    standing: Standing | None = attrs.field(default=None, repr=False)
    services: tuple[Chosen, ...] = attrs.field(default=(), repr=False)
    redeemed: Redemption | SpendRefused | None = attrs.field(default=None, repr=False)
    exemption: str | None = None

    @property
    def delivery(self) -> Offered | NotOffered | None:
        """What becomes of the service of the basket's own hand-over; ``None`` if it takes none."""
        return next((each.option for each in self.services if each.is_basket), None)

    @property
    def deliveries(self) -> tuple[Offered | NotOffered, ...]:
        """What becomes of the service of each way in which goods are handed over, the basket's own first."""
        return tuple(each.option for each in self.services)

    @property
    def goods(self) -> Goods:
        """The basket's goods in canonical order, and which of the channel's lines each of them stands for."""
        return self.basket.goods

    @property
    def total(self) -> Money:
        """Goods and delivery, tax included."""
        return money_of(self.terms.total, self.terms.currency)

    @property
    def due(self) -> int:
        """What is left to pay in money once points have paid their part, in minor units."""
        return self.terms.due

    @property
    def to_pay(self) -> Money:
        """What is left to pay in money once points have paid their part."""
        return money_of(self.due, self.terms.currency)

    @property
    def cash(self) -> CashRounding | None:
        """How cash is rounded where goods are handed over; ``None`` if it is not."""
        return self.terms.cash

    def in_cash(self, *, given: Money | str | None = None, besides: Iterable[Tender] = ()) -> CashPayment:
        """What is asked in cash for what the tenders ``besides`` do not pay, and the change of what is given.

        Rounded as the country of the hand-over does. Raises ``WrongValue`` for less than is due, or if
        nothing is.
        """
        return cash_for(self.terms, given, besides)

    @property
    def will_earn(self) -> int:
        """The points to spend that the purchase earns if it is placed, before caps.

        What a cap does not let through is known once what was awarded before is counted: when facts are
        folded, in the order of business. Points of other types stand in ``terms.earnings``.
        """
        return sum(earning.points for earning in self.terms.earnings if earning.type == POINTS)

    @cached_property
    def awarded(self) -> tuple[Awarded, ...] | None:
        """What the member is awarded of each earning if it is placed now: caps count, by what is known now.

        It folds the member's facts once. ``None`` if there is a cap and the quote has no standing.
        """
        return awarded(self.terms.earnings, self.standing, self.asked_at)

    @property
    def will_be_awarded(self) -> int | None:
        """The points to spend that caps let through of those that it earns; ``None`` as for ``awarded``."""
        if self.awarded is None:
            return None
        return sum(each.points for each in self.awarded if each.type == POINTS)

    @cached_property
    def most_points(self) -> int:
        """The most points that could be spent on it, of those set aside if the basket names them.

        None without a standing, and where they are spent in another currency.
        """
        programme = self.rulebook.loyalty.programme
        if programme is None or programme.spend is None or self.standing is None:
            return 0
        available = self.standing.grants.spendable(self.basket.reservation)
        if available is None:
            return 0
        payable = payable_with_points(
            programme.spend, self.priced.lines, self.terms.total, self.terms.currency
        )
        return most_spendable(programme.spend, available.points, payable)

    @cached_property
    def lines(self) -> tuple[Part, ...]:
        """The canonical lines: equal whole-unit lines merged, in the order of their content."""
        return tuple(part_of(line, line.shares(), self.terms.currency) for line in self.terms.lines)

    def ref(self, ref: str) -> Part:
        """What the channel's line ``ref`` has become; ``WrongValue`` if no line had that ref."""
        units = find_ref(self.goods.refs, ref)
        line = self.terms.lines[units.number - 1]
        return part_of(line, line.shares(), self.terms.currency, first=units.first, units=units.units)

    @property
    def taxes(self) -> tuple[TaxTerms, ...]:
        """Base, tax and gross per rate, in minor units."""
        return self.terms.taxes

    @property
    def proof(self) -> Proof:
        """``Proven()``, or ``Within(amount)`` if the search for the best choice reached its bound."""
        return self.terms.proof

    @property
    def valid_until(self) -> pendulum.DateTime:
        """The first instant, in UTC, at which the same question may get another answer."""
        return datetime_of(self.until)

    @cached_property
    def question(self) -> str:
        """The digest of the rulebook, the basket in canonical form, the standing, and the instant."""
        basket = self.basket.canonical
        document = {
            "rulebook": self.rulebook.digest,
            "basket": self.rulebook.vocabulary.codec.write(basket),
            "at": instant_text(self.asked_at),
        }
        if self.standing is not None:
            document["standing"] = self.standing.answer
        return digest({QUESTION: document})

    @cached_property
    def answer(self) -> str:
        """The digest of the terms: equal on every channel that asked the same."""
        return self.rulebook.vocabulary.codec.digest(self.terms)

    @property
    def verdicts(self) -> Mapping[str, Verdict]:
        """What became of every promotion in force, by its identifier."""
        return self.priced.verdicts

    def why_not(self, promotion: str) -> Verdict:
        """What became of a promotion, in force or not; ``WrongValue`` if there is none of that name."""
        if verdict := self.priced.verdicts.get(promotion):
            return verdict
        for each in self.rulebook.pricing.promotions:
            if each.id == promotion:
                return NotInForce(each.valid)
        found = f"found {promotion!a}"
        raise WrongValue.at("promotion", found, "name a promotion of the rulebook", code="unknown_promotion")

    def why(self, promotion: str | None = None, *, every: bool = False) -> tuple[Statement, ...]:
        """What became of the promotions on goods of the basket, and why, as data; the others are counted.

        Of ``every`` promotion in force if so asked, which takes a look at each; or of one ``promotion``, in
        force or not. Raises ``WrongValue`` if there is none of that name.
        """
        reasons = Reasons(self.priced, self.rulebook, self.asked_at)
        if promotion is None:
            return reasons.all(every=every)
        return tuple(reasons.of(promotion, self.why_not(promotion)))

    @cached_property
    def explanation(self) -> tuple[Statement, ...]:
        """Each amount with the rule that made it, as data."""
        refused = (
            *self.priced.refused,
            *(each for each in self.deliveries if isinstance(each, NotOffered)),
            *((self.redeemed,) if isinstance(self.redeemed, SpendRefused) else ()),
        )
        coins = None
        is_delivered = isinstance(self.basket.handover, Deliver)
        if self.cash is not None and self.due > 0 and not is_delivered:
            coins = in_cash(self.cash, Amount(self.due, self.terms.currency), None)
        return explanation(
            self.terms,
            self.priced,
            self.rulebook,
            until=self.until,
            answer=self.answer,
            exemption=self.exemption,
            cash=coins if coins is not None and coins.rounding.minor else None,
            refused=refused,
            wished=self.basket.points,
            is_members=self.basket.buyer.member is not None,
            most=self.most_points,
        )

    def explain(self, language: str) -> str:
        """The explanation as text, in French (``fr``) or English (``en``)."""
        return explain(self.explanation, self.rulebook.zone, language)
