"""What one wrote on a mapping beside what another has stored meanwhile, in words."""

from __future__ import annotations

from typing import Any

from children.codes import FAMILY_FACTS, Domain
from children.contents import Answers, flat
from children.forms import MappingForm
from decisions.conflict import NOTHING, Differing
from decisions.rules import differences


def differing(form: MappingForm, stored: Answers) -> list[Differing]:
    """Field by field, under the labels of the form."""
    return [
        Differing(
            _label(form, row.field),
            _shown(form, row.field, row.given),
            _shown(form, row.field, row.stored),
        )
        for row in differences(flat(form.answers), flat(stored))
    ]


def _label(form: MappingForm, name: str) -> str:
    domain, _, part = name.partition("_")
    if domain in Domain.values and part != "here" and name in form.fields:
        area = str(form.fields[f"{domain}_level"].label)
        return area if part == "level" else f"{area}: {str(form.fields[name].label).lower()}"
    if name.endswith("_here"):
        return f"{FAMILY_FACTS[name.removesuffix('_here')]}, for barnet"
    return str(form.fields[name].label) if name in form.fields else name


def _shown(form: MappingForm, name: str, value: Any) -> str:
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return "Ja" if value else "Nei"
    if hasattr(value, "strftime"):
        return f"{value:%d.%m.%Y}"
    choices: Any = getattr(form.fields.get(name), "choices", None)
    return str(dict(choices).get(value, value)) if choices else str(value)
