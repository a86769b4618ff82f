"""Who said so: channel, till, person. Recorded for people who must trace it, read by no rule.

Source: house rule (the asking channel is not an input).
"""

from __future__ import annotations

from typing import ClassVar

import attrs

from comptoir.facts.baskets import Basket
from comptoir.values.errors import checked_type
from comptoir.values.identifiers import checked_identifier
from comptoir.values.instants import Instant, checked_instant, to_instant


@attrs.frozen
class Provenance:
    """Where a fact was recorded: the channel, the till if it has one, and who operated it."""

    channel: str
    till: str | None = attrs.field(default=None, kw_only=True)
    who: str | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.channel, "channel")
        for field, value in (("till", self.till), ("who", self.who)):
            if value is not None:
                checked_identifier(value, field)


@attrs.frozen(kw_only=True)
class SavedBasket:
    """A basket put aside: favourites, or handed from the app to the till.

    It travels in the wire form and loses nothing; who resumes it asks with ``basket`` as it is,
    or changed with ``attrs.evolve``.
    """

    document: ClassVar[str] = "saved-basket/1"

    id: str
    basket: Basket
    saved_at: Instant = attrs.field(converter=to_instant)
    provenance: Provenance

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        checked_type(Basket, self.basket, "basket", "pass a Basket")
        checked_instant(self.saved_at, "saved_at")
        checked_type(Provenance, self.provenance, "provenance", 'pass Provenance("app")')
