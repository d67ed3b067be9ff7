"""Forms of the register of consents: asking, the answer, and sharing by statute."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import Party, Unit
from config.days import DayField
from households.consents import Answer, ConsentRefusedError, Content, Statute
from households.models import Consent, Person, Receiver, ShareScope
from households.person_bar import MemberLine
from households.rules import latest_end

PURPOSE = "Samordne hjelpen til familien mellom NAV, BFT og HV"


def refuse(form: forms.Form, error: ConsentRefusedError) -> None:
    """Show a broken rule at the field that has to change."""
    form.add_error(error.field if error.field in form.fields else None, error.text)


def receivers_for(from_party: str) -> list[tuple[str, str]]:
    """Whom a party can share with: the others, and the OSK meeting."""
    return [(value, label) for value, label in Receiver.choices if value != from_party]


def _members(members: Sequence[MemberLine]) -> list[tuple[int, str]]:
    return [
        (row.person_id, f"{row.name} ({row.age} år)" if row.age is not None else row.name)
        for row in members
    ]


def _day(text: str, **kwargs: Any) -> DayField:
    attrs = {"class": "dateinput", "autocomplete": "off", "placeholder": "dd.mm.åååå"}
    return DayField(label=text, widget=forms.DateInput(attrs=attrs), **kwargs)


class _PeopleField(forms.TypedMultipleChoiceField):
    """Which members a consent or a share is about."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, members: Sequence[MemberLine]) -> None:
        super().__init__(
            label="Hvem gjelder det?",
            choices=_members(members),
            coerce=int,
            error_messages={"required": "Velg minst én."},
        )


def _scopes() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label="Hva deles?",
        choices=ShareScope.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Uten «Husstand og medlemmer» får mottakeren ikke vite hvem det gjelder.",
        error_messages={"required": "Velg minst ett område."},
    )


