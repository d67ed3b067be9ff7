"""Which entries of the timeline are shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from households.timeline.entry import Kind


class FilterForm(forms.Form):
    """Every field may be empty; what cannot be read in the address is left out."""

    hva = forms.ChoiceField(label="Hva", required=False, choices=[("", "Alt"), *Kind.choices])
    hvem = forms.TypedChoiceField(label="Hvem", required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, people: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        who: Any = self.fields["hvem"]
        who.choices = [("", "Alle"), *people.items()]
        if not people:
            del self.fields["hvem"]

    @property
    def kind(self) -> str:
        return self._value("hva") or ""

    @property
    def person(self) -> int | None:
        return self._value("hvem")

    @property
    def is_used(self) -> bool:
        return bool(self.kind or self.person)

    def _value(self, name: str) -> Any:
        self.is_valid()
        return self.cleaned_data.get(name)
