"""What is typed in the journal: one field that must be, and the rest folded."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from accounts.models import Unit
from config.days import DayField
from households.journal.actions import Note
from households.models import JournalEntry, Person

Interpreter = JournalEntry.Interpreter
NEVER_A_CHILD = "Barn eller andre i familien skal ikke tolke."
LONGEST = 20_000
NOBODY = [("", "Ikke valgt")]


def _day(label: str, **kwargs: Any) -> DayField:
    attrs = {"class": "dateinput", "autocomplete": "off", "placeholder": "dd.mm.åååå"}
    errors = {"invalid": "Skriv datoen som dd.mm.åååå."}
    widget = forms.DateInput(attrs=attrs)
    return DayField(label=label, required=False, widget=widget, error_messages=errors, **kwargs)


def _named(people: Sequence[Person]) -> list[tuple[int, str]]:
    return [(person.pk, person.name) for person in people]


class NoteForm(forms.Form):
    """A note on contact with a household.

    `people` may be spoken with, `children` are asked about where there are any, and the office is
    asked for only by those who write for more than one.
    """

    text = forms.CharField(
        label="Nytt notat",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Skriv notatet."},
    )
    unit = forms.TypedChoiceField(label="Skrives ved", coerce=int)
    topic = forms.ChoiceField(label="Tema", choices=NOBODY + JournalEntry.Topic.choices)
    contact_on = _day("Dato for kontakten")
    spoken_with = forms.TypedChoiceField(label="Snakket med", coerce=int, empty_value=None)
    spoken_with_other = forms.CharField(label="Snakket med andre", max_length=120)
    children = forms.TypedMultipleChoiceField(
        label="Barn som er omtalt", coerce=int, widget=forms.CheckboxSelectMultiple
    )
    interpreter = forms.ChoiceField(label="Tolk", choices=NOBODY + Interpreter.choices)
    interpreter_reason = forms.CharField(label="Hvorfor ble tolk ikke brukt?", max_length=200)
    next_step = forms.CharField(label="Neste steg", max_length=200)
    next_step_on = _day("Neste steg innen")
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        units: Sequence[Unit],
        people: Sequence[Person],
        children: Sequence[Person],
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.units = today, {unit.pk: unit for unit in units}
        self.people = {person.pk: person for person in [*people, *children]}
        for name, field in self.fields.items():
            field.required = name in ("text", "unit", "token")
        self.fields["token"].initial = uuid.uuid4
        self.fields["contact_on"].initial = today
        self._choose("unit", [(unit.pk, str(unit)) for unit in units])
        self._choose("spoken_with", NOBODY + _named(people))
        self._choose("children", _named(children))
        if len(units) == 1:
            del self.fields["unit"]
        if not children:
            del self.fields["children"]
        self.fields["interpreter"].help_text = _help(people)

    def _choose(self, name: str, choices: Sequence[tuple[Any, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def clean_contact_on(self) -> date:
        day: date = self.cleaned_data["contact_on"] or self.today
        if day > self.today:
            raise forms.ValidationError("Kontakten kan ikke være etter i dag.")
        return day

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        told, reason = values.get("interpreter"), values.get("interpreter_reason")
        if told == Interpreter.NOT_USED and not reason:
            self.add_error("interpreter_reason", "Skriv hvorfor tolk ikke ble brukt.")
        if told != Interpreter.NOT_USED and reason:
            self.add_error("interpreter", "Grunnen hører til når tolk ikke ble brukt.")
        if values.get("next_step_on") and not values.get("next_step"):
            self.add_error("next_step", "Skriv hva som er neste steg.")
        return values

    @property
    def unit_field(self) -> Any:
        """The field of the office, for those who are asked."""
        return self["unit"] if "unit" in self.fields else None

    @property
    def children_field(self) -> Any:
        """The field of the children mentioned, where there are any."""
        return self["children"] if "children" in self.fields else None

    @property
    def is_unfolded(self) -> bool:
        """Whether something but the text has an error, so that it must be seen."""
        return bool(set(self.errors) - {"text"}) if self.is_bound else False

    @property
    def office(self) -> Unit:
        """The office that the note is written at."""
        chosen = self.cleaned_data.get("unit")
        return self.units[chosen] if chosen else next(iter(self.units.values()))

    @property
    def note(self) -> Note:
        values = self.cleaned_data
        spoken_with = values["spoken_with"]
        return Note(
            text=values["text"],
            contact_on=values["contact_on"],
            form_token=values["token"],
            topic=values["topic"],
            spoken_with=self.people[spoken_with] if spoken_with else None,
            spoken_with_other=values["spoken_with_other"],
            children=[self.people[pk] for pk in values.get("children", [])],
            interpreter=values["interpreter"],
            interpreter_reason=values["interpreter_reason"],
            next_step=values["next_step"],
            next_step_on=values["next_step_on"],
        )


def _help(people: Sequence[Person]) -> str:
    """Who needs an interpreter, so that nobody has to remember it."""
    needs = [
        f"{person.first_name or person.name} trenger tolk"
        + (f" ({person.language})" if person.language else "")
        for person in people
        if person.needs_interpreter
    ]
    return ". ".join([*needs, NEVER_A_CHILD])


COPIED = (
    *("text", "topic", "contact_on", "spoken_with_other", "interpreter"),
    *("interpreter_reason", "next_step", "next_step_on"),
)


def initial_of(entry: JournalEntry) -> dict[str, Any]:
    """What stands in the form when a note is to be corrected."""
    values = {name: getattr(entry, name) for name in COPIED}
    children = [person.pk for person in entry.children.all()]
    return values | {"spoken_with": entry.spoken_with_id, "children": children}


class FilterForm(forms.Form):
    """Which notes are shown; every field may be empty, and what cannot be read is left out."""

    tema = forms.ChoiceField(label="Tema", required=False)
    barn = forms.TypedChoiceField(label="Om barn", required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, children: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topic: Any = self.fields["tema"]
        topic.choices = [("", "Alle"), *JournalEntry.Topic.choices]
        child: Any = self.fields["barn"]
        child.choices = [("", "Alle"), *_named(children)]
        if not children:
            del self.fields["barn"]

    @property
    def topic(self) -> str:
        return self._value("tema") or ""

    @property
    def child(self) -> int | None:
        return self._value("barn")

    @property
    def is_used(self) -> bool:
        return bool(self.topic or self.child)

    def _value(self, name: str) -> Any:
        self.is_valid()
        return self.cleaned_data.get(name)
