"""The golden vectors: exact equality, field by field and byte by byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from comptoir import Counter, Rulebook
from vectors.rewrite import HERE, QUESTIONS, answer, read

VECTORS = sorted((HERE / "questions").glob("*.json"))


@pytest.fixture(scope="module")
def counter() -> Counter:
    return Counter(Rulebook.open((HERE / "rulebook.json").read_bytes()))


def test_every_question_has_its_vector() -> None:
    assert {path.stem for path in VECTORS} == set(QUESTIONS)


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
def test_a_vector_is_answered_exactly(path: Path, counter: Counter) -> None:
    expected, basket, at = read(path)
    assert answer(counter.quote(basket, at), at, basket) == expected
