"""What is told of a document when it is taken in."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from accounts.models import Unit
from config.days import DayField
from households.documents.actions import Paper
from households.documents.content import Content, ContentRefusedError, content_of
from households.models import Document, Person

TAKEN_IN = "PDF, PNG, JPEG eller ren tekst, høyst 10 MB."


class DocumentForm(forms.Form):
    """The file and its kind; the title is that of the kind unless another is given."""

    file = forms.FileField(
        label="Fil",
        help_text=TAKEN_IN,
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg,.txt"}),
        error_messages={
            "required": "Velg en fil.",
            "empty": "Filen er tom.",
            "missing": "Velg en fil.",
            "invalid": "Velg en fil.",
        },
    )
    kind = forms.ChoiceField(
        label="Hva slags dokument er det?",
        choices=[("", "Velg"), *Document.Kind.choices],
        error_messages={"required": "Velg hva slags dokument det er."},
    )
    title = forms.CharField(
        label="Tittel",
        required=False,
        max_length=200,
        help_text="Uten tittel får dokumentet navn etter hva slags det er.",
    )
    person = forms.TypedChoiceField(
        label="Hvem gjelder det?", required=False, coerce=int, empty_value=None
    )
    received_on = DayField(
        label="Mottatt",
        required=False,
        help_text="I dag når feltet er tomt.",
        widget=forms.DateInput(
            attrs={"class": "dateinput", "autocomplete": "off", "placeholder": "dd.mm.åååå"}
        ),
        error_messages={"invalid": "Skriv datoen som dd.mm.åååå."},
    )
    unit = forms.TypedChoiceField(label="Registreres ved", coerce=int)
    token = forms.UUIDField(widget=forms.HiddenInput)
    content: Content

    def __init__(
        self,
        *args: Any,
        units: Sequence[Unit],
        people: Sequence[Person],
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.units = today, {unit.pk: unit for unit in units}
        self.people = {person.pk: person for person in people}
        self.fields["token"].initial = uuid.uuid4
        person: Any = self.fields["person"]
        person.choices = [("", "Hele husstanden"), *((row.pk, row.name) for row in people)]
        at: Any = self.fields["unit"]
        at.choices = [(unit.pk, str(unit)) for unit in units]
        if len(units) == 1:
            del self.fields["unit"]

    def clean_file(self) -> Any:
        """The file's bytes as they will be kept, in `content`."""
        file = self.cleaned_data["file"]
        try:
            self.content = content_of(file)
        except ContentRefusedError as error:
            raise forms.ValidationError(str(error)) from error
        return file

    def clean_received_on(self) -> date:
        day: date = self.cleaned_data["received_on"] or self.today
        if day > self.today:
            raise forms.ValidationError("Mottatt dato kan ikke være etter i dag.")
        return day

    @property
    def office(self) -> Unit:
        """The office that the document is registered at."""
        chosen = self.cleaned_data.get("unit")
        return self.units[chosen] if chosen else next(iter(self.units.values()))

    @property
    def paper(self) -> Paper:
        values = self.cleaned_data
        person = values["person"]
        return Paper(
            title=values["title"] or str(Document.Kind(values["kind"]).label),
            kind=values["kind"],
            received_on=values["received_on"],
            person=self.people[person] if person else None,
            form_token=values["token"],
        )
