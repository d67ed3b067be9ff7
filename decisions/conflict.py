"""What one wrote beside what another has stored meanwhile, field by field, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from decisions.codes import ConditionKind, Exemption, Outcome, Section
from decisions.contents import Content, plain
from decisions.models import Condition, Matter
from decisions.rules import differences
from households.months import NAMES

NOTHING = "–"
LABELS = {
    "outcome": "Utfall",
    "first_month": "Fra og med måned",
    "last_month": "Til og med måned",
    "cap_reduction": "Avkortet av stønadstaket",
    "payment": "Utbetaling og opplysninger",
    "reassessed": "Vurdert på nytt",
    "asked": "Søkt om",
    "section": "Hjemmel",
    "facts": "Faktum",
    "law": "Rettsregler",
    "discretion": "Skjønn",
    "form": "Stønadsform",
    "recurs": "Hvor ofte",
    "amount": "Kroner",
    "third_party": "Utbetales til",
    "text": "Tekst",
    "cap_text": "Hva stønadstaket betyr",
    "person_id": "Gjelder",
    "basis": "Hjemmel",
    "kind": "Vilkår",
    "exemption": "Unntak",
    "due_on": "Frist",
}
CODES: dict[str, Mapping[str, str]] = {
    "outcome": dict(Outcome.choices),
    "section": dict(Section.choices),
    "form": dict(Matter.Form.choices),
    "recurs": dict(Matter.Recurs.choices),
    "basis": dict(Condition.Basis.choices),
    "kind": dict(ConditionKind.choices),
    "exemption": dict(Exemption.choices),
}
ROWS = {"matters": "Forhold", "conditions": "Vilkår", "lines": "Linje"}


@dataclass(frozen=True)
class Differing:
    """A field that two versions give different values, as it is shown."""

    label: str
    given: str
    stored: str


def differing(given: Content, stored: Content, names: Mapping[int, str]) -> list[Differing]:
    """`names` are those of the household's members, by id."""
    return [
        Differing(
            _label(row.field, names),
            _shown(row.field, row.given, names),
            _shown(row.field, row.stored, names),
        )
        for row in differences(flat(given), flat(stored))
        if not row.field.endswith("_block_id")
    ]


def flat(content: Content) -> dict[str, Any]:
    """ "matters.1.facts": a value; children by id, rows by number."""
    found: dict[str, Any] = {}
    for name, value in plain(content).items():
        if not isinstance(value, list):
            found[name] = value
            continue
        for number, row in enumerate(value, 1):
            key = row.get("child_id", number)
            found |= {f"{name}.{key}.{field}": told for field, told in row.items()}
    return {name: value for name, value in found.items() if not name.endswith(".child_id")}


def _label(field: str, names: Mapping[int, str]) -> str:
    first, *rest = field.split(".")
    if not rest:
        return LABELS[first]
    number, name = rest
    if first == "children":
        return f"Barnets beste, {names.get(int(number), 'barn')}: {LABELS[name].lower()}"
    return f"{ROWS[first]} {number}: {LABELS[name].lower()}"


def _shown(field: str, value: Any, names: Mapping[int, str]) -> str:
    name = field.rpartition(".")[2]
    if value is None or value == "":
        return NOTHING
    if name == "person_id":
        return names.get(value, NOTHING)
    if name.endswith("_month"):
        year, month, _ = str(value).split("-")
        return f"{NAMES[int(month) - 1]} {year}"
    return CODES.get(name, {}).get(value, str(value))
