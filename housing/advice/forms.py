"""What is typed about advice: a session, the plan and its steps, and the end."""

from __future__ import annotations

import uuid

from django import forms

from config.days import day_field
from housing.codes import AdviceAim, AdviceCause, AdviceOutcome, AdviceTool, StepOwner
from housing.forms import LINE, DayForm, HousingForm, choice, text_area

OUTCOMES = [row for row in AdviceOutcome.choices if row[0] != AdviceOutcome.STRUCK.value]
BY_HAND = (AdviceCause.SELF_REFERRAL, AdviceCause.REQUEST, AdviceCause.EVICTION_RISK)


class OpenForm(HousingForm):
    on = day_field("Åpnet")
    cause = choice(
        "Hvorfor?", [(one.value, one.label) for one in BY_HAND], "Velg hvorfor saken åpnes."
    )


class OfferForm(DayForm):
    on = day_field("Råd tilbudt")


class SessionForm(HousingForm):
    token = forms.UUIDField(widget=forms.HiddenInput)
    on = day_field("Holdt")
    text = text_area("Hva snakket dere om, og hva ble dere enige om?", rows=4)

    def begin(self) -> None:
        self.initial["token"] = uuid.uuid4()


class AimForm(HousingForm):
    aim = choice("Hva skal planen føre til?", AdviceAim.choices, "Velg målet.")

    def begin(self) -> None:
        self.initial["aim"] = self.about.aim


class StepForm(HousingForm):
    tool = choice("Virkemiddel", AdviceTool.choices, "Velg virkemiddel.")
    text = forms.CharField(
        label="Hva skal gjøres?",
        max_length=LINE,
        error_messages={"required": "Skriv hva som skal gjøres."},
    )
    owner = choice("Hvem gjør det?", StepOwner.choices, "Velg hvem som gjør det.")
    due_on = day_field("Frist", required=False)


class DoneForm(DayForm):
    on = day_field("Gjort")
    result = forms.CharField(label="Hva ga det?", max_length=LINE, required=False)


class CloseForm(HousingForm):
    on = day_field("Avsluttet")
    outcome = choice("Hva kom det ut av det?", OUTCOMES, "Velg resultatet.")
    text = forms.CharField(label="Merknad", max_length=LINE, required=False)
