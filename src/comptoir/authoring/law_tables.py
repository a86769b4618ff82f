"""Law tables: dated rules of law that come with this package, and how a rulebook has them.

Decides which rules of a table a rulebook has: those of its own countries, with the articles of the
exceptions that its products come under, beside the rules that it writes itself; of two of one id, its own. A
country of which a table says nothing has no rule. May never decide anything for a customer: after sealing,
all of it is plain data.

Source: the articles that each rule names. Not legal advice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from importlib import resources
from typing import Final, TypeVar

import attrs

from comptoir.authoring.toml_documents import toml_document
from comptoir.authoring.written_dates import WallClock
from comptoir.facts.return_terms import Exemption
from comptoir.returns.rules import Exempt, FunctionRule, GuaranteeRule, ReturnRules, StatutoryRule
from comptoir.values.collections import texts, tuple_of
from comptoir.values.errors import Fault, RulebookError, WrongValue, checked_type
from comptoir.values.selections import Selection, checked_selection
from comptoir.wire import Codec

Dated = StatutoryRule | FunctionRule | GuaranteeRule
R = TypeVar("R", bound=Dated)

LAW_TABLES: Final = ("2026-11",)
"""The names of the tables in this package, the newest last."""


@attrs.frozen
class Exempted:
    """Products that come under an exception to the right of withdrawal, by its head."""

    on: Selection
    head: Exemption

    def __attrs_post_init__(self) -> None:
        checked_selection(self.on, "on")
        checked_type(Exemption, self.head, "head", "pass Exemption.PRESS, PERISHABLE, …")


@attrs.frozen(kw_only=True)
class TableRule(StatutoryRule):
    """A statutory rule of a table: ``heads`` are the articles of its exceptions."""

    heads: Mapping[str, str] = attrs.field(factory=dict, converter=texts)

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        known = [head.value for head in Exemption]
        for head in self.heads:
            if head not in known:
                cure = f"use one of {', '.join(known)}"
                raise WrongValue.at(f"heads.{head}", f"found {head}", cure, code="unknown_head")


def _statutory(statutory: Iterable[TableRule]) -> tuple[TableRule, ...]:
    return tuple_of(TableRule, statutory, "statutory")


def _functions(functions: Iterable[FunctionRule]) -> tuple[FunctionRule, ...]:
    return tuple_of(FunctionRule, functions, "functions")


def _conformity(conformity: Iterable[GuaranteeRule]) -> tuple[GuaranteeRule, ...]:
    return tuple_of(GuaranteeRule, conformity, "conformity")


@attrs.frozen(kw_only=True)
class LawTable:
    """The dated rules of law of a table: rights to withdraw, their online function, and faults."""

    statutory: tuple[TableRule, ...] = attrs.field(default=(), converter=_statutory)
    functions: tuple[FunctionRule, ...] = attrs.field(default=(), converter=_functions)
    conformity: tuple[GuaranteeRule, ...] = attrs.field(default=(), converter=_conformity)


def law_table(name: str, codec: Codec, clock: WallClock) -> LawTable:
    """A table of this package, its days those of a clock."""
    text = (resources.files(__package__) / "law" / f"{name}.toml").read_text(encoding="utf-8")
    return codec.read(LawTable, toml_document(text), spellings=clock.spellings, error=RulebookError)


def return_rules(
    own: ReturnRules, table: LawTable, exempt: Sequence[Exempted], countries: Collection[str]
) -> tuple[ReturnRules, tuple[Fault, ...]]:
    """A rulebook's ``own`` rules, and after them those of a table for its ``countries``; and the faults.

    ``exempt`` are its products that come under an exception. For a head of which a rule names no article
    there is a fault: what the law says of it is not known. Its own rules stand first, so that a fault among
    them is at the place where they are written.
    """
    statutory = _of_countries(own.statutory, table.statutory, countries)
    functions = _of_countries(own.functions, table.functions, countries)
    faults = [fault for rule in statutory for fault in _without_article(rule, exempt)]
    rules = {field.name: getattr(own, field.name) for field in attrs.fields(ReturnRules)}
    rules["statutory"] = (*own.statutory, *(_plain(rule, exempt) for rule in statutory))
    rules["functions"] = (*own.functions, *functions)
    rules["conformity"] = (*own.conformity, *_of_countries(own.conformity, table.conformity, countries))
    return ReturnRules(**rules), tuple(faults)


def _of_countries(own: Sequence[Dated], table: Sequence[R], countries: Collection[str]) -> list[R]:
    """The rules of a table for some countries, but for those whose id an own one has."""
    ids = {rule.id for rule in own}
    found = [(rule, [code for code in rule.countries if code in countries]) for rule in table]
    return [attrs.evolve(rule, countries=common) for rule, common in found if common and rule.id not in ids]


def _plain(rule: TableRule, exempt: Iterable[Exempted]) -> StatutoryRule:
    """A rule of a table as a rulebook has it, with its products' exceptions."""
    fields = {field.name: getattr(rule, field.name) for field in attrs.fields(StatutoryRule)}
    fields["exempt"] = [
        Exempt(on=each.on, source=rule.heads[each.head.value], head=each.head)
        for each in exempt
        if each.head.value in rule.heads
    ]
    return StatutoryRule(**fields)


def _without_article(rule: TableRule, exempt: Sequence[Exempted]) -> Iterator[Fault]:
    for index, each in enumerate(exempt):
        if each.head.value not in rule.heads:
            where = f"returns.exempt[{index}].head"
            found = f"found {each.head.value}, for which the law table has no article of {rule.id}"
            cure = f"write a rule {rule.id} of your own under [[returns.statutory]], with its exceptions"
            yield Fault("no_article", where, found, cure)
