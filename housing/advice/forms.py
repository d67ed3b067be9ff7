"""What is typed about advice: a session, the plan and its steps, and the end."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms

from config.days import day_field
from housing.advice.queries import nav_has
from housing.codes import AdviceAim, AdviceCause, AdviceOutcome, AdviceTool, StepOwner
from housing.forms import LINE, DayForm, HousingForm, choice, text_area

OUTCOMES = [row for row in AdviceOutcome.choices if row[0] != AdviceOutcome.STRUCK.value]
TOLD_NAV = (
    "Et steg som NAV skal gjøre, kommer i NAVs arbeidsliste med virkemiddel, frist og det du "
    "skriver her. Skriv bare det NAV trenger. Registrer selv når steget er gjort."
)
WITHOUT_NAV = (
    "NAV har ikke denne husstanden og får ikke vite om planen. Skal NAV gjøre noe, må husstanden "
    "ta kontakt med NAV, eller samtykke til at dere deler (Samtykke i menyen)."
)
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

    def begin(self) -> None:
        if nav_has(self.about.household_id, self.today):
            self.told = (TOLD_NAV,)
            return
        owner: Any = self.fields["owner"]
        owner.choices = [row for row in owner.choices if row[0] != StepOwner.NAV]
        self.told = (WITHOUT_NAV,)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        is_for_nav = values.get("owner") == StepOwner.NAV
        if is_for_nav and "due_on" not in self.errors and not values.get("due_on"):
            self.add_error("due_on", "Skriv en frist, så steget kommer i NAVs arbeidsliste.")
        return values


class DoneForm(DayForm):
    on = day_field("Gjort")
    result = forms.CharField(label="Hva ga det?", max_length=LINE, required=False)


class CloseForm(HousingForm):
    on = day_field("Avsluttet")
    outcome = choice("Hva kom det ut av det?", OUTCOMES, "Velg resultatet.")
    text = forms.CharField(label="Merknad", max_length=LINE, required=False)
