"""What is asked when somebody moves, leaves or is away, and when households are given out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db.models import QuerySet

from accounts.administration.forms import EVERYWHERE, ChangeForm, EndForm, units_from
from accounts.administration.queries import colleagues
from accounts.administration.rules import fits_party, is_powerful
from accounts.models import District, Party, RoleAssignment, Substitution, Unit, User
from accounts.policy import Permission, Role
from config.days import DayField
from coordination.administration.queries import CaseworkerLoad
from households.caseloads import ALL, NOWHERE

DAY = timedelta(days=1)
NO_CASEWORKER = "Ingen – uten saksbehandler"
SEE = Permission.OF_OFFICE


class ReceiverField(forms.ModelChoiceField):
    """A colleague in the unit who takes over, or nobody."""

    def __init__(self, unit: Unit, leaver: User, today: date, **kwargs: Any) -> None:
        self.unit = unit
        super().__init__(
            colleagues(unit, SEE, today).exclude(pk=leaver.pk),
            required=False,
            empty_label=NO_CASEWORKER,
            **kwargs,
        )


def _still_there(form: forms.Form, name: str, day: date | None) -> None:
    """Who takes over must also have a role in the unit on the day they do."""
    field, chosen = form.fields.get(name), form.cleaned_data.get(name)
    if not isinstance(field, ReceiverField) or chosen is None or day is None:
        return
    if not colleagues(field.unit, SEE, day).filter(pk=chosen.pk).exists():
        form.add_error(name, f"{chosen} har ingen rolle i {field.unit} den dagen.")


class MoveForm(ChangeForm):
    """Bytte enhet: the same role in another unit."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label="Ny enhet", empty_label="Velg enhet")
    valid_from = DayField(label="Første dag i ny enhet")

    def __init__(self, *args: Any, assignment: RoleAssignment, **kwargs: Any) -> None:
        super().__init__(*args, user=assignment.user, **kwargs)
        self.assignment, old = assignment, assignment.unit
        units = units_from(self.today)
        if old is not None:
            units = units.exclude(pk=old.pk)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        if old is not None:
            self.fields["to"] = ReceiverField(
                old, assignment.user, self.today, label=f"Sakene i {old} overlates til"
            )
        if is_powerful(Role(assignment.role)):
            self.fields["reason"] = forms.CharField(
                label="Begrunnelse",
                max_length=200,
                help_text="En annen administrator må godkjenne rollen i den nye enheten.",
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        unit, day = cleaned.get("unit"), cleaned.get("valid_from")
        if unit and not fits_party(Role(self.assignment.role), unit.party):
            self.add_error("unit", "Rollen hører ikke til i denne enheten. Velg en annen.")
        if day and day < self.today:
            self.add_error("valid_from", "Dagen kan ikke være før i dag.")
        _still_there(self, "to", day)
        return cleaned


class GiveUpForm(EndForm):
    """A role ends while its holder stays."""

    def __init__(self, *args: Any, assignment: RoleAssignment, **kwargs: Any) -> None:
        super().__init__(*args, user=assignment.user, **kwargs)
        if assignment.unit is not None:
            self.fields["to"] = ReceiverField(
                assignment.unit,
                assignment.user,
                self.today,
                label=f"Sakene i {assignment.unit} overlates til",
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        _still_there(self, "to", cleaned.get("ends_on"))
        return cleaned


class LeaveForm(ChangeForm):
    """Slutte: one receiver for each unit in which the leaver has cases."""

    last_day = DayField(
        label="Siste arbeidsdag",
        help_text="I dag: kontoen stenges og brukeren logges ut med en gang.",
    )

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = units
        for unit in units:
            if self.user is not None:
                self.fields[f"to_{unit.pk}"] = ReceiverField(
                    unit, self.user, self.today, label=f"Sakene i {unit} overlates til"
                )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        day = cleaned.get("last_day")
        if day and day < self.today:
            self.add_error("last_day", "Siste dag kan ikke være før i dag.")
        for unit in self.units:
            _still_there(self, f"to_{unit.pk}", day)
        return cleaned

    @property
    def receivers(self) -> dict[Unit, User | None]:
        return {unit: self.cleaned_data[f"to_{unit.pk}"] for unit in self.units}


class SubstituteForm(ChangeForm):
    """Vikar: who stands in, among those with a role of their own where the absent one has one."""

    substitute = forms.ModelChoiceField(
        User.objects.none(), label="Vikar", empty_label="Velg vikar"
    )
    valid_from = DayField(label="Fra og med")
    valid_to = DayField(label="Til og med")

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found: QuerySet[User] = User.objects.none()
        for unit in units:
            found = found | colleagues(unit, SEE, self.today)
        others = User.objects.filter(pk__in=found.values("pk"))
        if self.user is not None:
            others = others.exclude(pk=self.user.pk)
        self.fields["substitute"].queryset = others  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        substitute, first = cleaned.get("substitute"), cleaned.get("valid_from")
        last = cleaned.get("valid_to")
        if substitute is not None and substitute.pk == self.by.pk:
            self.add_error("substitute", "Du kan ikke gjøre deg selv til vikar.")
        if first and first < self.today:
            self.add_error("valid_from", "Vikariatet kan ikke begynne før i dag.")
        if substitute and first and last:
            same = Substitution.objects.filter(absent=self.user, substitute=substitute)
            if same.filter(valid_from__lte=last, valid_to__gte=first).exists():
                self.add_error("substitute", f"{substitute} er allerede vikar i den perioden.")
        return cleaned


class ChangeUnitForm(forms.Form):
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

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_valid_from(self) -> date:
        day: date = self.cleaned_data["valid_from"]
        if day < self.today:
            raise forms.ValidationError("Endringen kan ikke gjelde bakover i tid.")
        return day


class CloseUnitForm(forms.Form):
    """`needs_receiver`: the unit has households that another must take over."""

    last_day = DayField(label="Siste dag")
    to = forms.ModelChoiceField(
        Unit.objects.none(), label="Husstandene overtas av", empty_label="Velg enhet"
    )

    def __init__(
        self, *args: Any, unit: Unit, today: date, needs_receiver: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        others = units_from(today).filter(party=unit.party, valid_to__isnull=True)
        self.fields["to"].queryset = others.exclude(pk=unit.pk)  # type: ignore[attr-defined]
        if not needs_receiver:
            del self.fields["to"]

    def clean_last_day(self) -> date:
        day: date = self.cleaned_data["last_day"]
        if day < self.today:
            raise forms.ValidationError("Siste dag kan ikke være før i dag.")
        return day


class DistributeForm(forms.Form):
    """Fordel husstander: those without a unit, to one."""

    district = forms.ChoiceField(label="Hvilke husstander", required=False)
    unit = forms.ModelChoiceField(Unit.objects.none(), label="Gis til", empty_label="Velg enhet")
    valid_from = DayField(label="Ansvar fra og med")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        districts = [(str(row.pk), f"Bosatt i {row}") for row in District.objects.all()]
        self.fields["district"].choices = [  # type: ignore[attr-defined]
            (ALL, "Alle uten ansvarlig enhet"),
            (NOWHERE, "Uten bydel"),
            *districts,
        ]
        nav = Unit.objects.valid_on(today).filter(party=Party.NAV)
        self.fields["unit"].queryset = nav  # type: ignore[attr-defined]
        self.fields["valid_from"].initial = today

    def clean_valid_from(self) -> date:
        day: date = self.cleaned_data["valid_from"]
        if day > self.today:
            raise forms.ValidationError("Ansvaret må begynne i dag eller tidligere.")
        return day


class AssignForm(forms.Form):
    """Fordel saker: the unit's households of nobody, or of a colleague, to a caseworker."""

    source = forms.ChoiceField(label="Husstander fra")
    to = forms.ModelChoiceField(
        User.objects.none(), label="Gis til", empty_label="Velg saksbehandler"
    )
    number = forms.IntegerField(
        label="Antall", required=False, min_value=1, help_text="Tom: alle. Ellers de eldste først."
    )

    def __init__(
        self, *args: Any, unit: Unit, shares: Sequence[CaseworkerLoad], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [  # type: ignore[attr-defined]
            (row.value, f"{row.name} ({row.households})") for row in shares if row.households
        ]
        self.fields["to"].queryset = colleagues(unit, SEE, today)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        to = cleaned.get("to")
        if to is not None and cleaned.get("source") == str(to.pk):
            self.add_error("to", "Velg en annen enn den som har husstandene.")
        return cleaned


class CaseworkerForm(forms.Form):
    """Endre saksbehandler: for one household, from today."""

    to = forms.ModelChoiceField(
        User.objects.none(), label="Saksbehandler", required=False, empty_label=NO_CASEWORKER
    )

    def __init__(self, *args: Any, unit: Unit, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = colleagues(unit, SEE, today)  # type: ignore[attr-defined]
