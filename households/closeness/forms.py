"""Declaring that one is too close."""

from __future__ import annotations

from django import forms

from households.models import Disqualification
from households.national_id import NationalId


class OwnPersonForm(forms.Form):
    """The user's own national number."""

    national_id = forms.CharField(
        label="Fødselsnummeret eller D-nummeret ditt",
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text="Elleve siffer. Nummeret vises ikke for noen, heller ikke for deg, etterpå.",
        error_messages={"required": "Skriv nummeret ditt."},
    )

    def clean_national_id(self) -> str:
        try:
            return NationalId.parse(self.cleaned_data["national_id"]).number
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


class DisqualificationForm(forms.Form):
    """Why the user cannot work with the household."""

    reason = forms.ChoiceField(
        label="Hva er grunnen?",
        choices=Disqualification.Reason,
        widget=forms.RadioSelect,
        error_messages={"required": "Velg en grunn."},
    )
