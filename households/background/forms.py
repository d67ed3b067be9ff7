"""What is typed about a person's background and language; nothing of it is mandatory."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from households.background.actions import FIELDS, fingerprint
from households.codes import Background, NorwegianLevel
from households.models import Person

EARLIEST = 1900


class BackgroundForm(forms.Form):
    seen = forms.CharField(widget=forms.HiddenInput, max_length=200)
    background = forms.ChoiceField(
        label="Bakgrunn", required=False, choices=[("", "Ikke oppgitt"), *Background.choices]
    )
    resident_since = forms.IntegerField(
        label="Bosatt i Norge siden",
        required=False,
        help_text="Årstall, for eksempel 2016.",
    )
    norwegian_level = forms.ChoiceField(
        label="Norsknivå", required=False, choices=[("", "Ikke oppgitt"), *NorwegianLevel.choices]
    )
    language = forms.CharField(label="Språk personen vil snakke", required=False, max_length=40)
    needs_interpreter = forms.BooleanField(label="Trenger tolk", required=False)

    def __init__(self, *args: Any, person: Person, today: date, **kwargs: Any) -> None:
        now = {name: getattr(person, name) for name in FIELDS} | {"seen": fingerprint(person)}
        super().__init__(*args, **kwargs | {"initial": now})
        self.person, self.today = person, today

    def clean_resident_since(self) -> int | None:
        year: int | None = self.cleaned_data["resident_since"]
        born = self.person.birth_date
        if year is not None and not EARLIEST <= year <= self.today.year:
            raise forms.ValidationError(f"Skriv et årstall fra {EARLIEST} til {self.today.year}.")
        if year is not None and born is not None and year < born.year:
            raise forms.ValidationError("Personen var ikke født da.")
        return year

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("background") == Background.NONE and values.get("resident_since"):
            self.add_error("resident_since", "Hører til når personen har flyttet til Norge.")
        return values

    @property
    def told(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FIELDS}
