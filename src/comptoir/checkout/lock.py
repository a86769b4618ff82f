"""The verb that locks a quote: its terms hold until an instant, whatever changes.

Source: house rule.
"""

from __future__ import annotations

from typing import Final

from comptoir.checkout.agreed import agreed_of
from comptoir.checkout.place import not_placeable
from comptoir.checkout.quote import Quote
from comptoir.checkout.refusals import Refused
from comptoir.facts.agreements import LockedQuote
from comptoir.values.errors import NoAnswer, WrongValue
from comptoir.values.instants import DAY, Instant, instant_text

_HOUR: Final = DAY // 24


def lock_quote(quote: Quote, until: Instant) -> LockedQuote | Refused:
    """The quote with its terms held until ``until``, or why it could not become an order.

    Raises ``NoAnswer`` if the rulebook lets no quote be locked, and ``WrongValue`` for an end before the
    quote, later than the rulebook allows, or after what was promised has begun: the first day of
    delivery, or the instant at which goods are ready.
    """
    hours = quote.rulebook.pricing.lock_hours
    if hours is None:
        cure = "write lock_hours under [pricing]"
        raise NoAnswer.at("lock", "found a rulebook that lets no quote be locked", cure, code="no_lock")
    if refusal := not_placeable(quote):
        return Refused(refusal)
    latest = Instant(quote.asked_at + hours * _HOUR)
    for delivery in quote.terms.deliveries:
        promised = delivery.promised
        zone = quote.rulebook.almanac.zone(promised.zone)
        kept = zone.instant_of(promised.earliest) if promised.ready is None else promised.ready
        latest = min(latest, kept)
    if not quote.asked_at < until <= latest:
        found = f"found {instant_text(until)}"
        cure = f"lock it until after {instant_text(quote.asked_at)}, at the latest {instant_text(latest)}"
        raise WrongValue.at("until", found, cure, code="lock_out_of_range")
    return LockedQuote(agreed=agreed_of(quote), asked_at=quote.asked_at, until=until)
