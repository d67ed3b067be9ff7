"""Taking down what somebody asks for."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import Unit
from config.days import day_field
from coordination.intake_members import MemberRows
from coordination.members.forms import number_field
from households.intakes import Asked, Stated
from households.models import Intake
from households.national_id import NationalId, validate_national_id

EARLIEST = date(1900, 1, 1)
DATE = forms.DateInput(attrs={"placeholder": "dd.mm.åååå", "autocomplete": "off"})


class IntakeForm(forms.Form):
    """At most six fields are mandatory: two names, birth date (or number), channel, topics, and
    whether there are children. `members` are the rows of who else lives in the household.
    """

    first_name = forms.CharField(
        label="Fornavn", max_length=120, error_messages={"required": "Skriv fornavnet."}
    )
    last_name = forms.CharField(
        label="Etternavn", max_length=120, error_messages={"required": "Skriv etternavnet."}
    )
    number = number_field()
    birth_date = forms.DateField(
        label="Fødselsdato",
        help_text="Trengs bare når du ikke har nummeret.",
        required=False,
        widget=DATE,
        error_messages={"invalid": "Skriv datoen som dd.mm.åååå."},
    )
    channel = forms.ChoiceField(
        label="Hvordan kom henvendelsen?",
        choices=Intake.Channel,
        widget=forms.RadioSelect,
        error_messages={"required": "Velg hvordan henvendelsen kom."},
    )
    topics = forms.MultipleChoiceField(
        label="Hva gjelder den?",
        choices=Intake.Topic,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kryss av for minst én ting."},
    )
    children = forms.ChoiceField(
        label="Har personen barn?",
        choices=Intake.Children,
        widget=forms.RadioSelect,
        error_messages={"required": "Spør om personen har barn, og velg svaret."},
        help_text="Barn som bor her helt eller delvis, skrives under «Hvem bor i husstanden?».",
    )
    text = forms.CharField(
        label="Med egne ord",
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    received_on = day_field("Mottatt", help_text="I dag når feltet er tomt.", required=False)
    unit = forms.ModelChoiceField(
        label="Kontor",
        queryset=Unit.objects.none(),
        empty_label=None,
        error_messages={"required": "Velg kontoret du registrerer for."},
    )
    is_another = forms.BooleanField(
        label="Dette er en ny henvendelse, ikke den samme en gang til", required=False
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        units: QuerySet[Unit],
        today: date,
        synthetic_allowed: bool,
        members: MemberRows,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.members = members
        self.units, self.today, self.synthetic_allowed = list(units), today, synthetic_allowed
        self.fields["token"].initial = uuid.uuid4
        self._another = self.fields.pop("is_another")
        if len(self.units) == 1:
            del self.fields["unit"]
        else:
            self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    def clean_number(self) -> NationalId | None:
        text = self.cleaned_data["number"]
        if not text:
            return None
        try:
            return validate_national_id(text, self.synthetic_allowed)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def clean_received_on(self) -> date:
        day: date = self.cleaned_data["received_on"] or self.today
        if day > self.today:
            raise forms.ValidationError("Mottatt dato kan ikke være etter i dag.")
        return day

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if "number" in values and "birth_date" in values:
            self._check_birth(values)
        born, received = values.get("birth_date"), values.get("received_on")
        if born and received and received < born:
            self.add_error("received_on", "Mottatt dato kan ikke være før fødselsdatoen.")
        self._check_members(values)
        return values

    def ask_about(self, same: Sequence[Intake]) -> bool:
        """Whether it has to be told that this is another one than the same that were taken down."""
        if not same:
            return False
        self.fields["is_another"] = self._another
        if self.data.get("is_another"):
            return False
        listed = ", ".join(f"{row.reference} ({row.received_on:%d.%m.%Y})" for row in same)
        self.add_error("is_another", f"Samme navn og fødselsdato finnes: {listed}.")
        return True

    def _check_members(self, values: dict[str, Any]) -> None:
        """What is said of children and the rows must be the same thing."""
        number, children = values.get("number"), values.get("children")
        if not self.members.is_valid() or (number and self.members.refuse_number(number.number)):
            self.add_error(None, "Se over radene under «Hvem bor i husstanden?».")
        if children == Intake.Children.HERE and not self.members.has_children:
            self.add_error("children", "Skriv barna under «Hvem bor i husstanden?».")
        no_child_here = (Intake.Children.CONTACT, Intake.Children.NONE)
        if children in no_child_here and self.members.has_children:
            self.add_error("children", "Det står barn under «Hvem bor i husstanden?».")

    def _check_birth(self, values: dict[str, Any]) -> None:
        born, number = values["birth_date"], values["number"]
        of_number = number.birth_date if number else None
        if born is None and of_number is None:
            self.add_error("birth_date", "Skriv fødselsdatoen, eller nummeret over.")
        elif born and of_number and born != of_number:
            self.add_error("birth_date", "Fødselsdatoen stemmer ikke med nummeret.")
        elif born and not EARLIEST <= born <= self.today:
            self.add_error("birth_date", "Fødselsdatoen kan ikke være etter i dag.")
        values["birth_date"] = born or of_number

    @property
    def stated(self) -> Stated:
        values = self.cleaned_data
        return Stated(
            first_name=values["first_name"],
            last_name=values["last_name"],
            birth_date=values["birth_date"],
            national_id=values["number"].number if values["number"] else None,
        )

    @property
    def asked(self) -> Asked:
        values = self.cleaned_data
        return Asked(
            received_on=values["received_on"],
            channel=values["channel"],
            topics=values["topics"],
            text=values["text"],
            form_token=values["token"],
            children=values["children"],
            members=self.members.newcomers,
        )

    @property
    def at(self) -> Unit:
        """The unit that is registered for."""
        unit: Unit = self.cleaned_data.get("unit") or self.units[0]
        return unit
