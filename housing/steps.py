"""Forms of a step, and the acts that a page offers: each with its form, its words and when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from accounts.models import User
from config.kroner import KronerField

DEAREST = 100_000_000
"""Kroner: a slip of the finger is more."""


def line(label: str, required: str = "", *, most: int = 300, **kwargs: Any) -> forms.CharField:
    """A text of some sentences; with `required` it must be there, and that is said without it."""
    return forms.CharField(
        label=label,
        max_length=most,
        required=bool(required),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": required} if required else {},
        **kwargs,
    )


def choice(label: str, choices: Any, required: str, **kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[("", "Velg"), *choices],
        error_messages={"required": required},
        **kwargs,
    )


def kroner(label: str, required: str = "", *, most: int = DEAREST, **kwargs: Any) -> KronerField:
    return KronerField(
        label=label,
        min_value=0,
        max_value=most,
        required=bool(required),
        error_messages={
            "required": required,
            "invalid": "Skriv beløpet i hele kroner.",
            "min_value": "Beløpet kan ikke være under 0.",
            "max_value": "Beløpet er for høyt.",
        },
        **kwargs,
    )


class StepForm(forms.Form):
    """One step on a row that the writer saw at `version`.

    `up_to_today` names the days of what has happened, `from_today` those of what is to come.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000)
    up_to_today: tuple[str, ...] = ()
    from_today: tuple[str, ...] = ()

    def __init__(
        self, *args: Any, subject: Any, today: date, name: str = "", **kwargs: Any
    ) -> None:
        kwargs.setdefault("auto_id", f"{name}_%s")
        super().__init__(*args, **kwargs)
        self.subject, self.today = subject, today
        self.begin()

    def begin(self) -> None:
        """What the fields begin with; today where a day is of what has happened."""
        for name in self.up_to_today:
            self.fields[name].initial = self.today

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for name in self.up_to_today:
            if values.get(name) and values[name] > self.today:
                self.add_error(name, "Dagen kan ikke være etter i dag.")
        for name in self.from_today:
            if values.get(name) and values[name] < self.today:
                self.add_error(name, "Dagen kan ikke være før i dag.")
        return values

    @property
    def given(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


@dataclass(frozen=True)
class Act:
    """`do` is called with the subject, the valid form, who and for which party; `when` tells
    whether the subject is where the act is offered.
    """

    form: type[StepForm]
    title: str
    button: str
    do: Callable[[Any, Any, User, str], object]
    when: Callable[[Any], bool]
    done: str


@dataclass(frozen=True)
class Offered:
    """An act as a page offers it: its name in the address, its words and its form."""

    name: str
    act: Act
    form: StepForm


def offered(
    acts: dict[str, Act],
    subject: Any,
    version: int,
    today: date,
    given: dict[str, StepForm] | None = None,
) -> list[Offered]:
    """The acts that the subject is open to; `given` are forms that were not taken, by name."""
    found = []
    for name, act in acts.items():
        if act.when(subject):
            posted = (given or {}).get(name)
            form = posted or form_of(act, name, subject, version, today)
            found.append(Offered(name, act, form))
    return found


def form_of(
    act: Act, name: str, subject: Any, version: int, today: date, data: Any = None
) -> StepForm:
    return act.form(data, subject=subject, today=today, name=name, initial={"version": version})
