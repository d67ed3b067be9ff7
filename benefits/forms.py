"""Giving files for import, and accepting what a check of them found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from benefits.models import ImportRun


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """One or more files; cleaned to a list of them."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        if not isinstance(data, Sequence):
            data = [data]
        return [super(SeveralFilesField, self).clean(one, initial) for one in data or [None]]


class UploadForm(forms.Form):
    """What kind of data, and the files."""

    kind = forms.ChoiceField(
        label="Hva skal leses inn?",
        choices=ImportRun.Kind,
        initial=ImportRun.Kind.HISTORY,
        widget=forms.RadioSelect,
    )
    upload = SeveralFilesField(
        label="Filer",
        help_text="Velg alle filene samtidig, eller en zip-fil med dem. Til sammen høyst 100 MB.",
        error_messages={"required": "Velg minst én fil.", "empty": "En av filene er tom."},
    )


class AcceptForm(forms.Form):
    """The answer to a check; differences from what was loaded before need a yes of their own."""

    accept_changes = forms.BooleanField(
        label="Godta endringene",
        required=False,
        error_messages={"required": "Kryss av for at endringene skal gjennomføres."},
    )

    def __init__(self, *args: Any, needs_answer: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if needs_answer:
            self.fields["accept_changes"].required = True
        else:
            del self.fields["accept_changes"]
