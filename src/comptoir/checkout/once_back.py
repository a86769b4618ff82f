"""A member's standing once the goods of an assessment are back, of which nothing is recorded yet.

With it, what is taken in exchange is priced as it will be when the ticket is closed: points that the return
takes are not there to be spent, and a tier that it loses is not looked at.

Source: house rule.
"""

from __future__ import annotations

from itertools import count

from comptoir.checkout.after_sales import Assessment
from comptoir.checkout.given_up import Recording, returned_of
from comptoir.checkout.standing import Standing, standing_of
from comptoir.facts.baskets import Buyer
from comptoir.facts.events import Returned
from comptoir.facts.history import History
from comptoir.rulebook import Rulebook


def standing_once_back(rulebook: Rulebook, assessment: Assessment, buyer: Buyer) -> Standing | None:
    """The standing of a buyer at the instant of an assessment, as if it were settled.

    By all the facts that were passed when it was made. ``None`` for a buyer who is no member, and for one
    whose tier the channel says itself.
    """
    if buyer.member is None or buyer.tier is not None:
        return None
    history = assessment.known
    if not assessment.refused:
        facts = (*history.facts, _draft(assessment))
        history = History.of(facts, rulebook.vocabulary.codec.dumps)
    return standing_of(rulebook, buyer.member, history, assessment.asked_at)


def _draft(assessment: Assessment) -> Returned:
    """The return as it would be recorded, under a name that no other has."""
    taken = {fact.id for fact in assessment.known.facts if isinstance(fact, Returned)}
    id_ = next(name for name in (f"trial-{number}" for number in count()) if name not in taken)
    recording = Recording(id=id_, order=assessment.order, at=assessment.asked_at)
    return returned_of(assessment.assessed, recording, assessment.store)
