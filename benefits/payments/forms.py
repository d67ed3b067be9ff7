"""What the pages of payments ask for."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from django import forms

from benefits.models import Payment
from config.days import day_field

AHEAD = timedelta(days=31)
"""How far ahead a run may pay."""


class RunForm(forms.Form):
    """A run: everything that is to be paid by a day."""

    until = day_field(
        "Betalingsdato", help_text="Alt som er planlagt til og med denne dagen, blir med."
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["until"].initial = today
        self.fields["token"].initial = uuid.uuid4

    def clean_until(self) -> date:
        day: date = self.cleaned_data["until"]
        if not self.today <= day <= self.today + AHEAD:
            raise forms.ValidationError("Datoen må være fra i dag til om én måned.")
        return day


class ConfirmForm(forms.Form):
    """That the economy system has paid a run, and when."""

    on = day_field("Utbetalt")

    def __init__(self, *args: Any, made: date, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.made, self.today = made, today
        self.fields["on"].initial = today

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if not self.made <= day <= self.today:
            raise forms.ValidationError("Datoen må være fra da kjøringen ble laget, til i dag.")
        return day


class StatusForm(forms.Form):
    """What is to become of one payment, and why."""

    to = forms.ChoiceField(
        choices=[
            (status.value, status.label)
            for status in (Payment.Status.STOPPED, Payment.Status.PLANNED, Payment.Status.CANCELLED)
        ]
    )
    reason = forms.CharField(required=False, max_length=300)
