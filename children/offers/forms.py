"""What is typed about an offer, its openness, and in the search."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator

from accounts.models import District
from children.models.offers import AccessAssessment, Offer
from config.choosing import ChoicesForm

OLDEST, DEAREST = 99, 100_000
"""Years, and kroner: a slip of the finger is more."""


def _choose(form: forms.ModelForm, *names: str) -> None:
    """Say what an empty choice asks for."""
    for name in names:
        field: Any = form.fields[name]
        field.choices = [("", "Velg"), *[choice for choice in field.choices if choice[0]]]


class OfferForm(forms.ModelForm):
    """An offer as whoever keeps the catalogue writes it."""

    class Meta:
        model = Offer
        fields = [
            *("name", "kind", "activity", "organiser", "district", "from_age", "to_age"),
            *("price", "price_for", "reduction", "free_equipment", "contact", "note"),
        ]
        labels = {"price": "Pris, kroner", "price_for": "Prisen gjelder", "contact": "Kontakt"}
        help_texts = {
            "price": "0 når det er gratis.",
            "price_for": "For eksempel per halvår.",
            "reduction": "Hvordan den som har lite penger, betaler mindre.",
            "free_equipment": "Hva som lånes ut.",
            "contact": "Telefon eller e-post til den som svarer.",
        }
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "kind")
        district: Any = self.fields["district"]
        district.empty_label = "Hele byen"
        for name, largest in (("from_age", OLDEST), ("to_age", OLDEST), ("price", DEAREST)):
            self.fields[name].validators.append(MaxValueValidator(largest))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("from_age"), values.get("to_age")
        if first is not None and last is not None and last < first:
            self.add_error("to_age", "Til-alder kan ikke være lavere enn fra-alder.")
        return values


class AssessmentForm(forms.ModelForm):
    """How open the offer is."""

    class Meta:
        model = AccessAssessment
        fields = [
            "price",
            "free_places",
            "equipment",
            "transport",
            "language",
            "conclusion",
            "note",
        ]
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "price", "equipment", "transport", "language", "conclusion")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        conclusion = values.get("conclusion")
        if conclusion and conclusion != AccessAssessment.Conclusion.ALL and not values.get("note"):
            self.add_error("note", "Skriv hva som må til for at alle kan være med.")
        return values


class SearchForm(ChoicesForm):
    """The words and choices of a search, in the address; what cannot be read is left out."""

    q = forms.CharField(
        label="Søk",
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "håndball, Heimdal"}),
    )
    bydel = forms.ModelChoiceField(
        label="Bydel",
        required=False,
        queryset=District.objects.order_by("name"),
        empty_label="Alle",
    )
    alder = forms.IntegerField(label="Alder", required=False, min_value=0, max_value=OLDEST)
    gratis = forms.BooleanField(label="Bare gratis", required=False)
