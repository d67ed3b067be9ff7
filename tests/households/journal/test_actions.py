"""Notes are added and never changed; what the database itself refuses."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from households.journal import actions
from households.journal.actions import AlreadyCorrectedError, Note
from households.models import Household, JournalEntry, Person
from tests.conftest import unit
from tests.record_factories import note

pytestmark = pytest.mark.django_db


def test_a_note_needs_nothing_but_its_text(household: Household, caseworker: User) -> None:
    entry = note(household, caseworker, text="Ringte")
    assert (entry.party, entry.unit, entry.written_by) == (
        "nav",
        unit("nav", "midtbyen"),
        caseworker,
    )
    assert (entry.contact_on, entry.interpreter_needed) == (timezone.localdate(), False)


def test_the_same_form_twice_is_one_note(household: Household, caseworker: User) -> None:
    first = note(household, caseworker)
    told = Note(text="Igjen", contact_on=first.contact_on, form_token=first.form_token)
    again = actions.write_note(household=household, unit=first.unit, note=told, by=caseworker)
    assert again == first
    assert JournalEntry.objects.get().text == "Ringte om husleia"


def test_a_correction_is_a_new_note_and_the_old_one_stays_as_it_was(
    household: Household, caseworker: User, colleague_same_office: User, child: Person
) -> None:
    old = note(household, caseworker, text="Elias er syk", children=[child])
    before = JournalEntry.objects.filter(pk=old.pk).values().get()
    new = note(household, colleague_same_office, text="Elias er frisk", corrects=old)
    assert JournalEntry.objects.filter(pk=old.pk).values().get() == before
    assert list(old.children.all()) == [child]
    old.refresh_from_db()
    assert old.corrected_by == new
    assert list(JournalEntry.objects.standing()) == [new]


def test_a_note_is_corrected_once(household: Household, caseworker: User) -> None:
    old = note(household, caseworker)
    note(household, caseworker, text="Slik", corrects=old)
    with pytest.raises(AlreadyCorrectedError), transaction.atomic():
        note(household, caseworker, text="Nei, slik", corrects=old)
    assert JournalEntry.objects.count() == 2


def test_a_need_is_kept_as_it_was_when_the_note_was_written(
    household: Household, caseworker: User
) -> None:
    entry = note(household, caseworker, spoken_with=household.contact)
    Person.objects.filter(pk=household.contact_id).update(needs_interpreter=False)
    entry.refresh_from_db()
    assert entry.interpreter_needed is True


@pytest.mark.parametrize(
    "told",
    [
        {"interpreter": "in_person", "interpreter_reason": "Fant ingen"},
        {"next_step_on": date(2026, 12, 1)},
    ],
)
def test_the_database_refuses_what_makes_no_sense(
    household: Household, caseworker: User, told: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        note(household, caseworker, **told)
    assert not JournalEntry.objects.exists()
