"""The field of a month that somebody types as mm.åååå; its value is the month's first day."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms

TYPED = re.compile(r"(\d{1,2})\.(\d{4})", re.ASCII)
FIRST_YEAR, LAST_YEAR = 2000, 2199


class MonthField(forms.CharField):
    """A month from 2000 through 2199."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget",
            forms.TextInput(
                attrs={"placeholder": "mm.åååå", "inputmode": "numeric", "autocomplete": "off"}
            ),
        )
        super().__init__(max_length=7, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%m.%Y}" if isinstance(value, date) else value

    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        if not text:
            return None
        found = TYPED.fullmatch(text)
        if found is None or not 1 <= int(found[1]) <= 12:
            raise forms.ValidationError("Skriv måneden som mm.åååå.")
        if not FIRST_YEAR <= int(found[2]) <= LAST_YEAR:
            raise forms.ValidationError("Måneden er for langt unna.")
        return date(int(found[2]), int(found[1]), 1)
