"""By when goods are to be there, and what the law says if they are not: as it is agreed.

Decides which rule of law counts, and the last day: the one that was announced, else the one that the law
gives. May never know whether the goods came, nor what happens on a day of today. Where the law of a
country is not written, nothing is said: no number of days is guessed.

Source: Directive 2011/83/EU, article 18(1); French Code de la consommation, article L216-1.
"""

from __future__ import annotations

from datetime import date

from comptoir.delivery.law import DeliveryLaw
from comptoir.delivery.rules import DeliveryRules
from comptoir.facts.delivery_terms import Promised
from comptoir.facts.late_terms import LateTerms
from comptoir.facts.places import Country
from comptoir.values.almanac import Almanac
from comptoir.values.countings import STANDARD_COUNTINGS
from comptoir.values.deadlines import ends
from comptoir.values.moments import Moment


def late_terms(
    rules: DeliveryRules,
    *,
    country: str,
    days: Country,
    promised: Promised | None,
    moment: Moment,
    almanac: Almanac,
) -> LateTerms | None:
    """What counts if goods are late in a ``country``; ``None`` if no rule says so.

    There is none for goods that are held to be collected: whether they were there in time no fact says.

    ``country`` is the code of the one in which they are handed over, ``days`` are those that count there,
    at the place itself; the ``moment`` is that of the contract. Raises ``NoAnswer`` where nothing was
    promised and the law's last day lies outside the zone's table or the calendar.
    """
    if promised is not None and promised.held_until is not None:
        return None
    law = next((each for each in rules.law if country in each.countries and moment.is_in(each.valid)), None)
    if law is None:
        return None
    return LateTerms(
        rule=law.id,
        source=law.source,
        by=_last_day_by_law(law, days, moment, almanac) if promised is None else promised.latest,
        announced=promised is not None,
        refund_within=law.refund_within,
        counting=law.counting,
        calendar=days.calendar,
        zone=days.zone if promised is None else promised.zone,
        ladder=law.ladder,
        ladder_source=law.ladder_source,
    )


def _last_day_by_law(law: DeliveryLaw, days: Country, moment: Moment, almanac: Almanac) -> date:
    zone = almanac.zone(days.zone)
    moment.reaches(zone.midnight_after(moment.at))
    day = zone.local_date(moment.at)
    return ends(STANDARD_COUNTINGS[law.counting], law.within, day, almanac.calendar(days.calendar)).last_day
