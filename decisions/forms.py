"""What is typed about a decision that is not the decision itself: steps, letters, follow-up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.text import Truncator

from config.days import day_field
from config.kroner import KronerField
from config.months import MonthField
from decisions.codes import AppealResult, Kind
from decisions.draft_forms import LARGEST
from decisions.models import Condition, Letter
from households.models import Document, JournalEntry, Person


def words(label: str, missing: str, rows: int = 3, **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing},
        **kwargs,
    )


class NewForm(forms.Form):
    """What kind of decision, and whose."""

    kind = forms.ChoiceField(label="Vedtakstype", choices=Kind)
    applicant = forms.TypedChoiceField(label="Hvem gjelder vedtaket?", coerce=int)

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {person.pk: person for person in people}
        choose: Any = self.fields["applicant"]
        choose.choices = [(person.pk, person.name) for person in people]

    @property
    def person(self) -> Person:
        return self.people[self.cleaned_data["applicant"]]


class StepForm(forms.Form):
    """A step that needs no words."""


class ApproveForm(forms.Form):
    """The fingerprint of what the approver has on the screen."""

    content_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)


class ReturnForm(forms.Form):
    reason = words("Hvorfor underkjennes vedtaket?", "Skriv hvorfor vedtaket returneres.")


class WithdrawForm(forms.Form):
    reason = words("Hvorfor trekkes saken?", "Skriv hvorfor saken trekkes.", rows=2)


class DayForm(forms.Form):
    """The day something happened; it cannot be in the future."""

    on = day_field("Dato")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["on"].initial = today

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > self.today:
            raise forms.ValidationError("Datoen kan ikke være etter i dag.")
        return day


class SendForm(forms.Form):
    """How and when the letter was sent; to a hidden address only by ways that tell nothing.

    `usual` is how the one it is for had the last letter; it is chosen to begin with.
    """

    channel = forms.ChoiceField(
        label="Hvordan er brevet sendt?",
        widget=forms.RadioSelect,
        error_messages={"required": "Velg hvordan brevet er sendt."},
    )
    sent_on = day_field("Sendt")

    def __init__(
        self, *args: Any, hidden: bool, today: date, usual: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        shielded = (Letter.Channel.SHIELDED, Letter.Channel.BY_HAND)
        choose: Any = self.fields["channel"]
        choose.choices = [
            choice for choice in Letter.Channel.choices if not hidden or choice[0] in shielded
        ]
        choose.initial = usual
        self.fields["sent_on"].initial = today


class ConditionStateForm(forms.Form):
    state = forms.ChoiceField(
        label="Hvordan går det med vilkåret?",
        widget=forms.RadioSelect,
        error_messages={"required": "Velg status."},
    )

    def __init__(self, *args: Any, condition: Condition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        broken = (Condition.State.MET, Condition.State.NOT_MET)
        choose: Any = self.fields["state"]
        choose.choices = [
            choice
            for choice in Condition.State.choices
            if choice[0] != condition.state
            if not (condition.exemption and choice[0] in broken)
        ]


class HearForm(DayForm):
    statement = words("Hva sa personen?", "Skriv hva personen sa, eller at det ikke kom noe svar.")


class ReduceForm(forms.Form):
    """One month's reduction, with special regard to the children."""

    month = MonthField(
        label="Måneden som reduseres",
        help_text="En måned som ikke er sendt til utbetaling. Den planlagte utbetalingen senkes.",
        error_messages={"required": "Skriv måneden."},
    )
    amount = KronerField(
        label="Reduseres med, i kroner",
        min_value=1,
        max_value=LARGEST,
        error_messages={
            "required": "Skriv hele kroner, uten øre.",
            "invalid": "Skriv hele kroner, uten øre.",
            "min_value": "Skriv hvor mye stønaden reduseres.",
        },
    )
    children_weighed = forms.CharField(
        label="Hensynet til barna",
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AppealForm(forms.Form):
    """An appeal as it came, oral or written."""

    appellant = forms.TypedChoiceField(label="Hvem klager?", coerce=int)
    received_on = day_field("Mottatt")
    text = words("Hva klages det på?", "Skriv hva det klages på.", rows=5)
    late_reason = forms.CharField(
        label="Hvorfor tas den opp likevel, eller avvises?",
        help_text="Bare når klagen er kommet etter fristen.",
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    is_taken_up = forms.BooleanField(label="Klagen behandles", required=False, initial=True)

    def __init__(self, *args: Any, people: Sequence[Person], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.people = today, {person.pk: person for person in people}
        choose: Any = self.fields["appellant"]
        choose.choices = [(person.pk, person.name) for person in people]
        self.fields["received_on"].initial = today

    def clean_received_on(self) -> date:
        day: date = self.cleaned_data["received_on"]
        if day > self.today:
            raise forms.ValidationError("Mottatt dato kan ikke være etter i dag.")
        return day


class ReconsiderForm(DayForm):
    is_reversed = forms.TypedChoiceField(
        label="Hva kom kontoret til?",
        choices=[("nei", "Vedtaket står"), ("ja", "Vedtaket gjøres om")],
        coerce=lambda answer: answer == "ja",
        widget=forms.RadioSelect,
        error_messages={"required": "Velg hva kontoret kom til."},
    )
    text = words("Vurderingen", "Skriv hvordan vedtaket er vurdert på nytt.", rows=4)


class SettleForm(DayForm):
    result = forms.ChoiceField(
        label="Hva kom klageinstansen til?",
        choices=AppealResult,
        widget=forms.RadioSelect,
        error_messages={"required": "Velg hva klageinstansen kom til."},
    )


class CaseForm(forms.Form):
    """What goes with an appeal besides itself and the letters: documents and notes to tick.

    Documents are ticked beforehand, unless the place `hides`: then somebody must have read each.
    """

    chosen_documents = forms.TypedMultipleChoiceField(
        label="Dokumenter", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    chosen_notes = forms.TypedMultipleChoiceField(
        label="Notater fra journalen",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Ta med det klagen dreier seg om, og ikke mer.",
    )

    def __init__(
        self,
        *args: Any,
        documents: Sequence[Document],
        notes: Sequence[JournalEntry],
        hides: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.hides = hides
        self.all_documents = {row.pk: row for row in documents}
        self.all_notes = {row.pk: row for row in notes}
        self._choose("chosen_documents", [(row.pk, _document_told(row)) for row in documents])
        self._choose("chosen_notes", [(row.pk, _note_told(row)) for row in notes])
        self.fields["chosen_documents"].initial = [] if hides else list(self.all_documents)

    def _choose(self, name: str, choices: list[tuple[int, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    @property
    def documents_field(self) -> Any:
        return self["chosen_documents"] if self.all_documents else None

    @property
    def notes_field(self) -> Any:
        return self["chosen_notes"] if self.all_notes else None

    @property
    def documents(self) -> list[Document]:
        """Those chosen, in the order of the page."""
        chosen = set(self.cleaned_data["chosen_documents"])
        return [row for pk, row in self.all_documents.items() if pk in chosen]

    @property
    def notes(self) -> list[JournalEntry]:
        return [self.all_notes[pk] for pk in self.cleaned_data["chosen_notes"]]

    @property
    def people(self) -> set[int]:
        """Ids of those whom the chosen papers are about."""
        told = {row.person_id for row in self.documents if row.person_id}
        told |= {row.spoken_with_id for row in self.notes if row.spoken_with_id}
        return told | {child.pk for row in self.notes for child in row.children.all()}


def _document_told(row: Document) -> str:
    kind = f"{row.get_kind_display()}, {row.get_content_type_display()}"
    return f"{row.title} ({kind}, {row.received_on:%d.%m.%Y})"


def _note_told(row: JournalEntry) -> str:
    topic = f", {row.get_topic_display()}" if row.topic else ""
    return f"{row.contact_on:%d.%m.%Y}{topic}: {Truncator(row.text).chars(90)}"
