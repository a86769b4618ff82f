"""Why something is not done: a reason as a value, with a sentence in each language.

Source: house rule (decisions are guarded, and say why).
"""

from __future__ import annotations

from enum import Enum

import attrs

from comptoir.delivery.offer import NotOffered
from comptoir.loyalty.spend import SpendRefused
from comptoir.pricing.priced import OverrideRefused
from comptoir.returns.assess import ReturnRefused
from comptoir.returns.exchange import ExchangeRefused
from comptoir.texts import amount_text, language_of, say
from comptoir.values.money import Amount


class RefusalCode(Enum):
    """Why an order is refused, in order of precedence."""

    LOCK_ENDED = "lock_ended"
    EMPTY_BASKET = "empty_basket"
    CONTRACT_UNKNOWN = "contract_unknown"
    HANDOVER_UNKNOWN = "handover_unknown"
    SERVICE_UNKNOWN = "service_unknown"
    SERVICE_NOT_OFFERED = "service_not_offered"
    PRICE_REFUSED = "price_refused"
    EMPTIES_OVER = "empties_over"
    POINTS_REFUSED = "points_refused"
    TENDER_UNKNOWN = "tender_unknown"
    ANSWER_CHANGED = "answer_changed"
    TENDER_DIFFERS = "tender_differs"
    CASH_NOT_ROUNDED = "cash_not_rounded"
    TENDERS_SHORT = "tenders_short"
    TENDERS_OVER = "tenders_over"


@attrs.frozen
class Refusal:
    """Why an order is refused, with the amounts or the tender it speaks of, or the domain's own reason."""

    code: RefusalCode
    before: Amount | None = attrs.field(default=None, kw_only=True)
    now: Amount | None = attrs.field(default=None, kw_only=True)
    missing: Amount | None = attrs.field(default=None, kw_only=True)
    tender: str | None = attrs.field(default=None, kw_only=True)
    because: NotOffered | OverrideRefused | SpendRefused | None = attrs.field(default=None, kw_only=True)

    def text(self, language: str) -> str:
        """The reason as a sentence, in French (``fr``) or English (``en``)."""
        if self.because is not None:
            return self.because.text(language)
        spoken = language_of(language)
        amounts = {"before": self.before, "now": self.now, "missing": self.missing}
        written = {key: amount_text(each, spoken) for key, each in amounts.items() if each is not None}
        if self.tender is not None:
            written["tender"] = self.tender
        is_alike = self.code is RefusalCode.ANSWER_CHANGED and self.before == self.now
        return say("answer_changed_alike" if is_alike else self.code.value, spoken, **written)


@attrs.frozen
class Refused:
    """It is not done; the reason is a value to show, with a ``code`` and a ``text(language)``."""

    reason: Refusal | ReturnRefused | ExchangeRefused
