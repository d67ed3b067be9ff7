"""The field of a day that somebody types: one that a calendar can count from."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator


class DayField(forms.DateField):
    """A date from 2000 through 2199: a day, a year or twelve months more is still a date."""

    default_validators = [
        MinValueValidator(date(2000, 1, 1), "Datoen er for lang tid siden."),
        MaxValueValidator(date(2199, 12, 31), "Datoen er for langt frem i tid."),
    ]


TYPED = {"placeholder": "dd.mm.åååå", "autocomplete": "off"}
"""How a day is written, in the field itself."""


def day_field(label: str, **kwargs: Any) -> DayField:
    """A day that somebody types, with what is said when it is missing or is none."""
    return DayField(
        label=label,
        widget=forms.DateInput(attrs=TYPED),
        error_messages={"invalid": "Skriv datoen som dd.mm.åååå.", "required": "Skriv datoen."},
        **kwargs,
    )
