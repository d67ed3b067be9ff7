"""What is typed about a standard text."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from config.days import DayField
from decisions.codes import Kind
from decisions.models import TextBlock
from decisions.texts.rules import places, without_places

LONGEST = 4_000
ALL_KINDS: tuple[str, str] = ("", "Alle vedtak")
CHOOSE: tuple[str, str] = ("", "Velg")


class EditionForm(forms.Form):
    """A new wording of a text, from a day on."""

    title = forms.CharField(label="Tittel", max_length=120, help_text="Det saksbehandlerne velger.")
    body = forms.CharField(
        label="Tekst",
        max_length=LONGEST,
        help_text="Skriv det som må fylles ut i hver sak, i hakeparenteser: [beløp]."
        " Vedtaket kan ikke sendes før de er borte.",
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    valid_from = DayField(label="Gjelder fra")
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=30_000)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].initial = today

    def clean_body(self) -> str:
        """Brackets come in pairs, and never empty: what is to be filled in has a name."""
        lines = (line.rstrip() for line in self.cleaned_data["body"].splitlines())
        body = "\n".join(lines).strip()
        if not all(place.strip("[]. ") for place in places(body)):
            raise forms.ValidationError("Skriv hva som skal fylles ut: [beløp], ikke [].")
        if set("[]") & set(without_places(body)):
            raise forms.ValidationError("En hakeparentes mangler sin make.")
        return body


class TextForm(EditionForm):
    """A new text: where it belongs besides."""

    kind = forms.ChoiceField(label="Gjelder", required=False, choices=[ALL_KINDS, *Kind.choices])
    part = forms.ChoiceField(label="Del av vedtaket", choices=[CHOOSE, *TextBlock.Part.choices])
    field_order = ("kind", "part", "title", "body", "valid_from")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["seen"]


class EndForm(forms.Form):
    last_day = DayField(
        label="Siste dag", help_text="I går: teksten kan ikke velges mer fra nå av."
    )


class FilterForm(forms.Form):
    """Which of the texts are shown; anything unknown shows them all."""

    gjelder = forms.ChoiceField(
        label="Gjelder", required=False, choices=[("", "Alle"), *Kind.choices]
    )
    brukes_i = forms.ChoiceField(
        label="Del av vedtaket", required=False, choices=[("", "Alle"), *TextBlock.Part.choices]
    )
