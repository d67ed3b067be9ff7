"""What is typed about an offer and a counselling."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import User
from benefits.applications.forms import AMOUNTS, LARGEST
from benefits.counselling.actions import Plan, Talk
from benefits.models import AdviceOffer, BudgetPost, Counselling, CreditorLetter, Debt, Mandate
from config.days import day_field
from config.kroner import KronerField
from config.templatetags import tall
from decisions.models import Decision
from households.models import Person

MANDATE_DAYS = timedelta(days=365)
"""How long a power of attorney usually is given for; ours, no law names a time."""


def _not_ahead(day: date, today: date) -> date:
    if day > today:
        raise forms.ValidationError("Datoen kan ikke være etter i dag.")
    return day


class OfferForm(forms.Form):
    """An offer to somebody in the household, and the answer if it came at once."""

    person = forms.TypedChoiceField(label="Hvem får tilbudet?", coerce=int)
    channel = forms.ChoiceField(
        label="Hvordan gis det?",
        choices=AdviceOffer.Channel,
        initial=AdviceOffer.Channel.TALK,
        widget=forms.RadioSelect,
        error_messages={"required": "Velg hvordan tilbudet gis."},
    )
    answer = forms.ChoiceField(
        label="Svar",
        choices=[("", "Ikke svart ennå"), *AdviceOffer.Answer.choices],
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {person.pk: person for person in people}
        choose: Any = self.fields["person"]
        choose.choices = [(person.pk, person.name) for person in people]

    @property
    def chosen(self) -> Person:
        return self.people[self.cleaned_data["person"]]


class AnswerForm(forms.Form):
    """What the person says to the offer, and when; today where no day is written."""

    answer = forms.ChoiceField(choices=AdviceOffer.Answer)
    on = day_field("Svarte", required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_on(self) -> date:
        return _not_ahead(self.cleaned_data["on"] or self.today, self.today)


class CaseForm(forms.Form):
    """A step that needs no more than the version it was decided on."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000)

    def __init__(self, *args: Any, counselling: Counselling, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.counselling, self.today = counselling, today
        self.fields["version"].initial = counselling.version


class DecideForm(CaseForm):
    """The written decision (§ 17), and what it says of the start."""

    decision = forms.ModelChoiceField(
        label="Vedtak etter § 17",
        queryset=Decision.objects.none(),
        empty_label=None,
        error_messages={"required": "Velg vedtaket."},
    )
    planned_start = day_field("Planlagt start")
    start_reason = forms.CharField(
        label="Hvorfor starter det da?",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Skriv hvorfor starten er lagt til denne dagen."},
    )
    form = forms.ChoiceField(
        label="Individuelt eller kurs",
        choices=Counselling.Form,
        initial=Counselling.Form.INDIVIDUAL,
        widget=forms.RadioSelect,
    )
    level = forms.ChoiceField(label="Nivå", choices=Counselling.Level, initial="1")

    def __init__(self, *args: Any, decisions: QuerySet[Decision], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose: Any = self.fields["decision"]
        choose.queryset = decisions

    @property
    def plan(self) -> Plan:
        values = self.cleaned_data
        names = ("decision", "planned_start", "start_reason", "form", "level")
        return Plan(**{name: values[name] for name in names})


class StartForm(CaseForm):
    on = day_field("Startet")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = self.today

    def clean_on(self) -> date:
        return _not_ahead(self.cleaned_data["on"], self.today)


class SessionForm(StartForm):
    """A talk: only its day, level and what was done must be given."""

    on = day_field("Dato")
    level = forms.ChoiceField(label="Nivå", choices=Counselling.Level)
    text = forms.CharField(
        label="Hva ble gjort?",
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Skriv hva som ble gjort."},
    )
    mentions_children = forms.BooleanField(label="Barna er omtalt", required=False)
    next_step = forms.CharField(label="Neste steg", required=False, max_length=200)
    next_on = day_field("Dato for neste steg", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].initial = self.counselling.level or "1"

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        step, day = values.get("next_step"), values.get("next_on")
        if bool(step) != bool(day) and "next_on" not in self.errors:
            self.add_error("next_on" if step else "next_step", "Skriv både neste steg og når.")
        if day and values.get("on") and day < values["on"]:
            self.add_error("next_on", "Neste steg kan ikke være før samtalen.")
        return values

    @property
    def talk(self) -> Talk:
        values = self.cleaned_data
        names = ("on", "level", "text", "mentions_children", "next_step", "next_on")
        return Talk(**{name: values[name] for name in names})


class EndForm(StartForm):
    """How it went, in a code and, if need be, some words."""

    on = day_field("Avsluttet")
    result = forms.ChoiceField(label="Resultat", choices=Counselling.Result)
    note = forms.CharField(
        label="Merknad", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class CounsellorForm(CaseForm):
    """Who is to be the counsellor."""

    to = forms.ModelChoiceField(
        label="Ny rådgiver",
        queryset=User.objects.none(),
        empty_label="Velg rådgiver",
        error_messages={"required": "Velg rådgiver.", "invalid_choice": "Velg rådgiver i listen."},
    )

    def __init__(self, *args: Any, counsellors: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to: Any = self.fields["to"]
        to.queryset = counsellors


def _kroner(label: str, *, required: bool = True) -> KronerField:
    return KronerField(
        label=label,
        required=required,
        min_value=0,
        max_value=LARGEST,
        error_messages={**AMOUNTS, "required": "Skriv beløpet i hele kroner."},
    )


class DebtForm(forms.ModelForm):
    """A debt as it is now; the amount belongs to a day."""

    amount = _kroner("Beløp, kr")
    monthly_payment = _kroner("Betaler per måned, kr", required=False)
    interest = forms.DecimalField(
        label="Rente, prosent per år",
        required=False,
        min_value=0,
        max_digits=5,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    as_of = day_field("Beløpet gjaldt")
    settled_on = day_field("Gjort opp", required=False)

    class Meta:
        model = Debt
        fields = [
            "creditor",
            "kind",
            "amount",
            "interest",
            "monthly_payment",
            "is_secured",
            "collection",
            "as_of",
            "settled_on",
        ]

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if self.instance.pk is None:
            del self.fields["settled_on"]
            self.fields["as_of"].initial = today

    def clean_as_of(self) -> date:
        return _not_ahead(self.cleaned_data["as_of"], self.today)

    def clean_settled_on(self) -> date | None:
        day: date | None = self.cleaned_data["settled_on"]
        return _not_ahead(day, self.today) if day else None


class MandateForm(forms.ModelForm):
    """A power of attorney that the person has signed."""

    signed_on = day_field("Signert")
    ends_on = day_field("Gjelder til og med")

    class Meta:
        model = Mandate
        fields = ["creditor", "signed_on", "ends_on"]
        help_texts = {"creditor": "Tomt felt betyr alle kreditorer."}

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["signed_on"].initial = today
        self.fields["ends_on"].initial = today + MANDATE_DAYS

    def clean_signed_on(self) -> date:
        return _not_ahead(self.cleaned_data["signed_on"], self.today)


class LetterForm(forms.ModelForm):
    """A letter to a creditor that a power of attorney covers."""

    creditor = forms.ChoiceField(label="Til")

    class Meta:
        model = CreditorLetter
        fields = ["creditor", "text"]
        labels = {"text": "Hva skal det stå?"}
        help_texts = {
            "text": "Navn, fødselsdato og fullmakten settes inn. Skriv aldri hvor personen bor."
        }
        widgets = {"text": forms.Textarea(attrs={"rows": 5, "maxlength": 4_000})}

    def __init__(self, *args: Any, creditors: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to: Any = self.fields["creditor"]
        to.choices = [(name, name) for name in creditors]


class BudgetForm(forms.Form):
    """A month's budget, a field for each post; an empty one has no line."""

    def __init__(self, *args: Any, references: Mapping[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for post in BudgetPost:
            field = _kroner(str(post.label), required=False)
            if post in references:
                field.help_text = f"Referansebudsjett: {tall(references[post])} kr"
            self.fields[post.value] = field

    @property
    def amounts(self) -> dict[str, int | None]:
        return dict(self.cleaned_data)
