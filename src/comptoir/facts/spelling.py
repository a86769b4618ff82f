"""Places spelled the usual way: a postcode is kept as it was typed, and decides as it is meant.

Source: house rule (law P1); how postcodes are written: :mod:`comptoir.facts.postcodes`.
"""

from __future__ import annotations

from typing import Final

import attrs

from comptoir.facts.handovers import Deliver, Handover, Place
from comptoir.facts.postcodes import Form, bare, form_of

_INWARD: Final = 3
"""Characters after the space of a British postcode."""


def usual_handover(handover: Handover) -> Handover:
    """The hand-over with its places spelled as their countries do; itself if they are."""
    if not isinstance(handover, Deliver):
        return handover
    place = usual_place(handover.place)
    point = handover.point
    if point is not None:
        there = usual_place(point.place)
        point = point if there is point.place else attrs.evolve(point, place=there)
    if place is handover.place and point is handover.point:
        return handover
    return attrs.evolve(handover, place=place, point=point)


def usual_place(place: Place) -> Place:
    """The place with its postcode as the country writes it; bare where its form is not known.

    >>> usual_place(Place("FR", "69 003")).postcode, usual_place(Place("GB", "sw1a1aa")).postcode
    ('69003', 'SW1A 1AA')
    """
    postcode = _usual(form_of(place.country), bare(place.postcode))
    return place if postcode == place.postcode else attrs.evolve(place, postcode=postcode)


def _usual(form: Form, text: str) -> str:
    """A bare postcode with the spaces and hyphens that the example of its form has."""
    if form.is_british:
        return f"{text[:-_INWARD]} {text[-_INWARD:]}"
    if 0 < form.hyphen < len(text):
        return f"{text[: form.hyphen]}-{text[form.hyphen :]}"
    written, code = "", text.removeprefix(form.prefix)
    left = iter(form.prefix + code if form.example.startswith(form.prefix) else code)
    for place in form.example:
        written += next(left, "") if place.isalnum() else place
    return written + "".join(left)
