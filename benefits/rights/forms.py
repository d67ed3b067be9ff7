"""On what ground an applicant stays."""

from __future__ import annotations

from django import forms

from benefits.models import StayCategory


class StayForm(forms.Form):
    category = forms.ChoiceField(
        label="Opphold",
        choices=[("", "Velg"), *StayCategory.choices],
        error_messages={"required": "Velg det som passer."},
    )