class RequestForm(forms.Form):
    """What the person is asked to consent to."""

    def __init__(
        self,
        *args: Any,
        members: Sequence[MemberLine],
        from_party: str,
        today: date,
        renews: Consent | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial = _initial(today, renews)
        self.today = today
        self.fields["subjects"] = _PeopleField(members)
        self.fields["receivers"] = forms.MultipleChoiceField(
            label="Hvem deles det med?",
            choices=receivers_for(from_party),
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Velg minst én."},
        )
        self.fields["scopes"] = _scopes()
        self.fields["purpose"] = forms.CharField(
            label="Formål",
            max_length=255,
            help_text="Hva opplysningene skal brukes til. Formålet leses opp for den som spørres.",
            error_messages={"required": "Skriv hva opplysningene skal brukes til."},
        )
        self.fields["requested_on"] = _day("Spurt om")

    def clean_requested_on(self) -> date:
        return _not_after(self.cleaned_data["requested_on"], self.today)

    @property
    def content(self) -> Content:
        told = self.cleaned_data
        return Content(told["receivers"], told["scopes"], told["purpose"])


def _initial(today: date, renews: Consent | None) -> dict[str, Any]:
    if renews is None:
        return {"requested_on": today, "scopes": [ShareScope.HOUSEHOLD], "purpose": PURPOSE}
    return {
        "requested_on": today,
        "subjects": [renews.subject_id],
        "receivers": renews.to_parties,
        "scopes": renews.scopes,
        "purpose": renews.purpose,
    }


def _not_after(day: date, today: date) -> date:
    if day > today:
        raise ValidationError("Datoen kan ikke være fram i tid.")
    return day


class _UnitFields(forms.Form):
    """A form with a field for the unit of each receiver."""

    def add_units(self, units: Mapping[str, Unit | None], today: date, *, required: bool) -> None:
        """`units` has the likely unit of each receiver, to begin with."""
        self.receivers = list(units)
        for receiver, unit in units.items():
            is_osk = receiver == Receiver.OSK
            party = Party.NAV if is_osk else Party(receiver)
            self.fields[f"unit_{receiver}"] = forms.ModelChoiceField(
                Unit.objects.valid_on(today).filter(party=party).order_by("name"),
                label="OSK-møtet ved" if is_osk else f"{party.label}, enhet",
                initial=unit if required else None,
                required=required,
                empty_label=None if required and unit else "Velg" if required else "Deles ikke",
                error_messages={"required": "Velg enheten det deles med."},
            )

    @property
    def to_units(self) -> dict[str, Unit]:
        chosen = {receiver: self.cleaned_data[f"unit_{receiver}"] for receiver in self.receivers}
        return {receiver: unit for receiver, unit in chosen.items() if unit is not None}


class AnswerForm(_UnitFields):
    """A yes: who gave it, how, and until when."""

    def __init__(
        self,
        *args: Any,
        givers: Sequence[Person],
        units: Mapping[str, Unit | None],
        asks_child: bool,
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.givers = {person.pk: person for person in givers}
        self.fields["given_by"] = forms.TypedChoiceField(
            label="Hvem har samtykket?",
            choices=[(person.pk, person.name) for person in givers],
            coerce=int,
            widget=forms.RadioSelect,
            initial=givers[0].pk if len(givers) == 1 else None,
            error_messages={"required": "Velg hvem som har samtykket."},
        )
        if asks_child:
            self.fields["child_heard_on"] = _day(
                "Barnet er hørt",
                required=False,
                help_text="Datoen barnet selv ble spurt. Må fylles ut fra barnet er 15 år.",
            )
        self.fields["channel"] = forms.ChoiceField(
            label="Hvordan er samtykket gitt?",
            choices=Consent.Channel.choices,
            widget=forms.RadioSelect,
            error_messages={"required": "Velg hvordan samtykket er gitt."},
        )
        self.fields["given_on"] = _day("Gitt", initial=today)
        self.fields["valid_from"] = _day("Gjelder fra", initial=today)
        self.fields["valid_to"] = _day(
            "Gjelder til og med", initial=latest_end(today), help_text="Høyst tolv måneder."
        )
        self.add_units(units, today, required=True)

    def clean_given_on(self) -> date:
        return _not_after(self.cleaned_data["given_on"], self.today)

    def clean_child_heard_on(self) -> date | None:
        heard: date | None = self.cleaned_data["child_heard_on"]
        return heard and _not_after(heard, self.today)

    @property
    def answer(self) -> Answer:
        told = self.cleaned_data
        return Answer(
            given_by=self.givers[told["given_by"]],
            channel=told["channel"],
            valid_from=told["valid_from"],
            valid_to=told["valid_to"],
            child_heard_on=told.get("child_heard_on"),
        )


class DeclineForm(forms.Form):
    """A no, and when it was said."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["declined_on"] = _day("Avslått", initial=today)

    def clean_declined_on(self) -> date:
        return _not_after(self.cleaned_data["declined_on"], self.today)


class StatuteForm(_UnitFields):
    """What is shared by law, about whom, with which units."""

    def __init__(
        self,
        *args: Any,
        members: Sequence[MemberLine],
        units: Mapping[str, Unit | None],
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["legal_basis"] = forms.CharField(
            label="Hjemmel",
            max_length=255,
            help_text="Paragrafen, og kort hvorfor den gir rett til å dele uten samtykke.",
            error_messages={"required": "Skriv paragrafen og hvorfor den gir hjemmel."},
        )
        self.fields["subjects"] = _PeopleField(members)
        self.fields["scopes"] = _scopes()
        self.add_units(units, today, required=False)
        self.fields["valid_from"] = _day("Gjelder fra", initial=today)
        self.fields["valid_to"] = _day(
            "Gjelder til og med", initial=latest_end(today), help_text="Høyst tolv måneder."
        )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not any(told.get(f"unit_{receiver}") for receiver in self.receivers):
            self.add_error(f"unit_{self.receivers[0]}", "Velg minst én enhet å dele med.")
        return told

    @property
    def statute(self) -> Statute:
        told = self.cleaned_data
        return Statute(told["scopes"], told["legal_basis"], told["valid_from"], told["valid_to"])
