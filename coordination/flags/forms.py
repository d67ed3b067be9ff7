"""Why a flag is dismissed."""

from __future__ import annotations

from django import forms


class DismissForm(forms.Form):
    grounds = forms.CharField(
        label="Hvorfor avvises flagget?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Skriv hvorfor flagget avvises."},
    )
