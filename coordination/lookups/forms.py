"""Filters of the log, why it is downloaded, and the conclusion of a review."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet

from accounts.models import AccessEvent, AccessReview, User
from config.days import DayField
from coordination.forms import HOUSEHOLD_NUMBER
from coordination.lookups.queries import between

DAYS_SHOWN = 30
DATE = forms.DateInput(attrs={"inputmode": "numeric", "placeholder": "dd.mm.åååå"})


def household_id_in(text: str) -> int:
    """The id behind H-10012, also when only the figures are typed."""
    found = HOUSEHOLD_NUMBER.fullmatch(text if text[:1] in "hH" else f"H-{text}")
    if found is None:
        raise ValidationError("Skriv husstandens nummer, for eksempel H-10012.")
    return int(found.group(1)) - 10_000


class PeriodFilter(forms.Form):
    """Lines from one day through another; from thirty days ago when nothing is chosen."""

    husstand = forms.CharField(label="Husstand", required=False, max_length=12)
    fra = DayField(label="Fra og med", required=False, widget=DATE)
    til = DayField(label="Til og med", required=False, widget=DATE)

    def __init__(self, data: Any, *, today: date, tells_why: bool) -> None:
        chosen = {name: data[name] for name in self.base_fields if name in data}
        since = f"{today - timedelta(days=DAYS_SHOWN):%d.%m.%Y}"
        super().__init__({"fra": since} | chosen)
        self.is_filtered, self.tells_why = bool(chosen), tells_why

    def clean_husstand(self) -> int | None:
        text = self.cleaned_data["husstand"]
        return household_id_in(text) if text else None

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("fra"), self.cleaned_data.get("til")
        if first and last and last < first:
            self.add_error("til", "Til og med kan ikke være før fra og med.")
        return self.cleaned_data

    @property
    def household_id(self) -> int | None:
        found: int | None = self.cleaned_data.get("husstand")
        return found

    def among(self, events: QuerySet[AccessEvent]) -> QuerySet[AccessEvent]:
        """Those of `events` that are asked for; none when the filters are not understood."""
        if not self.is_valid():
            return events.none()
        events = between(events, self.cleaned_data["fra"], self.cleaned_data["til"])
        if self.household_id is not None:
            events = events.filter(object_type="household", object_id=self.household_id)
            if not self.tells_why:  # a line that does not name its household is not found by it
                events = events.exclude(
                    action=AccessEvent.Action.BREAK_GLASS, verdict=AccessEvent.Verdict.DENY
                )
        return events


class LogFilter(PeriodFilter):
    """The filters of the whole log; `staff` are those whose lines may be asked for."""

    hvem = forms.ModelChoiceField(
        User.objects.none(), label="Hvem", required=False, empty_label="Alle"
    )
    handling = forms.ChoiceField(
        label="Handling", required=False, choices=[("", "Alle"), *AccessEvent.Action.choices]
    )
    avgjorelse = forms.ChoiceField(
        label="Avgjørelse", required=False, choices=[("", "Alle"), *AccessEvent.Verdict.choices]
    )
    field_order = ["hvem", "husstand", "handling", "avgjorelse", "fra", "til"]

    def __init__(self, data: Any, *, staff: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["hvem"].queryset = staff  # type: ignore[attr-defined]

    def among(self, events: QuerySet[AccessEvent]) -> QuerySet[AccessEvent]:
        events = super().among(events)
        if not self.is_valid():
            return events
        chosen = self.cleaned_data
        if chosen["hvem"]:
            events = events.filter(user_id=chosen["hvem"].pk)
        if chosen["handling"]:
            events = events.filter(action=chosen["handling"])
        if chosen["avgjorelse"]:
            events = events.filter(verdict=chosen["avgjorelse"])
        return events


class ExportForm(forms.Form):
    """Why the log leaves the system; kept in the log as a code."""

    class Reason(models.TextChoices):
        CONTROL = "control", "Internkontroll eller tilsyn"
        REQUEST = "request", "Krav om innsyn"
        INCIDENT = "incident", "Avvik"

    grunn = forms.ChoiceField(label="Hvorfor", choices=Reason.choices)


class ReviewForm(forms.Form):
    conclusion = forms.ChoiceField(
        label="Konklusjon",
        choices=AccessReview.Conclusion.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Velg en konklusjon."},
    )
    note = forms.CharField(
        label="Merknad",
        required=False,
        max_length=255,
        help_text="Hva som følges opp. Skriv ikke navn eller fødselsnummer på brukere.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        follows_up = self.cleaned_data.get("conclusion") == AccessReview.Conclusion.FOLLOW_UP
        if follows_up and not self.cleaned_data.get("note"):
            self.add_error("note", "Skriv hva som følges opp.")
        return self.cleaned_data
