"""How goods reach the customer: at a place, by a delivery service or not, or in a store.

Source: house rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import attrs

from comptoir.facts.postcodes import POSTCODE_LENGTH_MAX, postcode_key
from comptoir.facts.stock import Slot
from comptoir.values.errors import WrongType, WrongValue, checked_type, shown
from comptoir.values.identifiers import checked_identifier, checked_text
from comptoir.values.times_of_day import Hours, by_weekday


@attrs.frozen
class Place:
    """A place of delivery: country (ISO 3166-1 alpha-2) and postal code as the country writes it."""

    country: str
    postcode: str

    def __attrs_post_init__(self) -> None:
        for where, text in (("country", self.country), ("postcode", self.postcode)):
            checked_type(str, text, where, 'pass texts, such as Place("FR", "69003")')
        if not (
            len(self.country) == 2
            and self.country.isascii()
            and self.country.isalpha()
            and self.country.isupper()
        ):
            cure = "use two capital letters of ISO 3166-1, such as FR"
            raise WrongValue.at("country", shown(self.country), cure, code="not_a_country")
        if (
            not 1 <= len(self.postcode) <= POSTCODE_LENGTH_MAX
            or not self.postcode.replace(" ", "").replace("-", "").isalnum()
            or not self.postcode.isascii()
        ):
            cure = f"use 1 to {POSTCODE_LENGTH_MAX} letters, digits, spaces or hyphens"
            raise WrongValue.at("postcode", shown(self.postcode), cure, code="not_a_postcode")
        postcode_key(self.country, self.postcode)


@attrs.frozen
class Point:
    """A pickup point or a locker of a carrier, by its ``id`` there, and where it stands.

    >>> Point("FR-04217", "Tabac des Alpes", Place("FR", "69003")).id
    'FR-04217'
    """

    id: str
    name: str
    place: Place

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        checked_text(self.name, "name")
        checked_type(Place, self.place, "place", 'pass Place("FR", "69003")')


def _receives(receives: Mapping[str, Hours]) -> Mapping[str, Hours]:
    return by_weekday(receives, "receives")


@attrs.frozen
class Deliver:
    """Handed over at a place, by a delivery service if one was chosen.

    ``point`` is the pickup point or locker of a service that goes to one, ``slot`` the window chosen of a
    service by appointment. ``receives`` says on which days of the week, and when, somebody is there to
    receive; without it, any day.
    """

    kind: ClassVar[str] = "deliver"
    place: Place
    service: str | None = None
    point: Point | None = attrs.field(default=None, kw_only=True)
    slot: Slot | None = attrs.field(default=None, kw_only=True)
    receives: Mapping[str, Hours] = attrs.field(factory=dict, kw_only=True, converter=_receives)

    def __attrs_post_init__(self) -> None:
        checked_type(Place, self.place, "place", 'pass Place("FR", "69003")')
        if self.service is not None:
            checked_identifier(self.service, "service")
        if self.point is not None:
            checked_type(Point, self.point, "point", "pass a Point")
        if self.slot is not None:
            checked_type(Slot, self.slot, "slot", "pass a Slot")
        for day, hours in self.receives.items():
            checked_type(Hours, hours, f"receives.{day}", 'pass Hours.from_text("08:00-18:00")')


@attrs.frozen
class Collect:
    """Ordered before, handed over in a store."""

    kind: ClassVar[str] = "collect"
    main: ClassVar[str] = "store"
    store: str

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.store, "store")


@attrs.frozen
class Carry:
    """Bought and taken away in a store."""

    kind: ClassVar[str] = "carry"
    main: ClassVar[str] = "store"
    store: str

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.store, "store")


Handover = Deliver | Collect | Carry
"""How the goods reach the customer."""


def checked_handover(handover: Handover | None) -> Handover | None:
    """The handover itself if it is one, or none."""
    if handover is not None and not isinstance(handover, Handover):
        cure = 'pass Deliver(Place("FR", "69003")), Collect("lyon-2") or Carry("lyon-2")'
        raise WrongType.at("handover", shown(handover), cure, code="wrong_type")
    return handover
