"""For which tiers of a programme something is, in the words of schema.org.

Source: schema.org MemberProgram, MemberProgramTier.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from comptoir.loyalty.rules import Programme
from comptoir.loyalty.tier_rules import TierRule
from comptoir.wire.canonical import Document


def tiers_for(
    programme: Programme | None, *, members: bool = False, tiers: Collection[str] = ()
) -> list[TierRule]:
    """The tiers that are named, or all of them for ``members``."""
    every = () if programme is None else programme.tiers
    return [tier for tier in every if members or tier.id in tiers]


def tier_document(tier: TierRule, programme: Programme | None) -> Document:
    """A tier, with its programme."""
    found: dict[str, Document] = {
        "@type": "MemberProgramTier",
        "identifier": tier.id,
        "name": name_document(tier.name),
    }
    if programme is not None:
        found["isTierOf"] = {"@type": "MemberProgram", "identifier": programme.id}
    return found


def name_document(names: Mapping[str, str]) -> Document:
    """A name in each of its languages."""
    return [{"@language": language, "@value": text} for language, text in sorted(names.items())]
