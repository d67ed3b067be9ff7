"""A field for whole kroner, written as people write them."""

from __future__ import annotations

from typing import Any

from django import forms

SPACES = dict.fromkeys(map(ord, " \u00a0\u202f\u2009"))


class KronerField(forms.IntegerField):
    """Whole kroner: "1 000", with any space between the digits, and "kr" after them or not.

    A point is refused: Django would read "1.000" as one krone.
    """

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str):
            value = value.translate(SPACES).removesuffix("kr")
            if "." in value:
                raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)
