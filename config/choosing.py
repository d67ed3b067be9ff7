"""Forms whose choices stand in the address and narrow a list."""

from __future__ import annotations

from typing import Any

from django import forms


class ChoicesForm(forms.Form):
    """The choices of a list; what cannot be read is left out, and nothing is an error."""

    def value(self, name: str) -> Any:
        self.is_valid()
        return self.cleaned_data.get(name)

    @property
    def is_used(self) -> bool:
        return any(self.value(name) not in (None, "", False) for name in self.fields)
