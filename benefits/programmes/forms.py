"""What is typed about a case in the qualification programme, from the enquiry to after its end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms

from benefits.models import (
    KvpAbsence,
    KvpActivity,
    KvpCase,
    KvpCondition,
    KvpEnrolment,
    KvpEvaluation,
    KvpFollowUp,
)
from benefits.programmes import rules
from benefits.programmes.actions import Answer, Assessed
from benefits.programmes.actions_inside import Doing
from config.days import day_field
from households.models import Person
from households.months import last_day, month_of

WHY = {"required": "Skriv hvorfor."}
WHO = {"required": "Velg hvem det gjelder.", "invalid_choice": "Velg en i husstanden."}
RELOAD = "Siden var gammel. Last den på nytt og prøv igjen."
LONGEST = 2_000


def text_area(label: str, **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}), **kwargs
    )


def choice(label: str, choices: Any, required: str, **kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[("", "Velg"), *choices],
        error_messages={"required": required, "invalid_choice": required},
        **kwargs,
    )


def hours_field(label: str, most: int, **kwargs: Any) -> forms.DecimalField:
    """Hours with a half, written with a comma: "7,5"."""
    return forms.DecimalField(
        label=label,
        localize=True,
        min_value=Decimal("0.5"),
        max_value=most,
        decimal_places=1,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={
            "required": "Skriv hvor mange timer.",
            "invalid": "Skriv timene som et tall, for eksempel 7,5.",
            "min_value": "Skriv minst en halv time.",
            "max_value": f"Skriv høyst {most} timer.",
            "max_decimal_places": "Skriv timene med én desimal.",
        },
        **kwargs,
    )


def not_ahead(day: date, today: date) -> date:
    if day > today:
        raise forms.ValidationError("Datoen kan ikke være etter i dag.")
    return day


class EnquiryForm(forms.Form):
    """Who asks for the programme, where it came from, and the application if it came at once."""

    person = forms.TypedChoiceField(label="Hvem gjelder det?", coerce=int, error_messages=WHO)
    origin = choice("Hvem tok det opp?", KvpCase.Origin.choices, "Velg hvem som tok det opp.")
    enquired_on = day_field("Spurt om KVP")
    applied_on = day_field(
        "Søkt",
        required=False,
        help_text="Dagen søknaden kom. La stå tom om det bare er en forespørsel.",
    )

    def __init__(self, *args: Any, people: Sequence[Person], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people, self.today = {person.pk: person for person in people}, today
        choose: Any = self.fields["person"]
        choose.choices = [(person.pk, person.name) for person in people]
        self.fields["enquired_on"].initial = today

    def clean_enquired_on(self) -> date:
        return not_ahead(self.cleaned_data["enquired_on"], self.today)

    def clean_applied_on(self) -> date | None:
        day: date | None = self.cleaned_data["applied_on"]
        return not_ahead(day, self.today) if day else None

    @property
    def values(self) -> dict[str, Any]:
        names = ("origin", "enquired_on", "applied_on")
        found: dict[str, Any] = {name: self.cleaned_data[name] for name in names}
        return found | {"person": self.people[self.cleaned_data["person"]]}


class StepForm(forms.Form):
    """A step that needs no more than the version it was decided on."""

    version = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=1,
        max_value=2_000_000_000,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), RELOAD),
    )

    def __init__(self, *args: Any, case: KvpCase, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.today = case, today
        self.fields["version"].initial = case.version
        self.begin()

    def begin(self) -> None:
        """What the fields begin with; today where a form has `on`."""
        if "on" in self.fields:
            self.fields["on"].initial = self.today


class RowForm(StepForm):
    """A step about one row of the case."""

    row = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000)


class ApplyForm(StepForm):
    on = day_field("Søkt")

    def clean_on(self) -> date:
        return not_ahead(self.cleaned_data["on"], self.today)


YES_NO = [("yes", "Ja"), ("no", "Nei")]
ANSWER = dict.fromkeys(("required", "invalid_choice"), "Svar ja eller nei.")


class AssessForm(StepForm):
    """The work-ability assessment: each condition answered with grounds, and the conclusion."""

    on = day_field("Vurdert")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = {row.kind: row for row in self.case.conditions.all()}
        for kind in KvpCondition.Kind:
            row = given.get(kind)
            self.fields[f"{kind}_met"] = forms.ChoiceField(
                label=kind.label,
                choices=YES_NO,
                widget=forms.RadioSelect,
                initial=("yes" if row.is_met else "no") if row else self._answer_to(kind),
                error_messages=ANSWER,
            )
            self.fields[f"{kind}_grounds"] = text_area(
                "Begrunnelse", error_messages=WHY, initial=row.grounds if row else ""
            )
        self.fields["fulfils"] = forms.ChoiceField(
            label="Fyller personen vilkårene?",
            choices=YES_NO,
            widget=forms.RadioSelect,
            initial=None if self.case.fulfils is None else "yes" if self.case.fulfils else "no",
            error_messages=ANSWER,
        )
        self.fields["conclusion"] = text_area(
            "Konklusjon",
            initial=self.case.conclusion,
            help_text="Arbeidsevnen, hva som hindrer arbeid, og hva programmet kan gjøre med det.",
            error_messages={"required": "Skriv hva vurderingen kom til."},
        )

    def _answer_to(self, kind: str) -> str | None:
        born = self.case.person.birth_date
        if kind != KvpCondition.Kind.AGE or born is None:
            return None
        return "yes" if rules.is_working_age(born, self.today) else "no"

    def clean_on(self) -> date:
        return not_ahead(self.cleaned_data["on"], self.today)

    @property
    def assessed(self) -> Assessed:
        values = self.cleaned_data
        return Assessed(
            answers={
                kind: Answer(values[f"{kind}_met"] == "yes", values[f"{kind}_grounds"])
                for kind in KvpCondition.Kind.values
            },
            fulfils=values["fulfils"] == "yes",
            conclusion=values["conclusion"],
        )


class WithdrawForm(StepForm):
    on = day_field("Dato")
    reason = forms.CharField(label="Hvorfor?", max_length=500, error_messages=WHY)

    def clean_on(self) -> date:
        return not_ahead(self.cleaned_data["on"], self.today)


class StartForm(StepForm):
    on = day_field("Første dag i programmet")
    planned_end = day_field("Planlagt siste dag")

    def begin(self) -> None:
        super().begin()
        last = rules.last_day_of(self.today, 1)
        given = self.case.decision.last_month if self.case.decision else None
        if given is not None:
            last = min(last, last_day(month_of(given)))
        self.fields["planned_end"].initial = last

    def clean_on(self) -> date:
        return not_ahead(self.cleaned_data["on"], self.today)


class ActivityForm(StepForm):
    """Something to do in the programme: what, where, how much, and when."""

    kind = choice("Hva slags aktivitet?", KvpActivity.Kind.choices, "Velg hva slags aktivitet.")
    provider = forms.CharField(
        label="Hvor?", max_length=120, error_messages={"required": "Skriv hvor det er."}
    )
    hours = hours_field("Timer per uke", 60)
    valid_from = day_field("Fra")
    valid_to = day_field("Til og med")

    @property
    def doing(self) -> Doing:
        names = ("kind", "provider", "hours", "valid_from", "valid_to")
        return Doing(**{name: self.cleaned_data[name] for name in names})


class EndActivityForm(RowForm):
    on = day_field("Siste dag")


class PlanEvaluationForm(StepForm):
    on = day_field("Dag for evaluering")

    def begin(self) -> None:
        self.fields["on"].initial = self.today + timedelta(days=90)


class HoldEvaluationForm(RowForm):
    """How the programme goes, as it was talked about on the day."""

    on = day_field("Holdt")
    progress = choice("Hvordan går det?", KvpEvaluation.Progress.choices, "Velg hvordan det går.")
    text = text_area("Notat", error_messages={"required": "Skriv hva dere kom til."})

    def clean_on(self) -> date:
        return not_ahead(self.cleaned_data["on"], self.today)


class LeaveForm(StepForm):
    first = day_field("Første dag")
    last = day_field("Siste dag")
    with_benefit = forms.BooleanField(
        label="Med stønad", required=False, help_text="Ellers betales ingen stønad for dagene."
    )
    grounds = text_area("Hvorfor?", error_messages=WHY)


class StrikeForm(RowForm):
    """What was noted by mistake, and why it is struck."""

    why = forms.CharField(label="Hvorfor strykes den?", max_length=300, error_messages=WHY)


class BackForm(StepForm):
    on = day_field("Første dag tilbake")

    def clean_on(self) -> date:
        return not_ahead(self.cleaned_data["on"], self.today)


class AbsenceForm(StepForm):
    day = day_field("Dag")
    hours = hours_field("Timer borte", 12, initial=Decimal("7.5"))
    kind = choice("Hva slags fravær?", KvpAbsence.Kind.choices, "Velg hva slags fravær.")
    text = forms.CharField(label="Merknad", max_length=300, required=False)

    def begin(self) -> None:
        self.fields["day"].initial = self.today

    def clean_day(self) -> date:
        return not_ahead(self.cleaned_data["day"], self.today)


class ExtendForm(StepForm):
    until = day_field("Ny siste dag")
    is_exception = forms.BooleanField(
        label="Unntak: lenger enn to år",
        required=False,
        help_text="Bare for program som begynte fra 1. januar 2019.",
    )
    grounds = text_area("Hvorfor forlenges programmet?", error_messages=WHY)


def ended_statuses() -> list[tuple[str, str]]:
    kept = rules.STATE_OF_STATUS
    return [(value, str(label)) for value, label in KvpEnrolment.Status.choices if value in kept]


class EndForm(StepForm):
    """How the programme ended, and what the person lives on right after."""

    on = day_field("Siste dag i programmet")
    status = choice("Hvordan endte det?", ended_statuses(), "Velg hvordan det endte.")
    exit_code = forms.ChoiceField(
        label="Hva gikk personen til?",
        choices=[("", "Velg"), *KvpEnrolment.ExitCode.choices],
        required=False,
        error_messages={"invalid_choice": "Velg hva personen gikk til."},
        help_text="Det viktigste: hva personen lever av rett etter programmet.",
    )
    reason = forms.CharField(label="Hvorfor?", max_length=500, required=False)

    def clean_on(self) -> date:
        return not_ahead(self.cleaned_data["on"], self.today)


def due_follow_ups(case: KvpCase, today: date) -> list[int]:
    """The months after the programme whose day has come, and that nobody has told of."""
    if case.closed_on is None:
        return []
    told = {row.months for row in case.follow_ups.all()}
    days = rules.follow_up_days(case.closed_on)
    return [months for months, day in days.items() if day <= today and months not in told]


class FollowUpForm(StepForm):
    """What the person does 6 or 12 months after the programme."""

    months = forms.TypedChoiceField(
        label="Hvor lenge etter?",
        coerce=int,
        choices=[(number, f"{number} måneder") for number in KvpFollowUp.MONTHS],
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Velg en tid som har kommet og ikke er registrert."
        ),
    )
    code = choice("Hva gjør personen nå?", KvpEnrolment.ExitCode.choices, "Velg situasjonen.")
    on = day_field("Avklart")
    source = choice("Hvor vet vi det fra?", KvpFollowUp.Source.choices, "Velg hvor det kom fra.")

    def begin(self) -> None:
        super().begin()
        left = due_follow_ups(self.case, self.today)
        months: Any = self.fields["months"]
        months.choices = [(number, f"{number} måneder") for number in left]
        months.initial = left[0] if left else None

    def clean_on(self) -> date:
        return not_ahead(self.cleaned_data["on"], self.today)
