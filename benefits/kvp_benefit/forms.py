"""What is typed about a month's benefit: which month, and what the state pays beside it."""

from __future__ import annotations

from typing import Any

from django import forms

from benefits.applications.forms import AMOUNTS
from benefits.kvp_benefit.gathering import months_of
from benefits.kvp_benefit.values import BENEFIT_NAMES, DEDUCTED, StateBenefit
from benefits.programmes.forms import StepForm
from config.kroner import KronerField
from households.months import month_name, month_of, month_text, parse_month

MOST = 200_000
"""Kroner a month."""


def kroner_field(label: str) -> KronerField:
    return KronerField(
        label=f"{label}, kr i måneden",
        required=False,
        min_value=0,
        max_value=MOST,
        error_messages=AMOUNTS,
    )


class BenefitForm(StepForm):
    """A month that is over; the state's benefits that are deducted from it, in whole kroner."""

    month = forms.ChoiceField(label="Måned", error_messages={"required": "Velg måneden."})

    def begin(self) -> None:
        done = {
            month_of(row.for_month) for row in self.case.benefits.all() if row.state == "confirmed"
        }
        months = months_of(self.case, self.today)
        choices = [
            (
                month_text(month),
                f"{month_name(month).capitalize()}{' (ny utgave)' if month in done else ''}",
            )
            for month in months
        ]
        field: Any = self.fields["month"]
        field.choices = choices
        left = [month for month in months if month not in done]
        field.initial = month_text((left or months)[0]) if months else None
        field.error_messages["invalid_choice"] = "Velg en måned som er over."
        for kind in DEDUCTED:
            self.fields[kind.value] = kroner_field(BENEFIT_NAMES[kind])

    @property
    def given(self) -> dict[str, Any]:
        """The month by number, and what is typed of each benefit."""
        values = self.cleaned_data
        state = {StateBenefit(kind): values[kind.value] or 0 for kind in DEDUCTED}
        return {"month": parse_month(values["month"]), "state": state}


class ConfirmForm(forms.Form):
    """The total that was seen."""

    total = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10_000_000)
