"""Who has come to live in a household, who has left it, and what was written wrong of a member."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from accounts.models import User
from config.days import TYPED, day_field
from coordination.searching import AT_MOST
from households.access import Protection
from households.members import rules
from households.members.correcting import Corrected
from households.members.queries import homes_beside, kept_by
from households.members.stated import Newcomer, is_own_number, known_to
from households.models import Household, Membership, MembershipChange, Person
from households.national_id import NationalId, validate_national_id

EARLIEST = date(1900, 1, 1)
MemberRole, Cause = Membership.Role, MembershipChange.Cause
ROLES = [
    (MemberRole.CHILD.value, MemberRole.CHILD.label),
    *((r, MemberRole(r).label) for r in rules.ADULTS),
]
WHOLE, SHARED, MOVED = "whole", "shared", "moved"
LIVES = [
    (WHOLE, "Bor her"),
    (SHARED, "Bor her og i en annen husstand: delt bosted for barn"),
    (MOVED, "Har flyttet hit fra den andre husstanden"),
]
TOO_MANY = f"Du har søkt på {AT_MOST} numre det siste minuttet. Vent litt, og prøv igjen."
MISSING = {"first_name": "Skriv fornavnet.", "last_name": "Skriv etternavnet."}
BORN = "Skriv fødselsdatoen, eller nummeret over."


def number_field() -> forms.CharField:
    """A national number, of somebody who may have none; no browser remembers it."""
    return forms.CharField(
        label="Fødselsnummer eller D-nummer",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )


class PersonFields(forms.Form):
    """A name, and a number or a birth date; what they must have in common with each other."""

    first_name = forms.CharField(label="Fornavn", required=False, max_length=120)
    last_name = forms.CharField(label="Etternavn", required=False, max_length=120)
    number = number_field()
    birth_date = forms.DateField(
        label="Fødselsdato",
        required=False,
        widget=forms.DateInput(attrs=TYPED),
        error_messages={"invalid": "Skriv datoen som dd.mm.åååå."},
    )

    def __init__(self, *args: Any, today: date, synthetic_allowed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.synthetic_allowed = today, synthetic_allowed

    def require_names(self) -> None:
        for name, words in MISSING.items():
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = words

    def clean_number(self) -> NationalId | None:
        text = self.cleaned_data["number"]
        if not text:
            return None
        try:
            return validate_national_id(text, self.synthetic_allowed)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def check_names(self, values: dict[str, Any]) -> None:
        for name, words in MISSING.items():
            if not values.get(name) and name not in self.errors:
                self.add_error(name, words)

    def check_birth(self, values: dict[str, Any]) -> None:
        if "number" not in values or "birth_date" not in values:
            return
        born, number = values["birth_date"], values["number"]
        of_number = number.birth_date if number else None
        if born is None and of_number is None:
            self.add_error("birth_date", BORN)
        elif born and of_number and born != of_number:
            self.add_error("birth_date", "Fødselsdatoen stemmer ikke med nummeret.")
        elif born and not EARLIEST <= born <= self.today:
            self.add_error("birth_date", "Fødselsdatoen kan ikke være etter i dag.")
        values["birth_date"] = born or of_number


class NewMemberForm(PersonFields):
    """Somebody who has come; one whom the user has elsewhere is shown once, to be confirmed."""

    person = forms.TypedChoiceField(
        label="Har bodd her før",
        coerce=int,
        required=False,
        empty_value=None,
        help_text="Velg personen her i stedet for å skrive navn og nummer på nytt.",
    )
    role = forms.ChoiceField(
        label="Rolle",
        choices=ROLES,
        widget=forms.RadioSelect,
        error_messages={"required": "Velg en rolle."},
    )
    lives = forms.ChoiceField(
        label="Hvor bor personen?",
        choices=LIVES,
        initial=WHOLE,
        widget=forms.RadioSelect,
        error_messages={"required": "Velg hvor personen bor."},
        help_text="Et barn som bare er på samvær, er ikke medlem av husstanden.",
    )
    since = day_field("Medlem fra", required=False, help_text="I dag når feltet er tomt.")
    field_order = ("person", "first_name", "last_name", "number", "birth_date", "role")

    def __init__(
        self,
        *args: Any,
        household: Household,
        user: User,
        former: Sequence[Person],
        may_search: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.household, self.user, self.may_search = household, user, may_search
        self.former = {person.pk: person for person in former}
        self.beside: list[Membership] = []
        self.known: Person | None = None
        choose: Any = self.fields["person"]
        if former:
            choose.choices = [("", "Ingen av disse"), *((p.pk, p.name) for p in former)]
        else:
            del self.fields["person"]
            self.require_names()

    def clean_number(self) -> NationalId | None:
        if not self.may_search:
            raise forms.ValidationError(TOO_MANY)
        return super().clean_number()

    def clean_since(self) -> date:
        day: date = self.cleaned_data["since"] or self.today
        if day > self.today:
            raise forms.ValidationError("Datoen kan ikke være etter i dag.")
        return day

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        number = values.get("number")
        if values.get("person"):
            self.known = self.former[values["person"]]
        else:
            self.check_names(values)
            self.check_birth(values)
            if number and "number" not in self.errors:
                self.known = known_to(self.user, number.number)
        if values.get("lives") == SHARED and values.get("role") not in ("", None, MemberRole.CHILD):
            self.add_error("lives", "Delt bosted gjelder bare barn.")
        if self.known and values.get("since"):
            self.beside = homes_beside(self.user, self.known, self.household, values["since"])
        if not self.errors:
            self._confirm(values)
        return values

    def _confirm(self, values: dict[str, Any]) -> None:
        """Have what the user could not see from the form confirmed, before anything is saved."""
        words = self._to_confirm(values)
        if not words:
            return
        key = str(self.known.pk) if self.known else "own"
        self.fields["confirmed"] = forms.MultipleChoiceField(
            label=" ".join(words),
            choices=[(key, "Ja, dette er riktig")],
            widget=forms.CheckboxSelectMultiple,
        )
        confirmed: Any = self.data.getlist("confirmed")  # type: ignore[attr-defined]
        if key not in confirmed:
            self.add_error("confirmed", "Se over, og kryss av for at dette er riktig.")

    def _to_confirm(self, values: dict[str, Any]) -> list[str]:
        words, number, known = [], values.get("number"), self.known
        if number and is_own_number(self.user, number.number):
            words.append("Dette er ditt eget nummer. Husstanden lukkes for deg.")
        if known is None:
            return words
        if number:
            born = f", født {known.birth_date:%d.%m.%Y}" if known.birth_date else ""
            words.append(f"Nummeret tilhører {known.name}{born}, som dere har fra før.")
        if self.beside:
            homes = ", ".join(row.household.number for row in self.beside)
            words.append(f"{known.first_name or known.name} bor også i {homes}.")
            words.append(self._of_moving(values))
        if known.protection != Protection.NONE:
            grade = known.get_protection_display().lower()
            words.append(
                f"Personen er gradert: {grade}. Delinger oppheves, og husstanden lukkes for alle "
                "som ikke er klarert."
            )
        return [word for word in words if word]

    def _of_moving(self, values: dict[str, Any]) -> str:
        if values.get("lives") != MOVED:
            return "Velg «Har flyttet hit» hvis personen ikke bor der lenger."
        kept = kept_by(self.user, self.beside)
        ended = ", ".join(row.household.number for row in kept)
        if len(kept) < len(self.beside):
            left = "Noe av det må avsluttes av kontoret som har husstanden der."
            return f"Medlemskapet i {ended} avsluttes. {left}" if ended else left
        return f"Medlemskapet i {ended} avsluttes dagen før."

    @property
    def former_member(self) -> Person | None:
        return self.former.get(self.cleaned_data.get("person") or 0)

    @property
    def has_moved(self) -> bool:
        return bool(self.cleaned_data["lives"] == MOVED)

    @property
    def newcomer(self) -> Newcomer:
        values = self.cleaned_data
        return Newcomer(
            first_name=values["first_name"],
            last_name=values["last_name"],
            birth_date=values["birth_date"],
            national_id=values["number"].number if values["number"] else None,
            role=values["role"],
            shared_residence=values["lives"] == SHARED,
        )


class EndMemberForm(forms.Form):
    """When somebody left, why, and who is the household's contact afterwards."""

    cause = forms.ChoiceField(
        label="Hvorfor?",
        choices=Cause,
        widget=forms.RadioSelect,
        error_messages={"required": "Velg hvorfor."},
    )
    last = day_field(
        "Siste dag i husstanden",
        required=False,
        help_text="Dødsdagen når personen er død. Trengs ikke når det var en feilregistrering.",
    )
    contact = forms.TypedChoiceField(
        label="Ny kontaktperson og søker",
        coerce=int,
        error_messages={"required": "Velg hvem som blir kontaktperson."},
    )

    def __init__(self, *args: Any, heirs: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.heirs = {person.pk: person for person in heirs}
        choose: Any = self.fields["contact"]
        if heirs:
            choose.choices = [("", "Velg"), *((person.pk, person.name) for person in heirs)]
        else:
            del self.fields["contact"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        is_mistake = values.get("cause") == Cause.MISTAKE
        if not is_mistake and "last" not in self.errors and values.get("last") is None:
            self.add_error("last", "Skriv datoen.")
        return values

    @property
    def heir(self) -> Person | None:
        return self.heirs.get(self.cleaned_data.get("contact") or 0)


class CorrectMemberForm(PersonFields):
    """What was written wrong of a member; a number that is registered, and what it tells, stand."""

    role = forms.ChoiceField(label="Rolle", choices=ROLES, widget=forms.RadioSelect)
    shared_residence = forms.BooleanField(
        label="Delt bosted: barnet bor fast i to husstander", required=False
    )
    since = day_field(
        "Rollen eller bostedet gjelder fra",
        required=False,
        help_text="La feltet stå tomt når det har vært slik hele tiden.",
    )

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        person = member.person
        kwargs["initial"] = {
            "first_name": person.first_name,
            "last_name": person.last_name,
            "birth_date": person.birth_date,
            "role": member.role,
            "shared_residence": member.shared_residence,
        }
        super().__init__(*args, **kwargs)
        self.member = member
        self.require_names()
        if member.role == MemberRole.APPLICANT:  # another becomes it when this one leaves
            for name in ("role", "shared_residence", "since"):
                del self.fields[name]
        if person.number is not None:
            del self.fields["number"]
            if person.birth_date is not None:
                self.fields["birth_date"].disabled = True
                self.fields["birth_date"].help_text = "Følger av nummeret og kan ikke rettes."

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        self.check_names(values)
        if "number" not in self.fields:
            values["number"] = None
        self.check_birth(values)
        if values.get("shared_residence") and values.get("role") != MemberRole.CHILD:
            self.add_error("shared_residence", "Delt bosted gjelder bare barn.")
        return values

    @property
    def told(self) -> Corrected:
        values = self.cleaned_data
        return Corrected(
            first_name=values["first_name"],
            last_name=values["last_name"],
            birth_date=values["birth_date"],
            national_id=values["number"].number if values["number"] else None,
            role=values.get("role", self.member.role),
            shared_residence=values.get("shared_residence", False),
            since=values.get("since"),
        )
