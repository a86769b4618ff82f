"""What the law says about delivery: until when, and what a late refund costs. Dated data of a country.

Source: Directive 2011/83/EU, article 18; French Code de la consommation, articles L216-1, L216-6, L216-7
and L241-4, for the shape of the rules.
"""

from __future__ import annotations

import attrs

from comptoir.facts.confidence import Confidence
from comptoir.facts.late_terms import LateStep, check_refund, to_ladder
from comptoir.values.countings import checked_counting
from comptoir.values.errors import WrongValue, checked_type
from comptoir.values.identifiers import checked_identifier, checked_text, to_countries
from comptoir.values.periods import Period
from comptoir.values.windows import ALWAYS, Window


@attrs.frozen(kw_only=True)
class DeliveryLaw:
    """By when the law of ``countries`` wants goods delivered, and what follows if they are not.

    The rule ``valid`` at the instant of the contract counts. Goods are to be delivered on the day announced,
    else ``within`` a period from the contract. A customer who rescinds because they are late gets all sums
    back within ``refund_within``; a refund that is later still grows by the ``ladder``. ``counting`` names
    the jurisdiction's way of counting. ``source`` has the articles on time and rescission, ``ladder_source``
    that on the ladder.
    """

    id: str
    source: str
    confidence: Confidence
    valid: Window = ALWAYS
    countries: tuple[str, ...] = attrs.field(converter=to_countries)
    within: Period
    refund_within: Period | None = None
    counting: str
    ladder: tuple[LateStep, ...] = attrs.field(default=(), converter=to_ladder)
    ladder_source: str | None = None

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        checked_text(self.source, "source")
        checked_type(Confidence, self.confidence, "confidence", "pass Confidence.HIGH, MEDIUM or LOW")
        checked_type(Window, self.valid, "valid", "pass a Window")
        if not self.countries:
            cure = "name at least one"
            raise WrongValue.at("countries", "found an empty list", cure, code="never_applies")
        checked_type(Period, self.within, "within", 'pass Period.from_text("30 days")')
        checked_counting(self.counting, "counting")
        check_refund(self.refund_within, self.ladder, self.ladder_source)
