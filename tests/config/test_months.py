"""A month is typed as people write it, and stored as its first day."""

from __future__ import annotations

from datetime import date

import pytest
from django.forms import ValidationError

from config.months import MonthField


@pytest.mark.parametrize(
    "text",
    ["11.2026", "11/2026", "11 2026", "november 2026", "November 2026", "nov 2026", "nov. 2026"],
)
def test_a_month_is_read_as_it_is_written(text: str) -> None:
    assert MonthField().clean(text) == date(2026, 11, 1)


def test_a_month_that_is_stored_is_shown_in_figures_again() -> None:
    assert MonthField().prepare_value(date(2026, 3, 1)) == "03.2026"


@pytest.mark.parametrize(
    "text", ["13.2026", "0.2026", "2026", "ju 2026", "novembre 2026", "jun. 26", "x", "²1.2026"]
)
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValidationError, match=r"Skriv måneden som mm\.åååå"):
        MonthField().clean(text)


@pytest.mark.parametrize("text", ["11.1999", "januar 2200"])
def test_a_month_too_far_away_is_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="for langt unna"):
        MonthField().clean(text)
