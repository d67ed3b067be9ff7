"""What every form says of a field that is empty or too long (settings.FORM_RENDERER).

Django's own words do not tell which field is meant, and a browser silently cuts a text at
`maxlength`. Here the empty field is named, the whole text comes in, and the writer is told how many
letters are too many. A form that has words of its own keeps them.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates

SHORT = 1_000
"""Letters: a text area that takes no more than this tells so before anybody writes."""
CHOSEN = (forms.ChoiceField, forms.ModelChoiceField)
BARE = forms.Field.default_error_messages["required"]


class NotTooLong(MaxLengthValidator):
    """Tells how many letters are too many."""

    def __call__(self, value: Any) -> None:
        over = len(value) - self.limit_value
        if over > 0:
            raise forms.ValidationError(
                f"Teksten er {over} tegn for lang. Det er plass til {self.limit_value} tegn.",
                code=self.code,
            )


class NamedField(BoundField):
    """A field of a form with its own words for what is missing; made before the form is cleaned."""

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        if field.error_messages.get("required") == BARE:
            field.error_messages["required"] = missing(str(self.label), field)
        limit = getattr(field, "max_length", None)
        if isinstance(field, forms.FileField) or limit is None:
            return
        field.widget.attrs.pop("maxlength", None)
        field.validators = [
            NotTooLong(limit) if type(one) is MaxLengthValidator else one
            for one in field.validators
        ]
        if isinstance(field.widget, forms.Textarea) and limit <= SHORT:
            self.help_text = f"{self.help_text} Høyst {limit} tegn.".strip()


class Renderer(DjangoTemplates):
    """Django's own, with our fields."""

    bound_field_class = NamedField


def missing(label: str, field: forms.Field) -> str:
    """What is said of an empty field that must not be: its name, as it stands on the page."""
    if label.endswith("?"):
        return f"Svar på «{label}»."
    if isinstance(field, CHOSEN):
        return f"Velg «{label}»."
    if isinstance(field, forms.BooleanField):
        return f"Kryss av for «{label}»."
    return f"Fyll ut «{label}»."
