"""Changing a grade, and settling an unknown one."""

from __future__ import annotations

from typing import Any

from django import forms

from households.access import Protection
from households.models import Person, ProtectionChange
from households.protection.rules import STRICTNESS, is_lowering

Reason = ProtectionChange.Reason
RAISING = (Reason.REGISTER, Reason.POLICE, Reason.PERSON, Reason.STAFF, Reason.MISTAKE)
LOWERING = (Reason.REGISTER, Reason.POLICE, Reason.OVER, Reason.MISTAKE)
SETTLING = (Reason.REGISTER, Reason.POLICE, Reason.PERSON, Reason.STAFF)


class GradeForm(forms.Form):
    """A new grade with its reason; whether it raises or lowers follows from the grade."""

    seen = forms.CharField(widget=forms.HiddenInput)
    grade = forms.ChoiceField(
        label="Ny gradering",
        widget=forms.RadioSelect,
        error_messages={"required": "Velg en gradering."},
    )
    reason = forms.ChoiceField(
        label="Grunn", widget=forms.Select, error_messages={"required": "Velg en grunn."}
    )
    grounds = forms.CharField(
        label="Begrunnelse",
        required=False,
        max_length=255,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Må skrives når graderingen senkes. Skriv ikke adresse eller telefonnummer.",
    )

    def __init__(self, *args: Any, current: str, reasons: tuple[Reason, ...], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.current = current
        self.fields["seen"].initial = current
        others = [(grade.value, grade.label) for grade in STRICTNESS if grade != current]
        chosen = [("", "Velg"), *((one.value, one.label) for one in reasons)]
        self.fields["grade"].choices = others  # type: ignore[attr-defined]
        self.fields["reason"].choices = chosen  # type: ignore[attr-defined]

    @property
    def lowers(self) -> bool:
        return is_lowering(self.current, self.cleaned_data["grade"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("seen") != self.current:
            self.add_error(None, "Graderingen er endret siden du åpnet siden. Last den på nytt.")
        grade = cleaned.get("grade")
        if grade and is_lowering(self.current, grade) and not cleaned.get("grounds"):
            self.add_error("grounds", "Skriv hvorfor graderingen kan senkes.")
        return cleaned


class MemberGradeForm(GradeForm):
    """The grade of one member."""

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        reasons = tuple(dict.fromkeys((*RAISING, *LOWERING)))
        super().__init__(*args, current=person.protection, reasons=reasons, **kwargs)


class SettleForm(GradeForm):
    """The grade of all in a household whose grade is unknown."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, current=Protection.UNKNOWN, reasons=SETTLING, **kwargs)
