"""Members who leave, and what was written wrong of one: history stays as it was."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from households.members import actions
from households.members.correcting import correct_member
from households.members.history import MemberRefusedError
from households.members.stated import Newcomer
from households.models import Household, MappingDuty, Membership, Person
from tests.conftest import unit
from tests.factories import LONG_AGO, HouseholdFactory, PersonFactory, add_member, intake
from tests.households.test_members import (
    BORN,
    KNOWN,
    NEW,
    TODAY,
    YESTERDAY,
    Cause,
    Role,
    add,
    end,
    told,
)


@pytest.fixture
def home(db: None) -> Household:
    return HouseholdFactory(district="midtbyen")


def present(home: Household, day: date = TODAY) -> set[int]:
    return set(home.memberships.valid_on(day).values_list("person", flat=True))


def test_one_who_left_is_a_member_of_the_time_before(home: Household, caseworker: User) -> None:
    intake(home, unit("nav", "midtbyen"), caseworker)
    row = add(home, caseworker, since=TODAY - timedelta(days=40))
    assert MappingDuty.objects.due().count() == 1
    end(row, caseworker, last=YESTERDAY)
    assert (row.valid_to, row.undone_at) == (YESTERDAY, None)
    assert (row.person_id in present(home, YESTERDAY), row.person_id in present(home)) == (
        True,
        False,
    )
    assert home.membership_changes.get(act="ended").cause == Cause.MOVED
    assert (MappingDuty.objects.due().count(), MappingDuty.objects.open().count()) == (0, 1)


def test_one_by_mistake_has_been_there_on_no_day(home: Household, caseworker: User) -> None:
    row = add(home, caseworker)
    end(row, caseworker, cause="mistake")
    assert row.person_id not in present(home)
    again = actions.add_member(
        household=home, new=_as(row), since=TODAY, person=row.person, by=caseworker
    )
    assert (again.valid_from, again.person_id in present(home)) == (TODAY, True)


def _as(row: Membership) -> Newcomer:
    person = row.person
    return Newcomer(person.first_name, person.last_name, person.birth_date, None, row.role)


def test_who_dies_is_dead_on_the_last_day(home: Household, caseworker: User) -> None:
    row = add(home, caseworker, since=YESTERDAY)
    end(row, caseworker, cause="dead", last=YESTERDAY)
    row.person.refresh_from_db()
    assert row.person.died_on == YESTERDAY


def test_when_the_contact_leaves_another_adult_takes_over(
    home: Household, caseworker: User
) -> None:
    spouse = add_member(home, PersonFactory(), Role.SPOUSE)
    row = home.memberships.get(person=home.contact)
    with pytest.raises(MemberRefusedError) as refused:
        end(row, caseworker, last=YESTERDAY)
    assert refused.value.field == "contact"
    end(row, caseworker, last=YESTERDAY, contact=spouse.person)
    home.refresh_from_db()
    assert home.contact == spouse.person
    roles = home.memberships.filter(person=spouse.person).order_by("valid_from")
    assert list(roles.values_list("role", "valid_from", "valid_to")) == [
        ("spouse", LONG_AGO, YESTERDAY),
        ("applicant", TODAY, None),
    ]


def test_children_are_not_left_alone(home: Household, caseworker: User) -> None:
    add(home, caseworker)
    with pytest.raises(MemberRefusedError, match="bare barn igjen"):
        end(home.memberships.get(person=home.contact), caseworker)


@pytest.mark.parametrize("last", [LONG_AGO, TODAY + timedelta(days=1)])
def test_a_last_day_outside_the_time_there_is_refused(
    home: Household, caseworker: User, last: date
) -> None:
    row = add(home, caseworker)
    with pytest.raises(MemberRefusedError) as refused:
        end(row, caseworker, last=last)
    assert refused.value.field == "last"
    end(row, caseworker)
    with pytest.raises(MemberRefusedError, match="allerede avsluttet"):
        end(row, caseworker)


def test_a_wrong_name_and_birth_date_are_corrected_with_what_stood_before(
    home: Household, caseworker: User
) -> None:
    row = add(home, caseworker)
    told_now = told(row, first_name="Norah", birth_date=date(2018, 2, 1), national_id=NEW)
    assert correct_member(membership=row, told=told_now, by=caseworker)
    person = Person.objects.get(pk=row.person_id)
    assert (person.name, person.birth_date) == ("Norah Ny", date(2018, 2, 1))
    assert person.national_id == NEW
    note = home.membership_changes.get(act="corrected").note
    assert note.startswith("Navn: Nora Ny ble Norah Ny. Fødselsdato: 01.02.2019 ble 01.02.2018")
    assert NEW not in note
    row.refresh_from_db()
    assert not correct_member(membership=row, told=told(row), by=caseworker)


def test_a_number_of_somebody_held_elsewhere_is_kept_as_stated(
    home: Household, caseworker: User
) -> None:
    HouseholdFactory(contact=PersonFactory(national_id=KNOWN), district="heimdal")
    row = add(home, caseworker)
    correct_member(membership=row, told=told(row, national_id=KNOWN), by=caseworker)
    person = Person.objects.get(pk=row.person_id)
    assert (person.national_id, person.stated_id) == (None, KNOWN)
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=person.pk).update(national_id=NEW)


def test_a_number_of_somebody_the_user_has_is_refused(home: Household, caseworker: User) -> None:
    HouseholdFactory(contact=PersonFactory(national_id=KNOWN), district="midtbyen")
    row = add(home, caseworker)
    with pytest.raises(MemberRefusedError) as refused:
        correct_member(membership=row, told=told(row, national_id=KNOWN), by=caseworker)
    assert refused.value.field == "number"


def test_a_role_from_a_day_on_leaves_the_days_before(home: Household, caseworker: User) -> None:
    row = add_member(home, PersonFactory(), Role.COHABITANT)
    correct_member(membership=row, told=told(row, role="spouse", since=TODAY), by=caseworker)
    rows = home.memberships.filter(person=row.person).order_by("valid_from")
    assert list(rows.values_list("role", "valid_to")) == [
        ("cohabitant", YESTERDAY),
        ("spouse", None),
    ]


def test_shared_residence_all_along_changes_the_row_itself(
    home: Household, caseworker: User
) -> None:
    row = add(home, caseworker, since=BORN)
    correct_member(membership=row, told=told(row, shared_residence=True), by=caseworker)
    assert home.memberships.get(person=row.person).shared_residence
