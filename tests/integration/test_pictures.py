"""A picture of the documentation shows what happens now: its figures are computed again."""

from __future__ import annotations

import runpy
from pathlib import Path

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
YEAR = runpy.run_path(str(PICTURES / "a_year_of_points.py"))


def test_the_figures_of_a_year_of_points_are_those_of_today() -> None:
    assert YEAR["FIGURES"].read_text(encoding="utf-8") == YEAR["figures"]()


def test_the_picture_of_a_year_of_points_was_drawn_of_these_figures() -> None:
    figures = YEAR["FIGURES"].read_text(encoding="utf-8")
    assert YEAR["digest"](figures) in YEAR["PICTURE"].read_text(encoding="utf-8")
