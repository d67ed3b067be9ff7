"""What is typed about a plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms

from accounts.models import Party, User
from config.days import day_field
from coordination.meetings.forms import CHOOSE, PeopleField
from coordination.models import CoordinatedPlan, PlanDirection, PlanRequest, PlanResult, PlanStep
from coordination.plans import rules
from coordination.plans.actions import Held, Offer
from coordination.plans.actions_inside import Reply, Task
from households.models import Person

FURTHEST = timedelta(days=3 * 366)
SETTLED = {"goal": ("reached", "dropped"), "step": ("done", "dropped")}


def _not_ahead(day: date, today: date) -> date:
    if day > today:
        raise forms.ValidationError("Datoen kan ikke være etter i dag.")
    return day


def _coming(day: date, today: date) -> date:
    if day < today:
        raise forms.ValidationError("Datoen kan ikke være før i dag.")
    if day > today + FURTHEST:
        raise forms.ValidationError("Datoen kan ikke være mer enn tre år frem.")
    return day


class OfferForm(forms.Form):
    """Which plan is offered, and the answer if it came at once."""

    kind = forms.ChoiceField(
        label="Hvilken plan?",
        choices=CoordinatedPlan.Kind,
        widget=forms.RadioSelect,
        error_messages={"required": "Velg hvilken plan."},
    )
    offered_on = day_field("Tilbudt")
    answer = forms.ChoiceField(
        label="Svar",
        choices=[
            ("accepted", "Takket ja"),
            ("declined", "Takket nei"),
            ("", "Ikke svart ennå"),
        ],
        required=False,
        widget=forms.RadioSelect,
        help_text="En oppfølgingsplan er tjenestenes egen og trenger ikke svar.",
    )
    next_review_on = day_field("Første gjennomgang", required=False)

    def __init__(self, *args: Any, today: date, is_child_family: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["offered_on"].initial = today
        self.fields["kind"].initial = "coordinated" if is_child_family else "follow_up"
        days = rules.review_days(is_child_family=is_child_family)
        self.fields["next_review_on"].initial = rules.latest_review(
            today, is_child_family=is_child_family
        )
        self.fields["next_review_on"].help_text = f"Senest {days} dager etter at planen begynner."

    def clean_offered_on(self) -> date:
        return _not_ahead(self.cleaned_data["offered_on"], self.today)

    @property
    def offer(self) -> Offer:
        return Offer(**self.cleaned_data)


class AnswerForm(forms.Form):
    """What the household says to the offer."""

    answer = forms.ChoiceField(
        label="Svar",
        choices=[("accepted", "Takket ja"), ("declined", "Takket nei")],
        widget=forms.RadioSelect,
        error_messages={"required": "Velg om de takket ja eller nei."},
    )
    answered_on = day_field("Svarte")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["answered_on"].initial = today

    def clean_answered_on(self) -> date:
        return _not_ahead(self.cleaned_data["answered_on"], self.today)


class PersonField(forms.TypedChoiceField):
    """Somebody in the household."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, error_messages={"required": "Velg hvem."}, **kwargs)

    def offer(self, people: Sequence[Person]) -> None:
        self.people = {person.pk: person for person in people}
        first = [CHOOSE] if len(people) > 1 else []
        self.choices = [*first, *((person.pk, person.name) for person in people)]


class GoalForm(forms.Form):
    """What somebody in the household wants, in their own words."""

    person = PersonField(label="Hvem sitt mål?")
    words = forms.CharField(
        label="Målet med egne ord",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Skriv målet med personens egne ord."},
    )

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["person"]
        field.offer(people)

    @property
    def values(self) -> dict[str, Any]:
        field: Any = self.fields["person"]
        return {
            "person": field.people[self.cleaned_data["person"]],
            "words": self.cleaned_data["words"],
        }


