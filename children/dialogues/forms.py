"""What is typed about a talk."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms

from children.dialogues.actions import Held
from children.models import FamilyDialogue
from config.days import DayField
from households.models import IntroPeriod

NEEDED = [
    FamilyDialogue.Interpreter.IN_PERSON,
    FamilyDialogue.Interpreter.REMOTE,
    FamilyDialogue.Interpreter.NOT_USED,
]


class DialogueForm(forms.Form):
    """For somebody who needs an interpreter, "not needed" is no answer (7c)."""

    held_on = DayField(label="Dato for samtalen")
    topics = forms.MultipleChoiceField(
        label="Hva dere snakket om",
        choices=FamilyDialogue.Topic.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Velg minst ett tema."},
    )
    interpreter = forms.ChoiceField(
        label="Tolk",
        choices=FamilyDialogue.Interpreter.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Velg om tolk ble brukt."},
    )
    interpreter_reason = forms.CharField(label="Hvorfor ikke tolk?", required=False, max_length=200)
    agreed = forms.CharField(
        label="Hva dere avtalte",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Valgfritt. Deltakeren kan be om innsyn i det du skriver.",
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, period: IntroPeriod, today: date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"held_on": today, "token": uuid4()})
        super().__init__(*args, **kwargs)
        self.period, self.today = period, today
        if period.person.needs_interpreter:
            of_those = [(row.value, row.label) for row in NEEDED]
            self.fields["interpreter"].choices = of_those  # type: ignore[attr-defined]

    def clean_held_on(self) -> date:
        day: date = self.cleaned_data["held_on"]
        if day > self.today:
            raise forms.ValidationError("Datoen kan ikke være fram i tid.")
        if day < self.period.valid_from:
            began = f"{self.period.valid_from:%d.%m.%Y}"
            raise forms.ValidationError(f"Programmet begynte {began}.")
        if self.period.valid_to is not None and day > self.period.valid_to:
            raise forms.ValidationError(
                f"Programmet ble avsluttet {self.period.valid_to:%d.%m.%Y}."
            )
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        not_used = cleaned.get("interpreter") == FamilyDialogue.Interpreter.NOT_USED
        if not_used and not cleaned.get("interpreter_reason"):
            self.add_error("interpreter_reason", "Skriv hvorfor tolk ikke ble brukt.")
        return cleaned

    @property
    def held(self) -> Held:
        told = dict(self.cleaned_data)
        return Held(form_token=told.pop("token"), **told)
