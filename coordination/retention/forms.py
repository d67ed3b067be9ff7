"""Proposing an erasure, noting what the archive has received, and opening a locked household."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from coordination.citizen.forms import day_field, not_ahead


class ProposeForm(forms.Form):
    as_of = day_field("Per dato", help_text="Det som har nådd sin frist denne dagen, blir med.")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["as_of"].initial = today

    def clean_as_of(self) -> date:
        return not_ahead(self.cleaned_data["as_of"], self.today)


class DeliveryForm(forms.Form):
    """What the archive has received."""

    on = day_field("Mottatt av arkivet")
    reference = forms.CharField(
        label="Arkivets referanse",
        max_length=80,
        error_messages={"required": "Skriv referansen arkivet har gitt avleveringen."},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_on(self) -> date:
        return not_ahead(self.cleaned_data["on"], self.today)


class OpenForm(forms.Form):
    """Why a locked household is opened."""

    reason = forms.CharField(
        label="Begrunnelse",
        min_length=10,
        max_length=255,
        help_text="Ikke skriv opplysninger om helse eller andre personer.",
        error_messages={
            "required": "Skriv hvorfor mappen må åpnes.",
            "min_length": "Skriv minst 10 tegn.",
            "max_length": "Skriv høyst 255 tegn.",
        },
    )
