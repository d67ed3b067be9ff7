"""The forms of a transition: one for each step, each with the version that the writer saw."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from accounts.models import Party
from children.codes import Taken
from children.forms import area, line
from children.models import Transition
from children.transitions import queries
from config.days import day_field
from decisions.conflict import NOTHING, Differing

OUTSIDE = "outside"


class OpenForm(forms.Form):
    """What the lasting needs are, where nobody has mapped them yet."""

    needs = line("Hva er de varige behovene?", 300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        needs = self.fields["needs"]
        needs.required = True
        needs.error_messages["required"] = "Skriv kort hva behovene er."


class StepForm(forms.Form):
    """One step; `stored` are the transition's fields that it begins with and is compared to."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000)
    stored: tuple[str, ...] = ()

    def __init__(
        self, *args: Any, transition: Transition, today: date, name: str = "", **kwargs: Any
    ) -> None:
        kwargs["initial"] = self.begin(transition, today) | {"version": transition.version}
        kwargs["auto_id"] = f"{name}_%s"
        super().__init__(*args, **kwargs)
        self.transition, self.today = transition, today

    def begin(self, transition: Transition, today: date) -> dict[str, Any]:
        return {name: getattr(transition, name) for name in self.stored}

    @property
    def given(self) -> dict[str, Any]:
        """What is typed, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def day_up_to_today(self, name: str) -> date:
        day: date = self.cleaned_data[name]
        if day > self.today:
            raise forms.ValidationError("Dagen kan ikke være etter i dag.")
        return day

    def differing(self, stored: Transition) -> list[Differing]:
        """What was typed beside what another has stored meanwhile, under the form's labels."""
        now = self.begin(stored, self.today)
        return [
            Differing(str(self.fields[name].label), self._said(name, given), self._said(name, held))
            for name, given in self.given.items()
            if (held := now.get(name, "")) != given
        ]

    def _said(self, name: str, value: Any) -> str:
        if value in (None, ""):
            return NOTHING
        if isinstance(value, date):
            return f"{value:%d.%m.%Y}"
        choices: Any = getattr(self.fields[name], "choices", None)
        return str(dict(_flat(choices)).get(str(value), value)) if choices else str(value)


def _flat(choices: Any) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for value, label in choices:
        found += label if isinstance(label, list) else [(value, label)]
    return found


class ReceiverForm(StepForm):
    """An office of NAV, BFT or HV, or a service outside by name; and whom to speak with there."""

    receiver = forms.ChoiceField(
        label="Hvem skal ta imot?", error_messages={"required": "Velg mottaker."}
    )
    name = line("Navn på tjenesten, når den er utenfor", 120)
    contact = line("Kontaktperson", 120)
    stored = ("receiver", "name", "contact")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {str(row.pk): row for row in queries.receiving_units(self.today)}
        by_party = [
            (
                party.label,
                [(key, str(row)) for key, row in self.units.items() if row.party == party],
            )
            for party in Party
        ]
        outside = (OUTSIDE, "En tjeneste utenfor: DPS, Statped, arbeidsplass, annet")
        field: Any = self.fields["receiver"]
        field.choices = [("", "Velg"), *[group for group in by_party if group[1]], outside]
        contact = self.fields["contact"]
        contact.required = True
        contact.error_messages["required"] = "Skriv hvem dere har kontakt med der."

    def begin(self, transition: Transition, today: date) -> dict[str, Any]:
        outside = OUTSIDE if transition.receiver_name else ""
        return {
            "receiver": str(transition.receiver_unit_id or outside),
            "name": transition.receiver_name,
            "contact": transition.receiver_contact,
        }

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("receiver") == OUTSIDE:
            if not values.get("name", "").strip():
                self.add_error("name", "Skriv hva tjenesten heter.")
        elif "receiver" in values:
            values["name"] = ""
        return values


class MeetingForm(StepForm):
    met_on = day_field("Møtet ble holdt")
    stored = ("met_on",)

    def clean_met_on(self) -> date:
        return self.day_up_to_today("met_on")


class PlanForm(StepForm):
    plan = area(
        "Planen",
        rows=4,
        required=True,
        error_messages={"required": "Skriv hva planen er."},
        help_text="Bolig, skole eller arbeid, inntekt, helse, og hvem som gjør hva når.",
    )
    own_words = area(
        "Med den unges egne ord",
        required=True,
        error_messages={"required": "Skriv hva den unge selv sier."},
    )
    stored = ("plan", "own_words")


class AskForm(StepForm):
    asked_on = day_field("Spurt")
    stored = ("asked_on",)

    def begin(self, transition: Transition, today: date) -> dict[str, Any]:
        return {"asked_on": transition.asked_on or today}

    def clean_asked_on(self) -> date:
        return self.day_up_to_today("asked_on")


class AnswerForm(StepForm):
    """One line: taken or not, who to speak with, and when."""

    taken = forms.ChoiceField(
        label="Tar dere imot?",
        choices=Taken.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Velg om dere tar imot."},
    )
    name = line("Kontaktperson hos mottakeren", 120)
    answered_on = day_field("Svart")
    text = line("Merknad", 300)
    stored = ("taken", "name", "answered_on", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        self.fields["name"].error_messages["required"] = "Skriv hvem som er kontakt."
        if self.transition.receiver_unit_id is None:
            self.fields["taken"].label = "Tar de imot?"

    def begin(self, transition: Transition, today: date) -> dict[str, Any]:
        return {
            "taken": transition.answer,
            "name": transition.answered_name or transition.receiver_contact,
            "answered_on": transition.answered_on or today,
            "text": transition.answer_text,
        }

    def clean_answered_on(self) -> date:
        return self.day_up_to_today("answered_on")


class AftercareForm(StepForm):
    aftercare_until = day_field("Ettervern til og med")
    aftercare_text = line("Hva det er", 300)
    stored = ("aftercare_until", "aftercare_text")


class EndForm(StepForm):
    reason = forms.ChoiceField(
        label="Hvorfor avsluttes den?",
        widget=forms.RadioSelect,
        choices=Transition.Reason.choices,
        error_messages={"required": "Velg hvorfor den avsluttes."},
    )
    text = line("Med egne ord", 300)

    def begin(self, transition: Transition, today: date) -> dict[str, Any]:
        return {"reason": transition.ended_reason, "text": transition.ended_text}
