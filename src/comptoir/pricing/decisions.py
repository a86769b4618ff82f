"""What a merchant may write about prices that people decide: reasons, authorities, and how far each may go.

Source: house rule; reason code and authority level are the words of the ARTS/OMG retail model.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from comptoir.values.collections import texts, tuple_of
from comptoir.values.errors import WrongValue, checked_type, shown
from comptoir.values.identifiers import checked_identifier, checked_names
from comptoir.values.percentages import Percent, to_percent
from comptoir.values.selections import EVERYTHING, Selection, checked_selection


@attrs.frozen
class Limit:
    """How far below the listed price an ``authority`` may go, at most; one higher up may go as far."""

    authority: str
    percent: Percent = attrs.field(converter=to_percent)

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.authority, "authority")


def _limits(limits: Iterable[Limit]) -> tuple[Limit, ...]:
    return tuple_of(Limit, limits, "limits")


@attrs.frozen(kw_only=True)
class OverrideReason:
    """Why a price may be decided by a person: ``on`` what, by whom, how far.

    ``evidence`` demands to be told the rival's offer (a price match). With ``promotions``, promotions
    apply to the decided price as they would to the listed one; without, none does.
    """

    id: str
    name: Mapping[str, str] = attrs.field(converter=texts)
    on: Selection = EVERYTHING
    limits: tuple[Limit, ...] = attrs.field(converter=_limits)
    evidence: bool = False
    promotions: bool = False

    def __attrs_post_init__(self) -> None:
        checked_identifier(self.id, "id")
        checked_names(self.name)
        checked_selection(self.on, "on")
        checked_type(bool, self.evidence, "evidence", "pass True or False")
        checked_type(bool, self.promotions, "promotions", "pass True or False")
        if not self.limits:
            cure = 'name who may: { authority = "manager", percent = "20" }'
            raise WrongValue.at("limits", "found an empty list", cure, code="nobody_may")


def _authorities(authorities: Iterable[str]) -> tuple[str, ...]:
    listed = tuple_of(str, authorities, "authorities")
    for index, name in enumerate(listed):
        checked_identifier(name, f"authorities[{index}]")
        if name in listed[:index]:
            cure = "name each authority once, the lowest first"
            raise WrongValue.at(f"authorities[{index}]", shown(name), cure, code="duplicate_authority")
    return listed


def _reasons(reasons: Iterable[OverrideReason]) -> tuple[OverrideReason, ...]:
    return tuple_of(OverrideReason, reasons, "reasons")


@attrs.frozen(kw_only=True)
class OverrideRules:
    """The authorities, the lowest first, and the reasons for which a price may be decided."""

    authorities: tuple[str, ...] = attrs.field(default=(), converter=_authorities)
    reasons: tuple[OverrideReason, ...] = attrs.field(default=(), converter=_reasons)
