"""Registering a request for access, taking the file out, and handing it over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db import models

from config.days import DayField
from households.models import AccessRequest, Person

DAY = {"inputmode": "numeric", "placeholder": "dd.mm.åååå"}


class ExportReason(models.TextChoices):
    """Why a file is taken out; the code stands in the access log."""

    HAND_OVER = "hand_over", "Utlevering til den det gjelder"
    CONTROL = "control", "Kontroll av filen før utlevering"


def day_field(label: str, **kwargs: Any) -> DayField:
    return DayField(
        label=label,
        widget=forms.DateInput(attrs=DAY),
        error_messages={"required": "Skriv en dato.", "invalid": "Skriv datoen som dd.mm.åååå."},
        **kwargs,
    )


class RequestForm(forms.Form):
    """Who asks, when the request came, and how."""

    person = forms.ModelChoiceField(
        label="Hvem ber om innsyn?",
        queryset=Person.objects.none(),
        empty_label="Velg person",
        error_messages={"required": "Velg hvem som ber om innsyn."},
    )
    received_on = day_field("Mottatt", help_text="Fristen er én måned etter denne datoen.")
    channel = forms.ChoiceField(
        label="Mottatt hvordan", choices=AccessRequest.Channel, widget=forms.RadioSelect
    )

    def __init__(
        self, *args: Any, members: Iterable[int], visible: Any, today: date, **kwargs: Any
    ) -> None:
        """Of the household's `members`, those among the `visible` persons."""
        super().__init__(*args, **kwargs)
        self.today = today
        person: Any = self.fields["person"]
        person.queryset = visible.filter(pk__in=members).order_by("sort_name")
        self.fields["received_on"].initial = today

    def clean_received_on(self) -> date:
        return not_ahead(self.cleaned_data["received_on"], self.today)


class DownloadForm(forms.Form):
    reason = forms.ChoiceField(
        label="Hvorfor lastes filen ned?",
        choices=[("", "Velg"), *ExportReason.choices],
        error_messages={"required": "Velg hvorfor filen lastes ned."},
    )


class HandOverForm(forms.Form):
    handed_over_on = day_field("Utlevert")

    def __init__(self, *args: Any, request: AccessRequest, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.today = request, today
        self.fields["handed_over_on"].initial = today

    def clean_handed_over_on(self) -> date:
        day = not_ahead(self.cleaned_data["handed_over_on"], self.today)
        if day < self.request.received_on:
            raise forms.ValidationError("Filen kan ikke være utlevert før kravet kom.")
        return day


def not_ahead(day: date, today: date) -> date:
    if day > today:
        raise forms.ValidationError("Datoen kan ikke være frem i tid.")
    return day
