"""Which persons of an extract are here already, and what is new about them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from benefits.imports.bulk import chunks
from benefits.imports.differences import Differences, Kind
from benefits.imports.files import PERSONS
from benefits.imports.findings import Findings, Rule
from benefits.imports.persons import PersonRow
from households.models import Person

COMPARED = ("national_id", "first_name", "last_name", "birth_date", "sex")


class HeldPerson(NamedTuple):
    pk: int
    source_ref: str | None
    national_id: str | None
    first_name: str
    last_name: str
    birth_date: date | None
    sex: str


@dataclass
class PersonPlan:
    """`ids` by place in the extract, None for a new person; `changes` by id, fields and values."""

    ids: list[int | None] = field(default_factory=list)
    changes: dict[int, dict[str, Any]] = field(default_factory=dict)

    @property
    def held(self) -> list[int]:
        return [pk for pk in self.ids if pk is not None]


def plan_persons(
    rows: Sequence[PersonRow], findings: Findings, differences: Differences
) -> PersonPlan:
    """Find each person by national number, else by reference (design.md 7).

    A number unknown here belongs to the person with the reference when that one has no number,
    or another with the same birth date (a D-number becomes a fødselsnummer). What the extract
    does not know (empty) changes nothing.
    """
    by_number, by_ref = _held(rows)
    plan, taken = PersonPlan(), set[int]()
    for row in rows:
        held, rule = _match(row, by_number.get(row.national_id or ""), by_ref.get(row.ref))
        if rule is None and held is not None and held.pk in taken:
            rule = Rule.NUMBER_AND_REF
        if rule is not None:
            findings.error(rule, PERSONS.name, row.line, "person_ref")
        plan.ids.append(held.pk if held else None)
        if held is None:
            differences.add(PERSONS.name, Kind.NEW, row.line)
            continue
        taken.add(held.pk)
        changes = _changes(row, held)
        if changes:
            plan.changes[held.pk] = changes
            differences.add(PERSONS.name, Kind.CHANGED, row.line)
    return plan


def _match(
    row: PersonRow, numbered: HeldPerson | None, referred: HeldPerson | None
) -> tuple[HeldPerson | None, Rule | None]:
    if numbered is not None:
        differ = referred is not None and referred.pk != numbered.pk
        return numbered, Rule.NUMBER_AND_REF if differ else None
    if referred is None or not row.national_id or not referred.national_id:
        return referred, None
    return referred, None if row.birth_date == referred.birth_date else Rule.REF_REUSED


def _changes(row: PersonRow, held: HeldPerson) -> dict[str, Any]:
    changes = {
        name: getattr(row, name)
        for name in COMPARED
        if getattr(row, name) and getattr(row, name) != getattr(held, name)
    }
    if held.source_ref is None:
        changes["source_ref"] = row.ref
    return changes


def _held(rows: Sequence[PersonRow]) -> tuple[dict[str, HeldPerson], dict[str, HeldPerson]]:
    """Persons with a number or a reference of the extract, by each of them."""
    if not Person.objects.exists():
        return {}, {}
    numbers = (row.national_id for row in rows if row.national_id)
    by_number = {p.national_id: p for p in _persons("national_id__in", numbers) if p.national_id}
    by_ref = {
        p.source_ref: p
        for p in _persons("source_ref__in", (row.ref for row in rows))
        if p.source_ref
    }
    return by_number, by_ref


def _persons(lookup: str, values: Iterable[str]) -> Iterable[HeldPerson]:
    for chunk in chunks(values):
        rows = Person.objects.filter(**{lookup: chunk})
        yield from map(HeldPerson._make, rows.values_list(*HeldPerson._fields))
