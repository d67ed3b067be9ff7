"""What is typed about an application."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms

from benefits.applications.actions import AskedHelp, AskedMatter
from benefits.models import ApplicationMatter, AssistanceApplication, DocumentDemand
from config.days import day_field
from config.kroner import KronerField
from config.templatetags import tall
from households.models import Intake, Person

LARGEST = 10_000_000
"""Kroner; nobody asks for more, and a slip of the finger does."""
AMOUNTS = {
    "invalid": "Skriv hele kroner, uten øre.",
    "min_value": "Beløpet kan ikke være under null.",
    "max_value": "Beløpet er for stort.",
}


class ApplicationForm(forms.Form):
    """What somebody asks for; only what it is about and how it came must be given."""

    person = forms.TypedChoiceField(label="Hvem søker?", coerce=int)
    spouse = forms.TypedChoiceField(
        label="Søker sammen med", coerce=int, required=False, empty_value=None
    )
    kinds = forms.MultipleChoiceField(
        label="Hva søkes det om?",
        choices=ApplicationMatter.Kind,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kryss av for minst én ting."},
    )
    one_off = forms.CharField(
        label="Hva skal engangsstønaden dekke?", required=False, max_length=200
    )
    amount = KronerField(
        label="Beløp det søkes om, i kroner",
        required=False,
        min_value=0,
        max_value=LARGEST,
        error_messages=AMOUNTS,
    )
    channel = forms.ChoiceField(
        label="Hvordan kom søknaden?",
        choices=Intake.Channel,
        initial=Intake.Channel.VISIT,
        widget=forms.RadioSelect,
        error_messages={"required": "Velg hvordan søknaden kom."},
    )
    text = forms.CharField(
        label="Med egne ord",
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    received_on = day_field("Mottatt", required=False, help_text="I dag når feltet er tomt.")
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        applicants: Sequence[Person],
        together: Sequence[Person],
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.people = today, {person.pk: person for person in applicants}
        self.fields["token"].initial = uuid.uuid4
        choose: Any = self.fields["person"]
        choose.choices = [(person.pk, person.name) for person in applicants]
        if len(together) < 2:
            del self.fields["spouse"]
        else:
            second: Any = self.fields["spouse"]
            alone = [("", "Ingen, søker alene")]
            second.choices = alone + [(person.pk, person.name) for person in together]

    def clean_received_on(self) -> date:
        day: date = self.cleaned_data["received_on"] or self.today
        if day > self.today:
            raise forms.ValidationError("Mottatt dato kan ikke være etter i dag.")
        return day

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("spouse") and values.get("spouse") == values.get("person"):
            self.add_error("spouse", "Medsøker må være en annen enn søkeren.")
        kinds = values.get("kinds", [])
        if ApplicationMatter.Kind.ONE_OFF in kinds and not values.get("one_off"):
            self.add_error("one_off", "Skriv hva engangsstønaden skal dekke.")
        return values

    @property
    def applicant(self) -> Person:
        return self.people[self.cleaned_data["person"]]

    @property
    def co_applicant(self) -> Person | None:
        chosen = self.cleaned_data.get("spouse")
        return self.people[chosen] if chosen else None

    @property
    def asked(self) -> AskedHelp:
        values = self.cleaned_data
        return AskedHelp(
            received_on=values["received_on"],
            channel=values["channel"],
            matters=[self._matter(kind) for kind in values["kinds"]],
            text=self._text(),
            form_token=values["token"],
        )

    @property
    def _is_of_one(self) -> bool:
        """Whether the stated amount belongs to one matter: the one-off grant, or the only one."""
        kinds = self.cleaned_data["kinds"]
        return ApplicationMatter.Kind.ONE_OFF in kinds or len(kinds) == 1

    def _text(self) -> str:
        """What is said, with an amount that is stated of several things together."""
        text, amount = self.cleaned_data["text"], self.cleaned_data["amount"]
        if amount is None or self._is_of_one:
            return str(text)
        return f"{text} (Søker om {tall(amount)} kr i alt.)".strip()

    def _matter(self, kind: str) -> AskedMatter:
        values = self.cleaned_data
        is_one_off = kind == ApplicationMatter.Kind.ONE_OFF
        has_amount = self._is_of_one and (is_one_off or len(values["kinds"]) == 1)
        return AskedMatter(
            kind,
            text=values["one_off"] if is_one_off else "",
            amount=values["amount"] if has_amount else None,
        )


class StepForm(forms.Form):
    """A step that needs no more than the version it was decided on."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000)

    def __init__(self, *args: Any, application: AssistanceApplication, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = application.version


class EndForm(StepForm):
    """Ending an application without a decision: how, and why."""

    to = forms.ChoiceField(
        label="Hvordan avsluttes søknaden?",
        widget=forms.RadioSelect,
        error_messages={"required": "Velg hvordan."},
    )
    reason = forms.CharField(
        label="Hvorfor?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Skriv hvorfor."},
    )

    def __init__(self, *args: Any, choices: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to: Any = self.fields["to"]
        to.choices = list(choices)


class DemandForm(StepForm):
    """Documentation to ask for, a line each."""

    wanted = forms.CharField(
        label="Hva trenger vi?",
        help_text="Én ting på hver linje.",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Skriv hva som trengs."},
    )
    due_on = day_field("Frist")

    def __init__(self, *args: Any, today: date, within: timedelta, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["due_on"].initial = today + within

    def clean_wanted(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["wanted"].splitlines()]
        wanted = [line for line in lines if line]
        if any(len(line) > 200 for line in wanted):
            raise forms.ValidationError("En linje kan ha høyst 200 tegn.")
        return wanted

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        if day < self.today:
            raise forms.ValidationError("Fristen kan ikke være før i dag.")
        return day


class SettleForm(forms.Form):
    """How it went with something that was asked for."""

    state = forms.ChoiceField(
        choices=[choice for choice in DocumentDemand.State.choices if choice[0] != "open"]
    )


class ReplyForm(StepForm):
    """An interim reply (forvaltningsloven § 11 a)."""

    reason = forms.CharField(
        label="Hvorfor tar det tid?",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Skriv hvorfor det tar tid."},
    )
    expected_on = day_field("Når ventes svaret?")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_expected_on(self) -> date:
        day: date = self.cleaned_data["expected_on"]
        if day <= self.today:
            raise forms.ValidationError("Datoen for svar må være etter i dag.")
        return day


class HeldForm(forms.Form):
    """Until when something waits, and why."""

    until = day_field("På vent til")
    reason = forms.CharField(
        label="Hvorfor?", max_length=200, error_messages={"required": "Skriv hvorfor."}
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_until(self) -> date:
        day: date = self.cleaned_data["until"]
        if day <= self.today:
            raise forms.ValidationError("Datoen må være etter i dag.")
        return day


class HoldForm(HeldForm, StepForm):
    """Putting an application on hold."""
