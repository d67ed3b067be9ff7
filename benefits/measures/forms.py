"""What is typed about an assessment, and what the list is narrowed by."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.conf import settings

from benefits.claims.forms import token_field
from benefits.measures.actions import Judged
from benefits.models import ActivityAssessment
from config.days import day_field
from households.models import Person

WHO = {"required": "Velg hvem det gjelder.", "invalid_choice": "Velg en i husstanden."}


class StrikeForm(forms.Form):
    """Why an assessment is struck."""

    why = forms.CharField(
        label="Hvorfor strykes den?", max_length=300, error_messages={"required": "Skriv hvorfor."}
    )


class AssessForm(forms.Form):
    """Which measure fits one of the household's adults, and when it is looked at again."""

    person = forms.TypedChoiceField(label="Hvem gjelder det?", coerce=int, error_messages=WHO)
    assessed_on = day_field("Vurdert")
    conclusion = forms.ChoiceField(
        label="Hva passer nå?",
        choices=[("", "Velg"), *ActivityAssessment.Conclusion.choices],
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Velg hva som passer."),
    )
    not_until = day_field(
        "Ikke aktuelt til", required=False, help_text="Bare når ingen tiltak er aktuelle ennå."
    )
    grounds = forms.CharField(
        label="Begrunnelse",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kort. Personen kan be om innsyn i det du skriver.",
        error_messages={"required": "Skriv begrunnelsen."},
    )
    next_review_on = day_field("Neste vurdering", required=False)
    token = token_field()

    def __init__(self, *args: Any, people: Sequence[Person], today: date, **kwargs: Any) -> None:
        begin = {"assessed_on": today, "token": uuid.uuid4()}
        kwargs["initial"] = begin | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        lasts = settings.MEASURES["assessed_months"]
        self.fields["next_review_on"].help_text = f"Tomt: {lasts} måneder etter vurderingen."
        self.people = {row.pk: row for row in people}
        person: Any = self.fields["person"]
        person.choices = [(pk, row.name) for pk, row in self.people.items()]

    @property
    def judged(self) -> Judged:
        told = dict(self.cleaned_data)
        return Judged(
            person=self.people[told.pop("person")],
            form_token=told.pop("token") or uuid.uuid4(),
            **told,
        )


class ListForm(forms.Form):
    """The choices of a list, in the address; what cannot be read is left out."""

    bydel = forms.ChoiceField(label="Bydel", required=False)
    mine = forms.BooleanField(label="Bare mine", required=False)

    def __init__(self, *args: Any, districts: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        district: Any = self.fields["bydel"]
        district.choices = [("", "Alle"), *((name, name) for name in districts)]

    def value(self, name: str) -> Any:
        self.is_valid()
        return self.cleaned_data.get(name)
