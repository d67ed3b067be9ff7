"""What is typed before, in and after an OSK meeting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from typing import Any

from django import forms

from accounts.models import Party, Unit, User
from config.days import day_field
from coordination.meetings import rules
from coordination.meetings.actions import Task
from coordination.models import OskAction

FURTHEST = timedelta(days=366)
CHOOSE = ("", "Velg")


class MeetingForm(forms.Form):
    """When the district meets."""

    unit = forms.ModelChoiceField(
        label="Kontor", queryset=Unit.objects.none(), empty_label=None, required=False
    )
    on = day_field("Dato")
    begins_at = forms.TimeField(
        label="Fra kl.",
        initial=time(9),
        error_messages={"invalid": "Skriv klokkeslettet som 09:00.", "required": "Skriv når."},
    )
    ends_at = forms.TimeField(
        label="Til kl.",
        initial=time(11),
        error_messages={"invalid": "Skriv klokkeslettet som 11:00.", "required": "Skriv når."},
    )

    def __init__(self, *args: Any, units: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        field: Any = self.fields["unit"]
        field.queryset, self.only = units, list(units[:2])
        if len(self.only) == 1:
            field.widget = forms.HiddenInput()
        for name in ("begins_at", "ends_at"):
            self.fields[name].widget = forms.TimeInput(format="%H:%M", attrs={"size": 5})

    def clean_unit(self) -> Unit | None:
        chosen: Unit | None = self.cleaned_data["unit"]
        return chosen or next(iter(self.only), None)

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        return _coming(day, self.today)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("begins_at"), values.get("ends_at")
        if first and last and last <= first:
            self.add_error("ends_at", "Møtet kan ikke slutte før det begynner.")
        return values


def _coming(day: date, today: date) -> date:
    if day < today:
        raise forms.ValidationError("Datoen kan ikke være før i dag.")
    if day > today + FURTHEST:
        raise forms.ValidationError("Datoen kan ikke være mer enn et år frem.")
    return day


class DecisionForm(forms.Form):
    text = forms.CharField(
        label="Skriv i referatet",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Skriv hva som er bestemt."},
    )


class PeopleField(forms.ChoiceField):
    """A colleague with the party: "nav:12" is what is posted."""

    def offer(self, people: Mapping[str, Sequence[User]], empty: tuple[str, str]) -> None:
        self.people = {
            f"{party}:{user.pk}": (party, user) for party, users in people.items() for user in users
        }
        self.choices = [
            empty,
            *(
                (key, f"{Party(party).label} · {user}")
                for key, (party, user) in self.people.items()
            ),
        ]


class TaskForm(forms.Form):
    """Who does what by when."""

    what = forms.CharField(
        label="Hva",
        max_length=300,
        error_messages={"required": "Skriv hva som skal gjøres."},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "data-shortcut": "B",
                "data-shortcut-label": "Nytt tiltak",
            }
        ),
    )
    who = PeopleField(label="Hvem", error_messages={"required": "Velg hvem som gjør det."})
    due_on = day_field("Frist")

    def __init__(
        self, *args: Any, people: Mapping[str, Sequence[User]], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        field: Any = self.fields["who"]
        field.offer(people, CHOOSE)

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        return _coming(day, self.today)

    @property
    def task(self) -> Task:
        field: Any = self.fields["who"]
        party, user = field.people[self.cleaned_data["who"]]
        return Task(self.cleaned_data["what"], party, user, self.cleaned_data["due_on"])


class FinishForm(forms.Form):
    """When the family is looked at again, and who takes the baton."""

    baton = PeopleField(label="Stafettpinne", required=False)
    review_on = day_field("Ny gjennomgang", required=False)

    def __init__(
        self,
        *args: Any,
        people: Mapping[str, Sequence[User]],
        today: date,
        holder: User | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["review_on"].initial = rules.review_day(today)
        field: Any = self.fields["baton"]
        field.offer(people, ("", f"Beholdes av {holder}" if holder else "Ingen"))

    def clean_review_on(self) -> date | None:
        day: date | None = self.cleaned_data["review_on"]
        return None if day is None else _coming(day, self.today)

    @property
    def taker(self) -> User | None:
        field: Any = self.fields["baton"]
        return field.people[self.cleaned_data["baton"]][1] if self.cleaned_data["baton"] else None


class ModeForm(forms.Form):
    mode = forms.ChoiceField(choices=[("anonymous", "Anonymt"), ("named", "Med navn")])


class SettleForm(forms.Form):
    state = forms.ChoiceField(choices=[row for row in OskAction.State.choices if row[0] != "open"])


class AskForm(forms.Form):
    """A party asks that a family be discussed, and says why, without names."""

    request = forms.CharField(
        label="Hvorfor bør OSK-møtet drøfte familien?",
        help_text="Én setning, uten navn. Den vises bare når familien drøftes med navn.",
        max_length=300,
        error_messages={"required": "Skriv hvorfor i én setning."},
    )
