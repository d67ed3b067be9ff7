"""What the administration's forms ask for, and the refusals that the user can mend."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db.models import Q, QuerySet

from accounts.administration.rules import fits_party, is_powerful, needs_unit
from accounts.models import Clearance, District, Party, Unit, User
from accounts.policy import Role
from config.days import DayField

EVERYWHERE = "Hele kommunen"
OWN = "Du kan ikke endre dine egne tilganger. Be en annen administrator."
LIMITED_ROLES = [(role.value, role.label) for role in (Role.CASEWORKER, Role.TEAM_LEADER)]


def units_from(today: date) -> QuerySet[Unit]:
    """The units that exist today or will."""
    open_ones: QuerySet[Unit] = Unit.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    )
    return open_ones


class UserFilterForm(forms.Form):
    """The filters above the list of users; they stand in the address."""

    navn = forms.CharField(
        label="Navn eller brukernavn",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    enhet = forms.ModelChoiceField(Unit.objects.none(), label="Enhet", required=False)
    rolle = forms.ChoiceField(label="Rolle", required=False, choices=[("", "Alle"), *Role.choices])
    status = forms.ChoiceField(
        label="Status",
        required=False,
        choices=[
            ("", "Alle"),
            ("active", "Aktive"),
            ("without_role", "Uten rolle"),
            ("closed", "Stengte"),
        ],
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["enhet"].queryset = units_from(today)  # type: ignore[attr-defined]
        self.fields["enhet"].empty_label = "Alle"  # type: ignore[attr-defined]


class ChangeForm(forms.Form):
    """A change of somebody's access: never of one's own. `user` is None for somebody new."""

    def __init__(self, *args: Any, user: User | None, by: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.by, self.today = user, by, today

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.user is not None and self.user.pk == self.by.pk:
            raise forms.ValidationError(OWN)
        first, last = cleaned.get("valid_from"), cleaned.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", "Til-dato kan ikke være før fra-dato.")
        return cleaned


class ConfirmForm(ChangeForm):
    """A change that needs no more than a click."""


class RoleForm(ChangeForm):
    role = forms.ChoiceField(label="Rolle", choices=[("", "Velg rolle"), *Role.choices])
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label="Enhet",
        required=False,
        empty_label=EVERYWHERE,
        help_text="Saksbehandlere, rådgivere, ledere og møteledere hører til i en enhet.",
    )
    valid_from = DayField(label="Gjelder fra")
    valid_to = DayField(label="Gjelder til", required=False, help_text="Tom: til den avsluttes.")
    reason = forms.CharField(
        label="Begrunnelse",
        required=False,
        max_length=200,
        help_text="Må fylles ut for roller som en annen administrator skal godkjenne: "
        "administrator, revisor, kommunedirektør og leder.",
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.fields["unit"].queryset = units_from(today)  # type: ignore[attr-defined]
        self.fields["valid_from"].initial = today

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("role") or "unit" not in cleaned:
            return cleaned
        role, unit = Role(cleaned["role"]), cleaned["unit"]
        if needs_unit(role) and unit is None:
            self.add_error("unit", f"{role.label} hører til i en enhet. Velg hvilken.")
        elif not fits_party(role, unit.party if unit else None):
            where = f"en enhet i {unit.get_party_display()}" if needs_unit(role) else "én enhet"
            self.add_error("unit", f"{role.label} kan ikke høre til i {where}.")
        if is_powerful(role) and not cleaned.get("reason"):
            self.add_error("reason", "Skriv hvorfor. Den som skal godkjenne, ser begrunnelsen.")
        return cleaned


class NewEmployeeForm(RoleForm):
    """Somebody new: who they are, and their first role."""

    first_name = forms.CharField(label="Fornavn", max_length=150)
    last_name = forms.CharField(label="Etternavn", max_length=150)
    username = forms.CharField(
        label="Brukernavn",
        max_length=150,
        help_text="Små bokstaver, tall, punktum og bindestrek, for eksempel kari.hansen.",
        validators=[
            RegexValidator(
                r"^[a-z0-9][a-z0-9.\-]{2,}$",
                "Bruk minst tre tegn: små bokstaver a–z, tall, punktum og bindestrek.",
            )
        ],
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    caseworker_number = forms.CharField(label="Saksbehandlernummer", max_length=10, required=False)

    field_order = ["first_name", "last_name", "username", "caseworker_number", "role", "unit"]

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=username).exists():
            raise forms.ValidationError("Brukernavnet er i bruk. Velg et annet.")
        return username


class ClearanceForm(ChangeForm):
    kind = forms.ChoiceField(
        label="Klarering", choices=[("", "Velg klarering"), *Clearance.Kind.choices]
    )
    valid_from = DayField(label="Gjelder fra")
    valid_to = DayField(label="Gjelder til", required=False, help_text="Tom: til den avsluttes.")
    reason = forms.CharField(
        label="Begrunnelse",
        max_length=200,
        help_text="En annen administrator må godkjenne, og ser begrunnelsen.",
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.fields["valid_from"].initial = today


class EndForm(ChangeForm):
    """From which day something no longer holds."""

    ends_on = DayField(
        label="Faller bort fra", help_text="I dag: virker fra neste side brukeren åpner."
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.fields["ends_on"].initial = today

    def clean_ends_on(self) -> date:
        day: date = self.cleaned_data["ends_on"]
        if day < self.today:
            raise forms.ValidationError("Dagen kan ikke være før i dag.")
        return day


class LinkForm(ChangeForm):
    """`needs_second`: the account is a powerful one, so a reason is asked for."""

    reason = forms.CharField(
        label="Begrunnelse", max_length=200, help_text="En annen administrator må godkjenne."
    )

    def __init__(self, *args: Any, needs_second: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needs_second:
            del self.fields["reason"]


class UnitForm(forms.Form):
    """A new unit; `party` cannot be changed later."""

    party = forms.ChoiceField(label="Part", choices=Party)
    name = forms.CharField(label="Navn", max_length=80)
    nav_number = forms.CharField(
        label="NAV-enhetsnummer",
        required=False,
        validators=[RegexValidator(r"^\d{4}$", "NAV-enhetsnummer har fire siffer.")],
    )
    district = forms.ModelChoiceField(
        District.objects.all(), label="Bydel", required=False, empty_label=EVERYWHERE
    )
    valid_from = DayField(label="Gjelder fra")


class LimitForm(forms.Form):
    role = forms.ChoiceField(label="Rolle", choices=LIMITED_ROLES)
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label="Enhet", required=False, empty_label=EVERYWHERE
    )
    amount = forms.IntegerField(
        label="Beløp", min_value=0, max_value=10_000_000, help_text="Hele kroner per vedtak."
    )
    valid_from = DayField(label="Gjelder fra")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        nav_units = units_from(today).filter(party=Party.NAV)
        self.fields["unit"].queryset = nav_units  # type: ignore[attr-defined]
        self.fields["valid_from"].initial = today

    def clean_valid_from(self) -> date:
        day: date = self.cleaned_data["valid_from"]
        if day < self.today:
            raise forms.ValidationError("En ny grense kan ikke gjelde bakover i tid.")
        return day
