"""Whole kroner as people write them."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from config.kroner import KronerField


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1000", 1_000),
        ("1 000", 1_000),
        ("1\N{NO-BREAK SPACE}000", 1_000),
        ("1\N{NARROW NO-BREAK SPACE}000 kr", 1_000),
        (" 8700kr ", 8_700),
        ("", None),
    ],
)
def test_spaces_between_the_digits_and_kr_after_them(typed: str, amount: int | None) -> None:
    assert KronerField(required=False).clean(typed) == amount


@pytest.mark.parametrize("typed", ["1 000,50", "mye", "1.000", "1.0", "10e3"])
def test_anything_else_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        KronerField(required=False).clean(typed)
