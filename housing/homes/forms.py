"""What is typed about a home of the register, an offer of it, and the answer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings

from accounts.models import District
from config.days import DayField, day_field
from config.kroner import KronerField
from housing.codes import DeclineReason, OfferAnswer, OwnershipForm
from housing.forms import LINE, DayForm, HousingForm, choice, text_area
from housing.homes import queries
from housing.homes.queries import EMPTY
from housing.models import Dwelling
from housing.queue.standing import noes


class DwellingForm(forms.ModelForm):
    """A home of the register."""

    class Meta:
        model = Dwelling
        fields = (
            *("address", "unit_number", "district", "rooms", "area", "is_adapted", "rent"),
            *("ownership", "state", "available_from"),
        )
        field_classes = {"available_from": DayField, "rent": KronerField}
        widgets = {
            "available_from": forms.DateInput(
                attrs={"placeholder": "dd.mm.åååå", "autocomplete": "off"}
            ),
            "rent": forms.TextInput(attrs={"inputmode": "numeric"}),
            "rooms": forms.TextInput(attrs={"inputmode": "numeric"}),
            "area": forms.TextInput(attrs={"inputmode": "numeric"}),
        }
        error_messages = {
            "available_from": {"invalid": "Skriv datoen som dd.mm.åååå."},
            "__all__": {"unique_together": "Boligen står allerede i registeret."},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, most in (("rooms", 20), ("area", 1_000), ("rent", 100_000)):
            field: Any = self.fields[name]
            field.min_value, field.max_value = 1, most
            field.validators = [_at_least_one, _at_most(most)]
        district: Any = self.fields["district"]
        district.queryset, district.empty_label = District.objects.order_by("name"), "Velg"
        owner: Any = self.fields["ownership"]
        owner.choices = [("", "Velg"), *OwnershipForm.choices]


def _at_least_one(value: int) -> None:
    if value < 1:
        raise forms.ValidationError("Skriv minst 1.")


def _at_most(most: int) -> Any:
    def check(value: int) -> None:
        if value > most:
            raise forms.ValidationError(f"Skriv høyst {most}.")

    return check


class OfferForm(forms.Form):
    """An offer; grounds are asked for where somebody ahead is passed over."""

    answer_by = day_field("Svarfrist")
    passed_over = text_area("Hvorfor går du forbi dem som står foran?", most=600)

    def __init__(self, *args: Any, today: date, needs_grounds: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = settings.HOUSING["answer_days"]
        self.fields["answer_by"].initial = today + timedelta(days=days)
        if not needs_grounds:
            del self.fields["passed_over"]
        else:
            self.fields["passed_over"].error_messages["required"] = (
                "Skriv hvorfor du går forbi dem som står foran."
            )


COUNTS, COUNTS_NOT = "teller", "teller ikke"
LOST = "Neste nei som teller, gjør at plassen i køen faller bort. Da begynner et vedtak om det."
UNWISHED = (
    "Et nei på grunn av bydelen teller ikke: søknaden sier ikke at søkeren ønsker bydelen boligen "
    "ligger i."
)


class AnswerForm(HousingForm):
    """What the applicant says to an offer; each reason says whether a no for it counts."""

    on = day_field("Svarte")
    answer = choice("Svar", OfferAnswer.choices, "Velg svaret.")
    reason = forms.ChoiceField(
        label="Hvis nei: hvorfor?",
        required=False,
        help_text="Bare et nei uten godtatt grunn teller. Feltet gjelder ikke andre svar.",
    )
    text = forms.CharField(
        label="Merknad",
        max_length=LINE,
        required=False,
        help_text="Må skrives når tilbudet trekkes: den vises hvis boligen tilbys igjen.",
    )
    ends_place = forms.BooleanField(
        label="Søkeren vet at plassen i køen faller bort med dette nei-et",
        required=False,
        help_text="Gjelder bare et nei som teller. Søkeren får et vedtak å klage på.",
    )

    def begin(self) -> None:
        counted = queries.that_count(self.about)
        reason: Any = self.fields["reason"]
        reason.choices = [("", "Velg"), *(_told_reason(one, counted) for one in DeclineReason)]
        before, allowed = noes(self.about.entry), settings.HOUSING["noes_allowed"]
        told = [f"Nei som teller til nå: {before} av {allowed}."]
        if queries.is_last_no(self.about):
            told.append(LOST)
        else:
            del self.fields["ends_place"]
        may_count = DeclineReason.DISTRICT in settings.HOUSING["noes_that_count"]
        if may_count and DeclineReason.DISTRICT not in counted:
            told.append(UNWISHED)
        self.told = tuple(told)


def _told_reason(reason: DeclineReason, counted: list[str]) -> tuple[str, str]:
    return reason.value, f"{reason.label} ({COUNTS if reason in counted else COUNTS_NOT})"


class KeyForm(DayForm):
    on = day_field("Nøkkel utlevert")


class ReleaseForm(DayForm):
    on = day_field("Frigitt")
    text = text_area(
        "Hvorfor frigis boligen?",
        most=LINE,
        error_messages={"required": "Skriv hvorfor boligen frigis."},
        help_text="Boligen blir ledig igjen, og husstanden kan settes i kø igjen.",
    )


class RegisterFilter(forms.Form):
    adresse = forms.CharField(label="Adresse", max_length=80, required=False)
    bydel = forms.ChoiceField(label="Bydel", required=False)
    tilstand = forms.ChoiceField(
        label="Tilstand",
        choices=[("", "Alle"), *Dwelling.State.choices, (EMPTY, "Tom, uten dato")],
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = District.objects.order_by("name").values_list("code", "name")
        choose: Any = self.fields["bydel"]
        choose.choices = [("", "Alle"), *rows]

    def value(self, name: str) -> str:
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")
