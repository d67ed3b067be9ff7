"""Taking away who somebody was, and leaving what the statistics count.

A birth date becomes the first of its month, not of its year: the report counts children and ages by
month, and its earlier years must come out the same.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Model, Q

from households.autosave.actions import forget_households
from households.documents import storage
from households.models import (
    BreakGlass,
    Consent,
    Document,
    FormDraft,
    Household,
    HouseholdLock,
    Intake,
    IntroPeriod,
    JournalEntry,
    LodgingNeed,
    MappingDuty,
    MappingDutyChange,
    MembershipChange,
    Person,
    ProtectionChange,
    Residence,
    Responsibility,
    Share,
    StaffPerson,
)

Blank = dict[type[Model], dict[str, Any]]
PERSON: dict[str, Any] = {
    "national_id": None,
    "stated_id": "",
    "duf_number": None,
    "source_ref": None,
    "first_name": "",
    "last_name": "",
    "language": "",
    "background": "",
    "resident_since": None,
    "norwegian_level": "",
    "phone": "",
}
OF_PERSON: Blank = {
    IntroPeriod: {"outcome": ""},
    ProtectionChange: {"grounds": "slettet"},
    StaffPerson: {"number_hash": ""},
}
OF_HOUSEHOLD: Blank = {
    Residence: {"address": ""},
    Responsibility: {"closing_text": ""},
    BreakGlass: {"reason": "", "review_note": ""},
    Consent: {"purpose": ""},
    Document: {"title": "", "sha256": ""},
    HouseholdLock: {"reason": ""},
    Intake: {
        "text": "",
        "stated_first_name": "",
        "stated_last_name": "",
        "stated_birth_date": None,
        "stated_members": [],
    },
    JournalEntry: {
        "spoken_with_other": "",
        "text": "",
        "interpreter_reason": "",
        "next_step": "",
        "next_step_on": None,
    },
    LodgingNeed: {
        **{"onward": "", "onward_on": None, "reason_text": ""},
        **{"seen_text": "", "undecided_text": ""},
    },
    MappingDuty: {"paragraph": "", "exception_grounds": "slettet"},
    MembershipChange: {"note": ""},
    Share: {"legal_basis": "slettet"},
}
HOUSEHOLD: dict[str, Any] = {"source_ref": None}
OF_DUTY: Blank = {MappingDutyChange: {"note": ""}}
CLEARED: Blank = {Person: PERSON, Household: HOUSEHOLD, **OF_PERSON, **OF_HOUSEHOLD, **OF_DUTY}
"""Every field of this floor that could tell who somebody was, and what it becomes."""
TAKEN_AWAY: tuple[type[Model], ...] = (FormDraft,)
"""What is no part of the case, and goes whole."""


def anonymise_households(household_ids: Collection[int], on: date) -> None:
    """Clear the texts of the households, and take their documents from the disk.

    Their periods, roles and units stay. A file goes when the rest is committed; the sweep of each
    minute takes what a stopped program left.
    """
    for model, blank in OF_HOUSEHOLD.items():
        rows: Any = model._default_manager.filter(household__in=household_ids)
        if model is Share:
            rows = rows.filter(~Q(legal_basis=""))
        rows.update(**blank, **({"erased_on": on} if model is Document else {}))
    forget_households(household_ids)
    duties = MappingDuty.objects.filter(household__in=household_ids)
    for model, blank in OF_DUTY.items():
        model._default_manager.filter(duty__in=duties).update(**blank)
    transaction.on_commit(storage.remove_erased)
    Household.objects.filter(pk__in=household_ids).update(anonymised_on=on, **HOUSEHOLD)


def anonymise_persons(person_ids: Collection[int], on: date) -> None:
    """Clear names, numbers and texts of the persons, and the day of their birth."""
    for model, blank in OF_PERSON.items():
        model._default_manager.filter(person__in=person_ids).update(**blank)
    persons = list(Person.objects.filter(pk__in=person_ids))
    for person in persons:
        for name, value in PERSON.items():
            setattr(person, name, value)
        if person.birth_date:
            person.birth_date = person.birth_date.replace(day=1)
        person.anonymised_on = on
        person.set_name_keys()
    Person.objects.bulk_update(
        persons, [*PERSON, "search_name", "sort_name", "birth_date", "anonymised_on"]
    )