class StepForm(forms.Form):
    """Who does what by when, and when it is judged whether it helped."""

    what = forms.CharField(
        label="Hva",
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Skriv hva som skal gjøres."},
    )
    who = PeopleField(label="Hvem", error_messages={"required": "Velg hvem som gjør det."})
    due_on = day_field("Frist")
    evaluate_on = day_field("Evalueres", required=False)

    def __init__(
        self, *args: Any, people: Mapping[str, Sequence[User]], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        field: Any = self.fields["who"]
        field.offer(people, CHOOSE)

    def clean_due_on(self) -> date:
        return _coming(self.cleaned_data["due_on"], self.today)

    def clean_evaluate_on(self) -> date | None:
        day = self.cleaned_data["evaluate_on"]
        return None if day is None else _coming(day, self.today)

    @property
    def task(self) -> Task:
        field: Any = self.fields["who"]
        party, user = field.people[self.cleaned_data["who"]]
        days = {name: self.cleaned_data[name] for name in ("due_on", "evaluate_on")}
        return Task(self.cleaned_data["what"], party, user, **days)


class DirectionForm(forms.Form):
    """Where an adult is heading: one of three."""

    person = PersonField(label="Hvem?")
    direction = forms.ChoiceField(
        label="Retning",
        choices=PlanDirection.Direction,
        widget=forms.RadioSelect,
        error_messages={"required": "Velg én retning."},
    )

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["person"]
        field.offer(people)

    @property
    def values(self) -> dict[str, Any]:
        field: Any = self.fields["person"]
        return {
            "person": field.people[self.cleaned_data["person"]],
            "direction": self.cleaned_data["direction"],
        }


class ContactForm(forms.Form):
    """The named person of the user's own service."""

    contact = PeopleField(label="Kontaktperson", error_messages={"required": "Velg hvem."})

    def __init__(self, *args: Any, people: Mapping[str, Sequence[User]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["contact"]
        field.offer(people, CHOOSE)

    @property
    def chosen(self) -> tuple[str, User]:
        field: Any = self.fields["contact"]
        found: tuple[str, User] = field.people[self.cleaned_data["contact"]]
        return found


class RequestForm(forms.Form):
    """What another service is asked to take on."""

    party = forms.ChoiceField(label="Til", error_messages={"required": "Velg hvem dere spør."})
    text = forms.CharField(
        label="Hva spør dere om?",
        max_length=300,
        error_messages={"required": "Skriv hva dere spør om."},
    )

    def __init__(self, *args: Any, parties: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["party"]
        field.choices = [(party, Party(party).label) for party in parties]


class ReplyForm(forms.Form):
    """The answer in one line."""

    answer = forms.ChoiceField(
        label="Svar",
        choices=[row for row in PlanRequest.Answer.choices if row[0]],
        widget=forms.RadioSelect,
        error_messages={"required": "Velg om dere tar det."},
    )
    contact = forms.ModelChoiceField(
        label="Kontaktperson", queryset=User.objects.none(), required=False, empty_label="Velg"
    )
    line = forms.CharField(label="Med en linje", max_length=200, required=False)

    def __init__(self, *args: Any, people: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["contact"]
        field.queryset, field.initial = people, by.pk

    @property
    def reply(self) -> Reply:
        return Reply(**self.cleaned_data)


class ReviewForm(forms.Form):
    """How it goes with each adult, what was said, and when the plan is gone through again."""

    on = day_field("Dato")
    text = forms.CharField(
        label="Hva ble sagt",
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    next_on = day_field("Neste gjennomgang")
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        directions: Sequence[PlanDirection],
        today: date,
        is_child_family: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.directions = today, directions
        self.fields["on"].initial = today
        self.fields["next_on"].initial = rules.latest_review(today, is_child_family=is_child_family)
        days = rules.review_days(is_child_family=is_child_family)
        self.fields["next_on"].help_text = f"Senest {days} dager etter denne."
        for row in directions:
            key = row.person_id
            self.fields[f"result_{key}"] = forms.ChoiceField(
                label=f"{row.get_direction_display()}: hvordan går det?",
                choices=PlanResult.Result,
                widget=forms.RadioSelect,
                error_messages={"required": "Velg hvordan det går."},
            )
            self.fields[f"direction_{key}"] = forms.ChoiceField(
                label="Retning videre",
                choices=PlanDirection.Direction,
                initial=row.direction,
            )

    def adults(self) -> Iterator[tuple[PlanDirection, Any, Any]]:
        """Each direction with its two fields."""
        for row in self.directions:
            key = row.person_id
            yield row, self[f"result_{key}"], self[f"direction_{key}"]

    def clean_on(self) -> date:
        return _not_ahead(self.cleaned_data["on"], self.today)

    @property
    def held(self) -> Held:
        told = self.cleaned_data
        return Held(
            on=told["on"],
            text=told["text"],
            next_on=told["next_on"],
            results={row.person_id: told[f"result_{row.person_id}"] for row in self.directions},
            directions={
                row.person_id: told[f"direction_{row.person_id}"] for row in self.directions
            },
            seen=told["seen"],
        )


class EndForm(forms.Form):
    """Why the plan is over."""

    reason = forms.ChoiceField(
        label="Hvorfor avsluttes planen?",
        choices=CoordinatedPlan.EndReason,
        widget=forms.RadioSelect,
        error_messages={"required": "Velg hvorfor planen avsluttes."},
    )
    ended_on = day_field("Avsluttes")
    text = forms.CharField(
        label="Hva gjenstår, og hvem tar det videre?", max_length=300, required=False
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["ended_on"].initial = today

    def clean_ended_on(self) -> date:
        return _not_ahead(self.cleaned_data["ended_on"], self.today)


class StateForm(forms.Form):
    """A goal reached, a step done, or either given up."""

    state = forms.ChoiceField(choices=())

    def __init__(self, *args: Any, what: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["state"]
        field.choices = [(state, state) for state in SETTLED[what]]


class EffectForm(forms.Form):
    """Whether a step that is done helped."""

    effect = forms.ChoiceField(choices=[row for row in PlanStep.Effect.choices if row[0]])
