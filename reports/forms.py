"""Ordering and assessing the yearly report."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from benefits.rules import DEFINITIONS, OFFICIAL
from reports.models import ReportRun
from reports.queries import Chosen

YEARS_BACK = 8


class OrderForm(forms.Form):
    """Which year, by which definition, and as the data were known when."""

    year = forms.TypedChoiceField(label="År", coerce=int)
    definition = forms.ChoiceField(
        label="Definisjon av «mer enn tre år»",
        choices=[(d.code, f"{d.code} {d.name}") for d in DEFINITIONS.values()],
        initial=OFFICIAL,
        help_text="DEF-1 er kommunens definisjon. Alle fem står side om side i rapporten.",
    )
    as_of = forms.DateField(
        label="Data registrert til og med",
        widget=forms.DateInput(attrs={"inputmode": "numeric", "placeholder": "dd.mm.åååå"}),
        help_text="Det som er registrert senere, blir ikke med.",
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        newest = today.year if today.month > 1 else today.year - 1
        years = range(newest, newest - YEARS_BACK, -1)
        self.fields["year"].choices = [(y, _year_label(y, today)) for y in years]  # type: ignore[attr-defined]
        self.fields["year"].initial = today.year - 1
        self.fields["as_of"].initial = today

    def clean_as_of(self) -> date:
        day: date = self.cleaned_data["as_of"]
        if day > self.today:
            raise forms.ValidationError("Datoen kan ikke være frem i tid.")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        year, day = cleaned.get("year"), cleaned.get("as_of")
        if year and day and day < date(year, 1, 31):
            self.add_error("as_of", f"{year} hadde ingen avsluttet måned på denne datoen.")
        return cleaned


def _year_label(year: int, today: date) -> str:
    return f"{year} (til nå)" if year == today.year else str(year)


class AssessmentForm(forms.ModelForm):
    """The executive's own assessment; frozen with the report when it is saved."""

    class Meta:
        model = ReportRun
        fields = ["assessment", "assessment_text"]
        labels = {
            "assessment": "Er målet nådd?",
            "assessment_text": "Vurdering",
        }
        help_texts = {
            "assessment_text": "Står i rapporten og i alle filene. Kan ikke endres etterpå.",
        }
        widgets = {
            "assessment": forms.RadioSelect,
            "assessment_text": forms.Textarea(attrs={"rows": 8}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assessment"].required = True
        self.fields["assessment"].choices = ReportRun.Assessment.choices  # type: ignore[attr-defined]
        self.fields["assessment_text"].required = True


class FamiliesForm(forms.Form):
    """Which families behind the figures of Hovedmål 3; what cannot be read is left out."""

    KINDS = (("stonad", "Med sosialhjelp i måneden"), ("tre_ar", "Over tre år"))
    DONE = {
        "kartlagt": ("Alle barn kartlagt", "mapped", True),
        "ikke_kartlagt": ("Ikke alle barn kartlagt", "mapped", False),
        "plan": ("Med samordnet plan", "planned", True),
        "uten_plan": ("Uten samordnet plan", "planned", False),
        "droftet": ("Drøftet i OSK", "discussed", True),
        "ikke_droftet": ("Ikke drøftet i OSK", "discussed", False),
    }

    hvem = forms.ChoiceField(label="Familier", required=False, choices=KINDS)
    hva = forms.ChoiceField(
        label="Oppfølging",
        required=False,
        choices=[("", "Alle"), *((key, label) for key, (label, _, _) in DONE.items())],
    )
    bydel = forms.ChoiceField(label="Bydel", required=False)

    def __init__(self, *args: Any, districts: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Alle"), *((name, name) for name in districts)]
        self.fields["bydel"].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Chosen:
        self.is_valid()
        told = {name: self.cleaned_data.get(name) or "" for name in self.fields}
        _, measure, done = self.DONE.get(told["hva"], ("", "", True))
        return Chosen(told["hvem"] == "tre_ar", measure, done, told["bydel"])
