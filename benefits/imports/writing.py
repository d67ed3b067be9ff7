"""Writing a plan: called in one transaction, so that all of it is stored or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from benefits.imports.bulk import chunks, insert_rows, reserve_ids
from benefits.imports.extract import Extract
from benefits.imports.home_writing import move_household, write_homes
from benefits.imports.money_writing import write_intro, write_kvp, write_payments
from benefits.imports.person_plan import PersonPlan
from benefits.imports.persons import PersonRow
from benefits.imports.plan import Plan
from households.models import Person

PERSON_FIELDS = (
    "national_id",
    "source_ref",
    "first_name",
    "last_name",
    "search_name",
    "sort_name",
    "birth_date",
    "sex",
)


def write(extract: Extract, plan: Plan, on: date, next_step: Callable[[], None]) -> None:
    """Store the plan; `on` is the day from which a changed district holds.

    `next_step` is told when persons and households are done and payments begin.
    """
    ids = write_persons(extract.persons, plan.persons)
    write_homes(plan, ids, on)
    for move in plan.moves:
        move_household(move, plan.units.get(move.district), on)
    next_step()
    write_kvp(plan.kvp, ids, on)
    write_intro(plan.intro, ids)
    write_payments(plan.payments, ids)


def write_persons(rows: Sequence[PersonRow], plan: PersonPlan) -> list[int]:
    """The id of every person of the extract, after the new ones have been stored."""
    new = [row for row, pk in zip(rows, plan.ids, strict=True) if pk is None]
    reserved = reserve_ids(Person, len(new))
    insert_rows(
        Person,
        ("id", *PERSON_FIELDS),
        ((pk, *values) for pk, values in zip(reserved, _values(new), strict=True)),
    )
    for chunk in chunks(plan.changes.items()):
        persons = Person.objects.in_bulk([pk for pk, _ in chunk])
        for pk, changes in chunk:
            for name, value in changes.items():
                setattr(persons[pk], name, value)
            persons[pk].set_name_keys()
        Person.objects.bulk_update(persons.values(), PERSON_FIELDS)
    unused = iter(reserved)
    return [next(unused) if pk is None else pk for pk in plan.ids]


def _values(rows: Iterable[PersonRow]) -> Iterator[tuple[Any, ...]]:
    """The values of PERSON_FIELDS of each row; one Person makes the name keys of all."""
    namesake = Person()
    for row in rows:
        namesake.first_name, namesake.last_name = row.first_name, row.last_name
        namesake.set_name_keys()
        yield (
            row.national_id,
            row.ref,
            row.first_name,
            row.last_name,
            namesake.search_name,
            namesake.sort_name,
            row.birth_date,
            row.sex,
        )
