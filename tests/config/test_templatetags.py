"""Figures as they are written in Norwegian."""

from __future__ import annotations

import pytest

from config.templatetags import endring, prosent, skjult, tall


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (999, "999"), (1404, "1\u00a0404"), (-1404, "\u22121\u00a0404"), (None, ":")],
)
def test_thousands_do_not_break_and_masked_is_a_colon(value: int | None, text: str) -> None:
    assert tall(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(2, "+2"), (-14, "\u221214"), (0, "uendret"), (None, ":")]
)
def test_a_change_has_a_sign_or_is_unchanged(value: int | None, text: str) -> None:
    assert endring(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(-5.04, "\u22125,0\u00a0%"), (-0.04, "0,0\u00a0%"), (9.96, "10,0\u00a0%"), (None, ":")],
)
def test_a_per_cent_has_a_comma_and_zero_has_no_sign(value: float | None, text: str) -> None:
    assert prosent(value) == text


def test_a_masked_cell_is_read_aloud_as_skjult() -> None:
    assert ">skjult</span>" in skjult(tall(None))
    assert skjult(tall(7)) == "7"
