"""What is typed about one placement: from asking for a place to what came of it (1d, 1e)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms

from benefits.claims.forms import token_field
from benefits.measures.catalogue_forms import COMPONENTS, hours_field, whole_number
from benefits.measures.forms import WHO
from benefits.measures.placement_rules import Hours
from benefits.measures.placing import Asked
from benefits.models import KvpEnrolment, Measure, PlacementAttendance, PlacementState
from config.days import day_field
from households.models import Person

MANY_HOURS = 200
CODES = [("", "Velg"), *KvpEnrolment.ExitCode.choices]


def hours_of(values: dict[str, Any]) -> Hours:
    """The components, taken out of what is typed."""
    return Hours(*(values.pop(name) or 0 for name in COMPONENTS))


class PlaceForm(forms.Form):
    """Who, in what, when; hours a week as the measure has them unless others are written."""

    person = forms.TypedChoiceField(label="Hvem gjelder det?", coerce=int, error_messages=WHO)
    measure = forms.TypedChoiceField(
        label="Tiltak",
        coerce=int,
        error_messages={
            "required": "Velg tiltaket.",
            "invalid_choice": "Tiltaket tilbys ikke nå. Velg et annet.",
        },
    )
    planned_from = day_field("Planlagt fra")
    planned_to = day_field("Planlagt til", required=False)
    work_hours = hours_field("Arbeid, timer per uke", required=False)
    training_hours = hours_field("Opplæring, timer per uke", required=False)
    language_hours = hours_field("Norsk, timer per uke", required=False)
    token = token_field()

    def __init__(
        self,
        *args: Any,
        people: Sequence[Person],
        measures: Iterable[Measure],
        today: date,
        **kwargs: Any,
    ) -> None:
        begin = {"planned_from": today, "token": uuid.uuid4()}
        kwargs["initial"] = begin | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.people = {row.pk: row for row in people}
        self.measures = {row.pk: row for row in measures}
        person: Any = self.fields["person"]
        measure: Any = self.fields["measure"]
        person.choices = [(pk, row.name) for pk, row in self.people.items()]
        measure.choices = [("", "Velg"), *((pk, row.name) for pk, row in self.measures.items())]
        for name in COMPONENTS:
            self.fields[name].initial = None
        self.fields["work_hours"].help_text = "Tomt i alle tre: timene som tiltaket har."

    @property
    def asked(self) -> Asked:
        told = dict(self.cleaned_data)
        measure, hours = self.measures[told.pop("measure")], hours_of(told)
        if hours == Hours():
            hours = Hours(*(getattr(measure, name) for name in COMPONENTS))
        return Asked(
            person=self.people[told.pop("person")],
            measure=measure,
            hours=hours,
            form_token=told.pop("token") or uuid.uuid4(),
            **told,
        )


class StartForm(forms.Form):
    on = day_field("Første dag")


class HoursForm(forms.Form):
    """Other hours from a day on."""

    on = day_field("Fra og med")
    work_hours = hours_field("Arbeid, timer per uke", required=False)
    training_hours = hours_field("Opplæring, timer per uke", required=False)
    language_hours = hours_field("Norsk, timer per uke", required=False)

    @property
    def given(self) -> dict[str, Any]:
        values = dict(self.cleaned_data)
        return {"hours": hours_of(values), **values}


class AttendForm(forms.Form):
    """Hours in a week or month."""

    period = forms.ChoiceField(
        label="Gjelder",
        choices=PlacementAttendance.Period.choices,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Velg uke eller måned."),
    )
    on = day_field("En dag i uka eller måneden")
    agreed_hours = whole_number("Avtalte timer", 1, MANY_HOURS)
    attended_hours = whole_number("Timer til stede", 0, MANY_HOURS)


class EndForm(forms.Form):
    """The last day, and what the person goes on to."""

    on = day_field("Siste dag")
    broken_off = forms.BooleanField(label="Avbrutt før tiden", required=False)
    exit_code = forms.ChoiceField(
        label="Avsluttet til",
        choices=CODES,
        required=False,
        error_messages={"invalid_choice": "Velg hva personen går til."},
        help_text="Det personen går til nå. Tomt når personen ikke har startet.",
    )
    note = forms.CharField(label="Merknad", max_length=300, required=False)


class OutcomeForm(forms.Form):
    """What the person does so many months after."""

    months = forms.TypedChoiceField(
        label="Når",
        coerce=int,
        choices=((6, ""), (12, "")),
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Velg en tid som har kommet."),
    )
    code = forms.ChoiceField(
        label="Hva gjør personen nå?",
        choices=CODES,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Velg hva personen gjør."),
    )

    def __init__(self, *args: Any, times: Sequence[tuple[int, date]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months: Any = self.fields["months"]
        months.choices = [
            (number, f"{number} måneder etter, {day:%d.%m.%Y}") for number, day in times
        ]


class PlacementListForm(forms.Form):
    """The choices of the list of placements, in the address."""

    tilstand = forms.ChoiceField(
        label="Tilstand",
        required=False,
        choices=[("", "Alle"), *((state.value, state.label) for state in PlacementState)],
    )
    tiltak = forms.ModelChoiceField(
        label="Tiltak",
        required=False,
        queryset=Measure.objects.order_by("name"),
        empty_label="Alle",
    )
    kombinert = forms.BooleanField(label="Bare kombinert løp", required=False)

    def value(self, name: str) -> Any:
        self.is_valid()
        return self.cleaned_data.get(name)
