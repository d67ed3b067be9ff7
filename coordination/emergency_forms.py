"""Opening a household in need, and concluding on it afterwards."""

from __future__ import annotations

from typing import Any

from django import forms

from households.models import BreakGlass
from households.national_id import NationalId

SHORTEST, LONGEST = 10, 255


class EmergencyForm(forms.Form):
    """Whom it is about, and why."""

    number = forms.CharField(
        label="Fødselsnummer eller D-nummer",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        error_messages={"required": "Skriv nummeret til personen det gjelder."},
    )
    category = forms.ChoiceField(
        label="Hva gjelder det?",
        choices=BreakGlass.Category,
        widget=forms.RadioSelect,
        error_messages={"required": "Velg hva det gjelder."},
    )
    reason = forms.CharField(
        label="Begrunnelse",
        help_text="Hvorfor du må inn nå. Lederen som har husstanden, leser den. "
        f"Minst {SHORTEST} og høyst {LONGEST} tegn.",
        min_length=SHORTEST,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Skriv hvorfor du må inn i husstanden.",
            "min_length": f"Begrunnelsen må ha minst {SHORTEST} tegn.",
            "max_length": f"Begrunnelsen kan ha høyst {LONGEST} tegn.",
        },
    )

    def clean_number(self) -> str:
        try:
            return NationalId.parse(self.cleaned_data["number"]).number
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


class ReviewForm(forms.Form):
    """What the leader concludes."""

    conclusion = forms.ChoiceField(
        label="Konklusjon",
        choices=BreakGlass.Conclusion,
        widget=forms.RadioSelect,
        error_messages={"required": "Velg en konklusjon."},
    )
    note = forms.CharField(
        label="Merknad",
        help_text="Må fylles ut når saken følges opp.",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("conclusion") == BreakGlass.Conclusion.FOLLOW_UP and not values.get("note"):
            self.add_error("note", "Skriv hva som skal følges opp.")
        return values
