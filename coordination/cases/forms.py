"""Why a case is closed."""

from __future__ import annotations

from typing import Any

from django import forms

from households.models import Responsibility


class CloseForm(forms.Form):
    reason = forms.ChoiceField(
        label="Hvorfor avsluttes saken?",
        choices=Responsibility.Closing.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Velg hvorfor saken avsluttes."},
    )
    text = forms.CharField(
        label="Mer om hvorfor",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Valgfritt. Søkeren kan be om innsyn i det du skriver.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        lost = cleaned.get("reason") == Responsibility.Closing.NO_CONTACT
        if lost and not cleaned.get("text") and "text" not in self.errors:
            self.add_error("text", "Skriv hvordan du har prøvd å få kontakt.")
        return cleaned
