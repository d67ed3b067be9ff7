"""What is typed about a measure of the catalogue, and in its search (1d)."""

from __future__ import annotations

from typing import Any

from django import forms

from benefits.models import Measure, MeasureType
from benefits.models.catalogue import FULL_WEEK
from config.choosing import ChoicesForm
from config.days import day_field

DEAREST, LARGEST = 100_000, 500
"""Kroner, and places: a slip of the finger is more."""
COMPONENTS = ("work_hours", "training_hours", "language_hours")


def whole_number(label: str, least: int, most: int, **kwargs: Any) -> forms.IntegerField:
    """A number with what is said when it is missing, is none, or is out of its bounds."""
    told = dict.fromkeys(
        ("required", "invalid", "min_value", "max_value"),
        f"Skriv et helt tall fra {least} til {most}.",
    )
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, error_messages=told, **kwargs
    )


def hours_field(label: str, **kwargs: Any) -> forms.IntegerField:
    return whole_number(label, 0, FULL_WEEK, initial=0, **kwargs)


class MeasureForm(forms.ModelForm):
    """A measure as a team leader writes it."""

    work_hours = hours_field("Arbeid, timer per uke")
    training_hours = hours_field("Opplæring, timer per uke")
    language_hours = hours_field("Norsk, timer per uke")
    capacity = whole_number(
        "Plasser",
        1,
        LARGEST,
        required=False,
        help_text="La feltet stå tomt når det ikke er noen grense.",
    )
    price = whole_number("Pris for deltakeren, kr", 0, DEAREST, initial=0)
    valid_from = day_field("Tilbys fra")
    valid_to = day_field("Tilbys til", required=False)

    class Meta:
        model = Measure
        fields = [
            *("name", "kind", "provider", "target", "description", *COMPONENTS),
            *("capacity", "price", "languages", "valid_from", "valid_to"),
        ]
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}
        error_messages = {
            "name": {
                "unique": "Et tiltak med dette navnet finnes allerede.",
                "required": "Skriv navnet.",
            },
            "provider": {"required": "Skriv hvem som arrangerer tiltaket."},
            "kind": dict.fromkeys(("required", "invalid_choice"), "Velg type."),
            "target": dict.fromkeys(("required", "invalid_choice"), "Velg målgruppe."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("kind", "target"):
            field: Any = self.fields[name]
            field.choices = [("", "Velg"), *[choice for choice in field.choices if choice[0]]]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        hours = [values.get(name) for name in COMPONENTS]
        if all(number is not None for number in hours):
            total = sum(number or 0 for number in hours)
            if not total:
                self.add_error("work_hours", "Skriv timer for arbeid, opplæring eller norsk.")
            elif total > FULL_WEEK:
                self.add_error("work_hours", f"Det er mer enn {FULL_WEEK} timer i uka.")
        first, last = values.get("valid_from"), values.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", "Tilbys til kan ikke være før tilbys fra.")
        return values


class SearchForm(ChoicesForm):
    """The words and choices of a search, in the address; what cannot be read is left out."""

    q = forms.CharField(
        label="Søk",
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "kurs, norsk"}),
    )
    type = forms.ChoiceField(
        label="Type", required=False, choices=[("", "Alle"), *MeasureType.choices]
    )
    gruppe = forms.ChoiceField(
        label="Målgruppe", required=False, choices=[("", "Alle"), *Measure.Target.choices]
    )
    kombinert = forms.BooleanField(label="Arbeid og opplæring sammen", required=False)
    ledig = forms.BooleanField(label="Bare med ledig plass", required=False)
    alle = forms.BooleanField(label="Også de som ikke tilbys nå", required=False)
