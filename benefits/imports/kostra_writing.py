"""Writing what KOSTRA files told: called in one transaction, all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from benefits.imports.bulk import chunks, insert_rows, reserve_ids, update_rows
from benefits.imports.home_writing import SPAN_FIELDS, registered_on, span
from benefits.imports.kostra_plan import KOSTRA, SITUATION_FIELDS, KostraPlan
from benefits.imports.kostra_programmes import Programme, ProgrammePlan
from benefits.imports.kostra_reading import KostraData, Recorded
from benefits.imports.money_writing import ENDED, write_payments
from benefits.models import KvpEnrolment
from households.models import Household, Membership, Person, Situation
from households.months import first_day

PERSON_FIELDS = ("national_id", "duf_number", "source_ref", "birth_date", "sex")
PROGRAMME_FIELDS = ("status", "exit_code", "applied_on", "decided_on", *SPAN_FIELDS)


def write_kostra(data: KostraData, plan: KostraPlan, next_step: Callable[[], None]) -> None:
    """Store the plan; `next_step` is told when payments begin."""
    ids = _write_persons(data.persons, plan)
    _write_homes(data.persons, plan, ids)
    _write_situations(plan, ids)
    next_step()
    for payments in plan.payments:
        write_payments(payments, ids, source=KOSTRA)
    _write_programmes(plan.programmes, ids)


def _write_persons(persons: Sequence[Recorded], plan: KostraPlan) -> list[int]:
    """The id of every person of the files, after the new ones have been stored."""
    new = [one for one, pk in zip(persons, plan.ids, strict=True) if pk is None]
    reserved = reserve_ids(Person, len(new))
    insert_rows(Person, ("id", *PERSON_FIELDS, "search_name", "sort_name"), _new(reserved, new))
    for chunk in chunks(plan.changes.items()):
        held = Person.objects.in_bulk([pk for pk, _ in chunk])
        for pk, changes in chunk:
            for name, value in changes.items():
                setattr(held[pk], name, value)
        Person.objects.bulk_update(held.values(), PERSON_FIELDS)
    unused = iter(reserved)
    return [next(unused) if pk is None else pk for pk in plan.ids]


def _new(ids: Sequence[int], persons: Sequence[Recorded]) -> Iterator[tuple[Any, ...]]:
    """KOSTRA knows no names; the keys are those of a person without one."""
    nameless = Person()
    nameless.set_name_keys()
    keys = nameless.search_name, nameless.sort_name
    for pk, one in zip(ids, persons, strict=True):
        yield pk, one.national_id, one.duf, one.source_ref, one.birth_date, one.sex, *keys


def _write_homes(persons: Sequence[Recorded], plan: KostraPlan, ids: Sequence[int]) -> None:
    households = reserve_ids(Household, len(plan.alone))
    insert_rows(
        Household,
        ("id", "contact"),
        ((pk, ids[place]) for pk, place in zip(households, plan.alone, strict=True)),
    )
    role = Membership.Role.APPLICANT.value
    insert_rows(
        Membership,
        ("household", "person", "role", *SPAN_FIELDS),
        (
            (pk, ids[place], role, *span(first_day(persons[place].first), None, KOSTRA))
            for pk, place in zip(households, plan.alone, strict=True)
        ),
    )
    update_rows(
        Membership,
        ("valid_from", "registered_on"),
        ((first, registered_on(first), pk) for pk, first in plan.earlier.items()),
    )


def _write_situations(plan: KostraPlan, ids: Sequence[int]) -> None:
    insert_rows(
        Situation,
        ("person", "on", "registered_on", *SITUATION_FIELDS),
        ((ids[one.person], one.on, one.on, *one.values) for one in plan.situations),
    )
    update_rows(
        Situation,
        SITUATION_FIELDS,
        ((*values, pk) for pk, values in plan.changed_situations.items()),
    )


def _write_programmes(plan: ProgrammePlan, ids: Sequence[int]) -> None:
    for chunk in chunks(plan.gone):
        KvpEnrolment.objects.filter(pk__in=chunk).delete()
    update_rows(
        KvpEnrolment,
        ("valid_to", "status"),
        ((last, ENDED, pk) for pk, last in plan.ended.items()),
    )
    ended_first = sorted(plan.changes.items(), key=lambda change: change[1].last is None)
    update_rows(KvpEnrolment, PROGRAMME_FIELDS, ((*_values(one), pk) for pk, one in ended_first))
    insert_rows(
        KvpEnrolment,
        ("person", *PROGRAMME_FIELDS),
        ((ids[one.person], *_values(one)) for one in plan.new),
    )


def _values(one: Programme) -> tuple[Any, ...]:
    """The values of PROGRAMME_FIELDS."""
    codes = one.status, one.exit_code, one.applied_on, one.decided_on
    return *codes, *span(one.first, one.last, KOSTRA)
