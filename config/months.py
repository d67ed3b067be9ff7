"""The field of a month, typed as mm.åååå or by name; its value is the month's first day."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms

TYPED = re.compile(r"(\d{1,2})[./ -](\d{4})", re.ASCII)
NAMED = re.compile(r"([a-z]{3,9})\.? (\d{4})", re.ASCII | re.IGNORECASE)
NAMES = (
    *("januar", "februar", "mars", "april", "mai", "juni"),
    *("juli", "august", "september", "oktober", "november", "desember"),
)
FIRST_YEAR, LAST_YEAR = 2000, 2199


class MonthField(forms.CharField):
    """A month from 2000 through 2199: "11.2026", "november 2026", "nov 2026"."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget",
            forms.TextInput(attrs={"placeholder": "mm.åååå", "autocomplete": "off"}),
        )
        super().__init__(max_length=15, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%m.%Y}" if isinstance(value, date) else value

    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        if not text:
            return None
        number, year = _numbers(text)
        if not 1 <= number <= 12:
            raise forms.ValidationError("Skriv måneden som mm.åååå, eller med navn.")
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise forms.ValidationError("Måneden er for langt unna.")
        return date(year, number, 1)


def _numbers(text: str) -> tuple[int, int]:
    """The month's number and the year; (0, 0) for what is no month."""
    if found := TYPED.fullmatch(text):
        return int(found[1]), int(found[2])
    if found := NAMED.fullmatch(text):
        name = found[1].lower()
        known = [number for number, full in enumerate(NAMES, 1) if full.startswith(name)]
        return (known[0], int(found[2])) if len(known) == 1 else (0, 0)
    return 0, 0
