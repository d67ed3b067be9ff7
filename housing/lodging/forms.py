"""What is typed about temporary lodging: each step of a need, and a place."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from config.days import DayField, day_field
from config.templatetags import tall
from households.models import LodgingNeed
from housing.lodging import queries
from housing.models import LodgingPlace, LodgingStay
from housing.steps import StepForm, choice, kroner, line

OUTCOMES = [
    row for row in LodgingNeed.Outcome.choices if row[0] != LodgingNeed.Outcome.REFUSED.value
]
DEAREST = 20_000
"""Kroner a night: a slip of the finger is more."""


class AskForm(forms.Form):
    """Why somebody needs a place tonight; a tenant of the municipality is asked twice."""

    reason = line("Hvorfor trenger de et sted i natt?", "Skriv hvorfor de trenger et sted i natt.")
    is_sure = forms.BooleanField(
        label="De kan ikke sove i boligen de leier",
        error_messages={"required": "Kryss av for at de ikke kan sove i boligen de leier."},
    )

    def __init__(self, *args: Any, rents: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not rents:
            del self.fields["is_sure"]


class SeenForm(StepForm):
    on = day_field("Dato")
    text = line("Hvordan barna har det", "Skriv hvordan barna har det.")
    up_to_today = ("on",)


class OfferForm(StepForm):
    """Which place, among those in use, with what it costs and whether it suits children."""

    place = forms.ChoiceField(label="Sted", error_messages={"required": "Velg sted."})
    unsuited_text = line(
        "Hvorfor et sted som ikke er egnet for barn?",
        help_text="Bare når barn skal bo på et sted som ikke er egnet for dem.",
    )

    def begin(self) -> None:
        rows = [row for row in queries.places(self.today) if row.is_used]
        self.places = {str(row.pk): row for row in rows}
        field: Any = self.fields["place"]
        field.choices = [("", "Velg"), *[(str(row.pk), _told(row)) for row in rows]]


def _told(row: Any) -> str:
    parts = [str(row), f"{tall(row.price)} kr"]
    if not row.suits_children:
        parts.append("ikke egnet for barn")
    return ", ".join([*parts, "fullt"] if row.is_full else parts)


class DeclineForm(StepForm):
    text = line("Hvorfor nei?", "Skriv hvorfor de takket nei.")


class MoveInForm(StepForm):
    from_on = day_field("Første natt")
    until_on = day_field("Bestilt til", help_text="Morgenen bestillingen går ut.")
    up_to_today = ("from_on",)


class BookForm(StepForm):
    until_on = day_field("Bestilt til", help_text="Morgenen bestillingen går ut.")

    def begin(self) -> None:
        if self.subject.in_use is not None:
            self.fields["until_on"].initial = self.subject.in_use.until_on


class CheckForm(StepForm):
    quality = choice("Kvalitet", LodgingStay.Quality.choices, "Velg hvordan stedet er.")
    quality_text = line("Hva som mangler, eller fungerer")


class PlanForm(StepForm):
    onward = line("Plan videre", "Skriv hva som skal skje videre.", most=1_000)
    onward_on = day_field("Se på planen igjen")
    from_today = ("onward_on",)

    def begin(self) -> None:
        self.fields["onward"].initial = self.subject.need.onward
        self.fields["onward_on"].initial = self.subject.need.onward_on


class LeaveForm(StepForm):
    left_on = day_field("Flyttet ut")
    up_to_today = ("left_on",)


class EndForm(StepForm):
    outcome = choice("Flyttet videre til", OUTCOMES, "Velg hvor de flyttet.")
    ended_on = day_field("Dato")
    undecided_text = line("Hvorfor er det ikke fattet vedtak (§ 27)?")
    up_to_today = ("ended_on",)

    def begin(self) -> None:
        super().begin()
        if self.subject.need.decided_on is not None:
            del self.fields["undecided_text"]


class PlaceForm(forms.ModelForm):
    """A place as the office writes it."""

    price = kroner("Pris per natt, kr", "Skriv hva en natt koster.", most=DEAREST)
    rooms = forms.IntegerField(
        label="Rom",
        min_value=1,
        max_value=500,
        required=False,
        help_text="Hvor mange husstander som får plass. La feltet stå tomt uten grense.",
    )
    valid_from = DayField(label="Brukes fra")
    valid_to = DayField(label="Brukes til", required=False)

    class Meta:
        model = LodgingPlace
        fields = [
            *("name", "provider", "kind", "address", "district", "price", "rooms"),
            *("suits_children", "valid_from", "valid_to"),
        ]
        error_messages = {"name": {"unique": "Et sted med dette navnet finnes allerede."}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.fields["valid_from"].initial = timezone.localdate()
        kind: Any = self.fields["kind"]
        kind.choices = [("", "Velg"), *[row for row in kind.choices if row[0]]]
