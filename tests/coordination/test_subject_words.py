"""How values of the citizen's file are put in words."""

from __future__ import annotations

import pytest

from coordination.citizen import words


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("", ""),
        (True, "Ja"),
        (False, "Nei"),
        ("2026-01-31", "31.01.2026"),
        ("2026-01-31T23:30:00Z", "01.02.2026 kl. 00.30"),
        ("2026-99-99", "2026-99-99"),
        ("ti tegn nå", "ti tegn nå"),
    ],
)
def test_values_are_told_in_norwegian(value: object, text: str) -> None:
    assert words.word(value) == text
