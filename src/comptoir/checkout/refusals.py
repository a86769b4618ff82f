"""Why something is not done: a reason as a value, with a sentence in each language.

Source: house rule (decisions are guarded, and say why).
"""

from __future__ import annotations

from datetime import date
from enum import Enum

import attrs

from comptoir.delivery.offered import NotOffered
from comptoir.loyalty.rewards import RewardRefused
from comptoir.loyalty.spend import SpendRefused
from comptoir.pricing.priced import OverrideRefused
from comptoir.returns.cancel import CancelRefused
from comptoir.returns.claims.asked import ClaimRefused
from comptoir.returns.exchanges.exchange import ExchangeRefused
from comptoir.returns.reduce import ReduceRefused
from comptoir.returns.refused import ReturnRefused
from comptoir.returns.unproven import UnprovenRefused
from comptoir.returns.withdrawing import DeclareRefused
from comptoir.texts import amount_text, language_of, quantity_text, say
from comptoir.texts.writing import day_text
from comptoir.values.money import Amount


class RefusalCode(Enum):
    """Why something is not done, in order of precedence: of an order, then of points apart from one."""

    NOT_ON_A_TICKET = "not_on_a_ticket"
    """What is taken in exchange is bought on one ticket with what is given back."""
    LOCK_ENDED = "lock_ended"
    EMPTY_BASKET = "empty_basket"
    CONTRACT_UNKNOWN = "contract_unknown"
    HANDOVER_UNKNOWN = "handover_unknown"
    SERVICE_UNKNOWN = "service_unknown"
    SERVICE_NOT_OFFERED = "service_not_offered"
    POINT_UNKNOWN = "point_unknown"
    SLOT_UNKNOWN = "slot_unknown"
    PRICE_REFUSED = "price_refused"
    EMPTIES_OVER = "empties_over"
    POINTS_REFUSED = "points_refused"
    TENDER_UNKNOWN = "tender_unknown"
    ANSWER_CHANGED = "answer_changed"
    TENDER_DIFFERS = "tender_differs"
    STORED_VALUE_DIFFERS = "stored_value_differs"
    CASH_NOT_ROUNDED = "cash_not_rounded"
    TENDERS_SHORT = "tenders_short"
    TENDERS_OVER = "tenders_over"
    ID_TAKEN = "id_taken"
    RESERVATION_UNKNOWN = "reservation_unknown"
    ALREADY_USED = "already_used"
    ALREADY_ENDED = "already_ended"
    TIMED_OUT = "timed_out"
    MORE_THAN_HELD = "more_than_held"
    ONE_ACCOUNT = "one_account"
    IN_A_POOL = "in_a_pool"
    NOT_IN_A_POOL = "not_in_a_pool"
    NO_PROGRAMME = "no_programme"
    NOT_ENOUGH_POINTS = "not_enough_points"
    REWARD_REFUSED = "reward_refused"
    REWARD_UNKNOWN = "reward_unknown"
    REWARD_GIVEN_BACK = "reward_given_back"
    REWARD_USED = "reward_used"
    ACTION_UNKNOWN = "action_unknown"
    ACTION_NOT_NOW = "action_not_now"
    CAP_REACHED = "cap_reached"
    ALREADY_JOINED = "already_joined"
    ALREADY_OPENED = "already_opened"
    ALREADY_CLAIMED = "already_claimed"
    NOT_CLAIMABLE = "not_claimable"
    CLAIMED_TOO_LATE = "claimed_too_late"


@attrs.frozen
class Refusal:
    """Why something is not done, with what it speaks of, or the domain's own reason.

    Amounts and a tender for an order; for points, how many of them there are, the ``name`` of what is
    meant (an id, a reservation, an action …) and the last day on which it could have been done.
    """

    code: RefusalCode
    before: Amount | None = attrs.field(default=None, kw_only=True)
    now: Amount | None = attrs.field(default=None, kw_only=True)
    missing: Amount | None = attrs.field(default=None, kw_only=True)
    tender: str | None = attrs.field(default=None, kw_only=True)
    points: int | None = attrs.field(default=None, kw_only=True)
    name: str | None = attrs.field(default=None, kw_only=True)
    last_day: date | None = attrs.field(default=None, kw_only=True)
    because: NotOffered | OverrideRefused | SpendRefused | RewardRefused | None = attrs.field(
        default=None, kw_only=True
    )

    def text(self, language: str) -> str:
        """The reason as a sentence, in French (``fr``) or English (``en``)."""
        if self.because is not None:
            return self.because.text(language)
        spoken = language_of(language)
        amounts = {"before": self.before, "now": self.now, "missing": self.missing}
        written = {key: amount_text(each, spoken) for key, each in amounts.items() if each is not None}
        if self.points is not None:
            written["points"] = quantity_text(self.points, spoken)
        if self.last_day is not None:
            written["last_day"] = day_text(self.last_day, spoken)
        words = {"tender": self.tender, "name": self.name}
        written |= {key: word for key, word in words.items() if word is not None}
        is_alike = self.code is RefusalCode.ANSWER_CHANGED and self.before == self.now
        return say("answer_changed_alike" if is_alike else self.code.value, spoken, **written)


@attrs.frozen
class Refused:
    """It is not done; the reason is a value to show, with a ``code`` and a ``text(language)``."""

    reason: (
        Refusal
        | ReturnRefused
        | ExchangeRefused
        | CancelRefused
        | ReduceRefused
        | UnprovenRefused
        | DeclareRefused
        | ClaimRefused
    )
