"""What a limit found, and slots, in the words of customers: ``32,3 kg, 30 au plus``.

Source: house rule; weights are told in kilograms, volumes in litres, lengths in centimetres.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from comptoir.delivery.kinds import Beyond, Measure
from comptoir.facts.stock import Slot
from comptoir.texts import Language, amount_text, say
from comptoir.texts.writing import number_text, weekday_text
from comptoir.values.decimals import decimal_text
from comptoir.values.money import Amount

_DECIMALS: Final[Mapping[Measure, int]] = {
    Measure.WEIGHT: 3,
    Measure.VOLUME: 3,
    Measure.LENGTH: 1,
    Measure.GIRTH: 1,
}
"""Of the unit in which it is told, those of its smallest."""


def beyond_text(beyond: Beyond, currency: str | None, language: Language) -> str:
    """What was found and the bound that it is beyond, or what is not known."""
    measure = beyond.measure.value
    is_short = beyond.at_least is not None and (beyond.found is None or beyond.found < beyond.at_least)
    limit = beyond.at_least if is_short else beyond.at_most
    bound = "" if limit is None else _figure(beyond.measure, limit, currency, language)
    if beyond.found is None:
        return say(f"unknown_{measure}", language, products=", ".join(beyond.products), bound=bound)
    found = say(
        f"found_{measure}", language, figure=_figure(beyond.measure, beyond.found, currency, language)
    )
    return say("at_least" if is_short else "at_most", language, found=found, bound=bound)


def slot_text(slot: Slot, language: Language) -> str:
    """A day with its name, and the hours: ``vendredi 4 décembre 2026, 08:00-12:00``."""
    return f"{weekday_text(slot.day, language)}, {slot.hours.to_text()}"


def _figure(measure: Measure, number: int, currency: str | None, language: Language) -> str:
    if currency is not None:
        return amount_text(Amount(number, currency), language)
    return number_text(decimal_text(number, _DECIMALS.get(measure, 0)), language)
