"""Sealing: what people wrote becomes the one document that every machine opens alike.

Decides nothing about rules: it reads the TOML, resolves zones, holidays and law tables from named releases,
and hands everything to the core, which judges it. The zone is read first, because days and times without
an offset are meant in it; where it is unknown, they are read as UTC for the sake of the other faults
only, and nothing is sealed. May never read a clock or the machine's zone, locale or environment.

Source: house rule (law P3).
"""

from __future__ import annotations

from itertools import chain, islice
from typing import Any, Final

from comptoir.authoring.holiday_calendars import HOLIDAYS_RELEASE
from comptoir.authoring.second_look import SecondLook
from comptoir.authoring.source import RulebookSource, ZoneName
from comptoir.authoring.time_tables import Span
from comptoir.authoring.toml_documents import toml_document
from comptoir.authoring.written_dates import WallClock
from comptoir.authoring.zone_tables import TZ_RELEASE
from comptoir.rulebook import Assortment, Rulebook, Sections, TimeTables
from comptoir.values.errors import FAULTS_MAX, ComptoirError, Fault, RulebookError
from comptoir.vocabulary import STANDARD, Vocabulary

SEALED_WITH: Final = {"holidays": HOLIDAYS_RELEASE, "tzdata": TZ_RELEASE}
"""The releases from which zones and holidays are taken."""


def seal(text: str | bytes, *, vocabulary: Vocabulary = STANDARD) -> Rulebook:
    """The rulebook that a TOML text describes; one that is sealed already is opened, verified and unchanged.

    Days and times without an offset are meant in the rulebook's ``zone``. Zones and calendars are
    written out from the third year before ``valid.from`` to the end of the third after ``valid.until``.
    Raises ``RulebookError`` with every fault that can be found, at its place in the TOML;
    ``LimitExceeded`` for a text beyond a stated limit; and, for a sealed document that is damaged,
    what ``Rulebook.open`` raises.

    >>> from comptoir.authoring import example
    >>> rulebook = seal(example())
    >>> rulebook.header.id
    'maison-lavande-2026'
    >>> seal(rulebook.sealed()).digest == rulebook.digest
    True
    """
    if is_sealed(text):
        rulebook = Rulebook.open(text, vocabulary)
        rulebook.verify()
        return rulebook
    document = toml_document(text)
    clock = _clock(document)
    try:
        source = vocabulary.codec.read(
            RulebookSource, document, spellings=clock.spellings, error=RulebookError
        )
    except RulebookError as error:
        further = SecondLook(document, vocabulary.codec, clock, vocabulary.reason).faults()
        raise RulebookError(*islice(chain(error.faults, further), FAULTS_MAX)) from None
    span = Span.around(source.valid, clock)
    calendars, faults = span.calendars(source.calendars)
    returns, lawless = source.returns.rules(source.places.countries, vocabulary.codec, clock)
    if faults or lawless:
        raise RulebookError(*SecondLook(document, vocabulary.codec, clock, vocabulary.reason).faults())
    return Rulebook.compose(
        id=source.id.text,
        seller=None if source.seller is None else source.seller.text,
        entity=None if source.entity is None else source.entity.text,
        computing=source.computing.text,
        valid=source.valid.window,
        zone=source.zone.text,
        currencies=source.money.codes,
        money=source.money.policy,
        sealed_with=_sealed_with(source),
        sections=Sections(
            delivery=source.delivery,
            loyalty=source.loyalty,
            places=source.places,
            pricing=source.pricing,
            products=Assortment(source.products),
            returns=returns,
            tax=source.tax,
            time=TimeTables(zones=span.zones(source.zone_names), calendars=calendars),
        ),
        vocabulary=vocabulary,
    )


def check(text: str | bytes, *, vocabulary: Vocabulary = STANDARD) -> tuple[Fault, ...]:
    """Everything that keeps a text from being sealed, each fault with its place and its cure.

    Empty if :func:`seal` would seal it.

    >>> [fault.where for fault in check('zone = "Europe/Pari"')][:1]
    ['']
    """
    try:
        seal(text, vocabulary=vocabulary)
    except ComptoirError as error:
        return error.faults
    return ()


def is_sealed(text: str | bytes) -> bool:
    """Whether the text is a JSON object: no TOML begins with a brace."""
    if isinstance(text, str):
        return text[:64].lstrip().startswith("{")
    return isinstance(text, bytes) and text[:64].lstrip().startswith(b"{")


def _sealed_with(source: RulebookSource) -> dict[str, str]:
    """The releases, and the law table if it has one."""
    law = source.returns.law
    return SEALED_WITH if law is None else {**SEALED_WITH, "law": law.text}


def _clock(document: dict[str, Any]) -> WallClock:
    """The clock of the rulebook's zone, or of UTC where the zone is missing or unknown."""
    zone = document.get("zone")
    try:
        return WallClock(ZoneName.from_text(zone).text if isinstance(zone, str) else "UTC")
    except RulebookError:
        return WallClock("UTC")
