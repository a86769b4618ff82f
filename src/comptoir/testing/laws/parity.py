"""Laws of parity: the same question has the same answer, however, wherever and whenever it is asked.

Process, hash seed, locale and time zone cannot be changed from inside: ``tests/laws`` starts other
processes for them.

Source: laws P1 to P4.
"""

from __future__ import annotations

import decimal
from collections import defaultdict
from collections.abc import Iterable, Iterator

import attrs

from comptoir.checkout.place import Accepted
from comptoir.checkout.quote import Quote
from comptoir.facts.parts import Part
from comptoir.facts.provenance import Provenance, SavedBasket
from comptoir.rulebook import Rulebook
from comptoir.testing.cases import Ask, Case, after_a_trip, answer_of, ask_at, ask_counter, expect, outcome_of
from comptoir.testing.laws.placing import acceptable, place
from comptoir.testing.variations import TYPED_OTHERWISE, edges_of, reversed_lines, with_every_ref
from comptoir.values.errors import ComptoirError, NoAnswer
from comptoir.values.instants import EARLIEST, LATEST, Instant
from comptoir.values.money import Amount
from comptoir.values.quantities import in_main_unit, pieces


def p1_order_splitting_and_refs_change_nothing(case: Case, ask: Ask = ask_counter) -> None:
    """P1: order of lines, splitting, merging, refs, asking again and decimal contexts change no digest.

    And each ref's share is found again: the shares of all refs of a line sum to the line, and the
    share of a ref does not depend on the order in which lines were typed.
    """
    first = outcome_of(case, ask)
    _same(first, outcome_of(case, ask), "asked again")
    with decimal.localcontext(decimal.Context(prec=2, rounding=decimal.ROUND_UP)):
        _same(first, outcome_of(case, ask), "asked in another decimal context")
    for how, typed in TYPED_OTHERWISE.items():
        _same(first, outcome_of(attrs.evolve(case, basket=typed(case.basket)), ask), how)
    if isinstance(first, Quote):
        _refs_stay(first, answer_of(attrs.evolve(case, basket=reversed_lines(case.basket)), ask))
        _refs_sum(answer_of(attrs.evolve(case, basket=with_every_ref(case.basket)), ask))


def p2_a_value_survives_its_wire_form(case: Case, ask: Ask = ask_counter) -> None:
    """P2: basket, saved basket, terms, order and its fact are equal, byte for byte, after a wire's trip."""
    provenance = Provenance("web", till="t:1", who="w-1")
    saved = SavedBasket(id="s-1", basket=case.basket, saved_at=case.instant, provenance=provenance)
    after_a_trip("P2", case.rulebook, case.basket)
    after_a_trip("P2", case.rulebook, saved)
    if quote := answer_of(case, ask):
        after_a_trip("P2", case.rulebook, quote.terms)
        placed = place(acceptable(case), ask)
        for value in (placed.order, *placed.facts) if isinstance(placed, Accepted) else ():
            after_a_trip("P2", case.rulebook, value)


def p3_sealing_changes_nothing(case: Case, ask: Ask = ask_counter) -> None:
    """P3: a rulebook opened from its sealed form seals to the same bytes and answers the same.

    Outside its window there is an error, no answer.
    """
    rulebook = case.rulebook
    sealed = rulebook.sealed()
    opened = Rulebook.open(sealed, rulebook.vocabulary)
    expect("P3", opened == rulebook, "found another rulebook after opening what was sealed")
    expect("P3", opened.sealed() == sealed, "found other bytes when sealing again")
    expect("P3", opened.digest == rulebook.digest, f"found {opened.digest}, not {rulebook.digest}")
    again = outcome_of(attrs.evolve(case, rulebook=opened), ask)
    expect("P3", _digests(again) == _digests(outcome_of(case, ask)), f"found {again} from the opened")
    for instant in _outside(rulebook):
        found = _outcome_at(case, ask, instant)
        expect("P3", isinstance(found, NoAnswer), f"found {found} beyond the horizon, at {instant}")


def p4_the_answer_stays_until_valid_until(case: Case, ask: Ask = ask_counter) -> None:
    """P4: the same facts, asked at any instant before ``valid_until``, give the same answer digest."""
    quote = answer_of(case, ask)
    if quote is None:
        return
    at, until = case.instant, quote.until
    expect("P4", at < until, f"found an answer valid until {until}, asked at {at}")
    expect("P4", until <= case.rulebook.horizon_instant, f"found {until}, beyond the horizon")
    for instant in _until(case.rulebook, at, until):
        later = _outcome_at(case, ask, instant)
        same = isinstance(later, Quote) and later.answer == quote.answer
        expect("P4", same, f"found another answer at {instant}, before {until}: {later}")


def _same(first: Quote | ComptoirError, other: Quote | ComptoirError, how: str) -> None:
    one, two = _digests(first), _digests(other)
    expect("P1", one == two, f"found {two}, not {one}, when {how}: {first} and {other}")


def _digests(outcome: Quote | ComptoirError) -> tuple[str, ...]:
    if isinstance(outcome, Quote):
        return outcome.question, outcome.answer
    return tuple(fault.code for fault in outcome.faults)


def _refs_stay(quote: Quote, other: Quote | None) -> None:
    for line in quote.basket.lines:
        if line.ref is not None and other is not None:
            one, two = quote.ref(line.ref), other.ref(line.ref)
            expect("P1", one == two, f"found {two}, not {one}, for the ref {line.ref} typed elsewhere")


def _refs_sum(quote: Quote | None) -> None:
    parts: dict[int, list[Part]] = defaultdict(list)
    for line in quote.basket.lines if quote else ():
        if quote is not None and line.ref is not None:
            part = quote.ref(line.ref)
            held = part.sku, part.quantity
            typed = line.sku, in_main_unit(line.quantity)
            expect("P1", held == typed, f"found {held} for the ref of {line}")
            parts[part.number].append(part)
    for whole in quote.lines if quote else ():
        found = _sums(parts[whole.number])
        expect("P1", found == _sums([whole]), f"found {found} in the refs of {whole}")


def _sums(parts: Iterable[Part]) -> list[int]:
    rows = [
        [
            pieces(part.quantity),
            *(Amount.of(each).minor for each in (part.regular, part.paid, part.tax)),
            *(each.amount.minor for each in part.reductions),
        ]
        for part in parts
    ]
    return [sum(column) for column in zip(*rows, strict=True)]


def _outcome_at(case: Case, ask: Ask, instant: Instant) -> Quote | ComptoirError:
    try:
        return ask_at(case, ask, instant)
    except ComptoirError as error:
        return error


def _outside(rulebook: Rulebook) -> Iterator[Instant]:
    valid = rulebook.header.valid
    if valid.from_ is not None and valid.from_ > EARLIEST:
        yield from {Instant(valid.from_ - 1), EARLIEST}
    yield from {rulebook.horizon_instant, Instant(min(LATEST, rulebook.horizon_instant + 1)), LATEST}


def _until(rulebook: Rulebook, at: Instant, until: Instant) -> list[Instant]:
    """Some instants of ``[at, until)``: its ends, its inside, and either side of every rule's edge."""
    inside = {at + 1, (at + until) // 2, at + (until - at) // 7, until - 1}
    inside |= {edge + step for edge in edges_of(rulebook) for step in (-1, 0, 1)}
    return [Instant(each) for each in sorted(inside) if at <= each < until]
