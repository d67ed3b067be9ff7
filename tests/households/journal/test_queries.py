"""How often an interpreter was used among those in need (measure 7c), and who sees which notes."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.models import User
from households.journal.queries import InterpreterUse, interpreter_use
from households.models import Household, JournalEntry, Responsibility
from tests.conftest import unit
from tests.factories import HouseholdFactory, break_glass, share
from tests.record_factories import note

pytestmark = pytest.mark.django_db


def told(household: Household, by: User) -> None:
    """Four contacts with somebody in need, two of them with an interpreter; three without need."""
    mother = household.contact
    note(household, by, spoken_with=mother, interpreter="in_person")
    note(household, by, spoken_with=mother, interpreter="none_needed")
    note(household, by, spoken_with_other="Far på telefon", interpreter="remote")
    note(household, by, interpreter="not_used", interpreter_reason="Ingen ledig")
    note(household, by)
    note(household, by, interpreter="none_needed")
    note(household, by, spoken_with_other="Kontaktlærer")


def test_the_share_is_of_contacts_with_somebody_in_need(
    household: Household, caseworker: User
) -> None:
    told(household, caseworker)
    use = interpreter_use(JournalEntry.objects.all())
    assert use == InterpreterUse(used=2, needed=4)
    assert use.share == 50


def test_without_anybody_in_need_there_is_no_share(household: Household) -> None:
    assert interpreter_use(JournalEntry.objects.all()).share is None


def test_a_corrected_note_counts_once_and_as_its_correction(
    household: Household, caseworker: User
) -> None:
    old = note(household, caseworker, spoken_with=household.contact)
    note(household, caseworker, spoken_with=household.contact, interpreter="remote", corrects=old)
    assert interpreter_use(JournalEntry.objects.all()) == InterpreterUse(used=1, needed=1)


def test_the_figure_can_be_had_for_a_year(household: Household, caseworker: User) -> None:
    for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 11, 2)):
        note(household, caseworker, interpreter="remote", contact_on=day)
    year = JournalEntry.objects.of_contact_between(date(2026, 1, 1), date(2026, 12, 31))
    assert interpreter_use(year).needed == 2


def test_the_figure_costs_one_query(
    household: Household, caseworker: User, django_assert_num_queries: object
) -> None:
    told(household, caseworker)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert interpreter_use(JournalEntry.objects.all()).needed == 4


def test_a_party_sees_its_own_notes_and_no_others(
    household: Household, caseworker: User, bft_adviser: User, executive: User
) -> None:
    ours = note(household, caseworker)
    theirs = note(household, bft_adviser, at=unit("bft", "midtbyen"))
    for scope in ("household", "children", "economy", "plan"):
        share(household, household.contact, unit("bft", "midtbyen"), scope)
    assert list(JournalEntry.objects.visible_to(caseworker)) == [ours]
    assert list(JournalEntry.objects.visible_to(bft_adviser)) == [theirs]
    assert not JournalEntry.objects.visible_to(executive).exists()


def test_another_office_sees_them_in_need_and_its_new_office_always(
    household: Household, caseworker: User, caseworker_other_office: User
) -> None:
    ours = note(household, caseworker)
    assert not JournalEntry.objects.visible_to(caseworker_other_office).exists()
    break_glass(caseworker_other_office, household)
    assert list(JournalEntry.objects.visible_to(caseworker_other_office)) == [ours]
    moved = HouseholdFactory(district="heimdal")
    JournalEntry.objects.filter(pk=ours.pk).update(household=moved)
    assert list(JournalEntry.objects.visible_to(caseworker_other_office)) == [ours]
    Responsibility.objects.filter(household=moved).delete()
    assert not JournalEntry.objects.visible_to(caseworker_other_office).exists()
