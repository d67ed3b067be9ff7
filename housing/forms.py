"""The fields that forms of housing have in common, and a form about something on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from config.days import day_field

LONGEST = 4_000
LINE = 300


def text_area(label: str, rows: int = 3, most: int = LONGEST, **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **kwargs
    )


def choice(label: str, choices: Any, required: str, **kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[("", "Velg"), *choices],
        error_messages={"required": required},
        **kwargs,
    )


def yes_no(label: str, required: str, **kwargs: Any) -> forms.ChoiceField:
    return choice(label, [("yes", "Ja"), ("no", "Nei")], required, **kwargs)


class HousingForm(forms.Form):
    """A form on the tab Bolig; `about` is what it is about, where it is about one row."""

    told: tuple[str, ...] = ()
    """What somebody has to know to fill it in, above the fields."""

    def __init__(self, *args: Any, about: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.about, self.today = about, today
        if "on" in self.fields and self.fields["on"].initial is None:
            self.fields["on"].initial = today
        self.begin()

    def begin(self) -> None:
        """What the fields begin with."""


class NothingForm(HousingForm):
    """An act that needs no more than the button."""


class DayForm(HousingForm):
    on = day_field("Dato")
