"""What is typed about a plan action, a review and an application for state funds."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from accounts.models import District, Party, User
from benefits.models import Measure
from config.choosing import ChoicesForm
from config.days import day_field
from config.kroner import KronerField
from coordination.models import (
    GrantApplication,
    MeasureReview,
    PlanAction,
    PlanJudgement,
    PlanMeasure,
    Score,
)
from coordination.plan_actions.actions import Duty
from coordination.plan_actions.queries import owners
from coordination.plan_actions.rules import states_after

LARGEST_AMOUNT = 500_000_000
"""Kroner: more is a slip of the finger."""
EARLIEST, YEARS_AHEAD = 2010, 5
GENERAL = [value for value in PlanMeasure.values if value not in ("1f", "1g")]
"""A review and an application have forms of their own."""


def _choices(kind: Any, empty: str = "Velg") -> list[tuple[Any, Any]]:
    return [("", empty), *kind.choices]


class VersionForm(forms.Form):
    """A form that says which edition of the row it was filled in from."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class DutyForm(VersionForm):
    """Who does it, for which party and district, and by when."""

    owner = forms.ModelChoiceField(User.objects.none(), label="Ansvarlig", empty_label="Velg")
    deadline = day_field("Frist")
    party = forms.ChoiceField(label="Part", required=False, choices=_choices(Party, "Alle parter"))
    district = forms.ModelChoiceField(
        District.objects.order_by("name"),
        label="Bydel",
        required=False,
        empty_label="Hele byen",
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        owner: Any = self.fields["owner"]
        owner.queryset = owners(today)

    def clean_deadline(self) -> date:
        """Not one that has passed, unless it stood there before."""
        day: date = self.cleaned_data["deadline"]
        if day < self.today and self.is_ahead() and day != self.initial.get("deadline"):
            raise forms.ValidationError("Fristen kan ikke være før i dag.")
        return day

    def is_ahead(self) -> bool:
        """Whether the deadline is of something that is still to be done."""
        return True

    @property
    def duty(self) -> Duty:
        names = ("owner", "deadline", "party", "district")
        return Duty(**{name: self.cleaned_data[name] for name in names})


class PlanActionForm(DutyForm):
    """Something the municipality must do under a measure of the plan."""

    measure = forms.ChoiceField(
        label="Tiltak i planen",
        choices=[("", "Velg"), *[pair for pair in PlanMeasure.choices if pair[0] in GENERAL]],
    )
    title = forms.CharField(label="Hva som skal gjøres", max_length=160)
    description = forms.CharField(
        label="Mer om det",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Skriv ikke noe om enkeltpersoner.",
    )

    @property
    def told(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("measure", "title", "description")}

    @staticmethod
    def of(action: PlanAction) -> dict[str, Any]:
        """What the form begins with."""
        names = ("measure", "title", "description", "deadline", "party", "version")
        found = {name: getattr(action, name) for name in names}
        return found | {"owner": action.owner_id, "district": action.district_id}


class MoveOnForm(VersionForm):
    """How far it has come."""

    status = forms.ChoiceField(label="Status", choices=PlanAction.Status.choices)
    evidence = forms.CharField(
        label="Hva som viser det",
        required=False,
        max_length=500,
        help_text="Må fylles ut når det er gjennomført eller gått bort fra.",
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("status") in PlanAction.OVER and not values.get("evidence"):
            self.add_error("evidence", "Skriv hva som viser at det er gjort, eller hvorfor ikke.")
        return values


def year_field(label: str) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=EARLIEST, max_value=2199)


class JudgementForm(forms.Form):
    """How it stood at the end of a year."""

    year = year_field("År")
    result = forms.ChoiceField(label="Vurdering", choices=_choices(PlanJudgement.Result))
    grounds = forms.CharField(label="Begrunnelse", max_length=500)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if year > self.today.year:
            raise forms.ValidationError("Året har ikke begynt ennå.")
        return year


def score_field(label: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, choices=_choices(Score), coerce=int)


class ReviewForm(DutyForm):
    """A year's review of a measure for quality (1f)."""

    measure = forms.ModelChoiceField(
        Measure.objects.order_by("name"), label="Tiltaket", empty_label="Velg"
    )
    year = year_field("År")
    target_group = score_field("Når målgruppen")
    content = score_field("Innhold")
    results = score_field("Resultater")
    user_view = score_field("Deltakernes syn")
    decision = forms.ChoiceField(label="Beslutning", choices=_choices(MeasureReview.Decision))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.fields["version"].required = False

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if year > self.today.year:
            raise forms.ValidationError("Året har ikke begynt ennå.")
        return year

    @property
    def told(self) -> dict[str, Any]:
        names = ("measure", "year", *MeasureReview.SCORES, "decision")
        return {name: self.cleaned_data[name] for name in names}


class GrantForm(DutyForm):
    """An application for state funds (1g)."""

    scheme = forms.CharField(label="Ordning", max_length=120)
    funder = forms.CharField(label="Gis av", max_length=120)
    amount = KronerField(
        label="Beløp, hele kroner",
        min_value=1,
        max_value=LARGEST_AMOUNT,
        error_messages={
            "required": "Skriv beløpet.",
            "invalid": "Skriv beløpet i hele kroner.",
            "min_value": "Beløpet må være over 0.",
            "max_value": "Beløpet er for høyt.",
        },
    )
    measure = forms.ModelChoiceField(
        Measure.objects.order_by("name"),
        label="Tiltaket det gjelder",
        required=False,
        empty_label="Ikke knyttet til et tiltak",
        help_text="Antall deltakere følger tiltaket.",
    )
    state = forms.ChoiceField(label="Status")
    reporting_on = day_field("Rapporteringsfrist", required=False)

    def is_ahead(self) -> bool:
        return self.data.get("state") == "planned"

    def __init__(self, *args: Any, state: str = "planned", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = dict(GrantApplication.State.choices)
        field: Any = self.fields["state"]
        field.choices = [(value, labels[value]) for value in states_after(state)]
        self.fields["deadline"].label = "Søknadsfrist"
        self.fields["version"].required = False

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        day, apply_by = values.get("reporting_on"), values.get("deadline")
        if values.get("state") in ("granted", "reported") and day is None:
            if "reporting_on" not in self.errors:
                self.add_error("reporting_on", "Skriv når tilskuddet skal rapporteres.")
        elif day and apply_by and day < apply_by:
            self.add_error("reporting_on", "Rapporten kan ikke ha frist før søknaden.")
        return values

    @property
    def told(self) -> dict[str, Any]:
        names = ("scheme", "funder", "amount", "measure", "state", "reporting_on")
        return {name: self.cleaned_data[name] for name in names}

    @staticmethod
    def of(grant: GrantApplication) -> dict[str, Any]:
        names = ("scheme", "funder", "amount", "state", "reporting_on")
        found = {name: getattr(grant, name) for name in names}
        found |= PlanActionForm.of(grant.action) | {"measure": grant.measure_id}
        return found | {"deadline": grant.apply_by}


class FilterForm(ChoicesForm):
    """The choices of the list, in the address; what cannot be read is left out."""

    tiltak = forms.ChoiceField(
        label="Tiltak i planen", required=False, choices=_choices(PlanMeasure, "Alle")
    )
    part = forms.ChoiceField(label="Part", required=False, choices=_choices(Party, "Alle"))
    bydel = forms.ModelChoiceField(
        District.objects.order_by("name"), label="Bydel", required=False, empty_label="Alle"
    )
    forsinket = forms.BooleanField(label="Bare over fristen", required=False)
    alle = forms.BooleanField(label="Også avsluttede", required=False)
